//! The date that is safe to promise at a confidence.

use std::fmt;

use chrono::{NaiveTime, Timelike as _};
use chrono_tz::Tz;

use super::ROUNDING;
use super::curve::Curve;
use crate::error::Problem;
use crate::rules::clock::OwnClock;
use crate::rules::rate::Percent;
use crate::rules::time::{Fold, Instant, forward};

/// A length of less than this is said to the hour.
const DAY: i64 = 86_400;

/// How sure a date has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence(Percent);

impl Confidence {
    /// Those that are always said.
    pub const USUAL: [Self; 4] = [Self::whole(50), Self::whole(75), Self::whole(90), Self::whole(95)];

    const fn whole(percent: u64) -> Self {
        Self(Percent::whole(percent))
    }

    /// Returns that of a percentage between none and all.
    pub const fn of(percent: Percent) -> Self {
        Self(percent)
    }

    /// Returns the percentage.
    pub const fn percent(self) -> Percent {
        self.0
    }

    /// Reads `90` or `90%`.
    ///
    /// # Errors
    /// What is not a percentage; 0 and 100.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let read = Self::of(Percent::parse(text)?);
        if read.share() > 0.0 && read.share() < 1.0 {
            return Ok(read);
        }
        Err(Problem::new(format!("nothing is sure to {}", read.0))
            .hint("write more than 0 and less than 100"))
    }

    /// Returns it as a share of 1.
    pub fn share(self) -> f64 {
        self.0.fraction()
    }

    /// Returns how many have to be closed for a date.
    pub fn needs(self) -> usize {
        let odds = self.share() / (1.0 - self.share());
        (odds - ROUNDING).ceil().max(0.0) as usize
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0.to_string();
        write!(f, "{} %", percent.trim_end_matches('%'))
    }
}

/// What can be promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A date.
    Date {
        /// The seconds of the clock after which enough were done.
        span: i64,
        /// When they have passed.
        at: Instant,
        /// The end of that hour or day, which is what people promise.
        shown: Instant,
    },
    /// Too few were closed to say.
    Few,
    /// However long: not enough were ever done.
    None,
}

/// The answer at one confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Safe {
    /// How sure.
    pub confidence: Confidence,
    /// What can be promised.
    pub answer: Answer,
}

impl Safe {
    /// Returns the date that is said, if there is one.
    pub const fn shown(&self) -> Option<Instant> {
        match self.answer {
            Answer::Date { shown, .. } => Some(shown),
            Answer::Few | Answer::None => None,
        }
    }

    /// Returns the answer of a curve for what is promised `now`.
    pub fn of(curve: &Curve, confidence: Confidence, clock: &OwnClock<'_>, zone: Tz, now: Instant) -> Self {
        Self::from(curve, (0, 1.0), confidence, clock, zone, now)
    }

    /// Returns the answer of a curve for what is `now` of this age and still open, counted from now.
    pub fn at_age(
        curve: &Curve,
        age: i64,
        confidence: Confidence,
        clock: &OwnClock<'_>,
        zone: Tz,
        now: Instant,
    ) -> Self {
        Self::from(curve, (age, curve.left_after(age)), confidence, clock, zone, now)
    }

    fn from(
        curve: &Curve,
        (age, left): (i64, f64),
        confidence: Confidence,
        clock: &OwnClock<'_>,
        zone: Tz,
        now: Instant,
    ) -> Self {
        let answer = if curve.closed < confidence.needs() {
            Answer::Few
        } else {
            let length = curve.when_left((1.0 - confidence.share()) * left);
            let span = length.map(|length| length.saturating_sub(age));
            // A calendar that is not open for so long within ten years has no such date.
            let dated = span.and_then(|span| Some((span, clock.plus(now, span).ok()?)));
            dated.map_or(Answer::None, |(span, at)| Answer::Date {
                span,
                at,
                shown: shown(at, span, clock, zone),
            })
        };
        Self { confidence, answer }
    }
}

/// Returns the instant that is said for one: the next full hour for what takes less than a day, else the end of its day; of
/// a calendar always the last closing of that day.
fn shown(at: Instant, span: i64, clock: &OwnClock<'_>, zone: Tz) -> Instant {
    if let OwnClock::Working(calendar) = clock {
        let closing = |at: Instant| calendar.last_closing(calendar.date_of(at));
        let open = || calendar.next_open(at).ok();
        return closing(at).filter(|closing| *closing >= at).or_else(|| closing(open()?)).unwrap_or(at);
    }
    let local = at.in_zone(zone);
    if span < DAY {
        let past = i64::from(local.minute()).saturating_mul(60).saturating_add(i64::from(local.second()));
        return if past == 0 { at } else { at.plus(3_600_i64.saturating_sub(past)) };
    }
    let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    forward(local.date_naive().and_time(end), zone, Fold::Later)
}
