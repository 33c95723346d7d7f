//! Pipes that close and disks that are full: what cron and scripts meet.

use std::fs::OpenOptions;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

/// Returns a ledger whose list is longer than a pipe holds.
fn long() -> TestEnv {
    let block = |number: usize| {
        let letters = b"bcdfghjkmnpqrstvwxz23456789";
        let id: Vec<u8> = (0..8_u32).map(|place| letters[number / 27_usize.pow(place) % 27]).collect();
        format!(
            "\n[[commitment]]\nid = \"{}\"\nto = \"Acme\"\nwhat = \"number {number}\"\n\
             made = 2026-11-19T08:00:00-05:00\ndue = 2026-11-20T08:00:00-05:00\n",
            String::from_utf8(id).unwrap()
        )
    };
    TestEnv::new().ledger(RULES.to_owned() + &(0..5000).map(block).collect::<String>())
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let env = long();
    for line in [&["list"][..], &["overdue"], &["overdue", "--json"], &["list", "--json"]] {
        let mut child = env.command().args(line).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line:?}");
    }
}

#[test]
fn a_reader_that_goes_away_keeps_no_change_from_being_made() {
    let env = TestEnv::sample();
    let mut child = env.command().args(["done", "ccc"]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(env.text().contains("did = \"done\", by = \"dana\" },\n]\n\n# A week left."));
}

#[test]
fn an_answer_that_cannot_be_printed_is_trouble() {
    let say = |args: &[&str]| {
        let env = TestEnv::sample();
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = env.command().args(args).stdout(Stdio::from(full)).output().unwrap();
        let changed = if env.text() == SAMPLE { "" } else { "the ledger is changed\n" };
        let stderr = String::from_utf8(output.stderr).unwrap();
        format!("{changed}{stderr}--- exit {}", output.status.code().unwrap())
    };
    assert_snapshot!(say(&["list"]), @"
    error: the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["overdue", "--count"]), @"
    error: the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["overdue", "--json"]), @"
    error: the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["report"]), @"
    error: the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["--help"]), @"
    error: the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["overdue", "-q"]), @"--- exit 1");
    assert_snapshot!(say(&["done", "ccc"]), @"
    the ledger is changed
    error: written, but the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["promise", "x", "--to", "y", "--by", "2h", "-q"]), @"
    the ledger is changed
    error: written, but the answer could not be printed: no space left on device
    --- exit 2
    ");
    assert_snapshot!(say(&["promise", "x", "--to", "y", "--by", "2h", "--json"]), @"
    the ledger is changed
    error: written, but the answer could not be printed: no space left on device
    --- exit 2
    ");
}

#[test]
fn a_full_stderr_changes_no_exit_code() {
    let env = TestEnv::sample();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status =
        |args: &[&str]| env.command().args(args).stderr(Stdio::from(full())).status().unwrap().code();
    assert_eq!(status(&["overdue"]), Some(1));
    assert_eq!(status(&["show", "zebra"]), Some(2));
    assert_eq!(status(&["list", "--to", "nobody"]), Some(0));
}
