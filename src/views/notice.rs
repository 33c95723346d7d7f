//! The input of the notify command.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::formats::json;
use super::ladder::Fired;
use super::row::{Row, Sheet};
use crate::external::notify::Notice;
use crate::rules::time::Instant;
use crate::text;

/// The most letters of a variable. The system takes at most 128 KiB, and a long promise must not keep people from being
/// told; on stdin it is whole.
const LONGEST: usize = 4_096;

/// Returns the input of the notify command.
pub fn notice(row: &Row<'_>, fired: &Fired<'_>, sheet: Sheet<'_>, ledger: &Path) -> io::Result<Notice> {
    let commitment = row.commitment;
    let instant = |at: Instant| at.rfc3339(sheet.origin.zone);
    let due = instant(row.standing.cycle.due);
    let step = fired.rung.map_or_else(String::new, |come| come.step.to_string());
    let texts = [
        ("OWED_ID", commitment.id.as_str()),
        ("OWED_KIND", row.standing.cycle.basis.kind),
        ("OWED_TO", &commitment.to),
        ("OWED_WHAT", &commitment.what),
        ("OWED_CONTACT", commitment.contact.as_deref().unwrap_or_default()),
        ("OWED_OWNER", row.standing.cycle.owner.unwrap_or_default()),
        ("OWED_DUE", &due),
        ("OWED_WHO", fired.who),
        ("OWED_WHO_CONTACT", sheet.policy.owner_contact(fired.who).unwrap_or_default()),
        ("OWED_RUNG", fired.rung.map(|come| come.rung.name.as_str()).unwrap_or_default()),
        ("OWED_RUNG_STEP", &step),
        ("OWED_ESCALATE_TO", fired.to.unwrap_or_default()),
        ("OWED_WHY", fired.why.unwrap_or_default()),
    ];
    let mut variables: Vec<_> = texts.map(|(name, value)| (name, variable(value))).into();
    // So that owed, run by the command, finds the same ledger wherever it is run.
    variables.push(("OWED_LEDGER", ledger.into()));
    Ok(Notice { variables, input: json::notice(row, fired, sheet)? })
}

/// Returns a text as a variable: on one line, and without the NUL that no variable can hold.
fn variable(value: &str) -> OsString {
    let value = text::sanitize(value);
    if value.len() <= LONGEST {
        return value.into_owned().into();
    }
    value.chars().take(LONGEST).chain(['…']).collect::<String>().into()
}
