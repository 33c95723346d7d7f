//! The ladder: which rungs of a commitment have come, and when the others will.
//!
//! A rung has no memory of its own. What has been fired is what the current cycle has recorded, so that a climb
//! that was missed, killed or done twice changes nothing about what is still to be fired.

use super::commitment::Commitment;
use super::cycle::Cycle;
use super::house::{House, Rung, RungAt};
use super::time::Instant;

/// When a rung fires in a cycle. `None` if that is after all time that owed works with, or if the calendar it
/// is counted in never opens.
pub fn rung_at(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    rung: &Rung,
    house: &House,
) -> Option<Instant> {
    let (due, zone) = (cycle.known_due, house.zone);
    let calendar = Some(house.calendar_of(commitment));
    match rung.at {
        RungAt::Percent(share) => share_at(share, commitment, cycle, house),
        RungAt::Before(length) => length.before(due, zone, calendar).ok(),
        RungAt::After(length) => length.due(due, zone, calendar).ok(),
    }
}

/// When a share of the own-clock time from asked to the known due has passed, in percent.
fn share_at(share: u32, commitment: &Commitment<'_>, cycle: &Cycle<'_>, house: &House) -> Option<Instant> {
    let (asked, due) = (cycle.asked, cycle.known_due);
    let clock = house.clock(commitment);
    let total = clock.elapsed(asked, due);
    // All of the time is up at the due itself, also where that is a date outside the hours, or was past from
    // the start.
    if share == 100 || total <= 0 {
        return Some(due);
    }
    // A second that has only begun has not passed.
    let passed = total.saturating_mul(share.into()).saturating_add(99).checked_div(100)?;
    clock.plus(asked, passed).ok()
}

/// The rungs whose instant has come and that are not recorded in this cycle, in the order in which they fire:
/// by instant, ties in the order of the file. None while it is closed or waiting.
pub fn due_rungs<'h>(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    house: &'h House,
    now: Instant,
) -> Vec<(&'h Rung, Instant)> {
    if cycle.closing.is_some() || cycle.pause.is_some() {
        return Vec::new();
    }
    let open = house.rungs.iter().filter(|rung| rung.is_for(&commitment.kind) && !is_recorded(rung, cycle));
    let mut due: Vec<_> = open
        .filter_map(|rung| Some((rung, rung_at(commitment, cycle, rung, house)?)))
        .filter(|(_, at)| *at <= now)
        .collect();
    due.sort_by_key(|(_, at)| *at);
    due
}

/// Whether the rung has been fired in this cycle. It is known by its `at` as written.
pub fn is_recorded(rung: &Rung, cycle: &Cycle<'_>) -> bool {
    cycle.rungs.contains(&rung.name.as_str())
}

/// Who owns the commitment from this rung on, if the rung says so.
///
/// A rung that is fired behind a later one (it failed before, or was only now added to the ladder) tells whom it
/// is to tell, but does not take the commitment back from the person it was escalated to since.
pub fn new_owner<'h>(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    rung: &'h Rung,
    house: &House,
) -> Option<&'h str> {
    let to = rung.to.as_deref()?;
    let at = rung_at(commitment, cycle, rung, house)?;
    let mut recorded = house
        .rungs
        .iter()
        .filter(|other| other.to.is_some() && other.is_for(&commitment.kind) && is_recorded(other, cycle));
    let is_late =
        recorded.any(|other| rung_at(commitment, cycle, other, house).is_some_and(|later| later > at));
    (!is_late).then_some(to)
}

#[cfg(test)]
mod tests;
