//! What holds for any history.

use proptest::prelude::*;

use super::*;

fn event() -> impl Strategy<Value = (i64, Deed<'static>)> {
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

fn commitment() -> impl Strategy<Value = Commitment<'static>> {
    let length = || prop::option::of(Just("24h").prop_map(|text| Target::parse(text).unwrap()));
    let tags = prop::collection::vec(prop_oneof![Just("vip"), Just("outage")], 0..3);
    let kind = prop_oneof![Just("promise"), Just("callback")];
    let dates = (0..50_i64, 0..120_i64, prop::option::of(0..20_i64));
    let history = prop::collection::vec(event(), 0..8);
    (dates, length(), length(), tags, kind, history).prop_map(
        |(dates, target, limit, tags, kind, history)| {
            let (made, due_at, asked) = dates;
            let history = history.into_iter().map(|(hour, deed)| Event::new(h(hour), deed)).collect();
            let asked = asked.map(|before| h(made - before));
            Commitment { kind: kind.into(), made: h(made), asked, target, limit, history, ..due(due_at) }
                .tagged(&tags)
        },
    )
}

/// The counters alone: percentiles of groups do not add up.
fn counts(figures: &Figures) -> [u64; 16] {
    [
        figures.due,
        figures.kept,
        figures.renegotiated,
        figures.late,
        figures.broken,
        figures.pending,
        figures.callbacks,
        figures.callbacks_in_limit,
        figures.moves_later,
        figures.moves_announced,
        figures.hops,
        figures.done,
        figures.one_touch,
        figures.open,
        figures.at_risk,
        figures.overdue,
    ]
}

fn sum(groups: &[Group]) -> [u64; 16] {
    groups.iter().fold([0; 16], |sum, group| {
        let more = counts(&group.figures);
        std::array::from_fn(|place| sum[place] + more[place])
    })
}

proptest! {
    #[test]
    fn every_promise_that_was_due_has_one_outcome(
        commitments in prop::collection::vec(commitment(), 0..12), now in 0..160_i64, until in 0..160_i64
    ) {
        let figures = report_on(&commitments, None, (0, until), h(now)).total;
        let Figures { due, kept, renegotiated, late, broken, pending, .. } = figures;
        prop_assert_eq!(due, kept + renegotiated + late + broken + pending);
        for rate in [figures.keep(), figures.honoured(), figures.in_limit(), figures.notice(), figures.one_touch_rate()] {
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
        let both: [u64; 16] = std::array::from_fn(|place| early[place] + late[place]);
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
