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
my %jar
    = map { $_ => login($_) } qw(virkailija-a virkailija-a1-lukija virkailija-b oph);

sub as ($login, $method, $path, %options) {
    return request($method, $V . $path, {cookie => $jar{$login}, %options});
}

my %right_of;    # study rights by the id of their plan

# A plan in a school for a learner whose study right there is in a state.
sub plan_in ($client, $school, $provider, $learner, $state) {
    my $right = study_right(
        'oppija-oid'    => $learner,
        oppilaitos      => {oid => $school},
        koulutustoimija => {oid => $provider},
        tila            => {
            opiskeluoikeusjaksot =>
                [{alku => '2024-08-01', tila => {koodiarvo => $state}}],
        },
    );
    my $answer = request('POST', '/ehoks-virkailija-backend/api/v1/hoks',
        {token => $client, body => hoks_document($right)});
    is($answer->{status}, 200, "$client stores a plan");
    $right_of{$answer->{json}{meta}{id}} = $right;
    return $answer->{json}{meta}{id};
}

sub in_a ($learner, $state) {
    return plan_in('sis-a', ORG->{A1}, ORG->{A}, $learner, $state);
}

sub in_b ($learner, $state) {
    return plan_in('sis-b', ORG->{B1}, ORG->{B}, $learner, $state);
}

sub ids ($login, $learner) {
    my $answer = as($login, 'GET', "/$learner/hoksit");
    return [map { $_->{id} } @{$answer->{json}{data} // []}];
}

# ---- who sees which plans ------------------------------------------------------

my $student = oppija_oid();    # of A now, of B before
my %plan_of = (a => in_a($student, 'lasna'), b => in_b($student, 'valmistunut'));
my $both = [@plan_of{qw(a b)}];
is_deeply(ids('virkailija-a', $student), $both, 'A sees all plans of its active student');
is_deeply(ids('virkailija-a1-lukija', $student), $both, 'so does a reader of the school');
is_deeply(ids('virkailija-b', $student), [$plan_of{b}],
    'B sees only its own: its study right has ended');
is_deeply(ids('oph', $student), $both, 'OPH sees all');

my $leaver = oppija_oid();     # left A, is in B now
my ($left, $active) = (in_a($leaver, 'eronnut'), in_b($leaver, 'lasna'));
is_deeply(ids('virkailija-a', $leaver), [$left],
    'A sees only its own of a learner who has left');
is_deeply(ids('virkailija-b', $leaver), [$left, $active],
    'B, where the learner is now, sees both');

my $list = as('virkailija-a', 'GET', "/$student/hoksit")->{json}{data};
ok(!exists $list->[0]{'hankittavat-ammat-tutkinnon-osat'}, 'the list has no parts');

# ---- one plan -------------------------------------------------------------------

my $one = as('virkailija-a', 'GET', "/$student/hoksit/$plan_of{b}");
is($one->{status}, 200, 'the plan of another provider is read');
like($one->{headers}{etag}, qr/^"v\d+"$/, 'with its ETag');
ok(exists $one->{json}{data}{'hankittavat-ammat-tutkinnon-osat'}, 'whole');

sub refused ($answer, $text, $name) {
    is($answer->{status}, 403, $name);
    is($answer->{json}{error}, $text, '… in the old words');
    return $answer->{body};
}
my $insufficient = 'User has insufficient privileges';
my $not_theirs = refused(as('virkailija-b', 'GET', "/$student/hoksit/$plan_of{a}"),
    $insufficient, 'a plan that may not be seen');
my $not_there = refused(as('virkailija-b', 'GET', "/$student/hoksit/99999999"),
    $insufficient, 'a plan that is not there');
s{hoksit/\d+}{hoksit/N}g for $not_theirs, $not_there;
is($not_theirs, $not_there, 'the two cannot be told apart');
refused(as('virkailija-a', 'GET', "/$leaver/hoksit/$plan_of{a}"),
    $insufficient, 'the plan of another learner than the path says');
my $no_learner = 'User privileges does not match oppija opiskeluoikeus organisation';
refused(as('virkailija-a', 'GET', '/' . oppija_oid() . '/hoksit'),
    $no_learner, 'a learner that nobody knows');
my $learner = as('virkailija-a', 'GET', "/$student")->{json}{data};
is($learner->{oid}, $student, 'the learner');
ok(length $learner->{nimi}, 'has a name');

my $with_right = as('virkailija-a', 'GET', "/$student/with-oo")->{json}{data};
like($with_right->{'opiskeluoikeus-oid'}, qr/^1\.2\.246\.562\.15\./, 'and a study right');
is($with_right->{'hoks-id'}, $plan_of{a}, 'with its plan');
my $rights = as('virkailija-a', 'GET', "/$student/opiskeluoikeudet");
is(scalar @{$rights->{json}{data}}, 2, "the learner's study rights are Koski's");
ok($rights->{json}{data}[0]{suoritukset}, 'as it tells them');
refused(as('virkailija-a', 'GET', '/' . oppija_oid() . '/opiskeluoikeudet'),
    $no_learner, 'the study rights of somebody else');

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

# ---- a student who leaves ----------------------------------------------------------

my $leaving = $right_of{$plan_of{a}};
push @{$leaving->{tila}{opiskeluoikeusjaksot}},
    {alku => '2026-09-01', tila => {koodiarvo => 'eronnut'}};
control({opiskeluoikeudet => [$leaving]});
ok(wait_until(15, sub { @{ids('virkailija-a', $student)} == 1 }),
    'who has left is seen no longer with the plans of others');
refused(as('virkailija-a', 'GET', "/$student/hoksit/$plan_of{b}"),
    $insufficient, 'nor one by one');

# ---- other kinds of callers -----------------------------------------------------------

is(request('GET', "$V/$student/hoksit")->{status}, 401, 'nobody logged in');
is(request('GET', "$V/$student/hoksit", {token => 'sis-a'})->{json}{error},
    "User type 'PALVELU' is not allowed", 'a system');
is(request('GET', "$V/$student/hoksit", {cookie => login('oppija1')})->{status},
    403, 'the learner');

done_testing();
