#!/usr/bin/perl
# Scripts at least parse. `make check` has shellcheck look closer; tests, and
# the modules that they use, are compiled when they run.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

chdir root() or die "chdir: $!\n";

my (@shell, @perl);
for my $path (files(qr{^(?!htdocs/)})) {
    next if -B $path || -z $path;
    open my $in, '<', $path or die "$path: $!\n";
    my $first = <$in> // '';
    close $in or die "$path: $!\n";
    push @shell, $path if $first =~ m{^#!.*\b(?:bash|sh)\b};
    push @perl,  $path if $first =~ m{^#!.*\bperl\b} && $path !~ /\.t$/;
}

for my $path (@shell) {
    my $errors = `bash -n '$path' 2>&1`;
    is($errors, '', "$path parses");
}

for my $path (@perl) {
    my $errors = `perl -It/lib -c '$path' 2>&1`;
    like($errors, qr/syntax OK$/, "$path compiles");
}

my @not_executable = grep { !-x && !/\.t$/ } @shell, @perl;
nothing(\@not_executable, 'scripts may be executed');

done_testing();
