# The stacks that t/run-tests lets the tests run against. Each test has a stack
# for itself while it runs, so tests side by side see nothing of each other.
#
#   my @stacks = map { EhoksStacks->new($_) } 0, 1;
#   $_->start for @stacks;
#   $_->await for @stacks;
#   $_->enter;                the environment of a test that runs against it
#   my $failures = $_->stop;  also of crashes that no test noticed
package EhoksStacks;

use v5.36;
use utf8;
use File::Basename qw(dirname);
use File::Spec     ();
use POSIX          qw(WNOHANG setpgid);
use Time::HiRes    qw(sleep time);

my $root = File::Spec->rel2abs(dirname(__FILE__) . '/../..');

# How many times longer than usual everything may take: under memcheck a program
# runs some thirty times slower.
sub patience () {
    return $ENV{PATIENCE} // (($ENV{VARIANT} // '') eq 'valgrind' ? 10 : 1);
}

# The first stack has the ports and the folder that the environment names, each
# further one ports that lie ten higher and a folder beside that.
sub new ($class, $number) {
    my $variant = $ENV{VARIANT} // '';
    my $var     = $ENV{VAR} // ($variant ? "var/test-$variant" : 'var/test');
    my %ports   = (PORT => 8180, OP_PORT => 8181, REGISTRY_PORT => 8182, STRICT_PORT => 8183);
    my %values  = (
        (map { $_ => ($ENV{$_} // $ports{$_}) + 10 * $number } keys %ports),
        VAR      => File::Spec->rel2abs($var) . ($number ? '-' . ($number + 1) : ''),
        RESET    => 1,
        PATIENCE => patience(),
    );
    if ($variant) {
        $values{VARIANT} = $variant;
        $values{MODULE}  = "$root/build/$variant/mod_ehoks.so";
        die "$values{MODULE} is missing: make $variant\n"
            unless -f $values{MODULE};
        my $settings = "$root/t/memory/$variant.conf";
        $values{HTTPD_EXTRA} = $settings if -f $settings;
    }
    return bless {
        values  => \%values,
        facts   => "$values{VAR}/stack.env",
        log     => "$values{VAR}/stack.log",
        process => 0,                          # 0 when it does not run
    }, $class;
}

sub start ($stack) {
    my %values = %{$stack->{values}};
    system('mkdir', '-p', $values{VAR}) == 0
        or die "cannot make $values{VAR}\n";
    unlink $stack->{log};
    say 'starting a stack on ports ',
        join(', ', @values{qw(PORT OP_PORT REGISTRY_PORT STRICT_PORT)}),
        " (log: $stack->{log})";
    $stack->{begin}   = time;
    $stack->{process} = fork // die "fork: $!\n";
    return if $stack->{process};
    setpgid(0, 0);
    @ENV{keys %values} = values %values;
    open STDIN,  '<', '/dev/null'   or die "/dev/null: $!\n";
    open STDOUT, '>', $stack->{log} or die "$stack->{log}: $!\n";
    open STDERR, '>&', \*STDOUT     or die "stderr: $!\n";
    exec "$root/t/lib/stack", 'up' or POSIX::_exit(127);
}

# Returns when the stack answers; dies when it does not come up.
sub await ($stack) {
    my $shown = 0;
    while (1) {
        my @lines = read_lines($stack->{log});
        say "  $_" for @lines[$shown .. $#lines];
        $shown = @lines;
        last if grep { /^ready: / } @lines;
        if (waitpid($stack->{process}, WNOHANG) == $stack->{process}) {
            $stack->{process} = 0;
            die "the stack did not start (see above)\n";
        }
        my $longest = 180 * patience();
        die "the stack is not ready after $longest s\n"
            if time - $stack->{begin} > $longest;
        sleep 0.1;
    }
    printf "the stack is ready after %.1f s\n", time - $stack->{begin};
    return;
}

# Gives the tests of t/sql their database: migrated from empty, with pgTAP.
sub prepare_pgtap ($stack) {
    $stack->{pgtap} = 1;
    $stack->enter;
    for my $command (
        'createdb ehoks_pgtap',
        "'$root/sql/migrate' >/dev/null",
        'psql -Xqc "CREATE EXTENSION IF NOT EXISTS pgtap"',
        )
    {
        system($command) == 0 or die "$command failed\n";
    }
    return;
}

# From here on what this process starts finds this stack.
sub enter ($stack) {
    $ENV{$_} = $stack->{values}{$_} for keys %{$stack->{values}};
    $ENV{EHOKS_STACK_ENV} = $stack->{facts};
    return unless $stack->{pgtap};
    for my $name (qw(PGHOST PGPORT PGUSER)) {
        my $value = $stack->fact($name);
        $ENV{$name} = $value if defined $value;
    }
    $ENV{PGDATABASE} = 'ehoks_pgtap';
    return;
}

# One of the facts that the running stack tells.
sub fact ($stack, $name) {
    my ($line) = grep { /^(?:export\s+)?\Q$name\E=/ }
        read_lines($stack->{facts});
    return unless defined $line;
    my ($value) = $line =~ /=(.*)$/;
    $value =~ s/^'(.*)'$/$1/ or $value =~ s/\\(.)/$1/g;
    return $value;
}

# Waits until Ctrl-C ends it.
sub keep ($stack) {
    waitpid $stack->{process}, 0;
    $stack->{process} = 0;
    return;
}

# Ends it as Ctrl-C would; how much went wrong in it while no test was looking.
sub stop ($stack) {
    return 0 unless $stack->{process};
    my $log      = $stack->fact('EHOKS_ERROR_LOG');
    my $failures = $stack->end_process;
    return $failures + ($log ? count_crashes($log) : 0);
}

# 1 when it had died by itself meanwhile, or does not end.
sub end_process ($stack) {
    my $process = $stack->{process};
    $stack->{process} = 0;
    if (waitpid($process, WNOHANG) == $process) {
        say 'the stack ended by itself during the tests';
        return 1;
    }
    kill 'TERM', $process;
    for (1 .. 300 * patience()) {
        return 0 if waitpid($process, WNOHANG) == $process;
        sleep 0.1;
    }
    say "the stack (process $process) does not end";
    return 1;
}

# Crashes and findings of the sanitizers (which tell each only once) and of
# memcheck (whose file is empty as long as there are none), for instance at the
# start of the stack.
sub count_crashes ($log) {
    my @found = grep { /exit signal|runtime error:|Sanitizer/ } read_lines($log);
    push @found, grep { -s } glob dirname($log) . '/sanitizer/*';
    say "in the log of the stack: $_" for @found;
    return scalar @found;
}

sub read_lines ($path) {
    open my $in, '<', $path or return;
    my @lines = <$in>;
    close $in or die "$path: $!\n";
    pop @lines if @lines && $lines[-1] !~ /\n\z/;    # not finished yet
    chomp @lines;
    return @lines;
}

1;
