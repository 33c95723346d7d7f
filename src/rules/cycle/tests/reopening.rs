//! Reopening: what was done or broken begins again, what was withdrawn or void resumes.

use super::*;
use crate::rules::standing::{Reason, standing};

fn reopened_and_told(due: i64) -> Deed<'static> {
    Deed::Reopened { due: h(due), why: "why".into(), told: true }
}

fn rung(to: Option<&'static str>) -> Deed<'static> {
    Deed::Escalated { to: to.map(Into::into), why: None, rung: Some("100%".into()), step: None }
}

const TAKEN_BACK: [CancelAs; 2] = [CancelAs::Withdrawn, CancelAs::Void];

#[test]
fn what_was_withdrawn_or_void_goes_on_with_all_it_had() {
    for way in TAKEN_BACK {
        let asked = Commitment { asked: Some(h(-3)), limit: Target::parse("24h").ok(), ..promise(10) };
        let again = asked.then(1, handed("sam")).then(5, cancelled(way)).then(8, reopened(20));
        let all = cycles(&again, &policy(), h(9)).unwrap();
        assert_eq!((all.earlier.len(), all.misfits.len()), (0, 0));
        let cycle = &all.current;
        assert_eq!((cycle.number, cycle.made, cycle.asked, cycle.original_due), (1, h(0), h(-3), h(10)));
        assert_eq!((cycle.limit_at, cycle.owner, cycle.hops), (Some(h(21)), Some("sam"), 1));
        assert_eq!((cycle.due, cycle.known_due, cycle.given_due), (h(20), h(10), h(10)));
        assert_eq!((cycle.moves, cycle.moves_later(), cycle.moves_announced), (1, 1, 0));
        assert_eq!((cycle.closing, cycle.cancel_reason), (None, None));
        assert!(standing(&again, &policy(), h(9)).unwrap().reasons.has(Reason::Untold));
        let told = again.clone().then(9, Deed::Told);
        assert!(!last(&told, &policy()).is_untold());
        let late = standing(&told, &policy(), h(21).plus(1)).unwrap();
        assert!(late.reasons.has(Reason::Limit), "the limit counts from when it was asked for");
    }
}

#[test]
fn what_goes_on_is_judged_by_the_due_it_had() {
    use Verdict::*;
    let away = |way| promise(10).then(5, cancelled(way));
    for way in TAKEN_BACK {
        let table = [
            ("in silence, by the new due", away(way).then(8, reopened(20)).then(15, Deed::Done), Late),
            ("in silence, by the old one", away(way).then(8, reopened(20)).then(10, Deed::Done), Kept),
            ("told in time", away(way).then(8, reopened_and_told(20)).then(15, Deed::Done), Renegotiated),
            ("told too late", away(way).then(11, reopened_and_told(20)).then(15, Deed::Done), Late),
            (
                "twice",
                away(way)
                    .then(8, reopened(20))
                    .then(9, cancelled(way))
                    .then(11, reopened(30))
                    .then(12, Deed::Done),
                Late,
            ),
        ];
        for (name, commitment, wanted) in &table {
            assert_eq!(verdict(commitment), *wanted, "{name}");
            assert_eq!(last(commitment, &policy()).number, 1, "{name}");
        }
    }
    let after = promise(10).then(15, cancelled(CancelAs::Void)).then(16, reopened(20));
    assert_eq!(last(&after, &policy()).known_due, h(10), "void after the due, it is late all the same");
}

#[test]
fn what_was_done_or_broken_begins_anew_and_nothing_is_flagged() {
    let ends = [
        Deed::Done,
        cancelled(CancelAs::Broken),
        // After the known due it counts as broken, whatever was typed.
        cancelled(CancelAs::Withdrawn),
    ];
    for (end, at) in ends.into_iter().zip([5, 5, 11]) {
        for again in [reopened(40), reopened_and_told(40)] {
            let commitment = promise(10).then(at, end.clone()).then(30, again);
            let cycle = last(&commitment, &policy());
            assert_eq!((cycle.number, cycle.asked, cycle.original_due, cycle.moves), (2, h(30), h(40), 0));
            assert_eq!((cycle.known_due, cycle.given_due), (h(40), h(40)));
            assert!(standing(&commitment, &policy(), h(35)).unwrap().reasons.is_empty());
        }
    }
}

#[test]
fn a_cancelling_that_is_taken_back_has_ended_a_wait() {
    let counted = promise(10).target("10h").then(2, waits());
    for way in TAKEN_BACK {
        let again = counted.clone().then(5, cancelled(way)).then(8, reopened(40));
        let cycle = last(&again, &policy());
        assert_eq!((cycle.pause, cycle.known_due, cycle.original_due), (None, h(13), h(10)));
        assert_eq!((cycle.due, cycle.given_due), (h(40), h(10)));
    }
}

#[test]
fn what_happened_while_it_was_cancelled_counts() {
    let between = promise(10)
        .then(5, cancelled(CancelAs::Void))
        .then(6, Deed::Told)
        .then(7, Deed::Heard)
        .then(8, rung(Some("sam")))
        .then(9, reopened(20));
    let cycle = last(&between, &policy());
    assert_eq!((cycle.last_told, cycle.chases), (Some(h(6)), 1));
    assert_eq!((cycle.progress("100%").last, cycle.owner, cycle.hops), (1, Some("sam"), 1));
    let told = Deed::Resumed { due: None, told: true };
    let resumed = promise(10).then(5, cancelled(CancelAs::Void)).then(6, told).then(9, reopened(20));
    assert_eq!(last(&resumed, &policy()).last_told, Some(h(6)));
}

proptest! {
    /// Checks that what was cancelled and reopened is as if its due had been moved instead.
    #[test]
    fn a_cancelling_that_is_taken_back_is_a_move(
        before in proptest::collection::vec((0..5_i64, 0..6_usize), 0..6),
        between in proptest::collection::vec(0..4_usize, 0..4),
        way in 0..2_usize, told in any::<bool>(), due in 1..60_i64, now in 0..100_i64,
    ) {
        let deed = |what: usize, at: i64| match what {
            0 => Deed::Told,
            1 => Deed::Heard,
            2 => Deed::Noted,
            3 => rung(Some("sam")),
            4 => handed("lee"),
            _ => moved(at + 7),
        };
        let (mut at, mut cancels) = (0, promise(10));
        for (hours, what) in before {
            at += hours;
            cancels = cancels.then(at, deed(what, at));
        }
        let mut moves = cancels.clone();
        cancels = cancels.then(at, cancelled(TAKEN_BACK[way]));
        prop_assume!(last(&cancels, &policy()).goes_on());
        for what in between {
            at += 1;
            (cancels, moves) = (cancels.then(at, deed(what, at)), moves.then(at, deed(what, at)));
        }
        cancels = cancels.then(at, Deed::Reopened { due: h(due), why: "why".into(), told });
        moves = moves.then(at, Deed::Moved { due: h(due), why: "why".into(), told, from: None });
        let [cancels, moves] = [&cancels, &moves].map(|one| standing(one, &policy(), h(at + now)).unwrap());
        prop_assert_eq!(cancels, moves);
    }
}
