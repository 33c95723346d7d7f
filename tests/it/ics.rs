//! Calendar files.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

fn ledger(history: &str, rest: &str) -> TestEnv {
    TestEnv::new().ledger(format!(
        "{RULES}\n[[commitment]]\nid = \"bbb22222\"\nto = \"Acme\"\nwhat = \"send it\"\nmade = 2026-11-10T09:00:00-05:00\n\
        due = 2026-11-24T09:00:00-05:00\n{rest}history = [\n{history}]\n"
    ))
}

/// Returns the value of a property, of the first that has it.
fn value(env: &TestEnv, line: &str, name: &str) -> Option<String> {
    let said = env.owed(line).stdout;
    said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::to_owned))
}

const LIST: &str = "list --all --format ics";

#[test]
fn the_stamps_are_those_of_the_last_change_and_not_of_the_clock() {
    let env = ledger(
        "  { at = 2026-11-11T09:00:00-05:00, did = \"told\", logged = 2026-11-12T09:00:00-05:00 },\n",
        "",
    );
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        assert_eq!(value(&env, LIST, stamp).as_deref(), Some("20261112T140000Z"));
    }
    assert_eq!(value(&env, LIST, "CREATED").as_deref(), Some("20261110T140000Z"));
    let early = env.owed(&format!("--now 2026-11-13T09:00:00-05:00 {LIST}"));
    let late = env.owed(&format!("--now 2026-11-20T09:00:00-05:00 {LIST}"));
    assert_eq!(early.stdout, late.stdout);
}

#[test]
fn what_was_moved_resumed_or_reopened_is_a_new_sequence() {
    let events = [
        "  { at = 2026-11-11T09:00:00-05:00, did = \"moved\", due = 2026-11-25T09:00:00-05:00, why = \"ice\" },\n",
        "  { at = 2026-11-12T09:00:00-05:00, did = \"waiting\", why = \"photos\" },\n",
        "  { at = 2026-11-13T09:00:00-05:00, did = \"resumed\" },\n",
        "  { at = 2026-11-14T09:00:00-05:00, did = \"done\" },\n",
        "  { at = 2026-11-15T09:00:00-05:00, did = \"reopened\", due = 2026-11-26T09:00:00-05:00, why = \"again\" },\n",
    ];
    let sequence = |count: usize| value(&ledger(&events[..count].concat(), ""), LIST, "SEQUENCE").unwrap();
    assert_eq!([0, 1, 2, 3, 4, 5].map(sequence), ["0", "1", "1", "2", "2", "3"]);
}

#[test]
fn a_to_do_has_no_due_while_the_clock_stands_still_and_an_event_is_not_there() {
    let waits = "  { at = 2026-11-12T09:00:00-05:00, did = \"waiting\", why = \"photos\" },\n";
    let env = ledger(waits, "target = \"14d\"\n");
    assert_eq!(value(&env, LIST, "DUE"), None);
    assert_eq!(value(&env, LIST, "TRIGGER;VALUE=DATE-TIME"), None);
    assert_eq!(value(&env, LIST, "UID").as_deref(), Some("bbb22222@owed"));
    assert_eq!(value(&env, "list --format ics --as vevent", "UID"), None);
}

#[test]
fn the_alarm_is_at_the_point_from_which_it_is_at_risk_while_that_is_ahead() {
    let env = ledger("", "");
    let at = |now: &str| value(&env, &format!("--now {now} {LIST}"), "TRIGGER;VALUE=DATE-TIME");
    assert_eq!(at("2026-11-20T09:00:00-05:00").as_deref(), Some("20261123T140000Z"));
    assert_eq!(at("2026-11-23T08:59:59-05:00").as_deref(), Some("20261123T140000Z"));
    assert_eq!(at("2026-11-23T09:00:00-05:00"), None);
    let risk =
        |now: &str| env.owed(&format!("--now {now} list --json")).json()["commitments"][0]["at_risk"].clone();
    assert_eq!(
        (risk("2026-11-23T08:59:59-05:00"), risk("2026-11-23T09:00:00-05:00")),
        (false.into(), true.into())
    );
    let done = ledger("  { at = 2026-11-11T09:00:00-05:00, did = \"done\" },\n", "");
    assert_eq!(value(&done, LIST, "TRIGGER;VALUE=DATE-TIME"), None);
}

#[test]
fn how_it_ended_is_its_status_and_its_class_is_its_priority() {
    let ended = |how: &str, class: &str, line: &str| {
        let history = format!("  {{ at = 2026-11-11T09:00:00-05:00, {how} }},\n");
        let env = ledger(&history, &format!("class = \"{class}\"\n"));
        [value(&env, line, "STATUS").unwrap(), value(&env, line, "PRIORITY").unwrap()].join(" ")
    };
    let broken = "did = \"cancelled\", as = \"broken\", why = \"x\"";
    let events = "list --all --format ics --as vevent";
    assert_eq!(ended("did = \"told\"", "customer", LIST), "NEEDS-ACTION 1");
    assert_eq!(ended("did = \"done\"", "company", LIST), "COMPLETED 5");
    assert_eq!(ended(broken, "self", LIST), "CANCELLED 9");
    assert_eq!(ended("did = \"done\"", "customer", events), "CONFIRMED 1");
    assert_eq!(ended(broken, "customer", events), "CANCELLED 1");
}

#[test]
fn an_empty_list_is_an_empty_calendar() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("list --format ics").stdout.replace('\r', ""), @"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//owed//owed 0.1.0//EN
    CALSCALE:GREGORIAN
    X-WR-CALNAME:owed
    END:VCALENDAR
    ");
}

// What only a calendar understands is refused before anything is read.
#[test]
fn as_is_for_calendars_only() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("list --as vevent"), @"
    --- stderr
    error: --as is for calendars, not for `table`
    hint: add --format ics, or leave out --as
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --as vtodo --json"), @"
    --- stderr
    error: --as is for calendars, not for `json`
    hint: add --format ics, or leave out --as
    --- exit 2
    ");
    assert_snapshot!(env.owed("list --as vjournal --format ics"), @r#"
    --- stderr
    error: --as must be vtodo or vevent, not "vjournal"
    --- exit 2
    "#);
}
