#!/usr/bin/perl
# SQL stands in modules/db/sql.c and nowhere else, each statement with a
# comment that tells what it does and how PostgreSQL finds the rows.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $home = 'modules/db/sql.c';

my $statement = qr{
    \b(?: SELECT \s+ (?:[\w.*"(]+) .* \b(?:FROM|AS)\b
        | SELECT \s+ \w+ \s* \(
        | INSERT \s+ INTO \b
        | UPDATE \s+ [\w."]+ \s+ (?:AS\s+\w+\s+)? SET \b
        | DELETE \s+ FROM \b
        | MERGE \s+ INTO \b
        | WITH \s+ \w+ \s+ AS \s* \(
        | (?:CREATE|ALTER|DROP|TRUNCATE) \s+ (?:TABLE|SCHEMA|INDEX|ROLE)\b
        | LOCK \s+ TABLE \b
    )
}six;

my @elsewhere;
for my $path (grep { $_ ne $home } c_files()) {
    for my $literal (c_strings(slurp($path))) {
        my ($line, $string) = @$literal;
        push @elsewhere, "$path:$line: $string"
            if $string =~ s/\\n/ /gr =~ $statement;
    }
}
nothing(\@elsewhere, "no SQL outside $home");

my $text  = slurp($home);
my $count = grep { $_->[1] =~ s/\\n/ /gr =~ $statement } c_strings($text);
cmp_ok($count, '>', 0, "the statements are found in $home");

# Entries of the table, "{EHOKS_SQL_NAME, …", each under its comment.
my @lines = split /\n/, $text;
my (@bare, @planless);
for my $number (grep { $lines[$_] =~ /^\s*\{EHOKS_SQL_/ } 0 .. $#lines) {
    my ($name) = $lines[$number] =~ /\{(\w+)/;
    my $above = join "\n", @lines[0 .. $number - 1];
    my ($comment) = $above =~ m{(/\*(?:(?!\*/).)*\*/)\s*\z}s;
    push @bare, $name unless $comment;
    push @planless, $name if $comment && $comment !~ /\bPlan:/;
}
nothing(\@bare, 'every statement has a comment above it');
nothing(\@planless, 'every comment tells the plan');

# ---- parameters ---------------------------------------------------------------

# A statement's row tells how many parameters it has, and who runs it hands
# over exactly so many: libpq would read whatever lies behind the array.
my %parameters;    # EHOKS_SQL_NAME => number
my @miscounted;
my $code = without_comments(slurp($home));
my %macro;
while ($code =~ /^#define (\w+)((?:[^\n]*\\\n)*[^\n]*)/gm) {
    $macro{$1} = $2;
}
my ($table) = $code =~ /\behoks_sql\[\w*\]\s*=\s*\{(.*)\};/s;
for my $row (split /(?=\{EHOKS_SQL_)/, $table) {
    my ($name, $text, $number)
        = $row =~ /\A\{(EHOKS_SQL_\w+),(.*),\s*(\d+),\s*[01]\}/s
        or next;
    $text =~ s/\b(\w+)\b/$macro{$1} \/\/ $1/ge for 1 .. 3;
    my ($greatest) = sort { $b <=> $a } $text =~ /\$(\d+)/g;
    $parameters{$name} = $number;
    push @miscounted, "$name: $number, but the text has \$"
        . ($greatest // 0)
        if $number != ($greatest // 0);
}
cmp_ok(scalar keys %parameters, '>', 0, 'rows of the table are read');
nothing(\@miscounted, 'every row tells how many parameters its text has');

my @wrong_values;
for my $path (grep { $_ ne $home } c_files()) {
    my $text  = slurp($path);
    my @lines = split /\n/, without_text($text);
    for my $function (functions($text)) {
        my $body = join "\n", @lines[$function->{line} - 1
            .. $function->{line} + $function->{lines} - 2];
        my ($name) = $body =~ /&ehoks_sql\[(EHOKS_SQL_\w+)\],\s*values\b/ or next;
        my ($list) = $body =~ /\bvalues\[\]\s*=\s*\{(.*?)\};/s or next;
        1 while $list =~ s/\([^()]*\)//g;
        $list =~ s/,\s*\z//;
        my $count = 1 + ($list =~ tr/,//);
        push @wrong_values, "$path: $function->{name} gives $name $count values"
            . " instead of " . ($parameters{$name} // 'none')
            if $count != ($parameters{$name} // -1);
    }
}
nothing(\@wrong_values, 'every statement gets as many values as it has');

done_testing();
