#!/usr/bin/perl
# Which error wins (contract: README.md 1 and 2): a bad token before all else,
# then the route, login, the kind of caller, parameters, the body.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $bearer  = 'Bearer realm="ehoks"';
my $invalid = 'Bearer realm="ehoks", error="invalid_token"';
my $learner = '1.2.246.562.24.24011111113';
my $oppija1 = login('oppija1');
my $staff   = login('virkailija-a');

# Every answer of the API: never from a cache, always JSON.
sub is_error ($answer, $status, $members, $name) {
    is_problem($answer, $status, $members, $name);
    is($answer->{headers}{'cache-control'}, 'no-cache, max-age=0',
        "$name: Cache-Control");
    is($answer->{headers}{expires}, '0', "$name: Expires");
    return;
}

# ---- a bad token, on every path ----------------------------------------------

for my $path (
    VB . '/hoks/1',
    VB . '/healthcheck',
    VB . '/no-such-route',
    O . '/session',
    '/ehoks-oppija-backend/api/v1/healthcheck',
    )
{
    my $answer = request('GET', $path, {token => 'aaaa.bbbb.cccc'});
    is_problem($answer, 401, {}, "bad token, $path");
    is($answer->{headers}{'www-authenticate'}, $invalid,
        "$path tells that the token is bad");
}
is(request('GET', VB . '/hoks/1', {token => 'a.b.c', cookie => $oppija1})
        ->{status},
    401, 'a good cookie does not make up for a bad token');

# ---- no such route ------------------------------------------------------------

my %no_route = (reason => 'Route not found');
for my $who ([{}, 'nobody'], [{token => 'sis-a'}, 'a client'],
    [{cookie => $oppija1}, 'a learner'])
{
    my ($caller, $name) = @$who;
    for my $request (
        ['GET',    VB . '/no-such-route'],
        ['GET',    VB],
        ['GET',    '/ehoks-virkailija-backend/'],
        ['GET',    O . '/no-such-route'],
        ['DELETE', VB . '/hoks/1'],
        ['POST',   VB . '/hoks/1'],
        ['POST',   O . "/oppijat/$learner/hoks"],
        ['GET',    VB . '/hoks/1/2/3'],
        ['BREW',   VB . '/hoks'],
        )
    {
        is_error(request(@$request, $caller), 404, \%no_route,
            "$name: @$request");
    }
}

# HEAD is answered where GET is, with the same headers and no body.
is(request('HEAD', VB . '/healthcheck')->{status}, 200, 'HEAD of a GET route');
my $head = request('HEAD', VB . '/hoks');
is($head->{status}, 404, 'HEAD of a POST route');
is($head->{body}, '', 'has no body');

# ---- no login -----------------------------------------------------------------

for my $request (
    ['POST', VB . '/hoks'],
    ['GET',  VB . '/hoks/1'],
    ['GET',  VB . '/hoks/opiskeluoikeus/1.2.246.562.15.15010101010'],
    ['GET',  O . '/session'],
    ['GET',  O . '/session/user-info'],
    ['GET',  O . "/oppijat/$learner/hoks"],
    ['GET',  O . "/oppijat/$learner/opiskeluoikeudet"],
    )
{
    for my $headers ({}, {'caller-id' => undef},
        {'x-requested-with' => 'XMLHttpRequest'},
        {accept => 'text/html'})
    {
        my $answer = request(@$request, {headers => $headers});
        my ($header) = (%$headers, q());
        is_error($answer, 401, {}, "nobody: @$request $header");
        is($answer->{headers}{'www-authenticate'},
            $bearer, 'tells how to log in');
        ok(!$answer->{headers}{location}, 'does not redirect');
    }
}
is_error(request('GET', VB . '/hoks/not-a-number'), 401, {},
    'nobody, bad parameter: login first');
is_error(request('POST', VB . '/hoks', {body => \'{'}), 401, {},
    'nobody, bad body: login first');

# A cookie that is none.
is_error(
    request('GET', O . '/session',
        {cookie => {mod_auth_openidc_session => 'aaaabbbb-cccc'}}),
    401, {}, 'a cookie that no session knows');

# ---- the wrong kind of caller --------------------------------------------------

my %needs_service = (error => "User type 'PALVELU' is required");
my %no_service    = (error => "User type 'PALVELU' is not allowed");
for my $headers ({}, {'caller-id' => undef}) {
    for my $jar ($oppija1, $staff) {
        is_error(
            request('GET', VB . '/hoks/1', {cookie => $jar, headers => $headers}),
            403, \%needs_service, 'a person where a service is needed');
    }
    is_error(
        request('GET', O . "/oppijat/$learner/hoks",
            {token => 'sis-a', headers => $headers}),
        403, \%no_service, 'a service where a learner is needed');
    is_error(
        request('GET', O . "/oppijat/$learner/hoks",
            {cookie => $staff, headers => $headers}),
        403, {error => ''}, 'staff where a learner is needed');
}
is_error(request('GET', VB . '/hoks/x', {cookie => $oppija1}),
    403, \%needs_service, 'the kind is looked at before parameters');
for my $caller ({token => 'sis-a'}, {cookie => $staff}) {
    my $answer = request('GET', O . '/session', $caller);
    is_error($answer, 401, {}, 'session: a wrong kind is as if not logged in');
    is($answer->{headers}{'www-authenticate'}, $bearer, 'no bad token, though');
}
is_error(request('GET', O . '/session/user-info', {token => 'sis-a'}),
    403, \%no_service, 'user-info: another kind is told so');

# ---- Caller-Id and parameters ---------------------------------------------------

sub is_invalid ($answer, $part, $parameter, $name) {
    is_error(
        $answer, 400,
        {
            type     => 'compojure.api.exception/request-validation',
            coercion => 'schema',
            in       => ['request', $part],
        },
        $name
    );
    my @places = map { [$_->{kohta}, lc $_->{parametri}] }
        @{$answer->{json}{virheet}};
    is_deeply(\@places, [['', lc $parameter]], "$name: names $parameter")
        or diag(json_text($answer->{json}{virheet}));
    return;
}

my %without = (headers => {'caller-id' => undef});
for my $case (
    ['POST', VB . '/hoks', {token => 'sis-a', body => \'{'}],
    ['GET',  VB . '/hoks/1', {token => 'sis-a'}],
    ['GET',  VB . '/hoks/opiskeluoikeus/1.2.246.562.15.15010101010', {token => 'sis-a'}],
    ['GET',  O . '/session', {cookie => $oppija1}],
    ['GET',  O . '/session/user-info', {cookie => $oppija1}],
    ['GET',  O . "/oppijat/$learner/hoks", {cookie => $oppija1}],
    )
{
    my ($method, $path, $caller) = @$case;
    my $answer = request($method, $path, {%$caller, %without});
    is_invalid($answer, 'headers', 'Caller-Id', "no Caller-Id: $method $path");
    my ($leaf) = values %{$answer->{json}{errors}};
    is($leaf, 'missing-required-key', 'the leaf is the old one');
}
is(request('GET', VB . '/hoks/1', {token => 'sis-a', headers => {'caller-id' => ''}})
        ->{status},
    400, 'an empty Caller-Id is none');

for my $id (qw(x 1x -1 0x1 1.0 1e3 %201 99999999999999999999),
    'ä', '9' x 400)
{
    my $path = $id =~ s/ä/%C3%A4/r;
    my $answer = request('GET', VB . "/hoks/$path", {token => 'sis-a'});
    like($answer->{status}, qr/^40[04]$/, "hoks/$id is 400 or 404");
}
is_invalid(request('GET', VB . '/hoks/abc', {token => 'sis-a'}),
    'route-params', 'hoks-id', 'a path id that is no number');
is_invalid(
    request('GET', VB . '/hoks/opiskeluoikeus/1.2.246.562.15.15010101011',
        {token => 'sis-a'}),
    'route-params', 'opiskeluoikeus-oid', 'a wrong check digit in the path');
is_invalid(request('GET', O . '/oppijat/1.2.3/hoks', {cookie => $oppija1}),
    'route-params', 'oid', "a learner's oid that is none");

# ---- the body ------------------------------------------------------------------

for my $case (
    ['',                    'nothing'],
    ['{',                   'half an object'],
    ['{"a":1}x',            'something behind it'],
    ['{"a":1,"a":2}',       'a key twice'],
    ["{\"a\":\"\xff\"}",    'no UTF-8'],
    ['{"a":"\\u0000"}',     'a NUL'],
    ['{"a":"\\ud800"}',     'half a character'],
    ['{"a":NaN}',           'no number'],
    ["\xef\xbb\xbf{}",      'a byte order mark'],
    ["{'a':1}",             'wrong quotes'],
    )
{
    my ($body, $name) = @$case;
    my $answer = request('POST', VB . '/hoks', {token => 'sis-a', body => \$body});
    is_error($answer, 400,
        {type => 'compojure.api.exception/request-parsing'},
        "unreadable JSON: $name");
    like($answer->{json}{message}, qr/^Malformed application\/json request/,
        "$name: the old message");
}

for my $type (undef, 'text/plain', 'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x', 'application/jsonx')
{
    my $answer = request('POST', VB . '/hoks',
        {token => 'sis-a', body => {}, headers => {'content-type' => $type}});
    my $name = 'content type ' . ($type // 'missing');
    is_error($answer, 400,
        {
            type => 'compojure.api.exception/request-validation',
            in   => ['request', 'body-params'],
        },
        $name
    );
}
is(request('POST', VB . '/hoks',
        {token => 'sis-a', body => {},
            headers => {'content-encoding' => 'gzip'}})->{status},
    415, 'a packed body is not unpacked');
for my $type ('application/json', 'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"')
{
    my $answer = request('POST', VB . '/hoks',
        {token => 'sis-a', body => {}, headers => {'content-type' => $type}});
    is($answer->{json}{errors}{'oppija-oid'}, 'missing-required-key',
        "$type is read");
}

# ---- the form of an error --------------------------------------------------------

my $problem = request('GET', VB . '/hoks/abc',
    {token => 'sis-a', headers => {accept => 'application/problem+json'}});
like($problem->{headers}{'content-type'}, qr{^application/problem\+json},
    'problem+json for who asks for it');
$problem = request('GET', VB . '/hoks/abc',
    {token => 'sis-a', headers => {accept => '*/*'}});
is($problem->{headers}{'content-type'}, 'application/json; charset=utf-8',
    'plain JSON for all others');
is_deeply([sort keys %{$problem->{json}{virheet}[0]{viesti}}],
    [qw(en fi sv)], 'a problem is told in three languages');
is($problem->{json}{instance}, VB . '/hoks/abc', 'instance is the path');

done_testing();
