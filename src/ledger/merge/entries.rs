//! The logical lines of a piece: a key with all of its value, a header, a comment, a blank line. The tokens come from TOML's own lexer.

use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The kind of a logical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Blank,
    /// A comment alone.
    Comment,
    /// `[table]`
    Table,
    /// `[[table]]`
    Tables,
    /// `key = value`
    Key,
}

/// A logical line.
#[derive(Debug, Clone)]
pub struct Entry<'t> {
    /// What it is.
    pub kind: Kind,
    /// Where it starts in the text.
    pub start: usize,
    /// All of it, without the line end after it.
    pub text: &'t str,
    /// What is before the blanks and the comment at its end.
    pub lead: &'t str,
    /// The name in a header, or of a key, as it is written.
    name: &'t str,
    /// The value of a key, as it is written.
    pub value: &'t str,
}

impl<'t> Entry<'t> {
    /// Returns the comment at its end, with the blanks before it.
    pub fn tail(&self) -> &'t str {
        self.text.strip_prefix(self.lead).unwrap_or_default()
    }

    /// Returns the name of a header or a key, part by part.
    pub fn path(&self) -> Vec<String> {
        let header = format!("[{}]", self.name);
        let mut path = Vec::new();
        let Ok(table) = DeTable::parse(&header) else { return vec![self.name.to_owned()] };
        let mut below = Some(table.into_inner());
        while let Some((key, value)) = below.take().and_then(|table| table.into_iter().next()) {
            path.push(key.into_inner().into_owned());
            if let DeValue::Table(table) = value.into_inner() {
                below = Some(table);
            }
        }
        path
    }
}

/// Where the parts of the line that is being read begin and end.
struct Line {
    start: usize,
    kind: Kind,
    /// The end of the last token that is neither a blank nor a comment.
    lead: usize,
    name: std::ops::Range<usize>,
    value: Option<usize>,
    /// An `=` was passed.
    is_value: bool,
}

impl Line {
    const fn at(start: usize) -> Self {
        Self { start, kind: Kind::Blank, lead: start, name: start..start, value: None, is_value: false }
    }

    fn entry<'t>(&self, text: &'t str, end: usize) -> Option<Entry<'t>> {
        let name = text.get(self.name.clone())?.trim();
        let name = match self.kind {
            Kind::Table | Kind::Tables => name.trim_matches(['[', ']']).trim(),
            _ => name,
        };
        let line = text.get(self.start..end)?;
        Some(Entry {
            kind: self.kind,
            start: self.start,
            text: if self.kind == Kind::Blank { "" } else { line.strip_suffix('\r').unwrap_or(line) },
            lead: text.get(self.start..self.lead)?,
            name,
            value: match self.value {
                Some(from) => text.get(from..self.lead)?,
                None => "",
            },
        })
    }
}

/// Returns the logical lines of a text that is TOML.
pub fn entries(text: &str) -> Vec<Entry<'_>> {
    let (mut found, mut line, mut depth) = (Vec::new(), Line::at(0), 0_usize);
    for token in Source::new(text).lex() {
        let span = token.span();
        match token.kind() {
            TokenKind::Newline if depth == 0 => {
                found.extend(line.entry(text, span.start()));
                line = Line::at(span.end());
                continue;
            }
            TokenKind::Newline | TokenKind::Whitespace | TokenKind::Eof => continue,
            TokenKind::Comment => {
                if line.kind == Kind::Blank {
                    line.kind = Kind::Comment;
                    line.lead = span.end();
                }
                continue;
            }
            TokenKind::LeftSquareBracket if line.kind == Kind::Blank => {
                line.kind = match text.get(span.end()..) {
                    Some(rest) if rest.starts_with('[') => Kind::Tables,
                    _ => Kind::Table,
                };
                depth = depth.saturating_add(1);
                line.name.start = span.start();
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth = depth.saturating_add(1),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            TokenKind::Equals if line.kind == Kind::Key && !line.is_value => {
                (line.is_value, line.lead) = (true, span.end());
                continue;
            }
            _ if line.kind == Kind::Blank => (line.kind, line.name.start) = (Kind::Key, span.start()),
            _ => {}
        }
        if line.is_value {
            line.value = line.value.or(Some(span.start()));
        } else {
            line.name.end = span.end();
        }
        line.lead = span.end();
    }
    if line.start < text.len() {
        found.extend(line.entry(text, text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_cut_into_logical_lines() {
        let text =
            "# a\n\n [[ x . \"y z\" ]] # b\nkey.part = [ # c\n 1, '''\n]''' ] # d\n\t# = e\nlast = \"#\"";
        let found: Vec<_> = entries(text)
            .iter()
            .map(|entry| {
                format!("{:?} {:?} {:?} {}", entry.kind, entry.lead, entry.tail(), entry.path().join("|"))
            })
            .collect();
        assert_eq!(
            found,
            [
                "Comment \"# a\" \"\" ",
                "Blank \"\" \"\" ",
                "Tables \" [[ x . \\\"y z\\\" ]]\" \" # b\" x|y z",
                "Key \"key.part = [ # c\\n 1, '''\\n]''' ]\" \" # d\" key|part",
                "Comment \"\\t# = e\" \"\" ",
                "Key \"last = \\\"#\\\"\" \"\" last",
            ]
        );
    }
}
