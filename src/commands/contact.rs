//! What `told`, `heard` and `note` share: one commitment, a text, and an event that says both.

use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Result};
use crate::events::{self, Decision, Scene};
use crate::rules::commitment::Deed;
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Records a text at the commitment that its first word names, and shows it. `decide` returns the event.
pub fn record(
    words: &[String],
    at: &HappenedArgs,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
    among: Scope,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<()> {
    let (which, said) = words.split_first().ok_or_else(|| Error::new("which commitment?"))?;
    let said = values::said("the text", said)?.ok_or_else(|| {
        Error::new(format!("what was said? {} is read as the commitment", text::quote(which)))
            .hint("give the commitment first (an id, or words in quotes), then the text")
    })?;
    let changed = events::happen(context, &Selector::one(which, among), at, &|scene, inputs| {
        Ok(Decision { note: Some(said.clone()), ..decide(scene, inputs)? })
    })?;
    context.changed(&changed, &line)?;
    Ok(())
}

/// Returns what was recorded, with its text; and if that ended a wait, what is due now.
pub fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let history = &row.commitment.history;
    let said = history.iter().rev().find_map(|event| Some((event.deed.name(), event.note.as_deref()?)));
    let (did, note) = said.unwrap_or_default();
    let line = Line::about(row.commitment, sheet).say(format!(": {did}: ")).text(note);
    match history.last().map(|event| &event.deed) {
        Some(Deed::Resumed { .. }) => {
            line.say("; resumed, ").due_of(row.commitment, &row.standing.cycle, sheet)
        }
        _ => line,
    }
}
