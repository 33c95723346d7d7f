//! Names that are near each other: equal but for how people write them, or but for a typing mistake.
//!
//! Nothing is ever corrected by this. It only asks "did you mean", so it may be wrong in both directions; what it must
//! not do is ask about names that are told apart on purpose, such as `Unit 4` and `Unit 5`.

mod index;
mod key;
mod meant;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;

use std::collections::HashSet;

pub use index::near_pairs;
use key::{Forms, Key};
pub use meant::Meant;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Problem;
use crate::text::{self, Comparisons};

/// The longest name, in bytes: of a customer, an owner, a kind, a tag, a calendar, or a commitment's name in another
/// system. Names are repeated in every event, list and message.
pub const LONGEST: usize = 1_024;
/// A name of this many letters or more may have one wrong.
const LETTERS_FOR_ONE: usize = 4;
/// A name of this many letters or more may have two wrong.
const LETTERS_FOR_TWO: usize = 8;
/// How many names are compared to find the nearest, at most.
const MOST_LOOKED_AT: usize = 1_000_000;

/// How far apart names are of which one begins with the other: further than any misspelling.
pub const PART: usize = 3;
/// Where more names than these begin alike, they follow a scheme, and nobody left anything out.
const SCHEME: usize = 8;

/// A name that is used this often is not a misspelling, however near it is to another one: Anna and Anne both work here.
pub const ESTABLISHED: usize = 5;

/// Refuses a name in which a character stands that cannot be seen: it looks like another name. The message begins with
/// where the name stands.
///
/// # Errors
/// Nothing that can be seen, or something that cannot.
pub fn check_seen(place: &str, name: &str) -> Result<(), Problem> {
    if text::shows_nothing(name) {
        return Err(Problem::new(format!("{place} shows nothing: {}", text::quote(name))));
    }
    if text::sanitize(name) != name {
        let message = format!("{place} has a character that cannot be seen: {}", text::quote(name));
        return Err(Problem::new(message).hint("type the name, without pasting it"));
    }
    Ok(())
}

/// Returns true if two texts differ in nothing but capitals and spaces. An accent is a difference.
pub fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        let [one, other] = [one, other].map(|text| text.bytes().filter(|byte| !byte.is_ascii_whitespace()));
        return one.map(|byte| byte.to_ascii_lowercase()).eq(other.map(|byte| byte.to_ascii_lowercase()));
    }
    plain(one).eq(plain(other))
}

/// Returns what [`is_same`] compares: equal for two texts that it says are the same.
pub fn sameness(text: &str) -> String {
    plain(text).collect()
}

fn plain(text: &str) -> impl Iterator<Item = char> {
    let letters = text.nfc().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// Refuses a name that is longer than a name may be; the message begins with its place.
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

/// Returns the names in their order, each only where it first occurs.
pub fn each_once(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut known = HashSet::new();
    names.into_iter().filter(|name| known.insert(name.clone())).collect()
}

/// Known names, to find the nearest one to another name.
#[derive(Debug)]
pub struct Known<'n> {
    names: Vec<(&'n str, Key)>,
    /// How many names may still be compared.
    left: usize,
}

impl<'n> Known<'n> {
    /// Returns an index of these names.
    pub fn new(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names = names.into_iter().map(|name| (name, Key::new(name))).collect();
        Self { names, left: MOST_LOOKED_AT }
    }

    /// Returns the name nearest to this one, the first of several; the name itself does not count. `None` if none is
    /// near, and always after a million comparisons.
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

/// Returns how far two names are apart: in letters, with or without what people leave out, or [`PART`]. `None` if they are
/// not near.
fn apart(one: &Forms, other: &Forms, comparisons: &mut Comparisons) -> Option<usize> {
    let mut nearest = None;
    for key in one.keys() {
        for other in other.keys() {
            nearest = nearest.into_iter().chain(distance(key, other, comparisons)).min();
        }
    }
    let is_part = || one.key.begins(&other.key) || other.key.begins(&one.key);
    nearest.or_else(|| is_part().then_some(PART))
}

/// Returns how many letters two keys are apart, `None` if they are not near. Different names may have the same key and
/// be 0 apart.
fn distance(one: &Key, other: &Key, comparisons: &mut Comparisons) -> Option<usize> {
    if one.text == other.text {
        return Some(0);
    }
    let most = one.slips().min(other.slips());
    if most == 0 || one.numbers != other.numbers || one.length.abs_diff(other.length) > most {
        return None;
    }
    // A missing initial is a typing mistake; a different initial is another person.
    if one.initials.len() == other.initials.len() && one.initials != other.initials {
        return None;
    }
    comparisons.slips(&one.text, &other.text, most)
}
