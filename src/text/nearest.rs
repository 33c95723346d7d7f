//! What was meant by a word that is not known.

use strsim::osa_distance;

/// The candidate that the word is most likely a slip of, for "did you mean"; `None` if nothing is near.
///
/// Near is a third of the letters wrong, swapped or missing, at least one, and nobody minds capitals. A single
/// word is also compared with the words of a candidate, so that `acmee` finds `Acme Corp`. The first of
/// equally near ones wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let letters = word.chars().count();
    let single = !word.contains(' ');
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = candidate.to_lowercase();
        let mut found = slip(&word, letters, &folded);
        if single && folded.contains(' ') {
            // Half a step behind a whole name that is as near.
            let part = folded.split(' ').filter_map(|part| slip(&word, letters, part)).min();
            found = found.into_iter().chain(part.map(|slips| slips.saturating_add(1))).min();
        }
        if let Some(slips) = found
            && best.is_none_or(|(least, _)| slips < least)
        {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Twice the number of slips from one to the other, if they are few enough.
fn slip(word: &str, letters: usize, candidate: &str) -> Option<usize> {
    let length = candidate.chars().count();
    let most = letters.max(length).max(3) / 3;
    // Counting letters is cheap, and rules nearly everything out.
    if letters.abs_diff(length) > most {
        return None;
    }
    let slips = osa_distance(word, candidate);
    (slips <= most).then_some(slips.saturating_mul(2))
}
