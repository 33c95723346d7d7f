//! Where merged events stand, and how their list is written, with the comments between them.

use std::collections::{BTreeMap, HashMap};

use super::{Event, History, Slot};
use crate::ledger::merge::marks::{self, three_way};
use crate::ledger::merge::order::{self, Compare, List};

/// Returns the slots in their order.
pub(super) fn arranged(slots: &[Slot], events: &[Vec<Event>; 3]) -> List {
    let places = |side: usize| {
        let count = events.get(side).map_or(0, Vec::len);
        let mut places = vec![None; count];
        for (at, slot) in slots.iter().enumerate() {
            let place = slot.from.get(side).copied().flatten();
            if let Some(place) = place.and_then(|place| places.get_mut(place)) {
                *place = Some(at);
            }
        }
        places.into_iter().flatten().collect::<List>()
    };
    let [base, ours, theirs] = [places(0), places(1), places(2)];
    let slot = |at: usize| slots.get(at);
    let stays = |at: usize| slot(at).is_some_and(|slot| slot.stays);
    let by_place = |one: usize, other: usize| one.cmp(&other);
    let staying =
        order::arrange(&base, &ours, &theirs, &stays, &Compare { keys: &by_place, at_one_place: &by_place });
    let key = |at: usize| slot(at).map(|slot| (slot.rank, slot.text.as_str()));
    let by_key = |one: usize, other: usize| key(one).cmp(&key(other));
    let mut instants: BTreeMap<i64, ()> = BTreeMap::new();
    instants.extend(slots.iter().filter(|slot| !slot.stays).map(|slot| (slot.at, ())));
    // The earliest that is still to come at each place: what is not later than a new event ends before it.
    let mut earliest: Vec<i64> = staying.iter().filter_map(|at| slot(*at)).map(|slot| slot.at).collect();
    let mut least = i64::MAX;
    for at in earliest.iter_mut().rev() {
        least = least.min(*at);
        *at = least;
    }
    let by_instant = |list: &[usize]| {
        let mut groups: HashMap<i64, List> = HashMap::new();
        for at in list.iter().filter(|at| !stays(**at)) {
            groups.entry(slot(*at).map_or(0, |slot| slot.at)).or_default().push(*at);
        }
        groups
    };
    let (mine, other) = (by_instant(&ours), by_instant(&theirs));
    let mut all = List::with_capacity(slots.len());
    let mut passed = 0_usize;
    for instant in instants.into_keys() {
        let behind = earliest.partition_point(|at| *at <= instant);
        all.extend(staying.iter().take(behind).skip(passed));
        passed = passed.max(behind);
        let compare = Compare { keys: &by_key, at_one_place: &by_key };
        match (mine.get(&instant), other.get(&instant)) {
            (Some(mine), Some(other)) => all.extend(order::arrange(&[], mine, other, &|_| true, &compare)),
            (one, two) => all.extend(one.or(two).into_iter().flatten()),
        }
    }
    all.extend(staying.iter().skip(passed));
    all
}

/// Returns the text of a list.
pub(super) fn list_text(
    histories: [Option<&History>; 3],
    slots: &[Slot],
    order: &[usize],
    mut comments: Comments,
) -> String {
    let [base, ours, theirs] = histories;
    let side = |of: &dyn Fn(&History) -> &str| -> String {
        let (was, mine, other) = (base.map(of), ours.map(of), theirs.map(of));
        match (mine, other) {
            (Some(mine), Some(other)) => three_way(was, mine, other).unwrap_or(mine.min(other)).to_owned(),
            (one, other) => one.or(other).unwrap_or_default().to_owned(),
        }
    };
    let tail = |of: &dyn Fn(&History) -> &str| {
        let [was, mine, other] = histories.map(|history| history.map(of).unwrap_or_default());
        marks::tail(Some(was), mine, other)
    };
    let spaced = |comment: String| if comment.is_empty() { comment } else { format!(" {comment}") };
    let prefix = side(&|history| &history.prefix);
    let close = prefix.strip_suffix(prefix.trim_start()).unwrap_or_default();
    let (open, tail) = (spaced(tail(&|history| &history.open)), spaced(tail(&|history| &history.tail)));
    if order.is_empty() && comments.is_empty() && open.is_empty() {
        return format!("{prefix}[]{tail}");
    }
    let mut text = format!("{prefix}[{open}\n");
    for (place, at) in order.iter().enumerate() {
        push_comments(&mut text, comments.remove(&Some(place)));
        if let Some(slot) = slots.get(*at) {
            text.push_str(&slot.text);
            text.push('\n');
        }
    }
    push_comments(&mut text, comments.remove(&None));
    format!("{text}{close}]{tail}")
}

fn push_comments(text: &mut String, comments: Option<Vec<String>>) {
    for comment in comments.unwrap_or_default() {
        text.push_str(if comment.is_empty() { "" } else { "  " });
        text.push_str(&comment);
        text.push('\n');
    }
}

/// The comments of a list by the place of the event above which they stand; `None`: behind the last event.
pub(super) type Comments = HashMap<Option<usize>, Vec<String>>;

/// Merges the comments between events apart from the events.
pub(super) fn comments(histories: [Option<&History>; 3], slots: &[Slot], order: &[usize]) -> Comments {
    let mut table: Vec<(String, usize)> = Vec::new();
    let mut places: HashMap<(String, usize), usize> = HashMap::new();
    let sides = [0, 1, 2].map(|side| {
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        let Some(history) = histories.get(side).copied().flatten() else { return found };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut anchors = anchors(side, history.events.len(), slots, order);
        anchors.push(None);
        let lists = history.events.iter().map(|event| &event.above).chain([&history.end]);
        for (comments, anchor) in lists.zip(anchors) {
            for comment in comments {
                let count = counts.entry(comment).or_default();
                let key = (comment.clone(), *count);
                *count = count.saturating_add(1);
                let at = *places.entry(key.clone()).or_insert_with(|| {
                    table.push(key);
                    table.len().saturating_sub(1)
                });
                found.push((at, anchor));
            }
        }
        found
    });
    let [was, mine, other] = sides.clone().map(|side| side.into_iter().map(|(at, _)| at).collect::<List>());
    let [was_at, mine_at, other_at] = sides.map(|side| side.into_iter().collect::<HashMap<_, _>>());
    let is_kept =
        |at: usize| match (was_at.contains_key(&at), mine_at.contains_key(&at), other_at.contains_key(&at)) {
            (true, mine, other) => mine && other,
            (false, mine, other) => mine || other,
        };
    let by_text = |one: usize, other: usize| table.get(one).cmp(&table.get(other));
    let compare = Compare { keys: &by_text, at_one_place: &by_text };
    let mut all = Comments::new();
    for at in order::arrange(&was, &mine, &other, &is_kept, &compare) {
        let anchor = match (mine_at.get(&at), other_at.get(&at)) {
            (Some(mine), Some(other)) => three_way(was_at.get(&at), mine, other).unwrap_or(mine.min(other)),
            (one, two) => one.or(two).unwrap_or(&None),
        };
        if let Some((comment, _)) = table.get(at) {
            all.entry(*anchor).or_default().push(comment.clone());
        }
    }
    all
}

/// Returns for each event of a side the place in the result of the first at or behind it that is still there.
fn anchors(side: usize, count: usize, slots: &[Slot], order: &[usize]) -> Vec<Option<usize>> {
    let mut anchors = vec![None; count];
    for (place, slot) in order.iter().filter_map(|at| slots.get(*at)).enumerate() {
        let event = slot.from.get(side).copied().flatten();
        if let Some(anchor) = event.and_then(|event| anchors.get_mut(event)) {
            *anchor = Some(place);
        }
    }
    let mut next = None;
    for anchor in anchors.iter_mut().rev() {
        next = anchor.or(next);
        *anchor = next;
    }
    anchors
}
