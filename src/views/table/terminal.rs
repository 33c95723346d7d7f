//! A table on a terminal, drawn by comfy-table: as lines where they fit, else as cards.
//!
//! What does not fit is made smaller step by step: columns that say nothing go (`shown`), two that say the same in other
//! words share one (`Column::yields`), texts are broken, and at last each row is a card. How wide a column of broken texts is
//! (`share`) is decided here, because comfy-table shares evenly, and breaks no name at a hyphen; it is given texts that fit.
//!
//! It draws no frame, and it knows nothing about colour: its own features for that read the environment, where `out` has
//! the one rule. So each character carries a mark of its style through it, and the marks become colours afterwards.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Row, Table as Drawn, Width, presets::NOTHING};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Cell, Column, GAP, Shown, Table};
use crate::out::Style;
use crate::text;

/// The narrowest column of a broken text.
const LEAST: usize = 12;

/// The narrowest column of a text that is shown to its end: most words are shorter.
const LEAST_WHOLE: usize = 16;

/// The rows from which on a value that all have is said once.
const MANY: usize = 3;

/// The most lines of a text.
const MOST_LINES: usize = 10;

/// The rows given to comfy-table at a time: it holds what it draws several times over.
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
    let (view, once) = View::of(table)?;
    if !once.is_empty() {
        let mut line = String::new();
        Style::Dim.paint(&text::shorten(&once.join(", "), width), colour, &mut line);
        writeln!(to, "{line}")?;
    }
    let least = if table.is_whole { LEAST_WHOLE } else { LEAST };
    let needs = screen.needs(&view, least)?;
    if screen.has_room(needs.iter().map(|need| need.whole), GAP) {
        return screen.draw(&view, &needs, GAP, to);
    }
    let sharing = view.clone().sharing();
    let needs = if sharing.columns == view.columns { needs } else { screen.needs(&sharing, least)? };
    if screen.has_room(needs.iter().map(|need| need.least), GAP) {
        return screen.draw(&sharing, &needs, GAP, to);
    }
    let cards = cards(&view, width)?;
    let cards = View::whole(&cards);
    screen.draw(&cards, &screen.needs(&cards, 1)?, 1, to)
}

/// What of a table is drawn.
#[derive(Clone)]
struct View<'t> {
    table: &'t Table,
    /// The columns, counted from 0.
    columns: Vec<usize>,
    /// Whether columns that yield share their place with the next.
    shares: bool,
}

impl<'t> View<'t> {
    /// Returns all of a table.
    fn whole(table: &'t Table) -> Self {
        Self { table, columns: (0..table.columns.len()).collect(), shares: false }
    }

    /// Returns what there is to draw of a table, without the columns that are empty in every row and those that say the
    /// same in all; and what these say.
    fn of(table: &'t Table) -> io::Result<(Self, Vec<String>)> {
        let mut common: Vec<Option<&str>> = Vec::new();
        let mut says = vec![false; table.columns.len()];
        for row in table.rows() {
            let cells = row.map(|cell| cell.map(|cell| cell.text)).collect::<io::Result<Vec<_>>>()?;
            if common.is_empty() {
                common = cells.iter().copied().map(Some).collect();
            }
            for ((cell, common), says) in cells.into_iter().zip(&mut common).zip(&mut says) {
                *says |= !cell.is_empty();
                *common = common.filter(|common| *common == cell);
            }
        }
        let is_many = table.starts.len() >= MANY;
        let said = |column: &Column, common: Option<&str>| {
            let (before, after) = column.once.filter(|_| is_many)?;
            Some([before, common.filter(|common| !common.is_empty())?, after].concat())
        };
        let once: Vec<_> =
            table.columns.iter().zip(common).map(|(column, common)| said(column, common)).collect();
        let shown = says.into_iter().zip(&once).enumerate();
        let shown = shown.filter(|(_, (says, once))| *says && once.is_none());
        let columns = shown.map(|(column, _)| column).collect();
        Ok((Self { table, columns, shares: false }, once.into_iter().flatten().collect()))
    }

    /// Returns the view with two columns in one where that can be.
    fn sharing(self) -> Self {
        let yields = |column: &usize| self.table.columns.get(*column).is_some_and(|column| column.yields);
        let has = |column: &usize| self.columns.contains(column);
        let goes =
            |column: &usize| column.checked_sub(1).is_some_and(|before| yields(&before) && has(&before));
        let columns = self.columns.iter().copied().filter(|column| !goes(column)).collect();
        Self { columns, shares: true, ..self }
    }

    /// Returns the columns.
    fn columns(&self) -> impl Iterator<Item = &'t Column> {
        self.columns.iter().filter_map(|column| self.table.columns.get(*column))
    }

    /// Returns the heads, as cells.
    fn heads(&self) -> Vec<Shown<'t>> {
        let heads: Vec<_> = self.table.heads().collect();
        self.columns.iter().filter_map(|column| heads.get(*column).copied()).collect()
    }

    /// Returns the cells of each row.
    fn rows(&self) -> impl Iterator<Item = io::Result<Vec<Shown<'t>>>> {
        self.table.rows().map(|row| Ok(self.picked(&row.collect::<io::Result<Vec<_>>>()?)))
    }

    /// Returns the cells of a row that are drawn.
    fn picked(&self, row: &[Shown<'t>]) -> Vec<Shown<'t>> {
        let cell = |column: &usize| {
            let own = row.get(*column).copied()?;
            let yields = self.shares && self.table.columns.get(*column).is_some_and(|column| column.yields);
            let next = row.get(column.saturating_add(1)).copied();
            let next = next.filter(|next| yields && own.style == Style::Plain && !next.text.is_empty());
            Some(next.unwrap_or(own))
        };
        self.columns.iter().filter_map(cell).collect()
    }
}

/// The room that a column asks for.
struct Need {
    /// The narrowest it may be.
    least: usize,
    /// The width at which nothing in it is broken.
    whole: usize,
    /// How many cells there are of each width above the least.
    cells: BTreeMap<usize, usize>,
}

impl Need {
    /// Returns about how many lines its broken cells take at a width.
    fn lines(&self, width: usize) -> usize {
        let lines = |(cell, count): (&usize, &usize)| cell.div_ceil(width.max(1)).saturating_mul(*count);
        self.cells.iter().map(lines).fold(0, usize::saturating_add)
    }
}

/// Returns the widths of columns that share this room, so that the rows take about the fewest lines: again and again, the
/// column is widened that saves most lines for each place it takes.
fn share(needs: &[Need], room: usize) -> Vec<usize> {
    let mut widths: Vec<_> = needs.iter().map(|need| need.least).collect();
    let mut left = room.saturating_sub(widths.iter().sum());
    loop {
        let wider = needs.iter().zip(&widths).enumerate().flat_map(|(column, (need, width))| {
            let (now, most) = (need.lines(*width), need.whole.min(width.saturating_add(left)));
            (width.saturating_add(1)..=most).map(move |wider| {
                (now.saturating_sub(need.lines(wider)), wider.saturating_sub(*width), column)
            })
        });
        let best = wider.filter(|(saved, ..)| *saved > 0).reduce(|best, next| {
            if next.0.saturating_mul(best.1) > best.0.saturating_mul(next.1) { next } else { best }
        });
        let Some((_, more, column)) = best else { break };
        if let Some(width) = widths.get_mut(column) {
            *width = width.saturating_add(more);
        }
        left = left.saturating_sub(more);
    }
    // Texts break between words, so that a little more may save a line yet; at the right it is not seen if it does not.
    for (width, need) in widths.iter_mut().zip(needs).rev() {
        let more = need.whole.saturating_sub(*width).min(left);
        *width = width.saturating_add(more);
        left = left.saturating_sub(more);
    }
    widths
}

/// Returns the rows as cards: a line for each cell with text, and an empty line between two rows. With too little room
/// beside the heads, the cells are below them.
fn cards(view: &View<'_>, width: usize) -> io::Result<Table> {
    let heads = view.heads().iter().map(|head| head.width).max().unwrap_or_default();
    let is_beside = heads > 0 && heads.saturating_add(LEAST_BESIDE) < width;
    let (head, text) = (Column::new(""), Column::new("").shrinks());
    let mut cards = Table::new(if is_beside { vec![head, text] } else { vec![text] });
    cards.is_whole = view.table.is_whole;
    for (number, row) in view.rows().enumerate() {
        if number > 0 {
            cards.row([]);
        }
        if let Some(heading) = view.table.heading(number) {
            cards.headings.push((cards.starts.len(), heading.to_owned()));
        }
        for (cell, column) in row?.into_iter().zip(view.columns()) {
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
    /// Returns what each column needs. A text is not broken into less than `least`, and a head not at all.
    fn needs(&self, view: &View<'_>, least: usize) -> io::Result<Vec<Need>> {
        let mut counts = vec![BTreeMap::<usize, usize>::new(); view.columns.len()];
        for row in view.rows() {
            for (cell, counts) in row?.into_iter().zip(&mut counts) {
                let count = counts.entry(cell.width.clamp(1, self.most)).or_default();
                *count = count.saturating_add(1);
            }
        }
        let need = |((column, head), mut cells): ((&Column, Shown<'_>), BTreeMap<usize, usize>)| {
            let widest = cells.last_key_value().map_or(1, |(width, _)| *width);
            let whole = widest.max(head.width).max(column.least);
            let least = least.max(head.width).max(column.least).min(whole);
            let least = if column.shrinks { least } else { whole };
            Need { least, whole, cells: cells.split_off(&least.saturating_add(1)) }
        };
        Ok(view.columns().zip(view.heads()).zip(counts).map(need).collect())
    }

    /// Returns the columns that are left for so many cells.
    fn room(&self, cells: usize, gap: usize) -> Option<usize> {
        self.width.checked_sub(gap.saturating_mul(cells.saturating_sub(1)))
    }

    /// Returns whether columns of these widths fit.
    fn has_room(&self, widths: impl ExactSizeIterator<Item = usize>, gap: usize) -> bool {
        self.room(widths.len(), gap).is_some_and(|room| widths.sum::<usize>() <= room)
    }

    /// Draws the view with columns that need this.
    fn draw(&self, view: &View<'_>, needs: &[Need], gap: usize, to: &mut dyn Write) -> io::Result<()> {
        let widths = share(needs, self.room(needs.len(), gap).unwrap_or_default());
        let row = |cells: Vec<Shown<'_>>| self.row(view.table, &cells, &widths);
        let head = view.table.has_heads().then(|| Ok(row(view.heads())));
        let rows = view.rows().enumerate().flat_map(|(place, cells)| {
            let heading = view.table.heading(place).map(|_| Ok(Row::from([HEADING])));
            heading.into_iter().chain([cells.map(row)])
        });
        let mut rows = head.into_iter().chain(rows).peekable();
        let mut headings = view.table.headings.iter().map(|(_, heading)| heading.as_str());
        while rows.peek().is_some() {
            let mut drawn = Drawn::new();
            drawn.add_rows(rows.by_ref().take(AT_ONCE).collect::<io::Result<Vec<_>>>()?);
            arrange(&mut drawn, view, &widths, gap);
            self.print(&drawn, &mut headings, to)?;
        }
        Ok(())
    }

    /// Returns a row for comfy-table, as high as it needs to be, with texts that fit their columns.
    fn row(&self, table: &Table, cells: &[Shown<'_>], widths: &[usize]) -> Row {
        let cell = |(cell, width): (&Shown<'_>, &usize)| {
            let text = match cell.width > self.most && !table.is_whole {
                false => Cow::Borrowed(cell.text),
                true => text::shorten(cell.text, self.most),
            };
            let text = if cell.width > *width { text::wrap(&text, *width).join("\n").into() } else { text };
            let text = if self.colour { mark(&text, cell.style) } else { text.into_owned() };
            comfy_table::Cell::new_owned(text)
        };
        let mut row = Row::from(cells.iter().zip(widths).map(cell).collect::<Vec<_>>());
        if !table.is_whole {
            row.max_height(MOST_LINES);
        }
        row
    }

    /// Prints what was drawn, with the next of the headings wherever a row stands for one.
    fn print(
        &self,
        drawn: &Drawn,
        headings: &mut dyn Iterator<Item = &str>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let mut text = String::new();
        for line in drawn.lines() {
            if line.trim_end_matches(' ') == HEADING {
                let heading = text::shorten(headings.next().unwrap_or_default(), self.width);
                Style::Head.paint(&heading, self.colour, &mut text);
                text.push('\n');
                continue;
            }
            paint(line.trim_end_matches(' '), &mut text);
            text.push('\n');
        }
        to.write_all(text.as_bytes())
    }
}

/// Sets the widths of the columns.
fn arrange(drawn: &mut Drawn, view: &View<'_>, widths: &[usize], gap: usize) {
    drawn.load_style(NOTHING);
    let last = widths.len().saturating_sub(1);
    for (column, (like, width)) in drawn.column_iter_mut().zip(view.columns().zip(widths)) {
        let gap = if column.index == last { 0 } else { gap };
        column.set_padding((0, short(gap)));
        if like.is_right {
            column.set_cell_alignment(CellAlignment::Right);
        }
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(short(width.saturating_add(gap)))));
    }
}

/// Returns a width as comfy-table takes it.
fn short(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// The only cell of a row that stands for a heading: a character of no width that sanitized text does not have.
const HEADING: &str = "\u{206c}";

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
