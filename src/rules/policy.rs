//! The policy: kinds, calendars and the ladder of one ledger.
//!
//! The ledger reads them from TOML (`ledger::policy`); this is what they mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Tz;

use super::calendar::Calendar;
use super::clock::{Lateness, OwnClock};
use super::commitment::Basis;
use super::every::Every;
use super::rate::Percent;
use super::target::{Target, Unit};
use super::time::Instant;

mod people;

pub use people::{Claimed, Conflict, Customer, Customers, Owner};

/// Where a new block goes in the file of a ledger. No view depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// To the end.
    #[default]
    End,
    /// Behind the block with the greatest smaller id: two people who each add one touch different places.
    Id,
}

/// How a ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The zone in which instants are written.
    pub zone: Tz,
    /// Where new blocks go.
    pub order: Order,
}

impl From<Tz> for Form {
    fn from(zone: Tz) -> Self {
        Self { zone, order: Order::End }
    }
}

/// What a ledger sets for a kind; the rest is built in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kind {
    /// The due without `--by`.
    pub target: Option<Target>,
    /// The most time that is allowed, counted from when it was asked.
    pub limit: Option<Target>,
    /// The calendar its working time is counted in.
    pub calendar: Option<String>,
    /// How often the customer must hear from us.
    pub update_every: Option<Target>,
    /// How long after they got in touch an answer is owed.
    pub answer_within: Option<Target>,
    /// Whether it is a built-in one for whatever has no kind of its own, and the ledger says nothing of it.
    pub is_mixture: bool,
    /// Whether the ledger says nothing of it: it is there all the same.
    pub is_built_in: bool,
}

impl Kind {
    /// Returns the lengths that it sets, by their keys in a ledger.
    pub fn lengths(&self) -> impl Iterator<Item = (&'static str, Target)> {
        let all = [
            ("target", self.target),
            ("limit", self.limit),
            ("update_every", self.update_every),
            ("answer_within", self.answer_within),
        ];
        all.into_iter().filter_map(|(key, length)| Some((key, length?)))
    }

    /// Returns true if one of these lengths counts in this unit.
    pub fn counts_in(&self, unit: Unit) -> bool {
        self.lengths().any(|(_, length)| length.parts().any(|part| part.symbol.unit().0 == unit))
    }
}

/// What a ledger sets for forecasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecasting {
    /// The chance of being kept below which a date is warned of; `None`: never.
    pub warn: Option<Percent>,
    /// How sure a date has to be that is called safe.
    pub confidence: Percent,
}

impl Default for Forecasting {
    fn default() -> Self {
        Self { warn: Some(Percent::whole(50)), confidence: Percent::whole(90) }
    }
}

/// When a rung of the ladder fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RungAt {
    /// This share, in percent, of the own-clock time from asked to the known due.
    Percent(u32),
    /// This long before the known due.
    Before(Target),
    /// This long after the known due.
    After(Target),
}

/// One step of the escalation ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// When it fires.
    pub at: RungAt,
    /// Its `at` as written.
    pub written: String,
    /// Its name in a history, which no other rung for the same kind has: its `at`, and `reopened` if it has that.
    pub name: String,
    /// The reopening from which on it is there; 0 if it always is.
    pub reopened: u32,
    /// After how long it fires again, until somebody acts.
    pub repeat: Option<Target>,
    /// The calendar whose opening it waits for.
    pub quiet: Option<String>,
    /// Who becomes the owner; if nobody, the owner is warned.
    pub to: Option<String>,
    /// The kinds it is for; if empty, all.
    pub kinds: Vec<String>,
}

impl Rung {
    /// Returns the name of a rung with its step, as people read it; the first goes without saying.
    pub fn said(name: &str, step: u32) -> Cow<'_, str> {
        if step > 1 { format!("{name}, step {step}").into() } else { name.into() }
    }

    /// Returns the name of a rung with this `at`, as written, from this reopening on.
    pub fn named(at: &str, reopened: u32) -> String {
        if reopened == 0 { at.to_owned() } else { format!("{at}, reopened {reopened}") }
    }
}

/// The escalation ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ladder {
    /// Shared with every call: a rung may name 100,000 kinds, and be due for thousands of commitments.
    rungs: Vec<Arc<Rung>>,
    /// The indices of the rungs for all kinds, and of those that name a kind: a rung may name 100,000 of them, each
    /// with a commitment.
    for_all: Vec<usize>,
    for_kind: BTreeMap<String, Vec<usize>>,
    /// The most rungs that name one kind.
    most_named: usize,
}

impl Ladder {
    /// Adds a rung after the others.
    pub fn push(&mut self, rung: Rung) {
        let place = self.rungs.len();
        if rung.kinds.is_empty() {
            self.for_all.push(place);
        }
        for kind in &rung.kinds {
            let places = self.for_kind.entry(kind.clone()).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
            self.most_named = self.most_named.max(places.len());
        }
        self.rungs.push(Arc::new(rung));
    }

    /// Returns the most rungs for any one kind.
    pub fn height(&self) -> usize {
        self.for_all.len().saturating_add(self.most_named)
    }

    /// Returns all rungs, in the order of the file.
    pub fn rungs(&self) -> &[Arc<Rung>] {
        &self.rungs
    }

    /// Returns true if there is no ladder.
    pub fn is_empty(&self) -> bool {
        self.rungs.is_empty()
    }

    /// Returns the rungs for a kind with their indices in the file; those that name the kind come last.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = (usize, &Arc<Rung>)> {
        let named = self.for_kind.get(kind).into_iter().flatten();
        self.for_all.iter().chain(named).filter_map(|place| Some((*place, self.rungs.get(*place)?)))
    }
}

/// The policy of one ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The zone of dates that name none.
    pub zone: Tz,
    /// The kinds: the built-in ones and those that the ledger defines.
    pub kinds: BTreeMap<String, Kind>,
    /// The calendars by name.
    pub calendars: BTreeMap<String, Calendar>,
    /// The escalation ladder.
    pub ladder: Ladder,
    /// The people on our side that are known before they have commitments: `[owner.NAME]`.
    pub owners: BTreeMap<String, Owner>,
    /// The customers that more is known of than their names: `[customer.NAME]`.
    pub customers: Arc<Customers>,
    /// What is set for forecasts.
    pub forecast: Forecasting,
    /// The archives beside the ledger.
    pub archives: Vec<String>,
    /// Where new blocks go.
    pub order: Order,
    /// The default business days: Monday to Friday.
    business_days: Calendar,
}

/// The calendar of a kind, for words that need one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CalendarChoice<'a> {
    /// This one.
    One(&'a Calendar),
    /// The default, without a calendar in the ledger: Monday to Friday.
    Default,
    /// Several, and it is unclear which.
    Several,
}

impl Policy {
    /// Returns the policy of an empty ledger: the built-in kinds in that zone.
    pub fn new(zone: Tz) -> Self {
        let day = Target::parse("24h").ok();
        let callback = Kind { target: day, limit: day, is_built_in: true, ..Kind::default() };
        let mixture = Kind { is_mixture: true, is_built_in: true, ..Kind::default() };
        let kinds = [("promise", mixture.clone()), ("email", mixture), ("callback", callback)];
        Self {
            zone,
            kinds: kinds.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect(),
            calendars: BTreeMap::new(),
            ladder: Ladder::default(),
            owners: BTreeMap::new(),
            customers: Arc::default(),
            forecast: Forecasting::default(),
            archives: Vec::new(),
            order: Order::default(),
            business_days: Calendar::monday_to_friday(zone),
        }
    }

    /// Returns how the ledger is written.
    pub const fn form(&self) -> Form {
        Form { zone: self.zone, order: self.order }
    }

    /// Returns how a customer can reach somebody on our side, if the ledger says it.
    pub fn owner_contact(&self, name: &str) -> Option<&str> {
        self.owners.get(name)?.contact.as_deref()
    }

    /// Returns the settings of a kind; an undefined one has no target and no limit.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// Returns whether dates for a kind are warned of: not for a mixture of everything.
    pub fn warns_of(&self, kind: &str) -> bool {
        self.forecast.warn.is_some() && !self.kind(kind).is_some_and(|kind| kind.is_mixture)
    }

    /// Returns the calendar for a kind: its own, else the only one.
    pub fn calendar_for(&self, kind: Option<&str>) -> CalendarChoice<'_> {
        let named = kind.and_then(|kind| self.kind(kind)).and_then(|kind| kind.calendar.as_deref());
        if let Some(calendar) = named.and_then(|name| self.calendars.get(name)) {
            return CalendarChoice::One(calendar);
        }
        let mut all = self.calendars.values();
        match (all.next(), all.next()) {
            (None, _) => CalendarChoice::Default,
            (Some(only), None) => CalendarChoice::One(only),
            _ => CalendarChoice::Several,
        }
    }

    /// Returns the calendar in which working time is counted: the one that was stated, else the kind's, else the ledger's
    /// only one, else Monday to Friday.
    pub fn calendar_of(&self, basis: Basis<'_>) -> &Calendar {
        let named = basis.calendar.and_then(|name| self.calendars.get(name));
        named.unwrap_or_else(|| self.calendar_for_kind(basis.kind))
    }

    /// Returns the calendar that was stated, if it is not in the ledger: no time can be counted in it.
    pub fn lost_calendar<'c>(&self, basis: Basis<'c>) -> Option<&'c str> {
        basis.calendar.filter(|name| !self.calendars.contains_key(*name))
    }

    /// Returns the calendar in which the working time of a kind is counted: its own, else the ledger's only one, else
    /// Monday to Friday.
    pub fn calendar_for_kind(&self, kind: &str) -> &Calendar {
        match self.calendar_for(Some(kind)) {
            CalendarChoice::One(calendar) => calendar,
            CalendarChoice::Default | CalendarChoice::Several => &self.business_days,
        }
    }

    /// Returns the name of the calendar for the block of a new commitment: the one in which its due or its limit is
    /// counted, if either is working time and the ledger has a calendar for it.
    pub fn counted_in(&self, kind: &str, lengths: [Option<Target>; 2]) -> Option<String> {
        let name = &self.calendar_for_kind(kind).name;
        let counted = lengths.iter().flatten().any(Target::is_working);
        (counted && self.calendars.contains_key(name)).then(|| name.clone())
    }

    /// Returns the name of a calendar for the block of a promise that is made again, if its days are counted in it.
    pub fn counted_again(&self, every: Every, calendar: &Calendar) -> Option<String> {
        let name = &calendar.name;
        (every.is_working() && self.calendars.contains_key(name)).then(|| name.clone())
    }

    /// Returns the own clock: working time if the target was, else elapsed seconds.
    pub fn clock(&self, basis: Basis<'_>) -> OwnClock<'_> {
        match basis.target {
            // Most are not, and a search for an unused calendar takes longer than the rest.
            Some(target) if target.is_working() => {
                OwnClock::of(Some(*target), Some(self.calendar_of(basis)), self.zone)
            }
            _ => OwnClock::Elapsed,
        }
    }

    /// Returns how late something is that was due at one instant, and done at another or not yet.
    pub fn lateness(&self, basis: Basis<'_>, due: Instant, until: Instant) -> Lateness {
        let wall = until.since(due);
        if !basis.target.is_some_and(Target::is_working) {
            return Lateness { wall, own: Some(wall), is_working: false };
        }
        let is_lost = self.lost_calendar(basis).is_some();
        let own = (!is_lost).then(|| self.calendar_of(basis).elapsed(due, until));
        Lateness { wall, own, is_working: true }
    }
}

#[cfg(test)]
mod tests;
