//! What `told`, `heard` and `note` share: one commitment, a text, and an event that says both.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::Error;
use crate::events::{self, Decision};
use crate::rules::commitment::Deed;
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::answer::Changed;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Records a text at the commitment that its first word names, and tells of it. Returns what was changed.
pub fn record(
    words: &[String],
    at: &HappenedArgs,
    deed: &Deed<'static>,
    among: Scope,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Changed> {
    let (which, said) = words.split_first().ok_or_else(|| Error::new("which commitment?"))?;
    let said = values::said("the text", said)?.ok_or_else(|| {
        Error::new(format!("what was said? {} is read as the commitment", text::quote(which)))
            .hint("give the commitment first (an id, or words in quotes), then the text")
    })?;
    let changed = events::happen(context, &Selector::one(which, among), at, &|_, _| {
        Ok(Decision { deed: deed.clone(), note: Some(said.clone()), next: None })
    })?;
    context.changed(&changed, &line)?;
    Ok(changed)
}

/// Says what was recorded, and its text.
pub fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let last = row.commitment.history.last();
    let (did, note) = last.map(|event| (event.deed.name(), event.note.as_deref())).unwrap_or_default();
    Line::about(row.commitment, sheet).say(format!(": {did}: ")).text(note.unwrap_or_default())
}
