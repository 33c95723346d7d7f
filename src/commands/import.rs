//! `owed import`: imports commitments from another system, all of them or none.
//!
//! What a row becomes is decided in `import/`, one thing a file: `plan` goes through the rows, `present` knows what is there,
//! `twins` divides rows that look the same, `changed` compares and records, `new` makes commitments, `tell` says what came of
//! it. How the file is read: `reading`, and `intake`.

mod changed;
mod happened;
mod new;
mod plan;
mod present;
mod reading;
mod reasons;
mod remarks;
mod shelf;
mod sources;
mod tell;
mod twins;
mod whole;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::commands::archive;
use crate::context::{Context, Inputs, Progress};
use crate::error::{Exit, Result};
use crate::events::archives::ToArchives;
use crate::events::{Planned, write};
use crate::ledger::canonical::writer as form;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::views::formats::Formats;

use plan::Ground;
use present::{Present, Words};
use reading::{Reading, Ready};
use remarks::Remarks;
use tell::Tally;

/// Import commitments from a file
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    #[arg(value_name = "FILE", required_unless_present = "sources")]
    pub file: Option<PathBuf>,
    /// How it is read.
    #[command(flatten)]
    pub reading: Reading,
    /// Record what changed there since: another due or owner, opened again, cancelled
    #[arg(long)]
    pub update: bool,
    /// The customers have been told of the dues that moved there
    #[arg(long, requires = "update")]
    pub told: bool,
    /// Skip rows that cannot be imported, instead of importing nothing
    #[arg(long)]
    pub skip_bad: bool,
    /// Put what was closed more than 90 days ago into the archives of its years
    #[arg(long)]
    pub archive_closed: bool,
    /// Show what would be imported, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// List the formats with their columns, and those of the config file; needs no FILE
    #[arg(long, conflicts_with = "file")]
    pub sources: bool,
}

/// The hint of an import that makes the ledger too large, and of one that does so without what is archived.
const ARCHIVE_CLOSED: &str =
    "`--archive-closed` puts what was closed more than 90 days ago into archives of its years";
const TOO_MUCH: &str = "what is open, or was closed in the last 90 days, is too much for one ledger: divide the rows among several";

/// After how many lines it is shown how far it is.
const OFTEN: u64 = 1_024;

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed import export.csv --dry-run", "owed import export.csv --set kind=quote --update"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// What an import comes to, and by which policy and among which ids it is shown.
type Told = (Tally, Policy, Ids);

/// Imports commitments.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let Some(file) = &args.file else {
        sources::show(context)?;
        return Ok(Exit::Success);
    };
    let too_large = if args.archive_closed { TOO_MUCH } else { ARCHIVE_CLOSED };
    context.inputs.store = context.inputs.store.clone().hinting(too_large);
    let ready = args.reading.ready(file, &context.inputs)?;
    let there = context.inputs.store.exists()?;
    let fresh = if there { None } else { Some(form::new_ledger((context.inputs.machine_zone)()?)) };
    if args.archive_closed && !args.dry_run {
        context.inputs.spool = Some(context.inputs.store.spool()?);
    }
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| planned(stored, &ready, args, inputs);
    let (tally, policy, ids) = if args.dry_run {
        let rehearse = |stored: Stored<'_>| plan(stored, &context.inputs);
        let rehearsed = match &fresh {
            Some(fresh) => rehearse(fresh.as_str().into()),
            None => context.inputs.store.read(rehearse),
        };
        (context.inputs.progress)(None);
        rehearsed?.tell
    } else {
        write(context, fresh.as_deref(), plan)?
    };
    let is_refused = !args.skip_bad && !tally.bad.is_empty();
    tell::tell(&tally, (&policy, &ids), (args.dry_run, is_refused), context)?;
    if is_refused {
        return Err(tell::refused(&tally.bad, args.dry_run).into());
    }
    if !args.update && tally.changed.iter().any(|row| row.is_recordable) {
        context.hint("`--update` records what changed");
    }
    Ok(Exit::Success)
}

/// Reads the ledger, its archives and the file, and returns what comes of the rows.
fn planned(stored: Stored<'_>, ready: &Ready, args: &Args, inputs: &Inputs<'_>) -> Result<Planned<Told>> {
    let words = Words::new(ready.from());
    let me = (inputs.me)();
    let begin = |policy: &Policy| Ok((Present::new(words.clone()), Remarks::new(policy, me.as_deref())));
    let see = |(present, remarks): &mut (Present, Remarks), look: Look<'_, '_>| {
        remarks.see(&look);
        present.take(&look);
    };
    let mut seen = inputs.fold_stored(stored, begin, see)?;
    let named = seen.policy.archives.clone();
    if args.archive_closed {
        seen.policy.archives.extend(archive::unnamed(&named, inputs)?);
    }
    if let Some(spool) = &inputs.spool {
        spool.clear().map_err(shelf::full)?;
    }
    let Seen { policy, ids, state: (present, remarks), .. } = inputs.fold_archives(seen, see)?;
    let of = ready.lines();
    let progress = |what, done: u64| {
        if done.is_multiple_of(OFTEN) {
            (inputs.progress)(Some(Progress { what, done, of }));
        }
    };
    let judging = |line| progress("looking at all rows", line);
    let plan::Planned { mut changes, puts, mut tally } = ready.with(policy.zone, &judging, |file| {
        let ground = Ground {
            policy: &policy,
            ids: &ids,
            stored,
            inputs,
            fields: &file.fields,
            words: &words,
            update: args.update,
            told: args.told,
            shows: args.dry_run,
            archives: args.archive_closed,
            seen: &|line| progress("reading rows", line),
        };
        plan::plan(&ground, present, remarks, &file)
    })?;
    // A dry run shows besides what could be read.
    if !args.dry_run && !args.skip_bad && !tally.bad.is_empty() {
        return Err(tell::refused(&tally.bad, false));
    }
    changes.extend(archive::naming(&named, policy.archives.iter().chain(puts.keys()))?);
    ready.from().clone_into(&mut tally.from);
    tally.is_new_ledger = stored.in_file().is_none() && !changes.is_empty();
    if let Some(spool) = &inputs.spool {
        spool.flush().map_err(shelf::full)?;
    }
    let doubled = BTreeSet::new();
    let archives = (!puts.is_empty()).then(|| ToArchives { policy: policy.clone(), puts, doubled });
    Ok(Planned { changes, archives, form: policy.form(), tell: (tally, policy, ids) })
}

#[cfg(test)]
mod tests;
