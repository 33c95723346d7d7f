//! ics, read by icalendar and vobject: each commitment as a to-do, or as an event.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::reader::python;
use crate::{NASTY, TEAM, check, commitments, printed, same, shown};

/// Returns what a calendar knows of each entry, by its UID: the due, the summary, the status, the categories. Older
/// versions of icalendar split a category at a comma that is escaped.
fn wanted(ledger: &str, is_event: bool, splits: bool) -> BTreeMap<String, Value> {
    let utc = |at: &str| DateTime::parse_from_rfc3339(at).unwrap().with_timezone(&Utc).to_rfc3339();
    // Line breaks stay, and a tab is a blank.
    let text = |text: &str| shown(&text.replace("\r\n", "\n").replace('\t', " "), "\n");
    let entry = |row: &Value| {
        let [id, to, what, kind] = ["id", "to", "what", "kind"].map(|key| row[key].as_str().unwrap());
        let due = row["due"].as_str().map(utc);
        if is_event && due.is_none() {
            return None;
        }
        let status = match (is_event, row["state"].as_str().unwrap()) {
            (true, _) => "CONFIRMED",
            (false, "closed") => "COMPLETED",
            (false, _) => "NEEDS-ACTION",
        };
        let tags = row["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap());
        let categories = [kind].into_iter().chain(tags);
        let categories: Vec<_> = if splits {
            categories.flat_map(|category| category.split(',')).collect()
        } else {
            categories.collect()
        };
        let uid = if is_event { format!("{id}-event@owed") } else { format!("{id}@owed") };
        Some((uid, json!([due, format!("{} ({})", text(what), text(to)), status, categories, row["moves"]])))
    };
    commitments(ledger).iter().filter_map(entry).collect()
}

/// Calendars that are wrong in one thing each.
fn bad(good: &str) -> Vec<String> {
    vec![
        good.replace("END:VCALENDAR\r\n", ""),
        // A line that is folded without the blank that says so.
        good.replacen("\r\n ", "\r\n", 1),
        good.replacen("UID:", "UID:x", 1),
        good.replacen("SUMMARY:", "SUMMARY", 1),
        good.replacen("CATEGORIES:", "CATEGORIES:x\\,", 1),
        good.replacen("SEQUENCE:0", "SEQUENCE:7", 1),
        good.replacen("\nDUE:2026", "\nDUE:2027", 1).replacen("DTSTART:2026", "DTSTART:2027", 1),
    ]
}

fn try_reader(modules: &[&str], script: &str, splits: bool) {
    for (ledger, is_event) in [(TEAM, false), (TEAM, true), (NASTY, false), (NASTY, true)] {
        let line = if is_event { "list --all --format ics --as vevent" } else { "list --all --format ics" };
        let (good, wanted) = (printed(ledger, line), wanted(ledger, is_event, splits));
        let mut bad = bad(&good);
        bad.retain(|bad| *bad != good);
        check(&good, &bad.iter().map(String::as_str).collect::<Vec<_>>(), |text| {
            Some(python(modules, script, text)?.and_then(|all| {
                let all: BTreeMap<String, Value> =
                    serde_json::from_str(&all).map_err(|error| error.to_string())?;
                same(&all, &wanted)
            }))
        });
    }
}

#[test]
fn icalendar_reads_what_the_json_says() {
    let script = "
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert calendar['VERSION'] == '2.0' and calendar['PRODID']
entries = {}
for entry in calendar.subcomponents:
    assert entry.errors == [] and entry['DTSTAMP'].dt == entry['LAST-MODIFIED'].dt >= entry['CREATED'].dt
    due = entry.get('DUE') or entry.get('DTSTART')
    for alarm in entry.subcomponents:
        assert alarm.name == 'VALARM' and alarm['TRIGGER'].dt < due.dt and alarm['DESCRIPTION']
    entries[entry['UID']] = [due and due.dt.isoformat(), entry['SUMMARY'], entry['STATUS'],
        [part for one in entry['CATEGORIES'].cats for part in str(one).split(',')], entry['SEQUENCE']]
print(json.dumps(entries))
";
    try_reader(&["icalendar"], script, true);
}

#[test]
fn vobject_reads_what_the_json_says() {
    let script = "
text = sys.stdin.buffer.read().decode()
assert text.count('\\n') == text.count('\\r\\n')
[calendar] = vobject.readComponents(text)
entries = {}
for entry in [*calendar.contents.get('vtodo', []), *calendar.contents.get('vevent', [])]:
    entry.validate(raiseException=True)
    due = getattr(entry, 'due', None) or getattr(entry, 'dtstart', None)
    entries[entry.uid.value] = [due and due.value.isoformat(), entry.summary.value, entry.status.value,
        entry.categories.value, int(entry.sequence.value)]
print(json.dumps(entries))
";
    try_reader(&["vobject"], script, false);
}

// What readers put up with, and the standard does not.
#[test]
fn lines_end_as_they_should_and_are_at_most_75_octets() {
    for ledger in [TEAM, NASTY] {
        for line in ["list --all --format ics", "list --all --format ics --as vevent", "overdue --format ics"]
        {
            let text = printed(ledger, line);
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
            assert_eq!(text.lines().find(|line| line.len() > 75), None);
        }
    }
}
