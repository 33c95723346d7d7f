//! The file to import, as bytes.

use std::io::Read as _;
use std::path::Path;

use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::text;

/// The largest file that is read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The hint after a path that is not a file.
const CSV: &str = "give a CSV file";
/// The hint after a file that is too large, or makes the ledger too large.
pub(super) const IN_PARTS: &str = "import it in parts: divide its rows among several files, each with the header line, and run `owed archive` after each";

/// Reads the file. Its path may lead to a pipe that nobody writes to, or to an endless device: only a regular file is
/// read, and no more of it than is allowed, even if it grows meanwhile.
pub(super) fn read(file: &Path, inputs: &Inputs<'_>) -> Result<Vec<u8>> {
    let shown = text::sanitize(&file.to_string_lossy()).into_owned();
    let failed = |error: std::io::Error| Error::io(format_args!("{shown}: cannot read it"), error);
    let refused = |what: &str, hint: &str| Err(Error::new(format!("{shown}: {what}")).hint(hint));
    let file = inputs.disk.open(file).map_err(failed)?;
    let meta = file.stat().map_err(failed)?;
    if meta.is_dir() {
        return refused("this is a folder", CSV);
    }
    if !meta.is_file() {
        return refused("this is not a regular file", CSV);
    }
    let mut bytes = Vec::new();
    (&file).take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return refused("larger than 256 MiB", IN_PARTS);
    }
    Ok(bytes)
}
