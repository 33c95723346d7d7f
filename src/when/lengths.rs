//! Lengths of time as people write them: `1h30m`, `3 days`, `an hour and a half`, `2 business days`.

use super::cursor::Cursor;
use super::tokens::Kind;
use super::words;
use crate::error::Problem;
use crate::rules::target::{Symbol, Target, share};
use crate::text::quote_start;

/// Amounts, each with its unit.
type Parts = Vec<(u32, Symbol)>;

/// Reads the length that comes next; `None`, with nothing read, if something else comes next.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Target>, Problem> {
    let start = cursor.at();
    let mut parts = Parts::new();
    while let Some(more) = part(cursor)? {
        parts.extend(more);
        let end = cursor.at();
        if !cursor.eat("and") {
            continue;
        }
        if part(cursor)?.is_none() {
            cursor.go(end);
            break;
        }
        cursor.go(end.saturating_add(1));
    }
    if parts.is_empty() {
        cursor.go(start);
        return Ok(None);
    }
    target(&parts, &cursor.text(start, cursor.at())).map(Some)
}

/// Reads a unit without an amount, for `the day after tomorrow`.
pub(super) fn one_before(cursor: &mut Cursor<'_>) -> Result<Option<Target>, Problem> {
    let start = cursor.at();
    let found = unit(cursor).filter(|_| matches!(cursor.word(), Some("after" | "before" | "from")));
    let Some((symbol, times)) = found else {
        cursor.go(start);
        return Ok(None);
    };
    target(&[(times, symbol)], &cursor.text(start, cursor.at())).map(Some)
}

/// Returns true if a length counts calendar days, so that a time of day can go with it.
pub(super) fn in_days(length: &Target) -> bool {
    use Symbol::{BusinessDay, Day, Month, Week};
    length.parts().all(|part| matches!(part.symbol, Day | Week | Month | BusinessDay))
}

/// Returns true if a length has working hours or minutes.
pub(super) fn in_working_hours(length: &Target) -> bool {
    length.parts().any(|part| part.symbol.is_working() && part.symbol != Symbol::BusinessDay)
}

fn target(parts: &[(u32, Symbol)], typed: &str) -> Result<Target, Problem> {
    let text: Vec<String> =
        parts.iter().map(|(number, symbol)| format!("{number}{}", symbol.letters())).collect();
    Target::parse(&text.join(" ")).map_err(|_| {
        // The units are known here, so the fault is a number, or how many units there are.
        let (why, hint) = if parts.iter().any(|(number, _)| *number == 0) {
            ("must be longer than zero", "write something like 2h or 3 days")
        } else if parts.len() > Target::MOST_PARTS {
            ("has too many parts", "add some of them up")
        } else {
            ("is longer than 200 years", "nothing can be due after the year 2099")
        };
        Problem::new(format!("{} {why}", quote_start(typed))).hint(hint)
    })
}

/// Reads an amount and its unit.
fn part(cursor: &mut Cursor<'_>) -> Result<Option<Parts>, Problem> {
    let start = cursor.at();
    let found = if let Some(quarters) = quarters(cursor) {
        Some(vec![(quarters.saturating_mul(15), Symbol::Minute)])
    } else if cursor.eat("half a") || cursor.eat("half an") || cursor.eat("a half") || cursor.eat("half") {
        half(cursor, start)?
    } else {
        counted(cursor, start)?
    };
    if found.is_none() {
        cursor.go(start);
    }
    Ok(found)
}

/// Reads `quarter of an hour`, `three quarters of an hour`; returns the number of quarters.
fn quarters(cursor: &mut Cursor<'_>) -> Option<u32> {
    const FORMS: [(&str, u32); 5] = [
        ("a quarter of an hour", 1),
        ("quarter of an hour", 1),
        ("a quarter hour", 1),
        ("quarter hour", 1),
        ("three quarters of an hour", 3),
    ];
    FORMS.iter().find(|(form, _)| cursor.eat(form)).map(|(_, quarters)| *quarters)
}

/// Reads the unit after `half`, and returns half of it.
fn half(cursor: &mut Cursor<'_>, start: usize) -> Result<Option<Parts>, Problem> {
    let Some((symbol, _)) = unit(cursor) else { return Ok(None) };
    let typed = cursor.text(start, cursor.at());
    smaller(symbol).map(|smaller| Some(vec![(30, smaller)])).ok_or_else(|| no_half(&typed))
}

/// Returns the unit of which sixty make one of this.
fn smaller(symbol: Symbol) -> Option<Symbol> {
    match symbol {
        Symbol::Hour => Some(Symbol::Minute),
        Symbol::Minute => Some(Symbol::Second),
        Symbol::WorkingHour => Some(Symbol::WorkingMinute),
        Symbol::WorkingMinute => Some(Symbol::WorkingSecond),
        _ => None,
    }
}

/// Returns the problem of half a day: twelve hours to one person and half a working day to the next.
fn no_half(typed: &str) -> Problem {
    Problem::new(format!("{} has no exact length", quote_start(typed)))
        .hint("write whole units: 12h, 1d 12h, or in a calendar 4bh")
}

/// Reads `3 days`, `1.5h`, `two and a half hours`, `an hour and a half`.
fn counted(cursor: &mut Cursor<'_>, start: usize) -> Result<Option<Parts>, Problem> {
    let Some((number, fraction)) = amount(cursor) else { return Ok(None) };
    let half = cursor.eat("and a half");
    let minutes_or_months = cursor.peek(0).is_some_and(|token| token.text == "M");
    let Some((symbol, times)) = unit(cursor) else { return Ok(None) };
    let half = half || cursor.eat("and a half");
    let typed = cursor.text(start, cursor.at());
    if minutes_or_months {
        return Err(Problem::new(format!("{} could be minutes or months", quote_start(&typed)))
            .hint(format!("write {number}m or {number} months")));
    }
    let whole = (number.saturating_mul(times), symbol);
    let rest = if half { "5" } else { fraction };
    if rest.bytes().all(|digit| digit == b'0') {
        return Ok(Some(vec![whole]));
    }
    let smaller = smaller(symbol).ok_or_else(|| no_half(&typed))?;
    let rest = share(rest, 60).and_then(|rest| u32::try_from(rest).ok()).ok_or_else(|| {
        Problem::new(format!("{} is not a whole number of smaller units", quote_start(&typed)))
            .hint("write 1h 20m")
    })?;
    let parts = [whole, (rest, smaller)];
    Ok(Some(parts.into_iter().filter(|(number, _)| *number > 0).collect()))
}

/// Reads a number in digits or words, and the digits after its point.
fn amount<'a>(cursor: &mut Cursor<'a>) -> Option<(u32, &'a str)> {
    let found = match cursor.kind()? {
        Kind::Number(number) => (*number, ""),
        Kind::Decimal(whole, fraction) => (*whole, fraction.as_str()),
        Kind::Word(word) => {
            let tens = words::number(word)?;
            let ones = cursor.word_at(1).and_then(words::number).filter(|ones| tens >= 20 && *ones < 10);
            // "twenty a" is not a number.
            let ones = ones.filter(|_| !matches!(cursor.word_at(1), Some("a" | "an")));
            if ones.is_some() {
                cursor.next();
            }
            (tens.saturating_add(ones.unwrap_or(0)), "")
        }
        _ => return None,
    };
    cursor.next();
    Some(found)
}

/// Reads a unit, and how many of it its name means: a year is twelve months.
fn unit(cursor: &mut Cursor<'_>) -> Option<(Symbol, u32)> {
    let kind = cursor.eat_any("business working work").unwrap_or_default();
    let found = Symbol::named(&format!("{kind}{}", cursor.word()?))?;
    cursor.next();
    Some(found)
}
