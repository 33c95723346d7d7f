//! What is wrong with a text that is not TOML, in words for people who edit a ledger by hand.

use std::ops::Range;

use toml::de::Error;

use crate::document::problem::Fault;
use crate::text;

/// How a message of the parser begins, the message that replaces it, and the hint. The parser's words are for people
/// who know TOML's grammar.
const PLAIN: [(&str, &str, &str); 12] = [
    ("key with no value", "expected `=` after this key", A_LINE),
    (
        "invalid key-value pair",
        "expected `key = value`, a `[header]` or a `# comment`",
        "write one of these, or delete the line",
    ),
    (
        "invalid basic string",
        "this string is not closed",
        "put a `\"` at its end; a string ends on the line where it starts",
    ),
    (
        "missing escaped value",
        "invalid escape after `\\`",
        "write `\\\\`, or put the string in single quotes",
    ),
    (
        "unexpected key or value",
        "unexpected text after the value",
        "write one key a line; inside quotes, write a quote as `\\\"`",
    ),
    ("invalid unquoted key", "a key may contain only letters, digits, `-` and `_`", A_LINE),
    ("unclosed array table", "this header is not closed", "put `]]` at its end"),
    ("unclosed table", "this header is not closed", "put `]` at its end"),
    ("unclosed array", "this list is not closed", CUT),
    ("unclosed inline table", "this `{` is not closed", CUT),
    ("missing comma", "missing comma before this", "put one at the end of the line above"),
    ("extra comma", "extra comma", "delete it"),
];
const A_LINE: &str = "write `key = value`, a `[header]` or a `# comment` on each line";
const CUT: &str = "close it; if the end of the file is missing, take the last good version from git";

/// Returns the first fault in a text that is not TOML, out of all that the parser found, with a hint.
pub fn explain(text: &str, errors: &[Error]) -> Fault {
    let end = text.len()..text.len();
    // An unclosed quote is found only after what follows it.
    let span = |error: &Error| error.span().unwrap_or_else(|| end.clone());
    let Some(first) = errors.iter().min_by_key(|error| span(error).start) else {
        return Fault::new(end, "this is not valid TOML");
    };
    let (span, message) = (span(first), first.message());
    if let Some(marker) = conflict(text, span.start) {
        return Fault::new(marker, "git conflict marker: the two versions have not been merged").hint(
            "`owed merge` keeps both promises, and asks where two versions of one contradict each other",
        );
    }
    if text.as_bytes().get(span.start) == Some(&0) {
        return control_character(text, span);
    }
    if message.starts_with("duplicate key") {
        let key = text.get(span.clone()).map(|key| text::brief(key.trim()));
        let message = match &key {
            Some(key) => format!("`{key}` is defined twice"),
            None => message.to_owned(),
        };
        let hint = match key.as_deref() {
            Some("id") => {
                "if these are two promises, put a line `[[commitment]]` above the second `id`; if not, keep one of the two"
            }
            _ => "keep one of the two",
        };
        return Fault::new(span, message).hint(hint);
    }
    if message.starts_with("string values must be quoted") || message.starts_with("invalid boolean") {
        return no_value(text, span);
    }
    if message.starts_with("invalid basic string") && message.contains("visible") {
        return control_character(text, span);
    }
    match PLAIN.iter().find(|(begins, ..)| message.starts_with(begins)) {
        Some((_, plain, hint)) => Fault::new(span, *plain).hint(*hint),
        None if ["invalid date", "invalid time", "invalid offset"].iter().any(|b| message.starts_with(b)) => {
            Fault::new(span, message).hint("write a date-time as 2026-11-20T17:00:00-05:00")
        }
        None => Fault::new(span, message),
    }
}

/// Returns the fault of a control character that TOML does not allow.
pub fn control_character(text: &str, span: Range<usize>) -> Fault {
    if text.as_bytes().get(span.start) == Some(&0) {
        return Fault::new(span, "unexpected NUL byte")
            .hint("the file is damaged: take the last good version from git or a backup");
    }
    Fault::new(span, "control characters are not allowed here")
        .hint("delete it, or in a string write its number: `\\u001b`")
}

/// Returns the fault of a missing or unreadable value.
fn no_value(text: &str, span: Range<usize>) -> Fault {
    let rest = text.get(span.start..).map(|rest| rest.split_once('\n').map_or(rest, |(line, _)| line).trim());
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#')) {
        return Fault::new(span, "missing value after `=`").hint("write one, or delete the line");
    }
    if rest.is_some_and(|rest| rest.starts_with(['“', '”', '„', '‘', '’', '«'])) {
        return Fault::new(span, "curly quotes are not allowed here").hint("use straight quotes: `\"…\"`");
    }
    Fault::new(span, "expected a value: a quoted string, a number, a date-time, `true` or `false`")
        .hint("put a string in quotes, `\"…\"`; write a date-time as 2026-11-20T17:00:00-05:00")
}

/// Returns the place of a conflict marker that git wrote, or of the line where the parser stopped if that is one.
fn conflict(text: &str, stopped: usize) -> Option<Range<usize>> {
    let mut start = 0_usize;
    for line in text.split_inclusive('\n') {
        let end = start.saturating_add(line.trim_end().len());
        let is_here = (start..=end).contains(&stopped);
        let is_edge = ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark));
        let is_middle = is_here && ["=======", "|||||||"].iter().any(|mark| line.starts_with(mark));
        if is_edge || is_middle {
            return Some(start..end);
        }
        start = start.saturating_add(line.len());
    }
    None
}
