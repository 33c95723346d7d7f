//! `owed undo`: take back a change, as long as nothing else touched what it changed.

use chrono_tz::Tz;
use serde_json::json;

use super::change::{self, Planned, Told};
use super::read::{Read, empty};
use super::{Desk, World, answer, lines};
use crate::cli::Undo;
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::{Change, whole};
use crate::ledger::journal::{Block, Journal, Kept, Record};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::time::Instant;
use crate::text;
use crate::views::json;
use crate::views::table::{Cell, Column, Table};
use crate::when::say;

/// Takes a change back, or lists those that can be.
pub fn run(args: &Undo, world: &mut World<'_, '_>) -> Result<Exit> {
    let state = world.desk.state.clone().ok_or_else(|| {
        Trouble::new("no directory for the undo history: HOME is not an absolute path")
            .hint("set XDG_STATE_HOME or HOME")
    })?;
    let real = world.desk.store.real_path(false)?;
    if world.desk.is_empty() {
        return Err(empty(&world.desk.store));
    }
    let journal = Journal::new(&state, &real, world.desk.disk);
    let Kept { records, left_out } = journal.records().map_err(|trouble| Trouble {
        message: format!("{}: cannot read the undo history: {trouble}", world.desk.store.shown()),
        ..trouble
    })?;
    left_out.iter().for_each(|why| world.out.warn(why));
    if args.list {
        return list(&records, world);
    }
    let which = args.number.unwrap_or(1);
    let chosen = which.checked_sub(1).and_then(|place| records.get(place));
    let Some((number, record)) = chosen else {
        let trouble = Trouble::new(match which {
            1 => "there is no change to undo".to_owned(),
            which => format!("there is no change {which} to undo"),
        });
        return Err(trouble.hint("`owed undo --list` shows the changes that can be undone"));
    };
    let told =
        change::write_unkept(world, None, &mut |text, desk| plan(text, record, desk), &mut |_, _, _| {
            journal.forget(*number)
        })?;
    if !world.desk.quiet && !world.desk.json {
        let line = format!("undone: {}\n", text::clean(&record.what));
        world.out.data(&line).map_err(|error| lines::unprinted(&error))?;
    }
    if world.desk.json {
        answer::tell(world, &told, &|_, _| answer::Line::default())?;
    }
    Ok(Exit::Fine)
}

/// The changes that put every block back as it was.
fn plan(text: &str, record: &Record, desk: &Desk<'_>) -> Result<Planned<Told>> {
    if let [Block { id: None, before: Some(before), after: Some(after) }] = record.blocks.as_slice() {
        return whole_ledger(text, before, after, desk);
    }
    let wanted: Vec<Id> = record.blocks.iter().filter_map(Block::id).collect();
    let found = desk.read_text(
        text,
        |_| Ok(()),
        |(), look| wanted.contains(&look.commitment.id).then_some((look.commitment.id, look.span)),
    )?;
    let (mut changes, mut changed_since) = (Vec::new(), Vec::new());
    for block in &record.blocks {
        let Some(id) = block.id() else { continue };
        let mut places = found.kept.iter().filter(|(found, _)| *found == id);
        let place = places.next().filter(|_| places.next().is_none()).map(|(_, span)| span.clone());
        let now = place.clone().and_then(|span| text.get(span)).map(whole::bare);
        match (&block.before, place) {
            _ if now != block.after.as_deref().map(whole::bare) => changed_since.push(id),
            (Some(before), Some(span)) => changes.push(Change::Replace { span, text: before.clone() }),
            (None, Some(span)) => changes.push(Change::Remove { span }),
            (Some(before), None) => changes.push(Change::Append(vec![before.clone()])),
            (None, None) => {}
        }
    }
    if !changed_since.is_empty() {
        let ids: Vec<_> = changed_since.iter().map(Id::to_string).collect();
        return Err(Trouble::new(format!("changed since then, so nothing was undone: {}", ids.join(", ")))
            .hint("`owed undo --list` shows the later changes; undo those first, or use `owed edit`"));
    }
    let back = record.blocks.iter().filter_map(|block| block.before.as_deref());
    let commitments: Vec<Commitment<'static>> =
        back.filter_map(|text| Some(crate::ledger::block::read(text).ok()?.into_owned())).collect();
    let Read { scanned, ids, .. } = found;
    let zone = scanned.house.zone;
    Ok(Planned { changes, zone, tell: Told { house: scanned.house, ids, commitments } })
}

/// An edit is taken back as one: the whole text, if it is still what the edit left.
fn whole_ledger(text: &str, before: &str, after: &str, desk: &Desk<'_>) -> Result<Planned<Told>> {
    if text != after {
        return Err(Trouble::new("the ledger was changed since that edit, so nothing was undone")
            .hint("`owed undo --list` shows the later changes; undo those first"));
    }
    let Read { scanned, ids, .. } = desk.read_text(before, |_| Ok(()), |(), _| None::<()>)?;
    let zone = scanned.house.zone;
    let tell = Told { house: scanned.house, ids, commitments: Vec::new() };
    Ok(Planned { changes: vec![Change::Whole(before.to_owned())], zone, tell })
}

fn list(records: &[(u64, Record)], world: &mut World<'_, '_>) -> Result<Exit> {
    if world.desk.json {
        let changes: Vec<_> = (1_usize..)
            .zip(records)
            .map(|(number, (_, record))| {
                // A list that needs no ledger knows no zone of one.
                let at = Instant::from_epoch(record.at).rfc3339(Tz::UTC);
                json!({ "number": number, "at": at, "what": record.what })
            })
            .collect();
        json::line(&json!({ "schema": json::SCHEMA, "changes": changes }), &mut world.out)
            .map_err(|error| lines::unprinted(&error))?;
        return Ok(Exit::Fine);
    }
    let now = world.desk.now;
    let mut table =
        Table::new([Column::new("n").right(), Column::new("when"), Column::new("what").shrinks(1)]);
    for (place, (_, record)) in records.iter().enumerate() {
        let ago = now.since(Instant::from_epoch(record.at)).max(0);
        table.row([
            Cell::new(place.saturating_add(1).to_string()),
            Cell::new(format!("{} ago", say::span(ago))),
            Cell::new(record.what.as_str()),
        ]);
    }
    let page = world.out.page();
    table.write(page, &mut world.out).map_err(|error| lines::unprinted(&error))?;
    Ok(Exit::Fine)
}
