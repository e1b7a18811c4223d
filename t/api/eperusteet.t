#!/usr/bin/perl
# Qualifications, their units and parts of training as browsers read them
# through us (contract: api.md 1.5, 1.11, 1.13, 7.4), field by field.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksExternal;

my $name     = {fi => 'text', sv => 'text'};
my $criteria = [
    {
        otsikko           => $name,
        arvioinninKohteet => [
            {
                'otsikko?'            => $name,
                '_arviointiAsteikko?' => 'text',
                osaamistasonKriteerit => [
                    {osaamistaso => 'text', kriteerit => [$name]},
                ],
            },
        ],
    },
];
my $assessment = {id => 'number', arvioinninKohdealueet => $criteria};

# ---- units ------------------------------------------------------------------------------------------

for my $base (V, OX) {
    my $units = has_shape(
        $base,
        '/eperusteet/tutkinnonosat_101053',
        [
            {
                id        => 'number',
                nimi      => $name,
                koodi     => {nimi => $name},
                koodiUri  => 'text',
                laajuus   => 'number',
                muokattu  => 'number',
                arviointi => $assessment,
            },
        ],
        "a unit: $base"
    );
    is(scalar @$units, 1, 'one');
    is($units->[0]{laajuus}, 30, 'of 30 points');
    my @grades = map { $_->{osaamistaso} } map { @{$_->{osaamistasonKriteerit}} }
        map { @{$_->{arvioinninKohteet}} }
        @{$units->[0]{arviointi}{arvioinninKohdealueet}};
    is_deeply(\@grades, [qw(1 3 5 1 3 5)],
        'places of the scale are grades, those without criteria are left out');
    my @spellings = grep { $_->{_osaamistaso} ne $_->{osaamistaso} }
        map { @{$_->{osaamistasonKriteerit}} } map { @{$_->{arvioinninKohteet}} }
        @{$units->[0]{arviointi}{arvioinninKohdealueet}};
    is_deeply(\@spellings, [], 'in either spelling');

    my $common = has_shape(
        $base,
        '/eperusteet/tutkinnonosat_400012',
        [
            {
                id        => 'number',
                nimi      => $name,
                osaAlueet => [
                    {
                        koodiUri          => 'text',
                        nimi              => $name,
                        koodi             => {nimi => $name},
                        osaamistavoitteet => [
                            {
                                'laajuus?'   => 'number',
                                pakollinen   => 'boolean',
                                'arviointi?' => $assessment,
                            },
                        ],
                    },
                ],
            },
        ],
        'a common unit'
    );
    is(scalar @$common, 1, 'once, though every qualification has it');
    ok(!exists $common->[0]{arviointi}, 'without criteria of its own');
    ok(
        (grep { $_->{koodiUri} eq 'ammatillisenoppiaineet_vvai22' }
            @{$common->[0]{osaAlueet}}),
        'the sub-area that stands for mother tongues'
    );
    my @old = map { $_->{osaamistaso} } map { @{$_->{osaamistasonKriteerit}} }
        @{ask($base, '/eperusteet/tutkinnonosat_100031')
            ->{json}{data}[0]{arviointi}{arvioinninKohdealueet}[0]{arvioinninKohteet}};
    is_deeply(\@old, [qw(1 3 5)], 'the scale of old units');
    is_deeply(ask($base, '/eperusteet/tutkinnonosat_999999')->{json}{data},
        [], 'an unknown unit is an empty list');
    is_deeply(ask($base, '/eperusteet/%20')->{json}{data},
        [], 'what can be no code too');

    my $parts = has_shape(
        $base,
        '/eperusteet/koulutuksenOsa/koulutuksenosattuva_102',
        [{id => 'number', nimi => $name, koulutuksenOsaViiteId => 'number'}],
        'a part of training'
    );
    is_deeply($parts->[0]{osaamisalat}, [], 'without areas');
    is_problem(ask($base, '/eperusteet/koulutuksenOsa/koulutuksenosattuva_999'),
        404, {error => ''}, 'an unknown part of training');
    my $none = ask($base, '/eperusteet/koulutuksenOsa/tutkinnonosat_101053');
    is($none->{status}, 200, 'a code that is no part of its qualification');
    ok(exists $none->{json}{data} && !defined $none->{json}{data}, 'is null');
}

# ---- qualifications --------------------------------------------------------------------------------------

for my $base (V, OX) {
    my $qualification = has_shape(
        $base,
        '/eperusteet/tutkinnot?diaarinumero=OPH-2629-2017',
        {id => 'number', suoritustavat => [{suoritustapakoodi => 'text'}]},
        "a qualification: $base"
    );
    my $rule = {muodostumisSaanto => {laajuus => {minimi => 'number'}}};
    my $ways = "/eperusteet/tutkinnot/$qualification->{id}/suoritustavat";
    is(
        has_shape($base, "$ways/reformi/rakenne", $rule, 'its structure')
            ->{muodostumisSaanto}{laajuus}{minimi},
        180,
        'has 180 points'
    );
    is_problem(ask($base, "$ways/ops/tutkinnonosat"),
        404, {error => ''}, 'it has none of the old way');
    my $old = ask($base, '/eperusteet/tutkinnot?diaarinumero=39%2F011%2F2014');
    is($old->{json}{data}{suoritustavat}[0]{suoritustapakoodi},
        'ops', 'a number with slashes; an old qualification');
    has_shape($base,
        "/eperusteet/tutkinnot/$old->{json}{data}{id}/suoritustavat/ops/tutkinnonosat",
        $rule, 'its structure');
    is_problem(ask($base, '/eperusteet/tutkinnot?diaarinumero=OPH-1'),
        404, {message => 'Tutkinto not found'}, 'an unknown number');
    is_problem(
        ask($base, '/eperusteet/tutkinnot'),
        400,
        {
            in     => [qw(request query-params)],
            errors => {diaarinumero => 'missing-required-key'},
        },
        'no number'
    );
    is_problem(
        ask($base, '/eperusteet/tutkinnot/99/suoritustavat/reformi/rakenne'),
        404, {error => ''}, 'an unknown id');
    for my $bad ('x', '-1', '0', '9' x 30) {
        is_problem(
            ask($base, "/eperusteet/tutkinnot/$bad/suoritustavat/reformi/rakenne"),
            400, {in => [qw(request route-params)]}, "a bad id: $bad");
    }
}

my $hit = [
    {
        id                => 'number',
        nimi              => $name,
        osaamisalat       => [{nimi => $name}],
        tutkintonimikkeet => [{nimi => $name}],
    },
];
for my $query ('auto', 'AUTO', '%20auto+', 'grundexamen%20inom%20bil') {
    my $found = has_shape(OB, "/external/eperusteet/?nimi=$query", $hit,
        "anybody finds qualifications by name: $query");
    is_deeply([sort keys %{$found->[0]}],
        [qw(id nimi osaamisalat tutkintonimikkeet)], 'and gets no more');
}
for my $query ('', '%20', 'eisellaista', 'x' x 300) {
    is_deeply(ask(OB, "/external/eperusteet/?nimi=$query")->{json}{data},
        [], 'nothing is found for: ' . substr $query, 0, 20);
}
is_problem(ask(OB, '/external/eperusteet/'), 400,
    {errors => {nimi => 'missing-required-key'}}, 'a search for no name');

done_testing();
