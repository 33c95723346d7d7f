//! The lines of one piece, merged: keys by their values, comments apart from them, sub-tables as text, the history by its events.

use std::collections::HashMap;

use super::entries::{Entry, Kind, entries};
use super::events;
use super::history::{Event, Form, History};
use super::marks::{self, Notes, three_way};
use super::order::{self, Compare, List};
use super::value;
use crate::document::tree;
use crate::ledger::canonical::writer;
use crate::ledger::read::block::HEADER;
use crate::rules::commitment::Commitment;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A commitment.
    Block,
    /// A part of the policy, or one event as a table.
    Section,
}

/// What a line is, whatever it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum What {
    Header,
    Key(String),
    /// Its text, and how many like it are above it.
    Comment(String, usize),
    History,
    /// Its header, and how many like it are above it.
    Sub(String, usize),
}

/// A line, or several that are one.
#[derive(Debug, Clone)]
struct Item<'t> {
    what: What,
    /// The blank lines above it.
    blanks: usize,
    /// Its text up to the comment at its end.
    lead: &'t str,
    /// That comment, with the blanks before it.
    tail: &'t str,
    /// What its value means.
    meaning: String,
    /// What the items of its set mean, each with its text.
    items: Option<Vec<(String, String)>>,
}

/// The lines of a piece on one side.
struct Lines<'t> {
    items: Vec<Item<'t>>,
    history: Option<History>,
}

const HISTORY: &str = "history";

impl<'t> Lines<'t> {
    fn read(text: &'t str, shape: Shape) -> Self {
        let entries = entries(text);
        let first = entries.iter().position(|entry| !matches!(entry.kind, Kind::Blank | Kind::Comment));
        let is_header = |entry: &Entry<'_>| matches!(entry.kind, Kind::Table | Kind::Tables);
        let own = first.filter(|at| entries.get(*at).is_some_and(is_header));
        let headers = entries.iter().enumerate().filter(|(at, entry)| is_header(entry) && Some(*at) != own);
        // The comments directly above a header belong to it.
        let starts: Vec<_> = headers.map(|(at, _)| above(&entries, at)).collect();
        let mut lines = Self { items: Vec::new(), history: None };
        let mut counts = HashMap::new();
        let head = entries.iter().take(starts.first().copied().unwrap_or(entries.len()));
        let mut blanks = lines.head(head, shape, &mut counts);
        let mut tables: Vec<(usize, String)> = Vec::new();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place.saturating_add(1)).copied().unwrap_or(entries.len());
            let Some(group) = entries.get(*start..end) else { continue };
            let below = std::mem::replace(
                &mut blanks,
                group.iter().rev().take_while(|entry| entry.kind == Kind::Blank).count(),
            );
            let Some((header, lead)) = sub(text, group) else { continue };
            let path = header.path();
            let is_event =
                shape == Shape::Block && path.iter().map(String::as_str).take(2).eq([HEADER, HISTORY]);
            match (is_event, path.len(), tables.last_mut()) {
                (true, 2, _) => {
                    if tables.is_empty() {
                        lines.push(What::History, below, lead, "", String::new());
                    }
                    tables.push((below, lead.to_owned()));
                }
                // A table inside the event above it.
                (true, _, Some((_, event))) => event.push_str(&format!("\n{lead}")),
                _ => {
                    let meaning = tree::parse(lead).map(|table| value::fields(&table, lead));
                    let meaning =
                        meaning.map(|fields| format!("{fields:?}")).unwrap_or_else(|_| lead.to_owned());
                    let name = format!("{:?} {}", header.kind, path.join("."));
                    let nth = next(&mut counts, name.clone());
                    lines.push(What::Sub(name, nth), below, lead, "", meaning);
                }
            }
        }
        if !tables.is_empty() {
            lines.history = Some(History::tables(tables));
        }
        lines
    }

    /// Reads the lines above the first table below; returns how many blank lines are at their end.
    fn head<'e>(
        &mut self,
        entries: impl Iterator<Item = &'e Entry<'t>>,
        shape: Shape,
        counts: &mut HashMap<String, usize>,
    ) -> usize
    where
        't: 'e,
    {
        let mut blanks = 0_usize;
        for entry in entries {
            let above = std::mem::take(&mut blanks);
            match entry.kind {
                Kind::Blank => blanks = above.saturating_add(1),
                Kind::Comment => {
                    let text = entry.text.trim().to_owned();
                    let nth = next(counts, text.clone());
                    self.push(What::Comment(text, nth), above, entry.text.trim_end(), "", String::new());
                }
                Kind::Table | Kind::Tables => {
                    self.push(What::Header, above, entry.lead, entry.tail(), String::new())
                }
                Kind::Key => self.key(entry, above, shape),
            }
        }
        blanks
    }

    fn key(&mut self, entry: &Entry<'t>, blanks: usize, shape: Shape) {
        let path = entry.path();
        let name = path.iter().map(|part| writer::key(part)).collect::<Vec<_>>().join(".");
        if shape == Shape::Block && name == HISTORY && entry.value.starts_with('[') {
            let prefix = entry.lead.strip_suffix(entry.value).unwrap_or(entry.lead);
            self.history = Some(History::list(prefix, entry.value, entry.tail()));
            self.push(What::History, blanks, entry.text, "", String::new());
            return;
        }
        let source = format!("x = {}", entry.value);
        let last = path.last().map(String::as_str).unwrap_or_default();
        let table = tree::parse(&source).ok();
        let found = table.as_ref().and_then(|table| table.iter().next()).map(|(_, value)| value);
        let meaning = found.map_or_else(|| entry.value.to_owned(), |value| value::meaning_of(last, value));
        let items = found.and_then(|value| value::items(last, value, &source));
        self.items.push(Item {
            what: What::Key(name),
            blanks,
            lead: entry.lead,
            tail: entry.tail(),
            meaning,
            items,
        });
    }

    fn push(&mut self, what: What, blanks: usize, lead: &'t str, tail: &'t str, meaning: String) {
        self.items.push(Item { what, blanks, lead, tail, meaning, items: None });
    }

    /// Returns all that it says, in any order.
    fn says(&self) -> Vec<(What, String)> {
        let items = self.items.iter().filter(|item| item.what != What::History);
        let mut all: Vec<_> = items.map(|item| (item.what.clone(), item.meaning.clone())).collect();
        let events = self.history.iter().flat_map(|history| &history.events);
        all.extend(events.map(|event| (What::History, event.identity.clone())));
        all.sort_unstable();
        all
    }
}

fn next(counts: &mut HashMap<String, usize>, text: String) -> usize {
    let count = counts.entry(text).or_default();
    let nth = *count;
    *count = count.saturating_add(1);
    nth
}

/// Returns where the comments directly above a header begin.
fn above(entries: &[Entry<'_>], header: usize) -> usize {
    let before = entries.iter().take(header).rev();
    header.saturating_sub(before.take_while(|entry| entry.kind == Kind::Comment).count())
}

/// Returns the header of a table below a piece, and all of the table's text.
fn sub<'e, 't>(text: &'t str, group: &'e [Entry<'t>]) -> Option<(&'e Entry<'t>, &'t str)> {
    let header = group.iter().find(|entry| matches!(entry.kind, Kind::Table | Kind::Tables))?;
    let (first, last) = (group.first()?, group.iter().rev().find(|entry| entry.kind != Kind::Blank)?);
    Some((header, text.get(first.start..last.start.saturating_add(last.text.len()))?.trim_end()))
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
    let mut identities = Vec::new();
    let mut planned: HashMap<usize, Planned> = HashMap::new();
    for (at, what) in table.iter().enumerate() {
        let item = |side: usize| {
            let place = lists.get(side)?.iter().position(|one| *one == at)?;
            lines.get(side)?.items.get(place)
        };
        let items = [item(0), item(1), item(2)];
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
                let new: Vec<_> = now.iter().filter(|item| !has(before, &item.0)).cloned().collect();
                return (!new.is_empty()).then(|| set(item, items, &new, item.tail.to_owned(), item.blanks));
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
                Some(set(model, items, &union(&before, ours, theirs), tail, blanks))
            }
            _ => {
                let what = format!("{name} has two values");
                let [ours, theirs] = [mine, other].map(|item| format!("{}{}", item.lead, item.tail));
                Some(Planned { text: notes.clash(&what, &ours, &theirs, "\n"), blanks, ..of(mine, "") })
            }
        },
    }
}

type Items = Vec<(String, String)>;

fn has(items: &Items, meaning: &str) -> bool {
    items.iter().any(|(one, _)| one == meaning)
}

/// Returns what stays of the base, in its order, then what is new, sorted.
fn union(base: &Items, ours: &Items, theirs: &Items) -> Items {
    let stays = |item: &&(String, String)| has(ours, &item.0) && has(theirs, &item.0);
    let mut all: Items = base.iter().filter(stays).cloned().collect();
    let mut new: Items = ours.iter().chain(theirs).filter(|item| !has(base, &item.0)).cloned().collect();
    new.sort_unstable();
    new.dedup_by(|one, other| one.0 == other.0);
    all.extend(new);
    all
}

/// Returns a set with these items, written as this side writes it: on one line, or an item a line with its comments.
fn set(
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
    let merged = |of: &dyn Fn(&History) -> Vec<String>| {
        let [was, mine, other] = lists.each_ref().map(|list| list.as_ref().map(of).unwrap_or_default());
        let stays = |comment: &&String| {
            !was.contains(*comment) || (mine.contains(*comment) && other.contains(*comment))
        };
        let mut all: Vec<_> =
            mine.iter().chain(&other).filter(stays).filter(|text| !text.is_empty()).cloned().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let of = |text: &str, list: &History, of: &dyn Fn(&Event) -> Vec<String>| {
        list.events.iter().find(|event| event.text == text).map(of).unwrap_or_default()
    };
    let mut lines = merged(&|list| vec![list.open.clone()]);
    for (_, text) in items {
        lines.extend(merged(&|list| of(text, list, &|event| event.above.clone())));
        let tail = merged(&|list| of(text, list, &|event| vec![event.tail.clone()])).join(" ");
        lines.push(format!("{text}, {tail}").trim_end().to_owned());
    }
    lines.extend(merged(&|list| list.end.clone()));
    lines
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
