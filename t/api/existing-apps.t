#!/usr/bin/perl
# The browser apps that exist today, call by call: what each must find in the
# answer, of which type, and that no null stands where the app takes none
# (contract: ui.md 0, 5). The tests of each route say the rest.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksExternal;

# What all three apps send (ui.md 0, rule 6).
my %headers = (
    'caller-id'    => '1.2.246.562.10.00000000001.ehoks.ehoks-ui',
    accept         => 'application/json; charset=utf-8',
    'content-type' => 'application/json',
);
my ($learner, $staff) = (learner(), staff());
my $oph  = login('oph');
my $me   = '1.2.246.562.24.24011111113';
my $oo   = '1.2.246.562.15.15010101010';
my $a1   = ORG->{A1};
my $name = {'fi?' => 'text', 'sv?' => 'text', 'en?' => 'text'};

sub call ($who, $method, $path, %options) {
    return request($method, $path, {$who ? (cookie => $who) : (), headers => {%headers}, %options});
}

# One row: who calls, method, path, status, shape of the data.
sub row ($what, $who, $method, $path, $status, $shape = undef, %options) {
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $answer = call($who, $method, $path, %options);
    is($answer->{status}, $status, "$what: $method") or diag($answer->{body});
    return $answer unless $shape;
    my $data   = $answer->{json}{data};
    my @faults = (faults($data, $shape), nulls($data));
    ok(!@faults, '  has what the app needs, and no null') or diag(join "\n", @faults);
    is(ref $answer->{json}{meta}, 'HASH', '  in the envelope');
    return $answer;
}

# ---- start, before anybody has logged in ------------------------------------------------------

my %addresses = map { $_ => 'text' } qw(eperusteet-peruste-url virkailija-login-url
    cas-oppija-login-url-fi cas-oppija-login-url-sv cas-oppija-logout-url-fi cas-oppija-logout-url-sv);
row('environment of the learner\'s app', undef, 'GET', OB . '/misc/environment', 200, \%addresses);
row('environment of the staff\'s app', undef, 'GET', VB . '/misc/environment', 200,
    {'virkailija-login-url' => 'text', 'raamit-url' => 'text'});
my $text = [{key => 'text', locale => 'text', value => 'text'}];
for my $texts (
    row('texts', undef, 'GET', O . '/external/lokalisointi', 200, $text),
    row('texts', $staff, 'GET', V . '/lokalisointi',         200, $text)
) {
    is_deeply([grep { $_->{locale} !~ /^(?:fi|sv)$/ } @{$texts->{json}{data}}], [], '  in fi and sv alone');
}
row('qualifications by name', undef, 'GET', OB . '/external/eperusteet/?nimi=sosiaali', 200,
    [{id => 'number', nimi => $name}]);
for my $session (O . '/session', VB . '/virkailija/session') {
    is(call(undef, 'GET', $session)->{status}, 401, 'nobody has a session');
    like(raw_request("GET $session HTTP/1.1\r\nHost: localhost\r\nCaller-Id: x\r\nConnection: close\r\n\r\n"),
        qr{\AHTTP/1\.1 401 Unauthorized\r\n}, '  with the phrase that the app shows');
}

# ---- the learner's app --------------------------------------------------------------------------

row('session', $learner, 'GET', O . '/session', 200,
    [{oid => 'text', 'first-name' => 'text', surname => 'text', 'common-name' => 'text', usingValtuudet => 'boolean'}]);
row('user info', $learner, 'GET', O . '/session/user-info', 200,
    [{oid => 'text', 'first-name' => 'text', surname => 'text'}]);
row('settings', $learner, 'GET', O . '/session/settings', 200, {});
my $closed = {hiddenNotifications => {notifications => []}, introDialog => {userAcknowledgedIntroDialog => JSON::PP::false()}};
row('settings are saved', $learner, 'PUT', O . '/session/settings', 201, undef, body => $closed);
row('settings as they were saved', $learner, 'GET', O . '/session/settings', 200,
    {introDialog => {userAcknowledgedIntroDialog => 'boolean'}});
my $plans = row('own plans', $learner, 'GET', O . "/oppijat/$me/hoks", 200,
    [{eid => 'text', 'oppija-oid' => 'text', 'opiskeluoikeus-oid' => 'text', manuaalisyotto => 'boolean'}]);
my ($plan) = grep { $_->{'opiskeluoikeus-oid'} eq $oo } @{$plans->{json}{data}};
my $right = {
    oid         => 'text',
    tyyppi      => {koodiarvo => 'text'},
    oppilaitos  => {oid => 'text', nimi => $name},
    suoritukset => [{tyyppi => {koodiarvo => 'text'}, koulutusmoduuli => {tunniste => {nimi => $name}, perusteenDiaarinumero => 'text'}}],
};
row('own study rights', $learner, 'GET', O . "/oppijat/$me/opiskeluoikeudet", 200, [$right]);
my $links = row('links to surveys', $learner, 'GET', O . "/oppijat/$me/kyselylinkit", 200);
is(ref $links->{json}{data}, 'ARRAY', '  are a list');

# ---- what both apps ask of the registries ---------------------------------------------------------

for my $app ([$learner, OX], [$staff, V]) {
    my ($who, $base) = @$app;
    row('a code', $who, 'GET', "$base/koodisto/urasuunnitelma_0001", 200, {metadata => [{kieli => 'text', nimi => 'text'}]});
    row('a unit', $who, 'GET', "$base/eperusteet/tutkinnonosat_101053", 200, [{id => 'number', nimi => $name}]);
    row('a part of training', $who, 'GET', "$base/eperusteet/koulutuksenOsa/koulutuksenosattuva_102", 200,
        [{id => 'number', nimi => $name}]);
    my $qualification = row('a qualification', $who, 'GET', "$base/eperusteet/tutkinnot?diaarinumero=OPH-2629-2017",
        200, {id => 'number', suoritustavat => [{suoritustapakoodi => 'text'}]});
    my $id = $qualification->{json}{data}{id};
    row('its structure', $who, 'GET', "$base/eperusteet/tutkinnot/$id/suoritustavat/reformi/rakenne", 200,
        {muodostumisSaanto => {laajuus => {minimi => 'number'}}});
    row('an organisation', $who, 'GET', "$base/organisaatio/$a1", 200, {oid => 'text', nimi => $name});
}

# ---- sharing --------------------------------------------------------------------------------------------

my ($unit)   = @{$plan->{'hankittavat-ammat-tutkinnon-osat'}};
my ($period) = grep { $_->{alku} } @{$unit->{'osaamisen-hankkimistavat'}};
my $today    = (psql("SELECT (now() AT TIME ZONE 'Europe/Helsinki')::date"))[0][0];
my $share    = call(
    $learner, 'POST',
    O . '/jaot/jakolinkit',
    body => {
        'tutkinnonosa-module-uuid' => $unit->{'module-id'},
        'tutkinnonosa-tyyppi'      => 'HankittavaAmmatillinenTutkinnonOsa',
        'shared-module-uuid'       => $period->{'module-id'},
        'shared-module-tyyppi'     => 'osaamisenhankkiminen',
        'voimassaolo-alku'         => $today,
        'voimassaolo-loppu'        => $today,
        'hoks-eid'                 => $plan->{eid},
    }
);
is($share->{status}, 200, 'a share is made') or diag($share->{body});
my $uuid = $share->{json}{meta}{uuid};
ok(!faults($uuid, 'text'), '  and has a uuid');
row('shares of a period', $learner, 'GET', O . "/jaot/moduulit/$period->{'module-id'}", 200,
    [{'share-id' => 'text', 'voimassaolo-alku' => 'text', 'voimassaolo-loppu' => 'text'}]);
my $seen = call($learner, 'GET', O . "/jaot/jakolinkit/$uuid");
is($seen->{status}, 200, 'what a share shows');
my %shown = (
    'oppija-nimi' => 'text', 'oppija-oid' => 'text', 'tutkinto-nimi' => $name, 'osaamisala-nimi' => $name,
    'voimassaolo-alku' => 'text', 'voimassaolo-loppu' => 'text',
    tutkinnonosa => {'module-id' => 'text', 'tutkinnon-osa-koodi-uri' => 'text', 'tutkinnon-osa-koodi-versio' => 'number'},
    'osaamisen-hankkimistapa' => {'module-id' => 'text'},
);
my @faults = faults($seen->{json}{data}, \%shown);
ok(!@faults, '  has what the workplace\'s app needs') or diag(join "\n", @faults);
ok(exists $seen->{json}{data}{'osaamisen-osoittaminen'} && !defined $seen->{json}{data}{'osaamisen-osoittaminen'},
    '  and null for the kind that it is not');
row('a share is taken back', $learner, 'DELETE', O . "/jaot/jakolinkit/$uuid", 200);

# ---- the staff's app ---------------------------------------------------------------------------------------

my $session = call($staff, 'GET', VB . '/virkailija/session');
is($session->{status}, 200, 'session of the staff');
@faults = faults(
    $session->{json}{data},
    {
        oidHenkilo => 'text', isSuperuser => 'boolean',
        'organisation-privileges' => [{oid => 'text', privileges => ['text'], 'child-organisations' => ['text']}],
    }
);
ok(!@faults, '  has all that it must') or diag(join "\n", @faults);
is(ref $_->{roles}, 'ARRAY', '  and a list of roles') for @{$session->{json}{data}{'organisation-privileges'}};
row('names of organisations', $staff, 'GET', V . "/organisaatio/find?oids=$a1&oids=" . ORG->{A}, 200,
    [{oid => 'text', nimi => $name}]);

my $V    = VB . '/virkailija';
my $list = row(
    'the list', $staff, 'GET',
    "$V/oppijat?desc=false&item-count=10&locale=fi&oppilaitos-oid=$a1&order-by-column=nimi&page=0", 200,
    [{oid => 'text', nimi => 'text', 'hoks-id' => 'number', 'opiskeluoikeus-oid' => 'text', 'tutkinto-nimi' => $name, 'osaamisala-nimi' => $name}]
);
ok(!faults($list->{json}{meta}, {'total-count' => 'number'}), '  and its total, spelled so');
my $top = {
    id => 'number', eid => 'text', 'oppija-oid' => 'text', 'opiskeluoikeus-oid' => 'text',
    manuaalisyotto => 'boolean', 'ensikertainen-hyvaksyminen' => 'text', 'paivitetty?' => 'text',
};
row('plans of a row', $staff, 'GET', "$V/oppijat/$me/hoksit/oppilaitos/$a1", 200, [$top]);
row('a learner of a row', $staff, 'GET', "$V/oppijat/$me", 200, {oid => 'text', nimi => 'text'});
row('a learner by a link', $staff, 'GET', "$V/oppijat/$me/with-oo", 200,
    {oid => 'text', nimi => 'text', 'opiskeluoikeus-oid' => 'text', 'hoks-id' => 'number'});
row('study rights of a row', $staff, 'GET', "$V/oppijat/$me/opiskeluoikeudet", 200, [$right]);
my ($id) = map { $_->[0] } psql("SELECT id FROM ehoks.hoks WHERE opiskeluoikeus_oid = '$oo'");
row('a plan', $staff, 'GET', "$V/oppijat/$me/hoksit/$id", 200,
    {%$top, 'hankittavat-ammat-tutkinnon-osat' => [{'module-id' => 'text', 'tutkinnon-osa-koodi-uri' => 'text'}]});

my $fresh = study_right();
my $path  = "$V/oppijat/$fresh->{'oppija-oid'}/hoksit";
my $made  = call($staff, 'POST', $path, body => hoks_document($fresh));
is($made->{status}, 200, 'a plan made by hand: 200 and not 201') or diag($made->{body});
ok(!faults($made->{json}, {meta => {id => 'number'}, data => {uri => 'text'}}), '  with JSON');
my $new  = $made->{json}{meta}{id};
my $form = call($staff, 'GET', "$path/$new")->{json}{data};
delete @{$form}{qw(eid manuaalisyotto)};
row('a plan saved', $staff, 'PUT', "$path/$new", 204, undef, body => $form);
my $bad = call($staff, 'PUT', "$path/$new", body => {%$form, tuntematon => 1});
is($bad->{status}, 400, 'a plan that can\'t be saved');
is($bad->{json}{errors}{tuntematon}, 'disallowed-key', '  with a tree of errors as JSON');
my $gone = call(login('virkailija-a1-poisto'), 'PATCH', "$path/$new/shallow-delete", body => {'oppilaitos-oid' => $a1});
is($gone->{status}, 200, 'a plan is deleted');
is_deeply($gone->{json}, {success => $new}, '  with JSON');

for my $set (qw(urasuunnitelma tutkinnonosat osaamisentodentamisenprosessi osaamisenhankkimistapa
    ammatillisenoppiaineet oppimisymparistot oppisopimuksenperusta koulutuksenosattuva
    ammatillinenkoulutusoppimisentuentyyppi ammatillisentutkinnonosanryhma))
{
    row("codes of the form ($set)", $staff, 'GET', V . "/koodisto/$set/koodi", 200,
        [{koodiUri => 'text', versio => 'number', tila => 'text', metadata => [{kieli => 'text', nimi => 'text'}]}]);
}
my $swagger = request('GET', '/ehoks-virkailija-backend/doc/swagger.json', {cookie => $staff, headers => {'caller-id' => undef}});
is($swagger->{json}{swagger}, '2.0', 'the form is made of Swagger 2');
ok($swagger->{json}{definitions}{$_}{properties}, "  with $_") for qw(HOKSLuonti HOKSKorvaus);

# ---- reports and upkeep ---------------------------------------------------------------------------------------

for my $report ("missing-oo-hoksit/$a1?pagesize=10&pageindex=0",
    "tep-jakso-raportti?tutkinto=%7B%7D&oppilaitos=$a1&start=2020-01-01&end=2040-01-01&pagesize=10&pageindex=0")
{
    my $answer = call($staff, 'GET', "$V/$report");
    is($answer->{status}, 200, "report $report" =~ s/\?.*//r) or diag($answer->{body});
    ok(!faults($answer->{json}{data}, {count => 'number', pagecount => 'number'}), '  with its counts');
    my @rows = @{$answer->{json}{data}{result}};
    ok(!(grep { faults($_, {hoksId => 'number', hoksEid => 'text', oppijaOid => 'text', opiskeluoikeusOid => 'text'}) } @rows),
        '  and rows as the app reads them');
}
row('plan of a study right', $oph, 'GET', "$V/opiskeluoikeus/$oo", 200, {id => 'number'});
row('study right of a plan', $oph, 'GET', "$V/hoks/$id",          200, {'opiskeluoikeus-oid' => 'text', 'oppija-oid' => 'text'});
row('before removal', $oph, 'GET', "$V/hoks/$id/deletion-info", 200,
    {hoksId => 'number', tutkinnonNimi => $name, opiskeluoikeusOid => 'text', oppilaitosNimi => $name, oppilaitosOid => 'text'});
my %figures = (
    hoksit => ['amount'], cache => ['size'], memory => [qw(total free max)],
    oppijaindex => [qw(unindexedOppijat unindexedOpiskeluoikeudet)],
);
for my $figure (sort keys %figures) {
    row("figures ($figure)", $oph, 'GET', "$V/system-info/$figure", 200, {map { $_ => 'number' } @{$figures{$figure}}});
}

# ---- logging out ------------------------------------------------------------------------------------------------

for my $app ([login('oppija1'), O . '/session'], [login('virkailija-a'), "$V/session"]) {
    my ($jar, $address) = @$app;
    row('the session ends', $jar, 'DELETE', $address, 200);
    is(call($jar, 'GET', $address)->{status}, 401, '  and is one no more');
}

done_testing();
