//! Names that are near each other: the same but for what people write differently, or but for a slip.
//!
//! Nothing is ever corrected by this. It only asks "did you mean", so it may be wrong in both directions; what it
//! must not do is ask about names that are told apart on purpose, such as `Unit 4` and `Unit 5`.

mod fold;
mod index;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;

use strsim::osa_distance;

use fold::Folded;
pub use index::{Near, near_pairs};

/// From so many letters on, one may be wrong.
const LETTERS_FOR_ONE: usize = 4;
/// From so many letters on, two may be wrong.
const LETTERS_FOR_TWO: usize = 8;

/// What is left of a name without case, accents, spacing, punctuation, titles and company suffixes: `Acme, Inc.`
/// and `ACME` are both `acme`. Never empty, unless the name is blank.
pub fn folded(name: &str) -> String {
    Folded::new(name).key
}

/// Whether two names may be the same: they fold alike, or are one letter apart (two, if both have eight letters
/// or more). Names whose numbers, initials or Roman numerals differ are not.
pub fn near(one: &str, other: &str) -> bool {
    distance(&Folded::new(one), &Folded::new(other)).is_some()
}

/// The first of the names that are nearest to this one; it itself is not counted.
pub fn nearest<'n>(name: &str, all: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let meant = Folded::new(name);
    let others = all.into_iter().filter(|other| *other != name);
    let near = others.filter_map(|other| Some((distance(&meant, &Folded::new(other))?, other)));
    near.min_by_key(|(slips, _)| *slips).map(|(_, other)| other)
}

/// How many letters two names are apart, `None` if they are not near. What two people may share is their letters:
/// 0 is not the same name, only the same key.
fn distance(one: &Folded, other: &Folded) -> Option<usize> {
    if one.key == other.key {
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
    let slips = osa_distance(&one.key, &other.key);
    (slips <= most).then_some(slips)
}
