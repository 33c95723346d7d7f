//! A part of a whole, kept as its two counts: compared exactly, and never shown better than it is.

use std::cmp::Ordering;
use std::fmt;

use crate::error::Problem;

/// A rate of fewer than this is shown as a fraction, not a percentage: one in four is an anecdote.
pub const FEW: u64 = 5;

/// A count of a total.
///
/// It is displayed as `98%`, as `3/4` if the total is below [`FEW`], or as `n/a` if it is zero; a percentage is rounded
/// down, so that only all of it is 100 %. [`Rate::with_n`] adds the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// How many it is true of.
    pub part: u64,
    /// The total.
    pub of: u64,
}

impl Rate {
    /// Returns the rate `part` of `of`.
    pub const fn new(part: u64, of: u64) -> Self {
        Self { part, of }
    }

    /// Returns true if it is at least this percentage, as exact fractions: 94.999 % is not 95 %.
    ///
    /// A rate of nothing passes: `0/0` is at least any percentage, and the caller has to say that there was nothing to
    /// count.
    pub fn at_least(self, percent: Percent) -> bool {
        let have = wide(self.part).saturating_mul(100).saturating_mul(wide(percent.scale));
        have >= wide(self.of).saturating_mul(wide(percent.number))
    }

    /// Compares two rates exactly; a rate of nothing is worse than any.
    pub fn compare(self, other: Self) -> Ordering {
        match (self.of, other.of) {
            (0, _) | (_, 0) => self.of.min(1).cmp(&other.of.min(1)),
            _ => wide(self.part)
                .saturating_mul(wide(other.of))
                .cmp(&wide(other.part).saturating_mul(wide(self.of))),
        }
    }

    /// Returns the fraction of 1, `None` without a total. For formats and bars; decisions use the exact counts.
    pub fn fraction(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// Returns what the true rate is at least, with 95 % confidence: the lower end of the Wilson interval, a fraction of 1; `None` of
    /// nothing. So a long record is not beaten by a short one that happens to be without a fault.
    pub fn at_worst(self) -> Option<f64> {
        const Z: f64 = 1.959_963_984_540_054;
        if self.part == 0 {
            return (self.of > 0).then_some(0.0);
        }
        let (rate, of) = (self.fraction()?, self.of as f64);
        let spread = Z * (rate * (1.0 - rate) / of + Z * Z / (4.0 * of * of)).sqrt();
        Some((rate + Z * Z / (2.0 * of) - spread) / (1.0 + Z * Z / of))
    }

    /// Returns whole percent, rounded down; `None` of nothing.
    pub fn percent(self) -> Option<u128> {
        wide(self.part).saturating_mul(100).checked_div(wide(self.of))
    }

    /// Returns the rate with its total: `98% of 120`, `3/4`, `n/a`.
    pub fn with_n(self) -> String {
        if self.of < FEW { self.to_string() } else { format!("{self} of {}", self.of) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.percent() {
            None => f.pad("n/a"),
            Some(_) if self.of < FEW => f.pad(&format!("{}/{}", self.part, self.of)),
            Some(percent) => f.pad(&format!("{percent}%")),
        }
    }
}

fn wide(count: u64) -> u128 {
    u128::from(count)
}

/// The mean of some stars, kept as their sum and their number. It is displayed with one decimal, rounded down: `4.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mean {
    /// All of them together.
    pub sum: u64,
    /// How many there are.
    pub of: u64,
}

impl Mean {
    /// Returns it as a number, `None` of nothing. For formats.
    pub fn number(self) -> Option<f64> {
        Rate::new(self.sum, self.of).fraction()
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = wide(self.sum).saturating_mul(10).checked_div(wide(self.of));
        let said = |tenths: u128| format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10));
        f.pad(&tenths.map_or_else(|| "n/a".to_owned(), said))
    }
}

/// A percentage as it was written, exactly: `95` is 95/1, `99.5` is 995/10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent {
    number: u64,
    scale: u64,
}

impl Percent {
    const MOST_DECIMALS: usize = 9;

    /// Reads `95`, `99.5` or `99.5%`.
    ///
    /// # Errors
    /// What is not a plain decimal number from 0 to 100; and less than one without its sign, which is a fraction of 1
    /// rather than a percentage.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let trimmed = text.trim();
        let digits = trimmed.strip_suffix('%').map(str::trim_end);
        let has_sign = digits.is_some();
        let digits = digits.unwrap_or(trimmed);
        let (whole, decimals) =
            digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let read = Self::of_digits(whole, decimals).ok_or_else(|| {
            Problem::new(format!("`{text}` is not a percentage"))
                .hint("write a number from 0 to 100 with at most nine decimals, such as 95 or 99.5")
        })?;
        if !has_sign && read.number > 0 && read.number < read.scale {
            let exactly = format!("{trimmed}%, if that is meant");
            let meant = Self { number: read.number.saturating_mul(100), scale: read.scale };
            return Err(Problem::new(format!("`{trimmed}` is less than one percent")).hint(
                if meant.number < meant.scale {
                    format!("write {exactly}")
                } else {
                    let meant = meant.to_string();
                    format!("{trimmed} %? write {}; or {exactly}", meant.trim_end_matches('%'))
                },
            ));
        }
        Ok(read)
    }

    /// Returns a whole percentage.
    pub const fn whole(number: u64) -> Self {
        Self { number, scale: 1 }
    }

    /// Returns it as a fraction of 1.
    pub fn fraction(self) -> f64 {
        self.number as f64 / self.scale as f64 / 100.0
    }

    fn of_digits(whole: &str, decimals: Option<&str>) -> Option<Self> {
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = |text: &&str| are_digits(text) && text.len() <= Self::MOST_DECIMALS;
        Some(whole).filter(fits)?;
        let decimals = decimals.map_or(Some(""), |text| Some(text).filter(fits))?;
        let scale = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let number = [whole, decimals].concat().parse::<u64>().ok()?;
        (number <= scale.checked_mul(100)?).then_some(Self { number, scale })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.number.checked_div(self.scale).unwrap_or(0);
        let rest = self.number.checked_rem(self.scale).unwrap_or(0);
        if rest == 0 {
            return write!(f, "{whole}%");
        }
        let width = self.scale.checked_ilog10().and_then(|digits| usize::try_from(digits).ok()).unwrap_or(0);
        write!(f, "{whole}.{}%", format!("{rest:0width$}").trim_end_matches('0'))
    }
}
