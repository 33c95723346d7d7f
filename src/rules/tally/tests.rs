//! The report against figures worked out by hand, and the builders of commitments for its tests.

use chrono_tz::Tz;

use super::*;
use crate::rules::commitment::{CancelAs, Deed, Event};
use crate::rules::standing::standing;
use crate::rules::target::Target;

mod counter;
mod edges;
mod order;
pub(crate) mod properties;
mod rates;

pub(super) const HOUR: i64 = 3_600;

/// Returns the instant `hours` after Sunday 2026-11-01 00:00 UTC.
pub(crate) fn h(hours: i64) -> Instant {
    Instant::from_epoch(1_793_491_200).plus(hours * HOUR)
}

/// Returns the policy of an empty ledger.
pub(crate) fn policy() -> Policy {
    Policy::new(Tz::UTC)
}

/// Returns a promise of dana's, made at hour 0 and due at this hour.
pub(super) fn due(hour: i64) -> Commitment<'static> {
    Commitment {
        kind: "promise".into(),
        to: "Acme Corp".into(),
        what: "send the quote".into(),
        owner: Some("dana".into()),
        made: h(0),
        due: h(hour),
        ..Commitment::default()
    }
}

/// Returns a callback asked for at this hour, with its built-in limit.
pub(super) fn callback(asked: i64) -> Commitment<'static> {
    let day = Target::parse("24h").ok();
    Commitment { kind: "callback".into(), made: h(asked), target: day, limit: day, ..due(asked + 24) }
}

/// What happened to a commitment, hour by hour.
pub(super) trait Story: Sized {
    fn did(self, hour: i64, deed: Deed<'static>) -> Self;
    fn of(self, owner: &'static str) -> Self;
    fn tagged(self, tags: &[&'static str]) -> Self;

    /// Sets when the last event was recorded: this many hours, and a second, later.
    fn logged_after(self, hours: i64) -> Self;

    fn told(self, hour: i64) -> Self {
        self.did(hour, Deed::Told)
    }

    fn heard(self, hour: i64) -> Self {
        self.did(hour, Deed::Heard)
    }

    fn moved(self, hour: i64, due: i64, told: bool, why: &'static str) -> Self {
        self.did(hour, Deed::Moved { due: h(due), why: why.into(), told, from: None })
    }

    fn wait(self, hour: i64) -> Self {
        self.did(hour, Deed::Waiting { why: "photos of the damage".into(), until: None })
    }

    fn handed(self, hour: i64, to: &'static str, why: &'static str) -> Self {
        self.did(hour, Deed::Handed { to: to.into(), why: why.into(), from: None })
    }

    fn done(self, hour: i64) -> Self {
        self.did(hour, Deed::Done)
    }

    fn rated(self, hour: i64, stars: u32) -> Self {
        self.did(hour, Deed::Rated { stars })
    }

    fn cancelled(self, hour: i64, way: CancelAs, why: &'static str) -> Self {
        self.did(hour, Deed::Cancelled { way, why: why.into() })
    }

    fn reopened(self, hour: i64, due: i64) -> Self {
        self.did(hour, Deed::Reopened { due: h(due), why: "it leaks again".into(), told: false })
    }
}

impl Story for Commitment<'static> {
    fn did(mut self, hour: i64, deed: Deed<'static>) -> Self {
        self.history.push(Event::new(h(hour), deed));
        self
    }

    fn of(mut self, owner: &'static str) -> Self {
        self.owner = Some(owner.into());
        self
    }

    fn tagged(mut self, tags: &[&'static str]) -> Self {
        self.tags = tags.iter().map(|&tag| tag.into()).collect();
        self
    }

    fn logged_after(mut self, hours: i64) -> Self {
        let event = self.history.last_mut().unwrap();
        event.logged = Some(event.at.plus(hours * HOUR + 1));
        self
    }
}

/// Returns the report on these commitments.
pub(super) fn report_on(
    commitments: &[Commitment<'_>],
    by: Option<GroupKey>,
    hours: (i64, i64),
    now: Instant,
) -> ReportData {
    let mut tally = Tally::new(Period { since: h(hours.0), until: h(hours.1) }, by.into_iter().collect());
    for commitment in commitments {
        if let Some(standing) = standing(commitment, &policy(), now) {
            tally.add(commitment, &standing, &|_, _| true, &policy(), now);
        }
    }
    tally.finish(&policy(), now).unwrap()
}

/// Returns the figures of one commitment in the report of hours 0 to 101, judged at hour 100.
pub(super) fn figures_of(commitment: Commitment<'_>) -> Figures {
    report_on(&[commitment], None, (0, 101), h(100)).total
}

/// Returns a tiny ledger; hours, judged at hour 100 for dues from 0 to 101.
///
/// | | owner | original due | what happened | outcome | silences: longest |
/// |-|-|-|-|-|-|
/// | a | dana | 10 | told 4, done 10, rated 5 | kept, on the second | 4, 6: 6 |
/// | b | dana | 10 | moved at 5 to 20 and told, done 20 | renegotiated | 5, 15: 15 |
/// | c | sam | 10 | moved at 5 to 20, nobody told, done 15 | late by 5 | 15 |
/// | d | sam, lee from 8 | 12 | done 13 | late by 1, lee's | 13 |
/// | e | dana | 26 | callback asked 2, promised 3, heard 20, done 24 | kept, in its limit | 21 |
/// | f | nobody | 54 | callback asked 30, open | late by 46, past its limit, overdue | 70 |
/// | g | dana | 50 | cancelled as broken at 40 | broken | 40 |
/// | h | dana | 50 | cancelled at 40 | withdrawn: in no rate | |
/// | i | dana | 50 | cancelled as void at 60 | void: in no rate | |
/// | j | sam | 90 | moved at 80 to 120 and told, open | not due yet; 20 of 120 left: at risk | |
/// | k | sam | 200 | open | not in the period | |
/// | l | sam | 100 | open | not past yet, at risk | |
/// | m1 | lee | 10 | done 9, rated 1, then 2 | kept | 9 |
/// | m2 | lee | 30 | reopened 20, done 31, rated 4 | late by 1 | 11 |
/// | n | lee | 60 | made 50 by a target, waiting since 55 | its clock stands still: in no rate | |
/// | o | dana | 150 | done 60 | ahead of its due: in no rate yet | |
pub(crate) fn tiny_ledger() -> Vec<Commitment<'static>> {
    let email = |commitment| Commitment { kind: "email".into(), ..commitment };
    vec![
        due(10).told(4).done(10).rated(12, 5),
        due(10).moved(5, 20, true, "parts late").done(20),
        due(10).of("sam").moved(5, 20, false, "Parts  Late ").done(15),
        due(12).of("sam").handed(8, "lee", "on leave").done(13),
        Commitment { made: h(3), asked: Some(h(2)), ..callback(2) }.heard(20).done(24),
        Commitment { owner: None, ..callback(30) },
        due(50).cancelled(40, CancelAs::Broken, "no capacity"),
        due(50).cancelled(40, CancelAs::Withdrawn, "no capacity"),
        due(50).cancelled(60, CancelAs::Void, "no capacity"),
        email(due(90).of("sam")).moved(80, 120, true, "parts late"),
        due(200).of("sam"),
        due(100).of("sam"),
        email(due(10).of("lee")).done(9).rated(10, 1).rated(11, 2).reopened(20, 30).done(31).rated(40, 4),
        Commitment { made: h(50), target: Target::parse("10h").ok(), ..due(60).of("lee") }.wait(55),
        due(150).done(60),
    ]
}

/// Returns the report on the tiny ledger.
pub(crate) fn tiny_report(by: Option<GroupKey>) -> ReportData {
    report_on(&tiny_ledger(), by, (0, 101), h(100))
}

#[test]
fn every_figure_of_the_tiny_ledger_is_the_one_worked_out_by_hand() {
    let total = tiny_report(None).total;
    let expected = Figures {
        due: 9,                // a b c d e f g m1 m2
        kept: 3,               // a e m1
        renegotiated: 1,       // b
        late: 4,               // c d f m2
        broken: 1,             // g
        pending: 0,            // never
        callbacks: 2,          // e f
        callbacks_in_limit: 1, // e
        moves_later: 2,        // b c
        moves_announced: 1,    // b
        hops: 1,               // d
        done: 7,               // a b c d e m1 m2
        one_touch: 5,          // those without d (a hop) and e (the customer had to ask)
        // 1 (d), 1 (m2), 5 (c), 46 (f): rank 2 of 4 is 1, rank ceil(3.6) = 4 is 46
        lateness: Some(Spread { p50: HOUR, p90: 46 * HOUR, max: 46 * HOUR }),
        // Nothing was counted in working time.
        lateness_own: Some(Spread { p50: HOUR, p90: 46 * HOUR, max: 46 * HOUR }),
        // 6 9 11 13 15 15 21 40 70: rank 5 of 9 is 15, rank ceil(8.1) = 9 is 70
        silence: Some(Spread { p50: 15 * HOUR, p90: 70 * HOUR, max: 70 * HOUR }),
        // 9 10 11 13 15 20 22: rank 4 of 7 is 13, rank ceil(6.3) = 7 is 22
        taken: Some(Spread { p50: 13 * HOUR, p90: 22 * HOUR, max: 22 * HOUR }),
        now: Some(Stand {
            open: 5,    // f j k l n
            waiting: 1, // n
            overdue: 1, // f
            at_risk: 2, // j l
            flagged: 1, // f
        }),
        recorded_late: 0,
        kept_reopened: 1,  // m1
        withdrawn: 1,      // h
        void: 1,           // i
        ahead: 1,          // o
        late_within_1h: 2, // d m2
        late_within_1d: 1, // c
        late_within_1w: 1, // f
        late_beyond: 0,
        // No kind owes any.
        answers: 0,
        answers_in_time: 0,
        answered: None,
        // 5 (a) 2 (m1, by 1 before) 4 (m2)
        ratings: 3,
        stars: 11,
    };
    assert_eq!(total, expected);
    assert_eq!(total.keep(), Rate::new(3, 9));
    assert_eq!(total.honoured(), Rate::new(4, 9)); // a b e m1
    let rates: Vec<_> = METRICS.iter().skip(2).map(|metric| metric.of(&total)).collect();
    assert_eq!(rates, [Rate::new(1, 2), Rate::new(1, 2), Rate::new(5, 7), Rate::new(3, 7)]);
    assert_eq!(total.mean().to_string(), "3.6", "11/3, rounded down");
}

#[test]
fn the_groups_of_the_tiny_ledger_are_those_sorted_by_hand() {
    let lines = |by| -> Vec<_> {
        let groups = tiny_report(Some(by)).groups.into_iter();
        groups
            .map(|group| (group.keys[0].clone(), group.figures.kept, group.figures.due, group.best))
            .collect()
    };
    let line = |key: &str, kept, due, best| (Some(key.to_owned()), kept, due, best);
    // a e of a b e g; m1 of d m1 m2; none of c; f has no owner
    let expected =
        [line("dana", 2, 4, false), line("lee", 1, 3, false), line("sam", 0, 1, false), (None, 0, 1, false)];
    assert_eq!(lines(GroupKey::Owner), expected);
    // a of a b c d g is the only record of five or more; e of e f, then m1 of m1 m2
    let expected = [line("promise", 1, 5, true), line("callback", 1, 2, false), line("email", 1, 2, false)];
    assert_eq!(lines(GroupKey::Kind), expected);
    assert_eq!(lines(GroupKey::To), [line("Acme Corp", 3, 9, true)]);
    assert_eq!(lines(GroupKey::Class), [line("customer", 3, 9, true)]);
    for (by, key) in [(GroupKey::Month, "2026-11"), (GroupKey::Quarter, "2026-Q4")] {
        assert_eq!(lines(by), [line(key, 3, 9, false)]);
    }
    // Hour 24 is a Monday: a b c d m1 before it, the others after it, and o in the week of hour 150.
    assert_eq!(lines(GroupKey::Week), [line("2026-W44", 2, 5, false), line("2026-W45", 1, 4, false)]);
    assert_eq!(lines(GroupKey::Tag), [(None, 3, 9, false)]);
}

#[test]
fn the_causes_of_the_tiny_ledger_are_those_that_were_given_twice() {
    // b and c were moved for it; everything else was said once (h, i and j are in no rate)
    let cause = Cause { why: "parts late".to_owned(), count: 2 };
    assert_eq!(tiny_report(None).causes, [cause]);
}
