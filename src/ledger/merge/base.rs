//! A base that git itself had to merge, because the sides met more than once before: it has markers, and what its two versions
//! agree on is the base.

use std::borrow::Cow;
use std::collections::HashMap;

use super::body;
use super::ends::plain;
use super::side::{Name, Piece, Side};

/// Returns the two versions of a text with conflict markers, `None` if there are none or they are nested.
pub fn versions(text: &str) -> Option<[Cow<'_, str>; 2]> {
    let (mut ours, mut theirs) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let (mut part, mut has_markers) = (Part::Both, false);
    let mut size = 0_usize;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        let is = |sign: char, size: usize| {
            let rest = bare.trim_start_matches(sign);
            let count = bare.len().saturating_sub(rest.len());
            let is_whole = rest.is_empty() || rest.starts_with(' ');
            count >= 7 && is_whole && (size == 0 || count == size)
        };
        match part {
            Part::Both if is('<', 0) => {
                size = bare.chars().take_while(|letter| *letter == '<').count();
                (part, has_markers) = (Part::Ours, true);
            }
            Part::Ours if is('|', size) => part = Part::Base,
            Part::Ours | Part::Base if is('=', size) => part = Part::Theirs,
            Part::Theirs if is('>', size) => part = Part::Both,
            Part::Ours | Part::Base | Part::Theirs if is('<', 0) => return None,
            Part::Both => {
                ours.push_str(line);
                theirs.push_str(line);
            }
            Part::Ours => ours.push_str(line),
            Part::Base => {}
            Part::Theirs => theirs.push_str(line),
        }
    }
    (has_markers && part == Part::Both).then_some([Cow::Owned(ours), Cow::Owned(theirs)])
}

/// The part of a conflict that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

/// Returns what two versions agree on.
pub fn agreed<'t>(one: Side<'t>, other: &Side<'_>) -> Side<'t> {
    let known: HashMap<&Name, &Piece<'_>> = other.pieces.iter().map(|piece| (&piece.name, piece)).collect();
    let agreed = |piece: Piece<'t>| {
        let other = known.get(&piece.name)?;
        if piece.body == other.body {
            return Some(piece);
        }
        let text = body::agreed(&plain(&piece.body), &plain(&other.body), piece.name.shape());
        Some(Piece { body: Cow::Owned(text), ..piece })
    };
    Side { pieces: one.pieces.into_iter().filter_map(agreed).collect(), ..one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_markers_is_two_versions() {
        let text = "a\n<<<<<<<<< one\nb\n||||||||| base\nc\n=========\nd\n>>>>>>>>> two\ne\n";
        assert_eq!(versions(text).unwrap(), ["a\nb\ne\n", "a\nd\ne\n"]);
        assert_eq!(versions("a\n"), None);
        assert_eq!(versions("<<<<<<< a\n<<<<<<< b\n"), None);
        assert_eq!(versions("<<<<<<< a\nb\n"), None, "not whole");
    }
}
