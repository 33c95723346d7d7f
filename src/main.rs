//! Arguments, environment, clock and terminals in; the exit code out. Everything else is in the library.

use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal as _, Read as _};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use owed::Asking;
use owed::Disk;
use owed::parts;
use owed::{Host, run};
use owed::{Progress, Stdin};

/// How much is printed at a time.
const BUFFER: usize = 64 * 1024;
/// How long a person waits before they are shown how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock and the environment"
)]
fn main() -> ExitCode {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let (stdout, mut stderr) = (io::stdout(), io::stderr());
    let stdout_tty = stdout.is_terminal();
    let size = if stdout_tty { terminal_size::terminal_size() } else { None };
    let (width, height) = size.map_or((0, 0), |(width, height)| (width.0.into(), height.0.into()));
    let (begun, bar) = (Instant::now(), RefCell::new(None::<ProgressBar>));
    let is_seen = stderr.is_terminal();
    let progress = |step: Option<Progress<'_>>| {
        let Some(Progress { what, done, of }) = step else {
            return bar.take().into_iter().for_each(|bar| bar.finish_and_clear());
        };
        if is_seen && begun.elapsed() >= PATIENCE {
            let mut bar = bar.borrow_mut();
            let bar = bar.get_or_insert_with(new_bar);
            bar.set_message(what.to_owned());
            bar.set_length(of);
            bar.set_position(done);
        }
    };
    let asking = Asking::default();
    let exit = run(Host {
        args: std::env::args_os().collect(),
        env: &|name| std::env::var_os(name),
        now: owed::Instant::from_epoch(i64::try_from(elapsed.as_secs()).unwrap_or_default()),
        disk: Disk::real(),
        parts: &parts::best,
        largest: owed::LARGEST,
        stdin: Stdin { is_tty: io::stdin().is_terminal(), line: &line, prompts: Some(&asking), all: &all },
        progress: &progress,
        stdout_tty,
        stderr_tty: stderr.is_terminal(),
        width,
        height,
        stdout: &mut BufWriter::with_capacity(BUFFER, stdout.lock()),
        stderr: &mut stderr,
    });
    ExitCode::from(exit.code())
}

fn new_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {bar:30} {percent}%");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn all(most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn line() -> Option<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).ok().filter(|length| *length > 0).map(|_| line)
}
