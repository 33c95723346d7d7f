//! How the verbs that change something answer: a line for people, or the commitments as JSON.

mod line;

use std::fmt::Write as _;
use std::io;

use crate::context::{Context, Inputs};
use crate::events::Changed;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::views::json;
use crate::views::row::{Row, Sheet};
use crate::when::say;
pub use line::Line;

/// Tells what a change did: `line` says it for people, one line a commitment, which fits the terminal if there is one.
/// With `-q` only JSON is said, if it was asked for.
pub fn tell(
    context: &mut Context<'_, '_>,
    told: &Changed,
    line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
) -> io::Result<()> {
    if context.inputs.quiet && !context.inputs.json {
        return Ok(());
    }
    let sheet = sheet(&told.policy, &told.ids, &context.inputs);
    let rows: Vec<_> = told
        .commitments
        .iter()
        .filter_map(|commitment| Row::new(commitment, sheet.policy, sheet.now))
        .collect();
    if context.inputs.json {
        return json::commitments(&rows, sheet, &mut context.out);
    }
    let width = context.out.page().width;
    for row in &rows {
        let line = line(row, sheet);
        context.out.data(&format!("{}\n", line.fit(width)))?;
        line.hint().into_iter().for_each(|hint| context.out.hint(hint));
    }
    Ok(())
}

/// Returns what every line needs to know, with whether its times need their zone.
pub fn sheet<'s>(policy: &'s Policy, ids: &'s Ids, inputs: &Inputs<'_>) -> Sheet<'s> {
    let is_away = (inputs.machine_zone)() != Ok(policy.zone);
    Sheet { policy, ids, now: inputs.now, is_away }
}

/// The beginning of every answer: the short id, what, and to whom.
pub fn subject(commitment: &Commitment<'_>, sheet: Sheet<'_>) -> String {
    Line::about(commitment, sheet).fit(None)
}

/// Returns a due as it is read back, and how far off it is: `due end of Fri 20 Nov, in 1d 14h`.
pub fn due(at: Instant, sheet: Sheet<'_>) -> String {
    Line::default().due(at, sheet).fit(None)
}

/// Returns the due in force as [`due`] does, and the date that the customer was last given if that is an earlier one.
pub fn dues(cycle: &Cycle<'_>, sheet: Sheet<'_>) -> String {
    let due = due(cycle.due, sheet);
    if !cycle.is_untold() {
        return due;
    }
    let given = say::absolute(cycle.given_due, sheet.now, sheet.policy.zone);
    format!("{due}; the customer was last given {given}")
}

/// How a cycle ended, and how early or late.
pub fn verdict(cycle: &Cycle<'_>) -> String {
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
