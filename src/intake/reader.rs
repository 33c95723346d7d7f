//! From the text of a file to its rows: the columns are found, their dates judged, and the records read one by one.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::dates::{Alone, Column, Judge};
use super::history::{Gathered, History};
use super::map::{Columns, Map};
use super::mapped::{Known, Mapped};
use super::preset::Notes;
use super::row::{Not, Place, Rows};
use super::sheet::{Sheet, Unread};
use super::words::Words;
use super::{Field, Incoming, LeftOut, Open, Options, Read, Reasons, Rest, Source};
use crate::error::{Error, Result};
use crate::text;
use crate::when::written::Order;

impl Source {
    /// Reads the text of a file, all of it at once, as [`Self::with`] does.
    pub fn read(&self, text: &str, options: &Options, zone: Tz) -> Result<Read> {
        self.with(text, options, zone, &|_| {}, |file| {
            let mut rows = Vec::new();
            let Rest { whole, events, left_out, bad } = file.each(&mut |row| {
                rows.push(row);
                Ok(())
            })?;
            let File { fields, about, said, .. } = file;
            let said = about.into_iter().chain(said).collect();
            Ok(Read { rows, whole, events, left_out, bad, fields, said })
        })
    }

    /// Calls `act` with the file whose text this is, once it is known how its columns are read; times without an offset are
    /// local in `zone`. Until then `seen` is called with the line of each row.
    ///
    /// # Errors
    /// A file that is not of this format, a column that is missing, and a column of dates that can be read in two ways.
    /// What is wrong with one row is in `Rest::bad`.
    pub fn with<R>(
        &self,
        text: &str,
        options: &Options,
        zone: Tz,
        seen: &dyn Fn(u64),
        act: impl FnOnce(File<'_>) -> Result<R>,
    ) -> Result<R> {
        let sheet = match self.open {
            Open::Commitments(_) if options.says_how() => {
                let what = format!(
                    "{} needs no --map, --map-value, --set, --events, --dates or --delimiter",
                    self.name
                );
                return Err(Error::new(what).hint("leave them out: its objects have the keys of a ledger"));
            }
            Open::Commitments(read) => {
                return act(File {
                    fields: BTreeSet::new(),
                    about: Vec::new(),
                    said: Vec::new(),
                    mapped: Vec::new(),
                    content: Content::Commitments(text, read),
                });
            }
            Open::Table(open) => open(text, options)?,
        };
        let map = options.map.clone().over(self.map());
        let map = options.events.iter().fold(map, |map, events| events.over(map));
        let columns = map.columns(&sheet.headings, options.events.is_none())?;
        let events = options.events.as_ref().map(|events| events.places(&sheet.headings));
        let dues = events.iter().filter_map(|places| places.get("due").copied());
        let mut judges = self.judges(&map, &columns, dues, options, zone);
        let rules = self.preset.rules.iter().filter_map(|rule| {
            let place = sheet.headings.iter().position(|heading| heading == rule.column)?;
            Some((rule, place))
        });
        let rules: Vec<_> = rules.collect();
        let mut words = Words::new(self.preset, &map, &columns, &rules);
        see(&sheet, columns.places(Field::Note), &mut judges, &mut words, seen)?;
        let (taken_as_open, words) = (words.taken_as_open(), words.meanings());
        let (mut about, mut dates) = (Vec::<(String, Vec<_>)>::new(), BTreeMap::new());
        let name = |place: &Place| match place {
            Place::Column(place, _) => sheet.headings.get(*place).map_or("", String::as_str),
            Place::Set(field) => field.name(),
            Place::Notes => Field::Note.name(),
        };
        let decided = decided(&judges, name);
        for (place, judge) in judges {
            let name = name(&place);
            let column = match place {
                Place::Set(field) => judge.column(name, None).map_err(|_| {
                    let (from, value) = (map.value_from(field), map.value(field).unwrap_or_default());
                    let value = text::quote_start(value);
                    Error::new(format!("{from}: {name} could be more than one date ({value})"))
                        .hint("write it as 2026-12-01 17:00")
                })?,
                _ => judge.column(name, decided)?,
            };
            for said in column.said() {
                match about.iter_mut().find(|(sentence, _)| sentence == said) {
                    Some((_, names)) => names.push(text::sanitize(name)),
                    None => about.push((said.clone(), vec![text::sanitize(name)])),
                }
            }
            dates.insert(place, column);
        }
        let is_local = dates.values().any(Column::is_local);
        let zone = is_local.then(|| format!("times without an offset are in {}", zone.name()));
        let about = about.into_iter().map(|(said, names)| format!("{}: {said}", names.join(", ")));
        let open = taken_as_open.map(|said| format!("status: {said}"));
        let said = about.chain(open).chain(not_kept(&sheet, &columns)).collect();
        let about = zone.into_iter().chain(sheet.said.iter().cloned()).collect();
        let mapped = Known {
            sheet: &sheet,
            columns: &columns,
            map: &map,
            preset: self.preset,
            rules: &rules,
            events: events.as_ref(),
            dates: &dates,
            words,
        };
        let mapped = mapped.mapped();
        let system = options.system.as_deref().or_else(|| self.preset.is_system.then_some(self.name));
        let fields: BTreeSet<_> = columns.fields().chain(map.fields_set()).collect();
        let headings = sheet.headings.as_slice();
        let rows = Rows { source: self, system, rules, map: &map, columns, headings, dates };
        rows.check_values()?;
        act(File { fields, about, said, mapped, content: Content::Rows { sheet: &sheet, rows, events } })
    }

    /// Returns a judge for each column with dates.
    fn judges<'o>(
        &self,
        map: &Map,
        columns: &Columns,
        dues: impl Iterator<Item = usize>,
        options: &'o Options,
        zone: Tz,
    ) -> BTreeMap<Place, Judge<'o>> {
        let judge = |ends, forced| Judge::new(options.dates.as_ref(), ends, forced, zone);
        let mut judges = BTreeMap::new();
        for field in Field::ALL.into_iter().filter(|field| field.is_time()) {
            let ends = if field == Field::Due { Alone::Ends } else { Alone::Begins };
            let forced = map.forced().filter(|_| field == Field::Due);
            if let Some(value) = map.value(field) {
                let mut judge = judge(ends, forced);
                judge.see(1, value);
                judges.insert(Place::Set(field), judge);
            }
            for place in columns.places(field) {
                judges.insert(Place::Column(*place, field), judge(ends, forced));
            }
        }
        for place in dues {
            judges.entry(Place::Column(place, Field::Due)).or_insert_with(|| judge(Alone::Ends, None));
        }
        if self.preset.notes == Notes::Dated && !columns.places(Field::Note).is_empty() {
            judges.insert(Place::Notes, judge(Alone::Begins, None));
        }
        judges
    }
}

/// Returns the order of day and month that some column decides, with its name, if no other decides another.
fn decided<'n>(
    judges: &BTreeMap<Place, Judge<'_>>,
    name: impl Fn(&Place) -> &'n str,
) -> Option<(&'n str, Order)> {
    let mut all = judges.iter().filter_map(|(place, judge)| Some((name(place), judge.decided()?)));
    let first = all.next()?;
    all.all(|(_, order)| order == first.1).then_some(first)
}

/// Returns which cells are dropped, if there are such.
fn not_kept(sheet: &Sheet<'_>, columns: &Columns) -> Option<String> {
    let dropped = sheet.dropped.iter().filter(|place| !columns.uses(**place));
    let names: Vec<_> = dropped.filter_map(|place| sheet.headings.get(*place)).map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("not kept: {}", text::list(names)))
}

/// Shows every cell with a date to the judge of its column, and every status to those who look what it means.
fn see(
    sheet: &Sheet<'_>,
    notes: &[usize],
    judges: &mut BTreeMap<Place, Judge<'_>>,
    words: &mut Words<'_>,
    seen: &dyn Fn(u64),
) -> Result<()> {
    sheet.records.each(&mut |record| {
        seen(record.line);
        let Ok(cells) = record.cells else { return Ok(()) };
        words.see(record.line, cells);
        for (place, judge) in &mut *judges {
            match place {
                Place::Column(place, _) => judge.see(record.line, cells.get(*place).trim()),
                Place::Set(_) => {}
                Place::Notes => {
                    let notes = notes.iter().filter_map(|place| Notes::Dated.split(cells.get(*place)));
                    notes.for_each(|(time, _)| judge.see(record.line, time));
                }
            }
        }
        Ok(())
    })
}

/// A file of which it is known how its columns are read.
pub struct File<'f> {
    /// The fields that it knows: what it does not know has not changed.
    pub fields: BTreeSet<Field>,
    /// What the person who imports it has to know of it as a whole, a line each.
    pub about: Vec<String>,
    /// How its columns were read, a line each.
    pub said: Vec<String>,
    /// What becomes of each of its columns; of whole commitments there is nothing to say.
    pub mapped: Vec<Mapped>,
    content: Content<'f>,
}

/// What is in a file.
enum Content<'f> {
    /// Records, and how they are read.
    Rows {
        sheet: &'f Sheet<'f>,
        rows: Rows<'f>,
        /// The columns of an event file.
        events: Option<BTreeMap<&'static str, usize>>,
    },
    /// Whole commitments.
    Commitments(&'f str, fn(&str) -> Result<Rest>),
}

impl File<'_> {
    /// Calls `take` with each row, in the order of the file, and returns what there is besides: a row is kept by nobody else,
    /// and a file may have a million. Those of an event file come when all of it has been read.
    ///
    /// # Errors
    /// Those of `take`, and a file that cannot be read any further.
    pub fn each(&self, take: &mut dyn FnMut(Incoming) -> Result<()>) -> Result<Rest> {
        let (sheet, rows, events) = match &self.content {
            Content::Rows { sheet, rows, events } => (sheet, rows, events),
            Content::Commitments(text, read) => return read(text),
        };
        let (mut rest, mut reasons) = (Rest::default(), Reasons::default());
        let history = events.as_ref().map(|places| History { rows, places });
        let mut gathered = Gathered::default();
        sheet.records.each(&mut |record| {
            let line = record.line;
            let taken = match (record.cells, &history) {
                (Ok(cells), None) => match rows.read(line, cells) {
                    Ok(row) => return take(row),
                    Err(not) => Err(not),
                },
                (Ok(cells), Some(history)) => history.take(line, cells, &mut gathered),
                (Err(Unread::Bad(why, value)), _) => Err(Not::Readable(why.clone(), value.clone())),
                (Err(Unread::NoPromise(why)), _) => Err(Not::Promise((*why).to_owned())),
            };
            match taken {
                Ok(()) => {}
                Err(Not::Promise(why)) => rest.left_out.push(LeftOut::new(line, reasons.keep(&why))),
                Err(Not::Readable(why, value)) => {
                    let value = value.map(|value| text::quote_start(&value).into());
                    rest.bad.push(LeftOut { line, why: reasons.keep(&why), value });
                }
            }
            Ok(())
        })?;
        gathered.divide(&mut rest, &mut reasons).into_iter().try_for_each(take)?;
        Ok(rest)
    }
}
