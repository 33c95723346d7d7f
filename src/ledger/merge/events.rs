//! Events, merged three-way as a multiset. Two events are the same if every key means the same.
//!
//! Base events keep their places; what is new, or was given another time, goes behind the last that is not later.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::history::{Event, Form, History, tables_text};
use super::marks::{self, Notes, three_way};
use super::order::{self, Compare, List};
use super::value::{self, Field};

mod written;

/// Merges the tables of one event, by their lines: base, ours, theirs.
pub type Tables<'m> = &'m dyn Fn(&mut Notes<'_>, Option<&str>, &str, &str) -> String;

/// A merged history.
pub struct Merged {
    /// How it is written.
    pub form: Form,
    /// Its text, without the last line end.
    pub text: String,
    /// The identities of its events, but for those that contradict each other.
    pub identities: Vec<String>,
}

/// What became of an event of the base on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays as it is: the place of the event on that side.
    Kept(usize),
    /// It was edited.
    Edited(usize),
    /// It was taken out.
    Gone,
}

/// One side against the base.
struct Side<'h> {
    events: &'h [Event],
    /// What became of each event of the base.
    fates: Vec<Fate>,
    /// The places of what it added.
    added: BTreeSet<usize>,
}

/// A place in the result.
struct Slot {
    /// When it happened.
    at: i64,
    rank: u8,
    /// Its text, with its comment.
    text: String,
    /// The blank lines above a table.
    blanks: usize,
    /// What it has to be when it is read again.
    identity: Option<String>,
    /// The event on each side: base, ours, theirs.
    from: [Option<usize>; 3],
    /// It stays where it was in the base.
    stays: bool,
}

/// Merges the histories of a block. A side without one has no events.
pub fn merge(notes: &mut Notes<'_>, histories: [Option<&History>; 3], tables: Tables<'_>) -> Option<Merged> {
    let [_, ours, theirs] = histories;
    let form = match (ours.map(|side| side.form), theirs.map(|side| side.form)) {
        (Some(Form::Tables), Some(Form::Tables) | None) | (None, Some(Form::Tables)) => Form::Tables,
        _ => Form::List,
    };
    let [base, ours, theirs] = histories.map(|history| history.map(|history| history.written(form)));
    let events = |history: &'_ Option<History>| {
        history.as_ref().map(|history| history.events.clone()).unwrap_or_default()
    };
    let all = [events(&base), events(&ours), events(&theirs)];
    let [was, mine, other] = &all;
    let sides = Side::both(was, mine, other);
    let mut merge = Merge { notes, form, tables, slots: Vec::new() };
    let [one, two] = &sides;
    for ((place, event), fates) in was.iter().enumerate().zip(one.fates.iter().zip(&two.fates)) {
        merge.base(place, event, (mine, *fates.0), (other, *fates.1));
    }
    merge.added(one, two);
    let mut slots = merge.slots;
    // A version that was chosen may be none.
    slots.retain(|slot| !slot.text.is_empty());
    let order = written::arranged(&slots, &all);
    let lists = [base.as_ref(), ours.as_ref(), theirs.as_ref()];
    let comments = if form == Form::List { written::comments(lists, &slots, &order) } else { HashMap::new() };
    // A list without events stays where somebody wrote a comment into it.
    let has_comment = comments.values().flatten().any(|comment| !comment.is_empty());
    if order.is_empty() && !has_comment && (ours.is_none() || theirs.is_none()) {
        return None;
    }
    let in_order: Vec<_> = order.iter().filter_map(|at| slots.get(*at)).collect();
    let text = match form {
        Form::Tables => tables_text(in_order.iter().map(|slot| (slot.blanks, slot.text.as_str()))),
        Form::List => written::list_text(lists, &slots, &order, comments),
    };
    let identities = in_order.iter().filter_map(|slot| slot.identity.clone()).collect();
    Some(Merged { form, text, identities })
}

impl<'h> Side<'h> {
    /// Returns both sides against the base. What both added is an edit of one event by both, or new: as an edit of one side alone it
    /// would be there twice.
    fn both(base: &[Event], ours: &'h [Event], theirs: &'h [Event]) -> [Self; 2] {
        let [mut ours, mut theirs] = [ours, theirs].map(|events| Self::against(base, events));
        let mut same = queues(theirs.added_events().map(|(at, event)| (event.identity.clone(), at)));
        let pair = |(at, event): (usize, &Event)| Some((at, take(&mut same, &event.identity)?));
        let (mine, mut others): (Vec<_>, Vec<_>) = ours.added_events().filter_map(pair).unzip();
        ours.edit(base, &[]);
        theirs.edit(base, &[]);
        let (of_mine, of_others) = (ours.edited(), theirs.edited());
        for (place, other) in mine.iter().zip(&others) {
            let (one, two) = (of_mine.get(place), of_others.get(other));
            if one != two {
                ours.add(one, *place);
                theirs.add(two, *other);
            }
        }
        others.sort_unstable();
        ours.edit(base, &mine);
        theirs.edit(base, &others);
        [ours, theirs]
    }

    /// Finds the events of the base by their identities: what is left over was added, or is gone.
    fn against(base: &[Event], events: &'h [Event]) -> Self {
        let mut fates = vec![Fate::Gone; base.len()];
        let mut same = queues(base.iter().enumerate().map(|(at, event)| (event.identity.clone(), at)));
        let mut added = BTreeSet::new();
        for (place, event) in events.iter().enumerate() {
            match take(&mut same, &event.identity).and_then(|at| fates.get_mut(at)) {
                Some(fate) => *fate = Fate::Kept(place),
                None => drop(added.insert(place)),
            }
        }
        Self { events, fates, added }
    }

    /// Takes what it added for an edit of what it took out: what has the same deed and time, else what is equal but for its time.
    /// `new`, in order, is no edit.
    fn edit(&mut self, base: &[Event], new: &[usize]) {
        let moment = |event: &Event| format!("{} {}", event.at, event.did());
        for key in [moment, Event::but_for_its_time] {
            let may_be = self.added_events().filter(|(place, _)| new.binary_search(place).is_err());
            let mut like = queues(may_be.map(|(place, event)| (key(event), place)));
            let gone = self.fates.iter_mut().zip(base).filter(|(fate, _)| **fate == Fate::Gone);
            for (fate, event) in gone {
                if let Some(place) = take(&mut like, &key(event)) {
                    *fate = Fate::Edited(place);
                    self.added.remove(&place);
                }
            }
        }
    }

    /// Returns which event of the base each edit is of.
    fn edited(&self) -> HashMap<usize, usize> {
        let edit = |(at, fate): (usize, &Fate)| match fate {
            Fate::Edited(place) => Some((*place, at)),
            _ => None,
        };
        self.fates.iter().enumerate().filter_map(edit).collect()
    }

    /// Takes for added what was taken for the edit of an event.
    fn add(&mut self, of: Option<&usize>, place: usize) {
        if let Some(fate) = of.and_then(|at| self.fates.get_mut(*at)) {
            *fate = Fate::Gone;
            self.added.insert(place);
        }
    }

    fn added_events(&self) -> impl Iterator<Item = (usize, &'h Event)> {
        self.added.iter().filter_map(|at| Some((*at, self.events.get(*at)?)))
    }
}

type Queues = HashMap<String, VecDeque<usize>>;

fn queues(all: impl Iterator<Item = (String, usize)>) -> Queues {
    let mut queues = Queues::new();
    all.for_each(|(key, at)| queues.entry(key).or_default().push_back(at));
    queues
}

fn take(queues: &mut Queues, key: &str) -> Option<usize> {
    queues.get_mut(key).and_then(VecDeque::pop_front)
}

struct Merge<'m, 'n> {
    notes: &'m mut Notes<'n>,
    form: Form,
    tables: Tables<'m>,
    slots: Vec<Slot>,
}

impl Merge<'_, '_> {
    /// Merges what both sides made of an event of the base.
    fn base(&mut self, place: usize, was: &Event, ours: (&[Event], Fate), theirs: (&[Event], Fate)) {
        let event = |(events, fate): (&[Event], Fate)| match fate {
            Fate::Kept(at) | Fate::Edited(at) => events.get(at).cloned().map(|event| (at, event)),
            Fate::Gone => None,
        };
        match (event(ours), event(theirs)) {
            (None, None) => {}
            (Some((at, mine)), Some((other_at, other))) => {
                let from = [Some(place), Some(at), Some(other_at)];
                let slot = self.both(Some(was), &mine, &other);
                self.slots.push(Slot { from, stays: slot.at == was.at, ..slot });
            }
            (Some((at, mine)), None) if matches!(ours.1, Fate::Edited(_)) => {
                let text = self.taken_out(&mine, true);
                self.push_clash(&mine, text, [Some(place), Some(at), None], mine.at == was.at);
            }
            (None, Some((at, other))) if matches!(theirs.1, Fate::Edited(_)) => {
                let text = self.taken_out(&other, false);
                self.push_clash(&other, text, [Some(place), None, Some(at)], other.at == was.at);
            }
            _ => {}
        }
    }

    fn taken_out(&mut self, event: &Event, is_ours: bool) -> String {
        let text = self.whole(event);
        let what = format!("{} was edited on one side and taken out on the other", named(event));
        let (ours, theirs) = if is_ours { (text.as_str(), "") } else { ("", text.as_str()) };
        self.notes.clash(&what, ours, theirs, "\n")
    }

    fn push_clash(&mut self, event: &Event, text: String, from: [Option<usize>; 3], stays: bool) {
        self.slots.push(Slot { from, stays, identity: None, ..self.slot(event, text) });
    }

    /// Returns all lines of an event.
    fn whole(&self, event: &Event) -> String {
        match self.form {
            Form::List => event.line(&event.text, &event.tail),
            Form::Tables => event.text.clone(),
        }
    }

    fn slot(&self, event: &Event, text: String) -> Slot {
        Slot {
            at: event.at,
            rank: event.rank(),
            text,
            blanks: event.blanks,
            identity: Some(event.identity.clone()),
            from: [None; 3],
            stays: false,
        }
    }

    /// Merges two versions of one event.
    fn both(&mut self, base: Option<&Event>, mine: &Event, other: &Event) -> Slot {
        let was = base.map(|base| base.identity.as_str());
        let is_mine = three_way(was, &*mine.identity, &*other.identity);
        let merged = match is_mine {
            Some(identity) if identity == mine.identity => Ok(mine.clone()),
            Some(_) => Ok(other.clone()),
            None => merged(base, mine, other),
        };
        let lesser = || if mine.at <= other.at { mine.clone() } else { other.clone() };
        let indent = three_way(base.map(|base| &*base.indent), &*mine.indent, &*other.indent);
        let indent = indent.unwrap_or_else(|| (&*mine.indent).min(&*other.indent)).to_owned();
        let event = &Event { indent, ..merged.clone().unwrap_or_else(|_| lesser()) };
        let text = match (self.form, &merged) {
            (Form::Tables, _) => {
                let base = base.map(|base| base.text.as_str());
                match three_way(base, &*mine.text, &*other.text) {
                    Some(text) => text.to_owned(),
                    None => (self.tables)(self.notes, base, &mine.text, &other.text),
                }
            }
            (Form::List, Ok(_)) => {
                let base_text = base.filter(|base| base.identity == event.identity).map(|base| &*base.text);
                let text = match (mine.identity == event.identity, other.identity == event.identity) {
                    (true, true) => three_way(base_text, &*mine.text, &*other.text)
                        .unwrap_or_else(|| (&*mine.text).min(&*other.text)),
                    _ => &event.text,
                };
                event.line(text, &marks::tail(base.map(|base| &*base.tail), &mine.tail, &other.tail))
            }
            (Form::List, Err(key)) => {
                let what = format!("{} has two values for `{key}`", named(&lesser_text(mine, other)));
                let (ours, theirs) = (self.whole(mine), self.whole(other));
                let text = self.notes.clash(&what, &ours, &theirs, "\n");
                return Slot { identity: None, blanks: 0, ..self.slot(event, text) };
            }
        };
        let identity = merged.as_ref().ok().map(|event| event.identity.clone());
        let blanks = three_way(base.map(|base| base.blanks), mine.blanks, other.blanks);
        let blanks = blanks.unwrap_or(mine.blanks.max(other.blanks));
        Slot { identity, blanks, ..self.slot(event, text) }
    }

    /// Adds what both sides added: what is the same on both once.
    fn added(&mut self, ours: &Side<'_>, theirs: &Side<'_>) {
        let mut same = queues(theirs.added_events().map(|(at, event)| (event.identity.clone(), at)));
        let (mut mine, mut taken) = (Vec::new(), HashSet::new());
        for (at, event) in ours.added_events() {
            let Some(other_at) = take(&mut same, &event.identity) else {
                mine.push((at, event));
                continue;
            };
            let Some(other) = theirs.events.get(other_at) else { continue };
            taken.insert(other_at);
            let slot = self.both(None, event, other);
            self.slots.push(Slot { from: [None, Some(at), Some(other_at)], ..slot });
        }
        let others: Vec<_> = theirs.added_events().filter(|(at, _)| !taken.contains(at)).collect();
        self.note_both(&mine, &others);
        let told = |event: &Event| format!("{} {} {:?}", event.at, event.did(), event.meaning("by"));
        let mut same = queues(others.iter().map(|(at, event)| (told(event), *at)));
        let mut taken = HashSet::new();
        for (at, event) in mine {
            match take(&mut same, &told(event)).and_then(|place| Some((place, theirs.events.get(place)?))) {
                None => {
                    let text = self.whole(event);
                    self.slots.push(Slot { from: [None, Some(at), None], ..self.slot(event, text) });
                }
                Some((other_at, other)) => {
                    taken.insert(other_at);
                    let what = format!("{} is told in two ways", named(&lesser_text(event, other)));
                    let (ours, theirs) = (self.whole(event), self.whole(other));
                    let text = self.notes.clash(&what, &ours, &theirs, "\n");
                    self.push_clash(event, text, [None, Some(at), Some(other_at)], false);
                }
            }
        }
        for (at, event) in others.iter().filter(|(at, _)| !taken.contains(at)) {
            let text = self.whole(event);
            self.slots.push(Slot { from: [None, None, Some(*at)], ..self.slot(event, text) });
        }
    }

    /// Notes what each side did by itself and should be done once.
    fn note_both(&mut self, ours: &[(usize, &Event)], theirs: &[(usize, &Event)]) {
        const ONCE: [(&[&str], &str); 5] = [
            (&["done", "cancelled"], "closed it"),
            (&["moved"], "moved it"),
            (&["handed"], "handed it over"),
            (&["waiting"], "waited"),
            (&["reopened"], "reopened it"),
        ];
        for (deeds, what) in ONCE {
            let did = |side: &[(usize, &Event)]| side.iter().any(|(_, event)| deeds.contains(&event.did()));
            if did(ours) && did(theirs) {
                self.notes.did_both(what);
            }
        }
    }
}

/// Returns an event in words.
fn named(event: &Event) -> String {
    let at = event.fields.iter().find(|field| field.name == "at").map_or("", |field| field.text.as_str());
    format!("`{}` at {at}", event.did())
}

/// Merges two edits of one event key by key; the error is a key with two values.
fn merged(base: Option<&Event>, ours: &Event, theirs: &Event) -> Result<Event, String> {
    let mut names: Vec<String> = Vec::new();
    let sides = [base, Some(ours), Some(theirs)];
    let [was, mine, other] = sides.map(|event| {
        let fields = event.map(|event| event.fields.as_slice()).unwrap_or_default();
        let place = |field: &Field| {
            names.iter().position(|name| *name == field.name).unwrap_or_else(|| {
                names.push(field.name.clone());
                names.len().saturating_sub(1)
            })
        };
        fields.iter().map(place).collect::<List>()
    });
    let by_name = |one: usize, other: usize| names.get(one).cmp(&names.get(other));
    let compare = Compare { keys: &by_name, at_one_place: &by_name };
    let order = order::arrange(&was, &mine, &other, &|_| true, &compare);
    let mut fields = Vec::new();
    for name in order.iter().filter_map(|at| names.get(*at)) {
        let find = |event: &Event| event.fields.iter().find(|field| field.name == *name).cloned();
        let (was, mine, other) = (base.and_then(find), find(ours), find(theirs));
        let meaning = |field: &Option<Field>| field.as_ref().map(|field| field.meaning.clone());
        let (before, one, two) = (meaning(&was), meaning(&mine), meaning(&other));
        let taken = three_way(Some(before.as_ref()), one.as_ref(), two.as_ref());
        match taken {
            None => return Err(name.clone()),
            Some(None) => {}
            Some(value) => {
                let says = |field: &&Field| Some(&field.meaning) == value;
                let found = [mine.as_ref(), other.as_ref()].into_iter().flatten().filter(says);
                fields.extend(found.min_by(|one, other| one.text.cmp(&other.text)).cloned());
            }
        }
    }
    let text = value::table(fields.iter().map(|field| (field.name.as_str(), field.text.as_str())));
    let event = Event::in_list(fields, text, String::new());
    Ok(Event {
        text: event.text,
        fields: event.fields,
        identity: event.identity,
        at: event.at,
        ..lesser_text(ours, theirs)
    })
}

/// Returns the one whose text is smaller: the same from both sides.
fn lesser_text(ours: &Event, theirs: &Event) -> Event {
    if ours.text <= theirs.text { ours.clone() } else { theirs.clone() }
}
