//! The same promise to the same customer, while one is open: whoever promises it again is told of that one.

use chrono_tz::Tz;

use crate::ledger::read::scan::Look;
use crate::rules::commitment::Id;
use crate::rules::ids::Ids;
use crate::rules::standing::standing;
use crate::rules::time::Instant;
use crate::text::names;
use crate::when::say;

/// What is open and reads like a new promise, gathered while commitments pass.
pub struct Same {
    what: String,
    has_reference: bool,
    open: Vec<Open>,
}

/// An open commitment with the same text.
struct Open {
    id: Id,
    to: String,
    /// The due in force; `None` while its clock stands still.
    due: Option<Instant>,
}

impl Same {
    /// Returns a new promise among no known ones yet.
    pub fn new(what: &str, has_reference: bool) -> Self {
        Self { what: what.to_owned(), has_reference, open: Vec::new() }
    }

    /// Takes a commitment in, if it promises the same and is open.
    pub fn see(&mut self, look: &Look<'_, '_>, now: Instant) {
        let commitment = look.commitment;
        // Two names in another system are two things there.
        let is_other = self.has_reference && commitment.reference.is_some();
        if is_other || !names::is_same(&commitment.what, &self.what) {
            return;
        }
        if let Some(standing) = standing(commitment, look.policy, now).filter(|one| one.is_open()) {
            let (id, to, due) = (commitment.id, commitment.to.to_string(), standing.due);
            self.open.push(Open { id, to, due });
        }
    }

    /// Adds what passed in the next part of a ledger.
    #[must_use]
    pub fn and(mut self, next: Self) -> Self {
        self.open.extend(next.open);
        self
    }

    /// Warns that the same is open for this customer; one of the open ones may be `over` by the same change.
    pub fn warning(&self, to: &str, over: Option<Id>, ids: &Ids, now: Instant, zone: Tz) -> Option<String> {
        let mut open = self.open.iter().filter(|open| Some(open.id) != over);
        let Open { id, due, .. } = open.find(|open| names::is_same(&open.to, to))?;
        let due = match due {
            Some(due) => format!("due {}", say::absolute(*due, now, zone)),
            None => "waiting".to_owned(),
        };
        Some(format!("the same is promised already: {}, {due}", ids.short(*id)))
    }
}
