//! The ids of one ledger file, and the shortest prefix that tells each from all others.

use super::commitment::Id;

/// No shorter prefix is shown or taken.
pub const SHORTEST: usize = 3;

/// Every id of a ledger file, open and closed alike.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    sorted: Vec<Id>,
}

impl Ids {
    /// The ids of a file, in any order.
    pub fn new(mut ids: Vec<Id>) -> Self {
        ids.sort_unstable();
        Self { sorted: ids }
    }

    /// These ids and one more.
    #[must_use]
    pub fn with(mut self, id: Id) -> Self {
        let place = self.sorted.partition_point(|other| *other < id);
        self.sorted.insert(place, id);
        self
    }

    /// Whether the id is taken.
    pub fn has(&self, id: Id) -> bool {
        self.sorted.binary_search(&id).is_ok()
    }

    /// The ids that stand there more than once.
    pub fn twice(&self) -> impl Iterator<Item = Id> {
        let pairs = self.sorted.iter().zip(self.sorted.iter().skip(1));
        pairs.filter(|(one, next)| one == next).map(|(one, _)| *one)
    }

    /// How many letters of an id tell it from all others: at least [`SHORTEST`].
    pub fn short_length(&self, id: Id) -> usize {
        let place = self.sorted.partition_point(|other| *other < id);
        let before = place.checked_sub(1).and_then(|place| self.sorted.get(place));
        let after = self.sorted.iter().skip(place).find(|other| **other != id);
        let shared = before.into_iter().chain(after).map(|other| shared_letters(id, *other)).max();
        shared.map_or(SHORTEST, |shared| shared.saturating_add(1)).clamp(SHORTEST, Id::LENGTH)
    }

    /// The shortest prefix that is unique.
    pub fn short(&self, id: Id) -> String {
        id.as_str().chars().take(self.short_length(id)).collect()
    }
}

fn shared_letters(one: Id, other: Id) -> usize {
    one.as_str().bytes().zip(other.as_str().bytes()).take_while(|(a, b)| a == b).count()
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
    fn an_id_that_stands_twice_is_named_and_still_has_a_prefix() {
        let ids = ids(&["bbbbbbbb", "bbbbbbbb", "k7qdm2xv"]);
        assert_eq!(ids.twice().map(|id| id.to_string()).collect::<Vec<_>>(), ["bbbbbbbb"]);
        assert_eq!(ids.short(Id::new(b"bbbbbbbb").unwrap()), "bbb");
    }
}
