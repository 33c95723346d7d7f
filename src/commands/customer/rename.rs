//! Another name for a customer: what they were called becomes another spelling of it, in one line of the policy. No block is
//! touched, so nothing that others write meanwhile is in the way.

use std::sync::Arc;

use super::{Asked, Met, Stands};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{Planned, write};
use crate::ledger::change::customers::{self, RulesPiece};
use crate::ledger::change::{BOM, Change, newline};
use crate::ledger::read::policy;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::ids::Ids;
use crate::rules::policy::{Claimed, Conflict, Policy};
use crate::text::{self, names};
use crate::views::customer::Customers;

/// What was renamed.
struct Renamed {
    policy: Policy,
    ids: Ids,
    old: String,
    new: String,
    /// Whether somebody was called that already.
    is_united: bool,
    stands: Stands,
}

/// Renames a customer, in the policy.
pub(super) fn run(who: &str, new: &str, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| plan(stored, inputs, who, new);
    let Renamed { policy, ids, old, new, is_united, stands } = write(context, None, plan)?;
    let stands =
        stands.of_ledger(&context.inputs.named.name).know(&new).finish(&policy, context.inputs.now)?;
    let Some(stand) = stands.get(&new) else { return Err(Error::new("which customer?").into()) };
    let also = if is_united { ", and the two are one" } else { "" };
    let said = format!("{} is {} from now on{also}", text::quote(&old), text::quote(&new));
    let (of, sheet) =
        (stand.summary(&new, std::slice::from_ref(&policy)), context.inputs.sheet(&policy, &ids));
    context.customers(&Customers::Renamed { of: &of, said: &said, sheet })?;
    Ok(Exit::Success)
}

fn plan(stored: Stored<'_>, inputs: &Inputs<'_>, who: &str, typed: &str) -> Result<Planned<Renamed>> {
    let (asked, other) = (Asked::new(who), Asked::new(typed));
    let begin = |_: &Policy| Ok((Met::default(), Vec::new()));
    // Of those who may be meant the commitments are kept: how things stand with them is said afterwards.
    let see = |(met, others): &mut (Met, Vec<_>), look: Look<'_, '_>| {
        met.see(&asked, look.commitment, &look.policy.customers);
        let is_other = other.words.are_customer(&look.commitment.to, &look.policy.customers);
        others.extend(is_other.then(|| look.commitment.clone().into_owned()));
    };
    let seen = inputs.fold_archives(inputs.fold_stored(stored, begin, see)?, see)?;
    let Seen { mut policy, rules, ids, state: (met, others) } = seen;
    let old = asked.name(&[(&met.names, &policy.customers)])?;
    let known = &policy.customers;
    // Somebody else who is called that is met by their name, however it is typed.
    let exactly = |name: &&str| *name != old && other.words.are_customer(name, known);
    let there = met.names.iter().map(String::as_str).chain(known.all().map(|(name, _)| name)).find(exactly);
    let is_united = there.is_some();
    // One of their own other spellings comes back as it is written, unless only the case of the name is put right.
    let is_case = other.words.are(&old);
    let own = known.names(&old).skip(1).find(|spelling| !is_case && other.words.are(spelling));
    let new = there.or(own).unwrap_or(typed).to_owned();
    if new == old {
        return Err(Error::new(format!("{} is called that already", text::quote(&old))));
    }
    names::check_seen("the name", &old).map_err(|unseen| {
        Error::new(unseen.message).hint("write it anew with `owed change ID… --to NAME`")
    })?;
    let wanted = known.renamed(&old, &new).map_err(|why| conflict(why, &old, &new))?;
    let places = rules.places(stored.size());
    let pieces: Vec<_> = places
        .into_iter()
        .map(|(text, span)| RulesPiece { text, is_last: span.end == stored.size(), span })
        .collect();
    let (place, text) =
        customers::renamed(&pieces, &old, &new, &wanted, newline(stored)?)?.ok_or_else(|| by_hand(&new))?;
    let has_bom = stored.bytes(0..BOM.len().min(stored.size()))?.as_ref() == BOM.as_bytes();
    let start = if has_bom { BOM.len() } else { 0 };
    let span = pieces.get(place).map_or(start..start, |piece| piece.span.clone());
    let after = says(&pieces, place, &text, &policy)?;
    policy.customers = Arc::new(wanted);
    if after != policy {
        return Err(by_hand(&new));
    }
    let mut stands = Stands::new(inputs.now).of_ledger(&inputs.named.name);
    let mine = met
        .kept
        .into_iter()
        .filter(|one| one.to == old)
        .chain(others.into_iter().filter(|one| one.to == new));
    for mut one in mine {
        after.customers.name(&mut one);
        stands.see(&one, &after, inputs.now);
    }
    let form = after.form();
    let told = Renamed { policy: after, ids, old, new, is_united, stands };
    Ok(Planned::new(vec![Change::Rules { span, text }], form, told))
}

/// Returns what the policy says with another text for one of its pieces.
fn says(pieces: &[RulesPiece<'_>], place: usize, text: &str, before: &Policy) -> Result<Policy> {
    let mut all = String::new();
    if pieces.is_empty() {
        all.push_str(text);
    }
    for (number, piece) in pieces.iter().enumerate() {
        all.push_str(if number == place { text } else { piece.text });
        all.push('\n');
    }
    policy::read(&all, &|| Ok(before.zone)).map_err(|fault| fault.problem.into())
}

fn by_hand(new: &str) -> Error {
    Error::new("the policy is written in a way that this cannot change")
        .hint(format!("add the old name to `also` of [customer.{}] with `owed edit`", text::quote(new)))
}

fn conflict(why: Conflict, old: &str, new: &str) -> Error {
    let [old, new] = [old, new].map(text::quote);
    match why {
        Conflict::Key(key) => Error::new(format!("{old} and {new} have different values for `{key}`"))
            .hint("take one of them out with `owed edit`, and try again"),
        Conflict::Spelling(Claimed::Name(other) | Claimed::By(other)) => {
            let other = text::quote(&other);
            Error::new(format!("{old} is a spelling of {other}")).hint(format!("rename {other}"))
        }
    }
}
