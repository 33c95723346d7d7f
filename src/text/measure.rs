//! How much room text takes on a terminal, and how to make it take less without cutting a character in two.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::{is_printable_ascii, simple_width};

/// The mark of text that was cut away.
const ELLIPSIS: &str = "…";

/// Returns how many columns of a terminal the text takes. Emoji, joined ones too, and CJK take two, combining marks
/// none.
pub fn width(text: &str) -> usize {
    simple_width(text).unwrap_or_else(|| text.width())
}

/// Returns the text in at most `columns` columns, with `…` at the end if it was cut.
pub fn shorten(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let (head, _) = split(text, columns.saturating_sub(1));
    let head = head.trim_end_matches(' ');
    Cow::Owned([head, ELLIPSIS].concat())
}

/// Returns the text broken into lines of at most `columns` columns, between words or at hyphens within them if possible.
///
/// A character of two columns cannot stand in one: below two columns, such a line is too long.
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim_matches(' ');
    loop {
        let (mut line, mut after) = split(rest, columns);
        if after.is_empty() {
            lines.push(line);
            return lines;
        }
        if line.is_empty() {
            // Not even one character fits. Making progress matters more than the width.
            let first = rest.graphemes(true).next().unwrap_or(rest);
            (line, after) = rest.split_at_checked(first.len()).unwrap_or((rest, ""));
        } else if !after.starts_with(' ')
            && let Some(end) = last_break(line, after)
            && let Some((words, word)) = rest.split_at_checked(end)
            && fits_a_line(word.trim_start_matches(' '), columns)
        {
            (line, after) = (words, word);
        }
        lines.push(line.trim_end_matches(' '));
        rest = after.trim_start_matches(' ');
        if rest.is_empty() {
            return lines;
        }
    }
}

/// Returns where a line that is too long is broken best: before its last blank, or after its last hyphen between two
/// letters. `after` is what follows it.
fn last_break(line: &str, after: &str) -> Option<usize> {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    let is_inner = |at: usize| {
        let (before, behind) = line.split_at_checked(at).unwrap_or((line, ""));
        let next = behind.chars().nth(1).or_else(|| after.chars().next());
        is_letter(before.chars().next_back()) && is_letter(next)
    };
    let hyphen = line.rmatch_indices('-').map(|(at, _)| at).find(|at| is_inner(*at));
    line.rfind(' ').max(hyphen.map(|at| at.saturating_add(1)))
}

/// Returns true if the first word fits a line of its own; if not, it may as well be cut here. Looks no further than a
/// line: a word may be a megabyte long.
fn fits_a_line(text: &str, columns: usize) -> bool {
    let (line, after) = split(text, columns);
    line.contains(' ') || after.is_empty() || after.starts_with(' ')
}

/// Returns the longest beginning that fits, and the rest. A cluster that is wider than the whole line (some scripts,
/// and malice, have no limit) is cut between its characters.
fn split(text: &str, columns: usize) -> (&str, &str) {
    // Nearly all text is ASCII where it is cut. One letter more is checked, in case a mark belongs to the last.
    match text.get(..columns.saturating_add(1)) {
        Some(head) if is_printable_ascii(head) => {
            return text.split_at_checked(columns).unwrap_or((text, ""));
        }
        // No letter has more columns than bytes. A pipe has no limit of columns, and measuring is not free.
        None if text.len() <= columns => return (text, ""),
        _ => {}
    }
    let mut end: usize = 0;
    let mut fits = |piece: &str| {
        let next = end.saturating_add(piece.len());
        // The width of a whole may differ from the sum of its parts, so the whole is measured.
        let fits = text.get(..next).is_some_and(|head| width(head) <= columns);
        if fits {
            end = next;
        }
        fits
    };
    for cluster in text.graphemes(true) {
        if fits(cluster) {
            continue;
        }
        if width(cluster) > columns.max(2) {
            let mut letter = [0; 4];
            for part in cluster.chars() {
                if !fits(part.encode_utf8(&mut letter)) {
                    break;
                }
            }
        }
        break;
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}
