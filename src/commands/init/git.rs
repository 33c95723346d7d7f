//! `owed init --git`: has git merge a ledger and its archives with owed, in this clone.

use std::path::Path;

use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::external::git::WorkTree;
use crate::ledger::file::store::Store;
use crate::text;

/// What git calls the driver.
const NAME: &str = "merge.owed.name";
const DRIVER: &str = "merge.owed.driver";

/// What git is to run. If owed is missing or fails, git would leave ours without markers: then it merges by lines, and says that
/// there is a conflict.
const COMMAND: &str = "owed merge-driver %O %A %B --marker-size %L --path %P --labels %X %S %Y; s=$?; test $s -le 1 && exit $s; \
    git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; s=$?; test $s -gt 127 && exit $s; exit 1";

/// A ledger in the work tree of git.
pub struct Shared {
    folder: std::path::PathBuf,
    name: String,
    /// Nobody has set it up in a clone yet.
    pub is_new: bool,
}

impl Shared {
    /// Returns a ledger that git may merge with owed.
    ///
    /// # Errors
    /// It is in no work tree, or outside the one that its name is in, or ignored; another driver is meant for it.
    pub fn of(inputs: &Inputs<'_>) -> Result<Self> {
        let shown = inputs.store.shown();
        let real = inputs.store.real_path(true)?;
        let (Some(folder), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str()))
        else {
            return Err(Error::new(format!("{shown}: not a file name")));
        };
        let (folder, name) = (folder.to_owned(), name.to_owned());
        if name.contains(char::is_control) {
            return Err(Error::new(format!(
                "{shown}: git has no pattern for a name with a control character"
            ))
            .hint("give the ledger another name"));
        }
        let tree = WorkTree { folder: &folder };
        let no_tree = || {
            Error::new(format!("{shown}: this is not in the work tree of a git repository"))
                .hint("`git init` makes one in the folder of the ledger")
        };
        let top = tree.top()?.ok_or_else(no_tree)?;
        if let Some(named) = inputs.store.named_folder() {
            let other = WorkTree { folder: &named }.top()?;
            if other.as_ref() != Some(&top) {
                return Err(Error::new(format!(
                    "{shown}: a link out of its work tree, to {}",
                    text::shell(&real)
                ))
                .hint("run it with --ledger and the path of the file itself"));
            }
        }
        if tree.ignores(&name)? {
            return Err(Error::new(format!("{shown}: git ignores this file"))
                .hint("take it out of `.gitignore`: what is not committed cannot be shared"));
        }
        let merge = tree.merge_attribute(&name)?;
        match &merge {
            Some(other) if other != "owed" => {
                return Err(Error::new(format!(
                    "{shown}: `.gitattributes` has another merge for it, {}",
                    text::quote(other)
                ))
                .hint("remove that line, and run `owed init --git` again"));
            }
            _ => {}
        }
        match tree.config(DRIVER)? {
            Some(other) if other != COMMAND => {
                return Err(Error::new(format!(
                    "`{DRIVER}` is another command already: {}",
                    text::quote_start(&other)
                ))
                .hint(format!("`git config --unset {DRIVER}` removes it")));
            }
            _ => {}
        }
        Ok(Self { folder, name, is_new: merge.is_none() })
    }

    /// Sets up the attributes, what is ignored, and the driver. Commits nothing.
    ///
    /// # Errors
    /// A file that cannot be written; git refuses.
    pub fn set_up(&self, inputs: &Inputs<'_>) -> Result<()> {
        let Self { folder, name, .. } = self;
        let names = names(name);
        let attributes: Vec<_> = names.iter().map(|name| format!("{} merge=owed", quoted(name))).collect();
        let ignored = names
            .iter()
            .flat_map(|name| [".lock", ".escalate.lock", ".*.tmp"].map(|end| format!(".{name}{end}")));
        add(&folder.join(".gitattributes"), &attributes, inputs)?;
        add(&folder.join(".gitignore"), &ignored.collect::<Vec<_>>(), inputs)?;
        let tree = WorkTree { folder };
        if tree.merge_attribute(name)?.as_deref() != Some("owed") {
            return Err(Error::new(format!(
                "{}: git does not take its line in `.gitattributes`, so it would be merged by lines",
                inputs.store.shown()
            ))
            .hint(format!("`git check-attr merge -- {}` says what git takes", text::shell_word(name))));
        }
        tree.set_config(NAME, "owed: a ledger, promise by promise")?;
        tree.set_config(DRIVER, COMMAND)
    }
}

/// Returns whether git is told to merge a ledger with owed, and not how.
pub fn lacks_driver(inputs: &Inputs<'_>) -> bool {
    let Ok(real) = inputs.store.real() else { return false };
    let (Some(folder), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
        return false;
    };
    // Most ledgers are in no repository: git is not even started for them.
    let is_top = |folder: &Path| inputs.disk.stat(&folder.join(".git")).is_ok_and(|found| found.is_some());
    let tree = WorkTree { folder };
    folder.ancestors().any(is_top)
        && tree.merge_attribute(name).is_ok_and(|merge| merge.as_deref() == Some("owed"))
        && tree.config(DRIVER).is_ok_and(|driver| driver.is_none())
}

/// Returns the names of a ledger and of its archives, as patterns of git.
fn names(name: &str) -> [String; 2] {
    let escaped = |text: &str| {
        let mut escaped = String::new();
        for letter in text.chars() {
            // A line that begins with `#` is a comment, one with `!` is turned round.
            let is_first = escaped.is_empty() && "#!".contains(letter);
            if is_first || "*?[]\\ ".contains(letter) {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    };
    let (stem, ending) = name.strip_suffix(".toml").map_or((name, ""), |stem| (stem, ".toml"));
    [escaped(name), format!("{}.[0-9][0-9][0-9][0-9]*{ending}", escaped(stem))]
}

/// Returns a pattern as `.gitattributes` reads it, where a blank ends a pattern.
fn quoted(pattern: &str) -> String {
    if pattern.contains([' ', '"']) {
        format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        pattern.to_owned()
    }
}

/// Adds the lines that a file does not have yet.
fn add(path: &Path, lines: &[String], inputs: &Inputs<'_>) -> Result<()> {
    let store = Store::new(path.to_owned(), inputs.disk);
    let mut text = if store.exists()? { store.text()? } else { String::new() };
    let missing: Vec<_> = lines.iter().filter(|line| !text.lines().any(|one| one.trim() == **line)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in missing {
        text.push_str(line);
        text.push('\n');
    }
    store.put_merged(text.as_bytes())
}
