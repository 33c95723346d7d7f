//! `owed promise`: what, to whom, by when.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{Planned, bare_day, write};
use crate::ledger;
use crate::ledger::canonical::writer as form;
use crate::ledger::change::Change;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::calendar::Calendar;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::{Kind, Policy};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::select::filter;
use crate::select::selector::{Scope, Selected, Selector};
use crate::text::{self, names};
use crate::views::answer::Changed;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::when::{Way, say};

/// Promise something: what, to whom, by when
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Plain words need no quotes; quote anything with & ' $ # ( ) ? * ! or another sign of the shell.\n\n\
    Example: owed promise call back about the invoice --to 'Müller & Söhne' --by fri 5pm"
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
    /// Whose interest it is: customer, company or self
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
    /// The commitment that this one carries on
    #[arg(long, value_name = "ID")]
    pub follows: Option<String>,
    /// The name that another system has for it
    #[arg(long = "ref", value_name = "TEXT")]
    pub reference: Option<String>,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Adds a commitment.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let fresh = if context.inputs.store.exists()? {
        None
    } else {
        Some(form::new_ledger((context.inputs.machine_zone)()?))
    };
    let to = values::need_name("--to", &args.to)?;
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| {
        let see = |past: &mut Past, look: Look<'_, '_>| past.see(look.commitment, args);
        let mut seen = inputs.fold_stored_in_parts(stored, |_| Ok(Past::default()), see, Past::and)?;
        if seen.policy.kind(&args.kind).is_none() && !seen.state.kinds.contains(&args.kind) {
            seen = inputs.fold_archives(seen, |past, look| past.see_kind(look.commitment))?;
        }
        let Seen { policy, ids, state: past, .. } = seen;
        refuse_second_of(&past.same_reference, &policy, &ids, inputs)?;
        filter::known_kind(&args.kind, &policy, &past.kinds)?;
        let follows = match &args.follows {
            None => None,
            Some(id) => Some(before(&Selector::one(id, Scope::OpenFirst), stored, inputs)?),
        };
        let is_fresh = stored.in_file().is_none();
        let commitment = commitment(args, follows, inputs, &policy, &ids)?;
        let (ids, zone) = (ids.with([commitment.id]), policy.zone);
        let change = Change::Add(Box::new(commitment.clone()));
        let told = Changed { policy, ids, commitments: vec![commitment] };
        let meant = near(&to, &past.customers).map(str::to_owned);
        Ok(Planned::new(vec![change], zone, (told, meant, is_fresh)))
    };
    let (told, meant, is_first) = write(context, fresh.as_deref(), plan)?;
    let (file, zone) = (context.inputs.store.shown(), told.policy.zone.name());
    let new_ledger = is_first.then(|| format!("{file}: a new ledger, in time zone {zone}"));
    context.changed(&told, &|row, sheet| line(row, sheet).noting(new_ledger.clone()))?;
    if let Some(meant) = meant {
        let question = text::did_you_mean(&meant);
        context.note(format_args!("{question} that customer is in the ledger already; this one is new"));
    }
    Ok(Exit::Success)
}

/// What a ledger says about a new promise.
#[derive(Default)]
struct Past {
    /// How many promises each customer has.
    customers: HashMap<String, usize>,
    /// The kinds in use.
    kinds: BTreeSet<String>,
    /// Those with the same reference.
    same_reference: Vec<Commitment<'static>>,
}

impl Past {
    fn see(&mut self, commitment: &Commitment<'_>, args: &Args) {
        match self.customers.get_mut(commitment.to.as_ref()) {
            Some(count) => *count = count.saturating_add(1),
            None => drop(self.customers.insert(commitment.to.to_string(), 1)),
        }
        self.see_kind(commitment);
        if args.reference.is_some() && commitment.reference.as_deref() == args.reference.as_deref() {
            self.same_reference.push(commitment.clone().into_owned());
        }
    }

    fn see_kind(&mut self, commitment: &Commitment<'_>) {
        if !self.kinds.contains(commitment.kind.as_ref()) {
            self.kinds.insert(commitment.kind.to_string());
        }
    }

    /// Joins what the next part of the ledger says.
    fn and(mut self, next: Self) -> Self {
        for (name, count) in next.customers {
            let all = self.customers.entry(name).or_default();
            *all = all.saturating_add(count);
        }
        self.kinds.extend(next.kinds);
        self.same_reference.extend(next.same_reference);
        self
    }
}

/// Returns the known customer that a new one may be; of equally near ones, the one with the most promises. It is only a
/// question: two names may well be two customers.
fn near<'n>(to: &str, customers: &'n HashMap<String, usize>) -> Option<&'n str> {
    if customers.contains_key(to) {
        return None;
    }
    let mut names: Vec<_> = customers.iter().collect();
    names.sort_unstable_by_key(|(name, count)| (std::cmp::Reverse(**count), name.as_str()));
    names::Known::new(names.into_iter().map(|(name, _)| name.as_str())).nearest(to)
}

/// Returns the id of the commitment that the new one follows; it may be archived.
fn before(which: &Selector, stored: Stored<'_>, inputs: &Inputs<'_>) -> Result<Id> {
    let see = |kept: &mut Vec<Selected>, look: Look<'_, '_>| which.see(kept, look, inputs.now);
    let seen = inputs.fold_stored(stored, |_| Ok(Vec::new()), see)?;
    Ok(which.resolve_anywhere(seen, inputs)?.0.commitment.id)
}

/// Returns the line about a new commitment.
pub fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    Line::about(row.commitment, sheet).say(", ").due(row.standing.cycle.due, sheet)
}

/// Refuses a second promise with the same reference.
fn refuse_second_of(
    same: &[Commitment<'static>],
    policy: &Policy,
    ids: &Ids,
    inputs: &Inputs<'_>,
) -> Result<()> {
    let open = |commitment: &&Commitment<'static>| {
        crate::rules::standing::standing(commitment, policy, inputs.now).is_some_and(|one| one.is_open())
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
    follows: Option<Id>,
    inputs: &Inputs<'_>,
    policy: &Policy,
    ids: &Ids,
) -> Result<Commitment<'static>> {
    let happened = values::happened(&args.happened, inputs, policy)?;
    let made = happened.at;
    let asked = match values::said("--asked", &args.asked)? {
        Some(words) => Some(values::date(&words, Way::Asked, inputs.now, policy, None)?),
        None => None,
    };
    if asked.as_ref().is_some_and(|asked| asked.at > made) {
        return Err(Error::new("--asked is after the promise was made").hint(
            "--asked is when the customer asked, --at when you promised; --asked must be the earlier one",
        ));
    }
    let by = values::said("--by", &args.by)?;
    let (option, from, span) = match &asked {
        Some(asked) => ("--asked", asked.at, asked.span),
        None => ("--at", made, happened.span),
    };
    let terms = |asked| Terms { kind: &args.kind, asked, by: by.clone() };
    let planned = due(&terms(from), inputs.now, policy);
    let due = match span {
        None => planned?,
        Some((first, last)) => {
            let span = (first, last.min(made));
            let ends = [span.0, span.1].map(|at| due(&terms(at), inputs.now, policy));
            bare_day_due(option, span, planned, &ends, policy)?
        }
    };
    let asked = asked.map(|asked| asked.at);
    let owner = values::said_name("--owner", &args.owner)?.or_else(|| (inputs.me)());
    Ok(Commitment {
        id: new_id(ids)?,
        kind: values::name("--kind", args.kind.clone())?.into(),
        to: values::need_name("--to", &args.to)?.into(),
        what: values::need("what is owed", &args.what)?.into(),
        owner: owner.map(Into::into),
        class: values::class(&args.class)?,
        tags: tags(&args.tag)?,
        reference: args.reference.as_deref().map(|name| one_name("--ref", name)).transpose()?.map(Into::into),
        contact: values::said("--contact", &args.contact)?.map(Into::into),
        follows,
        made,
        asked: asked.filter(|asked| *asked != made),
        due: due.at,
        target: due.target,
        limit: due.limit,
        calendar: due.calendar.map(Into::into),
        history: Vec::new(),
        extra: Vec::new(),
    })
}

/// Returns the due, if it does not depend on a missing time of day: the first instant of the day gives the same as the
/// last.
fn bare_day_due(
    option: &str,
    span: (Instant, Instant),
    planned: Result<Due>,
    ends: &[Result<Due>],
    policy: &Policy,
) -> Result<Due> {
    let counted = |due: &Result<Due>| due.as_ref().ok().map(|due| (due.at, due.latest));
    let all = || ends.iter().chain([&planned]);
    if all().all(|due| counted(due) == counted(&planned)) {
        return planned;
    }
    let why = match all().find_map(|due| due.as_ref().ok()) {
        Some(Due { target: Some(_), .. }) => "the due is counted from it".to_owned(),
        Some(Due { at, limit: None, .. }) => {
            format!("it was due {}", say::weekday_and_time(*at, policy.zone))
        }
        _ => "the limit is counted from it".to_owned(),
    };
    Err(bare_day::question(option, &why, span, policy))
}

/// Returns a name that is not blank; the error is a blank or too long one.
fn one_name(option: &str, text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Err(Error::new(format!("{option} is empty")));
    }
    values::name(option, text.to_owned())
}

fn tags(tags: &[String]) -> Result<Vec<Cow<'static, str>>> {
    let tags = tags.iter().map(|tag| one_name("--tag", tag)).collect::<Result<Vec<_>>>()?;
    Ok(names::each_once(tags).into_iter().map(Into::into).collect())
}

/// Returns an id that nobody has.
pub fn new_id(ids: &Ids) -> Result<Id> {
    loop {
        let id = Id::new(ledger::random_letters()?.as_bytes());
        if let Some(id) = id.filter(|id| !ids.has(*id)) {
            return Ok(id);
        }
    }
}

/// What decides about a due.
pub struct Terms<'t> {
    /// The kind.
    pub kind: &'t str,
    /// The instant from which targets and limits count.
    pub asked: Instant,
    /// The date of `--by`, if given.
    pub by: Option<String>,
}

/// A due and its source.
#[derive(Debug)]
pub struct Due {
    /// The due.
    pub at: Instant,
    /// The target it was counted from, without `--by`.
    pub target: Option<Target>,
    /// The kind's limit.
    pub limit: Option<Target>,
    /// The latest instant that the limit allows.
    pub latest: Option<Instant>,
    /// The calendar, if anything was counted in working time.
    pub calendar: Option<String>,
}

/// Returns the due of `--by`, or the one that the kind's target gives; the error is one after the kind's limit.
pub fn due(terms: &Terms<'_>, now: Instant, policy: &Policy) -> Result<Due> {
    let none = Kind::default();
    let kind = policy.kind(terms.kind).unwrap_or(&none);
    let calendar = policy.calendar_for_kind(terms.kind);
    let (at, target) = match (&terms.by, kind.target) {
        (Some(words), _) => (values::due(words, terms.asked, now, policy, terms.kind)?, None),
        (None, Some(target)) => {
            let due = target.due(terms.asked, policy.zone, Some(calendar));
            (due.map_err(|error| Error::new(error.to_string()))?, Some(target))
        }
        (None, None) => {
            return Err(Error::new(format!(
                "when is it due? kind {} has no target",
                text::quote(terms.kind)
            ))
            .hint("add a date, such as --by tomorrow 5pm or --by 2h"));
        }
    };
    let latest = match kind.limit {
        Some(limit) => within_limit(at, limit, terms, calendar, policy)?,
        None => None,
    };
    let calendar = policy.counted_in(terms.kind, [target, kind.limit]);
    Ok(Due { at, target, limit: kind.limit, latest, calendar })
}

/// Returns the latest instant that a limit allows. The error is a due after it, with a hint.
pub fn within_limit(
    due: Instant,
    limit: Target,
    terms: &Terms<'_>,
    calendar: &Calendar,
    policy: &Policy,
) -> Result<Option<Instant>> {
    let Ok(latest) = limit.due(terms.asked, policy.zone, Some(calendar)) else { return Ok(None) };
    if due <= latest {
        return Ok(Some(latest));
    }
    let (kind, latest) = (text::sanitize(terms.kind), say::full(latest, policy.zone));
    if terms.by.is_none() {
        let due = say::full(due, policy.zone);
        return Err(Error::new(format!(
            "kind {kind} has a target after its limit: due {due}, and {limit} allows {latest} at the latest"
        ))
        .hint(format!(
            "add a date, such as --by tomorrow 5pm, or change `target` or `limit` in [kind.{kind}]"
        )));
    }
    Err(Error::new(format!("a {kind} must be due within {limit} of being asked for: {latest} at the latest"))
        .hint(format!(
            "reach them by then, close the {kind} and promise the rest: owed done ID --next WHAT --by WHEN"
        ))
        .hint("if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN"))
}
