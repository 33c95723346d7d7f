//! The file of an import, and the options that say how it is read.

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::Path;

use chrono_tz::Tz;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};
use encoding_rs::Encoding;

use crate::cli::values;
use crate::config::Mapping;
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::intake::dates::Dates;
use crate::intake::{self, Events, File, Map, Options, Source, bytes, map};
use crate::rules::time;
use crate::text;

/// The largest file that is read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The hint after a path that is not a file.
const CSV: &str = "give a file, or `-` for what comes in through a pipe";
/// The hint after a file that is too large.
const IN_PARTS: &str = "import it in parts: divide its rows among several files, each with the header line";

/// How the file is read.
#[derive(Debug, Default, clap::Args)]
pub struct Reading {
    /// The format of the file, or an [import.NAME] of the config file; where only one fits it need not be said
    #[arg(long, value_name = "FORMAT", value_parser = Names)]
    pub from: Option<String>,
    /// Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, status, outcome, note, class, tags, contact; due=COLUMN:date for days, :time for times
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    pub map: Vec<String>,
    /// What words mean: FIELD.VALUE=WORD,… such as status.closed=Done,Resolved
    #[arg(long, value_name = "FIELD.VALUE=WORD,…")]
    pub map_value: Vec<String>,
    /// A value for every row, such as to="Acme Corp"
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// The file has one row an event: its columns, id=COLUMN,at=COLUMN,did=COLUMN, and by, note, why, to, due, told; --map has those of the row that says `made`
    #[arg(long, value_name = "KEY=COLUMN,…")]
    pub events: Vec<String>,
    /// How dates are written: dmy, mdy, ymd, or a pattern such as %d.%m.%y
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<String>,
    /// The zone of times without an offset
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    /// What stands between two columns: , ; or tab
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,
    /// How the letters of the file are written, such as windows-1252
    #[arg(long, value_name = "ENCODING")]
    pub encoding: Option<String>,
}

/// The names of sources, for help and completions; those of the config file are as good.
#[derive(Debug, Clone)]
struct Names;

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = intake::sources().iter();
        Some(Box::new(names.map(|source| PossibleValue::new(source.name).help(source.help))))
    }
}

/// A file as it will be read.
pub(super) struct Ready {
    source: &'static Source,
    options: Options,
    text: String,
    /// The zone of times without an offset, if one is said.
    zone: Option<Tz>,
}

impl Ready {
    /// Calls `act` with the file; times without an offset are local in `zone`, if no other is said. Until it is known how the
    /// columns are read, `seen` is called with the line of each row.
    pub(super) fn with<R>(
        &self,
        zone: Tz,
        seen: &dyn Fn(u64),
        act: impl FnOnce(File<'_>) -> Result<R>,
    ) -> Result<R> {
        self.source.with(&self.text, &self.options, self.zone.unwrap_or(zone), seen, act)
    }

    /// Returns how many lines it has.
    pub(super) fn lines(&self) -> u64 {
        memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u64
    }

    /// Returns the name of where it came from.
    pub(super) fn from(&self) -> &str {
        self.options.system.as_deref().unwrap_or(self.source.name)
    }
}

impl Reading {
    /// Reads the file, and finds out how it is to be read.
    ///
    /// # Errors
    /// A file that cannot be read, and options that cannot be meant.
    pub(super) fn ready(&self, file: &Path, inputs: &Inputs<'_>) -> Result<Ready> {
        refuse_built_in(inputs)?;
        let named = self.from.as_deref().map(|name| find(name, inputs)).transpose()?;
        let mapping = named.and_then(|(_, mapping)| mapping);
        let none = Mapping::default();
        let (name, below) = mapping.unwrap_or(("", &none));
        let place = place(name, inputs);
        let delimiter = said(self.delimiter.as_deref(), below.delimiter.as_deref(), &place, delimiter)?;
        let encoding = said(self.encoding.as_deref(), below.encoding.as_deref(), &place, bytes::encoding)?;
        let dates = said(self.dates.as_deref(), below.dates.as_deref(), &place, Dates::parse)?;
        let zone = said(self.timezone.as_deref(), below.timezone.as_deref(), &place, time::zone)?;
        let mut map = Map::parse(&self.map, &self.map_value, &self.set)?.over(map_of(below, &place)?);
        map.owned(&|from, name| values::whom(&format!("{from} owner"), name, inputs))?;
        let system = mapping.map(|(name, _)| name.to_owned());
        let is_history = !self.events.is_empty();
        let events = is_history.then(|| Events::parse(&self.events)).transpose()?;
        let options = Options { system, map, delimiter, dates, events, now: inputs.now };
        let bytes = if file == Path::new("-") { piped(inputs)? } else { contents(file, inputs)? };
        let text = decoded(bytes, encoding)?;
        let source = match named {
            Some((source, _)) => source,
            None => {
                let own: Vec<_> = inputs.mappings.keys().map(String::as_str).collect();
                intake::guess(&text, &options, &own)?
            }
        };
        Ok(Ready { source, options, text, zone })
    }
}

/// A source by name, and the mapping of the config file if it is one.
type Found<'m> = (&'static Source, Option<(&'m str, &'m Mapping)>);

/// Returns what an option says, else the config file, read by `read`. A fault of the config file names its place.
fn said<T, E: Into<Error>>(
    own: Option<&str>,
    below: Option<&str>,
    place: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>> {
    match (own, below) {
        (Some(own), _) => read(own).map(Some).map_err(Into::into),
        (None, Some(below)) => read(below).map(Some).map_err(|error| at(place, error.into())),
        (None, None) => Ok(None),
    }
}

/// Returns where a mapping stands.
pub(super) fn place(name: &str, inputs: &Inputs<'_>) -> String {
    let file = inputs.notify.file.as_deref().map_or("the config file".into(), Path::to_string_lossy);
    format!("{}: [import.{name}]", text::sanitize(&file))
}

/// Returns an error with the place in the config file before it, where the keys are those of the options.
fn at(place: &str, error: Error) -> Error {
    let message = error.message.strip_prefix("--").unwrap_or(&error.message);
    let said = format!("{place}: {message}");
    Error { message: said, ..error }
}

/// Refuses a mapping that nothing could name.
///
/// # Errors
/// A mapping with the name of a format.
pub(super) fn refuse_built_in(inputs: &Inputs<'_>) -> Result<()> {
    match inputs.mappings.keys().find(|name| built_in(name).is_some()) {
        None => Ok(()),
        Some(name) => Err(Error::new(format!("{}: a format has that name", place(name, inputs)))
            .hint("give it another name, and say that with --from")),
    }
}

/// Returns the source, or the mapping, of that name.
fn find<'m>(name: &str, inputs: &Inputs<'m>) -> Result<Found<'m>> {
    if let Some(source) = built_in(name) {
        return Ok((source, None));
    }
    let names = || {
        let sources = intake::sources().iter().map(|source| source.name);
        sources.chain(inputs.mappings.keys().map(String::as_str))
    };
    let Some((name, mapping)) = inputs.mappings.get_key_value(name) else {
        return Err(Error::new(format!("--from: unknown format {}", text::quote(name)))
            .hint_maybe(text::meant(name, names()))
            .hint(format!("the formats are {}", text::list(names()))));
    };
    Ok((source_of(mapping, &place(name, inputs))?, Some((name, mapping))))
}

fn built_in(name: &str) -> Option<&'static Source> {
    intake::sources().iter().find(|source| source.name == name)
}

/// Returns the source of a mapping of the config file.
pub(super) fn source_of(mapping: &Mapping, place: &str) -> Result<&'static Source> {
    let from = mapping.from.as_deref().unwrap_or("csv");
    built_in(from).ok_or_else(|| {
        let names = text::list(intake::sources().iter().map(|source| source.name));
        Error::new(format!("{place}: unknown format {}", text::quote(from)))
            .hint(format!("the formats are {names}"))
    })
}

/// Returns the map of a mapping of the config file.
pub(super) fn map_of(mapping: &Mapping, place: &str) -> Result<Map> {
    let from = |key: &str| format!("{place}: {key}");
    let (columns, words, values) = (from("map"), from("map-value"), from("set"));
    let mut map = Map::default();
    for (name, of) in &mapping.map {
        map.need(map::field(&columns, name)?, of.texts());
    }
    for (name, of) in &mapping.map_value {
        let field = map::field(&words, name)?;
        of.iter().try_for_each(|(value, all)| map.word(&words, field, value, all.texts()))?;
    }
    for (name, value) in &mapping.set {
        map.set(&values, map::field(&values, name)?, value.clone())?;
    }
    Ok(map)
}

fn delimiter(said: &str) -> Result<u8> {
    match said.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] if *one != b'"' && !one.is_ascii_alphanumeric() => Ok(*one),
        _ => Err(Error::new(format!("--delimiter: {} is not one character", text::quote(said)))
            .hint("write `,`, `;` or tab")),
    }
}

fn decoded(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Result<String> {
    match bytes::decode(&bytes, encoding)? {
        std::borrow::Cow::Owned(text) => Ok(text),
        // Without a mark the bytes are the text, and are not copied.
        std::borrow::Cow::Borrowed(text) if text.len() == bytes.len() => {
            String::from_utf8(bytes).map_err(|_| Error::new("the file is not UTF-8"))
        }
        std::borrow::Cow::Borrowed(text) => Ok(text.to_owned()),
    }
}

/// Reads what comes in through a pipe.
fn piped(inputs: &Inputs<'_>) -> Result<Vec<u8>> {
    if inputs.stdin.is_tty {
        return Err(Error::new("nothing comes in through a pipe")
            .hint("name a file, or pipe one in: `… | owed import -`"));
    }
    let bytes = (inputs.stdin.all)(LARGEST.saturating_add(1))
        .map_err(|error| Error::io("cannot read what comes in", error))?;
    bounded(bytes, "what comes in")
}

/// Reads a file. Its path may lead to a pipe that nobody writes to, or to an endless device: only a regular file is
/// read, and no more of it than is allowed, even if it grows meanwhile.
fn contents(path: &Path, inputs: &Inputs<'_>) -> Result<Vec<u8>> {
    let shown = text::sanitize(&path.to_string_lossy()).into_owned();
    let failed = |error: std::io::Error| Error::io(format_args!("{shown}: cannot read it"), error);
    let refused = |what: &str| Err(Error::new(format!("{shown}: {what}")).hint(CSV));
    let file = inputs.disk.open(path).map_err(failed)?;
    let meta = file.stat().map_err(failed)?;
    if meta.is_dir() {
        return refused("this is a folder");
    }
    if !meta.is_file() {
        return refused("this is not a regular file");
    }
    if meta.len() > LARGEST {
        return Err(too_large(&shown));
    }
    let mut bytes = Vec::new();
    (&file).take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    bounded(bytes, &shown)
}

fn too_large(what: &str) -> Error {
    Error::new(format!("{what}: larger than 256 MiB")).hint(IN_PARTS)
}

fn bounded(bytes: Vec<u8>, what: &str) -> Result<Vec<u8>> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(too_large(what));
    }
    Ok(bytes)
}
