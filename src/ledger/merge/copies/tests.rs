use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::ledger::canonical::writer;
use crate::rules::commitment::Id;

const ZONE: Tz = Tz::America__New_York;
const HEAD: &str =
    "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-02T09:00:00-05:00\n";
const TOO_MUCH: &str = "there is more in them than is merged";
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
    let text = unite(one, other).unwrap();
    for half in [one, other] {
        assert!(says_all(&text, half), "{text}\n{half}\n{:?}", super::united(&text, half));
    }
    let turned = unite(other, one).unwrap();
    assert!(says_all(&text, &turned) && says_all(&turned, &text), "{text}\n{turned}");
    text
}

#[track_caller]
fn clashes(one: &str, other: &str, what: &str) {
    for (one, other) in [(one, other), (other, one)] {
        assert_eq!(why_not(one, other), what, "{one}\n{other}");
        assert!(!says_all(one, other));
    }
}

/// Returns what contradicts.
#[track_caller]
fn why_not(one: &str, other: &str) -> String {
    unite(one, other).unwrap_err().what
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
    assert_eq!(united(&less, &usual), usual);
}

#[test]
fn what_only_one_says_is_put_into_the_other_in_the_order_of_time() {
    let one = a_block("owner = \"dana\"\n", &[TOLD, DONE]);
    let other = a_block("# ask for Zoë\ntags = [\"vip\"]\nlimit = \"24h\"\n", &[TOLD, HEARD]);
    let text = united(&one, &other);
    let keys = "owner = \"dana\"\n# ask for Zoë\ntags = [\"vip\"]\nlimit = \"24h\"\n";
    assert_eq!(text, a_block(keys, &[TOLD, HEARD, DONE]));
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
}

#[test]
fn an_event_is_there_as_often_as_it_is_said() {
    let (once, twice) = (a_block("", &[TOLD]), a_block("", &[TOLD, TOLD]));
    assert!(says_all(&twice, &once) && !says_all(&once, &twice));
    assert_eq!(united(&once, &twice), twice);
}

#[test]
fn what_cannot_both_be_true_is_not_united() {
    let plain = a_block("", &[TOLD]);
    clashes(&plain, &plain.replace("Acme", "Bolt"), "two promises have this id");
    clashes(&plain, &plain.replace("due = 2026-11-03", "due = 2026-11-13"), "`due` has two values");
    let kind = |kind: &str| a_block(&format!("kind = \"{kind}\"\n"), &[]);
    clashes(&kind("callback"), &kind("email"), "`kind` has two values");
    clashes(
        &a_block("owner = \"dana\"\n", &[]),
        &a_block("owner = \"sam\"\n", &[]),
        "`owner` has two values",
    );
    clashes(&a_block("x-mood = 1\n", &[]), &a_block("x-mood = 2\n", &[]), "`x-mood` has two values");
    // The same message, remembered in two ways.
    let noted = |note: &str| format!("04T09:00:00-05:00, did = \"told\", note = \"{note}\"");
    let twice = "`told` at 2026-11-04T09:00:00-05:00 is told in two ways";
    clashes(&a_block("", &[&noted("a")]), &a_block("", &[&noted("b")]), twice);
    clashes(&a_block("", &[&noted("a")]), &a_block("", &[TOLD]), twice);
}

#[test]
fn what_owed_does_not_know_is_united_like_all_else() {
    let mood = |mood: &str| format!("05T09:00:00-05:00, did = \"heard\", x-mood = \"{mood}\"");
    let (one, other) = (a_block("", &[&mood("calm")]), a_block("", &[&mood("calm"), DONE]));
    assert_eq!(united(&one, &other), other);
    let twice = "`heard` at 2026-11-05T09:00:00-05:00 is told in two ways";
    clashes(&a_block("", &[&mood("calm")]), &a_block("", &[&mood("angry")]), twice);
    assert_eq!(united(&a_block("", &[DONE]), &one), other);
    assert_eq!(
        united(&a_block("", &[DONE]), &a_block("x-a = 1\n", &[TOLD])),
        a_block("x-a = 1\n", &[TOLD, DONE])
    );
}

#[test]
fn a_text_that_is_no_block_is_united_with_nothing() {
    let plain = a_block("", &[TOLD]);
    for bad in ["", "[[commitment]]\n", &format!("{plain}{plain}")] {
        assert_eq!(why_not(&plain, bad), "one of them cannot be read", "{bad}");
        assert!(!says_all(&plain, bad) && !says_all(bad, &plain));
    }
    clashes(&plain, &plain.replace("k7qdm2xv", "bbb22222"), "they have two ids");
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
    assert_eq!(unite(&less, &most), Ok(most.clone()));
    assert!(says_all(&most, &less));
    assert_eq!(why_not(&less, &more), TOO_MUCH);
    assert!(!says_all(&more, &less) && !says_all(&less, &more));
    assert_eq!(unite(&more, &more), Ok(more.clone()));
    assert!(says_all(&more, &more));
    // Two texts below the limit whose union is above it.
    let other = whole(100).replace("told", "heard");
    assert_eq!(why_not(&most, &other), TOO_MUCH);
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
                        text.push_str(&format!("\n[[commitment.history]]\nat = {at}\ndid = \"{did}\"\n"));
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
        let Ok(text) = unite(&one, &other) else { return Err(TestCaseError::fail("a clash")) };
        prop_assert!(says_all(&text, &one) && says_all(&text, &other), "{text}");
        let (said, mine, theirs) = (read(&text), read(&one), read(&other));
        prop_assert_eq!(said.0, most(&mine.0, &theirs.0));
        prop_assert_eq!(said.1, most(&mine.1, &theirs.1));
        prop_assert_eq!(unite(&text, &one), Ok(text.clone()));
        prop_assert_eq!(unite(&text, &other), Ok(text.clone()));
        prop_assert_eq!(block::read(&text).unwrap().id, Id::new(b"k7qdm2xv").unwrap());
    }
}

/// Returns the keys and values with the comments, each once, and the events, sorted.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let said = block::read(text).unwrap();
    let mut facts: Vec<_> =
        writer::facts(&said, ZONE).iter().map(|(key, value)| format!("{key} = {value}")).collect();
    facts.extend(text.lines().filter_map(|line| line.split_once('#')).map(|(_, comment)| comment.to_owned()));
    let mut events: Vec<_> = said.history.iter().map(|event| writer::event(event, ZONE)).collect();
    facts.sort();
    facts.dedup();
    events.sort();
    (facts, events)
}

/// Returns everything in either list, as often as in the list that has it more often.
fn most(one: &[String], other: &[String]) -> Vec<String> {
    let mut all = other.to_vec();
    for item in one {
        let count = |list: &[String]| list.iter().filter(|it| *it == item).count();
        if count(&all) < count(one) {
            all.push(item.clone());
        }
    }
    all.sort();
    all
}
