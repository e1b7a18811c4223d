#!/usr/bin/perl
# Settings of the login and of the pages that an installation makes otherwise
# than ours: the session's cookie has another name and is there for one path,
# it lives as long as the provider says, and the pages are told other addresses.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

my ($session) = grep { length } (login('oppija1'))->{mod_auth_openidc_session};
my $httpd = own_httpd(extra => <<'CONF');
OIDCCookie istunto
OIDCCookiePath /ehoks
OIDCCookieDomain localhost
OIDCSessionMaxDuration 0
EhoksEnvironment tuki-osoite tuki@ehoks.example.fi
EhoksAuditChain Off
CONF
my $path = O . '/session';

sub ask ($method, $cookie) {
    return request($method, $path, {url => $httpd->{url}, cookie => $cookie});
}

is(ask('GET', "istunto=$session")->{status}, 200, 'the cookie of that name is the login');
is(ask('GET', "mod_auth_openidc_session=$session")->{status}, 401, 'the usual name is none');
is(ask('GET', "muu=1; istunto=$session; istunto=toinen")->{status}, 200, 'the first one counts');

my $ended   = ask('DELETE', "istunto=$session");
my $cookies = $ended->{headers}{'set-cookie'} // [];
is($ended->{status}, 200, 'logging out');
my ($cookie) = grep { /^istunto=;/ } ref $cookies ? @$cookies : $cookies;
ok($cookie, 'takes the cookie of that name away') or diag(explain $cookies);
like($cookie, qr{; Path=/ehoks;},       'at its path');
like($cookie, qr{; Domain=localhost;},  'for its domain');
like($cookie, qr{; HttpOnly; SameSite=Lax$}, 'as it was set');
is(ask('GET', "istunto=$session")->{status}, 401, 'a copy of it is no login any more');
my ($kept) = psql('SELECT extract(epoch FROM max(vanhenee - now()))::int FROM ehoks.paattynyt_istunto');
cmp_ok($kept->[0], '>', 29 * 24 * 3600, 'which is remembered as long as any session may live');

my $told = request('GET', VB . '/misc/environment', {url => $httpd->{url}});
is($told->{json}{data}{'tuki-osoite'}, 'tuki@ehoks.example.fi', 'the pages are told where to get help');

done_testing();
