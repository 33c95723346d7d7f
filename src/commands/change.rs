//! `owed change`: what a commitment is, if that was wrong or is something else by now. What was promised first stays in its
//! block; the change is an event. How often it is promised again is about the next one, and is rewritten in the block.

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
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::list;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Change the kind of a commitment, or how often it is promised again
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The target of the new kind counts from when the customer asked; another due is a move, flagged until they \
                  are told. A limit that it had stays. What never was a callback: `owed cancel ID --as void`, and promise it \
                  anew."
)]
pub struct Args {
    /// Ids, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// The new kind
    #[arg(short, long, value_name = "KIND")]
    pub kind: Option<String>,
    /// How often it is promised again, from the next one on: 1w, 1mo, 3bd, '1st business day', 'last fri'
    #[arg(long, value_name = "SPAN", conflicts_with = "kind")]
    pub every: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long, conflicts_with = "every")]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed change grinders --kind repair --why they send them in",
    "owed change 'loan machine' --every 1w --why they need it each week",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Changes commitments, all that were named or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let why = values::need("--why", &args.why)?;
    let which = Selector::new(&args.which, Scope::Open);
    let Some(kind) = args.kind.clone() else {
        let every = args.every.as_deref().ok_or_else(|| {
            Error::new("what is to change?")
                .hint("add --kind KIND, or --every SPAN for how often it is promised again")
        })?;
        let told = events::happen(context, &which, &args.happened, &|scene, inputs| {
            restated(every, &why, scene, inputs)
        })?;
        context.changed(&told, &again_line)?;
        return Ok(Exit::Success);
    };
    let kind = values::name("--kind", kind)?;
    let told = events::happen(context, &which, &args.happened, &|scene, inputs| {
        events::known_kind(&kind, scene, inputs)?;
        Ok(changed(&kind, &why, args.told, scene)?.into())
    })?;
    context.changed(&told, &line)?;
    Ok(Exit::Success)
}

/// Returns the decision about how often a commitment is promised again. The series begins anew with this one, so that the next
/// is as far from it as was said; what it was, and why, is a remark.
fn restated(words: &str, why: &str, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Decision> {
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
        ..before.clone()
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

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
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
