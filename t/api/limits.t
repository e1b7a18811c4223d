#!/usr/bin/perl
# Bodies made to hurt are refused early and cheaply: too big, too deep, too
# many values, too slow to be worth waiting for.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $token = token('sis-a');

sub send_body ($body) {
    my $begin  = time;
    my $answer = request('POST', VB . '/hoks', {token => $token, body => \$body});
    $answer->{seconds} = time - $begin;
    return $answer;
}

# The greatest memory that any child of httpd has ever had, in KB.
sub peak_memory () {
    my $parent = read_bytes(stack()->{EHOKS_HTTPD_PID_FILE}) + 0;
    my $peak   = 0;
    for my $file (glob '/proc/[0-9]*/status') {
        my $text = eval { read_bytes($file) } // next;
        next unless $text =~ /^PPid:\s+$parent$/m && $text =~ /^VmHWM:\s+(\d+)/m;
        $peak = $1 if $1 > $peak;
    }
    return $peak;
}

# ---- many values -------------------------------------------------------------------

send_body('{}');    # what the first request takes is not counted
my $before = peak_memory();
my $many   = '[' . join(',', ('{}') x 349_000) . ']';
for my $body (
    $many,
    qq({"oppimisen-tuki":$many}),
    '[' . join(',', ('[]') x 349_000) . ']',
    '[' . join(',', (1) x 520_000) . ']',
    '{' . join(',', map { "\"$_\":1" } 1 .. 100_000) . '}',
    )
{
    my $answer = send_body($body);
    like($answer->{status}, qr/^4(?:00|13)$/,
        substr($body, 0, 20) . '… is refused');
    cmp_ok($answer->{seconds}, '<', 2 * PATIENCE, 'at once');
    cmp_ok(length $answer->{body}, '<', 100_000, 'with a short answer');
}
SKIP: {
    skip 'sanitizers and memcheck take memory of their own', 1 if $ENV{VARIANT};
    cmp_ok(peak_memory() - $before, '<', 30_000, 'without 75 MB of memory');
}

# ---- many problems -------------------------------------------------------------------

my $wrong = send_body('{"hankittavat-ammat-tutkinnon-osat":['
        . join(',', ('{"x":1}') x 15_000) . ']}');
is($wrong->{status}, 400, 'a document with some 45000 problems');
cmp_ok(length $wrong->{body}, '<', 2_000_000, 'is not answered with megabytes');
cmp_ok($wrong->{seconds}, '<', 5 * PATIENCE, 'nor with minutes');
cmp_ok(scalar @{$wrong->{json}{virheet}}, '<=', 1000, 'but with some of them');

# ---- depth ------------------------------------------------------------------------------

for my $depth (40, 1000, 3000, 100_000) {
    my $lists   = send_body('[' x $depth . ']' x $depth);
    my $objects = send_body('{"a":' x $depth . '1' . '}' x $depth);
    is($lists->{status},   400, "lists $depth deep");
    is($objects->{status}, 400, "objects $depth deep");
    for my $answer ($lists, $objects) {
        is($answer->{json}{type}, 'compojure.api.exception/request-parsing',
            'before anything looks at what it means');
    }
    is(send_body('[' x $depth)->{status}, 400, "$depth brackets that never close");
}

# ---- size ---------------------------------------------------------------------------------

my $limit = 1024 * 1024;
my $big   = '{"sahkoposti":"' . 'x' x $limit . '"}';
is(send_body($big)->{status}, 413, 'a body over the limit');
my $fits = '{"sahkoposti":"' . 'x' x ($limit - 100) . '"}';
is(send_body($fits)->{status}, 400, 'one just below it is looked at');

my $head = 'POST ' . VB . "/hoks HTTP/1.1\r\nHost: localhost\r\n"
    . "Authorization: Bearer $token\r\nCaller-Id: testi\r\n"
    . "Content-Type: application/json\r\nConnection: close\r\n";
my $begin  = time;
my $answer = raw_request("${head}Content-Length: 2000000000\r\n\r\n{", seconds => 10);
like($answer, qr{^HTTP/1\.1 413 }, 'a huge length is refused before the body');
cmp_ok(time - $begin, '<', 3 * PATIENCE, 'at once');
like($answer, qr/"status":413/, 'in JSON');
like($answer, qr/^Connection:.*\bclose\b/im, 'and the connection is given up');

my $chunk   = sprintf("%x\r\n%s\r\n", 65_536, 'x' x 65_536);
$answer = raw_request("${head}Transfer-Encoding: chunked\r\n\r\n"
        . $chunk x 40 . "0\r\n\r\n");
like($answer, qr{^HTTP/1\.1 413 }, 'chunks that add up to too much');

for my $length ('-1', 'x', '1x', '99999999999999999999999') {
    $answer = raw_request("${head}Content-Length: $length\r\n\r\n{}");
    like($answer, qr{^HTTP/1\.1 4\d\d }, "Content-Length: $length");
}
$answer = raw_request("${head}Content-Length: 10\r\n"
        . "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
like($answer, qr{^HTTP/1\.1 400 }, 'two lengths at once (or a document error)');

$answer = raw_request("${head}Expect: 100-continue\r\nContent-Length: $limit\r\n\r\n"
        =~ s/Bearer \S+/Bearer a.b.c/r, seconds => 5);
unlike($answer, qr/100 Continue/, 'nobody is asked for a body in vain');
like($answer, qr{^HTTP/1\.1 401 }, 'when the token is bad');

# ---- the service goes on ------------------------------------------------------------------------

is(post_hoks(hoks_document(study_right()))->{status},
    200, 'after all this a plan is taken');

done_testing();
