//! Which commitment somebody means: by a prefix of its id, by the name that another system has for it, or by words.
//!
//! In that order: an id before a `ref`, a `ref` before words. Whoever means two things at once is shown both. Archives are
//! asked only where the ledger has nothing that may be meant.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use chrono_tz::Tz;

use crate::context::Inputs;
use crate::error::{Choice, Error, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, ID_LETTERS, Id};
use crate::rules::cycle;
use crate::rules::ids::{Ids, SHORTEST};
use crate::rules::policy::{Customers, Policy};
use crate::rules::time::Instant;
use crate::select::words::Words;
use crate::text;
use crate::when::say;

/// The most commitments that an error lists.
const LISTED: usize = 6;

/// The most commitments of which a person may pick one.
const PICKED: usize = 100;

/// The state of the commitments that a `ref` or words may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Open ones.
    Open,
    /// Open ones; closed ones if no open one fits.
    OpenFirst,
    /// Closed ones.
    Closed,
    /// Closed ones; open ones if no closed one fits.
    ClosedFirst,
}

impl Scope {
    const fn is_of_closed(self) -> bool {
        matches!(self, Self::Closed | Self::ClosedFirst)
    }
}

/// One commitment that was meant, or may have been.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The commitment.
    pub commitment: Commitment<'static>,
    /// The bytes of its block.
    pub span: Range<usize>,
    /// When it is due, after all moves.
    due: Instant,
    /// When it was closed, if it is.
    pub closed: Option<Instant>,
    /// The archive it is in; `None` for the ledger itself.
    pub archive: Option<String>,
    /// Whether the words of the selector match it.
    by_words: bool,
    /// Whether they are the name of its customer, all of it.
    is_customer: bool,
    /// Whether nothing but a word of what is owed matches it.
    by_what: bool,
    /// Its ledger among those of a view, from 0.
    pub ledger: usize,
    /// The name of its ledger, if it is one of several.
    named: Option<String>,
}

/// The one commitment that was meant among several ledgers.
pub struct Met {
    /// The commitment.
    pub selected: Selected,
    /// The policy of its ledger.
    pub policy: Policy,
    /// The zone of the first ledger, in which its times are said.
    pub zone: Tz,
    /// Every id of all ledgers.
    pub ids: Ids,
}

/// A selector as it was typed.
#[derive(Debug, Clone)]
pub struct Selector {
    args: Vec<String>,
    words: Words,
    among: Scope,
    single: bool,
    /// A word alone means the customer first.
    is_of_customer: bool,
    /// Ids alone mean something; words and names of other systems only show which.
    only_ids: bool,
    /// The commitments that are meant, if that is known already.
    these: BTreeSet<Id>,
}

impl Selector {
    /// Returns the selector of arguments that are all ids, or together the words of one commitment; of none, it means one that a
    /// person has to pick.
    pub fn new(args: &[String], among: Scope) -> Self {
        Self {
            args: args.to_vec(),
            words: Words::new(&args.join(" ")),
            among,
            single: false,
            is_of_customer: false,
            only_ids: false,
            these: BTreeSet::new(),
        }
    }

    /// Returns the selector of commitments that were found before, each of which must still be there.
    pub fn these(ids: BTreeSet<Id>) -> Self {
        Self { these: ids, ..Self::new(&[], Scope::OpenFirst) }
    }

    /// Returns the selector of arguments that are all ids, whatever the state of what they name. Words are refused, with the
    /// ids of what they match.
    pub fn ids(args: &[String]) -> Self {
        let words: Vec<_> = args.iter().filter(|arg| !is_like_id(arg)).map(String::as_str).collect();
        let words = Words::new(&words.join(" "));
        Self { words, only_ids: true, ..Self::new(args, Scope::OpenFirst) }
    }

    /// Returns the selector of one argument.
    pub fn one(arg: &str, among: Scope) -> Self {
        Self::new(std::slice::from_ref(&arg.to_owned()), among).single()
    }

    /// Returns the selector, for one commitment only.
    #[must_use]
    pub fn single(self) -> Self {
        Self { single: true, ..self }
    }

    /// Returns the selector of the one commitment with this id that a person picked.
    #[must_use]
    pub fn picked(&self, id: &str) -> Self {
        Self::one(id, self.among)
    }

    /// Returns true if nothing says which is meant.
    pub fn says_nothing(&self) -> bool {
        self.args.is_empty() && self.these.is_empty()
    }

    /// Returns the same selector, for which a word alone means a customer before what is owed to one.
    #[must_use]
    pub fn of_customer(self) -> Self {
        let is_of_customer = self.args.len() == 1 && self.words.is_one();
        Self { is_of_customer, ..self }
    }

    /// Returns true if nothing but a word of what is owed made this commitment the one that was meant.
    pub fn fits_only_what(&self, commitment: &Commitment<'_>, customers: &Customers) -> bool {
        let is_named = self.args.iter().any(|arg| names(arg, commitment.id) || refers(arg, commitment));
        self.is_of_customer && !is_named && !self.words.fit(customers.names(&commitment.to))
    }

    /// Adds a commitment to those that may be meant, while a ledger is read.
    pub fn see(&self, may_be_meant: &mut Vec<Selected>, look: Look<'_, '_>, now: Instant) {
        if let Some(selected) = self.keep(look, now) {
            may_be_meant.push(selected);
        }
    }

    fn keep(&self, look: Look<'_, '_>, now: Instant) -> Option<Selected> {
        let Look { policy, commitment, span, archive } = look;
        if !self.these.is_empty() && !self.these.contains(&commitment.id) {
            return None;
        }
        let by_name = self.these.contains(&commitment.id)
            || self.args.iter().any(|arg| names(arg, commitment.id) || refers(arg, commitment));
        let by_words = !self.words.is_empty() && self.words.fit_commitment(commitment, &policy.customers);
        if !by_name && !by_words && !self.says_nothing() {
            return None;
        }
        let current = cycle::cycles(commitment, policy, now)?.current;
        let closed = current.closing.map(|closing| closing.at);
        if self.says_nothing() && closed.is_some() != self.among.is_of_closed() {
            return None;
        }
        Some(Selected {
            is_customer: self.words.are_customer(&commitment.to, &policy.customers),
            by_what: self.fits_only_what(commitment, &policy.customers),
            commitment: commitment.clone().into_owned(),
            span,
            due: current.due,
            closed,
            archive: archive.map(str::to_owned),
            by_words,
            ledger: 0,
            named: None,
        })
    }

    /// Returns the selected commitments, in the order in which they were typed; the error is an unknown or ambiguous
    /// one.
    pub fn resolve(&self, seen: &Seen<Vec<Selected>>) -> Result<Vec<Selected>> {
        if !self.these.is_empty() {
            return self.all_of_these(seen);
        }
        if self.says_nothing() {
            return Err(self.which_one(seen));
        }
        let by_words = if self.only_ids { Vec::new() } else { self.by_words(&seen.state) };
        let mut meant: Vec<Selected> = Vec::new();
        let mut unknown = None;
        for arg in &self.args {
            match self.by_name(arg, seen)? {
                None => unknown = unknown.or(Some(arg)),
                Some(one) if is_among(one, &meant) => {}
                Some(one) => meant.push(one.clone()),
            }
        }
        let whole_ids = self.args.iter().all(|arg| arg.len() == Id::LENGTH)
            && meant.iter().all(|picked| self.args.iter().any(|arg| names(arg, picked.commitment.id)));
        if self.single && meant.len() > 1 {
            return Err(Error::new("this takes one commitment at a time")
                .hint("give one id, or words that match one commitment"));
        }
        match (unknown, by_words.as_slice()) {
            (None, words) if whole_ids || words.iter().all(|picked| is_among(picked, &meant)) => Ok(meant),
            (None, words) => {
                let is_id =
                    meant.iter().any(|picked| self.args.iter().any(|arg| names(arg, picked.commitment.id)));
                let what = if is_id { "an id" } else { "a `ref`" };
                let message = format!("{} is {what}, and its words match another commitment", self.shown());
                let others = words.iter().copied().filter(|picked| !is_among(picked, &meant));
                let all: Vec<_> = meant.iter().chain(others).collect();
                let is_all = self.args.len() == 1;
                Err(if is_all { one_of(message, &all, seen) } else { several(message, &all, seen) })
            }
            (Some(_), [one]) => Ok(vec![(*one).clone()]),
            (Some(unknown), _) if self.only_ids => Err(self.no_id(unknown, &meant, seen)),
            (Some(unknown), []) => Err(self.nothing(unknown, &meant, seen)),
            (Some(_), many) => {
                let message = format!("{} matches several commitments", self.shown());
                Err(one_of(message, many, seen))
            }
        }
    }

    /// Returns the commitments that were found before, in the order of the file; the error is one that is gone, or there twice.
    fn all_of_these(&self, seen: &Seen<Vec<Selected>>) -> Result<Vec<Selected>> {
        let mut gone = self.these.clone();
        for Selected { commitment: Commitment { id, .. }, .. } in &seen.state {
            if !gone.remove(id) {
                return Err(Error::new(format!("two commitments have the id {id}"))
                    .hint("give one of them another id: `owed edit`"));
            }
        }
        match gone.first() {
            Some(id) => {
                Err(Error::new(format!("{id} is not in the ledger any more, so nothing was changed")))
            }
            None => Ok(seen.state.clone()),
        }
    }

    /// Returns the one selected commitment.
    pub fn resolve_one(&self, seen: &Seen<Vec<Selected>>) -> Result<Selected> {
        self.resolve(seen)?.into_iter().next().ok_or_else(|| Error::new("which commitment?"))
    }

    /// Returns the one commitment that was meant, in a ledger or, where that has none that may be, in its archives; with what
    /// was seen of both.
    pub fn resolve_anywhere(
        &self,
        seen: Seen<Vec<Selected>>,
        inputs: &Inputs<'_>,
    ) -> Result<(Selected, Seen<Vec<Selected>>)> {
        let seen = if seen.state.is_empty() {
            inputs.fold_archives(seen, |kept, look| self.see(kept, look, inputs.now))?
        } else {
            seen
        };
        Ok((self.resolve_one(&seen)?, seen))
    }

    /// Returns the one commitment that was meant in any ledger of a view or, where none has one that may be, in their archives.
    pub fn resolve_in_all(&self, inputs: &Inputs<'_>) -> Result<Met> {
        let now = inputs.now;
        let see = |kept: &mut Vec<Selected>, look: Look<'_, '_>| self.see(kept, look, now);
        let mut all = inputs.read_each(|ledger, _| ledger.inputs.fold(|_| Ok(Vec::new()), see))?;
        if all.iter().all(|seen| seen.state.is_empty()) {
            let each = all.into_iter().enumerate();
            let archives = |(ledger, seen)| inputs.at(ledger, |inputs, _| inputs.fold_archives(seen, see));
            all = each.map(archives).collect::<Result<_>>()?;
        }
        for (ledger, seen) in all.iter_mut().enumerate() {
            let named = inputs.at(ledger, |_, named| named.is_one_of_several.then(|| named.name.clone()));
            seen.state.iter_mut().for_each(|picked| (picked.ledger, picked.named) = (ledger, named.clone()));
        }
        let mut policies: Vec<_> = all.iter().map(|seen| seen.policy.clone()).collect();
        let seen = Seen::joined(all, |mut all, next| {
            all.extend(next);
            all
        })?;
        let selected = self.resolve_one(&seen)?;
        let policy = policies.swap_remove(selected.ledger);
        Ok(Met { selected, policy, zone: seen.policy.zone, ids: seen.ids })
    }

    /// Returns the commitment that an argument names by its id or its `ref`, `None` if there is none. A whole id is nothing
    /// else.
    fn by_name<'f>(&self, arg: &str, seen: &'f Seen<Vec<Selected>>) -> Result<Option<&'f Selected>> {
        let by_id: Vec<_> = seen.state.iter().filter(|picked| names(arg, picked.commitment.id)).collect();
        let by_ref = seen.state.iter().filter(|picked| !self.only_ids && refers(arg, &picked.commitment));
        let mut by_ref = self.in_scope(by_ref.collect());
        if arg.len() == Id::LENGTH && !by_id.is_empty() {
            by_ref.clear();
        }
        by_ref.retain(|picked| !by_id.iter().any(|other| other.commitment.id == picked.commitment.id));
        if let [one, .., other] = by_id.as_slice()
            && one.commitment.id == other.commitment.id
            && one.ledger != other.ledger
        {
            let error = Error::new(format!("more than one of the ledgers has {}", one.commitment.id));
            return Err(by_id.iter().fold(error, |error, picked| error.hint(line(picked, seen))));
        }
        let what = match (by_id.len(), by_ref.len()) {
            (0, 0) => return Ok(None),
            (1, 0) => return Ok(by_id.first().copied()),
            (0, 1) => return Ok(by_ref.first().copied()),
            (_, 0) => "matches several ids",
            (0, _) => "is the `ref` of several commitments",
            _ => "is the start of an id, and the `ref` of another commitment",
        };
        let message = format!("{} {what}", text::quote(arg));
        let all: Vec<_> = by_id.into_iter().chain(by_ref).collect();
        let is_all = self.args.len() == 1;
        Err(if is_all { one_of(message, &all, seen) } else { several(message, &all, seen) })
    }

    /// Returns those in the state that is meant, or all where none is.
    fn in_scope<'f>(&self, all: Vec<&'f Selected>) -> Vec<&'f Selected> {
        let wanted = |picked: &&Selected| picked.closed.is_some() == self.among.is_of_closed();
        if all.iter().any(wanted) { all.into_iter().filter(wanted).collect() } else { all }
    }

    fn by_words<'f>(&self, found: &'f [Selected]) -> Vec<&'f Selected> {
        let mut fitting: Vec<_> = found.iter().filter(|picked| picked.by_words).collect();
        // A name, all of it, is nobody else's that begins so.
        if fitting.iter().any(|picked| picked.is_customer) {
            fitting.retain(|picked| picked.is_customer);
        }
        if fitting.iter().any(|picked| !picked.by_what) {
            fitting.retain(|picked| !picked.by_what);
        }
        let fitting = self.in_scope(fitting);
        let is_closed = |picked: &&Selected| picked.closed.is_some();
        match self.among {
            Scope::OpenFirst | Scope::ClosedFirst => fitting,
            Scope::Open => fitting.into_iter().filter(|picked| !is_closed(picked)).collect(),
            Scope::Closed => fitting.into_iter().filter(is_closed).collect(),
        }
    }

    /// Returns the error of a selector that says nothing, with those of which a person may pick one: what is due first, or was
    /// closed last.
    fn which_one(&self, seen: &Seen<Vec<Selected>>) -> Error {
        let state = if self.among.is_of_closed() { "closed" } else { "open" };
        let mut all: Vec<_> = seen.state.iter().collect();
        all.sort_by_key(|picked| (Reverse(picked.closed), picked.due, picked.commitment.id));
        match all.len() {
            0 => Error::new(format!("nothing is {state}")),
            count @ ..=PICKED => one_of(format!("{count} {state}"), &all, seen),
            count => {
                let first = if self.among.is_of_closed() { "closed last" } else { "due first" };
                all.truncate(PICKED);
                one_of(format!("{count} {state}, the {PICKED} {first} are shown"), &all, seen)
            }
        }
    }

    fn shown(&self) -> String {
        text::quote(&self.args.join(" "))
    }

    /// Returns the error of an argument that is not an id, where only ids are taken: what it may mean is shown with its id.
    fn no_id(&self, unknown: &str, meant: &[Selected], seen: &Seen<Vec<Selected>>) -> Error {
        let message = format!("no commitment has the id {}", text::quote(unknown));
        let others: Vec<_> = seen.state.iter().filter(|picked| !is_among(picked, meant)).collect();
        if others.is_empty() {
            return Error::new(message)
                .hint("this takes ids: `owed` lists them, `owed list --all` those of what is closed too");
        }
        several(format!("{message}; this takes ids"), &others, seen)
    }

    fn nothing(&self, unknown: &str, meant: &[Selected], seen: &Seen<Vec<Selected>>) -> Error {
        if !meant.is_empty() {
            return Error::new(format!(
                "no commitment has the id or the `ref` {} (the other arguments are ids)",
                text::quote(unknown)
            ))
            .hint("give ids only, or words that match one commitment");
        }
        let what = match self.among {
            Scope::Open => "no open commitment",
            Scope::OpenFirst | Scope::ClosedFirst => "no commitment",
            Scope::Closed => "no closed commitment",
        };
        let message = format!("{what} matches {}", self.shown());
        if seen.state.iter().any(|picked| picked.by_words) {
            let closed: Vec<_> = seen.state.iter().filter(|picked| picked.by_words).collect();
            return several(message, &closed, seen);
        }
        let all = if self.among.is_of_closed() {
            "`owed list --all` lists what is closed too"
        } else {
            "`owed` lists what is open"
        };
        Error::new(message).hint(format!(
            "give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; {all}"
        ))
    }
}

fn is_among(picked: &Selected, all: &[Selected]) -> bool {
    all.iter().any(|other| other.commitment.id == picked.commitment.id)
}

/// Returns true if this text may be the beginning of an id.
fn is_like_id(text: &str) -> bool {
    let is_letter = |letter: u8| ID_LETTERS.contains(&letter.to_ascii_lowercase());
    (SHORTEST..=Id::LENGTH).contains(&text.len()) && text.bytes().all(is_letter)
}

/// Returns true if this text is the beginning of the id.
pub fn names(text: &str, id: Id) -> bool {
    (SHORTEST..=Id::LENGTH).contains(&text.len())
        && id.as_str().bytes().zip(text.bytes()).all(|(a, b)| a == b.to_ascii_lowercase())
}

/// Returns true if this text is the `ref` of a commitment: all of it, or what stands after `SOURCE:`.
fn refers(text: &str, commitment: &Commitment<'_>) -> bool {
    let is = |name: &str| !text.is_empty() && name.eq_ignore_ascii_case(text);
    let whole = commitment.reference.as_deref();
    whole.is_some_and(|whole| is(whole) || whole.split_once(':').is_some_and(|(_, name)| is(name)))
}

/// Returns the error of what may mean one of several, of which a person may pick one.
fn one_of(message: String, all: &[&Selected], seen: &Seen<Vec<Selected>>) -> Error {
    let choice =
        |picked: &&Selected| Choice { name: picked.commitment.id.to_string(), shown: line(picked, seen) };
    let choices = if all.len() > PICKED { Vec::new() } else { all.iter().map(choice).collect() };
    Error { choices, ..several(message, all, seen) }
}

fn several(message: String, all: &[&Selected], seen: &Seen<Vec<Selected>>) -> Error {
    let error =
        all.iter().take(LISTED).fold(Error::new(message), |error, picked| error.hint(line(picked, seen)));
    match all.len().checked_sub(LISTED) {
        Some(more) if more > 0 => error.hint(format!("… and {more} more")),
        _ => error,
    }
}

/// Returns one that may be meant, as a person knows it.
fn line(picked: &Selected, seen: &Seen<Vec<Selected>>) -> String {
    let (zone, Commitment { id, to, what, .. }) = (seen.policy.zone, &picked.commitment);
    let state = match picked.closed {
        Some(at) => format!("closed {}", say::full(at, zone)),
        None => format!("due {}", say::full(picked.due, zone)),
    };
    let (to, what) = (text::sanitize(to), text::sanitize(what));
    let ledger =
        picked.named.as_ref().map_or_else(String::new, |name| format!(", in {}", text::sanitize(name)));
    format!("{}  {what} → {to}, {state}{ledger}", seen.ids.short(*id))
}
