//! `owed list`, and `owed` alone: look.

use std::cell::RefCell;

use super::World;
use super::filter::{Asked, Filter};
use super::lines::{self, Lines};
use super::read::Look;
use crate::cli::List;
use crate::error::{Exit, Result};
use crate::rules::house::House;
use crate::views::row::Row;

/// Lists what is open, or everything.
pub fn run(args: &List, world: &mut World<'_, '_>) -> Result<Exit> {
    let (now, json, quiet) = (world.desk.now, world.desk.json, world.desk.quiet);
    let filter = Filter::new(&args.filter.words, &args.filter.options, &world.desk);
    let prepare =
        |house: &House| Ok((filter.read(now, house)?, RefCell::new(Lines::new(quiet, json, house, now))));
    let keep = |(asked, lines): &(Asked, RefCell<Lines>), look: Look<'_, '_>| {
        asked.see(look.commitment);
        if !args.all && look.commitment.is_closed_for_good(now) {
            return None;
        }
        let row = Row::new(look.commitment, look.house, now)?;
        let wanted = (args.all || row.standing.is_open()) && asked.fits_due(look.commitment, &row.standing);
        wanted.then(|| lines.borrow_mut().add(&row, look.house))
    };
    let join = |(asked, lines): (Asked, RefCell<Lines>), (other, more): (Asked, RefCell<Lines>)| {
        (asked.join(&other), RefCell::new(lines.into_inner().join(more.into_inner())))
    };
    let mut found = world.desk.read_in_parts(prepare, keep, join)?;
    if args.all {
        found = world.desk.read_archives(found, keep)?;
    }
    let (asked, lines) = found.prepared;
    filter.warn_of_unseen(asked.unseen(), world)?;
    let nothing = if args.all { "nothing is promised" } else { "nothing is open" };
    lines.into_inner().show(&found.ids, nothing, world)?;
    Ok(Exit::Fine)
}

/// What `owed` says with no verb: what is open, or how to begin.
pub fn bare(world: &mut World<'_, '_>) -> Result<Exit> {
    if world.out.terminal().stdout_tty && !world.desk.json && !world.desk.store.exists()? {
        world.out.data(WELCOME).map_err(|error| lines::unprinted(&error))?;
        return Ok(Exit::Fine);
    }
    run(&List::default(), world)
}

const WELCOME: &str = "\
owed keeps the promises you make to other people. There is no ledger yet; the first promise makes it:

  owed promise call back about the invoice --to Acme Corp --by fri 5pm
  owed                 what is open, most pressing first
  owed done acme       kept, or late and by how much
  owed overdue         what is late; exit 1 if anything is

`owed --help` shows the rest.
";
