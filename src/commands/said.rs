//! `owed told`, `owed heard`, `owed note`: what was said, and to whom.

use std::cell::Cell;

use super::answer::Line;
use super::change::{self, After, Outcome, Planned};
use super::filter::Filter;
use super::pick::{Among, Which};
use super::{Desk, World, answer, bare_day, typed};
use crate::cli::{Text, Told};
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::Change;
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::rules::house::House;
use crate::rules::standing::standing;
use crate::text;
use crate::views::row::{Row, Sheet};

/// We reached the customer.
pub fn told(args: &Told, world: &mut World<'_, '_>) -> Result<Exit> {
    if !args.filter.is_empty() {
        return told_all(args, world);
    }
    if args.dry_run {
        return Err(Trouble::new("--dry-run needs a filter, such as --tag outage"));
    }
    say(&args.words, &args.happened, Deed::Told, Among::Open, world)
}

/// Everyone whom a filter names was told the same, in one change.
fn told_all(args: &Told, world: &mut World<'_, '_>) -> Result<Exit> {
    let said = typed::need("the text", &args.words)?;
    let now = world.desk.now;
    let filter = Filter::new(&[], &args.filter, &world.desk);
    let unseen = Cell::default();
    let plan = &mut |text: &str, desk: &Desk<'_>| {
        let ready =
            |house: &House| Ok((filter.read(now, house)?, typed::happened(&args.happened, desk, house)?));
        let found = desk.read_text(text, ready, |(asked, _), look| {
            asked.see(look.commitment);
            let standing = standing(look.commitment, look.house, now)?;
            let fits = standing.is_open() && asked.fits_due(look.commitment, &standing);
            fits.then(|| (look.commitment.clone().into_owned(), look.span))
        })?;
        if found.kept.is_empty() {
            unseen.set(found.prepared.0.unseen());
            return Err(Trouble::new("no open commitment matches, so nobody was told")
                .hint("`owed list` with the same filters shows what matches"));
        }
        let happened = found.prepared.1;
        let (mut changes, mut commitments) = (Vec::new(), Vec::new());
        for (commitment, span) in found.kept {
            let house = &found.scanned.house;
            let plan = &mut |happened| {
                let outcome = Outcome { deed: Deed::Told, note: Some(said.clone()), next: None };
                change::after(&commitment, outcome, happened, house, desk)
            };
            let After { commitment, event, .. } = bare_day::settle(&commitment, happened, house, now, plan)?;
            commitments.push(commitment);
            changes.push(Change::Happened { span, events: vec![event] });
        }
        let zone = found.scanned.house.zone;
        Ok(Planned {
            changes,
            zone,
            tell: change::Told { house: found.scanned.house, ids: found.ids, commitments },
        })
    };
    let told = if args.dry_run {
        let text = world.desk.store.text()?;
        plan(&text, &world.desk).map(|planned| planned.tell)
    } else {
        change::write(world, None, plan)
    };
    if told.is_err() {
        filter.warn_of_unseen(unseen.get(), world)?;
    }
    let told = told?;
    answer::tell(world, &told, &line)?;
    if args.dry_run && !world.desk.quiet {
        world.out.talk("nothing was changed (--dry-run)");
    }
    Ok(Exit::Fine)
}

/// The customer reached us. If we were waiting for that, the clock can go on.
pub fn heard(args: &Text, world: &mut World<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Heard, Among::Open, world)
}

/// A remark.
pub fn note(args: &Text, world: &mut World<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Noted, Among::OpenFirst, world)
}

fn say(
    words: &[String],
    at: &crate::cli::Happened,
    deed: Deed<'static>,
    among: Among,
    world: &mut World<'_, '_>,
) -> Result<Exit> {
    let (which, said) = words.split_first().ok_or_else(|| Trouble::new("which commitment?"))?;
    let said = typed::said("the text", said)?.ok_or_else(|| {
        Trouble::new(format!("what was said? {:?} is read as the commitment", text::clean(which)))
            .hint("give the commitment first (an id, or words in quotes), then the text")
    })?;
    let told = change::happen(world, &Which::one(which, among), at, &mut |_, _| {
        Ok(Outcome { deed: deed.clone(), note: Some(said.clone()), next: None })
    })?;
    answer::tell(world, &told, &line)?;
    for commitment in told.commitments.iter().filter(|_| deed == Deed::Heard) {
        let waits = cycle::cycles(commitment, &told.house, world.desk.now)
            .is_some_and(|all| all.current.pause.is_some());
        if waits && !world.desk.quiet {
            let short = told.ids.short(commitment.id);
            world.out.hint(format!(
                "it is waiting for the customer: `owed resume {short}` starts the clock again"
            ));
        }
    }
    Ok(Exit::Fine)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let last = row.commitment.history.last();
    let (did, note) = last.map(|event| (event.deed.name(), event.note.as_deref())).unwrap_or_default();
    Line::about(row.commitment, sheet).say(format!(": {did}: ")).text(note.unwrap_or_default())
}
