#!/usr/bin/perl
# Links of the old kind: a learner shares one way of acquiring or one
# demonstration. Owned by the learner of the plan, bound to the part by its
# module-id (contract: api.md 1.15, 5; README.md 2, 4, 6, 8).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use Storable       qw(dclone);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksShare;
use EhoksEdits;

my $LINKS = O . '/jaot/jakolinkit';
my $PARTS = O . '/jaot/moduulit';
my $UUID  = qr/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

my ($owner, $other) = (learner(), learner());

my $period = {
    alku                                   => '2025-01-07',
    loppu                                  => '2025-03-28',
    'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
    'yksiloiva-tunniste'                   => 'jakso-1',
    'osa-aikaisuustieto'                   => 80,
    'tyopaikalla-jarjestettava-koulutus'   => {
        'vastuullinen-tyopaikka-ohjaaja' => {nimi => 'Oona Ohjaaja', sahkoposti => 'oona@yritys.example'},
        'tyopaikan-nimi'                 => 'Mallipaja Oy',
        'tyopaikan-y-tunnus'             => '9000001-1',
        'keskeiset-tyotehtavat'          => ['Varaston hoito'],
    },
};
my $demonstration = {
    alku              => '2025-03-24',
    loppu             => '2025-03-28',
    nayttoymparisto   => {nimi => 'Mallipaja Oy'},
    'sisallon-kuvaus' => ['Laitteen huolto'],
};
my $unit = {
    'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
    'tutkinnon-osa-koodi-versio' => 2,
    'koulutuksen-jarjestaja-oid' => ORG->{A},
    'olennainen-seikka'          => JSON::PP::true(),
    'osaamisen-hankkimistavat'   => [$period],
    'osaamisen-osoittaminen'     => [$demonstration],
};
my %content = (
    'hankittavat-ammat-tutkinnon-osat'     => [$unit],
    'hankittavat-yhteiset-tutkinnon-osat'  => [
        {
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900002',
            'tutkinnon-osa-koodi-versio' => 1,
            'osa-alueet'                 => [
                {
                    'osa-alue-koodi-uri'     => 'ammatillisenoppiaineet_ma',
                    'osa-alue-koodi-versio'  => 3,
                    'osaamisen-osoittaminen' => [$demonstration],
                },
            ],
        },
    ],
);
my $plan   = make_plan($owner, %content);
my $stored = read_plan($plan);
my ($vocational) = @{$stored->{'hankittavat-ammat-tutkinnon-osat'}};
my ($common)     = @{$stored->{'hankittavat-yhteiset-tutkinnon-osat'}};
my $shared       = $vocational->{'osaamisen-hankkimistavat'}[0];

sub body (%members) {
    return {
        'tutkinnonosa-module-uuid' => $vocational->{'module-id'},
        'tutkinnonosa-tyyppi'      => 'HankittavaAmmatillinenTutkinnonOsa',
        'shared-module-uuid'       => $shared->{'module-id'},
        'shared-module-tyyppi'     => 'osaamisenhankkiminen',
        'voimassaolo-alku'         => day(-30),
        'voimassaolo-loppu'        => day(30),
        'hoks-eid'                 => $stored->{eid},
        %members,
    };
}

sub as ($who, $method, $path, %options) {
    return request($method, $path, {token => $who->{token}, %options});
}

sub make (%members) {
    return as($owner, 'POST', $LINKS, body => body(%members));
}

# ---- making -----------------------------------------------------------------------

my $made = make();
is($made->{status}, 200, 'a link is made') or diag($made->{body});
my $id = $made->{json}{meta}{uuid};
like($id, qr/^$UUID$/, 'its secret is a UUID');
is_deeply($made->{json}{data}, {uri => "$LINKS/$id"}, 'it tells its address');
is($made->{headers}{location}, "$LINKS/$id", 'as Location does');

is_problem(make('voimassaolo-loppu' => day(-2)), 400,
    {error => 'Shared link end date cannot be in the past'}, 'the last day has passed');
is_problem(make('voimassaolo-alku' => day(40)), 400,
    {error => 'Shared link end date cannot be before the start date'}, 'the days are the wrong way round');
is_problem(
    make('tutkinnonosa-tyyppi' => 'Muu', 'shared-module-tyyppi' => 'osaamisenhankkimistapa', uusi => 1,
        'shared-module-uuid' => 'abc'),
    400,
    {
        in     => ['request', 'body-params'],
        errors => {
            uusi                   => 'disallowed-key',
            'tutkinnonosa-tyyppi'  => 'Arvo ei ole sallittu. Sallittu: HankittavaAmmatillinenTutkinnonOsa, HankittavaYTOOsaAlue, HankittavaPaikallinenTutkinnonOsa.',
            'shared-module-tyyppi' => 'Arvo ei ole sallittu. Sallittu: osaamisenhankkiminen, osaamisenosoittaminen.',
            'shared-module-uuid'   => 'Tunnisteen on oltava UUID.',
        },
    },
    'a body that is not right'
);
is(as($owner, 'POST', $LINKS, body => {})->{json}{errors}{'hoks-eid'}, 'missing-required-key', 'all is required');

# ---- what is another's is as if it were not there ------------------------------------

my $nobody = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
my %not_found = (error => 'Plan or part not found');
is_problem(as($other, 'POST', $LINKS, body => body()), 404, \%not_found, q{another's plan});
is_problem(make('hoks-eid'             => $nobody), 404, \%not_found, 'a plan that is not there');
is_problem(make('shared-module-uuid'   => $nobody), 404, \%not_found, 'a part that is not there');
is_problem(make('tutkinnonosa-module-uuid' => $common->{'module-id'}), 404, \%not_found,
    'a part that is in another unit');
is_problem(make('shared-module-tyyppi' => 'osaamisenosoittaminen'), 404, \%not_found, 'a part of another kind');
is_problem(make('shared-module-uuid'   => $vocational->{'module-id'}), 404, \%not_found, 'what cannot be shared');
my $strange = read_plan(make_plan($other, %content));
my $strangers_part = $strange->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[0];
is_problem(make('shared-module-uuid' => $strangers_part->{'module-id'}), 404, \%not_found,
    q{another's part in an own plan});

sub same_refusal ($one, $two, $name) {
    is($one->{status}, 404, "$name: 404");
    is($one->{body} =~ s/$UUID/-/gr, $two->{body} =~ s/$UUID/-/gr, '… in the words for what is not there');
    return;
}
same_refusal(as($other, 'DELETE', "$LINKS/$id"), as($other, 'DELETE', "$LINKS/$nobody"), q{another's link});
same_refusal(as($other, 'GET', "$PARTS/$shared->{'module-id'}"), as($other, 'GET', "$PARTS/$nobody"),
    q{links of another's part});
for my $method (qw(GET DELETE)) {
    my $answer = as($owner, $method, "$LINKS/xyz");
    is_problem($answer, 400, {in => ['request', 'route-params']}, "$method of what is no UUID");
}
is(as($owner, 'GET', "$PARTS/1")->{status}, 400, 'nor a part');

# ---- reading ------------------------------------------------------------------------

my $read = as($other, 'GET', "$LINKS/$id");
is($read->{status}, 200, 'who is logged in and knows the link reads it') or diag($read->{body});
my %bare = %$vocational;
delete @bare{qw(osaamisen-hankkimistavat osaamisen-osoittaminen)};
my $expected = {
    meta => {},
    data => {
        'oppija-nimi'             => $read->{json}{data}{'oppija-nimi'},
        'oppija-oid'              => $owner->{oid},
        'tutkinto-nimi'           => $read->{json}{data}{'tutkinto-nimi'},
        'osaamisala-nimi'         => $read->{json}{data}{'osaamisala-nimi'},
        'tutkinnonosa-tyyppi'     => 'HankittavaAmmatillinenTutkinnonOsa',
        'voimassaolo-alku'        => day(-30),
        'voimassaolo-loppu'       => day(30),
        tutkinnonosa              => \%bare,
        'osaamisen-hankkimistapa' => $shared,
        'osaamisen-osoittaminen'  => undef,
    },
};
my @differences = json_diff($read->{json}, $expected);
ok(!@differences, 'it shows the unit itself and the part') or diag(join "\n", @differences);
like($read->{json}{data}{'oppija-nimi'}, qr/\w \w/, 'and whose it is');
is(ref $read->{json}{data}{$_}, 'HASH', "and $_") for qw(tutkinto-nimi osaamisala-nimi);
is(request('GET', "$LINKS/$id")->{status}, 401, 'not without login');
is(request('GET', "$LINKS/$id", {token => 'sis-a'})->{status}, 403, 'nor for systems');
is(as($owner, 'GET', "$LINKS/$id", headers => {'caller-id' => undef})->{status}, 400, 'nor without Caller-Id');
is(as($owner, 'GET', "$LINKS/\U$id")->{status}, 200, 'capitals make no difference');
is(as($owner, 'GET', "$LINKS/$nobody")->{status}, 404, 'no such link');

my $of_area = make(
    'tutkinnonosa-module-uuid' => $common->{'module-id'},
    'tutkinnonosa-tyyppi'      => 'HankittavaYTOOsaAlue',
    'shared-module-uuid'       => $common->{'osa-alueet'}[0]{'osaamisen-osoittaminen'}[0]{'module-id'},
    'shared-module-tyyppi'     => 'osaamisenosoittaminen',
);
is($of_area->{status}, 200, 'a demonstration of a sub-area is shared') or diag($of_area->{body});
my $area = as($other, 'GET', $of_area->{json}{data}{uri})->{json}{data};
is($area->{tutkinnonosa}{'tutkinnon-osa-koodi-uri'}, 'tutkinnonosat_900002', 'the unit is the common one');
ok(!exists $area->{tutkinnonosa}{'osa-alueet'}, 'without its sub-areas');
is($area->{'osaamisen-osoittaminen'}{'sisallon-kuvaus'}[0], 'Laitteen huolto', 'with the demonstration');
is($area->{'osaamisen-hankkimistapa'}, undef, 'and no period');

# ---- its time ------------------------------------------------------------------------

my $later = make('voimassaolo-alku' => day(2), 'voimassaolo-loppu' => day(3))->{json}{meta}{uuid};
is_problem(as($other, 'GET', "$LINKS/$later"), 423, {message => 'Shared link not yet active'}, 'before its time');
psql("UPDATE ehoks.jakolinkki SET alku = alku - 100, loppu = loppu - 100 WHERE share_id = '$later'");
is_problem(as($other, 'GET', "$LINKS/$later"), 410, {message => 'Shared link is expired'}, 'after its time');
for my $today (make('voimassaolo-alku' => day(0), 'voimassaolo-loppu' => day(0))->{json}{meta}{uuid}) {
    is(as($other, 'GET', "$LINKS/$today")->{status}, 200, 'both days count');
    is(as($owner, 'DELETE', "$LINKS/$today")->{status}, 200, 'its owner deletes it');
    is(as($other, 'GET', "$LINKS/$today")->{status}, 404, 'and it is gone');
    is(as($owner, 'DELETE', "$LINKS/$today")->{status}, 404, 'once');
}
my $listed = as($owner, 'GET', "$PARTS/$shared->{'module-id'}");
is_deeply([map { $_->{'share-id'} } @{$listed->{json}{data}}], [$id, $later], 'the list has those that have passed');
is_deeply($listed->{json}{data}[0],
    {'share-id' => $id, 'voimassaolo-alku' => day(-30), 'voimassaolo-loppu' => day(30)}, 'and tells their days');
is_deeply(as($owner, 'GET', "$PARTS/" . $vocational->{'osaamisen-osoittaminen'}[0]{'module-id'})->{json},
    {meta => {}, data => []}, 'an own part without links has an empty list');

# ---- what happened to the plan --------------------------------------------------------

subtest 'a link made before 20 updates still shows the same part' => sub {
    my $seed = $ENV{EHOKS_SEED} // 20241001;
    note("EHOKS_SEED=$seed");
    srand($seed);
    my %now  = new_content();
    my $name = (grep { $_->{'yksiloiva-tunniste'} } map { @$_ } stretches(\%now))[0];
    srand;
    my $mine = make_plan($owner, %now);
    my $made_of = read_plan($mine);
    my ($holder) = grep {
        grep { $_->{'ajanjakson-tarkenne'} eq name_of($name) } @{$_->{'osaamisen-hankkimistavat'}}
    } units($made_of);
    my ($part) = grep { $_->{'ajanjakson-tarkenne'} eq name_of($name) } @{$holder->{'osaamisen-hankkimistavat'}};
    my $link = as($owner, 'POST', $LINKS, body => body(
            'tutkinnonosa-module-uuid' => $holder->{'module-id'},
            'tutkinnonosa-tyyppi'      => $holder->{nimi}
            ? 'HankittavaPaikallinenTutkinnonOsa'
            : 'HankittavaAmmatillinenTutkinnonOsa',
            'shared-module-uuid' => $part->{'module-id'},
            'hoks-eid'           => $made_of->{eid},
        ));
    is($link->{status}, 200, 'the link is made') or diag($link->{body});
    srand($seed + 1);
    for my $round (1 .. 20) {
        my $next;
        do {
            $next = dclone(\%now);
            edit($next) for 0 .. rand 4;
        } until grep { name_of($_) eq name_of($name) } map { @$_ } stretches($next);
        %now = %$next;
        put_plan($mine, %now);
        my $seen = as($other, 'GET', $link->{json}{data}{uri})->{json}{data}{'osaamisen-hankkimistapa'};
        is(($seen // {})->{'ajanjakson-tarkenne'}, name_of($name), "round $round") or last;
    }
    srand;
};

put_plan($plan, %content, 'hankittavat-ammat-tutkinnon-osat' => [{%$unit, 'osaamisen-hankkimistavat' => []}]);
my $gone = as($other, 'GET', "$LINKS/$id");
is($gone->{status}, 200, 'a part that was removed');
is_deeply([@{$gone->{json}{data}}{qw(tutkinnonosa osaamisen-hankkimistapa osaamisen-osoittaminen)}],
    [undef, undef, undef], 'is null as before');
is($gone->{json}{data}{poistettu}, JSON::PP::true(), 'and is told');
is($gone->{json}{data}{viesti}{sv}, 'Den delade delen har tagits bort ur planen.', 'in words');
put_plan($plan, %content);
is(as($other, 'GET', $of_area->{json}{data}{uri})->{json}{data}{poistettu}, undef, 'another part is still there');
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $plan->{id}");
my $deleted = as($other, 'GET', $of_area->{json}{data}{uri});
is($deleted->{status}, 200, 'when the whole plan is deleted');
is($deleted->{json}{data}{tutkinnonosa}, undef, 'nothing of it is shown');
is($deleted->{json}{data}{viesti}{en}, 'The shared plan has been deleted.', 'and that is told');
is(as($owner, 'DELETE', $of_area->{json}{data}{uri})->{status}, 200, 'its links can be deleted');
psql("UPDATE ehoks.hoks SET poistettu = NULL WHERE id = $plan->{id}");

# ---- who did what ----------------------------------------------------------------------

is_deeply(
    [psql("SELECT toiminto, tulos, hoks_id, oppija_oid FROM ehoks.audit
        WHERE kohde ->> 'jakolinkki' = '$of_area->{json}{meta}{uuid}' AND toiminto <> 'read' ORDER BY id")],
    [map { [$_, 'succeeded', $plan->{id}, $owner->{oid}] } qw(create delete)],
    'making and deleting are in the audit'
);

done_testing();
