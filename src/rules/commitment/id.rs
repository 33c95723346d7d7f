//! The eight letters that name a commitment for good.

use std::fmt;

/// The letters of an id: no vowels, and none that are easily mistaken for another.
pub const ID_LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";

/// The eight letters that name a commitment for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; Id::LENGTH]);

impl Id {
    /// How many letters an id has.
    pub const LENGTH: usize = 8;

    /// An id where none has been read yet.
    pub const PLACEHOLDER: Self = Self(*b"bbbbbbbb");

    /// Returns true if this letter can be in an id.
    pub const fn is_letter(letter: u8) -> bool {
        matches!(letter, b'2'..=b'9' | b'b'..=b'd' | b'f'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'x' | b'z')
    }

    /// Returns the id with these letters, `None` if they are not eight letters of the alphabet.
    pub fn new(letters: &[u8]) -> Option<Self> {
        let letters: [u8; Self::LENGTH] = letters.try_into().ok()?;
        // All eight are looked up before the verdict, without a branch for each.
        let places = letters.iter().fold(0, |places, letter| places | Self::place_or_none(*letter));
        (places & Self::NO_LETTER == 0).then_some(Self(letters))
    }

    /// Returns the place of a letter in the alphabet of ids, in which they are sorted.
    pub fn place(letter: u8) -> Option<u8> {
        Some(Self::place_or_none(letter)).filter(|place| *place != Self::NO_LETTER)
    }

    /// The place of a byte that is not such a letter; no other place has its bit.
    const NO_LETTER: u8 = 0x80;

    fn place_or_none(byte: u8) -> u8 {
        #[expect(clippy::indexing_slicing, reason = "an index that is out of bounds does not compile")]
        const PLACES: [u8; 256] = {
            let mut places = [Id::NO_LETTER; 256];
            let (mut byte, mut next) = (0_u8, 0);
            while byte < u8::MAX {
                if Id::is_letter(byte) {
                    places[byte as usize] = next;
                    next += 1;
                }
                byte += 1;
            }
            places
        };
        PLACES.get(usize::from(byte)).copied().unwrap_or(Self::NO_LETTER)
    }

    /// Returns the eight letters, as bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// Returns the eight letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns its first letters, this many; all of them if it has no more.
    pub fn first(&self, letters: usize) -> &str {
        self.as_str().get(..letters).unwrap_or(self.as_str())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Default for Id {
    fn default() -> Self {
        Self::PLACEHOLDER
    }
}
