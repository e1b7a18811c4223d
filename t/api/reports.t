#!/usr/bin/perl
# Reports of provider staff: work periods and plans whose study right is gone,
# page by page and as a file for spreadsheets (contract: api.md 1.7, 6.4).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = VB . '/virkailija';
my %jar = map { $_ => login($_) } qw(virkailija-a virkailija-a1-lukija virkailija-b oph);

sub as ($login, $path, %options) {
    return request('GET', $V . $path, {cookie => $jar{$login}, %options});
}

# Days and a name of a qualification that no other test uses.
my $mark = sprintf '%d%05d', $$, int rand 100_000;
my %days = (start => '2021-03-01', end => '2021-03-31');

sub report ($login, %query) {
    my %all = (tutkinto => qq({"fi":"Koneala $mark"}), oppilaitos => ORG->{A1}, %days, %query);
    my $headers = delete $all{headers} // {};
    my $text = join '&', map { "$_=" . escape($all{$_}) } grep { defined $all{$_} } sort keys %all;
    return as($login, "/tep-jakso-raportti?$text", headers => $headers);
}

sub escape ($text) {
    utf8::encode($text);
    return $text =~ s/([^\w.-])/sprintf '%%%02X', ord $1/ger;
}

sub period ($name, %members) {
    return {
        alku  => '2021-01-11',
        loppu => '2021-03-15',
        'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_oppisopimus',
        'osaamisen-hankkimistapa-koodi-versio'  => 1,
        'oppisopimuksen-perusta-koodi-uri'      => 'oppisopimuksenperusta_01',
        'oppisopimuksen-perusta-koodi-versio'   => 1,
        'yksiloiva-tunniste'                    => "$name-$mark",
        'tyopaikalla-jarjestettava-koulutus'    => {
            'vastuullinen-tyopaikka-ohjaaja' => {
                nimi          => "Oona Ohjaaja $name",
                sahkoposti    => "Oona.$name\@Yritys.invalid",
                puhelinnumero => '+358401234567',
            },
            'tyopaikan-nimi'        => "Paja $name",
            'tyopaikan-y-tunnus'    => '9000001-1',
            'keskeiset-tyotehtavat' => ['Varasto'],
        },
        %members,
    };
}

# A plan with the periods, by kind of unit.
sub new_plan (%of) {
    my $right = study_right(
        suoritukset => [{
            tyyppi => {koodiarvo => 'ammatillinentutkinto'},
            koulutusmoduuli => {tunniste => {nimi => {fi => "Koneala $mark", sv => 'Maskin'}}},
        }],
        %{$of{right} // {}},
    );
    my %unit = ('tutkinnon-osa-koodi-uri' => 'tutkinnonosat_900001', 'tutkinnon-osa-koodi-versio' => 2);
    my $answer = post_hoks(hoks_document($right,
        'hankittavat-ammat-tutkinnon-osat' =>
            [{%unit, 'osaamisen-hankkimistavat' => $of{ammatillinen} // []}],
        'hankittavat-paikalliset-tutkinnon-osat' =>
            [{nimi => 'Oma osa', 'osaamisen-hankkimistavat' => $of{paikallinen} // []}],
        'hankittavat-yhteiset-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri' => 'tutkinnonosat_400012', 'tutkinnon-osa-koodi-versio' => 1,
            'osa-alueet' => [{
                'osa-alue-koodi-uri' => 'ammatillisenoppiaineet_vvtk', 'osa-alue-koodi-versio' => 1,
                'osaamisen-hankkimistavat' => $of{yhteinen} // [],
            }],
        }],
    ), {token => $of{token} // 'sis-a'});
    is($answer->{status}, 200, 'a plan') or diag $answer->{body};
    return {right => $right, id => $answer->{json}{meta}{id}, uri => $answer->{json}{data}{uri}};
}

my $first = new_plan(
    ammatillinen => [
        period('yksi'),
        period('kaksi', loppu => '2021-03-31'),
        period('osa-aikainen', 'osa-aikaisuustieto' => 50),
        period('myohempi', loppu => '2021-04-01'),
        period('aiempi', loppu => '2021-02-28'),
    ],
    paikallinen => [period('paikallinen')],
    yhteinen    => [period('yhteinen', loppu => '2021-03-01')],
);
my $second = new_plan(ammatillinen => [period('=cmd()')]);
my $other  = new_plan(
    ammatillinen => [period('muualla')],
    token        => 'sis-b',
    right        => {oppilaitos => {oid => ORG->{B1}}, koulutustoimija => {oid => ORG->{B}}},
);

# ---- what it tells ---------------------------------------------------------------

sub places ($answer) {
    return [map { $_->{tyopaikanNimi} } @{$answer->{json}{data}{result}}];
}

my $answer = report('virkailija-a');
is($answer->{status}, 200, 'the report') or diag $answer->{body};
is_deeply(places($answer), ['Paja =cmd()', 'Paja yksi', 'Paja kaksi'],
    'periods of vocational units without part-time share that end within the days, newest plan first');
my $eid = request('GET', $first->{uri}, {token => 'sis-a'})->{json}{data}{eid};
is_deeply($answer->{json}{data}{result}[1], {
    hoksId => $first->{id}, opiskeluoikeusOid => $first->{right}{oid},
    oppijaOid => $first->{right}{'oppija-oid'}, hoksEid => $eid,
    hankkimistapaTyyppi => 'osaamisenhankkimistapa_oppisopimus',
    alkupvm => '2021-01-11', loppupvm => '2021-03-15',
    oppisopimuksenPerusta => 'oppisopimuksenperusta_01',
    tyopaikanNimi => 'Paja yksi', ytunnus => '9000001-1',
    ohjaajaNimi => 'Oona Ohjaaja yksi', ohjaajaEmail => 'Oona.yksi@Yritys.invalid',
    ohjaajaPuhelinnumero => '+358401234567',
}, 'a row says what the document says, and leaves out what it does not');
is($answer->{json}{data}{count}, 3, 'how many there are');
is($answer->{json}{data}{pagecount}, 1, 'on how many pages');

is_deeply(places(report('virkailija-a', start => '2021-03-16')), ['Paja kaksi'], 'from a day on');
ok((grep { $_->{hoksId} == $first->{id} }
        @{report('virkailija-a', tutkinto => '{}', pagesize => 1000)->{json}{data}{result}}),
    'an empty object takes every qualification');
is_deeply(places(report('virkailija-a', tutkinto => qq({"fi":"Koneala $mark","sv":"Annat"}))), [],
    'every name that is given must be there');
is_deeply(places(report('virkailija-a', start => '2021-03-31', end => '2021-03-01')), [],
    'days the wrong way round hold nothing');

$answer = report('virkailija-a', kaikki => 'true');
is_deeply([map { "$_->{tyopaikanNimi} $_->{tutkinnonOsa}" } @{$answer->{json}{data}{result}}],
    ['Paja =cmd() ammatillinen', 'Paja yksi ammatillinen', 'Paja kaksi ammatillinen',
        'Paja osa-aikainen ammatillinen', 'Paja paikallinen paikallinen', 'Paja yhteinen yhteinen'],
    'kaikki=true: units of all kinds, with their part-time share');
is($answer->{json}{data}{result}[3]{osaAikaisuus}, 50, 'which it tells');

# ---- pages --------------------------------------------------------------------------

my @seen;
for my $page (0 .. 2) {
    my $part = report('virkailija-a', pagesize => 2, pageindex => $page)->{json}{data};
    is($part->{count},     3, "page $page: the count is of all");
    is($part->{pagecount}, 2, "page $page: so are the pages");
    push @seen, [map { $_->{tyopaikanNimi} } @{$part->{result}}];
}
is_deeply(\@seen, [['Paja =cmd()', 'Paja yksi'], ['Paja kaksi'], []],
    'page by page, and nothing after the last');
is(report('virkailija-a', pageindex => 1_000_000_000, pagesize => 1000)->{status}, 200, 'far after the last, too');

# ---- a plan that changes ---------------------------------------------------------------

my $document = request('GET', $second->{uri}, {token => 'sis-a'})->{json}{data};
my ($changed) = @{$document->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}};
$changed->{'tyopaikalla-jarjestettava-koulutus'}{'tyopaikan-nimi'} = 'Uusi paja';
is(request('PUT', $second->{uri}, {token => 'sis-a', body => $document})->{status}, 204, 'a plan is changed');
is(report('virkailija-a')->{json}{data}{result}[0]{tyopaikanNimi}, 'Uusi paja', 'the report says so');

# ---- who sees what ----------------------------------------------------------------------

is(report('virkailija-a1-lukija')->{status}, 200, 'who may read in the school gets it');
my $refused = report('virkailija-b');
is($refused->{status}, 403, 'who may not does not');
is($refused->{json}{error}, 'User privileges do not match organisation', '… in the old words');
$refused = report('virkailija-a', oppilaitos => '1.2.246.562.10.19000000099');
is($refused->{status}, 400, 'a school that nobody knows');
is($refused->{json}{error}, '`oppilaitos` missing from request.', '… in the old words');
my $all = report('oph');
is_deeply([sort @{places($all)}], ['Paja kaksi', 'Paja muualla', 'Paja yksi', 'Uusi paja'],
    'a super user gets all schools');
is_deeply([sort map { $_->{oppilaitosOid} } @{$all->{json}{data}{result}}],
    [(ORG->{A1}) x 3, ORG->{B1}], 'and which they are');
is(request('GET', "$V/tep-jakso-raportti", {token => 'sis-a'})->{status}, 403, 'no system');
is(request('GET', "$V/tep-jakso-raportti")->{status}, 401, 'nobody who is not logged in');

# ---- bad parameters ------------------------------------------------------------------------

for my $bad (
    [tutkinto => undef], [oppilaitos => undef], [start => undef], [end => undef],
    [oppilaitos => 'x'], [oppilaitos => '1.2.246.562.24.24011111113'],
    [start => '2021-02-30'], [start => '1.3.2021'], [end => "2021-03-01' OR 1=1"], [end => ''],
    [pagesize => 0], [pagesize => -1], [pagesize => 1001], [pagesize => 'x'], [pagesize => '9' x 30],
    [pageindex => -1], [pageindex => '1.5'], [pageindex => '9' x 18],
    [kaikki => 'kylla'], [muoto => 'xlsx'], [kieli => 'de'],
    )
{
    my ($name, $value) = @$bad;
    my $answer = report('virkailija-a', $name => $value);
    is_problem($answer, 400, {in => ['request', 'query-params']}, "$name=" . ($value // '(none)') . ' is refused');
    is($answer->{json}{virheet}[0]{parametri}, $name, 'by its name');
}
for my $bad ('[', '[]', '"x"', '1', '', '{"fi":"a","fi":"b"}', '{"a":"\u0000"}', '{' x 50, '{"a":1e999}') {
    my $answer = report('virkailija-a', tutkinto => $bad);
    is($answer->{status}, 400, "tutkinto=$bad");
    is($answer->{json}{error}, '`tutkinto` must be a JSON object.', '… in the old words');
}
is(report('virkailija-a', start => '0000-01-01', end => '9999-12-31')->{status}, 200, 'every day that exists');

# ---- as a file --------------------------------------------------------------------------------

my $csv = report('virkailija-a', muoto => 'csv', pagesize => 1);
is($csv->{status}, 200, 'CSV') or diag $csv->{body};
is($csv->{headers}{'content-type'}, 'text/csv; charset=utf-8', 'its type');
is($csv->{headers}{'content-disposition'}, 'attachment; filename="tyopaikkajaksot.csv"', 'its name');
my $bytes = $csv->{body};
is(substr($bytes, 0, 3), "\xef\xbb\xbf", 'begins with a byte order mark');
utf8::decode($bytes);
my @lines = split /\r\n/, substr $bytes, 1;
is(scalar @lines, 4, 'the headings and every row, whatever the page');
like($lines[0], qr/^"HOKS";"Opiskeluoikeus";"Oppijanumero";.*;"Työpaikka";/, 'headings in Finnish');
like($lines[2], qr/^$first->{id};"\Q$first->{right}{oid}\E";.*;"2021-03-15";;"oppisopimuksenperusta_01";"Paja yksi";/,
    'numbers bare, texts in quotes, nothing where nothing is known');
unlike($bytes, qr/(?:^|[;"\n])[=+\@-]/, 'no cell begins like a formula');
like($lines[1], qr/;"'\+358401234567"/, 'what would gets an apostrophe');
like(report('virkailija-a', muoto => 'csv', kieli => 'sv')->{body}, qr/"Arbetsplats"/, 'headings in Swedish');
is(report('virkailija-a', headers => {accept => 'text/csv'})->{body}, $csv->{body}, 'by the Accept header');
ok(report('virkailija-a', muoto => 'json', headers => {accept => 'text/csv'})->{json}, 'muoto wins over Accept');
is(report('virkailija-b', muoto => 'csv')->{status}, 403, 'the same rights');
like(report('oph', muoto => 'csv')->{body}, qr/;"Oppilaitos"\r\n/, 'a super user sees the schools');

# ---- plans whose study right is gone ------------------------------------------------------------

sub orphans ($login, $school = ORG->{A1}, $query = '') {
    return as($login, "/missing-oo-hoksit/$school$query");
}

my @gone = map { new_plan() } 1 .. 3;
my $before = orphans('virkailija-a')->{json}{data}{count};
psql("UPDATE ehoks.opiskeluoikeus SET mitatoity = now() WHERE oid = '$_->{right}{oid}'") for @gone;
$answer = orphans('virkailija-a');
is($answer->{status}, 200, 'the report of plans without a study right') or diag $answer->{body};
is($answer->{json}{data}{count}, $before + 3, 'counts them');
my $newest = $answer->{json}{data}{result}[0];
is($newest->{hoksId}, $gone[2]{id}, 'newest first');
is_deeply([sort keys %$newest], [qw(hoksEid hoksId opiskeluoikeusOid oppijaOid oppilaitosOid)], 'a row');
is($newest->{opiskeluoikeusOid}, $gone[2]{right}{oid}, 'with the study right that was');
is($newest->{oppilaitosOid}, ORG->{A1}, 'and the school');
$answer = orphans('virkailija-a', ORG->{A1}, '?pagesize=1&pageindex=1')->{json}{data};
is_deeply([map { $_->{hoksId} } @{$answer->{result}}], [$gone[1]{id}], 'page by page');
is($answer->{pagecount}, $before + 3, 'counted');
is_deeply(orphans('virkailija-a', ORG->{A1}, '?pageindex=99999')->{json}{data}{result}, [],
    'nothing after the last');
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $gone[2]{id}");
is(orphans('virkailija-a')->{json}{data}{count}, $before + 2, 'a deleted plan is not told');
$refused = orphans('virkailija-b');
is($refused->{status}, 403, 'not for others');
is($refused->{json}{error}, 'User privileges does not match organisation', '… in the old words');
is(orphans('virkailija-a', '1.2.246.562.10.19000000099')->{json}{error},
    'Organisation `1.2.246.562.10.19000000099` not found from Organisaatiopalvelu', 'a school that nobody knows');
is(orphans('virkailija-a', 'x')->{status}, 400, 'a school that is no OID');
is(orphans('virkailija-a', ORG->{A1}, '?pagesize=0')->{status}, 400, 'a page of nothing');
like(orphans('virkailija-a', ORG->{A1}, '?muoto=csv')->{body},
    qr/^\xef\xbb\xbf"HOKS";.*\r\n$gone[1]{id};"\Q$gone[1]{right}{'oppija-oid'}\E";/, 'as a file');

done_testing();
