#!/usr/bin/perl
# `Require ehoks-role`: a gate before a whole location, for those that a kind
# of user or a role lets in. What is refused is told in JSON as by the module;
# a bad token stays a bad token, and no login stays no login.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

my $id    = post_hoks(hoks_document(study_right()))->{json}{meta}{id};

# Before the httpd with the gates, which begins with the sessions of the other.
my %learner = (cookie => login('oppija1'));
my %staff   = (cookie => login('virkailija-a', '/ehoks-virkailija-ui/'));

my $httpd = own_httpd(extra => <<'CONF');
<LocationMatch "^/ehoks-virkailija-backend/api/v1/hoks">
    AuthzSendForbiddenOnFailure On
    Require ehoks-role HOKS_DELETE VIRKAILIJA CRUD
</LocationMatch>
<LocationMatch "^/ehoks-oppija-backend">
    AuthzSendForbiddenOnFailure On
    Require ehoks-role OPPIJA
</LocationMatch>
CONF

sub ask ($path, %options) {
    return request('GET', $path, {url => $httpd->{url}, %options});
}

sub passes ($name, $path, $status, %options) {
    is(ask($path, %options)->{status}, $status, "$name passes");
    return;
}

sub is_stopped ($name, $path, $status, $code, %options) {
    my $answer = ask($path, %options);
    is_problem($answer, $status, {}, "$name is stopped");
    is($answer->{json}{virheet}[0]{koodi}, $code, "$name: $code");
    return;
}

my $plan    = VB . "/hoks/$id";
my $own     = O . '/session';

# ---- roles ------------------------------------------------------------------

passes('a role that is named', $plan, 200, token => 'sis-a');
is_stopped('another role', $plan, 403, 'E-403', token => 'sis-a-lukija');
is_stopped('no role',      $plan, 403, 'E-403', token => 'sis-ilman');
is_stopped('the highest role, when it is not named', $plan, 403, 'E-403', token => 'vipunen');

# ---- kinds of users ---------------------------------------------------------

passes('a kind that is named', $own, 200, %learner);
is_stopped('another kind', $own, 403, 'E-403', %staff);
is_stopped('a kind, behind the gate of another', $plan, 403, 'E-403', %learner);
# The gate lets in; the module still says what a kind of user may ask.
is_stopped('a kind that is let in, by the module', $plan, 403, 'E-PALVELU', %staff);

# ---- no login, no good token ------------------------------------------------

is_stopped('nobody', $plan, 401, 'E-401');
my %claims = (iss => stack()->{EHOKS_OP_URL}, aud => 'urn:ehoks:api', exp => time + 300,
    oid => '1.2.246.562.24.90111111115', user_type => 'PALVELU',
    roles => ['ROLE_APP_EHOKS_CRUD_' . ORG->{A}]);
passes('a token of the same claims', $plan, 200, token => signed_token(\%claims));
is_stopped('a token for another service', $plan, 401, 'E-TOKEN',
    token => signed_token({%claims, aud => 'urn:muu'}));
is_stopped('a token of another issuer', $plan, 401, 'E-TOKEN',
    token => signed_token({%claims, iss => 'https://muu.example'}));
is_stopped('a login without kind', $plan, 403, 'E-403',
    token => signed_token({%claims, user_type => 'MUU', roles => []}));

# ---- the address of refusals itself -----------------------------------------

is_problem(ask('/ehoks-virhe'), 404, {}, 'who asks for the page of refusals finds none');

done_testing();
