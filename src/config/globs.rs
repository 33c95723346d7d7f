//! The ledgers of `--all-ledgers`: what the patterns of the config file find.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, glob_with};

use super::{Env, home};
use crate::error::{Error, Result};
use crate::text;

/// As a shell matches: a star stops at a folder, and finds nothing hidden, such as a lock.
const AS_A_SHELL: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Returns the files that these patterns find, in the order of the patterns and each once, without the archives of others.
///
/// # Errors
/// A pattern that is none or finds nothing, and a folder that cannot be read.
pub(super) fn files(patterns: &[String], env: Env<'_>) -> Result<Vec<PathBuf>> {
    if patterns.is_empty() {
        return Err(Error::new("--all-ledgers needs `ledgers` in the config file")
            .hint("for instance `ledgers = [\"~/team/*.toml\"]`"));
    }
    let mut all: Vec<PathBuf> = Vec::new();
    for pattern in patterns {
        let found = found(pattern, env)?;
        if found.is_empty() {
            return Err(Error::new(format!(
                "`ledgers` in the config file: nothing matches {}",
                text::quote(pattern)
            ))
            .hint("a pattern is a path, in which `*` stands for any part of a name"));
        }
        for path in found {
            if !all.contains(&path) {
                all.push(path);
            }
        }
    }
    let names = all.clone();
    all.retain(|path| !is_archive(path, &names));
    Ok(all)
}

fn found(pattern: &str, env: Env<'_>) -> Result<Vec<PathBuf>> {
    let failed = |why: String| {
        Error::new(format!(
            "`ledgers` in the config file: {}: {}",
            text::quote(pattern),
            text::sanitize(&why)
        ))
    };
    let whole = match (pattern.strip_prefix("~/"), home(env)) {
        (Some(rest), Some(home)) => format!("{}/{rest}", Pattern::escape(&home.to_string_lossy())),
        _ => pattern.to_owned(),
    };
    if !Path::new(&whole).is_absolute() {
        return Err(failed("it must be an absolute path".to_owned())
            .hint("start it with `/`, or with `~/` for your home directory"));
    }
    let paths = glob_with(&whole, AS_A_SHELL).map_err(|error| failed(error.to_string()))?;
    paths.map(|path| path.map_err(|error| failed(error.to_string()))).collect()
}

/// Returns whether a file is an archive by its name, `NAME.2025.toml` or `NAME.2025-2.toml` beside a `NAME.toml` that was found too.
fn is_archive(path: &Path, all: &[PathBuf]) -> bool {
    let Some((ledger, year)) = path.file_stem().and_then(|stem| stem.to_str()?.rsplit_once('.')) else {
        return false;
    };
    let (year, part) = year.split_once('-').unwrap_or((year, "1"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4
        && is_number(year)
        && is_number(part)
        && all.contains(&path.with_file_name(format!("{ledger}.toml")))
}
