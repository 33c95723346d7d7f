//! Sets: the items of a key whose order says nothing, merged, and written with the comments around them.

use std::collections::{HashMap, HashSet};

use super::{Item, Planned};
use crate::ledger::merge::history::History;

/// The items of a set: what each means, and its text.
pub(super) type Items = Vec<(String, String)>;

/// Returns what the items mean.
pub(super) fn meanings(items: &Items) -> HashSet<&str> {
    items.iter().map(|(meaning, _)| meaning.as_str()).collect()
}

/// Returns what stays of the base, in its order, then what is new, sorted.
pub(super) fn union(base: &Items, ours: &Items, theirs: &Items) -> Items {
    let [was, mine, other] = [base, ours, theirs].map(meanings);
    let stays = |(item, _): &&(String, String)| mine.contains(&**item) && other.contains(&**item);
    let mut all: Items = base.iter().filter(stays).cloned().collect();
    let is_new = |(item, _): &&(String, String)| !was.contains(&**item);
    let mut new: Items = ours.iter().chain(theirs).filter(is_new).cloned().collect();
    new.sort_unstable();
    new.dedup_by(|one, other| one.0 == other.0);
    all.extend(new);
    all
}

/// Returns a set with these items, written as this side writes it: on one line, or an item a line with its comments.
pub(super) fn written(
    model: &Item<'_>,
    sides: [Option<&Item<'_>>; 3],
    items: &Items,
    tail: String,
    blanks: usize,
) -> Planned {
    let prefix = model.lead.split_inclusive('=').next().unwrap_or_default();
    let indent = prefix.strip_suffix(prefix.trim_start()).unwrap_or_default();
    let texts = items.iter().map(|(_, text)| text.as_str());
    let list = if sides.iter().flatten().any(|side| side.lead.contains('\n')) {
        let lines: String =
            commented(sides, items).iter().map(|line| format!("{indent}  {line}\n")).collect();
        format!("[\n{lines}{indent}]")
    } else {
        format!("[{}]", texts.collect::<Vec<_>>().join(", "))
    };
    let mut meanings: Vec<_> = items.iter().map(|(meaning, _)| meaning.as_str()).collect();
    meanings.sort_unstable();
    let meaning = format!("{{{}}}", meanings.join(","));
    Planned { text: format!("{prefix} {list}{tail}"), blanks, meaning, is_table: false }
}

/// Returns the lines of a set: each item with the comments that are around it on any side, unless one side took them out.
fn commented(sides: [Option<&Item<'_>>; 3], items: &Items) -> Vec<String> {
    let lists = sides.map(|side| {
        side.map(|side| {
            History::list("", side.lead.split_once('=').map_or("", |(_, list)| list.trim_start()), "")
        })
    });
    let merged = |comments: [Option<Vec<String>>; 3]| {
        let [was, mine, other] = comments.map(Option::unwrap_or_default);
        let stays = |comment: &&String| {
            !was.contains(*comment) || (mine.contains(*comment) && other.contains(*comment))
        };
        let mut all: Vec<_> =
            mine.iter().chain(&other).filter(stays).filter(|text| !text.is_empty()).cloned().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut lines = merged(lists.each_ref().map(|list| list.as_ref().map(|list| vec![list.open.clone()])));
    // The first of each text.
    let events = lists.each_ref().map(|list| {
        let events = list.iter().flat_map(|list| list.events.iter().rev());
        events.map(|event| (event.text.as_str(), event)).collect::<HashMap<_, _>>()
    });
    for (_, text) in items {
        let found = events.each_ref().map(|events| events.get(text.as_str()).copied());
        lines.extend(merged(found.map(|event| event.map(|event| event.above.clone()))));
        let tail = merged(found.map(|event| event.map(|event| vec![event.tail.clone()]))).join(" ");
        lines.push(format!("{text}, {tail}").trim_end().to_owned());
    }
    lines.extend(merged(lists.each_ref().map(|list| list.as_ref().map(|list| list.end.clone()))));
    lines
}
