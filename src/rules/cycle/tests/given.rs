//! The date the customer was last given, and what is untold because of it.

use super::*;
use crate::rules::standing::{Reason, standing};

fn resumed_and_told() -> Deed<'static> {
    Deed::Resumed { due: None, told: true }
}

/// Returns a promise due at 10 that may wait.
fn counted() -> Commitment<'static> {
    promise(10).target("10h")
}

#[test]
fn the_date_last_given_is_the_original_what_was_told_or_an_earlier_one() {
    let waited = || counted().then(2, waits());
    let table = [
        ("nothing happened", promise(10), [10, 10, 10]),
        ("moved later in silence", promise(10).then(1, moved(20)), [20, 10, 10]),
        ("and told in time", promise(10).then(1, moved(20)).then(2, Deed::Told), [20, 20, 20]),
        ("and told late", promise(10).then(1, moved(20)).then(11, Deed::Told), [20, 10, 20]),
        (
            "told late, then half back in silence: in their favour",
            promise(10).then(1, moved(20)).then(11, Deed::Told).then(12, moved(15)),
            [15, 10, 15],
        ),
        (
            "which they then have",
            promise(10).then(1, moved(20)).then(11, Deed::Told).then(12, moved(15)).then(13, moved(18)),
            [18, 10, 15],
        ),
        ("moved earlier", promise(10).then(1, moved(5)), [5, 5, 5]),
        ("moved earlier, then back", promise(10).then(1, moved(5)).then(2, moved(10)), [10, 5, 5]),
        ("resumed: the wait was theirs", waited().then(7, resumed()), [15, 15, 10]),
        ("resumed and told at once", waited().then(7, resumed_and_told()), [15, 15, 15]),
        ("resumed, then told", waited().then(7, resumed()).then(8, Deed::Told), [15, 15, 15]),
        (
            "told while it waits is not told of what comes",
            waited().then(3, Deed::Told).then(7, resumed()),
            [15, 15, 10],
        ),
        (
            "resumed, then moved less late in silence",
            waited().then(7, resumed()).then(8, moved(12)),
            [12, 12, 10],
        ),
        (
            "resumed, then moved to what they had",
            waited().then(7, resumed()).then(8, moved(10)),
            [10, 10, 10],
        ),
        (
            "resumed, moved later, told by the new known due",
            waited().then(7, resumed()).then(8, moved(20)).then(15, Deed::Told),
            [20, 20, 20],
        ),
        (
            "resumed, moved later, told after it",
            waited().then(7, resumed()).then(8, moved(20)).then(16, Deed::Told),
            [20, 15, 20],
        ),
        (
            "a pause after the due moves nothing",
            counted().then(11, waits()).then(15, resumed()),
            [10, 10, 10],
        ),
    ];
    for (name, commitment, [due, known, given]) in &table {
        let cycle = last(commitment, &policy());
        assert_eq!([cycle.due, cycle.known_due, cycle.given_due], [h(*due), h(*known), h(*given)], "{name}");
        assert_eq!(cycle.is_untold(), due > given, "{name}");
    }
}

#[test]
fn what_was_untold_stays_flagged_while_it_waits() {
    let untold = |commitment: &Commitment<'static>, now: i64| {
        standing(commitment, &policy(), h(now)).unwrap().reasons.has(Reason::Untold)
    };
    let again = counted().then(2, waits()).then(7, resumed()).then(9, waits());
    assert!(untold(&again, 12));
    assert!(!untold(&counted().then(2, waits()), 50), "a first wait has moved nothing yet");
    assert!(!untold(&again.then(13, Deed::Told), 14));
}

#[test]
fn resuming_is_judged_by_the_new_due_and_flagged_until_it_is_told() {
    let resumed = counted().then(2, waits()).then(7, resumed());
    let at = |now: Instant| standing(&resumed, &policy(), now).unwrap();
    assert!(at(h(8)).reasons.has(Reason::Untold));
    assert!(!at(h(12)).is_overdue());
    assert!(at(h(15).plus(1)).is_overdue());
    for (done, wanted) in [(15, Verdict::Kept), (16, Verdict::Late)] {
        assert_eq!(verdict(&resumed.clone().then(done, Deed::Done)), wanted);
    }
}

#[test]
fn telling_with_a_resume_or_a_reopening_is_a_contact() {
    let resumed = counted().then(2, waits()).then(7, resumed_and_told());
    let again = Deed::Reopened { due: h(40), why: "why".into(), told: true };
    let anew = promise(10).then(5, Deed::Done).then(30, again);
    for (commitment, at) in [(resumed, 7), (anew, 30)] {
        assert_eq!(last(&commitment, &policy()).last_told, Some(h(at)));
    }
    assert_eq!(last(&promise(10).then(5, Deed::Done).then(30, reopened(40)), &policy()).last_told, None);
}
