//! Tables for people: the same columns as lines on a terminal, as lines in a pipe, or as cards where there is
//! no room for lines.
//!
//! On a terminal the columns that may shrink go on below when they have too little room; an id or a due never does.
//! In a pipe nothing is cut. Both may change with any version: what scripts rely on is JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::text;

mod cards;
mod fit;
mod lines;
#[cfg(test)]
mod tests;

/// Blanks between two columns.
const GAP: usize = 2;

/// Narrower than this, a table that would have to be cut is cards.
const NARROW: usize = 60;

/// In a pipe, text wider than this pushes the rest of its row aside instead of widening the column: one long
/// note must not make a line of every row.
const PIPED_MOST: usize = 100;

/// How much is written at once.
const CHUNK: usize = 64 * 1024;

/// Selector edge of its column a cell stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// A column: its head, its edge, and whether it gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    head: &'static str,
    align: Align,
    /// Its share of the room that is short; 0: it is never cut.
    share: usize,
}

impl Column {
    /// A column that is never cut.
    pub const fn new(head: &'static str) -> Self {
        Self { head, align: Align::Left, share: 0 }
    }

    /// What stands above it.
    pub const fn head(&self) -> &'static str {
        self.head
    }

    /// The column with its cells at the right edge.
    pub const fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    /// The column made one that is cut when there is too little room, which is then shared out among these
    /// columns in proportion to `share`.
    pub const fn shrinks(mut self, share: usize) -> Self {
        self.share = share;
        self
    }
}

/// One cell: clean text of one line, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell<'a> {
    text: Cow<'a, str>,
    width: usize,
    style: Style,
}

impl<'a> Cell<'a> {
    /// A cell with this text, cleaned; blanks at its end are dropped.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if let Some(width) = text::simple_width(&text).filter(|_| !text.ends_with(' ')) {
            return Self { width, text, style: Style::Plain };
        }
        let text = match text {
            Cow::Borrowed(text) => text::sanitize(text.trim_end_matches(' ')),
            Cow::Owned(text) => Cow::Owned(text::sanitize(text.trim_end_matches(' ')).into_owned()),
        };
        let width = text::width(&text);
        Self { text, width, style: Style::Plain }
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A cell with another text in the same style.
    #[must_use]
    pub fn with<'b>(&self, text: impl Into<Cow<'b, str>>) -> Cell<'b> {
        Cell::new(text).style(self.style)
    }

    /// The cell in this style.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// A cell as a table keeps it: its text is among the table's.
#[derive(Debug, Clone, Copy)]
struct Slot {
    length: u32,
    width: u32,
    style: Style,
}

impl Slot {
    fn new(length: usize, width: usize, style: Style) -> Self {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { length: short(length), width: short(width), style }
    }
}

/// Selector row is drawn next, and how much of its first cell.
#[derive(Debug, Clone, Copy)]
pub struct Pick {
    /// The row, counted from 0.
    pub row: usize,
    /// The bytes of the first cell, from its beginning; it has to be plain text.
    pub first: usize,
}

/// Columns and rows. One without rows shows nothing, not even its head.
///
/// The text of all cells is one, so that a table of a hundred thousand rows is three pieces of memory.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    text: String,
    /// Row after row; each has a cell for every column.
    slots: Vec<Slot>,
    /// Where the text of each row begins.
    starts: Vec<usize>,
    /// The order of the rows; none: as they came.
    picks: Option<Vec<Pick>>,
}

impl Table {
    /// A table with these columns and no rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Self {
        let (text, slots, starts) = Default::default();
        Self { columns: columns.into(), text, slots, starts, picks: None }
    }

    /// Adds a row, one cell a column: missing ones are empty, further ones are dropped.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        self.starts.push(self.text.len());
        let row = cells.into_iter().chain(std::iter::repeat_with(Cell::default));
        for Cell { text, width, style } in row.take(self.columns.len()) {
            self.slots.push(Slot::new(text.len(), width, style));
            self.text.push_str(&text);
        }
    }

    /// Adds a row whose cells are drawn one by one, each by [`Table::cell`]: one a column, as in [`Table::row`].
    pub fn draw(&mut self, cells: impl FnOnce(&mut Self)) {
        let slot = self.slots.len();
        self.starts.push(self.text.len());
        cells(self);
        self.slots.resize(slot.saturating_add(self.columns.len()), Slot::new(0, 0, Style::Plain));
        self.clean(slot);
    }

    /// Adds a cell to the row that is drawn: what `write` appends to a text.
    pub fn cell(&mut self, write: impl FnOnce(&mut String) -> Style) {
        let start = self.text.len();
        let style = write(&mut self.text);
        let length = self.text.len().saturating_sub(start);
        self.slots.push(Slot::new(length, length, style));
    }

    /// Cleans the last row, whose slots begin at this one. Nearly always nothing has to be done, and is done for all
    /// cells at once.
    fn clean(&mut self, slot: usize) {
        let start = self.starts.last().copied().unwrap_or_default();
        let slots = self.slots.get_mut(slot..).unwrap_or_default();
        let mut end = start;
        let blank = slots.iter().any(|slot| {
            end = end.saturating_add(slot.length as usize);
            self.text.as_bytes().get(..end).is_some_and(|text| text.ends_with(b" "))
        });
        if !blank && self.text.get(start..).is_some_and(text::is_printable_ascii) {
            return;
        }
        let drawn = self.text.split_off(start);
        let mut rest = drawn.as_str();
        for slot in slots {
            let (text, behind) = rest.split_at_checked(slot.length as usize).unwrap_or_default();
            let cell = Cell::new(text);
            *slot = Slot::new(cell.text.len(), cell.width, slot.style);
            self.text.push_str(&cell.text);
            rest = behind;
        }
    }

    /// The table with the rows of another, which has the same columns, below its own.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.slots.extend_from_slice(&other.slots);
        self.starts.extend(other.starts.iter().map(|start| start.saturating_add(before)));
        self
    }

    /// Draws the rows, each of which has to be picked once, in this order, and of the first cells no more than is
    /// asked for.
    #[must_use]
    pub fn ordered(self, picks: Vec<Pick>) -> Self {
        Self { picks: Some(picks), ..self }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Draws the table on the page.
    pub fn write(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let Some(width) = columns_of(page) else {
            return lines::write(self, &fit::aligned(self), page.colour, to);
        };
        match fit::fitted(self, width) {
            Some(fit) if width >= NARROW || !fit.cuts => lines::write(self, &fit, page.colour, to),
            _ => self.write_cards(page, to),
        }
    }

    /// Draws the rows as cards, whatever room there is: a block a row, `head: text`, empty cells left out.
    pub fn write_cards(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        cards::write(self, columns_of(page).unwrap_or(usize::MAX), page.colour, to)
    }

    /// The cells of each row that is drawn.
    fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = Cell<'_>>> {
        let picked = self.picks.iter().flatten().copied();
        let all = if self.picks.is_none() { self.starts.len() } else { 0 };
        let all = (0..all).map(|row| Pick { row, first: usize::MAX });
        picked.chain(all).map(|pick| self.cells(pick))
    }

    /// How wide the first cell of a row is, as far as it is drawn.
    fn first_width(&self, pick: Pick) -> usize {
        let first = self.slots.get(pick.row.saturating_mul(self.columns.len()));
        first.map_or(0, |slot| slot.width as usize).min(pick.first)
    }

    fn cells(&self, pick: Pick) -> impl Iterator<Item = Cell<'_>> {
        let columns = self.columns.len();
        let first = pick.row.saturating_mul(columns);
        let slots = self.slots.get(first..first.saturating_add(columns)).unwrap_or_default();
        let start = self.starts.get(pick.row).copied().unwrap_or_default();
        let mut rest = self.text.get(start..).unwrap_or_default();
        let mut most = pick.first;
        slots.iter().map(move |slot| {
            let (text, behind) = rest.split_at_checked(slot.length as usize).unwrap_or_default();
            rest = behind;
            let (cut, width) = (text.get(..most), (slot.width as usize).min(most));
            most = usize::MAX;
            Cell { text: Cow::Borrowed(cut.unwrap_or(text)), width, style: slot.style }
        })
    }
}

/// The columns that text has on the page; a terminal that says it has none is one that does not know.
fn columns_of(page: Page) -> Option<usize> {
    page.width.map(|width| if width == 0 { 80 } else { width })
}

/// Appends so many blanks: as many at a time as are copied without a call, less what is too much.
fn blanks(count: usize, line: &mut String) {
    const BLANKS: &str = "                ";
    let end = line.len().saturating_add(count);
    while line.len() < end {
        line.push_str(BLANKS);
    }
    line.truncate(end);
}

/// Gathers lines, so that a stream is not asked to take each by itself.
struct Buffer<'t> {
    text: String,
    to: &'t mut dyn Write,
}

impl Buffer<'_> {
    fn write_if_full(&mut self) -> io::Result<()> {
        if self.text.len() < CHUNK { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        self.to.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}
