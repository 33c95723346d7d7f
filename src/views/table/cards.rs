//! A table where there is no room for one: a block a row, a line or more a cell.

use std::io::{self, Write};

use super::{Buffer, CHUNK, Table, blanks};
use crate::out::Style;
use crate::text;

/// With less room than this beside its head, text goes below it.
const LEAST: usize = 12;

/// Draws the rows as cards. Empty cells are left out.
pub(super) fn write(table: &Table, width: usize, colour: bool, to: &mut dyn Write) -> io::Result<()> {
    let heads = table.columns.iter().map(|column| text::width(column.head)).max().unwrap_or(0);
    let beside = heads.saturating_add(2);
    let (indent, room) = match width.saturating_sub(beside) {
        room if room >= LEAST => (beside, room),
        _ => (0, width),
    };
    let mut buffer = Buffer { text: String::with_capacity(CHUNK), to };
    for (at, row) in table.rows().enumerate() {
        if at > 0 {
            buffer.text.push('\n');
        }
        for (cell, column) in row.zip(&table.columns).filter(|(cell, _)| !cell.text.is_empty()) {
            let mut owed = indent;
            if !column.head.is_empty() {
                let head = [&*text::shorten(column.head, width.saturating_sub(1)), ":"].concat();
                Style::Dim.paint(&head, colour, &mut buffer.text);
                owed = indent.saturating_sub(text::width(&head));
                if indent == 0 {
                    buffer.text.push('\n');
                }
            }
            for line in text::wrap(&cell.text, room) {
                blanks(owed, &mut buffer.text);
                cell.style.paint(line, colour, &mut buffer.text);
                buffer.text.push('\n');
                owed = indent;
            }
        }
        buffer.write_if_full()?;
    }
    buffer.write()
}
