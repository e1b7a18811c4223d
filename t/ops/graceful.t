#!/usr/bin/perl
# `apachectl graceful`, twenty times: whoever is logged in stays logged in, no
# request is lost, and the parent process does not grow.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use HTTP::Tiny     ();
use Time::HiRes    qw(sleep);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $times  = 20;
my $parent = read_bytes(stack()->{EHOKS_HTTPD_PID_FILE}) + 0;
my $log    = stack()->{EHOKS_ERROR_LOG};
my $jar    = login('oppija1');
my $plan   = post_hoks(hoks_document(study_right()))->{json}{data}{uri};
my $token  = token('sis-a');

# Somebody who asks on and on, each time over a new connection; tells how
# often, and what was not 200.
sub ask_on ($stop, $result) {
    my $client = HTTP::Tiny->new(keep_alive => 0, timeout => 20,
        http_proxy => undef, proxy => undef);
    my ($count, %wrong) = (0);
    until (-e $stop) {
        my $answer = $client->get(stack()->{EHOKS_URL} . $plan,
            {headers => {authorization => "Bearer $token",
                    'caller-id' => 'ehoks.testi'}});
        $count++;
        $wrong{"$answer->{status} $answer->{reason}"}++ if $answer->{status} != 200;
    }
    open my $out, '>', $result or die "$result: $!\n";
    print {$out} json_text({count => $count, wrong => \%wrong});
    close $out or die "$result: $!\n";
    return;
}

my $folder = File::Temp->newdir;
my $stop   = "$folder/stop";
my @asking;
for my $number (1, 2) {
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        ask_on($stop, "$folder/$number");
        POSIX::_exit(0);
    }
    push @asking, $process;
}

my (@sizes, @not_logged_in);
for my $round (1 .. $times) {
    graceful($parent, $log) or fail("restart $round was not carried out");
    my $session = request('GET', O . '/session', {cookie => $jar});
    push @not_logged_in, "round $round: $session->{status}"
        if $session->{status} != 200;
    push @sizes, resident_kb($parent);
}
open my $out, '>', $stop or die "$stop: $!\n";
close $out or die "$stop: $!\n";
waitpid $_, 0 for @asking;

# A write that waits for a registry is finished, too.
control({delay_ms => 1500});
my $right   = study_right();
my $waiting = fork // die "fork: $!\n";
if (!$waiting) {
    my $answer = post_hoks(hoks_document($right));
    POSIX::_exit($answer->{status} == 200 ? 0 : 1);
}
sleep 0.7;
graceful($parent, $log) or fail('a restart was not carried out');
waitpid $waiting, 0;
is($?, 0, 'a write that waits for a registry is finished');
control({delay_ms => 0});

ok(kill(0, $parent), 'the parent process is the same');
is_deeply(\@not_logged_in, [], "a learner stays logged in over $times restarts");
for my $number (1, 2) {
    my $told = decode_json_bytes(read_bytes("$folder/$number"));
    cmp_ok($told->{count}, '>', $times / 4, "requests went on ($told->{count})");
    is_deeply($told->{wrong}, {}, 'and each was answered 200');
}

# The first restarts fill what allocators keep; then nothing is added.
my $growth = $sizes[-1] - $sizes[4];
note("resident memory of the parent: @sizes KB");
cmp_ok($growth, '<', 1500, "the parent grew by $growth KB in 15 restarts");

ok(wait_until(30, sub { children_of($parent) <= 4 }),
    'the children of old generations are gone');
is(post_hoks(hoks_document(study_right()))->{status},
    200, 'and plans are taken as before');

done_testing();
