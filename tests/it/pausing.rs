//! `wait`, `resume`, `reopen`, and telling everyone at once.

use insta::assert_snapshot;

use crate::shop::{RULES, Shop};

/// Weekdays nine to five, and repairs in three business days.
const OFFICE: &str = r#"
[kind.repair]
target = "3bd"
calendar = "office"

[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]
holidays = ["2026-11-26"]

[[commitment]]
id = "rrr22222"
kind = "repair"
to = "Ada Okafor"
what = "repair the valve"
owner = "kim"
made = 2026-11-17T15:00:00-05:00
due = 2026-11-20T15:00:00-05:00
target = "3bd"
calendar = "office"
"#;

fn office() -> Shop {
    Shop::new().ledger(format!("{RULES}{OFFICE}"))
}

#[test]
fn while_it_waits_the_clock_stands_and_what_is_left_is_said_in_its_own_clock() {
    let shop = office();
    assert_snapshot!(shop.owed("wait rrr --why she sends a photo"), @"
    rrr  repair the valve → Ada Okafor: waiting for them, 5bh 30bm left
    --- exit 0
    ");
    let json = shop.owed("show rrr --json").json();
    let one = &json["commitments"][0];
    assert_eq!(one["state"], "waiting");
    assert!(one["due"].is_null() && one["remaining_s"].is_null());
    assert_eq!(one["left_s"], 5 * 3_600 + 1_800);
    assert_snapshot!(shop.owed("heard rrr here is the photo"), @"
    rrr  repair the valve → Ada Okafor: heard: here is the photo
    --- stderr
    hint: it is waiting for the customer: `owed resume rrr` starts the clock again
    --- exit 0
    ");
    let shop = shop.at("2026-11-25T10:30:00-05:00");
    assert_snapshot!(shop.owed("resume rrr"), @"
    rrr  repair the valve → Ada Okafor: resumed, due Wed 2026-11-25 16:00 -05:00 (America/New_York), in 5h 30m
    --- exit 0
    ");
    assert!(shop.text().contains(
        "{ at = 2026-11-25T10:30:00-05:00, did = \"resumed\", due = 2026-11-25T16:00:00-05:00, by = \"dana\" },"
    ));
}

#[test]
fn only_a_due_that_was_counted_can_wait() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("wait ddd --why they choose a colour"), @"
    --- stderr
    error: ddd44444 (send the price list → Müller GmbH): its due date was given to the customer, and such a date cannot be paused
    --- exit 2
    ");
    assert_snapshot!(shop.owed("wait bbb --why they choose a colour"), @"
    --- stderr
    error: bbb22222 (call back about invoice 1182 → Acme Corp): it has a limit, and a limit cannot be paused
    --- exit 2
    ");
    assert_snapshot!(shop.owed("resume ddd"), @"
    --- stderr
    error: ddd44444 is not waiting
    --- exit 2
    ");
    let shop = office();
    assert_eq!(shop.owed("wait rrr --why x").status, 0);
    assert_snapshot!(shop.owed("wait rrr --why x"), @"
    --- stderr
    error: rrr22222 (repair the valve → Ada Okafor): it is already waiting
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move rrr --by tue --why x"), @"
    --- stderr
    error: rrr22222 (repair the valve → Ada Okafor): it is waiting, so it has no due date to move
    --- exit 2
    ");
}

#[test]
fn a_wait_of_more_than_a_week_is_flagged() {
    let shop = office();
    assert_eq!(shop.owed("wait rrr --why a photo").status, 0);
    assert_eq!(shop.owed("--now 2026-11-27T09:30:00-05:00 overdue").status, 0);
    assert_snapshot!(shop.owed("--now 2026-11-27T09:30:01-05:00 overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    waits long
    --- exit 1
    ");
}

#[test]
fn reopening_starts_a_cycle_and_both_are_in_the_report() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("reopen hhh --by mon noon --why they found a mistake"), @"
    hhh  answer about the discount → Globex: reopened, due Mon 2026-11-23 12:00 -05:00 (America/New_York), in 3d 2h
    --- exit 0
    ");
    let one = &shop.owed("show hhh --json").json()["commitments"][0];
    assert_eq!((one["cycle"].clone(), one["state"].clone()), (2.into(), "open".into()));
    assert_eq!(one["cycles"][0]["verdict"], "late");
    assert_eq!(one["cycles"][0]["late_by_s"], 7_200);
    assert_snapshot!(shop.owed("reopen ccc --by mon --why x"), @"
    --- stderr
    error: ccc33333 (send the signed offer → Globex): it is not closed
    --- exit 2
    ");
    let shop = shop.at("2026-11-24T09:30:00-05:00");
    let total = &shop.owed("report Globex discount --json").json()["total"];
    assert_eq!((total["due"].clone(), total["late"].clone()), (2.into(), 2.into()));
}

#[test]
fn a_reopened_callback_has_its_limit_again() {
    let shop = Shop::busy();
    assert_eq!(shop.owed("done bbb").status, 0);
    assert_snapshot!(shop.owed("reopen bbb --by tue --why again"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Sat 2026-11-21 09:30 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
}

#[test]
fn everyone_a_filter_names_is_told_in_one_change() {
    let shop = Shop::busy();
    let before = shop.text();
    assert_snapshot!(shop.owed("told the lines are down --owner dana --dry-run"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: the lines are down
    ddd  send the price list → Müller GmbH: told: the lines are down
    --- stderr
    nothing was changed (--dry-run)
    --- exit 0
    ");
    assert_eq!(shop.text(), before);
    assert_snapshot!(shop.owed("told the lines are down --owner dana"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: the lines are down
    ddd  send the price list → Müller GmbH: told: the lines are down
    --- exit 0
    ");
    assert_eq!(shop.text().matches("note = \"the lines are down\"").count(), 2);
    assert_snapshot!(shop.owed("told nobody --tag no-such-tag"), @r#"
    --- stderr
    warning: --tag "no-such-tag" occurs nowhere in the ledger
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("told ddd hello --dry-run"), @"
    --- stderr
    error: --dry-run needs a filter, such as --tag outage
    --- exit 2
    ");
}
