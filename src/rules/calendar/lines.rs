//! Which line of the ledger decides the hours of each day of a year.
//!
//! A year is drawn as on a wall: first the weekdays, then the seasons of every year and those of dates, then the days
//! of `holidays` and of `open`, the least exact first, each over what is already there. Of days that are equally exact
//! `open` comes last. What is on top decides. So precedence is in one place, the order of [`Lines::draw`].
//!
//! A drawn year is 366 small numbers. It costs about a microsecond whatever the calendar has in it: ranges are cut into
//! ones that do not overlap, dates are found by halving, and there are fewer than a thousand different rules.

use std::collections::VecDeque;
use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};

use super::super::time::LAST_YEAR;
use super::changes::weekday;
use super::days::{Days, MonthDay, without_wrap};
use super::season::{Season, SeasonTime};
use super::{Calendar, Hours, Observed};

/// The number of a line: the seven weekdays, seven for each season, then the holidays, then the special hours.
pub(super) type Line = u16;
/// The line of each day, from the first of January on; a common year has one day too many.
pub(super) type Year = [Line; 366];

const WEEK: usize = 7;

/// What decides the hours of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because<'a> {
    /// The hours of the weekday.
    Week,
    /// Those of a season.
    Season(&'a Season),
    /// A holiday.
    Holiday(&'a Days),
    /// Special hours.
    Open(&'a Days),
}

/// The lines of a calendar, in the order in which a year is drawn.
#[derive(Debug)]
pub(super) struct Lines {
    /// Seasons by their place in the calendar.
    yearly_seasons: Vec<(MonthDay, MonthDay, Line)>,
    dated_seasons: Vec<(NaiveDate, NaiveDate, Line)>,
    /// For each season and each weekday, the line: its own, or that of the week.
    seasons: Vec<[Line; WEEK]>,
    holidays: Layer,
    open: Layer,
    observed: Option<Observed>,
}

/// The days of `holidays`, or those of `open`. Ranges are in order and do not overlap.
#[derive(Debug, Default)]
struct Layer {
    /// The most exact last.
    rules: Vec<(Days, Line)>,
    yearly_ranges: Vec<(MonthDay, MonthDay, Line)>,
    yearly: Vec<(MonthDay, MonthDay, Line)>,
    ranges: Vec<(NaiveDate, NaiveDate, Line)>,
    dates: Vec<(NaiveDate, NaiveDate, Line)>,
}

/// How exact a day is named, the least exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exact {
    Rule,
    YearlyRange,
    Yearly,
    Range,
    Date,
}

/// A year, and what its days have in common.
#[derive(Debug, Clone, Copy)]
struct Frame {
    first: NaiveDate,
    last: NaiveDate,
}

/// What is done with days of a year that one line names.
type Paint<'p> = &'p mut dyn FnMut(Range<usize>, Line);

impl Lines {
    /// Returns the lines of a calendar.
    pub(super) fn new(calendar: &Calendar) -> Self {
        let line = |place: usize| Line::try_from(place).unwrap_or(Line::MAX);
        let first_of = |season: usize| WEEK.saturating_add(season.saturating_mul(WEEK));
        let plan = &calendar.plan;
        let seasons = plan.seasons.iter().enumerate().map(|(number, season)| {
            let mut lines = [0; WEEK];
            for (weekday, (slot, hours)) in lines.iter_mut().zip(&season.week).enumerate() {
                let own = first_of(number).saturating_add(weekday);
                *slot = line(if hours.is_some() { own } else { weekday });
            }
            lines
        });
        let (mut yearly_seasons, mut dated_seasons) = (Vec::new(), Vec::new());
        for (number, season) in plan.seasons.iter().enumerate() {
            match season.time {
                SeasonTime::EveryYear(from, until) => {
                    yearly_seasons.extend(without_wrap((from, until, line(number))));
                }
                SeasonTime::Once(from, until) => {
                    dated_seasons.push((from, until.unwrap_or(NaiveDate::MAX), line(number)));
                }
            }
        }
        dated_seasons.sort_unstable();
        let holidays = first_of(plan.seasons.len());
        let open = holidays.saturating_add(plan.holidays.len());
        Self {
            yearly_seasons,
            dated_seasons,
            seasons: seasons.collect(),
            holidays: Layer::new(plan.holidays.iter().copied().zip((holidays..).map(line))),
            open: Layer::new(plan.open.iter().map(|(days, _)| *days).zip((open..).map(line))),
            observed: plan.observed,
        }
    }

    /// Returns the line of the week or a season for each day of a year, as if no day had been named.
    fn draw_weeks(&self, frame: Frame) -> Year {
        let mut drawn = [0; 366];
        let weekdays = (0..7).cycle().skip(weekday(frame.first));
        drawn.iter_mut().zip(weekdays).for_each(|(slot, weekday)| *slot = weekday);
        let mut season = |days: Range<usize>, season: Line| {
            let Some(lines) = self.seasons.get(usize::from(season)) else { return };
            let weekdays = lines.iter().cycle().skip(weekday(frame.first)).skip(days.start % WEEK);
            let slots = drawn.get_mut(days).unwrap_or_default();
            slots.iter_mut().zip(weekdays).for_each(|(slot, line)| *slot = *line);
        };
        frame.yearly(&self.yearly_seasons, &mut season);
        frame.dated(&self.dated_seasons, &mut season);
        drawn
    }

    /// Returns the line that decides for each day of a year.
    pub(super) fn draw(&self, year: i32) -> Year {
        let Some(frame) = Frame::new(year) else { return [0; 366] };
        let mut drawn = self.draw_weeks(frame);
        let mut days = |days: Range<usize>, line: Line| drawn.get_mut(days).unwrap_or_default().fill(line);
        for exact in Exact::ALL {
            match self.observed.filter(|_| exact == Exact::Yearly) {
                Some(observed) => self.moved(observed, year, &frame, &mut days),
                None => self.holidays.each(exact, &frame, &mut days),
            }
            self.open.each(exact, &frame, &mut days);
        }
        drawn
    }

    /// Paints the yearly holidays of a year where they are observed.
    fn moved(&self, observed: Observed, year: i32, frame: &Frame, paint: Paint<'_>) {
        // One may come from the year before, or be observed in it.
        let years = [year.saturating_sub(1), year, year.saturating_add(1)];
        let mut observe = |date: NaiveDate, line: Line| {
            if frame.has(date) {
                paint(frame.place(date)..frame.place(date).saturating_add(1), line);
            }
        };
        match observed {
            Observed::Nearest => {
                for frame in years.into_iter().filter_map(Frame::new) {
                    frame.yearly(&self.holidays.yearly, &mut |days, line| {
                        let Some(date) = frame.date(days.start) else { return };
                        let moved = match weekday(date) {
                            5 => date.pred_opt(),
                            6 => date.succ_opt(),
                            _ => None,
                        };
                        moved.into_iter().for_each(|date| observe(date, line));
                    });
                }
                // Over those: what is a holiday itself is closed for that.
                frame.yearly(&self.holidays.yearly, &mut |days, line| {
                    let date = frame.date(days.start).filter(|date| weekday(*date) < 5);
                    date.into_iter().for_each(|date| observe(date, line));
                });
            }
            Observed::Next => {
                let mut waiting = VecDeque::new();
                for frame in years.into_iter().take(2).filter_map(Frame::new) {
                    let (mut named, mut taken) = ([None; 366], [false; 366]);
                    frame.yearly(&self.holidays.yearly, &mut |days, line| {
                        named.get_mut(days).unwrap_or_default().fill(Some(line));
                    });
                    for exact in Exact::ALL {
                        self.holidays.each(exact, &frame, &mut |days, _| {
                            taken.get_mut(days).unwrap_or_default().fill(true);
                        });
                    }
                    for ((date, named), taken) in frame.first.iter_days().zip(named).zip(taken) {
                        let is_weekend = weekday(date) > 4;
                        match named {
                            Some(line) if is_weekend => waiting.push_back(line),
                            Some(line) => observe(date, line),
                            None if is_weekend || taken => {}
                            None => waiting.pop_front().into_iter().for_each(|line| observe(date, line)),
                        }
                        if date == frame.last {
                            break;
                        }
                    }
                }
            }
        }
    }
}

impl Layer {
    fn new(days: impl Iterator<Item = (Days, Line)>) -> Self {
        let mut layer = Self::default();
        for (days, line) in days {
            match days {
                Days::Date(date) => layer.dates.push((date, date, line)),
                Days::Dates(from, until) => layer.ranges.push((from, until, line)),
                Days::Yearly(day) => layer.yearly.push((day, day, line)),
                Days::YearlyRange(from, until) => {
                    layer.yearly_ranges.extend(without_wrap((from, until, line)));
                }
                Days::Easter(_) | Days::Weekday(_) => layer.rules.push((days, line)),
            }
        }
        layer.rules.sort_unstable_by(|one, other| other.cmp(one));
        layer.ranges = apart(layer.ranges, |date| date.succ_opt().unwrap_or(date));
        layer.yearly_ranges = apart(layer.yearly_ranges, MonthDay::next);
        layer
    }

    /// Paints what is named as exactly as that.
    fn each(&self, exact: Exact, frame: &Frame, paint: Paint<'_>) {
        match exact {
            Exact::Rule => {
                for (days, line) in &self.rules {
                    for date in days.by_rule(frame.first.year()) {
                        let place = frame.place(date);
                        paint(place..place.saturating_add(1), *line);
                    }
                }
            }
            Exact::YearlyRange => frame.yearly(&self.yearly_ranges, paint),
            Exact::Yearly => frame.yearly(&self.yearly, paint),
            Exact::Range => frame.dated(&self.ranges, paint),
            Exact::Date => frame.dated(&self.dates, paint),
        }
    }
}

impl Exact {
    const ALL: [Self; 5] = [Self::Rule, Self::YearlyRange, Self::Yearly, Self::Range, Self::Date];
}

impl Frame {
    fn new(year: i32) -> Option<Self> {
        let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
        Some(Self { first, last })
    }

    fn has(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    fn place(self, date: NaiveDate) -> usize {
        usize::try_from(date.ordinal0()).unwrap_or_default()
    }

    fn date(self, place: usize) -> Option<NaiveDate> {
        NaiveDate::from_yo_opt(self.first.year(), u32::try_from(place).ok()?.checked_add(1)?)
    }

    /// Paints ranges of every year, of which each ends in the year in which it begins.
    fn yearly(self, ranges: &[(MonthDay, MonthDay, Line)], paint: Paint<'_>) {
        let is_leap = self.first.leap_year();
        for (from, until, line) in ranges {
            let days = from.begins(is_leap)..until.ends(is_leap);
            // The 29th of February is no day of a common year.
            if !days.is_empty() {
                paint(days, *line);
            }
        }
    }

    /// Paints the part that this year has of ranges of dates.
    fn dated(self, ranges: &[(NaiveDate, NaiveDate, Line)], paint: Paint<'_>) {
        let begin = ranges.partition_point(|(_, until, _)| *until < self.first);
        for (from, until, line) in ranges.iter().skip(begin).take_while(|(from, ..)| *from <= self.last) {
            let end = self.place((*until).min(self.last)).saturating_add(1);
            paint(self.place((*from).max(self.first))..end, *line);
        }
    }
}

/// Returns ranges in order without what an earlier one has.
fn apart<T: Ord + Copy>(mut ranges: Vec<(T, T, Line)>, next: impl Fn(T) -> T) -> Vec<(T, T, Line)> {
    ranges.sort_unstable();
    let mut covered: Option<T> = None;
    let mut kept = Vec::with_capacity(ranges.len());
    for (from, until, line) in ranges {
        let from = covered.map_or(from, |last| from.max(next(last)));
        if from <= until {
            kept.push((from, until, line));
            covered = Some(until);
        }
    }
    kept
}

impl Calendar {
    /// Returns the rules in `holidays` that from a year on fall on no day that would be open without them: its weekday
    /// is closed, in every season. They are in order.
    pub fn idle_rules(&self, first: i32) -> Vec<Days> {
        let mut rules: Vec<_> = self.plan.holidays.iter().copied().filter(|days| days.is_rule()).collect();
        let lines = Lines::new(self);
        for frame in (first..=LAST_YEAR).filter_map(Frame::new) {
            if rules.is_empty() {
                break;
            }
            let drawn = lines.draw_weeks(frame);
            let is_open = |date: NaiveDate| {
                let line = drawn.get(frame.place(date)).copied().unwrap_or_default();
                !self.line(line).0.is_empty()
            };
            rules.retain(|days| !days.by_rule(frame.first.year()).into_iter().any(is_open));
        }
        rules
    }

    /// Returns the hours and the reason of a line.
    pub(super) fn line(&self, line: Line) -> (&[Hours], Because<'_>) {
        let plan = &self.plan;
        let mut place = usize::from(line);
        if let Some(hours) = plan.week.get(place) {
            return (hours, Because::Week);
        }
        place = place.saturating_sub(WEEK);
        let (season, weekday) = (place.div_euclid(WEEK), place.rem_euclid(WEEK));
        if let Some(season) = plan.seasons.get(season) {
            let hours = season.week.get(weekday).and_then(Option::as_deref);
            return (hours.unwrap_or_default(), Because::Season(season));
        }
        place = place.saturating_sub(plan.seasons.len().saturating_mul(WEEK));
        if let Some(days) = plan.holidays.get(place) {
            return (&[], Because::Holiday(days));
        }
        place = place.saturating_sub(plan.holidays.len());
        plan.open.get(place).map_or((&[], Because::Week), |(days, hours)| (hours, Because::Open(days)))
    }
}
