#!/usr/bin/perl
# The responsible workplace instructor: sees, by verified e-mail, the periods
# in which they are named, from the day they are stored until some time after
# they end, and nothing else (531/2017 109 a § 2 mom.).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use POSIX          qw(strftime);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCanary;
use EhoksHttpd;

$ENV{TZ} = 'Europe/Helsinki';
POSIX::tzset();

sub day ($days) {
    my @noon = localtime;
    return strftime('%Y-%m-%d', 0, 0, 12, $noon[3] + $days, $noon[4], $noon[5]);
}

my $number = 0;

# A workplace period from and until so many days from today.
sub period ($email, $from, $until, %members) {
    return {
        'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_koulutussopimus',
        'osaamisen-hankkimistapa-koodi-versio' => 1,
        alku                 => day($from),
        loppu                => day($until),
        'osa-aikaisuustieto' => 80,
        'yksiloiva-tunniste' => 'jakso-' . ++$number,
        'tyopaikalla-jarjestettava-koulutus' => {
            'tyopaikan-nimi'        => "Työpaikka $number",
            'tyopaikan-y-tunnus'    => '1234567-1',
            'keskeiset-tyotehtavat' => ['Asennus', 'Huolto'],
            'vastuullinen-tyopaikka-ohjaaja' =>
                {nimi => 'Olli Ohjaaja', defined $email ? (sahkoposti => $email) : ()},
        },
        %members,
    };
}

# A plan with a unit that holds these periods; returns its id and study right.
sub plan_with (@periods) {
    my $right  = study_right();
    my $answer = post_hoks(
        hoks_document(
            $right,
            'hankittavat-ammat-tutkinnon-osat' => [{
                'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_106234',
                'tutkinnon-osa-koodi-versio' => 1,
                'osaamisen-hankkimistavat'   => \@periods,
            }]
        )
    );
    is($answer->{status}, 200, 'a plan is stored') or BAIL_OUT($answer->{body});
    return ($answer->{json}{meta}{id}, $right);
}

sub document ($id) {
    return request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{json}{data};
}

sub periods_of ($id) {
    return @{document($id)->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}};
}

sub jaksot ($token, $query = '') {
    return request('GET', W . "/jaksot$query", {token => $token});
}

sub names ($token, $query = '') {
    return join ', ', map {
        $_->{'osaamisen-hankkimistapa'}{'tyopaikalla-jarjestettava-koulutus'}{'tyopaikan-nimi'}
    } @{jaksot($token, $query)->{json}{data}};
}

my $tag = int rand 1e9;
my %email = map { $_ => "$_-$tag\@yritys.example" } qw(oma toinen kolmas jarjestys);
my %token = map { $_ => workplace_person($email{$_}) } keys %email;

# ---- the session -----------------------------------------------------------------

my $ohjaaja = login('ohjaaja');
my $session = request('GET', W . '/session', {cookie => $ohjaaja});
is_deeply(
    $session->{json}{data},
    {
        oid          => '1.2.246.562.24.24077777779',
        'first-name' => 'Testi Ohjaaja',
        surname      => $session->{json}{data}{surname},
        sahkoposti   => 'ohjaaja@yritys.example',
    },
    'the session tells who is there'
) or diag($session->{body});
is(request('GET', W . '/session')->{status}, 401, 'without a login: 401');
is(request('GET', W . '/session', {token => 'sis-a'})->{status}, 401,
    'another kind counts as not logged in');
is(request('GET', W . '/jaksot')->{status}, 401, 'no list without a login');
is(request('GET', W . $_, {token => person(user_type => 'OPPIJA')})->{status},
    403, "$_ is not for learners")
    for '/jaksot', '/naytot', '/external/koodit?uri=tutkinnonosat_106234';
is(jaksot($token{oma}, '')->{status}, 200, 'a list is there');
is(request('GET', W . '/jaksot', {token => $token{oma}, headers => {'caller-id' => undef}})->{status},
    400, 'Caller-Id is required');

# The instructor of the cast sees the period of the seed, by the browser's session.
my $seeded = request('GET', W . '/jaksot', {cookie => $ohjaaja});
ok((grep { $_->{'oppija-nimi'} eq 'Testi Oppija Yksi' && $_->{tila} eq 'kaynnissa' }
        @{$seeded->{json}{data}}), 'the instructor of the cast sees the seeded period');

# ---- what is there -----------------------------------------------------------------

my ($id, $right) = plan_with(
    period($email{oma},    -10, 10),
    period($email{toinen}, -10, 10),
    period($email{oma},    20,  40),
);
my @modules = map { $_->{'module-id'} } periods_of($id);
my $list    = jaksot($token{oma});
is($list->{json}{meta}{'total-count'}, 2, 'two periods of two are mine');
my ($now, $coming) = @{$list->{json}{data}};
is($now->{'module-id'}, $modules[0], 'the one that goes on comes first');
is($now->{tila},        'kaynnissa', '… and says so');
is($coming->{tila},     'tuleva',    'then the one that comes');
is($now->{'nakyvissa-asti'}, day(40), 'until when it can be seen');
ok($now->{'oppija-nimi'}, "the learner's name");
is_deeply(
    $now->{'tutkinnon-osa'},
    {
        'module-id'                  => $now->{'tutkinnon-osa'}{'module-id'},
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_106234',
        'tutkinnon-osa-koodi-versio' => 1,
    },
    'the unit'
);
is_deeply(
    $now->{'osaamisen-hankkimistapa'}{'tyopaikalla-jarjestettava-koulutus'},
    {
        'tyopaikan-nimi'        => 'Työpaikka 1',
        'tyopaikan-y-tunnus'    => '1234567-1',
        'keskeiset-tyotehtavat' => ['Asennus', 'Huolto'],
    },
    'workplace and tasks, without people'
);

# ---- whose it is ---------------------------------------------------------------------

is(names($token{toinen}), 'Työpaikka 2', 'the other instructor in the unit sees the other period');
my $mine  = request('GET', W . "/jaksot/$modules[0]", {token => $token{oma}});
is($mine->{json}{data}{'module-id'}, $modules[0], 'mine by itself');
my $other = request('GET', W . "/jaksot/$modules[1]", {token => $token{oma}});
my $none  = request('GET', W . '/jaksot/00000000-0000-4000-8000-000000000000',
    {token => $token{oma}});
is_problem($other, 404, {}, 'not mine is not there');
is($other->{body} =~ s/\Q$modules[1]\E//gr,
    $none->{body} =~ s/00000000-0000-4000-8000-000000000000//gr,
    '… in the same words as what is not there');
is_problem(request('GET', W . '/jaksot/1', {token => $token{oma}}), 400, {},
    'not a UUID');

for my $form (uc $email{oma}, "  $email{oma} ", ucfirst $email{oma}) {
    is(names(workplace_person($form)), 'Työpaikka 1, Työpaikka 3', "by '$form'");
}
my ($spelt) = plan_with(period('  ' . uc($email{kolmas}) . ' ', -1, 1));
is(jaksot($token{kolmas})->{json}{meta}{'total-count'}, 1, 'however the plan spells it');

for my $claims ([email_verified => JSON::PP::false()], [email_verified => undef],
    [email => undef], [email => ''], [email => "$email{oma}x"], [email => '%'])
{
    my $token = workplace_person($email{oma}, @$claims);
    my $text  = json_text({@$claims});
    is(jaksot($token)->{json}{meta}{'total-count'}, 0, "nothing with $text");
    is(request('GET', W . "/jaksot/$modules[0]", {token => $token})->{status},
        404, '… nor by itself');
}
is(jaksot(workplace_person("nimeton-$tag\@yritys.example"))->{json}{meta}{'total-count'},
    0, 'nothing for who is not named');

# ---- when ------------------------------------------------------------------------------

my ($old_id) = plan_with(
    period($email{jarjestys}, -90, -31),    # over
    period($email{jarjestys}, -60, -30),
    period($email{jarjestys}, -50, 0),
    period($email{jarjestys}, 1,   200),
    period($email{jarjestys}, -40, 50),
    period($email{jarjestys}, 300, 400),
    period($email{jarjestys}, -70, -1),
);
my @n = map { $_->{'tyopaikalla-jarjestettava-koulutus'}{'tyopaikan-nimi'} } periods_of($old_id);
is(names($token{jarjestys}), join(', ', @n[2, 4, 3, 5, 6, 1]),
    'going on and coming by first day, then the ended; the one of 31 days ago is closed');
my $closed = (periods_of($old_id))[0]{'module-id'};
is(request('GET', W . "/jaksot/$closed", {token => $token{jarjestys}})->{status},
    404, '… also by itself');
is(names($token{jarjestys}, '?item-count=2'), join(', ', @n[2, 4]), 'a page');
is(names($token{jarjestys}, '?item-count=2&page=1'), join(', ', @n[3, 5]), 'the next');
my $beyond = jaksot($token{jarjestys}, '?item-count=2&page=7');
is_deeply($beyond->{json}, {meta => {'total-count' => 6}, data => []}, 'behind the last');
is(jaksot($token{jarjestys}, $_)->{status}, 200, "$_ is taken as it can be")
    for '?item-count=0', '?item-count=99999999999', '?page=-1', '?page=99999999999999999';
is(jaksot($token{jarjestys}, $_)->{status}, 400, "$_ is refused")
    for '?item-count=paljon', '?page=1.5';

# The time after the last day is the operator's to set.
my $strict = own_httpd(extra => "EhoksWorkplaceAccess 1d\n");
my $list_there = request('GET', W . '/jaksot', {token => $token{jarjestys}, url => $strict->{url}});
is(join(', ', map { $_->{'nakyvissa-asti'} } @{$list_there->{json}{data}}),
    join(', ', day(1), day(51), day(201), day(401), day(0)),
    'with EhoksWorkplaceAccess 1d a period can be seen until the day after it');
$strict->stop;

# ---- the e-mail changes ------------------------------------------------------------------

my $body = document($id);
my $unit = $body->{'hankittavat-ammat-tutkinnon-osat'}[0];
$unit->{'osaamisen-hankkimistavat'}[0]{'tyopaikalla-jarjestettava-koulutus'}
    {'vastuullinen-tyopaikka-ohjaaja'}{sahkoposti} = $email{toinen};
my $put = request('PUT', VB . "/hoks/$id", {token => 'sis-a', body => $body});
is($put->{status}, 204, 'another becomes the instructor') or diag($put->{body});
is(names($token{oma}), 'Työpaikka 3', 'the old one no longer sees the period');
is(request('GET', W . "/jaksot/$modules[0]", {token => $token{oma}})->{status},
    404, '… nor by itself');
is(request('GET', W . "/jaksot/$modules[0]", {token => $token{toinen}})->{status},
    200, 'the new one does, by the same identifier');

# ---- a deleted plan ------------------------------------------------------------------------

my $staff = login('virkailija-a1-poisto');
my $path  = VB . "/virkailija/oppijat/$right->{'oppija-oid'}/hoksit/$id/shallow-delete";
is(request('PATCH', $path, {cookie => $staff, body => {'oppilaitos-oid' => ORG->{A1}}})->{status},
    200, 'the plan is deleted');
is(jaksot($token{toinen})->{json}{meta}{'total-count'}, 0, 'and with it the period');

# ---- names for the pages ---------------------------------------------------------------------

my $codes = request('GET', W . '/external/koodit?uri=tutkinnonosat_106234', {token => $token{oma}});
is($codes->{status}, 200, 'names of codes');
ok($codes->{json}{data}{tutkinnonosat_106234}{fi}, '… in Finnish');
is(request('GET', W . '/external/organisaatio/' . ORG->{A1}, {token => $token{oma}})->{json}{data}{oid},
    ORG->{A1}, 'a school');
is(request('GET', W . '/external/lokalisointi', {token => $token{oma}})->{status}, 200, 'texts');

# ---- logging out -------------------------------------------------------------------------------

is(request('DELETE', W . '/session', {cookie => $ohjaaja})->{status}, 200, 'the instructor logs out');
is(request('GET', W . $_, {cookie => $ohjaaja})->{status}, 401, "then the cookie opens $_ no more")
    for '/session', '/jaksot';
is(request('DELETE', W . '/session')->{status}, 200, 'who is not there can log out, too');

done_testing();
