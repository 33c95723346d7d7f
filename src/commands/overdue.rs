//! `owed overdue`: what is late, for people, cron and scripts.

use super::filter::{self, Asked};
use super::{World, lines, typed};
use crate::cli::Overdue;
use crate::error::{Exit, Result, Trouble};
use crate::rules::house::House;
use crate::rules::standing::{Reason, Reasons, Standing, State, standing};
use crate::rules::time::Instant;
use crate::text;
use crate::views::row::Row;
use crate::when::Way;

/// Lists what is flagged. Exit 1 if anything is.
pub fn run(args: &Overdue, world: &mut World<'_, '_>) -> Result<Exit> {
    let now = world.desk.now;
    let flag = |house: &House| {
        let until = args.within.as_deref().map(|length| within(length, now, house)).transpose()?;
        Ok((Asked::new(&args.filter.words, &args.filter.options, now, house)?, until))
    };
    let found = world.desk.read(flag, |(asked, until), look| {
        if look.commitment.is_closed_for_good(now) {
            return None;
        }
        let standing = standing(look.commitment, look.house, now)?;
        let flagged = !reasons(&standing, args.at_risk, *until).is_empty();
        (flagged && asked.fits_due(look.commitment, &standing)).then(|| look.commitment.clone().into_owned())
    })?;
    filter::warn_of_unknown(&args.filter.options, world)?;
    let exit = if found.kept.is_empty() { Exit::Fine } else { Exit::Holds };
    let until = found.prepared.1;
    if args.count {
        world.out.data(&format!("{}\n", found.kept.len())).map_err(|error| lines::unprinted(&error))?;
    } else if !world.desk.quiet {
        let mark = |row: &mut Row<'_>| row.reasons = reasons(&row.standing, args.at_risk, until);
        lines::show(world, &found, &mark, "nothing is overdue")?;
    }
    Ok(exit)
}

/// The end of a length of time from now on.
fn within(length: &str, now: Instant, house: &House) -> Result<Instant> {
    let reading = typed::date(length, Way::Due, now, house, None);
    let at = reading.ok().and_then(|reading| reading.target.map(|_| reading.at));
    at.ok_or_else(|| {
        Trouble::new(format!("--within takes a length of time, and {:?} is none", text::clean(length)))
            .hint("write it like 4h or 2d; for dates there is --until")
    })
}

/// Why it is listed, with the reasons that were asked for.
fn reasons(standing: &Standing<'_>, at_risk: bool, until: Option<Instant>) -> Reasons {
    let mut reasons = standing.reasons;
    reasons.add_if(at_risk && standing.at_risk, Reason::AtRisk);
    let soon = standing.state == State::Open
        && !standing.is_overdue()
        && until.is_some_and(|until| standing.due.is_some_and(|due| due <= until));
    reasons.add_if(soon, Reason::Within);
    reasons
}
