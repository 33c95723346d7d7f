//! Reading a ledger for a command: one pass, keeping only what the command asks for.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::context::Inputs;
use crate::document::problem::Fault;
use crate::error::{Error, Result};
use crate::ledger::file::disk::Open;
use crate::ledger::file::store::{self, Store};
use crate::ledger::read::scan::{self, Scanned, Stop, Visitor, parts};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;

/// One commitment as it passes.
pub struct Look<'l, 'c> {
    /// The rules it stands under.
    pub policy: &'l Policy,
    /// The commitment.
    pub commitment: &'l Commitment<'c>,
    /// Where its block stands in the file.
    pub span: Range<usize>,
    /// The archive it is in, if it is not in the ledger itself.
    pub archive: Option<&'l str>,
}

/// What a pass found.
pub struct Read<P, T> {
    /// The policy, and their text.
    pub scanned: Scanned,
    /// What was made ready before the first commitment.
    pub prepared: P,
    /// Every id in the file.
    pub ids: Ids,
    /// What the command asked for, in the order of the file.
    pub kept: Vec<T>,
}

impl<P, T> Read<P, T> {
    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.scanned.policy
    }
}

/// Keeps what a function makes of each commitment.
struct Sieve<'k, P, T, F, K> {
    prepare: F,
    prepared: Option<Result<P>>,
    keep: K,
    ids: Vec<Id>,
    kept: Vec<T>,
    /// The archive that is being read, and the ids of the ledger: one that is in both is the ledger's.
    archive: Option<(&'k str, &'k Ids)>,
    /// The ids in archives so far: one that is in two is the first one's.
    archived: BTreeSet<Id>,
}

impl<P, T, F, K> Sieve<'_, P, T, F, K> {
    fn new(prepare: F, keep: K) -> Self {
        let (ids, kept, archived) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { prepare, prepared: None, keep, ids, kept, archive: None, archived }
    }

    /// What this one has kept, and what the sieve of the next part has.
    fn join(mut self, next: Self, join: impl Fn(P, P) -> P) -> Self {
        self.ids.extend(next.ids);
        self.kept.extend(next.kept);
        self.prepared = match (self.prepared, next.prepared) {
            (Some(before), Some(prepared)) => Some(before.and_then(|before| Ok(join(before, prepared?)))),
            (one, other) => one.or(other),
        };
        self
    }
}

impl<P, T, F, K> Visitor for Sieve<'_, P, T, F, K>
where
    F: Fn(&Policy) -> Result<P>,
    K: FnMut(&P, Look<'_, '_>) -> Option<T>,
{
    fn restart(&mut self) {
        self.prepared = None;
        self.ids.clear();
        self.kept.clear();
    }

    fn visit(
        &mut self,
        policy: &Policy,
        commitment: &Commitment<'_>,
        span: Range<usize>,
    ) -> Result<(), Fault> {
        let archive = match self.archive {
            Some((_, ids)) if ids.has(commitment.id) || !self.archived.insert(commitment.id) => return Ok(()),
            Some((name, _)) => Some(name),
            None => {
                self.ids.push(commitment.id);
                None
            }
        };
        if let Ok(prepared) = self.prepared.get_or_insert_with(|| (self.prepare)(policy)) {
            self.kept.extend((self.keep)(prepared, Look { policy, commitment, span, archive }));
        }
        Ok(())
    }
}

impl Inputs<'_> {
    /// Reads the ledger file. `prepare` reads what was typed by the policy; `keep` looks at every
    /// commitment, some of them twice if rules stand behind commitments, and so must not count for itself.
    pub fn read<P, T>(
        &self,
        prepare: impl Fn(&Policy) -> Result<P>,
        keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        self.read_open(&self.store.open()?, &prepare, keep)
    }

    /// Reads the ledger file as [`Self::read`] does, a large one in parts at the same time. `join` adds what was made
    /// ready for a part, and has seen it since, to that for the parts before it.
    pub fn read_in_parts<P: Send, T: Send>(
        &self,
        prepare: impl Fn(&Policy) -> Result<P> + Sync,
        keep: impl Fn(&P, Look<'_, '_>) -> Option<T> + Sync,
        join: impl Fn(P, P) -> P,
    ) -> Result<Read<P, T>> {
        let file = self.store.open()?;
        let size = file.stat().map_err(|error| unreadable(&self.store, error))?.len();
        let mut sieves: Vec<_> = (0..(self.parts)(size)).map(|_| Sieve::new(&prepare, &keep)).collect();
        if sieves.len() > 1
            && let Ok(source) = file.at_once()
            && let Some(scanned) = parts::scan(&source, size, self.machine_zone, &mut sieves)
        {
            let all = sieves.into_iter().reduce(|all, next| all.join(next, &join));
            let all = all.unwrap_or_else(|| Sieve::new(&prepare, &keep));
            let Sieve { prepared, ids, kept, .. } = all;
            let prepared = prepared.unwrap_or_else(|| prepare(&scanned.policy))?;
            return Ok(Read { scanned, prepared, ids: Ids::new(ids), kept });
        }
        self.read_open(&file, &prepare, keep)
    }

    fn read_open<P, T>(
        &self,
        file: &Open<'_>,
        prepare: &dyn Fn(&Policy) -> Result<P>,
        keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        // The file was opened once, so that a second pass sees the same one.
        self.pass(|| from_start(file), prepare, keep)
    }

    /// Reads a ledger's text in the same way.
    pub fn read_text<P, T>(
        &self,
        text: &str,
        prepare: impl Fn(&Policy) -> Result<P>,
        keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        self.pass(|| Ok(text.as_bytes()), &prepare, keep)
    }

    fn pass<R: std::io::Read, P, T>(
        &self,
        open: impl Fn() -> std::io::Result<R>,
        prepare: &dyn Fn(&Policy) -> Result<P>,
        mut keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        let keep: &mut dyn FnMut(&P, Look<'_, '_>) -> Option<T> = &mut keep;
        let mut sieve = Sieve::new(prepare, keep);
        let scanned = scan::scan(&open, self.machine_zone, &mut sieve);
        let Sieve { prepared, ids, kept, .. } = sieve;
        let scanned = scanned.map_err(|stop| trouble(&self.store, stop, open()))?;
        let prepared = prepared.unwrap_or_else(|| prepare(&scanned.policy))?;
        Ok(Read { scanned, prepared, ids: Ids::new(ids), kept })
    }

    /// Reads the ledger file, and the archives it names.
    pub fn read_all<P, T>(
        &self,
        prepare: impl Fn(&Policy) -> Result<P>,
        mut keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        let found = self.read(prepare, &mut keep)?;
        self.read_archives(found, keep)
    }

    /// Whether there is a ledger file, and nothing in it.
    pub fn is_empty(&self) -> bool {
        self.store.text().is_ok_and(|text| scan::is_empty(&text))
    }

    /// Goes on with the archives that a ledger names.
    pub fn read_archives<P, T>(
        &self,
        found: Read<P, T>,
        mut keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        let Read { scanned, prepared, ids, kept } = found;
        let refuse = |_: &Policy| Err(Error::new("an archive is read by the rules of its ledger"));
        let keep: &mut dyn FnMut(&P, Look<'_, '_>) -> Option<T> = &mut keep;
        let mut sieve = Sieve { prepared: Some(Ok(prepared)), kept, ..Sieve::new(refuse, keep) };
        let names = &scanned.policy.archives;
        self.each_archive(names, &mut |archive, file| {
            sieve.archive = Some((archive.name, &ids));
            self.scan_archive(archive, || from_start(file), &scanned.policy, &mut sieve)
        })?;
        let Sieve { prepared, kept, .. } = sieve;
        let prepared = prepared.unwrap_or_else(|| refuse(&scanned.policy))?;
        Ok(Read { scanned, prepared, ids, kept })
    }
}

/// That there is nothing in the ledger, and what that may be.
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

/// A file from its start on.
pub fn from_start<'f, 'g>(file: &'f Open<'g>) -> std::io::Result<&'f Open<'g>> {
    file.rewind()?;
    Ok(file)
}

/// Why a pass stopped, with the place in the file.
pub fn trouble(store: &Store<'_>, stop: Stop, again: std::io::Result<impl std::io::Read>) -> Error {
    let fault = match stop {
        Stop::Io(error) => return unreadable(store, error),
        Stop::Fault(fault) => fault,
        Stop::NotUtf8(at) => store::not_utf8(at),
        Stop::Empty => return empty(store),
        Stop::Foreign => return foreign(store),
    };
    match again {
        Ok(again) => fault.locate(&store.shown(), again),
        Err(_) => fault.unlocated(&store.shown()),
    }
}
