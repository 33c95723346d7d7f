//! Times of day: `17:00`, `5pm`, `noon`, and the parts of a day.

use chrono::{NaiveTime, Timelike as _};

use super::cursor::Cursor;
use super::tokens::Kind;
use super::words;
use crate::error::Problem;
use crate::text::quote_start;

/// A time of day as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// A time that is unambiguous.
    At(NaiveTime),
    /// `5` or `5:30`, before noon or after it: only a part of the day decides.
    Half { hour: u32, minute: u32 },
    /// The end of one day and the beginning of another.
    Midnight,
    /// `24:00`, the end of a day.
    DayEnd,
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
}

impl Part {
    /// Returns when it begins, for those who look back, and when it is over, for those who promise.
    pub(super) fn span(self) -> (NaiveTime, NaiveTime) {
        let (from, to) = match self {
            Self::Morning => (0, 12),
            Self::Afternoon => (12, 18),
            Self::Evening => (18, 22),
        };
        (oclock(from), oclock(to))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// Returns the time that a time means with this part of the day: `tonight at 8` is 20:00.
    pub(super) fn place(self, clock: Clock, typed: &str) -> Result<Clock, Problem> {
        let noon = oclock(12);
        let fits = match (self, clock) {
            (Self::Morning, Clock::At(time)) => time < noon,
            (Self::Afternoon, Clock::At(time)) => (noon..=oclock(18)).contains(&time),
            (Self::Evening, Clock::At(time)) => time >= oclock(17),
            (Self::Evening, Clock::Midnight | Clock::DayEnd) => true,
            (Self::Morning, Clock::Half { hour, .. }) => hour < 12,
            (Self::Afternoon, Clock::Half { hour, .. }) => hour < 6 || hour == 12,
            (Self::Evening, Clock::Half { hour, .. }) => (5..12).contains(&hour),
            _ => false,
        };
        if !fits {
            return Err(Problem::new(format!("{} is not in the {}", quote_start(typed), self.word()))
                .hint("write one of the two"));
        }
        let Clock::Half { hour, minute } = clock else { return Ok(clock) };
        let later = self != Self::Morning && hour < 12;
        let hour = if later { hour.saturating_add(12) } else { hour };
        Ok(NaiveTime::from_hms_opt(hour, minute, 0).map_or(clock, Clock::At))
    }
}

/// Returns the full hour; midnight for an hour that does not exist.
pub(super) fn oclock(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// Returns the last second of a day, which a date alone means for a due.
pub(super) fn last_second() -> NaiveTime {
    NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN)
}

/// Reads the part of a day that comes next.
pub(super) fn part(cursor: &mut Cursor<'_>) -> Option<Part> {
    let part = match cursor.word()? {
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "evening" | "night" => Part::Evening,
        _ => return None,
    };
    cursor.next();
    Some(part)
}

/// Reads the time of day that comes next. A bare number counts only if `bare` is set.
pub(super) fn clock(cursor: &mut Cursor<'_>, bare: bool) -> Result<Option<Clock>, Problem> {
    let start = cursor.at();
    let shifts = [
        ("half past", 30),
        ("quarter past", 15),
        ("a quarter past", 15),
        ("quarter to", -15),
        ("a quarter to", -15),
    ];
    let shift = shifts.iter().find(|(words, _)| cursor.eat(words)).map(|(_, minutes)| *minutes);
    let Some(minutes) = shift.or_else(|| minutes_away(cursor)) else {
        return full(cursor, bare);
    };
    let Some(hour) = full(cursor, true)? else {
        cursor.go(start);
        return Ok(None);
    };
    let typed = cursor.text(start, cursor.at());
    shifted(hour, minutes).map(Some).ok_or_else(|| {
        Problem::new(format!("{} is not a time of day", quote_start(&typed)))
            .hint("write the time in numbers: 5:30pm")
    })
}

/// Reads `ten past`, `20 past`, `five to`, and returns the minutes. `10 to 11am` is a time from ten to eleven for many, so
/// before an hour only words and what is no hour count.
fn minutes_away(cursor: &mut Cursor<'_>) -> Option<i64> {
    let digits = cursor.number();
    let count = digits.or_else(|| words::number(cursor.word()?))?;
    let minutes = match (cursor.word_at(1)?, count) {
        ("past", 5 | 10 | 20 | 25) => i64::from(count),
        ("to", 20 | 25) => i64::from(count).saturating_neg(),
        ("to", 5 | 10) if digits.is_none() => i64::from(count).saturating_neg(),
        _ => return None,
    };
    cursor.next();
    cursor.next();
    Some(minutes)
}

/// Returns a time so many minutes after a full hour, or before it; `None` if the time is not a full hour, or ends a
/// day.
fn shifted(hour: Clock, minutes: i64) -> Option<Clock> {
    match hour {
        Clock::At(time) if time.minute() == 0 && time.second() == 0 => {
            let (time, days) = time.overflowing_add_signed(chrono::TimeDelta::minutes(minutes));
            (days == 0).then_some(Clock::At(time))
        }
        Clock::Half { hour, minute: 0 } => {
            let minutes = i64::from(hour).checked_mul(60)?.checked_add(minutes)?;
            // A quarter to one is in the hour of twelve.
            let hour = u32::try_from(minutes.div_euclid(60)).ok()?;
            let hour = if hour == 0 { 12 } else { hour };
            Some(Clock::Half { hour, minute: u32::try_from(minutes.rem_euclid(60)).ok()? })
        }
        _ => None,
    }
}

/// Reads a time of day in numbers, or a word for one.
fn full(cursor: &mut Cursor<'_>, bare: bool) -> Result<Option<Clock>, Problem> {
    let start = cursor.at();
    if cursor.eat("noon") || cursor.eat("midday") || twelve(cursor, "noon") {
        return Ok(Some(Clock::At(oclock(12))));
    }
    if cursor.eat("midnight") || twelve(cursor, "midnight") {
        return Ok(Some(Clock::Midnight));
    }
    let (hour, minute, second, colon) = match cursor.kind() {
        Some(Kind::Clock { hour, minute, second, short, .. }) => (*hour, *minute, *second, Some(*short)),
        Some(Kind::Number(hour)) => (*hour, 0, 0, None),
        // 5.30pm, as it is written in Britain.
        Some(Kind::Decimal(hour, minute)) if minute.len() == 2 => {
            (*hour, minute.parse().unwrap_or(60), 0, None)
        }
        Some(Kind::Word(word)) if !matches!(word.as_str(), "a" | "an") => match words::number(word) {
            Some(hour @ 1..=12) => (hour, 0, 0, None),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let glued = cursor.peek(1).is_some_and(|token| !token.spaced);
    let oclock = cursor.word_at(1) == Some("o'clock");
    let half = cursor.word_at(if oclock { 2 } else { 1 }).and_then(|word| match word {
        "am" => Some(false),
        "pm" => Some(true),
        "a" if glued => Some(false),
        "p" if glued => Some(true),
        _ => None,
    });
    let decimal = matches!(cursor.kind(), Some(Kind::Decimal(..)));
    if colon.is_none() && half.is_none() && !oclock && (!bare || decimal) {
        return Ok(None);
    }
    cursor.next();
    let behind = [oclock, half.is_some()];
    behind.iter().filter(|is_there| **is_there).for_each(|_| cursor.next());
    let typed = cursor.text(start, cursor.at());
    let no_time = |hint: &str| {
        Problem::new(format!("{} is not a time of day", quote_start(&typed))).hint(hint.to_owned())
    };
    let time = |hour| NaiveTime::from_hms_opt(hour, minute, second);
    if let Some(after_noon) = half {
        let hint =
            if hour > 12 { "with am or pm hours go from 1 to 12" } else { "write it as 5:30pm or 17:30" };
        let Some(time) = time(hour.rem_euclid(12)).filter(|_| (1..=12).contains(&hour)) else {
            return Err(no_time(hint));
        };
        let noon = time.overflowing_add_signed(chrono::TimeDelta::hours(12)).0;
        return Ok(Some(match after_noon {
            true => Clock::At(noon),
            // 12am is a way to write midnight, and as unclear.
            false if time == NaiveTime::MIN => Clock::Midnight,
            false => Clock::At(time),
        }));
    }
    if (hour, minute, second) == (24, 0, 0) && colon.is_some() {
        return Ok(Some(Clock::DayEnd));
    }
    let Some(time) = time(hour) else { return Err(no_time("write it as 17:30 or 5:30pm")) };
    match colon {
        // With one digit and no am or pm, 5:30 is in the afternoon as a rule; 8:30 and 9:00 are in the morning.
        Some(short) if !short || hour == 0 || hour > 7 || second > 0 => Ok(Some(Clock::At(time))),
        None if hour == 0 || hour > 12 => Err(no_time("").hint(format!("write {}", time.format("%H:%M")))),
        _ => Ok(Some(Clock::Half { hour, minute })),
    }
}

/// Skips `12 noon`, `12:00 noon`, `12 midnight`; returns whether one was there.
fn twelve(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let is_twelve = cursor.number() == Some(12)
        || matches!(cursor.kind(), Some(Kind::Clock { hour: 12, minute: 0, second: 0, .. }));
    let found = is_twelve && cursor.word_at(1) == Some(word);
    if found {
        cursor.next();
        cursor.next();
    }
    found
}

/// Returns the problem of a time that is before noon or after it.
pub(super) fn unclear(typed: &str, hour: u32, minute: u32) -> Problem {
    let early = hour.rem_euclid(12);
    Problem::new(format!("{} could be am or pm", quote_start(typed)))
        .hint(format!("write {early:02}:{minute:02} or {:02}:{minute:02}", early.saturating_add(12)))
}
