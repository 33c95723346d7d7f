//! A week of three people, as they see it: every screen of `examples/week` on a terminal of 80 columns. `UPDATE=1 cargo test --test it
//! recipes::week` writes them to `examples/week.txt` anew.

use std::fs;

use pty_process::blocking::Command;

use super::{example, text};
use crate::pty::Terminal;
use crate::support::TestEnv;

/// What stands for the ids, which are drawn anew each time, in the order in which they were drawn.
const IDS: [&str; 7] = ["k7qdm2xv", "m4xw9tcz", "r8hs3vfn", "t2bp6jwd", "x9dg5mrk", "b3nc8zqh", "c5vk2pxs"];
/// How many letters of an id are shown.
const SHORT: usize = 3;

/// Returns what is shown, with the same ids each time. `None` if the ids that were drawn allow no such thing: one needs more letters than
/// the others, or reads like a length of time.
fn screens() -> Option<String> {
    let env = TestEnv::new();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap();
    let command = Command::new("sh").arg("-c").arg(format!("'{}'; echo en''d", example("week").display()));
    let command = command.current_dir(env.folder()).env_clear().env("HOME", env.path("~/"));
    let command = command.env("TMPDIR", env.folder()).env("TERM", "xterm").env("NO_COLOR", "1");
    let command = command.env("LANG", "C.UTF-8").env("PATH", format!("{}:/usr/bin:/bin", program.display()));
    let shown = Terminal::of_columns(80, command).wait_for("\r\nend\r\n").replace("\r\n", "\n");
    assert_eq!(env.files(), <[&str; 0]>::default(), "what it made is gone");
    let shown = shown.strip_suffix("end\n").unwrap();

    let lines = || shown.lines().zip(shown.lines().skip(1));
    let drawn = lines().filter(|(typed, _)| typed.starts_with("$ owed promise"));
    let drawn: Vec<_> = drawn.map(|(_, said)| said.split("  ").next().unwrap()).collect();
    assert_eq!(drawn.len(), IDS.len(), "{shown}");
    if drawn.iter().any(|id| id.len() != SHORT || is_amount(id)) {
        return None;
    }
    let renamed = |word: &str| {
        let is_id = [SHORT, IDS[0].len()].contains(&word.len());
        let of = drawn.iter().zip(IDS).find(|(id, _)| is_id && word.starts_with(**id));
        of.map_or(word, |(_, id)| &id[..word.len()]).to_owned()
    };
    let is_letter = |letter: char| letter.is_alphanumeric();
    let mut screens = String::new();
    for piece in shown.split_inclusive(|letter| !is_letter(letter)) {
        let word = piece.trim_end_matches(|letter| !is_letter(letter));
        screens.extend([&renamed(word), &piece[word.len()..]]);
    }
    Some(screens)
}

/// Returns true if a word may be a number or a length of time, such as `48m`.
fn is_amount(word: &str) -> bool {
    let unit = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    unit != word && ["", "d", "h", "m", "bd", "bh", "bm"].contains(&unit)
}

#[test]
fn a_week_of_three_people_reads_well_on_80_columns() {
    let said = std::iter::repeat_with(screens).flatten().next().unwrap();
    let wide: Vec<_> = said.lines().filter(|line| line.chars().count() > 80).collect();
    assert_eq!(wide, <[&str; 0]>::default());
    #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
    if std::env::var_os("UPDATE").is_some() {
        fs::write(example("week.txt"), &said).unwrap();
    }
    assert_eq!(said, text("week.txt"), "UPDATE=1 cargo test --test it recipes::week");
}
