//! Oddities of a commitment: it can be judged all the same, but somebody should look.

use chrono_tz::Tz;

use super::commitment::{Commitment, Deed, Event};
use super::cycle::{self, Crossed, Cycle, Cycles, Stood};
use super::target::Target;
use super::time::Instant;
use crate::rules::policy::{Kind, Policy};
use crate::text::{self, names};

/// The place in a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The whole block.
    Block,
    /// The value of a key.
    Key(String),
    /// An event, counted from 0.
    Event(usize),
}

/// One oddity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A word that scripts can look for.
    pub name: &'static str,
    /// Where it is.
    pub spot: Spot,
    /// What is odd, with a hint.
    pub message: String,
    /// Whether it is about something closed and changes nothing any more, or `overdue` lists it anyway: nothing is
    /// wrong with the file.
    pub is_note: bool,
}

/// Returns everything that is odd about one commitment at `now`.
pub fn findings(commitment: &Commitment<'_>, policy: &Policy, now: Instant) -> Vec<Finding> {
    let mut found = Found { all: Vec::new(), closed: false };
    unknown_keys(commitment, &mut found);
    let Some(cycles) = cycle::cycles(commitment, policy, now) else {
        found.add(
            "future",
            key("made"),
            "made after the current time, so it is ignored until then".to_owned(),
        );
        return found.all;
    };
    found.closed = cycles.current.closing.is_some();
    events(commitment, &cycles, now, &mut found);
    crossings(commitment, &cycles, policy.zone, &mut found);
    times(commitment, &mut found);
    promises(commitment, &cycles, policy, now, &mut found);
    found.all
}

struct Found {
    all: Vec<Finding>,
    /// The current cycle is closed: an oddity in its times is only a note.
    closed: bool,
}

impl Found {
    fn add(&mut self, name: &'static str, spot: Spot, message: String) {
        self.all.push(Finding { name, spot, message, is_note: false });
    }

    fn add_note_if_closed(&mut self, name: &'static str, spot: Spot, message: String) {
        self.all.push(Finding { name, spot, message, is_note: self.closed });
    }

    fn add_note(&mut self, name: &'static str, spot: Spot, message: &str) {
        self.all.push(Finding { name, spot, message: message.to_owned(), is_note: true });
    }
}

fn key(name: &str) -> Spot {
    Spot::Key(name.to_owned())
}

fn unknown_keys(commitment: &Commitment<'_>, found: &mut Found) {
    for (name, _) in
        commitment.extra.iter().filter(|(name, _)| !name.starts_with("x-") && !name.contains("].x-"))
    {
        found.add("unknown-key", Spot::Key(name.to_string()), format!("unknown key `{name}`; it is kept"));
    }
}

fn events(commitment: &Commitment<'_>, cycles: &Cycles<'_>, now: Instant, found: &mut Found) {
    for (place, why) in &cycles.misfits {
        let did = commitment.history.get(*place).map_or("", |event| event.deed.name());
        found.add("misfit", Spot::Event(*place), format!("`{did}` has no effect here: {why}"));
    }
    for (place, event) in commitment.history.iter().enumerate() {
        if event.at > now {
            found.add(
                "future",
                Spot::Event(place),
                "dated after the current time, so it is ignored until then".to_owned(),
            );
        } else if event.at < commitment.begun() {
            let message = format!("`{}` is dated before the promise was made", event.deed.name());
            found.add_note_if_closed("order", Spot::Event(place), message);
        }
    }
    // An event that was recorded late, after the one above it was logged, has `logged` to show for it.
    let is_late = |one: &Event<'_>, next: &Event<'_>| next.logged.is_some_and(|logged| logged >= one.at);
    let order = commitment.history.iter().zip(commitment.history.iter().skip(1)).enumerate();
    for (place, (_, next)) in order.filter(|(_, (one, next))| one.at > next.at && !is_late(one, next)) {
        let message = "dated before the event above it; events count in order of time";
        let spot = Spot::Event(place.saturating_add(1));
        let is_over = !cycles.earlier.is_empty() && next.at < cycles.current.made;
        if is_over {
            found.add_note("order", spot, message);
        } else {
            found.add_note_if_closed("order", spot, message.to_owned());
        }
    }
}

/// Finds moves and handovers whose writers saw another due or owner: two people changed it, and neither knew of the other. It is a
/// note once a later one saw what stood there, and where what stood there was written down later.
fn crossings(commitment: &Commitment<'_>, cycles: &Cycles<'_>, zone: Tz, found: &mut Found) {
    let history = &commitment.history;
    let is_crossed = |place: usize| cycles.crossed.iter().any(|crossed| crossed.place == place);
    for Crossed { place, stood } in &cycles.crossed {
        let Some(event) = history.get(*place) else { continue };
        let (did, begins) = (event.deed.did(), cycles.current.made);
        let is_settled = history.iter().enumerate().any(|(later, other)| {
            other.at > event.at && other.deed.did() == did && saw(&other.deed) && !is_crossed(later)
        });
        let is_entered_late = history
            .iter()
            .any(|before| before.at <= event.at && before.logged.is_some_and(|logged| logged > event.at));
        let what = match stood {
            Stood::Due(_) => "`owed move` it to the due that is meant",
            Stood::Owner(_) => "`owed hand` it to who is meant",
        };
        let stood = stood.words(&|at| at.rfc3339(zone));
        let message =
            format!("whoever wrote `{}` did not see that {stood} by then; {what}", event.deed.name());
        let is_note = found.closed || is_settled || is_entered_late || event.at < begins;
        found.all.push(Finding { name: "crossed", spot: Spot::Event(*place), message, is_note });
    }
}

/// Returns whether an event says what its writer saw.
const fn saw(deed: &Deed<'_>) -> bool {
    matches!(deed, Deed::Moved { from: Some(_), .. } | Deed::Handed { from: Some(_), .. })
}

fn times(commitment: &Commitment<'_>, found: &mut Found) {
    if commitment.asked() > commitment.made {
        found.add_note_if_closed("order", key("asked"), "`asked` is after `made`".to_owned());
    }
    if commitment.every_from.is_some() && commitment.every.is_none() {
        found.add_note_if_closed(
            "series",
            key("every_from"),
            "`every_from` has no effect without `every`".to_owned(),
        );
    }
    if commitment.due < commitment.asked() {
        found.add_note_if_closed("order", key("due"), "`due` is before the customer asked".to_owned());
    }
}

/// Finds texts that are empty or show nothing, and names in which a character cannot be seen: `promise` refuses them.
fn texts(commitment: &Commitment<'_>, found: &mut Found) {
    let Commitment { kind, to, what, owner, reference, contact, tags, .. } = commitment;
    let names =
        [("kind", Some(kind)), ("to", Some(to)), ("owner", owner.as_ref()), ("ref", reference.as_ref())];
    let names = names.into_iter().chain(tags.iter().map(|tag| ("tags", Some(tag))));
    let names = names.filter_map(|(place, name)| Some((place, name?, true)));
    let texts = [("what", Some(what)), ("contact", contact.as_ref())];
    let texts = texts.into_iter().filter_map(|(place, text)| Some((place, text?, false)));
    for (place, text, is_name) in names.chain(texts) {
        if let Some((name, message)) = hidden(place, text, is_name) {
            found.add(name, key(place), message);
        }
    }
    for (place, event) in commitment.history.iter().enumerate() {
        let names = [("to", event.deed.owner()), ("kind", event.deed.basis().map(|basis| basis.kind))];
        for (key, name) in names {
            if let Some((name, message)) = name.and_then(|name| hidden(key, name, true)) {
                found.add(name, Spot::Event(place), message);
            }
        }
    }
}

/// Returns what is wrong with a text that shows nothing, or a name that hides something.
fn hidden(place: &str, text: &str, is_name: bool) -> Option<(&'static str, String)> {
    let place = format!("`{place}`");
    if text.trim().is_empty() {
        return Some(("empty", format!("{place} is empty")));
    }
    if is_name || text::shows_nothing(text) {
        return names::check_seen(&place, text).err().map(|problem| ("unseen", problem.message));
    }
    None
}

fn promises(
    commitment: &Commitment<'_>,
    cycles: &Cycles<'_>,
    policy: &Policy,
    now: Instant,
    found: &mut Found,
) {
    texts(commitment, found);
    let cycle = &cycles.current;
    if policy.lost_calendar(cycle.basis).is_some() {
        let message = "its `calendar` is not in the ledger, so what is left of its time and the ladder are counted by another: \
                       put the calendar back, or change the name";
        found.add_note_if_closed("calendar", stated(commitment, cycle, key("calendar")), message.to_owned());
    }
    kinds_left_behind(commitment, policy, found);
    if found.closed {
        return;
    }
    if let Some(limit) = cycle.limit_at.filter(|limit| cycle.due > *limit) {
        let kind = cycle.limited_by.map_or(cycle.basis.kind, |basis| basis.kind);
        let message = format!("due later than the limit of its kind (`{kind}`) allows");
        // Once the limit is past, `overdue` lists it for that.
        found.all.push(Finding { name: "limit", spot: key("due"), message, is_note: now > limit });
    }
    closed_day(commitment, cycle, policy, found);
    let rule = policy.kind(cycle.basis.kind).and_then(|kind| kind.limit);
    if commitment.every.is_some() && (rule.is_some() || cycle.limited_by.is_some()) {
        let message = "`every` of a kind with a limit: the next one is promised without it; use another kind";
        found.add("series", key("every"), message.to_owned());
    } else if let (None, Some(limit)) = (cycle.limited_by, rule) {
        let message = format!("missing `limit`, so it is never checked; add `limit = \"{limit}\"`");
        found.add("limit", stated(commitment, cycle, Spot::Block), message);
    }
    if cycle.is_untold() {
        let given = cycle.given_due.rfc3339(policy.zone);
        let message =
            format!("due later than {given}, which is what the customer was last given: `owed told`");
        found.add_note("untold", Spot::Block, &message);
    }
    if cycle.owner.is_none() && policy.ladder.of(cycle.basis.kind).next().is_some() {
        found.add_note("no-owner", Spot::Block, "nobody owns it, so the ladder can warn nobody: `owed hand`");
    }
}

/// Returns where the kind was stated that it has now, with its calendar and its limit: in a change, else at `first`.
fn stated(commitment: &Commitment<'_>, cycle: &Cycle<'_>, first: Spot) -> Spot {
    let changed = commitment.history.iter().rposition(|event| event.deed.basis() == Some(cycle.basis));
    changed.map_or(first, Spot::Event)
}

/// Finds a kind that was edited by hand: what was stated with the old one still stands beside it.
fn kinds_left_behind(commitment: &Commitment<'_>, policy: &Policy, found: &mut Found) {
    let events = commitment.history.iter().enumerate();
    let changed = events.filter_map(|(place, event)| Some((Spot::Event(place), event.deed.basis()?)));
    for (spot, basis) in std::iter::once((key("kind"), commitment.basis())).chain(changed) {
        let Some(target) = basis.target else { continue };
        let is_of = |kind: &Kind| kind.target.as_ref() == Some(target) && kind.limit.as_ref() == basis.limit;
        // Whoever changes a target in the policy rejudges nothing: only a target that another kind has is odd.
        let is_own = policy.kind(basis.kind).is_some_and(|kind| kind.target.as_ref() == Some(target));
        let Some((other, _)) = policy.kinds.iter().find(|(_, kind)| !is_own && is_of(kind)) else { continue };
        let (kind, other) = (text::quote(basis.kind), text::quote(other));
        let message = format!(
            "kind {kind} beside the target of kind {other} (`{target}`): write `kind = {other}` again, and use \
             `owed change --kind`, which counts the due anew"
        );
        found.add_note_if_closed("kind-edited", spot, message);
    }
}

/// Notes a due on a day on which its calendar is closed now: holidays were entered since, or somebody said that day.
fn closed_day(commitment: &Commitment<'_>, cycle: &Cycle<'_>, policy: &Policy, found: &mut Found) {
    // A sum that ends in elapsed time may well end on any day; a clock that stands still has no due.
    let ends_in_hours = |target: &Target| target.parts().last().is_some_and(|part| part.symbol.is_working());
    let counted = cycle.number == 1 && cycle.moves == 0 && cycle.basis.target.is_some();
    if counted && !cycle.basis.target.is_some_and(ends_in_hours) || cycle.is_stopped() {
        return;
    }
    let named = policy.kind(cycle.basis.kind).and_then(|kind| kind.calendar.as_deref());
    let own = cycle.basis.calendar.or(named).and_then(|name| policy.calendars.get(name));
    let Some(calendar) = own.or(counted.then(|| policy.calendar_of(cycle.basis))) else { return };
    // A closing at midnight belongs to the day before it.
    let days = [cycle.due, cycle.due.plus(-1)].map(|at| at.date_in(calendar.zone));
    if days.iter().all(|day| !calendar.is_open_on(*day)) {
        let due = cycle.due.rfc3339(calendar.zone);
        let spot = if cycle.due == commitment.due { key("due") } else { Spot::Block };
        let message = format!("due {due}, a day on which calendar `{}` is closed now", calendar.name);
        found.add_note("closed-day", spot, &message);
    }
}
