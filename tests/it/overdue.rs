//! `owed overdue`: what is late, untold or at risk, and its exit code.

use insta::assert_snapshot;

use crate::support::TestEnv;

#[test]
fn overdue_lists_the_late_and_the_untold_and_ends_with_1() {
    assert_snapshot!(TestEnv::sample().owed("overdue"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    --- exit 1
    ");
}

#[test]
fn overdue_is_asked_more_for_with_at_risk_and_within() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --at-risk"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex     send the signed offer         lee    at risk
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --within 8d"), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    due soon
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana   due soon
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    customer not told of the new date
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --to globex --within 2h30m"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    due soon
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --to globex --within 2h29m"), @"--- exit 0");
}

#[test]
fn within_takes_a_length_of_time_only() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --within friday"), @r#"
    --- stderr
    error: invalid duration for --within: "friday"
    hint: write it like 4h or 2d; for a date, use --until
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --within lots"), @r#"
    --- stderr
    error: invalid duration for --within: "lots"
    hint: write it like 4h or 2d; for a date, use --until
    --- exit 2
    "#);
}

#[test]
fn overdue_counts_when_asked_to_and_is_silent_with_q() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --count"), @"
    2
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --count --owner lee"), @"
    1
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --count --kind email"), @"
    0
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue -q"), @"--- exit 1");
    assert_snapshot!(env.owed("overdue -q --kind email"), @"--- exit 0");
}

#[test]
fn a_due_is_kept_to_its_last_second_and_overdue_from_the_next() {
    let at = |now: &str| TestEnv::sample().at(now).owed("overdue --count --to globex").status;
    assert_eq!(at("2026-11-20T12:00:00-05:00"), 0);
    assert_eq!(at("2026-11-20T12:00:01-05:00"), 1);
}

#[test]
fn nothing_overdue_says_nothing_into_a_pipe_so_that_cron_sends_no_mail() {
    let env = TestEnv::sample().at("2026-11-16T10:00:00-05:00");
    assert_snapshot!(env.owed("overdue"), @"--- exit 0");
}

#[test]
fn what_is_promised_after_now_has_not_happened_yet() {
    let env = TestEnv::sample().at("2026-11-17T17:30:00-05:00");
    assert_snapshot!(env.owed("list --all"), @"
    id   due        when              to         what                       owner  why
    hhh  30m late   Tue 17 Nov 17:00  Globex     answer about the discount  lee
    fff  in 1d 23h  Thu 19 Nov 17:00  Initech    repair the pump            lee
    ggg  kept       Tue 17 Nov 17:00  Acme Corp  send the invoice again     dana
    --- exit 0
    ");
    assert_snapshot!(env.owed("show ccc"), @r#"
    --- stderr
    error: no commitment matches "ccc"
    hint: give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn only_what_is_new_is_what_began_within_that_time() {
    let env = TestEnv::sample();
    // `bbb` was due, and at its limit, an hour and a half ago; `fff` was moved in silence days ago.
    assert_snapshot!(env.owed("overdue --new 2h"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --new 1h"), @"--- exit 0");
    assert_snapshot!(env.owed("overdue --new 1h Acme"), @"--- exit 0");
    assert_eq!(env.owed("overdue --new 90d --count").to_string(), env.owed("overdue --count").to_string());
    assert_eq!(env.owed("overdue --new 2h --count").to_string(), "1\n--- exit 1");
    assert_eq!(env.owed("overdue --new 2h --owner lee").to_string(), "--- exit 0");
    let said = env.owed("overdue --new 2h --json").json();
    assert_eq!(said["commitments"][0]["reasons"], serde_json::json!(["due", "limit"]));
    // What was told of, and then missed again, is new again.
    assert_eq!(env.owed("move bbb --by 10:00 --why x -q").status, 2, "it is past its limit");
    assert_eq!(env.owed("move ccc --by '2026-11-20 09:40' --why x --told -q").status, 0);
    let env = env.at("2026-11-23T09:30:00-05:00");
    assert_eq!(env.owed("overdue --new 1h --count").stdout, "0\n");
    assert_eq!(env.owed("move ccc --by 10:00 --why x --told -q").status, 0);
    assert_eq!(env.owed("--now 2026-11-23T10:00:00-05:00 overdue --new 1d --count").stdout, "0\n");
    assert_eq!(env.owed("--now 2026-11-23T10:00:01-05:00 overdue --new 1d --count").stdout, "1\n");
}

#[test]
fn a_reason_that_is_new_stands_alone() {
    let env = TestEnv::sample();
    let env = env.at("2026-11-22T09:30:00-05:00");
    assert_eq!(env.owed("wait bbb --why x --until 10:00").status, 0);
    assert_snapshot!(env.owed("--now 2026-11-22T11:00:00-05:00 overdue --new 1h"), @"
    id   due         when              to         what                          owner  why
    bbb  2d 3h late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   they said Sun 10:00
    --- exit 1
    ");
}

#[test]
fn new_takes_a_length_of_time_and_is_about_what_is_overdue_or_flagged() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --new monday"), @r#"
    --- stderr
    error: invalid duration for --new: "monday"
    hint: write it like 4h or 2d
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --new 1d --at-risk"), @"
    --- stderr
    error: --new and --at-risk do not go together
    hint: leave one of them out
    hint: `owed help overdue` says what it takes
    --- exit 2
    ");
    assert_eq!(env.owed("overdue --new 1d --within 4h").status, 2);
}
