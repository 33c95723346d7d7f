//! What each colour means, and when there is any. Colour only ever repeats what a word already says.

use std::ffi::OsString;
use std::fmt::Write as _;

use anstyle::AnsiColor;

impl Colour {
    /// Returns its name, as it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// Styles by what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Plain text.
    #[default]
    Plain,
    /// Overdue, broken, an error.
    Late,
    /// At risk, waiting too long, a warning.
    Risk,
    /// Kept, told, a way out.
    Good,
    /// Of less interest: closed, ids, units.
    Dim,
    /// Of more interest.
    Bold,
    /// The head of a column.
    Head,
}

impl Style {
    /// Returns how a terminal shows the style.
    pub const fn ansi(self) -> anstyle::Style {
        match self {
            Self::Plain => anstyle::Style::new(),
            Self::Late => AnsiColor::Red.on_default().bold(),
            Self::Risk => AnsiColor::Yellow.on_default(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Dim => anstyle::Style::new().dimmed(),
            Self::Bold | Self::Head => anstyle::Style::new().bold(),
        }
    }

    /// Appends the text in this style to the line; without colour, the text alone.
    pub fn paint(self, text: &str, colour: bool, line: &mut String) {
        if colour && self != Self::Plain && !text.is_empty() {
            let ansi = self.ansi();
            // Writing to a String cannot fail.
            let _ = write!(line, "{ansi}{text}{ansi:#}");
        } else {
            line.push_str(text);
        }
    }
}

/// The choice of colour, on the command line or in the config file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// On a terminal that can, unless the environment says otherwise
    #[default]
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

/// Returns true if a stream is coloured.
///
/// The environment is asked through `env`, by name. What was asked for on the command line wins; then `NO_COLOR`
/// (<https://no-color.org>), then `CLICOLOR_FORCE` and `CLICOLOR` (<https://bixense.com/clicolors>).
pub fn colour(choice: Colour, env: impl Fn(&str) -> Option<OsString>, tty: bool) -> bool {
    let set = |name| env(name).filter(|value| !value.is_empty());
    match choice {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if set("NO_COLOR").is_some() => false,
        Colour::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Colour::Auto => tty && set("CLICOLOR").is_none_or(|value| value != "0") && can(set("TERM")),
    }
}

/// Returns true if a terminal of this name has colour. Windows has no names, and its consoles have colour.
fn can(term: Option<OsString>) -> bool {
    term.map_or(cfg!(windows), |name| name != "dumb")
}
