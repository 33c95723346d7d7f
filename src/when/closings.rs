//! What the calendar says about days: which are business days, and when they end.

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{Calendars, Reference, say};
use crate::error::Problem;
use crate::rules::calendar::Calendar;
use crate::rules::time::{Fold, Instant, forward};
use crate::text;
use crate::text::quote_start;

/// The calendar, if there is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendared<'a> {
    context: &'a Reference<'a>,
}

impl<'a> Calendared<'a> {
    pub(super) fn new(context: &'a Reference<'a>) -> Self {
        Self { context }
    }

    /// Returns the calendar to count in, `None` for Monday to Friday; the error lists the calendars if there are
    /// several.
    pub(super) fn one(self, typed: &str) -> Result<Option<&'a Calendar>, Problem> {
        match &self.context.calendars {
            Calendars::One(calendar) => Ok(Some(calendar)),
            Calendars::None => Ok(None),
            Calendars::Several(names) => Err(Problem::new(format!(
                "{} needs a calendar, and there are several: {}",
                quote_start(typed),
                text::list(names.iter().copied())
            ))
            .hint("choose one with --calendar or by the kind, or write a date and a time")),
        }
    }

    /// Returns the zone whose days the calendar counts.
    pub(super) fn zone(self) -> Tz {
        match &self.context.calendars {
            Calendars::One(calendar) => calendar.zone,
            _ => self.context.zone,
        }
    }

    /// Returns true if a date is a business day.
    pub(super) fn is_open_on(self, date: NaiveDate, typed: &str) -> Result<bool, Problem> {
        Ok(match self.one(typed)? {
            Some(calendar) => calendar.is_open_on(date),
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        })
    }

    /// Returns the last business day from the first of two dates to the second.
    pub(super) fn last_open(
        self,
        first: NaiveDate,
        last: NaiveDate,
        typed: &str,
    ) -> Result<NaiveDate, Problem> {
        let mut date = last;
        while date >= first {
            if self.is_open_on(date, typed)? {
                return Ok(date);
            }
            let Some(before) = date.pred_opt() else { break };
            date = before;
        }
        Err(Problem::new(format!("nothing is open between {first} and {last}"))
            .hint("write a date and a time"))
    }

    /// Returns when a date's last hours end: 23:59:59 without a calendar. The error is a day on which the calendar is
    /// closed.
    pub(super) fn closing(self, date: NaiveDate, typed: &str) -> Result<Instant, Problem> {
        let Some(calendar) = self.one(typed)? else {
            let local = date.and_time(super::times::last_second());
            return Ok(forward(local, self.context.zone, Fold::Later));
        };
        calendar.last_closing(date).ok_or_else(|| {
            let today = self.context.now.date_in(calendar.zone);
            let open = date.iter_days().skip(1).take(366).find(|date| calendar.is_open_on(*date));
            let hint = match open {
                Some(open) => format!("the next open day is {}: write {open}", say::date(open, today)),
                None => "write a date and a time".to_owned(),
            };
            Problem::new(format!("{} is closed on {}", calendar.name, say::date(date, today))).hint(hint)
        })
    }
}
