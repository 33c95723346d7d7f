//! A report (`docs/json.md`, "The figures of a report").

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::{SCHEMA, line};
use crate::rules::tally::{Cause, Figures, Group, Number, ReportData};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    now: String,
    from: String,
    until: String,
    by: Option<&'static str>,
    total: Numbers<'r>,
    groups: Vec<Numbers<'r>>,
    causes: Vec<Reason<'r>>,
}

/// The figures under their names, after the key of their group; the total has no key, which differs from the group of
/// what has no owner: its key is `null`.
///
/// Rates are fractions of 1, `null` without anything to count; lengths are elapsed seconds, `null` if there is none.
struct Numbers<'r> {
    key: Option<Option<&'r str>>,
    figures: &'r Figures,
}

impl<'r> Numbers<'r> {
    fn of_group(group: &'r Group) -> Self {
        Self { key: Some(group.key.as_deref()), figures: &group.figures }
    }
}

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let Some(key) = self.key {
            map.serialize_entry("key", &key)?;
        }
        for (key, _, number) in self.figures.all() {
            match number {
                Number::Count(count) => map.serialize_entry(key, &count)?,
                Number::Rate(rate) => map.serialize_entry(key, &rate.fraction())?,
                Number::Length(seconds) => map.serialize_entry(key, &seconds)?,
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Reason<'r> {
    why: &'r str,
    count: u64,
}

impl<'r> Reason<'r> {
    fn of(cause: &'r Cause) -> Self {
        Self { why: &cause.why, count: cause.count }
    }
}

/// Writes the report as one JSON document, and a newline.
pub fn report(report: &ReportData, to: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        now: report.now.rfc3339(report.zone),
        from: report.period.since.rfc3339(report.zone),
        until: report.period.until.rfc3339(report.zone),
        by: report.by.map(|by| by.name()),
        total: Numbers { key: None, figures: &report.total },
        groups: report.groups.iter().map(Numbers::of_group).collect(),
        causes: report.causes.iter().map(Reason::of).collect(),
    };
    line(&document, to)
}
