//! Working time: when a calendar is open, and the two calculations over that, `due` and `elapsed`.
//!
//! A ledger says a calendar in lines: the hours of each weekday, other ones for a season, closed days, and days with
//! hours of their own (`days`, `season`). Which of them decides for a date is found by drawing the date's year, the most
//! exact line last (`lines`). That is the only place that knows precedence.
//!
//! From there everything follows from one lazy sequence, the open periods in the order of time
//! ([`Calendar::open_between`]). The shape is that of the Ruby library biz. Long spans are summed over the drawn years
//! rather than walked through (`sums`), and property tests compare both with a counter that asks every line about every
//! date. Nothing here reads a clock.

mod business;
mod changes;
mod check;
mod days;
mod hours;
mod lines;
mod periods;
mod season;
mod skipped;
mod spans;
mod sums;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::time::Instant;
use crate::text;

pub use check::BadCalendar;
pub use days::Days;
pub use hours::{Hours, WEEKDAYS};
pub use lines::Because;
pub use season::{Season, SeasonTime};

use lines::Line;

/// How far a search for open hours goes before it gives up.
const HORIZON: chrono::Days = chrono::Days::new(3653);

/// When a team works.
///
/// [`Calendar::new`] makes one, and nothing changes it after that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its name in the ledger.
    pub name: String,
    /// The zone its hours are local to.
    pub zone: Tz,
    plan: Plan,
    memo: sums::Memo,
}

/// What a ledger says of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The hours of each weekday, Monday first, in order and not overlapping.
    pub week: [Vec<Hours>; 7],
    /// Other hours for a time, in the order of the ledger.
    pub seasons: Vec<Season>,
    /// Whole days that are closed. In a calendar, in order and each once.
    pub holidays: Vec<Days>,
    /// Days with hours of their own; at equal rank they win over a holiday. In a calendar, in order.
    pub open: Vec<(Days, Vec<Hours>)>,
    /// Where the holidays of every year are observed that fall on a weekend; `None`: where they fall.
    pub observed: Option<Observed>,
}

/// Where a holiday of every year is observed that falls on a Saturday or a Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// Friday instead of Saturday, Monday instead of Sunday.
    Nearest,
    /// The next day from Monday to Friday that is no holiday, and on which no other one is observed.
    Next,
}

impl Observed {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Nearest, Self::Next];

    /// Returns its name in a ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::Next => "next",
        }
    }
}

impl Plan {
    /// Returns the number of lines, of which each decides the hours of some days.
    fn lines(&self) -> Line {
        let week = self.seasons.len().saturating_add(1).saturating_mul(7);
        let days = self.holidays.len().saturating_add(self.open.len());
        Line::try_from(week.saturating_add(days)).unwrap_or(Line::MAX)
    }
}

/// The error of a calendar that is not open long enough within ten years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calendar {} has too few open hours within ten years of {from}", text::quote(calendar))]
pub struct NeverOpen {
    /// Its name.
    pub calendar: String,
    /// Where the search began.
    pub from: String,
}

impl Calendar {
    /// Returns whether it is open whenever another is, whatever the two are called.
    pub fn is_like(&self, other: &Self) -> bool {
        self.zone == other.zone && self.plan == other.plan
    }

    /// Returns the calendar of business days without one in the ledger: Monday to Friday, whole days.
    pub fn monday_to_friday(zone: Tz) -> Self {
        let day = || vec![Hours::WHOLE_DAY];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        Self::unchecked("Monday to Friday".to_owned(), zone, Plan { week, ..Plan::default() })
    }

    /// Returns a calendar of checked hours.
    fn unchecked(name: String, zone: Tz, mut plan: Plan) -> Self {
        plan.holidays.sort_unstable();
        plan.holidays.dedup();
        plan.open.sort_by_key(|(days, _)| *days);
        Self { name, zone, plan, memo: sums::Memo::default() }
    }

    /// Returns what the ledger says of it.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the earliest instant with `elapsed(start, due) = seconds`.
    ///
    /// A start outside the hours rolls forward, and a due that falls on a closing is that closing.
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years after `start` have fewer open seconds.
    pub fn due(&self, start: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(start);
        }
        self.forward(start, seconds).ok_or_else(|| self.never_open(start))
    }

    /// Returns the latest instant with `elapsed(start, end) = seconds`: the mirror of [`Calendar::due`].
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years before `end` have fewer open seconds.
    pub fn before(&self, end: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(end);
        }
        self.backward(end, seconds).ok_or_else(|| self.never_open(end))
    }

    /// Returns the real seconds inside open periods between two instants; 0 if `end` is not after `start`.
    ///
    /// Time outside the supported years does not count.
    pub fn elapsed(&self, start: Instant, end: Instant) -> i64 {
        let (start, end) = (start.max(Instant::FIRST), end.min(Instant::LAST));
        if end <= start {
            return 0;
        }
        let ((first, before), (last, passed)) = (self.passed(start), self.passed(end));
        let whole_dates = last.pred_opt().map_or(0, |last| self.open_time(first, last).seconds);
        whole_dates.saturating_add(passed).saturating_sub(before)
    }

    /// Returns true if it is open at that instant. The closing itself is outside.
    pub fn is_open(&self, at: Instant) -> bool {
        self.open_between(self.first_day(at), self.last_day(at)).any(|period| period.has(at))
    }

    /// Returns the first open instant at or after this one, to which a start outside the hours rolls.
    ///
    /// # Errors
    /// [`NeverOpen`] if nothing opens within ten years.
    pub fn next_open(&self, at: Instant) -> Result<Instant, NeverOpen> {
        // Where one second has passed, it began where that second did.
        Ok(self.due(at, 1)?.plus(-1))
    }

    /// Returns the last closing of a local date, `None` if it is closed all day.
    pub fn last_closing(&self, date: NaiveDate) -> Option<Instant> {
        self.hours_on(date).next_back().map(|period| period.close)
    }

    /// Returns true if a local date has an open period, which makes it a business day.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        self.hours_on(date).next().is_some()
    }

    /// Returns the hours of a local date as the ledger says them, and why it is those.
    pub fn rule_on(&self, date: NaiveDate) -> (&[Hours], Because<'_>) {
        self.line(self.line_on(date))
    }

    fn never_open(&self, from: Instant) -> NeverOpen {
        NeverOpen { calendar: self.name.clone(), from: from.date_in(self.zone).to_string() }
    }
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod long_spans;
#[cfg(test)]
mod organisations;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words;
