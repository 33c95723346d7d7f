//! Hours as a ledger writes them: `"09:00-12:30"`.

use std::fmt;

use crate::error::Problem;
use crate::text::quote_start;

const SECONDS_PER_DAY: u32 = 86_400;

/// The names of the weekdays as a ledger writes them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A range of a local day, `[open, close)` in seconds since its midnight; `close` may be 86 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The first open second.
    pub open: u32,
    /// The first closed second after it.
    pub close: u32,
}

impl Hours {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { open: 0, close: SECONDS_PER_DAY };

    /// Reads `"09:00-12:30"`; 24:00 may close a day.
    ///
    /// # Errors
    /// Anything else, with a hint.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if let Some(hours) = Self::strict(text) {
            return hours.check();
        }
        let message = format!("{} is not a time range", quote_start(text));
        Err(Problem::new(message).hint(
            match Self::strict(&tidy(text)).filter(|hours| hours.check().is_ok()) {
                Some(hours) => format!("write \"{hours}\""),
                None => "write \"09:00-17:00\", between 00:00 and 24:00".to_owned(),
            },
        ))
    }

    /// Refuses hours that are not a range of one day.
    pub(super) fn check(self) -> Result<Self, Problem> {
        if self.close > SECONDS_PER_DAY {
            let message = format!("{self} ends after 24:00");
            return Err(Problem::new(message).hint("the latest closing time is 24:00"));
        }
        if self.open < self.close {
            return Ok(self);
        }
        if self.open == self.close {
            let message = format!("{self} has no length");
            return Err(
                Problem::new(message).hint("write \"00:00-24:00\" for a whole day; leave out a closed day")
            );
        }
        let until_midnight = Self { close: SECONDS_PER_DAY, ..self };
        let from_midnight = Self { open: 0, close: self.close };
        let hint = if self.close == 0 {
            format!("the end of the day is 24:00: write \"{until_midnight}\"")
        } else {
            format!(
                "split hours that cross midnight: \"{until_midnight}\", and \"{from_midnight}\" on the next day"
            )
        };
        Err(Problem::new(format!("{self} ends before it begins")).hint(hint))
    }

    fn strict(text: &str) -> Option<Self> {
        let (open, close) = text.split_once('-')?;
        Some(Self { open: second_of_day(open)?, close: second_of_day(close)? })
    }
}

/// Returns the seconds since midnight of `HH:MM`, up to 24:00.
fn second_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    let seconds = hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?;
    (minute < 60 && seconds <= SECONDS_PER_DAY).then_some(seconds)
}

/// Returns the number that is written with exactly `count` digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u32> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Returns the probable meaning of `9 - 17:30`, `9:00–17:30` or `09.00-17.30`.
fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '–' | '—' | '−' => '-',
            '.' => ':',
            letter => letter,
        })
        .collect();
    let time = |part: &str| {
        let (hour, minute) = part.split_once(':').unwrap_or((part, "00"));
        format!("{hour:0>2}:{minute}")
    };
    match plain.split_once('-') {
        Some((open, close)) => format!("{}-{}", time(open), time(close)),
        None => plain,
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No hours have seconds: they are not read.
        let [open, close] = [self.open, self.close].map(|second| second.div_euclid(60));
        let parts = |minute: u32| (minute.div_euclid(60), minute.rem_euclid(60));
        let (open, close) = (parts(open), parts(close));
        write!(f, "{:02}:{:02}-{:02}:{:02}", open.0, open.1, close.0, close.1)
    }
}
