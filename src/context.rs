//! What a verb gets: the streams, and everything from outside that it may read.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::path::PathBuf;

use chrono_tz::Tz;

use crate::config::settings::Setting;
use crate::config::{Mapping, Notify};
use crate::error::{Problem, Result};
use crate::external::ask::Prompts;
use crate::ledger::file::disk::Disk;
use crate::ledger::file::spool::Spool;
use crate::ledger::file::store::{Share, Store};
use crate::out::Out;
use crate::rules::time::Instant;
use crate::text;
use crate::views::formats::Format;
use ledgers::Named;

pub mod archives;
mod foresight;
pub mod ledgers;
pub mod read;
mod say;

pub use foresight::{Dated, Sources, Step};

/// What a verb acts on.
pub struct Context<'w, 'o> {
    /// The streams.
    pub out: &'w mut Out<'o>,
    /// Everything else.
    pub inputs: Inputs<'w>,
}

impl<'w> Context<'w, '_> {
    /// Returns whether a question would reach a person, and the answer owed.
    pub fn can_ask(&self) -> bool {
        !self.inputs.no_input && self.inputs.stdin.is_tty && self.out.terminal().stderr_tty
    }

    /// Returns what asks for more than a yes, if there is a person to ask.
    pub fn prompts(&self) -> Option<&'w dyn Prompts> {
        self.inputs.stdin.prompts.filter(|_| self.can_ask())
    }

    /// Asks a person yes or no, and returns whether they agree. Without a person, the answer is no.
    pub fn agrees(&mut self, question: impl Display) -> bool {
        if !self.can_ask() {
            return false;
        }
        let answer = self.asks(format_args!("{question} [y/N]"));
        matches!(answer.as_deref(), Some("y" | "yes"))
    }

    /// Asks a person for a word, and returns it in small letters; `None` at the end of the input. Only where [`Self::can_ask`].
    pub fn asks(&mut self, question: impl Display) -> Option<String> {
        self.out.status(question);
        // A line has its end with it, so what is empty is the end.
        let answer = (self.inputs.stdin.line)().filter(|answer| !answer.is_empty())?;
        Some(answer.trim().to_lowercase())
    }
}

impl Inputs<'_> {
    /// Adds an answer to what `undo --list` shows, as if it had been typed.
    pub fn add_to_typed(&mut self, words: &str) {
        self.typed = text::shorten(&format!("{} {words}", self.typed), 200).into_owned();
    }

    /// Puts an id behind the verb in what `undo --list` shows, as if it had been typed.
    pub fn add_picked_to_typed(&mut self, id: &str) {
        let (verb, rest) = self.typed.split_once(' ').unwrap_or((&self.typed, ""));
        self.typed = text::shorten(format!("{verb} {id} {rest}").trim_end(), 200).into_owned();
    }

    /// Has so much of a large ledger copied while it is read for a change: for a verb that is hardly ever refused then.
    pub fn copy_while_reading(&mut self, share: Share) {
        self.store = self.store.clone().copied_while_read(self.parts, share);
    }
}

/// A person's answers, if there is a person.
#[derive(Clone, Copy)]
pub struct Stdin<'i> {
    /// Whether it is a terminal.
    pub is_tty: bool,
    /// Reads a line; `None` at the end.
    pub line: &'i dyn Fn() -> Option<String>,
    /// Asks for more than a yes; `None` where nothing can.
    pub prompts: Option<&'i dyn Prompts>,
    /// Reads all that comes, but no more than so many bytes.
    pub all: &'i dyn Fn(u64) -> io::Result<Vec<u8>>,
}

impl Stdin<'_> {
    /// Returns a stream on which nothing comes.
    pub fn closed() -> Self {
        Self { is_tty: false, line: &|| None, prompts: None, all: &|_| Ok(Vec::new()) }
    }
}

/// How far something is that may take long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'p> {
    /// What is being done.
    pub what: &'p str,
    /// How much of it is done.
    pub done: u64,
    /// How much of it there is.
    pub of: u64,
}

/// Shows how far something is; `None` when it has ended.
pub type Show<'w> = &'w dyn Fn(Option<Progress<'_>>);

/// A value that is looked up when it is first needed.
pub type Lookup<'w, T> = &'w dyn Fn() -> T;

/// What a verb knows.
pub struct Inputs<'w> {
    /// The ledger file.
    pub store: Store<'w>,
    /// The same as views call it.
    pub named: &'w Named,
    /// The other ledgers of a view of several.
    pub others: &'w [Named],
    /// The current time: `--now`, `OWED_NOW` or the clock.
    pub now: Instant,
    /// The time of the machine's clock.
    pub clock: Instant,
    /// The file system.
    pub disk: Disk<'w>,
    /// The blocks on their way to archives, of an import that has such.
    pub spool: Option<Spool<'w>>,
    /// How many parts of a ledger of this many bytes are read at the same time.
    pub parts: &'w dyn Fn(u64) -> usize,
    /// The most bytes of a ledger, and of an archive.
    pub largest: u64,
    /// The state folder, for `undo` and `edit`.
    pub state: Option<PathBuf>,
    /// The command as it was typed, for `undo --list`.
    pub typed: String,
    /// The name of who acts. Looked up only when needed: the system may have to search for it.
    pub me: Lookup<'w, Option<String>>,
    /// The zone of a ledger that names none.
    pub machine_zone: Lookup<'w, Result<Tz, Problem>>,
    /// The editor, as a shell reads it.
    pub editor: String,
    /// The stream for answers to questions.
    pub stdin: Stdin<'w>,
    /// Whether nothing may be asked, even on a terminal.
    pub no_input: bool,
    /// Shows how far something is, to a person who waits.
    pub progress: Show<'w>,
    /// Whether the ledger has been changed.
    pub written: &'w Cell<bool>,
    /// The settings in force.
    pub settings: Lookup<'w, Vec<Setting>>,
    /// The notify command.
    pub notify: &'w Notify,
    /// The mappings of the config file, for imports.
    pub mappings: &'w BTreeMap<String, Mapping>,
    /// The output format.
    pub format: &'static Format,
    /// Whether to print only what a script needs (`-q`).
    pub quiet: bool,
}
