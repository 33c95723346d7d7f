//! How many cells of a column are of which kind, where the first is, and what that makes of the column.

use std::fmt;

use chrono::{NaiveTime, Timelike as _};
use chrono_tz::Tz;

use super::{Alone, Forced, Holds, cell};
use crate::text;
use crate::when::written::Written;

/// How many cells there are of a kind, and the first.
#[derive(Debug, Clone, Default)]
pub(super) struct First {
    pub(super) rows: u64,
    line: u64,
    text: String,
}

/// What the cells of a column are, read in one way.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Whether a time or a day hangs on the zone.
    pub(super) is_local: bool,
    /// How many there are.
    pub(super) rows: u64,
    /// Without a time.
    days: First,
    /// At midnight.
    midnights: First,
    /// At midnight by another clock than that of the zone.
    elsewhere: First,
    /// At another time of day.
    times: First,
    /// At midnight by the clock of the zone, by whatever clock it is written.
    begin_days: First,
    /// With a fraction of a second.
    cut: First,
    /// In Unix time.
    epoch: First,
    /// In Unix time at the beginning of an id.
    born: First,
}

impl Tally {
    /// Takes a cell into account.
    pub(super) fn add(&mut self, written: Written, zone: Tz, line: u64, text: &str) {
        self.rows = self.rows.saturating_add(1);
        self.is_local |= matches!(written, Written::Day(_) | Written::Time { zone: None, .. });
        let (kind, is_cut) = match written {
            Written::Day(_) => (&mut self.days, false),
            Written::Epoch { is_cut, .. } => {
                let kind = if cell::born(text).is_some() { &mut self.born } else { &mut self.epoch };
                kind.add(line, text);
                (&mut self.times, is_cut)
            }
            Written::Time { local, zone: own, is_cut } => {
                // No zone is off by parts of a quarter of an hour, and few times are of a full one.
                let can_begin = local.minute().is_multiple_of(15) && local.second() == 0;
                let here = || match own {
                    Some(own) => Some(own.exact(local).ok()?.in_zone(zone).naive_local()),
                    None => Some(local),
                };
                let here = if can_begin { here() } else { None };
                if here.is_some_and(|here| here.time() == NaiveTime::MIN) {
                    self.begin_days.add(line, text);
                }
                let kind = match local.time() == NaiveTime::MIN {
                    true if here == Some(local) => &mut self.midnights,
                    true => &mut self.elsewhere,
                    false => &mut self.times,
                };
                (kind, is_cut)
            }
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

    /// Returns what the column holds.
    pub(super) fn holds(&self, forced: Option<Forced>) -> Holds {
        match forced {
            Some(Forced::Date) => Holds::Days,
            None if self.has_days_only() => Holds::Days,
            None | Some(Forced::Time) => Holds::Times,
        }
    }

    /// Returns what a person has to know of it.
    pub(super) fn said(&self, holds: Holds, alone: Alone, forced: Option<Forced>, zone: Tz) -> Vec<String> {
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
        if forced == Some(Forced::Time) && self.begin_days.rows > 0 {
            said.push(rows(
                &self.begin_days,
                &format!("00:00 in {zone} is a time, and not the end of a day,"),
            ));
        }
        if forced.is_none() && self.elsewhere.rows > 0 && self.times.rows == 0 {
            said.push(format!(
                "every time is midnight by an offset that {zone} does not have: not days, but instants"
            ));
        }
        if self.epoch.rows > 0 {
            said.push(rows(&self.epoch, "numbers are read as Unix time"));
        }
        if self.born.rows > 0 {
            said.push(rows(&self.born, "the instant with which the id begins is taken"));
        }
        if self.cut.rows > 0 {
            said.push(rows(&self.cut, "fractions of seconds are cut"));
        }
        said
    }
}

impl First {
    /// Takes a cell into account.
    pub(super) fn add(&mut self, line: u64, text: &str) {
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

impl fmt::Display for First {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on line {}", text::quote_start(&self.text), self.line)
    }
}
