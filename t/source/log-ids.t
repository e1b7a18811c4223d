#!/usr/bin/perl
# Every line that an operator may have to act on begins with an id of its own
# ("EH0042"): unique per call site, so that a line in the log leads to one
# place in the source.
use v5.36;
use utf8;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use EhoksSource;

my %places;    # id => [ "file:line", … ]
my @without;
for my $path (c_files()) {
    my $text = slurp($path);
    for my $literal (c_strings($text)) {
        my ($line, $string) = @$literal;
        push @{$places{$1}}, "$path:$line" while $string =~ /\b(EH[0-9]{4})\b/g;
        push @without, "$path:$line: $string"
            if $string =~ /\bEH[0-9]/ && $string !~ /\bEH[0-9]{4}\b/;
    }

    # Direct calls of httpd's logging at a level that operators see. The one
    # adapter that passes on a finished line has "%s" for its text.
    my $code = without_comments($text);
    while ($code =~ /\b(ap_log_[a-z]*error)\s*\(/g) {
        my $start = $-[0];
        my $line  = line_of($code, $start);
        my ($call) = substr($code, $start) =~ /\A(.*?;)/s;
        next unless $call && $call =~ /APLOG_(?:EMERG|ALERT|CRIT|ERR|WARNING|NOTICE|INFO)\b/;
        my ($first) = $call =~ /"((?:[^"\\]|\\.)*)"/;
        next if !defined $first || $first =~ /^EH[0-9]{4}: / || $first =~ /^%s/;
        push @without, "$path:$line: $first";
    }
}

my @twice = map { "$_: @{$places{$_}}" }
    grep { @{$places{$_}} > 1 } sort keys %places;
nothing(\@twice, 'no log id stands at two call sites');
nothing(\@without, 'no line for operators lacks an id of four digits');

done_testing();
