# Reads of the national registries as browsers make them: who asks, and whether
# the answer has the shape that the existing apps need (t/api/external.t,
# t/api/eperusteet.t).
package EhoksExternal;

use v5.36;
use utf8;
use Exporter 'import';
use JSON::PP ();
use Test::More;

use EhoksTest;

our @EXPORT = qw(OB V OX learner staff ask faults nulls has_shape);

use constant OB => '/ehoks-oppija-backend/api/v1';
use constant V  => VB . '/virkailija/external';
use constant OX => O . '/external';

# Cookies of a learner and of somebody of the staff.
sub learner () {
    state $jar = login('oppija1');
    return $jar;
}

sub staff () {
    state $jar = login('virkailija-a');
    return $jar;
}

# Who asks below which path; a test may change it for a while.
our %caller = (OB() => {}, VB() => {});

# ---- shapes -------------------------------------------------------------------
# 'text', 'number' and 'boolean'; [shape]: a list of it, not empty; {key =>
# shape}: an object that may have more, "key?" is one that may miss. No null may
# stand anywhere: the apps show nothing at all then.

sub faults ($value, $shape, $place = '') {
    return "$place: null" unless defined $value;
    if (ref $shape eq 'ARRAY') {
        return "$place: no list"    unless ref $value eq 'ARRAY';
        return "$place: empty list" unless @$value;
        return map { faults($value->[$_], $shape->[0], "$place/$_") }
            0 .. $#$value;
    }
    if (ref $shape eq 'HASH') {
        return "$place: no object" unless ref $value eq 'HASH';
        return map { member_faults($value, $_, $shape->{$_}, $place) }
            sort keys %$shape;
    }
    my $kind
        = JSON::PP::is_bool($value)           ? 'boolean'
        : ref $value                          ? 'other'
        : json_text($value) =~ /^-?[0-9.e+]+$/ ? 'number'
        :                                        'text';
    return $kind eq $shape ? () : "$place: $kind instead of $shape";
}

sub member_faults ($object, $key, $shape, $place) {
    my $name = $key =~ s/\?$//r;
    if (!exists $object->{$name}) {
        return $name eq $key ? "$place/$name: missing" : ();
    }
    return faults($object->{$name}, $shape, "$place/$name");
}

sub nulls ($value, $place = '') {
    return $place unless defined $value;
    return map { nulls($value->[$_], "$place/$_") } 0 .. $#$value
        if ref $value eq 'ARRAY';
    return map { nulls($value->{$_}, "$place/$_") } sort keys %$value
        if ref $value eq 'HASH';
    return;
}

# A read that must succeed; `$path` begins with one of the bases of %caller.
sub ask ($base, $path) {
    $caller{V()}  //= {cookie => staff()};
    $caller{OX()} //= {cookie => learner()};
    return request('GET', $base . $path, $caller{$base});
}

# One answer of the expected shape; returns its data.
sub has_shape ($base, $path, $shape, $name) {
    my $answer = ask($base, $path);
    is($answer->{status}, 200, $name) or diag($answer->{body});
    my $data = $answer->{json}{data};
    is_deeply($answer->{json}{meta}, {}, '  meta is empty');
    my @faults = (faults($data, $shape), nulls($data));
    ok(!@faults, '  its shape is right') or diag(join "\n", @faults);
    like($answer->{headers}{etag} // '', qr/^"[0-9a-f]{40}"$/, '  it has an ETag');
    is($answer->{headers}{'cache-control'}, 'no-cache, max-age=0',
        '  and the cache headers of the API');
    return $data;
}

1;
