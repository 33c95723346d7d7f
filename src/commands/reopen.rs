//! `owed reopen`: the next cycle of what was done or broken; what was withdrawn or void goes on.

use super::answer::Line;
use super::change;
use super::pick::{Among, Which};
use super::promise::{self, Terms};
use super::{World, answer, typed};
use crate::cli::Reopen;
use crate::error::{Exit, Result};
use crate::rules::commitment::Deed;
use crate::rules::standing::Reason;
use crate::views::row::{Row, Sheet};

/// Promises again what was closed, or goes on with what was cancelled after all.
pub fn run(args: &Reopen, world: &mut World<'_, '_>) -> Result<Exit> {
    let (by, why) = (typed::need("--by", &args.by)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Closed).single();
    let told = change::happen(world, &which, &args.happened, &mut |scene, desk| {
        let (house, commitment) = (scene.house, scene.commitment);
        let due = typed::due(&by, scene.happened.at, desk.now, house, &commitment.kind)?;
        // What goes on still counts from when it was asked for; where its limit is past, no date could be within it.
        let goes_on = scene.cycle.goes_on();
        let asked = if goes_on { scene.cycle.asked } else { scene.happened.at };
        let is_past = goes_on && scene.cycle.limit_at.is_some_and(|limit| limit < desk.now);
        if let Some(limit) = commitment.limit.filter(|_| !is_past) {
            let terms = Terms { kind: &commitment.kind, asked, by: Some(by.clone()) };
            promise::within_limit(due, limit, &terms, house.calendar_of(commitment), house)?;
        }
        Ok(Deed::Reopened { due, why: why.clone().into(), told: args.told }.into())
    })?;
    answer::tell(world, &told, &line)?;
    Ok(Exit::Fine)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let limit = if row.standing.reasons.has(Reason::Limit) { "; past its limit" } else { "" };
    let line = Line::about(row.commitment, sheet).say(": reopened, ");
    line.due_of(row.commitment, &row.standing.cycle, sheet).say(limit)
}
