//! Reading a CSV file: whatever the bytes are, rows that could be commitments or a reason for each, or one for the
//! file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use owed::inside::{csv, Map};
use owed::inside::LONGEST;

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = csv::read(bytes, &Map::default(), chrono_tz::America::New_York) else { return };
    for row in &read.rows {
        assert!(!row.to.is_empty() && !row.what.is_empty());
        let names = [Some(&row.to), row.kind.as_ref(), row.owner.as_ref(), row.reference.as_ref()];
        assert!(names.into_iter().flatten().chain(&row.tags).all(|name| name.len() <= LONGEST));
    }
    let lines = bytes.iter().filter(|byte| b"\r\n".contains(byte)).count() + 1;
    assert!(read.left_out.iter().chain(&read.bad).all(|row| row.line <= lines as u64 && !row.why.is_empty()));
});
