#!/bin/sh
# Imports a file of many rows, as the one of Boston's requests has them, most of them closed in the last seven years, and prints
# what it took, beside `sqlite3 .import` of the same file into a table.
#
#     benches/import.sh [ROWS]                      default: 1000000
#
# Needs sqlite3 and GNU time. Data stays in target/import. On a busy machine look at the processor time.
set -eu
cd "$(dirname "$0")/.."
rows=${1:-1000000}
data=target/import/$rows
export OWED_NOW=2026-11-22T10:00:00-05:00 OWED_ME=dana TZ=America/New_York XDG_CONFIG_HOME=/nonexistent
export XDG_STATE_HOME="$PWD/$data/state"

cargo build --release --quiet
owed=$PWD/target/release/owed
mkdir -p "$data"
cd "$data"
awk -v rows="$rows" 'function day(n) { return sprintf("%04d-%02d-%02d", 2019 + int(n / 336), 1 + int(n % 336 / 28), 1 + n % 28) }
BEGIN {
    srand(7)
    split("Hyde Park,Back Bay,Dorchester,Roxbury,Jamaica Plain,South End,Charlestown,East Boston", to, ",")
    split("Housing,Recycling,Street Lights,Trees,Graffiti,Sanitation,Highway Maintenance,Signs", kind, ",")
    split("ISD,PWDx,BTDT,PARK,PROP,GEN_", owner, ",")
    print "id,customer_or_category,what,kind,owner_or_department,made,due,done,ontime,priority,reassignments,status,outcome,source,picked_for"
    for (row = 0; row < rows; row++) {
        made = int(row / rows * 2550); due = made + 1 + int(rand() * 60); k = 1 + int(rand() * 8)
        done = rand() < .85 ? day(made + 1 + int(rand() * 80)) "T14:57:39-05:00" : ""
        printf "%d,%s,\"Request for %s, Ward %d\",%s,%s,%sT10:28:25-05:00,%sT08:30:00-05:00,%s,true,,,%s,%s,Constituent Call,random\n",
            101001000000 + row, to[1 + int(rand() * 8)], kind[k], 1 + int(rand() * 22), kind[k], owner[1 + int(rand() * 6)],
            day(made), day(due), done, done == "" ? "open" : "closed", done == "" ? "" : "resolved"
    }
}' >rows.csv
rm -f ledger*.toml table.db
map=ref=id,to=customer_or_category,what=what,kind=kind,owner=owner_or_department,made=made,due=due,done=done
measure() {
    what=$1
    shift
    /usr/bin/time -f "$what: %U s + %S s of processor time, %e s, %M KB" "$@" >/dev/null
}
measure 'owed import --archive-closed' "$owed" --ledger ledger.toml -q import rows.csv --from csv --map "$map" --archive-closed
measure 'the same again' "$owed" --ledger ledger.toml -q import rows.csv --from csv --map "$map" --archive-closed
measure 'sqlite3 .import' sqlite3 table.db '.import --csv rows.csv requests'
