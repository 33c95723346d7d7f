//! Filters: the commitments that a list is about, names by words and the rest exactly; and which values occur nowhere
//! at all: a mistyped name must not pass for "nothing is overdue".
//!
//! A text that is somebody's name, all of it, means only them: `Anna` is not Anna Berg. Whether there is an Anna is known only at
//! the end of a pass, so [`Filter::read_by`] makes another one in the one case in which that matters: if she and others were met.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cli::FilterOptions;
use crate::cli::values::{self, ME};
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::ledger::read::scan::Seen;
use crate::rules::commitment::{Class, Commitment};
use crate::rules::policy::{Customers, Policy};
use crate::rules::standing::Standing;
use crate::rules::time::Instant;
use crate::select::words::Words;
use crate::text;
use crate::when::Way;

mod unseen;

pub use unseen::{Unseen, doers, kinds, known_kind, owner, owners, owners_in_policy};

/// A filter as it was typed.
#[derive(Debug, Clone)]
pub struct Filter<'f> {
    words: &'f [String],
    options: &'f FilterOptions,
    /// Who did it, of what happened.
    by: &'f [String],
    /// The name for `me`, if the filter has it.
    me: Option<String>,
    /// Whether its dates are in the past: `--until fri` is the last Friday, else the next.
    looks_back: bool,
    /// Whether its dates are of when something was closed, and not of when it was due.
    is_of_closings: bool,
    /// Whether `--within` adds to what matches, and does not narrow it.
    within_adds: bool,
    /// The names that mean only whom they name in full.
    only: Names<bool>,
    /// The customers that they name.
    called: Arc<Called>,
}

impl<'f> Filter<'f> {
    /// Returns the filter of these words and options.
    pub fn new(words: &'f [String], options: &'f FilterOptions, inputs: &Inputs<'_>) -> Self {
        let me = if is_me(&options.owner) || is_me(&options.to) { (inputs.me)() } else { None };
        Self {
            words,
            options,
            by: &[],
            me,
            looks_back: false,
            is_of_closings: false,
            within_adds: false,
            only: Names::default(),
            called: Arc::default(),
        }
    }

    /// Reads its dates as the last ones; else they are the next ones.
    #[must_use]
    pub fn looking_back(self, looks_back: bool) -> Self {
        Self { looks_back, ..self }
    }

    /// Reads its dates as the last ones, of when something was closed.
    #[must_use]
    pub fn of_closings(self) -> Self {
        Self { looks_back: true, is_of_closings: true, ..self }
    }

    /// Has only what this person did match.
    #[must_use]
    pub fn done_by(self, by: &'f [String], inputs: &Inputs<'_>) -> Self {
        let me = if is_me(by) { (inputs.me)() } else { self.me };
        Self { by, me, ..self }
    }

    /// Has `--within` add to what matches; else it narrows that.
    #[must_use]
    pub fn adding_within(self) -> Self {
        Self { within_adds: true, ..self }
    }

    /// Reads a ledger by the filter: `pass` reads it once, and `asked` finds in what came of it the criteria that it began with.
    /// Where a name was met in full, and others that begin so, it is read once more for that one only.
    pub fn read_by<S>(
        &self,
        pass: impl Fn(&Self) -> Result<Seen<S>>,
        asked: impl Fn(&S) -> &Criteria,
    ) -> Result<Seen<S>> {
        let seen = pass(self)?;
        let asked = asked(&seen.state);
        match asked.only() {
            Some(only) => pass(&Self { only, called: Arc::new(asked.called.clone()), ..self.clone() }),
            None => Ok(seen),
        }
    }

    /// Reads the filter by the policy; the error is a date or name that is not valid.
    pub fn read(&self, now: Instant, policy: &Policy) -> Result<Criteria> {
        self.read_among(now, policy, policy)
    }

    /// Reads the filter by the policy of one ledger of several, and its dates by that of the first; the error is a date or name
    /// that is not valid.
    pub fn read_among(&self, now: Instant, policy: &Policy, first: &Policy) -> Result<Criteria> {
        let Self { words, options, by, me, looks_back, is_of_closings, within_adds, only, called } = self;
        let (since, until) =
            if *looks_back { (Way::Since, Way::Until) } else { (Way::SinceAhead, Way::UntilAhead) };
        let name = |option: &str, words: &[String], is_whole: bool| -> Result<Option<Name>> {
            let said = values::said(option, words)?;
            Ok(said.map(|text| Name {
                words: Words::new(&text),
                me: me.as_deref().filter(|_| text == ME).map(Words::new),
                is_whole,
            }))
        };
        let date = |option: &str, words: &[String], way: Way| -> Result<Option<Instant>> {
            let said = values::said(option, words)?;
            said.map(|text| Ok(values::date(&text, way, now, first, None)?.at)).transpose()
        };
        let within =
            options.within.as_deref().map(|length| within("--within", length, *looks_back, now, first));
        let within = within.transpose()?;
        let asked = Criteria {
            words: Words::new(&words.join(" ")),
            customers: Arc::clone(&policy.customers),
            to: name("--to", &options.to, only.to)?,
            owner: name("--owner", &options.owner, only.owner)?,
            by: name("--by", by, only.by)?,
            kind: options.kind.clone(),
            tag: options.tag.clone(),
            class: options.class.as_deref().map(values::class).transpose()?,
            since: date("--since", &options.since, since)?,
            until: date("--until", &options.until, until)?,
            within,
            looks_back: *looks_back,
            is_of_closings: *is_of_closings,
            is_customer: only.words,
            known: Arc::clone(called),
            met: Names::default(),
            called: Called::default(),
            owners: BTreeSet::new(),
            unseen: Unseen::default(),
            lost_calendar: None,
        };
        let (since, until) = match (within, within_adds) {
            (Some(at), false) if *looks_back => {
                (Some(asked.since.map_or(at, |since| since.max(at))), asked.until)
            }
            (Some(at), false) => (asked.since, Some(asked.until.map_or(at, |until| until.min(at)))),
            _ => (asked.since, asked.until),
        };
        let mut asked = Criteria { unseen: Unseen::of(&asked, policy), since, until, ..asked };
        policy.customers.all().for_each(|(name, _)| asked.meet_customer(name));
        owners_in_policy(policy).for_each(|owner| asked.meet_owner(owner));
        Ok(asked)
    }

    /// Returns whom its owner means, as the ledger spells them, when all was seen by `asked`: what was typed, where it begins several
    /// names, with the name for `me`; `None` without one.
    ///
    /// # Errors
    /// A blank name.
    pub fn owner_as_written(&self, asked: &Criteria) -> Result<Option<String>> {
        let typed = values::said("--owner", &self.options.owner)?;
        let mut met = asked.owners.iter();
        Ok(typed.map(|typed| match (met.next(), met.next()) {
            (Some(only), None) => only.clone(),
            _ if typed == ME => self.me.clone().unwrap_or(typed),
            _ => typed,
        }))
    }

    /// Returns the filter in words, without its dates: `owner dana, kind callback`; empty without a filter.
    pub fn shown(&self) -> String {
        let FilterOptions { to, owner, kind, tag, class, since: _, until: _, within: _ } = self.options;
        let asked = [
            ("words", values::joined(self.words)),
            ("to", values::joined(to)),
            ("owner", values::joined(owner)),
            ("kind", kind.clone()),
            ("tag", tag.clone()),
            ("class", class.clone()),
        ];
        let said =
            asked.into_iter().filter_map(|(name, text)| Some(format!("{name} {}", text::sanitize(&text?))));
        said.collect::<Vec<_>>().join(", ")
    }
}

/// Returns the instant that is a length of time after now, or before it.
pub fn within(
    option: &str,
    length: &str,
    looks_back: bool,
    now: Instant,
    policy: &Policy,
) -> Result<Instant> {
    let read = |way: Way| values::date(length, way, now, policy, None);
    if !read(Way::Due).is_ok_and(|reading| reading.target.is_some()) {
        let for_a_date = if option == "--within" { "; for a date, use --until" } else { "" };
        return Err(Error::new(format!("invalid duration for {option}: {}", text::quote(length)))
            .hint(format!("write it like 4h or 2d{for_a_date}")));
    }
    Ok(read(if looks_back { Way::Since } else { Way::Due })?.at)
}

/// Returns true if `me` was typed for a name.
fn is_me(words: &[String]) -> bool {
    words.len() == 1 && words.iter().all(|word| word == ME)
}

/// Adds a name to a set, which has most of them already.
fn add(set: &mut BTreeSet<String>, name: &str) {
    if !set.contains(name) {
        set.insert(name.to_owned());
    }
}

/// Something for each of the parts of a filter that are names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Names<T> {
    words: T,
    to: T,
    owner: T,
    by: T,
}

/// The customers that a filter names in full, by the names that are shown: another ledger may not know the spelling that was typed.
#[derive(Debug, Clone, Default)]
struct Called {
    words: BTreeSet<String>,
    to: BTreeSet<String>,
}

/// Whom a name of a filter was met as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Met {
    /// As somebody whose name it is, all of it.
    whole: bool,
    /// As somebody else, whose name it begins.
    begun: bool,
}

impl Met {
    /// Notes a name that was met, and returns whether it is the one that was asked for, or begins so.
    fn see(&mut self, name: &Name, met: &str) -> Self {
        let whole = name.is(met);
        let seen = Self { whole, begun: !whole && name.fits(met) };
        *self = self.and(seen);
        seen
    }

    const fn and(self, other: Self) -> Self {
        Self { whole: self.whole || other.whole, begun: self.begun || other.begun }
    }

    const fn is_both(self) -> bool {
        self.whole && self.begun
    }
}

/// A name in a filter: its words; `me` also matches the user's own name.
#[derive(Debug, Clone)]
struct Name {
    words: Words,
    me: Option<Words>,
    /// Whether it means only whom it names in full.
    is_whole: bool,
}

impl Name {
    fn fits(&self, name: &str) -> bool {
        if self.is_whole {
            return self.is(name);
        }
        let fit = |words: &Words| words.fit(std::iter::once(name));
        fit(&self.words) || self.me.as_ref().is_some_and(fit)
    }

    fn is(&self, name: &str) -> bool {
        self.words.are(name) || self.me.as_ref().is_some_and(|me| me.are(name))
    }
}

/// A filter, read into values.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    words: Words,
    /// The customers, who may have other spellings.
    customers: Arc<Customers>,
    to: Option<Name>,
    owner: Option<Name>,
    by: Option<Name>,
    kind: Option<String>,
    tag: Option<String>,
    class: Option<Class>,
    /// Due at or after this.
    pub since: Option<Instant>,
    /// Due at or before this.
    pub until: Option<Instant>,
    /// The instant that `--within` names.
    pub within: Option<Instant>,
    /// Whether it is about the past.
    looks_back: bool,
    /// Whether its dates are of when something was closed.
    is_of_closings: bool,
    /// Whether the words are a customer's name, and mean only them.
    is_customer: bool,
    /// The customers that it names in full, as another pass has found.
    known: Arc<Called>,
    /// Whom its names have met so far.
    met: Names<Met>,
    /// The customers that it has named in full so far.
    called: Called,
    /// The owners that it has named so far, as the ledger spells them.
    owners: BTreeSet<String>,
    /// What of it has not occurred in what was looked at so far.
    unseen: Unseen,
    /// A calendar that an open commitment names and the ledger has no longer, if one was seen.
    lost_calendar: Option<String>,
}

impl Criteria {
    /// Notes the names and words of a commitment, matching or not, so that the missing ones are known afterwards.
    pub fn see(&mut self, commitment: &Commitment<'_>) {
        if self.unseen != Unseen::default() {
            self.unseen = self.unseen.after(self, commitment);
        }
        self.meet_customer(&commitment.to);
        if self.owner.is_some() {
            owners(commitment).for_each(|owner| self.meet_owner(owner));
        }
        if let Some(by) = &self.by {
            doers(commitment).for_each(|doer| _ = self.met.by.see(by, doer));
        }
        if !self.words.is_empty() {
            let Met { whole, begun } = &mut self.met.words;
            match self.words.are_customer(&commitment.to, &self.customers) {
                true => {
                    *whole = true;
                    add(&mut self.called.words, &commitment.to);
                }
                false => *begun = *begun || self.words.fit_commitment(commitment, &self.customers),
            }
        }
    }

    /// Notes a customer, by the name that is shown.
    fn meet_customer(&mut self, shown: &str) {
        let Some(to) = &self.to else { return };
        for name in self.customers.names(shown) {
            if self.met.to.see(to, name).whole {
                add(&mut self.called.to, shown);
            }
        }
    }

    fn meet_owner(&mut self, owner: &str) {
        let Some(name) = &self.owner else { return };
        let Met { whole, begun } = self.met.owner.see(name, owner);
        if whole || begun {
            add(&mut self.owners, owner);
        }
    }

    /// Returns which names mean only whom they name in full, if some were met so, and others that begin so were too.
    fn only(&self) -> Option<Names<bool>> {
        let only = |is_already: bool, met: Met| is_already || met.is_both();
        let Names { words, to, owner, by } = self.met;
        let is_whole = |name: &Option<Name>| name.as_ref().is_some_and(|name| name.is_whole);
        let before = Names {
            words: self.is_customer,
            to: is_whole(&self.to),
            owner: is_whole(&self.owner),
            by: is_whole(&self.by),
        };
        let after = Names {
            words: only(before.words, words),
            to: only(before.to, to),
            owner: only(before.owner, owner),
            by: only(before.by, by),
        };
        (after != before).then_some(after)
    }

    /// Notes whether an open commitment is counted by another calendar than its own, since that is gone.
    pub fn see_calendar(&mut self, standing: &Standing<'_>, policy: &Policy) {
        if self.lost_calendar.is_none() && standing.is_open() {
            self.lost_calendar = policy.lost_calendar(standing.cycle.basis).map(str::to_owned);
        }
    }

    /// Returns the calendar that was seen to be gone, if any.
    pub fn lost_calendar(&self) -> Option<&str> {
        self.lost_calendar.as_deref()
    }

    /// Adds what was seen in another part of the ledger.
    #[must_use]
    pub fn join(self, other: &Self) -> Self {
        let lost_calendar = self.lost_calendar.or_else(|| other.lost_calendar.clone());
        let met = Names {
            words: self.met.words.and(other.met.words),
            to: self.met.to.and(other.met.to),
            owner: self.met.owner.and(other.met.owner),
            by: self.met.by.and(other.met.by),
        };
        let mut called = self.called;
        called.words.extend(other.called.words.iter().cloned());
        called.to.extend(other.called.to.iter().cloned());
        let mut owners = self.owners;
        owners.extend(other.owners.iter().cloned());
        Self { unseen: self.unseen.and(other.unseen), met, called, owners, lost_calendar, ..self }
    }

    /// Returns the values that occurred nowhere.
    pub const fn unseen(&self) -> Unseen {
        self.unseen
    }

    /// Returns true if a commitment matches, apart from its owner, its kind and its due.
    pub fn fits(&self, commitment: &Commitment<'_>) -> bool {
        self.class.is_none_or(|class| commitment.class == class)
            && self.tag.as_deref().is_none_or(|tag| commitment.tags.iter().any(|one| one == tag))
            && self.to.as_ref().is_none_or(|to| self.is_to(to, &commitment.to))
            && self.fits_words(commitment)
    }

    fn is_to(&self, to: &Name, customer: &str) -> bool {
        self.customers.names(customer).any(|name| to.fits(name))
            || (to.is_whole && self.known.to.contains(customer))
    }

    fn fits_words(&self, commitment: &Commitment<'_>) -> bool {
        if self.is_customer {
            let is_known = self.known.words.contains(commitment.to.as_ref());
            return is_known || self.words.are_customer(&commitment.to, &self.customers);
        }
        self.words.is_empty() || self.words.fit_commitment(commitment, &self.customers)
    }

    /// Returns true if this kind matches.
    pub fn fits_kind(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|asked| asked == kind)
    }

    /// Returns true if this owner matches.
    pub fn fits_owner(&self, owner: Option<&str>) -> bool {
        self.owner.as_ref().is_none_or(|name| owner.is_some_and(|owner| name.fits(owner)))
    }

    /// Returns true if who did something matches.
    pub fn fits_by(&self, by: Option<&str>) -> bool {
        self.by.as_ref().is_none_or(|name| by.is_some_and(|by| name.fits(by)))
    }

    /// Returns true if a commitment is asked for, its due in force (closed: the known due) too. What looks back also goes by the
    /// known due of each of its cycles, by which a report counts them. What has no due is in no period.
    pub fn fits_due(&self, commitment: &Commitment<'_>, standing: &Standing<'_>) -> bool {
        self.fits_owner(standing.cycle.owner)
            && self.fits_kind(standing.cycle.basis.kind)
            && self.fits(commitment)
            && (self.since.is_none() && self.until.is_none() || self.has_due_within(standing))
    }

    fn has_due_within(&self, standing: &Standing<'_>) -> bool {
        let is_within = |at: Instant| {
            self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at <= until)
        };
        if self.is_of_closings {
            return standing.cycle.closing.is_some_and(|closing| is_within(closing.at));
        }
        let known = standing.due.map(|_| standing.cycle.known_due);
        let cycles = standing.earlier.iter().map(|cycle| cycle.known_due).chain(known);
        let back = cycles.filter(|_| self.looks_back);
        standing.listed_due().into_iter().chain(back).any(is_within)
    }
}
