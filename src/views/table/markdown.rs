//! A table as GitHub-flavoured Markdown has it. No text is markup: what could be has a backslash before it.

use std::io::{self, Write};

use super::Table;

/// What begins or ends markup, somewhere in a text.
const MARKUP: &str = "\\`*_{}[]<>#|~&!";

/// Writes the head, the line that makes it a table, and a line a row. What follows a heading is a table of its own.
pub(super) fn write(table: &Table, to: &mut dyn Write) -> io::Result<()> {
    for (place, row) in table.rows().enumerate() {
        let heading = table.heading(place);
        if let Some(heading) = heading {
            let before = if place == 0 { "" } else { "\n" };
            writeln!(to, "{before}**{}**\n", escape(heading))?;
        }
        if place == 0 || heading.is_some() {
            head(table, to)?;
        }
        line(row.map(|cell| Ok(cell?.text)), to)?;
    }
    Ok(())
}

fn head(table: &Table, to: &mut dyn Write) -> io::Result<()> {
    line(table.columns.iter().map(|column| Ok(column.head)), to)?;
    let edges = table.columns.iter().map(|column| if column.is_right { "---:" } else { "---" });
    writeln!(to, "| {} |", edges.collect::<Vec<_>>().join(" | "))
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
