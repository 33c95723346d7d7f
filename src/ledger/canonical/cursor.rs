//! The steps that take something off the front of a text: keys, strings, instants, ends of lines.

use std::borrow::Cow;

use wide::u8x32;

use crate::rules::commitment::Id;
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text::names::LONGEST;

use super::instants;

/// The values that were read last: equal ones need not be read again.
#[derive(Default)]
pub(super) struct Last<'t> {
    pub(super) instants: instants::Last,
    pub(super) target: Option<(&'t str, Target)>,
}

/// The rest of the text. Every step takes something off its front or returns `None`.
pub(super) struct Cursor<'t, 'l> {
    pub(super) rest: &'t str,
    pub(super) last: &'l mut Last<'t>,
}

impl<'t> Cursor<'t, '_> {
    pub(super) fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn expect(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    pub(super) fn bytes(&self) -> &'t [u8] {
        self.rest.as_bytes()
    }

    /// Skips this many bytes.
    pub(super) fn skip(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.get(bytes..)?;
        Some(())
    }

    /// Takes the end of a line, after blanks and a comment.
    #[inline]
    pub(super) fn end(&mut self) -> Option<()> {
        if self.take("\n") {
            return Some(());
        }
        self.filler()
    }

    /// Returns true if the rest of the line is a comment.
    pub(super) fn at_comment(&self) -> bool {
        self.rest.trim_start_matches([' ', '\t']).starts_with('#')
    }

    /// Skips blanks, a comment and a newline.
    pub(super) fn filler(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        if self.take("#") {
            self.skip(self.bytes().iter().position(|byte| is_control(*byte))?)?;
        }
        if self.take("\n") || self.take("\r\n") { Some(()) } else { None }
    }

    /// Takes a string without escapes.
    pub(super) fn string(&mut self) -> Option<&'t str> {
        self.expect("\"")?;
        self.string_end()
    }

    /// Takes the rest of a string, after its first quote.
    #[inline(always)]
    pub(super) fn string_end(&mut self) -> Option<&'t str> {
        let (string, rest) = self.rest.split_at_checked(plain_length(self.bytes())?)?;
        self.rest = rest;
        self.expect("\"")?;
        Some(string)
    }

    /// Takes the rest of a name, after its first quote.
    #[inline(always)]
    pub(super) fn name_end(&mut self) -> Option<&'t str> {
        let name = self.string_end()?;
        if name.len() <= LONGEST { Some(name) } else { None }
    }

    /// Takes a string where it is rare: a copy of that code in each such place would push hot code out of the cache.
    #[inline(never)]
    pub(super) fn rare_string_end(&mut self) -> Option<&'t str> {
        self.string_end()
    }

    /// Takes a name where it is rare.
    #[inline(never)]
    pub(super) fn rare_name_end(&mut self) -> Option<&'t str> {
        self.name_end()
    }

    /// Takes an instant where it is rare.
    #[inline(never)]
    pub(super) fn rare_instant(&mut self) -> Option<Instant> {
        self.instant()
    }

    /// Takes an id where it is rare.
    #[inline(never)]
    pub(super) fn rare_id(&mut self) -> Option<Id> {
        self.id()
    }

    /// Takes a list of names into an empty one, to reuse its memory.
    pub(super) fn names(&mut self, into: &mut Vec<Cow<'t, str>>) -> Option<()> {
        self.expect("[")?;
        while !self.take("]") {
            if !into.is_empty() {
                self.expect(", ")?;
            }
            self.expect("\"")?;
            into.push(Cow::Borrowed(self.rare_name_end()?));
        }
        Some(())
    }

    #[inline(always)]
    pub(super) fn id(&mut self) -> Option<Id> {
        Id::new(self.string()?.as_bytes())
    }

    /// Takes a length of time, in the place of another.
    pub(super) fn target(&mut self, into: &mut Option<Target>) -> Option<()> {
        let text = self.string()?;
        match &self.last.target {
            Some((last, target)) if *last == text => *into = Some(*target),
            _ => {
                let target = Target::parse(text).ok()?;
                self.last.target = Some((text, target));
                *into = Some(target);
            }
        }
        Some(())
    }

    /// Takes how often a promise is made again, after its first quote.
    #[inline(never)]
    pub(super) fn every_end(&mut self) -> Option<Every> {
        Every::parse(self.string_end()?).ok()
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        if self.take("true") { Some(true) } else { self.take("false").then_some(false) }
    }

    /// Takes a whole number from 1 to `most`, as owed writes it.
    #[inline(never)]
    pub(super) fn count(&mut self, most: u32) -> Option<u32> {
        let digits = self.bytes().iter().take_while(|byte| byte.is_ascii_digit());
        let (length, number) =
            digits.enumerate().try_fold((0_usize, 0_u32), |(_, number), (place, digit)| {
                let number = number.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0')))?;
                // A zero in front is not as it is written, nor is zero itself.
                (number > 0).then_some((place.wrapping_add(1), number))
            })?;
        self.skip(length)?;
        (length > 0 && number <= most).then_some(number)
    }

    #[inline(always)]
    pub(super) fn instant(&mut self) -> Option<Instant> {
        // No offset has a `Z` where the time in UTC has it, so only one form is tried.
        let instant = match self.bytes().first_chunk() {
            Some(text) if text[19] != b'Z' => self.last.instants.instant(text)?,
            _ => return self.utc(),
        };
        self.skip(25)?;
        Some(instant)
    }

    #[cold]
    fn utc(&mut self) -> Option<Instant> {
        let instant = self.last.instants.utc(self.bytes().first_chunk()?)?;
        self.skip(20)?;
        Some(instant)
    }
}

/// Returns true for a control character that ends a comment (a tab does not); all but the newline's own are invalid in
/// TOML.
const fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// Returns how many bytes come before the first quote, backslash or control character.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<32>();
    let mut whole: usize = 0;
    for chunk in chunks {
        let stops = stops(u8x32::new(*chunk));
        if stops != 0 {
            return Some(whole.wrapping_add(stops.trailing_zeros() as usize));
        }
        whole = whole.wrapping_add(32);
    }
    // The last bytes of a text, one by one.
    let stops = |byte: &u8| *byte == b'"' || *byte == b'\\' || is_control(*byte);
    Some(whole.wrapping_add(bytes.get(whole..)?.iter().position(stops)?))
}

/// Returns a bit for each quote, backslash and control character.
fn stops(bytes: u8x32) -> u32 {
    let is = |byte: u8| bytes.simd_eq(u8x32::splat(byte));
    let low = bytes.min(u8x32::splat(0x1f)).simd_eq(bytes) & !is(b'\t');
    (low | is(b'"') | is(b'\\') | is(0x7f)).to_bitmask()
}
