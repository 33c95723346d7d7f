//! The answers of verbs: values, which each format shows in its way.
//!
//! Lists are not answers but [`rows`](super::rows). A report and the findings of `check` are separate from [`Answer`],
//! because some formats show only them. Nothing here knows a format, or prints.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::ladder::Item;
use super::line::Line;
use super::policy::{Month, Stated};
use super::row::{Row, Sheet};
use crate::rules::audit::Finding;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;

/// An answer. A new variant does not compile until every format that shows answers shows it.
pub enum Answer<'a> {
    /// Commitments after a change.
    Changed {
        /// The commitments.
        rows: &'a [Row<'a>],
        /// What every row needs.
        sheet: Sheet<'a>,
        /// What people see.
        said: Said<'a>,
        /// What became of telling those that it was escalated to, if it was.
        fired: Option<&'a [Item]>,
    },
    /// One commitment, with its history.
    Card(&'a Row<'a>, Sheet<'a>),
    /// The policies of one ledger or several, now.
    Policies(&'a [Stated<'a>], Instant),
    /// One month of a calendar, day by day.
    Month(Month<'a>),
    /// The rungs that fired, or would; `None` if another process is climbing. People saw them as they fired.
    Climb(Option<&'a [Item]>),
    /// The changes that can be undone, newest first, now.
    Changes(&'a [Undoable<'a>], Instant),
    /// The meaning of words.
    Reading {
        /// The instant.
        at: Instant,
        /// The instant it is seen from.
        from: Instant,
        /// The zone it is shown in.
        zone: Tz,
        /// The opening from which working time was counted, if it is closed at `from`.
        counted_from: Option<Instant>,
        /// Whether there is a calendar that says so.
        has_calendar: bool,
    },
    /// The time between two instants.
    Between(Between<'a>),
    /// The result of an import.
    Imported(Box<Imported<'a>>),
    /// What can be imported.
    Sources(&'a [Importable]),
    /// The settings in force.
    Settings(&'a [Setting<'a>]),
    /// What was moved into archives, and removed from them.
    Archived(Archived<'a>),
}

/// How a change is shown to people.
pub enum Said<'a> {
    /// A line a commitment.
    Lines(&'a dyn Fn(&Row<'_>, Sheet<'_>) -> Line),
    /// A line a commitment; none of them is new.
    Corrections(&'a dyn Fn(&Row<'_>, Sheet<'_>) -> Line),
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

/// A setting that is in force.
pub struct Setting<'a> {
    /// Its name.
    pub key: &'a str,
    /// What is in force, `None` if nothing is.
    pub value: Option<&'a str>,
    /// Where it comes from: `option`, `variable`, `file` or `default`.
    pub source: &'a str,
    /// The name of the option or the variable.
    pub name: Option<&'a str>,
}

/// A change that can be undone.
pub struct Undoable<'a> {
    /// When it was made.
    pub at: Instant,
    /// The command that was typed.
    pub what: &'a str,
    /// The command that it took back, if it is an undo.
    pub undid: Option<&'a str>,
}

/// The time between two instants.
pub struct Between<'a> {
    /// The first instant.
    pub start: Instant,
    /// The second.
    pub end: Instant,
    /// What a calendar counts between them; `None` if it is not clear which calendar.
    pub working: Option<Working<'a>>,
    /// Whether that calendar was named in the command.
    pub is_named: bool,
    /// The zone the instants are shown in.
    pub zone: Tz,
}

/// The working time between two instants.
pub struct Working<'a> {
    /// The name of the calendar.
    pub calendar: &'a str,
    /// How many of the seconds it is open.
    pub seconds: i64,
    /// The most business days that can be counted from the first instant without passing the second.
    pub business_days: i64,
}

/// The result of an import.
pub struct Imported<'a> {
    /// The number of new ones.
    pub added: usize,
    /// The number that were open and are now closed.
    pub closed: usize,
    /// How many of the new ones went into each archive.
    pub archived: &'a BTreeMap<String, usize>,
    /// The number already present.
    pub present: usize,
    /// The rows that say something else of what is present than before.
    pub changed: Vec<Differs<'a>>,
    /// What the file tells event by event of what is present, and was not there.
    pub recorded: Vec<Differs<'a>>,
    /// The rows that are no promise.
    pub left_out: Vec<Skipped<'a>>,
    /// The rows that could not be imported.
    pub skipped: Vec<Skipped<'a>>,
    /// The lines of rows with a day without a time, where the time decides a verdict or a due.
    pub at_midnight: &'a [u64],
    /// The lines of rows that say of something that it was later than now.
    pub after_now: &'a [u64],
    /// The format of the file, or the mapping of the config file.
    pub from: &'a str,
    /// What there is to know of the file as a whole.
    pub about: &'a [String],
    /// How its columns were read.
    pub columns: &'a [String],
    /// What becomes of each column, if nothing was changed.
    pub mapping: Vec<Mapping<'a>>,
    /// Some of the commitments, as they would stand.
    pub sample: &'a [Row<'a>],
    /// What every row of the sample needs.
    pub sheet: Sheet<'a>,
    /// What there is to say of the rows, for people.
    pub lines: Vec<String>,
    /// Whether there was no ledger before.
    pub is_new_ledger: bool,
    /// Whether nothing was changed.
    pub is_dry_run: bool,
    /// Whether nothing would be, because of the rows that could not be imported.
    pub is_refused: bool,
}

/// A column of an import, or a value that every row has.
pub struct Mapping<'a> {
    /// Its name; `None` for a value.
    pub column: Option<&'a str>,
    /// What it fills.
    pub field: Option<&'a str>,
    /// How it is read, a sentence each; without a field and without these it is not.
    pub how: &'a [String],
}

impl Mapping<'_> {
    /// Returns true if anything is read from it.
    pub const fn is_read(&self) -> bool {
        self.field.is_some() || !self.how.is_empty()
    }
}

/// A format that can be imported.
pub struct Importable {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// The columns of each field, the best first.
    pub columns: Vec<(&'static str, Vec<String>)>,
}

/// A row of an import that says something else than before.
pub struct Differs<'a> {
    /// Its line in the file.
    pub line: u64,
    /// The commitment.
    pub id: Id,
    /// What changed.
    pub what: &'a str,
    /// Whether that was recorded.
    pub is_recorded: bool,
}

/// A row that was left out of an import.
pub struct Skipped<'a> {
    /// Its line in the file.
    pub line: u64,
    /// Why.
    pub why: &'a str,
}

/// What was moved into archives, and removed from them.
pub struct Archived<'a> {
    /// How many were moved into each file.
    pub files: &'a BTreeMap<String, usize>,
    /// How many copies were removed from each.
    pub duplicates: &'a BTreeMap<String, usize>,
}

/// The findings of `check`, ledger by ledger, in the order of the file.
pub struct Findings<'a> {
    /// The findings.
    pub all: Vec<Placed<'a>>,
}

/// A finding, and its place.
pub struct Placed<'a> {
    /// The path of the ledger, as it was named.
    pub file: &'a str,
    /// The name of the ledger.
    pub ledger: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The commitment; `None` if it is about the policy.
    pub id: Option<Id>,
    /// The finding.
    pub finding: &'a Finding,
}

impl Answer<'_> {
    /// Returns what `-q` leaves of the answer for people: only what a script needs. `None` means the whole answer.
    pub fn quiet(&self) -> Option<String> {
        match self {
            // A new commitment has no history yet; the other ids were known to the person who typed the command.
            Self::Changed { rows, said: Said::Lines(_), .. } => {
                let new = rows.iter().filter(|row| row.commitment.history.is_empty());
                Some(new.map(|row| format!("{}\n", row.commitment.id)).collect())
            }
            Self::Changed { said: Said::Sentence(_) | Said::Corrections(_), .. }
            | Self::Climb(_)
            | Self::Imported(_)
            | Self::Archived(_) => Some(String::new()),
            Self::Card(..)
            | Self::Policies(..)
            | Self::Month(..)
            | Self::Changes(..)
            | Self::Sources(_)
            | Self::Settings(_) => None,
            Self::Reading { at, zone, .. } => Some(format!("{}\n", at.rfc3339(*zone))),
            Self::Between(Between { start, end, working, is_named, .. }) => {
                let working = working.as_ref().filter(|_| *is_named).map(|working| working.seconds);
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
