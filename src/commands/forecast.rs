//! `owed forecast`: which date is safe to promise, by what was kept before.

use std::collections::BTreeSet;

use anyhow::Context as _;

use crate::cli::FilterOptions;
use crate::cli::values::{self, Begun};
use crate::context::ledgers::Ledger;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::forecast::{Confidence, Forecast, History, Past, clock_of};
use crate::rules::policy::Policy;
use crate::select::filter::{Criteria, Filter};
use crate::text;
use crate::views::forecast::Forecasts;
use crate::views::formats::Formats;

/// Say which date is safe to promise
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Judged by the last 500 closed and everything still open, with yours counted as the unlucky one. Without a kind: every \
    kind with enough history. Exit code 0, whatever it says."
)]
pub struct Args {
    /// The kind of what is to be promised
    #[arg(value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only by what this person kept; `me` is you
    #[arg(long, value_name = "WHO", num_args = 1..)]
    pub owner: Vec<String>,
    /// How sure the date has to be: 90, 99.5 [default: that of the ledger, else 90]
    #[arg(long, value_name = "PCT")]
    pub confidence: Option<String>,
    /// Also say how likely this due is kept
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub by: Vec<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed forecast callback", "owed forecast repair --by tomorrow 5pm"];
/// What it shows.
pub const FORMATS: Formats = Formats::Forecast;

/// Forecasts, and changes nothing.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let now = context.inputs.now;
    let confidence = args.confidence.as_deref().map(Confidence::parse).transpose().context("--confidence")?;
    let by = values::said("--by", &args.by)?;
    let options = FilterOptions {
        owner: args.owner.clone(),
        kind: values::said("KIND", &args.kind)?,
        ..FilterOptions::default()
    };
    let filter = Filter::new(&[], &options, &context.inputs);
    let seen = known(&filter, options.kind.as_deref(), &context.inputs)?;
    let (policy, Known { asked, past, judges }) = (seen.policy, seen.state);
    let confidence = confidence.unwrap_or(Confidence::of(policy.forecast.confidence));
    filter.refuse_unseen(asked.unseen(), context)?;
    context.warn_of_shared(&seen.ids);
    let due = |kind: &str| {
        let begun = Begun { at: now, due: None, has_at: false };
        by.as_deref().map(|by| values::due(by, begun, now, &policy, kind)).transpose()
    };
    let one = |kind: &str, history: &History| -> Result<Forecast> {
        let judged = judge(kind, &judges)?.unwrap_or(&policy);
        Ok(Forecast::of(kind, history, confidence, due(kind)?, (judged, policy.zone), now))
    };
    let all = match &options.kind {
        Some(kind) => vec![one(kind, past.of(kind).unwrap_or(&History::default()))?],
        None => {
            let known = past.kinds().filter(|(_, history)| history.closings(now) >= confidence.needs());
            let (known, apart): (Vec<_>, Vec<_>) = known.partition(|(kind, _)| judge(kind, &judges).is_ok());
            for (kind, _) in apart {
                let kind = text::quote(kind);
                context
                    .note(format_args!("{kind} is left out: the ledgers do not count it by the same hours"));
            }
            known.into_iter().map(|(kind, history)| one(kind, history)).collect::<Result<_>>()?
        }
    };
    if all.is_empty() {
        // A date that is none is said, whatever is known.
        due("promise")?;
    }
    let owner = values::said("--owner", &args.owner)?;
    let is_of_one = options.kind.is_some();
    context.forecasts(&Forecasts { now, zone: policy.zone, owner, confidence, is_of_one, all })?;
    Ok(Exit::Success)
}

/// The past, and the filter.
pub(super) struct Known {
    pub(super) asked: Criteria,
    pub(super) past: Past,
    /// By what the past of each ledger is judged.
    pub(super) judges: Vec<Judge>,
}

/// The policy of a ledger, and the kinds of which it has a past.
pub(super) struct Judge {
    policy: Policy,
    kinds: BTreeSet<String>,
}

/// Returns the policy by which all that is known of a kind is judged, `None` if nothing is.
///
/// # Errors
/// Two ledgers that count it by different hours: lengths on two clocks are not the like cases of one forecast.
pub(super) fn judge<'j>(kind: &str, judges: &'j [Judge]) -> Result<Option<&'j Policy>> {
    let mut policies = judges.iter().filter(|judge| judge.kinds.contains(kind)).map(|judge| &judge.policy);
    let Some(first) = policies.next() else { return Ok(None) };
    let clock = clock_of(kind, first);
    if policies.all(|policy| clock_of(kind, policy).is_like(&clock)) {
        return Ok(Some(first));
    }
    Err(Error::new(format!("the ledgers do not count {} by the same hours", text::quote(kind)))
        .hint("ask for a forecast of each ledger alone"))
}

/// Reads the past of what the filter is about: one kind, or all. Archives are read unless the ledger itself fills the window of
/// that kind.
pub(super) fn known(filter: &Filter<'_>, kind: Option<&str>, inputs: &Inputs<'_>) -> Result<Seen<Known>> {
    let now = inputs.now;
    let see = |known: &mut Known, look: Look<'_, '_>| {
        let Known { asked, past, .. } = known;
        asked.see(look.commitment);
        let wanted = |kind: &str, owner: Option<&str>| asked.fits_kind(kind) && asked.fits_owner(owner);
        past.see(look.commitment, &wanted, look.policy, now);
    };
    let join = |one: Known, next: Known| Known {
        asked: one.asked.join(&next.asked),
        past: one.past.join(next.past),
        judges: one.judges.into_iter().chain(next.judges).collect(),
    };
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| {
                let asked = filter.read_among(now, policy, shown.first(policy))?;
                Ok(Known { asked, past: Past::default(), judges: Vec::new() })
            };
            let seen = inputs.fold_in_parts(begin, see, join)?;
            let is_full = kind.is_some_and(|kind| seen.state.past.is_full_of(kind, now));
            let mut seen = if is_full { seen } else { inputs.fold_archives(seen, see)? };
            let kinds = seen.state.past.kinds().map(|(kind, _)| kind.to_owned()).collect();
            seen.state.judges.push(Judge { policy: seen.policy.clone(), kinds });
            Ok(seen)
        };
        inputs.read_all(one, join)
    };
    filter.read_by(pass, |known| &known.asked)
}
