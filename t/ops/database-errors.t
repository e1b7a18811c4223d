#!/usr/bin/perl
# What the database says no to: each SQLSTATE becomes "not now" (503, and when
# to try again) or "our mistake" (500). Neither the client nor the log is told
# the words of the database, which may hold what stands in a plan. A connection
# whose statements were forgotten (a pooler, DEALLOCATE) goes on at once, and an
# audit row that is never taken holds no other up.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $id   = post_hoks(hoks_document(study_right()))->{json}{meta}{id};
my $plan = VB . "/hoks/$id";

my %single = (extra => "EhoksAuditBuffer 0\nStartServers 1\nMinSpareThreads 1\n"
        . "ServerLimit 1\nThreadsPerChild 25\nMaxRequestWorkers 25\nMaxSpareThreads 25\n");

psql('CREATE SCHEMA IF NOT EXISTS vika; CREATE SEQUENCE IF NOT EXISTS vika.kerrat');
END { psql('DROP SCHEMA IF EXISTS vika CASCADE') }

# A trigger that does `what` to the table; CREATE TRIGGER's `when` says when.
sub fault ($what, $when) {
    psql('CREATE OR REPLACE FUNCTION vika.vika() RETURNS trigger LANGUAGE plpgsql'
            . " SECURITY DEFINER AS \$\$ BEGIN $what RETURN NEW; END \$\$;"
            . "CREATE OR REPLACE TRIGGER vika $when EXECUTE FUNCTION vika.vika()");
    return;
}

# Each time another document: one that stays as it was is not written.
my $round = 1;

sub change ($httpd = undef) {
    return request('PATCH', $plan, {token => 'sis-a',
            $httpd ? (url => $httpd->{url}) : (), body => {id => $id, versio => ++$round}});
}

sub version () {
    return (psql("SELECT versio FROM ehoks.hoks WHERE id = $id"))[0][0];
}

# ---- SQLSTATEs ------------------------------------------------------------------

# SQLSTATE, its name, the answer, the line of the log.
my $given_up = qr/EH0103: statement \w+ was given up by the database \(%s\)$/;
my $failed   = qr/EH0104: statement \w+ failed with SQLSTATE %s; are all migrations run\?$/;
my @states   = (
    ['40001', 'serialization failure',   503, $given_up],
    ['40P01', 'deadlock',                503, $given_up],
    ['55P03', 'lock timeout',            503, $given_up],
    ['57014', 'statement timeout',       503, $given_up],
    ['53300', 'too many connections',    503, $given_up],
    ['25006', 'read-only: a standby',    503, $given_up],
    ['57P01', 'shutting down',           503, undef],
    ['08006', 'connection failure',      503, undef],
    ['42501', 'insufficient privilege',  500, $failed],
    ['42P01', 'a table that is missing', 500, $failed],
    ['22012', 'division by zero',        500, $failed],
    ['53100', 'disk full',               500, $failed],
    ['XX001', 'data corrupted',          500, $failed],
);

# PostgreSQL writes them into its own log, where a canary would be a leak.
my $words  = 'sanoja rivin sisalta';
my $before = version();
for my $case (@states) {
    my ($state, $name, $status, $line) = @$case;
    my $pattern = $line && qr/\[ehoks:(?:warn|error)\].*@{[sprintf $line, $state]}/;
    expect_log($pattern) if $pattern;
    fault("RAISE EXCEPTION '$words' USING ERRCODE = '$state';",
        "BEFORE UPDATE ON ehoks.hoks FOR EACH ROW WHEN (OLD.id = $id)");
    my $answer = change();
    is($answer->{status}, $status, "$state ($name): $status");
    is($answer->{json}{virheet}[0]{koodi}, $status == 503 ? 'E-TIETOKANTA' : 'E-SISAINEN', "$state: its error");
    is(!!$answer->{headers}{'retry-after'}, $status == 503,
        "$state: tells whether it helps to try again");
    unlike($answer->{body}, qr/$words|$state|ehoks\.hoks/, "$state: no word of the database's");
    is(scalar(grep { $pattern && /$pattern/ } log_lines()), $line ? 1 : 0, "$state: one line of the log at most");
}
is_deeply([grep { /$words/ } log_lines()], [], 'nor is one in the log');
is(version(), $before, 'nothing was written');
psql('DROP TRIGGER vika ON ehoks.hoks');
is(change()->{status}, 204, 'and with the fault gone the plan is changed again');

# ---- forgotten statements -------------------------------------------------------

my $httpd = own_httpd(%single, edit => sub { s/^( *DBDMax) .*$/$1 1/m; s/^( *DBDKeep) .*$/$1 1/m });
fault("PERFORM nextval('vika.kerrat'); EXECUTE 'DEALLOCATE ALL';",
    'AFTER INSERT ON ehoks.audit FOR EACH STATEMENT');
my %statuses;
for (1 .. 5) {
    $statuses{'GET ' . request('GET', $plan, {token => 'sis-a', url => $httpd->{url}})->{status}}++;
    $statuses{'PATCH ' . change($httpd)->{status}}++;
}
is_deeply(\%statuses, {'GET 200' => 5, 'PATCH 204' => 5}, 'forgotten statements are prepared again, unseen');
is(version(), $before + 6, 'each change is there once');
cmp_ok((psql('SELECT last_value FROM vika.kerrat'))[0][0], '>=', 10, 'they were forgotten each time');
psql('DROP TRIGGER vika ON ehoks.audit');
$httpd->stop;

# ---- an audit row that is never taken -------------------------------------------

expect_log(qr/\[ehoks:error\].*EH0104: statement kirjaa_rivit failed with SQLSTATE 22023;/);
my $lost = qr/EH0500: 1 audit rows of request \S+ are lost: the database does not take them \(E-SISAINEN\)$/;
expect_log($lost);
my $agent = "database-errors/$$";
fault("RAISE EXCEPTION 'rivi' USING ERRCODE = '22023';",
    "BEFORE INSERT ON ehoks.audit FOR EACH ROW WHEN (NEW.selain = '$agent/2')");
$httpd = own_httpd(extra => $single{extra} =~ s/^EhoksAuditBuffer 0\n//r);
for my $number (1 .. 3) {
    is(request('GET', $plan, {token => 'sis-a', url => $httpd->{url},
                headers => {'user-agent' => "$agent/$number"}})->{status}, 200, "read $number");
}
my @kept;
wait_until(10, sub {
    @kept = map { $_->[0] } psql("SELECT selain FROM ehoks.audit WHERE selain LIKE '$agent/%' ORDER BY 1");
    return @kept >= 2;
});
is_deeply(\@kept, ["$agent/1", "$agent/3"], 'the rows before and after it are written');
is(scalar(grep { /$lost/ } log_lines($httpd->{error_log})), 1, 'its loss is told, by the name of its request');
psql('DROP TRIGGER vika ON ehoks.audit');
$httpd->stop;

done_testing();
