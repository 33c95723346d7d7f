//! `owed when`: which instant words mean.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn when_says_which_instant_words_mean() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("when tue 5pm"), @"
    2026-11-24T17:00:00-05:00  Tue 2026-11-24 17:00 -05:00 (America/New_York), in 4d 7h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when tomorrow"), @"
    2026-11-21T23:59:59-05:00  Sat 2026-11-21 23:59:59 -05:00 (America/New_York), in 1d 14h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bd"), @"
    2026-11-25T09:30:00-05:00  Wed 2026-11-25 09:30 -05:00 (America/New_York), in 5d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when -q in 2h"), @"
    2026-11-20T11:30:00-05:00
    --- exit 0
    ");
    assert_snapshot!(env.owed("when --json eow"), @r#"
    {"schema":1,"at":"2026-11-20T23:59:59-05:00","reading":"Fri 2026-11-20 23:59:59 -05:00 (America/New_York), in 14h 29m"}
    --- exit 0
    "#);
    assert_snapshot!(env.owed("when 9am --past"), @"
    2026-11-20T09:00:00-05:00  Fri 2026-11-20 09:00 -05:00 (America/New_York), 30m ago
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 2h --from 2026-12-01 9am"), @"
    2026-12-01T11:00:00-05:00  Tue 2026-12-01 11:00 -05:00 (America/New_York), in 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when soon"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("when"), @"
    --- stderr
    error: which date? add `friday 5pm`
    hint: `owed when --help` says what else it takes
    --- exit 2
    ");
    assert!(env.files().is_empty());
}

const OFFICE: &str = "[calendar.office]\nmon = [\"09:00-17:00\"]\nfri = [\"09:00-12:00\"]\n";

#[test]
fn when_counts_in_the_calendar_of_the_ledger() {
    let env = TestEnv::new().ledger(format!("{RULES}{OFFICE}"));
    assert_snapshot!(env.owed("when 3bh"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when eod"), @"
    2026-11-20T12:00:00-05:00  Fri 2026-11-20 12:00 -05:00 (America/New_York), in 2h 30m
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bh --calendar office"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bh --calendar offcie"), @r#"
    --- stderr
    error: unknown calendar "offcie"
    hint: the ledger has office
    --- exit 2
    "#);
    let two = TestEnv::new().ledger(format!("{RULES}{OFFICE}{}", OFFICE.replace("office", "night")));
    assert_snapshot!(two.owed("when 3bh"), @r#"
    --- stderr
    error: "3bh" needs a calendar, and there are several: night, office
    hint: choose one with --calendar or by the kind, or write a date and a time
    --- exit 2
    "#);
    assert_snapshot!(two.owed("when eod"), @r#"
    --- stderr
    error: "eod" needs a calendar, and there are several: night, office
    hint: choose one with --calendar or by the kind, or write a date and a time
    --- exit 2
    "#);
    assert_snapshot!(TestEnv::new().owed("when 3bh --calendar office"), @"
    --- stderr
    error: ledger.toml: there is no ledger here
    hint: `owed promise` makes one with the first promise, `owed init` makes an empty one
    --- exit 2
    ");
    assert_snapshot!(TestEnv::new().ledger(RULES).owed("when 3bh --calendar office"), @r#"
    --- stderr
    error: unknown calendar "office"
    hint: the ledger has none; a table `[calendar.NAME]` adds one
    --- exit 2
    "#);
}
