#!/usr/bin/perl
# The primary PostgreSQL dies and its standby is promoted, while plans are made
# and changed: httpd finds the new primary by itself (a connection string with
# both hosts), no acknowledged change is lost, and nobody restarts anything.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCluster;
use EhoksHttpd;
use EhoksWriters;

# The module and mod_dbd tell that the database is not there.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:warn|info)\].*EH[0-9]{4}: /);
expect_log(qr/\[ehoks:error\].*EH010[0-9]: .*57P/);

my $primary = make_cluster();
my $standby = $primary->make_standby();

# libpq tries the hosts in turn and wants one that takes writes.
my $httpd = own_httpd(
    define => {SOCKET_DIR => "$primary->{path},$standby->{path}"},
    edit_dev => sub { s/(&user=ehoks_sovellus)/$1&target_session_attrs=read-write/ },
);
my %to      = (url => $httpd->{url}, token => token('sis-a'));
my $folder  = File::Temp->newdir('ehoks-writers-XXXXXX', TMPDIR => 1);
my $writers = start_writers(folder => $folder, count => 2, to => \%to);

my $plan = request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())});
is($plan->{status}, 200, 'a plan is made') or diag($plan->{body});
sleep 2;
$primary->kill_outright;
sleep 0.5;
$standby->promote;
my $begin = time;
my $back  = wait_until(20, sub {
    request('GET', $plan->{json}{data}{uri}, \%to)->{status} == 200;
});
ok($back, sprintf 'reads are answered %.2f s after the promotion', time - $begin);
my $write = wait_until(20, sub {
    request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())})
        ->{status} == 200;
});
ok($write, sprintf 'and writes %.2f s after it', time - $begin);
sleep 2;
$writers->end;

is_deeply($writers->others(503), [], 'every answer says done or not now')
    or diag(json_text($writers->counts));
cmp_ok($writers->slowest, '<', 20, sprintf 'nobody waited longer than the'
        . ' configured times (%.1f s at most)', $writers->slowest);
# A commit that waited for the standby when the primary died is unknown to the
# client, and may be there.
$writers->check('after the promotion', doubts => 2);
histories_fit('after the promotion');

done_testing();
