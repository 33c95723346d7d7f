//! One cell, before its column is judged.

use super::plain::{self, Form};
use crate::intake::sheet::says_nothing;
use crate::rules::time::Instant;
use crate::when::written::{self, NO_DATE, Order, Written};

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// It has one meaning; `form` is that of its numbers, if it is nothing else.
    Sure { written: Written, form: Option<Form> },
    /// It has numbers whose order decides: what it means with the day first, and with the month first.
    Ordered { day: Option<Written>, month: Option<Written> },
    /// It has numbers of which any can be the year.
    Short,
    /// It cannot be read.
    Bad(&'static str),
}

/// Returns true if a cell says that there is nothing.
pub(super) fn is_empty(text: &str) -> bool {
    let never = || {
        text.strip_prefix("0000-00-00")
            .is_some_and(|rest| rest.trim_matches(|c| " T0:.Z".contains(c)).is_empty())
    };
    says_nothing(text) || (text.len() < 40 && never())
}

/// Returns what a cell means, its numbers in `order`.
pub(super) fn written(text: &str, order: Order) -> Result<Written, &'static str> {
    if let Some(plain) = plain::read(text) {
        return plain.written(order);
    }
    match counted(text) {
        Some(number) => number,
        None => written::written(text, order),
    }
}

/// Returns what a cell looks like.
pub(super) fn look(text: &str) -> Look {
    if let Some(plain) = plain::read(text) {
        return match plain.form {
            Form::Short => Look::Short,
            Form::Slashed => ordered([plain.written(Order::Dmy), plain.written(Order::Mdy)]),
            form => match plain.written(Order::Dmy) {
                Ok(written) => Look::Sure { written, form: Some(form) },
                Err(why) => Look::Bad(why),
            },
        };
    }
    match counted(text) {
        Some(number) => ordered([number; 2]),
        None => ordered(written::written_both_ways(text)),
    }
}

/// Returns what a cell looks like by its meaning with the day first, and with the month first.
fn ordered(both: [Result<Written, &'static str>; 2]) -> Look {
    match both {
        [Ok(day), Ok(month)] if day == month => Look::Sure { written: day, form: None },
        [Err(why), Err(_)] => Look::Bad(why),
        [day, month] => Look::Ordered { day: day.ok(), month: month.ok() },
    }
}

/// Returns when the object of an id came to be: those of Trello and of MongoDB have 24 hexadecimal digits, of which the first
/// eight are Unix time. `None` for any other text.
pub(super) fn born(text: &str) -> Option<Written> {
    let is_id = text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let seconds = text.get(..8).filter(|_| is_id)?;
    let at = Instant::from_epoch(u32::from_str_radix(seconds, 16).ok()?.into());
    Some(Written::Epoch { at, is_cut: false })
}

/// Reads a number alone: Unix time, by its size, or what is none. `None` if it is anything else than a number.
fn counted(text: &str) -> Option<Result<Written, &'static str>> {
    if let Some(born) = born(text) {
        return Some(Ok(born));
    }
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) {
        return None;
    }
    if let Some((digits, exponent)) = fraction.split_once(['E', 'e'])
        && are_digits(digits)
        && exponent.strip_prefix('+').is_some_and(are_digits)
    {
        return Some(Err("was shortened by a spreadsheet: format the column as a date"));
    }
    if !are_digits(fraction) {
        return None;
    }
    if fraction.is_empty() && is_bare(whole) {
        return Some(Err("is a date in digits alone: say its form with --dates, such as %Y%m%d%H%M"));
    }
    Some(match (whole.len(), written::epoch(whole)) {
        (5, _) => Err("looks like a spreadsheet's day number: format the column as a date"),
        (_, Some((seconds, is_cut))) => {
            let is_cut = is_cut || fraction.contains(|digit| digit != '0');
            Ok(Written::Epoch { at: Instant::from_epoch(seconds), is_cut })
        }
        _ if fraction.is_empty() => Err(NO_DATE),
        _ => return None,
    })
}

/// Returns true for digits that are a date and a time, `202611160900` or with seconds after it. As thousandths of a second
/// the first would be of 1976, and nobody promised then.
fn is_bare(digits: &str) -> bool {
    let Some((date, time)) = digits.split_at_checked(8).filter(|(_, time)| matches!(time.len(), 4 | 6))
    else {
        return false;
    };
    plain::read(&format!("{date}T{time}")).is_some_and(|plain| plain.written(Order::Ymd).is_ok())
}
