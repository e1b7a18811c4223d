#!/usr/bin/perl
# Many writers of one plan at once: no change is lost, none is stored twice,
# one wins where only one may, and nobody waits for ever.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use IO::Select     ();
use IO::Socket     ();
use JSON::PP       ();
use Time::HiRes    qw(time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $writers = 200;

# Opens a connection for each request, sends all of them, then reads all the
# answers: [status, body, headers] in the order of the requests.
sub at_once (@requests) {
    my (@socket, %number, @answer);
    for my $request (@requests) {
        my $socket = IO::Socket::INET->new(
            PeerHost => 'localhost',
            PeerPort => stack()->{PORT},
        ) or die "connect: $!\n";
        $number{$socket} = @socket;
        push @socket, $socket;
    }
    for my $n (0 .. $#requests) {
        syswrite $socket[$n], $requests[$n] or die "write: $!\n";
    }
    my $open = IO::Select->new(@socket);
    my $end  = time + 120;
    while ($open->count && time < $end) {
        for my $socket ($open->can_read(1)) {
            my $n = $number{$socket};
            next if sysread $socket, $answer[$n], 65_536,
                length($answer[$n] //= '');
            $open->remove($socket);
            close $socket;
        }
    }
    return map { [
            /^HTTP\S+ (\d+)/ ? $1 : 0,
            (split /\r\n\r\n/, $_, 2)[1] // '',
            (split /\r\n\r\n/, $_, 2)[0],
        ] } map { $_ // '' } @answer[0 .. $#requests];
}

sub bytes ($method, $path, $body, @headers) {
    my $content = JSON::PP->new->utf8->encode($body);
    return join "\r\n", "$method $path HTTP/1.1", 'Host: localhost',
        'Connection: close', 'Caller-Id: ehoks.testi',
        'Authorization: Bearer ' . token('sis-a'),
        'Content-Type: application/json',
        'Content-Length: ' . length $content, @headers, '', $content;
}

sub count_statuses (@answers) {
    my %count;
    $count{$_->[0]}++ for @answers;
    return \%count;
}

sub new_plan (%members) {
    my $answer = post_hoks(hoks_document(study_right(), %members));
    die "no plan: $answer->{body}\n" unless $answer->{status} == 200;
    my $id = $answer->{json}{meta}{id};
    return ($id, VB . "/hoks/$id");
}

# Versions without gaps, one row of each kind for each, and a history that
# fits together.
sub is_sound ($id, $changes, $name) {
    my ($row) = psql("SELECT versio, (SELECT count(*) FROM ehoks.hoks_versio"
            . " WHERE hoks_id = $id), (SELECT max(versio)"
            . " FROM ehoks.hoks_versio WHERE hoks_id = $id),"
            . " (SELECT count(DISTINCT versio) FROM ehoks.audit"
            . " WHERE hoks_id = $id AND toiminto <> 'read'),"
            . ' (SELECT count(DISTINCT versio) FROM ehoks.muutossyote'
            . " WHERE hoks_id = $id) FROM ehoks.hoks WHERE id = $id");
    is_deeply($row, [($changes + 1) x 5],
        "$name: one version, audit row and feed row for each success");
    local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)}
        = @{stack()}{qw(PGHOST PGPORT PGUSER PGDATABASE)};
    my $verify = root() . '/sql/history-verify';
    like(`'$verify' --quiet $id`, qr/ 0 problems$/,
        "$name: the history fits together");
    return;
}

sub deadlocks () {
    return (psql('SELECT deadlocks FROM pg_stat_database'
            . " WHERE datname = current_database()"))[0][0];
}

# More at once than the development stack has workers for.
expect_log(qr/\[mpm_event:error\].*MaxRequestWorkers/);

my $deadlocks = deadlocks();

# ---- everybody may ------------------------------------------------------------

my ($id, $uri) = new_plan();
my @answers = at_once(map {
        bytes('PUT', $uri, {
                id                            => 0 + $id,
                'ensikertainen-hyvaksyminen'  => '2024-08-15',
                'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
                versio                        => 1000 + $_,
        })
} 1 .. $writers);
my $count = count_statuses(@answers);
note('PUT: ' . json_text($count));
my $done = $count->{204} // 0;
cmp_ok($done, '>=', 1, 'some of all writers succeed');
is($done + ($count->{503} // 0), $writers,
    'all others are told that the service is busy')
    or diag(json_text($count));
is_sound($id, $done, 'without If-Match');
my %etags = map { ($_->[2] =~ /^ETag: (\S+)/mi)[0] => 1 }
    grep { $_->[0] == 204 } @answers;
is(scalar keys %etags, $done, 'each got an ETag of its own');
my $newest = request('GET', $uri, {token => 'sis-a'});
my ($winner) = grep { ($answers[$_][2] =~ /^ETag: (\S+)/mi
            ? $1 : '') eq $newest->{headers}{etag} } 0 .. $#answers;
is($newest->{json}{data}{versio}, 1001 + ($winner // -1),
    'the plan is what the last one sent');

# ---- everybody changes something else ------------------------------------------

($id, $uri) = new_plan();
my %field = (
    versio                        => 7,
    sahkoposti                    => 'x@oppija.example',
    puhelinnumero                 => '0401234567',
    'osaamisen-saavuttamisen-pvm' => '2024-12-01',
    'osaamisen-hankkimisen-tarve' => JSON::PP::false(),
    'ensikertainen-hyvaksyminen'  => '2023-01-01',
    hyvaksytty                    => '2024-01-01T00:00:00Z',
    paivitetty                    => '2024-01-02T00:00:00Z',
);
@answers = at_once(map { bytes('PATCH', $uri, {id => 0 + $id, $_ => $field{$_}}) }
        sort keys %field);
is_deeply(count_statuses(@answers), {204 => scalar keys %field},
    'changes of different fields all succeed');
my $plan = request('GET', $uri, {token => 'sis-a'})->{json}{data};
is_deeply([grep { json_text($plan->{$_}) ne json_text($field{$_}) }
        sort keys %field], [], 'and none is lost');
is_sound($id, scalar keys %field, 'different fields');

# ---- one may -----------------------------------------------------------------

($id, $uri) = new_plan();
@answers = at_once(map {
        bytes('PATCH', $uri, {id => 0 + $id, versio => $_ + 10},
            'If-Match: "v1"')
} 1 .. $writers);
$count = count_statuses(@answers);
note('If-Match: ' . json_text($count));
is($count->{204}, 1, 'of all with the same If-Match one succeeds');
is(($count->{412} // 0) + ($count->{503} // 0), $writers - 1,
    'all others are told that it changed, or that the service is busy');
is_sound($id, 1, 'with If-Match');

my $right = study_right();
@answers = at_once(
    map { bytes('POST', VB . '/hoks', hoks_document($right)) } 1 .. 100);
$count = count_statuses(@answers);
note('POST: ' . json_text($count));
is($count->{200}, 1, 'of all new plans for one study right one is made');
is(($count->{400} // 0) + ($count->{503} // 0), 99, 'all others are refused');
is_deeply(
    [grep { $_->[0] == 400 && $_->[1] !~ /already exists/ } @answers],
    [], 'because there is one');
is_deeply([psql('SELECT count(*), count(DISTINCT v.hoks_id) FROM ehoks.hoks h'
            . ' JOIN ehoks.hoks_versio v ON v.hoks_id = h.id'
            . " WHERE opiskeluoikeus_oid = '$right->{oid}'")],
    [[1, 1]], 'and there is one');

# ---- restoring among changes ---------------------------------------------------

($id, $uri) = new_plan();
request('PATCH', $uri, {token => 'sis-a', body => {id => $id, versio => 2}});
@answers = at_once(map {
        $_ % 2
        ? bytes('PATCH', $uri, {id => 0 + $id, versio => 100 + $_})
        : bytes('POST', "$uri/versiot/1/palautus", {})
} 1 .. 40);
$count = count_statuses(@answers);
is(($count->{204} // 0) + ($count->{503} // 0), 40, 'restores and changes')
    or diag(json_text($count));
my %versions = map { $_->[0] => 1 }
    psql("SELECT versio FROM ehoks.hoks_versio WHERE hoks_id = $id");
is_sound($id, keys(%versions) - 1, 'restores and changes');

is(deadlocks(), $deadlocks, 'the database saw no deadlock');

done_testing();
