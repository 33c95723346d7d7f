//! `owed escalate`: hand it to someone who can solve it.

use super::change::{self, Outcome};
use super::pick::{Among, Which};
use super::{World, answer, typed};
use crate::cli::Escalate;
use crate::error::{Exit, Result};
use crate::rules::commitment::Deed;

/// Hands commitments over now.
pub fn run(args: &Escalate, world: &mut World<'_, '_>) -> Result<Exit> {
    let (to, why) = (typed::need("--to", &args.to)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Open);
    let told = change::happen(world, &which, &args.happened, &mut |_, _| {
        let deed = Deed::Escalated { to: Some(to.clone().into()), why: Some(why.clone().into()), rung: None };
        Ok(Outcome::from(deed))
    })?;
    answer::tell(world, &told, &|row, sheet| {
        let owner = row.standing.cycle.owner.unwrap_or_default();
        let due = answer::due(row.standing.cycle.due, sheet);
        format!(
            "{}: escalated to {}, {due}",
            answer::subject(row.commitment, sheet),
            crate::text::clean(owner)
        )
    })?;
    Ok(Exit::Fine)
}
