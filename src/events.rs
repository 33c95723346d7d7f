//! What all verbs that add an event share.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::cli::HappenedArgs;
use crate::cli::values::{self, Happened};
use crate::context::{Context, Dated, Inputs};
use crate::error::{Error, Result};
use crate::ledger::change::{Change, NewBlock};
use crate::ledger::file::store::Share;
use crate::ledger::read::block;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Basis, Commitment, Deed, Event, Id, Turn};
use crate::rules::cycle::{self, Cycle};
use crate::rules::forecast::{Doubt, Past};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::filter;
use crate::select::selector::{Selected, Selector};
use crate::text::{self, names::Meant};
use crate::views::answer::Changed;
use crate::views::forecast;

pub mod archives;
pub mod asked;
pub mod bare_day;
mod fit;
pub mod same;
mod write;

use fit::{about, fitting, title};
pub use fit::{fits, misfit};
use same::Same;
pub use write::{Planned, say_forgotten, write, write_unkept};

/// What a verb knows when it decides about an event.
pub struct Scene<'s> {
    /// The commitment.
    pub commitment: &'s Commitment<'static>,
    /// Its cycle as it was at the time of the event.
    pub cycle: &'s Cycle<'s>,
    /// The policy.
    pub policy: &'s Policy,
    /// Every id in the file.
    pub ids: &'s Ids,
    /// The text of the ledger.
    pub stored: Stored<'s>,
    /// When the event happened.
    pub happened: Happened,
    /// Who is to have it, if somebody is.
    pub to: Option<&'s Meant>,
    /// How it was named, if a person named it.
    pub which: Option<&'s Selector>,
    /// All that the event happens to, this one among them.
    pub all: &'s [Selected],
    /// Those of them whose series goes on already; empty while nobody has asked.
    pub followed: &'s OnceCell<BTreeSet<Id>>,
}

/// A verb's decision about a commitment: the event, and a new promise in its place.
#[derive(Default)]
pub struct Decision {
    /// The event; `None` if only its facts are others.
    pub deed: Option<Deed<'static>>,
    /// The remark.
    pub note: Option<String>,
    /// A second event, caused by the first at the same instant.
    pub then: Option<Deed<'static>>,
    /// New commitments.
    pub next: Vec<Commitment<'static>>,
    /// The commitment with other facts, if they were wrong or are others from now on.
    pub restated: Option<Commitment<'static>>,
}

impl Decision {
    /// Returns the decision for an event and a remark.
    pub fn saying(deed: Deed<'static>, note: Option<String>) -> Self {
        Self { deed: Some(deed), note, ..Self::default() }
    }
}

impl From<Deed<'static>> for Decision {
    fn from(deed: Deed<'static>) -> Self {
        Self::saying(deed, None)
    }
}

/// What is typed besides which ones are meant, and is held against the ledger.
#[derive(Clone, Copy, Default)]
struct Besides<'t> {
    /// Who is to have it.
    to: Option<&'t str>,
    /// What is promised next.
    next: Option<&'t str>,
    /// Whether it gives a date, which may be doubtful.
    dates: bool,
}

/// Adds an event to the selected commitments, to all of them or none.
pub fn happen(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Changed> {
    Ok(write_event(context, which, at, Besides::default(), decide)?.0)
}

/// Adds an event as [`happen`] does, and a promise in the place of what it closes; warns if the same is promised already.
pub fn happen_and_promise(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    next: &str,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<(Changed, Option<String>)> {
    let besides = Besides { next: Some(next), ..Besides::default() };
    let (changed, Typed { same, .. }) = write_event(context, which, at, besides, decide)?;
    let closed = changed.commitments.first();
    let warning = same.zip(closed).and_then(|(same, closed)| {
        same.warning(&closed.to, Some(closed.id), &changed.ids, context.inputs.now, changed.policy.zone)
    });
    Ok((changed, warning))
}

/// Gives the selected commitments a date, all of them or none, and returns what to warn of. A rehearsal changes nothing.
pub fn date(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    is_rehearsal: bool,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<(Changed, Vec<String>)> {
    let besides = Besides { dates: true, ..Besides::default() };
    let (changed, Typed { doubts, .. }) =
        write_or_rehearse(context, which, at, besides, is_rehearsal, decide)?;
    let doubts = changed.commitments.iter().zip(doubts);
    let doubts: Vec<_> = doubts.filter_map(|(one, doubt)| Some((one.id, doubt?))).collect();
    let (now, zone) = (context.inputs.now, changed.policy.zone);
    let several = changed.commitments.len() > 1;
    let line = |(id, doubt): &(Id, Doubt)| match forecast::doubt(doubt, now, zone) {
        said if several => format!("{}: {said}", changed.ids.short(*id)),
        said => said,
    };
    let more = doubts.len().checked_sub(MOST_WARNINGS).filter(|more| *more > 0);
    let more = more.map(|more| format!("{more} more of these dates are as doubtful"));
    let warnings = doubts.iter().take(MOST_WARNINGS).map(line).chain(more).collect();
    Ok((changed, warnings))
}

/// The most doubtful dates of one change that are warned of one by one.
const MOST_WARNINGS: usize = 10;

/// Gives the selected commitments to another owner, all of them or none, and warns if that may be a misspelling of one who
/// is known. `decide` finds the name as it is written in the scene. A rehearsal changes nothing.
pub fn give(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    (to, is_rehearsal): (&str, bool),
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<(Changed, String)> {
    let besides = Besides { to: Some(to), ..Besides::default() };
    let (changed, Typed { to: meant, .. }) =
        write_or_rehearse(context, which, at, besides, is_rehearsal, decide)?;
    meant.iter().filter_map(Meant::note).for_each(|note| context.note(note));
    meant.iter().filter_map(|meant| meant.warning("owner")).for_each(|warning| context.out.warn(warning));
    Ok((changed, meant.as_ref().map_or(to, Meant::written).to_owned()))
}

/// Does something with the commitments that are meant. Where several may be, and a person can be asked, they pick one; nothing is
/// locked meanwhile.
///
/// # Errors
/// Those of `act`, which has changed nothing where it does not know which one is meant.
pub fn picking<T>(
    context: &mut Context<'_, '_>,
    which: &Selector,
    act: &mut dyn FnMut(&mut Context<'_, '_>, &Selector) -> Result<T>,
) -> Result<T> {
    let error = match act(context, which) {
        Err(error) if !error.choices.is_empty() => error,
        done => return done,
    };
    let Some(prompts) = context.prompts() else { return Err(error) };
    let lines: Vec<_> = error.choices.iter().map(|choice| choice.shown.as_str()).collect();
    let picked = prompts
        .one_of(&format!("{}: which one?", error.message), &lines)
        .map_err(|error| Error::io("the terminal cannot be used", error))?;
    match error.choices.get(picked) {
        Some(choice) => {
            if which.says_nothing() {
                context.inputs.add_picked_to_typed(&choice.name);
            }
            act(context, &which.picked(&choice.name))
        }
        None => Err(error),
    }
}

/// Decides about each commitment that is meant.
pub type Decide<'d> = &'d dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>;

/// Writes what happens, or only reads for it.
fn write_or_rehearse(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    besides: Besides<'_>,
    is_rehearsal: bool,
    decide: Decide<'_>,
) -> Result<(Changed, Typed)> {
    if !is_rehearsal {
        return write_event(context, which, at, besides, decide);
    }
    picking(context, which, &mut |context, which| {
        let plan = |stored: Stored<'_>| planned(stored, &context.inputs, which, at, besides, decide);
        context.inputs.store.read(|stored| Ok(plan(stored)?.tell))
    })
}

/// Writes what happens. It may happen to any commitment, so half of a large ledger is copied while it is read.
fn write_event(
    context: &mut Context<'_, '_>,
    which: &Selector,
    at: &HappenedArgs,
    besides: Besides<'_>,
    decide: Decide<'_>,
) -> Result<(Changed, Typed)> {
    context.inputs.copy_while_reading(Share::Half);
    picking(context, which, &mut |context, which| {
        write(context, None, &|stored, inputs| planned(stored, inputs, which, at, besides, decide))
    })
}

/// Refuses a kind that is neither defined nor used, here or in an archive.
pub fn known_kind(kind: &str, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<()> {
    if scene.policy.kind(kind).is_some() {
        return Ok(());
    }
    let see = |used: &mut BTreeSet<String>, look: Look<'_, '_>| {
        for one in filter::kinds(look.commitment) {
            if !used.contains(one) {
                used.insert(one.to_owned());
            }
        }
    };
    let seen = inputs.fold_stored(scene.stored, |_| Ok(BTreeSet::new()), see)?;
    let seen = if seen.state.contains(kind) { seen } else { inputs.fold_archives(seen, see)? };
    filter::known_kind(kind, scene.policy, &seen.state)
}

/// Shows what would happen to the selected commitments, and changes nothing.
pub fn rehearse(
    inputs: &Inputs<'_>,
    which: &Selector,
    at: &HappenedArgs,
    decide: Decide<'_>,
) -> Result<Changed> {
    inputs.store.read(|stored| Ok(planned(stored, inputs, which, at, Besides::default(), decide)?.tell.0))
}

/// What was typed besides, among what the ledger has.
struct Typed {
    /// Who is to have it.
    to: Option<Meant>,
    /// What is promised next.
    same: Option<Same>,
    /// What was done of the kinds whose dates are warned of, if it gives a date.
    past: Option<Past>,
    /// What is doubtful about the date of each that was changed, if it gives one.
    doubts: Vec<Option<Doubt>>,
}

impl Typed {
    fn see(&mut self, look: &Look<'_, '_>, now: Instant) {
        if let Some(to) = &mut self.to {
            filter::owners(look.commitment).for_each(|name| to.see(name));
        }
        if let Some(same) = &mut self.same {
            same.see(look, now);
        }
        if let Some(past) = &mut self.past {
            past.see_kinds(look.commitment, &|kind| look.policy.warns_of(kind), look.policy, now);
        }
    }

    /// Joins what the next part of the ledger has.
    fn and(self, next: Self) -> Self {
        Self {
            to: self.to.zip(next.to).map(|(to, next)| to.and(next)),
            same: self.same.zip(next.same).map(|(same, next)| same.and(next)),
            past: self.past.zip(next.past).map(|(past, next)| past.join(next)),
            doubts: Vec::new(),
        }
    }
}

fn planned(
    stored: Stored<'_>,
    inputs: &Inputs<'_>,
    which: &Selector,
    at: &HappenedArgs,
    besides: Besides<'_>,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Planned<(Changed, Typed)>> {
    let (now, me) = (inputs.now, besides.to.and_then(|_| (inputs.me)()));
    let begin = |policy: &Policy| {
        let to = besides.to.map(|to| filter::owner(to, me.as_deref(), policy));
        let past = policy.forecast.warn.filter(|_| besides.dates).map(|_| Past::default());
        let same = besides.next.map(|what| Same::new(what, false));
        Ok((Vec::new(), Typed { to, same, past, doubts: Vec::new() }))
    };
    let see = |(may_be_meant, typed): &mut (Vec<Selected>, Typed), look: Look<'_, '_>| {
        typed.see(&look, now);
        which.see(may_be_meant, look, now);
    };
    let join = |(meant, typed): (Vec<Selected>, Typed), (next, other): (Vec<Selected>, Typed)| {
        ([meant, next].concat(), typed.and(other))
    };
    let Seen { policy, rules, ids, state: (may_be_meant, mut typed) } =
        inputs.fold_stored_in_parts(stored, begin, see, join)?;
    let seen = Seen { policy, rules, ids, state: may_be_meant };
    let happened = values::happened(at, inputs, &seen.policy)?;
    let meant = match which.resolve(&seen) {
        Ok(meant) => meant,
        Err(error) => return Err(in_archive(which, seen, inputs).unwrap_or(error)),
    };
    let Seen { policy, ids, .. } = seen;
    let mut changes = Vec::new();
    let (mut commitments, mut added) = (Vec::new(), Vec::new());
    let followed = OnceCell::new();
    for picked in &meant {
        let plan = &|happened| {
            let decide = |cycle: &Cycle<'_>| {
                let (commitment, to, all) = (&picked.commitment, typed.to.as_ref(), meant.as_slice());
                let (policy, ids, followed) = (&policy, &ids, &followed);
                let which = Some(which);
                let scene =
                    Scene { commitment, cycle, policy, ids, stored, happened, to, which, all, followed };
                decide(&scene, inputs)
            };
            let outcome = outcome(&picked.commitment, &policy, happened, inputs, &decide)?;
            after(&picked.commitment, outcome, happened, &policy, inputs)
        };
        let settled = bare_day::settle(&picked.commitment, happened, &policy, inputs.now, plan);
        let After { commitment, events, next, is_restated } = settled
            .map_err(|error| if meant.len() > 1 { about(&picked.commitment, error) } else { error })?;
        let span = picked.span.clone();
        changes.push(if is_restated {
            let mut stated = commitment.clone();
            if stated.to == picked.commitment.to {
                // Its block may have another spelling, and keeps it.
                let text = stored.text(span.clone())?;
                stated.to = block::read(&text).map_err(|fault| fault.problem)?.into_owned().to;
            }
            Change::Restated { span, commitment: Box::new(stated), events }
        } else {
            Change::Happened { span, events }
        });
        commitments.push(commitment);
        for next in next {
            added.push(next.id);
            changes.push(Change::Add(NewBlock::of(&next, policy.zone)?));
            commitments.push(next);
        }
    }
    if let Some(past) = typed.past.take() {
        let dated = meant.iter().zip(&commitments).map(|(before, commitment)| {
            let number = |one| cycle::cycles(one, &policy, now).map(|all| all.current.number);
            let is_promised = number(commitment) > number(&before.commitment);
            Dated { commitment, is_promised }
        });
        typed.doubts = inputs.doubts(past, &dated.collect::<Vec<_>>(), &policy, &ids);
    }
    let ids = ids.with(added);
    let form = policy.form();
    Ok(Planned::new(changes, form, (Changed { policy, ids, commitments }, typed)))
}

/// Returns the error of a selected commitment that is archived, if it is: nothing can happen to it there.
fn in_archive(which: &Selector, seen: Seen<Vec<Selected>>, inputs: &Inputs<'_>) -> Option<Error> {
    let seen = inputs.fold_archives(seen, |kept, look| which.see(kept, look, inputs.now)).ok()?;
    let meant = which.resolve(&seen).ok()?;
    let archived = meant.iter().find_map(|picked| Some((picked.commitment.id, picked.archive.as_ref()?)));
    let (id, file) = archived?;
    Some(
        Error::new(format!("{id} is archived in {}", text::sanitize(file)))
            .hint("move its block from there to the end of the ledger, and try again"),
    )
}

fn outcome(
    commitment: &Commitment<'static>,
    policy: &Policy,
    happened: Happened,
    inputs: &Inputs<'_>,
    decide: &dyn Fn(&Cycle<'_>) -> Result<Decision>,
) -> Result<Decision> {
    if commitment.made > inputs.now {
        return Err(Error::new(format!("{} was promised after the current time", commitment.id)));
    }
    // A late entry is decided by the state at its time, not by what happened since.
    let then = happened.at.max(commitment.made);
    let cycles = cycle::cycles(commitment, policy, then)
        .ok_or_else(|| Error::new(format!("{} was promised after that", commitment.id)))?;
    decide(&cycles.current)
}

/// The result of a change to a commitment.
#[derive(Debug)]
pub struct After {
    /// The commitment, with the event.
    pub commitment: Commitment<'static>,
    /// The events, in order.
    pub events: Vec<Event<'static>>,
    /// New commitments.
    pub next: Vec<Commitment<'static>>,
    /// Whether the commitment has other facts.
    pub is_restated: bool,
}

/// Returns a commitment after an event.
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
    let before = cycle::cycles(commitment, policy, happened.at.max(commitment.made)).map(|all| all.current);
    if let Some(cycle) = before.filter(|cycle| counts_a_pause(&outcome, cycle)) {
        calendar_is_there(commitment, cycle.basis, policy)?;
    }
    let is_restated = outcome.restated.is_some();
    let mut commitment = outcome.restated.unwrap_or_else(|| commitment.clone());
    let mut events = Vec::new();
    let deeds = [(outcome.deed, outcome.note), (outcome.then, None)];
    for (deed, note) in deeds.into_iter().filter_map(|(deed, note)| Some((deed?, note))) {
        let event = event(deed, note, happened, inputs);
        commitment = fitting(&commitment, &event, policy, inputs)?;
        events.push(event);
    }
    Ok(After { commitment, events, next: outcome.next, is_restated })
}

/// Returns true if something that happens counts the time of a pause: its beginning, its end, or a closing that ends it.
fn counts_a_pause(outcome: &Decision, cycle: &Cycle<'_>) -> bool {
    let deeds = || [outcome.deed.as_ref(), outcome.then.as_ref()].into_iter().flatten();
    deeds().any(|deed| matches!(deed, Deed::Waiting { .. } | Deed::Resumed { .. }))
        || deeds().any(|deed| deed.turn() == Turn::Closes) && cycle.is_stopped()
}

/// Refuses a commitment that was counted in a calendar that the ledger has no longer: another one would be used.
pub fn calendar_is_there(commitment: &Commitment<'_>, basis: Basis<'_>, policy: &Policy) -> Result<()> {
    let Some(name) = policy.lost_calendar(basis) else { return Ok(()) };
    let of = title(commitment);
    Err(Error::new(format!("{of}: its calendar {} is not in the ledger", text::quote(name))).hint(format!(
        "put the table `[calendar.{}]` back, or change `calendar` with `owed edit`",
        text::brief(name)
    )))
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
