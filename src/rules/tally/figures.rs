//! Counting cycles, and the figures of the counts.

use super::facts::{CycleFacts, Outcome, Unrated};
use super::rate::Rate;

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
    /// A part of a whole.
    Rate(Rate),
    /// Elapsed seconds, `None` without any.
    Length(Option<i64>),
}

/// A figure with its key in JSON and its meaning, as a sentence.
pub type Figure = (&'static str, &'static str, Number);

/// Declares the counts, each once, in the order of JSON: its meaning, its key, and what a cycle adds to it.
macro_rules! figures {
    ($(
        counts { $(#[doc = $doc:literal] $count:ident = |$facts:pat_param, $now:pat_param| $add:expr,)* }
        $(then $more:ident)?;
    )*
    unrated { $(#[doc = $unrated_doc:literal] $unrated:ident = |$one:ident| $is:expr,)* }) => {
        /// Every figure of some cycles.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Figures {
            $($(#[doc = $doc] pub $count: u64,)*)*
            $(#[doc = $unrated_doc] pub $unrated: u64,)*
            /// How late the late ones are.
            pub lateness: Option<Spread>,
            /// The longest silences.
            pub silence: Option<Spread>,
        }

        impl Figures {
            /// Returns every figure, in the order of JSON.
            pub fn all(&self) -> Vec<Figure> {
                let mut all = Vec::new();
                $(
                    all.extend([$((stringify!($count), $doc.trim_ascii(), Number::Count(self.$count)),)*]);
                    $(all.extend(self.$more());)?
                )*
                all.extend([$((stringify!($unrated), $unrated_doc.trim_ascii(), Number::Count(self.$unrated)),)*]);
                all
            }

            fn add(&mut self, facts: &CycleFacts<'_>, now: Now) {
                $($({
                    let add = |$facts: &CycleFacts<'_>, $now: Now| u64::from($add);
                    self.$count = self.$count.saturating_add(add(facts, now));
                })*)*
            }

            fn add_unrated(&mut self, unrated: &Unrated<'_>) {
                $({
                    let is = |$one: &Unrated<'_>| u64::from($is);
                    self.$unrated = self.$unrated.saturating_add(is(unrated));
                })*
            }
        }
    };
}

figures! {
    counts {
        /// Promises that were due, and are not withdrawn or void; all figures but those two are of these.
        due = |_, _| true,
        /// Kept as promised.
        kept = |facts, _| facts.outcome == Outcome::Kept,
        /// Kept by a later date that was announced in time.
        renegotiated = |facts, _| facts.outcome == Outcome::Renegotiated,
        /// Late, closed or not.
        late = |facts, _| facts.outcome == Outcome::Late,
        /// Given up.
        broken = |facts, _| facts.outcome == Outcome::Broken,
        /// Open and not late.
        pending = |facts, _| facts.outcome == Outcome::Pending,
    }
    then rates;
    counts {
        /// Callbacks that are decided.
        callbacks = |facts, _| facts.in_limit.is_some(),
        /// Those of them that were done within their limit.
        callbacks_in_limit = |facts, _| facts.in_limit.unwrap_or(false),
        /// Moves to after the known due.
        moves_later = |facts, _| facts.moves_later,
        /// Those of them that were announced in time.
        moves_announced = |facts, _| facts.moves_announced,
        /// Changes of owner.
        hops = |facts, _| facts.hops,
        /// Done, in time or not.
        done = |facts, _| facts.done,
        /// Done by the first owner without the customer having to ask.
        one_touch = |facts, _| facts.one_touch,
    }
    then lengths;
    counts {
        /// Not closed, waiting ones too.
        open = |_, now| now.open,
        /// Open with little of their time left.
        at_risk = |_, now| now.at_risk,
        /// Not closed, and past their due in force or their limit.
        overdue = |_, now| now.overdue,
        /// With a closing, a move, something told or a resumption that was written down more than a day afterwards.
        recorded_late = |facts, _| facts.recorded_late,
        /// Kept, and reopened within a week.
        kept_reopened = |facts, _| facts.kept_reopened,
    };
    unrated {
        /// Closed in the period because the customer no longer wanted it; in no other figure.
        withdrawn = |one| !one.void,
        /// Closed in the period because it was entered by mistake; in no other figure.
        void = |one| one.void,
    }
}

impl Figures {
    /// Returns the keep rate: kept, of all that was due.
    pub const fn keep(&self) -> Rate {
        Rate::new(self.kept, self.due)
    }

    /// Returns the honoured rate: kept or renegotiated, of all that is decided.
    pub const fn honoured(&self) -> Rate {
        Rate::new(self.kept.saturating_add(self.renegotiated), self.due.saturating_sub(self.pending))
    }

    fn rates(&self) -> impl Iterator<Item = Figure> {
        METRICS.iter().map(|metric| (metric.key, metric.explanation, Number::Rate(metric.of(self))))
    }

    fn lengths(&self) -> [Figure; 5] {
        let of = |spread: Option<Spread>, pick: fn(Spread) -> i64| Number::Length(spread.map(pick));
        [
            ("lateness_p50_s", "Half of the late ones are no later.", of(self.lateness, |of| of.p50)),
            ("lateness_p90_s", "Nine in ten of them are no later.", of(self.lateness, |of| of.p90)),
            ("lateness_max_s", "None is later.", of(self.lateness, |of| of.max)),
            (
                "silence_p90_s",
                "In nine of ten, the longest silence is no longer.",
                of(self.silence, |of| of.p90),
            ),
            ("silence_max_s", "The longest silence of all.", of(self.silence, |of| of.max)),
        ]
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
        rate: Figures::keep,
    },
    Metric {
        key: "honoured_rate",
        head: "honoured",
        explanation: "kept or renegotiated, of all decided",
        gate: Some(Gate {
            name: "honoured",
            help: "Kept, or moved and announced in time, of all that is decided",
            nothing: ("no promise due", " is decided"),
        }),
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
        rate: |figures| Rate::new(figures.moves_announced, figures.moves_later),
    },
    Metric {
        key: "one_touch_rate",
        head: "one touch",
        explanation: "one owner and no chasing, of all done",
        gate: None,
        rate: |figures| Rate::new(figures.one_touch, figures.done),
    },
];

/// The state of the current cycle of a commitment; an earlier one has none of these.
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
        self.figures.add(facts, now);
        self.lateness.extend(facts.lateness_s);
        self.silence.push(facts.silence_s);
    }

    pub(super) fn add_unrated(&mut self, unrated: &Unrated<'_>) {
        self.figures.add_unrated(unrated);
    }

    pub(super) fn finish(mut self) -> Figures {
        Figures {
            lateness: Spread::of(&mut self.lateness),
            silence: Spread::of(&mut self.silence),
            ..self.figures
        }
    }
}
