//! Reading targets: exactly, as a ledger must write them, and loosely, for a hint about what was meant.

use super::{Part, Symbol, Target, part};
use crate::error::Problem;
use crate::text::quote_start;

/// The hint when no better one is known.
const FOR_INSTANCE: &str = "write something like \"24h\", \"3bd\" or \"1d 4h\"";
/// The known units, for a hint.
const UNITS: &str =
    "the units are s m h (elapsed time), d w month (calendar days), bs bm bh bd (working time)";

/// Returns the target in this text, `None` if it is not one. Without allocation: a ledger has hundreds of thousands of
/// them.
pub(super) fn exactly(text: &str) -> Option<Target> {
    let mut target = Target::EMPTY;
    let mut places = target.numbers.iter_mut().zip(&mut target.symbols);
    let mut rest = text.as_bytes().trim_ascii();
    loop {
        let mut number: u32 = 0;
        while let [digit @ b'0'..=b'9', tail @ ..] = rest {
            // A number too large for the type is too large for any unit too.
            number = number.saturating_mul(10).saturating_add(u32::from(digit & 0xf));
            rest = tail;
        }
        if let [b' ', tail @ ..] = rest
            && tail.starts_with(b"month")
        {
            rest = tail;
        }
        let (symbol, tail) = symbol(rest)?;
        if number == 0 || number > symbol.most() {
            return None;
        }
        let place = places.next()?;
        (*place.0, *place.1) = (number, Some(symbol));
        rest = match tail {
            [] => return Some(target),
            [b'0'..=b'9', ..] => tail,
            [b' ' | b'\t', ..] => tail.trim_ascii_start(),
            _ => return None,
        };
    }
}

/// Reads the unit at the beginning; returns it with what comes after it. More than one month may be `months`.
fn symbol(text: &[u8]) -> Option<(Symbol, &[u8])> {
    let read = |symbol: &Symbol| Some((*symbol, text.strip_prefix(symbol.letters().as_bytes())?));
    let (symbol, tail) = Symbol::ALL.iter().find_map(read)?;
    let plural = tail.strip_prefix(b"s").filter(|_| symbol == Symbol::Month);
    Some((symbol, plural.unwrap_or(tail)))
}

/// Returns the problem of a text that is not a target, with a hint.
#[cold]
pub(super) fn explain(text: &str) -> Problem {
    let text = text.trim();
    let meant = loosely(text).map(|target| format!("write \"{target}\""));
    let bad = |message: String, hint: &str| Problem {
        message,
        hint: Some(meant.clone().unwrap_or_else(|| hint.to_owned())),
    };
    if text.is_empty() {
        return bad("a target cannot be empty".to_owned(), FOR_INSTANCE);
    }
    if text.starts_with(['-', '−']) {
        return bad(format!("{} is negative", quote_start(text)), "write a duration without a sign");
    }
    let pieces = pieces(text);
    for Piece { number, word, .. } in &pieces {
        let shown = format!("{number}{word}");
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        if number.is_empty() {
            return bad(format!("{} is not a duration", quote_start(text)), FOR_INSTANCE);
        }
        if word.is_empty() {
            let hint = format!("add one: \"{number}h\", \"{number}d\" or \"{number}bd\"; {UNITS}");
            return bad(format!("{} has no unit", quote_start(number)), &hint);
        }
        if !digits {
            return bad(
                format!("{} is not a whole number", quote_start(&shown)),
                "write whole numbers, for instance \"1h 30m\"",
            );
        }
        if number.bytes().all(|byte| byte == b'0') {
            return bad(format!("{} must be longer than zero", quote_start(&shown)), FOR_INSTANCE);
        }
        match symbol(word.as_bytes()) {
            Some((symbol, [])) if number.parse().map_or(true, |number: u32| number > symbol.most()) => {
                return bad(
                    format!("{} is longer than 200 years", quote_start(&shown)),
                    "nothing can be due after the year 2099",
                );
            }
            Some((_, [])) => {}
            _ => return bad(format!("{} is not a unit", quote_start(word)), UNITS),
        }
    }
    if pieces.len() > Target::MOST_PARTS {
        let message = format!("a target has at most {} parts, this has {}", Target::MOST_PARTS, pieces.len());
        return bad(message, "add some of them up");
    }
    bad(format!("{} is not a duration", quote_start(text)), FOR_INSTANCE)
}

/// A number, and the words up to the next one.
struct Piece<'a> {
    number: &'a str,
    word: &'a str,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(digits).unwrap_or((rest, ""));
        let letters = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (word, tail) = tail.split_at_checked(letters).unwrap_or((tail, ""));
        pieces.push(Piece { number, word: word.trim() });
        rest = tail;
    }
    pieces
}

/// Returns the probable meaning of `3 business days`, `1.5h`, `24 H` or `1h and 30 min`.
pub(super) fn loosely(text: &str) -> Option<Target> {
    let mut target = Target::EMPTY;
    for Piece { number, word } in pieces(text.trim_start_matches(['-', '−', '+'])) {
        let word = word.to_lowercase();
        let word = word.trim_end_matches([',', '+', '&', ' ']);
        let word: String = word.strip_suffix(" and").unwrap_or(word).split([' ', '-', '_']).collect();
        let (symbol, times) = Symbol::named(&word)?;
        let (unit, size) = symbol.unit();
        let number = number.trim_end_matches(',');
        let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let whole: i64 = whole.parse().ok()?;
        let count = whole.checked_mul(times.into())?.checked_mul(size)?;
        let count =
            if fraction.is_empty() { count } else { count.checked_add(part::share(fraction, size)?)? };
        if count == 0 {
            continue;
        }
        if fraction.is_empty() && times == 1 {
            target
                .push(Part { number: u32::try_from(whole).ok().filter(|n| *n <= symbol.most())?, symbol })?;
        } else if let Some(part) =
            Part::of(count.checked_sub(count.checked_rem(3600)?)?, unit).filter(|_| size == 3600)
        {
            target.push(part)?;
            if let Some(part) = Part::of(count.checked_rem(3600)?, unit) {
                target.push(part)?;
            }
        } else {
            target.push(Part::of(count, unit)?)?;
        }
    }
    target.parts().next().map(|_| target)
}
