//! `owed archive`: move what was closed long ago into files of its own, and make one of what stands in two places.
//!
//! What is moved, and what only some copy says, is written to the archives first and to the ledger after them; only
//! then are copies taken out. Killed in between, a commitment stands in two places, and the next run goes on.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;

use chrono::Datelike as _;

use crate::cli::values;
use crate::context::archives::{self, Each};
use crate::context::read::Read;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Kind, Result};
use crate::events::{self, Planned};
use crate::ledger::archive;
use crate::ledger::change::merge::unite::{Clash, says_all, unite};
use crate::ledger::change::{Change, apply, blocks};
use crate::ledger::file::store::{Plan, Written};
use crate::ledger::read::policy::MOST;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle;
use crate::rules::policy::Policy;
use crate::rules::time::{Instant, SECONDS_PER_DAY};
use crate::views::answer::{Answer, Archived};
use crate::views::formats::Formats;
use crate::when::Way;

/// Move old closed commitments into archive files beside the ledger
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Move what was closed before this [default: 90 days ago]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub before: Vec<String>,
}

/// What was closed later than so many days ago stays.
const DAYS: i64 = 90;

/// How many went into which file, or out of it.
type Counts = BTreeMap<String, usize>;

/// What one run makes of the ledger.
#[derive(Default)]
struct Moved {
    files: Counts,
    /// What stands in more than one place, and says one thing.
    doubled: BTreeSet<Id>,
    /// How many stand in more than one place, and contradict each other.
    differing: usize,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Moves closed commitments out of the ledger.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let before = values::said("--before", &args.before)?;
    let progress = Progress::default();
    let moved = events::write_unkept(
        context,
        None,
        &mut |text, inputs| plan(text, before.as_deref(), &progress, inputs),
        &mut |inputs, _, _| {
            progress.add(inputs.store.shown());
            Ok(())
        },
    );
    let moved = moved.map_err(|trouble| progress.half_done(trouble))?;
    let united = if moved.doubled.is_empty() {
        Counts::new()
    } else {
        drop_copies(&moved.doubled, &progress, context).map_err(|trouble| progress.half_done(trouble))?
    };
    tell(&moved, &united, context)?;
    Ok(Exit::Success)
}

/// The files that this run has written so far: what an error says has to be true of all of them.
#[derive(Default)]
struct Progress(RefCell<Vec<String>>);

impl Progress {
    fn add(&self, file: String) {
        let mut files = self.0.borrow_mut();
        if !files.contains(&file) {
            files.push(file);
        }
    }

    /// An error after only some of the files were written.
    fn half_done(&self, error: Error) -> Error {
        let files = self.0.borrow();
        if files.is_empty() {
            return error;
        }
        let message = format!("only {}: {}", files.join(" and "), error.message);
        Error { message, ..error }
            .hint(
                "nothing is lost: a commitment is removed only after it was copied; run `owed archive` again",
            )
            .kind(Kind::Written)
    }
}

/// A commitment of the ledger, and the year it was closed in if that is long enough ago.
struct Block {
    id: Id,
    span: Range<usize>,
    year: Option<i32>,
}

fn plan(
    text: &str,
    before: Option<&str>,
    progress: &Progress,
    inputs: &Inputs<'_>,
) -> Result<Planned<Moved>> {
    if archive::is_marked(text) {
        return Err(Error::new(format!("{}: this is an archive already", inputs.store.shown())).hint(
            "name the ledger whose archive it is: what is moved on from here, that ledger would not find",
        ));
    }
    let until = |policy: &Policy| match before {
        Some(words) => Ok(values::date(words, Way::Since, inputs.now, policy, None)?.at),
        None => Ok(inputs.now.plus(DAYS.saturating_mul(SECONDS_PER_DAY).saturating_neg())),
    };
    let found = inputs.read_text(text, until, |until, look| {
        let year = year(look.commitment, look.policy, *until, inputs.now);
        Some(Block { id: look.commitment.id, span: look.span, year })
    })?;
    let Read { scanned, prepared: until, kept, ids } = found;
    let policy = scanned.policy;
    let twice: BTreeSet<_> = ids.twice().into_iter().collect();
    let mut names = policy.archives.clone();
    for year in kept.iter().filter_map(|block| block.year).collect::<BTreeSet<_>>() {
        let name = file_name(year, inputs)?;
        let is_new = !names.contains(&name) && inputs.archive(&name)?.store.exists()?;
        names.extend(is_new.then_some(name));
    }
    names.sort();
    let mut copies = inputs.copies(&names, &policy, &ids)?;
    copies.retain(|id, _| !twice.contains(id));
    let mut moved = Moved::default();
    let (mut changes, mut puts) = (Vec::new(), BTreeMap::<String, Vec<(Id, String)>>::new());
    for Block { id, span, mut year } in kept.into_iter().filter(|block| !twice.contains(&block.id)) {
        let own = text.get(span.clone()).unwrap_or_default();
        let (mut block, mut home) = (own.to_owned(), None);
        if let Some(copies) = copies.remove(&id) {
            let Ok(united) = archives::united(own, &copies, &policy) else {
                moved.differing = moved.differing.saturating_add(1);
                continue;
            };
            moved.doubled.insert(id);
            let read = crate::ledger::read::block::read(&united).ok();
            year = read.and_then(|commitment| self::year(&commitment, &policy, until, inputs.now));
            home = copies.into_iter().next().map(|copy| copy.archive);
            block = united;
        }
        if let Some(year) = year {
            let name = home.map_or_else(|| file_name(year, inputs), Ok)?;
            let count = moved.files.entry(name.clone()).or_default();
            *count = count.saturating_add(1);
            puts.entry(name).or_default().push((id, block));
            changes.push(Change::Remove { span });
        } else if block != own {
            changes.push(Change::Replace { span, text: block });
        }
    }
    // What is left stands in archives only: its home is the first of them.
    for (id, copies) in copies {
        let Some((first, more)) = copies.split_first() else { continue };
        let Ok(block) = archives::united(&first.text, more, &policy) else {
            moved.differing = moved.differing.saturating_add(1);
            continue;
        };
        moved.doubled.insert(id);
        if block != first.text {
            puts.entry(first.archive.clone()).or_default().push((id, block));
        }
    }
    let mut archives = policy.archives.clone();
    archives.extend(moved.files.keys().filter(|name| !policy.archives.contains(name)).cloned());
    if archives.len() > MOST {
        return Err(Error::new(format!(
            "this would make {} archives, and 1,000 is the most",
            archives.len()
        ))
        .hint("move what is in some of them into one file, and take their names out of `archives`"));
    }
    for (name, blocks) in &puts {
        put(name, blocks, &policy, progress, inputs)?;
    }
    if archives.len() > policy.archives.len() {
        changes.push(Change::Archives(archives));
    }
    Ok(Planned { changes, zone: policy.zone, tell: moved })
}

/// The year in which a commitment was closed, if that was before an instant.
fn year(commitment: &Commitment<'_>, policy: &Policy, until: Instant, now: Instant) -> Option<i32> {
    let closing =
        cycle::cycles(commitment, policy, now)?.current.closing.filter(|closing| closing.at < until)?;
    Some(closing.at.date_in(policy.zone).year())
}

/// `ledger.2025.toml` for `ledger.toml`.
fn file_name(year: i32, inputs: &Inputs<'_>) -> Result<String> {
    let real = inputs.store.real_path(false)?;
    let stem = real
        .file_stem()
        .and_then(|stem| stem.to_str())
        .ok_or_else(|| Error::new("the ledger has no file name"))?;
    Ok(format!("{stem}.{year:04}.toml"))
}

/// Writes blocks into an archive: behind all others, or in the place of a copy that says less.
fn put(
    name: &str,
    blocks: &[(Id, String)],
    policy: &Policy,
    progress: &Progress,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let into = inputs.archive(name)?;
    let wanted: BTreeSet<_> = blocks.iter().map(|(id, _)| *id).collect();
    let plan = &mut |text: &str| {
        let mut there = BTreeMap::new();
        let look = |commitment: &Commitment<'_>, span| {
            if wanted.contains(&commitment.id) {
                there.entry(commitment.id).or_insert(span);
            }
        };
        inputs.scan_archive(&into, || Ok(text.as_bytes()), policy, &mut Each(look))?;
        let (mut changes, mut new) = (Vec::new(), Vec::new());
        for (id, block) in blocks {
            let Some(span) = there.remove(id) else {
                new.push(block.clone());
                continue;
            };
            let old = text.get(span.clone()).unwrap_or_default();
            // Somebody may have written to it since it was read.
            let united = unite(old, block, policy.zone).map_err(|Clash(key)| {
                Error::new(format!("{id} was changed in {} just now (`{key}`)", into.store.shown()))
                    .hint("try again")
                    .kind(Kind::Unchanged)
            })?;
            if blocks::bare(old) != blocks::bare(&united) {
                changes.push(Change::Replace { span, text: united });
            }
        }
        if !new.is_empty() {
            changes.push(Change::Append(new));
        }
        let text = if changes.is_empty() { None } else { Some(apply(text, &changes, policy.zone)?.0) };
        Ok(Plan { text, tell: () })
    };
    let fresh = archive::new(policy.zone);
    into.store
        .write(Some(&fresh), &mut |_| {}, plan, &mut |(), _| {
            inputs.written.set(true);
            progress.add(into.store.shown());
        })
        .map(drop)
}

/// Takes copies out of the archives that say nothing which the ledger, or an archive before them, does not say too.
fn drop_copies(doubled: &BTreeSet<Id>, progress: &Progress, context: &mut Context<'_, '_>) -> Result<Counts> {
    let plan = &mut |text: &str, inputs: &Inputs<'_>| {
        let found = inputs.read_text(
            text,
            |_| Ok(()),
            |(), look| {
                let block = doubled.contains(&look.commitment.id).then(|| text.get(look.span))??;
                Some((look.commitment.id, block.to_owned()))
            },
        )?;
        let mut homes: BTreeMap<_, _> = found.kept.into_iter().collect();
        let policy = found.scanned.policy;
        // In an order that is the same for every ledger: two that share archives leave the same copy.
        let mut names = policy.archives.clone();
        names.sort();
        let mut dropped = Counts::new();
        for name in names {
            let (count, new) = drop_from(&name, doubled, &homes, &policy, progress, inputs)?;
            homes.extend(new);
            dropped.extend((count > 0).then_some((name, count)));
        }
        Ok(Planned { changes: Vec::new(), zone: policy.zone, tell: dropped })
    };
    events::write_unkept(context, None, plan, &mut |_, _, _| Ok(()))
}

/// How many were taken out, and what is at home there.
type Dropped = (usize, BTreeMap<Id, String>);

fn drop_from(
    name: &str,
    doubled: &BTreeSet<Id>,
    homes: &BTreeMap<Id, String>,
    policy: &Policy,
    progress: &Progress,
    inputs: &Inputs<'_>,
) -> Result<Dropped> {
    let from = inputs.archive(name)?;
    let plan = &mut |text: &str| {
        let mut here = Vec::new();
        let look = |commitment: &Commitment<'_>, span| {
            here.extend(doubled.contains(&commitment.id).then_some((commitment.id, span)));
        };
        inputs.scan_archive(&from, || Ok(text.as_bytes()), policy, &mut Each(look))?;
        let (mut changes, mut new) = (Vec::new(), BTreeMap::new());
        for (id, span) in here {
            let copy = text.get(span.clone()).unwrap_or_default();
            match homes.get(&id).or_else(|| new.get(&id)) {
                Some(home) if says_all(home, copy, policy.zone) => changes.push(Change::Remove { span }),
                Some(_) => {}
                None => drop(new.insert(id, copy.to_owned())),
            }
        }
        let text = if changes.is_empty() {
            None
        } else {
            Some(archive::marked(apply(text, &changes, policy.zone)?.0))
        };
        Ok(Plan { text, tell: (changes.len(), new) })
    };
    let written = from.store.write(None, &mut |_| {}, plan, &mut |_, _| {
        inputs.written.set(true);
        progress.add(from.store.shown());
    })?;
    let (Written::Changed(dropped) | Written::Unchanged(dropped)) = written;
    Ok(dropped)
}

fn tell(moved: &Moved, united: &Counts, context: &mut Context<'_, '_>) -> io::Result<()> {
    let Moved { files, differing, .. } = moved;
    if *differing > 0 {
        let what = "in more than one file contradict each other and stay there";
        context.out.warn(Error::new(format!("{differing} {what}: `owed check` names them")));
    }
    context.answer(&Answer::Archived(Archived { files, duplicates: united }))
}
