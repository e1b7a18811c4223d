# A PostgreSQL of the test's own, which it may kill, stop and follow with a
# standby; in a folder of its own, reached by a socket there.
#
#   my $primary = make_cluster();              # with the database, migrated
#   my $standby = $primary->make_standby();    # follows, synchronously
#   $primary->kill_outright;  $standby->promote;
package EhoksCluster;

use v5.36;
use utf8;
use Exporter 'import';
use File::Temp ();
use POSIX      qw(WNOHANG);
use EhoksHttpd qw(children_of);
use EhoksTest;

our @EXPORT = qw(make_cluster);

my @made;

# PostgreSQL refuses to be root.
sub as_owner () {
    return () if $>;
    my (undef, undef, $uid, $gid) = getpwnam 'postgres';
    return ('setpriv', "--reuid=$uid", "--regid=$gid", '--init-groups');
}

sub new_folder () {
    my $folder = File::Temp->newdir('ehoks-pg-XXXXXX', TMPDIR => 1);
    chmod 0755, $folder or die "$folder: $!\n";
    if (!$>) {
        my (undef, undef, $uid, $gid) = getpwnam 'postgres';
        chown $uid, $gid, $folder or die "$folder: $!\n";
    }
    return $folder;
}

# Runs a program of PostgreSQL as its owner; dies with what it said.
sub run_as_owner ($folder, @command) {
    my $line = join ' ', map { "'" . s/'/'\\''/gr . "'" } as_owner(), @command;
    my $log  = "$folder-log";
    my $status = system "cd / && $line >>'$log' 2>&1";
    my $said   = read_bytes($log);
    unlink $log;
    die "@command: $said\n" if $status;
    return;
}

sub new_cluster ($class, %members) {
    my $folder  = new_folder();
    my $cluster = bless {
        folder  => $folder,
        path    => "$folder",
        bin     => stack()->{EHOKS_PG_BIN},
        process => 0,
        still   => [],
        owner   => $$,
        %members,
    }, $class;
    push @made, $cluster;
    return $cluster;
}

# A new cluster that runs and has the newest database. From here on `psql` and
# the programs of PostgreSQL mean this one.
sub make_cluster () {
    my $cluster = __PACKAGE__->new_cluster();
    run_as_owner($cluster->{path}, "$cluster->{bin}/initdb",
        "--pgdata=$cluster->{path}/pg", '--username=postgres',
        '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync',
        '--no-instructions');
    $cluster->start;
    wait_until(20, sub { $cluster->is_back }) or die "no PostgreSQL\n";
    $cluster->make_current;
    system('createdb ehoks && ' . root() . '/sql/migrate >/dev/null') == 0
        or die "the database cannot be made\n";
    return $cluster;
}

sub make_current ($cluster) {
    stack()->{PGHOST} = $cluster->{path};
    stack()->{PGPORT} = 5432;
    stack()->{PGUSER} = 'postgres';
    @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} =
        ($cluster->{path}, 5432, 'postgres', 'ehoks');
    return;
}

sub start ($cluster, @settings) {
    @settings = $cluster->{settings}->@* if !@settings && $cluster->{settings};
    $cluster->{settings} = [@settings];
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        POSIX::setpgid(0, 0);
        open STDIN,  '<',  '/dev/null'            or POSIX::_exit(1);
        open STDOUT, '>>', "$cluster->{path}/log" or POSIX::_exit(1);
        open STDERR, '>&', \*STDOUT               or POSIX::_exit(1);
        exec as_owner(), 'setpriv', '--pdeathsig', 'INT',
            "$cluster->{bin}/postgres", '-D', "$cluster->{path}/pg",
            '-k', $cluster->{path}, '-c', 'listen_addresses=',
            '-c', 'max_connections=60', map { ('-c', $_) } @settings
            or POSIX::_exit(1);
    }
    $cluster->{process} = $process;
    return;
}

# 1 when it answers. Starts it again after a kill: as long as processes of the
# killed one are still there it refuses.
sub is_back ($cluster) {
    $cluster->start
        if waitpid($cluster->{process}, WNOHANG) == $cluster->{process};
    return system("'$cluster->{bin}/pg_isready' -q -h '$cluster->{path}'"
            . ' -d postgres') == 0;
}

sub kill_outright ($cluster) {
    kill 'KILL', $cluster->{process};
    return;
}

# A machine that is paused, a disk that does not answer: nothing is cut, and
# nothing moves until it goes on.
sub stand_still ($cluster) {
    $cluster->{still} = [$cluster->{process}, children_of($cluster->{process})];
    kill 'STOP', $cluster->{still}->@*;
    return;
}

sub go_on ($cluster) {
    kill 'CONT', splice $cluster->{still}->@*;
    return;
}

# The operator's restart: connections are cut, nothing is lost.
sub restart ($cluster) {
    kill 'INT', $cluster->{process};
    waitpid $cluster->{process}, 0;
    $cluster->start;
    return wait_until(20, sub { $cluster->is_back });
}

# A standby that follows this one; a commit is answered when the standby has
# it too.
sub make_standby ($cluster) {
    my $standby = __PACKAGE__->new_cluster();
    run_as_owner($standby->{path}, "$cluster->{bin}/pg_basebackup", '-h',
        $cluster->{path}, '-U', 'postgres', '-D', "$standby->{path}/pg",
        '--write-recovery-conf', '--checkpoint=fast', '--no-sync');
    $standby->start("primary_conninfo=host=$cluster->{path} user=postgres"
            . ' application_name=standby');
    wait_until(20, sub { $standby->is_back }) or die "no standby\n";
    psql(q{ALTER SYSTEM SET synchronous_standby_names = 'standby'});
    psql('SELECT pg_reload_conf()');
    wait_until(20, sub {
        (psql('SELECT count(*) FROM pg_stat_replication'
                . " WHERE sync_state = 'sync'"))[0][0];
    }) or die "the standby does not follow\n";
    return $standby;
}

# Makes a standby the primary; `psql` means it from here on.
sub promote ($standby) {
    $standby->make_current;
    psql('SELECT pg_promote()');
    return;
}

sub stop ($cluster) {
    return unless $cluster->{process} && $cluster->{owner} == $$;
    $cluster->go_on;
    kill 'QUIT', $cluster->{process};
    waitpid $cluster->{process}, 0;
    $cluster->{process} = 0;
    return;
}

my $owner = $$;

END {
    if ($$ == $owner) {
        my $status = $?;
        $_->stop for @made;
        $? = $status;
    }
}

1;
