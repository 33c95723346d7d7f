//! Which cycles are the like cases, and what the past says of what is open, as tables.

use chrono_tz::Europe::Berlin;

use super::*;
use crate::rules::commitment::CancelAs;
use crate::rules::policy::Kind;
use crate::rules::standing::standing;
use crate::rules::target::Target;

const DAY: i64 = 86_400;

/// Returns the instant so many days after Monday 2 March 2026 in Berlin.
fn d(days: i64) -> Instant {
    Instant::from_epoch(1_772_406_000 + days * DAY)
}

fn event(at: i64, deed: Deed<'static>) -> Event<'static> {
    Event { at: d(at), deed, by: None, note: None, logged: None }
}

fn cancelled(way: CancelAs) -> Deed<'static> {
    Deed::Cancelled { way, why: "a reason".into() }
}

/// Returns a repair of Dana's that was promised after so many days, and is due on day 20.
fn repair(made: i64, history: Vec<Event<'static>>) -> Commitment<'static> {
    Commitment {
        kind: "repair".into(),
        to: "Acme".into(),
        what: "mend the pump".into(),
        owner: Some("dana".into()),
        made: d(made),
        due: d(20),
        history,
        ..Commitment::default()
    }
}

/// Returns how many cases of a kind and an owner were done by day 40, how many were not, and how many of them took more than five days.
fn found(one: &Commitment<'_>, kind: &str, owner: Option<&str>) -> (usize, usize, usize) {
    let (policy, mut past) = (Policy::new(Berlin), Past::default());
    past.see(one, &|_, its| owner.is_none() || its == owner, &policy, d(40));
    let Some(history) = past.of(kind) else { return (0, 0, 0) };
    let curve = history.at(&OwnClock::Elapsed, d(40));
    (curve.closed, curve.open, curve.older_than(5 * DAY))
}

#[test]
fn every_cycle_is_a_case_but_one_that_was_entered_by_mistake() {
    let reopened = || Deed::Reopened { due: d(30), why: "it drips".into(), told: false };
    let cases = [
        (vec![], (0, 1, 1)),
        (vec![event(3, Deed::Done)], (1, 0, 0)),
        (vec![event(40, Deed::Done)], (1, 0, 1)),
        (vec![event(41, Deed::Done)], (0, 1, 1)),
        (vec![event(3, cancelled(CancelAs::Void))], (0, 0, 0)),
        // Nobody knows how long it would have taken.
        (vec![event(3, cancelled(CancelAs::Withdrawn))], (0, 1, 0)),
        (vec![event(7, cancelled(CancelAs::Withdrawn))], (0, 1, 1)),
        // It never ends.
        (vec![event(3, cancelled(CancelAs::Broken))], (0, 1, 1)),
        (vec![event(3, Deed::Done), event(4, reopened())], (1, 1, 1)),
        (vec![event(3, Deed::Done), event(4, reopened()), event(12, Deed::Done)], (2, 0, 1)),
    ];
    for (history, wanted) in cases {
        assert_eq!(found(&repair(0, history.clone()), "repair", None), wanted, "{history:?}");
    }
    assert_eq!(found(&repair(40, vec![]), "repair", None), (0, 1, 0), "made at the very second");
    assert_eq!(found(&repair(41, vec![]), "repair", None), (0, 0, 0));
}

#[test]
fn a_case_is_of_the_kind_and_the_owner_that_its_cycle_ended_with() {
    let kinds = |one: &Commitment<'_>| ["repair", "install"].map(|kind| found(one, kind, None).1);
    let owners =
        |one: &Commitment<'_>| [Some("dana"), Some("bob"), None].map(|who| found(one, "repair", who).1);
    assert_eq!((kinds(&repair(0, vec![])), owners(&repair(0, vec![]))), ([1, 0], [1, 0, 1]));
    let handed = Deed::Handed { to: "bob".into(), why: "a trip".into(), from: None };
    assert_eq!(owners(&repair(0, vec![event(1, handed)])), [0, 1, 1]);
    let changed = Deed::Changed {
        kind: "install".into(),
        due: None,
        target: None,
        limit: None,
        calendar: None,
        why: "a new one".into(),
        told: false,
    };
    assert_eq!(kinds(&repair(0, vec![event(1, changed)])), [0, 1]);
}

#[test]
fn a_wait_stays_with_its_case_when_two_pasts_are_joined() {
    let open = |made: i64| Case { made: d(made), end: End::Never };
    let (mut one, mut other) = (History::default(), History::default());
    one.push(open(0), &[]);
    other.push(open(5), &[(d(10), Some(d(30)))]);
    let all = Past::default().joined("repair", one).join(Past::default().joined("repair", other));
    let ages =
        [15, 16, 40, 41].map(|days| all.of("repair").unwrap().as_old(days * DAY, &OwnClock::Elapsed, d(40)));
    assert_eq!(ages, [2, 1, 1, 0]);
}

#[test]
fn a_kind_is_on_the_clock_of_its_target_or_else_of_its_limit() {
    let length = |text: &str| Target::parse(text).ok();
    let cases = [
        (None, None, false),
        (Some("2d"), None, false),
        (Some("2bd"), None, true),
        (Some("30bm"), None, true),
        (None, Some("2bd"), true),
        (Some("2d"), Some("2bd"), false),
        (Some("2bh"), Some("2d"), true),
    ];
    for (target, limit, is_working) in cases {
        let kind = Kind { target: target.and_then(length), limit: limit.and_then(length), ..Kind::default() };
        let mut policy = Policy::new(Berlin);
        policy.kinds.insert("repair".to_owned(), kind);
        assert_eq!(clock_of("repair", &policy).is_working(), is_working, "{target:?} {limit:?}");
        assert!(!clock_of("install", &policy).is_working());
    }
}

#[test]
fn what_is_open_is_judged_by_its_age_without_its_waits_until_its_due() {
    // 19 that took 1 to 19 days: of 20 with one's own.
    let mut history = History::default();
    (1..20).for_each(|days| history.push(Case { made: d(0), end: End::Done(d(days)) }, &[]));
    let policy = Policy::new(Berlin);
    let foresight = Foresight::of(&Past::default().joined("repair", history), &policy, d(40));
    let late = |made: i64, due: i64, history: Vec<Event<'static>>| {
        let one = Commitment { due: d(due), ..repair(made, history) };
        let late = foresight.late(&standing(&one, &policy, d(40)).unwrap(), &policy, d(40))?;
        Some((late * 1_000.0).round() as i64)
    };
    // After five days 15 of 20 are left, and after seven 13.
    assert_eq!(late(35, 42, vec![]), Some(867));
    let waited = || {
        let resumed = Deed::Resumed { due: None, told: false };
        vec![event(32, Deed::Waiting { why: "a key".into(), until: None }), event(37, resumed)]
    };
    assert_eq!(late(30, 42, waited()), Some(867));
    // On its due it can still be kept, and after it nothing is said.
    assert_eq!((late(35, 40, vec![]), late(35, 39, vec![])), (Some(1_000), None));
    assert_eq!(late(35, 42, vec![event(40, Deed::Done)]), None);
}

#[test]
fn what_was_withdrawn_is_seen_until_then_before_its_due_or_after_and_only_what_was_given_up_never_ends() {
    let took = |day: i64, way: CancelAs| {
        let (policy, mut past) = (Policy::new(Berlin), Past::default());
        past.see(&repair(0, vec![event(day, cancelled(way))]), &|_, _| true, &policy, d(40));
        let curve = past.of("repair").unwrap().at(&OwnClock::Elapsed, d(40));
        (0..=40).find(|days| curve.older_than(days * DAY) == 0).unwrap()
    };
    // It is due on day 20.
    for day in [3, 20, 25] {
        assert_eq!((took(day, CancelAs::Withdrawn), took(day, CancelAs::Broken)), (day, 40), "day {day}");
    }
}

#[test]
fn what_was_withdrawn_was_not_kept_only_if_its_span_had_passed() {
    let asked = |made: i64, day: i64, way: CancelAs| {
        let (policy, mut past) = (Policy::new(Berlin), Past::default());
        // Half are safe within the ten days that this one took.
        for one in [repair(0, vec![event(10, Deed::Done)]), repair(made, vec![event(day, cancelled(way))])] {
            past.see(&one, &|_, _| true, &policy, d(40));
        }
        let [half, ..] = past.of("repair").unwrap().replay(&OwnClock::Elapsed, d(40));
        (half.part, half.of)
    };
    let (withdrawn, broken) = (CancelAs::Withdrawn, CancelAs::Broken);
    // Until day 22, and due on day 20; until day 25, and due long before.
    assert_eq!([19, 21, 22, 23].map(|day| asked(12, day, withdrawn)), [(0, 0), (0, 0), (0, 0), (0, 1)]);
    assert_eq!([19, 21, 22, 23].map(|day| asked(12, day, broken)), [(0, 1); 4]);
}
