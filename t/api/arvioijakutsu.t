#!/usr/bin/perl
# Assessors from working life: staff invite them to one demonstration with a
# link that works once; who opens it sees that demonstration until its time is
# over or staff revoke it (531/2017 109 a § 3 mom.).
use v5.36;
use utf8;
use Test::More;
use Digest::SHA    qw(sha256_hex);
use File::Basename qw(dirname);
use POSIX          qw(strftime);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCanary;

$ENV{TZ} = 'Europe/Helsinki';
POSIX::tzset();

sub day ($days) {
    my @noon = localtime;
    return strftime('%Y-%m-%d', 0, 0, 12, $noon[3] + $days, $noon[4], $noon[5]);
}

sub demonstration ($place, $from, $until) {
    return {
        alku                 => day($from),
        loppu                => day($until),
        nayttoymparisto      => {nimi => $place},
        'sisallon-kuvaus'    => ['Laitteen huolto'],
        'tyoelama-osaamisen-arvioijat' =>
            [{nimi => 'Aila Arvioija', organisaatio => {nimi => 'Yritys Oy'}}],
    };
}

my %jar = map { $_ => login($_) }
    qw(virkailija-a virkailija-a1-lukija virkailija-b virkailija-a1-poisto);
my $right  = study_right();
my $posted = post_hoks(
    hoks_document(
        $right,
        'hankittavat-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_106234',
            'tutkinnon-osa-koodi-versio' => 1,
            'osaamisen-osoittaminen'     => [
                demonstration('Paja 0', -5,  5),
                demonstration('Paja 1', -5,  5),
                demonstration('Paja 2', -60, -31),
                demonstration('Paja 3', -60, -30),
            ],
            'osaamisen-hankkimistavat' => [{
                alku  => day(-5),
                loppu => day(5),
                'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus',
                'osaamisen-hankkimistapa-koodi-versio' => 1,
            }],
        }]
    )
);
is($posted->{status}, 200, 'a plan with demonstrations') or BAIL_OUT($posted->{body});
my $id = $posted->{json}{meta}{id};

sub document () {
    return request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{json}{data};
}
my $unit    = document()->{'hankittavat-ammat-tutkinnon-osat'}[0];
my @module  = map { $_->{'module-id'} } @{$unit->{'osaamisen-osoittaminen'}};
my $path    = VB . "/virkailija/oppijat/$right->{'oppija-oid'}/hoksit/$id";
my $invites = "$path/arvioijakutsut";

sub invite ($module, %options) {
    my $jar = delete $options{jar} // $jar{'virkailija-a'};
    return request('POST', $invites, {cookie => $jar, body => {'module-id' => $module, %options}});
}

sub secret_of ($answer) {
    my ($secret) = ($answer->{json}{meta}{osoite} // '') =~ m{^/ehoks-tyopaikka/kutsu/#(.+)$};
    return $secret;
}

sub open_as ($token, $secret) {
    return request('POST', W . '/kutsut/avaa', {token => $token, body => {token => $secret}});
}

sub demonstrations ($token) {
    return join ', ', map { $_->{'osaamisen-osoittaminen'}{nayttoymparisto}{nimi} }
        @{request('GET', W . '/naytot', {token => $token})->{json}{data}};
}

sub states () {
    return join ', ', map { $_->{tila} }
        @{request('GET', $invites, {cookie => $jar{'virkailija-a'}})->{json}{data}};
}

my %oid = map { $_ => oppija_oid() } qw(aila toinen);
my $aila   = workplace_person('aila@yritys.example', oid => $oid{aila}, name => 'Aila Arvioija');
my $toinen = workplace_person('toinen@yritys.example', oid => $oid{toinen});

# ---- who may invite, and to what ----------------------------------------------------

is_problem(invite($module[0], jar => $jar{'virkailija-a1-lukija'}), 403, {}, 'who only reads may not invite');
is_problem(invite($module[0], jar => $jar{'virkailija-b'}), 403, {}, 'another school may not');
is(request('POST', $invites, {body => {'module-id' => $module[0]}})->{status}, 401, 'nobody');
is(request('POST', $invites, {token => $aila, body => {'module-id' => $module[0]}})->{status}, 403,
    'people from workplaces may not');
is(request('POST', $invites =~ s/\d+(?=\/arv)/999999999/r,
        {cookie => $jar{'virkailija-a'}, body => {'module-id' => $module[0]}})->{status},
    403, 'no such plan');

sub refused ($body, $place, $code, $name) {
    my $answer = request('POST', $invites, {cookie => $jar{'virkailija-a'}, body => $body});
    is($answer->{status}, 400, "refused: $name") or diag($answer->{body});
    is_deeply([map { [@$_{qw(kohta koodi)}] } @{$answer->{json}{virheet}}],
        [[$place, $code]], '… and told why');
}
refused({}, '/module-id', 'PAKOLLINEN', 'no demonstration named');
refused({'module-id' => 'x'}, '/module-id', 'TUNNISTE', 'no UUID');
refused({'module-id' => $module[0], muu => 1}, '/muu', 'G-01', 'an unknown field');
refused({'module-id' => $unit->{'module-id'}}, '/module-id', 'NAYTTO', 'a unit');
refused({'module-id' => $unit->{'osaamisen-hankkimistavat'}[0]{'module-id'}}, '/module-id', 'NAYTTO',
    'a way of acquiring');
refused({'module-id' => '00000000-0000-4000-8000-000000000000'}, '/module-id', 'NAYTTO', 'nothing');
refused({'module-id' => $module[2]}, '/module-id', 'NAYTTO-PAATTYNYT', 'one that is over');
refused({'module-id' => $module[0], 'voimassaolo-loppu' => day(-1)}, '/voimassaolo-loppu',
    'MENNYT-PAIVA', 'until yesterday');
refused({'module-id' => $module[0], 'voimassaolo-loppu' => '2026-02-30'}, '/voimassaolo-loppu',
    'G-06', 'a day that is none');
is(states(), '', 'nothing was made');

# ---- the link -------------------------------------------------------------------------

my $made   = invite($module[0]);
my $secret = secret_of($made);
is($made->{status}, 200, 'an invitation') or diag($made->{body});
like($secret, qr/^[\w-]{43}$/, 'the link carries 256 bits, behind a #');
my ($row) = psql("SELECT encode(tiiviste, 'hex'), arvioijakutsu::text FROM ehoks.arvioijakutsu
                  WHERE uuid = '$made->{json}{meta}{uuid}'");
is($row->[0], sha256_hex($secret), 'only its SHA-256 is stored');
unlike($row->[1], qr/\Q$secret\E/, '… and nowhere the secret');
isnt(secret_of(invite($module[0])), $secret, 'another has another');
is(states(), 'avoin, avoin', 'staff see both, open');
unlike(request('GET', $invites, {cookie => $jar{'virkailija-a'}})->{body}, qr/\Q$secret\E/,
    '… without the secret');
is(request('GET', $invites, {cookie => $jar{'virkailija-a1-lukija'}})->{status}, 403,
    'who may not invite does not see them');

# ---- opening it --------------------------------------------------------------------------

is(demonstrations($aila), '', 'nothing to see before');
is(request('POST', W . '/kutsut/avaa', {body => {token => $secret}})->{status}, 401,
    'not without a login');
is(request('POST', W . '/kutsut/avaa', {cookie => $jar{'virkailija-a'}, body => {token => $secret}})->{status},
    403, 'not as staff');
is(request('POST', W . '/kutsut/avaa', {token => $aila, body => {}})->{status}, 400, 'not without a secret');
is(request('POST', W . '/kutsut/avaa', {token => $aila, body => {token => 1}})->{status}, 400, 'a number');

my $opened = open_as($aila, $secret);
is($opened->{status}, 200, 'Aila opens it') or diag($opened->{body});
is($opened->{json}{data}{'module-id'}, $module[0], '… and is told to what');
is(demonstrations($aila), 'Paja 0', '… and sees the demonstration, and no other of the unit');
is(request('GET', W . "/naytot/$module[0]", {token => $aila})->{json}{data}{'oppija-nimi'} ne '', 1,
    '… by itself, too');
is(request('GET', W . "/naytot/$module[1]", {token => $aila})->{status}, 404, '… but not the next');
is(request('GET', W . "/jaksot/$module[0]", {token => $aila})->{status}, 404, '… and it is no period');
is(open_as($aila, $secret)->{status}, 200, 'she may open it again');
my $list = request('GET', $invites, {cookie => $jar{'virkailija-a'}})->{json}{data};
is(join(', ', sort map { $_->{tila} } @$list), 'avoin, kaytetty', 'staff see that one was opened');
my ($used) = grep { $_->{tila} eq 'kaytetty' } @$list;
is($used->{'kayttaja-nimi'}, 'Aila Arvioija', '… and by whom');
is($used->{'nakyvissa-asti'}, day(35), '… and until when it holds');

my $late    = open_as($toinen, $secret);
my $guessed = open_as($toinen, 'A' x 43);
is_problem($late, 404, {}, 'another can no longer open it');
is($late->{body}, $guessed->{body}, '… and is told the same as who guesses');
is(open_as($toinen, $_)->{body}, $guessed->{body}, '… whatever they guess')
    for '', 'x', "$secret=", lc $secret, $row->[0], $made->{json}{meta}{uuid}, "\x{e4}" x 100_000;
is(demonstrations($toinen), '', '… and sees nothing');

# ---- it survives updates, not deletion ---------------------------------------------------------

my $body = document();
shift @{$body->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}};
for my $part (@{$body->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-osoittaminen'}}) {
    delete $part->{'module-id'};
}
$body->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-osoittaminen'}[0]{loppu} = day(6);
my $put = request('PUT', VB . "/hoks/$id", {token => 'sis-a', body => $body});
is($put->{status}, 204, 'the nightly PUT, without identifiers') or diag($put->{body});
is(demonstrations($aila), 'Paja 0', 'the demonstration is still there for Aila');
is(request('GET', W . "/naytot/$module[0]", {token => $aila})->{json}{data}{'nakyvissa-asti'}, day(36),
    '… a day longer');

is(request('PATCH', "$path/shallow-delete",
        {cookie => $jar{'virkailija-a1-poisto'}, body => {'oppilaitos-oid' => ORG->{A1}}})->{status},
    200, 'the plan is deleted');
is(demonstrations($aila), '', 'nothing to see');
is(request('GET', W . "/naytot/$module[0]", {token => $aila})->{status}, 404, '… nor by itself');
my $oph = login('oph');
is(request('PATCH', VB . "/virkailija/hoks/$id/undo-shallow-delete", {cookie => $oph})->{status}, 200,
    'and brought back');
is(demonstrations($aila), 'Paja 0', 'as is what Aila sees');

# ---- revoking ------------------------------------------------------------------------------------

my $revoke = VB . "/virkailija/arvioijakutsut/$used->{uuid}";
for my $who ('virkailija-a1-lukija', 'virkailija-b') {
    is_problem(request('DELETE', $revoke, {cookie => $jar{$who}}), 403, {}, "$who may not revoke");
}
is(request('DELETE', VB . '/virkailija/arvioijakutsut/00000000-0000-4000-8000-000000000000',
        {cookie => $jar{'virkailija-a'}})->{body} =~ s/arvioijakutsut.*?"//r,
    request('DELETE', $revoke, {cookie => $jar{'virkailija-b'}})->{body} =~ s/arvioijakutsut.*?"//r,
    'one that is not there is as one of another school');
is(request('DELETE', "$revoke/x" =~ s{/[^/]+/x$}{/x}r, {cookie => $jar{'virkailija-a'}})->{status}, 400,
    'not a UUID');
is(demonstrations($aila), 'Paja 0', 'nothing has happened');
is(request('DELETE', $revoke, {cookie => $jar{'virkailija-a'}})->{status}, 200, 'revoked');
is(request('DELETE', $revoke, {cookie => $jar{'virkailija-a'}})->{status}, 200, '… and again');
is(demonstrations($aila), '', 'Aila sees nothing any more');
is(open_as($aila, $secret)->{body}, $guessed->{body}, '… and the link is as none');
my ($open) = grep { $_->{tila} eq 'avoin' } @$list;
is(request('DELETE', VB . "/virkailija/arvioijakutsut/$open->{uuid}", {cookie => $jar{'virkailija-a'}})->{status},
    200, 'one that nobody opened');
is(states(), 'peruttu, peruttu', 'staff see both as revoked');

# ---- time -----------------------------------------------------------------------------------------

my $last_day = secret_of(invite($module[3]));
is(open_as($aila, $last_day)->{status}, 200, 'until 30 days after its last day a demonstration can be opened');
is(demonstrations($aila), 'Paja 3', '… and seen');
my $short = invite($module[1], 'voimassaolo-loppu' => day(0));
is(open_as($aila, secret_of($short))->{status}, 200, 'an invitation that ends today');
is(demonstrations($aila), 'Paja 1, Paja 3', '… holds today');
is(request('GET', W . "/naytot/$module[1]", {token => $aila})->{json}{data}{'nakyvissa-asti'}, day(0),
    '… and no longer');
my $unopened = invite($module[1], 'voimassaolo-loppu' => day(0));
psql("UPDATE ehoks.arvioijakutsu SET voimassaolo_loppu = '@{[day(-1)]}'
       WHERE uuid IN ('$short->{json}{meta}{uuid}', '$unopened->{json}{meta}{uuid}');
      UPDATE ehoks.naytto SET loppu = '@{[day(-31)]}' WHERE moduuli_id = '$module[3]'");
is(demonstrations($aila), '', 'when the time is over, nothing is there');
is(open_as($aila, $last_day)->{body}, $guessed->{body}, '… and the link is as none');
is(open_as($toinen, secret_of($unopened))->{body}, $guessed->{body}, '… nor can one be opened late');
is(states(), 'paattynyt, paattynyt, paattynyt, peruttu, peruttu', 'staff see that they ended');

# ---- no secret in a log --------------------------------------------------------------------------------

for my $log (@{stack()}{qw(EHOKS_ERROR_LOG EHOKS_ACCESS_LOG)}) {
    unlike(read_bytes($log), qr/\Q$secret\E|\Q$last_day\E/, "no secret in $log");
}

done_testing();
