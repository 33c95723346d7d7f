//! From arguments to an exit code, with everything from outside as an argument: what `main` calls, and tests.

use std::cell::Cell;
use std::ffi::OsString;
use std::io::Write;
use std::mem::ManuallyDrop;

use chrono_tz::Tz;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _};

use crate::cli::{Cli, Format, Verb, missing, values, words};
use crate::config::{self, Config, Env};
use crate::context::{Context, Inputs, Lookup, Stdin, UNPRINTED};
use crate::document::problem::Fault;
use crate::error::{Error, Exit, Place, Result};
use crate::ledger::file::disk::Disk;
use crate::ledger::file::store::Store;
use crate::out::{Colour, Out, Terminal, colour};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::{commands, text};

/// The columns after which an error is cut: it may quote what was typed, and that may be a whole file.
const LONGEST: usize = 1000;

/// Everything that comes from outside.
pub struct Host<'h> {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// The environment.
    pub env: Env<'h>,
    /// What the clock says.
    pub now: Instant,
    /// The file system.
    pub disk: Disk<'h>,
    /// In how many parts at the same time a ledger of so many bytes is read.
    pub parts: &'h dyn Fn(u64) -> usize,
    /// Where data goes; buffered.
    pub stdout: &'h mut dyn Write,
    /// Where talk goes.
    pub stderr: &'h mut dyn Write,
    /// Where answers to questions come from.
    pub stdin: Stdin<'h>,
    /// Whether stdout is a terminal.
    pub stdout_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_tty: bool,
    /// The columns of the terminal.
    pub width: usize,
}

/// Does what was typed, and says how it ended.
pub fn run(host: Host<'_>) -> Exit {
    let Host { args, env, now, disk, parts, stdin, stdout, stderr, stdout_tty, stderr_tty, width } = host;
    let chosen = |choice: Colour| Terminal {
        stdout_tty,
        stderr_tty,
        width,
        colour_out: colour(choice, env, stdout_tty),
        colour_err: colour(choice, env, stderr_tty),
    };
    let mut out = Out::new(stdout, stderr, chosen(Colour::Auto));
    let written = Cell::new(false);
    let outcome = typed(&args, &mut out).and_then(|cli| {
        let Some(cli) = cli else { return Ok(Exit::Fine) };
        let config = Config::read(env)?;
        config.check_me(env)?;
        out.set_terminal(chosen(cli.global.color.or(config.color).unwrap_or_default()));
        let zone = || config::machine_zone(env);
        let me = || config.me(env);
        let inputs = inputs(&cli, &config, &args, (env, &zone, &me), now, (disk, parts), (stdin, &written))?;
        act(&cli, env, inputs, &mut out)
    });
    finish(outcome, written.get(), &mut out)
}

/// Prints what went wrong, if anything did, and settles the exit code: the one place for both. `written`: the
/// ledger was changed, and an answer that could not be printed does not undo that.
fn finish(outcome: Result<Exit>, written: bool, out: &mut Out<'_>) -> Exit {
    let printed = out.flush();
    let exit = match outcome {
        Ok(exit) => exit,
        Err(trouble) if printed.is_err() && trouble.message.starts_with(UNPRINTED) => Exit::Error,
        Err(trouble) => {
            say(&trouble, out);
            Exit::Error
        }
    };
    if let Err(error) = printed {
        let what = if written { format!("written, but {UNPRINTED}") } else { UNPRINTED.to_owned() };
        say(&Error::io(what, &error), out);
        return Exit::Error;
    }
    if out.is_closed() && exit != Exit::Error { Exit::Fine } else { exit }
}

/// Prints an error: the sentence, the line it is about, what to do.
pub fn say(trouble: &Error, out: &mut Out<'_>) {
    let mut message = text::shorten(&text::sanitize(&trouble.to_string()), LONGEST).into_owned();
    if let Some(Place { line, column, text: shown, width, .. }) =
        trouble.place.as_deref().filter(|p| !p.text.is_empty())
    {
        let number = line.to_string();
        let before: String = shown.chars().take(column.saturating_sub(1)).collect();
        let indent = " ".repeat(text::width(&text::sanitize(&before)));
        let meant: String = shown.chars().skip(column.saturating_sub(1)).take(*width).collect();
        let marks = "^".repeat(text::width(&text::sanitize(&meant)).max(1));
        let gutter = " ".repeat(number.len());
        message = format!("{message}\n  {number} | {}\n  {gutter} | {indent}{marks}", text::sanitize(shown));
    }
    out.error(message);
    trouble.hints.iter().for_each(|hint| out.hint(text::shorten(&text::sanitize(hint), LONGEST)));
}

/// What was typed. `None`: help or the version was asked for, and has been printed.
fn typed(args: &[OsString], out: &mut Out<'_>) -> Result<Option<Cli>> {
    // Taking it to pieces again would be a tenth of what starting takes, and the program is about to end anyway.
    let mut command = ManuallyDrop::new(Cli::command());
    words::check(args.get(1..).unwrap_or_default(), &command)?;
    match command.try_get_matches_from_mut(args) {
        Ok(matches) => Cli::from_arg_matches(&matches).map(Some).map_err(|error| usage(error, args)),
        Err(error) if !error.use_stderr() => {
            let help = error.render();
            let help = if out.page().colour { help.ansi().to_string() } else { help.to_string() };
            out.write_all(help.as_bytes())
                .map_err(|error| Error::io("the help could not be printed", &error))?;
            Ok(None)
        }
        Err(error) => Err(usage(error, args)),
    }
}

/// The error that clap has for the same arguments, cleaned: it quotes them, and a line feed in one must not make a hint
/// of what follows it.
fn quoting_clean(error: clap::Error, args: &[OsString]) -> clap::Error {
    let shown: Vec<_> = args.iter().map(|arg| text::sanitize(&arg.to_string_lossy()).into_owned()).collect();
    if shown.iter().zip(args).all(|(shown, arg)| shown.as_str() == arg) {
        return error;
    }
    Cli::command().try_get_matches_from(shown).err().unwrap_or(error)
}

/// clap's message as an error of ours: its first line, and its tips and usage as hints.
fn usage(error: clap::Error, args: &[OsString]) -> Error {
    let error = &quoting_clean(error, args);
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) {
        return no_command(word);
    }
    if let Some(length) = signed_length(error, args) {
        return Error::new(format!("{:?}: a duration has no sign", text::sanitize(&format!("-{length}"))))
            .hint(format!("write {length} for the future, \"{length} ago\" for the past"));
    }
    let rendered = error.render().to_string();
    if let (ErrorKind::MissingRequiredArgument, Some(ContextValue::Strings(missing))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
        && let Some(usage) = rendered.lines().find(|line| line.starts_with("Usage:"))
        && let Some(question) = missing::ask(missing, usage)
    {
        return question;
    }
    let mut lines = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let mut message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
    let mut hints = Vec::new();
    for line in lines {
        if let Some(tip) = line.strip_prefix("tip: ") {
            // "to pass '-x' as a value, use '-- -x'" is of no use behind an option that takes words.
            hints.extend((!tip.starts_with("to pass ")).then(|| tip.to_owned()));
        } else if line.starts_with("Usage:")
            || line.starts_with("For more information")
            || line.starts_with('[')
        {
            hints.push(line.trim_end_matches('.').to_owned());
        } else {
            message = format!("{message} {line}");
        }
    }
    hints.into_iter().fold(Error::new(message), Error::hint)
}

/// The length of time that was typed with a minus, which clap takes for an option.
fn signed_length(error: &clap::Error, args: &[OsString]) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let typed = args.iter().filter_map(|arg| arg.to_str()).find(|arg| arg.starts_with(option.as_str()))?;
    let length = typed.strip_prefix('-')?;
    Target::parse(length).is_ok().then(|| length.to_owned())
}

/// What other trackers call our commands.
const MEANT: [(&str, &[&str]); 8] = [
    ("promise", &["add", "new", "create", "owe"]),
    ("done", &["close", "finish", "complete", "kept"]),
    ("list", &["ls", "status", "all", "open"]),
    ("overdue", &["late", "due", "today"]),
    ("cancel", &["rm", "remove", "delete", "drop"]),
    ("move", &["snooze", "postpone", "delay", "reschedule"]),
    ("hand", &["assign", "give", "reassign"]),
    ("note", &["comment", "log"]),
];

/// That a word is no command. clap finds "move" as near to "overdu" as "overdue", so the search is ours.
fn no_command(word: &str) -> Error {
    let root = Cli::command();
    let same = MEANT.iter().find(|(_, words)| words.contains(&word.to_lowercase().as_str()));
    let near = same
        .map(|(verb, _)| *verb)
        .or_else(|| text::nearest(word, root.get_subcommands().map(clap::Command::get_name)));
    Error::new(format!("unknown command {:?}", text::sanitize(word)))
        .hint_maybe(near.map(|near| format!("did you mean {near:?}?")))
        .hint("`owed --help` lists the commands; `owed list WORDS` finds commitments")
}

/// The arguments as one line, shortened.
fn typed_line(args: &[OsString]) -> String {
    let words: Vec<_> = args.iter().skip(1).map(|arg| arg.to_string_lossy()).collect();
    text::shorten(&words.join(" "), 200).into_owned()
}

/// What the verbs know, out of everything that was said.
fn inputs<'d>(
    cli: &Cli,
    config: &'d Config,
    args: &[OsString],
    (env, zone, me): (Env<'_>, Lookup<'d, Result<Tz, Fault>>, Lookup<'d, Option<String>>),
    now: Instant,
    (disk, parts): (Disk<'d>, &'d dyn Fn(u64) -> usize),
    (stdin, written): (Stdin<'d>, &'d Cell<bool>),
) -> Result<Inputs<'d>> {
    let (ledger, is_default) = config.ledger(cli.global.ledger.as_deref(), env)?;
    let makes_folder = is_default || matches!(cli.verb, Some(Verb::Init));
    Ok(Inputs {
        store: Store::new(ledger, disk).making_folder(makes_folder),
        disk,
        parts,
        state: config::state_folder(env),
        typed: typed_line(args),
        now,
        clock: now,
        me,
        machine_zone: zone,
        editor: config::editor(env),
        stdin,
        written,
        notify: &config.notify,
        json: cli.global.json || cli.global.format == Some(Format::Json),
        quiet: cli.global.quiet,
    })
}

fn act(cli: &Cli, env: Env<'_>, inputs: Inputs<'_>, out: &mut Out<'_>) -> Result<Exit> {
    let from_env = || env("OWED_NOW").filter(|now| !now.is_empty()).map(|now| ("OWED_NOW", now));
    let said = cli.global.now.clone().map(|now| ("--now", OsString::from(now))).or_else(from_env);
    let now = match said {
        Some((source, words)) => values::present(source, &words.to_string_lossy(), &inputs)?,
        None => inputs.now,
    };
    commands::run(cli, &mut Context { out, inputs: Inputs { now, ..inputs } })
}
