//! What happens to a commitment: `done`, `move`, `told`, `heard`, `note`, `hand`, `escalate`.

use insta::assert_snapshot;

use crate::shop::{LEDGER, Shop};

/// The lines that a run put into the ledger.
fn new_lines(shop: &Shop) -> String {
    let text = shop.text();
    let new = text.lines().filter(|line| !LEDGER.lines().any(|old| old == *line) && !line.starts_with("id"));
    new.collect::<Vec<_>>().join("\n")
}

#[test]
fn done_says_kept_or_late_and_by_how_much() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
    assert_snapshot!(shop.owed("done bbb --note reached Kim, all is well"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    --- exit 0
    ");
    assert_snapshot!(shop.owed("done fff --at yesterday 16:00"), @"
    fff  repair the pump → Initech: done, kept, 1h early
    --- exit 0
    ");
    assert_snapshot!(new_lines(&shop), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana", note = "reached Kim, all is well" },
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    { at = 2026-11-19T16:00:00-05:00, did = "done", by = "dana", logged = 2026-11-20T09:30:00-05:00 },
    "#);
}

#[test]
fn done_to_the_second_is_kept() {
    let shop = Shop::busy().at("2026-11-20T12:00:00-05:00");
    assert_snapshot!(shop.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, to the second
    --- exit 0
    ");
    let shop = Shop::busy().at("2026-11-20T12:00:01-05:00");
    assert_snapshot!(shop.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, late, by 1s
    --- exit 0
    ");
}

#[test]
fn several_are_done_at_once_or_none() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done bbb ggg ccc"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_eq!(shop.text(), LEDGER);
    assert_snapshot!(shop.owed("done bbb ccc bbb"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
}

#[test]
fn the_rest_is_promised_to_the_same_customer() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done bbb --next send the corrected invoice --by mon 5pm").ids(), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    NEW  send the corrected invoice → Acme Corp, due Mon 23 Nov 17:00, in 3d 7h
    --- exit 0
    ");
    assert_snapshot!(new_lines(&shop), @r#"
      { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    what = "send the corrected invoice"
    follows = "bbb22222"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-11-23T17:00:00-05:00
    "#);
    assert_snapshot!(shop.owed("done ccc --next x --by 2h -q").ids(), @"
    NEW
    --- exit 0
    ");
    assert_snapshot!(shop.owed("done ddd fff --next x --by 2h"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(shop.owed("done ddd --next x"), @"
    --- stderr
    error: by when? add `--by thursday`
    hint: `owed done --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("done ddd --by 2h"), @"
    --- stderr
    error: what comes next? add `--next 'send the rest'`
    hint: `owed done --help` says what else it takes
    --- exit 2
    ");
}

#[test]
fn what_is_closed_is_not_done_again() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done ggg"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move ggg --by mon --why late"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_snapshot!(shop.owed("hand ggg --to lee --why holiday"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_snapshot!(shop.owed("cancel ggg --as withdrawn --why 'changed their mind'"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_snapshot!(shop.owed("escalate ggg --to sam --why stuck"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed
    --- exit 2
    ");
    assert_eq!(shop.text(), LEDGER);
    assert_snapshot!(shop.owed("told ggg it was sent again"), @"
    ggg  send the invoice again → Acme Corp: told: it was sent again
    --- exit 0
    ");
    assert_snapshot!(shop.owed("note ggg the invoice was wrong"), @"
    ggg  send the invoice again → Acme Corp: noted: the invoice was wrong
    --- exit 0
    ");
}

#[test]
fn nothing_is_done_before_it_was_promised_or_in_the_future() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done ccc --at 2026-11-17"), @"
    --- stderr
    error: --at is before ccc33333 was promised
    hint: give an --at after the promise was made
    --- exit 2
    ");
    assert_snapshot!(shop.owed("done ccc --at tomorrow"), @r#"
    --- stderr
    error: "tomorrow" is in the future: end of Sat 21 Nov
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("done ccc --at in 2h"), @r#"
    --- stderr
    error: "in 2h" is in the future: Fri 20 Nov 11:30
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19 11:30
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn a_move_needs_a_reason_and_says_whether_the_customer_knows() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("move ccc --by mon noon --why legal is on it"), @"
    ccc  send the signed offer → Globex: moved, due Mon 23 Nov 12:00, in 3d 2h
    --- stderr
    hint: the customer was last given Fri 20 Nov 12:00: `owed told ccc TEXT`
    --- exit 0
    ");
    assert_snapshot!(shop.owed("move ccc --by tue noon --why still --told"), @"
    ccc  send the signed offer → Globex: moved, due Tue 24 Nov 12:00, in 4d 2h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("move ddd --by 26 nov --why they asked"), @"
    ddd  send the price list → Müller GmbH: moved, due end of Thu 26 Nov, in 6d 14h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("move ddd --by 26 nov --why they asked"), @"
    --- stderr
    error: it is already due Thu 2026-11-26 23:59:59 -05:00 (America/New_York)
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move ddd --by 27 nov"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed move --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move ddd --by soon --why because"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("move ddd --by yesterday --why because"), @r#"
    --- stderr
    error: "yesterday" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("move ddd ccc --by 27 nov --why because"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move bbb --by mon --why because"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Fri 2026-11-20 08:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
    assert_snapshot!(new_lines(&shop), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-23T12:00:00-05:00, why = "legal is on it", by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-24T12:00:00-05:00, why = "still", told = true, by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-26T23:59:59-05:00, why = "they asked", by = "dana" },
    "#);
}

#[test]
fn what_is_said_is_written_down() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("told fff it comes on 1 December"), @"
    fff  repair the pump → Initech: told: it comes on 1 December
    --- exit 0
    ");
    assert_snapshot!(shop.owed("heard 'acme invoice' where is it? --at 9am"), @"
    bbb  call back about invoice 1182 → Acme Corp: heard: where is it?
    --- exit 0
    ");
    assert_snapshot!(shop.owed("note ddd tried to call, nobody there"), @"
    ddd  send the price list → Müller GmbH: noted: tried to call, nobody there
    --- exit 0
    ");
    assert_snapshot!(new_lines(&shop), @r#"
    { at = 2026-11-20T09:00:00-05:00, did = "heard", by = "dana", note = "where is it?", logged = 2026-11-20T09:30:00-05:00 },
    { at = 2026-11-20T09:30:00-05:00, did = "noted", by = "dana", note = "tried to call, nobody there" },
    { at = 2026-11-20T09:30:00-05:00, did = "told", by = "dana", note = "it comes on 1 December" },
    "#);
}

#[test]
fn told_needs_a_commitment_and_a_text() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("told"), @"
    --- stderr
    error: which commitment, and what was said? add an id, and the text
    hint: `owed told --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("told fff"), @r#"
    --- stderr
    error: what was said? "fff" is read as the commitment
    hint: give the commitment first (an id, or words in quotes), then the text
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("heard fff ' '"), @"
    --- stderr
    error: the text is empty
    --- exit 2
    ");
    assert_snapshot!(shop.owed("note the pump needs a part"), @r#"
    --- stderr
    error: "the" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: fff  repair the pump → Initech, due Thu 2026-11-19 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn another_owner_is_named_with_a_reason() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("hand ccc --to Sam Lee --why on holiday"), @"
    ccc  send the signed offer → Globex: handed to Sam Lee, due Fri 20 Nov 12:00, in 2h 30m
    --- exit 0
    ");
    assert_snapshot!(shop.owed("hand ccc --to Sam Lee --why again"), @"
    --- stderr
    error: Sam Lee already owns it
    --- exit 2
    ");
    assert_snapshot!(shop.owed("hand ccc --to dana"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed hand --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("hand ccc --why because"), @"
    --- stderr
    error: to whom? add `--to sam`
    hint: `owed hand --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(new_lines(&shop), @r#"  { at = 2026-11-20T09:30:00-05:00, did = "handed", to = "Sam Lee", why = "on holiday", by = "dana" },"#);
}

#[test]
fn several_are_escalated_at_once() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("escalate bbb fff --to Sam --why the customer is angry"), @"
    bbb  call back about invoice 1182 → Acme Corp: escalated to Sam, due Fri 20 Nov 08:00, 1h 30m late
    fff  repair the pump → Initech: escalated to Sam, due Tue 1 Dec 17:00, in 11d 7h
    --- stderr
    hint: the customer was last given Thu 19 Nov 17:00: `owed told fff TEXT`
    --- exit 0
    ");
    assert_snapshot!(shop.owed("escalate ccc --to Sam --why late --dry-run"), @"
    ccc  send the signed offer → Globex: would be escalated to Sam, due Fri 20 Nov 12:00, in 2h 30m
    --- stderr
    nothing was changed (--dry-run)
    --- exit 0
    ");
    assert_snapshot!(shop.owed("escalate ccc --why late"), @"
    --- stderr
    error: missing --to
    hint: `owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder
    --- exit 2
    ");
    assert_snapshot!(shop.owed("escalate --to Sam"), @"
    --- stderr
    error: --to needs a commitment
    hint: `owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder
    --- exit 2
    ");
    assert_snapshot!(new_lines(&shop), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "escalated", to = "Sam", why = "the customer is angry", by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "escalated", to = "Sam", why = "the customer is angry", by = "dana" },
    "#);
}

#[test]
fn quiet_changes_and_says_nothing() {
    for line in [
        "done ccc -q",
        "move ddd --by mon --why x -q",
        "told fff hello -q",
        "heard fff hello -q",
        "note fff hello -q",
        "hand ccc --to sam --why x -q",
        "escalate ccc --to sam --why x -q",
        "cancel ccc --as void --why x -q",
    ] {
        let shop = Shop::busy();
        let said = shop.owed(line);
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{line}");
        assert_ne!(shop.text(), LEDGER, "{line}");
    }
}

#[test]
fn a_change_touches_no_other_byte() {
    let shop = Shop::busy();
    shop.owed("note ccc hello");
    let text = shop.text();
    let (before, after) = LEDGER.split_once("due = 2026-11-20T12:00:00-05:00\n").unwrap();
    assert!(text.starts_with(before) && text.ends_with(after));
}

#[test]
fn a_quiet_rehearsal_of_telling_says_nothing() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("told soon --to Globex --dry-run -q"), @"--- exit 0");
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn who_forgot_to_say_that_they_were_told_of_a_move_is_shown_how() {
    let shop = Shop::busy();
    assert_eq!(shop.owed("move ccc --by wed noon --why still").status, 0);
    assert_snapshot!(shop.owed("move ccc --by wed noon --why still --told"), @"
    --- stderr
    error: it is already due Wed 2026-11-25 12:00 -05:00 (America/New_York)
    hint: to record that the customer was told of it: `owed told ID TEXT`
    --- exit 2
    ");
}
