//! Merges what others did to a ledger, while somebody edited a copy of it, into that copy.
//!
//! Block by block: a block that others changed, added or removed is changed, added or removed in the edited text as
//! well, if the editor left it alone. If both changed the same block, or others changed the policy, a person must merge
//! it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::ledger::change::{Change, blocks};
use crate::rules::commitment::Id;

pub mod unite;

/// The text of a ledger, divided into pieces.
pub struct Pieces<'t> {
    /// The text.
    pub text: &'t str,
    /// The bytes of each block.
    pub blocks: BTreeMap<Id, Range<usize>>,
}

impl<'t> Pieces<'t> {
    /// Returns the text of a block, without the blank lines after it.
    pub fn block(&self, id: Id) -> Option<&'t str> {
        self.text.get(self.blocks.get(&id)?.clone()).map(blocks::bare)
    }

    /// Returns everything outside blocks; `None` if a block's place is wrong.
    fn rules(&self) -> Option<String> {
        let mut spans: Vec<_> = self.blocks.values().collect();
        spans.sort_by_key(|span| span.start);
        let (mut rules, mut from) = (String::new(), 0);
        for span in spans {
            rules.push_str(self.text.get(from..span.start)?);
            from = span.end;
        }
        rules.push_str(self.text.get(from..)?);
        Some(rules)
    }
}

/// A conflict for a person to resolve.
#[derive(Debug, PartialEq, Eq)]
pub enum Clash {
    /// Both changed this commitment.
    Block(Id),
    /// Others changed the policy.
    Rules,
}

/// Returns the changes to `edited` that others made between `base` and `current`.
pub fn changes(base: &Pieces<'_>, current: &Pieces<'_>, edited: &Pieces<'_>) -> Result<Vec<Change>, Clash> {
    match (base.rules(), current.rules()) {
        (Some(base), Some(current)) if base.trim() == current.trim() => {}
        _ => return Err(Clash::Rules),
    }
    let (mut changes, mut added) = (Vec::new(), Vec::new());
    let ids = base.blocks.keys().chain(current.blocks.keys().filter(|id| !base.blocks.contains_key(id)));
    for &id in ids {
        let (was, is, mine) = (base.block(id), current.block(id), edited.block(id));
        if was == is || is == mine {
            continue;
        }
        if was != mine {
            return Err(Clash::Block(id));
        }
        match (is, edited.blocks.get(&id)) {
            (Some(text), Some(span)) => {
                changes.push(Change::Replace { span: span.clone(), text: text.to_owned() })
            }
            (None, Some(span)) => changes.push(Change::Remove { span: span.clone() }),
            (Some(text), None) => added.push(text.to_owned()),
            (None, None) => {}
        }
    }
    if !added.is_empty() {
        changes.push(Change::Append(added));
    }
    Ok(changes)
}
