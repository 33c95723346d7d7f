//! Asks a person on a terminal: for a line that can be edited and completed, and for one of several. Drawn on stderr.
//!
//! Nothing is asked while the ledger is locked, so whoever leaves a question with ^C leaves nothing behind.

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::{Term, truncate_str};
use dialoguer::theme::Theme;
use dialoguer::{Completion, Input, Select};
use signal_hook::consts::SIGINT;
use signal_hook::{flag, low_level};

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
    /// Whether ^C ends the process by itself: while a question is open, the terminal is put right first.
    ends: OnceCell<Arc<AtomicBool>>,
}

/// The narrowest terminal on which questions are drawn.
const NARROWEST: usize = 10;

impl Asking {
    fn ask<T>(&self, ask: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>) -> io::Result<T> {
        let term = Term::stderr();
        if usize::from(term.size().1) < NARROWEST {
            return Err(io::Error::other("it is too narrow"));
        }
        let ends = self.ends()?;
        ends.store(false, Ordering::SeqCst);
        let answer = ask(&term).map_err(io::Error::from);
        ends.store(true, Ordering::SeqCst);
        match answer {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(leave(&term)),
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(leave(&term)),
            Err(error) => Err(error),
        }
    }

    fn ends(&self) -> io::Result<&AtomicBool> {
        if self.ends.get().is_none() {
            let ends = Arc::new(AtomicBool::new(true));
            flag::register_conditional_default(SIGINT, Arc::clone(&ends))?;
            return Ok(self.ends.get_or_init(|| ends));
        }
        self.ends.get().map(AsRef::as_ref).ok_or_else(|| ErrorKind::Other.into())
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
