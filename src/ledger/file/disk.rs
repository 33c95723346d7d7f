//! The only place where the ledger touches the file system.
//!
//! Every operation asks a gate first (a file that is read in parts, or copied, at the same time asks once). The real gate lets
//! everything pass; tests use one that fails at a chosen operation, cuts a write short, or kills the process.

mod open;

use std::cell::Cell;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{OFlags, getxattr};
use rustix::io::Errno;

/// Opening does not wait for the other end of a pipe.
const NO_WAITING: i32 = OFlags::NONBLOCK.bits().cast_signed();
/// Opening refuses a link.
const NO_LINK: i32 = OFlags::NOFOLLOW.bits().cast_signed();

/// An operation on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Find the real file behind links.
    Resolve,
    /// Make a folder.
    MakeFolder,
    /// Open for reading.
    Open,
    /// Read some bytes.
    Read,
    /// Ask for size, times, owner and mode.
    Stat,
    /// Open the lock file.
    OpenLock,
    /// Take the lock.
    Lock,
    /// Check whether writing is allowed.
    MayWrite,
    /// List a folder.
    List,
    /// Create a new file.
    Create,
    /// Write some bytes.
    Write,
    /// Set owner and mode.
    SetOwner,
    /// Set the time of the last change to now.
    Touch,
    /// Flush a file to the disk.
    Sync,
    /// Replace a file by another.
    Rename,
    /// Flush a folder to the disk.
    SyncFolder,
    /// Remove a file.
    Remove,
}

/// What a gate lets pass: everything, or (for a write) this many bytes.
pub type Gate<'g> = &'g dyn Fn(Step, &Path) -> io::Result<usize>;

/// The file system, behind a gate.
#[derive(Clone, Copy)]
pub struct Disk<'g> {
    gate: Gate<'g>,
}

fn open_gate(_: Step, _: &Path) -> io::Result<usize> {
    Ok(usize::MAX)
}

impl Disk<'static> {
    /// Returns the real file system.
    pub fn real() -> Self {
        Self { gate: &open_gate }
    }
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// Returns the stamp of a file.
    pub fn of(meta: &Metadata) -> Self {
        Self {
            device: meta.dev(),
            inode: meta.ino(),
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}

/// A file that is being read or written.
pub struct Open<'g> {
    file: File,
    path: PathBuf,
    disk: Disk<'g>,
    is_locked: Cell<bool>,
}

/// The attribute in which Linux keeps the access control list of a file, and the largest size of one.
const ACL: &str = "system.posix_acl_access";
const LONGEST_ACL: usize = 64 * 1024;

/// How often an operation that a signal interrupts is tried.
const TRIES: u32 = 100;

/// Runs an operation again if a signal interrupted it.
fn again<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..TRIES {
        match act() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
    act()
}

impl<'g> Disk<'g> {
    /// Returns a file system behind that gate.
    pub fn behind(gate: Gate<'g>) -> Self {
        Self { gate }
    }

    fn pass(&self, step: Step, path: &Path) -> io::Result<usize> {
        (self.gate)(step, path)
    }

    /// Returns the real path behind every link.
    pub fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        again(|| {
            self.pass(Step::Resolve, path)?;
            fs::canonicalize(path)
        })
    }

    /// Makes a folder and its parents, for the owner alone.
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        again(|| {
            self.pass(Step::MakeFolder, path)?;
            let mut builder = fs::DirBuilder::new();
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.recursive(true).create(path)
        })
    }

    /// Opens a file for reading, without waiting for the other end of a pipe.
    pub fn open(&self, path: &Path) -> io::Result<Open<'g>> {
        again(|| {
            self.pass(Step::Open, path)?;
            let file = OpenOptions::new().read(true).custom_flags(NO_WAITING).open(path)?;
            Ok(Open { file, path: path.to_owned(), disk: *self, is_locked: Cell::new(false) })
        })
    }

    /// Opens a file for reading in the same way, but never a link.
    pub fn open_itself(&self, path: &Path) -> io::Result<Open<'g>> {
        again(|| {
            self.pass(Step::Open, path)?;
            let flags = NO_WAITING | NO_LINK;
            let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
            Ok(Open { file, path: path.to_owned(), disk: *self, is_locked: Cell::new(false) })
        })
    }

    /// Creates a file that must not exist, readable by its owner alone.
    pub fn create(&self, path: &Path) -> io::Result<Open<'g>> {
        self.create_with(path, 0o600)
    }

    /// Creates a file that must not exist, for everybody but those whom the mask of the process leaves out.
    pub fn create_for_all(&self, path: &Path) -> io::Result<Open<'g>> {
        self.create_with(path, 0o666)
    }

    /// Creates a file that must not exist, for reading and writing, and removes its name at once: it ends with the process.
    pub fn create_unnamed(&self, path: &Path) -> io::Result<Open<'g>> {
        let file = self.create_as(path, OpenOptions::new().read(true).mode(0o600))?;
        // A name that stays is removed by the next change.
        let _ = self.remove(path);
        Ok(file)
    }

    fn create_with(&self, path: &Path, mode: u32) -> io::Result<Open<'g>> {
        self.create_as(path, OpenOptions::new().mode(mode))
    }

    fn create_as(&self, path: &Path, options: &mut OpenOptions) -> io::Result<Open<'g>> {
        again(|| {
            self.pass(Step::Create, path)?;
            let file = options.write(true).create_new(true).custom_flags(NO_LINK).open(path)?;
            Ok(Open { file, path: path.to_owned(), disk: *self, is_locked: Cell::new(false) })
        })
    }

    /// Creates a lock file that must not exist, for its owner alone.
    pub fn create_lock(&self, path: &Path) -> io::Result<Open<'g>> {
        self.lock_file(path, OpenOptions::new().create_new(true).mode(0o600))
    }

    /// Opens an existing lock file, and no file behind a link.
    pub fn open_lock(&self, path: &Path) -> io::Result<Open<'g>> {
        self.lock_file(path, &mut OpenOptions::new())
    }

    /// Opens a lock file for writing: who can only read the ledger cannot lock it.
    fn lock_file(&self, path: &Path, how: &mut OpenOptions) -> io::Result<Open<'g>> {
        again(|| {
            self.pass(Step::OpenLock, path)?;
            let file = how.write(true).custom_flags(NO_LINK | NO_WAITING).open(path)?;
            Ok(Open { file, path: path.to_owned(), disk: *self, is_locked: Cell::new(false) })
        })
    }

    /// Checks that a file may be written to and is not a link; changes nothing.
    pub fn may_write(&self, path: &Path) -> io::Result<()> {
        again(|| {
            self.pass(Step::MayWrite, path)?;
            let flags = NO_WAITING | NO_LINK;
            OpenOptions::new().write(true).custom_flags(flags).open(path).map(drop)
        })
    }

    /// Returns the state of the file at a path, `None` if there is none.
    pub fn stat(&self, path: &Path) -> io::Result<Option<Metadata>> {
        self.look(path, |path| fs::metadata(path))
    }

    /// Returns true if there is a link at a path; false if that is unknown.
    pub fn is_link(&self, path: &Path) -> bool {
        self.stat_itself(path).ok().flatten().is_some_and(|meta| meta.is_symlink())
    }

    /// Returns the state of what is at a path, which may be a link, `None` if there is nothing.
    pub fn stat_itself(&self, path: &Path) -> io::Result<Option<Metadata>> {
        self.look(path, |path| fs::symlink_metadata(path))
    }

    fn look(
        &self,
        path: &Path,
        stat: impl Fn(&Path) -> io::Result<Metadata>,
    ) -> io::Result<Option<Metadata>> {
        again(|| {
            self.pass(Step::Stat, path)?;
            match stat(path) {
                Ok(meta) => Ok(Some(meta)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Returns the access control list of a file as Linux keeps it, `None` if there is none.
    pub fn acl(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        if cfg!(not(target_os = "linux")) {
            return Ok(None);
        }
        again(|| {
            self.pass(Step::Stat, path)?;
            let mut list = vec![0; LONGEST_ACL];
            match getxattr(path, ACL, list.as_mut_slice()) {
                Ok(length) => {
                    list.truncate(length);
                    Ok(Some(list))
                }
                Err(Errno::NODATA | Errno::OPNOTSUPP | Errno::NOENT) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Lists the names in a folder.
    pub fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        again(|| {
            self.pass(Step::List, path)?;
            fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect()
        })
    }

    /// Replaces a file by another, in one step.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        again(|| {
            self.pass(Step::Rename, to)?;
            fs::rename(from, to)
        })
    }

    /// Flushes the names in a folder to the disk.
    pub fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Step::SyncFolder, path)?;
        File::open(path)?.sync_all()
    }

    /// Removes a file.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        again(|| {
            self.pass(Step::Remove, path)?;
            fs::remove_file(path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_ends_with_its_file_though_a_process_that_is_being_started_has_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let disk = Disk::behind(&|_, _| Ok(usize::MAX));
        let lock = disk.create_lock(&path).unwrap();
        assert!(lock.try_lock().unwrap());
        let child = lock.file.try_clone().unwrap();
        let next = disk.open_lock(&path).unwrap();
        assert!(!next.try_lock().unwrap());
        drop(lock);
        assert!(next.try_lock().unwrap());
        drop(child);
    }
}
