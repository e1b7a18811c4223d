#!/usr/bin/perl
# Real plans, anonymised: they go in for a study right made for them and come
# out with nothing lost or changed but what the contract says. They are not
# part of the project; where they are not at hand, this has nothing to do.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

my @files = glob root() . '/../shared/data/reference-demo/anonymised-example-*.json';
plan skip_all => 'no real documents at hand' unless @files;

for my $file (@files) {
    my $name     = $file =~ s{.*/}{}r;
    my $document = decode_json_bytes(read_bytes($file));
    my $right    = study_right();
    $document->{'opiskeluoikeus-oid'} = $right->{oid};
    $document->{'oppija-oid'}         = $right->{'oppija-oid'};
    my $answer = post_hoks($document);
    is($answer->{status}, 200, "$name goes in") or diag($answer->{body});
    my $got = request('GET', $answer->{json}{data}{uri}, {token => 'sis-a'});
    is($got->{status}, 200, "$name comes out");
    my @differences = json_diff(
        without_additions($got->{json}{data}, $document),
        as_stored($document)
    );
    ok(!@differences, "$name: nothing is lost or changed")
        or diag(join "\n", @differences);
}

done_testing();
