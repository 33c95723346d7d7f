//! Asks a person for the words that are missing from `owed promise`: what, to whom, by when. Each answer is checked at once, as its
//! option is, and asked for again until it holds. Nothing is locked meanwhile: the promise is made from the answers as if they
//! had been typed, and checked once more.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Args, terms};
use crate::cli::values;
use crate::commands::asked::{completed, until};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::ledger::read::scan::Look;
use crate::rules::policy::Policy;
use crate::select::filter;
use crate::text;
use crate::when::say;

/// Returns the arguments with what is missing, where a person can be asked for it.
///
/// # Errors
/// A ledger or an option that is refused whatever the answers are, and a terminal that cannot be read.
pub fn filled<'a>(args: &'a Args, context: &mut Context<'_, '_>) -> Result<Cow<'a, Args>> {
    let Some(prompts) = context.prompts() else { return Ok(Cow::Borrowed(args)) };
    let is_short = args.what.is_empty() || args.to.is_empty();
    if !is_short && !args.by.is_empty() {
        return Ok(Cow::Borrowed(args));
    }
    let (policy, customers) = known(args, context)?;
    let target = policy.kind(&args.kind).and_then(|kind| kind.target);
    let mut filled = args.clone();
    if args.what.is_empty() {
        let what =
            until(context, prompts, "What?", &|_| None, &|said, context| what(said, args, &policy, context));
        filled.what = vec![what?];
    }
    if args.to.is_empty() {
        let complete = |typed: &str| completed(typed, &customers);
        let to =
            until(context, prompts, "To whom?", &complete, &|said, context| to(said, args, &policy, context));
        filled.to = vec![to?];
    }
    if args.by.is_empty() && (is_short || target.is_none()) {
        let question = match target {
            Some(target) => format!("By when? [{target}]"),
            None => "By when?".to_owned(),
        };
        filled.by =
            until(context, prompts, &question, &|_| None, &|said, context| by(said, args, &policy, context))?;
    }
    let (what, to) = (text::shell_word(&filled.what.join(" ")), text::shell_word(&filled.to.join(" ")));
    let by = values::joined(&filled.by).map(|by| format!(" --by {}", text::shell_word(&by)));
    let typed = format!("promise {what} --to {to}{}", by.unwrap_or_default());
    context.inputs.typed = text::shorten(&typed, 200).into_owned();
    Ok(Cow::Owned(filled))
}

/// Returns the policy, and the customers that are known; checks what no answer can mend.
fn known(args: &Args, context: &Context<'_, '_>) -> Result<(Policy, BTreeSet<String>)> {
    let inputs = &context.inputs;
    let see = |(customers, kinds): &mut (BTreeSet<String>, BTreeSet<String>), look: Look<'_, '_>| {
        if !customers.contains(&*look.commitment.to) {
            customers.insert(look.commitment.to.to_string());
        }
        kinds.extend(filter::kinds(look.commitment).filter(|kind| *kind == args.kind).map(str::to_owned));
    };
    let (policy, (mut customers, kinds)) = if inputs.store.exists()? {
        let mut seen = inputs.fold(|_| Ok(Default::default()), see)?;
        if seen.policy.kind(&args.kind).is_none() && seen.state.1.is_empty() {
            seen = inputs.fold_archives(seen, see)?;
        }
        (seen.policy, seen.state)
    } else {
        (Policy::new((inputs.machine_zone)()?), Default::default())
    };
    filter::known_kind(&args.kind, &policy, &kinds)?;
    args.every.as_deref().map(|every| terms::again(every, &args.kind, &policy)).transpose()?;
    args.reference.as_deref().map(|name| super::one_name("--ref", name)).transpose()?;
    values::said_owner("--owner", &args.owner, inputs)?;
    values::class(&args.class)?;
    super::tags(&args.tag)?;
    customers.extend(policy.customers.all().map(|(name, _)| name.to_owned()));
    // They are put on the terminal as they are.
    customers.retain(|name| text::sanitize(name) == name.as_str());
    let made = values::happened(&args.happened, inputs, &policy)?.at;
    terms::asked(&args.asked, made, inputs.now, &policy)?;
    Ok((policy, customers))
}

fn what(said: &str, args: &Args, policy: &Policy, context: &Context<'_, '_>) -> Result<String> {
    let what = values::need("what is owed", &[said.to_owned()])?;
    let end = values::date_at_end(&what, context.inputs.now, policy, &args.kind);
    match end.filter(|_| args.by.is_empty()) {
        Some(end) => Err(dated("the promise", &end)),
        None => Ok(what),
    }
}

fn to(said: &str, args: &Args, policy: &Policy, context: &Context<'_, '_>) -> Result<String> {
    let to = values::need_name("the name", &[said.to_owned()])?;
    let end = values::date_at_end(&to, context.inputs.now, policy, &args.kind);
    match end.or_else(|| values::vague_at_end(&to)) {
        Some(end) => Err(dated("the name", &end)),
        None => Ok(to),
    }
}

/// Returns the error of an answer that ends in a date.
fn dated(what: &str, end: &values::DateAtEnd) -> Error {
    Error::new(format!("{what} ends in a date: {}", text::quote(&end.said)))
        .hint(format!("say {} alone; the date has its own question", text::quote(&end.before)))
}

/// Returns the words of a due date, none for the target; reads the date back.
fn by(said: &str, args: &Args, policy: &Policy, context: &mut Context<'_, '_>) -> Result<Vec<String>> {
    let said = said.trim();
    let by = if said.is_empty() { Vec::new() } else { vec![said.to_owned()] };
    let made = values::happened(&args.happened, &context.inputs, policy)?;
    let terms = terms::Said { kind: &args.kind, by: &by, asked: &args.asked };
    let (_, due) = terms::agreed(&terms, made, made.at, context.inputs.now, policy)?;
    context.out.status(format_args!("due {}", say::full(due.at, policy.zone)));
    Ok(by)
}
