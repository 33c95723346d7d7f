//! What the past says of what is open: read for the views that say how likely it is late.

use crate::context::Inputs;
use crate::error::Result;
use crate::ledger::read::scan::Look;
use crate::ledger::read::stored::Stored;
use crate::rules::forecast::{Foresight, Past, Wanted};

impl Inputs<'_> {
    /// Reads what the past says of the kinds that are wanted, out of a ledger's text. Its archives are read only if it has itself
    /// too few closings to fill the window of a kind of which something is open.
    pub fn foresight(&self, stored: Stored<'_>, wanted: Wanted<'_>) -> Result<Foresight> {
        let now = self.now;
        let see = |past: &mut Past, look: Look<'_, '_>| past.see(look.commitment, wanted, look.policy, now);
        let mut seen = self.fold_stored_in_parts(stored, |_| Ok(Past::default()), see, Past::join)?;
        if !seen.state.is_full(now) {
            seen = self.fold_archives(seen, see)?;
        }
        Ok(Foresight::of(&seen.state, &seen.policy, now))
    }

    /// Reads what the past says of everything that is open, for a list whose rows are shown; else `None`.
    pub fn foresight_of_all(&self) -> Result<Option<Foresight>> {
        if self.speaks_quietly() {
            return Ok(None);
        }
        let foresight = self.store.read(|stored| self.foresight(stored, &|_, _| true))?;
        Ok(Some(foresight).filter(|foresight| !foresight.is_empty()))
    }
}
