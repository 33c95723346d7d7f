//! What may stand at the cursor: clap's engine says which argument it is, and [`Source`] what its values are.
//!
//! Where the ledger has to be asked, the engine gets a placeholder, which is replaced when it has ended: so the ledger is
//! read once, and only if needed. No argument can hold a NUL, and so no candidate looks like a placeholder.

use std::ffi::{OsStr, OsString};

use clap::builder::StyledStr;
use clap::{Command, CommandFactory as _};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, ValueCompleter, complete};

use super::Candidate;
use super::known;
use super::source::{Asked, Source};
use super::typed::Line;
use crate::cli::format_names;
use crate::commands::{Cli, Verb};
use crate::context::Inputs;

/// What may stand at the cursor.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Whether a file may stand there; the shell knows them.
    pub files: bool,
}

/// Returns what may stand at the cursor.
pub fn wanted(line: &Line, inputs: &Inputs<'_>) -> Wanted {
    if line.is_file {
        return Wanted { files: true, ..Wanted::default() };
    }
    let mut root = command();
    let args = ["owed"].into_iter().chain(line.words.iter().map(String::as_str)).chain([line.word.as_str()]);
    let args: Vec<_> = args.map(OsString::from).collect();
    let last = args.len().saturating_sub(1);
    let found = complete(&mut root, args, last, None).unwrap_or_default();
    let mut wanted = Wanted::default();
    let found: Vec<_> = found.iter().map(|one| (one.get_value().to_string_lossy(), one.get_help())).collect();
    // An option that takes words takes them up to the next option, so that nothing else follows its first.
    let is_within =
        found.iter().any(|(word, _)| asked(word).is_some_and(|one| one.is_option && one.place > 0));
    for (word, help) in &found {
        match asked(word) {
            Some(asked) if is_within && !asked.is_option => {}
            Some(Asked { source: Source::Files, .. }) => wanted.files = true,
            Some(asked) => wanted.candidates.extend(values(&asked, line, inputs)),
            None if is_within && !word.starts_with('-') => {}
            None => {
                let meaning = help.map(StyledStr::to_string).unwrap_or_default();
                let meaning = meaning.lines().next().unwrap_or_default().to_owned();
                wanted.candidates.push(Candidate { word: word.clone().into_owned(), meaning });
            }
        }
    }
    // Options are for those who begin one, or where there is nothing else.
    let is_option = |candidate: &Candidate| candidate.word.starts_with('-');
    if !line.word.starts_with('-') && (wanted.files || !wanted.candidates.iter().all(is_option)) {
        wanted.candidates.retain(|candidate| !is_option(candidate));
    }
    wanted.files &= wanted.candidates.is_empty();
    wanted
}

/// Returns the command line of owed, with a placeholder for every argument that has a source, and of formats those that
/// the verb has.
fn command() -> Command {
    let mut root = Cli::command();
    root.build();
    with_sources(root).mut_subcommands(with_sources)
}

fn with_sources(command: Command) -> Command {
    let verb = command.get_name().to_owned();
    command.mut_args(|arg| match Source::of(&verb, &arg) {
        Some(source) => {
            let is_option = !arg.is_positional();
            arg.add(ArgValueCompleter::new(Placeholder { source, is_option }))
        }
        None if arg.get_id() == "format" => {
            arg.value_parser(format_names(Verb::row(&verb).map(|row| row.formats)))
        }
        None => arg,
    })
}

/// Gives the engine a placeholder.
struct Placeholder {
    source: Source,
    is_option: bool,
}

impl ValueCompleter for Placeholder {
    fn complete(&self, typed: &OsStr) -> Vec<CompletionCandidate> {
        self.complete_at(0, typed)
    }

    fn complete_at(&self, place: usize, typed: &OsStr) -> Vec<CompletionCandidate> {
        let source = Source::ALL.iter().position(|source| *source == self.source).unwrap_or_default();
        let (is_option, typed) = (self.is_option, typed.to_string_lossy());
        vec![CompletionCandidate::new(format!("\0{source}\0{is_option}\0{place}\0{typed}"))]
    }
}

/// Returns the value that a placeholder stands for; `None` for any other candidate.
fn asked(candidate: &str) -> Option<Asked<'_>> {
    let mut parts = candidate.splitn(5, '\0');
    let prefix = parts.next()?;
    let source = *Source::ALL.get(parts.next()?.parse::<usize>().ok()?)?;
    let (is_option, place) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Asked { source, is_option, place, typed: parts.next()?, prefix })
}

/// Returns the candidates for a value. An option that takes words takes those before as its beginning: after `--to Acme`
/// follows `Corp`.
fn values(asked: &Asked<'_>, line: &Line, inputs: &Inputs<'_>) -> Vec<Candidate> {
    let words = line.words.iter().skip(line.words.len().saturating_sub(asked.place));
    let before: String = words.map(|word| format!("{word} ")).collect();
    let typed = format!("{before}{}", asked.typed);
    let known = known::values(&Asked { typed: &typed, ..*asked }, inputs);
    let candidates = known.into_iter().filter_map(|Candidate { word, meaning }| {
        let (head, rest) = word.split_at_checked(before.len())?;
        let word = format!("{}{rest}", asked.prefix);
        // Without an option and `=` before it, it would be an option.
        let is_value = !rest.starts_with('-') || !asked.prefix.is_empty();
        (head.eq_ignore_ascii_case(&before) && is_value).then_some(Candidate { word, meaning })
    });
    candidates.collect()
}
