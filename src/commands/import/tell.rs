//! What an import says: how the file was read, the counts, what changed, and why rows did not come in.

use std::io;

use super::reasons::{self, NAMED};
use crate::context::Context;
use crate::error::Error;
use crate::events::archives::Counts;
use crate::intake::{LeftOut, Mapped};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::views::answer::{Answer, Differs, Imported, Mapping, Skipped};
use crate::views::row::Row;

/// What comes of the rows of a file.
#[derive(Default)]
pub(super) struct Tally {
    /// The format of the file, or the mapping of the config file.
    pub(super) from: String,
    /// What there is to know of the file as a whole, how its columns were read, and what becomes of each.
    pub(super) about: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) mapped: Vec<Mapped>,
    pub(super) added: usize,
    pub(super) closed: usize,
    /// How many were promised, each after one of a series that was closed.
    pub(super) promised_again: usize,
    /// How many of the new ones go into each archive.
    pub(super) archived: Counts,
    pub(super) present: usize,
    pub(super) changed: Vec<Changed>,
    /// What of known ones is told event by event, and was not there.
    pub(super) recorded: Vec<Changed>,
    /// The rows that are no promise.
    pub(super) left_out: Vec<LeftOut>,
    /// The rows that could not be read, or do not fit.
    pub(super) bad: Vec<LeftOut>,
    /// The lines where only a day is known, and its time decides a verdict or a due.
    pub(super) at_midnight: Vec<u64>,
    /// The lines that say of something that it was later than now.
    pub(super) after_now: Vec<u64>,
    /// Whether there was no ledger before.
    pub(super) is_new_ledger: bool,
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

impl Tally {
    /// Returns true if the file had no rows.
    const fn has_no_rows(&self) -> bool {
        self.added == 0
            && self.closed == 0
            && self.present == 0
            && self.changed.is_empty()
            && self.recorded.is_empty()
            && self.left_out.is_empty()
            && self.bad.is_empty()
    }
}

impl Changed {
    /// Returns a row of which nothing is recorded, nor would be.
    pub(super) const fn not_recorded(line: u64, id: Id, title: String, what: String) -> Self {
        Self { line, id, title, what, is_recorded: false, is_recordable: false }
    }
}

/// Returns the error of rows that cannot be read.
pub(super) fn refused(bad: &[LeftOut], is_dry_run: bool) -> Error {
    let rows = if let [_] = bad { "1 row" } else { &format!("{} rows", bad.len()) };
    let nothing = if is_dry_run { "nothing would be imported" } else { "nothing was imported" };
    let error = Error::new(format!("{nothing}: {rows} cannot be imported"));
    let error = reasons::grouped(bad).into_iter().fold(error, Error::hint);
    error.hint("fix them, or skip them with --skip-bad")
}

/// Says what came of an import, or would come of it; `is_refused` if its bad rows will be told after that, as an error.
pub(super) fn tell(
    tally: &Tally,
    (policy, ids): (&Policy, &Ids),
    (is_dry_run, is_refused): (bool, bool),
    context: &mut Context<'_, '_>,
) -> io::Result<()> {
    let sheet = context.inputs.sheet(policy, ids);
    let sample: Vec<_> = tally.sample.iter().filter_map(|one| Row::new(one, policy, sheet.now)).collect();
    let mapping = tally.mapped.iter().filter(|_| is_dry_run).map(|one| Mapping {
        column: one.column.as_deref(),
        field: one.field.as_deref(),
        how: &one.how,
    });
    let bad = if is_refused { &[] } else { tally.bad.as_slice() };
    let mut lines = Vec::new();
    lines.extend(tally.is_new_ledger.then(|| {
        let would = if is_dry_run { "would be " } else { "" };
        format!("{}: {would}a new ledger, in time zone {}", context.inputs.store.shown(), policy.zone.name())
    }));
    lines.extend(tally.has_no_rows().then(|| "the file has no rows".to_owned()));
    lines.extend(changes("changed", &tally.changed));
    lines.extend(changes("recorded", &tally.recorded));
    lines.extend(reasons::grouped(&tally.left_out));
    lines.extend(reasons::grouped(bad));
    lines.extend(reasons::midnight(&tally.at_midnight));
    lines.extend(reasons::after_now(&tally.after_now));
    let rows = [tally.left_out.len(), bad.len(), tally.changed.len(), tally.recorded.len()];
    let is_cut = rows.into_iter().any(|rows| rows > NAMED);
    lines.extend(is_cut.then(|| "(--json names every line)".to_owned()));
    let imported = Imported {
        added: tally.added,
        closed: tally.closed,
        archived: &tally.archived,
        present: tally.present,
        changed: differs(&tally.changed),
        recorded: differs(&tally.recorded),
        left_out: skipped(&tally.left_out),
        skipped: skipped(&tally.bad),
        at_midnight: &tally.at_midnight,
        after_now: &tally.after_now,
        from: &tally.from,
        about: &tally.about,
        columns: &tally.columns,
        mapping: mapping.collect(),
        sample: &sample,
        sheet,
        lines,
        is_new_ledger: tally.is_new_ledger,
        is_dry_run,
        is_refused,
    };
    context.answer(&Answer::Imported(Box::new(imported)))?;
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

fn differs(rows: &[Changed]) -> Vec<Differs<'_>> {
    let one = rows.iter();
    one.map(|row| Differs { line: row.line, id: row.id, what: &row.what, is_recorded: row.is_recorded })
        .collect()
}

fn skipped(rows: &[LeftOut]) -> Vec<Skipped<'_>> {
    rows.iter().map(|row| Skipped { line: row.line, why: &row.why }).collect()
}

/// Returns the first of some rows, a line each.
fn changes(what: &str, all: &[Changed]) -> Vec<String> {
    let named = all.iter().take(NAMED);
    let named = named.map(|row| format!("{what}: {}: {}: line {}", row.title, row.what, row.line));
    let more = all.len().saturating_sub(NAMED);
    named.chain((more > 0).then(|| format!("… and {more} more {what}"))).collect()
}
