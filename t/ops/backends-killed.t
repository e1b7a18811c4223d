#!/usr/bin/perl
# Every connection to the database is cut while requests run (an operator, a
# failover): at most one 503 for each connection, then only 200s, without a
# restart, and what was answered 200 is stored once.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $plan  = post_hoks(hoks_document(study_right()))->{json}{data}{uri};
my $token = token('sis-a');

# The module may tell that it lost a connection and made a new one.
expect_log(qr/\[ehoks:warn\].*EH[0-9]{4}: .*connection/);

my $cut = 'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity'
    . " WHERE usename = 'ehoks_sovellus'";

# Asks until `stop` is there; gives the statuses with their times.
sub ask_on ($stop, $result) {
    my @lines;
    until (-e $stop) {
        my $answer = request('GET', $plan, {token => $token});
        push @lines, time . " $answer->{status}"
            . ($answer->{headers}{'retry-after'} ? ' retry' : '');
    }
    open my $out, '>', $result or die "$result: $!\n";
    print {$out} join "\n", @lines;
    close $out or die "$result: $!\n";
    return;
}

my $folder = File::Temp->newdir;
my @asking;
for my $number (1 .. 4) {
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        ask_on("$folder/stop", "$folder/$number");
        POSIX::_exit(0);
    }
    push @asking, $process;
}

sleep 1;
my ($cuts, $last_cut) = (0);
for (1 .. 3) {
    $cuts += (psql($cut))[0][0];
    $last_cut = time;
    sleep 0.7;
}
sleep 1;
open my $out, '>', "$folder/stop" or die "$!\n";
close $out or die "$!\n";
waitpid $_, 0 for @asking;

cmp_ok($cuts, '>', 0, "connections were cut ($cuts)");
my (%count, $late);
for my $number (1 .. 4) {
    for my $line (split /\n/, read_bytes("$folder/$number")) {
        my ($when, $status) = split / /, $line, 2;
        $count{$status}++;
        $late++ if $status !~ /^200/ && $when > $last_cut + 1;
    }
}
note(json_text(\%count));
my $good    = delete $count{200} // 0;
my $refused = delete $count{'503 retry'} // 0;
cmp_ok($good, '>', 50, "requests were answered ($good)");
cmp_ok($refused, '<=', $cuts, "at most one 503 for each connection ($refused)");
is_deeply(\%count, {}, 'no other answer, and each 503 says when to try again');
is($late, undef, 'a second later all is well');

# ---- writing ------------------------------------------------------------------------

my @rights  = map { study_right() } 1 .. 12;
my @answers;
for my $right (@rights) {
    psql($cut) if @answers % 3 == 1;
    push @answers, post_hoks(hoks_document($right));
}
my %stored = map { $_->[0] => $_->[1] } psql(
    'SELECT opiskeluoikeus_oid, count(*) FROM ehoks.hoks_versio v'
        . ' JOIN ehoks.hoks h ON h.id = v.hoks_id WHERE opiskeluoikeus_oid IN ('
        . join(',', map { "'$_->{oid}'" } @rights) . ') GROUP BY 1');
for my $number (0 .. $#rights) {
    my $status = $answers[$number]{status};
    my $count  = $stored{$rights[$number]{oid}} // 0;
    like($status, qr/^(?:200|503)$/, "writing $number is answered 200 or 503");
    is($count, $status == 200 ? 1 : 0, "and stored accordingly ($status)");
}
is(post_hoks(hoks_document(study_right()))->{status}, 200, 'and on it goes');

done_testing();
