//! A file for an answer (`--output`), replaced in one step like a ledger.
//!
//! It is not a ledger: nobody locks it, and of two that write it at the same time the last one stays. A file that may be a
//! ledger is never replaced.

use std::fs::Metadata;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::beside::Beside;
use super::{Store, is_temporary, temporary};
use crate::error::{Error, Kind, Result};
use crate::text;

/// What the temporary file is called after: nothing that a reader of files by their ending takes for one of them.
const CALLED: &str = "owed";

/// After how many seconds a temporary file is nobody's: no answer takes an hour to write.
const FORGOTTEN: i64 = 60 * 60;

impl Store<'_> {
    /// Replaces the file by an answer about these ledgers, or makes it. Links stay, and so do owner, group, mode and access
    /// control list of an old file; a new one has those that its folder and the mask of the process give it.
    ///
    /// # Errors
    ///
    /// What cannot be written, and what must not be replaced: a ledger, its locks, what may be an archive, and what is not
    /// a regular file. The file is as it was then, unless the error says that it is written.
    pub fn put(&self, answer: &[u8], ledgers: &[Store<'_>]) -> Result<()> {
        let (real, old) = self.replaceable()?;
        ledgers.iter().try_for_each(|ledger| self.refuse_ledger(&real, old.as_ref(), ledger))?;
        self.replace_by(answer, &real, old.as_ref())
    }

    /// Replaces the file by what a merge of it came to, or makes it: whatever it is, because git, or who else asked for the
    /// merge, holds its own copy. It is not locked.
    ///
    /// # Errors
    ///
    /// What cannot be written, and what is not a regular file. The file is as it was then, unless the error says that it is
    /// written.
    pub fn put_merged(&self, merged: &[u8]) -> Result<()> {
        let (real, old) = self.replaceable()?;
        self.replace_by(merged, &real, old.as_ref())
    }

    /// Returns the path behind every link, and what is there.
    fn replaceable(&self) -> Result<(PathBuf, Option<Metadata>)> {
        self.refuse_no_name()?;
        let old = self.disk.stat(&self.path).map_err(|error| self.failed("cannot look at it", error))?;
        if let Some(old) = &old {
            self.refuse_irregular(old)?;
        }
        Ok((self.place()?, old))
    }

    fn replace_by(&self, answer: &[u8], real: &Path, old: Option<&Metadata>) -> Result<()> {
        let folder = real.parent().ok_or_else(|| self.no_name())?;
        let access = old.map(|old| self.access(real, folder, Some(old))).transpose()?;
        let create = if old.is_some() { Beside::create } else { Beside::create_for_all };
        let mut beside =
            create(temporary(folder, CALLED)?, self.disk).map_err(|error| self.not_made(folder, error))?;
        let mut fill = || -> io::Result<()> {
            beside.file.write_all(answer)?;
            match access {
                Some(access) => beside.settle(access, Some(real))?,
                None => beside.file.sync()?,
            }
            beside.take_place(real)
        };
        fill().map_err(|error| self.failed("cannot write it", error).hint("the file is as it was before"))?;
        let written = beside.file.stat().map_or(i64::MIN, |meta| meta.mtime());
        self.sweep_forgotten(folder, written.saturating_sub(FORGOTTEN));
        self.disk
            .sync_folder(folder)
            .map_err(|error| self.failed("its folder could not be synced to disk", error).kind(Kind::Written))
    }

    /// Removes what killed processes left in a folder before that time of its file system.
    fn sweep_forgotten(&self, folder: &Path, before: i64) {
        for file in self.disk.list(folder).unwrap_or_default() {
            let path = folder.join(&file);
            let is_old = |meta: Metadata| meta.is_file() && meta.mtime() < before;
            if is_temporary(&file, CALLED)
                && self.disk.stat_itself(&path).is_ok_and(|meta| meta.is_some_and(is_old))
            {
                let _ = self.disk.remove(&path);
            }
        }
    }

    fn refuse_no_name(&self) -> Result<()> {
        if self.path == Path::new("-") {
            return Err(Error::new("--output needs the name of a file, not `-`")
                .hint("without --output the answer is printed"));
        }
        let ends_in_folder = self.path.as_os_str().as_bytes().ends_with(b"/");
        if ends_in_folder || self.path.file_name().is_none() { Err(self.no_name()) } else { Ok(()) }
    }

    fn refuse_irregular(&self, old: &Metadata) -> Result<()> {
        if old.is_file() {
            return Ok(());
        }
        let (what, hint) = match old.is_dir() {
            true => ("this is a folder", "name a file in it"),
            false => ("not a regular file", "without --output the answer is printed"),
        };
        Err(Error::new(format!("{}: {what}", self.shown())).hint(hint))
    }

    /// Returns the path behind every link; the file may be missing.
    fn place(&self) -> Result<PathBuf> {
        let is_link = self.disk.is_link(&self.path);
        self.resolved().map_err(|error| match error.kind() {
            ErrorKind::NotFound if is_link => Error::new(format!("{}: broken symbolic link", self.shown()))
                .hint("fix the link, or remove it"),
            ErrorKind::NotFound => {
                let folder = text::shell(self.parent());
                Error::new(format!("{}: its folder does not exist", self.shown()))
                    .hint(format!("`mkdir -p {folder}` makes it"))
            }
            _ => self.failed("cannot find its folder", error),
        })
    }

    fn resolved(&self) -> io::Result<PathBuf> {
        if self.disk.stat_itself(&self.path)?.is_some() {
            return self.disk.resolve(&self.path);
        }
        let name = self.path.file_name().unwrap_or_default();
        Ok(self.disk.resolve(self.parent())?.join(name))
    }

    /// Refuses to replace what may hold promises: a ledger under any name, its lock files, and every TOML file, for
    /// which names are archives is known only to those who could read the ledger.
    fn refuse_ledger(&self, real: &Path, old: Option<&Metadata>, ledger: &Store<'_>) -> Result<()> {
        // A ledger that cannot be found is not at this path.
        let theirs = ledger.resolved().unwrap_or_else(|_| ledger.path.clone());
        let same = |one: &Metadata, other: &Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
        let its_file = self.disk.stat(&theirs).ok().flatten();
        let is_ledger = real == theirs || old.zip(its_file.as_ref()).is_some_and(|(old, its)| same(old, its));
        let name = theirs.file_name().unwrap_or_default().to_string_lossy();
        let is_lock = ["lock", "escalate.lock"]
            .iter()
            .any(|ending| real == theirs.with_file_name(format!(".{name}.{ending}")));
        let what = match () {
            () if is_ledger => "this is the ledger",
            () if is_lock => "this is a lock file of the ledger",
            () if old.is_some() && real.extension().is_some_and(|ending| ending == "toml") => {
                "there is a TOML file already, which may be a ledger or an archive"
            }
            () => return Ok(()),
        };
        Err(Error::new(format!("{}: {what}", self.shown())).hint("give the answer another name"))
    }
}
