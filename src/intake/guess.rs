//! Which source a file is of, where nobody says it.

use super::{Options, Source, csv, sources};
use crate::error::{Error, Result};
use crate::text;

/// Returns the only source that a text can be of.
///
/// # Errors
/// Several, or none; the error lists what to say.
pub fn guess(text: &str, options: &Options) -> Result<&'static Source> {
    let fitting: Vec<_> = sources().iter().filter(|source| (source.fits)(text, options)).collect();
    match fitting.as_slice() {
        [source] => Ok(source),
        [] => Err(unknown(text, options)),
        several => {
            let names = text::list(several.iter().map(|source| source.name));
            Err(Error::new(format!("the file could be of {names}")).hint("say which with --from"))
        }
    }
}

/// Returns what is missing in a table, else that this is none.
fn unknown(text: &str, options: &Options) -> Error {
    let names = text::list(sources().iter().map(|source| source.name));
    let hint = format!("say what it is with --from: {names}; `owed import --sources` has their columns");
    match csv::lacks(text, options) {
        Some(error) => error.hint(hint),
        None => Error::new("the format of the file is not known").hint(hint),
    }
}
