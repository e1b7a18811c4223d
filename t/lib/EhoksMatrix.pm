# Reads the tables of rights in t/api/matrix: who asks, what is asked about,
# what each refusal says, and for each route what each caller is answered. The
# tables are written by hand from the law and the contract; this file only knows
# their form.
package EhoksMatrix;

use v5.36;
use utf8;
use Exporter       'import';
use File::Basename qw(dirname);

our @EXPORT = qw(matrix_callers matrix_answers matrix_blocks matrix_path);

my $folder = dirname(__FILE__) . '/../api/matrix';

# What the tables write for the beginning of a path.
my %shorthand = (
    VB  => '/ehoks-virkailija-backend/api/v1',
    V   => '/ehoks-virkailija-backend/api/v1/virkailija',
    DOC => '/ehoks-virkailija-backend/doc',
    OB  => '/ehoks-oppija-backend/api/v1',
    O   => '/ehoks-oppija-backend/api/v1/oppija',
    W   => '/ehoks-tyopaikka-backend/api/v1',
    PB  => '/ehoks-palaute-backend/api/v1',
    JAKO => '/ehoks-jako/api/v1',
);

# "VB/hoks" as the whole path.
sub matrix_path ($path) {
    return $path =~ s{^(\w+)(?=/)}{$shorthand{$1} // die "what is $1?\n"}er;
}

sub lines_of ($name) {
    open my $in, '<:encoding(UTF-8)', "$folder/$name" or die "$name: $!\n";
    chomp(my @lines = <$in>);
    close $in or die "$name: $!\n";
    return grep { !/^#(?!#)/ } @lines;
}

# [{group, name, how, what}, …] in the order of callers.txt.
sub matrix_callers () {
    my @callers;
    for my $line (grep { /\S/ } lines_of('callers.txt')) {
        my ($group, $name, $how, $what, $roles) = split ' ', $line, 6;
        push @callers, {
            group => $group,
            name  => $name // $group,
            how   => $how  // 'nobody',
            what  => $what,
            roles => [$how && $how eq 'made' ? split /,/, $roles // '' : ()],
        };
    }
    return @callers;
}

# name => {status, member, text}.
sub matrix_answers () {
    my %answers;
    for my $line (grep { /\S/ } lines_of('answers.txt')) {
        my ($name, $status, $member, $text) = split ' ', $line, 4;
        $answers{$name}
            = {status => $status, member => $member, text => ($text // '') =~ s/\\n/\n/gr};
    }
    return %answers;
}

# What a block's rows answer to one caller, as a list of [plan, word]: the
# caller's own row, else its group's, else everybody's. A row of one word holds
# for every plan, and is tried on the first and the last.
sub cells_of ($block, $caller) {
    my ($row) = grep { defined }
        @{$block->{rows}}{$caller->{name}, $caller->{group}, 'everybody'};
    return unless $row;
    my @plans = @{$block->{plans}};
    return map { [$_, $row->[0]] } $plans[0], @plans > 1 ? $plans[-1] : ()
        if @$row == 1;
    die "$block->{title}: the row of $caller->{name} has "
        . @$row . ' words for ' . @plans . " plans\n"
        if @$row != @plans;
    return map { [$plans[$_], $row->[$_]] } 0 .. $#plans;
}

# [{title, text, routes: [{method, path, yes}], plans, cells(caller)}, …] of all
# tables of rights.
sub matrix_blocks () {
    opendir my $here, $folder or die "$folder: $!\n";
    my %special = map { $_ => 1 } qw(answers.txt callers.txt plans.txt);
    my @blocks;
    for my $file (sort grep { /\.txt$/ && !$special{$_} } readdir $here) {
        for my $line (lines_of($file)) {
            if ($line =~ /^## (.*)/) {
                push @blocks, {title => "$file: $1", text => '', routes => [],
                    plans => ['none'], rows => {}};
            }
            elsif ($line =~ /^([A-Z]+) (\S+)(?:\s+yes: (\d+))?\s*$/) {
                push @{$blocks[-1]{routes}},
                    {method => $1, path => $2, yes => $3 // 200};
            }
            elsif (!@{$blocks[-1]{routes}}) {
                $blocks[-1]{text} .= "$line\n";
            }
            elsif ($line =~ /^plan:\s+(.*)/) {
                $blocks[-1]{plans} = [split ' ', $1];
            }
            elsif ($line =~ /\S/) {
                my ($who, @words) = split ' ', $line;
                die "$blocks[-1]{title}: $who stands twice\n"
                    if $blocks[-1]{rows}{$who};
                $blocks[-1]{rows}{$who} = \@words;
            }
        }
    }
    for my $block (@blocks) {
        $block->{cells} = sub ($caller) { return cells_of($block, $caller) };
    }
    return @blocks;
}

1;
