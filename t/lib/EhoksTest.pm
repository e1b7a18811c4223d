# Helpers for tests against a running stack (t/lib/stack): requests with a
# bearer token or a browser's cookie, study rights made to measure at the fake
# of the registries, SQL as superuser, and a watch over the logs.
#
# The stack's addresses come from the file that EHOKS_STACK_ENV names (default
# var/test/stack.env), so each test runs by itself:  prove t/api/hoks.t
#
# The logs are watched meanwhile (EhoksLog): `expect_log` and its like come from
# there.
package EhoksTest;

use v5.36;
use utf8;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Spec     ();
use HTTP::Tiny     ();
use IO::Socket     ();
use JSON::PP       ();
use MIME::Base64   qw(encode_base64);
use Test::More     ();
use Time::HiRes    ();

use EhoksLog;

our @EXPORT = (
    qw(stack root request token login study_right control psql json_text
        json_diff hoks_document post_hoks oppija_oid opiskeluoikeus_oid
        luhn_digit ibm_digit wait_until pointer raw_request read_bytes
        signed_token
        decode_json_bytes is_problem VB O ORG PATIENCE),
    @EhoksLog::EXPORT,
);

my $root = File::Spec->rel2abs(dirname(__FILE__) . '/../..');

# How many times longer than usual everything may take (t/run-tests).
use constant PATIENCE => $ENV{PATIENCE} // 1;

# Paths of the API and the organisations of the fixed cast.
use constant VB  => '/ehoks-virkailija-backend/api/v1';
use constant O   => '/ehoks-oppija-backend/api/v1/oppija';
use constant ORG => {
    root => '1.2.246.562.10.00000000001',
    A    => '1.2.246.562.10.12000000011',
    A1   => '1.2.246.562.10.12000000021',
    A2   => '1.2.246.562.10.12000000031',
    B    => '1.2.246.562.10.13000000011',
    B1   => '1.2.246.562.10.13000000021',
};

sub root () {
    return $root;
}

sub read_bytes ($path) {
    open my $in, '<:raw', $path or die "$path: $!\n";
    local $/ = undef;
    my $bytes = <$in>;
    close $in or die "$path: $!\n";
    return $bytes;
}

# ---- the stack --------------------------------------------------------------

my %stack;

# Settings of the running stack (names as in its stack.env).
sub stack () {
    return \%stack if %stack;
    my $file = $ENV{EHOKS_STACK_ENV} // "$root/var/test/stack.env";
    die "no running stack: $file is missing (t/run-tests starts one)\n"
        unless -f $file;
    for my $line (split /\n/, read_bytes($file)) {
        next unless $line =~ /^(?:export\s+)?(\w+)=(.*)$/;
        my ($name, $value) = ($1, $2);
        $value =~ s/^'(.*)'$/$1/ or $value =~ s/\\(.)/$1/g;
        $stack{$name} = $value;
    }
    return \%stack;
}

EhoksLog::begin(grep { defined } @{stack()}{qw(EHOKS_ERROR_LOG EHOKS_ACCESS_LOG)})
    unless $^C;    # perl -c only reads the file

# ---- requests ---------------------------------------------------------------

my $json = JSON::PP->new->canonical->allow_nonref;

# JSON text (characters) with sorted keys.
sub json_text ($value) {
    return $json->encode($value);
}

my $client = HTTP::Tiny->new(
    agent        => 'ehoks-test',
    max_redirect => 0,
    timeout      => 60 * PATIENCE,
    # It overlooks the "close" of "Connection: Upgrade, close".
    keep_alive   => 0,
    http_proxy   => undef,    # whatever the environment says
    https_proxy  => undef,
    proxy        => undef,
);

# request('GET', VB . '/hoks/1', {token => 'sis-a'}): one request to the stack.
# Options: token (a client's name, or a whole JWT), cookie (a jar from login),
# body (a value is sent as JSON, a scalar reference as the bytes it holds),
# headers (an undef value leaves a default header out), url (another server),
# client (another HTTP client, EhoksWire).
# `Caller-Id` is sent unless headers say otherwise.
# Returns {status, headers, body, json}.
sub request ($method, $path, $options = {}) {
    my %headers = ('caller-id' => 'ehoks.testi');
    if (defined $options->{token}) {
        my $token = $options->{token};
        $token = token($token) unless $token =~ /\./ || $token =~ /\s|^$/;
        $headers{authorization} = "Bearer $token";
    }
    $headers{cookie} = cookie_header($options->{cookie}) if $options->{cookie};
    my $content;
    if (exists $options->{body}) {
        my $body = $options->{body};
        $content
            = ref $body eq 'SCALAR'
            ? $$body
            : JSON::PP->new->utf8->canonical->allow_nonref->encode($body);
        $headers{'content-type'} = 'application/json';
    }
    my %given = %{$options->{headers} // {}};
    for my $name (keys %given) {
        if   (defined $given{$name}) { $headers{lc $name} = $given{$name} }
        else                         { delete $headers{lc $name} }
    }
    my $url    = ($options->{url} // stack()->{EHOKS_URL}) . $path;
    my $answer = ($options->{client} // $client)->request($method, $url,
        {headers => \%headers, defined $content ? (content => $content) : ()});
    return answer_of($answer);
}

sub answer_of ($answer) {
    my %result = (
        status  => $answer->{status},
        headers => $answer->{headers},
        body    => $answer->{content} // '',
    );
    if ($answer->{status} == 599) {
        Test::More::diag("no answer: $answer->{content}");
    }
    if ($result{body} ne ''
        && !$answer->{headers}{'content-encoding'}
        && ($answer->{headers}{'content-type'} // '') =~ m{[/+]json\b})
    {
        $result{json} = eval { decode_json_bytes($result{body}) };
        Test::More::diag("unreadable JSON: $result{body}") if $@;
    }
    return \%result;
}

sub decode_json_bytes ($bytes) {
    return JSON::PP->new->utf8->allow_nonref->decode($bytes);
}

# Bytes out, bytes in, over a connection of its own: for requests that no
# polite client makes. Returns everything until the server closes or
# `seconds` (PATIENCE times) have passed.
sub raw_request ($bytes, %options) {
    my $socket = IO::Socket::INET->new(
        PeerHost => 'localhost',
        PeerPort => $options{port} // stack()->{PORT},
        Timeout  => 10 * PATIENCE,
    ) or die "connect: $!\n";
    local $SIG{PIPE} = 'IGNORE';
    print {$socket} $bytes;
    $socket->flush;
    my $end    = Time::HiRes::time() + ($options{seconds} // 20) * PATIENCE;
    my $answer = '';
    while ((my $left = $end - Time::HiRes::time()) > 0) {
        my $ready = '';
        vec($ready, fileno $socket, 1) = 1;
        last unless select $ready, undef, undef, $left;
        last unless sysread $socket, $answer, 65_536, length $answer;
    }
    close $socket;
    return $answer;
}

# ---- login ------------------------------------------------------------------

my %tokens;

# A bearer token of an API client of the cast, kept for this test file.
sub token ($name) {
    return $tokens{$name} //= do {
        my $basic  = encode_base64("$name:$name-secret", '');
        my $answer = $client->post_form(token_endpoint(),
            {grant_type => 'client_credentials'},
            {headers    => {authorization => "Basic $basic"}});
        die "no token for $name: $answer->{status} $answer->{content}\n"
            unless $answer->{success};
        decode_json_bytes($answer->{content})->{access_token};
    };
}

# A token with exactly these claims, signed with the provider's key: what the
# provider itself would never give.
sub signed_token ($claims, $header = {}) {
    open my $out, '-|', stack()->{NODE}, "$root/t/op/sign.mjs",
        dirname(stack()->{EHOKS_OP_KEY}), $json->encode($claims),
        $json->encode($header)
        or die "sign.mjs: $!\n";
    my $token = <$out>;
    close $out or die "sign.mjs failed\n";
    chomp $token;
    return $token;
}

my $discovery;

sub token_endpoint () {
    $discovery //= decode_json_bytes(
        $client->get(
            stack()->{EHOKS_OP_URL} . '/.well-known/openid-configuration'
        )->{content}
    );
    return $discovery->{token_endpoint};
}

# Logs a person of the cast in as a browser does: follows the redirects to the
# provider's login page, sends the form, follows back. Returns a jar of
# cookies for request().
sub login ($person, $path = '/ehoks/') {
    my %jar;
    my $url = stack()->{EHOKS_URL} . $path;
    my ($method, $form) = ('GET', undef);
    for my $step (1 .. 20) {
        my $answer = browse(\%jar, $method, $url, $form);
        my $status = $answer->{status};
        if ($status =~ /^30[1237]$/) {
            $url = absolute($answer->{headers}{location}, $url);
            ($method, $form) = ('GET', undef);
            next;
        }
        if ($status == 200 && $answer->{content} =~ /name=["']?password\b/) {
            die "$person: the provider refused the login\n" if $form;
            my ($action) = $answer->{content} =~ /<form[^>]*\baction=["']([^"']*)/;
            $url = absolute($action // $url, $url);
            ($method, $form)
                = ('POST', {login => $person, password => $person});
            next;
        }
        return \%jar if $status == 200;
        die "login of $person stopped at $url with $status\n";
    }
    die "login of $person goes round in circles\n";
}

sub browse ($jar, $method, $url, $form) {
    my %options = (headers => {accept => 'text/html'});
    $options{headers}{cookie} = cookie_header($jar) if %$jar;
    if ($form) {
        $options{content} = $client->www_form_urlencode($form);
        $options{headers}{'content-type'}
            = 'application/x-www-form-urlencoded';
    }
    my $answer  = $client->request($method, $url, \%options);
    my $cookies = $answer->{headers}{'set-cookie'} // [];
    for my $line (ref $cookies ? @$cookies : $cookies) {
        my ($name, $value) = $line =~ /^\s*([^=;]+)=([^;]*)/ or next;
        if   ($value eq '' || $line =~ /expires=Thu, 01.Jan.1970/i) { delete $jar->{$name} }
        else                                                       { $jar->{$name} = $value }
    }
    return $answer;
}

sub cookie_header ($jar) {
    return $jar unless ref $jar;
    return join '; ', map { "$_=$jar->{$_}" } sort keys %$jar;
}

sub absolute ($location, $base) {
    $location =~ s/&amp;/&/g;
    return $location if $location =~ m{^https?://};
    my ($origin) = $base =~ m{^(https?://[^/]+)};
    return "$origin$location" if $location =~ m{^/};
    return $base =~ s{[^/]*(?:\?.*)?$}{}r . $location;
}

# ---- identifiers and the registries -----------------------------------------

# Check digits (contract: rules.md OID-1): of ten digits.
sub luhn_digit ($digits) {
    my ($sum, $double) = (0, 1);
    for my $digit (reverse split //, $digits) {
        my $value = $double ? $digit * 2 : $digit;
        $sum += $value > 9 ? $value - 9 : $value;
        $double = !$double;
    }
    return (10 - $sum % 10) % 10;
}

sub ibm_digit ($digits) {
    my @weights = (7, 3, 1);
    my ($sum, $place) = (0, 0);
    $sum += $_ * $weights[$place++ % 3] for reverse split //, $digits;
    return (10 - $sum % 10) % 10;
}

sub ten_digits () {
    return 1 + int(rand 9) . join '', map { int rand 10 } 1 .. 9;
}

# Fresh identifiers with right check digits.
sub oppija_oid () {
    my $digits = ten_digits();
    return "1.2.246.562.24.$digits" . ibm_digit($digits);
}

sub opiskeluoikeus_oid () {
    my $digits = ten_digits();
    return "1.2.246.562.15.$digits" . luhn_digit($digits);
}

# Changes the fake of the registries: {down => ['koski']}, {delay_ms => …}, {}.
sub control ($change) {
    my $answer = $client->post(
        stack()->{EHOKS_REGISTRY_URL} . '/__control',
        {
            headers => {'content-type' => 'application/json'},
            content => JSON::PP->new->utf8->encode($change),
        }
    );
    die "__control: $answer->{status} $answer->{content}\n"
        unless $answer->{success};
    return;
}

# Makes a study right at the registries. What is given replaces members of a
# plain vocational study right of school A1; `oppija-oid` may name a learner.
# Returns the study right as it was sent.
sub study_right (%members) {
    my $right = {
        oid           => opiskeluoikeus_oid(),
        'oppija-oid'  => oppija_oid(),
        oppilaitos    => {oid => ORG->{A1}},
        koulutustoimija => {oid => ORG->{A}},
        tyyppi        => {koodiarvo => 'ammatillinenkoulutus'},
        'alkamispäivä'            => '2018-08-01',
        'arvioituPäättymispäivä'  => '2039-12-31',
        suoritukset   => [{tyyppi => {koodiarvo => 'ammatillinentutkinto'}}],
        tila          => {
            opiskeluoikeusjaksot =>
                [{alku => '2018-08-01', tila => {koodiarvo => 'lasna'}}],
        },
        %members,
    };
    control({opiskeluoikeudet => [$right]});
    return $right;
}

# The least document that POST takes, for a study right; `members` are added.
sub hoks_document ($right, %members) {
    return {
        'opiskeluoikeus-oid'         => $right->{oid},
        'oppija-oid'                 => $right->{'oppija-oid'},
        'ensikertainen-hyvaksyminen' => '2024-08-15',
        'osaamisen-hankkimisen-tarve' => JSON::PP::true(),
        %members,
    };
}

# POSTs a document as client sis-a (or another) and returns the answer.
sub post_hoks ($document, $options = {}) {
    return request('POST', VB . '/hoks',
        {token => 'sis-a', %$options, body => $document});
}

# ---- comparing --------------------------------------------------------------

# JSON Pointer of a list of keys and indexes.
sub pointer (@steps) {
    return join '', map { '/' . s/~/~0/gr =~ s{/}{~1}gr } @steps;
}

sub kind_of ($value) {
    return 'null' unless defined $value;
    return 'object'  if ref $value eq 'HASH';
    return 'list'    if ref $value eq 'ARRAY';
    return 'boolean' if JSON::PP::is_bool($value);
    return $json->encode($value) =~ /^"/ ? 'text' : 'number';
}

# Where two JSON values differ: a list of sentences with JSON Pointers, empty
# when they are the same (1 and 1.0 are; 1 and "1" are not).
sub json_diff ($got, $wanted, $place = '') {
    my ($got_kind, $wanted_kind) = (kind_of($got), kind_of($wanted));
    return "$place: $got_kind instead of $wanted_kind"
        if $got_kind ne $wanted_kind;
    if ($got_kind eq 'object') {
        return map { object_diff($got, $wanted, $place, $_) }
            sort keys %{{%$got, %$wanted}};
    }
    if ($got_kind eq 'list') {
        return "$place: " . @$got . ' items instead of ' . @$wanted
            if @$got != @$wanted;
        return map { json_diff($got->[$_], $wanted->[$_], "$place/$_") }
            0 .. $#$got;
    }
    return if $got_kind eq 'null';
    my $same = $got_kind eq 'number' ? $got == $wanted
        : $got_kind eq 'boolean'     ? !$got == !$wanted
        :                              $got eq $wanted;
    return $same
        ? ()
        : "$place: " . json_text($got) . ' instead of ' . json_text($wanted);
}

sub object_diff ($got, $wanted, $place, $key) {
    my $below = $place . pointer($key);
    return "$below: should not be there" unless exists $wanted->{$key};
    return "$below: is missing"          unless exists $got->{$key};
    return json_diff($got->{$key}, $wanted->{$key}, $below);
}

# One error answer: status, and members of its JSON body that must be so.
# Whatever the error, the body has the members of RFC 9457 and never `value`.
sub is_problem ($answer, $status, $members, $name) {
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    return Test::More::subtest(
        $name => sub {
            Test::More::is($answer->{status}, $status, "status $status");
            my $body = $answer->{json};
            Test::More::is(ref $body, 'HASH', 'the body is a JSON object')
                or return Test::More::diag($answer->{body});
            Test::More::is($body->{status}, $status, 'status stands in it');
            Test::More::ok(length($body->{title} // ''), 'title stands in it');
            Test::More::ok(length($body->{type}  // ''), 'type stands in it');
            Test::More::ok(!exists $body->{value}, 'what was sent does not');
            Test::More::is($answer->{headers}{'content-type'},
                'application/json; charset=utf-8', 'content type');
            for my $key (sort keys %$members) {
                my @differences
                    = json_diff($body->{$key}, $members->{$key}, "/$key");
                Test::More::ok(!@differences, "$key is as agreed")
                    or Test::More::diag(join "\n", @differences);
            }
        }
    );
}

# ---- database ---------------------------------------------------------------

# Runs SQL as superuser in the stack's database; rows are lists of texts.
sub psql ($sql, %options) {
    my $database = $options{database} // stack()->{PGDATABASE} // 'ehoks';
    local $ENV{PGHOST}    = stack()->{PGHOST};
    local $ENV{PGPORT}    = stack()->{PGPORT} if stack()->{PGPORT};
    local $ENV{PGOPTIONS} = '-c client_min_messages=warning';
    local $ENV{PGCLIENTENCODING} = 'UTF8';
    open my $out, '-|', 'psql', '-X', '-q', '-A', '-t', '-F', "\x1f",
        '-v', 'ON_ERROR_STOP=1', '-U', stack()->{PGUSER} // 'postgres',
        '-d', $database, '-c', $sql
        or die "psql: $!\n";
    my @rows = map { chomp; utf8::decode($_); [split /\x1f/, $_, -1] } <$out>;
    close $out or die "psql failed for: $sql\n";
    return @rows;
}

# Tries until the condition holds or `seconds` (PATIENCE times) have passed; its
# last value.
sub wait_until ($seconds, $condition) {
    my $end = Time::HiRes::time() + $seconds * PATIENCE;
    while (Time::HiRes::time() < $end) {
        my $result = $condition->();
        return $result if $result;
        Time::HiRes::sleep(0.05);
    }
    return $condition->();
}

1;
