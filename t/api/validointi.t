#!/usr/bin/perl
# POST VB/validointi: a document is checked as POST would check it, for any
# caller that is logged in, and nothing is stored (contract: api.md 1.2;
# README.md 12).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $path = VB . '/validointi';

sub check ($document, %options) {
    return request('POST', $path, {token => 'sis-a', %options,
            body => $document});
}

sub rows () {
    return (psql('SELECT (SELECT count(*) FROM ehoks.hoks),'
            . ' (SELECT count(*) FROM ehoks.oppija),'
            . ' (SELECT count(*) FROM ehoks.opiskeluoikeus),'
            . ' (SELECT count(*) FROM ehoks.organisaatio),'
            . ' (SELECT last_value FROM ehoks.hoks_id_seq)'))[0];
}

my $right  = study_right();
my $before = rows();
my $good   = check(hoks_document($right));
is($good->{status}, 200, 'a good document');
is_deeply($good->{json}, {meta => {}, data => {}}, 'gets the empty answer');

my $bad = check(hoks_document($right, laatija => 1, sahkoposti => 1));
is($bad->{status}, 400, 'a bad one');
is_deeply($bad->{json}{errors},
    {laatija => 'disallowed-key',
        sahkoposti => $bad->{json}{errors}{sahkoposti}},
    'is told all that is wrong');
is_deeply([map { $_->{kohta} } @{$bad->{json}{virheet}}],
    ['/laatija', '/sahkoposti'], 'also as pointers')
    or diag(json_text($bad->{json}{virheet}));

my $telling = check(hoks_document($right,
        'hankittavat-koulutuksen-osat' => [{
            'koulutuksen-osa-koodi-uri'    => 'koulutuksenosattuva_101',
            'koulutuksen-osa-koodi-versio' => 1,
            alku => '2025-01-07', loppu => '2025-02-28', laajuus => 1,
        }]));
is($telling->{json}{virheet}[0]{koodi}, 'TUVA-2',
    'rules about the study right hold as well');
my $nowhere = opiskeluoikeus_oid();
is_problem(
    check(hoks_document({oid => $nowhere, 'oppija-oid' => oppija_oid()})),
    400, {error => "Opiskeluoikeus `$nowhere` not found in Koski"},
    'a study right that Koski does not know');
is(check({})->{json}{errors}{'oppija-oid'}, 'missing-required-key',
    'an empty object');
is(check([])->{status}, 400, 'a list');
is(check(\'{')->{json}{type}, 'compojure.api.exception/request-parsing',
    'no JSON');
is(check(hoks_document($right, eid => 'x'))->{json}{errors}{eid},
    'disallowed-key', 'what POST refuses is refused');

# Whose it is does not matter: nothing is stored, and nothing is told.
my $elsewhere = study_right(oppilaitos => {oid => ORG->{B1}});
for my $client (qw(sis-ilman sis-b sis-a-lukija vipunen)) {
    is(check(hoks_document($elsewhere), token => $client)->{status},
        200, "$client may check");
}
is(request('POST', $path,
        {cookie => login('virkailija-a'), body => hoks_document($right)})
        ->{status},
    200, 'so may staff');
is_deeply(rows(), $before, 'all of this stored nothing');
is_problem(request('POST', $path, {body => hoks_document($right)}),
    401, {}, 'somebody must be logged in');
is_problem(
    request('POST', $path,
        {cookie => login('oppija1'), body => hoks_document($right)}),
    403, {}, 'a learner has nothing to check');
is(check(hoks_document($right), headers => {'caller-id' => undef})->{status},
    400, 'Caller-Id is needed');

# A plan that is there already is fine: it is the document that is checked.
is(post_hoks(hoks_document($right))->{status}, 200, 'the plan is stored');
is(check(hoks_document($right))->{status}, 200, 'and its document still good');

done_testing();
