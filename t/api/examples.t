#!/usr/bin/perl
# The example documents of the contract over HTTP, each for a study right made
# after its context: valid ones are taken and come back, those that the schema
# or a rule refuses are answered 400 with the place of the mistake.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

my $folder   = root() . '/t/schema/examples';
my @examples = @{decode_json_bytes(read_bytes("$folder/index.json"))};
my %context  = %{decode_json_bytes(read_bytes("$folder/contexts.json"))};

# What stands in the documents in place of a study right and a learner.
my $old_right  = '1.2.246.562.15.91000000017';
my $old_person = '1.2.246.562.24.92000000018';

# Contexts that the database or a setting must make, not a registry, have
# tests of their own (creating.t).
my %elsewhere = map { $_ => 1 } qw(paattynyt oppija-puuttuu tallessa poistettu
    ei-koskessa toisen-oppijan sisaltyva);

# Makes the study right of an example; its context says what is special.
sub right_for ($context) {
    my %koski = %{$context->{opiskeluoikeus} // {}};
    delete $koski{oid};
    return study_right(%koski);
}

sub has_leaf ($tree, @path) {
    for my $step (@path) {
        $tree
            = ref $tree eq 'HASH' ? $tree->{$step}
            : ref $tree eq 'ARRAY' && $step =~ /^\d+$/ ? $tree->[$step]
            :                                            return;
    }
    return $tree;
}

my %count;
for my $example (@examples) {
    next unless $example->{method} eq 'POST';
    next if $elsewhere{$example->{context}};
    my $name  = $example->{file};
    my $right = right_for($context{$example->{context}});
    my $bytes = read_bytes("$folder/$name");
    my $oid   = $right->{oid};
    my $person = $right->{'oppija-oid'};
    $bytes =~ s/"\Q$old_right\E"/"$oid"/g;
    $bytes =~ s/"\Q$old_person\E"/"$person"/g;

    # A document that speaks of another learner needs that one's study right.
    my $document = decode_json_bytes($bytes);
    if (ref $document eq 'HASH' && !$example->{layer}) {
        control({opiskeluoikeudet =>
                [{%$right, 'oppija-oid' => $document->{'oppija-oid'}}]});
    }
    my $answer
        = request('POST', VB . '/hoks', {token => 'sis-a', body => \$bytes});
    $count{$example->{layer} // 'valid'}++;
    if ($example->{expect_status} == 200) {
        is_taken($answer, $document, $name);
    }
    else {
        is_told($answer, $example, $name);
    }
}
cmp_ok($count{valid},  '>=', 31, 'valid documents were sent');
cmp_ok($count{schema}, '>=', 53, 'documents that the schema refuses were sent');
note("documents: " . json_text(\%count));

sub is_taken ($answer, $document, $name) {
    is($answer->{status}, 200, "$name is taken") or return diag($answer->{body});
    my $got  = request('GET', $answer->{json}{data}{uri}, {token => 'sis-a'});
    my @differences = json_diff(
        without_additions($got->{json}{data}, $document),
        as_stored($document)
    );
    ok(!@differences, "$name comes back") or diag(join "\n", @differences);
    return;
}

sub is_told ($answer, $example, $name) {
    is($answer->{status}, $example->{expect_status}, "$name is refused")
        or return diag($answer->{body});
    if ($example->{error}) {
        is($answer->{json}{error}, $example->{error}, "$name: the old text");
        return;
    }

    # Where the service asked Koski first, Koski's word may be the answer.
    return pass("$name: Koski does not know it")
        if $example->{note}
        && ($answer->{json}{error} // '') =~ /not found in Koski$/;
    my @path   = @{$example->{path}};
    my $place  = pointer(@path);
    my @told   = grep { $_->{kohta} eq $place } @{$answer->{json}{virheet} // []};
    ok(@told, "$name: $place is told")
        or diag(json_text($answer->{json}{virheet}));
    my $leaf = has_leaf($answer->{json}{errors}, @path);
    ok(defined $leaf && !ref $leaf, "$name: the old tree has its leaf")
        or diag(json_text($answer->{json}{errors}));
    is($leaf, $example->{message}, "$name: with the text of the rule")
        if $example->{message};
    is($told[0]{viesti}{fi}, $example->{message}, "$name: and in virheet")
        if $example->{message} && $example->{rule};
    return;
}

done_testing();
