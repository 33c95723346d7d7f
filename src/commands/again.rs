//! The next promise of a series, which `done` and `cancel --next` make (`docs/rules.md`, "Again and again").

use std::collections::{BTreeMap, BTreeSet};

use super::promise;
use crate::context::Inputs;
use crate::context::read::from_start;
use crate::error::Result;
use crate::events::{self, Scene};
use crate::ledger::read::scan::Look;
use crate::rules::commitment::{Commitment, Id, Turn};
use crate::rules::series::{Series, continues};
use crate::views::answer::Changed;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Returns the promise that comes after that of a scene in its series; `None` if it is in none, if one follows it
/// already, or if no date is left.
///
/// # Errors
///
/// A calendar that the ledger has no longer, and a ledger or an archive that cannot be read.
pub fn next(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Option<Commitment<'static>>> {
    if is_followed(scene, inputs)? { Ok(None) } else { following(scene, inputs) }
}

/// Returns what [`next`] does, where none follows it yet.
pub fn following(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Option<Commitment<'static>>> {
    let (policy, before) = (scene.policy, scene.commitment);
    let Some(series) = Series::of(before, scene.cycle.basis, policy) else { return Ok(None) };
    if series.every.is_working() {
        events::calendar_is_there(before, scene.cycle.basis, policy)?;
    }
    let Some(next) = series.next(before.due, inputs.now) else { return Ok(None) };
    Ok(Some(Commitment {
        id: promise::new_id(scene.ids)?,
        kind: scene.cycle.basis.kind.to_owned().into(),
        to: before.to.clone(),
        what: before.what.clone(),
        owner: scene.cycle.owner.map(|owner| owner.to_owned().into()),
        class: before.class,
        tags: before.tags.clone(),
        contact: before.contact.clone(),
        follows: Some(before.id),
        made: scene.happened.at,
        due: next.due,
        calendar: policy.counted_again(series.every, series.calendar).map(Into::into),
        every: Some(series.every),
        every_from: Some(series.from),
        ..Commitment::default()
    }))
}

/// Returns true if the next of its series is promised already: it was closed before, and reopened since.
pub fn is_followed(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<bool> {
    if scene.commitment.every.is_none() {
        return Ok(false);
    }
    let followed = match scene.followed.get() {
        Some(followed) => followed,
        None => {
            let found = followed(scene, inputs)?;
            scene.followed.get_or_init(|| found)
        }
    };
    Ok(followed.contains(&scene.commitment.id))
}

/// Returns which of all that an event happens to are followed already, by one pass over the ledger and one over its archives.
fn followed(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<BTreeSet<Id>> {
    let all = scene.all.iter().map(|picked| &picked.commitment);
    let series: BTreeMap<_, _> = all.filter(|one| one.every.is_some()).map(|one| (one.id, one)).collect();
    let see = |found: &mut BTreeSet<Id>, look: Look<'_, '_>| {
        let before = look.commitment.follows.and_then(|id| series.get(&id));
        found.extend(before.filter(|before| continues(look.commitment, before)).map(|before| before.id));
    };
    let mut found = inputs.fold_stored(scene.stored, |_| Ok(BTreeSet::new()), see)?.state;
    // The next one may be archived, if this was closed once.
    let was_closed = |one: &Commitment<'_>| one.history.iter().any(|event| event.deed.turn() == Turn::Closes);
    if series.values().any(|one| !found.contains(&one.id) && was_closed(one)) {
        inputs.each_archive(&scene.policy.archives, &mut |archive, file| {
            inputs.scan_archive(archive, || from_start(file), scene.policy, &mut |look| see(&mut found, look))
        })?;
    }
    Ok(found)
}

/// Returns the line about the next promise of a series, with how many dates of it were past already.
pub fn line(row: &Row<'_>, told: &Changed, sheet: Sheet<'_>, me: Option<&str>) -> Line {
    let line = promise::line(row, None, sheet, me);
    let before = told.commitments.iter().find(|before| Some(before.id) == row.commitment.follows);
    // Its block names the calendar in which it was counted.
    let series = Series::of(row.commitment, row.commitment.basis(), sheet.policy);
    let skipped = before.zip(series).and_then(|(before, series)| series.next(before.due, sheet.now));
    match skipped.map_or(0, |next| next.skipped) {
        0 => line,
        1 => line.say("; 1 date before it is past already, and skipped"),
        more => line.say(format!("; {more} dates before it are past already, and skipped")),
    }
}

/// Adds to the line about something done that its series is over: no date of it is left.
pub fn over(line: Line, done: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let series = Series::of(done.commitment, done.standing.cycle.basis, sheet.policy);
    match series.filter(|series| series.next(done.commitment.due, sheet.now).is_none()) {
        Some(_) => line.say("; no date of its series is left"),
        None => line,
    }
}
