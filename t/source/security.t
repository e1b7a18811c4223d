#!/usr/bin/perl
# conf/doc/security.md names a test for every threat, and each of them exists.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $page = slurp('conf/doc/security.md');
my @rows = $page =~ /^\| (.*) \|$/gm;
shift @rows;    # the heading
cmp_ok(scalar @rows, '>', 15, 'there are threats');
my @bare = grep { (split /\s*\|\s*/)[2] !~ /`t\// } @rows;
nothing(\@bare, 'each has a test');

my %named = map { $_ => 1 } $page =~ /`(t\/[\w.\/-]+)`/g;
my @lost  = grep { !-f root() . "/$_" } sort keys %named;
nothing(\@lost, 'each test that is named exists');
my @files = grep { !-f root() . "/$_" } $page =~ /`((?:conf|modules)\/[\w.\/-]+)`/g;
nothing(\@files, 'and so does each file');

done_testing();
