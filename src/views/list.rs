//! A list of commitments as a table for people.

use std::io::{self, Write};

use super::row::{Row, Sheet};
use super::table::{Cell, Column, Table};
use crate::out::{Page, Style};
use crate::rules::cycle::Verdict;
use crate::rules::standing::{Reason, State};
use crate::when::say;

/// Draws the rows, in their order.
pub fn table(rows: &[Row<'_>], sheet: Sheet<'_>, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let columns = vec![
        Column::new("id"),
        Column::new("due"),
        Column::new("when"),
        Column::new("to").shrinks(2),
        Column::new("what").shrinks(3),
        Column::new("owner").shrinks(1),
        Column::new("why"),
    ];
    let mut table = Table::new(columns);
    for row in rows {
        table.row([
            Cell::new(sheet.ids.short(row.commitment.id)).style(Style::Bold),
            due(row, sheet),
            when(row, sheet),
            Cell::new(row.commitment.to.as_ref()),
            Cell::new(row.commitment.what.as_ref()),
            Cell::new(row.standing.cycle.owner.unwrap_or_default()),
            why(row),
        ]);
    }
    table.write(page, to)
}

/// How far off the due is, as people say it.
pub fn due<'a>(row: &Row<'_>, sheet: Sheet<'_>) -> Cell<'a> {
    let standing = &row.standing;
    match (standing.state, standing.overdue_by) {
        (State::Closed, _) => verdict(row),
        (_, Some(seconds)) => Cell::new(format!("{} late", say::span(seconds))).style(Style::Late),
        (State::Waiting, None) => Cell::new(format!("{} left", row.left(sheet))).style(Style::Dim),
        (State::Open, None) => {
            let style = if standing.at_risk { Style::Risk } else { Style::Plain };
            Cell::new(say::relative(standing.listed_due(), sheet.now)).style(style)
        }
    }
}

/// The due itself; while waiting there is none.
fn when<'a>(row: &Row<'_>, sheet: Sheet<'_>) -> Cell<'a> {
    let standing = &row.standing;
    if standing.state == State::Waiting && standing.due.is_none() {
        return Cell::default();
    }
    Cell::new(say::absolute(standing.listed_due(), sheet.now, sheet.house.zone))
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
    let mut words: Vec<_> = row.reasons.iter().map(in_a_word).collect();
    if words.is_empty() && row.standing.state == State::Waiting {
        words.push("waiting");
    }
    if words.is_empty() && row.standing.at_risk {
        words.push("at risk");
    }
    let grave = row.standing.is_overdue();
    let style = if grave { Style::Late } else { Style::Risk };
    Cell::new(words.join(", ")).style(style)
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
