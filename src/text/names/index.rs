//! All near names of a ledger at once, without comparing every pair.
//!
//! Two texts are at most two letters apart only if leaving out at most two letters of each can make them the same (the
//! "symmetric delete" idea of Wolf Garbe's SymSpell). So every name is filed under the hashes of what is left of it,
//! and only names that share a file are compared.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::key::{Forms, Key};
use super::{PART, SCHEME, distance};
use crate::text::Comparisons;

/// The characters of a long key that are filed, at its beginning and at its end; this bounds the cost. No pair is lost:
/// near keys have near beginnings and ends.
const FILED: usize = 10;

/// The most names filed with the same beginning and end: see [`LEADERS`].
const ALIKE: usize = 64;

/// The most used names of a file, with which the others are compared. Where more names than these are near each other,
/// they follow a scheme and are not mistakes.
const LEADERS: usize = 8;

/// The most other names that one name is compared with.
const COMPARED: usize = 32;

/// A name that may be a misspelling of a more common one; both are indices into the given list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The rarer name; of names as common as each other, the later one.
    pub rare: usize,
    /// The name it may be a misspelling of.
    pub common: usize,
    /// The letters they are apart; 0 if they fold alike, [`PART`] if one begins with the other.
    pub slips: usize,
}

/// Returns the near pairs among different names, each given with how often it is used. At most one pair a name, with
/// the nearest of the more common ones; in the order of the list.
pub fn near_pairs(names: &[(&str, usize)]) -> Vec<Near> {
    let mut ranked: Vec<_> = names.iter().enumerate().map(|(place, (_, uses))| (*uses, place)).collect();
    ranked.sort_by_key(|(uses, place)| (Reverse(*uses), *place));
    let mut ranks = vec![0; names.len()];
    let mut found = Vec::new();
    let mut first_with_key = HashMap::new();
    let mut keys: Vec<(usize, Key)> = Vec::new();
    for (rank, (_, place)) in ranked.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(place) {
            *slot = rank;
        }
        let Forms { key, whole } = Forms::new(names.get(place).map_or("", |(name, _)| name));
        let common = *first_with_key.entry(key.text.clone()).or_insert(place);
        if common == place {
            keys.push((place, key));
        } else {
            found.push(Near { rare: place, common, slips: 0 });
        }
        keys.extend(whole.map(|whole| (place, whole)));
    }
    let rank = |place: usize| ranks.get(place).copied().unwrap_or_default();
    found.extend(slips(&keys, &mut most_for(&keys)));
    found.extend(parts(&keys, &first_with_key).into_iter().map(|(short, long)| {
        let (common, rare) = if rank(short) < rank(long) { (short, long) } else { (long, short) };
        Near { rare, common, slips: PART }
    }));
    found.sort_by_key(|near| (near.rare, near.slips, rank(near.common)));
    found.dedup_by_key(|near| near.rare);
    found
}

/// Returns the names of which one begins with the other: the shorter and the longer one. Not those that many begin with.
fn parts(keys: &[(usize, Key)], first_with_key: &HashMap<String, usize>) -> Vec<(usize, usize)> {
    let is_first = |(place, key): &&(usize, Key)| first_with_key.get(&key.text) == Some(place);
    let begins = |(long, key): &(usize, Key)| {
        let texts = key.ends.iter().filter_map(|end| key.text.get(..*end));
        texts.filter_map(|text| Some((*first_with_key.get(text)?, *long))).collect::<Vec<_>>()
    };
    let mut pairs: Vec<_> = keys.iter().filter(is_first).flat_map(begins).collect();
    let mut counts = HashMap::<_, usize>::new();
    for (short, _) in &pairs {
        let count = counts.entry(*short).or_default();
        *count = count.saturating_add(1);
    }
    pairs.retain(|(short, _)| counts.get(short).is_some_and(|count| *count <= SCHEME));
    pairs
}

/// Returns the comparisons that this many keys may take.
fn most_for(keys: &[(usize, Key)]) -> Comparisons {
    Comparisons::most(keys.len().saturating_mul(COMPARED))
}

/// The state of one key while the files are read.
#[derive(Debug, Clone, Default)]
struct Search {
    /// The ranks of the keys that it was compared with.
    compared: Vec<u32>,
    /// The distance to the nearest, and its rank.
    best: Option<(usize, u32)>,
}

/// Returns the near pairs among names with different keys, the most used first.
pub(super) fn slips(keys: &[(usize, Key)], comparisons: &mut Comparisons) -> Vec<Near> {
    let filed = shared(keys);
    let mut searches = vec![Search::default(); keys.len()];
    for file in filed.chunk_by(|one, next| one.0 == next.0) {
        // Names that the table kept by mistake have a file to themselves.
        if file.len() < 2 {
            continue;
        }
        let mut ranks: Vec<_> = file.iter().map(|(_, rank)| *rank).collect();
        ranks.dedup();
        for (position, rank) in ranks.iter().enumerate() {
            let (Some((place, key)), Some(search)) = (at(keys, *rank), searches.get_mut(index(*rank))) else {
                continue;
            };
            for leader in ranks.iter().take(position.min(LEADERS)) {
                // One letter is the smallest distance here.
                if search.compared.len() >= COMPARED || search.best.is_some_and(|best| best <= (1, *leader)) {
                    break;
                }
                let is_own = at(keys, *leader).is_some_and(|(other, _)| other == place);
                if is_own || search.compared.contains(leader) {
                    continue;
                }
                search.compared.push(*leader);
                let slips = at(keys, *leader).and_then(|(_, other)| distance(key, other, comparisons));
                let found = slips.map(|slips| (slips, *leader));
                search.best = [search.best, found].into_iter().flatten().min();
            }
        }
    }
    let pairs = keys.iter().zip(searches).filter_map(|((rare, _), search)| Some((*rare, search.best?)));
    pairs
        .filter_map(|(rare, (slips, leader))| Some(Near { rare, common: at(keys, leader)?.0, slips }))
        .collect()
}

fn index(rank: u32) -> usize {
    usize::try_from(rank).unwrap_or(usize::MAX)
}

fn at(keys: &[(usize, Key)], rank: u32) -> Option<&(usize, Key)> {
    keys.get(index(rank))
}

/// Returns the hashes that more than one name is filed under, sorted, each with the rank of a name.
fn shared(keys: &[(usize, Key)]) -> Vec<(u32, u32)> {
    // Nearly all hashes belong to one name. Two bits for each, in a table that may confuse some, are enough to skip
    // them before anything is stored.
    let count: usize = keys.iter().map(|(_, key)| files(key)).sum();
    let mut once = Bits::new(count);
    let mut twice = Bits::new(count);
    let mut filed = Vec::new();
    let mut alike: HashMap<u64, usize> = HashMap::new();
    let mut left_out = vec![false; keys.len()];
    for ((_, key), left_out) in keys.iter().zip(&mut left_out) {
        if key.length > FILED.saturating_mul(2) {
            let count = alike.entry(whole(key)).or_default();
            *count = count.saturating_add(1);
            *left_out = *count > ALIKE;
        }
        if *left_out {
            continue;
        }
        file(key, &mut |hash| {
            if once.set(hash) {
                twice.set(hash);
            }
        });
    }
    let kept = keys.iter().zip(0_u32..).zip(left_out).filter(|(_, left_out)| !left_out);
    for (((_, key), rank), _) in kept {
        file(key, &mut |hash| {
            if twice.has(hash) {
                // Half of the hash is enough: two that share only that are compared for nothing.
                filed.push((u32::try_from(hash >> 32).unwrap_or_default(), rank));
            }
        });
    }
    filed.sort_unstable();
    filed
}

/// Returns how many files a name is in.
fn files(key: &Key) -> usize {
    let length = key.length.min(FILED.saturating_mul(2));
    match key.slips() {
        0 => 0,
        1 => length.saturating_add(1),
        _ => length.saturating_mul(length).saturating_add(length).saturating_add(2).div_euclid(2),
    }
}

/// Passes `give` the hash of a key, and of the key without one letter, and without two, as far as that many may be
/// wrong.
fn file(key: &Key, give: &mut dyn FnMut(u64)) {
    let most = key.slips();
    if most == 0 {
        return;
    }
    // Names with other numbers are never near, so they are filed elsewhere.
    let seed = key.numbers.bytes().fold(0_u64, |seed, digit| mixed(seed ^ u64::from(digit)));
    let mut give = |hash: u64| give(mixed(hash ^ seed));
    // The hash of letters is the sum of letter × BASE^place. A letter left out takes its own part away, and what
    // follows moves down a place, which is a division by BASE.
    let (mut sum, mut power) = (0_u64, 1_u64);
    let mut sums = vec![0];
    for letter in ends(key) {
        sum = sum.wrapping_add(mixed(u64::from(letter)).wrapping_mul(power));
        power = power.wrapping_mul(BASE);
        sums.push(sum);
    }
    give(sum);
    for (place, pair) in sums.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        give(before.wrapping_add(sum.wrapping_sub(*after).wrapping_mul(INVERSE)));
        if most < 2 {
            continue;
        }
        for second in sums.windows(2).skip(place.saturating_add(1)) {
            let [until, rest] = second else { continue };
            let middle = until.wrapping_sub(*after).wrapping_mul(INVERSE);
            let end = sum.wrapping_sub(*rest).wrapping_mul(INVERSE).wrapping_mul(INVERSE);
            give(before.wrapping_add(middle).wrapping_add(end));
        }
    }
}

/// Returns the characters of a key that are filed.
fn ends(key: &Key) -> impl Iterator<Item = char> {
    let (first, last) = (FILED, key.length.saturating_sub(FILED));
    let places = key.text.chars().enumerate();
    places.filter(move |(place, _)| *place < first || *place >= last).map(|(_, letter)| letter)
}

/// Returns a hash of all characters that are filed.
fn whole(key: &Key) -> u64 {
    ends(key).fold(0, |hash, letter| mixed(hash ^ u64::from(letter)))
}

/// Odd, so that division by it is possible.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
const INVERSE: u64 = inverse(BASE);

/// Returns the inverse of an odd number modulo 2⁶⁴, by Newton's method: each step doubles the bits that are right.
const fn inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut steps = 0_u32;
    while steps < 6 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        steps = steps.saturating_add(1);
    }
    inverse
}

/// Spreads a number over all bits: the last step of SplitMix64.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A set of hashes that sometimes confuses two (a Bloom filter of one hash).
struct Bits(Vec<u64>);

impl Bits {
    /// At most 32 MiB.
    const MOST_WORDS: usize = 1 << 22;

    fn new(hashes: usize) -> Self {
        // Eight bits a hash: one in eight is taken for another at worst, and that costs a comparison.
        let words = hashes.div_euclid(8).clamp(16, Self::MOST_WORDS).next_power_of_two();
        Self(vec![0; words])
    }

    /// Adds a hash, and returns whether it was there.
    fn set(&mut self, hash: u64) -> bool {
        let (place, bit) = self.place(hash);
        let Some(word) = self.0.get_mut(place) else { return false };
        let was = *word & bit != 0;
        *word |= bit;
        was
    }

    fn has(&self, hash: u64) -> bool {
        let (place, bit) = self.place(hash);
        self.0.get(place).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let mask = self.0.len().saturating_sub(1);
        let place = usize::try_from(hash >> 32).unwrap_or_default() & mask;
        (place, 1_u64.rotate_left(u32::try_from(hash & 63).unwrap_or_default()))
    }
}
