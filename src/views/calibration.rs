//! How often forecasts would have come true, a row for each kind.

use std::io::{self, Write};

use chrono_tz::Tz;

use super::sentence::sentence;
use super::table::{Cell, Column, Table};
use crate::out::{Page, Style};
use crate::rules::forecast::Kept;
use crate::rules::rate::Rate;
use crate::rules::time::Instant;

/// How many dates of each kind would have been kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// When it was judged.
    pub now: Instant,
    /// The ledger's zone.
    pub zone: Tz,
    /// By whose promises, as the ledger spells them.
    pub owner: Option<String>,
    /// Every kind of which something was asked, by name.
    pub kinds: Vec<(String, Kept)>,
}

impl Calibration {
    /// Returns the counts of all kinds together.
    pub fn total(&self) -> Kept {
        let mut total = Kept::default();
        for (sum, one) in self.kinds.iter().flat_map(|(_, kept)| kept).enumerate() {
            let place = sum.checked_rem(total.len()).unwrap_or_default();
            if let Some(rate) = total.get_mut(place) {
                *rate = Rate::new(rate.part.saturating_add(one.part), rate.of.saturating_add(one.of));
            }
        }
        total
    }
}

/// Writes the rates on the page.
pub fn table(all: &Calibration, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let style = if all.kinds.is_empty() { Style::Plain } else { Style::Dim };
    sentence(about(all), style, page, to)?;
    rates(all).write(page, to)
}

/// Returns what the rates are, or that there are none yet.
pub const fn about(all: &Calibration) -> &'static str {
    if all.kinds.is_empty() {
        return "no forecast can be judged yet";
    }
    "kept, if at each promise the safe date had been given, from what was known then"
}

/// Returns the rates of each kind, and of all together.
pub fn rates(all: &Calibration) -> Table {
    // In the order of `Confidence::USUAL`.
    let heads = ["50 %", "75 %", "90 %", "95 %"].map(Column::new);
    let heads = [Column::new("kind").shrinks()].into_iter().chain(heads);
    let mut table = Table::new(heads.collect::<Vec<_>>());
    if all.kinds.is_empty() {
        return table;
    }
    let total = all.total();
    let rows = all.kinds.iter().map(|(kind, kept)| (kind.as_str(), kept)).chain([("all together", &total)]);
    for (kind, kept) in rows {
        let rate = |rate: &Rate| Cell::from(if rate.of > 0 { rate.with_n() } else { String::new() });
        table.row([Cell::new(kind)].into_iter().chain(kept.iter().map(rate)));
    }
    table
}
