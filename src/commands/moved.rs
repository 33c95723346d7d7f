//! `owed move`: another due, with a reason, and the customer told or not.

use super::answer::Line;
use super::change;
use super::pick::{Among, Which};
use super::promise::{self, Terms};
use super::{World, answer, typed};
use crate::cli::Move;
use crate::error::{Exit, Result, Trouble};
use crate::rules::commitment::Deed;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Moves a due.
pub fn run(args: &Move, world: &mut World<'_, '_>) -> Result<Exit> {
    let (by, why) = (typed::need("--by", &args.by)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Open).single();
    let told = change::happen(world, &which, &args.happened, &mut |scene, desk| {
        let (house, commitment) = (scene.house, scene.commitment);
        let due = typed::due(&by, scene.happened.at, desk.now, house, &commitment.kind)?;
        if due == scene.cycle.due {
            let told = "to record that the customer was told of it: `owed told ID TEXT`";
            return Err(Trouble::new(format!("it is already due {}", say::full(due, house.zone)))
                .hint_maybe(scene.cycle.is_untold().then_some(told)));
        }
        if let Some(limit) = commitment.limit {
            let terms = Terms { kind: &commitment.kind, asked: scene.cycle.asked, by: Some(by.clone()) };
            promise::within_limit(due, limit, &terms, house.calendar_of(commitment), house)?;
        }
        Ok(Deed::Moved { due, why: why.clone().into(), told: args.told }.into())
    })?;
    answer::tell(world, &told, &line)?;
    Ok(Exit::Fine)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    Line::about(row.commitment, sheet).say(": moved, ").due_of(row.commitment, &row.standing.cycle, sheet)
}
