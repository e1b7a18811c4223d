# Faults under a mixed load. Each fault of a table strikes while writers and
# readers ask (EhoksWriters), is taken away, and then it is seen what became of
# every answer: nothing lost, nothing twice, nobody left waiting, and all well
# again by itself. The figures are printed.
#
#   under_load({httpd => …, cluster => …, to => {url => …}}, {
#       name   => 'PostgreSQL is restarted',
#       strike => sub ($scene) { $scene->{cluster}->restart },
#       may    => [503],
#   });
#
# A fault has:
#   name     what happens
#   strike   brings it about
#   lasts    seconds until it is taken away (none)
#   heal     takes it away
#   may      statuses that the load may get instead of what it wants: 503, and
#            599 where there is no answer at all (none)
#   doubts   how many changes may be stored although their answer was lost: one
#            for each request that is on its way when something dies (none)
#   longest  seconds that the longest answer may take (the scene's `longest`)
#   page     seconds that a page may take, which needs no database (none)
#   back     seconds after which all is well again (5)
#   after    looks at what the fault itself saw
# All of them are called with the scene, where they may keep what they need.
package EhoksFaults;

use v5.36;
use utf8;
use Exporter 'import';
use File::Temp ();
use IO::Select ();
use IO::Socket ();
use List::Util qw(sum0);
use POSIX      ();
use Socket     qw(SO_RCVBUF inet_aton pack_sockaddr_in);
use Test::More;
use Time::HiRes qw(sleep time);
use EhoksTest;
use EhoksWriters;

our @EXPORT = qw(under_load aside told psql_session connections h2_clients
    slow_clients);

# A machine that is busy with other things makes everything slower than it was
# configured: so much is not counted.
use constant SLACK => 3;

my $writers = 3;

sub under_load ($scene, $fault) {
    my %fault = (lasts => 0, doubts => 0, may => [], back => 5, page => 0, strike => sub { },
        heal => sub { }, after => sub { }, %$fault);
    subtest $fault{name} => sub {
        my $folder = File::Temp->newdir('ehoks-load-XXXXXX', TMPDIR => 1);
        my $load   = start_writers(folder => $folder, count => $writers,
            to => $scene->{to}, $scene->{load}->%*);
        my $begin = time;
        ok(wait_until(30, sub { defined $load->well_after($begin) }), 'all is well');
        $fault{strike}->($scene);
        sleep $fault{lasts};
        $fault{heal}->($scene);
        my $healed = time;
        my $back;
        wait_until(30, sub { defined($back = $load->well_after($healed)) });
        $load->end;
        judge($scene, \%fault, $load, $back);
        $fault{after}->($scene);
    };
    return;
}

sub judge ($scene, $fault, $load, $back) {
    is_deeply($load->others($fault->{may}->@*), [],
        'every answer says done' . ($fault->{may}->@* ? ', or what it may' : ''))
        or diag(json_text($load->counts));
    my $longest = $fault->{longest} // $scene->{longest};
    cmp_ok($load->slowest, '<', $longest + SLACK, 'nobody waits for ever');
    cmp_ok($load->slowest('PAGE'), '<', $fault->{page} + SLACK,
        'pages are served meanwhile');
    cmp_ok($back // 1e9, '<', $fault->{back} + SLACK, 'all is well again, by itself');
    my $doubts = $load->check('then', doubts => $fault->{doubts});
    my $counts = $load->counts;
    my $refused = join ', ', map { "$counts->{$_} $_" }
        grep { / (?:503|599)$/ } sort keys %$counts;
    diag(sprintf '%s: %d answers (%s), longest %.2f s, of a page %.2f s, well'
            . ' again after %s, %d stored unanswered',
        $fault->{name}, sum0(values %$counts), $refused || 'all done',
        $load->slowest, $load->slowest('PAGE'),
        defined $back ? sprintf('%.2f s', $back) : 'never', $doubts);
    return;
}

# ---- what faults are made of ----------------------------------------------------

# Does something in a process of its own; `told` waits for it and gives what it
# returned (a value that JSON can hold).
sub aside ($work) {
    my $process = open my $read, '-|';
    die "fork: $!\n" unless defined $process;
    if (!$process) {
        Test::More->builder->no_diag(1);
        print json_text($work->());
        STDOUT->flush;
        POSIX::_exit(0);
    }
    return $read;
}

sub told ($read) {
    local $/ = undef;
    my $text = <$read>;
    close $read or die "what was done aside failed\n";
    return decode_json_bytes($text);
}

# A session at the database that stays until it is closed, for what others do
# there: says when `sql` is done.
sub psql_session ($sql) {
    open my $session, '|-', 'psql', '-Xq', '-o', '/dev/null', '-U', stack()->{PGUSER},
        '-h', stack()->{PGHOST}, '-d', 'ehoks'
        or die "psql: $!\n";
    $session->autoflush(1);
    say {$session} "BEGIN; $sql;";
    return $session;
}

# Connections to the database of other clients, as many as it takes. Each says
# what it is in PostgreSQL's own words.
sub connections ($cluster) {
    my $startup = pack 'N (Z*)5', 196_608, 'user', 'ehoks_sovellus', 'database',
        'ehoks', '';
    my @open;
    while (@open < 500) {
        my $socket = IO::Socket::UNIX->new("$cluster->{path}/.s.PGSQL.5432")
            or last;
        syswrite $socket, pack('N', 4 + length $startup) . $startup;
        my $said = '';
        # Ready for queries, or refused.
        until ($said =~ /Z\x00{3}\x05I$/ || $said =~ /^E/) {
            sysread $socket, $said, 8192, length $said or last;
        }
        last if $said !~ /Z\x00{3}\x05I$/;
        push @open, $socket;
    }
    return @open;
}

# What t/lib/h2-clients.mjs saw.
sub h2_clients (%options) {
    my $file = File::Temp->new(TEMPLATE => 'ehoks-h2-XXXXXX', TMPDIR => 1);
    print {$file} json_text(\%options);
    close $file or die "$file: $!\n";
    open my $out, '-|', stack()->{NODE}, root() . '/t/lib/h2-clients.mjs', "$file"
        or die "h2-clients.mjs: $!\n";
    local $/ = undef;
    my $text = <$out>;
    close $out or die "h2-clients.mjs failed\n";
    return decode_json_bytes($text);
}

# Connections that each send `first`, then a byte of `rest` each quarter of a
# second, and read after `hold` seconds: for each {status, seconds until the
# server was done with it, whole: whether all of the answer came}.
sub slow_clients ($port, $seconds, @requests) {
    local $SIG{PIPE} = 'IGNORE';
    my $begin = time;
    my @all   = map { {hold => 0, rest => '', said => '', %$_, socket => connection($port)} }
        @requests;
    my @open = @all;
    syswrite $_->{socket}, $_->{first} for @open;
    while (@open && time - $begin < $seconds) {
        for my $one (grep { length $_->{rest} } @open) {
            syswrite $one->{socket}, substr $one->{rest}, 0, 1, '';
        }
        my $end = time + 0.25;
        while (@open && (my $left = $end - time) > 0) {
            my %reads = map { $_->{socket} => $_ }
                grep { time - $begin >= $_->{hold} } @open;
            sleep $left unless %reads;
            for my $socket (IO::Select->new(map { $_->{socket} } values %reads)->can_read($left)) {
                my $one = $reads{$socket};
                next if sysread $socket, $one->{said}, 65_536, length $one->{said};
                $one->{seconds} = time - $begin;
                @open = grep { $_ != $one } @open;
            }
        }
    }
    return map { {
        status  => $_->{said} =~ m{^HTTP/1\.1 (\d+)} ? $1 : 0,
        seconds => $_->{seconds} // 1e9,
        whole   => is_whole($_->{said}),
    } } @all;
}

# With little room to receive, so that who does not read is waited for.
sub connection ($port) {
    my $socket = IO::Socket::INET->new(Proto => 'tcp') or die "socket: $!\n";
    $socket->sockopt(SO_RCVBUF, 4096);
    $socket->connect(pack_sockaddr_in($port, inet_aton('127.0.0.1')))
        or die "connect: $!\n";
    return $socket;
}

sub is_whole ($answer) {
    my ($head, $body) = split /\r\n\r\n/, $answer, 2;
    my ($length) = ($head // '') =~ /^Content-Length: (\d+)/mi;
    return defined $length && length $body == $length;
}

1;
