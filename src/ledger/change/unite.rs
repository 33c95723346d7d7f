//! Two texts of one commitment as one that says all that both say, where they do not contradict each other.
//!
//! A text has facts (keys and their values), events (as often as they occur) and comments. Style does not count: two
//! instants are equal in any zone, two strings in any quotes.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::ledger::canonical::writer::{self, Defaults};
use crate::ledger::change::{LARGEST_BLOCK, history};
use crate::ledger::read::block;
use crate::rules::commitment::{Commitment, Event};

/// The key in which two texts contradict each other, or that only a person can merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash(pub String);

/// The most keys with values in a text that is merged with another, and in the result: TOML's trees of two such texts
/// take some 50 MB.
const MOST_PAIRS: usize = 16_384;

/// Returns true if a block says everything that another one of the same commitment says. False if either cannot be
/// read.
pub fn says_all(one: &str, other: &str, zone: Tz) -> bool {
    if one == other || [one, other].into_iter().any(is_too_much) {
        return one == other;
    }
    match (Said::read(one, zone), Said::read(other, zone)) {
        (Ok(one), Ok(other)) => one.covers(&other),
        _ => false,
    }
}

/// Returns the text of a block that says what both say: one of the two if that is enough, else the first with what only
/// the other says. The error is two values of one key, two unknown keys, two events that agree only in time, name and
/// person, or more than anybody has written about one commitment.
pub fn unite(one: &str, other: &str, zone: Tz) -> Result<String, Clash> {
    if one == other {
        return Ok(one.to_owned());
    }
    if [one, other].into_iter().any(is_too_much) {
        return Err(Clash("history".to_owned()));
    }
    let (mine, theirs) = (Said::read(one, zone)?, Said::read(other, zone)?);
    mine.agrees(&theirs)?;
    if mine.covers(&theirs) {
        return Ok(one.to_owned());
    }
    if theirs.covers(&mine) {
        return Ok(other.to_owned());
    }
    let united = mine.with(one, &theirs, zone)?;
    let said = Said::read(&united, zone)?;
    let is_proven = said.covers(&mine) && said.covers(&theirs);
    if is_proven && united.len() <= LARGEST_BLOCK && !is_too_much(&united) {
        Ok(united)
    } else {
        Err(Clash("history".to_owned()))
    }
}

/// Returns true if a text has more in it than anybody has written about one commitment.
fn is_too_much(text: &str) -> bool {
    memchr::memchr_iter(b'=', text.as_bytes()).nth(MOST_PAIRS).is_some()
}

/// What a block says.
struct Said<'t> {
    commitment: Commitment<'t>,
    /// Keys and their values as TOML, defaults included.
    facts: BTreeMap<&'static str, String>,
    /// Keys that owed does not know.
    unknown: BTreeMap<String, String>,
    /// Each event as owed writes it, with its unknown keys.
    events: Vec<String>,
    comments: Vec<&'t str>,
}

impl<'t> Said<'t> {
    fn read(text: &'t str, zone: Tz) -> Result<Self, Clash> {
        let commitment = block::read(text).map_err(|_| Clash("commitment".to_owned()))?;
        let mut events: Vec<_> = commitment.history.iter().map(|event| writer::event(event, zone)).collect();
        let mut unknown = BTreeMap::new();
        for (key, value) in &commitment.extra {
            match event_of(key).and_then(|(place, key)| Some((events.get_mut(place)?, key))) {
                Some((event, key)) => event.push_str(&format!(" {key} = {value}")),
                None => drop(unknown.insert(key.to_string(), value.to_string())),
            }
        }
        let facts = writer::facts(&commitment, zone, Defaults::Said).into_iter().collect();
        Ok(Self { commitment, facts, unknown, events, comments: comments(text)? })
    }

    /// Returns true if this says everything that the other says.
    fn covers(&self, other: &Self) -> bool {
        has(&self.facts, &other.facts)
            && has(&self.unknown, &other.unknown)
            && missing(&self.events, &other.events).is_empty()
            && missing(&self.comments, &other.comments).is_empty()
    }

    /// Checks that both can be true; the error is the first contradiction.
    fn agrees(&self, other: &Self) -> Result<(), Clash> {
        let facts = differing(&self.facts, &other.facts);
        if let Some(key) = facts.or_else(|| differing(&self.unknown, &other.unknown)) {
            return Err(Clash(key));
        }
        let mut mine = self.only(other);
        mine.sort_unstable();
        let is_told_twice = other.only(self).iter().any(|moment| mine.binary_search(moment).is_ok());
        if is_told_twice { Err(Clash("history".to_owned())) } else { Ok(()) }
    }

    /// Returns the moments of the events that the other does not have.
    fn only(&self, other: &Self) -> Vec<Moment<'_>> {
        let places = missing(&other.events, &self.events).into_iter();
        places.filter_map(|place| self.commitment.history.get(place).map(moment)).collect()
    }

    /// Adds what only the other says to this text.
    fn with(&self, text: &str, other: &Self, zone: Tz) -> Result<String, Clash> {
        if let Some(key) = other.unknown.keys().find(|key| !self.unknown.contains_key(*key)) {
            return Err(Clash(key.clone()));
        }
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let events: Vec<_> = missing(&self.events, &other.events)
            .into_iter()
            .filter_map(|place| other.commitment.history.get(place))
            .collect();
        let cannot = || Clash("history".to_owned());
        let united =
            history::insert(text, &self.commitment.history, events, newline, zone).ok_or_else(cannot)?;
        let comments = missing(&self.comments, &other.comments).into_iter();
        let comments = comments.filter_map(|place| Some((*other.comments.get(place)?).to_owned()));
        let facts = other.facts.iter().filter(|(key, _)| !self.facts.contains_key(*key));
        let lines: String = comments
            .chain(facts.map(|(key, value)| format!("{key} = {value}")))
            .map(|line| format!("{line}{newline}"))
            .collect();
        let below = header_end(&united).ok_or_else(cannot)?;
        let (head, rest) = united.split_at_checked(below).ok_or_else(cannot)?;
        Ok(format!("{head}{lines}{rest}"))
    }
}

/// Returns true if these have every value of the others.
fn has<K: Ord>(mine: &BTreeMap<K, String>, theirs: &BTreeMap<K, String>) -> bool {
    theirs.iter().all(|(key, value)| mine.get(key) == Some(value))
}

/// Returns the first key that has two values, `None` if they agree.
fn differing<K: Ord + ToString>(mine: &BTreeMap<K, String>, theirs: &BTreeMap<K, String>) -> Option<String> {
    let mut both = mine.iter().filter_map(|(key, value)| Some((key, value, theirs.get(key)?)));
    both.find(|(_, value, theirs)| value != theirs).map(|(key, ..)| key.to_string())
}

/// Returns the indices in `theirs` of what is not in `mine`, or less often.
fn missing<T: Ord>(mine: &[T], theirs: &[T]) -> Vec<usize> {
    let mut counts = BTreeMap::new();
    for one in mine {
        let count: &mut usize = counts.entry(one).or_default();
        *count = count.saturating_add(1);
    }
    let mut is_missing = |one: &T| match counts.get_mut(one) {
        Some(count) if *count > 0 => {
            *count = count.saturating_sub(1);
            false
        }
        _ => true,
    };
    theirs.iter().enumerate().filter(|(_, one)| is_missing(one)).map(|(place, _)| place).collect()
}

/// An event's time, name and person.
type Moment<'e> = (i64, &'static str, Option<&'e str>);

fn moment<'e>(event: &'e Event<'_>) -> Moment<'e> {
    (event.at.epoch(), event.deed.name(), event.by.as_deref())
}

/// Returns the index of the event that an unknown key is in, and the key: `history[3].mood`.
fn event_of(key: &str) -> Option<(usize, &str)> {
    let (place, key) = key.strip_prefix("history[")?.split_once("].")?;
    Some((place.parse().ok()?, key))
}

fn comments(text: &str) -> Result<Vec<&str>, Clash> {
    let tokens = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    let comment = |token: Token| text.get(token.span().start()..token.span().end()).map(str::trim_end);
    tokens.map(comment).collect::<Option<_>>().ok_or_else(|| Clash("commitment".to_owned()))
}

/// Returns where the line `[[commitment]]` ends; only comments and blank lines are above it.
fn header_end(text: &str) -> Option<usize> {
    let mut end = 0_usize;
    for line in text.split_inclusive('\n') {
        end = end.saturating_add(line.len());
        if line.trim_start_matches(['\u{feff}', ' ', '\t']).starts_with('[') {
            return line.ends_with('\n').then_some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests;
