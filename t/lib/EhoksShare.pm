# Learners with plans to share: helpers of the tests of shares.
package EhoksShare;

use v5.36;
use utf8;
use Exporter 'import';
use POSIX    qw(strftime);

use EhoksTest;

our @EXPORT = qw(person learner make_plan read_plan day);

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

1;
