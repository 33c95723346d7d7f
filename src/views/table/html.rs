//! A table as HTML: a caption, heads, and what a style means as a class.

use std::io;

use maud::{Markup, html};

use super::{Column, Shown, Table};
use crate::out::Style;

/// The most columns that a phone has room for; a table of more is a list of cards there, as the style says.
const MOST: usize = 4;

/// Returns a table. The first cell of a row is its head. Each cell of a card says the head of its column.
pub(super) fn table(table: &Table, caption: &str) -> io::Result<Markup> {
    let rows = table.rows().map(Iterator::collect).collect::<io::Result<Vec<Vec<Shown<'_>>>>>()?;
    let is_wide = table.columns.len() > MOST;
    Ok(html! {
        table class=[is_wide.then_some("cards")] {
            caption { (caption) }
            thead { tr { @for column in &table.columns { th scope="col" class=[class(*column, Style::Plain)] { (column.head) } } } }
            tbody {
                @for row in rows {
                    tr {
                        @for (place, (column, cell)) in table.columns.iter().zip(row).enumerate() {
                            @let (class, head) = (class(*column, cell.style), is_wide.then_some(column.head));
                            @if place == 0 { th scope="row" class=[class] data-head=[head] { (cell.text) } }
                            @else { td class=[class] data-head=[head] { (cell.text) } }
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
