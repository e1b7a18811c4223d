# A plain HTTP client on one kept connection, for tests that ask thousands of
# times: pass it to request() as `client`.
package EhoksWire;

use v5.36;
use IO::Socket ();

sub new ($class, $port) {
    return bless {port => $port}, $class;
}

# As HTTP::Tiny's: sends one request, returns {status, headers, content}. A
# header that comes more than once is a list.
sub request ($self, $method, $url, $options) {
    my ($target) = $url =~ m{^http://[^/]+(/.*)$} or die "what is $url?\n";
    my $content = $options->{content};
    my %headers = (
        host => "localhost:$self->{port}",
        defined $content ? ('content-length' => length $content) : (),
        %{$options->{headers}},
    );
    my $bytes = join "\r\n", "$method $target HTTP/1.1",
        (map { "$_: $headers{$_}" } sort keys %headers), '', $content // '';
    # The server may close a kept connection at any time.
    for my $try (1, 2) {
        my $is_new = !$self->{socket};
        $self->{socket} //= IO::Socket::INET->new(
            PeerHost => '127.0.0.1', PeerPort => $self->{port}, Timeout => 10)
            or die "connect: $!\n";
        local $SIG{PIPE} = 'IGNORE';
        my $answer = print({$self->{socket}} $bytes)
            && $self->{socket}->flush && $self->answer($method);
        return $answer if $answer;
        delete $self->{socket};
        die "no answer to $method $target\n" if $is_new;
    }
}

sub answer ($self, $method) {
    my $socket = $self->{socket};
    local $/ = "\r\n";
    my $line = <$socket> // return;
    my ($status) = $line =~ m{^HTTP/1\.1 (\d+)} or die "what is $line?\n";
    my %headers;
    while (($line = <$socket> // return) ne "\r\n") {
        my ($name, $value) = $line =~ /^([^:]+):\s*(.*?)\s*$/ or die "what is $line?\n";
        $name = lc $name;
        $headers{$name}
            = exists $headers{$name}
            ? [ref $headers{$name} ? @{$headers{$name}} : $headers{$name}, $value]
            : $value;
    }
    my $content = $method eq 'HEAD' || $status =~ /^(?:1..|204|304)$/ ? ''
        : ($headers{'transfer-encoding'} // '') eq 'chunked'          ? chunks($socket)
        : take($socket, $headers{'content-length'});
    delete $self->{socket} if ($headers{connection} // '') =~ /\bclose\b/i;
    return {status => $status, headers => \%headers, content => $content};
}

# So many bytes, or all until the server closes.
sub take ($socket, $length) {
    my $bytes = '';
    while (!defined $length || length $bytes < $length) {
        my $want = defined $length ? $length - length $bytes : 65_536;
        last unless read $socket, $bytes, $want, length $bytes;
    }
    return $bytes;
}

sub chunks ($socket) {
    my $bytes = '';
    while (my $length = hex(<$socket> // 0)) {
        $bytes .= take($socket, $length);
        <$socket>;
    }
    <$socket>;
    return $bytes;
}

1;
