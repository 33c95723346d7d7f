//! Values of a filter that occur nowhere, neither in the ledger nor in its archives.
//!
//! Occurrences are noted in the pass that answers. Only if a value has not occurred in it, which is rare, is everything
//! read once more, with the archives: to search there too, and for the names that may have been meant.

use std::collections::BTreeSet;

use super::{Criteria, Filter, Name};
use crate::context::Context;
use crate::context::ledgers::Ledger;
use crate::error::{Error, Result};
use crate::ledger::read::scan::Look;
use crate::rules::commitment::Commitment;
use crate::rules::policy::Policy;
use crate::select::selector;
use crate::text::{self, fold, names::Meant};

/// The parts of a filter that have not occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unseen {
    words: bool,
    to: bool,
    owner: bool,
    by: bool,
    kind: bool,
    tag: bool,
}

impl Unseen {
    /// Returns the values that must occur in a commitment: those of the filter that the policy does not know.
    pub(super) fn of(asked: &Criteria, policy: &Policy) -> Self {
        let known_customer = |name: &Name| customers(policy).any(|customer| name.fits(customer));
        let known_owner = |name: &Name| owners_in_policy(policy).any(|owner| name.fits(owner));
        Self {
            words: !asked.words.is_empty(),
            to: asked.to.as_ref().is_some_and(|to| !known_customer(to)),
            owner: asked.owner.as_ref().is_some_and(|owner| !known_owner(owner)),
            by: asked.by.is_some(),
            kind: asked.kind.as_deref().is_some_and(|kind| policy.kind(kind).is_none()),
            tag: asked.tag.is_some(),
        }
    }

    /// Returns what is left after a commitment was seen.
    pub(super) fn after(self, asked: &Criteria, commitment: &Commitment<'_>) -> Self {
        let Self { words, to, owner, by, kind, tag } = self;
        let has_customer = |to: &Name| asked.customers.names(&commitment.to).any(|name| to.fits(name));
        let has = |name: &Name| owners(commitment).any(|owner| name.fits(owner));
        Self {
            words: words && !asked.words.fit_commitment(commitment, &asked.customers),
            to: to && asked.to.as_ref().is_some_and(|to| !has_customer(to)),
            owner: owner && asked.owner.as_ref().is_some_and(|owner| !has(owner)),
            by: by && asked.by.as_ref().is_some_and(|by| !doers(commitment).any(|doer| by.fits(doer))),
            kind: kind && asked.kind.as_deref().is_some_and(|kind| !kinds(commitment).any(|one| one == kind)),
            tag: tag && asked.tag.as_ref().is_some_and(|tag| !commitment.tags.iter().any(|one| one == tag)),
        }
    }

    /// Returns what has occurred in neither.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            words: self.words && other.words,
            to: self.to && other.to,
            owner: self.owner && other.owner,
            by: self.by && other.by,
            kind: self.kind && other.kind,
            tag: self.tag && other.tag,
        }
    }
}

/// Returns everybody who owns or owned a commitment.
pub fn owners<'c>(commitment: &'c Commitment<'_>) -> impl Iterator<Item = &'c str> {
    let later = commitment.history.iter().filter_map(|event| event.deed.owner());
    commitment.owner.as_deref().into_iter().chain(later)
}

/// Returns everybody who did something to a commitment: who had it first, and whoever a history names.
pub fn doers<'c>(commitment: &'c Commitment<'_>) -> impl Iterator<Item = &'c str> {
    let later = commitment.history.iter().filter_map(|event| event.by.as_deref());
    commitment.owner.as_deref().into_iter().chain(later)
}

/// Returns every kind that a commitment has or had.
pub fn kinds<'c>(commitment: &'c Commitment<'_>) -> impl Iterator<Item = &'c str> {
    let later = commitment.history.iter().filter_map(|event| event.deed.basis());
    std::iter::once(commitment.kind.as_ref()).chain(later.map(|basis| basis.kind))
}

/// Returns every customer with a table, by every spelling.
pub fn customers(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.customers.all().flat_map(|(name, _)| policy.customers.names(name))
}

/// Returns everybody whom the policy names.
pub fn owners_in_policy(policy: &Policy) -> impl Iterator<Item = &String> {
    let of_customers = policy.customers.all().filter_map(|(_, customer)| customer.owner.as_ref());
    let on_the_ladder = policy.ladder.rungs().iter().filter_map(|rung| rung.to.as_ref());
    policy.owners.keys().chain(on_the_ladder).chain(of_customers)
}

/// Returns a typed owner, among those whom the policy names and the person who asks.
pub fn owner(typed: &str, me: Option<&str>, policy: &Policy) -> Meant {
    let mut owner = Meant::new(typed);
    owners_in_policy(policy).map(String::as_str).chain(me).for_each(|name| owner.see(name));
    owner
}

/// A value of the filter that occurs nowhere.
struct Nowhere {
    message: String,
    /// The nearest known value.
    near: Option<String>,
    /// Another hint.
    help: &'static str,
}

impl Nowhere {
    fn new(message: String, said: &str, known: &BTreeSet<String>, help: &'static str) -> Self {
        let near = text::meant(said, known.iter().map(String::as_str));
        Self { message: format!("{message} in the ledger or its archives"), near, help }
    }

    /// Returns this, with a better guess at what was meant than the nearest value, if there is one.
    fn or_rather(self, meant: Option<String>) -> Self {
        Self { near: meant.or(self.near), ..self }
    }
}

impl Filter<'_> {
    /// Refuses values that occur nowhere: an answer that others act upon must not rest on a typing mistake.
    pub fn refuse_unseen(&self, unseen: Unseen, context: &Context<'_, '_>) -> Result<()> {
        let Some(Nowhere { message, near, help }) = self.nowhere(unseen, context)?.into_iter().next() else {
            return Ok(());
        };
        Err(Error::new(message).hint_maybe(near).hint(help))
    }

    /// Warns about values that occur nowhere; an unknown kind is still an error.
    pub fn warn_of_unseen(&self, unseen: Unseen, context: &mut Context<'_, '_>) -> Result<()> {
        for Nowhere { message, near, .. } in self.nowhere(unseen, context)? {
            context.out.warn(near.map_or(message.clone(), |near| format!("{message}; {near}")));
        }
        Ok(())
    }

    /// Returns the values that occur nowhere. `me` is always known.
    fn nowhere(&self, unseen: Unseen, context: &Context<'_, '_>) -> Result<Vec<Nowhere>> {
        if unseen == Unseen::default() {
            return Ok(Vec::new());
        }
        let inputs = &context.inputs;
        let see = |(asked, names): &mut (Criteria, Names), look: Look<'_, '_>| {
            asked.see(look.commitment);
            names.take(look.commitment);
            names.is_id |= matches!(self.words, [word] if selector::names(word, look.commitment.id));
        };
        let of_one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| {
                let asked = self.read_among(inputs.now, policy, shown.first(policy))?;
                Ok((asked, Names::of(policy)))
            };
            inputs.fold_all(begin, see)
        };
        let join = |(asked, names): (Criteria, Names), (next, more): (Criteria, Names)| {
            (asked.join(&next), names.join(more))
        };
        let seen = inputs.read_all(of_one, join)?;
        let (policy, (asked, mut names)) = (seen.policy, seen.state);
        let unseen = asked.unseen();
        names.owners.extend((inputs.me)());
        let options = self.options;
        if let Some(kind) = options.kind.as_deref().filter(|_| unseen.kind) {
            known_kind(kind, &policy, &names.kinds)?;
        }
        let is_me = |name: &Option<Name>| {
            name.as_ref().is_some_and(|name| (inputs.me)().is_some_and(|me| name.fits(&me)))
        };
        let mut all = Vec::new();
        if unseen.words {
            let said = self.words.join(" ");
            let message = format!("{} matches no commitment", text::quote(&said));
            names.words.extend(names.customers.iter().chain(&names.tags).cloned());
            let elsewhere = names.elsewhere(&said);
            all.push(Nowhere::new(message, &said, &names.words, WORDS).or_rather(elsewhere));
        }
        if unseen.to && !is_me(&asked.to) {
            let said = options.to.join(" ");
            let message = format!("--to {} matches no customer", text::quote(&said));
            let swallowed = swallowed("--to", &said, &names.customers);
            all.push(Nowhere::new(message, &said, &names.customers, CUSTOMERS).or_rather(swallowed));
        }
        if unseen.owner && !is_me(&asked.owner) {
            let said = options.owner.join(" ");
            let message = format!("--owner {} matches no owner", text::quote(&said));
            let swallowed = swallowed("--owner", &said, &names.owners);
            all.push(Nowhere::new(message, &said, &names.owners, OWNERS).or_rather(swallowed));
        }
        if unseen.by && !is_me(&asked.by) {
            let said = self.by.join(" ");
            let message = format!("--by {} matches nobody who did something", text::quote(&said));
            all.push(Nowhere::new(message, &said, &names.doers, DOERS));
        }
        if let Some(tag) = options.tag.as_deref().filter(|_| unseen.tag) {
            let message = format!("--tag {} is on no commitment", text::quote(tag));
            all.push(Nowhere::new(message, tag, &names.tags, TAGS));
        }
        Ok(all)
    }
}

/// Returns true if this is one of the names, case and accents aside.
fn known(said: &str, names: &BTreeSet<String>) -> bool {
    names.iter().any(|name| fold::fold(name) == fold::fold(said))
}

/// Returns what was meant where an option took words that follow a known name.
fn swallowed(option: &str, said: &str, names: &BTreeSet<String>) -> Option<String> {
    let mut ends = said.rmatch_indices(' ').filter_map(|(end, _)| said.split_at_checked(end));
    let (name, words) = ends.find(|(name, _)| known(name, names))?;
    let (name, words) = (text::shell_word(name), text::shell_word(words.trim_start()));
    let meant = format!("{words} {option} {name}");
    Some(format!("an option takes every word up to the next one: did you mean `{}`?", text::sanitize(&meant)))
}

const WORDS: &str = "each word must start a word of the customer, the promise, a tag, the ref or the contact; a date goes with --until";
const CUSTOMERS: &str = "`owed list --all` shows every customer";
const OWNERS: &str = "a table `[owner.NAME]` in the ledger makes a name known before it has commitments";
const DOERS: &str = "`owed log` names who did what";
const TAGS: &str = "write the tag exactly as the ledger has it";

/// Refuses a kind that the ledger neither defines nor uses.
pub fn known_kind(kind: &str, policy: &Policy, used: &BTreeSet<String>) -> Result<()> {
    if policy.kind(kind).is_some() || used.contains(kind) {
        return Ok(());
    }
    let all: BTreeSet<_> = policy.kinds.keys().chain(used).map(String::as_str).collect();
    let hint = text::meant(kind, all.iter().copied()).unwrap_or_else(|| {
        let all = text::list(all.iter().copied());
        format!("use one of {all}; a table `[kind.NAME]` in the ledger adds another")
    });
    Err(Error::new(format!("unknown kind {}", text::quote(kind))).hint(hint))
}

/// Every name in a ledger and its archives.
#[derive(Debug, Default)]
struct Names {
    /// The customers.
    customers: BTreeSet<String>,
    /// Everybody who owns or owned a commitment.
    owners: BTreeSet<String>,
    /// Everybody who did something.
    doers: BTreeSet<String>,
    /// The kinds in use.
    kinds: BTreeSet<String>,
    /// The tags in use.
    tags: BTreeSet<String>,
    /// The words of the promises, the `ref`s and the contacts.
    words: BTreeSet<String>,
    /// Whether the word that is looked for is the beginning of an id.
    is_id: bool,
}

impl Names {
    /// Returns the names of a policy.
    fn of(policy: &Policy) -> Self {
        Self {
            customers: policy.customers.all().map(|(name, _)| name.to_owned()).collect(),
            owners: owners_in_policy(policy).cloned().collect(),
            ..Self::default()
        }
    }

    /// Returns these and the names of another ledger.
    fn join(mut self, other: Self) -> Self {
        let Self { customers, owners, doers, kinds, tags, words, is_id } = other;
        self.customers.extend(customers);
        self.owners.extend(owners);
        self.doers.extend(doers);
        self.kinds.extend(kinds);
        self.tags.extend(tags);
        self.words.extend(words);
        self.is_id |= is_id;
        self
    }

    /// Returns what finds it, if words that are in no text are an owner or an id.
    fn elsewhere(&self, said: &str) -> Option<String> {
        let shown = || text::sanitize(&text::shell_word(said)).into_owned();
        if self.is_id {
            return Some(format!("it is an id, which no filter takes: `owed show {}`", shown()));
        }
        known(said, &self.owners).then(|| format!("did you mean `--owner {}`?", shown()))
    }

    /// Adds the names of a commitment.
    fn take(&mut self, commitment: &Commitment<'_>) {
        let add = |set: &mut BTreeSet<String>, name: &str| {
            if !set.contains(name) {
                set.insert(name.to_owned());
            }
        };
        add(&mut self.customers, &commitment.to);
        kinds(commitment).for_each(|kind| add(&mut self.kinds, kind));
        commitment.tags.iter().for_each(|tag| add(&mut self.tags, tag));
        owners(commitment).for_each(|owner| add(&mut self.owners, owner));
        doers(commitment).for_each(|doer| add(&mut self.doers, doer));
        let Commitment { what, reference, contact, .. } = commitment;
        let texts = [Some(what), reference.as_ref(), contact.as_ref()].into_iter().flatten();
        texts.flat_map(|text| text.split_whitespace()).for_each(|word| add(&mut self.words, word));
    }
}
