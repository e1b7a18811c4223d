#!/usr/bin/perl
# Bearer tokens: the signature is not enough. Issuer, audience, expiry and
# beginning are checked too (contract: README.md 1; api.md 1.9).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use MIME::Base64   qw(encode_base64url decode_base64url);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $path = VB . '/hoks/999999999';
my $now  = time;
my %good = (
    iss       => stack()->{EHOKS_OP_URL},
    aud       => 'urn:ehoks:api',
    sub       => 'sis-a',
    iat       => $now,
    exp       => $now + 300,
    oid       => '1.2.246.562.24.90111111115',
    name      => 'sis-a',
    user_type => 'PALVELU',
    roles     => ['ROLE_APP_EHOKS_CRUD_' . ORG->{A}],
);

# The good claims with changes; an undef takes a claim away.
sub claims (%changes) {
    my %claims = (%good, %changes);
    delete @claims{grep { !defined $claims{$_} } keys %claims};
    return \%claims;
}

sub is_accepted ($token, $name) {
    my $answer = request('GET', $path, {token => $token});
    is($answer->{status}, 404, "accepted: $name") or diag($answer->{body});
    return;
}

sub is_refused ($token, $name) {
    my $answer = request('GET', $path, {token => $token});
    is_problem($answer, 401, {}, "refused: $name");
    is($answer->{headers}{'www-authenticate'},
        'Bearer realm="ehoks", error="invalid_token"',
        "$name: WWW-Authenticate tells so");
    return;
}

# ---- what is good ----------------------------------------------------------------

is_accepted(signed_token(claims()), 'all as it should be');
is_accepted(signed_token(claims(aud => ['other', 'urn:ehoks:api'])),
    'ours among other audiences');
is_accepted(signed_token(claims(nbf => $now - 10)), 'valid since a while');

# ---- what the module refuses ------------------------------------------------------

is_refused(signed_token(claims(iss => 'https://other.example')),
    'another issuer');
is_refused(signed_token(claims(iss => stack()->{EHOKS_OP_URL} . '/')),
    'an issuer that only begins alike');
is_refused(signed_token(claims(iss => undef)), 'no issuer');
is_refused(signed_token(claims(aud => 'ehoks')),
    'the audience of an ID token');
is_refused(signed_token(claims(aud => 'urn:ehoks:api2')),
    'an audience that only begins alike');
is_refused(signed_token(claims(aud => [])),    'an empty audience');
is_refused(signed_token(claims(aud => undef)), 'no audience');
is_refused(signed_token(claims(exp => undef)), 'no expiry');
is_refused(signed_token(claims(nbf => $now + 300)), 'not valid yet');

# ---- what mod_auth_openidc refuses --------------------------------------------------

is_refused(signed_token(claims(exp => $now - 10)), 'expired');
is_refused(signed_token(claims(), {kid => 'other'}), 'an unknown key');

my $unsigned = join '.',
    map { encode_base64url(json_text($_)) } {alg => 'none', typ => 'at+jwt'},
    claims();
is_refused("$unsigned.", 'unsigned');

my ($head, $body, $signature) = split /\./, signed_token(claims());
my $better = encode_base64url(
    json_text(claims(roles => ['ROLE_APP_EHOKS_OPHPAAKAYTTAJA_' . ORG->{root}]))
);
is_refused("$head.$better.$signature", 'claims changed after signing');
my $bytes = decode_base64url($signature);
substr($bytes, 10, 1) = chr(ord(substr $bytes, 10, 1) ^ 1);
is_refused("$head.$body." . encode_base64url($bytes), 'a wrong signature');
is_refused('aaaa.bbbb.cccc', 'garbage');

# mod_auth_openidc tells of them; the module itself has nothing to add.
for my $header ('Bearer', 'Bearer ', 'Bearer x y', 'bearer a.b.c') {
    my $answer
        = request('GET', $path, {headers => {authorization => $header}});
    is($answer->{status}, 401, "'$header' is refused");
}

# ---- claims that do not make a caller ------------------------------------------------

for my $case (
    ['no kind of caller', 403, user_type => undef],
    ['an unknown kind',   403, user_type => 'KUKA'],
    ['no oid',            401, oid       => undef],
    )
{
    my ($name, $status, %changes) = @$case;
    my $answer
        = request('GET', $path, {token => signed_token(claims(%changes))});
    is_problem($answer, $status, {}, "$name is nobody that may do this");
}

# Roles that are none give no rights and do no harm.
my $plan = post_hoks(hoks_document(study_right()))->{json}{data}{uri};
for my $roles (
    undef, [], '', ['ROLE_APP_EHOKS_CRUD'], ['ROLE_APP_EHOKS_CRUD_'],
    ['ROLE_APP_EHOKS_KUKA_' . ORG->{A}],
    ['XROLE_APP_EHOKS_CRUD_' . ORG->{A}],
    ['ROLE_APP_EHOKS_CRUD_' . ORG->{A} . '9'],
    ["ROLE_APP_EHOKS_CRUD_1.2.246.562.10.{}"],
    ["ROLE_APP_EHOKS_CRUD_1.2.246.562.10.1','"],
    ['ROLE_APP_EHOKS_HOKS_DELETE_' . ORG->{A}],
    ['ROLE_APP_OTHER_CRUD_' . ORG->{A}],
    )
{
    my $answer
        = request('GET', $plan, {token => signed_token(claims(roles => $roles))});
    is($answer->{status}, 403,
        'no right by roles ' . json_text($roles));
}
for my $roles (
    'ROLE_APP_EHOKS_READ_' . ORG->{A},
    ['ROLE_APP_OTHER_X_1', 'ROLE_APP_EHOKS_READ_' . ORG->{A1}],
    ['ROLE_APP_EHOKS_KUKA_' . ORG->{B}, 'ROLE_APP_EHOKS_CRUD_' . ORG->{A1}],
    )
{
    my $answer
        = request('GET', $plan, {token => signed_token(claims(roles => $roles))});
    is($answer->{status}, 200, 'a right by roles ' . json_text($roles));
}

# Claims come from the token alone.
my $forged = request(
    'GET', $plan,
    {
        token   => 'sis-ilman',
        headers => {
            'oidc_claim_roles' => 'ROLE_APP_EHOKS_CRUD_' . ORG->{A},
            'oidc-claim-roles' => 'ROLE_APP_EHOKS_CRUD_' . ORG->{A},
        },
    }
);
is($forged->{status}, 403, 'headers that look like claims are not believed');

done_testing();
