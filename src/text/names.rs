//! Names that are near each other: the same but for what people write differently, or but for a slip.
//!
//! Nothing is ever corrected by this. It only asks "did you mean", so it may be wrong in both directions; what it
//! must not do is ask about names that are told apart on purpose, such as `Unit 4` and `Unit 5`.

mod index;
mod key;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;

use std::collections::HashSet;

pub use index::near_pairs;
use key::Key;

use crate::error::Problem;
use crate::text::Comparisons;

/// The longest name there is, in bytes: of a customer, an owner, a kind, a tag, a calendar, or the name that another
/// system has for a commitment. Names are repeated in every event, list and message, and no name is longer.
pub const LONGEST: usize = 1_024;
/// From so many letters on, one may be wrong.
const LETTERS_FOR_ONE: usize = 4;
/// From so many letters on, two may be wrong.
const LETTERS_FOR_TWO: usize = 8;
/// How many names are looked at to find the nearest ones, at most.
const MOST_LOOKED_AT: usize = 1_000_000;

/// Refuses a name that is longer than any may be, in words that begin with where it stands.
///
/// # Errors
/// A name of more than [`LONGEST`] bytes.
pub fn check_length(place: &str, name: &str) -> Result<(), Problem> {
    match name.len() {
        ..=LONGEST => Ok(()),
        length => Err(Problem::new(format!("{place} has {length} bytes; a name has at most {LONGEST}"))
            .hint("write a shorter name")),
    }
}

/// Names in their order, each the first time it occurs.
pub fn each_once(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut known = HashSet::new();
    names.into_iter().filter(|name| known.insert(name.clone())).collect()
}

/// Names that are known, to find the nearest to others among them.
#[derive(Debug)]
pub struct Known<'n> {
    names: Vec<(&'n str, Key)>,
    /// How many names may still be looked at.
    left: usize,
}

impl<'n> Known<'n> {
    /// Those names.
    pub fn new(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names = names.into_iter().map(|name| (name, Key::new(name))).collect();
        Self { names, left: MOST_LOOKED_AT }
    }

    /// The first of the names that are nearest to this one; it itself is not counted. Once a million names were looked
    /// at, nothing is near any more.
    pub fn nearest(&mut self, name: &str) -> Option<&'n str> {
        if self.left == 0 {
            return None;
        }
        self.left = self.left.saturating_sub(self.names.len());
        let meant = Key::new(name);
        let mut comparisons = Comparisons::most(self.names.len());
        let others = self.names.iter().filter(|(other, _)| *other != name);
        let near = others.filter_map(|(other, key)| Some((distance(&meant, key, &mut comparisons)?, *other)));
        near.min_by_key(|(slips, _)| *slips).map(|(_, other)| other)
    }
}

/// How many letters two names are apart, `None` if they are not near. What two people may share is their letters:
/// 0 is not the same name, only the same key.
fn distance(one: &Key, other: &Key, comparisons: &mut Comparisons) -> Option<usize> {
    if one.text == other.text {
        return Some(0);
    }
    let most = one.slips().min(other.slips());
    if most == 0 || one.numbers != other.numbers || one.length.abs_diff(other.length) > most {
        return None;
    }
    // An initial that is missing is a slip, another one is another person.
    if one.initials.len() == other.initials.len() && one.initials != other.initials {
        return None;
    }
    comparisons.slips(&one.text, &other.text, most)
}
