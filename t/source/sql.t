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

SKIP: {
    skip "$home is not there yet", 3 unless -f root() . "/$home";
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
}

done_testing();
