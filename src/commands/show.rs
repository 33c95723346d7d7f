//! `owed show`: one commitment, how its due came about, and its history.

use super::pick::{Among, Which};
use super::{World, answer, lines};
use crate::cli::Show;
use crate::error::{Exit, Result, Trouble};
use crate::views::row::Row;
use crate::views::{json, show};

/// Shows one commitment.
pub fn run(args: &Show, world: &mut World<'_, '_>) -> Result<Exit> {
    let which = Which::new(&args.which, Among::OpenFirst).single();
    let now = world.desk.now;
    let found = world.desk.read_all(|_| Ok(()), |(), look| which.keep(look, now))?;
    let commitment = which.resolve_one(&found)?.commitment;
    let sheet = answer::sheet(found.house(), &found.ids, &world.desk);
    let row = Row::new(&commitment, sheet.house, sheet.now)
        .ok_or_else(|| Trouble::new(format!("{} was promised after the current time", commitment.id)))?;
    let page = world.out.page();
    if world.desk.json {
        json::commitments(&[row], sheet, &mut world.out)
    } else {
        show::card(&row, sheet, page, &mut world.out)
    }
    .map_err(|error| lines::unprinted(&error))?;
    Ok(Exit::Fine)
}
