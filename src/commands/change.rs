//! `owed change`: what a commitment is, if that was wrong or is something else by now.
//!
//! Another kind is an event: what was promised first stays in its block. How often it is promised again is about the next one, and
//! is rewritten in the block, with an event. Every other fact is corrected in the block (`facts`): what it was is kept by `undo`,
//! and neither a due nor a history changes by it.

mod facts;

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::again;
use super::promise::terms;
use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Decision, Scene};
use crate::rules::commitment::{Basis, Commitment, Deed};
use crate::rules::cycle;
use crate::rules::policy::Kind;
use crate::rules::series::Series;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::select::selector::Selector;
use crate::text;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::list;
use crate::views::row::{Row, Sheet};
use crate::when::say;
use facts::Facts;

/// Correct what a commitment says, or change its kind or how often it is promised again
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What is corrected is rewritten, of closed commitments too; due dates and what happened stay, and `owed undo` \
                  takes it back. An empty text takes away a contact or a ref: --contact ''.\n\n\
                  The target of a new kind counts from when the customer asked; another due is a move, flagged until they \
                  are told. A limit that it had stays. What never was a callback: `owed cancel ID --as void`, and promise it \
                  anew."
)]
pub struct Args {
    /// Ids, or how they begin; words are not taken
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// What is owed
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub what: Vec<String>,
    /// The person or firm it is owed to
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub to: Vec<String>,
    /// The new kind; needs --why
    #[arg(short, long, value_name = "KIND", requires = "why")]
    pub kind: Option<String>,
    /// A label more; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// A label to take away; may be given several times
    #[arg(long, value_name = "TAG")]
    pub untag: Vec<String>,
    /// How to reach the customer; '' takes it away
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub contact: Vec<String>,
    /// The name that another system has for it; '' takes it away
    #[arg(long = "ref", value_name = "TEXT")]
    pub reference: Option<String>,
    /// Whose interest it is: customer, company or self
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// How often it is promised again, from the next one on: 1w, 1mo, 3bd, '1st business day', 'last fri'; needs --why
    #[arg(long, value_name = "SPAN", conflicts_with = "kind", requires = "why")]
    pub every: Option<String>,
    /// Why it is of another kind, or is promised again in another rhythm
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub why: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long, conflicts_with = "every")]
    pub told: bool,
    /// When it became of another kind.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Not here: an owner is changed by `hand`.
    #[arg(long, value_name = "WHO", num_args = 1.., hide = true)]
    pub owner: Vec<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed change k7q --what call back about invoice 1128 --tag invoices",
    "owed change r8h --kind repair --why they send them in",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// What changes by an event.
enum Change {
    Kind(String),
    Every(String),
}

/// Changes commitments, all that were named or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let facts = Facts::typed(args)?;
    let change = change(args, &facts)?;
    let why = values::said("--why", &args.why)?.unwrap_or_default();
    let corrected = RefCell::new(BTreeMap::new());
    let told = events::happen(context, &Selector::ids(&args.which), &args.happened, &|scene, inputs| {
        let before = scene.commitment;
        let after = facts.of(scene, inputs)?;
        let names = facts::differing(before, &after);
        if names.is_empty() && change.is_none() {
            return Err(Error::new(format!("{} says that already", before.id)));
        }
        corrected.borrow_mut().insert(before.id, names);
        Ok(match &change {
            Some(Change::Kind(kind)) => {
                events::known_kind(kind, scene, inputs)?;
                let deed = changed(kind, &why, args.told, scene)?;
                Decision { restated: Some(after).filter(|after| after != before), ..deed.into() }
            }
            Some(Change::Every(every)) => restated(every, &why, after, scene, inputs)?,
            None => Decision { restated: Some(after), ..Decision::default() },
        })
    })?;
    let corrected = corrected.into_inner();
    let names = |row: &Row<'_>| corrected.get(&row.commitment.id).map(|names| names.join(", "));
    match &change {
        None => context.corrected(&told, &|row, sheet| {
            let names = names(row).unwrap_or_default();
            Line::about(row.commitment, sheet).say(format!(": {names} corrected"))
        })?,
        Some(change) => context.changed(&told, &|row, sheet| {
            let line = line(change, row, sheet);
            match names(row).filter(|names| !names.is_empty()) {
                Some(names) => line.say(format!("; {names} corrected")),
                None => line,
            }
        })?,
    }
    facts.warning().into_iter().for_each(|warning| context.out.warn(warning));
    Ok(Exit::Success)
}

/// Returns what is to change by an event; `None` if facts alone are corrected.
fn change(args: &Args, facts: &Facts) -> Result<Option<Change>> {
    if !args.owner.is_empty() {
        return Err(Error::new("an owner is changed by `owed hand`, which keeps who had it first")
            .hint("owed hand ID --to NAME --why TEXT"));
    }
    if let Some(kind) = &args.kind {
        return Ok(Some(Change::Kind(values::name("--kind", kind.clone())?)));
    }
    if let Some(every) = &args.every {
        return Ok(Some(Change::Every(every.clone())));
    }
    let of_event =
        [("--why", !args.why.is_empty()), ("--told", args.told), ("--at", !args.happened.at.is_empty())];
    match of_event.into_iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) if !facts.is_empty() => {
            Err(Error::new(format!("{option} goes with --kind or --every: a correction is not an event"))
                .hint("leave it out; `owed note ID TEXT` records a remark"))
        }
        _ if facts.is_empty() => Err(Error::new("what is to change?")
            .hint("add --what, --to, --tag, --contact, --ref or --class, or --kind or --every with --why")
            .hint("a due date is changed by `owed move`, an owner by `owed hand`")),
        _ => Ok(None),
    }
}

/// Returns the line about a commitment that changed by an event.
fn line(change: &Change, row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    match change {
        Change::Kind(_) => kind_line(row, sheet),
        Change::Every(_) => again_line(row, sheet),
    }
}

/// Returns the decision about how often a commitment is promised again. The series begins anew with this one, so that the next
/// is as far from it as was said; what it was, and why, is a remark. The other facts are those of `after`.
fn restated(
    words: &str,
    why: &str,
    after: Commitment<'static>,
    scene: &Scene<'_>,
    inputs: &Inputs<'_>,
) -> Result<Decision> {
    let (policy, cycle, before) = (scene.policy, scene.cycle, scene.commitment);
    let every = terms::again(words, cycle.basis.kind, policy)?;
    if let Some((by, limit)) = cycle.limited_by.and_then(|by| Some((by, by.limit?))) {
        return Err(terms::never_again(by.kind, *limit));
    }
    if before.every == Some(every) {
        return Err(Error::new(format!("{} is promised again so already: {}", before.id, every.words())));
    }
    if again::is_followed(scene, inputs)? {
        return Err(Error::new(format!("the next one after {} is promised already", before.id))
            .hint("change that one: `owed list` shows it"));
    }
    let calendar = policy.counted_again(every, policy.calendar_of(cycle.basis)).map(Into::into);
    let was = before.every.map_or_else(|| "once".to_owned(), list::again);
    let note = format!("{was} → {}: {why}", list::again(every));
    let restated = Commitment {
        calendar: before.calendar.clone().or(calendar),
        every: Some(every),
        every_from: Some(before.due),
        ..after
    };
    Ok(Decision { restated: Some(restated), ..Decision::saying(Deed::Noted, Some(note)) })
}

/// Returns the line about a commitment that is promised again from now on.
fn again_line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let (commitment, basis) = (row.commitment, row.standing.cycle.basis);
    let line = Line::about(commitment, sheet).say(": ");
    let line = line.say(commitment.every.map_or_else(String::new, list::again));
    let next =
        Series::of(commitment, basis, sheet.policy).and_then(|all| all.next(commitment.due, sheet.now));
    match next {
        Some(next) => line.say(", the next one ").due(next.due, commitment, sheet),
        None => line.say("; no date of its series is left"),
    }
}

/// Returns the change of a commitment to another kind, with what that kind says today.
fn changed(kind: &str, why: &str, told: bool, scene: &Scene<'_>) -> Result<Deed<'static>> {
    let (policy, cycle) = (scene.policy, scene.cycle);
    if cycle.basis.kind == kind {
        let (id, kind) = (scene.commitment.id, text::quote(kind));
        return Err(Error::new(format!("{id} is of kind {kind} already")));
    }
    let none = Kind::default();
    let Kind { target, limit, .. } = policy.kind(kind).unwrap_or(&none);
    let calendar = policy.counted_in(kind, [*target, *limit]);
    let basis = Basis { kind, target: target.as_ref(), limit: limit.as_ref(), calendar: calendar.as_deref() };
    if let Some(limit) = limit.filter(|_| scene.commitment.every.is_some()) {
        return Err(terms::never_again(kind, limit));
    }
    let due = cycle.counted_due(basis, policy).map_err(|error| Error::new(error.to_string()))?;
    within_limits(due, basis, scene)?;
    Ok(Deed::Changed {
        kind: kind.to_owned().into(),
        due: due.filter(|due| *due != cycle.due),
        target: target.map(Box::new),
        limit: limit.map(Box::new),
        calendar: calendar.map(Into::into),
        why: why.to_owned().into(),
        told,
    })
}

/// Refuses a change after which the due is later than a limit allows: that of the new kind, or one that it has already.
fn within_limits(due: Option<Instant>, basis: Basis<'_>, scene: &Scene<'_>) -> Result<()> {
    let (policy, cycle) = (scene.policy, scene.cycle);
    // A due that stays as it is may be later already, by hand.
    let had = cycle.limited_by.filter(|_| due.is_some());
    if let Some(had) = had.filter(|had| had.limit.is_some_and(Target::is_working)) {
        events::calendar_is_there(scene.commitment, had, policy)?;
    }
    let due = due.unwrap_or(cycle.due);
    let new = (Some(basis), cycle::limit_at(basis, policy, cycle.asked));
    for (by, latest) in [new, (had, cycle.limit_at)] {
        let (Some(by), Some(latest)) = (by, latest.filter(|latest| due > *latest)) else { continue };
        let limit = by.limit.map_or_else(String::new, |limit| format!(" ({limit})"));
        let (kind, of) = (text::sanitize(basis.kind), text::sanitize(by.kind));
        let [due, latest] = [due, latest].map(|at| say::full(at, policy.zone));
        let error = Error::new(format!(
            "as {kind} it would be due {due}; the limit of {of}{limit} allows {latest} at the latest"
        ));
        return Err(if by.kind != basis.kind {
            error
                .hint(format!(
                    "reach them by then, close the {of} and promise the rest: owed done ID --next WHAT -k {kind}"
                ))
                .hint(format!(
                    "if it never was a {of}: owed cancel ID --as void --why TEXT, and promise it anew"
                ))
        } else if basis.target.is_some() {
            error.hint(format!("change `target` or `limit` in [kind.{kind}]"))
        } else {
            error.hint("move it first: owed move ID --by WHEN --why TEXT")
        });
    }
    Ok(())
}

/// Returns the line about a commitment that is of another kind now.
fn kind_line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let (cycle, policy) = (&row.standing.cycle, sheet.policy);
    let basis = cycle.basis;
    let line = Line::about(row.commitment, sheet).say(": ").text(basis.kind).say(" now, ");
    let opening = basis.target.and_then(|target| target.counted_from(cycle.asked, policy.calendar_of(basis)));
    let line = line.due_of(row.commitment, cycle, sheet).counted_from(opening, sheet);
    let had = cycle.limited_by.filter(|by| by.kind != basis.kind).zip(cycle.limit_at);
    match had {
        Some((by, latest)) => {
            let latest = say::absolute(latest, sheet.now, policy.zone);
            line.say(", the limit of ").text(by.kind).say(format!(" stays: {latest}"))
        }
        None => line,
    }
}
