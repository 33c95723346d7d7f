//! Conflict markers in a text, as git leaves them: the versions between them.

use std::collections::HashSet;

use super::Texts;
use crate::document::problem::Fault;

/// The fewest signs of a marker.
const LEAST: usize = 7;

/// The versions of a text with markers: what stands outside of them is in each.
#[derive(Debug, PartialEq, Eq)]
pub struct Versions {
    /// Ours.
    pub ours: String,
    /// Theirs.
    pub theirs: String,
    /// What both came from, if every conflict says it (git's styles `diff3` and `zdiff3`).
    pub base: Option<String>,
}

/// The part of a conflict that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

/// Returns the versions of a text, `None` if there are no markers in it.
///
/// # Errors
/// A marker where it cannot be, at its line: a conflict inside another, one without an end, or an end without a beginning.
pub fn versions(text: &str) -> Result<Option<Versions>, Fault> {
    let (mut ours, mut theirs, mut base) = (String::new(), String::new(), String::new());
    let (mut part, mut has_markers, mut has_base) = (Part::Both, false, true);
    let (mut size, mut begun, mut at) = (0, 0..0, 0_usize);
    for line in text.split_inclusive('\n') {
        let span = at..at.saturating_add(line.trim_end().len());
        at = at.saturating_add(line.len());
        let odd = |what: &str| Fault::new(span.clone(), what).hint(BY_HAND);
        match (part, sign_of(line, size)) {
            (Part::Both, Some('<')) => {
                size = line.chars().take_while(|letter| *letter == '<').count();
                (part, has_markers, begun) = (Part::Ours, true, span.clone());
            }
            (Part::Both, Some(_)) => {
                return Err(odd("a conflict marker without the `<<<<<<<` that begins it"));
            }
            (Part::Ours, Some('|')) => part = Part::Base,
            (Part::Ours | Part::Base, Some('=')) => {
                has_base &= part == Part::Base;
                part = Part::Theirs;
            }
            (Part::Theirs, Some('>')) => (part, size) = (Part::Both, 0),
            (_, Some('<')) => return Err(odd("a conflict inside another")),
            (_, Some(_)) => return Err(odd("a conflict marker that does not belong here")),
            (_, None) => {
                for (of, version) in
                    [(Part::Ours, &mut ours), (Part::Theirs, &mut theirs), (Part::Base, &mut base)]
                {
                    if part == Part::Both || part == of {
                        version.push_str(line);
                    }
                }
            }
        }
    }
    if part != Part::Both {
        return Err(Fault::new(begun, "this conflict has no `>>>>>>>` that ends it").hint(BY_HAND));
    }
    let base = has_base.then_some(base);
    Ok(has_markers.then_some(Versions { ours, theirs, base }))
}

/// What can be done about markers that are odd.
const BY_HAND: &str = "mend the markers, or settle it by hand, with `owed edit`";

/// Returns the sign of a line that is a marker: of exactly this size, or of any if that is 0. In a conflict one of another size
/// belongs to the text, but for one that begins.
fn sign_of(line: &str, size: usize) -> Option<char> {
    let bare = line.trim_end_matches(['\r', '\n']);
    let sign = bare.chars().next().filter(|sign| "<|=>".contains(*sign))?;
    let rest = bare.trim_start_matches(sign);
    let count = bare.len().saturating_sub(rest.len());
    let is_marker = count >= LEAST && (rest.is_empty() || rest.starts_with(' '));
    (is_marker && (size == 0 || count == size)).then_some(sign)
}

/// Returns whether a text with markers is what was left of the three, by git or by a merge that is `known`: nobody has edited it
/// since.
pub fn is_as_left(text: &str, texts: Texts<'_>, known: &str) -> bool {
    let plain = |text: &'_ str| -> Vec<String> {
        let sign = |line: &str| sign_of(line, 0).map(String::from);
        text.lines().map(|line| sign(line).unwrap_or_else(|| line.to_owned())).collect()
    };
    if plain(text) == plain(known) {
        return true;
    }
    let lines = |text: &'_ str| -> HashSet<String> {
        text.lines().filter(|line| sign_of(line, 0).is_none()).map(str::to_owned).collect()
    };
    let [there, was, mine, other] = [text, texts.base, texts.ours, texts.theirs].map(lines);
    let is_of_one = |line: &String| [&was, &mine, &other].iter().any(|lines| lines.contains(line));
    // A line that a side added stays in a merge by lines, and so does one that all have.
    let stays = |line: &&String| !was.contains(*line) || (mine.contains(*line) && other.contains(*line));
    there.iter().all(is_of_one) && mine.iter().chain(&other).filter(stays).all(|line| there.contains(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Versions {
        versions(text).unwrap().unwrap()
    }

    fn refused(text: &str) -> (usize, String) {
        let fault = versions(text).unwrap_err();
        let before = text.get(..fault.span.start).unwrap();
        (before.split('\n').count(), fault.problem.message)
    }

    #[test]
    fn a_text_with_markers_is_two_versions_and_a_base_where_each_conflict_has_one() {
        let text = "a\n<<<<<<<<< one\nb\n||||||||| base\nc\n=========\nd\n>>>>>>>>> two\ne\n";
        let all = split(text);
        assert_eq!(
            (&*all.ours, &*all.theirs, all.base.as_deref()),
            ("a\nb\ne\n", "a\nd\ne\n", Some("a\nc\ne\n"))
        );
        let one = "<<<<<<< a\r\nb\r\n=======\r\n>>>>>>> c\r\n";
        let all = split(&format!(
            "{one}{}",
            text.replace("<<<<<<<<<", "<<<<<<<")
                .replace("|||||||||", "|||||||")
                .replace("=========", "=======")
                .replace(">>>>>>>>>", ">>>>>>>")
        ));
        assert_eq!((&*all.ours, &*all.theirs, all.base), ("b\r\na\nb\ne\n", "a\nd\ne\n", None));
        assert_eq!(versions("a\n"), Ok(None));
        // The base of a merge of several bases has larger markers of its own.
        let text =
            "<<<<<<< a\nb\n||||||| base\n<<<<<<<<< x\nc\n=========\nd\n>>>>>>>>> y\n=======\ne\n>>>>>>> z\n";
        assert_eq!(split(text).base.unwrap(), "<<<<<<<<< x\nc\n=========\nd\n>>>>>>>>> y\n");
    }

    #[test]
    fn markers_that_are_nested_or_odd_are_refused_at_their_line() {
        let inside = "a conflict inside another".to_owned();
        assert_eq!(refused("a\n<<<<<<< a\n<<<<<<< b\n"), (3, inside.clone()));
        assert_eq!(refused("<<<<<<< a\n=======\nb\n<<<<<<< b\n"), (4, inside));
        assert_eq!(refused("a\n<<<<<<< a\nb\n").0, 2, "no end");
        for odd in ["=======\n", ">>>>>>> a\n", "||||||| b\n"] {
            assert_eq!(refused(&format!("a\n{odd}")).0, 2, "{odd}");
        }
        assert_eq!(refused("<<<<<<< a\n>>>>>>> b\n").0, 2);
        assert_eq!(refused("<<<<<<< a\n=======\n=======\n").0, 3);
        assert_eq!(refused("<<<<<<< a\n=======\n||||||| b\n").0, 3);
    }

    #[test]
    fn what_was_edited_since_is_not_as_it_was_left() {
        let texts = Texts { base: "a\nb\nc\n", ours: "a\nx\nc\nd\n", theirs: "a\ny\nc\n" };
        let left = "a\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> two\nc\nd\n";
        let is = |text: &str| is_as_left(text, texts, "");
        assert!(is(left));
        assert!(is(&left.replace("=======", "||||||| base\nb\n=======")));
        assert!(!is(&left.replace("y\n", "y\nmine\n")), "a line more");
        assert!(!is(&left.replace("y\n", "")), "a line less");
        assert!(!is(&left.replace("c\n", "")), "a line of all less");
        let known = left.replace("x\n", "merged\n");
        assert!(is_as_left(&known.replace("HEAD", "ours"), texts, &known), "what the driver left");
    }
}
