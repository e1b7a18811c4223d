#!/usr/bin/perl
# Every route × every kind of caller × every kind of plan, against the tables
# of rights in t/api/matrix. The tables are written by hand from the law and
# the contract, not from the code, and can be read without it; what they do
# not say fails here, and so does a route that none of them names.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use POSIX          qw(strftime);
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksMatrix;
use EhoksTest;
use EhoksWire;

my $wire    = EhoksWire->new(stack()->{PORT});
my @callers = matrix_callers();
my %answers = matrix_answers();
my @blocks  = matrix_blocks();
my %all_orgs = (%{ORG()}, T => '1.2.246.562.10.12000000041');

# ---- the tables are whole ------------------------------------------------------------

my $api = request('GET', matrix_path('DOC/openapi.json'))->{json};
my %route_of = map {
    my $path = $_;
    map { uc("$_") . " $path" => 1 } keys %{$api->{paths}{$path}}
} keys %{$api->{paths}};

my (%listed, @odd);
for my $block (@blocks) {
    for my $route (@{$block->{routes}}) {
        my $name = "$route->{method} " . matrix_path($route->{path});
        push @odd, "$name stands twice" if $listed{$name}++;
    }
    my %known = map { $_ => 1 } 'everybody', map { @$_{qw(name group)} } @callers;
    push @odd, map { "$block->{title}: who is $_?" } grep { !$known{$_} } keys %{$block->{rows}};
    my %words = map { $_ => 1 } map { @$_ } values %{$block->{rows}};
    push @odd, map { "$block->{title}: what is $_?" }
        grep { $_ ne 'yes' && !$answers{$_} } keys %words;
    push @odd, map { "$block->{title}: nothing about $_->{name}" }
        grep { !$block->{cells}->($_) } @callers;
    push @odd, "$block->{title}: names no source or reason" if $block->{text} !~ /\w/
        && $block->{title} !~ /: … /;
}
is_deeply(\@odd, [], 'the tables are whole');
is_deeply([grep { !$listed{$_} } sort keys %route_of], [], 'every route stands in a table of rights');
is_deeply([grep { !$route_of{$_} } sort keys %listed], [], 'and the tables name no other');

# ---- the callers ------------------------------------------------------------------------

# Each made caller has an oid of its own.
my %oid_of = map { $_->{name} => oppija_oid() } @callers;

# What the login tells of a made caller beside that.
my %more_of = ('t-oma' => {email => "t-oma.$$\@yritys.example", email_verified => JSON::PP::true()});

sub made_token ($caller) {
    return signed_token({
        iss => stack()->{EHOKS_OP_URL}, aud => 'urn:ehoks:api', sub => $caller->{name},
        exp => time + 3600, iat => int time,
        oid => $oid_of{$caller->{name}}, name => $caller->{name}, user_type => $caller->{what},
        roles => [map { my ($role, $where) = split /@/; "ROLE_APP_EHOKS_${role}_$all_orgs{$where}" }
                @{$caller->{roles}}],
        %{$more_of{$caller->{name}} // {}},
    });
}

my %login_as = (
    nobody => sub ($caller) { return {} },
    token  => sub ($caller) { return {token => token($caller->{what})} },
    login  => sub ($caller) { return {cookie => login($caller->{what})} },
    made   => sub ($caller) { return {token => made_token($caller)} },
);
$_->{login} = $login_as{$_->{how}}->($_) for @callers;
my %login_of = map { $_->{name} => $_->{login} } @callers;

# ---- the plans --------------------------------------------------------------------------

my $nowhere  = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';    # names no part and no link
my %provider = (A1 => 'A', A2 => 'A', T => 'A', B1 => 'B');

sub right_in ($school, %members) {
    return study_right(
        oppilaitos      => {oid => $all_orgs{$school}},
        koulutustoimija => {oid => $all_orgs{$provider{$school}}},
        %members,
    );
}

sub plan_of ($right, %members) {
    my $answer = post_hoks(hoks_document($right, %members), {token => 'vipunen'});
    $answer->{status} == 200 or die "no plan: $answer->{body}\n";
    return {id => $answer->{json}{meta}{id}, right => $right, learner => $right->{'oppija-oid'}};
}

sub deleted_plan () {
    my $plan   = plan_of(right_in('A1'));
    my $answer = request('PATCH',
        matrix_path("V/oppijat/$plan->{learner}/hoksit/$plan->{id}/shallow-delete"),
        {%{$login_of{'virkailija-a1-poisto'}}, body => {'oppilaitos-oid' => undef}});
    $answer->{status} == 200 or die "not deleted: $answer->{body}\n";
    return $plan;
}

sub state_of ($name) {
    return (tila => {opiskeluoikeusjaksot => [{alku => '2024-08-01', tila => {koodiarvo => $name}}]});
}

my %way = ('osaamisen-hankkimistapa-koodi-versio' => 1, alku => '2025-01-07', loppu => '2999-12-31');
my $kinds = 'osaamisenhankkimistapa_';
my @ways = (
    {%way, loppu => '2025-03-28', 'osaamisen-hankkimistapa-koodi-uri' => "${kinds}oppilaitosmuotoinenkoulutus"},
    {
        %way,
        loppu => '2029-01-06',
        'osaamisen-hankkimistapa-koodi-uri'  => "${kinds}koulutussopimus",
        'osa-aikaisuustieto'                 => 80,
        'yksiloiva-tunniste'                 => 'jakso-1',
        'tyopaikalla-jarjestettava-koulutus' => {
            'tyopaikan-nimi'        => 'Mallipaja Oy',
            'tyopaikan-y-tunnus'    => '9000001-1',
            'keskeiset-tyotehtavat' => ['Huolto'],
            'vastuullinen-tyopaikka-ohjaaja' =>
                {nimi => 'Oona Ohjaaja', sahkoposti => $more_of{'t-oma'}{email}},
        },
    },
);
my $demonstration = {
    alku => '2026-01-07', loppu => '2029-01-06', nayttoymparisto => {nimi => 'Mallipaja Oy'},
    'sisallon-kuvaus' => ['Laitteen huolto'],
};

# A plan of o-oma with a period that can be shared, one that t-oma leads, and
# a demonstration.
sub shared_plan () {
    my $plan = plan_of(
        right_in('A1', 'oppija-oid' => $oid_of{'o-oma'}),
        'hankittavat-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
            'tutkinnon-osa-koodi-versio' => 2,
            'osaamisen-hankkimistavat'   => \@ways,
            'osaamisen-osoittaminen'     => [$demonstration],
        }]);
    my $stored = request('GET', VB . "/hoks/$plan->{id}", {token => 'vipunen'})->{json}{data};
    my $unit   = $stored->{'hankittavat-ammat-tutkinnon-osat'}[0];
    return {
        %$plan,
        eid  => $stored->{eid},
        unit => $unit->{'module-id'},
        part => $unit->{'osaamisen-hankkimistavat'}[0]{'module-id'},
        period        => $unit->{'osaamisen-hankkimistavat'}[1]{'module-id'},
        demonstration => $unit->{'osaamisen-osoittaminen'}[0]{'module-id'},
    };
}

# A link that shares the period; the uuid that names it.
sub new_link ($plan) {
    return made('o-oma', 'O/jaot/jakolinkit', link_for($plan))->{meta}{uuid};
}

# The JSON that a caller's POST is answered with.
sub made ($who, $path, $body) {
    my $answer = request('POST', matrix_path($path), {%{$login_of{$who}}, body => $body});
    $answer->{status} == 200 or die "POST $path: $answer->{status} $answer->{body}\n";
    return $answer->{json};
}

sub share_of ($plan) {
    return {tarkoitus => 'muu', kohteet => [{'hoks-eid' => $plan->{eid} // $nowhere}]};
}

# The plan with a new share of it, and the share's secret.
sub with_share ($plan) {
    my $share = made('o-oma', 'O/jaot/v2', share_of($plan))->{meta};
    return {%$plan, share => $share->{id}, secret => $share->{token}};
}

# The plan with a new invitation to its demonstration, and its secret.
sub with_invitation ($plan) {
    my $invitation = made('virkailija-a',
        "V/oppijat/$plan->{learner}/hoksit/$plan->{id}/arvioijakutsut",
        {'module-id' => $plan->{demonstration}});
    my ($secret) = $invitation->{meta}{osoite} =~ /#(.+)/;
    return {%$plan, invitation => $invitation->{meta}{uuid}, secret => $secret};
}

# The plan with a new address of its learner's calendar.
sub with_calendar ($plan) {
    my ($key) = made('o-oma', 'O/kalenteri', {})->{meta}{osoite} =~ m{([^/]+)$};
    return {%$plan, calendar => $key};
}

sub link_for ($plan) {
    return {
        'tutkinnonosa-module-uuid' => $plan->{unit} // $nowhere,
        'tutkinnonosa-tyyppi'      => 'HankittavaAmmatillinenTutkinnonOsa',
        'shared-module-uuid'       => $plan->{part} // $nowhere,
        'shared-module-tyyppi'     => 'osaamisenhankkiminen',
        'voimassaolo-alku'         => '2026-01-01',
        'voimassaolo-loppu'        => '2999-12-31',
        'hoks-eid'                 => $plan->{eid} // $nowhere,
    };
}

my %plan = map { $_ => plan_of(right_in($_)) } sort keys %provider;
my $mover = oppija_oid();
$plan{old}     = plan_of(right_in('A1', 'oppija-oid' => $mover, state_of('eronnut')));
$plan{new}     = plan_of(right_in('B1', 'oppija-oid' => $mover, state_of('lasna')));
$plan{deleted} = deleted_plan();
$plan{own} = shared_plan();
$plan{own} = with_share({%{$plan{own}}, link => new_link($plan{own})});
made('t-oma', 'W/kutsut/avaa', {token => with_invitation($plan{own})->{secret}});
my $planned = plan_of(right_in('A1'));
$plan{none} = {
    id      => 999_999_999,
    learner => $planned->{learner},
    right   => right_in('A1', 'oppija-oid' => $planned->{learner}),
};
$plan{wrong} = {%{$plan{A1}}, learner => $plan{A2}{learner}};
$plan{unknown} = {id => 999_999_999, learner => oppija_oid(), right => {oid => opiskeluoikeus_oid()}};
$plan{oppija1} = {%{$plan{unknown}}, learner => '1.2.246.562.24.24011111113'};
$plan{oppija5} = {%{$plan{unknown}}, learner => '1.2.246.562.24.24055555557'};

# ---- how each route is asked ----------------------------------------------------------------

# What a change needs beside the path so that only the right to it is tried.
my %old = (headers => {'if-match' => '"v999"'}, query => 'kuiva-ajo=true');
my $tidings = 0;
my %ask = (
    'POST VB/hoks'            => {%old, headers => {}, body => \&document_for},
    'PUT VB/hoks/{hoks-id}'   => {%old, body => \&document_with_id},
    'PATCH VB/hoks/{hoks-id}' => {%old, body => \&change_of},
    'POST VB/hoks/{hoks-id}/versiot/{versio}/palautus' => \%old,
    'GET VB/hoks/pohja' => {query => sub ($plan) { return "opiskeluoikeus=$plan->{right}{oid}" }},
    'PATCH VB/hoks/kyselylinkki' => {body => sub ($plan) {
            return {kyselylinkki => 'https://kysely.example/v/none', lahetyspvm => '2026-01-07',
                sahkoposti => 'a@esimerkki.fi'};
        }},
    'POST VB/hoks/{hoks-id}/kyselylinkki' => {body => sub ($plan) {
            return {kyselylinkki => "https://kysely.example/m/$$-" . $tidings++,
                tyyppi => 'aloittaneet', alkupvm => '2026-01-07'};
        }},
    'POST VB/heratepalvelu/onrmodify' => {query => sub ($plan) { return 'oid=' . $plan{A1}{learner} }},

    'POST V/oppijat/{oppija-oid}/hoksit' => {%old, headers => {}, body => \&document_for},
    'PUT V/oppijat/{oppija-oid}/hoksit/{hoks-id}'   => {%old, body => \&document_with_id},
    'PATCH V/oppijat/{oppija-oid}/hoksit/{hoks-id}' => {%old, body => \&change_of},
    'PATCH V/oppijat/{oppija-oid}/hoksit/{hoks-id}/shallow-delete' =>
        {%old, body => sub ($plan) { return {'oppilaitos-oid' => undef} }},
    'POST V/hoksit/{hoks-id}/versiot/{versio}/palautus' => \%old,
    'GET V/oppijat/{oppija-oid}/pohja' =>
        {query => sub ($plan) { return "opiskeluoikeus=$plan->{right}{oid}" }},
    'PUT V/oppija/update' => {body => sub ($plan) { return {'oppija-oid' => oppija_oid()} }},
    'POST V/onrmodify'    => {query => sub ($plan) { return 'oid=' . $plan{A1}{learner} }},
    'PUT V/opiskeluoikeus/update' =>
        {body => sub ($plan) { return {'opiskeluoikeus-oid' => opiskeluoikeus_oid()} }},
    'PUT V/opiskeluoikeudet/update' =>
        {body => sub ($plan) { return {'koulutustoimija-oid' => '1.2.246.562.10.99999999999'} }},

    'POST O/jaot/jakolinkit' => {body => \&link_for},
    'POST O/jaot/v2' => {body => \&share_of},
    'POST O/jaot/v2/esikatselu' => {body => \&share_of},
    'PATCH O/jaot/v2/{jako-id}' => {body => sub ($plan) { return {'voimassaolo-loppu' => strftime('%Y-%m-%d', localtime(time + 9 * 86_400))} }},
    'POST JAKO/avaa' => {body => sub ($plan) { return {token => $plan->{secret} // 'x' x 43} }},
    'POST W/kutsut/avaa' => {body => sub ($plan) { return {token => $plan->{secret} // 'x' x 43} }},
    'GET W/jaksot/{module-id}' => {values => sub ($plan) { return 'module-id' => $plan->{period} // $nowhere }},
    'GET W/naytot/{module-id}' => {values => sub ($plan) { return 'module-id' => $plan->{demonstration} // $nowhere }},
    'POST V/oppijat/{oppija-oid}/hoksit/{hoks-id}/arvioijakutsut' =>
        {body => sub ($plan) { return {'module-id' => $nowhere} }},
    'DELETE V/arvioijakutsut/{uuid}' => {values => sub ($plan) { return uuid => $plan->{invitation} // $nowhere }},
    'DELETE V/hoks/{hoks-id}' => {headers => $old{headers}},
    'GET V/oppijat' => {query => sub ($plan) { return 'oppilaitos-oid=' . school_of($plan) }},
    'GET V/tep-jakso-raportti' => {query => sub ($plan) {
            return 'tutkinto=%7B%7D&start=2021-01-01&end=2021-01-02&oppilaitos=' . school_of($plan);
        }},

    'GET V/external/koodit' => {query => 'uri=urasuunnitelma_0001'},
    'GET V/external/organisaatiot' => {query => 'oid=' . ORG->{A1}},
    'GET V/external/organisaatio/find' => {query => 'oids=' . ORG->{A1}},
    'GET V/external/organisaatio/{oid}' => {values => {oid => ORG->{A1}}},
    'GET V/external/koodisto/{koodi-uri}/koodi' => {values => {'koodi-uri' => 'urasuunnitelma'}},
    'GET OB/external/eperusteet' => {query => 'nimi=auto'},
);
for my $base (qw(V O W)) {
    my $units = "$base/external/eperusteet";
    $ask{"GET $units/tutkinnot"} = {query => 'diaarinumero=OPH-2629-2017'};
    $ask{"GET $units/tutkinnot/{id}/suoritustavat/reformi/rakenne"} = {values => {id => qualification('OPH-2629-2017')}};
    $ask{"GET $units/tutkinnot/{id}/suoritustavat/ops/tutkinnonosat"} = {values => {id => qualification('39%2F011%2F2014')}};
    $ask{"GET $units/koulutuksenOsa/{koodi-uri}"} = {values => {'koodi-uri' => 'koulutuksenosattuva_102'}};
    $ask{"GET $units/{koodi-uri}"} = {values => {'koodi-uri' => 'tutkinnonosat_101053'}};
}
for my $names (qw(koodit organisaatiot organisaatio/{oid})) {
    $ask{"GET $_/external/$names"} = $ask{"GET V/external/$names"} for qw(O W);
}

# The internal number of a qualification, which its address needs.
sub qualification ($diary) {
    state %id;
    return $id{$diary} //= request('GET',
        matrix_path("V/external/eperusteet/tutkinnot?diaarinumero=$diary"),
        {cookie => login('oph')})->{json}{data}{id};
}

sub school_of ($plan) {
    return $plan->{right}{oppilaitos}{oid} // ORG->{A1};
}

sub document_for ($plan) {
    return hoks_document({%{$plan->{right}}, 'oppija-oid' => $plan->{learner}});
}

sub document_with_id ($plan) {
    return {%{document_for($plan)}, id => $plan->{id}};
}

sub change_of ($plan) {
    return {id => $plan->{id}, sahkoposti => 'a@esimerkki.fi'};
}

my %value = ('koodi-uri' => 'urasuunnitelma_0001', nimi => 'post.schema.json');

sub ask ($route, $caller, $plan) {
    my $ask  = $ask{"$route->{method} $route->{path}"} // {};
    my %here = (
        %value,
        'hoks-id' => $plan->{id}, 'oppija-oid' => $plan->{learner}, oid => $plan->{learner},
        'opiskeluoikeus-oid' => $plan->{right}{oid}, uuid => $plan->{link} // $nowhere,
        'module-uuid' => $plan->{part} // $nowhere, 'jako-id' => $plan->{share} // $nowhere,
        'oppilaitos-oid' => school_of($plan), 'koulutustoimija-oid' => ORG->{A},
        tunnus => $plan->{calendar} // 'x' x 43,
        ref $ask->{values} eq 'CODE' ? $ask->{values}->($plan) : %{$ask->{values} // {}},
    );
    my $path    = matrix_path($route->{path}) =~ s/\{([\w-]+)\}/$here{$1} \/\/ 1/ger;
    my $query   = ref $ask->{query} eq 'CODE' ? $ask->{query}->($plan) : $ask->{query};
    # Who ends the session logs in for that.
    my $ends = $route->{method} eq 'DELETE' && $route->{path} =~ m{/session$};
    my $login = $ends ? $login_as{$caller->{how}}->($caller) : $caller->{login};
    my %options = (%$login, client => $wire, headers => $ask->{headers} // {});
    $options{body} = $ask->{body} ? $ask->{body}->($plan) : {} if $route->{method} ne 'GET';
    return (request($route->{method}, $query ? "$path?$query" : $path, \%options), $path);
}

# ---- asking ------------------------------------------------------------------------------------

my %bodies;    # name of an answer => its bodies without the address

# What is wrong with an answer; nothing when it is the one of that name.
sub faults ($name, $route, $answer, $path) {
    my $body = $answer->{json};
    if ($name eq 'yes') {
        return "status $answer->{status}: $answer->{body}" if $answer->{status} != $route->{yes};
        return 'there is no such route' if ref $body eq 'HASH' && ($body->{reason} // '') eq 'Route not found';
        return;
    }
    my $wanted = $answers{$name};
    return "status $answer->{status}: $answer->{body}" if $answer->{status} != $wanted->{status};
    return "no JSON: $answer->{body}" if ref $body ne 'HASH';
    my %has = %$body;
    return "the address is $has{instance}" if delete $has{instance} ne $path;
    push @{$bodies{$name}{json_text(\%has)}}, "$route->{method} $route->{path}";
    my $member = $wanted->{member};
    return "it says: $answer->{body}" if $member && ($has{$member} // 'nothing') ne $wanted->{text};
    delete $has{$_} for grep { defined } qw(type title status detail virheet), $member;
    return 'it has more: ' . json_text(\%has) if %has;
    return;
}

# What the right caller really does away with, so that it takes one of its own.
my %fresh = (
    'PATCH V/hoks/{hoks-id}/undo-shallow-delete' => sub ($plan) { return deleted_plan() },
    'DELETE O/jaot/jakolinkit/{uuid}' => sub ($plan) { return {%$plan, link => new_link($plan)} },
    'DELETE O/jaot/v2/{jako-id}'      => \&with_share,
    'DELETE V/arvioijakutsut/{uuid}'  => \&with_invitation,
    'POST W/kutsut/avaa'              => \&with_invitation,
    'GET /ehoks-kalenteri/{tunnus}'   => \&with_calendar,
);

my ($asked, $began) = (0, time);
for my $block (@blocks) {
    my @wrong;
    my $before = $asked;
    for my $route (@{$block->{routes}}) {
        my $fresh = $fresh{"$route->{method} $route->{path}"};
        for my $caller (@callers) {
            for my $cell ($block->{cells}->($caller)) {
                my ($what, $name) = @$cell;
                my $plan = $plan{$what} // die "$block->{title}: what plan is $what?\n";
                $plan = $fresh->($plan) if $fresh && $name eq 'yes';
                my @faults = faults($name, $route, ask($route, $caller, $plan));
                push @wrong, map { "$caller->{name}, $what, $route->{method} $route->{path}: $name, but $_" } @faults;
                $asked++;
            }
        }
    }
    is(scalar @wrong, 0, "$block->{title} (" . ($asked - $before) . ' requests)')
        or diag(map { substr($_, 0, 400) . "\n" } @wrong[0 .. ($#wrong > 40 ? 40 : $#wrong)]);
}
for my $name (sort keys %bodies) {
    my @kinds = sort keys %{$bodies{$name}};
    is(scalar @kinds, 1, "'$name' says the same whoever asks about whatever")
        or diag(map { substr($_, 0, 300) . "\n" } @kinds);
}
diag(sprintf '%d routes, %d callers, %d plans: %d requests in %.1f s',
    scalar keys %listed, scalar @callers, scalar keys %plan, $asked, time - $began);

done_testing();
