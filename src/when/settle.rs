//! From what was typed to its instant, seen from now.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};

use super::closings::Calendared;
use super::dates::Day;
use super::grammar::{Close, Look, Moment, Said};
use super::resolve::From;
use super::times::{self, Clock};
use super::zones::Zone;
use super::{Reading, Reference, Way, lengths, out_of_range, say, words};
use crate::error::Problem;
use crate::rules::calendar::Calendar;
use crate::rules::target::{NoDue, Symbol, Target};
use crate::rules::time::{Fold, Instant, start_of_day};
use crate::text::quote_start;

/// Everything besides the words that a meaning depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settle<'a> {
    pub(super) way: Way,
    pub(super) context: &'a Reference<'a>,
    pub(super) calendar: Calendared<'a>,
    /// All that was typed.
    pub(super) typed: &'a str,
}

/// The meaning of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    at: Instant,
    /// Whether a date was typed without a time of day.
    date_alone: bool,
    /// The span of a day, or a part of one, that was typed without a time of day.
    span: Option<(Instant, Instant)>,
}

impl Found {
    const fn exactly(at: Instant) -> Self {
        Self { at, date_alone: false, span: None }
    }
}

impl Settle<'_> {
    /// Returns the reading of what was typed; the error is one on the wrong side of now.
    pub(super) fn reading(&self, said: &Said) -> Result<Reading, Problem> {
        let mut counted_from = None;
        let (found, target) = match said {
            Said::Now => (Found::exactly(self.context.now), None),
            Said::At(at) if !at.in_range() => return Err(out_of_range(self.typed)),
            Said::At(at) => (Found::exactly(*at), None),
            Said::Length { length, look } => {
                let back = self.looks_back(*look)?;
                let at = self.away(length, back, self.context.now)?;
                counted_from = if back { None } else { self.opening(length) };
                (Found::exactly(at), (!back).then_some(*length))
            }
            Said::Due { length, back } => (self.beside_due(length.as_ref(), *back)?, None),
            Said::Away { length, back, from } => {
                let start = self.moment(from)?;
                if start.date_alone {
                    return Err(Problem::new(format!(
                        "{} has no time of day to count from",
                        quote_start(&from.day_words)
                    ))
                    .hint(format!("write the time too: {} 5pm", from.day_words)));
                }
                (Found::exactly(self.away(length, *back, start.at)?), None)
            }
            Said::Moment(moment) => (self.moment(moment)?, None),
        };
        self.check(found)?;
        Ok(Reading { at: found.at, target, span: found.span, counted_from })
    }

    /// Returns true if a length goes back from now.
    fn looks_back(&self, look: Look) -> Result<bool, Problem> {
        let typed = self.typed;
        match (look, self.way) {
            (Look::Ahead, _) | (Look::Bare, Way::Due | Way::SinceAhead | Way::UntilAhead) => Ok(false),
            (Look::Ago, _) | (Look::Bare, Way::Since | Way::Until) => Ok(true),
            (Look::Bare, Way::Back | Way::Asked) => {
                Err(Problem::new(format!("{} is a duration, not a time", quote_start(typed)))
                    .hint(format!("write {typed} ago")))
            }
            (Look::Bare, Way::From) => {
                Err(Problem::new(format!("{} could be in the past or the future", quote_start(typed)))
                    .hint(format!("write in {typed} or {typed} ago")))
            }
        }
    }

    /// Returns the instant a length after another, or before it.
    fn away(&self, length: &Target, back: bool, from: Instant) -> Result<Instant, Problem> {
        let calendar = if length.is_working() { self.calendar.one(self.typed)? } else { None };
        if calendar.is_none() && lengths::in_working_hours(length) {
            return Err(no_hours(self.typed));
        }
        let zone = self.context.zone;
        let due = if back { length.before(from, zone, calendar) } else { length.due(from, zone, calendar) };
        // Nothing is before the first instant: a length that goes back further stops there.
        let due = due.and_then(|at| if at <= Instant::FIRST { Err(NoDue::TooFar) } else { Ok(at) });
        due.map_err(|none| match none {
            NoDue::TooFar => out_of_range(self.typed),
            NoDue::NoCalendar => no_hours(self.typed),
            NoDue::NeverOpen(never) => Problem::new(never.to_string()).hint("write a date and a time"),
        })
    }

    /// Returns the opening from which a length in working time is counted, if it is closed now.
    fn opening(&self, length: &Target) -> Option<Instant> {
        let now = self.context.now;
        match self.calendar.one(self.typed).ok()? {
            Some(calendar) => length.counted_from(now, calendar),
            None => length.counted_from(now, &Calendar::monday_to_friday(self.context.zone)),
        }
    }

    /// Returns the due in force, or a length after or before it. Days count from its date, as from one that is typed,
    /// and keep its time of day; if it was a date without a time, so is this one.
    fn beside_due(&self, length: Option<&Target>, back: bool) -> Result<Found, Problem> {
        let due = self.context.due.ok_or_else(|| {
            Problem::new("there is no due date here to count from")
                .hint("`move` and `reopen` know one; elsewhere write the date")
        })?;
        let Some(length) = length else { return Ok(Found::exactly(due)) };
        if !lengths::in_days(length) {
            return Ok(Found::exactly(self.away(length, back, due)?));
        }
        let zone = self.context.zone;
        let local = due.in_zone(zone).naive_local();
        let clock = (local.time() != times::last_second()).then(|| local.time());
        let day = Day::Counted { length: *length, back, from: Box::new(Day::Date(local.date())) };
        let (today, begun) = (local.date(), self.context.begun.date_in(zone));
        let from = From { today, begun, way: self.way, calendar: &self.calendar, typed: self.typed };
        let date = from.date(&day)?;
        let at = match clock {
            Some(time) => Zone::Named(zone).forward(date.and_time(time), Fold::Later),
            None => self.whole(&day, date)?,
        };
        Ok(Found::exactly(at))
    }

    fn moment(&self, said: &Moment) -> Result<Found, Problem> {
        let clock = match (said.clock, said.part) {
            (Some(clock), Some(part)) => Some(part.place(clock, &said.clock_words)?),
            (Some(Clock::Half { hour, minute }), None) => {
                return Err(times::unclear(&said.clock_words, hour, minute));
            }
            (clock, _) => clock,
        };
        let zone = said.zone.unwrap_or(Zone::Named(self.context.zone));
        let Some(day) = &said.day else {
            return match (said.close, clock, said.part) {
                (Some(close), ..) => {
                    let today = self.context.now.date_in(self.calendar.zone());
                    Ok(Found::exactly(self.closing(close, today)?))
                }
                (_, Some(clock), _) => Ok(Found::exactly(self.nearest(clock, zone)?)),
                _ => Err(Problem::new(format!("{} of which day?", quote_start(self.typed)))
                    .hint(format!("write tomorrow {}", self.typed))),
            };
        };
        // The calendar's days are those of its zone.
        let own = matches!(day, Day::End(..) | Day::EndOfMonth(..) | Day::Business { .. });
        let zone_here = if own { self.calendar.zone() } else { self.context.zone };
        let here = self.context.now.date_in(zone_here);
        let there = zone.today(self.context.now);
        let found = self.on_day(said, day, clock, zone, here)?;
        if there != here && clock.is_some() && !own {
            let other = self.on_day(said, day, clock, zone, there)?;
            if other != found {
                let name = |found: Found| say::full(found.at, self.context.zone);
                let plain = |found: Found| found.at.rfc3339(self.context.zone);
                return Err(Problem::new(format!(
                    "{} could be {} or {}: it is not the same day there",
                    quote_start(self.typed),
                    name(found),
                    name(other)
                ))
                .hint(format!("write {} or {}", plain(found), plain(other))));
            }
        }
        Ok(found)
    }

    /// Returns the meaning of a day with or without a time, seen from `today`.
    fn on_day(
        &self,
        said: &Moment,
        day: &Day,
        clock: Option<Clock>,
        zone: Zone,
        today: NaiveDate,
    ) -> Result<Found, Problem> {
        let (way, typed) = (self.way, said.day_words.as_str());
        let begun = self.context.begun.date_in(self.context.zone);
        let date = From { today, begun, way, calendar: &self.calendar, typed }.date(day)?;
        if let Some(weekday) = said.weekday
            && date.weekday() != weekday
        {
            return Err(wrong_weekday(date, weekday));
        }
        let now = self.context.now;
        let next = date.succ_opt().ok_or_else(|| out_of_range(self.typed))?;
        let midnight = |date: NaiveDate| zone.forward(date.and_time(NaiveTime::MIN), Fold::Later);
        let at = match (clock, said.part, said.close) {
            (Some(Clock::At(time)), ..) => zone.exact(date.and_time(time))?,
            (Some(Clock::DayEnd), ..) | (Some(_), Some(_), _) => midnight(next),
            (Some(_), None, _) => {
                return Err(Problem::new(format!(
                    "{} could be the start or the end of that day",
                    quote_start(self.typed)
                ))
                .hint(format!("write {date} 00:00 or {next} 00:00")));
            }
            (None, Some(part), _) => {
                let (from, to) = part.span();
                let (from, to) = (
                    zone.forward(date.and_time(from), Fold::First),
                    zone.forward(date.and_time(to), Fold::Later),
                );
                let at = match way {
                    Way::Due | Way::Until | Way::UntilAhead => to,
                    Way::Back if from <= now => to.min(now),
                    _ => from,
                };
                return Ok(Found { at, date_alone: false, span: Some((from, to)) });
            }
            (None, None, Some(close)) => self.closing(close, date)?,
            (None, None, None) => {
                let is_end = matches!(day, Day::End(..) | Day::EndOfMonth(..));
                let span = (!is_end).then(|| (start_of_day(date, self.context.zone), self.end_of_day(date)));
                return Ok(Found { at: self.whole(day, date)?, date_alone: true, span });
            }
        };
        Ok(Found::exactly(at))
    }

    /// Returns the instant that a date without a time means.
    fn whole(&self, day: &Day, date: NaiveDate) -> Result<Instant, Problem> {
        let starts = matches!(self.way, Way::Asked | Way::Since | Way::SinceAhead | Way::From);
        let is_whole = matches!(self.way, Way::Until | Way::UntilAhead);
        let business = match day {
            Day::End(..) | Day::EndOfMonth(..) => return self.closing(Close::Day, date),
            Day::Business { .. } => true,
            Day::Counted { length, .. } => length.parts().any(|part| part.symbol == Symbol::BusinessDay),
            _ => false,
        };
        if starts {
            return Ok(start_of_day(date, self.context.zone));
        }
        if business && !is_whole {
            return self.closing(Close::Day, date);
        }
        let end = self.end_of_day(date);
        let begun = self.way == Way::Back && date <= self.context.now.date_in(self.context.zone);
        Ok(if begun { end.min(self.context.now) } else { end })
    }

    /// Returns the last second of a date.
    fn end_of_day(&self, date: NaiveDate) -> Instant {
        Zone::Named(self.context.zone).forward(date.and_time(times::last_second()), Fold::Later)
    }

    fn closing(&self, close: Close, date: NaiveDate) -> Result<Instant, Problem> {
        if close == Close::Business && self.calendar.one(self.typed)?.is_none() {
            return Err(Problem::new(format!("{} needs a calendar", quote_start(self.typed)))
                .hint("write the time: 5pm"));
        }
        self.calendar.closing(date, self.typed)
    }

    /// Returns the next, or the last, instant with a time of day.
    fn nearest(&self, clock: Clock, zone: Zone) -> Result<Instant, Problem> {
        let (now, today) = (self.context.now, zone.today(self.context.now));
        let time = if let Clock::At(time) = clock { time } else { NaiveTime::MIN };
        let days = match self.way {
            Way::Due | Way::SinceAhead | Way::UntilAhead => [Some(today), today.succ_opt()],
            Way::From => [Some(today), None],
            _ => [Some(today), today.pred_opt()],
        };
        for local in days.into_iter().flatten().map(|date| date.and_time(time)) {
            let at = zone.forward(local, Fold::Later);
            let right = match self.way {
                Way::Due | Way::SinceAhead | Way::UntilAhead => at > now,
                Way::From => true,
                _ => at <= now,
            };
            if right {
                return if clock == Clock::At(time) { zone.exact(local) } else { Ok(at) };
            }
        }
        Err(out_of_range(self.typed))
    }

    /// Refuses an instant outside the supported years, or on the wrong side of now.
    fn check(&self, Found { at, date_alone, .. }: Found) -> Result<(), Problem> {
        let now = self.context.now;
        if !at.in_range() {
            return Err(out_of_range(self.typed));
        }
        let (side, step) = match self.way {
            Way::Due if at < self.context.begun.min(now) => ("past", 1),
            Way::Back | Way::Asked if at > now => ("future", -1),
            _ => return Ok(()),
        };
        let zone = self.context.zone;
        let shown = say::absolute(at, now, zone);
        let refusal = Problem::new(format!("{} is in the {side}: {shown}", quote_start(self.typed)));
        let clock = say::absolute(now, now, zone);
        let (today, time) = (now.date_in(zone), at.in_zone(zone).time());
        // The same time on the nearest day on the other side.
        let other = [Some(today), today.checked_add_signed(TimeDelta::days(step))]
            .into_iter()
            .flatten()
            .find(|day| {
                let at = Zone::Named(zone).forward(day.and_time(time), Fold::Later);
                if step > 0 { at > now } else { at <= now }
            });
        let other = other.unwrap_or(today);
        let for_instance =
            if date_alone { other.to_string() } else { format!("{other} {}", time.format("%H:%M")) };
        let than = if step > 0 { "a later" } else { "an earlier" };
        Err(refusal.hint(format!("it is {clock} now; write {than} time, for instance {for_instance}")))
    }
}

fn no_hours(typed: &str) -> Problem {
    Problem::new(format!("{} is in working hours, and the ledger has no calendar", quote_start(typed)))
        .hint("add a `[calendar.NAME]` to the ledger, or write elapsed hours: 8h")
}

fn wrong_weekday(date: NaiveDate, said: chrono::Weekday) -> Problem {
    let is = words::weekday_name(date.weekday());
    let near = (0..=3_u64)
        .flat_map(|days| [date.checked_sub_days(Days::new(days)), date.checked_add_days(Days::new(days))]);
    let near = near.flatten().find(|near| near.weekday() == said).unwrap_or(date);
    Problem::new(format!("{} is a {is}, not a {}", date.format("%-d %B %Y"), words::weekday_name(said)))
        .hint(format!("write {date} or {near}"))
}
