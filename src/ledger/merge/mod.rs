//! Two versions of a ledger and what both came from, as one: pure, three texts in, one text out.
//!
//! A file is pieces: blocks by their ids, sections of the policy by their headers. A piece that all sides have alike, or that one
//! side left as it was, is copied as bytes; one that both changed is merged by its lines ([`body`]), and its history by its events
//! ([`events`]). What contradicts stands between git's markers, and nothing else does. Pieces that merge one by one and are not a ledger
//! together contradict each other too ([`whole`]).

use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::problem::Fault;
use crate::ledger::read::block;
use crate::rules::cycle;
use crate::rules::policy::{Order, Policy};
use body::Shape;
use ends::Ends;
use markers::Versions;
use marks::{Contradiction, Marks, Notes, three_way};
use order::{Compare, List};
use side::{Name, Piece, Side};
use whole::Apart;

mod base;
mod body;
pub mod copies;
mod ends;
mod entries;
mod events;
pub mod files;
mod history;
pub mod markers;
pub mod marks;
mod order;
mod side;
mod value;
mod whole;

/// The three texts of a ledger.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'t> {
    /// What both came from; empty if there is nothing.
    pub base: &'t str,
    /// Ours.
    pub ours: &'t str,
    /// Theirs.
    pub theirs: &'t str,
}

/// Which of the three texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What both came from.
    Base,
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// A text that is not understood, and why.
#[derive(Debug)]
pub struct Misread {
    /// Which.
    pub which: Which,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Two versions as one.
#[derive(Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text; what contradicts stands between markers.
    pub text: String,
    /// What contradicts.
    pub contradictions: Vec<Contradiction>,
    /// What both sides did, in words.
    pub both: Vec<String>,
}

/// Merges two versions of a ledger, or of an archive.
///
/// # Errors
/// A version that is not understood.
pub fn merge(texts: Texts<'_>, marks: &Marks) -> Result<Merged, Misread> {
    let versions = markers::versions(texts.base).ok().flatten();
    let sides = read(texts, versions.as_ref(), false)?;
    Ok(texts.settled().map_or_else(|| whole::merged(&sides, marks, &[], false).0, Merged::clean))
}

impl<'t> Texts<'t> {
    /// Returns the text that has what both did: one of them, or both, did nothing. `None` if each changed something.
    fn settled(&self) -> Option<&'t str> {
        let Self { base, ours, theirs } = self;
        match () {
            _ if ours == theirs || base == theirs => Some(ours),
            _ if base == ours => Some(theirs),
            _ => None,
        }
    }
}

impl Merged {
    fn clean(text: &str) -> Self {
        Self { text: text.to_owned(), contradictions: Vec::new(), both: Vec::new() }
    }
}

/// Reads the base, ours and theirs. A base with markers is what its `versions` agree on. A side may be empty if there was nothing
/// before and the other is empty too, or if it `may_be_empty`.
fn read<'t>(
    Texts { base, ours, theirs }: Texts<'t>,
    versions: Option<&'t Versions>,
    may_be_empty: bool,
) -> Result<[Side<'t>; 3], Misread> {
    let misread = |which| move |fault| Misread { which, fault };
    let may_be = |other: &str| may_be_empty || (base.is_empty() && other.is_empty());
    let mine = side::read(ours, may_be(theirs)).map_err(misread(Which::Ours))?;
    let other = side::read(theirs, may_be(ours)).map_err(misread(Which::Theirs))?;
    let was = |text| side::read(text, true).map_err(misread(Which::Base));
    let was = match versions {
        None => was(base)?,
        Some(Versions { ours, theirs, .. }) => base::agreed(was(ours)?, &was(theirs)?),
    };
    Ok([was, mine, other])
}

/// A piece of the result.
struct Part<'t> {
    name: Name,
    gap: Cow<'t, str>,
    body: Cow<'t, str>,
}

/// The pieces of the result in their order.
struct Plan<'t> {
    has_bom: bool,
    parts: Vec<Part<'t>>,
    end: Cow<'t, str>,
    /// There are markers, each of which has to end its line.
    is_marked: bool,
}

/// Where a piece is on each side: in the base, ours, theirs.
type Places = [Option<usize>; 3];

impl<'t> Plan<'t> {
    fn of(sides: [&'t Side<'t>; 3], notes: &mut Notes<'_>, apart: &Apart) -> Self {
        let (places, lists) = places(sides);
        let piece = |at: usize, side: usize| -> Option<&'t Piece<'t>> {
            let place = places.get(at)?.get(side).copied().flatten()?;
            sides.get(side)?.pieces.get(place)
        };
        let pieces = |at: usize| [piece(at, 0), piece(at, 1), piece(at, 2)];
        let policy = sides.first().map(|side| &side.policy);
        let mut bodies: Vec<Option<Cow<'t, str>>> = Vec::with_capacity(places.len());
        for at in 0..places.len() {
            let pieces = pieces(at);
            let is_apart = pieces.into_iter().flatten().any(|piece| apart.names.contains(&piece.name));
            bodies.push(if is_apart {
                apart.body(pieces, notes.marks)
            } else {
                merged(pieces, policy, notes)
            });
        }
        let is_kept = |at: usize| bodies.get(at).is_some_and(Option::is_some);
        let any = |at: usize| pieces(at).into_iter().flatten().next();
        let by_name = |one: usize, other: usize| {
            any(one).map(|one| &one.name).cmp(&any(other).map(|other| &other.name))
        };
        let made = |at: usize| {
            let [_, mine, other] = pieces(at);
            [mine, other].into_iter().flatten().map(|piece| (piece.name.is_block(), piece.made)).min()
        };
        let [was, mine, other] = sides.map(|side| side.policy.order);
        let is_by_id = three_way(Some(was), mine, other) == Some(Order::Id);
        let by_made = |one: usize, other: usize| {
            let (one_made, other_made) = (made(one), made(other));
            let by_made = match is_by_id {
                true => one_made.map(|(is_block, _)| is_block).cmp(&other_made.map(|(is_block, _)| is_block)),
                false => one_made.cmp(&other_made),
            };
            by_made.then_with(|| by_name(one, other))
        };
        let [was, mine, other] = &lists;
        let order =
            order::arrange(was, mine, other, &is_kept, &Compare { keys: &by_name, at_one_place: &by_made });
        let mut plan = Self {
            has_bom: bom(sides),
            parts: Vec::with_capacity(order.len()),
            end: spaces(sides.map(|side| Some(side.end))).into(),
            is_marked: notes.contradictions.len() > notes.choices.len() || apart.is_marked(),
        };
        let lead = spaces(sides.map(|side| side.pieces.first().map(|piece| piece.gap)));
        for at in order {
            let (Some(body), Some(piece)) = (bodies.get_mut(at).and_then(Option::take), any(at)) else {
                continue;
            };
            let gap = match plan.parts.last() {
                None => Cow::Borrowed(lead),
                Some(last) => gap(&places, at, pieces(at), &last.body, &body),
            };
            plan.parts.push(Part { name: piece.name.clone(), gap, body });
        }
        if plan.parts.is_empty() {
            plan.end = Cow::Borrowed("");
        }
        plan
    }

    fn text(&self) -> String {
        let length: usize =
            self.parts.iter().map(|part| part.gap.len().saturating_add(part.body.len())).sum();
        let mut text = String::with_capacity(length.saturating_add(self.end.len()).saturating_add(8));
        if self.has_bom {
            text.push_str(crate::ledger::change::BOM);
        }
        for part in &self.parts {
            text.push_str(&part.gap);
            text.push_str(&part.body);
        }
        text.push_str(&self.end);
        if self.is_marked && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// Returns the name of the piece in which a byte of the text is.
    fn piece_at(&self, byte: usize) -> Option<&Name> {
        let mut end = if self.has_bom { crate::ledger::change::BOM.len() } else { 0 };
        let part = self.parts.iter().find(|part| {
            end = end.saturating_add(part.gap.len()).saturating_add(part.body.len());
            byte < end
        });
        part.map(|part| &part.name)
    }

    /// Returns true if a text that was read has exactly these pieces.
    fn is(&self, found: &Side<'_>) -> bool {
        let pieces = found.pieces.iter().map(|piece| (&piece.name, &*piece.body));
        self.has_bom == found.has_bom && self.parts.iter().map(|part| (&part.name, &*part.body)).eq(pieces)
    }
}

/// Returns where each piece is on each side, and the pieces of each side in its order, by their places in that table.
fn places(sides: [&Side<'_>; 3]) -> (Vec<Places>, [List; 3]) {
    let most = sides.iter().map(|side| side.pieces.len()).max().unwrap_or_default();
    let mut table: Vec<Places> = Vec::with_capacity(most);
    let mut known: HashMap<&Name, usize> = HashMap::with_capacity(most);
    let mut side_number = 0_usize;
    let lists = sides.map(|side| {
        let list = side.pieces.iter().enumerate().map(|(place, piece)| {
            let at = *known.entry(&piece.name).or_insert_with(|| {
                table.push([None; 3]);
                table.len().saturating_sub(1)
            });
            if let Some(slot) = table.get_mut(at).and_then(|places| places.get_mut(side_number)) {
                *slot = Some(place);
            }
            at
        });
        let list: List = list.collect();
        side_number = side_number.saturating_add(1);
        list
    });
    (table, lists)
}

fn bom(sides: [&Side<'_>; 3]) -> bool {
    let [was, mine, other] = sides.map(|side| side.has_bom);
    three_way(Some(was), mine, other) == Some(true)
}

/// Returns the blanks of the side that changed them, the longer if both did.
fn spaces(sides: [Option<&str>; 3]) -> &str {
    match sides {
        [was, Some(mine), Some(other)] => three_way(was, mine, other)
            .unwrap_or_else(|| mine.max(other).max(if mine.len() < other.len() { other } else { mine })),
        [_, mine, other] => mine.or(other).unwrap_or_default(),
    }
}

/// Returns what goes between a piece and the one above it.
fn gap<'t>(
    places: &[Places],
    at: usize,
    pieces: [Option<&'t Piece<'t>>; 3],
    above: &str,
    body: &str,
) -> Cow<'t, str> {
    let place = |side: usize| places.get(at).and_then(|places| places.get(side).copied()).flatten();
    let [was, mine, other] = pieces;
    // The first piece of a file has nothing above it to keep away from.
    let of = |piece: Option<&'t Piece<'t>>, side: usize| {
        piece.filter(|_| place(side) != Some(0)).map(|piece| piece.gap)
    };
    let found = spaces([of(was, 0), of(mine, 1), of(other, 2)]);
    let lines = found.matches('\n').count();
    let last = above.rsplit('\n').next().unwrap_or_default().trim_start();
    // A comment directly above a header would become part of the piece below it.
    if lines == 0 || (lines == 1 && last.starts_with('#')) {
        let newline = Ends::of(body).newline();
        return newline.repeat(2).into();
    }
    found.into()
}

/// Returns the merged text of one piece, `None` if it is gone.
fn merged<'t>(
    pieces: [Option<&'t Piece<'t>>; 3],
    policy: Option<&Policy>,
    notes: &mut Notes<'_>,
) -> Option<Cow<'t, str>> {
    let [was, mine, other] = pieces;
    let body = |piece: &'t Piece<'t>| Cow::Borrowed(&*piece.body);
    match (was, mine, other) {
        (_, None, None) => None,
        (None, Some(piece), None) | (None, None, Some(piece)) => Some(body(piece)),
        (Some(was), Some(piece), None) | (Some(was), None, Some(piece)) => {
            if was.body == piece.body || same(was, piece) {
                return None;
            }
            if piece.name.is_block() && is_closed(&was.body, policy) {
                return Some(body(piece));
            }
            notes.about = piece.name.to_string();
            let (ours, theirs) = if mine.is_some() { (&*piece.body, "") } else { ("", &*piece.body) };
            let what = "changed on one side, taken out on the other";
            let text = notes.clash(what, ours, theirs, Ends::of(&piece.body).newline());
            (!text.is_empty()).then_some(Cow::Owned(text))
        }
        (was, Some(mine), Some(other)) => {
            if mine.body == other.body || was.is_some_and(|was| was.body == other.body) {
                return Some(body(mine));
            }
            if was.is_some_and(|was| was.body == mine.body) {
                return Some(body(other));
            }
            notes.about = mine.name.to_string();
            Some(both(was, mine, other, notes))
        }
    }
}

/// Merges two texts of a piece that differ from each other and from the base.
fn both<'t>(
    was: Option<&'t Piece<'t>>,
    mine: &'t Piece<'t>,
    other: &'t Piece<'t>,
    notes: &mut Notes<'_>,
) -> Cow<'t, str> {
    let base = was.map(|was| ends::plain(&was.body));
    let (ours, theirs) = (ends::plain(&mine.body), ends::plain(&other.body));
    let shape = mine.name.shape();
    let restored = |text: String| ends::restored(text, was.map(|was| &*was.body), &mine.body, &other.body);
    if let Some(text) = three_way(base.as_deref(), &*ours, &*theirs) {
        return Cow::Owned(restored(text.to_owned()));
    }
    if was.is_none() && shape == Shape::Block && !is_one_promise(&ours, &theirs) {
        let text = notes.clash("two promises have this id", &ours, &theirs, "\n");
        return Cow::Owned(restored(text));
    }
    Cow::Owned(restored(body::merge(notes, base.as_deref(), &ours, &theirs, shape)))
}

/// Returns true if two texts of a piece say the same.
fn same(one: &Piece<'_>, other: &Piece<'_>) -> bool {
    body::says_the_same(&ends::plain(&one.body), &ends::plain(&other.body), one.name.shape())
}

/// Returns true if two texts of one id are about one promise.
fn is_one_promise(one: &str, other: &str) -> bool {
    match (block::read(one), block::read(other)) {
        (Ok(one), Ok(other)) => one.made == other.made && one.to == other.to && one.what == other.what,
        _ => false,
    }
}

/// Returns true if the commitment of a block is closed at the end of its history.
fn is_closed(block: &str, policy: Option<&Policy>) -> bool {
    let (Ok(commitment), Some(policy)) = (block::read(block), policy) else { return false };
    cycle::is_closed(&commitment, policy)
}

#[cfg(test)]
mod tests;
