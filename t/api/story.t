#!/usr/bin/perl
# One learner's way: studies at B are interrupted, the learner lets A see the
# plan for admission, sees who looked, takes it back; then begins at A, which
# now sees the earlier plan by law (531/2017 109 a § 1 and 4 mom.).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksShare;
use EhoksTest;

my $V        = VB . '/virkailija/oppijat';
my $learner  = learner();
my $oid      = $learner->{oid};
my $clerk_a  = login('virkailija-a');
my $clerk_b  = login('virkailija-b');
my $own_data = O . '/omat-tiedot';

sub state_of ($name) {
    return (tila => {opiskeluoikeusjaksot => [{alku => '2024-08-01', tila => {koodiarvo => $name}}]});
}

sub as ($who, $method, $path, %options) {
    return request($method, $path, {%$who, %options});
}
my %self   = (token  => $learner->{token});
my %clerk  = (cookie => $clerk_a);
my %system = (token  => 'sis-a');

# ---- at B -----------------------------------------------------------------------------

my $at_b = study_right('oppija-oid' => $oid, state_of('lasna'),
    oppilaitos => {oid => ORG->{B1}}, koulutustoimija => {oid => ORG->{B}});
my $made = post_hoks(
    hoks_document(
        $at_b,
        sahkoposti                         => 'oppija@esimerkki.invalid',
        'aiemmin-hankitut-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_100031',
            'tutkinnon-osa-koodi-versio' => 2,
            'valittu-todentamisen-prosessi-koodi-uri'    => 'osaamisentodentamisenprosessi_0001',
            'valittu-todentamisen-prosessi-koodi-versio' => 1,
        }],
        'hankittavat-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_106234',
            'tutkinnon-osa-koodi-versio' => 1,
        }],
    ),
    {token => 'sis-b'}
);
is($made->{status}, 200, 'B makes a plan with the learner') or BAIL_OUT($made->{body});
my $plan = $made->{json}{meta}{id};
push @{$at_b->{tila}{opiskeluoikeusjaksot}}, {alku => '2026-09-01', tila => {koodiarvo => 'eronnut'}};
control({opiskeluoikeudet => [$at_b]});
is(as({cookie => $clerk_b}, 'GET', "$V/$oid/hoksit/$plan")->{status}, 200,
    'the studies are interrupted; B keeps its plan');

my ($list) = as(\%self, 'GET', O . "/oppijat/$oid/hoks")->{json}{data};
is(scalar @$list, 1, 'and the learner theirs');
my $eid = $list->[0]{eid};

# ---- A has nothing of it -----------------------------------------------------------------

is(as(\%clerk, 'GET', "$V/$oid/hoksit/$plan")->{status}, 403, 'A may not see it');
is(as(\%clerk, 'GET', "$V/$oid")->{status}, 403, 'nor the learner');
is(as(\%system, 'GET', VB . "/hoks/$plan")->{status}, 403, "nor may A's system");

# ---- the learner applies to A ----------------------------------------------------------------

my $share = share($learner, $eid, tarkoitus => 'koulutukseen-hakeutuminen', nimi => 'Haku A:han');
is($share->{status}, 200, 'the learner shares the plan for applying') or BAIL_OUT($share->{body});
my ($id, $secret) = @{$share->{json}{meta}}{qw(id token)};

sub opened ($who) {
    return as($who, 'POST', OPEN, body => {token => $secret});
}
for my $who (['a clerk of A', \%clerk], ["A's system", \%system]) {
    my ($name, $login) = @$who;
    my $seen = opened($login);
    is($seen->{status}, 200, "$name opens it") or diag($seen->{body});
    my $told = $seen->{json}{data}{suunnitelmat}[0]{hoks};
    is($told->{'aiemmin-hankitut-ammat-tutkinnon-osat'}[0]{'tutkinnon-osa-koodi-uri'},
        'tutkinnonosat_100031', 'what is done already');
    is($told->{'hankittavat-ammat-tutkinnon-osat'}[0]{'tutkinnon-osa-koodi-uri'},
        'tutkinnonosat_106234', 'and what is left');
    unlike($seen->{body}, qr/\@esimerkki|\Q$oid\E/, 'but no contact data and no oid');
}
is(as(\%clerk, 'GET', "$V/$oid/hoksit/$plan")->{status}, 403,
    'the share opens nothing else');
is(opened({})->{status}, 200, 'who holds it may be anybody');
is(as({}, 'POST', OPEN, body => {token => substr($secret, 0, -1) . ($secret =~ /A$/ ? 'B' : 'A')})
        ->{status},
    404, 'but has to hold it');

# ---- who looked -------------------------------------------------------------------------------

my $looks = wait_until(10, sub {
        my $list = as(\%self, 'GET', "$own_data/katselut?maara=100")->{json}{data};
        my @opened = grep { $_->{mita}{fi} eq 'Avasi jakamasi tiedot' } @$list;
        return @opened >= 3 ? \@opened : undef;
    });
is(scalar @{$looks // []}, 3, 'the learner sees that it was opened three times');
my %who = map { ($_->{kuka}{laji} // 'nobody') => $_ } @{$looks // []};
is($who{PALVELU}{kuka}{jarjestelma}, 'sis-a', "by A's system");
is($who{$_}{kuka}{organisaatio}{oid}, ORG->{A}, "by A ($_)") for qw(PALVELU VIRKAILIJA);
ok($who{nobody}, 'and by somebody who was not logged in');
like($_->{aika}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'and when') for @{$looks // []};
unlike(json_text($looks), qr/80012121214|\Q$secret\E/, 'nobody is named in person, and no secret told');
is(as(\%self, 'GET', O . "/jaot/v2/$id")->{json}{data}{kaytetty}, 3, 'the share itself says so, too');

# ---- and takes it back --------------------------------------------------------------------------

is(as(\%self, 'DELETE', O . "/jaot/v2/$id")->{status}, 204, 'the learner takes it back');
for my $login (\%clerk, \%system, {}) {
    is(opened($login)->{status}, 404, 'it opens for nobody any more');
}

# ---- at A ------------------------------------------------------------------------------------------

my $at_a = study_right('oppija-oid' => $oid, state_of('lasna'));
is(as(\%clerk, 'GET', "$V/$oid/hoksit/$plan")->{status}, 403,
    'a place at A alone tells A nothing of it');
my $begun = post_hoks(hoks_document($at_a));
is($begun->{status}, 200, 'A begins a plan of its own') or diag($begun->{body});
my $earlier = as(\%clerk, 'GET', "$V/$oid/hoksit/$plan");
is($earlier->{status}, 200, 'now A sees the earlier plan of its student, by law');
is($earlier->{json}{data}{sahkoposti}, 'oppija@esimerkki.invalid', 'all of it');
is(as(\%clerk, 'PATCH', "$V/$oid/hoksit/$plan",
        body => {id => $plan, sahkoposti => 'muu@esimerkki.invalid'})->{status},
    403, 'and does not change it');
my $draft = as(\%clerk, 'GET', "$V/$oid/pohja?opiskeluoikeus=$at_a->{oid}");
is($draft->{status}, 200, 'a draft takes over what was done at B');
like($draft->{body}, qr/tutkinnonosat_100031/, 'as it was recognised there');
is(scalar @{as(\%self, 'GET', O . "/oppijat/$oid/hoks")->{json}{data}}, 2,
    'the learner sees both plans in one place');

done_testing();
