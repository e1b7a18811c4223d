# A plan in which every field of the schema stands, each with a value that
# stands nowhere else in it: whoever sees a value that is not due has found a
# leak. Two of everything in a list, so that there is always a sibling.
#
#   my $full = full_plan($right);
#   post_hoks($full->{document});
#   $full->{values}  the value of each field by its path without indexes' names:
#                    {"hankittavat-…/0/…/alku" => '2023-05-01', …}
package EhoksCanary;

use v5.36;
use utf8;
use Exporter 'import';
use JSON::PP ();
use POSIX    qw(strftime);
use EhoksTest;

our @EXPORT = qw(full_plan leaves person workplace_person W);

use constant W => '/ehoks-tyopaikka-backend/api/v1';

my $schema = decode_json_bytes(read_bytes(root() . '/conf/hoks.schema.json'));
my $count  = 0;

# 2022-06-01 and so many days.
sub day ($days) {
    return strftime('%Y-%m-%d', gmtime(1_654_041_600 + 86_400 * $days));
}

# Every first day is before every last day, no two are the same.
my %of_name = (
    alku  => sub ($n) { day($n) },
    loppu => sub ($n) { day(1_660 + $n) },
    'osaamisen-saavuttamisen-pvm' => sub ($n) { '2019-03-07' },
    'oppimisen-tuen-tyyppi-koodi-uri' =>
        sub ($n) { 'ammatillinenkoulutusoppimisentuentyyppi_01' },
    'tutkinnon-osan-tyyppi-koodi-uri' =>
        sub ($n) { 'ammatillisentutkinnonosanryhma_1' },
    'opiskeluoikeus-oid'      => sub ($n) { undef },
    'oppija-oid'              => sub ($n) { undef },
    'tuva-opiskeluoikeus-oid' => sub ($n) { opiskeluoikeus_oid() },
    sahkoposti    => sub ($n) { "kanaria-$n\@yritys.example" },
    puhelinnumero => sub ($n) { "+358 40 77$n" },
);
my %of_kind = (
    Paivamaara         => sub ($n) { day($n) },
    Aikaleima          => sub ($n) { day($n) . 'T01:02:03Z' },
    Kokonaisluku       => sub ($n) { 700_000 + $n },
    EiNegatiivinenLuku => sub ($n) { 700_000 + $n },
    OrganisaatioOID    => sub ($n) { "1.2.246.562.10.7777777$n" },
    YTunnus            => sub ($n) { business_id($n) },
    TutkinnonOsaKoodiUri     => sub ($n) { "tutkinnonosat_77$n" },
    OsaAlueKoodiUri          => sub ($n) { "ammatillisenoppiaineet_kanaria$n" },
    OppimisymparistoKoodiUri => sub ($n) { "oppimisymparistot_$n" },
    UrasuunnitelmaKoodiUri   => sub ($n) { "urasuunnitelma_$n" },
    OppisopimuksenPerustaKoodiUri =>
        sub ($n) { "oppisopimuksenperusta_kanaria$n" },
    OsaamisenHankkimistapaKoodiUri =>
        sub ($n) { "osaamisenhankkimistapa_kanaria$n" },
    TodentamisenProsessiKoodiUri =>
        sub ($n) { "osaamisentodentamisenprosessi_77$n" },
);

# A business id with a right check digit.
sub business_id ($n) {
    my @weights = (7, 9, 10, 5, 8, 4, 2);
    while (1) {
        my $digits = sprintf '7%06d', $n;
        my $sum    = 0;
        $sum += $weights[$_] * substr $digits, $_, 1 for 0 .. 6;
        return "$digits-" . ($sum % 11 ? 11 - $sum % 11 : 0) if $sum % 11 != 1;
        $n += 1000;
    }
}

sub value_of ($name, $kind, $type) {
    my $n = sprintf '%04d', ++$count;
    return $of_name{$name}->($n) if $of_name{$name};
    return $of_kind{$kind}->($n) if $of_kind{$kind};
    return JSON::PP::true() if $type eq 'boolean';
    return "kanaria $n";
}

sub build ($field, $name, $path, $values) {
    my $reference = ($field->{'$ref'} // '') =~ s{.*/}{}r;
    if ($field->{items}) {
        return [map { build($field->{items}, $name, "$path/$_", $values) } 0, 1];
    }
    my $definition = $reference ? $schema->{'$defs'}{$reference} : $field;
    if (!$definition->{properties}) {
        $reference ||= $name;
        my $value = value_of($name, $reference, $definition->{type} // '');
        $values->{$path} = $value if defined $value;
        return $value;
    }
    my %object;
    for my $key (sort keys %{$definition->{properties}}) {
        my $member = $definition->{properties}{$key};
        next if $key eq 'id' || $member->{'x-methods'}{POST} eq 'forbidden';
        next if $key eq 'hankittavat-koulutuksen-osat';    # of other plans
        my $below = $path eq '' ? $key : "$path/$key";
        my $value = build($member, $key, $below, $values);
        $object{$key} = $value if defined $value;
    }
    return \%object;
}

# The document for a study right, and the values of its fields by path.
sub full_plan ($right) {
    $count = 0;
    my %values;
    my $document = build({'$ref' => '#/$defs/HOKS'}, '', '', \%values);
    # Interruptions may not overlap.
    for my $path (grep { m{keskeytymisajanjaksot/0/loppu$} } keys %values) {
        my $first = $path =~ s{loppu$}{alku}r;
        $values{$path} = $values{$first};
        my @steps = split m{/}, $path;
        my $key   = pop @steps;
        my $place = $document;
        $place = ref $place eq 'ARRAY' ? $place->[$_] : $place->{$_} for @steps;
        $place->{$key} = $values{$path};
    }
    $document->{'opiskeluoikeus-oid'} = $values{'opiskeluoikeus-oid'} = $right->{oid};
    $document->{'oppija-oid'} = $values{'oppija-oid'} = $right->{'oppija-oid'};
    return {document => $document, values => \%values};
}

# All values of a JSON value by path.
sub leaves ($value, $path = '', $found = {}) {
    if (ref $value eq 'HASH') {
        leaves($value->{$_}, $path eq '' ? $_ : "$path/$_", $found) for keys %$value;
    }
    elsif (ref $value eq 'ARRAY') {
        leaves($value->[$_], "$path/$_", $found) for 0 .. $#$value;
    }
    else {
        $found->{$path} = $value;
    }
    return $found;
}

# A token of a person whom only the test knows; undef takes a claim away.
sub person (%given) {
    my $now    = time;
    my %claims = (
        iss         => stack()->{EHOKS_OP_URL},
        aud         => 'urn:ehoks:api',
        iat         => $now,
        exp         => $now + 600,
        oid         => oppija_oid(),
        name        => 'Testi Ihminen',
        given_name  => 'Testi',
        family_name => 'Ihminen',
        roles       => [],
        %given,
    );
    delete @claims{grep { !defined $claims{$_} } keys %claims};
    return signed_token(\%claims);
}

# Somebody at a workplace, with a verified e-mail.
sub workplace_person ($email, %claims) {
    return person(
        user_type      => 'TYOPAIKKA',
        email          => $email,
        email_verified => JSON::PP::true(),
        %claims
    );
}

1;
