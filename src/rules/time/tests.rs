//! Every clock change of every zone, and the odd ones by name.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use chrono::DateTime;
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Instant {
    Instant::from_datetime(&DateTime::parse_from_rfc3339(text).unwrap())
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Returns every zone; in a debug build, which runs all the time, every seventh.
pub(crate) fn zones() -> impl Iterator<Item = Tz> {
    TZ_VARIANTS.into_iter().step_by(if cfg!(debug_assertions) { 7 } else { 1 })
}

/// Returns the instants between two others at which a clock in `zone` changes its offset.
pub(crate) fn changes(zone: Tz, from: Instant, to: Instant) -> Vec<Instant> {
    let mut found = Vec::new();
    let mut day = from;
    while day < to {
        let next = day.plus(SECONDS_PER_DAY);
        if day.offset_in(zone) != next.offset_in(zone) {
            let (mut old, mut new) = (day, next);
            while new.since(old) > 1 {
                let middle = old.plus(new.since(old) / 2);
                if middle.offset_in(zone) == day.offset_in(zone) { old = middle } else { new = middle }
            }
            found.push(new);
        }
        day = next;
    }
    found
}

#[test]
fn every_gap_moves_forward_by_its_length_and_every_fold_has_two_instants() {
    let zones: Vec<_> = zones().collect();
    let quarter = zones.len().div_ceil(4);
    let (gaps, folds) = std::thread::scope(|threads| {
        let parts: Vec<_> =
            zones.chunks(quarter).map(|zones| threads.spawn(|| check_changes(zones))).collect();
        parts
            .into_iter()
            .map(|part| part.join().unwrap())
            .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    });
    let least = if cfg!(debug_assertions) { 1_500 } else { 10_000 };
    assert!(gaps > least && folds > least, "{gaps} {folds}");
}

/// Checks every change of these zones; returns how many gaps and folds there were.
fn check_changes(zones: &[Tz]) -> (u32, u32) {
    let (mut gaps, mut folds) = (0, 0);
    for &zone in zones {
        let all = changes(zone, Instant::FIRST, Instant::LAST);
        // `hours_on` relies on it: a day of 86 400 seconds has no change in it.
        for pair in all.windows(2) {
            assert!(pair[1].since(pair[0]) > 2 * SECONDS_PER_DAY, "{zone}: two changes at once, {pair:?}");
        }
        for change in all {
            let (before, after) = (change.plus(-1).offset_in(zone), change.offset_in(zone));
            let shown =
                |seconds: i64| DateTime::from_timestamp(change.epoch() + seconds, 0).unwrap().naive_utc();
            let (first, last) = (before.min(after), before.max(after) - 1);
            for offset in [first, (first + last) / 2, last] {
                let time = shown(offset);
                if after > before {
                    gaps += 1;
                    assert_eq!(exact(time, zone, Fold::First), None, "{zone} {time}");
                    assert_eq!(
                        forward(time, zone, Fold::First),
                        change.plus(offset - before),
                        "{zone} {time}"
                    );
                    assert_eq!(
                        forward(time, zone, Fold::Later),
                        change.plus(offset - before),
                        "{zone} {time}"
                    );
                } else {
                    folds += 1;
                    assert_eq!(
                        exact(time, zone, Fold::First),
                        Some(change.plus(offset - before)),
                        "{zone} {time}"
                    );
                    assert_eq!(
                        exact(time, zone, Fold::Later),
                        Some(change.plus(offset - after)),
                        "{zone} {time}"
                    );
                }
            }
            for fold in [Fold::First, Fold::Later] {
                assert_eq!(
                    exact(shown(first - 1), zone, fold),
                    Some(change.plus(first - 1 - before)),
                    "{zone}"
                );
                assert_eq!(exact(shown(last + 1), zone, fold), Some(change.plus(last + 1 - after)), "{zone}");
            }
            for date in [change.plus(-SECONDS_PER_DAY), change, change.plus(SECONDS_PER_DAY)]
                .map(|at| at.date_in(zone))
            {
                let start = start_of_day(date, zone);
                assert_eq!(start.date_in(zone), date, "{zone}");
                assert!(start.plus(-1).date_in(zone) < date, "{zone} {date}");
            }
        }
    }
    (gaps, folds)
}

#[test]
fn a_missing_time_moves_forward_by_the_length_of_the_gap() {
    let table = [
        // 60 minutes.
        (Tz::America__New_York, "2026-03-08T02:30:00", "2026-03-08T03:30:00-04:00"),
        // 30 minutes.
        (Tz::Australia__Lord_Howe, "2026-10-04T02:10:00", "2026-10-04T02:40:00+11:00"),
        // 15 minutes: Nepal moved from +05:30 to +05:45 as 1986 began.
        (Tz::Asia__Kathmandu, "1986-01-01T00:10:00", "1986-01-01T00:25:00+05:45"),
        // A whole date: Samoa had no 30 December 2011.
        (Tz::Pacific__Apia, "2011-12-30T00:00:00", "2011-12-31T00:00:00+14:00"),
        (Tz::Pacific__Apia, "2011-12-30T23:59:59", "2011-12-31T23:59:59+14:00"),
        // Winter time is the saved one: Ireland, and Morocco in Ramadan.
        (Tz::Europe__Dublin, "2026-03-29T01:30:00", "2026-03-29T02:30:00+01:00"),
        (Tz::Africa__Casablanca, "2026-03-22T02:30:00", "2026-03-22T03:30:00+01:00"),
        // A gap around midnight.
        (Tz::America__Nuuk, "2026-03-28T23:30:00", "2026-03-29T00:30:00-01:00"),
        (Tz::America__Sao_Paulo, "2018-11-04T00:00:00", "2018-11-04T01:00:00-02:00"),
        // Two hours.
        (Tz::Antarctica__Troll, "2026-03-29T02:00:00", "2026-03-29T04:00:00+02:00"),
    ];
    for (zone, time, instant) in table {
        assert_eq!(forward(local(time), zone, Fold::First).rfc3339(zone), instant, "{zone} {time}");
    }
}

#[test]
fn a_repeated_time_has_a_first_and_a_later_instant() {
    let table = [
        (
            Tz::America__New_York,
            "2026-11-01T01:30:00",
            "2026-11-01T01:30:00-04:00",
            "2026-11-01T01:30:00-05:00",
        ),
        (Tz::Europe__Dublin, "2026-10-25T01:30:00", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"),
        (
            Tz::Africa__Casablanca,
            "2026-02-15T02:30:00",
            "2026-02-15T02:30:00+01:00",
            "2026-02-15T02:30:00+00:00",
        ),
        (
            Tz::Australia__Lord_Howe,
            "2026-04-05T01:45:00",
            "2026-04-05T01:45:00+11:00",
            "2026-04-05T01:45:00+10:30",
        ),
        // Nearly a whole day: Kwajalein crossed the date line to the east.
        (
            Tz::Pacific__Kwajalein,
            "1969-09-30T12:30:00",
            "1969-09-30T12:30:00+11:00",
            "1969-09-30T12:30:00-12:00",
        ),
    ];
    for (zone, time, first, later) in table {
        assert_eq!(forward(local(time), zone, Fold::First), at(first), "{zone} {time}");
        assert_eq!(forward(local(time), zone, Fold::Later), at(later), "{zone} {time}");
    }
}

#[test]
fn a_day_begins_at_midnight_or_when_the_clock_has_jumped_over_it() {
    let table = [
        (Tz::Europe__Berlin, "2026-03-29", "2026-03-29T00:00:00+01:00"),
        (Tz::America__Sao_Paulo, "2018-11-04", "2018-11-04T01:00:00-02:00"),
        (Tz::America__Toronto, "1919-03-31", "1919-03-31T00:30:00-04:00"),
        (Tz::Pacific__Apia, "2011-12-30", "2011-12-31T00:00:00+14:00"),
        (Tz::Pacific__Apia, "2011-12-31", "2011-12-31T00:00:00+14:00"),
        // Midnight occurs twice; the day begins the first time.
        (Tz::America__St_Johns, "2010-11-07", "2010-11-07T00:00:00-02:30"),
        (Tz::America__Havana, "2026-11-01", "2026-11-01T00:00:00-04:00"),
    ];
    for (zone, date, instant) in table {
        assert_eq!(start_of_day(date.parse().unwrap(), zone), at(instant), "{zone} {date}");
    }
}

#[test]
fn far_away_instants_do_no_harm() {
    for epoch in [i64::MIN, -1, 0, i64::MAX] {
        let instant = Instant::from_epoch(epoch);
        let shown = instant.rfc3339(Tz::Pacific__Kiritimati);
        assert!(DateTime::parse_from_rfc3339(&shown).is_ok(), "{shown}");
    }
    assert!(Instant::FIRST.in_range() && Instant::LAST.in_range());
    assert!(!Instant::FIRST.plus(-1).in_range() && !Instant::LAST.plus(1).in_range());
    assert_eq!(Instant::FIRST, at("1900-01-01T00:00:00Z"));
    assert_eq!(Instant::LAST, at("2099-12-31T23:59:59Z"));
    for extreme in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
        forward(extreme, Tz::America__New_York, Fold::Later);
        start_of_day(extreme.date(), Tz::Asia__Tokyo);
    }
}

proptest! {
    #[test]
    fn what_a_clock_shows_leads_back_to_the_instant(
        zone in prop::sample::select(&TZ_VARIANTS[..]),
        epoch in Instant::FIRST.epoch()..Instant::LAST.epoch(),
    ) {
        let instant = Instant::from_epoch(epoch);
        let shown = instant.in_zone(zone).naive_local();
        let (first, later) = (exact(shown, zone, Fold::First), exact(shown, zone, Fold::Later));
        prop_assert!(first == Some(instant) || later == Some(instant));
        prop_assert!(first <= later);
        prop_assert_eq!(forward(shown, zone, Fold::First), first.unwrap());
        prop_assert_eq!(forward(shown, zone, Fold::Later), later.unwrap());
        prop_assert_eq!(at(&instant.rfc3339(Tz::UTC)), instant);
    }
}

proptest! {
    #[test]
    fn offsets_remembered_by_day_are_those_of_the_zone(
        zone in prop::sample::select(TZ_VARIANTS.as_slice()),
        start in Instant::FIRST.epoch()..Instant::LAST.epoch(),
        steps in prop::collection::vec(-200_000_i64..4_000_000, 1..200),
    ) {
        let mut offsets = Offsets::new(zone);
        let mut at = Instant::from_epoch(start);
        for step in steps {
            at = at.plus(step);
            prop_assert_eq!(offsets.at(at), at.offset_in(zone), "{} in {}", at.epoch(), zone);
        }
    }

    #[test]
    fn rfc_3339_is_what_chrono_makes_of_it_where_it_can_be_said(
        zone in prop::sample::select(TZ_VARIANTS.as_slice()),
        at in Instant::FIRST.epoch()..Instant::LAST.epoch(),
    ) {
        let at = Instant::from_epoch(at);
        let zone_said = if at.offset_in(zone).rem_euclid(60) == 0 { zone } else { Tz::UTC };
        prop_assert_eq!(at.rfc3339(zone), at.in_zone(zone_said).format("%Y-%m-%dT%H:%M:%S%:z").to_string());
    }
}
