//! A table in which long text goes on in the next line instead of being cut.

use std::io::{self, Write};

use super::room;
use crate::out::Page;
use crate::text;
use crate::views::table::{Cell, Column, Table};

/// Text is not broken into less than this.
const LEAST: usize = 16;
/// How far in a line begins that goes on.
const INDENT: usize = 2;
/// Blanks between two columns.
const GAP: usize = 2;
/// Narrower than this, a table that does not fit is cards.
const NARROW: usize = 60;

/// Columns and rows; the columns in which no row says anything are not shown.
pub(super) struct Broken<'a> {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell<'a>>>,
}

impl<'a> Broken<'a> {
    pub(super) fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: impl Into<Vec<Cell<'a>>>) {
        self.rows.push(cells.into());
    }

    /// Draws the table: as it is if it fits, else with its widest column broken, else as cards.
    pub(super) fn write(&self, page: Page, to: &mut dyn Write) -> io::Result<()> {
        let shown: Vec<_> = (0..self.columns.len()).filter(|place| !self.is_empty(*place)).collect();
        let columns: Vec<_> = shown.iter().filter_map(|place| self.columns.get(*place).copied()).collect();
        let mut table = Table::new(columns);
        let breaks = self.breaks(&shown, page);
        for row in &self.rows {
            let lines: Vec<Vec<Cell<'_>>> = shown
                .iter()
                .map(|place| {
                    let cell = row.get(*place).cloned().unwrap_or_default();
                    match breaks {
                        Some((broken, room)) if broken == *place => pieces(&cell, room),
                        _ => vec![cell],
                    }
                })
                .collect();
            let height = lines.iter().map(Vec::len).max().unwrap_or_default();
            for line in 0..height {
                table.row(lines.iter().map(|cell| cell.get(line).cloned().unwrap_or_default()));
            }
        }
        table.write(page, to)
    }

    fn is_empty(&self, place: usize) -> bool {
        self.rows.iter().all(|row| row.get(place).is_none_or(|cell| cell.text().is_empty()))
    }

    /// Selector column has to be broken, and to what width; `None`: none, or it would not help.
    fn breaks(&self, shown: &[usize], page: Page) -> Option<(usize, usize)> {
        let width = page.width.map(|_| room(page)).filter(|width| *width >= NARROW)?;
        let wide = |place: usize| {
            let head = self.columns.get(place).map_or(0, |column| text::width(column.head()));
            let cells = self.rows.iter().filter_map(|row| row.get(place));
            cells.map(|cell| text::width(cell.text())).chain([head]).max().unwrap_or_default()
        };
        let widths: Vec<_> = shown.iter().map(|place| (wide(*place), *place)).collect();
        let gaps = GAP.saturating_mul(widths.len().saturating_sub(1));
        let all = widths.iter().fold(gaps, |sum, (width, _)| sum.saturating_add(*width));
        let over = all.checked_sub(width).filter(|over| *over > 0)?;
        let (widest, place) = widths.into_iter().max()?;
        let left = widest.checked_sub(over).filter(|left| *left >= LEAST)?;
        Some((place, left))
    }
}

/// The lines of a cell; all but the first begin a little further in, so that they are not taken for rows.
fn pieces<'a>(cell: &Cell<'a>, room: usize) -> Vec<Cell<'a>> {
    if text::width(cell.text()) <= room {
        return vec![cell.clone()];
    }
    let lines = text::wrap(cell.text(), room.saturating_sub(INDENT));
    let indents = std::iter::once(0).chain(std::iter::repeat(INDENT));
    lines
        .into_iter()
        .zip(indents)
        .map(|(line, indent)| cell.with([&" ".repeat(indent), line].concat()))
        .collect()
}
