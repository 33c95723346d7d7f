//! What makes a file an archive: owed may write to it, and it is not a ledger that somebody works with.

use chrono_tz::Tz;

use crate::document::tree;
use crate::error::Result;
use crate::ledger::canonical::writer;
use crate::ledger::change::BOM;
use crate::ledger::change::draft::Draft;
use crate::ledger::read::stored::Stored;

/// The first line of every archive.
const HEADER: &str = "# What was closed in the owed ledger beside this file, moved here by `owed archive`.";
/// How many bytes of a file are read to find that line.
const NEAR: usize = 4 * 1024;
/// The keys at the top of an archive.
const KEYS: [&str; 2] = ["format", "timezone"];

/// Returns the text that a new archive begins with.
pub fn new(zone: Tz) -> String {
    format!("{HEADER}\nformat = 1\ntimezone = {}\n", writer::string(zone.name()))
}

/// Returns an archive's text with its first line, which makes it an archive whatever else is in it: the blocks that
/// were taken out may have been its only sign.
pub fn marked(draft: Draft, old: Stored<'_>) -> Result<Draft> {
    let start = draft.start(old, NEAR)?;
    let start = String::from_utf8_lossy(&start);
    if is_marked(&start) {
        return Ok(draft);
    }
    let bom = if start.starts_with(BOM) { BOM.len() } else { 0 };
    draft.beginning_with(format!("{HEADER}\n"), bom)
}

/// Returns true if a ledger begins with the first line of an archive.
pub fn is_one(stored: Stored<'_>) -> Result<bool> {
    let start = stored.bytes(0..stored.size().min(NEAR))?;
    Ok(is_marked(&String::from_utf8_lossy(&start)))
}

/// Returns true if a text begins with the first line of an archive.
pub fn is_marked(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim_end() == HEADER)
}

/// The contents of a file.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Everything outside `[[commitment]]` blocks.
    pub rules: String,
    /// The number of closed commitments.
    pub closed: usize,
    /// The number of open ones.
    pub open: usize,
}

/// Returns why a file is not an archive. `None` if it is one: it begins with the first line of an archive, or has
/// closed commitments and nothing else beside `format` and `timezone`.
pub fn why_not(contents: &Contents) -> Option<&'static str> {
    if is_marked(&contents.rules) {
        return None;
    }
    let top = tree::parse(&contents.rules).unwrap_or_default();
    if contents.open > 0 {
        Some("a commitment in it is open")
    } else if top.iter().any(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
        Some("it has a policy of its own")
    } else if contents.closed == 0 {
        Some("nothing closed is in it")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(rules: &str, closed: usize, open: usize) -> Option<&'static str> {
        why_not(&Contents { rules: rules.to_owned(), closed, open })
    }

    #[test]
    fn a_marked_text_is_an_archive_and_is_not_marked_again() {
        let marked = |old: &str| marked(old.to_owned().into(), "".into()).unwrap().text("".into()).unwrap();
        for (old, rest) in [("", ""), ("format = 1\n", "format = 1\n"), ("\u{feff}# mine\n", "# mine\n")] {
            let new = marked(old);
            assert_eq!(new, format!("{HEADER}\n{rest}"));
            assert!(is_one(new.as_str().into()).unwrap() && !is_one(old.into()).unwrap());
            assert_eq!(marked(&new), new);
        }
    }

    #[test]
    fn a_file_is_an_archive_by_its_header_or_by_what_is_in_it() {
        let new = new(Tz::Europe__Berlin);
        for (rules, closed, open, wanted) in [
            (new.as_str(), 0, 0, None),
            (&new.replace('\n', "\r\n"), 1, 0, None),
            // A commitment that was reopened by hand does not change what the file is.
            (&new, 0, 1, None),
            ("format = 1\ntimezone = \"UTC\"\n", 1, 0, None),
            ("# notes\n", 1, 0, None),
            ("", 1, 0, None),
            ("", 0, 0, Some("nothing closed is in it")),
            ("# export PATH=$HOME/bin\n", 0, 0, Some("nothing closed is in it")),
            ("", 1, 1, Some("a commitment in it is open")),
            ("archives = []\n", 1, 0, Some("it has a policy of its own")),
            ("x-mine = 1\n", 1, 0, Some("it has a policy of its own")),
            ("[kind.repair]\n", 1, 0, Some("it has a policy of its own")),
            (&format!("# mine\n{HEADER}\n"), 0, 0, Some("nothing closed is in it")),
        ] {
            assert_eq!(why(rules, closed, open), wanted, "{rules:?} {closed} {open}");
        }
    }
}
