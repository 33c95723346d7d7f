//! What looks like policy but has no effect: unknown tables, and kinds that nobody defined.

use std::ops::Range;

use super::Found;
use super::seen::Gathered;
use crate::ledger::read::scan::RulesText;
use crate::ledger::read::unknown;
use crate::rules::audit::{Finding, Spot};
use crate::rules::policy::Policy;
use crate::text::{self, names};

/// Returns unknown tables, and kinds that are nearly a defined one: either way rules are off that somebody believes to
/// be on.
pub(super) fn findings(policy: &Policy, rules: &RulesText, seen: &Gathered) -> Vec<Found> {
    let mut found: Vec<_> = unknown::tables(rules)
        .into_iter()
        .map(|table| {
            let message = format!("unknown table `{}`; it is kept", text::sanitize(&table.name));
            of_rules("unknown-table", message, table.span)
        })
        .collect();
    let mut defined = names::Known::new(policy.kinds.keys().map(String::as_str));
    for rung in unknown::kinds_of_rungs(rules).into_iter().filter(|kind| !seen.kinds.contains_key(&kind.name))
    {
        if let Some(near) = slip(&rung.name, policy, &mut defined) {
            let name = text::quote(&rung.name);
            let message =
                format!("unknown kind {name}: no commitment has it and no table defines it; {near}");
            found.push(of_rules("kind-typo", message, rung.span));
        }
    }
    let mut kinds: Vec<_> = seen.kinds.iter().collect();
    kinds.sort_unstable_by_key(|(_, at)| at.span.start);
    for (kind, at) in kinds {
        if let Some(near) = slip(kind, policy, &mut defined) {
            let name = text::quote(kind);
            let message = format!("kind {name} is not defined, so it has no target and no limit; {near}");
            let finding = Finding { name: "kind-typo", spot: at.spot.clone(), message, is_note: false };
            found.push(Found { id: Some(at.id), span: at.span.clone(), finding });
        }
    }
    found
}

/// Returns the question whether an undefined kind is a misspelling of a defined one.
fn slip(kind: &str, policy: &Policy, defined: &mut names::Known<'_>) -> Option<String> {
    if policy.kind(kind).is_some() {
        return None;
    }
    defined.nearest(kind).map(text::did_you_mean)
}

pub(super) fn of_rules(name: &'static str, message: String, span: Range<usize>) -> Found {
    Found { id: None, span, finding: Finding { name, spot: Spot::Block, message, is_note: false } }
}
