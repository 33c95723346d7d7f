//! Runs a person's editor. Other rooms know what it edits, and what becomes of that.

use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::text;

/// Runs an editor on a file, and waits until it ends. `editor` is what `VISUAL` or `EDITOR` say, as a shell reads it, so
/// that `code --wait` works.
///
/// # Errors
/// An editor that cannot be run, and one that ends with a failure.
pub fn run(editor: &str, file: &Path) -> Result<()> {
    let shown = text::sanitize(editor);
    let mut shell = Command::new("sh");
    let status = shell.arg("-c").arg(format!("{editor} \"$1\"")).arg("owed").arg(file).status();
    let status = status.map_err(|error| Error::io(format_args!("cannot run the editor `{shown}`"), error))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::new(format!("the editor `{shown}` failed ({status}); nothing was changed"))
        .hint("set VISUAL or EDITOR to name the editor"))
}
