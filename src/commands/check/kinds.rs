//! Kinds of which `promise` would refuse a commitment, or would have to guess how to count it.

use super::Found;
use super::policy::of_rules;
use crate::ledger::read::scan::RulesText;
use crate::ledger::read::unknown;
use crate::rules::policy::{CalendarChoice, Kind, Policy};
use crate::rules::target::{Target, Unit};
use crate::rules::time::Instant;
use crate::text;

const HOUR: i64 = 60 * 60;
/// A target and a limit that cannot be compared are tried from each of so many hours on: in two weeks there is every time
/// of day before every weekend.
const HOURS: i64 = 14 * 24;

/// Returns what is wrong with the kinds that the ledger defines, at their tables.
pub(super) fn findings(policy: &Policy, rules: &RulesText, now: Instant) -> Vec<Found> {
    let of_kind = |table: unknown::Named| {
        let kind = policy.kind(&table.name)?;
        let (name, message) = no_calendar(&table.name, kind, policy)
            .map(|message| ("calendar", message))
            .or_else(|| Some(("target", refused(&table.name, kind, policy, now)?)))?;
        let message = format!("kind {}: {message}", text::quote(&table.name));
        Some(of_rules(name, message, table.span))
    };
    unknown::kinds(rules).into_iter().filter_map(of_kind).collect()
}

/// Returns a message if a kind counts business days and names none of several calendars: they would be Monday to Friday.
fn no_calendar(name: &str, kind: &Kind, policy: &Policy) -> Option<String> {
    let counts = kind.counts_in(Unit::BusinessDays);
    let several = matches!(policy.calendar_for(Some(name)), CalendarChoice::Several);
    let calendars = || text::list(policy.calendars.keys().map(String::as_str));
    (counts && several).then(|| {
        format!(
            "it counts business days and has no `calendar`, so they are Monday to Friday; add one of {}",
            calendars()
        )
    })
}

/// Returns why `promise` would refuse a commitment of the kind, now or in the next two weeks.
fn refused(name: &str, kind: &Kind, policy: &Policy, now: Instant) -> Option<String> {
    let calendar = policy.calendar_for_kind(name);
    let due = |length: Target, start: Instant| length.due(start, policy.zone, Some(calendar));
    let said = |start: Instant| start.rfc3339(policy.zone);
    for (key, length) in kind.lengths() {
        if let Err(why) = due(length, now) {
            return Some(format!("its `{key}` comes to no date from {}: {why}", said(now)));
        }
    }
    let target = kind.target?;
    let limit = kind.limit.filter(|limit| *limit != target && !limit.is_longer_than(&target))?;
    let mut starts = (0..HOURS).map(|hour| now.plus(hour.saturating_mul(HOUR)));
    let start = starts.find(
        |start| matches!((due(target, *start), due(limit, *start)), (Ok(due), Ok(latest)) if due > latest),
    )?;
    Some(format!(
        "its target is after its limit, so `promise` refuses it: {target} and {limit} from {}",
        said(start)
    ))
}
