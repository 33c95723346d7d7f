//! The due of a promise: what was said, what its kind gives, and what a limit allows. Every verb that promises something, or
//! puts another date on it, goes by this.

use crate::cli::values::{self, Begun, Happened};
use crate::error::{Error, Problem, Result};
use crate::events::{self, bare_day};
use crate::rules::commitment::{Basis, Commitment};
use crate::rules::cycle;
use crate::rules::every::Every;
use crate::rules::policy::{CalendarChoice, Kind, Policy};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text;
use crate::when::{Reading, Way, say};

/// What is said about the time of a promise.
pub struct Said<'s> {
    /// The kind.
    pub kind: &'s str,
    /// The words of `--by`.
    pub by: &'s [String],
    /// Those of `--asked`.
    pub asked: &'s [String],
}

/// Returns when a promise was asked for, and its due: by `--asked`, and without it as if it had been `unsaid`.
///
/// # Errors
///
/// Words that are no date, `--asked` after the promise, a day without a time on which the due depends, and those of [`due`].
pub fn agreed(
    said: &Said<'_>,
    made: Happened,
    unsaid: Instant,
    now: Instant,
    policy: &Policy,
) -> Result<(Instant, Due)> {
    let asked = asked(said.asked, made.at, now, policy)?;
    let by = values::said("--by", said.by)?;
    let (option, from, span) = match &asked {
        Some(asked) => ("--asked", asked.at, asked.span),
        None => ("--at", unsaid, made.span),
    };
    let terms = |asked| Terms { kind: said.kind, asked, by: by.clone() };
    let planned = due(&terms(from), now, policy);
    let due = match span {
        None => planned?,
        Some((first, last)) => {
            let span = (first, last.min(made.at));
            let ends = [span.0, span.1].map(|at| due(&terms(at), now, policy));
            bare_day_due(option, span, planned, &ends, policy)?
        }
    };
    Ok((from, due))
}

/// Returns when the customer asked, by the words of `--asked`; `None` without.
///
/// # Errors
///
/// Words that are no date, and one after the promise.
pub fn asked(words: &[String], made: Instant, now: Instant, policy: &Policy) -> Result<Option<Reading>> {
    let Some(words) = values::said("--asked", words)? else { return Ok(None) };
    let asked = values::date(&words, Way::Asked, now, policy, None)?;
    if asked.at > made {
        return Err(Error::new("--asked is after the promise was made").hint(
            "--asked is when the customer asked, --at when you promised; --asked must be the earlier one",
        ));
    }
    Ok(Some(asked))
}

/// Returns how often something of that kind is promised again.
///
/// # Errors
///
/// Words that do not say how often, a kind with a limit, and business days without a calendar that counts them.
pub fn again(words: &str, kind: &str, policy: &Policy) -> Result<Every> {
    let every = Every::typed(words)
        .map_err(|Problem { message, hint }| Problem { message: format!("--every: {message}"), hint })?;
    if let Some(limit) = policy.kind(kind).and_then(|kind| kind.limit) {
        return Err(never_again(kind, limit));
    }
    if every.is_working() && matches!(policy.calendar_for(Some(kind)), CalendarChoice::Several) {
        let names = text::list(policy.calendars.keys().map(String::as_str));
        return Err(Error::new(format!(
            "--every {} needs a calendar, and there are several: {names}",
            text::shell_word(words)
        ))
        .hint("use a kind that names its calendar: `calendar = \"…\"` in its table"));
    }
    Ok(every)
}

/// Returns the error of a kind with a limit for what is promised again and again.
pub fn never_again(kind: &str, limit: Target) -> Error {
    let kind = text::sanitize(kind);
    Error::new(format!(
        "a {kind} is due within {limit} of being asked for, so it cannot be promised again and again"
    ))
    .hint("use a kind without a limit, for instance --kind promise")
}

/// Returns the due, if it does not depend on a missing time of day: the first instant of the day gives the same as the
/// last.
fn bare_day_due(
    option: &str,
    span: (Instant, Instant),
    planned: Result<Due>,
    ends: &[Result<Due>],
    policy: &Policy,
) -> Result<Due> {
    let counted = |due: &Result<Due>| due.as_ref().ok().map(|due| (due.at, due.latest));
    let all = || ends.iter().chain([&planned]);
    if all().all(|due| counted(due) == counted(&planned)) {
        return planned;
    }
    let why = match all().find_map(|due| due.as_ref().ok()) {
        Some(Due { target: Some(_), .. }) => "the due is counted from it".to_owned(),
        Some(Due { at, limit: None, .. }) => {
            format!("it was due {}", say::weekday_and_time(*at, policy.zone))
        }
        _ => "the limit is counted from it".to_owned(),
    };
    Err(bare_day::question(option, &why, span, policy))
}

/// What decides about a due.
pub struct Terms<'t> {
    /// The kind.
    pub kind: &'t str,
    /// The instant from which targets and limits count.
    pub asked: Instant,
    /// The date of `--by`, if given.
    pub by: Option<String>,
}

/// A due and its source.
#[derive(Debug)]
pub struct Due {
    /// The due.
    pub at: Instant,
    /// The target it was counted from, without `--by`.
    pub target: Option<Target>,
    /// The kind's limit.
    pub limit: Option<Target>,
    /// The latest instant that the limit allows.
    pub latest: Option<Instant>,
    /// The calendar, if anything was counted in working time.
    pub calendar: Option<String>,
}

/// Returns the due of `--by`, or the one that the kind's target gives; the error is one after the kind's limit.
pub fn due(terms: &Terms<'_>, now: Instant, policy: &Policy) -> Result<Due> {
    let none = Kind::default();
    let kind = policy.kind(terms.kind).unwrap_or(&none);
    let calendar = policy.calendar_for_kind(terms.kind);
    let (at, target) = match (&terms.by, kind.target) {
        (Some(words), _) => (
            values::due(words, Begun { at: terms.asked, due: None, has_at: true }, now, policy, terms.kind)?,
            None,
        ),
        (None, Some(target)) => {
            let due = target.due(terms.asked, policy.zone, Some(calendar));
            (due.map_err(|error| Error::new(error.to_string()))?, Some(target))
        }
        (None, None) => {
            return Err(Error::new(format!(
                "when is it due? kind {} has no target",
                text::quote(terms.kind)
            ))
            .hint("add a date, such as --by tomorrow 5pm or --by 2h"));
        }
    };
    let limit = Basis { kind: terms.kind, target: None, limit: kind.limit.as_ref(), calendar: None };
    let latest = within_limit(at, limit, terms, policy)?;
    let calendar = policy.counted_in(terms.kind, [target, kind.limit]);
    Ok(Due { at, target, limit: kind.limit, latest, calendar })
}

/// Refuses a due in these words that a limit does not allow.
pub fn refuse_after(
    limit: Basis<'_>,
    due: Instant,
    asked: Instant,
    by: &str,
    commitment: &Commitment<'_>,
    policy: &Policy,
) -> Result<()> {
    if limit.limit.is_some_and(Target::is_working) {
        events::calendar_is_there(commitment, limit, policy)?;
    }
    let terms = Terms { kind: limit.kind, asked, by: Some(by.to_owned()) };
    within_limit(due, limit, &terms, policy).map(drop)
}

/// Returns the latest instant that a limit allows, if there is one. The error is a due after it, with a hint.
pub fn within_limit(
    due: Instant,
    basis: Basis<'_>,
    terms: &Terms<'_>,
    policy: &Policy,
) -> Result<Option<Instant>> {
    let latest = cycle::limit_at(basis, policy, terms.asked);
    let Some((limit, latest)) = basis.limit.zip(latest).filter(|(_, latest)| due > *latest) else {
        return Ok(latest);
    };
    let (kind, latest) = (text::sanitize(basis.kind), say::full(latest, policy.zone));
    if terms.by.is_none() {
        let due = say::full(due, policy.zone);
        return Err(Error::new(format!(
            "kind {kind} has a target after its limit: due {due}, and {limit} allows {latest} at the latest"
        ))
        .hint(format!(
            "add a date, such as --by tomorrow 5pm, or change `target` or `limit` in [kind.{kind}]"
        )));
    }
    Err(Error::new(format!("a {kind} must be due within {limit} of being asked for: {latest} at the latest"))
        .hint(format!(
            "reach them by then, close the {kind} and promise the rest: owed done ID --next WHAT --by WHEN"
        ))
        .hint("if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN"))
}
