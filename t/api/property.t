#!/usr/bin/perl
# Stable identity through HTTP: random sequences of updates as a provider's
# system sends them (the whole plan, without module-ids), and no part that
# stayed loses its module-id or gets another's. Projections follow.
#
# The numbers are the same at every run; EHOKS_SEED=… plays others.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksEdits;

my $plans   = 6;
my $updates = 15;
my $seed    = $ENV{EHOKS_SEED} // 20240815;
note("EHOKS_SEED=$seed");

# ---- what must hold ----------------------------------------------------------

# name => [id, text of the part without ids]
sub parts_of ($plan) {
    my %parts;
    for my $part (map { ($_, @{$_->{'osaamisen-hankkimistavat'}}) }
        units($plan))
    {
        my $text = json_text($part) =~ s/"module-id":"[^"]*",?//gr;
        $parts{name_of($part)} = [$part->{'module-id'}, $text, $part];
    }
    return \%parts;
}

sub broken_promises ($before, $after, $seen) {
    my @broken;
    my %owner = map { $before->{$_}[0] => $_ } keys %$before;
    for my $name (sort keys %$after) {
        my ($id, $text, $part) = @{$after->{$name}};
        my $old   = $before->{$name};
        my $owner = $owner{$id};
        if (defined $owner) {
            push @broken, "$name has the id of $owner" if $owner ne $name;
        }
        elsif ($seen->{$id}++) {
            push @broken, "$name has an id that was given away before";
        }
        next if !$old || $old->[0] eq $id;
        push @broken, "$name is the same and has another id"
            if $old->[1] eq $text;
        push @broken, "$name has its identifier and another id"
            if ($part->{'yksiloiva-tunniste'} // '') ne ''
            && $part->{'yksiloiva-tunniste'}
            eq ($old->[2]{'yksiloiva-tunniste'} // '');
    }
    return @broken;
}

sub projection ($id) {
    return [map { $_->[0] } psql('SELECT moduuli_id FROM ehoks.tyopaikkajakso'
                . " WHERE hoks_id = $id ORDER BY 1")];
}

sub workplace_ids ($plan) {
    return [sort map { $_->{'module-id'} }
            grep { $_->{'osaamisen-hankkimistapa-koodi-uri'}
                =~ /koulutussopimus/ }
            map { @$_ } stretches($plan)];
}

# ---- the sequences -----------------------------------------------------------

my ($sent, $parts) = (0, 0);
for my $n (1 .. $plans) {
    srand($seed + $n);
    my $right = study_right();
    srand($seed + $n);    # after the random numbers of the study right
    my %content = new_content();
    my $answer = post_hoks(hoks_document($right, %content));
    is($answer->{status}, 200, "plan $n is made") or diag($answer->{body});
    my $id  = $answer->{json}{meta}{id};
    my $uri = VB . "/hoks/$id";
    my $now = request('GET', $uri, {token => 'sis-a'})->{json}{data};
    my (%seen, @broken);
    $seen{$_->[0]}++ for values %{parts_of($now)};
    for my $round (1 .. $updates) {
        edit(\%content) for 0 .. rand 4;
        my $put = request('PUT', $uri,
            {token => 'sis-a', body => {id => $id, %{hoks_document($right)},
                    %content}});
        if ($put->{status} != 204) {
            push @broken, "round $round: $put->{status} $put->{body}";
            last;
        }
        my $next = request('GET', $uri, {token => 'sis-a'})->{json}{data};
        push @broken, map { "round $round: $_" }
            broken_promises(parts_of($now), parts_of($next), \%seen);
        $now = $next;
        $sent++;
        $parts += keys %{parts_of($now)};
    }
    ok(!@broken, "plan $n keeps its promises") or diag(join "\n", @broken);
    is_deeply(projection($id), workplace_ids($now),
        "plan $n: its work periods stand beside it by their ids");
}
note("$sent updates, $parts parts looked at");

done_testing();
