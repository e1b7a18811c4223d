#!/usr/bin/perl
# What is gone answers 410 with a sentence, after the checks that stand before
# it (contract: api.md 1.9; contract/README.md 16).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

use constant PB => '/ehoks-palaute-backend/api/v1';

my $right = study_right();
my $id    = post_hoks(hoks_document($right))->{json}{meta}{id};

# ---- parts of plans ------------------------------------------------------------

my @parts = qw(aiemmin-hankittu-ammat-tutkinnon-osa
    aiemmin-hankittu-paikallinen-tutkinnon-osa
    aiemmin-hankittu-yhteinen-tutkinnon-osa hankittava-ammat-tutkinnon-osa
    hankittava-paikallinen-tutkinnon-osa hankittava-yhteinen-tutkinnon-osa
    opiskeluvalmiuksia-tukevat-opinnot);

sub part ($method, $path, $client = 'sis-a') {
    return request($method, VB . "/hoks/$path", {token => $client, $method eq 'GET' ? () : (body => {})});
}

my $gone = {message => 'Route is deprected.'};
for my $part (@parts) {
    is_problem(part('GET',   "$id/$part/1"), 410, $gone, "GET $part");
    is_problem(part('PATCH', "$id/$part/1"), 410, $gone, "PATCH $part");
    is_problem(part('POST',  "$id/$part"),   410, $gone, "POST $part");
}
my $part   = $parts[0];
my $denied = {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"};
is_problem(part('GET', "999999999/$part/1"), 404, {error => 'HOKS not found'},
    'the plan comes first');
is_problem(part('GET', "$id/$part/1", 'sis-b'), 403, $denied, 'and the right to it');
is(part('GET', "$id/$part/1", 'sis-a-lukija')->{status}, 410, 'to read');
is_problem(part('PATCH', "$id/$part/1", 'sis-a-lukija'), 403, $denied, 'to update');
is_problem(part('POST', "$id/$part", 'sis-a-lukija'), 403, $denied, 'or to write');
is(part('DELETE', "$id/$part/1")->{status}, 404, 'there never was a DELETE');
is(part('POST', "$id/$part/1")->{status}, 404, 'nor a POST of one part');
control({opiskeluoikeudet => [{oid => $right->{oid}, status => 404}]});
is_problem(
    wait_until(10, sub {
        my $answer = part('GET', "$id/$part/1");
        return $answer->{status} == 410 ? undef : $answer;
    }) // part('GET', "$id/$part/1"),
    400, {error => "Opiskeluoikeus `$right->{oid}` not found in Koski"},
    'and the study right'
);

# ---- feedback --------------------------------------------------------------------

my $feedback = {message => 'Feedback is not part of this service.'};
for my $row (
    [GET   => VB . '/heratepalvelu/tyoelamajaksot'],
    [GET   => VB . '/heratepalvelu/kasittelemattomat-heratteet'],
    [PATCH => VB . '/heratepalvelu/osaamisenhankkimistavat/1/kasitelty'],
    [PATCH => VB . '/heratepalvelu/hoksit/1/aloitusherate-kasitelty'],
    [PATCH => VB . '/heratepalvelu/hoksit/1/paattoherate-kasitelty'],
    [GET   => VB . '/heratepalvelu/tyoelamajaksot-active-between'],
    [GET   => PB . '/healthcheck'],
    [POST  => PB . '/opiskelijapalaute/kyselylinkit'],
    [POST  => PB . '/opiskelijapalaute/kutsuviestit'],
    [POST  => PB . '/opiskelijapalaute/1/kyselylinkki'],
    [POST  => PB . '/opiskelijapalaute/1/kutsuviesti'],
    [POST  => PB . '/tyoelamapalaute/vastaajatunnukset'],
    [POST  => PB . '/tyoelamapalaute/1/vastaajatunnus'],
    )
{
    my ($method, $path) = @$row;
    is_problem(request($method, $path, {token => 'vipunen'}), 410, $feedback, "$method $path");
}
my $staff = login('virkailija-a');
for my $row (
    [GET    => '/vastaajatunnus/abc'],
    [DELETE => '/vastaajatunnus/abc'],
    [GET    => '/paattyneet-kyselylinkit-temp'],
    [GET    => '/puuttuvat-opiskeluoikeudet-temp'],
    [POST   => '/oppijat/1.2.246.562.24.24011111113/hoksit/1/resend-palaute'],
    )
{
    my ($method, $path) = @$row;
    my $url = VB . "/virkailija$path";
    is_problem(request($method, $url, {cookie => $staff}), 410, $feedback, "$method $path");
    is_problem(request($method, $url), 401, {}, 'nobody without login');
    is_problem(request($method, $url, {token => 'sis-a'}), 403, {}, 'nor other kinds of callers');
}
is_problem(request('POST', PB . '/opiskelijapalaute/kyselylinkit'), 401, {},
    'feedback needs a login, as it did');
is_problem(request('GET', PB . '/muuta', {token => 'vipunen'}),
    404, {reason => 'Route not found'}, 'what never was there is not gone');

# ---- CAS ---------------------------------------------------------------------------

my $cas = {message => 'CAS login is not part of this service.'};
for my $path (
    '/ehoks-virkailija-backend/cas-security-check?ticket=x',
    VB . '/virkailija/session/opintopolku?ticket=x',
    VB . '/virkailija/session/opintopolku/',
    O . '/session/opintopolku/?ticket=x',
    '/ehoks-oppija-backend/api/v1/session/opintopolku/',
    )
{
    is_problem(request($_, $path, {headers => {'caller-id' => undef}}),
        410, $cas, "$_ $path")
        for qw(GET POST);
}

done_testing();
