#!/usr/bin/perl
# The API about itself: OpenAPI, the schema of each method, definitions for
# forms, and the page; all open to everybody.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     qw(tempdir);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

use constant DOC => '/ehoks-virkailija-backend/doc';

my @schemas = qw(post put patch get vipunen post-virkailija put-virkailija
    kyselylinkki-post kyselylinkki-patch jakolinkki jako jako-muutos jako-avaus);
my %document;
for my $name (qw(openapi.json swagger.json hoks.schema.json), map { "schema/$_.schema.json" } @schemas) {
    my $answer = request('GET', DOC . "/$name", {headers => {'caller-id' => undef}});
    is($answer->{status}, 200, "$name is there for everybody");
    is($answer->{headers}{'content-type'}, 'application/json; charset=utf-8', 'as JSON');
    like($answer->{headers}{etag}, qr/^"[0-9a-f]{40}"$/, 'with an ETag');
    is(request('GET', DOC . "/$name", {headers => {'if-none-match' => $answer->{headers}{etag}}})->{status},
        304, 'that saves a second time');
    $document{$name} = $answer->{json};
}
is_problem(request('GET', DOC . '/schema/delete.schema.json'),
    404, {reason => 'Route not found'}, 'no other');
is(request('POST', DOC . '/openapi.json', {body => {}})->{status}, 404, 'nor to write');

for my $file (qw(openapi.json hoks.schema.json)) {
    my @differences = json_diff($document{$file}, decode_json_bytes(read_bytes(root() . "/conf/$file")));
    ok(!@differences, "$file is the file of conf/");
}

# ---- each method's schema, derived here once more ------------------------------------
# What the annotations mean (contract: derive.mjs), in other words than C.

my $source = $document{'hoks.schema.json'};

sub derived ($node, $method, $kind) {
    return [map { derived($_, $method, $kind) } @$node] if ref $node eq 'ARRAY';
    return $node unless ref $node eq 'HASH';
    my (%plain, @required);
    for my $key (grep { !/^x-/ } keys %$node) {
        my $value = $node->{$key};
        if ($key eq 'properties') {
            for my $name (keys %$value) {
                my $field = $value->{$name};
                # "true" is a schema, too.
                my %notes = ref $field eq 'HASH' ? %$field : ();
                my $access = ($notes{'x-methods'} // {})->{$method} // '';
                next if $access =~ /^(?:forbidden|redacted)$/;
                push @required, $name if $access eq 'required';
                my $own = ($notes{'x-types'} // {})->{$method};
                $plain{properties}{$name} = $own
                    ? {
                        exists $notes{description} ? (description => $notes{description}) : (),
                        %{derived($own, $method, $kind)},
                    }
                    : derived($field, $method, $kind);
            }
            $plain{properties} //= {};
        }
        elsif ($key =~ /^(?:allOf|anyOf|oneOf)$/) {
            my @kept = grep {
                my $schema = $_;
                !grep { $_ eq $kind } @{$schema->{'x-except'} // []}
            } @$value;
            $plain{$key} = derived(\@kept, $method, $kind) if @kept;
        }
        else {
            $plain{$key} = $key =~ /^(?:enum|const|required|default)$/
                ? $value
                : derived($value, $method, $kind);
        }
    }
    $plain{required} = [@{$plain{required} // []}, @required] if @required;
    $plain{type} = ['array', 'null']
        if ($node->{'x-null'} // '') eq 'as-empty-list' && $method !~ /^(?:GET|VIPUNEN)$/;
    return \%plain;
}

# Names of definitions that a schema refers to.
sub referred ($node) {
    return map { referred($_) } @$node if ref $node eq 'ARRAY';
    return unless ref $node eq 'HASH';
    return (
        !ref($node->{'$ref'} // []) ? $node->{'$ref'} =~ m{^#/\$defs/(.+)} : (),
        map { referred($_) } values %$node
    );
}

sub sorted_required ($node) {
    return [map { sorted_required($_) } @$node] if ref $node eq 'ARRAY';
    return $node unless ref $node eq 'HASH';
    my %copy = map { $_ => sorted_required($node->{$_}) } keys %$node;
    $copy{required} = [sort @{$copy{required}}] if ref $copy{required} eq 'ARRAY';
    return \%copy;
}

for my $name (@schemas) {
    my ($root, $kind)
        = $name =~ /^kyselylinkki-(\w+)/ ? ('Kyselylinkki', uc $1)
        : $name =~ /^jako/               ? (join('', map { ucfirst } split /-/, $name), 'POST')
        : $name eq 'vipunen'             ? ('VipunenVastaus', 'VIPUNEN')
        :                                  ('HOKS', $name =~ s/^(\w+)/uc $1/er);
    my ($method) = $kind =~ /^(\w+)/;
    my %wanted;
    my @open = ($root);
    while (defined(my $next = shift @open)) {
        next if $wanted{$next};
        $wanted{$next} = derived($source->{'$defs'}{$next}, $method, $kind);
        push @open, referred($wanted{$next});
    }
    my $schema = $document{"schema/$name.schema.json"};
    my @differences = json_diff(sorted_required($schema->{'$defs'}), sorted_required(\%wanted));
    ok(!@differences, "the schema $name follows from the source") or diag(join "\n", @differences);
    is($schema->{'$ref'}, "#/\$defs/$root", 'and begins with its root');
}

# ---- definitions for the existing staff app (ui.md 3) -----------------------------------

my $swagger     = $document{'swagger.json'};
my %definitions = %{$swagger->{definitions}};
is($swagger->{swagger}, '2.0', 'Swagger 2');
for my $name (
    qw(HOKSLuonti HOKSKorvaus AiemminHankittuAmmatillinenTutkinnonOsa
    AiemminHankittuPaikallinenTutkinnonOsa AiemminHankittuYhteinenTutkinnonOsa
    HankittavaAmmatillinenTutkinnonOsa HankittavaPaikallinenTutkinnonOsa
    HankittavaYTO OpiskeluvalmiuksiaTukevatOpinnot)
    )
{
    is($definitions{$name}{type}, 'object', "definition $name");
}
my @poor;

sub look ($node, $place) {
    if (ref $node eq 'ARRAY') {
        look($node->[$_], "$place/$_") for 0 .. $#$node;
        return;
    }
    return unless ref $node eq 'HASH';
    push @poor, "$place: $_" for grep { /^(?:\$defs|allOf|anyOf|oneOf)$/ } keys %$node;
    push @poor, "$place: several types" if ref($node->{type} // '') eq 'ARRAY';
    if (my $reference = $node->{'$ref'}) {
        my ($name) = $reference =~ m{^#/definitions/(\w+)$};
        push @poor, "$place: $reference" unless $name && $definitions{$name};
    }
    for my $name (keys %{$node->{properties} // {}}) {
        push @poor, "$place: $name" if $name =~ /^(?:eid|manuaalisyotto|module-id)$/;
        push @poor, "$place: $name has no description"
            unless $node->{properties}{$name}{description};
    }
    look($node->{$_}, "$place/$_") for grep { !/^x-/ } keys %$node;
    return;
}
look(\%definitions, 'definitions');
is_deeply(\@poor, [], 'what Swagger 2 and the forms can take');
my ($luonti, $korvaus) = @definitions{qw(HOKSLuonti HOKSKorvaus)};
is_deeply([sort @{$luonti->{required}}],
    [sort qw(oppija-oid opiskeluoikeus-oid ensikertainen-hyvaksyminen osaamisen-hankkimisen-tarve)],
    'what a new plan needs');
ok($korvaus->{properties}{id} && !$luonti->{properties}{id}, 'a plan that is changed has its id');
is($luonti->{properties}{'ensikertainen-hyvaksyminen'}{format}, 'date', 'plain values stand in their places');

# ---- a public linter -----------------------------------------------------------------------

my $folder = tempdir(CLEANUP => 1);
mkdir "$folder/schema" or die "$folder: $!\n";
for my $name (keys %document) {
    open my $out, '>:raw', "$folder/$name" or die "$folder/$name: $!\n";
    print {$out} JSON::PP->new->utf8->canonical->encode($document{$name});
    close $out or die "$folder/$name: $!\n";
}
for my $name (qw(openapi.json swagger.json)) {
    open my $lint, '-|', stack()->{NODE}, root() . '/t/lib/openapi-lint.mjs', "$folder/$name"
        or die "openapi-lint.mjs: $!\n";
    my @problems = <$lint>;
    ok(close $lint, "the linter reads $name");
    is(join('', @problems), '', 'and finds nothing');
}

# ---- the page --------------------------------------------------------------------------------

my $page = request('GET', DOC . '/', {headers => {'caller-id' => undef}});
is($page->{status}, 200, 'the page is there for everybody');
like($page->{headers}{'content-type'}, qr{^text/html}, 'as HTML');
like($page->{headers}{'content-security-policy'}, qr/default-src 'none'; script-src 'self'/,
    'under a strict policy');
my @parts = $page->{body} =~ /(?:src|href)="(\/ehoks-static\/[^"]+)"/g;
for my $part (@parts) {
    my $answer = request('GET', $part);
    is($answer->{status}, 200, "its part $part");
    like($answer->{headers}{'cache-control'}, qr/immutable/,
        'which may be kept: its address names the version');
}
like($page->{headers}{'cache-control'}, qr/no-cache/, 'the page itself may not');
for my $short (DOC, '/ehoks-oppija-backend/doc') {
    my $redirect = request('GET', $short);
    is($redirect->{status}, 302, "$short leads on");
    like($redirect->{headers}{location}, qr{\Q@{[DOC]}\E/$}, 'to it');
}

done_testing();
