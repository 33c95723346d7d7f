//! A table on a terminal, drawn by comfy-table: as lines where they fit, else as cards.
//!
//! It is given the width and draws no frame, and it knows nothing about colour: its own features for that read the
//! environment, where `out` has the one rule. So each character carries a mark of its style through it, and the marks
//! become colours afterwards.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, Row, Table as Drawn, Width, presets::NOTHING,
};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Cell, Column, GAP, Shown, Table};
use crate::out::Style;
use crate::text;

/// The narrowest column of a broken text.
const LEAST: usize = 8;

/// The narrowest column of a text that is shown to its end: most words are shorter.
const LEAST_WHOLE: usize = 16;

/// The most lines of a text.
const MOST_LINES: usize = 10;

/// The rows given to comfy-table at a time: it holds what it draws several times over. Where texts are broken, the
/// columns may differ in width from the rows before.
const AT_ONCE: usize = 1_000;

/// The least room beside the heads of cards; with less, the cells are below them.
const LEAST_BESIDE: usize = 13;

/// The widest cell: comfy-table adds the widths of columns in 16 bits, unchecked, and no table here has more than ten
/// columns.
const WIDEST: usize = 6_000;

/// Draws the table within this many columns.
pub(super) fn write(table: &Table, width: usize, colour: bool, to: &mut dyn Write) -> io::Result<()> {
    let width = width.min(WIDEST);
    let screen = Screen { width, most: width.saturating_mul(MOST_LINES).min(WIDEST), colour };
    let least = if table.is_whole { LEAST_WHOLE } else { LEAST };
    let columns = screen.columns(table, least);
    if screen
        .room(table, GAP)
        .is_some_and(|room| columns.iter().map(|(least, _)| least).sum::<usize>() <= room)
    {
        return screen.draw(table, &columns, GAP, to);
    }
    let cards = cards(table, width)?;
    screen.draw(&cards, &screen.columns(&cards, 1), 1, to)
}

/// Returns the rows as cards: a line for each cell with text, and an empty line between two rows. With too little room
/// beside the heads, the cells are below them.
fn cards(table: &Table, width: usize) -> io::Result<Table> {
    let heads = table.heads().map(|head| head.width).max().unwrap_or_default();
    let is_beside = heads > 0 && heads.saturating_add(LEAST_BESIDE) < width;
    let (head, text) = (Column::new(""), Column::new("").shrinks());
    let mut cards = Table::new(if is_beside { vec![head, text] } else { vec![text] });
    cards.is_whole = table.is_whole;
    for (number, row) in table.rows().enumerate() {
        if number > 0 {
            cards.row([]);
        }
        for (cell, column) in row.zip(&table.columns) {
            let cell = cell?;
            if cell.text.is_empty() {
                continue;
            }
            let head = if column.head.is_empty() { String::new() } else { [column.head, ":"].concat() };
            let head = Cell::from(head).style(Style::Dim);
            let text = Cell::from(cell.text).style(cell.style);
            if is_beside {
                cards.row([head, text]);
            } else {
                [head, text]
                    .into_iter()
                    .filter(|cell| !cell.text.is_empty())
                    .for_each(|cell| cards.row([cell]));
            }
        }
    }
    Ok(cards)
}

/// The terminal to draw on.
struct Screen {
    /// The columns of the terminal.
    width: usize,
    /// The most columns of a cell before it is broken.
    most: usize,
    colour: bool,
}

impl Screen {
    /// Returns the width that each column needs, and the width it has if nothing is broken. A text is not broken into
    /// less than `least`, and a head not at all.
    fn columns(&self, table: &Table, least: usize) -> Vec<(usize, usize)> {
        let widths = table.widest(usize::MAX).into_iter().map(|width| width.clamp(1, self.most));
        let both = |(column, width): (&Column, usize)| match column.shrinks {
            true => (least.max(text::width(column.head)).max(column.least).min(width), width),
            false => (width, width),
        };
        table.columns.iter().zip(widths).map(both).collect()
    }

    /// Returns the columns that are left for the cells.
    fn room(&self, table: &Table, gap: usize) -> Option<usize> {
        self.width.checked_sub(gap.saturating_mul(table.columns.len().saturating_sub(1)))
    }

    /// Draws the table with columns of these widths.
    fn draw(
        &self,
        table: &Table,
        columns: &[(usize, usize)],
        gap: usize,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let head = table.has_heads().then(|| self.row(table, table.heads().map(Ok)));
        let mut rows = head.into_iter().chain(table.rows().map(|row| self.row(table, row))).peekable();
        while rows.peek().is_some() {
            let mut drawn = Drawn::new();
            drawn.add_rows(rows.by_ref().take(AT_ONCE).collect::<io::Result<Vec<_>>>()?);
            self.arrange(&mut drawn, table, columns, gap);
            self.print(&drawn, to)?;
        }
        Ok(())
    }

    /// Sets how the columns share the terminal. If nothing has to be broken, each has its full width.
    fn arrange(&self, drawn: &mut Drawn, table: &Table, columns: &[(usize, usize)], gap: usize) {
        drawn.load_style(NOTHING);
        let whole = columns.iter().map(|(_, whole)| whole).sum::<usize>();
        let fits = self.room(table, gap).is_some_and(|room| whole <= room);
        if !fits {
            drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(short(self.width));
        }
        let last = columns.len().saturating_sub(1);
        for (column, (like, (least, whole))) in drawn.column_iter_mut().zip(table.columns.iter().zip(columns))
        {
            let gap = if column.index == last { 0 } else { gap };
            column.set_padding((0, short(gap)));
            if like.is_right {
                column.set_cell_alignment(CellAlignment::Right);
            }
            let width = |of: &usize| Width::Fixed(short(of.saturating_add(gap)));
            column.set_constraint(if like.shrinks && !fits {
                ColumnConstraint::LowerBoundary(width(least))
            } else {
                ColumnConstraint::Absolute(width(whole))
            });
        }
    }

    /// Returns a row for comfy-table, as high as it needs to be.
    fn row<'t>(&self, table: &Table, cells: impl Iterator<Item = io::Result<Shown<'t>>>) -> io::Result<Row> {
        let cell = |cell: Shown<'_>| {
            let text = match cell.width > self.most {
                false => Cow::Borrowed(cell.text),
                true if table.is_whole => text::wrap(cell.text, self.width).join("\n").into(),
                true => text::shorten(cell.text, self.most),
            };
            comfy_table::Cell::new_owned(if self.colour {
                mark(&text, cell.style)
            } else {
                text.into_owned()
            })
        };
        let mut row = Row::from(cells.map(|shown| shown.map(cell)).collect::<io::Result<Vec<_>>>()?);
        if !table.is_whole {
            row.max_height(MOST_LINES);
        }
        Ok(row)
    }

    fn print(&self, drawn: &Drawn, to: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        for line in drawn.lines() {
            paint(line.trim_end_matches(' '), &mut text);
            text.push('\n');
        }
        to.write_all(text.as_bytes())
    }
}

/// Returns a width as comfy-table takes it.
fn short(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// The styles with a mark, each a character of no width that sanitized text does not have. comfy-table breaks a marked
/// text where it likes, and each part still has its style.
const MARKS: [(char, Style); 6] = [
    ('\u{2061}', Style::Late),
    ('\u{2062}', Style::Risk),
    ('\u{2063}', Style::Good),
    ('\u{2064}', Style::Dim),
    ('\u{206a}', Style::Bold),
    ('\u{206b}', Style::Head),
];

/// Returns the text with the mark of the style after every character but blanks, and but where it would part two that
/// are narrower together (Arabic lam and alef, a Khmer subscript): the widths stay as they are without colour.
fn mark(text: &str, style: Style) -> String {
    let Some((mark, _)) = MARKS.iter().find(|(_, of)| *of == style) else { return text.to_owned() };
    let mut marked = String::new();
    let mut clusters = text.graphemes(true).peekable();
    while let Some(cluster) = clusters.next() {
        marked.push_str(cluster);
        let is_joined = clusters.peek().is_some_and(|next| is_joined(cluster, next));
        if !cluster.ends_with([' ', '\n']) && !is_joined {
            marked.push(*mark);
        }
    }
    marked
}

/// Returns whether the two have another width side by side than one by one.
fn is_joined(one: &str, next: &str) -> bool {
    let both = || [one, next].concat();
    !(one.is_ascii() && next.is_ascii())
        && text::width(&both()) != text::width(one).saturating_add(text::width(next))
}

/// Appends the line with its marks turned into colours.
fn paint(line: &str, text: &mut String) {
    let (mut run, mut style) = (String::new(), Style::Plain);
    for piece in line.split_inclusive(|letter| MARKS.iter().any(|(mark, _)| *mark == letter)) {
        let marked = MARKS.iter().find_map(|(mark, of)| Some((piece.strip_suffix(*mark)?, *of)));
        let (piece, of) = marked.unwrap_or((piece, Style::Plain));
        let (before, last) = if marked.is_some() { last_joined(piece) } else { (piece, "") };
        if of != style || !matches!(before, "" | " ") {
            style.paint(&run, true, text);
            text.push_str(before);
            run.clear();
            style = of;
        } else {
            run.push_str(before);
        }
        run.push_str(last);
    }
    style.paint(&run, true, text);
}

/// Returns the text in two parts: what is before its last character and all that this is joined to, and these.
fn last_joined(text: &str) -> (&str, &str) {
    let mut clusters = text.grapheme_indices(true).rev().peekable();
    while let Some((at, cluster)) = clusters.next() {
        if !clusters.peek().is_some_and(|(_, before)| is_joined(before, cluster)) {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
    }
    (text, "")
}
