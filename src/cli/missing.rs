//! Asks for what is missing from a command line, instead of naming the argument that a parser misses.

use crate::error::Error;

/// An argument as clap names it, the question for it, and what to type.
struct Row {
    shown: &'static str,
    question: &'static str,
    example: &'static str,
}

const fn row(shown: &'static str, question: &'static str, example: &'static str) -> Row {
    Row { shown, question, example }
}

/// Every required argument, in the order in which it is asked for.
const ROWS: [Row; 20] = [
    row("<WHAT>", "what is owed", "`send the quote`"),
    row("<ID>", "which commitment", "an id or words of it"),
    row("<ID TEXT>", "which commitment, and what was said", "an id, and the text"),
    row("<STARS>", "how many stars", "a number from 1 to 5"),
    row("<FILE>", "which file", "its path, or `-` for what comes in through a pipe"),
    row("<SHELL>", "for which shell", "`bash`"),
    row("<WHEN>", "which date", "`friday 5pm`"),
    row("<START END>", "between which dates", "`'2026-11-20 9am' '2026-11-24 5pm'`"),
    row("<BASE>", "which file did both come from", "what git calls %O"),
    row("<OURS>", "which file is ours", "what git calls %A"),
    row("<THEIRS>", "which file is theirs", "what git calls %B"),
    row("--next <WHAT>", "what comes next", "`--next 'send the rest'`"),
    row("--to <NAME>", "to whom", "`--to 'Bloom Cafe'`"),
    row("--to <WHO>", "to whom", "`--to sam`"),
    row("--by <WHEN>", "by when", "`--by thursday`"),
    row("--why <TEXT>", "why", "`--why 'waiting for parts'`"),
    row("--as <HOW>", "what became of it", "`--as broken`"),
    row("--from <FORMAT>", "in which format", "`--from csv`"),
    row("--update", "record what changed there", "`--update`"),
    row("--fail-under <PCT>", "under how many percent", "`--fail-under 95`"),
];

/// Returns the question for what clap misses, `None` if one of these has no question. `usage` is clap's line of what
/// was typed, with what is missing.
pub fn ask(missing: &[String], usage: &str) -> Option<Error> {
    let names: Vec<_> = missing.iter().map(|name| name.trim_end_matches("...")).collect();
    let rows: Vec<_> = ROWS.iter().filter(|row| names.contains(&row.shown)).collect();
    if rows.is_empty() || rows.len() < names.len() {
        return None;
    }
    let questions: Vec<_> = rows.iter().map(|row| row.question).collect();
    // After "Usage:" and the program's name.
    let verb = usage.split(' ').nth(2).unwrap_or_default();
    let example = |row: &&Row| if verb == "change" && row.shown == "<ID>" { "its id" } else { row.example };
    let mut examples: Vec<_> = rows.iter().map(example).collect();
    let is_typed = |option: &str| usage.split(' ').any(|word| word == option);
    // A promise without a date needs a kind with a target.
    if names.contains(&"--to <NAME>") && !is_typed("--by") && !is_typed("--kind") {
        examples.push("`--by thursday`");
    }
    let place = "put ids and text before the options: an option takes every word up to the next one";
    let words = rows.iter().any(|row| row.shown.starts_with('<'));
    Some(
        Error::new(format!("{}? add {}", listed(&questions, "and"), listed(&examples, "and")))
            .hint_maybe((words && is_typed_with_words(usage, &names)).then_some(place))
            .hint(format!("`owed help {verb}` says what else it takes")),
    )
}

/// Returns true if the usage line has an option with words (`--note <TEXT>...`) that is not among the missing ones.
fn is_typed_with_words(usage: &str, missing: &[&str]) -> bool {
    let options = usage.split(' ').zip(usage.split(' ').skip(1));
    let mut options = options.filter(|(option, value)| option.starts_with("--") && value.ends_with(">..."));
    options.any(|(option, _)| !missing.iter().any(|name| name.split(' ').next() == Some(option)))
}

/// Returns the parts as a list in words: `a`, `a and b`, `a, b and c`, or with `or` in place of `and`.
pub(super) fn listed(parts: &[&str], and: &str) -> String {
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {and} {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_is_that_of_the_verb_whatever_the_program_is_called() {
        let missing = ["--to <NAME>...".to_owned()];
        for name in ["owed", "o"] {
            let question = ask(&missing, &format!("Usage: {name} promise --to <NAME>... <WHAT>")).unwrap();
            assert_eq!(question.hints, ["`owed help promise` says what else it takes"]);
        }
    }

    #[test]
    fn only_an_option_that_takes_words_may_have_taken_what_is_missing() {
        let hints = |options: &str| {
            ask(&["<FILE>".to_owned()], &format!("Usage: owed import {options} <FILE>")).unwrap().hints.len()
        };
        assert_eq!((hints("--dry-run"), hints("--from <FORMAT>"), hints("--note <TEXT>...")), (1, 1, 2));
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(listed(&["a"], "and"), "a");
        assert_eq!(listed(&["a", "b"], "or"), "a or b");
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
    }
}
