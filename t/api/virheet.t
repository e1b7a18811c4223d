#!/usr/bin/perl
# The catalogue of errors and rules: open to everybody, complete, and its
# examples look like the answers themselves (contract/README.md 9).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $path   = VB . '/virheet';
my $answer = request('GET', $path, {headers => {'caller-id' => undef}});
is($answer->{status}, 200, 'everybody reads the catalogue');
is_deeply([sort keys %{$answer->{json}}], [qw(data meta)], 'in the envelope');
is(request('GET', $path, {headers => {'if-none-match' => $answer->{headers}{etag}}})->{status},
    304, 'its ETag saves a second time');
is(request('GET', $path, {token => 'x.y.z'})->{status}, 401, 'a bad token is told all the same');

my @entries   = @{$answer->{json}{data}};
my %entry     = map { $_->{koodi} => $_ } @entries;
my $catalogue = decode_json_bytes(read_bytes(root() . '/conf/errors.json'));
is_deeply([sort keys %entry],
    [sort keys %{$catalogue->{errors}}, keys %{$catalogue->{rules}}],
    'it has every error and rule');
is(scalar @entries, scalar keys %entry, 'once');

my @poor;
for my $entry (@entries) {
    for my $member (qw(merkitys korjaus)) {
        push @poor, "$entry->{koodi} $member"
            if 3 != grep { ($entry->{$member}{$_} // '') =~ /\S/ } qw(fi sv en);
    }
    push @poor, "$entry->{koodi} lahde" unless ($entry->{lahde} // '') =~ /\S/;
    my $example = $entry->{esimerkki};
    push @poor, "$entry->{koodi} example"
        unless $example->{status} == $entry->{status}
        && $example->{title} && $example->{type} && $example->{detail}
        && @{$example->{virheet}};
    push @poor, "$entry->{koodi} example has an empty place"
        if json_text($example) =~ /\{\d\}|``/;
}
is_deeply(\@poor, [], 'each with meaning, cure, source and example');
is_deeply([grep { !/^(?:virhe|saanto)$/ } map { $_->{laji} } @entries], [], 'and its kind');

# Real answers are as the examples say, but for what differs with the request.
sub frame ($body) {
    my %copy = %$body;
    delete @copy{qw(instance)};
    return \%copy;
}
my $right = study_right();
post_hoks(hoks_document($right));
for my $case (
    ['E-401', request('GET', VB . '/hoks/1')],
    ['E-ROUTE', request('GET', VB . '/ei-ole')],
    ['E-NOHOKS', request('GET', VB . '/hoks/999999999', {token => 'sis-a'})],
    ['CRE-7', post_hoks(hoks_document($right))],
    ['OTSAKE', request('GET', VB . '/hoks/1', {token => 'sis-a', headers => {'caller-id' => undef}})],
    ['POLKU-ID', request('GET', VB . '/hoks/x', {token => 'sis-a'})],
    ['SISALTOTYYPPI', post_hoks({}, {headers => {'content-type' => 'text/plain'}})],
    ['PAKOLLINEN', do {
        my %document = %{hoks_document(study_right())};
        delete $document{'ensikertainen-hyvaksyminen'};
        post_hoks(\%document);
    }],
    ['OHT-5', post_hoks(hoks_document(
        study_right(),
        'hankittavat-ammat-tutkinnon-osat' => [{
            'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_105752',
            'tutkinnon-osa-koodi-versio' => 1,
            'osaamisen-hankkimistavat'   => [{
                alku                                   => '2026-02-01',
                loppu                                  => '2026-01-01',
                'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus',
                'osaamisen-hankkimistapa-koodi-versio' => 1,
            }],
        }]
    ))],
    )
{
    my ($code, $real) = @$case;
    my @differences = json_diff(frame($real->{json}), frame($entry{$code}{esimerkki}));
    ok(!@differences, "a real $code is as its example") or diag(join "\n", @differences);
}

done_testing();
