//! Why a commitment is flagged, for people: in words that need no manual, and as short as a column of marks.

use chrono_tz::Tz;

use super::forecast;
use super::row::Row;
use crate::rules::cycle::Pause;
use crate::rules::forecast::at_least;
use crate::rules::standing::Reason;
use crate::rules::time::Instant;
use crate::when::say;

/// The chance from which on people are told of it.
const AS_LIKELY: f64 = 0.5;

/// Within which a weekday says which day it was, in seconds.
const WEEK: i64 = 7 * 86_400;

/// Appends why it is flagged: `over its 24h limit, customer not told of the new date`. It stands beside a due that shows how
/// late it is, so that being past its due is no more to say.
pub fn push(row: &Row<'_>, now: Instant, zone: Tz, text: &mut String) {
    let words = row.reasons.iter().filter_map(|reason| words(reason, row, now, zone)).chain(likely_late(row));
    for (number, words) in words.enumerate() {
        if number > 0 {
            text.push_str(", ");
        }
        text.push_str(&words);
    }
}

/// Returns how likely it is late, if that is as likely as not, or it is listed for that.
fn likely_late(row: &Row<'_>) -> Option<String> {
    let late = row.late.filter(|late| at_least(*late, AS_LIKELY) || row.reasons.has(Reason::LikelyLate))?;
    Some(format!("likely late: {}", forecast::percent(late)))
}

/// Returns a reason in words, `None` if a due that shows how late says it.
fn words(reason: Reason, row: &Row<'_>, now: Instant, zone: Tz) -> Option<String> {
    let cycle = &row.standing.cycle;
    let since = |at: Instant| say::roughly(now.since(at));
    Some(match reason {
        Reason::Due => return None,
        Reason::Limit => {
            let limit = cycle.limited_by.and_then(|basis| basis.limit);
            limit.map_or_else(|| "over its limit".to_owned(), |limit| format!("over its {limit} limit"))
        }
        Reason::Untold => "customer not told of the new date".to_owned(),
        Reason::Silence => format!("no news for {}", since(cycle.last_told.unwrap_or(cycle.made))),
        Reason::Unanswered => {
            let heard = cycle.unanswered_since().map_or_else(String::new, |at| format!(" for {}", since(at)));
            format!("no answer{heard}")
        }
        Reason::Waiting => match cycle.pause {
            Some(Pause { until: Some(until), .. }) if now > until => {
                let said = if now.since(until) < WEEK {
                    say::weekday_and_time(until, zone)
                } else {
                    say::absolute(until, now, zone)
                };
                format!("they said {said}")
            }
            Some(pause) => format!("waiting for them for {}", since(pause.since)),
            None => "waiting for them".to_owned(),
        },
        Reason::AtRisk => "at risk".to_owned(),
        Reason::Within => "due soon".to_owned(),
        // Said below, whether or not it is listed for that.
        Reason::LikelyLate => return None,
    })
}

/// Returns a reason as one mark of a few: `due, limit`.
pub const fn mark(reason: Reason) -> &'static str {
    match reason {
        Reason::Due => "due",
        Reason::Limit => "limit",
        Reason::Untold => "not told",
        Reason::Silence => "silent",
        Reason::Unanswered => "unanswered",
        Reason::Waiting => "waits long",
        Reason::AtRisk => "at risk",
        Reason::Within => "soon",
        Reason::LikelyLate => "likely late",
    }
}
