//! A place in a file is the same, however much of the file is kept.

use super::*;

/// Gives a few bytes at a time.
struct Drops<'b>(&'b [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(4099);
        self.0.read(&mut buffer[..most])
    }
}

#[test]
fn a_place_is_found_without_keeping_the_file() {
    let short = "a = \"é\" # ö\r\n".repeat(9_000);
    let text = format!("{short}{}\nend = \"x\"\n\n{short}", "ü = [] ".repeat(30_000));
    let ends = [0, 1, 7, 65_535, 65_536, 65_537, short.len() - 1, short.len(), short.len() + 100, text.len()];
    let last = text.find("end =").unwrap();
    for start in ends.into_iter().chain(last - 3..last + 14) {
        let start = (start..).find(|at| text.is_char_boundary(*at)).unwrap();
        for length in [0, 1, 6, 500] {
            let span = start..(start + length).min(text.len());
            let whole = place("l.toml", text.as_bytes(), &span);
            let found = place_in(
                "l.toml",
                Drops(text.as_bytes()),
                &span,
                &mut Signs { ledger: true, ..Signs::default() },
            )
            .unwrap();
            let all = |place: &Place| (place.line, place.column, place.text.clone());
            assert_eq!(all(&found), all(&whole), "{span:?}");
            assert!(whole.text.is_empty() || found.width == whole.width, "{span:?}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_again_is_named_all_the_same() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::Other.into())
        }
    }
    let error = Fault::new(3..4, "this is wrong").hint("mend it").locate("l.toml", Broken);
    assert_eq!((error.to_string().as_str(), error.hints.len()), ("l.toml: this is wrong", 1));
}
