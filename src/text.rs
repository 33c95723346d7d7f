//! Text as people see it: what a terminal must never receive, how wide the rest is, and the nearest known word.
//!
//! Pure: nothing here knows of a stream. A ledger may come from anybody, so whatever is shown of one goes through
//! [`sanitize`] first; an escape sequence in a customer's name must not move the cursor, and a bidi override must not
//! make one id look like another.

use std::borrow::Cow;
use std::fmt::Write as _;

pub mod fold;
pub mod formula;
mod measure;
pub mod names;
mod nearest;
mod plural;
mod quote;
#[cfg(test)]
pub(crate) mod tests;

pub use fold::fold;
pub use measure::{shorten, width, wrap};
pub use nearest::{Comparisons, MOST_LETTERS, did_you_mean, meant, nearest};
pub use plural::plural;
pub use quote::{brief, list, quote, quote_start, shell, shell_word};

/// Returns the text with every character that acts or hides written out: `\n`, `\x1b`, `\u{202e}`.
///
/// What can be seen stays as it is, combining marks and joined emoji too. Sanitized text comes back borrowed, and
/// sanitizing it again changes nothing. A backslash is left alone: paths are full of them.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if simple_width(text).is_some() { Cow::Borrowed(text) } else { escape(text, &write_out) }
}

/// Returns the text as [`sanitize`] does, for a message of several lines: line feeds stay.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    let keep = &|letter: char, cleaned: &mut String| match letter {
        '\n' => cleaned.push('\n'),
        letter => write_out(letter, cleaned),
    };
    if is_printable_ascii(text) { Cow::Borrowed(text) } else { escape(text, keep) }
}

/// Returns the text as [`sanitize`] does, for a cell of a file that keeps line breaks and tabs apart from its own.
pub fn sanitize_cell(text: &str) -> Cow<'_, str> {
    let keep = &|letter: char, cleaned: &mut String| match letter {
        '\n' | '\t' | '\r' => cleaned.push(letter),
        letter => write_out(letter, cleaned),
    };
    if is_printable_ascii(text) { Cow::Borrowed(text) } else { escape(text, keep) }
}

/// Returns a piece of a JSON string with the same characters written as `\u` and four digits, which a JSON reader decodes.
/// Quotes and backslashes are left alone: the JSON writer has escaped them.
pub fn clean_json(text: &str) -> Cow<'_, str> {
    let number = &|letter: char, cleaned: &mut String| {
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(cleaned, "\\u{unit:04x}");
        }
    };
    if simple_width(text).is_some() { Cow::Borrowed(text) } else { escape(text, number) }
}

/// Appends the escape of a character that acts, as people read it.
fn write_out(letter: char, cleaned: &mut String) {
    // Writing to a String cannot fail.
    let _ = match letter {
        '\n' => cleaned.write_str("\\n"),
        '\t' => cleaned.write_str("\\t"),
        '\r' => cleaned.write_str("\\r"),
        '\0'..='\x7f' => write!(cleaned, "\\x{:02x}", u32::from(letter)),
        _ => write!(cleaned, "{}", letter.escape_unicode()),
    };
}

/// Returns true if the text is printable ASCII only, so that it needs no sanitizing and is as wide as it is long.
pub fn is_printable_ascii(text: &str) -> bool {
    const fn plain(byte: u8) -> bool {
        byte.wrapping_sub(b' ') < 0x5f
    }
    // A whole chunk is checked before the verdict, which lets the compiler compare many bytes at once. The remainder is
    // checked together with bytes before it.
    let (chunks, _) = text.as_bytes().as_chunks::<8>();
    match text.as_bytes().last_chunk::<8>() {
        Some(last) => {
            chunks.iter().chain([last]).all(|chunk| chunk.iter().fold(true, |all, byte| all & plain(*byte)))
        }
        None => text.bytes().all(plain),
    }
}

/// Returns the columns of a text of printable ASCII and Latin letters (U+00C0 to U+023F), of which each takes one; such
/// a text needs no sanitizing. `None` for any other text.
pub fn simple_width(text: &str) -> Option<usize> {
    if is_printable_ascii(text) {
        return Some(text.len());
    }
    // The first bytes of those letters, and the second of any; no other letter begins with one of these.
    let simple = |byte: &u8| matches!(*byte, b' '..=b'~' | 0xc3..=0xc8 | 0x80..=0xbf);
    let letters = || text.bytes().filter(|byte| !matches!(*byte, 0x80..=0xbf)).count();
    text.as_bytes().iter().all(simple).then(letters)
}

/// Returns the text with every character that acts or hides passed to `write`, and the rest copied.
fn escape<'t>(text: &'t str, write: &dyn Fn(char, &mut String)) -> Cow<'t, str> {
    if judged(text).all(|(_, shows)| shows) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for (letter, shows) in judged(text) {
        if shows {
            cleaned.push(letter);
        } else {
            write(letter, &mut cleaned);
        }
    }
    Cow::Owned(cleaned)
}

/// Returns the characters of a text, each with whether it may be printed where it is.
fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let letter = chars.next()?;
        let shows = shows(letter, before, chars.peek().copied().unwrap_or(' '));
        // The text before an escape is no longer next to the text after it.
        before = if shows { letter } else { ' ' };
        Some((letter, shows))
    })
}

/// Returns true if a character may be printed between these two: it is visible, or it shapes a visible one.
fn shows(letter: char, before: char, after: char) -> bool {
    match letter {
        ' '..='~' => true,
        // Joiners shape emoji and the scripts that need them; anywhere else they only hide.
        '\u{200c}' => is_joining_script(before) && is_joining_script(after),
        '\u{200d}' => {
            is_joining_script(before) || ((is_emoji(before) || before == '\u{fe0f}') && is_emoji(after))
        }
        // One variation selector after what it varies; a run of them is a hiding place.
        '\u{fe00}'..='\u{fe0f}' => {
            is_emoji(before)
                || matches!(before, '#' | '*' | '0'..='9')
                || (before > '\u{ff}' && !is_variation_selector(before))
        }
        '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(before, '\u{1820}'..='\u{18af}'),
        // The flags of England, Scotland and Wales are a black flag and a name in tag letters.
        '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'),
        _ => !is_invisible(letter),
    }
}

/// Returns true for a text of nothing but blanks and characters that cannot be seen.
pub fn shows_nothing(text: &str) -> bool {
    // U+2800 is the pattern of Braille that has no dots.
    text.chars().all(|letter| letter.is_whitespace() || letter == '\u{2800}' || is_invisible(letter))
}

/// Returns true for characters that cannot be seen: controls, bidi controls, separators of lines, invisible letters,
/// and code points that are not characters (general categories Cc, Cf where invisible, Zl and Zp, and what
/// Default_Ignorable_Code_Point adds, of Unicode 16).
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || u32::from(letter) & 0xfffe == 0xfffe
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        )
        || matches!(letter, '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(letter, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns true for joiners and variation selectors, which are not visible themselves.
fn is_variation_selector(letter: char) -> bool {
    matches!(letter, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(letter, '\u{e0000}'..='\u{e0fff}')
}

/// Returns true for letters of the scripts in which joiners are spelling: Arabic and its neighbours, the scripts of
/// India, Khmer, Mongolian.
fn is_joining_script(letter: char) -> bool {
    let script = matches!(letter, '\u{600}'..='\u{dff}' | '\u{1780}'..='\u{18af}')
        || matches!(letter, '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}');
    script && !is_invisible(letter) && !is_variation_selector(letter)
}

/// Returns true for Chinese characters, whose variants are told apart by selectors.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for roughly Extended_Pictographic, skin tones included.
fn is_emoji(letter: char) -> bool {
    matches!(
        letter,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2bff}'
    ) || matches!(letter, '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}
