//! What people type for a date, and how times are said back to them. Pure: `now` and the zone are arguments.
//!
//! Every word has to be understood. What could mean two things is refused and both are shown; a vague word is refused
//! and three dates are offered. A date that was guessed would be a promise that nobody made.
//!
//! ```text
//! when    = "now" | length [clock]                    2h · 1h30m · 3 days · 3 days at 5pm
//!         | ("in" | "within" | "+") length [clock]
//!         | length ("from now" | "ago") [clock]
//!         | length ("from" | "after" | "before") (moment | due)
//!         | due [("+" | "-") length]                due+2d · due + 10 business days
//!         | moment
//! moment  = { [preposition] (day | clock [zone] | part | close) }   each at most once, in any order
//! due     = ["the"] "due" ["date"]               the due in force of what is moved or reopened
//! day     = "today" | "tomorrow" | "yesterday" | [which] weekday | weekday week | week weekday
//!         | date | ordinal ["of" month] | "next business day" | "end of" period | "eow" | "eom"
//! date    = 2026-12-01 | 2026/12/01 | 20261201 | 1.12.2026 | 25/12/2026 | 1 dec [2026] | dec 1 [2026] | 1/Dec/26
//! clock   = 17:00 | 17:00:30 | T170030 | 5pm | 5:30 pm | noon | midnight
//! part    = ["this" | "in the"] ("morning" | "afternoon" | "evening") | "tonight"
//! close   = "eod" | "end of day" | "cob"
//! zone    = "utc" | "z" | +02:00 | America/New_York
//! length  = { amount unit }                           an hour and a half · 2 business days · 49bh 30bm
//! ```

mod closings;
mod complain;
mod cursor;
mod dates;
mod grammar;
mod lengths;
mod resolve;
pub mod say;
mod settle;
mod times;
mod tokens;
mod vague;
mod words;
pub mod written;
mod zone_names;
mod zones;

use chrono_tz::Tz;

use crate::error::Problem;
use crate::rules::calendar::Calendar;
use crate::rules::target::Target;
use crate::rules::time::{FIRST_YEAR, Instant, LAST_YEAR};
use crate::text::quote_start;

use closings::Calendared;
use cursor::Cursor;
use settle::Settle;

pub use zones::Zone;

/// Which way a date looks, and which instant of a day a date without a time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `--by`: the next one; a date alone is 23:59:59; what lies before [`Reference::begun`] is refused.
    Due,
    /// `--at`: the last one; a date alone is 23:59:59, or now if that is earlier; the future is refused.
    Back,
    /// `--asked`: the last one; a date alone is 00:00:00; the future is refused.
    Asked,
    /// `--since`: the last one, and a bare length counts back from now; a date alone is 00:00:00; any instant is
    /// taken.
    Since,
    /// `--until` of what looks back: as `--since`, but a date alone is 23:59:59.
    Until,
    /// `--since` of a list that looks ahead: the next one, and a bare length counts from now; a date alone is 00:00:00; any
    /// instant is taken.
    SinceAhead,
    /// `--until` of a list that looks ahead: as its `--since`, but a date alone is 23:59:59.
    UntilAhead,
    /// `--from`: a date alone is 00:00:00; any instant is taken, so a weekday alone, or a date without a
    /// year, could look either way and is refused.
    From,
}

impl Way {
    /// Returns true if words that name no date in particular mean the next one.
    const fn looks_ahead(self) -> bool {
        matches!(self, Self::Due | Self::SinceAhead | Self::UntilAhead)
    }

    /// Returns true if they mean the last one.
    const fn looks_back(self) -> bool {
        matches!(self, Self::Back | Self::Asked | Self::Since | Self::Until)
    }
}

/// The calendar that counts business days and working hours.
#[derive(Debug, Clone)]
pub enum Calendars<'a> {
    /// The calendar to use.
    One(&'a Calendar),
    /// There is none: Monday to Friday, days end at 23:59:59, working hours are refused.
    None,
    /// There are several, and none was named: what needs one is refused, and the message lists these names.
    Several(Vec<&'a str>),
}

/// Where and when the words were typed.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// The instant that relative words count from.
    pub now: Instant,
    /// The first instant that a due may have: `now`, or, if it was earlier, when the commitment was asked for or
    /// promised. Words that name no particular date (`fri`, `9am`) still look ahead from `now`.
    pub begun: Instant,
    /// The zone of dates and times that name none.
    pub zone: Tz,
    /// The calendar of `eod`, `2 business days` and `8bh`.
    pub calendars: Calendars<'a>,
    /// The due that `due+2d` counts from; `None` if there is no commitment whose due it could be.
    pub due: Option<Instant>,
}

/// The meaning of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The instant.
    pub at: Instant,
    /// The length, if the words were a length counted from now (`2h`, `in 3 days`).
    pub target: Option<Target>,
    /// The first and the last instant that can be meant, if a day or a part of one was typed without a time of day;
    /// `at` is one of them by convention.
    pub span: Option<(Instant, Instant)>,
    /// The opening from which working time was counted, if the words were typed outside the hours.
    pub counted_from: Option<Instant>,
}

/// Returns the instant that `words` mean to someone who types them at `context.now`.
///
/// # Errors
///
/// Says which word was not understood, could mean two things, names nothing exact, or lies on the wrong side of now,
/// and what to type instead.
pub fn read(words: &str, way: Way, context: &Reference<'_>) -> Result<Reading, Problem> {
    let tokens = tokens::split(words)?;
    if tokens.is_empty() {
        return Err(Problem::new("no date was given").hint(vague::offer(way, context)));
    }
    vague::refuse(&tokens, way, context)?;
    let said = grammar::parse(&mut Cursor::new(&tokens), way, context)?;
    let typed = words.trim();
    Settle { way, context, calendar: Calendared::new(context), typed }.reading(&said)
}

/// Returns the instant that words name whenever and wherever they are typed: a date with its year, a time and an offset
/// or a zone, like `2026-11-20T09:30:00-05:00`. `None` if they are not understood or depend on a [`Reference`].
pub fn absolute(words: &str) -> Option<Instant> {
    let context = written::anywhere();
    let tokens = tokens::split(words).ok()?;
    let said = grammar::parse(&mut Cursor::new(&tokens), Way::From, &context).ok()?;
    if !said.is_absolute() {
        return None;
    }
    read(words, Way::From, &context).ok().map(|reading| reading.at)
}

/// Returns true if words name a date, even one that [`read`] refuses: it is past, could be two days, or is a whole week.
pub fn is_date(words: &str, context: &Reference<'_>) -> bool {
    let Ok(tokens) = tokens::split(words) else { return false };
    let mut cursor = Cursor::new(&tokens);
    if vague::whole(&mut cursor, context).is_some() {
        return cursor.peek(0).is_none();
    }
    if tokens.is_empty() || vague::refuse(&tokens, Way::Due, context).is_err() {
        return false;
    }
    match grammar::parse(&mut Cursor::new(&tokens), Way::Due, context) {
        Ok(_) => true,
        Err(Problem { message, .. }) => message.contains(" could be "),
    }
}

/// Returns true if words are too vague for a date, and nothing but that: `soon`.
pub fn is_vague(words: &str) -> bool {
    tokens::split(words).is_ok_and(|tokens| vague::is_all(&tokens))
}

/// Returns the problem of a date outside the supported years.
fn out_of_range(typed: &str) -> Problem {
    Problem::new(format!("{} is not within the years {FIRST_YEAR} to {LAST_YEAR} (UTC)", quote_start(typed)))
        .hint("write a nearer date")
}

#[cfg(test)]
mod tests;
