#!/usr/bin/perl
# Deleting a plan by staff with the right for it, and undoing it by OPH: both
# are versions (contract: api.md 4.7, 4.8).
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $V = VB . '/virkailija';
my %jar = map { $_ => login($_) }
    qw(virkailija-a virkailija-a1-poisto virkailija-b oph);

sub as ($login, $method, $path, %options) {
    return request($method, $V . $path, {cookie => $jar{$login}, %options});
}

my $right = study_right();
my $id    = post_hoks(hoks_document($right))->{json}{meta}{id};
my $path  = "/oppijat/$right->{'oppija-oid'}/hoksit/$id";
my $body  = {'oppilaitos-oid' => ORG->{A1}};

sub delete_as ($login, %options) {
    return as($login, 'PATCH', "$path/shallow-delete", body => $body, %options);
}

sub history () {
    my ($row) = psql("SELECT string_agg(toiminto, ',' ORDER BY versio)
                   FROM ehoks.hoks_versio WHERE hoks_id = $id");
    return $row->[0];
}

# ---- who may not ------------------------------------------------------------------

my $refused = delete_as('virkailija-a');
is($refused->{status}, 403, 'CRUD is not the right to delete');
is($refused->{json}{error}, 'User privileges do not match organisation', '… in the old words');
is(delete_as('virkailija-b')->{status}, 403, 'another provider may not');
is(as('virkailija-a1-poisto', 'PATCH', "$path/shallow-delete", body => {})->{json}{errors}{'oppilaitos-oid'},
    'missing-required-key', 'the key is required');
is_problem(as('virkailija-a1-poisto', 'PATCH', "$path/shallow-delete", body => $_), 400, {},
    'a body that is no object: ' . json_text($_)) for [], 'x', undef;
is(delete_as('virkailija-a1-poisto', body => {'oppilaitos-oid' => '1.2.3'})->{status}, 400, 'an OID that is none');
is(delete_as('virkailija-a1-poisto', headers => {'if-match' => '"v9"'})->{status},
    412, 'an old version is not deleted');
is(history(), 'luonti', 'nothing has happened');

my $dry = as('virkailija-a1-poisto', 'PATCH', "$path/shallow-delete?kuiva-ajo=true", body => $body);
is_deeply($dry->{json}, {success => $id}, 'a dry run tells that it would be deleted');
is(history(), 'luonti', 'and does not');
ok(wait_until(5, sub { (psql("SELECT count(*) FROM ehoks.audit WHERE hoks_id = $id AND toiminto = 'read'"
            . " AND kohde ->> 'info' = ':dry-run'"))[0][0] == 1 }), 'the audit knows it as such');

# ---- deleting -----------------------------------------------------------------------

my $deleted = delete_as('virkailija-a1-poisto');
is($deleted->{status}, 200, 'deleted') or diag($deleted->{body});
is_deeply($deleted->{json}, {success => $id}, 'and told so');
is(history(), 'luonti,poisto', 'deleting is a version');
is(request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{status}, 404, 'a system finds it no more');
is(as('virkailija-a', 'GET', $path)->{status}, 403, 'nor do staff');
is(delete_as('virkailija-a1-poisto')->{status}, 403, 'nor can it be deleted again');
is(post_hoks(hoks_document($right))->{json}{error},
    'Archived HOKS with given opiskeluoikeus oid found. Contact eHOKS support for more information.',
    'another cannot be made in its place');

# ---- undoing -------------------------------------------------------------------------

is(as('virkailija-a1-poisto', 'PATCH', "/hoks/$id/undo-shallow-delete")->{status},
    403, 'who deletes may not undo');
my $undone = as('oph', 'PATCH', "/hoks/$id/undo-shallow-delete");
is($undone->{status}, 200, 'OPH may') or diag($undone->{body});
is(history(), 'luonti,poisto,palautus', 'undoing is a version, too');
my $back = request('GET', VB . "/hoks/$id", {token => 'sis-a'});
is($back->{status}, 200, 'the plan is back');
is($back->{headers}{etag}, '"v3"', 'as its third version');
is(as('oph', 'PATCH', "/hoks/$id/undo-shallow-delete")->{json}{error},
    'No HOKS found with given hoks-id', 'what is not deleted cannot be undone');
is(request('GET', VB . "/hoks/$id/versiot/1..3", {token => 'sis-a'})->{json}{data}[0],
    undef, 'the document is what it was');

# ---- a study right that has ended --------------------------------------------------------

$right->{tila}{opiskeluoikeusjaksot}[1] = {alku => '2026-01-01', tila => {koodiarvo => 'eronnut'}};
control({opiskeluoikeudet => [$right]});
# The copy of the study right is older than it may be.
psql("UPDATE ehoks.rekisterikopio SET haettu = haettu - interval '1 hour',"
        . " kysytty = kysytty - interval '1 hour'");
my $ended = delete_as('virkailija-a1-poisto');
is($ended->{json}{error}, "opiskeluoikeus $right->{oid} is no longer active",
    'a plan of an ended study right stays');

done_testing();
