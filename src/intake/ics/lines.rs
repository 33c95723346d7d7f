//! From the lines of a calendar to its components.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::text;

/// The most components inside one another: a calendar, a to-do, an alarm.
const DEEPEST: usize = 8;

/// A component.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    /// Its lines, unfolded.
    pub(super) text: String,
}

/// What is in a calendar.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The to-dos.
    pub(super) todos: Vec<Block>,
    /// How many components there are of each other kind that a person enters.
    pub(super) others: BTreeMap<&'static str, usize>,
}

/// Returns the to-dos of a calendar, and counts what else is in it.
///
/// # Errors
/// A component without its end, an end without its component, and one too deep inside others, with the line.
pub(super) fn blocks(text: &str) -> Result<Found> {
    let mut found = Found::default();
    let mut within: Vec<(u64, String)> = Vec::new();
    let mut todo: Option<Block> = None;
    for (number, line) in unfolded(text) {
        let begins = after(&line, "BEGIN:");
        if let Some(name) = begins {
            if within.len() >= DEEPEST {
                return Err(Error::new(format!("line {number}: too many components inside one another")));
            }
            match name.as_str() {
                "vtodo" if todo.is_none() => todo = Some(Block { line: number, text: String::new() }),
                "vevent" => count(&mut found, "events"),
                "vjournal" => count(&mut found, "journal entries"),
                _ => {}
            }
            within.push((number, name));
        }
        if let Some(todo) = &mut todo {
            // The reader of components knows capitals only.
            let is_edge = ["BEGIN:", "END:"].iter().any(|word| after(&line, word).is_some());
            todo.text.push_str(&if is_edge { line.to_ascii_uppercase() } else { line.clone() });
            todo.text.push('\n');
        }
        let Some(name) = after(&line, "END:") else { continue };
        if within.pop().is_none_or(|(_, begun)| begun != name) {
            let what = format!("line {number}: the end of {} without its beginning", text::quote(&name));
            return Err(Error::new(what).hint("the file may be damaged: export it again"));
        }
        if name == "vtodo" && !within.iter().any(|(_, name)| name == "vtodo") {
            found.todos.extend(todo.take());
        }
    }
    match within.pop() {
        None => Ok(found),
        Some((number, name)) => Err(Error::new(format!("line {number}: {} has no end", text::quote(&name)))
            .hint("the file may be cut off: export it again")),
    }
}

fn count(found: &mut Found, what: &'static str) {
    let count = found.others.entry(what).or_default();
    *count = count.saturating_add(1);
}

/// Returns what stands after a word at the beginning of a line, in small letters.
fn after(line: &str, word: &str) -> Option<String> {
    let (start, rest) = line.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then(|| rest.trim().to_ascii_lowercase())
}

/// Returns the lines with what was folded, and the number of the first of each, from 1.
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let folded = line.strip_prefix([' ', '\t']);
        match (folded, lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}
