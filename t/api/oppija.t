#!/usr/bin/perl
# What the learner's browser asks: the session, who I am, my plans and my study
# rights (contract: api.md 1.12, 1.14; README.md 2, 6).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

my %oid = (
    oppija1 => '1.2.246.562.24.24011111113',
    oppija3 => '1.2.246.562.24.24033333335',
    oppija5 => '1.2.246.562.24.24055555557',
);
my %jar = map { $_ => login($_) } sort keys %oid;

# ---- session -----------------------------------------------------------------------

my %person = (
    oppija1 => ['Testi Oppija', 'Testi', 'Yksi'],
    oppija3 => ['Test Studerande', 'Test', 'Tre'],
);
for my $login (sort keys %person) {
    my ($first, $common, $last) = @{$person{$login}};
    my $session = request('GET', O . '/session', {cookie => $jar{$login}});
    is($session->{status}, 200, "$login has a session");
    my @differences = json_diff(
        $session->{json},
        {
            meta => {},
            data => [
                {
                    oid             => $oid{$login},
                    'first-name'    => $first,
                    'common-name'   => $common,
                    surname         => $last,
                    usingValtuudet  => JSON::PP::false(),
                },
            ],
        }
    );
    ok(!@differences, 'that tells who it is') or diag(join "\n", @differences);
    is($session->{headers}{'cache-control'}, 'no-cache, max-age=0',
        'Cache-Control');

    my $info = request('GET', O . '/session/user-info',
        {cookie => $jar{$login}});
    is($info->{status}, 200, "$login has user-info");
    my ($user) = @{$info->{json}{data}};
    delete $user->{'contact-values-group'};
    @differences = json_diff(
        $user,
        {
            oid           => $oid{$login},
            'first-name'  => $first,
            'common-name' => $common,
            surname       => $last,
        }
    );
    ok(!@differences, 'of the same person') or diag(join "\n", @differences);
}

# ---- own plans ------------------------------------------------------------------------

my $path   = O . "/oppijat/$oid{oppija5}/hoks";
my $caller = {cookie => $jar{oppija5}};
is_problem(request('GET', $path, $caller), 404,
    {message => 'No HOKSes found'}, 'a learner without plans');

# A learner of our own: whoever logs in has their oid in the token.
my $learner = oppija_oid();
my @rights  = (
    study_right('oppija-oid' => $learner),
    study_right(
        'oppija-oid'    => $learner,
        oppilaitos      => {oid => ORG->{B1}},
        koulutustoimija => {oid => ORG->{B}}
    ),
);
my $now   = time;
my $token = signed_token({
    iss        => stack()->{EHOKS_OP_URL},
    aud        => 'urn:ehoks:api',
    exp        => $now + 300,
    sub        => 'x',
    oid        => $learner,
    given_name => 'Eeva Maija',
    family_name => 'Mallikas',
    user_type  => 'OPPIJA',
    roles      => [],
});
my @documents = map { hoks_document($_, sahkoposti => canary(),
        'hankittavat-paikalliset-tutkinnon-osat' => [{nimi => 'osa'}]) } @rights;
my @ids;
for my $document (@documents) {
    my $answer = post_hoks($document, {token => 'vipunen'});
    push @ids, $answer->{json}{meta}{id};
}
my $plans = request('GET', O . "/oppijat/$learner/hoks", {token => $token});
is($plans->{status}, 200, 'a learner reads the own plans, of every provider');
is(scalar @{$plans->{json}{data}}, 2, 'both of them');
is_deeply($plans->{json}{meta}, {}, 'meta is empty');
for my $number (0, 1) {
    my $plan = $plans->{json}{data}[$number];
    ok(!exists $plan->{id}, 'a plan has no id here');
    ok(exists $plan->{eid}, 'but its eid');
    my @differences = json_diff(
        without_additions($plan, $documents[$number]),
        as_stored($documents[$number])
    );
    ok(!@differences, 'and all its fields') or diag(join "\n", @differences);
}
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $ids[0]");
$plans = request('GET', O . "/oppijat/$learner/hoks", {token => $token});
is(scalar @{$plans->{json}{data}}, 1, 'a removed plan is not listed');

# ---- own study rights --------------------------------------------------------------------

my $rights = request('GET', O . "/oppijat/$learner/opiskeluoikeudet",
    {token => $token});
is($rights->{status}, 200, 'a learner reads the own study rights');
is_deeply(
    [sort map { $_->{oid} } @{$rights->{json}{data}}],
    [sort map { $_->{oid} } @rights],
    'all of them as Koski tells them'
);

# ---- others' ---------------------------------------------------------------------------------

for my $what (qw(hoks opiskeluoikeudet)) {
    my $other = request('GET', O . "/oppijat/$oid{oppija1}/$what", $caller);
    is_problem($other, 403, {error => ''}, "another's $what");
    $other = request('GET', O . '/oppijat/' . oppija_oid() . "/$what", $caller);
    is_problem($other, 403, {error => ''}, "nobody's $what");
}

# ---- registries that are down ------------------------------------------------------------------

psql('DELETE FROM ehoks.rekisterikopio');    # with a copy none is needed
control({down => [qw(koski onr organisaatio)]});
expect_log(qr/\[ehoks:(?:error|warn)\].*koski/);
is(request('GET', O . "/oppijat/$learner/hoks", {token => $token})->{status},
    200, 'plans are read without registries');
is(request('GET', O . '/session', $caller)->{status}, 200, 'the session too');
is(request('GET', O . '/session/user-info', $caller)->{status},
    200, 'and user-info');
my $down = request('GET', O . "/oppijat/$learner/opiskeluoikeudet",
    {token => $token});
is($down->{status}, 503, 'study rights need Koski');
like($down->{headers}{'retry-after'} // '', qr/^[1-9]/, 'Retry-After');
control({down => []});

END { control({down => []}) unless $^C }

# ---- the reading is audited ------------------------------------------------------------------------

my $sees = "SELECT count(*) FROM ehoks.audit WHERE oppija_oid = '$learner'"
    . " AND tekija_oid = '$learner' AND toiminto = 'read'";
ok(wait_until(5, sub { (psql($sees))[0][0] > 0 }), 'the audit knows who read');

done_testing();
