//! The whole of a merge. Each piece may merge by itself, and all of them together may still not be a ledger: two customers with one
//! other name, a kind whose calendar the other side took out, a limit below its target, a table beside a dotted key of its name.
//!
//! The pieces that do not go together contradict each other as one: each stands between markers as both sides have it, and one choice
//! is for all of them. They are chosen so that taking either side of them, with all else merged, is a ledger. First comes the piece that
//! the error is in, with those in which the next errors are; if that is not enough, the sections of the policy in which the sides
//! differ, without those that can be merged all the same; at last every piece in which they differ, since either side is a ledger.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::ends::Ends;
use super::marks::{Contradiction, Marks, Notes, Take};
use super::side::{self, Name, Piece, Side};
use super::{Merged, Plan};
use crate::text;

/// How often the piece of another error is added.
const ROUNDS: usize = 32;
/// How many sections it is tried to do without: each time the whole is merged twice.
const MOST_TRIED: usize = 16;

/// Pieces that are not merged.
#[derive(Debug, Default)]
pub struct Apart {
    /// Which.
    pub names: BTreeSet<Name>,
    /// The side whose version is taken; without one both stand between markers.
    pub take: Option<Take>,
}

impl Apart {
    /// Returns whether something stands between markers.
    pub fn is_marked(&self) -> bool {
        self.take.is_none() && !self.names.is_empty()
    }

    /// Returns what stands for one of them: its base, ours, theirs. `None` if that is nothing.
    pub fn body<'t>(
        &self,
        [_, mine, other]: [Option<&'t Piece<'t>>; 3],
        marks: &Marks,
    ) -> Option<Cow<'t, str>> {
        let body = |piece: Option<&'t Piece<'t>>| piece.map(|piece| Cow::Borrowed(&*piece.body));
        match self.take {
            Some(Take::Ours) => body(mine),
            Some(Take::Theirs) => body(other),
            None => {
                let (mine, other) = (body(mine).unwrap_or_default(), body(other).unwrap_or_default());
                let newline = Ends::of(&mine).max(Ends::of(&other)).newline();
                Some(Cow::Owned(marks.around(&mine, &other, newline)))
            }
        }
    }
}

/// Merges sides, with what was chosen where they contradict each other; returns how many of the choices were used. A result with
/// nothing in it, which nobody could read as a ledger, contradicts both, unless it `may_be_empty` as an archive may.
pub fn merged(sides: &[Side<'_>; 3], marks: &Marks, choices: &[Take], may_be_empty: bool) -> (Merged, usize) {
    let whole = Whole { sides, marks, may_be_empty };
    let plain = whole.tried(choices, &Apart::default());
    let Some(wrong) = &plain.wrong else { return plain.merged() };
    let used = plain.used;
    let first = choices.first().copied();
    // Of choices for other contradictions all have to be one side, or it is for a person to say.
    let is_mixed = choices.iter().take(used).any(|choice| Some(*choice) != first);
    let take = first.filter(|_| !is_mixed);
    let names = whole.apart(wrong, used);
    let contradiction = whole.contradiction(&names, wrong);
    let settled = take.map(|side| whole.tried(&vec![side; used], &Apart { names: names.clone(), take }));
    match settled {
        Some(settled) if settled.wrong.is_none() => {
            let (merged, _) = settled.merged();
            (merged, used.max(1))
        }
        _ => {
            let (merged, _) = whole.tried(choices, &Apart { names, take: None }).merged();
            (Merged { contradictions: vec![contradiction], ..merged }, used)
        }
    }
}

/// What is merged, and how.
struct Whole<'s, 't> {
    sides: &'s [Side<'t>; 3],
    marks: &'s Marks,
    may_be_empty: bool,
}

/// A merge of all pieces.
struct Tried {
    merged: Merged,
    /// How many of the choices were used.
    used: usize,
    /// Why it is not a ledger, where nothing else is left to settle.
    wrong: Option<Wrong>,
}

impl Tried {
    fn merged(self) -> (Merged, usize) {
        (self.merged, self.used)
    }
}

/// Why a text is not what was meant.
struct Wrong {
    what: String,
    /// The piece that it is in.
    piece: Option<Name>,
}

impl Whole<'_, '_> {
    fn tried(&self, choices: &[Take], apart: &Apart) -> Tried {
        let mut notes = Notes::new(self.marks, choices);
        let plan = Plan::of(self.sides.each_ref(), &mut notes, apart);
        let text = plan.text();
        let used = notes.contradictions.len().min(choices.len());
        let contradictions = notes.contradictions.split_off(used);
        let is_settled = contradictions.is_empty() && !apart.is_marked();
        let wrong = if is_settled { self.wrong(&plan, &text) } else { None };
        Tried { merged: Merged { text, contradictions, both: notes.both }, used, wrong }
    }

    /// Returns why a result is not what was planned.
    fn wrong(&self, plan: &Plan<'_>, text: &str) -> Option<Wrong> {
        if self.may_be_empty && text.is_empty() && plan.parts.is_empty() {
            return None;
        }
        match side::read(text, false) {
            Ok(found) if plan.is(&found) => None,
            Ok(_) => Some(Wrong { what: "merged, it would be read otherwise".to_owned(), piece: None }),
            Err(fault) => {
                let piece = plan.piece_at(fault.span.start).cloned();
                let what = format!("merged, this is not a ledger: {}", fault.problem.message);
                Some(Wrong { what, piece })
            }
        }
    }

    /// Returns the pieces that do not go together, of a merge with so many other contradictions.
    fn apart(&self, first: &Wrong, count: usize) -> BTreeSet<Name> {
        let differing = self.differing();
        let wrong = |names: &BTreeSet<Name>| {
            let with = |side| {
                let apart = Apart { names: names.clone(), take: Some(side) };
                self.tried(&vec![side; count], &apart).wrong
            };
            [with(Take::Ours), with(Take::Theirs)]
        };
        let is_sound = |names: &BTreeSet<Name>| wrong(names).iter().all(Option::is_none);
        let mut names: BTreeSet<_> =
            first.piece.iter().filter(|name| differing.contains(*name)).cloned().collect();
        for _ in 0..ROUNDS {
            let found = wrong(&names);
            if found.iter().all(Option::is_none) {
                return names;
            }
            let before = names.len();
            let more = found.into_iter().flatten().filter_map(|wrong| wrong.piece);
            names.extend(more.filter(|name| differing.contains(name)));
            if names.len() == before {
                break;
            }
        }
        let sections: Vec<_> = differing.iter().filter(|name| !name.is_block()).cloned().collect();
        names.extend(sections.iter().cloned());
        if !is_sound(&names) {
            return differing;
        }
        for section in sections.iter().take(MOST_TRIED) {
            let mut fewer = names.clone();
            fewer.remove(section);
            if is_sound(&fewer) {
                names = fewer;
            }
        }
        names
    }

    /// Returns the pieces in which the sides differ.
    fn differing(&self) -> BTreeSet<Name> {
        let [_, mine, other] = self.sides;
        let bodies = |side: &'_ Side<'_>| -> BTreeMap<Name, String> {
            side.pieces.iter().map(|piece| (piece.name.clone(), piece.body.to_string())).collect()
        };
        let (mine, other) = (bodies(mine), bodies(other));
        let names = mine.keys().chain(other.keys());
        names.filter(|name| mine.get(name) != other.get(name)).cloned().collect()
    }

    /// Returns what is said of pieces that do not go together.
    fn contradiction(&self, names: &BTreeSet<Name>, wrong: &Wrong) -> Contradiction {
        let mut about: Vec<_> = names.iter().map(Name::to_string).collect();
        about.dedup();
        let about = text::list(about.iter().map(String::as_str));
        let texts = |side: &Side<'_>| -> String {
            let pieces: BTreeMap<_, _> = side.pieces.iter().map(|piece| (&piece.name, piece)).collect();
            let of: Vec<_> =
                names.iter().filter_map(|name| pieces.get(name)).map(|piece| &*piece.body).collect();
            of.join("\n\n")
        };
        let [_, mine, other] = self.sides;
        Contradiction::of(&about, &wrong.what, &texts(mine), &texts(other))
    }
}
