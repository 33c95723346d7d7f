//! Why a calendar skipped a day, so that the arithmetic of a due can be shown.

use chrono::NaiveDate;

use super::super::time::Instant;
use super::periods::dates;
use super::{Because, Calendar};

/// Why a date has no hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The weekday is closed.
    Weekday,
    /// The weekday is closed in that season.
    Season,
    /// A holiday.
    Holiday,
    /// The special hours of that day are empty.
    Special,
    /// The clock skipped all its hours, or the date itself.
    Missing,
}

impl Why {
    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weekday => "closed",
            Self::Season => "closed in that season",
            Self::Holiday => "holiday",
            Self::Special => "closed that day",
            Self::Missing => "no such hours that day",
        }
    }
}

impl Calendar {
    /// Returns why a local date has no hours; `None` if it has some.
    pub fn why_closed(&self, date: NaiveDate) -> Option<Why> {
        if self.is_open_on(date) {
            return None;
        }
        let (hours, because) = self.rule_on(date);
        Some(match because {
            Because::Holiday(_) => Why::Holiday,
            _ if !hours.is_empty() => Why::Missing,
            Because::Open(_) => Why::Special,
            Because::Season(_) => Why::Season,
            Because::Week => Why::Weekday,
        })
    }

    /// Returns the local dates from that of `from` to that of `to` that have no hours, and why. Lazy.
    pub fn skipped(&self, from: Instant, to: Instant) -> impl Iterator<Item = (NaiveDate, Why)> {
        dates(from.date_in(self.zone), to.date_in(self.zone))
            .filter_map(|date| self.why_closed(date).map(|why| (date, why)))
    }
}
