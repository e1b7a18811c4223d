#!/usr/bin/perl
# conf/openapi.json describes the route table: each route of one stands in the
# other, with the same parameters, callers and headers.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     qw(tempfile);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my $api = JSON::PP->new->decode(slurp('conf/openapi.json'));
like($api->{openapi}, qr/^3\.1\./, 'OpenAPI 3.1');

# ---- the route table, macros put in --------------------------------------------

my $source = join "\n", grep { !/^\s*#\s*include/ } split /\n/, slurp('modules/api/route.c');
my ($out, $file) = tempfile('ehoks-routes-XXXXXX', TMPDIR => 1, SUFFIX => '.c', UNLINK => 1);
print {$out} $source;
close $out or die "$file: $!\n";
my $table = `cpp -P '$file'`;
$table =~ s/"\s*"//g;

my %route;    # "GET /path" => [kinds, flags]
while ($table =~ /\{\s*"([A-Z]+)"\s*,\s*"([^"]+)"\s*,([^,]*),([^,]*),\s*ehoks_api_\w+/g) {
    my ($method, $path, $kinds, $flags) = ($1, $2, $3, $4);
    $path =~ s{:([\w-]+)}{{$1}}g;
    $route{"$method $path"} = [$kinds, $flags];
}
cmp_ok(scalar keys %route, '>', 50, 'the route table is read');

my %operation;
for my $path (keys %{$api->{paths}}) {
    $operation{uc($_) . " $path"} = $api->{paths}{$path}{$_} for keys %{$api->{paths}{$path}};
}
nothing([grep { !$operation{$_} } sort keys %route], 'every route stands in conf/openapi.json');
nothing([grep { !$route{$_} } sort keys %operation], 'conf/openapi.json has no route that is not there');

# ---- each operation ---------------------------------------------------------------

my %errors = do {
    my $catalogue = JSON::PP->new->decode(slurp('conf/errors.json'));
    %{$catalogue->{errors}};
};

sub resolved ($value) {
    my $reference = $value->{'$ref'} or return $value;
    my $target    = $api;
    $target = $target->{$_} // return {} for grep { $_ ne '#' } split m{/}, $reference;
    return $target;
}

my (@wrong, %ids);
for my $name (grep { $route{$_} } sort keys %operation) {
    my ($operation, $kinds, $flags) = ($operation{$name}, @{$route{$name}});
    my @parameters = map { resolved($_) } @{$operation->{parameters} // []};

    push @wrong, "$name: operationId $operation->{operationId} stands twice"
        if $ids{$operation->{operationId} // ''}++;
    push @wrong, "$name: no summary in English and Finnish"
        unless $operation->{summary} && $operation->{'x-summary'}{fi};

    my $in_path = join ' ', sort $name =~ /\{([\w-]+)\}/g;
    my $told    = join ' ', sort map { $_->{name} } grep { $_->{in} eq 'path' } @parameters;
    push @wrong, "$name: path parameters ($told) instead of ($in_path)" if $told ne $in_path;

    my $wanted = join ' ', sort $kinds =~ /EHOKS_KIND_(\w+)/g;
    my $given  = join ' ', sort @{$operation->{'x-kayttajalajit'} // ['?']};
    push @wrong, "$name: callers ($given) instead of ($wanted)" if $given ne $wanted;
    my $is_open = grep { !%$_ } @{$operation->{security} // []};
    push @wrong, "$name: security does not fit its callers" if !$is_open != !!$wanted;

    my $needs_caller = $flags =~ /EHOKS_ROUTE_CALLER_ID/;
    my $has_caller   = grep { $_->{name} eq 'Caller-Id' } @parameters;
    push @wrong, "$name: Caller-Id" if !$needs_caller != !$has_caller;

    for my $code (@{$operation->{'x-virheet'} // []}) {
        push @wrong, "$name: there is no error $code" unless $errors{$code};
        push @wrong, "$name: no response $errors{$code}{status} for $code"
            if $errors{$code} && !$operation->{responses}{$errors{$code}{status}};
    }
}
nothing(\@wrong, 'what it says of a route fits the table and the catalogue');

# ---- references, and what nobody refers to --------------------------------------------

my (%referred, @open);
@open = ($api);
while (defined(my $value = shift @open)) {
    push @open, grep { ref =~ /^(?:HASH|ARRAY)$/ } ref $value eq 'HASH' ? values %$value : @$value;
    $referred{$value->{'$ref'}} = 1 if ref $value eq 'HASH' && !ref($value->{'$ref'} // {});
}
nothing([grep { /^#/ && !%{resolved({'$ref' => $_})} } sort keys %referred],
    'every reference leads somewhere');
my @components = map {
    my $kind = $_;
    map { "#/components/$kind/$_" } keys %{$api->{components}{$kind}}
} grep { $_ ne 'securitySchemes' } keys %{$api->{components}};
nothing([grep { !$referred{$_} } sort @components], 'every component is referred to');

done_testing();
