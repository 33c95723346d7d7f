//! A table as lines: a row each, or several where a text goes on below.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fit::Fit;
use super::{Align, Buffer, CHUNK, Cell, Column, GAP, Table, blanks};
use crate::out::Style;
use crate::text;

/// On a terminal, a text that has too little room goes on below, on so many lines in all.
const MOST_LINES: usize = 3;

/// Draws the rows as lines, the head first.
pub(super) fn write(table: &Table, fit: &Fit, colour: bool, to: &mut dyn Write) -> io::Result<()> {
    let lines = Lines { columns: &table.columns, fit, colour };
    let mut buffer = Buffer { text: String::with_capacity(CHUNK), to };
    lines.one(table.columns.iter().map(|column| Cell::new(column.head).style(Style::Head)), &mut buffer.text);
    for row in table.rows() {
        if fit.cuts {
            lines.folded(row, &mut buffer.text);
        } else {
            lines.one(row, &mut buffer.text);
        }
        buffer.write_if_full()?;
    }
    buffer.write()
}

/// How rows are drawn.
struct Lines<'t> {
    columns: &'t [Column],
    fit: &'t Fit,
    colour: bool,
}

impl Lines<'_> {
    /// One row on as many lines as its longest text takes, up to [`MOST_LINES`].
    fn folded<'c>(&self, row: impl Iterator<Item = Cell<'c>>, text: &mut String) {
        let cells: Vec<_> = row.collect();
        let rooms = &self.fit.widths;
        let parts: Vec<_> = cells.iter().zip(rooms).map(|(cell, room)| fold(&cell.text, *room)).collect();
        for number in 0..parts.iter().map(Vec::len).max().unwrap_or_default() {
            let cells = cells.iter().zip(&parts).map(|(cell, parts)| {
                let part = parts.get(number).map_or("", |part| part.as_ref());
                Cell { text: Cow::Borrowed(part), width: text::width(part), style: cell.style }
            });
            self.one(cells, text);
        }
    }

    /// One row on one line. Blanks are owed until something follows them, so that no line ends in one.
    fn one<'c>(&self, row: impl Iterator<Item = Cell<'c>>, line: &mut String) {
        let mut owed: usize = 0;
        for ((cell, column), &room) in row.zip(self.columns).zip(&self.fit.widths) {
            let text = &*cell.text;
            let free = room.saturating_sub(cell.width);
            let (before, after) = match column.align {
                Align::Left => (0, free),
                Align::Right => (free, 0),
            };
            owed = owed.saturating_add(before);
            if !text.is_empty() {
                blanks(owed, line);
                owed = 0;
                cell.style.paint(text, self.colour, line);
            }
            owed = owed.saturating_add(after).saturating_add(GAP);
        }
        line.push('\n');
    }
}

/// A text as lines that fit; what is left behind the last ends in `…`.
fn fold(text: &str, room: usize) -> Vec<Cow<'_, str>> {
    let parts = text::wrap(text, room);
    let mut lines: Vec<Cow<'_, str>> =
        parts.iter().take(MOST_LINES).map(|part| part.trim_end().into()).collect();
    if parts.len() > MOST_LINES
        && let Some(last) = lines.last_mut()
    {
        let before = parts.iter().take(MOST_LINES.saturating_sub(1));
        let rest = before.fold(text, |rest, part| {
            let rest = rest.trim_start_matches(' ');
            rest.strip_prefix(part).unwrap_or(rest)
        });
        *last = text::shorten(rest.trim_start_matches(' '), room);
    }
    lines
}
