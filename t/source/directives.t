#!/usr/bin/perl
# Directives: the command table, the commented reference configuration
# conf/ehoks.conf (which is the manual) and the merge of settings agree.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my @sources = grep { m{^modules/cfg/.*\.c$|^modules/auth/.*\.c$|^mod_ehoks\.c$} }
    c_files();
my $code = join "\n", map { without_comments(slurp($_)) } @sources;

my %in_code;
while ($code =~ /\bAP_INIT_\w+\s*\(\s*"(\w+)"\s*,(.*?)(?=\bAP_INIT_|\{NULL)/gs) {
    my ($name, $rest) = ($1, $2);
    my @texts = $rest =~ /"((?:[^"\\]|\\.)*)"/gs;
    $in_code{$name} = join '', @texts;
}

nothing([grep { !/^Ehoks[A-Z]/ } sort keys %in_code], 'every directive is named Ehoks…');
nothing([grep { length $in_code{$_} < 10 } sort keys %in_code], 'every directive has a help text for httpd -L');

my %in_manual;    # name => line number of an (uncommented or not) use
my $number = 0;
my @lines  = split /\n/, slurp('conf/ehoks.conf');
for my $line (@lines) {
    $number++;
    $in_manual{$1} //= $number if $line =~ /^\s*#?\s*(Ehoks[A-Z]\w*)\s+\S/;
}
nothing([grep { !$in_manual{$_} } sort keys %in_code], 'every directive stands in conf/ehoks.conf');
nothing([grep { !$in_code{$_} } sort keys %in_manual], 'conf/ehoks.conf has no directive that does not exist'
);

# The manual describes: prose stands above each (or above its group).
my @bare;
for my $name (sort keys %in_manual) {
    my $line = $in_manual{$name} - 1;
    $line-- while $line > 0 && $lines[$line - 1] =~ /^\s*#?\s*Ehoks[A-Z]\w*\s/;
    push @bare, $name
        unless $line > 0 && $lines[$line - 1] =~ /^\s*#\s*\S/;
}
nothing(\@bare, 'every directive is described above its line');

# Every member that a directive sets is merged: a virtual host inherits what
# it does not set itself.
my ($struct) = slurp('modules/cfg/cfg.h')
    =~ /typedef struct \{((?:(?!typedef struct).)*)\} ehoks_settings_t;/s;
ok($struct, 'the settings are found');
$struct =~ s{/\* Made by .*\z}{}s;
my @members = without_comments($struct) =~ /(\w+)\s*(?:\[[^\]]*\]\s*)*;/g;

my $merge = '';
for my $path (grep { m{^modules/cfg/} } @sources) {
    my $text  = slurp($path);
    my @lines = split /\n/, without_comments($text);
    for my $function (grep { $_->{name} =~ /merge/ } functions($text)) {
        $merge .= join "\n",
            @lines[$function->{line} - 1
            .. $function->{line} + $function->{lines} - 2];
    }
    # A table of members that the merge walks through.
    $merge .= $1 while $text =~ /^(static const \w+ \w*(?:member|setting)\w*\[.*?^\};)/gms;
}
nothing([grep { $merge !~ /\b\Q$_\E\b/ } @members], 'every member of the settings is merged');

done_testing();
