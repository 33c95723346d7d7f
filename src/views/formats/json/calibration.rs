//! How often forecasts would have come true (`docs/json.md`, "Forecasts").

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{SCHEMA, line};
use crate::rules::forecast::{Confidence, Kept};
use crate::views::calibration::Calibration;

#[derive(Serialize)]
struct Document<'c> {
    schema: u32,
    now: String,
    owner: Option<&'c str>,
    total: Vec<Counts>,
    kinds: Vec<Kind<'c>>,
}

#[derive(Serialize)]
struct Kind<'c> {
    kind: &'c str,
    table: Vec<Counts>,
}

#[derive(Serialize)]
struct Counts {
    confidence: f64,
    asked: u64,
    kept: u64,
    keep_rate: Option<f64>,
}

fn counts(kept: &Kept) -> Vec<Counts> {
    let all = Confidence::USUAL.iter().zip(kept);
    let one = |(confidence, rate): (&Confidence, &crate::rules::rate::Rate)| Counts {
        confidence: confidence.share(),
        asked: rate.of,
        kept: rate.part,
        keep_rate: rate.fraction(),
    };
    all.map(one).collect()
}

/// Writes the counts of all kinds together, and of each.
pub(super) fn calibration(all: &Calibration, to: &mut dyn Write) -> io::Result<()> {
    let kinds = all.kinds.iter().map(|(kind, kept)| Kind { kind, table: counts(kept) });
    let document = Document {
        schema: SCHEMA,
        now: all.now.rfc3339(all.zone),
        owner: all.owner.as_deref(),
        total: counts(&all.total()),
        kinds: kinds.collect(),
    };
    line(&document, to)
}

/// Returns the cells of rows: of all kinds together, without a name, then of each.
pub(in crate::views::formats) fn rows(all: &Calibration) -> Vec<Map<String, Value>> {
    let total = all.total();
    let kinds = all.kinds.iter().map(|(kind, kept)| (Some(kind.as_str()), kept));
    let of = |(kind, kept): (Option<&str>, &Kept)| {
        let row = move |one: Counts| {
            let kind = kind.map(str::to_owned);
            let cells: [(&str, Value); 5] = [
                ("kind", kind.into()),
                ("confidence", one.confidence.into()),
                ("asked", one.asked.into()),
                ("kept", one.kept.into()),
                ("keep_rate", one.keep_rate.into()),
            ];
            cells.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>()
        };
        counts(kept).into_iter().map(row).collect::<Vec<_>>()
    };
    [(None, &total)].into_iter().chain(kinds).flat_map(of).collect()
}
