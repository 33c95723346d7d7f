//! How wide each column is.

use super::{GAP, PIPED_MOST, Table};
use crate::text;

/// A column cut to less than this says nothing any more.
const LEAST: usize = 8;

/// The widths of the columns, and whether anything is cut to them.
pub(super) struct Fit {
    pub(super) widths: Vec<usize>,
    pub(super) cuts: bool,
}

/// The widths where nothing is cut.
pub(super) fn aligned(table: &Table) -> Fit {
    Fit { widths: widest(table, PIPED_MOST), cuts: false }
}

/// The widths within so many columns of a terminal; `None` if not even the shrunk columns fit.
///
/// Columns that may shrink have a least width, and share what is left over in proportion; one that needs less
/// than it would get leaves the rest to the others.
pub(super) fn fitted(table: &Table, width: usize) -> Option<Fit> {
    let mut widths = widest(table, usize::MAX);
    let gaps = GAP.saturating_mul(widths.len().saturating_sub(1));
    let mut shrinking: Vec<_> =
        table.columns.iter().zip(&mut widths).map(|(column, width)| (column.share, width)).collect();
    let whole: usize = shrinking.iter().filter(|(share, _)| *share == 0).map(|(_, width)| **width).sum();
    let mut room = width.checked_sub(gaps)?.checked_sub(whole)?;
    shrinking.retain(|(share, _)| *share > 0);
    loop {
        let shares: usize = shrinking.iter().map(|(share, _)| share).sum();
        let least = LEAST.saturating_mul(shrinking.len());
        let spare = room.saturating_sub(least);
        let due =
            |share: usize| spare.saturating_mul(share).checked_div(shares).unwrap_or(0).saturating_add(LEAST);
        let Some(content) = shrinking.iter().position(|(share, width)| **width <= due(*share)) else {
            // All are cut. What rounding leaves over stays at the end of the line.
            let cuts = !shrinking.is_empty();
            if room < least {
                return None;
            }
            for (share, width) in shrinking {
                *width = due(share);
            }
            return Some(Fit { widths, cuts });
        };
        let (_, width) = shrinking.swap_remove(content);
        room = room.checked_sub(*width)?;
    }
}

/// The width of each column's widest cell, not counting cells wider than `most`.
fn widest(table: &Table, most: usize) -> Vec<usize> {
    let mut widths: Vec<_> = table.columns.iter().map(|column| text::width(column.head)).collect();
    let widen = |width: &mut usize, cell: usize| {
        if cell > *width && cell <= most {
            *width = cell;
        }
    };
    // The order of the rows is of no matter, but for how much of each first cell is drawn.
    let in_order = usize::from(table.picks.is_some());
    for row in table.slots.chunks_exact(table.columns.len().max(1)) {
        let cells = row.iter().map(|slot| slot.width as usize);
        widths.iter_mut().zip(cells).skip(in_order).for_each(|(width, cell)| widen(width, cell));
    }
    if let Some(first) = widths.first_mut() {
        let picks = table.picks.iter().flatten();
        picks.for_each(|pick| widen(first, table.first_width(*pick)));
    }
    widths
}
