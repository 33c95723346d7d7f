//! `owed help`: how a verb is typed, and the pages of the documentation. And what the help says beside the options of a
//! verb: on the first page the verbs by what people do, and below each verb its formats, its examples and which options
//! all have.
//!
//! Nothing here is made when the program starts: only when help is shown.

use clap::builder::StyledStr;
use clap::{Command, CommandFactory as _};

use super::{Cli, Verb};
use crate::cli::parse;
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::text;
use crate::views::formats::{self, Formats};

pub mod markdown;
mod terminal;
mod topics;

pub use topics::{TOPICS, Topic};

/// Show the help of a command or of a topic
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A command, or a topic: dates, ledger, rules, cron, environment, formats
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed help promise", "owed help dates"];
/// What it shows.
pub const FORMATS: Formats = Formats::Script;

/// Shows the first page, or the help of a verb, or a topic.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (width, colour) = (context.out.terminal().width, context.out.page().colour);
    let help = match &args.topic {
        None => Some(shown(width).render_long_help()),
        Some(name) => about(name, width),
    };
    let help = help.ok_or_else(|| no_help(args.topic.as_deref().unwrap_or_default()))?;
    context.print_script(parse::rendered(&help, colour).as_bytes())?;
    Ok(Exit::Success)
}

/// Returns the help of a verb or a topic, `None` if there is none of that name.
fn about(name: &str, width: usize) -> Option<StyledStr> {
    if let Some(topic) = Topic::named(name) {
        let styles = Cli::command().get_styles().clone();
        let style = styles.get_header();
        let heading = |title: &str| format!("{style}{title}{style:#}");
        return Some(terminal::page(&topic.blocks(), columns(width), &heading).into());
    }
    let mut root = shown(width);
    root.find_subcommand_mut(name).map(Command::render_long_help)
}

/// Returns the error of a name of which there is no help, with the nearest.
fn no_help(name: &str) -> Error {
    let root = Cli::command();
    let topics = || TOPICS.iter().map(|topic| topic.name);
    let near = parse::meant_verb(name, topics().chain(root.get_subcommands().map(Command::get_name)));
    let list: Vec<_> = topics().collect();
    Error::new(format!("no help for {}", text::quote(name)))
        .hint_maybe(near.map(text::did_you_mean))
        .hint(format!("`owed help` lists the commands; the topics are {}", text::list(list)))
}

/// The verbs that a newcomer meets first, by their first example.
const FIRST: [&str; 5] = ["promise", "done", "overdue", "escalate", "report"];

/// What a verb says of the options that all have.
const GLOBAL: &str = "Global options, such as --ledger, --now, --json and --quiet: `owed help`";

/// What the words mean that stand in a list of commitments.
pub const WORDS: &str = "`why` says what a flagged one wants before it is too late. `at risk`: a quarter or less of its time is left. `18bh left`: it waits for the customer, and 18 business hours, \
    hours of the calendar of its kind, are left when it goes on.";

/// How wide help is at most, and how wide where nobody knows the width.
const WIDEST: usize = 100;
const USUAL: usize = 80;

/// Returns the command line with all that its help says, for a terminal of that width; 0 if it is not known.
pub fn whole(width: usize) -> Command {
    let mut root = Cli::command().term_width(columns(width));
    root.build();
    root.mut_subcommands(with_examples)
}

/// Returns the same with a first page of our own, which has the verbs in groups.
pub fn shown(width: usize) -> Command {
    let root = whole(width);
    let page = first_page(&root, columns(width));
    root.help_template(page)
        .override_usage("owed [OPTIONS] [COMMAND]")
        .mut_subcommands(|verb| verb.hide(true)) // they stand in the page
}

const fn columns(width: usize) -> usize {
    match width {
        0 => USUAL,
        width if width > WIDEST => WIDEST,
        width => width,
    }
}

/// Returns a verb with its formats and its examples at the end of its help, and one line for what every verb takes.
fn with_examples(verb: Command) -> Command {
    let Some(row) = Verb::row(verb.get_name()) else { return verb };
    let formats: Vec<_> = formats::all().filter(|one| row.formats.has(one)).map(|one| one.name).collect();
    let formats = (formats.len() > 2).then(|| format!("Formats: {}", formats.join(", ")));
    let said = verb.get_after_help().map(ToString::to_string);
    let words = matches!(row.formats, Formats::List | Formats::Overdue | Formats::Customers)
        .then(|| WORDS.to_owned());
    let examples = row.examples.map(|line| format!("\n  {line}")).concat();
    let examples = format!("{}{examples}", heading("Examples", &verb));
    let parts = [Some(GLOBAL.to_owned()), said, words, formats, Some(examples)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    verb.mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg }).after_help(parts.join("\n\n"))
}

/// Returns the template of the first page: what a newcomer types, then the verbs by what people do with them, then the
/// options.
fn first_page(root: &Command, width: usize) -> StyledStr {
    let mut page = String::from("{about-with-newline}\n{usage-heading} {usage}\n\n");
    page.push_str(&heading("To begin with", root));
    for row in FIRST.iter().filter_map(|name| Verb::row(name)) {
        let [line, _] = row.examples;
        page.extend(["\n  ", line]);
    }
    let listed = || root.get_subcommands().filter(|verb| !verb.is_hide_set());
    let longest = listed().map(|verb| verb.get_name().len()).max().unwrap_or_default();
    let indent = longest.saturating_add(4);
    let literal = root.get_styles().get_literal();
    let entry = |name: &str, about: &str, page: &mut String| {
        let lines = text::wrap(about, width.saturating_sub(indent).max(1));
        let blanks = longest.saturating_add(2).saturating_sub(name.len());
        page.push_str(&format!("\n  {literal}{name}{literal:#}{:blanks$}", ""));
        page.push_str(&lines.join(&format!("\n{:indent$}", "")));
    };
    let mut group = "";
    for verb in listed() {
        let Some(row) = Verb::row(verb.get_name()) else { continue };
        if row.group != group {
            group = row.group;
            page.extend(["\n\n", &heading(group, root)]);
        }
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        entry(verb.get_name(), &about, &mut page);
    }
    page.extend(["\n\n", &heading("Topics, for `owed help TOPIC`", root)]);
    TOPICS.iter().for_each(|topic| entry(topic.name, topic.about, &mut page));
    page.push_str("\n\n{all-args}{after-help}");
    page.into()
}

/// Returns what people do with the verb of that name.
pub fn group(verb: &str) -> Option<&'static str> {
    Verb::row(verb).map(|row| row.group)
}

/// Returns a heading as clap shows its own.
fn heading(text: &str, command: &Command) -> String {
    let style = command.get_styles().get_header();
    format!("{style}{text}:{style:#}")
}
