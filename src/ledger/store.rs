//! The ledger file: found, locked, read, replaced. The steps are those of ARCHITECTURE.md, in that order.

use std::fs::Metadata;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, Open, Stamp};
use crate::error::{Result, Trouble};
use crate::rules::commitment::Id;
use crate::text;

/// The largest ledger that is read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// How long to sleep between two tries to get the lock.
const NAP: Duration = Duration::from_millis(20);
/// After so many naps the user is told what is going on.
const NAPS_UNTIL_SAID: u32 = 50;
/// After so many naps owed gives up.
const NAPS_AT_MOST: u32 = 500;
/// How many naps it takes to be sure that another climb is going on. One that has just ended may seem to hold its lock
/// for a moment: a process that its own had begun shares it until it runs.
const NAPS_FOR_A_CLIMB: u32 = 5;
/// How often a write starts over because somebody else saved the file meanwhile.
const TRIES: u32 = 20;

/// Where a ledger is.
#[derive(Clone)]
pub struct Store<'g> {
    /// The path as the user named it.
    pub path: PathBuf,
    /// Whether the path may be a link to the file.
    follows: bool,
    disk: Disk<'g>,
}

/// What a write did.
pub enum Written<T> {
    /// The new ledger is on disk.
    Changed(T),
    /// There was nothing to change.
    Unchanged(T),
}

/// The new text of a ledger, and what to tell about it.
pub struct Plan<T> {
    /// The whole new text, `None` if nothing changes.
    pub text: Option<String>,
    /// What to tell.
    pub tell: T,
}

impl<'g> Store<'g> {
    /// The ledger at a path.
    pub fn new(path: PathBuf, disk: Disk<'g>) -> Self {
        Self { path, follows: true, disk }
    }

    /// A file that is no link, such as an archive: its name may be a stranger's.
    pub fn itself(path: PathBuf, disk: Disk<'g>) -> Self {
        Self { path, follows: false, disk }
    }

    /// The path as messages show it.
    pub fn shown(&self) -> String {
        text::clean(&self.path.to_string_lossy()).into_owned()
    }

    fn failed(&self, what: &str, error: &std::io::Error) -> Trouble {
        Trouble::io(format_args!("{}: {what}", self.shown()), error)
    }

    /// Whether there is a ledger.
    pub fn exists(&self) -> Result<bool> {
        let found =
            self.disk.stat_itself(&self.path).map_err(|error| self.failed("cannot look at it", &error))?;
        Ok(found.is_some())
    }

    /// Opens the ledger for reading: a regular file of a size that can be read.
    pub fn open(&self) -> Result<Open<'g>> {
        self.open_at(&self.path)
    }

    fn open_at(&self, path: &Path) -> Result<Open<'g>> {
        let open = if self.follows { self.disk.open(path) } else { self.disk.open_itself(path) };
        let open = open.map_err(|error| self.cannot_open(&error))?;
        let meta = open.stat().map_err(|error| self.failed("cannot look at it", &error))?;
        self.regular(&meta)?;
        if meta.size() > LARGEST {
            return Err(self.too_large("larger than 256 MiB"));
        }
        Ok(open)
    }

    fn too_large(&self, what: &str) -> Trouble {
        let hint = if self.follows {
            "`owed archive` moves closed commitments into files of their own"
        } else {
            "move some of its commitments into another file, and name that in `archives` too"
        };
        Trouble::new(format!("{}: {what}", self.shown())).hint(hint)
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
            return Err(Trouble::new(format!("{}: {what}", self.shown())).hint(
                "an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`",
            ));
        }
        Err(Trouble::new(format!("{}: {what}", self.shown()))
            .hint("name the ledger file with --ledger or OWED_LEDGER"))
    }

    /// Refuses a file that may not be written to: putting another in its place would get round that.
    fn may_write(&self, real: &Path, meta: &Metadata) -> Result<()> {
        self.regular(meta)?;
        self.disk.may_write(real).map_err(|error| self.failed("cannot write to it", &error))
    }

    fn cannot_open(&self, error: &std::io::Error) -> Trouble {
        if !self.follows {
            // What is refused as a link is looked at again to say so.
            let meta = self.disk.stat_itself(&self.path).ok().flatten();
            if let Some(Err(trouble)) = meta.map(|meta| self.regular(&meta)) {
                return trouble;
            }
            if error.kind() == std::io::ErrorKind::NotFound {
                return Trouble::new(format!("{}: there is no archive here", self.shown()))
                    .hint("the ledger names it in `archives`: restore the file, or remove the name");
            }
        }
        if error.kind() == std::io::ErrorKind::NotFound && self.path.is_symlink() {
            return Trouble::new(format!("{}: broken symbolic link", self.shown()))
                .hint("fix the link, or remove it and run `owed init`");
        }
        if error.kind() == std::io::ErrorKind::NotFound {
            return Trouble::new(format!("{}: there is no ledger here", self.shown()))
                .hint("`owed promise` makes one with the first promise, `owed init` makes an empty one");
        }
        self.failed("cannot open it", error)
    }

    /// The whole text of the ledger.
    pub fn text(&self) -> Result<String> {
        Ok(self.read_text(&self.path)?.0)
    }

    /// The whole text of the ledger and the state of the file it was read from.
    fn read_text(&self, path: &Path) -> Result<(String, Metadata)> {
        let open = self.open_at(path)?;
        let failed = |error: std::io::Error| self.failed("cannot read it", &error);
        let meta = open.stat().map_err(failed)?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.size()).unwrap_or_default());
        std::io::Read::read_to_end(&mut &open, &mut bytes).map_err(failed)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            not_utf8(at).locate(&self.shown(), error.as_bytes())
        })?;
        Ok((text, meta))
    }

    /// Changes the ledger: locks it, reads it, lets `plan` say what the new text is, and puts that in its
    /// place. A ledger that is not there is planned from `fresh`, if that is given. `say` is told of a wait, and
    /// `done`, with the lock still held, of what is on disk now and where.
    pub fn write<T>(
        &self,
        fresh: Option<&str>,
        say: &mut dyn FnMut(&str),
        plan: &mut dyn FnMut(&str) -> Result<Plan<T>>,
        done: &mut dyn FnMut(&T, &Path),
    ) -> Result<Written<T>> {
        if let Some(fresh) = fresh.filter(|_| matches!(self.exists(), Ok(false))) {
            // What is refused leaves nothing behind, not even a folder.
            plan(fresh)?;
        }
        let real = self.real_path(fresh.is_some())?;
        let (folder, name) = self.folder_and_name(&real)?;
        let before =
            self.disk.stat_itself(&real).map_err(|error| self.failed("cannot look at it", &error))?;
        // Before a lock file is made: none is left beside a device, a folder or a file of somebody else's.
        before.as_ref().map_or(Ok(()), |meta| self.may_write(&real, meta))?;
        let _lock = self.lock(&folder.join(format!(".{name}.lock")), before.as_ref(), say)?;
        self.sweep(&folder, &name);
        for _ in 0..TRIES {
            let (old, meta) = match self.disk.stat_itself(&real) {
                Ok(None) => match fresh {
                    Some(fresh) => (fresh.to_owned(), None),
                    None => return Err(self.cannot_open(&std::io::ErrorKind::NotFound.into())),
                },
                Ok(Some(meta)) => {
                    self.may_write(&real, &meta)?;
                    let (text, meta) = self.read_text(&real)?;
                    (text, Some(meta))
                }
                Err(error) => return Err(self.failed("cannot look at it", &error)),
            };
            let Plan { text, tell } = plan(&old)?;
            let Some(text) = text.or_else(|| meta.is_none().then(|| old.clone())) else {
                return Ok(Written::Unchanged(tell));
            };
            if u64::try_from(text.len()).is_ok_and(|size| size > LARGEST) {
                return Err(self.too_large("would be larger than 256 MiB; nothing was changed"));
            }
            if self.replace(&real, &folder, &name, &text, meta.as_ref())? {
                done(&tell, &real);
                self.disk.sync_folder(&folder).map_err(|error| {
                    Trouble::io(
                        format_args!("written, but {}: its folder could not be synced to disk", self.shown()),
                        &error,
                    )
                })?;
                return Ok(Written::Changed(tell));
            }
        }
        Err(Trouble::new(format!("{}: another program keeps saving this file", self.shown()))
            .hint("nothing was changed; close the editor, or try again"))
    }

    /// The file behind every link; for a ledger that is still to be made, its folder has to be there.
    pub fn real_path(&self, make: bool) -> Result<PathBuf> {
        let exists = self.exists()?;
        if exists && self.follows {
            return self.disk.resolve(&self.path).map_err(|error| self.cannot_open(&error));
        }
        if !exists && !make {
            return Err(self.cannot_open(&std::io::ErrorKind::NotFound.into()));
        }
        let name = self.path.file_name().ok_or_else(|| self.no_name())?;
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !exists {
            self.disk.make_folder(folder).map_err(|error| self.failed("cannot make its folder", &error))?;
        }
        let folder =
            self.disk.resolve(folder).map_err(|error| self.failed("cannot find its folder", &error))?;
        Ok(folder.join(name))
    }

    fn no_name(&self) -> Trouble {
        Trouble::new(format!("{}: not a file name", self.shown()))
            .hint("give the path of a file, not of a folder")
    }

    fn folder_and_name(&self, real: &Path) -> Result<(PathBuf, String)> {
        let name = real.file_name().ok_or_else(|| self.no_name())?;
        let folder = real.parent().ok_or_else(|| self.no_name())?;
        let name = name.to_str().ok_or_else(|| {
            Trouble::new(format!("{}: the name of a ledger must be UTF-8", self.shown()))
                .hint("rename the file")
        })?;
        Ok((folder.to_owned(), name.to_owned()))
    }

    /// The ledger as other programs can find it: the file behind every link.
    pub fn real(&self) -> Result<PathBuf> {
        self.real_path(false)
    }

    /// Takes the lock that only a climb of the ladder holds, for as long as the answer lives. `None`: another
    /// climb has it. A ledger that could not be written to is refused here, before anybody is told anything.
    pub fn lock_climb(&self) -> Result<Option<Open<'g>>> {
        let real = self.real()?;
        let (folder, name) = self.folder_and_name(&real)?;
        let meta = self.disk.stat(&real).map_err(|error| self.failed("cannot look at it", &error))?;
        self.disk.may_write(&real).map_err(|error| self.failed("cannot write to it", &error))?;
        let path = folder.join(format!(".{name}.escalate.lock"));
        let lock = self.open_lock(&path, meta.as_ref())?;
        for _ in 0..NAPS_FOR_A_CLIMB {
            if lock.try_lock().map_err(|error| self.cannot_lock(&path, &error))? {
                return Ok(Some(lock));
            }
            std::thread::sleep(NAP);
        }
        Ok(None)
    }

    fn cannot_lock(&self, path: &Path, error: &std::io::Error) -> Trouble {
        if error.kind() == std::io::ErrorKind::Unsupported {
            return Trouble::new(format!("{}: this file system does not support locks", self.shown())).hint(
                "keep the ledger on a local disk: without locks, two writers could overwrite each other",
            );
        }
        self.failed("cannot lock it", error)
            .hint(format!("the lock file is {}", text::clean(&path.to_string_lossy())))
    }

    fn open_lock(&self, path: &Path, like: Option<&Metadata>) -> Result<Open<'g>> {
        // Its owner may always open it, or a ledger that was read-only once could never be written again.
        let mode = like.map_or(0, |meta| meta.mode() & 0o666) | 0o600;
        let lock = self.disk.open_lock(path, mode).map_err(|error| self.cannot_lock(path, &error))?;
        let is_plain = |meta: Metadata| meta.is_file() && meta.nlink() == 1;
        if let Some(like) = like.filter(|_| lock.stat().is_ok_and(is_plain)) {
            // Somebody else's lock file of the same group is as good as ours.
            let _ = lock.own_like(like, mode);
        }
        Ok(lock)
    }

    /// Waits for the lock. It is the kernel's: a process that is killed leaves none behind.
    fn lock(&self, path: &Path, like: Option<&Metadata>, say: &mut dyn FnMut(&str)) -> Result<Open<'g>> {
        let lock = self.open_lock(path, like)?;
        for nap in 0..NAPS_AT_MOST {
            if lock.try_lock().map_err(|error| self.cannot_lock(path, &error))? {
                return Ok(lock);
            }
            if nap == NAPS_UNTIL_SAID {
                say(&format!("waiting for another owed process to finish with {}", self.shown()));
            }
            std::thread::sleep(NAP);
        }
        Err(Trouble::new(format!("{}: locked by another owed process for ten seconds", self.shown()))
            .hint("nothing was changed; try again"))
    }

    /// Removes what a killed process left behind. Under the lock, nobody else can be using it.
    fn sweep(&self, folder: &Path, name: &str) {
        let prefix = format!(".{name}.");
        for file in self.disk.list(folder).unwrap_or_default() {
            let middle = file.to_str().and_then(|file| file.strip_prefix(&prefix)?.strip_suffix(".tmp"));
            if middle.is_some_and(|middle| Id::new(middle.as_bytes()).is_some()) {
                let _ = self.disk.remove(&folder.join(file));
            }
        }
    }

    /// Whether a file is the one at that path.
    fn is_at(&self, file: &Open<'_>, path: &Path) -> bool {
        let same = |one: &Metadata, other: &Metadata| one.dev() == other.dev() && one.ino() == other.ino();
        matches!((file.stat(), self.disk.stat_itself(path)), (Ok(one), Ok(Some(other))) if same(&one, &other))
    }

    /// Writes the text beside the ledger and puts it in its place. `false`: somebody saved the ledger meanwhile.
    fn replace(
        &self,
        real: &Path,
        folder: &Path,
        name: &str,
        text: &str,
        meta: Option<&Metadata>,
    ) -> Result<bool> {
        let temporary = folder.join(format!(".{name}.{}.tmp", super::random_letters()?));
        let mut file = self
            .disk
            .create(&temporary)
            .map_err(|error| self.failed("cannot make a temporary file beside it", &error))?;
        let mut fill = || -> std::io::Result<bool> {
            file.write_all(text.as_bytes())?;
            if let Some(meta) = meta {
                file.own_like(meta, meta.mode())?;
            }
            file.sync()?;
            let now = self.disk.stat_itself(real)?;
            if now.as_ref().map(Stamp::of) != meta.map(Stamp::of) {
                return Ok(false);
            }
            let renamed = self.disk.rename(&temporary, real);
            // A network may lose the answer to a renaming that was done.
            renamed.or_else(|error| if self.is_at(&file, real) { Ok(()) } else { Err(error) })?;
            Ok(true)
        };
        let done = fill();
        if !matches!(done, Ok(true)) {
            let _ = self.disk.remove(&temporary);
        }
        done.map_err(|error| self.failed("cannot write it; nothing was changed", &error))
    }
}

/// That a file is no UTF-8 from a byte on.
pub fn not_utf8(at: usize) -> super::fault::Fault {
    super::fault::Fault::new(at..at.saturating_add(1), "not valid UTF-8")
        .hint("save the file as UTF-8, or take the last good version from git")
}
