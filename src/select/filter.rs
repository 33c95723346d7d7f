//! Filters: the commitments that a list is about, names by words and the rest exactly; and which values occur nowhere
//! at all: a mistyped name must not pass for "nothing is overdue".

use crate::cli::{FilterOptions, values};
use crate::context::Inputs;
use crate::error::Result;
use crate::rules::commitment::{Class, Commitment};
use crate::rules::policy::Policy;
use crate::rules::standing::Standing;
use crate::rules::time::Instant;
use crate::select::selector::Words;
use crate::text;
use crate::when::Way;

mod unseen;

pub use unseen::{Unseen, kinds, known_kind, owner, owners, owners_in_policy};

/// A filter as it was typed.
#[derive(Debug, Clone)]
pub struct Filter<'f> {
    words: &'f [String],
    options: &'f FilterOptions,
    /// The name for `me`, if the filter has it.
    me: Option<String>,
    /// Whether its dates are in the past: `--until fri` is the last Friday, else the next.
    looks_back: bool,
}

impl<'f> Filter<'f> {
    /// Returns the filter of these words and options.
    pub fn new(words: &'f [String], options: &'f FilterOptions, inputs: &Inputs<'_>) -> Self {
        let asks = |words: &[String]| words.len() == 1 && words.iter().all(|word| word == "me");
        let me = if asks(&options.owner) || asks(&options.to) { (inputs.me)() } else { None };
        Self { words, options, me, looks_back: false }
    }

    /// Reads its dates as the last ones; else they are the next ones.
    #[must_use]
    pub fn looking_back(self, looks_back: bool) -> Self {
        Self { looks_back, ..self }
    }

    /// Reads the filter by the policy; the error is a date or name that is not valid.
    pub fn read(&self, now: Instant, policy: &Policy) -> Result<Criteria> {
        let Self { words, options, me, looks_back } = self;
        let (since, until) =
            if *looks_back { (Way::Since, Way::Until) } else { (Way::SinceAhead, Way::UntilAhead) };
        let name = |option: &str, words: &[String]| -> Result<Option<Name>> {
            let said = values::said(option, words)?;
            Ok(said.map(|text| Name {
                words: Words::new(&text),
                me: me.as_deref().filter(|_| text == "me").map(Words::new),
            }))
        };
        let date = |option: &str, words: &[String], way: Way| -> Result<Option<Instant>> {
            let said = values::said(option, words)?;
            said.map(|text| Ok(values::date(&text, way, now, policy, None)?.at)).transpose()
        };
        let asked = Criteria {
            words: Words::new(&words.join(" ")),
            to: name("--to", &options.to)?,
            owner: name("--owner", &options.owner)?,
            kind: options.kind.clone(),
            tag: options.tag.clone(),
            class: options.class.as_deref().map(values::class).transpose()?,
            since: date("--since", &options.since, since)?,
            until: date("--until", &options.until, until)?,
            looks_back: *looks_back,
            unseen: Unseen::default(),
            lost_calendar: None,
        };
        Ok(Criteria { unseen: Unseen::of(&asked, policy), ..asked })
    }

    /// Returns the filter in words, without its dates: `owner dana, kind callback`; empty without a filter.
    pub fn shown(&self) -> String {
        let FilterOptions { to, owner, kind, tag, class, since: _, until: _ } = self.options;
        let asked = [
            ("words", values::joined(self.words)),
            ("to", values::joined(to)),
            ("owner", values::joined(owner)),
            ("kind", kind.clone()),
            ("tag", tag.clone()),
            ("class", class.clone()),
        ];
        let said =
            asked.into_iter().filter_map(|(name, text)| Some(format!("{name} {}", text::sanitize(&text?))));
        said.collect::<Vec<_>>().join(", ")
    }
}

/// A name in a filter: its words; `me` also matches the user's own name.
#[derive(Debug, Clone)]
struct Name {
    words: Words,
    me: Option<Words>,
}

impl Name {
    fn fits(&self, name: &str) -> bool {
        let fit = |words: &Words| words.fit(std::iter::once(name));
        fit(&self.words) || self.me.as_ref().is_some_and(fit)
    }
}

/// A filter, read into values.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    words: Words,
    to: Option<Name>,
    owner: Option<Name>,
    kind: Option<String>,
    tag: Option<String>,
    class: Option<Class>,
    /// Due at or after this.
    pub since: Option<Instant>,
    /// Due at or before this.
    pub until: Option<Instant>,
    /// Whether it is about the past.
    looks_back: bool,
    /// What of it has not occurred in what was looked at so far.
    unseen: Unseen,
    /// A calendar that an open commitment names and the ledger has no longer, if one was seen.
    lost_calendar: Option<String>,
}

impl Criteria {
    /// Notes the names and words of a commitment, matching or not, so that the missing ones are known afterwards.
    pub fn see(&mut self, commitment: &Commitment<'_>) {
        if self.unseen != Unseen::default() {
            self.unseen = self.unseen.after(self, commitment);
        }
    }

    /// Notes whether an open commitment is counted by another calendar than its own, since that is gone.
    pub fn see_calendar(&mut self, standing: &Standing<'_>, policy: &Policy) {
        if self.lost_calendar.is_none() && standing.is_open() {
            self.lost_calendar = policy.lost_calendar(standing.cycle.basis).map(str::to_owned);
        }
    }

    /// Returns the calendar that was seen to be gone, if any.
    pub fn lost_calendar(&self) -> Option<&str> {
        self.lost_calendar.as_deref()
    }

    /// Adds what was seen in another part of the ledger.
    #[must_use]
    pub fn join(self, other: &Self) -> Self {
        let lost_calendar = self.lost_calendar.or_else(|| other.lost_calendar.clone());
        Self { unseen: self.unseen.and(other.unseen), lost_calendar, ..self }
    }

    /// Returns the values that occurred nowhere.
    pub const fn unseen(&self) -> Unseen {
        self.unseen
    }

    /// Returns true if a commitment matches, apart from its owner, its kind and its due.
    pub fn fits(&self, commitment: &Commitment<'_>) -> bool {
        self.class.is_none_or(|class| commitment.class == class)
            && self.tag.as_deref().is_none_or(|tag| commitment.tags.iter().any(|one| one == tag))
            && self.to.as_ref().is_none_or(|to| to.fits(&commitment.to))
            && (self.words.is_empty() || self.words.fit_commitment(commitment))
    }

    /// Returns true if this kind matches.
    pub fn fits_kind(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|asked| asked == kind)
    }

    /// Returns true if this owner matches.
    pub fn fits_owner(&self, owner: Option<&str>) -> bool {
        self.owner.as_ref().is_none_or(|name| owner.is_some_and(|owner| name.fits(owner)))
    }

    /// Returns true if a commitment is asked for, its due in force (closed: the known due) too. What looks back also goes by the
    /// known due of each of its cycles, by which a report counts them. What has no due is in no period.
    pub fn fits_due(&self, commitment: &Commitment<'_>, standing: &Standing<'_>) -> bool {
        self.fits_owner(standing.cycle.owner)
            && self.fits_kind(standing.cycle.basis.kind)
            && self.fits(commitment)
            && (self.since.is_none() && self.until.is_none() || self.has_due_within(standing))
    }

    fn has_due_within(&self, standing: &Standing<'_>) -> bool {
        let known = standing.due.map(|_| standing.cycle.known_due);
        let cycles = standing.earlier.iter().map(|cycle| cycle.known_due).chain(known);
        let back = cycles.filter(|_| self.looks_back);
        standing.listed_due().into_iter().chain(back).any(|due| {
            self.since.is_none_or(|since| due >= since) && self.until.is_none_or(|until| due <= until)
        })
    }
}
