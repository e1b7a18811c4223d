#!/usr/bin/perl
# What becomes of audit rows when something dies: a child that is killed
# outright takes the rows of the last second with it, of reads alone; one that
# is told to end takes none; and while the database is away rows wait for it,
# as many as the buffer holds.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use List::Util     qw(sum0);
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $agent = 'audit-crash/' . int(rand 1e9);
my $id    = post_hoks(hoks_document(study_right()))->{json}{meta}{id};
my $plan  = VB . "/hoks/$id";
my $number = 0;

# A request with a name of its own; (name, status).
sub ask ($httpd, $method, %options) {
    my $name   = "$agent-" . ++$number;
    my $answer = request($method, $plan, {url => $httpd->{url},
            headers => {'user-agent' => $name}, %options});
    return ($name, $answer->{status});
}

sub known () {
    return map { $_->[0] => 1 }
        psql("SELECT selain FROM ehoks.audit WHERE selain LIKE '$agent-%'");
}

sub all_known ($seconds, @names) {
    my @left;
    wait_until($seconds, sub {
        my %known = known();
        @left = grep { !$known{$_} } @names;
        return !@left;
    });
    return \@left;
}

# ---- kill -9 -------------------------------------------------------------------

expect_log(qr/AH00052: child pid \d+ exit signal Killed/);
my $httpd = own_httpd();
my (%reads, @writes);
my $version = 1;
my $end = time + 3;
while (time < $end) {
    my ($name, $status) = ask($httpd, 'GET', token => 'sis-a');
    $reads{$name} = time if $status == 200;
    next if $number % 5;
    ($name, $status) = ask($httpd, 'PATCH', token => 'sis-a',
        body => {id => $id, versio => ++$version});
    push @writes, $name if $status == 204;
}
my $killed = time;
kill 'KILL', children_of($httpd->{process});
cmp_ok(scalar @writes, '>', 0, 'changes were made');
cmp_ok(scalar(grep { $_ < $killed - 1 } values %reads), '>', 0, 'and plans read');
my %known = known();
is_deeply([grep { !$known{$_} } @writes], [], 'no change is without its row');
my @lost = grep { !$known{$_} } keys %reads;
note(@lost . ' of ' . keys(%reads) . ' reads are lost');
is_deeply([grep { $reads{$_} < $killed - 1 } @lost], [],
    'of reads those of the last second are lost at most');
ok(wait_until(20, sub { (ask($httpd, 'GET', token => 'sis-a'))[1] == 200 }),
    'the next child serves on');
is((psql("SELECT count(*) - count(DISTINCT selain) FROM ehoks.audit"
        . " WHERE selain LIKE '$agent-%'"))[0][0], 0, 'no row is there twice');

# ---- an orderly end -------------------------------------------------------------

my @latest = map { (ask($httpd, 'GET', token => 'sis-a'))[0] } 1 .. 10;
graceful($httpd->{process}, $httpd->{error_log});
is_deeply(all_known(20, @latest), [], 'a graceful restart loses nothing');
@latest = map { (ask($httpd, 'GET', token => 'sis-a'))[0] } 1 .. 10;
$httpd->stop;
is_deeply(all_known(0, @latest), [], 'nor does stopping');

# ---- no buffer -------------------------------------------------------------------

$httpd = own_httpd(extra => "EhoksAuditBuffer 0\n");
@latest = map { (ask($httpd, 'GET', token => 'sis-a'))[0] } 1 .. 5;
is_deeply(all_known(0, @latest), [], 'without a buffer a row is there before the answer');
$httpd->stop;

# ---- the database is away ---------------------------------------------------------

expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:error|warn)\].*EH(?:01[0-9]{2}|0501|0502|0302): /);
my $ending = own_httpd();
$httpd = own_httpd(
    extra => "EhoksAuditBuffer 6\nStartServers 1\nMinSpareThreads 1\nServerLimit 1\n"
        . "MaxRequestWorkers 25\nThreadsPerChild 25\nMaxSpareThreads 25\n");
my $is_down = 0;

sub postgres ($order) {
    local $ENV{VAR} = stack()->{VAR};
    my $said = `@{[root()]}/t/lib/stack postgres-$order 2>&1`;
    is($?, 0, "PostgreSQL: $order") or diag($said);
    $is_down = $order eq 'stop';
    return;
}

END { postgres('start') if $is_down }

postgres('stop');
my @refused = map { [ask($httpd, 'GET')] } 1 .. 4;
is_deeply([map { $_->[1] } @refused], [(401) x 4], 'refusals go on');
my @more = map { [ask($httpd, 'GET')] } 1 .. 6;
is_deeply([map { $_->[1] } @more], [(401) x 6], 'also when the buffer is full');
is((ask($httpd, 'GET', token => 'sis-a'))[1], 503, 'a plan is not given');

# A child can't wait for ever: what it has to leave behind it tells.
is((ask($ending, 'GET'))[1], 401, 'refused') for 1 .. 3;
my $stopping = time;
$ending->stop;
cmp_ok(time - $stopping, '<', 8, 'who stops meanwhile, stops');
my @told = map { /EH0501: (\d+) audit rows are lost: the child ends/ ? $1 : () }
    log_lines($ending->{error_log});
is(sum0(@told), 3, 'and tells how many rows are lost');

postgres('start');
is_deeply(all_known(30, map { $_->[0] } @refused, @more[0, 1]), [],
    'rows that waited are written when it is back');
sleep 1;
%known = known();
is_deeply([grep { $known{$_->[0]} } @more[2 .. 5]], [],
    'those for which there was no room are not');
cmp_ok(scalar(grep { /EH0502: a refused request could not be audited/ }
        log_lines($httpd->{error_log})), '>=', 4, 'which is logged');
$httpd->stop;

done_testing();
