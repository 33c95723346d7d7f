//! Asks a person on a terminal: for a line that can be edited and completed, and for one of several. Drawn on stderr.
//!
//! Nothing is asked while the ledger is locked, so whoever leaves a question with ^C leaves nothing behind.

use std::cell::Cell;
use std::fmt;
use std::io::{self, ErrorKind};

use dialoguer::console::{Term, truncate_str};
use dialoguer::theme::Theme;
use dialoguer::{Completion, Input, Select};
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;
use signal_hook::low_level;

/// What TAB makes of the line so far; `None` if nothing can be added.
pub type Complete<'c> = &'c dyn Fn(&str) -> Option<String>;

/// Questions that a person answers with more than a yes.
pub trait Prompts {
    /// Asks for a line, which may be empty.
    ///
    /// # Errors
    /// A terminal that cannot be read or written.
    fn line(&self, question: &str, complete: Complete<'_>) -> io::Result<String>;

    /// Asks for one of several lines; returns its place among them.
    ///
    /// # Errors
    /// A terminal that cannot be read or written.
    fn one_of(&self, question: &str, lines: &[&str]) -> io::Result<usize>;
}

/// The terminal of the process. Whoever leaves a question ends the process as ^C does.
#[derive(Debug, Default)]
pub struct Asking {
    /// Whether ^C puts the terminal right before it ends the process.
    is_ready: Cell<bool>,
}

/// The narrowest terminal on which questions are drawn.
const NARROWEST: usize = 10;

impl Asking {
    fn ask<T>(&self, ask: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>) -> io::Result<T> {
        let term = Term::stderr();
        if usize::from(term.size().1) < NARROWEST {
            return Err(io::Error::other("it is too narrow"));
        }
        if !self.is_ready.replace(true) {
            // Between two keys the terminal sends ^C as a signal, which no read sees.
            let mut signals = Signals::new([SIGINT])?;
            let term = term.clone();
            std::thread::spawn(move || signals.forever().for_each(|_| drop(leave(&term))));
        }
        match ask(&term).map_err(io::Error::from) {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(leave(&term)),
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(leave(&term)),
            Err(error) => Err(error),
        }
    }
}

/// Ends the process as ^C does, on a line of its own and with the cursor shown.
fn leave(term: &Term) -> io::Error {
    let shown = term.show_cursor().and_then(|()| term.write_line(""));
    let ended = shown.and_then(|()| low_level::emulate_default_handler(SIGINT));
    ended.err().unwrap_or_else(|| ErrorKind::Interrupted.into())
}

impl Prompts for Asking {
    fn line(&self, question: &str, complete: Complete<'_>) -> io::Result<String> {
        let completing = Completing(complete);
        self.ask(|term| {
            let input = Input::<String>::with_theme(&Plain).with_prompt(question).allow_empty(true);
            input.completion_with(&completing).interact_text_on(term).map(Some)
        })
    }

    fn one_of(&self, question: &str, lines: &[&str]) -> io::Result<usize> {
        self.ask(|term| {
            // Each stays one line, with the mark in front.
            let width = usize::from(term.size().1).saturating_sub(3);
            let lines = lines.iter().map(|line| truncate_str(line, width, "…"));
            let select = Select::with_theme(&Plain).with_prompt(truncate_str(question, width, "…"));
            select.items(lines).default(0).interact_on_opt(term)
        })
    }
}

struct Completing<'c>(Complete<'c>);

impl Completion for Completing<'_> {
    fn get(&self, input: &str) -> Option<String> {
        (self.0)(input)
    }
}

/// Questions as they are given, without colour.
struct Plain;

impl Theme for Plain {
    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        question: &str,
        _default: Option<&str>,
    ) -> fmt::Result {
        write!(f, "{question} ")
    }

    fn format_input_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        question: &str,
        said: &str,
    ) -> fmt::Result {
        write!(f, "{question} {said}")
    }

    fn format_select_prompt(&self, f: &mut dyn fmt::Write, question: &str) -> fmt::Result {
        write!(f, "{question}")
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        question: &str,
        line: &str,
    ) -> fmt::Result {
        write!(f, "{question} {line}")
    }
}
