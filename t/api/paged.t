#!/usr/bin/perl
# The feed for statistics: page by page, without names and contact data, with
# deleted plans and without broken ones (contract: rules.md OUT-3, OUT-4;
# README.md 6).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use POSIX          qw(strftime);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

sub page (%query) {
    my $token = delete $query{token} // 'vipunen';
    my $text  = join '&', map { "$_=$query{$_}" } sort keys %query;
    return request('GET', VB . '/hoks/paged' . ($text eq '' ? '' : "?$text"),
        {token => $token});
}

sub ids ($answer) {
    return [map { $_->{id} } @{$answer->{json}{data}{result}}];
}

sub new_plan (%members) {
    my $answer = post_hoks(hoks_document(study_right(), %members));
    die "no plan: $answer->{body}\n" unless $answer->{status} == 200;
    return 0 + $answer->{json}{meta}{id};
}

# ---- a full plan -------------------------------------------------------------

my $person = {nimi => 'Arvo Arvioijamalli'};
my %unit   = (
    'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
    'tutkinnon-osa-koodi-versio' => 2,
);
my %process = (
    'valittu-todentamisen-prosessi-koodi-uri' =>
        'osaamisentodentamisenprosessi_0001',
    'valittu-todentamisen-prosessi-koodi-versio' => 1,
);
my $organisation = {'oppilaitos-oid' => ORG->{A1}};
my $show = {
    nayttoymparisto => {nimi => 'Mallipaja Oy'},
    'sisallon-kuvaus' => ['Laitteen huolto'],
    alku  => '2025-03-24',
    loppu => '2025-03-28',
    'koulutuksen-jarjestaja-osaamisen-arvioijat' =>
        [{%$person, organisaatio => $organisation}],
    'tyoelama-osaamisen-arvioijat' => [{
        %$person,
        organisaatio => {nimi => 'Mallipaja Oy', 'y-tunnus' => '9000001-1'},
    }],
};
my $stretch = {
    alku  => '2025-01-07',
    loppu => '2025-03-28',
    'osaamisen-hankkimistapa-koodi-uri' =>
        'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
    'yksiloiva-tunniste'                   => 'jakso-1',
    'osa-aikaisuustieto'                   => 80,
    'jarjestajan-edustaja' => {nimi => 'Eero Edustajamalli',
        'oppilaitos-oid' => ORG->{A1}},
    'hankkijan-edustaja' => {nimi => 'Eero Edustajamalli',
        'oppilaitos-oid' => ORG->{A1}},
    'tyopaikalla-jarjestettava-koulutus' => {
        'vastuullinen-tyopaikka-ohjaaja' =>
            {nimi => 'Oona Ohjaajamalli', sahkoposti => canary()},
        'tyopaikan-nimi'         => 'Mallipaja Oy',
        'tyopaikan-y-tunnus'     => '9000001-1',
        'keskeiset-tyotehtavat'  => ['Varaston hoito'],
    },
};
my %parts = (
    'hankittavat-ammat-tutkinnon-osat' => [{
        %unit,
        'osaamisen-hankkimistavat' => [$stretch],
        'osaamisen-osoittaminen'   => [$show],
    }],
    'aiemmin-hankitut-ammat-tutkinnon-osat' => [{
        %unit, %process,
        'tarkentavat-tiedot-naytto' => [$show],
        'tarkentavat-tiedot-osaamisen-arvioija' => {
            'lahetetty-arvioitavaksi' => '2024-09-01',
            'aiemmin-hankitun-osaamisen-arvioijat' =>
                [{%$person, organisaatio => $organisation}],
        },
    }],
);
my $first = new_plan(
    sahkoposti    => canary(),
    puhelinnumero => '0401234567',
    %parts
);
my $from = $first - 1;
my $full = page('from-id' => $from, amount => 1);
is($full->{status}, 200, 'a page');
is_deeply($full->{json}{meta}, {}, 'with empty meta');
my $data = $full->{json}{data};
is_deeply([sort keys %$data], [qw(failed-ids last-id result)], 'its members');
is($data->{'last-id'}, $first, 'last-id is the greatest id of the page');
is_deeply($data->{'failed-ids'}, [], 'nothing failed');

# OUT-4, by what must not be there and what must.
unlike($full->{body}, qr/\Q@{[canary()]}\E|0401234567|Arvioijamalli/i,
    'no contact data and no names of assessors');
unlike($full->{body}, qr/Edustajamalli|Ohjaajamalli/,
    'no names of representatives and instructors');
my $plan = $data->{result}[0];
my ($unit) = @{$plan->{'hankittavat-ammat-tutkinnon-osat'}};
my ($seen) = @{$unit->{'osaamisen-hankkimistavat'}};
my $stored = request('GET', VB . "/hoks/$first", {token => 'vipunen'});
my ($stored_unit)
    = @{$stored->{json}{data}{'hankittavat-ammat-tutkinnon-osat'}};
my ($wanted) = @{$stored_unit->{'osaamisen-hankkimistavat'}};
delete @{$wanted}{qw(jarjestajan-edustaja hankkijan-edustaja)};
$wanted->{'tyopaikalla-jarjestettava-koulutus'}
    {'vastuullinen-tyopaikka-ohjaaja'} = JSON::PP::true();
my @differences = json_diff($seen, $wanted);
ok(!@differences, 'a stretch keeps all else') or diag(@differences);
for my $assessor (
    $unit->{'osaamisen-osoittaminen'}[0]
        {'koulutuksen-jarjestaja-osaamisen-arvioijat'}[0],
    $unit->{'osaamisen-osoittaminen'}[0]{'tyoelama-osaamisen-arvioijat'}[0],
    $plan->{'aiemmin-hankitut-ammat-tutkinnon-osat'}[0]
        {'tarkentavat-tiedot-naytto'}[0]{'tyoelama-osaamisen-arvioijat'}[0],
    $plan->{'aiemmin-hankitut-ammat-tutkinnon-osat'}[0]
        {'tarkentavat-tiedot-osaamisen-arvioija'}
        {'aiemmin-hankitun-osaamisen-arvioijat'}[0],
    )
{
    is($assessor->{nimi}, '<REDACTED>', 'an assessor has no name');
    ok($assessor->{organisaatio}, 'but an organisation');
}
is($plan->{'oppija-oid'}, $stored->{json}{data}{'oppija-oid'},
    'the OID of the learner stays');
is($plan->{eid}, $stored->{json}{data}{eid}, 'and the eid');

# ---- pages -------------------------------------------------------------------

my @ids = ($first, map { new_plan() } 1 .. 6);
is_deeply(ids(page('from-id' => $from)), \@ids, 'all after from-id, ascending');
is_deeply(ids(page('from-id' => $from, amount => 3)), [@ids[0 .. 2]],
    'as many as asked for');
my $second = page('from-id' => $ids[2], amount => 3);
is_deeply(ids($second), [@ids[3 .. 5]], 'the next page goes on');
is($second->{json}{data}{'last-id'}, $ids[5], 'its last id');
my $end = page('from-id' => $ids[6]);
is_deeply($end->{json}{data},
    {'last-id' => $ids[6], 'failed-ids' => [], result => []},
    'after the last there is nothing, and last-id is from-id');
my @all;
for (my $at = 0;;) {
    my $answer = page('from-id' => $at, amount => 2);
    last unless @{ids($answer)} || @{$answer->{json}{data}{'failed-ids'}};
    push @all, @{ids($answer)}, @{$answer->{json}{data}{'failed-ids'}};
    $at = $answer->{json}{data}{'last-id'};
}
is_deeply([sort { $a <=> $b } @all],
    [map { 0 + $_->[0] } psql('SELECT id FROM ehoks.hoks UNION'
            . ' SELECT hoks_id FROM ehoks.havitetty ORDER BY 1')],
    'page by page every plan is seen once');

# ---- clamps and bad parameters -----------------------------------------------

for my $case ([0, 1], [-5, 1], [1, 1], [1001, 7], [2_147_483_648, 7],
    [999_999_999_999, 7])
{
    my ($amount, $count) = @$case;
    is(scalar @{ids(page('from-id' => $from, amount => $amount))},
        $count, "amount=$amount is cut to what may be");
}
for my $case (
    [amount          => 'x'],
    [amount          => ''],
    [amount          => '1.5'],
    [amount          => '9' x 30],
    ['from-id'       => 'x'],
    ['from-id'       => '1e3'],
    ['from-id'       => '9' x 30],
    ['updated-after' => 'eilen'],
    ['updated-after' => '2024-02-30T00:00:00Z'],
    ['updated-after' => ''],
    )
{
    my ($name, $value) = @$case;
    my $answer = page($name => $value);
    is_problem($answer, 400, {in => ['request', 'query-params']},
        "$name=$value is refused");
    is($answer->{json}{virheet}[0]{parametri}, $name, 'by its name');
}
is(page('from-id' => -1, amount => 1)->{status}, 200, 'a negative from-id');

# ---- updated-after -----------------------------------------------------------

psql("UPDATE ehoks.hoks SET muutettu = '2031-05-05T10:00:00Z'"
        . " WHERE id = $ids[1]");
psql("UPDATE ehoks.hoks SET muutettu = '2031-05-05T10:00:01Z'"
        . " WHERE id = $ids[2]");
is_deeply(ids(page('updated-after' => '2031-05-05T10:00:00Z')),
    [$ids[2]], 'only what changed later');
is_deeply(ids(page('updated-after' => '2031-05-05T12:59:59%2B03:00')),
    [@ids[1, 2]], 'an offset counts');
is_deeply(ids(page('updated-after' => '2031-05-05')),
    [@ids[1, 2]], 'a day is its beginning');
is_deeply(
    page('updated-after' => '2031-05-06T00:00:00Z', 'from-id' => 3)
        ->{json}{data},
    {'last-id' => 3, 'failed-ids' => [], result => []},
    'nothing later: last-id is from-id');

# ---- deleted and broken plans ------------------------------------------------

my $deleted = new_plan(sahkoposti => 'x', %parts);
psql("UPDATE ehoks.hoks SET poistettu = '2031-01-02T03:04:05.6Z'"
        . " WHERE id = $deleted");
my $gone = page('from-id' => $deleted - 1, amount => 1)->{json}{data}{result}[0];
is($gone->{id}, $deleted, 'a deleted plan is told');
is($gone->{poistettu}, '2031-01-02T03:04:05Z', 'with its end');
is_deeply([grep { ref $gone->{$_} eq 'ARRAY' && @{$gone->{$_}} } keys %$gone],
    [], 'and without parts');
ok(exists $gone->{'hankittavat-ammat-tutkinnon-osat'}, 'but with their lists');

my ($schema_broken, $rule_broken, $json_broken, $sound)
    = map { new_plan(%parts) } 1 .. 4;
psql("UPDATE ehoks.hoks SET asiakirja = replace(asiakirja,"
        . " '2025-03-28', '2025-02-30') WHERE id = $schema_broken");
psql("UPDATE ehoks.hoks SET asiakirja = replace(asiakirja,"
        . " '2025-03-28', '2024-03-28') WHERE id = $rule_broken");
psql("UPDATE ehoks.hoks SET asiakirja = left(asiakirja, 50)"
        . " WHERE id = $json_broken");
expect_log(qr/EH0110/);
my $some = page('from-id' => $schema_broken - 1);
is_deeply($some->{json}{data}{'failed-ids'},
    [$schema_broken, $rule_broken, $json_broken],
    'plans that break the schema or a rule stand in failed-ids');
is_deeply(ids($some), [$sound], 'the others in result');
is($some->{json}{data}{'last-id'}, $sound, 'last-id counts both');
my $last = page('from-id' => $schema_broken - 1, amount => 3);
is($last->{json}{data}{'last-id'}, $json_broken,
    'a page of broken plans alone has a last-id to go on from');
for my $id ($schema_broken, $rule_broken) {
    is(request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{status},
        200, 'OUT-2: by its id a broken plan is read');
}

# ---- who may -----------------------------------------------------------------

my %no_access = (error =>
        "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'");
for my $client (qw(sis-a sis-a1 sis-a-lukija sis-b sis-ilman)) {
    is_problem(page(token => $client), 403, \%no_access,
        "$client may not read everybody's plans");
}
is_problem(request('GET', VB . '/hoks/paged'), 401, {}, 'nobody may not');
is(request('GET', VB . '/hoks/paged',
        {token => 'vipunen', headers => {'caller-id' => undef}})->{status},
    400, 'Caller-Id is needed');
is_problem(page(token => 'sis-a', amount => 'x'), 400, {},
    'parameters are looked at before rights');


# Leaves no broken plan behind for the tests that come.
for my $id ($schema_broken, $rule_broken, $json_broken) {
    psql("UPDATE ehoks.hoks h SET asiakirja = v.asiakirja FROM"
            . " ehoks.hoks_versio v WHERE v.hoks_id = h.id AND v.versio = 1"
            . " AND h.id = $id");
}

done_testing();
