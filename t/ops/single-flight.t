#!/usr/bin/perl
# One call for many: parallel requests for one stale study right make one
# registry call, however many processes and threads wait for it; a stale copy
# is served at once where the policy allows it, while one call renews it.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use IO::Select  ();
use IO::Socket  ();
use JSON::PP    ();
use Time::HiRes qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

my $many = 1_000;

# httpd says that all its threads are busy: they are meant to be.
expect_log(qr/AH00484: server reached MaxRequestWorkers/);
expect_log(qr/AH10159: server is within MinSpareThreads/);

END { control({delay_ms => 0, down => []}) unless $^C }

# How often Koski was asked for a single study right.
sub calls () {
    my $answer = request('GET', '/__calls',
        {url => stack()->{EHOKS_REGISTRY_URL}});
    return $answer->{json}{koski}{paths}{'GET opiskeluoikeus/:oid'} // 0;
}

# Makes the copy of a study right so and so many seconds older.
sub age ($right, $seconds) {
    psql("UPDATE ehoks.rekisterikopio SET haettu = haettu - interval '$seconds s',"
            . " kysytty = kysytty - interval '$seconds s'"
            . " WHERE laji = 'opiskeluoikeus' AND avain = '$right->{oid}'");
    return;
}

# Sends the same POST over `count` connections at once, reads every answer and
# counts the statuses.
sub at_once ($httpd, $document, $count) {
    my $body  = JSON::PP->new->utf8->encode($document);
    my $bytes = join "\r\n", 'POST ' . VB . '/hoks HTTP/1.1',
        'Host: localhost', 'Caller-Id: ehoks.testi', 'Connection: close',
        'Authorization: Bearer ' . token('sis-a'),
        'Content-Type: application/json', 'Content-Length: ' . length $body,
        '', $body;
    my $select = IO::Select->new;
    my %answer;
    my $left = $count;
    my (%count, %why);
    my $end = time + 60;
    while (($left > 0 || $select->count) && time < $end) {
        # As many at once as httpd has threads for, and a queue before it.
        while ($left > 0 && $select->count < 250) {
            my $socket = IO::Socket::INET->new(
                PeerHost => '127.0.0.1', PeerPort => $httpd->{port},
                Timeout  => 20,
            ) or die "connect: $!\n";
            syswrite $socket, $bytes;
            $answer{$socket} = '';
            $select->add($socket);
            $left--;
        }
        for my $socket ($select->can_read(1)) {
            next if sysread $socket, $answer{$socket}, 65_536, length $answer{$socket};
            my ($status) = $answer{$socket} =~ m{^HTTP/1\.1 (\d+)};
            my ($error)  = $answer{$socket} =~ m{"error":"([^"]*)};
            $count{$status // 'none'}++;
            $why{"$status $error"}++ if ($status // 0) >= 500;
            delete $answer{$socket};
            $select->remove($socket);
            close $socket;
        }
    }
    $count{unanswered} = $select->count if $select->count;
    diag("$why{$_} times $_") for sort keys %why;
    return \%count;
}

# ---- strict: everybody waits for the same call -------------------------------

# With so few connections both httpds fit into the stack's PostgreSQL.
my $strict = own_httpd(extra => "DBDMax 5\nEhoksRegistryFresh opiskeluoikeus 60s 7d\n"
        . "EhoksRegistryFresh opiskeluoikeudet 60s 7d\nEhoksStudyRight strict\n");
my $right = study_right();
my $plan  = post_hoks(hoks_document($right), {url => $strict->{url}});
is($plan->{status}, 200, 'a plan, and with it a copy of its study right');
age($right, 3_600);
control({delay_ms => 500});
my $before = calls();
my $count  = at_once($strict, hoks_document($right), $many);
is(calls() - $before, 1, "$many requests for a stale study right: one call");
my $no_room = delete $count->{503} // 0;
is_deeply($count, {400 => $many - $no_room}, 'and every one of them is answered')
    or diag explain $count;
cmp_ok($no_room, '<=', $many / 20, 'on a busy machine a few by 503, but hardly any');

# Nobody has asked for this one before.
my $new = study_right();
$before = calls();
$count  = at_once($strict, hoks_document($new), 100);
is(calls() - $before, 1, '100 requests for a study right without copy: one call');
is($count->{200}, 1,  'one plan is made') or diag explain $count;
is($count->{400}, 99, 'and the others are told so');
control({delay_ms => 0});
$strict->stop;

# ---- stale-ok: nobody waits ---------------------------------------------------

my $lenient = own_httpd(extra => "DBDMax 5\nEhoksRegistryFresh opiskeluoikeus 60s 7d\n"
        . "EhoksRegistryFresh opiskeluoikeudet 60s 7d\nEhoksStudyRight stale-ok 24h\n");
age($right, 3_600);
control({delay_ms => 3_000});
$before = calls();
my $begin = time;
$count = at_once($lenient, hoks_document($right), 20);
cmp_ok(time - $begin, '<', 2, 'with stale-ok nobody waits for the registry');
is_deeply($count, {400 => 20}, 'and everybody is answered');
ok(wait_until(20, sub {
    my ($row) = psql("SELECT haettu > now() - interval '30 s'"
            . " FROM ehoks.rekisterikopio WHERE laji = 'opiskeluoikeus'"
            . " AND avain = '$right->{oid}'");
    return $row->[0] eq 't';
}), 'the copy becomes young again');
is(calls() - $before, 1, 'by one call');
control({delay_ms => 0});

# Too old is too old, whatever the policy.
age($right, 25 * 3_600);
control({down => ['koski']});
expect_log(qr/EH0200: call to koski failed/);
is(post_hoks(hoks_document($right), {url => $lenient->{url}})->{status}, 503,
    'a copy older than stale-ok allows is no copy');
control({down => []});
$lenient->stop;

done_testing();
