//! What `undo` puts back: the texts of the blocks that a change rewrote, before and after.
//!
//! One file a change, in a folder of its own for each ledger, readable by the owner alone. Changes are numbered; if
//! there are too many, the oldest are removed, with a note. The ledger's lock is held whenever anything is written
//! here. Anybody who could write here could put a text of theirs into the ledger, so the folder must be private, and a
//! record of another user is never used.

use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::process::geteuid;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::private;
use crate::error::{Error, Result};
use crate::ledger::change::Rewritten;
use crate::rules::commitment::Id;
use crate::rules::time::Instant;
use crate::text;

/// The most changes kept for one ledger.
const MOST_CHANGES: usize = 100;
/// How many are left when there are too many.
const FEWER_CHANGES: usize = 75;
/// The last number of a change; counting never gets there.
const LAST_NUMBER: u64 = 999_999_999_999;
/// The most bytes kept for one ledger.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How much of a record is written at a time; it is never held as a whole.
const BUFFER: usize = 64 * 1024;

/// Why a change is not kept.
const TOO_LARGE: &str = "it is larger than the 64 MiB that are kept";

/// One change that can be undone. Without its blocks it is a summary: texts of up to 64 MiB are read only for the
/// change that is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record<B = Vec<Block>> {
    /// The ledger.
    pub ledger: PathBuf,
    /// When it was changed, in seconds since the epoch.
    pub at: i64,
    /// The command, as a person typed it.
    pub what: String,
    /// The blocks.
    pub blocks: B,
    /// The change that it took back, if it is an undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undid: Option<Undid>,
}

/// A change that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undid {
    /// Its number in the journal; a kill may have left it there.
    pub number: u64,
    /// The command that was typed.
    pub what: String,
}

/// The text of a block before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The commitment; `None` if the text is the whole ledger, or a piece of the policy.
    pub id: Option<String>,
    /// Whether it is a piece of the policy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_rules: bool,
    /// Its text before; `None` if it was not there.
    pub before: Option<String>,
    /// Its text now; `None` if it was removed.
    pub after: Option<String>,
    /// The text that was put between it and the old end of the ledger; `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<String>,
}

impl Record {
    /// Returns the record of a change.
    pub fn new(ledger: &Path, at: Instant, what: String, rewritten: Vec<Rewritten>) -> Self {
        let block = |Rewritten { id, is_rules, before, after, gap }| Block {
            id: id.map(|id: Id| id.to_string()),
            is_rules,
            gap: before.is_none().then_some(gap),
            before,
            after,
        };
        let blocks = rewritten.into_iter().map(block).collect();
        Self { ledger: ledger.to_owned(), at: at.epoch(), what, blocks, undid: None }
    }

    /// Returns the record of taking this one back, whose number is given, by a command that rewrote these blocks: the same texts, the
    /// other way round. Taking back an undo does again what it took back, and is a record of that.
    pub fn taken_back(self, number: u64, at: Instant, typed: String, rewritten: Vec<Rewritten>) -> Self {
        let put = |block: Rewritten| Some((block.id?.to_string(), block.gap));
        let mut gaps: BTreeMap<_, _> = rewritten.into_iter().filter_map(put).collect();
        let turn = |Block { id, is_rules, before: after, after: before, .. }: Block| {
            let gap = id.as_ref().filter(|_| before.is_none()).and_then(|id| gaps.remove(id));
            Block { id, is_rules, before, after, gap }
        };
        let blocks = self.blocks.into_iter().map(turn).collect();
        let (what, undid) = match self.undid {
            Some(undid) => (undid.what, None),
            None => (typed, Some(Undid { number, what: self.what })),
        };
        Self { ledger: self.ledger, at: at.epoch(), what, blocks, undid }
    }
}

impl Block {
    /// Returns the commitment's id.
    pub fn id(&self) -> Option<Id> {
        Id::new(self.id.as_deref()?.as_bytes())
    }
}

/// The changes of one ledger.
pub struct Journal<'g> {
    state: PathBuf,
    folder: PathBuf,
    ledger: PathBuf,
    disk: Disk<'g>,
}

/// The contents of a journal.
#[derive(Debug, Default)]
pub struct Kept {
    /// The changes that can be undone, newest first, with their numbers.
    pub records: Vec<(u64, Record<IgnoredAny>)>,
    /// Why others cannot be undone, a sentence each.
    pub left_out: Vec<String>,
}

/// Counts the bytes that are written.
struct Size(usize);

impl io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A record as it was found.
enum Found<B> {
    Record(Record<B>),
    Nothing,
    LeftOut(&'static str),
}

impl<'g> Journal<'g> {
    /// Returns the journal of the ledger at this real path, below the state folder.
    pub fn new(state: &Path, ledger: &Path, disk: Disk<'g>) -> Self {
        let name = format!("{:016x}", fingerprint(ledger.as_os_str().as_encoded_bytes()));
        let folder = state.join("undo").join(name);
        Self { state: state.to_owned(), folder, ledger: ledger.to_owned(), disk }
    }

    /// Keeps a change; returns how many old ones were removed for it.
    pub fn keep(&self, record: &Record) -> Result<usize> {
        self.keep_beside(record, &[])
    }

    /// Keeps a change in the place of others, which are forgotten even if it cannot be kept: they can no longer be taken back. Returns
    /// how many old ones were removed besides.
    pub fn keep_instead(&self, record: &Record, others: &[u64]) -> Result<usize> {
        let kept = self.keep_beside(record, others);
        for number in others {
            match self.disk.remove(&self.path(*number)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.failed(error)),
                _ => {}
            }
        }
        kept
    }

    /// Keeps a change beside all but these, which do not count.
    fn keep_beside(&self, record: &Record, others: &[u64]) -> Result<usize> {
        let too_large = |size: usize| u64::try_from(size).map_or(true, |size| size > MOST_BYTES);
        // Text only grows when it is escaped.
        let texts = record.blocks.iter().flat_map(|block| [&block.before, &block.after]);
        if too_large(texts.flatten().fold(0, |sum, text| sum.saturating_add(text.len()))) {
            return Err(Error::new(TOO_LARGE));
        }
        let mut size = Size(0);
        serde_json::to_writer(&mut size, record).map_err(|error| self.failed(error.into()))?;
        if too_large(size.0) {
            return Err(Error::new(TOO_LARGE));
        }
        private::make(&self.disk, &self.state, "undo")?;
        self.disk.make_folder(&self.folder).map_err(|error| self.failed(error))?;
        let numbers = self.numbers().map_err(|error| self.failed(error))?;
        let next = numbers.last().copied().unwrap_or_default().saturating_add(1);
        if next > LAST_NUMBER {
            let last = self.path(LAST_NUMBER);
            return Err(Error::new(format!("{} is in the way", text::sanitize(&last.to_string_lossy()))));
        }
        let path = self.path(next);
        let mut file = self.disk.create(&path).map_err(|error| self.failed(error))?;
        let mut buffer = BufWriter::with_capacity(BUFFER, &mut file);
        let written = serde_json::to_writer(&mut buffer, record).map_err(io::Error::from);
        let written = written.and_then(|()| buffer.flush());
        // What could not be written is not tried again.
        drop(buffer.into_parts());
        drop(file);
        if let Err(error) = written {
            let _ = self.disk.remove(&path);
            return Err(self.failed(error));
        }
        let numbers: Vec<_> = numbers.into_iter().filter(|number| !others.contains(number)).collect();
        Ok(self.prune(&numbers, size.0))
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io(text::sanitize(&self.folder.to_string_lossy()), error)
    }

    /// Removes the oldest changes when there are too many, and those without room; returns how many.
    fn prune(&self, numbers: &[u64], new: usize) -> usize {
        // Several at a time, so that not every change reports a removal.
        let most = if numbers.len() < MOST_CHANGES { MOST_CHANGES } else { FEWER_CHANGES };
        let (mut bytes, mut removed) = (u64::try_from(new).unwrap_or(u64::MAX), 0_usize);
        for (newer, number) in numbers.iter().rev().enumerate() {
            let path = self.path(*number);
            let size = self.disk.stat_itself(&path).ok().flatten().map_or(0, |meta| meta.len());
            let with = bytes.saturating_add(size);
            if newer.saturating_add(2) > most || with > MOST_BYTES {
                removed = removed.saturating_add(usize::from(self.disk.remove(&path).is_ok()));
            } else {
                bytes = with;
            }
        }
        removed
    }

    /// Returns the changes that can be undone. A record of another user or ledger, or one that owed could not have
    /// written, is left out; a damaged one is an error, because it was the last change.
    pub fn records(&self) -> Result<Kept> {
        let mut kept = Kept::default();
        if !private::check(&self.disk, &self.state, "undo")? {
            return Ok(kept);
        }
        for number in self.numbers().map_err(|error| self.failed(error))?.into_iter().rev() {
            match self.read(number) {
                Ok(Found::Record(record)) if record.ledger == self.ledger => {
                    kept.records.push((number, record))
                }
                Ok(Found::Record(_) | Found::Nothing) => {}
                Ok(Found::LeftOut(why)) => {
                    let shown = self.path(number);
                    kept.left_out
                        .push(format!("{} is left out: {why}", text::sanitize(&shown.to_string_lossy())));
                }
                // After an intact one, a damaged one does not matter. Before it, undoing the older change instead would
                // be wrong.
                Err(error) if error.kind() == ErrorKind::InvalidData && !kept.records.is_empty() => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        // What was taken back before a kill could forget it.
        let undone: Vec<_> =
            kept.records.iter().filter_map(|(_, record)| Some(record.undid.as_ref()?.number)).collect();
        kept.records.retain(|(number, _)| !undone.contains(number));
        Ok(kept)
    }

    /// Returns a change with its blocks.
    ///
    /// # Errors
    /// The record is gone, damaged or unreadable.
    pub fn record(&self, number: u64) -> Result<Record> {
        match self.read(number).map_err(|error| self.failed(error))? {
            Found::Record(record) => Ok(record),
            Found::Nothing | Found::LeftOut(_) => Err(self.failed(ErrorKind::NotFound.into())),
        }
    }

    /// Reads a change. The error of one that a full disk or a kill cut off is invalid data.
    fn read<B: DeserializeOwned>(&self, number: u64) -> io::Result<Found<B>> {
        let path = self.path(number);
        let Some(meta) = self.disk.stat_itself(&path)? else { return Ok(Found::Nothing) };
        if !meta.is_file() {
            return Ok(Found::LeftOut("it is not a regular file"));
        }
        if meta.uid() != geteuid().as_raw() {
            return Ok(Found::LeftOut("it belongs to somebody else"));
        }
        if meta.len() > MOST_BYTES {
            return Ok(Found::LeftOut("it is larger than 64 MiB"));
        }
        let open = match self.disk.open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            open => open?,
        };
        serde_json::from_reader(BufReader::new(open.take(MOST_BYTES))).map(Found::Record).map_err(|error| {
            if error.is_io() {
                return error.into();
            }
            let shown = path.to_string_lossy();
            let what = "is damaged; if you delete it, `owed undo` undoes the change before it";
            io::Error::new(ErrorKind::InvalidData, format!("{} {what}", text::sanitize(&shown)))
        })
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number}.json"))
    }

    /// Returns the numbers of the changes, oldest first.
    fn numbers(&self) -> io::Result<Vec<u64>> {
        if self.disk.stat(&self.folder)?.is_none() {
            return Ok(Vec::new());
        }
        let names = self.disk.list(&self.folder)?;
        let number = |name: &std::ffi::OsString| -> Option<u64> {
            let number = name.to_str()?.strip_suffix(".json")?.parse().ok()?;
            ((1..=LAST_NUMBER).contains(&number) && self.path(number).file_name()? == name).then_some(number)
        };
        let mut numbers: Vec<u64> = names.iter().filter_map(number).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// Returns the FNV-1a hash: a short name for a long path. The path itself is in each record.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
