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

    /// Runs git in the folder, and returns what it says without the last line end; `None` if it fails.
    fn said(&self, words: &[&str], names: &[&str]) -> Result<Option<String>> {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.folder).args(words);
        if !names.is_empty() {
            git.arg("--").args(names);
        }
        let output =
            git.stdin(Stdio::null()).output().map_err(|error| Error::io("git cannot be run", error))?;
        let said = String::from_utf8_lossy(&output.stdout);
        Ok(output.status.success().then(|| said.trim_end_matches('\n').to_owned()))
    }
}
