//! The ledger that something shown is from: its name in a view of several, and the zone in which that view says times.

use std::path::Path;

use chrono_tz::Tz;

/// Where a row is from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    /// The path of its ledger, as it was named.
    pub path: &'o Path,
    /// The shortest tail of that path which no other ledger of the view has.
    pub name: &'o str,
    /// Whether there are others in the view, so that people see the name.
    pub is_one_of_several: bool,
    /// The zone in which times are said: that of the first ledger of the view.
    pub zone: Tz,
}

impl<'o> Origin<'o> {
    /// Returns the name, where people see it.
    pub const fn shown(self) -> Option<&'o str> {
        if self.is_one_of_several { Some(self.name) } else { None }
    }
}
