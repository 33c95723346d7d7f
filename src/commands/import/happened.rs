//! What happened to a commitment, event by event, as event files and other ledgers tell it.
//!
//! Each event is held against the history: one of the same deed at the same instant is there already, any other is added
//! if it can have happened then. So a row that brings its history is not compared with what its source said last.

use super::plan::Planner;
use super::tell::Changed;
use crate::commands::promise::terms::{self, Terms};
use crate::error::{Error, Result};
use crate::events::fitting;
use crate::intake::Happening;
use crate::ledger::change::Change;
use crate::rules::commitment::{Commitment, Deed, Event, Turn};
use crate::rules::cycle::cycles;
use crate::rules::standing::standing;
use crate::rules::time::Instant;
use crate::text;

impl Planner<'_> {
    /// Returns a commitment with what happened to it, and what of that is new. Events that cannot have happened are bad
    /// rows.
    pub(super) fn with_history(
        &mut self,
        of: Commitment<'static>,
        happened: Vec<Happening>,
    ) -> (Commitment<'static>, Vec<Event<'static>>) {
        let (mut after, mut events) = (of, Vec::new());
        for Happening { line, event, has_due } in happened {
            let event = if has_due { event } else { self.counted(event, &after) };
            let is_it = |old: &Event<'_>| old.at == event.at && old.deed.did() == event.deed.did();
            if after.history.iter().any(is_it) {
                continue;
            }
            match fitting(&after, &event, self.ground.policy, self.ground.inputs) {
                Ok(then) => {
                    after = then;
                    events.push(event);
                }
                Err(Error { message, hints, .. }) => {
                    let why = std::iter::once(message).chain(hints).collect::<Vec<_>>().join("; ");
                    self.bad(line, &why);
                }
            }
        }
        (after, events)
    }

    /// Returns a reopening with the due that its kind gives, counted from then; without a target it keeps the one it had.
    fn counted(&self, mut event: Event<'static>, of: &Commitment<'static>) -> Event<'static> {
        let policy = self.ground.policy;
        let current = cycles(of, policy, Instant::LAST).map(|all| all.current);
        if let (Deed::Reopened { due, .. }, Some(current)) = (&mut event.deed, current) {
            let kind = current.basis.kind;
            let has_target = policy.kind(kind).is_some_and(|kind| kind.target.is_some());
            let terms = Terms { kind, asked: event.at, by: None };
            let counted =
                has_target.then(|| terms::due(&terms, self.ground.inputs.now, policy).ok()).flatten();
            *due = counted.map_or(current.due, |counted| counted.at);
        }
        event
    }

    /// Adds what happened to a commitment that is there.
    pub(super) fn happened(&mut self, line: u64, place: usize, happened: Vec<Happening>) -> Result<()> {
        let Some(known) = self.present.all.get_mut(place) else { return Ok(()) };
        known.line = known.line.or(Some(line));
        // Nothing happens any more to what is archived.
        if known.is_archived {
            self.tally.present = self.tally.present.saturating_add(1);
            return Ok(());
        }
        let (id, span, was_open) = (known.id, known.span.clone(), known.open.is_some());
        let of = match known.open.take() {
            Some(open) => *open,
            None => self.ground.commitment(span.clone())?,
        };
        let (after, events) = self.with_history(of.clone(), happened);
        let end = after.history.iter().map(|event| event.at).fold(after.made, Instant::max);
        let is_open = standing(&after, self.ground.policy, end).is_none_or(|one| one.is_open());
        if is_open && let Some(known) = self.present.all.get_mut(place) {
            known.open = Some(Box::new(after.clone()));
        }
        if events.is_empty() {
            self.tally.present = self.tally.present.saturating_add(1);
            return Ok(());
        }
        self.show(&after);
        let did = events.iter().map(|event| event.deed.name()).collect::<Vec<_>>().join(", ");
        let done = events.iter().rfind(|event| event.deed.turn() == Turn::Closes).map(|event| event.at);
        self.changes.push(Change::Happened { span, events });
        match done.filter(|_| was_open && !is_open) {
            Some(at) => {
                self.tally.closed = self.tally.closed.saturating_add(1);
                self.follow(&of, at)?;
            }
            None => {
                let title = format!("{} → {}", text::brief(&after.what), text::brief(&after.to));
                let changed = Changed { line, id, title, what: did, is_recorded: true, is_recordable: false };
                self.tally.changed.push(changed);
            }
        }
        Ok(())
    }
}
