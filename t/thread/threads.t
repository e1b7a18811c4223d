#!/usr/bin/perl
# The layers below the web under many threads at once, without httpd but with
# PostgreSQL: what a child's threads share must come through whole. The driver
# says how each of its scenes went (t/thread/main.c); here it gets its database,
# and what it says it has written is looked for. `make tsan` runs the same with
# ThreadSanitizer.
#
# Environment: EHOKS_THREADS (build/thread/threads), THREADS and ROUNDS (see
# the driver).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $program  = $ENV{EHOKS_THREADS} // 'build/thread/threads';
my $stack    = stack();
my $database = "host=$stack->{PGHOST} port=$stack->{PGPORT}"
    . " dbname=$stack->{PGDATABASE} user=ehoks_sovellus";

chdir root() or die root() . ": $!\n";
open my $said, '-|', "'$program' '$database' 2>&1" or die "$program: $!\n";
my ($scenes, $count, $told, %kept) = (0, 0, '');
while (my $line = <$said>) {
    if ($line =~ /^1\.\.(\d+)$/) {
        $scenes = $1;
    }
    elsif ($line =~ /^(not )?ok \d+ - (.*)$/) {
        $count++;
        ok(!$1, $2);
    }
    else {
        $kept{$2} = $1 if $line =~ /^# kept (\d+) audit rows of (\S+)$/;
        $told .= $line;
    }
}
close $said;
is($?, 0, 'the driver ends well') or diag($told);
ok($scenes > 0 && $count == $scenes, "and has played all its scenes ($count)");

# Written once each, by whichever way.
is(keys %kept, 1, 'audit rows were kept');
for my $mark (keys %kept) {
    is((psql("SELECT count(*) FROM ehoks.audit WHERE asiakas = '$mark'"))[0][0],
        $kept{$mark}, "all $kept{$mark} stand in the audit, none twice");
}

# What a child had taken on to ask about when it ended is left to others.
my $copies = q{ehoks.rekisterikopio WHERE avain ~ '^[0-9]+[.][0-9]+$'};
is((psql("SELECT count(*) FROM $copies AND haku_alkoi IS NOT NULL"))[0][0],
    0, 'no key is taken for being asked about');
psql("DELETE FROM $copies");

done_testing();
