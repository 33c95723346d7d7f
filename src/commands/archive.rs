//! `owed archive`: move what was closed long ago into files of its own, as it is.
//!
//! The archives are written first and the ledger after them. Killed in between, a commitment is in both: then it
//! is the ledger's, and the next run drops the other copy.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::Datelike as _;
use serde_json::json;

use super::archives::Each;
use super::change::{self, Planned};
use super::read::Read;
use super::{Desk, World, lines, typed};
use crate::cli::Archive;
use crate::error::{Exit, Result, Trouble};
use crate::ledger::archive;
use crate::ledger::change::{Change, apply};
use crate::ledger::store::Plan;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle;
use crate::rules::house::House;
use crate::rules::ids::Ids;
use crate::rules::time::SECONDS_PER_DAY;
use crate::text;
use crate::views::json;
use crate::when::Way;

/// What was closed later than so many days ago stays.
const DAYS: i64 = 90;

/// A closed commitment that is moved.
struct Closed {
    id: Id,
    span: Range<usize>,
    year: i32,
}

/// Moves closed commitments out of the ledger.
pub fn run(args: &Archive, world: &mut World<'_, '_>) -> Result<Exit> {
    let before = typed::said("--before", &args.before)?;
    let moved = change::write_unkept(
        world,
        None,
        &mut |text, desk| plan(text, before.as_deref(), desk),
        &mut |_, _, _| Ok(()),
    )?;
    tell(&moved, world)?;
    Ok(Exit::Fine)
}

/// How many went into which file.
type Moved = BTreeMap<String, usize>;

fn plan(text: &str, before: Option<&str>, desk: &Desk<'_>) -> Result<Planned<Moved>> {
    let until = |house: &House| match before {
        Some(words) => Ok(typed::date(words, Way::Since, desk.now, house, None)?.at),
        None => Ok(desk.now.plus(DAYS.saturating_mul(SECONDS_PER_DAY).saturating_neg())),
    };
    let found = desk.read_text(text, until, |until, look| {
        let cycles = cycle::cycles(look.commitment, look.house, desk.now)?;
        let closing = cycles.current.closing.filter(|closing| closing.at < *until)?;
        let year = closing.at.date_in(look.house.zone).year();
        Some(Closed { id: look.commitment.id, span: look.span, year })
    })?;
    let Read { scanned, kept, ids, .. } = found;
    let twice = ids.twice();
    let mut moved = Moved::new();
    let mut changes = Vec::new();
    let known = scanned.house.archives.iter().map(|name| (name.clone(), Vec::new()));
    let mut by_file: BTreeMap<String, Vec<String>> = known.collect();
    for Closed { span, year, .. } in kept.iter().filter(|closed| !twice.contains(&closed.id)) {
        let name = file_name(*year, desk)?;
        by_file.entry(name.clone()).or_default().extend(text.get(span.clone()).map(str::to_owned));
        let count = moved.entry(name).or_default();
        *count = count.saturating_add(1);
        changes.push(Change::Remove { span: span.clone() });
    }
    desk.each_archive(&scanned.house.archives, &mut |_, _| Ok(()))?;
    for (name, blocks) in &by_file {
        store(name, blocks, &ids, &scanned.house, desk)?;
    }
    let mut archives = scanned.house.archives.clone();
    archives.extend(moved.keys().filter(|name| !scanned.house.archives.contains(name)).cloned());
    if archives.len() > scanned.house.archives.len() {
        changes.push(Change::Archives(archives));
    }
    Ok(Planned { changes, zone: scanned.house.zone, tell: moved })
}

/// `ledger.2025.toml` for `ledger.toml`.
fn file_name(year: i32, desk: &Desk<'_>) -> Result<String> {
    let real = desk.store.real_path(false)?;
    let stem = real
        .file_stem()
        .and_then(|stem| stem.to_str())
        .ok_or_else(|| Trouble::new("the ledger has no file name"))?;
    Ok(format!("{stem}.{year:04}.toml"))
}

/// Writes blocks into an archive. Copies there of what the ledger holds, from a run that did not end, give way.
fn store(name: &str, blocks: &[String], ids: &Ids, house: &House, desk: &Desk<'_>) -> Result<()> {
    let into = desk.archive(name)?;
    let fresh = archive::new(house.zone);
    let fresh = (!blocks.is_empty()).then_some(fresh.as_str());
    let plan = &mut |text: &str| {
        let mut copies = Vec::new();
        let look = |commitment: &Commitment<'_>, span| copies.extend(ids.has(commitment.id).then_some(span));
        desk.scan_archive(&into, || Ok(text.as_bytes()), house, &mut Each(look))?;
        let mut changes: Vec<_> = copies.into_iter().map(|span| Change::Remove { span }).collect();
        if !blocks.is_empty() {
            changes.push(Change::Append(blocks.to_vec()));
        }
        let text = if changes.is_empty() { None } else { Some(apply(text, &changes, house.zone)?.0) };
        Ok(Plan { text, tell: () })
    };
    into.store.write(fresh, &mut |_| {}, plan, &mut |(), _| {}).map(drop)
}

fn tell(moved: &Moved, world: &mut World<'_, '_>) -> Result<()> {
    let count: usize = moved.values().sum();
    if world.desk.json {
        let answer = json!({ "schema": json::SCHEMA, "archived": count, "files": moved });
        return json::line(&answer, &mut world.out).map_err(|error| lines::unprinted(&error));
    }
    if world.desk.quiet {
        return Ok(());
    }
    let mut said = String::new();
    for (name, count) in moved {
        said.push_str(&format!("{count} moved to {}\n", text::clean(name)));
    }
    if moved.is_empty() {
        said.push_str("nothing to archive\n");
    }
    world.out.data(&said).map_err(|error| lines::unprinted(&error))
}
