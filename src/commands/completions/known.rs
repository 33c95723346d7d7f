//! The values of arguments: those that the ledger has, and those that people type often.
//!
//! The ledger is read as `list` reads it, without a lock. Trouble means that nothing is known.

use std::collections::BTreeSet;

use clap::CommandFactory as _;

use super::Candidate;
use super::source::{Asked, Source};
use crate::commands::Cli;
use crate::commands::help::TOPICS;
use crate::context::Inputs;
use crate::context::ledgers::Ledger;
use crate::error::Result;
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Class, Commitment, Deed};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::filter;
use crate::text::{self, fold};
use crate::views::row::{Order, Row};

/// Dates to come that people type often.
pub const DATES: [&str; 17] = [
    "today",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "noon",
    "tonight",
    "eod",
    "eom",
    "1h",
    "4h",
    "3bd",
    "1w",
];
/// Dates that have passed.
pub const PAST: [&str; 7] = ["today", "yesterday", "10m ago", "1h ago", "2h ago", "1d ago", "1w ago"];
/// What follows a day.
pub const TIMES: [&str; 3] = ["9am", "noon", "5pm"];
/// Lengths of time.
pub const LENGTHS: [&str; 6] = ["1h", "4h", "8h", "1d", "2d", "1w"];
/// How often something is promised again.
pub const AGAIN: [&str; 7] = ["daily", "weekly", "2w", "monthly", "quarterly", "yearly", "1bd"];
/// The most ids that are offered: a list that nobody reads to the end. The most pressing are among them.
const MOST_IDS: usize = 200;

/// Returns the values that begin with what is typed of them.
pub fn values(asked: &Asked<'_>, inputs: &Inputs<'_>) -> Vec<Candidate> {
    match asked.source {
        Source::Open | Source::Closed => ids(asked, inputs).unwrap_or_default(),
        Source::Customers | Source::Owners | Source::Tags => {
            plain(asked, names(asked, inputs).unwrap_or_default().iter().map(String::as_str))
        }
        Source::Kinds => policies(asked, inputs, |policy| policy.kinds.keys().cloned().collect()),
        Source::Calendars => policies(asked, inputs, |policy| policy.calendars.keys().cloned().collect()),
        Source::Classes => plain(asked, Class::ALL.map(Class::name)),
        Source::Dates => plain(asked, DATES.map(str::to_owned).into_iter().chain(times(asked.typed))),
        Source::Past => plain(asked, PAST.map(str::to_owned).into_iter().chain(times(asked.typed))),
        Source::Lengths => plain(asked, LENGTHS),
        Source::Again => plain(asked, AGAIN),
        Source::Topics => {
            let root = Cli::command();
            let verbs = root.get_subcommands().map(clap::Command::get_name);
            plain(asked, TOPICS.iter().map(|topic| topic.name).chain(verbs))
        }
        Source::Zones => plain(asked, chrono_tz::TZ_VARIANTS.map(chrono_tz::Tz::name)),
        Source::Files | Source::Theirs => Vec::new(),
    }
}

/// Returns the names in the policy of each ledger that begin with what is typed.
fn policies(
    asked: &Asked<'_>,
    inputs: &Inputs<'_>,
    names: fn(&Policy) -> BTreeSet<String>,
) -> Vec<Candidate> {
    let all = inputs.read_each(|ledger, _| ledger.inputs.fold(|_| Ok(()), |(), _| {}));
    let all = all.unwrap_or_default();
    plain(asked, all.iter().flat_map(|seen| names(&seen.policy)).collect::<BTreeSet<_>>())
}

/// Returns those of some values that begin with what is typed, whatever their case and accents.
fn plain(asked: &Asked<'_>, values: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Candidate> {
    let typed: String = fold::letters(asked.typed).collect();
    let fitting = values.into_iter().filter(|value| fold::begins(value.as_ref(), &typed));
    fitting.map(|value| Candidate { word: value.as_ref().to_owned(), meaning: String::new() }).collect()
}

/// Returns a day that is typed with the times that may follow it.
fn times(typed: &str) -> impl Iterator<Item = String> {
    let day = typed.split_once(' ').map(|(day, _)| day);
    let day = day.filter(|day| day.contains('-') || !day.starts_with(|first: char| first.is_ascii_digit()));
    day.into_iter().flat_map(|day| TIMES.map(|time| format!("{day} {time}")))
}

/// Returns the names of the ledger that begin with what is typed: customers, people on our side, or tags.
fn names(asked: &Asked<'_>, inputs: &Inputs<'_>) -> Result<BTreeSet<String>> {
    let typed: String = fold::letters(asked.typed).collect();
    let keep = |names: &mut BTreeSet<String>, name: &str| {
        if fold::begins(name, &typed) && !names.contains(name) {
            names.insert(name.to_owned());
        }
    };
    let see = |names: &mut BTreeSet<String>, look: Look<'_, '_>| {
        let commitment = look.commitment;
        match asked.source {
            Source::Customers => keep(names, &commitment.to),
            Source::Tags => commitment.tags.iter().for_each(|tag| keep(names, tag)),
            _ => owners(commitment).for_each(|owner| keep(names, owner)),
        }
    };
    let join = |mut all: BTreeSet<String>, next| {
        all.extend(next);
        all
    };
    let one = |ledger: &Ledger<'_, '_>| {
        let mut seen = ledger.inputs.fold_in_parts(|_| Ok(BTreeSet::new()), see, join)?;
        let Seen { policy, state: found, .. } = &mut seen;
        if asked.source == Source::Customers {
            policy.customers.all().for_each(|(name, _)| keep(found, name));
        }
        if asked.source == Source::Owners {
            let owners = filter::owners_in_policy(policy).map(String::as_str);
            owners.chain(["me"]).for_each(|owner| keep(found, owner));
        }
        Ok(seen)
    };
    Ok(inputs.read_all(one, join)?.state)
}

/// Returns everybody who ever owned a commitment.
fn owners<'c>(commitment: &'c Commitment<'_>) -> impl Iterator<Item = &'c str> {
    let later = commitment.history.iter().filter_map(|event| match &event.deed {
        Deed::Handed { to, .. } => Some(to.as_ref()),
        Deed::Escalated { to, .. } => to.as_deref(),
        _ => None,
    });
    commitment.owner.as_deref().into_iter().chain(later)
}

/// Returns the ids that begin with what is typed, the most pressing first, or of closed ones those due last.
fn ids(asked: &Asked<'_>, inputs: &Inputs<'_>) -> Result<Vec<Candidate>> {
    let typed = asked.typed.to_ascii_lowercase();
    let (is_open, now) = (asked.source == Source::Open, inputs.now);
    let see = |found: &mut Vec<(Order, String)>, look: Look<'_, '_>| {
        let Look { commitment, policy, .. } = look;
        if commitment.id.as_str().starts_with(&typed) && may_be(commitment, is_open, now) {
            let row = Row::new(commitment, policy, now);
            let row = row.filter(|row| row.standing.is_open() == is_open);
            found.extend(row.map(|row| (row.order(), format!("{}: {}", commitment.to, commitment.what))));
            if found.len() >= MOST_IDS.saturating_mul(2) {
                first(found, is_open);
            }
        }
    };
    let join = |mut all: Vec<_>, next| {
        all.extend(next);
        all
    };
    let one = |ledger: &Ledger<'_, '_>| ledger.inputs.fold_in_parts(|_| Ok(Vec::new()), see, join);
    let Seen { ids, state: mut found, .. } = inputs.read_all(one, join)?;
    first(&mut found, is_open);
    let candidates = found.into_iter().map(|(order, meaning)| {
        let id = order.id();
        let length = ids.short_length(id).max(typed.len());
        Candidate { word: id.first(length).to_owned(), meaning: text::sanitize(&meaning).into_owned() }
    });
    Ok(candidates.collect())
}

/// Returns whether a commitment may be what is asked for, as far as that is known without judging it.
fn may_be(commitment: &Commitment<'_>, is_open: bool, now: Instant) -> bool {
    !is_open || !commitment.is_closed_for_good(now)
}

/// Sorts what was found, and keeps the first.
fn first(found: &mut Vec<(Order, String)>, is_open: bool) {
    found.sort_unstable_by(|(one, _), (other, _)| if is_open { one.cmp(other) } else { other.cmp(one) });
    found.truncate(MOST_IDS);
}
