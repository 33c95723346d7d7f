//! A program on a terminal of its own: keys go in, and what it shows comes out.
//!
//! Nothing here measures time. What is waited for comes, or the test fails after a minute with what was shown instead.

use std::io::{Read as _, Write as _};
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal, and the program that runs on it until this is dropped.
pub struct Terminal {
    keyboard: Arc<Pty>,
    screen: Arc<Screen>,
    child: Child,
    /// How much of what was shown has been waited for.
    seen: usize,
}

/// What was shown so far, and whether there can be more.
#[derive(Default)]
struct Screen {
    shown: Mutex<(String, bool)>,
    more: Condvar,
}

impl Terminal {
    /// Starts a program on a terminal of 200 columns.
    pub fn start(command: Command) -> Self {
        Self::of_columns(200, command)
    }

    /// Starts a program on a terminal of so many columns.
    pub fn of_columns(columns: u16, command: Command) -> Self {
        let (pty, end) = open().unwrap();
        pty.resize(Size::new(40, columns)).unwrap();
        let child = command.spawn(end).unwrap();
        let (keyboard, screen) = (Arc::new(pty), Arc::new(Screen::default()));
        let (reader, shown) = (Arc::clone(&keyboard), Arc::clone(&screen));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The end of a terminal is an error.
            while let Ok(count @ 1..) = (&*reader).read(&mut bytes) {
                shown.shown.lock().unwrap().0.push_str(&String::from_utf8_lossy(&bytes[..count]));
                shown.more.notify_all();
            }
            shown.shown.lock().unwrap().1 = true;
            shown.more.notify_all();
        });
        Self { keyboard, screen, child, seen: 0 }
    }

    /// Presses keys; `\t` is TAB, `\r` is Enter.
    pub fn press(&self, keys: &str) {
        (&*self.keyboard).write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until a text is shown, after everything that was waited for before. Returns what was shown until then.
    pub fn wait_for(&mut self, text: &str) -> String {
        let seen = self.seen;
        let is_missing = |(shown, ended): &mut (String, bool)| !*ended && !shown[seen..].contains(text);
        let shown = self.screen.shown.lock().unwrap();
        let (shown, _) = self.screen.more.wait_timeout_while(shown, PATIENCE, is_missing).unwrap();
        let new = &shown.0[seen..];
        let Some(at) = new.find(text) else { panic!("{text:?} was not shown, but {new:?}") };
        let until = new[..at + text.len()].to_owned();
        self.seen += until.len();
        until
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
