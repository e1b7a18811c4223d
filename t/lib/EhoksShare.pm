# Learners with plans to share, and receivers who open shares: helpers of the
# tests of shares.
package EhoksShare;

use v5.36;
use utf8;
use Exporter 'import';
use IO::Select ();
use IO::Socket ();
use JSON::PP   ();
use POSIX      qw(strftime);

use EhoksTest;

our @EXPORT = qw(person learner make_plan read_plan put_plan day OPEN V2 share open_share open_at_once);

use constant OPEN => '/ehoks-jako/api/v1/avaa';
use constant V2   => O . '/jaot/v2';

# A day so many days from now in Finland.
sub day ($days) {
    local $ENV{TZ} = 'Europe/Helsinki';
    POSIX::tzset();
    return strftime('%Y-%m-%d', localtime(time + $days * 86_400));
}

# A token of somebody who logs in, with these claims.
sub person (%claims) {
    return signed_token({
        iss       => stack()->{EHOKS_OP_URL},
        aud       => 'urn:ehoks:api',
        exp       => time + 3600,
        sub       => 'x',
        roles     => [],
        user_type => 'OPPIJA',
        %claims,
    });
}

# A learner that nobody has seen before: {oid, token}.
sub learner () {
    my $oid = oppija_oid();
    return {
        oid   => $oid,
        token => person(oid => $oid, given_name => 'Eeva Maija', family_name => 'Mallikas',
            name => 'Eeva Maija Mallikas'),
    };
}

# A plan of the learner with these members: {id, right}.
sub make_plan ($learner, %members) {
    my $right  = study_right('oppija-oid' => $learner->{oid});
    my $answer = post_hoks(hoks_document($right, %members));
    die "no plan: $answer->{body}\n" if $answer->{status} != 200;
    return {id => $answer->{json}{meta}{id}, right => $right};
}

# The plan as it is stored now.
sub read_plan ($plan) {
    return request('GET', VB . "/hoks/$plan->{id}", {token => 'sis-a'})->{json}{data};
}

# Replaces it as the nightly run of a provider's system does.
sub put_plan ($plan, %members) {
    my $answer = request('PUT', VB . "/hoks/$plan->{id}",
        {token => 'sis-a', body => {id => $plan->{id}, %{hoks_document($plan->{right})}, %members}});
    die "not replaced: $answer->{body}\n" if $answer->{status} != 204;
    return;
}

# POSTs a share; "muu" of the whole plan unless members say otherwise.
sub share ($learner, $eid, %members) {
    return request('POST', V2,
        {
            token => $learner->{token},
            body  => {tarkoitus => 'muu', kohteet => [{'hoks-eid' => $eid}], %members},
        });
}

# Opens a share. Options: pin, as (a token).
sub open_share ($secret, %options) {
    return request('POST', OPEN,
        {
            $options{as} ? (token => $options{as}) : (),
            body => {token => $secret, exists $options{pin} ? (pin => $options{pin}) : ()},
        });
}

sub bytes ($secret, $pin) {
    my $content
        = JSON::PP->new->utf8->encode({token => $secret, defined $pin ? (pin => $pin) : ()});
    return join "\r\n", 'POST ' . OPEN . ' HTTP/1.1', 'Host: localhost', 'Connection: close',
        'Caller-Id: ehoks.testi', 'Content-Type: application/json',
        'Content-Length: ' . length $content, '', $content;
}

# Opens it with each of the PINs (undef: none) at the same moment, from one
# address of this machine. Returns the statuses, in order.
sub open_at_once ($secret, $address, @pins) {
    my (@socket, %number, @answer);
    for my $n (0 .. $#pins) {
        $socket[$n] = IO::Socket::INET->new(
            PeerHost  => '127.0.0.1',
            PeerPort  => stack()->{PORT},
            LocalAddr => $address,
        ) or die "connect from $address: $!\n";
        $number{$socket[$n]} = $n;
    }
    syswrite $socket[$_], bytes($secret, $pins[$_]) or die "write: $!\n" for 0 .. $#pins;
    my $open = IO::Select->new(@socket);
    my $end  = time + 60;
    while ($open->count && time < $end) {
        for my $socket ($open->can_read(1)) {
            my $n = $number{$socket};
            next if sysread $socket, $answer[$n], 65_536, length($answer[$n] //= '');
            $open->remove($socket);
            close $socket;
        }
    }
    return map { ($_ // '') =~ /^HTTP\S+ (\d+)/ ? $1 : 0 } @answer[0 .. $#pins];
}

1;
