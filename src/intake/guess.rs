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

/// Returns what is missing in a table, else that this is none. Another name does not help a text that is no table because of
/// what is said there.
fn unknown(text: &str, options: &Options) -> Error {
    if let Err(error) = csv::open(text, options) {
        return error;
    }
    let names = text::list(sources().iter().map(|source| source.name));
    let hint = format!("say what it is with --from: {names}; `owed import --sources` has their columns");
    match csv::lacks(text, options) {
        Some(error) => error.hint(hint),
        None => Error::new("the format of the file is not known").hint(hint),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_no_other_name_would_help_the_cause_is_said() {
        for (text, why) in [
            (String::new(), "the file is empty"),
            (" \n\n".to_owned(), "the file is empty"),
            ("a,".repeat(10_001), "the file has 10002 columns"),
            ("to;what,made\tdue\n".to_owned(), "\",\" and \"\\t\" divide the first line alike"),
        ] {
            let error = guess(&text, &Options::default()).unwrap_err();
            assert_eq!(error.message, why);
            assert!(error.hints.iter().all(|hint| !hint.contains("--from")), "{:?}", error.hints);
        }
        let error = guess("words\n", &Options::default()).unwrap_err();
        assert!(error.hints.iter().any(|hint| hint.contains("--from")), "{error:?}");
    }
}
