//! A report (`docs/json.md`, "The figures of a report").

use std::io::{self, Write};

use chrono_tz::Tz;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::{Map, Value};

use super::{SCHEMA, line};
use crate::rules::standing;
use crate::rules::tally::{Cause, Figures, Miss, Number, Rated, ReportData};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    now: String,
    from: String,
    until: String,
    by: Option<String>,
    total: Numbers<'r>,
    groups: Vec<Numbers<'r>>,
    causes: Vec<Reason<'r>>,
    misses: Option<Vec<Missed<'r>>>,
    lowest: Vec<Lowest<'r>>,
}

/// The figures under their names, after the keys of the group they are of; the total has none, which is not the
/// same as the group of what has no owner: that one's key is `null`.
///
/// Rates are fractions of 1, `null` without anything to count; lengths are elapsed seconds, `null` if there is none.
struct Numbers<'r> {
    keys: Option<&'r [Option<String>]>,
    figures: &'r Figures,
}

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let Some(keys) = self.keys {
            map.serialize_entry("key", &one_key(keys))?;
        }
        for (key, _, number) in self.figures.all() {
            match number {
                Number::Count(count) => map.serialize_entry(key, &count)?,
                Number::Now(count) => map.serialize_entry(key, &count)?,
                Number::Rate(rate) => map.serialize_entry(key, &rate.fraction())?,
                Number::Length(seconds) => map.serialize_entry(key, &seconds)?,
                Number::Mean(mean) => map.serialize_entry(key, &mean.number())?,
            }
        }
        if let Some(keys) = self.keys {
            map.serialize_entry("keys", keys)?;
        }
        map.end()
    }
}

/// Returns the keys as one, as `by` has them; `null` if all are.
fn one_key(keys: &[Option<String>]) -> Option<String> {
    let keys: Vec<_> = keys.iter().map(Option::as_deref).collect();
    keys.iter().any(Option::is_some).then(|| {
        let texts: Vec<_> = keys.iter().map(|key| key.unwrap_or_default()).collect();
        texts.join(",")
    })
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

#[derive(Serialize)]
struct Missed<'r> {
    id: &'r str,
    short: &'r str,
    cycle: u32,
    kind: &'r str,
    to: &'r str,
    what: &'r str,
    owner: Option<&'r str>,
    outcome: &'static str,
    known_due: String,
    closed: Option<String>,
    late_by_s: Option<i64>,
    late_by_own_s: Option<i64>,
    reasons: Vec<&'static str>,
    told_late: bool,
    why: &'r [String],
    ledger: &'r str,
}

impl<'r> Missed<'r> {
    fn of(miss: &'r Miss, zone: Tz) -> Self {
        Self {
            id: miss.id.as_str(),
            short: &miss.short,
            cycle: miss.cycle,
            kind: &miss.kind,
            to: &miss.to,
            what: &miss.what,
            owner: miss.owner.as_deref(),
            outcome: if miss.is_broken { "broken" } else { "late" },
            known_due: miss.known_due.rfc3339(zone),
            closed: miss.closed.map(|at| at.rfc3339(zone)),
            late_by_s: miss.late_by.map(|late| late.wall),
            late_by_own_s: miss.late_by.and_then(|late| late.own),
            reasons: miss.reasons.iter().map(standing::Reason::name).collect(),
            told_late: miss.is_told_late,
            why: &miss.why,
            ledger: &miss.ledger,
        }
    }
}

#[derive(Serialize)]
struct Lowest<'r> {
    /// Of the group that it is the lowest of, if there are groups.
    keys: &'r [Option<String>],
    id: &'r str,
    short: &'r str,
    cycle: u32,
    to: &'r str,
    what: &'r str,
    stars: u32,
    words: Option<&'r str>,
    at: String,
    ledger: &'r str,
}

impl<'r> Lowest<'r> {
    fn of(keys: &'r [Option<String>], rated: &'r Rated, zone: Tz) -> Self {
        let Rated { id, short, cycle, to, what, stars, words, at, ledger } = rated;
        let (id, words, at) = (id.as_str(), words.as_deref(), at.rfc3339(zone));
        Self { keys, id, short, cycle: *cycle, to, what, stars: *stars, words, at, ledger }
    }
}

fn total(report: &ReportData) -> Numbers<'_> {
    Numbers { keys: None, figures: &report.total }
}

fn groups(report: &ReportData) -> Vec<Numbers<'_>> {
    report.groups.iter().map(|of| Numbers { keys: Some(&of.keys), figures: &of.figures }).collect()
}

/// Writes the figures of each group as an object on a line; without groups those of the total.
pub fn objects(report: &ReportData, to: &mut dyn Write) -> io::Result<()> {
    let rows = if report.by.is_empty() { vec![total(report)] } else { groups(report) };
    rows.iter().try_for_each(|row| line(row, to))
}

/// The figures of a report under their names, for formats of rows.
pub struct Report {
    /// What it is grouped by.
    pub by: Option<String>,
    /// The figures of all.
    pub total: Map<String, Value>,
    /// Those of each group, with its key.
    pub groups: Vec<(Option<String>, Map<String, Value>)>,
}

/// Returns the figures of a report.
pub fn figures(report: &ReportData) -> Report {
    // Keys that are texts, and numbers: nothing that could fail.
    let map = |figures| match serde_json::to_value(Numbers { keys: None, figures }) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let groups = report.groups.iter().map(|group| (one_key(&group.keys), map(&group.figures)));
    Report { by: by(report), total: map(&report.total), groups: groups.collect() }
}

fn by(report: &ReportData) -> Option<String> {
    let names: Vec<_> = report.by.iter().map(|by| by.name()).collect();
    (!names.is_empty()).then(|| names.join(","))
}

/// Writes the report as one JSON document, and a line feed.
pub fn report(report: &ReportData, to: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        now: report.now.rfc3339(report.zone),
        from: report.period.since.rfc3339(report.zone),
        until: report.period.until.rfc3339(report.zone),
        by: by(report),
        total: total(report),
        groups: groups(report),
        causes: report.causes.iter().map(Reason::of).collect(),
        misses: report
            .misses
            .as_ref()
            .map(|misses| misses.iter().map(|miss| Missed::of(miss, report.zone)).collect()),
        lowest: report.lowest().map(|(keys, rated)| Lowest::of(keys, rated, report.zone)).collect(),
    };
    line(&document, to)
}
