#!/usr/bin/perl
# Contact data goes when it is not needed any more: from the plan, all of its
# versions, and what was made of them; by hand and by the periodic work, which
# one server of the cluster does (contract: api.md 1.10, 6.2).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use POSIX      qw(strftime);
use Storable   qw(dclone);
use lib dirname(__FILE__) . '/../lib';
use EhoksFaults qw(aside told psql_session);
use EhoksHttpd;
use EhoksTest;

use constant HP => VB . '/heratepalvelu';

# The day so many days from now.
sub day ($days) {
    return strftime('%Y-%m-%d', localtime(time + 86_400 * $days));
}

# Marks of this run, to be looked for in the whole database.
my $number = sprintf '%d%05d', $$, int rand 100_000;

sub mark ($name) { return "$name.$number\@yritys.invalid" }

sub period ($name, $from, $to, %members) {
    return {
        alku                                => day($from),
        loppu                               => day($to),
        'osaamisen-hankkimistapa-koodi-uri' => 'osaamisenhankkimistapa_koulutussopimus',
        'osaamisen-hankkimistapa-koodi-versio' => 1,
        'yksiloiva-tunniste'                => "$name-$number",
        'osa-aikaisuustieto'                => 100,
        'tyopaikalla-jarjestettava-koulutus' => {
            'vastuullinen-tyopaikka-ohjaaja' => {
                nimi          => 'Oona Ohjaajamalli',
                sahkoposti    => mark($name),
                puhelinnumero => "+35840$number",
            },
            'tyopaikan-nimi'         => 'Mallipaja Oy',
            'tyopaikan-y-tunnus'     => '9000001-1',
            'keskeiset-tyotehtavat'  => ['Varaston hoito'],
        },
        %members,
    };
}

sub parts (@periods) {
    return ('hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
        'tutkinnon-osa-koodi-versio' => 2,
        'osaamisen-hankkimistavat'   => \@periods,
    }]);
}

my @tables = grep { $_ ne 'rekisterikopio' } map { $_->[0] }
    psql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'ehoks'");

# In which tables a text stands.
sub found_in ($text) {
    my $sql = join ' UNION ALL ', map {
        "SELECT '$_' WHERE EXISTS (SELECT FROM ehoks.$_ AS t WHERE t::text LIKE '%$text%')"
    } @tables;
    return [sort map { $_->[0] } psql($sql)];
}

sub one ($sql) {
    my ($row) = psql($sql);
    return $row ? $row->[0] : undef;
}

sub make_plan (%members) {
    my $right  = delete $members{right} // study_right();
    my $answer = post_hoks(hoks_document($right, %members));
    is($answer->{status}, 200, 'a plan') or diag $answer->{body};
    return {right => $right, uri => $answer->{json}{data}{uri}, id => $answer->{json}{meta}{id}};
}

sub document ($plan) {
    my $answer = request('GET', $plan->{uri}, {token => 'sis-a'});
    return ($answer->{json}{data}, $answer->{headers}{etag});
}

sub put_plan ($plan, $document) {
    my $answer = request('PUT', $plan->{uri}, {token => 'sis-a', body => $document});
    is($answer->{status}, 204, 'it is replaced') or diag $answer->{body};
    return;
}

# Every version can still be read, and the newest is what the plan says.
sub history_fits ($plan, $name) {
    my $versions = request('GET', "$plan->{uri}/versiot", {token => 'sis-a'})->{json}{data};
    my $numbers  = join ' ', map { $_->{versio} } @$versions;
    is($numbers, join(' ', 1 .. @$versions), "$name: the versions are all there");
    my $newest;
    for my $version (@$versions) {
        my $answer = request('GET', "$plan->{uri}/versiot/$version->{versio}", {token => 'sis-a'});
        is($answer->{status}, 200, "$name: version $version->{versio} is read");
        $newest = $answer->{json}{data};
    }
    my ($document) = document($plan);
    is_deeply([json_diff($newest, $document)], [], "$name: the newest is the plan");
    return $versions;
}

sub erase ($whose) {
    my $answer = request('DELETE', HP . "/$whose", {token => 'vipunen'});
    is($answer->{status}, 200, "DELETE $whose");
    return $answer->{json}{data};
}

# ---- instructors -------------------------------------------------------------------

my $plan = make_plan(
    sahkoposti => mark('oppija'),
    parts(period('vanha', -300, -120), period('uusi', -100, -30), period('tuleva', 10, 50)),
);
my ($document, $etag) = document($plan);
my $part = $document->{'hankittavat-ammat-tutkinnon-osat'}[0];

# Another version has somebody else, and a third has lost a period.
my $second = dclone($document);
$second->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[0]
    {'tyopaikalla-jarjestettava-koulutus'}{'vastuullinen-tyopaikka-ohjaaja'}{sahkoposti}
    = mark('toinen');
$second->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}[3]
    = period('kadonnut', -400, -200);
put_plan($plan, $second);
my ($third) = document($plan);
splice @{$third->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}}, 3, 1;
put_plan($plan, $third);
(undef, $etag) = document($plan);
my $numero = one("SELECT numero FROM ehoks.tyopaikkajakso WHERE yksiloiva_tunniste = 'vanha-$number'");
is_deeply(found_in(mark('vanha')),    ['hoks_versio'], 'the old instructor stands in the history');
is_deeply(found_in(mark('kadonnut')), ['hoks_versio'], 'and so does one of a period that is gone');

my $answer = erase('tyopaikkaohjaajan-yhteystiedot');
is_deeply([sort keys %$answer], ['hankkimistapa-ids'], 'tells ids');
ok((grep { $_ == $numero } @{$answer->{'hankkimistapa-ids'}}), 'the old period is among them')
    or diag explain $answer, $numero;
is_deeply(found_in(mark($_)), [], "$_ is nowhere any more") for qw(vanha toinen kadonnut);
is_deeply(found_in(mark($_)), [qw(hoks hoks_versio tyopaikkajakso)], "$_ stays")
    for qw(uusi tuleva);
is_deeply(found_in(mark('oppija')), [qw(hoks hoks_versio)], "the learner's stays");

my ($after, $after_etag) = document($plan);
isnt($after_etag, $etag, 'the plan has a new ETag');
my @periods = @{$after->{'hankittavat-ammat-tutkinnon-osat'}[0]{'osaamisen-hankkimistavat'}};
my ($old) = grep { $_->{'yksiloiva-tunniste'} eq "vanha-$number" } @periods;
is_deeply($old->{'tyopaikalla-jarjestettava-koulutus'}{'vastuullinen-tyopaikka-ohjaaja'},
    {nimi => 'Oona Ohjaajamalli'}, 'the name of the instructor stays');
my $versions = history_fits($plan, 'instructors');
is($versions->[-1]{toiminto}, 'pyyhinta', 'the history tells that it was erased');
is(one("SELECT string_agg(versio::text, ' ' ORDER BY versio) FROM ehoks.hoks_versio"
        . " WHERE hoks_id = $plan->{id} AND pyyhitty IS NOT NULL"),
    '1 2 4', 'and so does each version that lost something');
is(one("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $plan->{id}"
        . " AND toiminto = ':system/erase-contacts'"), 1, 'the audit tells it too');
is_deeply((grep { $_ == $numero } @{erase('tyopaikkaohjaajan-yhteystiedot')->{'hankkimistapa-ids'}})
    ? ['again'] : [], [], 'nothing is left to erase');

# The nightly PUT of a provider's system brings it back: it goes again.
put_plan($plan, $second);
is_deeply(found_in(mark('toinen')), [qw(hoks hoks_versio tyopaikkajakso)], 'it comes back');
erase('tyopaikkaohjaajan-yhteystiedot');
is_deeply(found_in(mark('toinen')), [], 'and goes again');
history_fits($plan, 'again');

# A plan that is removed for good while it is being looked at: nothing is told of
# its history, which is gone with it (the logs must be clean).
my $removed = make_plan(parts(period('poistuva', -300, -120)));
my $session = psql_session('LOCK TABLE ehoks.hoks_versio');
my $waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'ehoks.hoks_versio'::regclass AND";
ok(wait_until(5, sub { one("$waiting granted AND mode = 'AccessExclusiveLock'") }),
    'histories are locked');
my $erasing = aside(sub { [request('DELETE', HP . '/tyopaikkaohjaajan-yhteystiedot',
        {token => 'vipunen'})->{status}] });
ok(wait_until(5, sub { one("$waiting NOT granted") }), 'one is waited for');
say {$session} "DELETE FROM ehoks.$_ WHERE hoks_id = $removed->{id};" for qw(muutossyote hoks_versio);
say {$session} "DELETE FROM ehoks.hoks WHERE id = $removed->{id}; COMMIT;";
close $session or die "psql failed\n";
is_deeply(told($erasing), [200], 'erasing goes on when its plan is gone');
is(one("SELECT count(*) FROM ehoks.hoks WHERE id = $removed->{id}"), 0, 'as it is');

# One whose history is broken is left alone, and told of.
my $broken = make_plan(parts(period('rikki', -300, -120)));
psql("UPDATE ehoks.hoks_versio SET asiakirja = '{}' WHERE hoks_id = $broken->{id}");
my $told = qr/EH0300: contact data of plan $broken->{id} is not erased/;
expect_log($told);
erase('tyopaikkaohjaajan-yhteystiedot');
is((grep { /$told/ } log_lines()), 1, 'a broken history is told of');
is_deeply(found_in(mark('rikki')), [qw(hoks tyopaikkajakso)], 'and nothing is erased');
psql('UPDATE ehoks.hoks_versio v SET asiakirja = h.asiakirja FROM ehoks.hoks h'
        . " WHERE h.id = v.hoks_id AND h.id = $broken->{id}");
erase('tyopaikkaohjaajan-yhteystiedot');
is_deeply(found_in(mark('rikki')), [], 'when it is whole again, it is erased');
history_fits($broken, 'mended');

# ---- learners -----------------------------------------------------------------------

sub ended ($days, %members) {
    return study_right(
        'päättymispäivä' => day(-$days),
        tila => {opiskeluoikeusjaksot => [
            {alku => '2018-08-01', tila => {koodiarvo => 'lasna'}},
            {alku => day(-$days),  tila => {koodiarvo => 'valmistunut'}},
        ]},
        %members,
    );
}

sub contacts ($name) { return (sahkoposti => mark($name), puhelinnumero => "+35850$number") }

# Nobody touched the plan for so many days.
sub untouched ($plan, $days) {
    psql("UPDATE ehoks.hoks SET muutettu = now() - interval '$days days' WHERE id = $plan->{id}");
    return $plan;
}

my $achieved = 'osaamisen-saavuttamisen-pvm';
my %learner  = (
    paattynyt   => untouched(make_plan(right => ended(120), contacts('paattynyt'), $achieved => day(-130)), 100),
    jaksoton    => untouched(make_plan(right => ended(120), contacts('jaksoton')), 100),
    jakso       => untouched(make_plan(right => ended(120), contacts('jakso'), parts(period('j1', -300, -120))), 100),
    kesken      => untouched(make_plan(contacts('kesken'), $achieved => day(-130)), 100),
    aeskettain  => untouched(make_plan(right => ended(30), contacts('aeskettain'), $achieved => day(-130)), 100),
    muutettu    => untouched(make_plan(right => ended(120), contacts('muutettu'), $achieved => day(-130)), 10),
    saavutettu  => untouched(make_plan(right => ended(120), contacts('saavutettu'), $achieved => day(-10)), 100),
    jaksossa    => untouched(make_plan(right => ended(120), contacts('jaksossa'), parts(period('j2', -300, -20))), 100),
    orpo        => untouched(make_plan(contacts('orpo'), $achieved => day(-130)), 100),
    orpo_uusi   => untouched(make_plan(contacts('orpo_uusi'), $achieved => day(-130)), 100),
);
for my $name (qw(orpo orpo_uusi)) {
    my $right = $learner{$name}{right};
    control({opiskeluoikeudet => [{oid => $right->{oid}, 'oppija-oid' => $right->{'oppija-oid'}, status => 404}]});
}
psql("UPDATE ehoks.opiskeluoikeus SET mitatoity = now() - interval '100 days'"
        . " WHERE oid = '$learner{orpo}{right}{oid}'");
psql("DELETE FROM ehoks.rekisterikopio WHERE avain = '$learner{orpo_uusi}{right}{oid}'");

my $erased = erase('opiskelijan-yhteystiedot');
my %is_erased = map { $_ => 1 } @{$erased->{'hoks-ids'}};
for my $name (sort keys %learner) {
    my $goes = $name =~ /^(?:paattynyt|jaksoton|jakso|orpo)$/;
    is($is_erased{$learner{$name}{id}} ? 'erased' : 'kept', $goes ? 'erased' : 'kept', $name);
    is_deeply(found_in(mark($name)), $goes ? [] : [qw(hoks hoks_versio)], "$name: the data itself");
    next unless $goes;
    my ($document) = document($learner{$name});
    ok(!exists $document->{sahkoposti} && !exists $document->{puhelinnumero},
        "$name: e-mail and telephone are gone") if $document;
    cmp_ok(one("SELECT muutettu < now() - interval '99 days' FROM ehoks.hoks"
            . " WHERE id = $learner{$name}{id}"), 'eq', 't', "$name: erasing is no change of the plan's own");
}
isnt(one("SELECT mitatoity FROM ehoks.opiskeluoikeus WHERE oid = '$learner{orpo_uusi}{right}{oid}'"),
    '', 'a study right that Koski does not know is marked');
history_fits($learner{paattynyt}, 'learners');
is_deeply(found_in(mark('j1')), ['hoks', 'hoks_versio', 'tyopaikkajakso'],
    "the instructor's stays where only the learner's goes");

# Looking is no change: the feed of changes tells nothing of plans that stay.
is(one("SELECT count(*) FROM ehoks.muutossyote WHERE hoks_id = $learner{kesken}{id}"), 1,
    'a plan that was only looked at has no new row in the feed');
is(one("SELECT count(*) FROM ehoks.hoks_versio WHERE hoks_id = $learner{kesken}{id}"), 1,
    'and no new version');

# ---- the periodic work --------------------------------------------------------------------

my $due = untouched(make_plan(right => ended(120), contacts('ajastettu'), parts(period('j3', -300, -120))), 100);
psql("INSERT INTO ehoks.paattynyt_istunto VALUES (sha256('@{[mark('ohi')]}'), now(), now() - interval '1 s'),"
        . " (sha256('@{[mark('kesken')]}'), now(), now() + interval '1 hour')");
psql('DELETE FROM ehoks.yllapito');
my @httpds = map { own_httpd(extra => "EhoksMaintenance 2s\n") } 1 .. 2;
ok(wait_until(40, sub { !@{found_in(mark('ajastettu'))} && !@{found_in(mark('j3'))} }),
    'the periodic work erases what is due');
history_fits($due, 'periodic');
ok(wait_until(20, sub { one("SELECT count(*) FROM ehoks.yllapito WHERE valmis IS NOT NULL"
            . " AND tehtava <> 'auditketju'") >= 4 }),
    'each task is done and says when');
is(one("SELECT string_agg((vanhenee > now())::text, ' ') FROM ehoks.paattynyt_istunto"
        . " WHERE tiiviste IN (sha256('@{[mark('ohi')]}'), sha256('@{[mark('kesken')]}'))"),
    'true', 'of ended sessions those are forgotten that are over');
my @rounds = map { grep { /EH0302: periodic work, yhteystiedot/ } log_lines($_->{error_log}) } @httpds;
my $seconds = one('SELECT extract(epoch FROM now() - min(aika))::int FROM'
        . " (SELECT aika FROM ehoks.audit WHERE hoks_id = $due->{id}) AS a");
cmp_ok(scalar @rounds, '<=', $seconds / 2 + 2, 'two servers do no more rounds than one would');
my $system = one("SELECT tekija_laji FROM ehoks.audit WHERE hoks_id = $due->{id}"
        . " AND toiminto = ':system/erase-contacts' LIMIT 1");
is($system, 'JARJESTELMA', 'the audit tells that nobody asked for it');
$_->stop for @httpds;

# Off, and never.
my $kept = untouched(make_plan(right => ended(120), contacts('pidetty'), $achieved => day(-130)), 100);
my $off  = own_httpd(extra => "EhoksMaintenance 1s\nEhoksEraseContacts oppija off\nEhoksEraseContacts ohjaaja off\n");
psql('DELETE FROM ehoks.yllapito');
ok(wait_until(20, sub { one("SELECT count(*) FROM ehoks.yllapito WHERE valmis IS NOT NULL"
            . " AND tehtava <> 'auditketju'") >= 4 }),
    'a round without erasing');
is_deeply(found_in(mark('pidetty')), [qw(hoks hoks_versio)], 'erases nothing');
$off->stop;

done_testing();
