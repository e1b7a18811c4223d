# What the source guards in t/source share: which files there are, and C text
# read as text (comments and strings told apart, functions found by the brace
# style that clang-format enforces). No compiler, no running stack.
package EhoksSource;

use v5.36;
use utf8;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Find     ();
use File::Spec     ();
use Test::More     ();

our @EXPORT = qw(root files slurp c_files without_comments without_text
    c_strings functions line_of nothing);

binmode $_, ':encoding(UTF-8)'
    for Test::More->builder->output, Test::More->builder->failure_output;

my $root = File::Spec->rel2abs(dirname(__FILE__) . '/../..');

# Not ours: made by the build, by npm, by a run.
my %skipped = map { $_ => 1 } qw(.git build var node_modules);

sub root () {
    return $root;
}

# Paths (relative to the root, sorted) of the project's files that match.
sub files ($pattern) {
    my @found;
    File::Find::find(
        {
            no_chdir   => 1,
            preprocess => sub {
                return grep { !$skipped{$_} } @_;
            },
            wanted => sub {
                return unless -f && !-l;
                my $path = File::Spec->abs2rel($_, $root);
                push @found, $path if $path =~ $pattern;
            },
        },
        $root
    );
    @found = sort @found;
    return @found;
}

# C sources and headers of the module (not of its tests).
sub c_files () {
    return files(qr{^(?:mod_ehoks\.c|modules/.*\.[ch])$});
}

sub slurp ($path) {
    open my $in, '<:encoding(UTF-8)', "$root/$path" or die "$path: $!\n";
    local $/ = undef;
    my $text = <$in>;
    close $in or die "$path: $!\n";
    return $text;
}

sub blank ($text) {
    return $text =~ s/[^\n]/ /gr;
}

my $string  = qr/"(?:[^"\\\n]|\\.)*"/s;
my $letter  = qr/'(?:[^'\\\n]|\\.)+'/s;
my $comment = qr{/\*.*?\*/|//[^\n]*}s;

# C text with its comments blanked; line numbers stay.
sub without_comments ($text) {
    return $text =~ s{($string|$letter)|($comment)}
                     {defined $1 ? $1 : blank($2)}gerx;
}

# Comments, strings and characters blanked: code alone. The quotes stay.
sub without_text ($text) {
    return without_comments($text) =~ s{(["'])((?:[^"'\\\n]|\\.|(?!\1)["'])*)\1}
                                       {$1 . blank($2) . $1}gerx;
}

# A test that a list of findings is empty; tells all of them when it is not.
sub nothing ($findings, $name) {
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $is_empty = Test::More::ok(!@$findings, $name);
    Test::More::diag(map { "  $_\n" } @$findings) unless $is_empty;
    return $is_empty;
}

sub line_of ($text, $offset) {
    return 1 + (substr($text, 0, $offset) =~ tr/\n//);
}

# String literals outside comments, neighbours joined as the compiler does:
# ([line, text], …). Lines of #include are left out.
sub c_strings ($text) {
    my $code = without_comments($text);
    $code =~ s/^(\s*#\s*include[^\n]*)/blank($1)/gem;
    my @strings;
    while ($code =~ /\G.*?($string(?:\s*$string)*)/gcs) {
        my ($literal, $start) = ($1, $-[1]);
        my $joined = join '', $literal =~ /"((?:[^"\\\n]|\\.)*)"/gs;
        push @strings, [line_of($code, $start), $joined];
    }
    return @strings;
}

# Function definitions: ({name, line, lines}, …). A body opens after the ")" of
# its head and ends with "}" in the first column.
sub functions ($text) {
    my @lines = split /\n/, without_text($text);
    my @found;
    my $start;
    for my $number (0 .. $#lines) {
        if (!$start && $lines[$number] =~ /^\{\s*$|\)\s*\{\s*$/) {
            my $head  = $number;
            my $above = $lines[$number];
            while ($head > 0 && $lines[$head - 1] =~ /\S/
                && $lines[$head - 1] !~ /[;}]\s*$|^\s*#/)
            {
                $above = "$lines[--$head] $above";
            }
            my ($name) = $above =~ /(\w+)\s*\(/;
            $start = {name => $name // '?', line => $head + 1};
        }
        elsif ($lines[$number] =~ /^\}/ && $start) {
            $start->{lines} = $number + 2 - $start->{line};
            push @found, $start;
            undef $start;
        }
    }
    return @found;
}

1;
