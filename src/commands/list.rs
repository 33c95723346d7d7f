//! `owed list`, and `owed` alone: look.

use super::filter::{self, Asked};
use super::read::Look;
use super::{World, lines};
use crate::cli::List;
use crate::error::{Exit, Result};
use crate::rules::house::House;
use crate::rules::standing::standing;

/// Lists what is open, or everything.
pub fn run(args: &List, world: &mut World<'_, '_>) -> Result<Exit> {
    let now = world.desk.now;
    let prepare = |house: &House| Asked::new(&args.filter.words, &args.filter.options, now, house);
    let keep = |asked: &Asked, look: Look<'_, '_>| {
        if !args.all && look.commitment.is_closed_for_good(now) {
            return None;
        }
        let standing = standing(look.commitment, look.house, now)?;
        let wanted = (args.all || standing.is_open()) && asked.fits_due(look.commitment, &standing);
        wanted.then(|| look.commitment.clone().into_owned())
    };
    let found =
        if args.all { world.desk.read_all(prepare, keep)? } else { world.desk.read(prepare, keep)? };
    filter::warn_of_unknown(&args.filter.options, world)?;
    if !world.desk.quiet {
        lines::show(
            world,
            &found,
            &|_| {},
            if args.all { "nothing is promised" } else { "nothing is open" },
        )?;
    }
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
