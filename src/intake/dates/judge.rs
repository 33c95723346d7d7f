//! From all the cells of a column to how each is read.
//!
//! Nothing depends on the order of the rows: what is kept of each kind of cell is how many there are and the first line.

use chrono_tz::Tz;

use super::cell::{self, Look};
use super::plain;
use super::tally::{First, Tally};
use super::{Alone, Column, Dates, Forced, Form};
use crate::error::{Error, Result};
use crate::text;
use crate::when::written::Order;

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

    /// Returns the order of day and month that the column itself decides.
    pub fn decided(&self) -> Option<Order> {
        if self.asked.is_some() { None } else { self.order("", None).ok().flatten() }
    }

    /// Returns how the column of that name is read; `other` is a column of the same file that decides an order, which is
    /// no reason to take it here.
    ///
    /// # Errors
    ///
    /// Dates of which nothing says in which order their numbers are, or of which some say that it is one, and some another.
    pub fn column(self, name: &str, other: Option<(&str, Order)>) -> Result<Column> {
        let mut said = Vec::new();
        let (dates, tally) = match self.asked {
            Some(asked) => {
                let form = asked.0.name().filter(|_| self.decided.rows > 0);
                said.extend(form.map(|form| format!("read as {form}, as `--dates` says")));
                (asked.clone(), &self.days_first)
            }
            None => match self.order(name, other)? {
                None => (Dates(Form::Sure), &self.days_first),
                Some(order) => {
                    let (decides, tally) = match order {
                        Order::Mdy => (&self.month, &self.months_first),
                        _ => (&self.day, &self.days_first),
                    };
                    said.push(format!("read as {}: {decides} can be nothing else", order_name(order)));
                    (Dates(Form::Order(order)), tally)
                }
            },
        };
        if self.dotted.rows > 0 && said.is_empty() {
            said.push(format!("read as {}, as dates with points are", order_name(Order::Dmy)));
        }
        let holds = tally.holds(self.forced);
        said.extend(tally.said(holds, self.alone, self.forced, self.zone));
        let (is_local, is_empty) = (tally.is_local, tally.rows == 0);
        Ok(Column { dates, zone: self.zone, alone: self.alone, holds, is_local, is_empty, said })
    }

    /// Returns the order of the numbers; `None` if there are none whose order matters.
    fn order(&self, name: &str, other: Option<(&str, Order)>) -> Result<Option<Order>> {
        let column = text::quote(name);
        let unknown = |what: String| {
            let like = other.map(|(other, order)| {
                let (other, name, option) = (text::quote(other), order_name(order), order_option(order));
                format!("{other} is {name}; if {column} is too, say it with --dates {option}")
            });
            let hint = "say it with --dates dmy, mdy, ymd or a format such as \"%d.%m.%y\"";
            let hint = like.unwrap_or_else(|| hint.to_owned());
            Err(Error::new(format!("column {column}: {what}")).hint(hint))
        };
        let (days, months) = (order_name(Order::Dmy), order_name(Order::Mdy));
        let mixed = |days_first: &First| {
            let (day, month) = (format!("{days_first} is {days}"), format!("{} is {months}", self.month));
            Err(Error::new(format!("column {column} mixes orders: {day}, {month}"))
                .hint("mend the file, or say the order with --dates: what does not fit it is bad then"))
        };
        if self.short.rows > 0 {
            return unknown(format!("the year of {} has two digits", self.short));
        }
        let (order, decides) = match (self.day.rows, self.month.rows, self.dotted.rows) {
            (0, 0, _) if self.both.rows > 0 => {
                return unknown(format!("{} could be {days} or {months}", self.both));
            }
            (0, 0, _) => return Ok(None),
            (_, 0, _) => (Order::Dmy, &self.day),
            (0, _, 0) => (Order::Mdy, &self.month),
            (0, ..) => return mixed(&self.dotted),
            _ => return mixed(&self.day),
        };
        if self.year.rows > 0 {
            let what = format!("column {column} mixes forms: {} and {decides}", self.year);
            let why = "a spreadsheet leaves this where it swapped the day and the month of what it could";
            return Err(Error::new(what).hint(format!(
                "{why}: export it again; if the dates are right, say the order with --dates"
            )));
        }
        Ok(Some(order))
    }
}

impl Form {
    fn name(&self) -> Option<String> {
        match self {
            Self::Sure => None,
            Self::Order(order) => Some(order_name(*order).to_owned()),
            Self::Format(format) => Some(text::quote(format.text())),
        }
    }
}

const fn order_option(order: Order) -> &'static str {
    match order {
        Order::Dmy => "dmy",
        Order::Mdy => "mdy",
        Order::Ymd => "ymd",
    }
}

const fn order_name(order: Order) -> &'static str {
    match order {
        Order::Dmy => "day/month/year",
        Order::Mdy => "month/day/year",
        Order::Ymd => "year/month/day",
    }
}
