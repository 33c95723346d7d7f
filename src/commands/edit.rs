//! `owed edit`: an editor on a copy of the ledger, which replaces the ledger if it is valid.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use crate::context::{Context, Inputs, read};
use crate::error::{Error, Exit, Kind, Result};
use crate::events::{self, Planned};
use crate::external::editor;
use crate::ledger::change::{Change, blocks};
use crate::ledger::merge::marks::Marks;
use crate::ledger::merge::{self, Texts};
use crate::ledger::read::scan::{self, Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Id};
use crate::text;
use crate::views::answer::Changed;
use crate::views::formats::Formats;

mod copy;

/// Edit the ledger with VISUAL or EDITOR; it is checked before it is saved
#[derive(Debug, clap::Args)]
pub struct Args {}

/// The most old copies, and the most ids, that are named.
const NAMED: usize = 8;

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed edit", "owed edit --ledger shop.toml"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Lets a person edit the ledger. Nothing is lost: neither what others write meanwhile, nor an edit that is refused.
pub fn run(_: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let base = context.inputs.store.text()?;
    if scan::is_empty(&base) {
        return Err(read::empty(&context.inputs.store).into());
    }
    name_left(&base, context);
    let copy = copy::make(&base, &context.inputs)?;
    let edited = loop {
        edit(&copy, &base, &context.inputs)?;
        let edited = copy::read(&copy, &context.inputs).map_err(|error| kept(&copy, error))?;
        // An editor that leaves an empty file was left without saving, as for git and visudo.
        if edited == base || scan::is_empty(&edited) {
            copy::remove(&copy, &context.inputs);
            context.note("nothing was changed");
            return Ok(Exit::Success);
        }
        match pieces(&edited, &context.inputs).map_err(|error| in_copy(error, &copy)) {
            Ok(_) => break edited,
            Err(error) if !again(&error, context) => return Err(kept(&copy, error).into()),
            Err(_) => {}
        }
    };
    if let Some(gone) = gone(&base, &edited, &context.inputs) {
        agree(&gone, context).map_err(|error| kept(&copy, error))?;
    }
    let plan = &|current: Stored<'_>, inputs: &Inputs<'_>| {
        plan(&base, &inputs.store.text_of(current)?, &edited, inputs)
    };
    let told = events::write(context, None, plan).map_err(|error| kept(&copy, error))?;
    copy::remove(&copy, &context.inputs);
    context.changed_at_once(&told, format!("{}: edited", context.inputs.store.shown()))?;
    Ok(Exit::Success)
}

/// Returns the whole edited text, with what others wrote meanwhile; and the commitments that changed.
fn plan(base: &str, current: &str, edited: &str, inputs: &Inputs<'_>) -> Result<Planned<Changed>> {
    let (_, zone) = pieces(edited, inputs)?;
    // A ledger that was invalid before is replaced as a whole.
    let before = pieces(base, inputs).map(|(before, _)| before);
    let (new, before) = if current == base {
        (edited.to_owned(), before.ok())
    } else {
        let before = before?;
        pieces(current, inputs)?;
        (merged(base, current, edited)?, Some(before))
    };
    pieces(&new, inputs)?;
    let see = |edited: &mut Vec<Commitment<'static>>, look: Look<'_, '_>| {
        let is = new.get(look.span).map(blocks::bare);
        let was = before.as_ref().and_then(|before| before.block(look.commitment.id));
        edited.extend((is != was).then(|| look.commitment.clone().into_owned()));
    };
    let Seen { policy, ids, state: commitments, .. } =
        inputs.fold_stored(new.as_str(), |_| Ok(Vec::new()), see)?;
    Ok(Planned::new(vec![Change::Whole(new)], zone, Changed { policy, ids, commitments }))
}

/// Returns the edited text with what others wrote meanwhile; the error is what contradicts.
fn merged(base: &str, current: &str, edited: &str) -> Result<String> {
    let texts = Texts { base, ours: edited, theirs: current };
    let merged =
        merge::merge(texts, &Marks::default()).map_err(|misread| Error::from(misread.fault.problem))?;
    let Some(first) = merged.contradictions.first() else { return Ok(merged.text) };
    let more = match merged.contradictions.len() {
        1 => String::new(),
        count => format!(", and {} more", count.saturating_sub(1)),
    };
    Err(Error::new(format!("the edit contradicts what was written meanwhile: {first}{more}"))
        .hint("run `owed edit` again and copy what you want from the kept edit")
        .kind(Kind::Unchanged))
}

/// The text of a ledger, and the bytes of each block.
struct Pieces<'t> {
    text: &'t str,
    blocks: BTreeMap<Id, Range<usize>>,
}

impl<'t> Pieces<'t> {
    /// Returns the text of a block, without the blank lines after it.
    fn block(&self, id: Id) -> Option<&'t str> {
        self.text.get(self.blocks.get(&id)?.clone()).map(blocks::bare)
    }
}

/// Returns a valid text as pieces, and its zone; the error is its first fault.
fn pieces<'t>(text: &'t str, inputs: &Inputs<'_>) -> Result<(Pieces<'t>, chrono_tz::Tz)> {
    let see =
        |blocks: &mut BTreeMap<Id, _>, look: Look<'_, '_>| blocks.extend([(look.commitment.id, look.span)]);
    let seen = inputs.fold_stored(text, |_| Ok(BTreeMap::new()), see)?;
    if let Some(id) = seen.ids.twice().first() {
        return Err(
            Error::new(format!("two commitments have the id {id}")).hint("give one of them another id")
        );
    }
    let (zone, blocks) = (seen.policy.zone, seen.state);
    Ok((Pieces { text, blocks }, zone))
}

/// Names the edits that were never finished.
fn name_left(base: &str, context: &mut Context<'_, '_>) {
    let left = copy::left(base, &context.inputs);
    for copy in left.iter().take(NAMED) {
        context.note(format_args!(
            "an earlier edit was not finished, or is still open: {}",
            copy.to_string_lossy()
        ));
    }
    if let Some(more) = left.len().checked_sub(NAMED).filter(|more| *more > 0) {
        context.note(format_args!("… and {more} more beside them"));
    }
}

/// Returns the commitments that an edit removes, in words; `None` if none are fewer than before.
fn gone(base: &str, edited: &str, inputs: &Inputs<'_>) -> Option<String> {
    let ids = |text: &str| match pieces(text, inputs) {
        Ok((pieces, _)) => pieces.blocks.into_keys().collect(),
        // Between conflict markers a commitment may stand twice.
        Err(_) => text.lines().filter_map(id_of).collect::<BTreeSet<_>>(),
    };
    let after = ids(edited);
    let ids: Vec<_> =
        ids(base).into_iter().filter(|id| !after.contains(id)).map(|id| id.to_string()).collect();
    let count = ids.len();
    let named = ids.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if count > NAMED && !named.is_empty() { ", …" } else { "" };
    let named = if named.is_empty() { String::new() } else { format!(" ({named}{more})") };
    match count {
        0 => None,
        1 => Some(format!("1 commitment{named}")),
        count => Some(format!("{count} commitments{named}")),
    }
}

/// Returns the id that a line of a ledger says.
fn id_of(line: &str) -> Option<Id> {
    let value = line.trim_start().strip_prefix("id")?.trim_start().strip_prefix('=')?.trim_start();
    Id::new(value.get(1..)?.get(..Id::LENGTH)?.as_bytes())
}

/// Asks a person whether to remove commitments. Without a person, none is removed.
fn agree(gone: &str, context: &mut Context<'_, '_>) -> Result<()> {
    let refused = Error::new(format!("the edit removes {gone}, so nothing was changed"))
        .hint("`owed cancel` closes what will not be done; `owed archive` moves what was closed long ago");
    if !context.can_ask() {
        return Err(refused.hint("run `owed edit` on a terminal to confirm it"));
    }
    if context.agrees(format_args!("the edit removes {gone}. Save it?")) { Ok(()) } else { Err(refused) }
}

/// Asks a person whether to go on editing. Without a person, the answer is no.
fn again(error: &Error, context: &mut Context<'_, '_>) -> bool {
    if !context.can_ask() {
        return false;
    }
    context.out.show(error);
    context.out.status("edit again? [Y/n]");
    let answer = (context.inputs.stdin.line)().unwrap_or_default();
    !answer.is_empty() && !matches!(answer.trim(), "n" | "N" | "no" | "No")
}

/// Runs the editor on the copy. If it fails without saving, no copy is left behind.
fn edit(copy: &Path, base: &str, inputs: &Inputs<'_>) -> Result<()> {
    let Err(error) = editor::run(&inputs.editor, copy) else { return Ok(()) };
    if copy::read(copy, inputs).is_ok_and(|edited| edited == base) {
        copy::remove(copy, inputs);
        return Err(error);
    }
    Err(kept(copy, error))
}

/// Returns the error with its place in the copy, not in the ledger.
fn in_copy(mut error: Error, copy: &Path) -> Error {
    if let Some(place) = &mut error.place {
        place.file = text::sanitize(&copy.to_string_lossy()).into_owned();
    }
    error
}

/// Returns the error with a hint that the edit is kept, unless the editor has removed it.
fn kept(copy: &Path, error: Error) -> Error {
    let is_there = copy.symlink_metadata().is_ok();
    let place = || format!("the edit is kept in {}", text::sanitize(&copy.to_string_lossy()));
    error.hint_maybe(is_there.then(place))
}
