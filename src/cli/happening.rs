//! The verbs that let something happen to a commitment.

#![expect(
    missing_docs,
    reason = "a doc comment on a verb's arguments would be its help, which stands at the verb"
)]

use clap::{Args, ValueEnum};

use super::{FilterOptions, Happened};

#[derive(Debug, Args)]
#[command(
    after_help = "Plain words need no quotes; quote anything with & ' $ # ( ) ? * ! or another sign of the shell.\n\n\
    Example: owed promise call back about the invoice --to 'Müller & Söhne' --by fri 5pm"
)]
pub struct Promise {
    /// What is owed
    #[arg(value_name = "WHAT", required = true)]
    pub what: Vec<String>,
    /// The person or firm it is owed to
    #[arg(long, value_name = "NAME", num_args = 1.., required = true)]
    pub to: Vec<String>,
    /// When it is due: `fri 5pm`, `in 2h`, `2026-12-01` [default: the target of the kind]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub by: Vec<String>,
    /// Its kind: callback, email, promise, or one the ledger defines
    #[arg(short, long, value_name = "KIND", default_value = "promise")]
    pub kind: String,
    /// Who has to keep it [default: you]
    #[arg(long, value_name = "WHO", num_args = 1..)]
    pub owner: Vec<String>,
    /// Whose interest it is: customer, company or self
    #[arg(long, value_name = "CLASS", default_value = "customer")]
    pub class: String,
    /// A label; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// How to reach the customer
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub contact: Vec<String>,
    /// When the customer asked, if that was before the promise
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub asked: Vec<String>,
    /// When it was promised, if not now
    #[command(flatten)]
    pub happened: Happened,
    /// The commitment that this one carries on
    #[arg(long, value_name = "ID")]
    pub follows: Option<String>,
    /// The name that another system has for it
    #[arg(long = "ref", value_name = "TEXT")]
    pub reference: Option<String>,
}

#[derive(Debug, Args)]
pub struct Done {
    /// Ids, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it was done.
    #[command(flatten)]
    pub happened: Happened,
    /// A note
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// Promise the rest to the same customer
    #[arg(long, value_name = "WHAT", num_args = 1.., requires = "by")]
    pub next: Vec<String>,
    /// When the rest is due
    #[arg(long, value_name = "WHEN", num_args = 1.., requires = "next")]
    pub by: Vec<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without an ID it runs the escalation ladder: every rung whose time has come fires once, and runs the notify \
                  command of the config file. What has gathered for one commitment is one message, that of the last rung. A \
                  rung that finds no owner to warn is reported and tried again.\n\
                  Exit codes: 0 fired, or nothing to do; 2 error, or a notify command failed."
)]
pub struct Escalate {
    /// Ids, or words that match one commitment; with neither, run the escalation ladder
    #[arg(value_name = "ID")]
    pub which: Vec<String>,
    /// Who can solve it
    #[arg(long, value_name = "WHO", num_args = 1..)]
    pub to: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
    /// Show what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Move {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// The new due
    #[arg(long, value_name = "WHEN", num_args = 1.., required = true)]
    pub by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// The customer has been told
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
#[command(after_help = "With a filter, all words are the message: owed told back by noon --tag outage")]
pub struct Told {
    /// An id (or its words in quotes), then what the customer was told
    #[arg(value_name = "ID TEXT", required = true)]
    pub words: Vec<String>,
    /// Everyone these name.
    #[command(flatten)]
    pub filter: FilterOptions,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
    /// Show who would be told, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Wait {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// What the customer has to do
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
pub struct Resume {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// A note
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
#[command(
    after_help = "What was done or broken starts a new cycle. What was cancelled as withdrawn or void goes on, with the limit \
                  and the original due it had; the new due is a move, flagged until the customer is told."
)]
pub struct Reopen {
    /// An id, or words that match one closed commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it is due now
    #[arg(long, value_name = "WHEN", num_args = 1.., required = true)]
    pub by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
pub struct Text {
    /// An id (or its words in quotes), then the text
    #[arg(value_name = "ID TEXT", required = true)]
    pub words: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
pub struct Hand {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// The new owner
    #[arg(long, value_name = "WHO", num_args = 1.., required = true)]
    pub to: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
pub struct Cancel {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// How it ended; has to be said, and is asked for on a terminal
    #[arg(long = "as", value_name = "HOW", value_enum)]
    pub way: Option<CancelHow>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

/// How it is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CancelHow {
    /// The customer no longer wants it
    Withdrawn,
    /// We will not keep it
    Broken,
    /// It was entered by mistake
    Void,
}
