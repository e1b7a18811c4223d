#!/usr/bin/perl
# A provider's system changes a plan: what PUT and PATCH answer, keep, empty
# and refuse, and which error comes first (contract: rules.md 7 and 10;
# README.md 3 to 5 and 13).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

END { control({down => []}) unless $^C }

my $strict = stack()->{EHOKS_STRICT_URL};

# ---- helpers -----------------------------------------------------------------

# A plan of its own for a test: {id, uri, etag, right}.
sub new_plan (%members) {
    my $right  = delete $members{right} // study_right();
    my $answer = post_hoks(hoks_document($right, %members));
    die "no plan: $answer->{body}\n" unless $answer->{status} == 200;
    return {
        id    => $answer->{json}{meta}{id},
        uri   => VB . "/hoks/$answer->{json}{meta}{id}",
        etag  => $answer->{headers}{etag},
        right => $right,
    };
}

sub change ($method, $plan, $body, %options) {
    return request($method, $plan->{uri},
        {token => 'sis-a', %options, body => $body});
}

sub read_plan ($plan) {
    my $answer = request('GET', $plan->{uri}, {token => 'sis-a'});
    is($answer->{status}, 200, 'the plan is read');
    return ($answer->{json}{data}, $answer->{headers}{etag});
}

# The least body of PUT.
sub put_body ($plan, %members) {
    return {
        id                            => 0 + $plan->{id},
        'ensikertainen-hyvaksyminen'  => '2024-08-15',
        'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
        %members,
    };
}

# Rows that tell of a plan's changes: versions, audit of changes, feed.
sub traces ($plan) {
    my ($row) = psql("SELECT (SELECT count(*) FROM ehoks.hoks_versio"
            . " WHERE hoks_id = $plan->{id}), (SELECT count(*) FROM ehoks.audit"
            . " WHERE hoks_id = $plan->{id} AND toiminto <> 'read'"
            . " AND tulos = 'succeeded'),"
            . " (SELECT count(*) FROM ehoks.muutossyote"
            . " WHERE hoks_id = $plan->{id})");
    return join ' ', @$row;
}

# Changes the registries, and makes the service ask them again.
sub registries (%change) {
    control(\%change);
    psql('DELETE FROM ehoks.rekisterikopio');
    return;
}

sub is_changed ($answer, $version, $name) {
    is($answer->{status}, 204, "$name: 204") or diag($answer->{body});
    is($answer->{body}, '', "$name: no body");
    is($answer->{headers}{etag}, qq("v$version"), "$name: the new ETag");
    return;
}

sub is_told_at ($answer, $place, $code, $name) {
    is($answer->{status}, 400, "$name: 400") or diag($answer->{body});
    my @told = map { "$_->{koodi} $_->{kohta}" }
        @{$answer->{json}{virheet} // []};
    is_deeply(\@told, ["$code $place"], "$name: told at its place");
    return;
}

my %unit = (
    'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
    'tutkinnon-osa-koodi-versio' => 2,
);
my %stretch = (
    alku  => '2025-01-07',
    loppu => '2025-03-28',
    'osaamisen-hankkimistapa-koodi-uri' =>
        'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
    'yksiloiva-tunniste'                   => 'jakso-1',
    'osa-aikaisuustieto'                   => 80,
);

# ---- an answer of GET, sent back ---------------------------------------------

my $plan = new_plan(
    sahkoposti                         => 'malli@oppija.example',
    hyvaksytty                         => '2024-08-15T10:00:00+03:00',
    'hankittavat-ammat-tutkinnon-osat' =>
        [{%unit, 'osaamisen-hankkimistavat' => [{%stretch}]}],
);
my ($data, $etag) = read_plan($plan);
is($etag, '"v1"', 'the first version');
my $before = traces($plan);
is($before, '1 1 1', 'a version, an audit row and a row of the feed');
is_changed(change('PUT', $plan, $data), 1, 'PUT of what GET answered');
is_changed(change('PUT', $plan, $data, headers => {'if-match' => $etag}),
    1, 'the same with If-Match');
my %plain = %$data;
delete @plain{qw(eid manuaalisyotto)};
is_changed(change('PUT', $plan, \%plain), 1, 'without eid and manuaalisyotto');
my $without_ids = JSON::PP->new->decode(json_text(\%plain)
        =~ s/"module-id":"[^"]*",?//gr);
is_changed(change('PUT', $plan, $without_ids), 1, 'without any module-id');
is_changed(change('PATCH', $plan, {id => $data->{id}}), 1, 'PATCH of nothing');
is_changed(
    change('PATCH', $plan,
        {id => $data->{id}, sahkoposti => ' malli@oppija.example '}),
    1, 'PATCH of the same value');
is(traces($plan), $before, 'nothing was written for all of these');
my ($same) = read_plan($plan);
ok(!json_diff($same, $data), 'and the plan is as it was');

# ---- a change ----------------------------------------------------------------

$data->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[0]
    {loppu} = '2025-04-30';
is_changed(change('PUT', $plan, $data), 2, 'PUT of a change');
is(traces($plan), '2 2 2', 'one row more in each');
my ($changed) = read_plan($plan);
ok(!json_diff($changed, $data), 'the plan is what was sent');
my ($row) = psql('SELECT h.versio, h.muutettu > h.luotu, j.loppu, a.toiminto,'
        . ' a.asiakas, s.toiminto FROM ehoks.hoks h'
        . ' JOIN ehoks.tyopaikkajakso j ON j.hoks_id = h.id'
        . ' JOIN ehoks.audit a ON a.hoks_id = h.id AND a.versio = 2'
        . ' JOIN ehoks.muutossyote s ON s.hoks_id = h.id AND s.versio = 2'
        . " WHERE h.id = $plan->{id}");
is_deeply($row, ['2', 't', '2025-04-30', 'overwrite', 'sis-a', 'korvaus'],
    'the row, its projection, audit and feed tell of it');
is_changed(change('PATCH', $plan, {id => $plan->{id}, versio => 4}),
    3, 'PATCH of a change');
is((psql("SELECT toiminto FROM ehoks.audit WHERE hoks_id = $plan->{id}"
                . ' AND versio = 3'))[0][0],
    'update', 'the audit calls it an update');
ok(!json_diff((read_plan($plan))[0], {%$data, versio => 4}),
    'PATCH changed that field alone');

# ---- S-01 --------------------------------------------------------------------

my %emptied = (
    versio                         => 3,
    sahkoposti                     => 'malli@oppija.example',
    'urasuunnitelma-koodi-uri'     => 'urasuunnitelma_0001',
    'urasuunnitelma-koodi-versio'  => 1,
    hyvaksytty                     => '2024-08-15T00:00:00Z',
    paivitetty                     => '2024-08-16T00:00:00Z',
    'osaamisen-saavuttamisen-pvm'  => '2025-06-01',
    'hankittavat-ammat-tutkinnon-osat' => [{%unit}],
    'aiemmin-hankitut-ammat-tutkinnon-osat' => [{
        %unit,
        'valittu-todentamisen-prosessi-koodi-uri' =>
            'osaamisentodentamisenprosessi_0001',
        'valittu-todentamisen-prosessi-koodi-versio' => 1,
    }],
    'opiskeluvalmiuksia-tukevat-opinnot' => [{
        nimi => 'Taidot', kuvaus => 'Ajankäyttö',
        alku => '2025-01-07', loppu => '2025-02-28',
    }],
    'oppimisen-tuki' => [{
        'oppimisen-tuen-tyyppi-koodi-uri' =>
            'ammatillinenkoulutusoppimisentuentyyppi_02',
    }],
);
my $tuva_oid = opiskeluoikeus_oid();
my %kept     = (
    puhelinnumero             => '0401234567',
    'tuva-opiskeluoikeus-oid' => $tuva_oid,
);
my $full = new_plan(%emptied, %kept);
my ($all) = read_plan($full);
is_changed(change('PUT', $full, put_body($full)), 2, 'S-01: PUT of the least');
my ($rest) = read_plan($full);
my %wanted = (
    %$all,
    map { ref $emptied{$_} ? ($_ => []) : () } keys %emptied
);
delete @wanted{grep { !ref $emptied{$_} } keys %emptied};
my @differences = json_diff($rest, \%wanted);
ok(!@differences, 'empties exactly what it should') or diag(@differences);
is((psql("SELECT osaamisen_saavuttamisen_pvm FROM ehoks.hoks"
                . " WHERE id = $full->{id}"))[0][0] // '',
    '', 'also beside the document');

# ---- S-02, S-03, null lists --------------------------------------------------

is_changed(
    change('PUT', $full,
        put_body($full, puhelinnumero => '050', 'oppimisen-tuki' => undef)),
    3, 'a kept field is changed when it is sent, null is an empty list');
is((read_plan($full))[0]{puhelinnumero}, '050', 'to what was sent');
for my $field (qw(sahkoposti versio osaamisen-saavuttamisen-pvm)) {
    is(change('PATCH', $full, {id => $full->{id}, $field => undef})->{status},
        400, "PATCH cannot empty $field");
}

# ---- identity ----------------------------------------------------------------

for my $method (qw(PUT PATCH)) {
    my $body = $method eq 'PUT' ? put_body($plan) : {id => $plan->{id}};
    is_told_at(change($method, $plan, {%$body, id => $full->{id}}),
        '/id', 'MUUTTUMATON', "$method: another plan's id in the body");
}
is_told_at(
    change('PUT', $plan,
        put_body($plan, eid => '00000000-0000-4000-8000-000000000000')),
    '/eid', 'MUUTTUMATON', 'a foreign eid');
is_told_at(change('PUT', $plan,
        put_body($plan, manuaalisyotto => JSON::PP::true())),
    '/manuaalisyotto', 'MUUTTUMATON', 'another manuaalisyotto');
my $foreign = (read_plan(new_plan('hankittavat-ammat-tutkinnon-osat' =>
                [{%unit}])))[0]{'hankittavat-ammat-tutkinnon-osat'}[0]
    {'module-id'};
is_told_at(
    change('PUT', $plan,
        put_body($plan, 'hankittavat-ammat-tutkinnon-osat' =>
                [{%unit, 'module-id' => $foreign}])),
    '/hankittavat-ammat-tutkinnon-osat/0/module-id', 'MODUULI',
    "another plan's module-id");
my $own = $data->{'hankittavat-ammat-tutkinnon-osat'}[0]{'module-id'};
is_told_at(
    change('PUT', $plan,
        put_body($plan, 'hankittavat-ammat-tutkinnon-osat' => [
                {%unit, 'module-id' => $own},
                {%unit, 'module-id' => $own}])),
    '/hankittavat-ammat-tutkinnon-osat/1/module-id', 'MODUULI',
    'a module-id twice');
for my $case (
    ['PATCH', 'eid', $data->{eid}],
    ['PATCH', 'manuaalisyotto', JSON::PP::false()],
    ['PATCH', 'hankittavat-ammat-tutkinnon-osat', []],
    ['PUT',   'poistettu', '2024-01-01T00:00:00Z'],
    )
{
    my ($method, $key, $value) = @$case;
    my $body = $method eq 'PUT' ? put_body($plan) : {id => $plan->{id}};
    my $answer = change($method, $plan, {%$body, $key => $value});
    is($answer->{status}, 400, "$method refuses $key");
    is($answer->{json}{errors}{$key}, 'disallowed-key', 'as the old service');
}
for my $method (qw(PUT PATCH)) {
    my $body = put_body($plan);
    delete $body->{id};
    $body = {versio => 1} if $method eq 'PATCH';
    my $answer = change($method, $plan, $body);
    is($answer->{json}{errors}{id}, 'missing-required-key',
        "$method needs the id");
}
is((read_plan($plan))[1], '"v3"', 'all of these changed nothing');

# ---- UPD-1, UPD-2, UPD-3 -----------------------------------------------------

my $ended = new_plan();
registries(
    opiskeluoikeudet => [{
        %{$ended->{right}},
        tila => {opiskeluoikeusjaksot => [
            {alku => '2018-08-01', tila => {koodiarvo => 'lasna'}},
            {alku => '2024-06-01', tila => {koodiarvo => 'valmistunut'}}]},
    }]
);
my %any = (headers => {'if-match' => '*'});
my $right_oid = $ended->{right}{oid};
is_problem(
    change('PUT', $ended,
        put_body($ended, 'opiskeluoikeus-oid' => $right_oid),
        url => $strict, %any),
    400, {error => "Opiskeluoikeus `$right_oid` is no longer active."},
    'UPD-1: the study right has ended');
is_problem(
    change('PATCH', $ended, {id => $ended->{id}, versio => 2},
        url => $strict, %any),
    400, {error => 'Opiskeluoikeus `null` is no longer active.'},
    'UPD-1: as the old service says it without a study right in the body');
is_changed(change('PATCH', $ended, {id => $ended->{id}, versio => 2}),
    2, 'where ended study rights may be changed they are');

my $other = study_right();
is_problem(
    change('PUT', $plan,
        put_body($plan, 'opiskeluoikeus-oid' => $other->{oid})),
    400,
    {error => "Tried to update `opiskeluoikeus-oid` from `$plan->{right}{oid}`"
            . " to `$other->{oid}` but updating `opiskeluoikeus-oid` in HOKS"
            . ' is not allowed!'},
    'UPD-2: another study right');

my $person = $plan->{right}{'oppija-oid'};
my $nobody = oppija_oid();
is_problem(
    change('PATCH', $plan, {id => $plan->{id}, 'oppija-oid' => $nobody}),
    400,
    {error => "Tried to update `oppija-oid` from `$person` to `$nobody` but"
            . ' updating `oppija-oid` in HOKS is only allowed with latest'
            . ' master oppija oid!'},
    'UPD-3: another learner');
my $master = oppija_oid();
registries(oppijat =>
        [{oidHenkilo => $person, oid => $person, 'master-oid' => $master}]);
my $moved = change('PATCH', $plan, {id => $plan->{id}, 'oppija-oid' => $master});
is_changed($moved, 4, 'UPD-3: the new main OID of the same learner');
is_deeply(
    [psql('SELECT h.oppija_oid, o.oppija_oid, v.oppija_oid FROM ehoks.hoks h'
                . ' JOIN ehoks.opiskeluoikeus o ON o.oid = h.opiskeluoikeus_oid'
                . ' JOIN ehoks.audit v ON v.hoks_id = h.id AND v.versio = 4'
                . " WHERE h.id = $plan->{id}")],
    [[$master, $master, $master]], 'plan, index and audit follow');
is((read_plan($plan))[0]{'oppija-oid'}, $master, 'and the document');
is_changed(change('PUT', $plan, put_body($plan, 'oppija-oid' => $master)),
    5, 'it may be sent from then on');

# ---- If-Match ----------------------------------------------------------------

my $locked = new_plan();
my $number = 1;
for my $tag ('"v1"', '*', '"v9", "v3"', '"x" , "v4","v1"') {
    is_changed(
        change('PATCH', $locked, {id => $locked->{id}, versio => ++$number},
            headers => {'if-match' => $tag}),
        $number, "If-Match $tag");
}
for my $tag ('"v1"', '"v9"', 'W/"v5"', 'v5', '""', '"v5', '"v05"', 'x', '') {
    for my $method (qw(PUT PATCH)) {
        is_problem(
            change($method, $locked,
                $method eq 'PUT' ? put_body($locked) : {id => $locked->{id}},
                headers => {'if-match' => $tag}),
            412, {error => 'Precondition failed'}, "$method, If-Match '$tag'");
    }
}
is((read_plan($locked))[1], '"v5"', 'none of these changed anything');
for my $method (qw(PUT PATCH)) {
    is_problem(change($method, $locked, put_body($locked), url => $strict),
        428, {error => 'Precondition required'},
        "$method without If-Match where it is required");
}
is(change('PATCH', $locked, {id => $locked->{id}, versio => 6},
        url => $strict, headers => {'if-match' => '"v5"'})->{status},
    204, 'with it all is well there');

my $known = request('GET', $locked->{uri},
    {token => 'sis-a', headers => {'if-none-match' => '"v6"'}});
is($known->{status}, 304, 'a known version is not sent again');
is($known->{headers}{etag}, '"v6"', 'and 304 keeps the ETag');
for my $tag ('W/"v6"', '"v1", "v6"', '*') {
    is(request('GET', $locked->{uri},
            {token => 'sis-a', headers => {'if-none-match' => $tag}})->{status},
        304, "If-None-Match $tag");
}
is(request('GET', $locked->{uri},
        {token => 'sis-a', headers => {'if-none-match' => '"v5"'}})->{status},
    200, 'another version is sent');

# ---- rights ------------------------------------------------------------------

my %no_access = (error =>
        "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'");
for my $client (qw(sis-a-lukija sis-b sis-ilman)) {
    for my $method (qw(PUT PATCH)) {
        is_problem(
            change($method, $locked, put_body($locked), token => $client),
            403, \%no_access, "$client may not $method");
    }
}
for my $client (qw(sis-a1 vipunen)) {
    is(change('PATCH', $locked, {id => $locked->{id}}, token => $client)
            ->{status},
        204, "$client may");
}

# ---- which error comes first -------------------------------------------------

my $missing = {uri => VB . '/hoks/999999999', id => 999999999};
my $bad     = \'{';
is_problem(change('PUT', $missing, $bad), 404, {error => 'HOKS not found'},
    'no such plan, before the body');
is_problem(
    change('PUT', $locked, $bad, token => 'sis-b'),
    403, \%no_access, 'rights before the body');
is_problem(
    change('PUT', $locked, $bad, token => 'sis-b',
        headers => {'if-match' => '"v1"'}),
    403, \%no_access, 'and before If-Match');
is(change('PUT', $locked, $bad, headers => {'if-match' => '"v1"'})->{status},
    412, 'If-Match before the body');
is(change('PUT', $locked, $bad)->{json}{type},
    'compojure.api.exception/request-parsing', 'the body must be JSON');
registries(
    opiskeluoikeudet => [{oid => $locked->{right}{oid}, status => 404}]);
my %not_known
    = (error => "Opiskeluoikeus `$locked->{right}{oid}` not found in Koski");
is_problem(change('PUT', $locked, {}), 400, \%not_known,
    "Koski's word on the stored study right, before the document");
registries(opiskeluoikeudet => [$locked->{right}]);
is_problem(
    change('PUT', $locked,
        put_body($locked, 'opiskeluoikeus-oid' => $other->{oid}, x => 1)),
    400, {type => 'compojure.api.exception/request-validation'},
    'the document before UPD-2');
my $upd_2 = change('PUT', $locked,
    put_body($locked, 'opiskeluoikeus-oid' => $other->{oid},
        'oppija-oid' => $nobody, id => 1));
like($upd_2->{json}{error}, qr/^Tried to update `opiskeluoikeus-oid`/,
    'UPD-2 before UPD-3');
my $upd_3 = change('PUT', $locked,
    put_body($locked, 'oppija-oid' => $nobody, id => 1));
like($upd_3->{json}{error}, qr/^Tried to update `oppija-oid`/,
    'UPD-3 before the id');

my $gone = new_plan();
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $gone->{id}");
for my $method (qw(PUT PATCH)) {
    is_problem(change($method, $gone, put_body($gone)), 404,
        {error => 'HOKS not found'}, "$method of a deleted plan");
}

# ---- by hand -----------------------------------------------------------------

# Staff send work periods without identifier: they get one, and keep it.
my $staff  = login('virkailija-a');
my $person_right = study_right();
my $base   = VB . "/virkailija/oppijat/$person_right->{'oppija-oid'}/hoksit";
my %period = %stretch;
delete $period{'yksiloiva-tunniste'};
my %by_hand = ('hankittavat-ammat-tutkinnon-osat' =>
        [{%unit, 'osaamisen-hankkimistavat' => [{%period}]}]);
my $made = request('POST', $base,
    {cookie => $staff, body => hoks_document($person_right, %by_hand)});
is($made->{status}, 200, 'staff make a plan') or diag($made->{body});
my $hand = {
    id  => $made->{json}{meta}{id},
    uri => VB . "/hoks/$made->{json}{meta}{id}",
};
my ($first) = read_plan($hand);
ok($first->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}
        [0]{'yksiloiva-tunniste'}, 'its period has an identifier');
my $again = request('PUT', "$base/$hand->{id}",
    {cookie => $staff, body => put_body($hand, %by_hand)});
is_changed($again, 1, 'staff send it again without one');
ok(!json_diff((read_plan($hand))[0], $first), 'nothing has changed');

# ---- what Koski says is asked about the stored study right --------------------

is_told_at(
    change('PUT', $locked,
        put_body($locked, 'hankittavat-ammat-tutkinnon-osat' =>
                [{%unit, 'osaamisen-hankkimistavat' =>
                        [{%stretch, alku => '2018-07-31',
                                loppu => '2018-12-31'}]}])),
    '/hankittavat-ammat-tutkinnon-osat/0/osaamisen-hankkimistavat/0',
    'OHT-6', 'a stretch before the study right');

# ---- registries --------------------------------------------------------------

expect_log(qr/\[ehoks:(?:error|warn)\].*koski/);
registries(down => ['koski']);
my $down = change('PUT', $locked, put_body($locked));
is($down->{status}, 503, 'without Koski nothing is changed');
like($down->{headers}{'retry-after'} // '', qr/^[1-9]/, 'Retry-After');
control({down => []});

done_testing();
