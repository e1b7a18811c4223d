#!/usr/bin/perl
# Words that do not belong in what is committed: work left undone, paths of
# somebody's machine, hosts that packages happened to be fetched from.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

# [what it is, pattern]. Written so that this file does not match itself.
my @unwanted = (
    ['work left undone', qr/\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K|TB[D])\b/],
    ['a path of one machine', qr{(?<![\w.\$\}/])/(?:home|Users|wor[k])/\w}],
    ['a path of one machine', qr{(?<![\w.\$\}/])/tmp/(?!\.|\$|[A-Z]|X)\w+/\w}],
    ['a registry host',  qr/\b(?:registry\.npm[j]s|deb\.deb[i]an|pypi\.[o]rg)/],
    ['a ticket number',  qr/\b(?:iss[u]e|tick[e]t) #?[0-9]+\b/i],
    ['a neighbour tree', qr{\.\./sh[a]red/(?!data/)}],
);

# Texts of others or made by tools are looked at for hosts only, elsewhere.
my $skipped = qr{\.(?:png|jpe?g|gif|svg|woff2?|ico|gz)$|^t/package-lock\.json$
                |^htdocs/.*/?(?:vendor|lib)/}x;

my $looked = 0;
for my $path (files(qr{.})) {
    next if $path =~ $skipped;
    my $text = eval { slurp($path) };
    if (!defined $text || $text =~ /\0/) {
        next;
    }
    $looked++;
    my @found;
    my $number = 0;
    for my $line (split /\n/, $text) {
        $number++;
        for my $kind (@unwanted) {
            my ($what, $pattern) = @$kind;
            push @found, "$path:$number: $what: $&" if $line =~ $pattern;
        }
    }
    if (@found) {
        fail("$path has no unwanted words");
        diag(map { "  $_\n" } @found);
    }
}
cmp_ok($looked, '>', 10, "no unwanted words in $looked files");

done_testing();
