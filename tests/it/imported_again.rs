//! The same file again, and tomorrow's: what is present, what changed at its source, and what happened here meanwhile.

use insta::assert_snapshot;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{RULES, TestEnv};

const HEAD: &str = "ref,to,what,owner,made,due,done\n";

/// Returns a row that was promised on Monday the 16th.
fn row(name: &str, owner: &str, due: &str, done: &str) -> String {
    format!("{name},Acme,call,{owner},2026-11-16 09:00,{due},{done}\n")
}

/// Returns an environment into which a file was imported.
fn imported(rows: &str) -> TestEnv {
    let env = TestEnv::new().ledger(RULES).file("in.csv", format!("{HEAD}{rows}"));
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
    env
}

/// Imports other rows.
fn import(env: &TestEnv, rows: &str, options: &str) -> crate::support::Said {
    env.write("in.csv", format!("{HEAD}{rows}"));
    env.owed(&format!("import in.csv --from csv {options}"))
}

/// Imports rows that say nothing new, with and without `--update`.
fn says_nothing_new(env: &TestEnv, rows: &str, count: usize) {
    let before = env.text();
    for options in ["", "--update"] {
        let said = import(env, rows, options);
        let expected = format!("0 imported, 0 closed, 0 changed, {count} already present, 0 left out\n");
        assert!(said.stdout.starts_with(&expected), "{said}");
        assert_eq!((said.stderr, said.status), (String::new(), 0));
        assert_eq!(env.text(), before);
    }
}

/// Returns the only commitment.
fn one(env: &TestEnv) -> Value {
    let all = env.owed("list --all --json").json()["commitments"].clone();
    let [one] = all.as_array().unwrap().as_slice() else { panic!("{all}") };
    one.clone()
}

/// Returns the one of a reference.
fn one_of(env: &TestEnv, reference: &str) -> Value {
    let all = env.owed("list --all --json").json()["commitments"].clone();
    all.as_array().unwrap().iter().find(|one| one["ref"] == reference).unwrap().clone()
}

/// Returns the last events, as the ledger has them.
fn events(env: &TestEnv) -> String {
    let text = env.text();
    text.lines().filter(|line| line.starts_with("  { at")).map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn a_due_that_moved_there_is_listed_and_recorded_untold_with_update() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", ""));
    let moved = row("T-1", "dana", "2026-11-25 17:00", "");
    let before = env.text();
    assert_snapshot!(import(&env, &moved, ""), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Wed 25 Nov 17:00, was Mon 23 Nov 17:00: line 2
      times without an offset are in America/New_York
    --- stderr
    hint: `--update` records what changed
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    assert_snapshot!(import(&env, &moved, "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Wed 25 Nov 17:00, was Mon 23 Nov 17:00: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-25T17:00:00-05:00, why = "changed at csv" },
    "#);
    assert_eq!(env.owed("overdue --json").json()["commitments"][0]["reasons"], json!(["untold"]));
    says_nothing_new(&env, &moved, 1);
    // Back to where it was: that is another change.
    let back = row("T-1", "dana", "2026-11-23 17:00", "");
    let said = import(&env, &back, "--update --told --json").json();
    let what = "due Mon 23 Nov 17:00, was Wed 25 Nov 17:00";
    let changed = json!([{ "line": 2, "id": one(&env)["id"], "what": what, "recorded": true }]);
    assert_eq!(said["changed"], changed);
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-25T17:00:00-05:00, why = "changed at csv" },
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-23T17:00:00-05:00, why = "changed at csv", told = true },
    "#);
    says_nothing_new(&env, &back, 1);
}

#[test]
fn the_source_may_have_told_the_customers_only_where_it_is_recorded() {
    let env = imported(&row("T-1", "", "2026-11-23 17:00", ""));
    assert_snapshot!(import(&env, "", "--told"), @"
    --- stderr
    error: record what changed there? add `--update`
    hint: `owed help import` says what else it takes
    --- exit 2
    ");
}

#[test]
fn an_owner_that_changed_there_is_handed() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", ""));
    let handed = row("T-1", "lee", "2026-11-23 17:00", "");
    assert_snapshot!(import(&env, &handed, "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: owner lee, was dana: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "handed", to = "lee", why = "changed at csv" },
    "#);
    says_nothing_new(&env, &handed, 1);
    // An owner that is not named has not changed.
    says_nothing_new(&env, &row("T-1", "", "2026-11-23 17:00", ""), 1);
}

#[test]
fn an_owner_that_is_new_here_and_near_another_is_warned_of() {
    let env = imported(&row("T-1", "quillfeather", "2026-11-23 17:00", ""));
    assert_snapshot!(import(&env, &row("T-1", "quilfeather", "2026-11-23 17:00", ""), "--update").stderr, @r#"
    warning: owner "quilfeather" is new; did you mean "quillfeather"?
    hint: `owed check --all` shows each; if that was not meant, `owed undo` takes the import back
    "#);
}

#[test]
fn what_was_done_there_and_is_open_again_is_reopened() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", "2026-11-18 12:00"));
    let open = row("T-1", "lee", "2026-11-24 17:00", "");
    assert_snapshot!(import(&env, &open, ""), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: open again, due Tue 24 Nov 17:00; owner lee, was dana: line 2
      times without an offset are in America/New_York
    --- stderr
    hint: `--update` records what changed
    --- exit 0
    ");
    assert_snapshot!(import(&env, &open, "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: open again, due Tue 24 Nov 17:00; owner lee, was dana: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-18T12:00:00-05:00, did = "done" },
    { at = 2026-11-20T09:30:00-05:00, did = "reopened", due = 2026-11-24T17:00:00-05:00, why = "changed at csv" },
    { at = 2026-11-20T09:30:00-05:00, did = "handed", to = "lee", why = "changed at csv" },
    "#);
    says_nothing_new(&env, &open, 1);
    // Done again, later: that closes it. Done again at the old time cannot be, and is listed.
    let again = row("T-1", "lee", "2026-11-24 17:00", "2026-11-18 12:00");
    let before = env.text();
    assert_snapshot!(import(&env, &again, "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: done Wed 18 Nov 12:00 there, reopened here since (not recorded: it stays as it is): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    let later = row("T-1", "lee", "2026-11-24 17:00", "2026-11-20 10:00");
    assert_snapshot!(import(&env, &later, ""), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      1 row says that something happened after now: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    says_nothing_new(&env, &later, 1);
    assert_eq!(one(&env)["cycle"], 2);
}

#[test]
fn another_time_of_a_closing_is_listed_and_left_as_it_is() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", "2026-11-18 12:00"));
    let before = env.text();
    assert_snapshot!(import(&env, &row("T-1", "lee", "2026-11-24 17:00", "2026-11-19 12:00"), "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: done Thu 19 Nov 12:00 there, closed Wed 18 Nov 12:00 here (not recorded: it stays as it is); due Tue 24 Nov 17:00, was Mon 23 Nov 17:00, and is closed here (not recorded: it stays as it is): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn what_happened_here_only_is_no_change_there() {
    let rows = row("T-1", "dana", "2026-11-23 17:00", "");
    let env = imported(&rows);
    for line in [
        "move t-1 --by '2026-11-26 17:00' --why parts --told",
        "hand t-1 --to lee --why lunch",
        "note t-1 hello",
        "wait t-1 --why photos",
        "done t-1",
        "reopen t-1 --by '2026-12-01 17:00' --why 'not yet'",
        "cancel t-1 --as withdrawn --why over",
        "reopen t-1 --by '2026-12-02 17:00' --why 'not over'",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}");
        says_nothing_new(&env, &rows, 1);
    }
    // A change there is one, whatever was decided here; the same date is none.
    says_nothing_new(&env, &row("T-1", "lee", "2026-12-02 17:00", ""), 1);
    assert_eq!(import(&env, &row("T-1", "sam", "2026-11-24 17:00", ""), "--update").status, 0);
    assert_eq!(
        (&one(&env)["due"], &one(&env)["owner"]),
        (&"2026-11-24T17:00:00-05:00".into(), &"sam".into())
    );
}

#[test]
fn what_was_reopened_here_is_not_closed_again_by_the_same_file() {
    let rows = row("T-1", "dana", "2026-11-23 17:00", "2026-11-18 12:00")
        + &row("T-2", "dana", "2026-11-23 17:00", "");
    let env = imported(&rows);
    assert_eq!(env.owed("reopen t-1 --by '2026-11-24 17:00' --why 'not yet'").status, 0);
    says_nothing_new(&env, &rows, 2);
    // Another time before that is no closing since.
    let other = rows.replace("2026-11-18 12:00", "2026-11-18 13:00");
    assert_snapshot!(import(&env, &other, ""), @"
    0 imported, 0 closed, 1 changed, 1 already present, 0 left out
      changed: call → Acme: done Wed 18 Nov 13:00 there, reopened here since: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    let later = rows.replace("2026-11-18 12:00", "2026-11-20 09:31");
    assert_snapshot!(import(&env.at("2026-11-20T10:00:00-05:00"), &later, ""), @"
    0 imported, 1 closed, 0 changed, 1 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
}

#[test]
fn what_is_done_here_and_there_is_done_whatever_each_calls_the_time() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", ""));
    assert_eq!(env.owed("done t-1").status, 0);
    says_nothing_new(&env, &row("T-1", "dana", "2026-11-23 17:00", "2026-11-20 09:45"), 1);
}

#[test]
fn a_due_that_moved_before_it_was_done_is_recorded_before_that() {
    let env = imported(&row("T-1", "dana", "2026-11-18 17:00", ""));
    let rows = row("T-1", "lee", "2026-11-19 17:00", "2026-11-19 12:00");
    assert_snapshot!(import(&env, &rows, "--update --told"), @"
    0 imported, 1 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Thu 19 Nov 17:00, was Wed 18 Nov 17:00; owner lee, was dana: line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-19T12:00:00-05:00, did = "moved", due = 2026-11-19T17:00:00-05:00, why = "changed at csv", told = true },
    { at = 2026-11-19T12:00:00-05:00, did = "handed", to = "lee", why = "changed at csv" },
    { at = 2026-11-19T12:00:00-05:00, did = "done" },
    "#);
    says_nothing_new(&env, &rows, 1);
}

#[test]
fn a_due_that_moved_before_it_was_done_is_not_recorded_after_something_that_happened_here_later() {
    let env = imported(&row("T-1", "dana", "2026-11-18 17:00", ""));
    assert_eq!(env.owed("note t-1 'they rang'").status, 0);
    let rows = row("T-1", "dana", "2026-11-19 17:00", "2026-11-19 12:00");
    assert_snapshot!(import(&env, &rows, "--update"), @"
    0 imported, 1 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Thu 19 Nov 17:00, was Wed 18 Nov 17:00 (not recorded: something happened here after it was done): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(one(&env)["verdict"], "late");
    let before = env.text();
    assert_snapshot!(import(&env, &rows, "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Thu 19 Nov 17:00, was Wed 18 Nov 17:00, and is closed here (not recorded: it stays as it is): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn a_due_that_moved_and_a_closing_wait_for_update_together() {
    let env = imported(&row("T-1", "dana", "2026-11-18 17:00", ""));
    let rows = row("T-1", "dana", "2026-11-19 17:00", "2026-11-19 12:00");
    let before = env.text();
    assert_snapshot!(import(&env, &rows, ""), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Thu 19 Nov 17:00, was Wed 18 Nov 17:00; done Thu 19 Nov 12:00: line 2
      times without an offset are in America/New_York
    --- stderr
    hint: `--update` records what changed
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    assert!(import(&env, &rows, "--update").stdout.starts_with("0 imported, 1 closed, 1 changed, "));
    says_nothing_new(&env, &rows, 1);
    // Another owner does not keep it open, and nobody has to keep it any more.
    let env = imported(&row("T-1", "dana", "2026-11-18 17:00", ""));
    let rows = row("T-1", "lee", "2026-11-18 17:00", "2026-11-18 12:00");
    assert_snapshot!(import(&env, &rows, ""), @"
    0 imported, 1 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: owner lee, was dana (not recorded: it is closed): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    says_nothing_new(&env, &rows, 1);
}

#[test]
fn what_was_done_before_something_that_was_recorded_here_is_listed() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", ""));
    assert_eq!(env.owed("wait t-1 --why photos").status, 0);
    let rows = row("T-1", "dana", "2026-11-23 17:00", "2026-11-19 12:00");
    let other = row("T-2", "dana", "2026-11-23 17:00", "");
    assert_snapshot!(import(&env, &(rows.clone() + &other), ""), @"
    1 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: done Thu 19 Nov 12:00 (not recorded: this would make a later event invalid: `waiting` at 2026-11-20T09:30:00-05:00 (it is already closed)): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    let before = env.text();
    assert!(import(&env, &rows, "").stdout.starts_with("0 imported, 0 closed, 1 changed, "));
    assert_eq!(env.text(), before);
    // What changed besides is recorded.
    assert_eq!(import(&env, &rows.replace("dana", "lee"), "--update").status, 0);
    assert_eq!(one_of(&env, "T-1")["owner"], "lee");
}

#[test]
fn which_of_two_is_meant_is_not_guessed_where_something_was_recorded_here() {
    let open = row("", "", "2026-11-23 17:00", "");
    let done = row("", "", "2026-11-23 17:00", "2026-11-19 12:00");
    for line in [
        "told SHORT tomorrow",
        "hand SHORT --to lee --why lunch",
        "move SHORT --by '2026-11-27 17:00' --why parts",
    ] {
        let env = imported(&open.repeat(2));
        let all = env.owed("list --json").json();
        let short = all["commitments"][1]["id"].as_str().unwrap();
        assert_eq!(env.owed(&line.replace("SHORT", short)).status, 0, "{line}");
        let before = env.text();
        for rows in [[open.clone(), done.clone()].concat(), [done.clone(), open.clone()].concat()] {
            let said = import(&env, &rows, "--update").stdout;
            assert!(
                said.starts_with("0 imported, 0 closed, 0 changed, 1 already present, 1 left out\n"),
                "{said}"
            );
            assert_eq!(env.text(), before, "{line}");
        }
        says_nothing_new(&env, &open.repeat(2), 2);
        // Both of them: that is clear. What was recorded here after that instant cannot have been of a closed one.
        let counts = if line.starts_with("told") { "2 closed, 0 changed" } else { "1 closed, 1 changed" };
        let said = import(&env, &done.repeat(2), "").to_string();
        assert!(said.starts_with(&format!("0 imported, {counts}, ")), "{line}: {said}");
    }
}

#[test]
fn a_date_cannot_be_moved_while_the_clock_stands_still_and_that_is_said() {
    let rules = format!("{RULES}\n[kind.repair]\ntarget = \"24h\"\n");
    let head = "ref,to,what,kind,made,due,done\n";
    let csv = |due: &str| format!("{head}T-1,Acme,call,repair,2026-11-20 09:00,{due},\n");
    let env = TestEnv::new().ledger(rules).file("in.csv", csv(""));
    for line in ["import in.csv --from csv", "wait t-1 --why photos"] {
        assert_eq!(env.owed(line).status, 0);
    }
    env.write("in.csv", csv("2026-11-25 17:00"));
    let before = env.text();
    assert_snapshot!(env.owed("import in.csv --from csv --update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: due Wed 25 Nov 17:00, was Sat 21 Nov 09:00 (not recorded: it is waiting, so it has no due date to move): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn an_open_one_with_an_archived_twin_is_found() {
    for (name, kept) in [("T-1", 1), ("", 2)] {
        let env = imported(&row(name, "", "2026-11-18 17:00", "2026-11-18 12:00"));
        assert_eq!(env.owed("archive --before 2026-11-20").status, 0);
        // By hand: the same again, and open.
        let block = format!(
            "\n[[commitment]]\nid = \"ccc22222\"\nto = \"Acme\"\nwhat = \"call\"\n{}made = 2026-11-16T09:00:00-05:00\n\
             due = 2026-11-25T17:00:00-05:00\n",
            if name.is_empty() { String::new() } else { format!("ref = \"{name}\"\n") }
        );
        env.put(env.text() + &block);
        let open = row(name, "", "2026-11-25 17:00", "");
        says_nothing_new(&env, &open, 1);
        let done = row(name, "", "2026-11-25 17:00", "2026-11-20 09:00");
        let said = import(&env, &done, "").stdout;
        assert!(
            said.starts_with("0 imported, 1 closed, 0 changed, 0 already present, 0 left out\n"),
            "{said}"
        );
        // What is archived does not change any more.
        let all = done + &row("", "", "2026-11-18 17:00", "2026-11-18 12:00").repeat(kept - 1);
        says_nothing_new(&env, &all, kept);
    }
}

#[test]
fn what_is_archived_stays_as_it_is() {
    let env = imported(&row("T-1", "", "2026-11-18 17:00", "2026-11-18 12:00"));
    assert_eq!(env.owed("archive --before 2026-11-20").status, 0);
    assert_snapshot!(import(&env, &row("T-1", "", "2026-11-18 17:00", ""), "--update"), @"
    0 imported, 0 closed, 1 changed, 0 already present, 0 left out
      changed: call → Acme: open again, due Wed 18 Nov 17:00 (not recorded: it is archived): line 2
      times without an offset are in America/New_York
    --- exit 0
    ");
}

#[test]
fn which_of_several_is_meant_is_not_guessed() {
    // Two that differ by their due only: both dues are others now.
    let two = |one: &str, other: &str| row("", "", one, "") + &row("", "", other, "");
    let env = imported(&two("2026-11-23 17:00", "2026-11-24 17:00"));
    says_nothing_new(&env, &two("2026-11-24 17:00", "2026-11-23 17:00"), 2);
    let before = env.text();
    assert_snapshot!(import(&env, &two("2026-11-25 17:00", "2026-11-26 17:00"), "--update"), @"
    0 imported, 0 closed, 0 changed, 0 already present, 2 left out
      2 rows: several have its kind, to, what and made, and which of them is meant is not clear: give each a ref: lines 2, 3
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    // One of them: that is the one whose due is not there any more.
    assert_snapshot!(import(&env, &two("2026-11-24 17:00", "2026-11-26 17:00"), "--update"), @"
    0 imported, 0 closed, 1 changed, 1 already present, 0 left out
      changed: call → Acme: due Thu 26 Nov 17:00, was Mon 23 Nov 17:00: line 3
      times without an offset are in America/New_York
    --- exit 0
    ");
    // One more: the third is new.
    let three = two("2026-11-24 17:00", "2026-11-26 17:00") + &row("", "", "2026-11-27 17:00", "");
    assert_snapshot!(import(&env, &three, ""), @"
    1 imported, 0 closed, 0 changed, 2 already present, 0 left out
      times without an offset are in America/New_York
    --- stderr
    warning: 1 row promises what is promised already, and open: line 4
    hint: `owed check --all` shows each; if that was not meant, `owed undo` takes the import back
    --- exit 0
    ");
    says_nothing_new(&env, &three, 3);
}

#[test]
fn a_day_that_is_read_as_its_midnight_tomorrow_has_not_moved() {
    // Midnights only are days; beside another time they are midnights.
    for name in ["T-1", ""] {
        let days = row(name, "", "2026-11-23 00:00", "") + &row("T-2", "", "2026-11-25 00:00", "");
        let env = imported(&days);
        assert!(env.text().contains("due = 2026-11-23T23:59:59-05:00"));
        let before = env.text();
        let times = days.clone() + &row("T-3", "", "2026-11-25 17:00", "2026-11-20 09:00");
        let said = import(&env, &times, "--update").stdout;
        assert!(
            said.starts_with("1 imported, 0 closed, 0 changed, 2 already present, 0 left out\n"),
            "{said}"
        );
        assert!(env.text().starts_with(before.trim_end()));
        let moved = times.replace("2026-11-23 00:00", "2026-11-24 00:00");
        let said = import(&env, &moved, "").stdout;
        let counts = "0 imported, 0 closed, 1 changed, 2 already present, 0 left out\n";
        let what = "  changed: call → Acme: due Tue 24 Nov 00:00, was end of Mon 23 Nov: line 2\n";
        assert!(said.starts_with(&format!("{counts}{what}")), "{said}");
    }
}

#[test]
fn a_column_that_the_file_has_not_has_not_changed() {
    let env = imported(&row("T-1", "dana", "2026-11-23 17:00", "2026-11-18 12:00"));
    env.write("in.csv", "ref,to,what,made\nT-1,Acme,call,2026-11-16 09:00\n");
    assert_snapshot!(env.owed("import in.csv --from csv --update"), @"
    0 imported, 0 closed, 0 changed, 1 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
}

/// A row of a random file: few values, so that many share what makes them the same.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    reference: Option<usize>,
    to: usize,
    made: usize,
    owner: usize,
    due: usize,
    tags: usize,
    done: Option<usize>,
}

impl Row {
    fn csv(&self) -> String {
        let reference = self.reference.map_or_else(String::new, |number| format!("T-{number}"));
        let done = self.done.map_or_else(String::new, |hour| format!("2026-11-17 {:02}:00", 10 + hour));
        format!(
            "{reference},{},call,{},2026-11-16 0{}:00,2026-11-2{} 17:00,{},{done}\n",
            ["Acme", "Globex"][self.to],
            ["", "dana", "lee"][self.owner],
            8 + self.made,
            3 + self.due,
            ["", "vip", "\"vip,it\""][self.tags],
        )
    }

    /// Returns what makes it the same as another.
    fn facts(&self) -> (Option<usize>, usize, usize) {
        (self.reference, self.to, self.made)
    }
}

fn csv(rows: &[Row]) -> String {
    "ref,to,what,owner,made,due,tags,done\n".to_owned() + &rows.iter().map(Row::csv).collect::<String>()
}

/// Returns rows, of which some have a reference: a third, or none.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row =
        (any::<bool>(), 0..2_usize, 0..2_usize, 0..3_usize, 0..3_usize, 0..3_usize, option::of(0..3_usize));
    (any::<bool>(), vec(row, 1..9)).prop_map(|(named, rows)| {
        let row = |(number, (has_name, to, made, owner, due, tags, done)): (usize, _)| Row {
            reference: (named && has_name).then_some(number),
            to,
            made,
            owner,
            due,
            tags,
            done,
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

/// Returns rows, and them in three other orders.
fn shuffled() -> impl Strategy<Value = (Vec<Row>, [Vec<Row>; 3])> {
    rows().prop_flat_map(|rows| {
        let any = || Just(rows.clone()).prop_shuffle();
        (Just(rows.clone()), [any(), any(), any()])
    })
}

/// Imports rows within the test, and returns what was said.
fn take(env: &TestEnv, rows: &[Row], options: &str) -> String {
    env.write("in.csv", csv(rows));
    let file = env.path("in.csv").display().to_string();
    let said = env.within(&format!("import {file} --from csv {options}"));
    assert_eq!(said.status, 0, "{said}");
    said.stdout
}

/// Returns what a ledger says, ids and order aside.
fn blocks(env: &TestEnv) -> Vec<String> {
    let text = env.text();
    let mut blocks: Vec<_> = text
        .split("\n[[commitment]]\n")
        .skip(1)
        .map(|block| block.lines().filter(|line| !line.starts_with("id =")).collect::<Vec<_>>().join("\n"))
        .collect();
    blocks.sort();
    blocks
}

/// Returns the ledger of one import.
fn at_once(rows: &[Row]) -> Vec<String> {
    let env = TestEnv::new().ledger(RULES);
    assert!(take(&env, rows, "").starts_with(&format!("{} imported", rows.len())));
    blocks(&env)
}

/// Imports rows that say nothing new, in whatever order, and with `--update`.
fn is_settled(env: &TestEnv, rows: [&[Row]; 2]) {
    let before = env.text();
    for (rows, options) in rows.into_iter().zip(["", "--update"]) {
        let all = format!("0 imported, 0 closed, 0 changed, {} already present, 0 left out", rows.len());
        assert!(take(env, rows, options).starts_with(&all));
        assert_eq!(env.text(), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The order of the rows does not matter, nor that they come again.
    #[test]
    fn any_order_of_rows_gives_the_same_ledger((rows, [one, two, three]) in shuffled()) {
        let env = TestEnv::new().ledger(RULES);
        take(&env, &one, "");
        prop_assert_eq!(blocks(&env), at_once(&rows));
        is_settled(&env, [&two, &three]);
    }

    /// What is imported open and then with what was done is what one import gives.
    #[test]
    fn first_all_open_and_then_with_what_was_done_is_one_import((rows, [one, two, three]) in shuffled()) {
        let env = TestEnv::new().ledger(RULES);
        let open: Vec<_> = one.iter().map(|row| Row { done: None, ..row.clone() }).collect();
        take(&env, &open, "");
        let said = take(&env, &two, "");
        let closed = rows.iter().filter(|row| row.done.is_some()).count();
        let present = rows.len() - closed;
        let counts = format!("0 imported, {closed} closed, 0 changed, {present} already present, 0 left out\n");
        prop_assert!(said.starts_with(&counts), "{}", said);
        prop_assert_eq!(blocks(&env), at_once(&rows));
        is_settled(&env, [&three, &two]);
    }

    /// A file that grows: some rows first, some of them still open, then all.
    #[test]
    fn some_rows_and_then_all_is_one_import(
        (rows, [one, two, three]) in shuffled(),
        some in vec((any::<bool>(), any::<bool>()), 9),
    ) {
        let env = TestEnv::new().ledger(RULES);
        let first: Vec<_> = one
            .iter()
            .zip(some)
            .filter(|(_, (is_in, _))| *is_in)
            .map(|(row, (_, is_open))| Row { done: row.done.filter(|_| !is_open), ..row.clone() })
            .collect();
        take(&env, &first, "");
        take(&env, &two, "");
        prop_assert_eq!(blocks(&env), at_once(&rows));
        is_settled(&env, [&three, &two]);
    }

    /// Two files that share no rows which are the same but for due, owner and closing: without a ref nothing else
    /// tells such a row from one that changed.
    #[test]
    fn any_split_into_two_imports_is_one_import((rows, [one, two, _]) in shuffled(), parts in any::<u64>()) {
        let in_first = |row: &&Row| {
            let (reference, to, made) = row.facts();
            parts >> ((reference.map_or(0, |number| number + 1) * 4 + to * 2 + made) % 64) & 1 == 0
        };
        let first: Vec<_> = one.iter().filter(in_first).cloned().collect();
        let second: Vec<_> = two.iter().filter(|row| !in_first(row)).cloned().collect();
        let env = TestEnv::new().ledger(RULES);
        take(&env, &first, "");
        take(&env, &second, "");
        prop_assert_eq!(blocks(&env), at_once(&rows));
    }
}
