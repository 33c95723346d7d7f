//! The two sorts of own clock.

use super::*;

fn at(text: &str) -> Instant {
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

fn target(text: &str) -> Option<Target> {
    Some(Target::parse(text).unwrap())
}

#[test]
fn the_own_clock_is_the_calendar_if_the_target_was_working_time() {
    let office = Calendar::monday_to_friday(Tz::Asia__Tokyo);
    let of = |target, calendar| OwnClock::of(target, calendar, Tz::UTC);
    assert_eq!(of(None, Some(&office)), OwnClock::Elapsed);
    assert_eq!(of(target("24h"), Some(&office)), OwnClock::Elapsed);
    assert_eq!(of(target("1d"), None), OwnClock::Elapsed);
    assert_eq!(of(target("8bh"), Some(&office)), OwnClock::Working(Cow::Borrowed(&office)));
    assert_eq!(of(target("3bd"), None), OwnClock::Working(Cow::Owned(Calendar::monday_to_friday(Tz::UTC))));
    assert!(of(target("3bd"), None).is_working() && !of(None, None).is_working());
}

#[test]
fn a_clock_counts_its_own_time_both_ways() {
    let friday = at("2026-11-20T18:00:00Z");
    let monday = at("2026-11-23T06:00:00Z");
    let working = OwnClock::of(target("1bd"), None, Tz::UTC);
    assert_eq!(OwnClock::Elapsed.elapsed(friday, monday), 60 * 3600);
    assert_eq!(working.elapsed(friday, monday), 12 * 3600);
    assert_eq!((OwnClock::Elapsed.elapsed(monday, friday), working.elapsed(monday, friday)), (0, 0));
    assert_eq!(OwnClock::Elapsed.plus(friday, 60 * 3600), Ok(monday));
    assert_eq!(working.plus(friday, 12 * 3600), Ok(monday));
    assert_eq!(OwnClock::Elapsed.plus(monday, -60 * 3600), Ok(friday));
    assert_eq!(working.plus(monday, -12 * 3600), Ok(friday));
    assert_eq!(working.plus(monday, 0), Ok(monday));
    assert!(working.plus(monday, i64::MIN).is_err());
}
