//! What a person has to settle, and how it is marked: git's two-sided form, whole lines.

use std::fmt;

use crate::rules::words::words;

/// How contradictions are marked.
#[derive(Debug, Clone)]
pub struct Marks {
    /// How many signs a marker has.
    pub size: usize,
    /// What our side is called.
    pub ours: String,
    /// What their side is called.
    pub theirs: String,
}

impl Default for Marks {
    fn default() -> Self {
        Self { size: 7, ours: "ours".to_owned(), theirs: "theirs".to_owned() }
    }
}

impl Marks {
    /// Returns both versions between markers, without the last line end. A version may be nothing.
    pub fn around(&self, ours: &str, theirs: &str, newline: &str) -> String {
        let mark = |sign: &str| sign.repeat(self.size);
        let lines = |text: &str| if text.is_empty() { String::new() } else { format!("{text}{newline}") };
        let (open, middle, close) = (mark("<"), mark("="), mark(">"));
        let (mine, other) = (lines(ours), lines(theirs));
        format!("{open} {}{newline}{mine}{middle}{newline}{other}{close} {}", self.ours, self.theirs)
    }
}

/// Something that a person has to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The piece that it is in, in words.
    pub about: String,
    /// What it is, in words.
    pub what: String,
    /// Our version; it may be nothing.
    pub ours: String,
    /// Their version; it may be nothing.
    pub theirs: String,
}

impl Contradiction {
    /// Returns one.
    pub fn of(about: &str, what: &str, ours: &str, theirs: &str) -> Self {
        let [about, what, ours, theirs] = [about, what, ours, theirs].map(str::to_owned);
        Self { about, what, ours, theirs }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.about, self.what)
    }
}

words! {
    /// The version that a person takes where two contradict.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Take = "side" {
        /// The version of the branch that is merged into.
        Ours = "ours",
        /// The version of the branch that is merged.
        Theirs = "theirs",
    }
}

/// What is found while pieces are merged.
pub struct Notes<'n> {
    /// How contradictions are marked.
    pub marks: &'n Marks,
    /// What was chosen where something contradicts, in order. What comes after them is marked.
    pub choices: &'n [Take],
    /// The piece that is being merged.
    pub about: String,
    /// The contradictions, in order.
    pub contradictions: Vec<Contradiction>,
    /// What both sides did, in words.
    pub both: Vec<String>,
}

impl<'n> Notes<'n> {
    /// Returns notes with nothing in them.
    pub const fn new(marks: &'n Marks, choices: &'n [Take]) -> Self {
        Self { marks, choices, about: String::new(), contradictions: Vec::new(), both: Vec::new() }
    }

    /// Notes a contradiction in these lines, and returns both versions between markers, or the one that was chosen. One of them may
    /// be nothing.
    pub fn clash(&mut self, what: &str, ours: &str, theirs: &str, newline: &str) -> String {
        let chosen = self.choices.get(self.contradictions.len());
        self.contradictions.push(Contradiction::of(&self.about, what, ours, theirs));
        match chosen {
            None => self.marks.around(ours, theirs, newline),
            Some(Take::Ours) => ours.to_owned(),
            Some(Take::Theirs) => theirs.to_owned(),
        }
    }

    /// Notes something that both sides did.
    pub fn did_both(&mut self, what: &str) {
        self.both.push(format!("{}: both sides {what}", self.about));
    }
}

/// Returns the value of the side that changed it; `None` if both did, differently.
pub fn three_way<T: PartialEq + Copy>(base: Option<T>, ours: T, theirs: T) -> Option<T> {
    match base {
        _ if ours == theirs => Some(ours),
        Some(base) if ours == base => Some(theirs),
        Some(base) if theirs == base => Some(ours),
        _ => None,
    }
}

/// Returns the comment at the end of a line, with the blanks before it: that of the side that changed it, or both.
pub fn tail(base: Option<&str>, ours: &str, theirs: &str) -> String {
    if let Some(tail) = three_way(Some(base.unwrap_or_default()), ours, theirs) {
        return tail.to_owned();
    }
    let (one, other) = (ours.min(theirs), ours.max(theirs));
    // What was merged before has the other's comment already.
    let has = |all: &str, part: &str| {
        all.strip_prefix(part).or_else(|| all.strip_suffix(part)).is_some() || part.is_empty()
    };
    match (one.trim(), other.trim()) {
        (one_text, other_text) if has(one_text, other_text) => one.to_owned(),
        (one_text, other_text) if has(other_text, one_text) => other.to_owned(),
        (_, other_text) => format!("{} {other_text}", one.trim_end()),
    }
}
