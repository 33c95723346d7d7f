//! The versions of a ledger and its archives: those that git's index has of a merge that stopped, else those between markers.

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

/// A ledger, or an archive of it.
pub(super) struct File<'w> {
    /// The file.
    pub(super) store: Store<'w>,
    /// Its text.
    pub(super) text: String,
    /// What is merged.
    pub(super) versions: Versions,
    /// Whether there is something to merge in it.
    pub(super) is_open: bool,
    /// Whether somebody has edited it since git stopped.
    pub(super) is_edited: bool,
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
        let staged = self.tree.blob("", name).and_then(|blob| self.tree.text(&blob).ok());
        staged.as_deref() == Some(text)
    }
}

fn file<'w>(store: Store<'w>, name: &str, index: &Index<'_>) -> Result<File<'w>> {
    let text = store.text()?;
    let odd = |fault: Fault| fault.locate(&store.shown(), text.as_bytes());
    // Only what is not understood can have markers: a text within a ledger may look like one.
    let between = if files::is_readable(&text) { None } else { markers::versions(&text).map_err(odd)? };
    let is_unmerged = index.unmerged.contains_key(name);
    let versions = index.versions(name, &text)?.filter(|versions| match between {
        // A driver that failed leaves ours, as if it were merged.
        None => !is_unmerged || text == versions.ours,
        Some(_) => {
            let merged = merge::merge(versions.texts(), &Marks::default());
            let merged = merged.map(|merged| merged.text).unwrap_or_default();
            markers::is_as_left(&text, versions.texts(), &merged)
        }
    });
    let is_open = between.is_some() || (is_unmerged && versions.is_some());
    let is_edited = is_unmerged && between.is_some() && versions.is_none();
    let versions = versions.unwrap_or_else(|| match between {
        None => Versions { base: text.clone(), ours: text.clone(), theirs: text.clone() },
        Some(markers::Versions { ours, theirs, base }) => {
            let base = base.filter(|base| files::is_readable(base)).unwrap_or_default();
            Versions { base, ours, theirs }
        }
    });
    Ok(File { store, text, versions, is_open, is_edited })
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
