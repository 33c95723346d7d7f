//! The names that were typed for a promise, and the dates that got lost in them.

use super::Args;
use crate::cli::values::{self, DateAtEnd};
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::text;

/// The names of a new promise, and what it says.
#[derive(Clone)]
pub struct Names {
    pub to: String,
    /// The owner, if one was typed.
    pub owner: Option<String>,
    pub what: String,
    /// How to reach the customer, if that was typed.
    pub contact: Option<String>,
}

impl Names {
    pub fn typed(args: &Args, inputs: &Inputs<'_>) -> Result<Self> {
        Ok(Self {
            to: values::need_name("--to", &args.to)?,
            owner: values::said_owner("--owner", &args.owner, inputs)?,
            what: values::need("what is owed", &args.what)?,
            contact: values::said("--contact", &args.contact)?,
        })
    }
}

/// Refuses a name that ends in a date, and a promise without a due date whose text or contact does: the date would be lost.
pub fn refuse_dates(args: &Args, names: &Names, now: Instant, policy: &Policy) -> Result<()> {
    let ends = |text: &str| values::date_at_end(text, now, policy, &args.kind);
    let by = values::joined(&args.by);
    let refused = |what: &str, said: &str, names: Names, date: String| {
        let command = command(args, &names, by.as_deref().unwrap_or(&date));
        Err(Error::new(format!("{what} ends in a date: {}", text::quote(said)))
            .hint(format!("write `{command}`")))
    };
    let vague = |what: &str, end: &DateAtEnd, names: Names| {
        let command = command(args, &names, by.as_deref().unwrap_or("WHEN"));
        Err(Error::new(format!("{what} ends in a date: {}", text::quote(&end.said)))
            .hint(format!("write `{command}`; {} is not an exact time", text::quote(&end.date))))
    };
    let Names { to, owner, what, contact } = names;
    let same = || names.clone();
    if let Some(end) = ends(to) {
        return refused("--to", &end.said, Names { to: end.before, ..same() }, end.date);
    }
    if let Some(end) = owner.as_deref().and_then(ends) {
        return refused("--owner", &end.said, Names { owner: Some(end.before), ..same() }, end.date);
    }
    if let Some(end) = values::vague_at_end(to) {
        return vague("--to", &end, Names { to: end.before.clone(), ..same() });
    }
    if let Some(end) = owner.as_deref().and_then(values::vague_at_end) {
        return vague("--owner", &end, Names { owner: Some(end.before.clone()), ..same() });
    }
    if by.is_none()
        && let Some(end) = ends(what)
    {
        return refused("the promise", &end.said, Names { what: end.before, ..same() }, end.date);
    }
    if by.is_none()
        && let Some(end) = contact.as_deref().and_then(ends)
    {
        return refused("--contact", &end.said, Names { contact: Some(end.before), ..same() }, end.date);
    }
    Ok(())
}

/// Returns the command for a promise with these names and this due date.
fn command(args: &Args, names: &Names, by: &str) -> String {
    let words = |words: &[String]| values::joined(words);
    let options = [
        ("--to", Some(names.to.clone())),
        ("--by", Some(by.to_owned())),
        ("--kind", Some(args.kind.clone()).filter(|kind| kind != "promise")),
        ("--owner", names.owner.clone()),
        ("--class", Some(args.class.clone()).filter(|class| class != "customer")),
        ("--contact", names.contact.clone()),
        ("--asked", words(&args.asked)),
        ("--at", words(&args.happened.at)),
        ("--every", args.every.clone()),
        ("--follows", args.follows.clone()),
        ("--ref", args.reference.clone()),
    ];
    let tags = args.tag.iter().map(|tag| ("--tag", Some(tag.clone())));
    let options = options.into_iter().chain(tags).filter_map(|(option, value)| Some((option, value?)));
    let options = options.map(|(option, value)| format!(" {option} {}", text::shell_word(&value)));
    format!("owed promise {}{}", text::shell_word(&names.what), options.collect::<String>())
}
