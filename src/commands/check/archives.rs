//! Problems of the archives: commitments in two places, and open ones, which nothing watches there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::seen::Gathered;
use super::{Follows, Found, Kept};
use crate::context::Inputs;
use crate::context::archives::{self, Copy};
use crate::context::read::from_start;
use crate::error::Result;
use crate::ledger::change::blocks;
use crate::ledger::merge::marks::Contradiction;
use crate::ledger::read::scan::Seen;
use crate::ledger::read::unknown;
use crate::rules::audit::{Finding, Spot};
use crate::rules::commitment::Id;
use crate::rules::cycle;

/// Returns the findings, and leaves in `missing` only what is not archived either. The error is an unreadable archive.
pub(super) fn findings(
    text: &str,
    seen: &Seen<(Gathered, Vec<Kept>)>,
    missing: &mut Vec<&Follows>,
    inputs: &Inputs<'_>,
) -> Result<Vec<Found>> {
    let policy = &seen.policy;
    let wanted: BTreeSet<Id> = missing.iter().map(|(.., before)| *before).collect();
    let key = unknown::archives(&seen.rules).unwrap_or_default();
    let (mut archived, mut all) = (BTreeSet::new(), Vec::new());
    inputs.each_archive(&policy.archives, &mut |archive, file| {
        inputs.scan_archive(archive, || from_start(file), policy, &mut |look| {
            let id = look.commitment.id;
            archived.extend(wanted.contains(&id).then_some(id));
            if !seen.ids.has(id) && !cycle::is_closed(look.commitment, policy) {
                let message = format!(
                    "{id} is open in {}, where nothing watches it; move its block to the end of the ledger",
                    archive.name
                );
                all.push(of("archived-open", None, key.clone(), message));
            }
        })
    })?;
    missing.retain(|(.., before)| !archived.contains(before));
    let copies = inputs.copies(&policy.archives, policy, &seen.ids)?;
    let own: BTreeMap<_, _> = if copies.is_empty() {
        BTreeMap::new()
    } else {
        seen.state.1.iter().map(|(id, span, _)| (*id, span)).collect()
    };
    // If two commitments in the ledger have one id, it is unknown which one a copy belongs to; that has a finding of
    // its own.
    let twice: BTreeSet<_> = seen.ids.twice().into_iter().collect();
    for (id, copies) in copies.iter().filter(|(id, _)| !twice.contains(id)) {
        match own.get(id) {
            Some(span) => {
                let block = blocks::text_at(text, (*span).clone())?;
                let what = outcome(block, copies);
                let message = format!("also in {}; this one counts, and {what}", names(copies));
                all.push(of("archived-twice", Some(*id), (*span).clone(), message));
            }
            None => {
                let Some((first, more)) = copies.split_first() else { continue };
                let what = outcome(&first.text, more);
                let message = format!(
                    "{id} is in {} and in {}; the first counts, and {what}",
                    first.archive,
                    names(more)
                );
                all.push(of("archived-twice", None, key.clone(), message));
            }
        }
    }
    Ok(all)
}

/// Returns whether copies differ, and what will happen to them.
fn outcome(own: &str, copies: &[Copy]) -> String {
    let are_alike = copies.iter().all(|copy| blocks::bare(&copy.text) == blocks::bare(own));
    match archives::united(own, copies) {
        Ok(_) if are_alike => "they are the same: the next `owed archive` removes the copy".to_owned(),
        Ok(_) => "they differ: the next `owed archive` unites them".to_owned(),
        Err(Contradiction { what, .. }) => {
            format!("they contradict each other ({what}): correct or remove what is wrong in the files")
        }
    }
}

/// The most archives in a finding.
const NAMED: usize = 3;

fn names(copies: &[Copy]) -> String {
    let mut names: Vec<_> = copies.iter().map(|copy| copy.archive.as_str()).collect();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let named = names.join(" and in ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

fn of(name: &'static str, id: Option<Id>, span: Range<usize>, message: String) -> Found {
    Found { id, span, finding: Finding { name, spot: Spot::Block, message, is_note: false } }
}
