//! What `undo` puts back: the texts of the blocks that a change rewrote, before and after.
//!
//! One file a change, in a folder of its own for each ledger, readable by the owner alone. Changes are numbered;
//! the oldest go first when there are too many. The ledger's lock is held whenever anything is written here.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::change::Rewritten;
use super::disk::Disk;
use crate::rules::commitment::Id;
use crate::rules::time::Instant;
use crate::text;

/// The most changes that are kept for one ledger.
const MOST_CHANGES: usize = 100;
/// The most bytes that are kept for one ledger.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// One change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The ledger.
    pub ledger: PathBuf,
    /// When it was changed, in seconds since the epoch.
    pub at: i64,
    /// What was done, as a person typed it.
    pub what: String,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// The text of a block before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The commitment; none: the text is the whole ledger's.
    pub id: Option<String>,
    /// As it was; none: it was not there.
    pub before: Option<String>,
    /// As it is now; none: it is gone.
    pub after: Option<String>,
}

impl Record {
    /// What a change did.
    pub fn new(ledger: &Path, at: Instant, what: String, rewritten: &[Rewritten]) -> Self {
        let blocks = rewritten
            .iter()
            .map(|block| Block {
                id: block.id.map(|id| id.to_string()),
                before: block.before.clone(),
                after: block.after.clone(),
            })
            .collect();
        Self { ledger: ledger.to_owned(), at: at.epoch(), what, blocks }
    }
}

impl Block {
    /// The commitment's id.
    pub fn id(&self) -> Option<Id> {
        Id::new(self.id.as_deref()?.as_bytes())
    }
}

/// The changes of one ledger.
pub struct Journal<'g> {
    folder: PathBuf,
    ledger: PathBuf,
    disk: Disk<'g>,
}

impl<'g> Journal<'g> {
    /// The journal of the ledger at this real path, below the state folder.
    pub fn new(state: &Path, ledger: &Path, disk: Disk<'g>) -> Self {
        let name = format!("{:016x}", fingerprint(ledger.as_os_str().as_encoded_bytes()));
        Self { folder: state.join("undo").join(name), ledger: ledger.to_owned(), disk }
    }

    /// Keeps a change.
    pub fn keep(&self, record: &Record) -> std::io::Result<()> {
        self.disk.make_folder(&self.folder)?;
        let bytes = serde_json::to_vec(record)?;
        let numbers = self.numbers()?;
        let next = numbers.last().copied().unwrap_or_default().saturating_add(1);
        let path = self.path(next);
        let mut file = self.disk.create(&path)?;
        let written = file.write_all(&bytes);
        drop(file);
        if let Err(error) = written {
            let _ = self.disk.remove(&path);
            return Err(error);
        }
        self.prune(&numbers, bytes.len());
        Ok(())
    }

    /// Removes the oldest changes when there are too many or they are too large.
    fn prune(&self, numbers: &[u64], new: usize) {
        let mut bytes = u64::try_from(new).unwrap_or(u64::MAX);
        for (newer, number) in numbers.iter().rev().enumerate() {
            let path = self.path(*number);
            let size = self.disk.stat(&path).ok().flatten().map_or(0, |meta| meta.len());
            bytes = bytes.saturating_add(size);
            if newer.saturating_add(2) > MOST_CHANGES || bytes > MOST_BYTES {
                let _ = self.disk.remove(&path);
            }
        }
    }

    /// The changes, newest first, with their numbers.
    pub fn records(&self) -> std::io::Result<Vec<(u64, Record)>> {
        let mut records = Vec::new();
        for number in self.numbers()?.into_iter().rev() {
            match self.read(number) {
                Ok(Some(record)) if record.ledger == self.ledger => records.push((number, record)),
                Ok(_) => {}
                // Behind one that can be taken back, a damaged one is of no matter. Before it, it is no reason to take
                // that one back instead.
                Err(error) if error.kind() == ErrorKind::InvalidData && !records.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    /// A change. `None`: it is gone. What a full disk or a kill cut off is invalid data.
    fn read(&self, number: u64) -> std::io::Result<Option<Record>> {
        let path = self.path(number);
        let open = match self.disk.open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            open => open?,
        };
        let mut bytes = Vec::new();
        (&open).read_to_end(&mut bytes)?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| {
            let shown = path.to_string_lossy();
            let what = "is damaged; if you delete it, `owed undo` undoes the change before it";
            std::io::Error::new(ErrorKind::InvalidData, format!("{} {what}", text::clean(&shown)))
        })
    }

    /// Forgets a change.
    pub fn forget(&self, number: u64) -> std::io::Result<()> {
        self.disk.remove(&self.path(number))
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number}.json"))
    }

    /// The numbers of the changes, oldest first.
    fn numbers(&self) -> std::io::Result<Vec<u64>> {
        if self.disk.stat(&self.folder)?.is_none() {
            return Ok(Vec::new());
        }
        let names = self.disk.list(&self.folder)?;
        let number = |name: &std::ffi::OsString| name.to_str()?.strip_suffix(".json")?.parse().ok();
        let mut numbers: Vec<u64> = names.iter().filter_map(number).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// FNV-1a: a short name for a long path. The path itself stands in each record.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
