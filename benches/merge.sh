#!/bin/sh
# Merges two sides of a ledger, each with new promises and new events, with `owed merge-driver` and with `git merge-file` in turn, and
# prints medians of wall and processor time, and of the most memory.
#
#     benches/merge.sh [COMMITMENTS [A_SIDE]]       default: 100000, and 500 promises and 500 events a side
#
# Needs git and GNU time. PROFILE=thorough takes the build without link-time optimisation, which is there in minutes. Data stays in
# target/merge. On a busy machine look at the processor time, and at the ratios.
set -eu
cd "$(dirname "$0")/.."
. benches/medians.sh
count=${1:-100000}
a_side=${2:-500}
runs=${RUNS:-9}
profile=${PROFILE:-release}
data=target/merge/$count

cargo build --profile "$profile" --quiet
cargo bench --quiet --profile "$profile" --bench data -- "$data" "$count" "$((count / 20))" "$a_side"
owed=$PWD/target/$profile/owed
cd "$data"

# measure WITH OUT COMMAND...: a line of figures; 1 is the exit code of what stands between markers.
measure() {
    with=$1 out=$2
    shift 2
    code=0
    timed "$@" >"$out" 2>said.txt || code=$?
    if test "$with" = owed; then test "$code" -eq 0; fi
    kept "$with"
}

for new in end id; do
    rm -f figures.txt
    sides="$new/base.toml $new/ours.toml $new/theirs.toml"
    for _ in $(seq "$runs"); do
        # shellcheck disable=SC2086
        measure owed nothing.txt "$owed" merge-driver $sides -o merged.toml
        measure git by-lines.toml git merge-file -p "$new/ours.toml" "$new/base.toml" "$new/theirs.toml"
    done
    echo "order: $new, $count commitments, $a_side promises and $a_side events a side, medians of $runs: s, s, MB"
    medians owed git
done
