#!/usr/bin/perl
# A child that starts while the database takes connections and then says nothing:
# mod_dbd waits for it, and the clock of the periodic work must not tick before
# the child is ready for it.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     qw(tempdir);
use IO::Socket::UNIX ();
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

# mod_dbd and the module tell that the database is not there.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/EH010\d/);

my $folder = tempdir('ehoks-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $silent = IO::Socket::UNIX->new(Local => "$folder/.s.PGSQL.5432", Listen => 100)
    or die "$folder: $!\n";
chmod 0755, $folder or die "$folder: $!\n";
chmod 0777, "$folder/.s.PGSQL.5432" or die "socket: $!\n";

my $httpd = own_httpd(define => {SOCKET_DIR => $folder}, extra => "EhoksMaintenance 1s\n");
is(request('GET', '/healthcheck', {url => $httpd->{url}})->{status}, 503, 'it comes up and tells that there is none');
is_deeply([grep { /exit signal/ } log_lines($httpd->{error_log})], [], 'no child has died meanwhile');
$httpd->stop;

done_testing();
