//! Each format, read back by programs that others wrote: what they make of it has to be what the ledger says.
//!
//! Two ledgers, one ordinary and one nasty, at one noon. Each format has a file of what it looks like in `golden/`, at
//! least two readers in a file of tests, and bad outputs made by hand that every reader's check refuses: a check that
//! lets everything pass shows nothing. `UPDATE=1 cargo test --test readers golden` writes the files anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

#[path = "../support/mod.rs"]
mod support;

mod delimited;
mod github;
mod golden;
mod html;
mod ics;
mod junit;
mod markdown;
mod ndjson;
mod prometheus;
mod schemas;

use serde_json::Value;
use support::{Said, TestEnv, reader};

/// An ordinary ledger.
pub const TEAM: &str = include_str!("team.toml");
/// A ledger whose texts mean harm.
pub const NASTY: &str = include_str!("nasty.toml");

/// The noon at which both are read.
pub const NOON: &str = "2026-11-20T12:00:00-05:00";

/// Runs owed on a ledger at that noon. A 1 is an answer too: something is overdue.
pub fn owed(ledger: &str, line: &str) -> Said {
    let said = TestEnv::new().ledger(ledger).at(NOON).owed(line);
    assert_eq!((said.stderr.as_str(), said.status == 0 || said.status == 1), ("", true), "{line}: {said}");
    said
}

/// Returns what a line prints.
pub fn printed(ledger: &str, line: &str) -> String {
    owed(ledger, line).stdout
}

/// Returns every commitment of a ledger, as the JSON has them.
pub fn commitments(ledger: &str) -> Vec<Value> {
    owed(ledger, "list --all --json").json()["commitments"].as_array().unwrap().clone()
}

/// Tries a check on an output, which passes, and on bad ones, of which it refuses each. Does nothing where the reader is
/// missing.
pub fn check(good: &str, bad: &[&str], check: impl Fn(&str) -> Option<Result<(), String>>) {
    match check(good) {
        None => return,
        Some(passed) => assert_eq!(passed, Ok(()), "{good}"),
    }
    for bad in bad {
        assert_ne!(*bad, good);
        assert!(check(bad).is_some_and(|passed| passed.is_err()), "this was let pass: {bad}");
    }
}

/// Compares what was read with what should have been.
pub fn same<T: PartialEq + std::fmt::Debug>(read: &T, wanted: &T) -> Result<(), String> {
    if read == wanted { Ok(()) } else { Err(format!("read {read:#?}\ninstead of {wanted:#?}")) }
}

/// Returns a text of the two ledgers as it is shown where control characters are written out, but for those in `kept`.
pub fn shown(text: &str, kept: &str) -> String {
    let escapes = [
        ('\n', "\\n"),
        ('\t', "\\t"),
        ('\r', "\\r"),
        ('\u{1b}', "\\x1b"),
        ('\u{7}', "\\x07"),
        ('\u{202e}', "\\u{202e}"),
    ];
    let escapes = escapes.iter().filter(|(letter, _)| !kept.contains(*letter));
    escapes.fold(text.to_owned(), |text, (letter, escape)| text.replace(*letter, escape))
}

/// Returns how often forecasts of the sample of Boston would have come true, in a format.
pub fn calibration(format: &str) -> Said {
    let env = TestEnv::new()
        .ledger("format = 1\ntimezone = \"America/New_York\"\n")
        .file("boston311.csv", include_str!("../../examples/boston311.csv"))
        .at("2016-01-13T00:00:00-05:00");
    let mapping = "ref=id,to=customer_or_category,owner=owner_or_department";
    assert_eq!(env.owed(&format!("import boston311.csv --map {mapping}")).status, 0);
    env.owed(&format!("report --calibration --format {format}"))
}

/// Returns of each kind how many dates were asked for at 50, 75, 90 and 95 %, as the JSON has them, and of all together.
pub fn asked_for() -> Vec<Vec<String>> {
    let all = calibration("json").json();
    let asked = |table: &Value| {
        table.as_array().unwrap().iter().map(|one| one["asked"].to_string()).collect::<Vec<_>>()
    };
    let kinds = all["kinds"].as_array().unwrap().iter();
    let kinds =
        kinds.map(|one| [vec![one["kind"].as_str().unwrap().to_owned()], asked(&one["table"])].concat());
    let total = [vec!["all together".to_owned()], asked(&all["total"])].concat();
    kinds.chain([total]).collect()
}

/// Compares the rows of a calibration, heads first, with what was asked for: `42% of 47`, `2/2`, nothing of none.
pub fn has_asked(rows: &[Vec<String>]) -> Result<(), String> {
    let asked = |row: &Vec<String>| {
        let counts = row[1..].iter().map(|cell| {
            let count = cell.rsplit_once(" of ").or_else(|| cell.split_once('/'));
            count.map_or_else(|| "0".to_owned(), |(_, count)| count.to_owned())
        });
        row.iter().take(1).cloned().chain(counts).collect::<Vec<_>>()
    };
    same(&rows[0], &["kind", "50 %", "75 %", "90 %", "95 %"].map(str::to_owned).into())?;
    same(&rows[1..].iter().map(asked).collect(), &asked_for())
}
