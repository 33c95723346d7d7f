//! What a row says of a commitment that is known, and how that is recorded.
//!
//! Only what the file knows is compared, with what its source said last. Of what is closed here, owners are not: nobody
//! has to keep it any more. What cannot be recorded is said, and stays as it is.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono_tz::Tz;

use super::new;
use super::present::{End, Known, Words, whole_day};
use crate::intake::{Closing, Field, Incoming, State};
use crate::rules::commitment::{Commitment, Deed, Event};
use crate::rules::cycle::cycles;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// What a row says that is news.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// Whether it was done, and is open here.
    pub(super) closes: bool,
    /// What changed besides.
    pub(super) changes: Vec<Difference>,
}

impl News {
    /// Returns true if the row says nothing new.
    pub(super) const fn is_none(&self) -> bool {
        !self.closes && self.changes.is_empty()
    }
}

/// Something that changed at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Difference {
    /// Its due.
    Moved { from: Instant, to: Instant },
    /// Its owner.
    Handed { from: Option<Rc<str>>, to: String },
    /// It was closed, and is open again; with its due, if the row has one.
    Reopened { due: Option<Instant> },
    /// It was cancelled there, or is gone, and why.
    Cancelled { closing: Option<Closing>, why: Option<Rc<str>> },
    /// It was done at another time, or in another way, than it is closed here. No event can say that.
    Ended { there: Option<Instant>, here: Option<Instant> },
    /// The due of what is closed here.
    DueOfClosed { from: Instant, to: Instant },
}

/// Returns what a row says of a commitment that is news; `fields` are what its file knows.
pub(super) fn news(row: &Incoming, known: &Known, fields: &BTreeSet<Field>, zone: Tz) -> News {
    let knows_ends = fields.contains(&Field::Done) || fields.contains(&Field::Status);
    let mut news = state(row, known, knows_ends);
    let is_over = news.changes.iter().any(|change| matches!(change, Difference::Cancelled { .. }));
    let is_reopened = news.changes.iter().any(|change| matches!(change, Difference::Reopened { .. }));
    let is_gone = matches!(row.state, State::Gone(..));
    if is_over || is_gone {
        return news;
    }
    let moved = row.due.filter(|due| {
        let due = whole_day(*due, zone);
        fields.contains(&Field::Due) && due != known.due && !known.dues.contains(&due)
    });
    let from = known.said.due;
    if let Some(to) = moved.filter(|_| !is_reopened) {
        let is_open = known.closed.is_none();
        news.changes.push(if is_open {
            Difference::Moved { from, to }
        } else {
            Difference::DueOfClosed { from, to }
        });
    }
    if known.closed.is_none() || is_reopened {
        let owner = row.owner.as_deref().filter(|_| fields.contains(&Field::Owner));
        let is_other = |owner: &&str| {
            let is = |known: &Rc<str>| known.as_ref() == *owner;
            !known.said.owner.iter().any(is) && !known.owners.iter().any(is)
        };
        let handed = owner.filter(is_other).map(str::to_owned);
        news.changes.extend(handed.map(|to| Difference::Handed { from: known.said.owner.clone(), to }));
    }
    news
}

/// Returns what a row says of whether it is closed.
fn state(row: &Incoming, known: &Known, knows_ends: bool) -> News {
    let changed = |change| News { closes: false, changes: vec![change] };
    let here = known.closed.map(|closed| closed.at);
    match (&row.state, known.closed) {
        // What is closed here only is news for the source.
        (State::Open, Some(closed)) if knows_ends && closed.by_file => {
            changed(Difference::Reopened { due: row.due })
        }
        (State::Open, _) => News::default(),
        (State::Done(closing), closed) => {
            let is_known = known.ends.iter().any(|end| (closing.at..=closing.last).contains(end));
            match closed {
                _ if is_known => News::default(),
                // Done before it was reopened here, as the source has it.
                None if known.reopened.is_some_and(|reopened| closing.last < reopened) => {
                    changed(Difference::Ended { there: Some(closing.at), here: None })
                }
                None => News { closes: true, changes: Vec::new() },
                // Who closed it here knows when.
                Some(closed) if closed.is_done && !closed.by_file => News::default(),
                Some(_) => changed(Difference::Ended { there: Some(closing.at), here }),
            }
        }
        (State::Cancelled(_) | State::Gone(..), _) if known.said.end == Some(End::Cancelled) => {
            News::default()
        }
        (State::Cancelled(closing), None) => {
            changed(Difference::Cancelled { closing: closing.clone(), why: None })
        }
        (State::Gone(closing, why), None) => {
            changed(Difference::Cancelled { closing: closing.clone(), why: Some(Rc::clone(why)) })
        }
        (State::Cancelled(_), Some(closed)) if closed.is_done => {
            changed(Difference::Ended { there: None, here })
        }
        (State::Cancelled(_) | State::Gone(..), Some(_)) => News::default(),
    }
}

impl Difference {
    /// Returns it in words.
    pub(super) fn say(&self, now: Instant, zone: Tz) -> String {
        let at = |at: Instant| say::absolute(at, now, zone);
        match self {
            Self::Moved { from, to } => format!("due {}, was {}", at(*to), at(*from)),
            Self::DueOfClosed { from, to } => {
                format!("due {}, was {}, and is closed here", at(*to), at(*from))
            }
            Self::Handed { from, to } => {
                let from = from.as_deref().map_or("nobody".into(), text::sanitize);
                format!("owner {}, was {from}", text::sanitize(to))
            }
            Self::Reopened { due } => {
                let due = due.map_or_else(String::new, |due| format!(", due {}", at(due)));
                format!("open again{due}")
            }
            Self::Cancelled { why: None, .. } => "cancelled".to_owned(),
            Self::Cancelled { why: Some(why), .. } => text::sanitize(why).into_owned(),
            Self::Ended { there, here } => {
                let there =
                    there.map_or_else(|| "cancelled".to_owned(), |there| format!("done {}", at(there)));
                let here = here.map_or_else(
                    || "reopened here since".to_owned(),
                    |here| format!("closed {} here", at(here)),
                );
                format!("{there} there, {here}")
            }
        }
    }

    /// Returns true if it is another due of what is open.
    pub(super) const fn is_moved(&self) -> bool {
        matches!(self, Self::Moved { .. })
    }

    /// Returns true if an event can say it.
    pub(super) const fn is_recordable(&self) -> bool {
        !matches!(self, Self::Ended { .. } | Self::DueOfClosed { .. })
    }

    /// Returns the event that records it; `None` if none can.
    fn event(
        &self,
        of: &Commitment<'static>,
        at: Instant,
        told: bool,
        words: &Words,
        policy: &Policy,
    ) -> Option<Event<'static>> {
        let why = || words.changed.clone().into();
        Some(match self {
            Self::Moved { to, .. } => Event::new(at, Deed::Moved { due: *to, why: why(), told, from: None }),
            Self::Handed { to, .. } => {
                Event::new(at, Deed::Handed { to: to.clone().into(), why: why(), from: None })
            }
            Self::Reopened { due } => {
                let last = || cycles(of, policy, Instant::LAST).map(|all| all.current.due);
                Event::new(at, Deed::Reopened { due: due.or_else(last)?, why: why(), told })
            }
            Self::Cancelled { closing, .. } => {
                let event = new::cancelled(closing.as_ref(), at, &words.cancelled);
                Event { at: event.at.max(at_least(of)), ..event }
            }
            Self::Ended { .. } | Self::DueOfClosed { .. } => return None,
        })
    }
}

/// Returns when the last that is known of a commitment happened: nothing that a row says now happened before.
fn at_least(of: &Commitment<'_>) -> Instant {
    of.history.iter().map(|event| event.at).fold(of.made, Instant::max)
}

/// Changes as they were recorded.
pub(super) struct Recorded {
    /// The commitment after them.
    pub(super) commitment: Commitment<'static>,
    /// The events.
    pub(super) events: Vec<Event<'static>>,
    /// Why one of them was not, each.
    pub(super) refused: Vec<Option<&'static str>>,
}

/// Records changes as of `at`, or of the last event if that is later; but none after `until`, when it was done.
pub(super) fn record(
    changes: &[Difference],
    of: Commitment<'static>,
    (at, until): (Instant, Instant),
    told: bool,
    words: &Words,
    policy: &Policy,
) -> Recorded {
    let mut recorded = Recorded { commitment: of, events: Vec::new(), refused: Vec::new() };
    for change in changes {
        let of = &recorded.commitment;
        let refused = match change.event(of, at.max(at_least(of)), told, words, policy) {
            None => Some("it stays as it is"),
            Some(event) if event.at > until => Some("something happened here after it was done"),
            Some(event) => {
                let mut after = of.clone();
                after.history.push(event.clone());
                let why = misfit(&after, policy);
                if why.is_none() {
                    recorded.commitment = after;
                    recorded.events.push(event);
                }
                why
            }
        };
        recorded.refused.push(refused);
    }
    recorded
}

/// Returns why the last event of a commitment does not fit, at whatever time.
fn misfit(of: &Commitment<'_>, policy: &Policy) -> Option<&'static str> {
    let last = of.history.len().checked_sub(1)?;
    let misfits = cycles(of, policy, Instant::LAST)?.misfits;
    misfits.into_iter().find(|(place, _)| *place == last).map(|(_, why)| why)
}
