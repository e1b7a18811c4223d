#!/usr/bin/perl
# One fault after the other strikes the service while plans are made, changed,
# read and searched and pages are asked for: httpd and its children are killed,
# restarted gracefully; PostgreSQL is restarted, has no connection left, waits
# for locks of others or for a slow statement; clients break off, send slowly or
# do not read, over HTTP/1.1 and HTTP/2. Each time nothing that was answered as
# done is lost, nothing is applied twice, nobody waits longer than configured,
# and all is well again by itself.
#
# A cluster and a httpd of the test's own. In short, time limits are shorter than
# those of conf/ehoks.conf, so that it need not wait so long; with EHOKS_CHAOS
# they are those.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCluster;
use EhoksFaults;
use EhoksHttpd;
use EhoksWriters;

my $is_long = $ENV{EHOKS_CHAOS};

# Seconds: of conf/ehoks.conf, or shorter.
my %limit = $is_long
    ? (lock => 3, statement => 5, wait => 2, connect => 3, io => 30, body => 30)
    : (lock => 0.5, statement => 1, wait => 2, connect => 3, io => 2, body => 2);

# The module and mod_dbd tell that the database is not there, or does not do
# what it is asked.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:warn|info)\].*EH[0-9]{4}: /);
expect_log(qr/\[ehoks:error\].*EH010[0-9]: .*57P/);
# libpq itself, of a connection that ends while it is being made.
expect_log(qr/^FATAL: .*(?:shutting down|starting up|terminating connection)/);
# httpd, of children and of itself that were killed.
expect_log(qr/AH00052: child pid \d+ exit signal Killed/);
expect_log(qr/AH00098: pid file .* overwritten/);

my $cluster = make_cluster();
my $httpd   = own_httpd(
    define => {SOCKET_DIR => $cluster->{path}},
    $is_long ? () : (
        edit => sub {
            s/^Timeout \d+/Timeout $limit{io}/m;
            s/body=10-30/body=1-$limit{body}/;
        },
        edit_dev => sub {
            s/(statement|lock)_timeout%3D\d+s/"$1_timeout%3D" . 1000 * $limit{$1} . 'ms'/ge;
        },
    ),
    # Who does not read is noticed soon.
    extra => "SendBufferSize 16384\n",
);
my %to   = (url => $httpd->{url}, token => token('sis-a'));
my $read = request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())});
is($read->{status}, 200, 'a plan is made') or BAIL_OUT($read->{body});

# One that a fault is about.
my $victim = request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())})
    ->{json}{meta}{id};

my %scene = (
    cluster => $cluster,
    httpd   => $httpd,
    to      => \%to,
    load    => {plan => $read->{json}{data}{uri}, plans => $is_long ? 1000 : 300,
        staff => staff_token()},
    # The database may be waited for, then connected to, then not answer.
    longest => $limit{wait} + $limit{connect} + $limit{statement},
);

# ---- what the faults need -----------------------------------------------------

# Changes the victim in processes of their own, and waits for what they get: the
# fault lasts until then, however slow the machine is.
sub change_victim ($scene, $count) {
    my @changes = map {
        my $n = $_;
        aside(sub {
            my $begin  = time;
            my $answer = request('PATCH', VB . "/hoks/$victim",
                {%to, body => {id => 0 + $victim, versio => $n}});
            return [$answer->{status}, time - $begin,
                $answer->{headers}{'retry-after'}];
        });
    } 1 .. $count;
    $scene->{changes} = [map { told($_) } @changes];
    return;
}

sub are_refused_in ($scene, $seconds) {
    my @answers = $scene->{changes}->@*;
    is_deeply([map { $_->[0] } @answers], [map { 503 } @answers],
        'changes of the plan in question are answered 503');
    is((grep { !$_->[2] } @answers), 0, 'which says when to try again');
    my ($slowest) = sort { $b <=> $a } map { $_->[1] } @answers;
    cmp_ok($slowest, '<', $seconds + 3,
        sprintf 'within the configured %s s (%.2f s)', $seconds, $slowest);
    return;
}

# With so many blanks before it that who sends it slowly never comes to its end.
# (Not behind it: over HTTP/2 httpd takes a stream that is reset for one that has
# come to its end, if it does not know the length, and the JSON would be whole.)
sub a_new_plan () {
    my $right = study_right();
    return {right => $right->{oid},
        body => ' ' x 1000 . json_text(hoks_document($right))};
}

# A POST as HTTP/1.1 writes it: what comes before the body, and the body.
sub post_bytes ($body, @headers) {
    @headers = ('Content-Length: ' . length $body) unless @headers;
    return join "\r\n", 'POST ' . VB . '/hoks HTTP/1.1', 'Host: localhost',
        'Caller-Id: ehoks.testi', "Authorization: Bearer $to{token}",
        'Content-Type: application/json', @headers, '', '';
}

# The same as HTTP/2 names it.
my %post_fields = (
    ':method'       => 'POST',
    ':path'         => VB . '/hoks',
    'caller-id'     => 'ehoks.testi',
    'content-type'  => 'application/json',
    authorization   => "Bearer $to{token}",
);
my %read_fields = (
    ':method'     => 'GET',
    ':path'       => $read->{json}{data}{uri},
    'caller-id'   => 'ehoks.testi',
    authorization => "Bearer $to{token}",
);
my $great = '/ehoks-virkailija-backend/doc/openapi.json';

sub post_fields ($plan) {
    return {headers => \%post_fields, body => $plan->{body}};
}

# No client is kept longer than so many seconds.
sub is_over ($clients, $seconds, $what) {
    my ($slowest) = sort { $b <=> $a } map { $_->{seconds} // 1e9 } @$clients;
    cmp_ok($slowest, '<', $seconds + 3,
        sprintf '%s after %.1f s at most', $what, $slowest);
    return;
}

# Of the scene's plans that were only sent in halves.
sub nothing_is_stored ($scene) {
    my $rights = join ',', map { "'$_->{right}'" } $scene->{halves}->@*;
    is_deeply([psql("SELECT count(*) FROM ehoks.hoks WHERE opiskeluoikeus_oid IN ($rights)")],
        [[0]], 'nothing of theirs is stored');
    return;
}

# The one who asks over HTTP/2 on a connection beside a bad one.
sub neighbour_is_served ($seen) {
    my @answers = $seen->{neighbour}->@*;
    is((grep { $_->{status} != 200 } @answers), 0, 'a neighbour over HTTP/2 is served');
    my ($slowest) = sort { $b <=> $a } map { $_->{seconds} // 1e9 } @answers;
    cmp_ok($slowest, '<', 3,
        sprintf 'at once (%d times, %.2f s at most)', scalar @answers, $slowest);
    return;
}

# How long a connection of many bad streams lasts: httpd gives it six threads at
# first, and more when those have come to their end.
my $patience = $limit{io} + ($is_long ? $limit{io} : 1.5);

sub first_streams ($seen) {
    my @streams = sort { ($a->{seconds} // 1e9) <=> ($b->{seconds} // 1e9) }
        $seen->{streams}->@*;
    return @streams[0 .. 5];
}

# Many streams on one connection.
sub bad_streams ($requests, %options) {
    return h2_clients(url => $httpd->{url}, requests => $requests, %options);
}

# ---- the faults -----------------------------------------------------------------

my @faults = (
    {
        name   => 'all of httpd is killed and started again',
        strike => sub ($scene) { $httpd->kill_outright },
        lasts  => 0.5,
        heal   => sub ($scene) { $httpd->start },
        may    => [599],
        doubts => 3,
        page   => 1,
    },
    {
        name   => 'a child of httpd is killed',
        strike => sub ($scene) { kill 'KILL', (children_of($httpd->{process}))[0] },
        may    => [599],
        doubts => 3,
    },
    {
        name   => 'httpd is restarted gracefully',
        strike => sub ($scene) {
            graceful($httpd->{process}, $httpd->{error_log})
                or fail('the restart is not carried out') for 1, 2;
        },
        # While the configuration is read, nobody takes connections.
        page => 2,
    },
    {
        name   => 'PostgreSQL is restarted',
        strike => sub ($scene) { ok($cluster->restart, 'it is back') },
        may    => [503],
        doubts => 3,
    },
    {
        name   => 'PostgreSQL stands still',
        strike => sub ($scene) { $cluster->stand_still },
        lasts  => $is_long ? 8 : 0.8,
        heal   => sub ($scene) { $cluster->go_on },
        may    => [503],
        # Who has a connection waits as long as that lasts.
        longest => $is_long ? 10 : 2,
    },
    {
        name   => 'others have taken all connections to the database',
        strike => sub ($scene) {
            psql('SELECT pg_terminate_backend(pid) FROM pg_stat_activity'
                    . " WHERE usename = 'ehoks_sovellus'");
            $scene->{others} = [connections($cluster)];
            cmp_ok(scalar $scene->{others}->@*, '>', 10, 'they have');
            # More at once than the pool has connections: it wants to grow.
            $scene->{streams} = bad_streams([map { {headers => \%read_fields} } 1 .. 60],
                seconds => 10);
        },
        lasts => 0.5,
        heal  => sub ($scene) { delete $scene->{others} },
        may   => [503],
        after => sub ($scene) {
            my @answers = $scene->{streams}{streams}->@*;
            my $refused = grep { $_->{status} == 503 } @answers;
            is($refused + (grep { $_->{status} == 200 } @answers), scalar @answers,
                sprintf 'who asks with %d others is answered, or told to wait (%d)',
                @answers - 1, $refused);
            is_over(\@answers, $limit{wait} + $limit{connect}, 'at once:');
        },
    },
    {
        name   => 'somebody locks one plan',
        strike => sub ($scene) {
            $scene->{session} = psql_session("SELECT FROM ehoks.hoks WHERE id = $victim FOR UPDATE");
            wait_for_lock('RowShareLock');
            change_victim($scene, 2);
        },
        heal  => sub ($scene) { close delete $scene->{session} },
        # Two wait for one another, too: the limit of the statement ends that.
        after => sub ($scene) { are_refused_in($scene, $limit{statement}) },
    },
    {
        name   => 'somebody locks the table of plans',
        strike => sub ($scene) {
            $scene->{session} = psql_session('LOCK TABLE ehoks.hoks');
            wait_for_lock('AccessExclusiveLock');
        },
        lasts => $limit{lock} + 0.3,
        heal  => sub ($scene) { close delete $scene->{session} },
        may   => [503],
        # One request may wait for two locks.
        longest => 2 * $limit{lock},
    },
    {
        name   => 'a statement of one plan is slow',
        strike => sub ($scene) {
            psql(<<~"SQL");
                CREATE FUNCTION ehoks.hidas() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN PERFORM pg_sleep(60); RETURN new; END';
                CREATE TRIGGER hidas BEFORE UPDATE ON ehoks.hoks FOR EACH ROW
                    WHEN (old.id = $victim) EXECUTE FUNCTION ehoks.hidas()
                SQL
            change_victim($scene, 1);
        },
        heal  => sub ($scene) { psql('DROP FUNCTION ehoks.hidas CASCADE') },
        after => sub ($scene) { are_refused_in($scene, $limit{statement}) },
    },
    {
        name   => 'clients break off in the middle of a body',
        strike => sub ($scene) {
            my @plans = $scene->{halves}->@* = map { a_new_plan() } 1 .. 12;
            my $part  = length($plans[0]{body}) - 20;
            for my $plan (splice @plans, 0, 4) {
                my $half = substr $plan->{body}, 0, $part;
                raw_request($_ . $half, port => $httpd->{port}, seconds => 0.05)
                    for post_bytes($plan->{body}),
                    post_bytes($plan->{body}, 'Transfer-Encoding: chunked') . "1000\r\n";
            }
            for my $what (qw(stream connection)) {
                bad_streams([map { post_fields($_) } splice @plans, 0, 4],
                    first => $part, drip => 50, abort => $what);
            }
        },
        after => \&nothing_is_stored,
    },
    {
        name   => 'clients send their bodies slowly',
        strike => sub ($scene) {
            my @plans = map { a_new_plan() } 1 .. 10;
            my $slow  = aside(sub {
                [slow_clients($httpd->{port}, $limit{body} + 10, map { {
                    first => post_bytes($_->{body}), rest => $_->{body},
                } } @plans)];
            });
            my @more = map { a_new_plan() } 1 .. 100;
            $scene->{streams} = bad_streams([map { post_fields($_) } @more],
                neighbour => \%read_fields, seconds => $patience);
            $scene->{slow}   = told($slow);
            $scene->{halves} = [@plans, @more];
        },
        after => sub ($scene) {
            my @all = $scene->{slow}->@*;
            is((grep { $_->{status} != 408 } @all), 0, 'on HTTP/1.1 each is answered 408')
                or diag(json_text(\@all));
            is_over(\@all, $limit{body}, 'the server is done with it');
            my @ended = first_streams($scene->{streams});
            is((grep { $_->{status} != 408 } @ended), 0, 'on HTTP/2 too')
                or diag(json_text(\@ended));
            is_over(\@ended, $limit{io}, 'the server is done with it');
            neighbour_is_served($scene->{streams});
            nothing_is_stored($scene);
        },
    },
    {
        name   => 'clients do not read their answers',
        strike => sub ($scene) {
            my $bytes = "GET $great HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            my $slow  = aside(sub {
                [slow_clients($httpd->{port}, $limit{io} + 12,
                    map { {first => $bytes, hold => $limit{io} + 1} } 1 .. 10)];
            });
            $scene->{streams} = bad_streams(
                [map { {headers => {%read_fields, ':path' => $great}} } 1 .. 100],
                window => 1000, neighbour => \%read_fields, seconds => $patience);
            $scene->{slow} = told($slow);
        },
        after => sub ($scene) {
            is((grep { $_->{whole} } $scene->{slow}->@*), 0,
                'on HTTP/1.1 the server has given up, and there is no more to read');
            is_over([first_streams($scene->{streams})], $limit{io},
                'on HTTP/2 too, it is done with it');
            neighbour_is_served($scene->{streams});
        },
    },
);

sub wait_for_lock ($mode) {
    return wait_until(10, sub {
        (psql("SELECT count(*) FROM pg_locks WHERE granted AND mode = '$mode'"
                . " AND relation = 'ehoks.hoks'::regclass"))[0][0];
    });
}

under_load(\%scene, $_) for grep { !$ENV{FAULT} || $_->{name} =~ /$ENV{FAULT}/ } @faults;

histories_fit('in the end');

done_testing();
