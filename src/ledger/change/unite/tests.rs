use proptest::prelude::*;

use super::*;
use crate::rules::commitment::Id;

const ZONE: Tz = Tz::America__New_York;
const HEAD: &str =
    "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-02T09:00:00-05:00\n";
const DUE: &str = "due = 2026-11-03T09:00:00-05:00\n";

/// Returns a block with these keys and these events.
fn a_block(keys: &str, events: &[&str]) -> String {
    let lines: String = events.iter().map(|event| format!("  {{ at = 2026-11-{event} }},\n")).collect();
    let history = if lines.is_empty() { String::new() } else { format!("history = [\n{lines}]\n") };
    format!("{HEAD}{DUE}{keys}{history}")
}

const TOLD: &str = "04T09:00:00-05:00, did = \"told\"";
const HEARD: &str = "05T09:00:00-05:00, did = \"heard\", note = \"late?\"";
const DONE: &str = "06T09:00:00-05:00, did = \"done\", by = \"dana\"";

/// Returns the union, after checking both directions, and that each half and both say no more.
#[track_caller]
fn united(one: &str, other: &str) -> String {
    let text = unite(one, other, ZONE).unwrap();
    assert!(says_all(&text, one, ZONE) && says_all(&text, other, ZONE), "{text}");
    let turned = unite(other, one, ZONE).unwrap();
    assert!(says_all(&text, &turned, ZONE) && says_all(&turned, &text, ZONE), "{text}\n{turned}");
    text
}

#[track_caller]
fn clashes(one: &str, other: &str, key: &str) {
    for (one, other) in [(one, other), (other, one)] {
        assert_eq!(unite(one, other, ZONE), Err(Clash(key.to_owned())), "{one}\n{other}");
        assert!(!says_all(one, other, ZONE));
    }
}

#[test]
fn a_text_that_says_all_that_the_other_says_is_taken_as_it_is() {
    let less = a_block("", &[TOLD]);
    let more = a_block("owner = \"dana\"\n# a remark\n", &[TOLD, DONE]);
    assert_eq!(united(&less, &more), more);
    assert_eq!(united(&more, &less), more);
    // The same in other words: the first stays.
    let other =
        less.replace("09:00:00-05:00", "14:00:00Z").replace("\"Acme\"", "'Acme'").replace('\n', "\r\n");
    assert_eq!(united(&other, &less), other);
    let usual = a_block("class = \"customer\"\nkind = \"promise\"\n", &[TOLD]);
    assert_eq!(united(&less, &usual), less);
}

#[test]
fn what_only_one_says_is_put_into_the_other_in_the_order_of_time() {
    let one = a_block("owner = \"dana\"\n", &[TOLD, DONE]);
    let other = a_block("# ask for Zoë\ntags = [\"vip\"]\nlimit = \"24h\"\n", &[TOLD, HEARD]);
    let text = united(&one, &other);
    assert_eq!(
        text,
        a_block("owner = \"dana\"\n", &[TOLD, HEARD, DONE]).replacen(
            "[[commitment]]\n",
            "[[commitment]]\n# ask for Zoë\nlimit = \"24h\"\ntags = [\"vip\"]\n",
            1
        )
    );
    let crlf = united(&one.replace('\n', "\r\n"), &other);
    assert_eq!(crlf, text.replace('\n', "\r\n"));
}

#[test]
fn events_go_into_a_history_of_any_form() {
    let table =
        |event: &str| format!("\n[[commitment.history]]\nat = 2026-11-{}\n", event.replace(", ", "\n"));
    let tables = format!("{HEAD}{DUE}{}{}", table(TOLD), table(DONE));
    let one_line = format!("{HEAD}{DUE}history = [{{ at = 2026-11-{TOLD} }}, {{ at = 2026-11-{DONE} }}]\n");
    let none = a_block("", &[]);
    let noted = a_block("owner = \"dana\"\n", &[]);
    for one in [&tables, &one_line, &none, &noted] {
        let text = united(one, &a_block("contact = \"x\"\n", &[HEARD]));
        let read = crate::ledger::read::block::read(&text).unwrap();
        assert!(read.history.iter().any(|event| event.deed.name() == "heard"), "{text}");
    }
    let text = united(&one_line, &a_block("contact = \"x\"\n", &[HEARD]));
    assert!(text.contains("\"told\" }, { at = 2026-11-05T09:00:00-05:00, did = \"heard\""), "{text}");
}

#[test]
fn an_event_is_there_as_often_as_it_is_said() {
    let (once, twice) = (a_block("", &[TOLD]), a_block("", &[TOLD, TOLD]));
    assert!(says_all(&twice, &once, ZONE) && !says_all(&once, &twice, ZONE));
    assert_eq!(united(&once, &twice), twice);
}

#[test]
fn what_cannot_both_be_true_is_not_united() {
    let plain = a_block("", &[TOLD]);
    clashes(&plain, &plain.replace("Acme", "Bolt"), "to");
    clashes(&plain, &plain.replace("due = 2026-11-03", "due = 2026-11-13"), "due");
    clashes(&a_block("kind = \"callback\"\n", &[]), &a_block("", &[]), "kind");
    clashes(&a_block("class = \"company\"\n", &[]), &a_block("", &[]), "class");
    clashes(&a_block("owner = \"dana\"\n", &[]), &a_block("owner = \"sam\"\n", &[]), "owner");
    clashes(&a_block("x-mood = 1\n", &[]), &a_block("x-mood = 2\n", &[]), "x-mood");
    // The same message, remembered in two ways.
    let noted = |note: &str| format!("04T09:00:00-05:00, did = \"told\", note = \"{note}\"");
    clashes(&a_block("", &[&noted("a")]), &a_block("", &[&noted("b")]), "history");
    clashes(&a_block("", &[&noted("a")]), &a_block("", &[TOLD]), "history");
}

#[test]
fn what_owed_does_not_know_is_kept_and_left_to_a_person_where_it_would_have_to_be_moved() {
    let mood = |mood: &str| format!("05T09:00:00-05:00, did = \"heard\", x-mood = \"{mood}\"");
    let (one, other) = (a_block("", &[&mood("calm")]), a_block("", &[&mood("calm"), DONE]));
    assert_eq!(united(&one, &other), other);
    clashes(&a_block("", &[&mood("calm")]), &a_block("", &[&mood("angry")]), "history");
    assert_eq!(
        unite(&a_block("", &[DONE]), &a_block("", &[&mood("calm")]), ZONE),
        Err(Clash("history".to_owned()))
    );
    assert_eq!(
        unite(&a_block("", &[DONE]), &a_block("x-a = 1\n", &[TOLD]), ZONE),
        Err(Clash("x-a".to_owned()))
    );
}

#[test]
fn a_text_that_is_no_block_is_united_with_nothing() {
    let plain = a_block("", &[TOLD]);
    for bad in ["", "[[commitment]]\n", &format!("{plain}{plain}")] {
        assert_eq!(unite(&plain, bad, ZONE), Err(Clash("commitment".to_owned())), "{bad}");
        assert!(!says_all(&plain, bad, ZONE) && !says_all(bad, &plain, ZONE));
    }
}

#[test]
fn a_long_history_costs_no_more_than_it_is_long() {
    let event = |number: usize, did: &str| format!("  {{ at = {}, did = \"{did}\" }},\n", at(number));
    let history = |did: &str| -> String { (0..4_000).map(|number| event(number % 40, did)).collect() };
    let (one, other) = (history("told"), history("heard"));
    let whole = |lines: &str| format!("{HEAD}{DUE}history = [\n{lines}]\n");
    let text = united(&whole(&one), &whole(&other));
    assert_eq!(crate::ledger::read::block::read(&text).unwrap().history.len(), 8_000);
}

#[test]
fn texts_that_are_larger_than_any_commitment_are_left_to_a_person_unless_they_are_the_same() {
    let event = |number: usize| format!("  {{ at = {}, did = \"told\" }},\n", at(number));
    let history = |count: usize| -> String { (0..count).map(event).collect() };
    let whole = |count: usize| format!("{HEAD}{DUE}history = [\n{}]\n", history(count));
    let (most, less, more) = (whole(8_189), whole(8_180), whole(8_190));
    assert!(!is_too_much(&most) && is_too_much(&more));
    assert_eq!(unite(&less, &most, ZONE), Ok(most.clone()));
    assert!(says_all(&most, &less, ZONE));
    assert_eq!(unite(&less, &more, ZONE), Err(Clash("history".to_owned())));
    assert!(!says_all(&more, &less, ZONE) && !says_all(&less, &more, ZONE));
    assert_eq!(unite(&more, &more, ZONE), Ok(more.clone()));
    assert!(says_all(&more, &more, ZONE));
    // Two texts below the limit whose union is above it.
    let other = whole(100).replace("told", "heard");
    assert_eq!(unite(&most, &other, ZONE), Err(Clash("history".to_owned())));
}

fn at(number: usize) -> String {
    crate::rules::time::Instant::from_epoch(1_795_186_800)
        .plus(i64::try_from(number).unwrap().saturating_mul(60))
        .rfc3339(ZONE)
}

/// Returns a block with some of the known keys and events.
fn any_block() -> impl Strategy<Value = String> {
    let events = prop::collection::vec(
        (0..6_usize, prop::sample::select(vec!["told", "heard", "noted", "done"])),
        0..6,
    );
    (prop::bool::ANY, prop::bool::ANY, prop::bool::ANY, events, 0..3_u8).prop_map(
        |(owner, contact, comment, events, form)| {
            let mut text = format!("{HEAD}{DUE}");
            text.push_str(if owner { "owner = \"dana\"\n" } else { "" });
            text.push_str(if contact { "contact = \"phone\" # by hand\n" } else { "" });
            text.push_str(if comment { "# ask first\n" } else { "" });
            let pairs = events.iter().map(|(number, did)| (at(*number), did));
            match form {
                _ if events.is_empty() => {}
                0 => {
                    let lines: String =
                        pairs.map(|(at, did)| format!("  {{ at = {at}, did = \"{did}\" }}, # x\n")).collect();
                    text.push_str(&format!("history = [\n{lines}]\n"));
                }
                1 => {
                    let list: Vec<_> =
                        pairs.map(|(at, did)| format!("{{ at = {at}, did = \"{did}\" }}")).collect();
                    text.push_str(&format!("history = [{}]", list.join(", ")));
                }
                _ => {
                    for (at, did) in pairs {
                        text.push_str(&format!("[[commitment.history]]\nat = {at}\ndid = \"{did}\"\n"));
                    }
                }
            }
            text
        },
    )
}

proptest! {
    #[test]
    fn nothing_that_either_says_is_lost_and_nothing_is_made_up(one in any_block(), other in any_block()) {
        // Without two events that would be the same message, nothing here contradicts.
        let Ok(text) = unite(&one, &other, ZONE) else { return Err(TestCaseError::fail("a clash")) };
        prop_assert!(says_all(&text, &one, ZONE) && says_all(&text, &other, ZONE), "{text}");
        let (said, mine, theirs) = (read(&text), read(&one), read(&other));
        prop_assert_eq!(said.0, most(&mine.0, &theirs.0));
        prop_assert_eq!(said.1, most(&mine.1, &theirs.1));
        prop_assert_eq!(unite(&text, &one, ZONE), Ok(text.clone()));
        prop_assert_eq!(unite(&text, &other, ZONE), Ok(text.clone()));
        prop_assert_eq!(block::read(&text).unwrap().id, Id::new(b"k7qdm2xv").unwrap());
    }
}

/// Returns the keys and values, and the events, sorted.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let said = Said::read(text, ZONE).unwrap();
    let mut facts: Vec<_> = said.facts.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    facts.extend(said.comments.iter().map(|comment| (*comment).to_owned()));
    let mut events = said.events;
    facts.sort();
    events.sort();
    (facts, events)
}

/// Returns everything in either list, as often as in the list that has it more often.
fn most(one: &[String], other: &[String]) -> Vec<String> {
    let more = missing(one, other).into_iter().map(|place| other[place].clone());
    let mut all: Vec<_> = one.iter().cloned().chain(more).collect();
    all.sort();
    all
}
