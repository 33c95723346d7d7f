//! What will go wrong with a calendar: holidays that run out, a minute that is missing every night, rules without effect.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days as Count, NaiveDate};

use super::Found;
use super::seen::Gathered;
use crate::ledger::read::calendars::{Line, lines};
use crate::ledger::read::scan::RulesText;
use crate::rules::audit::{Finding, Spot};
use crate::rules::calendar::{Calendar, Days, Hours};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;

/// How far ahead the dated holidays of a calendar have to be known.
const AHEAD: u64 = 60;
/// The end of a day that leaves its last minute out.
const A_MINUTE_TO_MIDNIGHT: u32 = 86_340;

/// Returns the findings, at the lines they are about.
pub(super) fn findings(policy: &Policy, rules: &RulesText, seen: &Gathered, now: Instant) -> Vec<Found> {
    let mut found = Vec::new();
    let mut known: BTreeMap<&str, (Option<NaiveDate>, Vec<Days>)> = BTreeMap::new();
    for (name, calendar) in &policy.calendars {
        let idle = calendar.idle_rules(now.date_in(calendar.zone).year());
        known.insert(name, (runs_out(calendar, seen, now), idle));
    }
    for line in lines(rules) {
        let Some(calendar) = policy.calendars.get(&line.calendar) else { continue };
        let Some((last, idle)) = known.get(line.calendar.as_str()) else { continue };
        let message = if line.is_holiday {
            let Ok(days) = Days::parse(&line.text) else { continue };
            if idle.binary_search(&days).is_ok() {
                Some((
                    "idle-holiday",
                    format!("{days} never falls on a day that is open, and changes nothing"),
                ))
            } else if last.is_some() && days.last() == *last {
                Some(("holidays-end", ends(calendar, days, seen, now)))
            } else {
                None
            }
        } else {
            short(&line).map(|message| ("lost-minute", message))
        };
        let Some((name, message)) = message else { continue };
        let message = format!("calendar {}: {message}", text::quote(&calendar.name));
        let finding = Finding { name, spot: Spot::Block, message, is_note: false };
        found.push(Found { id: None, span: line.span, finding });
    }
    found
}

/// Returns the last dated holiday of a calendar if more will be needed.
fn runs_out(calendar: &Calendar, seen: &Gathered, now: Instant) -> Option<NaiveDate> {
    let last = calendar.plan().holidays.iter().filter_map(|days| days.last()).max()?;
    (last < needed(calendar, seen, now)).then_some(last)
}

/// Returns the date until which holidays have to be known: that of the last open due, and at least 60 days ahead.
fn needed(calendar: &Calendar, seen: &Gathered, now: Instant) -> NaiveDate {
    let today = now.date_in(calendar.zone);
    let ahead = today.checked_add_days(Count::new(AHEAD)).unwrap_or(today);
    last_due(calendar, seen).map_or(ahead, |due| due.max(ahead))
}

fn last_due(calendar: &Calendar, seen: &Gathered) -> Option<NaiveDate> {
    seen.dues.get(&calendar.name).map(|due| due.date_in(calendar.zone))
}

fn ends(calendar: &Calendar, days: Days, seen: &Gathered, now: Instant) -> String {
    let today = now.date_in(calendar.zone);
    let last = days.last().unwrap_or(today);
    let due = last_due(calendar, seen).filter(|due| last < *due);
    let when = match due {
        Some(due) => format!("and something is due on {due}"),
        None if last < today => "which is past".to_owned(),
        None => format!("less than {AHEAD} days ahead"),
    };
    format!(
        "{last} is the last dated holiday, {when}; add the next ones, or write them by a rule (a day that was closed once \
         only belongs into `open`, with no hours)"
    )
}

/// Returns what is wrong with hours that end a minute before midnight.
fn short(line: &Line) -> Option<String> {
    let hours = Hours::parse(&line.text).ok().filter(|hours| hours.close == A_MINUTE_TO_MIDNIGHT)?;
    let whole = Hours { close: Hours::WHOLE_DAY.close, ..hours };
    Some(format!("{hours} loses a minute every night; write \"{whole}\""))
}
