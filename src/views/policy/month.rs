//! One month of a calendar, day by day: when it is open, and what decides that.

use std::io::{self, Write};

use chrono::{Datelike as _, NaiveDate};

use super::calendars::open;
use super::sentence;
use crate::out::{Page, Style};
use crate::rules::calendar::{Because, Calendar, Days, Hours};
use crate::views::table::{Cell, Column, Table};
use crate::when::say;

/// A month of a calendar.
pub struct Month<'a> {
    /// The calendar.
    pub calendar: &'a Calendar,
    /// The first date of the month.
    pub first: NaiveDate,
}

/// A day of a month.
pub struct Day<'a> {
    /// The local date.
    pub date: NaiveDate,
    /// The hours that the ledger says.
    pub hours: &'a [Hours],
    /// What decides them.
    pub because: Because<'a>,
    /// The open seconds; on a day on which the clock changes they are not those of the hours.
    pub seconds: i64,
}

impl<'a> Month<'a> {
    /// Returns the days of the month, in order.
    pub fn days(&self) -> impl Iterator<Item = Day<'a>> {
        let (calendar, first) = (self.calendar, self.first);
        first.iter_days().take_while(move |date| date.month() == first.month()).map(move |date| {
            let (hours, because) = calendar.rule_on(date);
            let seconds = calendar.hours_on(date).map(|period| period.close.since(period.open)).sum();
            Day { date, hours, because, seconds }
        })
    }

    /// Returns how many days have hours, and the open seconds of all.
    pub fn sums(&self) -> (i64, i64) {
        self.days().fold((0, 0), |(days, sum): (i64, i64), Day { seconds, .. }| {
            (days.saturating_add(i64::from(seconds > 0)), sum.saturating_add(seconds))
        })
    }
}

impl Day<'_> {
    /// Returns the word for what decides, and the days or the season as the ledger writes them.
    pub fn reason(&self) -> (&'static str, Option<String>) {
        match self.because {
            Because::Week => ("weekday", None),
            Because::Season(season) => ("season", Some(season.time.to_string())),
            Because::Holiday(days) => ("holiday", Some(days.to_string())),
            Because::Open(days) => ("open", Some(days.to_string())),
        }
    }

    /// Returns true if it is a holiday of another date, observed on this one.
    pub fn is_observed(&self) -> bool {
        match self.because {
            Because::Holiday(days @ Days::Yearly(_)) => {
                days.to_string() != self.date.format("%m-%d").to_string()
            }
            _ => false,
        }
    }
}

/// Returns a number of business days in words.
pub fn days(count: i64) -> String {
    if count == 1 { "1 business day".to_owned() } else { format!("{count} business days") }
}

/// Draws the month on the page, a line a day.
pub fn draw(month: &Month<'_>, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let Month { calendar, first } = month;
    let head = format!("calendar {} ({}), {}", calendar.name, calendar.zone.name(), first.format("%B %Y"));
    sentence(&head, Style::Bold, page, to)?;
    let columns = ["day", "open", "why"].map(|head| Column::new(head).shrinks());
    let rows = month.days().map(|day| {
        let why = match day.reason() {
            (_, None) => String::new(),
            ("open", Some(by)) => format!("special hours {by}"),
            (word, Some(by)) => format!("{word} {by}{}", if day.is_observed() { ", observed" } else { "" }),
        };
        let is_open = day.seconds > 0;
        let hours = if is_open { open(day.hours) } else { "closed".to_owned() };
        let style = if is_open { Style::Plain } else { Style::Dim };
        let why = if day.hours.is_empty() || is_open { why } else { "no such hours that day".to_owned() };
        let date = format!("{} {:>2}", day.date.format("%a"), day.date.day());
        [Cell::from(date).style(style), Cell::from(hours).style(style), Cell::from(why).style(style)]
    });
    Table::filled(columns, rows).whole().write(page, to)?;
    let (count, seconds) = month.sums();
    sentence(&format!("{}, {} working time", days(count), say::working(seconds)), Style::Dim, page, to)
}
