//! `owed promise`: what, to whom, by when.

pub mod asked;
mod past;
pub mod terms;
mod typed;

use std::borrow::Cow;

use past::Past;
use typed::{Names, refuse_dates};

use crate::cli::HappenedArgs;
use crate::cli::values;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{Planned, write};
use crate::ledger::Random;
use crate::ledger::canonical::writer as form;
use crate::ledger::change::{Change, NewBlock};
use crate::ledger::file::store::Share;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::standing::standing;
use crate::select::filter;
use crate::select::selector::{Scope, Selected, Selector};
use crate::text::{self, names};
use crate::views::answer::Changed;
use crate::views::forecast;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::list;
use crate::views::row::{Row, Sheet};

/// Promise something: what, to whom, by when
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Plain words need no quotes; quote anything with & ' $ # ( ) ? * ! or another sign of the shell."
)]
pub struct Args {
    /// What is owed
    #[arg(value_name = "WHAT", required = true)]
    pub what: Vec<String>,
    /// The person or firm it is owed to
    #[arg(long, value_name = "NAME", num_args = 1.., required = true)]
    pub to: Vec<String>,
    /// When it is due: `fri 5pm`, `in 2h`, `2026-12-01` [default: the target of the kind]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub by: Vec<String>,
    /// Its kind: callback, email, promise, or one the ledger defines
    #[arg(short, long, value_name = "KIND", default_value = "promise")]
    pub kind: String,
    /// Who has to keep it [default: you]
    #[arg(long, value_name = "WHO", num_args = 1..)]
    pub owner: Vec<String>,
    /// Its class, which is whose interest it is: customer (theirs), company (ours) or self (your own)
    #[arg(long, value_name = "CLASS", default_value = "customer")]
    pub class: String,
    /// A label; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// How to reach the customer
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub contact: Vec<String>,
    /// When the customer asked, if that was before the promise
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub asked: Vec<String>,
    /// When it was promised, if not now
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// How often it is promised again, each time the last is done: 1w, 1mo, 3bd, '1st business day', 'last fri'
    #[arg(long, value_name = "SPAN")]
    pub every: Option<String>,
    /// The commitment that this one carries on
    #[arg(long, value_name = "ID")]
    pub follows: Option<String>,
    /// The name that another system has for it
    #[arg(long = "ref", value_name = "TEXT")]
    pub reference: Option<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed promise call back about the invoice --to Acme Corp --by tomorrow 5pm",
    "owed promise repair the pump --to 'Müller & Söhne' -k repair --every 1mo",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Adds a commitment.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let args = &*asked::filled(args, context)?;
    let fresh = if context.inputs.store.exists()? {
        None
    } else {
        Some(form::new_ledger((context.inputs.machine_zone)()?))
    };
    let names = Names::typed(args, &context.inputs)?;
    let me = (context.inputs.me)();
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| {
        let begin = |policy: &Policy| Ok(Past::new(&names, args, me.as_deref(), policy));
        let now = inputs.now;
        let see = |past: &mut Past, look: Look<'_, '_>| past.see(&look, args, now);
        let mut seen = inputs.fold_stored_in_parts(stored, begin, see, Past::and)?;
        refuse_dates(args, &names, inputs.now, &seen.policy)?;
        if seen.policy.kind(&args.kind).is_none() && !seen.state.kinds.contains(&args.kind) {
            seen = inputs.fold_archives(seen, |past, look| past.see_kind(look.commitment))?;
        }
        let Seen { policy, ids, state: mut past, .. } = seen;
        refuse_second_of(&past.same_reference, &policy, &ids, inputs)?;
        filter::known_kind(&args.kind, &policy, &past.kinds)?;
        let follows = match &args.follows {
            None => None,
            Some(id) => Some(before(&Selector::one(id, Scope::OpenFirst), stored, inputs)?),
        };
        let names = past.written(&names);
        let commitment = commitment(args, names, follows, inputs, &policy, &ids)?;
        let ids = ids.with([commitment.id]);
        let doubt = past.doubt(&commitment, inputs, &policy, &ids);
        let same = past.same.warning(&commitment.to, None, &ids, inputs.now, policy.zone);
        let said = past.said(same);
        let form = policy.form();
        let change = Change::Add(NewBlock::of(&commitment, form.zone)?);
        let told = Changed { policy, ids, commitments: vec![commitment] };
        Ok(Planned::new(vec![change], form, (told, said, doubt, stored.in_file().is_none())))
    };
    context.inputs.copy_while_reading(Share::All);
    let (told, said, doubt, is_first) = write(context, fresh.as_deref(), plan)?;
    let (file, zone) = (context.inputs.store.shown(), told.policy.zone.name());
    let new_ledger = is_first.then(|| format!("{file}: a new ledger, in time zone {zone}"));
    let by = values::joined(&args.by);
    let line = |row: &Row<'_>, sheet: Sheet<'_>| line(row, by.as_deref(), sheet, me.as_deref());
    context.changed(&told, &|row, sheet| line(row, sheet).noting(new_ledger.clone()))?;
    said.written_as.into_iter().for_each(|note| context.note(note));
    told.commitments
        .iter()
        .filter_map(|one| cares_about(&one.to, &told.policy))
        .for_each(|note| context.note(note));
    let is_odd = !said.warnings.is_empty();
    said.warnings.into_iter().for_each(|warning| context.out.warn(warning));
    if is_odd {
        context.hint("if that was not meant, `owed undo` takes the promise back");
    }
    if let Some(doubt) = doubt {
        context.out.warn(forecast::doubt(&doubt, context.inputs.now, told.policy.zone));
    }
    Ok(Exit::Success)
}

/// Returns what matters to a customer, in a line, if the ledger says it.
fn cares_about(name: &str, policy: &Policy) -> Option<String> {
    let customer = policy.customers.get(name).filter(|customer| !customer.cares_about.is_empty())?;
    let who = customer.called.as_deref().unwrap_or(name);
    Some(format!("{who} cares about: {}", customer.cares_about.join("; ")))
}

/// Returns the id of the commitment that the new one follows; it may be archived.
fn before(which: &Selector, stored: Stored<'_>, inputs: &Inputs<'_>) -> Result<Id> {
    let see = |kept: &mut Vec<Selected>, look: Look<'_, '_>| which.see(kept, look, inputs.now);
    let seen = inputs.fold_stored(stored, |_| Ok(Vec::new()), see)?;
    Ok(which.resolve_anywhere(seen, inputs)?.0.commitment.id)
}

/// Returns the line about a new commitment whose due is that of `by`, or its target; it names its owner if that is not
/// `me`.
pub fn line(row: &Row<'_>, by: Option<&str>, sheet: Sheet<'_>, me: Option<&str>) -> Line {
    let (promise, policy, cycle) = (row.commitment, sheet.policy, &row.standing.cycle);
    let opening = match by {
        Some(words) => values::counted_from(words, sheet.now, policy, &promise.kind),
        None => promise
            .target
            .and_then(|target| target.counted_from(promise.asked(), policy.calendar_of(promise.basis()))),
    };
    let line = Line::about(promise, sheet);
    let line = match cycle.owner.filter(|owner| Some(*owner) != me) {
        Some(owner) => line.say(", owner ").text(owner),
        None => line,
    };
    let line = line.say(", ").due(cycle.due, promise, sheet).counted_from(opening, sheet);
    match promise.every {
        Some(every) => line.say(format!(", {}", list::again(every))),
        None => line,
    }
}

/// Refuses a second open commitment with the same reference.
pub fn refuse_second_of(
    same: &[Commitment<'static>],
    policy: &Policy,
    ids: &Ids,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let open = |commitment: &&Commitment<'static>| {
        standing(commitment, policy, inputs.now).is_some_and(|one| one.is_open())
    };
    let Some(same) = same.iter().find(open) else { return Ok(()) };
    let reference = same.reference.as_deref().unwrap_or_default();
    Err(Error::new(format!("{} is already promised", text::quote(reference))).hint(format!(
        "{} is open: {} → {}; close it first, or use another --ref",
        ids.short(same.id),
        text::sanitize(&same.what),
        text::sanitize(&same.to)
    )))
}

fn commitment(
    args: &Args,
    names: Names,
    follows: Option<Id>,
    inputs: &Inputs<'_>,
    policy: &Policy,
    ids: &Ids,
) -> Result<Commitment<'static>> {
    let every = args.every.as_deref().map(|every| terms::again(every, &args.kind, policy)).transpose()?;
    let happened = values::happened(&args.happened, inputs, policy)?;
    let made = happened.at;
    let said = terms::Said { kind: &args.kind, by: &args.by, asked: &args.asked };
    let (asked, due) = terms::agreed(&said, happened, made, inputs.now, policy)?;
    let customer = policy.customers.get(&names.to);
    let owner = names.owner.clone().or_else(|| customer?.owner.clone()).or_else(|| (inputs.me)());
    let contact = names.contact.clone().or_else(|| customer?.contact.clone());
    let names = Names { contact, ..names };
    Ok(Commitment {
        id: new_id(ids)?,
        kind: values::name("--kind", args.kind.clone())?.into(),
        to: names.to.into(),
        what: names.what.into(),
        owner: owner.map(Into::into),
        class: values::class(&args.class)?,
        tags: tags(&args.tag)?,
        reference: args.reference.as_deref().map(|name| one_name("--ref", name)).transpose()?.map(Into::into),
        contact: names.contact.map(Into::into),
        follows,
        made,
        asked: (asked != made).then_some(asked),
        due: due.at,
        target: due.target,
        limit: due.limit,
        calendar: due
            .calendar
            .or_else(|| policy.counted_again(every?, policy.calendar_for_kind(&args.kind)))
            .map(Into::into),
        every,
        every_from: every.map(|_| due.at),
        history: Vec::new(),
        extra: Vec::new(),
    })
}

/// Returns a name that is not blank; the error is a blank or too long one.
pub fn one_name(option: &str, text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Err(Error::new(format!("{option} is empty")));
    }
    values::name(option, text.to_owned())
}

/// Returns tags that were typed, each once; the error is a blank or too long one.
pub fn tags(tags: &[String]) -> Result<Vec<Cow<'static, str>>> {
    let tags = tags.iter().map(|tag| one_name("--tag", tag)).collect::<Result<Vec<_>>>()?;
    Ok(names::each_once(tags).into_iter().map(Into::into).collect())
}

/// Returns an id that nobody has.
pub fn new_id(ids: &Ids) -> Result<Id> {
    new_id_by(&mut Random::default(), ids)
}

/// Returns an id by these numbers that is not among these ids.
pub fn new_id_by(random: &mut Random, ids: &Ids) -> Result<Id> {
    loop {
        let id = Id::new(random.letters()?.as_bytes());
        if let Some(id) = id.filter(|id| !ids.has(*id)) {
            return Ok(id);
        }
    }
}
