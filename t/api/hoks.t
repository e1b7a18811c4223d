#!/usr/bin/perl
# A provider's system writes a plan and reads it back: shapes, headers and
# what the service makes of a document (contract: api.md 1.9, 2; rules.md 9).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksDocument;

my $uuid = qr/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
my @lists = map { "$_-tutkinnon-osat" }
    map { ("aiemmin-hankitut-$_", "hankittavat-$_") }
    qw(ammat paikalliset yhteiset);
push @lists, qw(hankittavat-koulutuksen-osat
    opiskeluvalmiuksia-tukevat-opinnot oppimisen-tuki);

# ---- POST ------------------------------------------------------------------------

my $right   = study_right();
my $created = post_hoks(hoks_document($right));
is($created->{status}, 200, 'a new plan is answered 200');
my $id  = $created->{json}{meta}{id};
my $uri = VB . "/hoks/$id";
like($id, qr/^[1-9][0-9]*$/, 'with its id');
is_deeply($created->{json}, {meta => {id => $id}, data => {uri => $uri}},
    'and nothing but id and uri');
my %headers = %{$created->{headers}};
like($headers{location}, qr{^(?:\Q@{[stack()->{EHOKS_URL}]}\E)?\Q$uri\E$}, 'Location');
like($headers{etag}, qr/^"[^"]+"$/, 'a strong ETag');
is($headers{'content-type'}, 'application/json; charset=utf-8', 'Content-Type');
is($headers{'cache-control'}, 'no-cache, max-age=0', 'Cache-Control');
is($headers{expires}, '0', 'Expires');
ok(!$headers{'set-cookie'}, 'no cookie for a client');

my $slash = post_hoks(hoks_document(study_right()),
    {headers => {'x-test' => 1}});
is($slash->{status}, 200, 'a second plan');
isnt($slash->{json}{meta}{id}, $id, 'has an id of its own');
my $last = request('POST', VB . '/hoks/',
    {token => 'sis-a', body => hoks_document(study_right())});
is($last->{status}, 200, 'a slash at the end does no harm');
is($last->{json}{data}{uri}, VB . "/hoks//$last->{json}{meta}{id}",
    'and stands in the uri as it was sent');

# ---- GET --------------------------------------------------------------------------

my $answer = request('GET', $uri, {token => 'sis-a'});
is($answer->{status}, 200, 'the plan is read');
is_deeply($answer->{json}{meta}, {}, 'with empty meta');
my $plan = $answer->{json}{data};
is($plan->{id}, $id, 'id');
like($plan->{eid}, $uuid, 'eid is a random UUID');
ok(JSON::PP::is_bool($plan->{manuaalisyotto}) && !$plan->{manuaalisyotto},
    'manuaalisyotto is false');
is_deeply([grep { json_text($plan->{$_}) ne '[]' } @lists],
    [], 'all part lists are there and empty');
my @differences = json_diff(
    without_additions($plan, hoks_document($right)),
    hoks_document($right)
);
ok(!@differences, 'all else is what was sent') or diag(@differences);
is($answer->{headers}{etag}, $headers{etag}, 'the ETag is that of the POST');
is($answer->{headers}{'cache-control'}, 'no-cache, max-age=0', 'Cache-Control');
is($answer->{headers}{expires}, '0', 'Expires');

my $head = request('HEAD', $uri, {token => 'sis-a'});
is($head->{status}, 200, 'HEAD of the plan');
is($head->{body}, '', 'has no body');
is($head->{headers}{etag}, $headers{etag}, 'but the ETag');
is($head->{headers}{'content-length'} // length $answer->{body},
    length $answer->{body}, 'and the length of GET');

# ---- conditional GET ----------------------------------------------------------------

for my $tag ($headers{etag}, '*', "\"other\", $headers{etag}", "W/$headers{etag}") {
    my $same = request('GET', $uri,
        {token => 'sis-a', headers => {'if-none-match' => $tag}});
    is($same->{status}, 304, "If-None-Match: $tag is 304");
    is($same->{body}, '', 'without body');
    is($same->{headers}{etag}, $headers{etag}, 'with the ETag');
}
for my $tag ('"other"', '""', 'x', '"v0"', '"v99999999999999999999"') {
    my $other = request('GET', $uri,
        {token => 'sis-a', headers => {'if-none-match' => $tag}});
    is($other->{status}, 200, "If-None-Match: $tag is 200");
    is($other->{body}, $answer->{body}, 'with the whole plan');
}
is(request('GET', $uri,
        {token => 'sis-b', headers => {'if-none-match' => $headers{etag}}})
        ->{status},
    403, 'who may not read is not told that nothing changed');

# Packing does not change the ETag.
my $packed = request('GET', $uri,
    {token => 'sis-a', headers => {'accept-encoding' => 'gzip'}});
is($packed->{headers}{etag}, $headers{etag}, 'the ETag of a packed answer');

# ---- by study right -------------------------------------------------------------------

my $top = request('GET', VB . "/hoks/opiskeluoikeus/$right->{oid}",
    {token => 'sis-a'});
is($top->{status}, 200, 'the plan by its study right');
is($top->{json}{data}{id}, $id, 'is the same');
is_deeply([grep { exists $top->{json}{data}{$_} } @lists],
    [], 'but has no part lists');
my %head = %$plan;
delete @head{@lists};
@differences = json_diff($top->{json}{data}, \%head);
ok(!@differences, 'and all else') or diag(@differences);
is($top->{headers}{etag}, $headers{etag}, 'with the same ETag');

# ---- what is not there ------------------------------------------------------------------

is_problem(request('GET', VB . '/hoks/999999999', {token => 'sis-a'}),
    404, {error => 'HOKS not found'}, 'no such plan');
is_problem(request('GET', VB . '/hoks/999999999999999', {token => 'sis-a'}),
    404, {error => 'HOKS not found'}, 'no such plan, a great id');
is_problem(
    request('GET', VB . '/hoks/opiskeluoikeus/' . opiskeluoikeus_oid(),
        {token => 'sis-a'}),
    404, {error => 'No HOKS found with given opiskeluoikeus'},
    'no plan for the study right');

# ---- what the service makes of a document --------------------------------------------------

my $nbsp = "\x{a0}";
my $other_right = study_right();
my $document = hoks_document(
    $other_right,
    sahkoposti    => "  \t" . canary() . "\r\n",
    puhelinnumero => "$nbsp 050 123\x{2003}",
    hyvaksytty    => '2024-05-01T10:00:00.5+03:00',
    paivitetty    => '2024-05-01',
    versio        => JSON::PP->new->allow_nonref->decode('3.0'),
    'hankittavat-ammat-tutkinnon-osat'    => undef,
    'hankittavat-paikalliset-tutkinnon-osat' => [
        {
            nimi      => '  Ääkköset, 漢字, 😀 ja "lainaus" \\ / </script>  ',
            'osaamisen-hankkimistavat' => undef,
            'osaamisen-osoittaminen'   => [],
            'opetus-ja-ohjaus-maara'   => 12.5,
        },
        {nimi => 'toinen'},
    ],
);
my $posted = post_hoks($document);
is($posted->{status}, 200, 'a document with odds and ends')
    or diag($posted->{body});
my $got = request('GET', $posted->{json}{data}{uri}, {token => 'sis-a'})->{json}{data};
@differences = json_diff(without_additions($got, $document), as_stored($document));
ok(!@differences, 'comes back in the agreed form') or diag(join "\n", @differences);
is($got->{sahkoposti}, canary(), 'texts are trimmed');
is($got->{puhelinnumero}, "$nbsp 050 123", 'but a no-break space stays');
is($got->{hyvaksytty}, '2024-05-01T07:00:00Z', 'an instant is in UTC');
is($got->{paivitetty}, '2024-05-01T00:00:00Z', 'a day is an instant');
is_deeply($got->{'hankittavat-ammat-tutkinnon-osat'}, [],
    'null is an empty list');
my @parts = @{$got->{'hankittavat-paikalliset-tutkinnon-osat'}};
like($_->{'module-id'}, $uuid, 'a part has a module-id') for @parts;
isnt($parts[0]{'module-id'}, $parts[1]{'module-id'}, 'of its own');
is_deeply([grep { exists $_->{id} } @parts], [], 'and no id');
is_deeply([map { $_->{nimi} } @parts],
    ['Ääkköset, 漢字, 😀 ja "lainaus" \\ / </script>', 'toinen'],
    'in the order that was sent');

# The first year that can be written is one that PostgreSQL writes otherwise.
is(post_hoks(hoks_document(study_right(), 'ensikertainen-hyvaksyminen' => '0000-02-29'))->{status},
    200, 'a day of the year 0000');

# ---- all problems at once -------------------------------------------------------------------

my $wrong = post_hoks(
    hoks_document(
        study_right(),
        laatija              => 'x',
        'oppija-oid'         => '1.2.246.562.24.1',
        sahkoposti           => 5,
        'hankittavat-ammat-tutkinnon-osat' =>
            [{'tutkinnon-osa-koodi-uri' => 'x', 'a/b~c' => 1}],
    )
);
is_problem($wrong, 400,
    {
        type     => 'compojure.api.exception/request-validation',
        coercion => 'schema',
        in       => ['request', 'body-params'],
    },
    'a document with many mistakes'
);
my %virheet = map { $_->{kohta} => $_ } @{$wrong->{json}{virheet}};
for my $place (
    '/laatija', '/oppija-oid', '/sahkoposti',
    '/hankittavat-ammat-tutkinnon-osat/0/tutkinnon-osa-koodi-uri',
    '/hankittavat-ammat-tutkinnon-osat/0/a~1b~0c',
    )
{
    ok($virheet{$place}, "$place is told");
    is_deeply([sort keys %{$virheet{$place}{viesti} // {}}],
        [qw(en fi sv)], 'in three languages');
}
is($wrong->{json}{errors}{laatija}, 'disallowed-key', 'the old leaf of a key');
is($wrong->{json}{errors}{'hankittavat-ammat-tutkinnon-osat'}[0]{'a/b~c'},
    'disallowed-key', 'at its depth');
unlike($wrong->{body}, qr/1\.2\.246\.562\.24\.1"/, 'no value is echoed');

# ---- it is all in the database, and who did it --------------------------------------------------

my ($row) = psql("SELECT versio, oppija_oid, opiskeluoikeus_oid FROM ehoks.hoks"
        . " WHERE id = $id");
is_deeply($row, [1, $right->{'oppija-oid'}, $right->{oid}],
    'the plan is stored as version 1');
is((psql("SELECT count(*) FROM ehoks.hoks_versio WHERE hoks_id = $id"))[0][0],
    1, 'its history has begun');
is((psql("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $id"
                . " AND toiminto = 'create'"))[0][0],
    1, 'the audit knows of it');
my ($before) = psql('SELECT (SELECT count(*) FROM ehoks.hoks),'
    . ' (SELECT count(*) FROM ehoks.hoks_versio)');
post_hoks(hoks_document(study_right(), laatija => 1));
post_hoks(hoks_document($right));
my ($after) = psql('SELECT (SELECT count(*) FROM ehoks.hoks),'
    . ' (SELECT count(*) FROM ehoks.hoks_versio)');
is_deeply($after, $before, 'what is refused leaves nothing');

done_testing();
