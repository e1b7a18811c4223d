# Plans that grow and change by chance, as a provider's system sends them: whole
# and without module-ids. Each part has a name of its own in a free text. The
# caller seeds the random numbers.
package EhoksEdits;

use v5.36;
use utf8;
use Exporter 'import';
use List::Util qw(shuffle);

our @EXPORT = qw(new_content edit units stretches name_of);

# ---- parts -------------------------------------------------------------------

my $number = 0;

sub pick (@list) {
    return $list[rand @list];
}

sub day () {
    my $n = $number % 1000;
    return sprintf '20%02d-%02d-%02d', 20 + $n / 336, 1 + $n / 28 % 12,
        1 + $n % 28;
}

sub stretch () {
    $number++;
    my $way = pick(qw(oppilaitosmuotoinenkoulutus koulutussopimus));
    return {
        alku  => day(),
        loppu => '2023-06-30',
        'osaamisen-hankkimistapa-koodi-uri' => "osaamisenhankkimistapa_$way",
        'osaamisen-hankkimistapa-koodi-versio' => 1,
        'ajanjakson-tarkenne'                  => "osa $number",
        $way eq 'koulutussopimus' || rand() < 0.3
        ? ('yksiloiva-tunniste' => "jakso-$number")
        : (),
    };
}

sub unit () {
    $number++;
    return {
        'tutkinnon-osa-koodi-uri'    => "tutkinnonosat_$number",
        'tutkinnon-osa-koodi-versio' => 1,
        'vaatimuksista-tai-tavoitteista-poikkeaminen' => "osa $number",
        'osaamisen-hankkimistavat' => [map { stretch() } 1 .. rand 4],
    };
}

my @lists = qw(hankittavat-ammat-tutkinnon-osat
    hankittavat-paikalliset-tutkinnon-osat);

sub local_unit () {
    my $unit = unit();
    delete @{$unit}{qw(tutkinnon-osa-koodi-uri tutkinnon-osa-koodi-versio)};
    return {%$unit, nimi => "Osa $number", laajuus => 5};
}

sub new_unit ($list) {
    return $list =~ /ammat/ ? unit() : local_unit();
}

sub name_of ($part) {
    return $part->{'ajanjakson-tarkenne'}
        // $part->{'vaatimuksista-tai-tavoitteista-poikkeaminen'};
}

# The lists of a plan with three units each.
sub new_content () {
    return map { my $list = $_; ($list => [map { new_unit($list) } 1 .. 3]) }
        @lists;
}

# ---- edits -------------------------------------------------------------------

# All units of a plan.
sub units ($plan) {
    return map { @{$plan->{$_}} } @lists;
}

# Their lists of periods.
sub stretches ($plan) {
    return map { $_->{'osaamisen-hankkimistavat'} } units($plan);
}

# Changes the plan in one place.
sub edit ($plan) {
    my $list  = pick(@lists);
    my $units = $plan->{$list};
    my $kind  = int rand 8;
    if ($kind == 0) { splice @$units, rand(@$units + 1), 0, new_unit($list) }
    elsif ($kind == 1) { splice @$units, rand @$units, 1 if @$units > 1 }
    elsif ($kind == 2) { @$units = shuffle(@$units) }
    else               { edit_stretch($kind, stretches($plan)) }
    return;
}

sub edit_stretch ($kind, @lists) {
    my $list = pick(@lists) or return;
    my $part = @$list ? $list->[rand @$list] : undef;
    if    ($kind == 3 || !$part) { splice @$list, rand(@$list + 1), 0, stretch() }
    elsif ($kind == 4) { splice @$list, rand @$list, 1 }
    elsif ($kind == 5) { $number++; $part->{alku} = day() }
    elsif ($kind == 6) { $part->{loppu} = '2023-06-' . (10 + int rand 20) }
    else {
        my $to = pick(@lists);
        @$list = grep { $_ != $part } @$list;
        push @$to, $part;
    }
    return;
}

1;
