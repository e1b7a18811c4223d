#!/usr/bin/perl
# The operator's check of all histories: quiet when all is well, and every
# kind of damage is found at its plan and version.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

@ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)}
    = @{stack()}{qw(PGHOST PGPORT PGUSER PGDATABASE)};
my $tool = root() . '/sql/history-verify';

# (exit status, standard output)
sub verify (@arguments) {
    my $output = `'$tool' --quiet @arguments 2>/dev/null`;
    utf8::decode($output);
    return ($? >> 8, $output);
}

# A plan with 22 versions, the 20th with a snapshot.
my $answer = post_hoks(hoks_document(study_right()));
my $id     = $answer->{json}{meta}{id};
for my $n (2 .. 22) {
    my $text = "$n \t \\ \" \\N \x{e4} \x{1F600}";
    request('PATCH', VB . "/hoks/$id",
        {token => 'sis-a', body => {id => $id, versio => $n, sahkoposti => $text}})
        ->{status} == 204
        or BAIL_OUT("version $n");
}
is_deeply([verify($id)], [0, "1 plans, 22 versions, 0 problems\n"],
    'a plan that is sound');
my $plans = (psql('SELECT count(*) FROM ehoks.hoks'))[0][0];
my ($status, $output) = verify();
is($status, 0, 'all plans of the stack are sound') or diag($output);
like($output, qr/^$plans plans, \d+ versions, 0 problems$/, 'and all are seen');

# ---- damage ------------------------------------------------------------------

require $tool;    # to run it many times without starting it anew

psql("CREATE TABLE public.versiot_tallessa AS SELECT * FROM ehoks.hoks_versio"
        . " WHERE hoks_id = $id; CREATE TABLE public.hoks_tallessa AS"
        . " SELECT * FROM ehoks.hoks WHERE id = $id");

# Mends the plan.
my $mend = "DELETE FROM ehoks.hoks_versio WHERE hoks_id = $id;"
    . ' INSERT INTO ehoks.hoks_versio SELECT * FROM public.versiot_tallessa;'
    . ' UPDATE ehoks.hoks h SET versio = t.versio,'
    . ' asiakirja = t.asiakirja FROM public.hoks_tallessa t'
    . ' WHERE t.id = h.id';

END {
    psql("$mend; DROP TABLE public.versiot_tallessa;"
            . ' DROP TABLE public.hoks_tallessa')
        if $id && !$^C;
}

# What the check says of the plan with this damage: (exit status, output).
sub damaged ($sql) {
    psql("$mend; $sql");
    my $output = '';
    open my $out, '>', \$output or die "$!\n";
    my $standard = select $out;
    my $exit     = EhoksHistoryVerify::main('--quiet', $id);
    select $standard;
    close $out or die "$!\n";
    utf8::decode($output);
    return ($exit, $output);
}

my $rows = "ehoks.hoks_versio SET %s WHERE hoks_id = $id AND versio = %d";

sub change ($set, $version) {
    return sprintf "UPDATE $rows", $set, $version;
}

sub remove ($versions) {
    return "DELETE FROM ehoks.hoks_versio WHERE hoks_id = $id"
        . " AND versio $versions";
}

for my $case (
    [
        'another value in the plan',
        "UPDATE ehoks.hoks SET asiakirja = replace(asiakirja, '22 ', '23 ')"
            . " WHERE id = $id",
        'version 22: the document of the plan is not its newest version'
    ],
    [
        'a member more in the plan',
        "UPDATE ehoks.hoks SET asiakirja ="
            . " left(asiakirja, -1) || ',\"x\":null}' WHERE id = $id",
        'version 22: the document of the plan is not its newest version'
    ],
    [
        "another plan's document",
        "UPDATE ehoks.hoks SET asiakirja = (SELECT asiakirja FROM ehoks.hoks"
            . " WHERE id <> $id LIMIT 1) WHERE id = $id",
        'version 22: the document does not carry the id of its plan',
        'version 22: the document of the plan is not its newest version'
    ],
    [
        'half a plan',
        "UPDATE ehoks.hoks SET asiakirja = left(asiakirja, 60) WHERE id = $id",
        'version 22: the document of the plan is not JSON'
    ],
    ['a row missing', remove('= 7'), 'version 7: is missing'],
    [
        'rows missing', remove('BETWEEN 5 AND 8'),
        'version 5: is missing, and all up to 8'
    ],
    ['the newest row missing', remove('= 22'), 'version 22: is missing'],
    [
        'all rows missing', remove('> 0'),
        'version 1: is missing, and all up to 22'
    ],
    [
        'the first row missing', remove('= 1'),
        'version 1: is missing'
    ],
    [
        'a row too many',
        "UPDATE ehoks.hoks SET versio = 21 WHERE id = $id",
        'version 22: is newer than the plan'
    ],
    [
        'another value in a change',
        change("muutos = replace(muutos, ':7', ':8')", 7), undef
    ],
    [
        'another value in the last change',
        change("muutos = replace(muutos, ':22', ':23')", 22),
        'version 22: the document of the plan is not its newest version'
    ],
    [
        'another value just before a snapshot',
        change("muutos = replace(muutos, ':20', ':19')", 20),
        'version 20: its snapshot is not what the changes make'
    ],
    [
        'another value in a snapshot',
        change("asiakirja = replace(asiakirja, ':20', ':19')", 20),
        'version 20: its snapshot is not what the changes make'
    ],
    [
        'a change of a member that is not there',
        change("muutos = replace(muutos, '/versio', '/versiot')", 3),
        'version 3: its change does not fit the version before'
    ],
    [
        'a change that is no list', change("muutos = '{}'", 3),
        'version 3: its change does not fit the version before'
    ],
    [
        'a change that is not JSON', change("muutos = '['", 3),
        'version 3: its change is not JSON'
    ],
    [
        'a snapshot that is not JSON', change("asiakirja = '{'", 20),
        'version 20: its snapshot is not JSON'
    ],
    )
{
    my ($name, $sql, @wanted) = @$case;
    ($status, $output) = damaged($sql);
    # A value that the next version replaces makes no difference later.
    my $problems = defined $wanted[0] ? @wanted : 0;
    my $text     = join '', map { "plan $id, $_\n" } grep { defined } @wanted;
    is($status, $problems ? 1 : 0, "$name: exit status");
    like($output, qr/^\Q$text\E1 plans, \d+ versions, $problems problems$/,
        "$name is told");
}
psql($mend);
is((verify($id))[0], 0, 'all of it is mended');

# ---- its use -----------------------------------------------------------------

is((verify('--help'))[0], 0, '--help');
like((verify('--help'))[1], qr/^Usage: sql\/history-verify/, 'tells its use');
is((verify('x'))[0],   2, 'an argument that is none');
is((verify('-1'))[0],  2, 'a negative id');
is((verify(999_999_999))[0], 2, 'a plan that is not there');
{
    local $ENV{PGPORT} = 1;
    is((verify())[0], 2, 'a database that is not there');
}
my $make = `make -s -C '@{[root()]}' history-verify ID=$id 2>/dev/null`;
is($make, "1 plans, 22 versions, 0 problems\n", 'make history-verify');

done_testing();
