//! What went wrong, where, and what to do about it; and the one table of exit codes.

use std::fmt;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Fine; nothing overdue; the gate is met.
    Fine,
    /// The condition that was asked for holds: something overdue, a gate not met, findings.
    Holds,
    /// Usage, bad input, the ledger, the disk. Nothing was changed, unless the error says so.
    Error,
}

impl Exit {
    /// The code for the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Holds => 1,
            Self::Error => 2,
        }
    }
}

/// A place in a file that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line itself.
    pub text: String,
    /// How many characters of it are meant; at least 1.
    pub width: usize,
}

/// An error for a person: one sentence, the place if there is one, and the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// Where.
    pub place: Option<Box<Place>>,
    /// What to do about it, a line each.
    pub hints: Vec<String>,
}

/// What a fallible step gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with nothing but its sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, hints: Vec::new() }
    }

    /// With a next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With a next step, if there is one.
    #[must_use]
    pub fn hint_maybe(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hints.extend(hint.map(Into::into));
        self
    }

    /// With the place it is about.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// What the operating system said about a file.
    pub fn io(what: impl fmt::Display, error: &std::io::Error) -> Self {
        Self::new(format!("{what}: {}", plain(error)))
    }
}

/// The system's message without Rust's "(os error 2)", in lower case as every message here.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    // `HOME` is a name, `No` is not.
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
        }
        f.write_str(&self.message)
    }
}
