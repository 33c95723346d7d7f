//! Runs git. Other rooms know what it is asked for.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::text;

/// Three files, line by line: `git merge-file`.
#[derive(Debug, Clone, Copy)]
pub struct MergeFile<'m> {
    /// What both came from.
    pub base: &'m Path,
    /// Ours.
    pub ours: &'m Path,
    /// Theirs.
    pub theirs: &'m Path,
    /// What they are called in markers: ours, base, theirs.
    pub labels: [&'m str; 3],
    /// How many signs a marker has.
    pub size: usize,
}

impl MergeFile<'_> {
    /// Returns what git makes of the files, with markers where it does not know.
    ///
    /// # Errors
    /// There is no git, or it fails.
    pub fn run(&self) -> Result<Vec<u8>> {
        let mut git = Command::new("git");
        git.args(["merge-file", "-p", "-q"]).arg(format!("--marker-size={}", self.size));
        for label in self.labels {
            git.args(["-L", label]);
        }
        // A path that begins with `-` is no option.
        let files = git.arg("--").args([self.ours, self.base, self.theirs]);
        let output = files.stdin(Stdio::null()).output();
        let output = output.map_err(|error| Error::io("git cannot be run for a merge by lines", error))?;
        // The code is the number of conflicts, up to 127.
        match output.status.code() {
            Some(0..=127) => Ok(output.stdout),
            _ => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(Error::new(format!(
                    "git cannot merge the files by lines: {}",
                    text::sanitize(said.trim())
                )))
            }
        }
    }
}

/// A version of a file that is not merged, in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmerged {
    /// The name of the file, in the folder.
    pub name: String,
    /// 1 for the base, 2 for ours, 3 for theirs.
    pub stage: u8,
    /// The name of its text.
    pub blob: String,
}

/// The variables by which git would look into another repository than that of the folder.
const ELSEWHERE: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"];

/// The work tree that a folder is in.
#[derive(Debug, Clone, Copy)]
pub struct WorkTree<'f> {
    /// The folder.
    pub folder: &'f Path,
}

impl WorkTree<'_> {
    /// Returns the top of the work tree, `None` if the folder is in none.
    ///
    /// # Errors
    /// There is no git.
    pub fn top(&self) -> Result<Option<PathBuf>> {
        let said = self.said(&["rev-parse", "--show-toplevel"], &[])?;
        Ok(said.filter(|top| !top.is_empty()).map(PathBuf::from))
    }

    /// Returns whether git ignores a file in the folder.
    ///
    /// # Errors
    /// There is no git.
    pub fn ignores(&self, name: &str) -> Result<bool> {
        Ok(self.said(&["check-ignore", "-q"], &[name])?.is_some())
    }

    /// Returns the attribute `merge` of a file in the folder, `None` if it has none.
    ///
    /// # Errors
    /// There is no git.
    pub fn merge_attribute(&self, name: &str) -> Result<Option<String>> {
        let said = self.said(&["check-attr", "-z", "merge"], &[name])?;
        let value = said.and_then(|said| said.split('\0').nth(2).map(str::to_owned));
        Ok(value.filter(|value| value != "unspecified"))
    }

    /// Returns a value of the configuration, `None` if it is not set.
    ///
    /// # Errors
    /// There is no git.
    pub fn config(&self, key: &str) -> Result<Option<String>> {
        self.said(&["config", "--get", key], &[])
    }

    /// Sets a value of the configuration of this clone.
    ///
    /// # Errors
    /// There is no git, or it refuses.
    pub fn set_config(&self, key: &str, value: &str) -> Result<()> {
        let failed = || Error::new(format!("git cannot set `{key}` in the configuration of this clone"));
        self.said(&["config", "--local", key, value], &[])?.map(drop).ok_or_else(failed)
    }

    /// Returns the versions that the index has of files in the folder that are not merged; none where there is no repository, and
    /// no git.
    pub fn unmerged(&self) -> Vec<Unmerged> {
        let listed = self.output(&["ls-files", "--unmerged", "-z"], &[]).ok().flatten().unwrap_or_default();
        String::from_utf8_lossy(&listed).split('\0').filter_map(unmerged).collect()
    }

    /// Returns a text of the index.
    ///
    /// # Errors
    /// There is no git, it does not have that text, or the text is not UTF-8.
    pub fn text(&self, blob: &str) -> Result<String> {
        let refused = |why: &str| Error::new(format!("git: {blob}: {why}"));
        let bytes = self.output(&["cat-file", "blob", blob], &[])?;
        let bytes = bytes.ok_or_else(|| refused("this version of the ledger cannot be read"))?;
        String::from_utf8(bytes).map_err(|_| refused("this version of the ledger is not UTF-8"))
    }

    /// Returns the name of the text that a file in the folder has at a commit, or in the index if that is empty; `None` if it has
    /// none there.
    pub fn blob(&self, commit: &str, name: &str) -> Option<String> {
        self.named(&format!("{commit}:./{name}"))
    }

    /// Returns the commits of a merge that has stopped, or of what else merges: the base, ours, theirs. `None` if there is none, or
    /// its base is not one commit.
    pub fn stopped(&self) -> Option<[String; 3]> {
        let ours = self.named("HEAD")?;
        if let Some(theirs) = self.named("MERGE_HEAD") {
            let base = self.said(&["merge-base", "--all", &ours, &theirs], &[]).ok().flatten()?;
            return (!base.contains('\n')).then_some([base, ours, theirs]);
        }
        if let Some(reverted) = self.named("REVERT_HEAD") {
            let theirs = self.named(&format!("{reverted}^"))?;
            return Some([reverted, ours, theirs]);
        }
        let theirs = self.named("CHERRY_PICK_HEAD").or_else(|| self.named("REBASE_HEAD"))?;
        Some([self.named(&format!("{theirs}^"))?, ours, theirs])
    }

    /// Returns the name of an object that is called otherwise.
    fn named(&self, called: &str) -> Option<String> {
        self.said(&["rev-parse", "--verify", "--quiet", called], &[]).ok().flatten()
    }

    /// Runs git in the folder, and returns what it says without the last line end; `None` if it fails.
    fn said(&self, words: &[&str], names: &[&str]) -> Result<Option<String>> {
        let said = self.output(words, names)?;
        Ok(said.map(|said| String::from_utf8_lossy(&said).trim_end_matches('\n').to_owned()))
    }

    /// Runs git in the folder, and returns its output; `None` if it fails. It looks at that folder, whatever the environment says.
    fn output(&self, words: &[&str], names: &[&str]) -> Result<Option<Vec<u8>>> {
        let mut git = Command::new("git");
        for name in ELSEWHERE {
            git.env_remove(name);
        }
        git.arg("-C").arg(self.folder).args(words);
        if !names.is_empty() {
            git.arg("--").args(names);
        }
        let output =
            git.stdin(Stdio::null()).output().map_err(|error| Error::io("git cannot be run", error))?;
        Ok(output.status.success().then_some(output.stdout))
    }
}

/// Returns the version that a line of `ls-files` names: `MODE BLOB STAGE`, a tab and the name.
fn unmerged(line: &str) -> Option<Unmerged> {
    let (version, name) = line.split_once('\t')?;
    let mut words = version.split(' ').skip(1);
    let (blob, stage) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
    Some(Unmerged { name: name.to_owned(), stage, blob })
}
