//! A table as HTML: a caption, heads, and what a style means as a class.

use std::io;

use maud::{Markup, html};

use super::{Column, Shown, Table};
use crate::out::Style;

/// Returns a table. The first cell of a row is its head.
pub(super) fn table(table: &Table, caption: &str) -> io::Result<Markup> {
    let rows = table.rows().map(Iterator::collect).collect::<io::Result<Vec<Vec<Shown<'_>>>>>()?;
    Ok(html! {
        table {
            caption { (caption) }
            thead { tr { @for column in &table.columns { th scope="col" class=[class(*column, Style::Plain)] { (column.head) } } } }
            tbody {
                @for row in rows {
                    tr {
                        @for (place, (column, cell)) in table.columns.iter().zip(row).enumerate() {
                            @if place == 0 { th scope="row" class=[class(*column, cell.style)] { (cell.text) } }
                            @else { td class=[class(*column, cell.style)] { (cell.text) } }
                        }
                    }
                }
            }
        }
    })
}

/// Returns the class of a cell: `n` for a number, and that of its style.
fn class(column: Column, style: Style) -> Option<String> {
    let style = match style {
        Style::Late => "late",
        Style::Risk => "risk",
        Style::Good => "good",
        Style::Plain | Style::Dim | Style::Bold | Style::Head => "",
    };
    let classes = [if column.is_right { "n" } else { "" }, style];
    let classes = classes.into_iter().filter(|class| !class.is_empty()).collect::<Vec<_>>().join(" ");
    (!classes.is_empty()).then_some(classes)
}
