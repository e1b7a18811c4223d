#!/usr/bin/perl
# Shares: a learner lets whoever holds a secret see chosen parts and fields of
# the own plans. Their whole life: made, opened, counted, guarded by a PIN,
# changed, revoked; bound to the parts by their stable ids; nobody else's.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use Storable       qw(dclone);
use Time::HiRes    ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksShare;
use EhoksEdits;

my $UUID   = qr/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
my $nobody = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

my ($owner, $other) = (learner(), learner());

sub period ($n, %members) {
    return {
        alku                                   => '2025-01-07',
        loppu                                  => '2025-03-28',
        'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_koulutussopimus',
        'osaamisen-hankkimistapa-koodi-versio' => 1,
        'yksiloiva-tunniste'                   => "jakso-$n",
        'ajanjakson-tarkenne'                  => "jakso $n",
        'osa-aikaisuustieto'                   => 80,
        'tyopaikalla-jarjestettava-koulutus'   => {
            'vastuullinen-tyopaikka-ohjaaja' =>
                {nimi => 'Oona Ohjaaja', sahkoposti => 'oona@yritys.example'},
            'tyopaikan-nimi'        => 'Mallipaja Oy',
            'tyopaikan-y-tunnus'    => '9000001-1',
            'keskeiset-tyotehtavat' => ['Varaston hoito'],
        },
        %members,
    };
}

my %content = (
    sahkoposti                         => 'eeva@oppija.example',
    'urasuunnitelma-koodi-uri'         => 'urasuunnitelma_0001',
    'urasuunnitelma-koodi-versio'      => 1,
    'hankittavat-ammat-tutkinnon-osat' => [
        map { {
            'tutkinnon-osa-koodi-uri'    => "tutkinnonosat_90000$_",
            'tutkinnon-osa-koodi-versio' => 1,
            'olennainen-seikka'          => JSON::PP::true(),
            'vaatimuksista-tai-tavoitteista-poikkeaminen' => "poikkeama $_",
            'osaamisen-hankkimistavat'   => [period("$_.1"), period("$_.2")],
            'osaamisen-osoittaminen'     => [
                {
                    alku              => '2025-03-24',
                    loppu             => '2025-03-28',
                    nayttoymparisto   => {nimi => 'Mallipaja Oy'},
                    'sisallon-kuvaus' => ["näyttö $_"],
                },
            ],
        } } 1, 2
    ],
);
my $plan   = make_plan($owner, %content);
my $stored = read_plan($plan);
my $eid    = $stored->{eid};
my ($unit, $second) = @{$stored->{'hankittavat-ammat-tutkinnon-osat'}};

sub make (%members) {
    my $answer = share($owner, $eid, %members);
    is($answer->{status}, 200, 'a share is made') or diag($answer->{body});
    return $answer->{json};
}

sub as ($who, $method, $path, %options) {
    return request($method, $path, {token => $who->{token}, %options});
}

# ---- making and opening -------------------------------------------------------------

my $made   = make(tarkoitus => 'koulutukseen-hakeutuminen', nimi => ' Haku ');
my $secret = $made->{meta}{token};
my $path   = V2 . "/$made->{meta}{id}";
like($secret, qr/^[\w-]{43}$/, 'its secret has 256 bits');
is($made->{meta}{linkki}, "/ehoks/jako/#$secret", 'the link carries it in the fragment');
like($made->{meta}{id}, qr/^$UUID$/, 'its id is another');
is($made->{data}{nimi},                'Haku',  'its name is trimmed');
is($made->{data}{'voimassaolo-alku'},  day(0),  'it begins today');
is($made->{data}{'voimassaolo-loppu'}, day(30), 'and lasts 30 days');
my ($row) = psql("SELECT j::text FROM ehoks.jako j WHERE id = '$made->{meta}{id}'");
unlike($row->[0], qr/\Q$secret\E/, 'the secret is stored nowhere');

my $opened = open_share($secret);
is($opened->{status}, 200, 'whoever holds it opens the share') or diag($opened->{body});
my $seen = $opened->{json}{data};
like($seen->{jakaja}, qr/\w \w/, 'sees whose it is');
is($seen->{tarkoitus},           'koulutukseen-hakeutuminen', 'what for');
is($seen->{'voimassaolo-loppu'}, day(30),                     'and until when');
is_deeply($seen->{sisalto}, [qw(paivamaarat tutkinnon-osat jaksot naytot aiempi-osaaminen)], 'and what is in it');
my $hoks = $seen->{suunnitelmat}[0]{hoks};
is($hoks->{'hankittavat-ammat-tutkinnon-osat'}[1]{'osaamisen-osoittaminen'}[0]{'sisallon-kuvaus'}[0],
    'näyttö 2', 'the plan is there');
unlike($opened->{body}, qr/\@|poikkeama|olennainen|Ohjaaja|\Q$owner->{oid}\E/,
    'without contact data, deviations, support and identifiers');
is($seen->{suunnitelmat}[0]{oppilaitos}{nimi}{fi}, 'Aurajoen ammattiopisto', 'with its school');

my $names = $opened->{json}{meta}{nimet};
is($names->{'tutkinnonosat_900001'}{sv}, 'Arbete med uppgifter inom exempelbranschen', 'codes come with their names');
is($names->{ORG->{A1}}{fi}, 'Aurajoen ammattiopisto', 'and organisations');
control({down => [qw(koodisto eperusteet organisaatio)]});
my $nameless = open_share($secret);
is_deeply($nameless->{json}{data}, $opened->{json}{data}, 'it opens also while the registries do not answer');
control({down => []});

my $work = make(tarkoitus => 'koulutus-tai-oppisopimuspaikan-haku');
my $told = open_share($work->{meta}{token});
is($told->{json}{data}{suunnitelmat}[0]{hoks}{'urasuunnitelma-koodi-uri'}, 'urasuunnitelma_0001', 'a job hunt tells the career goal');
is_deeply($told->{json}{data}{suunnitelmat}[0]{'vapaat-jaksot'}, [{alku => day(0), loppu => '2039-12-31'}],
    'and when there is time');
unlike($told->{body}, qr/\@|poikkeama|olennainen|Ohjaaja|Varaston|\Q$owner->{oid}\E/, 'and no more');

my $ticked = open_share(make(sisalto => ['yhteystiedot', 'poikkeamat'])->{meta}{token});
like($ticked->{body}, qr/eeva\@oppija.example/, 'contact data when ticked');
like($ticked->{body}, qr/poikkeama 1/,          'deviations when ticked');
unlike($ticked->{body}, qr/olennainen|oona\@|näyttö/, 'and only what is ticked');

my @preview = map { as($owner, 'POST', V2 . '/esikatselu', body => $_) } {
    tarkoitus => 'koulutukseen-hakeutuminen',
    kohteet   => [{'hoks-eid' => $eid}],
};
is_deeply($preview[0]{json}, $opened->{json}, 'the preview is exactly what the receiver sees');
is_deeply(as($owner, 'GET', "$path/esikatselu")->{json}, $opened->{json}, 'also afterwards');

# ---- parts ------------------------------------------------------------------------------

for my $case (
    [[$unit->{'module-id'}], ['jakso 1.1', 'jakso 1.2', 'näyttö 1'], 'a unit'],
    [[$unit->{'osaamisen-hankkimistavat'}[1]{'module-id'}], ['jakso 1.2'], 'a period'],
    [[uc $second->{'osaamisen-osoittaminen'}[0]{'module-id'}], ['näyttö 2'], 'a demonstration'],
    [
        [map { $_->{'osaamisen-hankkimistavat'}[0]{'module-id'} } $unit, $second],
        ['jakso 1.1', 'jakso 2.1'],
        'several parts'
    ],
    )
{
    my ($modules, $wanted, $name) = @$case;
    my $token = make(kohteet => [{'hoks-eid' => $eid, moduulit => $modules}])->{meta}{token};
    my $answer = open_share($token);
    my $body   = $answer->{body};
    utf8::decode($body);
    is_deeply([sort $body =~ /"((?:jakso|näyttö) [\d.]+)"/g], $wanted, "$name, and nothing beside it");
    is($answer->{json}{data}{suunnitelmat}[0]{rajaus}, 'osat', 'and that is told');
}
my $past = make_plan($owner, 'hankittavat-ammat-tutkinnon-osat' => [
        {'tutkinnon-osa-koodi-uri' => 'tutkinnonosat_900009', 'tutkinnon-osa-koodi-versio' => 1}]);
my $past_eid = read_plan($past)->{eid};
my $both = open_share(make(kohteet => [map { {'hoks-eid' => $_} } $eid, $past_eid])->{meta}{token});
is(scalar @{$both->{json}{data}{suunnitelmat}}, 2, 'two plans in one share');

# ---- what is not right --------------------------------------------------------------------

sub refused ($members, $errors, $name) {
    my $answer = share($owner, $eid, %$members);
    is($answer->{status}, 400, "$name: 400");
    my %got = map { $_->{kohta} => $_->{koodi} } @{$answer->{json}{virheet}};
    is_deeply(\%got, $errors, '… and where') or diag($answer->{body});
    return;
}
refused({'voimassaolo-loppu' => day(-3), 'voimassaolo-alku' => day(-9)}, {'/voimassaolo-loppu' => 'JAKO-2'}, 'the past');
refused({'voimassaolo-loppu' => day(3), 'voimassaolo-alku' => day(9)}, {'/voimassaolo-loppu' => 'JAKO-1'}, 'backwards');
refused({'voimassaolo-loppu' => day(370)}, {'/voimassaolo-loppu' => 'JAKO-3'}, 'more than a year');
refused({'voimassaolo-alku' => day(400)}, {'/voimassaolo-alku' => 'JAKO-3'}, 'in more than a year');
refused({kohteet => [({'hoks-eid' => $eid}) x 2]}, {'/kohteet/1/hoks-eid' => 'JAKO-4'}, 'a plan twice');
refused({kohteet => []},   {'/kohteet' => 'LUKUMAARA'}, 'no plan');
refused({sisalto => []},   {'/sisalto' => 'LUKUMAARA'}, 'nothing ticked');
refused({sisalto => ['ohjaajan-yhteystiedot']}, {'/sisalto/0' => 'ARVO'}, 'what cannot be ticked');
refused({pin => $_}, {'/pin' => 'MUOTO'}, "PIN $_") for qw(123 123456789 12a4);
refused({kayttokerrat => 0}, {'/kayttokerrat' => 'RAJA'}, 'no use');
refused({kohteet => [{'hoks-eid' => $eid, moduulit => ['x']}]}, {'/kohteet/0/moduulit/0' => 'TUNNISTE'}, 'no UUID');
refused({tarkoitus => 'tyo', muu => 1}, {'/tarkoitus' => 'ARVO', '/muu' => 'G-01'}, 'no such purpose');
for my $answer (open_share('x', pin => 'y'), open_share('x' x 200)) {
    is($answer->{status}, 404, 'a secret that cannot be one is one that opens nothing');
}
is(request('POST', OPEN, {body => {}})->{status}, 400, 'no secret at all');
is(request('POST', OPEN, {body => {token => $secret}, headers => {'caller-id' => undef}})->{status},
    400, 'nor without Caller-Id, which no form of another site can send');
is(request('POST', OPEN, {body => \"token=$secret", headers => {'content-type' => 'application/x-www-form-urlencoded'}})
        ->{status}, 400, 'nor as a form');
is(request('GET', OPEN)->{status}, 404, 'nor by GET');

# ---- nobody else's -----------------------------------------------------------------------

my $missing = share($owner, $nobody);
is($missing->{status}, 404, 'a plan that is not there');
for my $case (
    [share($other, $eid), q{another's plan}],
    [as($other, 'POST', V2 . '/esikatselu', body => {tarkoitus => 'muu', kohteet => [{'hoks-eid' => $eid}]}),
        q{the preview of another's plan}],
    [share($owner, $eid, kohteet => [{'hoks-eid' => $eid, moduulit => [$nobody]}]), 'a part that is not there'],
    [share($owner, $eid, kohteet => [{'hoks-eid' => $past_eid, moduulit => [$unit->{'module-id'}]}]), 'a part of another plan'],
    [share($owner, $eid, kohteet => [map { {'hoks-eid' => $_} } $eid, $nobody]), 'one of two'],
    )
{
    my ($answer, $name) = @$case;
    is($answer->{body} =~ s/esikatselu//r =~ s{v2/}{v2}r, $missing->{body}, "$name is as one that is not there");
}
for my $method (qw(GET DELETE PATCH)) {
    my %body = $method eq 'PATCH' ? (body => {'voimassaolo-loppu' => day(9)}) : ();
    my ($theirs, $none) = map { as($other, $method, V2 . "/$_", %body) } $made->{meta}{id}, $nobody;
    is($theirs->{status}, 404, "$method of another's share");
    is($theirs->{body} =~ s/$UUID/-/gr, $none->{body} =~ s/$UUID/-/gr, 'is as one that is not there');
    is(as($owner, $method, V2 . '/1', %body)->{status}, 400, 'an id that can be none');
}
is(as($other, 'GET', "$path/esikatselu")->{status}, 404, 'nor its view');
is_deeply(as($other, 'GET', V2)->{json}{data}, [], 'nor in the list');
is(request('GET', V2, {token => 'sis-a'})->{status}, 403, 'shares are for learners');
is(request('GET', V2)->{status}, 401, 'who are logged in');

# ---- what a refused secret tells ------------------------------------------------------------

my $guessed = 'A' x 43;
my %refused = (guessed => $guessed);
$refused{revoked} = make()->{meta};
is(as($owner, 'DELETE', V2 . "/$refused{revoked}{id}")->{status}, 204, 'revoked');
$refused{expired} = make()->{meta};
psql("UPDATE ehoks.jako SET alku = alku - 50, loppu = loppu - 50 WHERE id = '$refused{expired}{id}'");
$refused{'used up'} = make(kayttokerrat => 1)->{meta};
is(open_share($refused{'used up'}{token})->{status}, 200, 'used once');
$_ = ref $_ ? $_->{token} : $_ for values %refused;
my ($plain, %body, %time) = open_share($guessed);
is($plain->{status}, 404, 'a guessed secret opens nothing');
for my $round (1 .. 25) {
    for my $kind (sort keys %refused) {
        my $began  = Time::HiRes::time();
        my $answer = open_share($refused{$kind});
        push @{$time{$kind}}, Time::HiRes::time() - $began;
        $body{$kind} = [@{$answer}{qw(status body)},
            {map { $_ => $answer->{headers}{$_} } grep { $_ ne 'date' } keys %{$answer->{headers}}}];
    }
}
my %median = map { $_ => (sort { $a <=> $b } @{$time{$_}})[12] } keys %time;
for my $kind (grep { $_ ne 'guessed' } sort keys %refused) {
    is_deeply($body{$kind}, $body{guessed}, "a secret that is $kind gives the same answer");
    cmp_ok(abs($median{$kind} - $median{guessed}), '<', 0.005 + $median{guessed} / 2, 'after the same time');
}

my $later = make('voimassaolo-alku' => day(5), 'voimassaolo-loppu' => day(9), pin => '1234')->{meta};
is_problem(open_share($later->{token}), 423, {message => 'Shared link not yet active'},
    'who has the right secret learns that its time comes later');
is(open_share($guessed)->{status}, 404, 'who guesses does not');

# ---- changing and revoking ---------------------------------------------------------------------

my $life = make()->{meta};
my $mine = V2 . "/$life->{id}";
my $changed = as($owner, 'PATCH', $mine, body => {'voimassaolo-loppu' => day(90)});
is($changed->{json}{data}{'voimassaolo-loppu'}, day(90), 'another last day') or diag($changed->{body});
is(as($owner, 'PATCH', $mine, body => {'voimassaolo-loppu' => $_})->{status}, 400, "not $_") for day(-1), day(400);
is(open_share($life->{token})->{status}, 200, 'it opens');
is(as($owner, 'DELETE', $mine)->{status}, 204, 'until it is revoked');
is(open_share($life->{token})->{status}, 404, 'at once');
is(as($owner, 'DELETE', $mine)->{status}, 204, 'again makes no difference');
is_problem(as($owner, 'PATCH', $mine, body => {'voimassaolo-loppu' => day(9)}), 409, {error => 'Share is revoked'},
    'and it cannot be brought back');
is(as($owner, 'GET', $mine)->{json}{data}{tila}, 'peruttu', 'it stays in the list');
my %state = map { $_->{id} => $_->{tila} } @{as($owner, 'GET', V2)->{json}{data}};
is($state{$later->{id}}, 'tuleva', 'one that is yet to come');
is_deeply([sort { $a cmp $b } grep { $_ ne 'voimassa' } values %state],
    [qw(kaytetty paattynyt peruttu peruttu tuleva)], 'and how the others stand');

# ---- PIN ------------------------------------------------------------------------------------------

my $locked = make(pin => '0412', kayttokerrat => 3)->{meta};
is_problem(open_share($locked->{token}), 403, {error => 'PIN required'}, 'without PIN');
is_problem(open_share($locked->{token}, pin => '412'), 403, {error => 'Wrong PIN'}, 'a wrong one');
is(open_share($locked->{token}, pin => '0412')->{status}, 200, 'the right one');
($row) = psql("SELECT pin FROM ehoks.jako WHERE id = '$locked->{id}'");
like($row->[0], qr/^\$2y\$\d\d\$/, 'is kept as a slow hash');
is(as($owner, 'GET', V2 . "/$locked->{id}")->{json}{data}{kaytetty}, 1, 'a wrong PIN is no use');
my %count;
$count{$_}++ for open_at_once($locked->{token}, '127.0.0.1', map { "000$_" } (0 .. 9) x 2);
is_deeply(\%count, {403 => 4, 429 => 16}, 'however many guess at once, five are told that they were wrong');
is_problem(open_share($locked->{token}, pin => '0412'), 429, {error => 'Too many wrong PINs'},
    'then not even the right one opens from there');
is_deeply([open_at_once($locked->{token}, '127.0.0.2', '0412')], [200], 'from another address it does');
kill 'USR1', 0 + read_bytes(stack()->{EHOKS_HTTPD_PID_FILE});
wait_until(10, sub { open_share('x')->{status} == 404 });
is(open_share($locked->{token}, pin => '0412')->{status}, 429, 'a restart makes nobody forget');
is(as($owner, 'GET', V2 . "/$locked->{id}")->{json}{data}{'vaaria-pineja'}, 5, 'and its owner sees that somebody guessed');
my $far = make(pin => '9999')->{meta};
psql("INSERT INTO ehoks.jako_yritys SELECT '$far->{id}', ('198.51.100.' || n)::cidr, 4, now()
      FROM generate_series(1, 12) AS n");
is(open_share($far->{token}, pin => '0000')->{status}, 403, 'many addresses guess');
psql("UPDATE ehoks.jako_yritys SET vaaria = 5 WHERE jako_id = '$far->{id}' AND verkko <> '127.0.0.1'");
is(open_share($far->{token}, pin => '9999')->{status}, 429, 'fifty wrong ones in all end it everywhere');

# ---- uses -----------------------------------------------------------------------------------------

my $counted = make(kayttokerrat => 7)->{meta};
%count = ();
$count{$_}++ for open_at_once($counted->{token}, '127.0.0.1', (undef) x 20);
is_deeply(\%count, {200 => 7, 404 => 13}, 'however many open at once, it opens as often as was said');
is(scalar @{as($owner, 'GET', V2 . "/$counted->{id}")->{json}{data}{kaytot}}, 7, 'each use is written down');

my $named = make('vaatii-kirjautumisen' => JSON::PP::true())->{meta};
my $refusal = open_share($named->{token});
is_problem($refusal, 401, {error => 'Login required'}, 'a share for those who log in');
is($refusal->{headers}{'www-authenticate'}, 'Bearer realm="ehoks"', 'says how');
my $instructor = person(oid => '1.2.246.562.24.24077777779', name => 'Oona Ohjaaja', user_type => 'TYOPAIKKA');
is(open_share($named->{token}, as => $_)->{status}, 200, 'a login opens it')
    for 'sis-a', $instructor,
    person(oid => '1.2.246.562.24.80012121214', name => 'Virkailija A', user_type => 'VIRKAILIJA',
        roles => ['ROLE_APP_EHOKS_READ_' . ORG->{A1}]);
is(open_share($named->{token}, as => person(oid => $other->{oid}, name => 'Kuka', user_type => 'MUU'))->{status},
    401, 'not one of a kind that nobody knows');
is(request('POST', OPEN, {cookie => login('virkailija-b'), body => {token => $named->{token}}})->{status}, 200,
    'as does the session of a browser');
my @uses = @{as($owner, 'GET', V2 . "/$named->{id}")->{json}{data}{kaytot}};
like(delete $_->{aika}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'its owner sees when') for @uses;
is_deeply(
    \@uses,
    [
        {verkko => '127.0.0.0/24', laji => 'VIRKAILIJA', organisaatiot => $uses[0]{organisaatiot}},
        {verkko => '127.0.0.0/24', laji => 'VIRKAILIJA',
            organisaatiot => [{oid => ORG->{A1}, nimi => {fi => 'Aurajoen ammattiopisto', sv => 'Aura å yrkesinstitut'}}]},
        {verkko => '127.0.0.0/24', laji => 'TYOPAIKKA', nimi => 'Oona Ohjaaja'},
        {verkko => '127.0.0.0/24', laji => 'PALVELU', nimi => 'sis-a', organisaatiot => $uses[3]{organisaatiot}},
    ],
    'and who: staff by organisation, a system by name, others by name'
);
is_deeply([map { $uses[$_]{organisaatiot}[0]{oid} } 0, 3], [ORG->{B}, ORG->{A}], 'with the organisations');

# ---- stable ids ---------------------------------------------------------------------------------

subtest 'a share made before 20 updates still shows the same part' => sub {
    my $seed = $ENV{EHOKS_SEED} // 20241002;
    note("EHOKS_SEED=$seed");
    srand $seed;
    my %now  = new_content();
    my $name = name_of((grep { $_->{'yksiloiva-tunniste'} } map { @$_ } stretches(\%now))[0]);
    srand;
    my $moving = make_plan($owner, %now);
    my $before = read_plan($moving);
    my ($part) = grep { name_of($_) eq $name } map { @$_ } stretches($before);
    my $token  = make(kohteet => [{'hoks-eid' => $before->{eid}, moduulit => [$part->{'module-id'}]}])->{meta}{token};
    srand $seed + 1;
    for my $round (1 .. 20) {
        my $next;
        do {
            $next = dclone(\%now);
            edit($next) for 0 .. rand 4;
        } until grep { name_of($_) eq $name } map { @$_ } stretches($next);
        %now = %$next;
        put_plan($moving, %now);
        my $view  = open_share($token)->{json}{data}{suunnitelmat}[0];
        my @shown = map { name_of($_) } map { @$_ }
            stretches({map { $_ => $view->{hoks}{$_} // [] } keys %now});
        is_deeply(\@shown, [$name], "round $round") or last;
    }
    srand;
};

my $pair = make(kohteet => [{'hoks-eid' => $eid, moduulit => [map { $_->{'osaamisen-hankkimistavat'}[0]{'module-id'} } $unit, $second]}])
    ->{meta}{token};
my %less = (%content, 'hankittavat-ammat-tutkinnon-osat' => [$content{'hankittavat-ammat-tutkinnon-osat'}[0]]);
put_plan($plan, %less);
my $half = open_share($pair)->{json}{data}{suunnitelmat}[0];
is($half->{viesti}{fi}, 'Osa jaetusta on poistettu suunnitelmasta.', 'a part that was removed is told in words');
is_deeply($half->{'poistetut-osat'}, [$second->{'osaamisen-hankkimistavat'}[0]{'module-id'}], 'and which');
ok($half->{hoks}, 'the other is there');
put_plan($plan, %content, 'hankittavat-ammat-tutkinnon-osat' => []);
my $none = open_share($pair)->{json}{data}{suunnitelmat}[0];
is_deeply([$none->{poistettu}, $none->{viesti}{sv}, $none->{hoks}],
    [JSON::PP::true(), 'Den delade delen har tagits bort ur planen.', undef], 'when all are gone, that');
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $plan->{id}");
my $gone = open_share($secret)->{json}{data}{suunnitelmat}[0];
is_deeply($gone, {rajaus => 'koko-suunnitelma', poistettu => JSON::PP::true(),
        viesti => {fi => 'Jaettu suunnitelma on poistettu.', sv => 'Den delade planen har raderats.',
            en => 'The shared plan has been deleted.'}},
    'a deleted plan is told in words, and nothing of it');
is(as($owner, 'GET', $path)->{json}{data}{kohteet}[0]{poistettu}, JSON::PP::true(), 'to its owner, too');
psql("UPDATE ehoks.hoks SET poistettu = NULL WHERE id = $plan->{id}");

# Gone for good, as the database does it.
psql("DELETE FROM ehoks.jako_kohde WHERE hoks_id = $plan->{id}");
is(open_share($secret)->{status}, 404, 'with its last plan a share goes, too');
($row) = psql("SELECT count(*) FROM ehoks.jako WHERE id = '$made->{meta}{id}'");
is($row->[0], 0, 'and leaves nothing');

# ---- what is written where --------------------------------------------------------------------

my ($audit) = psql("SELECT count(*), count(DISTINCT toiminto) FROM ehoks.audit
    WHERE kohde ->> 'jakoId' = '$life->{id}' AND hoks_id = $plan->{id} AND oppija_oid = '$owner->{oid}'
      AND tulos = 'succeeded' AND toiminto IN ('create', 'update', 'delete')");
is($audit->[1], 3, 'making, changing and revoking are in the audit');
wait_until(5, sub { (psql("SELECT 1 FROM ehoks.audit WHERE kohde ->> 'jakoId' = '$named->{id}' AND toiminto = ':share/open'")) >= 4 });
is_deeply(
    [psql("SELECT tekija_laji, asiakas, tulos, count(*) FROM ehoks.audit WHERE kohde ->> 'jakoId' = '$named->{id}'
        AND toiminto = ':share/open' AND oppija_oid = '$owner->{oid}' AND hoks_id = $plan->{id} AND versio = 1
        GROUP BY 1, 2, 3 ORDER BY 1")],
    [['PALVELU', 'sis-a', 'succeeded', 1], ['TYOPAIKKA', '', 'succeeded', 1], ['VIRKAILIJA', '', 'succeeded', 2]],
    'and who opened it, for "who has looked at my plan"'
);
my $log = read_bytes(stack()->{EHOKS_ACCESS_LOG});
unlike($log, qr/\Q$secret\E|$made->{meta}{id}/, 'the access log knows neither secret nor id');
like($log, qr{"POST /ehoks-jako/api/v1/avaa HTTP/1.1" 200}, 'only the route');

done_testing();
