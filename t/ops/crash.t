#!/usr/bin/perl
# PostgreSQL is killed outright (kill -9) at random moments while plans are
# made and changed: what was answered as done is there whole, with history,
# projections, change feed and audit; nothing is there by halves; and the
# service heals by itself each time. A cluster and a httpd of the test's own.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use Time::HiRes    qw(sleep);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCluster;
use EhoksHttpd;
use EhoksWriters;

my $kills = $ENV{EHOKS_CHAOS} ? 15 : 3;
my $count = 3;

# The module and mod_dbd tell that the database is not there.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:warn|info)\].*EH[0-9]{4}: /);
expect_log(qr/\[ehoks:error\].*EH010[0-9]: .*57P/);
# libpq itself, of a connection that ends while it is being made.
expect_log(qr/^FATAL: .*(?:postmaster exit|shutting down|starting up)/);

my $cluster = make_cluster();
my $httpd   = own_httpd(define => {SOCKET_DIR => $cluster->{path}});
my %to      = (url => $httpd->{url}, token => token('sis-a'));
my $folder  = File::Temp->newdir('ehoks-writers-XXXXXX', TMPDIR => 1);
my $writers = start_writers(folder => $folder, count => $count, to => \%to,
    plans => 100 * $kills);

srand(20240815);
for my $kill (1 .. $kills) {
    sleep 0.7 + rand 1.3;
    $cluster->kill_outright;
    ok(wait_until(30, sub { $cluster->is_back }), "kill $kill: PostgreSQL is back")
        or diag(read_bytes("$cluster->{path}/log"));
}
sleep 1;
$writers->end;

my $counts = $writers->counts;
is_deeply($writers->others(503), [], 'every answer says done or not now')
    or diag(json_text($counts));
for my $kind ('POST 200', 'PUT 204', 'POST 503') {
    cmp_ok($counts->{$kind} // 0, '>', 0, "some answers are $kind");
}
$writers->check("after $kills kills", doubts => $kills * $count);
histories_fit("after $kills kills");
is(request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())})
        ->{status},
    200, 'the service is well again');

done_testing();
