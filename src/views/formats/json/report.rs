//! A report (`docs/json.md`, "The figures of a report").

use std::io::{self, Write};

use serde::Serialize;

use super::{SCHEMA, line};
use crate::rules::tally::{Cause, Figures, Group, ReportData, Spread};

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

/// The figures under their names, after the key of the group they are of; the total has none, which is not the
/// same as the group of what has no owner: that one's key is `null`.
///
/// Rates are fractions of 1, `null` of nothing; lengths are elapsed seconds,
/// `null` where there is none.
#[derive(Serialize)]
struct Numbers<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Option<&'r str>>,
    due: u64,
    kept: u64,
    renegotiated: u64,
    late: u64,
    broken: u64,
    pending: u64,
    keep_rate: Option<f64>,
    honoured_rate: Option<f64>,
    callbacks: u64,
    callbacks_in_limit: u64,
    moves_later: u64,
    moves_announced: u64,
    hops: u64,
    done: u64,
    one_touch: u64,
    lateness_p50_s: Option<i64>,
    lateness_p90_s: Option<i64>,
    lateness_max_s: Option<i64>,
    silence_p90_s: Option<i64>,
    silence_max_s: Option<i64>,
    open: u64,
    at_risk: u64,
    overdue: u64,
    recorded_late: u64,
    kept_reopened: u64,
    withdrawn: u64,
    void: u64,
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

impl<'r> Numbers<'r> {
    fn of_group(group: &'r Group) -> Self {
        Self::of(Some(group.key.as_deref()), &group.figures)
    }

    fn of(key: Option<Option<&'r str>>, figures: &Figures) -> Self {
        let lateness = |pick: fn(Spread) -> i64| figures.lateness.map(pick);
        let silence = |pick: fn(Spread) -> i64| figures.silence.map(pick);
        Self {
            key,
            due: figures.due,
            kept: figures.kept,
            renegotiated: figures.renegotiated,
            late: figures.late,
            broken: figures.broken,
            pending: figures.pending,
            keep_rate: figures.keep().fraction(),
            honoured_rate: figures.honoured().fraction(),
            callbacks: figures.callbacks,
            callbacks_in_limit: figures.callbacks_in_limit,
            moves_later: figures.moves_later,
            moves_announced: figures.moves_announced,
            hops: figures.hops,
            done: figures.done,
            one_touch: figures.one_touch,
            lateness_p50_s: lateness(|spread| spread.p50),
            lateness_p90_s: lateness(|spread| spread.p90),
            lateness_max_s: lateness(|spread| spread.max),
            silence_p90_s: silence(|spread| spread.p90),
            silence_max_s: silence(|spread| spread.max),
            open: figures.open,
            at_risk: figures.at_risk,
            overdue: figures.overdue,
            recorded_late: figures.recorded_late,
            kept_reopened: figures.kept_reopened,
            withdrawn: figures.withdrawn,
            void: figures.void,
        }
    }
}

/// Writes the report as one JSON document, and a line feed.
pub fn report(report: &ReportData, to: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        now: report.now.rfc3339(report.zone),
        from: report.period.since.rfc3339(report.zone),
        until: report.period.until.rfc3339(report.zone),
        by: report.by.map(|by| by.name()),
        total: Numbers::of(None, &report.total),
        groups: report.groups.iter().map(Numbers::of_group).collect(),
        causes: report.causes.iter().map(Reason::of).collect(),
    };
    line(&document, to)
}
