//! `owed import --archive-closed`: what was closed long ago goes straight into the archives of its years; and files that are too
//! large, or made to break a reader.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;

use insta::assert_snapshot;
use proptest::prelude::*;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::TestEnv;

/// Returns a file of so many rows, the first of them closed at the end of a year, one after the other.
fn rows(count: usize, closed: &[&str]) -> String {
    let mut file = "ref,to,what,made,due,done\n".to_owned();
    for row in 0..count {
        let done = closed.get(row).map_or(String::new(), |year| format!("{year}-12-30 10:00"));
        let year = closed.get(row).unwrap_or(&"2026");
        writeln!(
            file,
            "T-{row},Acme Corp,send part {row},{year}-01-02 09:00,{year}-12-31 17:{row:02},{done}"
        )
        .unwrap();
    }
    file
}

/// Returns everything that a ledger and its archives answer, but for ids.
fn answers(env: &TestEnv) -> (Vec<String>, Value) {
    let all = env.owed("list --all --json").json()["commitments"].clone();
    let nameless = |one: &Value| {
        let mut one = one.as_object().unwrap().clone();
        ["id", "short"].iter().for_each(|key| drop(one.remove(*key)));
        Value::Object(one).to_string()
    };
    let mut all: Vec<_> = all.as_array().unwrap().iter().map(nameless).collect();
    all.sort();
    (all, env.owed("report --since 2019-01-01 --until 2026-12-01 --json").json())
}

/// Returns the text of a file without its ids.
fn nameless(env: &TestEnv, name: &str) -> Vec<String> {
    let text = fs::read_to_string(env.path(name)).unwrap();
    text.lines().filter(|line| !line.starts_with("id = ")).map(str::to_owned).collect()
}

#[test]
fn what_was_closed_long_ago_goes_into_the_archives_of_its_years() {
    let env = TestEnv::new().file("in.csv", rows(6, &["2019", "2025", "2019"]));
    assert_snapshot!(env.owed("import in.csv --from csv --archive-closed --dry-run").stdout, @"
    read as csv
    times without an offset are in America/New_York
    column  field  how it is read
    ref     ref
    to      to
    what    what
    made    made   times
    due     due    times
    done    done   times

    due        when                   to         what         owner  why
    in 41d 7h  Thu 31 Dec 17:03       Acme Corp  send part 3
    in 41d 7h  Thu 31 Dec 17:04       Acme Corp  send part 4
    kept       Tue 31 Dec 2019 17:00  Acme Corp  send part 0
    kept       Tue 31 Dec 2019 17:02  Acme Corp  send part 2
    kept       Wed 31 Dec 2025 17:01  Acme Corp  send part 1
    6 would be imported, 0 would be closed, 0 changed, 0 already present, 0 left out
      2 would go into ledger.2019.toml
      1 would go into ledger.2025.toml
      ledger.toml: would be a new ledger, in time zone America/New_York
    ");
    assert_eq!(env.files(), ["in.csv"]);
    assert_snapshot!(env.owed("import in.csv --from csv --archive-closed"), @"
    6 imported, 0 closed, 0 changed, 0 already present, 0 left out
      2 into ledger.2019.toml
      1 into ledger.2025.toml
      ledger.toml: a new ledger, in time zone America/New_York
      times without an offset are in America/New_York
    --- stderr
    `owed undo` takes back only what went into the ledger: what is in archives stays there
    --- exit 0
    ");
    assert!(
        env.text().contains("\narchives = [\"ledger.2019.toml\", \"ledger.2025.toml\"]\n"),
        "{}",
        env.text()
    );
    let (before, files) = (env.text(), env.files());
    assert_snapshot!(env.owed("import in.csv --from csv --archive-closed"), @"
    0 imported, 0 closed, 0 changed, 6 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!((env.text(), env.files()), (before, files));
    assert_eq!(env.owed("check --all").status, 0);
}

#[test]
fn an_undo_takes_back_what_went_into_the_ledger_and_no_more() {
    let env = TestEnv::new().file("in.csv", rows(3, &["2019"]));
    env.owed("import in.csv --from csv --archive-closed");
    assert_snapshot!(env.owed("undo").ids(), @"
    undone: import in.csv --from csv --archive-closed
    --- exit 0
    ");
    assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 1);
    // Nothing of it is in the ledger: there is nothing to take back.
    let env = TestEnv::new().file("in.csv", rows(1, &["2019"]));
    env.owed("import in.csv --from csv --archive-closed");
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
}

#[test]
fn an_archive_that_is_full_goes_on_in_another() {
    let env = TestEnv::new().file("in.csv", rows(40, &["2019"; 39]));
    let import = format!("import {} --from csv --archive-closed", env.path("in.csv").display());
    assert_snapshot!(env.of_at_most(4_000, &import), @"
    40 imported, 0 closed, 0 changed, 0 already present, 0 left out
      15 into ledger.2019-2.toml
      8 into ledger.2019-3.toml
      16 into ledger.2019.toml
      ledger.toml: a new ledger, in time zone America/New_York
      times without an offset are in America/New_York
    --- stderr
    `owed undo` takes back only what went into the ledger: what is in archives stays there
    --- exit 0
    ");
    assert_eq!(answers(&env).0.len(), 40);
    // What stays is too much all the same.
    let env = TestEnv::new().file("in.csv", rows(40, &["2019"; 10]));
    let import = format!("import {} --from csv --archive-closed", env.path("in.csv").display());
    assert_snapshot!(env.of_at_most(4_000, &import), @"
    --- stderr
    error: ledger.toml: would be larger than 256 MiB
    hint: what is open, or was closed in the last 90 days, is too much for one ledger: divide the rows among several
    --- exit 2
    ");
    assert_eq!(env.files(), ["in.csv"]);
}

#[test]
fn the_archives_of_a_run_that_did_not_end_are_found_by_the_next() {
    let env = TestEnv::new().file("in.csv", rows(6, &["2019", "2025", "2019"]));
    env.owed("import in.csv --from csv --archive-closed");
    let wanted = answers(&env);
    fs::remove_file(env.path("ledger.toml")).unwrap();
    fs::remove_file(env.path("ledger.2025.toml")).unwrap();
    assert_snapshot!(env.owed("import in.csv --from csv --archive-closed"), @"
    4 imported, 0 closed, 0 changed, 2 already present, 0 left out
      1 into ledger.2025.toml
      ledger.toml: a new ledger, in time zone America/New_York
      times without an offset are in America/New_York
    --- stderr
    `owed undo` takes back only what went into the ledger: what is in archives stays there
    --- exit 0
    ");
    assert_eq!(answers(&env), wanted);
}

/// Returns a row: whether it has a ref, its customer, the year it was made, its due and when it was closed, in days from then.
fn row() -> impl Strategy<Value = (bool, u8, u16, u16, Option<u16>)> {
    (any::<bool>(), 0..3_u8, 2019..2027_u16, 1..400_u16, prop::option::of(0..500_u16))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn it_comes_to_what_an_import_and_then_archiving_come_to(
        rows in prop::collection::vec(row(), 1..30), twice in any::<bool>(),
    ) {
        let day = |year: u16, days: u16| {
            let date = chrono::NaiveDate::from_yo_opt(year.into(), 1).unwrap() + chrono::Days::new(days.into());
            format!("{date} 09:00")
        };
        let mut file = "ref,to,what,made,due,done\n".to_owned();
        for (place, (named, to, year, due, done)) in rows.iter().enumerate() {
            let done = done.map(|done| day(*year, done)).filter(|done| done.as_str() < "2026-11-19").unwrap_or_default();
            let name = if *named { format!("T-{place}") } else { String::new() };
            writeln!(file, "{name},Firm {to},part {place},{},{},{done}", day(*year, 0), day(*year, *due)).unwrap();
        }
        let [straight, after] = [0, 1].map(|_| TestEnv::new().file("in.csv", &file));
        for _ in 0..=usize::from(twice) {
            prop_assert_eq!(straight.owed("import in.csv --from csv --archive-closed").status, 0);
            prop_assert_eq!(after.owed("import in.csv --from csv").status, 0);
        }
        prop_assert_eq!(after.owed("archive").status, 0);
        prop_assert_eq!(answers(&straight), answers(&after));
        prop_assert_eq!(straight.files(), after.files());
        let texts = |env: &TestEnv| -> BTreeMap<String, Vec<String>> {
            let names = env.files().into_iter().filter(|name| name.ends_with(".toml"));
            names.map(|name| (name.clone(), nameless(env, &name))).collect()
        };
        prop_assert_eq!(texts(&straight), texts(&after));
    }
}

/// The first line of the files below.
const HEAD: &str = "to,what,made,due\n";

/// Returns a file of one row that owes this.
fn one(what: &str) -> Vec<u8> {
    format!("{HEAD}Acme Corp,{what},2026-11-01,2026-11-30\n").into_bytes()
}

/// Checks that a file is refused with one message that says this, from a file and from a pipe, and that nothing is written.
fn refused(file: &[u8], from: &str, wanted: &str) {
    let env = TestEnv::new().file("in", file);
    let said = [
        env.owed(&format!("import in --from {from}")),
        env.piped(&format!("import - --from {from} --archive-closed"), file),
    ];
    for said in said {
        let short: String = said.stderr.chars().take(400).collect();
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{short}");
        assert!(said.stderr.starts_with("error: ") && said.stderr.contains(wanted), "{wanted}: {short}");
        assert_eq!(said.stderr.matches("error: ").count(), 1, "{short}");
        assert!(said.stderr.len() < 1_000, "{} {short}", said.stderr.len());
    }
    assert_eq!(env.files(), ["in"]);
}

#[test]
fn a_hostile_table_is_refused_with_one_message() {
    let long = "x".repeat(5 * 1024 * 1024);
    refused(&one("a\0b"), "csv", "line 2: a NUL byte");
    refused(&[HEAD.as_bytes(), b"Acme,Caf\xe9,2026-11-01,2026-11-30\n"].concat(), "csv", "line 2: not UTF-8");
    const ROW: &str =
        "a row of more than 4 MiB\nhint: a quote in it may not be closed; or this is no table\n";
    refused(long.as_bytes(), "csv", &format!("line 1: {ROW}"));
    refused(&one(&long), "csv", &format!("line 2: {ROW}"));
    refused(&[one("a"), b"\r\n\r\n".to_vec(), one(&long)].concat(), "csv", &format!("line 6: {ROW}"));
    // A quote that is not closed makes one row of the rest of the file.
    refused(&one(&format!("\"a{}", "x,y\n".repeat(1_200_000))), "csv", &format!("line 2: {ROW}"));
    refused(
        &one(&"x".repeat(2 * 1024 * 1024)),
        "csv",
        "1 row: what has 2097152 bytes; a text has at most 1048576 (\"xxxx",
    );
    refused("c,".repeat(1_000_000).as_bytes(), "csv", "the file has 1000001 columns");
    let wide = [HEAD.as_bytes(), "1,".repeat(1_000_000).as_bytes()].concat();
    refused(&wide, "csv", "1 row: the row has 1000001 columns, the header 4: line 2");
}

#[test]
fn nested_brackets_are_refused_with_one_message() {
    let brackets = "[".repeat(100_000);
    for from in ["json", "ndjson", "taskwarrior", "jira", "zendesk", "csv", "ics"] {
        refused(brackets.as_bytes(), from, "error: ");
    }
    let within = |open: &str, close: &str| format!("{open}{brackets}{}{close}", "]".repeat(100_000));
    let document = within(r#"{"schema":1,"commitments":[{"extra":{"x-a":"#, "}}]}");
    refused(document.as_bytes(), "json", "1 row: recursion limit exceeded: line 1");
    refused(
        within(r#"[{"x-a":"#, "}]").as_bytes(),
        "taskwarrior",
        "line 1: this is not a JSON object: recursion",
    );
    refused(within(r#"{"x-a":"#, "}").as_bytes(), "ndjson", "line 1: this is not a JSON object: recursion");
}

#[test]
fn what_belongs_to_no_field_is_no_longer_than_a_text() {
    let long = "x".repeat(1_000_000);
    let task = |value: &str| {
        format!(
            r#"[{{"description":"call","due":"20261130T120000Z","entry":"20261101T120000Z","status":"pending","project":"Acme","uuid":"00000000-0000-4000-8000-000000000001","log":{value}}}]"#
        )
    };
    let list = |lengths: &[usize]| {
        let texts: Vec<_> = lengths.iter().map(|length| format!("\"{}\"", &long[..*length])).collect();
        format!("[{}]", texts.join(","))
    };
    let why = "1 row: x-log has 1100007 bytes; a text has at most 1048576: line 1";
    refused(task(&list(&[1_000_000, 100_000])).as_bytes(), "taskwarrior", why);
    let env = TestEnv::new().file("in", task(&list(&[900_000, 100_000])));
    assert_eq!(env.owed("import in --from taskwarrior --map to=project").status, 0);
    let mut document = env.owed("list --all --json").json();
    // What owed prints is bounded by what it writes.
    document["commitments"][0]["extra"]["x-log"] =
        [&long, &long, &long].map(|text| Value::from(text.as_str())).to_vec().into();
    refused(document.to_string().as_bytes(), "json", " would be larger than 2 MiB in the ledger");
}

#[test]
fn an_import_that_is_ended_while_it_reads_leaves_nothing() {
    let env = TestEnv::new();
    let mut import = env.command();
    import.args(["import", "-", "--from", "csv", "--archive-closed"]);
    let mut import =
        import.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut pipe = import.stdin.take().unwrap();
    pipe.write_all(&one("send the offer")).unwrap();
    // As Ctrl-C does; but whoever starts tests may have told them to ignore that.
    kill_process(Pid::from_child(&import), Signal::TERM).unwrap();
    assert_eq!(import.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
    drop(pipe);
    assert!(env.files().is_empty(), "{:?}", env.files());
}
