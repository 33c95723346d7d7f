//! Which column fills which field, and what its words mean.
//!
//! Three say so, each over the one before: the preset of a source, a mapping of the config file, and the command line.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::Forced;
use super::field::Field;
use super::sheet::says_nothing;
use super::state::Status;
use crate::error::{Error, Result};
use crate::rules::commitment::{Class, Did};
use crate::text;

/// Where the fields of a commitment are in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// The columns of a field, the best first; none leaves it out, even if a column has its name.
    columns: BTreeMap<Field, Vec<String>>,
    /// What the words of a field mean: the word as it is compared, and the value.
    words: BTreeMap<Field, BTreeMap<String, String>>,
    /// The value that every row has.
    values: BTreeMap<Field, Value>,
    /// The fields of which somebody has said what their words mean, and who.
    explained: BTreeMap<Field, String>,
    /// Whether a due is a day or a time, whatever the column looks like.
    due: Option<Forced>,
    /// The fields whose columns have to be there.
    asked_for: Vec<Field>,
    /// Columns that have to be there besides.
    also: Vec<String>,
}

/// A value that every row has, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    text: String,
    from: String,
}

/// The place of each field in a row, from 0, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Columns(BTreeMap<Field, Vec<usize>>);

impl Map {
    /// Returns the map in which each field is in the column of its own name, but the status: its words must be said.
    pub fn by_name() -> Self {
        let fields = Field::ALL.into_iter().filter(|field| *field != Field::Status);
        Self {
            columns: fields.map(|field| (field, vec![field.name().to_owned()])).collect(),
            ..Self::default()
        }
    }

    /// Adds the columns of a field, instead of those it had; one of them has to be there.
    pub fn need(&mut self, field: Field, columns: &[String]) {
        let columns = columns.iter().map(|column| self.due_form(field, column)).collect();
        self.columns.insert(field, columns);
        self.asked_for.push(field);
    }

    /// Adds a column that has to be there, whatever it is for.
    pub(super) fn need_also(&mut self, column: &str) {
        self.also.push(column.to_owned());
    }

    /// Adds the columns of a field, instead of those it had.
    pub(super) fn column(&mut self, field: Field, columns: impl IntoIterator<Item = String>) {
        self.columns.insert(field, columns.into_iter().collect());
    }

    /// Adds what words of a status mean.
    pub(super) fn status_words(&mut self, status: Status, words: &[&str]) {
        self.mean(Field::Status, status.name(), words);
    }

    fn mean(&mut self, field: Field, value: &str, words: impl IntoIterator<Item = impl AsRef<str>>) {
        let of = self.words.entry(field).or_default();
        of.extend(words.into_iter().map(|word| (folded(word.as_ref()), value.to_owned())));
    }

    /// Adds what words of a field mean, as `from` says; they are compared without case and accents. The field has to have
    /// a column then.
    ///
    /// # Errors
    /// A value that the field does not have, and a field that has no words.
    pub fn word(
        &mut self,
        from: &str,
        field: Field,
        value: &str,
        words: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<()> {
        let known: Option<Vec<&str>> = match field {
            Field::Status => Some(Status::ALL.map(Status::name).to_vec()),
            Field::Class => Some(Class::ALL.iter().map(|class| class.name()).collect()),
            Field::Did => {
                Some(std::iter::once("made").chain(Did::ALL.iter().map(|did| did.name())).collect())
            }
            Field::Kind | Field::Owner | Field::To => None,
            _ => {
                return Err(Error::new(format!("{from}: {} has no words", field.name()))
                    .hint("the fields whose words can be mapped are status, class, kind, owner, to, and did of --events"));
            }
        };
        if let Some(known) = known.filter(|known| !known.contains(&value)) {
            let what = format!("{from}: {} has no value {}", field.name(), text::quote(value));
            return Err(Error::new(what)
                .hint_maybe(text::meant(value, known.iter().copied()))
                .hint(format!("its values are {}", known.join(", "))));
        }
        self.explained.insert(field, from.to_owned());
        self.mean(field, value, words);
        Ok(())
    }

    /// Sets the value that every row has, as `from` says.
    ///
    /// # Errors
    /// A value that says nothing, and a field that has one already.
    pub fn set(&mut self, from: &str, field: Field, text: String) -> Result<()> {
        let name = field.name();
        if says_nothing(text.trim()) {
            return Err(Error::new(format!("{from}: no value for {name}"))
                .hint("give it one, or leave it out: what a column says is then read"));
        }
        match self.values.insert(field, Value { text, from: from.to_owned() }) {
            None => Ok(()),
            Some(_) => Err(Error::new(format!("{from}: two values for {name}"))),
        }
    }

    /// Has the owner of every row be whom a name means, if they are given.
    pub fn owned(&mut self, whom: &dyn Fn(&str, String) -> Result<String>) -> Result<()> {
        if let Some(Value { text, from }) = self.values.get_mut(&Field::Owner) {
            *text = whom(from, std::mem::take(text))?;
        }
        Ok(())
    }

    /// Sets whether dues are days or times.
    pub(super) fn force(&mut self, forced: Forced) {
        self.due = Some(forced);
    }

    /// Reads the options: `FIELD=COLUMN,…`, `FIELD.VALUE=WORD,…` and `FIELD=VALUE`. A name with a comma stands in
    /// double quotes; `FIELD=` with no column leaves the field out.
    ///
    /// # Errors
    /// An item without `=`, an unknown field, a field given twice, and no column for a required one.
    pub fn parse(map: &[String], words: &[String], values: &[String]) -> Result<Self> {
        let mut read = Self::default();
        for item in map.iter().flat_map(|items| items_of(items)) {
            read.parse_column(&item)?;
        }
        for item in words {
            read.parse_words(item)?;
        }
        for item in values {
            let (name, value) = pair("--set", item, "FIELD=VALUE, such as to=\"Acme Corp\"")?;
            let mut more = items_of(value).skip(1);
            if let Some(more) =
                more.find(|more| pair("", more, "").is_ok_and(|(name, _)| field("", name).is_ok()))
            {
                return Err(Error::new(format!("--set {}: two values", text::quote(item))).hint(format!(
                    "write --set {}; a value with a comma before such a word stands in double quotes",
                    more.trim()
                )));
            }
            read.set("--set", field("--set", name)?, unquoted(value))?;
        }
        Ok(read)
    }

    fn parse_column(&mut self, item: &str) -> Result<()> {
        let (name, column) = pair("--map", item, "FIELD=COLUMN, such as due=Deadline")?;
        let field = field("--map", name)?;
        let column = self.due_form(field, column);
        if column.is_empty() && field.is_needed() {
            let what = format!("--map: missing field {}, which every commitment needs", field.name());
            return Err(Error::new(what).hint(format!("write {}=COLUMN", field.name())));
        }
        let columns = self.columns.entry(field).or_default();
        if let Some(other) = columns.first().filter(|_| !field.is_list()) {
            return Err(Error::new(format!("--map: two columns for {}", field.name()))
                .hint(format!("one of them is {}; leave one out", text::quote(other))));
        }
        columns.extend(Some(column).filter(|column| !column.is_empty()));
        self.asked_for.push(field);
        Ok(())
    }

    /// Returns the name of a column without `:date` or `:time`, which say how its dues are read.
    fn due_form(&mut self, field: Field, column: &str) -> String {
        match Forced::suffix(column).filter(|_| field == Field::Due) {
            Some((before, forced)) => {
                self.force(forced);
                unquoted(before)
            }
            None => unquoted(column),
        }
    }

    fn parse_words(&mut self, item: &str) -> Result<()> {
        const FORM: &str = "FIELD.VALUE=WORD,…, such as status.closed=Done,Resolved";
        let mut of = None;
        for part in items_of(item) {
            let (field, value, word) = match of.take() {
                Some((field, value)) if !has_field_and_value(&part) => (field, value, part),
                _ => {
                    let (name, word) = pair("--map-value", &part, FORM)?;
                    let Some((name, value)) = name.split_once('.') else {
                        return Err(Error::new(format!("--map-value {}: missing value", text::quote(item)))
                            .hint(format!("write {FORM}")));
                    };
                    let field = worded("--map-value", name)?;
                    (field, value.trim().to_owned(), word.to_owned())
                }
            };
            self.word("--map-value", field, &value, [unquoted(&word)])?;
            of = Some((field, value));
        }
        Ok(())
    }

    /// Returns this map, and what it leaves open from the one below.
    #[must_use]
    pub fn over(mut self, below: Self) -> Self {
        for (field, columns) in below.columns {
            self.columns.entry(field).or_insert(columns);
        }
        for (field, words) in below.words {
            let own = self.words.entry(field).or_default();
            for (word, value) in words {
                own.entry(word).or_insert(value);
            }
        }
        for (field, value) in below.values {
            self.values.entry(field).or_insert(value);
        }
        for (field, from) in below.explained {
            self.explained.entry(field).or_insert(from);
        }
        self.due = self.due.or(below.due);
        self.asked_for.extend(below.asked_for);
        self.also.extend(below.also);
        self
    }

    /// Returns the columns of each field that has some, the best first.
    pub fn all(&self) -> impl Iterator<Item = (Field, &[String])> {
        let all = self.columns.iter().map(|(field, columns)| (*field, columns.as_slice()));
        all.filter(|(_, columns)| !columns.is_empty())
    }

    /// Returns what the text of a cell means, in a field whose words are mapped.
    pub(super) fn meant<'m>(&'m self, field: Field, cell: &str) -> Option<&'m str> {
        self.words.get(&field)?.get(&folded(cell)).map(String::as_str)
    }

    /// Returns true if words of a field are mapped.
    pub(super) fn has_words(&self, field: Field) -> bool {
        self.words.contains_key(&field)
    }

    /// Returns what a word for a status means; those of owed mean themselves.
    pub(super) fn status(&self, word: &str) -> Option<Status> {
        self.meant(Field::Status, word).map_or_else(|| Status::named(&folded(word)), Status::named)
    }

    /// Returns the value that every row has.
    pub(super) fn value(&self, field: Field) -> Option<&str> {
        self.values.get(&field).map(|value| value.text.as_str())
    }

    /// Returns who says which value every row has.
    pub(super) fn value_from(&self, field: Field) -> &str {
        self.values.get(&field).map_or("--set", |value| value.from.as_str())
    }

    /// Returns the fields of which every row has the same value.
    pub(super) fn fields_set(&self) -> impl Iterator<Item = Field> {
        self.values.keys().copied()
    }

    /// Returns whether dues are days or times, if that is said.
    pub(super) const fn forced(&self) -> Option<Forced> {
        self.due
    }

    /// Finds the columns in the headings of a file; one that is not whole may bring only events of commitments that are
    /// there, and needs none.
    ///
    /// # Errors
    /// The columns that are missing, all at once; one that occurs twice where one is meant; no column for what every
    /// commitment needs.
    pub(super) fn columns(&self, headings: &[String], is_whole: bool) -> Result<Columns> {
        let mut columns = BTreeMap::new();
        let mut missing = Vec::new();
        for (field, names) in self.columns.iter().filter(|(field, _)| !self.values.contains_key(field)) {
            let mut places = Vec::new();
            for name in names {
                let found = places_of(name, headings);
                if found.len() > 1 && !field.is_list() {
                    return Err(Error::new(format!(
                        "the file has more than one column {}",
                        text::quote(name)
                    ))
                    .hint("rename them in the first line of the file"));
                }
                places.extend(found);
            }
            if !places.is_empty() {
                columns.insert(*field, places);
            } else if self.asked_for.contains(field) {
                missing.extend(names.iter().map(String::as_str));
            }
        }
        missing
            .extend(self.also.iter().map(String::as_str).filter(|name| places_of(name, headings).is_empty()));
        let has = |field: &Field| columns.contains_key(field) || self.values.contains_key(field);
        let is_named = |field: &Field| self.asked_for.contains(field);
        let needed = Field::ALL.into_iter().filter(|field| is_whole && field.is_needed() && !has(field));
        let needed: Vec<_> = needed.filter(|field| !is_named(field)).map(Field::name).collect();
        if !missing.is_empty() || !needed.is_empty() {
            return Err(lacking(missing, &needed, headings));
        }
        // The words of events are in their own column.
        let is_free = |field: &Field| !has(field) && (is_whole || *field != Field::Did);
        match self.explained.iter().find(|(field, _)| is_free(field)) {
            Some((field, from)) => Err(without_column(*field, from, headings)),
            None => Ok(Columns(columns)),
        }
    }
}

impl Columns {
    /// Returns the places of a field in a row, from 0, the best first.
    pub(super) fn places(&self, field: Field) -> &[usize] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Returns every field with each of its places.
    pub(super) fn all(&self) -> impl Iterator<Item = (Field, usize)> {
        self.0.iter().flat_map(|(field, places)| places.iter().map(|place| (*field, *place)))
    }

    /// Returns true if a place fills a field.
    pub(super) fn uses(&self, place: usize) -> bool {
        self.0.values().any(|places| places.contains(&place))
    }

    /// Returns the fields that the file has.
    pub(super) fn fields(&self) -> impl Iterator<Item = Field> {
        self.0.keys().copied()
    }
}

/// Returns a word as it is compared.
fn folded(word: &str) -> String {
    text::fold(word.trim()).into_owned()
}

/// Splits an option at its commas, but not within double quotes.
pub(super) fn items_of(text: &str) -> impl Iterator<Item = String> {
    let mut is_quoted = false;
    let items: Vec<_> = text
        .split(|letter| {
            is_quoted ^= letter == '"';
            letter == ',' && !is_quoted
        })
        .map(str::to_owned)
        .collect();
    items.into_iter()
}

/// Returns the text without the blanks and the double quotes around it.
pub(super) fn unquoted(text: &str) -> String {
    let text = text.trim();
    let within = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    within.unwrap_or(text).replace("\"\"", "\"")
}

pub(super) fn pair<'t>(option: &str, item: &'t str, form: &str) -> Result<(&'t str, &'t str)> {
    item.split_once('=').ok_or_else(|| {
        Error::new(format!("{option} {}: missing `=`", text::quote(item)))
            .hint(format!("write {form}; a name with a comma stands in double quotes"))
    })
}

/// Returns true for what begins the next words, `status.open=New`, and is no word itself.
fn has_field_and_value(part: &str) -> bool {
    let name = part.split_once('=').and_then(|(name, _)| name.split_once('.'));
    name.is_some_and(|(name, _)| worded("", name).is_ok())
}

/// Returns the field of a name whose words are mapped.
fn worded(option: &str, name: &str) -> Result<Field> {
    if name.trim() == "did" { Ok(Field::Did) } else { field(option, name) }
}

/// Returns the field of a name in an option.
///
/// # Errors
/// Any other name; the error lists them.
pub fn field(option: &str, name: &str) -> Result<Field> {
    let names = || Field::ALL.iter().map(|field| field.name());
    Field::named(name.trim()).ok_or_else(|| {
        Error::new(format!("{option}: unknown field {}", text::quote(name)))
            .hint_maybe(text::meant(name, names()))
            .hint(format!("the fields are {}", names().collect::<Vec<_>>().join(", ")))
    })
}

/// Returns the places of a column: those of exactly that name, else those that differ in capitals and accents only.
pub(super) fn places_of(name: &str, headings: &[String]) -> Vec<usize> {
    let those = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        headings.iter().enumerate().filter(|(_, column)| test(column)).map(|(place, _)| place).collect()
    };
    let exact = those(&|column| column == name);
    if exact.is_empty() {
        let folded = text::fold(name);
        those(&|column| text::fold(column) == folded)
    } else {
        exact
    }
}

/// Returns the error of columns that are not there, and of fields without a column.
///
/// They are named in the order of the columns that may have been meant.
fn lacking(missing: Vec<&str>, needed: &[&str], headings: &[String]) -> Error {
    let columns = nameable(headings);
    let nearest = |name: &str| text::nearest(name, columns.iter().copied());
    let place = |name: &str| {
        let near = nearest(name)?;
        columns.iter().position(|column| *column == near)
    };
    let mut missing = missing;
    missing.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
    let mut known = BTreeSet::new();
    missing.retain(|name| known.insert(*name));
    let quoted = || missing.iter().map(|name| text::quote(name)).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    match missing.as_slice() {
        [] => {}
        [_] => parts.push(format!("the file has no column {}", quoted())),
        _ => parts.push(format!("the file has no columns {}", quoted())),
    }
    if !needed.is_empty() {
        parts.push(format!("no column for {}", needed.join(", ")));
    }
    let mut error = Error::new(parts.join("; "));
    let meant = |name: &&str| nearest(name).map(|near| (text::quote(name), text::did_you_mean(near)));
    let meant: Vec<_> = missing.iter().filter_map(meant).collect();
    error = match (missing.as_slice(), meant.as_slice()) {
        (_, []) => error,
        ([_], [(_, question)]) => error.hint(question.as_str()),
        (_, several) => {
            let each: Vec<_> = several.iter().map(|(name, question)| format!("{name}: {question}")).collect();
            error.hint(each.join(" "))
        }
    };
    if !needed.is_empty() {
        let map = needed.iter().map(|name| format!("{name}=COLUMN")).collect::<Vec<_>>().join(",");
        error = error.hint(format!("add --map {map}, or --set FIELD=VALUE for what every row shares"));
    }
    error.hint(if columns.is_empty() {
        "the first line of the file must name the columns".to_owned()
    } else {
        format!("the columns are {}", text::list(columns.iter().copied()))
    })
}

/// Returns the error of words of a field that has no column.
fn without_column(field: Field, from: &str, headings: &[String]) -> Error {
    let name = field.name();
    let error = Error::new(format!("{from}: no column for {name}, whose words are mapped"));
    if field == Field::Did {
        return error.hint("only an event file has such words: name its columns with --events");
    }
    let columns = nameable(headings);
    let column =
        text::nearest(name, columns.iter().copied()).map_or_else(|| "COLUMN".to_owned(), text::quote);
    error
        .hint(format!("add --map {name}={column}"))
        .hint(format!("the columns are {}", text::list(columns.iter().copied())))
}

/// Returns the columns that an error may name: none if there are fewer than a commitment needs. Such a file has no
/// commitments, and its first line may be a password, because the name of a file can lead anywhere.
fn nameable(headings: &[String]) -> Vec<&str> {
    let columns: Vec<_> = headings.iter().map(String::as_str).filter(|column| !column.is_empty()).collect();
    let needed = Field::ALL.into_iter().filter(|field| field.is_needed()).count();
    if columns.len() < needed { Vec::new() } else { columns }
}

#[cfg(test)]
mod tests;
