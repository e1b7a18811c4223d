#!/usr/bin/perl
# Each registry down, slow or answering garbage, in turn: plans are read at
# full speed, writes behave as the policy says, nothing hangs, nothing is a
# 500, and all is well again without a restart.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use List::Util  qw(max);
use Time::HiRes qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

# EhoksRegistryTimeout of the development stack, and what a busy machine adds.
my $time_limit = 5;
my $grace      = 4;

END { control({down => [], status => {}, delay_ms => 0}) unless $^C }

sub forget_copies () {
    psql('DELETE FROM ehoks.rekisterikopio');
    return;
}

sub all_well () {
    control({down => [], status => {}, delay_ms => 0});
    return;
}

my $right = study_right();
my $plan  = post_hoks(hoks_document($right));
is($plan->{status}, 200, 'a plan to read');
my $uri   = $plan->{json}{data}{uri};
my $login = login('oppija1');

# Plans are read twenty times, each read quickly.
sub reads_are_quick ($name) {
    my $slowest = 0;
    my %status;
    for (1 .. 10) {
        for my $read ([$uri, {token => 'sis-a'}],
            [O . '/oppijat/1.2.246.562.24.24011111113/hoks', {cookie => $login}])
        {
            my $begin  = time;
            my $answer = request('GET', @$read);
            $status{$answer->{status}}++;
            $slowest = max($slowest, time - $begin);
        }
    }
    is_deeply(\%status, {200 => 20}, "$name: plans are read");
    cmp_ok($slowest, '<', 1, sprintf '%s: quickly (%.3f s at most)', $name, $slowest);
    return;
}

# Sends a write and tells how it went: status and seconds.
sub timed_post ($document, $options = {}) {
    my $begin  = time;
    my $answer = post_hoks($document, $options);
    return ($answer, time - $begin);
}

sub is_refused_in_time ($document, $name) {
    my ($answer, $took) = timed_post($document);
    is($answer->{status}, 503, "$name: a write that needs it is refused");
    like($answer->{headers}{'retry-after'} // '', qr/^[1-9][0-9]*$/,
        "$name: with Retry-After");
    cmp_ok($took, '<', 2 * $time_limit + $grace, sprintf '%s: in time (%.2f s)', $name, $took);
    return;
}

# How a registry can be ill, and how the fake is told so.
my %ill = (
    down    => sub ($registry) { {down => [$registry]} },
    garbage => sub ($registry) { {status => {$registry => 200}} },
    broken  => sub ($registry) { {status => {$registry => 500}} },
    slow    => sub ($registry) { {delay_ms => 10_000} },
);

# The registries that a write needs when the mirror has no copy.
for my $registry (qw(koski onr organisaatio)) {
    for my $illness (qw(down garbage broken slow)) {
        my $name  = "$registry $illness";
        my $fresh = study_right();
        expect_log(qr/EH0200: call to \w+ failed/);
        forget_copies();
        control($ill{$illness}->($registry));
        my $pid = fork // die "fork: $!\n";
        if (!$pid) {    # somebody else is waiting meanwhile
            post_hoks(hoks_document(study_right()));
            POSIX::_exit(0);
        }
        reads_are_quick($name);
        is_refused_in_time(hoks_document($fresh), $name);
        waitpid $pid, 0;
        all_well();
        my $answer = wait_until(5, sub {
            my $again = post_hoks(hoks_document($fresh));
            return $again->{status} == 503 ? undef : $again;
        });
        is($answer->{status}, 200, "$name: all is well again, without restart");
    }
}

# With copies that are fresh enough the registries are not needed at all.
for my $registry (qw(onr organisaatio)) {
    my $first  = study_right();
    my $second = study_right('oppija-oid' => $first->{'oppija-oid'});
    is(post_hoks(hoks_document($first))->{status}, 200, 'a learner and a school are known');
    control({down => [$registry]});
    is(post_hoks(hoks_document($second))->{status}, 200,
        "$registry down: a write goes by the copies");
    all_well();
}

# ---- the policy for study rights -------------------------------------------------

sub age_copies ($age) {
    psql("UPDATE ehoks.rekisterikopio SET haettu = haettu - interval '$age',"
            . " kysytty = kysytty - interval '$age' WHERE haettu IS NOT NULL");
    return;
}

my $lenient = own_httpd(extra => "EhoksStudyRight stale-ok 24h\n");
for my $illness (qw(down garbage broken slow)) {
    my $known = study_right();
    my $check = {url => $lenient->{url}};
    is(post_hoks(hoks_document($known))->{status}, 200, 'a plan of a known study right');
    age_copies('1 hour');
    control($ill{$illness}->('koski'));
    my ($answer, $took) = timed_post(hoks_document($known), $check);
    is($answer->{status}, 400, "stale-ok, koski $illness: the write is answered by its rules");
    like($answer->{json}{error}, qr/already exists/, 'all of them');
    cmp_ok($took, '<', 1.5, sprintf 'without waiting (%.2f s)', $took);
    is_refused_in_time(hoks_document($known), "strict, koski $illness");
    all_well();
}
age_copies('25 hours');
control({down => ['koski']});
is(post_hoks(hoks_document($right), {url => $lenient->{url}})->{status}, 503,
    'stale-ok: too old is too old');
all_well();

# ---- many at once on a registry that does not answer ------------------------------

forget_copies();
control({delay_ms => 10_000});
my @children;
for my $number (1 .. 40) {
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        my ($answer, $took) = timed_post(hoks_document(study_right()));
        POSIX::_exit($answer->{status} == 503 && $took < 2 * $time_limit + $grace ? 0 : 1);
    }
    push @children, $pid;
}
reads_are_quick('40 writes wait');
my $bad = 0;
for my $pid (@children) {
    waitpid $pid, 0;
    $bad++ if $?;
}
is($bad, 0, 'each of them is refused in time');
all_well();
my $after = study_right();
ok(wait_until(10, sub { post_hoks(hoks_document($after))->{status} == 200 }),
    'and all is well again');

done_testing();
