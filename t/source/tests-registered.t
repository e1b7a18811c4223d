#!/usr/bin/perl
# A test that is not built, or not run, tests nothing: every file in t/unit is
# built into build/unit, every cmocka test function stands in its table, and
# every test file lies where the run looks for it.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my @sources = files(qr{^t/unit/.*\.c$});
my @wanted = map { basename($_, '.c') }
    grep { slurp($_) =~ /^\s*int\s+main\s*\(|\bmain\(/m } @sources;
cmp_ok(scalar @wanted, '>', 0, 'unit tests are found');
my $built = `make -s -n -B -C '@{[root()]}' unit 2>/dev/null`
    || `make -s -n -B -C '@{[root()]}' all 2>/dev/null`;
my @missing = grep { $built !~ m{\S*unit/\Q$_\E(?:\s|$)}m } @wanted;
nothing(\@missing, 'every file of t/unit is built as a program');

my @unlisted;
for my $path (@sources) {
    my $code = without_text(slurp($path));
    # All names first: a match inside the loop would begin this one anew.
    my @names
        = $code =~ /^static\s+void\s+(\w+)\s*\(\s*void\s*\*\*\s*\w+\s*\)/gm;
    for my $name (@names) {
        my $uses = () = $code =~ /\b\Q$name\E\b/g;
        push @unlisted, "$path: $name" if $uses < 2;
    }
}
nothing(\@unlisted, 'every cmocka test stands in a table of tests');

# t/run-tests runs these folders; a *.t or *.pg elsewhere would never run.
my @lost = grep { !m{^t/(?:source|api|ops|thread|ui)/[^/]+\.t$|^t/sql/[^/]+\.pg$} }
    files(qr{\.(?:t|pg)$});
nothing(\@lost, 'every test file lies in a folder that is run');

done_testing();
