//! A list of commitments as a table for people.

use chrono_tz::Tz;

use super::agenda::Agenda;
use super::origin::Origin;
use super::row::{Order, Row};
use super::table::{Column, Pick, Table};
use super::why;
use crate::out::Style;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::Verdict;
use crate::rules::every::Every;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::standing::State;
use crate::rules::time::Instant;
use crate::when::say;

/// A list in the making. Each row is drawn when it is added, and nothing else is kept of it: a list of a hundred
/// thousand rows cannot keep a hundred thousand commitments.
pub struct List {
    table: Table,
    orders: Vec<(Order, usize)>,
    now: Instant,
    dates: say::Dates,
    zone: Tz,
    /// The name of the ledger whose rows are added, if there are others.
    ledger: Option<String>,
    has_ids: bool,
    /// Whether it says to whom: on the page of a customer that goes without saying.
    has_customers: bool,
    /// The most rows that are shown.
    limit: usize,
    /// Whose groups they are ranked by, if it is of an agenda.
    agenda: Option<Agenda>,
}

impl List {
    /// Returns an empty list.
    pub fn new(origin: Origin<'_>, now: Instant) -> Self {
        Self::with(origin, now, true, true)
    }

    /// Returns an empty list of what has no ids yet.
    pub fn nameless(origin: Origin<'_>, now: Instant) -> Self {
        Self::with(origin, now, false, true)
    }

    /// Returns an empty list of what one customer is owed.
    pub fn of_one_customer(origin: Origin<'_>, now: Instant) -> Self {
        Self::with(origin, now, true, false)
    }

    fn with(origin: Origin<'_>, now: Instant, has_ids: bool, has_customers: bool) -> Self {
        let columns = [
            (has_ids, Column::new("id")),
            (true, Column::new("due").yields()),
            (true, Column::new("when")),
            (has_customers, Column::new("to").shrinks()),
            (true, Column::new("what").shrinks()),
            (true, Column::new("owner").shrinks().once("all ", "'s")),
            (true, Column::new("why").shrinks()),
            (origin.is_one_of_several, Column::new("ledger").shrinks()),
        ];
        let columns = columns.into_iter().filter(|(is_there, _)| *is_there).map(|(_, column)| column);
        let columns = columns.collect::<Vec<_>>();
        let dates = say::Dates::new(now, origin.zone);
        Self {
            table: Table::new(columns),
            orders: Vec::new(),
            now,
            dates,
            zone: origin.zone,
            ledger: origin.shown().map(str::to_owned),
            has_ids,
            has_customers,
            limit: usize::MAX,
            agenda: None,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Row<'_>, policy: &Policy) {
        self.orders.push((row.order(), self.orders.len()));
        let Self { table, now, dates, zone, ledger, has_ids, has_customers, .. } = self;
        table.draw(|table| {
            if *has_ids {
                table.cell(|text| put(row.commitment.id.as_str(), Style::Bold, text));
            }
            table.cell(|text| due(row, policy, *now, text));
            table.cell(|text| {
                // While the clock is stopped, there is no due.
                if let Some(due) = row.standing.listed_due() {
                    dates.push(row.commitment.as_said(due), text);
                }
                Style::Plain
            });
            if *has_customers {
                table.cell(|text| put(&row.commitment.to, Style::Plain, text));
            }
            table.cell(|text| what(row.commitment, text));
            table.cell(|text| put(row.standing.cycle.owner.unwrap_or_default(), Style::Plain, text));
            table.cell(|text| why(row, *now, *zone, text));
            if let Some(ledger) = ledger {
                table.cell(|text| put(ledger, Style::Dim, text));
            }
        });
    }

    /// Returns the list with the rows of another after its own.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        let before = self.orders.len();
        self.orders.extend(other.orders.into_iter().map(|(order, row)| (order, row.saturating_add(before))));
        Self { table: self.table.join(&other.table), ..self }
    }

    /// Returns how many rows it has.
    pub fn len(&self) -> usize {
        self.orders.len()
    }

    /// Returns the list, of which no more than so many rows are shown.
    #[must_use]
    pub fn of_at_most(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Returns the list as that of an agenda, if there is one.
    #[must_use]
    pub fn of(self, agenda: Option<Agenda>) -> Self {
        Self { agenda, ..self }
    }

    /// Returns the line above it: that of an agenda that has something.
    pub fn lead(&self) -> Option<String> {
        self.agenda.as_ref().map(Agenda::line).filter(|line| !line.is_empty())
    }

    /// Returns true if it has no rows.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Returns the table of the rows in their order, each with the shortest prefix of its id.
    pub fn ordered(mut self, ids: &Ids) -> Table {
        self.orders.sort_unstable();
        self.orders.truncate(self.limit);
        let first = |id| if self.has_ids { ids.short_length(id) } else { usize::MAX };
        let pick = |(order, row): (Order, usize)| Pick { row, first: first(order.id()) };
        let mut headings = Vec::new();
        if let Some(agenda) = &self.agenda {
            let ranks = self.orders.iter().map(|(order, _)| order.rank()).enumerate();
            let mut before = None;
            for (place, rank) in ranks.filter(|(_, rank)| before.replace(*rank) != Some(*rank)) {
                headings.push((place, agenda.heading(rank)));
            }
        }
        self.table.ordered(self.orders.into_iter().map(pick).collect()).headed(headings)
    }
}

/// Writes what was promised, and how often again.
fn what(commitment: &Commitment<'_>, text: &mut String) -> Style {
    text.push_str(&commitment.what);
    if let Some(every) = commitment.every {
        text.extend([" ", again(every).as_str()]);
    }
    Style::Plain
}

/// Returns how often something is promised again: `↻ weekly`.
pub fn again(every: Every) -> String {
    format!("↻ {}", every.words())
}

/// Appends a text; returns its style.
pub(super) fn put(part: &str, style: Style, text: &mut String) -> Style {
    text.push_str(part);
    style
}

/// Writes how far off the due is, for people; returns the style.
pub(super) fn due(row: &Row<'_>, policy: &Policy, now: Instant, text: &mut String) -> Style {
    let standing = &row.standing;
    match (standing.state, standing.overdue_by(policy, now), standing.due) {
        (State::Closed, ..) => verdict(row, text),
        (_, Some(late), _) => {
            text.extend([say::own(late).as_str(), " late"]);
            Style::Late
        }
        (_, None, None) => {
            text.extend([row.left(policy).as_str(), " left"]);
            Style::Dim
        }
        (_, None, Some(due)) => {
            say::push_relative(due, now, text);
            if standing.at_risk { Style::Risk } else { Style::Plain }
        }
    }
}

fn verdict(row: &Row<'_>, text: &mut String) -> Style {
    let Some(closing) = row.standing.cycle.closing else { return Style::Plain };
    text.push_str(closing.verdict.name());
    match closing.verdict {
        Verdict::Kept | Verdict::Renegotiated => Style::Good,
        Verdict::Late | Verdict::Broken => Style::Late,
        Verdict::Withdrawn | Verdict::Void => Style::Dim,
    }
}

/// Writes why it is listed, for people; returns the style.
fn why(row: &Row<'_>, now: Instant, zone: Tz, text: &mut String) -> Style {
    why::push(row, now, zone, text);
    if text.is_empty() {
        text.push_str(match row.standing.state {
            State::Waiting => "waiting",
            _ if row.standing.at_risk => "at risk",
            _ => "",
        });
    }
    if row.standing.is_overdue() { Style::Late } else { Style::Risk }
}
