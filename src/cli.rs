//! What can be typed: the commands, their options and their help. No behaviour.
//!
//! A verb's doc comment is its help. An option that takes words (`num_args = 1..`) takes them up to the next
//! argument that begins with `-`, so that names and dates need no quotes; see [`crate::words`].

#![expect(
    missing_docs,
    reason = "a doc comment on a verb's arguments would be its help, which stands at the verb"
)]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::out::Colour;

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
    "Exit codes: 0 fine, nothing overdue; 1 the asked-for condition holds; 2 trouble, nothing changed.";

// What applies to every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]
    #[arg(long, global = true, value_name = "PATH", help_heading = "Everywhere")]
    pub ledger: Option<PathBuf>,
    /// Take this for the present moment: RFC 3339, or a local date and time
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Everywhere")]
    pub now: Option<String>,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Everywhere", value_enum)]
    pub color: Option<Colour>,
    /// Say only what was asked for; see each command
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// How to show it
    #[arg(long, global = true, value_name = "FORMAT", help_heading = "Everywhere", value_enum)]
    pub format: Option<Format>,
    /// The same as --format json
    #[arg(long, global = true, help_heading = "Everywhere", conflicts_with = "format")]
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
    /// Close what is done, and say whether it was in time
    Done(Done),
    /// List what is late; exit 1 if anything is
    Overdue(Overdue),
    /// Hand a commitment to someone who can solve it, or climb the ladder
    Escalate(Escalate),
    /// Report how many promises were kept
    Report(Report),
    /// List commitments, most pressing first
    List(List),
    /// Show one commitment, how its due came about, and its history
    Show(Show),
    /// Move a due date
    Move(Move),
    /// Note that the customer was told something, or that all were whom the options name
    Told(Told),
    /// Note that the customer got in touch
    Heard(Text),
    /// Note anything else
    Note(Text),
    /// Stop the clock: the customer has to act
    Wait(Wait),
    /// Start the clock again
    Resume(Resume),
    /// Give a commitment to another owner
    Hand(Hand),
    /// Close what will not be done
    Cancel(Cancel),
    /// Promise again what was closed
    Reopen(Reopen),
    /// Say which instant words mean
    When(When),
    /// Edit the ledger with VISUAL or EDITOR; it is checked before it counts
    Edit,
    /// Take back the last change
    Undo(Undo),
    /// Move what was closed long ago into files beside the ledger
    Archive(Archive),
    /// Say how much time lies between two instants, by the wall and in working time
    Between(Between),
    /// Show what customers can expect: the rules of the house, for a wall
    Policy,
    /// Find what is off in the ledger; exit 1 if anything is
    Check(Check),
    /// Make an empty ledger
    Init,
    /// Print the completions for a shell
    Completions(Completions),
    /// Bring in commitments from a file
    Import(Import),
}

// Which commitments.
#[derive(Debug, Clone, Args, Default)]
pub struct Filter {
    /// Words that begin a word of the customer's name or of what is owed
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
    #[arg(long, value_name = "NAME", num_args = 1.., help_heading = "Which")]
    pub to: Vec<String>,
    /// Owned by this person
    #[arg(long, value_name = "WHO", num_args = 1.., help_heading = "Which")]
    pub owner: Vec<String>,
    /// Of this kind
    #[arg(long, value_name = "KIND", help_heading = "Which")]
    pub kind: Option<String>,
    /// With this tag
    #[arg(long, value_name = "TAG", help_heading = "Which")]
    pub tag: Option<String>,
    /// Of this class: customer, company or self
    #[arg(long, value_name = "CLASS", help_heading = "Which")]
    pub class: Option<String>,
    /// Due at or after this
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Which")]
    pub since: Vec<String>,
    /// Due before this
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Which")]
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

#[derive(Debug, Args)]
#[command(after_help = "Example: owed promise call back about the invoice --to Acme Corp --by fri 5pm")]
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
    /// What sort it is: callback, email, promise, or one the ledger defines
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
    /// Ids, or the words of one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it was done.
    #[command(flatten)]
    pub happened: Happened,
    /// A remark
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
    after_help = "Exit codes: 0 nothing to list, 1 something, 2 trouble. Nothing to list prints nothing into a pipe."
)]
pub struct Overdue {
    /// Which.
    #[command(flatten)]
    pub filter: Filter,
    /// Also what has little of its time left
    #[arg(long)]
    pub at_risk: bool,
    /// Also what is due within this time: `4h`, `2d`
    #[arg(long, value_name = "DURATION")]
    pub within: Option<String>,
    /// Print only how many
    #[arg(long)]
    pub count: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without an ID it climbs the ladder: every rung whose time has come fires once, and runs the notify \
                  command of the config file.\n\
                  Exit codes: 0 fired, or nothing to do; 2 trouble, or a command failed."
)]
pub struct Escalate {
    /// Ids, or the words of one commitment; none: climb the ladder
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
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Which; --since and --until are the period, the last 30 days if not given.
    #[command(flatten)]
    pub filter: Filter,
    /// A line for each
    #[arg(long, value_name = "WHAT", value_enum)]
    pub by: Option<GroupBy>,
    /// Exit 1 if the rate is under so many percent
    #[arg(long, value_name = "PCT")]
    pub fail_under: Option<String>,
    /// The rate that --fail-under looks at
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
    /// Closed ones too
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// An id, or the words of one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Move {
    /// An id, or the words of one commitment
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
#[command(after_help = "With an option of Which, every word is text: owed told back by noon --tag outage")]
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
    /// Say who would be told, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Wait {
    /// An id, or the words of one commitment
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
    /// An id, or the words of one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// A remark
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: Happened,
}

#[derive(Debug, Args)]
pub struct Reopen {
    /// An id, or the words of one closed commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it is due now
    #[arg(long, value_name = "WHEN", num_args = 1.., required = true)]
    pub by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
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
    /// An id, or the words of one commitment
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
    /// An id, or the words of one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// What that makes of the promise
    #[arg(long = "as", value_name = "HOW", value_enum, default_value = "withdrawn")]
    pub way: CancelHow,
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
pub struct Undo {
    /// Which change, as --list numbers them [default: 1, the last one]
    #[arg(value_name = "N")]
    pub number: Option<usize>,
    /// List the changes that can be taken back, newest first
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
#[command(after_help = "Example: owed between \"2026-11-20 9am\" \"2026-11-24 5pm\" --calendar office\n\n\
    With -q: the seconds by the wall alone; if a calendar is named, those of working time.")]
pub struct Between {
    /// Where it begins and where it ends: two dates, each in quotes if it has several words
    #[arg(value_name = "START END", required = true)]
    pub ends: Vec<String>,
    /// The calendar of the ledger that says what working time is [default: its only one]
    #[arg(long, value_name = "NAME")]
    pub calendar: Option<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Also oddities of what is closed; they are notes and do not count
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the file is
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: ImportFrom,
    /// Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, class, tags, contact
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',')]
    pub map: Vec<String>,
    /// Leave out what cannot be taken, instead of taking nothing
    #[arg(long)]
    pub skip_bad: bool,
    /// Say what would come in, and change nothing
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
