#!/usr/bin/perl
# What browsers read of the national registries through us, in the shapes that
# the existing apps need (contract: api.md 1.2, 1.5, 1.11, 1.13, 7.4, 7.9): each
# answer field by field, without nulls, with an ETag, and while a registry is
# away.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksExternal;

my $name = {fi => 'text', sv => 'text'};
my $code = {
    koodiUri => 'text',
    versio   => 'number',
    tila     => 'text',
    metadata => [{kieli => 'text', nimi => 'text'}],
};

# ---- who may ask what ------------------------------------------------------------

for my $path (V . '/koodisto/urasuunnitelma_0001',
    OX . '/koodisto/urasuunnitelma_0001', VB . '/misc/environment',
    OB . '/misc/environment', OB . '/external/eperusteet/?nimi=auto')
{
    is_problem(
        request('GET', $path,
            {cookie => $path =~ /virkailija-backend/ ? staff() : learner(),
                headers => {'caller-id' => undef}}),
        400,
        {in => [qw(request headers)]},
        "without Caller-Id: $path"
    );
}
for my $path ('/koodisto/urasuunnitelma_0001', '/koodit?uri=a_1',
    '/organisaatio/' . ORG->{A1}, '/eperusteet/tutkinnonosat_101053')
{
    is(request('GET', V . $path)->{status},  401, "staff must log in: $path");
    is(request('GET', OX . $path)->{status}, 401, "learners too: $path");
    is(request('GET', V . $path, {cookie => learner()})->{status},
        403, "a learner is no staff: $path");
    is(request('GET', OX . $path, {cookie => staff()})->{status},
        403, "staff is no learner: $path");
}
is_problem(request('GET', V . '/lokalisointi', {token => 'sis-a'}), 403,
    {error => q(User type 'PALVELU' is not allowed)}, 'a system is no staff');
is(request('GET', V . '/lokalisointi')->{status}, 401,
    'texts of the staff app need a login');

# ---- environment --------------------------------------------------------------------

for my $base (VB, OB) {
    my $answer = ask($base, '/misc/environment');
    is($answer->{status}, 200, "environment of $base");
    my $environment = $answer->{json}{data};
    my @faults = faults(
        $environment,
        {
            map { $_ => 'text' }
                qw(eperusteet-peruste-url virkailija-login-url
                cas-oppija-login-url-fi cas-oppija-login-url-sv
                cas-oppija-logout-url-fi cas-oppija-logout-url-sv raamit-url
                tuki-osoite)
        }
    );
    ok(!@faults, 'all are texts') or diag(join "\n", @faults);
    my ($in, $out)
        = map { $environment->{$_} =~ s/^\Q@{[stack()->{EHOKS_URL}]}\E//r }
        qw(cas-oppija-login-url-sv cas-oppija-logout-url-sv);
    like($in, qr{^/oidc/redirect\?}, 'login goes through the redirect URI');
    my $jar = login('oppija2', $in);
    is(request('GET', O . '/session', {cookie => $jar})->{status},
        200, 'and logs in');
    my $gone = request('GET', $out, {cookie => $jar});
    like($gone->{status}, qr/^30[23]$/, 'logout leads away');
    like(
        $gone->{headers}{location} // '',
        qr{^\Q@{[stack()->{EHOKS_OP_URL}]}\E/},
        'to the login provider'
    );
}

# ---- texts ------------------------------------------------------------------------------

for my $read ([V, '/lokalisointi'], [OB, '/oppija/external/lokalisointi'],
    [OB, '/lokalisointi?category=ehoks'])
{
    my $texts = has_shape(@$read, [{key => 'text', locale => 'text', value => 'text'}],
        "texts: @$read");
    is_deeply(
        [sort keys %{{map { $_->{locale} => 1 } @$texts}}],
        [qw(fi sv)],
        'in the two languages of the apps'
    );
}
is_deeply(ask(V, '/lokalisointi?category=muu')->{json}{data},
    [], 'an unknown category has no texts');
is(request('GET', OB . '/lokalisointi', {headers => {'caller-id' => undef}})
        ->{status}, 200, 'the public texts need no Caller-Id');

# ---- codes ---------------------------------------------------------------------------------

for my $base (V, OX) {
    my $data = has_shape($base, '/koodisto/osaamisenhankkimistapa_oppisopimus',
        $code, "a code: $base");
    is_deeply(
        {map { $_->{kieli} => $_->{nimi} } @{$data->{metadata}}},
        {
            FI => 'Oppisopimus',
            SV => 'Läroavtal',
            EN => 'Apprenticeship agreement',
        },
        'with its names'
    );
    for my $unknown ('eiole_1', 'urasuunnitelma_9999', 'x', 'a%2F..%2Fb', '%C3%A4_1')
    {
        my $answer = ask($base, "/koodisto/$unknown");
        is_problem($answer, 404, {reason => 'Route not found'},
            "no such code: $unknown");
    }
}
is(
    scalar @{
        has_shape(V, '/koodisto/tutkinnonosat_101053/versiot', [$code],
            'versions of a code')
    },
    2,
    'both of them'
);
is(has_shape(V, '/koodisto/tutkinnonosat_101053', $code, 'its latest')->{versio},
    2, 'is the second');
is(has_shape(OB, '/external/koodistokoodi/tutkinnonosat_101053/1', $code,
        'its first')->{versio}, 1, 'is the first')
    if local $EhoksExternal::caller{OB()} = {cookie => learner()};
for my $set (
    qw(urasuunnitelma tutkinnonosat osaamisentodentamisenprosessi
    osaamisenhankkimistapa ammatillisenoppiaineet oppimisymparistot
    oppisopimuksenperusta koulutuksenosattuva
    ammatillinenkoulutusoppimisentuentyyppi ammatillisentutkinnonosanryhma))
{
    my $codes = has_shape(V, "/koodisto/$set/koodi", [$code], "code set $set");
    my @without = grep {
        !grep { $_->{kieli} eq 'FI' } @{$_->{metadata}}
    } @$codes;
    is_deeply(\@without, [], 'each has its Finnish name');
}
is_problem(ask(V, '/koodisto/eiole/koodi'), 404,
    {reason => 'Route not found'}, 'no such code set');

# ---- names ------------------------------------------------------------------------------------

for my $base (V, OX) {
    my $data = has_shape(
        $base,
        '/koodit?uri=urasuunnitelma_0001&uri=eiole_1&uri=tutkinnonosat_101053'
            . '&uri=urasuunnitelma_0001&uri=..%2F..%2Fx&uri=',
        {
            map { $_ => {fi => 'text', sv => 'text', en => 'text'} }
                qw(urasuunnitelma_0001 tutkinnonosat_101053)
        },
        "names of codes: $base"
    );
    is(keys %$data, 2, 'what is unknown is left out');
    is($data->{tutkinnonosat_101053}{sv}, 'Vård och omsorg', 'names of units');
    $data = has_shape(
        $base,
        '/organisaatiot?oid=' . ORG->{A1} . '&oid=1.2.246.562.10.99999999999',
        {ORG->{A1} => $name},
        "names of organisations: $base"
    );
    is(keys %$data, 1, 'what is unknown is left out');
    is_problem(ask($base, '/koodit'), 400,
        {in => [qw(request query-params)], errors => {uri => 'missing-required-key'}},
        'names of nothing');
    is_problem(ask($base, '/koodit?' . join '&', map { "uri=a_$_" } 1 .. 501),
        400, {in => [qw(request query-params)]}, 'names of too many');
    for my $bad ('%', '%zz', '%00', '%ff', '%c3%28') {
        my $answer = ask($base, "/koodit?uri=$bad");
        is_problem($answer, 400, {in => [qw(request query-params)]},
            "an unreadable value: $bad");
        is($answer->{json}{virheet}[0]{parametri}, 'uri', 'is named');
    }
}
is(
    keys %{ask(V, '/koodit?' . join '&', map { "uri=urasuunnitelma_$_" } '0001' .. '0500')
            ->{json}{data}},
    5,
    'up to 500 names are told at once'
);

# ---- ETags ----------------------------------------------------------------------------------------

my $path  = OX . '/koodit?uri=urasuunnitelma_0001';
my $first = request('GET', $path, {cookie => learner()});
my $again = request('GET', $path,
    {cookie => learner(), headers => {'if-none-match' => $first->{headers}{etag}}});
is($again->{status}, 304, 'what the client has is not sent again');
is($again->{headers}{etag}, $first->{headers}{etag}, 'the ETag is told');
isnt(
    ask(OX, '/koodit?uri=urasuunnitelma_0002')->{headers}{etag},
    $first->{headers}{etag},
    'another answer has another ETag'
);

# ---- organisations ------------------------------------------------------------------------------------------

for my $base (V, OX) {
    is(
        has_shape($base, '/organisaatio/' . ORG->{B1},
            {oid => 'text', nimi => $name}, "an organisation: $base")->{nimi}{sv},
        'Kemi älvs yrkesinstitut',
        'with its names'
    );
    is_problem(ask($base, '/organisaatio/1.2.246.562.10.99999999999'),
        404, {error => ''}, 'an unknown organisation');
    is_problem(ask($base, '/organisaatio/1.2.3'),
        400, {in => [qw(request route-params)]}, 'no OID of an organisation');
}
my $all = has_shape(
    V,
    '/organisaatio/find?oids=' . join('&oids=', ORG->{A1}, ORG->{A}, ORG->{A1}),
    [{oid => 'text', nimi => $name, tyypit => ['text']}],
    'several organisations'
);
is_deeply([map { $_->{oid} } @$all], [ORG->{A1}, ORG->{A}], 'each once');
is_problem(ask(V, '/organisaatio/find'), 400,
    {errors => {oids => 'missing-required-key'}}, 'no organisations');
my $many = ask(V, '/organisaatio/find?oids=' . join '&oids=', ORG->{B},
    map { "1.2.246.562.10.$_" } 77777777001 .. 77777777700);
is($many->{status}, 200, 'as many as a super user has');
is(scalar @{$many->{json}{data}}, 1, 'those that are known');

# ---- the learner in Koski -----------------------------------------------------------------------------------

{
    local $EhoksExternal::caller{OB()} = {cookie => learner()};
    my $person = has_shape(
        OB,
        '/external/koski/oppija',
        {
            'henkilö' => {map { $_ => 'text' } qw(oid etunimet kutsumanimi sukunimi)},
            opiskeluoikeudet => [{oid => 'text'}],
        },
        'the learner in Koski'
    );
    is_deeply([sort keys %{$person->{'henkilö'}}],
        [qw(etunimet kutsumanimi oid sukunimi)], 'has no identity code');
    local $EhoksExternal::caller{OB()} = {};
    is(ask(OB, '/external/koski/oppija')->{status}, 401, 'is for the learner');
}

# ---- registries that are away ---------------------------------------------------------------------------------

my $fresh = 10_000_000 + int rand 80_000_000;
control({
    koodit => [
        map {
            {
                koodisto => 'testikoodisto',
                arvo     => "$_$fresh",
                nimi     => {fi => "nimi $_"},
            }
        } qw(a b c)
    ]
});
my %uri = map { $_ => "testikoodisto_$_$fresh" } qw(a b c);

# What failed a moment ago is tried again after a while only.
sub back ($base, $path) {
    return wait_until(20, sub { ask($base, $path)->{status} == 200 });
}

END { control({down => []}) unless $^C }

has_shape(OX, "/koodisto/$uri{a}", $code, 'a code while Koodisto is there');
control({down => [qw(koodisto eperusteet organisaatio lokalisointi)]});
expect_log(qr/\[ehoks:(?:error|warn)\].*(?:koodisto|eperusteet|organisaatio|lokalisointi)/);
has_shape(OX, "/koodisto/$uri{a}", $code, 'the copy, while it is away');
for my $away (
    [OX, "/koodisto/$uri{b}"],
    [V,  "/koodisto/$uri{b}/versiot"],
    [V,  "/koodit?uri=$uri{b}&uri=$uri{c}"],
    [OX, "/eperusteet/tutkinnonosat_$fresh"],
    [OX, "/eperusteet/koulutuksenOsa/koulutuksenosattuva_$fresh"],
    [V,  "/eperusteet/tutkinnot?diaarinumero=$fresh"],
    [OB, "/external/eperusteet/?nimi=$fresh"],
    [OX, "/organisaatio/1.2.246.562.10.9${fresh}11"],
    [V,  "/organisaatio/find?oids=" . ORG->{A1} . "&oids=1.2.246.562.10.9${fresh}22"],
    [V,  "/lokalisointi?category=c$fresh"],
    )
{
    my $answer = ask(@$away);
    is_problem($answer, 503, {}, "without a copy: @$away");
    like($answer->{headers}{'retry-after'} // '', qr/^[1-9]/, 'Retry-After');
}
my $some = ask(V, "/koodit?uri=$uri{a}&uri=$uri{c}");
is_deeply([keys %{$some->{json}{data}}], [$uri{a}],
    'names that there are, though others are not to be had');
control({down => []});
ok(back(OX, "/koodisto/$uri{b}"), 'it comes back by itself');
control({down => [qw(koodisto)]});
has_shape(OX, "/koodisto/$uri{b}", $code, 'and leaves its copy');

# Ages of codes: fresh for a day, usable for weeks (conf/ehoks.conf).
sub make_old ($days) {
    psql("UPDATE ehoks.rekisterikopio SET haettu = haettu - interval '$days days',"
            . " kysytty = kysytty - interval '$days days', virhe = NULL,"
            . " virhe_aika = NULL WHERE avain = '$uri{b}'");
    return;
}
make_old(2);
has_shape(OX, "/koodisto/$uri{b}", $code, 'a stale copy is served');
make_old(100);
is_problem(ask(OX, "/koodisto/$uri{b}"), 503, {}, 'one of last year is not');
control({down => []});
ok(back(OX, "/koodisto/$uri{b}"), 'until the registry answers again');

done_testing();
