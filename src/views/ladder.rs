//! What a climb of the ladder says: to people, to scripts, and to the command that tells others.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::json::{self, Fired};
use super::row::{Row, Sheet};
use crate::external::notify::Notice;
use crate::rules::ladder::Call;
use crate::rules::time::Instant;
use crate::text;

/// A variable holds no more letters than this. The system takes no more than 128 KiB of one, and a promise that
/// long must not be what nobody is told of; on stdin it is whole.
const LONGEST: usize = 4_096;

/// A rung that fired, or would, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The commitment.
    pub id: String,
    /// The rung's `at` as written.
    pub rung: String,
    /// Who is called in, if the rung says so.
    pub to: Option<String>,
    /// Whether they were told; null if nobody was to be told yet.
    pub ok: Option<bool>,
}

/// The whole answer of a climb, for scripts.
#[derive(Debug, Serialize)]
pub struct Climb {
    schema: u32,
    fired: Vec<Item>,
}

impl Climb {
    /// The answer that says this.
    pub const fn new(fired: Vec<Item>) -> Self {
        Self { schema: json::SCHEMA, fired }
    }
}

/// Returns what a climb did, or would do, for one commitment, in the words of a person. There is somebody to tell.
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

/// What the notify command is given.
pub fn notice(row: &Row<'_>, fired: &Fired<'_>, sheet: Sheet<'_>, ledger: &Path) -> io::Result<Notice> {
    let commitment = row.commitment;
    let instant = |at: Instant| at.rfc3339(sheet.policy.zone);
    let due = instant(row.standing.cycle.due);
    let texts = [
        ("OWED_ID", commitment.id.as_str()),
        ("OWED_KIND", &commitment.kind),
        ("OWED_TO", &commitment.to),
        ("OWED_WHAT", &commitment.what),
        ("OWED_CONTACT", commitment.contact.as_deref().unwrap_or_default()),
        ("OWED_OWNER", row.standing.cycle.owner.unwrap_or_default()),
        ("OWED_DUE", &due),
        ("OWED_RUNG", fired.rung),
        ("OWED_ESCALATE_TO", fired.to.unwrap_or_default()),
    ];
    let mut variables: Vec<_> = texts.map(|(name, value)| (name, variable(value))).into();
    // So that an owed which the command runs finds the same ledger, wherever it is run.
    variables.push(("OWED_LEDGER", ledger.into()));
    Ok(Notice { variables, input: json::notice(row, fired, sheet)? })
}

/// A text as a variable: on one line, and without the NUL that no variable can hold.
fn variable(value: &str) -> OsString {
    let value = text::sanitize(value);
    if value.len() <= LONGEST {
        return value.into_owned().into();
    }
    value.chars().take(LONGEST).chain(['…']).collect::<String>().into()
}
