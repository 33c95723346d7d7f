//! The picture at the top of the README is what the program prints, colours and all: `UPDATE=1 cargo test --test it
//! picture` draws `docs/pictures/terminal.svg` anew.

use std::fs;
use std::path::Path;

use anstyle::{Color, RgbColor};
use anstyle_svg::{Palette, Term};

use crate::support::TestEnv;

/// What a person types in the picture, at noon of the day that `examples/team.toml` is about.
const LINES: [&str; 2] = ["", "show m4x"];

/// The room that the lines have, so that a list keeps each promise on one line.
const COLUMNS: usize = 112;

/// The colours of the terminal: the eight of ANSI, and the bright ones; each reads well on its ground.
const COLOURS: Palette = Palette([
    RgbColor(0x14, 0x17, 0x1c),
    RgbColor(0xff, 0x7b, 0x72),
    RgbColor(0x7e, 0xe7, 0x87),
    RgbColor(0xf0, 0xb9, 0x52),
    RgbColor(0x79, 0xc0, 0xff),
    RgbColor(0xd2, 0xa8, 0xff),
    RgbColor(0x76, 0xe3, 0xea),
    RgbColor(0xe3, 0xe8, 0xef),
    RgbColor(0x8b, 0x94, 0x9e),
    RgbColor(0xff, 0xa1, 0x98),
    RgbColor(0xaf, 0xf5, 0xb4),
    RgbColor(0xf8, 0xd2, 0x86),
    RgbColor(0xa5, 0xd6, 0xff),
    RgbColor(0xe2, 0xc5, 0xff),
    RgbColor(0xb3, 0xf0, 0xff),
    RgbColor(0xff, 0xff, 0xff),
]);

/// Returns the picture of a terminal in which these lines were typed, as SVG.
fn picture(lines: &[&str]) -> String {
    let env = TestEnv::new().at("2026-11-20T12:00:00-05:00");
    env.put(include_str!("../../examples/team.toml"));
    let typed = lines.iter().map(|line| {
        let said = env.terminal(COLUMNS, &format!("--color always {line}"));
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{line}");
        let command = format!("owed {line}");
        format!("\u{1b}[2m$\u{1b}[0m \u{1b}[1m{}\u{1b}[0m\n{}", command.trim_end(), said.stdout)
    });
    let text = typed.collect::<Vec<_>>().join("\n");
    let [ground, letters] = [COLOURS.0[0], COLOURS.0[7]].map(Color::Rgb);
    let terminal = Term::new().palette(COLOURS).bg_color(ground).fg_color(letters);
    terminal.render_svg(text.trim_end()) + "\n"
}

#[test]
fn the_picture_of_the_readme_is_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/pictures/terminal.svg");
    let wanted = picture(&LINES);
    #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert!(found == wanted, "{} is not current: UPDATE=1 cargo test --test it picture", path.display());
    assert!(fs::read_to_string(root.join("README.md")).unwrap().contains("docs/pictures/terminal.svg"));
}
