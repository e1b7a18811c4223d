#!/usr/bin/perl
# PostgreSQL is down, or was down when httpd started: what needs it is answered
# 503 at once, everything else goes on, and all heals by itself.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

# mod_dbd and the module say that there is no database.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:error|warn)\].*EH[0-9]{4}: /);

my $plan = post_hoks(hoks_document(study_right()))->{json}{data}{uri};
my $jar  = login('oppija1');
my $is_down;

sub postgres ($order) {
    local $ENV{VAR} = stack()->{VAR};
    my $said = `@{[root()]}/t/lib/stack postgres-$order 2>&1`;
    is($?, 0, "PostgreSQL: $order") or diag($said);
    $is_down = $order eq 'stop';
    return;
}

END { postgres('start') if $is_down }

sub is_refused_at_once ($name, $path, $options) {
    my $begin  = time;
    my $answer = request($options->{method} // 'GET', $path, $options);
    cmp_ok(time - $begin, '<', 1.8, "$name: answered at once");
    is($answer->{status}, 503, "$name: 503");
    like($answer->{headers}{'retry-after'} // '', qr/^[1-9][0-9]*$/,
        "$name: says when to try again");
    is($answer->{json}{status}, 503, "$name: in JSON");
    unlike($answer->{body}, qr/ehoks_sovellus|socket|server|\.s\.PGSQL/,
        "$name: tells nothing of the inside");
    return;
}

sub is_all_refused ($who, $url) {
    my %to = (url => $url);
    is_refused_at_once("$who, a plan", $plan, {%to, token => 'sis-a'});
    is_refused_at_once("$who, a learner's plans",
        O . '/oppijat/1.2.246.562.24.24011111113/hoks', {%to, cookie => $jar})
        if $url eq stack()->{EHOKS_URL};
    is_refused_at_once("$who, a new plan", VB . '/hoks',
        {%to, method => 'POST', token => 'sis-a',
            body => hoks_document(study_right())});
    is_refused_at_once("$who, health", '/healthcheck', {%to});

    is(request('GET', $plan, \%to)->{status}, 401, "$who: no login is 401");
    is(request('GET', VB . '/nowhere', \%to)->{status}, 404,
        "$who: no route is 404");
    is(request('POST', VB . '/hoks', {%to, token => 'sis-a', body => \'{'})
            ->{status}, 400, "$who: bad JSON is 400");
    is(request('GET', '/ehoks-static/uloskirjautunut.html', \%to)->{status}, 200,
        "$who: files are served");
    return;
}

sub heals ($who, $url) {
    my $begin = time;
    my $well  = wait_until(15,
        sub { request('GET', $plan, {url => $url, token => 'sis-a'})->{status} == 200 });
    ok($well, sprintf '%s is well again after %.1f s', $who, time - $begin);
    for (1 .. 10) {
        my $status
            = request('GET', $plan, {url => $url, token => 'sis-a'})->{status};
        is($status, 200, "$who stays well") if $status != 200;
    }
    is(post_hoks(hoks_document(study_right()), {url => $url})->{status},
        200, "$who takes plans");
    is(request('GET', '/healthcheck', {url => $url})->{status},
        200, "$who is in health");
    return;
}

my $url = stack()->{EHOKS_URL};
postgres('stop');
is_all_refused('down', $url);
# The database remembers which sessions have ended.
is(request('GET', O . '/session', {cookie => $jar})->{status},
    503, 'down: nobody knows whether a session has ended');
is(request('GET', O . '/session', {})->{status}, 401, 'down: no login is no login');
my $late = own_httpd();
is_all_refused('down at start', $late->{url});
postgres('start');
heals('the stack',                 $url);
heals('what was started meanwhile', $late->{url});

# A second time: what healed once heals again.
postgres('stop');
is_refused_at_once('down again', $plan, {token => 'sis-a'});
postgres('start');
heals('the stack', $url);

done_testing();
