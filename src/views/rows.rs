//! A list in the making, in any format.
//!
//! Each row is drawn when it passes, and nothing else is kept of it: as a value a row takes 760 bytes, and a list may
//! have a hundred thousand. Their order, and how short their ids may be, are known only when all have passed.

use std::io::{self, Write};
use std::ops::Range;

use super::agenda::{Agenda, Counts};
use super::entry::Entry;
use super::list::List;
use super::misplaced;
use super::origin::Origin;
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

    /// Writes the whole list of an agenda, with how many are in each group if the format has a place for that.
    fn write_counted(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        _counts: &Counts,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.write(rows, to)
    }
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
    /// The line of the ledger on which it begins, from 1; only [`Lister::Placed`] has it.
    pub line: Option<usize>,
}

impl Drawn<'_> {
    /// Returns the shortest unambiguous prefix of the id.
    pub fn short(&self) -> &str {
        self.id.first(self.short)
    }
}

/// Writes a table when all its rows have passed; the text says that there is nothing, if that is so.
type TableWriter = fn(List, &Ids, &str, &mut Out<'_>) -> io::Result<()>;

/// What a list is made for.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The current time.
    pub now: Instant,
    /// The ledger.
    pub origin: Origin<'a>,
    /// What a calendar shows of each commitment.
    pub entry: Entry,
    /// The most rows that are shown, if not all are.
    pub limit: Option<usize>,
}

/// Makes the writer of a list.
type New = fn(&About<'_>) -> Box<dyn RowWriter>;

/// How a list is made.
#[derive(Debug, Clone, Copy)]
pub enum Lister {
    /// Not at all: none of it is shown.
    Unseen,
    /// As a table, whose columns depend on all its rows. This writes it, or that there is nothing to list.
    Table(TableWriter),
    /// By this writer.
    Rows(New),
    /// By this writer, which shows on which line of the ledger each row is.
    Placed(New),
    /// By this writer, of everything that is open: what `overdue` does not list has no reasons.
    Open(New),
}

impl Lister {
    /// As whole ids, one a line: what a script reads.
    pub const IDS: Self = Self::Rows(|_| Box::new(WholeIds));

    /// Returns true if it shows what is open and not listed too.
    pub const fn is_of_all_open(self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Whole ids, one a line.
pub struct WholeIds;

impl WholeIds {
    /// Writes the id of each row.
    pub fn lines(
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        for row in rows {
            writeln!(to, "{}", row?.id)?;
        }
        Ok(())
    }
}

impl RowWriter for WholeIds {
    fn draw(&mut self, _: &Row<'_>, _: &Policy, _: &mut Vec<u8>) {}

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        Self::lines(rows, to)
    }
}

/// A list in the making.
pub struct Rows {
    kept: Kept,
    /// The most rows that are shown.
    limit: usize,
    /// What it is the list of, if that is an agenda.
    agenda: Option<Agenda>,
}

enum Kept {
    Nothing,
    Table { list: Box<List>, write: TableWriter },
    Text { writer: Box<dyn RowWriter>, is_placed: bool, text: Vec<u8>, rows: Vec<Place> },
}

/// Where a row is: in the list, in what was drawn, and in the ledger.
struct Place {
    order: Order,
    text: Range<usize>,
    block: Range<usize>,
    line: Option<usize>,
}

impl Rows {
    /// Returns an empty list.
    pub fn new(lister: Lister, about: &About<'_>) -> Self {
        let text = |new: New, is_placed| Kept::Text {
            writer: new(about),
            is_placed,
            text: Vec::new(),
            rows: Vec::new(),
        };
        let kept = match lister {
            Lister::Unseen => Kept::Nothing,
            Lister::Table(write) => Kept::Table { list: Box::new(List::new(about.origin, about.now)), write },
            Lister::Rows(new) | Lister::Open(new) => text(new, false),
            Lister::Placed(new) => text(new, true),
        };
        Self { kept, limit: about.limit.unwrap_or(usize::MAX), agenda: None }
    }

    /// Adds a commitment, whose block is these bytes of the file.
    pub fn add(&mut self, row: &Row<'_>, policy: &Policy, block: Range<usize>) {
        match &mut self.kept {
            Kept::Nothing => {}
            Kept::Table { list, .. } => list.add(row, policy),
            Kept::Text { writer, text, rows, .. } => {
                let start = text.len();
                writer.draw(row, policy, text);
                rows.push(Place { order: row.order(), text: start..text.len(), block, line: None });
            }
        }
    }

    /// Returns the list with the rows of the next part after its own; parts of one list are made in one way.
    #[must_use]
    pub fn join(self, next: Self) -> Self {
        let kept = match (self.kept, next.kept) {
            (Kept::Table { list, write }, Kept::Table { list: next, .. }) => {
                Kept::Table { list: Box::new(list.join(*next)), write }
            }
            (
                Kept::Text { writer, is_placed, mut text, mut rows },
                Kept::Text { text: more, rows: next, .. },
            ) => {
                let before = text.len();
                let moved =
                    |span: Range<usize>| span.start.saturating_add(before)..span.end.saturating_add(before);
                rows.extend(next.into_iter().map(|place| Place { text: moved(place.text), ..place }));
                text.extend(more);
                Kept::Text { writer, is_placed, text, rows }
            }
            (kept, _) => kept,
        };
        Self { kept, ..self }
    }

    /// Returns the list as that of an agenda, by whose groups its rows are ranked.
    #[must_use]
    pub fn of(self, agenda: Agenda) -> Self {
        Self { agenda: Some(agenda), ..self }
    }

    /// Returns how many rows are not shown, since there are more than were asked for.
    pub fn left_out(&self) -> usize {
        let all = match &self.kept {
            Kept::Nothing => 0,
            Kept::Table { list, .. } => list.len(),
            Kept::Text { rows, .. } => rows.len(),
        };
        all.saturating_sub(self.limit)
    }

    /// Finds the line of each row, if they are shown: `line` is asked in the order of the file, whatever the order they were added in.
    pub fn find_lines<E>(&mut self, mut line: impl FnMut(Range<usize>) -> Result<usize, E>) -> Result<(), E> {
        if let Kept::Text { is_placed: true, rows, .. } = &mut self.kept {
            rows.sort_unstable_by_key(|place| place.block.start);
            for place in rows {
                place.line = Some(line(place.block.clone())?);
            }
        }
        Ok(())
    }

    /// Writes the rows, most pressing first. An empty table may say `nothing`; every other format writes its empty
    /// document.
    pub fn write(self, ids: &Ids, nothing: &str, out: &mut Out<'_>) -> io::Result<()> {
        match self.kept {
            Kept::Nothing => Ok(()),
            Kept::Table { list, write } => {
                write(list.of_at_most(self.limit).of(self.agenda), ids, nothing, out)
            }
            Kept::Text { writer, text, mut rows, .. } => {
                rows.sort_unstable_by_key(|place| (place.order, place.text.start));
                rows.truncate(self.limit);
                let drawn = |place: Place| {
                    let id = place.order.id();
                    let text = text.get(place.text).ok_or_else(misplaced)?;
                    Ok(Drawn { id, short: ids.short_length(id), text, line: place.line })
                };
                let rows = &mut rows.into_iter().map(drawn);
                match &self.agenda {
                    Some(agenda) => writer.write_counted(rows, agenda.counts(), out),
                    None => writer.write(rows, out),
                }
            }
        }
    }
}
