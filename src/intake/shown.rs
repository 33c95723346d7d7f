//! What a source reads, a line each, for the tests of sources.

use chrono_tz::Tz;

use super::{Incoming, LeftOut, Options, Read, Source, State};
use crate::rules::time::Instant;

/// Where the tests are: local times are two hours before UTC in summer, one in winter.
const ZONE: Tz = chrono_tz::Europe::Berlin;

/// Returns what is read as of 2026-11-20T12:00:00Z: `said`, then, in the order of the file, `LINE: …` for a row, `LINE- why`
/// for what is no promise, and `LINE! why` for what cannot be read.
pub(super) fn shown(source: &Source, text: &str) -> Vec<String> {
    shown_with(source, text, Options::default())
}

/// Returns the same, read in another way.
pub(super) fn shown_with(source: &Source, text: &str, options: Options) -> Vec<String> {
    let options = Options { now: Instant::from_epoch(1_795_176_000), ..options };
    let Read { rows, left_out, bad, said, .. } = match source.read(text, &options, ZONE) {
        Ok(read) => read,
        Err(error) => return vec![format!("! {}", [vec![error.message], error.hints].concat().join("; "))],
    };
    let out = |mark: char| {
        move |out: &LeftOut| {
            let value = out.value.as_ref().map_or_else(String::new, |value| format!(": {value}"));
            (out.line, format!("{}{mark} {}{value}", out.line, out.why))
        }
    };
    let mut lines: Vec<_> = rows.iter().map(|row| (row.line, self::row(row))).collect();
    lines.extend(left_out.iter().map(out('-')).chain(bad.iter().map(out('!'))));
    lines.sort_by_key(|(line, _)| *line);
    let said = said.into_iter().map(|said| format!("said {said}"));
    said.chain(lines.into_iter().map(|(_, line)| line)).collect()
}

fn row(row: &Incoming) -> String {
    let at = |at: Instant| at.rfc3339(ZONE);
    let mut parts = vec![format!("{}: {:?} for {:?}", row.line, row.what, row.to)];
    parts.extend(row.reference.clone());
    parts.push(format!("made {}", at(row.made)));
    parts.extend(row.due.map(|due| format!("due {}", at(due))));
    parts.extend(match &row.state {
        State::Open => None,
        State::Done(closing) => Some(format!("done {}", at(closing.at))),
        State::Cancelled(_) => Some("cancelled".to_owned()),
        State::Gone(_, why) => Some(why.to_string()),
    });
    parts.extend((!row.tags.is_empty()).then(|| format!("tags {}", row.tags.join("/"))));
    parts.extend(row.contact.iter().map(|contact| format!("contact {contact}")));
    parts.extend(row.notes.iter().map(|(when, note)| {
        let when = when.map_or_else(String::new, |when| format!(" {}", at(when)));
        format!("note{when} {note:?}")
    }));
    parts.extend(row.extra.iter().map(|(key, value)| format!("{key} = {value}")));
    parts.join(", ")
}
