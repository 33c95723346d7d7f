//! A day or a week of promises: in which group of the list each stands, and how many there are of each.
//!
//! Every open commitment is counted in one group: late, on the day of its due, later, or waiting without a due. Days are those of
//! the ledger's zone, and late is what `list` calls overdue. Shown are the late ones, those of the days that were asked for, and of
//! the others what wants something now: what `overdue` flags, and what is at risk.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;

use crate::rules::standing::Standing;
use crate::rules::time::{Instant, start_of_day};
use crate::when::say;

/// How far an agenda looks, in days from today on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Today.
    Day,
    /// Today and the six days after it.
    Week,
}

impl Length {
    const fn days(self) -> usize {
        match self {
            Self::Day => 1,
            Self::Week => DAYS,
        }
    }
}

/// The days that are counted one by one.
const DAYS: usize = 7;

/// The rank of what is late; the days follow it.
const LATE: u8 = 0;
/// The rank of what is due after the days.
const LATER: u8 = 254;
/// The rank of what waits for them, without a due.
const WAITING: u8 = 255;

/// How many are in each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Past their due or their limit.
    pub late: usize,
    /// Due today.
    pub today: usize,
    /// Due tomorrow.
    pub tomorrow: usize,
    /// Due on one of the five days after tomorrow.
    pub week: usize,
    /// Due after that.
    pub later: usize,
    /// Waiting for them, so that they have no due.
    pub waiting: usize,
}

/// The agenda of a day or a week.
#[derive(Debug, Clone)]
pub struct Agenda {
    length: Length,
    today: NaiveDate,
    /// The first instant after each of the days.
    ends: [Instant; DAYS],
    counts: Counts,
}

impl Agenda {
    /// Returns one with nothing on it, as seen from `now`.
    pub fn new(length: Length, zone: Tz, now: Instant) -> Self {
        let today = now.date_in(zone);
        let mut ends = [Instant::LAST; DAYS];
        for (end, date) in ends.iter_mut().zip(dates(today).skip(1)) {
            *end = start_of_day(date, zone);
        }
        Self { length, today, ends, counts: Counts::default() }
    }

    /// Counts a commitment in its group.
    pub fn count(&mut self, standing: &Standing<'_>) {
        let day = self.day(standing);
        let Counts { late, today, tomorrow, week, later, waiting } = &mut self.counts;
        let count = match day {
            _ if standing.is_overdue() => late,
            None => waiting,
            Some(None) => later,
            Some(Some(0)) => today,
            Some(Some(1)) => tomorrow,
            Some(Some(_)) => week,
        };
        *count = count.saturating_add(1);
    }

    /// Returns the rank of the group of a commitment, the first shown first, if it is shown.
    pub fn rank(&self, standing: &Standing<'_>) -> Option<u8> {
        let is_flagged = standing.at_risk || !standing.reasons.is_empty();
        match self.day(standing) {
            _ if standing.is_overdue() => Some(LATE),
            Some(Some(day)) if day < self.length.days() => {
                Some(u8::try_from(day).unwrap_or(LATER).saturating_add(1))
            }
            Some(_) => is_flagged.then_some(LATER),
            None => is_flagged.then_some(WAITING),
        }
    }

    /// Returns the day on which it is due, 0 for today and `None` after them all; `None` for what has no due.
    fn day(&self, standing: &Standing<'_>) -> Option<Option<usize>> {
        standing.due.map(|due| self.ends.iter().position(|end| due < *end))
    }

    /// Adds what was counted in the next part of the ledger.
    #[must_use]
    pub fn join(mut self, next: &Self) -> Self {
        let Counts { late, today, tomorrow, week, later, waiting } = next.counts;
        let counts = &mut self.counts;
        for (all, more) in [
            (&mut counts.late, late),
            (&mut counts.today, today),
            (&mut counts.tomorrow, tomorrow),
            (&mut counts.week, week),
            (&mut counts.later, later),
            (&mut counts.waiting, waiting),
        ] {
            *all = all.saturating_add(more);
        }
        self
    }

    /// Returns how many are in each group.
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Returns the line above the list: `2 late, 3 today, 12 later, 1 waits for them`; empty if there is nothing at all.
    pub fn line(&self) -> String {
        let Counts { late, today, tomorrow, week, later, waiting } = self.counts;
        let mut said = String::new();
        let mut say = |count: usize, words: &str| {
            if count > 0 {
                let comma = if said.is_empty() { "" } else { ", " };
                // Writing to a String cannot fail.
                let _ = write!(said, "{comma}{count} {words}");
            }
        };
        say(late, "late");
        say(today, "today");
        match self.length {
            Length::Day => say(tomorrow.saturating_add(week).saturating_add(later), "later"),
            Length::Week => {
                say(tomorrow, "tomorrow");
                say(week, &format!("more by {}", self.date(DAYS)));
                say(later, "later");
            }
        }
        say(waiting, if waiting == 1 { "waits for them" } else { "wait for them" });
        said
    }

    /// Returns the heading of the group with that rank.
    pub fn heading(&self, rank: u8) -> String {
        match rank {
            LATE => "late".to_owned(),
            1 => "today".to_owned(),
            2 => "tomorrow".to_owned(),
            LATER => "later, but flagged".to_owned(),
            WAITING => "waiting, but flagged".to_owned(),
            day => self.date(usize::from(day)),
        }
    }

    /// Returns the date of a day, the first of which is today.
    fn date(&self, day: usize) -> String {
        dates(self.today)
            .nth(day.saturating_sub(1))
            .map_or_else(String::new, |date| say::date(date, self.today))
    }
}

/// Returns a date and those after it.
fn dates(first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), |date| date.checked_add_days(Days::new(1)))
}
