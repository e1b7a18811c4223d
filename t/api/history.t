#!/usr/bin/perl
# The history of a plan: its versions, what changed between two of them, and an
# old version made the newest again (contract: rules.md 10; README.md 5).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

require(root() . '/sql/history-verify');    # for its JSON Patch

sub ask ($path, %options) {
    return request('GET', VB . "/hoks/$path", {token => 'sis-a', %options});
}

sub is_same ($got, $wanted, $name) {
    my @differences = json_diff($got, $wanted);
    return ok(!@differences, $name) || diag(join "\n", @differences);
}

# ---- a life of 45 versions ---------------------------------------------------

my $right   = study_right();
my $created = post_hoks(hoks_document($right));
my $id      = $created->{json}{meta}{id};
my $uri     = VB . "/hoks/$id";
my @plan    = (undef, ask($id)->{json}{data});    # by version

# The body of PUT for version `n`: units come, go and change places, and a
# text holds what JSON Pointer and SQL would trip over.
sub body_of ($n) {
    my @units = map { {
            'tutkinnon-osa-koodi-uri'    => "tutkinnonosat_$_",
            'tutkinnon-osa-koodi-versio' => 1 + $n % 3,
            'vaatimuksista-tai-tavoitteista-poikkeaminen' =>
                "a/b~c \"$n\" \\ \x{e4}\x{1F600} 'x' \$1",
            'osaamisen-hankkimistavat' => [{
                alku  => sprintf('2025-01-%02d', 1 + $n % 28),
                loppu => '2025-06-30',
                'osaamisen-hankkimistapa-koodi-uri' =>
                    'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus',
                'osaamisen-hankkimistapa-koodi-versio' => 1,
            }],
        } } map { $_ % 7 } $n .. $n + $n % 4;
    return {
        id                                 => 0 + $id,
        'ensikertainen-hyvaksyminen'       => '2024-08-15',
        'osaamisen-hankkimisen-tarve'      => JSON::PP::true(),
        versio                             => $n,
        'hankittavat-ammat-tutkinnon-osat' => \@units,
        $n % 5 ? () : (sahkoposti => canary()),
    };
}

for my $n (2 .. 45) {
    my $method = $n % 9 == 0 ? 'PATCH' : 'PUT';
    my $body   = $method eq 'PUT' ? body_of($n) : {id => $id, versio => $n};
    my $answer
        = request($method, $uri, {token => $n % 2 ? 'sis-a' : 'sis-a1',
                body => $body});
    $answer->{status} == 204
        or BAIL_OUT("version $n: $answer->{status} $answer->{body}");
    push @plan, ask($id)->{json}{data};
}

# ---- the list ----------------------------------------------------------------

my $list = ask("$id/versiot");
is($list->{status}, 200, 'the versions are listed');
is($list->{headers}{etag}, '"v45"', 'with the ETag of the newest');
my @versions = @{$list->{json}{data}};
is_deeply([map { $_->{versio} } @versions], [1 .. 45], 'all, oldest first');
is_deeply(
    [map { $_->{toiminto} } @versions[0, 1, 8, 44]],
    [qw(luonti korvaus paivitys paivitys)], 'by which operation'
);
is_deeply([map { $_->{asiakas} } @versions[0, 1, 2]],
    [qw(sis-a sis-a1 sis-a)], 'by which client');
is_deeply([grep { ($_->{aika} // '') !~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ }
        @versions], [], 'and when');
is_deeply([sort keys %{$versions[0]}],
    [qw(aika asiakas tekija-oid toiminto versio)], 'and no more than that');

# ---- one version -------------------------------------------------------------

for my $n (1 .. 45) {
    my $answer = ask("$id/versiot/$n");
    is($answer->{status}, 200, "version $n is there");
    is_same($answer->{json}{data}, $plan[$n], "version $n is as it was");
}
my @snapshots = map { $_->[0] }
    psql("SELECT versio FROM ehoks.hoks_versio WHERE hoks_id = $id"
        . ' AND asiakirja IS NOT NULL ORDER BY versio');
is_deeply(\@snapshots, [1, 20, 40], 'every 20th version is kept whole');
is_deeply(
    [psql("SELECT count(*) FROM ehoks.hoks_versio WHERE hoks_id = $id"
                . ' AND versio > 1 AND muutos IS NULL')],
    [[0]], 'and each has its change');

# ---- two versions ------------------------------------------------------------

for my $pair ([1, 45], [45, 1], [19, 20], [20, 19], [20, 21], [39, 41],
    [7, 7], [1, 2], [44, 3])
{
    my ($from, $to) = @$pair;
    my $answer = ask("$id/versiot/$from..$to");
    is($answer->{status}, 200, "$from..$to is told");
    my $patch = $answer->{json}{data};
    is(ref $patch, 'ARRAY', 'as a JSON Patch');
    my $made = EhoksHistoryVerify::apply(
        EhoksHistoryVerify::clone($plan[$from]), $patch);
    is_same($made, $plan[$to], "$from..$to makes version $to of $from");
}
is_deeply(ask("$id/versiot/7..7")->{json}{data}, [], 'nothing in between');
is_deeply(
    ask("$id/versiot/8..9")->{json}{data},
    [{op => 'replace', path => '/versio', value => 9}],
    'a change of one field is one operation');

# ---- an old version again ----------------------------------------------------

sub restore ($n, %options) {
    return request('POST', "$uri/versiot/$n/palautus",
        {token => 'sis-a', %options});
}

my $back = restore(13);
is($back->{status}, 204, 'version 13 is restored');
is($back->{headers}{etag}, '"v46"', 'as version 46');
is_same(ask($id)->{json}{data}, $plan[13], 'the plan is as it was then');
is_same(ask("$id/versiot/46")->{json}{data}, $plan[13], 'so is version 46');
is((ask("$id/versiot")->{json}{data})->[45]{toiminto}, 'palautus',
    'the history tells of it');
is_deeply(
    [psql('SELECT j.moduuli_id FROM ehoks.tyopaikkajakso j WHERE hoks_id = '
                . $id)],
    [], 'the projections follow (no work period then)');
is_deeply(
    [psql("SELECT toiminto FROM ehoks.audit WHERE hoks_id = $id"
                . " AND versio = 46 AND toiminto <> 'read'")],
    [['update']], 'audit');
is_deeply(
    [psql("SELECT toiminto FROM ehoks.muutossyote WHERE hoks_id = $id"
                . ' AND versio = 46')],
    [['palautus']], 'feed');
$back = restore(46);
is($back->{headers}{etag}, '"v46"', 'the newest version restored is no change');
is(restore(13)->{headers}{etag}, '"v46"', 'nor is one that says the same');
is(restore(1, headers => {'if-match' => '"v45"'})->{status},
    412, 'If-Match holds for restoring, too');
is(restore(1, headers => {'if-match' => '"v46"'})->{headers}{etag},
    '"v47"', 'with the right one it is done');
is(restore(1, url => stack()->{EHOKS_STRICT_URL})->{status},
    428, 'and required where it is');

# A study right that has ended takes no old version either, where that matters.
control({
    opiskeluoikeudet => [{
        %$right,
        tila => {opiskeluoikeusjaksot =>
                [{alku => '2024-06-01', tila => {koodiarvo => 'valmistunut'}}]},
    }],
});
psql('DELETE FROM ehoks.rekisterikopio');
is_problem(
    restore(13, url => stack()->{EHOKS_STRICT_URL},
        headers => {'if-match' => '*'}),
    400, {error => "Opiskeluoikeus `$right->{oid}` is no longer active."},
    'UPD-1: an ended study right');
control({opiskeluoikeudet => [$right]});
psql('DELETE FROM ehoks.rekisterikopio');

# A learner with a new OID keeps it, whatever version comes back.
my $person = $right->{'oppija-oid'};
my $master = oppija_oid();
control({oppijat => [{oidHenkilo => $person, oid => $person,
            'master-oid' => $master}]});
psql('DELETE FROM ehoks.rekisterikopio');
is(request('PATCH', $uri, {token => 'sis-a',
            body => {id => $id, 'oppija-oid' => $master}})->{status},
    204, 'the learner gets another OID');
is(restore(13)->{status}, 204, 'an older version is restored');
is_same(ask($id)->{json}{data}, {%{$plan[13]}, 'oppija-oid' => $master},
    "but the learner's OID stays the newest");
is((psql("SELECT oppija_oid FROM ehoks.hoks WHERE id = $id"))[0][0],
    $master, 'also beside the document');

# ---- what is not there -------------------------------------------------------

for my $n (50, 999_999_999) {
    is_problem(ask("$id/versiot/$n"), 404, {error => 'HOKS version not found'},
        "there is no version $n");
    is_problem(ask("$id/versiot/1..$n"), 404,
        {error => 'HOKS version not found'}, "nor 1..$n");
    is_problem(ask("$id/versiot/$n..1"), 404,
        {error => 'HOKS version not found'}, "nor $n..1");
    is_problem(restore($n), 404, {error => 'HOKS version not found'},
        "nothing to restore in $n");
}
for my $n ('0', '-1', 'x', '1.5', '1...2', '1..', '..2', '1..2..3', '1..x',
    '9' x 10, '0..1', '1..0', '%31x')
{
    is(ask("$id/versiot/$n")->{status}, 400, "version $n is none");
}
for my $n ('0', 'x', '1..2', '9' x 10) {
    is(restore($n)->{status}, 400, "restore $n: no version");
}

# ---- who may -----------------------------------------------------------------

my %no_access = (error =>
        "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'");
for my $path ("$id/versiot", "$id/versiot/1", "$id/versiot/1..2") {
    is(ask($path, token => 'sis-a-lukija')->{status}, 200,
        "a reader may read $path");
    is_problem(ask($path, token => 'sis-b'), 403, \%no_access,
        "another provider may not read $path");
    is_problem(ask($path =~ s/^\d+/999999999/r), 404,
        {error => 'HOKS not found'}, "no such plan: $path");
}
is_problem(restore(1, token => 'sis-a-lukija'), 403, \%no_access,
    'a reader may not restore');
is_problem(restore(1, token => 'sis-b'), 403, \%no_access,
    'another provider may not restore');

psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $id");
for my $path ("$id/versiot", "$id/versiot/1", "$id/versiot/1..2") {
    is_problem(ask($path), 404, {error => 'HOKS not found'},
        "a deleted plan has no $path");
}
is_problem(restore(1), 404, {error => 'HOKS not found'},
    'a deleted plan is not restored by a version');
psql("UPDATE ehoks.hoks SET poistettu = NULL WHERE id = $id");

# ---- replayed from outside ---------------------------------------------------

{
    local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)}
        = @{stack()}{qw(PGHOST PGPORT PGUSER PGDATABASE)};
    my $verify = root() . '/sql/history-verify';
    is(`'$verify' --quiet $id`, "1 plans, 49 versions, 0 problems\n",
        'the history fits together');
}

done_testing();
