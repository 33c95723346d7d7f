//! `owed escalate`: hand it to someone who can solve it.

use super::change::{self, Outcome, Scene};
use super::pick::{Among, Which};
use super::{Desk, World, answer, typed};
use crate::cli::Escalate;
use crate::error::{Exit, Result};
use crate::rules::commitment::Deed;

/// Hands commitments over now.
pub fn run(args: &Escalate, world: &mut World<'_, '_>) -> Result<Exit> {
    let (to, why) = (typed::need("--to", &args.to)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Open);
    let decide: &mut dyn FnMut(&Scene<'_>, &Desk<'_>) -> Result<Outcome> = &mut |_, _| {
        let deed = Deed::Escalated { to: Some(to.clone().into()), why: Some(why.clone().into()), rung: None };
        Ok(Outcome::from(deed))
    };
    let told = if args.dry_run {
        change::rehearse(&world.desk, &which, &args.happened, decide)?
    } else {
        change::happen(world, &which, &args.happened, decide)?
    };
    let done = if args.dry_run { "would be escalated" } else { "escalated" };
    answer::tell(world, &told, &|row, sheet| {
        let owner = row.standing.cycle.owner.unwrap_or_default();
        let due = answer::due(row.standing.cycle.due, sheet);
        format!("{}: {done} to {}, {due}", answer::subject(row.commitment, sheet), crate::text::clean(owner))
    })?;
    if args.dry_run {
        world.out.talk("nothing was changed (--dry-run)");
    }
    Ok(Exit::Fine)
}
