//! The versions of a ledger and its archives: those that git's index has of a merge that stopped, else those between markers.
//!
//! A file for which git waits, and which has no markers, is settled if it is not ours: somebody has merged it since. If it is ours, a
//! driver may have failed, which leaves ours alone, and then it is merged. It counts as settled only where git has noted that it left
//! markers there (the tree `AUTO_MERGE`, which git keeps since 2.34): then somebody has taken ours everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::commands::archive;
use crate::context::Inputs;
use crate::document::problem::Fault;
use crate::error::{Error, Kind, Result};
use crate::external::git::{Unmerged, WorkTree};
use crate::ledger::file::store::Store;
use crate::ledger::merge::marks::Marks;
use crate::ledger::merge::{self, Misread, Texts, Which, files, markers};
use crate::text;

/// A ledger, or an archive of it.
pub(super) struct File<'w> {
    /// The file.
    pub(super) store: Store<'w>,
    /// Its text.
    pub(super) text: String,
    /// What is merged.
    pub(super) versions: Versions,
    /// What is left to do with it.
    pub(super) state: State,
}

/// What is left to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Closed,
    /// It differs from what git has merged.
    Changed,
    /// git waits for it, and it is settled: it has to be added.
    Settled,
    /// It has to be merged.
    Open,
    /// It has to be merged, and somebody has edited it since git stopped.
    Edited,
}

impl File<'_> {
    /// Returns whether there is something to merge in it.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Edited)
    }
}

/// The three texts that are merged.
pub(super) struct Versions {
    pub(super) base: String,
    pub(super) ours: String,
    pub(super) theirs: String,
}

impl Versions {
    /// Returns them as the merge takes them.
    pub(super) fn texts(&self) -> Texts<'_> {
        Texts { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    /// Returns whether a text with markers is what was left of them: nobody has edited it since.
    fn left(&self, text: &str) -> bool {
        let merged = merge::merge(self.texts(), &Marks::default());
        let merged = merged.map(|merged| merged.text).unwrap_or_default();
        markers::is_as_left(text, self.texts(), &merged)
    }
}

/// The names of the versions of a file: base, ours, theirs.
type Stages = [Option<String>; 3];

/// Returns the ledger, and behind it its archives that are there.
///
/// # Errors
/// A file that cannot be read; markers that are odd.
pub(super) fn of<'w>(inputs: &Inputs<'w>) -> Result<Vec<File<'w>>> {
    let real = inputs.store.real_path(false)?;
    let no_name = || Error::new(format!("{}: not a file name", inputs.store.shown()));
    let name = real.file_name().and_then(|name| name.to_str()).ok_or_else(no_name)?;
    let stem = real.file_stem().and_then(|stem| stem.to_str()).ok_or_else(no_name)?;
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let index = Index::of(WorkTree { folder });
    if let Some(stages) = index.unmerged.get(name) {
        refuse_deleted(stages, &inputs.store.shown())?;
    }
    let ledger = file(inputs.store.clone(), name, &index)?;
    let Texts { base, ours, theirs } = ledger.versions.texts();
    let mut names: BTreeSet<_> = [base, ours, theirs].into_iter().flat_map(files::archives).collect();
    names.extend(index.unmerged.keys().filter(|name| archive::is_of_a_year(name, stem)).cloned());
    let mut all = vec![ledger];
    for name in names {
        let store = inputs.archive(&name)?.store;
        if store.exists()? {
            all.push(file(store, &name, &index)?);
        }
    }
    Ok(all)
}

/// Refuses a ledger that one side deleted: there are no two versions of it.
fn refuse_deleted([base, ours, theirs]: &Stages, shown: &str) -> Result<()> {
    let (gone, kept, side) = match (ours, theirs) {
        (None, Some(_)) => ("our", "their", "theirs"),
        (Some(_), None) => ("their", "our", "ours"),
        _ => return Ok(()),
    };
    let what = match base {
        Some(_) => format!("{gone} side deleted it, and {kept} side changed it"),
        None => format!("{kept} side added it, and {gone} side does not have it"),
    };
    let word = text::shell_word(shown);
    Err(Error::new(format!("{shown}: {what}"))
        .hint(format!("to keep it: `git checkout --{side} {word}` and `git add {word}`"))
        .hint(format!("to do without it: `git rm {word}`"))
        .kind(Kind::Unchanged))
}

/// What git knows of a merge that has stopped.
struct Index<'f> {
    tree: WorkTree<'f>,
    /// The versions of each file in the folder that is not merged.
    unmerged: BTreeMap<String, Stages>,
    /// The commits that the versions are of; `None` where they are of no commit alone.
    commits: Option<[String; 3]>,
}

impl<'f> Index<'f> {
    fn of(tree: WorkTree<'f>) -> Self {
        let mut unmerged: BTreeMap<String, Stages> = BTreeMap::new();
        for Unmerged { name, stage, blob } in tree.unmerged() {
            let stages = unmerged.entry(name).or_default();
            let place = usize::from(stage).checked_sub(1);
            if let Some(stage) = place.and_then(|place| stages.get_mut(place)) {
                *stage = Some(blob);
            }
        }
        let of = |commits: &[String; 3], name| commits.each_ref().map(|commit| tree.blob(commit, name));
        let is_of =
            |commits: &[String; 3]| unmerged.iter().all(|(name, stages)| of(commits, name) == *stages);
        let commits = if unmerged.is_empty() { None } else { tree.stopped().filter(is_of) };
        Self { tree, unmerged, commits }
    }

    /// Returns the versions of a file that was not merged, or that git has merged in the same go; `None` if it was not part of that,
    /// or is another by now.
    fn versions(&self, name: &str, text: &str) -> Result<Option<Versions>> {
        let stages = match (self.unmerged.get(name), &self.commits) {
            (Some(stages), _) => stages.clone(),
            (None, Some(commits)) if self.is_as_merged(name, text) => {
                commits.each_ref().map(|commit| self.tree.blob(commit, name))
            }
            _ => return Ok(None),
        };
        let [base, ours, theirs] =
            stages.map(|blob| blob.map_or_else(|| Ok(String::new()), |blob| self.tree.text(&blob)));
        Ok(Some(Versions { base: base?, ours: ours?, theirs: theirs? }))
    }

    /// Returns whether a file is as git has merged it.
    fn is_as_merged(&self, name: &str, text: &str) -> bool {
        self.at("", name).as_deref() == Some(text)
    }

    /// Returns whether git waits for some file, and has another text of this one, which it has merged.
    fn is_changed(&self, name: &str, text: &str) -> bool {
        !self.unmerged.is_empty() && self.at("", name).is_some_and(|staged| !is_alike(&staged, text))
    }

    /// Returns whether git left markers in a file that is to be merged of these versions.
    fn left_markers(&self, name: &str, versions: &Versions) -> bool {
        let left = self.at("AUTO_MERGE", name).filter(|left| !files::is_readable(left));
        left.is_some_and(|left| {
            markers::versions(&left).is_ok_and(|found| found.is_some()) && versions.left(&left)
        })
    }

    /// Returns the text of a file at a commit or in a tree, or in the index if that is empty.
    fn at(&self, tree: &str, name: &str) -> Option<String> {
        self.tree.blob(tree, name).and_then(|blob| self.tree.text(&blob).ok())
    }
}

/// Returns whether two texts are the same but for their line ends, which git may write otherwise.
fn is_alike(one: &str, other: &str) -> bool {
    one.lines().eq(other.lines())
}

fn file<'w>(store: Store<'w>, name: &str, index: &Index<'_>) -> Result<File<'w>> {
    let text = store.text()?;
    let odd = |fault: Fault| fault.locate(&store.shown(), text.as_bytes());
    // Only what is not understood can have markers: a text within a ledger may look like one.
    let is_readable = files::is_readable(&text);
    let between = if is_readable { None } else { markers::versions(&text).map_err(odd)? };
    let is_unmerged = index.unmerged.contains_key(name);
    let versions = index.versions(name, &text)?.filter(|versions| match between {
        None if is_unmerged => is_alike(&text, &versions.ours) && !index.left_markers(name, versions),
        None => true,
        Some(_) => versions.left(&text),
    });
    let state = match (&between, is_unmerged, &versions) {
        (Some(_), true, None) => State::Edited,
        (Some(_), ..) | (None, true, Some(_)) => State::Open,
        (None, true, None) if is_readable => State::Settled,
        (None, false, None) if index.is_changed(name, &text) => State::Changed,
        (None, ..) => State::Closed,
    };
    let versions = versions.unwrap_or_else(|| match between {
        None => Versions { base: text.clone(), ours: text.clone(), theirs: text.clone() },
        Some(markers::Versions { ours, theirs, base }) => {
            let base = base.filter(|base| files::is_readable(base)).unwrap_or_default();
            Versions { base, ours, theirs }
        }
    });
    Ok(File { store, text, versions, state })
}

/// Returns the error of a version that is not understood, at its line: in the file, if it is what stands there.
pub(super) fn misread(file: Option<&File<'_>>, Misread { which, fault }: Misread) -> Error {
    let Some(file) = file else { return Error::from(fault.problem) };
    let (name, text) = match which {
        Which::Base => ("the base", &file.versions.base),
        Which::Ours => ("ours", &file.versions.ours),
        Which::Theirs => ("theirs", &file.versions.theirs),
    };
    let shown = file.store.shown();
    if *text == file.text {
        return fault.locate(&shown, text.as_bytes());
    }
    let lines = |before: &str| before.matches('\n').count().saturating_add(1);
    let line = text.get(..fault.span.start).map_or(1, lines);
    Error::new(format!("{shown}: line {line} of {name} is not understood: {}", fault.problem.message))
        .hint("settle it by hand, with `owed edit`")
        .kind(Kind::Unchanged)
}
