//! A table as GitHub-flavoured Markdown has it. No text is markup: what could be has a backslash before it.

use std::io::{self, Write};

use super::Table;

/// What begins or ends markup, somewhere in a text.
const MARKUP: &str = "\\`*_{}[]<>#|~&!";

/// Writes the head, the line that makes it a table, and a line a row.
pub(super) fn write(table: &Table, to: &mut dyn Write) -> io::Result<()> {
    let heads = table.columns.iter().map(|column| Ok(column.head));
    line(heads, to)?;
    let edges = table.columns.iter().map(|column| if column.is_right { "---:" } else { "---" });
    writeln!(to, "| {} |", edges.collect::<Vec<_>>().join(" | "))?;
    table.rows().try_for_each(|row| line(row.map(|cell| Ok(cell?.text)), to))
}

fn line<'t>(cells: impl Iterator<Item = io::Result<&'t str>>, to: &mut dyn Write) -> io::Result<()> {
    for cell in cells {
        write!(to, "| {} ", escape(cell?))?;
    }
    to.write_all(b"|\n")
}

/// Returns a sanitized text that shows as it is.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        escaped.extend(MARKUP.contains(letter).then_some('\\').into_iter().chain([letter]));
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_markup_has_a_backslash_before_it() {
        assert_eq!(escape("a | b\\|c"), "a \\| b\\\\\\|c");
        for letter in MARKUP.chars() {
            assert_eq!(escape(&format!("x{letter}y")), format!("x\\{letter}y"));
        }
        assert_eq!(escape("É 100% (x) + - . = @ ' \""), "É 100% (x) + - . = @ ' \"");
    }
}
