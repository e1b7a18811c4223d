#!/usr/bin/perl
# Pages of other sites cannot make a browser change anything with the login
# cookie of its user: a form cannot, a script cannot, and where the browser
# says that another site asks, it is refused.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V     = VB . '/virkailija';
my $right = study_right();
my $plan  = post_hoks(hoks_document($right))->{json}{meta}{id};
my $path  = "$V/oppijat/$right->{'oppija-oid'}/hoksit/$plan";
my $clerk = login('virkailija-a');
my %refused = (error => 'Cross-site request refused');

my $count = 0;

# A change that the clerk may make, as it comes from some page.
sub change ($headers, %options) {
    return request('PATCH', $path,
        {
            cookie  => $clerk,
            headers => $headers,
            body    => {id => $plan, sahkoposti => 'a' . $count++ . '@esimerkki.fi'},
            %options,
        });
}

sub version () {
    return request('GET', $path, {cookie => $clerk})->{headers}{etag};
}

# ---- where the browser says who asks ------------------------------------------------

my $before = version();
my $ours   = stack()->{EHOKS_URL};
for my $headers (
    {'sec-fetch-site' => 'cross-site'},
    {'sec-fetch-site' => 'same-site'},
    {'sec-fetch-site' => 'something-new'},
    {'sec-fetch-site' => ''},
    {'sec-fetch-site' => 'cross-site', origin => $ours},
    {origin => 'https://elsewhere.example'},
    {origin => 'null'},
    {origin => ''},
    {origin => 'localhost:' . stack()->{PORT}},
    {origin => 'http://localhost'},
    {origin => 'http://localhost:' . stack()->{STRICT_PORT}},
    {origin => "$ours.elsewhere.example"},
    {origin => "https://elsewhere.example/$ours"},
    {origin => 'http://me@localhost:' . stack()->{PORT}},
    )
{
    is_problem(change($headers), 403, \%refused, 'from ' . json_text($headers));
}
is(version(), $before, 'and nothing was changed');

for my $headers (
    {},
    {'sec-fetch-site' => 'same-origin'},
    {'sec-fetch-site' => 'same-origin', origin => $ours},
    {'sec-fetch-site' => 'none'},
    {origin => $ours},
    {origin => $ours =~ s/^http/https/r},    # TLS ends before this server
    )
{
    is(change($headers)->{status}, 204, 'our own pages: ' . json_text($headers));
}

# Reading tells the other page nothing (it may not see the answer), and a token
# is not sent by a browser that nobody told to.
my $foreign = {'sec-fetch-site' => 'cross-site', origin => 'https://elsewhere.example'};
is(request('GET', $path, {cookie => $clerk, headers => $foreign})->{status}, 200,
    'a link from elsewhere is followed');
my $answer = request('GET', $path, {cookie => $clerk, headers => $foreign});
ok(!(grep { /^access-control/ } keys %{$answer->{headers}}),
    'and no page of another site may read the answer');
is(request('PATCH', VB . "/hoks/$plan",
        {token => 'sis-a', headers => $foreign,
            body => {id => $plan, sahkoposti => 'token@esimerkki.fi'}})->{status},
    204, 'a token is good from anywhere');

# ---- every change by cookie ------------------------------------------------------------

# Whatever is asked: login and kind come first, the site before all else.
my $oid  = $right->{'oppija-oid'};
my $oo   = $right->{oid};
my $rest = {body => \'{', headers => $foreign};
for my $change (
    ['POST',   "$V/oppijat/$oid/hoksit"],
    ['PUT',    $path],
    ['PATCH',  $path],
    ['PATCH',  "$path/shallow-delete"],
    ['PATCH',  "$V/hoks/$plan/undo-shallow-delete"],
    ['POST',   "$V/index"],
    ['DELETE', "$V/cache"],
    ['PUT',    "$V/oppija/update"],
    ['POST',   "$V/onrmodify?oid=$oid"],
    ['PUT',    "$V/opiskeluoikeus/update"],
    ['PUT',    "$V/opiskeluoikeudet/update"],
    ['POST',   VB . '/validointi'],
    )
{
    is_problem(request(@$change, {cookie => $clerk, %$rest}), 403, \%refused,
        "@$change from another site");
    is_problem(request(@$change, {%$rest}), 401, {}, '… without login');
}
is_problem(request('POST', VB . '/hoks', {cookie => $clerk, %$rest}), 403,
    {error => "User type 'PALVELU' is required"}, 'the kind of caller comes first');

# ---- browsers that say nothing -----------------------------------------------------------

# What a form sends needs no leave of ours; it has no Caller-Id and no JSON.
$before = version();
for my $type (
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    )
{
    my $json = \qq({"id":$plan,"sahkoposti":"form\@esimerkki.fi"});
    for my $headers ({'caller-id' => undef}, {}) {
        for my $method (qw(POST PUT PATCH)) {
            my $answer = request($method,
                $method eq 'POST' ? "$V/oppijat/$oid/hoksit" : $path,
                {cookie => $clerk, body => $json,
                    headers => {%$headers, 'content-type' => $type}});
            is($answer->{status}, 400, "$method of $type, "
                    . (%$headers ? 'no Caller-Id' : 'with Caller-Id'));
        }
    }
}
is(version(), $before, 'nothing was changed');
for my $change (['POST', "$V/index"], ['DELETE', "$V/cache"],
    ['PATCH', "$V/hoks/$plan/undo-shallow-delete"])
{
    is(request(@$change, {cookie => login('oph'), headers => {'caller-id' => undef}})
            ->{status},
        400, "@$change needs Caller-Id");
}

# Before a script of another site may send Caller-Id or JSON, the browser asks.
my $asked = request('OPTIONS', $path,
    {
        cookie  => $clerk,
        headers => {
            'caller-id'                      => undef,
            origin                           => 'https://elsewhere.example',
            'access-control-request-method'  => 'PATCH',
            'access-control-request-headers' => 'caller-id,content-type',
        },
    });
is($asked->{status}, 404, 'the question is not answered');
ok(!(grep { /^access-control/ } keys %{$asked->{headers}}), 'and nothing is allowed');

done_testing();
