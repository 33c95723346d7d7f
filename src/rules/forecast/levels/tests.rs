//! How often targets were met, as a table.

use chrono_tz::Europe::Berlin;

use super::*;
use crate::rules::commitment::{Deed, Event};
use crate::rules::policy::Kind;
use crate::rules::target::Target;

const HOUR: i64 = 3_600;

/// Returns the instant so many hours after midnight of Monday 2 March 2026 in Berlin.
fn h(hours: i64) -> Instant {
    Instant::from_epoch(1_772_406_000 + hours * HOUR)
}

/// Returns the policy in which a repair has that target, and maybe a limit.
fn policy(target: &str, limit: Option<&str>) -> Policy {
    let mut policy = Policy::new(Berlin);
    let of = |text: &str| Target::parse(text).ok();
    let kind = Kind { target: of(target), limit: limit.and_then(of), ..Kind::default() };
    policy.kinds.insert("repair".to_owned(), kind);
    policy
}

/// Returns a repair that was asked for and promised then, and what happened to it.
fn repair(asked: i64, made: i64, events: &[(i64, Deed<'static>)]) -> Commitment<'static> {
    let event = |(at, deed): &(i64, Deed<'static>)| Event::new(h(*at), deed.clone());
    Commitment {
        kind: "repair".into(),
        to: "Acme".into(),
        what: "mend the pump".into(),
        asked: (asked != made).then(|| h(asked)),
        made: h(made),
        due: h(made + 1_000),
        history: events.iter().map(event).collect(),
        ..Commitment::default()
    }
}

fn rates(all: &[Commitment<'_>], policy: &Policy, now: i64) -> BTreeMap<String, Rate> {
    let mut levels = Levels::default();
    all.iter().for_each(|one| levels.see(one, policy, h(now)));
    levels.rates(policy)
}

/// Returns how many of how many repairs met the target.
fn met(all: &[Commitment<'_>], policy: &Policy, now: i64) -> Option<(u64, u64)> {
    rates(all, policy, now).get("repair").map(|rate| (rate.part, rate.of))
}

fn waiting() -> Deed<'static> {
    Deed::Waiting { why: "the key".into(), until: None }
}

fn resumed() -> Deed<'static> {
    Deed::Resumed { due: None, told: false }
}

#[test]
fn a_target_counts_from_when_it_was_asked_for_until_it_was_done() {
    let day = policy("24h", None);
    let cases = [
        (repair(0, 0, &[(24, Deed::Done)]), Some((1, 1))),
        (repair(0, 0, &[(25, Deed::Done)]), Some((0, 1))),
        (repair(-1, 0, &[(24, Deed::Done)]), Some((0, 1))),
        (repair(0, 0, &[(24, Deed::Told), (24, Deed::Done)]), Some((1, 1))),
        // Neither open nor done after now.
        (repair(0, 0, &[]), None),
        (repair(0, 0, &[(101, Deed::Done)]), None),
    ];
    for (one, wanted) in cases {
        assert_eq!(met(std::slice::from_ref(&one), &day, 100), wanted, "{:?}", one.history);
    }
    // Saturday and Sunday are no business days: Friday 12:00 until the end of Monday.
    let (friday, monday) = (4 * 24 + 12, 7 * 24 + 12);
    let weekend = repair(friday, friday, &[(monday, Deed::Done)]);
    assert_eq!(met(std::slice::from_ref(&weekend), &policy("1bd", None), 300), Some((1, 1)));
    assert_eq!(met(&[weekend], &policy("1d", None), 300), Some((0, 1)));
}

#[test]
fn a_wait_for_the_customer_is_taken_out_unless_the_kind_has_a_limit() {
    let late = repair(0, 0, &[(20, waiting()), (50, resumed()), (54, Deed::Done)]);
    let too_late = repair(0, 0, &[(20, waiting()), (50, resumed()), (55, Deed::Done)]);
    let of = |one: &Commitment<'_>, limit| met(std::slice::from_ref(one), &policy("24h", limit), 100);
    assert_eq!((of(&late, None), of(&too_late, None)), (Some((1, 1)), Some((0, 1))));
    assert_eq!(of(&late, Some("48h")), Some((0, 1)));
    // A wait that began after the target puts nothing off.
    let after = repair(0, 0, &[(25, waiting()), (50, resumed()), (50, Deed::Done)]);
    assert_eq!(of(&after, None), Some((0, 1)));
}

#[test]
fn each_cycle_counts_by_itself_and_only_what_was_done() {
    let reopened = Deed::Reopened { due: h(200), why: "again".into(), told: false };
    let twice = repair(0, 0, &[(10, Deed::Done), (50, reopened), (90, Deed::Done)]);
    assert_eq!(met(&[twice], &policy("24h", None), 100), Some((1, 2)));
    assert!(rates(&[repair(0, 0, &[(10, Deed::Done)])], &Policy::new(Berlin), 100).is_empty());
}

#[test]
fn only_those_closed_after_the_501st_latest_count() {
    // The first that were closed took long, the others did not.
    let day = policy("24h", None);
    let slow = |at| repair(at - 30, at - 30, &[(at, Deed::Done)]);
    let quick = |at| repair(at, at, &[(at, Deed::Done)]);
    let mut all: Vec<_> = (1..=3).map(slow).chain((4..=500).map(quick)).collect();
    assert_eq!(met(&all, &day, 9_999), Some((497, 500)));
    all.push(quick(501));
    assert_eq!(met(&all, &day, 9_999), Some((498, 500)));
    all.extend((502..=600).map(quick));
    assert_eq!(met(&all, &day, 9_999), Some((500, 500)));
    all.reverse();
    assert_eq!(met(&all, &day, 9_999), Some((500, 500)));
    // Those at the instant of the 501st are not in the window.
    all.extend((0..100).map(|_| slow(100)));
    assert_eq!(met(&all, &day, 9_999), Some((500, 500)));
}

#[test]
fn archives_are_needed_for_a_kind_that_the_ledger_has_and_too_few_closings_of() {
    let needs = |all: &[Commitment<'_>], policy: &Policy| {
        let mut levels = Levels::default();
        all.iter().for_each(|one| levels.see(one, policy, h(9_999)));
        levels.needs_archives(policy)
    };
    let (day, built_in) = (policy("24h", None), Policy::new(Berlin));
    // It has a table for repairs, and nothing to do with callbacks.
    assert_eq!((needs(&[], &day), needs(&[], &built_in)), (true, false));
    let callback =
        |history: &[(i64, Deed<'static>)]| Commitment { kind: "callback".into(), ..repair(0, 0, history) };
    for one in [callback(&[]), callback(&[(1, Deed::Done)]), callback(&[(1, waiting())])] {
        assert!(needs(std::slice::from_ref(&one), &built_in), "{:?}", one.history);
    }
    let later = Commitment { made: h(10_000), ..callback(&[]) };
    assert!(!needs(&[later, repair(0, 0, &[])], &built_in));
    let mut all: Vec<_> = (1..=500).map(|at| repair(at, at, &[(at, Deed::Done)])).collect();
    assert!(needs(&all, &day));
    all.push(repair(501, 501, &[(501, Deed::Done)]));
    assert!(!needs(&all, &day));
    all.push(callback(&[]));
    assert!(needs(&all, &day));
}

#[test]
fn without_archives_only_a_full_window_says_anything() {
    let day = policy("24h", None);
    let met = |count: i64| {
        let mut levels = Levels::default();
        (1..=count).for_each(|at| levels.see(&repair(at, at, &[(at, Deed::Done)]), &day, h(9_999)));
        levels.without_archives().rates(&day).get("repair").map(|rate| rate.of)
    };
    assert_eq!((met(500), met(501)), (None, Some(500)));
}
