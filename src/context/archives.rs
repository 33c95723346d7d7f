//! The archives that a ledger names: each a file of its own beside it, never a link, never a ledger.
//!
//! Every verb that reads archives, or writes to one, comes through here, so that all of them refuse the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::read::{from_start, trouble};
use crate::context::Inputs;
use crate::document::problem::Fault;
use crate::error::{Error, Result};
use crate::ledger::archive::{self, Contents};
use crate::ledger::change::merge::unite::{Clash, unite};
use crate::ledger::file::disk::Open;
use crate::ledger::file::store::Store;
use crate::ledger::read::scan::{self, Visitor};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;

/// The most copies of one commitment that are united.
const MOST_COPIES: usize = 16;

/// One archive.
pub struct Archive<'w, 'n> {
    /// The name that the ledger has for it.
    pub name: &'n str,
    /// Its file.
    pub store: Store<'w>,
}

impl<'w> Inputs<'w> {
    /// The archive of a name, beside the ledger's real file. It may not be there.
    pub fn archive<'n>(&self, name: &'n str) -> Result<Archive<'w, 'n>> {
        // Named as the ledger was, unless that is a link to somewhere else.
        let path = &self.store.path;
        let beside = if path.is_symlink() { self.store.real_path(false)? } else { path.clone() };
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
            store: Store::itself(beside.with_file_name(name), self.disk).like(self.store.path.clone()),
        })
    }

    /// Opens one archive after the other, and refuses one that is not there, is the ledger itself, or is the same file
    /// as one before it (by device and inode).
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

    /// Shows a visitor what is in an archive, and refuses a file that is none. `open` gives its bytes from the start.
    pub fn scan_archive<R: io::Read>(
        &self,
        archive: &Archive<'_, '_>,
        open: impl Fn() -> io::Result<R>,
        policy: &Policy,
        visitor: &mut dyn Visitor,
    ) -> Result<()> {
        let mut judge = Judge { contents: Contents::default(), visitor };
        let rules = open().map_err(scan::Stop::Io).and_then(|text| scan::archive(text, policy, &mut judge));
        let rules = rules.map_err(|stop| trouble(&archive.store, stop, open()))?;
        match archive::why_not(&Contents { rules, ..judge.contents }) {
            None => Ok(()),
            Some(why) => Err(Error::new(format!("{}: this is not an archive: {why}", archive.store.shown())).hint(
                "an archive holds closed commitments and nothing else; rename the file, or remove its name from `archives`",
            )),
        }
    }
}

/// One of several texts that a commitment has in archives.
pub struct Copy {
    /// The name of the archive.
    pub archive: String,
    /// The text of its block.
    pub text: String,
}

impl Inputs<'_> {
    /// Returns what stands in more than one place: in an archive and among these `ids`, or in archives twice. For each
    /// the texts in archives, in the order of the names.
    pub fn copies(&self, names: &[String], policy: &Policy, ids: &Ids) -> Result<BTreeMap<Id, Vec<Copy>>> {
        let (mut seen, mut doubled) = (BTreeSet::new(), BTreeSet::new());
        self.each_archive(names, &mut |archive, file| {
            let look = |commitment: &Commitment<'_>, _| {
                let is_new = seen.insert(commitment.id);
                doubled.extend((!is_new || ids.has(commitment.id)).then_some(commitment.id));
            };
            self.scan_archive(archive, || from_start(file), policy, &mut Each(look))
        })?;
        let mut copies = BTreeMap::<_, Vec<_>>::new();
        if doubled.is_empty() {
            return Ok(copies);
        }
        self.each_archive(names, &mut |archive, _| {
            let text = archive.store.text()?;
            let look = |commitment: &Commitment<'_>, span: Range<usize>| {
                if let Some(block) = text.get(span).filter(|_| doubled.contains(&commitment.id)) {
                    let copy = Copy { archive: archive.name.to_owned(), text: block.to_owned() };
                    copies.entry(commitment.id).or_default().push(copy);
                }
            };
            self.scan_archive(archive, || Ok(text.as_bytes()), policy, &mut Each(look))
        })?;
        Ok(copies)
    }
}

/// Returns the text that says what a commitment's own text and all its copies say. Refuses more than `MOST_COPIES`,
/// which no accident makes: each is read against all before it.
pub fn united(own: &str, copies: &[Copy], policy: &Policy) -> Result<String, Clash> {
    if copies.len() > MOST_COPIES {
        return Err(Clash("id".to_owned()));
    }
    copies.iter().try_fold(own.to_owned(), |all, copy| unite(&all, &copy.text, policy.zone))
}

/// Whether a commitment is closed at the end of its history, whatever the present moment: neither does a file become
/// another by --now.
pub fn is_closed(commitment: &Commitment<'_>, policy: &Policy) -> bool {
    commitment.is_closed_for_good(Instant::LAST)
        || cycle::cycles(commitment, policy, Instant::LAST)
            .is_some_and(|cycles| cycles.current.closing.is_some())
}

/// Counts what is closed while another looks at it.
struct Judge<'v> {
    contents: Contents,
    visitor: &'v mut dyn Visitor,
}

impl Visitor for Judge<'_> {
    fn restart(&mut self) {
        self.contents = Contents::default();
        self.visitor.restart();
    }

    fn visit(
        &mut self,
        policy: &Policy,
        commitment: &Commitment<'_>,
        span: Range<usize>,
    ) -> Result<(), Fault> {
        let is_closed = is_closed(commitment, policy);
        let count = if is_closed { &mut self.contents.closed } else { &mut self.contents.open };
        *count = count.saturating_add(1);
        self.visitor.visit(policy, commitment, span)
    }
}

/// Looks at each commitment of an archive, which is read once.
pub struct Each<F>(pub F);

impl<F: FnMut(&Commitment<'_>, Range<usize>)> Visitor for Each<F> {
    fn restart(&mut self) {}

    fn visit(&mut self, _: &Policy, commitment: &Commitment<'_>, span: Range<usize>) -> Result<(), Fault> {
        (self.0)(commitment, span);
        Ok(())
    }
}
