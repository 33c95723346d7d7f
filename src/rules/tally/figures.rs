//! Counting cycles, and the figures that come of it.

use super::facts::{CycleFacts, Outcome, Unrated};
use super::rate::Rate;

/// The middle, the ninth tenth and the worst of some lengths, in seconds: figures that occurred (nearest rank),
/// not averages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Half of them are no longer than this.
    pub p50: i64,
    /// Nine in ten are no longer than this.
    pub p90: i64,
    /// None is longer.
    pub max: i64,
}

impl Spread {
    /// The spread of these lengths, `None` of none. Sorts them.
    pub fn of(lengths: &mut [i64]) -> Option<Self> {
        lengths.sort_unstable();
        let max = *lengths.last()?;
        let rank = |percent: usize| {
            let rank = lengths.len().saturating_mul(percent).div_ceil(100);
            lengths.get(rank.saturating_sub(1)).copied()
        };
        Some(Self { p50: rank(50)?, p90: rank(90)?, max })
    }
}

/// Everything a report counts of some cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// D: the cycles that were due, and are not withdrawn or void. Everything but those two is of these.
    pub due: u64,
    /// Kept as promised.
    pub kept: u64,
    /// Kept by a later date that was announced in time.
    pub renegotiated: u64,
    /// Late, closed or not.
    pub late: u64,
    /// Given up.
    pub broken: u64,
    /// Open and not late.
    pub pending: u64,
    /// Callbacks that are decided.
    pub callbacks: u64,
    /// Those of them that were done within their limit.
    pub callbacks_in_limit: u64,
    /// Moves to after the known due.
    pub moves_later: u64,
    /// Those of them that were announced in time.
    pub moves_announced: u64,
    /// Changes of owner.
    pub hops: u64,
    /// Done, in time or not.
    pub done: u64,
    /// Done by the first owner without the customer having to ask.
    pub one_touch: u64,
    /// How late the late ones are.
    pub lateness: Option<Spread>,
    /// The longest silences.
    pub silence: Option<Spread>,
    /// Not closed, waiting ones too.
    pub open: u64,
    /// Open with little of their time left.
    pub at_risk: u64,
    /// Not closed, and past their due in force or their limit.
    pub overdue: u64,
    /// With a closing, a move, something told or a resumption that was written down more than a day afterwards.
    pub recorded_late: u64,
    /// Kept, and reopened within a week.
    pub kept_reopened: u64,
    /// Not of D: closed in the period because the customer no longer wanted it.
    pub withdrawn: u64,
    /// Not of D: closed in the period because it was entered by mistake.
    pub void: u64,
}

impl Figures {
    /// Kept, of all that was due.
    pub const fn keep(&self) -> Rate {
        Rate::new(self.kept, self.due)
    }

    /// Kept or renegotiated, of all that is decided.
    pub const fn honoured(&self) -> Rate {
        Rate::new(self.kept.saturating_add(self.renegotiated), self.due.saturating_sub(self.pending))
    }

    /// Callbacks within their limit, of those decided.
    pub const fn in_limit(&self) -> Rate {
        Rate::new(self.callbacks_in_limit, self.callbacks)
    }

    /// Later moves that the customer was told of in time, of all later moves.
    pub const fn notice(&self) -> Rate {
        Rate::new(self.moves_announced, self.moves_later)
    }

    /// Done with no change of owner and no chasing, of all done.
    pub const fn one_touch_rate(&self) -> Rate {
        Rate::new(self.one_touch, self.done)
    }
}

/// How the current cycle of a commitment stands now; an earlier one is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Now {
    pub(super) open: bool,
    pub(super) at_risk: bool,
    pub(super) overdue: bool,
}

/// Figures in the making: counters, and two lengths a cycle.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    figures: Figures,
    lateness: Vec<i64>,
    silence: Vec<i64>,
}

impl Count {
    pub(super) fn add(&mut self, facts: &CycleFacts<'_>, now: Now) {
        let figures = &mut self.figures;
        let outcome = match facts.outcome {
            Outcome::Kept => &mut figures.kept,
            Outcome::Renegotiated => &mut figures.renegotiated,
            Outcome::Late => &mut figures.late,
            Outcome::Broken => &mut figures.broken,
            Outcome::Pending => &mut figures.pending,
        };
        add(outcome, 1);
        add(&mut figures.due, 1);
        add(&mut figures.callbacks, facts.in_limit.is_some().into());
        add(&mut figures.callbacks_in_limit, facts.in_limit.unwrap_or(false).into());
        add(&mut figures.moves_later, facts.moves_later.into());
        add(&mut figures.moves_announced, facts.moves_announced.into());
        add(&mut figures.hops, facts.hops.into());
        add(&mut figures.done, facts.done.into());
        add(&mut figures.one_touch, facts.one_touch.into());
        add(&mut figures.open, now.open.into());
        add(&mut figures.at_risk, now.at_risk.into());
        add(&mut figures.overdue, now.overdue.into());
        add(&mut figures.recorded_late, facts.recorded_late.into());
        add(&mut figures.kept_reopened, facts.kept_reopened.into());
        self.lateness.extend(facts.lateness_s);
        self.silence.push(facts.silence_s);
    }

    pub(super) fn add_unrated(&mut self, unrated: &Unrated<'_>) {
        let figure = if unrated.void { &mut self.figures.void } else { &mut self.figures.withdrawn };
        add(figure, 1);
    }

    pub(super) fn finish(mut self) -> Figures {
        Figures {
            lateness: Spread::of(&mut self.lateness),
            silence: Spread::of(&mut self.silence),
            ..self.figures
        }
    }
}

fn add(to: &mut u64, count: u64) {
    *to = to.saturating_add(count);
}
