//! A ledger and its archives, merged together: a promise that one side has archived is that side's version of it.
//!
//! A merge of one file sees a block that went to an archive as taken out. Here each such block is put into one file on all sides
//! first, and then every file is merged by itself.

use std::collections::HashMap;

use super::marks::{Marks, Take, three_way};
use super::side::{Name, Piece, Side};
use super::{Merged, Misread, Texts, is_closed, markers, read, whole};
use crate::ledger::merge::ends::Ends;
use crate::rules::policy::Policy;

/// The base, ours and theirs of one file.
type Sides<'t> = [Side<'t>; 3];
/// The file of a block on each side: in the base, ours, theirs.
type Homes = [Option<usize>; 3];

/// Merges a ledger, which is the first, and its archives, with what was chosen where they contradict each other, in order.
///
/// # Errors
/// A version that is not understood, with the place of its file.
pub fn merge(files: &[Texts<'_>], choices: &[Take]) -> Result<Vec<Merged>, (usize, Misread)> {
    let versions: Vec<_> = files.iter().map(|texts| markers::versions(texts.base).ok().flatten()).collect();
    let mut all = Vec::with_capacity(files.len());
    for (place, (texts, versions)) in files.iter().zip(&versions).enumerate() {
        all.push(read(*texts, versions.as_ref(), place > 0).map_err(|misread| (place, misread))?);
    }
    let moved = gather(&mut all);
    let (marks, mut choices) = (Marks::default(), choices);
    let mut merged = Vec::with_capacity(files.len());
    for (place, (texts, sides)) in files.iter().zip(&all).enumerate() {
        let settled = texts.settled().filter(|_| !moved.contains(&place));
        let (one, used) = settled
            .map_or_else(|| whole::merged(sides, &marks, choices, true), |text| (Merged::clean(text), 0));
        let _ = choices.split_off(..used);
        merged.push(one);
    }
    Ok(merged)
}

/// Returns the names of the archives that a ledger names; none if it cannot be read.
pub fn archives(ledger: &str) -> Vec<String> {
    super::side::read(ledger, true).map(|side| side.policy.archives).unwrap_or_default()
}

/// Returns whether a text is a ledger or an archive.
pub fn is_readable(text: &str) -> bool {
    super::side::read(text, true).is_ok()
}

/// Puts each block that is in several files into one on all sides; returns the files from which or to which something was moved.
fn gather(all: &mut [Sides<'_>]) -> Vec<usize> {
    let mut homes: HashMap<Name, Homes> = HashMap::new();
    for (file, sides) in all.iter().enumerate() {
        for (side, pieces) in sides.iter().enumerate() {
            for piece in pieces.pieces.iter().filter(|piece| matches!(piece.name, Name::Block(_, 0))) {
                let of = homes.entry(piece.name.clone()).or_default();
                // Of a block in two files on one side that of the ledger counts.
                if let Some(home) = of.get_mut(side).filter(|home| home.is_none()) {
                    *home = Some(file);
                }
            }
        }
    }
    homes.retain(|_, of| of.iter().flatten().any(|file| of.iter().flatten().any(|other| other != file)));
    let targets: HashMap<Name, usize> =
        homes.iter().filter_map(|(name, of)| Some((name.clone(), target(name, of, all)?))).collect();
    let mut touched = Vec::new();
    for side in 0..3 {
        let mut moving: Vec<(usize, Piece<'_>)> = Vec::new();
        for (file, sides) in all.iter_mut().enumerate() {
            let Some(of_side) = sides.get_mut(side) else { continue };
            let is_moved = |piece: &Piece<'_>| {
                let from = homes.get(&piece.name).and_then(|of| of.get(side).copied().flatten());
                targets.get(&piece.name).copied().filter(|to| from == Some(file) && *to != file)
            };
            let found: Vec<_> =
                of_side.pieces.iter().filter_map(|piece| Some((is_moved(piece)?, piece.clone()))).collect();
            if !found.is_empty() {
                of_side.pieces.retain(|piece| is_moved(piece).is_none());
                touched.push(file);
                moving.extend(found);
            }
        }
        for (file, sides) in all.iter_mut().enumerate() {
            let Some(of_side) = sides.get_mut(side) else { continue };
            let here = moving.extract_if(.., |(to, _)| *to == file).map(|(_, piece)| piece);
            put(of_side, here.collect());
            touched.extend(targets.values().any(|to| *to == file).then_some(file));
        }
    }
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// Returns the file into which a block goes: where the side moved it that moved it, or the ledger if it is open somewhere.
fn target(name: &Name, [was, mine, other]: &Homes, all: &[Sides<'_>]) -> Option<usize> {
    let (mine, other) = match (*mine, *other) {
        (Some(mine), Some(other)) => (mine, other),
        (one, two) => return one.or(two),
    };
    let policy = all.first().and_then(|ledger| ledger.get(1)).map(|side| &side.policy);
    let is_open = |file: usize, side: usize| is_open(name, all.get(file)?.get(side)?, policy);
    let is_any_open = is_open(mine, 1) == Some(true) || is_open(other, 2) == Some(true);
    let (first, last) = (mine.min(other), mine.max(other));
    Some(match three_way(*was, mine, other) {
        _ if is_any_open && first == 0 => 0,
        Some(moved) => moved,
        // Without a base, or if each moved it elsewhere: to an archive, the first of two.
        None if first == 0 => last,
        None => first,
    })
}

fn is_open(name: &Name, side: &Side<'_>, policy: Option<&Policy>) -> Option<bool> {
    let piece = side.pieces.iter().find(|piece| piece.name == *name)?;
    Some(!is_closed(&piece.body, policy))
}

/// Puts blocks into a file, each in place of what the file has of it, or at the end.
fn put<'t>(side: &mut Side<'t>, blocks: Vec<Piece<'t>>) {
    if blocks.is_empty() {
        return;
    }
    let mut blocks: HashMap<_, _> = blocks.into_iter().map(|piece| (piece.name.clone(), piece)).collect();
    for there in &mut side.pieces {
        if let Some(piece) = blocks.remove(&there.name) {
            there.body = piece.body;
        }
    }
    let mut new: Vec<_> = blocks.into_values().collect();
    new.sort_by(|one, other| (one.made, &one.name).cmp(&(other.made, &other.name)));
    for piece in new {
        let gap = match Ends::of(&piece.body) {
            _ if side.pieces.is_empty() => "",
            Ends::CrLf => "\r\n\r\n",
            _ => "\n\n",
        };
        side.pieces.push(Piece { gap, ..piece });
    }
    if side.end.is_empty() {
        side.end = "\n";
    }
}

#[cfg(test)]
mod tests;
