//! `owed undo`: takes a change back, as long as nothing else touched what it changed. An undo is a change too: it has a number in the
//! list, and can be taken back by it. Without a number the last change is meant that is not an undo, so that one undo after the other
//! goes further back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use anyhow::Context as _;
use serde::de::IgnoredAny;

use crate::context::read::{empty, from_start};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Planned};
use crate::ledger::change::{Change, Rewritten, blocks};
use crate::ledger::file::journal::{Block, Journal, Kept, Record};
use crate::ledger::read::policy;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::policy::Policy;
use crate::rules::time::{Instant, SECONDS_PER_DAY};
use crate::text;
use crate::views::answer::{Answer, Changed, Undoable};
use crate::views::formats::Formats;
use crate::when::say;

/// Undo the last change, or one by its number; an undo too
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which change, as --list numbers them [default: the last one that is not an undo]
    #[arg(value_name = "N", value_parser = number)]
    pub number: Option<usize>,
    /// List the changes that can be undone, newest first
    #[arg(long, conflicts_with = "number")]
    pub list: bool,
}

/// Returns the number of a change.
fn number(typed: &str) -> Result<usize, String> {
    typed.parse().map_err(|_| "it must be a number, as `owed undo --list` has them".to_owned())
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed undo", "owed undo --list"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Takes a change back, or lists those that can be.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let state = context.inputs.state.clone().ok_or_else(|| {
        Error::new("no directory for the undo history: HOME is not an absolute path")
            .hint("set XDG_STATE_HOME or HOME")
    })?;
    let real = context.inputs.store.real_path(false)?;
    if context.inputs.is_empty() {
        return Err(empty(&context.inputs.store).into());
    }
    let journal = Journal::new(&state, &real, context.inputs.disk);
    let shown = context.inputs.store.shown();
    let reading = || format!("{shown}: cannot read the undo history");
    let Kept { records, left_out } = journal.records().with_context(reading)?;
    left_out.iter().for_each(|why| context.out.warn(why));
    if args.list {
        return list(&records, context);
    }
    let (which, number) = chosen(args.number, &records, context)?;
    let record = journal.record(number).with_context(reading)?;
    let later = records.iter().take(which.saturating_sub(1)).map(|(number, _)| *number).collect();
    let later = Later { journal: &journal, numbers: later };
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| plan(stored, &record, &later, inputs);
    let mut gone = 0;
    let keep = &mut |inputs: &Inputs<'_>, rewritten: Vec<Rewritten>, _: &Path| {
        let others: Vec<_> = record.undid.iter().map(|undid| undid.number).chain([number]).collect();
        let undo = record.clone().taken_back(number, inputs.now, inputs.typed.clone(), rewritten);
        gone = journal.keep_instead(&undo, &others)?;
        Ok(())
    };
    let told = events::write_unkept(context, None, plan, keep)?.tell;
    events::say_forgotten(gone, context);
    context.changed_at_once(&told, format!("undone: {}", said(&record, context.inputs.now)))?;
    Ok(Exit::Success)
}

/// Returns the place in the list and the number of the change to take back: the one that was typed, else the last one that is not
/// itself an undo. One that is older than a day is taken back only if a person agrees.
///
/// # Errors
/// There is none; or it is old, and nobody agreed.
fn chosen(
    typed: Option<usize>,
    records: &[(u64, Record<IgnoredAny>)],
    context: &mut Context<'_, '_>,
) -> Result<(usize, u64)> {
    let numbered = || (1_usize..).zip(records);
    let found = match typed {
        Some(which) => numbered().find(|(place, _)| *place == which),
        None => numbered().find(|(_, (_, record))| record.undid.is_none()),
    };
    let Some((which, (number, record))) = found else {
        let error = Error::new(match typed {
            None | Some(1) => "there is no change to undo".to_owned(),
            Some(which) => format!("there is no change {which} to undo"),
        });
        return Err(error.hint("`owed undo --list` shows the changes that can be undone"));
    };
    let now = context.inputs.now;
    if typed.is_none() && now.since(Instant::from_epoch(record.at)) > SECONDS_PER_DAY {
        let said = said(record, now);
        if !context.can_ask() {
            return Err(Error::new(format!("the last change is older than a day: {said}")).hint(format!(
                "`owed undo {which}` undoes it all the same; `owed undo --list` shows what else can be undone"
            )));
        }
        if !context.agrees(format_args!("the last change is older than a day: {said}. Undo it?")) {
            return Err(Error::new("nothing was undone"));
        }
    }
    Ok((which, *number))
}

/// Returns what a change did, what it did again if it was an undo, and how old it is, from a minute on.
fn said<B>(record: &Record<B>, now: Instant) -> String {
    let what = text::sanitize(&record.what);
    let undid = record.undid.as_ref().map(|undid| format!(" ({})", text::sanitize(&undid.what)));
    let age = now.since(Instant::from_epoch(record.at));
    let age = if age < 60 { String::new() } else { format!(", {} ago", say::span(age)) };
    format!("{what}{}{age}", undid.unwrap_or_default())
}

/// The changes after the one to take back that `undo --list` shows.
struct Later<'j> {
    journal: &'j Journal<'j>,
    numbers: Vec<u64>,
}

impl Later<'_> {
    /// Returns true if one of them changed one of these commitments, or the whole ledger.
    fn changed(&self, ids: &[Id]) -> bool {
        let records = self.numbers.iter().filter_map(|number| self.journal.record(*number).ok());
        records.flat_map(|record| record.blocks).any(|block| block.id().is_none_or(|id| ids.contains(&id)))
    }
}

/// The bytes of each commitment's block; `None` for an id that occurs twice, because either may be meant.
type Places = BTreeMap<Id, Option<Range<usize>>>;

/// Returns the changes that put every block back as it was.
fn plan(
    stored: Stored<'_>,
    record: &Record,
    later: &Later<'_>,
    inputs: &Inputs<'_>,
) -> Result<Planned<Changed>> {
    if let [Block { id: None, is_rules, before: Some(before), after: Some(after), .. }] =
        record.blocks.as_slice()
    {
        let put = if *is_rules { rules } else { whole_ledger };
        return put(stored, before, after, later, inputs);
    }
    let wanted: BTreeSet<Id> = record.blocks.iter().filter_map(Block::id).collect();
    let see = |places: &mut Places, look: Look<'_, '_>| {
        if wanted.contains(&look.commitment.id) {
            let place = places.entry(look.commitment.id);
            place.and_modify(|place| *place = None).or_insert(Some(look.span));
        }
    };
    let Seen { policy, ids, state: places, .. } = inputs.fold_stored(stored, |_| Ok(Places::new()), see)?;
    let (mut changes, mut changed_since) = (Vec::new(), Vec::new());
    let (mut added, mut gaps) = (Vec::new(), BTreeMap::new());
    for block in &record.blocks {
        let Some(id) = block.id() else { continue };
        let place = places.get(&id).cloned().flatten();
        let now = place.clone().map(|span| stored.text(span)).transpose()?;
        match (&block.before, place) {
            _ if now.as_deref().map(blocks::bare) != block.after.as_deref().map(blocks::bare) => {
                changed_since.push(id)
            }
            (Some(before), Some(span)) => changes.push(Change::Replace { span, text: before.clone() }),
            (None, Some(span)) => {
                gaps.extend(block.gap.clone().map(|gap| (span.start, gap)));
                added.push(span);
            }
            (Some(before), None) => changes.push(Change::Append(vec![before.clone()])),
            (None, None) => {}
        }
    }
    if !changed_since.is_empty() {
        let names: Vec<_> = changed_since.iter().map(Id::to_string).collect();
        let names = text::list(names.iter().map(String::as_str));
        let gone = changed_since.iter().find(|id| !places.contains_key(id));
        return Err(Error::new(format!("changed since then, so nothing was undone: {names}")).hint(
            match gone.and_then(|id| archived(*id, &policy, inputs)) {
                Some(hint) => hint,
                None if later.changed(&changed_since) => LATER.to_owned(),
                None => UNLISTED.to_owned(),
            },
        ));
    }
    changes.extend(blocks::removals(stored, added, &|first| gaps.get(&first.start).cloned())?);
    let back = record.blocks.iter().filter_map(|block| block.before.as_deref());
    let read = |text| {
        let mut commitment = crate::ledger::read::block::read(text).ok()?.into_owned();
        policy.customers.name(&mut commitment);
        Some(commitment)
    };
    let commitments: Vec<Commitment<'static>> = back.filter_map(read).collect();
    let form = policy.form();
    Ok(Planned::new(changes, form, Changed { policy, ids, commitments }))
}

/// The hint after later changes that can be undone.
const LATER: &str = "`owed undo --list` shows the later changes; undo those first, or use `owed edit`";
/// The hint after later changes that `undo` does not keep.
const UNLISTED: &str = "what changed it is not in `owed undo --list` (an editor, git, `owed archive` or the ladder): use `owed edit`";

/// Returns a hint where a commitment is that is no longer in the ledger, if it is in an archive.
fn archived(id: Id, policy: &Policy, inputs: &Inputs<'_>) -> Option<String> {
    let mut found = None;
    let look = inputs.each_archive(&policy.archives, &mut |archive, file| {
        inputs.scan_archive(archive, || from_start(file), policy, &mut |look| {
            if look.commitment.id == id && found.is_none() {
                found = Some(archive.name.to_owned());
            }
        })
    });
    let file = found.filter(|_| look.is_ok())?;
    let file = text::sanitize(&file);
    Some(format!(
        "{id} is archived in {file}: move its block from there to the end of the ledger, and try again"
    ))
}

/// Returns the change that takes an edit back: the whole text. The error is a ledger that was changed since.
fn whole_ledger(
    stored: Stored<'_>,
    before: &str,
    after: &str,
    later: &Later<'_>,
    inputs: &Inputs<'_>,
) -> Result<Planned<Changed>> {
    if stored.size() != after.len() || inputs.store.text_of(stored)? != after {
        return Err(Error::new("the ledger was changed since that edit, so nothing was undone")
            .hint(if later.numbers.is_empty() { UNLISTED } else { LATER }));
    }
    // What stood there may have had markers: then the policy is that of now.
    let read = |text: Stored<'_>| inputs.fold_stored(text, |_| Ok(()), |(), _| {});
    let Seen { policy, ids, .. } = read(before.into()).or_else(|_| read(stored))?;
    let form = policy.form();
    let tell = Changed { policy, ids, commitments: Vec::new() };
    Ok(Planned::new(vec![Change::Whole(before.to_owned())], form, tell))
}

/// Returns the change that takes one of the policy back: the text of a piece. The error is a piece that was changed since.
fn rules(
    stored: Stored<'_>,
    before: &str,
    after: &str,
    later: &Later<'_>,
    inputs: &Inputs<'_>,
) -> Result<Planned<Changed>> {
    let Seen { rules, ids, .. } = inputs.fold_stored(stored, |_| Ok(()), |(), _| {})?;
    let place =
        rules.places(stored.size()).into_iter().find(|(text, _)| *text == after).map(|(_, span)| span);
    let Some(span) = place else {
        return Err(Error::new("the policy was changed since then, so nothing was undone")
            .hint(if later.numbers.is_empty() { UNLISTED } else { LATER }));
    };
    let mut all = String::new();
    for (text, place) in rules.places(stored.size()) {
        all.extend([if place == span { before } else { text }, "\n"]);
    }
    let policy = policy::read(&all, inputs.machine_zone).map_err(|fault| fault.problem)?;
    let form = policy.form();
    let tell = Changed { policy, ids, commitments: Vec::new() };
    Ok(Planned::new(vec![Change::Rules { span, text: before.to_owned() }], form, tell))
}

fn list(records: &[(u64, Record<IgnoredAny>)], context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let changes = records.iter().map(|(_, record)| Undoable {
        at: Instant::from_epoch(record.at),
        what: &record.what,
        undid: record.undid.as_ref().map(|undid| undid.what.as_str()),
    });
    let changes: Vec<_> = changes.collect();
    context.answer(&Answer::Changes(&changes, context.inputs.now))?;
    Ok(Exit::Success)
}
