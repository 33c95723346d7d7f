//! `owed report --calibration`: how often forecasts would have come true.

use super::Args;
use crate::commands::forecast::{Archives, known, pasts};
use crate::context::Context;
use crate::error::Exit;
use crate::rules::forecast::clock_of;
use crate::select::filter::Filter;
use crate::views::calibration::Calibration;
use crate::views::formats::Formats;

/// Plays the past of every kind again, archives included, and shows what came of it.
pub(super) fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    Formats::Calibration.check(context.inputs.format)?;
    let (now, options) = (context.inputs.now, &args.filter.options);
    let filter = Filter::new(&[], options, &context.inputs);
    let seen = known(&filter, Archives::All, &context.inputs)?;
    filter.refuse_unseen(seen.state.asked.unseen(), context)?;
    context.warn_of_shared(&seen.ids);
    let mut kinds = Vec::new();
    for (kind, history) in seen.state.pasts.kinds() {
        let policy = match seen.state.pasts.judge(kind) {
            Ok(policy) => policy.unwrap_or(&seen.policy),
            Err(error) if options.kind.is_some() => return Err(error.into()),
            Err(_) => {
                pasts::apart(kind, context);
                continue;
            }
        };
        let kept = history.replay(&clock_of(kind, policy), now);
        if kept.iter().any(|rate| rate.of > 0) {
            kinds.push((kind.to_owned(), kept));
        }
    }
    let owner = filter.owner_as_written(&seen.state.asked)?;
    context.calibration(&Calibration { now, zone: seen.policy.zone, owner, kinds })?;
    Ok(Exit::Success)
}
