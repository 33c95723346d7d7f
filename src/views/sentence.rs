//! Sentences of a view outside its tables.

use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::text;

/// Draws a sentence on as many lines as it needs.
pub(super) fn sentence(words: &str, style: Style, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let mut painted = String::new();
    for line in text::wrap(&text::sanitize(words), page.width.unwrap_or(usize::MAX)) {
        style.paint(line, page.colour, &mut painted);
        painted.push('\n');
    }
    to.write_all(painted.as_bytes())
}
