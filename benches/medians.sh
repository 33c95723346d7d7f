# Measures commands and prints medians: sourced by the other scripts here, in the folder of their data. Needs GNU time.
# shellcheck shell=sh

# timed COMMAND...: leaves wall, user and system seconds and the most KiB in one.time; ends as the command does.
timed() {
    /usr/bin/time -q -f "%e %U %S %M" -o one.time "$@"
}

# kept WHAT: adds what was measured to figures.txt.
kept() {
    echo "$1 $(cat one.time)" >>figures.txt
}

# medians WHAT...: a line each: wall seconds, processor seconds, MB.
medians() {
    for what in "$@"; do
        printf '%-17s' "$what"
        for column in 2 processor 5; do
            awk -v what="$what" -v column="$column" '$1 == what { print column == "processor" ? $3 + $4 : $column }' figures.txt |
                sort -n | awk -v column="$column" '{ all[NR] = $1 }
                    END { middle = all[int((NR + 1) / 2)]; printf "%10.2f", column == 5 ? middle / 1024 : middle }'
        done
        echo
    done
}
