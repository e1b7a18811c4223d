#!/usr/bin/perl
# Every request of a known route that concerns anybody leaves a row in the
# audit: who, on what ground, what, when and with which outcome; each once.
use v5.36;
use utf8;
use Test::More;
use Digest::SHA    qw(sha256_hex);
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $agent = 'audit-testi/' . int(rand 1e9);

# A request by which its rows are found: the User-Agent is this file's own and
# has a number.
my $number = 0;
sub ask ($method, $path, %options) {
    $number++;
    my %headers = ('user-agent' => "$agent-$number", %{delete $options{headers} // {}});
    return request($method, $path, {%options, headers => \%headers});
}

# What is to be said of the rows of the latest request, if it leaves any: kept
# until `settle`, so that one wait is enough for all.
my @pending;
sub expect ($check, $leaves_rows = 1) {
    push @pending, [$number, $check, $leaves_rows];
    return;
}

my @columns = qw(toiminto tulos virhe tekija_oid tekija_laji asiakas peruste
    hoks_id versio oppija_oid opiskeluoikeus_oid reitti kohde muutokset pyynto
    osoite);

# Waits until the rows of all requests are there, each child writes its own, and
# looks at them, each with its columns and oldest first.
sub settle () {
    my $wanted = join ',', map { "'$agent-$_->[0]'" } grep { $_->[2] } @pending;
    my $select = 'SELECT selain, ' . join(', ', map { "to_jsonb($_)" } @columns)
        . " FROM ehoks.audit WHERE selain LIKE '$agent-%' ORDER BY id";
    my %rows;
    wait_until(5, sub {
        (psql("SELECT count(DISTINCT selain) < cardinality(ARRAY[$wanted]::text[])"
                . " FROM ehoks.audit WHERE selain = ANY (ARRAY[$wanted]::text[])"))[0][0] eq 'f';
    });
    sleep 2;    # in which what is there too often, or should not be, would come
    for my $line (psql($select)) {
        my ($of, @values) = @$line;
        my %row;
        @row{@columns} = map { $_ eq '' ? undef : decode_json_bytes(encode($_)) } @values;
        push @{$rows{$of}}, \%row;
    }
    $_->[1]->(@{$rows{"$agent-$_->[0]"} // []}) for @pending;
    @pending = ();
    return;
}

sub encode ($text) {
    utf8::encode($text);
    return $text;
}

# The latest request leaves exactly one row, and that says this.
sub one_row ($name, %wanted) {
    expect(sub (@rows) {
        is(scalar @rows, 1, "$name: one row") or return;
        my %got = map { $_ => $rows[0]{$_} } keys %wanted;
        is_deeply(\%got, \%wanted, "$name: what it says");
    });
    return;
}

my %sis_a = (
    tekija_oid  => '1.2.246.562.24.90111111115',
    tekija_laji => 'PALVELU',
    asiakas     => 'sis-a',
);
my %virkailija_a = (
    tekija_oid  => '1.2.246.562.24.80012121214',
    tekija_laji => 'VIRKAILIJA',
    asiakas     => undef,
);
my $right = study_right();
my %about = (
    oppija_oid         => $right->{'oppija-oid'},
    opiskeluoikeus_oid => $right->{oid},
);

# ---- changes -------------------------------------------------------------------

my $document = hoks_document($right,
    'sahkoposti' => 'salainen@oppija.example',
    'hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
        'tutkinnon-osa-koodi-versio' => 2,
    }]);
my $created = ask('POST', VB . '/hoks', token => 'sis-a', body => $document);
my $id      = $created->{json}{meta}{id};
my $plan    = VB . "/hoks/$id";
my %target  = (hoksId => $id, oppijaOid => $about{oppija_oid},
    opiskeluoikeusOid => $about{opiskeluoikeus_oid});
one_row('a new plan', %sis_a, %about, toiminto => 'create',
    tulos => 'succeeded', hoks_id => $id, versio => 1, kohde => \%target,
    peruste => ORG->{A}, muutokset => undef, virhe => undef);
expect(sub ($row) {
    like($row->{osoite}, qr/^(?:127\.0\.0\.1|::1)/, 'from where it came');
    like($row->{pyynto}, qr/^[\w@-]{20,}$/, 'the id by which the logs name the request');
});

ask('PATCH', $plan, token => 'sis-a', body => {
    id => $id, sahkoposti => 'uusi@oppija.example', versio => 2});
one_row('a small change', %sis_a, %about, toiminto => 'update', versio => 2,
    kohde => \%target, peruste => ORG->{A}, muutokset => [
        {path => '/sahkoposti',
            oldValue => 'sha256:' . sha256_hex('salainen@oppija.example'),
            newValue => 'sha256:' . sha256_hex('uusi@oppija.example')},
        {path => '/versio', newValue => 2},
    ]);
my $stored = ask('GET', $plan, token => 'sis-a')->{json}{data};
ask('PUT', $plan, token => 'sis-a', body => {%$stored,
    'hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900002',
        'tutkinnon-osa-koodi-versio' => 2,
    }]});
one_row('a replacement', toiminto => 'overwrite', versio => 3, muutokset => [
    {path => '/hankittavat-ammat-tutkinnon-osat/0/tutkinnon-osa-koodi-uri',
        oldValue => 'tutkinnonosat_900001', newValue => 'tutkinnonosat_900002'},
]);
settle();
is((psql("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $id"
        . " AND to_jsonb(audit)::text LIKE '%oppija.example%'"))[0][0], 0,
    'no contact data stands in the audit');

$stored = ask('GET', $plan, token => 'sis-a')->{json}{data};
ask('PUT', $plan, token => 'sis-a', body => $stored);
one_row('a replacement that changes nothing', toiminto => 'read', versio => 3,
    muutokset => undef, kohde => {%target, info => ':unchanged'});
ask('PUT', "$plan?kuiva-ajo=true", token => 'sis-a', body => {%$stored, versio => 9});
one_row('a dry run', toiminto => 'read', kohde => {%target, info => ':dry-run'});
ask('POST', "$plan/versiot/1/palautus", token => 'sis-a');
one_row('an old version again', toiminto => 'update', versio => 4, hoks_id => $id);
ask('POST', VB . '/validointi', token => 'sis-a', body => hoks_document($right));
one_row('a check of a document', %about, toiminto => 'create', hoks_id => undef);

# ---- reads ----------------------------------------------------------------------

my %read = (toiminto => 'read', tulos => 'succeeded', virhe => undef,
    muutokset => undef, hoks_id => $id, versio => 4, %about);
ask('GET', $plan, token => 'sis-a');
one_row('a plan', %read, %sis_a, peruste => ORG->{A}, kohde => \%target,
    reitti => 'GET ' . VB . '/hoks/:hoks-id');
ask('GET', $plan, token => 'sis-a1');
one_row('a plan by a role in the school', %read, peruste => ORG->{A1});
ask('HEAD', $plan, token => 'sis-a');
one_row('its head', %read);
ask('GET', $plan, token => 'sis-a', headers => {'if-none-match' => '"v4"'});
one_row('a plan that the caller has already', %read);
ask('GET', VB . "/hoks/opiskeluoikeus/$right->{oid}", token => 'sis-a');
one_row('a plan by its study right', %read);
ask('GET', "$plan/versiot", token => 'sis-a');
one_row('its history', %read, reitti => 'GET ' . VB . '/hoks/:hoks-id/versiot');
ask('GET', "$plan/versiot/1..3", token => 'sis-a');
one_row('what changed', %read, kohde => {%target, versiot => '1..3'});
ask('GET', VB . '/hoks/paged?amount=3&updated-after=2026-01-01T00:00:00Z',
    token => 'vipunen');
one_row('a page of the statistics', toiminto => 'read', peruste => ORG->{root},
    asiakas => 'vipunen', oppija_oid => undef,
    kohde => {fromId => 0, amount => 3, updatedAfter => '2026-01-01T00:00:00Z'});
ask('GET', VB . "/hoks/pohja?opiskeluoikeus=$right->{oid}", token => 'sis-a');
expect(sub (@rows) {
    is_deeply([map { [@$_{qw(hoks_id oppija_oid opiskeluoikeus_oid)}] } @rows],
        [map { [$_, @about{qw(oppija_oid opiskeluoikeus_oid)}] } undef, $id],
        'a draft: the study right, and the plans that it is made of');
});

# Staff: one row for each plan that is told.
my $second = study_right('oppija-oid' => $about{oppija_oid});
my $other  = post_hoks(hoks_document($second))->{json}{meta}{id};
my $staff  = login('virkailija-a');
my $people = VB . "/virkailija/oppijat/$about{oppija_oid}";
ask('GET', "$people/hoksit", cookie => $staff);
expect(sub (@rows) {
    is_deeply(
        [map { [@$_{qw(hoks_id versio oppija_oid tekija_oid peruste)}] } @rows],
        [
            [$id,    4, $about{oppija_oid}, $virkailija_a{tekija_oid}, ORG->{A}],
            [$other, 1, $about{oppija_oid}, $virkailija_a{tekija_oid}, ORG->{A}],
        ],
        'a list: a row for each plan'
    );
});
ask('GET', "$people/hoksit/$id", cookie => $staff);
one_row('one of them', %read, %virkailija_a, peruste => ORG->{A});
for my $route ('', '/with-oo', '/opiskeluoikeudet') {
    ask('GET', $people . $route, cookie => $staff);
    one_row("the learner$route", %virkailija_a, toiminto => 'read',
        oppija_oid => $about{oppija_oid}, hoks_id => undef, peruste => ORG->{A},
        kohde => {oppijaOid => $about{oppija_oid}});
}

# The learner.
my $learner = login('oppija1');
my $own     = '1.2.246.562.24.24011111113';
ask('GET', O . "/oppijat/$own/hoks", cookie => $learner);
expect(sub (@rows) {
    cmp_ok(scalar @rows, '>=', 2, 'own plans: a row for each');
    is_deeply([grep { $_->{oppija_oid} ne $own || $_->{tekija_oid} ne $own
                || $_->{tekija_laji} ne 'OPPIJA' || $_->{peruste} || !$_->{versio} } @rows],
        [], 'with the version, on nobody\'s ground');
});

# Registries and figures.
ask('GET', VB . '/virkailija/external/koodit?uri=tutkinnonosat_900001', cookie => $staff);
one_row('a registry', toiminto => 'read', kohde => undef, oppija_oid => undef);
my $oph = login('oph');
ask('GET', VB . '/virkailija/system-info/cache', cookie => $oph);
one_row('figures', toiminto => 'read', kohde => {info => ':cache'}, peruste => ORG->{root});
ask('PUT', VB . '/virkailija/oppija/update', cookie => $oph,
    body => {'oppija-oid' => $about{oppija_oid}});
one_row('a special operation', toiminto => ':system/update-oppija',
    oppija_oid => $about{oppija_oid}, tulos => 'succeeded');

# ---- refusals and failures ------------------------------------------------------

my %failed = (tulos => 'failed', versio => undef, peruste => undef);
ask('GET', $plan, token => 'sis-b');
one_row('a plan of others', %failed, %about, toiminto => 'read', hoks_id => $id,
    virhe => 'E-NOACCESS', kohde => \%target);
ask('PUT', $plan, token => 'sis-b', body => $stored);
one_row('a change of others', %failed, toiminto => 'overwrite', hoks_id => $id,
    virhe => 'E-NOACCESS', muutokset => undef);
ask('GET', VB . '/hoks/99999999', token => 'sis-a');
one_row('a plan that is not', %failed, hoks_id => 99_999_999, virhe => 'E-NOHOKS',
    oppija_oid => undef);
ask('GET', $plan);
one_row('nobody', %failed, virhe => 'E-401', tekija_oid => undef,
    tekija_laji => undef, hoks_id => $id);
ask('GET', $plan, cookie => $staff);
one_row('the wrong kind of caller', %failed, %virkailija_a, virhe => 'E-PALVELU');
ask('GET', $plan, token => 'not.a.token');
one_row('a bad token', %failed, virhe => 'E-TOKEN', hoks_id => $id,
    reitti => 'GET ' . VB . '/hoks/:hoks-id');
ask('PUT', $plan, token => 'sis-a', body => \'{');
one_row('no JSON', %failed, virhe => 'E-PARSE', toiminto => 'overwrite', hoks_id => $id);
ask('PUT', $plan, token => 'sis-a', body => {%$stored, tuntematon => 1});
one_row('a bad document', %failed, virhe => 'E-VALID', muutokset => undef);
ask('PUT', $plan, token => 'sis-a', body => $stored, headers => {'if-match' => '"v1"'});
one_row('an old version', %failed, virhe => 'E-412');
ask('POST', VB . '/hoks', token => 'sis-a', body => $document);
one_row('a second plan', %failed, %about, virhe => 'CRE-7', toiminto => 'create');
ask('GET', O . "/oppijat/$about{oppija_oid}/hoks", cookie => $learner);
one_row('another learner', %failed, virhe => 'E-403', tekija_oid => $own,
    oppija_oid => $about{oppija_oid});
my $stranger = login('virkailija-b');
ask('GET', "$people/hoksit", cookie => $stranger);
one_row('a learner of others', %failed, virhe => 'E-OPPIJA403',
    oppija_oid => $about{oppija_oid});
ask('DELETE', VB . '/virkailija/cache', cookie => $staff);
one_row('a special operation without the right', %failed,
    toiminto => ':system/clear-cache', virhe => 'E-403');
ask('GET', VB . '/hoks/paged?amount=x', token => 'vipunen');
one_row('a bad parameter of the route itself', %failed, virhe => 'E-VALID');

settle();

# A client that goes away half way.
raw_request("PUT $plan HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        . token('sis-a') . "\r\nCaller-Id: testi\r\nUser-Agent: $agent-katki\r\n"
        . "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", seconds => 0.5);
ok(wait_until(30, sub { (psql("SELECT virhe FROM ehoks.audit"
            . " WHERE selain = '$agent-katki' AND tulos = 'failed'"))[0] }),
    'a request that breaks off');

# ---- what leaves no row ----------------------------------------------------------

sub no_row ($name, @request) {
    ask(@request);
    expect(sub (@rows) { is(scalar @rows, 0, "$name leaves no row") }, 0);
    return;
}

no_row('health',                 'GET', VB . '/healthcheck');
no_row('what the apps ask first', 'GET', VB . '/misc/environment');
no_row('texts',                  'GET', '/ehoks-oppija-backend/api/v1/lokalisointi');
no_row('a page of the API',      'GET', '/ehoks-virkailija-backend/doc/openapi.json');
no_row('no route',               'GET', VB . '/hoks/1/ei', token => 'sis-a');
no_row('a missing Caller-Id',    'GET', $plan, token => 'sis-a',
    headers => {'caller-id' => undef});
no_row('a path that is none',    'GET', VB . '/hoks/yksi', token => 'sis-a');

ask('GET', $plan, token => 'sis-a');    # which does leave one
settle();

# ---- every route ------------------------------------------------------------------

# Whatever route needs a login leaves a row when nobody is logged in, so each
# route that is added here is audited or says in the route table that it is not.
my %silent = map { $_ => 1 } (
    'get /ehoks-oppija-backend/api/v1/external/koodistokoodi/{koodi-uri}/{versio}',
);
my $paths = decode_json_bytes(read_bytes(root() . '/conf/openapi.json'))->{paths};
my %asked;
for my $path (sort keys %$paths) {
    for my $method (grep { /^(?:get|post|put|patch|delete)$/ } sort keys %{$paths->{$path}}) {
        next if $silent{"$method $path"};
        my $answer = ask(uc $method, $path =~ s/\{[^}]*\}/1/gr);
        $asked{"$agent-$number"} = "$method $path" if $answer->{status} == 401;
    }
}
my $seen = "SELECT DISTINCT selain FROM ehoks.audit WHERE selain LIKE '$agent-%'"
    . " AND virhe = 'E-401' AND tulos = 'failed'";
my @left;
wait_until(10, sub {
    my %seen = map { $_->[0] => 1 } psql($seen);
    @left = map { $asked{$_} } grep { !$seen{$_} } sort keys %asked;
    return !@left;
});
cmp_ok(scalar keys %asked, '>', 50, 'all routes with a login were asked');
is_deeply(\@left, [], 'each left a row');

done_testing();
