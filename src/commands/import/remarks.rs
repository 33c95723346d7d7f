//! What an import warns of, as `promise` does, but once for all its rows: new names near others, and what is promised
//! already.
//!
//! Names are written as the file has them, whatever they are near: another system goes by them, and so does the next import.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::reasons::lines;
use crate::ledger::read::scan::Look;
use crate::rules::commitment::{Commitment, Turn};
use crate::rules::policy::Policy;
use crate::select::filter;
use crate::text::names::{ESTABLISHED, near_pairs, sameness};
use crate::text::{did_you_mean, list, quote};

/// How often each name is used.
type Uses = BTreeMap<String, usize>;

/// The names of a ledger, and the new rows.
pub(super) struct Remarks {
    customers: Names,
    owners: Names,
    /// The rows that are open: their line, and what they promise.
    rows: Vec<(u64, Promise)>,
}

/// Names that were known before, and those of the new rows.
#[derive(Default)]
struct Names {
    known: Uses,
    new: Uses,
}

/// What makes two promises the same, and whether it has a name in another system.
struct Promise {
    same: (String, String),
    has_reference: bool,
}

impl Promise {
    fn of(commitment: &Commitment<'_>) -> Self {
        Self {
            same: (sameness(&commitment.to), sameness(&commitment.what)),
            has_reference: commitment.reference.is_some(),
        }
    }
}

impl Remarks {
    /// Returns what is known before the first commitment: the owners of the policy, and the person who imports.
    pub(super) fn new(policy: &Policy, me: Option<&str>) -> Self {
        let mut owners = Names::default();
        filter::owners_in_policy(policy)
            .map(String::as_str)
            .chain(me)
            .for_each(|name| add(&mut owners.known, name));
        Self { customers: Names::default(), owners, rows: Vec::new() }
    }

    /// Takes in a commitment of the ledger. What is archived is known to no other warning either.
    pub(super) fn see(&mut self, look: &Look<'_, '_>) {
        if look.archive.is_none() {
            add(&mut self.customers.known, &look.commitment.to);
            filter::owners(look.commitment).for_each(|name| add(&mut self.owners.known, name));
        }
    }

    /// Takes in a new row.
    pub(super) fn take(&mut self, line: u64, new: &Commitment<'_>) {
        add(&mut self.customers.new, &new.to);
        filter::owners(new).for_each(|name| add(&mut self.owners.new, name));
        if new.history.iter().all(|event| event.deed.turn() != Turn::Closes) {
            self.rows.push((line, Promise::of(new)));
        }
    }

    /// Takes in the owner that a known one was handed to.
    pub(super) fn owner(&mut self, name: &str) {
        add(&mut self.owners.new, name);
    }

    /// Returns the warnings; `open` is what stays open in the ledger.
    pub(super) fn warnings<'c>(self, open: impl Iterator<Item = &'c Commitment<'static>>) -> Vec<String> {
        let same = promised_already(&self.rows, open);
        let near = near(&[("customer", self.customers), ("owner", self.owners)]);
        near.into_iter().chain(same).collect()
    }
}

fn add(uses: &mut Uses, name: &str) {
    match uses.get_mut(name) {
        Some(count) => *count = count.saturating_add(1),
        None => {
            uses.insert(name.to_owned(), 1);
        }
    }
}

/// Returns one warning for all new names that `check` will find to be near others.
fn near(all: &[(&str, Names)]) -> Option<String> {
    let pairs: Vec<_> =
        all.iter().flat_map(|(what, names)| names.near().map(move |pair| (*what, pair))).collect();
    match pairs.as_slice() {
        [] => None,
        [(what, (new, other))] => Some(format!("{what} {} is new; {}", quote(new), did_you_mean(other))),
        several => {
            let pair = |(_, (new, other)): &(_, (&str, &str))| format!("{} ({})", quote(new), quote(other));
            let named: Vec<_> = several.iter().map(pair).collect();
            let named = list(named.iter().map(String::as_str));
            Some(format!("{} new names are near others: {named}", several.len()))
        }
    }
}

impl Names {
    /// Returns each new name that is near another one, with that one.
    fn near(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_new = |name: &str| !self.known.contains_key(name);
        let new = || self.new.iter().filter(|(name, _)| is_new(name));
        let has_new = new().next().is_some();
        let known = self.known.iter().filter(|_| has_new).map(|(name, count)| {
            (name.as_str(), count.saturating_add(self.new.get(name).copied().unwrap_or_default()))
        });
        // Of names as common as each other, the later one is the misspelling.
        let all: Vec<_> = known.chain(new().map(|(name, count)| (name.as_str(), *count))).collect();
        let pairs = near_pairs(&all).into_iter().filter_map(|near| {
            let ((rare, uses), (common, _)) = (*all.get(near.rare)?, *all.get(near.common)?);
            let is_note = near.slips > 0 && uses >= ESTABLISHED;
            let pair = if is_new(rare) { (rare, common) } else { (common, rare) };
            (!is_note && is_new(pair.0)).then_some(pair)
        });
        pairs.collect::<Vec<_>>().into_iter()
    }
}

/// Returns one warning for all rows of which the same is open, in the ledger or in a row before. Two names in another
/// system are two things there.
fn promised_already<'c>(
    rows: &[(u64, Promise)],
    open: impl Iterator<Item = &'c Commitment<'static>>,
) -> Option<String> {
    let wanted: HashSet<_> = rows.iter().map(|(_, row)| &row.same).collect();
    let open: Vec<_> = open.map(Promise::of).filter(|one| wanted.contains(&one.same)).collect();
    // Whether all that promise the same have a name in another system.
    let mut named: HashMap<_, bool> = HashMap::new();
    for Promise { same, has_reference } in &open {
        *named.entry(same).or_insert(true) &= has_reference;
    }
    let mut again = Vec::new();
    for (line, Promise { same, has_reference }) in rows {
        let before = named.get(same).copied();
        again.extend(before.filter(|all| !all || !has_reference).map(|_| *line));
        named.insert(same, before.unwrap_or(true) && *has_reference);
    }
    let count = again.len();
    let rows = if count == 1 { "1 row promises" } else { &format!("{count} rows promise") };
    (count > 0).then(|| format!("{rows} what is promised already, and open: {}", lines(&again)))
}
