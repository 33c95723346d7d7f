//! How the verbs that change something answer: a line for people, or the commitments as JSON.

use std::fmt::Write as _;

use super::change::Told;
use super::{World, lines};
use crate::error::Result;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::time::Instant;
use crate::text;
use crate::views::json;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Tells what a change did: `line` says it for people, one line a commitment. With `-q` only
/// JSON is said, if it was asked for.
pub fn tell(
    world: &mut World<'_, '_>,
    told: &Told,
    line: &dyn Fn(&Row<'_>, Sheet<'_>) -> String,
) -> Result<()> {
    if world.desk.quiet && !world.desk.json {
        return Ok(());
    }
    let sheet = Sheet { house: &told.house, ids: &told.ids, now: world.desk.now };
    let rows: Vec<_> = told
        .commitments
        .iter()
        .filter_map(|commitment| Row::new(commitment, sheet.house, sheet.now))
        .collect();
    if world.desk.json {
        return json::commitments(&rows, sheet, &mut world.out).map_err(|error| lines::unprinted(&error));
    }
    for row in &rows {
        world.out.data(&format!("{}\n", line(row, sheet))).map_err(|error| lines::unprinted(&error))?;
    }
    Ok(())
}

/// The beginning of every answer: the short id, what, and to whom.
pub fn subject(commitment: &Commitment<'_>, sheet: Sheet<'_>) -> String {
    let short = sheet.ids.short(commitment.id);
    format!("{short}  {} → {}", text::clean(&commitment.what), text::clean(&commitment.to))
}

/// A due as it is read back: nothing left open, and how far off.
pub fn due(at: Instant, sheet: Sheet<'_>) -> String {
    format!("due {}, {}", say::full(at, sheet.house.zone), say::relative(at, sheet.now))
}

/// Returns the due in force as it is read back, and the date that the customer was last given if that is an earlier
/// one.
pub fn dues(cycle: &Cycle<'_>, sheet: Sheet<'_>) -> String {
    let due = due(cycle.due, sheet);
    if !cycle.is_untold() {
        return due;
    }
    format!(
        "{due}; the customer was last given {}",
        say::absolute(cycle.given_due, sheet.now, sheet.house.zone)
    )
}

/// How a cycle ended, and how early or late.
pub fn verdict(row: &Row<'_>) -> String {
    let cycle = &row.standing.cycle;
    let Some(closing) = cycle.closing else { return String::new() };
    let mut said = closing.verdict.name().to_owned();
    let ahead = cycle.known_due.since(closing.at);
    let _ = match closing.verdict {
        Verdict::Kept | Verdict::Renegotiated if ahead == 0 => write!(said, ", to the second"),
        Verdict::Kept | Verdict::Renegotiated => write!(said, ", {} early", say::span(ahead)),
        Verdict::Late => write!(said, ", by {}", say::span(ahead)),
        Verdict::Broken | Verdict::Withdrawn | Verdict::Void => Ok(()),
    };
    said
}
