//! Late entries: an event earlier than others that are recorded, and promises that are missed already.

use insta::assert_snapshot;

use crate::bare_days::saturday;
use crate::support::{RULES, TestEnv};

/// A callback that is due, and past its limit, at seven; the ladder calls in sam then.
const RING: &str = r#"
[[rung]]
at = "100%"
to = "sam"

[[commitment]]
id = "rrr22222"
kind = "callback"
to = "Acme"
what = "ring"
owner = "dana"
ref = "T-1"
made = 2026-11-24T07:00:00-05:00
due = 2026-11-25T07:00:00-05:00
target = "24h"
limit = "24h"
"#;

fn rung() -> TestEnv {
    let env = TestEnv::new().ledger(format!("{RULES}{RING}")).at("2026-11-25T07:00:00-05:00");
    assert_eq!(env.owed("escalate").status, 0);
    assert!(env.text().contains("did = \"escalated\", to = \"sam\", rung = \"100%\""));
    env.at("2026-11-25T08:00:00-05:00")
}

#[test]
fn what_was_done_before_a_climb_can_be_said_after_it() {
    let env = rung();
    assert_snapshot!(env.owed("done ring --at '2026-11-25 06:00'"), @"
    rrr  ring → Acme: done, kept, 1h early
    --- exit 0
    ");
    let one = &env.owed("show rrr --json").json()["commitments"][0];
    let facts = ["verdict", "owner", "hops"].map(|key| one[key].to_string());
    assert_eq!(facts, ["\"kept\"", "\"dana\"", "0"]);
    assert_snapshot!(env.owed("check --all"), @"--- exit 0");
}

#[test]
fn check_finds_nothing_odd_in_what_was_recorded_late() {
    let env = repair(&["at = 2026-11-19T12:00:00-05:00, did = \"handed\", to = \"lee\", why = \"leave\""]);
    assert_eq!(env.owed("told ppp on friday --at '2026-11-19 09:00'").status, 0);
    assert_eq!(env.owed("note ppp no answer --at '2026-11-19 08:00'").status, 0);
    assert_snapshot!(env.owed("check --all"), @"--- exit 0");
    // An event that was added by hand does not say why it is below a later one.
    let logged = env.text().replace(", logged = 2026-11-20T09:30:00-05:00", "");
    assert_snapshot!(TestEnv::new().ledger(logged).owed("check"), @"
    ledger.toml:14:3: ppp33333: dated before the event above it; events count in order of time [order]
    ledger.toml:15:3: ppp33333: dated before the event above it; events count in order of time [order]
    --- exit 1
    ");
}

#[test]
fn an_import_closes_what_was_done_before_a_climb() {
    let csv = "ref,to,what,kind,made,due,done\n\
               T-1,Acme,ring,callback,2026-11-24 07:00,2026-11-25 07:00,2026-11-25 06:00\n";
    let env = rung().file("in.csv", csv);
    assert_snapshot!(env.owed("import in.csv --from csv"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(env.owed("show rrr --json").json()["commitments"][0]["verdict"], "kept");
}

/// A repair that may wait: its due was counted.
const REPAIR: &str = r#"
[[commitment]]
id = "ppp33333"
to = "Globex"
what = "repair"
owner = "dana"
made = 2026-11-18T09:00:00-05:00
due = 2026-11-20T09:00:00-05:00
target = "48h"
history = [
"#;

fn repair(history: &[&str]) -> TestEnv {
    let lines: String = history.iter().map(|line| format!("  {{ {line} }},\n")).collect();
    TestEnv::new().ledger(format!("{RULES}{REPAIR}{lines}]\n"))
}

#[test]
fn nor_does_a_resume_or_what_was_said_stand_in_the_way() {
    let env = repair(&[
        "at = 2026-11-18T12:00:00-05:00, did = \"waiting\", why = \"a photo\"",
        "at = 2026-11-19T12:00:00-05:00, did = \"resumed\", due = 2026-11-21T09:00:00-05:00",
        "at = 2026-11-19T13:00:00-05:00, did = \"told\", note = \"tomorrow\"",
        "at = 2026-11-19T14:00:00-05:00, did = \"heard\", note = \"fine\"",
        "at = 2026-11-19T15:00:00-05:00, did = \"noted\", note = \"the pump\"",
    ]);
    assert_snapshot!(env.owed("done ppp --at '2026-11-18 13:00'"), @"
    ppp  repair → Globex: done, kept, 1d 21h early
    --- exit 0
    ");
    assert_snapshot!(env.owed("check --all"), @"--- exit 0");
}

#[test]
fn a_persons_own_change_stands_in_the_way_and_is_named_with_the_way_to_take_it_back() {
    let own = [
        "did = \"moved\", due = 2026-11-27T09:00:00-05:00, why = \"parts\"",
        "did = \"handed\", to = \"lee\", why = \"leave\"",
        "did = \"escalated\", to = \"lee\", why = \"too hard\"",
        "did = \"waiting\", why = \"a photo\"",
        "did = \"done\"",
        "did = \"cancelled\", as = \"broken\", why = \"no parts\"",
    ];
    for line in own {
        let env = repair(&[&format!("at = 2026-11-19T12:00:00-05:00, {line}")]);
        let before = env.text();
        let said = env.owed("done ppp --at '2026-11-18 13:00'");
        let did = line.split('"').nth(1).unwrap();
        let named = format!("this would make a later event invalid: `{did}` at 2026-11-19T12:00:00-05:00");
        assert!(said.stderr.contains(&named), "{said}");
        let hint = format!(
            "hint: undo `{did}` of 2026-11-19T12:00:00-05:00 first: `owed undo` if it was the last change, else `owed edit`\n"
        );
        assert!(said.stderr.ends_with(&hint), "{said}");
        assert_eq!((said.status, env.text()), (2, before));
    }
    let reopened = repair(&[
        "at = 2026-11-18T12:00:00-05:00, did = \"done\"",
        "at = 2026-11-19T12:00:00-05:00, did = \"reopened\", due = 2026-11-27T09:00:00-05:00, why = \"leaks\"",
        "at = 2026-11-19T13:00:00-05:00, did = \"handed\", to = \"lee\", why = \"leave\"",
    ]);
    assert_snapshot!(reopened.owed("done ppp --at '2026-11-19 12:30'"), @"
    --- stderr
    error: ppp33333 (repair → Globex): this would make a later event invalid: `handed` at 2026-11-19T13:00:00-05:00 (it is already closed)
    hint: undo `handed` of 2026-11-19T13:00:00-05:00 first: `owed undo` if it was the last change, else `owed edit`
    --- exit 2
    ");
    assert_snapshot!(reopened.owed("done ppp --at '2026-11-18 10:00'"), @"
    --- stderr
    error: ppp33333 (repair → Globex): this would make a later event invalid: `done` at 2026-11-18T12:00:00-05:00 (it is already closed)
    hint: undo `done` of 2026-11-18T12:00:00-05:00 first: `owed undo` if it was the last change, else `owed edit`
    --- exit 2
    ");
}

#[test]
fn an_earlier_closing_or_wait_that_a_late_event_meets_is_named_too() {
    let env = repair(&["at = 2026-11-18T12:00:00-05:00, did = \"done\""]);
    assert_snapshot!(env.owed("done ppp --at '2026-11-18 13:00'"), @"
    --- stderr
    error: ppp33333 (repair → Globex): it is already closed, since Wed 18 Nov 12:00 (kept)
    hint: undo `done` of 2026-11-18T12:00:00-05:00 first: `owed undo` if it was the last change, else `owed edit`
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ppp"), @"
    --- stderr
    error: ppp33333 (repair → Globex): it is already closed, since Wed 18 Nov 12:00 (kept)
    --- exit 2
    ");
    let waits = "at = 2026-11-18T12:00:00-05:00, did = \"waiting\", why = \"a photo\"";
    let env = repair(&[waits, "at = 2026-11-19T12:00:00-05:00, did = \"resumed\""]);
    assert_snapshot!(env.owed("move ppp --by mon --why parts --at '2026-11-18 13:00'"), @"
    --- stderr
    error: ppp33333 (repair → Globex): it is waiting, so it has no due date to move
    hint: undo `waiting` of 2026-11-18T12:00:00-05:00 first: `owed undo` if it was the last change, else `owed edit`
    --- exit 2
    ");
    assert_snapshot!(env.owed("reopen ppp --by mon --why again --at '2026-11-19 13:00'"), @"
    --- stderr
    error: ppp33333 (repair → Globex): it is not closed
    --- exit 2
    ");
}

#[test]
fn what_was_taken_back_stands_in_the_way_no_more() {
    let env = repair(&[]);
    assert_eq!(env.owed("hand ppp --to lee --why leave").status, 0);
    assert_eq!(env.owed("done ppp --at '2026-11-19 12:00'").status, 2);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.owed("done ppp --at '2026-11-19 12:00'").status, 0);
}

#[test]
fn a_late_event_is_decided_by_what_stood_then() {
    // They had answered long before it was done; nobody recorded it in time.
    let waits = "at = 2026-11-18T12:00:00-05:00, did = \"waiting\", why = \"a photo\"";
    let env = repair(&[waits, "at = 2026-11-20T09:15:00-05:00, did = \"done\""]);
    assert_eq!(env.owed("show ppp --json").json()["commitments"][0]["verdict"], "kept");
    assert_snapshot!(env.owed("resume ppp --at '2026-11-18 12:10'"), @"
    ppp  repair → Globex: resumed, closed: late, by 5m
    --- exit 0
    ");
    assert_eq!(
        env.owed("show ppp --json").json()["commitments"][0]["known_due"],
        "2026-11-20T09:10:00-05:00"
    );

    // Those whom the ladder called in later had it from dana before.
    let env = rung();
    assert_snapshot!(env.owed("hand ring --to sam --why leave --at '2026-11-25 06:00'"), @"
    rrr  ring → Acme: handed to sam, due Wed 25 Nov 07:00, 1h late
    --- exit 0
    ");

    // What was done before the ladder called in sam counts for the owner at that time.
    let env = rung();
    assert_eq!(env.owed("done ring --at '2026-11-25 06:00' --next 'send the form' --by mon").status, 0);
    assert_eq!(env.owed("list form --json").json()["commitments"][0]["owner"], "dana");

    // A move that was announced, typed after the same date was moved to again.
    let moved =
        "at = 2026-11-19T12:00:00-05:00, did = \"moved\", due = 2026-11-27T09:00:00-05:00, why = \"parts\"";
    let env = repair(&[moved]);
    assert_snapshot!(env.owed("move ppp --by '2026-11-27 9am' --why parts --told --at '2026-11-18 12:00'"), @"
    ppp  repair → Globex: moved, due Fri 27 Nov 09:00, in 6d 23h
    --- exit 0
    ");
    assert_eq!(env.owed("overdue --count").stdout, "0\n");
}

#[test]
fn a_change_before_the_closing_says_what_that_makes_of_it() {
    let env = repair(&["at = 2026-11-20T09:15:00-05:00, did = \"done\""]);
    assert_snapshot!(env.owed("move ppp --by '2026-11-20 10am' --why parts --told --at '2026-11-19 12:00'"), @"
    ppp  repair → Globex: moved, closed: renegotiated, 45m early
    --- exit 0
    ");
    assert_snapshot!(env.owed("hand ppp --to lee --why leave --at '2026-11-19 13:00'"), @"
    ppp  repair → Globex: handed to lee, closed: renegotiated, 45m early
    --- exit 0
    ");
}

#[test]
fn what_was_done_between_asking_and_entering_it_can_be_said() {
    let env = TestEnv::new().ledger(RULES);
    assert_eq!(
        env.owed("promise call --to Acme --by '2026-11-19 17:00' --asked '2026-11-18 09:00'").status,
        0
    );
    assert_snapshot!(env.owed("done call --at yesterday"), @"
    --- stderr
    error: at what time? it was due Thu 17:00
    hint: write the time too, for instance --at '2026-11-19 12:00'
    hint: this is about call → Acme
    --- exit 2
    ");
    let before = env.owed("done call --at '2026-11-18 08:59'");
    assert!(before.stderr.starts_with("error: --at is before "), "{before}");
    assert_eq!(
        env.owed("done call --at '2026-11-19 16:00'").stdout.split_once("  ").unwrap().1,
        "call → Acme: done, kept, 1h early\n"
    );
    assert_snapshot!(env.owed("check --all"), @"--- exit 0");
    assert!(env.owed("report").stdout.starts_with("1 promise was due"));
}

#[test]
fn what_was_imported_after_a_climb_is_no_finding_once_it_is_reopened() {
    let csv = "ref,to,what,kind,made,due,done\n\
               T-1,Acme,ring,callback,2026-11-24 07:00,2026-11-25 07:00,2026-11-25 06:00\n";
    let env = rung().file("in.csv", csv);
    assert_eq!(env.owed("import in.csv --from csv").status, 0);
    assert_eq!(env.owed("reopen ring --by 5pm --why bounced").status, 0);
    assert_snapshot!(env.owed("check"), @"--- exit 0");
}

#[test]
fn what_is_already_missed_can_be_entered() {
    let env = TestEnv::new().at("2026-11-23T10:00:00-05:00");
    assert_snapshot!(
        env.owed("promise send the list --to Acme --by 2026-11-20 17:00 --at 2026-11-18 09:00").ids(),
        @"
    NEW  send the list → Acme, due Fri 20 Nov 17:00, 2d 17h late
    --- stderr
    ledger.toml: a new ledger, in time zone America/New_York
    --- exit 0
    "
    );
    assert_snapshot!(env.owed("promise call --to Globex --by yesterday 5pm --asked thursday 9am").ids(), @"
    NEW  call → Globex, due Sun 22 Nov 17:00, 17h late
    --- exit 0
    ");
    assert_snapshot!(env.owed("promise pay --to Initech --by 20 nov --at 2026-11-18 9am").ids(), @"
    NEW  pay → Initech, due end of Fri 20 Nov, 2d 10h late
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue --count"), @"
    3
    --- exit 1
    ");
    // Promised and made at the same time, nothing can be late.
    assert_snapshot!(env.owed("promise x --to y --by 2026-11-18 08:59 --at 2026-11-18 09:00"), @r#"
    --- stderr
    error: "2026-11-18 08:59" is in the past: Wed 18 Nov 08:59
    hint: it is Mon 23 Nov 10:00 now; write a later time, for instance 2026-11-24 08:59
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by friday --at last friday 9am").ids(), @"
    NEW  x → y, due end of Fri 27 Nov, in 4d 13h
    --- exit 0
    ");
}

#[test]
fn the_rest_of_what_was_done_earlier_may_be_missed_as_well() {
    let env = saturday();
    assert_snapshot!(
        env.owed("done bbb --at fri 9am --next send the invoice --by yesterday 18:00").ids(),
        @"
    bbb  send the quote → Acme: done, kept, 8h early
    NEW  send the invoice → Acme, due Fri 20 Nov 18:00, 18h late
    --- exit 0
    "
    );
    let env = saturday();
    assert_snapshot!(env.owed("done bbb --at fri 9am --next send the invoice --by fri 8am").ids(), @"
    bbb  send the quote → Acme: done, kept, 8h early
    NEW  send the invoice → Acme, due Fri 27 Nov 08:00, in 5d 20h
    --- exit 0
    ");
    assert_eq!(env.owed("done bbb --next send the invoice --by 2026-11-20").status, 2);
}

#[test]
fn a_move_that_is_entered_late_may_be_missed_as_well() {
    let env = saturday();
    assert_snapshot!(
        env.owed("move bbb --by yesterday 20:00 --why rain --told --at yesterday 12:00"),
        @"
    bbb  send the quote → Acme: moved, due Fri 20 Nov 20:00, 16h late
    --- exit 0
    "
    );
    let env = saturday();
    assert_snapshot!(env.owed("move bbb --by yesterday 20:00 --why rain --told --at yesterday 21:00"), @r#"
    --- stderr
    error: "yesterday 20:00" is in the past: Fri 20 Nov 20:00
    hint: it is Sat 21 Nov 12:00 now; write a later time, for instance 2026-11-21 20:00
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    let env = saturday();
    assert_eq!(env.owed("done bbb --at thursday 9am").status, 0);
    assert_snapshot!(env.owed("reopen bbb --by yesterday 20:00 --why again --at thursday 10am"), @"
    bbb  send the quote → Acme: reopened, due Fri 20 Nov 20:00, 16h late
    --- exit 0
    ");
}
