//! A test report: what is open as tests, what `overdue` lists as failed ones. CI shows it, and keeps its history.
//!
//! A kind is a suite, of several ledgers that of one; a commitment is a test. Its name has the id, so that it is the same test in every run.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use chrono_tz::Tz;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::{Deserialize, Serialize};

use super::Format;
use crate::rules::policy::Policy;
use crate::rules::standing::{Reason, State};
use crate::rules::time::Instant;
use crate::text;
use crate::views::flag;
use crate::views::origin::Origin;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "junit",
    help: "JUnit XML: what is open as tests, what is listed as failures",
    is_for_people: false,
    list: None,
    overdue: Some(Lister::Open(|about| Box::new(Cases::new(about)))),
    log: None,
    report: None,
    forecast: None,
    calibration: None,
    findings: None,
    customers: None,
    answer: None,
};

/// How long a test took: there is nothing to measure, and some readers want a number.
const NO_TIME: Duration = Duration::ZERO;

struct Cases {
    now: Instant,
    zone: Tz,
    /// The ledger, if there are others.
    ledger: Option<String>,
}

/// A test, between drawing and writing.
#[derive(Serialize, Deserialize)]
struct Case {
    kind: String,
    name: String,
    is_waiting: bool,
    failure: Option<Failure>,
}

#[derive(Serialize, Deserialize)]
struct Failure {
    reason: String,
    message: String,
    text: String,
}

impl Cases {
    fn new(about: &About<'_>) -> Self {
        let Origin { zone, .. } = about.origin;
        Self {
            now: about.now,
            zone,
            ledger: about.origin.shown().map(|name| text::sanitize(name).into_owned()),
        }
    }
}

impl RowWriter for Cases {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        let failure = |reason: Reason| Failure {
            reason: reason.name().to_owned(),
            message: format!("{}: {}", flag::how_far(row, policy, self.now), flag::why(row)),
            text: flag::line(row, policy, self.zone, self.now),
        };
        let kind = text::sanitize(row.standing.cycle.basis.kind);
        let case = Case {
            kind: self.ledger.as_ref().map_or(kind.to_string(), |ledger| format!("{ledger}: {kind}")),
            name: format!("{} [{}]", flag::title(row.commitment), row.commitment.id),
            is_waiting: row.standing.state == State::Waiting,
            failure: row.reasons.iter().next().map(failure),
        };
        // Writing to memory, with keys that are all strings, cannot fail.
        let _ = serde_json::to_writer(text, &case);
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let timestamp = self.now.in_zone(self.zone).fixed_offset();
        let mut suites = BTreeMap::new();
        for row in rows {
            let case: Case = serde_json::from_slice(row?.text)?;
            let suite = suites.entry(case.kind.clone()).or_insert_with(|| {
                let mut suite = TestSuite::new(&case.kind);
                suite.set_timestamp(timestamp).set_time(NO_TIME);
                suite
            });
            suite.add_test_case(case.test());
        }
        let mut report = Report::new("owed");
        report.set_time(NO_TIME).add_test_suites(suites.into_values());
        report.serialize(to).map_err(io::Error::other)
    }
}

impl Case {
    fn test(self) -> TestCase {
        let status = match self.failure {
            Some(Failure { reason, message, text }) => {
                let mut failed = TestCaseStatus::non_success(NonSuccessKind::Failure);
                failed.set_type(reason).set_message(message).set_description(text);
                failed
            }
            None if self.is_waiting => {
                let mut skipped = TestCaseStatus::skipped();
                skipped.set_message("waiting for the customer");
                skipped
            }
            None => TestCaseStatus::success(),
        };
        let mut test = TestCase::new(self.name, status);
        test.set_classname(format!("owed.{}", self.kind)).set_time(NO_TIME);
        test
    }
}
