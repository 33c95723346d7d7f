//! `owed cancel`: close what will not be done.

use super::change;
use super::pick::{Among, Which};
use super::{World, answer, typed};
use crate::cli::{Cancel, CancelHow};
use crate::error::{Exit, Result};
use crate::rules::commitment::{CancelAs, Deed};

/// Closes a commitment without doing it.
pub fn run(args: &Cancel, world: &mut World<'_, '_>) -> Result<Exit> {
    let why = typed::need("--why", &args.why)?;
    let way = match args.way {
        CancelHow::Withdrawn => CancelAs::Withdrawn,
        CancelHow::Broken => CancelAs::Broken,
        CancelHow::Void => CancelAs::Void,
    };
    let which = Which::new(&args.which, Among::Open).single();
    let told = change::happen(world, &which, &args.happened, &mut |_, _| {
        Ok(Deed::Cancelled { way, why: why.clone().into() }.into())
    })?;
    answer::tell(world, &told, &|row, sheet| {
        format!("{}: cancelled, {}", answer::subject(row.commitment, sheet), answer::verdict(row))
    })?;
    Ok(Exit::Fine)
}
