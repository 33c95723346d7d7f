//! Which calendar counts.

use chrono_tz::Tz;

use super::*;

/// Returns a policy with these calendars, and a kind `repair` with the calendar `depot`.
fn policy(calendars: &[&str]) -> Policy {
    let mut policy = Policy::new(Tz::UTC);
    for name in calendars {
        let mut calendar = Calendar::monday_to_friday(Tz::UTC);
        calendar.name = (*name).to_owned();
        policy.calendars.insert((*name).to_owned(), calendar);
    }
    let repair = Kind { calendar: Some("depot".to_owned()), ..Kind::default() };
    policy.kinds.insert("repair".to_owned(), repair);
    policy
}

#[test]
fn a_kind_has_its_own_calendar_else_the_only_one_else_the_default() {
    let table: [(&[&str], _, _); 4] = [
        (&[], "default", "default"),
        (&["depot"], "depot", "depot"),
        (&["office"], "office", "office"),
        (&["depot", "office"], "depot", "several"),
    ];
    for (calendars, repair, promise) in table {
        let policy = policy(calendars);
        let of = |kind| match policy.calendar_for(kind) {
            CalendarChoice::One(calendar) => calendar.name.clone(),
            CalendarChoice::Default => "default".to_owned(),
            CalendarChoice::Several => "several".to_owned(),
        };
        let found = [Some("repair"), Some("promise"), None].map(of);
        assert_eq!(found, [repair, promise, promise], "{calendars:?}");
    }
}

#[test]
fn a_block_names_the_calendar_that_its_due_or_its_limit_is_counted_in() {
    let length = |text| Target::parse(text).ok();
    let (hours, working) = (length("24h"), length("8bh"));
    let table: [(&[&str], _, _); 6] = [
        (&["office"], [None, None], None),
        (&["office"], [hours, hours], None),
        (&["office"], [working, hours], Some("office")),
        (&["office"], [None, working], Some("office")),
        (&["depot", "office"], [working, None], None),
        (&[], [working, working], None),
    ];
    for (calendars, lengths, wanted) in table {
        let found = policy(calendars).counted_in("promise", lengths);
        assert_eq!(found.as_deref(), wanted, "{calendars:?} {lengths:?}");
    }
}
