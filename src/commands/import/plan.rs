//! What comes of the rows of a file: a function of what is present, the rows, the policy and now, with the changes and what
//! to say of them as data.
//!
//! Rows are taken as they come, and kept only where it depends on other rows what they are about (`twins`).

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::changed::{Difference, News, Recorded, news, record};
use super::new::{self, Not};
use super::present::{Present, Words, whole_day};
use super::remarks::Remarks;
use super::shelf::{self, Puts, Shelf};
use super::tell::{Changed, Tally};
use super::twins::{self, Divided, Group};
use crate::cli::values::Happened;
use crate::commands::{again, promise};
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::events::{Scene, fits};
use crate::intake::{Closing, Field, File, Happening, Incoming, LeftOut, Reasons, Rest, State};
use crate::ledger::Random;
use crate::ledger::change::{Change, NewBlock};
use crate::ledger::read::block;
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Deed, Event, Id, Turn};
use crate::rules::cycle::cycles;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::series::continues;
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

/// How many commitments a dry run shows.
const SAMPLE: usize = 5;
/// The least bytes between two blocks.
const GAP: usize = 1;
/// Why a row is left out that may be about several commitments.
const UNCLEAR: &str =
    "several have its kind, to, what and made, and which of them is meant is not clear: give each a ref";

/// What the rows are held against.
pub(super) struct Ground<'g> {
    pub(super) policy: &'g Policy,
    pub(super) ids: &'g Ids,
    pub(super) stored: Stored<'g>,
    pub(super) inputs: &'g Inputs<'g>,
    /// What the file knows.
    pub(super) fields: &'g BTreeSet<Field>,
    pub(super) words: &'g Words,
    /// Whether what changed is recorded, and the customers were told of it.
    pub(super) update: bool,
    pub(super) told: bool,
    /// Whether commitments are kept to show.
    pub(super) shows: bool,
    /// Whether what was closed long ago goes into archives.
    pub(super) archives: bool,
    /// Called with the line of each row.
    pub(super) seen: &'g dyn Fn(u64),
}

/// What is to be written.
pub(super) struct Planned {
    pub(super) changes: Vec<Change>,
    /// What goes into archives.
    pub(super) puts: Puts,
    /// What to say.
    pub(super) tally: Tally,
}

/// Returns what is to be written, and what to say of it and of the file.
pub(super) fn plan(
    ground: &Ground<'_>,
    mut present: Present,
    remarks: Remarks,
    file: &File<'_>,
) -> Result<Planned> {
    let next = std::mem::take(&mut present.next);
    let mut planner = Planner {
        ground,
        present,
        next,
        remarks,
        tally: Tally {
            about: file.about.clone(),
            columns: file.said.clone(),
            mapped: file.mapped.clone(),
            ..Tally::default()
        },
        changes: Vec::new(),
        size: ground.stored.size(),
        shelf: ground.archives.then(|| Shelf::new(ground.inputs)),
        lines: HashMap::new(),
        groups: BTreeMap::new(),
        new_ids: HashSet::new(),
        random: Random::default(),
        reasons: Reasons::default(),
    };
    let Rest { whole, events, left_out, bad } = file.each(&mut |row| {
        (ground.seen)(row.line);
        planner.row(row)
    })?;
    planner.tally.left_out.extend(left_out);
    planner.tally.bad.extend(bad);
    for (line, commitment) in whole {
        planner.whole(line, *commitment)?;
    }
    for (name, happened) in events {
        planner.events(&name, happened)?;
    }
    planner.end()
}

/// What came of recording a row.
#[derive(Default)]
struct Done {
    /// Why each change was not recorded that was not.
    refused: Vec<Option<&'static str>>,
    /// Why its closing was not.
    unfit: Option<String>,
}

/// A commitment with what happened to it.
pub(super) struct Added {
    pub(super) after: Commitment<'static>,
    /// What of that is new.
    pub(super) events: Vec<Event<'static>>,
    /// What cannot have happened, and why not.
    pub(super) unfit: Vec<(Happening, String)>,
}

pub(super) struct Planner<'p> {
    pub(super) ground: &'p Ground<'p>,
    pub(super) present: Present,
    /// Those of series that follow another, by its id.
    next: BTreeMap<Id, Vec<Commitment<'static>>>,
    pub(super) remarks: Remarks,
    pub(super) tally: Tally,
    pub(super) changes: Vec<Change>,
    /// The size of the ledger with what is new, at least.
    size: usize,
    /// What goes into archives.
    shelf: Option<Shelf<'p>>,
    /// The line of each reference.
    lines: HashMap<String, u64>,
    /// Rows without a reference that wait for the others, by the place of the first commitment they may be about.
    groups: BTreeMap<usize, Group>,
    pub(super) new_ids: HashSet<Id>,
    random: Random,
    reasons: Reasons,
}

impl Planner<'_> {
    fn row(&mut self, mut row: Incoming) -> Result<()> {
        if let Some(name) = self.ground.policy.customers.meant(&row.to) {
            name.clone_into(&mut row.to);
        }
        if let Some(reference) = &row.reference {
            if let Some(first) = self.lines.get(reference) {
                let why = format!("the same ref as line {first}");
                self.bad(row.line, &why);
                return Ok(());
            }
            self.lines.insert(reference.clone(), row.line);
        }
        match *self.present.find(&row) {
            [] => self.add(row),
            [place] if row.reference.is_some() || self.is_plainly(&row, place) => self.known(&row, place),
            [first, ..] => {
                let due = self.due(&row);
                self.groups.entry(first).or_default().rows.push((row, due));
                Ok(())
            }
        }
    }

    /// Returns the due that a row has, or its kind gives, as [`whole_day`] has it.
    fn due(&self, row: &Incoming) -> Option<Instant> {
        let due = new::due(row, self.ground.inputs.now, self.ground.policy).ok();
        due.map(|(due, _)| whole_day(due, self.ground.policy.zone))
    }

    /// Returns true if a row says of the only one it can be about what was said before: no other row fits it better.
    fn is_plainly(&self, row: &Incoming, place: usize) -> bool {
        let fields = self.ground.fields;
        self.present.all.get(place).is_some_and(|known| {
            known.line.is_none()
                && twins::is_exactly(row, self.due(row), known, fields)
                && news(row, known, fields, self.ground.policy.zone).is_none()
        })
    }

    /// Adds a row as a new commitment.
    fn add(&mut self, mut row: Incoming) -> Result<()> {
        let Ground { policy, inputs, .. } = *self.ground;
        if let State::Gone(_, why) = &row.state {
            self.tally.left_out.push(LeftOut::new(row.line, why.clone()));
            return Ok(());
        }
        let terms = match new::due(&row, inputs.now, policy) {
            Ok(terms) => terms,
            Err(Not::APromise(why)) => {
                self.left_out(row.line, why);
                return Ok(());
            }
            Err(Not::Counted(why)) => {
                self.bad(row.line, &why);
                return Ok(());
            }
        };
        let (line, closing) = (row.line, closing(&row.state).cloned());
        let is_counted_from_a_day = new::due_hangs_on_time(&row, terms.0, inputs.now, policy);
        let id = self.new_id()?;
        let happened = std::mem::take(&mut row.history);
        let new = new::commitment(row, id, terms, &self.ground.words.cancelled, policy);
        let name = new.reference.clone();
        let Added { after: new, unfit, .. } = self.with_history(new, happened);
        for (one, why) in unfit {
            let of = name.as_deref().unwrap_or_default();
            self.bad(one.line, &format!("{}: {why}", text::quote(of)));
        }
        if is_counted_from_a_day {
            self.tally.at_midnight.push(line);
        } else {
            self.note_midnight(line, &new, closing.as_ref());
        }
        self.note_after_now(line, new.made, &new.history);
        self.remarks.take(line, &new);
        self.show(&new);
        self.promise(new)?;
        self.tally.added = self.tally.added.saturating_add(1);
        Ok(())
    }

    /// Holds a row against the commitment that it is about.
    fn known(&mut self, row: &Incoming, place: usize) -> Result<()> {
        let ground = self.ground;
        if !row.history.is_empty() {
            let name = row.reference.as_deref().unwrap_or_default();
            return self.happened((row.line, name), place, row.history.clone());
        }
        let Some(known) = self.present.all.get_mut(place) else { return Ok(()) };
        known.line = Some(row.line);
        let mut news = news(row, known, ground.fields, ground.policy.zone);
        news.closes &= !known.is_archived;
        if news.is_none() {
            self.tally.present = self.tally.present.saturating_add(1);
            return Ok(());
        }
        let (id, is_archived) = (known.id, known.is_archived);
        let records = ground.update && !is_archived && !news.changes.is_empty();
        // Closed by its old due it could not be moved any more.
        let waits = news.closes && !records && news.changes.iter().any(Difference::is_moved);
        let Done { refused, unfit } = if !waits && (news.closes || records) {
            self.happen(row, place, &news, records)?
        } else {
            Done { refused: vec![is_archived.then_some("it is archived"); news.changes.len()], unfit: None }
        };
        let (now, zone) = (ground.inputs.now, ground.policy.zone);
        let not_recorded = |said: String, why: Option<&str>| match why {
            Some(why) => format!("{said} (not recorded: {why})"),
            None => said,
        };
        let changes = || news.changes.iter().zip(&refused);
        let mut said: Vec<_> =
            changes().map(|(change, refused)| not_recorded(change.say(now, zone), *refused)).collect();
        if let Some(closing) = row.state.done().filter(|_| waits || unfit.is_some()) {
            let done = format!("done {}", say::absolute(closing.at, now, zone));
            said.push(not_recorded(done, unfit.as_deref()));
        }
        if said.is_empty() {
            return Ok(());
        }
        let is_recorded = records && unfit.is_none() && refused.iter().all(Option::is_none);
        let is_recordable = changes().any(|(change, refused)| refused.is_none() && change.is_recordable());
        let (title, what) =
            (format!("{} → {}", text::brief(&row.what), text::brief(&row.to)), said.join("; "));
        self.tally.changed.push(Changed { line: row.line, id, title, what, is_recorded, is_recordable });
        Ok(())
    }

    /// Records what a row says.
    fn happen(&mut self, row: &Incoming, place: usize, news: &News, records: bool) -> Result<Done> {
        let Ground { policy, inputs, words, told, .. } = *self.ground;
        let Some(known) = self.present.all.get_mut(place) else { return Ok(Done::default()) };
        let (was_open, span) = (known.open.is_some(), known.span.clone());
        let of = match known.open.take() {
            Some(open) => *open,
            None => self.ground.commitment(span.clone())?,
        };
        let closing = row.state.done().filter(|_| news.closes);
        let changes = if records { news.changes.as_slice() } else { &[] };
        let recorded =
            |of, at: Instant, until| record(changes, of, (at.min(inputs.now), until), told, words, policy);
        let mut unfit = None;
        let Recorded { commitment: after, events, mut refused } = match closing {
            None => recorded(of, inputs.now, Instant::LAST),
            Some(closing) => {
                // What changed before it was done is recorded before that.
                let mut before = recorded(of.clone(), closing.at, closing.last);
                match self.close(row.line, &before.commitment, closing)? {
                    Ok((event, closed)) => {
                        before.events.push(event);
                        Recorded { commitment: closed, ..before }
                    }
                    Err(why) => {
                        unfit = Some(why);
                        recorded(of, inputs.now, Instant::LAST)
                    }
                }
            }
        };
        let is_closed = closing.is_some() && unfit.is_none();
        refused.resize(news.changes.len(), is_closed.then_some("it is closed"));
        for event in &events {
            if let Deed::Handed { to, .. } = &event.deed {
                self.remarks.owner(to);
            }
        }
        self.note_after_now(row.line, after.made, &events);
        self.show(&after);
        let does = |turn| events.iter().any(|event| event.deed.turn() == turn);
        if !does(Turn::Closes) && (was_open || does(Turn::Reopens)) {
            self.stays_open(place, after);
        }
        if !events.is_empty() {
            self.changes.push(Change::Happened { span, events });
        }
        Ok(Done { refused, unfit })
    }

    fn stays_open(&mut self, place: usize, open: Commitment<'static>) {
        if let Some(known) = self.present.all.get_mut(place) {
            known.open = Some(Box::new(open));
        }
    }

    /// Closes an open commitment, and promises the next one of its series. Returns the event, and the commitment after it; or
    /// why the event does not fit.
    fn close(
        &mut self,
        line: u64,
        open: &Commitment<'static>,
        closing: &Closing,
    ) -> Result<Result<(Event<'static>, Commitment<'static>), String>> {
        let Ground { policy, inputs, .. } = *self.ground;
        let mut event = new::done(closing);
        // A day alone stands for any time of it.
        let happened = open.history.iter().map(|event| event.at).filter(|at| *at <= closing.last);
        event.at = happened.fold(event.at, Instant::max);
        let closed = fits(open, &event, policy, inputs);
        let (closed, next) = match closed.and_then(|closed| Ok((closed, self.following(open, event.at)?))) {
            Ok(closed) => closed,
            Err(error) => return Ok(Err(error.message)),
        };
        self.note_midnight(line, &closed, Some(closing));
        self.tally.closed = self.tally.closed.saturating_add(1);
        self.promise_again(next)?;
        Ok(Ok((event, closed)))
    }

    /// Promises the next one of the series of what was closed.
    pub(super) fn follow(&mut self, closed: &Commitment<'static>, at: Instant) -> Result<()> {
        let next = self.following(closed, at)?;
        self.promise_again(next)
    }

    fn promise_again(&mut self, next: Option<Commitment<'static>>) -> Result<()> {
        if let Some(next) = next {
            let id = self.new_id()?;
            self.promise(Commitment { id, ..next })?;
            self.tally.promised_again = self.tally.promised_again.saturating_add(1);
        }
        Ok(())
    }

    /// Adds events of a commitment that the file names, but does not make.
    fn events(&mut self, name: &str, happened: Vec<Happening>) -> Result<()> {
        let Some(line) = happened.first().map(|first| first.line) else { return Ok(()) };
        match self.present.named(name) {
            Some(place) => self.happened((line, name), place, happened),
            None => {
                happened
                    .iter()
                    .for_each(|one| self.left_out(one.line, "an event of a commitment that is not there"));
                Ok(())
            }
        }
    }

    /// Returns the promise that comes after what a row closes, if that is one of a series and none follows it yet.
    fn following(&self, open: &Commitment<'static>, done: Instant) -> Result<Option<Commitment<'static>>> {
        let Ground { policy, ids, stored, inputs, .. } = *self.ground;
        if self.next.get(&open.id).into_iter().flatten().any(|next| continues(next, open)) {
            return Ok(None);
        }
        let Some(cycles) = cycles(open, policy, done.max(open.made)) else { return Ok(None) };
        let happened = Happened::exactly(done, inputs.now);
        let (cycle, followed) = (&cycles.current, &OnceCell::new());
        let (to, which, all) = (None, None, &[][..]);
        let scene =
            Scene { commitment: open, cycle, policy, ids, stored, happened, to, which, all, followed };
        again::following(&scene, inputs)
    }

    /// Notes that only the day of a closing is known, where its time decides something.
    fn note_midnight(&mut self, line: u64, closed: &Commitment<'static>, closing: Option<&Closing>) {
        let Ground { policy, inputs, .. } = *self.ground;
        if closing.is_some_and(|closing| new::hangs_on_time(closed, closing, policy, inputs.now)) {
            self.tally.at_midnight.push(line);
        }
    }

    /// Notes that something is said to have been later than now: that it was made, or one of these events.
    pub(super) fn note_after_now(&mut self, line: u64, made: Instant, events: &[Event<'_>]) {
        if events.iter().map(|event| event.at).fold(made, Instant::max) > self.ground.inputs.now {
            self.tally.after_now.push(line);
        }
    }

    /// Keeps a commitment to show, if not enough are kept.
    pub(super) fn show(&mut self, one: &Commitment<'static>) {
        if self.ground.shows && self.tally.sample.len() < SAMPLE {
            self.tally.sample.push(one.clone());
        }
    }

    /// Adds a new commitment to the ledger, or to an archive.
    ///
    /// # Errors
    /// The ledger would be larger than one may be: nobody has to wait for the rest of the file to learn that.
    pub(super) fn promise(&mut self, new: Commitment<'static>) -> Result<()> {
        let Ground { policy, inputs, .. } = *self.ground;
        let block = NewBlock::of(&new, policy.zone)?;
        if let Some(shelf) = &mut self.shelf
            && shelf.take(&new, block.text(), policy)?
        {
            return Ok(());
        }
        self.size = self.size.saturating_add(block.text().len()).saturating_add(GAP);
        if u64::try_from(self.size).is_ok_and(|size| size > inputs.largest) {
            return Err(inputs.store.would_be_too_large());
        }
        self.changes.push(Change::Add(block));
        Ok(())
    }

    fn new_id(&mut self) -> Result<Id> {
        loop {
            let id = promise::new_id_by(&mut self.random, self.ground.ids)?;
            if self.new_ids.insert(id) {
                return Ok(id);
            }
        }
    }

    fn left_out(&mut self, line: u64, why: &str) {
        let why = self.reasons.keep(why);
        self.tally.left_out.push(LeftOut::new(line, why));
    }

    pub(super) fn bad(&mut self, line: u64, why: &str) {
        let why = self.reasons.keep(why);
        self.tally.bad.push(LeftOut::new(line, why));
    }

    /// Takes in the rows that waited for the others, and returns what comes of all.
    fn end(mut self) -> Result<Planned> {
        for mut group in std::mem::take(&mut self.groups).into_values() {
            let Some((row, _)) = group.rows.first() else { continue };
            let is_free =
                |place: &usize| self.present.all.get(*place).is_some_and(|known| known.line.is_none());
            group.known = self.present.find(row).iter().copied().filter(is_free).collect();
            let Divided { known, new, unclear } = twins::divide(group, &self.present.all, self.ground.fields);
            unclear.iter().for_each(|row| self.left_out(row.line, UNCLEAR));
            known.iter().try_for_each(|(row, place)| self.known(row, *place))?;
            new.into_iter().try_for_each(|row| self.add(row))?;
        }
        self.tally.left_out.sort_by_key(|row| row.line);
        self.tally.bad.sort_by_key(|row| row.line);
        self.tally.changed.sort_by_key(|row| row.line);
        self.tally.recorded.sort_by_key(|row| row.line);
        self.tally.at_midnight.sort_unstable();
        self.tally.after_now.sort_unstable();
        self.tally.warnings = self.remarks.warnings(self.present.open());
        let puts = self.shelf.map(|shelf| shelf.puts).unwrap_or_default();
        self.tally.archived = shelf::counts(&puts);
        Ok(Planned { changes: self.changes, puts, tally: self.tally })
    }
}

impl Ground<'_> {
    /// Reads a commitment again.
    pub(super) fn commitment(&self, span: Range<usize>) -> Result<Commitment<'static>> {
        let text = self.stored.text(span)?;
        let mut commitment = block::read(&text).map_err(|fault| Error::from(fault.problem))?.into_owned();
        self.policy.customers.name(&mut commitment);
        Ok(commitment)
    }
}

/// Returns how a row was closed, if it was.
const fn closing(state: &State) -> Option<&Closing> {
    match state {
        State::Done(closing) | State::Cancelled(Some(closing)) => Some(closing),
        State::Open | State::Cancelled(None) | State::Gone(..) => None,
    }
}
