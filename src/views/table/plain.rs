//! A table in a pipe: a row is a line, its cells are in columns, and nothing is cut.

use std::io::{self, Write};

use super::{GAP, Shown, Table};
use crate::out::Style;

/// Text wider than this pushes the rest of its row aside instead of widening the column: one long note must not widen
/// every row.
const MOST: usize = 100;

/// The bytes that are written at once.
const CHUNK: usize = 64 * 1024;

/// Writes the rows as lines, the head first.
pub(super) fn write(table: &Table, colour: bool, to: &mut dyn Write) -> io::Result<()> {
    let widths = table.widest(MOST);
    let mut text = String::with_capacity(CHUNK);
    if table.has_heads() {
        line(table, &widths, table.heads().map(Ok), colour, &mut text)?;
    }
    for (place, row) in table.rows().enumerate() {
        if let Some(heading) = table.heading(place) {
            Style::Head.paint(heading, colour, &mut text);
            text.push('\n');
        }
        line(table, &widths, row, colour, &mut text)?;
        if text.len() >= CHUNK {
            to.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    to.write_all(text.as_bytes())
}

/// Appends one row. Blanks are kept back until text follows them, so that no line ends in one.
fn line<'t>(
    table: &Table,
    widths: &[usize],
    row: impl Iterator<Item = io::Result<Shown<'t>>>,
    colour: bool,
    line: &mut String,
) -> io::Result<()> {
    let mut owed: usize = 0;
    for ((cell, column), width) in row.zip(&table.columns).zip(widths) {
        let cell = cell?;
        let free = width.saturating_sub(cell.width);
        let (before, after) = if column.is_right { (free, 0) } else { (0, free) };
        owed = owed.saturating_add(before);
        if !cell.text.is_empty() {
            blanks(owed, line);
            owed = 0;
            cell.style.paint(cell.text, colour, line);
        }
        owed = owed.saturating_add(after).saturating_add(GAP);
    }
    line.push('\n');
    Ok(())
}

/// Appends blanks, a fixed number at a time without a call, and cuts what is too much.
fn blanks(count: usize, line: &mut String) {
    const BLANKS: &str = "                ";
    let end = line.len().saturating_add(count);
    while line.len() < end {
        line.push_str(BLANKS);
    }
    line.truncate(end);
}
