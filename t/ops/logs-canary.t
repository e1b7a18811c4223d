#!/usr/bin/perl
# No log names anybody, whatever clients send and however it fails: not the
# error log, not the access log, not PostgreSQL's. Each test file looks at the
# lines that it brings about; this one looks for trouble, and at all lines of
# the run so far.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $learner = oppija_oid();
my $secret  = canary();
my $path    = "/ehoks-oppija-backend/api/v1/oppija/oppijat/$learner/hoks";
my $postgres = stack()->{RUNTIME} . '/log/postgres.log';
my %naming = (
    referer      => "https://esimerkki.example/oppija/$learner?$secret",
    'user-agent' => "selain $secret",
    'caller-id'  => "$secret.$learner",
    cookie       => "mod_auth_openidc_session=$secret; nimi=$learner",
    'x-forwarded-for' => $learner,
);

# ---- the login's module -------------------------------------------------------------

for my $authorization ("Basic $secret", "Digest username=$learner", 'Bearer', "Bearer $secret",
    'Bearer ' . join('.', ('eyJhbGciOiJSUzI1NiJ9') x 3), $secret)
{
    my $answer = request('GET', "$path?nimi=$secret", {headers => {%naming, authorization => $authorization}});
    is($answer->{status}, 401, 'an Authorization header of some kind: ' . substr $authorization, 0, 8);
}
is(request('GET', $path, {headers => {%naming, "OIDC_CLAIM_oid" => $learner}})->{status}, 401,
    'a claim in a header');
my $state = join '; ', map { "mod_auth_openidc_state_$_=$secret" } 'a' .. 'k';
like(request('GET', "/ehoks-virkailija-ui/oppija/$learner",
        {headers => {%naming, cookie => $state, accept => 'text/html'}})->{status},
    qr/^[34]\d\d$/, 'cookies of logins that nobody began');
like(request('GET', "/oidc/redirect?code=$secret&state=$learner", {headers => \%naming})->{status},
    qr/^[345]\d\d$/, 'an answer to a login that nobody began');
is(request('GET', "/oidc/redirect?logout=https%3A%2F%2F$learner.example", {headers => \%naming})
        ->{headers}{location}, undef, 'a logout does not lead to somewhere else');

# ---- httpd itself -----------------------------------------------------------------------

for my $bad (
    "GET /ehoks-virkailija-backend/../../$learner?$secret HTTP/1.1",
    "GET /ehoks-virkailija-backend/%2e%2e/%2e%2e/%2e%2e/$learner HTTP/1.1",
    "GET /ehoks-virkailija-backend/%zz$learner HTTP/1.1",
    "GET /ehoks-virkailija-backend/%00$learner HTTP/1.1",
    "GET /ehoks-static/$learner/$secret HTTP/1.1",
    "GET /muualla/$learner HTTP/1.1",
    "TRACE /ehoks-virkailija-backend/$learner HTTP/1.1",
    "GET /ehoks/$learner HTTP/9.9",
    "OMA_$secret /ehoks/ HTTP/1.1",
    "OMA$secret /ehoks-virkailija-backend/api/v1/hoks HTTP/1.1",
    "GET  /ehoks/ $secret HTTP/1.1",
    )
{
    my $answer = raw_request("$bad\r\nHost: localhost\r\nReferer: $naming{referer}\r\nConnection: close\r\n\r\n");
    like($answer, qr{^HTTP/1\.[01] (?:[345]\d\d) }, 'refused: ' . $bad =~ s/\Q$learner\E|\Q$secret\E/…/gr);
}
like(raw_request("GET /ehoks/ HTTP/1.1\r\nHost: localhost\r\n$secret\r\nConnection: close\r\n\r\n"),
    qr{^HTTP/1\.[01] 400 }, 'a header that is none');
like(raw_request("GET /ehoks/ HTTP/1.1\r\nHost: localhost\r\nX-$_: $learner\r\n" x 100
            . "Connection: close\r\n\r\n"), qr{^HTTP/1\.[01] 400 }, 'too many headers')
    for 'a';
like(raw_request("GET /ehoks/ HTTP/1.1\r\nHost: localhost\r\nX-Long: " . "$secret " x 2000
            . "\r\nConnection: close\r\n\r\n"), qr{^HTTP/1\.[01] 400 }, 'too long a header');

# ---- the module ---------------------------------------------------------------------------

my $right = study_right();
my %named = (sahkoposti => $secret, puhelinnumero => $secret);
for my $body (\'{"sahkoposti": "' . $secret, {%named}, hoks_document($right, %named, tuntematon => $secret),
    hoks_document($right, 'oppija-oid' => $secret))
{
    my $answer = request('POST', VB . '/hoks', {token => 'sis-a', headers => \%naming,
            body => ref $body eq 'REF' ? \(${$$body} . $secret) : $body});
    is($answer->{status}, 400, 'a document that does not do');
}
is(post_hoks(hoks_document($right, %named), {headers => {referer => $naming{referer}}})->{status}, 200,
    'one that does');
is(request('GET', VB . "/hoks/opiskeluoikeus/$right->{oid}?$secret",
        {token => 'sis-b', headers => \%naming})->{status}, 403, 'one that is not the caller\'s');
is(request('DELETE', VB . "/virkailija/oppijat/$learner", {token => 'sis-a'})->{status}, 404,
    'a method that is not there');

# ---- the database -----------------------------------------------------------------------------

{
    local $ENV{PGUSER} = 'ehoks_sovellus';
    local $ENV{PGHOST} = stack()->{PGHOST};
    local $ENV{PGPORT} = stack()->{PGPORT};
    local $ENV{PGDATABASE} = stack()->{PGDATABASE};
    # A row that is there already: PostgreSQL would quote it.
    system 'psql -Xqc "INSERT INTO ehoks.oppija SELECT * FROM ehoks.oppija" >/dev/null 2>&1';
}
my @errors = grep { /ehoks_sovellus\@.*duplicate key/ } do {
    open my $in, '<:raw', $postgres or die "$postgres: $!\n";
    <$in>;
};
ok(scalar @errors, 'PostgreSQL tells of a row that is there already');

# ---- and what the logs say -----------------------------------------------------------------------

my @leaks = map { leaks_in($_) } @{stack()}{qw(EHOKS_ERROR_LOG EHOKS_ACCESS_LOG)};
is_deeply(\@leaks, [], 'no line of httpd\'s logs names anybody, since the stack began');
is_deeply([leaks_in($postgres, 'ehoks_sovellus')], [], 'nor one of PostgreSQL\'s');
ok(leaks_in($postgres, 'ehoks_sovellus') == 0
        && !grep({ /DETAIL/ && /ehoks_sovellus/ } @errors), 'which has no details');

done_testing();
