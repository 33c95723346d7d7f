//! Forecasts (`docs/json.md`, "Forecasts").

use std::io::{self, Write};

use chrono_tz::Tz;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{SCHEMA, line};
use crate::rules::forecast::{Answer, Forecast, Safe};
use crate::views::forecast::Forecasts;

/// Every kind.
#[derive(Serialize)]
struct Kinds<'f> {
    schema: u32,
    now: String,
    owner: Option<&'f str>,
    confidence: f64,
    kinds: Vec<Foreseen<'f>>,
}

/// One kind, with what all of them have.
#[derive(Serialize)]
struct Kind<'f> {
    schema: u32,
    now: String,
    #[serde(flatten)]
    foreseen: Foreseen<'f>,
}

/// What is said of one kind.
#[derive(Serialize)]
struct Foreseen<'f> {
    kind: &'f str,
    owner: Option<&'f str>,
    #[serde(flatten)]
    safe: Dated,
    closed: usize,
    open: usize,
    furthest: Option<f64>,
    furthest_s: Option<i64>,
    by: Option<String>,
    keep_probability: Option<f64>,
    like: Option<usize>,
    table: Vec<Dated>,
}

/// The answer at one confidence.
#[derive(Serialize)]
struct Dated {
    confidence: f64,
    answer: &'static str,
    at: Option<String>,
    shown: Option<String>,
    span_s: Option<i64>,
}

impl Dated {
    fn of(safe: &Safe, zone: Tz) -> Self {
        let confidence = safe.confidence.share();
        let none = |answer| Self { confidence, answer, at: None, shown: None, span_s: None };
        match safe.answer {
            Answer::Few => none("few"),
            Answer::None => none("none"),
            Answer::Date { span, at, shown } => Self {
                at: Some(at.rfc3339(zone)),
                shown: Some(shown.rfc3339(zone)),
                span_s: Some(span),
                ..none("date")
            },
        }
    }
}

impl<'f> Foreseen<'f> {
    fn of(forecast: &'f Forecast, asked: &Safe, all: &'f Forecasts) -> Self {
        let (zone, furthest) = (all.zone, forecast.curve.steps().last());
        Self {
            kind: &forecast.kind,
            owner: all.owner.as_deref(),
            safe: Dated::of(asked, zone),
            closed: forecast.curve.closed,
            open: forecast.curve.open,
            furthest: furthest.map(|step| 1.0 - step.left),
            furthest_s: furthest.map(|step| step.length),
            by: forecast.by.map(|by| by.due.rfc3339(zone)),
            keep_probability: forecast.by.and_then(|by| by.kept),
            like: forecast.by.map(|by| by.like),
            table: forecast.table.iter().map(|safe| Dated::of(safe, zone)).collect(),
        }
    }
}

/// Writes the forecast of the kind that was asked for, or those of all kinds.
pub(super) fn forecasts(all: &Forecasts, to: &mut dyn Write) -> io::Result<()> {
    let now = all.now.rfc3339(all.zone);
    let foreseen = |forecast| Foreseen::of(forecast, &forecast.asked, all);
    match all.all.as_slice() {
        [one] if all.is_of_one => line(&Kind { schema: SCHEMA, now, foreseen: foreseen(one) }, to),
        kinds => {
            let kinds = kinds.iter().map(foreseen).collect();
            let (owner, confidence) = (all.owner.as_deref(), all.confidence.share());
            line(&Kinds { schema: SCHEMA, now, owner, confidence, kinds }, to)
        }
    }
}

/// Returns the cells of rows: of one kind a row for each confidence, of several a row each.
///
/// # Errors
/// None that can happen: a forecast can be written.
pub(in crate::views::formats) fn rows(all: &Forecasts) -> io::Result<Vec<Map<String, Value>>> {
    let row = |forecast: &Forecast, safe: &Safe| -> io::Result<Map<String, Value>> {
        let value = serde_json::to_value(Foreseen::of(forecast, safe, all))?;
        let Value::Object(mut cells) = value else { return Err(crate::views::misplaced()) };
        cells.remove("table");
        Ok(cells)
    };
    match all.all.as_slice() {
        [one] if all.is_of_one => {
            let is_usual = one.table.iter().any(|safe| safe.confidence == one.asked.confidence);
            let own = (!is_usual).then_some(&one.asked);
            own.into_iter().chain(&one.table).map(|safe| row(one, safe)).collect()
        }
        kinds => kinds.iter().map(|forecast| row(forecast, &forecast.asked)).collect(),
    }
}

/// Returns the heads of those rows.
pub(in crate::views::formats) fn keys() -> Vec<String> {
    let keys = "kind owner confidence answer at shown span_s closed open furthest furthest_s by keep_probability like";
    keys.split(' ').map(str::to_owned).collect()
}
