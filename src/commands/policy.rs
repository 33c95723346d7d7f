//! `owed policy`: what every customer can expect of us, by when, and from whom.

use super::{World, lines};
use crate::error::{Exit, Result};
use crate::views::policy;

/// Shows the rules of the house. There has to be a ledger: without one there are no rules to hold anyone to.
pub fn run(world: &mut World<'_, '_>) -> Result<Exit> {
    let house = world.desk.read(|_| Ok(()), |(), _| None::<()>)?.scanned.house;
    let (now, page) = (world.desk.now, world.out.page());
    let shown = if world.desk.json {
        policy::json(&house, now, &mut world.out)
    } else {
        policy::table(&house, now, page, &mut world.out)
    };
    shown.map_err(|error| lines::unprinted(&error))?;
    Ok(Exit::Fine)
}
