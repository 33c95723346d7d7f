//! Whether an event fits a commitment, and what is said where it does not.

use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::rules::commitment::{Commitment, Event, Turn};
use crate::rules::cycle;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// Returns the commitment with one more event, as [`fits`] does; the error names the commitment.
pub(super) fn fitting(
    commitment: &Commitment<'static>,
    event: &Event<'static>,
    policy: &Policy,
    inputs: &Inputs<'_>,
) -> Result<Commitment<'static>> {
    fits(commitment, event, policy, inputs)
        .map_err(|error| Error { message: format!("{}: {}", title(commitment), error.message), ..error })
}

/// Returns the commitment with one more event. The error is an event that does not fit, or after which another no
/// longer fits; it does not say of which commitment.
pub fn fits(
    commitment: &Commitment<'static>,
    event: &Event<'static>,
    policy: &Policy,
    inputs: &Inputs<'_>,
) -> Result<Commitment<'static>> {
    let misfits = |commitment: &Commitment<'_>| {
        cycle::cycles(commitment, policy, inputs.now).map(|cycles| cycles.misfits).unwrap_or_default()
    };
    let before = misfits(commitment);
    let mut changed = commitment.clone();
    changed.history.push(event.clone());
    let new = misfits(&changed).into_iter().find(|misfit| !before.contains(misfit));
    let Some((place, why)) = new else { return Ok(changed) };
    match changed.history.get(place).filter(|_| place < commitment.history.len()) {
        None => {
            let closed = closed(commitment, event.at, policy, inputs.now).unwrap_or_default();
            let error = Error::new(format!("{why}{closed}"));
            let met = met(commitment, event.at).filter(|_| event.logged.is_some());
            Err(error.hint_maybe(met.map(|met| take_back(met, policy))))
        }
        Some(other) => {
            let (did, at) = (other.deed.name(), other.at.rfc3339(policy.zone));
            Err(Error::new(format!("this would make a later event invalid: `{did}` at {at} ({why})"))
                .hint(take_back(other, policy)))
        }
    }
}

/// Returns since when a commitment that was closed at this instant is closed, and how it ended, in words.
fn closed(commitment: &Commitment<'static>, at: Instant, policy: &Policy, now: Instant) -> Option<String> {
    let closing = cycle::cycles(commitment, policy, at)?.current.closing?;
    let since = say::absolute(closing.at, now, policy.zone);
    Some(format!(", since {since} ({})", closing.verdict.name()))
}

/// Returns the person's own closing or wait that was in force at an instant.
fn met<'c>(commitment: &'c Commitment<'static>, at: Instant) -> Option<&'c Event<'static>> {
    let stops = |event: &Event<'_>| match event.deed.turn() {
        Turn::Closes | Turn::Pauses => Some(true),
        Turn::Reopens | Turn::Resumes => Some(false),
        Turn::GoesOn | Turn::Rates | Turn::Nothing => None,
    };
    let before = commitment.history.iter().filter(|event| event.at <= at && stops(event).is_some());
    before.max_by_key(|event| event.at).filter(|event| stops(event) == Some(true))
}

/// Returns how to undo the event that is in the way.
fn take_back(event: &Event<'_>, policy: &Policy) -> String {
    let (did, at) = (event.deed.name(), event.at.rfc3339(policy.zone));
    format!("undo `{did}` of {at} first: `owed undo` if it was the last change, else `owed edit`")
}

/// Returns the error of something that does not fit a commitment, and why.
pub fn misfit(commitment: &Commitment<'_>, why: &str) -> Error {
    Error::new(format!("{}: {why}", title(commitment)))
}

/// Names a commitment in an error: its id, what is owed, and to whom.
pub(super) fn title(commitment: &Commitment<'_>) -> String {
    let (to, what) = (text::sanitize(&commitment.to), text::sanitize(&commitment.what));
    format!("{} ({what} → {to})", commitment.id)
}

/// Returns an error that says which of several it is about.
pub(super) fn about(commitment: &Commitment<'_>, error: Error) -> Error {
    let says = |text: &String| text.contains(commitment.id.as_str()) || text.starts_with(ABOUT);
    if says(&error.message) || error.hints.iter().any(says) {
        return error;
    }
    error.hint(format!("{ABOUT}{}", title(commitment)))
}

/// How a hint begins that names the commitment of an error.
const ABOUT: &str = "this is about ";
