//! `owed hand`: another owner.

use super::answer::Line;
use super::change;
use super::pick::{Among, Which};
use super::{World, answer, typed};
use crate::cli::Hand;
use crate::error::{Exit, Result, Trouble};
use crate::rules::commitment::Deed;
use crate::text;

/// Gives a commitment to another owner.
pub fn run(args: &Hand, world: &mut World<'_, '_>) -> Result<Exit> {
    let (to, why) = (typed::need_name("--to", &args.to)?, typed::need("--why", &args.why)?);
    let which = Which::new(&args.which, Among::Open).single();
    let told = change::happen(world, &which, &args.happened, &mut |scene, _| {
        if scene.cycle.owner == Some(to.as_str()) {
            return Err(Trouble::new(format!("{} already owns it", text::clean(&to))));
        }
        Ok(Deed::Handed { to: to.clone().into(), why: why.clone().into() }.into())
    })?;
    answer::tell(world, &told, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line =
            Line::about(row.commitment, sheet).say(": handed to ").text(cycle.owner.unwrap_or_default());
        line.say(", ").due_of(row.commitment, cycle, sheet)
    })?;
    Ok(Exit::Fine)
}
