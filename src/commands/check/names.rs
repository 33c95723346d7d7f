//! Names that may be two spellings of one.

use super::Found;
use super::seen::{Gathered, Use, Uses};
use crate::rules::audit::Finding;
use crate::text;
use crate::text::names::{ESTABLISHED, PART, near_pairs};

/// Returns the rarer spelling of each pair, at the first commitment that has it. A pair that is used too often for a
/// misspelling is a note.
pub(super) fn findings(seen: &Gathered) -> impl Iterator<Item = Found> {
    let customers = near("to", &seen.customers);
    customers.into_iter().chain(near("owner", &seen.owners))
}

fn near(key: &str, uses: &Uses) -> Vec<Found> {
    let mut names: Vec<_> = uses.iter().filter(|(name, _)| !name.trim().is_empty()).collect();
    names.sort_unstable_by(|(one, at), (other, then)| (at.span.start, one).cmp(&(then.span.start, other)));
    let counted: Vec<_> = names.iter().map(|(name, known)| (name.as_str(), known.count)).collect();
    let pairs = near_pairs(&counted).into_iter();
    let found = pairs.filter_map(|near| {
        let ((rare, at), (common, known)) = (names.get(near.rare)?, names.get(near.common)?);
        Some(found(key, rare, at, common, known, near.slips))
    });
    found.collect()
}

fn found(key: &str, rare: &str, at: &Use, common: &str, known: &Use, slips: usize) -> Found {
    let (shown, other) = (text::quote(rare), text::quote(common));
    let times = if known.count == 1 { "once".to_owned() } else { format!("{} times", known.count) };
    let message = match slips {
        0 => format!("{key} {shown} is {other}, used {times}, with another spelling"),
        PART => format!("{key} {shown} begins like {other}, used {times}: the same?"),
        _ => format!("{key} {shown} is close to {other}, used {times}: a typo?"),
    };
    let is_note = slips > 0 && at.count >= ESTABLISHED;
    let finding = Finding { name: "near-name", spot: at.spot.clone(), message, is_note };
    Found { id: Some(at.id), span: at.span.clone(), finding }
}
