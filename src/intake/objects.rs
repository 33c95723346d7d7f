//! JSON objects, in one list or one after another, each with the line that it begins on.

use serde_json::{Deserializer, Map, Value};

use crate::error::{Error, Result};
use crate::text;

/// An object as it stands in a file.
pub(super) type Object = Map<String, Value>;

/// Calls `take` with every object of a text and its line, from 1: in a list, or one after another, with commas after them
/// or not.
///
/// # Errors
/// What is not JSON, something else than an object, and a list without an end, with the line; and what `take` refuses.
pub(super) fn each(text: &str, mut take: impl FnMut(u64, Object) -> Result<()>) -> Result<()> {
    let mut rest = text.trim_ascii_start();
    let mut lines = Lines::new(text);
    let is_list = rest.starts_with('[');
    rest = rest.strip_prefix('[').unwrap_or(rest);
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == ',');
        let line = lines.up_to(text.len().saturating_sub(rest.len()));
        let mut objects = Deserializer::from_str(rest).into_iter::<Object>();
        match (is_list, rest.strip_prefix(']').map(str::trim_ascii)) {
            (true, Some("")) => return Ok(()),
            (true, _) if rest.is_empty() => {
                return Err(Error::new(format!("line {line}: the list has no end"))
                    .hint("the file may be cut off: export it again"));
            }
            (false, _) if rest.is_empty() => return Ok(()),
            _ => {}
        }
        match objects.next() {
            Some(Ok(object)) => take(line, object)?,
            Some(Err(error)) => return Err(refused(&error, line)),
            None => return Ok(()),
        }
        let end = objects.byte_offset();
        rest = rest.get(end..).ok_or_else(|| Error::new(format!("line {line}: this is not JSON")))?;
    }
}

/// Returns the first object of a text, if it begins with one.
pub(super) fn first(text: &str) -> Option<Object> {
    let rest = text.trim_ascii_start();
    let rest = rest.strip_prefix('[').unwrap_or(rest);
    Deserializer::from_str(rest).into_iter().next()?.ok()
}

/// Returns why a text is no list of objects; `line` is the one that the object begins on.
fn refused(error: &serde_json::Error, line: u64) -> Error {
    let within = u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
    let said = error.to_string();
    let why = said.rsplit_once(" at line ").map_or(said.as_str(), |(why, _)| why);
    Error::new(format!(
        "line {}: this is not a JSON object: {}",
        line.saturating_add(within),
        text::sanitize(why)
    ))
}

/// The line of a place in a text; places are asked for in order.
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    /// Counts from the beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// Returns the line of a place, from 1.
    pub(super) fn up_to(&mut self, end: usize) -> u64 {
        let between = self.text.as_bytes().iter().take(end).skip(self.at);
        let ends = between.filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u64::try_from(ends).unwrap_or(u64::MAX));
        self.at = end;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the line and the keys of every object, or why there are none.
    fn read(text: &str) -> Result<Vec<(u64, String)>, String> {
        let mut all = Vec::new();
        let take = |line, object: Object| {
            all.push((line, object.keys().cloned().collect::<Vec<_>>().join(" ")));
            Ok(())
        };
        each(text, take).map_err(|error| error.message)?;
        Ok(all)
    }

    #[test]
    fn objects_come_in_a_list_or_one_after_another() {
        let two = Ok(vec![(2, "a".to_owned()), (4, "b c".to_owned())]);
        assert_eq!(read("[\n{\"a\":1},\n\n{\"b\":\"]\",\n\"c\":[[]]}\n]\n"), two);
        assert_eq!(read("\n{\"a\":1}\n\n{\"b\":0,\"c\":0}"), two);
        assert_eq!(read("\n{\"a\":1},\r\n\r\n{\"b\":0,\"c\":0},\n"), two);
        assert_eq!(read("[\n{\"a\":1},\n\n{\"b\":0,\"c\":0},\n]"), two);
        assert_eq!(read("[\n]\n"), Ok(Vec::new()));
        assert_eq!(read(" \n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused_with_its_line() {
        for (text, why) in [
            ("[\n{\"a\":1},\n", "line 3: the list has no end"),
            ("[{}]\n[{}]", "line 1: this is not a JSON object: expected value"),
            ("{}\n\n3", "line 3: this is not a JSON object: invalid type: integer `3`, expected a map"),
            ("{\"a\":\n\n}", "line 3: this is not a JSON object: expected value"),
            ("{\"a\":", "line 1: this is not a JSON object: EOF while parsing a value"),
            (
                &"[".repeat(100_000),
                "line 1: this is not a JSON object: invalid type: sequence, expected a map",
            ),
            (
                &format!("{{\"a\":{}", "[".repeat(100_000)),
                "line 1: this is not a JSON object: recursion limit exceeded",
            ),
        ] {
            assert_eq!(read(text), Err(why.to_owned()));
        }
    }
}
