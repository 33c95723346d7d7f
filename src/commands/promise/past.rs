//! What a ledger says about a promise that is about to be made.

use std::collections::BTreeSet;

use super::Args;
use super::typed::Names;
use crate::context::{Dated, Inputs};
use crate::events::same::Same;
use crate::ledger::read::scan::Look;
use crate::rules::commitment::Commitment;
use crate::rules::forecast::{self, Doubt};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::filter;
use crate::text::{self, names::Meant};

/// What a ledger says about a new promise.
pub struct Past {
    /// Its customer, among those that are known.
    pub to: Meant,
    /// What was typed for them, if that is another spelling of their name.
    spelled: Option<String>,
    /// Its owner, if one was typed, among those that are known.
    pub owner: Option<Meant>,
    /// The kinds in use.
    pub kinds: BTreeSet<String>,
    /// Those with the same reference.
    pub same_reference: Vec<Commitment<'static>>,
    /// What is open and promises the same.
    pub same: Same,
    /// What was done of its kind, if its date can be doubtful.
    done: Option<forecast::Past>,
}

/// What to say of a new promise besides itself.
pub struct Remarks {
    /// The names that were written in another way.
    pub written_as: Vec<String>,
    pub warnings: Vec<String>,
}

impl Past {
    pub fn new(names: &Names, args: &Args, me: Option<&str>, policy: &Policy) -> Self {
        let name = policy.customers.shown(&names.to);
        let mut to = Meant::new(name);
        policy.customers.all().for_each(|(name, _)| to.see(name));
        Self {
            to,
            spelled: (name != names.to).then(|| names.to.clone()),
            owner: names.owner.as_deref().map(|owner| filter::owner(owner, me, policy)),
            kinds: BTreeSet::new(),
            same_reference: Vec::new(),
            same: Same::new(&names.what, args.reference.is_some()),
            done: policy.warns_of(&args.kind).then(forecast::Past::default),
        }
    }

    pub fn see(&mut self, look: &Look<'_, '_>, args: &Args, now: Instant) {
        let commitment = look.commitment;
        self.to.see(&commitment.to);
        if let Some(owner) = &mut self.owner {
            filter::owners(commitment).for_each(|name| owner.see(name));
        }
        self.see_kind(commitment);
        if args.reference.is_some() && commitment.reference.as_deref() == args.reference.as_deref() {
            self.same_reference.push(commitment.clone().into_owned());
        }
        self.same.see(look, now);
        if let Some(done) = &mut self.done {
            done.see_kinds(commitment, &|kind| kind == args.kind, look.policy, now);
        }
    }

    pub fn see_kind(&mut self, commitment: &Commitment<'_>) {
        for kind in filter::kinds(commitment) {
            if !self.kinds.contains(kind) {
                self.kinds.insert(kind.to_owned());
            }
        }
    }

    /// Joins what the next part of the ledger says.
    pub fn and(self, next: Self) -> Self {
        let Self { to, spelled, owner, mut kinds, mut same_reference, same, done } = self;
        kinds.extend(next.kinds);
        same_reference.extend(next.same_reference);
        let owner = owner.zip(next.owner).map(|(owner, next)| owner.and(next));
        let (to, same) = (to.and(next.to), same.and(next.same));
        let done = done.zip(next.done).map(|(done, next)| done.join(next));
        Self { to, spelled, owner, kinds, same_reference, same, done }
    }

    /// Returns what is doubtful about the date of a new promise. What was done of its kind is given away.
    pub fn doubt(
        &mut self,
        commitment: &Commitment<'_>,
        inputs: &Inputs<'_>,
        policy: &Policy,
        ids: &Ids,
    ) -> Option<Doubt> {
        let dated = Dated { commitment, is_promised: true };
        inputs.doubts(self.done.take()?, &[dated], policy, ids).pop().flatten()
    }

    /// Returns the names as they are written.
    pub fn written(&self, names: &Names) -> Names {
        Names {
            to: self.to.written().to_owned(),
            owner: self.owner.as_ref().map(|owner| owner.written().to_owned()),
            ..names.clone()
        }
    }

    /// Returns what to say of a new promise: names that may be misspelled, and the warning of the same one.
    pub fn said(&self, same: Option<String>) -> Remarks {
        let meant = || [("customer", Some(&self.to)), ("owner", self.owner.as_ref())];
        let (customer, spelled) = (text::quote(self.to.written()), self.spelled.as_deref().map(text::quote));
        let meant_by = spelled.map(|spelled| format!("{spelled} is {customer}"));
        let written_as = meant().into_iter().filter_map(|(_, meant)| meant?.note()).chain(meant_by).collect();
        let near = meant().into_iter().filter_map(|(what, meant)| meant?.warning(what));
        Remarks { written_as, warnings: near.chain(same).collect() }
    }
}
