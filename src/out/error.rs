//! How an error is shown.

use super::Out;
use crate::error::{Error, Place};
use crate::text;

/// The columns after which an error is cut: it may quote what was typed, and that may be a whole file.
const LONGEST: usize = 1000;

impl Out<'_> {
    /// Prints an error to stderr: the sentence, the line it is about, and what to do.
    pub fn show(&mut self, trouble: &Error) {
        let mut message = text::shorten(&text::sanitize(&trouble.to_string()), LONGEST).into_owned();
        if let Some(Place { line, column, text: shown, width, .. }) =
            trouble.place.as_deref().filter(|p| !p.text.is_empty())
        {
            let number = line.to_string();
            let before: String = shown.chars().take(column.saturating_sub(1)).collect();
            let indent = " ".repeat(text::width(&text::sanitize(&before)));
            let meant: String = shown.chars().skip(column.saturating_sub(1)).take(*width).collect();
            let marks = "^".repeat(text::width(&text::sanitize(&meant)).max(1));
            let gutter = " ".repeat(number.len());
            message =
                format!("{message}\n  {number} | {}\n  {gutter} | {indent}{marks}", text::sanitize(shown));
        }
        self.error(message);
        trouble.hints.iter().for_each(|hint| self.hint(text::shorten(&text::sanitize(hint), LONGEST)));
    }
}
