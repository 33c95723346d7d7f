//! A change as data, and the one place that writes it: first archives, then the ledger, then the record for `undo`; at
//! last redundant copies are removed.
//!
//! A plan makes that data from the ledger's text and has no effects: it is called again with the new text whenever
//! somebody saves the ledger before the write.

use std::cell::Cell;
use std::path::Path;

use super::archives::{self, Counts, ToArchives};
use crate::context::{Context, Inputs};
use crate::error::{Diagnostic, Error, Result};
use crate::ledger::change::places::Places;
use crate::ledger::change::{self, Change, Rewritten};
use crate::ledger::file::journal::{Journal, Record};
use crate::ledger::file::store::{self, Around, Written};
use crate::ledger::read::stored::Stored;
use crate::rules::policy::{Form, Order};

/// The writes of a change, and what to report about it.
pub struct Planned<T> {
    /// The changes to the ledger; if there are none, it is not written.
    pub changes: Vec<Change>,
    /// The changes to its archives.
    pub archives: Option<ToArchives>,
    /// How the ledger is written.
    pub form: Form,
    /// What to report.
    pub tell: T,
}

impl<T> Planned<T> {
    /// Returns a plan that changes only the ledger.
    pub const fn new(changes: Vec<Change>, form: Form, tell: T) -> Self {
        Self { changes, archives: None, form, tell }
    }
}

/// What was written.
pub struct Done<T> {
    /// What to report.
    pub tell: T,
    /// How many copies were removed from each archive.
    pub removed: Counts,
}

/// Makes a plan from the text of a ledger.
type Plan<'p, T> = &'p dyn Fn(Stored<'_>, &Inputs<'_>) -> Result<Planned<T>>;

/// Changes the ledger. A missing ledger begins as `fresh`, if that is given. When this returns, the change is on disk,
/// and `undo` can take it back.
pub fn write<T>(context: &mut Context<'_, '_>, fresh: Option<&str>, plan: Plan<'_, T>) -> Result<T> {
    let mut gone = 0;
    let done = write_unkept(context, fresh, plan, &mut |inputs, rewritten, real| {
        // The names of archives alone: there is nothing that could be taken back.
        if rewritten.is_empty() {
            return Ok(());
        }
        let Some(state) = &inputs.state else {
            return Err(Error::new("HOME is not an absolute path"));
        };
        let record = Record::new(real, inputs.now, inputs.typed.clone(), rewritten);
        gone = Journal::new(state, real, inputs.disk).keep(&record)?;
        Ok(())
    })?;
    say_forgotten(gone, context);
    Ok(done.tell)
}

/// Says that so many old changes can no longer be taken back, if it is any.
pub fn say_forgotten(gone: usize, context: &mut Context<'_, '_>) {
    if gone > 0 {
        let changes = if gone == 1 { "the oldest change" } else { "the oldest changes" };
        context.note(format_args!(
            "`owed undo` can no longer undo {changes}: it keeps the last 100, up to 64 MiB"
        ));
    }
}

/// Called with the blocks that a change rewrote, once it is on disk.
type Keep<'k> = &'k mut dyn FnMut(&Inputs<'_>, Vec<Rewritten>, &Path) -> Result<()>;

/// Changes the ledger and its archives; `keep` records the change.
///
/// # Errors
///
/// An error after an archive was written says which files were.
pub fn write_unkept<T>(
    context: &mut Context<'_, '_>,
    fresh: Option<&str>,
    plan: Plan<'_, T>,
    keep: Keep<'_>,
) -> Result<Done<T>> {
    let mut files = Vec::new();
    let done = write_all(context, fresh, plan, keep, &mut files);
    done.map_err(|error| archives::half_done(&files, context.inputs.spool.is_some(), error))
}

/// Writes archives and ledger, and adds each file to `files` once it is written.
fn write_all<T>(
    context: &mut Context<'_, '_>,
    fresh: Option<&str>,
    plan: Plan<'_, T>,
    keep: Keep<'_>,
    files: &mut Vec<String>,
) -> Result<Done<T>> {
    let Context { out, inputs } = context;
    let (mut kept, mut is_written) = (Ok(()), false);
    let plan = &|stored: Stored<'_>| {
        let Planned { changes, archives, form, tell } = plan(stored, inputs)?;
        let (text, rewritten) = if changes.is_empty() {
            (None, Vec::new())
        } else {
            let places = places(stored, &changes, form.order, inputs)?;
            let (text, rewritten) = change::apply_in_places(stored, &changes, form.zone, &places)?;
            (Some(text), rewritten)
        };
        Ok(store::Plan { text, tell: (tell, archives, Cell::new(rewritten)) })
    };
    let around = Around {
        say: &mut |message| out.status(message),
        other: None,
        first: &mut |(_, archives, _): &(T, Option<ToArchives>, Cell<Vec<Rewritten>>), ledger| {
            archives.iter().try_for_each(|to| archives::put(to, files, ledger, inputs))
        },
        done: &mut |(_, archives, rewritten), real| {
            inputs.written.set(true);
            is_written = archives.is_some();
            kept = keep(inputs, rewritten.take(), real);
        },
    };
    let written = inputs.store.write(fresh, plan, around);
    (inputs.progress)(None);
    if is_written {
        files.push(inputs.store.shown());
    }
    let (Written::Changed((tell, archives, _)) | Written::Unchanged((tell, archives, _))) = written?;
    if let Err(error) = kept {
        let Diagnostic { message, hints, .. } = Diagnostic::new(&error);
        out.warn(format_args!("the change was made, but `owed undo` cannot undo it: {message}"));
        hints.iter().for_each(|hint| out.hint(hint));
    }
    let removed = match archives.filter(|to| !to.doubled.is_empty()) {
        Some(to) => archives::take_out(&to.doubled, files, context)?,
        None => Counts::new(),
    };
    Ok(Done { tell, removed })
}

/// Returns where the new blocks among some changes go. Only a ledger that orders them is read once more for it.
fn places(stored: Stored<'_>, changes: &[Change], order: Order, inputs: &Inputs<'_>) -> Result<Places> {
    let is_new = changes.iter().any(|change| matches!(change, Change::Add(_) | Change::Append(_)));
    if order == Order::End || !is_new {
        return Ok(Places::default());
    }
    let seen = inputs.fold_stored(
        stored,
        |_| Ok(Places::by_id()),
        |places, look| places.see(look.commitment.id, &look.span),
    )?;
    Ok(seen.state.sorted())
}
