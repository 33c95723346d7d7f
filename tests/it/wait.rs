//! `owed wait`: the customer has to act, and the clock of a counted due is stopped meanwhile.

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

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
holidays = ["4th thu nov"]

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
fn what_has_no_due_is_in_no_period() {
    let env = office();
    assert_eq!(env.owed("list --until 2026-11-21 --json").json()["commitments"][0]["id"], "rrr22222");
    assert_eq!(env.owed("wait rrr --why a photo").status, 0);
    for period in ["--until 2026-11-21", "--since 2026-11-01", "--since 2026-11-01 --until 2026-12-31"] {
        assert_eq!(env.owed(&format!("list {period}")).to_string(), "--- exit 0");
        assert_eq!(env.owed(&format!("told all is well {period}")).status, 2, "{period}");
    }
    assert_snapshot!(env.owed("list"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    waiting
    --- exit 0
    ");
}

#[test]
fn a_date_that_was_said_and_a_limit_stand_and_wait_says_so() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("wait ddd --why they choose a colour"), @"
    ddd  send the price list → Müller GmbH: waiting for them, but a date that was said stands: due Fri 27 Nov 17:00, in 7d 7h
    --- stderr
    hint: to give them another date: `owed move ddd --by WHEN --why TEXT`
    --- exit 0
    ");
    let json = env.owed("show ddd --json").json();
    let one = &json["commitments"][0];
    assert_eq!((&one["state"], &one["due"]), (&"waiting".into(), &"2026-11-27T17:00:00-05:00".into()));
    assert_eq!((one["remaining_s"].as_i64(), one["left_s"].is_null()), (Some(631_800), true));
    assert_snapshot!(env.owed("show ddd").stdout.lines().find(|line| line.starts_with("state")).unwrap(), @"state      waiting (they choose a colour), due in 7d 7h");
    assert_snapshot!(env.owed("list Müller --until 2026-11-28"), @"
    id   due       when              to           what                 owner  why
    ddd  in 7d 7h  Fri 27 Nov 17:00  Müller GmbH  send the price list  dana   waiting
    --- exit 0
    ");
    assert_snapshot!(env.owed("--now 2026-11-27T17:00:01-05:00 overdue Müller"), @"
    id   due      when              to           what                 owner  why
    ddd  1s late  Fri 27 Nov 17:00  Müller GmbH  send the price list  dana   waiting for them for 7 days
    --- exit 1
    ");
    assert_eq!(env.owed("--now 2026-11-26T18:00:00-05:00 overdue Müller --at-risk").status, 1);
    assert_eq!(env.owed("overdue Müller --within 8d").status, 1);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_snapshot!(env.owed("resume ddd"), @"
    ddd  send the price list → Müller GmbH: resumed, due Fri 27 Nov 17:00, in 7d 7h
    --- exit 0
    ");
    assert!(env.text().contains("did = \"resumed\", by = \"dana\" }"), "it moves nothing");
    assert_snapshot!(env.owed("wait bbb --why they look for the invoice"), @"
    bbb  call back about invoice 1182 → Acme Corp: waiting for them, but a limit goes on: due Fri 20 Nov 08:00, 1h 30m late
    --- exit 0
    ");
    assert_snapshot!(env.owed("show bbb").stdout.lines().find(|line| line.starts_with("state")).unwrap(), @"state      waiting (they look for the invoice), 1h 30m late: over its 24h limit");
    assert_eq!(env.owed("overdue --count").stdout, "2\n", "as before");
}

#[test]
fn the_ladder_climbs_on_where_the_due_stands() {
    let rung = "[[rung]]\nat = \"100%\"\nto = \"sam\"\n";
    let env = TestEnv::new().ledger(SAMPLE.replacen("\n\n", &format!("\n{rung}\n"), 1));
    assert_eq!(env.owed("wait ddd --why a colour -q").status, 0);
    let env = env.at("2026-11-28T09:30:00-05:00");
    let climbed = env.owed("escalate --dry-run --json");
    assert!(climbed.stdout.contains(r#"{"id":"ddd44444","rung":"100%","step":1,"to":"sam""#), "{climbed}");
}

#[test]
fn silence_rests_while_they_have_to_act_and_a_long_wait_is_flagged() {
    let every = "[kind.email]\nupdate_every = \"2d\"\n";
    let env = TestEnv::new().ledger(SAMPLE.replacen("\n\n", &format!("\n{every}\n"), 1));
    let why = |env: &TestEnv, now: &str| {
        let said = env.owed(&format!("--now {now} overdue Müller --json")).json();
        said["commitments"][0]["reasons"].clone()
    };
    assert_eq!(why(&env, "2026-11-21T16:00:00-05:00"), serde_json::json!(["silence"]));
    assert_eq!(env.owed("wait ddd --why a colour").status, 0);
    assert_eq!(why(&env, "2026-11-21T16:00:00-05:00"), serde_json::Value::Null);
    assert_eq!(why(&env, "2026-11-22T09:30:01-05:00"), serde_json::json!(["waiting"]));
}

#[test]
fn what_cannot_happen_while_it_waits_is_refused() {
    assert_snapshot!(TestEnv::sample().owed("resume ddd"), @"
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
    hint: `owed resume rrr` ends the wait; then the due date can be moved
    --- exit 2
    ");
    // Not even to the date that it would have: that is none now.
    let due = env.owed("show rrr --json").json()["commitments"][0]["known_due"].as_str().unwrap().to_owned();
    assert!(env.owed(&format!("move rrr --by {due} --why x")).stderr.contains("no due date to move"));
    // A date that was given can be moved.
    let env = TestEnv::sample();
    assert_eq!(env.owed("wait ddd --why x").status, 0);
    assert_eq!(env.owed("move ddd --by '2026-11-30 17:00' --why they asked --told").status, 0);
    assert_eq!(env.owed("show ddd --json").json()["commitments"][0]["state"], "waiting");
}

#[test]
fn a_wait_of_more_than_a_week_is_flagged() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why a photo").status, 0);
    assert_eq!(env.owed("--now 2026-11-27T09:30:00-05:00 overdue").status, 0);
    assert_snapshot!(env.owed("--now 2026-11-27T09:30:01-05:00 overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    waiting for them for 7 days
    --- exit 1
    ");
}

#[test]
fn they_promised_too_and_overdue_says_so_once_it_has_passed() {
    let env = office();
    assert_snapshot!(env.owed("wait rrr --why a photo --until mon 5pm"), @"
    rrr  repair the valve → Ada Okafor: waiting for them, 5bh 30bm left; they said Mon 23 Nov 17:00
    --- exit 0
    ");
    assert!(env.text().contains(
        "{ at = 2026-11-20T09:30:00-05:00, did = \"waiting\", why = \"a photo\", until = 2026-11-23T17:00:00-05:00, by = \"dana\" },"
    ));
    assert_snapshot!(env.owed("show rrr").stdout.lines().find(|line| line.starts_with("state")).unwrap(), @"state      waiting (a photo; they said Mon 23 Nov 17:00), 5bh 30bm left");
    assert_eq!(
        env.owed("show rrr --json").json()["commitments"][0]["history"][0]["until"],
        "2026-11-23T17:00:00-05:00"
    );
    assert_eq!(env.owed("--now 2026-11-23T17:00:00-05:00 overdue").status, 0);
    let env = env.at("2026-11-23T17:00:01-05:00");
    assert_snapshot!(env.owed("overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    they said Mon 17:00
    --- exit 1
    ");
    assert_eq!(
        env.owed("overdue --json").json()["commitments"][0]["reasons"],
        serde_json::json!(["waiting"])
    );
    assert_snapshot!(env.owed("show rrr").stdout.lines().find(|line| line.starts_with("state")).unwrap(), @"state      waiting (a photo), 5bh 30bm left: they said Mon 17:00");
    assert_eq!(env.owed("resume rrr -q").status, 0);
    assert_eq!(env.owed("overdue --json").json()["commitments"][0]["reasons"], serde_json::json!(["untold"]));
}

#[test]
fn what_they_said_is_after_the_wait_began_and_never_puts_it_off() {
    let env = office();
    assert_snapshot!(env.owed("wait rrr --why a photo --until yesterday"), @r#"
    --- stderr
    error: "yesterday" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    --- exit 2
    "#);
    assert_snapshot!(env.owed("wait rrr --why a photo --until soon"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_eq!(env.owed("wait rrr --why a photo --until 2026-12-31 -q").status, 0);
    assert_snapshot!(env.owed("--now 2026-11-27T09:30:01-05:00 overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    waiting for them for 7 days
    --- exit 1
    ");
    assert_eq!(env.owed("check").status, 0);
}
