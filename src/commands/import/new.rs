//! A row that is not in the ledger yet, as a commitment.

use crate::commands::promise::terms::{self, Terms};
use crate::intake::{Closing, Incoming, State};
use crate::rules::commitment::{CancelAs, Commitment, Deed, Event, Id, Turn};
use crate::rules::cycle::{Cycle, cycles};
use crate::rules::policy::Policy;
use crate::rules::target::Target;
use crate::rules::time::Instant;

/// Returns the kind of a row.
pub(super) fn kind(row: &Incoming) -> &str {
    row.kind.as_deref().unwrap_or("promise")
}

/// Why a row cannot be a new commitment.
pub(super) enum Not {
    /// It is no promise.
    APromise(&'static str),
    /// Its due cannot be counted.
    Counted(String),
}

/// Returns the due of a row: its own, or the one that the target of its kind gives.
pub(super) fn due(row: &Incoming, now: Instant, policy: &Policy) -> Result<(Instant, Option<Target>), Not> {
    match row.due {
        Some(due) => Ok((due, None)),
        None => counted(row, row.asked.unwrap_or(row.made), now, policy),
    }
}

fn counted(
    row: &Incoming,
    asked: Instant,
    now: Instant,
    policy: &Policy,
) -> Result<(Instant, Option<Target>), Not> {
    if policy.kind(kind(row)).is_none_or(|kind| kind.target.is_none()) {
        return Err(Not::APromise("no due"));
    }
    let due = terms::due(&Terms { kind: kind(row), asked, by: None }, now, policy);
    due.map(|due| (due.at, due.target)).map_err(|error| Not::Counted(error.message))
}

/// Returns true if the due of a row is counted from a day without a time, and another time of that day would give another.
pub(super) fn due_hangs_on_time(row: &Incoming, due: Instant, now: Instant, policy: &Policy) -> bool {
    row.due.is_none()
        && row.begun_by != row.asked.unwrap_or(row.made)
        && counted(row, row.begun_by, now, policy).is_ok_and(|(other, _)| other != due)
}

/// Returns the commitment of a row; `withdrawn` is why it was cancelled, if it was.
pub(super) fn commitment(
    row: Incoming,
    id: Id,
    (due, target): (Instant, Option<Target>),
    withdrawn: &str,
    policy: &Policy,
) -> Commitment<'static> {
    let history = history(&row, withdrawn);
    let kind = row.kind.unwrap_or_else(|| "promise".to_owned());
    let limit = policy.kind(&kind).and_then(|kind| kind.limit);
    let calendar = policy.counted_in(&kind, [target, limit]);
    Commitment {
        id,
        kind: kind.into(),
        to: row.to.into(),
        what: row.what.into(),
        owner: row.owner.map(Into::into),
        class: row.class.unwrap_or_default(),
        tags: row.tags.into_iter().map(Into::into).collect(),
        reference: row.reference.map(Into::into),
        contact: row.contact.map(Into::into),
        made: row.made,
        asked: row.asked.filter(|asked| *asked != row.made),
        due,
        target,
        limit,
        calendar: calendar.map(Into::into),
        history,
        extra: row.extra.into_iter().map(|(key, value)| (key.into(), value)).collect(),
        ..Commitment::default()
    }
}

/// Returns what happened to a row: what was said meanwhile, and how it ended.
fn history(row: &Incoming, withdrawn: &str) -> Vec<Event<'static>> {
    let noted = row.notes.iter().map(|(at, note)| Event {
        note: Some(note.clone().into()),
        ..Event::new(at.unwrap_or(row.made), Deed::Noted)
    });
    let end = match &row.state {
        State::Open | State::Gone(..) => None,
        State::Done(closing) => Some(done(closing)),
        State::Cancelled(closing) => Some(cancelled(closing.as_ref(), row.made, withdrawn)),
    };
    let mut history: Vec<_> = noted.chain(end).collect();
    history.sort_by_key(|event| event.at);
    history
}

/// Returns the event of something done.
pub(super) fn done(closing: &Closing) -> Event<'static> {
    Event { note: closing.note.clone().map(Into::into), ..Event::new(closing.at, Deed::Done) }
}

/// Returns the event of something cancelled, at its time or another.
pub(super) fn cancelled(closing: Option<&Closing>, otherwise: Instant, why: &str) -> Event<'static> {
    let deed = Deed::Cancelled { way: CancelAs::Withdrawn, why: why.to_owned().into() };
    let note = closing.and_then(|closing| closing.note.clone());
    Event { note: note.map(Into::into), ..Event::new(closing.map_or(otherwise, |one| one.at), deed) }
}

/// Returns true if a closing of which only the day is known decides a verdict or a due.
pub(super) fn hangs_on_time(
    closed: &Commitment<'static>,
    closing: &Closing,
    policy: &Policy,
    now: Instant,
) -> bool {
    let is_it = |event: &Event<'_>| event.at <= closing.last && event.deed.turn() == Turn::Closes;
    let place = closed.history.iter().rposition(is_it);
    place.is_some_and(|place| event_hangs_on_time(closed, place, closing.last, policy, now))
}

/// Returns true if an event of which only the day is known, until `last`, decides a verdict or a due: another instant of that
/// day, up to now, would give another.
pub(super) fn event_hangs_on_time(
    of: &Commitment<'static>,
    place: usize,
    last: Instant,
    policy: &Policy,
    now: Instant,
) -> bool {
    let last = last.min(now);
    let given_at = |at: Option<Instant>| {
        let mut other = of.clone();
        let event = other.history.get_mut(place)?;
        event.at = at.unwrap_or(event.at);
        let all = cycles(&other, policy, now)?;
        let given = |cycle: &Cycle<'_>| (cycle.closing.as_ref().map(|one| one.verdict), cycle.known_due);
        Some(all.earlier.iter().chain([&all.current]).map(given).collect::<Vec<_>>())
    };
    of.history.get(place).is_some_and(|event| event.at < last) && given_at(None) != given_at(Some(last))
}
