#!/usr/bin/perl
# Plans that `make load` makes are plans as the service writes them: read,
# listed, found and changed through the API, with the same projections.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

# A seed of its own, so that the plans of others stay what they are.
my ($seed, $count) = (87, 24);

sub load (%environment) {
    local %ENV = (%ENV, VAR => stack()->{VAR}, %environment);
    open my $out, '-|', "$ENV{NODE_COMMAND} 2>&1" or die "node: $!\n";
    my $text = join '', <$out>;
    close $out;
    return ($? >> 8, $text);
}
local $ENV{NODE_COMMAND} = stack()->{NODE} . ' ' . root() . '/t/seed/load.mjs';

my ($status, $said) = load(N => 10, SEED => $seed);
is($status, 0, 'plans are loaded') or diag($said);
($status, $said) = load(N => $count, SEED => $seed, PGHOST => '/nowhere', PGDATABASE => 'muu');
is($status, 0, 'more are added, into the stack\'s database whatever the environment says') or diag($said);
($status, $said) = load(N => $count, SEED => $seed);
like($said, qr/$count plans of seed $seed are there already/, 'what is there is not loaded again');
isnt((load(N => 'monta'))[0], 0, 'N is a number');
is((load(VAR => '/nonexistent', N => 1))[0], 1, 'without a stack nothing is loaded');

my @plans = psql('SELECT h.id, h.oppija_oid, h.opiskeluoikeus_oid, oo.oppilaitos_oid FROM ehoks.hoks h'
        . ' JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid'
        . " WHERE h.opiskeluoikeus_oid LIKE '1.2.246.562.15.@{[$seed + 10]}%' AND length(h.opiskeluoikeus_oid) = 27"
        . ' ORDER BY h.opiskeluoikeus_oid');
is(scalar @plans, $count, 'as many as wanted');

sub projections ($plan) {
    return join "\n", map { join '|', @$_ } psql(
        "SELECT to_jsonb(t) - 'numero' FROM ehoks.tyopaikkajakso t WHERE hoks_id = $plan"
            . " UNION ALL SELECT to_jsonb(n) FROM ehoks.naytto n WHERE hoks_id = $plan ORDER BY 1");
}

my %client = (token => 'vipunen');
for my $row (@plans[0, 5, 8]) {
    my ($id, $oppija, $right, $school) = @$row;
    my $read = request('GET', VB . "/hoks/$id", \%client);
    is($read->{status}, 200, 'a plan is read');
    my $plan = $read->{json}{data};
    is($plan->{'oppija-oid'}, $oppija, 'it is the learner\'s');
    my $same = request('PUT', VB . "/hoks/$id", {%client, body => $plan});
    is($same->{status}, 204, 'it is valid, and sent back as it is') or diag($same->{body});
    is($same->{headers}{etag}, $read->{headers}{etag}, 'changes nothing');
    my $before = projections($id);
    my $changed = request('PATCH', VB . "/hoks/$id", {%client, body => {id => 0 + $id, versio => 7}});
    is($changed->{status}, 204, 'it is changed') or diag($changed->{body});
    is(projections($id), $before, 'what is cut out of it is what the service cuts out');
    my $versions = request('GET', VB . "/hoks/$id/versiot", \%client);
    is(scalar @{$versions->{json}{data}}, 2, 'its history begins with the load');
    is(request('GET', VB . "/hoks/$id/versiot/1", \%client)->{json}{data}{eid}, $plan->{eid}, 'and is read');

    my $search = request('GET', VB . "/virkailija/oppijat?oppilaitos-oid=$school&hoks-id=$id",
        {cookie => login('oph')});
    is($search->{json}{meta}{'total-count'}, 1, 'staff find it');
    my $found = $search->{json}{data}[0];
    like($found->{nimi}, qr/^\S+ \S+ \S+$/, 'by a name');
    is($found->{'opiskeluoikeus-oid'}, $right, 'the study right');
    ok(length $found->{'tutkinto-nimi'}{fi}, 'the qualification');
    my $base = VB . "/virkailija/oppijat/$oppija";
    my $rights = request('GET', "$base/opiskeluoikeudet", {cookie => login('oph')});
    ok((grep { $_->{oid} eq $right } @{$rights->{json}{data}}), 'Koski knows the study right');
    is(request('GET', "$base/hoksit/$id", {cookie => login('oph')})->{status}, 200, 'staff read it');
    is(request('GET', VB . "/virkailija/external/organisaatio/$school", {cookie => login('oph')})->{status},
        200, 'the school is known');
}

my ($both) = grep { $_->[1] > 1 } psql('SELECT oppija_oid, count(*) FROM ehoks.hoks'
        . " WHERE opiskeluoikeus_oid LIKE '1.2.246.562.15.@{[$seed + 10]}%' AND length(opiskeluoikeus_oid) = 27"
        . ' GROUP BY 1 ORDER BY 2 DESC LIMIT 1');
ok($both, 'some learners have two plans');
is(scalar @{request('GET', VB . "/virkailija/oppijat/$both->[0]/opiskeluoikeudet",
        {cookie => login('oph')})->{json}{data}}, 2, 'and two study rights');

done_testing();
