//! `owed import --archive-closed`: what was closed long ago goes straight into the archives of its years.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use insta::assert_snapshot;
use proptest::prelude::*;
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
    times without an offset are in America/New_York
    due        when                   to         what         owner  why
    in 41d 7h  Thu 31 Dec 17:03       Acme Corp  send part 3
    in 41d 7h  Thu 31 Dec 17:04       Acme Corp  send part 4
    kept       Tue 31 Dec 2019 17:00  Acme Corp  send part 0
    kept       Tue 31 Dec 2019 17:02  Acme Corp  send part 2
    kept       Wed 31 Dec 2025 17:01  Acme Corp  send part 1
    6 would be imported, 0 would be closed, 0 changed, 0 already present, 0 left out
      2 would go into ledger.2019.toml
      1 would go into ledger.2025.toml
    ");
    assert_eq!(env.files(), ["in.csv"]);
    assert_snapshot!(env.owed("import in.csv --from csv --archive-closed"), @"
    6 imported, 0 closed, 0 changed, 0 already present, 0 left out
      2 into ledger.2019.toml
      1 into ledger.2025.toml
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
