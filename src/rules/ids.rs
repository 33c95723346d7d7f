//! The ids of one ledger file, and the shortest prefix that tells each from all others.

use super::commitment::{ID_LETTERS, Id};

/// No shorter prefix is shown or taken.
pub const SHORTEST: usize = 3;

/// Every id of a ledger file, open and closed alike.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    sorted: Vec<Id>,
    /// How many letters of an id count as its beginning.
    letters: u32,
    /// Where the ids begin that have each beginning or a later one.
    starts: Vec<u32>,
}

impl Ids {
    /// From so many ids on, three letters are a beginning, and two before that: room for all that could begin with
    /// three costs more than it saves while most of it is empty.
    const MANY: usize = 20_000;

    /// The ids of a file, in any order.
    pub fn new(ids: Vec<Id>) -> Self {
        // Put where their first letters belong, and then sorted among those that share them: the ids are
        // random, so these are few, and lie close together in memory.
        let letters = if ids.len() < Self::MANY { 2 } else { 3 };
        let mut starts = vec![0_u32; ID_LETTERS.len().saturating_pow(letters).saturating_add(1)];
        for id in &ids {
            if let Some(count) = starts.get_mut(beginning(*id, letters)) {
                *count = count.saturating_add(1);
            }
        }
        // Each count becomes the end of its part, and goes down to the start as the part is filled from behind.
        let mut end: u32 = 0;
        for start in &mut starts {
            end = end.saturating_add(*start);
            *start = end;
        }
        let mut sorted = vec![Id::PLACEHOLDER; ids.len()];
        for id in ids {
            if let Some(start) = starts.get_mut(beginning(id, letters)) {
                *start = start.saturating_sub(1);
                if let Some(slot) = sorted.get_mut(*start as usize) {
                    *slot = id;
                }
            }
        }
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            sorted.get_mut(*start as usize..*end as usize).unwrap_or_default().sort_unstable();
        }
        Self { sorted, letters, starts }
    }

    /// These ids and one more.
    #[must_use]
    pub fn with(mut self, id: Id) -> Self {
        let place = self.place(id);
        self.sorted.insert(place, id);
        for start in self.starts.iter_mut().skip(beginning(id, self.letters).saturating_add(1)) {
            *start = start.saturating_add(1);
        }
        self
    }

    /// Whether the id is taken.
    pub fn has(&self, id: Id) -> bool {
        self.sorted.get(self.place(id)) == Some(&id)
    }

    /// Where the id stands, or would stand.
    fn place(&self, id: Id) -> usize {
        let beginning = beginning(id, self.letters);
        let start = self.starts.get(beginning).map_or(0, |start| *start as usize);
        let end = self.starts.get(beginning.saturating_add(1)).map_or(self.sorted.len(), |end| *end as usize);
        let among = self.sorted.get(start..end).unwrap_or_default();
        start.saturating_add(among.partition_point(|other| *other < id))
    }

    /// The ids that stand there more than once.
    pub fn twice(&self) -> impl Iterator<Item = Id> {
        let pairs = self.sorted.iter().zip(self.sorted.iter().skip(1));
        pairs.filter(|(one, next)| one == next).map(|(one, _)| *one)
    }

    /// How many letters of an id tell it from all others: at least [`SHORTEST`].
    pub fn short_length(&self, id: Id) -> usize {
        let place = self.place(id);
        let before = place.checked_sub(1).and_then(|place| self.sorted.get(place));
        let after = self.sorted.iter().skip(place).find(|other| **other != id);
        let shared = before.into_iter().chain(after).map(|other| shared_letters(id, *other)).max();
        shared.map_or(SHORTEST, |shared| shared.saturating_add(1)).clamp(SHORTEST, Id::LENGTH)
    }

    /// The shortest prefix that is unique.
    pub fn short(&self, id: Id) -> String {
        id.as_str().get(..self.short_length(id)).unwrap_or_default().to_owned()
    }
}

/// The number of the first letters of an id.
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
        let mut all: Vec<_> = (0..Ids::MANY + 100).map(|_| random()).collect();
        let (twice, new) = (all[17], random());
        all.push(twice);
        let ids = Ids::new(all.clone()).with(new);
        all.push(new);
        all.sort();
        assert_eq!(ids.sorted, all);
        assert_eq!(ids.twice().collect::<Vec<_>>(), [twice]);
        assert!(all.iter().all(|id| ids.has(*id)) && !ids.has(random()));
        for id in all.iter().step_by(100) {
            let short = ids.short(*id);
            let fitting = |text: &str| all.iter().filter(|other| other.as_str().starts_with(text)).count();
            assert_eq!(fitting(&short), if *id == twice { 2 } else { 1 });
            let shorter = short.get(..short.len() - 1).unwrap();
            assert!(short.len() == SHORTEST || fitting(shorter) > 1);
        }
    }

    #[test]
    fn an_id_that_stands_twice_is_named_and_still_has_a_prefix() {
        let ids = ids(&["bbbbbbbb", "bbbbbbbb", "k7qdm2xv"]);
        assert_eq!(ids.twice().map(|id| id.to_string()).collect::<Vec<_>>(), ["bbbbbbbb"]);
        assert_eq!(ids.short(Id::new(b"bbbbbbbb").unwrap()), "bbb");
    }
}
