//! `owed told`, `owed heard`, `owed note`: what was said, and to whom.

use std::cell::Cell;

use super::answer::{self, Line};
use crate::cli::{Text, Told, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, After, Decision, Planned, bare_day};
use crate::ledger::change::Change;
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::rules::policy::Policy;
use crate::rules::standing::standing;
use crate::select::filter::Filter;
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::row::{Row, Sheet};

/// We reached the customer.
pub fn told(args: &Told, context: &mut Context<'_, '_>) -> Result<Exit> {
    if !args.filter.is_empty() {
        return told_all(args, context);
    }
    if args.dry_run {
        return Err(Error::new("--dry-run needs a filter, such as --tag outage"));
    }
    say(&args.words, &args.happened, Deed::Told, Scope::Open, context)
}

/// Everyone whom a filter names was told the same, in one change.
fn told_all(args: &Told, context: &mut Context<'_, '_>) -> Result<Exit> {
    let said = values::need("the text", &args.words)?;
    let now = context.inputs.now;
    let filter = Filter::new(&[], &args.filter, &context.inputs);
    let unseen = Cell::default();
    let plan = &mut |text: &str, inputs: &Inputs<'_>| {
        let ready = |policy: &Policy| {
            Ok((filter.read(now, policy)?, values::happened(&args.happened, inputs, policy)?))
        };
        let found = inputs.read_text(text, ready, |(asked, _), look| {
            asked.see(look.commitment);
            let standing = standing(look.commitment, look.policy, now)?;
            let fits = standing.is_open() && asked.fits_due(look.commitment, &standing);
            fits.then(|| (look.commitment.clone().into_owned(), look.span))
        })?;
        if found.kept.is_empty() {
            unseen.set(found.prepared.0.unseen());
            return Err(Error::new("no open commitment matches, so nobody was told")
                .hint("`owed list` with the same filters shows what matches"));
        }
        let happened = found.prepared.1;
        let (mut changes, mut commitments) = (Vec::new(), Vec::new());
        for (commitment, span) in found.kept {
            let policy = &found.scanned.policy;
            let plan = &mut |happened| {
                let outcome = Decision { deed: Deed::Told, note: Some(said.clone()), next: None };
                events::after(&commitment, outcome, happened, policy, inputs)
            };
            let After { commitment, event, .. } = bare_day::settle(&commitment, happened, policy, now, plan)?;
            commitments.push(commitment);
            changes.push(Change::Happened { span, events: vec![event] });
        }
        let zone = found.scanned.policy.zone;
        Ok(Planned {
            changes,
            zone,
            tell: events::Changed { policy: found.scanned.policy, ids: found.ids, commitments },
        })
    };
    let told = if args.dry_run {
        let text = context.inputs.store.text()?;
        plan(&text, &context.inputs).map(|planned| planned.tell)
    } else {
        events::write(context, None, plan)
    };
    if told.is_err() {
        filter.warn_of_unseen(unseen.get(), context)?;
    }
    let told = told?;
    answer::tell(context, &told, &line)?;
    if args.dry_run && !context.inputs.quiet {
        context.out.status("nothing was changed (--dry-run)");
    }
    Ok(Exit::Fine)
}

/// The customer reached us. If we were waiting for that, the clock can go on.
pub fn heard(args: &Text, context: &mut Context<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Heard, Scope::Open, context)
}

/// A remark.
pub fn note(args: &Text, context: &mut Context<'_, '_>) -> Result<Exit> {
    say(&args.words, &args.happened, Deed::Noted, Scope::OpenFirst, context)
}

fn say(
    words: &[String],
    at: &crate::cli::Happened,
    deed: Deed<'static>,
    among: Scope,
    context: &mut Context<'_, '_>,
) -> Result<Exit> {
    let (which, said) = words.split_first().ok_or_else(|| Error::new("which commitment?"))?;
    let said = values::said("the text", said)?.ok_or_else(|| {
        Error::new(format!("what was said? {:?} is read as the commitment", text::sanitize(which)))
            .hint("give the commitment first (an id, or words in quotes), then the text")
    })?;
    let told = events::happen(context, &Selector::one(which, among), at, &mut |_, _| {
        Ok(Decision { deed: deed.clone(), note: Some(said.clone()), next: None })
    })?;
    answer::tell(context, &told, &line)?;
    for commitment in told.commitments.iter().filter(|_| deed == Deed::Heard) {
        let waits = cycle::cycles(commitment, &told.policy, context.inputs.now)
            .is_some_and(|all| all.current.pause.is_some());
        if waits && !context.inputs.quiet {
            let short = told.ids.short(commitment.id);
            context.out.hint(format!(
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
