#!/usr/bin/perl
# The rules of creating, in their order, and registries that are down
# (contract: rules.md 6; README.md 7).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my %state = (
    lasna     => 1,
    map { $_ => 0 } qw(valmistunut eronnut katsotaaneronneeksi peruutettu)
);

sub in_state ($state) {
    return (
        tila => {
            opiskeluoikeusjaksot => [
                {alku => '2019-08-01', tila => {koodiarvo => $state}},
                {alku => '2018-08-01', tila => {koodiarvo => 'lasna'}},
            ],
        }
    );
}

END { control({down => []}) unless $^C }

# ---- the rules ----------------------------------------------------------------------

my $oid = opiskeluoikeus_oid();
my $nowhere = {oid => $oid, 'oppija-oid' => oppija_oid()};
is_problem(post_hoks(hoks_document($nowhere)), 400,
    {error => "Opiskeluoikeus `$oid` not found in Koski"},
    'CRE-1: Koski does not know the study right');
is_problem(post_hoks(hoks_document($nowhere, laatija => 1)), 400,
    {error => "Opiskeluoikeus `$oid` not found in Koski"},
    'CRE-1 comes before the check of the document');

my $stranger = oppija_oid();
control({oppijat => [{oid => $stranger, status => 404}]});
is_problem(post_hoks(hoks_document(study_right('oppija-oid' => $stranger))),
    400, {error => "Oppija `$stranger` not found in Oppijanumerorekisteri"},
    'CRE-2: nobody knows the learner');

my $right  = study_right();
my $other  = oppija_oid();
study_right('oppija-oid' => $other);
is_problem(post_hoks(hoks_document($right, 'oppija-oid' => $other)),
    400, {error => "No opiskeluoikeus $right->{oid} found for oppija $other"},
    "CRE-3: another learner's study right");
my $none = oppija_oid();
is_problem(post_hoks(hoks_document($right, 'oppija-oid' => $none)),
    400, {error => "No opiskeluoikeus $right->{oid} found for oppija $none"},
    'CRE-3: a learner without study rights');

my $outer = study_right();
my $inner = study_right(
    'oppija-oid' => $outer->{'oppija-oid'},
    'sisältyyOpiskeluoikeuteen' => {
        oid => $outer->{oid}, oppilaitos => {oid => ORG->{B1}},
    },
);
is_problem(post_hoks(hoks_document($inner)), 400,
    {error => "Opiskeluoikeus `$inner->{oid}` sisältyy toiseen opiskeluoikeuteen."},
    'CRE-4: a study right inside another');

my $plan = post_hoks(hoks_document($right));
is($plan->{status}, 200, 'the first plan of a study right');
is_problem(post_hoks(hoks_document($right)), 400,
    {error => 'HOKS with the same opiskeluoikeus-oid already exists'},
    'CRE-7: a second one');

my $removed = study_right();
my $gone = post_hoks(hoks_document($removed))->{json}{meta}{id};
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $gone");
is_problem(post_hoks(hoks_document($removed)), 400,
    {error => 'Archived HOKS with given opiskeluoikeus oid found.'
            . ' Contact eHOKS support for more information.'},
    'CRE-8: a removed one');
is_problem(request('GET', VB . "/hoks/$gone", {token => 'sis-a'}),
    404, {error => 'HOKS not found'}, 'which is not read any more');

# ---- study rights that have ended (CRE-6): only where the setting says so --------------

for my $state (sort keys %state) {
    is(post_hoks(hoks_document(study_right(in_state($state))))->{status},
        200, "$state: taken where ended study rights are");
    my $ended  = study_right(in_state($state));
    my $strict = post_hoks(hoks_document($ended),
        {url => stack()->{EHOKS_STRICT_URL}});
    if ($state{$state}) {
        is($strict->{status}, 200, "$state: taken by the strict host");
    }
    else {
        is_problem($strict, 400,
            {error => "Opiskeluoikeus `$ended->{oid}` is no longer active"},
            "$state: refused by the strict host");
    }
}

# ---- many at once: one plan ------------------------------------------------------------

my $wanted = study_right();
my @children;
for (1 .. 6) {
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        my $answer = post_hoks(hoks_document($wanted));
        POSIX::_exit($answer->{status} == 200 ? 0
            : $answer->{status} == 400
                && $answer->{json}{error} =~ /already exists/ ? 1 : 2);
    }
    push @children, $pid;
}
my %count;
for my $pid (@children) {
    waitpid $pid, 0;
    $count{$? >> 8}++;
}
is_deeply(\%count, {0 => 1, 1 => 5}, 'of six at once one wins, five are told');

# ---- registries that are down -------------------------------------------------------------

sub is_unavailable ($answer, $error, $name) {
    is($answer->{status}, 503, "$name: 503");
    like($answer->{json}{error} // '', $error, "$name: the old text");
    like($answer->{headers}{'retry-after'} // '', qr/^[1-9][0-9]*$/,
        "$name: Retry-After");
    return;
}

my $linked = qr/^\(transient\?\) failure in call to a linked system/;
for my $case (
    ['koski',        qr/^Error while contacting Koski/],
    ['onr',          qr/^Error while fetching oppija `[\d.]+` from Oppijanumerorekisteri$/],
    ['organisaatio', $linked],
    )
{
    my ($registry, $error) = @$case;
    my $fresh = study_right();
    expect_log(qr/\[ehoks:(?:error|warn)\].*$registry/);
    psql('DELETE FROM ehoks.rekisterikopio');    # with a copy none is needed
    control({down => [$registry]});
    is_unavailable(post_hoks(hoks_document($fresh)), $error, "$registry is down");
    is(request('GET', $plan->{json}{data}{uri}, {token => 'sis-a'})->{status},
        200, "$registry is down: reading goes on");
    control({down => []});
    is(post_hoks(hoks_document($fresh))->{status},
        200, "$registry is back: the plan is taken");
}

# Bodies that need no registry are refused without one.
control({down => ['koski', 'onr', 'organisaatio']});
is(request('POST', VB . '/hoks', {token => 'sis-a', body => \'{'})->{status},
    400, 'unreadable JSON needs no registry');
is(request('GET', VB . '/healthcheck')->{status}, 200,
    'the service itself is well while registries are not');
control({down => []});

done_testing();
