use chrono_tz::America::New_York;
use insta::assert_snapshot;

use super::*;
use crate::rules::time::{Fold, exact};

const RULES: &str = r#"
timezone = "America/New_York"
[kind.repair]
target = "3bd"
calendar = "office"
update_every = "2bd"
[kind."A kind with a name that goes on and on until nobody reads it"]
target = "1d 4h"
[calendar.office]
mon = ["09:00-12:30", "13:30-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
sun = ["00:00-24:00"]
holidays = ["2026-12-25", "01-01", "2029-07-05", "2020-01-02"]
open = { "2026-12-24" = ["09:00-12:00"], "2026-12-31" = [] }
[[rung]]
at = "+1d"
to = "lee"
kinds = ["callback", "repair"]
[[rung]]
at = "100%"
to = "sam\u202e"
[[rung]]
at = "75%"
"#;

fn stated<'s>(policy: &'s Policy, met: &'s BTreeMap<String, Rate>) -> Stated<'s> {
    Stated { ledger: "team.toml", policy, series: &[], met }
}

/// Writes a policy as JSON.
fn json(policy: &Policy, to: &mut Vec<u8>) {
    crate::views::formats::json::policy(&stated(policy, &BTreeMap::new()), now(), to).unwrap();
}

fn policy(rules: &str) -> Policy {
    crate::ledger::read::policy::read(rules, &|| Ok(New_York)).unwrap()
}

fn now() -> Instant {
    let local = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(9, 30, 0).unwrap();
    exact(local, New_York, Fold::First).unwrap()
}

fn drawn(rules: &str, width: Option<usize>) -> String {
    let mut drawn = Vec::new();
    let (policy, met) = (policy(rules), BTreeMap::new());
    table(&stated(&policy, &met), now(), Page { width, colour: false }, &mut drawn).unwrap();
    String::from_utf8(drawn).unwrap()
}

#[test]
fn a_policy_says_what_by_when_and_from_whom() {
    assert_snapshot!(drawn(RULES, Some(80)), @r"
    what every customer can expect of us
    time counts from when they asked; clock times are those of America/New_York

    kind                 due                at the latest  update every     calendar
    A kind with a name   1 day and 4 hours
    that goes on and on
    until nobody reads
    it
    callback             24 hours           24 hours
    email                as agreed
    promise              as agreed
    repair               3 business days                   2 business days  office

    if not done            then                    for
    after 75% of the time  the owner is warned     every kind
    when due               sam\u{202e} takes over  every kind
    1 day late             lee takes over          callback, repair

    calendar office (America/New_York)
    Mon       09:00-12:30 13:30-17:00
    Tue-Wed   09:00-17:00
    Thu-Sat   closed
    Sun       all day
    closed    Fri 25 Dec, Fri 1 Jan 2027, 1 after that
    special   Thu 24 Dec 09:00-12:00, Thu 31 Dec closed
    ");
}

#[test]
fn in_little_room_a_policy_is_cards() {
    assert_snapshot!(drawn(RULES, Some(44)), @r"
    what every customer can expect of us
    time counts from when they asked; clock
    times are those of America/New_York

    kind:          A kind with a name that goes
                   on and on until nobody reads
                   it
    due:           1 day and 4 hours

    kind:          callback
    due:           24 hours
    at the latest: 24 hours

    kind:          email
    due:           as agreed

    kind:          promise
    due:           as agreed

    kind:          repair
    due:           3 business days
    update every:  2 business days
    calendar:      office

    if not done: after 75% of the time
    then:        the owner is warned
    for:         every kind

    if not done: when due
    then:        sam\u{202e} takes over
    for:         every kind

    if not done: 1 day late
    then:        lee takes over
    for:         callback, repair

    calendar office (America/New_York)
    Mon       09:00-12:30 13:30-17:00
    Tue-Wed   09:00-17:00
    Thu-Sat   closed
    Sun       all day
    closed    Fri 25 Dec, Fri 1 Jan 2027,
              1 after that
    special   Thu 24 Dec 09:00-12:00,
              Thu 31 Dec closed
    ");
}

#[test]
fn seasons_and_days_by_rule_are_shown_as_they_fall() {
    let rules = RULES
        .replace("holidays = [", "observed = \"nearest\"\nholidays = [\"4th thu nov\", \"07-04\", ")
        + "[[calendar.office.season]]\nfrom = \"05-01\"\nuntil = \"08-31\"\nmon = [\"09:00-12:00\"]\ntue = []\n";
    // What is over is nothing that customers can expect.
    let over = "[[calendar.office.season]]\nfrom = \"2026-01-01\"\nuntil = \"2026-02-01\"\nmon = []\n";
    assert_eq!(drawn(&format!("{rules}{over}"), Some(100)), drawn(&rules, Some(100)));
    let drawn = drawn(&rules, Some(100));
    let office = drawn.split("calendar office").last().unwrap();
    assert_snapshot!(office, @r"
     (America/New_York)
    Mon       09:00-12:30 13:30-17:00
    Tue-Wed   09:00-17:00
    Thu-Sat   closed
    Sun       all day
    season    05-01..08-31, mon 09:00-12:00, tue closed
    closed    Thu 26 Nov, Fri 25 Dec, Fri 1 Jan 2027, Mon 5 Jul 2027, 1 after that
    special   Thu 24 Dec 09:00-12:00, Thu 31 Dec closed
    ");
    let mut drawn = Vec::new();
    json(&policy(&rules), &mut drawn);
    let answer: serde_json::Value = serde_json::from_slice(&drawn).unwrap();
    let office = &answer["calendars"][0];
    assert_eq!(office["observed"], "nearest");
    assert_eq!(office["holidays"][5], "4th thu nov");
    let season = serde_json::json!([{
        "from": "05-01", "until": "08-31", "mon": ["09:00-12:00"], "tue": [],
        "wed": null, "thu": null, "fri": null, "sat": null, "sun": null,
    }]);
    assert_eq!(office["seasons"], season);
}

#[test]
fn a_house_without_rules_has_a_policy_too() {
    assert_snapshot!(drawn("", None), @"
    what every customer can expect of us
    time counts from when they asked; clock times are those of America/New_York

    kind      due        at the latest
    callback  24 hours   24 hours
    email     as agreed
    promise   as agreed

    no escalation: there is no [[rung]]
    ");
}

#[test]
fn business_days_that_no_calendar_counts_are_explained() {
    let drawn = drawn("[kind.repair]\ntarget = \"3bd\"\n", None);
    assert!(drawn.contains("repair    3 business days"), "{drawn}");
    assert!(
        drawn.ends_with("without a calendar, business days are whole days, Monday to Friday\n"),
        "{drawn}"
    );
}

#[test]
fn nothing_is_cut_and_no_line_is_too_long_at_any_width() {
    let words = |text: &str| {
        let mut words: Vec<_> =
            text.split([' ', '\n', ':']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort();
        words.dedup();
        words
    };
    let whole = words(&drawn(RULES, None));
    for width in 30..140 {
        let drawn = drawn(RULES, Some(width));
        assert!(drawn.lines().all(|line| text::width(line) <= width), "{width}\n{drawn}");
        assert_eq!(words(&drawn), whole, "{width}\n{drawn}");
    }
}

#[test]
fn scripts_get_every_key_of_the_policy() {
    let mut drawn = Vec::new();
    json(&policy(RULES), &mut drawn);
    let answer: serde_json::Value = serde_json::from_slice(&drawn).unwrap();
    assert_eq!(answer["schema"], 1);
    assert_eq!(answer["timezone"], "America/New_York");
    let kinds = answer["kinds"].as_array().unwrap();
    let keys = |value: &serde_json::Value| {
        let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys.join(" ")
    };
    assert!(kinds.iter().all(|kind| keys(kind)
        == "answer_within calendar kind limit rungs target target_met_of target_met_rate update_every"));
    let repair = kinds.iter().find(|kind| kind["kind"] == "repair").unwrap();
    assert_eq!(
        (&repair["target"], &repair["limit"], &repair["calendar"]),
        (&"3bd".into(), &().into(), &"office".into())
    );
    let rungs: Vec<_> =
        repair["rungs"].as_array().unwrap().iter().map(|rung| rung["at"].as_str().unwrap()).collect();
    assert_eq!(rungs, ["+1d", "100%", "75%"]);
    let office = &answer["calendars"][0];
    assert_eq!(keys(office), "fri holidays mon name observed open sat seasons sun thu timezone tue wed");
    assert_eq!(office["mon"], serde_json::json!(["09:00-12:30", "13:30-17:00"]));
    assert_eq!(office["open"]["2026-12-31"], serde_json::json!([]));
}
