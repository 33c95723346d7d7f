//! A file that is open: read, written, locked and copied, each behind the gate.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Seek as _, SeekFrom, Write};
use std::num::NonZeroU64;
use std::ops::Range;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
use rustix::fs::{Advice, fadvise};
use rustix::fs::{Timespec, Timestamps, UTIME_NOW, XattrFlags, fremovexattr, fsetxattr, futimens};
use rustix::io::Errno;

use super::{ACL, Open, Step, again};
use crate::ledger::read::stored::ReadAt;

/// How much of a file is copied before the system is asked to begin writing it to the disk.
const PIECE: u64 = 1024 * 1024;

impl Open<'_> {
    /// Returns size, times, owner and mode.
    pub fn stat(&self) -> io::Result<Metadata> {
        again(|| {
            self.disk.pass(Step::Stat, &self.path)?;
            self.file.metadata()
        })
    }

    /// Takes the lock if it is free; returns whether it did.
    pub fn try_lock(&self) -> io::Result<bool> {
        again(|| {
            self.disk.pass(Step::Lock, &self.path)?;
            match self.file.try_lock() {
                Ok(()) => {
                    self.is_locked.set(true);
                    Ok(true)
                }
                Err(TryLockError::WouldBlock) => Ok(false),
                Err(TryLockError::Error(error)) => Err(error),
            }
        })
    }

    /// Sets the owner and the group, if given, and the mode.
    pub fn own(&self, uid: Option<u32>, gid: Option<u32>, mode: u32) -> io::Result<()> {
        again(|| {
            self.disk.pass(Step::SetOwner, &self.path)?;
            let mine = self.file.metadata()?;
            let (uid, gid) = (uid.filter(|uid| *uid != mine.uid()), gid.filter(|gid| *gid != mine.gid()));
            if uid.is_some() || gid.is_some() {
                std::os::unix::fs::fchown(&self.file, uid, gid)?;
            }
            self.file.set_permissions(fs::Permissions::from_mode(mode & 0o7777))
        })
    }

    /// Sets the access control list, or removes it.
    pub fn set_acl(&self, list: Option<&[u8]>) -> io::Result<()> {
        if cfg!(not(target_os = "linux")) {
            return Ok(());
        }
        again(|| {
            self.disk.pass(Step::SetOwner, &self.path)?;
            let done = list.map_or_else(
                || fremovexattr(&self.file, ACL),
                |list| fsetxattr(&self.file, ACL, list, XattrFlags::empty()),
            );
            match done {
                Err(Errno::NODATA | Errno::OPNOTSUPP) if list.is_none() => Ok(()),
                done => Ok(done?),
            }
        })
    }

    /// Sets the time of the file's last change to its file system's now. Anybody who may write to it may do that.
    pub fn touch(&self) -> io::Result<()> {
        again(|| {
            self.disk.pass(Step::Touch, &self.path)?;
            let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
            Ok(futimens(&self.file, &Timestamps { last_access: now, last_modification: now })?)
        })
    }

    /// Returns true if it is the file at that path, and not one that replaced it.
    pub fn is_at(&self, path: &Path) -> io::Result<bool> {
        let mine = self.stat()?;
        let there = self.disk.stat_itself(path)?;
        Ok(there.is_some_and(|there| (there.dev(), there.ino()) == (mine.dev(), mine.ino())))
    }

    /// Flushes everything to the disk. Never tried again: after a failure the state of the disk is unknown.
    pub fn sync(&self) -> io::Result<()> {
        self.disk.pass(Step::Sync, &self.path)?;
        self.file.sync_all()
    }

    /// Appends bytes of another file, copied by the system where it can. Returns false if the other file is shorter.
    pub fn copy(&mut self, from: &Open<'_>, place: Range<u64>) -> io::Result<bool> {
        again(|| {
            from.disk.pass(Step::Read, &from.path)?;
            (&from.file).seek(SeekFrom::Start(place.start))
        })?;
        let mut left = place.end.saturating_sub(place.start);
        while left > 0 {
            let count = again(|| {
                let most = u64::try_from(self.disk.pass(Step::Write, &self.path)?).unwrap_or(u64::MAX);
                copy_piece(&from.file, &self.file, most.min(left))
            })?;
            if count == 0 {
                return Ok(false);
            }
            left = left.saturating_sub(count);
        }
        Ok(true)
    }

    /// Returns what copies another file into this one on another thread; asks the gate once for all of it.
    pub fn copying<'f>(&'f self, from: &'f Open<'_>) -> io::Result<Copying<'f>> {
        again(|| from.disk.pass(Step::Read, &from.path))?;
        again(|| self.disk.pass(Step::Write, &self.path))?;
        Ok(Copying { from: &from.file, into: &self.file })
    }

    /// Leaves only the first bytes, and goes on writing after them.
    pub fn cut(&self, length: u64) -> io::Result<()> {
        again(|| {
            self.disk.pass(Step::Write, &self.path)?;
            self.file.set_len(length)?;
            (&self.file).seek(SeekFrom::Start(length)).map(drop)
        })
    }

    /// Goes back to the start.
    pub fn rewind(&self) -> io::Result<()> {
        io::Seek::rewind(&mut &self.file)
    }
}

/// A copy of one file into another, both at their starts.
pub struct Copying<'f> {
    from: &'f File,
    into: &'f File,
}

impl Copying<'_> {
    /// Copies this many bytes, until it is `unwanted`. Returns how many were copied: fewer too if the other file is shorter.
    pub fn run(&self, size: u64, unwanted: &AtomicBool) -> io::Result<u64> {
        let mut copied = 0_u64;
        while copied < size && !unwanted.load(Ordering::Relaxed) {
            match copy_piece(self.from, self.into, size.saturating_sub(copied))? {
                0 => break,
                count => copied = copied.saturating_add(count),
            }
        }
        Ok(copied)
    }
}

/// Copies the next piece of a file, of at most this many bytes. Returns its length, 0 at the end of the file.
fn copy_piece(from: &File, mut into: &File, most: u64) -> io::Result<u64> {
    let start = into.stream_position()?;
    let count = io::copy(&mut from.take(most.min(PIECE)), &mut into)?;
    if count == PIECE {
        begin_writing(into, start..start.saturating_add(count));
    }
    Ok(count)
}

/// Asks the system to begin writing these bytes to the disk, so that a later flush does not begin with all of them. On Linux
/// this advice does that first, and keeps in memory what is on its way; elsewhere nothing is asked.
fn begin_writing(file: &File, place: Range<u64>) {
    #[cfg(target_os = "linux")]
    let _ =
        fadvise(file, place.start, NonZeroU64::new(place.end.saturating_sub(place.start)), Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = (file, place);
}

impl Drop for Open<'_> {
    /// Gives the lock back. Closing the file is not enough: a process that another thread is starting shares the lock
    /// until it runs a program.
    fn drop(&mut self) {
        if self.is_locked.get() {
            let _ = self.file.unlock();
        }
    }
}

impl Read for &Open<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.pass(Step::Read, &self.path)?;
        (&self.file).read(buffer)
    }
}

impl ReadAt for Open<'_> {
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
        self.disk.pass(Step::Read, &self.path)?;
        FileExt::read_at(&self.file, room, at)
    }

    /// Asks the gate once for all reads.
    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
        self.disk.pass(Step::Read, &self.path)?;
        Ok(&self.file)
    }
}

impl ReadAt for File {
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
        FileExt::read_at(self, room, at)
    }

    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
        Ok(self)
    }
}

impl Write for &Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let most = self.disk.pass(Step::Write, &self.path)?;
        (&self.file).write(bytes.split_at_checked(most).map_or(bytes, |(bytes, _)| bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.file).flush()
    }
}

impl Write for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self).flush()
    }
}
