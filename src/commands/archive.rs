//! `owed archive`: moves old closed commitments into files of their own, and merges the copies of one that is in two
//! places.
//!
//! Here it is planned; [`crate::events::archives`] writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::Datelike as _;

use crate::cli::values;
use crate::context::archives;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::archives::{Counts, Put, ToArchives};
use crate::events::{self, Planned};
use crate::ledger::archive;
use crate::ledger::canonical::writer;
use crate::ledger::change::{Change, blocks};
use crate::ledger::read::policy::MOST;
use crate::ledger::read::scan::Seen;
use crate::ledger::read::stored::Stored;
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

/// The most bytes that a new archive begins with.
const HEAD: u64 = 256;
/// The most bytes between two blocks.
const GAP: u64 = 4;
/// Commitments closed within this many days stay.
const DAYS: i64 = 90;
/// So many commitments that could be archived are worth a note of `check`, if they are more than half of all.
const MANY: usize = 1_000;

/// The result of one run.
#[derive(Default)]
struct Moved {
    files: Counts,
    /// How many are in more than one place, with texts that contradict each other.
    differing: usize,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed archive", "owed archive --before 2026-11-16"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Moves closed commitments out of the ledger.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let before = values::said("--before", &args.before)?;
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| plan(stored, before.as_deref(), inputs);
    // A ledger that is too large for every other verb is what this one is for.
    context.inputs.store = context.inputs.store.clone().of_at_most(u64::MAX);
    let done = events::write_unkept(context, None, plan, &mut |_, _, _| Ok(()))?;
    tell(&done.tell, &done.removed, context)?;
    warn_of_size(context);
    Ok(Exit::Success)
}

/// Warns of a ledger that is too large all the same.
fn warn_of_size(context: &mut Context<'_, '_>) {
    let size = context.inputs.store.size().ok().flatten();
    if size.is_none_or(|size| size <= context.inputs.largest) {
        return;
    }
    let shown = context.inputs.store.shown();
    context.out.warn(format_args!("{shown}: still larger than 256 MiB, so that no other command reads it"));
    let hint = "`owed archive --before today` moves all that is closed; what is open and too much belongs in several ledgers";
    context.out.hint(hint);
}

/// A commitment of the ledger, and the year it was closed in if that is long enough ago.
struct Block {
    id: Id,
    span: Range<usize>,
    year: Option<i32>,
}

fn plan(stored: Stored<'_>, before: Option<&str>, inputs: &Inputs<'_>) -> Result<Planned<Moved>> {
    if archive::is_one(stored)? {
        return Err(Error::new(format!("{}: this is an archive already", inputs.store.shown())).hint(
            "name the ledger whose archive it is: what is moved on from here, that ledger would not find",
        ));
    }
    let begin = |policy: &Policy| {
        let until = match before {
            Some(words) => values::date(words, Way::Since, inputs.now, policy, None)?.at,
            None => long_ago(inputs.now),
        };
        Ok((until, Vec::new()))
    };
    let seen = inputs.fold_stored(stored, begin, |(until, blocks), look| {
        let year = year(look.commitment, look.policy, *until, inputs.now);
        blocks.push(Block { id: look.commitment.id, span: look.span, year });
    })?;
    let Seen { policy, ids, state: (until, own), .. } = seen;
    let twice: BTreeSet<_> = ids.twice().into_iter().collect();
    let mut names = policy.archives.clone();
    let mut shelves = Shelves::new(inputs);
    for year in own.iter().filter_map(|block| block.year).collect::<BTreeSet<_>>() {
        for name in shelves.of(year)? {
            names.extend((!names.contains(&name)).then_some(name));
        }
    }
    names.sort();
    let mut copies = inputs.copies(&names, &policy, &ids)?;
    copies.retain(|id, _| !twice.contains(id));
    let (mut moved, mut doubled) = (Moved::default(), BTreeSet::new());
    let (mut changes, mut gone, mut puts) =
        (Vec::new(), Vec::new(), BTreeMap::<String, Vec<(Id, Put)>>::new());
    for Block { id, span, mut year } in own.into_iter().filter(|block| !twice.contains(&block.id)) {
        let (mut united_text, mut home) = (None, None);
        if let Some(copies) = copies.remove(&id) {
            let text = stored.text(span.clone())?;
            let Ok(united) = archives::united(&text, &copies) else {
                moved.differing = moved.differing.saturating_add(1);
                continue;
            };
            doubled.insert(id);
            let read = crate::ledger::read::block::read(&united).ok();
            year = read.and_then(|commitment| self::year(&commitment, &policy, until, inputs.now));
            home = copies.into_iter().next().map(|copy| copy.archive);
            united_text = (year.is_some() || united != text).then_some(united);
        }
        if let Some(year) = year {
            let size = united_text.as_ref().map_or(span.len(), String::len);
            let name = home.map_or_else(|| shelves.place(year, size), Ok)?;
            let count = moved.files.entry(name.clone()).or_default();
            *count = count.saturating_add(1);
            let put = united_text.map_or_else(|| Put::Moved(span.clone()), Put::Text);
            puts.entry(name).or_default().push((id, put));
            gone.push(span);
        } else if let Some(text) = united_text {
            changes.push(Change::Replace { span, text });
        }
    }
    changes.extend(blocks::removals(stored, gone, &|_| None)?);
    // The others are in archives only: their home is the first of them.
    for (id, copies) in copies {
        let Some((first, more)) = copies.split_first() else { continue };
        let Ok(block) = archives::united(&first.text, more) else {
            moved.differing = moved.differing.saturating_add(1);
            continue;
        };
        doubled.insert(id);
        if block != first.text {
            puts.entry(first.archive.clone()).or_default().push((id, Put::Text(block)));
        }
    }
    changes.extend(naming(&policy.archives, moved.files.keys())?);
    let (form, archives) = (policy.form(), Some(ToArchives { policy, puts, doubled }));
    Ok(Planned { changes, archives, form, tell: moved })
}

/// Returns the change that names archives in the ledger, besides those that it has; `None` if it has all of them.
pub(super) fn naming<'n>(named: &[String], more: impl Iterator<Item = &'n String>) -> Result<Option<Change>> {
    let more: Vec<_> = more.filter(|name| !named.contains(name)).cloned().collect();
    let archives = [named, &more].concat();
    if archives.len() > MOST {
        return Err(Error::new(format!(
            "this would make {} archives, and 1,000 is the most",
            archives.len()
        ))
        .hint("move what is in some of them into one file, and take their names out of `archives`"));
    }
    let archives: Vec<_> = archives.iter().map(|name| writer::string(name)).collect();
    Ok((!more.is_empty()).then(|| Change::Key("archives", format!("[{}]", archives.join(", ")))))
}

/// Returns the archives of years beside a ledger that it does not name: a run that did not end has left them.
pub(super) fn unnamed(named: &[String], inputs: &Inputs<'_>) -> Result<Vec<String>> {
    let (real, stem) = real(inputs)?;
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty());
    let files = match inputs.disk.list(folder.unwrap_or_else(|| Path::new("."))) {
        // A folder that is not there has none.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let what = format_args!("{}: cannot list its folder", inputs.store.shown());
            return Err(Error::io(what, error));
        }
        Ok(files) => files,
    };
    let names = files.into_iter().filter_map(|name| name.into_string().ok());
    let mut names: Vec<_> = names.filter(|name| is_of_a_year(name, &stem) && !named.contains(name)).collect();
    names.sort();
    Ok(names)
}

/// Returns whether a file is named as an archive of a year of the ledger with this name, without `.toml`.
pub(super) fn is_of_a_year(name: &str, stem: &str) -> bool {
    let year = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(".toml"));
    let (year, number) = year.map(|year| year.split_once('-').unwrap_or((year, "2"))).unwrap_or_default();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4 && is_number(year) && is_number(number)
}

/// Returns the instant before which closed commitments are archived by default.
pub(super) fn long_ago(now: Instant) -> Instant {
    now.plus(DAYS.saturating_mul(SECONDS_PER_DAY).saturating_neg())
}

/// Returns true if `owed archive` would move a commitment.
pub(super) fn would_move(commitment: &Commitment<'_>, policy: &Policy, now: Instant) -> bool {
    year(commitment, policy, long_ago(now), now).is_some()
}

/// Returns the note that most of a ledger could be archived: so many of all.
pub(super) fn note(old: usize, all: usize) -> Option<String> {
    (old >= MANY && old > all.saturating_sub(old)).then(|| {
        format!("{old} of {all} commitments were closed over {DAYS} days ago: `owed archive` would make every command faster")
    })
}

/// Returns the year in which a commitment was closed, if that was before `until`.
pub(super) fn year(
    commitment: &Commitment<'_>,
    policy: &Policy,
    until: Instant,
    now: Instant,
) -> Option<i32> {
    let closing =
        cycle::cycles(commitment, policy, now)?.current.closing.filter(|closing| closing.at < until)?;
    Some(closing.at.date_in(policy.zone).year())
}

/// Returns the name of the year's archive with that number: `ledger.2025.toml` for `ledger.toml`, then `ledger.2025-2.toml`.
fn file_name(year: i32, number: u32, inputs: &Inputs<'_>) -> Result<String> {
    let (_, stem) = real(inputs)?;
    Ok(if number == 1 { format!("{stem}.{year:04}.toml") } else { format!("{stem}.{year:04}-{number}.toml") })
}

/// Returns the path of the ledger, which an import may only be about to make, and its name without `.toml`.
fn real(inputs: &Inputs<'_>) -> Result<(PathBuf, String)> {
    let store = &inputs.store;
    let real = if store.exists()? { store.real_path(false)? } else { store.path.clone() };
    let stem = real.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
    let stem = stem.ok_or_else(|| Error::new("the ledger has no file name"))?;
    Ok((real, stem))
}

/// The archives of each year, filled one after the other.
pub(super) struct Shelves<'i, 'w> {
    inputs: &'i Inputs<'w>,
    /// The archive of a year that is being filled: its number, name and size.
    last: BTreeMap<i32, (u32, String, u64)>,
}

impl<'i, 'w> Shelves<'i, 'w> {
    /// Returns those beside the ledger.
    pub(super) const fn new(inputs: &'i Inputs<'w>) -> Self {
        Self { inputs, last: BTreeMap::new() }
    }

    /// Returns the name of the archive of a year that has room for a block of so many bytes.
    pub(super) fn place(&mut self, year: i32, size: usize) -> Result<String> {
        let size = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(GAP);
        let known = self.last.remove(&year);
        let last = || self.open(year, u32::try_from(self.of(year)?.len()).unwrap_or(u32::MAX).max(1));
        let (mut number, mut name, mut filled) = known.map_or_else(last, Ok)?;
        // A block that is too large for every archive is refused where it is written.
        while filled > HEAD && filled.saturating_add(size) > self.inputs.largest {
            (number, name, filled) = self.open(year, number.saturating_add(1))?;
        }
        self.last.insert(year, (number, name.clone(), filled.saturating_add(size)));
        Ok(name)
    }

    /// Returns the names of the archives of a year that are there, in order.
    fn of(&self, year: i32) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for number in 1.. {
            let name = file_name(year, number, self.inputs)?;
            if !self.inputs.archive(&name)?.store.exists()? {
                break;
            }
            names.push(name);
        }
        Ok(names)
    }

    /// Returns the archive of a year with that number, and its size.
    fn open(&self, year: i32, number: u32) -> Result<(u32, String, u64)> {
        let name = file_name(year, number, self.inputs)?;
        let size = self.inputs.archive(&name)?.store.size()?;
        Ok((number, name, size.unwrap_or(HEAD)))
    }
}

fn tell(moved: &Moved, united: &Counts, context: &mut Context<'_, '_>) -> io::Result<()> {
    let Moved { files, differing, .. } = moved;
    if *differing > 0 {
        let what = "in more than one file contradict each other and stay there";
        context.out.warn(Error::new(format!("{differing} {what}: `owed check` names them")));
    }
    context.answer(&Answer::Archived(Archived { files, duplicates: united }))
}
