#!/usr/bin/perl
# No test holds up the others: what takes too long is ended, and what a test
# leaves running ends with it.
use v5.36;
use Test::More;
use File::Basename qw(dirname);
use Time::HiRes    qw(time);

my $one_test = dirname(__FILE__) . '/../lib/one-test';

# What it says, its exit status, and seconds until nobody has its output open.
sub outcome ($seconds, $program) {
    my $begin = time;
    my $said  = `'$one_test' $seconds $^X -e '$program' 2>&1`;
    return ($said, $? >> 8, time - $begin);
}

my ($said, $status, $took) = outcome(60, 'print "ok 1\n"; exit 3');
is($said, "ok 1\n", 'what a test says is passed on');
is($status, 3, 'so is how it ends');

($said, $status, $took) = outcome(60, 'if (!fork) { sleep 60; exit } die "broken off\n"');
is($said, "broken off\n", 'a test that breaks off says so');
cmp_ok($took, '<', 30, 'and what it has left running is not waited for');

($said, $status, $took) = outcome(1, 'if (!fork) { sleep 60; exit } sleep 60');
like($said, qr/not done after 1 s/, 'a test that takes too long is ended');
isnt($status, 0, 'and has failed');
cmp_ok($took, '<', 30, 'with all that it has started');

done_testing();
