#!/usr/bin/perl
# A client that reads slowly an answer of several megabytes keeps no database
# connection: with only one connection, all others are served meanwhile.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use IO::Socket     ();
use Socket         qw(SOL_SOCKET SO_RCVBUF);
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $httpd = own_httpd(
    edit  => sub { s/^(\s*DBD(?:Min|Keep|Max)) \d+/$1 1/gm },
    extra => "StartServers 1\nServerLimit 1\nMinSpareThreads 1\n"
        . "MaxSpareThreads 25\nMaxRequestWorkers 25\n",
);

# A learner with many great plans.
my $learner = oppija_oid();
my $text    = 'pitkä teksti ' x 45_000;
my @rights  = map { study_right('oppija-oid' => $learner) } 1 .. 8;
for my $right (@rights) {
    my $answer = post_hoks(
        hoks_document(
            $right,
            'hankittavat-paikalliset-tutkinnon-osat' =>
                [{nimi => 'osa', 'tavoitteet-ja-sisallot' => $text}]
        )
    );
    is($answer->{status}, 200, 'a great plan') or diag($answer->{body});
}
my $token = signed_token({
    iss       => stack()->{EHOKS_OP_URL},
    aud       => 'urn:ehoks:api',
    exp       => int(time) + 300,
    sub       => 'x',
    oid       => $learner,
    user_type => 'OPPIJA',
});

# Somebody asks for all of them and does not read.
my $slow = IO::Socket::INET->new(Proto => 'tcp') or die "socket: $!\n";
$slow->sockopt(SO_RCVBUF, 4096);
$slow->connect(Socket::pack_sockaddr_in($httpd->{port}, Socket::inet_aton('127.0.0.1')))
    or die "connect: $!\n";
print {$slow} 'GET ' . O . "/oppijat/$learner/hoks HTTP/1.1\r\n"
    . "Host: localhost\r\nAuthorization: Bearer $token\r\n"
    . "Caller-Id: testi\r\nConnection: close\r\n\r\n";
$slow->flush;
my $first = '';
sysread $slow, $first, 1000;
like($first, qr{^HTTP/1\.1 200 }, 'the answer begins');

# Meanwhile, everybody else.
my $plan = post_hoks(hoks_document(study_right()), {url => $httpd->{url}});
is($plan->{status}, 200, 'a plan is taken while somebody reads slowly');
my $slowest = 0;
for (1 .. 20) {
    my $begin  = time;
    my $answer = request('GET', $plan->{json}{data}{uri},
        {url => $httpd->{url}, token => 'sis-a'});
    my $seconds = time - $begin;
    $slowest = $seconds if $seconds > $slowest;
    is($answer->{status}, 200, 'a plan is read') if $answer->{status} != 200;
}
cmp_ok($slowest, '<', 1.5, sprintf 'at once (%.3f s at most)', $slowest);

# The slow one has had to wait all the time, and gets everything in the end.
my $rest = $first;
while (sysread $slow, $rest, 1_000_000, length $rest) { }
close $slow;
my ($length) = $rest =~ /^Content-Length: (\d+)/mi;
my ($body)   = $rest =~ /\r\n\r\n(.*)/s;
cmp_ok($length // 0, '>', 4_000_000, 'the slow answer has some megabytes');
is(length($body), $length, 'and all of it arrives');

done_testing();
