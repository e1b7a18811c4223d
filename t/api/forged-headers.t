#!/usr/bin/perl
# Who asks is told by the login alone: not by a header, a cookie of one's own
# making or a token in another place (contract: README.md 1, 2).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use MIME::Base64   qw(encode_base64);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V     = VB . '/virkailija';
my $right = study_right();
my $plan  = post_hoks(hoks_document($right))->{json}{meta}{id};
my $learner = $right->{'oppija-oid'};

# What the pages and every backend guard, by address.
my @guarded = (
    ['GET',    '/ehoks/'],
    ['GET',    VB . "/hoks/$plan"],
    ['GET',    VB . '/hoks/paged'],
    ['GET',    "$V/oppijat/$learner/hoksit/$plan"],
    ['GET',    "$V/system-info/hoksit"],
    ['DELETE', "$V/cache"],
    ['POST',   VB . '/heratepalvelu/opiskeluoikeus-update'],
    ['GET',    O . "/oppijat/$learner/hoks"],
    ['GET',    O . '/session'],
);

# Callers to whom all of that is refused.
my %caller = (
    nobody                        => {},
    'a client without rights'     => {token => 'sis-ilman'},
    'a learner'                   => {cookie => login('oppija5')},
    "another provider's clerk"    => {cookie => login('virkailija-b')},
);

# ---- headers that look like a login -----------------------------------------------

my %claims = (
    oid       => '1.2.246.562.24.24066666668',
    sub       => 'oph',
    name      => 'oph',
    user_type => 'VIRKAILIJA',
    roles     => 'ROLE_APP_EHOKS_OPHPAAKAYTTAJA_' . ORG->{root},
    iss       => stack()->{EHOKS_OP_URL},
    aud       => 'urn:ehoks:api',
    exp       => time + 300,
);

# Every spelling in which some server would take claim `name` for its own.
sub spellings ($name) {
    return map { ("$_$name", "$_$name" =~ tr/_/-/r, uc "$_$name") }
        qw(OIDC_CLAIM_ HTTP_OIDC_CLAIM_ REDIRECT_OIDC_CLAIM_);
}

my %forged = map {
    my $value = $claims{$_};
    map { $_ => $value } spellings($_)
} keys %claims;
$forged{$_} = $claims{oid}
    for qw(Remote-User Remote_User REMOTE-USER X-Remote-User X-Forwarded-User
    X-Auth-Request-User X-User X-Authenticated-User X-WEBAUTH-USER User);
$forged{$_} = 'oauth20' for qw(Auth-Type AUTH_TYPE X-Auth-Type);
$forged{$_} = '127.0.0.1'
    for qw(X-Forwarded-For X-Real-IP Forwarded Client-IP True-Client-IP);
$forged{'OIDC_access_token'} = token('vipunen');
$forged{'OIDC-access-token'} = token('vipunen');
$forged{'X-Access-Token'}    = token('vipunen');
$forged{'Proxy-Authorization'} = 'Bearer ' . token('vipunen');
$forged{'X-HTTP-Method-Override'} = 'GET';

sub told ($answer) {
    return [$answer->{status}, $answer->{headers}{location} ? 'elsewhere' : $answer->{body}];
}

my $asked = 0;
for my $who (sort keys %caller) {
    for my $request (@guarded) {
        next if $who ne 'nobody' && $request->[1] eq '/ehoks/';
        my $usual = told(request(@$request, $caller{$who}));
        my @believed;
        for my $name (sort keys %forged) {
            my $answer = told(request(@$request,
                {%{$caller{$who}}, headers => {$name => $forged{$name}}}));
            push @believed, $name unless "@$answer" eq "@$usual";
            $asked++;
        }
        # All together, in lots that httpd takes (LimitRequestFields).
        my @names = sort keys %forged;
        while (my @lot = splice @names, 0, 40) {
            my $answer = told(request(@$request,
                {%{$caller{$who}}, headers => {map { $_ => $forged{$_} } @lot}}));
            push @believed, "together: @lot" unless "@$answer" eq "@$usual";
        }
        like($usual->[0], qr/^40[134]$/, "$who: @$request is refused")
            unless "$who $request->[1]" eq 'a learner ' . O . '/session';
        is_deeply(\@believed, [], 'and stays so with forged headers');
    }
}
diag("$asked requests with forged headers");

# ---- a token where none is read ------------------------------------------------------

my $token = token('sis-a');
for my $case (
    ['a query',          ["?access_token=$token"]],
    ['another query',    ["?token=$token&authorization=Bearer%20$token"]],
    ['a cookie',         ['', {cookie => "access_token=$token"}]],
    ["the session's cookie", ['', {cookie => "mod_auth_openidc_session=$token"}]],
    ['another header',   ['', {'x-authorization' => "Bearer $token"}]],
    ['a form', ['', {'content-type' => 'application/x-www-form-urlencoded'},
            \"access_token=$token"]],
    )
{
    my ($name, $sent) = @$case;
    my ($query, $headers, $body) = @$sent;
    is(request('GET', VB . "/hoks/$plan$query",
            {headers => $headers // {}, $body ? (body => $body) : ()})->{status},
        401, "a token in $name is none");
}
is(request('POST', VB . '/hoks',
        {body => {%{hoks_document(study_right())}, access_token => $token}})->{status},
    401, 'a token in a JSON body is none');

# ---- other ways of naming oneself ------------------------------------------------------

for my $user ('oph:oph', 'sis-a:sis-a-secret', 'ehoks:ehoks-dev-secret', ':') {
    is(request('GET', VB . "/hoks/$plan",
            {headers => {authorization => 'Basic ' . encode_base64($user, '')}})
            ->{status},
        401, 'a password is no login');
}
for my $authorization (
    'Digest username="oph", realm="ehoks", uri="/", response="0"',
    'Negotiate YII=', "Token $token", $token, "OAuth $token",
    "Bearer: $token", "Bearer,$token",
    )
{
    is(request('GET', VB . "/hoks/$plan", {headers => {authorization => $authorization}})
            ->{status},
        401, 'nor is ' . $authorization =~ s/[\s,:].*//r);
}

# ---- one login does not become another ---------------------------------------------------

# Two cookies, two tokens: never the rights of both, and never a 500.
my ($clerk, $pupil)
    = map { login($_)->{mod_auth_openidc_session} } qw(virkailija-a oppija5);
for my $cookies ([$clerk, $pupil], [$pupil, $clerk]) {
    my $cookie = join '; ', map { "mod_auth_openidc_session=$_" } @$cookies;
    my @may    = map { request('GET', $_, {headers => {cookie => $cookie}})->{status} }
        ("$V/oppijat/$learner/hoksit", O . '/session');
    is(scalar(grep { $_ == 200 } @may), 1, "two sessions are one login: @may");
}
my $good = token('sis-a');
my $host = 'localhost:' . stack()->{PORT};
for my $lines (
    ["Authorization: Bearer $good", 'Authorization: Bearer a.b.c'],
    ['Authorization: Bearer a.b.c', "Authorization: Bearer $good"],
    ["Authorization: Bearer $good", "Authorization: Bearer $good"],
    )
{
    my $answer = raw_request(join "\r\n",
        'GET ' . VB . "/hoks/$plan HTTP/1.1", "Host: $host", 'Caller-Id: x',
        @$lines, 'Connection: close', '', '');
    like($answer, qr{^HTTP/1.1 40[01] }, 'two tokens are none');
}

# A learner's cookie opens no backend but the learner's, and so on.
my %backend = (
    'virkailija-a' => ["$V/oppijat/$learner/hoksit", O . '/session/user-info',
        VB . "/hoks/$plan", O . "/oppijat/$learner/hoks"],
    'oppija5' => [O . '/session', "$V/oppijat/$learner/hoksit",
        VB . "/hoks/$plan", O . "/oppijat/$learner/hoks"],
    'ohjaaja' => [undef, "$V/oppijat/$learner/hoksit", VB . "/hoks/$plan",
        O . '/session/user-info', O . "/oppijat/$learner/hoks"],
);
for my $login (sort keys %backend) {
    my ($own, @others) = @{$backend{$login}};
    my $jar = login($login);
    is(request('GET', $own, {cookie => $jar})->{status}, 200, "$login: $own") if $own;
    is(request('GET', $_, {cookie => $jar})->{status}, 403, "$login: not $_")
        for @others;
}

# ---- the session's cookie ------------------------------------------------------------------

my $set = session_cookie_line('virkailija-a');
like($set, qr/;\s*HttpOnly\b/i,     'no script reads the cookie of the session');
like($set, qr/;\s*SameSite=(?:Lax|Strict)\b/i, 'no other site sends it');
like($set, qr/;\s*Path=\//i,        'it is for the whole service');
unlike($set, qr/;\s*Domain=/i,      'and for this host alone');
unlike($set, qr/oph|virkailija|1\.2\.246/, 'it names nobody');

done_testing();

# The Set-Cookie line by which a login gets its session.
sub session_cookie_line ($person) {
    my @lines;
    my $browse = \&EhoksTest::browse;
    no warnings 'redefine';
    local *EhoksTest::browse = sub (@arguments) {
        my $answer = $browse->(@arguments);
        my $lines  = $answer->{headers}{'set-cookie'} // [];
        push @lines, ref $lines ? @$lines : $lines;
        return $answer;
    };
    login($person);
    return (grep { /^mod_auth_openidc_session=[^;]/ } @lines)[-1] // '';
}
