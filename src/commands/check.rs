//! `owed check`: what is off in the ledger, one finding a line, for people, editors and CI.

mod archives;
mod house;
mod names;
mod seen;

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::json;

use super::read::Read;
use super::{World, lines};
use crate::cli::Check;
use crate::error::{Exit, Place, Result};
use crate::ledger::fault;
use crate::ledger::spots;
use crate::rules::audit::{self, Finding, Spot};
use crate::rules::commitment::Id;
use crate::text;
use crate::views::json;
use seen::Seen;

/// A finding and what it is about.
struct Found {
    /// The commitment; none: it is about the rules.
    id: Option<Id>,
    /// The bytes of its block, or of the rule.
    span: Range<usize>,
    finding: Finding,
}

/// Lists findings. Silent and 0 if there are none; notes do not count.
pub fn run(args: &Check, world: &mut World<'_, '_>) -> Result<Exit> {
    let now = world.desk.now;
    let text = world.desk.store.text()?;
    let mut seen = Seen::default();
    let mut found = world.desk.read_text(
        &text,
        |_| Ok(()),
        |(), look| {
            let (id, span) = (look.commitment.id, look.span);
            seen.take(look.commitment, &span);
            let findings = audit::findings(look.commitment, look.house, now);
            let found = findings.into_iter().filter(|finding| args.all || !finding.is_note);
            let found: Vec<_> =
                found.map(|finding| Found { id: Some(id), span: span.clone(), finding }).collect();
            Some((id, span, found))
        },
    )?;
    let mut all: Vec<Found> = found.kept.iter_mut().flat_map(|(.., found)| found.drain(..)).collect();
    all.extend(twice(&found));
    all.extend(names::findings(&seen).filter(|found| args.all || !found.finding.is_note));
    all.extend(house::findings(&found.scanned, &seen));
    let mut missing = seen.follows.iter().filter(|(.., before)| !found.ids.has(*before)).collect();
    all.extend(archives::findings(&text, &found, &mut missing, &world.desk)?);
    all.extend(missing.into_iter().map(follows_nothing));
    all.sort_by_key(|found| found.span.start);
    let shown = world.desk.store.shown();
    let mut placed: Vec<_> = places(&shown, &text, &all).into_iter().zip(&all).collect();
    placed.sort_by_key(|(place, _)| (place.line, place.column));
    say(&placed, world)?;
    let counts = all.iter().any(|found| !found.finding.is_note);
    Ok(if counts { Exit::Holds } else { Exit::Fine })
}

type Kept = (Id, Range<usize>, Vec<Found>);

/// Ids that two commitments have, at each but the first.
fn twice(found: &Read<(), Kept>) -> Vec<Found> {
    let doubled: BTreeSet<_> = found.ids.twice().into_iter().collect();
    let mut seen = BTreeSet::new();
    let again = found.kept.iter().filter(|(id, ..)| doubled.contains(id) && !seen.insert(*id));
    let finding = |id: &Id| Finding {
        name: "id-twice",
        spot: Spot::Key("id".to_owned()),
        message: format!("another commitment has the id {id} already; give this one another id"),
        is_note: false,
    };
    again.map(|(id, span, _)| Found { id: Some(*id), span: span.clone(), finding: finding(id) }).collect()
}

/// A commitment, its block, and the one that it carries on.
type Follows = (Id, Range<usize>, Id);

/// A commitment that carries on one that is not there, nor in an archive.
fn follows_nothing((id, span, before): &Follows) -> Found {
    let finding = Finding {
        name: "follows",
        spot: Spot::Key("follows".to_owned()),
        message: format!("`follows` names no known commitment: {before}"),
        is_note: false,
    };
    Found { id: Some(*id), span: span.clone(), finding }
}

/// Where findings are, which come in the order of the file: its lines are counted once, not once for each.
fn places(shown: &str, text: &str, all: &[Found]) -> Vec<Place> {
    let (mut base, mut lines) = (0, 0_usize);
    let mut places = Vec::with_capacity(all.len());
    for found in all {
        let mut span = found.span.clone();
        let before = text.as_bytes().get(base..span.start).unwrap_or_default();
        lines = lines.saturating_add(memchr::memchr_iter(b'\n', before).count());
        // The line in question is counted from its own start.
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline.saturating_add(1));
        base = base.saturating_add(line_start);
        if found.id.is_some() {
            let block = text.get(span.clone()).unwrap_or_default();
            let spot = spots::find(block, &found.finding.spot);
            span = span.start.saturating_add(spot.start)..span.start.saturating_add(spot.end);
        }
        let rest = text.as_bytes().get(base..).unwrap_or_default();
        let from_base = span.start.saturating_sub(base)..span.end.saturating_sub(base);
        let mut place = fault::place(shown, rest, &from_base);
        place.line = place.line.saturating_add(lines);
        places.push(place);
    }
    places
}

fn say(placed: &[(Place, &Found)], world: &mut World<'_, '_>) -> Result<()> {
    if world.desk.quiet {
        return Ok(());
    }
    if world.desk.json {
        let file = world.desk.store.path.to_string_lossy();
        let findings: Vec<_> = placed
            .iter()
            .map(|(place, Found { id, finding, .. })| {
                json!({
                    "file": file, "line": place.line, "column": place.column,
                    "name": finding.name, "id": id.as_ref().map(Id::as_str), "message": finding.message, "note": finding.is_note,
                })
            })
            .collect();
        let answer = json!({ "schema": json::SCHEMA, "findings": findings });
        return json::line(&answer, &mut world.out).map_err(|error| lines::unprinted(&error));
    }
    for (Place { file, line, column, .. }, Found { id, finding, .. }) in placed {
        let note = if finding.is_note { "note: " } else { "" };
        let message = text::clean(&finding.message);
        let id = id.map_or_else(String::new, |id| format!("{id}: "));
        let line = format!("{file}:{line}:{column}: {note}{id}{message} [{}]\n", finding.name);
        world.out.data(&line).map_err(|error| lines::unprinted(&error))?;
    }
    Ok(())
}
