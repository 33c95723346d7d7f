//! The dates of a column: judged as a whole, then read cell by cell.
//!
//! What one date means is the grammar's of `when`, which reads what people type; a cell that depends on the day on which
//! the file is read is refused. Three things only the whole column tells:
//!
//! - the order of numbers. `05/04/2022` is two dates, and beside `05/14/2022` it is one. If all fit one order and some fit
//!   that one only, it is taken and said; if nothing decides, or two disagree, a person has to say it (`--dates`).
//! - whether it holds days. Programs write a day as its midnight. If nothing else is in the column, the times mean
//!   nothing: due is the end of the day. A midnight by another clock than that of the zone is an instant, and stays one.
//! - what a person has to know of how it was read.
//!
//! ```text
//! cell ─→ plain (numbers alone, quick) or when::written (the grammar) ─→ Written ─→ Moment
//! ```

mod cell;
mod format;
mod judge;
mod plain;
mod tally;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::error::{Error, Result};
use crate::rules::time::{Fold, Instant, forward, start_of_day};
use crate::text;
use crate::when::Zone;
use crate::when::written::{Order, Written};

use cell::Look;
use format::Format;
pub use judge::Judge;

/// How dates are written: what `--dates` says, or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// So that each has one meaning only.
    Sure,
    /// With their numbers in this order.
    Order(Order),
    /// In a format, and what does not fit it so that it has one meaning only.
    Format(Format),
}

impl Dates {
    /// Reads `dmy`, `mdy`, `ymd` or a format of strftime.
    ///
    /// # Errors
    ///
    /// Anything else, and a format that does not name a whole date.
    pub fn parse(said: &str) -> Result<Self> {
        const FORMS: &str = "write dmy, mdy, ymd, or a format such as \"%d.%m.%y %H:%M\"";
        let order = match said.trim().to_ascii_lowercase().as_str() {
            "dmy" => Order::Dmy,
            "mdy" => Order::Mdy,
            "ymd" => Order::Ymd,
            _ if said.contains('%') => {
                let format = Format::parse(said).map_err(|why| {
                    Error::new(format!("--dates: {} {why}", text::quote_start(said))).hint(FORMS)
                })?;
                return Ok(Self(Form::Format(format)));
            }
            _ => {
                let what = format!("--dates: {} is not an order of dates", text::quote_start(said));
                return Err(Error::new(what).hint(FORMS));
            }
        };
        Ok(Self(Form::Order(order)))
    }

    /// Returns what a cell means that is not empty.
    fn written(&self, text: &str) -> Result<Written, &'static str> {
        match &self.0 {
            Form::Sure => sure(text, "has numbers whose order nothing decides: say it with --dates"),
            Form::Order(order) => cell::written(text, *order).map_err(|why| match cell::look(text) {
                // It is a date in another order.
                Look::Ordered { .. } | Look::Short => OTHERWISE,
                Look::Sure { .. } | Look::Bad(_) => why,
            }),
            Form::Format(format) => format.read(text).map_or_else(|| sure(text, OTHERWISE), Ok),
        }
    }

    /// Returns whether a cell that can be read could not be without this.
    fn decides(&self, text: &str) -> bool {
        match &self.0 {
            Form::Sure => false,
            Form::Order(_) => matches!(cell::look(text), Look::Ordered { .. } | Look::Short),
            Form::Format(format) => format.read(text).is_some(),
        }
    }
}

/// Which instant of a day a date without a time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    /// Its first second: what happened that day.
    Begins,
    /// Its last second: what is due that day.
    Ends,
}

/// What a column holds, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// Days: times of day mean nothing.
    Date,
    /// Times: 00:00 is one of them. A date alone is still a day.
    Time,
}

impl Forced {
    /// Splits `COLUMN:date` and `COLUMN:time`; `None` for a column without such an ending.
    pub fn suffix(column: &str) -> Option<(&str, Self)> {
        let (column, ending) = column.rsplit_once(':')?;
        match ending {
            "date" => Some((column, Self::Date)),
            "time" => Some((column, Self::Time)),
            _ => None,
        }
    }
}

/// When something was, or is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Instant,
    /// The last instant that it may stand for: later only for what happened on a day without a time.
    pub last: Instant,
}

impl Moment {
    const fn exactly(at: Instant) -> Self {
        Self { at, last: at }
    }
}

/// How to read the cells of a column.
#[derive(Debug, Clone)]
pub struct Column {
    dates: Dates,
    zone: Tz,
    alone: Alone,
    holds: Holds,
    /// Whether one of its times hangs on the zone.
    is_local: bool,
    /// Whether nothing in it can be read.
    is_empty: bool,
    said: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Days, whose times of day mean nothing.
    Days,
    /// Times, and days where no time is written.
    Times,
}

impl Column {
    /// Returns when a cell says that it was, `None` for one that says nothing.
    ///
    /// Of a local time that occurs twice the later one counts, so that nobody is late who could still be on time.
    ///
    /// # Errors
    ///
    /// Why it cannot be read and what to write, without the text of the cell: equal faults have equal texts.
    pub fn read(&self, text: &str) -> Result<Option<Moment>, String> {
        let text = text.trim();
        if cell::is_empty(text) {
            return Ok(None);
        }
        let moment = self.moment(self.dates.written(text)?)?;
        if moment.at.in_range() && moment.last.in_range() {
            return Ok(Some(moment));
        }
        Err(OUT_OF_RANGE.to_owned())
    }

    /// Returns whether another zone would give other instants.
    pub const fn is_local(&self) -> bool {
        self.is_local
    }

    /// Returns whether it has no date that can be read.
    pub const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Returns what a person has to know of how it was read, a sentence each, in order of weight.
    pub fn said(&self) -> &[String] {
        &self.said
    }

    fn moment(&self, written: Written) -> Result<Moment, String> {
        match (written, self.holds) {
            (Written::Day(date), _) => Ok(self.day(date)),
            (Written::Time { local, .. }, Holds::Days) => Ok(self.day(local.date())),
            (Written::Epoch { at, .. }, Holds::Days) => Ok(self.day(at.date_in(self.zone))),
            (Written::Epoch { at, .. }, _) => Ok(Moment::exactly(at)),
            (Written::Time { local, zone, .. }, _) => {
                let at = zone.unwrap_or(Zone::Named(self.zone)).exact(local);
                at.map(Moment::exactly).map_err(|_| {
                    let zone = self.zone;
                    format!(
                        "does not exist in {zone}, where the clocks skip it: write another, or add its offset"
                    )
                })
            }
        }
    }

    /// Returns what a day means. Every day has a beginning, even where the clock skips midnight.
    fn day(&self, date: NaiveDate) -> Moment {
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let last = forward(date.and_time(last), self.zone, Fold::Later);
        match self.alone {
            Alone::Ends => Moment::exactly(last),
            Alone::Begins => Moment { at: start_of_day(date, self.zone), last },
        }
    }
}

/// Returns what a cell means that has one meaning only; the error of any other is `unsure`.
fn sure(text: &str, unsure: &'static str) -> Result<Written, &'static str> {
    match cell::look(text) {
        Look::Sure { written, .. } => Ok(written),
        Look::Bad(why) => Err(why),
        Look::Ordered { .. } | Look::Short => Err(unsure),
    }
}

/// The fault of a date that does not fit what was said of it.
const OTHERWISE: &str = "is not written as `--dates` says";
/// The fault of a date in a year that owed does not know.
const OUT_OF_RANGE: &str = "is out of range: supported years are 1900 to 2099";

#[cfg(test)]
mod tests;
