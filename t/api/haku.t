#!/usr/bin/perl
# The search of learners by provider staff: what is found, in which order, page
# by page, and by whom (contract: api.md 6.3, 1.8; ui.md 5).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $staff  = {cookie => login('virkailija-a')};
my $search = VB . '/virkailija/oppijat';

sub encoded ($text) {
    utf8::encode(my $bytes = $text);
    return $bytes =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger;
}

sub query (%parameters) {
    return "$search?" . join '&', map { "$_=" . encoded($parameters{$_}) } sort keys %parameters;
}

# ---- a school of our own ----------------------------------------------------------

my $school = '1.2.246.562.10.8' . join('', map { int rand 10 } 1 .. 9) . '1';
control({
    organisaatiot => [{
        oid => $school, parentOid => ORG->{A}, tyypit => ['organisaatiotyyppi_02'],
        nimi => {fi => 'Hakukoulu', sv => 'Sökskolan'},
    }],
});

my %qualification = (
    auto => [{fi => 'Autoalan perustutkinto', sv => 'Grundexamen inom bilbranschen'},
        {fi => 'Autotekniikan osaamisala', sv => 'Kompetensområdet för bilteknik'}],
    hoito => [{fi => 'Sosiaali- ja terveysalan perustutkinto', sv => 'Grundexamen inom hälsovård'},
        {fi => 'Lasten hoidon osaamisala', sv => 'Kompetensområdet för barnomsorg'}],
    liike => [{fi => 'Liiketoiminnan perustutkinto'}, undef],
);

sub right_of ($learner, $which, %members) {
    my ($name, $area) = @{$qualification{$which}};
    return study_right(
        'oppija-oid' => $learner,
        oppilaitos   => {oid => $school},
        suoritukset  => [{
            tyyppi          => {koodiarvo => 'ammatillinentutkinto'},
            koulutusmoduuli => {tunniste => {nimi => $name}},
            $area ? (osaamisala => [{nimi => $area}]) : (),
        }],
        %members,
    );
}

# [first names, family name, qualification, first approval]; in the order of the
# Finnish alphabet.
my @people = (
    ['Aarne Olavi',  'Åkerlund',  'auto',  '2024-03-01'],
    ['Anna-Liisa',   'Mäkelä',    'hoito', '2025-01-02'],
    ['Élodie',       'Nieminen',  'auto',  '2023-05-05'],
    ['Maria',        'Öhman',     'hoito', '2026-02-01'],
    ['Müller Vesa',  'Makela',    'liike', '2022-09-09'],
    ['Vieno',        'O\'Neill',  'auto',  '2024-08-15'],
    ['Wilma',        'Zimmer',    'hoito', '2024-01-01'],
    ['Åsa Karin',    'Lindström', 'liike', '2023-01-01'],
    ['Äijö',         'Virta',     'auto',  '2021-01-01'],
    ['Östen',        '100% Ässä', 'hoito', '2020-01-01'],
);
my @plans;
for my $person (@people) {
    my ($first, $last, $which, $approved) = @$person;
    my $learner = oppija_oid();
    control({oppijat => [{oid => $learner, oidHenkilo => $learner, etunimet => $first, sukunimi => $last}]});
    my $right  = right_of($learner, $which);
    my $answer = post_hoks(hoks_document($right, 'ensikertainen-hyvaksyminen' => $approved));
    is($answer->{status}, 200, "$first $last has a plan") or diag($answer->{body});
    push @plans, {id => $answer->{json}{meta}{id}, learner => $learner, right => $right, name => "$first $last"};
}
my @names = map { $_->{name} } @plans;

sub found (%parameters) {
    my $answer = request('GET', query('oppilaitos-oid' => $school, 'item-count' => 100, %parameters), $staff);
    is($answer->{status}, 200, 'the search answers') or diag($answer->{body});
    return $answer->{json};
}

sub finds ($parameters, $wanted, $name) {
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my $json = found(%$parameters);
    is_deeply([map { $_->{nimi} } @{$json->{data}}], $wanted, $name);
    return is($json->{meta}{'total-count'}, scalar @$wanted, '… and counts them');
}

# ---- the list -----------------------------------------------------------------------

finds({}, \@names, 'everybody, in the Finnish alphabet');
finds({desc => 'true'},  [reverse @names], 'from the end');
finds({desc => 'false'}, \@names,          'not from the end');
my $json = found();
is_deeply([keys %{$json->{meta}}], ['total-count'], 'meta tells the total and nothing else');

my ($row) = grep { $_->{nimi} eq 'Anna-Liisa Mäkelä' } @{$json->{data}};
my %fixed = (
    oid                          => $plans[1]{learner},
    nimi                         => 'Anna-Liisa Mäkelä',
    'opiskeluoikeus-oid'         => $plans[1]{right}{oid},
    'hoks-id'                    => $plans[1]{id},
    'tutkinto-nimi'              => $qualification{hoito}[0],
    'osaamisala-nimi'            => $qualification{hoito}[1],
    'ensikertainen-hyvaksyminen' => '2025-01-02',
    manuaalisyotto               => JSON::PP::false(),
    'opiskeluoikeus-voimassa'    => JSON::PP::true(),
    'hoksien-maara'              => 1,
);
for my $key (sort keys %fixed) {
    my @differences = json_diff($row->{$key}, $fixed{$key}, "/$key");
    ok(!@differences, "a row tells $key, of its exact type") or diag(join "\n", @differences);
}
like($row->{eid},      qr/^[0-9a-f-]{36}$/,               'and the eid');
like($row->{muutettu}, qr/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/, 'and when it was stored');
ok(!exists $row->{paivitetty}, 'what the plan does not tell is left out');
unlike(json_text($json), qr/null/, 'there is no null anywhere');

# ---- names ----------------------------------------------------------------------------

finds({nimi => 'makel'}, ['Anna-Liisa Mäkelä', 'Müller Vesa Makela'], 'part of a name, without diacritics');
finds({nimi => 'MÄKELÄ'}, ['Anna-Liisa Mäkelä', 'Müller Vesa Makela'], 'with them, in capitals');
finds({nimi => 'makela müll'}, ['Müller Vesa Makela'], 'words in any order');
finds({nimi => 'makela,vesa'}, ['Müller Vesa Makela'], 'between commas');
finds({nimi => '%vesa_mul'}, ['Müller Vesa Makela'], 'wildcards are blanks');
finds({nimi => ' '}, \@names, 'blanks alone are no word');
finds({nimi => '%'}, \@names, 'nor is a wildcard');
finds({nimi => 'makela virta'}, [], 'all words must be there');
finds({nimi => 'å'}, [grep { /[aåä]/i } @names], 'one letter');
finds({nimi => 'o\'n'}, ['Vieno O\'Neill'], 'an apostrophe');
finds({nimi => 'O’Neill'}, ['Vieno O\'Neill'], 'and the typographic one');
finds({nimi => 'elodie'}, ['Élodie Nieminen'], 'foreign diacritics');
finds({nimi => '\\'}, [], 'a backslash is no wildcard');
finds({nimi => '100'}, ['Östen 100% Ässä'], 'digits');
finds({nimi => 'x' x 256}, [], 'a long text');
finds({nimi => "\"'); DROP TABLE ehoks.hoks; --"}, [], 'a text that would be SQL');

# ---- qualifications -----------------------------------------------------------------------

my @auto = grep { /Aarne|Élodie|Vieno|Äijö/ } @names;
finds({tutkinto => 'AUTO'}, \@auto, 'the qualification');
finds({tutkinto => 'autoalan perus'}, \@auto, 'with its blanks');
finds({tutkinto => 'perus%auto'}, \@names, 'only the first stretch counts');
finds({tutkinto => '%auto'}, \@auto, 'after wildcards');
finds({tutkinto => '%_'}, \@names, 'wildcards alone are nothing');
finds({tutkinto => 'bilbranschen'}, [], 'in Finnish, if nothing is said');
finds({tutkinto => 'bilbranschen', locale => 'sv'}, \@auto, 'in Swedish');
finds({tutkinto => 'halsov', locale => 'sv'}, [grep { /Anna|Maria|Wilma|Östen/ } @names], 'without diacritics');
finds({tutkinto => 'liiketoim', locale => 'sv'}, [grep { /Vesa|Åsa/ } @names], 'in Finnish where there is no other name');
finds({tutkinto => 'auto', locale => 'xx'}, \@auto, 'and in a language that nobody knows');
finds({osaamisala => 'lasten'}, [grep { /Anna|Maria|Wilma|Östen/ } @names], 'the competence area');
finds({osaamisala => 'lasten', nimi => 'ma'}, [grep { /Anna|Maria|Wilma/ } grep { /m[aä]/i } @names], 'with a name');
finds({'hoks-id' => $plans[2]{id}}, ['Élodie Nieminen'], 'the number of the plan');
finds({'hoks-id' => $plans[2]{id}, nimi => 'maria'}, [], 'that is somebody else\'s');
finds({'hoks-id' => '999999999999999999'}, [], 'that nobody has');
finds({'hoks-id' => '-1'}, [], 'that nobody can have');

# ---- order and pages -------------------------------------------------------------------------

sub by_name (@names) {
    my %place = map { $names[$_] => $_ } 0 .. $#names;
    return sort { $place{$a} <=> $place{$b} } @names;
}
my %of;
push @{$of{$people[$_][2]}}, $names[$_] for 0 .. $#names;
finds({'order-by-column' => 'tutkinto'}, [@{$of{auto}}, @{$of{liike}}, @{$of{hoito}}], 'by qualification, then by name');
finds({'order-by-column' => 'tutkinto', desc => 'true'}, [@{$of{hoito}}, @{$of{liike}}, @{$of{auto}}],
    'from the end, equals still by name');
finds({'order-by-column' => 'tutkinto', locale => 'sv'}, [@{$of{auto}}, @{$of{hoito}}, @{$of{liike}}], 'by its Swedish name');
finds({'order-by-column' => 'osaamisala'}, [@{$of{liike}}, @{$of{auto}}, @{$of{hoito}}], 'by competence area, none first');
my @dated = @names[sort { $people[$a][3] cmp $people[$b][3] } 0 .. $#names];
finds({'order-by-column' => 'ensikertainen-hyvaksyminen'}, \@dated, 'by first approval');
finds({'order-by-column' => 'ensikertainen-hyvaksyminen', desc => 'true'}, [reverse @dated], 'from the latest');
finds({'order-by-column' => 'hoks-id', desc => 'true'}, [reverse @names], 'by number');
finds({'order-by-column' => 'jotain-muuta'}, \@names, 'a column that is not there: by name');

for my $column (qw(nimi tutkinto osaamisala ensikertainen-hyvaksyminen hoks-id)) {
    for my $desc (qw(true false)) {
        my $whole = [map { $_->{'hoks-id'} } @{found('order-by-column' => $column, desc => $desc)->{data}}];
        my @pages = map {
            my $page = found('order-by-column' => $column, desc => $desc, 'item-count' => 3, page => $_);
            is($page->{meta}{'total-count'}, 10, 'each page tells the whole count');
            [map { $_->{'hoks-id'} } @{$page->{data}}]
        } 0 .. 4;
        is_deeply([map { scalar @$_ } @pages], [3, 3, 3, 1, 0], "pages of three, $column $desc");
        is_deeply([map { @$_ } @pages], $whole, 'that make the whole list');
    }
}
is(scalar @{request('GET', query('oppilaitos-oid' => $school), $staff)->{json}{data}}, 10, 'ten by default');
is(scalar @{found('item-count' => 0)->{data}}, 0, 'or none, for the count');

# ---- what is changed is found as it is ----------------------------------------------------------

control({oppijat => [{oid => $plans[0]{learner}, oidHenkilo => $plans[0]{learner},
            etunimet => 'Uusi', sukunimi => 'Nimi'}]});
my $oph = {cookie => login('oph')};
is(request('POST', VB . "/virkailija/onrmodify?oid=$plans[0]{learner}", $oph)->{status}, 204, 'a learner has a new name');
finds({nimi => 'uusi nimi'}, ['Uusi Nimi'], 'and is found by it');
finds({nimi => 'åkerlund'}, [], 'not by the old one');

my $second = post_hoks(hoks_document(right_of($plans[3]{learner}, 'liike')));
is($second->{status}, 200, 'a learner has one more plan');
my $marias = found(nimi => 'maria öhman');
is_deeply([map { $_->{'hoksien-maara'} } @{$marias->{data}}], [2, 2], 'and a row for each, which tell how many');
is($marias->{meta}{'total-count'}, 2, 'counted each');
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $second->{json}{meta}{id}");
is_deeply([map { $_->{'hoksien-maara'} } @{found(nimi => 'maria öhman')->{data}}], [1], 'a deleted one is not found');

my $elsewhere = study_right('oppija-oid' => $plans[4]{learner}, oppilaitos => {oid => ORG->{B1}},
    koulutustoimija => {oid => ORG->{B}});
is(post_hoks(hoks_document($elsewhere), {token => 'sis-b'})->{status}, 200, 'another provider makes a plan');
is(found(nimi => 'vesa')->{data}[0]{'hoksien-maara'}, 2, 'which counts while the learner studies here');
psql("UPDATE ehoks.opiskeluoikeus SET tila = 'eronnut' WHERE oid = '$plans[4]{right}{oid}'");
my $left = found(nimi => 'vesa')->{data}[0];
is($left->{'hoksien-maara'}, 1, 'and not any more');
ok(!$left->{'opiskeluoikeus-voimassa'}, 'which the row tells');

my $manual = request('POST', VB . "/virkailija/oppijat/$plans[5]{learner}/hoksit",
    {%$staff, body => hoks_document(right_of($plans[5]{learner}, 'auto'), paivitetty => '2026-03-04T05:06:07Z')});
is($manual->{status}, 200, 'a plan made by hand') or diag($manual->{body});
my ($by_hand) = @{found('hoks-id' => $manual->{json}{meta}{id})->{data}};
ok($by_hand->{manuaalisyotto}, 'says so');
is($by_hand->{paivitetty}, '2026-03-04T05:06:07Z', 'and when it was updated');

# ---- who may --------------------------------------------------------------------------------------

my %refused = (error => 'User has insufficient privileges for given organisation');
my $b = {cookie => login('virkailija-b')};
is_problem(request('GET', query('oppilaitos-oid' => $school), $b), 403, \%refused, 'another provider\'s staff');
is_problem(request('GET', query('oppilaitos-oid' => ORG->{A}), $b), 403, \%refused, 'nor all of a provider');
is_problem(request('GET', query('oppilaitos-oid' => $school), {cookie => login('virkailija-a1-lukija')}),
    403, \%refused, 'staff of one school do not see another');
is(request('GET', query('oppilaitos-oid' => $school), $oph)->{status}, 200, 'OPH sees all');
is(request('GET', query('oppilaitos-oid' => ORG->{A}), $staff)->{json}{meta}{'total-count'}, 0, 'a provider is no school');
my $unknown = '1.2.246.562.10.85555555551';
is_problem(request('GET', query('oppilaitos-oid' => $unknown), $staff), 400,
    {error => "Organisation `$unknown` not found from Organisaatiopalvelu"}, 'a school that is not there');
is_problem(request('GET', query('oppilaitos-oid' => $school)), 401, {info => 'User is not authorized'}, 'nobody');
is(request('GET', query('oppilaitos-oid' => $school), {token => 'sis-a'})->{status}, 403, 'a system');
is(request('GET', query('oppilaitos-oid' => $school), {cookie => login('oppija1')})->{status}, 403, 'a learner');
is(request('GET', query('oppilaitos-oid' => $school), {%$staff, headers => {'caller-id' => undef}})->{status},
    400, 'Caller-Id');

# ---- what can't be read -----------------------------------------------------------------------------

is_problem(request('GET', $search, $staff), 400,
    {in => ['request', 'query-params'], errors => {'oppilaitos-oid' => 'missing-required-key'}}, 'no school');
for my $wrong (
    ['oppilaitos-oid' => '1.2.3'], ['item-count' => -1], ['item-count' => 1001], ['item-count' => 'kymmenen'],
    ['item-count' => '9' x 30], [page => -1], [page => '1e3'], [page => 1_000_001], [desc => 'kyllä'],
    ['hoks-id' => 'abc'], ['hoks-id' => ''], ['hoks-id' => '1.5'], [nimi => 'x' x 257], [tutkinto => 'ä' x 257],
    [locale => 'f' x 257],
) {
    my ($name, $value) = @$wrong;
    my $answer = request('GET', query('oppilaitos-oid' => $school, $name => $value), $staff);
    is($answer->{status}, 400, "$name=" . substr $value, 0, 20);
    is($answer->{json}{virheet}[0]{parametri}, $name, 'the answer names the parameter');
}
is(request('GET', "$search?oppilaitos-oid=$school&nimi=%FF", $staff)->{status}, 400, 'what is not UTF-8');
is(request('GET', query('oppilaitos-oid' => $school, page => 1_000_000, 'item-count' => 1000), $staff)->{status},
    200, 'a page far away is empty');

# ---- plans of one school of a learner -------------------------------------------------------------------

my $base = VB . "/virkailija/oppijat/$plans[3]{learner}/hoksit/oppilaitos";
my $own  = request('GET', "$base/$school", $staff);
is($own->{status}, 200, 'plans of a learner in a school');
is_deeply([map { $_->{id} } @{$own->{json}{data}}], [$plans[3]{id}], 'those that are there');
ok(!exists $own->{json}{data}[0]{'hankittavat-ammat-tutkinnon-osat'}, 'without parts');
is_problem(request('GET', "$base/" . ORG->{A1}, $staff), 404, {message => 'HOKS not found for oppilaitos'}, 'a school without');
is_problem(request('GET', "$base/" . ORG->{B1}, $staff), 403,
    {error => 'User privileges does not match organisation'}, 'another provider\'s school');
is_problem(request('GET', "$base/$unknown", $staff), 400,
    {error => "Organisation `$unknown` not found from Organisaatiopalvelu"}, 'no school');
is_problem(request('GET', "$base/$school", $b), 403,
    {error => 'User privileges does not match oppija opiskeluoikeus organisation'}, 'a learner of others');
is(request('GET', "$base/1.2.3", $staff)->{status}, 400, 'not an oid');

END { control({}) unless $^C }

done_testing();
