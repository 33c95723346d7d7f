//! What went wrong, where, what to do about it, and what caused it; and the one table of exit codes.
//!
//! Every room returns [`Error`]. `commands` and `app` return [`anyhow::Result`], and say with `context` what they were
//! doing where the room cannot know it. An error of the system stays a cause, and is put into words only by [`Diagnostic`].

use std::error::Error as StdError;
use std::{fmt, io};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Success; nothing overdue; the gate is met.
    Success,
    /// The condition that the command tests for holds: something overdue, a gate not met, findings.
    Holds,
    /// A usage error, bad input, or a failure of the ledger or the disk. Nothing was changed, unless the error says so.
    Error,
}

impl Exit {
    /// Returns the exit code for the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Holds => 1,
            Self::Error => 2,
        }
    }
}

/// A place in a file that a message points at.
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
    /// The number of characters to mark; at least 1.
    pub width: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What is wrong with something that was typed or read, and a hint. Code that knows its place turns it into an
/// [`Error`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What is wrong, in lower case, on one line.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// Returns a problem with a message and no hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// Returns the problem of something that owed itself made wrong: nothing is done with it, and it is to be reported.
    pub fn internal(what: &str) -> Self {
        Self::new(format!("internal error: {what}")).hint("please report this")
    }

    /// Returns the problem with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<Problem> for Error {
    fn from(Problem { message, hint }: Problem) -> Self {
        Self::new(message).hint_maybe(hint)
    }
}

/// What an error means for the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Refused before any write.
    Refused,
    /// A write was under way; the message says that nothing was changed.
    Unchanged,
    /// The ledger was changed, or a file for an answer, and a later step failed.
    Written,
}

/// An error for a person: a message, the place if there is one, hints, and the cause.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    /// What it means for the ledger.
    pub kind: Kind,
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// Where, if it is about a file.
    pub place: Option<Box<Place>>,
    /// The hints, a line each.
    pub hints: Vec<String>,
    /// What may be meant, if several may be and one of them can be picked.
    pub choices: Vec<Choice>,
    /// The error of the system, if that is the cause.
    pub source: Option<io::Error>,
}

/// One of several that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What names it, and nothing else.
    pub name: String,
    /// The line by which a person knows it.
    pub shown: String,
}

/// The result of a step that may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns an error with a message only.
    pub fn new(message: impl Into<String>) -> Self {
        let (kind, hints, choices) = (Kind::Refused, Vec::new(), Vec::new());
        Self { kind, message: message.into(), place: None, hints, choices, source: None }
    }

    /// Returns the error of a system call that failed while doing `what`.
    pub fn io(what: impl fmt::Display, source: io::Error) -> Self {
        Self { source: Some(source), ..Self::new(what.to_string()) }
    }

    /// Returns the error with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns the error with one more hint, if there is one.
    #[must_use]
    pub fn hint_maybe(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hints.extend(hint.map(Into::into));
        self
    }

    /// Returns the error with the place it is about.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Returns the error with what it means for the ledger.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// An error and all its causes as they are shown: the one place that walks the chain.
#[derive(Debug)]
pub struct Diagnostic<'e> {
    /// The message, from what was being done down to what the system said; the place, if there is one, comes first.
    pub message: String,
    /// Where, if it is about a file.
    pub place: Option<&'e Place>,
    /// The hints, a line each.
    pub hints: Vec<String>,
}

impl<'e> Diagnostic<'e> {
    /// Puts an error and its causes into words.
    pub fn new(error: &'e (dyn StdError + 'static)) -> Self {
        let (mut parts, mut place, mut hints, mut is_written) = (Vec::new(), None, Vec::new(), false);
        for cause in anyhow::Chain::new(error) {
            if let Some(cause) = cause.downcast_ref::<Error>() {
                parts.push(cause.message.clone());
                place = place.or(cause.place.as_deref());
                is_written |= cause.kind == Kind::Written;
                hints.extend(cause.shown_hints());
            } else if let Some(cause) = cause.downcast_ref::<Problem>() {
                parts.push(cause.message.clone());
                hints.extend(cause.hint.clone());
            } else if let Some(cause) = cause.downcast_ref::<io::Error>() {
                parts.push(plain(cause));
            } else {
                parts.push(cause.to_string());
            }
        }
        let lead = place.map_or_else(String::new, |place| format!("{place}: "));
        let lead = if is_written { lead + "written, but " } else { lead };
        Self { message: lead + &parts.join(": "), place, hints }
    }
}

impl Error {
    /// Returns the hints; where a write was under way, the first says that nothing was changed.
    fn shown_hints(&self) -> Vec<String> {
        const UNCHANGED: &str = "nothing was changed";
        let mut hints = self.hints.clone();
        match (self.kind, hints.first_mut()) {
            (Kind::Unchanged, Some(first)) => *first = format!("{UNCHANGED}; {first}"),
            (Kind::Unchanged, None) => hints.push(UNCHANGED.to_owned()),
            (Kind::Refused | Kind::Written, _) => {}
        }
        hints
    }
}

/// Returns the system's message without Rust's "(os error 2)", in lower case like every message here.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    // `HOME` is a name and stays; `No` becomes `no`.
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    fn place() -> Place {
        Place { file: "l.toml".to_owned(), line: 12, column: 7, text: String::new(), width: 1 }
    }

    fn denied() -> io::Error {
        io::Error::from_raw_os_error(13)
    }

    #[test]
    fn the_place_comes_first_whatever_was_being_done() {
        let error = Error::new("unknown key").at(place()).hint("remove it");
        let error = Err::<(), _>(error).context("acme: sent, but not recorded").unwrap_err();
        let Diagnostic { message, place, hints } = Diagnostic::new(error.as_ref());
        assert_eq!(message, "l.toml:12:7: acme: sent, but not recorded: unknown key");
        assert_eq!((place.map(|place| place.line), hints), (Some(12), vec!["remove it".to_owned()]));
    }

    #[test]
    fn what_the_system_said_comes_last_and_without_its_number() {
        let error = anyhow::Error::from(Error::io("l.toml: cannot open it", denied())).context("reading");
        assert_eq!(
            Diagnostic::new(error.as_ref()).message,
            "reading: l.toml: cannot open it: permission denied"
        );
        assert_eq!(Diagnostic::new(&denied()).message, "permission denied");
        assert_eq!(Diagnostic::new(&io::Error::other("HOME is unset")).message, "HOME is unset");
    }

    #[test]
    fn a_problem_keeps_its_hint_whoever_hands_it_on() {
        let problem = Problem::new("\"soon\" is not an exact time").hint("write tomorrow");
        for error in [anyhow::Error::from(problem.clone()), anyhow::Error::from(Error::from(problem))] {
            let Diagnostic { message, hints, .. } = Diagnostic::new(error.as_ref());
            assert_eq!((message.as_str(), hints.len()), ("\"soon\" is not an exact time", 1));
        }
    }

    #[test]
    fn what_it_means_for_the_ledger_is_said_once() {
        let error = |kind| Error::new("cannot write it").kind(kind);
        let said = |error: Error| {
            let Diagnostic { message, hints, .. } = Diagnostic::new(&error);
            [vec![message], hints].concat()
        };
        assert_eq!(said(error(Kind::Refused)), ["cannot write it"]);
        assert_eq!(said(error(Kind::Unchanged)), ["cannot write it", "nothing was changed"]);
        assert_eq!(
            said(error(Kind::Unchanged).hint("try again")),
            ["cannot write it", "nothing was changed; try again"]
        );
        assert_eq!(
            said(error(Kind::Written).hint("try again")),
            ["written, but cannot write it", "try again"]
        );
        assert_eq!(said(error(Kind::Written).at(place())), ["l.toml:12:7: written, but cannot write it"]);
    }
}
