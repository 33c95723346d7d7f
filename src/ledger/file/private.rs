//! Folders below the state folder: `undo` and `edit` keep texts of ledgers there, so they belong to the user and are
//! closed to others.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use super::disk::Disk;
use crate::error::{Error, Result};
use crate::text;

/// What nobody else may do in the state folder.
const OTHERS_WRITE: u32 = 0o022;
/// What nobody else may do in the folders below it.
const OTHERS: u32 = 0o077;

/// Makes a folder below the state folder for the user alone, if there is none. The error is a folder that is not
/// private, or one to be made among the files of somebody else.
pub fn make(disk: &Disk<'_>, state: &Path, name: &str) -> Result<PathBuf> {
    let folder = state.join(name);
    among_own(disk, &folder)?;
    disk.make_folder(&folder).map_err(|error| failed(&folder, error))?;
    check(disk, state, name)?;
    Ok(folder)
}

/// Refuses to make a folder among the files of somebody else: the nearest existing folder must be the user's, or
/// root's.
pub fn among_own(disk: &Disk<'_>, folder: &Path) -> Result<()> {
    for path in folder.ancestors() {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if let Some(meta) = disk.stat(path).map_err(|error| failed(path, error))? {
            let is_own = [0, geteuid().as_raw()].contains(&meta.uid());
            return if is_own { Ok(()) } else { Err(somebody_elses(path)) };
        }
    }
    Ok(())
}

/// Returns whether there is such a folder. The error is one that belongs to somebody else or that others can look or
/// write into, or a state folder that others can write into: they could replace it.
pub fn check(disk: &Disk<'_>, state: &Path, name: &str) -> Result<bool> {
    Ok(is_private(disk, state, OTHERS_WRITE)? && is_private(disk, &state.join(name), OTHERS)?)
}

fn is_private(disk: &Disk<'_>, folder: &Path, closed: u32) -> Result<bool> {
    let looked = |meta: std::io::Result<Option<Metadata>>| meta.map_err(|error| failed(folder, error));
    let me = geteuid().as_raw();
    let refuse = |why: &str| Error::new(format!("{}: {why}", text::sanitize(&folder.to_string_lossy())));
    // A link has an owner too, who decides where it leads.
    let Some(link) = looked(disk.stat_itself(folder))? else { return Ok(false) };
    let Some(meta) = looked(disk.stat(folder))? else { return Err(refuse("this link leads nowhere")) };
    if !meta.is_dir() {
        return Err(refuse("this is not a folder"));
    }
    if link.uid() != me || meta.uid() != me {
        return Err(somebody_elses(folder));
    }
    if meta.mode() & closed != 0 {
        return Err(refuse("others have access to this folder")
            .hint(format!("run `chmod go-rwx {}`", text::shell(folder))));
    }
    Ok(true)
}

fn somebody_elses(folder: &Path) -> Error {
    let shown = folder.to_string_lossy();
    Error::new(format!("{}: this folder belongs to somebody else", text::sanitize(&shown)))
        .hint("with sudo, leave out -E, or set HOME, XDG_STATE_HOME and XDG_DATA_HOME to folders of the one it runs as")
}

fn failed(folder: &Path, error: std::io::Error) -> Error {
    Error::io(text::sanitize(&folder.to_string_lossy()), error)
}
