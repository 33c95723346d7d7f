//! Which arguments belong together, checked before clap reads them.
//!
//! An option that takes words takes them up to the next argument that begins with `-`. So the words outside options
//! must be together, and a word after `--to=Acme` could belong to either: both are refused, because a promise to `Acme`
//! that was meant for `Acme Corp` is worse than typing it again. An option given twice is refused too: clap would
//! string the words of both together. What `owed` alone takes is not for a verb that follows, so that is refused as well, and so is
//! a verb where the words of such an option stand.

use std::cell::OnceCell;
use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

use crate::error::{Error, Result};
use crate::text;

/// What the argument before says about a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The word is outside options.
    Outside,
    /// The value of an option that takes one.
    Value,
    /// One of the words of an option that takes words.
    Words,
    /// After `--to=Acme`.
    Equals,
}

/// Refuses arguments whose words are not together. `args` come after the program's name.
pub fn check(args: &[OsString], root: &Command) -> Result<()> {
    let (mut verb, mut before) = (None, Before::Outside);
    let typed = OnceCell::new();
    let (mut words_began, mut words_ended) = (false, false);
    let mut given: Vec<&str> = Vec::new();
    let mut of_bare = None;
    for arg in args {
        let shown = arg.to_string_lossy();
        if shown == "--" {
            return Ok(());
        }
        if is_option(arg) {
            words_ended = words_began;
            let (name, has_value) =
                shown.split_once('=').map_or((shown.as_ref(), false), |(name, _)| (name, true));
            // Unknown option: clap reports it, with the nearest.
            let Some(option) = find(name, verb, root) else { return Ok(()) };
            if takes(option) > 1 && given.contains(&option.get_id().as_str()) {
                return Err(twice(option));
            }
            given.push(option.get_id().as_str());
            before = after(option, has_value);
            if verb.is_none() && !option.is_global_set() {
                of_bare = Some(option);
            }
            continue;
        }
        match (verb, before) {
            (_, Before::Value) => before = Before::Outside,
            (None, Before::Words) => {
                if let (Some(option), Some(verb)) = (of_bare, root.find_subcommand(arg)) {
                    return Err(before_verb(option, verb));
                }
            }
            (Some(_), Before::Words) => {}
            (None, _) => {
                // Unknown verb: clap reports it, with the nearest.
                let Some(found) = root.find_subcommand(arg) else { return Ok(()) };
                if let Some(option) = of_bare {
                    return Err(before_verb(option, found));
                }
                verb = Some(typed.get_or_init(|| with_options(found)));
            }
            (Some(_), Before::Equals) => return Err(behind_equals(&shown)),
            (Some(_), Before::Outside) if words_ended => return Err(apart(&shown)),
            (Some(_), Before::Outside) => words_began = true,
        }
    }
    Ok(())
}

/// Returns a verb with its options, which clap otherwise builds when it reads the verb.
pub(super) fn with_options(verb: &Command) -> Command {
    let mut verb = verb.clone().disable_help_flag(true);
    verb.build();
    verb
}

fn is_option(arg: &OsStr) -> bool {
    let bytes = arg.as_encoded_bytes();
    bytes.len() > 1 && bytes.starts_with(b"-")
}

/// Returns how many words an option takes at most.
fn takes(option: &Arg) -> usize {
    let one = usize::from(option.get_action().takes_values());
    option.get_num_args().map_or(one, |range| range.max_values())
}

/// Returns what may follow an option: nothing, one value, or words.
fn after(option: &Arg, has_value: bool) -> Before {
    match (takes(option), has_value) {
        (0, _) | (1, true) => Before::Outside,
        (1, false) => Before::Value,
        (_, true) => Before::Equals,
        (_, false) => Before::Words,
    }
}

fn find<'c>(name: &str, verb: Option<&'c Command>, root: &'c Command) -> Option<&'c Arg> {
    let all = verb.into_iter().chain([root]).flat_map(Command::get_arguments);
    let mut all = all.filter(|option| !option.is_positional());
    match name.strip_prefix("--") {
        Some(long) => all.find(|option| option.get_long() == Some(long)),
        // Of several short options in one argument, the last may take a value.
        None => all.find(|option| option.get_short().is_some() && option.get_short() == name.chars().last()),
    }
}

fn twice(option: &Arg) -> Error {
    let name = option.get_long().unwrap_or_default();
    Error::new(format!("--{name} is given twice")).hint("leave one of them out")
}

fn before_verb(option: &Arg, verb: &Command) -> Error {
    let (name, verb) = (option.get_long().unwrap_or_default(), verb.get_name());
    let is_name = takes(option) > 1;
    let named = is_name.then(|| format!("; a name that is a command's is written --{name}={verb}"));
    Error::new(format!("--{name} stands before the command `{verb}`"))
        .hint(format!("write `owed {verb} --{name}`{}", named.unwrap_or_default()))
}

fn apart(word: &str) -> Error {
    Error::new(format!(
        "unexpected word {}: there are words both before and after an option",
        text::quote(word)
    ))
    .hint("keep the words together, or put them in quotes")
}

fn behind_equals(word: &str) -> Error {
    Error::new(format!("unexpected word {}: an option with `=` takes exactly one word", text::quote(word)))
        .hint("write the option without `=`, or put its words in quotes")
}
