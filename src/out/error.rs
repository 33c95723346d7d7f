//! How an error is shown.

use super::Out;
use crate::error::{Diagnostic, Place};
use crate::text;

/// The columns after which an error is cut: it may quote what was typed, which may be a whole file.
const LONGEST: usize = 1000;

impl Out<'_> {
    /// Prints an error to stderr: what was being done and what failed, the line it is about, and the hints.
    pub fn show(&mut self, error: &(dyn std::error::Error + 'static)) {
        let Diagnostic { message, place, hints } = Diagnostic::new(error);
        let mut message = text::shorten(&text::sanitize(&message), LONGEST).into_owned();
        if let Some(Place { line, column, text: shown, width, .. }) =
            place.filter(|place| !place.text.is_empty())
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
        hints.iter().for_each(|hint| self.hint(text::shorten(&text::sanitize(hint), LONGEST)));
    }
}
