//! How the verbs that list commitments answer.

use std::io;

use crate::context::Context;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::views::row::Row;
use crate::views::{json, list};

/// The answer of a verb that lists commitments, in the making. Each is drawn as it passes.
pub enum Lines {
    /// Nothing is shown.
    Quiet,
    /// For people.
    Table(Box<list::List>),
    /// For scripts.
    Json(Box<json::List>),
}

impl Lines {
    /// An answer with nothing in it yet.
    pub fn new(quiet: bool, json: bool, policy: &Policy, now: Instant) -> Self {
        match (quiet, json) {
            (true, _) => Self::Quiet,
            (_, true) => Self::Json(Box::new(json::List::new(policy, now))),
            _ => Self::Table(Box::new(list::List::new(policy, now))),
        }
    }

    /// Adds a commitment.
    pub fn add(&mut self, row: &Row<'_>, policy: &Policy) {
        match self {
            Self::Quiet => {}
            Self::Table(list) => list.add(row, policy),
            Self::Json(list) => list.add(row),
        }
    }

    /// The answer with those of another behind its own.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Table(list), Self::Table(other)) => Self::Table(Box::new(list.join(*other))),
            (Self::Json(list), Self::Json(other)) => Self::Json(Box::new(list.join(*other))),
            (this, _) => this,
        }
    }

    /// Shows the commitments, most pressing first. If there are none, `nothing` is said to a person, and nothing
    /// at all into a pipe.
    pub fn show(self, ids: &Ids, nothing: &str, context: &mut Context<'_, '_>) -> io::Result<()> {
        let page = context.out.page();
        match self {
            Self::Quiet => Ok(()),
            Self::Json(list) => list.write(ids, &mut context.out),
            Self::Table(list) if list.is_empty() && page.width.is_some() => {
                context.out.data(&format!("{nothing}\n"))
            }
            Self::Table(list) => list.write(ids, page, &mut context.out),
        }
    }
}
