//! `owed forecast`: which date is safe to promise, by what was kept before.

pub(super) mod pasts;

use anyhow::Context as _;

use crate::cli::FilterOptions;
use crate::cli::values::{self, Begun};
use crate::context::ledgers::Ledger;
use crate::context::{Context, Inputs};
use crate::error::{Exit, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::forecast::{Confidence, Forecast, History};
use crate::rules::policy::Policy;
use crate::select::filter::{Criteria, Filter};
use crate::views::forecast::Forecasts;
use crate::views::formats::Formats;
use pasts::Pasts;

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
    let seen = known(&filter, Archives::OfFew(options.kind.as_deref()), &context.inputs)?;
    let (policy, Known { asked, pasts }) = (seen.policy, seen.state);
    let confidence = confidence.unwrap_or(Confidence::of(policy.forecast.confidence));
    filter.refuse_unseen(asked.unseen(), context)?;
    context.warn_of_shared(&seen.ids);
    let due = |kind: &str| {
        let begun = Begun { at: now, due: None, has_at: false };
        by.as_deref().map(|by| values::due(by, begun, now, &policy, kind)).transpose()
    };
    let owner = filter.owner_as_written(&asked)?;
    let forecasts = match &options.kind {
        Some(kind) => {
            let judged = pasts.judge(kind)?.unwrap_or(&policy);
            let (none, zone) = (History::default(), policy.zone);
            let history = pasts.of(kind).unwrap_or(&none);
            let all = vec![Forecast::of(kind, history, confidence, due(kind)?, (judged, zone), now)];
            Forecasts { now, zone, owner, confidence, is_of_one: true, all }
        }
        None => pasts.forecasts(confidence, owner, due, &policy, context)?,
    };
    if forecasts.all.is_empty() {
        // A date that is none is said, whatever is known.
        due("promise")?;
    }
    context.forecasts(&forecasts)?;
    Ok(Exit::Success)
}

/// The past, and the filter.
pub(super) struct Known {
    pub(super) asked: Criteria,
    pub(super) pasts: Pasts,
}

/// Which cases in archives count.
#[derive(Debug, Clone, Copy)]
pub(super) enum Archives<'k> {
    /// All of them.
    All,
    /// Those of the kinds whose windows the ledger itself does not fill; of this one, if no other is asked for.
    OfFew(Option<&'k str>),
}

/// Reads the past of what the filter is about. What is known of a kind is the same whether or not it is the only one.
pub(super) fn known(filter: &Filter<'_>, archives: Archives<'_>, inputs: &Inputs<'_>) -> Result<Seen<Known>> {
    let now = inputs.now;
    let see = |known: &mut Known, look: Look<'_, '_>| {
        known.asked.see(look.commitment);
        known.pasts.see(&look, &known.asked, now);
    };
    let join = |one: Known, next: Known| Known {
        asked: one.asked.join(&next.asked),
        pasts: one.pasts.join(next.pasts),
    };
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| {
                let asked = filter.read_among(now, policy, shown.first(policy))?;
                Ok(Known { asked, pasts: Pasts::default() })
            };
            let mut seen = inputs.fold_in_parts(begin, see, join)?;
            let is_full = match archives {
                Archives::All => false,
                Archives::OfFew(kind) => {
                    seen.state.pasts = seen.state.pasts.filled(now);
                    kind.is_some_and(|kind| seen.state.pasts.is_full_of(kind))
                }
            };
            let Seen { policy, rules, ids, state: Known { asked, pasts } } =
                if is_full { seen } else { inputs.fold_archives(seen, see)? };
            let pasts = pasts.judged_by(&policy);
            Ok(Seen { policy, rules, ids, state: Known { asked, pasts } })
        };
        inputs.read_all(one, join)
    };
    filter.read_by(pass, |known| &known.asked)
}
