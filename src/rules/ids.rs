//! The ids of one ledger file, and the shortest unambiguous prefix of each.

use super::commitment::{ID_LETTERS, Id};

/// The shortest prefix that is shown or accepted.
pub const SHORTEST: usize = 3;

/// Every id of a ledger file, open and closed alike.
///
/// They are grouped by their first letters. Ids are random, so a group has few of them, and searching it costs less
/// than sorting all; a large group (of ids that somebody numbered) is sorted.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    grouped: Vec<Id>,
    /// How many letters the ids of a group share.
    letters: u32,
    /// Where each group begins, and the last one ends.
    starts: Vec<u32>,
    /// Those of archives, which are asked only where the file has none.
    archived: Option<Box<Self>>,
    /// Those that more than one of several ledgers has.
    shared: Vec<Id>,
}

impl Ids {
    /// With this many ids, three letters make a group, and two before that: room for all beginnings of three costs more
    /// than it saves while most of it is empty.
    const MANY: usize = 20_000;
    /// A group of more than this is sorted.
    const FEW: usize = 24;

    /// Returns the ids of a file, given in any order.
    pub fn new(ids: Vec<Id>) -> Self {
        let letters = if ids.len() < Self::MANY { 2 } else { 3 };
        let mut starts = vec![0_u32; ID_LETTERS.len().saturating_pow(letters).saturating_add(1)];
        for id in &ids {
            if let Some(count) = starts.get_mut(beginning(*id, letters)) {
                *count = count.saturating_add(1);
            }
        }
        // Each count becomes the end of its group, and goes down to the start as the group is filled from the end.
        let mut end: u32 = 0;
        for start in &mut starts {
            end = end.saturating_add(*start);
            *start = end;
        }
        let mut grouped = vec![Id::PLACEHOLDER; ids.len()];
        for id in ids {
            if let Some(start) = starts.get_mut(beginning(id, letters)) {
                *start = start.saturating_sub(1);
                if let Some(slot) = grouped.get_mut(*start as usize) {
                    *slot = id;
                }
            }
        }
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            let group = grouped.get_mut(*start as usize..*end as usize).unwrap_or_default();
            if group.len() > Self::FEW {
                group.sort_unstable();
            }
        }
        Self { grouped, letters, starts, archived: None, shared: Vec::new() }
    }

    /// Returns these ids with others of archives beside them. Those of the file stay as short as they were.
    #[must_use]
    pub fn beside(self, archived: impl IntoIterator<Item = Id>) -> Self {
        Self { archived: Some(Box::new(Self::new(archived.into_iter().collect()))), ..self }
    }

    /// Returns these ids and others.
    #[must_use]
    pub fn with(self, others: impl IntoIterator<Item = Id>) -> Self {
        let mut all = self.grouped;
        all.extend(others);
        Self { archived: self.archived, shared: self.shared, ..Self::new(all) }
    }

    /// Returns these ids and those of another ledger, in its file and its archives.
    #[must_use]
    pub fn beside_others(self, other: Self) -> Self {
        let archived =
            |ids: &Self| ids.archived.iter().flat_map(|ids| ids.grouped.clone()).collect::<Vec<_>>();
        let has = |id: Id| self.has(id) || self.archived.as_ref().is_some_and(|archived| archived.has(id));
        let (ours, theirs) = (archived(&self), archived(&other));
        let mut shared: Vec<_> = other.grouped.iter().chain(&theirs).copied().filter(|id| has(*id)).collect();
        shared.extend(&self.shared);
        shared.sort_unstable();
        shared.dedup();
        let archived = Self::new(ours.into_iter().chain(theirs).collect());
        let all = Self::new(self.grouped.into_iter().chain(other.grouped).collect());
        Self { archived: Some(Box::new(archived)), shared, ..all }
    }

    /// Returns those that more than one of several ledgers has.
    pub fn shared(&self) -> &[Id] {
        &self.shared
    }

    /// Returns true if the id is taken.
    pub fn has(&self, id: Id) -> bool {
        let group = self.group(id);
        if group.len() > Self::FEW { group.binary_search(&id).is_ok() } else { group.contains(&id) }
    }

    /// Returns the ids that begin as this one does.
    fn group(&self, id: Id) -> &[Id] {
        let mut from = self.starts.iter().skip(beginning(id, self.letters)).map(|start| *start as usize);
        let (start, end) = (from.next().unwrap_or_default(), from.next().unwrap_or_default());
        self.grouped.get(start..end).unwrap_or_default()
    }

    /// Returns the ids that occur more than once.
    pub fn twice(&self) -> Vec<Id> {
        let mut sorted = self.grouped.clone();
        sorted.sort_unstable();
        let pairs = sorted.iter().zip(sorted.iter().skip(1));
        pairs.filter(|(one, next)| one == next).map(|(one, _)| *one).collect()
    }

    /// Returns how many letters distinguish an id from all others: at least [`SHORTEST`]. An id of an archive is
    /// distinguished from those of the file too.
    pub fn short_length(&self, id: Id) -> usize {
        let here = self.length_among(id);
        match &self.archived {
            Some(archived) if !self.has(id) => archived.length_among(id).max(here),
            _ => here,
        }
    }

    /// Returns how many letters distinguish an id from the others of one file.
    fn length_among(&self, id: Id) -> usize {
        let group = self.group(id);
        // Of sorted ids, the neighbours share most letters with it.
        let nearest = if group.len() > Self::FEW {
            let before = group.partition_point(|other| *other < id);
            let after = group.partition_point(|other| *other <= id);
            [before.checked_sub(1), Some(after)].map(|place| group.get(place?).copied())
        } else {
            let others = group.iter().filter(|other| **other != id);
            [others.copied().max_by_key(|other| shared_letters(id, *other)), None]
        };
        let shared = nearest.into_iter().flatten().map(|other| shared_letters(id, other)).max();
        shared.map_or(SHORTEST, |shared| shared.saturating_add(1)).clamp(SHORTEST, Id::LENGTH)
    }

    /// Returns the shortest unambiguous prefix.
    pub fn short(&self, id: Id) -> String {
        id.first(self.short_length(id)).to_owned()
    }
}

/// Returns the number of the first letters of an id.
fn beginning(id: Id, letters: u32) -> usize {
    id.as_bytes().iter().take(letters as usize).fold(0, |number: usize, letter| {
        let place = usize::from(Id::place(*letter).unwrap_or_default());
        number.saturating_mul(ID_LETTERS.len()).saturating_add(place)
    })
}

fn shared_letters(one: Id, other: Id) -> usize {
    let [one, other] = [one, other].map(|id| u64::from_be_bytes(*id.as_bytes()));
    ((one ^ other).leading_zeros() >> 3) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(texts: &[&str]) -> Ids {
        Ids::new(texts.iter().filter_map(|text| Id::new(text.as_bytes())).collect())
    }

    #[test]
    fn a_prefix_is_as_long_as_it_takes_and_no_shorter_than_three() {
        let ids = ids(&["bbbbbbbb", "bbbbcccc", "k7qdm2xv", "zzzzzzzz"]);
        let short = |text: &str| ids.short(Id::new(text.as_bytes()).unwrap());
        assert_eq!(short("bbbbbbbb"), "bbbbb");
        assert_eq!(short("bbbbcccc"), "bbbbc");
        assert_eq!(short("k7qdm2xv"), "k7q");
    }

    #[test]
    fn many_ids_are_told_apart_as_few_are() {
        let mut state = 7_u64;
        let mut random = || {
            let mut id = [0; Id::LENGTH];
            for letter in &mut id {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *letter = ID_LETTERS[(state >> 33) as usize % ID_LETTERS.len()];
            }
            Id::new(&id).unwrap()
        };
        // Numbered ids share most letters, so that their group is large.
        let digits =
            |number: usize| [number / 27 / 27 % 27, number / 27 % 27, number % 27].map(|at| ID_LETTERS[at]);
        let counted = |number: usize| Id::new(&[b"bbbbb".as_slice(), &digits(number)].concat()).unwrap();
        let mut all: Vec<_> = (0..Ids::MANY + 100).map(|_| random()).chain((0..5_000).map(counted)).collect();
        let (twice, new) = (all[17], random());
        all.push(twice);
        let ids = Ids::new(all.clone()).with([new]);
        all.push(new);
        assert_eq!(ids.twice(), [twice]);
        assert!(all.iter().all(|id| ids.has(*id)) && !ids.has(random()) && !ids.has(counted(5_001)));
        for id in all.iter().step_by(100) {
            let short = ids.short(*id);
            let fitting = |text: &str| all.iter().filter(|other| other.as_str().starts_with(text)).count();
            assert_eq!(fitting(&short), if *id == twice { 2 } else { 1 });
            let shorter = short.get(..short.len() - 1).unwrap();
            assert!(short.len() == SHORTEST || fitting(shorter) > 1);
            assert!(ids.group(*id).iter().all(|other| shared_letters(*id, *other) >= ids.letters as usize));
        }
    }

    #[test]
    fn a_group_is_searched_as_well_sorted_as_not() {
        for size in [Ids::FEW - 1, Ids::FEW, Ids::FEW + 1] {
            // Two and two share three letters.
            let letters = |number: usize| [number / 2, number % 2].map(|at| ID_LETTERS[at]);
            let one =
                |number: usize| Id::new(&[b"bb".as_slice(), &letters(number), b"bbbb"].concat()).unwrap();
            let ids = Ids::new((0..size).rev().map(one).collect());
            for number in 0..size {
                let length = if number ^ 1 < size { 4 } else { SHORTEST };
                assert_eq!(
                    (ids.has(one(number)), ids.short_length(one(number))),
                    (true, length),
                    "{number} {size}"
                );
            }
            assert!(!ids.has(one(size)));
        }
    }

    #[test]
    fn an_id_of_an_archive_is_told_from_both_and_makes_none_of_the_file_longer() {
        let ids = ids(&["bbbbbbbb"]).beside(ids(&["bbbbcccc", "k7qdm2xv", "k7qddddd"]).grouped);
        let short = |text: &str| ids.short(Id::new(text.as_bytes()).unwrap());
        assert_eq!(["bbbbbbbb", "bbbbcccc", "k7qdm2xv"].map(short), ["bbb", "bbbbc", "k7qdm"]);
        let more = ids.with([Id::new(b"k7qqqqqq").unwrap()]);
        assert_eq!(more.short(Id::new(b"k7qdm2xv").unwrap()), "k7qdm");
        assert_eq!(more.short(Id::new(b"k7qqqqqq").unwrap()), "k7q");
    }

    #[test]
    fn an_id_that_stands_twice_is_named_and_still_has_a_prefix() {
        let ids = ids(&["bbbbbbbb", "bbbbbbbb", "k7qdm2xv"]);
        assert_eq!(ids.twice().iter().map(Id::to_string).collect::<Vec<_>>(), ["bbbbbbbb"]);
        assert_eq!(ids.short(Id::new(b"bbbbbbbb").unwrap()), "bbb");
    }
}
