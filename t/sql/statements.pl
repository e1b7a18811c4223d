#!/usr/bin/env perl
# Prints every statement of modules/db/sql.c as a PREPARE of the same name, so
# that the tests of the database run exactly what the service runs.
# Runs from the top of the checkout.
use v5.36;

my $source = 'modules/db/sql.c';

# The preprocessor puts macros in; without the headers it needs no flags.
my $expanded =
    `sed '/^[[:space:]]*#[[:space:]]*include/d' $source | cpp -P -`;
$? == 0 or die "the preprocessor failed on $source\n";

my $literal   = qr/"(?:[^"\\]|\\.)*"/;
my $statement = qr/\{\s*EHOKS_SQL_\w+\s*,\s*"(\w+)"\s*,
                   \s*($literal(?:\s*$literal)*)\s*,\s*(\d+)\s*,\s*\d\s*\}/x;
my $count = 0;
while ($expanded =~ /$statement/g) {
    my ($name, $pieces, $parameters) = ($1, $2, $3);
    my $sql = join '', map { s/\A"|"\z//gr } $pieces =~ /$literal/g;
    $sql =~ s/\\(.)/$1/g;
    my %used = map { $_ => 1 } $sql =~ /\$(\d+)/g;
    keys %used == $parameters
        or die "$name: says $parameters parameters, uses ", scalar keys %used,
        "\n";
    print "PREPARE $name AS $sql;\n";
    $count++;
}
my $listed = () = $expanded =~ /\{\s*EHOKS_SQL_\w+/g;
$count > 0 && $count == $listed
    or die "$source: read $count of $listed statements\n";
