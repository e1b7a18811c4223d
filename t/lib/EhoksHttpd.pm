# A httpd of the test's own beside the stack's: the stack's configuration with
# another port, another folder and whatever a test wants to be different. It
# shares the stack's database, login provider and registries.
#
#   my $httpd = own_httpd(extra => "DBDMax 1\n");
#   request('GET', $path, {url => $httpd->{url}, …});
#   $httpd->stop;      # done by itself when the test ends
package EhoksHttpd;

use v5.36;
use utf8;
use Exporter 'import';
use File::Copy  qw(copy);
use IO::Socket  ();
use POSIX       qw(WNOHANG);
use EhoksTest;

our @EXPORT = qw(own_httpd configtest free_port graceful children_of
    resident_kb);

my $number = 0;
my @started;

# A port on this machine that nobody listens at.
sub free_port () {
    my $socket = IO::Socket::INET->new(LocalHost => '127.0.0.1', Listen => 1)
        or die "no free port: $!\n";
    my $port = $socket->sockport;
    close $socket;
    return $port;
}

# The words that run it are those of the stack's httpd.
sub program () {
    return split / /, stack()->{EHOKS_HTTPD};
}

# Makes the folder and the configuration. Options: `extra` is read last;
# `edit` and `edit_dev` are functions that change the text of conf/ehoks.conf
# and of conf/dev/httpd.conf in $_; `files` are more files for the folder
# (name => text); `define` replaces definitions (SOCKET_DIR, …).
sub prepare (%options) {
    my $runtime = stack()->{RUNTIME};
    my $folder  = "$runtime/own-$$-" . ++$number;
    my ($port, $strict_port) = (free_port(), free_port());
    for my $name ('', qw(/run /log /site /site/conf /site/conf/dev)) {
        mkdir "$folder$name", 0755 or die "$folder$name: $!\n";
    }
    system('cp', '-Rp', "$runtime/oidc-cache", "$folder/oidc-cache") == 0
        or die "cannot copy the cache of sessions\n";
    symlink "$runtime/op", "$folder/op" or die "op: $!\n";
    for my $path (glob "$runtime/site/*") {
        my ($name) = $path =~ m{([^/]+)$};
        next if $name =~ /^(?:conf|httpd\.conf)$/;
        symlink $path, "$folder/site/$name" or die "$name: $!\n";
    }
    for my $path (glob("$runtime/site/conf/*"), "$runtime/site/conf/dev/httpd.conf") {
        next unless -f $path;
        my $name = $path =~ s{^\Q$runtime\E/}{}r;
        copy($path, "$folder/$name") or die "$name: $!\n";
    }
    edit("$folder/site/conf/ehoks.conf", $options{edit}) if $options{edit};
    edit("$folder/site/conf/dev/httpd.conf", $options{edit_dev})
        if $options{edit_dev};
    my %files = %{$options{files} // {}};
    for my $name (keys %files) {
        write_bytes("$folder/$name", $files{$name});
        # The module takes no secret that everybody can read.
        chmod $options{mode} // 0640, "$folder/$name" or die "$folder/$name: $!\n";
    }
    my %define = (
        PORT        => $port,
        STRICT_PORT => $strict_port,
        RUNTIME     => $folder,
        %{$options{define} // {}},
    );
    my $conf = read_bytes(stack()->{EHOKS_HTTPD_CONF});
    $conf =~ s/^Define $_ .*$/Define $_ "$define{$_}"/m for keys %define;
    $conf =~ s/\Q$runtime\E(?=\/site\/)/$folder/g;
    $conf .= "\n" . ($options{extra} // '') . "\n";
    write_bytes("$folder/site/httpd.conf", $conf);
    return {
        folder    => $folder,
        conf      => "$folder/site/httpd.conf",
        error_log => "$folder/log/error_log",
        port      => $port,
        url       => "http://localhost:$port",
    };
}

sub write_bytes ($path, $bytes) {
    open my $out, '>:raw', $path or die "$path: $!\n";
    print {$out} $bytes;
    close $out or die "$path: $!\n";
    return;
}

sub edit ($path, $change) {
    local $_ = read_bytes($path);
    my $before = $_;
    $change->();
    die "nothing was edited in $path\n" if $_ eq $before;
    write_bytes($path, $_);
    return;
}

# What `apachectl configtest` says: (exit status, text).
sub configtest (%options) {
    my $httpd = prepare(%options);
    my $text  = `@{[program()]} -d '$httpd->{folder}' -f '$httpd->{conf}' -t 2>&1`;
    my $status = $? >> 8;
    system('rm', '-rf', $httpd->{folder});
    return ($status, $text);
}

# Makes one, starts it and waits until it listens.
sub own_httpd (%options) {
    my $httpd = bless prepare(%options), __PACKAGE__;
    push @started, $httpd;
    watch_log($httpd->{error_log});
    $httpd->start;
    return $httpd;
}

# Starts it, the first time or again.
sub start ($httpd) {
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        open STDIN,  '<',  '/dev/null' or die "$!\n";
        open STDOUT, '>>', "$httpd->{folder}/log/output" or die "$!\n";
        open STDERR, '>&', \*STDOUT or die "$!\n";
        exec 'setpriv', '--pdeathsig', 'TERM', program(), '-d', $httpd->{folder},
            '-f', $httpd->{conf}, '-DFOREGROUND'
            or POSIX::_exit(127);
    }
    $httpd->{process} = $process;
    wait_until(20, sub { $httpd->is_listening || !$httpd->is_running });
    if (!$httpd->is_running) {
        my $said = eval { read_bytes("$httpd->{folder}/log/output") } // '';
        $said .= eval { read_bytes($httpd->{error_log}) } // '';
        die "httpd did not start: $said\n";
    }
    return;
}

# Kills all of it, as a machine's memory or a service manager may: first the
# parent, which would replace its children.
sub kill_outright ($httpd) {
    my @children = children_of($httpd->{process});
    kill 'KILL', $httpd->{process}, @children;
    waitpid $httpd->{process}, 0;
    $httpd->{process} = 0;
    wait_until(10, sub { !$httpd->is_listening })
        or die "children of httpd do not die\n";
    return;
}

sub is_running ($httpd) {
    return 0 unless $httpd->{process};
    return 1 unless waitpid($httpd->{process}, WNOHANG) == $httpd->{process};
    $httpd->{process} = 0;
    return 0;
}

sub is_listening ($httpd) {
    my $socket = IO::Socket::INET->new(
        PeerHost => '127.0.0.1',
        PeerPort => $httpd->{port}
    ) or return 0;
    close $socket;
    return 1;
}

sub stop ($httpd) {
    return unless $httpd->is_running;
    kill 'TERM', $httpd->{process};
    my $gone = wait_until(15, sub { !$httpd->is_running });
    kill 'KILL', $httpd->{process} unless $gone;
    return;
}

# Restarts the httpd with this parent process gracefully, and waits until its
# error_log tells so.
sub graceful ($process, $error_log) {
    my $count = sub {
        my $text = read_bytes($error_log);
        return scalar(() = $text =~ /resuming normal operations/g);
    };
    my $before = $count->();
    kill 'USR1', $process;
    return wait_until(20, sub { $count->() > $before });
}

sub children_of ($process) {
    my @children;
    for my $file (glob '/proc/[0-9]*/stat') {
        my $text = eval { read_bytes($file) } // next;
        push @children, $1 if $text =~ /^(\d+) \(.*\) \S+ $process /s;
    }
    return @children;
}

# Resident memory of a process in KB.
sub resident_kb ($process) {
    my $status = eval { read_bytes("/proc/$process/status") } // '';
    return $status =~ /^VmRSS:\s+(\d+)/m ? $1 : 0;
}

my $owner = $$;

END {
    if ($$ == $owner) {
        my $status = $?;
        for my $httpd (@started) {
            $httpd->stop;
            system('rm', '-rf', $httpd->{folder})
                if Test::More->builder->is_passing;
        }
        $? = $status;
    }
}

1;
