//! What is known of a source: its columns, its words, and what in it is no promise.

use super::dates::Forced;
use super::field::Field;
use super::map::Map;
use super::state::Status;
use crate::text;

/// What is known of a source.
#[derive(Debug)]
pub struct Preset {
    /// The columns of each field, the best first. What is not here is in no column of the source.
    pub columns: &'static [(Field, &'static [&'static str])],
    /// What its words for a status mean.
    pub status: &'static [(Status, &'static [&'static str])],
    /// What its rows say about themselves.
    pub rules: &'static [Rule],
    /// What stands between two tags in one cell.
    pub tags: &'static [char],
    /// How notes are written.
    pub notes: Notes,
    /// Whether its dues are days or times, whatever they look like.
    pub due: Option<Forced>,
    /// Why a record is no promise if nobody is named whom it is owed to; without it, such a record cannot be read.
    pub to_nobody: Option<&'static str>,
    /// Whether its names get its own before them: `jira:PROJ-1`.
    pub is_system: bool,
}

/// What a word in a column says about a row.
#[derive(Debug)]
pub struct Rule {
    /// The column.
    pub column: &'static str,
    /// The words, without case and accents.
    pub words: &'static [&'static str],
    /// What it then is.
    pub then: Then,
    /// Why, or what is noted.
    pub why: &'static str,
}

/// What becomes of such a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It was never a promise.
    NoPromise,
    /// It is none any more.
    Gone,
    /// It comes in with a note.
    Noted,
}

/// How a source writes notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notes {
    /// The words alone.
    Plain,
    /// `TIME;WHO;TEXT`.
    Dated,
}

impl Rule {
    /// Returns true if the cell of its column has one of its words.
    pub(super) fn holds(&self, cell: &str) -> bool {
        let cell = text::fold(cell.trim());
        self.words.iter().any(|word| *word == cell)
    }

    /// Returns what its words do, in words.
    pub(super) fn said(&self) -> String {
        let words: Vec<_> = self.words.iter().map(|word| text::quote(word)).collect();
        let becomes = match self.then {
            Then::NoPromise | Then::Gone => "left out",
            Then::Noted => "a note",
        };
        format!("{}: {becomes}", words.join(", "))
    }

    pub(super) const fn is_no_promise(&self) -> bool {
        matches!(self.then, Then::NoPromise)
    }

    pub(super) const fn is_gone(&self) -> bool {
        matches!(self.then, Then::Gone)
    }

    pub(super) const fn is_noted(&self) -> bool {
        matches!(self.then, Then::Noted)
    }
}

impl Preset {
    /// Returns true if it knows the words for a status. Such a source lets its users add some, and most of those are open.
    pub(super) const fn has_own_words(&self) -> bool {
        !self.status.is_empty()
    }

    /// Returns its map. A preset without columns is one whose columns are named as the fields are.
    pub(super) fn map(&self) -> Map {
        let mut map = if self.columns.is_empty() { Map::by_name() } else { Map::default() };
        for (field, columns) in self.columns {
            map.column(*field, columns.iter().map(|name| (*name).to_owned()));
        }
        for (status, words) in self.status {
            map.status_words(*status, words);
        }
        if let Some(forced) = self.due {
            map.force(forced);
        }
        map
    }
}
