//! From tokens to what was said, by the grammar at the top of this module. The instant depends on now: see `settle`.

use chrono::Weekday;

use super::cursor::Cursor;
use super::dates::{self, Day, Which};
use super::lengths;
use super::times::{self, Clock, Part};
use super::tokens::Kind;
use super::zones::{self, Zone};
use super::{Reference, Way, complain};
use crate::error::Problem;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text::quote_start;

/// What was said.
#[derive(Debug, Clone)]
pub(super) enum Said {
    Now,
    /// Unix time.
    At(Instant),
    /// A length from now.
    Length {
        length: Target,
        look: Look,
    },
    /// A length from, or before, another moment.
    Away {
        length: Target,
        back: bool,
        from: Moment,
    },
    /// The due in force, or a length after it, or before.
    Due {
        length: Option<Target>,
        back: bool,
    },
    Moment(Moment),
}

impl Said {
    /// Returns whether it means the same at every time and in every zone.
    pub(super) const fn is_absolute(&self) -> bool {
        matches!(
            self,
            Self::At(_)
                | Self::Moment(Moment {
                    day: Some(Day::Date(_)),
                    clock: Some(Clock::At(_)),
                    zone: Some(_),
                    part: None,
                    ..
                })
        )
    }
}

/// Which way a length goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Bare,
    Ahead,
    Ago,
}

/// A day, a time of day, or both.
#[derive(Debug, Clone, Default)]
pub(super) struct Moment {
    pub(super) day: Option<Day>,
    /// The words of the day.
    pub(super) day_words: String,
    /// A weekday that was typed with a date, and must match it.
    pub(super) weekday: Option<Weekday>,
    pub(super) clock: Option<Clock>,
    /// The words of the time.
    pub(super) clock_words: String,
    pub(super) zone: Option<Zone>,
    pub(super) part: Option<Part>,
    pub(super) close: Option<Close>,
}

/// The end of a day by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// Of the day: its last second if there is no calendar.
    Day,
    /// Of business hours: unknown if there is no calendar.
    Business,
}

/// Parses all tokens; the error names the first that does not fit.
pub(super) fn parse(cursor: &mut Cursor<'_>, way: Way, context: &Reference<'_>) -> Result<Said, Problem> {
    if cursor.eat("just now") || cursor.eat("right now") || cursor.eat("now") {
        return if cursor.done() { Ok(Said::Now) } else { Err(complain::about(cursor, way, context)) };
    }
    if let (Some(Kind::Epoch { seconds, .. }), None) = (cursor.kind(), cursor.peek(1)) {
        return Ok(Said::At(Instant::from_epoch(*seconds)));
    }
    if let Some(said) = due(cursor)? {
        return Ok(said);
    }
    let start = cursor.at();
    let plus = cursor.kind() == Some(&Kind::Plus);
    if plus {
        cursor.next();
    }
    let mut ahead = plus || cursor.eat_any("in within").is_some();
    let found = if cursor.eat("the") { None } else { lengths::read(cursor)? };
    let found = match found {
        Some(length) => Some(length),
        None => lengths::one_before(cursor)?,
    };
    let Some(length) = found else {
        if ahead && cursor.number().is_some() {
            return Err(complain::about(cursor, way, context));
        }
        cursor.go(start);
        return moment(cursor, Moment::default(), way, context).map(Said::Moment);
    };
    ahead |= cursor.eat("from now");
    let back = !ahead && cursor.eat("ago");
    if cursor.done() {
        let look = if back {
            Look::Ago
        } else if ahead {
            Look::Ahead
        } else {
            Look::Bare
        };
        return Ok(Said::Length { length, look });
    }
    let words = cursor.text(start, cursor.at());
    if !ahead
        && !back
        && let Some(word) = cursor.eat_any("from after before")
    {
        let back = word == "before";
        let first = cursor.at();
        if names_due(cursor) && cursor.done() {
            return Ok(Said::Due { length: Some(length), back });
        }
        cursor.go(first);
        let from = moment(cursor, Moment::default(), way, context)?;
        return Ok(away(length, back, from, cursor.text(start, cursor.at())));
    }
    if !lengths::in_days(&length) {
        return Err(after_length(cursor, &words, way, context));
    }
    let day = Day::Counted { length, back, from: Box::new(Day::Today(0)) };
    let said = Moment { day: Some(day), day_words: words, ..Moment::default() };
    moment(cursor, said, way, context).map(Said::Moment)
}

/// Reads the due in force, and the length after or before it; `None`, with nothing read, if something else comes next.
fn due(cursor: &mut Cursor<'_>) -> Result<Option<Said>, Problem> {
    let start = cursor.at();
    if names_due(cursor) {
        let back = cursor.kind() == Some(&Kind::Minus);
        if cursor.done() {
            return Ok(Some(Said::Due { length: None, back }));
        }
        if back || cursor.kind() == Some(&Kind::Plus) {
            cursor.next();
            let length = lengths::read(cursor)?;
            if length.is_some() && cursor.done() {
                return Ok(Some(Said::Due { length, back }));
            }
        }
    }
    cursor.go(start);
    Ok(None)
}

/// Skips the words for the due in force if they come next; returns whether they did.
fn names_due(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat("the");
    cursor.eat("due date") || cursor.eat("due")
}

/// Returns days counted from a day as a day, whose time may have been typed; all other lengths as counted from an
/// instant.
fn away(length: Target, back: bool, mut from: Moment, words: String) -> Said {
    match from.day.take() {
        Some(day) if lengths::in_days(&length) && from.close.is_none() => {
            let day = Some(Day::Counted { length, back, from: Box::new(day) });
            Said::Moment(Moment { day, day_words: words, ..from })
        }
        day => Said::Away { length, back, from: Moment { day, ..from } },
    }
}

/// Returns the problem of a word after hours or minutes.
fn after_length(cursor: &mut Cursor<'_>, words: &str, way: Way, context: &Reference<'_>) -> Problem {
    match cursor.peek(0) {
        Some(token) if cursor.number().is_some() && cursor.peek(1).is_none() => {
            let hours = words.trim_end_matches(|c: char| !c.is_ascii_digit());
            let gap = if token.spaced { " " } else { "" };
            let mut hint = format!("for a duration, write {words}{gap}{}m", token.text);
            if !token.spaced {
                hint = format!("{hint}, for a time {hours}:{}", token.text);
            }
            Problem::new(format!("{} has no unit", quote_start(token.text))).hint(hint)
        }
        _ => complain::about(cursor, way, context),
    }
}

/// Reads day, time, part of the day and closing, each at most once, in any order, to the end.
fn moment(
    cursor: &mut Cursor<'_>,
    mut said: Moment,
    way: Way,
    context: &Reference<'_>,
) -> Result<Moment, Problem> {
    let mut before = false;
    // With a part of the day a bare number is an hour: `8 tonight`.
    let part_said = cursor.has("morning afternoon evening night tonight");
    let first = cursor.at();
    loop {
        if cursor.at() > first && (cursor.eat("at the latest") || cursor.eat_any("latest sharp").is_some()) {
            continue;
        }
        if cursor.done() && cursor.at() > first {
            break;
        }
        let preposition = preposition(cursor);
        if cursor.word_at(2).is_some_and(is_part) {
            cursor.eat("in the");
        }
        cursor.eat("the");
        let start = cursor.at();
        if let Some(close) = close(cursor) {
            once(said.close.replace(close).is_some(), cursor, start)?;
        } else if let Some((day, part)) = part(cursor) {
            once(said.part.replace(part).is_some(), cursor, start)?;
            if let Some(day) = day {
                said.add_day(day, cursor.text(start, cursor.at()))?;
            }
        } else if let Some(day) = dates::read(cursor)? {
            before |= preposition == Some("before");
            said.add_day(day, cursor.text(start, cursor.at()))?;
        } else if cursor.eat("end of") {
            once(said.close.replace(Close::Day).is_some(), cursor, start)?;
            if cursor.done() || said.day.is_some() {
                return Err(complain::about(cursor, way, context));
            }
        } else if let Some(clock) = times::clock(cursor, preposition == Some("at") || part_said)? {
            once(said.clock.replace(clock).is_some(), cursor, start)?;
            said.clock_words = cursor.text(start, cursor.at());
            said.zone = zones::read(cursor)?;
        } else {
            return Err(complain::about(cursor, way, context));
        }
    }
    if said.close.is_some() && (said.clock.is_some() || said.part.is_some()) {
        return Err(Problem::new("the end of a day and a time of day are two different times")
            .hint("write one of them"));
    }
    if before && said.clock.is_none() && said.part.is_none() && said.close.is_none() {
        let words = quote_start(&format!("before {}", said.day_words));
        return Err(Problem::new(format!("{words} may or may not include that day"))
            .hint(format!("write {} to include it, or the day before", said.day_words)));
    }
    Ok(said)
}

impl Moment {
    /// Adds a day, or the weekday that belongs to a date.
    fn add_day(&mut self, day: Day, words: String) -> Result<(), Problem> {
        match (self.day.take(), day) {
            (None, day) => (self.day, self.day_words) = (Some(day), words),
            (Some(Day::Weekday(Which::Bare, weekday)), day)
                if self.weekday.is_none() && !matches!(day, Day::Weekday(..)) =>
            {
                self.weekday = Some(weekday);
                (self.day, self.day_words) = (Some(day), words);
            }
            (Some(day), Day::Weekday(Which::Bare, weekday))
                if self.weekday.is_none() && !matches!(day, Day::Weekday(..)) =>
            {
                self.weekday = Some(weekday);
                self.day = Some(day);
            }
            _ => {
                return Err(Problem::new(format!(
                    "{} is a second day after {}",
                    quote_start(&words),
                    quote_start(&self.day_words)
                ))
                .hint("write one of them"));
            }
        }
        Ok(())
    }
}

/// Refuses what was typed a second time.
fn once(again: bool, cursor: &Cursor<'_>, start: usize) -> Result<(), Problem> {
    if again {
        let words = cursor.text(start, cursor.at());
        return Err(Problem::new(format!("{} is a second time of day", quote_start(&words)))
            .hint("write one of them"));
    }
    Ok(())
}

/// Skips and returns the words that only introduce what comes next.
fn preposition<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    if cursor.eat("no later than") || cursor.eat("not later than") {
        return None;
    }
    cursor.eat_any("by before on at until till til")
}

fn is_part(word: &str) -> bool {
    matches!(word, "morning" | "afternoon" | "evening")
}

/// Reads a part of the day, with the day if it says that too.
fn part(cursor: &mut Cursor<'_>) -> Option<(Option<Day>, Part)> {
    if cursor.eat("tonight") {
        return Some((Some(Day::Today(0)), Part::Evening));
    }
    if cursor.eat("last night") {
        return Some((Some(Day::Today(-1)), Part::Evening));
    }
    let this = cursor.word() == Some("this") && cursor.word_at(1).is_some_and(is_part);
    if this {
        cursor.next();
    }
    times::part(cursor).map(|part| (this.then_some(Day::Today(0)), part))
}

/// Reads the end of a day that need not be named.
fn close(cursor: &mut Cursor<'_>) -> Option<Close> {
    let day = ["eod", "end of day", "end of the day", "end of business day", "end of the business day"];
    let business = ["eob", "cob", "cop", "end of business", "close of business", "close of play"];
    if day.iter().any(|words| cursor.eat(words)) {
        Some(Close::Day)
    } else if business.iter().any(|words| cursor.eat(words)) {
        Some(Close::Business)
    } else {
        None
    }
}
