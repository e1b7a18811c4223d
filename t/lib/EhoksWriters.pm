# Writers that make plans and change them, and a checker that knows every
# answer they got: what was answered as done must be there whole, once, and
# nothing may be there by halves.
#
#   my $writers = start_writers(folder => …, count => 3, to => {url => …});
#   … faults …
#   $writers->end;
#   $writers->check('after the kill');
package EhoksWriters;

use v5.36;
use utf8;
use Exporter 'import';
use JSON::PP    ();
use POSIX       ();
use Test::More  ();
use Time::HiRes qw(sleep time);
use EhoksTest;

our @EXPORT = qw(start_writers);

my %stretch = (
    alku  => '2023-01-07',
    loppu => '2023-03-28',
    'osaamisen-hankkimistapa-koodi-uri' =>
        'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
);
my %show = (
    nayttoymparisto   => {nimi => 'Mallipaja Oy'},
    'sisallon-kuvaus' => ['Laitteen huolto'],
    alku              => '2025-03-24',
    loppu             => '2025-03-28',
);

sub units ($n) {
    return ('hankittavat-ammat-tutkinnon-osat' => [{
        'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
        'tutkinnon-osa-koodi-versio' => 2,
        'osaamisen-hankkimistavat' =>
            [map { {%stretch, 'yksiloiva-tunniste' => "jakso-$_"} } 1 .. $n],
        'osaamisen-osoittaminen' => [{%show}],
    }]);
}

# Makes plans and changes them until told to stop; writes down each answer and
# how long it took.
sub write_on ($folder, $to, $number, @rights) {
    srand($number);
    open my $out, '>', "$folder/answers-$number" or die "$!\n";
    $out->autoflush;
    my $n = 0;
    until (-e "$folder/stop" || !@rights) {
        my $right  = shift @rights;
        my $begin  = time;
        my $answer = request('POST', VB . '/hoks',
            {%$to, body => hoks_document($right, units(2))});
        my $id = $answer->{status} == 200 ? $answer->{json}{meta}{id} : 0;
        say {$out} "POST $answer->{status} $right->{oid} $id 0 0 "
            . (time - $begin);
        sleep 0.1 unless $id;
        for (1 .. ($id ? 3 : 0)) {
            $n++;
            $begin = time;
            my $put = request('PUT', VB . "/hoks/$id", {%$to, body => {
                    id                            => $id,
                    'ensikertainen-hyvaksyminen'  => '2024-08-15',
                    'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
                    versio                        => $n,
                    units($n % 4),
            }});
            my ($version) = ($put->{headers}{etag} // '') =~ /(\d+)/;
            say {$out} "PUT $put->{status} $right->{oid} $id "
                . ($version // 0) . " $n " . (time - $begin);
        }
    }
    close $out or die "$!\n";
    return;
}

# Starts them: `folder` for what they write down, `count` of them, `to` the
# options of their requests, `plans` that each may make at most.
sub start_writers (%options) {
    my $writers = bless {plans => 300, %options, processes => []}, __PACKAGE__;
    my $plans   = $writers->{plans};
    # Study rights for all of them: the registries are not what is tested.
    my @rights = map { {oid => opiskeluoikeus_oid(), 'oppija-oid' => oppija_oid()} }
        1 .. $writers->{count} * $plans;
    my $like = study_right();
    control({opiskeluoikeudet => [map { {%$like, %$_} } @rights]});
    for my $number (1 .. $writers->{count}) {
        my $process = fork // die "fork: $!\n";
        if (!$process) {
            write_on("$writers->{folder}", $writers->{to}, $number,
                splice @rights, ($number - 1) * $plans, $plans);
            POSIX::_exit(0);
        }
        push $writers->{processes}->@*, $process;
    }
    return $writers;
}

sub end ($writers) {
    open my $stop, '>', "$writers->{folder}/stop" or die "$!\n";
    close $stop or die "$!\n";
    waitpid $_, 0 for $writers->{processes}->@*;
    return;
}

# [kind, status, study right, plan, version, n, seconds] each.
sub answers ($writers) {
    return map { [split / /] }
        map { split /\n/, read_bytes("$writers->{folder}/answers-$_") }
        1 .. $writers->{count};
}

# How many answers there were of each kind ("PUT 204").
sub counts ($writers) {
    my %count;
    $count{"$_->[0] $_->[1]"}++ for $writers->answers;
    return \%count;
}

sub slowest ($writers) {
    return (sort { $b <=> $a } map { $_->[6] } $writers->answers)[0] // 0;
}

sub stored () {
    return map { $_->[0] => $_ } psql(<<'SQL');
SELECT h.id, h.opiskeluoikeus_oid, h.versio,
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.hoks_versio v
        WHERE v.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.muutossyote s
        WHERE s.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.audit a
        WHERE a.hoks_id = h.id AND a.toiminto IN ('create', 'overwrite')
        AND a.tulos = 'succeeded'),
    (SELECT string_agg(moduuli_id::text, ',' ORDER BY moduuli_id)
        FROM ehoks.tyopaikkajakso j WHERE j.hoks_id = h.id),
    (SELECT string_agg(o ->> 'module-id', ',' ORDER BY (o ->> 'module-id')::uuid)
        FROM jsonb_array_elements(h.asiakirja::jsonb
            -> 'hankittavat-ammat-tutkinnon-osat' -> 0
            -> 'osaamisen-hankkimistavat') o),
    (SELECT count(*) FROM ehoks.naytto n WHERE n.hoks_id = h.id),
    coalesce(h.asiakirja::jsonb ->> 'versio', '0')
FROM ehoks.hoks h
SQL
}

sub lost ($plan, @answers) {
    my @lost;
    for my $answer (@answers) {
        my ($kind, $status, $right, $id, $version) = @$answer;
        if ($kind eq 'POST' && $status == 200) {
            push @lost, "plan $id" unless $plan->{$id} && $plan->{$id}[1] eq $right;
        }
        elsif ($kind eq 'PUT' && $status == 204) {
            push @lost, "version $version of $id"
                if !$plan->{$id} || $plan->{$id}[2] < $version;
        }
    }
    return @lost;
}

sub halves ($plan, @answers) {
    my %newest = map { $_->[3] => [@$_[4, 5]] }
        grep { $_->[0] eq 'PUT' && $_->[1] == 204 } @answers;
    my %written = map { $_->[2] => 1 } @answers;
    my @halves;
    for my $row (grep { $written{$_->[1]} } values %$plan) {
        my ($id, undef, $version, @rest) = @$row;
        my ($history, $feed, $audit, $rows, $parts, $shows, $n) = @rest;
        push @halves, "plan $id: $_" for
            (map { "$version versions, but $_" }
                grep { $_ ne "$version $version" } $history, $feed, $audit),
            ($rows // '') ne ($parts // '') ? 'its projection differs' : (),
            $shows != 1 ? "$shows demonstrations" : ();
        push @halves, "plan $id: $n is not what version $version was made with"
            if $newest{$id} && $newest{$id}[0] == $version
            && $newest{$id}[1] != $n;
    }
    return @halves;
}

# Holds the database to the answers. `doubts`: how many creations may be
# stored although their answer said otherwise (it was lost on the way).
sub check ($writers, $when, %options) {
    my @answers = $writers->answers;
    my %plan    = stored();
    Test::More::note(json_text($writers->counts));
    Test::More::is_deeply([lost(\%plan, @answers)], [],
        "$when: whatever was answered as done is there");
    Test::More::is_deeply([halves(\%plan, @answers)], [],
        "$when: nothing is there by halves");
    Test::More::is_deeply(
        [psql('SELECT (SELECT count(*) FROM ehoks.hoks_versio v WHERE NOT'
                    . ' EXISTS (SELECT FROM ehoks.hoks h WHERE h.id = v.hoks_id)),'
                    . ' (SELECT count(*) FROM ehoks.muutossyote s WHERE NOT'
                    . ' EXISTS (SELECT FROM ehoks.hoks h WHERE h.id = s.hoks_id))')],
        [[0, 0]], "$when: nor is there a trace of a plan that is not");
    my %by_right = map { $_->[1] => 1 } values %plan;
    my $doubt    = grep { $_->[0] eq 'POST' && $_->[1] != 200 && $by_right{$_->[2]} }
        @answers;
    Test::More::note("stored while the answer was lost: $doubt");
    Test::More::cmp_ok($doubt, '<=', $options{doubts} // 0,
        "$when: few answers were lost on the way");
    my $verify = root() . '/sql/history-verify';
    Test::More::like(`'$verify' --quiet`,
        qr/^\d+ plans, \d+ versions, 0 problems$/, "$when: all histories fit together");
    return;
}

1;
