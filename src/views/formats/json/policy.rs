//! The policy.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{SCHEMA, line};
use crate::rules::calendar::{Calendar, Hours, Observed, Season, SeasonTime};
use crate::rules::policy::{Customer, Owner, Policy, Rung};
use crate::rules::rate::Percent;
use crate::rules::time::Instant;
use crate::views::policy::{Again, Day, Month, Stated, calendar, in_order};

#[derive(Serialize)]
struct Document<'h> {
    schema: u32,
    now: String,
    ledger: &'h str,
    timezone: &'static str,
    kinds: Vec<OneKind<'h>>,
    rungs: Vec<OneRung<'h>>,
    calendars: Vec<OneCalendar<'h>>,
    series: Vec<OneSeries<'h>>,
    owners: Vec<OneOwner<'h>>,
    customers: Vec<OneCustomer<'h>>,
    forecast: Forecasts,
}

/// What is set for forecasts, as fractions of 1.
#[derive(Serialize)]
struct Forecasts {
    warn: Option<f64>,
    confidence: f64,
}

/// Somebody on our side with a table.
#[derive(Serialize)]
struct OneOwner<'h> {
    name: &'h str,
    called: Option<&'h str>,
    contact: Option<&'h str>,
}

impl<'h> OneOwner<'h> {
    fn of((name, Owner { called, contact }): (&'h String, &'h Owner)) -> Self {
        Self { name, called: called.as_deref(), contact: contact.as_deref() }
    }
}

/// A customer with a table.
#[derive(Serialize)]
pub(super) struct OneCustomer<'h> {
    name: &'h str,
    called: Option<&'h str>,
    contact: Option<&'h str>,
    owner: Option<&'h str>,
    also: &'h [String],
    timezone: Option<&'static str>,
    cares_about: &'h [String],
}

impl<'h> OneCustomer<'h> {
    /// Returns a customer, by the name that is shown.
    pub(super) fn of((name, customer): (&'h str, &'h Customer)) -> Self {
        let Customer { called, contact, owner, also, timezone, cares_about } = customer;
        Self {
            name,
            called: called.as_deref(),
            contact: contact.as_deref(),
            owner: owner.as_deref(),
            also,
            timezone: timezone.map(|zone| zone.name()),
            cares_about,
        }
    }
}

/// What is promised again and again; `due` is `null` while its clock stands still.
#[derive(Serialize)]
struct OneSeries<'h> {
    id: &'h str,
    what: &'h str,
    to: &'h str,
    owner: Option<&'h str>,
    every: String,
    every_from: String,
    due: Option<String>,
}

impl<'h> OneSeries<'h> {
    fn of(one: &'h Again, policy: &Policy) -> Self {
        let instant = |at: Instant| at.rfc3339(policy.zone);
        Self {
            id: one.id.as_str(),
            what: &one.what,
            to: &one.to,
            owner: one.owner.as_deref(),
            every: one.every.to_string(),
            every_from: instant(one.from),
            due: one.due.map(instant),
        }
    }
}

/// A kind, with lengths as a ledger writes them. `calendar` counts its working time; `null` is Monday to Friday, whole
/// days. `rungs` are those for this kind. How many met the target is `null` without one, or if that is not known.
#[derive(Serialize)]
struct OneKind<'h> {
    kind: &'h str,
    target: Option<String>,
    target_met_rate: Option<f64>,
    target_met_of: Option<u64>,
    limit: Option<String>,
    update_every: Option<String>,
    answer_within: Option<String>,
    calendar: Option<&'h str>,
    rungs: Vec<Step<'h>>,
}

/// A rung; `to` is who takes over, `null` if the owner is warned.
#[derive(Serialize)]
struct Step<'h> {
    at: &'h str,
    to: Option<&'h str>,
    reopened: Option<u32>,
    repeat: Option<String>,
    quiet: Option<&'h str>,
}

impl<'h> Step<'h> {
    fn of(rung: &'h Rung) -> Self {
        Self {
            at: &rung.written,
            to: rung.to.as_deref(),
            reopened: Some(rung.reopened).filter(|reopened| *reopened > 0),
            repeat: rung.repeat.map(|length| length.to_string()),
            quiet: rung.quiet.as_deref(),
        }
    }
}

/// A rung with its kinds; empty for all.
#[derive(Serialize)]
struct OneRung<'h> {
    #[serde(flatten)]
    step: Step<'h>,
    kinds: &'h [String],
}

#[derive(Serialize)]
struct OneCalendar<'h> {
    name: &'h str,
    timezone: &'static str,
    mon: Vec<String>,
    tue: Vec<String>,
    wed: Vec<String>,
    thu: Vec<String>,
    fri: Vec<String>,
    sat: Vec<String>,
    sun: Vec<String>,
    holidays: Vec<String>,
    open: BTreeMap<String, Vec<String>>,
    observed: Option<&'static str>,
    seasons: Vec<OneSeason>,
}

/// A season; `until` is `null` if it does not end. A weekday is `null` if it keeps the hours of the calendar.
#[derive(Serialize)]
struct OneSeason {
    from: String,
    until: Option<String>,
    mon: Option<Vec<String>>,
    tue: Option<Vec<String>>,
    wed: Option<Vec<String>>,
    thu: Option<Vec<String>>,
    fri: Option<Vec<String>>,
    sat: Option<Vec<String>>,
    sun: Option<Vec<String>>,
}

impl OneSeason {
    fn of(season: &Season) -> Self {
        let [mon, tue, wed, thu, fri, sat, sun] = season.week.each_ref().map(|day| day.as_deref().map(hours));
        let (from, until) = match season.time {
            SeasonTime::Once(from, until) => (from.to_string(), until.map(|until| until.to_string())),
            SeasonTime::EveryYear(from, until) => (from.to_string(), Some(until.to_string())),
        };
        Self { from, until, mon, tue, wed, thu, fri, sat, sun }
    }
}

fn hours(hours: &[Hours]) -> Vec<String> {
    hours.iter().map(Hours::to_string).collect()
}

impl<'h> OneCalendar<'h> {
    fn of(calendar: &'h Calendar) -> Self {
        let plan = calendar.plan();
        let [mon, tue, wed, thu, fri, sat, sun] = plan.week.each_ref().map(|day| hours(day));
        Self {
            name: &calendar.name,
            timezone: calendar.zone.name(),
            mon,
            tue,
            wed,
            thu,
            fri,
            sat,
            sun,
            holidays: plan.holidays.iter().map(ToString::to_string).collect(),
            open: plan.open.iter().map(|(days, day)| (days.to_string(), hours(day))).collect(),
            observed: plan.observed.map(Observed::name),
            seasons: plan.seasons.iter().map(OneSeason::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct OneMonth<'m> {
    schema: u32,
    calendar: &'m str,
    timezone: &'static str,
    month: String,
    business_days: i64,
    working_s: i64,
    days: Vec<OneDay>,
}

/// A day; `why` is `weekday`, `season`, `holiday` or `open`, and `by` the days or the season as the ledger writes them.
#[derive(Serialize)]
struct OneDay {
    date: String,
    hours: Vec<String>,
    working_s: i64,
    why: &'static str,
    by: Option<String>,
    observed: bool,
}

/// Writes a month of a calendar as one JSON document, and a newline.
pub fn month(month: &Month<'_>, to: &mut dyn Write) -> io::Result<()> {
    let (business_days, working_s) = month.sums();
    let one = |day: Day<'_>| {
        let (why, by) = day.reason();
        let observed = day.is_observed();
        OneDay {
            date: day.date.to_string(),
            hours: hours(day.hours),
            working_s: day.seconds,
            why,
            by,
            observed,
        }
    };
    let document = OneMonth {
        schema: SCHEMA,
        calendar: &month.calendar.name,
        timezone: month.calendar.zone.name(),
        month: month.first.format("%Y-%m").to_string(),
        business_days,
        working_s,
        days: month.days().map(one).collect(),
    };
    line(&document, to)
}

/// Writes the policy of a ledger as one JSON document, with what is promised again and again, and a newline.
pub fn policy(stated: &Stated<'_>, now: Instant, to: &mut dyn Write) -> io::Result<()> {
    line(&document(stated, now), to)
}

/// Writes the policies of several ledgers as one JSON document, and a newline.
pub fn policies(all: &[Stated<'_>], now: Instant, to: &mut dyn Write) -> io::Result<()> {
    let policies = all.iter().map(|stated| document(stated, now)).collect();
    line(&Several { schema: SCHEMA, policies }, to)
}

#[derive(Serialize)]
struct Several<'h> {
    schema: u32,
    policies: Vec<Document<'h>>,
}

fn document<'h>(&Stated { ledger, policy, series, met }: &Stated<'h>, now: Instant) -> Document<'h> {
    let kinds = in_order(policy).into_iter().map(|(name, kind)| {
        let mut rungs: Vec<_> = policy.ladder.of(name).collect();
        rungs.sort_unstable_by_key(|(place, _)| *place);
        OneKind {
            kind: name,
            target: kind.target.map(|target| target.to_string()),
            target_met_rate: met.get(name).and_then(|rate| rate.fraction()),
            target_met_of: met.get(name).map(|rate| rate.of),
            limit: kind.limit.map(|limit| limit.to_string()),
            update_every: kind.update_every.map(|length| length.to_string()),
            answer_within: kind.answer_within.map(|length| length.to_string()),
            calendar: calendar(name, policy),
            rungs: rungs.into_iter().map(|(_, rung)| Step::of(rung)).collect(),
        }
    });
    let rungs = policy.ladder.rungs().iter().map(|rung| OneRung { step: Step::of(rung), kinds: &rung.kinds });
    Document {
        schema: SCHEMA,
        now: now.rfc3339(policy.zone),
        ledger,
        timezone: policy.zone.name(),
        kinds: kinds.collect(),
        rungs: rungs.collect(),
        calendars: policy.calendars.values().map(OneCalendar::of).collect(),
        series: series.iter().map(|one| OneSeries::of(one, policy)).collect(),
        owners: policy.owners.iter().map(OneOwner::of).collect(),
        customers: policy.customers.all().map(OneCustomer::of).collect(),
        forecast: Forecasts {
            warn: policy.forecast.warn.map(Percent::fraction),
            confidence: policy.forecast.confidence.fraction(),
        },
    }
}
