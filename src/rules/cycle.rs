//! From promise to closing: what the events of a history add up to.
//!
//! A history is replayed event by event, in order of `at`. Reopening starts the next cycle, or goes on with one that
//! was cancelled as withdrawn or void. An event that does not fit the state it meets changes nothing; [`Cycle::misfit`]
//! says why, for `check` and for the commands, which refuse to write one. The rules, with examples, are in
//! `docs/rules.md`.

mod crossed;
mod verdict;

use super::clock::{Lateness, OwnClock};
use super::commitment::{Basis, CancelAs, Commitment, Deed, Event};
use super::target::NoDue;
use super::time::Instant;
use crate::rules::policy::Policy;

pub use crossed::{Crossed, Stood};
pub use verdict::{Closing, Verdict};

/// The kind whose limit a report counts.
const CALLBACK: &str = "callback";

/// The customer has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause<'c> {
    /// Since when.
    pub since: Instant,
    /// What they have to do.
    pub why: &'c str,
    /// When they said they will.
    pub until: Option<Instant>,
    /// Whether the clock is stopped: only that of a due that was counted from a target, without a limit. Any other due
    /// stays as it is, and is judged and escalated as always.
    pub stops: bool,
    /// Whether its end moves the due: the clock is stopped, and it began by the known due. Meanwhile there is no due.
    pub slides: bool,
}

/// What the customer said of how it was, after it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating<'c> {
    /// Out of five.
    pub stars: u32,
    /// Their words.
    pub words: Option<&'c str>,
    /// When they said it.
    pub at: Instant,
}

/// A pause that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wait {
    since: Instant,
    until: Instant,
    /// Whether it put off the due.
    slid: bool,
}

/// A rung that the ladder recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recorded<'c> {
    name: &'c str,
    step: u32,
    /// How often the known due had moved by then.
    known_moves: u32,
    /// How often somebody had acted by then.
    acts: u32,
}

/// How far a rung has come in a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The last step that is recorded; 0 if it has not fired.
    pub last: u32,
    /// The last step that is recorded for an earlier known due.
    pub before: u32,
    /// Whether it is repeated: nobody has acted since, or the known due has moved.
    pub goes_on: bool,
}

/// Everything the events of one cycle add up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycle<'c> {
    /// 1 for the first.
    pub number: u32,
    /// The kind that it has by now, and what was stated with it.
    pub basis: Basis<'c>,
    /// When the promise of this cycle was given: made, or reopened.
    pub made: Instant,
    /// The instant from which its limit and its shares of time count.
    pub asked: Instant,
    /// The original due of the cycle.
    pub original_due: Instant,
    /// The due after every move and resume; while waiting, the due before the pause.
    pub due: Instant,
    /// The due that the customer knows; verdicts use it.
    pub known_due: Instant,
    /// The date the customer was last given: the original due, what they were told since, in time or late, or an
    /// earlier date.
    pub given_due: Instant,
    /// The latest instant its limits allow.
    pub limit_at: Option<Instant>,
    /// What the limit was stated with.
    pub limited_by: Option<Basis<'c>>,
    /// Whether it has ever had the limit of a callback.
    pub is_callback: bool,
    /// Who has to keep it.
    pub owner: Option<&'c str>,
    /// Who had it before, and until when; earliest first.
    pub owners_before: Vec<(Option<&'c str>, Instant)>,
    /// The pause it is in.
    pub pause: Option<Pause<'c>>,
    /// The pauses that have ended.
    waits: Vec<Wait>,
    /// Whether a pause stops its clock: its due was counted from a target, no date was given since, and it has no
    /// limit.
    can_stop: bool,
    /// All moves.
    pub moves: u32,
    /// Moves to after the known due that the customer was told of, in time or late; those between two tellings are one.
    moves_told: u32,
    /// Those of them that the customer was told of by the known due.
    pub moves_announced: u32,
    /// Whether it was moved to after the known due since the customer was last told.
    is_moved: bool,
    /// Changes of owner.
    pub hops: u32,
    /// How often the customer had to ask while it was our turn.
    pub chases: u32,
    /// When they got in touch with nothing to be answered before, and when they were told something after that; the last
    /// may have no answer yet.
    answers: Vec<(Instant, Option<Instant>)>,
    /// When the customer was last told anything.
    pub last_told: Option<Instant>,
    /// The longest silence that telling the customer ended, in seconds.
    silence_s: i64,
    /// What the ladder recorded, in order.
    rungs: Vec<Recorded<'c>>,
    /// How often the known due has moved.
    known_moves: u32,
    /// How often somebody acted: told the customer, handed it over, escalated it or noted something.
    acts: u32,
    /// The reasons of its moves.
    pub move_reasons: Vec<&'c str>,
    /// The reasons for which it was paused, handed on or escalated.
    pub other_reasons: Vec<&'c str>,
    /// The reason for which it was cancelled.
    pub cancel_reason: Option<&'c str>,
    /// How it ended.
    pub closing: Option<Closing>,
    /// What the customer said last of how it was.
    pub rating: Option<Rating<'c>>,
    /// The events since it ended: they count if reopening resumes the cycle.
    since_closing: Vec<&'c Event<'c>>,
    /// Whether a move, something told or a resumption was recorded more than a day after it happened.
    recorded_late: bool,
}

/// The cycles of a commitment, the current one last, and its events that did not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycles<'c> {
    /// Those that were reopened.
    pub earlier: Vec<Cycle<'c>>,
    /// The one that is open, or was closed last.
    pub current: Cycle<'c>,
    /// The indices of the events that changed nothing, and why not.
    pub misfits: Vec<(usize, &'static str)>,
    /// Those whose writers saw another due or owner than what stood there.
    pub crossed: Vec<Crossed<'c>>,
}

/// Replays the history up to `now`. Returns `None` if the commitment was made after `now`.
pub fn cycles<'c>(commitment: &'c Commitment<'_>, policy: &Policy, now: Instant) -> Option<Cycles<'c>> {
    if commitment.made > now {
        return None;
    }
    let mut clock = policy.clock(commitment.basis());
    let mut all = Cycles {
        earlier: Vec::new(),
        current: Cycle::first(commitment, policy),
        misfits: Vec::new(),
        crossed: Vec::new(),
    };
    let history = &commitment.history;
    let mut step = |place: usize, event: &'c Event<'_>| {
        if let Some(why) = all.current.misfit(&event.deed) {
            all.misfits.push((place, why));
        } else if let Deed::Reopened { due, why, told } = &event.deed {
            if all.current.goes_on() {
                all.current.go_on(*due, why, &clock);
                all.current.recorded_late |= event.is_recorded_late();
            } else {
                let next = all.current.next(event.at, *due, policy);
                all.earlier.push(std::mem::replace(&mut all.current, next));
            }
            all.current.tell_if(*told, event.at);
        } else if let Some(basis) = event.deed.basis() {
            all.current.change(event, basis, policy);
            clock = policy.clock(basis);
        } else {
            all.crossed.extend(all.current.crossed(&event.deed).map(|stood| Crossed { place, stood }));
            all.current.apply(event, &clock);
        }
    };
    let happened = history.iter().enumerate().filter(|(_, event)| event.at <= now);
    if history.is_sorted_by_key(|event| event.at) {
        happened.for_each(|(place, event)| step(place, event));
    } else {
        let mut happened: Vec<_> = happened.collect();
        happened.sort_by_key(|(_, event)| event.at);
        happened.into_iter().for_each(|(place, event)| step(place, event));
    }
    Some(all)
}

/// Returns true if a commitment is closed at the end of its history, whatever the current time: `--now` must not turn
/// one file into another.
pub fn is_closed(commitment: &Commitment<'_>, policy: &Policy) -> bool {
    commitment.is_closed_for_good(Instant::LAST)
        || cycles(commitment, policy, Instant::LAST).is_some_and(|cycles| cycles.current.closing.is_some())
}

/// Returns the latest instant that a limit allows, counted from when it was asked for.
pub fn limit_at(basis: Basis<'_>, policy: &Policy, asked: Instant) -> Option<Instant> {
    let limit = basis.limit?;
    let calendar = limit.is_working().then(|| policy.calendar_of(basis));
    limit.due(asked, policy.zone, calendar).ok()
}

impl<'c> Cycle<'c> {
    fn first(commitment: &'c Commitment<'_>, policy: &Policy) -> Self {
        let (asked, owner, basis) = (commitment.asked(), commitment.owner.as_deref(), commitment.basis());
        let can_stop = basis.target.is_some() && basis.limit.is_none();
        let begun = Self::begun(1, commitment.made, commitment.due, basis, owner);
        let mut first = Self { asked, can_stop, ..begun };
        first.limit_by(basis, policy);
        first
    }

    /// Changes the kind and what was stated with it; a limit that it has stays beside the new one. A new due is a move,
    /// and a clock that its target started may stop again.
    fn change(&mut self, event: &'c Event<'_>, basis: Basis<'c>, policy: &Policy) {
        let Deed::Changed { due, why, told, .. } = &event.deed else { return };
        match due {
            Some(due) => self.move_to(*due, why),
            None => self.other_reasons.push(why),
        }
        self.basis = basis;
        self.limit_by(basis, policy);
        self.can_stop = basis.target.is_some() && self.limited_by.is_none();
        self.tell_if(*told, event.at);
        self.recorded_late |= (due.is_some() || *told) && event.is_recorded_late();
    }

    /// Returns the cycle that reopening this one begins: the same owner, everything else new.
    fn next(&self, at: Instant, due: Instant, policy: &Policy) -> Self {
        let number = self.number.saturating_add(1);
        let mut next = Self::begun(number, at, due, self.basis, self.owner);
        next.limit_by(self.basis, policy);
        next
    }

    /// Returns a cycle without events.
    fn begun(number: u32, made: Instant, due: Instant, basis: Basis<'c>, owner: Option<&'c str>) -> Self {
        Self {
            number,
            basis,
            made,
            asked: made,
            original_due: due,
            due,
            known_due: due,
            given_due: due,
            limit_at: None,
            limited_by: None,
            is_callback: false,
            owner,
            owners_before: Vec::new(),
            pause: None,
            waits: Vec::new(),
            can_stop: false,
            moves: 0,
            moves_told: 0,
            moves_announced: 0,
            is_moved: false,
            hops: 0,
            chases: 0,
            answers: Vec::new(),
            last_told: None,
            silence_s: 0,
            rungs: Vec::new(),
            known_moves: 0,
            acts: 0,
            move_reasons: Vec::new(),
            other_reasons: Vec::new(),
            cancel_reason: None,
            closing: None,
            rating: None,
            since_closing: Vec::new(),
            recorded_late: false,
        }
    }

    /// Adds a limit, if one was stated; the earliest counts.
    fn limit_by(&mut self, basis: Basis<'c>, policy: &Policy) {
        if basis.limit.is_none() {
            return;
        }
        self.is_callback |= basis.kind == CALLBACK;
        let limit_at = limit_at(basis, policy, self.asked);
        let is_earlier = limit_at.is_some_and(|at| self.limit_at.is_none_or(|limit| at < limit));
        if self.limited_by.is_none() || is_earlier {
            (self.limit_at, self.limited_by) = (limit_at, Some(basis));
        }
    }

    /// Returns the due that a target gives: counted from when it was asked for, and put off by the pauses that put off the
    /// due; `None` without a target.
    ///
    /// # Errors
    ///
    /// What [`Target::due`](super::target::Target::due) refuses.
    pub fn counted_due(&self, basis: Basis<'_>, policy: &Policy) -> Result<Option<Instant>, NoDue> {
        let Some(target) = basis.target else { return Ok(None) };
        let due = target.due(self.asked, policy.zone, Some(policy.calendar_of(basis)))?;
        let clock = policy.clock(basis);
        let slides = self.waits.iter().filter(|wait| wait.slid);
        Ok(Some(slides.fold(due, |due, wait| slid(due, wait.since, wait.until, &clock))))
    }

    /// Returns when it waited for the customer, whether or not its clock stood still: since when, and until when, which a wait
    /// that goes on has not.
    pub fn waits(&self) -> impl Iterator<Item = (Instant, Option<Instant>)> {
        let ended = self.waits.iter().map(|wait| (wait.since, Some(wait.until)));
        ended.chain(self.pause.map(|pause| (pause.since, None)))
    }

    /// Returns true if reopening resumes this cycle: it was withdrawn or void, which was a mistake.
    pub fn goes_on(&self) -> bool {
        self.closing.is_some_and(|closing| matches!(closing.verdict, Verdict::Withdrawn | Verdict::Void))
    }

    /// Takes the closing back, but not that it ended a wait; what happened since then counts. The new due is a move.
    fn go_on(&mut self, due: Instant, why: &'c str, clock: &OwnClock<'_>) {
        self.closing = None;
        self.cancel_reason = None;
        for event in std::mem::take(&mut self.since_closing) {
            self.apply(event, clock);
        }
        self.move_to(due, why);
    }

    /// Returns why an event cannot happen now, or `None` if it can.
    pub fn misfit(&self, deed: &Deed<'_>) -> Option<&'static str> {
        let closed = self.closing.map(|_| "it is already closed");
        let waits = self.pause.is_some();
        match deed {
            Deed::Told | Deed::Heard | Deed::Noted => None,
            Deed::Rated { .. } => match self.closing {
                None => Some("it is not done"),
                Some(closing) => {
                    (!closing.is_done()).then_some("it was cancelled, so there is nothing to rate")
                }
            },
            Deed::Reopened { .. } => closed.is_none().then_some("it is not closed"),
            // A rung that the ladder recorded, and the end of a wait, came before the closing was recorded.
            Deed::Escalated { rung: Some(_), .. } => None,
            Deed::Resumed { .. } => (closed.is_none() && !waits).then_some("it is not waiting"),
            Deed::Moved { .. } => {
                closed.or_else(|| self.is_stopped().then_some("it is waiting, so it has no due date to move"))
            }
            Deed::Changed { .. } => closed.or_else(|| {
                self.is_stopped().then_some("it is waiting, so no target can be counted: resume it first")
            }),
            Deed::Waiting { .. } => closed.or_else(|| waits.then_some("it is already waiting")),
            Deed::Handed { .. }
            | Deed::Escalated { rung: None, .. }
            | Deed::Done
            | Deed::Cancelled { .. } => closed,
        }
    }

    /// Applies an event that fits.
    fn apply(&mut self, event: &'c Event<'_>, clock: &OwnClock<'_>) {
        if let Deed::Rated { stars } = event.deed {
            self.rating = Some(Rating { stars, words: event.note.as_deref(), at: event.at });
            return;
        }
        if self.closing.is_some() {
            // After closing, an event is history, not part of the promise.
            self.since_closing.push(event);
            return;
        }
        let at = event.at;
        // Each says whether the verdict depends on its time; a closing carries that itself.
        let decides = match &event.deed {
            Deed::Told => {
                self.tell(at);
                true
            }
            Deed::Heard => {
                self.chases = self.chases.saturating_add(u32::from(self.pause.is_none()));
                if self.answers.last().is_none_or(|(_, told)| told.is_some()) {
                    self.answers.push((at, None));
                }
                false
            }
            // Reopening is between two cycles, a change sets the clock (`cycles`), and what is rated is done.
            Deed::Reopened { .. } | Deed::Changed { .. } | Deed::Rated { .. } => false,
            Deed::Noted => {
                self.act();
                false
            }
            Deed::Moved { due, why, told, from: _ } => {
                self.move_to(*due, why);
                self.tell_if(*told, at);
                true
            }
            Deed::Waiting { why, until } => {
                self.other_reasons.push(why);
                let (stops, until) = (self.can_stop, *until);
                let slides = stops && at <= self.known_due;
                self.pause = Some(Pause { since: at, why, until, stops, slides });
                false
            }
            Deed::Resumed { due, told } => {
                self.resume(at, *due, clock);
                self.tell_if(*told, at);
                true
            }
            Deed::Handed { to, why, from: _ } => {
                self.other_reasons.push(why);
                self.act();
                self.hand_to(to, at);
                false
            }
            Deed::Escalated { to, why, rung, step } => {
                self.other_reasons.extend(why.as_deref());
                match rung {
                    Some(name) => self.rungs.push(Recorded {
                        name,
                        step: step.unwrap_or(1),
                        known_moves: self.known_moves,
                        acts: self.acts,
                    }),
                    None => self.act(),
                }
                if let Some(to) = to {
                    self.hand_to(to, at);
                }
                false
            }
            Deed::Done => {
                self.close(event, None, clock);
                false
            }
            Deed::Cancelled { way, why } => {
                self.cancel_reason = Some(why);
                self.close(event, Some(*way), clock);
                false
            }
        };
        self.recorded_late |= decides && event.is_recorded_late();
    }

    /// Moves the due. The customer must be told of a move to after the known due; any other is in their favour and
    /// known at once.
    fn move_to(&mut self, due: Instant, why: &'c str) {
        self.moves = self.moves.saturating_add(1);
        self.can_stop = false;
        self.move_reasons.push(why);
        self.set_due(due);
        self.is_moved = due > self.known_due;
        if !self.is_moved {
            // Whatever nobody told the customer is off again, and needs no telling any more.
            self.know(due);
        }
    }

    /// Sets the due in force; an earlier date than the customer was given is theirs at once.
    fn set_due(&mut self, due: Instant) {
        self.due = due;
        self.given_due = self.given_due.min(due);
    }

    /// Sets the due that the customer knows.
    fn know(&mut self, due: Instant) {
        if due != self.known_due {
            self.known_due = due;
            self.known_moves = self.known_moves.saturating_add(1);
        }
    }

    /// Notes that somebody acted, so that no rung need be repeated.
    fn act(&mut self) {
        self.acts = self.acts.saturating_add(1);
    }

    fn tell_if(&mut self, told: bool, at: Instant) {
        if told {
            self.tell(at);
        }
    }

    /// Tells the customer: by the known due that makes the moved due theirs; later it is late notice.
    fn tell(&mut self, at: Instant) {
        self.silence_s = self.silence_s.max(at.since(self.last_told.unwrap_or(self.made)));
        self.last_told = Some(at);
        if let Some((_, told)) = self.answers.last_mut() {
            told.get_or_insert(at);
        }
        self.act();
        self.given_due = self.due;
        if std::mem::take(&mut self.is_moved) {
            self.moves_told = self.moves_told.saturating_add(1);
            if at <= self.known_due {
                self.moves_announced = self.moves_announced.saturating_add(1);
                self.know(self.due);
            }
        }
    }

    /// Moves to after the known due, as the customer lives through them: those between two tellings are one, and one that
    /// was taken back before anybody told them is none. The last may still have to be told.
    pub fn moves_later(&self) -> u32 {
        self.moves_told.saturating_add(u32::from(self.is_moved))
    }

    /// Resumes the clock: if it was stopped, the due moves by the part of the pause that the own clock counts. So does the known
    /// due, for the wait was the customer's; but the date they were given stands until they are told.
    fn resume(&mut self, at: Instant, due: Option<Instant>, clock: &OwnClock<'_>) {
        let Some(pause) = self.pause.take() else { return };
        self.waits.push(Wait { since: pause.since, until: at, slid: pause.slides });
        if pause.slides {
            self.set_due(due.unwrap_or_else(|| slid(self.due, pause.since, at, clock)));
            self.know(self.due);
        }
    }

    fn hand_to(&mut self, to: &'c str, at: Instant) {
        if self.owner != Some(to) {
            self.hops = self.hops.saturating_add(1);
            self.owners_before.push((self.owner, at));
            self.owner = Some(to);
        }
    }

    /// Returns how often it was reopened before.
    pub const fn reopenings(&self) -> u32 {
        self.number.saturating_sub(1)
    }

    /// Returns how far a rung of this name has come.
    pub fn progress(&self, name: &str) -> Progress {
        let mut progress = Progress { last: 0, before: 0, goes_on: true };
        for rung in self.rungs.iter().filter(|rung| rung.name == name) {
            progress.last = progress.last.max(rung.step);
            if rung.known_moves != self.known_moves {
                progress.before = progress.last;
            }
            progress.goes_on = rung.known_moves != self.known_moves || rung.acts == self.acts;
        }
        progress
    }

    /// Returns the owner at an instant of this cycle.
    pub fn owner_at(&self, at: Instant) -> Option<&'c str> {
        let before = self.owners_before.iter().find(|(_, until)| *until > at);
        before.map_or(self.owner, |(owner, _)| *owner)
    }

    fn close(&mut self, event: &Event<'_>, way: Option<CancelAs>, clock: &OwnClock<'_>) {
        let at = event.at;
        self.resume(at, None, clock);
        let verdict = Verdict::of(way, at, self);
        self.closing = Some(Closing { at, way, verdict, recorded_late: event.is_recorded_late() });
    }

    /// Returns since when an answer is owed. Closing answers.
    pub fn unanswered_since(&self) -> Option<Instant> {
        let (heard, _) = self.answers.last().filter(|(_, told)| told.is_none() && self.closing.is_none())?;
        Some(*heard)
    }

    /// Returns when they got in touch and when they were answered, each time that an answer was owed; the last may be
    /// owed still.
    pub fn answers(&self) -> impl Iterator<Item = (Instant, Option<Instant>)> {
        let closed = self.closing.map(|closing| closing.at);
        self.answers.iter().map(move |(heard, told)| (*heard, told.or(closed)))
    }

    /// Returns the longest silence towards the customer, up to `now` or the closing, in seconds.
    pub fn silence_until(&self, now: Instant) -> i64 {
        let end = self.closing.map_or(now, |closing| closing.at);
        self.silence_s.max(end.since(self.last_told.unwrap_or(self.made)))
    }

    /// Returns whether something that its verdict depends on was recorded more than a day after it happened: its
    /// closing, a move, something told or a resumption.
    pub fn is_recorded_late(&self) -> bool {
        self.recorded_late || self.closing.is_some_and(|closing| closing.recorded_late)
    }

    /// Returns true if the clock is stopped. A pause that began by the known due leaves it without a due meanwhile.
    pub fn is_stopped(&self) -> bool {
        self.pause.is_some_and(|pause| pause.stops)
    }

    /// Returns true if the due in force is later than the date the customer was last given, for whatever reason.
    pub fn is_untold(&self) -> bool {
        self.due > self.given_due
    }

    /// Returns how late it was closed, from the known due on, if that was late.
    pub fn lateness(&self, policy: &Policy) -> Option<Lateness> {
        let closing = self.closing.filter(|closing| closing.verdict == Verdict::Late)?;
        Some(policy.lateness(self.basis, self.known_due, closing.at))
    }
}

/// Returns a due moved by the part of a pause that its own clock counts.
pub fn slid(due: Instant, from: Instant, until: Instant, clock: &OwnClock<'_>) -> Instant {
    let paused = clock.elapsed(from, until);
    if paused <= 0 {
        return due;
    }
    clock.plus(due, paused).unwrap_or(due)
}

#[cfg(test)]
mod tests;
