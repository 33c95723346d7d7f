//! Text into tokens. A token says what a piece of text looks like, not what it means: `13pm` is a number and a word.

use chrono::{Datelike as _, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{words, zone_names};
use crate::error::Problem;
use crate::text::quote_start;

/// The longest input, in bytes; a longer one is refused unread.
const LONGEST: usize = 200;
/// The most digits of a number: enough for every meaningful number, and no sum overflows.
const DIGITS: usize = 9;

/// What a piece of text looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, in lowercase: `fri`, `o'clock`, `pm`.
    Word(String),
    /// Digits: `5`, `2026`.
    Number(u32),
    /// `1.5`: whole and, as typed, the digits after the point.
    Decimal(u32, String),
    /// `17:00` or `17:00:30`; `short` if the hour has one digit, `cut` if a fraction of a second was left out.
    Clock { hour: u32, minute: u32, second: u32, short: bool, cut: bool },
    /// `2026-12-01` or `20261201`, year first, or `1.12.2026`, day first; `[year, month, day]`.
    Date([u32; 3]),
    /// `1.12.`: day and month.
    DayMonth(u32, u32),
    /// `12/01/2026` or `01-12-2026`: two numbers in an unknown order, and the year if there is one.
    Slashed(u32, u32, Option<u32>),
    /// The name of a time zone that cannot be a word: `America/New_York`.
    Zone(Tz),
    /// `@1795798800`: seconds since 1970, as Unix counts them; or thousandths of them, `cut` if they are not whole.
    Epoch { seconds: i64, cut: bool },
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// A number with too many digits.
    Huge,
    /// Anything else.
    Unknown,
}

/// A piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As it was typed.
    pub(super) text: &'a str,
    /// What it looks like.
    pub(super) kind: Kind,
    /// Whether a blank stands before it.
    pub(super) spaced: bool,
}

/// Returns the tokens of a text; none for a blank one.
pub(super) fn split(text: &str) -> Result<Vec<Token<'_>>, Problem> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(Problem::new(format!("{} is too long for a date", quote_start(text))));
    }
    let mut tokens = Vec::new();
    for word in without_comment(text).split_whitespace() {
        let word = word.strip_suffix(',').filter(|word| !word.is_empty()).unwrap_or(word);
        let start = tokens.len();
        if !pieces(word, &mut tokens) {
            // One piece that makes no sense spoils the word: it is quoted whole.
            tokens.truncate(start);
            tokens.push(Token { text: word, kind: Kind::Unknown, spaced: true });
        }
        if let Some(first) = tokens.get_mut(start) {
            first.spaced = true;
        }
    }
    Ok(tokens)
}

/// Leaves out the name of the zone in brackets that RFC 2822 and JavaScript write after an offset: `-0500 (EST)`.
fn without_comment(text: &str) -> &str {
    let before = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).map(|(before, _)| before);
    let offset = before.and_then(|before| before.rsplit_once(['+', '-'])).map(|(_, offset)| offset);
    let is_offset = offset.is_some_and(|offset| offset.len() == 4 && offset.chars().all(is_digit));
    before.filter(|_| is_offset).unwrap_or(text)
}

/// Adds the pieces of one word; returns false if some part of it is not a token.
fn pieces<'a>(word: &'a str, tokens: &mut Vec<Token<'a>>) -> bool {
    if word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.contains('/')
        && let Some(zone) = zone_names::named(word)
    {
        tokens.push(Token { text: word, kind: Kind::Zone(zone), spaced: true });
        return true;
    }
    let mut rest = word;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let (kind, after) = match first {
            '0'..='9' => numeric(rest),
            '@' => epoch(skip(rest)).unwrap_or_else(|| (Kind::Word("at".to_owned()), skip(rest))),
            '+' => (Kind::Plus, skip(rest)),
            '-' if joins(before.as_ref(), skip(rest)) => {
                rest = skip(rest);
                continue;
            }
            '-' => (Kind::Minus, skip(rest)),
            // 14/Jun/24
            '/' if joins_month(before.as_ref(), skip(rest)) => {
                rest = skip(rest);
                continue;
            }
            // 2026-12-01T17:00
            'T' | 't' if matches!(before, Some(Kind::Date(_))) && skip(rest).starts_with(is_digit) => {
                rest = skip(rest);
                match compact_clock(rest) {
                    Some(found) => found,
                    None => continue,
                }
            }
            c if c.is_ascii_alphabetic() => letters(rest),
            _ => return false,
        };
        if kind == Kind::Unknown {
            return false;
        }
        let text = rest.strip_suffix(after).unwrap_or(rest);
        tokens.push(Token { text, kind: kind.clone(), spaced: false });
        before = Some(kind);
        rest = after;
    }
    !word.is_empty()
}

/// Returns true if a hyphen only joins a word: `end-of-day`, `25-dec-2026`, but not `utc-5`.
fn joins(before: Option<&Kind>, after: &str) -> bool {
    match before {
        Some(Kind::Number(_)) => after.starts_with(|c: char| c.is_ascii_alphabetic()),
        Some(Kind::Word(word)) => {
            after.starts_with(|c: char| c.is_ascii_alphabetic())
                || words::month(word).is_some() && after.starts_with(is_digit)
        }
        _ => false,
    }
}

/// Returns true if a slash stands between a day and the name of its month, or between that and the year.
fn joins_month(before: Option<&Kind>, after: &str) -> bool {
    match before {
        Some(Kind::Number(_)) => words::month(span(after, |c| c.is_ascii_alphabetic()).0).is_some(),
        Some(Kind::Word(word)) => words::month(word).is_some() && after.starts_with(is_digit),
        _ => false,
    }
}

/// Reads a word of letters; a dot may end it (`dec.`), and `a.m.` may have two.
fn letters(text: &str) -> (Kind, &str) {
    let (word, after) = span(text, |c| c.is_ascii_alphabetic() || matches!(c, '.' | '\'' | '’'));
    let word = word.to_ascii_lowercase().replace('’', "'");
    let word = match word.strip_suffix('.').unwrap_or(&word) {
        "a.m" => "am",
        "p.m" => "pm",
        plain if plain.contains('.') => return (Kind::Unknown, after),
        plain => plain,
    };
    (Kind::Word(word.to_owned()), after)
}

/// Reads Unix time after the `@`: more digits than an hour or a year has. `@5pm` is another way to write "at".
fn epoch(text: &str) -> Option<(Kind, &str)> {
    let (number, after) = digits(text);
    let (seconds, cut) = epoch_of(number)?;
    Some((Kind::Epoch { seconds, cut }, after))
}

/// Returns the seconds of Unix time in digits, and whether a part of one was left out: nine to eleven are seconds, more
/// are thousandths of them; none is in a supported year with fewer or with more.
pub(super) fn epoch_of(digits: &str) -> Option<(i64, bool)> {
    let number: i64 = digits.parse().ok()?;
    match digits.len() {
        9..=11 => Some((number, false)),
        12 | 13 => Some((number.div_euclid(1_000), number.rem_euclid(1_000) != 0)),
        _ => None,
    }
}

/// Reads a day of an ISO 8601 week, after the year: `-W48-5` is the Friday of week 48.
fn week_day<'a>(year: &str, text: &'a str) -> Option<(Kind, &'a str)> {
    let rest = text.strip_prefix("-W").or_else(|| text.strip_prefix("-w"))?;
    let (week, rest) = digits(rest);
    let (day, after) = digits(rest.strip_prefix('-')?);
    if (year.len(), week.len(), day.len()) != (4, 2, 1) {
        return None;
    }
    let weekday = Weekday::try_from(u8::try_from(value(day).checked_sub(1)?).ok()?).ok()?;
    let date = NaiveDate::from_isoywd_opt(i32::try_from(value(year)).ok()?, value(week), weekday)?;
    Some((Kind::Date([u32::try_from(date.year()).ok()?, date.month(), date.day()]), after))
}

/// Reads what begins with a digit: a date, a time of day, or a number.
fn numeric(text: &str) -> (Kind, &str) {
    let (first, after) = digits(text);
    if first.len() == 4 && (after.starts_with("-W") || after.starts_with("-w")) {
        return week_day(first, after).unwrap_or((Kind::Unknown, after));
    }
    if first.len() > DIGITS {
        return (Kind::Huge, after);
    }
    if let Some(date) = compact_date(first) {
        return (date, after);
    }
    match after.chars().next() {
        Some(':') => clock(first, skip(after)),
        Some(mark @ ('-' | '/' | '.')) if skip(after).starts_with(is_digit) => {
            numbers(first, mark, skip(after))
        }
        _ => (Kind::Number(value(first)), after),
    }
}

/// Reads the eight digits of a date: `20261201`. Other numbers of eight digits are no days of a supported year.
fn compact_date(digits: &str) -> Option<Kind> {
    let number = value(digits);
    let date = [number.div_euclid(10_000), number.div_euclid(100).rem_euclid(100), number.rem_euclid(100)];
    let [year, month, day] = date;
    let is_date = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (digits.len() == 8 && is_date).then_some(Kind::Date(date))
}

/// Reads a time of day without colons, as it stands after a date and a `T`: `T1700` or `T170030`.
fn compact_clock(text: &str) -> Option<(Kind, &str)> {
    let (digits, after) = digits(text);
    let (hour, rest) = digits.split_at_checked(2)?;
    let (minute, second) = rest.split_at_checked(2)?;
    let second = if second.is_empty() { "00" } else { second };
    if second.len() != 2 || after.starts_with(':') {
        return None;
    }
    Some(clock_of([hour, minute, second], after))
}

/// Reads the rest of a time of day, after the first colon.
fn clock<'a>(hour: &str, text: &'a str) -> (Kind, &'a str) {
    let (minute, after) = digits(text);
    let Some(rest) = after.strip_prefix(':') else {
        return clock_of([hour, minute, "00"], after);
    };
    let (second, after) = digits(rest);
    let fraction = after.strip_prefix(['.', ',']).map(digits).filter(|(fraction, _)| !fraction.is_empty());
    match (clock_of([hour, minute, second], after), fraction) {
        ((Kind::Clock { hour, minute, second, short, .. }, _), Some((fraction, after))) => {
            let cut = fraction.contains(|digit| digit != '0');
            (Kind::Clock { hour, minute, second, short, cut }, after)
        }
        (whole, _) => whole,
    }
}

/// Returns the time of day that these digits make.
fn clock_of<'a>([hour, minute, second]: [&str; 3], after: &'a str) -> (Kind, &'a str) {
    if hour.len() > 2 || minute.len() != 2 || second.len() != 2 {
        return (Kind::Unknown, after);
    }
    let short = hour.len() == 1;
    let (hour, minute, second) = (value(hour), value(minute), value(second));
    (Kind::Clock { hour, minute, second, short, cut: false }, after)
}

/// Reads the rest of numbers with a mark between them, after the first mark.
fn numbers<'a>(first: &str, mark: char, text: &'a str) -> (Kind, &'a str) {
    let (second, after) = digits(text);
    let third = after.strip_prefix(mark).map(digits).filter(|(third, _)| !third.is_empty());
    let (a, b) = (value(first), value(second));
    if second.len() > DIGITS {
        return (Kind::Huge, after);
    }
    match (third, mark) {
        (Some((third, after)), _) if first.len() == 4 && second.len() <= 2 && third.len() <= 2 => {
            (Kind::Date([a, b, value(third)]), after)
        }
        (Some((third, after)), '.') if third.len() == 4 => (Kind::Date([value(third), b, a]), after),
        (Some((third, after)), '-' | '/') if third.len() == 4 => {
            (Kind::Slashed(a, b, Some(value(third))), after)
        }
        (None, '.') if after.starts_with('.') => (Kind::DayMonth(a, b), skip(after)),
        (None, '.') => (Kind::Decimal(a, second.to_owned()), after),
        (None, '/') => (Kind::Slashed(a, b, None), after),
        _ => (Kind::Unknown, after),
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn digits(text: &str) -> (&str, &str) {
    span(text, is_digit)
}

/// Returns the number that digits make; 0 if it does not fit, which no caller takes for a date.
fn value(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

fn span(text: &str, inside: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at_checked(text.find(|c| !inside(c)).unwrap_or(text.len())).unwrap_or((text, ""))
}

fn skip(text: &str) -> &str {
    let mut rest = text.chars();
    rest.next();
    rest.as_str()
}
