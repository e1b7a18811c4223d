#!/usr/bin/perl
# The folder is the layer: what a file may include follows from where it lies.
# The table below is the plan of the house; a new edge belongs here first.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

# layer => layers it may include besides itself. A name with a slash is one
# header. "ehoks.h" (the module's declaration) is for the web layers.
my %may = (
    core     => [],
    schema   => ['core'],
    db       => ['core'],
    hoks     => [qw(schema db core)],
    registry => [qw(db core)],
    auth     => [qw(core ehoks.h)],
    cfg      => [qw(core registry/registry.h registry/mirror.h schema/schema.h schema/derive.h auth/claims.h auth/cookie.h ehoks.h)],
    status   => [qw(core db ehoks.h)],
    api      => [
        qw(hoks auth registry cfg status schema db core ehoks.h),
    ],
    mod_ehoks => [qw(cfg api auth status db core registry/registry.h registry/mirror.h ehoks.h)],
    'ehoks.h' => [],
);

# Libraries that one place alone may see, and httpd's headers, which the inner
# layers never see.
my @guarded = (
    [qr{^jansson},                'jansson', qr{^modules/core/json\.c$}],
    [qr{^(?:libpq|postgres)},     'libpq',   qr{^modules/db/db\.c$}],
    [qr{^(?:mod_dbd|apr_dbd)\.h}, 'mod_dbd', qr{^modules/db/db\.c$}],
    [qr{^pcre},                   'PCRE2',   qr{^modules/schema/}],
    [qr{^curl/},                  'libcurl', qr{^modules/registry/}],
    [
        qr{^(?:httpd|http_\w+|ap_\w+|util_\w+|mod_\w+|scoreboard|mpm_\w+)\.h},
        "httpd's headers",
        qr{^(?:mod_ehoks\.c|modules/(?:api|auth|cfg|status)/|modules/ehoks\.h)},
    ],
);

sub layer_of ($path) {
    return 'mod_ehoks' if $path eq 'mod_ehoks.c';
    return $1 if $path =~ m{^modules/(\w+)/};
    return $1 if $path =~ m{^modules/(\w+\.h)$};
    return '?';
}

# "../core/json.h" seen from modules/hoks/hoks.c → "core/json.h".
sub resolve ($path, $include) {
    my $full = dirname($path) . "/$include";
    1 while $full =~ s{[^/]+/\.\./}{};
    $full =~ s{(?<![^/])\./}{}g;
    return $full =~ s{^modules/}{}r;
}

sub own_problem ($path, $include) {
    my $target = resolve($path, $include);
    return "\"$include\" leads out of modules/" if $target =~ m{^\.\.|^/};
    my $from = layer_of($path);
    my $to   = $target =~ m{/} ? (split m{/}, $target)[0] : $target;
    return "there is no $target" unless -f root() . "/modules/$target";
    return if $to eq $from;
    return "layer $from is not in the table" unless $may{$from};
    return if grep { $_ eq $to || $_ eq $target } @{$may{$from}};
    return "layer $from may not include $target";
}

sub library_problem ($path, $include) {
    for my $guard (@guarded) {
        my ($header, $name, $place) = @$guard;
        next unless $include =~ $header;
        return if $path =~ $place;
        return "$name ($include) is not for this file";
    }
    return;
}

my $seen = 0;
for my $path (c_files()) {
    my @problems;
    my $code = without_comments(slurp($path));
    while ($code =~ /^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm) {
        my ($kind, $include) = ($1, $2);
        my $is_own = $kind eq '"' && -f root() . '/' . dirname($path) . "/$include"
            || $include =~ m{^\.\./|^modules/};
        my $problem
            = $is_own
            ? own_problem($path, $include)
            : library_problem($path, $include);
        push @problems, $problem if $problem;
        $seen++;
    }
    ok(!@problems, "$path includes only what its layer may see")
        or diag(map { "  $_\n" } @problems);
}
cmp_ok($seen, '>', 0, 'there were #include lines to look at');

done_testing();
