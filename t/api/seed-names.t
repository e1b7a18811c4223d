#!/usr/bin/perl
# The plans of the seed show names, not codes: the registries of development
# know every code, unit, qualification and organisation in them, in Finnish,
# Swedish and English.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

use constant V => VB . '/virkailija/external';

my $staff = login('virkailija-a');

sub data ($path) {
    my $answer = request('GET', V . $path, {cookie => $staff});
    is($answer->{status}, 200, substr $path, 0, 70) or diag($answer->{body});
    return $answer->{json}{data};
}

# ---- what stands in the seed -----------------------------------------------------

my (%codes, %organisations, %sub_areas);

sub gather ($value, $key = '') {
    if (ref $value eq 'ARRAY') {
        gather($_, $key) for @$value;
    }
    elsif (ref $value eq 'HASH') {
        my $unit = $value->{'tutkinnon-osa-koodi-uri'};
        if ($unit) {
            $sub_areas{$unit}{$_->{'osa-alue-koodi-uri'}} = 1
                for @{$value->{'osa-alueet'} // []};
        }
        gather($value->{$_}, $_) for keys %$value;
    }
    elsif ($key =~ /koodi-uri$/) {
        $codes{$value} = 1;
    }
    elsif (!JSON::PP::is_bool($value)
        && ($value // '') =~ /^1\.2\.246\.562\.10\.\d+$/)
    {
        $organisations{$value} = 1;
    }
    return;
}

my @files = glob root() . '/t/seed/hoksit/*.json';
gather(decode_json_bytes(read_bytes($_))->{hoks}) for @files;
cmp_ok(scalar keys %codes, '>', 20, 'codes are found in the seed');
cmp_ok(scalar keys %organisations, '>', 1, 'organisations too');

# ---- their names -------------------------------------------------------------------

my $names = data('/koodit?' . join '&', map { "uri=$_" } sort keys %codes);
for my $code (sort keys %codes) {
    my @missing = grep { ($names->{$code}{$_} // '') eq '' } qw(fi sv en);
    is("@missing", '', "$code has its names");
}
$names = data('/organisaatiot?' . join '&',
    map { "oid=$_" } sort keys %organisations);
for my $oid (sort keys %organisations) {
    my @missing = grep { ($names->{$oid}{$_} // '') eq '' } qw(fi sv);
    is("@missing", '', "$oid has its names");
}

# ---- units ----------------------------------------------------------------------------

for my $unit (sort grep { /^tutkinnonosat_/ } keys %codes) {
    my ($found) = @{data("/eperusteet/$unit")};
    cmp_ok($found->{laajuus} // 0, '>', 0, 'it has points');
    my %known   = map { $_->{koodiUri} => 1 } @{$found->{osaAlueet}};
    my @missing = grep { !$known{$_} } sort keys %{$sub_areas{$unit}};
    is("@missing", '', 'and all sub-areas of the plans');
}
for my $part (sort grep { /^koulutuksenosattuva_/ } keys %codes) {
    my ($found) = @{data("/eperusteet/koulutuksenOsa/$part")};
    like($found->{nimi}{fi} // '', qr/\S/, 'it has a name');
}

# ---- qualifications --------------------------------------------------------------------

my $qualifications = decode_json_bytes(
    read_bytes(root() . '/t/registry/data/tutkinnot.json'));
for my $qualification (values %$qualifications) {
    my $found = data(
        "/eperusteet/tutkinnot?diaarinumero=$qualification->{perusteenDiaarinumero}");
    is($found->{nimi}{sv}, $qualification->{nimi}{sv}, 'is the same one');
    my $way = $found->{suoritustavat}[0]{suoritustapakoodi} eq 'reformi'
        ? 'reformi/rakenne' : 'ops/tutkinnonosat';
    my $structure = data("/eperusteet/tutkinnot/$found->{id}/suoritustavat/$way");
    cmp_ok($structure->{muodostumisSaanto}{laajuus}{minimi},
        '>', 0, 'and has a structure');
}

done_testing();
