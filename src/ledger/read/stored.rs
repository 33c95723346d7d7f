//! A ledger's text where it is stored, in a file or in memory: read in places, so that nobody has to hold all of it.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use crate::error::{Error, Result};

/// A file that can be read at any place.
pub trait ReadAt {
    /// Reads some of the bytes from `at` on; 0 at the end of the file.
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize>;

    /// Returns the file for reading at several places at the same time.
    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)>;
}

/// The text of a ledger.
#[derive(Clone, Copy)]
pub struct Stored<'s> {
    bytes: Bytes<'s>,
    size: usize,
    shown: &'s str,
}

#[derive(Clone, Copy)]
enum Bytes<'s> {
    Memory(&'s str),
    File(&'s dyn ReadAt),
}

impl<'s> From<&'s str> for Stored<'s> {
    fn from(text: &'s str) -> Self {
        Self { bytes: Bytes::Memory(text), size: text.len(), shown: "the ledger" }
    }
}

impl<'s> Stored<'s> {
    /// Returns the text that is the first `size` bytes of a file, which messages show as `shown`.
    ///
    /// # Errors
    /// It is larger than can be addressed.
    pub fn file(file: &'s dyn ReadAt, size: u64, shown: &'s str) -> Result<Self> {
        let size = usize::try_from(size).map_err(|_| unread(shown, ErrorKind::FileTooLarge.into()))?;
        Ok(Self { bytes: Bytes::File(file), size, shown })
    }

    /// Returns the number of bytes.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Returns the file, `None` if the text is in memory.
    pub const fn in_file(&self) -> Option<&'s dyn ReadAt> {
        match self.bytes {
            Bytes::File(file) => Some(file),
            Bytes::Memory(_) => None,
        }
    }

    /// Returns the same text, read through another view of its file.
    pub const fn through(self, file: &'s dyn ReadAt) -> Self {
        Self { bytes: Bytes::File(file), ..self }
    }

    /// Returns the bytes of a place.
    ///
    /// # Errors
    /// The bytes cannot be read, or are not there: the place is wrong, or the file was cut off since.
    pub fn bytes(&self, place: Range<usize>) -> Result<Cow<'s, [u8]>> {
        let gone = || unread(self.shown, ErrorKind::UnexpectedEof.into());
        if place.start > place.end || place.end > self.size {
            return Err(gone());
        }
        let file = match self.bytes {
            Bytes::Memory(text) => return text.as_bytes().get(place).map(Cow::Borrowed).ok_or_else(gone),
            Bytes::File(file) => file,
        };
        let mut bytes = vec![0; place.len()];
        Reader { file, place }.read_exact(&mut bytes).map_err(|error| unread(self.shown, error))?;
        Ok(Cow::Owned(bytes))
    }

    /// Returns the text of a place.
    ///
    /// # Errors
    /// Those of [`Self::bytes`], or the bytes are not UTF-8.
    pub fn text(&self, place: Range<usize>) -> Result<Cow<'s, str>> {
        let no_text = || unread(self.shown, ErrorKind::InvalidData.into());
        match self.bytes(place)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| no_text()),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| no_text()),
        }
    }

    /// Returns a reader of a place.
    pub fn reader(&self, place: Range<usize>) -> Box<dyn Read + 's> {
        match self.bytes {
            Bytes::Memory(text) => Box::new(text.as_bytes().get(place).unwrap_or_default()),
            Bytes::File(file) => Box::new(Reader { file, place }),
        }
    }

    /// Returns a reader of the whole text, and of what somebody appends meanwhile, so that it is seen and not cut off.
    pub fn all(&self) -> Box<dyn Read + 's> {
        match self.bytes {
            Bytes::Memory(_) => self.reader(0..self.size),
            Bytes::File(file) => Box::new(Reader { file, place: 0..usize::MAX }),
        }
    }
}

fn unread(shown: &str, error: io::Error) -> Error {
    Error::io(format_args!("{shown}: cannot read it"), error)
}

/// Some of the bytes of a file.
struct Reader<'s> {
    file: &'s dyn ReadAt,
    place: Range<usize>,
}

impl Read for Reader<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = self.place.len().min(room.len());
        let room = room.get_mut(..most).ok_or(io::ErrorKind::InvalidInput)?;
        let count = if room.is_empty() { 0 } else { self.file.read_at(room, self.place.start as u64)? };
        self.place.start = self.place.start.saturating_add(count);
        Ok(count)
    }
}
