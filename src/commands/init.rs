//! `owed init`: creates an empty ledger; with `--git`, has git merge it with owed.

pub mod git;

use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::events::{self, Planned};
use crate::ledger::canonical::writer as form;
use crate::ledger::change::Change;
use crate::ledger::file::store::{Around, Plan, Written};
use crate::ledger::read::scan;
use crate::ledger::read::stored::Stored;
use crate::rules::ids::Ids;
use crate::rules::policy::{Form, Order, Policy};
use crate::views::answer::Changed;
use crate::views::formats::Formats;

/// Create an empty ledger
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Have git merge the ledger and its archives with owed, in this clone; makes the ledger if there is none
    #[arg(long)]
    pub git: bool,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed init", "owed init --ledger team.toml"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Creates an empty ledger, or turns an empty file into one.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if !args.git {
        return make(Order::End, context);
    }
    let shared = git::Shared::of(&context.inputs)?;
    let is_there = context.inputs.store.exists()? && !context.inputs.is_empty();
    if !is_there {
        make(Order::Id, context)?;
    } else if shared.is_new {
        order_by_id(context)?;
    } else {
        context.inputs.policy()?;
    }
    shared.set_up(&context.inputs)?;
    if is_there {
        let policy = context.inputs.policy()?;
        let known = Changed { policy, ids: Ids::default(), commitments: Vec::new() };
        let sentence = format!("{}: git merges it with owed in this clone", context.inputs.store.shown());
        context.changed_at_once(&known, sentence)?;
    }
    context.note("commit `.gitattributes` and `.gitignore`; `owed init --git` is for each clone");
    Ok(Exit::Success)
}

/// Has new promises go where git merges them by lines too.
fn order_by_id(context: &mut Context<'_, '_>) -> Result<()> {
    events::write(context, None, &|stored, inputs| {
        let policy = inputs.fold_stored(stored, |_| Ok(()), |(), _| {})?.policy;
        let is_so = policy.order == Order::Id;
        let change = (!is_so).then(|| Change::Key("order", form::string("id")));
        Ok(Planned::new(change.into_iter().collect(), policy.form(), ()))
    })
}

/// Makes the ledger.
fn make(order: Order, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let Context { out, inputs } = context;
    let shown = inputs.store.shown();
    let there = || {
        Error::new(format!("{shown}: a ledger already exists here")).hint("`owed check` finds problems in it")
    };
    if inputs.store.exists()? && !inputs.is_empty() {
        inputs.refuse_foreign()?;
        return Err(there().into());
    }
    let zone = (inputs.machine_zone)()?;
    let fresh = form::new_ledger(Form { zone, order });
    let plan = &|stored: Stored<'_>| {
        let text = inputs.store.text_of(stored)?;
        // Somebody else may have made one while we waited for the lock.
        match () {
            _ if stored.in_file().is_none() => Ok(Plan { text: Some(fresh.clone().into()), tell: () }),
            _ if text == fresh => Ok(Plan { text: None, tell: () }),
            _ if scan::is_empty(&text) => {
                Ok(Plan { text: Some(below_comments(&text, &fresh).into()), tell: () })
            }
            _ => Err(there()),
        }
    };
    // Its folder is made too.
    let store = inputs.store.clone().making_folder(true);
    let around = Around {
        say: &mut |message| out.status(message),
        other: None,
        first: &mut |(), _| Ok(()),
        done: &mut |(), _| inputs.written.set(true),
    };
    let made = store.write(Some(&fresh), plan, around)?;
    if matches!(made, Written::Unchanged(())) {
        return Err(there().into());
    }
    let made = Changed { policy: Policy::new(zone), ids: Ids::default(), commitments: Vec::new() };
    context.changed_at_once(&made, format!("{shown}: an empty ledger, in time zone {}", zone.name()))?;
    Ok(Exit::Success)
}

/// Returns a fresh ledger below the comments of a file that has only comments.
fn below_comments(text: &str, fresh: &str) -> String {
    match text.trim_start_matches('\u{feff}').trim() {
        "" => fresh.to_owned(),
        comments => format!("{comments}\n\n{fresh}"),
    }
}
