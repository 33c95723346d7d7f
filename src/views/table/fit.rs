//! How wide each column is.

use super::{GAP, PIPED_MOST, Table};
use crate::text;

/// A column cut to less than this says nothing any more.
const LEAST: usize = 8;

/// The widths where nothing is cut.
pub(super) fn aligned(table: &Table<'_>) -> Vec<usize> {
    widest(table, PIPED_MOST)
}

/// The widths within so many columns of a terminal; `None` if not even the shrunk columns fit.
///
/// Columns that may shrink share what the others leave, in proportion; one that needs less than its share
/// gives the rest to the others.
pub(super) fn fitted(table: &Table<'_>, width: usize) -> Option<Vec<usize>> {
    let mut widths = widest(table, usize::MAX);
    let gaps = GAP.saturating_mul(widths.len().saturating_sub(1));
    let mut shrinking: Vec<_> =
        table.columns.iter().zip(&mut widths).map(|(column, width)| (column.share, width)).collect();
    let whole: usize = shrinking.iter().filter(|(share, _)| *share == 0).map(|(_, width)| **width).sum();
    let mut room = width.checked_sub(gaps)?.checked_sub(whole)?;
    shrinking.retain(|(share, _)| *share > 0);
    loop {
        let shares: usize = shrinking.iter().map(|(share, _)| share).sum();
        let due = |share: usize| room.saturating_mul(share).checked_div(shares).unwrap_or(0);
        let Some(content) = shrinking.iter().position(|(share, width)| **width <= due(*share)) else {
            break;
        };
        let (_, width) = shrinking.swap_remove(content);
        room = room.saturating_sub(*width);
    }
    let mut shares: usize = shrinking.iter().map(|(share, _)| share).sum();
    for (share, width) in shrinking {
        // Of what is left each time, so that the last takes what rounding left over.
        *width = room.saturating_mul(share).checked_div(shares)?;
        if *width < LEAST {
            return None;
        }
        room = room.saturating_sub(*width);
        shares = shares.saturating_sub(share);
    }
    Some(widths)
}

/// The width of the widest cell of every column that is no wider than `most`.
fn widest(table: &Table<'_>, most: usize) -> Vec<usize> {
    let mut widths: Vec<_> = table.columns.iter().map(|column| text::width(column.head)).collect();
    for row in table.rows() {
        for (width, cell) in widths.iter_mut().zip(row) {
            if cell.width > *width {
                *width = cell.width.min(most);
            }
        }
    }
    widths
}
