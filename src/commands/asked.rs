//! Asks a person for what is missing from a change: by when, and why. Which commitments are meant, and all else that does not hang on
//! an answer, is settled first; each answer is checked at once, by a rehearsal of the change with it, and asked for again until it holds.

use clap::Command;

use crate::cli::HappenedArgs;
use crate::cli::values;
use crate::context::{Context, Inputs};
use crate::error::{Error, Result};
use crate::events::{self, Decision, Scene};
use crate::external::ask::{Complete, Prompts};
use crate::rules::commitment::Deed;
use crate::select::selector::Selector;
use crate::text;
use crate::views::answer::Changed;
use crate::when::say;

/// Lets the parser take a verb without the arguments that can be asked for.
pub fn optional<A: clap::Args>(verb: Command, asked: &[&'static str]) -> Command {
    // Its options are put together only when it is typed: here they are needed before.
    let verb = A::augment_args(verb.defer(|verb| verb));
    asked.iter().fold(verb, |verb, asked| verb.mut_arg(asked, |arg| arg.required(false)))
}

/// What a change has to be told, in words; what is not typed has to be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'t> {
    /// By when; `None` if the change has no date.
    pub by: Option<&'t [String]>,
    /// Why.
    pub why: &'t [String],
}

/// What a change was told, or is about to be.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// By when; `None` if that is not known yet.
    pub by: Option<String>,
    /// Why.
    pub why: String,
}

/// Decides about a commitment with what was said.
type Decide<'d> = &'d dyn Fn(&Said, &Scene<'_>, &Inputs<'_>) -> Result<Decision>;

/// Returns what stands for an event until it is known by when.
pub fn undated() -> Decision {
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
    let is_short = typed.why.is_empty() || typed.by.is_some_and(<[String]>::is_empty);
    let Some(prompts) = context.prompts().filter(|_| is_short) else {
        let by = typed.by.map(|by| values::need("--by", by)).transpose()?;
        return Ok((Said { by, why: values::need("--why", typed.why)? }, which));
    };
    let why = values::said("--why", typed.why)?;
    let mut said = Said {
        by: typed.by.and_then(|by| values::said("--by", by).transpose()).transpose()?,
        why: why.clone().unwrap_or_else(|| "…".to_owned()),
    };
    let rehearse = |said: &Said, which: &Selector, inputs: &Inputs<'_>| {
        events::rehearse(inputs, which, at, &|scene, inputs| decide(said, scene, inputs))
    };
    let which = events::picking(context, &which, &mut |context, which| {
        rehearse(&said, which, &context.inputs).map(|_| which.clone())
    })?;
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

/// Says which date was understood; of several commitments it may be another for each, which the answer says.
fn read_back(changed: &Changed, context: &mut Context<'_, '_>) {
    if let [row] = changed.rows(context.inputs.now).as_slice() {
        let due = say::full(row.standing.cycle.due, changed.policy.zone);
        context.out.status(format_args!("due {due}"));
    }
}

/// Adds an answer to what `undo --list` shows, as if it had been typed.
fn add_to_typed(option: &str, said: &str, context: &mut Context<'_, '_>) {
    let typed = format!("{} {option} {}", context.inputs.typed, text::shell_word(said));
    context.inputs.typed = text::shorten(&typed, 200).into_owned();
}
