//! The verbs, one file each: its arguments, its help, and what it does. This is the table of contents.
//!
//! A verb gets everything by argument: what was typed, and the [`Context`] it acts on. It never asks the environment or
//! the clock, and shows results only by the methods of the context: how a format shows them, and what `-q` leaves, is
//! decided there.

use std::path::Path;

use clap::{Parser, Subcommand};

use crate::cli::Global;
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::views::formats::Formats;

mod again;
mod agenda;
mod archive;
mod between;
mod cancel;
mod change;
mod check;
mod completions;
mod contact;
mod done;
mod edit;
mod escalate;
mod hand;
mod heard;
mod import;
mod init;
mod list;
mod log;
mod r#move;
mod note;
mod overdue;
mod policy;
mod promise;
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
#[command(name = "owed", version, max_term_width = 100, disable_help_subcommand = true)]
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

// A verb in a row: its name, and the file with its `Args`, whose doc comment is the help of the verb, its `FORMATS` and its
// `run`.
macro_rules! verbs {
    ($($verb:ident: $file:ident,)+) => {
        /// Everything owed can do.
        #[derive(Debug, Subcommand)]
        #[command(defer = true)] // the options of a verb are put together when it is typed
        pub enum Verb {
            $($verb($file::Args),)+
        }

        impl Verb {
            fn run(&self, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
                match self {
                    $(Self::$verb(args) => $file::run(args, context),)+
                }
            }

            const fn formats(&self) -> Formats {
                match self {
                    $(Self::$verb(_) => $file::FORMATS,)+
                }
            }

            /// Returns the formats of the verb of that name.
            fn formats_of(name: &str) -> Option<Formats> {
                let all = [$((stringify!($verb), $file::FORMATS),)+];
                all.into_iter().find_map(|(verb, formats)| verb.eq_ignore_ascii_case(name).then_some(formats))
            }
        }
    };
}

// In the order in which the help lists them.
verbs! {
    Promise: promise,
    Done: done,
    Overdue: overdue,
    Escalate: escalate,
    Report: report,
    Today: today,
    Week: week,
    Log: log,
    List: list,
    Show: show,
    Move: r#move,
    Told: told,
    Heard: heard,
    Note: note,
    Wait: wait,
    Resume: resume,
    Hand: hand,
    Change: change,
    Cancel: cancel,
    Reopen: reopen,
    When: when,
    Edit: edit,
    Undo: undo,
    Archive: archive,
    Between: between,
    Policy: policy,
    Check: check,
    Init: init,
    Completions: completions,
    Import: import,
}

impl Verb {
    /// Returns whether the verb needs a ledger. A verb that only reads words uses the zone of one if there is one.
    pub fn needs_ledger(&self) -> bool {
        match self {
            Self::When(args) => args.calendar.is_some(),
            Self::Between(args) => args.calendar.is_some(),
            Self::Completions(_) => false,
            _ => true,
        }
    }

    /// Returns whether the verb changes nothing, whatever its arguments.
    const fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::Overdue(_)
                | Self::Report(_)
                | Self::Today(_)
                | Self::Week(_)
                | Self::Log(_)
                | Self::List(_)
                | Self::Show(_)
                | Self::When(_)
                | Self::Between(_)
                | Self::Policy(_)
                | Self::Check(_)
                | Self::Completions(_)
        )
    }
}

impl Cli {
    /// Returns the ledger that is named on the line that a shell completes, as it was typed.
    pub fn completed_ledger(&self) -> Option<String> {
        match &self.verb {
            Some(Verb::Completions(args)) => args.ledger(),
            _ => None,
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

/// Runs the verb that was typed; without one, lists what is open. A format that the verb does not have is refused
/// first, before anything is written.
pub fn run(cli: &Cli, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    cli.verb.as_ref().map_or(list::FORMATS, Verb::formats).check(context.inputs.format)?;
    match &cli.verb {
        None => list::bare(&cli.list, context),
        Some(verb) => verb.run(context),
    }
}
