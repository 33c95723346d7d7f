//! What happened, event by event, in any format: a promise made, and whatever a history says since.
//!
//! Each event is drawn when it passes and nothing else is kept of it, as of a list ([`super::rows`]); their order is known when all
//! have passed: the earliest first, so that on a terminal the last one stands above the prompt. Of more than were asked for, the
//! last ones are shown.

use std::io::{self, Write};
use std::ops::Range;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::line;
use super::list::put;
use super::misplaced;
use super::origin::Origin;
use super::rows::{Drawn, WholeIds};
use super::show;
use super::table::{Column, Pick, Table};
use crate::out::{Out, Style};
use crate::rules::commitment::{Commitment, Deed, Event, Id};
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::standing::Standing;
use crate::rules::time::Instant;
use crate::when::say;

/// The word for the beginning, which is no event of a history.
const PROMISED: &str = "promised";

/// Something that happened to a commitment.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'h> {
    /// The commitment.
    pub commitment: &'h Commitment<'h>,
    /// Its standing by now.
    pub standing: &'h Standing<'h>,
    /// The event; `None` is that it was promised.
    pub event: Option<&'h Event<'h>>,
    /// The kind that it had before.
    pub had: &'h str,
}

/// What an event says, under one name each, whichever event it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'h> {
    /// The due that it set.
    pub due: Option<Instant>,
    /// Who has it from then on.
    pub handed_to: Option<&'h str>,
    /// The reason.
    pub why: Option<&'h str>,
    /// Whether the customer was told at once, where that is said.
    pub told: Option<bool>,
    /// The rung of the ladder that did it.
    pub rung: Option<&'h str>,
    /// How many stars out of five the customer gave.
    pub stars: Option<u32>,
    /// When they said that they will act.
    pub until: Option<Instant>,
}

impl<'h> Happening<'h> {
    /// Returns when it happened.
    pub fn at(&self) -> Instant {
        self.event.map_or(self.commitment.made, |event| event.at)
    }

    /// Returns the word for it.
    pub fn did(&self) -> &'static str {
        self.event.map_or(PROMISED, |event| event.deed.name())
    }

    /// Returns who did it, if that is known: of a promise, whoever had to keep it first.
    pub fn by(&self) -> Option<&'h str> {
        match self.event {
            Some(event) => event.by.as_deref(),
            None => self.commitment.owner.as_deref(),
        }
    }

    /// Returns what was said.
    pub fn note(&self) -> Option<&'h str> {
        self.event.and_then(|event| event.note.as_deref())
    }

    /// Returns the cycle that it closed, if it is what closed one.
    pub fn closed(&self) -> Option<&'h Cycle<'h>> {
        let event = self.event.filter(|event| matches!(event.deed, Deed::Done | Deed::Cancelled { .. }))?;
        let all = self.standing.earlier.iter().chain([&self.standing.cycle]);
        all.into_iter().find(|cycle| cycle.closing.is_some_and(|closing| closing.at == event.at))
    }

    /// Returns what it says.
    pub fn facts(&self) -> Facts<'h> {
        let none = Facts::default();
        let Some(event) = self.event else { return Facts { due: Some(self.commitment.due), ..none } };
        match &event.deed {
            Deed::Told | Deed::Heard | Deed::Noted | Deed::Done => none,
            Deed::Rated { stars } => Facts { stars: Some(*stars), ..none },
            Deed::Moved { due, why, told, from: _ } | Deed::Reopened { due, why, told } => {
                Facts { due: Some(*due), why: Some(why), told: Some(*told), ..none }
            }
            Deed::Waiting { why, until } => Facts { why: Some(why), until: *until, ..none },
            Deed::Cancelled { why, .. } => Facts { why: Some(why), ..none },
            Deed::Resumed { due, told } => Facts { due: *due, told: Some(*told), ..none },
            Deed::Handed { to, why, from: _ } => Facts { handed_to: Some(to), why: Some(why), ..none },
            Deed::Escalated { to, why, rung, step: _ } => {
                Facts { handed_to: to.as_deref(), why: why.as_deref(), rung: rung.as_deref(), ..none }
            }
            Deed::Changed { due, why, told, .. } => {
                Facts { due: *due, why: Some(why), told: Some(*told), ..none }
            }
        }
    }

    /// Returns it in words, after the word for it: `Hotel Bellevue: ring back, kept 4h early`.
    fn words(&self, policy: &Policy, Period { zone, now, .. }: Period) -> String {
        let date = |at: Instant| say::absolute(self.commitment.as_said(at), now, zone);
        let Commitment { to, what, .. } = self.commitment;
        let said = match self.event {
            Some(event) => show::happened(&event.deed, self.had, &date).1,
            None => format!(", due {}", date(self.commitment.due)),
        };
        // What goes on from the word for it is set off here, where the promise stands between.
        let comma = if said.starts_with(' ') && !said.starts_with(" (") { "," } else { "" };
        let verdict = self.closed().map(|cycle| line::verdict(cycle, policy).replacen(", ", " ", 1));
        // How it was cancelled says so already, but where it counts as something else.
        let verdict = verdict.filter(|verdict| !said.starts_with(&format!(" as {verdict} ")));
        let verdict = verdict.map_or_else(String::new, |verdict| format!(", {verdict}"));
        let note = self.note().map_or_else(String::new, |note| format!(": {note}"));
        format!("{to}: {what}{verdict}{comma}{said}{note}")
    }

    fn style(&self) -> Style {
        match self.closed().and_then(|cycle| cycle.closing).map(|closing| closing.verdict) {
            Some(Verdict::Kept | Verdict::Renegotiated) => Style::Good,
            Some(Verdict::Late | Verdict::Broken) => Style::Late,
            Some(Verdict::Withdrawn | Verdict::Void) | None => Style::Plain,
        }
    }
}

/// What a log is of.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    /// The zone of its days.
    pub zone: Tz,
    /// The current time.
    pub now: Instant,
    /// The first instant of it.
    pub since: Instant,
    /// The last instant of it.
    pub until: Instant,
}

/// Writes events one by one, as most formats do.
pub trait EventWriter: Send {
    /// Appends what the format shows of an event, without its ids.
    fn draw(&mut self, event: &Happening<'_>, policy: &Policy, text: &mut Vec<u8>);

    /// Writes them all, in this order, and what comes before, between and after them.
    fn write(
        &self,
        events: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()>;
}

impl EventWriter for WholeIds {
    fn draw(&mut self, _: &Happening<'_>, _: &Policy, _: &mut Vec<u8>) {}

    fn write(
        &self,
        events: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        WholeIds::lines(events, to)
    }
}

/// How a log is made.
#[derive(Debug, Clone, Copy)]
pub enum Logger {
    /// As a table; the text says that there is nothing, if that is so.
    Table(fn(&Table, &str, &mut Out<'_>) -> io::Result<()>),
    /// By this writer.
    Events(fn(&Period, Origin<'_>) -> Box<dyn EventWriter>),
}

impl Logger {
    /// As whole ids, one a line.
    pub const IDS: Self = Self::Events(|_, _| Box::new(WholeIds));
}

/// A log in the making.
pub struct Log {
    kept: Kept,
    places: Vec<Place>,
    period: Period,
    /// The name of the ledger whose events are added, if there are others.
    ledger: Option<String>,
}

enum Kept {
    Table { table: Table, write: fn(&Table, &str, &mut Out<'_>) -> io::Result<()> },
    Text { writer: Box<dyn EventWriter>, text: Vec<u8> },
}

/// Where an event is: in the order of all, and in what was drawn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: Instant,
    id: Id,
    /// Its number among those of its commitment.
    number: usize,
    row: usize,
    text: (usize, usize),
}

impl Log {
    /// Returns an empty log of what happens in that ledger.
    pub fn new(logger: Logger, period: Period, origin: Origin<'_>) -> Self {
        let ledger = origin.shown().map(str::to_owned);
        let kept = match logger {
            Logger::Table(write) => {
                let columns = [
                    Column::new("id"),
                    Column::new("when"),
                    Column::new("did"),
                    Column::new("what").shrinks(),
                    Column::new("by").shrinks(),
                ];
                let columns =
                    columns.into_iter().chain(ledger.as_ref().map(|_| Column::new("ledger").shrinks()));
                Kept::Table { table: Table::new(columns.collect::<Vec<_>>()), write }
            }
            Logger::Events(new) => Kept::Text { writer: new(&period, origin), text: Vec::new() },
        };
        Self { kept, places: Vec::new(), period, ledger }
    }

    /// Adds an event, which is the one of that number in its commitment.
    pub fn add(&mut self, event: &Happening<'_>, number: usize, policy: &Policy) {
        let zone = self.period.zone;
        let mut place =
            Place { at: event.at(), id: event.commitment.id, number, row: self.places.len(), text: (0, 0) };
        match &mut self.kept {
            Kept::Table { table, .. } => table.draw(|table| {
                table.cell(|text| put(event.commitment.id.as_str(), Style::Bold, text));
                table.cell(|text| put(&say::minute(place.at, zone), Style::Plain, text));
                table.cell(|text| put(event.did(), event.style(), text));
                table.cell(|text| put(&event.words(policy, self.period), Style::Plain, text));
                table.cell(|text| put(event.by().unwrap_or_default(), Style::Dim, text));
                if let Some(ledger) = &self.ledger {
                    table.cell(|text| put(ledger, Style::Dim, text));
                }
            }),
            Kept::Text { writer, text } => {
                let start = text.len();
                writer.draw(event, policy, text);
                place.text = (start, text.len());
            }
        }
        self.places.push(place);
    }

    /// Returns the log with the events of the next part of the ledger; parts of one log are made in one way.
    #[must_use]
    pub fn join(mut self, next: Self) -> Self {
        let (rows, mut bytes) = (self.places.len(), 0);
        self.kept = match (self.kept, next.kept) {
            (Kept::Table { table, write }, Kept::Table { table: more, .. }) => {
                Kept::Table { table: table.join(&more), write }
            }
            (Kept::Text { writer, mut text }, Kept::Text { text: more, .. }) => {
                bytes = text.len();
                text.extend(more);
                Kept::Text { writer, text }
            }
            (kept, _) => kept,
        };
        let moved = |(start, end): (usize, usize)| (start.saturating_add(bytes), end.saturating_add(bytes));
        self.places.extend(next.places.into_iter().map(|place| Place {
            row: place.row.saturating_add(rows),
            text: moved(place.text),
            ..place
        }));
        self
    }

    /// Writes the last `limit` events, the earliest first, and returns how many were left out.
    pub fn write(mut self, limit: usize, ids: &Ids, nothing: &str, out: &mut Out<'_>) -> io::Result<usize> {
        self.places.sort_unstable();
        let left_out = self.places.len().saturating_sub(limit);
        let places = self.places.into_iter().skip(left_out);
        match self.kept {
            Kept::Table { table, write } => {
                let places: Vec<_> = places.collect();
                let table = table.headed(headings(&places, self.period));
                let pick = |place: Place| Pick { row: place.row, first: ids.short_length(place.id) };
                write(&table.ordered(places.into_iter().map(pick).collect()), nothing, out)?;
            }
            Kept::Text { writer, text } => {
                let drawn = |Place { id, text: (start, end), .. }: Place| {
                    let text = text.get(Range { start, end }).ok_or_else(misplaced)?;
                    Ok(Drawn { id, short: ids.short_length(id), text, line: None })
                };
                writer.write(&mut places.map(drawn), out)?;
            }
        }
        Ok(left_out)
    }
}

/// Returns the date above the first event of each day.
fn headings(places: &[Place], period: Period) -> Vec<(usize, String)> {
    let today = period.now.date_in(period.zone);
    let (mut headings, mut before) = (Vec::new(), None::<NaiveDate>);
    for (number, place) in places.iter().enumerate() {
        let date = place.at.date_in(period.zone);
        if before.replace(date) != Some(date) {
            headings.push((number, say::date(date, today)));
        }
    }
    headings
}
