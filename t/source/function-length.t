#!/usr/bin/perl
# Short functions, short files: no function over 80 lines, no file over 500.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $longest_function = 80;
my $longest_file     = 500;

my (@functions, @files);
my $count = 0;
for my $path (c_files(), files(qr{^t/(?:thread|unit)/.*\.[ch]$})) {
    my $text = slurp($path);
    for my $function (functions($text)) {
        $count++;
        push @functions,
            "$path:$function->{line}: $function->{name} has "
            . "$function->{lines} lines"
            if $function->{lines} > $longest_function;
    }
}
for my $path (
    c_files(),
    files(qr{^t/(?:thread|unit)/.*\.[ch]$}),
    files(qr{^t/.*\.(?:t|pm|pg|mjs|js)$}),
    files(qr{^htdocs/(?!.*(?:vendor|lib)/).*\.(?:js|mjs|css|html)$})
    )
{
    # One table in one obvious place; its rows are short.
    next if $path eq 'modules/db/sql.c';
    my $lines = () = slurp($path) =~ /\n/g;
    push @files, "$path has $lines lines" if $lines > $longest_file;
}
cmp_ok($count, '>', 0, "functions are found ($count)");
nothing(\@functions, "no function has over $longest_function lines");
nothing(\@files, "no file has over $longest_file lines");

done_testing();
