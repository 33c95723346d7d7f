//! The nearest known word to an unknown one, and how far two texts are apart.
//!
//! Both texts may come from a ledger, and to compare them takes as long as the length of the one times that of the
//! other. So this is the only place where texts are compared letter by letter: none that is longer than
//! [`MOST_LETTERS`], and for one answer only so many (see [`Comparisons`]).

use std::str::Chars;

use strsim::osa_distance;

use super::{fold, quote};

/// Longer texts are never compared: nobody mistypes such a word, or could see the difference.
pub const MOST_LETTERS: usize = 100;

/// The most pairs that are compared for one "did you mean".
const MOST_COMPARED: usize = 1_000;

/// Up to this many mistakes are searched for one by one, which takes no longer than reading the two texts a few times.
const FEW: usize = 2;

/// How many texts may still be compared for one answer.
#[derive(Debug, Clone)]
pub struct Comparisons {
    left: usize,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self::most(MOST_COMPARED)
    }
}

impl Comparisons {
    /// Returns a budget of this many comparisons.
    pub const fn most(left: usize) -> Self {
        Self { left }
    }

    /// Returns how many comparisons are left.
    #[cfg(test)]
    pub const fn left(&self) -> usize {
        self.left
    }

    /// Returns the number of letters that are wrong, missing, extra, or swapped with their neighbour between two texts.
    /// `None` if there are more than `most`, if a text has more than [`MOST_LETTERS`], or if no comparison is left.
    pub fn slips(&mut self, one: &str, other: &str, most: usize) -> Option<usize> {
        let (length, other_length) = (letters(one)?, letters(other)?);
        // Counting letters is cheap, and rules nearly everything out.
        if length.abs_diff(other_length) > most {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        if most <= FEW {
            return few(one, other, most);
        }
        Some(osa_distance(one, other)).filter(|slips| *slips <= most)
    }
}

/// Returns the number of letters of a text, `None` if there are too many to compare it.
fn letters(text: &str) -> Option<usize> {
    // A letter has four bytes at most.
    let count = if text.len() > MOST_LETTERS.saturating_mul(4) { usize::MAX } else { text.chars().count() };
    (count <= MOST_LETTERS).then_some(count)
}

/// Returns the mistakes between two texts, `None` if there are more than `most`; tries every cause of the first
/// difference.
fn few(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = without_what_they_share(one, other);
    let (mut rest, mut other_rest) = (one.chars(), other.chars());
    let (Some(first), Some(other_first)) = (rest.next(), other_rest.next()) else {
        // Only one of them has letters left.
        return Some(one.chars().chain(other.chars()).count()).filter(|slips| *slips <= most);
    };
    let less = most.checked_sub(1)?;
    let (rest, other_rest) = (rest.as_str(), other_rest.as_str());
    let wrong = few(rest, other_rest, less);
    let missing = few(rest, other, less);
    let added = few(one, other_rest, less);
    let swapped = match (rest.strip_prefix(other_first), other_rest.strip_prefix(first)) {
        (Some(rest), Some(other_rest)) => few(rest, other_rest, less),
        _ => None,
    };
    let least = [wrong, missing, added, swapped].into_iter().flatten().min()?;
    Some(least.saturating_add(1))
}

/// Returns two texts without their common beginning and end.
fn without_what_they_share<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let (mut one, mut other) = (one.chars(), other.chars());
    for step in [Chars::next, Chars::next_back] {
        loop {
            let (mut rest, mut other_rest) = (one.clone(), other.clone());
            match (step(&mut rest), step(&mut other_rest)) {
                (Some(letter), Some(same)) if letter == same => (one, other) = (rest, other_rest),
                _ => break,
            }
        }
    }
    (one.as_str(), other.as_str())
}

/// Returns the candidate that the word is most likely a misspelling of, for "did you mean"; `None` if none is near.
///
/// Near means up to a third of the letters wrong, swapped or missing, at least one; capitals and accents do not count.
/// A single word is also compared with the words of a candidate, so that `acmee` finds `Acme Corp`. The first of
/// equally near ones wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(word, candidates, &mut Comparisons::default())
}

/// Returns the question whether the nearest candidate was meant, `None` if none is near.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(did_you_mean)
}

/// Returns the question whether `near` was meant.
pub fn did_you_mean(near: &str) -> String {
    format!("did you mean {}?", quote(near))
}

pub(super) fn nearest_within<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    comparisons: &mut Comparisons,
) -> Option<&'a str> {
    letters(word)?;
    let word = fold(word);
    let single = !word.contains(' ');
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        let mut found = slip(&word, &folded, comparisons);
        if single && folded.contains(' ') {
            // A part counts half a mistake more than a whole name.
            let part = folded.split(' ').filter_map(|part| slip(&word, part, comparisons)).min();
            found = found.into_iter().chain(part.map(|slips| slips.saturating_add(1))).min();
        }
        if let Some(slips) = found
            && best.is_none_or(|(least, _)| slips < least)
        {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns twice the number of mistakes from one to the other, `None` if there are too many.
fn slip(word: &str, candidate: &str, comparisons: &mut Comparisons) -> Option<usize> {
    let most = letters(word)?.max(letters(candidate)?).max(3).div_euclid(3);
    Some(comparisons.slips(word, candidate, most)?.saturating_mul(2))
}
