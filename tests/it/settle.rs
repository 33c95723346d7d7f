//! `owed merge`: what git left between markers. With git itself: `team.rs`.

use std::fs;

use insta::assert_snapshot;

use crate::asks::run;
use crate::support::{RULES, TestEnv};

/// Returns a promise with these keys.
fn block(id: &str, keys: &str) -> String {
    format!(
        "[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-19T08:00:00-05:00\n\
         due = 2026-11-24T17:00:00-05:00\n{keys}"
    )
}

/// Returns two versions between markers.
fn either(ours: &str, theirs: &str) -> String {
    format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> side\n")
}

/// Returns a ledger whose promise has two owners.
fn of_two_owners() -> TestEnv {
    let owners = either("owner = \"dana\"\n", "owner = \"sam\"\n");
    TestEnv::new().ledger(format!("{RULES}\n{}", block("k7qdm2xv", &owners)))
}

#[test]
fn what_contradicts_is_listed_and_nothing_is_changed() {
    let env = of_two_owners();
    let before = env.text();
    assert_snapshot!(env.owed("merge"), @"
    --- stderr
    ledger.toml: k7qdm2xv: `owner` has two values
    hint: nothing was changed: `owed merge` on a terminal asks, `--take ours` or `--take theirs` takes one side
    --- exit 1
    ");
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("merge --take theirs"), @"
    ledger.toml: merged; `git add` says that it is settled
    --- exit 0
    ");
    assert_eq!(env.text(), format!("{RULES}\n{}", block("k7qdm2xv", "owner = \"sam\"\n")));
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_snapshot!(env.owed("merge"), @"
    --- stderr
    nothing to merge: git waits for none of these files, and none has markers
    --- exit 0
    ");
    // What stood between the markers can be had again.
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), before);
    assert_eq!(env.owed("merge --take ours --json").json()["commitments"].as_array().unwrap().len(), 0);
    assert_eq!(env.text(), format!("{RULES}\n{}", block("k7qdm2xv", "owner = \"dana\"\n")));
}

#[test]
fn two_promises_between_markers_are_both_kept() {
    let lines = either(&block("k7qdm2xv", ""), &block("bbb22222", ""));
    let env = TestEnv::new().ledger(format!("{RULES}\n{lines}"));
    assert_snapshot!(env.owed("list"), @"
    --- stderr
    error: ledger.toml:4:1: git conflict marker: the two versions have not been merged
      4 | <<<<<<< HEAD
        | ^^^^^^^^^^^^
    hint: `owed merge` keeps both promises, and asks where two versions of one contradict each other
    --- exit 2
    ");
    assert_snapshot!(env.owed("merge"), @"
    ledger.toml: merged; `git add` says that it is settled
    --- exit 0
    ");
    assert_eq!(env.text(), format!("{RULES}\n{}\n{}", block("bbb22222", ""), block("k7qdm2xv", "")));
}

#[test]
fn a_base_between_the_markers_says_what_was_taken_out() {
    let event = |minute: u32, did: &str| {
        format!("  {{ at = 2026-11-19T09:{minute:02}:00-05:00, did = \"{did}\" }},\n")
    };
    let history = |lines: &str| block("k7qdm2xv", &format!("history = [\n{lines}]\n"));
    let (told, noted, heard) = (event(1, "told"), event(2, "noted"), event(3, "heard"));
    // Ours took back what was noted; theirs heard something.
    let theirs = format!("{noted}{heard}");
    let conflict = format!("<<<<<<< HEAD\n||||||| base\n{noted}=======\n{theirs}>>>>>>> side\n");
    let env = TestEnv::new().ledger(format!("{RULES}\n{}", history(&format!("{told}{conflict}"))));
    assert_eq!(env.owed("merge").status, 0);
    assert_eq!(env.text(), format!("{RULES}\n{}", history(&format!("{told}{heard}"))));
    // Without it nobody knows that it was there before: it stays.
    let lines = format!("{told}{}", either("", &theirs));
    let env = TestEnv::new().ledger(format!("{RULES}\n{}", history(&lines)));
    assert_eq!(env.owed("merge").status, 0);
    assert_eq!(env.text(), format!("{RULES}\n{}", history(&format!("{told}{noted}{heard}"))));
}

#[test]
fn markers_that_are_odd_and_versions_that_are_not_understood_are_refused_at_their_line() {
    let refused = |text: String| {
        let env = TestEnv::new().ledger(&text);
        let said = env.owed("merge --take ours");
        assert_eq!((said.status, env.text()), (2, text));
        said.to_string()
    };
    let conflict = either("owner = \"dana\"\n", "owner = \"sam\"\n");
    let head = format!("{RULES}\n{}", block("k7qdm2xv", ""));
    let nested = conflict.replace("=======", "<<<<<<< HEAD");
    assert_snapshot!(refused(format!("{head}{nested}")), @"
    --- stderr
    error: ledger.toml:12:1: a conflict inside another
      12 | <<<<<<< HEAD
         | ^^^^^^^^^^^^
    hint: mend the markers, or settle it by hand, with `owed edit`
    --- exit 2
    ");
    assert_snapshot!(refused(format!("{head}{}", conflict.replace("=======\n", ""))), @"
    --- stderr
    error: ledger.toml:13:1: a conflict marker that does not belong here
      13 | >>>>>>> side
         | ^^^^^^^^^^^^
    hint: mend the markers, or settle it by hand, with `owed edit`
    --- exit 2
    ");
    assert_snapshot!(refused(format!("{head}{}", conflict.replace(">>>>>>> side\n", ""))), @"
    --- stderr
    error: ledger.toml:10:1: this conflict has no `>>>>>>>` that ends it
      10 | <<<<<<< HEAD
         | ^^^^^^^^^^^^
    hint: mend the markers, or settle it by hand, with `owed edit`
    --- exit 2
    ");
    assert_snapshot!(refused(format!("{head}>>>>>>> side\n")), @"
    --- stderr
    error: ledger.toml:10:1: a conflict marker without the `<<<<<<<` that begins it
      10 | >>>>>>> side
         | ^^^^^^^^^^^^
    hint: mend the markers, or settle it by hand, with `owed edit`
    --- exit 2
    ");
    assert_snapshot!(refused(format!("{head}{}", conflict.replace("sam\"", "sam"))), @"
    --- stderr
    error: ledger.toml: line 10 of theirs is not understood: this string is not closed
    hint: nothing was changed; settle it by hand, with `owed edit`
    --- exit 2
    ");
    assert_snapshot!(refused(format!("{head}owner = dana\n")), @r#"
    --- stderr
    error: ledger.toml:10:9: expected a value: a quoted string, a number, a date-time, `true` or `false`
      10 | owner = dana
         |         ^^^^
    hint: put a string in quotes, `"…"`; write a date-time as 2026-11-20T17:00:00-05:00
    --- exit 2
    "#);
}

#[test]
fn archives_with_markers_are_settled_with_the_ledger() {
    let header = "# What was closed in the owed ledger beside this file, moved here by `owed archive`.\nformat = 1\n\n";
    let done = "history = [\n  { at = 2026-11-19T09:00:00-05:00, did = \"done\" },\n]\n";
    let ledger = format!("{RULES}archives = [\"ledger.2026.toml\"]\n\n{}", block("k7qdm2xv", ""));
    let lines = either(&block("bbb22222", done), &block("ccc33333", done));
    let env = TestEnv::new().ledger(&ledger).file("ledger.2026.toml", format!("{header}{lines}"));
    assert_snapshot!(env.owed("merge"), @"
    ledger.2026.toml: merged; `git add` says that it is settled
    --- exit 0
    ");
    let archive = fs::read_to_string(env.path("ledger.2026.toml")).unwrap();
    assert_eq!(archive, format!("{header}{}\n{}", block("bbb22222", done), block("ccc33333", done)));
    assert_eq!((env.text(), env.owed("check").status), (ledger, 0));
}

#[test]
fn a_person_is_asked_for_each_contradiction() {
    let env = of_two_owners();
    let before = env.text();
    let mut terminal = run(&env, "owed merge");
    let shown = terminal.wait_for("neither: change nothing");
    assert!(shown.contains("owner = \"dana\"") && shown.contains("`owner` has two values"), "{shown}");
    terminal.press("\u{1b}[B\u{1b}[B\r");
    terminal.wait_for("nothing was changed");
    assert_eq!(env.text(), before);
    let mut terminal = run(&env, "owed merge");
    terminal.wait_for("neither: change nothing");
    terminal.press("\u{1b}[B\r");
    terminal.wait_for("ledger.toml: merged");
    assert_eq!(env.text(), format!("{RULES}\n{}", block("k7qdm2xv", "owner = \"sam\"\n")));
}
