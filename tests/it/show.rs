//! `owed show`: a commitment, its arithmetic and its history.

use insta::assert_snapshot;

use crate::support::TestEnv;

#[test]
fn show_tells_the_arithmetic_and_the_history() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("show bbb"), @"
    bbb22222   call back about invoice 1182
    to         Acme Corp
    contact    +1 555 0101
    owner      dana
    kind       callback
    state      1h 30m late: past due, past limit

    how the due came about
    made       Thu 2026-11-19 08:10 -05:00 (America/New_York)
    asked      Thu 2026-11-19 08:00 -05:00 (America/New_York)
    target     24h: 24 hours
    due        Fri 2026-11-20 08:00 -05:00 (America/New_York)
    limit      Fri 2026-11-20 08:00 -05:00 (America/New_York): 24h after it was asked for
    --- exit 0
    ");
    assert_snapshot!(env.owed("show ddd44444"), @"
    ddd44444   send the price list
    to         Müller GmbH
    owner      dana
    kind       email
    tags       prices, q4
    ref        TICKET-7
    state      open, due in 7d 7h

    how the due came about
    made       Thu 2026-11-19 15:00 -05:00 (America/New_York)
    due        Fri 2026-11-27 17:00 -05:00 (America/New_York)

    history
    Thu 19 Nov 16:00  heard from them, by dana: asked again
    --- exit 0
    ");
    assert_snapshot!(env.owed("show fff"), @"
    fff55555   repair the pump
    to         Initech
    owner      lee
    kind       promise
    class      company
    state      open, due in 11d 7h: not told

    how the due came about
    made        Thu 2026-11-12 09:00 -05:00 (America/New_York)
    due         Thu 2026-11-19 17:00 -05:00 (America/New_York)
    now due     Tue 2026-12-01 17:00 -05:00 (America/New_York), after moving
    last given  Thu 2026-11-19 17:00 -05:00 (America/New_York): the customer was told of no later date
    known due   Thu 2026-11-19 17:00 -05:00 (America/New_York): kept or late is judged by it

    history
    Wed 18 Nov 10:00  moved to Tue 2026-12-01 17:00 -05:00 (America/New_York) (part is late), by lee
    --- exit 0
    ");
    assert_snapshot!(env.owed("show hhh"), @"
    hhh77777   answer about the discount
    to         Globex
    owner      lee
    kind       email
    state      late by 2h, closed Tue 2026-11-17 19:00 -05:00 (America/New_York)

    how the due came about
    made       Mon 2026-11-16 09:00 -05:00 (America/New_York)
    due        Tue 2026-11-17 17:00 -05:00 (America/New_York)

    history
    Tue 17 Nov 19:00  done, by lee: sent with an apology
    --- exit 0
    ");
}

#[test]
fn a_customer_who_was_told_too_late_is_not_said_to_know_the_old_due_only() {
    let env = TestEnv::sample();
    // The pump was due on Thursday at five, and its due is moved and told on Friday.
    assert_eq!(env.owed("move fff --by 2026-11-27 --why parts --told").status, 0);
    let shown = env.owed("show fff").to_string();
    let line = shown.lines().find(|line| line.starts_with("known due"));
    assert_snapshot!(line.unwrap_or_default(), @"known due  Thu 2026-11-19 17:00 -05:00 (America/New_York): they were told too late of another");
}

#[test]
fn no_line_of_it_is_wider_than_the_terminal() {
    let env = TestEnv::sample();
    for columns in 20..=120 {
        for id in ["bbb", "ddd", "fff"] {
            let shown = env.terminal(columns, &format!("show {id}"));
            let mut lines = shown.stdout.lines();
            assert!(lines.all(|line| line.chars().count() <= columns), "{columns}\n{shown}");
        }
    }
}
