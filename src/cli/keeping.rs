//! The verbs that keep the ledger itself.

#![expect(
    missing_docs,
    reason = "a doc comment on a verb's arguments would be its help, which stands at the verb"
)]

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct Undo {
    /// Which change, as --list numbers them [default: 1, the last one]
    #[arg(value_name = "N")]
    pub number: Option<usize>,
    /// List the changes that can be undone, newest first
    #[arg(long, conflicts_with = "number")]
    pub list: bool,
}

#[derive(Debug, Args)]
pub struct Archive {
    /// Move what was closed before this [default: 90 days ago]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub before: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Also print notes: problems in closed commitments, and what `overdue` lists anyway
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The format of the file
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: ImportFrom,
    /// Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, class, tags, contact
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',')]
    pub map: Vec<String>,
    /// Skip rows that cannot be imported, instead of importing nothing
    #[arg(long)]
    pub skip_bad: bool,
    /// Show what would be imported, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFrom {
    /// Comma-separated values with a header line
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: owed completions bash > ~/.local/share/bash-completion/completions/owed")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}
