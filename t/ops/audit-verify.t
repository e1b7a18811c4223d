#!/usr/bin/perl
# The operator's check of the audit: quiet when all is well, and a row that was
# changed, removed or slipped in is named, as is a chain that was mended by
# hand. A database of the test's own, so that nobody else's rows come between.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $database = "ehoks_audit_$$";
@ENV{qw(PGHOST PGPORT PGUSER)} = @{stack()}{qw(PGHOST PGPORT PGUSER)};
$ENV{PGDATABASE} = $database;
is(system("createdb $database && " . root() . '/sql/migrate >/dev/null'), 0,
    'a database');

END { system("dropdb --if-exists --force $database") if $database && !$^C }

require(root() . '/sql/audit-verify');
sub sql ($text) { return psql($text, database => $database) }

# What the check says: (exit status, lines).
sub verify (@arguments) {
    my $output = '';
    my $status = do {
        open my $out, '>', \$output or die "$!\n";
        my $before = select $out;
        local *STDOUT = $out;
        my $result = EhoksAuditVerify::main('--quiet', @arguments);
        select $before;
        $result;
    };
    return ($status, split /\n/, $output);
}

# Rows come and are chained, in three links.
sub add ($count) {
    sql("INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, osoite, selain,"
            . ' toiminto, tulos, kohde, hoks_id, oppija_oid, muutokset)'
            . " SELECT now(), 't' || n, 'PALVELU', '192.0.2.1', 'Sel\x{e4}in \\ \"x\" \x{1F600}',"
            . " 'update', 'succeeded', jsonb_build_object('hoksId', n), n, 'o1',"
            . q{ '[{"path": "/versio", "oldValue": 1.50, "newValue": "\\\\t\u00e4"}]'}
            . " FROM generate_series(1, $count) AS n");
    return;
}
my $chain = 'SELECT numero FROM ehoks.ketjuta_audit()';
is_deeply([(verify())[0, 1]], [0, '0 rows in 0 links, 0 not chained yet, 0 problems'],
    'an empty audit');
for my $count (3, 2, 4) {
    add($count);
    sql($chain);
}
add(2);
my ($status, @said) = verify();
is($status, 0, 'all is well');
like($said[0], qr/^9 rows in 3 links, 2 not chained yet, 0 problems; link 3=[0-9a-f]{64}$/,
    'and it says how much there is');
my ($link) = $said[0] =~ /link (3=\w+)/;
is((verify('--link', $link))[0], 0, 'the newest link is the one that was noted');
($status, @said) = verify('--link', '2=' . '0' x 64, '--link', '9=' . '0' x 64);
is($status, 1, 'others are not');
is_deeply([sort @said[0, 1]],
    ['link 2: it has another hash than the one asked for', 'link 9 is missing'],
    'which is said');

# Each as it is done by somebody who may do everything, then undone.
sql('CREATE TABLE public.rivit AS SELECT * FROM ehoks.audit;'
        . ' CREATE TABLE public.ketju AS SELECT * FROM ehoks.audit_ketju');
my $mend = 'ALTER TABLE ehoks.audit DISABLE TRIGGER ALL; DELETE FROM ehoks.audit;'
    . ' INSERT INTO ehoks.audit OVERRIDING SYSTEM VALUE SELECT * FROM public.rivit;'
    . ' ALTER TABLE ehoks.audit ENABLE TRIGGER ALL; DELETE FROM ehoks.audit_ketju;'
    . ' INSERT INTO ehoks.audit_ketju SELECT * FROM public.ketju;';
my @ids = map { $_->[0] } sql('SELECT id FROM ehoks.audit ORDER BY id');
my $hash = 'tiiviste = ehoks.audit_tiiviste(audit)';

sub is_found ($name, $damage, @wanted) {
    sql($damage);
    my ($found, @lines) = verify();
    is($found, 1, "$name: exit status");
    pop @lines;
    is_deeply(\@lines, \@wanted, "$name: what is said");
    sql($mend);
    return;
}

for my $column ("tekija_oid = 'toinen'", "aika = aika + interval '1 microsecond'",
    "kohde = '{}'", "tulos = 'failed'", 'muutokset = NULL', "peruste = 'x'",
    "osoite = '192.0.2.2'", 'oppija_oid = NULL', "selain = NULL",
    "pyyhityt = '{\"paate\": \"00\"}'")
{
    is_found("changed, $column", "UPDATE ehoks.audit SET $column WHERE id = $ids[4]",
        "row $ids[4] (link 2) was changed");
}
is_found('changed with its hash',
    "UPDATE ehoks.audit SET tekija_oid = 'x' WHERE id = $ids[4];"
        . " UPDATE ehoks.audit SET $hash WHERE id = $ids[4]",
    'link 2: its hash is not that of its rows');
is_found('missing', "DELETE FROM ehoks.audit WHERE id IN ($ids[0], $ids[1])",
    'link 1: 2 of its 3 rows are missing');
is_found('slipped in',
    "ALTER TABLE ehoks.audit DISABLE TRIGGER ALL;"
        . " INSERT INTO ehoks.audit (aika, toiminto, tulos, transaktio, tiiviste)"
        . " VALUES (now(), 'read', 'succeeded', '3', '')",
    'row ' . ($ids[-1] + 1) . ' stands in no link, though it says that it is older');
is_found('a link gone', 'DELETE FROM ehoks.audit_ketju WHERE numero = 2',
    'link 2 is missing', 'link 3: the hash of the link before is another',
    map { "row $_ stands in no link, though it says that it is older" } @ids[3, 4]);
is_found('the newest link with its rows gone',
    'DELETE FROM ehoks.audit_ketju WHERE numero = 3; DELETE FROM ehoks.audit'
        . " WHERE id BETWEEN $ids[5] AND $ids[8];"
        . ' DELETE FROM ehoks.audit_ketju WHERE numero = 1', 'link 1 is missing',
    'link 2: the hash of the link before is another',
    map { "row $_ stands in no link, though it says that it is older" } @ids[0 .. 2]);

# Who mends the newest link too is caught by its hash alone.
sql("DELETE FROM ehoks.audit WHERE id = $ids[8]; DELETE FROM ehoks.audit_ketju"
        . " WHERE numero = 3; $chain");
is((verify())[0], 0, 'a chain that was made anew');
is((verify('--link', $link))[0], 1, 'is not the one that was noted');
sql($mend);

# What may go.
sql("SELECT ehoks.pyyhi_auditin_paatteet(now() + interval '1 hour');"
        . ' SELECT ehoks.pyyhi_auditin_muutokset(1)');
is((sql('SELECT count(*) FROM ehoks.audit WHERE osoite IS NOT NULL OR selain IS NOT NULL'
            . ' OR (hoks_id = 1 AND muutokset IS NOT NULL)'))[0][0], 0,
    'addresses are erased, and what changed in a plan that is gone');
($status, @said) = verify('--link', $link);
is($status, 0, 'which breaks nothing');
like($said[0], qr/^9 rows in 3 links \(9 with erased parts\), 2 not chained/, 'but is told');

# Another cluster.
sql('SELECT ehoks.audit_on_siirretty()');
add(1);
sql($chain);
($status, @said) = verify();
is($status, 0, 'the chain goes on in another cluster') or diag(join "\n", @said);
like($said[0], qr/^12 rows in 5 links/, 'with what was not chained before');

$ENV{PGDATABASE} = "$database-ei";
my $tool = root() . '/sql/audit-verify';
is(system("'$tool' --quiet 2>/dev/null") >> 8, 2, 'a database that is not there');
is(system("'$tool' --link x 2>/dev/null") >> 8, 2, 'arguments that are none');
$ENV{PGDATABASE} = $database;
like(`'$tool' --help`, qr/^Usage: /, 'help');

done_testing();
