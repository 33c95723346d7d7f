//! What help knows beside the verbs: pages of the documentation, which are the man pages of section 7 too.

use super::markdown::{Block, blocks};

/// A topic.
#[derive(Debug)]
pub struct Topic {
    /// Its name, for `owed help`.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The page.
    page: &'static str,
}

/// Every topic, as the help lists them.
pub const TOPICS: [Topic; 6] = [
    Topic {
        name: "dates",
        about: "What you can type for a date",
        page: include_str!("../../../docs/dates.md"),
    },
    Topic { name: "ledger", about: "Every key of the file", page: include_str!("../../../docs/ledger.md") },
    Topic {
        name: "rules",
        about: "What counts as kept, late, told, at risk; calendars; the ladder and its rungs",
        page: include_str!("../../../docs/rules.md"),
    },
    Topic {
        name: "cron",
        about: "What cron is told, exit codes, and messages",
        page: include_str!("../../../docs/cron.md"),
    },
    Topic {
        name: "environment",
        about: "The config file, the variables, the exit codes",
        page: include_str!("../../../docs/environment.md"),
    },
    Topic {
        name: "formats",
        about: "What it writes beside tables",
        page: include_str!("../../../docs/formats.md"),
    },
];

impl Topic {
    /// Returns the topic of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.name == name)
    }

    /// Returns its page.
    pub fn blocks(&self) -> Vec<Block> {
        blocks(self.page, &link)
    }
}

/// Returns what stands for a link: of another page where that is read here, else its text.
fn link(text: &str, to: &str) -> String {
    let file = to.split('#').next().unwrap_or_default();
    match file.strip_suffix(".md") {
        Some(name) if text.ends_with(".md") => match Topic::named(name) {
            Some(topic) => format!("`owed help {}`", topic.name),
            None => file.strip_prefix("../").map_or_else(|| format!("docs/{text}"), str::to_owned),
        },
        _ if to.starts_with("http") => format!("{text} <{to}>"),
        _ => text.to_owned(),
    }
}
