//! `owed done`: kept or late, and what comes next.

use insta::assert_snapshot;

use crate::support::{SAMPLE, TestEnv, new_lines};

#[test]
fn done_says_kept_or_late_and_by_how_much() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
    assert_snapshot!(env.owed("done bbb --note reached Kim, all is well"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    --- exit 0
    ");
    assert_snapshot!(env.owed("done fff --at yesterday 16:00"), @"
    fff  repair the pump → Initech: done, kept, 1h early
    --- exit 0
    ");
    assert_snapshot!(new_lines(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana", note = "reached Kim, all is well" },
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    { at = 2026-11-19T16:00:00-05:00, did = "done", by = "dana", logged = 2026-11-20T09:30:00-05:00 },
    "#);
}

#[test]
fn done_to_the_second_is_kept() {
    let env = TestEnv::sample().at("2026-11-20T12:00:00-05:00");
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, to the second
    --- exit 0
    ");
    let env = TestEnv::sample().at("2026-11-20T12:00:01-05:00");
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, late, by 1s
    --- exit 0
    ");
}

#[test]
fn several_are_done_at_once_or_none() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done bbb ggg ccc"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("done bbb ccc bbb"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
}

#[test]
fn the_rest_is_promised_to_the_same_customer() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done bbb --next send the corrected invoice --by mon 5pm").ids(), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    NEW  send the corrected invoice → Acme Corp, due Mon 23 Nov 17:00, in 3d 7h
    --- exit 0
    ");
    assert_snapshot!(new_lines(&env), @r#"
      { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    what = "send the corrected invoice"
    follows = "bbb22222"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-11-23T17:00:00-05:00
    "#);
    assert_snapshot!(env.owed("done ccc --next x --by 2h -q").ids(), @"
    NEW
    --- exit 0
    ");
    assert_snapshot!(env.owed("done ddd fff --next x --by 2h"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ddd --next x"), @"
    --- stderr
    error: by when? add `--by thursday`
    hint: `owed done --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ddd --by 2h"), @"
    --- stderr
    error: what comes next? add `--next 'send the rest'`
    hint: `owed done --help` says what else it takes
    --- exit 2
    ");
}

#[test]
fn what_is_closed_is_not_done_again() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ggg"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("move ggg --by mon --why late"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand ggg --to lee --why holiday"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("cancel ggg --as withdrawn --why 'changed their mind'"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("escalate ggg --to sam --why stuck"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("told ggg it was sent again"), @"
    ggg  send the invoice again → Acme Corp: told: it was sent again
    --- exit 0
    ");
    assert_snapshot!(env.owed("note ggg the invoice was wrong"), @"
    ggg  send the invoice again → Acme Corp: noted: the invoice was wrong
    --- exit 0
    ");
}

#[test]
fn nothing_is_done_before_it_was_promised_or_in_the_future() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ccc --at 2026-11-17"), @"
    --- stderr
    error: --at is before ccc33333 was promised
    hint: give an --at after the promise was made
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ccc --at tomorrow"), @r#"
    --- stderr
    error: "tomorrow" is in the future: end of Sat 21 Nov
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done ccc --at in 2h"), @r#"
    --- stderr
    error: "in 2h" is in the future: Fri 20 Nov 11:30
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19 11:30
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}
