#!/usr/bin/perl
# make bench measures what it says: a short run of the cases that are compared,
# on few plans, in which requests are answered and every ratio comes out.
# The figures themselves mean nothing here.
use v5.36;
use utf8;
use FindBin    qw($Bin);
use File::Temp qw(tempdir);
use JSON::PP   qw(decode_json);
use Test::More;

my @cases = qw(null-post static pgbench-get pgbench-audit get fastify-get not-modified search put
    post pgbench-post fastify-post);
my $var = tempdir(CLEANUP => 1, DIR => '/var/tmp');
chmod 0755, $var;
my %settings = (
    VAR         => $var,
    PORT        => ($ENV{PORT} || 8180) + 600,
    SMALL       => 300,
    EACH        => 2,
    CONNECTIONS => 8,
    CASES       => join(',', @cases),
);
my $said = do {
    local @ENV{keys %settings} = values %settings;
    `"$Bin/../node_modules/.bin/node" "$Bin/../bench/bench.mjs" 2>&1`;
};
is($?, 0, 'the bench runs to its end') or diag $said;

open my $file, '<', "$var/bench.json" or BAIL_OUT("no result: $said");
my $result = decode_json(join '', <$file>);
my %rows   = map { $_->{case} => $_ } @{$result->{rows}};
is_deeply([sort keys %rows], [sort @cases], 'each case has a row');

for my $name (@cases) {
    my $row     = $rows{$name};
    my @servers = grep { $_ ne 'client' } keys %{$row->{cpu_us}};
    # The first requests of all meet a machine that does other things as well.
    cmp_ok($row->{refused}, '<=', $row->{rps} / 10, "$name: hardly anything was refused");
    ok($row->{rps} > 0 && $row->{p50_ms} > 0, "$name: throughput and time are told");
    ok((grep { $row->{cpu_us}{$_} > 0 } @servers), "$name: so is what the servers spent");
}
for my $name (qw(get_cpu get_vs_fastify not_modified post_cpu post_vs_fastify parse_validate
    validate_vs_ajv schema_vs_ajv))
{
    cmp_ok($result->{ratios}{$name}, '>', 0, "the ratio $name comes out");
    like($said, qr/^$name\s+\d/m, 'and is shown');
}
is($result->{validation}{problems}, 0, 'the plans that are validated are right');

done_testing();
