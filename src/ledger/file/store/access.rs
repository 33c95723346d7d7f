//! Who may use a file that owed makes: a ledger, the one that replaces it, and the locks beside it.
//!
//! A ledger is replaced by a new file, so the person who changes it becomes its owner unless that can be prevented.
//! Everything here is decided before anything is made.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;

/// The bit of a folder whose files belong to its group.
const SETGID: u32 = 0o2000;
/// The bit of a folder in which only the owner of a file may replace it.
const STICKY: u32 = 0o1000;
const GROUP_WRITES: u32 = 0o020;
const OTHERS_WRITE: u32 = 0o002;

/// The person who runs owed, as the system sees them.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The user.
    pub uid: u32,
    /// The user's groups.
    pub groups: Vec<u32>,
}

/// Owner, group and mode of a file or folder.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// The user.
    pub uid: u32,
    /// The group.
    pub gid: u32,
    /// What owner, group and others may do.
    pub mode: u32,
}

/// The access of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The owner; `None` for the person who makes it.
    pub uid: Option<u32>,
    /// The group; `None` for the one it is made with.
    pub gid: Option<u32>,
    /// What owner, group and others may do.
    pub mode: u32,
}

/// Why replacing a ledger would take it away from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Its owner would change, and does not share it with a group of the caller.
    Owner,
    /// Its group would change, and with it who may read or write.
    Group,
    /// Only its owner may replace it in this folder.
    Sticky,
}

impl Caller {
    /// Returns the person who runs this process.
    pub fn real() -> Self {
        let mut groups: Vec<_> = rustix::process::getgroups().unwrap_or_default();
        groups.push(rustix::process::getegid());
        let groups = groups.into_iter().map(rustix::process::Gid::as_raw).collect();
        Self { uid: rustix::process::geteuid().as_raw(), groups }
    }
}

impl From<&Metadata> for Owned {
    fn from(meta: &Metadata) -> Self {
        Self { uid: meta.uid(), gid: meta.gid(), mode: meta.mode() & 0o7777 }
    }
}

impl Access {
    /// Returns the access of a new ledger: its owner alone; in a folder that a group shares, the group too. A file that
    /// root makes in somebody else's folder is theirs.
    pub fn fresh(folder: Owned, caller: &Caller) -> Self {
        let is_shared = folder.mode & SETGID != 0 && folder.mode & GROUP_WRITES != 0;
        let of_folder = |id| (caller.uid == 0).then_some(id);
        Self {
            uid: of_folder(folder.uid),
            gid: of_folder(folder.gid),
            mode: if is_shared { 0o660 } else { 0o600 },
        }
    }

    /// Returns the access of a file that replaces an old one: the same owner, group and mode. If the owner cannot be
    /// kept, the group must be, and must be allowed to write.
    pub fn like(old: Owned, folder: Owned, caller: &Caller) -> Result<Self, Denied> {
        let is_root = caller.uid == 0;
        let keeps_owner = is_root || caller.uid == old.uid;
        if folder.mode & STICKY != 0 && !keeps_owner && caller.uid != folder.uid {
            return Err(Denied::Sticky);
        }
        // On macOS, files always belong to the group of their folder.
        let inherits = folder.gid == old.gid && (folder.mode & SETGID != 0 || cfg!(target_os = "macos"));
        let keeps_group = is_root || inherits || caller.groups.contains(&old.gid);
        let is_shared = keeps_group && old.mode & GROUP_WRITES != 0;
        if !(keeps_owner || is_shared) {
            return Err(Denied::Owner);
        }
        // A group that may do only what everybody may is no loss.
        if !keeps_group && (old.mode >> 3) & 0o7 != old.mode & 0o7 {
            return Err(Denied::Group);
        }
        Ok(Self { uid: is_root.then_some(old.uid), gid: keeps_group.then_some(old.gid), mode: old.mode })
    }

    /// Returns the access of the lock beside such a ledger: exactly those who can write the ledger can open it.
    pub fn of_lock(self) -> Self {
        let bits = [(GROUP_WRITES, 0o060), (OTHERS_WRITE, 0o006)];
        let may = |(writes, both): (u32, u32)| if self.mode & writes != 0 { both } else { 0 };
        // Its owner may always open it, or a ledger that was once read-only could never be written again.
        Self { mode: bits.into_iter().map(may).fold(0o600, |mode, both| mode | both), ..self }
    }
}

#[cfg(test)]
mod tests;
