//! Who is who: the customers that a ledger says more of than their names, and the people on our side.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use crate::rules::commitment::Commitment;
use crate::text;

/// Somebody on our side: `[owner.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// What they are called.
    pub called: Option<String>,
    /// How a customer can reach them.
    pub contact: Option<String>,
}

/// A customer: `[customer.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Customer {
    /// Whom one speaks to.
    pub called: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// Their one contact on our side.
    pub owner: Option<String>,
    /// Other spellings of their name.
    pub also: Vec<String>,
    /// The zone in which dates are said to them too.
    pub timezone: Option<Tz>,
    /// What matters to them, a line each.
    pub cares_about: Vec<String>,
}

/// The customers of a ledger that have a table.
///
/// Another spelling means its customer, case and accents aside. Commitments are renamed where they are read, once; most ledgers
/// have no other spelling, and then nothing is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Customers {
    tables: BTreeMap<String, Customer>,
    /// The names of the tables, folded, each with itself.
    names: BTreeSet<(String, String)>,
    /// The names by their other spellings, folded.
    spellings: BTreeMap<String, String>,
}

/// Why a spelling cannot be that of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// It is the name of another one, who has a table.
    Name(String),
    /// It is another one's already.
    By(String),
}

/// Why two customers cannot be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Each says something else under this key.
    Key(&'static str),
    /// A spelling of theirs is somebody else's.
    Spelling(Claimed),
}

impl Customers {
    /// Adds a customer without other spellings.
    pub fn add(&mut self, name: String, customer: Customer) {
        self.names.insert((folded(&name).into_owned(), name.clone()));
        self.tables.insert(name, customer);
    }

    /// Adds another spelling of a customer who was added, once all were.
    ///
    /// # Errors
    /// It is somebody else's.
    pub fn claim(&mut self, name: &str, spelling: String) -> Result<(), Claimed> {
        let folded = folded(&spelling).into_owned();
        let alike = self.names.range((folded.clone(), String::new())..);
        let mut alike = alike.take_while(|(other, _)| *other == folded);
        if let Some((_, other)) = alike.find(|(_, other)| other != name) {
            return Err(Claimed::Name(other.clone()));
        }
        if let Some(other) = self.spellings.insert(folded, name.to_owned()) {
            return Err(Claimed::By(other));
        }
        if let Some(customer) = self.tables.get_mut(name) {
            customer.also.push(spelling);
        }
        Ok(())
    }

    /// Returns the customers when one of them, with a table or without, is called `new`: what they were called is another
    /// spelling from then on. If that is another customer, with a table or without, the two are one.
    ///
    /// # Errors
    /// Both have a table, and the two say different things under the key that is returned; or it is somebody else's spelling.
    pub fn renamed(&self, old: &str, new: &str) -> Result<Self, Conflict> {
        let mut tables = self.tables.clone();
        let mut from = tables.remove(old).unwrap_or_default();
        let mut into = tables.remove(new).unwrap_or_default();
        let one = |key, one: Option<String>, other: Option<String>| match (one, other) {
            (Some(one), Some(other)) if one != other => Err(Conflict::Key(key)),
            (one, other) => Ok(one.or(other)),
        };
        let timezone = match (into.timezone, from.timezone) {
            (Some(one), Some(other)) if one != other => return Err(Conflict::Key("timezone")),
            (one, other) => one.or(other),
        };
        let mut also = std::mem::take(&mut into.also);
        also.append(&mut from.also);
        also.push(old.to_owned());
        let (mut known, is_case) = (BTreeSet::new(), folded(old) == folded(new));
        also.retain(|one| {
            let is_name = folded(one) == folded(new) && !(is_case && one == old);
            !is_name && known.insert(folded(one).into_owned())
        });
        let mut cares_about = into.cares_about;
        from.cares_about.retain(|line| !cares_about.contains(line));
        cares_about.append(&mut from.cares_about);
        let customer = Customer {
            called: one("called", into.called, from.called)?,
            contact: one("contact", into.contact, from.contact)?,
            owner: one("owner", into.owner, from.owner)?,
            also,
            timezone,
            cares_about,
        };
        tables.insert(new.to_owned(), customer);
        let mut all = Self::default();
        for (name, customer) in &tables {
            all.add(name.clone(), Customer { also: Vec::new(), ..customer.clone() });
        }
        for (name, customer) in tables {
            for spelling in customer.also {
                all.claim(&name, spelling).map_err(Conflict::Spelling)?;
            }
        }
        Ok(all)
    }

    /// Returns true if no customer has a table.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Returns the customers by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Customer)> {
        self.tables.iter().map(|(name, customer)| (name.as_str(), customer))
    }

    /// Returns what the ledger says of a customer, by the name that is shown.
    pub fn get(&self, name: &str) -> Option<&Customer> {
        self.tables.get(name)
    }

    /// Returns whose other spelling a name is; `None` if it is nobody's.
    pub fn meant(&self, name: &str) -> Option<&str> {
        if self.spellings.is_empty() || self.tables.contains_key(name) {
            return None;
        }
        self.spellings.get(folded(name).as_ref()).map(String::as_str)
    }

    /// Returns the name that is shown.
    pub fn shown<'n>(&'n self, name: &'n str) -> &'n str {
        self.meant(name).unwrap_or(name)
    }

    /// Gives a commitment the name of its customer that is shown.
    pub fn name(&self, commitment: &mut Commitment<'_>) {
        if let Some(name) = self.meant(&commitment.to) {
            commitment.to = Cow::Owned(name.to_owned());
        }
    }

    /// Returns the name that is shown, and its other spellings.
    pub fn names<'n>(&'n self, shown: &'n str) -> impl Iterator<Item = &'n str> + Clone {
        let table = if self.spellings.is_empty() { None } else { self.get(shown) };
        std::iter::once(shown).chain(table.into_iter().flat_map(|one| &one.also).map(String::as_str))
    }
}

fn folded(name: &str) -> Cow<'_, str> {
    text::fold(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customers(tables: &[(&str, &[&str])]) -> Result<Customers, Claimed> {
        let mut all = Customers::default();
        tables.iter().for_each(|(name, _)| all.add((*name).to_owned(), Customer::default()));
        for (name, also) in tables {
            also.iter().try_for_each(|spelling| all.claim(name, (*spelling).to_owned()))?;
        }
        Ok(all)
    }

    #[test]
    fn another_spelling_means_its_customer_case_and_accents_aside() {
        let all =
            customers(&[("Müller GmbH", &["Muller", "Müller & Söhne"]), ("Acme", &["acme", "A.C.M.E."])]);
        let all = all.unwrap();
        for (name, shown) in [
            ("Müller GmbH", "Müller GmbH"),
            ("Muller", "Müller GmbH"),
            ("MÜLLER", "Müller GmbH"),
            (" muller & sohne ", "Müller GmbH"),
            ("Mueller", "Mueller"),
            ("Muller GmbH", "Muller GmbH"),
            ("Acme", "Acme"),
            ("ACME", "Acme"),
            ("a.c.m.e.", "Acme"),
            ("Acme Corp", "Acme Corp"),
            ("", ""),
        ] {
            assert_eq!(all.shown(name), shown, "{name:?}");
            assert_eq!(all.shown(all.shown(name)), shown, "{name:?} twice");
        }
        assert_eq!(all.names("Acme").collect::<Vec<_>>(), ["Acme", "acme", "A.C.M.E."]);
        assert_eq!(all.names("acme").collect::<Vec<_>>(), ["acme"]);
    }

    #[test]
    fn a_spelling_is_that_of_one_customer() {
        let by = |name: &str| Some(Claimed::By(name.to_owned()));
        let own = |name: &str| Some(Claimed::Name(name.to_owned()));
        for (tables, why) in [
            (&[("A", ["b"].as_slice()), ("C", &["d"])], None),
            (&[("A", &["b"]), ("C", &["B"])], by("A")),
            (&[("A", &["b", "b"]), ("C", &[])], by("A")),
            (&[("A", &["c"]), ("C", &[])], own("C")),
            (&[("A", &[]), ("C", &["á"])], own("A")),
            (&[("A", &["a"]), ("C", &["c"])], None),
        ] {
            assert_eq!(customers(tables).err(), why, "{tables:?}");
        }
    }
}
