//! `owed check`: the problems in the ledger, one finding a line, for people, editors and CI.

mod archives;
mod calendars;
mod kinds;
mod names;
mod places;
mod policy;
mod seen;

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::ops::Range;

use super::archive;
use super::init::git;
use crate::context::ledgers::Named;
use crate::context::{Context, Inputs};
use crate::error::{Exit, Result};
use crate::ledger::read::locate::Spots;
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::audit::{self, Finding, Spot};
use crate::rules::commitment::Id;
use crate::rules::ids::Ids;
use crate::rules::policy::Order;
use crate::text;
use crate::views::answer::{Findings, Placed};
use crate::views::formats::Formats;
use places::{Place, placed};
use seen::{Gathered, Next, Same};

/// Find problems in the ledger; exit 1 if there are any
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also print notes: problems in closed commitments, and what `overdue` lists anyway
    #[arg(long)]
    pub all: bool,
}

/// A finding and its place.
struct Found {
    /// The commitment; `None` if it is about the policy.
    id: Option<Id>,
    /// The bytes of its block, or of its part of the policy.
    span: Range<usize>,
    finding: Finding,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed check", "owed check --all --format github"];
/// What it shows.
pub const FORMATS: Formats = Formats::Findings;

/// Lists findings. Without any it prints nothing and exits with 0; notes do not count.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let inputs = &context.inputs;
    let each = inputs.read_each(|ledger, _| found(args, ledger.inputs))?;
    let all = Seen::joined(
        inputs.all_named().zip(each).map(|(named, seen)| seen.map(|of| vec![(named, of)])).collect(),
        |mut all: Vec<_>, next| {
            all.extend(next);
            all
        },
    )?;
    context.warn_of_shared(&all.ids);
    say(&all.state, context)?;
    let counts = all.state.iter().flat_map(|(_, placed)| placed).any(|(_, found)| !found.finding.is_note);
    Ok(if counts { Exit::Holds } else { Exit::Success })
}

/// Returns the findings of one ledger, each with its place.
fn found(args: &Args, inputs: &Inputs<'_>) -> Result<Seen<Vec<(Place, Found)>>> {
    let now = inputs.now;
    let text = inputs.store.text()?;
    let see = |(gathered, own): &mut (Gathered, Vec<Kept>), look: Look<'_, '_>| {
        let (id, span) = (look.commitment.id, look.span);
        gathered.take(look.commitment, &span, look.policy, now);
        let is_old = archive::would_move(look.commitment, look.policy, now);
        gathered.old = gathered.old.saturating_add(usize::from(is_old));
        gathered.take_open(look.commitment, &span, look.policy, now);
        let findings = audit::findings(look.commitment, look.policy, now);
        let found = findings.into_iter().filter(|finding| args.all || !finding.is_note);
        let found: Vec<_> =
            found.map(|finding| Found { id: Some(id), span: span.clone(), finding }).collect();
        own.push((id, span, found));
    };
    let mut seen = inputs.fold_stored(text.as_str(), |_| Ok((Gathered::default(), Vec::new())), see)?;
    let mut all: Vec<Found> = seen.state.1.iter_mut().flat_map(|(.., found)| found.drain(..)).collect();
    let (gathered, own) = &seen.state;
    all.extend(twice(own, &seen.ids));
    all.extend(archive::note(gathered.old, own.len()).map(slow));
    all.extend(out_of_order(own, seen.policy.order).filter(|_| args.all));
    all.extend(same_references(gathered));
    all.extend(next_twice(gathered).into_iter().filter(|found| args.all || !found.finding.is_note));
    all.extend(same_promises(gathered).filter(|_| args.all));
    all.extend(names::findings(gathered).filter(|found| args.all || !found.finding.is_note));
    all.extend(policy::findings(&seen.policy, &seen.rules, gathered));
    all.extend(kinds::findings(&seen.policy, &seen.rules, now));
    all.extend(calendars::findings(&seen.policy, &seen.rules, gathered, now));
    let mut missing = gathered.follows.iter().filter(|(.., before)| !seen.ids.has(*before)).collect();
    all.extend(archives::findings(&text, &seen, &mut missing, inputs)?);
    all.extend(missing.into_iter().map(follows_nothing));
    all.extend(git::lacks_driver(inputs).then(no_driver));
    all.sort_by_key(|found| found.span.start);
    let placed = placed(&text, all, &mut |block| Spots::of(block))?;
    Ok(seen.map(|_| placed))
}

type Kept = (Id, Range<usize>, Vec<Found>);

/// Returns the note that the ledger could be smaller, which is shown without `--all` too.
fn slow(message: String) -> Found {
    let finding = Finding { name: "archive", spot: Spot::Block, message, is_note: true };
    Found { id: None, span: 0..0, finding }
}

/// Returns the note that git would merge the ledger by lines, which is shown without `--all` too.
fn no_driver() -> Found {
    let message = "`.gitattributes` has git merge it with owed, which this clone does not know yet: run `owed init --git`";
    let finding =
        Finding { name: "merge-driver", spot: Spot::Block, message: message.to_owned(), is_note: true };
    Found { id: None, span: 0..0, finding }
}

/// Returns the ids that two commitments have, at each but the first.
fn twice(own: &[Kept], ids: &Ids) -> Vec<Found> {
    let doubled: BTreeSet<_> = ids.twice().into_iter().collect();
    let mut seen = BTreeSet::new();
    let again = own.iter().filter(|(id, ..)| doubled.contains(id) && !seen.insert(*id));
    let finding = |id: &Id| Finding {
        name: "id-twice",
        spot: Spot::Key("id".to_owned()),
        message: format!("another commitment has the id {id} already; give this one another id"),
        is_note: false,
    };
    again.map(|(id, span, _)| Found { id: Some(*id), span: span.clone(), finding: finding(id) }).collect()
}

/// Returns a note for the first block that stands below one with a greater id, in a ledger that orders new ones by id. One for all:
/// what was there before it had an order is never moved.
fn out_of_order(own: &[Kept], order: Order) -> Option<Found> {
    let mut greatest = None;
    let mut below = own.iter().filter_map(|(id, span, _)| match greatest {
        Some(other) if *id < other => Some((*id, span, other)),
        _ => {
            greatest = Some(*id);
            None
        }
    });
    let (id, span, other) = below.next().filter(|_| order == Order::Id)?;
    let more = match below.count() {
        0 => String::new(),
        1 => "; 1 more is out of place".to_owned(),
        more => format!("; {more} more are out of place"),
    };
    let message = format!("it stands below {other}, and `order` is \"id\"{more}");
    let finding = Finding { name: "order", spot: Spot::Key("id".to_owned()), message, is_note: true };
    Some(Found { id: Some(id), span: span.clone(), finding })
}

/// Returns a finding for each open commitment with the `ref` of an earlier open one: `promise` refuses the second.
fn same_references(gathered: &Gathered) -> Vec<Found> {
    let mut first = HashMap::new();
    let again = gathered.references.iter().filter_map(|(reference, id, span)| {
        let before = first.entry(reference.as_str()).or_insert(*id);
        (before != id).then(|| {
            let message = format!(
                "`ref` {} is that of {before} too, and both are open: close one, or change its `ref`",
                text::quote(reference)
            );
            let spot = Spot::Key("ref".to_owned());
            let finding = Finding { name: "ref-twice", spot, message, is_note: false };
            Found { id: Some(*id), span: span.clone(), finding }
        })
    });
    again.collect()
}

/// Returns a finding for each but the first of those that continue one commitment as a series: two clones may both have done
/// it, and then everything is promised twice from there on.
fn next_twice(gathered: &Gathered) -> Vec<Found> {
    let mut first = HashMap::new();
    let again = gathered.next.iter().filter_map(|Next { id, span, continued, is_closed }| {
        let (before, other) = (continued.0, first.entry(continued).or_insert(*id));
        (other != id).then(|| {
            let message =
                format!("the next one after {before} is {other} already: cancel one of the two as void");
            let spot = Spot::Key("follows".to_owned());
            let finding = Finding { name: "series", spot, message, is_note: *is_closed };
            Found { id: Some(*id), span: span.clone(), finding }
        })
    });
    again.collect()
}

/// Returns a note for each promise of which `promise` would have warned: the same is open, to the same customer. One for all
/// others like the first, for an import may bring thousands.
fn same_promises(gathered: &Gathered) -> impl Iterator<Item = Found> {
    gathered.open.values().filter_map(|Same { first, others, .. }| {
        let (id, span) = others.first()?;
        let more = match others.len() {
            1 => String::new(),
            several => format!("; {several} are"),
        };
        let message = format!(
            "the same as {first}, which is open too{more}: if that was not meant, cancel one as void"
        );
        let spot = Spot::Key("what".to_owned());
        let finding = Finding { name: "same-promise", spot, message, is_note: true };
        Some(Found { id: Some(*id), span: span.clone(), finding })
    })
}

/// A commitment, its block, and the id in its `follows`.
type Follows = (Id, Range<usize>, Id);

/// Returns the finding of a `follows` that is neither in the ledger nor in an archive.
fn follows_nothing((id, span, before): &Follows) -> Found {
    let finding = Finding {
        name: "follows",
        spot: Spot::Key("follows".to_owned()),
        message: format!("`follows` names no known commitment: {before}"),
        is_note: false,
    };
    Found { id: Some(*id), span: span.clone(), finding }
}

fn say(each: &[(&Named, Vec<(Place, Found)>)], context: &mut Context<'_, '_>) -> io::Result<()> {
    let files: Vec<_> = each.iter().map(|(named, _)| named.path.to_string_lossy()).collect();
    let all = each.iter().zip(&files).flat_map(|((named, placed), file)| {
        placed.iter().map(|(Place { line, column }, Found { id, finding, .. })| Placed {
            file,
            ledger: &named.name,
            line: *line,
            column: *column,
            id: *id,
            finding,
        })
    });
    context.findings(&Findings { all: all.collect() })
}
