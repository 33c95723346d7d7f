//! What holds for any history.

use proptest::prelude::*;

use super::*;
use crate::rules::cycle::{Verdict, cycles};

pub(crate) fn event() -> impl Strategy<Value = (i64, Deed<'static>)> {
    let due = || (-10..150_i64).prop_map(h);
    let owner = || prop_oneof![Just("dana"), Just("sam"), Just("lee")];
    let way = prop_oneof![Just(CancelAs::Withdrawn), Just(CancelAs::Broken), Just(CancelAs::Void)];
    let deed = prop_oneof![
        Just(Deed::Told),
        Just(Deed::Heard),
        Just(Deed::Noted),
        Just(Deed::Done),
        (due(), any::<bool>()).prop_map(|(due, told)| Deed::Moved { due, why: "rain".into(), told }),
        Just(Deed::Waiting { why: "photos".into() }),
        (prop::option::of(due()), any::<bool>()).prop_map(|(due, told)| Deed::Resumed { due, told }),
        owner().prop_map(|to| Deed::Handed { to: to.into(), why: "leave".into() }),
        way.prop_map(|way| Deed::Cancelled { way, why: "strike".into() }),
        (due(), any::<bool>()).prop_map(|(due, told)| Deed::Reopened { due, why: "again".into(), told }),
    ];
    (0..150_i64, deed)
}

/// Returns how many hours and seconds after it happened something was recorded.
fn delay() -> impl Strategy<Value = Option<(i64, i64)>> {
    prop::option::of((0..60_i64, 0..2_i64))
}

pub(crate) fn commitment() -> impl Strategy<Value = Commitment<'static>> {
    let length = || prop::option::of(Just("24h").prop_map(|text| Target::parse(text).unwrap()));
    let tags = prop::collection::vec(prop_oneof![Just("vip"), Just("outage")], 0..3);
    let kind = prop_oneof![Just("promise"), Just("callback")];
    let dates = (0..50_i64, 0..120_i64, prop::option::of(0..20_i64));
    let history = prop::collection::vec((event(), delay()), 0..8);
    (dates, length(), length(), tags, kind, history).prop_map(
        |(dates, target, limit, tags, kind, history)| {
            let (made, due_at, asked) = dates;
            let history = history.into_iter().map(|((hour, deed), delay)| {
                let logged = delay.map(|(hours, seconds)| h(hour + hours).plus(seconds));
                Event { logged, ..Event::new(h(hour), deed) }
            });
            let history = history.collect();
            let asked = asked.map(|before| h(made - before));
            Commitment { kind: kind.into(), made: h(made), asked, target, limit, history, ..due(due_at) }
                .tagged(&tags)
        },
    )
}

/// Returns the counters alone: percentiles of groups do not add up.
fn counts(figures: &Figures) -> Vec<u64> {
    let count = |(_, _, number)| match number {
        Number::Count(count) => Some(count),
        Number::Rate(_) | Number::Length(_) => None,
    };
    figures.all().into_iter().filter_map(count).collect()
}

fn add(some: &[u64], more: &[u64]) -> Vec<u64> {
    some.iter().zip(more).map(|(some, more)| some + more).collect()
}

fn sum(groups: &[Group]) -> Vec<u64> {
    let none = counts(&Figures::default());
    groups.iter().fold(none, |sum, group| add(&sum, &counts(&group.figures)))
}

/// Returns the events that a cycle's verdict may depend on, cycle by cycle: those before its closing, and the closing.
/// Reopening a cycle that no rate counts resumes it: what happened since it was closed counts after all.
fn chapters<'c>(commitment: &'c Commitment<'_>, misfits: &[usize], now: Instant) -> Vec<Vec<&'c Event<'c>>> {
    let mut events: Vec<_> = commitment.history.iter().enumerate().collect();
    events.retain(|(place, event)| event.at <= now && !misfits.contains(place));
    events.sort_by_key(|(_, event)| event.at);
    let mut so_far = Commitment { history: Vec::new(), ..commitment.clone() };
    let (mut chapters, mut afterwards) = (vec![Vec::new()], Vec::new());
    let mut open = true;
    for (_, event) in events {
        let chapter = chapters.last_mut().unwrap();
        if matches!(event.deed, Deed::Reopened { .. }) {
            let closing = cycles(&so_far, &policy(), now).unwrap().current.closing;
            if closing.is_some_and(|one| matches!(one.verdict, Verdict::Withdrawn | Verdict::Void)) {
                chapter.pop();
                chapter.append(&mut afterwards);
                chapter.push(event);
            } else {
                chapters.push(Vec::new());
            }
            afterwards.clear();
            open = true;
        } else {
            if open { chapter } else { &mut afterwards }.push(event);
            open &= !matches!(event.deed, Deed::Done | Deed::Cancelled { .. });
        }
        so_far.history.push(event.clone());
    }
    chapters
}

/// Returns what was recorded late and what was kept and reopened, of the cycles due in hours 0 to 150; and what was
/// withdrawn and void, of those closed then.
fn by_hand(commitment: &Commitment<'_>, now: Instant) -> [u64; 4] {
    let Some(cycles) = cycles(commitment, &policy(), now) else { return [0; 4] };
    let misfits: Vec<_> = cycles.misfits.iter().map(|(place, _)| *place).collect();
    let chapters = chapters(commitment, &misfits, now);
    let all: Vec<_> = cycles.earlier.iter().chain([&cycles.current]).collect();
    assert_eq!(all.len(), chapters.len());
    let mut counts = [0; 4];
    for (place, (cycle, chapter)) in all.iter().zip(chapters).enumerate() {
        let verdict = cycle.closing.map(|closing| closing.verdict);
        let closed = cycle.closing.is_some_and(|closing| (h(0)..h(150)).contains(&closing.at));
        counts[2] += u64::from(closed && verdict == Some(Verdict::Withdrawn));
        counts[3] += u64::from(closed && verdict == Some(Verdict::Void));
        let unrated = matches!(verdict, Some(Verdict::Withdrawn | Verdict::Void));
        let was_due = cycle.closing.is_some() || now > cycle.original_due;
        if unrated || !was_due || !(h(0)..h(150)).contains(&cycle.original_due) {
            continue;
        }
        let is_late = |event: &&Event<'_>| {
            let words = ["told", "moved", "resumed", "done", "cancelled", "reopened"];
            words.contains(&event.deed.name())
                && event.logged.is_some_and(|logged| logged.epoch() - event.at.epoch() > 86_400)
        };
        counts[0] += u64::from(chapter.iter().any(is_late));
        let again = all.get(place + 1).map(|next| next.made.epoch() - 7 * 86_400);
        let soon = again.is_some_and(|least| least <= cycle.closing.unwrap().at.epoch());
        counts[1] += u64::from(verdict == Some(Verdict::Kept) && soon);
    }
    counts
}

proptest! {
    #[test]
    fn what_was_recorded_late_or_came_back_is_what_a_simple_counter_counts(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64, later in 0..200_i64
    ) {
        // Some are reopened long after they were closed: on either side of a week.
        let commitments: Vec<_> = commitments.into_iter().enumerate().map(|(place, commitment)| {
            if place % 3 == 0 { commitment.reopened(120 + later, 200 + later) } else { commitment }
        }).collect();
        let now = h(now + if later % 2 == 0 { 0 } else { 200 });
        let Figures { recorded_late, kept_reopened, withdrawn, void, .. } =
            report_on(&commitments, None, (0, 150), now).total;
        let counts: [u64; 4] = commitments.iter().fold([0; 4], |sum, commitment| {
            let more = by_hand(commitment, now);
            std::array::from_fn(|place| sum[place] + more[place])
        });
        prop_assert_eq!([recorded_late, kept_reopened, withdrawn, void], counts);
    }

    #[test]
    fn every_promise_that_was_due_has_one_outcome(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64, until in 0..160_i64
    ) {
        let figures = report_on(&commitments, None, (0, until), h(now)).total;
        let Figures { due, kept, renegotiated, late, broken, pending, .. } = figures;
        prop_assert_eq!(due, kept + renegotiated + late + broken + pending);
        for rate in METRICS.iter().map(|metric| metric.of(&figures)) {
            prop_assert!(rate.part <= rate.of);
        }
        prop_assert!(figures.keep().compare(figures.honoured()).is_le() || figures.honoured().of == 0);
        prop_assert!(figures.at_risk + figures.overdue <= figures.open);
        prop_assert!(figures.pending <= figures.open && figures.open <= figures.pending + figures.late);
        prop_assert_eq!(figures.lateness.is_some(), late > 0);
        prop_assert_eq!(figures.silence.is_some(), due > 0);
        if let Some(Spread { p50, p90, max }) = figures.lateness {
            prop_assert!(0 < p50 && p50 <= p90 && p90 <= max);
        }
    }

    #[test]
    fn groups_add_up_to_the_total(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64
    ) {
        for by in [GroupKey::Owner, GroupKey::To, GroupKey::Kind, GroupKey::Month] {
            let report = report_on(&commitments, Some(by), (0, 150), h(now));
            prop_assert_eq!(sum(&report.groups), counts(&report.total));
        }
        let report = report_on(&commitments, Some(GroupKey::Tag), (0, 150), h(now));
        prop_assert!(sum(&report.groups)[0] >= report.total.due);
    }

    #[test]
    fn periods_that_meet_add_up(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64, middle in 0..150_i64
    ) {
        let total = |since, until| counts(&report_on(&commitments, None, (since, until), h(now)).total);
        let (early, late) = (total(-20, middle), total(middle, 200));
        let both = add(&early, &late);
        prop_assert_eq!(both, total(-20, 200));
    }

    #[test]
    fn the_order_of_the_ledger_does_not_matter(
        commitments in prop::collection::vec(commitment(), 0..12).prop_shuffle(), now in 0..160_i64
    ) {
        let mut sorted = commitments.clone();
        sorted.sort_by_key(|commitment| commitment.due);
        for by in [GroupKey::Owner, GroupKey::Tag] {
            let report = |commitments: &[Commitment<'_>]| report_on(commitments, Some(by), (0, 150), h(now));
            prop_assert_eq!(report(&commitments), report(&sorted));
        }
    }
}
