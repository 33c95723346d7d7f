//! The verbs, one file each: its arguments, its help, and what it does. This is the table of contents.
//!
//! A verb gets everything by argument: what was typed, and the [`Context`] it acts on. It never asks the environment or
//! the clock, and shows results only by the methods of the context: how a format shows them, and what `-q` leaves, is
//! decided there.

use std::ffi::OsString;
use std::path::Path;

use clap::{Parser, Subcommand};

use crate::cli::Global;
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::views::formats::Formats;

mod again;
mod agenda;
mod archive;
mod asked;
mod between;
mod cancel;
mod change;
mod check;
mod completions;
mod config;
mod contact;
mod customer;
mod done;
mod edit;
mod escalate;
mod forecast;
mod hand;
mod heard;
pub mod help;
mod import;
mod init;
mod list;
mod log;
mod many;
mod merge;
mod merge_driver;
mod r#move;
mod note;
mod overdue;
mod policy;
mod promise;
mod rate;
mod reopen;
mod report;
mod resume;
mod show;
mod today;
mod told;
mod undo;
mod wait;
mod week;
mod when;

#[cfg(test)]
mod tests;

/// Keep the promises you make to other people.
///
/// owed keeps what you promised, to whom and by when, in one TOML file. `owed` alone lists what is open, most
/// pressing first; `owed overdue` answers scripts with its exit code.
#[derive(Debug, Parser)]
#[command(name = "owed", version, disable_help_subcommand = true)]
#[command(after_help = EXIT_CODES)]
pub struct Cli {
    /// What applies to every command.
    #[command(flatten)]
    pub global: Global,
    /// What `owed` alone lists.
    #[command(flatten)]
    pub list: list::Options,
    /// The verb; none: list what is open.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

const EXIT_CODES: &str =
    "Plain words need no quotes; quote anything with & ' $ # ( ) ? * ! or another sign of the shell.

Exit codes: 0 success; 1 something is overdue, a gate was missed or `check` found problems; 2 error, and nothing was \
changed unless it says so";

/// What the help says of a verb, beside its options.
#[derive(Debug)]
pub struct Row {
    /// What people do with it: the heading above it.
    pub group: &'static str,
    /// The verb, as the table below spells it.
    verb: &'static str,
    /// What it shows, and thereby its formats.
    pub formats: Formats,
    /// Two lines to type, as they stand. A test runs them in `examples/`.
    pub examples: [&'static str; 2],
}

impl Row {
    /// Returns whether it is that of the verb of that name.
    pub fn is_of(&self, name: &str) -> bool {
        self.verb.eq_ignore_ascii_case(&name.replace('-', ""))
    }
}

// A verb in a row, below what people do with it: its name, and the file with its `Args`, whose doc comment is the help of
// the verb, its `EXAMPLES`, its `FORMATS` and its `run`.
macro_rules! verbs {
    ($($group:literal { $($(#[$about:meta])* $verb:ident: $file:ident,)+ })+) => {
        /// Everything owed can do.
        #[derive(Debug, Subcommand)]
        #[command(defer = true)] // the options of a verb are put together when it is typed
        pub enum Verb {
            $($($(#[$about])* $verb($file::Args),)+)+
        }

        impl Verb {
            /// The rows, in the order in which the help lists them.
            pub const ROWS: &[Row] = &[$($(Row {
                group: $group,
                verb: stringify!($verb),
                formats: $file::FORMATS,
                examples: $file::EXAMPLES,
            },)+)+];

            fn run(&self, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
                match self {
                    $($(Self::$verb(args) => $file::run(args, context),)+)+
                }
            }

            const fn formats(&self) -> Formats {
                match self {
                    $($(Self::$verb(_) => $file::FORMATS,)+)+
                }
            }
        }
    };
}

// In the order in which the help lists them.
verbs! {
    "Promise" {
        Promise: promise,
        Move: r#move,
        Change: change,
        Forecast: forecast,
        When: when,
        Import: import,
    }
    "Look" {
        Today: today,
        Week: week,
        List: list,
        Overdue: overdue,
        Show: show,
        Log: log,
        Customer: customer,
        Report: report,
    }
    "What happened" {
        Told: told,
        Heard: heard,
        Note: note,
        Wait: wait,
        Resume: resume,
    }
    "Close" {
        Done: done,
        Cancel: cancel,
        Reopen: reopen,
        Rate: rate,
    }
    "Team" {
        Hand: hand,
        Escalate: escalate,
        Policy: policy,
        Between: between,
        Merge: merge,
    }
    "Ledger" {
        Init: init,
        Edit: edit,
        Undo: undo,
        Check: check,
        Archive: archive,
        Config: config,
        Completions: completions,
        #[command(hide = true)] // git types it
        MergeDriver: merge_driver,
        Help: help,
    }
}

impl Verb {
    /// Returns whether the verb needs a ledger. A verb that only reads words uses the zone of one if there is one.
    pub fn needs_ledger(&self) -> bool {
        match self {
            Self::When(args) => args.calendar.is_some(),
            Self::Between(args) => args.calendar.is_some(),
            Self::Completions(_) | Self::MergeDriver(_) | Self::Config(_) | Self::Help(_) => false,
            _ => true,
        }
    }

    /// Returns whether the verb knows only its arguments: no config file, no current time, no user.
    pub const fn is_alone(&self) -> bool {
        matches!(self, Self::MergeDriver(_))
    }

    /// Returns the row of the verb of that name.
    fn row(name: &str) -> Option<&'static Row> {
        Self::ROWS.iter().find(|row| row.is_of(name))
    }

    /// Returns whether the verb shows several ledgers in one view.
    const fn reads_several(&self) -> bool {
        if let Self::Customer(args) = self {
            return args.rename.is_empty();
        }
        matches!(
            self,
            Self::Forecast(_)
                | Self::Today(_)
                | Self::Week(_)
                | Self::List(_)
                | Self::Overdue(_)
                | Self::Show(_)
                | Self::Log(_)
                | Self::Report(_)
                | Self::Policy(_)
                | Self::Check(_)
        )
    }

    /// Returns whether the verb changes nothing, whatever its arguments.
    const fn only_reads(&self) -> bool {
        if let Self::Customer(args) = self {
            return args.rename.is_empty();
        }
        matches!(
            self,
            Self::Overdue(_)
                | Self::Report(_)
                | Self::Today(_)
                | Self::Week(_)
                | Self::Log(_)
                | Self::Forecast(_)
                | Self::List(_)
                | Self::Show(_)
                | Self::When(_)
                | Self::Between(_)
                | Self::Policy(_)
                | Self::Check(_)
                | Self::Completions(_)
                | Self::Config(_)
                | Self::Help(_)
        )
    }
}

impl Cli {
    /// Returns the ledgers that are named on the line that a shell completes, as they were typed.
    pub fn completed_ledgers(&self) -> Vec<String> {
        match &self.verb {
            Some(Verb::Completions(args)) => args.ledgers(),
            _ => Vec::new(),
        }
    }

    /// Refuses several ledgers for a verb that is about one; and those that are named before the verb, if others are named after
    /// it: clap knows only the last then.
    pub fn check_ledgers(&self, args: &[OsString]) -> Result<()> {
        if self.verb.as_ref().is_some_and(Verb::is_alone) {
            return Ok(());
        }
        let before = args.iter().skip(1).take_while(|arg| *arg != "--");
        let is_ledger =
            |arg: &&OsString| *arg == "--ledger" || arg.as_encoded_bytes().starts_with(b"--ledger=");
        if before.filter(is_ledger).count() > self.global.ledger.len() {
            return Err(Error::new("--ledger is given before the command and after it")
                .hint("name all ledgers on one side of it"));
        }
        let several = self.global.ledger.len() > 1 || self.global.all_ledgers;
        match &self.verb {
            Some(verb) if several && !verb.reads_several() => Err(Error::new(
                "this command takes one ledger",
            )
            .hint("`owed list`, `show` and others that only look take several; run this once for each")),
            _ => Ok(()),
        }
    }

    /// Returns the file for the answer, if one was named.
    ///
    /// # Errors
    ///
    /// The verb is one that may change something.
    pub fn output(&self) -> Result<Option<&Path>> {
        match (self.global.output.as_deref(), &self.verb) {
            (Some(_), Some(verb)) if !verb.only_reads() => {
                Err(Error::new("--output is only for commands that change nothing")
                    .hint("`> FILE` after the command puts what it prints into a file"))
            }
            (output, _) => Ok(output),
        }
    }

    /// Returns whether a person may be shown the answer page by page: it is all there is to see.
    pub fn is_paged(&self) -> bool {
        !self.global.no_pager && self.verb.as_ref().is_none_or(Verb::only_reads)
    }
}

/// Returns the command line, with what a person can be asked for optional.
pub fn asking(command: clap::Command) -> clap::Command {
    command
        .mut_subcommand("promise", |verb| asked::optional::<promise::Args>(verb, &["what", "to"]))
        .mut_subcommand("done", |verb| asked::optional::<done::Args>(verb, &["which"]))
        .mut_subcommand("show", |verb| asked::optional::<show::Args>(verb, &["which"]))
        .mut_subcommand("resume", |verb| asked::optional::<resume::Args>(verb, &["which"]))
        .mut_subcommand("rate", |verb| asked::optional::<rate::Args>(verb, &["which", "stars"]))
        .mut_subcommand("told", |verb| asked::optional::<told::Args>(verb, &["words"]))
        .mut_subcommand("heard", |verb| asked::optional::<heard::Args>(verb, &["words"]))
        .mut_subcommand("note", |verb| asked::optional::<note::Args>(verb, &["words"]))
        .mut_subcommand("move", |verb| asked::optional::<r#move::Args>(verb, &["by", "why"]))
        .mut_subcommand("reopen", |verb| asked::optional::<reopen::Args>(verb, &["which", "by", "why"]))
        .mut_subcommand("cancel", |verb| asked::optional::<cancel::Args>(verb, &["why"]))
        .mut_subcommand("wait", |verb| asked::optional::<wait::Args>(verb, &["why"]))
        .mut_subcommand("hand", |verb| asked::optional::<hand::Args>(verb, &["to", "why"]))
}

/// Runs the verb that was typed; without one, lists what is open. A format that the verb does not have is refused
/// first, before anything is written.
pub fn run(cli: &Cli, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    cli.verb.as_ref().map_or(list::FORMATS, Verb::formats).check(context.inputs.format)?;
    if context.inputs.format.is_of_one_ledger() {
        context.inputs.is_of_one(&format!("the format `{}`", context.inputs.format.name))?;
    }
    match &cli.verb {
        None => list::bare(&cli.list, context),
        Some(verb) => verb.run(context),
    }
}
