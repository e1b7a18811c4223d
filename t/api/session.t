#!/usr/bin/perl
# Who is logged in on the pages of provider staff, with which privileges, and
# logging out: a session that was ended is none, wherever its cookie turns up
# (contract: api.md 1.3, 3.2; README.md 2, 14).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $session = VB . '/virkailija/session';
my ($true, $false) = (JSON::PP::true(), JSON::PP::false());

# ---- who is logged in --------------------------------------------------------------

sub privileges_of ($answer) {
    return {
        map { $_->{oid} => $_ }
            @{$answer->{json}{data}{'organisation-privileges'}}
    };
}

my %oid = (
    'virkailija-a'         => '1.2.246.562.24.80012121214',
    'virkailija-a1-lukija' => '1.2.246.562.24.80024242424',
    'virkailija-a1-poisto' => '1.2.246.562.24.80036363634',
    oph                    => '1.2.246.562.24.24066666668',
);
my %jar  = map { $_ => login($_) } sort keys %oid;
my $crud = [qw(delete read update write)];

# login => organisation => [privileges, roles, schools with plans below]
my %expected = (
    'virkailija-a'         => {ORG->{A}  => [$crud, [], [ORG->{A1}, ORG->{A2}]]},
    'virkailija-a1-lukija' => {ORG->{A1} => [['read'], [], []]},
    oph => {
        ORG->{root} => [$crud, ['oph-super-user'],
            [ORG->{A1}, ORG->{A2}, ORG->{B1}]]
    },
);
for my $login (sort keys %expected) {
    my $answer = request('GET', $session, {cookie => $jar{$login}});
    is($answer->{status}, 200, "$login has a session");
    is_deeply($answer->{json}{meta}, {}, 'meta is empty');
    my $data = $answer->{json}{data};
    is_deeply([sort keys %$data],
        [qw(isSuperuser oidHenkilo organisation-privileges)], 'it tells all');
    is($data->{oidHenkilo}, $oid{$login}, 'the oid');
    ok(JSON::PP::is_bool($data->{isSuperuser}), 'a true boolean');
    is($data->{isSuperuser} ? 1 : 0, $login eq 'oph' ? 1 : 0, 'a super user or not');
    my $got = privileges_of($answer);
    for my $org (sort keys %{$expected{$login}}) {
        my ($privileges, $roles, $schools) = @{$expected{$login}{$org}};
        is_deeply([sort keys %{$got->{$org}}],
            [qw(child-organisations oid privileges roles)], 'an entry tells all');
        is_deeply([sort @{$got->{$org}{privileges}}], $privileges, 'privileges');
        is_deeply($got->{$org}{roles}, $roles, 'roles');
        my %below = map { $_ => 1 } @{$got->{$org}{'child-organisations'}};
        is_deeply([grep { !$below{$_} } @$schools], [], 'the schools below');
        ok(!$below{$org}, 'not the organisation itself');
        ok(!$below{ORG->{B1}}, 'nor schools of others') if $login ne 'oph';
    }
}
my $poisto = request('GET', $session, {cookie => $jar{'virkailija-a1-poisto'}});
is_deeply(
    [sort map { join ' ', sort @{$_->{privileges}} }
            @{$poisto->{json}{data}{'organisation-privileges'}}],
    ['delete read update write', 'hoks_delete'],
    'two roles in one organisation are two entries'
);

# Roles as the login gives them, whatever they are.
sub staff_token (%claims) {
    return signed_token({
        iss       => stack()->{EHOKS_OP_URL},
        aud       => 'urn:ehoks:api',
        exp       => time + 300,
        oid       => '1.2.246.562.24.80012121214',
        user_type => 'VIRKAILIJA',
        roles     => [],
        %claims,
    });
}
my $none = request('GET', $session, {token => staff_token()});
is_deeply($none->{json}{data}{'organisation-privileges'}, [], 'no role at all');
is($none->{status}, 200, 'is a session all the same');
my $odd = request('GET', $session,
    {token => staff_token(roles => ['ROLE_APP_EHOKS_MUU_' . ORG->{A}, 'ROLE_APP_KOSKI_CRUD_' . ORG->{A}])});
is_deeply(
    [map { [$_->{oid}, $_->{privileges}, $_->{roles}] }
            @{$odd->{json}{data}{'organisation-privileges'}}],
    [[ORG->{A}, [], []]],
    'a role that we do not know gives nothing, another service\'s is no role'
);

# ---- a school shows up with its first plan -----------------------------------------------

my $school = '1.2.246.562.10.12000000041';    # nobody's plans are there
my $below  = sub {
    my $answer = request('GET', $session, {cookie => $jar{'virkailija-a'}});
    return grep { $_ eq $school } @{privileges_of($answer)->{ORG->{A}}{'child-organisations'}};
};
unless ($below->()) {
    my $right = study_right(oppilaitos => {oid => $school});
    is(post_hoks(hoks_document($right))->{status}, 200, 'the first plan of a school');
}
ok($below->(), 'and the school is there');

# ---- nobody, and others --------------------------------------------------------------------

my %info = (info => 'User is not authorized');
is_problem(request('GET', $session), 401, \%info, 'nobody');
is_problem(request('GET', $session, {token => 'sis-a'}), 401, \%info, 'a system is not logged in here');
is_problem(request('GET', $session, {cookie => login('oppija5')}), 401, \%info, 'nor is a learner');
is(request('GET', $session, {cookie => $jar{oph}, headers => {'caller-id' => undef}})->{status},
    400, 'Caller-Id is required');

# ---- logging out ------------------------------------------------------------------------------

my $jar    = login('virkailija-a');
my $again  = login('virkailija-a');
my $search = VB . '/virkailija/oppijat?item-count=0&oppilaitos-oid=' . ORG->{A1};
is(request('GET', $search, {cookie => $jar})->{status}, 200, 'a session works');
my $out = request('DELETE', $session, {cookie => $jar});
is($out->{status}, 200, 'and ends');
is($out->{body},   '',  'without words');
my $set = $out->{headers}{'set-cookie'} // '';
my $name = 'mod_auth_openidc_session';
like($set, qr/^\Q$name\E=;/, 'the browser drops the cookie');
like($set, qr/Path=\/;.*Expires=Thu, 01 Jan 1970.*HttpOnly/, 'that it has for the whole site');
is_problem(request('GET', $session, {cookie => $jar}), 401, \%info, 'the cookie is a session no more');
is(request('GET', $search, {cookie => $jar})->{status}, 401, 'on any path');
is(request('GET', $session, {cookie => $jar, url => stack()->{EHOKS_STRICT_URL}})->{status},
    401, 'on any host');
is(request('GET', VB . '/healthcheck', {cookie => $jar})->{status}, 200, 'what is open to all is open');
is(request('DELETE', $session, {cookie => $jar})->{status}, 200, 'ending it once more is no mistake');
is(request('GET', $session, {cookie => $again})->{status}, 200, 'the same person\'s other session goes on');
is(request('GET', $session, {cookie => login('virkailija-a')})->{status}, 200, 'and a new one begins');

# All children of the server, each request on a connection of its own.
is_deeply([grep { request('GET', $session, {cookie => $jar})->{status} != 401 } 1 .. 20],
    [], 'in every child');

# mod_auth_openidc takes the first cookie of its name; so do we.
my $header = "$name=$jar->{$name}; $name=$again->{$name}";
is(request('GET', $session, {headers => {cookie => $header}})->{status}, 401, 'a second cookie hides nothing');
$header = "$name=$again->{$name}; $name=$jar->{$name}";
is(request('GET', $session, {headers => {cookie => $header}})->{status}, 200, 'nor does the wrong one count');

my ($row) = psql("SELECT count(*), min(vanhenee - paattyi) FROM ehoks.paattynyt_istunto"
        . " WHERE tiiviste = sha256('$jar->{$name}')");
is_deeply($row, [1, '04:00:00'], 'its hash is remembered as long as the session could have lived');
is((psql("SELECT count(*) FROM ehoks.paattynyt_istunto"
            . " WHERE position(convert_to('$jar->{$name}', 'UTF8') IN tiiviste) > 0"))[0][0],
    0, 'the cookie itself is nowhere');

is(request('DELETE', $session)->{status}, 200, 'nobody ends nothing');
is(request('DELETE', $session, {token => 'sis-a'})->{status}, 200, 'a token has no session');
is(request('GET', VB . '/hoks/paged?amount=1', {token => 'vipunen'})->{status}, 200, 'and goes on');
is(request('DELETE', $session, {cookie => $again, headers => {'caller-id' => undef}})->{status},
    400, 'another site cannot log anybody out');
is(request('GET', $session, {cookie => $again})->{status}, 200, 'so it did not');

# ---- releases ----------------------------------------------------------------------------------

for my $backend (qw(virkailija oppija palaute)) {
    my $version = request('GET', "/ehoks-$backend-backend/buildversion.txt",
        {headers => {'caller-id' => undef}});
    is($version->{status}, 200, "$backend tells its version");
    like($version->{headers}{'content-type'}, qr{^text/plain}, 'as text');
    like($version->{body}, qr/\AartifactId=\S+\nversion=[\d.]+\n\z/, 'of this form');
}

done_testing();
