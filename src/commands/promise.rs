//! `owed promise`: what, to whom, by when.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::answer::Line;
use super::change::{Planned, Told, write};
use super::pick::{Among, Which};
use super::read::Read;
use super::{Desk, World, answer, bare_day, filter, lines, typed};
use crate::cli::Promise;
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::Change;
use crate::ledger::{self, write as form};
use crate::rules::calendar::Calendar;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::house::{House, Kind};
use crate::rules::ids::Ids;
use crate::rules::names;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text;
use crate::views::row::{Row, Sheet};
use crate::when::{Way, say};

/// Adds a commitment.
pub fn run(args: &Promise, world: &mut World<'_, '_>) -> Result<Exit> {
    let fresh =
        if world.desk.store.exists()? { None } else { Some(form::new_ledger((world.desk.machine_zone)()?)) };
    let to = typed::need_name("--to", &args.to)?;
    let (mut meant, mut is_first) = (None, false);
    let told = write(world, fresh.as_deref(), &mut |text, desk| {
        is_first = fresh.as_deref() == Some(text);
        let follows = args.follows.as_deref().map(|id| Which::one(id, Among::OpenFirst));
        let mut kinds = BTreeSet::new();
        let mut customers: HashMap<String, usize> = HashMap::new();
        let found = desk.read_text(
            text,
            |_| Ok(()),
            |(), look| {
                match customers.get_mut(look.commitment.to.as_ref()) {
                    Some(count) => *count = count.saturating_add(1),
                    None => drop(customers.insert(look.commitment.to.to_string(), 1)),
                }
                if look.commitment.kind == args.kind {
                    kinds.insert(args.kind.clone());
                }
                if args.reference.is_some()
                    && look.commitment.reference == args.reference.as_deref().map(Into::into)
                {
                    return Some(look.commitment.clone().into_owned());
                }
                None
            },
        )?;
        refuse_second_of(&found, desk)?;
        filter::known_kind(&args.kind, found.house(), &kinds)?;
        let follows = match follows {
            None => None,
            Some(which) => Some(before(&which, text, desk)?),
        };
        let commitment = commitment(args, follows, desk, found.house(), &found.ids)?;
        let Read { scanned, ids, .. } = found;
        let ids = ids.with([commitment.id]);
        meant = near(&to, &customers).map(str::to_owned);
        let change = Change::Add(Box::new(commitment.clone()));
        let zone = scanned.house.zone;
        let tell = Told { house: scanned.house, ids, commitments: vec![commitment] };
        Ok(Planned { changes: vec![change], zone, tell })
    })?;
    if world.desk.quiet && !world.desk.json {
        let id = told.commitments.iter().map(|commitment| format!("{}\n", commitment.id)).collect::<String>();
        world.out.data(&id).map_err(|error| lines::unprinted(&error))?;
        return Ok(Exit::Fine);
    }
    if is_first && !world.desk.quiet && !world.desk.json {
        let (file, zone) = (world.desk.store.shown(), told.house.zone.name());
        world.out.talk(format_args!("{file}: a new ledger, in time zone {zone}"));
    }
    answer::tell(world, &told, &line)?;
    if let Some(meant) = meant.filter(|_| !world.desk.quiet) {
        let meant = text::clean(&meant);
        world.out.talk(format_args!(
            "did you mean {meant:?}? that customer is in the ledger already; this one is new"
        ));
    }
    Ok(Exit::Fine)
}

/// The customer that a new one may be; of those as near, the one that most was promised to. It is only asked: two
/// names may well be two customers.
fn near<'n>(to: &str, customers: &'n HashMap<String, usize>) -> Option<&'n str> {
    if customers.contains_key(to) {
        return None;
    }
    let mut names: Vec<_> = customers.iter().collect();
    names.sort_unstable_by_key(|(name, count)| (std::cmp::Reverse(**count), name.as_str()));
    names::Known::new(names.into_iter().map(|(name, _)| name.as_str())).nearest(to)
}

/// The commitment that the new one carries on; it may be archived.
fn before(which: &Which, text: &str, desk: &Desk<'_>) -> Result<Id> {
    let found = desk.read_text(text, |_| Ok(()), |(), look| which.keep(look, desk.now))?;
    let meant = which.resolve_one(&found).or_else(|trouble| {
        let found = desk.read_archives(found, |(), look| which.keep(look, desk.now))?;
        which.resolve_one(&found).map_err(|_| trouble)
    })?;
    Ok(meant.commitment.id)
}

/// What is said of a new commitment.
pub fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    Line::about(row.commitment, sheet).say(", ").due(row.standing.cycle.due, sheet)
}

/// The same thing is not promised twice under one name of another system.
fn refuse_second_of(found: &Read<(), Commitment<'static>>, desk: &Desk<'_>) -> Result<()> {
    let open = |commitment: &&Commitment<'static>| {
        crate::rules::standing::standing(commitment, found.house(), desk.now).is_some_and(|one| one.is_open())
    };
    let Some(same) = found.kept.iter().find(open) else { return Ok(()) };
    let reference = same.reference.as_deref().unwrap_or_default();
    Err(Trouble::new(format!("{:?} is already promised", text::clean(reference))).hint(format!(
        "{} is open: {} → {}; close it first, or use another --ref",
        found.ids.short(same.id),
        text::clean(&same.what),
        text::clean(&same.to)
    )))
}

fn commitment(
    args: &Promise,
    follows: Option<Id>,
    desk: &Desk<'_>,
    house: &House,
    ids: &Ids,
) -> Result<Commitment<'static>> {
    let happened = typed::happened(&args.happened, desk, house)?;
    let made = happened.at;
    let asked = match typed::said("--asked", &args.asked)? {
        Some(words) => Some(typed::date(&words, Way::Asked, desk.now, house, None)?),
        None => None,
    };
    if asked.as_ref().is_some_and(|asked| asked.at > made) {
        return Err(Trouble::new("--asked is after the promise was made").hint(
            "--asked is when the customer asked, --at when you promised; --asked must be the earlier one",
        ));
    }
    let by = typed::said("--by", &args.by)?;
    let (option, from, span) = match &asked {
        Some(asked) => ("--asked", asked.at, asked.span),
        None => ("--at", made, happened.span),
    };
    let terms = |asked| Terms { kind: &args.kind, asked, by: by.clone() };
    let planned = due(&terms(from), desk.now, house);
    let due = match span {
        None => planned?,
        Some((first, last)) => {
            let span = (first, last.min(made));
            let ends = [span.0, span.1].map(|at| due(&terms(at), desk.now, house));
            bare_day_due(option, span, planned, &ends, house)?
        }
    };
    let asked = asked.map(|asked| asked.at);
    let owner = typed::said_name("--owner", &args.owner)?.or_else(|| (desk.me)());
    Ok(Commitment {
        id: new_id(ids)?,
        kind: typed::name("--kind", args.kind.clone())?.into(),
        to: typed::need_name("--to", &args.to)?.into(),
        what: typed::need("what is owed", &args.what)?.into(),
        owner: owner.map(Into::into),
        class: typed::class(&args.class)?,
        tags: tags(&args.tag)?,
        reference: args.reference.as_deref().map(|name| one_name("--ref", name)).transpose()?.map(Into::into),
        contact: typed::said("--contact", &args.contact)?.map(Into::into),
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

/// The due, if it does not hang on a time of day that was not said: it comes to the same from the first instant of
/// the day as from the last.
fn bare_day_due(
    option: &str,
    span: (Instant, Instant),
    planned: Result<Due>,
    ends: &[Result<Due>],
    house: &House,
) -> Result<Due> {
    let counted = |due: &Result<Due>| due.as_ref().ok().map(|due| (due.at, due.latest));
    let all = || ends.iter().chain([&planned]);
    if all().all(|due| counted(due) == counted(&planned)) {
        return planned;
    }
    let why = match all().find_map(|due| due.as_ref().ok()) {
        Some(Due { target: Some(_), .. }) => "the due is counted from it".to_owned(),
        Some(Due { at, limit: None, .. }) => format!("it was due {}", say::weekday_and_time(*at, house.zone)),
        _ => "the limit is counted from it".to_owned(),
    };
    Err(bare_day::question(option, &why, span, house))
}

/// A name in one word, which says something.
fn one_name(option: &str, text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Err(Trouble::new(format!("{option} is empty")));
    }
    typed::name(option, text.to_owned())
}

fn tags(tags: &[String]) -> Result<Vec<Cow<'static, str>>> {
    let tags = tags.iter().map(|tag| one_name("--tag", tag)).collect::<Result<Vec<_>>>()?;
    Ok(names::each_once(tags).into_iter().map(Into::into).collect())
}

/// An id that nobody has.
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
    /// From when targets and limits count.
    pub asked: Instant,
    /// The date that was said, if one was.
    pub by: Option<String>,
}

/// A due and where it comes from.
#[derive(Debug)]
pub struct Due {
    /// The due.
    pub at: Instant,
    /// The target it was counted from, if no date was said.
    pub target: Option<Target>,
    /// The kind's limit.
    pub limit: Option<Target>,
    /// The latest instant that the limit allows.
    pub latest: Option<Instant>,
    /// The calendar, if anything was counted in working time.
    pub calendar: Option<String>,
}

/// The due that was said, or the one that the kind's target gives; never later than the kind's limit allows.
pub fn due(terms: &Terms<'_>, now: Instant, house: &House) -> Result<Due> {
    let none = Kind::default();
    let kind = house.kind(terms.kind).unwrap_or(&none);
    let calendar = house.calendar_for_kind(terms.kind);
    let (at, target) = match (&terms.by, kind.target) {
        (Some(words), _) => (typed::due(words, terms.asked, now, house, terms.kind)?, None),
        (None, Some(target)) => {
            let due = target.due(terms.asked, house.zone, Some(calendar));
            (due.map_err(|error| Trouble::new(error.to_string()))?, Some(target))
        }
        (None, None) => {
            return Err(Trouble::new(format!(
                "when is it due? kind {:?} has no target",
                text::clean(terms.kind)
            ))
            .hint("add a date, such as --by tomorrow 5pm or --by 2h"));
        }
    };
    let latest = match kind.limit {
        Some(limit) => within_limit(at, limit, terms, calendar, house)?,
        None => None,
    };
    let calendar = house.counted_in(terms.kind, [target, kind.limit]);
    Ok(Due { at, target, limit: kind.limit, latest, calendar })
}

/// Returns the latest instant that a limit allows. Refuses a due after it, and says what the way out is.
pub fn within_limit(
    due: Instant,
    limit: Target,
    terms: &Terms<'_>,
    calendar: &Calendar,
    house: &House,
) -> Result<Option<Instant>> {
    let Ok(latest) = limit.due(terms.asked, house.zone, Some(calendar)) else { return Ok(None) };
    if due <= latest || terms.by.is_none() {
        return Ok(Some(latest));
    }
    let (kind, latest) = (text::clean(terms.kind), say::full(latest, house.zone));
    Err(Trouble::new(format!(
        "a {kind} must be due within {limit} of being asked for: {latest} at the latest"
    ))
    .hint(format!(
        "reach them by then, close the {kind} and promise the rest: owed done ID --next WHAT --by WHEN"
    ))
    .hint("if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN"))
}
