//! From one row of cells to an incoming commitment.

use ::csv::ByteRecord;
use chrono_tz::Tz;

use super::super::field::Field;
use super::super::map::Columns;
use super::super::time::{self, Alone};
use super::super::{Closing, Incoming, State};
use crate::rules::commitment::Class;
use crate::rules::time::Instant;
use crate::text::{self, names};

/// A row, and what is needed to read it.
pub(super) struct Row<'a> {
    pub(super) columns: &'a Columns,
    pub(super) cells: &'a ByteRecord,
    pub(super) zone: Tz,
    pub(super) line: u64,
}

impl Row<'_> {
    /// Returns the commitment; the error is why the row cannot be one.
    pub(super) fn read(&self) -> Result<Incoming, String> {
        let made = self.time(Field::Made, Alone::Begins)?.ok_or_else(|| no(Field::Made))?;
        Ok(Incoming {
            line: self.line,
            reference: self.name(Field::Reference)?,
            to: self.name(Field::To)?.ok_or_else(|| no(Field::To))?,
            what: self.text(Field::What)?.ok_or_else(|| no(Field::What))?,
            kind: self.name(Field::Kind)?,
            owner: self.name(Field::Owner)?,
            class: self.class()?,
            tags: self.tags()?,
            contact: self.text(Field::Contact)?,
            made,
            asked: self.time(Field::Asked, Alone::Begins)?.filter(|asked| *asked != made),
            due: self.time(Field::Due, Alone::Ends)?,
            state: self.state()?,
            notes: Vec::new(),
        })
    }

    /// Returns the text of a cell, `None` if it is empty.
    fn cell(&self, field: Field) -> Result<Option<&str>, String> {
        let cell = self.columns.place(field).and_then(|place| self.cells.get(place)).unwrap_or_default();
        let text = std::str::from_utf8(cell)
            .map_err(|_| format!("{} is not UTF-8: save the file again in UTF-8", field.name()))?;
        Ok(Some(text.trim()).filter(|text| !text.is_empty()))
    }

    fn name(&self, field: Field) -> Result<Option<String>, String> {
        let Some(name) = self.cell(field)? else { return Ok(None) };
        names::check_length(field.name(), name).map_err(|problem| problem.message)?;
        names::check_seen(field.name(), name).map_err(|problem| problem.message)?;
        Ok(Some(name.to_owned()))
    }

    fn text(&self, field: Field) -> Result<Option<String>, String> {
        Ok(self.cell(field)?.map(str::to_owned))
    }

    fn time(&self, field: Field, alone: Alone) -> Result<Option<Instant>, String> {
        let Some(text) = self.cell(field)? else { return Ok(None) };
        time::read(text, alone, self.zone).map(Some).map_err(|why| format!("{} {why}", field.name()))
    }

    fn state(&self) -> Result<State, String> {
        let closed = self.time(Field::Done, Alone::Begins)?.zip(self.time(Field::Done, Alone::Ends)?);
        Ok(closed.map_or(State::Open, |(at, last)| State::Done(Closing { at, last, note: None })))
    }

    fn class(&self) -> Result<Option<Class>, String> {
        let Some(text) = self.cell(Field::Class)? else { return Ok(None) };
        let class = Class::named(&text::fold(text));
        class.map(Some).ok_or_else(|| {
            let meant = text::meant(text, Class::ALL.iter().map(|class| class.name()));
            let meant = meant.map_or_else(String::new, |meant| format!("{meant} "));
            format!("class {} is unknown: {meant}write customer, company or self", text::quote_start(text))
        })
    }

    /// Splits the tags in one cell at commas and semicolons.
    fn tags(&self) -> Result<Vec<String>, String> {
        let tags = self.cell(Field::Tags)?.unwrap_or_default().split([',', ';']).map(str::trim);
        let tags: Vec<_> = tags.filter(|tag| !tag.is_empty()).collect();
        tags.iter()
            .try_for_each(|tag| names::check_length("one of the tags", tag))
            .map_err(|problem| problem.message)?;
        Ok(names::each_once(tags.into_iter().map(str::to_owned)))
    }
}

fn no(field: Field) -> String {
    format!("no {}", field.name())
}
