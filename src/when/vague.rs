//! Words that are too vague for a date. They are refused by name, and three dates are offered instead.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::cursor::Cursor;
use super::tokens::{Kind, Token};
use super::{Reference, Way, say};
use crate::error::Problem;
use crate::text::quote_start;

/// The vague words; anything said with them is not exact.
const VAGUE: &str = "soon asap later earlier recently while shortly someday eventually sometime anytime whenever possible tbd tba never \
     forever always promptly immediately urgent urgently quickly presently couple few several some many about around \
     roughly approximately approx circa ca early late mid ish lunchtime lunch weekend weekends breakfast dinner then";
/// The vague phrases of more than one word.
const PHRASES: [&str; 8] = [
    "first thing",
    "last thing",
    "in due course",
    "when i can",
    "at some point",
    "start of",
    "beginning of",
    "middle of",
];
/// Whole weeks and months: exact only together with a day.
const WHOLE: [&str; 12] = [
    "next week",
    "this week",
    "last week",
    "next month",
    "this month",
    "last month",
    "next year",
    "this year",
    "last year",
    "next quarter",
    "this quarter",
    "last quarter",
];

/// Refuses input with a vague word.
pub(super) fn refuse(tokens: &[Token<'_>], way: Way, context: &Reference<'_>) -> Result<(), Problem> {
    let mut cursor = Cursor::new(tokens);
    while let Some(token) = cursor.peek(0) {
        let start = cursor.at();
        if cursor.eat("no later") || cursor.eat("not later") {
            continue;
        }
        let phrase = PHRASES.iter().any(|phrase| cursor.eat(phrase));
        let word =
            matches!(&token.kind, Kind::Word(word) if VAGUE.split_whitespace().any(|vague| vague == word));
        if phrase || word || token.text == "24/7" {
            cursor.go(cursor.at().max(start.saturating_add(1)));
            let typed = cursor.text(start, cursor.at());
            return Err(Problem::new(format!("{} is not an exact time", quote_start(&typed)))
                .hint(offer(way, context)));
        }
        cursor.next();
    }
    Ok(())
}

/// Returns true if there are vague words, and nothing else.
pub(super) fn is_all(tokens: &[Token<'_>]) -> bool {
    let mut cursor = Cursor::new(tokens);
    while let Some(token) = cursor.peek(0) {
        if PHRASES.iter().any(|phrase| cursor.eat(phrase)) {
            continue;
        }
        if !matches!(&token.kind, Kind::Word(word) if VAGUE.split_whitespace().any(|vague| vague == word)) {
            return false;
        }
        cursor.next();
    }
    !tokens.is_empty()
}

/// Returns the problem of a whole week or month, if one comes next.
pub(super) fn whole(cursor: &mut Cursor<'_>, context: &Reference<'_>) -> Option<Problem> {
    let start = cursor.at();
    WHOLE.iter().find(|words| cursor.eat(words))?;
    let typed = cursor.text(start, cursor.at());
    let today = context.now.date_in(context.zone);
    let dates = within(today, &typed.to_ascii_lowercase());
    let dates: Vec<String> =
        dates.iter().flatten().map(|date| format!("{date} ({})", date.format("%a"))).collect();
    let refusal = Problem::new(format!("{} is not an exact day", quote_start(&typed)));
    Some(if dates.is_empty() { refusal } else { refusal.hint(format!("write one: {}", dates.join(", "))) })
}

/// Returns three days of a week, a month or longer that was named.
fn within(today: NaiveDate, named: &str) -> Option<[NaiveDate; 3]> {
    let (which, unit) = named.split_once(' ')?;
    let step = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days));
    if unit == "week" {
        let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday())))?;
        let monday = match which {
            "next" => step(monday, 7)?,
            "last" => monday.checked_sub_days(Days::new(7))?,
            _ => monday,
        };
        return Some([monday, step(monday, 2)?, step(monday, 4)?]);
    }
    let length: u32 = match unit {
        "month" => 1,
        "quarter" => 3,
        _ => 12,
    };
    let into = today.month0().checked_rem(length)?;
    let first = today.with_day(1)?.checked_sub_months(Months::new(into))?;
    let months = Months::new(length);
    let first = match which {
        "next" => first.checked_add_months(months)?,
        "last" => first.checked_sub_months(months)?,
        _ => first,
    };
    let last = first.checked_add_months(months)?.pred_opt()?;
    let middle =
        if length == 1 { step(first, 14)? } else { first.checked_add_months(Months::new(length >> 1))? };
    Some([first, middle, last])
}

/// Returns three things to type that mean a date, with the dates they mean.
pub(super) fn offer(way: Way, context: &Reference<'_>) -> String {
    let today = context.now.date_in(context.zone);
    let back = way.looks_back();
    let day = |days: u64| {
        let days = Days::new(days);
        let date = if back { today.checked_sub_days(days) } else { today.checked_add_days(days) };
        date.unwrap_or(today)
    };
    let (near, one) = (say::date(day(1), today), if back { "yesterday" } else { "tomorrow" });
    format!(
        "write something like {one} 5pm ({near} 17:00), {} ({}) or {} 12:00",
        day(2),
        day(2).format("%a"),
        day(7)
    )
}
