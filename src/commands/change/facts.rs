//! The facts that `change` corrects: those that were typed, and what a commitment says with them.

use std::borrow::Cow;
use std::cell::RefCell;

use super::Args;
use crate::cli::values;
use crate::commands::promise;
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::events::Scene;
use crate::ledger::read::scan::Look;
use crate::rules::commitment::{Class, Commitment};
use crate::text;
use crate::text::names::Meant;

/// The facts as they were typed; `None` for what stays. Of an optional one `Some(None)` takes it away.
pub struct Facts {
    what: Option<String>,
    to: Option<String>,
    contact: Option<Option<String>>,
    reference: Option<Option<String>>,
    class: Option<Class>,
    tags: Vec<Cow<'static, str>>,
    untagged: Vec<String>,
    /// The new customer among those that are known; `None` while the ledger was not read for them.
    customer: RefCell<Option<Meant>>,
}

impl Facts {
    /// Returns the facts of arguments.
    ///
    /// # Errors
    /// A blank text for a fact that is not optional, a name that is too long, and one `ref` for several commitments.
    pub fn typed(args: &Args) -> Result<Self> {
        let is_blank = |words: &[String]| words.iter().all(|word| word.trim().is_empty());
        let contact = match args.contact.as_slice() {
            [] => None,
            words if is_blank(words) => Some(None),
            words => Some(values::said("--contact", words)?),
        };
        let reference = match &args.reference {
            None => None,
            Some(text) if text.trim().is_empty() => Some(None),
            Some(text) => Some(Some(promise::one_name("--ref", text)?)),
        };
        if args.which.len() > 1 && matches!(reference, Some(Some(_))) {
            return Err(Error::new("--ref is the name of one commitment").hint("change one at a time"));
        }
        let tags = promise::tags(&args.tag)?;
        if let Some(both) = args.untag.iter().find(|tag| tags.iter().any(|other| other == *tag)) {
            return Err(Error::new(format!("--tag and --untag both name {}", text::quote(both))));
        }
        Ok(Self {
            what: values::said("--what", &args.what)?,
            to: values::said_name("--to", &args.to)?,
            contact,
            reference,
            class: args.class.as_deref().map(values::class).transpose()?,
            tags,
            untagged: args.untag.clone(),
            customer: RefCell::new(None),
        })
    }

    /// Returns true if none was typed.
    pub fn is_empty(&self) -> bool {
        let Self { what, to, contact, reference, class, tags, untagged, customer: _ } = self;
        what.is_none()
            && to.is_none()
            && contact.is_none()
            && reference.is_none()
            && class.is_none()
            && tags.is_empty()
            && untagged.is_empty()
    }

    /// Returns a commitment with these facts.
    ///
    /// # Errors
    /// A text that ends in a date, which would be lost in it; a tag to take away that is not there; and a `ref` that another
    /// open commitment has.
    pub fn of(&self, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Commitment<'static>> {
        let before = scene.commitment;
        self.refuse_dates(scene, inputs)?;
        self.look_around(scene, inputs)?;
        let mut after = before.clone();
        if let Some(what) = &self.what {
            after.what = what.clone().into();
        }
        if let Some(to) = &self.to {
            after.to = scene.policy.customers.shown(to).to_owned().into();
        }
        if let Some(contact) = &self.contact {
            after.contact = contact.clone().map(Into::into);
        }
        if let Some(reference) = &self.reference {
            after.reference = reference.clone().map(Into::into);
        }
        after.class = self.class.unwrap_or(before.class);
        for tag in &self.untagged {
            if !before.tags.contains(&Cow::from(tag)) {
                let hint = text::meant(tag, before.tags.iter().map(AsRef::as_ref));
                return Err(
                    Error::new(format!("{} has no tag {}", before.id, text::quote(tag))).hint_maybe(hint)
                );
            }
            after.tags.retain(|other| other != tag);
        }
        let new = self.tags.iter().filter(|tag| !before.tags.contains(tag));
        after.tags.extend(new.cloned());
        Ok(after)
    }

    fn refuse_dates(&self, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<()> {
        let (policy, kind) = (scene.policy, scene.cycle.basis.kind);
        if let Some(to) = &self.to {
            values::refuse_date("--to", to, inputs.now, policy)?;
        }
        let end = |text: &str| values::date_at_end(text, inputs.now, policy, kind).map(|end| end.said);
        // What ended so before may do so again.
        let said = self.what.as_deref().and_then(end).filter(|_| end(&scene.commitment.what).is_none());
        match said {
            Some(said) => Err(Error::new(format!("--what ends in a date: {}", text::quote(&said)))
                .hint("leave it out of the text; the due date is changed with `owed move`")),
            None => Ok(()),
        }
    }

    /// Reads the ledger for what is about a new customer or a new `ref`.
    fn look_around(&self, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<()> {
        // Each time: what was read before may be of a ledger that somebody has saved since.
        let to = self.to.as_deref();
        // What is closed may have the `ref` of what is open: it was asked for again.
        let is_open = scene.cycle.closing.is_none();
        let reference = self.reference.as_ref().and_then(Option::as_deref).filter(|_| is_open);
        if to.is_none() && reference.is_none() {
            return Ok(());
        }
        let begin = |_: &_| Ok((to.map(Meant::new), Vec::new()));
        let see = |(customer, same): &mut (Option<Meant>, Vec<Commitment<'static>>), look: Look<'_, '_>| {
            let other = look.commitment;
            if other.id == scene.commitment.id {
                return;
            }
            customer.iter_mut().for_each(|customer| customer.see(&other.to));
            if reference.is_some() && other.reference.as_deref() == reference {
                same.push(other.clone().into_owned());
            }
        };
        let (customer, same) = inputs.fold_stored(scene.stored, begin, see)?.state;
        promise::refuse_second_of(&same, scene.policy, scene.ids, inputs)?;
        if customer.is_some() {
            self.customer.replace(customer);
        }
        Ok(())
    }

    /// Returns the warning of a new customer who is near a known one, or is spelled in another way elsewhere: here it is written
    /// as it was typed, for the spelling may be what was wrong.
    pub fn warning(&self) -> Option<String> {
        let customer = self.customer.borrow();
        let (customer, to) = (customer.as_ref()?, self.to.as_deref()?);
        let elsewhere = |other| format!("customer {} is {} elsewhere", text::quote(to), text::quote(other));
        customer.spelling().map(elsewhere).or_else(|| customer.warning("customer"))
    }
}

/// Returns the names of the facts that differ, for people.
pub fn differing(before: &Commitment<'_>, after: &Commitment<'_>) -> Vec<&'static str> {
    let all = [
        ("what", before.what != after.what),
        ("customer", before.to != after.to),
        ("class", before.class != after.class),
        ("tags", before.tags != after.tags),
        ("ref", before.reference != after.reference),
        ("contact", before.contact != after.contact),
    ];
    all.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
