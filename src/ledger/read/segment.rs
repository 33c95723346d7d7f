//! Where one piece of the file ends and the next begins.
//!
//! A header line `[[commitment]]` (indented, blanks inside, a comment after: fine), outside strings and arrays, starts
//! a block; comment lines directly above it belong to it. A block ends at the next header that is not `[commitment.…]`
//! or `[[commitment.…]]`. All other text is the policy. The tokens come from TOML's own lexer, so that no string,
//! however it is quoted, is mistaken for a header.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// The kind of a piece of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// One `[[commitment]]` block.
    Block,
    /// Part of the policy.
    Rules,
}

/// A piece at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub piece: Piece,
    /// Where it ends: the start of the next piece, or the end of the text.
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    /// `[[commitment]]`
    Block,
    /// `[commitment.…]`, `[[commitment.…]]`
    Inside,
    /// Any other header.
    Rules,
}

/// Returns the first piece of a text that begins with a piece. `None` if the piece may go on after the text; with
/// `is_all` nothing does.
pub fn first(text: &str, is_all: bool) -> Option<Segment> {
    let mut piece = None;
    let mut line = Line::default();
    let mut depth = 0_usize;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket if line.is_blank => {
                let header = header(text.get(token.span().end()..)?);
                // `[[commitment]]` cannot be a value: even in an unclosed array it is a header.
                if depth == 0 || header == Header::Block {
                    let start = line.comments_above.unwrap_or(line.start);
                    match (piece, header) {
                        (None, Header::Block) if start == 0 => piece = Some(Piece::Block),
                        (None, Header::Block) => return Some(Segment { piece: Piece::Rules, end: start }),
                        (None, _) => piece = Some(Piece::Rules),
                        (Some(Piece::Block), Header::Inside) => {}
                        (Some(Piece::Rules), Header::Inside | Header::Rules) => {}
                        (Some(piece), _) => return Some(Segment { piece, end: start }),
                    }
                    depth = 0;
                }
                depth = depth.saturating_add(1);
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth = depth.saturating_add(1),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        line.pass(token, depth);
    }
    is_all.then_some(Segment { piece: piece.unwrap_or(Piece::Rules), end: text.len() })
}

/// The state of the line that is being read.
struct Line {
    /// Where it starts.
    start: usize,
    /// Nothing but blanks so far.
    is_blank: bool,
    /// Nothing but a comment.
    is_comment: bool,
    /// Where the comment lines directly above it start.
    comments_above: Option<usize>,
}

impl Default for Line {
    fn default() -> Self {
        Self { start: 0, is_blank: true, is_comment: false, comments_above: None }
    }
}

impl Line {
    fn pass(&mut self, token: Token, depth: usize) {
        match token.kind() {
            TokenKind::Newline => {
                let comments = self.comments_above.unwrap_or(self.start);
                self.comments_above = (self.is_comment && depth == 0).then_some(comments);
                self.start = token.span().end();
                self.is_blank = true;
                self.is_comment = false;
            }
            TokenKind::Whitespace => {}
            TokenKind::Comment => {
                self.is_comment = self.is_blank;
                self.is_blank = false;
            }
            _ => self.is_blank = false,
        }
    }
}

/// Returns the kind of the header whose first bracket this text follows.
fn header(rest: &str) -> Header {
    let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
    let (double, line) = line.strip_prefix('[').map_or((false, line), |line| (true, line));
    let Some(rest) = line.trim_start_matches([' ', '\t']).strip_prefix("commitment") else {
        return Header::Rules;
    };
    let rest = rest.trim_start_matches([' ', '\t']);
    match (rest.starts_with('.'), double && rest.starts_with("]]")) {
        (true, _) => Header::Inside,
        (_, true) => Header::Block,
        _ => Header::Rules,
    }
}

#[cfg(test)]
mod tests;
