//! How wide each column is.

use super::{GAP, PIPED_MOST, Table};
use crate::text;

/// A column cut to less than this says nothing any more.
const LEAST: usize = 10;

/// The widths of the columns, and whether anything is cut to them.
pub(super) struct Fit {
    pub(super) widths: Vec<usize>,
    pub(super) cuts: bool,
}

/// The widths where nothing is cut.
pub(super) fn aligned(table: &Table<'_>) -> Fit {
    Fit { widths: widest(table, PIPED_MOST), cuts: false }
}

/// The widths within so many columns of a terminal; `None` if not even the shrunk columns fit.
///
/// Columns that may shrink share what the others leave, in proportion; one that needs less than its share
/// gives the rest to the others.
pub(super) fn fitted(table: &Table<'_>, width: usize) -> Option<Fit> {
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
    let cuts = !shrinking.is_empty();
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
    Some(Fit { widths, cuts })
}

/// The width of each column's widest cell, not counting cells wider than `most`.
fn widest(table: &Table<'_>, most: usize) -> Vec<usize> {
    let mut widths: Vec<_> = table.columns.iter().map(|column| text::width(column.head)).collect();
    for row in table.rows() {
        for (width, cell) in widths.iter_mut().zip(row) {
            if cell.width > *width && cell.width <= most {
                *width = cell.width;
            }
        }
    }
    widths
}
