//! What histories add up to: the moves, pauses, closings and cycles of `docs/rules.md` as tables.
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]

use std::borrow::Cow;

use chrono_tz::America::New_York;
use proptest::prelude::*;

use super::*;
use crate::rules::calendar::{Calendar, Days, Hours, Plan};
use crate::rules::target::Target;

mod changing;
mod given;
mod reopening;
mod standing;

/// Returns the instant `hours` after midnight of Monday 2 November 2026 in New York.
fn h(hours: i64) -> Instant {
    Instant::from_epoch(1_793_595_600 + hours * 3_600)
}

fn promise(due: i64) -> Commitment<'static> {
    Commitment {
        kind: "promise".into(),
        to: "Acme".into(),
        what: "a thing".into(),
        owner: Some("dana".into()),
        made: h(0),
        due: h(due),
        ..Commitment::default()
    }
}

trait Story: Sized {
    fn then(self, at: i64, deed: Deed<'static>) -> Self;
    fn target(self, text: &str) -> Self;
}

impl Story for Commitment<'static> {
    fn then(mut self, at: i64, deed: Deed<'static>) -> Self {
        self.history.push(Event::new(h(at), deed));
        self
    }

    fn target(mut self, text: &str) -> Self {
        self.target = Some(Target::parse(text).unwrap());
        self
    }
}

fn moved(due: i64) -> Deed<'static> {
    Deed::Moved { due: h(due), why: "why".into(), told: false, from: None }
}

fn moved_and_told(due: i64) -> Deed<'static> {
    Deed::Moved { due: h(due), why: "why".into(), told: true, from: None }
}

fn waits() -> Deed<'static> {
    Deed::Waiting { why: "why".into(), until: None }
}

fn resumed() -> Deed<'static> {
    Deed::Resumed { due: None, told: false }
}

fn cancelled(way: CancelAs) -> Deed<'static> {
    Deed::Cancelled { way, why: "why".into() }
}

fn reopened(due: i64) -> Deed<'static> {
    Deed::Reopened { due: h(due), why: "why".into(), told: false }
}

fn handed(to: &'static str) -> Deed<'static> {
    Deed::Handed { to: to.into(), why: "why".into(), from: None }
}

/// Returns a policy: weekdays nine to five, closed on Wednesday 4 November.
fn policy() -> Policy {
    let mut policy = Policy::new(New_York);
    let day = vec![Hours::parse("09:00-17:00").unwrap()];
    let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()];
    let holidays = vec![Days::parse("2026-11-04").unwrap()];
    let plan = Plan { week, holidays, ..Plan::default() };
    let office = Calendar::new("office", New_York, plan).unwrap();
    policy.calendars.insert("office".to_owned(), office);
    policy
}

fn last<'c>(commitment: &'c Commitment<'static>, policy: &Policy) -> Cycle<'c> {
    cycles(commitment, policy, h(10_000)).unwrap().current
}

fn verdict(commitment: &Commitment<'static>) -> Verdict {
    last(commitment, &policy()).closing.expect("it is closed").verdict
}

#[test]
fn a_closing_is_as_late_as_the_known_due_says() {
    let late =
        |one: Commitment<'static>| last(&one, &policy()).lateness(&policy()).map(|late| late.wall / 3_600);
    assert_eq!(late(promise(10).then(1, moved(20)).then(15, Deed::Done)), Some(5), "nobody told them");
    assert_eq!(late(promise(10).then(1, moved_and_told(20)).then(25, Deed::Done)), Some(5));
    assert_eq!(late(promise(10).then(1, moved_and_told(20)).then(15, Deed::Done)), None);
}

#[test]
fn a_closing_is_judged_by_the_known_due_to_the_second() {
    let at = |seconds| Event::new(h(10).plus(seconds), Deed::Done);
    for (seconds, wanted, late_by) in [
        (-1, Verdict::Kept, None),
        (0, Verdict::Kept, None),
        (1, Verdict::Late, Some(1)),
        (90, Verdict::Late, Some(90)),
    ] {
        let mut one = promise(10);
        one.history.push(at(seconds));
        assert_eq!(verdict(&one), wanted, "done {seconds} s after the due");
        assert_eq!(last(&one, &policy()).lateness(&policy()).map(|late| late.wall), late_by);
    }
}

#[test]
fn every_way_to_end_has_its_verdict() {
    use Verdict::*;
    let table = [
        ("done before the due", promise(10).then(5, Deed::Done), Kept),
        (
            "moved later in silence, done by the original due",
            promise(10).then(1, moved(20)).then(9, Deed::Done),
            Kept,
        ),
        (
            "moved later in silence, done by the new due",
            promise(10).then(1, moved(20)).then(15, Deed::Done),
            Late,
        ),
        (
            "moved later and told at once",
            promise(10).then(1, moved_and_told(20)).then(15, Deed::Done),
            Renegotiated,
        ),
        (
            "told to the second of the known due",
            promise(10).then(1, moved(20)).then(10, Deed::Told).then(15, Deed::Done),
            Renegotiated,
        ),
        ("told too late", promise(10).then(1, moved(20)).then(11, Deed::Told).then(15, Deed::Done), Late),
        (
            "told before the move does not count",
            promise(10).then(1, Deed::Told).then(2, moved(20)).then(15, Deed::Done),
            Late,
        ),
        (
            "moved with --told after the known due",
            promise(10).then(11, moved_and_told(20)).then(15, Deed::Done),
            Late,
        ),
        (
            "moved later, told, done by the original due all the same",
            promise(10).then(1, moved_and_told(20)).then(10, Deed::Done),
            Kept,
        ),
        ("moved earlier, done after that", promise(10).then(1, moved(5)).then(7, Deed::Done), Late),
        ("moved earlier, done by that", promise(10).then(1, moved(5)).then(5, Deed::Done), Kept),
        (
            "moved later, told, and half back in silence",
            promise(10).then(1, moved_and_told(20)).then(2, moved(15)).then(15, Deed::Done),
            Renegotiated,
        ),
        (
            "the half back binds",
            promise(10).then(1, moved_and_told(20)).then(2, moved(15)).then(16, Deed::Done),
            Late,
        ),
        ("withdrawn in time", promise(10).then(10, cancelled(CancelAs::Withdrawn)), Withdrawn),
        ("withdrawn too late is broken", promise(10).then(11, cancelled(CancelAs::Withdrawn)), Broken),
        ("given up in time is broken", promise(10).then(5, cancelled(CancelAs::Broken)), Broken),
        ("a mistake is void, even late", promise(10).then(11, cancelled(CancelAs::Void)), Void),
    ];
    for (name, commitment, wanted) in &table {
        assert_eq!(verdict(commitment), *wanted, "{name}");
    }
}

#[test]
fn the_known_due_follows_what_the_customer_was_told() {
    let table = [
        ("nothing happened", promise(10), 10, 10),
        ("later, in silence", promise(10).then(1, moved(20)), 20, 10),
        ("later, told afterwards in time", promise(10).then(1, moved(20)).then(2, Deed::Told), 20, 20),
        (
            "later twice, told once",
            promise(10).then(1, moved(20)).then(2, moved(30)).then(3, Deed::Told),
            30,
            30,
        ),
        ("earlier", promise(10).then(1, moved(5)), 5, 5),
        ("silent, then taken back", promise(10).then(1, moved(20)).then(2, moved(10)), 10, 10),
        ("silent, then earlier than the original", promise(10).then(1, moved(20)).then(2, moved(8)), 8, 8),
        ("silent, then less late, still silent", promise(10).then(1, moved(20)).then(2, moved(15)), 15, 10),
        ("late notice changes nothing", promise(10).then(1, moved(20)).then(11, Deed::Told), 20, 10),
    ];
    for (name, commitment, due, known) in &table {
        let cycle = last(commitment, &policy());
        assert_eq!((cycle.due, cycle.known_due), (h(*due), h(*known)), "{name}");
    }
}

#[test]
fn a_move_is_later_only_if_it_is_to_after_the_known_due() {
    for (due, later) in [(9, 0), (10, 0), (11, 1)] {
        let commitment = promise(10).then(1, moved(due));
        let cycle = last(&commitment, &policy());
        assert_eq!((cycle.moves, cycle.moves_later()), (1, later), "moved to {due}");
    }
}

#[test]
fn events_that_do_not_fit_change_nothing_and_are_named() {
    let table = [
        (promise(10).then(1, Deed::Done).then(2, Deed::Done), "it is already closed"),
        (promise(10).then(1, Deed::Done).then(2, moved(20)), "it is already closed"),
        (promise(10).then(1, Deed::Done).then(2, handed("sam")), "it is already closed"),
        (promise(10).then(1, reopened(20)), "it is not closed"),
        (promise(10).then(1, Deed::Resumed { due: None, told: false }), "it is not waiting"),
        (promise(10).target("10h").then(1, waits()).then(2, waits()), "it is already waiting"),
        (
            promise(10).target("10h").then(1, waits()).then(2, moved(20)),
            "it is waiting, so it has no due date to move",
        ),
        (promise(10).then(1, waits()).then(2, waits()), "it is already waiting"),
    ];
    for (commitment, wanted) in &table {
        let replayed = cycles(commitment, &policy(), h(100)).unwrap();
        let place = commitment.history.len() - 1;
        assert_eq!(replayed.misfits, [(place, *wanted)]);
        let mut without = commitment.clone();
        without.history.pop();
        assert_eq!(replayed.current, cycles(&without, &policy(), h(100)).unwrap().current);
    }
}

#[test]
fn what_may_stand_after_a_closing_changes_nothing() {
    let escalated =
        Deed::Escalated { to: Some("sam".into()), why: None, rung: Some("100%".into()), step: None };
    let closed = promise(10).target("10h").then(1, waits()).then(2, resumed()).then(5, Deed::Done);
    let after = closed
        .clone()
        .then(6, Deed::Told)
        .then(7, Deed::Heard)
        .then(8, Deed::Noted)
        .then(9, escalated)
        .then(10, resumed());
    let (closed, mut after) =
        (cycles(&closed, &policy(), h(100)).unwrap(), cycles(&after, &policy(), h(100)).unwrap());
    assert_eq!(after.misfits, []);
    assert_eq!(after.current.since_closing.len(), 5, "kept, in case that it goes on");
    after.current.since_closing.clear();
    assert_eq!(after.current, closed.current, "the owner and the hops too");
}

#[test]
fn events_are_judged_by_their_time_and_those_to_come_not_at_all() {
    let shuffled = promise(10).then(6, Deed::Done).then(1, moved_and_told(20));
    assert_eq!(last(&shuffled, &policy()).moves, 1, "the move came first");
    let later = promise(10).then(5, Deed::Done);
    assert!(cycles(&later, &policy(), h(4)).unwrap().current.closing.is_none());
    assert!(cycles(&later, &policy(), h(5)).unwrap().current.closing.is_some());
    assert!(cycles(&later, &policy(), h(0)).is_some(), "it is made this second");
    assert!(cycles(&later, &policy(), h(-1)).is_none(), "the promise itself is to come");
}

#[test]
fn a_pause_moves_the_due_by_its_own_clock() {
    // 8bh from Monday 09:00 is Monday 17:00; Tuesday is open, Wednesday closed.
    let office = |made: i64| {
        let target = Target::parse("8bh").unwrap();
        let policy = policy();
        let due = target.due(h(made), New_York, policy.calendars.get("office")).unwrap();
        Commitment { made: h(made), due, calendar: Some("office".into()), ..promise(0).target("8bh") }
    };
    let resumed = Deed::Resumed { due: None, told: false };
    let table = [
        (
            "elapsed time slides by the whole pause",
            promise(10).target("10h").then(2, waits()).then(7, resumed.clone()),
            15,
        ),
        (
            "a pause to the second of the due slides",
            promise(10).target("10h").then(10, waits()).then(12, resumed.clone()),
            12,
        ),
        (
            "a pause after the due moves nothing",
            promise(10).target("10h").then(11, waits()).then(12, resumed.clone()),
            10,
        ),
        (
            "working time slides by the working part",
            office(9).then(16, waits()).then(24 + 10, resumed.clone()),
            24 + 11,
        ),
        ("a pause outside hours moves nothing", office(9).then(18, waits()).then(20, resumed.clone()), 17),
        (
            "a pause over a night and a closed day",
            office(9).then(16, waits()).then(3 * 24 + 9, resumed.clone()),
            3 * 24 + 10,
        ),
        (
            "two pauses add up",
            promise(10)
                .target("10h")
                .then(1, waits())
                .then(2, resumed.clone())
                .then(3, waits())
                .then(5, resumed.clone()),
            13,
        ),
        (
            "the due that was written down counts",
            promise(10)
                .target("10h")
                .then(2, waits())
                .then(7, Deed::Resumed { due: Some(h(14)), told: false }),
            14,
        ),
    ];
    for (name, commitment, due) in &table {
        let cycle = last(commitment, &policy());
        assert_eq!((cycle.due, cycle.known_due), (h(*due), h(*due)), "{name}");
        assert_eq!(cycle.given_due, cycle.original_due, "{name}: nobody told the customer");
    }
}

#[test]
fn closing_while_waiting_counts_as_resumed_then() {
    let closed = promise(10).target("10h").then(2, waits()).then(50, Deed::Done);
    let cycle = last(&closed, &policy());
    assert_eq!((cycle.known_due, cycle.closing.unwrap().verdict), (h(58), Verdict::Kept));
}

#[test]
fn reopening_starts_anew_and_the_old_cycle_keeps_its_verdict() {
    let again = promise(10)
        .then(1, moved_and_told(20))
        .then(2, handed("sam"))
        .then(3, Deed::Heard)
        .then(25, Deed::Done)
        .then(30, reopened(40))
        .then(35, Deed::Done);
    let all = cycles(&again, &policy(), h(100)).unwrap();
    let [old] = all.earlier.as_slice() else { panic!("one earlier cycle") };
    assert_eq!((old.closing.unwrap().verdict, old.moves, old.hops, old.chases), (Verdict::Late, 1, 1, 1));
    let new = &all.current;
    assert_eq!((new.number, new.made, new.asked, new.original_due), (2, h(30), h(30), h(40)));
    assert_eq!((new.moves, new.hops, new.chases, new.owner), (0, 0, 0, Some("sam")));
    assert_eq!(new.closing.unwrap().verdict, Verdict::Kept);
}

#[test]
fn a_hop_is_a_change_of_owner_and_the_owner_of_an_instant_is_known() {
    let escalated =
        Deed::Escalated { to: Some("lee".into()), why: None, rung: Some(Cow::Borrowed("100%")), step: None };
    let story = promise(10).then(1, handed("sam")).then(2, handed("sam")).then(3, escalated);
    let cycle = last(&story, &policy());
    assert_eq!((cycle.hops, cycle.owner), (2, Some("lee")), "handing to the owner is no hop");
    assert_eq!((cycle.progress("100%").last, cycle.progress("75%").last), (1, 0));
    assert_eq!(
        [0, 1, 2, 3].map(|at| cycle.owner_at(h(at))),
        [Some("dana"), Some("sam"), Some("sam"), Some("lee")]
    );
}

#[test]
fn the_longest_silence_reaches_to_the_closing_or_to_now() {
    let cycle =
        |commitment: &Commitment<'static>, now: i64| last(commitment, &policy()).silence_until(h(now));
    assert_eq!(cycle(&promise(10), 7), 7 * 3_600);
    assert_eq!(cycle(&promise(10).then(3, Deed::Told), 5), 3 * 3_600);
    assert_eq!(cycle(&promise(10).then(3, Deed::Told).then(9, Deed::Done), 100), 6 * 3_600);
}

proptest! {
    /// Checks that a due after pauses is the due of the target plus the working part of the pauses.
    #[test]
    fn a_resumed_due_is_the_target_plus_the_working_part_of_the_pauses(
        made in 0_i64..400, target in 1_i64..40,
        pauses in proptest::collection::vec((1_i64..30_000, 1_i64..30_000), 0..4),
    ) {
        let policy = policy();
        let office = &policy.calendars["office"];
        let text = format!("{target}bh");
        let length = Target::parse(&text).unwrap();
        let due = length.due(h(made), New_York, Some(office)).unwrap();
        let mut commitment = Commitment { made: h(made), due, calendar: Some("office".into()), ..promise(0).target(&text) };
        let (mut at, mut paused, mut waiting) = (h(made), 0, None);
        for gap in pauses.into_iter().flat_map(|(before, length)| [before, length]) {
            at = at.plus(gap);
            let deed = match waiting.take() {
                None => {
                    waiting = Some(at);
                    waits()
                }
                Some(since) => {
                    paused += office.elapsed(since, at);
                    Deed::Resumed { due: None, told: false }
                }
            };
            commitment.history.push(Event::new(at, deed));
        }
        // Only pauses that begin by the due count; the others do not follow this law.
        let replayed = cycles(&commitment, &policy, h(100_000)).unwrap();
        let slides = commitment.history.chunks(2).all(|pause| pause[0].at <= due);
        prop_assume!(slides);
        let wanted = office.due(h(made), target * 3_600 + paused).unwrap();
        prop_assert_eq!(office.elapsed(h(made), replayed.current.due), office.elapsed(h(made), wanted));
        prop_assert_eq!(replayed.current.due, wanted);
    }

    /// Checks that events at different times add up to the same, in any order of the file.
    #[test]
    fn the_order_of_the_file_does_not_matter(order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let story = promise(10)
            .then(1, moved(20)).then(2, Deed::Told).then(3, handed("sam")).then(4, Deed::Heard)
            .then(15, Deed::Done).then(16, reopened(30)).then(17, moved_and_told(40));
        let mut shuffled = story.clone();
        shuffled.history = order.into_iter().map(|place| story.history[place].clone()).collect();
        let (one, other) = (cycles(&story, &policy(), h(100)).unwrap(), cycles(&shuffled, &policy(), h(100)).unwrap());
        prop_assert_eq!(one.current, other.current);
        prop_assert_eq!(one.earlier, other.earlier);
    }
}

#[test]
fn the_last_rating_of_what_is_done_counts_and_stays_with_its_cycle() {
    let rated = |stars| Deed::Rated { stars };
    let rating = |commitment: &Commitment<'_>| {
        let all = cycles(commitment, &policy(), h(100)).unwrap();
        let of = |cycle: &Cycle<'_>| cycle.rating.map(|rating| (rating.stars, rating.at));
        (all.earlier.iter().map(of).collect::<Vec<_>>(), of(&all.current), all.misfits.len())
    };
    let done = promise(10).then(5, Deed::Done);
    assert_eq!(rating(&done), (vec![], None, 0));
    let twice = done.clone().then(8, rated(5)).then(7, rated(2));
    assert_eq!(rating(&twice), (vec![], Some((5, h(8))), 0), "by when they said it");
    let same = done.then(7, rated(2)).then(7, rated(3));
    assert_eq!(rating(&same), (vec![], Some((3, h(7))), 0), "at one instant, by the order of the file");
    let again = same.then(9, reopened(30)).then(9, rated(1));
    assert_eq!(rating(&again), (vec![Some((3, h(7)))], None, 1), "what goes on has nothing to rate");
    let again = again.then(12, Deed::Done).then(13, rated(4));
    assert_eq!(rating(&again), (vec![Some((3, h(7)))], Some((4, h(13))), 1));
    for way in [CancelAs::Withdrawn, CancelAs::Broken, CancelAs::Void] {
        let cancelled = promise(10).then(5, cancelled(way)).then(6, rated(5)).then(7, reopened(20));
        let all = cycles(&cancelled, &policy(), h(100)).unwrap();
        assert_eq!((all.current.rating, all.misfits.len()), (None, 1), "{way:?}");
    }
}
