#!/usr/bin/perl
# Every C file opens with a comment that says what it is for, and everything
# that a header offers has a comment of its own.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my @all = (c_files(), files(qr{^t/(?:unit|fuzz|bench)/.*\.[ch]$}));

my @silent = grep { slurp($_) !~ m{\A/\*\s*\S.{20}}s } @all;
nothing(\@silent, 'every C file opens with a comment');

# Include guards are named after the path.
my @guards;
for my $path (grep { m{^modules/.*\.h$} } @all) {
    my $name = 'EHOKS_' . uc($path =~ s{^modules/}{}r =~ s{[/.]}{_}gr);
    $name =~ s/^EHOKS_EHOKS_H$/EHOKS_H/;
    push @guards, "$path should be guarded by $name"
        unless slurp($path) =~ /^#ifndef $name\n#define $name$/m;
}
nothing(\@guards, 'include guards are named after their path');

# Declarations of a header: statements at the top level, ended by ";". One
# comment may stand above several that follow each other without empty line.
sub declarations ($text) {
    my @blocks = split /\n(?:[ \t]*\n)+/, $text;
    my @found;
    for my $block (@blocks) {
        my $has_comment = $block =~ m{^[ \t]*/\*}m || $block =~ m{/\*.*\*/};
        my $code        = without_comments($block);
        while ($code =~ /^([A-Za-z_][^;{}#]*?\b(\w+)\s*\([^;{}]*\)[^;{}]*);/gm) {
            my ($whole, $name) = ($1, $2);
            next if $whole =~ /^typedef\b/;
            push @found, [$name, $has_comment];
        }
    }
    return @found;
}

my ($count, @bare) = (0);
for my $path (grep { m{^modules/.*\.h$} } @all) {
    for my $declaration (declarations(slurp($path))) {
        my ($name, $has_comment) = @$declaration;
        $count++;
        push @bare, "$path: $name" unless $has_comment;
    }
}
cmp_ok($count, '>', 10, "declarations are found ($count)");
nothing(\@bare, 'every function of a header has a comment');

done_testing();
