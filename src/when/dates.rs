//! Days as people write them. Which date a day is depends on today: see `resolve`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::cursor::Cursor;
use super::tokens::Kind;
use super::words;
use crate::error::Problem;
use crate::rules::target::Target;
use crate::rules::time::{FIRST_YEAR, LAST_YEAR};
use crate::text::quote_start;

/// A day as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Day {
    /// This many days from today.
    Today(i64),
    /// A weekday, and which one.
    Weekday(Which, Weekday),
    /// A date with its year.
    Date(NaiveDate),
    /// Month and day without a year.
    OfYear(u32, u32),
    /// The 25th, without a month or of the month so many from this one.
    Nth(u32, Option<i32>),
    /// The next business day, or the last one.
    Business { back: bool },
    /// The last open day of the period so many from this one.
    End(Period, i32),
    /// The last open day of a month, with or without the year.
    EndOfMonth(u32, Option<i32>),
    /// A length from another day.
    Counted { length: Target, back: bool, from: Box<Day> },
}

/// Which weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Bare,
    This,
    Coming,
    Next,
    Last,
    Past,
    /// That of the week so many weeks from this one.
    Week(i32),
}

/// A period that has an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Week,
    Month,
    Quarter,
    Year,
}

/// Reads the day that comes next; `None`, with nothing read, if a day does not come next.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Day>, Problem> {
    let start = cursor.at();
    let found = match cursor.kind() {
        Some(Kind::Date([year, month, day])) => {
            let (year, month, day) = (*year, *month, *day);
            cursor.next();
            Some(Day::Date(date(year, month, day, &cursor.text(start, cursor.at()))?))
        }
        Some(Kind::DayMonth(day, month)) => {
            let (day, month) = (*day, *month);
            cursor.next();
            Some(month_day(month, day, &cursor.text(start, cursor.at()))?)
        }
        Some(Kind::Slashed(first, second, year)) => {
            let (first, second, year) = (*first, *second, *year);
            cursor.next();
            Some(slashed(first, second, year, &cursor.text(start, cursor.at()))?)
        }
        Some(Kind::Number(day)) => numbered(cursor, *day)?,
        Some(Kind::Word(word)) => named(cursor, word)?,
        _ => None,
    };
    if found.is_none() {
        cursor.go(start);
    }
    Ok(found)
}

/// Reads a day that begins with a word.
fn named(cursor: &mut Cursor<'_>, word: &str) -> Result<Option<Day>, Problem> {
    let start = cursor.at();
    cursor.next();
    if let Some(weekday) = words::weekday(word) {
        let which = week(cursor).map_or(Which::Bare, Which::Week);
        return Ok(Some(Day::Weekday(which, weekday)));
    }
    if let Some(month) = words::month(word) {
        cursor.eat("the");
        let named = cursor.word().and_then(words::ordinal_word);
        let day =
            named.or_else(|| cursor.number()).filter(|_| !matches!(cursor.word_at(1), Some("am" | "pm")));
        let Some(day) = day.filter(|day| *day <= 31) else {
            let name = words::month_name(month);
            return Err(Problem::new(format!("{} is not an exact day", quote_start(word)))
                .hint(format!("write the day: 1 {name}, or end of {name}")));
        };
        cursor.next();
        suffix(cursor);
        return dated(cursor, month, day, start).map(Some);
    }
    if let Some(day) = words::ordinal_word(word)
        && cursor.eat("of")
        && let Some(month) = cursor.word().and_then(words::month)
    {
        cursor.next();
        return dated(cursor, month, day, start).map(Some);
    }
    Ok(match word {
        "today" => Some(Day::Today(0)),
        "tomorrow" => Some(Day::Today(1)),
        "yesterday" => Some(Day::Today(-1)),
        "eow" => Some(Day::End(Period::Week, 0)),
        "eom" => Some(Day::End(Period::Month, 0)),
        "eoq" => Some(Day::End(Period::Quarter, 0)),
        "eoy" => Some(Day::End(Period::Year, 0)),
        "end" if cursor.eat("of") => end(cursor),
        _ => {
            cursor.go(start);
            which(cursor)
        }
    })
}

/// Reads `next friday`, `this coming friday`, `next week on friday`, `next business day`.
fn which(cursor: &mut Cursor<'_>) -> Option<Day> {
    if let Some(weeks) = week(cursor) {
        cursor.eat("on");
        let weekday = cursor.word().and_then(words::weekday)?;
        cursor.next();
        return Some(Day::Weekday(Which::Week(weeks), weekday));
    }
    let which = match cursor.eat_any("this next last coming past previous")? {
        "this" if cursor.eat("coming") => Which::Coming,
        "this" | "last" if cursor.eat("past") => Which::Past,
        "this" => Which::This,
        "next" => Which::Next,
        "last" => Which::Last,
        "coming" => Which::Coming,
        _ => Which::Past,
    };
    if cursor.eat("business day") || cursor.eat("working day") || cursor.eat_any("workday bd").is_some() {
        return match which {
            Which::Next => Some(Day::Business { back: false }),
            Which::Last | Which::Past => Some(Day::Business { back: true }),
            _ => None,
        };
    }
    let weekday = cursor.word().and_then(words::weekday)?;
    cursor.next();
    Some(Day::Weekday(which, weekday))
}

/// Reads `next week`, as so many weeks from this one.
fn week(cursor: &mut Cursor<'_>) -> Option<i32> {
    let start = cursor.at();
    let _ = cursor.eat("of");
    let weeks = match cursor.eat_any("this next last")? {
        "this" => 0,
        "next" => 1,
        _ => -1,
    };
    if cursor.eat("week") {
        return Some(weeks);
    }
    cursor.go(start);
    None
}

/// Reads the week or longer period after `end of`.
fn end(cursor: &mut Cursor<'_>) -> Option<Day> {
    cursor.eat("the");
    let periods = match cursor.eat_any("this next last") {
        Some("next") => 1,
        Some("last") => -1,
        _ => 0,
    };
    let word = cursor.word()?;
    cursor.next();
    if let Some(month) = words::month(word).filter(|_| periods == 0) {
        let year = cursor.number().and_then(|year| i32::try_from(year).ok());
        let year = year.filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year));
        if year.is_some() {
            cursor.next();
        }
        return Some(Day::EndOfMonth(month, year));
    }
    let period = match word {
        "week" => Period::Week,
        "month" => Period::Month,
        "quarter" => Period::Quarter,
        "year" => Period::Year,
        _ => return None,
    };
    Some(Day::End(period, periods))
}

/// Reads `1 dec`, `25th of december 2026`, `the 25th`, `the 5th of next month`.
fn numbered(cursor: &mut Cursor<'_>, day: u32) -> Result<Option<Day>, Problem> {
    let start = cursor.at();
    cursor.next();
    let ordinal = suffix(cursor);
    let of = ordinal && cursor.eat("of");
    if let Some(month) = cursor.word().and_then(words::month) {
        cursor.next();
        return dated(cursor, month, day, start).map(Some);
    }
    if !ordinal {
        return Ok(None);
    }
    let typed = cursor.text(start, cursor.at());
    if !(1..=31).contains(&day) {
        return Err(Problem::new(format!("{} is not a day of a month", quote_start(&typed)))
            .hint("write the date as 2026-12-01"));
    }
    if !of {
        return Ok(Some(Day::Nth(day, None)));
    }
    for (words, months) in [("the month", 0), ("this month", 0), ("next month", 1), ("last month", -1)] {
        if cursor.eat(words) {
            return Ok(Some(Day::Nth(day, Some(months))));
        }
    }
    Ok(None)
}

/// Skips `st nd rd th` after a number; returns whether one was there.
fn suffix(cursor: &mut Cursor<'_>) -> bool {
    let glued = cursor.peek(0).is_some_and(|token| !token.spaced);
    glued && cursor.eat_any("st nd rd th").is_some()
}

/// Reads the year if it comes next, and returns the date of that month and day.
fn dated(cursor: &mut Cursor<'_>, month: u32, day: u32, start: usize) -> Result<Day, Problem> {
    // 14/Jun/24, and 14 Jun 24 before a time: a year of two digits is of this century.
    let has_time = matches!(cursor.peek(1).map(|token| &token.kind), Some(Kind::Clock { .. }));
    let year = cursor.peek(0).zip(cursor.number()).and_then(|(token, number)| match token.text.len() {
        4 => Some(number),
        2 if !token.spaced || has_time => number.checked_add(2_000),
        _ => None,
    });
    if year.is_some() {
        cursor.next();
    }
    let typed = cursor.text(start, cursor.at());
    match year {
        Some(year) => date(year, month, day, &typed).map(Day::Date),
        None => month_day(month, day, &typed),
    }
}

/// Returns the date of numbers whose order is unknown; the error is one that could be read in two ways.
fn slashed(first: u32, second: u32, year: Option<u32>, typed: &str) -> Result<Day, Problem> {
    let read = |month, day| match year {
        Some(year) => date(year, month, day, typed).map(Day::Date),
        None => month_day(month, day, typed),
    };
    match (read(first, second), read(second, first)) {
        (Ok(american), Ok(european)) if american != european => {
            let name = |month, day| format!("{day} {}", words::month_name(month));
            let dash = |month: u32, day: u32| match year {
                Some(year) => format!("{year}-{month:02}-{day:02}"),
                None => format!("{day} {}", words::month_name(month)),
            };
            Err(Problem::new(format!(
                "{} could be {} or {}",
                quote_start(typed),
                name(first, second),
                name(second, first)
            ))
            .hint(format!("write {} or {}", dash(first, second), dash(second, first))))
        }
        (Ok(day), _) | (_, Ok(day)) => Ok(day),
        (Err(refusal), _) => Err(refusal),
    }
}

/// Returns a date; the error is a day that does not exist, or a year out of range.
fn date(year: u32, month: u32, day: u32, typed: &str) -> Result<NaiveDate, Problem> {
    let year = i32::try_from(year).unwrap_or(i32::MAX);
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(Problem::new(format!(
            "{} is outside the years {FIRST_YEAR} to {LAST_YEAR}",
            quote_start(typed)
        ))
        .hint("write the date as 2026-12-01"));
    }
    let in_year = format!("{} {year}", words::month_name(month));
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| no_date(typed, &in_year, NaiveDate::from_ymd_opt(year, month, 1)))
}

/// Returns a month and a day; the error is a day that no year has.
fn month_day(month: u32, day: u32, typed: &str) -> Result<Day, Problem> {
    // 2000 was a leap year.
    NaiveDate::from_ymd_opt(2000, month, day)
        .map(|_| Day::OfYear(month, day))
        .ok_or_else(|| no_date(typed, words::month_name(month), NaiveDate::from_ymd_opt(2000, month, 1)))
}

fn no_date(typed: &str, month: &str, first: Option<NaiveDate>) -> Problem {
    let why = first.map_or_else(
        || "months go from 1 to 12".to_owned(),
        |first| format!("{month} has {} days", first.num_days_in_month()),
    );
    Problem::new(format!("{} is not a date: {why}", quote_start(typed))).hint("write the date as 2026-12-01")
}
