//! What an import says: how the file was read, the counts, what changed, and why rows did not come in.

use std::collections::BTreeMap;
use std::io;

use crate::context::Context;
use crate::error::Error;
use crate::events::archives::Counts;
use crate::intake::LeftOut;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::text;
use crate::views::answer::{Answer, Differs, Imported, Skipped};
use crate::views::row::Row;

/// The most lines that are named together.
const NAMED: usize = 8;

/// What comes of the rows of a file.
#[derive(Default)]
pub(super) struct Tally {
    /// How its columns were read.
    pub(super) columns: Vec<String>,
    pub(super) added: usize,
    pub(super) closed: usize,
    /// How many were promised, each after one of a series that was closed.
    pub(super) promised_again: usize,
    /// How many of the new ones go into each archive.
    pub(super) archived: Counts,
    pub(super) present: usize,
    pub(super) changed: Vec<Changed>,
    /// The rows that are no promise.
    pub(super) left_out: Vec<LeftOut>,
    /// The rows that could not be read, or do not fit.
    pub(super) bad: Vec<LeftOut>,
    /// The lines where only a day is known, and its time decides a verdict or a due.
    pub(super) at_midnight: Vec<u64>,
    /// A few commitments as they would stand.
    pub(super) sample: Vec<Commitment<'static>>,
    /// What to warn of.
    pub(super) warnings: Vec<String>,
}

/// A row that says something else of a known commitment than before.
pub(super) struct Changed {
    pub(super) line: u64,
    pub(super) id: Id,
    /// What is owed, and to whom.
    pub(super) title: String,
    /// What changed, in words.
    pub(super) what: String,
    /// Whether it was recorded, and whether an update would.
    pub(super) is_recorded: bool,
    pub(super) is_recordable: bool,
}

impl Changed {
    /// Returns a row of which nothing is recorded, nor would be.
    pub(super) const fn not_recorded(line: u64, id: Id, title: String, what: String) -> Self {
        Self { line, id, title, what, is_recorded: false, is_recordable: false }
    }
}

/// Returns the error of rows that cannot be read.
pub(super) fn refused(bad: &[LeftOut]) -> Error {
    let count = bad.len();
    let rows = if count == 1 { "1 row" } else { &format!("{count} rows") };
    let error = Error::new(format!("nothing was imported: {rows} cannot be imported"));
    let error = reasons(bad).into_iter().fold(error, Error::hint);
    error.hint("fix them, or skip them with --skip-bad")
}

/// Says what came of an import, or would come of it.
pub(super) fn tell(
    tally: &Tally,
    (policy, ids): (&Policy, &Ids),
    is_dry_run: bool,
    context: &mut Context<'_, '_>,
) -> io::Result<()> {
    let changed = tally.changed.iter().map(|row| Differs {
        line: row.line,
        id: row.id,
        what: &row.what,
        is_recorded: row.is_recorded,
    });
    let sheet = context.inputs.sheet(policy, ids);
    let sample: Vec<_> = tally.sample.iter().filter_map(|one| Row::new(one, policy, sheet.now)).collect();
    let mut lines = changes(&tally.changed);
    lines.extend(reasons(&tally.left_out));
    lines.extend(reasons(&tally.bad));
    lines.extend(midnight(&tally.at_midnight));
    let is_cut = tally.left_out.len().max(tally.bad.len()) > NAMED || tally.changed.len() > NAMED;
    lines.extend(is_cut.then(|| "(--json names every line)".to_owned()));
    let imported = Imported {
        added: tally.added,
        closed: tally.closed,
        archived: &tally.archived,
        present: tally.present,
        changed: changed.collect(),
        left_out: skipped(&tally.left_out),
        skipped: skipped(&tally.bad),
        at_midnight: &tally.at_midnight,
        columns: &tally.columns,
        sample: &sample,
        sheet,
        lines,
        is_dry_run,
    };
    context.answer(&Answer::Imported(imported))?;
    let would = if is_dry_run { "would be" } else { "is" };
    match tally.promised_again {
        0 => {}
        1 => context.note(format!("1 of a series is closed: the next one {would} promised")),
        more => context.note(format!("{more} of a series are closed: the next one of each {would} promised")),
    }
    if !tally.archived.is_empty() && !is_dry_run {
        context
            .note("`owed undo` takes back only what went into the ledger: what is in archives stays there");
    }
    tally.warnings.iter().for_each(|warning| context.out.warn(warning));
    if !tally.warnings.is_empty() {
        context.hint(if is_dry_run {
            "if that is not meant, correct the file before you import it"
        } else if !tally.archived.is_empty() {
            "`owed check --all` shows each"
        } else {
            "`owed check --all` shows each; if that was not meant, `owed undo` takes the import back"
        });
    }
    Ok(())
}

fn skipped(rows: &[LeftOut]) -> Vec<Skipped<'_>> {
    rows.iter().map(|row| Skipped { line: row.line, why: &row.why }).collect()
}

/// Returns the first of the changed rows, a line each.
fn changes(all: &[Changed]) -> Vec<String> {
    let named = all.iter().take(NAMED);
    let named = named.map(|row| format!("changed: {}: {}: line {}", row.title, row.what, row.line));
    let more = all.len().saturating_sub(NAMED);
    named.chain((more > 0).then(|| format!("… and {more} more changed"))).collect()
}

/// Returns of how many rows a missing time of day decides something.
fn midnight(all: &[u64]) -> Option<String> {
    let count = all.len();
    let rows = if count == 1 { "1 has" } else { &format!("{count} have") };
    let said = || {
        format!("{rows} a day without a time, which decides how it counts: read as 00:00:00: {}", lines(all))
    };
    (count > 0).then(said)
}

/// Returns the rows that were left out, by reason: `123 no due: lines 4, 9, …`. Rows whose reasons differ in what they quote
/// and in numbers have one fault, and are one line: a fault of thousands of rows is as many reasons.
fn reasons(left_out: &[LeftOut]) -> Vec<String> {
    let mut by_fault: BTreeMap<String, Fault<'_>> = BTreeMap::new();
    for row in left_out {
        let fault = by_fault.entry(fault(&row.why)).or_insert_with(|| Fault {
            first: row,
            differ: false,
            lines: Vec::new(),
        });
        fault.differ |= fault.first.why != row.why;
        fault.lines.push(row.line);
    }
    let mut faults: Vec<_> = by_fault.into_values().collect();
    faults.sort_by_key(|fault| std::cmp::Reverse(fault.lines.len()));
    let more = faults.len().saturating_sub(NAMED);
    let said = faults.into_iter().take(NAMED).map(|Fault { first, differ, lines }| {
        let like = if differ { " like this:" } else { "" };
        format!("{}{like} {}: {}", lines.len(), said(first), self::lines(&lines))
    });
    said.chain((more > 0).then(|| format!("… and {more} more reasons"))).collect()
}

/// Returns why a row was left out, with what stands there.
fn said(row: &LeftOut) -> String {
    let value = row.value.as_ref().map_or_else(String::new, |value| format!(" ({value})"));
    format!("{}{value}", text::sanitize(&row.why))
}

/// Rows that were left out for one fault.
struct Fault<'r> {
    first: &'r LeftOut,
    /// Whether the reasons differ in what is the row's own.
    differ: bool,
    lines: Vec<u64>,
}

/// Returns a reason without what is the row's own: what it quotes, and numbers.
fn fault(why: &str) -> String {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let keep = |letter: &char| {
        let is_mark = *letter == '"' && !std::mem::take(&mut is_escaped);
        is_escaped = *letter == '\\';
        is_quoted ^= is_mark;
        !is_quoted && !is_mark && !letter.is_ascii_digit()
    };
    why.chars().filter(keep).collect()
}

/// Returns these lines in words, the first few: `lines 4, 9, …`.
pub(super) fn lines(all: &[u64]) -> String {
    let named: Vec<_> = all.iter().take(NAMED).map(u64::to_string).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    let word = if all.len() == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", named.join(", "))
}
