//! The lock files beside a ledger: `.NAME.lock` for a write, `.NAME.escalate.lock` for a climb of the ladder.
//!
//! The lock is the kernel's, so a killed process leaves none; the file is empty and stays. Owner and mode are set only
//! on a file that this process made: any other may be somebody's. A lock counts only while its file is the one at its
//! path: `git clean` may remove it, and the next process would make, and lock, another.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::Duration;

use super::access::Access;
use super::{Open, Store, needs_folder};
use crate::error::{Error, Kind, Result};
use crate::rules::time::Instant;
use crate::text;

/// How long to sleep between two attempts to get the lock.
const NAP: Duration = Duration::from_millis(20);
/// After this many naps the user is told about the wait.
const NAPS_UNTIL_SAID: u32 = 50;
/// After this many naps owed gives up.
const NAPS_AT_MOST: u32 = 500;
/// After this many naps an observation is certain. A climb that has just ended may seem to hold its lock for a moment:
/// a process that it started shares the lock until it runs. A lock that has just been made may not be open to the group
/// yet.
const NAPS_TO_BE_SURE: u32 = 5;
/// After this many seconds a climb reports the one that still holds its lock.
const LONGEST_CLIMB: i64 = 30;

impl<'g> Store<'g> {
    /// Waits for the lock of a write. `say` is called with a message about a wait.
    pub(super) fn lock(&self, path: &Path, access: Access, say: &mut dyn FnMut(&str)) -> Result<Open<'g>> {
        for nap in 0..NAPS_AT_MOST {
            if let Some(lock) = self.try_lock(path, access)? {
                return Ok(lock);
            }
            if nap == NAPS_UNTIL_SAID {
                say(&format!("waiting for another owed process to finish with {}", self.shown()));
            }
            std::thread::sleep(NAP);
        }
        Err(Error::new(format!("{}: locked by another owed process for ten seconds", self.shown()))
            .hint("try again")
            .hint(who_holds(path))
            .kind(Kind::Unchanged))
    }

    /// Takes the lock of a climb of the ladder, for as long as the result lives. Returns `None` if another climb holds
    /// it. One that has held it for over 30 seconds is an error: the time of the lock file says since when. `clock` is
    /// the time of the machine.
    ///
    /// A ledger that could not be written to is refused here, before anybody is told anything.
    pub fn lock_climb(&self, clock: Instant) -> Result<Option<Open<'g>>> {
        let real = self.real()?;
        let (folder, name) = self.folder_and_name(&real)?;
        let meta = self.disk.stat(&real).map_err(|error| self.failed("cannot look at it", error))?;
        let access = self.access(&real, &folder, meta.as_ref())?;
        let path = folder.join(format!(".{name}.escalate.lock"));
        for _ in 0..NAPS_TO_BE_SURE {
            if let Some(lock) = self.try_lock(&path, access)? {
                // Without that time, a second climb would only complain too early.
                let _ = lock.touch();
                return Ok(Some(lock));
            }
            std::thread::sleep(NAP);
        }
        let held = self.disk.stat_itself(&path).map_err(|error| self.cannot_lock(&path, error))?;
        let is_long = |held: Metadata| clock.epoch().abs_diff(held.mtime()) > LONGEST_CLIMB.unsigned_abs();
        if !held.is_some_and(is_long) {
            return Ok(None);
        }
        let shown = text::sanitize(&path.to_string_lossy()).into_owned();
        Err(Error::new(format!(
            "{shown}: this lock has been held for over {LONGEST_CLIMB} seconds, so nothing was escalated"
        ))
        .hint("another `owed escalate` is slow or hangs, or something else holds the lock")
        .hint(who_holds(&path)))
    }

    /// Takes a lock if it is free and its file is the one at its path.
    fn try_lock(&self, path: &Path, access: Access) -> Result<Option<Open<'g>>> {
        let lock = self.open_lock(path, access)?;
        let failed = |error| self.cannot_lock(path, error);
        let has = lock.try_lock().map_err(failed)? && lock.is_at(path).map_err(failed)?;
        Ok(has.then_some(lock))
    }

    /// Opens a lock file, and makes it if there is none.
    fn open_lock(&self, path: &Path, access: Access) -> Result<Open<'g>> {
        let mut naps = 0..NAPS_TO_BE_SURE;
        loop {
            let error = match self.disk.open_lock(path) {
                Ok(lock) => return self.only_lock(lock, path),
                Err(error) if error.kind() == ErrorKind::NotFound => match self.make_lock(path, access) {
                    Ok(lock) => return Ok(lock),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            let may_pass = matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::PermissionDenied);
            if !may_pass || naps.next().is_none() {
                return Err(self.cannot_lock(path, error));
            }
            std::thread::sleep(NAP);
        }
    }

    /// Makes a lock file for everybody who can write the ledger. A failed one is not left behind.
    fn make_lock(&self, path: &Path, access: Access) -> std::io::Result<Open<'g>> {
        let lock = self.disk.create_lock(path)?;
        let Access { uid, gid, mode } = access.of_lock();
        if let Err(error) = lock.own(uid, gid, mode) {
            let _ = self.disk.remove(path);
            return Err(error);
        }
        Ok(lock)
    }

    /// Refuses a file that is not a lock: somebody put it there.
    fn only_lock(&self, lock: Open<'g>, path: &Path) -> Result<Open<'g>> {
        let meta = lock.stat().map_err(|error| self.cannot_lock(path, error))?;
        if meta.is_file() && meta.size() == 0 {
            return Ok(lock);
        }
        let what = if meta.is_file() { "it is not empty" } else { "it is not a regular file" };
        Err(Error::new(format!(
            "{}: this is not a lock file: {what}",
            text::sanitize(&path.to_string_lossy())
        ))
        .hint("move it away, and owed creates its lock file")
        .kind(Kind::Unchanged))
    }

    fn cannot_lock(&self, path: &Path, error: std::io::Error) -> Error {
        if error.kind() == ErrorKind::Unsupported {
            return Error::new(format!("{}: this file system does not support locks", self.shown())).hint(
                "keep the ledger on a local disk: without locks, two writers could overwrite each other",
            );
        }
        let lock_file = format!("the lock file is {}", text::sanitize(&path.to_string_lossy()));
        let is_denied = error.kind() == ErrorKind::PermissionDenied;
        let error = self.failed("cannot lock it", error).hint(lock_file);
        if !is_denied {
            return error;
        }
        error.hint(if !matches!(self.disk.stat_itself(path), Ok(None)) {
            format!(
                "if no owed process is running, run `rm {}`: owed creates it again, for all who can write to the ledger",
                text::shell(path)
            )
        } else {
            needs_folder(path.parent().unwrap_or(path))
        })
    }
}

/// Returns how to find out who holds a lock.
fn who_holds(path: &Path) -> String {
    format!("`lsof {}` shows who holds it", text::shell(path))
}
