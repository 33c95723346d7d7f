//! Metrics for Prometheus, as text: how many commitments of a ledger are in which state, and what a report says of it.
//!
//! All are gauges, because all of them can fall. None has a timestamp, which the textfile collector refuses; none names a
//! customer or an owner, for metrics are read by many and kept for long. The ledger is a label, so that the files of
//! two ledgers can lie in one folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Format, Reporter};
use crate::out::Out;
use crate::rules::policy::Policy;
use crate::rules::standing::{Reason, State};
use crate::rules::tally::{Number, ReportData};
use crate::rules::time::Instant;
use crate::text;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "prometheus",
    help: "Metrics for Prometheus: how many are open and overdue, and the rates of a report",
    is_for_people: false,
    list: None,
    overdue: Some(Lister::Open(|about| Box::new(Gauges::new(about)))),
    log: None,
    report: Some(Reporter::Figures(report)),
    forecast: None,
    calibration: None,
    findings: None,
    customers: None,
    answer: None,
};

/// A metric of which there is one for each kind: the end of the name, what it says, and when a commitment counts.
type Count = (&'static str, &'static str, fn(&Open) -> bool);

const COUNTS: [Count; 6] = [
    ("overdue", "Commitments past their due or their limit.", |open| open.late_s.is_some()),
    ("at_risk", "Open commitments with little of their time left.", |open| open.is_at_risk),
    ("untold", "Commitments moved to a later date that the customer was not told of.", |open| {
        open.is(Reason::Untold)
    }),
    ("silent", "Commitments whose customer has heard nothing for longer than the kind allows.", |open| {
        open.is(Reason::Silence)
    }),
    (
        "unanswered",
        "Commitments whose customer got in touch and has waited for an answer for longer than the kind allows.",
        |open| open.is(Reason::Unanswered),
    ),
    ("waiting_long", "Commitments that have waited for the customer for too long.", |open| {
        open.is(Reason::Waiting)
    }),
];

/// What counts of a commitment that is not closed.
#[derive(Serialize, Deserialize)]
struct Open {
    kind: String,
    state: String,
    reasons: Vec<String>,
    is_at_risk: bool,
    /// How long it has been overdue.
    late_s: Option<i64>,
    /// When it is due, in seconds since 1970, if that is ahead.
    due: Option<i64>,
}

impl Open {
    fn is(&self, reason: Reason) -> bool {
        self.reasons.iter().any(|name| name == reason.name())
    }
}

struct Gauges {
    now: Instant,
    ledger: String,
    kinds: Vec<String>,
}

impl Gauges {
    fn new(about: &About<'_>) -> Self {
        let kinds = about.policy.kinds.keys().cloned().collect();
        Self { now: about.now, ledger: stem(about.origin.path), kinds }
    }
}

impl RowWriter for Gauges {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        let standing = &row.standing;
        let is_ahead = !standing.is_overdue();
        let open = Open {
            kind: standing.cycle.basis.kind.to_owned(),
            state: standing.state.name().to_owned(),
            reasons: row.reasons.iter().map(|reason| reason.name().to_owned()).collect(),
            is_at_risk: standing.at_risk,
            late_s: standing.overdue_by(policy, self.now).map(|late| late.wall),
            due: standing.due.filter(|_| is_ahead).map(Instant::epoch),
        };
        // Writing to memory, with keys that are all strings, cannot fail.
        let _ = serde_json::to_writer(text, &open);
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let mut kinds: BTreeMap<String, Vec<Open>> =
            self.kinds.iter().map(|kind| (kind.clone(), Vec::new())).collect();
        for row in rows {
            let open: Open = serde_json::from_slice(row?.text)?;
            kinds.entry(open.kind.clone()).or_default().push(open);
        }
        let mut metrics = Metrics::of(&self.ledger);
        metrics.begin("owed_commitments", "Commitments that are not closed, by kind and state.");
        for (kind, all) in &kinds {
            for state in [State::Open, State::Waiting].map(State::name) {
                let count = all.iter().filter(|open| open.state == state).count();
                metrics.sample(&[("kind", kind), ("state", state)], count);
            }
        }
        for (name, help, counts) in COUNTS {
            metrics.begin(&format!("owed_commitments_{name}"), help);
            for (kind, all) in &kinds {
                metrics.sample(&[("kind", kind)], all.iter().filter(|open| counts(open)).count());
            }
        }
        let all = || kinds.values().flatten();
        metrics.begin(
            "owed_longest_overdue_seconds",
            "How long the longest overdue commitment has been overdue; 0 if none is.",
        );
        metrics.sample(&[], all().filter_map(|open| open.late_s).max().unwrap_or_default());
        metrics.begin(
            "owed_next_due_timestamp_seconds",
            "When the next commitment is due, in seconds since 1970; absent if none is.",
        );
        if let Some(due) = all().filter_map(|open| open.due).min() {
            metrics.sample(&[], due);
        }
        metrics
            .begin("owed_last_run_timestamp_seconds", "When these numbers were true, in seconds since 1970.");
        metrics.sample(&[], self.now.epoch());
        metrics.begin("owed_build_info", "The version of owed that wrote this; always 1.");
        metrics.sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
        to.write_all(metrics.text.as_bytes())
    }
}

/// Writes the total of a report. Its groups and its misses are of customers and owners, and stay out.
fn report(report: &ReportData, out: &mut Out<'_>) -> io::Result<()> {
    let mut metrics = Metrics::of(&stem(&report.ledger));
    for (key, help, number) in report.total.all() {
        // What Prometheus asks of a name: a ratio is called so, and units are written out.
        let named = |end: &str, unit: &str| [key.strip_suffix(end).unwrap_or(key), unit].concat();
        let (name, help, value) = match number {
            Number::Count(count) => (key.to_owned(), help.to_owned(), Some(count.to_string())),
            Number::Now(count) => (key.to_owned(), help.to_owned(), count.map(|count| count.to_string())),
            Number::Rate(rate) => {
                let help = format!("Counted from 0 to 1: {help}.");
                (named("_rate", "_ratio"), help, rate.fraction().map(|of_one| of_one.to_string()))
            }
            Number::Length(length) => {
                (named("_s", "_seconds"), help.to_owned(), length.map(|seconds| seconds.to_string()))
            }
            Number::Mean(mean) => {
                (key.to_owned(), help.to_owned(), mean.number().map(|stars| stars.to_string()))
            }
        };
        metrics.begin(&format!("owed_report_{name}"), &help);
        if let Some(value) = value {
            metrics.sample(&[], value);
        }
    }
    for (name, help, at) in [
        ("from", "The beginning of the period, in seconds since 1970.", report.period.since),
        ("until", "The end of the period, in seconds since 1970.", report.period.until),
        ("last_run", "When these numbers were true, in seconds since 1970.", report.now),
    ] {
        metrics.begin(&format!("owed_report_{name}_timestamp_seconds"), help);
        metrics.sample(&[], at.epoch());
    }
    out.write_all(metrics.text.as_bytes())
}

/// Metrics in the making.
struct Metrics {
    text: String,
    /// The metric whose samples come.
    name: String,
    ledger: String,
}

impl Metrics {
    fn of(ledger: &str) -> Self {
        Self { text: String::new(), name: String::new(), ledger: value(ledger) }
    }

    /// Begins a metric.
    fn begin(&mut self, name: &str, help: &str) {
        name.clone_into(&mut self.name);
        // Writing to a String cannot fail.
        let _ = write!(self.text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
    }

    /// Adds a sample of the metric that was begun.
    fn sample(&mut self, labels: &[(&str, &str)], number: impl std::fmt::Display) {
        let Self { text, name, ledger } = self;
        let _ = write!(text, "{name}{{ledger=\"{ledger}\"");
        for (label, of) in labels {
            let _ = write!(text, ",{label}=\"{}\"", value(of));
        }
        let _ = writeln!(text, "}} {number}");
    }
}

/// Returns a text as the value of a label.
fn value(of: &str) -> String {
    text::sanitize(of).replace('\\', "\\\\").replace('"', "\\\"")
}

/// Returns the name of a ledger without its folder and its ending.
fn stem(ledger: &Path) -> String {
    ledger.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
