//! From the bytes of a file to its text.
//!
//! UTF-8 unless a byte order mark or `--encoding` says otherwise: an encoding is never guessed, because a wrong guess
//! changes names without a word.

use std::borrow::Cow;
use std::str::Utf8Error;

use encoding_rs::{Encoding, UTF_8};

use crate::error::{Error, Result};
use crate::text;

/// What stands at the beginning of a file that says how it is encoded.
const MARK: char = '\u{feff}';

/// Returns the encoding of a name that browsers know, such as `windows-1252`.
///
/// # Errors
/// Any other name.
pub fn encoding(name: &str) -> Result<&'static Encoding> {
    Encoding::for_label_no_replacement(name.as_bytes()).ok_or_else(|| {
        Error::new(format!("unknown encoding {}", text::quote(name)))
            .hint("such as utf-8, utf-16le, windows-1252, windows-1250, iso-8859-15, macintosh, shift_jis")
    })
}

/// Returns the text without its byte order mark.
///
/// # Errors
/// Bytes that the encoding does not have, a NUL, and a byte order mark within the text, with their line.
pub fn decode<'b>(bytes: &'b [u8], asked: Option<&'static Encoding>) -> Result<Cow<'b, str>> {
    let marked = Encoding::for_bom(bytes);
    let marked = marked.and_then(|(marked, length)| Some((marked, bytes.split_at_checked(length)?.1)));
    let (encoding, bytes) = marked.unwrap_or((asked.unwrap_or(UTF_8), bytes));
    let text = if encoding == UTF_8 {
        utf8(bytes)?
    } else {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
            // Where it went wrong is known only for the encodings of whole bytes; the others say it without a line.
            Error::new(format!("the file is not {}", encoding.name())).hint("name another with --encoding")
        })?
    };
    let odd =
        [('\0', "a NUL byte", "this is no text file"), (MARK, "a byte order mark within the text", JOINED)];
    for (letter, what, hint) in odd {
        if let Some(at) = text.find(letter) {
            return Err(Error::new(format!("line {}: {what}", line(text.as_bytes(), at))).hint(hint));
        }
    }
    Ok(text)
}

/// Returns the text of UTF-8. The lines of a calendar are folded at so many bytes, whatever letter that divides: it is put
/// together again before the fold.
fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let refused = |error: Utf8Error| {
        Error::new(format!("line {}: not UTF-8", line(bytes, error.valid_up_to()))).hint(OTHER)
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) if bytes.starts_with(CALENDAR) => {
            String::from_utf8(whole_letters(bytes)).map(Cow::Owned).map_err(|_| refused(error))
        }
        Err(error) => Err(refused(error)),
    }
}

/// Returns the bytes of a calendar with the rest of every letter that a fold divides before the fold.
fn whole_letters(bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let folds: [&[u8]; 4] = [b"\r\n ", b"\r\n\t", b"\n ", b"\n\t"];
        let folded = folds.into_iter().find_map(|fold| Some((fold, rest.strip_prefix(fold)?)));
        let Some((fold, then)) = folded else {
            whole.push(*first);
            rest = after;
            continue;
        };
        let divided = then.iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
        let (letter, then) = then.split_at_checked(divided).unwrap_or((&[], then));
        whole.extend(letter);
        whole.extend(fold);
        rest = then;
    }
    whole
}

/// The most bytes of one row of a table, or one line of another text: nothing that anybody owes is as long.
pub(super) const LONGEST_ROW: usize = 4 * 1024 * 1024;

/// Refuses a text with a line longer than any.
///
/// # Errors
/// The first such line.
pub(super) fn bounded(text: &str) -> Result<()> {
    match text.lines().position(|line| line.len() > LONGEST_ROW) {
        None => Ok(()),
        Some(before) => {
            let line = before.saturating_add(1);
            Err(Error::new(format!("line {line}: a line of more than 4 MiB"))
                .hint("this may be another format"))
        }
    }
}

/// What a calendar begins with.
const CALENDAR: &[u8] = b"BEGIN:VCALENDAR";

/// What to do about a mark in the middle.
const JOINED: &str = "two files may have been joined here: import them one by one, or take it out";

/// What to do about a file that is not UTF-8.
const OTHER: &str =
    "a file of Excel on Windows is read with --encoding windows-1252; or save it again as UTF-8";

/// Returns the line that a byte is on, from 1.
fn line(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8], asked: Option<&str>) -> String {
        match decode(bytes, asked.map(|name| encoding(name).unwrap())) {
            Ok(text) => text.into_owned(),
            Err(error) => format!("! {}", [vec![error.message], error.hints].concat().join("; ")),
        }
    }

    #[test]
    fn a_text_is_utf_8_unless_a_mark_or_the_caller_says_otherwise() {
        assert_eq!(said("Café".as_bytes(), None), "Café");
        assert_eq!(said("\u{feff}Café".as_bytes(), None), "Café");
        assert_eq!(said(b"Caf\xe9", Some("windows-1252")), "Café");
        assert_eq!(said(b"\x80", Some("Windows-1252")), "€");
        // What "Unicode text" of a spreadsheet is. The mark goes before what was asked for.
        assert_eq!(said(b"\xff\xfeC\0a\0f\0\xe9\0", None), "Café");
        assert_eq!(said(b"\xfe\xff\0C\0a\0f\0\xe9", Some("windows-1252")), "Café");
        assert_eq!(said(b"\xef\xbb\xbfCaf\xc3\xa9", Some("windows-1252")), "Café");
    }

    #[test]
    fn a_letter_that_a_calendar_folds_is_one() {
        let folded = b"BEGIN:VCALENDAR\r\nSUMMARY:Caf\xc3\r\n \xa9 au\n l\n\tait \xe2\x82\n\t\xac\n";
        assert_eq!(said(folded, None), "BEGIN:VCALENDAR\r\nSUMMARY:Caf\u{e9}\r\n  au\n l\n\tait €\n\t\n");
        assert!(said(b"BEGIN:VCALENDAR\nSUMMARY:Caf\xe9\n", None).starts_with("! line 2: not UTF-8"));
        assert!(said(b"SUMMARY:Caf\xc3\n \xa9", None).starts_with("! line 1: not UTF-8"));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        assert_eq!(
            said(b"to\nCaf\xe9", None),
            "! line 2: not UTF-8; a file of Excel on Windows is read with --encoding windows-1252; or save it again as UTF-8"
        );
        assert_eq!(said(b"to\n\nA\0", None), "! line 3: a NUL byte; this is no text file");
        assert!(
            said("a\n\u{feff}b".as_bytes(), None)
                .starts_with("! line 2: a byte order mark within the text; ")
        );
        assert!(said(b"\xef\xbb\xbf\xef\xbb\xbfa", None).starts_with("! line 1: a byte order mark within"));
        assert_eq!(said(b"\xff\xfea", None), "! the file is not UTF-16LE; name another with --encoding");
        assert_eq!(encoding("windows-1522").unwrap_err().message, "unknown encoding \"windows-1522\"");
    }
}
