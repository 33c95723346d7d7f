//! `owed told`, `owed heard`, `owed note`: what was said, and to whom.

use super::change::{self, Outcome};
use super::pick::{Among, Which};
use super::{World, answer, typed};
use crate::cli::{Text, Told};
use crate::error::{Exit, Result, Trouble};
use crate::rules::commitment::Deed;
use crate::text;
use crate::views::row::{Row, Sheet};

/// We reached the customer.
pub fn told(args: &Told, world: &mut World<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Told, Among::Open, world)
}

/// The customer reached us.
pub fn heard(args: &Text, world: &mut World<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Heard, Among::Open, world)
}

/// A remark.
pub fn note(args: &Text, world: &mut World<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Noted, Among::OpenFirst, world)
}

fn say(
    words: &[String],
    at: &crate::cli::Happened,
    deed: Deed<'static>,
    among: Among,
    world: &mut World<'_, '_>,
) -> Result<Exit> {
    let (which, said) = words.split_first().ok_or_else(|| Trouble::new("which commitment?"))?;
    let said = typed::said("the text", said)?.ok_or_else(|| {
        Trouble::new(format!("what was said? {:?} is taken for the commitment", text::clean(which)))
            .hint("first the commitment, by an id or by words in quotes, then the text")
    })?;
    let told = change::happen(world, &Which::one(which, among), at, &mut |_, _| {
        Ok(Outcome { deed: deed.clone(), note: Some(said.clone()), next: None })
    })?;
    answer::tell(world, &told, &line)?;
    Ok(Exit::Fine)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> String {
    let last = row.commitment.history.last();
    let (did, note) = last.map(|event| (event.deed.name(), event.note.as_deref())).unwrap_or_default();
    format!("{}: {did}: {}", answer::subject(row.commitment, sheet), text::clean(note.unwrap_or_default()))
}
