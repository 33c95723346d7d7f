//! What a commitment is judged by.

use super::Commitment;
use crate::rules::target::Target;

/// A kind, and what was stated with it: by the block, or by the last change of kind.
///
/// Whoever asks for the kind, the target, the limit or the calendar of a commitment asks its cycle for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis<'c> {
    /// What sort it is.
    pub kind: &'c str,
    /// The target that the due was counted from, if it was.
    pub target: Option<&'c Target>,
    /// The most it may take.
    pub limit: Option<&'c Target>,
    /// The calendar that the target or the limit was counted in, if either is working time.
    pub calendar: Option<&'c str>,
}

impl Commitment<'_> {
    /// Returns what it was judged by when it was promised.
    pub fn basis(&self) -> Basis<'_> {
        Basis {
            kind: &self.kind,
            target: self.target.as_ref(),
            limit: self.limit.as_ref(),
            calendar: self.calendar.as_deref(),
        }
    }
}
