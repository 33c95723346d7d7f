//! Tables for people: the same columns as lines on a terminal, as lines in a pipe, or as cards where there is
//! no room for lines.
//!
//! On a terminal a row is one line, and the columns that may shrink end in `…`; an id or a due is never cut.
//! In a pipe nothing is cut. Both may change with any version: what scripts rely on is JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::text;

mod cards;
mod fit;
#[cfg(test)]
mod tests;

use fit::Fit;

/// Blanks between two columns.
const GAP: usize = 2;

/// Narrower than this, a table that would have to be cut is cards.
const NARROW: usize = 60;

/// In a pipe, text wider than this pushes the rest of its row aside instead of widening the column: one long
/// note must not make a line of every row.
const PIPED_MOST: usize = 100;

/// How much is written at once.
const CHUNK: usize = 64 * 1024;

/// Which edge of its column a cell stands at.
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
        let text = match text.into() {
            Cow::Borrowed(text) => text::clean(text.trim_end_matches(' ')),
            Cow::Owned(text) => Cow::Owned(text::clean(text.trim_end_matches(' ')).into_owned()),
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

/// Columns and rows. One without rows shows nothing, not even its head.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    columns: Vec<Column>,
    /// Row after row; each has a cell for every column.
    cells: Vec<Cell<'a>>,
}

impl<'a> Table<'a> {
    /// A table with these columns and no rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), cells: Vec::new() }
    }

    /// Adds a row, one cell a column: missing ones are empty, further ones are dropped.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let row = cells.into_iter().chain(std::iter::repeat_with(Cell::default));
        self.cells.extend(row.take(self.columns.len()));
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Draws the table on the page.
    pub fn write(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let Some(width) = columns_of(page) else {
            return self.lines(&fit::aligned(self), page.colour, to);
        };
        match fit::fitted(self, width) {
            Some(fit) if width >= NARROW || !fit.cuts => self.lines(&fit, page.colour, to),
            _ => self.write_cards(page, to),
        }
    }

    /// Draws the rows as cards, whatever room there is: a block a row, `head: text`, empty cells left out.
    pub fn write_cards(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        cards::write(self, columns_of(page).unwrap_or(usize::MAX), page.colour, to)
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, Cell<'a>> {
        self.cells.chunks_exact(self.columns.len().max(1))
    }

    /// One line a row, the head first.
    fn lines(&self, fit: &Fit, colour: bool, to: &mut dyn Write) -> io::Result<()> {
        let mut buffer = Buffer { text: String::with_capacity(CHUNK), to };
        let heads: Vec<_> =
            self.columns.iter().map(|column| Cell::new(column.head).style(Style::Head)).collect();
        for row in std::iter::once(heads.as_slice()).chain(self.rows()) {
            self.line(row, fit, colour, &mut buffer.text);
            buffer.text.push('\n');
            buffer.write_if_full()?;
        }
        buffer.write()
    }

    /// One row. Blanks are owed until something follows them, so that no line ends in one.
    fn line(&self, row: &[Cell<'_>], fit: &Fit, colour: bool, line: &mut String) {
        let mut owed: usize = 0;
        for ((cell, column), &room) in row.iter().zip(&self.columns).zip(&fit.widths) {
            let (text, taken) = if fit.cuts && cell.width > room {
                let text = text::shorten(&cell.text, room);
                let taken = text::width(&text);
                (text, taken)
            } else {
                (Cow::Borrowed(&*cell.text), cell.width)
            };
            let free = room.saturating_sub(taken);
            let (before, after) = match column.align {
                Align::Left => (0, free),
                Align::Right => (free, 0),
            };
            owed = owed.saturating_add(before);
            if !text.is_empty() {
                blanks(owed, line);
                owed = 0;
                cell.style.paint(&text, colour, line);
            }
            owed = owed.saturating_add(after).saturating_add(GAP);
        }
    }
}

/// The columns that text has on the page; a terminal that says it has none is one that does not know.
fn columns_of(page: Page) -> Option<usize> {
    page.width.map(|width| if width == 0 { 80 } else { width })
}

/// Appends so many blanks.
fn blanks(count: usize, line: &mut String) {
    const BLANKS: &str = "                                                                ";
    let mut left = count;
    while left > 0 {
        let some = left.min(BLANKS.len());
        line.push_str(BLANKS.get(..some).unwrap_or_default());
        left = left.saturating_sub(some);
    }
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
