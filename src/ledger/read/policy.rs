//! The policy: everything in a ledger outside `[[commitment]]` blocks.
//!
//! An unknown key is refused here, not skipped: a mistyped `tagret` must not switch an SLA off. Names that begin with
//! `x-` are free for private notes, and so are whole tables with other names, unless the name is nearly a known one or
//! a commitment is in it: a mistyped `[[comitment]]` must not hide a promise.

mod calendars;
mod people;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use chrono_tz::Tz;
use toml::de::DeValue;

use super::block::unknown;
use crate::document::problem::Fault;
use crate::document::tree::{self, Fields, Value};
use crate::error::Problem;
use crate::rules::calendar::Calendar;
use crate::rules::forecast::Confidence;
use crate::rules::policy::{Forecasting, Kind, Ladder, Order, Policy, Rung, RungAt};
use crate::rules::rate::Percent;
use crate::rules::target::{Target, Unit};
use crate::rules::time;
use crate::text;

/// The format that this version reads and writes.
const FORMAT: i64 = 1;
pub(super) const TOP_KEYS: [&str; 10] =
    ["format", "timezone", "archives", "order", "kind", "calendar", "rung", "owner", "customer", "forecast"];
/// The most of each in a policy: archives, because each is opened and read; kinds, calendars, owners and customers, because
/// names are searched among them.
pub const MOST: usize = 1_000;
const KIND_KEYS: [&str; 5] = ["target", "limit", "calendar", "update_every", "answer_within"];
/// The known tables.
const TABLES: [&str; 7] = ["commitment", "kind", "calendar", "rung", "owner", "customer", "forecast"];
const FORECAST_KEYS: [&str; 2] = ["warn", "confidence"];
/// The most rungs for one kind: a climb may record each of them for every commitment.
const MOST_RUNGS: usize = 12;
/// The longest `at` of a rung, in bytes. It is recorded with every commitment.
const LONGEST_RUNG: usize = 64;
const RUNG_KEYS: [&str; 6] = ["at", "reopened", "to", "kinds", "repeat", "quiet"];

/// Reads the policy. `zone` is called if it names none.
pub fn read(text: &str, zone: &dyn Fn() -> Result<Tz, Problem>) -> Result<Policy, Fault> {
    let mut fields = Fields::new(tree::parse(text)?, 0..text.len());
    format(&mut fields)?;
    if let Some(value) = fields.take(super::block::HEADER) {
        return Err(tree::no_header(value.span()));
    }
    let named = fields.take("timezone").map(|value| timezone("timezone", value)).transpose()?;
    let unnamed = || zone().map_err(|problem| Fault { span: 0..0, problem });
    let mut policy = Policy::new(named.map_or_else(unnamed, Ok)?);
    policy.archives = archives(&mut fields)?;
    policy.order = order(&mut fields)?;
    for (name, _, table) in tables(&mut fields, "calendar")? {
        let calendar = calendars::read(&name, table, policy.zone)?;
        policy.calendars.insert(name, calendar);
    }
    for (name, span, table) in tables(&mut fields, "kind")? {
        let kind = kind(&name, table, policy.kind(&name).cloned().unwrap_or_default(), &policy.calendars)?;
        policy.kinds.insert(name.clone(), kind);
        working_time_has_a_calendar(&name, span, &policy)?;
    }
    policy.ladder = ladder(&mut fields, &policy.calendars)?;
    policy.owners = people::owners(tables(&mut fields, "owner")?)?;
    policy.forecast = forecasting(&mut fields)?;
    policy.customers = Arc::new(people::customers(tables(&mut fields, "customer")?)?);
    nothing_unknown(fields, "at the top of the ledger", &TOP_KEYS, true)?;
    Ok(policy)
}

/// Returns whether a text has a key or a table from the top of a ledger. Many files have an `order`.
pub fn is_one(text: &str) -> bool {
    let is_ours = |key: &str| key != "order" && TOP_KEYS.contains(&key);
    tree::parse(text).is_ok_and(|top| top.iter().any(|(key, _)| is_ours(key.get_ref().as_ref())))
}

/// Returns the names in `archives`.
fn archives(fields: &mut Fields<'_>) -> Result<Vec<String>, Fault> {
    let span = fields.span_of("archives").unwrap_or_default();
    let names: Vec<_> = fields.texts("archives")?.into_iter().map(Cow::into_owned).collect();
    let hint = "move what is in some of them into one file, and take their names out";
    not_too_many("`archives` names", names.len(), "files", span).map_err(|fault| fault.hint(hint))?;
    Ok(names)
}

/// Returns where new blocks go.
fn order(fields: &mut Fields<'_>) -> Result<Order, Fault> {
    let Some(value) = fields.take("order") else { return Ok(Order::End) };
    let span = value.span();
    match tree::text("order", value)?.as_ref() {
        "id" => Ok(Order::Id),
        other => Err(Fault::new(span, format!("`order` cannot be {}", text::quote_start(other)))
            .hint("write `order = \"id\"`, or leave it out: then new promises go to the end")),
    }
}

/// Refuses more than [`MOST`].
fn not_too_many(has: &str, count: usize, what: &str, span: Range<usize>) -> Result<(), Fault> {
    if count <= MOST {
        return Ok(());
    }
    Err(Fault::new(span, format!("{has} {count} {what}, and 1,000 is the most")))
}

fn format(fields: &mut Fields<'_>) -> Result<(), Fault> {
    let Some(value) = fields.take("format") else { return Ok(()) };
    let span = value.span();
    let DeValue::Integer(number) = value.get_ref() else {
        return Err(tree::wrong("format", "a number", value.get_ref(), span).hint("write `format = 1`"));
    };
    match i64::from_str_radix(number.as_str(), number.radix()) {
        Ok(FORMAT) => Ok(()),
        _ => Err(Fault::new(
            span,
            format!("ledger format {number} is not supported (this version reads format {FORMAT})"),
        )
        .hint("upgrade owed")),
    }
}

/// Refuses unknown keys. With `tables_are_free`, an unknown table is refused only if its name is nearly a known one: in
/// `[[commitments]]` or `[kinds.repair]` a promise or its target would be lost silently.
fn nothing_unknown(
    fields: Fields<'_>,
    place: &str,
    known: &[&str],
    tables_are_free: bool,
) -> Result<(), Fault> {
    for (span, key, value) in fields.rest() {
        let is_ours = key.starts_with("x-");
        if let Some(stray) = tree::stray(&value, !is_ours) {
            return Err(stray);
        }
        if is_ours {
            continue;
        }
        let shown = text::brief(&key);
        if tables_are_free && is_table(value.get_ref()) {
            let Some(near) = text::meant(&key, TABLES) else { continue };
            return Err(Fault::new(span, format!("unknown table {}", text::quote_start(&key)))
                .hint(format!("{near} to add a table of your own, start its name with `x-`")));
        }
        let folded = text::fold(&key);
        let begins = known.iter().copied().find(|name| folded.starts_with(name));
        let hint = match text::nearest(&key, known.iter().copied()).or(begins) {
            Some(near) => text::did_you_mean(near),
            None => format!("use one of {}", known.join(", ")),
        };
        return Err(Fault::new(span, format!("unknown key `{shown}` {place}")).hint(hint));
    }
    Ok(())
}

fn is_table(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(_) => true,
        DeValue::Array(list) => !list.is_empty() && list.iter().all(|item| item.get_ref().is_table()),
        _ => false,
    }
}

fn timezone(name: &str, value: Value<'_>) -> Result<Tz, Fault> {
    let span = value.span();
    let zone = tree::text(name, value)?;
    time::zone(&zone).map_err(|Problem { message, hint }| {
        let fault = Fault::new(span, message);
        hint.into_iter().fold(fault, Fault::hint)
    })
}

type Named<'t> = (String, Range<usize>, Fields<'t>);

/// Returns the tables `[name.…]`, in the order of the file.
fn tables<'t>(fields: &mut Fields<'t>, name: &str) -> Result<Vec<Named<'t>>, Fault> {
    let Some(value) = fields.take(name) else { return Ok(Vec::new()) };
    let span = value.span();
    let table = match value.into_inner() {
        DeValue::Table(table) => table,
        other => {
            return Err(
                tree::wrong(name, "a table", &other, span).hint(format!("write a table `[{name}.NAME]`"))
            );
        }
    };
    let (has, hint) =
        (format!("`{name}` has"), "join those that say the same, and take out those not in use");
    not_too_many(&has, table.len(), "tables", span.clone()).map_err(|fault| fault.hint(hint))?;
    let mut found = Vec::new();
    for (span, key, value) in Fields::new(table, span).rest() {
        let key = tree::short_enough(&format!("the name in `[{name}.NAME]`"), key, span.clone())?;
        match value.into_inner() {
            DeValue::Table(table) => found.push((key.to_string(), span.clone(), Fields::new(table, span))),
            other @ DeValue::Array(_) if is_table(&other) => {
                return Err(tree::wrong(&format!("{name}.{key}"), "a table", &other, span)
                    .hint(format!("write `[{name}.{}]`, in single brackets", text::sanitize(&key))));
            }
            other => {
                return Err(tree::wrong(&format!("{name}.{key}"), "a table", &other, span)
                    .hint(format!("write `[{name}.NAME]` above it, with the name of the {name}")));
            }
        }
    }
    Ok(found)
}

/// Reads a kind over its built-in values.
fn kind(
    name: &str,
    mut fields: Fields<'_>,
    built_in: Kind,
    calendars: &BTreeMap<String, Calendar>,
) -> Result<Kind, Fault> {
    let mut kind = Kind { is_mixture: false, is_built_in: false, ..built_in };
    let mut length = None;
    for (key, slot) in [
        ("target", &mut kind.target),
        ("limit", &mut kind.limit),
        ("update_every", &mut kind.update_every),
        ("answer_within", &mut kind.answer_within),
    ] {
        if let Some(value) = fields.take(key) {
            length = length.or(Some(value.span()));
            *slot = target_or_none(key, value)?;
        }
    }
    if let (Some(target), Some(limit), Some(span)) = (kind.target, kind.limit, length)
        && target.is_longer_than(&limit)
    {
        return Err(Fault::new(span, format!("`target` must be at most `limit` ({limit}), not {target}"))
            .hint(format!("write `target = \"{limit}\"` or `limit = \"{target}\"`")));
    }
    if let Some(value) = fields.take("calendar") {
        kind.calendar = Some(known_calendar("calendar", value, calendars)?);
    }
    nothing_unknown(fields, &format!("in [kind.{}]", text::sanitize(name)), &KIND_KEYS, false)?;
    Ok(kind)
}

/// Returns the name of a calendar that the ledger has.
fn known_calendar(
    key: &str,
    value: Value<'_>,
    calendars: &BTreeMap<String, Calendar>,
) -> Result<String, Fault> {
    let span = value.span();
    let calendar = tree::name(key, value)?;
    if !calendars.contains_key(calendar.as_ref()) {
        let known: Vec<_> = calendars.keys().map(String::as_str).collect();
        let fault = unknown("calendar", &calendar, &known, span);
        let hint = format!("add a table `[calendar.{}]` with its hours", text::brief(&calendar));
        return Err(if known.is_empty() { fault.hint(hint) } else { fault });
    }
    Ok(calendar.into_owned())
}

fn target_or_none(key: &str, value: Value<'_>) -> Result<Option<Target>, Fault> {
    let span = value.span();
    let text = tree::length(key, value)?;
    if text == "none" {
        return Ok(None);
    }
    Target::parse(&text).map(Some).map_err(|problem| Fault { span, problem })
}

fn target(key: &str, value: Value<'_>) -> Result<Target, Fault> {
    let span = value.span();
    let text = tree::length(key, value)?;
    Target::parse(&text).map_err(|problem| Fault { span, problem })
}

/// Reads how often a rung repeats. Whatever is shorter than any run of the ladder would be a message with each run.
fn repeat(value: Value<'_>) -> Result<Target, Fault> {
    let span = value.span();
    let length = target("repeat", value)?;
    if length.is_under_a_minute() {
        let message = format!("a rung can repeat once a minute at most, not every {length}");
        return Err(Fault::new(span, message).hint("write a minute or more, for instance repeat = \"1h\""));
    }
    Ok(length)
}

/// Checks that a kind that counts working hours has one calendar, and it is clear which.
fn working_time_has_a_calendar(name: &str, span: Range<usize>, policy: &Policy) -> Result<(), Fault> {
    let Some(kind) = policy.kind(name) else { return Ok(()) };
    if kind.calendar.is_some() || !kind.counts_in(Unit::WorkingSeconds) {
        return Ok(());
    }
    let names: Vec<_> = policy.calendars.keys().map(String::as_str).collect();
    let hint = match names.as_slice() {
        [_] => return Ok(()),
        [] => "add a table `[calendar.office]` with its hours: `mon = [\"09:00-17:00\"]` …".to_owned(),
        names => format!("add a line `calendar = \"…\"` with one of {}", text::list(names.iter().copied())),
    };
    Err(Fault::new(span, format!("kind `{}` uses working hours but has no `calendar`", text::sanitize(name)))
        .hint(hint))
}

/// Reads what is set for forecasts; what is not named is as if there were no table.
fn forecasting(fields: &mut Fields<'_>) -> Result<Forecasting, Fault> {
    let mut set = Forecasting::default();
    let Some(value) = fields.take("forecast") else { return Ok(set) };
    let span = value.span();
    let mut table = match value.into_inner() {
        DeValue::Table(table) => Fields::new(table, span),
        other => {
            return Err(tree::wrong("forecast", "a table", &other, span)
                .hint("write `[forecast]`, and below it `warn = \"50%\"` or `warn = \"off\"`"));
        }
    };
    if let Some(value) = table.take("warn") {
        set.warn = share_or_off(value)?;
    }
    if let Some(value) = table.take("confidence") {
        let span = value.span();
        let text = tree::text("confidence", value)?;
        let confidence = Confidence::parse(&text).map_err(|problem| in_key("confidence", problem, span))?;
        set.confidence = confidence.percent();
    }
    nothing_unknown(table, "in [forecast]", &FORECAST_KEYS, false)?;
    Ok(set)
}

/// Reads a percentage of more than 0, or `off`.
fn share_or_off(value: Value<'_>) -> Result<Option<Percent>, Fault> {
    let span = value.span();
    let text = tree::text("warn", value)?;
    if text == "off" {
        return Ok(None);
    }
    let share = Percent::parse(&text).map_err(|problem| in_key("warn", problem, span.clone()))?;
    if share.fraction() > 0.0 {
        return Ok(Some(share));
    }
    Err(Fault::new(span, "`warn` must be more than 0%")
        .hint("write `warn = \"off\"` to be warned of nothing"))
}

/// Returns the fault of a key whose text is none of its values.
fn in_key(key: &str, problem: Problem, span: Range<usize>) -> Fault {
    let fault = Fault::new(span, format!("`{key}`: {}", problem.message));
    problem.hint.into_iter().fold(fault, Fault::hint)
}

fn ladder(fields: &mut Fields<'_>, calendars: &BTreeMap<String, Calendar>) -> Result<Ladder, Fault> {
    let Some(value) = fields.take("rung") else { return Ok(Ladder::default()) };
    let span = value.span();
    let items = match value.into_inner() {
        DeValue::Array(items) => items,
        other => {
            return Err(tree::wrong("rung", "a list of tables", &other, span)
                .hint("write `[[rung]]`, in double brackets"));
        }
    };
    let (mut ladder, mut taken) = (Ladder::default(), BTreeSet::new());
    for item in items {
        let span = item.span();
        let DeValue::Table(table) = item.into_inner() else {
            return Err(Fault::new(span, "each `rung` must be a table")
                .hint("write `[[rung]]` and a line `at = \"75%\"`"));
        };
        let mut table = Fields::new(table, span.clone());
        let Some(at) = table.take("at") else {
            return Err(
                Fault::new(span, "missing key `at`").hint("add `at = \"100%\"`, which is when it is due")
            );
        };
        let at_span = at.span();
        let written = tree::text("at", at)?.into_owned();
        let reopened = table.count("reopened", u32::MAX)?.unwrap_or_default();
        let quiet = table.take("quiet").map(|value| known_calendar("quiet", value, calendars)).transpose()?;
        let rung = Rung {
            at: rung_at(&written, at_span.clone())?,
            name: Rung::named(&written, reopened),
            written,
            reopened,
            repeat: table.take("repeat").map(repeat).transpose()?,
            quiet,
            to: table.name("to")?.map(Cow::into_owned),
            kinds: table.names("kinds")?.into_iter().map(Cow::into_owned).collect(),
        };
        if take_name(&rung, &mut taken) {
            return Err(Fault::new(
                at_span,
                format!("two rungs at {} for the same kind", text::quote(&rung.name)),
            )
            .hint(
                "a rung is identified by its `at`, `reopened` and `kinds`: give one of them another time, or other kinds",
            ));
        }
        nothing_unknown(table, "in [[rung]]", &RUNG_KEYS, false)?;
        ladder.push(rung);
        if ladder.height() > MOST_RUNGS {
            return Err(Fault::new(at_span, format!("more than {MOST_RUNGS} rungs for one kind"))
                .hint("remove a rung, or give it `kinds = […]` of its own"));
        }
    }
    Ok(ladder)
}

/// Adds the name of a rung and each of its kinds (without any: all) to those that are taken. Returns true if one was
/// taken: for some kind two rungs would have one name.
fn take_name(rung: &Rung, taken: &mut BTreeSet<(String, Option<String>)>) -> bool {
    let of = |kind: Option<&String>| (rung.name.clone(), kind.cloned());
    if rung.kinds.is_empty() {
        let same = taken.range(of(None)..).next().is_some_and(|(name, _)| *name == rung.name);
        taken.insert(of(None));
        return same;
    }
    let kinds: BTreeSet<_> = rung.kinds.iter().map(|kind| of(Some(kind))).collect();
    let same = taken.contains(&of(None)) || kinds.iter().any(|kind| taken.contains(kind));
    taken.extend(kinds);
    same
}

fn rung_at(text: &str, span: Range<usize>) -> Result<RungAt, Fault> {
    let bad = || {
        let message = "`at` must be a percentage (\"75%\") or an offset from the due date (\"-2h\", \"+1d\")";
        Fault::new(span.clone(), message)
            .hint(format!("{} is neither; 100% is when it is due", text::quote_start(text)))
    };
    if text.len() > LONGEST_RUNG {
        return Err(bad());
    }
    if let Some(percent) = text.strip_suffix('%') {
        let digits = !percent.is_empty() && percent.bytes().all(|byte| byte.is_ascii_digit());
        let percent = percent.parse().ok().filter(|percent| digits && (0..=1000).contains(percent));
        return percent.map(RungAt::Percent).ok_or_else(bad);
    }
    let length = |text: &str| Target::parse(text).map_err(|problem| Fault { span: span.clone(), problem });
    if let Some(after) = text.strip_prefix('+') {
        return Ok(RungAt::After(length(after)?));
    }
    if let Some(before) = text.strip_prefix('-') {
        return Ok(RungAt::Before(length(before)?));
    }
    Err(bad())
}
