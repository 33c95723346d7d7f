//! `owed merge`: settles what git left between markers, in the ledger and its archives.
//!
//! The versions come from git's index where a merge has stopped, else out of the markers ([`versions`]). What contradicts is asked
//! for, taken from one side, or listed; only when all is settled is anything written, archives first. `git add` is left to people.

mod versions;

use std::collections::BTreeMap;

use crate::cli;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Kind, Result};
use crate::events::{self, Planned, archives as archive};
use crate::external::ask::Prompts;
use crate::ledger::change::{Change, blocks};
use crate::ledger::merge::Merged;
use crate::ledger::merge::files;
use crate::ledger::merge::marks::{Contradiction, Take};
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::text;
use crate::views::answer::Changed;
use crate::views::formats::Formats;
use versions::{File, State};

/// Settle what a merge left between markers
///
/// Takes both versions of the ledger and its archives from git's index, else out of the markers. What contradicts is asked for on a
/// terminal. It writes the files and stages nothing: `git add` says that it is settled.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 merged, or there is nothing to merge; 1 the contradictions are listed, and nothing was changed; \
    2 an error"
)]
pub struct Args {
    /// Take this side wherever the two contradict each other
    #[arg(long, value_name = "SIDE", value_parser = cli::word::<Take>())]
    pub take: Option<Take>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed merge", "owed merge --take theirs"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Merges, and writes if nothing contradicts any more. With something left to settle nothing is written, and it exits with 1.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let files = versions::of(&context.inputs)?;
    if files.iter().all(|file| !file.is_open()) {
        return nothing_to_merge(&files, context);
    }
    if files.iter().any(|file| file.state == State::Edited) {
        context.note("a file was edited since git stopped, so what stands between its markers is merged");
    }
    let first = merged(&files, &[])?;
    let open: Vec<_> = found(&files, &first).collect();
    let choices = match (args.take, context.prompts()) {
        _ if open.is_empty() => Some(Vec::new()),
        (Some(side), _) => Some(vec![side; open.len()]),
        (None, Some(prompts)) => asked(&open, prompts, context)?,
        (None, None) => None,
    };
    let Some(choices) = choices else {
        for (name, contradiction) in &open {
            context.out.status(text::sanitize(&format!("{name}: {contradiction}")));
        }
        context.out.hint("nothing was changed: `owed merge` on a terminal asks, `--take ours` or `--take theirs` takes one side");
        return Ok(Exit::Holds);
    };
    let settled = merged(&files, &choices)?;
    if let Some((name, left)) = found(&files, &settled).next() {
        let error = Error::new(format!("{name}: {left}")).kind(Kind::Unchanged);
        return Err(error.hint("settle it by hand, with `owed edit`").into());
    }
    write(&files, &settled, context)
}

/// Says what is left to do where nothing is left to merge.
fn nothing_to_merge(files: &[File<'_>], context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    // Nothing is said of what is not a ledger.
    files.first().map(|ledger| plan(ledger, &ledger.text, &context.inputs)).transpose()?;
    merged(files, &[])?;
    if files.iter().any(|file| file.state == State::Settled) {
        // An archive that changed in the same go belongs to it.
        let names = files.iter().filter(|file| file.state != State::Closed);
        let names: Vec<_> = names.map(|file| text::shell_word(&file.store.shown())).collect();
        let said =
            format!("nothing to merge: it is settled already, and `git add {}` says so", names.join(" "));
        context.note(text::sanitize(&said));
    } else {
        context.note("nothing to merge: git waits for none of these files, and none has markers");
    }
    Ok(Exit::Success)
}

/// Merges the files with what was chosen.
fn merged(files: &[File<'_>], choices: &[Take]) -> Result<Vec<Merged>> {
    let texts: Vec<_> = files.iter().map(|file| file.versions.texts()).collect();
    files::merge(&texts, choices).map_err(|(place, misread)| versions::misread(files.get(place), misread))
}

/// Returns what contradicts, each with the name of its file.
fn found<'f>(
    files: &'f [File<'_>],
    merged: &'f [Merged],
) -> impl Iterator<Item = (String, &'f Contradiction)> {
    files.iter().zip(merged).flat_map(|(file, merged)| {
        merged.contradictions.iter().map(|contradiction| (file.store.shown(), contradiction))
    })
}

/// Asks a person for each contradiction; `None` if one of them is left.
fn asked(
    open: &[(String, &Contradiction)],
    prompts: &dyn Prompts,
    context: &mut Context<'_, '_>,
) -> Result<Option<Vec<Take>>> {
    let mut choices = Vec::new();
    for (name, contradiction) in open {
        let Contradiction { ours, theirs, .. } = contradiction;
        for (side, lines) in [("ours", ours), ("theirs", theirs)] {
            context.out.status(format_args!("{side}:"));
            let lines = if lines.is_empty() { "(nothing)" } else { lines };
            lines.lines().for_each(|line| context.out.status(format_args!("  {}", text::sanitize(line))));
        }
        let question = text::sanitize(&format!("{name}: {contradiction}")).into_owned();
        let picked = prompts
            .one_of(&question, &["take ours", "take theirs", "neither: change nothing"])
            .map_err(|error| Error::io("the terminal cannot be used", error))?;
        match picked {
            0 => choices.push(Take::Ours),
            1 => choices.push(Take::Theirs),
            _ => return Ok(None),
        }
    }
    Ok(Some(choices))
}

/// Writes the archives that changed, then the ledger.
fn write(files: &[File<'_>], merged: &[Merged], context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let Some((ledger, archives)) = files.split_first() else { return Ok(Exit::Success) };
    let Some((result, results)) = merged.split_first() else { return Ok(Exit::Success) };
    // What stands in the ledger afterwards has to be one, before anything is written.
    plan(ledger, &result.text, &context.inputs)?;
    let mut written = Vec::new();
    for (file, merged) in archives.iter().zip(results).filter(|(file, merged)| file.text != merged.text) {
        archive::replace(&file.store, &file.text, &merged.text, &mut written, &context.inputs)
            .map_err(|error| archive::half_merged(&written, error))?;
    }
    let plan = |stored: Stored<'_>, inputs: &Inputs<'_>| {
        if inputs.store.text_of(stored)? != ledger.text {
            return Err(archive::changed_meanwhile(&ledger.store));
        }
        plan(ledger, &result.text, inputs)
    };
    let told = if written.is_empty() {
        events::write(context, None, &plan)?
    } else {
        // As after `owed archive`: undo knows one file.
        let done = events::write_unkept(context, None, &plan, &mut |_, _, _| Ok(()));
        done.map_err(|error| archive::half_merged(&written, error))?.tell
    };
    let both = || files.iter().zip(merged);
    for (file, merged) in both() {
        merged.both.iter().for_each(|line| context.note(format_args!("{}: {line}", file.store.shown())));
    }
    // Of a file that stands as it is merged already, only git has to be told.
    let names: Vec<_> = both()
        .filter(|(file, merged)| file.is_open() || file.text != merged.text)
        .map(|(file, _)| file.store.shown())
        .collect();
    context
        .changed_at_once(&told, format!("{}: merged; `git add` says that it is settled", names.join(", ")))?;
    Ok(Exit::Success)
}

/// Returns the change to the merged text, with the commitments that are others than on our side. The error is a text that is not a
/// ledger.
fn plan(ledger: &File<'_>, new: &str, inputs: &Inputs<'_>) -> Result<Planned<Changed>> {
    let ours = ledger.versions.ours.as_str();
    let see = |blocks: &mut BTreeMap<_, _>, look: Look<'_, '_>| {
        blocks.extend([(look.commitment.id, look.span)]);
    };
    let before = inputs.fold_stored(ours, |_| Ok(BTreeMap::new()), see)?.state;
    let see = |changed: &mut Vec<_>, look: Look<'_, '_>| {
        let was = before.get(&look.commitment.id).and_then(|span| ours.get(span.clone())).map(blocks::bare);
        let is = new.get(look.span).map(blocks::bare);
        changed.extend((is != was).then(|| look.commitment.clone().into_owned()));
    };
    let Seen { policy, ids, state: commitments, .. } = inputs.fold_stored(new, |_| Ok(Vec::new()), see)?;
    let changes = if new == ledger.text { Vec::new() } else { vec![Change::Whole(new.to_owned())] };
    let form = policy.form();
    Ok(Planned::new(changes, form, Changed { policy, ids, commitments }))
}
