#!/usr/bin/perl
# What a share lets out, leaf by leaf. Every value of a full plan is a mark of
# its own (its place), and whatever is ticked, the receiver gets exactly the
# ticked ones. Which is which stands below in words of its own; the code has
# another table.
use v5.36;
use utf8;
use Test::More;
use Digest::MD5    qw(md5_hex);
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksShare;

my @contents = qw(tunnisteet paivamaarat yhteystiedot urasuunnitelma tutkinnon-osat opetus jaksot ohjaajat
    edustajat naytot arvioijat poikkeamat tuki aiempi-osaaminen vapaat-jaksot);

# ---- the plan ------------------------------------------------------------------------

my $source = decode_json_bytes(read_bytes(root() . '/conf/hoks.schema.json'));
my (%leaves, %place_of);    # place => 1; mark => place

# module-ids must look like such; all other values are just marks.
sub mark ($place) {
    $leaves{$place} = 1;
    my $mark = 'merkki:' . keys %leaves;
    $mark = join '-', md5_hex($place) =~ /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/ if $place =~ /module-id$/;
    $mark =~ s/^(.{14})(.{4})(.{4})/${1}4$2a$3/ if $place =~ /module-id$/;
    $place_of{$mark} = $place;
    return $mark;
}

# The value of a schema, two of everything in a list.
sub value ($schema, $place) {
    if (my $name = $schema->{'$ref'}) {
        return value($source->{'$defs'}{$name =~ s{^#/\$defs/}{}r}, $place);
    }
    return [map { value($schema->{items}, "$place/$_") } 0, 1] if $schema->{items};
    my $properties = $schema->{properties} or return mark($place);
    return {
        map { $_ => value($properties->{$_}, $place eq '' ? $_ : "$place/$_") }
            grep { ($properties->{$_}{'x-methods'}{GET} // '') ne 'forbidden' } keys %$properties
    };
}
my $document = value($source->{'$defs'}{HOKS}, '');
cmp_ok(scalar keys %leaves, '>', 1000, 'a plan with every field: ' . keys %leaves);

my $owner = learner();
my $plan  = make_plan($owner);
my $eid   = read_plan($plan)->{eid};
my $text  = JSON::PP->new->canonical->encode($document);
psql("UPDATE ehoks.hoks SET asiakirja = '' WHERE id = $plan->{id}");
# A command line takes no more at a time.
psql(qq{UPDATE ehoks.hoks SET asiakirja = asiakirja || \$text\$$_\$text\$ WHERE id = $plan->{id}})
    for $text =~ /(.{1,50000})/gs;

# ---- what is what -----------------------------------------------------------------------

my %top = (
    (map { $_ => 'tunnisteet' } qw(eid oppija-oid opiskeluoikeus-oid tuva-opiskeluoikeus-oid)),
    (map { $_ => 'yhteystiedot' } qw(sahkoposti puhelinnumero)),
    (map { $_ => 'urasuunnitelma' } qw(urasuunnitelma-koodi-uri urasuunnitelma-koodi-versio)),
    (map { $_ => 'paivamaarat' } qw(ensikertainen-hyvaksyminen hyvaksytty paivitetty osaamisen-saavuttamisen-pvm
            osaamisen-hankkimisen-tarve)),
);

# What must be ticked for a leaf, all of it; undef: it never comes out. What
# lies above the chosen part (`from`: so many steps) needs no tick of its own.
sub needs ($place, $from = 0) {
    my @steps = split m{/}, $place;
    my $key   = $steps[-1] =~ /^\d+$/ ? $steps[-2] : $steps[-1];
    return if $key =~ /^(?:id|versio|manuaalisyotto|yksiloiva-tunniste)$/;
    return if $place =~ m{ohjaaja/(?:sahkoposti|puhelinnumero)$};
    return $top{$key} // () if @steps == 1;
    my $below = join '/', '', @steps[$from .. $#steps];
    my %needed;
    $needed{'aiempi-osaaminen'} = 1 if $from == 0 && $place =~ /^aiemmin/;
    $needed{jaksot}             = 1 if $below =~ m{/osaamisen-hankkimistavat/};
    $needed{naytot}             = 1 if $below =~ m{/(?:osaamisen-osoittaminen|tarkentavat-tiedot-naytto)/};
    my $own
        = $place =~ /^(?:opiskeluvalmiuksia|oppimisen-tuki)/ || $key eq 'olennainen-seikka' ? 'tuki'
        : $key =~ /^(?:vaatimuksista|yksilolliset-kriteerit)/                           ? 'poikkeamat'
        : $place =~ m{arvioijat/}                                                       ? 'arvioijat'
        : $place =~ m{edustaja/}                                                        ? 'edustajat'
        : $place =~ m{ohjaaja/}                                                         ? 'ohjaajat'
        : $place =~ m{/muut-oppimisymparistot/} || $key eq 'opetus-ja-ohjaus-maara'     ? 'opetus'
        : $place =~ m{/osaamisen-hankkimistavat/}                                       ? 'jaksot'
        : $place =~ m{/(?:osaamisen-osoittaminen|tarkentavat-tiedot-naytto)/}           ? 'naytot'
        : $place =~ /^aiemmin/                                                          ? 'aiempi-osaaminen'
        :                                                                                 'tutkinnon-osat';
    return sort keys %{{%needed, $own => 1}};
}

# Of a unit that was acquired before, which one it is: where such a unit or a
# part of it was chosen, that it is a unit is enough.
my $which = qr{^aiemmin-[^/]+/\d/(?:osa-alueet/\d/)?(?:module-id|tutkinnon-osa\w*-[^/]+|osa-alue-koodi-\w+|amosaa-tunniste
    |nimi|laajuus|tavoitteet-ja-sisallot|koulutuksen-jarjestaja-oid)$}x;

sub due ($ticked, $from = 0, @places) {
    my %ticked = map { $_ => 1 } @$ticked;
    return sort grep {
        my @needed = needs($_, $from);
        (@needed && !grep { !$ticked{$_} } @needed)
            || ($from && $ticked{'tutkinnon-osat'} && $_ =~ $which);
    } @places ? @places : keys %leaves;
}

# ---- what comes out ---------------------------------------------------------------------

sub marks_in ($value) {
    return map { marks_in($_) } @$value        if ref $value eq 'ARRAY';
    return map { marks_in($_) } values %$value if ref $value eq 'HASH';
    return $place_of{$value // ''} // ();
}

sub is_exactly ($answer, $wanted, $name) {
    my $view = $answer->{json}{data};
    my @got  = sort(marks_in($view->{suunnitelmat}[0]{hoks}));
    my $all  = () = $answer->{body} =~ /merkki:|"(?:[0-9a-f]{8}-[0-9a-f]{4}-4)/g;
    my $same = $answer->{status} == 200 && "@got" eq "@$wanted" && $all == @got;
    ok($same, "$name: " . @$wanted . ' values') or do {
        my %seen = map { $_ => 1 } @got;
        diag($answer->{status}, ", $all marks; missing:");
        diag("  $_") for grep { !$seen{$_} } @$wanted;
        delete @seen{@$wanted};
        diag("too much:\n", map { "  $_\n" } sort keys %seen);
    };
    return $same;
}

sub preview (%members) {
    return request('POST', V2 . '/esikatselu',
        {token => $owner->{token}, body => {tarkoitus => 'muu', kohteet => [{'hoks-eid' => $eid}], %members}});
}

for my $one (@contents) {
    is_exactly(preview(sisalto => [$one]), [due([$one])], $one);
}
is_exactly(preview(sisalto => \@contents), [due(\@contents)], 'everything that can be ticked');
my %never = map { $_ => 1 } keys %leaves;
delete @never{due(\@contents)};
is_deeply([grep { !m{(?:^|/)(?:id|versio|manuaalisyotto|yksiloiva-tunniste)$|ohjaaja/(?:sahkoposti|puhelinnumero)$} } sort keys %never],
    [], 'only numbers, identifiers of systems and contact data of instructors never come out');

subtest 'any two' => sub {
    for my $first (0 .. $#contents) {
        for my $second ($first + 1 .. $#contents) {
            my @two = @contents[$first, $second];
            is_exactly(preview(sisalto => \@two), [due(\@two)], "@two") or return;
        }
    }
};

my $seed = $ENV{EHOKS_SEED} // 20241003;
note("EHOKS_SEED=$seed");
srand $seed;
subtest 'any number' => sub {
    for my $round (1 .. 25) {
        my @some = grep { rand() < 0.6 } @contents;
        next unless @some;
        is_exactly(preview(sisalto => \@some), [due(\@some)], "@some") or return;
    }
};

my %proposal = (
    'koulutukseen-hakeutuminen'           => [qw(paivamaarat tutkinnon-osat jaksot naytot aiempi-osaaminen)],
    'koulutus-tai-oppisopimuspaikan-haku' =>
        [qw(urasuunnitelma tutkinnon-osat naytot aiempi-osaaminen vapaat-jaksot)],
    muu => [qw(tutkinnon-osat jaksot naytot)],
);
for my $purpose (sort keys %proposal) {
    my @due = due($proposal{$purpose});
    ok(!grep({ m{yhteystiedot|sahkoposti|puhelin|poikkeaminen|kriteerit|tuki|tukevat|seikka} } @due),
        "$purpose proposes no contact data, deviations or support");
    is_exactly(preview(tarkoitus => $purpose), \@due, $purpose);
    my $made = share($owner, $eid, tarkoitus => $purpose);
    is_exactly(open_share($made->{json}{meta}{token}), \@due, "$purpose, as the receiver gets it");
}

# ---- parts --------------------------------------------------------------------------------

# The leaves of a part, and of what stands above it those that are its own.
my %unit_of = (
    'hankittavat-ammat-tutkinnon-osat/1'                                            => [],
    'hankittavat-paikalliset-tutkinnon-osat/0/osaamisen-hankkimistavat/1'           => [2],
    'hankittavat-yhteiset-tutkinnon-osat/1/osa-alueet/0'                            => [2],
    'hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/1/osaamisen-osoittaminen/0'   => [2, 4],
    'hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/1/osaamisen-hankkimistavat/1' => [2, 4],
    'aiemmin-hankitut-ammat-tutkinnon-osat/0'                                       => [],
    'aiemmin-hankitut-paikalliset-tutkinnon-osat/1/tarkentavat-tiedot-naytto/1'     => [2],
);

sub due_of_part ($part, $ticked) {
    my @steps  = split m{/}, $part;
    my @inside = grep { index($_, "$part/") == 0 } keys %leaves;
    my @above  = grep { !m{/} } keys %leaves;
    for my $depth (@{$unit_of{$part}}) {
        my $object = join '/', @steps[0 .. $depth - 1];
        push @above, grep { m{^\Q$object\E/[^/]+$} } keys %leaves;
    }
    return sort(due($ticked, scalar @steps, @inside), due($ticked, scalar @steps, @above));
}

for my $part (sort keys %unit_of) {
    my ($id) = grep { $place_of{$_} eq "$part/module-id" } keys %place_of;
    my @target = (kohteet => [{'hoks-eid' => $eid, moduulit => [$id]}]);
    subtest $part => sub {
        is_exactly(preview(@target, sisalto => \@contents), [due_of_part($part, \@contents)], 'everything');
        for my $one (@contents) {
            is_exactly(preview(@target, sisalto => [$one]), [due_of_part($part, [$one])], $one);
        }
    };
}

# The plan becomes what its history says again: other tests replay it.
psql('UPDATE ehoks.hoks h SET asiakirja = v.asiakirja FROM ehoks.hoks_versio v'
        . " WHERE v.hoks_id = h.id AND v.versio = h.versio AND h.id = $plan->{id}");

done_testing();
