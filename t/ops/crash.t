#!/usr/bin/perl
# PostgreSQL is killed outright (kill -9) at random moments while plans are
# made and changed: what was answered as done is there whole, with history,
# projections, change feed and audit; nothing is there by halves; and the
# service heals by itself each time. A cluster and a httpd of the test's own.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     ();
use JSON::PP       ();
use POSIX          qw(WNOHANG);
use Time::HiRes    qw(sleep time);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my $kills   = 3;
my $writers = 3;

# The module and mod_dbd tell that the database is not there.
expect_log(qr/\[dbd:(?:error|crit|emerg)\]/);
expect_log(qr/\[ehoks:(?:warn|info)\].*EH[0-9]{4}: /);
expect_log(qr/\[ehoks:error\].*EH010[0-9]: .*57P/);

# ---- a cluster ---------------------------------------------------------------

my $folder = File::Temp->newdir('ehoks-crash-XXXXXX', TMPDIR => 1);
chmod 0755, $folder or die "$folder: $!\n";
my $bin      = stack()->{EHOKS_PG_BIN};
my @as_owner = $> ? () : do {
    my (undef, undef, $uid, $gid) = getpwnam 'postgres';
    chown $uid, $gid, $folder or die "$folder: $!\n";
    ('setpriv', "--reuid=$uid", "--regid=$gid", '--init-groups');
};
my $postmaster = 0;

sub start_postgres () {
    $postmaster = fork // die "fork: $!\n";
    if (!$postmaster) {
        POSIX::setpgid(0, 0);
        open STDIN,  '<',  '/dev/null'   or POSIX::_exit(1);
        open STDOUT, '>>', "$folder/log" or POSIX::_exit(1);
        open STDERR, '>&', \*STDOUT      or POSIX::_exit(1);
        exec @as_owner, 'setpriv', '--pdeathsig', 'INT', "$bin/postgres",
            '-D', "$folder/pg", '-k', "$folder", '-c', 'listen_addresses=',
            '-c', 'max_connections=60'
            or POSIX::_exit(1);
    }
    return;
}

# Starts it again after a kill; as long as processes of the killed one are
# still there it refuses.
sub postgres_is_back () {
    start_postgres() if waitpid($postmaster, WNOHANG) == $postmaster;
    return system("'$bin/pg_isready' -q -h '$folder' -d postgres") == 0;
}

is(system("cd / && " . join(' ', map { "'$_'" } @as_owner, "$bin/initdb",
            "--pgdata=$folder/pg", '--username=postgres', '--encoding=UTF8',
            '--locale=C.UTF-8', '--auth=trust', '--no-sync',
            '--no-instructions') . " >'$folder/initdb' 2>&1"),
    0, 'a cluster is made')
    or diag(read_bytes("$folder/initdb"));
start_postgres();
ok(wait_until(20, \&postgres_is_back), 'it runs');
local stack()->{PGHOST} = "$folder";
local stack()->{PGPORT} = 5432;
local stack()->{PGUSER} = 'postgres';
@ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ("$folder", 5432, 'postgres', 'ehoks');
is(system('createdb ehoks && ' . root() . '/sql/migrate >/dev/null'),
    0, 'the database is made');

my $httpd = own_httpd(define => {SOCKET_DIR => "$folder"});
my %to    = (url => $httpd->{url}, token => token('sis-a'));

# ---- writers -----------------------------------------------------------------

my %stretch = (
    alku  => '2023-01-07',
    loppu => '2023-03-28',
    'osaamisen-hankkimistapa-koodi-uri' =>
        'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
);
my %show = (
    nayttoymparisto   => {nimi => 'Mallipaja Oy'},
    'sisallon-kuvaus' => ['Laitteen huolto'],
    alku              => '2025-03-24',
    loppu             => '2025-03-28',
);

sub units ($n) {
    return ('hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
        'tutkinnon-osa-koodi-versio' => 2,
        'osaamisen-hankkimistavat' =>
            [map { {%stretch, 'yksiloiva-tunniste' => "jakso-$_"} } 1 .. $n],
        'osaamisen-osoittaminen' => [{%show}],
    }]);
}

# Makes plans and changes them until told to stop; writes down each answer.
sub write_on ($number, @rights) {
    srand($number);
    open my $out, '>', "$folder/answers-$number" or die "$!\n";
    $out->autoflush;
    my $n = 0;
    until (-e "$folder/stop" || !@rights) {
        my $right  = shift @rights;
        my $answer = request('POST', VB . '/hoks',
            {%to, body => hoks_document($right, units(2))});
        my $id = $answer->{status} == 200 ? $answer->{json}{meta}{id} : 0;
        say {$out} "POST $answer->{status} $right->{oid} $id";
        sleep 0.1 unless $id;
        for (1 .. ($id ? 3 : 0)) {
            $n++;
            my $put = request('PUT', VB . "/hoks/$id", {%to, body => {
                    id                            => $id,
                    'ensikertainen-hyvaksyminen'  => '2024-08-15',
                    'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
                    versio                        => $n,
                    units($n % 4),
            }});
            my ($version) = ($put->{headers}{etag} // '') =~ /(\d+)/;
            say {$out} "PUT $put->{status} $right->{oid} $id "
                . ($version // 0) . " $n";
        }
    }
    close $out or die "$!\n";
    return;
}

# Study rights for all of them: the registries are not what is tested.
my @rights = map { {oid => opiskeluoikeus_oid(), 'oppija-oid' => oppija_oid()} }
    1 .. $writers * 300;
{
    my $like = study_right();
    control({opiskeluoikeudet => [map { {%$like, %$_} } @rights]});
}
my @processes;
for my $number (1 .. $writers) {
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        write_on($number, splice @rights, ($number - 1) * 300, 300);
        POSIX::_exit(0);
    }
    push @processes, $process;
}

# ---- the kills ---------------------------------------------------------------

srand(20240815);
for my $kill (1 .. $kills) {
    sleep 0.7 + rand 1.3;
    kill 'KILL', $postmaster;
    ok(wait_until(30, \&postgres_is_back), "kill $kill: PostgreSQL is back")
        or diag(read_bytes("$folder/log"));
}
sleep 1;
open my $stop, '>', "$folder/stop" or die "$!\n";
close $stop or die "$!\n";
waitpid $_, 0 for @processes;

# ---- what was answered, and what is there --------------------------------------

my @answers = map { [split / /] }
    map { split /\n/, read_bytes("$folder/answers-$_") } 1 .. $writers;
my %count;
$count{"$_->[0] $_->[1]"}++ for @answers;
note(json_text(\%count));
is_deeply([grep { !/^(?:POST (?:200|503)|PUT (?:204|503))$/ } sort keys %count],
    [], 'every answer says done or not now');
for my $kind ('POST 200', 'PUT 204', 'POST 503') {
    cmp_ok($count{$kind} // 0, '>', 0, "some answers are $kind");
}

my %plan = map { $_->[0] => $_ } psql(<<'SQL');
SELECT h.id, h.opiskeluoikeus_oid, h.versio,
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.hoks_versio v
        WHERE v.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.muutossyote s
        WHERE s.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.audit a
        WHERE a.hoks_id = h.id AND a.toiminto IN ('create', 'overwrite')),
    (SELECT string_agg(moduuli_id::text, ',' ORDER BY moduuli_id)
        FROM ehoks.tyopaikkajakso j WHERE j.hoks_id = h.id),
    (SELECT string_agg(o ->> 'module-id', ',' ORDER BY (o ->> 'module-id')::uuid)
        FROM jsonb_array_elements(h.asiakirja::jsonb
            -> 'hankittavat-ammat-tutkinnon-osat' -> 0
            -> 'osaamisen-hankkimistavat') o),
    (SELECT count(*) FROM ehoks.naytto n WHERE n.hoks_id = h.id),
    coalesce(h.asiakirja::jsonb ->> 'versio', '0')
FROM ehoks.hoks h
SQL
my %by_right = map { $_->[1] => $_ } values %plan;

my (@lost, %newest);
for my $answer (@answers) {
    my ($kind, $status, $right, $id, $version, $n) = @$answer;
    if ($kind eq 'POST' && $status == 200) {
        push @lost, "plan $id" unless $plan{$id} && $plan{$id}[1] eq $right;
    }
    elsif ($kind eq 'PUT' && $status == 204) {
        push @lost, "version $version of $id"
            if !$plan{$id} || $plan{$id}[2] < $version;
        $newest{$id} = [$version, $n];
    }
}
is_deeply(\@lost, [], 'whatever was answered as done is there');

my @halves;
for my $plan (values %plan) {
    my ($id, undef, $version, @rest) = @$plan;
    my ($history, $feed, $audit, $rows, $parts, $shows, $n) = @rest;
    push @halves, "plan $id: $_" for
        (map { "$version versions, but $_" }
            grep { $_ ne "$version $version" } $history, $feed, $audit),
        ($rows // '') ne ($parts // '') ? 'its projection differs' : (),
        $shows != 1 ? "$shows demonstrations" : ();
    push @halves, "plan $id: $n is not what version $version was made with"
        if $newest{$id} && $newest{$id}[0] == $version
        && $newest{$id}[1] != $n;
}
is_deeply(\@halves, [], 'nothing is there by halves');
is_deeply(
    [psql('SELECT (SELECT count(*) FROM ehoks.hoks_versio v WHERE NOT EXISTS'
                . ' (SELECT FROM ehoks.hoks h WHERE h.id = v.hoks_id)),'
                . ' (SELECT count(*) FROM ehoks.muutossyote s WHERE NOT EXISTS'
                . ' (SELECT FROM ehoks.hoks h WHERE h.id = s.hoks_id)),'
                . ' (SELECT count(*) FROM ehoks.audit a WHERE hoks_id IS NOT'
                . ' NULL AND NOT EXISTS (SELECT FROM ehoks.hoks h'
                . ' WHERE h.id = a.hoks_id))')],
    [[0, 0, 0]], 'nor is there a trace of a plan that is not');
my $doubt = grep { $_->[0] eq 'POST' && $_->[1] != 200 && $by_right{$_->[2]} }
    @answers;
note("stored while the answer was lost with the connection: $doubt");
cmp_ok($doubt, '<=', $kills * $writers, 'at most those at work at a kill');
my $verify = root() . '/sql/history-verify';
like(`'$verify' --quiet`, qr/^\d+ plans, \d+ versions, 0 problems$/,
    'all histories fit together');
is(request('POST', VB . '/hoks', {%to, body => hoks_document(study_right())})
        ->{status},
    200, 'the service is well again');

# ---- the end -----------------------------------------------------------------

my $owner = $$;

END {
    if ($owner && $$ == $owner && $postmaster) {
        my $status = $?;
        $httpd->stop if $httpd;
        kill 'QUIT', $postmaster;
        waitpid $postmaster, 0;
        $? = $status;
    }
}

done_testing();
