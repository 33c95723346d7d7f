//! `owed move`: another due date, with a reason, and whether the customer knows.

use insta::assert_snapshot;

use crate::support::{TestEnv, new_lines};

#[test]
fn a_move_needs_a_reason_and_says_whether_the_customer_knows() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("move ccc --by mon noon --why legal is on it"), @"
    ccc  send the signed offer → Globex: moved, due Mon 23 Nov 12:00, in 3d 2h
    --- stderr
    hint: the customer was last given Fri 20 Nov 12:00: `owed told ccc TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("move ccc --by tue noon --why still --told"), @"
    ccc  send the signed offer → Globex: moved, due Tue 24 Nov 12:00, in 4d 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("move ddd --by 26 nov --why they asked"), @"
    ddd  send the price list → Müller GmbH: moved, due end of Thu 26 Nov, in 6d 14h
    --- exit 0
    ");
    assert_snapshot!(env.owed("move ddd --by 26 nov --why they asked"), @"
    --- stderr
    error: it is already due Thu 2026-11-26 23:59:59 -05:00 (America/New_York)
    --- exit 2
    ");
    assert_snapshot!(env.owed("move ddd --by 27 nov"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed help move` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("move ddd --by soon --why because"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("move ddd --by yesterday --why because"), @r#"
    --- stderr
    error: "yesterday" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(env.owed("move bbb --by mon --why because"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Fri 2026-11-20 08:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
    assert_snapshot!(new_lines(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-23T12:00:00-05:00, why = "legal is on it", from = 2026-11-20T12:00:00-05:00, by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-24T12:00:00-05:00, why = "still", told = true, from = 2026-11-23T12:00:00-05:00, by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-26T23:59:59-05:00, why = "they asked", from = 2026-11-27T17:00:00-05:00, by = "dana" },
    "#);
}

#[test]
fn who_forgot_to_say_that_they_were_told_of_a_move_is_shown_how() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("move ccc --by wed noon --why still").status, 0);
    assert_snapshot!(env.owed("move ccc --by wed noon --why still --told"), @"
    --- stderr
    error: it is already due Wed 2026-11-25 12:00 -05:00 (America/New_York)
    hint: to record that the customer was told of it: `owed told ID TEXT`
    --- exit 2
    ");
}

#[test]
fn more_time_is_counted_from_the_due_in_force_and_not_from_today() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("move ccc --by due+2d --why legal --told"), @"
    ccc  send the signed offer → Globex: moved, due Sun 22 Nov 12:00, in 2d 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("move ccc --by 2 weeks after due --why legal"), @"
    ccc  send the signed offer → Globex: moved, due Sun 6 Dec 12:00, in 16d 2h
    --- stderr
    hint: the customer was last given Sun 22 Nov 12:00: `owed told ccc TEXT`
    --- exit 0
    ");
    // The due in force is counted from, also where the customer knows of an earlier one.
    assert_snapshot!(env.owed("move ccc --by due + 10bd --why legal"), @"
    ccc  send the signed offer → Globex: moved, due Fri 18 Dec 12:00, in 28d 2h
    --- stderr
    hint: the customer was last given Sun 22 Nov 12:00: `owed told ccc TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("move ccc --by due --why legal"), @"
    --- stderr
    error: it is already due Fri 2026-12-18 12:00 -05:00 (America/New_York)
    hint: to record that the customer was told of it: `owed told ID TEXT`
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise call --to Acme --by due+2d"), @"
    --- stderr
    error: there is no due date here to count from
    hint: `move` and `reopen` know one; elsewhere write the date
    --- exit 2
    ");
    assert_snapshot!(env.owed("when due+2d"), @"
    --- stderr
    error: there is no due date here to count from
    hint: `move` and `reopen` know one; elsewhere write the date
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ccc --next call --by due+2d"), @"
    --- stderr
    error: there is no due date here to count from
    hint: `move` and `reopen` know one; elsewhere write the date
    --- exit 2
    ");
}
