//! Line ends: each piece is merged with `\n`, and gets its own back.

use std::borrow::Cow;
use std::collections::HashMap;

use super::marks::three_way;

/// How the lines of a piece end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ends {
    /// There is one line.
    None,
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// Some so, some so.
    Mixed,
}

impl Ends {
    /// Returns how the lines of a text end.
    pub fn of(text: &str) -> Self {
        let all = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let both = text.matches("\r\n").count();
        match (all, both) {
            (0, _) => Self::None,
            (_, 0) => Self::Lf,
            (all, both) if all == both => Self::CrLf,
            _ => Self::Mixed,
        }
    }

    /// Returns the end of a new line.
    pub const fn newline(self) -> &'static str {
        if matches!(self, Self::CrLf) { "\r\n" } else { "\n" }
    }
}

/// Returns a text with `\n`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// Returns a merged text with the line ends of the side that changed them. Of a mixed piece each line keeps its own.
pub fn restored(merged: String, base: Option<&str>, ours: &str, theirs: &str) -> String {
    let [mine, other] = [ours, theirs].map(Ends::of);
    let was = base.map(Ends::of);
    match three_way(was, mine, other).unwrap_or(mine.max(other)) {
        Ends::None | Ends::Lf => merged,
        Ends::CrLf => merged.replace('\n', "\r\n"),
        Ends::Mixed => mixed(&merged, base, ours, theirs),
    }
}

fn mixed(merged: &str, base: Option<&str>, ours: &str, theirs: &str) -> String {
    let [was, mine, other] = [base.unwrap_or_default(), ours, theirs].map(|text| {
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        lines
            .map(|line| (line.trim_end_matches(['\r', '\n']), line.ends_with("\r\n")))
            .collect::<HashMap<_, _>>()
    });
    let mut lines = merged.split('\n').map(|line| (line, false)).collect::<Vec<_>>();
    for (line, has_cr) in &mut lines {
        *has_cr = match (mine.get(line), other.get(line)) {
            (Some(mine), Some(other)) => three_way(was.get(line), mine, other).copied().unwrap_or(true),
            (one, two) => one.or(two).copied().unwrap_or_default(),
        };
    }
    let count = lines.len();
    let ended =
        lines.into_iter().enumerate().map(|(at, (line, has_cr))| match at.saturating_add(1) == count {
            true => line.to_owned(),
            false => format!("{line}{}", if has_cr { "\r\n" } else { "\n" }),
        });
    ended.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_that_changed_the_line_ends_decides() {
        let with = |base, ours, theirs| restored("a\nb\nc".to_owned(), base, ours, theirs);
        assert_eq!(with(Some("a\nb"), "a\r\nb", "a\nb"), "a\r\nb\r\nc");
        assert_eq!(with(Some("a\r\nb"), "a\r\nb", "a\nb"), "a\nb\nc");
        assert_eq!(with(None, "a\r\nb", "a\nb"), "a\r\nb\r\nc");
        assert_eq!(with(Some("a\nb\r\nc"), "a\nb\r\nc", "a\nb\r\nc"), "a\nb\r\nc", "each keeps its own");
        assert_eq!(Ends::of("a\r\nb\n"), Ends::Mixed);
        assert_eq!(Ends::of("a"), Ends::None);
    }
}
