#!/usr/bin/perl
# Super users look at single plans, and what staff see of survey links
# (contract: api.md 1.6, 1.8, 6.5).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = VB . '/virkailija';
my %jar = map { $_ => login($_) } qw(virkailija-a virkailija-b oph);

sub as ($login, $method, $path, %options) {
    return request($method, $V . $path, {cookie => $jar{$login}, %options});
}

my $right = study_right(suoritukset => [{
    tyyppi          => {koodiarvo => 'ammatillinentutkinto'},
    koulutusmoduuli => {tunniste => {nimi => {fi => 'Puutarha-ala', sv => 'Trädgård'}}},
}]);
my $id     = post_hoks(hoks_document($right))->{json}{meta}{id};
my $school = ORG->{A1};

# ---- looking -------------------------------------------------------------------------

is_deeply(as('oph', 'GET', "/hoks/$id")->{json}{data},
    {'opiskeluoikeus-oid' => $right->{oid}, 'oppija-oid' => $right->{'oppija-oid'}},
    'whose plan it is');
is_deeply(as('oph', 'GET', "/opiskeluoikeus/$right->{oid}")->{json}{data}, {id => $id},
    'the plan of a study right');
my $info = as('oph', 'GET', "/hoks/$id/deletion-info")->{json}{data};
is($info->{hoksId},                $id,                   'before it is removed: the plan');
is($info->{opiskeluoikeusOid},     $right->{oid},         'its study right');
is($info->{oppilaitosOid},         $school,               'its school');
ok(length $info->{oppilaitosNimi}{fi}, 'by name') or diag explain $info;
is_deeply($info->{tutkinnonNimi}, {fi => 'Puutarha-ala', sv => 'Trädgård'}, 'its qualification');
ok(length $info->{nimi}, 'its learner');
ok(!exists $info->{poistettu}, 'it is live');
my $count = as('oph', 'GET', '/opiskeluoikeudet/' . ORG->{A} . '/deletion-info')->{json}{data};
is($count, (psql("SELECT count(*) FROM ehoks.opiskeluoikeus WHERE koulutustoimija_oid = '@{[ORG->{A}]}'"))[0][0],
    'how many study rights a provider has');
is(as('oph', 'GET', '/opiskeluoikeudet/1.2.246.562.10.19000000099/deletion-info')->{json}{data}, 0, 'or none');

psql("UPDATE ehoks.hoks SET poistettu = '2026-01-02T03:04:05Z' WHERE id = $id");
is(as('oph', 'GET', "/hoks/$id")->{status}, 404, 'a deleted plan is not there');
is(as('oph', 'GET', "/opiskeluoikeus/$right->{oid}")->{json}{error},
    'No HOKS found with given opiskeluoikeus', 'nor is it the plan of its study right');
is(as('oph', 'GET', "/hoks/$id/deletion-info")->{json}{data}{poistettu}, '2026-01-02T03:04:05Z',
    'but it can still be removed for good');
psql("UPDATE ehoks.hoks SET poistettu = NULL WHERE id = $id");

is(as('oph', 'GET', '/hoks/999999999')->{json}{error}, 'No HOKS found with given hoks-id', 'no such plan');
like(as('oph', 'GET', '/hoks/999999999/deletion-info')->{json}{error},
    qr/^No HOKS or opiskeluoikeus found\n {38}with given hoks-id$/, 'nothing to remove');
is(as('oph', 'GET', '/opiskeluoikeus/' . opiskeluoikeus_oid())->{status}, 404, 'no such study right');
is(as('oph', 'GET', "/$_")->{status}, 400, "$_ is no id")
    for 'hoks/x', 'hoks/0', 'hoks/9999999999999999999', 'opiskeluoikeus/x', 'hoks/-1/deletion-info',
    'opiskeluoikeudet/x/deletion-info';

for my $path ("/hoks/$id", "/hoks/$id/deletion-info", "/opiskeluoikeus/$right->{oid}",
    '/opiskeluoikeudet/' . ORG->{A} . '/deletion-info', '/hoks/999999999')
{
    is(as('virkailija-a', 'GET', $path)->{status}, 403, "$path is for super users");
}
is(request('GET', "$V/hoks/$id", {token => 'sis-a'})->{status}, 403, 'not for systems');
is(request('GET', "$V/hoks/$id")->{status}, 401, 'nor for anybody');

# ---- survey links --------------------------------------------------------------------

my $learner = $right->{'oppija-oid'};
sub links ($login) { return as($login, 'GET', "/oppijat/$learner/hoksit/$id/opiskelijapalaute") }
is_deeply(links('virkailija-a')->{json}{data}, [], 'no links yet');
for my $link (
    {kyselylinkki => "https://kysely.invalid/$id-1", tyyppi => 'aloittaneet', alkupvm => '2026-01-01',
        lahetyspvm => '2026-01-02', sahkoposti => 'oma@posti.invalid', lahetystila => 'lahetetty'},
    {kyselylinkki => "https://kysely.invalid/$id-2", tyyppi => 'tutkinnon_suorittaneet',
        alkupvm => '2026-05-01', lahetystila => 'ei_lahetetty'},
    {kyselylinkki => "https://kysely.invalid/$id-3", tyyppi => 'osia', alkupvm => '2026-05-01'},
    )
{
    is(request('POST', VB . "/hoks/$id/kyselylinkki", {token => 'vipunen', body => $link})->{status},
        204, "a link $link->{tyyppi}");
}
my $answer = links('virkailija-a');
is_deeply($answer->{json}{data}, [{
    'hoks-id' => $id, 'oppija-oid' => $learner, tyyppi => 'aloittaneet', alkupvm => '2026-01-01',
    sahkoposti => 'oma@posti.invalid', lahetyspvm => '2026-01-02', lahetystila => 'lahetetty',
}], 'staff see those that were sent');
unlike($answer->{body}, qr/kysely\.invalid/, 'never the link itself');
is(links('virkailija-b')->{status}, 403, 'not of somebody else\'s learner');
is(as('virkailija-a', 'GET', "/oppijat/$learner/hoksit/999999999/opiskelijapalaute")->{json}{error},
    'User has insufficient privileges', 'nor of a plan that is not there');

# ---- what is gone -----------------------------------------------------------------------

my $gone = as('virkailija-a', 'POST', "/oppijat/$learner/index");
is($gone->{status}, 410, 'learners are not indexed by hand');
is($gone->{json}{message}, 'Route is deprected.', '… in the old words');

done_testing();
