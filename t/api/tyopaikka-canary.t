#!/usr/bin/perl
# What comes out to people at workplaces, field by field: every field of a full
# plan carries a value of its own, and exactly those of the one period or the
# one demonstration and its unit come out (531/2017 109 a § 2 and 3 mom.).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksCanary;

my $right  = study_right();
my $full   = full_plan($right);
my $posted = post_hoks($full->{document});
is($posted->{status}, 200, 'the full plan is stored') or BAIL_OUT($posted->{body});
my $id     = $posted->{json}{meta}{id};
my $stored = request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{json}{data};

# The service's own identifiers are canaries as well.
my %value = %{$full->{values}};
{
    my $leaves = leaves($stored);
    $value{$_} = $leaves->{$_} for grep { m{(?:^|/)(?:module-id|eid)$} } keys %$leaves;
}
cmp_ok(scalar(grep { m{/module-id$} } keys %value), '>', 60, 'parts with identifiers');

# Values that stand once in the plan: each tells by itself where it is from.
my %times;
$times{$_}++ for values %value;
my @canaries = grep { $times{$value{$_}} == 1 && length $value{$_} > 4 } sort keys %value;
cmp_ok(scalar @canaries, '>', 500, 'fields with a value of their own');

my @unit = qw(module-id tutkinnon-osa-koodi-uri tutkinnon-osa-koodi-versio
    koulutuksen-jarjestaja-oid);
my @vocational = (@unit, qw(tutkinnon-osan-perusteen-diaarinro
        vaatimuksista-tai-tavoitteista-poikkeaminen));
my @local = qw(module-id amosaa-tunniste nimi laajuus tavoitteet-ja-sisallot
    koulutuksen-jarjestaja-oid vaatimuksista-tai-tavoitteista-poikkeaminen);
my @area = qw(module-id osa-alue-koodi-uri osa-alue-koodi-versio
    koulutuksen-jarjestaja-oid vaatimuksista-tai-tavoitteista-poikkeaminen);
my @period = (
    qw(module-id alku loppu ajanjakson-tarkenne osa-aikaisuustieto
        osaamisen-hankkimistapa-koodi-uri osaamisen-hankkimistapa-koodi-versio
        oppisopimuksen-perusta-koodi-uri oppisopimuksen-perusta-koodi-versio
        keskeytymisajanjaksot/0/alku keskeytymisajanjaksot/0/loppu
        keskeytymisajanjaksot/1/alku keskeytymisajanjaksot/1/loppu),
    map { "tyopaikalla-jarjestettava-koulutus/$_" }
        qw(tyopaikan-nimi tyopaikan-y-tunnus keskeiset-tyotehtavat/0
        keskeiset-tyotehtavat/1)
);
my @demonstration = (
    qw(module-id alku loppu jarjestaja/oppilaitos-oid nayttoymparisto/nimi
        nayttoymparisto/y-tunnus nayttoymparisto/kuvaus sisallon-kuvaus/0
        sisallon-kuvaus/1 vaatimuksista-tai-tavoitteista-poikkeaminen
        yksilolliset-kriteerit/0 yksilolliset-kriteerit/1),
    map {
        my $n = $_;
        (
            "osa-alueet/$n/koodi-uri",
            "osa-alueet/$n/koodi-versio",
            map { "$_->[0]-osaamisen-arvioijat/$n/$_->[1]" }
                ['koulutuksen-jarjestaja', 'nimi'],
            ['koulutuksen-jarjestaja', 'organisaatio/oppilaitos-oid'],
            ['tyoelama', 'nimi'],
            ['tyoelama', 'organisaatio/nimi'],
            ['tyoelama', 'organisaatio/y-tunnus']
        )
    } 0, 1
);

# Nothing but these fields of the plan, and each with its value.
sub is_exactly ($element, $expected, $name) {
    my $got = leaves($element);
    delete @{$got}{qw(module-id tila nakyvissa-asti oppija-nimi)};
    my %due   = map { $_ => $value{$expected->{$_}} } keys %$expected;
    my @wrong = (
        (map { "comes out: $_" } grep { !exists $due{$_} } sort keys %$got),
        (map { "is kept back: $_" } grep { !exists $got->{$_} } sort keys %due),
        (map { "is another: $_" }
            grep { exists $got->{$_} && $got->{$_} ne $due{$_} } sort keys %due),
    );
    ok(!@wrong, $name) or diag(join "\n", @wrong);
    return;
}

# No canary of a field that is not due, anywhere in the answer as it is sent.
sub has_no_other ($answer, $expected, $name) {
    my %is_due = map { $_ => 1 } @$expected;
    my @leaks
        = grep { !$is_due{$_} && $answer->{body} =~ /(?<![\w-])\Q$value{$_}\E(?![\w-])/ }
        @canaries;
    ok(!@leaks, $name) or diag(join "\n", @leaks);
    return;
}

# Where a part stands → what is due of it, under the names of the answer.
sub due ($unit, $unit_fields, $area, $key, $part, $fields) {
    return {
        (map { ("tutkinnon-osa/$_" => "$unit/$_") } @$unit_fields),
        ($area ? (map { ("osa-alue/$_" => "$area/$_") } @area) : ()),
        (map { ("$key/$_" => "$part/$_") } @$fields),
    };
}

# ---- a period ------------------------------------------------------------------

my $V = 'hankittavat-ammat-tutkinnon-osat/1';
my $L = 'hankittavat-paikalliset-tutkinnon-osat/0';
my $C = 'hankittavat-yhteiset-tutkinnon-osat/1';
my @periods = (
    ['a vocational unit', $V, \@vocational, undef, "$V/osaamisen-hankkimistavat/0"],
    ['a local unit', $L, \@local, undef, "$L/osaamisen-hankkimistavat/1"],
    ['a common unit', $C, \@unit, "$C/osa-alueet/0", "$C/osa-alueet/0/osaamisen-hankkimistavat/1"],
);
for my $case (@periods) {
    my ($name, $unit, $fields, $area, $part) = @$case;
    my $expected = due($unit, $fields, $area, 'osaamisen-hankkimistapa', $part, \@period);
    my $email = $value{
        "$part/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/sahkoposti"};
    my $token = workplace_person($email);
    my $list  = request('GET', W . '/jaksot', {token => $token});
    is($list->{json}{meta}{'total-count'}, 1, "a period of $name is found by its instructor");
    is_exactly($list->{json}{data}[0], $expected, '… with what is due, in the list');
    has_no_other($list, [values %$expected], '… and no other value of the plan');
    my $module = $value{"$part/module-id"};
    my $one    = request('GET', W . "/jaksot/$module", {token => $token});
    is_exactly($one->{json}{data}, $expected, '… and by itself');
    has_no_other($one, [values %$expected], '… and nothing else');
    is(request('GET', W . "/naytot", {token => $token})->{json}{meta}{'total-count'},
        0, '… and no demonstration');
}

# ---- a demonstration -------------------------------------------------------------

my $staff = login('virkailija-a');
my $plan  = VB . "/virkailija/oppijat/$right->{'oppija-oid'}/hoksit/$id/arvioijakutsut";
my $P     = 'aiemmin-hankitut-ammat-tutkinnon-osat/0';
my @demonstrations = (
    ['a vocational unit', $V, \@vocational, undef, "$V/osaamisen-osoittaminen/1"],
    ['a local unit', $L, \@local, undef, "$L/osaamisen-osoittaminen/0"],
    ['a common unit', $C, \@unit, "$C/osa-alueet/1", "$C/osa-alueet/1/osaamisen-osoittaminen/0"],
    ['a unit acquired before', $P, \@vocational, undef, "$P/tarkentavat-tiedot-naytto/1"],
);
for my $case (@demonstrations) {
    my ($name, $unit, $fields, $area, $part) = @$case;
    my $expected = due($unit, $fields, $area, 'osaamisen-osoittaminen', $part, \@demonstration);
    my $module = $value{"$part/module-id"};
    my $token  = workplace_person('arvioija@yritys.example');
    my $made   = request('POST', $plan, {cookie => $staff, body => {'module-id' => $module}});
    is($made->{status}, 200, "an assessor is invited to a demonstration of $name")
        or diag($made->{body});
    has_no_other($made, ["$part/module-id"], '… and the answer tells nothing of the plan');
    my ($secret) = $made->{json}{meta}{osoite} =~ /#(.+)$/;
    my $opened
        = request('POST', W . '/kutsut/avaa', {token => $token, body => {token => $secret}});
    is($opened->{status}, 200, '… opens the link');
    has_no_other($opened, ["$part/module-id"], '… which tells which it is and no more');
    my $list = request('GET', W . '/naytot', {token => $token});
    is($list->{json}{meta}{'total-count'}, 1, '… and sees one demonstration');
    is_exactly($list->{json}{data}[0], $expected, '… with what is due');
    has_no_other($list, [values %$expected], '… and no other value of the plan');
    my $one = request('GET', W . "/naytot/$module", {token => $token});
    is_exactly($one->{json}{data}, $expected, '… and by itself');
    has_no_other($one, [values %$expected], '… and nothing else');
}
my $invitations = request('GET', $plan, {cookie => $staff});
has_no_other($invitations, [map { "$_->[4]/module-id" } @demonstrations],
    'the list of invitations tells nothing of the plan but which they are for');

done_testing();
