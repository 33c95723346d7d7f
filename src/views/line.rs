//! One line of an answer, for people: in parts, so that it can be fitted to a terminal. Texts are cut, results are not.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::row::Sheet;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// How a part is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It stays.
    Kept,
    /// It is cut first, down to this many columns.
    Text,
    /// It is cut if that was not enough.
    Zone,
}

impl Part {
    /// The columns below which a part is useless.
    const LEAST: usize = 5;
}

/// A line about a commitment. Texts are sanitized as they are added.
#[derive(Debug, Default)]
pub struct Line {
    parts: Vec<(Part, String)>,
    note: Option<String>,
    hint: Option<String>,
}

impl Line {
    /// Begins a line with the short id, what was promised, and to whom.
    pub fn about(commitment: &Commitment<'_>, sheet: Sheet<'_>) -> Self {
        Self::default()
            .say(format!("{}  ", sheet.ids.short(commitment.id)))
            .text(&commitment.what)
            .say(" → ")
            .text(&commitment.to)
    }

    /// Adds words that are never cut.
    #[must_use]
    pub fn say(self, words: impl Into<String>) -> Self {
        self.add(Part::Kept, words.into())
    }

    /// Adds what somebody typed.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.add(Part::Text, text::sanitize(text).into_owned())
    }

    /// Adds a due of a commitment in the words of a list, with its zone if the machine's is another, and how far off it is.
    #[must_use]
    pub fn due(self, at: Instant, commitment: &Commitment<'_>, sheet: Sheet<'_>) -> Self {
        let said = say::absolute(commitment.as_said(at), sheet.now, sheet.origin.zone);
        let line = self.say(format!("due {said}"));
        let line = if sheet.is_away {
            line.say(" ").add(Part::Zone, sheet.origin.zone.name().to_owned())
        } else {
            line
        };
        line.say(format!("{}, {}", for_them(at, commitment, sheet), say::relative(at, sheet.now)))
    }

    /// Adds the due in force. If the customer was last given an earlier one, a hint shows it. If the commitment is
    /// closed (an earlier event was recorded late), the line shows how it ended instead.
    #[must_use]
    pub fn due_of(self, commitment: &Commitment<'_>, cycle: &Cycle<'_>, sheet: Sheet<'_>) -> Self {
        if cycle.closing.is_some() {
            return self.say(format!("closed: {}", verdict(cycle, sheet.policy)));
        }
        let mut line = self.due(cycle.due, commitment, sheet);
        if cycle.is_untold() {
            let given = commitment.as_said(cycle.given_due);
            let given = say::absolute(given, sheet.now, sheet.origin.zone);
            let short = sheet.ids.short(commitment.id);
            line.hint = Some(format!("the customer was last given {given}: `owed told {short} TEXT`"));
        }
        line
    }

    /// Adds the opening from which the due was counted, if it was asked for outside the hours.
    #[must_use]
    pub fn counted_from(self, opening: Option<Instant>, sheet: Sheet<'_>) -> Self {
        let Some(opening) = opening else { return self };
        let has_calendar = !sheet.policy.calendars.is_empty();
        let said = say::counted_from(opening, sheet.now, sheet.origin.zone, has_calendar);
        self.say(format!(", {said}"))
    }

    /// Adds when the customer asked, if that was before the promise.
    #[must_use]
    pub fn asked(self, at: Option<Instant>, sheet: Sheet<'_>) -> Self {
        let Some(at) = at else { return self };
        self.say(format!(", they asked {}", say::absolute(at, sheet.now, sheet.origin.zone)))
    }

    fn add(mut self, part: Part, words: String) -> Self {
        self.parts.push((part, words));
        self
    }

    /// Adds a note, shown before the line.
    #[must_use]
    pub fn noting(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }

    /// Returns the note before the line, if any.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Returns the hint, if any.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns the line in at most `columns` columns, `None` for the whole line. The longest texts are cut first, to
    /// the same length; if that is not enough, the zone, and then the end.
    pub fn fit(&self, columns: Option<usize>) -> String {
        let mut parts: Vec<(Part, Cow<'_, str>)> =
            self.parts.iter().map(|(part, words)| (*part, Cow::Borrowed(words.as_str()))).collect();
        for cut in [Part::Text, Part::Zone] {
            let whole: usize = parts.iter().map(|(_, words)| text::width(words)).sum();
            let over = whole.saturating_sub(columns.unwrap_or(usize::MAX));
            let widths = parts.iter().filter(|(part, _)| *part == cut).map(|(_, words)| text::width(words));
            let most = longest(widths.collect(), over);
            for (part, words) in &mut parts {
                if *part == cut && text::width(words) > most {
                    *words = Cow::Owned(text::shorten(words, most).into_owned());
                }
            }
        }
        let line: String = parts.into_iter().map(|(_, words)| words).collect();
        text::shorten(&line, columns.unwrap_or(usize::MAX)).into_owned()
    }
}

/// Returns a date as the clock of the customer has it, if the ledger says which that is and it is another: ` (Fri 20 Nov 23:00 for
/// them)`.
pub fn for_them(at: Instant, commitment: &Commitment<'_>, sheet: Sheet<'_>) -> String {
    let zone = sheet.policy.customers.get(&commitment.to).and_then(|customer| customer.timezone);
    let at = commitment.as_said(at);
    let said = |zone| say::absolute(at, sheet.now, zone);
    // The end of our day has a second that nobody typed: to them it is a minute, unless their day ends then too.
    let is_odd = |theirs: &str| at.epoch().rem_euclid(60) == 59 && !theirs.starts_with("end of");
    let minute = |zone| say::absolute(at.plus(-59), sheet.now, zone);
    let theirs = zone.map(|zone| (said(zone), zone)).filter(|(theirs, _)| *theirs != said(sheet.origin.zone));
    let theirs = theirs.map(|(theirs, zone)| if is_odd(&theirs) { minute(zone) } else { theirs });
    theirs.map_or_else(String::new, |theirs| format!(" ({theirs} for them)"))
}

/// Returns the beginning of every answer: the short id, what, and to whom.
pub fn subject(commitment: &Commitment<'_>, sheet: Sheet<'_>) -> String {
    Line::about(commitment, sheet).fit(None)
}

/// Returns the due in force and how far off it is: `due end of Fri 20 Nov, in 1d 14h`; and the date that the customer was
/// last given if that is earlier.
pub fn dues(commitment: &Commitment<'_>, cycle: &Cycle<'_>, sheet: Sheet<'_>) -> String {
    let due = Line::default().due(cycle.due, commitment, sheet).fit(None);
    if !cycle.is_untold() {
        return due;
    }
    let given = say::absolute(commitment.as_said(cycle.given_due), sheet.now, sheet.origin.zone);
    format!("{due}; the customer was last given {given}")
}

/// Returns how a cycle ended, and how early or late.
pub fn verdict(cycle: &Cycle<'_>, policy: &Policy) -> String {
    let Some(closing) = cycle.closing else { return String::new() };
    let mut said = closing.verdict.name().to_owned();
    if let Some(late) = cycle.lateness(policy) {
        return format!("{said}, by {}{}", say::own(late), say::by_the_wall(late));
    }
    let ahead = cycle.known_due.since(closing.at);
    let _ = match closing.verdict {
        Verdict::Kept | Verdict::Renegotiated if ahead == 0 => write!(said, ", to the second"),
        Verdict::Kept | Verdict::Renegotiated => write!(said, ", {} early", say::span(ahead)),
        Verdict::Late | Verdict::Broken | Verdict::Withdrawn | Verdict::Void => Ok(()),
    };
    said
}

/// Returns the widest width for these so that together they are narrower by `over`, or as near as possible.
fn longest(mut widths: Vec<usize>, over: usize) -> usize {
    widths.sort_unstable();
    let room = widths.iter().sum::<usize>().saturating_sub(over);
    let (mut left, mut used) = (widths.len(), 0_usize);
    for width in widths {
        // Everything narrower stays as it is; the others share the rest.
        let share = room.saturating_sub(used).checked_div(left).unwrap_or_default();
        if share < width {
            return share.max(Part::LEAST);
        }
        used = used.saturating_add(width);
        left = left.saturating_sub(1);
    }
    usize::MAX
}

#[cfg(test)]
mod tests;
