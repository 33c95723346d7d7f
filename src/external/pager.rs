//! Runs the program that shows a person what does not fit the screen, as git does.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::{flag, low_level};

use crate::config::Env;

/// The options of `less`: stay out of the way if all fits, show colours, and leave the text on the screen.
const LESS: &str = "FRX";

/// What a shell says of a program that it does not find.
const NOT_FOUND: i32 = 127;

/// Shows a text with a pager, as a shell reads its command, and waits until the person has seen enough. Returns `false` if
/// there is no such pager: then the text has not been seen.
///
/// # Errors
/// A shell that cannot be run, and a pager that does not take the text.
pub fn show(pager: &str, env: Env<'_>, text: &[u8]) -> io::Result<bool> {
    // ^C is for the pager, which this process must outlive: else the shell takes the terminal back from both.
    let interrupted = flag::register(SIGINT, Arc::new(AtomicBool::new(false)))?;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(pager).stdin(Stdio::piped());
    // For `less`, unless the person says something else: it goes by the locale, and the text is UTF-8 in any.
    let defaults = [("LESS", LESS), ("LESSCHARSET", "utf-8")];
    shell.envs(defaults.into_iter().filter(|(name, _)| env(name).is_none()));
    let mut child = shell.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(text) {
            // Whoever has seen enough leaves the rest.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written?,
        }
    }
    let status = child.wait()?;
    low_level::unregister(interrupted);
    Ok(status.code() != Some(NOT_FOUND))
}
