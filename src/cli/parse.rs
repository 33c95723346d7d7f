//! Reads the command line, and turns clap's errors into ours.

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Parser};

use super::{meant, missing, words};
use crate::error::{Error, Result};
use crate::rules::target::Target;
use crate::text;

/// What was typed.
pub enum Parsed<P> {
    /// A command to run.
    Command(P),
    /// The text of help or of the version.
    Help(String),
}

/// Makes what a person can be asked for optional.
pub type Asking<'a> = &'a dyn Fn(Command) -> Command;

/// Parses the arguments; `colour` is whether help may be coloured, and `shown` the command line with all that help says. Where a
/// person can be asked, `asking` lets what is asked for be missing.
///
/// # Errors
/// What clap refuses, as one of our errors.
pub fn parse<P: Parser>(
    args: &[OsString],
    colour: bool,
    shown: &dyn Fn() -> Command,
    asking: Option<Asking<'_>>,
) -> Result<Parsed<P>> {
    let mut command = ManuallyDrop::new(P::command());
    let parsed = parse_with(&mut command, args, colour, shown, asking);
    // Dropping it would be a tenth of the time that starting takes, and the program is about to end anyway; a process
    // of tests goes on, in any profile, and would keep gigabytes.
    if cfg!(any(test, debug_assertions)) {
        drop(ManuallyDrop::into_inner(command));
    }
    parsed
}

fn parse_with<P: Parser>(
    command: &mut Command,
    args: &[OsString],
    colour: bool,
    shown: &dyn Fn() -> Command,
    asking: Option<Asking<'_>>,
) -> Result<Parsed<P>> {
    words::check(args.split_first().map_or(args, |(_, args)| args), command)?;
    match command.try_get_matches_from_mut(args) {
        Ok(matches) => {
            P::from_arg_matches(&matches).map(Parsed::Command).map_err(|error| usage(error, args, command))
        }
        Err(error) if !error.use_stderr() => {
            if let Some(word) = begins_like_help(args) {
                let error = Error::new(format!("unknown option {}", text::quote(word)));
                return Err(with_help(error.hint_maybe(one_hyphen(word, args, command)), args, command));
            }
            let help = shown().try_get_matches_from(args).err().unwrap_or(error).render();
            Ok(Parsed::Help(rendered(&help, colour)))
        }
        Err(error) => {
            let is_missing = error.kind() == ErrorKind::MissingRequiredArgument;
            let asked = asking.filter(|_| is_missing).and_then(|asking| short(args, asking));
            asked.map(Parsed::Command).ok_or_else(|| usage(error, args, command))
        }
    }
}

/// Returns a help as text.
pub fn rendered(help: &StyledStr, colour: bool) -> String {
    if colour { help.ansi().to_string() } else { help.to_string() }
}

/// Returns what was typed, if nothing is missing but what a person is asked for.
fn short<P: Parser>(args: &[OsString], asking: Asking<'_>) -> Option<P> {
    let matches = asking(P::command()).try_get_matches_from(args).ok()?;
    P::from_arg_matches(&matches).ok()
}

/// Returns the error that clap has for the same arguments, sanitized: it quotes them, and a line feed in one must not
/// turn what follows it into a hint.
fn sanitized(error: clap::Error, args: &[OsString], root: &Command) -> clap::Error {
    let shown: Vec<_> = args.iter().map(|arg| text::sanitize(&arg.to_string_lossy()).into_owned()).collect();
    if shown.iter().zip(args).all(|(shown, arg)| shown.as_str() == arg) {
        return error;
    }
    root.clone().try_get_matches_from(shown).err().unwrap_or(error)
}

/// Returns one of our errors for what clap refuses, with what to do, and last where the help is.
fn usage(error: clap::Error, args: &[OsString], root: &Command) -> Error {
    let error = &sanitized(error, args, root);
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) {
        return no_command(word, root);
    }
    if let Some(length) = signed_length(error, args) {
        return Error::new(format!("{}: a duration has no sign", text::quote(&format!("-{length}"))))
            .hint(format!("write {length} for the future, \"{length} ago\" for the past"));
    }
    if let Some(error) = wrong_value(error) {
        return error;
    }
    let rendered = error.render().to_string();
    if let (ErrorKind::MissingRequiredArgument, Some(ContextValue::Strings(missing))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
        && let Some(usage) = rendered.lines().find(|line| line.starts_with("Usage:"))
        && let Some(question) = missing::ask(missing, usage)
    {
        return question;
    }
    let first = rendered.lines().next().unwrap_or_default();
    let error = match error.kind() {
        ErrorKind::UnknownArgument => unknown(&texts(error, ContextKind::InvalidArg).concat(), args, root),
        ErrorKind::ArgumentConflict => together(error),
        _ => Error::new(first.strip_prefix("error: ").unwrap_or(first)),
    };
    with_help(error, args, root)
}

/// Returns the verb that was typed, if one was.
fn verb<'r>(args: &[OsString], root: &'r Command) -> Option<&'r Command> {
    args.iter().skip(1).find_map(|arg| root.find_subcommand(arg))
}

/// Adds where the help is: that of the verb that was typed, or that of the program.
fn with_help(error: Error, args: &[OsString], root: &Command) -> Error {
    let name = verb(args, root).map_or(String::new(), |verb| format!(" {}", verb.get_name()));
    error.hint(format!("`owed help{name}` says what it takes"))
}

/// Returns the word that was taken for `-h` or `-V` because it begins so (`-hello`): what it said would be lost, and the answer
/// would be help.
fn begins_like_help(args: &[OsString]) -> Option<&str> {
    let before = args.iter().skip(1).take_while(|arg| *arg != "--").filter_map(|arg| arg.to_str());
    before.into_iter().find(|arg| {
        let letters = arg.strip_prefix('-').map(|letters| letters.trim_start_matches('q'));
        letters.is_some_and(|letters| {
            letters.starts_with(['h', 'V']) && !letters.chars().all(|letter| "hVq".contains(letter))
        })
    })
}

/// Returns the error of an argument that nothing takes, with what to type instead.
fn unknown(typed: &str, args: &[OsString], root: &Command) -> Error {
    let what = if typed.starts_with('-') { "option" } else { "word" };
    // `-final` is not `-f`.
    let is_whole = typed.starts_with("--") || args.iter().any(|arg| arg == typed);
    let verb = verb(args, root).map(words::with_options);
    let meant = Some(verb.as_ref().unwrap_or(root)).filter(|_| is_whole && what == "option");
    let meant = meant.and_then(|verb| meant::option(typed, verb, root));
    Error::new(format!("unknown {what} {}", text::quote(typed)))
        .hint_maybe(meant.or_else(|| one_hyphen(typed, args, root)))
}

/// Returns the error of options that exclude each other, or of one that is given twice.
fn together(error: &clap::Error) -> Error {
    let typed = texts(error, ContextKind::InvalidArg);
    let before = texts(error, ContextKind::PriorArg);
    let mut names: Vec<_> = typed.iter().chain(&before).filter_map(|name| name.split(' ').next()).collect();
    names.dedup();
    match names.as_slice() {
        [name] => Error::new(format!("{name} is given twice")),
        _ => Error::new(format!("{} do not go together", missing::listed(&names, "and"))),
    }
    .hint("leave one of them out")
}

/// Returns what clap says of an error, as texts: one, several or none.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// Returns the error of a value that an argument cannot have, or that is missing.
fn wrong_value(error: &clap::Error) -> Option<Error> {
    if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
        return None;
    }
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return None };
    // `--by <WHEN>...`, or of an argument that is not an option only `[N]`.
    let name = argument.split(' ').next()?.trim_matches(['[', ']', '<', '>']);
    let value = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(value)) => value.as_str(),
        _ => "",
    };
    let valid: Vec<_> = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(valid)) => valid.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let values = missing::listed(&valid, "or");
    let write = (!valid.is_empty()).then(|| format!("write {values}"));
    Some(match value {
        "" => Error::new(format!("{name} needs a value")).hint_maybe(write),
        _ if valid.is_empty() => {
            // The parser of the argument says why.
            let why = std::error::Error::source(error)?;
            Error::new(format!("{name} cannot be {}: {why}", text::quote(value)))
        }
        _ => Error::new(format!("{name} must be {values}, not {}", text::quote(value)))
            .hint_maybe(text::meant(value, valid)),
    })
}

/// Returns the hint for an argument with one hyphen that is not an option: a long option was meant, or text.
fn one_hyphen(option: &str, args: &[OsString], root: &Command) -> Option<String> {
    let name = option.strip_prefix('-').filter(|name| !name.starts_with('-'))?;
    let typed =
        args.iter().filter_map(|arg| arg.to_str()?.strip_prefix('-')).find(|arg| arg.starts_with(name))?;
    let is_long = |verb: &Command| verb.get_arguments().any(|long| long.get_long() == Some(typed));
    if ["help", "version"].contains(&typed) || root.get_subcommands().any(is_long) {
        return Some(format!("did you mean `--{typed}`?"));
    }
    // Directly after an option it was meant as the option's value.
    let mut values = args.windows(2).filter_map(|two| Some((two.first()?.to_str()?, two.get(1)?.to_str()?)));
    let value = values.find(|(before, arg)| before.starts_with("--") && arg.strip_prefix('-') == Some(typed));
    if let Some((option, _)) = value {
        return Some(format!("for a value that begins with a hyphen, write {option}=VALUE"));
    }
    // Where words only filter, a mistyped option is likelier.
    let named = |name: &str| ["ID", "WHAT", "TEXT"].iter().any(|word| name.contains(word));
    let takes_words = verb(args, root)?
        .get_positionals()
        .any(|words| words.get_value_names().is_some_and(|names| names.iter().any(|name| named(name))));
    takes_words.then(|| "put words that begin with a hyphen at the end, after `--`".to_owned())
}

/// Returns the length of time that was typed with a minus, which clap takes for an option.
fn signed_length(error: &clap::Error, args: &[OsString]) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let typed = args.iter().filter_map(|arg| arg.to_str()).find(|arg| arg.starts_with(option.as_str()))?;
    let length = typed.strip_prefix('-')?;
    Target::parse(length).is_ok().then(|| length.to_owned())
}

/// The names that other trackers have for our commands.
const MEANT: [(&str, &[&str]); 14] = [
    ("promise", &["add", "new", "create", "owe"]),
    ("done", &["close", "finish", "complete", "kept"]),
    ("list", &["ls", "status", "all", "open"]),
    ("overdue", &["late", "due"]),
    ("cancel", &["rm", "remove", "delete", "drop"]),
    ("move", &["snooze", "postpone", "delay", "reschedule"]),
    ("hand", &["assign", "give", "reassign"]),
    ("note", &["comment"]),
    ("rate", &["rating", "stars", "feedback", "review"]),
    ("undo", &["undone", "revert"]),
    ("log", &["history", "events", "happened", "standup"]),
    ("report", &["stats", "statistics", "summary", "rates"]),
    ("customer", &["client", "clients", "contact", "contacts"]),
    ("week", &["tomorrow", "next", "upcoming", "agenda"]),
];

/// Returns which of these names a word meant: that of the command which does what the word says elsewhere, or the nearest.
pub fn meant_verb<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let same = MEANT.iter().find(|(_, words)| words.contains(&word.to_lowercase().as_str()));
    same.map(|(verb, _)| *verb).or_else(|| text::nearest(word, names))
}

/// Returns the error of a word that is not a command. clap finds "move" as near to "overdu" as "overdue", so the search
/// is ours.
fn no_command(word: &str, root: &Command) -> Error {
    let near = meant_verb(word, root.get_subcommands().map(Command::get_name));
    Error::new(format!("unknown command {}", text::quote(word)))
        .hint_maybe(near.map(text::did_you_mean))
        .hint("`owed help` lists the commands; `owed list WORDS` finds commitments")
}
