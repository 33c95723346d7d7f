//! A file that is read a stretch ahead: for whoever reads many small places of it, most of them one after another.

use std::cell::RefCell;
use std::io;

use super::stored::ReadAt;

/// How much is read at a time.
const STRETCH: usize = 64 * 1024;

/// A file of which nobody changes what is read.
pub struct Ahead<'f> {
    file: &'f dyn ReadAt,
    held: RefCell<Held>,
}

/// What was read last.
#[derive(Default)]
struct Held {
    /// Where it begins in the file.
    start: u64,
    bytes: Vec<u8>,
}

impl<'f> Ahead<'f> {
    /// Returns the file with nothing read of it.
    pub fn new(file: &'f dyn ReadAt) -> Self {
        Self { file, held: RefCell::default() }
    }
}

impl Held {
    /// Returns the bytes from `at` on that are held.
    fn from(&self, at: u64) -> &[u8] {
        let skipped = at.checked_sub(self.start).and_then(|skipped| usize::try_from(skipped).ok());
        skipped.and_then(|skipped| self.bytes.get(skipped..)).unwrap_or_default()
    }
}

impl ReadAt for Ahead<'_> {
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
        let mut held = self.held.borrow_mut();
        if held.from(at).is_empty() {
            if room.len() >= STRETCH {
                return self.file.read_at(room, at);
            }
            held.bytes.resize(STRETCH, 0);
            // What was held is gone, also if nothing can be read.
            let read = self.file.read_at(&mut held.bytes, at);
            held.bytes.truncate(*read.as_ref().unwrap_or(&0));
            held.start = at;
            read?;
        }
        let from = held.from(at);
        let count = from.len().min(room.len());
        if let (Some(room), Some(from)) = (room.get_mut(..count), from.get(..count)) {
            room.copy_from_slice(from);
        }
        Ok(count)
    }

    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
        self.file.at_once()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    /// Bytes that count how often they are read.
    struct Bytes(Vec<u8>, Cell<usize>);

    impl ReadAt for Bytes {
        fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
            self.1.set(self.1.get().saturating_add(1));
            let from = self.0.get(usize::try_from(at).unwrap()..).unwrap_or_default();
            let count = from.len().min(room.len());
            room[..count].copy_from_slice(&from[..count]);
            Ok(count)
        }

        fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    /// Fills the room as far as it can be, and returns how far.
    fn read(file: &dyn ReadAt, at: usize, room: &mut [u8]) -> usize {
        let mut sum = 0_usize;
        while let count @ 1.. = file.read_at(&mut room[sum..], at.saturating_add(sum) as u64).unwrap() {
            sum = sum.saturating_add(count);
        }
        sum
    }

    proptest! {
        #[test]
        fn what_is_read_ahead_is_what_is_there(places in prop::collection::vec((0_usize..200_100, 0_usize..70_000), 1..20)) {
            let bytes = Bytes((0..200_000_u32).map(|place| (place % 251) as u8).collect(), Cell::new(0));
            let ahead = Ahead::new(&bytes);
            for (at, length) in places {
                let [mut found, mut wanted] = [vec![0; length], vec![0; length]];
                prop_assert_eq!(read(&ahead, at, &mut found), read(&bytes, at, &mut wanted));
                prop_assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn many_small_places_are_one_read() {
        let bytes = Bytes(vec![7; 2 * STRETCH], Cell::new(0));
        let ahead = Ahead::new(&bytes);
        for at in (0..30_000).step_by(300) {
            assert_eq!(read(&ahead, at, &mut [0; 300]), 300);
        }
        assert_eq!(bytes.1.get(), 1);
    }
}
