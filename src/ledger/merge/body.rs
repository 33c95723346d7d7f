//! The lines of one piece, merged: keys by their values, comments apart from them, sub-tables as text, the history by its events.

use std::collections::HashMap;

use super::events;
use super::history::{Form, History};
use super::marks::{self, Notes, three_way};
use super::order::{self, Compare, List};
use crate::rules::commitment::Commitment;
use lines::{Item, Lines, What};

mod lines;
mod set;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A commitment.
    Block,
    /// A part of the policy, or one event as a table.
    Section,
}

/// Returns true if two texts of a piece say the same, comments included.
pub fn says_the_same(one: &str, other: &str, shape: Shape) -> bool {
    if one == other {
        return true;
    }
    let tails = |lines: &Lines<'_>| {
        let items = lines.items.iter().map(|item| item.tail.trim().to_owned());
        let events = lines.history.iter().flat_map(|history| &history.events);
        let comments = events.flat_map(|event| event.above.iter().chain([&event.tail]).cloned());
        let mut all: Vec<_> = items.chain(comments).filter(|comment| !comment.is_empty()).collect();
        all.sort_unstable();
        all
    };
    let (one, other) = (Lines::read(one, shape), Lines::read(other, shape));
    one.says() == other.says() && tails(&one) == tails(&other)
}

/// Returns what two texts of a piece agree on, written as the first.
pub fn agreed(one: &str, other: &str, shape: Shape) -> String {
    let (one, other) = (Lines::read(one, shape), Lines::read(other, shape));
    let says: HashMap<_, _> = other.items.iter().map(|item| (&item.what, &item.meaning)).collect();
    let mut lines = Vec::new();
    for item in one.items.iter().filter(|item| says.get(&item.what) == Some(&&item.meaning)) {
        match (&item.what, &one.history, &other.history) {
            (What::History, Some(mine), Some(theirs)) => lines.push(mine.agreed(theirs)),
            (What::History, ..) => {}
            _ => lines.push(format!("{}{}", item.lead, item.tail)),
        }
    }
    lines.join("\n")
}

/// What one item of the result is.
struct Planned {
    text: String,
    blanks: usize,
    /// What it has to say when it is read again.
    meaning: String,
    /// It is a table, behind which no key of the piece can stand.
    is_table: bool,
}

/// Merges two texts of a piece, line ends as `\n`; without the last line end.
pub fn merge(notes: &mut Notes<'_>, base: Option<&str>, ours: &str, theirs: &str, shape: Shape) -> String {
    let before = notes.contradictions.len();
    let lines = [base.unwrap_or_default(), ours, theirs].map(|text| Lines::read(text, shape));
    let mut table: Vec<What> = Vec::new();
    let mut places: HashMap<What, usize> = HashMap::new();
    let lists = lines.each_ref().map(|lines| {
        let place = |item: &Item<'_>| {
            *places.entry(item.what.clone()).or_insert_with(|| {
                table.push(item.what.clone());
                table.len().saturating_sub(1)
            })
        };
        lines.items.iter().map(place).collect::<List>()
    });
    let found = [0, 1, 2].map(|side| {
        let mut found: Vec<Option<&Item<'_>>> = vec![None; table.len()];
        let items = lines.get(side).map(|lines| lines.items.as_slice()).unwrap_or_default();
        for (at, item) in lists.get(side).into_iter().flatten().zip(items) {
            if let Some(first) = found.get_mut(*at) {
                first.get_or_insert(item);
            }
        }
        found
    });
    let mut identities = Vec::new();
    let mut planned: HashMap<usize, Planned> = HashMap::new();
    for (at, what) in table.iter().enumerate() {
        let items = found.each_ref().map(|found| found.get(at).copied().flatten());
        let one = match what {
            What::History => history(notes, &lines, items, &mut identities),
            What::Comment(..) => comment(items),
            _ => value_item(notes, what, items),
        };
        planned.extend(one.map(|one| (at, one)));
    }
    let [was, mine, other] = &lists;
    let ranks = ranks(&table, [mine, other], shape);
    let by_rank = |one: usize, other: usize| ranks.get(&one).cmp(&ranks.get(&other));
    let by_key = |one: usize, other: usize| table.get(one).cmp(&table.get(other));
    let compare = Compare { keys: &by_key, at_one_place: &by_rank };
    let mut order = order::arrange(was, mine, other, &|at| planned.contains_key(&at), &compare);
    // A key, or a comment of the piece, behind a table would be one of the table.
    order.sort_by_key(|at| planned.get(at).is_some_and(|one| one.is_table));
    let (mut text, mut is_below_comment) = (String::new(), false);
    for (at, one) in
        order.iter().filter_map(|at| Some((at, planned.get(at)?))).filter(|(_, one)| !one.text.is_empty())
    {
        // A comment directly above a table would belong to it.
        let least = usize::from(one.is_table && is_below_comment);
        if !text.is_empty() {
            text.push_str(&"\n".repeat(one.blanks.max(least).saturating_add(1)));
        }
        text.push_str(&one.text);
        let what = table.get(*at).cloned();
        is_below_comment = matches!(what, Some(What::Comment(..)));
        let what = what.filter(|what| *what != What::History);
        identities.extend(what.map(|what| (what, one.meaning.clone())));
    }
    identities.sort_unstable();
    let is_clean = notes.contradictions.len() == before;
    if is_clean && Lines::read(&text, shape).says() != identities {
        return notes.clash("cannot be merged line by line", ours, theirs, "\n");
    }
    text
}

/// Merges a key, a header, or a table below: by its value, then by its text.
fn value_item(notes: &mut Notes<'_>, what: &What, items: [Option<&Item<'_>>; 3]) -> Option<Planned> {
    let [was, mine, other] = items;
    let is_table = matches!(what, What::Sub(..));
    let of = |item: &Item<'_>, lead: &str| Planned {
        text: format!("{lead}{}", item.tail),
        blanks: item.blanks,
        meaning: item.meaning.clone(),
        is_table,
    };
    let name = match what {
        What::Key(name) => format!("`{name}`"),
        What::Sub(name, _) => format!("[{}]", name.split_once(' ').map_or("", |(_, name)| name)),
        _ => "its header".to_owned(),
    };
    let (mine, other) = match (mine, other) {
        (None, None) => return None,
        (Some(mine), Some(other)) => (mine, other),
        (one, two) => {
            let item = one.or(two)?;
            let Some(was) = was else { return Some(of(item, item.lead)) };
            let merges = item.items.as_ref().zip(was.items.as_ref());
            if was.meaning == item.meaning {
                return None;
            }
            if let Some((now, before)) = merges {
                let before = set::meanings(before);
                let new: Vec<_> = now.iter().filter(|(item, _)| !before.contains(&**item)).cloned().collect();
                return (!new.is_empty())
                    .then(|| set::written(item, items, &new, item.tail.to_owned(), item.blanks));
            }
            let text = format!("{}{}", item.lead, item.tail);
            let (ours, theirs) = if one.is_some() { (text.as_str(), "") } else { ("", text.as_str()) };
            let what = format!("{name} was changed on one side and taken out on the other");
            return Some(Planned { text: notes.clash(&what, ours, theirs, "\n"), ..of(item, "") });
        }
    };
    let blanks = three_way(was.map(|was| was.blanks), mine.blanks, other.blanks);
    let blanks = blanks.unwrap_or_else(|| mine.blanks.max(other.blanks));
    let tail = marks::tail(was.map(|was| was.tail), mine.tail, other.tail);
    let plan =
        |item: &Item<'_>, lead: &str| Planned { text: format!("{lead}{tail}"), blanks, ..of(item, "") };
    match three_way(was.map(|was| &*was.meaning), &*mine.meaning, &*other.meaning) {
        Some(meaning) if mine.meaning == other.meaning => {
            let before = was.filter(|was| was.meaning == meaning).map(|was| was.lead);
            Some(plan(
                mine,
                three_way(before, mine.lead, other.lead).unwrap_or_else(|| mine.lead.min(other.lead)),
            ))
        }
        Some(meaning) if meaning == mine.meaning => Some(plan(mine, mine.lead)),
        Some(_) => Some(plan(other, other.lead)),
        None => match (&mine.items, &other.items) {
            (Some(ours), Some(theirs)) => {
                let before = was.and_then(|was| was.items.clone()).unwrap_or_default();
                let model = if mine.lead <= other.lead { mine } else { other };
                Some(set::written(model, items, &set::union(&before, ours, theirs), tail, blanks))
            }
            _ => {
                let what = format!("{name} has two values");
                let [ours, theirs] = [mine, other].map(|item| format!("{}{}", item.lead, item.tail));
                Some(Planned { text: notes.clash(&what, &ours, &theirs, "\n"), blanks, ..of(mine, "") })
            }
        },
    }
}

/// Returns a comment, unless one side took it out.
fn comment(items: [Option<&Item<'_>>; 3]) -> Option<Planned> {
    let [was, mine, other] = items;
    let (one, two) = match (mine, other) {
        (Some(mine), Some(other)) => (mine, other),
        (one, two) => {
            let item = one.or(two).filter(|_| was.is_none())?;
            (item, item)
        }
    };
    let lead =
        three_way(was.map(|was| was.lead), one.lead, two.lead).unwrap_or_else(|| one.lead.min(two.lead));
    let blanks = three_way(was.map(|was| was.blanks), one.blanks, two.blanks);
    let blanks = blanks.unwrap_or_else(|| one.blanks.max(two.blanks));
    Some(Planned { text: lead.to_owned(), blanks, meaning: String::new(), is_table: false })
}

/// Merges the history: the text of the side that changed it, or event by event.
fn history(
    notes: &mut Notes<'_>,
    lines: &[Lines<'_>; 3],
    items: [Option<&Item<'_>>; 3],
    identities: &mut Vec<(What, String)>,
) -> Option<Planned> {
    let [was, mine, other] = lines.each_ref().map(|lines| lines.history.as_ref());
    let text = |history: Option<&History>| history.map(|history| history.text.clone());
    let blanks = items.map(|item| item.map(|item| item.blanks));
    let blanks = match blanks {
        [was, Some(mine), Some(other)] => three_way(was, mine, other).unwrap_or_else(|| mine.max(other)),
        [_, mine, other] => mine.or(other).unwrap_or_default(),
    };
    let (before, one, two) = (text(was), text(mine), text(other));
    if let Some(taken) = three_way(Some(before.as_ref()), one.as_ref(), two.as_ref()) {
        let side = if taken == one.as_ref() { mine } else { other }?;
        identities.extend(side.events.iter().map(|event| (What::History, event.identity.clone())));
        let is_table = side.form == Form::Tables;
        return Some(Planned { text: side.text.clone(), blanks, meaning: String::new(), is_table });
    }
    let tables = |notes: &mut Notes<'_>, base: Option<&str>, ours: &str, theirs: &str| {
        merge(notes, base, ours, theirs, Shape::Section)
    };
    let merged = events::merge(notes, [was, mine, other], &tables)?;
    identities.extend(merged.identities.into_iter().map(|identity| (What::History, identity)));
    let is_table = merged.form == Form::Tables;
    Some(Planned { text: merged.text, blanks, meaning: String::new(), is_table })
}

/// How things that are new at one place follow one another: what kind of line, its place in the canonical form, its name, and
/// comments before what they stand above.
type Rank = (usize, usize, String, bool, String);

fn ranks(table: &[What], sides: [&List; 2], shape: Shape) -> HashMap<usize, Rank> {
    let mut ranks = HashMap::new();
    for side in sides {
        let mut below: Rank = (usize::MAX, 0, String::new(), false, String::new());
        for at in side.iter().rev() {
            let Some(what) = table.get(*at) else { continue };
            let rank = match what {
                What::Comment(text, _) => {
                    let (kind, place, name, ..) = below.clone();
                    (kind, place, name, false, text.clone())
                }
                What::Header => (0, 0, String::new(), true, String::new()),
                What::Key(name) => {
                    let known = Commitment::KEYS.iter().position(|(key, _)| key.name == name);
                    let place = known.filter(|_| shape == Shape::Block).unwrap_or(usize::MAX);
                    (1, place, name.clone(), true, String::new())
                }
                What::History => (2, 0, String::new(), true, String::new()),
                What::Sub(name, nth) => (3, *nth, name.clone(), true, String::new()),
            };
            below = rank.clone();
            ranks.insert(*at, rank);
        }
    }
    ranks
}
