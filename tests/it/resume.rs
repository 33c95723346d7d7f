//! `owed resume`: the clock runs again, and the customer is told the new date.

use insta::assert_snapshot;

use crate::support::TestEnv;
use crate::wait::office;

#[test]
fn resuming_moves_a_date_that_the_customer_has_so_they_are_told() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why a photo").status, 0);
    let env = env.at("2026-11-23T12:00:00-05:00");
    assert_snapshot!(env.owed("resume rrr"), @"
    rrr  repair the valve → Ada Okafor: resumed, due Tue 24 Nov 09:30, in 21h 30m
    --- stderr
    hint: the customer was last given Fri 20 Nov 15:00: `owed told rrr TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue"), @"
    id   due         when              to          what              owner  why
    rrr  in 21h 30m  Tue 24 Nov 09:30  Ada Okafor  repair the valve  kim    customer not told of the new date
    --- exit 1
    ");
    assert_snapshot!(env.owed("show rrr"), @"
    rrr22222   repair the valve
    to         Ada Okafor
    owner      kim
    kind       repair
    state      open, due in 21h 30m, at risk: customer not told of the new date

    how the due came about
    made        Tue 2026-11-17 15:00 -05:00 (America/New_York)
    target      3bd: 3 business days of calendar office
    due         Fri 2026-11-20 15:00 -05:00 (America/New_York)
    now due     Tue 2026-11-24 09:30 -05:00 (America/New_York), after waiting
    last given  Fri 2026-11-20 15:00 -05:00 (America/New_York): the customer was told of no later date

    history
    Fri 20 Nov 09:30  waiting for them (a photo), by dana
    Mon 23 Nov 12:00  resumed, due Tue 2026-11-24 09:30 -05:00 (America/New_York), by dana
    --- exit 0
    ");
    let dues = |env: &TestEnv| {
        let one = &env.owed("show rrr --json").json()["commitments"][0];
        ["due", "known_due", "given_due"].map(|key| one[key].as_str().unwrap().to_owned())
    };
    let [due, known, given] = dues(&env);
    assert_eq!((known, given.as_str()), (due.clone(), "2026-11-20T15:00:00-05:00"));
    assert_eq!(env.owed("wait rrr --why another photo").status, 0);
    assert_snapshot!(env.owed("overdue"), @"
    id   due            when  to          what              owner  why
    rrr  5bh 30bm left        Ada Okafor  repair the valve  kim    customer not told of the new date
    --- exit 1
    ");
    assert_eq!(env.owed("resume rrr").status, 0);
    assert_eq!(env.owed("told rrr Tuesday").status, 0);
    assert_eq!(dues(&env), [&due, &due, &due].map(Clone::clone));
    assert_eq!(env.owed("overdue").status, 0);
}

#[test]
fn the_customer_can_be_told_with_the_resume() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why a photo").status, 0);
    let env = env.at("2026-11-23T12:00:00-05:00");
    assert_snapshot!(env.owed("resume rrr --told --note 'here it is'"), @"
    rrr  repair the valve → Ada Okafor: resumed, due Tue 24 Nov 09:30, in 21h 30m
    --- exit 0
    ");
    assert!(env.text().contains("told = true, by = \"dana\", note = \"here it is\" }"));
    assert_eq!(env.owed("overdue").status, 0);
    let one = &env.owed("show rrr --json").json()["commitments"][0];
    assert_eq!(one["last_told"], "2026-11-23T12:00:00-05:00");
    assert_eq!(one["history"][1]["told"], true);
    assert_snapshot!(env.owed("show rrr").stdout.lines().last().unwrap(), @"Mon 23 Nov 12:00  resumed, due Tue 2026-11-24 09:30 -05:00 (America/New_York), and told, by dana: here it is");
}
