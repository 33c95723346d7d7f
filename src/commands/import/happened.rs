//! What happened to a commitment, event by event, as event files and other ledgers tell it.
//!
//! Each event is held against those that were there: one of them stands for one of the file, so that two of a kind at one
//! instant are two. What is not there is added if it can have happened then. So a row that brings its history is not
//! compared with what its source said last.

use super::new;
use super::plan::{Added, Planner};
use super::tell::Changed;
use crate::commands::promise::terms::{self, Terms};
use crate::error::{Error, Result};
use crate::events::fits;
use crate::intake::Happening;
use crate::ledger::change::Change;
use crate::rules::commitment::{Commitment, Deed, Event, Turn};
use crate::rules::cycle::cycles;
use crate::rules::standing::standing;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

impl Planner<'_> {
    /// Returns a commitment with what happened to it.
    pub(super) fn with_history(&mut self, of: Commitment<'static>, happened: Vec<Happening>) -> Added {
        let inputs = self.ground.inputs;
        let mut there: Vec<_> = of.history.iter().cloned().map(Some).collect();
        let mut added = Added { after: of, events: Vec::new(), unfit: Vec::new() };
        let mut days = Vec::new();
        for happening in happened {
            let Happening { line, event, last, has_due } = &happening;
            let mut event = if *has_due { event.clone() } else { self.counted(event.clone(), &added.after) };
            // A day alone stands for any time of it.
            event.at = event.at.max(added.after.made.min(*last));
            if is_there(&event, *last, &mut there) {
                continue;
            }
            let fitting = if event.at < added.after.made {
                Err(Error::new("it happened before the commitment was made"))
            } else {
                fits(&added.after, &event, self.ground.policy, inputs)
            };
            match fitting {
                Ok(then) => {
                    if event.at < *last {
                        days.push((then.history.len().saturating_sub(1), *last, *line));
                    }
                    added.after = then;
                    added.events.push(event);
                }
                // The file has it twice.
                Err(_) if added.events.iter().any(|other| happens_once(other, &event, event.at)) => {}
                Err(error) => added.unfit.push((happening, error.message)),
            }
        }
        let hangs = |(place, last, _): &(usize, Instant, u64)| {
            new::event_hangs_on_time(&added.after, *place, *last, self.ground.policy, inputs.now)
        };
        let lines: Vec<_> = days.into_iter().filter(hangs).map(|(_, _, line)| line).collect();
        self.tally.at_midnight.extend(lines);
        added
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

    /// Adds what happened to a commitment that is there, whose name in the other system is given.
    pub(super) fn happened(
        &mut self,
        (line, name): (u64, &str),
        place: usize,
        happened: Vec<Happening>,
    ) -> Result<()> {
        let Some(known) = self.present.all.get_mut(place) else { return Ok(()) };
        known.line = known.line.or(Some(line));
        let (id, span, was_open) = (known.id, known.span.clone(), known.open.is_some());
        if known.is_archived {
            let title = text::brief(name);
            let closed = known.closed.map(|closed| closed.at);
            let news = since(&happened, closed);
            if news.is_empty() {
                self.tally.present = self.tally.present.saturating_add(1);
            }
            for one in news {
                let what = self.not_recorded(&one.event, "it is archived");
                self.tally.changed.push(Changed::not_recorded(one.line, id, title.clone(), what));
            }
            return Ok(());
        }
        let of = match known.open.take() {
            Some(open) => *open,
            None => self.ground.commitment(span.clone())?,
        };
        let Added { after, events, unfit } = self.with_history(of.clone(), happened);
        let end = after.history.iter().map(|event| event.at).fold(after.made, Instant::max);
        let is_open = standing(&after, self.ground.policy, end).is_none_or(|one| one.is_open());
        if is_open && let Some(known) = self.present.all.get_mut(place) {
            known.open = Some(Box::new(after.clone()));
        }
        if events.is_empty() && unfit.is_empty() {
            self.tally.present = self.tally.present.saturating_add(1);
        }
        let title = format!("{} → {}", text::brief(&after.what), text::brief(&after.to));
        for (one, why) in unfit {
            let what = self.not_recorded(&one.event, &why);
            self.tally.changed.push(Changed::not_recorded(one.line, id, title.clone(), what));
        }
        if events.is_empty() {
            return Ok(());
        }
        self.note_after_now(line, after.made, &events);
        self.show(&after);
        let what = events.iter().map(|event| event.deed.name()).collect::<Vec<_>>().join(", ");
        let done = events.iter().rfind(|event| event.deed.turn() == Turn::Closes).map(|event| event.at);
        self.changes.push(Change::Happened { span, events });
        match done.filter(|_| was_open && !is_open) {
            Some(at) => {
                self.tally.closed = self.tally.closed.saturating_add(1);
                self.follow(&of, at)?;
            }
            None => {
                let changed = Changed { line, id, title, what, is_recorded: true, is_recordable: false };
                self.tally.recorded.push(changed);
            }
        }
        Ok(())
    }

    /// Returns an event in words, and why it is not recorded.
    fn not_recorded(&self, event: &Event<'_>, why: &str) -> String {
        let at = say::absolute(event.at, self.ground.inputs.now, self.ground.policy.zone);
        format!("{} {at} (not recorded: {why})", event.deed.name())
    }
}

/// Returns true if an event is one of those that were there and stand for none yet, which it then does.
fn is_there(event: &Event<'_>, last: Instant, there: &mut [Option<Event<'static>>]) -> bool {
    let is_same = |old: &Event<'_>| {
        (old.at, &old.deed, &old.by, &old.note) == (event.at, &event.deed, &event.by, &event.note)
    };
    let find =
        |is_it: &dyn Fn(&Event<'_>) -> bool| there.iter().position(|old| old.as_ref().is_some_and(is_it));
    let place = find(&is_same).or_else(|| find(&|old| happens_once(old, event, last)));
    place.and_then(|place| there.get_mut(place)?.take()).is_some()
}

/// Returns true if an event is of the same deed as another, at its instant or until `last`, and nothing happens so twice: a
/// file of tickets says less of a closing than one of events, and it is the same one.
fn happens_once(old: &Event<'_>, event: &Event<'_>, last: Instant) -> bool {
    let turns = matches!(event.deed.turn(), Turn::Closes | Turn::Reopens | Turn::Pauses | Turn::Resumes);
    turns && old.deed.did() == event.deed.did() && (event.at..=last).contains(&old.at)
}

/// Returns the closings and reopenings since something was closed, as far as its closing tells them.
fn since(happened: &[Happening], closed: Option<Instant>) -> Vec<&Happening> {
    let turns = happened.iter().filter(|one| matches!(one.event.deed.turn(), Turn::Closes | Turn::Reopens));
    let turns: Vec<_> = turns.collect();
    let is_closing = |one: &&Happening| {
        one.event.deed.turn() == Turn::Closes
            && closed.is_some_and(|at| (one.event.at..=one.last).contains(&at))
    };
    match turns.iter().rposition(is_closing) {
        Some(place) => turns.into_iter().skip(place.saturating_add(1)).collect(),
        None => turns.into_iter().filter(|one| Some(one.event.at) > closed).collect(),
    }
}
