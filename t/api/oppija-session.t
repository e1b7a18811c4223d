#!/usr/bin/perl
# What the learner's browser asks beside plans: settings of the pages, the own
# name, links to surveys, logging out; under both addresses (contract: api.md
# 1.11, 1.12, 1.14, 6.5; README.md 14, 16).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use POSIX          qw(strftime);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $alias = O =~ s{/oppija\z}{}r;

sub learner_token ($oid) {
    return signed_token({
        iss         => stack()->{EHOKS_OP_URL},
        aud         => 'urn:ehoks:api',
        exp         => time + 300,
        oid         => $oid,
        given_name  => 'Aino Inkeri',
        family_name => 'Mallikas',
        user_type   => 'OPPIJA',
        roles       => [],
    });
}
my $learner = oppija_oid();
my $me      = {token => learner_token($learner)};
my %login   = (info => 'User is not authorized');

# ---- settings ------------------------------------------------------------------------

my $settings = O . '/session/settings';
my $first    = request('GET', $settings, $me);
is($first->{status}, 200, 'a learner has settings');
is_deeply($first->{json}, {meta => {}, data => {}}, 'none at first');
my $value = {
    introDialog         => {userAcknowledgedIntroDialog => JSON::PP::true()},
    hiddenNotifications => {notifications => [{hoksId => 1, tyyppi => 'näyttö'}]},
};
my $put = request('PUT', $settings, {%$me, body => $value});
is($put->{status}, 201, 'they are kept');
is($put->{body},   '',  'without words');
ok(!exists $put->{headers}{location}, 'and without an address');
my @differences = json_diff(request('GET', $settings, $me)->{json}{data}, $value);
ok(!@differences, 'as they were sent') or diag(join "\n", @differences);
is(request('PUT', "$alias/session/settings", {%$me, body => {a => 1}})->{status}, 201, 'the other address');
is_deeply(request('GET', "$alias/session/settings", $me)->{json}{data}, {a => 1}, 'is the same');
is_deeply(request('GET', $settings, {token => learner_token(oppija_oid())})->{json}{data},
    {}, 'another learner has none of it');

for my $wrong ([], 'teksti', 7, undef) {
    is(request('PUT', $settings, {%$me, body => $wrong})->{status},
        400, json_text($wrong) . ' is no settings');
}
is(request('PUT', $settings, {%$me, body => \'{"a":'})->{status}, 400, 'half a text is none either');
is(request('PUT', $settings, {%$me, body => {a => 'x' x 32_757}})->{status}, 201, 'as much as 32 KB');
is_problem(request('PUT', $settings, {%$me, body => {a => 'x' x 32_800}}),
    400, {in => ['request', 'body-params']}, 'no more');
is_deeply([keys %{request('GET', $settings, $me)->{json}{data}}], ['a'], 'what is refused changes nothing');
for my $method (qw(GET PUT)) {
    is_problem(request($method, $settings, {body => {}}), 401, \%login, "$method needs a login");
}
is(request('GET', $settings, {token => 'sis-a'})->{status}, 403, 'of a learner');
is(request('GET', $settings, {%$me, headers => {'caller-id' => undef}})->{status}, 400, 'Caller-Id');

# ---- the own name and links -----------------------------------------------------------------

is_problem(request('GET', O . "/oppijat/$learner", $me), 404, {error => ''}, 'not in the index yet');
my @rights = map { study_right('oppija-oid' => $learner) } 1 .. 2;
my @plans  = map {
    my $answer = post_hoks(hoks_document($_));
    is($answer->{status}, 200, 'a plan') or diag($answer->{body});
    $answer->{json}{meta}{id};
} @rights;
my $name = request('GET', O . "/oppijat/$learner", $me);
is($name->{status}, 200, 'then a learner has a name');
is($name->{json}{data}{oid}, $learner, 'the oid');
ok(length $name->{json}{data}{nimi}, 'the name');
is_deeply([sort keys %{$name->{json}{data}}], [qw(nimi oid)], 'no more');

my $links = O . "/oppijat/$learner/kyselylinkit";
is_deeply(request('GET', $links, $me)->{json}, {meta => {}, data => []}, 'no links: an empty list');

sub day ($days) {
    return strftime '%Y-%m-%d', localtime(time + $days * 86_400);
}
my $tag = int rand 1e9;

sub link_of ($number, $plan, $start) {
    my $link = "https://kysely.example/$tag/$number";
    is(request('POST', VB . "/hoks/$plan/kyselylinkki",
            {token => 'vipunen', body => {kyselylinkki => $link, alkupvm => $start, tyyppi => 'aloittaneet'}})->{status},
        204, "a link from $start");
    return $link;
}
my $past   = link_of(1, $plans[0], day(-20));
my $now    = link_of(2, $plans[0], day(-1));
my $future = link_of(3, $plans[0], day(3));
my $gone   = link_of(4, $plans[1], day(-10));
is_deeply(request('GET', $links, $me)->{json}{data}, [$past, $gone, $now],
    'links whose first day has come, as texts');
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $plans[1]");
is_deeply(request('GET', $links, $me)->{json}{data}, [$past, $now], 'not those of a deleted plan');

for my $path ('', '/kyselylinkit') {
    my $other = O . '/oppijat/' . oppija_oid() . $path;
    is_problem(request('GET', $other, $me), 403, {error => ''}, "another's$path");
    is_problem(request('GET', O . "/oppijat/$learner$path"), 401, \%login, "nobody$path");
    is(request('GET', O . "/oppijat/1.2.3$path", $me)->{status}, 400, "not an oid$path");
}

# ---- the session and its other address --------------------------------------------------------

my $jar = login('oppija5');
for my $base (O . '/session', "$alias/session") {
    my $options = request('OPTIONS', $base, {headers => {'caller-id' => undef}});
    is($options->{status}, 200, "OPTIONS $base");
    is($options->{body},   '',  'is empty');
    is_deeply([sort split /,\s*/, $options->{headers}{allow}], [qw(DELETE GET OPTIONS)], 'names the methods');
    is(request('GET', $base, {cookie => $jar})->{json}{data}[0]{oid}, '1.2.246.562.24.24055555557', 'the session');
    is(request('GET', "$base/user-info", {cookie => $jar})->{json}{data}[0]{oid},
        '1.2.246.562.24.24055555557', 'user-info');
    is_problem(request('DELETE', $base), 401, \%login, 'nobody has no session to end');
    is(request('DELETE', $base, {cookie => login('virkailija-a'), headers => {'caller-id' => undef}})->{status},
        403, 'staff have theirs elsewhere');
    is(request('DELETE', $base, {cookie => $jar, headers => {'caller-id' => undef}})->{status},
        200, 'a learner logs out');
    is_problem(request('GET', $base, {cookie => $jar}), 401, \%login, 'and is logged out');
    is(request('GET', O . '/oppijat/1.2.246.562.24.24055555557/hoks', {cookie => $jar})->{status},
        401, 'everywhere');
    is(request('DELETE', $base, {cookie => $jar})->{status}, 401, 'there is nothing more to end');
    $jar = login('oppija5');
}

done_testing();
