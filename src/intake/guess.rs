//! Which source a file is of, where nobody says it.

use super::{Options, Source, csv, sources};
use crate::error::{Error, Result};
use crate::text;

/// What a person may not know who has a table of another program.
const MAPPINGS: &str = "a mapping in the config file is such a name too, [import.NAME]: docs/import.md has those for Trello, Freshdesk and HubSpot";

/// Returns the only source that a text can be of; `own` are the mappings of the config file, which an error names too.
///
/// # Errors
/// Several, or none; the error lists what to say.
pub fn guess(text: &str, options: &Options, own: &[&str]) -> Result<&'static Source> {
    let fitting: Vec<_> = sources().iter().filter(|source| (source.fits)(text, options)).collect();
    match fitting.as_slice() {
        [source] => Ok(source),
        [] => Err(unknown(text, options, own)),
        several => {
            let names = text::list(several.iter().map(|source| source.name));
            Err(Error::new(format!("the file could be of {names}")).hint("say which with --from"))
        }
    }
}

/// Returns what is missing in a table, else that this is none. Another name does not help a text that is no table because of
/// what is said there.
fn unknown(text: &str, options: &Options, own: &[&str]) -> Error {
    if let Err(error) = csv::open(text, options) {
        return error;
    }
    let names = text::list(sources().iter().map(|source| source.name).chain(own.iter().copied()));
    let hint = format!("say what it is with --from: {names}; `owed import --sources` has their columns");
    match csv::lacks(text, options) {
        Some(error) if own.is_empty() && !options.says_how() => error.hint(hint).hint(MAPPINGS),
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
            let error = guess(&text, &Options::default(), &[]).unwrap_err();
            assert_eq!(error.message, why);
            assert!(error.hints.iter().all(|hint| !hint.contains("--from")), "{:?}", error.hints);
        }
        let error = guess("words\n", &Options::default(), &[]).unwrap_err();
        assert!(error.hints.iter().any(|hint| hint.contains("--from")), "{error:?}");
    }

    #[test]
    fn of_a_table_of_another_program_mappings_are_named_or_explained() {
        let hints = |own: &[&str]| {
            guess("Card ID,Card Name,List\n", &Options::default(), own).unwrap_err().hints.join("\n")
        };
        assert!(hints(&[]).contains("[import.NAME]: docs/import.md"), "{}", hints(&[]));
        let known = hints(&["trello"]);
        assert!(known.contains("zendesk, trello;") && !known.contains("docs/import.md"), "{known}");
    }
}
