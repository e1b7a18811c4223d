#!/usr/bin/perl
# Plans that earlier releases stored (t/schema/stored) are put into the
# database as they were, and must still be read, checked, compared, sent back,
# changed and restored.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(basename dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

require(root() . '/sql/history-verify');    # for its JSON Patch

# Puts a stored plan in for a study right of its own, with new ids for its
# parts, so that it can be there twice. Returns its id.
sub put_in ($plan) {
    my %koski    = %{$plan->{opiskeluoikeus}};
    my $document = decode_json_bytes(bytes($plan->{asiakirja}));
    my $old_oid  = delete $koski{oid};
    my $right    = study_right(
        %koski,
        'oppija-oid'    => $document->{'oppija-oid'},
        oppilaitos      => {oid => ORG->{A1}},
        koulutustoimija => {oid => ORG->{A}},
    );
    my $answer = post_hoks(hoks_document($right));
    die "$plan->{nimi}: $answer->{body}\n" unless $answer->{status} == 200;
    my $id = $answer->{json}{meta}{id};

    my %new_id;
    my $adapt = sub ($text) {
        return 'NULL' unless defined $text;
        $text =~ s/\Q$old_oid\E/$right->{oid}/g;
        $text =~ s/^\{"id":\d+/{"id":$id/;
        $text =~ s/(\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/$new_id{$1} \/\/= uuid()/ge;
        return "'" . $text =~ s/'/''/gr . "'";
    };
    my $versions = join ',', map {
        "($id, $_->{versio}, now(), '$_->{toiminto}', "
            . $adapt->($_->{muutos}) . ', ' . $adapt->($_->{asiakirja}) . ')'
    } @{$plan->{versiot}};
    my $newest = @{$plan->{versiot}};
    psql("DELETE FROM ehoks.hoks_versio WHERE hoks_id = $id;"
            . ' INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, toiminto,'
            . " muutos, asiakirja) VALUES $versions;"
            . ' UPDATE ehoks.hoks SET versio = ' . $newest . ', asiakirja = '
            . $adapt->($plan->{asiakirja}) . " WHERE id = $id");
    return $id;
}

sub bytes ($text) {
    utf8::encode($text);
    return $text;
}

sub uuid () {
    return join '-', map { join '', map { sprintf '%x', rand 16 } 1 .. $_ }
        8, 4, 4, 4, 12;
}

sub ask ($id, $path = '') {
    my $answer = request('GET', VB . "/hoks/$id$path", {token => 'sis-a'});
    return ($answer->{json}{data}, $answer);
}

sub change ($method, $id, $path, $body) {
    return request($method, VB . "/hoks/$id$path",
        {token => 'sis-a', body => $body});
}

# Everything that must be possible with the plan: a list of what is not.
sub complaints ($plan, $id) {
    my $newest = @{$plan->{versiot}};
    my ($document, $got) = ask($id);
    return "GET: $got->{status}" if $got->{status} != 200;
    my @wrong;
    my ($version) = ask($id, "/versiot/$newest");
    push @wrong, map { "version $newest: $_" } json_diff($version, $document);
    my ($first) = ask($id, '/versiot/1');
    my ($patch) = ask($id, "/versiot/1..$newest");
    my $made = eval { EhoksHistoryVerify::apply($first, $patch) };
    push @wrong, map { "1..$newest: $_" } json_diff($made, $document);
    my $page = request('GET', VB . '/hoks/paged?amount=1&from-id=' . ($id - 1),
        {token => 'vipunen'})->{json}{data};
    push @wrong, 'it breaks the rules' if @{$page->{'failed-ids'}};

    my $same = change('PUT', $id, '', $document);
    push @wrong, "PUT of itself: $same->{status} $same->{body}"
        if $same->{status} != 204;
    push @wrong, "PUT of itself makes $same->{headers}{etag}"
        if ($same->{headers}{etag} // '') ne $got->{headers}{etag};
    my $patched = change('PATCH', $id, '', {id => $id, versio => 4711});
    push @wrong, "PATCH: $patched->{status} $patched->{body}"
        if $patched->{status} != 204;
    my $restored = change('POST', $id, "/versiot/$newest/palautus", {});
    push @wrong, "restore: $restored->{status} $restored->{body}"
        if $restored->{status} != 204;
    push @wrong, map { "restored: $_" } json_diff((ask($id))[0], $document);
    return @wrong;
}

my @files = glob root() . '/t/schema/stored/*.jsonl';
cmp_ok(scalar @files, '>=', 1, 'there are stored plans');
my @ids;
for my $file (@files) {
    for my $line (split /\n/, read_bytes($file)) {
        my $plan = decode_json_bytes($line);
        my $id   = put_in($plan);
        push @ids, $id;
        my @wrong = complaints($plan, $id);
        ok(!@wrong, basename($file, '.jsonl') . ", $plan->{nimi}")
            or diag(join "\n", @wrong);
    }
}
{
    local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)}
        = @{stack()}{qw(PGHOST PGPORT PGUSER PGDATABASE)};
    my $verify = root() . '/sql/history-verify';
    like(`'$verify' --quiet @ids`, qr/ 0 problems$/,
        'all their histories fit together');
}

done_testing();
