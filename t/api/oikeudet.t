#!/usr/bin/perl
# The table of rights, told to everybody as the service itself reads it: who may
# do what to a plan, on what ground, by which law.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;

my $path   = '/ehoks-virkailija-backend/doc/oikeudet.json';
my $answer = request('GET', $path, {headers => {'caller-id' => undef}});
is($answer->{status}, 200, 'for everybody');
is($answer->{headers}{'content-type'}, 'application/json; charset=utf-8', 'as JSON');
like($answer->{headers}{etag}, qr/^"[0-9a-f]{40}"$/, 'with an ETag');
is(request('GET', $path, {headers => {'if-none-match' => $answer->{headers}{etag}}})->{status},
    304, 'that saves a second time');

my $table = $answer->{json}{data};

# "act kind" => [grounds]
my %grounds;
for my $row (@{$table->{rivit}}) {
    push @{$grounds{"$row->{teko} $row->{kayttajalaji}"}},
        $row->{oikeus} ? "$row->{peruste} $row->{oikeus}" : $row->{peruste};
    ok(length $row->{laki}, "$row->{teko} $row->{kayttajalaji}: rests on $row->{laki}");
    like($row->{sopimus}, qr/^(?:api\.md|README\.md) \d/, '… and clients are told where');
}

# Contract: api.md 3.3, 3.6, 4.7, 4.8; 531/2017 109 a §.
my %wanted = (
    'lukeminen OPPIJA'             => ['oma'],
    'lukeminen PALVELU'            => ['oikeus read'],
    'lukeminen VIRKAILIJA'         => ['oikeus read', 'opiskelija'],
    'luominen PALVELU'             => ['oikeus write'],
    'luominen VIRKAILIJA'          => ['oikeus write'],
    'korvaaminen PALVELU'          => ['oikeus update'],
    'korvaaminen VIRKAILIJA'       => ['oikeus write'],
    'muuttaminen PALVELU'          => ['oikeus update'],
    'muuttaminen VIRKAILIJA'       => ['oikeus write'],
    'version-palautus PALVELU'     => ['oikeus update'],
    'version-palautus VIRKAILIJA'  => ['oikeus write'],
    'poistaminen VIRKAILIJA'       => ['oikeus hoks_delete'],
    'poiston-peruminen VIRKAILIJA' => ['paakayttaja'],
    'poistaminen-lopullisesti VIRKAILIJA' => ['paakayttaja'],
    'kutsuminen VIRKAILIJA'        => ['oikeus write'],
    'jakson-lukeminen TYOPAIKKA'   => ['ohjaaja'],
    'nayton-lukeminen TYOPAIKKA'   => ['arvioija'],
);
is_deeply(\%grounds, \%wanted, 'the rows are those of the contract');

my %roles = map { $_->{rooli} => [sort @{$_->{oikeudet}}] } @{$table->{roolit}};
is_deeply(
    \%roles,
    {
        CRUD           => [qw(delete read update write)],
        OPHPAAKAYTTAJA => [qw(delete oph-super-user read update write)],
        READ           => ['read'],
        HOKS_DELETE    => ['hoks_delete'],
    },
    'and the roles, too (api.md 3.2)'
);

my $page = request('GET', '/ehoks-virkailija-backend/doc/oikeudet', {headers => {'caller-id' => undef}});
is($page->{status}, 200, 'the page is there for everybody');
like($page->{headers}{'content-type'}, qr{^text/html}, 'as HTML');
like($page->{headers}{'content-security-policy'}, qr/default-src 'none'; script-src 'self'/,
    'under a strict policy');
is(request('GET', $_)->{status}, 200, "its part $_")
    for $page->{body} =~ /(?:src|href)="(\/ehoks-static\/[^"]+)"/g;

done_testing();
