#!/usr/bin/perl
# `apachectl configtest` explains every wrong setting: one sentence that names
# the directive and says what is wrong, and a status that stops a restart.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksHttpd;

my ($status, $text) = configtest();
is($status, 0, 'the configuration as it is passes') or diag($text);
like($text, qr/Syntax OK/, 'and is told to');
unlike($text, qr/EH[0-9]{4}/, 'the module has nothing to say');

# Everything but mod_auth_openidc's warnings and httpd's own frame.
sub sentences ($said) {
    return grep { /\S/ && !/auth_openidc:warn|AH00526|AH00014|AH00016|Syntax error on/ }
        split /\n/, $said;
}

sub is_explained ($name, $expected, %options) {
    my ($exit, $said) = configtest(%options);
    isnt($exit, 0, "$name: refused");
    my @sentences = sentences($said);
    is(scalar @sentences, 1, "$name: explained in one sentence")
        or diag($said);
    like($sentences[0] // '', $expected, "$name: which names it");
    return;
}

# Puts a line in the place of a directive (or of its commented example).
sub line ($directive, $value) {
    return edit => sub {
        s/^#?\Q$directive\E .*$/$directive $value/m
            or die "$directive is not in conf/ehoks.conf\n";
    };
}

sub without ($pattern) {
    return edit => sub { s/^$pattern.*\n//m };
}

# ---- files ---------------------------------------------------------------------

for my $directive (qw(EhoksSchemaFile EhoksErrorFile)) {
    is_explained("no $directive", qr/$directive is missing/, without($directive));
    is_explained("$directive that is not there", qr/$directive .*nowhere\.json/,
        line($directive, 'nowhere.json'));
    is_explained("$directive that is not JSON", qr/$directive .*broken\.json/,
        line($directive, 'broken.json'), files => {'broken.json' => '{"a":'});
    is_explained("$directive that is something else", qr/$directive .*list\.json/,
        line($directive, 'list.json'), files => {'list.json' => '[1, 2]'});
}

is_explained('an API description that is not there', qr/EhoksApiFile .*nowhere\.json/,
    line('EhoksApiFile', 'nowhere.json'));
is_explained('an API description that is something else', qr/EhoksApiFile .*list\.json.*"openapi"/,
    line('EhoksApiFile', 'list.json'), files => {'list.json' => '[1, 2]'});
is_explained('an error file with an error left out', qr/EhoksErrorFile .*errors.E-401 is missing/,
    edit => sub { s/^EhoksErrorFile .*$/EhoksErrorFile less.json/m },
    files => {'less.json' => less_errors()});

# The catalogue of errors without one that httpd's own refusals need.
sub less_errors () {
    my $errors = decode_json_bytes(read_bytes(root() . '/conf/errors.json'));
    delete $errors->{errors}{'E-401'};
    return JSON::PP->new->utf8->encode($errors);
}

my $schema = decode_json_bytes(read_bytes(root() . '/conf/hoks.schema.json'));

sub with_schema ($change) {
    my $copy = decode_json_bytes(JSON::PP->new->utf8->encode($schema));
    $change->($copy);
    return (
        line('EhoksSchemaFile', 'changed.json'),
        files => {'changed.json' => JSON::PP->new->utf8->encode($copy)},
    );
}

my ($hoks) = grep { $_ eq 'HOKS' } keys %{$schema->{'$defs'}};
is_explained('a keyword that is not supported',
    qr/EhoksSchemaFile .*(?:dependentSchemas.*HOKS|HOKS.*dependentSchemas)/,
    with_schema(sub ($copy) { $copy->{'$defs'}{$hoks}{dependentSchemas} = {} }));
is_explained('a reference to nowhere', qr/EhoksSchemaFile .*Nowhere/,
    with_schema(sub ($copy) {
            $copy->{'$defs'}{$hoks}{properties}{versio} = {'$ref' => '#/$defs/Nowhere', 'x-methods' => {}} }));
is_explained('a pattern that cannot be read', qr/EhoksSchemaFile .*pattern/,
    with_schema(sub ($copy) {
            $copy->{'$defs'}{$hoks}{properties}{sahkoposti}
                = {type => 'string', pattern => '(['} }));

# ---- tokens and claims ------------------------------------------------------------

is_explained('no issuer', qr/EhoksTokenIssuer is missing/,
    without('EhoksTokenIssuer'));
is_explained('a claim of an unknown kind', qr/EhoksClaim: shoe-size/,
    edit => sub { s/^#EhoksClaim oid oid$/EhoksClaim shoe-size x/m });

is_explained('a kind of session that no logout ends', qr/OIDCSessionType client-cookie.*server-cache/,
    extra => "OIDCSessionType client-cookie\n");
is_explained('an address for the pages that they do not ask for', qr/EhoksEnvironment.*kenka-url/,
    extra => "EhoksEnvironment kenka-url https://x.example\n");

# ---- registries --------------------------------------------------------------------

for my $registry (qw(koski onr organisaatio eperusteet koodisto lokalisointi)) {
    is_explained("no $registry", qr/EhoksRegistry $registry is missing/,
        without("EhoksRegistry $registry"));
}
for my $case (
    ['shoes https://x.example',           qr/EhoksRegistry.*shoes/],
    ['koski http://koski.example',        qr/EhoksRegistry koski.*https/],
    ['koski ftp://localhost',             qr/EhoksRegistry koski/],
    ['koski koski.example',               qr/EhoksRegistry koski/],
    ['koski "https://x.example/ y"',      qr/EhoksRegistry koski/],
    ['koski https://me:secret@x.example', qr/EhoksRegistry koski/],
    ['koski https://x.example/?a=b',      qr/EhoksRegistry koski/],
    )
{
    my ($value, $expected) = @$case;
    is_explained("EhoksRegistry $value", $expected,
        edit => sub { s/^EhoksRegistry koski .*$/EhoksRegistry $value/m });
}
is_explained('a password file that is not there',
    qr/EhoksRegistryPassword .*nowhere/,
    line('EhoksRegistryPassword', 'koski nowhere'));
is_explained('a password file with something else',
    qr/EhoksRegistryPassword .*secret.*user:password/,
    line('EhoksRegistryPassword', 'koski secret'),
    files => {secret => "hunter2\n"});
is_explained('a password file that everybody can read',
    qr/EhoksRegistryPassword .*secret.*everybody/,
    line('EhoksRegistryPassword', 'koski secret'),
    files => {secret => "me:hunter2\n"}, mode => 0644);
($status, $text) = configtest(line('EhoksRegistryPassword', 'koski secret'),
    files => {secret => "me:hunter2\n"});
is($status, 0, 'a password file as it must be passes') or diag($text);
unlike($text, qr/hunter2/, 'its password is not told');
is_explained('a password of an unknown registry',
    qr/EhoksRegistryPassword.*shoes/,
    line('EhoksRegistryPassword', 'shoes secret'),
    files => {secret => "me:hunter2\n"});
for my $value ('0 100', 'x 100', '100 0', '5000 1000', '100 10000000', '-5 5') {
    is_explained("EhoksRegistryTimeout $value", qr/EhoksRegistryTimeout/,
        line('EhoksRegistryTimeout', $value));
}

is_explained('tokens over plain http', qr/EhoksRegistryToken koski.*https/,
    line('EhoksRegistryToken', 'koski http://x.example/token secret'));
is_explained('tokens of an unknown registry', qr/EhoksRegistryToken.*shoes/,
    line('EhoksRegistryToken', 'shoes https://x.example/token secret'));
is_explained('a token file that is not there',
    qr/EhoksRegistryToken .*nowhere/,
    line('EhoksRegistryToken', 'koski https://x.example/token nowhere'));

# ---- the mirror and the periodic work ----------------------------------------------------

for my $case (
    [EhoksRegistryFresh => 'shoes 1d',            qr/holds no shoes/],
    [EhoksRegistryFresh => 'oppija 1w',           qr/1w is not an age/],
    [EhoksRegistryFresh => 'oppija 5',            qr/5 is not an age/],
    [EhoksRegistryFresh => 'oppija 1h -1h',       qr/-1h is not an age/],
    [EhoksRegistryFresh => 'oppija 1h 365d',      qr/365d is not an age/],
    [EhoksRegistryFresh => 'oppija 1h 30m',       qr/shorter time/],
    [EhoksStudyRight    => 'loose',               qr/strict, or stale-ok/],
    [EhoksStudyRight    => 'strict 1h',           qr/strict, or stale-ok/],
    [EhoksStudyRight    => 'stale-ok',            qr/strict, or stale-ok/],
    [EhoksStudyRight    => 'stale-ok long',       qr/long is not an age/],
    [EhoksMaintenance   => 'Maybe',               qr/neither On, Off/],
    [EhoksMaintenance   => '0s',                  qr/neither On, Off/],
    [EhoksAuditChain    => 'Maybe',               qr/neither On, Off/],
    [EhoksEraseContacts => 'oppija 3',            qr/3 is not a period/],
    [EhoksWorkplaceAccess => '30',           qr/30 is not a period/],
    [EhoksEraseContacts => 'shoes 3mo',           qr/neither oppija nor ohjaaja/],
    )
{
    my ($directive, $value, $expected) = @$case;
    is_explained("$directive $value", qr/$directive:.*$expected/s,
        extra => "$directive $value\n");
}

# ---- numbers and switches --------------------------------------------------------------

my %wrong = (
    EhoksDatabaseWait           => ['x', '-1', '70000', '1.5', '2s', '""'],
    EhoksBodyLimit              => ['10', '-1', '99999999999999999999', '1m'],
    EhoksJsonDepth              => ['1', '100000', 'deep'],
    EhoksJsonNodes              => ['1', 'many'],
    EhoksPreventFinishedUpdates => ['Maybe'],
);
for my $directive (sort keys %wrong) {
    for my $value (@{$wrong{$directive}}) {
        is_explained("$directive $value", qr/$directive\b/,
            line($directive, $value));
    }
}
is_explained('a setting of a server in a Location',
    qr/EhoksBodyLimit not allowed/,
    extra => "<Location /x>\nEhoksBodyLimit 5000\n</Location>");

# ---- other modules ----------------------------------------------------------------------

is_explained('no mod_dbd', qr/mod_dbd/,
    edit_dev => sub { s/^LoadModule dbd_module .*\n//m });
for my $directive (qw(DBDriver DBDParams)) {
    is_explained("no $directive", qr/$directive .*is missing|$directive is missing/,
        edit => sub { s/^ *$directive .*\n//m });
}
is_explained('a pool that does not fit', qr/DBDMin 9, DBDKeep 2, DBDMax 8/,
    edit => sub { s/^( *DBDMin) .*$/$1 9/m });

# ---- Require ehoks-role ---------------------------------------------------------------------

for my $arguments ('', 'shoe') {
    is_explained("Require ehoks-role $arguments", qr/ehoks-role/,
        extra => "<Location /x>\nAuthType openid-connect\n"
            . "Require ehoks-role $arguments\n</Location>");
}
($status, $text) = configtest(extra => "<Location /x>\n"
        . "AuthType openid-connect\nRequire ehoks-role CRUD READ\n</Location>");
is($status, 0, 'Require ehoks-role CRUD READ passes') or diag($text);

done_testing();
