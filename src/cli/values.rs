//! What was typed, as values: dates, names, kinds and classes.

use crate::context::Inputs;
use crate::error::{Error, Problem, Result};
use crate::rules::commitment::Class;
use crate::rules::policy::{CalendarChoice, Policy};
use crate::rules::time::Instant;
use crate::text::{self, names};
use crate::when::{self, Calendars, Reading, Reference, Way};

/// Joins the words of an option into one text; `None` if it was not given.
pub fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

/// Joins the words of an option into one text; the error is a blank one.
pub fn said(option: &str, words: &[String]) -> Result<Option<String>> {
    let Some(text) = joined(words) else { return Ok(None) };
    match text.trim() {
        "" => Err(Error::new(format!("{option} is empty"))),
        text if text::shows_nothing(text) => {
            Err(Error::new(format!("{option} shows nothing: {}", text::quote(text))))
        }
        text => Ok(Some(text.to_owned())),
    }
}

/// Joins the words of an option that must not be blank or absent.
pub fn need(option: &str, words: &[String]) -> Result<String> {
    said(option, words)?.ok_or_else(|| Error::new(format!("{option} is empty")))
}

/// Joins the words of an option into a name; `None` if it was not given.
pub fn said_name(option: &str, words: &[String]) -> Result<Option<String>> {
    said(option, words)?.map(|text| name(option, text)).transpose()
}

/// Joins the words of an option that must be a name.
pub fn need_name(option: &str, words: &[String]) -> Result<String> {
    name(option, need(option, words)?)
}

/// Joins the words of an option into the name of an owner, where `me` is whoever asks; `None` if it was not given.
///
/// # Errors
/// A blank or too long name, and `me` where nobody knows who that is.
pub fn said_owner(option: &str, words: &[String], inputs: &Inputs<'_>) -> Result<Option<String>> {
    said_name(option, words)?.map(|name| whom(option, name, inputs)).transpose()
}

/// Returns whom the name of an owner means: `me` is whoever asks.
pub fn whom(option: &str, name: String, inputs: &Inputs<'_>) -> Result<String> {
    if name != ME {
        return Ok(name);
    }
    (inputs.me)().ok_or_else(|| {
        Error::new(format!("{option} me: it is not known who you are"))
            .hint("set OWED_ME, or `me` in the config file")
    })
}

/// The word for whoever asks.
pub const ME: &str = "me";

/// Returns a name that was typed.
///
/// # Errors
/// More than [`names::LONGEST`] bytes.
pub fn name(option: &str, name: String) -> Result<String> {
    names::check_length(option, &name)?;
    names::check_seen(option, &name)?;
    Ok(name)
}

/// Returns the class of that name.
pub fn class(name: &str) -> Result<Class> {
    Class::named(name).ok_or_else(|| {
        let names = Class::ALL.map(Class::name);
        let hint = text::meant(name, names).unwrap_or_else(|| format!("use one of {}", names.join(", ")));
        Error::new(format!("unknown class {}", text::quote(name))).hint(hint)
    })
}

/// A text that ends in a date.
pub struct DateAtEnd {
    /// What stands before it.
    pub before: String,
    /// The date, with the word before it: `by monday`.
    pub said: String,
    /// The date alone.
    pub date: String,
}

/// Returns the date that a text about something of that kind ends in, after `by`, `until` or `before`; `None` if it does
/// not end so.
pub fn date_at_end(text: &str, now: Instant, policy: &Policy, kind: &str) -> Option<DateAtEnd> {
    let calendars = calendars(policy, Some(kind));
    let reference = Reference { now, begun: now, zone: policy.zone, calendars, due: None };
    at_end(text, &|date| when::is_date(date, &reference))
}

/// Returns the word that is too vague for a date which a name ends in, as [`date_at_end`] returns a date.
pub fn vague_at_end(name: &str) -> Option<DateAtEnd> {
    at_end(name, &when::is_vague)
}

fn at_end(text: &str, is_date: &dyn Fn(&str) -> bool) -> Option<DateAtEnd> {
    let words: Vec<_> = text.split_whitespace().collect();
    (1..words.len()).find_map(|place| {
        let (before, end) = words.split_at_checked(place)?;
        let (word, date) = end.split_first()?;
        let is_end = ["by", "until", "before"].iter().any(|end| word.eq_ignore_ascii_case(end));
        let date = date.join(" ");
        let found = is_end && is_date(&date);
        found.then(|| DateAtEnd { before: before.join(" "), said: end.join(" "), date })
    })
}

/// Refuses the name of an owner that ends in a date.
pub fn refuse_date(option: &str, name: &str, now: Instant, policy: &Policy) -> Result<()> {
    let found = date_at_end(name, now, policy, "promise").or_else(|| vague_at_end(name));
    let Some(DateAtEnd { before, said, .. }) = found else { return Ok(()) };
    Err(Error::new(format!("{option} ends in a date: {}", text::quote(&said))).hint(format!(
        "write `{option} {}`; the due date is changed with `owed move`",
        text::shell_word(&before)
    )))
}

/// Returns the calendars that a date for this kind may use.
pub fn calendars<'h>(policy: &'h Policy, kind: Option<&str>) -> Calendars<'h> {
    match policy.calendar_for(kind) {
        CalendarChoice::One(calendar) => Calendars::One(calendar),
        CalendarChoice::Default => Calendars::None,
        CalendarChoice::Several => Calendars::Several(policy.calendars.keys().map(String::as_str).collect()),
    }
}

/// Returns what words mean as a date, for something of that kind.
pub fn date(words: &str, way: Way, now: Instant, policy: &Policy, kind: Option<&str>) -> Result<Reading> {
    let context =
        Reference { now, begun: now, zone: policy.zone, calendars: calendars(policy, kind), due: None };
    Ok(when::read(words, way, &context)?)
}

/// Returns the instant that words mean as a date after another, for something of that kind.
pub fn date_after(
    words: &str,
    begun: Instant,
    now: Instant,
    policy: &Policy,
    kind: Option<&str>,
) -> Result<Instant> {
    let context = Reference { now, begun, zone: policy.zone, calendars: calendars(policy, kind), due: None };
    Ok(when::read(words, Way::Due, &context)?.at)
}

/// Returns the instant that words mean as the current time: what `owed when` takes, and the past. `source` is the
/// option or the variable that they come from. The ledger is read only if they depend on its zone or its calendar.
///
/// # Errors
///
/// Words that name no instant, and a ledger that cannot be read.
pub fn present(source: &str, words: &str, inputs: &Inputs<'_>) -> Result<Instant> {
    if let Some(at) = when::absolute(words) {
        return Ok(at);
    }
    // `init` mends an empty ledger, and also needs the current time.
    let policy = if inputs.store.exists()? && !inputs.is_empty() {
        inputs.policy()?
    } else {
        Policy::new((inputs.machine_zone)()?)
    };
    let calendars = calendars(&policy, None);
    let context =
        Reference { now: inputs.clock, begun: Instant::FIRST, zone: policy.zone, calendars, due: None };
    match when::read(words, Way::Due, &context) {
        Ok(reading) => Ok(reading.at),
        Err(Problem { message, hint }) => Err(Error::new(format!("{source}: {message}")).hint_maybe(hint)),
    }
}

/// Where a due is counted from.
#[derive(Debug, Clone, Copy)]
pub struct Begun {
    /// When something was promised, moved or asked for. A due may be in the past, but not before that.
    pub at: Instant,
    /// The due in force, for `due+2d`.
    pub due: Option<Instant>,
    /// Whether `--at` can say that it was earlier.
    pub has_at: bool,
}

/// Returns the due that words mean, for something of that kind.
pub fn due(words: &str, begun: Begun, now: Instant, policy: &Policy, kind: &str) -> Result<Instant> {
    let context = |since| Reference {
        now,
        begun: since,
        zone: policy.zone,
        calendars: calendars(policy, Some(kind)),
        due: begun.due,
    };
    match when::read(words, Way::Due, &context(begun.at)) {
        Ok(reading) => Ok(reading.at),
        Err(refusal) => {
            let is_past = begun.has_at && when::read(words, Way::Due, &context(Instant::FIRST)).is_ok();
            let missed = "if it is missed already, say when it was promised or moved: --at WHEN";
            Err(Error::from(refusal).hint_maybe(is_past.then_some(missed)))
        }
    }
}

/// Returns the opening from which a due in these words is counted, if it is in working time and was asked for outside
/// the hours.
pub fn counted_from(words: &str, now: Instant, policy: &Policy, kind: &str) -> Option<Instant> {
    let calendars = calendars(policy, Some(kind));
    let context = Reference { now, begun: Instant::FIRST, zone: policy.zone, calendars, due: None };
    when::read(words, Way::Due, &context).ok()?.counted_from
}

/// The option that says when something happened.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    /// When it happened.
    pub at: Instant,
    /// When it is recorded, if that is later.
    pub logged: Option<Instant>,
    /// The first and the last instant that can be meant, if only a day or a part of one was typed.
    pub span: Option<(Instant, Instant)>,
}

impl Happened {
    /// Returns a time of exactly this instant, recorded now.
    pub fn exactly(at: Instant, now: Instant) -> Self {
        Self { at, logged: (at != now).then_some(now), span: None }
    }
}

/// Returns when something happened, by `--at`.
pub fn happened(args: &super::HappenedArgs, inputs: &Inputs<'_>, policy: &Policy) -> Result<Happened> {
    let now = inputs.now;
    match said("--at", &args.at)? {
        None => Ok(Happened::exactly(now, now)),
        Some(words) => {
            let Reading { at, span, .. } = date(&words, Way::Back, now, policy, None)?;
            Ok(Happened { span, ..Happened::exactly(at, now) })
        }
    }
}
