//! A day without a time of day: whether anything depends on the missing time.
//!
//! `--at yesterday` stands for an instant of that day by convention. If another instant of it would give another
//! verdict or another due, the convention would be a guess; so the time is asked for. All verbs do it one way: what was
//! typed is planned at each instant of the day at which something changes, and the results are compared.

use crate::cli::values::Happened;
use crate::error::{Error, Result};
use crate::events::After;
use crate::rules::commitment::{Commitment, Event, Turn};
use crate::rules::cycle::{self, Cycle, Verdict};
use crate::rules::policy::Policy;
use crate::rules::standing::{State, standing};
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// What must not depend on a missing time.
#[derive(Debug, PartialEq)]
struct Judged {
    state: State,
    /// The time left, while the clock stands still.
    left: Option<i64>,
    due: Instant,
    limit_at: Option<Instant>,
    untold: bool,
    /// The known due, the verdict and the stars of every cycle.
    cycles: Vec<(Instant, Option<Verdict>, Option<u32>)>,
    /// The dues and the limits of the promises that follow.
    next: Vec<(Instant, Option<Instant>)>,
}

fn judged(after: &After, policy: &Policy, now: Instant) -> Option<Judged> {
    let standing = standing(&after.commitment, policy, now)?;
    let of_cycle = |cycle: &Cycle<'_>| {
        (
            cycle.known_due,
            cycle.closing.map(|closing| closing.verdict),
            cycle.rating.map(|rating| rating.stars),
        )
    };
    Some(Judged {
        state: standing.state,
        left: standing.left,
        due: standing.cycle.due,
        limit_at: standing.cycle.limit_at,
        untold: standing.cycle.is_untold(),
        cycles: standing.earlier.iter().chain([&standing.cycle]).map(of_cycle).collect(),
        next: after
            .next
            .iter()
            .map(|next| (next.due, cycle::limit_at(next.basis(), policy, next.asked())))
            .collect(),
    })
}

/// Returns what `plan` makes of a commitment at the typed instant.
///
/// # Errors
///
/// Those of `plan`; and a question, if only a day was typed and `plan` would give another result at another time of it.
pub fn settle(
    commitment: &Commitment<'_>,
    happened: Happened,
    policy: &Policy,
    now: Instant,
    plan: &dyn Fn(Happened) -> Result<After>,
) -> Result<After> {
    let planned = plan(happened);
    let Some((first, last)) = happened.span else { return planned };
    let last = last.min(now);
    let first = first.max(made(commitment, policy, now, last));
    let judge = |planned: &Result<After>| planned.as_ref().ok().and_then(|after| judged(after, policy, now));
    let expected = judge(&planned);
    for at in turns(commitment, first, last) {
        if judge(&plan(Happened::exactly(at, now))) != expected {
            return Err(ask(commitment, policy, now, (first, last)));
        }
    }
    planned
}

/// Returns when the promise was given that a day means: when it was reopened, unless that was after the day; if the
/// promise was entered after the day, when it was asked for.
fn made(commitment: &Commitment<'_>, policy: &Policy, now: Instant, last: Instant) -> Instant {
    let current = cycle::cycles(commitment, policy, now).map(|all| all.current.made);
    current.into_iter().chain([commitment.made]).find(|made| *made <= last).unwrap_or(commitment.begun())
}

/// Returns the first and the last instant, and between them every event and the second before it: between two events what
/// is judged changes once at most, when a due passes, and the ends show it.
fn turns(commitment: &Commitment<'_>, first: Instant, last: Instant) -> Vec<Instant> {
    let of_history = commitment.history.iter().flat_map(|event| [event.at.plus(-1), event.at]);
    let mut turns: Vec<_> = of_history.chain([first, last]).collect();
    turns.retain(|at| (first..=last).contains(at));
    turns.sort_unstable();
    turns.dedup();
    turns
}

/// Returns the question for the time, with what depends on it.
fn ask(
    commitment: &Commitment<'_>,
    policy: &Policy,
    now: Instant,
    (first, last): (Instant, Instant),
) -> Error {
    let clock = |at: Instant| say::weekday_and_time(at, policy.zone);
    let in_span = |at: &Instant| (first..=last).contains(at);
    let current = cycle::cycles(commitment, policy, now).map(|all| all.current);
    // While its clock is stopped or it is closed, no due is running.
    let running = current.filter(|cycle| !cycle.is_stopped() && cycle.closing.is_none());
    let known = running.map(|cycle| cycle.known_due).filter(in_span);
    let counts = |event: &&Event<'_>| in_span(&event.at) && event.deed.turn() != Turn::Nothing;
    let why = match (known, commitment.history.iter().find(counts)) {
        (Some(due), _) => format!("it was due {}", clock(due)),
        (None, Some(event)) => format!("`{}` is recorded for {}", event.deed.name(), clock(event.at)),
        (None, None) => "a due or a limit is counted from it".to_owned(),
    };
    let (what, to) = (text::sanitize(&commitment.what), text::sanitize(&commitment.to));
    question("--at", &why, (first, last), policy).hint(format!("this is about {what} → {to}"))
}

/// Returns the question for the time of day, with the option it belongs to and a time to type.
pub fn question(option: &str, why: &str, (first, last): (Instant, Instant), policy: &Policy) -> Error {
    let middle = first.plus(last.since(first).saturating_add(1).checked_div(2).unwrap_or(0));
    let local = middle.in_zone(policy.zone).format("%Y-%m-%d %H:%M");
    Error::new(format!("at what time? {why}"))
        .hint(format!("write the time too, for instance {option} '{local}'"))
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
