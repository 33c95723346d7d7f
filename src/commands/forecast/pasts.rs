//! The pasts of the ledgers of a view: what they know of each kind, and by whose hours it is counted.

use std::collections::BTreeSet;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::ledger::read::scan::Look;
use crate::rules::forecast::{Confidence, Forecast, History, Past, clock_of};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::filter::Criteria;
use crate::text;
use crate::views::forecast::Forecasts;

/// The pasts of one ledger or several.
#[derive(Debug, Default)]
pub(in crate::commands) struct Pasts {
    past: Past,
    /// The kinds whose windows the ledger itself fills, of which its archives have nothing to say.
    full: BTreeSet<String>,
    /// By what the past of each ledger is judged.
    judges: Vec<Judge>,
}

/// The policy of a ledger, and the kinds of which it has a past.
#[derive(Debug)]
struct Judge {
    policy: Policy,
    kinds: BTreeSet<String>,
}

impl Pasts {
    /// Adds what a commitment says of the kinds and the owners that are asked for.
    pub(in crate::commands) fn see(&mut self, look: &Look<'_, '_>, asked: &Criteria, now: Instant) {
        let Self { past, full, .. } = self;
        let wanted = |kind: &str, owner: Option<&str>| {
            !full.contains(kind) && asked.fits_kind(kind) && asked.fits_owner(owner)
        };
        past.see(look.commitment, &wanted, look.policy, now);
    }

    /// Returns it as what a ledger itself says, to which its archives are added: each kind for itself, only where its window is not full.
    pub(in crate::commands) fn filled(mut self, now: Instant) -> Self {
        self.full = self.past.full(now);
        self
    }

    /// Returns it as the past of a ledger with that policy, of which all has been seen.
    pub(in crate::commands) fn judged_by(mut self, policy: &Policy) -> Self {
        let kinds = self.past.kinds().map(|(kind, _)| kind.to_owned()).collect();
        self.judges.push(Judge { policy: policy.clone(), kinds });
        // Another ledger has its own.
        self.full.clear();
        self
    }

    /// Adds what another pass gathered.
    pub(in crate::commands) fn join(mut self, next: Self) -> Self {
        self.judges.extend(next.judges);
        self.full.extend(next.full);
        Self { past: self.past.join(next.past), full: self.full, judges: self.judges }
    }

    /// Returns whether the ledger itself fills the window of a kind, so that archives have nothing to say of it.
    pub(super) fn is_full_of(&self, kind: &str) -> bool {
        self.full.contains(kind)
    }

    /// Returns the kinds with their pasts, by name.
    pub(in crate::commands) fn kinds(&self) -> impl Iterator<Item = (&str, &History)> {
        self.past.kinds()
    }

    /// Returns the past of a kind.
    pub(super) fn of(&self, kind: &str) -> Option<&History> {
        self.past.of(kind)
    }

    /// Returns the policy by which all that is known of a kind is judged, `None` if nothing is.
    ///
    /// # Errors
    /// Two ledgers that count it by different hours: lengths on two clocks are not the like cases of one forecast.
    pub(in crate::commands) fn judge(&self, kind: &str) -> Result<Option<&Policy>> {
        let mut policies =
            self.judges.iter().filter(|judge| judge.kinds.contains(kind)).map(|judge| &judge.policy);
        let Some(first) = policies.next() else { return Ok(None) };
        let clock = clock_of(kind, first);
        if policies.all(|policy| clock_of(kind, policy).is_like(&clock)) {
            return Ok(Some(first));
        }
        Err(Error::new(format!("the ledgers do not count {} by the same hours", text::quote(kind)))
            .hint("ask for a forecast of each ledger alone"))
    }

    /// Returns a forecast of every kind with enough history for that confidence, with the chance of the due that `due` says. Dates
    /// are those of the zone of `policy`. Kinds that the ledgers count by different hours are left out, and said.
    pub(in crate::commands) fn forecasts(
        &self,
        confidence: Confidence,
        owner: Option<String>,
        due: impl Fn(&str) -> Result<Option<Instant>>,
        policy: &Policy,
        context: &mut Context<'_, '_>,
    ) -> Result<Forecasts> {
        let now = context.inputs.now;
        let mut all = Vec::new();
        for (kind, history) in self.kinds().filter(|(_, history)| history.closings(now) >= confidence.needs())
        {
            match self.judge(kind) {
                Ok(judged) => {
                    let judged = (judged.unwrap_or(policy), policy.zone);
                    all.push(Forecast::of(kind, history, confidence, due(kind)?, judged, now));
                }
                Err(_) => apart(kind, context),
            }
        }
        Ok(Forecasts { now, zone: policy.zone, owner, confidence, is_of_one: false, all })
    }
}

/// Says that a kind is left out, because the ledgers count it by different hours.
pub(in crate::commands) fn apart(kind: &str, context: &mut Context<'_, '_>) {
    let kind = text::quote(kind);
    context.note(format_args!("{kind} is left out: the ledgers do not count it by the same hours"));
}
