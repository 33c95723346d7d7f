//! What a verb has to say where it is small: a value, which each format shows in its way.
//!
//! Lists are no answers but [`rows`](super::rows). A report and the findings of `check` stand beside [`Answer`], because
//! some formats show them and nothing else. Nothing here knows a format, or prints.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::ladder::Item;
use super::line::Line;
use super::row::{Row, Sheet};
use crate::rules::audit::Finding;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;

/// An answer. A variant more does not compile before every format that shows answers shows it.
pub enum Answer<'a> {
    /// Commitments after a change.
    Changed {
        /// The commitments.
        rows: &'a [Row<'a>],
        /// What every row needs to know.
        sheet: Sheet<'a>,
        /// What people read.
        said: Said<'a>,
    },
    /// One commitment, with its history.
    Card(&'a Row<'a>, Sheet<'a>),
    /// The policy, at the present moment.
    Policy(&'a Policy, Instant),
    /// The rungs that fired, or would; `None`: another process is at it. What people read was said as it happened.
    Climb(Option<&'a [Item]>),
    /// The changes that can be undone, newest first, at the present moment.
    Changes(&'a [Undoable<'a>], Instant),
    /// What words mean.
    Reading {
        /// The instant.
        at: Instant,
        /// From where it is looked at.
        from: Instant,
        /// The zone it is said in.
        zone: Tz,
    },
    /// The time between two instants.
    Between(Between<'a>),
    /// What came of an import.
    Imported(Imported<'a>),
    /// What went into archives, and out of them.
    Archived(Archived<'a>),
}

/// What people read of a change.
pub enum Said<'a> {
    /// A line a commitment.
    Lines(&'a dyn Fn(&Row<'_>, Sheet<'_>) -> Line),
    /// One sentence.
    Sentence(String),
}

/// Commitments after a change, and what is needed to show them.
pub struct Changed {
    /// The policy.
    pub policy: Policy,
    /// Every id in the file, new ones too.
    pub ids: Ids,
    /// The commitments as they are now.
    pub commitments: Vec<Commitment<'static>>,
}

/// A change that can be undone.
pub struct Undoable<'a> {
    /// When it was made.
    pub at: Instant,
    /// What was typed.
    pub what: &'a str,
}

/// The time between two instants.
pub struct Between<'a> {
    /// The first instant.
    pub start: Instant,
    /// The second.
    pub end: Instant,
    /// The name of the calendar that counts, and how many of the seconds it is open; `None` if it is not clear which.
    pub working: Option<(&'a str, i64)>,
    /// Whether that calendar was asked for by name.
    pub is_named: bool,
    /// The zone that the instants are said in.
    pub zone: Tz,
}

/// What came of an import.
pub struct Imported<'a> {
    /// How many are new.
    pub added: usize,
    /// How many were open and are closed.
    pub closed: usize,
    /// How many were there already.
    pub present: usize,
    /// The rows that were left out.
    pub skipped: Vec<Skipped<'a>>,
    /// The same by reason, as people read it.
    pub reasons: Vec<String>,
    /// Whether nothing was changed.
    pub is_dry_run: bool,
}

/// A row that was left out of an import.
pub struct Skipped<'a> {
    /// Its line in the file.
    pub line: u64,
    /// Why.
    pub why: &'a str,
}

/// What went into archives, and out of them.
pub struct Archived<'a> {
    /// How many were moved into each file.
    pub files: &'a BTreeMap<String, usize>,
    /// How many copies were taken out of each.
    pub duplicates: &'a BTreeMap<String, usize>,
}

/// What `check` found, in the order of the file.
pub struct Findings<'a> {
    /// The ledger, as it was named.
    pub file: &'a str,
    /// The same as people and editors read it.
    pub shown: &'a str,
    /// The findings.
    pub all: Vec<Placed<'a>>,
}

/// A finding, and where it stands.
pub struct Placed<'a> {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The commitment; `None`: it is about the policy.
    pub id: Option<Id>,
    /// What was found.
    pub finding: &'a Finding,
}

impl Answer<'_> {
    /// Returns what `-q` leaves of what people read: only what a script needs. `None`: the whole answer.
    pub fn quiet(&self) -> Option<String> {
        match self {
            // What is new has no history yet; the other ids were known to whoever typed the command.
            Self::Changed { rows, said: Said::Lines(_), .. } => {
                let new = rows.iter().filter(|row| row.commitment.history.is_empty());
                Some(new.map(|row| format!("{}\n", row.commitment.id)).collect())
            }
            Self::Changed { said: Said::Sentence(_), .. }
            | Self::Climb(_)
            | Self::Imported(_)
            | Self::Archived(_) => Some(String::new()),
            Self::Card(..) | Self::Policy(..) | Self::Changes(..) => None,
            Self::Reading { at, zone, .. } => Some(format!("{}\n", at.rfc3339(*zone))),
            Self::Between(Between { start, end, working, is_named, .. }) => {
                let working = working.filter(|_| *is_named).map(|(_, seconds)| seconds);
                Some(format!("{}\n", working.unwrap_or(end.since(*start))))
            }
        }
    }
}

impl Changed {
    /// Returns the commitments as rows.
    pub fn rows(&self, now: Instant) -> Vec<Row<'_>> {
        let row = |commitment| Row::new(commitment, &self.policy, now);
        self.commitments.iter().filter_map(row).collect()
    }
}
