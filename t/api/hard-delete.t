#!/usr/bin/perl
# Super users remove a plan for good: nothing of it stays but that it was
# there, in the audit and in what tells other systems (contract: api.md 4.8).
use v5.36;
use utf8;
use Test::More;
use Digest::SHA    qw(sha256_hex);
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = VB . '/virkailija';
my %jar = map { $_ => login($_) } qw(virkailija-a virkailija-a1-poisto oph);

sub remove ($id, $login = 'oph', %options) {
    my $query = delete $options{query} // '';
    return request('DELETE', "$V/hoks/$id$query", {cookie => $jar{$login}, %options});
}

sub one ($sql) {
    my ($row) = psql($sql);
    return $row ? $row->[0] : undef;
}

my $mark = sprintf 'havitys%d%05d', $$, int rand 100_000;

sub new_plan (%members) {
    my $right  = delete $members{right} // study_right();
    my $answer = post_hoks(hoks_document($right,
        sahkoposti => "$mark\@posti.invalid",
        'hankittavat-paikalliset-tutkinnon-osat' => [{
            nimi => "Osa $mark",
            'osaamisen-hankkimistavat' => [{
                alku => '2026-01-01', loppu => '2026-05-01', 'osa-aikaisuustieto' => 50,
                'yksiloiva-tunniste' => $mark,
                'osaamisen-hankkimistapa-koodi-uri'    => 'osaamisenhankkimistapa_koulutussopimus',
                'osaamisen-hankkimistapa-koodi-versio' => 1,
                'tyopaikalla-jarjestettava-koulutus' => {
                    'vastuullinen-tyopaikka-ohjaaja' => {nimi => "Oona $mark"},
                    'tyopaikan-nimi' => 'Mallipaja Oy', 'tyopaikan-y-tunnus' => '9000001-1',
                    'keskeiset-tyotehtavat' => ['Varasto'],
                },
            }],
            'osaamisen-osoittaminen' => [{
                alku => '2026-04-01', loppu => '2026-04-02',
                nayttoymparisto => {nimi => "Paikka $mark"},
                'sisallon-kuvaus' => ['Työ'],
                'koulutuksen-jarjestaja-osaamisen-arvioijat' => [],
                'tyoelama-osaamisen-arvioijat' => [],
            }],
        }],
        %members));
    is($answer->{status}, 200, 'a plan') or diag $answer->{body};
    my $id = $answer->{json}{meta}{id};
    request('PATCH', VB . "/hoks/$id", {token => 'sis-a', body => {id => $id, puhelinnumero => $mark}});
    request('POST', VB . "/hoks/$id/kyselylinkki", {token => 'vipunen', body =>
            {kyselylinkki => "https://kysely.invalid/$mark/$id", tyyppi => 'aloittaneet', alkupvm => '2026-01-01'}});
    return {id => $id, right => $right};
}

# Tables in which a row has a text; those of the registries' copies are no
# part of a plan.
my @tables = grep { $_ ne 'rekisterikopio' } map { $_->[0] }
    psql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'ehoks'"
        . " AND table_type = 'BASE TABLE'");

sub found_in ($text) {
    my $sql = join ' UNION ALL ', map {
        "SELECT '$_' WHERE EXISTS (SELECT FROM ehoks.$_ AS t WHERE t::text LIKE '%$text%')"
    } @tables;
    return [sort map { $_->[0] } psql($sql)];
}

my $plan  = new_plan();
my $other = new_plan();
my $id    = $plan->{id};

# ---- who may not -----------------------------------------------------------------------

is(remove($id, $_)->{status}, 403, "$_ may not") for qw(virkailija-a virkailija-a1-poisto);
is(request('DELETE', "$V/hoks/$id", {token => 'sis-a'})->{status}, 403, 'nor may a system');
is(request('DELETE', "$V/hoks/$id")->{status}, 401, 'nor anybody');
is(remove(999_999_999)->{json}{error}, 'No HOKS found with given hoks-id', 'no such plan');
is(remove('x')->{status}, 400, 'no id');
is(remove($id, 'oph', headers => {'if-match' => '"v1"'})->{status}, 412, 'another version');
is(remove($id, 'oph', query => '?kuiva-ajo=true')->{status}, 200, 'a dry run');
is(one("SELECT versio FROM ehoks.hoks WHERE id = $id"), 2, 'the plan is still there');

# ---- for good ----------------------------------------------------------------------------

my $document = one("SELECT encode(convert_to(asiakirja, 'UTF8'), 'hex') FROM ehoks.hoks WHERE id = $id");
my $last = one('SELECT max(jarjestys) FROM ehoks.muutossyote');
my $removed = remove($id, 'oph', headers => {'if-match' => '"v2"'});
is($removed->{status}, 200, 'removed') or diag $removed->{body};
is_deeply($removed->{json}, {meta => {}, data => {}}, 'and told so');

is_deeply([grep { one("SELECT count(*) FROM ehoks.$_ WHERE hoks_id = $id") }
        qw(hoks_versio tyopaikkajakso naytto kyselylinkki)],
    [], 'its history and all that was cut out of it are gone');
is(one("SELECT count(*) FROM ehoks.hoks WHERE id = $id"), 0, 'so is the plan');
is_deeply(found_in($plan->{right}{oid}), ['audit'], 'the study right stands in the audit alone');
is_deeply(found_in($plan->{right}{'oppija-oid'}), ['audit'], 'and so does the learner');
is(request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{status}, 404, 'nobody finds it');
is(remove($id)->{status}, 404, 'nor can it be removed again');

my ($row) = psql("SELECT toiminto, tulos, tekija_laji, versio, muutokset ->> 'asiakirja-sha256',"
        . " muutokset ->> 'versioita', muutokset ->> 'historia-sha256', tekija_oid IS NOT NULL,"
        . " muutokset ->> 'havitetty'"
        . " FROM ehoks.audit WHERE hoks_id = $id AND toiminto = 'delete' AND tulos = 'succeeded'"
        . " AND muutokset IS NOT NULL");
is_deeply([@$row[0 .. 3]], ['delete', 'succeeded', 'VIRKAILIJA', 2], 'the audit tells who did it');
is($row->[4], sha256_hex(pack 'H*', $document), 'and the hash of what was there');
is($row->[5], 2, 'with how many versions');
like($row->[6], qr/^[0-9a-f]{64}$/, 'and the hash of them');
is(one("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $id AND muutokset ? 'havitetty'"), 1, 'once');
cmp_ok(one("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $id AND toiminto = 'create'"),
    '>=', 1, 'older rows of the audit stay');
is(one("SELECT toiminto || ' ' || versio FROM ehoks.muutossyote WHERE hoks_id = $id AND jarjestys > $last"),
    'havitys 3', 'the change feed tells that it is gone');

# ---- nothing else is reached --------------------------------------------------------------

is(one("SELECT versio FROM ehoks.hoks WHERE id = $other->{id}"), 2, 'another plan stays');
is(one("SELECT count(*) FROM ehoks.$_ WHERE hoks_id = $other->{id}") > 0, 1, "its $_, too")
    for qw(hoks_versio tyopaikkajakso naytto kyselylinkki);

# The learner stays while something else refers to them.
my $learner = oppija_oid();
my @both = map { new_plan(right => study_right('oppija-oid' => $learner)) } 1 .. 2;
is(remove($both[0]{id})->{status}, 200, 'one of a learner\'s two plans is removed');
is(one("SELECT count(*) FROM ehoks.oppija WHERE oid = '$learner'"), 1, 'the learner stays');
is(request('GET', VB . "/hoks/$both[1]{id}", {token => 'sis-a'})->{status}, 200, 'with the other');

# ---- statistics -----------------------------------------------------------------------------

sub page ($query) {
    return request('GET', VB . "/hoks/paged?$query", {token => 'vipunen'})->{json}{data};
}
my $page = page('amount=1&from-id=' . ($id - 1));
my ($told) = @{$page->{result}};
is($told->{id}, $id, 'the feed goes on telling the id') or diag explain $page;
like($told->{poistettu}, qr/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/, 'and when it was removed');
is($told->{'ensikertainen-hyvaksyminen'}, '2024-08-15', 'what every plan of the feed has');
ok(!exists $told->{$_}, "not $_") for qw(oppija-oid opiskeluoikeus-oid);
is_deeply($told->{'hankittavat-paikalliset-tutkinnon-osat'}, [], 'and no parts');
is_deeply([map { $_->{id} } @{page("amount=2&from-id=" . ($id - 1))->{result}}], [$id, $other->{id}],
    'in its place among the others');
my $since = one("SELECT to_char(havitetty - interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        . " FROM ehoks.havitetty WHERE hoks_id = $id");
ok((grep { $_->{id} == $id } @{page("updated-after=$since&from-id=" . ($id - 1))->{result}}),
    'as a change since then');

# ---- a deleted plan, and a new one in its place -----------------------------------------------

my $archived = new_plan();
is(request('PATCH', "$V/oppijat/$archived->{right}{'oppija-oid'}/hoksit/$archived->{id}/shallow-delete",
        {cookie => $jar{'virkailija-a1-poisto'}, body => {'oppilaitos-oid' => undef}})->{status},
    200, 'a plan is deleted');
is(remove($archived->{id})->{status}, 200, 'and removed for good');
my $again = post_hoks(hoks_document($archived->{right}));
is($again->{status}, 200, 'its study right can have another plan then') or diag $again->{body};
cmp_ok($again->{json}{meta}{id}, '>', $archived->{id}, 'with another id');

# ---- where an If-Match is required ---------------------------------------------------------------

my $strict = "http://localhost:" . stack()->{STRICT_PORT};
my $oph = login('oph');
is(request('DELETE', "$V/hoks/$other->{id}", {cookie => $oph, url => $strict})->{status}, 428,
    'an If-Match can be required');

done_testing();
