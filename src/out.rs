//! Standard output and standard error. Data goes to stdout, messages to stderr, and nothing else in the crate prints.
//!
//! A reader that has gone away (`owed list | head`) is not a failure: the rest is dropped, and the program ends with
//! success. Anything else that keeps data from being written is an error for the caller, even if it only shows when the
//! buffers are flushed. Messages are best effort. Data for a file (`--output`) or for a pager is kept until the answer is complete.
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

/// The columns of a terminal of unknown width.
const COLUMNS: usize = 80;

/// What is known about the terminals of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Whether stdout is one.
    pub stdout_tty: bool,
    /// Whether stderr is one.
    pub stderr_tty: bool,
    /// The columns of stdout's terminal; 0 if unknown.
    pub width: usize,
    /// Whether data may be coloured.
    pub colour_out: bool,
    /// Whether messages may be coloured.
    pub colour_err: bool,
}

impl Terminal {
    /// No terminals.
    #[cfg(test)]
    pub const NONE: Self =
        Self { stdout_tty: false, stderr_tty: false, width: 0, colour_out: false, colour_err: false };
}

/// The width and colour of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The columns, at least one; `None` where no person looks, and nothing is cut or broken.
    pub width: Option<usize>,
    /// Whether colour repeats what the words say.
    pub colour: bool,
}

/// The two streams. Writing to it directly writes to stdout, or keeps what is for a file.
pub struct Out<'w> {
    stdout: &'w mut dyn Write,
    kept: Option<Vec<u8>>,
    /// Whether messages are kept too, between the data.
    keeps_messages: bool,
    stderr: &'w mut dyn Write,
    terminal: Terminal,
    closed: bool,
    failed: Option<Failure>,
}

/// Enough of an I/O error to report it twice.
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
    /// Returns the output on these streams. Give it a buffered stdout, and call [`Out::flush`] at the end.
    pub fn new(stdout: &'w mut dyn Write, stderr: &'w mut dyn Write, terminal: Terminal) -> Self {
        Self { stdout, kept: None, keeps_messages: false, stderr, terminal, closed: false, failed: None }
    }

    /// Keeps what is written from now on, instead of writing it to stdout.
    pub fn keep(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// Keeps what goes to a terminal from now on: data, and messages if they go there too.
    pub fn keep_screen(&mut self) {
        self.keep();
        self.keeps_messages = self.terminal.stderr_tty;
    }

    /// Returns what was kept, `None` if nothing was to be. What comes then is written.
    pub fn kept(&mut self) -> Option<Vec<u8>> {
        self.keeps_messages = false;
        self.kept.take()
    }

    /// Returns what is known about the terminals.
    pub fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// Sets the terminal, after a choice about colour.
    pub fn set_terminal(&mut self, terminal: Terminal) {
        self.terminal = terminal;
    }

    /// Returns the width and colour of a view on stdout.
    pub fn page(&self) -> Page {
        let Terminal { stdout_tty, width, colour_out, .. } = self.terminal;
        let width = if width == 0 { COLUMNS } else { width };
        Page { width: stdout_tty.then_some(width), colour: colour_out }
    }

    /// Returns true if stdout's reader has gone away. Then the exit code is 0, whatever was asked.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes lines to stdout, sanitized. What a view draws, or a format quotes, is written by [`Write`] as it is:
    /// there cells and JSON sanitize.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text::sanitize_lines(text).as_bytes())
    }

    /// Writes a line to stderr, sanitized.
    pub fn status(&mut self, message: impl fmt::Display) {
        self.tell(None, &text::sanitize(&message.to_string()));
    }

    /// Writes `warning: …` to stderr.
    pub fn warn(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Risk, "warning:")), &text::sanitize(&message.to_string()));
    }

    /// Writes `error: …` to stderr, and the lines that belong to it, sanitized but for line feeds.
    pub fn error(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Late, "error:")), &text::sanitize_lines(&message.to_string()));
    }

    /// Writes `hint: …` to stderr, after the error it helps with.
    pub fn hint(&mut self, message: impl fmt::Display) {
        self.tell(Some((Style::Good, "hint:")), &text::sanitize(&message.to_string()));
    }

    fn tell(&mut self, label: Option<(Style, &str)>, message: &str) {
        if self.terminal.stdout_tty && self.terminal.stderr_tty {
            // On one screen, what was written first comes first. A failure is kept for the flush at the end.
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
        if self.keeps_messages
            && let Some(kept) = &mut self.kept
        {
            return kept.extend_from_slice(line.as_bytes());
        }
        // There is nobody left to tell that this failed.
        let _ = self.stderr.write_all(line.as_bytes()).and_then(|()| self.stderr.flush());
    }

    /// Returns the result of a write; success if the reader has gone away.
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
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        if self.closed {
            return Ok(bytes.len());
        }
        let written = match self.stdout.write(bytes) {
            Ok(0) if !bytes.is_empty() => Err(io::ErrorKind::WriteZero.into()),
            written => written,
        };
        self.judge(written, bytes.len())
    }

    /// Flushes stdout. Fails again if a write has failed before, so that one check at the end is enough.
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
