//! The file that is made beside a ledger and takes its place.
//!
//! It is written when the change is known. Of a large ledger a copy is begun before that, while the ledger is read, because
//! either takes long; what lies before the change stays of it. If there is no change after all, the file is removed.

use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::super::disk::{Disk, Open};
use super::access::Access;
use crate::ledger::change::draft::{Draft, Part};
use crate::ledger::read::stored::Stored;

/// A file beside a ledger, removed unless it takes its place.
pub(super) struct Beside<'g> {
    path: PathBuf,
    pub(super) file: Open<'g>,
    /// Whether it took the place of the ledger.
    is_in_place: bool,
    /// How many bytes from the start of the old ledger it has.
    copied: u64,
    disk: Disk<'g>,
}

impl<'g> Beside<'g> {
    /// Makes it, empty, for its owner alone.
    pub(super) fn create(path: PathBuf, disk: Disk<'g>) -> io::Result<Self> {
        let file = disk.create(&path)?;
        Ok(Self { path, file, is_in_place: false, copied: 0, disk })
    }

    /// Makes it, empty, for all that the mask of the process leaves.
    pub(super) fn create_for_all(path: PathBuf, disk: Disk<'g>) -> io::Result<Self> {
        let file = disk.create_for_all(&path)?;
        Ok(Self { path, file, is_in_place: false, copied: 0, disk })
    }

    /// Gives it owner, group, mode and the access control list of `model`, and flushes it to the disk. Without a model it
    /// has the list that its folder gives it.
    pub(super) fn settle(&self, access: Access, model: Option<&Path>) -> io::Result<()> {
        self.file.own(access.uid, access.gid, access.mode)?;
        if let Some(model) = model {
            self.file.set_acl(self.disk.acl(model)?.as_deref())?;
        }
        self.file.sync()
    }

    /// Takes the place of the file at this path. A network may lose the answer to a rename that was done.
    pub(super) fn take_place(&mut self, real: &Path) -> io::Result<()> {
        let renamed = self.disk.rename(&self.path, real);
        let is_done = || matches!(self.file.is_at(real), Ok(true));
        renamed.or_else(|error| if is_done() { Ok(()) } else { Err(error) })?;
        self.is_in_place = true;
        Ok(())
    }

    /// Calls `plan`, and copies this many bytes of the old ledger meanwhile; once it is known that they are not `needed`, no
    /// more of them.
    pub(super) fn copy_during<P>(
        &mut self,
        (old, size): (&Open<'_>, u64),
        plan: impl FnOnce() -> P,
        needed: impl FnOnce(&P) -> bool,
    ) -> (P, io::Result<()>) {
        let copying = match self.file.copying(old) {
            Ok(copying) => copying,
            Err(error) => return (plan(), Err(error)),
        };
        let unwanted = &AtomicBool::new(false);
        let (planned, copied) = thread::scope(|scope| {
            let copying = thread::Builder::new().spawn_scoped(scope, move || copying.run(size, unwanted));
            let planned = plan();
            unwanted.store(!needed(&planned), Ordering::Relaxed);
            let ended = |_| Err(io::Error::other("the copy ended early"));
            // Without a thread it is copied afterwards.
            (planned, copying.map_or(Ok(0), |copying| copying.join().unwrap_or_else(ended)))
        });
        (planned, copied.map(|copied| self.copied = copied))
    }

    /// Writes the contents into it. Returns false if the old file was cut off meanwhile.
    pub(super) fn write(&mut self, filling: &Filling<'_>) -> io::Result<bool> {
        let parts = filling.draft.parts();
        let mut there = match parts.first() {
            Some(Part::Kept(place)) if place.start == 0 => self.copied.min(place.end as u64),
            _ => 0,
        };
        if self.copied > 0 {
            self.file.cut(there)?;
        }
        for part in parts {
            if !filling.write(part, std::mem::take(&mut there), &mut self.file)? {
                return Ok(false);
            }
        }
        // Whatever the system reports of its copying: nothing may be missing.
        let (size, wanted) = (self.file.stat()?.size(), filling.draft.size());
        if size == wanted as u64 {
            return Ok(true);
        }
        Err(io::Error::other(format!("{size} bytes were written instead of {wanted}")))
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.is_in_place {
            let _ = self.disk.remove(&self.path);
        }
    }
}

/// The contents of a new file.
pub(super) struct Filling<'f> {
    pub(super) draft: &'f Draft,
    /// The old file, if there is one.
    pub(super) file: Option<&'f Open<'f>>,
    /// Its text, or the text that a new ledger begins with.
    pub(super) old: Stored<'f>,
    /// The ledger from which blocks are moved.
    pub(super) other: Option<Stored<'f>>,
}

impl Filling<'_> {
    /// Writes a part, but for the bytes of it that are `there`. Returns false if the old file was cut off meanwhile.
    fn write(&self, part: &Part, there: u64, into: &mut Open<'_>) -> io::Result<bool> {
        match (part, self.file, self.other) {
            (Part::New(text), ..) => into.write_all(text.as_bytes())?,
            (Part::Kept(place), Some(file), _) => {
                return into.copy(file, (place.start as u64).saturating_add(there)..place.end as u64);
            }
            (Part::Kept(place), None, _) => {
                io::copy(&mut self.old.reader(place.clone()), into)?;
            }
            (Part::Moved(place), _, Some(other)) => {
                io::copy(&mut other.reader(place.clone()), into)?;
            }
            (Part::Moved(_), _, None) => return Err(io::ErrorKind::NotFound.into()),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
