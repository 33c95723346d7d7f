//! Rows without a reference that share kind, to, what and made with others: which is about which commitment.
//!
//! They are divided among the commitments with those facts in steps, each by what is left: first those that say nothing
//! new; then those that close an open one of the same due, owner, class, tags, contact and asked; then any of the same;
//! then those of the same due and owner; at last whatever is left. No step depends on the order of the rows. Where another
//! division of the same rows would come to another ledger, they are left out, and so is what may be about the same
//! commitments after them.

use std::collections::{BTreeMap, BTreeSet};

use super::present::{End, Known, Rest};
use crate::intake::{Field, Incoming, State};
use crate::rules::time::Instant;

/// Rows that share those facts with commitments.
#[derive(Default)]
pub(super) struct Group {
    /// The rows, each with its due as `present::whole_day` has it.
    pub(super) rows: Vec<(Incoming, Option<Instant>)>,
    /// The places of the commitments.
    pub(super) known: Vec<usize>,
}

/// Which row is about which commitment.
#[derive(Default)]
pub(super) struct Divided {
    /// Rows about the commitment at a place.
    pub(super) known: Vec<(Incoming, usize)>,
    /// Rows about none that is present.
    pub(super) new: Vec<Incoming>,
    /// Rows that may be about several.
    pub(super) unclear: Vec<Incoming>,
}

/// The due and the owner.
type Short = (Option<Instant>, Option<String>);
/// All that may tell two rows apart, but for their closing.
type Whole = (Short, Rest);

/// Returns true if a row says all that was said of a commitment, and no more.
pub(super) fn is_exactly(
    row: &Incoming,
    due: Option<Instant>,
    known: &Known,
    fields: &BTreeSet<Field>,
) -> bool {
    whole(row, due, fields) == whole_known(known, fields) && end(row) == Some(known.said.end)
}

/// Divides rows among commitments.
pub(super) fn divide(group: Group, all: &[Known], fields: &BTreeSet<Field>) -> Divided {
    let known = group.known.iter().filter_map(|place| Some((*place, all.get(*place)?)));
    let mut left = Left {
        rows: group.rows.into_iter().map(Some).collect(),
        known: known.map(Some).collect(),
        doubtful: BTreeSet::new(),
        fields,
        divided: Divided::default(),
    };
    let of_row = |row: &Incoming, due| whole(row, due, fields);
    let of_known = |known: &Known| whole_known(known, fields);
    left.settle(
        |row, due| Some((of_row(row, due), end(row)?)),
        |known| Some((of_known(known), known.said.end)),
    );
    // Those that are alike and have no history come to the same ledger, whichever is closed.
    left.step(
        |row, due| row.state.done().map(|_| of_row(row, due)),
        |known| known.closed.is_none().then(|| of_known(known)),
        &|rows, known| known.are_new() || is_clear(rows, known),
    );
    left.step(|row, due| Some(of_row(row, due)), |known| Some(of_known(known)), &is_clear);
    left.step(|row, due| Some(short(row, due, fields)), |known| Some(short_known(known, fields)), &is_clear);
    left.step(|_, _| Some(()), |_| Some(()), &is_clear);
    let Left { rows, mut divided, .. } = left;
    divided.new = rows.into_iter().flatten().map(|(row, _)| row).collect();
    divided
}

/// Some rows, or some commitments, that a step holds for the same.
#[derive(Clone, Copy)]
struct Several {
    count: usize,
    /// Whether one is as good as another.
    alike: bool,
    /// Whether nothing happened to them.
    new: bool,
}

impl Several {
    const fn are_new(self) -> bool {
        self.alike && self.new
    }
}

/// Returns true if every division of these rows among these commitments comes to the same.
const fn is_clear(rows: Several, known: Several) -> bool {
    (rows.count == 1 && known.count == 1)
        || (known.alike && rows.count <= known.count)
        || (rows.alike && known.count <= rows.count)
}

/// What is not divided yet.
struct Left<'k, 'f> {
    rows: Vec<Option<(Incoming, Option<Instant>)>>,
    known: Vec<Option<(usize, &'k Known)>>,
    /// Those of `known` that rows may be about which are divided already.
    doubtful: BTreeSet<usize>,
    fields: &'f BTreeSet<Field>,
    divided: Divided,
}

impl Left<'_, '_> {
    /// Divides rows that say nothing new. Nothing happens to these, so any of them will do; but if there are fewer, and
    /// something was recorded here of some, then which of them another row is about is not known.
    fn settle<K: Ord>(
        &mut self,
        of_row: impl Fn(&Incoming, Option<Instant>) -> Option<K>,
        of_known: impl Fn(&Known) -> Option<K>,
    ) {
        for (rows, known) in self.classes(of_row, of_known) {
            if rows.len() < known.len() && !self.are_known(&known).alike {
                self.doubtful.extend(&known);
            }
            self.pair(rows, known);
        }
    }

    /// Divides those rows and commitments that have the same key, if it is clear which are about which.
    fn step<K: Ord>(
        &mut self,
        of_row: impl Fn(&Incoming, Option<Instant>) -> Option<K>,
        of_known: impl Fn(&Known) -> Option<K>,
        is_clear: &dyn Fn(Several, Several) -> bool,
    ) {
        for (rows, known) in self.classes(of_row, of_known) {
            let is_sure = !known.iter().any(|place| self.doubtful.contains(place));
            if is_sure && is_clear(self.are_rows(&rows), self.are_known(&known)) {
                self.pair(rows, known);
            } else {
                let unclear = rows.into_iter().filter_map(|row| self.rows.get_mut(row)?.take());
                self.divided.unclear.extend(unclear.map(|(row, _)| row));
                self.doubtful.extend(known);
            }
        }
    }

    /// Returns the places of the rows, and of the commitments, that have the same key.
    fn classes<K: Ord>(
        &self,
        of_row: impl Fn(&Incoming, Option<Instant>) -> Option<K>,
        of_known: impl Fn(&Known) -> Option<K>,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut classes: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate() {
            if let Some(key) = row.as_ref().and_then(|(row, due)| of_row(row, *due)) {
                classes.entry(key).or_default().0.push(place);
            }
        }
        for (place, known) in self.known.iter().enumerate() {
            if let Some(class) = known.and_then(|(_, known)| classes.get_mut(&of_known(known)?)) {
                class.1.push(place);
            }
        }
        classes.into_values().filter(|(_, known)| !known.is_empty()).collect()
    }

    /// Takes rows to be about commitments, one after another.
    fn pair(&mut self, rows: Vec<usize>, known: Vec<usize>) {
        for (row, known) in rows.into_iter().zip(known) {
            let row = self.rows.get_mut(row).and_then(Option::take);
            let known = self.known.get_mut(known).and_then(Option::take);
            self.divided.known.extend(row.zip(known).map(|((row, _), (place, _))| (row, place)));
        }
    }

    fn are_rows(&self, places: &[usize]) -> Several {
        let mut keys = places.iter().filter_map(|place| {
            let (row, due) = self.rows.get(*place)?.as_ref()?;
            Some((whole(row, *due, self.fields), &row.state))
        });
        let first = keys.next();
        Several { count: places.len(), alike: keys.all(|key| Some(key) == first), new: false }
    }

    fn are_known(&self, places: &[usize]) -> Several {
        let all = || places.iter().filter_map(|place| Some(self.known.get(*place)?.as_ref()?.1));
        let mut keys = all().map(|known| (whole_known(known, self.fields), known.said.end));
        let first = keys.next();
        let new = all().all(|known| !known.is_touched && known.ends.is_empty());
        let alike = places.len() == 1 || all().all(|known| !known.is_touched);
        Several { count: places.len(), alike: alike && keys.all(|key| Some(key) == first), new }
    }
}

/// Returns a value, if the file knows the field.
fn known<T>(field: Field, fields: &BTreeSet<Field>, value: T) -> Option<T> {
    fields.contains(&field).then_some(value)
}

fn short(row: &Incoming, due: Option<Instant>, fields: &BTreeSet<Field>) -> Short {
    let owner = known(Field::Owner, fields, row.owner.clone());
    (known(Field::Due, fields, due).flatten(), owner.flatten())
}

fn short_known(of: &Known, fields: &BTreeSet<Field>) -> Short {
    let owner = known(Field::Owner, fields, of.said.owner.as_deref().map(str::to_owned));
    (known(Field::Due, fields, of.due), owner.flatten())
}

/// Returns the same without what the file does not know.
fn masked((class, tags, contact, asked): Rest, fields: &BTreeSet<Field>) -> Rest {
    (
        known(Field::Class, fields, class).unwrap_or_default(),
        known(Field::Tags, fields, tags).unwrap_or_default(),
        known(Field::Contact, fields, contact).flatten(),
        known(Field::Asked, fields, asked).flatten(),
    )
}

fn whole(row: &Incoming, due: Option<Instant>, fields: &BTreeSet<Field>) -> Whole {
    let rest = (row.class.unwrap_or_default(), row.tags.clone(), row.contact.clone(), row.asked);
    (short(row, due, fields), masked(rest, fields))
}

fn whole_known(of: &Known, fields: &BTreeSet<Field>) -> Whole {
    (short_known(of, fields), masked(of.rest.as_deref().cloned().unwrap_or_default(), fields))
}

/// Returns how a row ended, if it did; `None` if it is gone.
fn end(row: &Incoming) -> Option<Option<End>> {
    match &row.state {
        State::Open => Some(None),
        State::Done(closing) => Some(Some(End::Done(closing.at))),
        State::Cancelled(_) => Some(Some(End::Cancelled)),
        State::Gone(..) => None,
    }
}
