//! Reading a ledger for a verb: one fold over its commitments, with every fault placed in the file.

use std::collections::BTreeSet;

use crate::context::Inputs;
use crate::document::problem::Fault;
use crate::error::{Error, Result};
use crate::ledger::file::disk::Open;
use crate::ledger::file::store::Store;
use crate::ledger::read::scan::{self, LARGEST_PIECE, Look, Seen, Stop, parts};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Id;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;

impl Inputs<'_> {
    /// Folds over the ledger file: `begin` makes the state, from the arguments and the policy, and `see` adds each
    /// commitment. Neither has other effects, and `begin` is called again for a second pass, so that nothing counts
    /// twice.
    ///
    /// # Errors
    ///
    /// A fault of the file; then the error of `begin`.
    pub fn fold<S>(
        &self,
        begin: impl Fn(&Policy) -> Result<S>,
        see: impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Seen<S>> {
        self.fold_open(&self.store.open()?, &begin, &see)
    }

    /// Folds over the ledger file as [`Self::fold`] does, a large one in parts at the same time. `join` adds the state
    /// of a part to that of those before it.
    pub fn fold_in_parts<S: Send>(
        &self,
        begin: impl Fn(&Policy) -> Result<S> + Sync,
        see: impl Fn(&mut S, Look<'_, '_>) + Sync,
        join: impl Fn(S, S) -> S,
    ) -> Result<Seen<S>> {
        self.store.read(|stored| self.fold_stored_in_parts(stored, begin, see, join))
    }

    /// Folds over a ledger's text, in a file or in memory, as [`Self::fold`] does over the ledger file.
    pub fn fold_stored<'s, S>(
        &self,
        stored: impl Into<Stored<'s>>,
        begin: impl Fn(&Policy) -> Result<S>,
        see: impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Seen<S>> {
        let stored = stored.into();
        self.passes(|| Ok(stored.all()), &begin, &see)
    }

    /// Folds over a ledger's text as [`Self::fold_in_parts`] does over the ledger file.
    pub fn fold_stored_in_parts<S: Send>(
        &self,
        stored: Stored<'_>,
        begin: impl Fn(&Policy) -> Result<S> + Sync,
        see: impl Fn(&mut S, Look<'_, '_>) + Sync,
        join: impl Fn(S, S) -> S,
    ) -> Result<Seen<S>> {
        let size = stored.size() as u64;
        let count = (self.parts)(size);
        if count > 1
            && let Some(file) = stored.in_file()
            && let Ok(file) = file.at_once()
            && let Some(seen) = parts::fold(
                file,
                (size, count),
                self.machine_zone,
                &begin,
                &|state, look| see_begun(state, look, &see),
                |all, next| Ok(join(all?, next?)),
            )
        {
            return seen.begun();
        }
        self.fold_stored(stored, begin, see)
    }

    /// Folds over the ledger file, and the archives it names.
    pub fn fold_all<S>(
        &self,
        begin: impl Fn(&Policy) -> Result<S>,
        see: impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Seen<S>> {
        self.fold_archives(self.fold(begin, &see)?, see)
    }

    /// Continues a fold with the archives that a ledger names. A commitment that is in the ledger too counts in the
    /// ledger only, and one in two archives counts in the first.
    pub fn fold_archives<S>(&self, seen: Seen<S>, see: impl Fn(&mut S, Look<'_, '_>)) -> Result<Seen<S>> {
        let Seen { policy, rules, ids, mut state } = seen;
        let archived = self.see_archives(&policy, &ids, |look| see(&mut state, look))?;
        Ok(Seen { policy, rules, ids: ids.beside(archived), state })
    }

    /// Shows every commitment of the archives that a ledger names, each once, but for those among `ids`. Returns whose they are.
    pub fn see_archives(
        &self,
        policy: &Policy,
        ids: &Ids,
        mut see: impl FnMut(Look<'_, '_>),
    ) -> Result<BTreeSet<Id>> {
        let mut archived = BTreeSet::new();
        self.each_archive(&policy.archives, &mut |archive, file| {
            self.scan_archive(archive, || from_start(file), policy, &mut |look| {
                if !ids.has(look.commitment.id) && archived.insert(look.commitment.id) {
                    see(look);
                }
            })
        })?;
        Ok(archived)
    }

    /// Returns the policy of the ledger file.
    pub fn policy(&self) -> Result<Policy> {
        Ok(self.fold(|_| Ok(()), |(), _| {})?.policy)
    }

    /// Returns true if there is a ledger file, and it is empty.
    pub fn is_empty(&self) -> bool {
        let is_empty = |stored: Stored<'_>| {
            // Nobody writes a larger comment.
            Ok(stored.size() <= LARGEST_PIECE && scan::is_empty(&self.store.text_of(stored)?))
        };
        self.store.read(is_empty).is_ok_and(|is_empty| is_empty)
    }

    /// Refuses a file that has something in it, but nothing of a ledger.
    pub fn refuse_foreign(&self) -> Result<()> {
        let file = self.store.open()?;
        match scan::fold(|| from_start(&file), self.machine_zone, |_| (), |(), _| {}) {
            Err(Stop::Foreign) => Err(foreign(&self.store)),
            _ => Ok(()),
        }
    }

    fn fold_open<S>(
        &self,
        file: &Open<'_>,
        begin: &impl Fn(&Policy) -> Result<S>,
        see: &impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Seen<S>> {
        // The file was opened once, so that a second pass sees the same one.
        self.passes(|| from_start(file), begin, see)
    }

    fn passes<R: std::io::Read, S>(
        &self,
        open: impl Fn() -> std::io::Result<R>,
        begin: &impl Fn(&Policy) -> Result<S>,
        see: &impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Seen<S>> {
        let see = |state: &mut _, look: Look<'_, '_>| see_begun(state, look, see);
        let seen = scan::fold(&open, self.machine_zone, begin, see);
        seen.map_err(|stop| stopped(&self.store, stop, open()))?.begun()
    }
}

/// Adds a commitment to the state, unless `begin` failed: a fault of the file is reported before that.
fn see_begun<S>(state: &mut Result<S>, look: Look<'_, '_>, see: &impl Fn(&mut S, Look<'_, '_>)) {
    if let Ok(state) = state {
        see(state, look);
    }
}

/// Returns the error of an empty ledger, with the likely causes.
pub fn empty(store: &Store<'_>) -> Error {
    Error::new(format!("{}: the ledger is empty", store.shown()))
        .hint("if that is right, run `owed init`; if not, take the last good version from git or a backup")
}

fn foreign(store: &Store<'_>) -> Error {
    Error::new(format!("{}: this file is not a ledger", store.shown())).hint(
        "name the ledger with --ledger or OWED_LEDGER; one without commitments has `format = 1` at its top",
    )
}

fn unreadable(store: &Store<'_>, error: std::io::Error) -> Error {
    Error::io(format_args!("{}: cannot read it", store.shown()), error)
}

/// Rewinds a file to its start and returns it.
pub fn from_start<'f, 'g>(file: &'f Open<'g>) -> std::io::Result<&'f Open<'g>> {
    file.rewind()?;
    Ok(file)
}

/// Returns the error of a pass that stopped, with its place in the file.
pub fn stopped(store: &Store<'_>, stop: Stop, again: std::io::Result<impl std::io::Read>) -> Error {
    let fault = match stop {
        Stop::Io(error) => return unreadable(store, error),
        Stop::Fault(fault) => fault,
        Stop::NotUtf8(at) => Fault::not_utf8(at),
        Stop::Empty => return empty(store),
        Stop::Foreign => return foreign(store),
    };
    match again {
        Ok(again) => fault.locate(&store.shown(), again),
        Err(_) => fault.unlocated(&store.shown()),
    }
}
