//! `owed customer`: who the customers are and how things stand with them; the page of one; and another name for one.
//!
//! One pass over the ledger and its archives, as a report. Of a page only what may be about that customer is kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::LimitArgs;
use crate::cli::values;
use crate::context::Context;
use crate::context::ledgers::Ledger;
use crate::error::{Error, Exit, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, Deed};
use crate::rules::policy::{Customers as Known, Policy};
use crate::rules::standing::{Standing, standing};
use crate::rules::tally::{GroupKey, Period, Rate, Tally};
use crate::rules::time::Instant;
use crate::select::words::Words;
use crate::text;
use crate::views::customer::{Customers, Promised, Summary, hears, tells};
use crate::views::formats::Formats;
use crate::views::row::{Row, Sheet};

mod rename;

/// List the customers, show all about one, or give one another name
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The page of a customer says who they are, what is open, what was promised before, archives included, and what was said \
                  last. Another spelling of a name, `also` in [customer.NAME], means the customer everywhere; --rename writes it. \
                  Renaming to a customer who is there makes the two one; `owed undo` takes it back."
)]
pub struct Args {
    /// Their name, a spelling of it, whom one speaks to, or the beginnings of its words [default: list all]
    #[arg(value_name = "NAME")]
    pub who: Vec<String>,
    /// Call them this everywhere; what they were called stays another spelling
    #[arg(long, value_name = "NAME", num_args = 1.., requires = "who")]
    pub rename: Vec<String>,
    /// How many.
    #[command(flatten)]
    pub limit: LimitArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed customer acme", "owed customer ada --rename Ada Smith"];
/// What it shows.
pub const FORMATS: Formats = Formats::Customers;

/// Lists the customers, shows one, or renames one.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let limit = args.limit.limit.unwrap_or(usize::MAX);
    match (values::said("the name", &args.who)?, values::said_name("--rename", &args.rename)?) {
        (Some(who), Some(new)) => rename::run(&who, &new, context),
        (Some(who), None) => one(&who, limit, context),
        (None, _) => all(limit, context),
    }
}

/// Lists the customers: those of whom something is late first, then those of whom something is open.
fn all(limit: usize, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let now = context.inputs.now;
    let see = |all: &mut Stands, look: Look<'_, '_>| all.see(look.commitment, look.policy, now);
    let one = |Ledger { inputs, shown }: &Ledger<'_, '_>, before: &[Seen<Stands>]| {
        let begin = |policy: &Policy| {
            let stands = before.last().map_or_else(|| Stands::new(now), |seen| seen.state.clone());
            let known = policy.customers.all().map(|(name, _)| name);
            Ok(known.fold(stands.of_ledger(shown.name()), Stands::know))
        };
        inputs.fold_all(begin, see)
    };
    let all = context.inputs.read_each(one)?;
    let policies: Vec<_> = all.iter().map(|seen| seen.policy.clone()).collect();
    // One count goes on through all ledgers.
    let Seen { policy, ids, state, .. } = Seen::joined(all, |_, next| next)?;
    let stands = state.finish(&policy, now)?;
    let mut all: Vec<_> = stands.iter().map(|(name, stand)| stand.summary(name, &policies)).collect();
    all.sort_by_cached_key(|one| {
        (std::cmp::Reverse((one.late, one.open)), text::fold(one.name).into_owned(), one.name.to_owned())
    });
    let left_out = all.len().saturating_sub(limit);
    all.truncate(limit);
    context.warn_of_shared(&ids);
    let sheet = context.inputs.sheet(&policy, &ids);
    context.customers(&Customers::All { all: &all, sheet })?;
    if left_out > 0 {
        context.note(format_args!("{left_out} more (--limit)"));
    }
    Ok(Exit::Success)
}

/// Shows the page of one.
fn one(who: &str, limit: usize, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (now, asked) = (context.inputs.now, Asked::new(who));
    let see = |met: &mut Met, look: Look<'_, '_>| met.see(&asked, look.commitment, &look.policy.customers);
    let all = context.inputs.read_each(|ledger, _| ledger.inputs.fold_all(|_| Ok(Met::default()), see))?;
    let met: Vec<_> = all.iter().map(|seen| (&seen.state.names, &*seen.policy.customers)).collect();
    let name = asked.name(&met)?;
    let policies: Vec<_> = all.iter().map(|seen| seen.policy.clone()).collect();
    let Seen { ids, state: kept, .. } = Seen::joined(
        all.into_iter().map(|seen| seen.map(|met| vec![met.kept])).collect(),
        |mut all, next| {
            all.extend(next);
            all
        },
    )?;
    let mut stands = Stands::new(now);
    let mut promised = Vec::new();
    let ledgers = context.inputs.all_named().zip(&policies).zip(&kept);
    let zone = policies.first().map_or(chrono_tz::Tz::UTC, |first| first.zone);
    for ((named, policy), kept) in ledgers {
        stands = stands.of_ledger(&named.name);
        if policy.customers.get(&name).is_some() {
            stands = stands.know(&name);
        }
        let mine = || kept.iter().filter(|one| one.to == name);
        mine().for_each(|one| stands.see(one, policy, now));
        let rows = mine().filter_map(|one| Row::new(one, policy, now)).collect();
        let sheet = Sheet { origin: named.origin(zone), ..context.inputs.sheet_in(zone, policy, &ids) };
        promised.push(Promised { rows, sheet });
    }
    let Some(sheet) = promised.first().map(|first| first.sheet) else {
        return Err(Error::new("which customer?").into());
    };
    let stands = stands.finish(sheet.policy, now)?;
    let Some(stand) = stands.get(&name) else { return Err(Error::new("which customer?").into()) };
    let of = stand.summary(&name, &policies);
    context.warn_of_shared(&ids);
    context.customers(&Customers::One { of: &of, promised: &promised, limit, sheet })?;
    Ok(Exit::Success)
}

/// A customer as they were asked for.
struct Asked<'a> {
    typed: &'a str,
    words: Words,
}

impl<'a> Asked<'a> {
    fn new(typed: &'a str) -> Self {
        Self { typed, words: Words::new(typed) }
    }

    /// Returns the texts that a customer is known by: the name, its other spellings, and whom one speaks to.
    fn texts<'n>(name: &'n str, known: &'n Known) -> impl Iterator<Item = &'n str> + Clone {
        let called = known.get(name).and_then(|customer| customer.called.as_deref());
        known.names(name).chain(called)
    }

    fn fits(&self, name: &str, known: &Known) -> bool {
        self.is(name, known) || self.words.fit(Self::texts(name, known))
    }

    fn is(&self, name: &str, known: &Known) -> bool {
        Self::texts(name, known).any(|text| self.words.are(text))
    }

    /// Returns the one customer that is meant: whose name it is, all of it, else the only one that it fits.
    ///
    /// # Errors
    /// None, or several.
    fn name(&self, met: &[(&BTreeSet<String>, &Known)]) -> Result<String> {
        let named = || {
            met.iter().flat_map(|(met, known)| {
                let names = met.iter().map(String::as_str).chain(known.all().map(|(name, _)| name));
                names.map(move |name| (name, *known))
            })
        };
        let all = || named().map(|(name, _)| name);
        if let Some(name) = all().find(|name| *name == self.typed) {
            return Ok(name.to_owned());
        }
        let those = |is_one: &dyn Fn(&str, &Known) -> bool| {
            named().filter(|(name, known)| is_one(name, known)).map(|(name, _)| name).collect::<BTreeSet<_>>()
        };
        let fitting = those(&|name, known| self.fits(name, known));
        let whole = those(&|name, known| self.is(name, known));
        let meant = if whole.is_empty() { fitting } else { whole };
        let said = text::quote(self.typed);
        match meant.len() {
            1 => Ok(meant.first().copied().unwrap_or_default().to_owned()),
            0 => Err(Error::new(format!("{said} is no customer in the ledger or its archives"))
                .hint_maybe(text::meant(self.typed, all()))
                .hint("`owed customer` lists them")),
            _ => {
                let names: Vec<_> = meant.iter().map(|name| text::quote(name)).collect();
                let names = text::list(names.iter().map(String::as_str));
                Err(Error::new(format!("{said} fits several customers"))
                    .hint(format!("write more of the name: {names}")))
            }
        }
    }
}

/// Who was met, and what is kept of those who may be meant.
#[derive(Default)]
struct Met {
    names: BTreeSet<String>,
    kept: Vec<Commitment<'static>>,
}

impl Met {
    fn see(&mut self, asked: &Asked<'_>, commitment: &Commitment<'_>, known: &Known) {
        if !self.names.contains(commitment.to.as_ref()) {
            self.names.insert(commitment.to.to_string());
        }
        if asked.fits(&commitment.to, known) {
            self.kept.push(commitment.clone().into_owned());
        }
    }
}

/// How things stand with each customer, in the making.
#[derive(Clone)]
struct Stands {
    tally: Tally,
    all: BTreeMap<String, Stand>,
    /// The name of the ledger that is counted.
    ledger: String,
}

/// How things stand with a customer.
#[derive(Clone, Default)]
struct Stand {
    open: usize,
    late: usize,
    last_told: Option<Instant>,
    last_heard: Option<Instant>,
    keep: Rate,
    /// The stars of their ratings, of so many ratings.
    stars: Rate,
    /// The names of the ledgers that know them.
    ledgers: BTreeSet<String>,
}

impl Stands {
    /// Returns those of nobody yet. What was kept is counted as in a report on all time.
    fn new(now: Instant) -> Self {
        let period = Period { since: Instant::FIRST, until: now };
        Self { tally: Tally::new(period, vec![GroupKey::To]), all: BTreeMap::new(), ledger: String::new() }
    }

    fn see(&mut self, commitment: &Commitment<'_>, policy: &Policy, now: Instant) {
        let Some(standing) = standing(commitment, policy, now) else { return };
        self.tally.add(commitment, &standing, &|_, _| true, policy, now);
        self.with(&commitment.to, |stand| stand.see(commitment, &standing, now));
    }

    /// Goes on with the ledger of this name.
    fn of_ledger(self, name: &str) -> Self {
        Self { ledger: name.to_owned(), ..self }
    }

    /// Adds a customer of whom the policy has the name.
    fn know(mut self, name: &str) -> Self {
        self.with(name, |_| {});
        self
    }

    /// Adds something to how things stand with a customer whom this ledger knows.
    fn with(&mut self, name: &str, add: impl FnOnce(&mut Stand)) {
        let Self { all, ledger, .. } = self;
        let stand = match all.get_mut(name) {
            Some(stand) => stand,
            None => all.entry(name.to_owned()).or_default(),
        };
        if !stand.ledgers.contains(ledger) {
            stand.ledgers.insert(ledger.clone());
        }
        add(stand);
    }

    /// Returns them by name.
    fn finish(self, policy: &Policy, now: Instant) -> Result<BTreeMap<String, Stand>> {
        let mut all = self.all;
        for group in self.tally.finish(policy, now)?.groups {
            let name = group.keys.into_iter().flatten().next();
            if let Some(stand) = name.and_then(|name| all.get_mut(&name)) {
                stand.keep = group.figures.keep();
            }
        }
        Ok(all)
    }
}

impl Stand {
    fn see(&mut self, commitment: &Commitment<'_>, standing: &Standing<'_>, now: Instant) {
        self.open = self.open.saturating_add(usize::from(standing.is_open()));
        self.late = self.late.saturating_add(usize::from(standing.is_overdue()));
        for rating in standing.earlier.iter().chain([&standing.cycle]).filter_map(|cycle| cycle.rating) {
            let Rate { part, of } = self.stars;
            self.stars = Rate::new(part.saturating_add(u64::from(rating.stars)), of.saturating_add(1));
        }
        let last = |is_it: fn(&Deed<'_>) -> bool| {
            let events = commitment.history.iter().filter(|event| event.at <= now && is_it(&event.deed));
            events.map(|event| event.at).max()
        };
        self.last_told = self.last_told.max(last(tells));
        self.last_heard = self.last_heard.max(last(hears));
    }

    /// Returns the line of it, with what the first of these policies that knows them says.
    fn summary<'s>(&'s self, name: &'s str, policies: &'s [Policy]) -> Summary<'s> {
        let Self { open, late, last_told, last_heard, keep, stars, ref ledgers } = *self;
        let table = policies.iter().find_map(|policy| policy.customers.get(name));
        let ledgers = ledgers.iter().map(String::as_str).collect();
        Summary { name, table, open, late, last_told, last_heard, keep, stars, ledgers }
    }
}
