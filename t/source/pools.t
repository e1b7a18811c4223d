#!/usr/bin/perl
# t/memory/pools.c, by which memcheck and AddressSanitizer see where a piece of a
# pool ends and when it is gone: a program that goes wrong is caught, and one that
# does not is left alone.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use File::Temp     qw(tempdir);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

chdir root() or die "chdir: $!\n";
my $folder = tempdir('ehoks-pools-XXXXXX', TMPDIR => 1, CLEANUP => 1);

open my $out, '>', "$folder/program.c" or die "program.c: $!\n";
print {$out} <<'C';
#include <apr_strings.h>

int main(int count, char **words)
{
    apr_pool_t *parent, *child;
    volatile char *text;

    apr_initialize();
    apr_pool_create(&parent, NULL);
    apr_pool_create(&child, parent);
    text = *words[1] == 'p' ? apr_psprintf(child, "%s", "abc") : apr_pstrdup(child, "abc");
    if (*words[2] == 'c')
        apr_pool_clear(child);
    if (*words[2] == 'd')
        apr_pool_destroy(parent);
    return text[*words[2] == 'e' ? 4 : 3];
}
C
close $out or die "program.c: $!\n";

my $build = 'gcc -g -D_GNU_SOURCE $(pkg-config --cflags apr-1)';
is(system("$build -shared -fPIC -o $folder/pools.so t/memory/pools.c"), 0, 'it is built');
is(system("$build -fsanitize=address -o $folder/program $folder/program.c \$(pkg-config --libs apr-1)"),
    0, 'so is a program');

my $preload = `gcc -print-file-name=libasan.so`;
chomp $preload;

sub finding ($how, $when) {
    my $said = `LD_PRELOAD=$preload:$folder/pools.so ASAN_OPTIONS=detect_leaks=0 $folder/program $how $when 2>&1`;
    return $said =~ /AddressSanitizer: (\S+)/ ? $1 : $? ? $said : 'none';
}

for my $how (qw(copied printed)) {
    is(finding($how, 'rightly'),   'none',                 "$how: read as long as it is there");
    is(finding($how, 'end'),       'heap-buffer-overflow', "$how: read past its end");
    is(finding($how, 'cleared'),   'heap-use-after-free',  "$how: read when its pool was cleared");
    is(finding($how, 'destroyed'), 'heap-use-after-free',  "$how: read when the pool above was destroyed");
}

done_testing();
