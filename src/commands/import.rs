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
mod remarks;
mod tell;
mod twins;
mod whole;

use std::path::PathBuf;

use crate::context::{Context, Inputs};
use crate::error::{Exit, Result};
use crate::events::{Planned, write};
use crate::ledger::canonical::writer as form;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::views::formats::Formats;

use plan::Ground;
use present::{Present, Words};
use reading::{IN_PARTS, Reading, Ready};
use remarks::Remarks;
use tell::Tally;

/// Import commitments from a file
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
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
    /// Show what would be imported, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// What an import comes to, and by which policy and among which ids it is shown.
type Told = (Tally, Policy, Ids);

/// Imports commitments.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    context.inputs.store = context.inputs.store.clone().hinting(IN_PARTS);
    let ready = args.reading.ready(&args.file, &context.inputs)?;
    let there = context.inputs.store.exists()?;
    let fresh = if there { None } else { Some(form::new_ledger((context.inputs.machine_zone)()?)) };
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| planned(stored, &ready, args, inputs);
    let (tally, policy, ids) = if args.dry_run {
        let rehearse = |stored: Stored<'_>| plan(stored, &context.inputs);
        match &fresh {
            Some(fresh) => rehearse(fresh.as_str().into())?.tell,
            None => context.inputs.store.read(rehearse)?.tell,
        }
    } else {
        write(context, fresh.as_deref(), plan)?
    };
    tell::tell(&tally, (&policy, &ids), args.dry_run, context)?;
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
    let seen = inputs.fold_stored(stored, begin, see)?;
    let Seen { policy, ids, state: (present, remarks), .. } = inputs.fold_archives(seen, see)?;
    let (changes, tally) = ready.with(policy.zone, |file| {
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
        };
        plan::plan(&ground, present, remarks, &file)
    })?;
    if !args.skip_bad && !tally.bad.is_empty() {
        return Err(tell::refused(&tally.bad));
    }
    let zone = policy.zone;
    Ok(Planned::new(changes, zone, (tally, policy, ids)))
}

#[cfg(test)]
mod tests;
