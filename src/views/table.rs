//! Tables for people. comfy-table draws them on a terminal, `plain` in a pipe, `markdown` as Markdown.
//!
//! Rows are drawn when they are added, and kept as text: a list of a hundred thousand goes into a pipe in little
//! memory. On a terminal every line fits, and a row is one line as often as that can be: what is empty in every row, or the
//! same in all, is no column; a text without enough room continues below in its own, up to ten lines; an id or a due is
//! never broken. If even that leaves too little room, each row is a card, `head: text` line by line. In a pipe a row is a
//! line, and nothing is cut or left out. All of this may change with any version: scripts rely on JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use maud::Markup;

use super::misplaced;
use crate::out::{Page, Style};
use crate::text;

mod html;
pub mod markdown;
mod plain;
mod terminal;
#[cfg(test)]
mod tests;

/// Blanks between two columns.
pub const GAP: usize = 2;

/// A column: its head, its edge, and whether it shrinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    head: &'static str,
    is_right: bool,
    shrinks: bool,
    least: usize,
    /// Whether the next column stands in its place where there is no room for both.
    yields: bool,
    /// What is before and after the value of all rows, where a line above says it once.
    once: Option<(&'static str, &'static str)>,
}

impl Column {
    /// Returns a column of text that is never broken.
    pub const fn new(head: &'static str) -> Self {
        Self { head, is_right: false, shrinks: false, least: 0, yields: false, once: None }
    }

    /// Returns the column with its cells at the right edge, as numbers are shown.
    pub const fn right(mut self) -> Self {
        self.is_right = true;
        self
    }

    /// Returns the column with a least width, to line up with that of another table.
    pub const fn at_least(mut self, width: usize) -> Self {
        self.least = width;
        self
    }

    /// Returns the column as one that, on a terminal without room for both, shares its place with the next: where its own
    /// cell is plain, the next one's is shown.
    pub const fn yields(mut self) -> Self {
        self.yields = true;
        self
    }

    /// Returns the column as one that is left out on a terminal if at least three rows have one value; a line above says
    /// it between these words.
    pub const fn once(mut self, before: &'static str, after: &'static str) -> Self {
        self.once = Some((before, after));
        self
    }

    /// Returns the column as one whose texts continue below when there is too little room on a terminal.
    pub const fn shrinks(mut self) -> Self {
        self.shrinks = true;
        self
    }
}

/// One cell: its text, and what that means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell<'a> {
    text: Cow<'a, str>,
    style: Style,
}

impl<'a> Cell<'a> {
    /// Returns a cell with this text.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), style: Style::Plain }
    }

    /// Returns the cell in this style.
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

/// A cell as it is shown: sanitized text on one line, without blanks at its end.
#[derive(Debug, Clone, Copy)]
struct Shown<'t> {
    text: &'t str,
    width: usize,
    style: Style,
}

/// A cell as a table keeps it: its text is part of the table's.
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

/// Which row is drawn next, and how much of its first cell.
#[derive(Debug, Clone, Copy)]
pub struct Pick {
    /// The row, counted from 0.
    pub row: usize,
    /// The bytes of the first cell, from its beginning; it must be ASCII.
    pub first: usize,
}

/// Columns and rows. A table without rows shows nothing, not even its head.
///
/// The text of all cells is one string, so that a table of a hundred thousand rows has three allocations.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    text: String,
    /// The cell that is being drawn.
    drawn: String,
    /// Row after row, with a cell for every column.
    slots: Vec<Slot>,
    /// Where the text of each row begins.
    starts: Vec<usize>,
    /// The order of the rows; `None` as they were added.
    picks: Option<Vec<Pick>>,
    /// Lines between the rows, each above the row at that place of the order.
    headings: Vec<(usize, String)>,
    /// Whether texts are shown to their end, on any number of lines.
    is_whole: bool,
}

impl Table {
    /// Returns a table with these columns and no rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Self {
        let (text, drawn, slots, starts) = Default::default();
        Self {
            columns: columns.into(),
            text,
            drawn,
            slots,
            starts,
            picks: None,
            headings: Vec::new(),
            is_whole: false,
        }
    }

    /// Returns a table with these columns and rows, without the columns that are empty in every row.
    pub fn filled<'c, R: IntoIterator<Item = Cell<'c>>>(
        columns: impl Into<Vec<Column>>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        let columns = columns.into();
        let rows: Vec<Vec<_>> = rows.into_iter().map(|row| row.into_iter().collect()).collect();
        let says =
            |place: usize| rows.iter().any(|row| row.get(place).is_some_and(|cell| !cell.text.is_empty()));
        let shown: Vec<_> = (0..columns.len()).map(says).collect();
        let mut table = Self::new(
            columns
                .into_iter()
                .zip(&shown)
                .filter(|(_, shown)| **shown)
                .map(|(column, _)| column)
                .collect::<Vec<_>>(),
        );
        for row in rows {
            table.row(row.into_iter().zip(&shown).filter(|(_, shown)| **shown).map(|(cell, _)| cell));
        }
        table
    }

    /// Returns the table with its texts shown to their end, on any number of lines.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { is_whole: true, ..self }
    }

    /// Adds a row, one cell a column: missing ones are empty, extra ones are dropped.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        let columns = self.columns.len();
        self.draw(|table| {
            for Cell { text, style } in cells.into_iter().take(columns) {
                table.cell(|row| {
                    row.push_str(&text);
                    style
                });
            }
        });
    }

    /// Adds a row whose cells are drawn one by one, each by [`Table::cell`]: one a column, as in [`Table::row`].
    pub fn draw(&mut self, cells: impl FnOnce(&mut Self)) {
        let slot = self.slots.len();
        self.starts.push(self.text.len());
        cells(self);
        self.slots.resize(slot.saturating_add(self.columns.len()), Slot::new(0, 0, Style::Plain));
    }

    /// Adds a cell to the row that is being drawn: the text that `write` appends, sanitized.
    pub fn cell(&mut self, write: impl FnOnce(&mut String) -> Style) {
        self.drawn.clear();
        let style = write(&mut self.drawn);
        let text = self.drawn.trim_end_matches(' ');
        let (text, width) = match text::simple_width(text) {
            Some(width) => (Cow::Borrowed(text), width),
            None => {
                let text = text::sanitize(text);
                let width = text::width(&text);
                (text, width)
            }
        };
        self.slots.push(Slot::new(text.len(), width, style));
        self.text.push_str(&text);
    }

    /// Returns the table with the rows of another, which has the same columns, below its own.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.slots.extend_from_slice(&other.slots);
        self.starts.extend(other.starts.iter().map(|start| start.saturating_add(before)));
        self
    }

    /// Returns the table with its rows in this order, each picked once, and with no more of the first cells than asked
    /// for.
    #[must_use]
    pub fn ordered(self, picks: Vec<Pick>) -> Self {
        Self { picks: Some(picks), ..self }
    }

    /// Returns the table with headings, each above the row at that place of the order; the places ascend.
    #[must_use]
    pub fn headed(self, headings: Vec<(usize, String)>) -> Self {
        Self { headings, ..self }
    }

    /// Returns the heading above the row at that place, if there is one.
    fn heading(&self, place: usize) -> Option<&str> {
        let found = self.headings.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        self.headings.get(found).map(|(_, heading)| heading.as_str())
    }

    /// Returns true if there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Draws the table on the page.
    pub fn write(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        match page.width {
            None => plain::write(self, page.colour, to),
            Some(width) => terminal::write(self, width, page.colour, to),
        }
    }

    /// Returns the table as HTML, under a caption.
    pub fn html(&self, caption: &str) -> io::Result<Markup> {
        html::table(self, caption)
    }

    /// Writes the table as Markdown.
    pub fn write_markdown(&self, to: &mut dyn Write) -> io::Result<()> {
        markdown::write(self, to)
    }

    /// Returns true if a column has a head, so that there is a line of heads.
    fn has_heads(&self) -> bool {
        self.columns.iter().any(|column| !column.head.is_empty())
    }

    /// Returns the heads, as cells.
    fn heads(&self) -> impl Iterator<Item = Shown<'static>> {
        let head = |text| Shown { text, width: text::width(text), style: Style::Head };
        self.columns.iter().map(move |column| head(column.head))
    }

    /// Returns the width of each column's widest cell, without cells wider than `most`.
    fn widest(&self, most: usize) -> Vec<usize> {
        let least = self.columns.iter().map(|column| column.least);
        let mut widths: Vec<_> = self.heads().zip(least).map(|(head, least)| head.width.max(least)).collect();
        let widen = |width: &mut usize, cell: usize| {
            if cell > *width && cell <= most {
                *width = cell;
            }
        };
        // The order of the rows does not matter, only how much of each first cell is drawn.
        let in_order = usize::from(self.picks.is_some());
        for row in self.slots.chunks_exact(self.columns.len().max(1)) {
            let cells = row.iter().map(|slot| slot.width as usize);
            widths.iter_mut().zip(cells).skip(in_order).for_each(|(width, cell)| widen(width, cell));
        }
        if let Some(first) = widths.first_mut() {
            let picks = self.picks.iter().flatten();
            picks.for_each(|pick| widen(first, self.first_width(*pick)));
        }
        widths
    }

    /// Returns the cells of each row that is drawn.
    fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = io::Result<Shown<'_>>>> {
        let picked = self.picks.iter().flatten().copied();
        let all = if self.picks.is_none() { self.starts.len() } else { 0 };
        let all = (0..all).map(|row| Pick { row, first: usize::MAX });
        picked.chain(all).map(|pick| self.cells(pick))
    }

    /// Returns the width of the first cell of a row, as far as it is drawn.
    fn first_width(&self, pick: Pick) -> usize {
        let first = self.slots.get(pick.row.saturating_mul(self.columns.len()));
        first.map_or(0, |slot| slot.width as usize).min(pick.first)
    }

    fn cells(&self, pick: Pick) -> impl Iterator<Item = io::Result<Shown<'_>>> {
        let columns = self.columns.len();
        let first = pick.row.saturating_mul(columns);
        let mut rest = self.starts.get(pick.row).and_then(|start| self.text.get(*start..));
        let mut most = pick.first;
        (first..first.saturating_add(columns)).map(move |slot| {
            let slot = self.slots.get(slot).ok_or_else(misplaced)?;
            let (text, behind) =
                rest.and_then(|rest| rest.split_at_checked(slot.length as usize)).ok_or_else(misplaced)?;
            rest = Some(behind);
            let (cut, width) = (text.get(..most), (slot.width as usize).min(most));
            most = usize::MAX;
            Ok(Shown { text: cut.unwrap_or(text), width, style: slot.style })
        })
    }
}
