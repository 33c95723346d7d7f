//! `owed init`: an empty ledger, once.

use insta::assert_snapshot;

use crate::errors::EMPTY;
use crate::pager;
use crate::support::{SAMPLE, TestEnv};

#[test]
fn init_makes_an_empty_ledger_once() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("init"), @"
    ledger.toml: an empty ledger, in time zone America/New_York
    --- exit 0
    ");
    assert_snapshot!(env.text(), @r#"
    # owed ledger. Edit it by hand if you like; `owed check` says if something is off.
    format = 1
    timezone = "America/New_York"

    # [kind.callback]
    # answer_within = "24h"   # an answer is owed this long after they got in touch
    "#);
    assert_snapshot!(env.owed("init"), @"
    --- stderr
    error: ledger.toml: a ledger already exists here
    hint: `owed check` finds problems in it
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue"), @"--- exit 0");
    assert_eq!(TestEnv::sample().owed("init").status, 2);
    assert_eq!(SAMPLE, TestEnv::sample().text());
}

#[test]
fn init_does_not_call_another_file_a_ledger() {
    let env = TestEnv::new();
    let other = "[package]\nname = \"thing\"\n\n[dependencies]\nserde = \"1\"\n";
    env.put(other);
    assert_snapshot!(env.owed("init"), @r"
    --- stderr
    error: ledger.toml: this file is not a ledger
    hint: name the ledger with --ledger or OWED_LEDGER; one without commitments has `format = 1` at its top
    --- exit 2
    ");
    assert_eq!(env.text(), other);
}

#[test]
fn a_new_ledger_needs_to_know_its_zone() {
    let env = TestEnv::new().env("TZ", ":Europe/Berlin");
    assert_snapshot!(env.owed("init"), @"
    ledger.toml: an empty ledger, in time zone Europe/Berlin
    --- exit 0
    ");
}

#[test]
fn init_makes_a_ledger_of_an_empty_file_and_keeps_its_comments() {
    let fresh = TestEnv::new();
    fresh.owed("init");
    for empty in EMPTY {
        let env = TestEnv::new().ledger(empty);
        assert_eq!(env.owed("init --now '2026-11-20 09:30'").status, 0, "{empty:?}");
        assert!(env.text().ends_with(&fresh.text()), "{empty:?}");
        let comments = |text: &str| text.lines().filter(|line| line.contains('#')).count();
        assert_eq!(comments(&env.text()), comments(empty) + 3, "{empty:?}");
        assert_eq!(env.owed("overdue").status, 0, "{empty:?}");
        assert_eq!(env.owed("promise x --to y --by 2h").status, 0, "{empty:?}");
        assert_eq!(env.owed("init").status, 2, "{empty:?}");
    }
}

#[test]
fn owed_alone_welcomes_a_newcomer_and_offers_to_make_a_ledger() {
    let env = TestEnv::new();
    assert_snapshot!(env.answering(Some(""), ""), @"
    owed keeps the promises you make to people. The first one makes the ledger:
      owed promise call back about the invoice --to Acme Corp --by tomorrow 5pm
      owed             what is open, most pressing first; `owed done acme` closes it
      owed overdue     what is late; exit 1 if anything is
    `owed help` has the rest, `owed config` where the ledger will be.
    --- stderr
    make an empty ledger now, ledger.toml? [y/N]
    --- exit 0
    ");
    assert!(env.files().is_empty(), "the answer is no unless it is yes");
    assert!(env.answering(None, "").stdout.contains("owed promise"));
    assert!(env.files().is_empty());
    assert_eq!(env.owed("").status, 2, "nothing is offered to a script");
    assert_snapshot!(env.answering(Some("y"), ""), @"
    owed keeps the promises you make to people. The first one makes the ledger:
      owed promise call back about the invoice --to Acme Corp --by tomorrow 5pm
      owed             what is open, most pressing first; `owed done acme` closes it
      owed overdue     what is late; exit 1 if anything is
    `owed help` has the rest, `owed config` where the ledger will be.
    ledger.toml: an empty ledger, in time zone America/New_York
    --- stderr
    make an empty ledger now, ledger.toml? [y/N]
    --- exit 0
    ");
    assert!(env.text().contains("format = 1\n"));
    assert_snapshot!(env.answering(Some("y"), ""), @"
    nothing is open
    --- exit 0
    ");
}

#[test]
fn a_newcomer_answers_on_a_real_terminal() {
    let env = TestEnv::new();
    let mut terminal = pager::run(&env, "cat > paged; echo paged", "owed; echo exit $?");
    terminal.wait_for("[y/N]");
    terminal.press("y\r");
    terminal.wait_for("an empty ledger");
    terminal.wait_for("exit 0");
    assert!(env.text().contains("format = 1\n"));
}
