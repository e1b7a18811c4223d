#!/usr/bin/perl
# Feedback links: stored as they are told, and nothing more (contract: api.md
# 1.9). And the other small routes about pieces of plans.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $right = study_right();
my $id    = post_hoks(hoks_document($right))->{json}{meta}{id};
my $link  = 'https://kysely.example/v/' . int(rand 1e9);
my %whole = (kyselylinkki => $link, tyyppi => 'aloittaneet', alkupvm => '2026-01-07');

sub create ($body, $options = {}) {
    my $where = delete $options->{hoks} // $id;
    my $query = delete $options->{query} // '';
    return request('POST', VB . "/hoks/$where/kyselylinkki$query",
        {token => 'vipunen', %$options, body => $body});
}

sub update ($body, $options = {}) {
    my $query = delete $options->{query} // '';
    return request('PATCH', VB . "/hoks/kyselylinkki$query",
        {token => 'vipunen', %$options, body => $body});
}

sub stored () {
    return psql("SELECT hoks_id, tyyppi, alkupvm, lahetyspvm, sahkoposti,"
            . " lahetystila FROM ehoks.kyselylinkki"
            . " WHERE kyselylinkki = '$link'");
}

# ---- who ---------------------------------------------------------------------

is_problem(create(\%whole, {token => undef}), 401, {}, 'nobody without login');
is_problem(create(\%whole, {token => 'sis-b'}),
    403, {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"},
    'nobody without a right to the plan');
is_problem(create(\%whole, {token => 'sis-a'}),
    403, {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"},
    'nor with one to the plan alone');
is_problem(update({kyselylinkki => $link}, {token => 'sis-a'}),
    403, {}, 'the same for the sending');
is_problem(create(\%whole, {hoks => 999_999_999}),
    404, {error => 'HOKS not found'}, 'a plan that is not there');
is_problem(create(\%whole, {hoks => 'x'}), 400, {}, 'an id that cannot be one');
is_problem(create(\%whole, {headers => {'caller-id' => undef}}), 400, {}, 'Caller-Id is needed');

# ---- what --------------------------------------------------------------------

for my $case (
    [{}, [qw(/alkupvm /kyselylinkki /tyyppi)], 'nothing'],
    [{%whole, x => 1}, ['/x'], 'an unknown key'],
    [{%whole, alkupvm => '2026-02-30'}, ['/alkupvm'], 'no such day'],
    [{%whole, alkupvm => '10000-01-01'}, ['/alkupvm'], 'no such year'],
    [{%whole, kyselylinkki => " \n"}, ['/kyselylinkki'], 'a blank link'],
    [{%whole, kyselylinkki => 'x' x 2001}, ['/kyselylinkki'], 'a long link'],
    [{%whole, tyyppi => undef}, ['/tyyppi'], 'null'],
    [{%whole, sahkoposti => 1}, ['/sahkoposti'], 'a number'],
    [[], [''], 'a list'],
    )
{
    my ($body, $places, $name) = @$case;
    my $answer = create($body);
    is_problem($answer, 400, {in => ['request', 'body-params']}, "$name is refused");
    is_deeply([sort map { $_->{kohta} } @{$answer->{json}{virheet}}], $places,
        'where it is wrong');
}
is(scalar stored(), 0, 'nothing was stored');

is(create({%whole, alkupvm => '0000-02-29', kyselylinkki => "$link/0"})->{status},
    204, 'a day of the first year that can be written');

is(create(\%whole, {query => '?kuiva-ajo=true'})->{status}, 204, 'a dry run is answered 204');
is(scalar stored(), 0, 'and stores nothing');
my $answer = create({%whole, tyyppi => '  aloittaneet '});
is($answer->{status}, 204, 'a link is stored');
is($answer->{body},   '',  'without an answer');
is_deeply([stored()], [[$id, 'aloittaneet', '2026-01-07', '', '', '']], 'as it was told');
is_deeply(
    [psql("SELECT toiminto, kohde->>'kyselylinkki', oppija_oid, tekija_laji"
            . " FROM ehoks.audit WHERE hoks_id = $id AND kohde->>'kyselylinkki' = '$link'"
            . " AND toiminto <> 'read'")],
    [['create', $link, $right->{'oppija-oid'}, 'PALVELU']],
    'and the audit tells it'
);
for my $query ('', '?kuiva-ajo=true') {
    is_problem(create(\%whole, {query => $query}),
        409, {error => 'Kyselylinkki already exists'}, "a link stands once$query");
}

# ---- the sending --------------------------------------------------------------

my %sent = (kyselylinkki => $link, lahetyspvm => '2026-01-08', sahkoposti => canary());
is_problem(update({kyselylinkki => $link}), 400,
    {errors => {lahetyspvm => 'missing-required-key', sahkoposti => 'missing-required-key'}},
    'a sending needs its day and address');
is_problem(update({%sent, tyyppi => 'x'}), 400,
    {errors => {tyyppi => 'disallowed-key'}}, 'and does not change the survey');
is_problem(update({%sent, kyselylinkki => "$link/x"}),
    404, {error => 'No kyselylinkki found'}, 'a link that is not there');
is(update(\%sent, {query => '?kuiva-ajo=true'})->{status}, 204, 'a dry run');
is_deeply([stored()], [[$id, 'aloittaneet', '2026-01-07', '', '', '']], 'stores nothing');
is(update({%sent, lahetystila => 'lahetetty'})->{status}, 204, 'a sending is stored');
is_deeply([stored()],
    [[$id, 'aloittaneet', '2026-01-07', '2026-01-08', canary(), 'lahetetty']],
    'as it was told');
update({%sent, lahetyspvm => '2026-01-09'});
is_deeply([stored()],
    [[$id, 'aloittaneet', '2026-01-07', '2026-01-09', canary(), 'lahetetty']],
    'a state that is not told stays');

# ---- a work period by its id ----------------------------------------------------

my $path      = VB . '/hoks/osaamisen-hankkimistapa';
my $with_work = hoks_document(
    study_right(),
    'hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_105752',
        'tutkinnon-osa-koodi-versio' => 1,
        'osaamisen-hankkimistavat'   => [{
            alku                                   => '2026-01-01',
            loppu                                  => '2026-02-01',
            'osa-aikaisuustieto'                   => 100,
            'yksiloiva-tunniste'                   => 'jakso 1',
            'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_koulutussopimus',
            'osaamisen-hankkimistapa-koodi-versio' => 1,
            'tyopaikalla-jarjestettava-koulutus'   => {
                'tyopaikan-nimi'     => 'Oy Yritys Ab',
                'tyopaikan-y-tunnus' => '1234567-1',
                'keskeiset-tyotehtavat' => [],
                'vastuullinen-tyopaikka-ohjaaja' => {nimi => 'Olli Ohjaaja'},
            },
        }],
    }]
);
my $made = post_hoks($with_work);
is($made->{status}, 200, 'a plan with a work period') or diag($made->{body});
my $plan = request('GET', VB . "/hoks/$made->{json}{meta}{id}", {token => 'sis-a'});
my $period
    = $plan->{json}{data}{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[0];
my $module = $period->{'module-id'};
my $read = request('GET', "$path/$module", {token => 'vipunen'});
is($read->{status}, 200, 'a work period is read by its module-id');
is_deeply($read->{json}, {meta => {}, data => $period}, 'as it stands in the plan');
is(request('GET', "$path/" . uc $module, {token => 'vipunen'})->{status}, 200, 'in any case');
my %not_found = (error => 'No osaamisen hankkimistapa found with given ID');
is_problem(request('GET', "$path/$_", {token => 'vipunen'}), 404, \%not_found, "not $_")
    for '1', '99999999999999999999', 'x', '00000000-0000-4000-8000-000000000000';
is_problem(request('GET', "$path/$module", {token => 'sis-a'}),
    403, {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"},
    'the right to the plan is not enough');

# ---- trainings that are part of the plan's study right ----------------------------

my $learner = $right->{'oppija-oid'};
is_deeply(request('GET', VB . "/hoks/$id/hankintakoulutukset", {token => 'sis-a'})->{json},
    [], 'no trainings');
my @parts = map {
    study_right(
        'oppija-oid'                => $learner,
        'sisältyyOpiskeluoikeuteen' => {oid => $_, oppilaitos => {oid => ORG->{A1}}}
    )
} $right->{oid}, $right->{oid}, opiskeluoikeus_oid();
my $trainings = wait_until(10, sub {
    my $now = request('GET', VB . "/hoks/$id/hankintakoulutukset", {token => 'sis-a'});
    return @{$now->{json}} ? $now : undef;
});
is_deeply([sort @{$trainings->{json}}], [sort map { $_->{oid} } @parts[0, 1]],
    'the study rights that are part of the plan\'s, as a bare array');
is_problem(request('GET', VB . "/hoks/$id/hankintakoulutukset", {token => 'sis-b'}),
    403, {}, 'not for those who may not read the plan');
is_problem(request('GET', VB . '/hoks/999999999/hankintakoulutukset', {token => 'sis-a'}),
    404, {error => 'HOKS not found'}, 'a plan that is not there');

done_testing();
