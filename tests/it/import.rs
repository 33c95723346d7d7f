//! `owed import`: rows of other systems, as commitments of the ledger.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{RULES, TestEnv};

const MAP: &str = "ref=id,to=customer_or_category,what=what,kind=kind,owner=owner_or_department,made=made,due=due,done=done";

const JUDGED: &str = "2016-01-13T00:00:00-05:00";

fn sample() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/boston311.csv");
    std::fs::read_to_string(file).unwrap()
}

/// Returns the environment on the day the sample is judged, with the sample in it.
fn boston() -> TestEnv {
    let env = TestEnv::new().at(JUDGED).file("boston311.csv", sample());
    assert_eq!(env.owed(&import("")).status, 0);
    env
}

/// Returns the command of the README.
fn import(options: &str) -> String {
    format!("import boston311.csv --from csv {options} --map {MAP}")
}

#[test]
fn the_requests_of_boston_come_in_once() {
    let env = TestEnv::new().at(JUDGED).file("boston311.csv", sample());
    assert_snapshot!(env.owed(&import("")), @"
    477 imported, 0 closed, 0 changed, 0 already present, 123 left out
      ledger.toml: a new ledger, in time zone America/New_York
      123 rows have no due: lines 6, 8, 14, 15, 23, 24, 26, 27, …
      (--json names every line)
    --- exit 0
    ");
    let before = env.text();
    assert_snapshot!(env.owed(&import("")), @"
    0 imported, 0 closed, 0 changed, 477 already present, 123 left out
      123 rows have no due: lines 6, 8, 14, 15, 23, 24, 26, 27, …
      (--json names every line)
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn the_rows_that_are_left_out_are_named_by_their_lines() {
    let env = TestEnv::new().at(JUDGED).file("boston311.csv", sample());
    let json = env.owed(&import("--json")).json();
    assert_eq!((&json["added"], &json["closed"], &json["present"]), (&477.into(), &0.into(), &0.into()));
    assert_eq!(json["skipped"].as_array().unwrap().len(), 0);
    let left_out = json["left_out"].as_array().unwrap();
    assert_eq!(left_out.len(), 123);
    let sample = sample();
    let rows: Vec<_> = sample.lines().collect();
    for row in left_out {
        assert_eq!(row["why"], "no due");
        let line = usize::try_from(row["line"].as_u64().unwrap()).unwrap();
        let row = csv_row(rows[line - 1]);
        assert_eq!(row[6], "", "line {line}: {row:?}");
    }
}

#[test]
fn sixty_nine_requests_were_overdue_that_day() {
    let env = boston();
    assert_snapshot!(env.owed("overdue --count"), @"
    69
    --- exit 1
    ");
    assert_eq!(env.owed("overdue").stdout.lines().count(), 70);
}

#[test]
fn the_report_counts_what_was_due_and_neither_what_was_closed_early_nor_what_is_still_to_come() {
    let env = boston();
    let json = env.owed("report --since 2015-01-01 --until 2018-01-01 --by owner --json").json();
    let number = |of: &Value, key: &str| of[key].as_u64().unwrap();
    let total = |keys: &[&str]| keys.iter().map(|key| number(&json["total"], key)).collect::<Vec<_>>();
    assert_eq!(total(&["due", "kept", "late", "ahead"]), [411, 241, 170, 42]);
    // 24 of those that are open are not due yet.
    assert_eq!(total(&["open", "overdue"]), [93, 93 - 24]);
    let groups: BTreeMap<_, _> = json["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let key = group["key"].as_str().unwrap().to_owned();
            (key, [number(group, "kept"), number(group, "due"), number(group, "ahead")])
        })
        .collect();
    let city = [
        ("PWDx", [122, 168, 9]),
        ("ISD", [34, 96, 8]),
        ("BTDT", [46, 76, 1]),
        ("INFO", [3, 30, 0]),
        ("PARK", [22, 24, 23]),
        ("PROP", [13, 15, 1]),
        ("BWSC", [1, 1, 0]),
        ("BPS_", [0, 1, 0]),
    ];
    assert_eq!(groups, city.map(|(owner, counts)| (owner.to_owned(), counts)).into());
    // When all of it was due, nothing is left out that was closed early.
    let later = env.owed("--now 2030-01-01 report --since 2015-01-01 --until 2030-01-01 --json").json();
    assert_eq!((number(&later["total"], "kept"), number(&later["total"], "due")), (283, 477));
    assert_snapshot!(env.owed("report --since 2015-01-01 --until 2018-01-01 --by owner"), @"
    411 promises were due from Thu 1 Jan 2015 00:00 until Wed 13 Jan 00:00
    42 were done ahead of a due that is still to come
    93 are open now: 69 overdue, 0 at risk, 0 waiting; `owed overdue` lists 69
    what was due counts for its owner of that time, what is open now for its owner now

    outcome         n
    kept          241  █████▊  by the date that was first promised
    renegotiated    0          by a later date, told in time
    late          170  ████▏   done late, or open past its known due
    broken          0          given up, or cancelled too late

    rate              of
    kept        58%  411  of all that was due
    honoured    58%  411  kept or renegotiated, of all that was due
    callbacks   n/a    0  within their limit, of all decided
    notice      n/a    0  told in time, of all moves to later
    one touch  100%  342  one owner and no chasing, of all done

    how long      half   9 in 10   longest
    late        25d 8h  280d 12h  351d 13h
    silent          6d   182d 3h  368d 13h
    until done  3d 14h    35d 3h  251d 15h

    owner        due  kept              honoured  late  ahead  overdue
    PARK   best   24   91%  █████████▏       91%     2     23        1
    PWDx         168   72%  ███████▎         72%    46      9        9
    PROP          15   86%  ████████▋        86%     2      1        0
    BTDT          76   60%  ██████           60%    30      1        1
    ISD           96   35%  ███▌             35%    62      8       33
    INFO          30   10%  █                10%    27      0       24
    BWSC           1   1/1  ██████████       1/1     0      0        0
    BPS_           1   0/1                   0/1     1      0        1
    --- exit 0
    ");
}

#[test]
fn owed_agrees_with_the_city_on_every_request_that_it_judged() {
    let env = boston();
    let all = env.owed("list --all --json").json();
    let ours: BTreeMap<&str, &Value> = all["commitments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|commitment| (commitment["ref"].as_str().unwrap(), commitment))
        .collect();
    let sample = sample();
    let mut closed = 0;
    let mut open = 0;
    for row in sample.lines().skip(1).map(csv_row).filter(|row| !row[6].is_empty() && !row[8].is_empty()) {
        let on_time = row[8] == "true";
        let commitment = ours[row[0].as_str()];
        if row[7].is_empty() {
            open += 1;
            assert_eq!(commitment["overdue"], !on_time, "{row:?}");
        } else {
            closed += 1;
            assert_eq!(commitment["verdict"], if on_time { "kept" } else { "late" }, "{row:?}");
        }
    }
    assert_eq!((closed, open), (378, 91));
}

#[test]
fn done_before_it_was_made_is_taken_as_it_is_and_noted_by_check_all_only() {
    let env = boston();
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    let said = env.owed("check --all");
    assert_eq!(said.status, 0);
    let before =
        said.stdout.lines().filter(|line| line.contains("`done` is dated before the promise was made"));
    let sample = sample();
    let early = sample.lines().skip(1).map(csv_row).filter(|row| {
        let at = |cell: &str| chrono::DateTime::parse_from_rfc3339(cell).ok();
        !row[6].is_empty() && at(&row[7]).is_some_and(|done| Some(done) < at(&row[5]))
    });
    let early = early.count();
    assert!(early > 0);
    assert_eq!(before.count(), early);
    assert!(said.stdout.lines().all(|line| line.contains(": note: ")), "{said}");
}

/// Returns the cells of a row in which quotes only keep commas.
fn csv_row(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

const ROWS: &str = "\
id,customer,what,opened,deadline,closed,who
1,Acme,call,2026-11-19 08:00,2026-11-20 08:00,,dana
2,Globex,send,2026-11-19 08:00,2026-11-27,2026-11-19 10:00:05,lee
3,Initech,visit,2026-11-19T08:00:00Z,2026-11-27 17:00,,
";

const COLUMNS: &str = "--map ref=id,to=customer,made=opened,due=deadline,done=closed,owner=who";

#[test]
fn rows_become_blocks_with_times_in_the_zone_of_the_ledger() {
    let env = TestEnv::new().ledger(RULES).file("rows.csv", ROWS);
    assert_snapshot!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")), @"
    3 imported, 0 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in America/New_York
      deadline: no time is written, and the end of the day is meant, in 1 row (line 3)
    --- exit 0
    ");
    let text = env.text();
    let lines = text.lines().filter(|line| !line.starts_with("id ="));
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
    format = 1
    timezone = "America/New_York"

    [[commitment]]
    kind = "promise"
    to = "Acme"
    what = "call"
    owner = "dana"
    ref = "1"
    made = 2026-11-19T08:00:00-05:00
    due = 2026-11-20T08:00:00-05:00

    [[commitment]]
    kind = "promise"
    to = "Globex"
    what = "send"
    owner = "lee"
    ref = "2"
    made = 2026-11-19T08:00:00-05:00
    due = 2026-11-27T23:59:59-05:00
    history = [
      { at = 2026-11-19T10:00:05-05:00, did = "done" },
    ]

    [[commitment]]
    kind = "promise"
    to = "Initech"
    what = "visit"
    ref = "3"
    made = 2026-11-19T03:00:00-05:00
    due = 2026-11-27T17:00:00-05:00
    "#);
}

#[test]
fn what_was_open_here_and_done_there_is_closed() {
    let env = TestEnv::new().ledger(RULES).file("rows.csv", ROWS);
    assert_eq!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")).status, 0);
    let later = ROWS.replace("2026-11-20 08:00,,dana", "2026-11-20 08:00,2026-11-20 07:00,dana");
    let env = env.file("rows.csv", later);
    assert_snapshot!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")), @"
    0 imported, 1 closed, 0 changed, 2 already present, 0 left out
      times without an offset are in America/New_York
      deadline: no time is written, and the end of the day is meant, in 1 row (line 3)
    --- exit 0
    ");
    assert_eq!(env.owed("list --all --json acme").json()["commitments"][0]["verdict"], "kept");
}

#[test]
fn what_happened_here_since_it_was_done_there_is_not_passed_over() {
    let env = TestEnv::new().ledger(RULES).file("rows.csv", ROWS);
    assert_eq!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")).status, 0);
    let moved = "move acme --by 2026-11-27 --why parts --at '2026-11-19 12:00'";
    assert_eq!(env.owed(moved).status, 0);
    let before = env.text();
    let id = env.owed("list --json acme").json()["commitments"][0]["id"].as_str().unwrap().to_owned();
    let done = ROWS.replace("2026-11-20 08:00,,dana", "2026-11-20 08:00,2026-11-19 09:00,dana");
    let said = env.file("rows.csv", done);
    let refused = said.owed(&format!("import rows.csv --from csv {COLUMNS}")).to_string().replace(&id, "ID");
    assert_snapshot!(refused, @"
    0 imported, 0 closed, 1 changed, 2 already present, 0 left out
      changed: call → Acme: done Thu 19 Nov 09:00 (not recorded: this would make a later event invalid: `moved` at 2026-11-19T12:00:00-05:00 (it is already closed)): line 2
      times without an offset are in America/New_York
      deadline: no time is written, and the end of the day is meant, in 1 row (line 3)
    --- exit 0
    ");
    assert_eq!(said.text(), before);
}

#[test]
fn what_is_closed_later_than_now_is_closed_once() {
    let env = TestEnv::new().ledger(RULES).file("rows.csv", ROWS);
    assert_eq!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")).status, 0);
    let later = ROWS.replace("2026-11-20 08:00,,dana", "2026-11-20 08:00,2026-11-30 07:00,dana");
    let env = env.file("rows.csv", later);
    assert_snapshot!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")), @"
    0 imported, 1 closed, 0 changed, 2 already present, 0 left out
      1 row says that something happened after now: line 2
      times without an offset are in America/New_York
      deadline: no time is written, and the end of the day is meant, in 1 row (line 3)
    --- exit 0
    ");
    let before = env.text();
    assert_snapshot!(env.owed(&format!("import rows.csv --from csv {COLUMNS}")), @"
    0 imported, 0 closed, 0 changed, 3 already present, 0 left out
      times without an offset are in America/New_York
      deadline: no time is written, and the end of the day is meant, in 1 row (line 3)
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn of_two_rows_of_the_same_facts_one_closes_what_is_there_and_one_is_new() {
    let row = "Acme,call,2026-11-19 08:00,2026-11-20 08:00";
    let env = TestEnv::new().ledger(RULES).file("rows.csv", format!("to,what,made,due,done\n{row},\n"));
    assert_eq!(env.owed("import rows.csv --from csv").status, 0);
    let twice = format!("to,what,made,due,done\n{row},2026-11-19 09:00\n{row},2026-11-19 10:00\n");
    assert_snapshot!(env.file("rows.csv", twice).owed("import rows.csv --from csv"), @"
    1 imported, 1 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
}

#[test]
fn a_dry_run_says_what_would_come_in_and_changes_nothing() {
    let env = TestEnv::new().file("rows.csv", ROWS);
    assert_snapshot!(env.owed(&format!("import rows.csv --from csv --dry-run {COLUMNS}")), @"
    read as csv
    times without an offset are in America/New_York
    column    field  how it is read
    id        ref
    customer  to
    what      what
    opened    made   times
    deadline  due    no time is written, and the end of the day is meant, in 1 row (line 3)
    closed    done   times
    who       owner

    due          when               to       what   owner  why
    1h 30m late  Fri 20 Nov 08:00   Acme     call   dana
    in 7d 7h     Fri 27 Nov 17:00   Initech  visit
    kept         end of Fri 27 Nov  Globex   send   lee
    3 would be imported, 0 would be closed, 0 changed, 0 already present, 0 left out
      ledger.toml: would be a new ledger, in time zone America/New_York
    --- exit 0
    ");
    assert_eq!(env.files(), ["rows.csv"]);
}

#[test]
fn a_dry_run_names_every_column_and_shows_what_was_understood_beside_what_was_not() {
    let rows = "Ticket,Customer,Team,Task,Opened,Deadline,Closed,State\n\
        1,Acme,north,call,2026-11-18 09:00,11/24/2026,,New\n\
        2,Globex,north,send,2026-11-18 09:00,11/25/2026,,Paused\n\
        3,Initech,south,visit,2026-11-18 09:00,11/25/2026,2026-11-19 10:00,Solved\n\
        4,Hooli,south,look,2026-11-18 09:00,11/25/2026,,Later\n\
        5,Hooli,south,look again,2026-11-18 09:00,11/25/2026,,Paused\n";
    let env = TestEnv::new().file("rows.csv", rows);
    let map = "--map ref=Ticket,to=Customer,what=Task,made=Opened,due=Deadline,done=Closed,status=State \
        --map-value status.closed=Solved --map-value status.open=New --set kind=visit";
    assert_snapshot!(env.owed(&format!("import rows.csv --dry-run {map}")), @r#"
    read as csv
    times without an offset are in America/New_York
    column    field   how it is read
    Ticket    ref
    Customer  to
    Task      what
    Opened    made    times
    Deadline  due     read as month/day/year: "11/24/2026" on line 2 can be nothing else; a column of days, for no time is written: due at the end of each
    Closed    done    times
    State     status  "New": open; "Solved": closed; no known meaning: "Later" (line 5), "Paused" (2 rows, the first on line 3)
    (--set)   kind    "visit" in every row
    not read: Team

    due        when               to       what   owner  why
    in 4d 14h  end of Tue 24 Nov  Acme     call
    kept       end of Wed 25 Nov  Initech  visit
    with --skip-bad: 2 would be imported, 0 would be closed, 0 changed, 0 already present, 0 left out, 3 skipped
      ledger.toml: would be a new ledger, in time zone America/New_York
    --- stderr
    error: nothing would be imported: 3 rows cannot be imported
    hint: 3 rows: status has no known meaning: say it with --map-value status.closed=…, status.open=… or status.cancelled=…: "Paused" (2 rows, the first on line 3), "Later" (line 5)
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    "#);
    assert!(env.owed(&format!("import rows.csv {map}")).stdout.is_empty());
    assert_eq!(env.files(), ["rows.csv"]);
    let said = env.owed(&format!("import rows.csv --dry-run --json {map}"));
    assert_eq!(said.status, 2, "{said}");
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    let columns: Vec<_> =
        json["mapping"].as_array().unwrap().iter().map(|one| one["column"].clone()).collect();
    let headings = rows.lines().next().unwrap().split(',').map(Value::from);
    assert_eq!(columns, headings.chain([Value::Null]).collect::<Vec<_>>());
    assert_eq!(json["mapping"][2], serde_json::json!({"column": "Team", "field": null, "how": []}));
    assert_eq!((&json["added"], &json["new_ledger"]), (&2.into(), &true.into()));
}

#[test]
fn a_file_without_rows_and_one_of_which_nothing_comes_in_make_no_ledger() {
    let head = "to,what,made,due\n";
    let env =
        TestEnv::new().file("rows.csv", head).file("none.csv", format!("{head}Acme,call,2026-11-18,\n"));
    assert_snapshot!(env.owed("import rows.csv"), @"
    0 imported, 0 closed, 0 changed, 0 already present, 0 left out
      the file has no rows
    --- exit 0
    ");
    assert_snapshot!(env.owed("import none.csv"), @"
    0 imported, 0 closed, 0 changed, 0 already present, 1 left out
      1 row has no due: line 2
      times without an offset are in America/New_York
      made: a column of days, for no time is written: the time of day is not known
    --- exit 0
    ");
    assert_eq!(env.owed("import rows.csv --json").json()["new_ledger"], false);
    assert_eq!(env.files(), ["none.csv", "rows.csv"]);
}

#[test]
fn what_is_dated_after_now_is_counted() {
    let rows = "to,what,made,due,done\n\
        Acme,call,2026-11-18 09:00,2026-12-24 09:00,\n\
        Acme,send,2026-12-18 09:00,2026-12-24 09:00,\n\
        Acme,look,2026-11-18 09:00,2026-12-24 09:00,2026-11-20 09:31\n";
    let env = TestEnv::new().ledger(RULES).file("rows.csv", rows);
    let said = env.owed("import rows.csv --dry-run").stdout;
    assert!(said.contains("\n  2 rows say that something happened after now: lines 3, 4\n"), "{said}");
    assert_eq!(env.owed("import rows.csv --json").json()["after_now"], serde_json::json!([3, 4]));
}

#[test]
fn import_alone_asks_for_a_file_and_changes_nothing() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("import"), @"
    --- stderr
    error: which file? add its path, or `-` for what comes in through a pipe
    hint: `owed help import` says what else it takes
    --- exit 2
    ");
    assert_eq!(env.text(), RULES);
}

#[test]
fn a_line_longer_than_any_is_refused_at_once() {
    let long = "x".repeat(4 * 1024 * 1024);
    let calendar = format!("BEGIN:VCALENDAR\nBEGIN:vtodo\nSUMMARY:{long}\nEND:vtodo\nEND:VCALENDAR\n");
    let list = format!("2026-11-18 a @Bo due:2026-11-20\n2026-11-18 {long} @Bo due:2026-11-20\n");
    let env = TestEnv::new().file("tasks.ics", calendar).file("todo.txt", list);
    for (line, number) in
        [("import tasks.ics --set to=Bo", 3), ("import todo.txt --from todotxt --skip-bad", 2)]
    {
        let said = env.owed(line);
        let why =
            format!("error: line {number}: a line of more than 4 MiB\nhint: this may be another format\n");
        assert_eq!((said.stderr.as_str(), said.status), (why.as_str(), 2), "{line}");
        assert!(!env.path("ledger.toml").exists(), "{line}");
    }
}

#[test]
fn what_does_not_say_when_it_was_made_was_made_now() {
    let todo = "BEGIN:vtodo\nUID:1\nSUMMARY:call\nDUE:20261127T170000Z\nEND:vtodo\n";
    let env = TestEnv::new()
        .file("tasks.ics", format!("BEGIN:VCALENDAR\n{todo}END:VCALENDAR\n"))
        .file("todo.txt", "call @Bo due:2026-11-27\n");
    for (line, column) in [
        ("import tasks.ics --set to=Bo --dry-run", "DTSTAMP"),
        ("import todo.txt --from todotxt --dry-run", "created"),
    ] {
        let said = env.owed(line).stdout;
        let made: Vec<_> =
            said.lines().filter(|line| line.split_whitespace().nth(1) == Some("made")).collect();
        assert!(made.len() == 1 && made[0].starts_with("now ") && !said.contains(column), "{line}: {said}");
    }
}

#[test]
fn wrong_files_and_maps_are_refused() {
    let env = TestEnv::new().ledger(RULES).file("rows.csv", ROWS).file("empty.csv", "");
    assert_snapshot!(env.owed("import rows.csv"), @"
    --- stderr
    error: no column for to, made
    hint: add --map to=COLUMN,made=COLUMN, or --set FIELD=VALUE for what every row shares
    hint: the columns are id, customer, what, opened, deadline, closed, who
    hint: say what it is with --from: csv, ics, jira, json, ndjson, taskwarrior, todotxt, zendesk; `owed import --sources` has their columns
    hint: a mapping in the config file is such a name too, [import.NAME]: docs/import.md has those for Trello, Freshdesk and HubSpot
    --- exit 2
    ");
    assert_snapshot!(env.owed("import rows.csv --from tsv"), @r#"
    --- stderr
    error: --from: unknown format "tsv"
    hint: did you mean "csv"?
    hint: the formats are csv, ics, jira, json, ndjson, taskwarrior, todotxt, zendesk
    --- exit 2
    "#);
    assert_snapshot!(env.owed("import none.csv --from csv"), @"
    --- stderr
    error: none.csv: cannot read it: no such file or directory
    --- exit 2
    ");
    assert_snapshot!(env.owed("import . --from csv"), @"
    --- stderr
    error: .: this is a folder
    hint: give a file, or `-` for what comes in through a pipe
    --- exit 2
    ");
    assert_snapshot!(env.owed("import empty.csv --from csv"), @"
    --- stderr
    error: the file is empty
    hint: the first line must name the columns
    --- exit 2
    ");
    assert_snapshot!(env.owed("import rows.csv --from csv"), @r#"
    --- stderr
    error: no column for to, made
    hint: add --map to=COLUMN,made=COLUMN, or --set FIELD=VALUE for what every row shares
    hint: the columns are id, customer, what, opened, deadline, closed, who
    --- exit 2
    "#);
    assert_snapshot!(env.owed("import rows.csv --from csv --map to=custmer"), @r#"
    --- stderr
    error: the file has no column "custmer"; no column for made
    hint: did you mean "customer"?
    hint: add --map made=COLUMN, or --set FIELD=VALUE for what every row shares
    hint: the columns are id, customer, what, opened, deadline, closed, who
    --- exit 2
    "#);
    assert_snapshot!(env.owed("import rows.csv --from csv --map too=customer"), @r#"
    --- stderr
    error: --map: unknown field "too"
    hint: did you mean "to"?
    hint: the fields are ref, to, what, kind, owner, class, tags, contact, made, asked, due, done, status, outcome, note
    --- exit 2
    "#);
    assert_snapshot!(env.owed("import rows.csv --from csv --map customer"), @r#"
    --- stderr
    error: --map "customer": missing `=`
    hint: write FIELD=COLUMN, such as due=Deadline; a name with a comma stands in double quotes
    --- exit 2
    "#);
    assert_eq!(env.text(), RULES);
}

#[test]
fn a_value_of_all_rows_is_refused_before_any_is_read() {
    let env =
        TestEnv::new().ledger(RULES).file("rows.csv", "to,what,made,due\nAcme,call,2026-11-19,\n,,soon,\n");
    for (set, wanted) in [
        ("due=tomorrow", "due depends on the day it is read: write the date, as 2026-12-01 (\"tomorrow\")"),
        ("due=05/06/2026", "due could be more than one date (\"05/06/2026\")"),
        ("due=", "no value for due"),
        ("owner=-", "no value for owner"),
        ("class=friend", "class is unknown: write customer, company or self (\"friend\")"),
        (
            "status=shut",
            "status has no known meaning: say it with --map-value status.closed=…, status.open=… or status.cancelled=… (\"shut\")",
        ),
    ] {
        let said = env.owed(&format!("import rows.csv --set {set}"));
        let first = said.stderr.lines().next().unwrap_or_default();
        assert_eq!((first, said.status), (&*format!("error: --set: {wanted}"), 2));
    }
    assert_eq!(env.text(), RULES);
}

#[test]
fn a_fault_of_a_mapping_names_the_config_file_and_the_mapping() {
    for (mapping, wanted) in [
        (
            "set = { due = \"tomorrow\" }",
            "set: due depends on the day it is read: write the date, as 2026-12-01 (\"tomorrow\")",
        ),
        ("set = { owner = \"\" }", "set: no value for owner"),
        ("set = { ower = \"x\" }", "set: unknown field \"ower\""),
        ("map = { too = \"x\" }", "map: unknown field \"too\""),
        ("map-value = { status = { shut = \"x\" } }", "map-value: status has no value \"shut\""),
        (
            "map-value = { status = { closed = \"x\" } }",
            "map-value: no column for status, whose words are mapped",
        ),
        ("delimiter = \"ab\"", "delimiter: \"ab\" is not one character"),
        ("dates = \"dym\"", "dates: \"dym\" is not an order of dates"),
        ("timezone = \"Mars\"", "unknown time zone \"Mars\""),
        ("from = \"tsv\"", "unknown format \"tsv\""),
    ] {
        let env = TestEnv::new().config(format!("[import.cards]\n{mapping}\n")).file("rows.csv", ROWS);
        let said = env.owed(&format!("import rows.csv --from cards {COLUMNS}"));
        let first = said.stderr.lines().next().unwrap_or_default();
        let (_, place) = first.split_once("config.toml: ").unwrap_or_else(|| panic!("{mapping}: {said}"));
        assert_eq!((place, said.status), (&*format!("[import.cards]: {wanted}"), 2), "{mapping}");
    }
}

#[test]
fn a_mapping_with_the_name_of_a_format_is_refused() {
    let env = TestEnv::new().config("[import.csv]\nmap = { to = \"customer\" }\n").file("rows.csv", ROWS);
    for line in [&format!("import rows.csv {COLUMNS}"), "import rows.csv --from csv", "import --sources"] {
        let said = env.owed(line);
        let place = "config.toml: [import.csv]: a format has that name\nhint: give it another name";
        assert!(said.stderr.contains(place) && said.status == 2, "{line}: {said}");
    }
}

#[test]
fn words_of_a_field_without_a_column_are_refused() {
    let env =
        TestEnv::new().file("rows.csv", "to,what,made,due,Stats\nAcme,call,2026-11-19,2026-11-27,Done\n");
    assert_snapshot!(env.owed("import rows.csv --map-value status.closed=Done"), @r#"
    --- stderr
    error: --map-value: no column for status, whose words are mapped
    hint: add --map status="Stats"
    hint: the columns are to, what, made, due, Stats
    hint: say what it is with --from: csv, ics, jira, json, ndjson, taskwarrior, todotxt, zendesk; `owed import --sources` has their columns
    --- exit 2
    "#);
    assert_snapshot!(env.owed("import rows.csv --from csv --map-value did.done=Done"), @"
    --- stderr
    error: --map-value: no column for did, whose words are mapped
    hint: only an event file has such words: name its columns with --events
    --- exit 2
    ");
}

#[test]
fn a_column_that_decides_an_order_is_named_where_another_does_not() {
    let rows = "to,what,made,due\nAcme,call,04/14/2026,05/06/2026\nAcme,send,04/15/2026,05/07/2026\n";
    let env = TestEnv::new().file("rows.csv", rows);
    assert_snapshot!(env.owed("import rows.csv"), @r#"
    --- stderr
    error: column "due": "05/06/2026" on line 2 could be day/month/year or month/day/year
    hint: "made" is month/day/year; if "due" is too, say it with --dates mdy
    --- exit 2
    "#);
    assert_eq!(env.owed("import rows.csv --dates mdy").status, 0);
}

#[test]
fn rows_that_cannot_be_taken_are_told_by_reason_and_line() {
    let rows = "to,what,made,due\nAcme,call,2026-11-19,soon\n,call,2026-11-19,2026-11-27\nAcme,,2026-11-19,2026-11-27\n\
                Acme,call,2026-02-30,2026-11-27\nAcme,call,2026-11-19,\nAcme,\"call,2026-11-19,2026-11-27\n";
    let env = TestEnv::new().ledger(RULES).file("rows.csv", rows);
    assert_snapshot!(env.owed("import rows.csv --from csv"), @r#"
    --- stderr
    error: nothing was imported: 5 rows cannot be imported
    hint: 1 row: a quote is not closed: line 7
    hint: 1 row: due is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates ("soon"): line 2
    hint: 1 row: made is not a real date ("2026-02-30"): line 5
    hint: 1 row has no to: line 3
    hint: 1 row has no what: line 4
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    "#);
    assert_eq!(env.text(), RULES);
}

#[test]
fn rows_of_one_fault_are_one_line_however_many_they_are() {
    let head = "ref,to,what,made,due\n";
    let due: String = (0..3_000).map(|row| format!("T-{row},Acme,call,2026-11-19,soon {row}\n")).collect();
    let twice: String = (0..40).map(|row| format!("T-{row},Acme,call,2026-11-19,2026-11-27\n")).collect();
    let twice = twice.repeat(2).replace("T-", "U-");
    let long: String = (0..40)
        .map(|row| format!("V-{row},{},call,2026-11-19,2026-11-27\n", "x".repeat(1_100 + row)))
        .collect();
    let env = TestEnv::new().ledger(RULES).file("rows.csv", [head, &due, &twice, &long].concat());
    assert_snapshot!(env.owed("import rows.csv --from csv"), @r#"
    --- stderr
    error: nothing was imported: 3080 rows cannot be imported
    hint: 3000 rows: due is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates: "soon 0" (line 2), "soon 1" (line 3), "soon 2" (line 4) and 2997 more
    hint: 40 rows, like this: the same ref as line 3002: lines 3042, 3043, 3044, 3045, 3046, 3047, 3048, 3049, …
    hint: 40 rows, like this: to has 1100 bytes; a name has at most 1024: lines 3082, 3083, 3084, 3085, 3086, 3087, 3088, 3089, …
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    "#);
    // Skipped, they are counted, and the rest comes in.
    assert_snapshot!(env.owed("import rows.csv --from csv --skip-bad"), @r#"
    40 imported, 0 closed, 0 changed, 0 already present, 0 left out, 3080 skipped
      3000 rows: due is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates: "soon 0" (line 2), "soon 1" (line 3), "soon 2" (line 4) and 2997 more
      40 rows, like this: the same ref as line 3002: lines 3042, 3043, 3044, 3045, 3046, 3047, 3048, 3049, …
      40 rows, like this: to has 1100 bytes; a name has at most 1024: lines 3082, 3083, 3084, 3085, 3086, 3087, 3088, 3089, …
      (--json names every line)
      times without an offset are in America/New_York
      made: a column of days, for no time is written: the time of day is not known
      due: a column of days, for no time is written: due at the end of each
    --- exit 0
    "#);
}

#[test]
fn a_day_without_a_time_is_its_first_second_and_it_is_said_where_that_decides() {
    let row = |name: &str, due: &str, done: &str| format!("{name},Acme,call,2026-11-17 09:00,{due},{done}\n");
    let head = "ref,to,what,made,due,done\n";
    // New: due at five that day, due at the end of it, and on another day.
    let rows = [
        row("T-1", "2026-11-19 17:00", "2026-11-19"),
        row("T-2", "2026-11-19", "2026-11-19"),
        row("T-3", "2026-11-19 17:00", "2026-11-18"),
        row("T-4", "2026-11-18 17:00", "2026-11-19"),
        row("T-5", "2026-11-17 17:00", "2026-11-17"),
        // Today, and due later: it is not half past nine yet.
        row("T-6", "2026-11-20 10:00", "2026-11-20"),
    ];
    let env = TestEnv::new().ledger(RULES).file("in.csv", format!("{head}{}", rows.concat()));
    assert_snapshot!(env.owed("import in.csv --from csv --dry-run"), @"
    read as csv
    times without an offset are in America/New_York
    column  field  how it is read
    ref     ref
    to      to
    what    what
    made    made   times
    due     due    no time is written, and the end of the day is meant, in 1 row (line 3)
    done    done   a column of days, for no time is written: the time of day is not known

    due   when               to    what  owner  why
    kept  Tue 17 Nov 17:00   Acme  call
    late  Wed 18 Nov 17:00   Acme  call
    kept  Thu 19 Nov 17:00   Acme  call
    kept  Thu 19 Nov 17:00   Acme  call
    kept  end of Thu 19 Nov  Acme  call
    6 would be imported, 0 would be closed, 0 changed, 0 already present, 0 left out
      2 rows have a day without a time, which decides how they count: read as 00:00:00: lines 2, 6
    --- exit 0
    ");
    assert_eq!(env.owed("import in.csv --from csv --json").json()["at_midnight"], serde_json::json!([2, 6]));
    let all = env.owed("list --all --json").json();
    let one = all["commitments"].as_array().unwrap().iter().find(|one| one["ref"] == "T-1").unwrap();
    assert_eq!((&one["closed"], &one["verdict"]), (&"2026-11-19T00:00:00-05:00".into(), &"kept".into()));
    // Open here, and done there.
    let env =
        TestEnv::new().ledger(RULES).file("in.csv", format!("{head}{}", row("T-1", "2026-11-19 17:00", "")));
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
    let env = env.file("in.csv", format!("{head}{}", row("T-1", "2026-11-19 17:00", "2026-11-19")));
    assert_snapshot!(env.owed("import in.csv --from csv"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      1 row has a day without a time, which decides how it counts: read as 00:00:00: line 2
      times without an offset are in America/New_York
      done: a column of days, for no time is written: the time of day is not known
    --- exit 0
    ");
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
}

#[test]
fn a_due_that_is_counted_from_a_day_without_a_time_is_said() {
    let rules = format!("{RULES}\n[kind.repair]\ntarget = \"24h\"\n");
    let rows = "to,what,kind,made,asked,due\n\
        Acme,mend,repair,2026-11-19,,\n\
        Acme,call,repair,2026-11-19,,2026-11-23 17:00\n\
        Acme,look,repair,2026-11-19,2026-11-18,\n";
    let env = TestEnv::new().ledger(rules).file("in.csv", rows);
    assert_eq!(env.owed("import in.csv --from csv --json").json()["at_midnight"], serde_json::json!([2, 4]));
    assert!(env.text().contains("due = 2026-11-20T00:00:00-05:00\ntarget = \"24h\""), "{}", env.text());
    // With the time, nothing hangs on it.
    let rows = "to,what,kind,made\nGlobex,mend,repair,2026-11-19 09:00\n";
    let env = env.file("in.csv", rows);
    assert_eq!(env.owed("import in.csv --from csv --json").json()["at_midnight"], serde_json::json!([]));
}

#[test]
fn a_day_without_a_time_closes_after_what_happened_here_that_day() {
    let csv = |done: &str| {
        format!("ref,to,what,made,due,done\nT-1,Acme,call,2026-11-17 09:00,2026-11-19 17:00,{done}\n")
    };
    let env = TestEnv::new().ledger(RULES).file("in.csv", csv(""));
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
    assert_eq!(env.owed("hand acme --to lee --why lunch --at '2026-11-19 12:00'").status, 0);
    let env = env.file("in.csv", csv("2026-11-19"));
    assert_snapshot!(env.owed("import in.csv --from csv"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      1 row has a day without a time, which decides how it counts: read as 00:00:00: line 2
      times without an offset are in America/New_York
      done: a column of days, for no time is written: the time of day is not known
    --- exit 0
    ");
    let closed = |env: &TestEnv| env.owed("list --all --json").json()["commitments"][0]["closed"].clone();
    assert_eq!(closed(&env), "2026-11-19T12:00:00-05:00");
    let before = env.text();
    assert_snapshot!(env.owed("import in.csv --from csv"), @"
    0 imported, 0 closed, 0 changed, 1 already present, 0 left out
      times without an offset are in America/New_York
      done: a column of days, for no time is written: the time of day is not known
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn only_a_regular_file_is_imported_and_a_pipe_is_not_waited_for() {
    let env = TestEnv::new().ledger(RULES);
    assert!(Command::new("mkfifo").arg(env.path("pipe.csv")).status().unwrap().success());
    for file in ["/dev/zero", "/dev/null", "pipe.csv"] {
        let said = env.owed(&format!("import {file} --from csv"));
        let expected = format!(
            "error: {file}: this is not a regular file\nhint: give a file, or `-` for what comes in through a pipe\n"
        );
        assert_eq!((said.stderr.as_str(), said.status), (expected.as_str(), 2));
    }
    let large = fs::File::create(env.path("large.csv")).unwrap();
    large.set_len(256 * 1024 * 1024 + 1).unwrap();
    let said = env.owed("import large.csv --from csv");
    assert!(
        said.stderr.starts_with("error: large.csv: larger than 256 MiB\nhint: import it in parts: "),
        "{said}"
    );
    assert_eq!(env.text(), RULES);
}

#[test]
fn a_row_with_a_name_of_more_than_a_kib_is_skipped_and_a_long_text_is_not() {
    let long = "x".repeat(1_025);
    let head = "ref,to,what,made,due,kind,owner,tags,contact\n";
    let row = |at: usize| {
        let mut cells = ["T-1", "Acme", "call", "2026-11-19", "2026-11-27", "email", "bo", "vip", "+1 555"];
        cells[at] = &long;
        cells.join(",") + "\n"
    };
    let env =
        TestEnv::new().ledger(RULES).file("rows.csv", head.to_owned() + &[0, 1, 5, 6, 7].map(row).concat());
    let said = env.owed("import rows.csv --from csv");
    assert_eq!(said.status, 2);
    for what in ["ref", "to", "kind", "owner", "one of the tags"] {
        assert!(
            said.stderr.contains(&format!("1 row: {what} has 1025 bytes; a name has at most 1024: line ")),
            "{said}"
        );
    }
    assert_eq!(env.text(), RULES);
    let env = env.file("rows.csv", head.to_owned() + &[2, 8].map(row).concat().replacen("T-1", "T-2", 1));
    assert_eq!(env.owed("import rows.csv --from csv").status, 0);
    assert_eq!(env.text().matches(&long).count(), 2);
}

#[test]
fn an_import_that_makes_a_ledger_too_large_says_what_to_do() {
    let rows: String = (0..30).map(|number| format!("thing {number},Acme,2026-11-19,2026-11-30\n")).collect();
    let env = TestEnv::new().file("in.csv", format!("what,to,made,due\n{rows}"));
    let import = format!("import {} --from csv", env.path("in.csv").display());
    assert_snapshot!(env.of_at_most(2_000, &import), @"
    --- stderr
    error: ledger.toml: would be larger than 256 MiB
    hint: `--archive-closed` puts what was closed more than 90 days ago into archives of its years
    --- exit 2
    ");
    assert_eq!(env.bytes(), None);
    // What was promised before is in the way of every change, and archiving helps there.
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
    assert_snapshot!(env.of_at_most(env.text().len() as u64, "promise x --to Acme --by tomorrow"), @"
    --- stderr
    error: ledger.toml: would be larger than 256 MiB
    hint: `owed archive` moves closed commitments into files of their own
    --- exit 2
    ");
}

#[test]
fn new_names_near_others_and_what_is_promised_already_are_one_warning_each() {
    let rows = "to,what,owner,made,due,done\n\
        Acme Crop,send the catalogue,dana,2026-11-19,2026-11-27,\n\
        GLOBEX,send the  signed Offer,lee,2026-11-19,2026-11-27,\n\
        Initech,visit,dnaa,2026-11-19,2026-11-27,\n\
        Initech,Visit,lee,2026-11-18,2026-11-27,\n\
        Globex,answer about the discount,lee,2026-11-18,2026-11-27,\n";
    let env = TestEnv::sample().file("rows.csv", rows);
    let before = env.text();
    let warned = env.owed("import rows.csv --from csv --dry-run");
    assert_eq!((warned.status, env.text()), (0, before));
    assert_snapshot!(warned.stderr, @r#"
    warning: 3 new names are near others: "Acme Crop" ("Acme Corp"), "GLOBEX" ("Globex"), "dnaa" ("dana")
    warning: 2 rows promise what is promised already, and open: lines 3, 5
    hint: if that is not meant, correct the file before you import it
    "#);
    let quiet = env.owed("import rows.csv --from csv -q");
    assert_eq!((quiet.status, quiet.stdout.as_str()), (0, ""));
    assert_eq!(
        quiet.stderr.lines().take(2).collect::<Vec<_>>(),
        warned.stderr.lines().take(2).collect::<Vec<_>>()
    );
    // Names are written as the other system has them: the next import knows them by these.
    assert!(env.text().contains("to = \"GLOBEX\"\n"));
    let found = env.owed("check --all").stdout;
    assert_eq!(
        (found.matches("[near-name]").count(), found.matches("[same-promise]").count()),
        (3, 2),
        "{found}"
    );
    // Once more: nothing is new, so there is nothing to warn of.
    assert_snapshot!(env.owed("import rows.csv --from csv"), @"
    0 imported, 0 closed, 0 changed, 5 already present, 0 left out
      times without an offset are in America/New_York
      made: a column of days, for no time is written: the time of day is not known
      due: a column of days, for no time is written: due at the end of each
    --- exit 0
    ");
}

#[test]
fn thousands_of_near_names_and_of_the_same_promise_are_two_lines() {
    let names = |place: usize| ["Quillfeather", "Quilfeather"][usize::from(place >= 4)];
    let row = |place: usize| format!("{},send it,2026-11-19,2026-11-27,{place}\n", names(place));
    let many: String = (0..6).map(row).collect();
    let env = TestEnv::sample().file("few.csv", format!("to,what,made,due,kind\n{many}"));
    assert_snapshot!(env.owed("import few.csv --from csv").stderr, @r#"
    warning: customer "Quilfeather" is new; did you mean "Quillfeather"?
    warning: 4 rows promise what is promised already, and open: lines 3, 4, 5, 7
    hint: `owed check --all` shows each; if that was not meant, `owed undo` takes the import back
    "#);
    let letters = |mut number: usize| -> String {
        std::iter::repeat_with(|| {
            let letter = char::from(b'a' + u8::try_from(number % 26).unwrap());
            number = number / 26 + number % 26 * 7919;
            letter
        })
        .take(14)
        .collect()
    };
    let pairs = (0..1500_usize).flat_map(|number| {
        let name = letters(number * 7919 + 13);
        [format!("{name}x"), name]
    });
    let rows: String = pairs.map(|name| format!("{name},send it,2026-11-19,2026-11-27\n")).collect();
    let env = TestEnv::sample().file("many.csv", format!("to,what,made,due\n{rows}"));
    let said = env.owed("import many.csv --from csv");
    assert_eq!((said.status, said.stderr.lines().count()), (0, 2), "{}", said.stderr);
    assert!(said.stderr.starts_with("warning: 1500 new names are near others: "), "{}", said.stderr);
    assert!(said.stderr.contains(" and 1480 more\n"), "{}", said.stderr);
    // Two names in another system are two things there.
    let rows: String =
        (0..3000).map(|place| format!("Acme,send it,2026-11-19,2026-11-27,T-{place}\n")).collect();
    let env = TestEnv::new().file("many.csv", format!("to,what,made,due,ref\n{rows}"));
    assert_eq!(env.owed("import many.csv --from csv -q").stderr, "");
}

#[test]
fn me_is_you_as_the_owner_of_every_row() {
    let rows = "to,what,made,due\nAcme,send it,2026-11-19,2026-12-01\n";
    let env = || TestEnv::new().ledger(RULES).file("rows.csv", rows);
    let by_option = env();
    assert_eq!(by_option.owed("import rows.csv --from csv --set owner=me").status, 0);
    assert!(by_option.text().contains("owner = \"dana\""), "{}", by_option.text());
    let by_config = env().config("[import.ours]\nset = { owner = \"me\" }\n");
    assert_eq!(by_config.owed("import rows.csv --from ours").status, 0);
    assert!(by_config.text().contains("owner = \"dana\""), "{}", by_config.text());
    // Elsewhere it is a word as any other.
    let to = env();
    assert_eq!(to.owed("import rows.csv --from csv --map what=what --set to=me").status, 0);
    assert!(to.text().contains("to = \"me\""), "{}", to.text());
}
