//! `owed reopen`: what was closed continues.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

/// A callback that was asked for at nine, seen at ten.
const RING: &str = r#"
[[rung]]
at = "25%"

[[commitment]]
id = "rrr22222"
kind = "callback"
to = "Acme"
what = "ring"
owner = "dana"
made = 2026-11-24T09:00:00-05:00
due = 2026-11-25T09:00:00-05:00
target = "24h"
limit = "24h"
"#;

fn ring() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{RING}")).at("2026-11-24T10:00:00-05:00")
}

#[test]
fn cancelling_and_reopening_carries_no_callback_past_its_limit() {
    let env = ring();
    assert_eq!(env.owed("cancel ring --as void --why slip").status, 0);
    assert_snapshot!(env.owed("reopen ring --by 'thu 8am' --why 'no slip'"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Wed 2026-11-25 09:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
    assert_snapshot!(env.owed("reopen ring --by 'wed 8am' --why 'no slip'"), @"
    rrr  ring → Acme: reopened, due Wed 25 Nov 08:00, in 22h
    --- exit 0
    ");
    let env = env.at("2026-11-25T09:00:01-05:00");
    assert_eq!(env.owed("overdue").status, 1);
    assert_eq!(
        env.owed("show ring --json").json()["commitments"][0]["reasons"].to_string(),
        r#"["due","limit"]"#
    );
}

#[test]
fn where_the_limit_is_past_already_a_date_is_taken_and_flagged() {
    let env = ring();
    assert_eq!(env.owed("cancel ring --as withdrawn --why 'they said no'").status, 0);
    let env = env.at("2026-11-26T10:00:00-05:00");
    assert_snapshot!(env.owed("reopen ring --by fri --why 'they said yes'"), @"
    rrr  ring → Acme: reopened, due end of Fri 27 Nov, in 1d 13h; past its limit
    --- stderr
    hint: the customer was last given Wed 25 Nov 09:00: `owed told rrr TEXT`
    --- exit 0
    ");
    assert_eq!(
        env.owed("show ring --json").json()["commitments"][0]["reasons"].to_string(),
        r#"["limit","untold"]"#
    );
    let env = ring();
    assert_eq!(env.owed("done ring").status, 0);
    let env = env.at("2026-11-26T10:00:00-05:00");
    assert_snapshot!(env.owed("reopen ring --by sat --why again"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Fri 2026-11-27 10:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
}

#[test]
fn a_rung_does_not_fire_twice_over_a_cancelling() {
    let env = ring().at("2026-11-24T18:00:00-05:00");
    assert_eq!(env.owed("escalate").status, 0);
    assert_eq!(env.owed("cancel ring --as void --why slip").status, 0);
    assert_eq!(env.owed("reopen ring --by 'wed 9am' --why 'no slip'").status, 0);
    assert_snapshot!(env.owed("escalate"), @"--- exit 0");
    // Nor one that was recorded before the cancelling at that time was.
    let env = ring().at("2026-11-24T18:00:00-05:00");
    assert_eq!(env.owed("escalate").status, 0);
    assert_eq!(env.owed("cancel ring --as void --why slip --at '2026-11-24 12:00'").status, 0);
    assert_eq!(env.owed("reopen ring --by 'wed 9am' --why 'no slip'").status, 0);
    assert_snapshot!(env.owed("escalate"), @"--- exit 0");
}

#[test]
fn the_new_date_of_what_goes_on_is_untold_until_the_customer_is_told() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("cancel ccc --as withdrawn --why 'they bought elsewhere'").status, 0);
    assert_snapshot!(env.owed("reopen ccc --by mon noon --why they did not"), @"
    ccc  send the signed offer → Globex: reopened, due Mon 23 Nov 12:00, in 3d 2h
    --- stderr
    hint: the customer was last given Fri 20 Nov 12:00: `owed told ccc TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue Globex"), @"
    id   due       when              to      what                   owner  why
    ccc  in 3d 2h  Mon 23 Nov 12:00  Globex  send the signed offer  lee    customer not told of the new date
    --- exit 1
    ");
    assert_snapshot!(env.owed("show ccc"), @"
    ccc33333   send the signed offer
    to         Globex
    owner      lee
    kind       promise
    state      open, due in 3d 2h: customer not told of the new date

    how the due came about
    made        Wed 2026-11-18 10:00 -05:00 (America/New_York)
    due         Fri 2026-11-20 12:00 -05:00 (America/New_York)
    now due     Mon 2026-11-23 12:00 -05:00 (America/New_York), after moving
    last given  Fri 2026-11-20 12:00 -05:00 (America/New_York): the customer was told of no later date
    known due   Fri 2026-11-20 12:00 -05:00 (America/New_York): kept or late is judged by it

    history
    Fri 20 Nov 09:30  cancelled as withdrawn (they bought elsewhere), by dana
    Fri 20 Nov 09:30  reopened, due Mon 2026-11-23 12:00 -05:00 (America/New_York) (they did not), by dana
    --- exit 0
    ");
    assert_eq!(env.owed("told ccc Monday noon").status, 0);
    assert_eq!(env.owed("overdue Globex").status, 0);
    let env = TestEnv::sample();
    assert_eq!(env.owed("cancel ccc --as void --why slip").status, 0);
    assert_snapshot!(env.owed("reopen ccc --by mon noon --why no slip --told"), @"
    ccc  send the signed offer → Globex: reopened, due Mon 23 Nov 12:00, in 3d 2h
    --- exit 0
    ");
    assert_eq!(env.owed("overdue Globex").status, 0);
    assert!(env.text().contains(
        "did = \"reopened\", due = 2026-11-23T12:00:00-05:00, why = \"no slip\", told = true, by = \"dana\" }"
    ));
    assert_snapshot!(env.owed("show ccc").stdout.lines().last().unwrap(), @"Fri 20 Nov 09:30  reopened, due Mon 2026-11-23 12:00 -05:00 (America/New_York), and told (no slip), by dana");
}

#[test]
fn reopening_starts_a_cycle_and_both_are_in_the_report() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("reopen hhh --by mon noon --why they found a mistake"), @"
    hhh  answer about the discount → Globex: reopened, due Mon 23 Nov 12:00, in 3d 2h
    --- exit 0
    ");
    let one = &env.owed("show hhh --json").json()["commitments"][0];
    assert_eq!((one["cycle"].clone(), one["state"].clone()), (2.into(), "open".into()));
    assert_eq!(one["cycles"][0]["verdict"], "late");
    assert_eq!(one["cycles"][0]["late_by_s"], 7_200);
    assert_snapshot!(env.owed("reopen ccc --by mon --why x"), @"
    --- stderr
    error: ccc33333 (send the signed offer → Globex): it is not closed
    --- exit 2
    ");
    let env = env.at("2026-11-24T09:30:00-05:00");
    let total = &env.owed("report Globex discount --json").json()["total"];
    assert_eq!((total["due"].clone(), total["late"].clone()), (2.into(), 2.into()));
}

#[test]
fn a_callback_that_was_done_and_reopened_has_its_limit_again() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("done bbb").status, 0);
    assert_snapshot!(env.owed("reopen bbb --by tue --why again"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Sat 2026-11-21 09:30 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
}

#[test]
fn reopening_what_was_done_flags_nothing_and_telling_is_a_contact() {
    for (told, contact) in [("", "null"), (" --told", "\"2026-11-20T09:30:00-05:00\"")] {
        let env = TestEnv::sample();
        assert_eq!(env.owed(&format!("reopen hhh --by mon noon --why again{told}")).status, 0);
        let one = &env.owed("show hhh --json").json()["commitments"][0];
        assert_eq!((one["reasons"].to_string(), one["last_told"].to_string()), ("[]".into(), contact.into()));
    }
}

#[test]
fn a_date_can_be_counted_from_the_due_of_the_closed_cycle() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("move ccc --by mon noon --why legal --told").status, 0);
    assert_eq!(env.owed("done ccc").status, 0);
    assert_snapshot!(env.owed("reopen ccc --by due+1w --why 'not signed'"), @"
    ccc  send the signed offer → Globex: reopened, due Mon 30 Nov 12:00, in 10d 2h
    --- exit 0
    ");
}
