//! Where new blocks go: to the end, or, in a ledger with `order = "id"`, behind the block with the greatest smaller id. What is
//! there already is never reordered.

use std::ops::Range;

use crate::rules::commitment::Id;

/// The blocks that new ones go behind. Without any, all go to the end.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The blocks by their ids, each with the byte after it.
    behind: Vec<(Id, usize)>,
    /// Where the first block of the file begins.
    first: Option<usize>,
    /// There is an order.
    is_by_id: bool,
}

impl Places {
    /// Returns the places in an order by id, of a ledger without blocks.
    pub fn by_id() -> Self {
        Self { is_by_id: true, ..Self::default() }
    }

    /// Adds a block that is there, in the order of the file.
    pub fn see(&mut self, id: Id, span: &Range<usize>) {
        self.first.get_or_insert(span.start);
        self.behind.push((id, span.end));
    }

    /// Returns these places, to be searched.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.behind.sort_unstable();
        self
    }

    /// Puts new blocks in their order; where there is none they stay as they are.
    pub(super) fn arrange<T>(&self, new: &mut [T], id: impl Fn(&T) -> Id) {
        if self.is_by_id {
            new.sort_by_key(id);
        }
    }

    /// Returns the byte before which a new block goes; `None` is the end of the file.
    pub(super) fn of(&self, id: Id) -> Option<usize> {
        let smaller = self.behind.partition_point(|(other, _)| *other < id);
        let behind = smaller.checked_sub(1).and_then(|last| self.behind.get(last));
        behind.map(|(_, end)| *end).or(self.first)
    }
}
