#!/usr/bin/perl
# The index follows the registries: learners' names, merged OIDs, study rights
# that changed or that Koski does not know any more; by hand through the system
# routes (contract: api.md 1.6, 1.10, 6.1, 6.2).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

use constant V  => VB . '/virkailija';
use constant HP => VB . '/heratepalvelu';

my $oph = login('oph', '/ehoks/');

# A request of the super user.
sub system_request ($method, $path, $options = {}) {
    return request($method, V . $path, {cookie => $oph, %$options});
}

sub one ($sql) {
    my ($row) = psql($sql);
    return $row ? $row->[0] : undef;
}

sub index_of ($right, $column) {
    return one("SELECT $column FROM ehoks.opiskeluoikeus WHERE oid = '$right->{oid}'");
}

# ---- who may ---------------------------------------------------------------------

my $staff = login('virkailija-a', '/ehoks/');
for my $route (
    [GET    => '/system-info/cache'],
    [GET    => '/system-info/memory'],
    [GET    => '/system-info/oppijaindex'],
    [GET    => '/system-info/hoksit'],
    [POST   => '/index'],
    [DELETE => '/cache'],
    [PUT    => '/oppija/update', {'oppija-oid' => oppija_oid()}],
    [POST   => '/onrmodify?oid=' . oppija_oid()],
    [PUT    => '/opiskeluoikeus/update', {'opiskeluoikeus-oid' => opiskeluoikeus_oid()}],
    [PUT    => '/opiskeluoikeudet/update', {'koulutustoimija-oid' => ORG->{A}}],
    )
{
    my ($method, $path, $body) = @$route;
    my %body = $body ? (body => $body) : ();
    is_problem(request($method, V . $path, {cookie => $staff, %body}), 403,
        {error => ''}, "$method $path is for super users");
    is(request($method, V . $path, {%body})->{status}, 401, 'who log in');
    is_problem(request($method, V . $path, {token => 'vipunen', %body}), 403,
        {error => "User type 'PALVELU' is not allowed"}, 'and are people');
}
for my $route ([POST => '/onrmodify?oid=' . oppija_oid()], [POST => '/opiskeluoikeus-update'],
    [DELETE => '/tyopaikkaohjaajan-yhteystiedot'], [DELETE => '/opiskelijan-yhteystiedot'])
{
    my ($method, $path) = @$route;
    is_problem(request($method, HP . $path, {token => 'sis-a'}), 403,
        {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"},
        "$method heratepalvelu$path needs an OPH-level right");
    is_problem(request($method, HP . $path, {cookie => $oph}), 403,
        {error => "User type 'PALVELU' is required"}, 'of a system');
}

# ---- figures -----------------------------------------------------------------------

my $right = study_right();
my $plan  = post_hoks(hoks_document($right));
is($plan->{status}, 200, 'a plan');

my $answer = system_request('GET', '/system-info/cache');
is($answer->{status}, 200, 'system-info/cache');
is_deeply([keys %{$answer->{json}{data}}], ['size'], 'tells the size');
cmp_ok($answer->{json}{data}{size}, '>', 0, 'of the mirror');
$answer = system_request('GET', '/system-info/memory');
is_deeply([sort keys %{$answer->{json}{data}}], [qw(free max total)], 'system-info/memory');
cmp_ok($answer->{json}{data}{total}, '>=', $answer->{json}{data}{free}, 'in bytes');
$answer = system_request('GET', '/system-info/hoksit');
is($answer->{json}{data}{amount}, one('SELECT count(*) FROM ehoks.hoks'),
    'system-info/hoksit counts all plans');
$answer = system_request('GET', '/system-info/oppijaindex');
is_deeply($answer->{json}{data}, {
    unindexedOppijat          => 0,
    unindexedOpiskeluoikeudet => 0,
    unindexedTutkinnot        => one("SELECT count(*) FROM ehoks.opiskeluoikeus"
            . " WHERE coalesce(tutkinto_nimi->>'fi', '') = ''"),
}, 'system-info/oppijaindex');

$answer = system_request('DELETE', '/cache');
is($answer->{status}, 200, 'DELETE cache');
is($answer->{body},   '',  'says nothing');
is(one('SELECT count(*) FROM ehoks.rekisterikopio'), 0, 'and forgets all copies');
is(one("SELECT count(*) > 0 FROM ehoks.audit WHERE toiminto = ':system/clear-cache'"
        . " AND tekija_oid = '1.2.246.562.24.24066666668'"), 't', 'which is audited');

# ---- study rights --------------------------------------------------------------------

my %named = (
    suoritukset => [{
        tyyppi          => {koodiarvo => 'ammatillinentutkinto'},
        koulutusmoduuli => {tunniste => {koodiarvo => '351301', nimi => {fi => 'Uusi nimi', sv => 'Nytt namn'}}},
    }],
    tila => {opiskeluoikeusjaksot => [
        {alku => '2018-08-01', tila => {koodiarvo => 'lasna'}},
        {alku => '2020-08-01', tila => {koodiarvo => 'valmistunut'}},
    ]},
);
study_right(%$right, %named);
is(system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => $right->{oid}}})->{status}, 204,
    'a study right is asked about again');
is(index_of($right, 'tila'), 'valmistunut', 'the index knows its state');
is(index_of($right, "tutkinto_nimi->>'sv'"), 'Nytt namn', 'and its name');
is_problem(system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => opiskeluoikeus_oid()}}), 404,
    {error => 'Tällä opiskeluoikeudella ei löydy hoksia ehoks-järjestelmästä'},
    'one without a plan');

control({opiskeluoikeudet => [{oid => $right->{oid}, 'oppija-oid' => $right->{'oppija-oid'}, status => 404}]});
is(system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => $right->{oid}}})->{status}, 204,
    'a study right that Koski does not know any more');
is(index_of($right, 'mitatoity IS NULL'), 'f', 'is marked');
is(request('GET', $plan->{json}{data}{uri}, {token => 'sis-a'})->{status}, 200,
    'and its plan is read as before');
study_right(%$right);
is(system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => $right->{oid}}})->{status}, 204, 'it comes back');
is(index_of($right, 'mitatoity IS NULL'), 't', 'and is not marked any more');

# What the other registries do not know stops it; the index stays as it was.
study_right(%$right, %named, oppilaitos => {oid => '1.2.246.562.10.99999999999'});
is(system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => $right->{oid}}})->{json}{virheet}[0]{koodi}, 'E-ORG404',
    'a study right of a school that Organisaatio does not know');
is(index_of($right, 'tila'), 'lasna', 'is not taken');
study_right(%$right);

expect_log(qr/EH0200: call to koski failed/);
control({down => ['koski']});
$answer = system_request('PUT', '/opiskeluoikeus/update',
    {body => {'opiskeluoikeus-oid' => $right->{oid}}});
is($answer->{status}, 503, 'Koski is down');
control({down => []});

study_right(%$right, %named);
psql('DELETE FROM ehoks.rekisterikopio');
ok(wait_until(10, sub {
    system_request('PUT', '/opiskeluoikeudet/update',
        {body => {'koulutustoimija-oid' => ORG->{A}}})->{status} == 204;
}), 'all study rights of an education provider');
is(index_of($right, 'tila'), 'valmistunut', 'are asked about again');
is_problem(system_request('PUT', '/opiskeluoikeudet/update',
    {body => {'koulutustoimija-oid' => '1.2.246.562.10.99999999999'}}), 404,
    {error => 'No opiskeluoikeus found with given oid'}, 'a provider without any');

for my $case (
    ['{}',                                    '/koulutustoimija-oid'],
    ['{"koulutustoimija-oid": 1}',            '/koulutustoimija-oid'],
    ['{"koulutustoimija-oid": null}',         '/koulutustoimija-oid'],
    ['[]',                                    ''],
    ['{"koulutustoimija-oid": "x", "y": 1}',  '/y'],
    )
{
    my ($body, $place) = @$case;
    $answer = system_request('PUT', '/opiskeluoikeudet/update', {body => \$body});
    is($answer->{status}, 400, "$body: 400");
    is($answer->{json}{virheet}[0]{kohta}, $place, 'and where');
}

# Full indexing: what is older than 180 days or has no name.
my $old = study_right();
is(post_hoks(hoks_document($old))->{status}, 200, 'a plan of an old study right');
study_right(%$old, %named);
psql("UPDATE ehoks.opiskeluoikeus SET haettu = now() - interval '181 days' WHERE oid = '$old->{oid}'");
psql('DELETE FROM ehoks.rekisterikopio');
$answer = system_request('POST', '/index');
is($answer->{status}, 200, 'POST index');
is($answer->{body},   '',  'says nothing');
is(index_of($old, "tutkinto_nimi->>'fi'"), 'Uusi nimi', 'what was old is new');

# New plans' study rights, in the background.
my $new = study_right();
is(post_hoks(hoks_document($new))->{status}, 200, 'a plan whose study right vanishes');
control({opiskeluoikeudet => [{oid => $new->{oid}, 'oppija-oid' => $new->{'oppija-oid'}, status => 404}]});
psql('DELETE FROM ehoks.rekisterikopio');
is(request('POST', HP . '/opiskeluoikeus-update', {token => 'vipunen'})->{status}, 204,
    'opiskeluoikeus-update answers at once');
ok(wait_until(30, sub { index_of($new, 'mitatoity IS NULL') eq 'f' }), 'and does its work');

# ---- learners ------------------------------------------------------------------------

my $learner = $right->{'oppija-oid'};
my %name    = (etunimet => 'Aino Maria', kutsumanimi => 'Aino', sukunimi => 'Uusinimi');
sub name_of ($oid) { return one("SELECT nimi FROM ehoks.oppija WHERE oid = '$oid'") }

control({oppijat => [{oidHenkilo => $learner, %name}]});
is(system_request('PUT', '/oppija/update', {body => {'oppija-oid' => $learner}})->{status},
    204, 'a learner is asked about again');
is(name_of($learner), 'Aino Maria Uusinimi', 'the index has the new name');
is_problem(system_request('PUT', '/oppija/update', {body => {'oppija-oid' => oppija_oid()}}),
    404, {error => "Tällä oppija-oidilla ei löydy hoksia\n            ehoks-järjestelmästä"},
    'a learner without plans');

control({oppijat => [{oidHenkilo => $learner, %name, sukunimi => 'Toinen'}]});
is(system_request('POST', "/onrmodify?oid=$learner")->{status}, 204, 'onrmodify');
is(name_of($learner), 'Aino Maria Toinen', 'takes the new name');
is(system_request('POST', '/onrmodify')->{status}, 400, 'onrmodify without oid');
is(system_request('POST', '/onrmodify?oid=1.2.3')->{status}, 400, 'with an oid that is none');

my $lost = study_right();
is(post_hoks(hoks_document($lost))->{status}, 200, 'a plan of a learner whom ONR forgets');
control({oppijat => [{oid => $lost->{'oppija-oid'}, oidHenkilo => $lost->{'oppija-oid'}, status => 404}]});
for my $request ([PUT => '/oppija/update', {body => {'oppija-oid' => $lost->{'oppija-oid'}}}],
    [POST => "/onrmodify?oid=$lost->{'oppija-oid'}", {}])
{
    is(system_request(@$request)->{json}{virheet}[0]{koodi}, 'E-ONR404', "$request->[1] tells it");
}
ok(defined name_of($lost->{'oppija-oid'}), 'and the index keeps the name it had');

# Merged: the study right and the plan go to the master, as a new version.
my $master = oppija_oid();
my $id     = $plan->{json}{meta}{id};
my $before = request('GET', $plan->{json}{data}{uri}, {token => 'sis-a'});
control({oppijat => [
    {oidHenkilo => $master, etunimet => 'Pää', kutsumanimi => 'Pää', sukunimi => 'Numero'},
    {oidHenkilo => $learner, %name, 'master-oid' => $master, duplicate => JSON::PP::true()},
]});
is(request('POST', HP . "/onrmodify?oid=$learner", {token => 'vipunen'})->{status}, 204,
    'onrmodify of a duplicate');
is(one("SELECT oppija_oid FROM ehoks.hoks WHERE id = $id"), $learner, 'changes no plan');
is(request('POST', HP . "/onrmodify?oid=$master", {token => 'vipunen'})->{status}, 204,
    'onrmodify of its master');
is(one("SELECT oppija_oid FROM ehoks.hoks WHERE id = $id"), $master, 'the plan is the master\'s');
is(index_of($right, 'oppija_oid'), $master, 'and so is the study right');
is(name_of($master), 'Pää Numero', 'the master is indexed');
is(name_of($learner), undef, 'the duplicate is not any more');
my $after = request('GET', $plan->{json}{data}{uri}, {token => 'sis-a'});
is($after->{json}{data}{'oppija-oid'}, $master, 'the document says so');
isnt($after->{headers}{etag}, $before->{headers}{etag}, 'in a new version');
my $versions = request('GET', "$plan->{json}{data}{uri}/versiot", {token => 'sis-a'});
is($versions->{json}{data}[-1]{toiminto}, 'paivitys', 'which the history tells');
is(request('GET', "$plan->{json}{data}{uri}/versiot/1", {token => 'sis-a'})
        ->{json}{data}{'oppija-oid'}, $learner, 'as it tells the old one');

expect_log(qr/EH0200: call to onr failed/);
control({down => ['onr']});
is(system_request('POST', "/onrmodify?oid=$master")->{status}, 503, 'ONR is down');
control({down => []});

END { control({down => []}) unless $^C }

done_testing();
