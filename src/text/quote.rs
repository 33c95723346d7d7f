//! How a message shows what was typed or read: sanitized once, quoted once, and shortened.

use std::path::Path;

use super::{sanitize, shorten};

/// Returns a text in quotes, sanitized. `{:?}` is not for people: it would escape the escapes.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", sanitize(text).replace('"', "\\\""))
}

/// Returns the beginning of a text in quotes: enough to recognise it.
pub fn quote_start(text: &str) -> String {
    format!("\"{}\"", brief(text).replace('"', "\\\""))
}

/// Returns a path as one word of a shell, for commands that a hint suggests.
pub fn shell(path: &Path) -> String {
    shell_word(&path.to_string_lossy())
}

/// Returns a text as one word of a shell.
pub fn shell_word(text: &str) -> String {
    let is_safe = |letter: char| letter.is_ascii_alphanumeric() || "/._-+,:@%".contains(letter);
    if !text.is_empty() && text.chars().all(is_safe) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// How many names a message lists before it counts the rest.
const MOST_LISTED: usize = 20;
/// How many columns of a name a message quotes.
const QUOTED: usize = 60;

/// Returns a text as a message quotes it: sanitized and shortened.
pub fn brief(text: &str) -> String {
    shorten(&sanitize(text), QUOTED).into_owned()
}

/// Returns names as a message lists them: `callback, email and 12 more`.
pub fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names = names.into_iter();
    let named: Vec<_> = names.by_ref().take(MOST_LISTED).map(brief).collect();
    match names.count() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
