//! Counting cycles, and the figures of the counts.

use super::facts::{Apart, CycleFacts, Outcome, Why};
use super::lowest::{Lowest, Rated};
use crate::rules::clock::Lateness;
use crate::rules::commitment::Commitment;
use crate::rules::rate::{Mean, Rate};
use crate::rules::standing::{Standing, State};
use crate::rules::time::SECONDS_PER_DAY;

/// The median, the 90th percentile and the maximum of some lengths, in seconds: lengths that occurred (nearest rank),
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
    /// Returns the spread of these lengths, `None` without any. Sorts them.
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

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// A count.
    Count(u64),
    /// So many now; `None` for a span of time, for what is open now belongs to none.
    Now(Option<u64>),
    /// A part of a whole.
    Rate(Rate),
    /// Elapsed seconds, `None` without any.
    Length(Option<i64>),
    /// The mean of some stars.
    Mean(Mean),
}

/// A figure with its key in JSON and its meaning, as a sentence.
pub type Figure = (&'static str, &'static str, Number);

/// Declares what is counted of what was due, each count once, in the order of JSON: what it means, its key, and what a cycle
/// adds to it.
macro_rules! figures {
    ($(
        counts { $(#[doc = $doc:literal] $count:ident = |$facts:pat_param| $add:expr,)* }
        then $more:ident;
    )*) => {
        /// Everything a report counts of some cycles.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Figures {
            $($(#[doc = $doc] pub $count: u64,)*)*
            /// Done in the period, ahead of a due that is still to come.
            pub ahead: u64,
            /// Closed in the period because the customer no longer wanted it.
            pub withdrawn: u64,
            /// Closed in the period because it was entered by mistake.
            pub void: u64,
            /// How things stand now, of all that is asked for, whatever the period; `None` for a span of time.
            pub now: Option<Stand>,
            /// How late the late ones are.
            pub lateness: Option<Spread>,
            /// The same on their own clocks.
            pub lateness_own: Option<Spread>,
            /// The longest silences.
            pub silence: Option<Spread>,
            /// How long what is done took.
            pub taken: Option<Spread>,
            /// How long answers took.
            pub answered: Option<Spread>,
            /// All stars together.
            pub stars: u64,
        }

        impl Figures {
            /// Returns every figure, in the order of JSON.
            pub fn all(&self) -> Vec<Figure> {
                let mut all = Vec::new();
                $(
                    let counts: &[Figure] =
                        &[$((stringify!($count), $doc.trim_ascii(), Number::Count(self.$count)),)*];
                    all.extend_from_slice(counts);
                    all.extend(self.$more());
                )*
                all
            }

            fn add(&mut self, facts: &CycleFacts<'_>) {
                $($({
                    let add = |$facts: &CycleFacts<'_>| u64::from($add);
                    self.$count = self.$count.saturating_add(add(facts));
                })*)*
            }
        }
    };
}

const HOUR: i64 = 3_600;
const DAY: i64 = SECONDS_PER_DAY;
const WEEK: i64 = 7 * DAY;

figures! {
    counts {
        /// Promises that were due, and are not withdrawn or void.
        due = |_| true,
        /// Kept as promised.
        kept = |facts| facts.outcome == Outcome::Kept,
        /// Kept by a later date that was announced in time.
        renegotiated = |facts| facts.outcome == Outcome::Renegotiated,
        /// Late, closed or not.
        late = |facts| facts.outcome == Outcome::Late,
        /// Given up.
        broken = |facts| facts.outcome == Outcome::Broken,
        /// Always 0, since nothing that was due is neither kept nor missed; the key stays for scripts.
        pending = |_| false,
    }
    then rates;
    counts {
        /// Callbacks that are decided.
        callbacks = |facts| facts.in_limit.is_some(),
        /// Those of them that were done within their limit.
        callbacks_in_limit = |facts| facts.in_limit.unwrap_or(false),
        /// Moves to after the known due; those between two tellings are one.
        moves_later = |facts| facts.moves_later,
        /// Those of them that were announced in time.
        moves_announced = |facts| facts.moves_announced,
        /// Changes of owner.
        hops = |facts| facts.hops,
        /// Done, in time or not.
        done = |facts| facts.done_s.is_some(),
        /// Done by the first owner without the customer having to ask.
        one_touch = |facts| facts.one_touch,
    }
    then lengths;
    counts {}
    then urgent;
    counts {
        /// With a closing, a move, something told or a resumption that was written down more than a day afterwards.
        recorded_late = |facts| facts.recorded_late,
        /// Kept, and reopened within a week.
        kept_reopened = |facts| facts.kept_reopened,
    }
    then apart;
    counts {
        /// Late by at most an hour.
        late_within_1h = |facts| facts.is_late_by(i64::MIN, HOUR),
        /// Late by more than an hour and at most a day.
        late_within_1d = |facts| facts.is_late_by(HOUR, DAY),
        /// Late by more than a day and at most a week.
        late_within_1w = |facts| facts.is_late_by(DAY, WEEK),
        /// Late by more than a week.
        late_beyond = |facts| facts.is_late_by(WEEK, i64::MAX),
        /// Answers that were owed, as their kinds say, and were given or are past their time.
        answers = |facts| facts.answers.len() as u64,
        /// Those of them that were given in time; closing answers too.
        answers_in_time = |facts| facts.answers.iter().filter(|answer| answer.in_time).count() as u64,
    }
    then answered;
    counts {
        /// Done, and rated by the customer.
        ratings = |facts| facts.rating.is_some(),
    }
    then rated;
}

/// How the commitments that a report asks for stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stand {
    /// Not closed, waiting ones too.
    pub open: u64,
    /// Waiting for the customer.
    pub waiting: u64,
    /// Not closed, and past their due in force or their limit.
    pub overdue: u64,
    /// Not overdue, with little of their time left.
    pub at_risk: u64,
    /// What `owed overdue` lists.
    pub flagged: u64,
}

impl Stand {
    fn add(&mut self, standing: &Standing<'_>) {
        let counts = [
            (&mut self.open, standing.is_open()),
            (&mut self.waiting, standing.state == State::Waiting),
            (&mut self.overdue, standing.is_overdue()),
            (&mut self.at_risk, standing.at_risk),
            (&mut self.flagged, !standing.reasons.is_empty()),
        ];
        for (count, is) in counts {
            *count = count.saturating_add(u64::from(is));
        }
    }
}

impl Figures {
    /// Returns the keep rate: kept, of all that was due.
    pub const fn keep(&self) -> Rate {
        Rate::new(self.kept, self.due)
    }

    /// Returns the rate of kept or renegotiated, of all that was due.
    pub const fn honoured(&self) -> Rate {
        Rate::new(self.kept.saturating_add(self.renegotiated), self.due)
    }

    fn rates(&self) -> impl Iterator<Item = Figure> {
        METRICS.iter().map(|metric| (metric.key, metric.explanation, Number::Rate(metric.of(self))))
    }

    fn lengths(&self) -> [Figure; 7] {
        let of = |spread: Option<Spread>, pick: fn(Spread) -> i64| Number::Length(spread.map(pick));
        [
            ("lateness_p50_s", "Half of the late ones are no later.", of(self.lateness, |of| of.p50)),
            ("lateness_p90_s", "Nine in ten of them are no later.", of(self.lateness, |of| of.p90)),
            ("lateness_max_s", "None is later.", of(self.lateness, |of| of.max)),
            (
                "lateness_own_p50_s",
                "Half of the late ones are no later on their own clocks: working time where the target is.",
                of(self.lateness_own, |of| of.p50),
            ),
            (
                "lateness_own_p90_s",
                "Nine in ten of them are no later on their own clocks.",
                of(self.lateness_own, |of| of.p90),
            ),
            (
                "silence_p90_s",
                "In nine of ten, the longest silence is no longer.",
                of(self.silence, |of| of.p90),
            ),
            ("silence_max_s", "The longest silence of all.", of(self.silence, |of| of.max)),
        ]
    }

    fn urgent(&self) -> [Figure; 3] {
        let now = |pick: fn(Stand) -> u64| Number::Now(self.now.map(pick));
        [
            ("open", "Of all that is asked for, now: not closed, waiting ones too.", now(|of| of.open)),
            ("at_risk", "Of these, not overdue, with little of their time left.", now(|of| of.at_risk)),
            ("overdue", "Of these, past their due in force or their limit.", now(|of| of.overdue)),
        ]
    }

    fn apart(&self) -> [Figure; 8] {
        let now = |pick: fn(Stand) -> u64| Number::Now(self.now.map(pick));
        let of = |spread: Option<Spread>, pick: fn(Spread) -> i64| Number::Length(spread.map(pick));
        [
            (
                "withdrawn",
                "Closed in the period because the customer no longer wanted it; in no other figure.",
                Number::Count(self.withdrawn),
            ),
            (
                "void",
                "Closed in the period because it was entered by mistake; in no other figure.",
                Number::Count(self.void),
            ),
            (
                "ahead",
                "Done in the period, ahead of a known due that is still to come; in no other figure until that passes.",
                Number::Count(self.ahead),
            ),
            ("waiting", "Of those that are open now, waiting for the customer.", now(|of| of.waiting)),
            ("flagged", "Of those that are open now, what `owed overdue` lists.", now(|of| of.flagged)),
            ("silence_p50_s", "In half, the longest silence is no longer.", of(self.silence, |of| of.p50)),
            (
                "done_p50_s",
                "Half of what is done took no longer, since it was asked for.",
                of(self.taken, |of| of.p50),
            ),
            ("done_p90_s", "Nine in ten of it took no longer.", of(self.taken, |of| of.p90)),
        ]
    }

    fn answered(&self) -> [Figure; 2] {
        let of = |pick: fn(Spread) -> i64| Number::Length(self.answered.map(pick));
        [
            ("answer_p50_s", "Half of them took no longer, or have taken so far.", of(|of| of.p50)),
            ("answer_p90_s", "Nine in ten of them took no longer.", of(|of| of.p90)),
        ]
    }
}

impl Figures {
    fn rated(&self) -> [Figure; 1] {
        [("rating_mean", "How many stars out of five they gave on average.", Number::Mean(self.mean()))]
    }

    /// Returns the mean of the stars.
    pub const fn mean(&self) -> Mean {
        Mean { sum: self.stars, of: self.ratings }
    }
}

/// A rate of the report, wherever it is shown or tested.
#[derive(Debug)]
pub struct Metric {
    /// Its key in JSON.
    pub key: &'static str,
    /// Its head in the table.
    pub head: &'static str,
    /// What it is, and its base.
    pub explanation: &'static str,
    /// Its gate for `--fail-under`, if it has one.
    pub gate: Option<Gate>,
    /// Whether people see it only where it is of more than nothing: not everybody asks for it.
    pub is_seldom: bool,
    rate: fn(&Figures) -> Rate,
}

/// The option for a rate, and the message without anything to count.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// Its name after `--gate`.
    pub name: &'static str,
    /// Its line in the help.
    pub help: &'static str,
    /// The message without anything to count, before and after the period.
    pub nothing: (&'static str, &'static str),
}

impl Metric {
    /// Returns the rate.
    pub fn of(&self, figures: &Figures) -> Rate {
        (self.rate)(figures)
    }

    /// Returns true if people see it.
    pub fn is_shown(&self, figures: &Figures) -> bool {
        !self.is_seldom || self.of(figures).part > 0
    }

    /// Returns the rate that `--gate` calls by this name.
    pub fn gated(name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.gate.is_some_and(|gate| gate.name == name))
    }
}

/// The rates, in the order in which they are shown.
pub static METRICS: &[Metric] = &[
    Metric {
        key: "keep_rate",
        head: "kept",
        explanation: "of all that was due",
        gate: Some(Gate {
            name: "keep",
            help: "Kept as promised, of all that was due",
            nothing: ("no promise was due", ""),
        }),
        is_seldom: false,
        rate: Figures::keep,
    },
    Metric {
        key: "honoured_rate",
        head: "honoured",
        explanation: "kept or renegotiated, of all that was due",
        gate: Some(Gate {
            name: "honoured",
            help: "Kept, or moved and announced in time, of all that was due",
            nothing: ("no promise was due", ""),
        }),
        is_seldom: false,
        rate: Figures::honoured,
    },
    Metric {
        key: "callbacks_rate",
        head: "callbacks",
        explanation: "within their limit, of all decided",
        gate: Some(Gate {
            name: "callbacks",
            help: "Callbacks within their limit",
            nothing: ("no callback due", " is decided"),
        }),
        is_seldom: false,
        rate: |figures| Rate::new(figures.callbacks_in_limit, figures.callbacks),
    },
    Metric {
        key: "notice_rate",
        head: "notice",
        explanation: "told in time, of all moves to later",
        gate: Some(Gate {
            name: "notice",
            help: "Later moves that were announced",
            nothing: ("no promise due", " was moved later"),
        }),
        is_seldom: false,
        rate: |figures| Rate::new(figures.moves_announced, figures.moves_later),
    },
    Metric {
        key: "one_touch_rate",
        head: "one touch",
        explanation: "one owner and no chasing, of all done",
        gate: None,
        is_seldom: false,
        rate: |figures| Rate::new(figures.one_touch, figures.done),
    },
    Metric {
        key: "rated_rate",
        head: "rated",
        explanation: "rated by the customer, of all done",
        gate: None,
        is_seldom: true,
        rate: |figures| Rate::new(figures.ratings, figures.done),
    },
];

/// Figures in the making: counters, and lengths.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    figures: Figures,
    now: Stand,
    lateness: Vec<i64>,
    /// The same on their own clocks, from the first that differs on: the clocks of most show what the wall's does.
    lateness_own: Option<Vec<i64>>,
    silence: Vec<i64>,
    taken: Vec<i64>,
    answered: Vec<i64>,
    lowest: Lowest,
}

impl Count {
    /// Counts a cycle that was due.
    pub(super) fn add(
        &mut self,
        commitment: &Commitment<'_>,
        cycle: u32,
        facts: &CycleFacts<'_>,
        ledger: &str,
    ) {
        self.figures.add(facts);
        if let Some(rating) = &facts.rating {
            self.figures.stars = self.figures.stars.saturating_add(rating.stars.into());
            self.lowest.see(rating, commitment, cycle, ledger);
        }
        if let Some(late) = facts.lateness {
            self.add_lateness(late);
        }
        self.silence.push(facts.silence_s);
        self.taken.extend(facts.done_s);
        self.answered.extend(facts.answers.iter().map(|answer| answer.took_s));
    }

    fn add_lateness(&mut self, late: Lateness) {
        if late.own != Some(late.wall) && self.lateness_own.is_none() {
            self.lateness_own = Some(self.lateness.clone());
        }
        if let Some(all) = &mut self.lateness_own {
            all.extend(late.own);
        }
        self.lateness.push(late.wall);
    }

    /// Counts a cycle that is in no rate.
    pub(super) fn add_apart(&mut self, apart: &Apart<'_>) {
        let count = match apart.why {
            Why::Ahead => &mut self.figures.ahead,
            Why::Withdrawn => &mut self.figures.withdrawn,
            Why::Void => &mut self.figures.void,
        };
        *count = count.saturating_add(1);
    }

    /// Counts how a commitment stands now.
    pub(super) fn add_now(&mut self, standing: &Standing<'_>) {
        self.now.add(standing);
    }

    /// Takes out the lowest ratings.
    pub(super) fn lowest(&mut self) -> Vec<Rated> {
        std::mem::take(&mut self.lowest).finish()
    }

    /// Returns the figures; with how things stand now, if that belongs to them.
    pub(super) fn finish(mut self, has_now: bool) -> Figures {
        let lateness = Spread::of(&mut self.lateness);
        Figures {
            now: has_now.then_some(self.now),
            lateness,
            lateness_own: self.lateness_own.map_or(lateness, |mut all| Spread::of(&mut all)),
            silence: Spread::of(&mut self.silence),
            taken: Spread::of(&mut self.taken),
            answered: Spread::of(&mut self.answered),
            ..self.figures
        }
    }
}
