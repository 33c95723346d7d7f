//! The customers: a line each; and the page of one, for whoever has the phone in their hand.

use std::io::{self, Write};

use super::line;
use super::list::List;
use super::row::{Row, Sheet};
use super::sentence::sentence;
use super::show::{Labels, head};
use super::table::{Cell, Column, Table};
use crate::out::{Page, Style};
use crate::rules::commitment::{Deed, Event, MOST_STARS};
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::policy::Customer;
use crate::rules::tally::Rate;
use crate::rules::time::Instant;
use crate::when::say;

/// A customer in a line.
pub struct Summary<'c> {
    /// The name that is shown.
    pub name: &'c str,
    /// What the policy says of them.
    pub table: Option<&'c Customer>,
    /// How much is open.
    pub open: usize,
    /// How much of that is late.
    pub late: usize,
    /// When they were last told anything.
    pub last_told: Option<Instant>,
    /// When they last got in touch.
    pub last_heard: Option<Instant>,
    /// What was kept of all that was ever due.
    pub keep: Rate,
    /// The stars of their ratings, of so many ratings.
    pub stars: Rate,
    /// The names of the ledgers that know them.
    pub ledgers: Vec<&'c str>,
}

/// What was promised to a customer in one ledger.
pub struct Promised<'c> {
    /// All of it.
    pub rows: Vec<Row<'c>>,
    /// What every row needs.
    pub sheet: Sheet<'c>,
}

/// What there is to show of customers.
pub enum Customers<'c> {
    /// A line each.
    All {
        /// The lines.
        all: &'c [Summary<'c>],
        /// What every line needs.
        sheet: Sheet<'c>,
    },
    /// The page of one.
    One {
        /// Who they are.
        of: &'c Summary<'c>,
        /// Everything that was promised to them, ledger by ledger.
        promised: &'c [Promised<'c>],
        /// The most closed ones that people see.
        limit: usize,
        /// What their line needs.
        sheet: Sheet<'c>,
    },
    /// One who has another name now.
    Renamed {
        /// Who they are.
        of: &'c Summary<'c>,
        /// What people see.
        said: &'c str,
        /// What every line needs.
        sheet: Sheet<'c>,
    },
}

impl<'c> Customers<'c> {
    /// Returns the lines: of a page that of its customer.
    pub const fn lines(&self) -> (&'c [Summary<'c>], Sheet<'c>) {
        match self {
            Self::All { all, sheet } => (all, *sheet),
            Self::One { of, sheet, .. } | Self::Renamed { of, sheet, .. } => {
                (std::slice::from_ref(*of), *sheet)
            }
        }
    }
}

/// Returns the table of customers, a line each.
pub fn table(all: &[Summary<'_>], sheet: Sheet<'_>) -> Table {
    let right = |head: &'static str| Column::new(head).right();
    let columns = [
        Column::new("customer").shrinks(),
        Column::new("called").shrinks(),
        right("open"),
        right("late"),
        Column::new("last told"),
        Column::new("last heard"),
        right("kept"),
        right("rated"),
        Column::new("owner").shrinks(),
    ];
    let has_ledgers = sheet.origin.is_one_of_several;
    let columns = columns.into_iter().chain(has_ledgers.then(|| Column::new("ledger").shrinks()));
    let ago = |at: Option<Instant>| at.map_or_else(String::new, |at| self::ago(at, sheet));
    let rows = all.iter().map(|one| {
        let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        let kept = if one.keep.of == 0 { String::new() } else { one.keep.with_n() };
        let cells = [
            Cell::from(one.name).style(Style::Bold),
            Cell::from(one.table.and_then(|table| table.called.as_deref()).unwrap_or_default()),
            Cell::from(count(one.open)),
            Cell::from(count(one.late)).style(Style::Late),
            Cell::from(ago(one.last_told)),
            Cell::from(ago(one.last_heard)),
            Cell::from(kept),
            Cell::from(mean(one.stars)),
            Cell::from(one.table.and_then(|table| table.owner.as_deref()).unwrap_or_default()),
        ];
        cells.into_iter().chain(has_ledgers.then(|| Cell::from(one.ledgers.join(", "))))
    });
    Table::filled(columns.collect::<Vec<_>>(), rows)
}

/// Returns the mean of ratings with their number: `4.5 of 2`; empty without any.
fn mean(stars: Rate) -> String {
    stars.fraction().map_or_else(String::new, |mean| format!("{mean:.1} of {}", stars.of))
}

fn ago(at: Instant, sheet: Sheet<'_>) -> String {
    format!("{} ago", say::span(sheet.now.since(at).max(0)))
}

/// A part of a page: what is above it, and its table.
pub struct Part {
    /// What it is.
    pub head: String,
    /// Its rows.
    pub table: Table,
}

/// Returns the parts of a page: who they are, what is open, and what was promised before; and how many of the last were left out.
pub fn parts(
    of: &Summary<'_>,
    promised: &[Promised<'_>],
    limit: usize,
    sheet: Sheet<'_>,
) -> (Vec<Part>, usize) {
    let listed = promised.iter().map(|Promised { rows, sheet }| {
        let mut open = List::of_one_customer(sheet.origin, sheet.now);
        rows.iter().filter(|row| row.standing.is_open()).for_each(|row| open.add(row, sheet.policy));
        open
    });
    let open = listed.reduce(List::join).unwrap_or_else(|| List::of_one_customer(sheet.origin, sheet.now));
    let closings = all(promised).flat_map(|(row, sheet)| closed(row).map(move |cycle| (row, cycle, sheet)));
    let mut before: Vec<_> = closings.collect();
    before.sort_by_key(|(row, cycle, _)| {
        std::cmp::Reverse((cycle.closing.map(|one| one.at), row.commitment.id))
    });
    let left_out = before.len().saturating_sub(limit);
    before.truncate(limit);
    let mut all = vec![Part { head: of.name.to_owned(), table: who(of, promised, sheet).0 }];
    if !open.is_empty() {
        all.push(Part { head: "open".to_owned(), table: open.ordered(sheet.ids) });
    }
    if !before.is_empty() {
        all.push(Part { head: "promised before".to_owned(), table: past(&before, sheet) });
    }
    (all, left_out)
}

/// Returns everything that was promised, with what each row needs.
fn all<'p>(promised: &'p [Promised<'p>]) -> impl Iterator<Item = (&'p Row<'p>, Sheet<'p>)> {
    promised.iter().flat_map(|Promised { rows, sheet }| rows.iter().map(move |row| (row, *sheet)))
}

/// Draws a page.
pub fn page(parts: &[Part], page: Page, to: &mut dyn Write) -> io::Result<()> {
    for (place, part) in parts.iter().enumerate() {
        if place == 0 {
            sentence(&part.head, Style::Bold, page, to)?;
        } else {
            head(&part.head, page, to)?;
        }
        part.table.write(page, to)?;
    }
    Ok(())
}

/// Returns who they are, what was said last, and how well they were served.
fn who(of: &Summary<'_>, promised: &[Promised<'_>], sheet: Sheet<'_>) -> Labels {
    let mut labels = Labels::new();
    let rows = || all(promised).map(|(row, _)| row);
    labels.maybe("ledger", sheet.origin.shown().map(|_| of.ledgers.join(", ")).as_deref());
    if let Some(Customer { called, contact, owner, also, timezone, cares_about }) = of.table {
        labels.maybe("called", called.as_deref());
        labels.maybe("contact", contact.as_deref());
        labels.maybe("owner", owner.as_deref().map(|owner| reached(owner, sheet)).as_deref());
        labels.maybe("also", (!also.is_empty()).then(|| also.join(", ")).as_deref());
        let there =
            timezone.map(|zone| format!("{} ({})", say::weekday_and_time(sheet.now, zone), zone.name()));
        labels.maybe("there", there.as_deref());
        for (place, line) in cares_about.iter().enumerate() {
            labels.plain(if place == 0 { "cares" } else { "" }, line);
        }
    }
    for (label, is_it) in [("told", tells as fn(&Deed<'_>) -> bool), ("heard", hears)] {
        let events = rows().flat_map(|row| row.commitment.history.iter().map(move |event| (row, event)));
        let last = events.filter(|(_, event)| event.at <= sheet.now && is_it(&event.deed));
        let last = last.max_by_key(|(row, event)| (event.at, row.commitment.id));
        labels.maybe(label, last.map(|(row, event)| said(row, event, sheet)).as_deref());
    }
    let open = match (of.open, of.late) {
        (0, _) => "nothing".to_owned(),
        (open, 0) => open.to_string(),
        (open, late) => format!("{open}, {late} late"),
    };
    labels.line("open", if of.late > 0 { Style::Late } else { Style::Plain }, &open);
    if of.keep.of > 0 {
        labels.plain("kept", &of.keep.with_n());
    }
    let ratings = rows().flat_map(|row| closed(row).filter_map(move |cycle| Some((row, cycle.rating?))));
    if let Some((row, last)) = ratings.max_by_key(|(row, rating)| (rating.at, row.commitment.id)) {
        let words = last.words.map_or_else(String::new, |words| format!(": {words}"));
        let last =
            format!("{}, last {}/{MOST_STARS}{words} [{}]", mean(of.stars), last.stars, row.commitment.what);
        labels.plain("rated", &last);
    }
    labels
}

/// Returns somebody on our side, with how a customer can reach them.
fn reached(owner: &str, sheet: Sheet<'_>) -> String {
    let known = sheet.policy.owners.get(owner);
    let more = known.into_iter().flat_map(|known| known.called.iter().chain(&known.contact));
    let more: Vec<_> = more.map(String::as_str).collect();
    if more.is_empty() { owner.to_owned() } else { format!("{owner} ({})", more.join(", ")) }
}

/// Returns true if the customer was told something.
pub const fn tells(deed: &Deed<'_>) -> bool {
    match deed {
        Deed::Told => true,
        Deed::Moved { told, .. }
        | Deed::Resumed { told, .. }
        | Deed::Reopened { told, .. }
        | Deed::Changed { told, .. } => *told,
        _ => false,
    }
}

/// Returns true if the customer got in touch.
pub const fn hears(deed: &Deed<'_>) -> bool {
    matches!(deed, Deed::Heard)
}

/// Returns when something was said, what, and about what.
fn said(row: &Row<'_>, event: &Event<'_>, sheet: Sheet<'_>) -> String {
    let at = ago(event.at, sheet);
    let by = event.by.as_deref().map_or_else(String::new, |by| format!(", by {by}"));
    let what = match (&event.note, &event.deed) {
        (Some(note), _) => format!(": {note}"),
        (None, Deed::Moved { due, .. } | Deed::Reopened { due, .. }) => {
            format!(": due {}", say::absolute(*due, sheet.now, sheet.origin.zone))
        }
        (None, _) => String::new(),
    };
    format!("{at}{by}{what} [{}]", row.commitment.what)
}

/// Returns the cycles that were closed.
fn closed<'r>(row: &'r Row<'r>) -> impl Iterator<Item = &'r Cycle<'r>> {
    let all = row.standing.earlier.iter().chain([&row.standing.cycle]);
    all.filter(|cycle| cycle.closing.is_some())
}

/// Returns the table of what was closed, the last first.
fn past(cycles: &[(&Row<'_>, &Cycle<'_>, Sheet<'_>)], sheet: Sheet<'_>) -> Table {
    let columns = [
        Column::new("closed"),
        Column::new("made"),
        Column::new("due"),
        Column::new("").shrinks(),
        Column::new("what").shrinks(),
        Column::new("id"),
    ];
    let columns = columns.into_iter().chain(sheet.origin.shown().map(|_| Column::new("ledger").shrinks()));
    let zone = sheet.origin.zone;
    let date = |at: Instant| say::date(at.date_in(zone), sheet.now.date_in(zone));
    let rows = cycles.iter().map(|(row, cycle, of)| {
        let style = match cycle.closing.map(|closing| closing.verdict) {
            Some(Verdict::Kept | Verdict::Renegotiated) => Style::Good,
            Some(Verdict::Late | Verdict::Broken) => Style::Late,
            _ => Style::Dim,
        };
        let cells = [
            Cell::from(cycle.closing.map_or_else(String::new, |closing| date(closing.at))),
            Cell::from(date(cycle.made)),
            Cell::from(date(cycle.known_due)),
            Cell::from(line::verdict(cycle, of.policy)).style(style),
            Cell::from(row.commitment.what.as_ref()),
            Cell::from(sheet.ids.short(row.commitment.id)).style(Style::Dim),
        ];
        cells.into_iter().chain(of.origin.shown().map(Cell::from))
    });
    Table::filled(columns.collect::<Vec<_>>(), rows)
}
