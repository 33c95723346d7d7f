//! Where the reader stands in the tokens.

use super::tokens::{Kind, Token};

/// A place in the tokens of one input.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>]) -> Self {
        Self { tokens, at: 0 }
    }

    /// The number of tokens behind.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes back, or on, to a place that `at` gave.
    pub(super) fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// The token so many places ahead; 0 is the next.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at.saturating_add(ahead))
    }

    /// What the next token looks like.
    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.peek(0).map(|token| &token.kind)
    }

    /// The next token if it is a word.
    pub(super) fn word(&self) -> Option<&'a str> {
        self.word_at(0)
    }

    /// The token so many places ahead if it is a word.
    pub(super) fn word_at(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead).map(|token| &token.kind) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether one of these words stands anywhere, behind or ahead.
    pub(super) fn has(&self, words: &str) -> bool {
        let is_one = |token: &Token<'_>| matches!(&token.kind, Kind::Word(word) if words.split(' ').any(|one| one == word));
        self.tokens.iter().any(is_one)
    }

    /// The next token if it is a number.
    pub(super) fn number(&self) -> Option<u32> {
        match self.kind() {
            Some(Kind::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Goes one token on.
    pub(super) fn next(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Goes past these words if they come next, separated by blanks; says whether it did.
    pub(super) fn eat(&mut self, words: &str) -> bool {
        let mut ahead = 0_usize;
        for word in words.split(' ') {
            if self.word_at(ahead) != Some(word) {
                return false;
            }
            ahead = ahead.saturating_add(1);
        }
        self.at = self.at.saturating_add(ahead);
        true
    }

    /// Goes past the next token if it is one of these words; which one it was.
    pub(super) fn eat_any(&mut self, words: &str) -> Option<&'a str> {
        let word = self.word().filter(|word| words.split(' ').any(|one| one == *word))?;
        self.next();
        Some(word)
    }

    /// Whether everything has been read.
    pub(super) fn done(&self) -> bool {
        self.peek(0).is_none()
    }

    /// The tokens from one place up to another as they were typed.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        for token in self.tokens.iter().take(to).skip(from) {
            if token.spaced && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(token.text);
        }
        text
    }
}
