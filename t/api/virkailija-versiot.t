#!/usr/bin/perl
# Provider staff read the history of a plan by the rule that lets them see the
# plan, and bring an old version back where they may change it.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = '/ehoks-virkailija-backend/api/v1/virkailija/hoksit';
my %jar = map { $_ => login($_) } qw(virkailija-a virkailija-a1-lukija virkailija-b oppija1);

sub as ($login, $method, $path, %options) {
    return request($method, "$V/$path", {cookie => $jar{$login}, %options});
}

my $right = study_right();
my $id    = post_hoks(hoks_document($right))->{json}{meta}{id};
my $uri   = VB . "/hoks/$id";
is(request('PATCH', $uri, {token => 'sis-a', body => {id => $id, versio => 7}})
        ->{status},
    204, 'a plan with two versions');

# ---- reading -------------------------------------------------------------------

my $list = as('virkailija-a1-lukija', 'GET', "$id/versiot");
is($list->{status}, 200, 'a reader of the school sees the versions');
is($list->{headers}{etag}, '"v2"', 'with the ETag of the newest');
is_deeply([map { "$_->{versio} $_->{toiminto} $_->{asiakas}" }
        @{$list->{json}{data}}],
    ['1 luonti sis-a', '2 paivitys sis-a'], 'all of them, oldest first');
my $first = as('virkailija-a', 'GET', "$id/versiot/1")->{json}{data};
ok(!exists $first->{versio}, 'version 1 is as it was');
is_deeply(
    as('virkailija-a', 'GET', "$id/versiot/1..2")->{json}{data},
    [{op => 'add', path => '/versio', value => 7}],
    'and what changed is told'
);
is_problem(as('virkailija-a', 'GET', "$id/versiot/9"), 404,
    {error => 'HOKS version not found'}, 'there is no version 9');

# ---- bringing back ---------------------------------------------------------------

my $back = "$id/versiot/1/palautus";
is_problem(as('virkailija-a1-lukija', 'POST', $back), 403,
    {error => 'User has insufficient privileges'}, 'a reader restores nothing');
is_problem(as('virkailija-a', 'POST', $back, headers => {'if-match' => '"v1"'}),
    412, {}, 'nor does one whose copy is old');
my $restored
    = as('virkailija-a', 'POST', $back, headers => {'if-match' => '"v2"'});
is($restored->{status}, 204, 'one who may write restores version 1');
is($restored->{headers}{etag}, '"v3"', 'as version 3');
is_deeply(as('virkailija-a', 'GET', "$id/versiot/3")->{json}{data}, $first,
    'which says what the first did');

# ---- who may not -----------------------------------------------------------------

for my $path ("$id/versiot", "$id/versiot/1", "$id/versiot/1..2") {
    my $other = as('virkailija-b', 'GET', $path);
    is_problem($other, 403, {error => 'User has insufficient privileges'},
        "another provider does not read $path");
    my $none = as('virkailija-b', 'GET', $path =~ s/^\d+/999999999/r);
    is($none->{body} =~ s/"instance":"[^"]*"//r,
        $other->{body} =~ s/"instance":"[^"]*"//r,
        'and a plan that is not there is refused alike');
}
is(as('virkailija-b', 'POST', $back)->{status}, 403, 'nor restores it');
is(as('oppija1', 'GET', "$id/versiot")->{status}, 403, 'it is for staff');
is(request('GET', "$V/$id/versiot")->{status}, 401, 'who have logged in');
is(as('virkailija-a', 'GET', "$id/versiot/x")->{status}, 400, 'x is no version');

# A learner who came to B as well: B sees the plan, and only A changes it.
my $here = study_right(
    'oppija-oid'    => $right->{'oppija-oid'},
    oppilaitos      => {oid => ORG->{B1}},
    koulutustoimija => {oid => ORG->{B}},
);
is(request('POST', VB . '/hoks', {token => 'sis-b', body => hoks_document($here)})
        ->{status},
    200, 'the learner gets a plan in B too');
is(as('virkailija-b', 'GET', "$id/versiot")->{status}, 200,
    "then B reads the history of A's plan");
is(as('virkailija-b', 'POST', $back)->{status}, 403, 'and restores nothing in it');

done_testing();
