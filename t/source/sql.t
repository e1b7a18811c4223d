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
is_deeply(\@elsewhere, [], "no SQL outside $home");

SKIP: {
    skip "$home is not there yet", 2 unless -f root() . "/$home";
    my $text  = slurp($home);
    my $count = grep { $_->[1] =~ s/\\n/ /gr =~ $statement } c_strings($text);
    cmp_ok($count, '>', 0, "the statements are found in $home");

    # A constant that holds a statement has a comment right above it.
    my @lines = split /\n/, $text;
    my @bare;
    for my $number (0 .. $#lines) {
        next unless $lines[$number] =~ /^(?:static )?const char \*?(?:const )?(\w+)/
            || $lines[$number] =~ /^(?:static )?const ehoks_\w*statement\w* (\w+)/;
        my $name  = $1;
        my $above = $number ? $lines[$number - 1] : '';
        push @bare, "$name (line " . ($number + 1) . ')'
            unless $above =~ m{\*/\s*$};
    }
    is_deeply(\@bare, [], 'every statement has a comment above it');
}

done_testing();
