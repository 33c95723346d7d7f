//! The policy, to be pinned on a wall: what every customer can expect of us, by when, from whom.
//!
//! A rule that is cut off is useless, so nothing here ends in `…`: a long text is broken over lines, or becomes a card.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::rules::commitment::Id;
use crate::rules::every::Every;
use crate::rules::policy::{CalendarChoice, Forecasting, Kind, Policy, Rung, RungAt};
use crate::rules::rate::{Percent, Rate};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

mod calendars;
mod month;
mod people;
#[cfg(test)]
mod tests;

use super::sentence::sentence;
use super::table::{Cell, Column, Table};

pub use month::{Day, Month};
pub(super) use month::{days, draw as month};

/// An open promise that is made again and again.
pub struct Again {
    /// Its id.
    pub id: Id,
    /// What is promised.
    pub what: String,
    /// To whom.
    pub to: String,
    /// Who has to keep it.
    pub owner: Option<String>,
    /// How often.
    pub every: Every,
    /// The first original due of the series.
    pub from: Instant,
    /// The due in force; `None` while its clock stands still.
    pub due: Option<Instant>,
}

/// The policy of a ledger, with what is promised again and again in it.
pub struct Stated<'a> {
    /// The name of the ledger.
    pub ledger: &'a str,
    /// The policy.
    pub policy: &'a Policy,
    /// What is open, and made again and again.
    pub series: &'a [Again],
    /// How many of the last that were closed of a kind met its target; kinds of which that is not known are not there.
    pub met: &'a BTreeMap<String, Rate>,
}

/// Draws the policies of ledgers one after the other, each below the name of its ledger if there are several.
pub fn tables(all: &[Stated<'_>], now: Instant, page: Page, to: &mut dyn Write) -> io::Result<()> {
    for (place, stated) in all.iter().enumerate() {
        if place > 0 {
            to.write_all(b"\n")?;
        }
        if all.len() > 1 {
            sentence(stated.ledger, Style::Head, page, to)?;
        }
        table(stated, now, page, to)?;
    }
    Ok(())
}

/// Draws the policy on the page, with how often its targets were met and what is promised again and again.
pub fn table(stated: &Stated<'_>, now: Instant, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let &Stated { policy, series, met, .. } = stated;
    sentence("what every customer can expect of us", Style::Bold, page, to)?;
    let zone = policy.zone.name();
    let about = format!("time counts from when they asked; clock times are those of {zone}");
    sentence(&about, Style::Dim, page, to)?;
    to.write_all(b"\n")?;
    kinds(policy, met).write(page, to)?;
    to.write_all(b"\n")?;
    if policy.ladder.is_empty() {
        sentence("no escalation: there is no [[rung]]", Style::Dim, page, to)?;
    } else {
        ladder(policy).write(page, to)?;
    }
    if let Some(said) = forecasting(policy) {
        sentence(&said, Style::Dim, page, to)?;
    }
    if !series.is_empty() {
        to.write_all(b"\n")?;
        again(series, policy, now).write(page, to)?;
    }
    people::write(policy, page, to)?;
    calendars::write(policy, now, page, to)
}

/// Returns what the ledger sets for forecasts, if it is not what goes without saying.
fn forecasting(policy: &Policy) -> Option<String> {
    let Forecasting { warn, confidence } = policy.forecast;
    let said = |percent: Percent| percent.to_string().replace('%', " %");
    let warns = match warn {
        None => "no date is warned of".to_owned(),
        Some(warn) => format!("a date that is kept by less than {} is warned of", said(warn)),
    };
    (policy.forecast != Forecasting::default())
        .then(|| format!("{warns}; a safe one is kept by {}", said(confidence)))
}

/// Returns the table of what is promised again and again, in the order of the ledger.
fn again(series: &[Again], policy: &Policy, now: Instant) -> Table {
    let columns = ["again and again", "to", "how often", "next due"].map(|head| Column::new(head).shrinks());
    let rows = series.iter().map(|one| {
        let due = one.due.map_or_else(String::new, |due| say::absolute(due, now, policy.zone));
        [
            Cell::from(one.what.as_str()).style(Style::Bold),
            Cell::from(one.to.as_str()),
            Cell::from(one.every.words()),
            Cell::from(due),
        ]
    });
    Table::filled(columns, rows).whole()
}

/// Returns the table of what is owed for each kind. A column that is empty for every kind is left out.
fn kinds(policy: &Policy, met: &BTreeMap<String, Rate>) -> Table {
    let columns = [
        Column::new("kind").shrinks(),
        Column::new("due").shrinks(),
        Column::new("met by"),
        Column::new("at the latest").shrinks(),
        Column::new("update every").shrinks(),
        Column::new("answer within").shrinks(),
        Column::new("calendar").shrinks(),
    ];
    let rows = in_order(policy).into_iter().map(|(name, kind)| {
        let due = kind.target.map_or_else(|| "as agreed".to_owned(), in_words);
        let maybe = |target: Option<Target>| Cell::from(target.map_or_else(String::new, in_words));
        let due = if kind.target.is_some() { Cell::from(due) } else { Cell::from(due).style(Style::Dim) };
        [
            Cell::from(name).style(Style::Bold),
            due,
            Cell::from(met.get(name).map_or_else(String::new, |rate| rate.with_n())),
            maybe(kind.limit),
            maybe(kind.update_every),
            maybe(kind.answer_within),
            Cell::from(if counts_working_time(kind) { clock(name, policy) } else { "" }),
        ]
    });
    Table::filled(columns, rows).whole()
}

/// Returns the kinds by name, whatever their capitals and accents.
pub(super) fn in_order(policy: &Policy) -> Vec<(&str, &Kind)> {
    let mut kinds: Vec<_> = policy.kinds.iter().map(|(name, kind)| (name.as_str(), kind)).collect();
    kinds.sort_by_cached_key(|(name, _)| text::fold(name));
    kinds
}

fn counts_working_time(kind: &Kind) -> bool {
    kind.lengths().any(|(_, length)| length.is_working())
}

/// Returns the calendar of a kind, as people call it.
fn clock<'h>(kind: &str, policy: &'h Policy) -> &'h str {
    &policy.calendar_for_kind(kind).name
}

/// Returns the calendar of a kind, if the ledger has it.
pub(super) fn calendar<'h>(kind: &str, policy: &'h Policy) -> Option<&'h str> {
    match policy.calendar_for(Some(kind)) {
        CalendarChoice::One(calendar) => Some(&calendar.name),
        CalendarChoice::Default | CalendarChoice::Several => None,
    }
}

/// Returns a length in words: `1 day and 4 hours`.
fn in_words(target: Target) -> String {
    target.parts().map(|part| part.words()).collect::<Vec<_>>().join(" and ")
}

/// Returns the table of when somebody else is called in, and who.
fn ladder(policy: &Policy) -> Table {
    let columns = ["if not done", "then", "for"].map(|head| Column::new(head).shrinks());
    let rows = climbed(policy).into_iter().map(|rung| {
        let who = match &rung.to {
            Some(to) => Cell::from(format!("{to} takes over")).style(Style::Bold),
            None => Cell::from("the owner is warned"),
        };
        let kinds = if rung.kinds.is_empty() { "every kind".to_owned() } else { rung.kinds.join(", ") };
        [Cell::from(moment(rung)), who, Cell::from(kinds)]
    });
    Table::filled(columns, rows).whole()
}

/// Returns the rungs before the due, those at it, those after it; within each in the order of the ledger, because which
/// comes first may differ from one kind to another.
fn climbed(policy: &Policy) -> Vec<&Rung> {
    let mut rungs: Vec<_> = policy.ladder.rungs().iter().map(AsRef::as_ref).collect();
    rungs.sort_by_key(|rung| match rung.at {
        RungAt::Percent(percent) => percent.cmp(&100),
        RungAt::Before(_) => std::cmp::Ordering::Less,
        RungAt::After(_) => std::cmp::Ordering::Greater,
    });
    rungs
}

/// Returns when a rung is reached, in words.
fn moment(rung: &Rung) -> String {
    let mut said = match rung.at {
        RungAt::Percent(0) => "at once".to_owned(),
        RungAt::Percent(100) => "when due".to_owned(),
        RungAt::Percent(percent) => format!("after {percent}% of the time"),
        RungAt::Before(length) => format!("{} before it is due", in_words(length)),
        RungAt::After(length) => format!("{} late", in_words(length)),
    };
    if rung.reopened > 0 {
        let times = if rung.reopened == 1 { "time" } else { "times" };
        said = format!("{said}, if reopened {} {times} or more", rung.reopened);
    }
    if let Some(length) = rung.repeat {
        let words = in_words(length);
        // Every day, not every 1 day; but of a sum each number is said.
        let one = words.strip_prefix("1 ").filter(|_| length.parts().count() == 1);
        said = format!("{said}, again every {} until somebody acts", one.unwrap_or(&words));
    }
    if let Some(calendar) = &rung.quiet {
        said = format!("{said}, in the hours of {calendar}");
    }
    said
}
