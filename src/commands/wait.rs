//! `owed wait` and `owed resume`: the clock stands still while the customer has to act.

use super::answer::{self, Line};
use crate::cli::{Resume, Wait, values};
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::events::{self, Decision};
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::select::selector::{Scope, Selector};
use crate::views::row::{Row, Sheet};

/// Stops the clock.
pub fn wait(args: &Wait, context: &mut Context<'_, '_>) -> Result<Exit> {
    let why = values::need("--why", &args.why)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &mut |_, _| {
        Ok(Deed::Waiting { why: why.clone().into() }.into())
    })?;
    answer::tell(context, &told, &waiting)?;
    Ok(Exit::Fine)
}

fn waiting(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    match row.standing.due {
        None => line.say(format!(": waiting for them, {} left", row.left(sheet.policy))),
        Some(due) => line.say(": waiting, but late: ").due(due, sheet),
    }
}

/// Starts the clock again.
pub fn resume(args: &Resume, context: &mut Context<'_, '_>) -> Result<Exit> {
    let note = values::said("--note", &args.note)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &mut |scene, _| {
        let Some(pause) = scene.cycle.pause else {
            return Err(Error::new(format!("{} is not waiting", scene.commitment.id)));
        };
        let clock = scene.policy.clock(scene.commitment);
        let due = cycle::slid(scene.cycle.due, pause.since, scene.happened.at, &clock);
        let deed = Deed::Resumed { due: pause.slides.then_some(due), told: args.told };
        Ok(Decision { deed, note: note.clone(), next: None })
    })?;
    answer::tell(context, &told, &|row, sheet| {
        let line = Line::about(row.commitment, sheet).say(": resumed, ");
        line.due_of(row.commitment, &row.standing.cycle, sheet)
    })?;
    Ok(Exit::Fine)
}
