//! What others did to a ledger while somebody edited a copy of it, done to the copy too.
//!
//! Block by block: a block that others changed, added or took out is changed, added or taken out in the edited text
//! as well, provided the editor left it alone. If both changed the same block, or others changed the rules, that is
//! for a person to settle.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::ledger::change::{Change, blocks};
use crate::rules::commitment::Id;

pub mod unite;

/// A ledger's text as pieces.
pub struct Pieces<'t> {
    /// The text.
    pub text: &'t str,
    /// Where each block stands.
    pub blocks: BTreeMap<Id, Range<usize>>,
}

impl<'t> Pieces<'t> {
    /// The text of a block, without the blank lines behind it.
    pub fn block(&self, id: Id) -> Option<&'t str> {
        self.text.get(self.blocks.get(&id)?.clone()).map(blocks::bare)
    }

    /// Everything that is no block; `None` if a block is not within the text.
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

/// What has to be settled by hand.
#[derive(Debug, PartialEq, Eq)]
pub enum Clash {
    /// Both changed this commitment.
    Block(Id),
    /// Others changed the rules.
    Rules,
}

/// The changes that bring what others did between `base` and `current` into `edited`.
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
