//! Reading a file of every source: whatever the bytes are, rows that could be commitments or a reason for each, or one
//! for the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use owed::inside::LONGEST;
use owed::inside::{Options, decode, guess, sources};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes, None) else { return };
    let options = Options::default();
    let _ = guess(&text, &options, &[]);
    let lines = bytes.iter().filter(|byte| b"\r\n".contains(byte)).count() + 1;
    for source in sources() {
        let Ok(read) = source.read(&text, &options, chrono_tz::America::New_York) else { continue };
        for row in &read.rows {
            assert!(!row.to.is_empty() && !row.what.is_empty());
            let names = [Some(&row.to), row.kind.as_ref(), row.owner.as_ref()];
            assert!(names.into_iter().flatten().chain(&row.tags).all(|name| name.len() <= LONGEST));
        }
        assert!(read.left_out.iter().chain(&read.bad).all(|row| row.line <= lines as u64 && !row.why.is_empty()));
    }
});
