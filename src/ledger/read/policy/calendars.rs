//! `[calendar.NAME]` and its seasons.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono_tz::Tz;
use toml::de::DeValue;

use super::{nothing_unknown, timezone};
use crate::document::problem::Fault;
use crate::document::tree::{self, Fields, Value};
use crate::error::Problem;
use crate::rules::calendar::{
    BadCalendar, Calendar, Days, Hours, Observed, Plan, Season, SeasonTime, WEEKDAYS,
};
use crate::text;

/// The places of what is wrong with a calendar as a whole, by the key of its error.
type Places = BTreeMap<String, Range<usize>>;

/// Reads a calendar; `zone` is that of the ledger.
pub(super) fn read(name: &str, mut fields: Fields<'_>, zone: Tz) -> Result<Calendar, Fault> {
    let table = fields.span.clone();
    let mut places = Places::new();
    let zone = fields.take("timezone").map(|value| timezone("timezone", value)).transpose()?.unwrap_or(zone);
    let mut plan = Plan::default();
    for (day, hours) in WEEKDAYS.iter().zip(&mut plan.week) {
        if let Some(value) = fields.take(day) {
            places.insert((*day).to_owned(), value.span());
            *hours = list(day, value, Hours::parse)?;
        }
    }
    if let Some(value) = fields.take("holidays") {
        plan.holidays = list("holidays", value, Days::parse)?;
    }
    plan.observed = fields.take("observed").map(observed).transpose()?;
    if let Some(value) = fields.take("open") {
        plan.open = special(value, &mut places)?;
    }
    let in_name = text::sanitize(name);
    if let Some(value) = fields.take("season") {
        plan.seasons = seasons(&in_name, value, &mut places)?;
    }
    let keys = [&["timezone"], WEEKDAYS.as_slice(), &["holidays", "observed", "open", "season"]].concat();
    nothing_unknown(fields, &format!("in [calendar.{in_name}]"), &keys, false)?;
    Calendar::new(name, zone, plan).map_err(|BadCalendar { problem, key }| {
        let place = key.and_then(|key| places.get(&key).cloned());
        Fault { span: place.unwrap_or(table), problem }
    })
}

/// Returns a list, each string of it read by `read`.
fn list<T>(key: &str, value: Value<'_>, read: impl Fn(&str) -> Result<T, Problem>) -> Result<Vec<T>, Fault> {
    let span = value.span();
    let items = match value.into_inner() {
        DeValue::Array(items) => items,
        other => {
            return Err(tree::wrong(key, "a list of strings", &other, span)
                .hint(format!("put it in brackets: `{key} = [\"…\"]`")));
        }
    };
    items
        .into_iter()
        .map(|item| {
            let span = item.span();
            read(&tree::item(key, item)?).map_err(|problem| Fault { span, problem })
        })
        .collect()
}

fn observed(value: Value<'_>) -> Result<Observed, Fault> {
    let span = value.span();
    let name = tree::text("observed", value)?;
    let found = Observed::ALL.into_iter().find(|observed| observed.name() == name);
    found.ok_or_else(|| {
        Fault::new(
            span,
            format!("`observed` must be \"nearest\" or \"next\", not {}", text::quote_start(&name)),
        )
        .hint("leave it out where a holiday on a weekend is not moved")
    })
}

fn special(value: Value<'_>, places: &mut Places) -> Result<Vec<(Days, Vec<Hours>)>, Fault> {
    let span = value.span();
    let table = match value.into_inner() {
        DeValue::Table(table) => table,
        other => {
            return Err(tree::wrong("open", "a table of days", &other, span)
                .hint("write `open = { \"2026-12-24\" = [\"09:00-12:00\"] }`"));
        }
    };
    let mut special = Vec::new();
    for (span, key, value) in Fields::new(table, span).rest() {
        let days = Days::parse(&key).map_err(|problem| Fault { span: span.clone(), problem })?;
        special.push((days, list(&key, value, Hours::parse)?));
        places.insert(days.to_string(), span);
    }
    Ok(special)
}

fn seasons(name: &str, value: Value<'_>, places: &mut Places) -> Result<Vec<Season>, Fault> {
    let span = value.span();
    let items = match value.into_inner() {
        DeValue::Array(items) => items,
        other => {
            return Err(tree::wrong("season", "a list of tables", &other, span)
                .hint(format!("write `[[calendar.{name}.season]]`, in double brackets")));
        }
    };
    let mut seasons = Vec::new();
    for (number, item) in items.into_iter().enumerate() {
        let span = item.span();
        let DeValue::Table(table) = item.into_inner() else {
            return Err(Fault::new(span, "each `season` must be a table")
                .hint(format!("write `[[calendar.{name}.season]]` and a line `from = \"05-01\"`")));
        };
        places.insert(format!("season[{number}]"), span.clone());
        seasons.push(season(name, Fields::new(table, span), |weekday, span| {
            places.insert(format!("season[{number}].{weekday}"), span);
        })?);
    }
    Ok(seasons)
}

fn season(
    name: &str,
    mut fields: Fields<'_>,
    mut place: impl FnMut(&str, Range<usize>),
) -> Result<Season, Fault> {
    let table = fields.span.clone();
    let mut end = |key: &str| -> Result<Option<(String, Range<usize>)>, Fault> {
        let Some(value) = fields.take(key) else { return Ok(None) };
        let span = value.span();
        Ok(Some((tree::text(key, value)?.into_owned(), span)))
    };
    let (from, until) = (end("from")?, end("until")?);
    let mut week: [Option<Vec<Hours>>; 7] = Default::default();
    for (day, hours) in WEEKDAYS.iter().zip(&mut week) {
        if let Some(value) = fields.take(day) {
            place(day, value.span());
            *hours = Some(list(day, value, Hours::parse)?);
        }
    }
    let keys = [&["from", "until"], WEEKDAYS.as_slice()].concat();
    nothing_unknown(fields, &format!("in [[calendar.{name}.season]]"), &keys, false)?;
    let Some((from, span)) = from else {
        return Err(Fault::new(table, "missing key `from`")
            .hint("add its first day: `from = \"05-01\"` (of every year), or a date"));
    };
    let time = SeasonTime::parse(&from, until.as_ref().map(|(until, _)| until.as_str()))
        .map_err(|problem| Fault { span, problem })?;
    Ok(Season { time, week })
}
