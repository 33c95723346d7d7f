#!/bin/sh
# Measures what foresight costs: `forecast`, `report --calibration`, the page and `policy` in turn with `report`, `policy` once more with all
# that is closed in archives, and a promise with a warning in turn with one where warnings are off. Prints medians of wall and processor time, and of the most memory.
#
#     benches/forecast.sh [COMMITMENTS]             default: 100000, one in twenty open
#
# Needs GNU time. PROFILE=thorough takes the build without link-time optimisation, which is there in minutes. Data stays in
# target/forecast.
set -eu
cd "$(dirname "$0")/.."
. benches/medians.sh
count=${1:-100000}
runs=${RUNS:-9}
profile=${PROFILE:-release}
data=target/forecast/$count
export OWED_NOW=2026-11-22T10:00:00-05:00 OWED_ME=dana TZ=America/New_York XDG_CONFIG_HOME=/nonexistent XDG_STATE_HOME="$PWD/$data/state"

cargo build --profile "$profile" --quiet
cargo bench --quiet --profile "$profile" --bench data -- "$data" "$count" "$((count / 20))"
owed=$PWD/target/$profile/owed
cd "$data"
# The rules stand before the first commitment.
for warn in 50% off; do
    awk -v warn="$warn" '/^\[\[commitment/ && !done { print "[forecast]\nwarn = \"" warn "\"\n"; done = 1 } { print }' ledger.toml >"warn-$warn.toml"
done

cp ledger.toml archived.toml
rm -f archived-*.toml
"$owed" --ledger archived.toml archive --before 2026-11-22 >answer.txt

# measure WHAT COMMAND...: a line of figures.
measure() {
    what=$1
    shift
    timed "$@" >answer.txt 2>said.txt
    kept "$what"
}

rm -f figures.txt
for _ in $(seq "$runs"); do
    measure report "$owed" --ledger ledger.toml report --by owner
    measure forecast "$owed" --ledger ledger.toml forecast
    measure calibration "$owed" --ledger ledger.toml report --calibration
    measure page "$owed" --ledger ledger.toml report --format html
    measure policy "$owed" --ledger ledger.toml policy
    measure 'policy(archives)' "$owed" --ledger archived.toml policy
    for warn in 50% off; do
        cp "warn-$warn.toml" work.toml
        sync work.toml
        measure "promise($warn)" "$owed" --ledger work.toml promise ring --to Acme --kind callback --by 30m
        if test "$warn" = 50%; then grep -q '^warning: ' said.txt; fi
    done
done
echo "$count commitments, medians of $runs: wall s, processor s, MB"
medians report forecast calibration page policy 'policy(archives)' 'promise(50%)' 'promise(off)'
