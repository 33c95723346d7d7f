//! What holds for any history.

use proptest::prelude::*;

use super::*;

pub(crate) fn event() -> impl Strategy<Value = (i64, Deed<'static>)> {
    let due = || (-10..150_i64).prop_map(h);
    let owner = || prop_oneof![Just("dana"), Just("sam"), Just("lee")];
    let way = prop_oneof![Just(CancelAs::Withdrawn), Just(CancelAs::Broken), Just(CancelAs::Void)];
    let deed = prop_oneof![
        Just(Deed::Told),
        Just(Deed::Heard),
        Just(Deed::Noted),
        Just(Deed::Done),
        (1..=5_u32).prop_map(|stars| Deed::Rated { stars }),
        (due(), any::<bool>()).prop_map(|(due, told)| Deed::Moved {
            due,
            why: "rain".into(),
            told,
            from: None
        }),
        Just(Deed::Waiting { why: "photos".into(), until: None }),
        (prop::option::of(due()), any::<bool>()).prop_map(|(due, told)| Deed::Resumed { due, told }),
        owner().prop_map(|to| Deed::Handed { to: to.into(), why: "leave".into(), from: None }),
        way.prop_map(|way| Deed::Cancelled { way, why: "strike".into() }),
        (due(), any::<bool>()).prop_map(|(due, told)| Deed::Reopened { due, why: "again".into(), told }),
        (prop::option::of(due()), changed(), any::<bool>()).prop_map(|(due, (kind, target, limit), told)| {
            Deed::Changed { kind: kind.into(), due, target, limit, calendar: None, why: "fire".into(), told }
        }),
    ];
    (0..150_i64, deed)
}

/// Returns a kind, and what may be stated with it.
fn changed() -> impl Strategy<Value = (&'static str, Option<Box<Target>>, Option<Box<Target>>)> {
    let kind = prop_oneof![Just("promise"), Just("callback"), Just("repair")];
    let length = |texts: [&'static str; 2]| {
        prop::option::of(prop::sample::select(texts.to_vec()))
            .prop_map(|text| text.and_then(|text| Target::parse(text).ok()).map(Box::new))
    };
    (kind, length(["24h", "24bh"]), length(["24h", "12h"]))
}

/// Returns how many hours and seconds after it happened something was recorded.
fn delay() -> impl Strategy<Value = Option<(i64, i64)>> {
    prop::option::of((0..60_i64, 0..2_i64))
}

pub(crate) fn commitment() -> impl Strategy<Value = Commitment<'static>> {
    let length = |texts: Vec<&'static str>| {
        prop::option::of(prop::sample::select(texts).prop_map(|text| Target::parse(text).unwrap()))
    };
    let tags = prop::collection::vec(prop_oneof![Just("vip"), Just("outage")], 0..3);
    let kind = prop_oneof![Just("promise"), Just("callback")];
    let dates = (0..50_i64, 0..120_i64, prop::option::of(0..20_i64));
    let history = prop::collection::vec((event(), delay()), 0..8);
    (dates, length(vec!["24h", "24bh"]), length(vec!["24h"]), tags, kind, history).prop_map(
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
        Number::Now(count) => count,
        Number::Rate(_) | Number::Length(_) | Number::Mean(_) => None,
    };
    figures.all().into_iter().filter_map(count).collect()
}

fn add(some: &[u64], more: &[u64]) -> Vec<u64> {
    some.iter().zip(more).map(|(some, more)| some + more).collect()
}

fn sum(groups: &[Group]) -> Vec<u64> {
    let none = counts(&Figures { now: Some(Stand::default()), ..Figures::default() });
    groups.iter().fold(none, |sum, group| add(&sum, &counts(&group.figures)))
}

proptest! {
    #[test]
    fn every_promise_that_was_due_has_one_outcome(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64, until in 0..160_i64
    ) {
        let figures = report_on(&commitments, None, (0, until), h(now)).total;
        let Figures { due, kept, renegotiated, late, broken, pending, .. } = figures;
        prop_assert_eq!((due, pending), (kept + renegotiated + late + broken, 0));
        for rate in METRICS.iter().map(|metric| metric.of(&figures)) {
            prop_assert!(rate.part <= rate.of);
        }
        prop_assert!(figures.keep().compare(figures.honoured()).is_le() || figures.honoured().of == 0);
        let Stand { open, waiting, overdue, at_risk, flagged } = figures.now.unwrap();
        prop_assert!(at_risk + overdue <= open && waiting <= open && overdue <= flagged && flagged <= open);
        let Figures { late_within_1h, late_within_1d, late_within_1w, late_beyond, .. } = figures;
        prop_assert_eq!(late, late_within_1h + late_within_1d + late_within_1w + late_beyond);
        prop_assert_eq!(figures.lateness.is_some(), late > 0);
        prop_assert_eq!(figures.silence.is_some(), due > 0);
        if let Some((Spread { p50, p90, max }, own)) = figures.lateness.zip(figures.lateness_own) {
            prop_assert!(0 < p50 && p50 <= p90 && p90 <= max);
            prop_assert!(own.p50 <= p50 && own.p90 <= p90 && own.max <= max, "no clock runs faster");
        }
    }

    #[test]
    fn groups_add_up_to_the_total(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64
    ) {
        for by in [GroupKey::Owner, GroupKey::To, GroupKey::Kind, GroupKey::Class] {
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
        // How things stand now belongs to no period.
        let total = |since, until: Instant| {
            let mut tally = Tally::new(Period { since: h(since), until }, Vec::new());
            for commitment in &commitments {
                if let Some(standing) = standing(commitment, &policy(), h(now)) {
                    tally.add(commitment, &standing, &|_, _| true, &policy(), h(now));
                }
            }
            let total = tally.finish(&policy(), h(now)).unwrap().total;
            counts(&Figures { now: None, ..total })
        };
        let (early, late) = (total(-20, h(middle).plus(-1)), total(middle, h(200)));
        let both = add(&early, &late);
        prop_assert_eq!(both, total(-20, h(200)));
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
