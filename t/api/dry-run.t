#!/usr/bin/perl
# kuiva-ajo=true on every write: the answer tells what would happen, rights
# and duplicates included, and nothing at all is stored.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

# What the database holds: every table with its rows, and what its sequences
# gave. Copies of the registries come and go by themselves, periodic work
# notes when it ran and which plans it has looked at, and the audit tells of
# dry runs too.
sub everything () {
    state @tables = map { $_->[0] }
        psql(q{SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'}
            . q{ AND c.relnamespace = 'ehoks'::regnamespace}
            . q{ AND c.relname NOT IN ('rekisterikopio', 'yllapito', 'audit',}
            . q{ 'audit_ketju') ORDER BY 1});
    my %content = map { ($_->[0] => "$_->[1] " . ($_->[2] // '')) } psql(
        join ' UNION ALL ',
        "SELECT sequencename::text, last_value, '' FROM pg_sequences"
            . " WHERE schemaname = 'ehoks' AND sequencename NOT LIKE 'audit%'",
        map {
            my $row = "(to_jsonb(t) - 'yhteystiedot_tarkistettu')::text";
            "SELECT '$_', count(*), md5(string_agg($row, ',' ORDER BY $row))"
                . " FROM ehoks.$_ t"
        } @tables
    );
    return \%content;
}

my $document = hoks_document(study_right(),
    'hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
        'tutkinnon-osa-koodi-versio' => 2,
    }]);
my $id  = post_hoks($document)->{json}{meta}{id};
my $uri = VB . "/hoks/$id";
my $got = request('GET', $uri, {token => 'sis-a'});
my $new_body = {%{$got->{json}{data}}, versio => 9};
is(request('PATCH', $uri, {token => 'sis-a', body => {id => $id, versio => 2}})
        ->{status},
    204, 'a plan with two versions');
my $strange = oppija_oid();
my $fresh   = study_right();
my $stranger_right = study_right(oppilaitos => {oid => ORG->{B1}});
my $master = oppija_oid();
my $slave  = $document->{'oppija-oid'};
control({oppijat => [{oidHenkilo => $slave, oid => $slave,
            'master-oid' => $master}]});

my %before = %{everything()};
cmp_ok(scalar keys %before, '>=', 9, 'there are tables to look at');

# ---- each write, once as it is and once dry ----------------------------------

# [method, path, body or undef, status, name, caller]
my @cases = (
    ['POST', VB . '/hoks', hoks_document($fresh), 200, 'a new plan'],
    ['POST', VB . '/hoks', hoks_document($fresh, x => 1), 400, 'a bad plan'],
    ['POST', VB . '/hoks', $document, 400, 'a second plan'],
    ['POST', VB . '/hoks', hoks_document($fresh, 'oppija-oid' => $strange), 400,
        "another's study right"],
    ['POST', VB . '/hoks', hoks_document($stranger_right), 403,
        "another provider's plan"],
    ['POST', VB . '/hoks', hoks_document($fresh), 403, 'a reader',
        'sis-a-lukija'],
    ['POST', VB . '/hoks', \'{', 400, 'no JSON'],
    ['PUT', $uri, $new_body, 204, 'a change'],
    ['PUT', $uri, {%$new_body, 'oppija-oid' => $master}, 204,
        'a change of the learner'],
    ['PUT', $uri, {%$new_body, 'oppija-oid' => $strange}, 400,
        'a change of the learner that is none'],
    ['PUT', $uri, {%$new_body, id => $id + 1}, 400, 'another id'],
    ['PUT', $uri, {%$new_body, x => 1}, 400, 'a bad change'],
    ['PUT', $uri, $new_body, 403, 'another provider', 'sis-b'],
    ['PATCH', $uri, {id => $id, versio => 17}, 204, 'a small change'],
    ['PATCH', $uri, {id => $id, versio => undef}, 400, 'a bad small change'],
    ['POST', "$uri/versiot/1/palautus", undef, 204, 'an old version'],
    ['POST', "$uri/versiot/9/palautus", undef, 404, 'a version that is none'],
);

for my $case (@cases) {
    my ($method, $path, $body, $status, $name, $caller) = @$case;
    my $answer = request($method, "$path?kuiva-ajo=true",
        {token => $caller // 'sis-a', defined $body ? (body => $body) : ()});
    is($answer->{status}, $status, "$method, $name: $status")
        or diag($answer->{body});
    ok(!exists $answer->{headers}{location}, "$method, $name: no Location")
        if $method eq 'POST';
    my %now = %{everything()};
    is_deeply(\%now, \%before, "$method, $name: nothing was stored");
    %before = %now;
}

my $answer = post_hoks(hoks_document($fresh));
is($answer->{status}, 200, 'the real thing is stored');
$answer = request('POST', VB . '/hoks?kuiva-ajo=true',
    {token => 'sis-a', body => hoks_document($fresh)});
is_problem($answer, 400,
    {error => 'HOKS with the same opiskeluoikeus-oid already exists'},
    'a dry run tells that there is a plan');

$answer = request('POST', VB . '/hoks?kuiva-ajo=true',
    {token => 'sis-a', body => hoks_document(study_right())});
is_deeply($answer->{json}, {meta => {'kuiva-ajo' => JSON::PP::true()},
        data => {}}, 'a dry run of a new plan has no id to tell');
ok(!exists $answer->{headers}{etag}, 'and no ETag');

# ---- preconditions, and other values of the parameter --------------------------

is(request('PATCH', "$uri?kuiva-ajo=true",
        {token => 'sis-a', body => {id => $id, versio => 5},
            headers => {'if-match' => '"v1"'}})->{status},
    412, 'If-Match holds for a dry run');
for my $value ('1', 'TRUE', 'yes', '') {
    is(request('PATCH', "$uri?kuiva-ajo=$value",
            {token => 'sis-a', body => {id => $id, versio => 5}})->{status},
        400, "kuiva-ajo=$value is no answer to the question");
}
is(request('PATCH', "$uri?kuiva-ajo=false",
        {token => 'sis-a', body => {id => $id, versio => 5}})
        ->{headers}{etag},
    '"v3"', 'kuiva-ajo=false is the real thing');

done_testing();
