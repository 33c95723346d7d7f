//! `owed completions`: the script with which a shell completes a command line, and the candidates it asks for.
//!
//! The scripts of bash, zsh and fish are the files in `completions/`. On a TAB they run `owed completions SHELL -- LINE…` and
//! read a line for each candidate: what it is, a tab, and what it means. clap's engine finds what may stand at the cursor
//! ([`wanted`]); of a ledger it gets what that is only ([`known`]), read without a lock, and nothing if there is trouble: a
//! shell that completes is no place for an error.
//!
//! A ledger may come from anybody, and TAB puts what it says onto a command line. zsh and fish quote what they insert, fish
//! all but a `~`. bash does not, so that it is given what [`bash`] has quoted. What acts on a terminal is given to none of
//! them. For other shells clap makes a script that knows no ledger.

use std::ffi::OsString;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Cli;
use crate::context::Context;
use crate::error::Exit;
use crate::text;
use crate::views::formats::Formats;
use typed::{Line, Quotes};
use wanted::Wanted;

mod bash;
mod known;
mod source;
mod typed;
mod wanted;

#[cfg(test)]
mod tests;

/// Print the completions for a shell
///
/// bash, zsh and fish complete what the ledger knows too: ids, customers, owners, kinds and tags.
#[derive(Debug, clap::Args)]
#[command(after_help = "To have it in every new shell:
  bash  add to ~/.bashrc: source <(owed completions bash)
  zsh   add to ~/.zshrc, after compinit: source <(owed completions zsh)
  fish  run once: owed completions fish > ~/.config/fish/completions/owed.fish")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
    /// What stands before the cursor, as the script of that shell says it
    #[arg(value_name = "LINE", last = true, hide = true)]
    pub line: Vec<OsString>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed completions bash", "owed completions zsh"];
/// What it shows.
pub const FORMATS: Formats = Formats::Script;

/// What a script completes as file names: no candidate is empty.
const FILES: &str = "\tfiles\n";

impl Args {
    /// Returns the ledgers that are named on the line to complete, as they were typed.
    pub fn ledgers(&self) -> Vec<String> {
        let (Some(asked), mut all) = (self.read(), Vec::new()) else { return Vec::new() };
        let mut words = asked.line.words.iter().take_while(|word| *word != "--");
        while let Some(word) = words.next() {
            all.extend(match word.strip_prefix("--ledger") {
                Some("") => words.next().cloned(),
                Some(value) => value.strip_prefix('=').map(str::to_owned),
                None => None,
            });
        }
        all
    }

    /// Reads what the script says of the line.
    fn read(&self) -> Option<Asked> {
        let said: Vec<_> = self.line.iter().map(|word| word.to_string_lossy()).collect();
        let (line, bash) = match (self.shell, said.as_slice()) {
            (Shell::Bash, [kind, replaced, line]) => {
                let bash = bash::Cursor::new(kind, replaced, line)?;
                (typed::split(line), Some(bash))
            }
            (Shell::Zsh, [words @ .., word]) => {
                let words = words.iter().map(|word| typed::unquote(word, Quotes::Posix));
                (Line::new(words, typed::unquote(word, Quotes::Posix)), None)
            }
            (Shell::Fish, [words @ .., word]) => {
                let words = words.iter().map(|word| word.clone().into_owned());
                (Line::new(words, typed::unquote(word, Quotes::Fish)), None)
            }
            _ => return None,
        };
        Some(Asked { shell: self.shell, line, bash })
    }
}

/// What a script asked for.
struct Asked {
    shell: Shell,
    line: Line,
    /// How bash puts it onto the line.
    bash: Option<bash::Cursor>,
}

/// A candidate: the whole word at the cursor, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    word: String,
    meaning: String,
}

/// Prints the completions for a shell.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let mut said = Vec::new();
    match (args.shell, args.line.as_slice()) {
        (Shell::Bash, []) => said.extend(include_bytes!("../../completions/owed.bash")),
        (Shell::Zsh, []) => said.extend(include_bytes!("../../completions/_owed")),
        (Shell::Fish, []) => said.extend(include_bytes!("../../completions/owed.fish")),
        (shell, []) => clap_complete::generate(shell, &mut Cli::command(), "owed", &mut said),
        (_, _) => said.extend(args.read().map(|asked| answer(&asked, context)).unwrap_or_default().bytes()),
    }
    context.print_script(&said)?;
    Ok(Exit::Success)
}

/// Returns the lines for the script: the candidates that a shell may be given.
fn answer(asked: &Asked, context: &Context<'_, '_>) -> String {
    let Wanted { mut candidates, files } = wanted::wanted(&asked.line, &context.inputs);
    if files {
        return FILES.to_owned();
    }
    let is_fish = asked.shell == Shell::Fish;
    candidates.retain(|Candidate { word, .. }| {
        text::sanitize(word) == *word && !(is_fish && word.starts_with('~'))
    });
    let lines: Vec<_> = match &asked.bash {
        Some(bash) => bash.lines(&candidates),
        None => candidates.iter().map(|Candidate { word, meaning }| format!("{word}\t{meaning}")).collect(),
    };
    lines.into_iter().map(|line| line + "\n").collect()
}
