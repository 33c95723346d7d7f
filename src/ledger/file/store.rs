//! The ledger file: found, locked, read, replaced, in the steps of ARCHITECTURE.md.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Open, Stamp};
use super::private;
use super::spool::Spool;
use crate::document::problem::Fault;
use crate::error::{Error, Kind, Result};
use crate::ledger::change::draft::Draft;
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Id;
use crate::text;
use access::{Access, Caller, Denied, Owned};
use beside::{Beside, Filling};

mod access;
mod acl;
mod beside;
mod lock;
mod output;

/// The largest ledger that is read.
pub const LARGEST: u64 = 256 * 1024 * 1024;
/// What to do with a ledger that is too large.
const ARCHIVE: &str = "`owed archive` moves closed commitments into files of their own";
/// What to do with an archive that is too large.
const DIVIDE: &str = "move some of its commitments into another file, and name that in `archives` too";
/// How often a write starts again because somebody else saved the file meanwhile, or removed its lock.
const TRIES: u32 = 20;

/// Where a ledger is.
#[derive(Clone)]
pub struct Store<'g> {
    /// The path as the user named it.
    pub path: PathBuf,
    /// Whether the path may be a link to the file.
    follows: bool,
    disk: Disk<'g>,
    makes_folder: bool,
    like: Option<PathBuf>,
    largest: u64,
    /// The hint of a change that makes the ledger too large.
    too_large: &'static str,
    /// In how many parts a ledger of so many bytes is read, and how much of one that is read in several is copied meanwhile.
    ahead: Option<(&'g dyn Fn(u64) -> usize, Share)>,
}

/// How much of a ledger is copied while it is read.
#[derive(Clone, Copy)]
pub enum Share {
    /// All of it: what is new comes after it.
    All,
    /// The first half: a change may be anywhere, and what was copied of the text after it was copied in vain.
    Half,
}

impl Share {
    const fn of(self, size: u64) -> u64 {
        match self {
            Self::All => size,
            Self::Half => size / 2,
        }
    }
}

/// The outcome of a write.
pub enum Written<T> {
    /// The new ledger is on disk.
    Changed(T),
    /// Nothing had to change.
    Unchanged(T),
}

/// The new text of a ledger, and what to report about it.
pub struct Plan<T> {
    /// The draft of the new text, `None` if nothing changes.
    pub text: Option<Draft>,
    /// What to report.
    pub tell: T,
}

/// The hooks around a write, while the lock is held; each gets what the plan reports.
pub struct Around<'a, T> {
    /// Called with a message while waiting for the lock.
    pub say: &'a mut dyn FnMut(&str),
    /// The ledger from which a draft moves blocks.
    pub other: Option<Stored<'a>>,
    /// Called before the file is replaced, each time it was planned anew, with the old text; an error leaves the file as
    /// it is.
    pub first: &'a mut dyn FnMut(&T, Stored<'_>) -> Result<()>,
    /// Called when the new text is in place, at this path.
    pub done: &'a mut dyn FnMut(&T, &Path),
}

impl<'g> Store<'g> {
    /// Returns the ledger at a path, in an existing folder.
    pub fn new(path: PathBuf, disk: Disk<'g>) -> Self {
        Self {
            path,
            follows: true,
            disk,
            makes_folder: false,
            like: None,
            largest: LARGEST,
            too_large: ARCHIVE,
            ahead: None,
        }
    }

    /// Returns a file that must not be a link, such as an archive: a stranger may have chosen its name.
    pub fn itself(path: PathBuf, disk: Disk<'g>) -> Self {
        Self {
            path,
            follows: false,
            disk,
            makes_folder: false,
            like: None,
            largest: LARGEST,
            too_large: DIVIDE,
            ahead: None,
        }
    }

    /// Returns the same; with `makes_folder`, a missing folder is made together with the ledger.
    #[must_use]
    pub fn making_folder(self, makes_folder: bool) -> Self {
        Self { makes_folder, ..self }
    }

    /// Returns the same; a new file gets the owner, group and mode of `model`, the ledger that it is a part of.
    #[must_use]
    pub fn like(self, model: PathBuf) -> Self {
        Self { like: Some(model), ..self }
    }

    /// Returns the same; one that is larger than `largest` bytes is not read or written.
    #[must_use]
    pub fn of_at_most(self, largest: u64) -> Self {
        Self { largest, ..self }
    }

    /// Returns the same; `too_large`: what to do where a change would make the ledger too large.
    #[must_use]
    pub fn hinting(self, too_large: &'static str) -> Self {
        Self { too_large, ..self }
    }

    /// Returns the same; of a ledger that is read in several `parts` so much is copied meanwhile.
    #[must_use]
    pub fn copied_while_read(self, parts: &'g dyn Fn(u64) -> usize, share: Share) -> Self {
        Self { ahead: Some((parts, share)), ..self }
    }

    /// Returns the path as messages show it.
    pub fn shown(&self) -> String {
        text::sanitize(&self.path.to_string_lossy()).into_owned()
    }

    fn failed(&self, what: &str, error: std::io::Error) -> Error {
        Error::io(format_args!("{}: {what}", self.shown()), error)
    }

    /// Returns true if there is a ledger.
    pub fn exists(&self) -> Result<bool> {
        let found =
            self.disk.stat_itself(&self.path).map_err(|error| self.failed("cannot look at it", error))?;
        Ok(found.is_some())
    }

    /// Returns the size of the file, `None` if there is none.
    pub fn size(&self) -> Result<Option<u64>> {
        let found = self.disk.stat(&self.path);
        Ok(found.map_err(|error| self.failed("cannot look at it", error))?.map(|meta| meta.size()))
    }

    /// Opens the ledger for reading; the error is one that is not a regular file, or too large.
    pub fn open(&self) -> Result<Open<'g>> {
        self.open_at(&self.path)
    }

    fn open_at(&self, path: &Path) -> Result<Open<'g>> {
        let open = if self.follows { self.disk.open(path) } else { self.disk.open_itself(path) };
        let open = open.map_err(|error| self.cannot_open(error))?;
        let meta = open.stat().map_err(|error| self.failed("cannot look at it", error))?;
        self.regular(&meta)?;
        if meta.size() > self.largest {
            let hint = if self.follows { ARCHIVE } else { DIVIDE };
            return Err(Error::new(format!("{}: larger than 256 MiB", self.shown())).hint(hint));
        }
        Ok(open)
    }

    fn regular(&self, meta: &Metadata) -> Result<()> {
        if meta.is_file() {
            return Ok(());
        }
        let what = match meta.file_type() {
            kind if kind.is_dir() => "this is a folder",
            kind if kind.is_symlink() => "this is a symbolic link",
            _ => "not a regular file",
        };
        if !self.follows {
            return Err(Error::new(format!("{}: {what}", self.shown())).hint(
                "an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`",
            ));
        }
        Err(Error::new(format!("{}: {what}", self.shown()))
            .hint("name the ledger file with --ledger or OWED_LEDGER"))
    }

    /// Returns the owner, group and mode of the file that replaces this one, or is new in this folder. The error is a
    /// file without permission to write, which replacing it would get round; or one that would be taken away from
    /// somebody.
    fn access(&self, real: &Path, folder: &Path, old: Option<&Metadata>) -> Result<Access> {
        let look = |error: std::io::Error| self.failed("cannot look at its folder", error);
        let within = self.disk.stat(folder).map_err(look)?;
        let within = within.ok_or_else(|| look(std::io::ErrorKind::NotFound.into()))?;
        let within = Owned::from(&within);
        let denied = |denied| self.denied(denied, real, folder);
        let Some(old) = old else {
            let Some(path) = &self.like else { return Ok(Access::fresh(within, &Caller::real())) };
            let Some(model) = self.disk.stat(path).map_err(look)? else {
                return Ok(Access::fresh(within, &Caller::real()));
            };
            return Access::like(self.owned(path, &model)?, within, &Caller::real()).map_err(denied);
        };
        self.regular(old)?;
        self.disk.may_write(real).map_err(|error| {
            let denied = error.kind() == std::io::ErrorKind::PermissionDenied;
            self.failed("cannot write to it", error).hint_maybe(denied.then(|| {
                format!(
                    "`ls -l {}` shows who may; its owner can let the group, with `chmod g+w`",
                    text::shell(real)
                )
            }))
        })?;
        Access::like(self.owned(real, old)?, within, &Caller::real()).map_err(denied)
    }

    /// Returns owner, group and mode of a file. With an access control list, the group bits in its mode are not those
    /// of its group.
    fn owned(&self, path: &Path, meta: &Metadata) -> Result<Owned> {
        let list = self.disk.acl(path).map_err(|error| self.failed("cannot look at it", error))?;
        let owned = Owned::from(meta);
        Ok(Owned { mode: list.map_or(owned.mode, |list| acl::without_list(owned.mode, &list)), ..owned })
    }

    fn denied(&self, denied: Denied, real: &Path, folder: &Path) -> Error {
        let (file, within) = (text::shell(real), text::shell(folder));
        let (why, hint) = match denied {
            Denied::Owner => (
                "it belongs to somebody else and would become yours",
                format!(
                    "to share it with a group, let its owner run `chgrp GROUP {file} {within} && chmod g+rw {file} && chmod g+rwxs {within}`"
                ),
            ),
            Denied::Group => (
                "you are not in its group, so its group would be lost",
                format!("`chgrp GROUP {file}` gives it a group of yours; `id -Gn` lists them"),
            ),
            Denied::Sticky => (
                "only its owner may replace it in this folder",
                format!("keep a shared ledger in a folder without the sticky bit (`chmod -t {within}`)"),
            ),
        };
        Error::new(format!("{}: cannot write to it: {why}", self.shown())).hint(hint)
    }

    fn cannot_open(&self, error: std::io::Error) -> Error {
        if !self.follows {
            // A refused link is looked at again for a better message.
            let meta = self.disk.stat_itself(&self.path).ok().flatten();
            if let Some(Err(error)) = meta.map(|meta| self.regular(&meta)) {
                return error;
            }
            if error.kind() == std::io::ErrorKind::NotFound {
                return Error::new(format!("{}: there is no archive here", self.shown()))
                    .hint("the ledger names it in `archives`: restore the file, or remove the name");
            }
        }
        if error.kind() == std::io::ErrorKind::NotFound && self.disk.is_link(&self.path) {
            return Error::new(format!("{}: broken symbolic link", self.shown()))
                .hint("fix the link, or remove it and run `owed init`");
        }
        if error.kind() == std::io::ErrorKind::NotFound {
            if !self.makes_folder && matches!(self.disk.stat(self.parent()), Ok(None)) {
                return self.no_folder();
            }
            return Error::new(format!("{}: there is no ledger here", self.shown()))
                .hint("`owed promise` makes one with the first promise, `owed init` makes an empty one");
        }
        self.failed("cannot open it", error)
    }

    /// Returns the whole text of the ledger.
    pub fn text(&self) -> Result<String> {
        self.read(|stored| self.text_of(stored))
    }

    /// Returns the whole text of what is stored in this ledger.
    pub fn text_of(&self, stored: Stored<'_>) -> Result<String> {
        let bytes = stored.bytes(0..stored.size())?;
        String::from_utf8(bytes.into_owned()).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Fault::not_utf8(at).locate(&self.shown(), error.as_bytes())
        })
    }

    /// Calls `act` with the text of the ledger where it is stored.
    pub fn read<R>(&self, act: impl FnOnce(Stored<'_>) -> Result<R>) -> Result<R> {
        let failed = |error: std::io::Error| self.failed("cannot read it", error);
        let open = self.open()?;
        let size = open.stat().map_err(failed)?.size();
        act(Stored::file(&open, size, &self.shown())?)
    }

    /// Changes the ledger: locks it, asks `plan` for the draft of the new text, and replaces the file. `plan` has no
    /// effects: it is called again, with the new text, whenever somebody else saved the file meanwhile. A missing
    /// ledger is planned from `fresh`, if that is given, and not made if nothing changes.
    pub fn write<T>(
        &self,
        fresh: Option<&str>,
        plan: &dyn Fn(Stored<'_>) -> Result<Plan<T>>,
        around: Around<'_, T>,
    ) -> Result<Written<T>> {
        let Around { say, other, first, done } = around;
        // A refused change leaves nothing behind, not even a folder.
        let missing = fresh.filter(|_| matches!(self.exists(), Ok(false)));
        let mut early = match missing.map(|fresh| plan(fresh.into())).transpose()? {
            Some(Plan { text: None, tell }) => return Ok(Written::Unchanged(tell)),
            early => early,
        };
        let real = self.real_path(fresh.is_some())?;
        let (folder, name) = self.folder_and_name(&real)?;
        let before = self.disk.stat_itself(&real).map_err(|error| self.failed("cannot look at it", error))?;
        // Before a lock file is made: none is left beside a device, a folder or somebody else's file.
        let access = self.access(&real, &folder, before.as_ref())?;
        let lock_path = folder.join(format!(".{name}.lock"));
        for _ in 0..TRIES {
            let lock = self.lock(&lock_path, access, say)?;
            self.sweep(&folder, &name);
            let found = match self.disk.stat_itself(&real) {
                Ok(None) => None,
                Ok(Some(meta)) => {
                    self.regular(&meta)?;
                    Some(self.open_at(&real)?)
                }
                Err(error) => return Err(self.failed("cannot look at it", error)),
            };
            let (shown, failed) = (self.shown(), |error| self.failed("cannot read it", error));
            let meta = found.as_ref().map(Open::stat).transpose().map_err(failed)?;
            let old = match (&found, &meta, fresh) {
                (Some(open), Some(meta), _) => Stored::file(open, meta.size(), &shown)?,
                (_, _, Some(fresh)) => fresh.into(),
                (_, _, None) => return Err(self.cannot_open(std::io::ErrorKind::NotFound.into())),
            };
            let (planned, begun) = match &found {
                Some(open) => self.plan(&|| plan(old), (open, old.size() as u64), (&folder, &name)),
                // Nobody has made one meanwhile.
                None => (early.take().map_or_else(|| plan(old), Ok), None),
            };
            let Plan { text, tell } = match planned {
                // The error may come from a half-saved file.
                Err(_) if meta.is_some() && !self.is_still(&real, meta.as_ref()) => continue,
                plan => plan?,
            };
            first(&tell, old)?;
            let Some(text) = text else { return Ok(Written::Unchanged(tell)) };
            if u64::try_from(text.size()).is_ok_and(|size| size > self.largest) {
                return Err(self.would_be_too_large());
            }
            let access = self.access(&real, &folder, meta.as_ref())?;
            let beside = begun.unwrap_or_else(|| self.beside(&folder, &name))?;
            let text = Filling { draft: &text, file: found.as_ref(), old, other };
            if self.replace(&real, (beside, &text), (meta.as_ref(), access), (&lock, &lock_path))? {
                done(&tell, &real);
                self.disk.sync_folder(&folder).map_err(|error| {
                    self.failed("its folder could not be synced to disk", error).kind(Kind::Written)
                })?;
                return Ok(Written::Changed(tell));
            }
        }
        Err(Error::new(format!("{}: another program keeps saving this file", self.shown()))
            .hint("close the editor, or try again")
            .kind(Kind::Unchanged))
    }

    /// Returns a file for blocks on their way to archives. The folder of a new ledger is made, if it may be.
    pub fn spool(&self) -> Result<Spool<'g>> {
        let real = self.real_path(true)?;
        let (folder, name) = self.folder_and_name(&real)?;
        let path = temporary(&folder, &name)?;
        let file = self.disk.create_unnamed(&path).map_err(|error| self.not_made(&folder, error))?;
        Ok(Spool::new(file, self.shown()))
    }

    /// Returns the error of a change after which the ledger would be too large.
    pub fn would_be_too_large(&self) -> Error {
        Error::new(format!("{}: would be larger than 256 MiB", self.shown())).hint(self.too_large)
    }

    /// Returns the file behind every link; the folder of a new ledger must exist.
    pub fn real_path(&self, make: bool) -> Result<PathBuf> {
        let exists = self.exists()?;
        if exists && self.follows {
            return self.disk.resolve(&self.path).map_err(|error| self.cannot_open(error));
        }
        if !exists && !make {
            return Err(self.cannot_open(std::io::ErrorKind::NotFound.into()));
        }
        let name = self.path.file_name().ok_or_else(|| self.no_name())?;
        let folder = self.parent();
        if !exists && self.makes_folder {
            self.no_folder_of_root(folder)?;
            self.disk.make_folder(folder).map_err(|error| self.failed("cannot make its folder", error))?;
        }
        let folder = self.disk.resolve(folder).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => self.no_folder(),
            _ => self.failed("cannot find its folder", error),
        })?;
        Ok(folder.join(name))
    }

    /// Refuses to make a folder of root's among the files of somebody else, such as the caller of `sudo -E`.
    fn no_folder_of_root(&self, folder: &Path) -> Result<()> {
        let is_there = |error| self.failed("cannot look at its folder", error);
        if Caller::real().uid != 0 || self.disk.stat(folder).map_err(is_there)?.is_some() {
            return Ok(());
        }
        private::among_own(&self.disk, folder).map_err(|error| Error {
            message: format!("{}: cannot make its folder: {}", self.shown(), error.message),
            ..error
        })
    }

    /// Returns the folder of the path as it was named.
    fn parent(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
    }

    /// Returns the error of a ledger in a missing folder: a typing mistake in its name must not begin a second ledger.
    fn no_folder(&self) -> Error {
        let folder = text::sanitize(&self.parent().to_string_lossy()).into_owned();
        Error::new(format!("{}: the folder {folder} does not exist", self.shown()))
            .hint("check --ledger, OWED_LEDGER, or `ledger` in the config file")
            .hint("`owed init` creates the folder and an empty ledger")
    }

    fn no_name(&self) -> Error {
        Error::new(format!("{}: not a file name", self.shown()))
            .hint("give the path of a file, not of a folder")
    }

    fn folder_and_name(&self, real: &Path) -> Result<(PathBuf, String)> {
        let name = real.file_name().ok_or_else(|| self.no_name())?;
        let folder = real.parent().ok_or_else(|| self.no_name())?;
        let name = name.to_str().ok_or_else(|| {
            Error::new(format!("{}: the name of a ledger must be UTF-8", self.shown()))
                .hint("rename the file")
        })?;
        Ok((folder.to_owned(), name.to_owned()))
    }

    /// Returns the folder of the path as it was named, `None` if that cannot be found.
    pub fn named_folder(&self) -> Option<PathBuf> {
        self.disk.resolve(self.parent()).ok()
    }

    /// Returns the ledger as other programs can find it: the file behind every link.
    pub fn real(&self) -> Result<PathBuf> {
        self.real_path(false)
    }

    /// Removes what a killed process left behind. Under the lock, nobody else can be using it.
    fn sweep(&self, folder: &Path, name: &str) {
        for file in self.disk.list(folder).unwrap_or_default() {
            if is_temporary(&file, name) {
                let _ = self.disk.remove(&folder.join(file));
            }
        }
    }

    /// Returns true if the file is unchanged, as far as that can be told.
    fn is_still(&self, real: &Path, meta: Option<&Metadata>) -> bool {
        let now = self.disk.stat_itself(real);
        now.is_ok_and(|now| now.as_ref().map(Stamp::of) == meta.map(Stamp::of))
    }

    /// Makes a plan, and a copy of a large ledger meanwhile. An error of the copy counts only if the plan changes something.
    fn plan<T>(
        &self,
        plan: &dyn Fn() -> Result<Plan<T>>,
        (open, size): (&Open<'_>, u64),
        (folder, name): (&Path, &str),
    ) -> (Result<Plan<T>>, Option<Result<Beside<'g>>>) {
        let Some((_, share)) = self.ahead.filter(|(parts, _)| parts(size) > 1) else {
            return (plan(), None);
        };
        let mut beside = match self.beside(folder, name) {
            Ok(beside) => beside,
            Err(error) => return (plan(), Some(Err(error))),
        };
        let changes = |planned: &Result<Plan<T>>| planned.as_ref().is_ok_and(|plan| plan.text.is_some());
        let (planned, copied) = beside.copy_during((open, share.of(size)), plan, changes);
        (planned, Some(copied.map(|()| beside).map_err(|error| self.not_written(error))))
    }

    /// Makes the file that is to take the place of the ledger.
    fn beside(&self, folder: &Path, name: &str) -> Result<Beside<'g>> {
        Beside::create(temporary(folder, name)?, self.disk).map_err(|error| self.not_made(folder, error))
    }

    fn not_made(&self, folder: &Path, error: std::io::Error) -> Error {
        let denied = error.kind() == std::io::ErrorKind::PermissionDenied;
        let error = self.failed("cannot make a temporary file beside it", error);
        error.hint_maybe(denied.then(|| {
            format!("to replace a file, you need write permission for its folder, {}", text::shell(folder))
        }))
    }

    fn not_written(&self, error: std::io::Error) -> Error {
        self.failed("cannot write it", error).kind(Kind::Unchanged)
    }

    /// Writes the text into the file beside the ledger and replaces the ledger by it. Returns false if somebody saved the
    /// ledger meanwhile, or removed the lock file.
    fn replace(
        &self,
        real: &Path,
        (mut beside, text): (Beside<'_>, &Filling<'_>),
        (meta, access): (Option<&Metadata>, Access),
        (lock, lock_path): (&Open<'_>, &Path),
    ) -> Result<bool> {
        let mut fill = || -> std::io::Result<bool> {
            if !beside.write(text)? {
                return Ok(false);
            }
            beside.settle(access, meta.map(|_| real).or(self.like.as_deref()))?;
            if !lock.is_at(lock_path)? {
                return Ok(false);
            }
            if self.disk.stat_itself(real)?.as_ref().map(Stamp::of) != meta.map(Stamp::of) {
                return Ok(false);
            }
            beside.take_place(real)?;
            Ok(true)
        };
        fill().map_err(|error| self.not_written(error))
    }
}

/// Returns the path of a new file in a folder that is to take the place of one of this name.
fn temporary(folder: &Path, name: &str) -> Result<PathBuf> {
    Ok(folder.join(format!(".{name}.{}.tmp", crate::ledger::random_letters()?)))
}

/// Returns whether [`temporary`] may have made a file of this name.
fn is_temporary(file: &OsStr, name: &str) -> bool {
    let middle = file.to_str().and_then(|file| file.strip_prefix('.')?.strip_prefix(name)?.strip_prefix('.'));
    middle.and_then(|middle| Id::new(middle.strip_suffix(".tmp")?.as_bytes())).is_some()
}

/// Returns what changing a ledger needs besides permission to write to it.
fn needs_folder(folder: &Path) -> String {
    format!("to change a ledger, you need write permission for {}", text::shell(folder))
}
