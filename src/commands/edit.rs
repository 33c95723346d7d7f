//! `owed edit`: an editor on a copy of the ledger, which replaces the ledger if it is valid.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

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
use crate::rules::policy::Form;
use crate::text;
use crate::views::answer::Changed;
use crate::views::formats::Formats;

mod copy;

/// Edit the ledger with VISUAL or EDITOR; it is checked before it is saved
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Go on with the edit that was kept last
    #[arg(long)]
    pub resume: bool,
}

/// What to do with an edit that cannot be united with what the ledger says by now.
const COPY_FROM_IT: &str = "run `owed edit` again and copy what you want from the kept edit";

/// The most old copies, and the most ids, that are named.
const NAMED: usize = 8;

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed edit", "owed edit --resume"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Lets a person edit the ledger. Nothing is lost: neither what others write meanwhile, nor an edit that is refused.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let current = context.inputs.store.text()?;
    if scan::is_empty(&current) {
        return Err(read::empty(&context.inputs.store).into());
    }
    let (copy, base) = if args.resume { resume(&current, context)? } else { begin(current, context)? };
    let edited = loop {
        edit(&copy, &base, &context.inputs)?;
        let edited = copy::read(&copy, &context.inputs).map_err(|error| kept(&copy, error))?;
        // An editor that leaves an empty file was left without saving, as for git and visudo.
        if edited == base || scan::is_empty(&edited) {
            return Ok(nothing(&copy, context));
        }
        let Err(error) = pieces(&edited, &context.inputs) else { break edited };
        match ask(in_copy(error, &copy), context) {
            Fate::Again => {}
            Fate::Kept(error) => return Err(kept(&copy, error).into()),
            Fate::Discarded => {
                copy::discard(&copy, &context.inputs)?;
                context.note("the edit is discarded; nothing was changed");
                return Ok(Exit::Success);
            }
        }
    };
    if let Some(gone) = gone(&base, &edited, &context.inputs) {
        agree(&gone, context).map_err(|error| kept(&copy, error))?;
    }
    let plan = &|current: Stored<'_>, inputs: &Inputs<'_>| {
        plan(&base, &inputs.store.text_of(current)?, &edited, inputs)
    };
    let told = events::write(context, None, plan).map_err(|error| kept(&copy, error))?;
    let Some(told) = told else { return Ok(nothing(&copy, context)) };
    copy::remove(&copy, &context.inputs);
    context.changed_at_once(&told, format!("{}: edited", context.inputs.store.shown()))?;
    Ok(Exit::Success)
}

/// Begins an edit: returns the copy of the ledger, and its text.
fn begin(current: String, context: &mut Context<'_, '_>) -> anyhow::Result<(PathBuf, String)> {
    let left = copy::left(&current, &context.inputs);
    name(&left, context);
    Ok((copy::make(&current, &context.inputs)?, current))
}

/// Goes on with the edit that was kept last: returns its copy, and the text that it began with.
fn resume(current: &str, context: &mut Context<'_, '_>) -> Result<(PathBuf, String)> {
    let mut left = copy::left(current, &context.inputs);
    let last = copy::take_last(&mut left, &context.inputs);
    name(&left, context);
    let Some((copy, base)) = last? else {
        let message = format!("{}: no edit was kept", context.inputs.store.shown());
        return Err(Error::new(message).hint("`owed edit` begins one"));
    };
    context.note(format_args!("going on with {}", text::sanitize(&copy.to_string_lossy())));
    Ok((copy, base))
}

/// Ends an edit that changes nothing.
fn nothing(copy: &Path, context: &mut Context<'_, '_>) -> Exit {
    copy::remove(copy, &context.inputs);
    context.note("nothing was changed");
    Exit::Success
}

/// Returns the whole edited text, with what others wrote meanwhile; and the commitments that changed, `None` if the ledger
/// says all of it already.
fn plan(base: &str, current: &str, edited: &str, inputs: &Inputs<'_>) -> Result<Planned<Option<Changed>>> {
    let (_, form) = pieces(edited, inputs)?;
    // A ledger that was invalid before is replaced as a whole.
    let before = pieces(base, inputs).map(|(before, _)| before);
    let (new, before) = if current == base || current == edited {
        (edited.to_owned(), before.ok())
    } else {
        let before = before.map_err(|_| unreadable())?;
        pieces(current, inputs)?;
        (merged(base, current, edited)?, Some(before))
    };
    if new == current {
        return Ok(Planned::new(Vec::new(), form, None));
    }
    pieces(&new, inputs)?;
    let see = |edited: &mut Vec<Commitment<'static>>, look: Look<'_, '_>| {
        let is = new.get(look.span).map(blocks::bare);
        let was = before.as_ref().and_then(|before| before.block(look.commitment.id));
        edited.extend((is != was).then(|| look.commitment.clone().into_owned()));
    };
    let Seen { policy, ids, state: commitments, .. } =
        inputs.fold_stored(new.as_str(), |_| Ok(Vec::new()), see)?;
    Ok(Planned::new(vec![Change::Whole(new)], form, Some(Changed { policy, ids, commitments })))
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
        .hint(COPY_FROM_IT)
        .kind(Kind::Unchanged))
}

/// Returns the error of an edit that mends a ledger which somebody else has mended meanwhile.
fn unreadable() -> Error {
    Error::new(
        "the ledger could not be read when the edit began, and was changed since: the two cannot be united",
    )
    .hint(COPY_FROM_IT)
    .kind(Kind::Unchanged)
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

/// Returns a valid text as pieces, and how it is written; the error is its first fault.
fn pieces<'t>(text: &'t str, inputs: &Inputs<'_>) -> Result<(Pieces<'t>, Form)> {
    let see =
        |blocks: &mut BTreeMap<Id, _>, look: Look<'_, '_>| blocks.extend([(look.commitment.id, look.span)]);
    let seen = inputs.fold_stored(text, |_| Ok(BTreeMap::new()), see)?;
    if let Some(id) = seen.ids.twice().first() {
        return Err(
            Error::new(format!("two commitments have the id {id}")).hint("give one of them another id")
        );
    }
    let (form, blocks) = (seen.policy.form(), seen.state);
    Ok((Pieces { text, blocks }, form))
}

/// Names the edits that were never finished.
fn name(left: &[PathBuf], context: &mut Context<'_, '_>) {
    for copy in left.iter().take(NAMED) {
        context.note(format_args!(
            "an earlier edit was not finished, or is still open: {}",
            text::sanitize(&copy.to_string_lossy())
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

/// What becomes of an edit with a mistake.
enum Fate {
    Again,
    Kept(Error),
    Discarded,
}

/// Shows a mistake, and asks a person what becomes of the edit. Without a person it is kept.
fn ask(mistake: Error, context: &mut Context<'_, '_>) -> Fate {
    if !context.can_ask() {
        return Fate::Kept(mistake);
    }
    context.out.show(&mistake);
    loop {
        match context.asks("edit again, keep, or discard? [E/k/d]").as_deref() {
            Some("" | "e" | "edit" | "again" | "edit again") => return Fate::Again,
            Some("d" | "discard") => return Fate::Discarded,
            None | Some("k" | "keep") => {
                return Fate::Kept(Error::new("the edit has a mistake, so nothing was changed"));
            }
            Some(_) => {}
        }
    }
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
    let place = text::sanitize(&copy.to_string_lossy()).into_owned();
    let hint = || format!("the edit is kept in {place}; `owed edit --resume` goes on with it");
    error.hint_maybe(is_there.then(hint))
}
