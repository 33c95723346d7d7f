//! The rules of DESIGN, one example each.

use chrono_tz::Tz;

use super::*;

pub(super) fn at(text: &str) -> Instant {
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

pub(super) fn hours(day: &str) -> Vec<Hours> {
    day.split_whitespace().map(|hours| Hours::parse(hours).unwrap()).collect()
}

/// Monday to Friday with those hours.
pub(super) fn weekdays(zone: Tz, day: &str) -> Calendar {
    let day = hours(day);
    let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()];
    Calendar::new("office", zone, week, Vec::new(), BTreeMap::new()).unwrap()
}

#[test]
fn a_due_on_a_closing_is_that_closing() {
    let office = weekdays(Tz::UTC, "09:00-17:00");
    assert_eq!(office.due(at("2026-11-20T09:00:00Z"), 8 * 3600), Ok(at("2026-11-20T17:00:00Z")));
    assert_eq!(office.due(at("2026-11-20T09:00:00Z"), 8 * 3600 + 1), Ok(at("2026-11-23T09:00:01Z")));
    assert_eq!(office.before(at("2026-11-23T10:00:00Z"), 3600), Ok(at("2026-11-23T09:00:00Z")));
    assert_eq!(office.before(at("2026-11-23T10:00:00Z"), 3601), Ok(at("2026-11-20T16:59:59Z")));
}
