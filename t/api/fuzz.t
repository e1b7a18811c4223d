#!/usr/bin/perl
# No input makes a 500: thousands of requests over all routes, with paths,
# parameters, headers and bodies that are almost right or not at all
# (EhoksFuzz). No answer is a 500 or no answer, the error_log has no line of
# ehoks at error or warn (EhoksLog), no child dies, and the histories of the
# plans that were hit still fit together.
#
#   EHOKS_FUZZ=100000   so many requests instead of 5000 (make fuzz-http)
#   EHOKS_SEED=7        other ones
#   EHOKS_FUZZ_ONLY=42  request 42 of the seed alone, shown with its answer
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use IO::Select     ();
use IO::Socket     ();
use JSON::PP       ();
use lib dirname(__FILE__) . '/../lib';
use EhoksTest;
use EhoksFuzz;
use EhoksHttpd ();

my $count = $ENV{EHOKS_FUZZ} // 5000;
my $seed  = $ENV{EHOKS_SEED} // 20240815;
my $only  = $ENV{EHOKS_FUZZ_ONLY};
note("EHOKS_SEED=$seed EHOKS_FUZZ=$count");

# What httpd itself says of requests that never reach the module.
expect_log(qr/\[core:(?:error|warn)\]|\[http:(?:error|warn)\]/);
expect_log(qr/\[auth_openidc:(?:error|warn)\]/);
expect_log(qr/\[mpm_event:error\].*MaxRequestWorkers/);

# ---- the world of the requests -----------------------------------------------

my %unit = (
    'tutkinnon-osa-koodi-uri'    => 'tutkinnonosat_900001',
    'tutkinnon-osa-koodi-versio' => 2,
);
my %stretch = (
    alku  => '2025-01-07',
    loppu => '2025-03-28',
    'osaamisen-hankkimistapa-koodi-uri' =>
        'osaamisenhankkimistapa_koulutussopimus',
    'osaamisen-hankkimistapa-koodi-versio' => 1,
    'yksiloiva-tunniste'                   => 'jakso-1',
    'osa-aikaisuustieto'                   => 80,
    'tyopaikalla-jarjestettava-koulutus'   => {
        'vastuullinen-tyopaikka-ohjaaja' =>
            {nimi => 'Oona Ohjaajamalli', sahkoposti => canary()},
        'tyopaikan-nimi'        => 'Mallipaja Oy',
        'tyopaikan-y-tunnus'    => '9000001-1',
        'keskeiset-tyotehtavat' => ['Varaston hoito'],
    },
);
my %parts = ('hankittavat-ammat-tutkinnon-osat' =>
        [{%unit, 'osaamisen-hankkimistavat' => [{%stretch}, {%stretch}]}]);

sub new_plan (%members) {
    my $right  = study_right();
    my $answer = post_hoks(hoks_document($right, %members));
    die "no plan: $answer->{body}\n" unless $answer->{status} == 200;
    return ($answer->{json}{meta}{id}, $right);
}

# All documents that POST takes.
sub documents () {
    my $folder = root() . '/t/schema/examples';
    my @files  = map { $_->{file} }
        grep { $_->{method} eq 'POST' && !$_->{layer} }
        @{decode_json_bytes(read_bytes("$folder/index.json"))};
    return map { decode_json_bytes(read_bytes("$folder/$_")) } @files;
}

my ($id, $right) = new_plan(%parts);
my ($other_id)   = new_plan(%parts);
my ($deleted)    = new_plan();
psql("UPDATE ehoks.hoks SET poistettu = now() WHERE id = $deleted");
my @free = map { [opiskeluoikeus_oid(), oppija_oid()] } 1 .. 1 + $count / 20;
control({
    opiskeluoikeudet => [map { {
        %$right, oid => $_->[0], 'oppija-oid' => $_->[1],
    } } @free],
});
my $unit  = request('GET', VB . "/hoks/$id", {token => 'sis-a'})->{json}{data}
    {'hankittavat-ammat-tutkinnon-osat'}[0];
begin_fuzz(
    id         => $id,
    other_id   => $other_id,
    deleted_id => $deleted,
    rights     => \@free,
    module_id  => $unit->{'osaamisen-hankkimistavat'}[0]{'module-id'},
    tokens     => [(token('sis-a')) x 5, token('vipunen'), token('sis-b'),
        token('sis-a-lukija')],
    cookies => [map { cookies(login($_)) } qw(virkailija-a oppija1 ohjaaja)],
    documents => [documents(), hoks_document($right, %parts)],
);
cmp_ok(scalar(my @routes = routes_of_service()), '>=', 40,
    'routes are found in the table');

sub cookies ($jar) {
    return join '; ', map { "$_=$jar->{$_}" } sort keys %$jar;
}

# ---- sending -----------------------------------------------------------------

# Sends requests over a few connections at a time and gives each answer to
# `look`.
sub send_all ($numbers, $look) {
    my @todo = @$numbers;
    my $open = IO::Select->new;
    my %at_work;
    while (@todo || $open->count) {
        while (@todo && $open->count < 6) {
            my $n      = shift @todo;
            my $socket = IO::Socket::INET->new(
                PeerHost => 'localhost',
                PeerPort => stack()->{PORT},
            ) or die "connect: $!\n";
            my $bytes = fuzz_request($seed, $n);
            local $SIG{PIPE} = 'IGNORE';
            print {$socket} $bytes;
            $socket->flush;
            $at_work{$socket} = [$n, $bytes, ''];
            $open->add($socket);
        }
        my @ready = $open->can_read(60 * PATIENCE);
        die "no answer to request $_->[0]\n"
            for !@ready ? (sort { $a->[0] <=> $b->[0] } values %at_work)[0] : ();
        for my $socket (@ready) {
            my $work = $at_work{$socket};
            next if sysread $socket, $work->[2], 65_536, length $work->[2];
            $open->remove($socket);
            close $socket;
            delete $at_work{$socket};
            $look->(@$work);
        }
    }
    return;
}

# What is wrong with an answer, or nothing.
sub complaint ($request, $answer) {
    $answer =~ s/^HTTP\S+ 1\d\d .*?\r\n\r\n//s;
    my ($status) = $answer =~ /^HTTP\/1\.1 (\d{3})/ or return 'no answer';
    return "status $status" if $status =~ /^50[024]$/;
    my ($head, $body) = split /\r\n\r\n/, $answer, 2;
    return if $request =~ /^HEAD / || $status == 304 || $status == 204;

    # A part of an answer is no JSON; and paths with a broken escape, a NUL or
    # a slash in disguise are refused by httpd before anybody else sees them.
    return if $status == 206 || $status == 416;
    return "no JSON for $status" if $head !~ m{^Content-Type: \S*[/+]json}mi
        && $request =~ m{^\w+ /ehoks-\w+-backend/api/v1/hoks}
        && $request !~ m{^(?:TRACE|OPTIONS)|^\w+ [^ ?]*%(?![0-9A-Fa-f]{2})}
        && $request !~ m{^\w+ [^ ?]*%(?:00|2F)}i;
    if ($head =~ m{^Content-Type: \S*[/+]json}mi
        && $head !~ /^Content-Encoding|^Transfer-Encoding/mi)
    {
        my $value = eval { decode_json_bytes($body) };
        return "unreadable JSON for $status" if $@;
        return "the body has another status than $status"
            if $status >= 400 && ref $value eq 'HASH'
            && ($value->{status} // $status) ne $status;
    }
    return;
}

my @before = EhoksHttpd::children_of(stack()->{HTTPD_PID});
my (%statuses, @wrong);
send_all(
    defined $only ? [$only] : [1 .. $count],
    sub ($n, $request, $answer) {
        my ($status) = $answer =~ /^HTTP\S+ (\d+)/;
        $statuses{$status // 'none'}++;
        my $complaint = complaint($request, $answer);
        push @wrong, "request $n (EHOKS_FUZZ_ONLY=$n): $complaint\n"
            . substr($request, 0, 1500) . "\n--\n" . substr($answer, 0, 800)
            if $complaint;
        diag("$request\n--\n$answer") if defined $only;
    }
);
note(json_text(\%statuses));
ok(!@wrong, "none of $count requests gets a wrong answer")
    or diag(scalar(@wrong) . ' wrong, the first of them:', "\n",
        join "\n\n", @wrong[0 .. ($#wrong < 4 ? $#wrong : 4)]);
cmp_ok($statuses{503} // 0, '<=', $count / 100, 'hardly any is put off');
for my $status (defined $only ? () : qw(200 204 400 401 403 404 412)) {
    cmp_ok($statuses{$status} // 0, '>', 0, "some answers are $status");
}
my %now = map { $_ => 1 } EhoksHttpd::children_of(stack()->{HTTPD_PID});
is_deeply([grep { !$now{$_} } @before], [], 'no child has died');

# ---- what they left ----------------------------------------------------------

{
    local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)}
        = @{stack()}{qw(PGHOST PGPORT PGUSER PGDATABASE)};
    my $verify = root() . '/sql/history-verify';
    like(`'$verify' --quiet $id $other_id`, qr/^2 plans, \d+ versions, 0 problems$/,
        'the histories of the plans that were hit fit together');
}
my $got = request('GET', VB . "/hoks/$id", {token => 'sis-a'});
is($got->{status}, 200, 'the plan is still read');
is(request('PUT', VB . "/hoks/$id", {token => 'sis-a', body => $got->{json}{data}})
        ->{headers}{etag},
    $got->{headers}{etag}, 'and what is read may be sent back');
my $page = request('GET', VB . '/hoks/paged?from-id=' . ($id - 1),
    {token => 'vipunen'})->{json}{data};
is_deeply([grep { $_ == $id || $_ == $other_id } @{$page->{'failed-ids'}}],
    [], 'what was stored keeps the rules');

done_testing();
