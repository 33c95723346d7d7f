//! From all the cells of a column to how each is read.
//!
//! Nothing depends on the order of the rows: what is kept of each kind of cell is how many there are and the first line.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::cell::{self, Look};
use super::plain;
use super::{Alone, Column, Dates, Forced, Form, Holds};
use crate::error::{Error, Result};
use crate::text;
use crate::when::written::{Order, Written};

/// What is known of a column so far.
#[derive(Debug, Clone)]
pub struct Judge<'d> {
    asked: Option<&'d Dates>,
    alone: Alone,
    forced: Option<Forced>,
    zone: Tz,
    /// What could not be read if nobody had said how.
    decided: First,
    /// Numbers that fit with the day first only, with the month first only, and with both.
    day: First,
    month: First,
    both: First,
    /// Numbers with the year first, with points, and of two digits each.
    year: First,
    dotted: First,
    short: First,
    /// What is written if the day comes first, and if the month does.
    days_first: Tally,
    months_first: Tally,
}

/// How many cells there are of a kind, and the first.
#[derive(Debug, Clone, Default)]
struct First {
    rows: u64,
    line: u64,
    text: String,
}

/// What the cells of a column are, read in one way.
#[derive(Debug, Clone, Default)]
struct Tally {
    /// Without a time.
    days: First,
    /// At midnight.
    midnights: First,
    /// At midnight by another clock than that of the zone.
    elsewhere: First,
    /// At another time of day.
    times: First,
    /// With a fraction of a second.
    cut: First,
    /// In Unix time.
    epoch: First,
}

/// Judges a column by the line and the text of every cell, in any order.
///
/// # Errors
///
/// Dates of which nothing says in which order their numbers are, or of which some say that it is one, and some another.
pub fn judge<'t>(
    column: &str,
    cells: impl IntoIterator<Item = (u64, &'t str)>,
    asked: Option<&Dates>,
    alone: Alone,
    forced: Option<Forced>,
    zone: Tz,
) -> Result<Column> {
    let mut judge = Judge::new(asked, alone, forced, zone);
    cells.into_iter().for_each(|(line, text)| judge.see(line, text));
    judge.column(column)
}

impl<'d> Judge<'d> {
    /// Returns the judge of a column of which no cell is known yet: `asked` is how its dates are written, as somebody said.
    pub fn new(asked: Option<&'d Dates>, alone: Alone, forced: Option<Forced>, zone: Tz) -> Self {
        let [decided, day, month, both, year, dotted, short] = <[First; 7]>::default();
        let [days_first, months_first] = <[Tally; 2]>::default();
        Self {
            asked,
            alone,
            forced,
            zone,
            decided,
            day,
            month,
            both,
            year,
            dotted,
            short,
            days_first,
            months_first,
        }
    }

    /// Takes a cell and the line it is on into account.
    pub fn see(&mut self, line: u64, text: &str) {
        let text = text.trim();
        if cell::is_empty(text) {
            return;
        }
        if let Some(asked) = self.asked {
            // A cell that cannot be read says nothing of the others: reading it will say why.
            if let Ok(written) = asked.written(text) {
                self.days_first.add(written, self.zone, line, text);
                if asked.decides(text) {
                    self.decided.add(line, text);
                }
            }
            return;
        }
        match cell::look(text) {
            Look::Sure { written, form } => {
                match form {
                    Some(plain::Form::YearFirst) => self.year.add(line, text),
                    Some(plain::Form::Dotted) => self.dotted.add(line, text),
                    _ => {}
                }
                self.days_first.add(written, self.zone, line, text);
                self.months_first.add(written, self.zone, line, text);
            }
            Look::Ordered { day, month } => {
                match (day, month) {
                    (Some(_), None) => self.day.add(line, text),
                    (None, Some(_)) => self.month.add(line, text),
                    _ => self.both.add(line, text),
                }
                if let Some(written) = day {
                    self.days_first.add(written, self.zone, line, text);
                }
                if let Some(written) = month {
                    self.months_first.add(written, self.zone, line, text);
                }
            }
            Look::Short => self.short.add(line, text),
            Look::Bad(_) => {}
        }
    }

    /// Returns how the column of that name is read.
    ///
    /// # Errors
    ///
    /// As for [`judge`].
    pub fn column(self, name: &str) -> Result<Column> {
        let mut said = Vec::new();
        let (dates, tally) = match self.asked {
            Some(asked) => {
                if self.decided.rows > 0 {
                    said.push(format!("read as {}, as `--dates` says", asked.0.name()));
                }
                (asked.clone(), &self.days_first)
            }
            None => {
                let order = self.order(name)?;
                let (decides, tally) = match order {
                    Order::Mdy => (&self.month, &self.months_first),
                    _ => (&self.day, &self.days_first),
                };
                if decides.rows > 0 {
                    let what = format!("read as {}: {decides} can be nothing else", order_name(order));
                    said.push(what);
                }
                (Dates(Form::Order(order)), tally)
            }
        };
        let holds = tally.holds(self.forced);
        said.extend(tally.said(holds, self.alone, self.forced, self.zone));
        Ok(Column { dates, zone: self.zone, alone: self.alone, holds, said })
    }

    /// Returns the order of the numbers.
    fn order(&self, name: &str) -> Result<Order> {
        let column = text::quote(name);
        let hint = "say it with --dates dmy, mdy, ymd or a format such as \"%d.%m.%y\"";
        if self.short.rows > 0 {
            let what = format!("column {column}: the year of {} has two digits", self.short);
            return Err(Error::new(what).hint(hint));
        }
        let mixed = |one: &First, form: &str, other: &First, other_form: &str| {
            let what = format!("column {column} mixes orders: {one} is {form}, {other} is {other_form}");
            Error::new(what)
                .hint("mend the file, or say the order with --dates: what does not fit it is bad then")
        };
        let (days, months) = (order_name(Order::Dmy), order_name(Order::Mdy));
        let order = match (self.day.rows, self.month.rows) {
            (0, 0) if self.both.rows > 0 => {
                let what = format!("column {column}: {} could be {days} or {months}", self.both);
                return Err(Error::new(what).hint(hint));
            }
            (_, 0) => Order::Dmy,
            (0, _) => Order::Mdy,
            _ => return Err(mixed(&self.day, days, &self.month, months)),
        };
        if order == Order::Mdy && self.dotted.rows > 0 {
            return Err(mixed(&self.month, months, &self.dotted, days));
        }
        let numbers = if order == Order::Mdy { &self.month } else { &self.day };
        if numbers.rows > 0 && self.year.rows > 0 {
            let what = format!(
                "column {column} mixes forms: {} and {}; a spreadsheet that did this may have swapped day and month",
                self.year, numbers
            );
            return Err(Error::new(what)
                .hint("export it again in one form; if the dates are right, say the order with --dates"));
        }
        Ok(order)
    }
}

impl Form {
    fn name(&self) -> String {
        match self {
            Self::Order(order) => order_name(*order).to_owned(),
            Self::Format(format) => text::quote(format.text()),
        }
    }
}

impl Tally {
    fn add(&mut self, written: Written, zone: Tz, line: u64, text: &str) {
        let (kind, is_cut) = match written {
            Written::Day(_) => (&mut self.days, false),
            Written::Epoch { is_cut, .. } => {
                self.epoch.add(line, text);
                (&mut self.times, is_cut)
            }
            Written::Time { local, zone: own, is_cut } if local.time() == NaiveTime::MIN => {
                let is_here = own.is_none_or(|own| {
                    own.exact(local).is_ok_and(|at| at.in_zone(zone).naive_local() == local)
                });
                (if is_here { &mut self.midnights } else { &mut self.elsewhere }, is_cut)
            }
            Written::Time { is_cut, .. } => (&mut self.times, is_cut),
        };
        kind.add(line, text);
        if is_cut {
            self.cut.add(line, text);
        }
    }

    fn has_days_only(&self) -> bool {
        let is_one = self.days.rows > 0 || self.midnights.rows > 0;
        is_one && self.times.rows == 0 && self.elsewhere.rows == 0
    }

    fn holds(&self, forced: Option<Forced>) -> Holds {
        match forced {
            Some(Forced::Date) => Holds::Days,
            None if self.has_days_only() => Holds::Days,
            None | Some(Forced::Time) => Holds::Times,
        }
    }

    fn said(&self, holds: Holds, alone: Alone, forced: Option<Forced>, zone: Tz) -> Vec<String> {
        let mut said = Vec::new();
        let meant = match alone {
            Alone::Ends => "due at the end of each",
            Alone::Begins => "the time of day is not known",
        };
        let rows = |first: &First, what: &str| format!("{what} in {}", first.count());
        match (holds, forced) {
            (Holds::Days, Some(_)) => said.push(format!("a column of days, as was asked: {meant}")),
            (Holds::Days, None) if self.midnights.rows > 0 => {
                said.push(format!("a column of days, for every time is 00:00: {meant}"));
            }
            (Holds::Days, None) => {
                said.push(format!("a column of days, for no time is written: {meant}"));
            }
            (Holds::Times, _) if self.days.rows > 0 => said.push(match alone {
                Alone::Ends => rows(&self.days, "no time is written, and the end of the day is meant,"),
                Alone::Begins => rows(&self.days, "no time is written, and 00:00:00 is taken,"),
            }),
            _ => {}
        }
        if forced.is_none() && self.elsewhere.rows > 0 && self.times.rows == 0 {
            said.push(format!(
                "every time is midnight by an offset that {zone} does not have: not days, but instants"
            ));
        }
        if self.epoch.rows > 0 {
            said.push(rows(&self.epoch, "numbers are read as Unix time"));
        }
        if self.cut.rows > 0 {
            said.push(rows(&self.cut, "fractions of seconds are cut"));
        }
        said
    }
}

impl First {
    fn add(&mut self, line: u64, text: &str) {
        if self.rows == 0 || line < self.line {
            self.line = line;
            text.clone_into(&mut self.text);
        }
        self.rows = self.rows.saturating_add(1);
    }

    /// Returns how many rows there are, and the first: `3 rows, the first on line 7`.
    fn count(&self) -> String {
        match self.rows {
            1 => format!("1 row (line {})", self.line),
            rows => format!("{rows} rows (the first on line {})", self.line),
        }
    }
}

impl std::fmt::Display for First {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} on line {}", text::quote_start(&self.text), self.line)
    }
}

const fn order_name(order: Order) -> &'static str {
    match order {
        Order::Dmy => "day/month/year",
        Order::Mdy => "month/day/year",
        Order::Ymd => "year/month/day",
    }
}
