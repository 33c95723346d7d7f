//! The error for a word that does not fit where it stands.

use super::cursor::Cursor;
use super::tokens::Kind;
use super::{Reference, Way, vague, words, zone_names};
use crate::error::Problem;
use crate::text::{did_you_mean, quote_start};

/// Returns why the next token cannot be read, with a hint what to type instead.
pub(super) fn about(cursor: &mut Cursor<'_>, way: Way, context: &Reference<'_>) -> Problem {
    if let Some(refusal) = vague::whole(cursor, context) {
        return refusal;
    }
    let example = || vague::offer(way, context);
    let Some(token) = cursor.peek(0) else {
        let last = cursor.text(cursor.at().saturating_sub(1), cursor.at());
        return Problem::new(format!("nothing comes after {}", quote_start(&last))).hint(example());
    };
    let shown = quote_start(token.text);
    match &token.kind {
        Kind::Number(found) => number(cursor, *found),
        Kind::Decimal(whole, part) => Problem::new(format!("{shown} is neither a date nor a duration"))
            .hint(decimal(*whole, part, token.text)),
        Kind::Huge => huge(&shown, token.text),
        Kind::Minus if cursor.at() == 0 && cursor.peek(1).is_some_and(|next| next.kind != Kind::Minus) => {
            Problem::new(format!("{} is in the past", quote_start(&cursor.text(0, usize::MAX)))).hint(
                match way {
                    Way::Due => format!("for a time to come, write in {}", cursor.text(1, usize::MAX)),
                    _ => format!("for a time in the past, write {} ago", cursor.text(1, usize::MAX)),
                },
            )
        }
        Kind::Word(word) => word_alone(cursor, word, token.text).unwrap_or_else(|| {
            let understood = words::is_known(word);
            let what = if understood { "does not fit here" } else { "is not a date word" };
            Problem::new(format!("{shown} {what}")).hint(example())
        }),
        Kind::Zone(_) => zone_alone(&shown),
        Kind::Unknown if is_week(token.text) => Problem::new(format!("{shown} is not an exact day"))
            .hint(format!("write the day too: {}-1 is its Monday", token.text.trim_end_matches('-'))),
        Kind::Unknown if token.text.starts_with(|c: char| c.is_ascii_digit()) => {
            Problem::new(format!("{shown} is not a date"))
                .hint("write dates as 2026-12-01 and times as 17:00")
        }
        Kind::Unknown => Problem::new(format!("{shown} is not a date")).hint(example()),
        _ => Problem::new(format!("{shown} does not fit here")).hint(example()),
    }
}

/// Returns the problem of a word whose meaning is known, but not exact.
fn word_alone(cursor: &Cursor<'_>, word: &str, typed: &str) -> Option<Problem> {
    let shown = quote_start(typed);
    if let Some(refusal) = zone_names::abbreviation(word) {
        return Some(refusal);
    }
    if matches!(word, "utc" | "gmt" | "z" | "zulu") {
        return Some(zone_alone(&shown));
    }
    if matches!(word, "morning" | "afternoon" | "evening" | "night") {
        return Some(Problem::new(format!("{shown} of which day?")).hint(format!("write tomorrow {word}")));
    }
    if matches!(word, "am" | "pm") {
        return Some(Problem::new(format!("{shown} needs an hour before it")).hint("write 5pm or 9am"));
    }
    if matches!(word, "half" | "quarter") {
        let minutes = if word == "half" { "half past 5pm (17:30)" } else { "quarter past 5pm (17:15)" };
        return Some(Problem::new(format!("{shown} does not fit here")).hint(format!("write {minutes}")));
    }
    if word == "after" && cursor.at() == 0 {
        return Some(
            Problem::new("\"after\" gives no latest time").hint("write the latest time: friday 5pm"),
        );
    }
    if let Some(near) = words::nearest(word).filter(|_| !words::is_known(word)) {
        return Some(Problem::new(format!("{shown} is not a date word")).hint(did_you_mean(near)));
    }
    // A place may follow a time; elsewhere "christmas" is not the island.
    let place = zone_names::place(word).filter(|_| cursor.at() > 0)?;
    Some(Problem::new(format!("{shown} is not a time zone name")).hint(format!("write 5pm {place}")))
}

/// Returns what `17.30` or `1.12` may be, none of which would be refused.
fn decimal(whole: u32, part: &str, text: &str) -> String {
    let minutes = part.parse::<u32>().ok().filter(|_| part.len() == 2);
    let time = minutes.filter(|minutes| *minutes < 60 && whole < 24);
    let time = time.map(|minutes| format!("for a time {whole:02}:{minutes:02}"));
    let is_date = (1..=31).contains(&whole) && part.parse().is_ok_and(|month| (1..=12).contains(&month));
    let date = is_date.then(|| format!("for a date {text}. or 2026-12-01"));
    let all = [time, date, Some(format!("for a duration {text}h"))];
    format!("write, {}", all.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Returns the problem of a number with too many digits: most such numbers are Unix time.
fn huge(shown: &str, digits: &str) -> Problem {
    let refusal = Problem::new(format!("{shown} is too large a number"));
    match digits.len() {
        10 | 13 => refusal.hint(format!("for Unix time, write @{digits}")),
        _ => refusal.hint("nothing can be due after the year 2099"),
    }
}

/// Returns true if a text is an ISO 8601 week without its day, such as `2026-W48`.
fn is_week(text: &str) -> bool {
    let pattern = |c: char, place: usize| match place {
        4 => c == '-',
        5 => c.eq_ignore_ascii_case(&'w'),
        _ => c.is_ascii_digit(),
    };
    let text = text.trim_end_matches('-');
    text.len() == 8 && text.chars().zip(0..).all(|(c, place)| pattern(c, place))
}

fn zone_alone(shown: &str) -> Problem {
    Problem::new(format!("{shown} must come after a time of day"))
        .hint("write something like tomorrow 5pm UTC")
}

/// Returns the problem of a number without a unit, or followed by an unknown word.
fn number(cursor: &Cursor<'_>, number: u32) -> Problem {
    let Some(token) = cursor.peek(0) else { return Problem::new("a number is missing") };
    let digits = token.text.len();
    let after_day = cursor.at() > 0;
    let slip = cursor.word_at(1).filter(|word| !words::is_known(word));
    if let Some(near) = slip.and_then(words::nearest) {
        let shown = quote_start(slip.unwrap_or_default());
        return Problem::new(format!("{shown} is not a date word")).hint(did_you_mean(near));
    }
    if let Some(next) = cursor.peek(1).filter(|next| !next.spaced) {
        let shown = quote_start(&cursor.text(cursor.at(), cursor.at().saturating_add(2)));
        return match next.kind {
            Kind::Word(ref unit) if unit == "h" && after_day && number < 24 => {
                Problem::new(format!("{shown} is a duration, not a time of day"))
                    .hint(format!("write {number:02}:00"))
            }
            Kind::Word(ref half) if matches!(half.as_str(), "am" | "pm") => {
                Problem::new(format!("{shown} does not fit here")).hint("write one time of day")
            }
            _ => Problem::new(format!("{shown} is not a time, a date or a duration"))
                .hint("write something like 5pm, 3 days or 2026-12-01"),
        };
    }
    let refusal = Problem::new(format!("{} is neither a time nor a date by itself", quote_start(token.text)));
    let (hours, minutes) = (number.div_euclid(100), number.rem_euclid(100));
    let th = words::ordinal(number);
    match digits {
        1 | 2 if after_day && (1..=12).contains(&number) => {
            refusal.hint(format!("write {number}am or {number}pm"))
        }
        1 | 2 if after_day && number < 24 => refusal.hint(format!("write {number:02}:00")),
        1 | 2 if (1..=12).contains(&number) => {
            refusal.hint(format!("write {number}am or {number}pm, {number} days, or the {number}{th}"))
        }
        1 | 2 if (13..=31).contains(&number) => {
            refusal.hint(format!("write {number} days, or the {number}{th}"))
        }
        4 if !after_day && (1900..2100).contains(&number) => refusal.hint(format!("write {number}-12-01")),
        4 if (1900..2100).contains(&number) => refusal.hint(format!(
            "for a time, write {hours}:{minutes:02}, for a year, put it after the date: 1 Dec {number}"
        )),
        4 if hours < 24 && minutes < 60 => refusal.hint(format!("write {hours:02}:{minutes:02}")),
        _ => refusal.hint("write something like 5pm, 3 days or 2026-12-01"),
    }
}
