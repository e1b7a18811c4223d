#!/usr/bin/perl
# What the reference configuration does by default: strict headers on every
# answer, limits of a request, no method that echoes, cookies that stay here.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = VB . '/virkailija';

# ---- headers -----------------------------------------------------------------------

my %everywhere = (
    'x-content-type-options'       => 'nosniff',
    'x-frame-options'              => 'DENY',
    'referrer-policy'              => 'no-referrer',
    'cross-origin-resource-policy' => 'same-origin',
    'cross-origin-opener-policy'   => 'same-origin',
);
my $jar = login('virkailija-a');
my %answer = (
    'an answer of the API'      => request('GET', VB . '/hoks/paged?amount=1', {token => 'vipunen'}),
    'a refusal'                 => request('GET', VB . '/hoks/1'),
    'a refused token'           => request('GET', VB . '/hoks/1', {headers => {authorization => 'Bearer x'}}),
    'a route that is not there' => request('GET', VB . '/muualla'),
    'the health'                => request('GET', '/healthcheck'),
    'a page'                    => request('GET', '/ehoks-virkailija-ui/', {cookie => $jar}),
    'the page of the API'       => request('GET', '/ehoks-virkailija-backend/doc/'),
    'a part of a page'          => request('GET', '/ehoks-static/ehoks.css'),
);
for my $name (sort keys %answer) {
    my $headers = $answer{$name}{headers};
    is_deeply({map { $_ => $headers->{$_} } keys %everywhere}, \%everywhere, "$name: each header once");
    like($headers->{'permissions-policy'}, qr/camera=\(\).*geolocation=\(\)/, "$name: nothing of the device");
    unlike($headers->{server} // '', qr/\d/, "$name: no version of the server");
    ok(!exists $headers->{'access-control-allow-origin'}, "$name: no other site reads it");
    next if $name eq 'the health';
    like($headers->{'content-security-policy'}, qr/^default-src 'none';.*frame-ancestors 'none'/,
        "$name: a strict policy");
    unlike($headers->{'content-security-policy'}, qr/unsafe|\*/, "$name: without exceptions");
}
ok(!exists $answer{'a page'}{headers}{'strict-transport-security'}, 'no HSTS where there is no https');
like(read_bytes(root() . '/conf/ehoks.conf'), qr/^Header always set Strict-Transport-Security .*HTTPS/m,
    'but where there is');

# ---- limits ---------------------------------------------------------------------------

sub raw ($head) { return raw_request("$head\r\nConnection: close\r\n\r\n") =~ s/\r\n.*//sr }

my $host = "HTTP/1.1\r\nHost: localhost";
like(raw("GET /ehoks/?" . 'a' x 60_000 . " $host"), qr/ (?:302|401)/, 'a long query is read: pages ask for many names');
like(raw("GET /ehoks/?" . 'a' x 66_000 . " $host"), qr/ 414/, 'a longer one is not');
like(raw("GET /ehoks/ $host" . "\r\nX-A: b" x 70), qr/ 400/, 'too many headers');
like(raw("GET /ehoks/ $host\r\nX-A: " . 'b' x 17_000), qr/ 400/, 'a header that is too long');
like(raw("GET /ehoks/ HTTP/1.1"), qr/ 400/, 'a request without Host');
like(raw("GET\t/ehoks/ $host"), qr/ 400/, 'a request that is not written as the standard says');
is(request('POST', VB . '/hoks', {token => 'sis-a', body => \('{"a":"' . 'b' x 3_000_000 . '"}')})->{status},
    413, 'a body that is too long');

# ---- methods --------------------------------------------------------------------------

# Each path is another's to answer: the module's, a file's, the login's, nobody's.
for my $path (VB . '/', VB . '/hoks', VB . '/hoks/1', '/ehoks-jako/x', '/ehoks-kalenteri/x.ics', '/healthcheck',
    '/ehoks-virkailija-backend/doc/', '/ehoks-virkailija-ui/', '/ehoks-static/ehoks.css', '/oidc/redirect', '/muualla', '*')
{
    my $said = raw_request("TRACE $path $host\r\nX-Secret: salaisuus\r\nConnection: close\r\n\r\n");
    like($said, qr{^HTTP/1\.1 40[05] }, "TRACE $path is refused");
    unlike($said, qr/salaisuus/, 'and nothing is echoed');
}
unlike(raw("CONNECT localhost:80 $host"), qr/ 2\d\d /, 'nobody is connected elsewhere');
like(raw('CONNECT ' . VB . "/hoks/1 $host"), qr/ 40[05]/, 'nor by a path of the API');
like(raw("GET * $host"), qr/ 40[04]/, 'there is nothing at *');

# ---- cookies ------------------------------------------------------------------------------

# The cookies of a login, as the browser gets them.
my $first = request('GET', '/ehoks-virkailija-ui/', {headers => {accept => 'text/html'}});
is($first->{status}, 302, 'a page leads to the login');
my $cookies = $first->{headers}{'set-cookie'};
for my $cookie (ref $cookies ? @$cookies : $cookies) {
    like($cookie, qr/;\s*HttpOnly/i, 'no script reads the cookie');
    like($cookie, qr/;\s*SameSite=/i, 'other sites do not send it');
    unlike($cookie, qr/\.\d+\.\d+\.562|"/, 'it tells nothing');
}
like(read_bytes(root() . '/conf/oidc.conf.example'), qr/^OIDCCookieSameSite On$/m, 'so does the example');
like(read_bytes(root() . '/conf/oidc.conf.example'), qr/^OIDCRedirectURI https:/m,
    'by https, which makes the cookies Secure');

done_testing();
