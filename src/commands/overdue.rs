//! `owed overdue`: what is late, for people, cron and scripts.

use std::cell::RefCell;

use super::filter::{Asked, Filter};
use super::lines::{self, Lines};
use super::read::Look;
use super::{World, typed};
use crate::cli::Overdue;
use crate::error::{Exit, Result, Trouble};
use crate::rules::house::House;
use crate::rules::standing::{Reason, Reasons, Standing, State};
use crate::rules::time::Instant;
use crate::text;
use crate::views::row::Row;
use crate::when::Way;

/// Lists what is flagged. Exit 1 if anything is.
pub fn run(args: &Overdue, world: &mut World<'_, '_>) -> Result<Exit> {
    let (now, json, quiet) = (world.desk.now, world.desk.json, world.desk.quiet || args.count);
    let filter = Filter::new(&args.filter.words, &args.filter.options, &world.desk);
    let prepare = |house: &House| {
        let until = args.within.as_deref().map(|length| within(length, now, house)).transpose()?;
        Ok((filter.read(now, house)?, until, RefCell::new(Lines::new(quiet, json, house, now))))
    };
    type Prepared = (Asked, Option<Instant>, RefCell<Lines>);
    let keep = |(asked, until, lines): &Prepared, look: Look<'_, '_>| {
        asked.see(look.commitment);
        if look.commitment.is_closed_for_good(now) {
            return None;
        }
        let mut row = Row::new(look.commitment, look.house, now)?;
        row.reasons = reasons(&row.standing, args.at_risk, *until);
        let flagged = !row.reasons.is_empty() && asked.fits_due(look.commitment, &row.standing);
        flagged.then(|| lines.borrow_mut().add(&row, look.house))
    };
    let join = |(asked, until, lines): Prepared, (other, _, more): Prepared| {
        (asked.join(&other), until, RefCell::new(lines.into_inner().join(more.into_inner())))
    };
    let found = world.desk.read_in_parts(prepare, keep, join)?;
    let (asked, _, lines) = found.prepared;
    filter.refuse_unseen(asked.unseen(), world)?;
    let count = found.kept.len();
    if args.count {
        world.out.data(&format!("{count}\n")).map_err(|error| lines::unprinted(&error))?;
    }
    lines.into_inner().show(&found.ids, "nothing is overdue", world)?;
    Ok(if count == 0 { Exit::Fine } else { Exit::Holds })
}

/// The end of a length of time from now on.
fn within(length: &str, now: Instant, house: &House) -> Result<Instant> {
    let reading = typed::date(length, Way::Due, now, house, None);
    let at = reading.ok().and_then(|reading| reading.target.map(|_| reading.at));
    at.ok_or_else(|| {
        Trouble::new(format!("invalid duration for --within: {:?}", text::clean(length)))
            .hint("write it like 4h or 2d; for a date, use --until")
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
