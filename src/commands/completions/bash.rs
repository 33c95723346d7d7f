//! What bash puts onto the line. It inserts a candidate as it is, in the place of the end of the word, and closes a quote
//! that is open; so a candidate has to be quoted for the place where it will stand.
//!
//! The rule is one: what stays on the line, read as bash reads it, and what is inserted, read on from there, together are the
//! word that is meant. A candidate for which that cannot be said is left out.

use super::Candidate;
use super::typed::{self, Open};
use crate::text;

/// How many columns of a meaning are shown.
const SHOWN: usize = 60;

/// Where bash inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The beginning of the word that stays, without its quotes.
    stays: String,
    /// The quote that is open where it is inserted.
    open: Open,
    /// Whether it only lists candidates, if there are several.
    lists: bool,
}

impl Cursor {
    /// Returns the place of a completion of that kind (`COMP_TYPE`), in which this end of the line up to the cursor is
    /// replaced; `None` for kinds that insert candidates in another way.
    pub fn new(kind: &str, replaced: &str, line: &str) -> Option<Self> {
        // TAB, a list at once (33, 64), a menu (37), and a list at the second TAB. `M-*` (42) takes an open quote away.
        let lists = match kind {
            "9" | "33" | "37" | "64" => false,
            "63" => true,
            _ => return None,
        };
        // In `$'it\'s'` bash looks for the open quote in another way than it reads the line.
        if line.contains("$'") {
            return None;
        }
        let (stays, open) = typed::begun(line.strip_suffix(replaced)?.get(typed::last_word(line)..)?);
        Some(Self { stays, open, lists })
    }

    /// Returns what bash is given: what it inserts, or for a list of several with what each means.
    pub fn lines(&self, candidates: &[Candidate]) -> Vec<String> {
        let inserted = candidates.iter().filter_map(|one| Some((self.insert(&one.word)?, one)));
        let mut lines: Vec<_> = inserted.collect();
        let is_list = self.lists && lines.len() > 1;
        lines.dedup_by(|(one, _), (other, _)| one == other);
        let line = |(inserted, Candidate { word, meaning }): (String, &Candidate)| {
            // Where the word is no text of anybody's, a line with more than it cannot be inserted: bash inserts what all
            // begin with, and no two of these have a blank at the same place after the same beginning.
            let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            match is_list && is_plain && !meaning.is_empty() {
                true => format!("{inserted}  {}", text::shorten(meaning, SHOWN)),
                false => inserted,
            }
        };
        lines.into_iter().map(line).collect()
    }

    /// Returns what is inserted for a word; `None` if that cannot be written here.
    fn insert(&self, word: &str) -> Option<String> {
        let rest = word.strip_prefix(&self.stays)?;
        let quoted = match self.open {
            Open::No => rest.chars().fold(String::new(), escape),
            Open::Single => single(rest),
            Open::Double => double(rest),
        };
        // bash takes a quote at the beginning for the one that is open already, and that one for the one at the end.
        let is_taken_for_another = match self.open {
            Open::No => false,
            Open::Single => quoted.is_empty() || quoted.starts_with('\''),
            Open::Double => quoted.is_empty() || quoted.starts_with('"'),
        };
        (!is_taken_for_another).then_some(quoted)
    }
}

/// Adds a letter outside quotes.
fn escape(mut quoted: String, letter: char) -> String {
    let is_safe = letter.is_ascii_alphanumeric() || "_-./,+@%:=".contains(letter);
    quoted.extend((letter.is_ascii() && !is_safe).then_some('\\'));
    quoted.push(letter);
    quoted
}

/// Returns a text after `'`. bash closes the quote, unless the text ends in one.
fn single(text: &str) -> String {
    match text.strip_suffix('\'') {
        Some(before) => format!("{}'\\'", before.replace('\'', "'\\''")),
        None => text.replace('\'', "'\\''"),
    }
}

/// Returns a text after `"`, as [`single`] does. An exclamation mark acts there, whatever stands before it.
fn double(text: &str) -> String {
    let mut quoted = String::new();
    for letter in text.chars() {
        match letter {
            '!' => quoted.push_str("\"\\!\""),
            letter => {
                quoted.extend(matches!(letter, '"' | '\\' | '$' | '`').then_some('\\'));
                quoted.push(letter);
            }
        }
    }
    // bash takes a quote at the end for the one that closes it all.
    quoted.extend(quoted.ends_with('"').then_some('"'));
    quoted
}
