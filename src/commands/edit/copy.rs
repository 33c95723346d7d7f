//! The copy of a ledger that an editor works on: made where nobody else can read it, read back with care, and found
//! again if an earlier edit was never finished.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::context::Inputs;
use crate::document::problem::Fault;
use crate::error::{Error, Result};
use crate::ledger::file::private;
use crate::ledger::file::store::LARGEST;
use crate::rules::commitment::Id;
use crate::rules::time::{Instant, SECONDS_PER_DAY};
use crate::text;

/// After this many days a copy without changes of its own is removed.
const DAYS: i64 = 30;

/// The name of the folder of the copies, in the state folder.
const FOLDER: &str = "edit";

/// Returns how the names of this ledger's copies begin; eight random letters and `.toml` follow.
fn prefix(inputs: &Inputs<'_>) -> String {
    let stem = inputs.store.path.file_stem();
    stem.map_or_else(|| "ledger.".to_owned(), |stem| format!("{}.", stem.to_string_lossy()))
}

/// Makes a copy of the ledger that nobody else can read.
pub fn make(text: &str, inputs: &Inputs<'_>) -> anyhow::Result<PathBuf> {
    let state = inputs.state.as_ref().ok_or_else(|| {
        Error::new("no directory for the copy to edit: HOME is not an absolute path")
            .hint("set XDG_STATE_HOME or HOME")
    })?;
    let doing = || format!("{}: cannot make a copy to edit", inputs.store.shown());
    let folder = private::make(&inputs.disk, state, FOLDER).with_context(doing)?;
    let failed = |error| Error::io(text::sanitize(&folder.to_string_lossy()), error);
    let path = folder.join(format!("{}{}.toml", prefix(inputs), crate::ledger::random_letters()?));
    let mut file = inputs.disk.create(&path).map_err(failed).with_context(doing)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        remove(&path, inputs);
    }
    written.map_err(failed).with_context(doing)?;
    Ok(path)
}

/// Reads a copy back. An editor may leave anything in its place: a link, a pipe or a device is refused.
pub fn read(copy: &Path, inputs: &Inputs<'_>) -> Result<String> {
    let ledger = inputs.store.shown();
    let failed = |error: std::io::Error| Error::io(format_args!("{ledger}: cannot read the edit"), error);
    let refused = |why: &str| Error::new(format!("{ledger}: the edit is {why}, so nothing was changed"));
    if inputs.disk.is_link(copy) {
        return Err(refused("a link"));
    }
    let file = inputs.disk.open_itself(copy).map_err(failed)?;
    let meta = file.stat().map_err(failed)?;
    if !meta.is_file() {
        return Err(refused("not a regular file"));
    }
    let too_large = || Err(refused("larger than 256 MiB"));
    if meta.len() > LARGEST {
        return too_large();
    }
    let mut bytes = Vec::new();
    (&file).take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    // It may have grown since.
    if u64::try_from(bytes.len()).is_ok_and(|size| size > LARGEST) {
        return too_large();
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Fault::not_utf8(at).locate(&text::sanitize(&copy.to_string_lossy()), error.as_bytes())
    })
}

/// Removes a copy. One that cannot be removed does no harm.
pub fn remove(copy: &Path, inputs: &Inputs<'_>) {
    let _ = inputs.disk.remove(copy);
}

/// Returns the copies of earlier edits of a ledger with that name: left when the editor or owed was killed, or kept
/// when the edit was refused, or still open elsewhere. Those that are a month old and say only what the ledger says are
/// removed instead.
pub fn left(ledger: &str, inputs: &Inputs<'_>) -> Vec<PathBuf> {
    let Some(state) = &inputs.state else { return Vec::new() };
    let folder = state.join(FOLDER);
    if !matches!(private::check(&inputs.disk, state, FOLDER), Ok(true)) {
        return Vec::new();
    }
    let prefix = prefix(inputs);
    let mut names = inputs.disk.list(&folder).unwrap_or_default();
    names.sort_unstable();
    let is_copy = |name: &&std::ffi::OsString| {
        let letters = name.to_str().and_then(|name| name.strip_prefix(&prefix)?.strip_suffix(".toml"));
        letters.is_some_and(|letters| Id::new(letters.as_bytes()).is_some())
    };
    let mut left: Vec<_> = names.iter().filter(is_copy).map(|name| folder.join(name)).collect();
    left.retain(|copy| {
        let is_done = is_old(copy, inputs) && read(copy, inputs).is_ok_and(|text| text == ledger);
        if is_done {
            remove(copy, inputs);
        }
        !is_done
    });
    left
}

fn is_old(copy: &Path, inputs: &Inputs<'_>) -> bool {
    let month = DAYS.saturating_mul(SECONDS_PER_DAY);
    let saved = inputs.disk.open_itself(copy).and_then(|file| file.stat());
    saved.is_ok_and(|meta| {
        let saved = std::os::unix::fs::MetadataExt::mtime(&meta);
        inputs.now.since(Instant::from_epoch(saved)) > month
    })
}
