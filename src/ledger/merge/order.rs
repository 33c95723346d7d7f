//! The order of what two sides made of one list: the same for pieces of a file, lines of a block and events at one instant.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Places in the table of everything that is merged.
pub type List = Vec<usize>;

/// How places are compared: by their keys, and as what is new at one place of the list.
pub struct Compare<'c> {
    /// By their keys.
    pub keys: &'c dyn Fn(usize, usize) -> Ordering,
    /// As what is new at one place.
    pub at_one_place: &'c dyn Fn(usize, usize) -> Ordering,
}

/// Returns the order of those that are kept. What both sides have is in the order of the side that changed it; if both did, in the
/// order whose list of keys is smaller. What one side has stays behind its predecessor there, or at the end; of what is new at one
/// place neither side's order is turned round.
pub fn arrange(
    base: &[usize],
    ours: &[usize],
    theirs: &[usize],
    is_kept: &dyn Fn(usize) -> bool,
    compare: &Compare<'_>,
) -> List {
    let kept = |list: &[usize]| list.iter().copied().filter(|at| is_kept(*at)).collect::<List>();
    let (base, ours, theirs) = (kept(base), kept(ours), kept(theirs));
    if ours == theirs {
        return ours;
    }
    let (in_ours, in_theirs) = (Flags::of(&ours), Flags::of(&theirs));
    let order = shared(&base, &both(&ours, &in_theirs), &both(&theirs, &in_ours), compare);
    let (mine, other) = (Runs::of(&ours, &in_theirs), Runs::of(&theirs, &in_ours));
    let mut all = List::with_capacity(ours.len().saturating_add(theirs.len()));
    interleave(&mut all, mine.after(None), other.after(None), compare);
    for at in order {
        all.push(at);
        interleave(&mut all, mine.after(Some(at)), other.after(Some(at)), compare);
    }
    interleave(&mut all, mine.end, other.end, compare);
    all
}

/// Returns those of a list that are in another one.
fn both(list: &[usize], other: &Flags) -> List {
    list.iter().copied().filter(|at| other.has(*at)).collect()
}

/// Returns the order of what both sides have.
fn shared(base: &[usize], ours: &[usize], theirs: &[usize], compare: &Compare<'_>) -> List {
    if ours == theirs {
        return ours.to_vec();
    }
    let (in_base, in_both) = (Flags::of(base), Flags::of(ours));
    let was = both(base, &in_both);
    let (is_mine, is_other) = (both(ours, &in_base) == was, both(theirs, &in_base) == was);
    let smaller = || {
        let pairs = ours.iter().zip(theirs);
        pairs.map(|(one, other)| (compare.keys)(*one, *other)).find(|order| order.is_ne())
    };
    let takes_theirs = match (is_mine, is_other) {
        (true, false) => true,
        (false, true) => false,
        _ => smaller() == Some(Ordering::Greater),
    };
    if takes_theirs { theirs.to_vec() } else { ours.to_vec() }
}

/// Merges two runs that are new at one place.
fn interleave(all: &mut List, mut ours: &[usize], mut theirs: &[usize], compare: &Compare<'_>) {
    while let (Some((one, rest)), Some((other, more))) = (ours.split_first(), theirs.split_first()) {
        if (compare.at_one_place)(*one, *other).is_le() {
            all.push(*one);
            ours = rest;
        } else {
            all.push(*other);
            theirs = more;
        }
    }
    all.extend(ours.iter().chain(theirs));
}

/// Which places are in a list.
struct Flags(Vec<bool>);

impl Flags {
    fn of(list: &[usize]) -> Self {
        let most = list.iter().max().map_or(0, |most| most.saturating_add(1));
        let mut flags = vec![false; most];
        for at in list {
            if let Some(flag) = flags.get_mut(*at) {
                *flag = true;
            }
        }
        Self(flags)
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at).copied().unwrap_or_default()
    }
}

/// What only one side has, by what it stands behind there.
struct Runs<'l> {
    after: HashMap<Option<usize>, &'l [usize]>,
    /// What stands behind everything that both have.
    end: &'l [usize],
}

impl<'l> Runs<'l> {
    fn of(list: &'l [usize], other: &Flags) -> Self {
        let (mut after, mut behind, mut rest) = (HashMap::new(), None, list);
        while let Some(length) = rest.iter().position(|at| other.has(*at)) {
            let (run, from) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            if !run.is_empty() {
                after.insert(behind, run);
            }
            let Some((at, below)) = from.split_first() else { break };
            (behind, rest) = (Some(*at), below);
        }
        Self { after, end: rest }
    }

    fn after(&self, behind: Option<usize>) -> &'l [usize] {
        self.after.get(&behind).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Arranges letters; those that are large are compared as if they were small.
    fn arranged(base: &str, ours: &str, theirs: &str) -> String {
        let list = |text: &str| text.bytes().map(usize::from).collect::<List>();
        let compare = Compare { keys: &|a, b| a.cmp(&b), at_one_place: &|a, b| a.cmp(&b) };
        let way = |ours: &str, theirs: &str| {
            let all =
                arrange(&list(base), &list(ours), &list(theirs), &|at| at != usize::from(b'x'), &compare);
            all.into_iter().map(|at| char::from(u8::try_from(at).unwrap())).collect::<String>()
        };
        let (one, other) = (way(ours, theirs), way(theirs, ours));
        assert_eq!(one, other, "the same from both sides");
        one
    }

    #[test]
    fn what_both_have_is_in_the_order_of_the_side_that_changed_it() {
        assert_eq!(arranged("abc", "abc", "bac"), "bac");
        assert_eq!(arranged("abc", "cab", "bac"), "bac", "both did: the smaller list");
        assert_eq!(arranged("", "ab", "ba"), "ab");
    }

    #[test]
    fn what_is_new_stays_behind_its_predecessor_or_at_the_end() {
        assert_eq!(arranged("abc", "anbc", "abc"), "anbc");
        assert_eq!(arranged("abc", "anbc", "bca"), "bcan");
        assert_eq!(arranged("abc", "abcn", "bca"), "bcan");
        assert_eq!(arranged("abc", "abcn", "cab"), "cabn");
        assert_eq!(arranged("abc", "nabc", "abcm"), "nabcm");
        assert_eq!(arranged("axc", "axnc", "ac"), "anc", "behind what came before its predecessor");
    }

    #[test]
    fn at_one_place_neither_order_is_turned_round() {
        assert_eq!(arranged("a", "apm", "ano"), "anopm");
        assert_eq!(arranged("a", "azb", "ac"), "aczb");
        assert_eq!(arranged("", "mn", "kz"), "kmnz");
    }
}
