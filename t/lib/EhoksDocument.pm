# How a document that was sent must come back (contract: rules.md OUT-1, G-02,
# G-04, G-07): what the service adds, and what it writes in one form.
package EhoksDocument;

use v5.36;
use utf8;
use Exporter 'import';
use JSON::PP    ();
use Time::Local qw(timegm);
use POSIX       qw(strftime);

our @EXPORT = qw(as_stored without_additions);

my %is_instant = map { $_ => 1 } qw(hyvaksytty paivitetty);

# "2024-05-01", "2024-05-01T10:00:00.5+03:00" … in UTC with whole seconds.
sub instant ($text) {
    my ($year, $month, $day, $hour, $minute, $second, $zone)
        = $text =~ /^(\d+)-(\d\d)-(\d\d)
                    (?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/x
        or return $text;
    my $time = timegm($second // 0, $minute // 0, $hour // 0, $day, $month - 1,
        $year);
    if (($zone // 'Z') =~ /^([+-])(\d\d):?(\d\d)$/) {
        $time -= ($1 eq '-' ? -1 : 1) * ($2 * 60 + $3) * 60;
    }
    return strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $time);
}

# Outer white space is cut off; the no-break spaces stay.
sub trimmed ($text) {
    my $space = qr/[\x{09}-\x{0d}\x{1c}-\x{20}\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200a}\x{2028}\x{2029}\x{205f}\x{3000}]/;
    return $text =~ s/^$space+//r =~ s/$space+$//r;
}

# What of a document that was sent is stored.
sub as_stored ($value, $key = '') {
    if (ref $value eq 'HASH') {
        my %stored = map { $_ => as_stored($value->{$_} // [], $_) } keys %$value;
        return \%stored;
    }
    return [map { as_stored($_, $key) } @$value] if ref $value eq 'ARRAY';
    return $value if !defined $value || ref $value;
    return $value unless JSON::PP->new->allow_nonref->encode($value) =~ /^"/;
    return $is_instant{$key} ? instant($value) : trimmed($value);
}

sub is_empty ($value) {
    return !@$value if ref $value eq 'ARRAY';
    return 0 unless ref $value eq 'HASH';
    return !grep { !is_empty($_) } values %$value;
}

# A document that came out, without what the service adds: identifiers,
# `manuaalisyotto`, and lists and objects that are empty and were not sent.
sub without_additions ($got, $sent) {
    if (ref $got eq 'ARRAY' && ref $sent eq 'ARRAY') {
        return [map { without_additions($got->[$_], $sent->[$_]) } 0 .. $#$got];
    }
    return $got unless ref $got eq 'HASH' && ref $sent eq 'HASH';
    my %rest;
    for my $key (keys %$got) {
        my $value = $got->{$key};
        if (!exists $sent->{$key}) {
            next if $key =~ /^(?:id|eid|module-id|manuaalisyotto)$/;
            next if is_empty($value);
        }
        $rest{$key} = without_additions($value, $sent->{$key});
    }
    return \%rest;
}

1;
