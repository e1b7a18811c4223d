#!/usr/bin/perl
# The public health checks (contract: api.md 1.2, 1.11), and what an operator
# may look at.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

for my $path (VB . '/healthcheck', '/ehoks-oppija-backend/api/v1/healthcheck') {
    for my $options ({}, {headers => {'caller-id' => undef}}, {token => 'sis-a'}) {
        my $answer = request('GET', $path, $options);
        is($answer->{status}, 200, "$path is well");
        is($answer->{body}, '{}', 'and says no more');
        is($answer->{headers}{'content-type'},
            'application/json; charset=utf-8', 'in JSON');
        is($answer->{headers}{'cache-control'}, 'no-cache, max-age=0',
            'which is not kept');
        is($answer->{headers}{expires}, '0', 'Expires');
    }
}

my $own = request('GET', '/healthcheck');
is($own->{status}, 200, "the module's own check");
ok(ref $own->{json} eq 'HASH', 'is JSON');
unlike($own->{body}, qr/\bpassword|ehoks_sovellus|localhost|\d+\.\d+\.\d+\.\d+/,
    'and tells nothing of the inside');

my $status = request('GET', '/server-status?auto');
like($status->{body}, qr/^Ehoks\w*: /m, 'mod_status has rows of ehoks');
like(request('GET', '/server-status')->{body}, qr/ehoks/i,
    'for people, too');

done_testing();
