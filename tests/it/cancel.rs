//! `owed cancel`: who ended it is recorded.

use insta::assert_snapshot;

use crate::support::{SAMPLE, TestEnv};

#[test]
fn cancelling_says_who_ended_it() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("cancel ccc --as withdrawn --why they bought elsewhere"), @"
    ccc  send the signed offer → Globex: cancelled as withdrawn
    --- exit 0
    ");
    assert_snapshot!(env.owed("cancel ddd --why entered twice --as void"), @"
    ddd  send the price list → Müller GmbH: cancelled as void
    --- exit 0
    ");
    assert_snapshot!(env.owed("cancel fff --why cannot --as broken"), @"
    fff  repair the pump → Initech: cancelled as broken
    --- exit 0
    ");
    let written = env.text();
    for line in ["as = \"withdrawn\", why = \"they bought", "as = \"void\", why", "as = \"broken\", why"] {
        assert!(written.contains(line), "{line}");
    }
    assert_snapshot!(env.owed("cancel hhh --as void"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed help cancel` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("cancel hhh --why x --as avoid"), @r#"
    --- stderr
    error: --as must be withdrawn, broken or void, not "avoid"
    hint: did you mean "void"?
    --- exit 2
    "#);
}

#[test]
fn without_as_nothing_is_cancelled_and_the_three_meanings_are_said() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("cancel ccc --why will not make it"), @"
    --- stderr
    error: how did it end? say it with `--as`; nothing was cancelled
    hint: --as withdrawn: the customer no longer wants it
    hint: --as broken: we will not keep it
    hint: --as void: it was entered by mistake
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn withdrawn_after_the_due_is_written_as_said_counts_as_broken_and_both_are_said() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("cancel bbb --as withdrawn --why no time"), @"
    bbb  call back about invoice 1182 → Acme Corp: cancelled as withdrawn, 1h 30m after its due: counts as broken
    --- exit 0
    ");
    assert!(env.text().contains("did = \"cancelled\", as = \"withdrawn\", why = \"no time\""));
    assert_eq!(env.owed("show bbb --json").json()["commitments"][0]["verdict"], "broken");
    let shown = env.owed("show bbb").stdout;
    assert!(shown.contains("broken, closed") && shown.contains("cancelled as withdrawn"), "{shown}");
    // At the very second of the due it was on time.
    let env = TestEnv::sample().at("2026-11-20T12:00:00-05:00");
    assert_snapshot!(env.owed("cancel ccc --as withdrawn --why x"), @"
    ccc  send the signed offer → Globex: cancelled as withdrawn
    --- exit 0
    ");
    let env = TestEnv::sample().at("2026-11-20T12:00:01-05:00");
    assert_snapshot!(env.owed("cancel ccc --as withdrawn --why x"), @"
    ccc  send the signed offer → Globex: cancelled as withdrawn, 1s after its due: counts as broken
    --- exit 0
    ");
}

#[test]
fn on_a_terminal_it_is_asked() {
    let env = TestEnv::sample();
    assert_snapshot!(env.answering(Some("B"), "cancel ccc --why will not make it"), @r#"
    ccc  send the signed offer → Globex: cancelled as broken
    --- stderr
    how did "send the signed offer → Globex" end?
      withdrawn: the customer no longer wants it
      broken: we will not keep it
      void: it was entered by mistake
    withdrawn, broken or void? [w/b/v]
    --- exit 0
    "#);
    assert!(env.text().contains("as = \"broken\", why = \"will not make it\""));
    for (answer, wanted) in [("withdrawn", "withdrawn"), (" v ", "void"), ("w", "withdrawn")] {
        let env = TestEnv::sample();
        assert_eq!(env.answering(Some(answer), "cancel ccc --why x").status, 0, "{answer}");
        assert!(env.text().contains(&format!("as = \"{wanted}\"")), "{answer}");
    }
    for answer in [Some(""), Some("yes"), None] {
        let env = TestEnv::sample();
        let said = env.answering(answer, "cancel ccc --why x");
        assert!(said.stderr.contains("error: how did it end?"), "{said}");
        assert_eq!((said.status, env.text().as_str()), (2, SAMPLE));
    }
    // What cannot be cancelled is not asked about, nor what was answered already.
    assert_snapshot!(env.answering(Some("v"), "cancel ggg --why x"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.answering(Some("v"), "cancel ddd --why x --as broken"), @"
    ddd  send the price list → Müller GmbH: cancelled as broken
    --- exit 0
    ");
}
