//! From arguments to an exit code, with everything from outside as an argument: `main` and the tests call it.

use std::cell::Cell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::Command;

use crate::cli::Global;
use crate::cli::parse::{self, Parsed};
use crate::cli::values;
use crate::commands::{self, Cli, Verb, help};
use crate::config::settings::{Flags, Setting, settings};
use crate::config::{self, Config, Env};
use crate::context::ledgers::Named;
use crate::context::{Context, Inputs, Lookup, Show, Stdin};
use crate::error::{Error, Exit, Kind, Problem, Result};
use crate::external::pager;
use crate::ledger::file::disk::Disk;
use crate::ledger::file::store::Store;
use crate::out::{Colour, Out, Terminal, colour};
use crate::rules::time::Instant;
use crate::text;
use crate::views::formats;

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
    /// How many parts of a ledger of this many bytes are read at the same time.
    pub parts: &'h dyn Fn(u64) -> usize,
    /// The most bytes of a ledger, and of an archive.
    pub largest: u64,
    /// The stream for data; buffered.
    pub stdout: &'h mut dyn Write,
    /// The stream for messages.
    pub stderr: &'h mut dyn Write,
    /// The stream for answers to questions.
    pub stdin: Stdin<'h>,
    /// Shows how far something is, to a person who waits.
    pub progress: Show<'h>,
    /// Whether stdout is a terminal.
    pub stdout_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_tty: bool,
    /// The columns of the terminal; 0 if unknown.
    pub width: usize,
    /// Its lines; 0 if unknown.
    pub height: usize,
}

/// Runs the command line, and returns the exit code.
pub fn run(host: Host<'_>) -> Exit {
    let Host {
        args,
        env,
        now,
        disk,
        parts,
        largest,
        stdin,
        stdout,
        stderr,
        progress,
        stdout_tty,
        stderr_tty,
        width,
        height,
    } = host;
    let chosen = |choice: Colour, stdout_tty: bool| Terminal {
        stdout_tty,
        stderr_tty,
        width,
        colour_out: colour(choice, env, stdout_tty),
        colour_err: colour(choice, env, stderr_tty),
    };
    let mut out = Out::new(stdout, stderr, chosen(Colour::Auto, stdout_tty));
    let (written, ignored) = (Cell::new(false), Cell::new(None::<(String, Tz)>));
    let mut act = || -> anyhow::Result<Exit> {
        let is_asked = stdin.is_tty
            && stderr_tty
            && stdin.prompts.is_some()
            && !args.iter().any(|arg| arg == "--no-input");
        let asking = is_asked.then_some(&commands::asking as &dyn Fn(Command) -> Command);
        let cli = match parse::parse::<Cli>(&args, out.page().colour, &|| help::shown(width), asking)? {
            Parsed::Command(cli) => cli,
            Parsed::Help(help) => {
                let is_paged = stdout_tty && height > 0 && !args.iter().any(|arg| arg == "--no-pager");
                let pager = Config::read(env).unwrap_or_default().pager(env).filter(|_| is_paged);
                return Ok(paged(help.as_bytes(), pager, height, env, &mut out).map(|()| Exit::Success)?);
            }
        };
        let output = cli.output()?;
        let is_alone = cli.verb.as_ref().is_some_and(Verb::is_alone);
        let config = match Config::read(env) {
            _ if is_alone => Config::default(),
            Err(error) if !needs_ledger(&cli) => {
                out.warn(format_args!("the config file is not used: {error}"));
                Config::default()
            }
            config => config?,
        };
        if !is_alone {
            config.check_me(env)?;
        }
        let colour = cli.global.color.or(config.color).unwrap_or_default();
        out.set_terminal(chosen(colour, stdout_tty && output.is_none()));
        let zone = || {
            let machine = config::machine_zone(env)?;
            ignored.set(machine.ignored.map(|said| (said, machine.zone)));
            Ok(machine.zone)
        };
        let me = || config.me(env);
        let settings = || settings(flags(&cli), &config, env);
        let (paths, is_default) = ledgers(&cli, &args, &config, env)?;
        let named = Named::all(paths);
        if needs_ledger(&cli) {
            Named::check_each_once(&named, disk)?;
        }
        let inputs = inputs(
            &cli,
            &config,
            &args,
            (env, &zone, &me, &settings),
            now,
            ((&named, is_default), disk, parts, largest),
            (stdin, progress, &written),
        )?;
        let now = if is_alone { inputs.now } else { present(&cli, env, &inputs)? };
        let inputs = Inputs { now, ..inputs };
        let Some(path) = output else {
            let pager = if stdout_tty && height > 0 && cli.is_paged() { config.pager(env) } else { None };
            if pager.is_some() {
                out.keep_screen();
            }
            let exit = commands::run(&cli, &mut Context { out: &mut out, inputs });
            let text = out.kept().unwrap_or_default();
            paged(&text, pager, height, env, &mut out)?;
            return exit;
        };
        out.keep();
        let ledgers = inputs.stores();
        let exit = commands::run(&cli, &mut Context { out: &mut out, inputs })?;
        if let Some(answer) = out.kept().filter(|_| exit != Exit::Error) {
            Store::new(path.to_owned(), disk).put(&answer, &ledgers)?;
        }
        Ok(exit)
    };
    let outcome = act();
    if let Some((said, zone)) = ignored.take() {
        let said = text::shorten(&said, 60);
        out.warn(format_args!(
            "TZ={} is not a time zone that owed knows; the time zone of the system, {}, is used (write an IANA name)",
            text::shell(Path::new(&*said)),
            zone.name()
        ));
    }
    finish(outcome, written.get(), &mut out)
}

/// Writes a text, with the pager if there is one and the text does not fit a screen of that many lines.
fn paged(
    text: &[u8],
    pager: Option<String>,
    height: usize,
    env: Env<'_>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let lines = text.iter().filter(|byte| **byte == b'\n').count();
    if let Some(pager) = pager.filter(|_| lines >= height) {
        out.flush()?;
        if pager::show(&pager, env, text)? {
            return Ok(());
        }
    }
    out.write_all(text)
}

/// Prints the error, if there is one, and returns the exit code: the one place for both. `written` is set if the ledger
/// was changed: an answer that could not be printed does not undo that. Rooms wrap an error of the system in one of
/// theirs; a bare one comes from stdout.
fn finish(outcome: anyhow::Result<Exit>, written: bool, out: &mut Out<'_>) -> Exit {
    let printed = out.flush();
    let exit = match outcome {
        Ok(Exit::Error) => Exit::Error,
        Ok(_) if out.is_closed() => Exit::Success,
        Ok(exit) => exit,
        Err(error) => {
            if printed.is_ok() || !error.is::<io::Error>() {
                out.show(error.as_ref());
            }
            Exit::Error
        }
    };
    let Err(error) = printed else { return exit };
    let kind = if written { Kind::Written } else { Kind::Refused };
    out.show(&Error::io("the answer could not be printed", error).kind(kind));
    Exit::Error
}

/// Returns whether a verb needs a ledger path, and a config file that can be read if there is one.
fn needs_ledger(cli: &Cli) -> bool {
    cli.verb.as_ref().is_none_or(Verb::needs_ledger)
}

/// Returns the paths of the ledgers that a verb is about, of which there is at least one, and whether it is the default one.
fn ledgers(cli: &Cli, args: &[OsString], config: &Config, env: Env<'_>) -> Result<(Vec<PathBuf>, bool)> {
    cli.check_ledgers(args)?;
    let completed = cli.completed_ledgers();
    let completed: Vec<_> = completed.iter().map(|path| Config::unexpanded(path, env)).collect();
    let found = if cli.global.all_ledgers {
        config.all_ledgers(env).map(|all| (all, false))
    } else {
        config.ledgers(if completed.is_empty() { &cli.global.ledger } else { &completed }, env)
    };
    // An empty path is no ledger.
    if needs_ledger(cli) { found } else { Ok(found.unwrap_or_else(|_| (vec![PathBuf::new()], false))) }
}

/// Returns what the options say of settings.
fn flags(cli: &Cli) -> Flags<'_> {
    let Global { ledger, now, color, no_pager, .. } = &cli.global;
    Flags { ledger, now: now.as_deref(), color: *color, no_pager: *no_pager }
}

/// Returns the arguments as one line, shortened.
fn typed_line(args: &[OsString]) -> String {
    let words: Vec<_> = args.iter().skip(1).map(|arg| arg.to_string_lossy()).collect();
    text::shorten(&words.join(" "), 200).into_owned()
}

/// The environment; and what is looked up when it is needed: the zone of the machine, who asks, and the settings.
type Lookups<'e, 'd> =
    (Env<'e>, Lookup<'d, Result<Tz, Problem>>, Lookup<'d, Option<String>>, Lookup<'d, Vec<Setting>>);

/// The ledgers, and whether it is the default one; and how they are read.
type Files<'d> = ((&'d [Named], bool), Disk<'d>, &'d dyn Fn(u64) -> usize, u64);

/// Returns what the verbs know, from everything that was passed in.
fn inputs<'d>(
    cli: &Cli,
    config: &'d Config,
    args: &[OsString],
    (env, zone, me, settings): Lookups<'_, 'd>,
    now: Instant,
    ((all, is_default), disk, parts, largest): Files<'d>,
    (stdin, progress, written): (Stdin<'d>, Show<'d>, &'d Cell<bool>),
) -> Result<Inputs<'d>> {
    let (named, others) = all.split_first().ok_or_else(|| Error::new("no ledger was named"))?;
    Ok(Inputs {
        store: Store::new(named.path.clone(), disk).making_folder(is_default).of_at_most(largest),
        named,
        others,
        disk,
        spool: None,
        parts,
        largest,
        state: config::state_folder(env),
        typed: typed_line(args),
        now,
        clock: now,
        me,
        machine_zone: zone,
        editor: config::editor(env),
        stdin,
        no_input: cli.global.no_input,
        progress: if cli.global.quiet { &|_| {} } else { progress },
        written,
        settings,
        notify: &config.notify,
        mappings: &config.import,
        format: formats::chosen(cli.global.format, cli.global.json),
        quiet: cli.global.quiet,
    })
}

/// Returns the current time: `--now`, `OWED_NOW`, or the clock.
fn present(cli: &Cli, env: Env<'_>, inputs: &Inputs<'_>) -> Result<Instant> {
    let from_env = || env("OWED_NOW").filter(|now| !now.is_empty()).map(|now| ("OWED_NOW", now));
    let said = cli.global.now.clone().map(|now| ("--now", OsString::from(now))).or_else(from_env);
    match said {
        Some((source, words)) => values::present(source, &words.to_string_lossy(), inputs),
        None => Ok(inputs.now),
    }
}
