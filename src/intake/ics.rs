//! The to-dos of a calendar (iCalendar, RFC 5545).
//!
//! Only the text of a property is read by the `icalendar` crate, which knows its forms; its own objects would fill a
//! missing `DTSTAMP` with the time of day. Lines are unfolded and divided into components here, because an error names the line.

mod lines;
mod times;

use icalendar::parser::{Component, Property};
use icalendar::{CalendarComponent, EventLike as _};

use super::dates::Forced;
use super::preset::{Notes, Preset, Rule, Then};
use super::sheet::{Made, Row, Sheet, Unread};
use super::state::Status;
use super::{Field, Open, Options, Source, bytes};
use crate::error::{Error, Result};
use crate::text;

use lines::Block;

pub(super) const SOURCE: Source = Source {
    name: "ics",
    help: "The to-dos of a calendar (iCalendar)",
    open: Open::Table(open),
    fits: |text, _| {
        text.trim_start().get(..15).is_some_and(|first| first.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
    },
    preset: &Preset {
        columns: &[
            (Field::Reference, &["UID"]),
            (Field::To, &["ORGANIZER", "CONTACT"]),
            (Field::What, &["SUMMARY"]),
            (Field::Made, &["CREATED", "DTSTAMP", "now"]),
            (Field::Due, &["DUE"]),
            (Field::Done, &["COMPLETED"]),
            (Field::Status, &["STATUS"]),
            (Field::Tags, &["CATEGORIES"]),
            (Field::Note, &["DESCRIPTION", "RRULE"]),
        ],
        status: &[(Status::Closed, &["COMPLETED"]), (Status::Open, &["NEEDS-ACTION", "IN-PROCESS"])],
        rules: &[Rule { column: "STATUS", words: &["cancelled"], then: Then::Gone, why: "cancelled at ics" }],
        tags: &['\n'],
        notes: Notes::Plain,
        // A day is written as one, and 00:00 is a time.
        due: Some(Forced::Time),
        to_nobody: Some("owed to nobody: no ORGANIZER with a name (CN), no CONTACT, and no --set to=…"),
        is_system: true,
    },
};

/// The names of the cells, in their order; `now` is the time of the import, for what does not say when it was made.
const HEADINGS: [&str; 13] = [
    "UID",
    "ORGANIZER",
    "CONTACT",
    "SUMMARY",
    "CREATED",
    "DTSTAMP",
    "now",
    "DUE",
    "COMPLETED",
    "STATUS",
    "CATEGORIES",
    "DESCRIPTION",
    "RRULE",
];

/// Reads the to-dos. What else is in the calendar is counted.
fn open<'t>(text: &'t str, options: &Options) -> Result<Sheet<'t>> {
    bytes::bounded(text)?;
    let found = lines::blocks(text)?;
    let said = text::list(
        found
            .others
            .iter()
            .map(|(name, count)| format!("{name} ({count})"))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str),
    );
    if found.todos.is_empty() {
        let error = Error::new("the file has no to-do");
        return Err(if found.others.is_empty() {
            error
        } else {
            error.hint(format!("it has {said}, and only to-dos are promises"))
        });
    }
    let now = options.now.rfc3339(chrono_tz::UTC);
    let rows = Made(found.todos.iter().map(|block| (block.line, row(block, &now))).collect());
    let said = (!found.others.is_empty()).then(|| format!("not to-dos, and not read: {said}"));
    let headings = HEADINGS.map(str::to_owned).to_vec();
    Ok(Sheet {
        headings,
        said: said.into_iter().collect(),
        dropped: Vec::new(),
        kept: Vec::new(),
        absent: (0..HEADINGS.len()).filter(|place| !rows.has(*place)).collect(),
        records: Box::new(rows),
    })
}

/// Returns the cells of a to-do. What does not say when it was promised was promised by now.
fn row(block: &Block, now: &str) -> Result<Row, Unread> {
    let component = Component::try_from(block.text.as_str())
        .map_err(|_| Unread::Bad("a property without a name or a colon".to_owned(), None))?;
    let todo = Todo(&component);
    if todo.find("RECURRENCE-ID").is_some() {
        return Err(Unread::NoPromise("one instance of a recurring to-do, which comes in as a whole"));
    }
    let status = todo.text("STATUS");
    let is_completed = status.eq_ignore_ascii_case("COMPLETED");
    let completed = match todo.time("COMPLETED")? {
        // Ticked off by a program that does not say when: not before it was last changed.
        None if is_completed => todo.time("LAST-MODIFIED")?,
        completed => completed,
    };
    let (created, stamp) = (todo.time("CREATED")?, todo.time("DTSTAMP")?);
    let is_made = created.is_some() || stamp.is_some();
    let due = match todo.time("DUE")? {
        None => todo.end()?,
        due => due,
    };
    let organizer =
        todo.find("ORGANIZER").and_then(|one| parameter(one, "CN")).unwrap_or_default().to_owned();
    let rule = todo.find("RRULE").map(|rule| format!("repeats at ics: {}", rule.val.as_str()));
    let texts = [
        todo.text("UID").to_owned(),
        organizer,
        todo.text("CONTACT").to_owned(),
        todo.text("SUMMARY").to_owned(),
        created.unwrap_or_default(),
        stamp.unwrap_or_default(),
        if is_made { String::new() } else { now.to_owned() },
        due.unwrap_or_default(),
        completed.unwrap_or_default(),
        status.to_owned(),
        todo.categories().join("\n"),
        todo.text("DESCRIPTION").to_owned(),
        rule.unwrap_or_default(),
    ];
    Ok(Row { texts: texts.into(), extra: Vec::new() })
}

/// A to-do.
struct Todo<'c>(&'c Component<'c>);

impl Todo<'_> {
    fn find(&self, name: &str) -> Option<&Property<'_>> {
        self.0.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
    }

    fn text(&self, name: &str) -> &str {
        self.find(name).map_or("", |property| property.val.as_str())
    }

    fn time(&self, name: &'static str) -> Result<Option<String>, Unread> {
        self.find(name).map(|property| times::time(name, property)).transpose()
    }

    /// Returns when it ends by its beginning and its length.
    fn end(&self) -> Result<Option<String>, Unread> {
        match (self.find("DTSTART"), self.find("DURATION")) {
            (Some(start), Some(length)) => times::end(start, length.val.as_str()).map(Some),
            _ => Ok(None),
        }
    }

    fn categories(&self) -> Vec<String> {
        match CalendarComponent::from(self.0.clone()) {
            CalendarComponent::Todo(todo) => todo.get_categories().unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

/// Returns a parameter of a property, without quotes.
fn parameter<'p>(property: &'p Property<'_>, name: &str) -> Option<&'p str> {
    let found = property.params.iter().find(|one| one.key.as_str().eq_ignore_ascii_case(name))?;
    let value = found.val.as_ref()?.as_str().trim();
    Some(value.trim_matches('"'))
}

#[cfg(test)]
mod tests;
