//! What every verb may take: the global options, the arguments that several verbs share, and what was typed as values.
//! No verb stands here, and nothing is done.
//!
//! An option that takes words (`num_args = 1..`) takes them up to the next argument that begins with `-`, so that
//! names and dates need no quotes; see [`words`].

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::error::Problem;
use crate::out::Colour;
use crate::rules::tally::Percent;
use crate::rules::words::Word;
use crate::text;
use crate::views::entry::Entry;
use crate::views::formats::{self, Format, Formats};

pub mod calendar_arg;
mod meant;
pub mod missing;
pub mod parse;
pub mod values;
pub mod words;

// What applies to every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The ledger file; what only looks takes several [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]
    #[arg(long, global = true, value_name = "PATH", help_heading = "Global options")]
    pub ledger: Vec<PathBuf>,
    /// Look at every ledger that `ledgers` in the config file names
    #[arg(long, global = true, help_heading = "Global options", conflicts_with = "ledger")]
    pub all_ledgers: bool,
    /// Use this as the current time: whatever `owed when` takes, and the past
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Global options")]
    pub now: Option<String>,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Global options", value_enum)]
    pub color: Option<Colour>,
    /// Print only the result a script needs (each command says what that is)
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Output format: `table`, `json`, or another that the help of the command names
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        help_heading = "Global options",
        value_parser = format(),
        hide_possible_values = true
    )]
    pub format: Option<&'static Format>,
    /// Write the answer to this file, in one step, instead of printing it (commands that only read)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Print what does not fit the screen at once, without a pager
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_pager: bool,
    /// Never ask: what is missing or unsure is an error, on a terminal too
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_input: bool,
    /// The same as --format json
    #[arg(long, global = true, help_heading = "Global options", conflicts_with = "format")]
    pub json: bool,
}

/// Returns the parser for one word of a few.
pub fn word<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    let help = |one: &W| one.meaning().trim_end_matches('.');
    let words = W::ALL.iter().map(|one| PossibleValue::new(one.name()).help(help(one)));
    PossibleValuesParser::new(words).try_map(|name| W::named(&name).ok_or("unknown word"))
}

/// Returns the parser for the name of a format.
fn format() -> impl TypedValueParser<Value = &'static Format> {
    format_names(None).try_map(|name| formats::named(&name).ok_or("unknown format"))
}

/// Returns the names of the formats that show something, with their help; the names of all for no such thing.
pub fn format_names(of: Option<Formats>) -> PossibleValuesParser {
    let formats = formats::all().filter(|format| of.is_none_or(|of| of.has(format)));
    PossibleValuesParser::new(formats.map(|format| PossibleValue::new(format.name).help(format.help)))
}

// Which commitments.
#[derive(Debug, Clone, Args, Default)]
pub struct FilterArgs {
    /// Match by prefix: each word must start a word of the customer, the promise, a tag, the ref or the contact
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
    #[arg(short, long, value_name = "KIND", help_heading = "Filters")]
    pub kind: Option<String>,
    /// With this tag
    #[arg(long, value_name = "TAG", help_heading = "Filters")]
    pub tag: Option<String>,
    /// Of this class, which is whose interest it is: customer (theirs), company (ours) or self (your own)
    #[arg(long, value_name = "CLASS", help_heading = "Filters")]
    pub class: Option<String>,
    /// Due at or after this
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Filters")]
    pub since: Vec<String>,
    /// Due at or before this; a day is all of it
    #[arg(long, value_name = "WHEN", num_args = 1.., help_heading = "Filters")]
    pub until: Vec<String>,
    /// Due within this time from now, or late: `4h`, `2d`
    #[arg(long, value_name = "DURATION", help_heading = "Filters")]
    pub within: Option<String>,
}

impl FilterOptions {
    /// Returns true if no filter was given.
    pub fn is_empty(&self) -> bool {
        let Self { to, owner, kind, tag, class, since, until, within } = self;
        [to, owner, since, until].iter().all(|words| words.is_empty())
            && [kind, tag, class, within].iter().all(|word| word.is_none())
    }
}

// Which commitments something happens to: those that are named, or all open ones that filters match.
#[derive(Debug, Clone, Args, Default)]
pub struct ManyArgs {
    /// Ids, or words that match one commitment; beside a filter, words that narrow it
    #[arg(value_name = "ID")]
    pub which: Vec<String>,
    /// Names, kinds and dates.
    #[command(flatten)]
    pub filter: FilterOptions,
    /// Take all that the filters match, without asking
    #[arg(long)]
    pub all: bool,
    /// Show what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

// How many.
#[derive(Debug, Clone, Copy, Args, Default)]
pub struct LimitArgs {
    /// List this many at most, and count the rest
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub limit: Option<usize>,
}

// How likely it is late.
#[derive(Debug, Clone, Args, Default)]
pub struct LikelyArgs {
    /// What is probably done late, by what was done before: half as likely or more, or this percentage
    #[arg(long, value_name = "PCT", num_args = 0..=1, default_missing_value = "50")]
    pub likely: Option<String>,
}

impl LikelyArgs {
    /// Returns the chance from which on something counts as likely late, from 0 to 1; `None` if that was not asked for.
    ///
    /// # Errors
    /// What is not a percentage; less than 1.
    pub fn share(&self) -> Result<Option<f64>, Problem> {
        let Some(likely) = &self.likely else { return Ok(None) };
        let problem = || {
            Problem::new(format!("--likely takes a percentage from 1 to 100, not {}", text::quote(likely)))
        };
        let read = Percent::parse(likely)
            .map_err(|_| problem().hint("write words before it: `owed list acme --likely`"))?;
        Some(read.fraction()).filter(|share| *share >= 0.01).map(Some).ok_or_else(problem)
    }
}

/// Reads a number that is not 0.
fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("it is a whole number from 1 on")
}

// What a calendar shows.
#[derive(Debug, Clone, Args, Default)]
pub struct EntryArgs {
    /// What a calendar shows of each, with --format ics
    #[arg(long = "as", value_name = "ENTRY", value_parser = word::<Entry>())]
    pub entry: Option<Entry>,
}

// When it happened.
#[derive(Debug, Clone, Args, Default)]
pub struct HappenedArgs {
    /// When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub at: Vec<String>,
}

// A commitment and a text about it.
#[derive(Debug, Clone, Args)]
pub struct TextArgs {
    /// An id (or words in quotes; one word is the customer's), then the text
    #[arg(value_name = "ID TEXT", required = true)]
    pub words: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}
