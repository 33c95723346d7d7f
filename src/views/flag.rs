//! What is wrong with a commitment, in words on one line: what an annotation and a failed test say of it.

use chrono_tz::Tz;

use super::list;
use super::row::Row;
use super::why;
use crate::rules::commitment::Commitment;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// Returns to whom it is owed, and what: `Acme Corp: call back about invoice 1182`.
pub(super) fn title(commitment: &Commitment<'_>) -> String {
    format!("{}: {}", text::sanitize(&commitment.to), text::sanitize(&commitment.what))
}

/// Returns why it is listed: `due, limit`.
pub(super) fn why(row: &Row<'_>) -> String {
    row.reasons.iter().map(why::mark).collect::<Vec<_>>().join(", ")
}

/// Returns how far off its due is, or how much time is left while its clock is stopped: `1d 2h late`.
pub(super) fn how_far(row: &Row<'_>, policy: &Policy, now: Instant) -> String {
    let mut said = String::new();
    list::due(row, policy, now, &mut said);
    said
}

/// Returns all of it: `due, limit: 1d 2h late, due Thu 19 Nov 09:12, owner dana (k7qdm2xv)`.
pub(super) fn line(row: &Row<'_>, policy: &Policy, zone: Tz, now: Instant) -> String {
    let due = row.standing.listed_due().map(|due| row.commitment.as_said(due));
    let due = due.map(|due| format!("due {}", say::absolute(due, now, zone)));
    let owner = row.standing.cycle.owner.map(|owner| format!("owner {}", text::sanitize(owner)));
    let parts = [Some(how_far(row, policy, now)), due, owner].into_iter().flatten().collect::<Vec<_>>();
    format!("{}: {} ({})", why(row), parts.join(", "), row.commitment.id)
}
