//! Several ledgers in one view: each is read as if it were the only one, by its own policy, zone and archives, and what came of it
//! is joined with what came of those before it.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use chrono_tz::Tz;

use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::ledger::file::disk::Disk;
use crate::ledger::file::store::Store;
use crate::ledger::read::scan::Seen;
use crate::rules::policy::Policy;
use crate::text;
use crate::views::origin::Origin;

/// A ledger, as a view calls it.
#[derive(Debug, Default)]
pub struct Named {
    /// Its path, as it was named.
    pub path: PathBuf,
    /// The shortest tail of that path which no other ledger of the view has.
    pub name: String,
    /// Whether the view is of others too.
    pub is_one_of_several: bool,
}

impl Named {
    /// Returns where its rows are from, in a view that says times in this zone.
    pub fn origin(&self, zone: Tz) -> Origin<'_> {
        let Self { path, name, is_one_of_several } = self;
        Origin { path, name, is_one_of_several: *is_one_of_several, zone }
    }

    /// Returns the ledgers at these paths.
    pub fn all(paths: Vec<PathBuf>) -> Vec<Self> {
        let tails = |path: &PathBuf| {
            let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
            let mut tails = Vec::new();
            for part in parts.collect::<Vec<_>>().into_iter().rev() {
                let tail = tails.last().map_or(PathBuf::new(), PathBuf::clone);
                tails.push(if tail.as_os_str().is_empty() {
                    part.as_os_str().into()
                } else {
                    Path::new(&part).join(tail)
                });
            }
            tails.into_iter().map(|tail| tail.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        let all: Vec<_> = paths.iter().map(tails).collect();
        // The tail of so many parts, or of all where there are fewer.
        let tail = |of: usize, parts: usize| {
            all.get(of).and_then(|tails| tails.get(parts).or(tails.last())).map_or("", String::as_str)
        };
        let name = |of: usize| {
            let is_unique = |parts: &usize| {
                (0..all.len()).all(|other| other == of || tail(other, *parts) != tail(of, *parts))
            };
            let most = all.iter().map(Vec::len).max().unwrap_or_default();
            tail(of, (0..most).find(is_unique).unwrap_or(most)).to_owned()
        };
        let is_one_of_several = paths.len() > 1;
        let names: Vec<_> = (0..paths.len()).map(name).collect();
        let named = paths.into_iter().zip(names);
        named.map(|(path, name)| Self { path, name, is_one_of_several }).collect()
    }

    /// Refuses one file that is named twice, by another spelling or by a link too.
    pub fn check_each_once(all: &[Self], disk: Disk<'_>) -> Result<()> {
        let mut files = BTreeMap::new();
        for Self { path, .. } in all.iter().filter(|named| named.is_one_of_several) {
            // One that cannot be looked at cannot be read either, which is said when it is.
            let Ok(Some(meta)) = disk.stat(path) else { continue };
            if let Some(before) = files.insert((meta.dev(), meta.ino()), path) {
                let [one, other] =
                    [before, path].map(|path| text::sanitize(&path.to_string_lossy()).into_owned());
                return Err(Error::new(if one == other {
                    format!("{one} is named twice")
                } else {
                    format!("{one} and {other} are the same file")
                })
                .hint("name each ledger once"));
            }
        }
        Ok(())
    }
}

/// One of the ledgers that are read for a view.
pub struct Ledger<'s, 'w> {
    /// What a verb knows, with this ledger as the one it is about.
    pub inputs: &'s Inputs<'w>,
    /// How the view shows it.
    pub shown: Shown<'s>,
}

/// How a view shows one of its ledgers.
#[derive(Clone, Copy)]
pub struct Shown<'s> {
    named: &'s Named,
    /// The policy of the first ledger, if this is another.
    first: Option<&'s Policy>,
}

impl<'s> Shown<'s> {
    /// Returns the policy by which dates are read and said: that of the first ledger. `own` is the policy of this one.
    pub fn first<'p>(self, own: &'p Policy) -> &'p Policy
    where
        's: 'p,
    {
        self.first.unwrap_or(own)
    }

    /// Returns its name.
    pub fn name(self) -> &'s str {
        &self.named.name
    }

    /// Returns where its rows are from. `own` is its policy.
    pub fn origin(self, own: &Policy) -> Origin<'s> {
        self.named.origin(self.first(own).zone)
    }
}

impl<'w> Inputs<'w> {
    /// Reads every ledger of the view by `read`, which gets what came of those before it.
    pub fn read_each<S>(
        &self,
        read: impl Fn(&Ledger<'_, 'w>, &[Seen<S>]) -> Result<Seen<S>>,
    ) -> Result<Vec<Seen<S>>> {
        let shown = Shown { named: self.named, first: None };
        let mut all = vec![read(&Ledger { inputs: self, shown }, &[])?];
        for named in self.others {
            let inputs = self.of(named);
            let first = all.first().map(|seen| &seen.policy);
            let next = read(&Ledger { inputs: &inputs, shown: Shown { named, first } }, &all)?;
            all.push(next);
        }
        Ok(all)
    }

    /// Reads every ledger of the view by `read`, and joins what came of them. The policy is that of the first.
    pub fn read_all<S>(
        &self,
        read: impl Fn(&Ledger<'_, 'w>) -> Result<Seen<S>>,
        join: impl Fn(S, S) -> S,
    ) -> Result<Seen<S>> {
        Ok(Seen::joined(self.read_each(|ledger, _| read(ledger))?, join)?)
    }

    /// Returns every ledger of the view.
    pub fn all_named(&self) -> impl Iterator<Item = &'w Named> {
        std::iter::once(self.named).chain(self.others)
    }

    /// Returns where every ledger of the view is.
    pub fn stores(&self) -> Vec<Store<'w>> {
        let others = self.others.iter().map(|named| Store::new(named.path.clone(), self.disk));
        std::iter::once(self.store.clone()).chain(others).collect()
    }

    /// Refuses several ledgers for something that belongs to one.
    pub fn is_of_one(&self, what: &str) -> Result<()> {
        if self.others.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!("{what} is of one ledger")).hint("name that one alone with --ledger"))
    }

    /// Acts on the ledger of that number of the view, the first being 0.
    pub fn at<T>(&self, number: usize, act: impl FnOnce(&Self, &Named) -> T) -> T {
        match number.checked_sub(1).and_then(|other| self.others.get(other)) {
            Some(named) => act(&self.of(named), named),
            None => act(self, self.named),
        }
    }

    /// Returns the same about another ledger of the view.
    fn of(&self, named: &'w Named) -> Self {
        Self {
            store: Store::new(named.path.clone(), self.disk).of_at_most(self.largest),
            named,
            others: &[],
            spool: None,
            state: self.state.clone(),
            typed: self.typed.clone(),
            editor: self.editor.clone(),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let all = Named::all(paths.iter().map(PathBuf::from).collect());
        all.into_iter().map(|named| named.name).collect()
    }

    #[test]
    fn a_ledger_is_called_by_the_shortest_tail_of_its_path_that_is_its_own() {
        assert_eq!(names(&["/srv/a/team.toml"]), ["team.toml"]);
        assert_eq!(names(&["/srv/a.toml", "b.toml"]), ["a.toml", "b.toml"]);
        assert_eq!(names(&["/srv/a/x.toml", "/srv/b/x.toml", "c.toml"]), ["a/x.toml", "b/x.toml", "c.toml"]);
        assert_eq!(names(&["x.toml", "../x.toml", "./y.toml"]), ["x.toml", "../x.toml", "y.toml"]);
        assert_eq!(names(&["/x.toml", "a/x.toml"]), ["/x.toml", "a/x.toml"]);
    }
}
