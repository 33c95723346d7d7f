//! One verb a file: read, judge, change or show. This is the table of contents.
//!
//! A verb gets everything by argument: what was typed, and the [`World`] it acts on. It never asks the
//! environment or the clock, and prints only through [`World::out`].

use std::cell::Cell;
use std::path::PathBuf;

use chrono_tz::Tz;

use crate::cli::{Cli, Verb};
use crate::config::Notify;
use crate::error::{Exit, Result};
use crate::ledger::disk::Disk;
use crate::ledger::fault::Fault;
use crate::ledger::store::Store;
use crate::out::Out;
use crate::rules::time::Instant;

mod answer;
mod archive;
mod archives;
mod bare_day;
mod between;
mod cancel;
mod change;
mod check;
mod climb;
mod completions;
mod done;
mod edit;
mod escalate;
mod filter;
mod hand;
mod hours;
mod import;
mod init;
mod lines;
mod list;
mod moved;
mod overdue;
mod pick;
mod policy;
mod promise;
mod read;
mod reopen;
mod report;
mod said;
mod show;
mod typed;
mod undo;
mod wait;
mod when;

/// What an error says if stdout takes no more.
pub const UNPRINTED: &str = "the answer could not be printed";

/// What a verb acts on.
pub struct World<'w, 'o> {
    /// The streams.
    pub out: &'w mut Out<'o>,
    /// Everything else.
    pub desk: Desk<'w>,
}

impl World<'_, '_> {
    /// Returns whether a question would reach a person, and their answer owed.
    pub fn can_ask(&self) -> bool {
        self.desk.stdin.is_tty && self.out.terminal().stderr_tty
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
pub struct Desk<'w> {
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
    pub machine_zone: Lookup<'w, Result<Tz, Fault>>,
    /// The editor, as a shell reads it.
    pub editor: String,
    /// Where answers to questions come from.
    pub stdin: Stdin<'w>,
    /// Whether the ledger has been changed.
    pub written: &'w Cell<bool>,
    /// The command that tells people of a rung.
    pub notify: &'w Notify,
    /// Whether to answer in JSON.
    pub json: bool,
    /// Whether to say only what was asked for.
    pub quiet: bool,
}

/// Does what was typed.
pub fn run(cli: &Cli, world: &mut World<'_, '_>) -> Result<Exit> {
    match &cli.verb {
        None => list::bare(world),
        Some(Verb::Promise(args)) => promise::run(args, world),
        Some(Verb::Done(args)) => done::run(args, world),
        Some(Verb::Overdue(args)) => overdue::run(args, world),
        Some(Verb::Escalate(args)) => escalate::run(args, world),
        Some(Verb::Report(args)) => report::run(args, world),
        Some(Verb::List(args)) => list::run(args, world),
        Some(Verb::Show(args)) => show::run(args, world),
        Some(Verb::Move(args)) => moved::run(args, world),
        Some(Verb::Told(args)) => said::told(args, world),
        Some(Verb::Heard(args)) => said::heard(args, world),
        Some(Verb::Note(args)) => said::note(args, world),
        Some(Verb::Wait(args)) => wait::wait(args, world),
        Some(Verb::Resume(args)) => wait::resume(args, world),
        Some(Verb::Hand(args)) => hand::run(args, world),
        Some(Verb::Cancel(args)) => cancel::run(args, world),
        Some(Verb::Reopen(args)) => reopen::run(args, world),
        Some(Verb::When(args)) => when::run(args, world),
        Some(Verb::Edit) => edit::run(world),
        Some(Verb::Undo(args)) => undo::run(args, world),
        Some(Verb::Archive(args)) => archive::run(args, world),
        Some(Verb::Between(args)) => between::run(args, world),
        Some(Verb::Policy) => policy::run(world),
        Some(Verb::Check(args)) => check::run(args, world),
        Some(Verb::Init) => init::run(world),
        Some(Verb::Completions(args)) => completions::run(args, world),
        Some(Verb::Import(args)) => import::run(args, world),
    }
}
