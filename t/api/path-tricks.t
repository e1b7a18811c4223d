#!/usr/bin/perl
# However a path is written, it leads to what it names or to nothing: never
# around the login, never to a handler with somebody else's rights.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V    = VB . '/virkailija';
my $mark = 'merkki' . int(rand 1e9) . '@esimerkki.fi';    # stands in the plan alone
my $right   = study_right();
my $learner = $right->{'oppija-oid'};
my $plan    = post_hoks(hoks_document($right, sahkoposti => $mark))->{json}{meta}{id};

# Addresses that answer 200 to whoever may; `shows` is what nobody else sees.
my %entitled = (
    system => {token  => 'sis-a'},
    clerk  => {cookie => login('virkailija-a')},
    oph    => {cookie => login('oph')},
    pupil  => {cookie => login('oppija1')},
);
my @targets = (
    {path => VB . "/hoks/$plan", who => 'system', not => ['another system'],
        shows => $mark},
    {path => "$V/oppijat/$learner/hoksit/$plan", who => 'clerk',
        not => ['another clerk'], shows => $mark},
    {path => "$V/system-info/hoksit", who => 'oph', not => ['another clerk'],
        shows => '"amount"'},
    {path => O . '/oppijat/1.2.246.562.24.24011111113/hoks', who => 'pupil',
        not => ['another learner'], shows => 'ensikertainen-hyvaksyminen'},
    {path => '/ehoks/index.html', who => 'pupil', not => [],
        shows => '/oppija/main.js'},
);
my %unentitled = (
    nobody            => {},
    'another system'  => {token  => 'sis-b'},
    'another clerk'   => {cookie => login('virkailija-b')},
    'another learner' => {cookie => login('oppija5')},
);

# ---- ways to write a path ---------------------------------------------------------------

# Between two segments, in place of the slash.
my @between = (
    '//', '/./', '/%2e/', '/x/../', '/x/%2e%2e/', '/x/.%2E/', '/..;/', '/;/',
    ';x/', ';/../', '%2f', '%2F', '%252f', '%5c', '\\', '/%5c../', '%2f..%2f',
    '/%2f', '/%20/', ' /', '%20/', './', '../', '%00/', '/%00', '%0d%0a',
    '/%c0%af', '%c0%af', '%ef%bc%8f', '%e2%88%95', '/%c0%ae%c0%ae/', '/x/%c0%ae%c0%ae/',
    '/%u002e/', '/%e0%80%ae/', '?/', '%3f/', '%23/',
);

# Behind the last one.
my @behind = (
    '/', '//', '/.', '/..', '/%2e', '/x/..', '/x/%2e%2e', '.', '..', '%2e', '%20', '%09',
    '%00', '%00.html', '%00.css', '%0a', ';', ';x=1', ';jsessionid=1', '/;', '/..;',
    '.json', '.html', '.css', '.js', '~', '%7e', '::$DATA', '%3a%3a$DATA', '/index.html', '%2findex.html',
    '%23', '%3f', '%3f.css', '?', '?x', '?.css', '%2f', '%5c', '/%2f', '//..', "\x7f", '%ff', '%',
    '%zz', '%1', '*', '+', '%252e%252e',
);

# From a place that needs no login.
my @from = map {
    my $open = $_;
    map { "$open$_" } '/..', '/%2e%2e', '/.%2e', '//..', '/..;', '/../..', '%2f..',
        '%2f%2e%2e', '/%c0%ae%c0%ae', '/x/../..', '\\..', '%5c..', '/..%2f', '/%252e%252e', ';/..', ''
} qw(/ehoks-static /ehoks-static/doc /ehoks-static/ehoks.css /healthcheck
    /ehoks-virkailija-backend/doc /ehoks-virkailija-backend/doc/schema
    /ehoks-virkailija-backend/api/v1/healthcheck /oidc /oidc/redirect /ehoks-virhe
    /ehoks-oppija-backend/api/v1/lokalisointi /ehoks-palaute-backend/api/v1/healthcheck);

sub spelled ($path) {
    my @segments = split m{/}, $path =~ s{^/}{}r;
    my @ways;
    for my $at (0 .. $#segments) {
        my ($front, $back)
            = (join('/', '', @segments[0 .. $at - 1]), join '/', @segments[$at .. $#segments]);
        push @ways, map { "$front$_$back" } @between;
        my $segment = $segments[$at];
        my $first   = substr $segment, 0, 1;
        for my $other (uc $segment, ucfirst $segment,
            sprintf('%%%02x', ord $first) . substr($segment, 1),
            sprintf('%%25%02x', ord $first) . substr($segment, 1),
            "$segment%00", "$segment%20", "$segment.", "$segment;a=b", "%20$segment")
        {
            push @ways, join '/', '', @segments[0 .. $at - 1], $other,
                @segments[$at + 1 .. $#segments];
        }
    }
    my %ways = map { $_ => 1 } @ways, (map { "$path$_" } @behind), (map { "$_$path" } @from);
    return sort grep { m{^/} && $_ ne $path } keys %ways;
}

# ---- as they are asked ---------------------------------------------------------------------

my $asked = 0;

sub ask ($target, $options, $way) {
    my $answer = request('GET', $way, $options);
    $asked++;
    my $shown = $answer->{body} =~ /\Q$target->{shows}\E/;
    return {shown => $shown, status => $answer->{status}};
}

for my $target (@targets) {
    my (@seen, @open, @broken);
    my $ways = 0;
    for my $way (spelled($target->{path})) {
        $ways++;
        my $may = ask($target, $entitled{$target->{who}}, $way);
        push @broken, "$may->{status} $way" if $may->{status} >= 500;
        for my $who ('nobody', @{$target->{not}}) {
            my $got = ask($target, $unentitled{$who}, $way);
            push @broken, "$got->{status} $who $way" if $got->{status} >= 500;
            push @seen, "$who: $got->{status} $way" if $got->{shown};
            push @open, "$who: $got->{status} $way"
                if $may->{shown} && $got->{status} !~ /^40[134]$/;
            push @open, "$who: $got->{status} instead of 401, $way"
                if $may->{shown} && $who eq 'nobody' && $got->{status} != 401;
        }
    }
    is_deeply(\@seen, [], "$target->{path}: $ways ways to write it show it to nobody else");
    is_deeply(\@open, [], '… and who may not is told so');
    is_deeply(\@broken, [], '… and none breaks anything');
    ok(ask($target, $entitled{$target->{who}}, $target->{path})->{shown},
        '… which it does to whoever may');
}
diag("$asked requests");

# ---- requests that no client library makes -----------------------------------------------------

my $host  = 'localhost:' . stack()->{PORT};
my $there = VB . "/hoks/$plan";
my $token = token('sis-a');

# One request by hand; returns its status and what came.
sub by_hand ($line, @headers) {
    my $answer = raw_request(join "\r\n", $line, @headers, 'Connection: close', '', '');
    my ($status) = $answer =~ m{^HTTP/\d\.\d (\d+)};
    return ($status // 0, $answer);
}

for my $case (
    ['absolute form',                 "GET http://$host$there HTTP/1.1", "Host: $host"],
    ['absolute form, another host',   "GET http://elsewhere.example$there HTTP/1.1", "Host: $host"],
    ['absolute form with a name',     "GET http://sis-a:x\@$host$there HTTP/1.1", "Host: $host"],
    ['absolute form, https',          "GET https://$host$there HTTP/1.1", "Host: $host"],
    ['absolute form, another scheme', "GET file://$there HTTP/1.1", "Host: $host"],
    ['another Host',                  "GET $there HTTP/1.1", 'Host: elsewhere.example'],
    ['the strict Host',               "GET $there HTTP/1.1", 'Host: localhost:' . stack()->{STRICT_PORT}],
    ['Host with a path',              "GET $there HTTP/1.1", "Host: $host/ehoks-static"],
    ['Host with spaces',              "GET $there HTTP/1.1", "Host: $host x"],
    ['an empty Host',                 "GET $there HTTP/1.1", 'Host:'],
    ['no Host',                       "GET $there HTTP/1.1"],
    ['two Hosts',                     "GET $there HTTP/1.1", "Host: $host", 'Host: elsewhere.example'],
    ['HTTP/1.0',                      "GET $there HTTP/1.0"],
    ['HTTP/0.9',                      "GET $there"],
    ['a tab for a space',             "GET\t$there\tHTTP/1.1", "Host: $host"],
    ['a fragment',                    "GET /ehoks-static/#/..$there HTTP/1.1", "Host: $host"],
    ['a NUL',                         "GET /ehoks-static/\0$there HTTP/1.1", "Host: $host"],
    ['no slash',                      'GET ' . substr($there, 1) . ' HTTP/1.1', "Host: $host"],
    ['two slashes at the front',      "GET /$there HTTP/1.1", "Host: $host"],
    ['a backslash at the front',      "GET \\$there HTTP/1.1", "Host: $host"],
    ['another method in lower case',  "get $there HTTP/1.1", "Host: $host"],
    ['a header in two lines',         "GET $there HTTP/1.1", "Host: $host", 'X-A: b', ' OIDC_CLAIM_roles: x'],
    ['an address for rewriting',      "GET /healthcheck HTTP/1.1", "Host: $host", "X-Original-URL: $there",
        "X-Rewrite-URL: $there", "X-Forwarded-Uri: $there"],
    ['a pipelined body',              "POST /healthcheck HTTP/1.1", "Host: $host", 'Content-Length: 0',
        "Transfer-Encoding: chunked"],
    )
{
    my ($name, $line, @headers) = @$case;
    my ($status, $answer) = by_hand($line, 'Caller-Id: x', @headers);
    unlike($answer, qr/\Q$mark\E/, "$name: nothing without login");
    like($status, qr/^(?:0|200|400|401|404)$/, "$name: $status");
    unlike($answer, qr/\Q$there\E.*HTTP\/1\.1 2/s, "$name: no second answer");
}
for my $way ("GET http://$host$there HTTP/1.1", "GET http://elsewhere.example$there HTTP/1.1") {
    my ($status, $answer)
        = by_hand($way, "Host: $host", 'Caller-Id: x', "Authorization: Bearer $token");
    is($status, 200, 'the absolute form with a login is the same address');
    my ($other) = by_hand($way, "Host: $host", 'Caller-Id: x',
        'Authorization: Bearer ' . token('sis-b'));
    is($other, 403, 'with the same rights');
}
my ($smuggled, $answers) = by_hand(
    'POST ' . VB . '/healthcheck HTTP/1.1', "Host: $host", 'Content-Length: 6',
    'Transfer-Encoding: chunked', "\r\n0\r\n\r\nGET $there HTTP/1.1",
    "Host: $host", 'Caller-Id: x', "Authorization: Bearer $token");
unlike($answers, qr/\Q$mark\E.*\Q$mark\E/s, 'one request is not two');

done_testing();
