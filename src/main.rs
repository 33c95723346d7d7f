//! Arguments, environment, clock and terminals in; the exit code out. Everything else is in the library.

use std::io::{self, BufWriter, IsTerminal as _, Read as _};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use owed::Disk;
use owed::Instant;
use owed::Stdin;
use owed::parts;
use owed::{Host, run};

/// How much is printed at a time.
const BUFFER: usize = 64 * 1024;

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock and the environment"
)]
fn main() -> ExitCode {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let (stdout, mut stderr) = (io::stdout(), io::stderr());
    let stdout_tty = stdout.is_terminal();
    let width =
        if stdout_tty { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
    let exit = run(Host {
        args: std::env::args_os().collect(),
        env: &|name| std::env::var_os(name),
        now: Instant::from_epoch(i64::try_from(elapsed.as_secs()).unwrap_or_default()),
        disk: Disk::real(),
        parts: &parts::best,
        largest: owed::LARGEST,
        stdin: Stdin { is_tty: io::stdin().is_terminal(), line: &line, all: &all },
        stdout_tty,
        stderr_tty: stderr.is_terminal(),
        width: width.unwrap_or_default(),
        stdout: &mut BufWriter::with_capacity(BUFFER, stdout.lock()),
        stderr: &mut stderr,
    });
    ExitCode::from(exit.code())
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
