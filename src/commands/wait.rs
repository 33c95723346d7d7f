//! `owed wait` and `owed resume`: the clock stands still while the customer has to act.

use super::answer::Line;
use super::change::{self, Outcome};
use super::pick::{Among, Which};
use super::{World, answer, typed};
use crate::cli::{Resume, Wait};
use crate::error::{Exit, Result, Trouble};
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::views::row::{Row, Sheet};

/// Stops the clock.
pub fn wait(args: &Wait, world: &mut World<'_, '_>) -> Result<Exit> {
    let why = typed::need("--why", &args.why)?;
    let which = Which::new(&args.which, Among::Open).single();
    let told = change::happen(world, &which, &args.happened, &mut |_, _| {
        Ok(Deed::Waiting { why: why.clone().into() }.into())
    })?;
    answer::tell(world, &told, &waiting)?;
    Ok(Exit::Fine)
}

fn waiting(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    match row.standing.due {
        None => line.say(format!(": waiting for them, {} left", row.left(sheet.house))),
        Some(due) => line.say(": waiting, but late: ").due(due, sheet),
    }
}

/// Starts the clock again.
pub fn resume(args: &Resume, world: &mut World<'_, '_>) -> Result<Exit> {
    let note = typed::said("--note", &args.note)?;
    let which = Which::new(&args.which, Among::Open).single();
    let told = change::happen(world, &which, &args.happened, &mut |scene, _| {
        let Some(pause) = scene.cycle.pause else {
            return Err(Trouble::new(format!("{} is not waiting", scene.commitment.id)));
        };
        let clock = scene.house.clock(scene.commitment);
        let due = cycle::slid(scene.cycle.due, pause.since, scene.happened.at, &clock);
        let deed = Deed::Resumed { due: pause.slides.then_some(due), told: args.told };
        Ok(Outcome { deed, note: note.clone(), next: None })
    })?;
    answer::tell(world, &told, &|row, sheet| {
        let line = Line::about(row.commitment, sheet).say(": resumed, ");
        line.due_of(row.commitment, &row.standing.cycle, sheet)
    })?;
    Ok(Exit::Fine)
}
