//! A list in the making, in any format.
//!
//! Each row is drawn when it passes, and nothing else is kept of it: as a value a row takes 760 bytes, and a list may
//! have a hundred thousand. Their order, and how short their ids may be, are known only when all have passed.

use std::io::{self, Write};
use std::ops::Range;

use super::list::List;
use super::misplaced;
use super::row::{Order, Row};
use crate::out::Out;
use crate::rules::commitment::Id;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;

/// Writes a list row by row, as most formats do.
pub trait RowWriter: Send {
    /// Appends what the format shows of a row, without its ids.
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>);

    /// Writes the whole list: these rows in this order, and what comes before, between and after them.
    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()>;
}

/// A row as it was drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'t> {
    /// The commitment.
    pub id: Id,
    /// How many letters of its id are enough.
    pub short: usize,
    /// What [`RowWriter::draw`] appended.
    pub text: &'t [u8],
}

impl Drawn<'_> {
    /// Returns the shortest unambiguous prefix of the id.
    pub fn short(&self) -> &str {
        self.id.first(self.short)
    }
}

/// Writes a table when all its rows have passed; the text says that there is nothing, if that is so.
type TableWriter = fn(List, &Ids, &str, &mut Out<'_>) -> io::Result<()>;

/// How a list is made.
#[derive(Debug, Clone, Copy)]
pub enum Lister {
    /// Not at all: none of it is shown.
    Unseen,
    /// As a table, whose columns depend on all its rows. This writes it, or that there is nothing to list.
    Table(TableWriter),
    /// By the writer that this makes for a policy and the current time.
    Rows(fn(&Policy, Instant) -> Box<dyn RowWriter>),
}

impl Lister {
    /// As whole ids, one a line: what a script reads.
    pub const IDS: Self = Self::Rows(|_, _| Box::new(WholeIds));
}

/// Whole ids, one a line.
struct WholeIds;

impl RowWriter for WholeIds {
    fn draw(&mut self, _: &Row<'_>, _: &Policy, _: &mut Vec<u8>) {}

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        for row in rows {
            writeln!(to, "{}", row?.id)?;
        }
        Ok(())
    }
}

/// A list in the making.
pub struct Rows(Kept);

enum Kept {
    Nothing,
    Table { list: Box<List>, write: TableWriter },
    Text { writer: Box<dyn RowWriter>, text: Vec<u8>, rows: Vec<(Order, Range<usize>)> },
}

impl Rows {
    /// Returns an empty list.
    pub fn new(lister: Lister, policy: &Policy, now: Instant) -> Self {
        Self(match lister {
            Lister::Unseen => Kept::Nothing,
            Lister::Table(write) => Kept::Table { list: Box::new(List::new(policy, now)), write },
            Lister::Rows(new) => Kept::Text { writer: new(policy, now), text: Vec::new(), rows: Vec::new() },
        })
    }

    /// Adds a commitment.
    pub fn add(&mut self, row: &Row<'_>, policy: &Policy) {
        match &mut self.0 {
            Kept::Nothing => {}
            Kept::Table { list, .. } => list.add(row, policy),
            Kept::Text { writer, text, rows } => {
                let start = text.len();
                writer.draw(row, policy, text);
                rows.push((row.order(), start..text.len()));
            }
        }
    }

    /// Returns the list with the rows of the next part after its own; parts of one list are made in one way.
    #[must_use]
    pub fn join(self, next: Self) -> Self {
        Self(match (self.0, next.0) {
            (Kept::Table { list, write }, Kept::Table { list: next, .. }) => {
                Kept::Table { list: Box::new(list.join(*next)), write }
            }
            (Kept::Text { writer, mut text, mut rows }, Kept::Text { text: more, rows: next, .. }) => {
                let before = text.len();
                let moved =
                    |span: Range<usize>| span.start.saturating_add(before)..span.end.saturating_add(before);
                rows.extend(next.into_iter().map(|(order, span)| (order, moved(span))));
                text.extend(more);
                Kept::Text { writer, text, rows }
            }
            (kept, _) => kept,
        })
    }

    /// Writes the rows, most pressing first. An empty table may say `nothing`; every other format writes its empty
    /// document.
    pub fn write(self, ids: &Ids, nothing: &str, out: &mut Out<'_>) -> io::Result<()> {
        match self.0 {
            Kept::Nothing => Ok(()),
            Kept::Table { list, write } => write(*list, ids, nothing, out),
            Kept::Text { writer, text, mut rows } => {
                rows.sort_unstable_by_key(|(order, span)| (*order, span.start));
                let drawn = |(order, span): (Order, Range<usize>)| {
                    let id = order.id();
                    let text = text.get(span).ok_or_else(misplaced)?;
                    Ok(Drawn { id, short: ids.short_length(id), text })
                };
                writer.write(&mut rows.into_iter().map(drawn), out)
            }
        }
    }
}
