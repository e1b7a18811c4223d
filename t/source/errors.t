#!/usr/bin/perl
# The error catalogue conf/errors.json is the one place of statuses and texts.
# Every code that the C code or the schema uses stands in it with its texts in
# three languages, and nothing stands in it that no one uses.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP;
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $file = 'conf/errors.json';

my $catalogue = JSON::PP->new->decode(slurp($file));
my %errors    = %{$catalogue->{errors} // {}};
my %rules     = %{$catalogue->{rules}  // {}};
cmp_ok(scalar keys %errors, '>', 0, 'there are errors');
cmp_ok(scalar keys %rules,  '>', 0, 'there are rules');

# How a code looks; anything of this form in a C string is one.
my $code = qr/(?:E-[A-Z0-9]+(?:-[A-Z0-9]+)*|[A-Z]{1,6}-[0-9]{1,2})/;

my %used;    # code => place
for my $path (c_files()) {
    for my $literal (c_strings(slurp($path))) {
        my ($line, $string) = @$literal;
        $used{$string} //= "$path:$line" if $string =~ /^$code$/;
    }
}

# A whole string in C may also be a code without the dash form, such as a
# keyword's rule ("required"); what counts as used is any equal string.
my %strings;
for my $path (c_files()) {
    $strings{$_->[1]} //= "$path:$_->[0]" for c_strings(slurp($path));
}

# Rules that the schema names by itself: x-rule, x-text-code, x-checksum.
my %in_schema;
my @open = JSON::PP->new->decode(slurp('conf/hoks.schema.json'));
delete $open[0]{'x-keywords'};    # explains them
while (@open) {
    my $value = shift @open;
    push @open, grep { ref } ref $value eq 'HASH' ? values %$value
        : ref $value eq 'ARRAY' ? @$value : ();
    next unless ref $value eq 'HASH';
    for my $key (grep { exists $value->{$_} } qw(x-rule x-text-code)) {
        my $names = $value->{$key};
        $in_schema{$_} = "conf/hoks.schema.json $key"
            for ref $names ? @$names : $names;
    }
    my $checksum = $value->{'x-checksum'};
    $in_schema{$checksum->{rule}} = 'conf/hoks.schema.json x-checksum'
        if ref $checksum eq 'HASH' && ref $checksum->{rule} ne 'HASH' && $checksum->{rule};
}

my @unknown;
for my $name (sort keys %used) {
    push @unknown, "$name ($used{$name})"
        unless $errors{$name} || $rules{$name};
}
for my $name (sort keys %in_schema) {
    push @unknown, "$name ($in_schema{$name})" unless $rules{$name};
}
nothing(\@unknown, 'every code that is used stands in the catalogue');

my @unused = grep { !$strings{$_} && !$in_schema{$_} }
    sort keys %errors, sort keys %rules;
nothing(\@unused, 'every entry of the catalogue is used');

# fi, sv and en: each there, not empty, with the same places {1} … {4}.
sub texts_of ($entry) {
    for my $member (qw(viesti text texts)) {
        return $entry->{$member} if ref $entry->{$member} eq 'HASH';
    }
    return $entry;
}

sub places ($text) {
    return join ' ', sort { $a cmp $b } $text =~ /(\{[0-9]\})/g;
}

my @poor;
for my $kind (['errors', \%errors], ['rules', \%rules]) {
    my ($group, $entries) = @$kind;
    for my $name (sort keys %$entries) {
        my $texts   = texts_of($entries->{$name});
        my @missing = grep { !defined $texts->{$_} || $texts->{$_} !~ /\S/ }
            qw(fi sv en);
        push @poor, "$group $name lacks @missing" if @missing;
        next if @missing;
        push @poor, "$group $name: {n} differ between languages"
            if places($texts->{fi}) ne places($texts->{sv})
            || places($texts->{fi}) ne places($texts->{en});
    }
}
nothing(\@poor, 'every entry has its text in fi, sv and en');

# What GET VB/virheet tells besides: the cure, where the rule comes from, and
# what the example of an answer needs.
my @untold;
for my $kind (['errors', \%errors], ['rules', \%rules]) {
    my ($group, $entries) = @$kind;
    for my $name (sort keys %$entries) {
        my $entry   = $entries->{$name};
        my $example = $entry->{example} // {};
        push @untold, "$group $name lacks its cure in fi, sv or en"
            if 3 != grep { ($entry->{cure}{$_} // '') =~ /\S/ } qw(fi sv en);
        push @untold, "$group $name lacks its source"
            if ($entry->{source} // '') !~ /\S/;
        push @untold, "$group $name has no place in its example"
            if $group eq 'rules'
            && !defined($example->{kohta} // $example->{parametri});
        my ($greatest) = sort { $b <=> $a } 0,
            map { /\{([0-9])\}/g } $entry->{fi}, $entry->{text} // '';
        push @untold, "$group $name has too few arguments in its example"
            if $name ne 'E-VALID' && $greatest > @{$example->{arguments} // []};
    }
}
nothing(\@untold, 'every entry has what the catalogue tells of it');

my @no_status = grep { ($errors{$_}{status} // 0) !~ /^[45][0-9][0-9]$/ }
    sort keys %errors;
nothing(\@no_status, 'every error has a status');
nothing([grep { $rules{$_} } sort keys %errors], 'no name is both an error and a rule'
);

done_testing();
