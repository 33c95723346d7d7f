//! JSON for scripts, as in docs/json.md. Every key is always present, null without a value; keys are only ever added.
//! Texts are not sanitized here, but characters that would act on a terminal are escaped.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono_tz::Tz;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{Format, Reporter};
use crate::out::Out;
use crate::rules::commitment::Id;
use crate::rules::time::{Instant, Offsets};
use crate::text;
use crate::views::answer::{
    self, Answer, Archived, Between, Findings, Importable, Imported, Placed, Setting, Skipped, Undoable,
};
use crate::views::ladder::Item;
use crate::views::log::Logger;
use crate::views::misplaced;
use crate::views::rows::Lister;
use crate::when::say;

mod calibration;
mod commitments;
mod customers;
mod events;
mod forecast;
mod policy;
mod report;
mod stated;

pub(super) use calibration::rows as calibration_rows;
pub use commitments::notice;
pub(super) use commitments::{List, Scalars, object};
pub(super) use customers::{customer_keys, customer_lines, customer_rows};
pub(super) use events::Events;
pub(super) use forecast::{keys as forecast_keys, rows as forecast_rows};
pub(super) use report::{Report, figures, objects};
#[cfg(test)]
pub(in crate::views) use {policy::policy, report::report};

pub(super) const FORMAT: Format = Format {
    name: "json",
    help: "JSON for scripts; keys are only ever added",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(Logger::Events(|period, origin| Box::new(Events::new(period, origin)))),
    report: Some(Reporter::Figures(|data, out| report::report(data, out))),
    forecast: Some(|data, out| forecast::forecasts(data, out)),
    calibration: Some(|data, out| calibration::calibration(data, out)),
    findings: Some(findings),
    customers: Some(|all, out| customers::customers(all, out)),
    answer: Some(answer),
};

const LIST: Lister = Lister::Rows(|about| Box::new(List::new(about.origin, about.now)));

/// The version of this JSON.
const SCHEMA: u32 = 1;

fn answer(answer: &Answer<'_>, out: &mut Out<'_>) -> io::Result<()> {
    match answer {
        Answer::Changed { rows, sheet, fired, .. } => {
            commitments::commitments(rows, *sheet, fired.map(Rung::all).as_deref(), out)
        }
        Answer::Card(row, sheet) => commitments::commitments(std::slice::from_ref(*row), *sheet, None, out),
        Answer::Policies([one], now) => policy::policy(one, *now, out),
        Answer::Policies(all, now) => policy::policies(all, *now, out),
        Answer::Month(month) => policy::month(month, out),
        Answer::Climb(items) => {
            line(&Climb { schema: SCHEMA, fired: Rung::all(items.unwrap_or_default()) }, out)
        }
        Answer::Changes(changes, _) => line(&Changes::of(changes), out),
        Answer::Reading { at, from, zone, counted_from, .. } => {
            let reading = say::reading(*at, *from, *zone);
            let counted_from = counted_from.map(|opening| opening.rfc3339(*zone));
            line(&Reading { schema: SCHEMA, at: at.rfc3339(*zone), reading, counted_from }, out)
        }
        Answer::Between(Between { start, end, working, .. }) => {
            let working_s = working.as_ref().map(|working| working.seconds);
            let business_days = working.as_ref().map(|working| working.business_days);
            line(&Lengths { schema: SCHEMA, wall_s: end.since(*start), working_s, business_days }, out)
        }
        Answer::Imported(said) => imported(said, out),
        Answer::Sources(all) => line(&Sources::of(all), out),
        Answer::Settings(all) => line(&Settings::of(all), out),
        Answer::Archived(Archived { files, duplicates }) => {
            line(&Moved { schema: SCHEMA, archived: files.values().sum(), files, duplicates }, out)
        }
    }
}

#[derive(Serialize)]
struct Climb<'c> {
    schema: u32,
    fired: Vec<Rung<'c>>,
}

/// A message; `ok` is whether what it tells of was done, null if it only would be.
#[derive(Serialize)]
struct Rung<'c> {
    id: &'c str,
    rung: Option<&'c str>,
    step: Option<u32>,
    to: Option<&'c str>,
    ok: Option<bool>,
    who: Option<&'c str>,
    notified: bool,
}

impl<'c> Rung<'c> {
    fn of(item: &'c Item) -> Self {
        let Item { id, rung, step, to, who, ok, notified } = item;
        Self {
            id: id.as_str(),
            rung: rung.as_deref(),
            step: *step,
            to: to.as_deref(),
            ok: *ok,
            who: who.as_deref(),
            notified: *notified,
        }
    }

    fn all(items: &'c [Item]) -> Vec<Self> {
        items.iter().map(Self::of).collect()
    }
}

#[derive(Serialize)]
struct Changes<'c> {
    schema: u32,
    changes: Vec<Change<'c>>,
}

#[derive(Serialize)]
struct Change<'c> {
    number: usize,
    at: String,
    what: &'c str,
    undid: Option<&'c str>,
}

impl<'c> Changes<'c> {
    fn of(changes: &'c [Undoable<'c>]) -> Self {
        // A list without a ledger has no zone of one.
        let one = |(number, change): (usize, &Undoable<'c>)| Change {
            number,
            at: change.at.rfc3339(Tz::UTC),
            what: change.what,
            undid: change.undid,
        };
        Self { schema: SCHEMA, changes: (1..).zip(changes).map(one).collect() }
    }
}

#[derive(Serialize)]
struct Settings<'s> {
    schema: u32,
    settings: Vec<OneSetting<'s>>,
}

#[derive(Serialize)]
struct OneSetting<'s> {
    key: &'s str,
    value: Option<&'s str>,
    source: &'s str,
    name: Option<&'s str>,
}

impl<'s> Settings<'s> {
    fn of(all: &'s [Setting<'s>]) -> Self {
        let one = |setting: &'s Setting<'s>| {
            let Setting { key, value, source, name } = *setting;
            OneSetting { key, value, source, name }
        };
        Self { schema: SCHEMA, settings: all.iter().map(one).collect() }
    }
}

#[derive(Serialize)]
struct Reading {
    schema: u32,
    at: String,
    reading: String,
    counted_from: Option<String>,
}

#[derive(Serialize)]
struct Lengths {
    schema: u32,
    wall_s: i64,
    working_s: Option<i64>,
    business_days: Option<i64>,
}

#[derive(Serialize)]
struct Sources<'s> {
    schema: u32,
    sources: Vec<Readable<'s>>,
}

#[derive(Serialize)]
struct Readable<'s> {
    name: &'s str,
    about: &'s str,
    columns: BTreeMap<&'s str, &'s [String]>,
}

impl<'s> Sources<'s> {
    fn of(all: &'s [Importable]) -> Self {
        let one = |Importable { name, about, columns }: &'s Importable| Readable {
            name,
            about,
            columns: columns.iter().map(|(field, columns)| (*field, columns.as_slice())).collect(),
        };
        Self { schema: SCHEMA, sources: all.iter().map(one).collect() }
    }
}

/// Writes the counts of an import, and some of its commitments.
fn imported(imported: &Imported<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut counts = Vec::new();
    write(&Counts::of(imported), &mut counts)?;
    to.write_all(counts.strip_suffix(b"}").ok_or_else(misplaced)?)?;
    to.write_all(b",\"sample\":")?;
    commitments::nameless(imported.sample, imported.sheet, to)?;
    to.write_all(b"}\n")
}

#[derive(Serialize)]
struct Counts<'i> {
    schema: u32,
    added: usize,
    closed: usize,
    archived: &'i BTreeMap<String, usize>,
    present: usize,
    changed: Vec<Differs<'i>>,
    left_out: Vec<LeftOut<'i>>,
    skipped: Vec<LeftOut<'i>>,
    at_midnight: &'i [u64],
    after_now: &'i [u64],
    from: &'i str,
    columns: Vec<&'i str>,
    mapping: Vec<Mapping<'i>>,
    new_ledger: bool,
    recorded: Vec<Differs<'i>>,
}

#[derive(Serialize)]
struct Mapping<'i> {
    column: Option<&'i str>,
    field: Option<&'i str>,
    how: &'i [String],
}

#[derive(Serialize)]
struct Differs<'i> {
    line: u64,
    id: &'i str,
    what: &'i str,
    recorded: bool,
}

#[derive(Serialize)]
struct LeftOut<'i> {
    line: u64,
    why: &'i str,
}

impl<'i> Counts<'i> {
    fn of(imported: &'i Imported<'i>) -> Self {
        let row = |Skipped { line, why }: &Skipped<'i>| LeftOut { line: *line, why };
        let changed = |row: &'i answer::Differs<'i>| Differs {
            line: row.line,
            id: row.id.as_str(),
            what: row.what,
            recorded: row.is_recorded,
        };
        let mapping =
            |row: &answer::Mapping<'i>| Mapping { column: row.column, field: row.field, how: row.how };
        Self {
            schema: SCHEMA,
            added: imported.added,
            closed: imported.closed,
            archived: imported.archived,
            present: imported.present,
            changed: imported.changed.iter().map(changed).collect(),
            left_out: imported.left_out.iter().map(row).collect(),
            skipped: imported.skipped.iter().map(row).collect(),
            at_midnight: imported.at_midnight,
            after_now: imported.after_now,
            from: imported.from,
            columns: imported.about.iter().chain(imported.columns).map(String::as_str).collect(),
            mapping: imported.mapping.iter().map(mapping).collect(),
            new_ledger: imported.is_new_ledger,
            recorded: imported.recorded.iter().map(changed).collect(),
        }
    }
}

#[derive(Serialize)]
struct Moved<'a> {
    schema: u32,
    archived: usize,
    files: &'a BTreeMap<String, usize>,
    duplicates: &'a BTreeMap<String, usize>,
}

/// All findings; there may be a hundred thousand.
#[derive(Serialize)]
struct Found<'f> {
    schema: u32,
    findings: Vec<Finding<'f>>,
}

#[derive(Serialize)]
struct Finding<'f> {
    file: &'f str,
    line: usize,
    column: usize,
    name: &'static str,
    id: Option<&'f str>,
    message: &'f str,
    note: bool,
    ledger: &'f str,
}

fn findings(findings: &Findings<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let all = findings.all.iter().map(|Placed { file, ledger, line, column, id, finding }| Finding {
        file,
        line: *line,
        column: *column,
        name: finding.name,
        id: id.as_ref().map(Id::as_str),
        message: &finding.message,
        note: finding.is_note,
        ledger,
    });
    line(&Found { schema: SCHEMA, findings: all.collect() }, out)
}

/// Writes instants: RFC 3339 in the ledger's zone.
struct Clock(RefCell<Offsets>);

impl Clock {
    fn new(zone: Tz) -> Self {
        Self(RefCell::new(Offsets::new(zone)))
    }

    fn say(&self, at: Instant) -> String {
        let mut text = String::with_capacity(25);
        at.push_rfc3339(self.0.borrow_mut().at(at), &mut text);
        text
    }
}

/// Writes a value and a newline.
fn line(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    write(value, to)?;
    to.write_all(b"\n")
}

/// Writes a value. Characters that would act on a terminal are written as `\u` and four digits, which does not change the value.
fn write<W: Write + ?Sized>(value: &impl Serialize, to: &mut W) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(to, Harmless))?)
}

/// Compact JSON whose texts are sanitized.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        to.write_all(text::clean_json(fragment).as_bytes())
    }
}
