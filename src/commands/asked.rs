//! Asks a person for what is missing from a change: which commitment, to whom, by when, and why, or a text. Which commitments are meant, and all else that does not hang on
//! an answer, is settled first; each answer is checked at once, by a rehearsal of the change with it, and asked for again until it holds.

use std::collections::BTreeSet;

use clap::Command;

use crate::cli::HappenedArgs;
use crate::cli::values;
use crate::context::{Context, Inputs};
use crate::error::{Error, Result};
use crate::events::{self, Decision, Scene};
use crate::external::ask::{Complete, Prompts};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::Deed;
use crate::select::filter;
use crate::select::selector::Selector;
use crate::text::{self, fold};
use crate::views::answer::Changed;
use crate::when::say;

/// Lets the parser take a verb without the arguments that can be asked for.
pub fn optional<A: clap::Args>(verb: Command, asked: &[&'static str]) -> Command {
    // Its options are put together only when it is typed: here they are needed before.
    let verb = A::augment_args(verb.defer(|verb| verb));
    let places: Vec<_> = verb.get_positionals().map(|arg| arg.get_id().clone()).collect();
    let verb = asked.iter().fold(verb, |verb, asked| verb.mut_arg(asked, |arg| arg.required(false)));
    // What is changed goes behind all others: they are put back in their places.
    places.iter().fold(verb, |verb, place| verb.mut_arg(place, |arg| arg))
}

/// What a change has to be told, in words; what is not typed has to be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'t> {
    /// Who is to have it; `None` if the change gives it to nobody.
    pub to: Option<&'t [String]>,
    /// By when; `None` if the change has no date.
    pub by: Option<&'t [String]>,
    /// Why.
    pub why: &'t [String],
}

/// What a change was told, or is about to be.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Who is to have it; `None` if that is not known yet.
    pub to: Option<String>,
    /// By when; `None` if that is not known yet.
    pub by: Option<String>,
    /// Why.
    pub why: String,
}

/// Decides about a commitment with what was said.
type Decide<'d> = &'d dyn Fn(&Said, &Scene<'_>, &Inputs<'_>) -> Result<Decision>;

/// Returns what stands for an event until it is known to whom or by when.
pub fn unsettled() -> Decision {
    Decision::saying(Deed::Noted, Some("…".to_owned()))
}

/// Returns what was typed, with what a person says for the rest, and which commitments they picked. `decide` is rehearsed, and changes
/// nothing.
///
/// # Errors
/// What is missing where nobody can be asked, what `decide` refuses whatever the answers are, and a terminal that cannot be read.
pub fn filled(
    typed: Typed<'_>,
    which: Selector,
    at: &HappenedArgs,
    context: &mut Context<'_, '_>,
    decide: Decide<'_>,
) -> Result<(Said, Selector)> {
    let is_short = [typed.to, typed.by, Some(typed.why)].into_iter().flatten().any(<[String]>::is_empty);
    let Some(prompts) = context.prompts().filter(|_| is_short) else {
        let to = typed.to.map(|to| owner("--to", to, &context.inputs)).transpose()?;
        let by = typed.by.map(|by| values::need("--by", by)).transpose()?;
        return Ok((Said { to, by, why: values::need("--why", typed.why)? }, which));
    };
    let why = values::said("--why", typed.why)?;
    let mut said = Said {
        to: values::said_owner("--to", typed.to.unwrap_or_default(), &context.inputs)?,
        by: typed.by.and_then(|by| values::said("--by", by).transpose()).transpose()?,
        why: why.clone().unwrap_or_else(|| "…".to_owned()),
    };
    let rehearse = |said: &Said, which: &Selector, inputs: &Inputs<'_>| {
        events::rehearse(inputs, which, at, &|scene, inputs| decide(said, scene, inputs))
    };
    let which = settled(&which, at, context, &|scene, inputs| decide(&said, scene, inputs))?;
    if typed.to.is_some() && said.to.is_none() {
        let names = owners(&context.inputs)?;
        let to = until(context, prompts, "To whom?", &|typed| completed(typed, &names), &|to, context| {
            let to = Some(owner("the name", &[to.to_owned()], &context.inputs)?);
            let with = Said { to, ..said.clone() };
            rehearse(&with, &which, &context.inputs)?;
            Ok(with.to)
        })?;
        add_to_typed("--to", to.as_deref().unwrap_or_default(), context);
        said.to = to;
    }
    if typed.by.is_some() && said.by.is_none() {
        let by = until(context, prompts, "By when?", &|_| None, &|by, context| {
            let with = Said { by: Some(values::need("the date", &[by.to_owned()])?), ..said.clone() };
            read_back(&rehearse(&with, &which, &context.inputs)?, context);
            Ok(with.by)
        })?;
        add_to_typed("--by", by.as_deref().unwrap_or_default(), context);
        said.by = by;
    }
    if why.is_none() {
        let need = |why: &str, _: &mut Context<'_, '_>| values::need("the reason", &[why.to_owned()]);
        said.why = until(context, prompts, "Why?", &|_| None, &need)?;
        add_to_typed("--why", &said.why, context);
    }
    Ok((said, which))
}

/// Asks until the answer holds; what is wrong with one is shown as the error that its option would be.
pub fn until<T>(
    context: &mut Context<'_, '_>,
    prompts: &dyn Prompts,
    question: &str,
    complete: Complete<'_>,
    check: &dyn Fn(&str, &mut Context<'_, '_>) -> Result<T>,
) -> Result<T> {
    loop {
        let said = prompts
            .line(question, complete)
            .map_err(|error| Error::io("the terminal cannot be used", error))?;
        match check(&said, context) {
            Ok(answer) => return Ok(answer),
            Err(error) => context.out.show(&error),
        }
    }
}

/// Returns the name of an owner, which must be said.
fn owner(option: &str, words: &[String], inputs: &Inputs<'_>) -> Result<String> {
    values::whom(option, values::need_name(option, words)?, inputs)
}

/// Returns the owners that the ledger names, those whose names can be put on a terminal as they are.
fn owners(inputs: &Inputs<'_>) -> Result<BTreeSet<String>> {
    let see = |names: &mut BTreeSet<String>, look: Look<'_, '_>| {
        let new = filter::owners(look.commitment).filter(|name| !names.contains(*name));
        let new: Vec<_> = new.map(str::to_owned).collect();
        names.extend(new);
    };
    let Seen { policy, state: mut names, .. } = inputs.fold(|_| Ok(BTreeSet::new()), see)?;
    names.extend(filter::owners_in_policy(&policy).cloned());
    names.retain(|name| text::sanitize(name) == name.as_str());
    Ok(names)
}

/// Returns which commitment is meant, settled before a question that is about it: `decide` is rehearsed, and changes nothing.
///
/// # Errors
/// What `decide` refuses, and which one is meant where that is not clear and nobody can be asked.
pub fn settled(
    which: &Selector,
    at: &HappenedArgs,
    context: &mut Context<'_, '_>,
    decide: events::Decide<'_>,
) -> Result<Selector> {
    events::picking(context, which, &mut |context, which| {
        events::rehearse(&context.inputs, which, at, decide).map(|_| which.clone())
    })
}

/// Returns what was said, which a person is asked for.
///
/// # Errors
/// A terminal that cannot be read.
pub fn message(prompts: &dyn Prompts, context: &mut Context<'_, '_>) -> Result<String> {
    let need = |said: &str, _: &mut Context<'_, '_>| values::need("the text", &[said.to_owned()]);
    let said = until(context, prompts, "What was said?", &|_| None, &need)?;
    context.inputs.add_to_typed(&text::shell_word(&said));
    Ok(said)
}

/// Says which date was understood; of several commitments it may be another for each, which the answer says.
fn read_back(changed: &Changed, context: &mut Context<'_, '_>) {
    if let [row] = changed.rows(context.inputs.now).as_slice() {
        let due = say::full(row.standing.cycle.due, changed.policy.zone);
        context.out.status(format_args!("due {due}"));
    }
}

/// Adds an answer to what `undo --list` shows, as if it had been typed.
fn add_to_typed(option: &str, said: &str, context: &mut Context<'_, '_>) {
    context.inputs.add_to_typed(&format!("{option} {}", text::shell_word(said)));
}

/// Returns the name that begins as what was typed, or what all such names have in common; `None` if that adds nothing.
pub fn completed(typed: &str, names: &BTreeSet<String>) -> Option<String> {
    let letters = |text: &str| fold::letters(text).collect::<String>();
    let begun = letters(typed);
    let mut fitting = names.iter().filter(|name| fold::begins(name, &begun));
    let first = fitting.next()?.clone();
    let common = fitting.fold(first, |common, name| {
        let same = |(one, other): &(char, char)| {
            letters(one.encode_utf8(&mut [0; 4])) == letters(other.encode_utf8(&mut [0; 4]))
        };
        common.chars().zip(name.chars()).take_while(same).map(|(one, _)| one).collect()
    });
    (common.chars().count() > typed.chars().count() || names.contains(&common) && common != typed)
        .then_some(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_adds_what_all_names_that_begin_so_have_in_common() {
        let names = ["Acme Corp", "ACME Labs", "Bloom Cafe", "Zoë"].map(str::to_owned).into();
        for (typed, completed_to) in [
            ("blo", Some("Bloom Cafe")),
            ("acm", Some("ACME ")),
            ("acme c", Some("Acme Corp")),
            ("zoe", Some("Zoë")),
            ("Bloom Cafe", None),
            ("x", None),
        ] {
            assert_eq!(completed(typed, &names).as_deref(), completed_to, "{typed}");
        }
    }
}
