//! What all verbs share that let something happen to a commitment.

use std::path::Path;

pub mod bare_day;

use chrono_tz::Tz;

use crate::cli::HappenedArgs;
use crate::cli::values::{self, Happened};
use crate::context::read::Read;
use crate::context::{Context, Inputs};
use crate::error::{Diagnostic, Error, Result};
use crate::ledger::change::{self, Change, Rewritten};
use crate::ledger::file::journal::{Journal, Record};
use crate::ledger::file::store::{Plan, Written};
use crate::rules::commitment::{Commitment, Deed, Event};
use crate::rules::cycle::{self, Cycle};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::selector::{Selected, Selector};
use crate::text;
use crate::views::answer::Changed;

/// What a verb knows while it decides what happened.
pub struct Scene<'s> {
    /// The commitment.
    pub commitment: &'s Commitment<'static>,
    /// Its cycle as it stood when that happened.
    pub cycle: &'s Cycle<'s>,
    /// The policy.
    pub policy: &'s Policy,
    /// Every id in the file.
    pub ids: &'s Ids,
    /// When it happened.
    pub happened: Happened,
}

/// What a verb makes of a commitment: what happened to it, and what was promised instead.
pub struct Decision {
    /// What happened, with a remark.
    pub deed: Deed<'static>,
    /// What was said.
    pub note: Option<String>,
    /// A new commitment.
    pub next: Option<Commitment<'static>>,
}

impl From<Deed<'static>> for Decision {
    fn from(deed: Deed<'static>) -> Self {
        Self { deed, note: None, next: None }
    }
}

/// Lets something happen to the commitments that were meant, all of them or none.
pub fn happen(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    decide: &mut dyn FnMut(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Changed> {
    write(context, None, &mut |text, inputs| planned(text, inputs, which, at, decide))
}

/// Says what would happen to the commitments that were meant, and changes nothing.
pub fn rehearse(
    inputs: &Inputs<'_>,
    which: &Selector,
    at: &HappenedArgs,
    decide: &mut dyn FnMut(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Changed> {
    Ok(planned(&inputs.store.text()?, inputs, which, at, decide)?.tell)
}

fn planned(
    text: &str,
    inputs: &Inputs<'_>,
    which: &Selector,
    at: &HappenedArgs,
    decide: &mut dyn FnMut(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Planned<Changed>> {
    let found = inputs.read_text(
        text,
        |policy| values::happened(at, inputs, policy),
        |_, look| which.keep(look, inputs.now),
    )?;
    let meant = match which.resolve(&found) {
        Ok(meant) => meant,
        Err(trouble) => return Err(in_archive(which, found, inputs).unwrap_or(trouble)),
    };
    let happened = found.prepared;
    let policy = found.policy();
    let mut changes = Vec::new();
    let (mut commitments, mut added) = (Vec::new(), Vec::new());
    for picked in meant {
        let plan = &mut |happened| {
            let outcome = outcome(&picked, policy, &found.ids, happened, inputs, decide)?;
            after(&picked.commitment, outcome, happened, policy, inputs)
        };
        let After { commitment, event, next } =
            bare_day::settle(&picked.commitment, happened, policy, inputs.now, plan)?;
        commitments.push(commitment);
        changes.push(Change::Happened { span: picked.span.clone(), events: vec![event] });
        if let Some(next) = next {
            added.push(next.id);
            changes.push(Change::Add(Box::new(next.clone())));
            commitments.push(next);
        }
    }
    let Read { scanned, ids, .. } = found;
    let ids = ids.with(added);
    let zone = scanned.policy.zone;
    Ok(Planned { changes, zone, tell: Changed { policy: scanned.policy, ids, commitments } })
}

/// That what was meant is archived, if it is: nothing happens to it there.
fn in_archive(which: &Selector, found: Read<Happened, Selected>, inputs: &Inputs<'_>) -> Option<Error> {
    let found = inputs.read_archives(found, |_, look| which.keep(look, inputs.now)).ok()?;
    let meant = which.resolve(&found).ok()?;
    let archived = meant.iter().find_map(|picked| Some((picked.commitment.id, picked.archive.as_ref()?)));
    let (id, file) = archived?;
    Some(
        Error::new(format!("{id} is archived in {}", text::sanitize(file)))
            .hint("move its block from there to the end of the ledger, and try again"),
    )
}

fn outcome(
    picked: &Selected,
    policy: &Policy,
    ids: &Ids,
    happened: Happened,
    inputs: &Inputs<'_>,
    decide: &mut dyn FnMut(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Decision> {
    let commitment = &picked.commitment;
    if commitment.made > inputs.now {
        return Err(Error::new(format!("{} was promised after the current time", commitment.id)));
    }
    // What is recorded late is decided by what stood then, not by what became of it since.
    let then = happened.at.max(commitment.made);
    let cycles = cycle::cycles(commitment, policy, then)
        .ok_or_else(|| Error::new(format!("{} was promised after that", commitment.id)))?;
    decide(&Scene { commitment, cycle: &cycles.current, policy, ids, happened }, inputs)
}

/// What a change makes of a commitment.
#[derive(Debug)]
pub struct After {
    /// The commitment, with the event.
    pub commitment: Commitment<'static>,
    /// What happened.
    pub event: Event<'static>,
    /// A new commitment.
    pub next: Option<Commitment<'static>>,
}

/// Returns a commitment after something happened to it.
pub fn after(
    commitment: &Commitment<'static>,
    outcome: Decision,
    happened: Happened,
    policy: &Policy,
    inputs: &Inputs<'_>,
) -> Result<After> {
    if happened.at < commitment.begun() {
        return Err(Error::new(format!("--at is before {} was promised", commitment.id))
            .hint("give an --at after the promise was made"));
    }
    let event = event(outcome.deed, outcome.note, happened, inputs);
    let commitment = fitting(commitment, &event, policy, inputs)?;
    Ok(After { commitment, event, next: outcome.next })
}

fn event(
    deed: Deed<'static>,
    note: Option<String>,
    happened: Happened,
    inputs: &Inputs<'_>,
) -> Event<'static> {
    Event {
        at: happened.at,
        deed,
        by: (inputs.me)().map(Into::into),
        note: note.map(Into::into),
        logged: happened.logged,
    }
}

/// The commitment with an event more, if that event fits, and takes no other its place.
pub fn fitting(
    commitment: &Commitment<'static>,
    event: &Event<'static>,
    policy: &Policy,
    inputs: &Inputs<'_>,
) -> Result<Commitment<'static>> {
    let misfits = |commitment: &Commitment<'_>| {
        cycle::cycles(commitment, policy, inputs.now).map(|cycles| cycles.misfits).unwrap_or_default()
    };
    let before = misfits(commitment);
    let mut changed = commitment.clone();
    changed.history.push(event.clone());
    let new = misfits(&changed).into_iter().find(|misfit| !before.contains(misfit));
    let Some((place, why)) = new else { return Ok(changed) };
    let id = commitment.id;
    let (to, what) = (text::sanitize(&commitment.to), text::sanitize(&commitment.what));
    let of = format!("{id} ({what} → {to})");
    match changed.history.get(place).filter(|_| place < commitment.history.len()) {
        None => {
            let trouble = Error::new(format!("{of}: {why}"));
            let met = met(commitment, event.at).filter(|_| event.logged.is_some());
            Err(trouble.hint_maybe(met.map(|met| take_back(met, policy))))
        }
        Some(other) => {
            let (did, at) = (other.deed.name(), other.at.rfc3339(policy.zone));
            Err(Error::new(format!("{of}: this would make a later event invalid: `{did}` at {at} ({why})"))
                .hint(take_back(other, policy)))
        }
    }
}

/// Returns the person's own closing or wait that was in force at an instant.
fn met<'c>(commitment: &'c Commitment<'static>, at: Instant) -> Option<&'c Event<'static>> {
    let begins =
        |event: &Event<'_>| matches!(event.deed, Deed::Done | Deed::Cancelled { .. } | Deed::Waiting { .. });
    let ends = |event: &Event<'_>| matches!(event.deed, Deed::Resumed { .. } | Deed::Reopened { .. });
    let before = commitment.history.iter().filter(|event| event.at <= at && (begins(event) || ends(event)));
    before.max_by_key(|event| event.at).filter(|event| begins(event))
}

/// Says how to take back the event that stands in the way.
fn take_back(event: &Event<'_>, policy: &Policy) -> String {
    let (did, at) = (event.deed.name(), event.at.rfc3339(policy.zone));
    format!("undo `{did}` of {at} first: `owed undo` if it was the last change, else `owed edit`")
}

/// What is to be written, and what to tell about it.
pub struct Planned<T> {
    /// The changes; none: nothing is written.
    pub changes: Vec<Change>,
    /// The zone that instants are written in.
    pub zone: Tz,
    /// What to tell.
    pub tell: T,
}

/// Changes the ledger. A ledger that is not there begins as `fresh`, if that is given. When this returns, the
/// change is on disk, and `undo` knows how to take it back.
pub fn write<T>(
    context: &mut Context<'_, '_>,
    fresh: Option<&str>,
    plan: &mut dyn FnMut(&str, &Inputs<'_>) -> Result<Planned<T>>,
) -> Result<T> {
    let mut gone = 0;
    let tell = write_unkept(context, fresh, plan, &mut |inputs, rewritten, real| {
        let Some(state) = &inputs.state else {
            return Err(Error::new("HOME is not an absolute path"));
        };
        let record = Record::new(real, inputs.now, inputs.typed.clone(), rewritten);
        gone = Journal::new(state, real, inputs.disk).keep(&record)?;
        Ok(())
    })?;
    if gone > 0 {
        let changes = if gone == 1 { "the oldest change" } else { "the oldest changes" };
        context.note(format_args!(
            "`owed undo` can no longer undo {changes}: it keeps the last 100, up to 64 MiB"
        ));
    }
    Ok(tell)
}

/// What becomes of the blocks that a change rewrote, once it is on disk.
type Keep<'k> = &'k mut dyn FnMut(&Inputs<'_>, &[Rewritten], &Path) -> Result<()>;

/// Changes the ledger, and leaves to `keep` what is remembered of it.
pub fn write_unkept<T>(
    context: &mut Context<'_, '_>,
    fresh: Option<&str>,
    plan: &mut dyn FnMut(&str, &Inputs<'_>) -> Result<Planned<T>>,
    keep: Keep<'_>,
) -> Result<T> {
    let Context { out, inputs } = context;
    let mut kept = Ok(());
    let written = inputs.store.write(
        fresh,
        &mut |message| out.status(message),
        &mut |text| {
            let Planned { changes, zone, tell } = plan(text, inputs)?;
            if changes.is_empty() {
                return Ok(Plan { text: None, tell: (tell, Vec::new()) });
            }
            let (text, rewritten) = change::apply(text, &changes, zone)?;
            Ok(Plan { text: Some(text), tell: (tell, rewritten) })
        },
        &mut |(_, rewritten), real| {
            inputs.written.set(true);
            kept = keep(inputs, rewritten, real);
        },
    );
    let (Written::Changed((tell, _)) | Written::Unchanged((tell, _))) = written?;
    if let Err(error) = kept {
        let Diagnostic { message, hints, .. } = Diagnostic::new(&error);
        out.warn(format_args!("the change was made, but `owed undo` cannot undo it: {message}"));
        hints.iter().for_each(|hint| out.hint(hint));
    }
    Ok(tell)
}
