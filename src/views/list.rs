//! A list of commitments as a table for people.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::NaiveDate;

use super::row::{Order, Row};
use super::table::{Cell, Column, Pick, Table};
use crate::out::{Page, Style};
use crate::rules::cycle::Verdict;
use crate::rules::house::House;
use crate::rules::ids::Ids;
use crate::rules::standing::{Reason, State};
use crate::rules::time::{Instant, Offsets};
use crate::when::say;

/// A list in the making. Each row is drawn when it is added, and nothing else is kept of it: a list of a hundred
/// thousand has no room for a hundred thousand commitments.
pub struct List {
    table: Table,
    orders: Vec<(Order, usize)>,
    now: Instant,
    today: NaiveDate,
    offsets: Offsets,
}

impl List {
    /// A list of nothing yet.
    pub fn new(house: &House, now: Instant) -> Self {
        let columns = [
            Column::new("id"),
            Column::new("due"),
            Column::new("when"),
            Column::new("to").shrinks(2),
            Column::new("what").shrinks(3),
            Column::new("owner").shrinks(1),
            Column::new("why"),
        ];
        Self {
            table: Table::new(columns),
            orders: Vec::new(),
            now,
            today: now.date_in(house.zone),
            offsets: Offsets::new(house.zone),
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Row<'_>, house: &House) {
        self.orders.push((row.order(), self.orders.len()));
        let when = self.when(row);
        self.table.row([
            Cell::new(row.commitment.id.as_str()).style(Style::Bold),
            due(row, house, self.now),
            when,
            Cell::new(row.commitment.to.as_ref()),
            Cell::new(row.commitment.what.as_ref()),
            Cell::new(row.standing.cycle.owner.unwrap_or_default()),
            why(row),
        ]);
    }

    /// The due itself; while waiting there is none.
    fn when(&mut self, row: &Row<'_>) -> Cell<'static> {
        let standing = &row.standing;
        if standing.state == State::Waiting && standing.due.is_none() {
            return Cell::default();
        }
        let at = standing.listed_due();
        let mut said = String::with_capacity(32);
        say::push_absolute(at.local(self.offsets.at(at)), self.today, &mut said);
        Cell::new(said)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Draws the rows, in their order, each with the shortest prefix of its id.
    pub fn write(mut self, ids: &Ids, page: Page, to: &mut dyn Write) -> io::Result<()> {
        self.orders.sort_unstable();
        let pick = |(order, row): (Order, usize)| Pick { row, first: ids.short_length(order.id) };
        self.table.picked(self.orders.into_iter().map(pick).collect()).write(page, to)
    }
}

/// How far off the due is, as people say it.
fn due<'a>(row: &Row<'_>, house: &House, now: Instant) -> Cell<'a> {
    let standing = &row.standing;
    match (standing.state, standing.overdue_by) {
        (State::Closed, _) => verdict(row),
        (_, Some(seconds)) => Cell::new(say::late(seconds)).style(Style::Late),
        (State::Waiting, None) => Cell::new(format!("{} left", row.left(house))).style(Style::Dim),
        (State::Open, None) => {
            let style = if standing.at_risk { Style::Risk } else { Style::Plain };
            Cell::new(say::relative(standing.listed_due(), now)).style(style)
        }
    }
}

fn verdict<'a>(row: &Row<'_>) -> Cell<'a> {
    let Some(closing) = row.standing.cycle.closing else { return Cell::default() };
    let style = match closing.verdict {
        Verdict::Kept | Verdict::Renegotiated => Style::Good,
        Verdict::Late | Verdict::Broken => Style::Late,
        Verdict::Withdrawn | Verdict::Void => Style::Dim,
    };
    Cell::new(closing.verdict.name()).style(style)
}

/// Why it is listed, in the words of a person.
fn why<'a>(row: &Row<'_>) -> Cell<'a> {
    let mut words = row.reasons.iter().map(in_a_word);
    let first = words.next().unwrap_or(match row.standing.state {
        State::Waiting => "waiting",
        _ if row.standing.at_risk => "at risk",
        _ => "",
    });
    let mut text = Cow::Borrowed(first);
    for word in words {
        text.to_mut().extend([", ", word]);
    }
    let grave = row.standing.is_overdue();
    let style = if grave { Style::Late } else { Style::Risk };
    Cell::new(text).style(style)
}

/// A reason as short as a table of 80 columns needs it, beside a due that says how late.
const fn in_a_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Due => "due",
        Reason::Limit => "limit",
        Reason::Within => "soon",
        reason => in_words(reason),
    }
}

/// A reason, short.
pub const fn in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Due => "past due",
        Reason::Limit => "past limit",
        Reason::Untold => "not told",
        Reason::Silence => "silent",
        Reason::Waiting => "waits long",
        Reason::AtRisk => "at risk",
        Reason::Within => "due soon",
    }
}
