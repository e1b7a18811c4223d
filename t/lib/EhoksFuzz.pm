# Requests that no polite client makes: routes of the service with paths,
# parameters, headers and bodies that are almost right, or not at all. Request
# `n` of a seed is always the same, but for the ids that the stack gave to the
# test's own plans.
package EhoksFuzz;

use v5.36;
use utf8;
use Exporter 'import';
use JSON::PP ();
use EhoksTest;

our @EXPORT = qw(routes_of_service fuzz_request begin_fuzz);

my %world;      # what there is to ask for: ids, oids, tokens, cookies
my @routes;     # [method, path with :names]
my @bodies;     # documents to begin with

# `facts`: id, other_id, deleted_id (plans), rights (list of [study right,
# learner] that have no plan yet), module_id, tokens (list), cookies (list of
# header texts), documents (list).
sub begin_fuzz (%facts) {
    %world  = %facts;
    @routes = routes_of_service();
    @bodies = @{$facts{documents}};
    return;
}

# The routes as modules/api/route.c has them, so that a new one is fuzzed, too.
sub routes_of_service () {
    my $code = read_bytes(root() . '/modules/api/route.c');
    my %prefix = map { $_->[0] => $_->[1] }
        (map { [/^#define (\w+)\s+"([^"]*)"/] } grep { /^#define \w+\s+"/ }
            split /\n/, $code),
        ['VB', VB], ['OB', '/ehoks-oppija-backend/api/v1'];
    my @found;
    while ($code =~ /\{"([A-Z]+)",\s*((?:\w+\s+)?"[^"]*"(?:\s*"[^"]*")*)/g) {
        my ($method, $pattern) = ($1, $2);
        my $path = $pattern =~ s/^(\w+)\s+/exists $prefix{$1} ? $prefix{$1} : VB/er
            =~ s/"\s*"//gr =~ tr/"//dr;
        push @found, [$method, $path];
    }
    return @found;
}

# ---- small choices -----------------------------------------------------------

sub pick (@list) {
    return $list[rand @list];
}

sub chance ($percent) {
    return rand(100) < $percent;
}

my @nasty = (
    '', ' ', '0', '-1', '1', '007', '1e3', '1.0', '2147483648',
    '9223372036854775808', '9' x 40, 'x', 'null', 'true', '..', '1..2',
    '1..', '../../etc/passwd', "'", '"', "';--", '%', '%%', '$1', '{1}', '\\',
    "\x{e4}\x{F6}", "\x{1F600}", "\x{feff}", "\x{85}", "\x{a0}x\x{a0}",
    "a\tb", "a\nb", "a\r\nX-Y: z", '<script>', '&amp;', '#', '?', '/', '//',
    '2024-02-30', '0000-01-01',
    '0001-01-01', '9999-12-31', '10000-01-01', '-001-01-01',
    '2024-01-01T00:00:00Z', '2024-12-31T23:59:60Z', '1.2.246.562.24.1',
    '1.2.246.562.15.15010101011', 'a' x 257, 'b' x 3000,
    '0f0f0f0f-1111-4222-8333-abcdefabcdef', "\x{130}\x{df}\x{fb03}",
);

sub escape ($text) {
    utf8::encode($text);
    return $text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger;
}

# ---- paths and parameters ----------------------------------------------------

sub path_value ($name) {
    if (chance(70)) {
        return pick(@world{qw(id id id other_id deleted_id)})
            if $name =~ /hoks-id|^id$/;
        return $world{module_id} if $name =~ /oht|module/;
        return pick(@{$world{rights}})->[0] if $name =~ /opiskeluoikeus/;
        return pick(@{$world{rights}})->[1] if $name =~ /oppija|^oid$/;
        return pick(1, 2, '1..2', '2..1', 9) if $name =~ /versio/;
    }
    return chance(70)
        ? escape(pick(@nasty))
        : pick('%00', '%2F', '%2e%2e', '%', '%zz', '%C3', '%FF%FE', '+', ';',
        ':id', '*');
}

my @parameters = qw(kuiva-ajo amount from-id updated-after koodi-uri oid oids
    opiskeluoikeus opiskeluoikeus-oid oppija-oid versio diaarinumero category
    locale q page-size page item-count order-by desc alkupvm loppupvm limit kieli);

sub query () {
    return '' if chance(60);
    my @pairs = map {
        my $name = chance(80) ? pick(@parameters) : escape(pick(@nasty));
        my $value = chance(30) ? pick(qw(true false 10 0)) : escape(pick(@nasty));
        chance(90) ? "$name=$value" : pick($name, "=$value", '&', "$name=%zz",
            "$name=%C3%28")
    } 1 .. 1 + rand 3;
    return '?' . join '&', @pairs;
}

sub path ($pattern) {
    my $path = $pattern =~ s/:([\w-]+)/path_value($1)/ger;
    $path .= '/' if chance(3);
    $path = substr $path, 0, rand length $path if chance(2);
    $path =~ s{/}{//} if chance(1);
    return ($path eq '' ? '/' : $path) . query();
}

# ---- headers -----------------------------------------------------------------

sub header_text ($text) {
    utf8::encode($text);
    return $text =~ s/[\r\n\0]//gr;
}

my @tags = ('"v1"', '"v2"', '"v99"', '*', 'W/"v1"', 'v1', '"v1', '"', '""',
    '"v1","v2"', ',', '"v' . '9' x 30 . '"', '"v-1"', '"v1" , *');

sub identity ($pattern) {
    my @headers;
    my $is_for_people = $pattern =~ m{/(?:virkailija|oppija)/|/ehoks-tyopaikka-backend/};
    push @headers, 'Authorization: Bearer ' . pick(@{$world{tokens}})
        if chance($is_for_people ? 5 : 90);
    push @headers, 'Cookie: ' . pick(@{$world{cookies}})
        if chance($is_for_people ? 85 : 5);
    push @headers, 'Authorization: '
        . pick('Bearer', 'Bearer ', 'Bearer a.b.c', 'Basic eDp5', 'x')
        if chance(2);
    push @headers, 'Cookie: mod_auth_openidc_session='
        . header_text(pick(@nasty)) if chance(2);
    push @headers, 'Caller-Id: ' . (chance(90) ? 'ehoks.testi'
        : header_text(pick(@nasty))) if chance(97);
    return @headers;
}

sub conditions () {
    my @headers;
    push @headers, 'If-Match: ' . pick(@tags)      if chance(8);
    push @headers, 'If-None-Match: ' . pick(@tags) if chance(5);
    push @headers, 'If-Modified-Since: Tue, 01 Jan 2030 00:00:00 GMT'
        if chance(1);
    push @headers, 'If-Unmodified-Since: Tue, 01 Jan 2019 00:00:00 GMT'
        if chance(1);
    push @headers, 'Range: bytes=' . pick('0-3', '5-1', '-2', '9999-', 'x')
        if chance(2);
    push @headers, 'Accept: '
        . pick('application/problem+json', 'text/html', '*/*', ',', 'x')
        if chance(10);
    push @headers, 'Accept-Language: ' . pick('sv', 'en-GB', 'fi;q=0', ',', '')
        if chance(10);
    push @headers, 'Accept-Encoding: ' . pick('gzip', 'br', 'identity;q=0')
        if chance(5);
    push @headers, 'User-Agent: ' . header_text(pick(@nasty)) if chance(10);
    push @headers, 'X-Forwarded-For: ' . header_text(pick(@nasty))
        if chance(3);
    push @headers, 'OIDC_CLAIM_oid: ' . $world{rights}[0][1] if chance(1);
    push @headers, 'Origin: https://other.example'     if chance(2);
    return @headers;
}

sub content_headers ($bytes) {
    my $type
        = chance(95) ? 'application/json'
        : pick('application/json; charset=utf-8',
        'application/json;charset=iso-8859-1', 'text/plain', '', 'x',
        'multipart/form-data');
    my @headers = ("Content-Type: $type");
    push @headers, 'Content-Encoding: ' . pick('gzip', 'identity', 'x')
        if chance(1);
    push @headers, 'Content-Length: ' . length $bytes;
    return @headers;
}

# ---- bodies ------------------------------------------------------------------

sub scalar_value () {
    return pick(
        undef, JSON::PP::true(), JSON::PP::false(), 0, -1, 1, 1.5, -0.0,
        2_147_483_647, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_993,
        1e308, 1e-300, [], {}, [[]], {id => 1}, pick(@nasty), pick(@nasty),
        pick(@nasty), canary(), 'osaamisenhankkimistapa_oppisopimus',
        $world{module_id}, @{$world{rights}[0]}, '9000001-1',
    );
}

sub keys_of_documents () {
    state @keys = do {
        my %keys;
        my @todo = @bodies;
        while (defined(my $value = shift @todo)) {
            if (ref $value eq 'HASH') {
                $keys{$_}++ for keys %$value;
                push @todo, grep { ref } values %$value;
            }
            elsif (ref $value eq 'ARRAY') { push @todo, grep { ref } @$value }
        }
        sort keys %keys, qw(id eid module-id manuaalisyotto poistettu);
    };
    return @keys;
}

# Changes one thing somewhere in the document.
sub mutate ($value, $depth) {
    if (ref $value eq 'HASH') {
        my @keys = sort keys %$value;
        my $key  = @keys ? pick(@keys) : pick(keys_of_documents());
        if ($depth > 0 && ref $value->{$key} && chance(75)) {
            mutate($value->{$key}, $depth - 1);
        }
        elsif (chance(15)) { delete $value->{$key} }
        elsif (chance(15)) { $value->{pick(@nasty)} = scalar_value() }
        elsif (chance(30)) { $value->{pick(keys_of_documents())} = scalar_value() }
        else               { $value->{$key} = scalar_value() }
    }
    elsif (ref $value eq 'ARRAY') {
        my $place = int rand @$value;
        if ($depth > 0 && @$value && ref $value->[$place] && chance(75)) {
            mutate($value->[$place], $depth - 1);
        }
        elsif (chance(30)) { push @$value, scalar_value() }
        elsif (@$value && chance(30)) {
            push @$value, ($value->[$place]) x (chance(10) ? 300 : 2);
        }
        else { splice @$value, $place, 1 }
    }
    return;
}

my $json = JSON::PP->new->utf8->canonical->allow_nonref;

sub clone ($value) {
    return $json->decode($json->encode($value));
}

# Documents that differ from right ones by little reach the deepest.
sub document ($method) {
    my $document = clone(pick(@bodies));
    if ($method eq 'PUT' || $method eq 'PATCH') {
        delete @{$document}{qw(opiskeluoikeus-oid oppija-oid)} if chance(80);
        $document->{id} = 0 + pick(@world{qw(id id id id other_id)});
        if ($method eq 'PATCH') {
            delete $document->{$_}
                for grep { ref $document->{$_} eq 'ARRAY' } keys %$document;
        }
    }
    elsif (chance(70)) {
        @{$document}{qw(opiskeluoikeus-oid oppija-oid)}
            = @{pick(@{$world{rights}})};
    }
    mutate($document, 6) for 1 .. pick(0, 0, 1, 1, 1, 2, 5);
    return $document;
}

# Bodies of routes that take something else than a plan.
sub small_body ($pattern) {
    return {'module-id' => $world{module_id}} if $pattern =~ /arvioijakutsut/;
    return {token => pick(@nasty)} if $pattern =~ /kutsut/;
    return {kieli => pick('fi', 'sv', @nasty)} if $pattern =~ /kalenteri/;
    return undef;
}

sub body ($method, $pattern) {
    my $value = small_body($pattern);
    if ($value) { mutate($value, 2) for 1 .. pick(0, 0, 1, 2) }
    my $bytes = $json->encode($value // document($method));
    return $bytes if chance(85);
    my $kind = int rand 6;
    my $at   = int rand length $bytes;
    if    ($kind == 0) { return substr $bytes, 0, $at }
    elsif ($kind == 1) { substr($bytes, $at, 1) = chr int rand 256 }
    elsif ($kind == 2) { substr($bytes, $at, 0) = pick('"', '{', ',', "\0", '\\u0000', '\\ud800', '1e999') }
    elsif ($kind == 3) { return '[' x (10**(1 + int rand 4)) . $bytes }
    elsif ($kind == 4) { return pick('', 'null', '1', '""', '[]', '{}', "\xef\xbb\xbf{}", '{"a":1,"a":2}') }
    else               { $bytes .= $bytes }
    return $bytes;
}

# ---- the request -------------------------------------------------------------

# The bytes of request `n`.
sub fuzz_request ($seed, $n) {
    srand($seed * 1_000_003 + $n);
    my ($method, $pattern) = @{pick(@routes)};
    # Plans are what there is most to do with.
    ($method, $pattern) = @{pick(grep { $_->[1] =~ m{/hoks(?:/|$)|validointi} } @routes)}
        if chance(60);
    $method = pick(qw(GET HEAD POST PUT PATCH DELETE OPTIONS TRACE BREW))
        if chance(5);
    my @headers = ('Host: localhost', 'Connection: close', identity($pattern),
        conditions());
    # Who logs out here would be out for all that follow.
    @headers = grep { !/^Cookie/ } @headers
        if $method eq 'DELETE' && $pattern =~ /session/;
    my $bytes = '';
    if ($method =~ /^(?:POST|PUT|PATCH)$/ || chance(2)) {
        $bytes = body($method, $pattern);
        push @headers, content_headers($bytes);
    }
    my $path = path($pattern);
    return join("\r\n", "$method $path HTTP/1.1", @headers, '', '') . $bytes;
}

1;
