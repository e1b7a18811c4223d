#!/usr/bin/perl
# A login provider that calls its claims by other names: EhoksClaim and
# EhoksTokenAudience say how. The usual names then mean nothing.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksHttpd;
use EhoksTest;

my $right = study_right();
my $plan  = VB . '/hoks/' . post_hoks(hoks_document($right))->{json}{meta}{id};
my $httpd = own_httpd(extra => <<'CONF');
EhoksClaim oid henkilo
EhoksClaim user_type laji
EhoksClaim roles ryhmat
EhoksTokenAudience urn:muu:rajapinta
CONF

my $role   = 'ROLE_APP_EHOKS_READ_' . ORG->{A};
my %always = (iss => stack()->{EHOKS_OP_URL}, exp => time + 300, sub => 'x');
my %usual  = (aud => 'urn:ehoks:api', oid => '1.2.246.562.24.90333333331',
    user_type => 'PALVELU', roles => [$role]);
my %named  = (aud => 'urn:muu:rajapinta', oid => 'x', henkilo => '1.2.246.562.24.90333333331',
    laji => 'PALVELU', ryhmat => [$role]);

# What a token with these claims gets, an undef taking a claim away.
sub status_with (%claims) {
    my %all = (%always, %claims);
    delete @all{grep { !defined $all{$_} } keys %all};
    return request('GET', $plan, {url => $httpd->{url}, token => signed_token(\%all)})->{status};
}

is(status_with(%named), 200, 'the claims have the names that the directives give');
is(status_with(%named, ryhmat => $role), 200, 'one role may be a text instead of a list');
is(status_with(%named, ryhmat => "MUU_1,$role"), 200, 'several may be a text with commas');
is(status_with(%named, ryhmat => ["$role ", " $role", lc $role, "${role}\n"]), 403,
    'a role is exactly as it is written');
is(status_with(%named, ryhmat => {a => $role}), 403, 'roles in an object are none');
is(status_with(%named, ryhmat => undef, roles => [$role]), 403, 'the usual name of roles means nothing');
is(status_with(%named, laji => undef, user_type => 'PALVELU'), 403, 'nor that of the kind');
is(status_with(%named, henkilo => undef, oid => $usual{oid}), 403, 'nor that of the oid');
is(status_with(%named, laji => $_), 403, "a kind is exactly as it is written: $_")
    for 'palvelu', 'PALVELU,VIRKAILIJA', 'PALVELU ';
is(status_with(%named, aud => 'urn:ehoks:api'), 401, 'the usual audience is another');
is(status_with(%usual, aud => 'urn:muu:rajapinta'), 403, 'and the usual claims are nobody');
$httpd->stop;

done_testing();
