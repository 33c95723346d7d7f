//! What can be typed: the commands, their options and their help. No behaviour.
//!
//! A verb's doc comment is its help. An option that takes words (`num_args = 1..`) takes them up to the next
//! argument that begins with `-`, so that names and dates need no quotes; see [`crate::cli::words`].

#![expect(
    missing_docs,
    reason = "a doc comment on a verb's arguments would be its help, which stands at the verb"
)]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::out::Colour;

mod happening;
mod keeping;
mod looking;
pub mod missing;
pub mod values;
pub mod words;

pub use happening::{
    Cancel, CancelHow, Done, Escalate, Hand, Move, Promise, Reopen, Resume, Text, Told, Wait,
};
pub use keeping::{Archive, Check, Completions, Import, ImportFrom, Undo};
pub use looking::{Between, Gate, GroupBy, List, Overdue, Report, Show, When};

/// Keep the promises you make to other people.
///
/// owed keeps what you promised, to whom and by when, in one TOML file. `owed` alone lists what is open, most
/// pressing first; `owed overdue` answers scripts with its exit code.
#[derive(Debug, Parser)]
#[command(name = "owed", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = EXIT_CODES)]
pub struct Cli {
    /// What applies to every command.
    #[command(flatten)]
    pub global: Global,
    /// The verb; none: list what is open.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

const EXIT_CODES: &str =
    "Plain words need no quotes; quote anything with & ' $ # ( ) ? * ! or another sign of the shell.

Exit codes: 0 success; 1 something is overdue, a gate was missed or `check` found problems; 2 error, and nothing was \
changed unless it says so";

// What applies to every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]
    #[arg(long, global = true, value_name = "PATH", help_heading = "Global options")]
    pub ledger: Option<PathBuf>,
    /// Use this as the current time: whatever `owed when` takes, and the past
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Global options")]
    pub now: Option<String>,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Global options", value_enum)]
    pub color: Option<Colour>,
    /// Print only the result a script needs (each command says what that is)
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Output format
    #[arg(long, global = true, value_name = "FORMAT", help_heading = "Global options", value_enum)]
    pub format: Option<Format>,
    /// The same as --format json
    #[arg(long, global = true, help_heading = "Global options", conflicts_with = "format")]
    pub json: bool,
}

/// How to show things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people; it may change with any version
    Table,
    /// JSON for scripts; keys are only ever added
    Json,
}

/// Everything owed can do.
#[derive(Debug, Subcommand)]
#[command(defer = true)] // the options of a verb are put together when it is typed
pub enum Verb {
    /// Promise something: what, to whom, by when
    Promise(Promise),
    /// Close commitments as done, and say whether each was on time
    Done(Done),
    /// List what is overdue; exit 1 if anything is
    Overdue(Overdue),
    /// Escalate a commitment to someone who can solve it, or run the escalation ladder
    Escalate(Escalate),
    /// Report how many promises were kept
    Report(Report),
    /// List commitments, most pressing first
    List(List),
    /// Show one commitment: how its due date was worked out, and its history
    Show(Show),
    /// Move a due date
    Move(Move),
    /// Record that you told the customer something; with filters, every matching customer
    Told(Told),
    /// Record that the customer got in touch
    Heard(Text),
    /// Record a note
    Note(Text),
    /// Stop the clock: the customer has to act
    Wait(Wait),
    /// Start the clock again
    Resume(Resume),
    /// Give a commitment to another owner
    Hand(Hand),
    /// Close a commitment that will not be done
    Cancel(Cancel),
    /// Reopen a closed commitment with a new due date
    Reopen(Reopen),
    /// Show which date and time words mean
    When(When),
    /// Edit the ledger with VISUAL or EDITOR; it is checked before it is saved
    Edit,
    /// Undo the last change
    Undo(Undo),
    /// Move old closed commitments into archive files beside the ledger
    Archive(Archive),
    /// Show the elapsed time and the working time between two instants
    Between(Between),
    /// Show the service policy: targets, limits, escalation and calendars
    Policy,
    /// Find problems in the ledger; exit 1 if there are any
    Check(Check),
    /// Create an empty ledger
    Init,
    /// Print the completions for a shell
    Completions(Completions),
    /// Import commitments from a file
    Import(Import),
}

// Which commitments.
#[derive(Debug, Clone, Args, Default)]
pub struct Filter {
    /// Match by prefix: each word must start a word of the customer's name or of the promise
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Names, kinds and dates.
    #[command(flatten)]
    pub options: FilterOptions,
}

// Which commitments, by options alone.
#[derive(Debug, Clone, Args, Default)]
pub struct FilterOptions {
    /// Owed to this customer
    #[arg(long, value_name = "NAME", num_args = 1.., help_heading = "Filters")]
    pub to: Vec<String>,
    /// Owned by this person; `me` is you
    #[arg(long, value_name = "WHO", num_args = 1.., help_heading = "Filters")]
    pub owner: Vec<String>,
    /// Of this kind
    #[arg(long, value_name = "KIND", help_heading = "Filters")]
    pub kind: Option<String>,
    /// With this tag
    #[arg(long, value_name = "TAG", help_heading = "Filters")]
    pub tag: Option<String>,
    /// Of this class: customer, company or self
    #[arg(long, value_name = "CLASS", help_heading = "Filters")]
    pub class: Option<String>,
    /// Due at or after this
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Filters")]
    pub since: Vec<String>,
    /// Due before this
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Filters")]
    pub until: Vec<String>,
}

impl FilterOptions {
    /// Whether none of them was given.
    pub fn is_empty(&self) -> bool {
        let Self { to, owner, kind, tag, class, since, until } = self;
        [to, owner, since, until].iter().all(|words| words.is_empty())
            && [kind, tag, class].iter().all(|word| word.is_none())
    }
}

// When it happened.
#[derive(Debug, Clone, Args, Default)]
pub struct Happened {
    /// When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub at: Vec<String>,
}
