//! `owed reopen`: the next cycle of what was closed.

use super::change;
use super::pick::{Among, Which};
use super::promise::{self, Terms};
use super::{World, answer, typed};
use crate::cli::Reopen;
use crate::error::{Exit, Result};
use crate::rules::commitment::Deed;
use crate::when::Way;

/// Promises again what was closed.
pub fn run(args: &Reopen, world: &mut World<'_, '_>) -> Result<Exit> {
    let (by, why) = (typed::need("--by", &args.by)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Closed).single();
    let told = change::happen(world, &which, &args.happened, &mut |scene, desk| {
        let (house, commitment) = (scene.house, scene.commitment);
        let due = typed::date(&by, Way::Due, desk.now, house, Some(&commitment.kind))?.at;
        if let Some(limit) = commitment.limit {
            let terms = Terms { kind: &commitment.kind, asked: scene.happened.at, by: Some(by.clone()) };
            promise::within_limit(due, limit, &terms, house.calendar_of(commitment), house)?;
        }
        Ok(Deed::Reopened { due, why: why.clone().into() }.into())
    })?;
    answer::tell(world, &told, &|row, sheet| {
        format!(
            "{}: reopened, {}",
            answer::subject(row.commitment, sheet),
            answer::due(row.standing.cycle.due, sheet)
        )
    })?;
    Ok(Exit::Fine)
}
