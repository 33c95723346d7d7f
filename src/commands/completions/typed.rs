//! What was typed so far, as a shell reads it: words without their quotes, and which quote is open at the cursor.
//!
//! It does not expand: a variable stays a variable.

/// The words before the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Those before the one at the cursor; the name of the program is not among them.
    pub words: Vec<String>,
    /// The one at the cursor, as far as it is typed.
    pub word: String,
    /// Whether it names a file that the shell itself opens.
    pub is_file: bool,
}

impl Line {
    /// Returns a line of these words.
    pub fn new(words: impl Iterator<Item = String>, word: String) -> Self {
        Self { words: words.collect(), word, is_file: false }
    }
}

/// Which quotes a shell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// Those of bash and zsh.
    Posix,
    /// In which a backslash also escapes within single quotes.
    Fish,
}

/// The quote that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// None.
    #[default]
    No,
    /// `'`
    Single,
    /// `"`
    Double,
}

/// Reads one letter after the other.
#[derive(Debug, Default)]
struct Reader {
    open: Open,
    escaped: bool,
}

impl Reader {
    /// Returns what a letter stands for, and whether it is quoted; `None` for one that is part of the quoting.
    fn read(&mut self, letter: char, next: Option<char>, quotes: Quotes) -> Option<(char, bool)> {
        if std::mem::take(&mut self.escaped) {
            return Some((letter, true));
        }
        match (self.open, letter) {
            (Open::Single, '\\') if quotes == Quotes::Posix => return Some((letter, true)),
            (Open::Double, '\\') if !next.is_some_and(|next| "\"\\$`".contains(next)) => {
                return Some((letter, true));
            }
            (_, '\\') => self.escaped = true,
            (Open::Single, '\'') | (Open::Double, '"') => self.open = Open::No,
            (Open::No, '\'') => self.open = Open::Single,
            (Open::No, '"') => self.open = Open::Double,
            (open, letter) => return Some((letter, open != Open::No)),
        }
        None
    }
}

/// Shows every letter with its place and what [`Reader::read`] says of it. Returns the quote that is open at the end.
fn read(text: &str, quotes: Quotes, mut see: impl FnMut(usize, Option<(char, bool)>)) -> Open {
    let (mut reader, mut letters) = (Reader::default(), text.char_indices().peekable());
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        see(at, reader.read(letter, next, quotes));
    }
    reader.open
}

/// Returns a word without its quotes, and the quote that is left open.
fn without(word: &str, quotes: Quotes) -> (String, Open) {
    let mut text = String::new();
    let open = read(word, quotes, |_, letter| text.extend(letter.map(|(letter, _)| letter)));
    (text, open)
}

/// Returns a word without its quotes; one may be left open.
pub fn unquote(word: &str, quotes: Quotes) -> String {
    without(word, quotes).0
}

/// Returns the beginning of a word for bash without its quotes, and the quote that is open at its end.
pub fn begun(word: &str) -> (String, Open) {
    without(word, Quotes::Posix)
}

/// Returns where the word at the cursor begins in a line for bash.
pub fn last_word(line: &str) -> usize {
    let mut start = 0;
    read(line, Quotes::Posix, |at, letter| {
        if letter.is_some_and(|(letter, is_quoted)| !is_quoted && ends_word(letter)) {
            start = at.saturating_add(1);
        }
    });
    start
}

/// Returns the words of a line for bash, which begins with the name of the program.
pub fn split(line: &str) -> Line {
    let (mut split, mut is_word) = (Line::default(), false);
    read(line, Quotes::Posix, |_, letter| match letter {
        Some((letter, false)) if ends_word(letter) => {
            let word = std::mem::take(&mut split.word);
            // A file after `<` or `>` is not an argument.
            if is_word && !split.is_file {
                split.words.push(word);
            }
            split.is_file = matches!(letter, '<' | '>') || (split.is_file && !is_word);
            is_word = false;
        }
        Some((letter, _)) => {
            split.word.push(letter);
            is_word = true;
        }
        None => is_word = true,
    });
    if !split.words.is_empty() {
        split.words.remove(0);
    }
    split
}

/// Returns whether an unquoted letter ends a word.
fn ends_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '<' | '>' | '|' | '&' | ';' | '(' | ')')
}
