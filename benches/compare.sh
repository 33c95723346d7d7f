#!/bin/sh
# Compares owed with what people would otherwise use, as whole processes on the same data, and prints a table.
#
#     benches/compare.sh [COMMITMENTS [OPEN]]       default: 100000, one in twenty open
#
# Needs hyperfine and sqlite3; ledger, task (Taskwarrior 2) and mawk are compared with if they are installed. Data
# and figures stay in target/compare. On a busy machine look at the processor time, and at the ratios.
set -eu
cd "$(dirname "$0")/.."
count=${1:-100000}
open=${2:-$((count / 20))}
runs=${RUNS:-15}
data=target/compare/$count
export OWED_NOW=2026-11-22T10:00:00-05:00 OWED_ME=dana TZ=America/New_York XDG_CONFIG_HOME=/nonexistent
export XDG_STATE_HOME="$PWD/$data/state" TASKRC="$PWD/$data/taskrc" TASKDATA="$PWD/$data"
now=1795359600

cargo build --release --quiet
cargo bench --quiet --bench data -- "$data" "$count" "$open"
owed=$PWD/target/release/owed
cd "$data"
rm -f table.db figures.csv
sqlite3 table.db <table.sql
printf 'confirmation=off\nverbose=nothing\ngc=off\nrecurrence=off\nhooks=off\n' >taskrc
cat >overdue.awk <<'AWK'
function judge() {
    if (id != "" && !done && due < "2026-11-22T10:00:00") print id, due, to, what, owner
    id = ""; done = 0
}
/^\[\[commitment\]\]/ { judge() }
/^id = / { id = $3 }
/^due = / { due = $3 }
/^to = / { to = substr($0, 6) }
/^what = / { what = substr($0, 8) }
/^owner = / { owner = $3 }
/did = "done"/ { done = 1 }
END { judge() }
AWK
printf 'fn main() {}\n' >nothing.rs
rustc -O -o nothing nothing.rs

# measure WHAT WITH COMMAND: a row of what was done, with which program, each time after `$before`. What takes seconds is
# run less often.
before=true
measure() {
    times=$runs
    case $2 in ledger | task) times=3 ;; esac
    hyperfine -N -i --warmup 1 --runs "$times" --prepare "$before" --style none --export-csv one.csv -- "$3" \
        >/dev/null 2>&1
    $before
    peak=$(eval "/usr/bin/time -f %M $3 2>&1 >/dev/null" | tail -n 1 | tr -cd 0-9) || peak=
    tail -n 1 one.csv | awk -F, -v what="$1" -v with="$2" -v peak="$peak" '{
        # The last columns are mean, deviation, median, user, system, min, max; the command may hold commas.
        n = NF
        printf "%s,%s,%.2f,%.2f,%.1f\n", what, with, $(n - 4) * 1000, ($(n - 3) + $(n - 2)) * 1000, peak / 1024
    }' >>figures.csv
}
has() { command -v "$1" >/dev/null; }

cat >overdue.sql <<SQL
select id, due, customer, what, owner from commitment where done is null and (due < $now or latest < $now) order by due;
SQL
cat >report.sql <<SQL
select owner, count(*), sum(done <= due), sum(done > due or (done is null and due < $now)), max(done - due),
  sum(kind = 'callback'), sum(kind = 'callback' and done <= latest) from commitment group by owner;
SQL
echo 'select id, due, done, customer, what, owner from commitment order by done is not null, due, id;' >list.sql
echo 'pragma synchronous = full; insert into commitment values (hex(randomblob(8)), 1, 2, 3, 4, 5, 6, 7, 8);' >insert.sql

measure start nothing ./nothing
measure start owed "$owed --version"
measure overdue cat "cat ledger.toml"
measure overdue owed "$owed --ledger ledger.toml overdue"
measure overdue sqlite3 "sqlite3 table.db '.read overdue.sql'"
if has mawk; then measure overdue mawk "mawk -f overdue.awk ledger.toml"; fi
if has ledger; then measure overdue ledger "ledger -f journal.ledger balance ^Owed"; fi
if has task; then measure overdue task "task +OVERDUE list"; fi
measure report owed "$owed --ledger ledger.toml report --by owner --since 2020-01-01"
measure report sqlite3 "sqlite3 table.db '.read report.sql'"
if has ledger; then measure report ledger "ledger -f journal.ledger balance ^Owner --monthly"; fi
measure list owed "$owed --ledger ledger.toml list --all"
measure list sqlite3 "sqlite3 table.db '.read list.sql'"
if has ledger; then measure list ledger "ledger -f journal.ledger register ^Owed"; fi
# Writes, each made to last before it answers: of a ledger that is as it was before each. The floor is what it costs to
# make a file of that size last in the place of another.
printf '#!/bin/sh\ncp work.toml floor.tmp && sync floor.tmp && mv floor.tmp work.toml && sync .\n' >floor.sh
printf '#!/bin/sh\ncp ledger.toml work.toml && sync work.toml\n' >before.sh
chmod +x floor.sh before.sh
before=./before.sh
# An open one out of the middle.
id=$(awk '/^id = / { id = $3 } /^\[\[commitment/ { if (id != "" && !done) print id; done = 0 } /did = "done"/ { done = 1 }' \
    ledger.toml | awk '{ ids[NR] = $1 } END { gsub(/"/, "", ids[int((NR + 1) / 2)]); print ids[int((NR + 1) / 2)] }')
measure add floor ./floor.sh
measure add owed "$owed --ledger work.toml promise send the quote --to Acme --by 2026-12-01"
measure add sqlite3 "sqlite3 table.db '.read insert.sql'"
measure done floor ./floor.sh
measure done owed "$owed --ledger work.toml done $id"
measure move floor ./floor.sh
measure move owed "$owed --ledger work.toml move $id --by 2026-12-20 --why later"

echo "$count commitments, $open of them open; milliseconds and MB, $runs runs each"
awk -F, '
    BEGIN { printf "%-9s %-9s %9s %9s %8s %12s\n", "what", "with", "wall", "cpu", "memory", "owed is" }
    $2 == "owed" { wall[$1] = $3 }
    { rows[NR] = $0 }
    END {
        for (i = 1; i <= NR; i++) {
            split(rows[i], f, ",")
            times = f[2] == "owed" ? "" : sprintf("%.2f x", wall[f[1]] / f[3])
            printf "%-9s %-9s %9.1f %9.1f %8.1f %12s\n", f[1], f[2], f[3], f[4], f[5], times
        }
    }' figures.csv
