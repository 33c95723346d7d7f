use std::ffi::OsString;

use super::*;

/// A stream that fails in one way from some byte on.
struct Failing {
    room: usize,
    kind: io::ErrorKind,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room < bytes.len() {
            return Err(self.kind.into());
        }
        self.room = self.room.saturating_sub(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns what was written to both streams.
fn said(terminal: Terminal, say: impl FnOnce(&mut Out<'_>)) -> (String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    say(&mut Out::new(&mut stdout, &mut stderr, terminal));
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn data_goes_to_stdout_and_talk_to_stderr() {
    let (stdout, stderr) = said(Terminal::NONE, |out| {
        out.data("k7q\n").unwrap();
        writeln!(out, "{}", 7).unwrap();
        out.status("reading");
        out.warn("nobody is called acem");
        out.error("owed.toml:3:1: unknown key `tagret`\n  3 | tagret");
        out.hint(format_args!("did you mean `{}`?", "target"));
    });
    assert_eq!(stdout, "k7q\n7\n");
    insta::assert_snapshot!(stderr, @"
    reading
    warning: nobody is called acem
    error: owed.toml:3:1: unknown key `tagret`
      3 | tagret
    hint: did you mean `target`?
    ");
}

#[test]
fn each_stream_has_its_own_colour() {
    for (colour_out, colour_err) in [(true, true), (true, false), (false, true), (false, false)] {
        let (stdout, stderr) = said(Terminal { colour_out, colour_err, ..Terminal::NONE }, |out| {
            assert_eq!(out.page().colour, colour_out);
            out.data("late\n").unwrap();
            out.error("no");
        });
        let label = if colour_err { "\x1b[1m\x1b[31merror:\x1b[0m" } else { "error:" };
        assert_eq!((stdout.as_str(), stderr), ("late\n", format!("{label} no\n")));
    }
}

#[test]
fn what_is_said_cannot_steer_the_terminal() {
    let (stdout, stderr) = said(Terminal::NONE, |out| {
        out.data("done: \x1b[2J\u{202e}x\n").unwrap();
        out.warn("no \x1b]0;title\x07");
    });
    assert_eq!(stdout, "done: \\x1b[2J\\u{202e}x\n");
    assert_eq!(stderr, "warning: no \\x1b]0;title\\x07\n");
}

#[test]
fn a_closed_pipe_is_no_failure_and_ends_the_writing() {
    let mut stdout = Failing { room: 4, kind: io::ErrorKind::BrokenPipe };
    let mut stderr = Vec::new();
    let mut out = Out::new(&mut stdout, &mut stderr, Terminal::NONE);
    for _ in 0..3 {
        out.data("one\n").unwrap();
    }
    out.flush().unwrap();
    assert!(out.is_closed());
    assert!(stderr.is_empty());
}

#[test]
fn a_full_disk_is_an_error_then_and_at_the_end() {
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other, io::ErrorKind::WouldBlock] {
        let mut stdout = Failing { room: 4, kind };
        let mut stderr = Vec::new();
        let mut out = Out::new(&mut stdout, &mut stderr, Terminal::NONE);
        out.data("one\n").unwrap();
        assert_eq!(out.data("two\n").unwrap_err().kind(), kind);
        assert_eq!(out.flush().unwrap_err().kind(), kind);
        assert!(!out.is_closed());
    }
}

#[test]
fn a_disk_that_is_full_behind_a_buffer_is_found_at_the_end() {
    let mut stdout = io::BufWriter::new(Failing { room: 4, kind: io::ErrorKind::StorageFull });
    let mut stderr = Vec::new();
    let mut out = Out::new(&mut stdout, &mut stderr, Terminal::NONE);
    out.data("one\ntwo\n").unwrap();
    assert_eq!(out.flush().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

#[test]
fn a_stderr_that_fails_changes_nothing() {
    let mut stdout = Vec::new();
    let mut stderr = Failing { room: 0, kind: io::ErrorKind::StorageFull };
    let mut out = Out::new(&mut stdout, &mut stderr, Terminal::NONE);
    out.warn("lost");
    out.data("kept\n").unwrap();
    out.flush().unwrap();
    assert_eq!(stdout, b"kept\n");
}

#[test]
fn on_one_screen_data_said_first_stands_first() {
    struct Screen<'s>(&'s std::cell::RefCell<Vec<u8>>);
    impl Write for Screen<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let screen = std::cell::RefCell::new(Vec::new());
    let (mut stdout, mut stderr) = (io::BufWriter::new(Screen(&screen)), Screen(&screen));
    let terminal = Terminal { stdout_tty: true, stderr_tty: true, ..Terminal::NONE };
    let mut out = Out::new(&mut stdout, &mut stderr, terminal);
    out.data("data\n").unwrap();
    out.status("talk");
    assert_eq!(*screen.borrow(), b"data\ntalk\n");
}

#[test]
fn only_a_terminal_has_a_width() {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut page = |terminal| Out::new(&mut stdout, &mut stderr, terminal).page();
    let terminal = Terminal { width: 120, colour_out: true, ..Terminal::NONE };
    assert_eq!(page(terminal), Page { width: None, colour: true });
    assert_eq!(page(Terminal { stdout_tty: true, ..terminal }), Page { width: Some(120), colour: true });
}

#[test]
fn colour_is_decided_by_choice_then_environment_then_terminal() {
    const TTY: bool = true;
    let xterm = ("TERM", "xterm");
    type Case<'e> = (Colour, &'e [(&'e str, &'e str)], bool, bool);
    let cases: [Case<'_>; 17] = [
        (Colour::Auto, &[xterm], TTY, true),
        (Colour::Auto, &[xterm], !TTY, false),
        (Colour::Auto, &[("TERM", "dumb")], TTY, false),
        (Colour::Auto, &[], TTY, cfg!(windows)),
        (Colour::Auto, &[xterm, ("NO_COLOR", "1")], TTY, false),
        (Colour::Auto, &[xterm, ("NO_COLOR", "0")], TTY, false),
        (Colour::Auto, &[xterm, ("NO_COLOR", "")], TTY, true),
        (Colour::Auto, &[xterm, ("CLICOLOR", "0")], TTY, false),
        (Colour::Auto, &[xterm, ("CLICOLOR", "1")], TTY, true),
        (Colour::Auto, &[xterm, ("CLICOLOR", "1")], !TTY, false),
        (Colour::Auto, &[("CLICOLOR_FORCE", "1")], !TTY, true),
        (Colour::Auto, &[("CLICOLOR_FORCE", "0")], !TTY, false),
        (Colour::Auto, &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], TTY, true),
        (Colour::Auto, &[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")], TTY, true),
        (Colour::Auto, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], TTY, false),
        (Colour::Always, &[("NO_COLOR", "1"), ("TERM", "dumb")], !TTY, true),
        (Colour::Never, &[("CLICOLOR_FORCE", "1"), xterm], TTY, false),
    ];
    for (choice, env, tty, wanted) in cases {
        let ask =
            |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        assert_eq!(colour(choice, ask, tty), wanted, "{choice:?} {env:?} tty: {tty}");
    }
}
