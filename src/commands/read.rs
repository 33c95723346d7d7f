//! Reading a ledger for a command: one pass, keeping only what the command asks for.

use std::ops::Range;

use super::Desk;
use crate::error::{Result, Trouble};
use crate::ledger::fault::Fault;
use crate::ledger::scan::{self, Scanned, Stop, Visitor};
use crate::ledger::store;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::house::House;
use crate::rules::ids::Ids;

/// One commitment as it passes.
pub struct Look<'l, 'c> {
    /// The rules it stands under.
    pub house: &'l House,
    /// The commitment.
    pub commitment: &'l Commitment<'c>,
    /// Where its block stands in the file.
    pub span: Range<usize>,
}

/// What a pass found.
pub struct Read<P, T> {
    /// The rules of the house, and their text.
    pub scanned: Scanned,
    /// What was made ready before the first commitment.
    pub prepared: P,
    /// Every id in the file.
    pub ids: Ids,
    /// What the command asked for, in the order of the file.
    pub kept: Vec<T>,
}

impl<P, T> Read<P, T> {
    /// The rules of the house.
    pub fn house(&self) -> &House {
        &self.scanned.house
    }
}

/// Keeps what a function makes of each commitment.
struct Sieve<'k, P, T> {
    prepare: &'k dyn Fn(&House) -> Result<P>,
    prepared: Option<Result<P>>,
    keep: &'k mut dyn FnMut(&P, Look<'_, '_>) -> Option<T>,
    ids: Vec<Id>,
    kept: Vec<T>,
}

impl<P, T> Visitor for Sieve<'_, P, T> {
    fn restart(&mut self) {
        self.prepared = None;
        self.ids.clear();
        self.kept.clear();
    }

    fn visit(&mut self, house: &House, commitment: &Commitment<'_>, span: Range<usize>) -> Result<(), Fault> {
        self.ids.push(commitment.id);
        if let Ok(prepared) = self.prepared.get_or_insert_with(|| (self.prepare)(house)) {
            self.kept.extend((self.keep)(prepared, Look { house, commitment, span }));
        }
        Ok(())
    }
}

impl Desk<'_> {
    /// Reads the ledger file. `prepare` reads what was typed by the rules of the house; `keep` looks at every
    /// commitment, some of them twice if rules stand behind commitments, and so must not count for itself.
    pub fn read<P, T>(
        &self,
        prepare: impl Fn(&House) -> Result<P>,
        keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        // The file is opened once, so that a second pass sees the same one.
        let file = self.store.open()?;
        let open = || {
            file.rewind()?;
            Ok(&file)
        };
        self.pass(open, &prepare, keep, &|| {
            let mut bytes = Vec::new();
            file.rewind().ok()?;
            std::io::Read::read_to_end(&mut &file, &mut bytes).ok()?;
            Some(bytes)
        })
    }

    /// Reads a ledger's text in the same way.
    pub fn read_text<P, T>(
        &self,
        text: &str,
        prepare: impl Fn(&House) -> Result<P>,
        keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
    ) -> Result<Read<P, T>> {
        self.pass(|| Ok(text.as_bytes()), &prepare, keep, &|| Some(text.as_bytes().to_owned()))
    }

    fn pass<R: std::io::Read, P, T>(
        &self,
        open: impl FnMut() -> std::io::Result<R>,
        prepare: &dyn Fn(&House) -> Result<P>,
        mut keep: impl FnMut(&P, Look<'_, '_>) -> Option<T>,
        bytes: &dyn Fn() -> Option<Vec<u8>>,
    ) -> Result<Read<P, T>> {
        let mut sieve = Sieve { prepare, prepared: None, keep: &mut keep, ids: Vec::new(), kept: Vec::new() };
        let scanned = scan::scan(open, self.machine_zone, &mut sieve);
        let Sieve { prepared, ids, kept, .. } = sieve;
        let scanned = scanned.map_err(|stop| self.trouble(stop, bytes))?;
        let prepared = prepared.unwrap_or_else(|| prepare(&scanned.house))?;
        Ok(Read { scanned, prepared, ids: Ids::new(ids), kept })
    }

    /// Why a pass stopped, with the place in the file.
    fn trouble(&self, stop: Stop, bytes: &dyn Fn() -> Option<Vec<u8>>) -> Trouble {
        let fault = match stop {
            Stop::Io(error) => {
                return Trouble::io(format_args!("{}: cannot read it", self.store.shown()), &error);
            }
            Stop::Fault(fault) => fault,
            Stop::NotUtf8(at) => store::not_utf8(at),
        };
        fault.locate(&self.store.shown(), &bytes().unwrap_or_default())
    }
}
