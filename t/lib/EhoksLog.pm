# A watch over the logs of a stack while a test file runs. When the file ends,
# every line that an error_log gained meanwhile and that is an error or a
# warning must have been announced with expect_log, or stand in
# t/lib/expected-log (for a variant of httpd in t/memory/VARIANT.log, too); and
# no log may hold personal data. This is one more test at the end of the file
# ("the logs are clean").
package EhoksLog;

use v5.36;
use utf8;
use Exporter 'import';
use File::Basename qw(dirname);
use Test2::API     qw(test2_stack);
use Test::More     ();

# Names of tests and what they tell may hold any letter.
binmode $_, ':encoding(UTF-8)'
    for Test::More->builder->output, Test::More->builder->failure_output,
    Test::More->builder->todo_output;

our @EXPORT = qw(expect_log watch_log log_lines canary leaks_in);

# Marks of personal data: they stand in documents and claims of the tests and
# may never reach a log.
my $canary = 'kanarialintu@salainen.example';
my @secret = (
    qr/\Q$canary\E/i,
    qr/Testi[ +]+Oppija|Test[ +]+Studerande/i,
    qr/Oppija[ +]+(?:Yksi|Kaksi|Nelj)/i,
    qr/(?:ohjaaja|arvioija)(?:@|%40)yritys/i,
    qr/eyJ[A-Za-z0-9_-]{10,}\.eyJ/,    # a token
    qr/1\.2\.246\.562\.(?:24|98|198|298)\.[0-9]/,    # a person
    qr/1\.2\.246\.562\.15\.[0-9]/,                  # a study right
);

sub canary () {
    return $canary;
}

my @expected;    # announced by this file
my %logs;        # path => {from, is_access}
my @always;      # patterns of t/lib/expected-log
my $findings;    # folder of the sanitizers
my %known;       # files in it before this file began, with their sizes

# Announces a line of the error_log that this test brings about.
sub expect_log ($pattern) {
    push @expected, $pattern;
    return;
}

# Watches the error_log of a httpd that the test itself runs, from its
# beginning.
sub watch_log ($path) {
    $logs{$path} = {from => 0};
    return;
}

# Lines of a log since this test file began; the stack's error_log unless a
# path is given.
sub log_lines ($path = undef) {
    $path //= (grep { $logs{$_}{is_main} } keys %logs)[0];
    open my $in, '<:raw', $path or return;
    seek $in, $logs{$path}{from} // 0, 0;
    my @lines = <$in>;
    close $in or die "$path: $!\n";
    chomp @lines;
    return @lines;
}

# Watches the stack's logs from where they are now.
sub begin ($error_log, @access_logs) {
    $logs{$error_log} = {from => -s $error_log // 0, is_main => 1};
    $logs{$_} = {from => -s $_ // 0, is_access => 1} for @access_logs;
    $findings = dirname($error_log) . '/sanitizer';
    %known = map { $_ => -s $_ } glob "$findings/*";
    my $hub     = test2_stack()->top;
    my $process = $$;
    $hub->follow_up(
        sub {
            return if $$ != $process || ($hub->plan // '') eq 'SKIP';
            local $Test::Builder::Level = $Test::Builder::Level + 1;
            my @complaints = complaints();
            Test::More::diag($_) for @complaints;
            Test::More::ok(!@complaints, 'the logs are clean');
        }
    );
    return;
}

sub complaints () {
    my @found;
    for my $path (sort keys %logs) {
        push @found, map { "unannounced in $path: $_" } alarming_lines($path)
            unless $logs{$path}{is_access};
        push @found, map { "personal data in $path: $_" } leaking_lines($path);
    }
    push @found, map { "the sanitizers found something: $_" }
        grep { -s $_ > ($known{$_} // 0) } glob "$findings/*";
    return @found;
}

# What any run may bring, and what a variant may bring besides.
sub read_expected () {
    my $folder  = dirname(__FILE__);
    my $variant = $ENV{VARIANT} // 'none';
    read_patterns($_) for "$folder/expected-log", grep { -f } "$folder/../memory/$variant.log";
    return;
}

sub read_patterns ($path) {
    open my $in, '<:encoding(UTF-8)', $path or die "$path: $!\n";
    my $reason = '';
    while (my $line = <$in>) {
        chomp $line;
        if ($line =~ /^\s*$/) {
            $reason = '';
        }
        elsif ($line =~ /^#\s*(.*)/) {
            $reason .= $1;
        }
        else {
            die "expected-log: no reason above: $line\n" unless $reason;
            die "expected-log: a line of ehoks is never expected: $line\n"
                if $line =~ /ehoks|EH[0-9\[\\]/i;
            push @always, qr/$line/;
        }
    }
    close $in or die "$path: $!\n";
    return;
}

# A line that someone must look at: error or warning, a crash (which httpd
# calls a notice), or something that httpd did not write, such as the last
# words of a library.
sub is_alarming ($line) {
    return 1 if $line =~ /exit signal|Assertion|runtime error|Sanitizer/;
    return 1
        if $line =~ /^\[[^\]]*\] \[[^\]:]*:(?:emerg|alert|crit|error|warn)\]/;
    return $line =~ /\S/ && $line !~ /^\[/;
}

sub alarming_lines ($path) {
    read_expected() unless @always;
    my @found;
    for my $line (grep { is_alarming($_) } log_lines($path)) {
        next if grep { $line =~ $_ } @expected, @always;
        push @found, $line;
    }
    return @found;
}

sub leaking_lines ($path) {
    return grep { names_somebody($_) } log_lines($path);
}

sub names_somebody ($line) {
    return 0 + grep { $line =~ $_ } @secret;
}

# Lines of a whole log, from before this test file too, that hold personal
# data. Of PostgreSQL's log those of the web server's role: `user` tells whose
# lines count.
sub leaks_in ($path, $user = undef) {
    my @found;
    open my $in, '<:raw', $path or die "$path: $!\n";
    while (my $line = <$in>) {
        chomp $line;
        next if defined $user && $line !~ /\] \Q$user\E@/;
        push @found, "$path: $line" if names_somebody($line);
    }
    close $in or die "$path: $!\n";
    return @found;
}

1;
