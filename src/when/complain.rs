//! What to say of a word that does not fit where it stands.

use super::cursor::Cursor;
use super::tokens::{Kind, quote};
use super::{Context, Refusal, Way, vague, words, zones};

/// Why the next token cannot be read, and what to type instead.
pub(super) fn about(cursor: &mut Cursor<'_>, way: Way, context: &Context<'_>) -> Refusal {
    if let Some(refusal) = vague::whole(cursor, context) {
        return refusal;
    }
    let example = || vague::offer(way, context);
    let Some(token) = cursor.peek(0) else {
        let last = cursor.text(cursor.at().saturating_sub(1), cursor.at());
        return Refusal::new(format!("nothing comes after {}", quote(&last))).hint(example());
    };
    let shown = quote(token.text);
    match &token.kind {
        Kind::Number(number) => number_alone(token.text, *number),
        Kind::Huge => Refusal::new(format!("{shown} is too large a number"))
            .hint("nothing can be due after the year 2099"),
        Kind::Fraction => Refusal::new("times are in whole seconds").hint(format!("leave out {shown}")),
        Kind::Minus => {
            let rest = cursor.text(cursor.at().saturating_add(1), usize::MAX);
            let clock = cursor.at() > 0;
            let refusal = Refusal::new(format!("{} lies in the past", quote(&format!("-{rest}"))));
            if clock {
                Refusal::new(format!("{shown} does not fit here")).hint(example())
            } else {
                refusal.hint("for what has happened write 3d ago")
            }
        }
        Kind::Word(word) => word_alone(cursor, word, token.text).unwrap_or_else(|| {
            let understood = words::is_known(word);
            let what = if understood { "does not fit here" } else { "is no word of a date" };
            Refusal::new(format!("{shown} {what}")).hint(example())
        }),
        Kind::Zone(_) => zone_alone(&shown),
        Kind::Unknown => Refusal::new(format!("{shown} is no date")).hint(example()),
        _ => Refusal::new(format!("{shown} does not fit here")).hint(example()),
    }
}

/// A word that says what was meant, though not well enough.
fn word_alone(cursor: &Cursor<'_>, word: &str, typed: &str) -> Option<Refusal> {
    let shown = quote(typed);
    if let Some(refusal) = zones::abbreviation(word) {
        return Some(refusal);
    }
    if matches!(word, "utc" | "gmt" | "z" | "zulu") {
        return Some(zone_alone(&shown));
    }
    if matches!(word, "morning" | "afternoon" | "evening" | "night") {
        return Some(Refusal::new(format!("{shown} of which day?")).hint(format!("write tomorrow {word}")));
    }
    if matches!(word, "am" | "pm") {
        return Some(Refusal::new(format!("{shown} needs an hour before it")).hint("write 5pm or 9am"));
    }
    if word == "after" && cursor.at() == 0 {
        return Some(
            Refusal::new("\"after\" does not say until when").hint("write the latest time: friday 5pm"),
        );
    }
    if let Some(near) = words::nearest(word).filter(|_| !words::is_known(word)) {
        return Some(
            Refusal::new(format!("{shown} is no word of a date")).hint(format!("did you mean {near}?")),
        );
    }
    let place = zones::place(word)?;
    Some(Refusal::new(format!("{shown} is no time zone by itself")).hint(format!("write 5pm {place}")))
}

fn zone_alone(shown: &str) -> Refusal {
    Refusal::new(format!("{shown} does not stand after a time"))
        .hint("a zone goes with a time of day: tomorrow 5pm UTC")
}

/// A number that nothing is said about.
fn number_alone(typed: &str, number: u32) -> Refusal {
    let refusal = Refusal::new(format!("{} is neither a time nor a date by itself", quote(typed)));
    let (hours, minutes) = (number.div_euclid(100), number.rem_euclid(100));
    match typed.len() {
        1 | 2 if (1..=12).contains(&number) => {
            refusal.hint(format!("write {number}pm, {number}h or the {number}{}", words::ordinal(number)))
        }
        1 | 2 if (13..=31).contains(&number) => {
            refusal.hint(format!("write {number} days or the {number}{}", words::ordinal(number)))
        }
        4 if hours < 24 && minutes < 60 => refusal.hint(format!("write {hours:02}:{minutes:02}")),
        8 => {
            let day = number.rem_euclid(100);
            refusal.hint(format!(
                "write {:04}-{:02}-{day:02}",
                number.div_euclid(10_000),
                hours.rem_euclid(100)
            ))
        }
        _ => refusal.hint("write 5pm, 3 days or 2026-12-01"),
    }
}
