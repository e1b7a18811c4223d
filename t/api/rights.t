#!/usr/bin/perl
# Who may write and read which plan: by role, by organisation, downwards
# (contract: api.md 3; README.md 2).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my %no_access = (error =>
        "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'");
my %school = (
    A1 => {oppilaitos => {oid => ORG->{A1}}, koulutustoimija => {oid => ORG->{A}}},
    A2 => {oppilaitos => {oid => ORG->{A2}}, koulutustoimija => {oid => ORG->{A}}},
    B1 => {oppilaitos => {oid => ORG->{B1}}, koulutustoimija => {oid => ORG->{B}}},
);

# client => [schools it writes to], [schools it reads]
my %may = (
    'sis-a'        => [[qw(A1 A2)],    [qw(A1 A2)]],
    'sis-a1'       => [['A1'],         ['A1']],
    'sis-a-lukija' => [[],             [qw(A1 A2)]],
    'sis-b'        => [['B1'],         ['B1']],
    'vipunen'      => [[qw(A1 A2 B1)], [qw(A1 A2 B1)]],
    'sis-ilman'    => [[],             []],
);

my %plan;    # school => plan to read
for my $school (sort keys %school) {
    my $right = study_right(%{$school{$school}});
    my $answer = post_hoks(hoks_document($right), {token => 'vipunen'});
    is($answer->{status}, 200, "there is a plan in $school")
        or diag($answer->{body});
    $plan{$school} = {id => $answer->{json}{meta}{id}, right => $right};
}

for my $client (sort keys %may) {
    my ($writes, $reads) = @{$may{$client}};
    for my $school (sort keys %school) {
        my $right  = study_right(%{$school{$school}});
        my $answer = post_hoks(hoks_document($right), {token => $client});
        if (grep { $_ eq $school } @$writes) {
            is($answer->{status}, 200, "$client writes in $school");
        }
        else {
            is_problem($answer, 403, \%no_access,
                "$client does not write in $school");
            is((psql("SELECT count(*) FROM ehoks.hoks"
                            . " WHERE opiskeluoikeus_oid = '$right->{oid}'"))[0][0],
                0, 'and nothing was stored');
        }
        for my $path ("/hoks/$plan{$school}{id}",
            "/hoks/opiskeluoikeus/$plan{$school}{right}{oid}")
        {
            my $got = request('GET', VB . $path, {token => $client});
            if (grep { $_ eq $school } @$reads) {
                is($got->{status}, 200, "$client reads in $school ($path)");
            }
            else {
                is_problem($got, 403, \%no_access,
                    "$client does not read in $school ($path)");
            }
        }
    }
    is_problem(request('GET', VB . '/hoks/999999999', {token => $client}),
        404, {error => 'HOKS not found'}, "$client: no such plan");
}

# Rights come before "already exists": who may not write learns nothing.
is_problem(post_hoks(hoks_document($plan{A1}{right}), {token => 'sis-b'}),
    403, \%no_access, 'without right nobody learns that there is a plan');

# A place of a school is not the school: rights come from the school itself.
my $elsewhere = study_right(
    oppilaitos      => {oid => ORG->{B1}},
    koulutustoimija => {oid => ORG->{A}}
);
is_problem(post_hoks(hoks_document($elsewhere), {token => 'sis-a'}),
    403, \%no_access, 'the organisations are asked, not the study right');

# An organisation that nobody knows gives no rights to anyone.
my $unknown = study_right(oppilaitos => {oid => '1.2.246.562.10.99999999999'});
my $answer = post_hoks(hoks_document($unknown), {token => 'sis-a'});
like($answer->{status}, qr/^40[03]$/, 'an unknown school is refused');

done_testing();
