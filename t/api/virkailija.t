#!/usr/bin/perl
# Provider staff: a learner's plans, those of other providers while the learner
# is their student, and writing by hand (contract: api.md 1.8, 3.5, 3.6).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = '/ehoks-virkailija-backend/api/v1/virkailija/oppijat';
my %oppija = (
    oppija1 => '1.2.246.562.24.24011111113',
    oppija2 => '1.2.246.562.24.24022222224',
    oppija4 => '1.2.246.562.24.24044444446',
    oppija5 => '1.2.246.562.24.24055555557',
);
my %jar = map { $_ => login($_) } qw(virkailija-a virkailija-a1-lukija virkailija-b oph);

sub as ($login, $method, $path, %options) {
    return request($method, $V . $path, {cookie => $jar{$login}, %options});
}

sub schools ($answer) {
    return [sort map { $_->{'opiskeluoikeus-oid'} } @{$answer->{json}{data} // []}];
}

# ---- who sees which plans ------------------------------------------------------

my ($a1, $b1) = ('1.2.246.562.15.15010101010', '1.2.246.562.15.15020202022');
is_deeply(schools(as('virkailija-a', 'GET', "/$oppija{oppija1}/hoksit")),
    [$a1, $b1], 'A sees all plans of its active student');
is_deeply(schools(as('virkailija-a1-lukija', 'GET', "/$oppija{oppija1}/hoksit")),
    [$a1, $b1], 'so does a reader of the school');
is_deeply(schools(as('virkailija-b', 'GET', "/$oppija{oppija1}/hoksit")),
    [$b1], 'B sees only its own: its study right has ended');
is_deeply(schools(as('oph', 'GET', "/$oppija{oppija1}/hoksit")),
    [$a1, $b1], 'OPH sees all');

my ($left, $active) = ('1.2.246.562.15.15030303034', '1.2.246.562.15.15040404046');
is_deeply(schools(as('virkailija-a', 'GET', "/$oppija{oppija2}/hoksit")),
    [$left], 'A sees only its own of a learner who has left');
is_deeply(schools(as('virkailija-b', 'GET', "/$oppija{oppija2}/hoksit")),
    [$left, $active], 'B, where the learner is now, sees both');

my $list = as('virkailija-a', 'GET', "/$oppija{oppija1}/hoksit")->{json}{data};
ok(!exists $list->[0]{'hankittavat-ammat-tutkinnon-osat'}, 'the list has no parts');
my %id = map { $_->{'opiskeluoikeus-oid'} => $_->{id} } @$list;

# ---- one plan -------------------------------------------------------------------

my $one = as('virkailija-a', 'GET', "/$oppija{oppija1}/hoksit/$id{$b1}");
is($one->{status}, 200, 'the plan of another provider is read');
like($one->{headers}{etag}, qr/^"v\d+"$/, 'with its ETag');
ok(exists $one->{json}{data}{'hankittavat-ammat-tutkinnon-osat'}, 'whole');

sub refused ($answer, $text, $name) {
    is($answer->{status}, 403, $name);
    is($answer->{json}{error}, $text, '… in the old words');
    return $answer->{body};
}
my $insufficient = 'User has insufficient privileges';
my $not_theirs = refused(as('virkailija-b', 'GET', "/$oppija{oppija1}/hoksit/$id{$a1}"),
    $insufficient, 'a plan that may not be seen');
my $not_there = refused(as('virkailija-b', 'GET', "/$oppija{oppija1}/hoksit/99999999"),
    $insufficient, 'a plan that is not there');
s{hoksit/\d+}{hoksit/N}g for $not_theirs, $not_there;
is($not_theirs, $not_there, 'the two cannot be told apart');
refused(as('virkailija-a', 'GET', "/$oppija{oppija2}/hoksit/$id{$a1}"),
    $insufficient, 'the plan of another learner than the path says');
my $no_learner = 'User privileges does not match oppija opiskeluoikeus organisation';
refused(as('virkailija-a', 'GET', "/$oppija{oppija5}/hoksit"),
    $no_learner, 'a learner without any study right');
refused(as('virkailija-a', 'GET', '/1.2.246.562.24.92000000018/hoksit'),
    $no_learner, 'a learner that nobody knows');
is_deeply(as('virkailija-a', 'GET', "/$oppija{oppija1}")->{json}{data},
    {oid => $oppija{oppija1}, nimi => 'Testi Oppija Yksi'}, 'the learner');

# ---- writing by hand ----------------------------------------------------------------

my $right = study_right();    # in A1
my %plan  = (
    'oppija-oid'                  => $right->{'oppija-oid'},
    'opiskeluoikeus-oid'          => $right->{oid},
    'ensikertainen-hyvaksyminen'  => '2026-08-17',
    'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
    'hankittavat-paikalliset-tutkinnon-osat' => [{
        nimi => 'Paikallinen osa',
        'osaamisen-hankkimistavat' => [{
            alku => '2026-09-01', loppu => '2026-12-01',
            'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_koulutussopimus',
            'osaamisen-hankkimistapa-koodi-versio' => 1,
            'osa-aikaisuustieto'                   => 50,
        }],
    }],
);
my $path = "/$right->{'oppija-oid'}/hoksit";
my $refused = as('virkailija-a1-lukija', 'POST', $path, body => \%plan);
is($refused->{status}, 403, 'a reader may not create');
is($refused->{json}{error}, 'User has unsufficient privileges', '… in the old words');
my $created = as('virkailija-a', 'POST', $path, body => \%plan);
is($created->{status}, 200, 'a plan is written by hand');
my $id   = $created->{json}{meta}{id};
my $plan = as('virkailija-a', 'GET', "$path/$id")->{json}{data};
ok($plan->{manuaalisyotto}, 'and says so');
my $period = $plan->{'hankittavat-paikalliset-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[0];
like($period->{'yksiloiva-tunniste'}, qr/^[0-9a-f-]{36}$/, 'its period got an identifier');

is(as('virkailija-a', 'PUT', "$path/$id", body => $plan)->{headers}{etag},
    '"v1"', 'unchanged, it stays as it is');
is(as('virkailija-a', 'PATCH', "$path/$id",
        body => {id => $id, sahkoposti => 'a@esimerkki.fi'})->{status},
    204, 'a field is changed');
is(as('virkailija-a', 'GET', "$path/$id")->{json}{data}{sahkoposti},
    'a@esimerkki.fi', 'and is there');
refused(as('virkailija-a1-lukija', 'PUT', "$path/$id", body => $plan),
    $insufficient, 'a reader may not change');
is(as('virkailija-a', 'PATCH', "$path/$id", headers => {'if-match' => '"v1"'},
        body => {id => $id, sahkoposti => 'b@esimerkki.fi'})->{status},
    412, 'nor anybody an old version');

# ---- other kinds of callers -----------------------------------------------------------

is(request('GET', "$V/$oppija{oppija1}/hoksit")->{status}, 401, 'nobody logged in');
is(request('GET', "$V/$oppija{oppija1}/hoksit", {token => 'sis-a'})->{json}{error},
    "User type 'PALVELU' is not allowed", 'a system');
is(request('GET', "$V/$oppija{oppija1}/hoksit", {cookie => login('oppija1')})->{status},
    403, 'the learner');

done_testing();
