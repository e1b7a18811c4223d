#!/usr/bin/perl
# Calendar feeds: a private address from which a calendar program reads the
# periods and demonstrations of a learner, or of a workplace's learners, as
# iCalendar (RFC 5545). Its secret stands in no log and can be made void.
use v5.36;
use utf8;
use Test::More;
use Digest::SHA    qw(sha256_hex);
use File::Basename qw(dirname);
use File::Temp     ();
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

# What a calendar library makes of a feed.
sub parsed ($bytes) {
    my $file = File::Temp->new;
    binmode $file;
    print {$file} $bytes;
    close $file;
    my $node = stack()->{NODE};
    my $json = qx('$node' '@{[root()]}/t/lib/ical.mjs' < '@{[$file->filename]}');
    return $? == 0 ? decode_json_bytes($json) : die "the parser refuses the feed\n";
}

# A calendar program: no login, no headers of ours.
sub fetch ($address, %headers) {
    return request('GET', $address, {headers => {'caller-id' => undef, %headers}});
}

my $tag   = int rand 1e9;
my $email = "ohjaaja-$tag\@yritys.example";
my $right = study_right();
my $long  = 'Pitkä työtehtävä, jossa on pilkku; puolipiste \\ kenoviiva ja ääkkösiä ' x 3;
my $posted = post_hoks(
    hoks_document(
        $right,
        sahkoposti => 'oppija@oppija.example',
        'hankittavat-paikalliset-tutkinnon-osat' => [{
            nimi      => "Metsäkoneen\nhuolto",
            'osaamisen-hankkimistavat' => [
                {
                    alku => day(-3), loppu => day(4),
                    'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_koulutussopimus',
                    'osaamisen-hankkimistapa-koodi-versio' => 1,
                    'osa-aikaisuustieto' => 80,
                    'yksiloiva-tunniste' => 'j1',
                    'tyopaikalla-jarjestettava-koulutus' => {
                        'tyopaikan-nimi'        => 'Korjaamo Oy',
                        'tyopaikan-y-tunnus'    => '1234567-1',
                        'keskeiset-tyotehtavat' => [$long, "Toinen\nrivi"],
                        'vastuullinen-tyopaikka-ohjaaja' => {
                            nimi => 'Olli Salainen', sahkoposti => $email,
                            puhelinnumero => '+358 40 5557777',
                        },
                    },
                },
                {
                    alku => day(10), loppu => day(10),
                    'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_oppisopimus',
                    'osaamisen-hankkimistapa-koodi-versio' => 1,
                    'oppisopimuksen-perusta-koodi-uri' => 'oppisopimuksenperusta_01',
                    'oppisopimuksen-perusta-koodi-versio' => 1,
                    'osa-aikaisuustieto' => 80, 'yksiloiva-tunniste' => 'j2',
                },
            ],
            'osaamisen-osoittaminen' => [{
                alku => day(5), loppu => day(6),
                nayttoymparisto   => {nimi => 'Näyttöhalli'},
                'sisallon-kuvaus' => ['Huolto'],
                'tyoelama-osaamisen-arvioijat' =>
                    [{nimi => 'Aila Salainen', organisaatio => {nimi => 'Arvioijat Oy'}}],
            }],
        }],
        'hankittavat-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri' => 'tutkinnonosat_106234',
            'tutkinnon-osa-koodi-versio' => 1,
            'osaamisen-hankkimistavat' => [{
                alku => day(-100), loppu => day(-90),
                'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus',
                'osaamisen-hankkimistapa-koodi-versio' => 1,
            }],
        }],
    )
);
is($posted->{status}, 200, 'a plan') or BAIL_OUT($posted->{body});
my $id = $posted->{json}{meta}{id};

sub document () {
    return request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{json}{data};
}
my $unit   = document()->{'hankittavat-paikalliset-tutkinnon-osat'}[0];
my @module = map { $_->{'module-id'} } @{$unit->{'osaamisen-hankkimistavat'}},
    @{$unit->{'osaamisen-osoittaminen'}};

my $oppija  = person(user_type => 'OPPIJA', oid => $right->{'oppija-oid'});
my $ohjaaja = workplace_person($email);
my $mine    = O . '/kalenteri';
my $works   = W . '/kalenteri';

# ---- making one -------------------------------------------------------------------

is_deeply(request('GET', $mine, {token => $oppija})->{json}{data}, {kaytossa => JSON::PP::false()},
    'at first there is none');
my $made = request('POST', $mine, {token => $oppija, body => {}});
is($made->{status}, 200, 'the learner makes one') or diag($made->{body});
my $address = $made->{json}{meta}{osoite};
like($address, qr{^/ehoks-kalenteri/[\w-]{43}\.ics$}, 'its address holds a secret of 256 bits');
my ($secret) = $address =~ m{([\w-]{43})\.ics$};
my ($row) = psql("SELECT encode(tiiviste, 'hex'), kalenteri::text FROM ehoks.kalenteri
                   WHERE omistaja_oid = '$right->{'oppija-oid'}'");
is($row->[0], sha256_hex($secret), 'only its SHA-256 is stored');
unlike($row->[1], qr/\Q$secret\E/, '… and nowhere the secret');
my $state = request('GET', $mine, {token => $oppija});
is($state->{json}{data}{kaytossa}, JSON::PP::true(), 'it is in use');
unlike($state->{body}, qr/\Q$secret\E/, '… and its address is not told again');
is(request('POST', $mine, {token => $oppija, body => {kieli => 'ru'}})->{status}, 400, 'no such language');
is(request('POST', $mine, {token => $oppija, body => {muu => 1}})->{status}, 400, 'no such field');
for my $method (qw(GET POST DELETE)) {
    is(request($method, $mine, {$method eq 'POST' ? (body => {}) : ()})->{status}, 401,
        "$method is for who is logged in");
    is(request($method, $mine, {token => $ohjaaja, $method eq 'POST' ? (body => {}) : ()})->{status},
        403, "… and a learner");
    is(request($method, $works, {token => $oppija, $method eq 'POST' ? (body => {}) : ()})->{status},
        403, "… or somebody at a workplace");
}

# ---- reading it --------------------------------------------------------------------

my $feed = fetch($address);
is($feed->{status}, 200, 'a calendar program reads it without a login') or diag($feed->{body});
is($feed->{headers}{'content-type'}, 'text/calendar; charset=utf-8', 'as a calendar');
is($feed->{headers}{'referrer-policy'}, 'no-referrer', 'and tells nobody where it was');
my @lines = split /\r\n/, $feed->{body}, -1;
is(pop @lines, '', 'it ends with a line break');
is(scalar(grep { length > 75 } @lines), 0, 'no line over 75 octets');
is(scalar(grep { /[\r\n]/ } @lines),    0, 'no line break but CRLF');
ok(utf8::decode(my $copy = $feed->{body}), 'it is UTF-8');
is(scalar(grep { !utf8::decode(my $line = $_) } @lines), 0, '… in every line, also the folded ones');

my $calendar = parsed($feed->{body});
is($calendar->{version}, '2.0', 'a library reads it: version 2.0');
is($calendar->{name},    'eHOKS', 'named');
is_deeply($calendar->{zones}, [{id => 'Europe/Helsinki', winter => 2, summer => 3}],
    'with the time of Finland');
my %event = map { $_->{uid} => $_ } @{$calendar->{events}};
is(scalar keys %event, 4, 'three periods and a demonstration');
my $period = $event{"$module[0]\@ehoks"};
ok($period, 'a period by its module-id') or BAIL_OUT($feed->{body});
is($period->{start}, day(-3), 'it begins on its first day');
is($period->{end},   day(5),  '… and ends with its last');
ok($period->{isDate}, '… as whole days');
is($period->{summary}, "Työpaikkajakso, Metsäkoneen\nhuolto", 'what it is');
is($period->{description}, '- ' . $long =~ s/ $//r . "\n- Toinen\nrivi", 'the tasks, whatever stands in them');
is($period->{location}, 'Korjaamo Oy', 'where it is');
is($period->{class}, 'PRIVATE', 'it is private');
is($period->{sequence}, 1, 'of the first version of the plan');
like($period->{stamp}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'with the time of that version');
is($period->{modified}, $period->{stamp}, '… as its last change');
is($event{"$module[1]\@ehoks"}{end}, day(11), 'a period of one day ends with it');
my $show = $event{"$module[2]\@ehoks"};
is($show->{summary}, "Näyttö, Metsäkoneen\nhuolto", 'the demonstration');
is($show->{location}, 'Näyttöhalli', '… and its place');
is($show->{description}, '- Huolto', '… and its content');
my ($school) = grep { $_->{start} eq day(-100) } values %event;
unlike($school->{summary}, qr/tutkinnonosat_|hankkimistapa_/, 'units and ways have their names');
unlike($feed->{body}, qr/Salainen|yritys\.example|5557777|oppija\.example|Arvioijat/,
    "nobody else's data, and no contact data");

# ---- conditional requests ------------------------------------------------------------

my $etag = $feed->{headers}{etag};
like($etag, qr/^"[^"]+"$/, 'it has an ETag');
my $again = fetch($address);
is($again->{body}, $feed->{body}, 'read again it is the same');
my $unchanged = fetch($address, 'if-none-match' => $etag);
is($unchanged->{status}, 304, 'nothing new is told as that');
is($unchanged->{body},   '',  '… without a body');
is(request('HEAD', $address, {headers => {'caller-id' => undef}})->{status}, 200, 'HEAD is answered');

my $body = document();
my $changed = $body->{'hankittavat-paikalliset-tutkinnon-osat'}[0];
$changed->{'osaamisen-osoittaminen'}[0]{loppu} = day(7);
is(request('PUT', VB . "/hoks/$id", {token => 'sis-a', body => $body})->{status}, 204, 'the plan changes');
my $after = fetch($address, 'if-none-match' => $etag);
is($after->{status}, 200, 'then the feed is new');
my ($moved) = grep { $_->{uid} eq "$module[2]\@ehoks" } @{parsed($after->{body})->{events}};
is($moved->{end}, day(8), '… with the new day');
is($moved->{sequence}, 2, '… under the same UID with a higher SEQUENCE');

# ---- languages --------------------------------------------------------------------------

my $new = request('POST', $mine, {token => $oppija, body => {kieli => 'sv'}})->{json};
isnt($new->{meta}{osoite}, $address, 'a new one has a new address');
is(fetch($address)->{status}, 404, '… and the old one is void');
my $swedish = parsed(fetch($new->{meta}{osoite})->{body});
is($swedish->{name}, 'ePUK', 'in Swedish');
ok((grep { $_->{summary} =~ /^Yrkesprov, / } @{$swedish->{events}}), '… throughout');

# ---- a workplace's feed -------------------------------------------------------------------

my $work = request('POST', $works, {token => $ohjaaja, body => {}})->{json};
ok($work->{data}{'voimassa-asti'} gt day(360), 'a workplace renews its feed once a year');
my $theirs = parsed(fetch($work->{meta}{osoite})->{body});
is(join(' ', map { $_->{uid} } @{$theirs->{events}}), "$module[0]\@ehoks",
    'an instructor sees the own period and nothing else');
my ($name) = psql("SELECT nimi FROM ehoks.oppija WHERE oid = '$right->{'oppija-oid'}'");
is($theirs->{events}[0]{summary}, "$name->[0]: Työpaikkajakso, Metsäkoneen\nhuolto", 'with whose it is');

my $staff = login('virkailija-a');
my $invitation = request('POST', VB . "/virkailija/oppijat/$right->{'oppija-oid'}/hoksit/$id/arvioijakutsut",
    {cookie => $staff, body => {'module-id' => $module[2]}});
my ($key) = $invitation->{json}{meta}{osoite} =~ /#(.+)$/;
request('POST', W . '/kutsut/avaa', {token => $ohjaaja, body => {token => $key}});
is(join(' ', sort map { $_->{uid} } @{parsed(fetch($work->{meta}{osoite})->{body})->{events}}),
    join(' ', sort "$module[0]\@ehoks", "$module[2]\@ehoks"), 'and the demonstration to assess');
psql("UPDATE ehoks.kalenteri SET luotu = luotu - interval '367 days' WHERE sahkoposti = '$email'");
is(fetch($work->{meta}{osoite})->{status}, 404, 'after a year its address is void');

my $empty = request('POST', $works, {token => workplace_person("kukaan-$tag\@yritys.example"), body => {}});
my $nothing = fetch($empty->{json}{meta}{osoite});
is(scalar @{parsed($nothing->{body})->{events}}, 0, 'who has nothing to see has an empty calendar that parses');

# ---- making it void, and guessing ------------------------------------------------------------

my $last = $new->{meta}{osoite};
is(request('DELETE', $mine, {token => $oppija})->{json}{data}{kaytossa}, JSON::PP::false(), 'the learner makes it void');
is(request('DELETE', $mine, {token => $oppija})->{status}, 200, '… and again');
is(fetch($last)->{status}, 404, 'then it is not there');
for my $guess ('A' x 43 . '.ics', 'x.ics', '.ics', $secret, "$secret.ICS", "$secret.ics.ics", $row->[0] . '.ics',
    '%20', "%2e%2e%2f", 'x' x 3000)
{
    is_problem(fetch("/ehoks-kalenteri/$guess"), 404, {}, 'a guess: ' . substr $guess, 0, 20);
}
is(request('POST', $last, {body => {}})->{status}, 404, 'it is only read');
is(fetch('/ehoks-kalenteri/')->{status}, 404, 'nothing by itself');

# ---- no secret in a log ---------------------------------------------------------------------

my @secrets = map { m{([\w-]{43})\.ics$} } $address, $last, $work->{meta}{osoite}, $empty->{json}{meta}{osoite};
for my $log (@{stack()}{qw(EHOKS_ERROR_LOG EHOKS_ACCESS_LOG)}) {
    my $text = read_bytes($log);
    is(scalar(grep { index($text, $_) >= 0 } @secrets), 0, "no secret in $log");
}
like(read_bytes(stack()->{EHOKS_ACCESS_LOG}), qr{GET /ehoks-kalenteri/:tunnus }, 'the access log tells the pattern');

done_testing();
