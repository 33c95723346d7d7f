//! The commitment that somebody means: by a prefix of its id, or by words.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle;
use crate::rules::ids::{Ids, SHORTEST};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text::{self, fold};
use crate::when::say;

/// The most commitments that an error lists.
const LISTED: usize = 6;

/// Words, each of which must begin a word of the text.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// Returns the words of a text, without case and accents: `zoe` finds Zoë. A text of signs only keeps them, and so
    /// matches nothing: `--to ???` must not mean everybody.
    pub fn new(text: &str) -> Self {
        let mut asked: Vec<String> = words(text).map(|word| fold::letters(word).collect()).collect();
        asked.retain(|word| !word.is_empty());
        if asked.is_empty() && !text.trim().is_empty() {
            asked.push(text.trim().to_owned());
        }
        Self(asked)
    }

    /// Returns true if there are no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true if each is the beginning of a word in one of the texts.
    pub fn fit<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) -> bool {
        self.0.iter().all(|asked| texts.clone().flat_map(words).any(|word| fold::begins(word, asked)))
    }

    /// Returns true if they match a commitment's customer and promise.
    pub fn fit_commitment(&self, commitment: &Commitment<'_>) -> bool {
        self.fit([commitment.to.as_ref(), commitment.what.as_ref()].into_iter())
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |letter: char| !(letter.is_alphanumeric() || is_combining_mark(letter));
    text.split(parts).filter(|word| !word.is_empty())
}

/// The state of the commitments that words may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Open ones.
    Open,
    /// Open ones; closed ones if no open one fits.
    OpenFirst,
    /// Closed ones.
    Closed,
}

/// One commitment that was meant, or may have been.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The commitment.
    pub commitment: Commitment<'static>,
    /// The bytes of its block.
    pub span: Range<usize>,
    /// Whether it is closed.
    pub closed: bool,
    /// The archive it is in; `None` for the ledger itself.
    pub archive: Option<String>,
    /// Whether the words of the selector match it.
    by_words: bool,
}

/// A selector as it was typed.
#[derive(Debug, Clone)]
pub struct Selector {
    args: Vec<String>,
    words: Words,
    among: Scope,
    single: bool,
}

impl Selector {
    /// Returns the selector of arguments that are all ids, or together the words of one commitment.
    pub fn new(args: &[String], among: Scope) -> Self {
        Self { args: args.to_vec(), words: Words::new(&args.join(" ")), among, single: false }
    }

    /// Returns the selector of one argument.
    pub fn one(arg: &str, among: Scope) -> Self {
        Self::new(std::slice::from_ref(&arg.to_owned()), among).single()
    }

    /// Returns the selector, for one commitment only.
    #[must_use]
    pub fn single(self) -> Self {
        Self { single: true, ..self }
    }

    /// Adds a commitment to those that may be meant, while a ledger is read.
    pub fn see(&self, may_be_meant: &mut Vec<Selected>, look: Look<'_, '_>, now: Instant) {
        may_be_meant.extend(self.keep(look, now));
    }

    fn keep(&self, look: Look<'_, '_>, now: Instant) -> Option<Selected> {
        let Look { policy, commitment, span, archive } = look;
        let by_id = self.args.iter().any(|arg| names(arg, commitment.id));
        let by_words = !self.words.is_empty() && self.words.fit_commitment(commitment);
        if !by_id && !by_words {
            return None;
        }
        let closed = cycle::cycles(commitment, policy, now)?.current.closing.is_some();
        let archive = archive.map(str::to_owned);
        Some(Selected { commitment: commitment.clone().into_owned(), span, closed, archive, by_words })
    }

    /// Returns the selected commitments, in the order in which they were typed; the error is an unknown or ambiguous
    /// one.
    pub fn resolve(&self, seen: &Seen<Vec<Selected>>) -> Result<Vec<Selected>> {
        let by_words = self.by_words(&seen.state);
        let mut meant: Vec<Selected> = Vec::new();
        let mut unknown = None;
        for arg in &self.args {
            let mut fitting = seen.state.iter().filter(|picked| names(arg, picked.commitment.id));
            match (fitting.next(), fitting.next()) {
                (None, _) => unknown = unknown.or(Some(arg)),
                (Some(one), None) => {
                    if !meant.iter().any(|other| other.commitment.id == one.commitment.id) {
                        meant.push(one.clone());
                    }
                }
                (Some(_), Some(_)) => {
                    let all = seen.state.iter().filter(|picked| names(arg, picked.commitment.id));
                    let message = format!("{} matches several ids", text::quote(arg));
                    return Err(several(message, all, &seen.policy, &seen.ids));
                }
            }
        }
        let whole_ids = self.args.iter().all(|arg| arg.len() == Id::LENGTH);
        if self.single && meant.len() > 1 {
            return Err(Error::new("this takes one commitment at a time")
                .hint("give one id, or words that match one commitment"));
        }
        match (unknown, by_words.as_slice()) {
            (None, words) if whole_ids || words.iter().all(|picked| is_among(picked, &meant)) => Ok(meant),
            (None, words) => {
                let message = format!("{} is an id, and its words match another commitment", self.shown());
                let all =
                    meant.iter().chain(words.iter().copied().filter(|picked| !is_among(picked, &meant)));
                Err(several(message, all, &seen.policy, &seen.ids))
            }
            (Some(_), [one]) => Ok(vec![(*one).clone()]),
            (Some(unknown), []) => Err(self.nothing(unknown, &meant)),
            (Some(_), many) => {
                let message = format!("{} matches several commitments", self.shown());
                Err(several(message, many.iter().copied(), &seen.policy, &seen.ids))
            }
        }
    }

    /// Returns the one selected commitment.
    pub fn resolve_one(&self, seen: &Seen<Vec<Selected>>) -> Result<Selected> {
        self.resolve(seen)?.into_iter().next().ok_or_else(|| Error::new("which commitment?"))
    }

    fn by_words<'f>(&self, found: &'f [Selected]) -> Vec<&'f Selected> {
        let fitting =
            |closed: bool| found.iter().filter(move |picked| picked.by_words && picked.closed == closed);
        let open: Vec<_> = fitting(false).collect();
        match self.among {
            Scope::Open => open,
            Scope::OpenFirst if !open.is_empty() => open,
            Scope::OpenFirst | Scope::Closed => fitting(true).collect(),
        }
    }

    fn shown(&self) -> String {
        text::quote(&self.args.join(" "))
    }

    fn nothing(&self, unknown: &str, meant: &[Selected]) -> Error {
        if !meant.is_empty() {
            return Error::new(format!(
                "no commitment has the id {} (the other arguments are ids)",
                text::quote(unknown)
            ))
            .hint("give ids only, or words that match one commitment");
        }
        let what = match self.among {
            Scope::Open => "no open commitment",
            Scope::OpenFirst => "no commitment",
            Scope::Closed => "no closed commitment",
        };
        Error::new(format!("{what} matches {}", self.shown()))
            .hint("give the start of an id, or words from the customer's name or the promise; `owed` lists what is open")
    }
}

fn is_among(picked: &Selected, all: &[Selected]) -> bool {
    all.iter().any(|other| other.commitment.id == picked.commitment.id)
}

/// Returns true if this text is the beginning of the id.
fn names(text: &str, id: Id) -> bool {
    (SHORTEST..=Id::LENGTH).contains(&text.len())
        && id.as_str().bytes().zip(text.bytes()).all(|(a, b)| a == b.to_ascii_lowercase())
}

fn several<'p>(
    message: String,
    all: impl Iterator<Item = &'p Selected>,
    policy: &Policy,
    ids: &Ids,
) -> Error {
    let all: Vec<_> = all.collect();
    let mut error = Error::new(message);
    for picked in all.iter().take(LISTED) {
        let Commitment { id, to, what, due, .. } = &picked.commitment;
        let closed = if picked.closed { ", closed" } else { "" };
        let due = say::full(*due, policy.zone);
        let (to, what) = (text::sanitize(to), text::sanitize(what));
        error = error.hint(format!("{}  {what} → {to}, due {due}{closed}", ids.short(*id)));
    }
    match all.len().checked_sub(LISTED) {
        Some(more) if more > 0 => error.hint(format!("… and {more} more")),
        _ => error,
    }
}
