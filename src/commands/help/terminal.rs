//! A page of the documentation for a terminal.

use super::markdown::Block;
use crate::text;

/// How far texts, and lines of code, stand from the margin.
const TEXT: usize = 2;
const CODE: usize = 4;
/// What stands between two columns of a table.
const GAP: usize = 2;

/// Returns a page in lines of so many columns; `heading` says how a heading is shown.
pub fn page(blocks: &[Block], width: usize, heading: &dyn Fn(&str) -> String) -> String {
    let mut page = String::new();
    let mut before = None;
    for block in blocks {
        let is_list = |block: &Block| matches!(block, Block::Point(..));
        if before.is_some_and(|before| !(is_list(before) && is_list(block))) {
            page.push('\n');
        }
        before = Some(block);
        match block {
            Block::Heading(_, title) => page.extend([&*heading(title), "\n"]),
            Block::Text(words) => wrapped("", TEXT, words, width, &mut page),
            Block::Point(depth, sign, words) => {
                let indent = depth.saturating_mul(TEXT);
                wrapped(
                    &format!("{:indent$}{sign} ", ""),
                    indent.saturating_add(TEXT),
                    words,
                    width,
                    &mut page,
                );
            }
            Block::Code(lines) => {
                for line in lines.lines() {
                    page.extend([format!("{:CODE$}{line}", "").trim_end(), "\n"]);
                }
            }
            Block::Table(head, rows) => table(head, rows, width, &mut page),
        }
    }
    page
}

/// Adds a text in lines that begin at a column; `first` stands before the first.
fn wrapped(first: &str, indent: usize, words: &str, width: usize, page: &mut String) {
    let lines = text::wrap(words, width.saturating_sub(indent).max(1));
    for (number, line) in lines.iter().enumerate() {
        let first = if number == 0 { first } else { "" };
        page.push_str(&format!("{first:indent$}{line}\n"));
    }
}

/// Adds a table: in columns if every row has room in a line, else each row as its first cell with the others below.
fn table(head: &[String], rows: &[Vec<String>], width: usize, page: &mut String) {
    let all = || std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
    let column = |place: usize| {
        all().filter_map(|row| row.get(place)).map(|cell| text::width(cell)).max().unwrap_or_default()
    };
    let columns: Vec<_> = (0..head.len()).map(column).collect();
    let total = columns.iter().fold(0_usize, |sum, column| sum.saturating_add(*column).saturating_add(GAP));
    if total <= width {
        for row in all().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            let mut line = String::new();
            for (cell, column) in row.iter().zip(&columns) {
                let blanks = column.saturating_sub(text::width(cell)).saturating_add(GAP);
                line.push_str(&format!("{cell}{:blanks$}", ""));
            }
            page.push_str(&format!("{:TEXT$}{}\n", "", line.trim_end()));
        }
        return;
    }
    for row in rows {
        let Some((first, others)) = row.split_first() else { continue };
        wrapped("", TEXT, first, width, page);
        for (place, cell) in others.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            // The head of the second column says nothing that its cells do not.
            let head = head.get(place.saturating_add(1)).filter(|head| place > 0 && !head.is_empty());
            let cell = head.map_or_else(|| cell.clone(), |head| format!("{head}: {cell}"));
            wrapped("", CODE.saturating_add(TEXT), &cell, width, page);
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::markdown::blocks;
    use super::*;

    const PAGE: &str = "# Keys\n\nA text that has to be broken.\n\n- one and another word\n- two\n\n| key | value | if absent |\n|---|---|---|\n\
                        | `me` | your name | the login |\n\n```\n$ owed list --json\n```\n";

    #[test]
    fn a_page_fits_its_terminal() {
        let blocks = blocks(PAGE, &|text, _| text.to_owned());
        let heading = |title: &str| title.to_uppercase();
        assert_snapshot!(page(&blocks, 40, &heading), @"
        KEYS

          A text that has to be broken.

          - one and another word
          - two

          key   value      if absent
          `me`  your name  the login

            $ owed list --json
        ");
        assert_snapshot!(page(&blocks, 20, &heading), @"
        KEYS

          A text that has to
          be broken.

          - one and another
            word
          - two

          `me`
              your name
              if absent: the
              login

            $ owed list --json
        ");
    }
}
