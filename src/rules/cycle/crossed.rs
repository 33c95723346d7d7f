//! Two people change one commitment, and neither knows of the other: an event says which due or owner its writer saw.

use super::Cycle;
use crate::rules::commitment::Deed;
use crate::rules::time::Instant;

/// An event whose writer saw another due or owner than what stood there: two people changed it, and neither knew of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossed<'c> {
    /// Its index in the history.
    pub place: usize,
    /// What stood there.
    pub stood: Stood<'c>,
}

/// What an event found that changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stood<'c> {
    /// A due.
    Due(Instant),
    /// An owner, or nobody.
    Owner(Option<&'c str>),
}

impl Stood<'_> {
    /// Returns it as a clause; `date` says an instant.
    pub fn words(&self, date: &dyn Fn(Instant) -> String) -> String {
        match self {
            Self::Due(due) => format!("it was due {}", date(*due)),
            Self::Owner(Some(owner)) => format!("{owner} owned it"),
            Self::Owner(None) => "nobody owned it".to_owned(),
        }
    }
}

impl<'c> Cycle<'c> {
    /// Returns what stands here, if whoever wrote this event saw something else.
    pub(super) fn crossed(&self, deed: &Deed<'_>) -> Option<Stood<'c>> {
        if let Deed::Moved { from: Some(from), .. } = deed {
            return (*from != self.due).then_some(Stood::Due(self.due));
        }
        let Deed::Handed { from: Some(from), .. } = deed else { return None };
        // An empty one is nobody.
        (self.owner.unwrap_or_default() != from).then_some(Stood::Owner(self.owner))
    }
}
