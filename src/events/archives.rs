//! How a change writes to archives.
//!
//! What moves there, and what only some copy says, is written to archives first and to the ledger after them; only then
//! are copies removed. If owed is killed in between, a commitment is in two places, and the next run continues.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::context::{Context, Inputs, Progress};
use crate::error::{Error, Kind, Result};
use crate::ledger::archive;
use crate::ledger::change::draft::Sources;
use crate::ledger::change::{Change, apply, blocks};
use crate::ledger::file::spool::Spool;
use crate::ledger::file::store::{Around, Plan, Store, Written};
use crate::ledger::merge::copies::{says_all, unite};
use crate::ledger::read::scan::Look;
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Id;
use crate::rules::policy::Policy;

/// How many commitments were added to, or removed from, each archive.
pub type Counts = BTreeMap<String, usize>;

/// The writes to archives.
pub struct ToArchives {
    /// The policy of the ledger that names them.
    pub policy: Policy,
    /// Blocks for each: after all others, or in place of a copy that says less.
    pub puts: BTreeMap<String, Vec<(Id, Put)>>,
    /// Commitments of which only one copy stays, after the ledger is written.
    pub doubled: BTreeSet<Id>,
}

/// A block that goes into an archive.
pub enum Put {
    /// The block at these bytes of the ledger, or of what an import has on its way, as it is.
    Moved(Range<usize>),
    /// This text, united from several.
    Text(String),
}

/// Returns an error after only some files were written.
pub(super) fn half_done(files: &[String], is_import: bool, error: Error) -> Error {
    if files.is_empty() {
        return error;
    }
    let message = format!("only {}: {}", files.join(" and "), error.message);
    let hint = if is_import {
        "nothing is lost: run the same import again, with --archive-closed; it finds what is in archives already"
    } else {
        "nothing is lost: a commitment is removed only after it was copied; run `owed archive` again"
    };
    Error { message, ..error }.hint(hint).kind(Kind::Written)
}

/// Returns an error after only some files were merged.
pub fn half_merged(files: &[String], error: Error) -> Error {
    if files.is_empty() {
        return error;
    }
    let message = format!("only {}: {}", files.join(" and "), error.message);
    Error { message, ..error }.hint("run `owed merge` again: it goes on from there").kind(Kind::Written)
}

/// Returns the error of a file that somebody saved since it was merged.
pub fn changed_meanwhile(store: &Store<'_>) -> Error {
    Error::new(format!("{} was changed just now", store.shown())).hint("try again").kind(Kind::Unchanged)
}

/// Writes a whole archive, if it still has the `old` text, and adds it to the `files` that were written.
pub fn replace(
    store: &Store<'_>,
    old: &str,
    new: &str,
    files: &mut Vec<String>,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let plan = &|stored: Stored<'_>| {
        if store.text_of(stored)? != old {
            return Err(changed_meanwhile(store));
        }
        Ok(Plan { text: Some(new.to_owned().into()), tell: () })
    };
    let around = Around {
        say: &mut |_| {},
        other: None,
        first: &mut |(), _| Ok(()),
        done: &mut |(), _| {
            inputs.written.set(true);
            add(store.shown(), files);
        },
    };
    store.write(None, plan, around).map(drop)
}

fn add(file: String, files: &mut Vec<String>) {
    if !files.contains(&file) {
        files.push(file);
    }
}

/// Puts blocks into archives, and adds the `files` that were written.
pub(super) fn put(
    to: &ToArchives,
    files: &mut Vec<String>,
    ledger: Stored<'_>,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let from = inputs.spool.as_ref().map_or(Ok(ledger), Spool::stored)?;
    let of = to.puts.len() as u64;
    to.puts.iter().zip(0..).try_for_each(|((name, blocks), done)| {
        (inputs.progress)(Some(Progress { what: "writing archives", done, of }));
        put_into(name, blocks, &to.policy, files, from, inputs)
    })
}

fn put_into(
    name: &str,
    blocks: &[(Id, Put)],
    policy: &Policy,
    files: &mut Vec<String>,
    from: Stored<'_>,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let into = inputs.archive(name)?;
    let wanted: BTreeSet<_> = blocks.iter().map(|(id, _)| *id).collect();
    let plan = &|stored: Stored<'_>| {
        let mut there = BTreeMap::new();
        inputs.scan_archive(&into, || Ok(stored.all()), policy, &mut |look| {
            if wanted.contains(&look.commitment.id) {
                there.entry(look.commitment.id).or_insert(look.span);
            }
        })?;
        let (mut changes, mut moved, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for (id, block) in blocks {
            let Some(span) = there.remove(id) else {
                match block {
                    Put::Moved(block) => moved.push(block.clone()),
                    Put::Text(block) => new.push(block.clone()),
                }
                continue;
            };
            let block = &*match block {
                Put::Moved(block) => from.text(block.clone())?,
                Put::Text(block) => Cow::Borrowed(block.as_str()),
            };
            let old = &*stored.text(span.clone())?;
            // Somebody may have written to it since it was read.
            let united = unite(old, block).map_err(|clash| {
                Error::new(format!("{id} was changed in {} just now ({})", into.store.shown(), clash.what))
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
        if !moved.is_empty() {
            changes.push(Change::Move(moved));
        }
        let sources = Sources { old: stored, other: Some(from) };
        let text = if changes.is_empty() { None } else { Some(apply(sources, &changes, policy.zone)?.0) };
        Ok(Plan { text, tell: () })
    };
    let around = Around {
        say: &mut |_| {},
        other: Some(from),
        first: &mut |(), _| Ok(()),
        done: &mut |(), _| {
            inputs.written.set(true);
            add(into.store.shown(), files);
        },
    };
    into.store.write(Some(&archive::new(policy.zone)), plan, around).map(drop)
}

/// The text of each commitment at its home, while copies are removed.
type Homes = BTreeMap<Id, String>;

/// Removes copies from archives that say nothing which the ledger, or an archive before them, does not say too. The
/// ledger is locked and read again: it is the home of what it has.
pub(super) fn take_out(
    doubled: &BTreeSet<Id>,
    files: &mut Vec<String>,
    context: &mut Context<'_, '_>,
) -> Result<Counts> {
    let Context { out, inputs } = context;
    let plan = &|stored: Stored<'_>| {
        let see = |places: &mut Vec<_>, look: Look<'_, '_>| {
            let id = look.commitment.id;
            places.extend(doubled.contains(&id).then_some((id, look.span)));
        };
        let seen = inputs.fold_stored(stored, |_| Ok(Vec::new()), see)?;
        let mut homes = Homes::new();
        for (id, span) in seen.state {
            homes.insert(id, stored.text(span)?.into_owned());
        }
        Ok(Plan { text: None, tell: (homes, seen.policy) })
    };
    let mut removed = Counts::new();
    let around = Around {
        say: &mut |message| out.status(message),
        other: None,
        first: &mut |(homes, policy): &(Homes, Policy), _| {
            // In the same order for every ledger: two that share archives leave the same copy.
            let (mut homes, mut names) = (homes.clone(), policy.archives.clone());
            names.sort();
            for name in names {
                let (count, new) = take_out_of(&name, doubled, &homes, policy, files, inputs)?;
                homes.extend(new);
                removed.extend((count > 0).then_some((name, count)));
            }
            Ok(())
        },
        done: &mut |_, _| {},
    };
    inputs.store.write(None, plan, around)?;
    Ok(removed)
}

/// Removes copies from an archive; returns how many, and the commitments that are at home there.
fn take_out_of(
    name: &str,
    doubled: &BTreeSet<Id>,
    homes: &Homes,
    policy: &Policy,
    files: &mut Vec<String>,
    inputs: &Inputs<'_>,
) -> Result<(usize, Homes)> {
    let from = inputs.archive(name)?;
    let plan = &|stored: Stored<'_>| {
        let mut here = Vec::new();
        inputs.scan_archive(&from, || Ok(stored.all()), policy, &mut |look| {
            let id = look.commitment.id;
            here.extend(doubled.contains(&id).then_some((id, look.span)));
        })?;
        let (mut gone, mut new) = (Vec::new(), Homes::new());
        for (id, span) in here {
            let copy = &*stored.text(span.clone())?;
            match homes.get(&id).or_else(|| new.get(&id)) {
                Some(home) if says_all(home, copy) => gone.push(span),
                Some(_) => {}
                None => drop(new.insert(id, copy.to_owned())),
            }
        }
        let count = gone.len();
        let changes = blocks::removals(stored, gone, &|_| None)?;
        let text = if changes.is_empty() {
            None
        } else {
            let draft = apply(stored, &changes, policy.zone)?.0;
            Some(archive::marked(draft, stored)?)
        };
        Ok(Plan { text, tell: (count, new) })
    };
    let around = Around {
        say: &mut |_| {},
        other: None,
        first: &mut |_, _| Ok(()),
        done: &mut |_, _| {
            inputs.written.set(true);
            add(from.store.shown(), files);
        },
    };
    let (Written::Changed(taken) | Written::Unchanged(taken)) = from.store.write(None, plan, around)?;
    Ok(taken)
}
