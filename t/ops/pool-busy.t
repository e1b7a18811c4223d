#!/usr/bin/perl
# Every database connection is busy: whoever waits too long is answered 503
# within the configured time, some do not even wait, files are served as ever,
# and when connections are free again all is well.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

# Two connections, a wait that is long enough to tell it from a busy machine,
# and statements that wait for a lock as long as it is held.
my $wait  = 3.0;
my $httpd = own_httpd(
    edit => sub {
        s/^(\s*DBD(?:Min|Keep|Max)) \d+/$1 2/gm;
        s/^#?EhoksDatabaseWait .*/EhoksDatabaseWait 3000/m;
    },
    edit_dev => sub { s/(statement|lock)_timeout%3D\d+s/$1_timeout%3D60s/g },
    extra => "StartServers 1\nServerLimit 1\nMinSpareThreads 1\n"
        . "MaxSpareThreads 25\nMaxRequestWorkers 25\n",
);
my $plan  = post_hoks(hoks_document(study_right()))->{json}{data}{uri};
my $token = token('sis-a');
my $file  = '/ehoks-static/uloskirjautunut.html';
is(ask($plan)->{status}, 200, 'a plan is read');

# The module tells of those it refused.
expect_log(qr/\[ehoks:(?:warn|error)\].*EH[0-9]{4}: /);

sub ask ($path) {
    return request('GET', $path, {url => $httpd->{url}, token => $token});
}

# Asks in a process of its own; tells status, seconds and Retry-After.
my $folder = File::Temp->newdir;
my %asked;

sub ask_aside ($name, $path = $plan) {
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        my $begin  = time;
        my $answer = ask($path);
        open my $out, '>', "$folder/$name" or die "$!\n";
        print {$out} join ' ', $answer->{status}, time - $begin,
            $answer->{headers}{'retry-after'} // '-';
        close $out or die "$!\n";
        POSIX::_exit(0);
    }
    $asked{$name} = $process;
    return;
}

sub told ($name) {
    waitpid $asked{$name}, 0;
    return split / /, read_bytes("$folder/$name");
}

# A session of its own that keeps the table of plans locked until it ends.
sub lock_plans () {
    local $ENV{PGHOST} = stack()->{PGHOST};
    open my $session, '|-', 'psql', '-Xq', '-U', stack()->{PGUSER},
        '-p', stack()->{PGPORT}, '-d', stack()->{PGDATABASE}
        or die "psql: $!\n";
    $session->autoflush(1);
    say {$session} 'BEGIN; LOCK TABLE ehoks.hoks IN ACCESS EXCLUSIVE MODE;';
    ok(wait_until(10, sub { count_locks('granted', 'AccessExclusiveLock') }),
        'the table of plans is locked');
    return $session;
}

# Locks on the table of plans, had or waited for.
sub count_locks ($which, $mode) {
    my ($row) = psql("SELECT count(*) FROM pg_locks WHERE $which"
            . " AND mode = '$mode' AND relation = 'ehoks.hoks'::regclass");
    return $row->[0];
}

my $lock = lock_plans();
ask_aside("holder$_") for 1, 2;
ok(wait_until(10, sub { count_locks('NOT granted', 'AccessShareLock') == 2 }),
    'both connections are taken');

# ---- one more ---------------------------------------------------------------------

my $begin  = time;
my $answer = ask($plan);
my $took   = time - $begin;
is($answer->{status}, 503, 'no connection is free: 503');
like($answer->{headers}{'retry-after'} // '', qr/^[1-9]/, 'with Retry-After');
cmp_ok($took, '>', $wait * 0.7, sprintf 'after waiting (%.2f s)', $took);
cmp_ok($took, '<', $wait + 1.5, 'but not longer than configured');

# ---- files ------------------------------------------------------------------------

ask_aside("waiter$_") for 1 .. 20;
sleep 0.5;
my $slowest = 0;
for (1 .. 10) {
    $begin = time;
    is(ask($file)->{status}, 200, 'a file is served');
    $took    = time - $begin;
    $slowest = $took if $took > $slowest;
}
cmp_ok($slowest, '<', $wait / 2, sprintf 'without delay (%.3f s at most)', $slowest);

# ---- many more -----------------------------------------------------------------------

my ($refused, $at_once) = (0, 0);
for my $number (1 .. 20) {
    my ($status, $seconds, $retry) = told("waiter$number");
    is($status, 503, "of many, $number is answered 503");
    $refused++;
    $at_once++ if $seconds < $wait * 0.6;
    isnt($retry, '-', 'with Retry-After');
    cmp_ok($seconds, '<', $wait + 2, 'in time');
}
cmp_ok($at_once, '>', 0, "of $refused refused, $at_once did not even wait");

# ---- and then ----------------------------------------------------------------------------

say {$lock} 'COMMIT;';
close $lock or die "psql failed\n";
for my $name ('holder1', 'holder2') {
    my ($status) = told($name);
    is($status, 200, "$name had its connection and its answer");
}
for (1 .. 10) {
    is(ask($plan)->{status}, 200, 'when the lock is gone, all is well');
}

done_testing();
