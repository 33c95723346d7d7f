//! The verbs that look: lists, reports, dates and lengths of time.

#![expect(
    missing_docs,
    reason = "a doc comment on a verb's arguments would be its help, which stands at the verb"
)]

use clap::{Args, ValueEnum};

use super::Filter;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing to list, 1 something, 2 error, which a name or word that occurs nowhere is too. With \
    nothing to list, nothing is printed into a pipe."
)]
pub struct Overdue {
    /// Which.
    #[command(flatten)]
    pub filter: Filter,
    /// Also list commitments at risk: a quarter or less of their time is left
    #[arg(long)]
    pub at_risk: bool,
    /// Also list what is due within this time: `4h`, `2d`
    #[arg(long, value_name = "DURATION")]
    pub within: Option<String>,
    /// Print only how many
    #[arg(long)]
    pub count: bool,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Which; --since and --until are the period, the last 30 days if not given.
    #[command(flatten)]
    pub filter: Filter,
    /// Add a line for each
    #[arg(long, value_name = "WHAT", value_enum)]
    pub by: Option<GroupBy>,
    /// Exit 1 if the rate is below this percentage
    #[arg(long, value_name = "PCT")]
    pub fail_under: Option<String>,
    /// The rate that --fail-under checks
    #[arg(long, value_name = "RATE", value_enum, default_value = "keep", requires = "fail_under")]
    pub gate: Gate,
}

/// What a report is broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GroupBy {
    /// Who had to keep it
    Owner,
    /// The customer
    To,
    /// The kind
    Kind,
    /// Each tag
    Tag,
    /// The month it was due in
    Month,
}

/// The rates that can be a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Gate {
    /// Kept as promised, of all that was due
    Keep,
    /// Kept, or moved and announced in time, of all that is decided
    Honoured,
    /// Callbacks within their limit
    Callbacks,
    /// Later moves that were announced
    Notice,
}

#[derive(Debug, Args, Default)]
pub struct List {
    /// Which.
    #[command(flatten)]
    pub filter: Filter,
    /// List closed ones too
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
}

#[derive(Debug, Args)]
pub struct When {
    /// The words, as --by takes them
    #[arg(value_name = "WHEN", required = true)]
    pub words: Vec<String>,
    /// Count from here instead of now
    #[arg(long, value_name = "START", num_args = 1..)]
    pub from: Vec<String>,
    /// The calendar of the ledger that says what a working day is
    #[arg(long, value_name = "NAME")]
    pub calendar: Option<String>,
    /// Look back, as --at does
    #[arg(long)]
    pub past: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: owed between '2026-11-20 9am' '2026-11-24 5pm' --calendar office\n\n\
    With -q, print only the elapsed seconds; with --calendar too, only the working seconds.")]
pub struct Between {
    /// Where it begins and where it ends: two dates, each in quotes if it has several words
    #[arg(value_name = "START END", required = true)]
    pub ends: Vec<String>,
    /// The calendar of the ledger that says what working time is [default: its only one]
    #[arg(long, value_name = "NAME")]
    pub calendar: Option<String>,
}
