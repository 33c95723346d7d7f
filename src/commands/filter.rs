//! Which commitments a list is about: names by words, the rest exactly.

use std::collections::BTreeSet;

use super::pick::Words;
use super::{World, typed};
use crate::cli::FilterOptions;
use crate::error::{Result, Trouble};
use crate::rules::commitment::{Class, Commitment, Deed};
use crate::rules::house::House;
use crate::rules::standing::Standing;
use crate::rules::time::Instant;
use crate::text;
use crate::when::Way;

/// A filter, read: what it asks for as values.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    words: Words,
    to: Option<Words>,
    owner: Option<Words>,
    kind: Option<String>,
    tag: Option<String>,
    class: Option<Class>,
    /// Due at or after this.
    pub since: Option<Instant>,
    /// Due before this.
    pub until: Option<Instant>,
}

impl Asked {
    /// Reads a filter: the words outside options, and the options.
    pub fn new(words: &[String], filter: &FilterOptions, now: Instant, house: &House) -> Result<Self> {
        let outside = Words::new(&words.join(" "));
        let words = |option: &str, words: &[String]| -> Result<Option<Words>> {
            Ok(typed::said(option, words)?.map(|text| Words::new(&text)))
        };
        let date = |option: &str, words: &[String], way: Way| -> Result<Option<Instant>> {
            let said = typed::said(option, words)?;
            said.map(|text| Ok(typed::date(&text, way, now, house, None)?.at)).transpose()
        };
        Ok(Self {
            words: outside,
            to: words("--to", &filter.to)?,
            owner: words("--owner", &filter.owner)?,
            kind: filter.kind.clone(),
            tag: filter.tag.clone(),
            class: filter.class.as_deref().map(typed::class).transpose()?,
            since: date("--since", &filter.since, Way::Since)?,
            until: date("--until", &filter.until, Way::From)?,
        })
    }

    /// Whether a commitment is asked for, all but its owner and its due.
    pub fn fits(&self, commitment: &Commitment<'_>) -> bool {
        self.kind.as_deref().is_none_or(|kind| commitment.kind == kind)
            && self.class.is_none_or(|class| commitment.class == class)
            && self.tag.as_deref().is_none_or(|tag| commitment.tags.iter().any(|one| one == tag))
            && self.to.as_ref().is_none_or(|to| to.fit([commitment.to.as_ref()].into_iter()))
            && (self.words.is_empty() || self.words.fit_commitment(commitment))
    }

    /// Whether this owner is asked for.
    pub fn fits_owner(&self, owner: Option<&str>) -> bool {
        self.owner.as_ref().is_none_or(|words| words.fit(owner.into_iter()))
    }

    /// Whether a commitment is asked for, its due in force (closed: the known due) too.
    pub fn fits_due(&self, commitment: &Commitment<'_>, standing: &Standing<'_>) -> bool {
        let due = standing.listed_due();
        self.since.is_none_or(|since| due >= since)
            && self.until.is_none_or(|until| due < until)
            && self.fits_owner(standing.cycle.owner)
            && self.fits(commitment)
    }
}

/// Returns what a filter asks for in words, its dates left out: `owner dana, kind callback`; empty if it asks for all.
pub fn shown(words: &[String], filter: &FilterOptions) -> String {
    let FilterOptions { to, owner, kind, tag, class, since: _, until: _ } = filter;
    let asked = [
        ("words", typed::joined(words)),
        ("to", typed::joined(to)),
        ("owner", typed::joined(owner)),
        ("kind", kind.clone()),
        ("tag", tag.clone()),
        ("class", class.clone()),
    ];
    let said = asked.into_iter().filter_map(|(name, text)| Some(format!("{name} {}", text::clean(&text?))));
    said.collect::<Vec<_>>().join(", ")
}

/// Refuses a kind that is neither defined nor used, and warns of words and names that occur nowhere: `overdue today`
/// must not pass for "nothing is overdue".
pub fn warn_of_unknown(words: &[String], filter: &FilterOptions, world: &mut World<'_, '_>) -> Result<()> {
    let outside = Words::new(&words.join(" "));
    if outside.is_empty()
        && filter.kind.is_none()
        && filter.to.is_empty()
        && filter.owner.is_empty()
        && filter.tag.is_none()
    {
        return Ok(());
    }
    let mut names = Names::default();
    let mut fits = outside.is_empty();
    let found = world.desk.read(
        |_| Ok(()),
        |(), look| {
            names.take(look.commitment);
            fits = fits || outside.fit_commitment(look.commitment);
            None::<()>
        },
    )?;
    if let Some(kind) = &filter.kind {
        known_kind(kind, found.house(), &names.kinds)?;
    }
    if !fits {
        let shown = words.join(" ");
        world.out.warn(format!("no commitment matches the words {:?}, open or closed", text::clean(&shown)));
    }
    for (option, text, all) in [
        ("--to", typed::joined(&filter.to), &names.customers),
        ("--owner", typed::joined(&filter.owner), &names.owners),
    ] {
        let Some(text) = text else { continue };
        let words = Words::new(&text);
        if !all.iter().any(|name| words.fit([name.as_str()].into_iter())) {
            world.out.warn(nowhere(option, &text, all));
        }
    }
    if let Some(tag) = &filter.tag
        && !names.tags.contains(tag)
    {
        world.out.warn(nowhere("--tag", tag, &names.tags));
    }
    Ok(())
}

/// Refuses a kind that the ledger neither defines nor uses.
pub fn known_kind(kind: &str, house: &House, used: &BTreeSet<String>) -> Result<()> {
    if house.kind(kind).is_some() || used.contains(kind) {
        return Ok(());
    }
    let all: BTreeSet<_> = house.kinds.keys().chain(used).map(String::as_str).collect();
    let hint = text::nearest(kind, all.iter().copied()).map_or_else(
        || {
            let all = all.iter().copied().collect::<Vec<_>>().join(", ");
            format!("use one of {}; a table `[kind.NAME]` in the ledger adds another", text::clean(&all))
        },
        |near| format!("did you mean {:?}?", text::clean(near)),
    );
    Err(Trouble::new(format!("unknown kind {:?}", text::clean(kind))).hint(hint))
}

fn nowhere(option: &str, text: &str, all: &BTreeSet<String>) -> String {
    let near = text::nearest(text, all.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!("; did you mean {:?}?", text::clean(near)));
    format!("{option} {:?} occurs nowhere in the ledger{near}", text::clean(text))
}

/// Every name in a ledger.
#[derive(Debug, Default)]
pub struct Names {
    /// Whom something is or was owed to.
    pub customers: BTreeSet<String>,
    /// Who owns or owned something.
    pub owners: BTreeSet<String>,
    /// The kinds in use.
    pub kinds: BTreeSet<String>,
    /// The tags in use.
    pub tags: BTreeSet<String>,
}

impl Names {
    /// Takes the names of a commitment in.
    pub fn take(&mut self, commitment: &Commitment<'_>) {
        let add = |set: &mut BTreeSet<String>, name: &str| {
            if !set.contains(name) {
                set.insert(name.to_owned());
            }
        };
        add(&mut self.customers, &commitment.to);
        add(&mut self.kinds, &commitment.kind);
        commitment.tags.iter().for_each(|tag| add(&mut self.tags, tag));
        let later = commitment.history.iter().filter_map(|event| match &event.deed {
            Deed::Handed { to, .. } => Some(to.as_ref()),
            Deed::Escalated { to, .. } => to.as_deref(),
            _ => None,
        });
        commitment.owner.as_deref().into_iter().chain(later).for_each(|owner| add(&mut self.owners, owner));
    }
}
