//! The archives that a ledger names: each a file of its own beside it, never a link, never a ledger.
//!
//! Every verb that reads or writes archives comes through here, so that all of them refuse the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::read::{from_start, stopped};
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::ledger::archive::{self, Contents};
use crate::ledger::file::disk::Open;
use crate::ledger::file::store::Store;
use crate::ledger::merge::copies;
use crate::ledger::merge::marks::Contradiction;
use crate::ledger::read::scan::{self, Look};
use crate::rules::commitment::Id;
use crate::rules::cycle;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::text;

/// The most copies of one commitment that are merged.
const MOST_COPIES: usize = 16;

/// One archive.
pub struct Archive<'w, 'n> {
    /// Its name in the ledger.
    pub name: &'n str,
    /// Its file.
    pub store: Store<'w>,
}

impl<'w> Inputs<'w> {
    /// Returns the archive of a name, beside the ledger's real file. The file may be missing.
    pub fn archive<'n>(&self, name: &'n str) -> Result<Archive<'w, 'n>> {
        // The path stays as typed, unless the ledger is a link to somewhere else.
        let path = &self.store.path;
        let beside = if self.disk.is_link(path) { self.store.real_path(false)? } else { path.clone() };
        let is_name = Path::new(name).file_name().is_some_and(|file| file == name) && !name.contains('\0');
        if !is_name {
            return Err(Error::new(format!(
                "{} is not an archive: it must be a file beside the ledger",
                text::quote(name)
            ))
            .hint("`archives` holds file names, without folders"));
        }
        Ok(Archive {
            name,
            store: Store::itself(beside.with_file_name(name), self.disk)
                .like(self.store.path.clone())
                .of_at_most(self.largest),
        })
    }

    /// Opens one archive after the other. The error is a missing one, the ledger itself, or the same file as one before
    /// it (by device and inode).
    pub fn each_archive<'n>(
        &self,
        names: &'n [String],
        act: &mut dyn FnMut(&Archive<'_, 'n>, &Open<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut files: BTreeMap<(u64, u64), &str> = BTreeMap::new();
        for name in names {
            let archive = self.archive(name)?;
            let file = archive.store.open()?;
            let unseen = |error: io::Error| {
                Error::io(format_args!("{}: cannot look at it", archive.store.shown()), error)
            };
            let meta = file.stat().map_err(unseen)?;
            let ledger = self.disk.stat(&self.store.path).map_err(unseen)?;
            if ledger.is_some_and(|ledger| (ledger.dev(), ledger.ino()) == (meta.dev(), meta.ino())) {
                return Err(Error::new(format!(
                    "{}: this is the ledger itself, not an archive",
                    text::sanitize(name)
                ))
                .hint("remove the name from `archives`"));
            }
            if let Some(other) = files.insert((meta.dev(), meta.ino()), name) {
                let [name, other] = [name, other].map(|name| text::sanitize(name));
                let message = if name == other {
                    format!("{name} is in `archives` twice")
                } else {
                    format!("{name} and {other} are the same file, and both are in `archives`")
                };
                return Err(Error::new(message).hint("remove one of the two"));
            }
            act(&archive, &file)?;
        }
        Ok(())
    }

    /// Shows every commitment of an archive, each once; the error is a file that is not an archive. `open` reads it
    /// from the start.
    pub fn scan_archive<R: io::Read>(
        &self,
        archive: &Archive<'_, '_>,
        open: impl Fn() -> io::Result<R>,
        policy: &Policy,
        see: &mut dyn FnMut(Look<'_, '_>),
    ) -> Result<()> {
        let mut contents = Contents::default();
        let mut judge = |look: Look<'_, '_>| {
            let is_closed = cycle::is_closed(look.commitment, policy);
            let count = if is_closed { &mut contents.closed } else { &mut contents.open };
            *count = count.saturating_add(1);
            see(look);
        };
        let text = open().map_err(scan::Stop::Io);
        let rules = text.and_then(|text| scan::archive(text, archive.name, policy, &mut judge));
        contents.rules = rules.map_err(|stop| stopped(&archive.store, stop, open()))?;
        match archive::why_not(&contents) {
            None => Ok(()),
            Some(why) => Err(Error::new(format!("{}: this is not an archive: {why}", archive.store.shown())).hint(
                "an archive holds closed commitments and nothing else; rename the file, or remove its name from `archives`",
            )),
        }
    }
}

/// One of several texts of a commitment in archives.
pub struct Copy {
    /// The name of the archive.
    pub archive: String,
    /// The text of its block.
    pub text: String,
}

impl Inputs<'_> {
    /// Returns the commitments that are in more than one place: in an archive and among these `ids`, or in two
    /// archives. Each has its texts in archives, in the order of the names.
    pub fn copies(&self, names: &[String], policy: &Policy, ids: &Ids) -> Result<BTreeMap<Id, Vec<Copy>>> {
        let (mut seen, mut doubled) = (BTreeSet::new(), BTreeSet::new());
        self.each_archive(names, &mut |archive, file| {
            self.scan_archive(archive, || from_start(file), policy, &mut |look| {
                let id = look.commitment.id;
                let is_new = seen.insert(id);
                doubled.extend((!is_new || ids.has(id)).then_some(id));
            })
        })?;
        let mut copies = BTreeMap::<_, Vec<_>>::new();
        if doubled.is_empty() {
            return Ok(copies);
        }
        self.each_archive(names, &mut |archive, _| {
            archive.store.read(|stored| {
                let mut found = Vec::new();
                self.scan_archive(archive, || Ok(stored.all()), policy, &mut |look| {
                    let id = look.commitment.id;
                    found.extend(doubled.contains(&id).then_some((id, look.span)));
                })?;
                for (id, span) in found {
                    let text = stored.text(span)?.into_owned();
                    let copy = Copy { archive: archive.name.to_owned(), text };
                    copies.entry(id).or_default().push(copy);
                }
                Ok(())
            })
        })?;
        Ok(copies)
    }
}

/// Returns the text that says what a commitment's own text and all its copies say. The error is more than
/// `MOST_COPIES`, which no accident makes: each is compared with all before it.
pub fn united(own: &str, copies: &[Copy]) -> Result<String, Contradiction> {
    if copies.len() > MOST_COPIES {
        return Err(Contradiction::of("", "there are more than 16 of them", "", ""));
    }
    copies.iter().try_fold(own.to_owned(), |all, copy| copies::unite(&all, &copy.text))
}
