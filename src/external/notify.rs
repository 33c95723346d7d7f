//! The notify command: how it is run, and how it is stopped.
//!
//! There is no shell, nothing is run from the current directory, and no argument comes from a ledger: its texts come as
//! variables and on stdin, where none can act. Nothing here knows of ledgers or rungs.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::config::Notify;
use crate::error::Error;
use crate::text;

/// How long to sleep before the command is first checked; later sleeps are longer.
const SHORTEST_NAP: Duration = Duration::from_millis(2);
const LONGEST_NAP: Duration = Duration::from_millis(50);

/// What a command is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Variables besides those that owed itself was given.
    pub variables: Vec<(&'static str, OsString)>,
    /// What it can read on stdin.
    pub input: Vec<u8>,
}

/// Why a notice was not delivered.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such program, or it must not be run; the next notice will fail too.
    #[error(transparent)]
    NoStart(Error),
    /// It ended with a failure.
    #[error("the notify command failed ({0})")]
    Failed(ExitStatus),
    /// It took too long and was killed.
    #[error("the notify command ran longer than {} and was stopped", seconds(*.0))]
    TookTooLong(Duration),
    /// The system does not say how it ended.
    #[error("could not read the notify command's exit status")]
    Lost(#[source] io::Error),
}

fn seconds(length: Duration) -> impl fmt::Display {
    crate::when::say::span(i64::try_from(length.as_secs()).unwrap_or(i64::MAX))
}

/// Delivers notices; tests have a stand-in.
pub trait Messenger {
    /// Delivers a notice, and waits until that is done.
    fn send(&self, notice: Notice) -> Result<(), Failure>;
}

/// The notify command of the config file.
pub struct Program<'c> {
    program: &'c str,
    folders: &'c [PathBuf],
    arguments: &'c [String],
    patience: Duration,
}

impl<'c> Program<'c> {
    /// Returns the command, if one is configured.
    pub fn configured(notify: &'c Notify) -> Option<Self> {
        let (program, arguments) = notify.command.split_first()?;
        Some(Self { program, folders: &notify.folders, arguments, patience: notify.timeout.0 })
    }

    /// Finds the program. A bare name is searched in folders of the PATH, never in the current directory.
    fn find(&self) -> io::Result<PathBuf> {
        if self.program.contains('/') {
            return Ok(self.program.into());
        }
        let can_run = |path: &PathBuf| {
            std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
        };
        let found = self.folders.iter().map(|folder| folder.join(self.program)).find(can_run);
        found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such program on the PATH"))
    }
}

impl Messenger for Program<'_> {
    fn send(&self, notice: Notice) -> Result<(), Failure> {
        let no_start = |error| {
            let error = Error::io(format_args!("{} cannot be started", text::quote(self.program)), error);
            Failure::NoStart(error.hint(
                "the `[notify]` command of the config file runs without a shell: name a program on the PATH, or give its full path",
            ))
        };
        let mut child = Command::new(self.find().map_err(no_start)?)
            .args(self.arguments)
            .envs(notice.variables)
            .stdin(Stdio::piped())
            // Our stdout is data for scripts; the command's output is not.
            .stdout(Stdio::from(io::stderr()))
            // A group of its own, so that it can be killed with everything it started.
            .process_group(0)
            .spawn()
            .map_err(no_start)?;
        let outcome = feed(&mut child, notice.input).and_then(|()| wait(&mut child, self.patience));
        match outcome {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(Failure::Failed(status)),
            Ok(None) => {
                end(&mut child);
                Err(Failure::TookTooLong(self.patience))
            }
            Err(error) => {
                end(&mut child);
                Err(Failure::Lost(error))
            }
        }
    }
}

/// Hands the command its input. A thread does it, and nobody waits for it: a command may leave its stdin alone, or
/// close it, whenever it likes (Rust programs ignore SIGPIPE).
fn feed(child: &mut Child, input: Vec<u8>) -> io::Result<()> {
    let Some(mut stdin) = child.stdin.take() else { return Ok(()) };
    thread::Builder::new().spawn(move || stdin.write_all(&input)).map(drop)
}

/// Waits for the command to end. Returns `None` if it did not in that time, which is counted in sleeps, not by a clock.
fn wait(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let (mut left, mut nap) = (patience, SHORTEST_NAP);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if left.is_zero() {
            return Ok(None);
        }
        let now = nap.min(left);
        thread::sleep(now);
        left = left.saturating_sub(now);
        nap = nap.saturating_mul(2).min(LONGEST_NAP);
    }
}

/// Kills the command and everything it started.
fn end(child: &mut Child) {
    // It may have ended by itself just now: then there is nobody left to kill.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    let _ = child.wait();
}

#[cfg(test)]
mod tests;
