//! In which order events happened, whatever the order of their rows.
//!
//! Events of one instant have no order of their own, and that of the file tells nothing: many exports list the newest
//! first. So of these the next is one that fits what was before (nothing is resumed that does not wait), in a fixed order of
//! deeds, then of their texts. Any order of the rows comes to the same.

use std::collections::{BTreeMap, VecDeque};

use crate::intake::Happening;
use crate::rules::commitment::Turn;

/// Puts events in order.
pub(super) fn put(all: &mut Vec<Happening>) {
    let text = |happening: &Happening| format!("{:?}", happening.event);
    all.sort_by(|one, other| one.event.at.cmp(&other.event.at).then_with(|| text(one).cmp(&text(other))));
    let mut rest = std::mem::take(all).into_iter().peekable();
    let mut stands = Stands::default();
    while let Some(first) = rest.next() {
        let at = first.event.at;
        let mut together = Together::default();
        together.add(first);
        while let Some(next) = rest.next_if(|next| next.event.at == at) {
            together.add(next);
        }
        while let Some(next) = together.next(stands) {
            stands.take(next.event.deed.turn());
            all.push(next);
        }
    }
}

/// Events of one instant, by the turn that they take.
#[derive(Default)]
struct Together(BTreeMap<u8, VecDeque<Happening>>);

impl Together {
    fn add(&mut self, happening: Happening) {
        self.0.entry(rank(happening.event.deed.turn())).or_default().push_back(happening);
    }

    /// Takes the first that fits, and if none does the first.
    fn next(&mut self, stands: Stands) -> Option<Happening> {
        let fits = |all: &VecDeque<Happening>| {
            all.front().is_some_and(|happening| stands.allows(happening.event.deed.turn()))
        };
        let ranks = || self.0.iter().filter(|(_, all)| !all.is_empty());
        let rank = *ranks().find(|(_, all)| fits(all)).or_else(|| ranks().next())?.0;
        self.0.get_mut(&rank)?.pop_front()
    }
}

const fn rank(turn: Turn) -> u8 {
    match turn {
        Turn::Nothing | Turn::GoesOn => 0,
        Turn::Pauses => 1,
        Turn::Resumes => 2,
        Turn::Closes => 3,
        Turn::Rates => 4,
        Turn::Reopens => 5,
    }
}

/// How a commitment stands.
#[derive(Clone, Copy, Default)]
struct Stands {
    is_waiting: bool,
    is_closed: bool,
}

impl Stands {
    const fn allows(self, turn: Turn) -> bool {
        match turn {
            Turn::Nothing => true,
            Turn::GoesOn | Turn::Closes => !self.is_closed,
            Turn::Pauses => !self.is_closed && !self.is_waiting,
            Turn::Resumes => self.is_waiting,
            Turn::Rates | Turn::Reopens => self.is_closed,
        }
    }

    const fn take(&mut self, turn: Turn) {
        match turn {
            Turn::Nothing | Turn::GoesOn | Turn::Rates => {}
            Turn::Pauses => self.is_waiting = true,
            Turn::Resumes => self.is_waiting = false,
            Turn::Closes => *self = Self { is_waiting: false, is_closed: true },
            Turn::Reopens => self.is_closed = false,
        }
    }
}
