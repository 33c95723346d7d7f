//! What bash is given, what is read of a line, and that no argument was forgotten.

use proptest::prelude::*;

use super::bash::Cursor;
use super::source::Source;
use super::typed::{self, Open, Quotes};
use super::*;
use crate::rules::every::Every;
use crate::rules::policy::Policy;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::when::{self, Calendars, Reference, Way};

/// Returns what bash is given for a word at the end of a line, of which it replaces `replaced`.
fn inserted(line: &str, replaced: &str, word: &str) -> Vec<String> {
    let candidate = Candidate { word: word.to_owned(), meaning: "meaning".to_owned() };
    Cursor::new("9", replaced, line).unwrap().lines(&[candidate])
}

#[test]
fn a_candidate_for_bash_is_quoted_for_the_place_where_it_will_stand() {
    for (line, replaced, word, wanted) in [
        ("owed list --to Ac", "Ac", "Acme; touch x", "Acme\\;\\ touch\\ x"),
        ("owed list --to 'Ac", "Ac", "Acme; touch x", "Acme; touch x"),
        ("owed list --to 'it", "it", "it's", "it'\\''s"),
        ("owed list --to 'it", "it", "its'", "its'\\'"),
        ("owed list --to \"Ac", "Ac", "Ac$(x)`\\\"y", "Ac\\$(x)\\`\\\\\\\"y"),
        ("owed list --to \"wo", "wo", "wow!", "wow\"\\!\"\""),
        ("owed list --to \"sa", "sa", "say \"hi\"", "say \\\"hi\\\"\""),
        ("owed list --to=Ac", "Ac", "--to=Acme Corp", "Acme\\ Corp"),
        ("owed list --to='Ac", "Ac", "--to=Acme Corp", "Acme Corp"),
        ("owed list --to a:b", "b", "a:b c", "b\\ c"),
        ("owed list --to Acme\\ C", "Acme\\ C", "Acme Corp", "Acme\\ Corp"),
        ("owed list --to 'Acme'", "", "Acme Corp", "\\ Corp"),
        ("owed list --to ", "", "~root", "\\~root"),
        ("owed list --to ", "", "Zoë 株式会社", "Zoë\\ 株式会社"),
    ] {
        assert_eq!(inserted(line, replaced, word), [wanted], "{line}");
    }
}

#[test]
fn what_bash_would_insert_in_another_way_is_left_out() {
    assert_eq!(inserted("owed list --to '", "", "'; touch x #"), [""; 0]);
    assert_eq!(inserted("owed list --to \"", "", "!!"), [""; 0]);
    assert_eq!(inserted("owed list --to a:b", "b", "b c"), [""; 0], "it does not begin as the line does");
    assert_eq!(Cursor::new("42", "Ac", "owed list --to 'Ac"), None, "bash takes the quote away");
    assert_eq!(Cursor::new("9", "Bc", "owed list --to Ac"), None, "it would replace something else");
    assert_eq!(
        Cursor::new("9", "Ac", "owed list $'a\\'b' Ac"),
        None,
        "bash looks for the quote in another way"
    );
}

#[test]
fn a_list_of_several_says_what_each_is_where_that_cannot_be_inserted() {
    let candidates = [("b2c", "Acme: call"), ("k2m", "Zoë: call"), ("x; y", "no id")];
    let candidates =
        candidates.map(|(word, meaning)| Candidate { word: word.into(), meaning: meaning.into() });
    let lines = |kind, candidates| Cursor::new(kind, "", "owed done ").unwrap().lines(candidates);
    assert_eq!(lines("63", &candidates), ["b2c  Acme: call", "k2m  Zoë: call", "x\\;\\ y"]);
    assert_eq!(lines("9", &candidates), ["b2c", "k2m", "x\\;\\ y"]);
    assert_eq!(lines("63", &candidates[..1]), ["b2c"], "bash inserts the only one");
}

proptest! {
    #[test]
    fn what_bash_puts_together_is_the_word(
        stays in "[a!'\"\\\\$ ;=]{0,4}",
        open in prop::sample::select(vec![Open::No, Open::Single, Open::Double]),
        rest in "[a!'\"\\\\$`;~ é]{0,6}",
    ) {
        let quoted: String = stays.chars().flat_map(|letter| ['\\', letter]).collect();
        let quote = match open { Open::No => "", Open::Single => "'", Open::Double => "\"" };
        let line = format!("owed list {quoted}{quote}");
        prop_assume!(!line.contains("$'"));
        for line in inserted(&line, "", &format!("{stays}{rest}")).iter().map(|inserted| format!("{line}{inserted}")) {
            let is_closed = quote.is_empty() || line.ends_with(quote);
            let line = if is_closed { line } else { line + quote };
            let (word, open) = typed::begun(line.get(typed::last_word(&line)..).unwrap());
            prop_assert_eq!(open, Open::No, "{}", &line);
            prop_assert_eq!(word.replace("\\!", "!"), format!("{stays}{rest}").replace("\\!", "!"), "{}", line);
        }
    }

    #[test]
    fn no_line_is_too_odd(line in "[a'\"\\\\ <>é$-]{0,12}", replaced in "[a'é]{0,2}") {
        let _ = Cursor::new("9", &replaced, &line).map(|cursor| cursor.lines(&[]));
        let _ = (typed::split(&line), typed::unquote(&line, Quotes::Fish));
    }
}

#[test]
fn a_line_is_read_as_a_shell_reads_it() {
    let words = |line| typed::split(line).words;
    assert_eq!(
        words("owed list --to 'a b' c\\ d \"e\\\"f\" '' x"),
        ["list", "--to", "a b", "c d", "e\"f", ""]
    );
    assert_eq!(typed::split("owed list --to 'a b").word, "a b");
    assert_eq!(typed::split("owed list >a --to ").words, ["list", "--to"]);
    assert!(typed::split("owed list > a").is_file && typed::split("owed list 2>").is_file);
    assert!(!typed::split("owed list '>' ").is_file);
    assert_eq!(typed::unquote("'it\\'s", Quotes::Fish), "it's");
    assert_eq!(typed::unquote("'a\\b", Quotes::Posix), "a\\b");
}

/// The names of values that only the person knows.
const THEIR_OWN: [&str; 17] = [
    "LABEL",
    "TEXT",
    "STARS",
    "WHAT",
    "N",
    "PCT",
    "FROM=TO",
    "FIELD=COLUMN,…",
    "FIELD.VALUE=WORD,…",
    "FIELD=VALUE",
    "KEY=COLUMN,…",
    "CHARACTER",
    "ENCODING",
    "ORDER",
    "YYYY-MM",
    "LINE",
    "FORMAT",
];

#[test]
fn every_argument_has_a_source_or_is_known_to_have_none() {
    let mut root = Cli::command();
    root.build();
    for verb in root.get_subcommands().chain([&root]) {
        for arg in verb.get_arguments().filter(|arg| arg.get_action().takes_values()) {
            let name = arg.get_value_names().unwrap_or_default()[0].as_str();
            let is_known = !arg.get_possible_values().is_empty() || THEIR_OWN.contains(&name);
            let has_source = Source::of(verb.get_name(), arg).is_some_and(|source| source != Source::Theirs);
            assert!(is_known != has_source, "{} {arg}: {name}", verb.get_name());
        }
    }
}

#[test]
fn every_date_that_is_offered_is_understood() {
    // On a Wednesday, a weekday of that name is not: 2026-11-18 and 19, 08:30 UTC.
    let days = [1_794_990_600, 1_795_077_000].map(Instant::from_epoch);
    let policy = Policy::new(chrono_tz::UTC);
    let is_read = |date: &str, way| {
        days.iter().any(|now| {
            let (now, zone) = (*now, policy.zone);
            let context = Reference { now, begun: now, zone, calendars: Calendars::None, due: None };
            when::read(date, way, &context).is_ok()
        })
    };
    assert_eq!(known::DATES.into_iter().find(|date| !is_read(date, Way::Due)), None);
    assert_eq!(known::PAST.into_iter().find(|date| !is_read(date, Way::Back)), None);
    assert_eq!(known::TIMES.into_iter().find(|time| !is_read(&format!("friday {time}"), Way::Due)), None);
    assert!(known::AGAIN.iter().all(|span| Every::typed(span).is_ok()));
    assert!(known::LENGTHS.iter().all(|span| Target::parse(span).is_ok()));
}
