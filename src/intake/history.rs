//! Event files: one row an event, as help desks export the history of their tickets.
//!
//! The row of the event `made` is read as a row of a file of commitments is; the others become events of it. The columns
//! of an event have the names of its keys in a ledger, and what it needs is read as it is from there. An event of a
//! commitment that this file does not make is handed over as it is: the ledger may know it.

mod order;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::field::Field;
use super::map::{self, Map};
use super::row::{self, Not, Place, Rows};
use super::sheet::{Cells, says_nothing};
use super::{Happening, Incoming, LeftOut, Reasons, Rest};
use crate::error::{Error, Result};
use crate::rules::commitment::keys::{Key, Keys};
use crate::rules::commitment::{CancelAs, Deed, Did, Event, Id};
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;
use crate::text::{self, names};

/// The event with which a commitment begins.
const MADE: &str = "made";

/// The keys that columns can be named for, the needed ones first.
const KEYS: [&str; 10] = ["id", "at", "did", "by", "note", "why", "to", "due", "told", "stars"];
/// How many of them are needed.
const NEEDED: usize = 3;

/// The columns of an event file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events(BTreeMap<&'static str, String>);

impl Events {
    /// Reads `id=COLUMN,at=COLUMN,did=COLUMN,…`.
    ///
    /// # Errors
    /// An unknown key, one given twice, and none for `id`, `at` or `did`.
    pub fn parse(items: &[String]) -> Result<Self> {
        let mut columns = BTreeMap::new();
        for item in items.iter().flat_map(|items| map::items_of(items)) {
            let (name, column) = map::pair("--events", &item, "id=COLUMN,at=COLUMN,did=COLUMN,by=COLUMN")?;
            let Some(key) = KEYS.into_iter().find(|key| *key == name.trim()) else {
                return Err(Error::new(format!("--events: unknown key {}", text::quote(name)))
                    .hint_maybe(text::meant(name, KEYS))
                    .hint(format!("the keys are {}", KEYS.join(", "))));
            };
            if columns.insert(key, map::unquoted(column)).is_some() {
                return Err(Error::new(format!("--events: two columns for {key}")));
            }
        }
        let missing: Vec<_> =
            KEYS.into_iter().take(NEEDED).filter(|key| !columns.contains_key(key)).collect();
        if missing.is_empty() {
            return Ok(Self(columns));
        }
        Err(Error::new(format!("--events: no column for {}", missing.join(", ")))
            .hint("write --events id=COLUMN,at=COLUMN,did=COLUMN, and by, note, why, to, due, told and stars if there are such columns"))
    }

    /// Returns the map of the row that makes a commitment: its name and its instant are those of the event.
    pub(super) fn over(&self, mut map: Map) -> Map {
        for (key, field) in [("id", Field::Reference), ("at", Field::Made)] {
            map.need(field, self.0.get(key).map_or(&[], std::slice::from_ref));
        }
        self.0.values().for_each(|column| map.need_also(column));
        map
    }

    /// Returns the places of its columns, which the map of the row that makes a commitment needs to be there.
    pub(super) fn places(&self, headings: &[String]) -> BTreeMap<&'static str, usize> {
        let place = |(key, name): (&&'static str, &String)| {
            Some((*key, map::places_of(name, headings).first().copied()?))
        };
        self.0.iter().filter_map(place).collect()
    }
}

/// What is needed to read the rows of an event file.
pub(super) struct History<'m> {
    pub(super) rows: &'m Rows<'m>,
    pub(super) places: &'m BTreeMap<&'static str, usize>,
}

/// Commitments and events, as they are read.
#[derive(Default)]
pub(super) struct Gathered {
    made: BTreeMap<String, usize>,
    rows: Vec<Incoming>,
    happened: Vec<(String, Happening)>,
}

impl History<'_> {
    /// Takes in a row.
    pub(super) fn take(&self, line: u64, cells: Cells<'_>, all: &mut Gathered) -> Result<(), Not> {
        for (key, place) in self.places {
            row::check_length(key, cells.get(*place))?;
        }
        let cell = |key| {
            let cell = self.places.get(key).map_or("", |place| cells.get(*place).trim());
            Some(cell).filter(|cell| !says_nothing(cell))
        };
        let did = cell("did").ok_or_else(|| missing("did"))?;
        let did = self.rows.map.meant(Field::Did, did).unwrap_or(did);
        if did == MADE {
            let row = self.rows.read(line, cells)?;
            let name = row.reference.clone().ok_or_else(|| missing("id"))?;
            if let Some(first) = all.made.get(&name).and_then(|place| all.rows.get(*place)) {
                let first = format!("first on line {}", first.line);
                return Err(Not::Readable("made twice".to_owned(), Some(first)));
            }
            all.made.insert(name, all.rows.len());
            all.rows.push(row);
            return Ok(());
        }
        let name = cell("id").ok_or_else(|| missing("id"))?;
        let name = self.rows.named(name);
        let time = |key, field| match (self.places.get(key), cell(key)) {
            (Some(place), Some(text)) => self.rows.at(Place::Column(*place, field), key, text),
            _ => Ok(None),
        };
        let at = time("at", Field::Made)?.ok_or_else(|| missing("at"))?;
        let due = time("due", Field::Due)?;
        let source = self.rows.system.unwrap_or(self.rows.source.name);
        let why = cell("why").map_or_else(|| format!("{did} at {source}"), str::to_owned);
        let has_due = due.is_some();
        // The due of a reopening is counted anew where it is not written.
        let due = due.map(|due| due.at).or_else(|| (did == Did::Reopened.name()).then_some(at.at));
        let mut keys = Row { did, due, why, to: cell("to"), told: cell("told"), stars: cell("stars") };
        let deed = Deed::read(&mut keys)?.into_owned();
        let event = Event {
            by: cell("by").map(|by| Cow::Owned(by.to_owned())),
            note: cell("note").map(|note| Cow::Owned(note.to_owned())),
            ..Event::new(at.at, deed)
        };
        all.happened.push((name, Happening { line, event, last: at.last, has_due }));
        Ok(())
    }
}

impl Gathered {
    /// Puts every event where it belongs, in order of time, and returns the commitments.
    pub(super) fn divide(self, rest: &mut Rest, reasons: &mut Reasons) -> Vec<Incoming> {
        let Self { made, mut rows, happened } = self;
        let mut others: BTreeMap<String, Vec<Happening>> = BTreeMap::new();
        for (name, happening) in happened {
            match made.get(&name).and_then(|place| rows.get_mut(*place)) {
                Some(row) if happening.last < row.made => {
                    let why = reasons.keep("it happened before the commitment was made");
                    rest.bad.push(LeftOut::new(happening.line, why));
                }
                Some(row) => row.history.push(happening),
                None => others.entry(name).or_default().push(happening),
            }
        }
        rows.iter_mut().for_each(|row| order::put(&mut row.history));
        others.values_mut().for_each(order::put);
        rest.events = others.into_iter().collect();
        rows
    }
}

fn missing(key: &str) -> Not {
    Not::Readable(format!("no {key}"), None)
}

fn bad(key: &str, why: &str, value: Option<&str>) -> Not {
    Not::Readable(format!("{key} {why}"), value.map(str::to_owned))
}

/// The keys of an event, in the cells of a row.
struct Row<'r> {
    did: &'r str,
    due: Option<Instant>,
    why: String,
    to: Option<&'r str>,
    told: Option<&'r str>,
    stars: Option<&'r str>,
}

impl Keys<'static> for Row<'_> {
    type Refusal = Not;
    type Text = Cow<'static, str>;

    fn text(&mut self, key: Key) -> Result<Option<Self::Text>, Not> {
        Ok(match key.name {
            "why" => Some(self.why.clone().into()),
            _ => None,
        })
    }

    fn name(&mut self, key: Key) -> Result<Option<Self::Text>, Not> {
        let Some(name) = self.to.filter(|_| key.name == "to") else { return Ok(None) };
        names::check_length("to", name)
            .and_then(|()| names::check_seen("to", name))
            .map_err(|problem| problem.message)?;
        Ok(Some(name.to_owned().into()))
    }

    fn names(&mut self, _: Key, _: &mut Vec<Cow<'static, str>>) -> Result<(), Not> {
        Ok(())
    }

    fn instant(&mut self, key: Key) -> Result<Option<Instant>, Not> {
        Ok(self.due.filter(|_| key.name == "due"))
    }

    fn flag(&mut self, _: Key) -> Result<Option<bool>, Not> {
        match self.told.map(text::fold).as_deref() {
            None => Ok(None),
            Some("true" | "yes" | "y" | "1" | "x") => Ok(Some(true)),
            Some("false" | "no" | "n" | "0") => Ok(Some(false)),
            Some(_) => Err(bad("told", "is neither yes nor no", self.told)),
        }
    }

    fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, Not> {
        let Some(cell) = self.stars.filter(|_| key.name == "stars") else { return Ok(None) };
        let count = cell.parse().ok().filter(|count| (1..=most).contains(count));
        let why = format!("is no whole number from 1 to {most}");
        count.map(Some).ok_or_else(|| bad(key.name, &why, Some(cell)))
    }

    fn id(&mut self, _: Key) -> Result<Option<Id>, Not> {
        Ok(None)
    }

    fn length(&mut self, _: Key, into: &mut Option<Target>) -> Result<(), Not> {
        *into = None;
        Ok(())
    }

    fn every(&mut self, _: Key) -> Result<Option<Every>, Not> {
        Ok(None)
    }

    fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, Not> {
        // How it was cancelled is not said by another system: the customer no longer wanted it.
        let word = if key.name == "did" { self.did } else { CancelAs::Withdrawn.name() };
        W::named(word).map(Some).ok_or_else(|| {
            let why = "did is no event: say what its words mean with --map-value did.done=…, did.made=…";
            Not::Readable(why.to_owned(), Some(word.to_owned()))
        })
    }

    fn missing(&self, key: Key) -> Not {
        Not::Readable(format!("no {} for `{}`", key.name, self.did), None)
    }
}

#[cfg(test)]
mod tests;
