//! From one record to an incoming commitment.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::dates::{Column, Moment};
use super::field::Field;
use super::map::{Columns, Map};
use super::preset::{Notes, Preset, Rule};
use super::sheet::{self, Cells, says_nothing};
use super::state::{Closing, State, Status};
use super::{Incoming, Source};
use crate::error::Error;
use crate::rules::commitment::Class;
use crate::text::{self, formula, names};

/// The most bytes of a cell that is read: no text that a person wrote is longer.
const LONGEST: usize = 1024 * 1024;
/// How many letters are kept of one that is longer.
const SHOWN: usize = 200;

/// How the records of a file are read.
pub(super) struct Rows<'m> {
    pub(super) source: &'m Source,
    /// What stands before a name in the other system, without the colon.
    pub(super) system: Option<&'m str>,
    pub(super) map: &'m Map,
    pub(super) columns: Columns,
    /// The names of the cells.
    pub(super) headings: &'m [String],
    /// How the times of a field are read, by where they come from.
    pub(super) dates: BTreeMap<Place, Column>,
    /// The places of the columns that the rules of the preset look at.
    pub(super) rules: Vec<(&'static Rule, usize)>,
}

/// Where a time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A column, as the column of a field: one may fill two, and a due of it is meant otherwise than what happened.
    Column(usize, Field),
    /// The value that every row has.
    Set(Field),
    /// The times of notes.
    Notes,
}

/// Why a row is no commitment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Not {
    /// It is no promise.
    Promise(String),
    /// It cannot be read: the reason, and the text that is meant.
    Readable(String, Option<String>),
}

/// A reason without the text that is meant.
impl From<String> for Not {
    fn from(why: String) -> Self {
        Self::Readable(why, None)
    }
}

impl Rows<'_> {
    /// Returns the name of a commitment with that of the other system before it.
    pub(super) fn named(&self, name: &str) -> String {
        match self.system {
            Some(system) => format!("{system}:{name}"),
            None => name.to_owned(),
        }
    }

    /// Returns the time in a cell of a column with dates.
    pub(super) fn at(&self, place: Place, name: &str, text: &str) -> Result<Option<Moment>, Not> {
        let Some(column) = self.dates.get(&place) else { return Ok(None) };
        let text = text.trim();
        column.read(text).map_err(|why| Not::Readable(format!("{name} {why}"), Some(text.to_owned())))
    }

    /// Refuses a value of all rows that no row could have, before any is read.
    ///
    /// # Errors
    /// The first such value, with who says so.
    pub(super) fn check_values(&self) -> Result<(), Error> {
        let none = sheet::Row::default();
        let row = Row { rows: self, cells: Cells::Made(&none) };
        for field in self.map.fields_set() {
            let read = match field {
                Field::Reference | Field::To | Field::Kind | Field::Owner => row.name(field).map(drop),
                Field::Class => row.class().map(drop),
                Field::Tags => row.tags().map(drop),
                Field::Status => row.state(None).map(drop),
                _ if field.is_time() => row.time(field).map(drop),
                _ => Ok(()),
            };
            if let Err(Not::Readable(why, value)) = read {
                let value =
                    value.map_or_else(String::new, |value| format!(" ({})", text::quote_start(&value)));
                return Err(Error::new(format!("{}: {why}{value}", self.map.value_from(field))));
            }
        }
        Ok(())
    }

    fn preset(&self) -> &'static Preset {
        self.source.preset
    }

    /// Returns the commitment of a record.
    pub(super) fn read(&self, line: u64, cells: Cells<'_>) -> Result<Incoming, Not> {
        for (field, place) in self.columns.all() {
            check_length(field.name(), cells.get(place))?;
        }
        let extra = self.extra(cells);
        check_extra(&extra)?;
        let row = Row { rows: self, cells };
        let rules = || self.rules.iter().filter(|(rule, place)| rule.holds(cells.get(*place)));
        if let Some((rule, _)) = rules().find(|(rule, _)| rule.is_no_promise()) {
            return Err(Not::Promise(rule.why.to_owned()));
        }
        let made = row.time(Field::Made)?.ok_or_else(|| no(Field::Made))?;
        let asked = row.time(Field::Asked)?;
        let begun_by = asked.as_ref().unwrap_or(&made).last;
        let made = made.at;
        let mut notes = row.notes()?;
        notes
            .extend(rules().filter(|(rule, _)| rule.is_noted()).map(|(rule, _)| (None, rule.why.to_owned())));
        let gone = rules().find(|(rule, _)| rule.is_gone()).map(|(rule, _)| rule.why);
        let mut read = Incoming {
            line,
            reference: row.reference()?,
            to: row.name(Field::To)?.ok_or_else(|| self.to_nobody())?,
            what: row.text(Field::What).ok_or_else(|| no(Field::What))?,
            kind: row.name(Field::Kind)?,
            owner: row.name(Field::Owner)?,
            class: row.class()?,
            tags: row.tags()?,
            contact: row.text(Field::Contact),
            made,
            asked: asked.map(|asked| asked.at).filter(|asked| *asked != made),
            begun_by,
            due: row.time(Field::Due)?.map(|due| due.at),
            state: row.state(gone)?,
            notes,
            history: Vec::new(),
            extra,
        };
        if matches!(read.state, State::Open | State::Cancelled(None)) {
            // Nothing is closed that it could be the note of, and it was said.
            read.notes.extend(row.text(Field::Outcome).map(|outcome| (None, outcome)));
        }
        Ok(read)
    }

    /// Returns why a record is none without anybody whom it is owed to.
    fn to_nobody(&self) -> Not {
        match self.preset().to_nobody {
            Some(why) => Not::Promise(why.to_owned()),
            None => no(Field::To),
        }
    }

    /// Returns what belongs to no field, under the names that a ledger has for what owed does not know.
    fn extra(&self, cells: Cells<'_>) -> Vec<(String, Value)> {
        let own = cells.extra().iter().filter(|(place, _)| !self.columns.uses(*place));
        let named = own.filter_map(|(place, value)| Some((self.headings.get(*place)?, value)));
        named.map(|(name, value)| (format!("x-{name}"), value.clone())).collect()
    }
}

/// A record, and what is needed to read it.
struct Row<'a> {
    rows: &'a Rows<'a>,
    cells: Cells<'a>,
}

impl<'a> Row<'a> {
    /// Returns the texts of a field that say something, the best first.
    fn cells(&self, field: Field) -> impl Iterator<Item = &'a str> {
        let set = self.rows.map.value(field).into_iter();
        let cells = self.rows.columns.places(field).iter().map(|place| self.cells.get(*place));
        set.chain(cells).map(str::trim).filter(|cell| !says_nothing(cell)).map(formula::unguard)
    }

    /// Returns the text of a field, or what it means where its words are mapped.
    fn cell(&self, field: Field) -> Option<&'a str> {
        let cell = self.cells(field).next()?;
        Some(self.rows.map.meant(field, cell).unwrap_or(cell))
    }

    fn name(&self, field: Field) -> Result<Option<String>, Not> {
        let Some(name) = self.cell(field) else { return Ok(None) };
        names::check_length(field.name(), name).map_err(|problem| problem.message)?;
        names::check_seen(field.name(), name).map_err(|problem| problem.message)?;
        Ok(Some(name.to_owned()))
    }

    fn text(&self, field: Field) -> Option<String> {
        self.cell(field).map(str::to_owned)
    }

    /// Returns the name in the other system, which a spreadsheet may have ruined: it writes long numbers as 1.03E+13, and
    /// then two are one.
    fn reference(&self) -> Result<Option<String>, Not> {
        let Some(name) = self.name(Field::Reference)? else { return Ok(None) };
        if is_rounded(&name) {
            let why = "a spreadsheet has rounded the ref: format its column as text, and save the file again";
            return Err(Not::Readable(why.to_owned(), Some(name)));
        }
        Ok(Some(self.rows.named(&name)))
    }

    /// Returns the first time of a field.
    fn time(&self, field: Field) -> Result<Option<Moment>, Not> {
        let columns = self.rows.columns.places(field).iter().map(|place| Place::Column(*place, field));
        let places = match self.rows.map.value(field) {
            Some(_) => vec![Place::Set(field)],
            None => columns.collect(),
        };
        for place in places {
            let text = match place {
                Place::Column(place, _) => self.cells.get(place),
                _ => self.rows.map.value(field).unwrap_or_default(),
            };
            if let Some(time) = self.rows.at(place, field.name(), text)? {
                return Ok(Some(time));
            }
        }
        Ok(None)
    }

    /// Returns what became of it. What the status says goes before a closing time: a ticket that was opened again keeps
    /// its old one.
    fn state(&self, gone: Option<&str>) -> Result<State, Not> {
        let note = self.text(Field::Outcome);
        let closing = self.time(Field::Done)?.map(|Moment { at, last }| Closing { at, last, note });
        if let Some(why) = gone {
            return Ok(State::Gone(closing, Rc::from(why)));
        }
        let word = self.cells(Field::Status).next();
        let status = word.and_then(|word| self.rows.map.status(word));
        match (word, status, closing) {
            (_, Some(Status::Open), _) | (None, None, None) => Ok(State::Open),
            (Some(_), None, None) if self.rows.preset().has_own_words() => Ok(State::Open),
            (_, Some(Status::Closed), None) => Err(Not::Promise("closed, but without a closing time".to_owned())),
            (_, Some(Status::Cancelled), closing) => Ok(State::Cancelled(closing)),
            (None, _, Some(closing)) | (_, Some(Status::Closed), Some(closing)) => Ok(State::Done(closing)),
            (Some(word), None, _) => Err(Not::Readable(
                "status has no known meaning: say it with --map-value status.closed=…, status.open=… or status.cancelled=…"
                    .to_owned(),
                Some(word.to_owned()),
            )),
        }
    }

    fn class(&self) -> Result<Option<Class>, Not> {
        let Some(text) = self.cell(Field::Class) else { return Ok(None) };
        Class::named(&text::fold(text)).map(Some).ok_or_else(|| {
            let meant = text::meant(text, Class::ALL.iter().map(|class| class.name()));
            let meant = meant.map_or_else(String::new, |meant| format!("{meant} "));
            let why = format!("class is unknown: {meant}write customer, company or self");
            Not::Readable(why, Some(text.to_owned()))
        })
    }

    /// Splits the tags, as the source writes them.
    fn tags(&self) -> Result<Vec<String>, Not> {
        let splits = self.rows.preset().tags;
        let tags = self.cells(Field::Tags).flat_map(|cell| cell.split(splits).map(str::trim));
        let tags: Vec<_> = tags.filter(|tag| !tag.is_empty()).collect();
        tags.iter()
            .try_for_each(|tag| names::check_length("one of the tags", tag))
            .map_err(|problem| problem.message)?;
        Ok(names::each_once(tags.into_iter().map(str::to_owned)))
    }

    /// Returns the notes, each with its time if the source writes one before it.
    fn notes(&self) -> Result<Vec<(Option<crate::rules::time::Instant>, String)>, Not> {
        let note = |cell: &str| {
            let Some((time, rest)) = self.rows.preset().notes.split(cell) else {
                return Ok((None, cell.to_owned()));
            };
            Ok((self.rows.at(Place::Notes, Field::Note.name(), time)?.map(|time| time.at), rest))
        };
        self.cells(Field::Note).map(note).collect()
    }
}

impl Notes {
    /// Returns the time before a note, and its words: `TIME;WHO;TEXT`.
    pub(super) fn split(self, cell: &str) -> Option<(&str, String)> {
        let Self::Dated = self else { return None };
        let (time, rest) = cell.split_once(';')?;
        let (who, text) = rest.split_once(';')?;
        Some((time.trim(), if who.is_empty() { text.to_owned() } else { format!("{who}: {text}") }))
    }
}

/// Refuses a cell of a field, or of a key of an event, that is longer than any text.
pub(super) fn check_length(name: &str, cell: &str) -> Result<(), Not> {
    if cell.len() <= LONGEST {
        return Ok(());
    }
    // Its start is all that is shown.
    Err(Not::Readable(too_long(name, cell.len()), Some(cell.chars().take(SHOWN).collect())))
}

/// Refuses what belongs to no field and is longer than any text.
fn check_extra(extra: &[(String, Value)]) -> Result<(), Not> {
    let mut texts = extra.iter().filter_map(|(name, value)| Some((name, value.as_str()?.len())));
    match texts.find(|(_, bytes)| *bytes > LONGEST) {
        Some((name, bytes)) => Err(Not::Readable(too_long(&text::sanitize(name), bytes), None)),
        None => Ok(()),
    }
}

fn too_long(name: &str, bytes: usize) -> String {
    format!("{name} has {bytes} bytes; a text has at most {LONGEST}")
}

/// Returns true for a long number as spreadsheets round it: `1.03006E+13`.
fn is_rounded(name: &str) -> bool {
    let Some((digits, power)) = name.split_once("E+") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_number(whole) && is_number(part) && is_number(power)
}

fn no(field: Field) -> Not {
    Not::Readable(format!("no {}", field.name()), None)
}

#[cfg(test)]
mod tests;
