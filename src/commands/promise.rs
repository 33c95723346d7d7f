//! `owed promise`: what, to whom, by when.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::cli::HappenedArgs;
use crate::cli::values::{self, Begun, DateAtEnd, Happened};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Problem, Result};
use crate::events::same::Same;
use crate::events::{self, Planned, bare_day, write};
use crate::ledger;
use crate::ledger::canonical::writer as form;
use crate::ledger::change::Change;
use crate::ledger::file::store::Share;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Basis, Commitment, Id};
use crate::rules::cycle;
use crate::rules::every::Every;
use crate::rules::ids::Ids;
use crate::rules::policy::{CalendarChoice, Kind, Policy};
use crate::rules::standing::standing;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::select::filter;
use crate::select::selector::{Scope, Selected, Selector};
use crate::text::names::Meant;
use crate::text::{self, names};
use crate::views::answer::Changed;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::list;
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

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Adds a commitment.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let fresh = if context.inputs.store.exists()? {
        None
    } else {
        Some(form::new_ledger((context.inputs.machine_zone)()?))
    };
    let names = Names::typed(args)?;
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
        let Seen { policy, ids, state: past, .. } = seen;
        refuse_second_of(&past.same_reference, &policy, &ids, inputs)?;
        filter::known_kind(&args.kind, &policy, &past.kinds)?;
        let follows = match &args.follows {
            None => None,
            Some(id) => Some(before(&Selector::one(id, Scope::OpenFirst), stored, inputs)?),
        };
        let names = past.written(&names);
        let commitment = commitment(args, names, follows, inputs, &policy, &ids)?;
        let ids = ids.with([commitment.id]);
        let same = past.same.warning(&commitment.to, None, &ids, inputs.now, policy.zone);
        let said = past.said(same);
        let zone = policy.zone;
        let change = Change::Add(Box::new(commitment.clone()));
        let told = Changed { policy, ids, commitments: vec![commitment] };
        Ok(Planned::new(vec![change], zone, (told, said, stored.in_file().is_none())))
    };
    context.inputs.copy_while_reading(Share::All);
    let (told, said, is_first) = write(context, fresh.as_deref(), plan)?;
    let (file, zone) = (context.inputs.store.shown(), told.policy.zone.name());
    let new_ledger = is_first.then(|| format!("{file}: a new ledger, in time zone {zone}"));
    let by = values::joined(&args.by);
    let line = |row: &Row<'_>, sheet: Sheet<'_>| line(row, by.as_deref(), sheet, me.as_deref());
    context.changed(&told, &|row, sheet| line(row, sheet).noting(new_ledger.clone()))?;
    said.written_as.into_iter().for_each(|note| context.note(note));
    let is_odd = !said.warnings.is_empty();
    said.warnings.into_iter().for_each(|warning| context.out.warn(warning));
    if is_odd {
        context.hint("if that was not meant, `owed undo` takes the promise back");
    }
    Ok(Exit::Success)
}

/// The names of a new promise, and what it says.
#[derive(Clone)]
struct Names {
    to: String,
    /// The owner, if one was typed.
    owner: Option<String>,
    what: String,
    /// How to reach the customer, if that was typed.
    contact: Option<String>,
}

impl Names {
    fn typed(args: &Args) -> Result<Self> {
        Ok(Self {
            to: values::need_name("--to", &args.to)?,
            owner: values::said_name("--owner", &args.owner)?,
            what: values::need("what is owed", &args.what)?,
            contact: values::said("--contact", &args.contact)?,
        })
    }
}

/// Refuses a name that ends in a date, and a promise without a due date whose text or contact does: the date would be lost.
fn refuse_dates(args: &Args, names: &Names, now: Instant, policy: &Policy) -> Result<()> {
    let ends = |text: &str| values::date_at_end(text, now, policy, &args.kind);
    let by = values::joined(&args.by);
    let refused = |what: &str, said: &str, names: Names, date: String| {
        let command = command(args, &names, by.as_deref().unwrap_or(&date));
        Err(Error::new(format!("{what} ends in a date: {}", text::quote(said)))
            .hint(format!("write `{command}`")))
    };
    let vague = |what: &str, end: &DateAtEnd, names: Names| {
        let command = command(args, &names, by.as_deref().unwrap_or("WHEN"));
        Err(Error::new(format!("{what} ends in a date: {}", text::quote(&end.said)))
            .hint(format!("write `{command}`; {} is not an exact time", text::quote(&end.date))))
    };
    let Names { to, owner, what, contact } = names;
    let same = || names.clone();
    if let Some(end) = ends(to) {
        return refused("--to", &end.said, Names { to: end.before, ..same() }, end.date);
    }
    if let Some(end) = owner.as_deref().and_then(ends) {
        return refused("--owner", &end.said, Names { owner: Some(end.before), ..same() }, end.date);
    }
    if let Some(end) = values::vague_at_end(to) {
        return vague("--to", &end, Names { to: end.before.clone(), ..same() });
    }
    if let Some(end) = owner.as_deref().and_then(values::vague_at_end) {
        return vague("--owner", &end, Names { owner: Some(end.before.clone()), ..same() });
    }
    if by.is_none()
        && let Some(end) = ends(what)
    {
        return refused("the promise", &end.said, Names { what: end.before, ..same() }, end.date);
    }
    if by.is_none()
        && let Some(end) = contact.as_deref().and_then(ends)
    {
        return refused("--contact", &end.said, Names { contact: Some(end.before), ..same() }, end.date);
    }
    Ok(())
}

/// Returns the command for a promise with these names and this due date.
fn command(args: &Args, names: &Names, by: &str) -> String {
    let words = |words: &[String]| values::joined(words);
    let options = [
        ("--to", Some(names.to.clone())),
        ("--by", Some(by.to_owned())),
        ("--kind", Some(args.kind.clone()).filter(|kind| kind != "promise")),
        ("--owner", names.owner.clone()),
        ("--class", Some(args.class.clone()).filter(|class| class != "customer")),
        ("--contact", names.contact.clone()),
        ("--asked", words(&args.asked)),
        ("--at", words(&args.happened.at)),
        ("--every", args.every.clone()),
        ("--follows", args.follows.clone()),
        ("--ref", args.reference.clone()),
    ];
    let tags = args.tag.iter().map(|tag| ("--tag", Some(tag.clone())));
    let options = options.into_iter().chain(tags).filter_map(|(option, value)| Some((option, value?)));
    let options = options.map(|(option, value)| format!(" {option} {}", text::shell_word(&value)));
    format!("owed promise {}{}", text::shell_word(&names.what), options.collect::<String>())
}

/// What a ledger says about a new promise.
struct Past {
    /// Its customer, among those that are known.
    to: Meant,
    /// Its owner, if one was typed, among those that are known.
    owner: Option<Meant>,
    /// The kinds in use.
    kinds: BTreeSet<String>,
    /// Those with the same reference.
    same_reference: Vec<Commitment<'static>>,
    /// What is open and promises the same.
    same: Same,
}

/// What to say of a new promise besides itself.
struct Remarks {
    /// The names that were written in another way.
    written_as: Vec<String>,
    warnings: Vec<String>,
}

impl Past {
    fn new(names: &Names, args: &Args, me: Option<&str>, policy: &Policy) -> Self {
        Self {
            to: Meant::new(&names.to),
            owner: names.owner.as_deref().map(|owner| filter::owner(owner, me, policy)),
            kinds: BTreeSet::new(),
            same_reference: Vec::new(),
            same: Same::new(&names.what, args.reference.is_some()),
        }
    }

    fn see(&mut self, look: &Look<'_, '_>, args: &Args, now: Instant) {
        let commitment = look.commitment;
        self.to.see(&commitment.to);
        if let Some(owner) = &mut self.owner {
            filter::owners(commitment).for_each(|name| owner.see(name));
        }
        self.see_kind(commitment);
        if args.reference.is_some() && commitment.reference.as_deref() == args.reference.as_deref() {
            self.same_reference.push(commitment.clone().into_owned());
        }
        self.same.see(look, now);
    }

    fn see_kind(&mut self, commitment: &Commitment<'_>) {
        for kind in filter::kinds(commitment) {
            if !self.kinds.contains(kind) {
                self.kinds.insert(kind.to_owned());
            }
        }
    }

    /// Joins what the next part of the ledger says.
    fn and(self, next: Self) -> Self {
        let Self { to, owner, mut kinds, mut same_reference, same } = self;
        kinds.extend(next.kinds);
        same_reference.extend(next.same_reference);
        let owner = owner.zip(next.owner).map(|(owner, next)| owner.and(next));
        Self { to: to.and(next.to), owner, kinds, same_reference, same: same.and(next.same) }
    }

    /// Returns the names as they are written.
    fn written(&self, names: &Names) -> Names {
        Names {
            to: self.to.written().to_owned(),
            owner: self.owner.as_ref().map(|owner| owner.written().to_owned()),
            ..names.clone()
        }
    }

    /// Returns what to say of a new promise: names that may be misspelled, and the warning of the same one.
    fn said(&self, same: Option<String>) -> Remarks {
        let meant = || [("customer", Some(&self.to)), ("owner", self.owner.as_ref())];
        let written_as = meant().into_iter().filter_map(|(_, meant)| meant?.note()).collect();
        let near = meant().into_iter().filter_map(|(what, meant)| meant?.warning(what));
        Remarks { written_as, warnings: near.chain(same).collect() }
    }
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
    let line = line.say(", ").due(cycle.due, sheet).counted_from(opening, sheet);
    match promise.every {
        Some(every) => line.say(format!(", {}", list::again(every))),
        None => line,
    }
}

/// Refuses a second promise with the same reference.
fn refuse_second_of(
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
    let every = args.every.as_deref().map(|every| again(every, &args.kind, policy)).transpose()?;
    let happened = values::happened(&args.happened, inputs, policy)?;
    let made = happened.at;
    let said = Said { kind: &args.kind, by: &args.by, asked: &args.asked };
    let (asked, due) = agreed(&said, happened, made, inputs.now, policy)?;
    let owner = names.owner.or_else(|| (inputs.me)());
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

/// What is said about the time of a promise.
pub struct Said<'s> {
    /// The kind.
    pub kind: &'s str,
    /// The words of `--by`.
    pub by: &'s [String],
    /// Those of `--asked`.
    pub asked: &'s [String],
}

/// Returns when a promise was asked for, and its due: by `--asked`, and without it as if it had been `unsaid`.
///
/// # Errors
///
/// Words that are no date, `--asked` after the promise, a day without a time on which the due depends, and those of [`due`].
pub fn agreed(
    said: &Said<'_>,
    made: Happened,
    unsaid: Instant,
    now: Instant,
    policy: &Policy,
) -> Result<(Instant, Due)> {
    let asked = match values::said("--asked", said.asked)? {
        Some(words) => Some(values::date(&words, Way::Asked, now, policy, None)?),
        None => None,
    };
    if asked.as_ref().is_some_and(|asked| asked.at > made.at) {
        return Err(Error::new("--asked is after the promise was made").hint(
            "--asked is when the customer asked, --at when you promised; --asked must be the earlier one",
        ));
    }
    let by = values::said("--by", said.by)?;
    let (option, from, span) = match &asked {
        Some(asked) => ("--asked", asked.at, asked.span),
        None => ("--at", unsaid, made.span),
    };
    let terms = |asked| Terms { kind: said.kind, asked, by: by.clone() };
    let planned = due(&terms(from), now, policy);
    let due = match span {
        None => planned?,
        Some((first, last)) => {
            let span = (first, last.min(made.at));
            let ends = [span.0, span.1].map(|at| due(&terms(at), now, policy));
            bare_day_due(option, span, planned, &ends, policy)?
        }
    };
    Ok((from, due))
}

/// Returns how often something of that kind is promised again.
///
/// # Errors
///
/// Words that do not say how often, a kind with a limit, and business days without a calendar that counts them.
pub fn again(words: &str, kind: &str, policy: &Policy) -> Result<Every> {
    let every = Every::typed(words)
        .map_err(|Problem { message, hint }| Problem { message: format!("--every: {message}"), hint })?;
    if let Some(limit) = policy.kind(kind).and_then(|kind| kind.limit) {
        return Err(never_again(kind, limit));
    }
    if every.is_working() && matches!(policy.calendar_for(Some(kind)), CalendarChoice::Several) {
        let names = text::list(policy.calendars.keys().map(String::as_str));
        return Err(Error::new(format!(
            "--every {} needs a calendar, and there are several: {names}",
            text::shell_word(words)
        ))
        .hint("use a kind that names its calendar: `calendar = \"…\"` in its table"));
    }
    Ok(every)
}

/// Returns the error of a kind with a limit for what is promised again and again.
pub fn never_again(kind: &str, limit: Target) -> Error {
    let kind = text::sanitize(kind);
    Error::new(format!(
        "a {kind} is due within {limit} of being asked for, so it cannot be promised again and again"
    ))
    .hint("use a kind without a limit, for instance --kind promise")
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
        (Some(words), _) => {
            (values::due(words, Begun { at: terms.asked, due: None }, now, policy, terms.kind)?, None)
        }
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
    let limit = Basis { kind: terms.kind, target: None, limit: kind.limit.as_ref(), calendar: None };
    let latest = within_limit(at, limit, terms, policy)?;
    let calendar = policy.counted_in(terms.kind, [target, kind.limit]);
    Ok(Due { at, target, limit: kind.limit, latest, calendar })
}

/// Refuses a due in these words that a limit does not allow.
pub fn refuse_after(
    limit: Basis<'_>,
    due: Instant,
    asked: Instant,
    by: &str,
    commitment: &Commitment<'_>,
    policy: &Policy,
) -> Result<()> {
    if limit.limit.is_some_and(Target::is_working) {
        events::calendar_is_there(commitment, limit, policy)?;
    }
    let terms = Terms { kind: limit.kind, asked, by: Some(by.to_owned()) };
    within_limit(due, limit, &terms, policy).map(drop)
}

/// Returns the latest instant that a limit allows, if there is one. The error is a due after it, with a hint.
pub fn within_limit(
    due: Instant,
    basis: Basis<'_>,
    terms: &Terms<'_>,
    policy: &Policy,
) -> Result<Option<Instant>> {
    let latest = cycle::limit_at(basis, policy, terms.asked);
    let Some((limit, latest)) = basis.limit.zip(latest).filter(|(_, latest)| due > *latest) else {
        return Ok(latest);
    };
    let (kind, latest) = (text::sanitize(basis.kind), say::full(latest, policy.zone));
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
