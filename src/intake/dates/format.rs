//! Dates in a form that somebody named: `%d.%m.%y %H:%M`.

use chrono::format::{Fixed, Item, Parsed, StrftimeItems, parse};
use chrono::{DateTime, Timelike as _};

use crate::rules::time::Instant;
use crate::when::Zone;
use crate::when::written::Written;

/// A format of strftime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    text: String,
    items: Vec<Item<'static>>,
}

impl Format {
    /// Reads a format; the error is why it is none that a date can be read by.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let items = StrftimeItems::new(text).parse_to_owned().map_err(|_| "is not a format")?;
        if items.iter().any(|item| matches!(item, Item::Fixed(Fixed::TimezoneName))) {
            return Err("has %Z, a name that no zone has for itself: %z is an offset");
        }
        let format = Self { text: text.to_owned(), items };
        // What can be read of what it writes names a whole date.
        let sample = DateTime::from_timestamp(1_795_194_309, 0).unwrap_or_default();
        let sample = sample.fixed_offset().format_with_items(format.items.iter()).to_string();
        if format.read(&sample).is_none() {
            return Err("names no whole date");
        }
        Ok(format)
    }

    /// Returns the format as it was said.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns what a text means that is written so, `None` for any other.
    pub(super) fn read(&self, text: &str) -> Option<Written> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, text, self.items.iter()).ok()?;
        if let Some(seconds) = parsed.timestamp() {
            let is_cut = parsed.nanosecond().is_some_and(|part| part > 0);
            return Some(Written::Epoch { at: Instant::from_epoch(seconds), is_cut });
        }
        let date = parsed.to_naive_date().ok()?;
        let Some(_) = parsed.hour_mod_12() else { return Some(Written::Day(date)) };
        let time = parsed.to_naive_time().ok()?;
        let whole = time.with_nanosecond(0).filter(|_| time.nanosecond() < 1_000_000_000)?;
        let zone = match parsed.offset() {
            Some(east) => Some(Zone::Offset(chrono::FixedOffset::east_opt(east)?)),
            None => None,
        };
        Some(Written::Time { local: date.and_time(whole), zone, is_cut: whole != time })
    }
}
