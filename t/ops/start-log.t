#!/usr/bin/perl
# What httpd writes while it starts is as clean as what it writes later.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $httpd = own_httpd();
is(request('GET', VB . '/healthcheck', {url => $httpd->{url}})->{status},
    200, 'a fresh httpd answers');
my $process = $httpd->{process};
$httpd->stop;
ok(!kill(0, $process), 'and stops');
my @lines = log_lines($httpd->{error_log});
ok((grep { /resuming normal operations/ } @lines), 'its log is looked at');

done_testing();
