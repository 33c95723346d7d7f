//! `owed undo`: takes a change back, as long as nothing else touched what it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::Context as _;
use serde::de::IgnoredAny;

use crate::context::read::empty;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Planned};
use crate::ledger::change::{Change, blocks};
use crate::ledger::file::journal::{Block, Journal, Kept, Record};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{Answer, Changed, Undoable};
use crate::views::formats::Formats;

/// Undo the last change
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which change, as --list numbers them [default: 1, the last one]
    #[arg(value_name = "N")]
    pub number: Option<usize>,
    /// List the changes that can be undone, newest first
    #[arg(long, conflicts_with = "number")]
    pub list: bool,
}

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
    let which = args.number.unwrap_or(1);
    let chosen = which.checked_sub(1).and_then(|place| records.get(place));
    let Some((number, _)) = chosen else {
        let error = Error::new(match which {
            1 => "there is no change to undo".to_owned(),
            which => format!("there is no change {which} to undo"),
        });
        return Err(error.hint("`owed undo --list` shows the changes that can be undone").into());
    };
    let record = journal.record(*number).with_context(reading)?;
    let plan = &|text: &str, inputs: &Inputs<'_>| plan(text, &record, inputs);
    let told = events::write_unkept(context, None, plan, &mut |_, _, _| journal.forget(*number))?.tell;
    context.changed_at_once(&told, format!("undone: {}", text::sanitize(&record.what)))?;
    Ok(Exit::Success)
}

/// The bytes of each commitment's block; `None` for an id that occurs twice, because either may be meant.
type Places = BTreeMap<Id, Option<Range<usize>>>;

/// Returns the changes that put every block back as it was.
fn plan(text: &str, record: &Record, inputs: &Inputs<'_>) -> Result<Planned<Changed>> {
    if let [Block { id: None, before: Some(before), after: Some(after) }] = record.blocks.as_slice() {
        return whole_ledger(text, before, after, inputs);
    }
    let wanted: BTreeSet<Id> = record.blocks.iter().filter_map(Block::id).collect();
    let see = |places: &mut Places, look: Look<'_, '_>| {
        if wanted.contains(&look.commitment.id) {
            let place = places.entry(look.commitment.id);
            place.and_modify(|place| *place = None).or_insert(Some(look.span));
        }
    };
    let Seen { policy, ids, state: places, .. } = inputs.fold_text(text, |_| Ok(Places::new()), see)?;
    let (mut changes, mut changed_since) = (Vec::new(), Vec::new());
    for block in &record.blocks {
        let Some(id) = block.id() else { continue };
        let place = places.get(&id).cloned().flatten();
        let now = place.clone().and_then(|span| text.get(span)).map(blocks::bare);
        match (&block.before, place) {
            _ if now != block.after.as_deref().map(blocks::bare) => changed_since.push(id),
            (Some(before), Some(span)) => changes.push(Change::Replace { span, text: before.clone() }),
            (None, Some(span)) => changes.push(Change::Remove { span }),
            (Some(before), None) => changes.push(Change::Append(vec![before.clone()])),
            (None, None) => {}
        }
    }
    if !changed_since.is_empty() {
        let ids: Vec<_> = changed_since.iter().map(Id::to_string).collect();
        let ids = text::list(ids.iter().map(String::as_str));
        return Err(Error::new(format!("changed since then, so nothing was undone: {ids}"))
            .hint("`owed undo --list` shows the later changes; undo those first, or use `owed edit`"));
    }
    let back = record.blocks.iter().filter_map(|block| block.before.as_deref());
    let commitments: Vec<Commitment<'static>> =
        back.filter_map(|text| Some(crate::ledger::read::block::read(text).ok()?.into_owned())).collect();
    let zone = policy.zone;
    Ok(Planned::new(changes, zone, Changed { policy, ids, commitments }))
}

/// Returns the change that takes an edit back: the whole text. The error is a ledger that was changed since.
fn whole_ledger(text: &str, before: &str, after: &str, inputs: &Inputs<'_>) -> Result<Planned<Changed>> {
    if text != after {
        return Err(Error::new("the ledger was changed since that edit, so nothing was undone")
            .hint("`owed undo --list` shows the later changes; undo those first"));
    }
    let Seen { policy, ids, .. } = inputs.fold_text(before, |_| Ok(()), |(), _| {})?;
    let zone = policy.zone;
    let tell = Changed { policy, ids, commitments: Vec::new() };
    Ok(Planned::new(vec![Change::Whole(before.to_owned())], zone, tell))
}

fn list(records: &[(u64, Record<IgnoredAny>)], context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let changes =
        records.iter().map(|(_, record)| Undoable { at: Instant::from_epoch(record.at), what: &record.what });
    let changes: Vec<_> = changes.collect();
    context.answer(&Answer::Changes(&changes, context.inputs.now))?;
    Ok(Exit::Success)
}
