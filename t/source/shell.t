#!/usr/bin/perl
# Scripts at least parse; shellcheck looks closer where it is installed.
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
    push @perl,  $path if $first =~ m{^#!.*\bperl\b} || $path =~ /\.pm$/;
}

my $has_shellcheck = system('command -v shellcheck >/dev/null 2>&1') == 0;
for my $path (@shell) {
    my $errors = `bash -n '$path' 2>&1`;
    is($errors, '', "$path parses");
    next unless $has_shellcheck;
    my $remarks = `shellcheck -x -S warning '$path' 2>&1`;
    is($remarks, '', "shellcheck has nothing to say about $path");
}

for my $path (@perl) {
    my $errors = `perl -It/lib -c '$path' 2>&1`;
    like($errors, qr/syntax OK$/, "$path compiles");
}

my @not_executable = grep { !-x && !/\.pm$/ && !/\.t$/ } @shell, @perl;
nothing(\@not_executable, 'scripts may be executed');

done_testing();
