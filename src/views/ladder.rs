//! What a climb of the ladder shows of a commitment, to people and to scripts.

use super::row::Row;
use crate::rules::commitment::Id;
use crate::rules::ladder::Call;
use crate::rules::time::Instant;
use crate::text;

/// A rung that fired, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The commitment.
    pub id: Id,
    /// The rung's `at`, as written.
    pub rung: String,
    /// Who is called in, if the rung says so.
    pub to: Option<String>,
    /// Whether they were told; `None` if nobody was to be told yet.
    pub ok: Option<bool>,
}

/// A rung that fires, for the notify command.
pub struct Fired<'f> {
    /// Its `at`, as written.
    pub rung: &'f str,
    /// Who is called in, if the rung says so.
    pub to: Option<&'f str>,
    /// When it was to fire.
    pub at: Instant,
}

/// Returns what a climb did, or would do, for one commitment, for people. There is somebody to tell.
pub fn line(row: &Row<'_>, call: &Call, is_done: bool) -> String {
    let has = row.standing.cycle.owner;
    let clean = text::sanitize;
    let verb = |done, would| if is_done { done } else { would };
    let earlier = match call.earlier.len() {
        0 => String::new(),
        1 => " (and 1 earlier rung)".to_owned(),
        many => format!(" (and {many} earlier rungs)"),
    };
    let what = match (call.owner(), call.to()) {
        (Some(to), _) if has == Some(to) => {
            format!("{} {}, the owner", verb("told", "would tell"), clean(to))
        }
        (Some(to), _) => format!("{} to {}", verb("escalated", "would be escalated"), clean(to)),
        (None, Some(to)) => {
            let has = has.map_or("nobody".into(), clean);
            format!("{} {}, and {has} keeps it", verb("told", "would tell"), clean(to))
        }
        (None, None) => format!("{} {}", verb("warned", "would warn"), clean(has.unwrap_or_default())),
    };
    format!("{}{earlier}: {what}", clean(&call.last.name))
}
