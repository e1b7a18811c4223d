#!/usr/bin/perl
# The lock file pins what npm installs by version and hash. Where it comes
# from is the business of the machine that installs: no address stands in it.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP;
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $file = 't/package-lock.json';

my $lock     = JSON::PP->new->decode(slurp($file));
my %packages = %{$lock->{packages}};
delete $packages{''};
cmp_ok(scalar keys %packages, '>', 0, 'packages are pinned');

my (@addresses, @unpinned);
for my $name (sort keys %packages) {
    my $package = $packages{$name};
    push @addresses, $name if exists $package->{resolved};
    next if $package->{link} || $package->{inBundle};
    push @unpinned, $name
        unless $package->{version} && $package->{integrity};
}
nothing(\@addresses, 'no package names the host it was fetched from');
nothing(\@unpinned, 'every package has a version and a hash');

# Addresses in "funding" members and the like are no hosts to fetch from, but
# nothing reads them either.
my @hosts = slurp($file) =~ m{"(?:resolved|registry)"\s*:\s*"(\w+://[^/"]+)}g;
nothing(\@hosts, 'no registry host stands in the lock file');

my $manifest = JSON::PP->new->decode(slurp('t/package.json'));
my %root     = %{$lock->{packages}{''}};
for my $member (qw(dependencies devDependencies)) {
    is_deeply($root{$member} // {}, $manifest->{$member} // {},
        "$member of package.json and of the lock file agree");
}

done_testing();
