#!/usr/bin/perl
# Every document of the examples over HTTP, in the context that its entry
# names, with the method that it is for: status, place and text of the answer
# are as agreed, valid documents are stored and come back. Examples of output
# are stored as plans and read.
#
# t/schema/examples are documents with the answers of the old service;
# t/schema/examples-own add those for contexts that they leave out.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

my $examples = root() . '/t/schema/examples';
my %contexts = %{decode_json_bytes(read_bytes("$examples/contexts.json"))};
my %reference
    = %{decode_json_bytes(read_bytes("$examples/reference-errors.json"))};

# What stands in the documents in place of a study right, a learner, a plan.
my %stands_for = (
    right  => '1.2.246.562.15.91000000017',
    person => '1.2.246.562.24.92000000018',
    id     => 41,
);

END { control({}) unless $^C }

# ---- contexts ----------------------------------------------------------------

# Makes what the context says, for a study right and a learner of its own, and
# tells what must be put in the place of what stands in the documents.
sub prepare ($name, $document, $needs_plan) {
    my $context = $contexts{$name};
    my %koski   = %{$context->{opiskeluoikeus} // {}};
    my %own     = (right => opiskeluoikeus_oid(), person => oppija_oid());
    my $sent    = ref $document eq 'HASH' ? $document->{'oppija-oid'} : undef;

    # Documents of other learners' OID forms need that learner's study right.
    $own{person} = $sent
        if defined $sent && !ref $sent && $sent ne $stands_for{person}
        && !$needs_plan;
    delete $koski{oid};
    my $make = sub (%members) {
        study_right(
            oid          => $own{right},
            'oppija-oid' => $context->{holder} ? oppija_oid() : $own{person},
            %members
        );
    };
    if ($needs_plan || $context->{database}) {
        my $right = $make->();
        $own{id} = store_plan($right, $name);
        delete $koski{tila} unless %koski;
    }
    if (%koski) { $make->(%koski) }
    elsif ($own{id}) {
        control({opiskeluoikeudet => [{oid => $own{right}, status => 404}]});
    }
    control({oppijat => [{oid => $own{person}, status => 404}]})
        if ($context->{oppijanumerorekisteri} // 0) == 404;
    psql('DELETE FROM ehoks.rekisterikopio')
        if $own{id} || $context->{oppijanumerorekisteri};
    psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $own{id}")
        if grep { $_->{deleted} } @{$context->{database} // []};
    return \%own;
}

sub store_plan ($right, $name) {
    my $document = hoks_document($right);
    my $answer = post_hoks($document);
    # Contexts of study rights that have ended, or are of other kinds, begin
    # with one that is not.
    die "$name: no plan: $answer->{body}\n" unless $answer->{status} == 200;
    return $answer->{json}{meta}{id};
}

sub in_place ($text, $own) {
    for my $what (qw(right person)) {
        $text =~ s/\Q$stands_for{$what}\E/$own->{$what}/g;
    }
    $text =~ s/("id": *)$stands_for{id}\b/$1$own->{id}/ if $own->{id};
    return $text;
}

# ---- sending -----------------------------------------------------------------

my $staff = '/ehoks-virkailija-backend/api/v1/virkailija/oppijat';
my %route = (
    POST       => ['POST',  sub ($own) { VB . '/hoks' }],
    PUT        => ['PUT',   sub ($own) { VB . "/hoks/$own->{id}" }],
    PATCH      => ['PATCH', sub ($own) { VB . "/hoks/$own->{id}" }],
    VALIDOINTI => ['POST',  sub ($own) { VB . '/validointi' }],
    'POST-virkailija' =>
        ['POST', sub ($own) { "$staff/$own->{person}/hoksit" }],
    'PUT-virkailija' =>
        ['PUT', sub ($own) { "$staff/$own->{person}/hoksit/$own->{id}" }],
);
my $virkailija;

sub send_document ($example, $own, $bytes) {
    my ($method, $path) = @{$route{$example->{method}}};
    my $config = $contexts{$example->{context}}{config};
    my %options = (body => \$bytes);
    if ($example->{method} =~ /virkailija/) {
        $options{cookie} = $virkailija //= login('virkailija-a');
    }
    else {
        $options{token} = 'sis-a';
    }
    if ($config) {
        $options{url}     = stack()->{EHOKS_STRICT_URL};
        $options{headers} = {'if-match' => '*'};
    }
    return request($method, $path->($own), \%options);
}

# ---- looking at answers ------------------------------------------------------

sub leaf_at ($tree, @path) {
    for my $step (@path) {
        $tree
            = ref $tree eq 'HASH' ? $tree->{$step}
            : ref $tree eq 'ARRAY' && $step =~ /^\d+$/ ? $tree->[$step]
            :                                            return;
    }
    return $tree;
}

# What is wrong with the answer: a list of sentences.
sub complaints ($example, $own, $document, $answer) {
    return "status $answer->{status} instead of $example->{expect_status}: "
        . $answer->{body}
        if $answer->{status} != $example->{expect_status};
    return if $answer->{status} == 204;
    return comes_back($example, $document, $answer)
        if $answer->{status} == 200;
    return told($example, $own, $answer);
}

sub comes_back ($example, $document, $answer) {
    return if $example->{method} eq 'VALIDOINTI';
    my $got = request('GET', VB . "/hoks/$answer->{json}{meta}{id}",
        {token => 'sis-a'});
    my %added = $example->{method} =~ /virkailija/
        ? (manuaalisyotto => JSON::PP::true()) : ();
    my $plan = $got->{json}{data};
    delete $plan->{manuaalisyotto} if %added;
    remove_identifiers($plan) if %added;
    return json_diff(without_additions($plan, $document),
        as_stored($document));
}

# Those that the service made for stretches of a staff member's plan.
sub remove_identifiers ($value) {
    if (ref $value eq 'HASH') {
        delete $value->{'yksiloiva-tunniste'};
        remove_identifiers($_) for values %$value;
    }
    elsif (ref $value eq 'ARRAY') {
        remove_identifiers($_) for @$value;
    }
    return;
}

sub told ($example, $own, $answer) {
    my @wrong;
    my $body = $answer->{json} or return 'no JSON';
    if ($example->{error}) {
        my $wanted = in_place($example->{error}, $own);
        push @wrong, "error '" . ($body->{error} // '') . "', not '$wanted'"
            if ($body->{error} // '') ne $wanted;
        return @wrong;
    }

    # Where the old service asked Koski first, Koski's word may be the answer.
    return if $example->{note}
        && ($body->{error} // '') =~ /not found in Koski$/;
    my @path  = @{$example->{path}};
    my $place = pointer(@path);
    my ($told) = grep { $_->{kohta} eq $place } @{$body->{virheet} // []};
    push @wrong, "$place is not told: " . json_text($body->{virheet})
        unless $told;
    my $leaf = leaf_at($body->{errors}, @path);
    push @wrong, "no leaf at $place: " . json_text($body->{errors})
        if !defined $leaf || ref $leaf;
    if ($example->{message}) {
        push @wrong, "leaf '" . ($leaf // '') . "'"
            if ($leaf // '') ne $example->{message};
        push @wrong, "virheet '" . ($told->{viesti}{fi} // '') . "'"
            if $example->{rule}
            && ($told->{viesti}{fi} // '') ne $example->{message};
    }
    push @wrong, "rule $told->{koodi}, not $example->{rule}"
        if $told && $example->{rule} && $example->{rule} !~ /^UPD/
        && $told->{koodi} ne $example->{rule};
    return (@wrong, as_reference($example, $body));
}

# The leaves that the old service gave stand where it had them, unless the
# document is refused for something that it did not look at.
sub as_reference ($example, $body) {
    return if $example->{layer} ne 'schema';
    my @wrong;
    for my $entry (@{$reference{$example->{file}} // []}) {
        my ($path, $text) = @$entry;
        my $leaf  = leaf_at($body->{errors}, @$path);
        my $place = pointer(@$path);
        push @wrong, "the old tree had a leaf at $place"
            if !defined $leaf || ref $leaf;
        push @wrong, "leaf '$leaf' at $place, the old one was '$text'"
            if $text =~ /^[a-z]+(?:-[a-z]+)+$/ && ($leaf // '') ne $text;
    }
    return @wrong;
}

# ---- examples of output ------------------------------------------------------

# Stores the document as that of a new plan and returns the plan's id.
sub store_output ($document) {
    my $answer = post_hoks(hoks_document(study_right()));
    my $id     = 0 + $answer->{json}{meta}{id};
    my %stored = (%$document, id => $id);
    my $text   = json_text(\%stored) =~ s/'/''/gr;
    psql("UPDATE ehoks.hoks SET asiakirja = '$text' WHERE id = $id");
    return ($id, \%stored);
}

sub feed_page ($id) {
    return request('GET', VB . '/hoks/paged?amount=1&from-id=' . ($id - 1),
        {token => 'vipunen'})->{json}{data};
}

sub output_complaints ($example, $document) {
    if ($example->{method} eq 'VIPUNEN' && $example->{expect_status}) {
        my $from = $document->{data}{'last-id'};
        my $page = request('GET', VB . "/hoks/paged?from-id=$from"
                . '&updated-after=2999-01-01T00:00:00Z', {token => 'vipunen'});
        return json_diff($page->{json}, $document);
    }
    if ($example->{method} eq 'VIPUNEN') {
        my ($plan) = @{$document->{data}{result}};
        my ($id)   = store_output($plan);
        my $told   = json_text(feed_page($id)->{result});
        restore($id);
        return $told =~ /"(?:nimi|sahkoposti)":"[^"<]*(?:malli\b|\@)/i
            ? "a name goes out: $told" : ();
    }
    my ($id, $stored) = store_output($document);
    my $got  = request('GET', VB . "/hoks/$id", {token => 'sis-a'});
    my $page = feed_page($id);
    restore($id);
    my @failed = @{$page->{'failed-ids'}};
    return (
        json_diff($got->{json}{data}, $stored),
        $example->{expect_status} && @failed ? 'it counts as broken' : (),
        !$example->{expect_status} && !@failed ? 'it counts as sound'  : (),
    );
}

# Leaves a sound plan behind.
sub restore ($id) {
    psql('UPDATE ehoks.hoks h SET asiakirja = v.asiakirja'
            . ' FROM ehoks.hoks_versio v WHERE v.hoks_id = h.id'
            . " AND v.versio = 1 AND h.id = $id");
    return;
}

# ---- all of them -------------------------------------------------------------

my ($good, $all) = (0, 0);
for my $folder ($examples, "$examples-own") {
    for my $example (@{decode_json_bytes(read_bytes("$folder/index.json"))}) {
        $all++;
        my $name  = ($folder =~ /own$/ ? 'own ' : '') . $example->{file};
        my $bytes = read_bytes("$folder/$example->{file}");
        my @wrong;
        if ($example->{method} =~ /^(?:GET|VIPUNEN)$/) {
            @wrong = output_complaints($example, decode_json_bytes($bytes));
        }
        else {
            my $own = prepare($example->{context}, decode_json_bytes($bytes),
                scalar($example->{method} =~ /^(?:PUT|PATCH)/));
            $bytes = in_place($bytes, $own);
            my $answer = send_document($example, $own, $bytes);
            @wrong = complaints($example, $own, decode_json_bytes($bytes),
                $answer);
        }
        ok(!@wrong, "$name ($example->{method}): $example->{why}")
            or diag(join "\n", @wrong);
        $good++ unless @wrong;
    }
}
diag("$good of $all documents are answered as agreed");
is($good, $all, 'which is all of them');

done_testing();
