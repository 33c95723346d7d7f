//! `owed wait`: the clock stands while the customer has to act.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

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

pub fn office() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{OFFICE}"))
}

#[test]
fn while_it_waits_the_clock_stands_and_what_is_left_is_said_in_its_own_clock() {
    let env = office();
    assert_snapshot!(env.owed("wait rrr --why she sends a photo"), @"
    rrr  repair the valve → Ada Okafor: waiting for them, 5bh 30bm left
    --- exit 0
    ");
    let json = env.owed("show rrr --json").json();
    let one = &json["commitments"][0];
    assert_eq!(one["state"], "waiting");
    assert!(one["due"].is_null() && one["remaining_s"].is_null());
    assert_eq!(one["left_s"], 5 * 3_600 + 1_800);
    assert_snapshot!(env.owed("heard rrr here is the photo"), @"
    rrr  repair the valve → Ada Okafor: heard: here is the photo
    --- stderr
    hint: it is waiting for the customer: `owed resume rrr` starts the clock again
    --- exit 0
    ");
    let env = env.at("2026-11-25T10:30:00-05:00");
    assert_snapshot!(env.owed("resume rrr"), @"
    rrr  repair the valve → Ada Okafor: resumed, due Wed 25 Nov 16:00, in 5h 30m
    --- stderr
    hint: the customer was last given Fri 20 Nov 15:00: `owed told rrr TEXT`
    --- exit 0
    ");
    assert!(env.text().contains(
        "{ at = 2026-11-25T10:30:00-05:00, did = \"resumed\", due = 2026-11-25T16:00:00-05:00, by = \"dana\" },"
    ));
}

#[test]
fn only_a_due_that_was_counted_can_wait() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("wait ddd --why they choose a colour"), @"
    --- stderr
    error: ddd44444 (send the price list → Müller GmbH): its due date was given to the customer, and such a date cannot be paused
    --- exit 2
    ");
    assert_snapshot!(env.owed("wait bbb --why they choose a colour"), @"
    --- stderr
    error: bbb22222 (call back about invoice 1182 → Acme Corp): it has a limit, and a limit cannot be paused
    --- exit 2
    ");
    assert_snapshot!(env.owed("resume ddd"), @"
    --- stderr
    error: ddd44444 is not waiting
    --- exit 2
    ");
    let env = office();
    assert_eq!(env.owed("wait rrr --why x").status, 0);
    assert_snapshot!(env.owed("wait rrr --why x"), @"
    --- stderr
    error: rrr22222 (repair the valve → Ada Okafor): it is already waiting
    --- exit 2
    ");
    assert_snapshot!(env.owed("move rrr --by tue --why x"), @"
    --- stderr
    error: rrr22222 (repair the valve → Ada Okafor): it is waiting, so it has no due date to move
    --- exit 2
    ");
}

#[test]
fn a_wait_of_more_than_a_week_is_flagged() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why a photo").status, 0);
    assert_eq!(env.owed("--now 2026-11-27T09:30:00-05:00 overdue").status, 0);
    assert_snapshot!(env.owed("--now 2026-11-27T09:30:01-05:00 overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    waits long
    --- exit 1
    ");
}
