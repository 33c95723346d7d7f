//! The copy of a ledger that an editor works on: made where nobody else can read it, read back with care, and found
//! again if an earlier edit was never finished.
//!
//! Beside it lies what it began with, so that an edit that was kept can still be united with what others have written since: the
//! base, a line that says of which ledger, and then its text. It is on disk before the copy is made, and goes after it.

use std::ffi::OsString;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
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

/// How the name of what a copy began with ends, instead of `toml`.
const BASE: &str = "base";

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
    let base = format!("{}{text}", heading(inputs)?);
    let written = put(&base_of(&path), &base, inputs).and_then(|()| put(&path, text, inputs));
    if written.is_err() {
        remove(&path, inputs);
    }
    written.map_err(failed).with_context(doing)?;
    Ok(path)
}

/// Puts a text on disk. A base must not be less than whole beside an edit that is.
fn put(path: &Path, text: &str, inputs: &Inputs<'_>) -> std::io::Result<()> {
    let mut file = inputs.disk.create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync()
}

/// Returns where the text is that a copy began with.
fn base_of(copy: &Path) -> PathBuf {
    copy.with_extension(BASE)
}

/// Returns the first line of a base. Ledgers in other folders may have the same name.
fn heading(inputs: &Inputs<'_>) -> Result<String> {
    Ok(format!("# {:?}\n", inputs.store.real()?))
}

/// Takes the copy that was saved last out of these, and returns it with the text that it began with; `None` if none of them is
/// of this ledger.
///
/// # Errors
/// It is not known what it began with, as in a copy that an older owed made, so it cannot be united with what others wrote.
pub fn take_last(copies: &mut Vec<PathBuf>, inputs: &Inputs<'_>) -> Result<Option<(PathBuf, String)>> {
    let heading = heading(inputs)?;
    let mut last_first = copies.to_vec();
    last_first.sort_by_cached_key(|copy| std::cmp::Reverse(saved(copy, inputs)));
    for copy in last_first {
        let path = base_of(&copy);
        let base = match inputs.disk.stat_itself(&path) {
            Ok(None) => Err(Error::new("it is not known what the kept edit began with")),
            _ => read(&path, inputs),
        };
        let base = base.map_err(|error| {
            let copy = text::sanitize(&copy.to_string_lossy()).into_owned();
            error.hint(format!("run `owed edit`, copy what you want from {copy}, and remove that file"))
        })?;
        if let Some(base) = base.strip_prefix(&heading) {
            copies.retain(|other| *other != copy);
            return Ok(Some((copy, base.to_owned())));
        }
    }
    Ok(None)
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

/// Removes a copy, and then what it began with. What cannot be removed does no harm.
pub fn remove(copy: &Path, inputs: &Inputs<'_>) {
    let _ = discard(copy, inputs);
}

/// Removes a copy, and then what it began with.
///
/// # Errors
/// They are still there.
pub fn discard(copy: &Path, inputs: &Inputs<'_>) -> Result<()> {
    let gone = |path: &Path| match inputs.disk.remove(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::io(format_args!("cannot remove {}", text::sanitize(&path.to_string_lossy())), error))
        }
        _ => Ok(()),
    };
    gone(copy)?;
    gone(&base_of(copy))
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
    let found = |suffix: &str| {
        let is_it = |name: &&OsString| {
            let letters = name
                .to_str()
                .and_then(|name| name.strip_prefix(&prefix)?.strip_suffix(suffix)?.strip_suffix('.'));
            letters.is_some_and(|letters| Id::new(letters.as_bytes()).is_some())
        };
        names.iter().filter(is_it).map(|name| folder.join(name)).collect::<Vec<_>>()
    };
    // An edit that was killed as it began or ended leaves a base alone, as does who removes a copy.
    for base in found(BASE) {
        let is_alone = matches!(inputs.disk.stat_itself(&base.with_extension("toml")), Ok(None));
        if is_alone && is_old(&base, inputs) {
            remove(&base.with_extension("toml"), inputs);
        }
    }
    let mut left = found("toml");
    left.retain(|copy| {
        let is_done = is_old(copy, inputs) && read(copy, inputs).is_ok_and(|text| text == ledger);
        if is_done {
            remove(copy, inputs);
        }
        !is_done
    });
    left
}

fn is_old(path: &Path, inputs: &Inputs<'_>) -> bool {
    let month = DAYS.saturating_mul(SECONDS_PER_DAY);
    saved(path, inputs).is_some_and(|(saved, _)| inputs.now.since(Instant::from_epoch(saved)) > month)
}

/// Returns when a file was saved last, in seconds and nanoseconds.
fn saved(path: &Path, inputs: &Inputs<'_>) -> Option<(i64, i64)> {
    let meta = inputs.disk.open_itself(path).and_then(|file| file.stat()).ok()?;
    Some((meta.mtime(), meta.mtime_nsec()))
}
