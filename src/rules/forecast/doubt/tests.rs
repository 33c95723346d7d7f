//! Which dates are doubtful, as a table.

use chrono_tz::Europe::Berlin;

use super::*;
use crate::rules::commitment::{CancelAs, Commitment, Deed, Event};
use crate::rules::forecast::{Answer, Case, End, History};
use crate::rules::policy::Kind;
use crate::rules::rate::Percent;
use crate::rules::standing::standing;

/// Returns the instant so many days after Monday 2 March 2026 in Berlin.
fn d(days: i64) -> Instant {
    Instant::from_epoch(1_772_406_000 + days * 86_400)
}

const NOW: i64 = 40;

/// Returns a past in which one took a day, one two, and so on; and so many that were promised so many days ago and are open.
fn past(kind: &str, closed: i64, open: i64, days_open: i64) -> Past {
    let done = (1..=closed).map(|days| Case { made: d(0), end: End::Done(d(days)) });
    let open = (0..open).map(|_| Case { made: d(NOW - days_open), end: End::Never });
    let mut history = History::default();
    done.chain(open).for_each(|case| history.push(case, &[]));
    Past::default().joined(kind, history)
}

fn event(at: i64, deed: Deed<'static>) -> Event<'static> {
    Event { at: d(at), deed, by: None, note: None, logged: None }
}

fn commitment(kind: &str, made: i64, due: i64, history: Vec<Event<'static>>) -> Commitment<'static> {
    Commitment {
        kind: kind.to_owned().into(),
        to: "Acme".into(),
        what: "mend the pump".into(),
        made: d(made),
        due: d(due),
        history,
        ..Commitment::default()
    }
}

fn policy(warn: Option<u64>) -> Policy {
    let mut policy = Policy::new(Berlin);
    policy.forecast.warn = warn.map(Percent::whole);
    policy
}

fn doubt(commitment: &Commitment<'_>, is_promised: bool, past: &Past, policy: &Policy) -> Option<Doubt> {
    let standing = standing(commitment, policy, d(NOW)).unwrap();
    let foresight = Foresight::of(past, policy, d(NOW));
    Doubt::of(&standing, is_promised, (past, &foresight), policy, d(NOW))
}

/// Returns the chance of a promise of now that is doubtful, in thousandths.
fn promised(due: i64, past: &Past, policy: &Policy) -> Option<i64> {
    let doubt = doubt(&commitment("repair", NOW, NOW + due, Vec::new()), true, past, policy)?;
    assert!(!doubt.is_aged);
    Some((doubt.kept * 1_000.0).round() as i64)
}

#[test]
fn a_promise_is_doubtful_if_less_than_half_were_done_as_fast() {
    // 19 that took 1 to 19 days: of 20 with one's own.
    let nineteen = past("repair", 19, 0, 0);
    let cases = [(1, Some(50)), (9, Some(450)), (10, None), (11, None), (19, None), (30, None)];
    for (due, kept) in cases {
        assert_eq!(promised(due, &nineteen, &policy(Some(50))), kept, "{due} days");
    }
    // What is open counts as not done yet.
    let kept = promised(10, &past("repair", 19, 20, 12), &policy(Some(50)));
    assert_eq!(kept, Some(250));
    // The threshold is the ledger's.
    assert_eq!(promised(9, &nineteen, &policy(Some(45))), None);
    assert_eq!(promised(10, &nineteen, &policy(Some(51))), Some(500));
    assert_eq!(promised(9, &nineteen, &policy(None)), None);
}

#[test]
fn too_little_history_is_no_doubt() {
    // Nine closed and ten as old are needed.
    assert_eq!(promised(1, &past("repair", 9, 1, 40), &policy(Some(50))), Some(91));
    assert_eq!(promised(1, &past("repair", 8, 20, 40), &policy(Some(50))), None);
    assert_eq!(promised(1, &past("repair", 9, 0, 0), &policy(Some(50))), None);
    // Ten were made, but only nine that long ago.
    assert_eq!(promised(2, &past("repair", 9, 1, 1), &policy(Some(50))), None);
    assert_eq!(promised(1, &past("repair", 9, 1, 1), &policy(Some(50))), Some(91));
    // What other kinds took says nothing.
    assert_eq!(promised(1, &past("install", 19, 0, 0), &policy(Some(50))), None);
}

#[test]
fn a_mixture_of_everything_is_doubtful_only_if_the_ledger_has_a_table_for_it() {
    for (kind, is_mixture) in [("promise", true), ("email", true), ("callback", false), ("errand", false)] {
        let past = past(kind, 19, 0, 0);
        let of = |policy: &Policy| {
            doubt(&commitment(kind, NOW, NOW + 2, Vec::new()), true, &past, policy).is_some()
        };
        let mut policy = policy(Some(50));
        assert_eq!(of(&policy), !is_mixture, "{kind}");
        policy.kinds.insert(kind.to_owned(), Kind::default());
        assert!(of(&policy), "{kind}");
    }
}

#[test]
fn what_is_open_is_judged_by_those_as_old() {
    let nineteen = past("repair", 19, 0, 0);
    let moved = |made: i64, due: i64| {
        let moved = Deed::Moved { due: d(due), why: "a part is missing".into(), told: false, from: None };
        let moved = commitment("repair", made, made + 1, vec![event(NOW, moved)]);
        doubt(&moved, false, &nineteen, &policy(Some(50)))
    };
    // After five days 15 of 20 are left, and after seven 13: two of fifteen are done by then.
    let doubt = moved(NOW - 5, NOW + 2).unwrap();
    assert!(doubt.is_aged && (doubt.kept - 2.0 / 15.0).abs() < 1e-9, "{doubt:?}");
    assert_eq!((doubt.kind.as_str(), doubt.closed, doubt.open), ("repair", 19, 0));
    // A tenth of them, one and a half, is left after 19 days, which are in 14.
    let Answer::Date { span, at, .. } = doubt.safe.answer else { panic!("{doubt:?}") };
    assert_eq!((span, at), (14 * 86_400, d(NOW + 14)));
    assert_eq!(moved(NOW - 5, NOW + 8), None);
    // After nine days ten took longer, after ten only nine.
    assert!(moved(NOW - 9, NOW + 1).is_some());
    assert_eq!(moved(NOW - 10, NOW + 1), None);
    // As a promise it would have been kept.
    assert_eq!(promised(17, &nineteen, &policy(Some(50))), None);
    assert!(moved(NOW - 5, NOW + 7).is_some());
}

#[test]
fn nothing_is_doubtful_about_what_is_past_closed_or_waiting() {
    let nineteen = past("repair", 19, 0, 0);
    let of = |commitment: Commitment<'static>| {
        [true, false]
            .map(|is_promised| doubt(&commitment, is_promised, &nineteen, &policy(Some(50))).is_some())
    };
    assert_eq!(of(commitment("repair", NOW, NOW + 2, Vec::new())), [true, true]);
    assert_eq!(of(commitment("repair", NOW - 3, NOW - 1, Vec::new())), [false, false]);
    let done = vec![event(NOW, Deed::Done)];
    assert_eq!(of(commitment("repair", NOW, NOW + 2, done)), [false, false]);
    let void = Deed::Cancelled { way: CancelAs::Void, why: "twice".into() };
    assert_eq!(of(commitment("repair", NOW, NOW + 2, vec![event(NOW, void)])), [false, false]);
}

#[test]
fn a_promise_of_earlier_is_counted_from_then() {
    let nineteen = past("repair", 19, 0, 0);
    let earlier = commitment("repair", NOW - 8, NOW + 2, Vec::new());
    assert_eq!(doubt(&earlier, true, &nineteen, &policy(Some(50))), None);
    let earlier = commitment("repair", NOW - 7, NOW + 2, Vec::new());
    let found = doubt(&earlier, true, &nineteen, &policy(Some(50))).unwrap();
    let Answer::Date { at, .. } = found.safe.answer else { panic!("{found:?}") };
    assert_eq!(at, d(NOW - 7 + 18));
}
