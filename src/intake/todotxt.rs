//! A list in the format of todo.txt.
//!
//! A line has no name of its own unless it says `id:`, so its words are its name: all but what changes when it is done,
//! gets another priority or another due. Of a line that comes again (`rec:`) the due is one of them.

use std::hash::Hasher as _;

use chrono_tz::Tz;
use siphasher::sip::SipHasher13;

use super::preset::{Notes, Preset};
use super::sheet::{Made, Row, Sheet, Unread};
use super::state::Status;
use super::{Field, Open, Options, Source, bytes};
use crate::error::Result;

pub(super) const SOURCE: Source = Source {
    name: "todotxt",
    help: "A list in the format of todo.txt",
    open: Open::Table(open),
    // Any text is such a list.
    fits: |_, _| false,
    preset: &Preset {
        columns: &[
            (Field::Reference, &["id"]),
            (Field::To, &["@context"]),
            (Field::What, &["text"]),
            (Field::Made, &["created", "now"]),
            (Field::Due, &["due"]),
            (Field::Done, &["completed"]),
            (Field::Status, &["x"]),
            (Field::Tags, &["+project"]),
        ],
        status: &[(Status::Closed, &["x"])],
        rules: &[],
        tags: &['\n'],
        notes: Notes::Plain,
        due: None,
        to_nobody: Some("owed to nobody: no @context, or several, and no --set to=…"),
        is_system: true,
    },
};

/// The names of the cells, in their order. `now` is the time of the import, for what does not say when it was made. What
/// comes after `x` is dropped.
const HEADINGS: [&str; 13] = [
    "id",
    "@context",
    "text",
    "created",
    "now",
    "due",
    "completed",
    "+project",
    "x",
    "priority",
    "rec",
    "t",
    "h",
];

/// How many of them are kept.
const KEPT: usize = 9;

/// Reads the lines; blank ones are none.
fn open<'t>(text: &'t str, options: &Options) -> Result<Sheet<'t>> {
    bytes::bounded(text)?;
    let now = options.now.rfc3339(Tz::UTC);
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let rows = Made(lines.map(|(number, line)| (number, row(line.trim(), &now))).collect());
    let (present, absent): (Vec<_>, _) = (0..HEADINGS.len()).partition(|place| rows.has(*place));
    let dropped = present.into_iter().filter(|place| *place >= KEPT).collect();
    let headings = HEADINGS.map(str::to_owned).to_vec();
    Ok(Sheet { headings, records: Box::new(rows), said: Vec::new(), dropped, kept: Vec::new(), absent })
}

/// What a line says.
#[derive(Default)]
struct Line<'t> {
    is_done: bool,
    priority: Option<&'t str>,
    completed: Option<&'t str>,
    created: Option<&'t str>,
    contexts: Vec<&'t str>,
    projects: Vec<&'t str>,
    due: Option<&'t str>,
    id: Option<&'t str>,
    rec: Option<&'t str>,
    t: Option<&'t str>,
    h: Option<&'t str>,
    /// The words that are none of these, and those that are contexts.
    words: Vec<&'t str>,
    /// The words that make its name.
    name: Vec<&'t str>,
}

/// Returns the cells of a line. What does not say when it was promised was promised by now, or by when it was done.
fn row(text: &str, now: &str) -> Result<Row, Unread> {
    let line = Line::read(text)?;
    let [context] = line.contexts.as_slice() else {
        return Ok(line.row(String::new(), line.words.join(" "), now));
    };
    let is_other = |word: &&&str| word.strip_prefix('@') != Some(context);
    let words: Vec<_> = line.words.iter().filter(is_other).copied().collect();
    Ok(line.row(context.replace('_', " "), words.join(" "), now))
}

impl<'t> Line<'t> {
    fn read(text: &'t str) -> Result<Self, Unread> {
        if text.starts_with("X ") {
            return Err(bad("a capital X: a line that is done begins with a small one", text));
        }
        let mut line = Self::default();
        let mut words = text.split_whitespace().peekable();
        line.is_done = words.next_if(|word| *word == "x").is_some();
        line.priority = words.next_if(|word| is_priority(word));
        let mut dates = std::iter::from_fn(|| words.next_if(|word| is_date(word))).take(2);
        let (first, second) = (dates.next(), dates.next());
        if line.is_done {
            (line.completed, line.created) = (first, second);
        } else {
            line.created = first;
            // The second is a word of the text.
            line.words.extend(second);
            line.name.extend(second);
        }
        words.try_for_each(|word| line.word(word))?;
        line.name.extend(line.due.filter(|_| line.rec.is_some()));
        Ok(line)
    }

    fn word(&mut self, word: &'t str) -> Result<(), Unread> {
        let known = match word.split_once(':') {
            Some(("due", value)) if !is_date(value) => {
                return Err(bad("due is not a date: write due:2026-11-21", value));
            }
            Some(("due", value)) => Some((&mut self.due, value)),
            Some(("id", value)) if !value.is_empty() => Some((&mut self.id, value)),
            Some(("rec", value)) => Some((&mut self.rec, value)),
            Some(("t", value)) => Some((&mut self.t, value)),
            Some(("h", value)) => Some((&mut self.h, value)),
            Some(("pri", value)) => Some((&mut self.priority, value)),
            _ => None,
        };
        if let Some((place, value)) = known {
            return match place.replace(value) {
                Some(_) if word.starts_with("due:") => Err(bad("two dues", word)),
                _ => Ok(()),
            };
        }
        self.name.push(word);
        match (sign(word, '@'), sign(word, '+')) {
            (_, Some(project)) => self.projects.push(project),
            (context, None) => {
                self.words.push(word);
                self.contexts.extend(context);
            }
        }
        Ok(())
    }

    fn row(&self, to: String, what: String, now: &str) -> Row {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let made = self.created.or(self.completed);
        let now = if made.is_some() { "" } else { now };
        let id = self.id.map_or_else(|| hash(&self.name.join(" ")), str::to_owned);
        let tags = self.projects.join("\n");
        let x = if self.is_done { "x" } else { "" };
        let (now, x) = (now.to_owned(), x.to_owned());
        let kept = [id, to, what, text(made), now, text(self.due), text(self.completed), tags, x];
        let dropped = [self.priority, self.rec, self.t, self.h].map(text);
        Row { texts: kept.into_iter().chain(dropped).collect(), extra: Vec::new() }
    }
}

fn bad(why: &str, value: &str) -> Unread {
    Unread::Bad(why.to_owned(), Some(value.to_owned()))
}

/// Returns true for `(A)`.
fn is_priority(word: &str) -> bool {
    matches!(word.as_bytes(), [b'(', letter, b')'] if letter.is_ascii_uppercase())
}

/// Returns true for what has the form of a date.
fn is_date(word: &str) -> bool {
    let form = word.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    form.eq(*b"0000-00-00")
}

/// Returns the name after a sign that begins a word.
fn sign(word: &str, sign: char) -> Option<&str> {
    word.strip_prefix(sign).filter(|name| !name.is_empty())
}

/// Returns a name for a text that is the same on every machine, and in every version.
fn hash(text: &str) -> String {
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests;
