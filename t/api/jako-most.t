#!/usr/bin/perl
# At most a hundred shares of a learner are in force: one more is refused until
# one is revoked, has ended, or has been used up. Others' shares do not count.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksShare;

my ($owner, $other) = (learner(), learner());
my ($eid, $other_eid) = map { read_plan(make_plan($_))->{eid} } $owner, $other;

my $first = share($owner, $eid);
is($first->{status}, 200, 'a share') or diag($first->{body});
my $uuid = $first->{json}{meta}{id} // $first->{json}{meta}{uuid};

# 98 more as they are stored: a hundredth fits.
psql(<<"SQL");
CREATE TEMP TABLE uusi AS SELECT j.* FROM ehoks.jako j WHERE id = '$uuid';
WITH jako AS (INSERT INTO ehoks.jako SELECT (jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid(),
    'tiiviste', '\\x' || encode(sha256(n::text::bytea || u.tiiviste), 'hex')))).* FROM uusi u, generate_series(1, 98) n
    RETURNING id)
INSERT INTO ehoks.jako_kohde (jako_id, hoks_id, moduulit)
    SELECT jako.id, k.hoks_id, k.moduulit FROM jako, ehoks.jako_kohde k WHERE k.jako_id = '$uuid'
SQL
my $hundredth = share($owner, $eid);
is($hundredth->{status}, 200, 'the hundredth') or diag($hundredth->{body});

sub is_refused ($name) {
    my $answer = share($owner, $eid);
    is_problem($answer, 409, {error => 'Too many shares'}, $name);
    is($answer->{json}{virheet}[0]{koodi}, 'E-JAKO-MONTA', 'by its name');
    return;
}

is_refused('one more');
is(share($other, $other_eid)->{status}, 200, 'another learner may share');

# What is not in force gives room for one.
my $one = "(SELECT id FROM ehoks.jako WHERE id IN (SELECT jako_id FROM ehoks.jako_kohde k"
    . " JOIN ehoks.hoks h ON h.id = k.hoks_id WHERE h.oppija_oid = '$owner->{oid}')"
    . " AND peruttu IS NULL AND loppu >= now() AND enintaan IS NULL AND id <> '$uuid' LIMIT 1)";
psql("UPDATE ehoks.jako SET loppu = '@{[day(0)]}' WHERE id = $one");
is_refused('one that ends today is still in force');
psql("UPDATE ehoks.jako SET alku = now() - interval '9 days', loppu = now() - interval '1 day' WHERE id = $one");
is(share($owner, $eid)->{status}, 200, 'in the place of one that has ended');
is_refused('and no other');
psql("UPDATE ehoks.jako SET enintaan = 1, kaytetty = 1 WHERE id = $one");
is(share($owner, $eid)->{status}, 200, 'in the place of one that was used up');
is_refused('and no other');
is(request('DELETE', V2 . "/$uuid", {token => $owner->{token}})->{status}, 204, 'one is revoked');
is(share($owner, $eid)->{status}, 200, 'and gives its place');
is_refused('and no other');

done_testing();
