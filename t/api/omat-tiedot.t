#!/usr/bin/perl
# The learner's own data: who has looked and on whose behalf, what has changed
# since the last visit, and all of it at once. Never who in person, never
# another's.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksShare;
use EhoksTest;

my $learner = learner();
my $own     = $learner->{oid};
my %as      = (token => $learner->{token});
my $right   = study_right('oppija-oid' => $own);
my $id      = post_hoks(hoks_document($right))->{json}{meta}{id} or BAIL_OUT('no plan');
my $plan  = VB . "/hoks/$id";
my $path  = O . '/omat-tiedot';

sub looks ($query = '') {
    my $answer = request('GET', "$path/katselut?maara=100$query", \%as);
    return $answer->{json};
}
sub settled ($count) {
    return wait_until(5, sub { (psql('SELECT count(*) FROM ehoks.audit WHERE'
                . " oppija_oid = '$own' AND toiminto = 'read'"))[0][0] >= $count });
}

# ---- who has looked -------------------------------------------------------------

my $staff = login('virkailija-a');
request('GET', $plan, {token => 'sis-a'})->{status} == 200 or BAIL_OUT('no read');
request('GET', VB . "/virkailija/oppijat/$own/hoksit/$id", {cookie => $staff});
request('GET', "$plan/versiot", {token => 'sis-a1'});
request('GET', $plan, {token => 'sis-b'})->{status} == 403 or BAIL_OUT('not refused');
request('GET', O . "/oppijat/$own/hoks", \%as);
ok(settled(5), 'the looks are there');
my $looks  = looks();
my @newest = @{$looks->{data}}[0 .. 2];
my $about  = {
    eid => (psql("SELECT eid FROM ehoks.hoks WHERE id = $id"))[0][0],
    'opiskeluoikeus-oid' => $right->{oid}, versio => 1,
    'tutkinto-nimi' => $newest[0]{suunnitelma}{'tutkinto-nimi'},
};
my %provider = (oid => ORG->{A}, nimi => {fi => 'Aurajoen koulutuskuntayhtymä',
        sv => 'Aura å utbildningssamkommun'});
is_deeply($newest[2]{kuka}, {
    laji => 'PALVELU', jarjestelma => 'sis-a', organisaatio => \%provider,
    rooli => {fi => 'Tietojärjestelmä', sv => 'Informationssystem',
        en => 'Information system'},
}, 'a system, and whose right it had');
is_deeply($newest[2]{mita}, {fi => 'Katsoi suunnitelmaa', sv => 'Såg på planen',
        en => 'Looked at the plan'}, 'what for');
is_deeply($newest[2]{suunnitelma}, $about, 'at which plan, in which version');
like($newest[2]{aika}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'when');
is_deeply([@{$newest[1]{kuka}}{qw(laji organisaatio)}, $newest[1]{mita}{en}],
    ['VIRKAILIJA', \%provider, 'Looked at the plan'], 'a member of staff');
is_deeply([$newest[0]{kuka}{organisaatio}{oid}, $newest[0]{mita}{en}],
    [ORG->{A1}, 'Looked at the versions of the plan'], 'the history');
unlike(json_text($looks), qr/80012121214|Virkailija A|"nimi":"/,
    'nobody is named in person');
is_deeply([grep { ($_->{kuka}{laji} // '') eq 'OPPIJA' } @{$looks->{data}}], [],
    'own looks are left out');
is_deeply([grep { ($_->{kuka}{jarjestelma} // '') eq 'sis-b'
            && ($_->{suunnitelma}{eid} // '') eq $about->{eid} } @{$looks->{data}}],
    [], 'and so are refusals');
my ($mine) = grep { ($_->{kuka}{laji} // '') eq 'OPPIJA' } @{looks('&omat=true')->{data}};
is($mine->{kuka}{rooli}{fi}, 'Sinä itse', 'unless asked for');

# Pages.
my @pages;
my $after = '';
for (1 .. 3) {
    my $page = request('GET', "$path/katselut?maara=1$after", \%as)->{json};
    push @pages, $page->{data}[0];
    $after = '&jalkeen=' . ($page->{meta}{jalkeen} // 0);
    request('GET', $plan, {token => 'sis-a'});    # new looks move nothing
}
is_deeply(\@pages, \@newest, 'page by page it is the same');
is_deeply(request('GET', "$path/katselut?jalkeen=1", \%as)->{json}{data}, [],
    'a place that is not the learner\'s gives nothing');
for my $query ('maara=0', 'maara=501', 'maara=x', 'jalkeen=x', 'omat=ehka') {
    is(request('GET', "$path/katselut?$query", \%as)->{status}, 400, "$query: 400");
}

# A share that is opened, by somebody who is not logged in.
my $share = share($learner, $about->{eid})->{json}{meta}{token};
is(open_share($share)->{status}, 200, 'a share is opened');
my $opened = looks()->{data}[0];
is_deeply([$opened->{mita}{fi}, $opened->{kuka}, $opened->{suunnitelma}{eid}],
    ['Avasi jakamasi tiedot', {rooli => {fi => 'Jaon vastaanottaja',
            sv => 'Mottagare av en delning', en => 'Receiver of a share'}}, $about->{eid}],
    'which the learner sees too');

# ---- what has changed -------------------------------------------------------------

sub changes ($query = '') {
    return request('GET', "$path/muutokset$query", \%as)->{json};
}
is_deeply(changes(), {meta => {}, data => []}, 'the first visit has nothing to compare with');
my $stored = request('GET', $plan, {token => 'sis-a'})->{json}{data};
my $put = request('PUT', $plan, {token => 'sis-a', body => {%$stored,
    'osaamisen-hankkimisen-tarve' => JSON::PP::false(), sahkoposti => 'x@oppija.example',
    'opiskeluvalmiuksia-tukevat-opinnot' =>
        [{nimi => 'Taidot', kuvaus => 'Aika', alku => '2025-01-07', loppu => '2025-02-28'}],
}});
is($put->{status}, 204, 'a change') or diag($put->{body});
is_deeply(changes()->{data}, [], 'the same visit goes on');
psql("UPDATE ehoks.oppijan_kaynti SET viimeisin = now() - interval '1 hour'"
        . " WHERE oppija_oid = '$own'");
my $changes = changes();
my $change = $changes->{data}[0];
is($change->{mita}{sv}, 'Planen ändrades', 'the next one tells of a change');
is($change->{kuka}{organisaatio}{oid}, ORG->{A}, 'whose it was');
is($change->{suunnitelma}{versio}, 2, 'which version it made');
my %at = map { $_->{kohta} => $_ } @{$change->{muutokset}};
is_deeply([sort keys %at], ['/opiskeluvalmiuksia-tukevat-opinnot/0',
        '/osaamisen-hankkimisen-tarve', '/sahkoposti'], 'where');
is($at{'/sahkoposti'}{paikka}[0]{sv}, 'Egen e-postadress', 'in words');
ok(!exists $at{'/sahkoposti'}{uusi}, 'of contact data only that it changed');
is_deeply([@{$at{'/osaamisen-hankkimisen-tarve'}}{qw(vanha uusi)}],
    [JSON::PP::true(), JSON::PP::false()], 'of plain values what they were and are');
is($at{'/opiskeluvalmiuksia-tukevat-opinnot/0'}{paikka}[1], 1, 'of parts which');
is_deeply(changes()->{data}, $changes->{data}, 'looking again tells the same');
my $since = changes('?alkaen=2026-01-01T00:00:00Z');
is_deeply([map { $_->{mita}{en} } @{$since->{data}}],
    ['The plan was changed', 'The plan was created'], 'since a day of one\'s choice');
is(request('GET', "$path/muutokset?alkaen=eilen", \%as)->{status}, 400,
    'which must be one');

# ---- all of it ----------------------------------------------------------------------

request('PUT', O . '/session/settings', {%as, body => {kieli => 'sv'}});
my $all = request('GET', $path, \%as);
is($all->{status}, 200, 'all of it');
my $data = $all->{json}{data};
is($data->{oppija}{oid}, $own, 'whose it is');
ok((grep { $_->{eid} eq $about->{eid} && !exists $_->{id} } @{$data->{suunnitelmat}}),
    'plans');
ok((grep { $_->{opiskeluoikeus}{oid} eq $right->{oid} } @{$data->{opiskeluoikeudet}}),
    'study rights');
is_deeply($data->{asetukset}, {kieli => 'sv'}, 'settings');
cmp_ok(scalar @{$data->{katselut}}, '>', 3, 'looks');
is(ref $data->{$_}, 'ARRAY', $_) for qw(jaot jakolinkit);
my $stranger = '1.2.246.562.24.24022222224';
unlike($all->{body}, qr/\Q$stranger\E/, 'nothing of another learner');
for my $route ($path, "$path/katselut", "$path/muutokset") {
    is(request('GET', $route)->{status}, 401, 'nobody has no data');
    is(request('GET', $route, {cookie => $staff})->{status}, 403, 'nor have staff');
}

done_testing();
