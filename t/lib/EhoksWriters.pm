# A mixed load, writers that make plans, change them and read them back beside
# readers of plans, of the staff's search and of a page, and a checker that
# knows every answer they got: what was answered as done must be there whole,
# once, and be read; and nothing may be there by halves.
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

our @EXPORT = qw(start_writers histories_fit staff_token);

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

# What is answered when it is done; 503 says that it was not.
my %done = (POST => 200, PUT => 204, PATCH => 204, GET => 200, PLAN => 200,
    SEARCH => 200, PAGE => 200);

my @columns = qw(kind status right plan version n seconds at);

# ---- who loads -----------------------------------------------------------------

# One who asks: what it needs to ask, and where it writes down what it got. It
# asks in a process of its own until it is told to stop.
sub start_one ($writers, $name, $work) {
    my $parent  = $$;
    my $process = fork // die "fork: $!\n";
    if (!$process) {
        # While there is no httpd, each request would tell so.
        Test::More->builder->no_diag(1);
        open my $out, '>', "$writers->{folder}/answers-$name" or die "$!\n";
        $out->autoflush;
        $work->({%$writers, out => $out, parent => $parent});
        close $out or die "$!\n";
        POSIX::_exit(0);
    }
    push $writers->{processes}->@*, $process;
    push $writers->{names}->@*,     $name;
    return;
}

# Told so, or left alone: who broke off can't tell any more.
sub is_ended ($one) {
    return -e "$one->{folder}/stop" || getppid() != $one->{parent};
}

# One request, written down with what it was about; its answer.
sub ask ($one, $kind, $path, %about) {
    my ($method) = $kind =~ /^(P(?:OST|UT|ATCH))$/ ? $1 : 'GET';
    my $begin    = time;
    my $answer   = request($method, $path,
        {$one->{to}->%*, ($about{options} // {})->%*,
            $about{body} ? (body => $about{body}) : ()});
    my $read = $kind eq 'GET' ? $answer->{json}{data}{versio} : undef;
    my ($version) = ($answer->{headers}{etag} // '') =~ /(\d+)/;
    write_down($one,
        kind    => $kind,
        status  => $answer->{status},
        right   => $about{right} // '-',
        plan    => $about{plan}  // $answer->{json}{meta}{id} // 0,
        version => $version // 0,
        n       => $read // $about{n} // 0,
        seconds => time - $begin,
        at      => $begin,
    );
    # Nobody asks all the time, and who is refused does not come back at once.
    sleep($answer->{status} == $done{$kind} ? 0.01 : 0.05);
    return $answer;
}

sub write_down ($one, %answer) {
    say {$one->{out}} join ' ', map { $answer{$_} // 0 } @columns;
    return;
}

# Makes plans, changes each and reads it back.
sub write_on ($one, @rights) {
    my $n = 0;
    for my $right (@rights) {
        last if is_ended($one);
        my $made = ask($one, 'POST', VB . '/hoks', right => $right->{oid},
            body => hoks_document($right, units(2)));
        next if $made->{status} != 200;
        my $id    = $made->{json}{meta}{id};
        my %about = (right => $right->{oid}, plan => $id);
        for my $kind (qw(PUT PATCH GET PUT)) {
            last if is_ended($one);
            my $whole = $kind eq 'PUT';
            $n++ unless $kind eq 'GET';
            ask($one, $kind, VB . "/hoks/$id", %about, $kind eq 'GET' ? () : (
                n    => $n,
                body => {
                    id     => $id,
                    versio => $n,
                    $whole ? ('ensikertainen-hyvaksyminen' => '2024-08-15',
                        'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
                        units($n % 4)) : (),
                }));
        }
    }
    # Else nothing would be written any more, and nobody would know why.
    write_down($one, kind => 'POST', status => 'no-right-left') if !is_ended($one);
    return;
}

# Reads on: a page of httpd's alone, for which no fault of the database is an
# excuse, or what the database knows.
sub read_pages ($one) {
    until (is_ended($one)) {
        ask($one, 'PAGE', '/ehoks-static/uloskirjautunut.html');
        sleep 0.03;
    }
    return;
}

sub read_on ($one) {
    my $search = VB . '/virkailija/oppijat?item-count=10&oppilaitos-oid=' . ORG->{A1};
    until (is_ended($one)) {
        ask($one, 'SEARCH', $search, options => {token => $one->{staff}});
        ask($one, 'PLAN', $one->{plan}) for 1 .. ($one->{plan} ? 3 : 0);
        sleep 0.03;
    }
    return;
}

# A member of the staff of A, as a token tells.
sub staff_token () {
    return signed_token({
        iss       => stack()->{EHOKS_OP_URL},
        aud       => 'urn:ehoks:api',
        exp       => int(time) + 3600,
        sub       => 'kuormittaja',
        oid       => '1.2.246.562.24.80012121214',
        user_type => 'VIRKAILIJA',
        roles     => ['ROLE_APP_EHOKS_CRUD_' . ORG->{A}],
    });
}

# Starts them: `folder` for what they write down, `count` of writers, `to` the
# options of their requests, `plans` that each may make at most, `plan` the
# path of one that is only read.
sub start_writers (%options) {
    my $writers = bless {plans => 300, staff => staff_token(), %options,
        processes => [], names => []}, __PACKAGE__;
    my $plans = $writers->{plans};
    # Study rights for all of them: the registries are not what is tested.
    my @rights = map { {oid => opiskeluoikeus_oid(), 'oppija-oid' => oppija_oid()} }
        1 .. $writers->{count} * $plans;
    my $like = study_right();
    control({opiskeluoikeudet => [map { {%$like, %$_} } @rights]});
    for my $number (1 .. $writers->{count}) {
        my @own = splice @rights, 0, $plans;
        $writers->start_one($number, sub ($one) { write_on($one, @own) });
    }
    $writers->start_one('pages',  \&read_pages);
    $writers->start_one('reader', \&read_on);
    return $writers;
}

sub end ($writers) {
    open my $stop, '>', "$writers->{folder}/stop" or die "$!\n";
    close $stop or die "$!\n";
    waitpid $_, 0 for $writers->{processes}->@*;
    return;
}

# ---- what they got -----------------------------------------------------------

# Each answer as it was written down, of each writer in its order.
sub answers ($writers) {
    my @answers;
    for my $name ($writers->{names}->@*) {
        my $text = eval { read_bytes("$writers->{folder}/answers-$name") } // '';
        # The last line may be on its way.
        for my $line ($text =~ /^(.*)\n/mg) {
            my %answer;
            @answer{@columns} = split / /, $line;
            push @answers, \%answer;
        }
    }
    return @answers;
}

sub is_done ($answer) {
    return $answer->{status} == $done{$answer->{kind}};
}

sub is_change ($answer) {
    return $answer->{kind} =~ /^P(?:UT|ATCH)$/;
}

# How many answers there were of each kind ("PUT 204").
sub counts ($writers) {
    my %count;
    $count{"$_->{kind} $_->{status}"}++ for $writers->answers;
    return \%count;
}

# The kinds of answers that say neither done nor one of `statuses`.
sub others ($writers, @statuses) {
    my %other;
    for my $answer ($writers->answers) {
        next if is_done($answer) || grep { $answer->{status} == $_ } @statuses;
        $other{"$answer->{kind} $answer->{status}"}++;
    }
    return [map { "$_ ($other{$_})" } sort keys %other];
}

# Seconds of the longest answer, of these kinds or of all.
sub slowest ($writers, @kinds) {
    my %is_meant = map { $_ => 1 } @kinds ? @kinds : keys %done;
    return (sort { $b <=> $a } map { $_->{seconds} }
            grep { $is_meant{$_->{kind}} } $writers->answers)[0] // 0;
}

# Seconds from a moment to the first answer that says done to what was asked
# after it, for the kind that took longest; undef while one has none.
sub well_after ($writers, $moment) {
    my %first;
    for my $answer (grep { is_done($_) && $_->{at} >= $moment } $writers->answers) {
        my $end = $answer->{at} + $answer->{seconds} - $moment;
        my $kind = $answer->{kind};
        $first{$kind} = $end if !defined $first{$kind} || $end < $first{$kind};
    }
    my @wanted = grep { $_ ne 'PLAN' || $writers->{plan} } keys %done;
    return if grep { !defined $first{$_} } @wanted;
    return (sort { $b <=> $a } values %first)[0];
}

# ---- what is stored -----------------------------------------------------------

sub stored () {
    return map { $_->[0] => $_ } psql(<<'SQL');
SELECT h.id, h.opiskeluoikeus_oid, h.versio,
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.hoks_versio v
        WHERE v.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.muutossyote s
        WHERE s.hoks_id = h.id),
    (SELECT count(*) || ' ' || max(versio) FROM ehoks.audit a
        WHERE a.hoks_id = h.id AND a.toiminto IN ('create', 'overwrite', 'update')
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

# Acknowledged and not there, or there under a version that is another's.
sub lost ($plan, @answers) {
    my (@lost, %taken);
    for my $answer (grep { is_done($_) } @answers) {
        my ($id, $version) = @$answer{qw(plan version)};
        if ($answer->{kind} eq 'POST') {
            push @lost, "plan $id"
                unless $plan->{$id} && $plan->{$id}[1] eq $answer->{right};
        }
        elsif (is_change($answer)) {
            push @lost, "version $version of $id"
                if !$plan->{$id} || $plan->{$id}[2] < $version;
            push @lost, "version $version of $id is two changes'"
                if $taken{"$id $version"}++;
        }
    }
    return @lost;
}

# Reads of its own plan that did not tell a writer what was answered as done,
# nor what may have been done since.
sub stale (@answers) {
    my (%may_be, @stale);
    for my $answer (@answers) {
        my ($id, $n) = @$answer{qw(plan n)};
        if (is_change($answer)) {
            # Until a change is done a plan may be as it was made, which says 0.
            $may_be{$id} //= {0 => 1};
            $may_be{$id} = {} if is_done($answer);
            $may_be{$id}{$n} = 1;
        }
        elsif ($answer->{kind} eq 'GET' && is_done($answer)) {
            push @stale, "plan $id: $n was read"
                if $may_be{$id} && !$may_be{$id}{$n};
        }
    }
    return @stale;
}

sub halves ($plan, @answers) {
    my %newest = map { $_->{plan} => $_ }
        grep { is_change($_) && is_done($_) } @answers;
    my %written = map { $_->{right} => 1 } @answers;
    my @halves;
    for my $row (grep { $written{$_->[1]} } values %$plan) {
        my ($id, undef, $version, @rest) = @$row;
        my ($history, $feed, $audit, $rows, $parts, $shows, $n) = @rest;
        push @halves, "plan $id: $_" for
            (map { "$version versions, but $_" }
                grep { $_ ne "$version $version" } $history, $feed, $audit),
            ($rows // '') ne ($parts // '') ? 'its projection differs' : (),
            $shows != 1 ? "$shows demonstrations" : ();
        my $last = $newest{$id} // next;
        push @halves, "plan $id: $n is not what version $version was made with"
            if $last->{version} == $version && $last->{n} != $n;
    }
    return @halves;
}

# What is stored although its answer did not say so: (creations, changes). Of
# changes that is all there is beyond what was acknowledged, so that one that
# was applied twice shows here too.
sub unacknowledged ($plan, @answers) {
    my %by_right = map { $_->[1] => $_ } values %$plan;
    my $made = grep { $_->{kind} eq 'POST' && !is_done($_)
            && $by_right{$_->{right}} } @answers;
    my %left = map { $_->{plan} => $plan->{$_->{plan}}[2] - 1 }
        grep { $_->{kind} eq 'POST' && is_done($_) && $plan->{$_->{plan}} } @answers;
    $left{$_->{plan}}-- for grep { is_change($_) && is_done($_) } @answers;
    my $changed = 0;
    $changed += $_ for values %left;
    return ($made, $changed);
}

# Holds the database to the answers; tells how many changes and creations are
# stored although their answer, lost on the way, did not say so. At most
# `doubts` of them may.
sub check ($writers, $when, %options) {
    my @answers = $writers->answers;
    my %plan    = stored();
    Test::More::note(json_text($writers->counts));
    Test::More::is_deeply([lost(\%plan, @answers)], [],
        "$when: whatever was answered as done is there");
    Test::More::is_deeply([stale(@answers)], [], "$when: and is read");
    Test::More::is_deeply([halves(\%plan, @answers)], [],
        "$when: nothing is there by halves");
    Test::More::is_deeply(
        [psql('SELECT (SELECT count(*) FROM ehoks.hoks_versio v WHERE NOT'
                    . ' EXISTS (SELECT FROM ehoks.hoks h WHERE h.id = v.hoks_id)),'
                    . ' (SELECT count(*) FROM ehoks.muutossyote s WHERE NOT'
                    . ' EXISTS (SELECT FROM ehoks.hoks h WHERE h.id = s.hoks_id))')],
        [[0, 0]], "$when: nor is there a trace of a plan that is not");
    my ($made, $changed) = unacknowledged(\%plan, @answers);
    Test::More::note("stored while the answer was lost: $made plans, $changed changes");
    Test::More::cmp_ok($made + $changed, '<=', $options{doubts} // 0,
        "$when: nothing is applied twice, few answers were lost on the way");
    return $made + $changed;
}

# Replays the histories of all plans.
sub histories_fit ($when) {
    my $verify = root() . '/sql/history-verify';
    Test::More::like(`'$verify' --quiet`,
        qr/^\d+ plans, \d+ versions, 0 problems$/, "$when: all histories fit together");
    return;
}

1;
