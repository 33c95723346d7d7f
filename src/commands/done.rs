//! `owed done`: close what was done, and promise the rest.

use super::answer::Line;
use super::change::{self, Outcome, Scene};
use super::pick::{Among, Which};
use super::promise::{self, Terms};
use super::{Desk, World, answer, lines, typed};
use crate::cli::Done;
use crate::error::{Exit, Result};
use crate::rules::commitment::{Commitment, Deed};
use crate::views::row::{Row, Sheet};

/// Closes commitments, all that were named or none.
pub fn run(args: &Done, world: &mut World<'_, '_>) -> Result<Exit> {
    let note = typed::said("--note", &args.note)?;
    let next = typed::said("--next", &args.next)?;
    let which = Which::new(&args.which, Among::Open);
    // One promise carries on where one ends.
    let which = if next.is_some() { which.single() } else { which };
    let told = change::happen(world, &which, &args.happened, &mut |scene, desk| {
        let next = next.as_deref().map(|what| rest(what, args, scene, desk)).transpose()?;
        Ok(Outcome { deed: Deed::Done, note: note.clone(), next })
    })?;
    if world.desk.quiet && !world.desk.json {
        let new = told.commitments.iter().filter(|one| one.history.is_empty());
        let ids = new.map(|commitment| format!("{}\n", commitment.id)).collect::<String>();
        world.out.data(&ids).map_err(|error| lines::unprinted(&error))?;
        return Ok(Exit::Fine);
    }
    answer::tell(world, &told, &line)?;
    Ok(Exit::Fine)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    if row.standing.cycle.closing.is_none() {
        return promise::line(row, sheet);
    }
    Line::about(row.commitment, sheet).say(format!(": done, {}", answer::verdict(&row.standing.cycle)))
}

/// The promise that carries on where this one ends: to the same customer, by the same owner.
fn rest(what: &str, args: &Done, scene: &Scene<'_>, desk: &Desk<'_>) -> Result<Commitment<'static>> {
    let (house, before) = (scene.house, scene.commitment);
    let by = Some(typed::need("--by", &args.by)?);
    let made = scene.happened.at;
    let due = promise::due(&Terms { kind: "promise", asked: made, by }, desk.now, house)?;
    Ok(Commitment {
        id: promise::new_id(scene.ids)?,
        kind: "promise".into(),
        to: before.to.clone(),
        what: what.to_owned().into(),
        owner: scene.cycle.owner.map(|owner| owner.to_owned().into()),
        class: before.class,
        tags: before.tags.clone(),
        reference: None,
        contact: before.contact.clone(),
        follows: Some(before.id),
        made,
        asked: None,
        due: due.at,
        target: due.target,
        limit: due.limit,
        calendar: due.calendar.map(Into::into),
        history: Vec::new(),
        extra: Vec::new(),
    })
}
