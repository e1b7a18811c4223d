#!/usr/bin/perl
# Drafts of new plans out of earlier ones: for staff and for providers'
# systems, from plans that they may read, and never stored.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

use constant V => VB . '/virkailija';

my %staff = map { $_ => login($_) } qw(virkailija-a virkailija-b virkailija-a1-lukija);

sub for_staff ($who, $learner, $right, $more = '') {
    return request('GET', V . "/oppijat/$learner/pohja?opiskeluoikeus=$right$more",
        {cookie => $staff{$who}});
}

sub for_system ($client, $right, $more = '') {
    return request('GET', VB . "/hoks/pohja?opiskeluoikeus=$right$more", {token => $client});
}

# ---- an earlier plan of a learner in each of two schools --------------------------

my $learner = oppija_oid();
my ($old, $elsewhere, $new) = (
    study_right('oppija-oid' => $learner),
    study_right(
        'oppija-oid'    => $learner,
        oppilaitos      => {oid => ORG->{B1}},
        koulutustoimija => {oid => ORG->{B}},
        tila            => {opiskeluoikeusjaksot => [
            {alku => '2018-08-01', tila => {koodiarvo => 'lasna'}},
            {alku => '2023-06-02', tila => {koodiarvo => 'valmistunut'}},
        ]},
    ),
    study_right(
        'oppija-oid' => $learner,
        suoritukset  => [{
            tyyppi          => {koodiarvo => 'ammatillinentutkinto'},
            koulutusmoduuli => {
                tunniste => {koodiarvo => '371101', nimi => {fi => 'Sosiaali- ja terveysalan perustutkinto'}},
                perusteenDiaarinumero => 'OPH-2629-2017',
            },
        }],
    ),
);
my $shown = {
    nayttoymparisto  => {nimi => 'Oy Yritys Ab'},
    'sisallon-kuvaus' => [],
    alku => '2024-01-08', loppu => '2024-01-12',
    'koulutuksen-jarjestaja-osaamisen-arvioijat' =>
        [{nimi => canary(), organisaatio => {'oppilaitos-oid' => ORG->{A1}}}],
};
my $old_id = post_hoks(hoks_document(
    $old,
    'hankittavat-ammat-tutkinnon-osat' => [
        {'tutkinnon-osa-koodi-uri' => 'tutkinnonosat_106234', 'tutkinnon-osa-koodi-versio' => 1,
            'osaamisen-osoittaminen' => [$shown]},
        {'tutkinnon-osa-koodi-uri' => 'tutkinnonosat_106235', 'tutkinnon-osa-koodi-versio' => 1},
    ],
    'aiemmin-hankitut-paikalliset-tutkinnon-osat' => [{
        nimi    => 'Paikallinen osa',
        laajuus => 5,
        'valittu-todentamisen-prosessi-koodi-uri'    => 'osaamisentodentamisenprosessi_0003',
        'valittu-todentamisen-prosessi-koodi-versio' => 1,
    }],
))->{json}{meta}{id};
my $posted = post_hoks(
    hoks_document(
        $elsewhere,
        'osaamisen-saavuttamisen-pvm'         => '2023-06-02',
        'hankittavat-yhteiset-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_400014',
            'tutkinnon-osa-koodi-versio' => 1,
            'osa-alueet'                 => [{
                'osa-alue-koodi-uri'    => 'ammatillisenoppiaineet_ytyy',
                'osa-alue-koodi-versio' => 1,
            }],
        }]
    ),
    {token => 'sis-b'}
);
is($posted->{status}, 200, 'earlier plans') or diag($posted->{body});
my ($stored) = psql('SELECT count(*), max(id) FROM ehoks.hoks');

# ---- staff --------------------------------------------------------------------------

my $answer = for_staff('virkailija-a', $learner, $new->{oid});
is($answer->{status}, 200, 'a draft') or diag($answer->{body});
my ($meta, $draft) = @{$answer->{json}}{qw(meta data)};
is($draft->{'opiskeluoikeus-oid'}, $new->{oid}, 'for the study right');
is($draft->{'oppija-oid'}, $learner, 'and the learner');
is_deeply(
    [map { $_->{'tutkinnon-osa-koodi-uri'} } @{$draft->{'aiemmin-hankitut-ammat-tutkinnon-osat'}}],
    ['tutkinnonosat_106234'], 'what was demonstrated is proposed'
);
is_deeply(
    [map { $_->{nimi} } @{$draft->{'aiemmin-hankitut-paikalliset-tutkinnon-osat'}}],
    ['Paikallinen osa'], 'what was recognised, too'
);
is_deeply(
    [map { map { $_->{'osa-alue-koodi-uri'} } @{$_->{'osa-alueet'}} }
            @{$draft->{'aiemmin-hankitut-yhteiset-tutkinnon-osat'}}],
    ['ammatillisenoppiaineet_ytyy'], 'and what an achieved plan elsewhere has'
);
is_deeply(
    [sort map { join ' ', @$_{qw(kohta peruste oppilaitos-oid)} } @{$meta->{lahteet}}],
    [
        '/aiemmin-hankitut-ammat-tutkinnon-osat/0 naytto ' . ORG->{A1},
        '/aiemmin-hankitut-paikalliset-tutkinnon-osat/0 tunnustettu ' . ORG->{A1},
        '/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/0 saavutettu ' . ORG->{B1},
    ],
    'each with its source'
);
is_deeply($meta->{puuttuvat}, ['/ensikertainen-hyvaksyminen'], 'what is missing is told');
is($meta->{opiskeluoikeus}{tila}, 'lasna', 'so is the study right');
is($meta->{tutkinto}{tunniste}{koodiarvo}, '371101', 'and its qualification');
for my $code (qw(tutkinnonosat_106234 tutkinnonosat_400014 ammatillisenoppiaineet_ytyy)) {
    ok($meta->{nimet}{$code}{fi} && $meta->{nimet}{$code}{sv}, "the name of $code");
}
unlike($answer->{body}, qr/\Q@{[canary()]}\E/, 'assessors stay in the earlier plan');

my ($after) = psql('SELECT count(*), max(id) FROM ehoks.hoks');
is_deeply($after, $stored, 'nothing is stored');
is_deeply(
    for_staff('virkailija-a', $learner, $old->{oid})
        ->{json}{data}{'aiemmin-hankitut-ammat-tutkinnon-osat'},
    [], 'a plan proposes nothing to itself'
);

# ---- who may -------------------------------------------------------------------------

is(for_staff('virkailija-a1-lukija', $learner, $new->{oid})->{status}, 200, 'who may read');
my $denied = {error => 'User privileges does not match oppija opiskeluoikeus organisation'};
is_problem(for_staff('virkailija-b', $learner, $new->{oid}), 403, $denied, 'not staff of elsewhere');
is_problem(for_staff('virkailija-a', oppija_oid(), $new->{oid}),
    400, {}, 'nor for a learner whose study right it is not');
is_problem(for_staff('virkailija-a', $learner, opiskeluoikeus_oid()),
    400, {}, 'nor for a study right that Koski does not know');
is_problem(for_staff('virkailija-a', $learner, 'x'), 400,
    {in => ['request', 'query-params']}, 'an OID that cannot be one');
is_problem(request('GET', V . "/oppijat/$learner/pohja", {cookie => $staff{'virkailija-a'}}),
    400, {errors => {opiskeluoikeus => 'missing-required-key'}}, 'a parameter that is missing');
is_problem(request('GET', V . "/oppijat/$learner/pohja?opiskeluoikeus=$new->{oid}", {token => 'sis-a'}),
    403, {error => "User type 'PALVELU' is not allowed"}, 'systems have their own address');

# ---- systems -------------------------------------------------------------------------

my $unknown = for_system('sis-a', $new->{oid});
is($unknown->{status}, 200, 'a draft for a system');
is_deeply($unknown->{json}{meta}{puuttuvat},
    ['/oppija-oid', '/ensikertainen-hyvaksyminen'], 'that does not tell the learner');
my $told = for_system('sis-a', $new->{oid}, "&oppija=$learner");
is($told->{status}, 200, 'the learner may be told');
is_deeply([map { $_->{'hoks-id'} } @{$told->{json}{meta}{lahteet}}], [($old_id) x 2],
    'plans that the system may not read propose nothing');
is_problem(for_system('sis-a', $new->{oid}, '&oppija=' . oppija_oid()),
    400, {}, 'but not another one');
is_problem(for_system('sis-a', $new->{oid}, '&oppija=1'), 400, {}, 'or one that cannot be');
is_problem(for_system('sis-b', $new->{oid}, "&oppija=$learner"), 403,
    {error => "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"},
    'nor for a system of elsewhere');

# ---- a student who has left -------------------------------------------------------------

# The index still has the study right as it was; Koski knows better.
$old->{tila}{opiskeluoikeusjaksot}[1] = {alku => '2024-01-01', tila => {koodiarvo => 'eronnut'}};
control({opiskeluoikeudet => [$old]});
my $left;
ok(wait_until(15, sub {
    $left = for_staff('virkailija-a', $learner, $new->{oid});
    return !grep { $_->{'oppilaitos-oid'} ne ORG->{A1} } @{$left->{json}{meta}{lahteet}};
}), 'of a learner who is no student by Koski, plans of elsewhere propose nothing');
is(scalar @{$left->{json}{meta}{lahteet}}, 2, 'those of the own school do');

# ---- the draft is a plan once its date is there ----------------------------------------

my $plan = post_hoks({%$draft, 'ensikertainen-hyvaksyminen' => '2026-09-01'});
is($plan->{status}, 200, 'the draft is taken once its date is added') or diag($plan->{body});
is(for_system('sis-a', $new->{oid})->{json}{data}{'oppija-oid'},
    $learner, 'then the index tells the learner');

# ---- the fixed cast: the seed's plans ----------------------------------------------------

my $cast = for_staff('virkailija-a', '1.2.246.562.24.24011111113', '1.2.246.562.15.15090909092');
is($cast->{status}, 200, 'a draft out of the seed');
cmp_ok(scalar @{$cast->{json}{meta}{lahteet}}, '>', 1, 'proposes units');

# TUVA has no units of qualifications.
my $tuva = study_right('oppija-oid' => $learner, tyyppi => {koodiarvo => 'tuva'},
    suoritukset => [{tyyppi => {koodiarvo => 'tuvakoulutuksensuoritus'}}]);
is_deeply(for_staff('virkailija-a', $learner, $tuva->{oid})->{json}{meta}{lahteet},
    [], 'preparatory education is offered none');

done_testing();
