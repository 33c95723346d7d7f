//! What was typed, as values: dates, names, kinds and classes.

use super::Desk;
use crate::error::{Result, Trouble};
use crate::ledger::fault::Fault;
use crate::rules::commitment::Class;
use crate::rules::house::{CalendarChoice, House};
use crate::rules::names;
use crate::rules::time::Instant;
use crate::text;
use crate::when::{self, Calendars, Context, Reading, Refusal, Way};

/// Words of an option as one text, `None` if it was not given.
pub fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

/// Words of an option as one text that says something.
pub fn said(option: &str, words: &[String]) -> Result<Option<String>> {
    let Some(text) = joined(words) else { return Ok(None) };
    match text.trim() {
        "" => Err(Trouble::new(format!("{option} is empty"))),
        text => Ok(Some(text.to_owned())),
    }
}

/// Words of an option that has to say something.
pub fn need(option: &str, words: &[String]) -> Result<String> {
    said(option, words)?.ok_or_else(|| Trouble::new(format!("{option} is empty")))
}

/// Words of an option as a name, `None` if it was not given.
pub fn said_name(option: &str, words: &[String]) -> Result<Option<String>> {
    said(option, words)?.map(|text| name(option, text)).transpose()
}

/// Words of an option that must be a name.
pub fn need_name(option: &str, words: &[String]) -> Result<String> {
    name(option, need(option, words)?)
}

/// A name that was typed, if it is not longer than any may be.
///
/// # Errors
/// More than [`names::LONGEST`] bytes.
pub fn name(option: &str, name: String) -> Result<String> {
    match names::check_length(option, &name) {
        Ok(()) => Ok(name),
        Err(message) => Err(Trouble::new(message).hint("write a shorter name")),
    }
}

/// The class of that name.
pub fn class(name: &str) -> Result<Class> {
    Class::named(name).ok_or_else(|| {
        let names = Class::ALL.map(Class::name);
        let hint = text::nearest(name, names).map_or_else(
            || format!("use one of {}", names.join(", ")),
            |near| format!("did you mean {near:?}?"),
        );
        Trouble::new(format!("unknown class {:?}", text::clean(name))).hint(hint)
    })
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.message).hint_maybe(refusal.hint)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::new(fault.message).hint_maybe(fault.hint)
    }
}

/// The calendars that words about a kind may mean.
pub fn calendars<'h>(house: &'h House, kind: Option<&str>) -> Calendars<'h> {
    match house.calendar_for(kind) {
        CalendarChoice::One(calendar) => Calendars::One(calendar),
        CalendarChoice::Default => Calendars::None,
        CalendarChoice::Several => Calendars::Several(house.calendars.keys().map(String::as_str).collect()),
    }
}

/// What words mean as a date, for something of that kind.
pub fn date(words: &str, way: Way, now: Instant, house: &House, kind: Option<&str>) -> Result<Reading> {
    let context = Context { now, begun: now, zone: house.zone, calendars: calendars(house, kind) };
    Ok(when::read(words, way, &context)?)
}

/// Returns the due that words mean, for something of that kind that was promised, moved or asked for at `begun`: a
/// due may be over already, but not before that.
pub fn due(words: &str, begun: Instant, now: Instant, house: &House, kind: &str) -> Result<Instant> {
    let context = |begun| Context { now, begun, zone: house.zone, calendars: calendars(house, Some(kind)) };
    match when::read(words, Way::Due, &context(begun)) {
        Ok(reading) => Ok(reading.at),
        Err(refusal) => {
            let is_past = when::read(words, Way::Due, &context(Instant::FIRST)).is_ok();
            let missed = "if it is missed already, say when it was promised or moved: --at WHEN";
            Err(Trouble::from(refusal).hint_maybe(is_past.then_some(missed)))
        }
    }
}

/// The option that says when something happened: the instant, and whether it was said at all.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    /// When it happened.
    pub at: Instant,
    /// When it is written down, if that is later.
    pub logged: Option<Instant>,
    /// The first and the last instant that can be meant, where only a day or a part of one was said.
    pub span: Option<(Instant, Instant)>,
}

impl Happened {
    /// At exactly this instant, written down now.
    pub fn exactly(at: Instant, now: Instant) -> Self {
        Self { at, logged: (at != now).then_some(now), span: None }
    }
}

/// When something happened.
pub fn happened(args: &crate::cli::Happened, desk: &Desk<'_>, house: &House) -> Result<Happened> {
    let now = desk.now;
    match said("--at", &args.at)? {
        None => Ok(Happened::exactly(now, now)),
        Some(words) => {
            let Reading { at, span, .. } = date(&words, Way::Back, now, house, None)?;
            Ok(Happened { span, ..Happened::exactly(at, now) })
        }
    }
}
