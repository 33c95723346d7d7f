//! What `told`, `heard` and `note` share: one commitment, a text, and an event that says both.

use std::cell::RefCell;

use super::asked;
use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Decision};
use crate::rules::commitment::{Commitment, Deed};
use crate::select::selector::{Scope, Selector};
use crate::select::words::Words;
use crate::text;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Records a text at the commitment that its first word names, and shows it. `decide` returns the event.
pub fn record(
    words: &[String],
    at: &HappenedArgs,
    decide: events::Decide<'_>,
    among: Scope,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<()> {
    let (named, said) = words.split_at(words.len().min(1));
    let mut selector = Selector::new(named, among).single().of_customer();
    let which = named.first().map_or("", String::as_str);
    let said = match (values::said("the text", said)?, context.prompts()) {
        (Some(said), _) => said,
        (None, Some(prompts)) => {
            selector = asked::settled(&selector, at, context, decide)?;
            asked::message(prompts, context)?
        }
        (None, None) => {
            let error = format!("what was said? {} is read as the commitment", text::quote(which));
            return Err(Error::new(error)
                .hint("give the commitment first (an id, or words in quotes), then the text")
                .into());
        }
    };
    let doubtful = RefCell::new(None);
    let recorded = events::happen(context, &selector, at, &|scene, inputs| {
        let customers = &scene.policy.customers;
        if scene.which.is_some_and(|which| which.fits_only_what(scene.commitment, customers)) {
            let short = scene.ids.short(scene.commitment.id);
            doubtful.replace(Some(scene.commitment.clone()));
            return Err(fits_only_what(which, scene.commitment)
                .hint(format!("if that is meant, write {short} in place of {which}")));
        }
        Ok(Decision { note: Some(said.clone()), ..decide(scene, inputs)? })
    });
    let changed = match (recorded, doubtful.into_inner().filter(|_| context.can_ask())) {
        (Err(error), Some(commitment)) => {
            agree(which, &said, &commitment, error, context)?;
            let selector = Selector::one(commitment.id.as_str(), among);
            events::happen(context, &selector, at, &|scene, inputs| {
                Ok(Decision { note: Some(said.clone()), ..decide(scene, inputs)? })
            })?
        }
        (recorded, _) => recorded?,
    };
    context.changed(&changed, &line)?;
    Ok(())
}

/// Returns the error of a word that is in what is owed, or said of it, and not in the name of the customer.
fn fits_only_what(word: &str, commitment: &Commitment<'_>) -> Error {
    let words = Words::new(word);
    let fits = |text: &str| words.fit(std::iter::once(text));
    let of = match commitment {
        Commitment { what, .. } if fits(what) => "what is owed",
        Commitment { tags, .. } if tags.iter().any(|tag| fits(tag)) => "a tag",
        Commitment { contact: Some(contact), .. } if fits(contact) => "the contact",
        _ => "the `ref`",
    };
    let (what, to) = (text::sanitize(&commitment.what), text::sanitize(&commitment.to));
    Error::new(format!("{} is a word of {of}, not of the customer: {what} → {to}", text::quote(word)))
}

/// Asks a person whether a commitment is meant of which a word fits only what is owed.
fn agree(
    word: &str,
    said: &str,
    commitment: &Commitment<'_>,
    refused: Error,
    context: &mut Context<'_, '_>,
) -> Result<()> {
    let question = fits_only_what(word, commitment).message;
    if context.agrees(format_args!("{question}. Record {} there?", text::quote(said))) {
        Ok(())
    } else {
        Err(refused)
    }
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
