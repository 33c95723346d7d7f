//! What the standing makes of a cycle: what is left, at risk, overdue, and flagged.

use super::*;
use crate::rules::standing::{Reason, State, answer_by, begun_since, standing};

#[test]
fn a_silent_move_is_flagged_until_the_customer_knows() {
    let untold = |commitment: &Commitment<'static>| {
        standing(commitment, &policy(), h(12)).unwrap().reasons.has(Reason::Untold)
    };
    assert!(untold(&promise(10).then(1, moved(20))));
    assert!(!untold(&promise(10).then(1, moved(20)).then(2, Deed::Told)));
    assert!(!untold(&promise(10).then(1, moved(20)).then(11, Deed::Told)), "late notice is notice");
    assert!(!untold(&promise(10).then(1, moved(20)).then(2, moved(10))), "nothing is left to tell");
}

#[test]
fn while_waiting_there_is_no_due_only_what_is_left() {
    let waiting = promise(10).target("10h").then(4, waits());
    let judged = standing(&waiting, &policy(), h(100)).unwrap();
    assert_eq!((judged.state, judged.due, judged.left), (State::Waiting, None, Some(6 * 3_600)));
    assert!(!judged.is_overdue());
    let late = promise(10).target("10h").then(11, waits());
    let judged = standing(&late, &policy(), h(12)).unwrap();
    assert_eq!((judged.state, judged.due, judged.left), (State::Waiting, Some(h(10)), Some(0)));
    assert_eq!(judged.overdue_since, Some(h(10)), "a pause that begins too late leaves it overdue");
}

#[test]
fn a_date_that_was_said_and_a_limit_stand_while_they_have_to_act() {
    let callback = Commitment { limit: Target::parse("10h").ok(), ..promise(10).target("10h") };
    let again = promise(10).target("10h").then(1, Deed::Done).then(2, reopened(10));
    for given in [promise(10), callback, again, promise(20).target("20h").then(1, moved_and_told(10))] {
        let waiting = given.then(4, waits());
        let at = |now| standing(&waiting, &policy(), now).unwrap();
        assert_eq!(cycles(&waiting, &policy(), h(100)).unwrap().misfits, []);
        let early = at(h(6));
        assert_eq!((early.state, early.due, early.left), (State::Waiting, Some(h(10)), None));
        assert_eq!((early.remaining(h(6)), early.listed_due()), (Some(4 * 3_600), Some(h(10))));
        assert!(!early.at_risk && at(h(9)).at_risk && !at(h(10)).is_overdue());
        assert_eq!((at(h(9)).rank(), at(h(6)).rank()), (1, 3));
        let late = at(h(11));
        assert!(late.reasons.has(Reason::Due) && late.overdue_since == Some(h(10)));
        let resumed = waiting.then(8, Deed::Resumed { due: None, told: false });
        let cycle = last(&resumed, &policy());
        assert_eq!((cycle.due, cycle.known_due, cycle.pause), (h(10), h(10), None));
        assert_eq!(verdict(&resumed.then(11, Deed::Done)), Verdict::Late);
    }
    // What is written by hand says another due, and moves nothing either.
    let resumed = promise(10).then(4, waits()).then(8, Deed::Resumed { due: Some(h(30)), told: false });
    assert_eq!(last(&resumed, &policy()).due, h(10));
    // Such a due can be moved meanwhile; it waits on.
    let moved = promise(10).then(4, waits()).then(5, moved_and_told(20));
    let cycle = last(&moved, &policy());
    assert_eq!((cycle.due, cycle.known_due, cycle.pause.is_some()), (h(20), h(20), true));
}

#[test]
fn what_has_no_due_is_listed_by_none() {
    let waiting = promise(10).target("10h").then(4, waits());
    assert_eq!(standing(&waiting, &policy(), h(5)).unwrap().listed_due(), None);
    let closed = waiting.then(6, Deed::Done);
    assert_eq!(standing(&closed, &policy(), h(7)).unwrap().listed_due(), Some(h(12)));
}

#[test]
fn a_list_has_the_overdue_first_then_those_at_risk_open_waiting_and_closed() {
    let table = [
        ("overdue", promise(8), h(8).plus(1), (0, None, Some(h(8)))),
        ("at the due itself", promise(8), h(8), (1, Some(0), Some(h(8)))),
        ("at risk", promise(8), h(6), (1, Some(2 * 3_600), Some(h(8)))),
        ("open", promise(8), h(5), (2, Some(3 * 3_600), Some(h(8)))),
        ("its clock is stopped", promise(8).target("8h").then(1, waits()), h(5), (3, None, None)),
        ("closed", promise(8).then(7, Deed::Done), h(7), (4, None, Some(h(8)))),
        (
            "closed, moved in silence",
            promise(8).then(1, moved(20)).then(7, Deed::Done),
            h(7),
            (4, None, Some(h(8))),
        ),
    ];
    for (name, commitment, now, wanted) in &table {
        let judged = standing(commitment, &policy(), *now).unwrap();
        assert_eq!((judged.rank(), judged.remaining(*now), judged.listed_due()), *wanted, "{name}");
    }
}

#[test]
fn a_wait_is_flagged_after_seven_days_or_an_update_interval() {
    let flagged = |commitment: &Commitment<'static>, policy: &Policy, now: Instant| {
        standing(commitment, policy, now).unwrap().reasons.has(Reason::Waiting)
    };
    let waiting = promise(10).target("10h").then(4, waits());
    assert!(!flagged(&waiting, &policy(), h(4 + 7 * 24)));
    assert!(flagged(&waiting, &policy(), h(4 + 7 * 24).plus(1)));
    let mut strict = policy();
    strict.kinds.get_mut("promise").unwrap().update_every = Target::parse("2h").ok();
    assert!(!flagged(&waiting, &strict, h(6)));
    assert!(flagged(&waiting, &strict, h(6).plus(1)));
    assert!(
        !standing(&waiting, &strict, h(50)).unwrap().reasons.has(Reason::Silence),
        "while waiting, nobody is owed news"
    );
}

#[test]
fn silence_is_flagged_from_the_last_telling_or_the_promise() {
    let mut policy = policy();
    policy.kinds.get_mut("promise").unwrap().update_every = Target::parse("2h").ok();
    let silent = |commitment: &Commitment<'static>, now: Instant| {
        standing(commitment, &policy, now).unwrap().reasons.has(Reason::Silence)
    };
    assert!(!silent(&promise(100), h(2)));
    assert!(silent(&promise(100), h(2).plus(1)));
    let told = promise(100).then(2, Deed::Told);
    assert!(!silent(&told, h(4)));
    assert!(silent(&told, h(4).plus(1)));
    assert!(!silent(&promise(100).then(3, moved_and_told(200)), h(5)), "a move that was told is news");
    assert!(!silent(&promise(100).then(3, Deed::Done), h(50)), "nothing is owed after closing");
}

#[test]
fn an_answer_is_owed_from_the_oldest_that_nothing_told_answered() {
    let mut policy = policy();
    policy.kinds.get_mut("promise").unwrap().answer_within = Target::parse("4h").ok();
    // From when on it is flagged, if it is within 100 hours; what answers it is past.
    let flagged = |commitment: &Commitment<'static>| {
        let is = |at: &Instant| standing(commitment, &policy, *at).unwrap().reasons.has(Reason::Unanswered);
        (0..100).map(|hour| h(hour).plus(1)).find(is).map(|at| at.since(h(0)) / 3_600)
    };
    let heard = || promise(90).then(10, Deed::Heard);
    for (case, commitment, expected) in [
        ("nobody got in touch", promise(90), None),
        ("they did", heard(), Some(14)),
        ("and again: the oldest counts", heard().then(12, Deed::Heard), Some(14)),
        ("told to the second", heard().then(14, Deed::Told), None),
        ("told, and they got in touch again", heard().then(11, Deed::Told).then(20, Deed::Heard), Some(24)),
        ("told before", promise(90).then(9, Deed::Told).then(10, Deed::Heard), Some(14)),
        ("a move that they were told of", heard().then(12, moved_and_told(95)), None),
        ("a move that they were not told of", heard().then(12, moved(95)), Some(14)),
        ("noted, and handed on", heard().then(11, Deed::Noted).then(12, handed("sam")), Some(14)),
        ("they have to act", heard().then(11, waits()), Some(14)),
        ("while they have to act", promise(90).then(9, waits()).then(10, Deed::Heard), Some(14)),
        ("done", heard().then(14, Deed::Done), None),
        ("after it was done", promise(90).then(9, Deed::Done).then(10, Deed::Heard), None),
        ("a new cycle", heard().then(11, Deed::Done).then(12, reopened(95)), None),
        (
            "void, which was not so",
            heard().then(11, cancelled(CancelAs::Void)).then(30, reopened(95)),
            Some(30),
        ),
        (
            "void, told, which was not so",
            heard().then(11, cancelled(CancelAs::Void)).then(12, Deed::Told).then(30, reopened(95)),
            None,
        ),
        (
            "heard of what was withdrawn, which was not so",
            promise(90).then(9, cancelled(CancelAs::Withdrawn)).then(10, Deed::Heard).then(12, reopened(95)),
            Some(14),
        ),
    ] {
        assert_eq!(flagged(&commitment), expected, "{case}");
    }
    let other = Commitment { kind: "email".into(), ..heard() };
    assert_eq!(flagged(&other), None, "another kind owes none");
}

#[test]
fn an_answer_is_owed_on_the_clock_of_the_kind() {
    let mut policy = policy();
    policy.kinds.get_mut("promise").unwrap().answer_within = Target::parse("4bh").ok();
    // The office is open from nine to five, and closed on Wednesday, hour 48 to 72.
    for (heard, by) in [(10, 14), (40, 84), (112, 180), (130, 181)] {
        let heard = promise(900).then(heard, Deed::Heard);
        assert_eq!(answer_by(&standing(&heard, &policy, h(200)).unwrap().cycle, &policy), Some(h(by)));
    }
}

#[test]
fn a_callback_is_late_after_its_limit_whatever_its_due() {
    let callback = Commitment { limit: Target::parse("24h").ok(), ..promise(72) };
    let at = |now: Instant| standing(&callback, &policy(), now).unwrap();
    assert!(!at(h(24)).is_overdue());
    let late = at(h(24).plus(1));
    assert_eq!(late.overdue_since, Some(h(24)));
    assert!(late.reasons.has(Reason::Limit) && !late.reasons.has(Reason::Due));
    assert_eq!(at(h(80)).overdue_since, Some(h(24)), "since the earlier of the two");
    let asked = Commitment { asked: Some(h(-10)), ..callback.clone() };
    assert!(standing(&asked, &policy(), h(14).plus(1)).unwrap().is_overdue(), "it counts from asking");
}

#[test]
fn little_of_the_time_left_is_a_quarter_between_a_quarter_hour_and_a_day() {
    let risk = |commitment: &Commitment<'static>, now: Instant| {
        standing(commitment, &policy(), now).unwrap().at_risk
    };
    let table = [
        ("a quarter of 8 h is 2 h", promise(8), h(6)),
        ("a quarter of 40 days is a day at most", promise(960), h(936)),
    ];
    for (name, commitment, first) in &table {
        assert!(risk(commitment, *first), "{name}");
        assert!(!risk(commitment, first.plus(-1)), "{name}");
    }
    let short = Commitment { due: h(0).plus(1_200), ..promise(0) };
    assert!(
        risk(&short, h(0).plus(300)) && !risk(&short, h(0).plus(299)),
        "never less than a quarter of an hour"
    );
    assert!(!risk(&promise(8), h(8).plus(1)), "what is overdue is not at risk any more");
    assert!(!risk(&promise(8).target("8h").then(7, waits()), h(7)), "nor what waits");
}

#[test]
fn what_they_said_brings_forward_when_a_wait_is_flagged_and_never_puts_it_off() {
    let mut strict = policy();
    strict.kinds.get_mut("promise").unwrap().update_every = Target::parse("20h").ok();
    let until = |hour| promise(100).then(4, Deed::Waiting { why: "why".into(), until: Some(h(hour)) });
    let flagged = |commitment: &Commitment<'static>, policy: &Policy, now: Instant| {
        standing(commitment, policy, now).unwrap().reasons.has(Reason::Waiting)
    };
    assert!(!flagged(&until(9), &policy(), h(9)));
    assert!(flagged(&until(9), &policy(), h(9).plus(1)));
    assert!(!flagged(&until(90), &strict, h(24)));
    assert!(flagged(&until(90), &strict, h(24).plus(1)), "after update_every all the same");
    assert!(!flagged(&until(9).then(10, resumed()), &policy(), h(11)));
}

/// Returns any history, each event some hours after the one before.
fn histories() -> impl Strategy<Value = Commitment<'static>> {
    let deed = prop_oneof![
        Just(Deed::Told),
        Just(Deed::Heard),
        Just(Deed::Done),
        Just(cancelled(CancelAs::Void)),
        Just(resumed()),
        proptest::option::of(0..80_i64)
            .prop_map(|until| Deed::Waiting { why: "why".into(), until: until.map(h) }),
        (0..80_i64, any::<bool>()).prop_map(|(due, told)| Deed::Moved {
            due: h(due),
            why: "why".into(),
            told,
            from: None
        }),
        (0..80_i64).prop_map(reopened),
    ];
    let promised = (1..60_i64, any::<bool>(), any::<bool>());
    (promised, proptest::collection::vec((0..12_i64, deed), 0..8)).prop_map(
        |((due, counted, limited), deeds)| {
            let first = if counted { promise(due).target(&format!("{due}h")) } else { promise(due) };
            let limit = limited.then(|| Target::parse("30h").unwrap());
            let mut at = 0;
            deeds.into_iter().fold(Commitment { limit, ..first }, |commitment, (hours, deed)| {
                at += hours;
                commitment.then(at, deed)
            })
        },
    )
}

proptest! {
    #[test]
    fn a_reason_began_if_there_was_an_instant_without_it(commitment in histories(), now in 0..90_i64, back in 0..60_i64) {
        let mut policy = policy();
        let kind = policy.kinds.get_mut("promise").unwrap();
        kind.update_every = Target::parse("7h").ok();
        kind.answer_within = Target::parse("5h").ok();
        let (since, now) = (h(now - back), h(now).plus(1));
        let reasons = |at: Instant| {
            standing(&commitment, &policy, at).map(|standing| standing.reasons).unwrap_or_default()
        };
        // Everything happens at whole hours, and is late a second after one.
        let instants = (0..=back).flat_map(|hours| [since.plus(hours * 3_600), since.plus(hours * 3_600 + 1)]);
        let instants: Vec<_> = instants.filter(|at| *at <= now).collect();
        let begun = begun_since(since, reasons(now), &commitment, &policy, now);
        for reason in Reason::ALL {
            let is_new = reasons(now).has(reason) && instants.iter().any(|at| !reasons(*at).has(reason));
            prop_assert_eq!(begun.has(reason), is_new, "{:?}", reason);
        }
    }
}
