#!/usr/bin/perl
# Bearer tokens that someone made without the provider's key, or that the
# provider made for something else. tokens.t has what is wrong with claims.
use v5.36;
use utf8;
use Test::More;
use Digest::SHA    qw(hmac_sha256 hmac_sha384 hmac_sha512 sha256);
use File::Basename qw(dirname);
use File::Temp     qw(tempdir);
use HTTP::Tiny     ();
use MIME::Base64   qw(encode_base64 encode_base64url decode_base64url);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $path   = VB . '/hoks/999999999';
my $claims = {
    iss       => stack()->{EHOKS_OP_URL},
    aud       => 'urn:ehoks:api',
    sub       => 'vipunen',
    iat       => time,
    exp       => time + 300,
    oid       => '1.2.246.562.24.90555555557',
    user_type => 'PALVELU',
    roles     => ['ROLE_APP_EHOKS_OPHPAAKAYTTAJA_' . ORG->{root}],
};

sub is_refused ($token, $name) {
    my $answer = request('GET', $path,
        {headers => {authorization => "Bearer $token"}});
    is_problem($answer, 401, {}, "refused: $name");
    is($answer->{headers}{'www-authenticate'},
        'Bearer realm="ehoks", error="invalid_token"', "$name: and told so");
    unlike($answer->{body}, qr/\Q@{[substr $token, 0, 60]}\E/, "$name: not echoed")
        if length $token > 60;
    return;
}

is(request('GET', $path, {token => signed_token($claims)})->{status}, 404,
    'the claims are good when the provider signs them');

# ---- the provider's public key taken for a secret ---------------------------------

sub part ($value) { return encode_base64url(ref $value ? json_text($value) : $value) }

my $folder = dirname(stack()->{EHOKS_OP_KEY});
my $public = read_bytes("$folder/public.pem");
my $jwk    = decode_json_bytes(
    HTTP::Tiny->new->get(stack()->{EHOKS_OP_URL} . '/jwks')->{content})->{keys}[0];
my %mac = (HS256 => \&hmac_sha256, HS384 => \&hmac_sha384, HS512 => \&hmac_sha512);
my %secret = (
    'the public key'           => $public,
    'the public key, trimmed'  => $public =~ s/\s+\z//r,
    'the modulus'              => decode_base64url($jwk->{n}),
    'the secret of the client' => 'ehoks-dev-secret',
    'nothing'                  => '',
    'the passphrase'           => 'ehoks-dev-passphrase',
);
for my $name (sort keys %secret) {
    for my $algorithm (sort keys %mac) {
        for my $kid ('dev1', undef) {
            my $text = join '.',
                part({alg => $algorithm, typ => 'JWT', $kid ? (kid => $kid) : ()}),
                part($claims);
            my $token = "$text."
                . encode_base64url($mac{$algorithm}->($text, $secret{$name}));
            is_refused($token, "$algorithm with $name"
                    . ($kid ? '' : ', no key named'));
        }
    }
}
my $hashed = encode_base64url(sha256('ehoks-dev-secret'));
my $text   = join '.', part({alg => 'HS256', kid => 'dev1'}), part($claims);
is_refused("$text." . encode_base64url(hmac_sha256($text, $hashed)),
    'HS256 with the hash of a secret');

# ---- no signature at all ---------------------------------------------------------------

my ($head, $body, $signature) = split /\./, signed_token($claims);
for my $algorithm (qw(none None NONE nOnE), '', undef) {
    for my $end ('', $signature) {
        is_refused(join('.', part({alg => $algorithm, typ => 'JWT', kid => 'dev1'}),
                $body, $end), 'alg ' . ($algorithm // 'null')
                . ($end ? ' with a signature' : ''));
    }
}
is_refused("$head.$body",             'two parts');
is_refused("$head.$body.",            'an empty signature');
is_refused("$head.$body.$signature.", 'four parts');
is_refused("$head.$body.$signature.a.b", 'six parts, as if encrypted');
is_refused("$head..$signature",       'no claims');
is_refused(".$body.$signature",       'no head');
is_refused("$head.$body.$signature" . 'A', 'more behind the signature');
is_refused(part({alg => 'RS256', kid => 'dev1', crit => ['exp']})
        . ".$body.$signature", 'another head than was signed');
is_refused("$head.$body.AAAA", 'a short signature');
is_refused("$head.$body." . encode_base64url("\0" x 256), 'a signature of zeros');
is_refused("$head.$body." . encode_base64url("\xff" x 256), 'a signature of ones');

# ---- a key that the token brings along --------------------------------------------------

my $own = tempdir(CLEANUP => 1);
sub own_token ($header) {
    open my $out, '-|', stack()->{NODE}, root() . '/t/op/sign.mjs', $own,
        json_text($claims), json_text($header) or die "sign.mjs: $!\n";
    chomp(my $token = <$out>);
    close $out or die "sign.mjs failed\n";
    return $token;
}
own_token({});    # makes the key
my $own_public = read_bytes("$own/public.pem");
my $der        = $own_public =~ s/-----[^-]+-----|\s//gr;
my $server     = stack()->{EHOKS_REGISTRY_URL};
for my $case (
    ['a key of its own'],
    ['that key in jwk', jwk => {%$jwk, n => modulus_of($own)}],
    ['that key in x5c', x5c => [$der]],
    ['where the key is, jku', jku => "$server/jwks"],
    ['where the key is, x5u', x5u => "$server/key.pem"],
    ['a file as key', kid => '../../../../../../dev/null'],
    ['an empty key name', kid => ''],
    ['a long key name', kid => 'x' x 2000],
    ['a key name of another type', kid => 1],
    ['no key name', kid => undef],
    ['SQL as key name', kid => q{dev1' OR '1'='1}],
    )
{
    my ($name, %header) = @$case;
    is_refused(own_token(\%header), $name);
}
my $calls = HTTP::Tiny->new->get("$server/__calls")->{content};
unlike($calls, qr/jwks|key\.pem/, 'nothing was fetched from where a token pointed');

# ---- what the provider signed for something else -------------------------------------------

my $given = tokens_of_person('oph');
like($given->{id_token}, qr/^[\w-]+\.[\w-]+\.[\w-]+$/, 'a person has an ID token');
is_refused($given->{id_token}, 'an ID token');
is_refused($given->{refresh_token}, 'a refresh token') if $given->{refresh_token};
my $by_person = request('GET', $path, {token => $given->{access_token}});
is_problem($by_person, 403, {error => "User type 'PALVELU' is required"},
    "a person's access token makes no system of them");
is(request('GET', VB . '/virkailija/system-info/hoksit',
        {token => $given->{access_token}})->{status},
    200, 'but is as good as the cookie for what they may');

done_testing();

# The modulus of the key in a folder, as a JWK writes it.
sub modulus_of ($where) {
    open my $out, '-|', stack()->{NODE}, '-e', <<~'JS', "$where/public.pem"
        const { createPublicKey } = require('node:crypto');
        const pem = require('node:fs').readFileSync(process.argv[1]);
        console.log(createPublicKey(pem).export({ format: 'jwk' }).n);
        JS
        or die "node: $!\n";
    chomp(my $modulus = <$out>);
    close $out or die "node failed\n";
    return $modulus;
}

# What the provider gives the browser's client for a person: the login by
# hand, with the code taken before it comes to the service.
sub tokens_of_person ($person) {
    my $verifier = 'a' x 50;
    my $back     = stack()->{EHOKS_URL} . '/oidc/redirect';
    my $http     = HTTP::Tiny->new(max_redirect => 0);
    my $query    = $http->www_form_urlencode({
        response_type => 'code', client_id => 'ehoks', redirect_uri => $back,
        scope => 'openid profile email ehoks', resource => 'urn:ehoks:api',
        code_challenge_method => 'S256',
        code_challenge => encode_base64url(sha256($verifier)),
    });
    my (%jar, $form);
    my $url = stack()->{EHOKS_OP_URL} . "/auth?$query";
    for (1 .. 10) {
        my $answer = EhoksTest::browse(\%jar, $form ? 'POST' : 'GET', $url, $form);
        undef $form;
        if (my $next = $answer->{headers}{location}) {
            $url = EhoksTest::absolute($next, $url);
        }
        else {
            my ($action) = $answer->{content} =~ /<form[^>]*\baction=["']([^"']*)/;
            $url  = EhoksTest::absolute($action // $url, $url);
            $form = {login => $person, password => $person};
        }
        last if $url =~ /^\Q$back\E/;
    }
    my ($code) = $url =~ /[?&]code=([^&]+)/ or die "no code: $url\n";
    my $answer = $http->post_form(
        stack()->{EHOKS_OP_URL} . '/token',
        {grant_type => 'authorization_code', code => $code,
            redirect_uri => $back, code_verifier => $verifier},
        {headers => {authorization => 'Basic '
                    . encode_base64('ehoks:ehoks-dev-secret', '')}});
    return decode_json_bytes($answer->{content});
}
