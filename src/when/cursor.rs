//! The reader's position in the tokens.

use super::tokens::{Kind, Token};

/// A position in the tokens of one input.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>]) -> Self {
        Self { tokens, at: 0 }
    }

    /// Returns the number of tokens that were read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Moves to a position that `at` returned.
    pub(super) fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns the token `ahead` places on; 0 is the next.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at.saturating_add(ahead))
    }

    /// Returns the kind of the next token.
    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.peek(0).map(|token| &token.kind)
    }

    /// Returns the next token if it is a word.
    pub(super) fn word(&self) -> Option<&'a str> {
        self.word_at(0)
    }

    /// Returns the token `ahead` places on if it is a word.
    pub(super) fn word_at(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead).map(|token| &token.kind) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Returns true if one of these words stands anywhere in the input, read or not.
    pub(super) fn has(&self, words: &str) -> bool {
        let is_one = |token: &Token<'_>| matches!(&token.kind, Kind::Word(word) if words.split(' ').any(|one| one == word));
        self.tokens.iter().any(is_one)
    }

    /// Returns the next token if it is a number.
    pub(super) fn number(&self) -> Option<u32> {
        match self.kind() {
            Some(Kind::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Skips one token.
    pub(super) fn next(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Skips these words if they come next, separated by blanks; returns whether they did.
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

    /// Skips the next token if it is one of these words; returns that word.
    pub(super) fn eat_any(&mut self, words: &str) -> Option<&'a str> {
        let word = self.word().filter(|word| words.split(' ').any(|one| one == *word))?;
        self.next();
        Some(word)
    }

    /// Returns true if every token has been read.
    pub(super) fn done(&self) -> bool {
        self.peek(0).is_none()
    }

    /// Returns the tokens from one position up to another as they were typed.
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
