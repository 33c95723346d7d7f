//! Why rows did not come in, and what decides how others count: one line for all rows with one fault, with their lines.
//!
//! A reason stands alone where a program reads it (`"why":"no due"`); only here it becomes a sentence about its rows.

use std::collections::BTreeMap;

use crate::intake::LeftOut;
use crate::text;

/// The most lines, and the most rows, that are named together.
pub(super) const NAMED: usize = 8;
/// The most texts of rows with one fault that are named together: of more there are a few examples.
const TEXTS: usize = 20;
const EXAMPLES: usize = 3;

/// Returns the rows by reason, the most frequent first: `123 rows have no due: lines 4, 9, …`. Rows whose reasons differ in
/// what they quote and in numbers have one fault, and are one line: a fault of thousands of rows is as many reasons.
pub(super) fn grouped(rows: &[LeftOut]) -> Vec<String> {
    let mut by_fault: BTreeMap<String, Vec<&LeftOut>> = BTreeMap::new();
    for row in rows {
        by_fault.entry(fault(&row.why)).or_default().push(row);
    }
    let mut faults: Vec<_> = by_fault.into_values().collect();
    faults.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    let more = faults.len().saturating_sub(NAMED);
    let said = faults.into_iter().take(NAMED).map(|rows| about(&rows));
    said.chain((more > 0).then(|| format!("… and {more} more reasons"))).collect()
}

/// Returns what is wrong with rows of one fault, and which they are.
fn about(rows: &[&LeftOut]) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let why = text::sanitize(&first.why);
    let said = if rows.iter().any(|row| row.why != first.why) {
        format!("{}, like this: {why}", count(rows.len()))
    } else {
        sentence(rows.len(), &why)
    };
    let mut texts: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (row, value) in rows.iter().filter_map(|row| Some((row, row.value.as_deref()?))) {
        texts.entry(value).or_default().push(row.line);
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by_key(|(_, lines)| lines.first().copied());
    let all: Vec<_> = rows.iter().map(|row| row.line).collect();
    match texts.as_slice() {
        [] => format!("{said}: {}", lines(&all)),
        [(value, _)] => format!("{said} ({value}): {}", lines(&all)),
        several => {
            let shown = if several.len() > TEXTS { EXAMPLES } else { several.len() };
            let more = several.len().saturating_sub(shown);
            let named = several.iter().take(shown).map(|(value, lines)| match lines.as_slice() {
                [line] => format!("{value} (line {line})"),
                [first, ..] => format!("{value} ({} rows, the first on line {first})", lines.len()),
                [] => (*value).to_owned(),
            });
            let named = named.collect::<Vec<_>>().join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{said}: {named}{more}")
        }
    }
}

/// Returns a reason as a sentence about its rows.
fn sentence(rows: usize, why: &str) -> String {
    let (is, has) = if rows == 1 { ("is", "has") } else { ("are", "have") };
    let begins = |words: &[&str]| words.iter().any(|word| why.starts_with(word));
    let rows = count(rows);
    if begins(&["no ", "the same ", "two dues"]) {
        format!("{rows} {has} {why}")
    } else if begins(&["closed, ", "owed to nobody", "deleted at ", "cancelled at ", "not going to be done "])
    {
        format!("{rows} {is} {why}")
    } else {
        format!("{rows}: {why}")
    }
}

fn count(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// Returns a reason without what is the row's own: what it quotes, and numbers.
fn fault(why: &str) -> String {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let keep = |letter: &char| {
        let is_mark = *letter == '"' && !std::mem::take(&mut is_escaped);
        is_escaped = *letter == '\\';
        is_quoted ^= is_mark;
        !is_quoted && !is_mark && !letter.is_ascii_digit()
    };
    why.chars().filter(keep).collect()
}

/// Returns of how many rows a missing time of day decides something.
pub(super) fn midnight(all: &[u64]) -> Option<String> {
    let (has, counts) = if let [_] = all { ("has", "it counts") } else { ("have", "they count") };
    let said = || {
        let rows = count(all.len());
        format!(
            "{rows} {has} a day without a time, which decides how {counts}: read as 00:00:00: {}",
            lines(all)
        )
    };
    (!all.is_empty()).then(said)
}

/// Returns how many rows say of something that it was later than now.
pub(super) fn after_now(all: &[u64]) -> Option<String> {
    let says = if let [_] = all { "says" } else { "say" };
    let said = || {
        let rows = count(all.len());
        format!("{rows} {says} that something happened after now: {}", lines(all))
    };
    (!all.is_empty()).then(said)
}

/// Returns these lines in words, the first few: `lines 4, 9, …`.
pub(super) fn lines(all: &[u64]) -> String {
    let named: Vec<_> = all.iter().take(NAMED).map(u64::to_string).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    let word = if all.len() == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", named.join(", "))
}
