//! The only door out. Data goes to stdout, talk to stderr, and nothing else in the crate prints.
//!
//! A reader that has gone away (`owed list | head`) is no failure: what is left to say is dropped, and the
//! program ends well. Anything else that keeps data from being written is an error for the caller, even if
//! it only shows when the buffers are flushed. Talk is best effort.
//!
//! Must not: read the environment, ask a terminal anything, or end the process. `main` knows all that.

use std::fmt;
use std::io::{self, Write};

use crate::text;

mod colour;
mod error;
#[cfg(test)]
mod tests;

pub use colour::{Colour, Style, colour};

/// The columns of a terminal that does not say how many it has.
const COLUMNS: usize = 80;

/// What is known of the terminals behind the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Whether stdout is one.
    pub stdout_tty: bool,
    /// Whether stderr is one.
    pub stderr_tty: bool,
    /// How many columns stdout's has; 0: it does not say.
    pub width: usize,
    /// Whether data may be coloured.
    pub colour_out: bool,
    /// Whether talk may be coloured.
    pub colour_err: bool,
}

impl Terminal {
    /// No terminal at all.
    #[cfg(test)]
    pub const NONE: Self =
        Self { stdout_tty: false, stderr_tty: false, width: 0, colour_out: false, colour_err: false };
}

/// What a view is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The columns there are, at least one; `None` where nobody looks, and nothing is cut or broken.
    pub width: Option<usize>,
    /// Whether colour says a second time what the words say.
    pub colour: bool,
}

/// The two streams. Written to directly, it is stdout.
pub struct Out<'w> {
    stdout: &'w mut dyn Write,
    stderr: &'w mut dyn Write,
    terminal: Terminal,
    closed: bool,
    failed: Option<Failure>,
}

/// Enough of an I/O error to say it twice.
#[derive(Debug, Clone, Copy)]
struct Failure {
    kind: io::ErrorKind,
    code: Option<i32>,
}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        failure.code.map_or_else(|| failure.kind.into(), Self::from_raw_os_error)
    }
}

impl<'w> Out<'w> {
    /// The door onto these streams. Give it a buffered stdout, and call [`Out::flush`] at the end.
    pub fn new(stdout: &'w mut dyn Write, stderr: &'w mut dyn Write, terminal: Terminal) -> Self {
        Self { stdout, stderr, terminal, closed: false, failed: None }
    }

    /// What is behind the streams.
    pub fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// Takes a choice about colour that was made after the door was opened.
    pub fn set_terminal(&mut self, terminal: Terminal) {
        self.terminal = terminal;
    }

    /// What a view is drawn on when it goes to stdout.
    pub fn page(&self) -> Page {
        let Terminal { stdout_tty, width, colour_out, .. } = self.terminal;
        let width = if width == 0 { COLUMNS } else { width };
        Page { width: stdout_tty.then_some(width), colour: colour_out }
    }

    /// Whether stdout's reader has gone away. Whatever was asked then, the exit code is 0.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes lines to stdout; text is cleaned. What a view draws, or a format quotes, is written as it is, by
    /// [`Write`]: there cells and JSON are what cleans.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text::sanitize_lines(text).as_bytes())
    }

    /// Writes a line to stderr; text is cleaned.
    pub fn status(&mut self, message: impl fmt::Display) {
        self.tell(None, &text::sanitize(&message.to_string()));
    }

    /// `warning: …` on stderr.
    pub fn warn(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Risk, "warning:")), &text::sanitize(&message.to_string()));
    }

    /// `error: …` on stderr, and the lines that belong to it. Text is cleaned, but for its line feeds.
    pub fn error(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Late, "error:")), &text::sanitize_lines(&message.to_string()));
    }

    /// `hint: …` on stderr, after the error it helps with.
    pub fn hint(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Good, "hint:")), &text::sanitize(&message.to_string()));
    }

    fn tell(&mut self, label: Option<(Style, &str)>, message: &str) {
        if self.terminal.stdout_tty && self.terminal.stderr_tty {
            // On one screen, what was said first stands first. A failure is kept for the flush at the end.
            let _ = self.flush();
        }
        let mut line = String::new();
        if let Some((style, label)) = label {
            style.paint(label, self.terminal.colour_err, &mut line);
            line.push(' ');
        }
        line.push_str(message);
        if !line.ends_with('\n') {
            line.push('\n');
        }
        // There is nobody left to tell that telling failed.
        let _ = self.stderr.write_all(line.as_bytes()).and_then(|()| self.stderr.flush());
    }

    /// What to make of how writing went: nothing, when the reader has gone away.
    fn judge<T>(&mut self, outcome: io::Result<T>, done: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(done)
            }
            Err(error) => {
                if error.kind() != io::ErrorKind::Interrupted {
                    self.failed = Some(Failure { kind: error.kind(), code: error.raw_os_error() });
                }
                Err(error)
            }
            written => written,
        }
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let written = match self.stdout.write(bytes) {
            Ok(0) if !bytes.is_empty() => Err(io::ErrorKind::WriteZero.into()),
            written => written,
        };
        self.judge(written, bytes.len())
    }

    /// Hands everything on to stdout. Fails again if a write has failed before, so that asking once, at the
    /// end, is enough to know that all data arrived.
    fn flush(&mut self) -> io::Result<()> {
        if let Some(failure) = self.failed {
            return Err(failure.into());
        }
        if self.closed {
            return Ok(());
        }
        let flushed = self.stdout.flush();
        self.judge(flushed, ())
    }
}
