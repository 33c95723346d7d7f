//! What a verb gets: the streams, and everything from outside that it may read.

use std::cell::Cell;
use std::path::PathBuf;

use chrono_tz::Tz;

use crate::config::Notify;
use crate::error::{Problem, Result};
use crate::ledger::file::disk::Disk;
use crate::ledger::file::store::Store;
use crate::out::Out;
use crate::rules::time::Instant;
use crate::views::formats::Format;

pub mod archives;
pub mod read;
mod say;

/// What a verb acts on.
pub struct Context<'w, 'o> {
    /// The streams.
    pub out: &'w mut Out<'o>,
    /// Everything else.
    pub inputs: Inputs<'w>,
}

impl Context<'_, '_> {
    /// Returns whether a question would reach a person, and their answer owed.
    pub fn can_ask(&self) -> bool {
        self.inputs.stdin.is_tty && self.out.terminal().stderr_tty
    }
}

/// A person's answers, if there is a person.
#[derive(Clone, Copy)]
pub struct Stdin<'i> {
    /// Whether it is a terminal.
    pub is_tty: bool,
    /// Reads a line; nothing at the end.
    pub line: &'i dyn Fn() -> Option<String>,
}

/// What is looked up where it is needed, and not before.
pub type Lookup<'w, T> = &'w dyn Fn() -> T;

/// What a verb knows.
pub struct Inputs<'w> {
    /// The ledger file.
    pub store: Store<'w>,
    /// The present moment, as it was given or as the clock says.
    pub now: Instant,
    /// What the clock says.
    pub clock: Instant,
    /// The file system.
    pub disk: Disk<'w>,
    /// In how many parts at the same time a ledger of so many bytes is read.
    pub parts: &'w dyn Fn(u64) -> usize,
    /// The folder for what is no ledger: what `undo` needs.
    pub state: Option<PathBuf>,
    /// What was typed, for `undo --list`.
    pub typed: String,
    /// Who acts. Asked for only where it is needed: the system may have to look it up.
    pub me: Lookup<'w, Option<String>>,
    /// The zone of a ledger that names none.
    pub machine_zone: Lookup<'w, Result<Tz, Problem>>,
    /// The editor, as a shell reads it.
    pub editor: String,
    /// Where answers to questions come from.
    pub stdin: Stdin<'w>,
    /// Whether the ledger has been changed.
    pub written: &'w Cell<bool>,
    /// The command that tells people of a rung.
    pub notify: &'w Notify,
    /// How to show what is said.
    pub format: &'static Format,
    /// Whether to say only what was asked for.
    pub quiet: bool,
}
