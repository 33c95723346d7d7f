//! What is in the ledger and its archives already: for each commitment what its source last said of it, and what was
//! recorded here since.
//!
//! An import leaves its traces in the history: a closing without `by` and `logged` came from a file, and so did what has
//! [`Words`] as its `why`. All else was recorded here. A row is held against what its source said last, so that what
//! happened here only is no change there.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use chrono_tz::Tz;

use super::new::kind;
use crate::intake::{Incoming, Reasons};
use crate::ledger::read::scan::Look;
use crate::rules::commitment::{Class, Commitment, Deed, Event, Id};
use crate::rules::standing::standing;
use crate::rules::time::{self, Instant};

/// Why something changed that a source changed.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) changed: String,
    pub(super) cancelled: String,
}

impl Words {
    pub(super) fn new(source: &str) -> Self {
        Self { changed: format!("changed at {source}"), cancelled: format!("cancelled at {source}") }
    }
}

/// How something ended, as its source said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Done(Instant),
    Cancelled,
}

/// What its source last said of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) due: Instant,
    pub(super) owner: Option<Rc<str>>,
    pub(super) end: Option<End>,
}

/// How it is closed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) at: Instant,
    pub(super) is_done: bool,
    /// Whether a file said so, and nobody here.
    pub(super) by_file: bool,
}

/// What else tells two of them apart: whose interest it is, the labels, how to reach the customer, and when they asked.
pub(super) type Rest = (Class, Vec<String>, Option<String>, Option<Instant>);

/// A commitment of the ledger or of an archive.
pub(super) struct Known {
    pub(super) id: Id,
    pub(super) span: Range<usize>,
    pub(super) is_archived: bool,
    pub(super) said: Said,
    /// What else it says, if it has no reference and says anything.
    pub(super) rest: Option<Box<Rest>>,
    /// Its due by the source, and those that were set here since, as [`whole_day`] has them.
    pub(super) due: Instant,
    pub(super) dues: Vec<Instant>,
    /// The owners that were set here since.
    pub(super) owners: Vec<Rc<str>>,
    /// When it was closed, each time.
    pub(super) ends: Vec<Instant>,
    pub(super) reopened: Option<Instant>,
    pub(super) closed: Option<Closed>,
    /// Whether anything was recorded here.
    pub(super) is_touched: bool,
    /// The commitment, while no event closes it, not even one after now.
    pub(super) open: Option<Box<Commitment<'static>>>,
    /// The row that is about it.
    pub(super) line: Option<u64>,
}

/// The commitments that are present: by reference, and without one by what makes them the same.
pub(super) struct Present {
    words: Words,
    owners: Reasons,
    pub(super) all: Vec<Known>,
    by_reference: HashMap<Box<str>, usize>,
    by_facts: HashMap<Box<str>, Vec<usize>>,
    /// By id, once one is looked for.
    by_id: HashMap<Id, usize>,
    /// Those of series that follow another, by its id.
    pub(super) next: BTreeMap<Id, Vec<Commitment<'static>>>,
}

impl Present {
    pub(super) fn new(words: Words) -> Self {
        Self {
            words,
            owners: Reasons::default(),
            all: Vec::new(),
            by_reference: HashMap::new(),
            by_facts: HashMap::new(),
            by_id: HashMap::new(),
            next: BTreeMap::new(),
        }
    }

    /// Takes in a commitment of the ledger or of an archive.
    pub(super) fn take(&mut self, look: &Look<'_, '_>) {
        let Commitment { kind, to, what, made, reference, .. } = look.commitment;
        if let Some(before) = look.commitment.follows.filter(|_| look.commitment.every.is_some()) {
            self.next.entry(before).or_default().push(look.commitment.clone().into_owned());
        }
        let known = self.known(look);
        let place = self.all.len();
        match reference {
            Some(name) => match self.by_reference.get_mut(name.as_ref()) {
                None => {
                    self.by_reference.insert(name.as_ref().into(), place);
                }
                // Of two with the same reference, the open one is meant.
                Some(other) => {
                    let is_open = |known: &Known| known.closed.is_none();
                    if is_open(&known) && !self.all.get(*other).is_some_and(is_open) {
                        *other = place;
                    }
                }
            },
            None => {
                let facts = facts(kind, to, what, *made).into_boxed_str();
                self.by_facts.entry(facts).or_default().push(place);
            }
        }
        self.all.push(known);
    }

    /// Returns the one with this id.
    pub(super) fn with_id(&mut self, id: Id) -> Option<usize> {
        if self.by_id.is_empty() {
            self.by_id = self.all.iter().enumerate().map(|(place, known)| (known.id, place)).collect();
        }
        self.by_id.get(&id).copied()
    }

    /// Returns the one of a reference.
    pub(super) fn named(&self, reference: &str) -> Option<usize> {
        self.by_reference.get(reference).copied()
    }

    fn known(&mut self, look: &Look<'_, '_>) -> Known {
        let commitment = look.commitment;
        let said = Said {
            due: commitment.due,
            owner: commitment.owner.as_deref().map(|owner| self.owners.keep(owner)),
            end: None,
        };
        let mut known = Known {
            id: commitment.id,
            span: look.span.clone(),
            is_archived: look.archive.is_some(),
            said,
            rest: if commitment.reference.is_none() { rest(commitment) } else { None },
            due: commitment.due,
            dues: Vec::new(),
            owners: Vec::new(),
            ends: Vec::new(),
            reopened: None,
            closed: None,
            is_touched: false,
            open: None,
            line: None,
        };
        if commitment.history.is_sorted_by_key(|event| event.at) {
            commitment.history.iter().for_each(|event| self.add(event, &mut known));
        } else {
            let mut events: Vec<_> = commitment.history.iter().collect();
            events.sort_by_key(|event| event.at);
            events.into_iter().for_each(|event| self.add(event, &mut known));
        }
        known.due = whole_day(known.said.due, look.policy.zone);
        known.dues.iter_mut().for_each(|due| *due = whole_day(*due, look.policy.zone));
        let end = commitment.history.iter().map(|event| event.at).fold(commitment.made, Instant::max);
        if known.closed.is_none() || !commitment.is_closed_for_good(end) {
            // What does not fit changes nothing: the rules decide.
            let standing = standing(commitment, look.policy, end);
            if standing.is_none_or(|one| one.is_open()) {
                known.closed = None;
                // Nothing happens any more to what is archived.
                known.open = (!known.is_archived).then(|| Box::new(commitment.clone().into_owned()));
            }
        }
        known
    }

    /// Adds what an event says.
    fn add(&mut self, event: &Event<'_>, known: &mut Known) {
        let is_changed = |why: &str| why == self.words.changed;
        let by_file = match &event.deed {
            Deed::Moved { why, .. } | Deed::Reopened { why, .. } | Deed::Handed { why, .. } => {
                is_changed(why)
            }
            Deed::Cancelled { why, .. } => *why == self.words.cancelled,
            Deed::Done | Deed::Noted | Deed::Rated { .. } => event.by.is_none() && event.logged.is_none(),
            Deed::Told
            | Deed::Heard
            | Deed::Waiting { .. }
            | Deed::Resumed { .. }
            | Deed::Escalated { .. }
            | Deed::Changed { .. } => false,
        };
        known.is_touched |= !by_file;
        match &event.deed {
            Deed::Moved { due, .. }
            | Deed::Reopened { due, .. }
            | Deed::Resumed { due: Some(due), .. }
            | Deed::Changed { due: Some(due), .. } => {
                if by_file {
                    known.said.due = *due;
                    known.dues.clear();
                } else {
                    known.dues.push(*due);
                }
            }
            Deed::Handed { to, .. } | Deed::Escalated { to: Some(to), .. } => {
                let owner = self.owners.keep(to);
                if by_file {
                    known.said.owner = Some(owner);
                    known.owners.clear();
                } else {
                    known.owners.push(owner);
                }
            }
            _ => {}
        }
        match &event.deed {
            Deed::Reopened { .. } => {
                known.closed = None;
                known.reopened = Some(event.at);
                if by_file {
                    known.said.end = None;
                    known.ends.clear();
                }
            }
            Deed::Done | Deed::Cancelled { .. } if known.closed.is_none() => {
                let is_done = matches!(event.deed, Deed::Done);
                known.closed = Some(Closed { at: event.at, is_done, by_file });
                known.ends.push(event.at);
                if by_file {
                    known.said.end = Some(if is_done { End::Done(event.at) } else { End::Cancelled });
                }
            }
            _ => {}
        }
    }

    /// Returns what is still open.
    pub(super) fn open(&self) -> impl Iterator<Item = &Commitment<'static>> {
        self.all.iter().filter_map(|known| known.open.as_deref())
    }

    /// Returns the places of those that a row may be about: at most one by its reference, and any number without.
    pub(super) fn find(&self, row: &Incoming) -> &[usize] {
        match &row.reference {
            Some(reference) => self.by_reference.get(reference.as_str()).map(std::slice::from_ref),
            None => self.by_facts.get(facts_of(row).as_str()).map(Vec::as_slice),
        }
        .unwrap_or_default()
    }
}

/// Returns what else a commitment says, if it says anything.
fn rest(of: &Commitment<'_>) -> Option<Box<Rest>> {
    let tags = of.tags.iter().map(ToString::to_string).collect();
    let rest = (of.class, tags, of.contact.as_deref().map(str::to_owned), of.asked);
    (rest != Rest::default()).then(|| Box::new(rest))
}

/// Returns a due, or the last second of its day where it is the first: whether midnight means the day is read off all the dues of
/// a file, and tomorrow's may have others.
pub(super) fn whole_day(due: Instant, zone: Tz) -> Instant {
    let date = due.date_in(zone);
    match date.succ_opt() {
        Some(next) if due == time::start_of_day(date, zone) => time::start_of_day(next, zone).plus(-1),
        _ => due,
    }
}

/// Returns what makes two commitments without a reference the same, as one text.
pub(super) fn facts(kind: &str, to: &str, what: &str, made: Instant) -> String {
    // The length of each part keeps them apart, whatever they contain.
    format!("{} {} {}\n{kind}{to}{what}", made.epoch(), kind.len(), to.len())
}

/// Returns [`facts`] of a row.
pub(super) fn facts_of(row: &Incoming) -> String {
    facts(kind(row), &row.to, &row.what, row.made)
}
