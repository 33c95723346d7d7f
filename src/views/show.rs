//! One commitment for people: the facts, how the due was worked out step by step, and what happened.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::line;
use super::row::{Row, Sheet};
use super::sentence::sentence;
use super::table::{Cell, Column, Table};
use super::why;
use crate::out::{Page, Style};
use crate::rules::commitment::{Basis, Class, Commitment, Deed, Event, MOST_STARS, Turn};
use crate::rules::cycle::{Cycle, Rating};
use crate::rules::every::Every;
use crate::rules::policy::Rung;
use crate::rules::series::Series;
use crate::rules::standing::{Standing, answer_by};
use crate::rules::target::{NoDue, Target};
use crate::rules::time::Instant;
use crate::when::say;

/// The width of the labels, so that those of two tables look like one.
const LABEL: usize = 9;
/// The most skipped days in a list.
const SKIPPED: usize = 8;

/// Draws a commitment.
pub fn card(row: &Row<'_>, sheet: Sheet<'_>, page: Page, to: &mut dyn Write) -> io::Result<()> {
    facts(row, sheet).0.write(page, to)?;
    head("how the due came about", page, to)?;
    arithmetic(row, sheet).0.write(page, to)?;
    if row.commitment.history.is_empty() {
        return Ok(());
    }
    head("history", page, to)?;
    history(row, sheet).write(page, to)
}

pub(super) fn head(head: &str, page: Page, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"\n")?;
    sentence(head, Style::Head, page, to)
}

/// Labels, each with its text.
pub(super) struct Labels(pub(super) Table);

impl Labels {
    pub(super) fn new() -> Self {
        let columns = [Column::new("").at_least(LABEL).shrinks(), Column::new("").shrinks()];
        Self(Table::new(columns).whole())
    }

    pub(super) fn line(&mut self, label: &str, style: Style, value: &str) {
        self.0.row([Cell::from(label).style(Style::Dim), Cell::from(value).style(style)]);
    }

    pub(super) fn plain(&mut self, label: &str, value: &str) {
        self.line(label, Style::Plain, value);
    }

    pub(super) fn maybe(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.plain(label, value);
        }
    }
}

fn facts(row: &Row<'_>, sheet: Sheet<'_>) -> Labels {
    // Every field by its name, so that a new one is not forgotten.
    let Commitment {
        id,
        to,
        what,
        class,
        tags,
        reference,
        contact,
        follows,
        every,
        extra,
        // Said as they are by now, or by `arithmetic` and `history`.
        kind: _,
        owner: _,
        made: _,
        asked: _,
        due: _,
        target: _,
        limit: _,
        calendar: _,
        every_from: _,
        history: _,
    } = row.commitment;
    let cycle = &row.standing.cycle;
    let mut labels = Labels::new();
    labels.line(id.as_str(), Style::Bold, what);
    labels.plain("to", to);
    labels.maybe("contact", contact.as_deref());
    labels.maybe("owner", cycle.owner);
    labels.plain("kind", cycle.basis.kind);
    if *class != Class::default() {
        labels.plain("class", class.name());
    }
    if !tags.is_empty() {
        labels.plain("tags", &tags.join(", "));
    }
    labels.maybe("ref", reference.as_deref());
    labels.maybe("again", every.map(|every| again(row, every, sheet)).as_deref());
    labels.maybe("follows", follows.as_ref().map(|id| id.as_str()));
    let (style, state) = state(row, sheet);
    labels.line("state", style, &state);
    labels.maybe("ledger", sheet.origin.shown());
    labels.maybe("so far", hurts(cycle).as_deref());
    labels.maybe("rated", cycle.rating.map(rated).as_deref());
    labels.maybe("answer", answer(row, sheet).as_deref());
    if cycle.number > 1 {
        labels.plain("cycle", &format!("{}, since it was reopened", cycle.number));
    }
    for (key, value) in extra {
        labels.plain(key, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    labels
}

/// Returns how often it is promised again, and when the next one would be due if this were done now. What was closed before
/// may have its next one already.
fn again(row: &Row<'_>, every: Every, sheet: Sheet<'_>) -> String {
    let at = |at: Instant| say::absolute(at, sheet.now, sheet.origin.zone);
    let from = at(row.commitment.every_from.unwrap_or(row.commitment.due));
    let was_closed = row.commitment.history.iter().any(|event| event.deed.turn() == Turn::Closes);
    let next = Series::of(row.commitment, row.standing.cycle.basis, sheet.policy)
        .filter(|_| !was_closed)
        .and_then(|series| series.next(row.commitment.due, sheet.now));
    let next = next.map_or_else(String::new, |next| format!("; the next one is due {}", at(next.due)));
    format!("{}, from {from}{next}", every.words())
}

/// Returns by when an answer is owed, and since when.
fn answer(row: &Row<'_>, sheet: Sheet<'_>) -> Option<String> {
    let cycle = &row.standing.cycle;
    let (by, since) = (answer_by(cycle, sheet.policy)?, cycle.unanswered_since()?);
    let at = |at: Instant| say::absolute(at, sheet.now, sheet.origin.zone);
    Some(format!("owed by {}: they got in touch {}", at(by), at(since)))
}

/// Returns what hurts the customer in this cycle: how often they asked, and how many owners it has had.
fn hurts(cycle: &Cycle<'_>) -> Option<String> {
    let asked = match cycle.chases {
        0 => None,
        1 => Some("asked once".to_owned()),
        times => Some(format!("asked {times} times")),
    };
    let before: Vec<_> = cycle.owners_before.iter().filter_map(|(owner, _)| *owner).collect();
    let all: BTreeSet<_> = before.iter().copied().chain(cycle.owner).collect();
    let owner = match before.len() {
        0 => None,
        // Whoever has it again is no other owner.
        times if all.len() <= times => Some(format!("handed on {times} times")),
        1 => Some("second owner".to_owned()),
        2 => Some("third owner".to_owned()),
        3 => Some("fourth owner".to_owned()),
        4 => Some("fifth owner".to_owned()),
        more => Some(format!("owner no. {}", more.saturating_add(1))),
    };
    let all: Vec<_> = asked.into_iter().chain(owner).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Returns the state in words: how far off or how late, and why it is flagged.
fn state(row: &Row<'_>, sheet: Sheet<'_>) -> (Style, String) {
    let standing = &row.standing;
    let mut flagged = String::new();
    why::push(row, sheet.now, sheet.origin.zone, &mut flagged);
    if !flagged.is_empty() {
        flagged.insert_str(0, ": ");
    }
    let waiting = standing.cycle.pause.map(|pause| {
        let until = pause.until.filter(|until| sheet.now <= *until);
        let said = |at| format!("; they said {}", say::absolute(at, sheet.now, sheet.origin.zone));
        format!("waiting ({}{})", pause.why, until.map_or_else(String::new, said))
    });
    match (standing.due, standing.overdue_by(sheet.policy, sheet.now), standing.cycle.closing) {
        (_, _, Some(closing)) => {
            let at = say::full(closing.at, sheet.origin.zone);
            let late = standing.cycle.lateness(sheet.policy);
            let style = if late.is_some() { Style::Late } else { Style::Plain };
            let by = |late| format!(" by {}{}", say::own(late), say::by_the_wall(late));
            let late = late.map_or_else(String::new, by);
            (style, format!("{}{late}, closed {at}", closing.verdict.name()))
        }
        (_, Some(late), _) => {
            let waiting = waiting.map_or_else(String::new, |waiting| format!("{waiting}, "));
            (Style::Late, format!("{waiting}{} late{}{flagged}", say::own(late), say::by_the_wall(late)))
        }
        (None, None, _) => {
            let (waiting, left) = (waiting.unwrap_or_default(), row.left(sheet.policy));
            (Style::Dim, format!("{waiting}, {left} left{flagged}"))
        }
        (Some(due), None, _) => {
            let risk = if standing.at_risk { ", at risk" } else { "" };
            let style = if standing.at_risk || !row.reasons.is_empty() { Style::Risk } else { Style::Plain };
            let (state, due) = (waiting.as_deref().unwrap_or("open"), say::relative(due, sheet.now));
            (style, format!("{state}, due {due}{risk}{flagged}"))
        }
    }
}

/// Returns how the due was worked out: from when, how counted, which days skipped and why, due.
fn arithmetic(row: &Row<'_>, sheet: Sheet<'_>) -> Labels {
    let (commitment, cycle) = (row.commitment, &row.standing.cycle);
    let mut labels = Labels::new();
    let full = |at: Instant| say::full(at, sheet.origin.zone);
    let mut counted = None;
    if cycle.number > 1 {
        labels.plain("reopened", &full(cycle.made));
    } else {
        labels.plain("made", &full(cycle.made));
        if cycle.asked != cycle.made {
            labels.plain("asked", &full(cycle.asked));
        }
        let basis = commitment.basis();
        if let Some(target) = basis.target {
            let today = target.due(cycle.asked, sheet.origin.zone, Some(sheet.policy.calendar_of(basis)));
            counted = steps((basis, target), (cycle.asked, cycle.original_due), &today, sheet, &mut labels);
        }
    }
    let counted = counted.map_or_else(String::new, |counted| format!(": {counted}"));
    let theirs = line::for_them(cycle.original_due, commitment, sheet);
    labels.plain("due", &format!("{}{theirs}{counted}", full(cycle.original_due)));
    let counted = changed(row, sheet, &mut labels);
    if cycle.due != cycle.original_due {
        let how = if cycle.moves > 0 { "after moving" } else { "after waiting" };
        let counted = counted.map_or_else(String::new, |counted| format!(": {counted}"));
        let theirs = line::for_them(cycle.due, commitment, sheet);
        labels.plain("now due", &format!("{}{theirs}, {how}{counted}", full(cycle.due)));
    }
    if cycle.is_untold() {
        labels.plain(
            "last given",
            &format!("{}: the customer was told of no later date", full(cycle.given_due)),
        );
    }
    if cycle.known_due != cycle.due {
        let why = if cycle.is_untold() {
            "kept or late is judged by it"
        } else {
            "they were told too late of another"
        };
        labels.plain("known due", &format!("{}: {why}", full(cycle.known_due)));
    }
    let limited = cycle.limited_by.and_then(|basis| Some((basis.kind, basis.limit?)));
    if let (Some((kind, limit)), Some(at)) = (limited, cycle.limit_at) {
        let today = if limit.is_working() { ", by today's calendar" } else { "" };
        let of = if kind == cycle.basis.kind { String::new() } else { format!(", as {kind}") };
        labels.plain("limit", &format!("{}: {limit} after it was asked for{of}{today}", full(at)));
    }
    labels
}

/// Adds the kind that it has by now, if it had another when the cycle began, and how its target is counted. Returns what to
/// say of the due in force, if that was counted from it.
fn changed(row: &Row<'_>, sheet: Sheet<'_>, labels: &mut Labels) -> Option<String> {
    let Standing { cycle, earlier, .. } = &row.standing;
    let (basis, policy) = (cycle.basis, sheet.policy);
    let began = earlier.last().map_or(row.commitment.basis(), |before| before.basis);
    if basis.kind == began.kind {
        return None;
    }
    labels.plain("kind", &format!("{}, changed from {}", basis.kind, began.kind));
    let today = cycle.counted_due(basis, policy).transpose()?;
    let counted = steps((basis, basis.target?), (cycle.asked, cycle.due), &today, sheet, labels);
    let sets = |event: &Event<'_>| matches!(event.deed, Deed::Changed { due, .. } if due == Some(cycle.due));
    counted.filter(|_| row.commitment.history.iter().any(sets))
}

/// Adds how the target came to the due. What is on record was counted by the calendar of its day: where today's comes to
/// another due, returns what to say of that, and adds nothing that only today's explains.
fn steps(
    (basis, target): (Basis<'_>, &Target),
    (from, due): (Instant, Instant),
    today: &Result<Instant, NoDue>,
    sheet: Sheet<'_>,
    labels: &mut Labels,
) -> Option<String> {
    let policy = sheet.policy;
    let parts: Vec<_> = target.parts().map(|part| part.words()).collect();
    let words = format!("{target}: {}", parts.join(", then "));
    if let Some(lost) = policy.lost_calendar(basis) {
        labels.plain("target", &format!("{words} of calendar {lost}, which is not in the ledger any more"));
        return None;
    }
    let calendar = policy.calendar_of(basis);
    let clock = if target.is_working() { format!(" of calendar {}", calendar.name) } else { String::new() };
    labels.plain("target", &format!("{words}{clock}"));
    if *today != Ok(due) {
        let how = if target.is_working() {
            "counted by the calendar of that day; by today's"
        } else {
            "as it was written down; counted today"
        };
        return Some(match today {
            Ok(today) => format!("{how} it would be {}", say::absolute(*today, sheet.now, sheet.origin.zone)),
            Err(why) => format!("{how} there would be none: {why}"),
        });
    }
    if !target.is_working() {
        return None;
    }
    if let Ok(open) = calendar.next_open(from)
        && open != from
    {
        labels.plain("counts from", &format!("{}, the next opening", say::full(open, calendar.zone)));
    }
    let mut skipped: Vec<_> = calendar
        .skipped(from, due)
        .map(|(date, why)| format!("{} ({})", date.format("%a %-d %b"), why.name()))
        .collect();
    if skipped.len() > SKIPPED {
        let more = skipped.len().saturating_sub(SKIPPED);
        skipped.truncate(SKIPPED);
        skipped.push(format!("{more} more"));
    }
    if !skipped.is_empty() {
        labels.plain("skipped", &skipped.join(", "));
    }
    None
}

/// Returns how it was, as the customer said.
fn rated(rating: Rating<'_>) -> String {
    let words = rating.words.map_or_else(String::new, |words| format!(": {words}"));
    format!("{}/{MOST_STARS}{words}", rating.stars)
}

/// Returns the history, the earliest first.
fn history(row: &Row<'_>, sheet: Sheet<'_>) -> Table {
    let mut events: Vec<_> = row.commitment.history.iter().enumerate().collect();
    events.sort_by_key(|(_, event)| event.at);
    let mut table = Table::new([Column::new(""), Column::new("").shrinks()]).whole();
    let mut kind = row.commitment.kind.as_ref();
    for (place, event) in events {
        let at = say::absolute(event.said_at(), sheet.now, sheet.origin.zone);
        table.row([
            Cell::from(at).style(Style::Dim),
            Cell::from(sentence_of(event, kind, sheet) + &crossed(row, place, sheet)),
        ]);
        kind = event.deed.basis().map_or(kind, |basis| basis.kind);
    }
    table
}

/// Returns what stood there when an event was written by somebody who saw something else; empty for every other event.
fn crossed(row: &Row<'_>, place: usize, sheet: Sheet<'_>) -> String {
    let found = row.standing.crossed.iter().find(|crossed| crossed.place == place);
    found.map_or_else(String::new, |crossed| {
        let stood = crossed.stood.words(&|at| say::full(at, sheet.origin.zone));
        format!("; crossed: {stood} by then")
    })
}

/// Returns an event as a sentence; `had` is the kind that the commitment had before.
fn sentence_of(event: &Event<'_>, had: &str, sheet: Sheet<'_>) -> String {
    let (did, said) = happened(&event.deed, had, &|at| say::full(at, sheet.origin.zone));
    let by = event.by.as_deref().map_or_else(String::new, |by| format!(", by {by}"));
    let note = event.note.as_deref().map_or_else(String::new, |note| format!(": {note}"));
    format!("{did}{said}{by}{note}")
}

/// Returns what happened, and how that goes on; `had` is the kind that the commitment had before, and `date` says an instant.
pub(super) fn happened(
    deed: &Deed<'_>,
    had: &str,
    date: &dyn Fn(Instant) -> String,
) -> (&'static str, String) {
    match deed {
        Deed::Told => ("told", String::new()),
        Deed::Heard => ("heard from them", String::new()),
        Deed::Noted => ("noted", String::new()),
        Deed::Moved { due, why, told, from: _ } => {
            ("moved", format!(" to {}{} ({why})", date(*due), and_told(*told)))
        }
        Deed::Waiting { why, until } => {
            let until = until.map_or_else(String::new, |until| format!("; they said {}", date(until)));
            ("waiting for them", format!(" ({why}{until})"))
        }
        Deed::Resumed { due, told } => {
            let due = due.map_or_else(String::new, |due| format!(", due {}", date(due)));
            ("resumed", format!("{due}{}", and_told(*told)))
        }
        Deed::Handed { to, why, from: _ } => ("handed", format!(" to {to} ({why})")),
        Deed::Escalated { to, why, rung, step } => {
            let to = to.as_deref().map_or_else(String::new, |to| format!(" to {to}"));
            let rung = rung.as_deref().map(|name| Rung::said(name, step.unwrap_or(1)));
            let rung = rung.map_or_else(String::new, |rung| format!(" by the rung at {rung}"));
            let why = why.as_deref().map_or_else(String::new, |why| format!(" ({why})"));
            ("escalated", format!("{to}{rung}{why}"))
        }
        Deed::Done => ("done", String::new()),
        Deed::Cancelled { way, why } => ("cancelled", format!(" as {} ({why})", way.name())),
        Deed::Rated { stars } => ("rated", format!(" {stars}/{MOST_STARS}")),
        Deed::Reopened { due, why, told } => {
            ("reopened", format!(", due {}{} ({why})", date(*due), and_told(*told)))
        }
        Deed::Changed { kind, due, why, told, .. } => {
            let due = due.map_or_else(String::new, |due| format!(", due {}", date(due)));
            ("kind changed", format!(" from {had} to {kind}{due}{} ({why})", and_told(*told)))
        }
    }
}

const fn and_told(told: bool) -> &'static str {
    if told { ", and told" } else { "" }
}
