//! The events of a block on each side, with the comments around them.

use std::collections::HashMap;
use std::fmt::Write as _;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::value::{self, Field};
use crate::document::tree;
use crate::ledger::canonical::writer;

/// How a history is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `history = [ … ]`
    List,
    /// `[[commitment.history]]`
    Tables,
}

/// An event as it is written.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its keys.
    pub fields: Vec<Field>,
    /// Every key with what its value means: two events with the same are the same.
    pub identity: String,
    /// When it happened, in seconds since 1970.
    pub at: i64,
    /// Its text: an inline table, or a table with the comments above it.
    pub text: String,
    /// The comments above it, if it is in a list; an empty one is a blank line.
    pub above: Vec<String>,
    /// The comment at the end of its line.
    pub tail: String,
    /// The blanks before it on its line.
    pub indent: String,
    /// The blank lines above a table.
    pub blanks: usize,
}

impl Event {
    /// Returns an event in a list.
    pub fn in_list(fields: Vec<Field>, text: String, indent: String) -> Self {
        let identity = identity(&fields, |_| true);
        let at = meaning(&fields, "at").and_then(|at| at.strip_prefix('@')?.parse().ok()).unwrap_or_default();
        Self { fields, identity, at, text, above: Vec::new(), tail: String::new(), indent, blanks: 0 }
    }

    /// Returns what a key means, `None` if it does not have it.
    pub fn meaning(&self, name: &str) -> Option<&str> {
        meaning(&self.fields, name)
    }

    /// Returns what happened, as it is written.
    pub fn did(&self) -> &str {
        self.meaning("did").unwrap_or_default().trim_matches('"')
    }

    /// Returns the identity that it would have at another time.
    pub fn but_for_its_time(&self) -> String {
        identity(&self.fields, |name| name != "at" && name != "logged")
    }

    /// Returns its place among events at the same instant that another side has: others, then what closes it, then what
    /// reopens it.
    pub fn rank(&self) -> u8 {
        match self.did() {
            "done" | "cancelled" => 1,
            "reopened" => 2,
            _ => 0,
        }
    }

    /// Returns its lines in a list, with this comment at the end.
    pub fn line(&self, text: &str, tail: &str) -> String {
        let space = if tail.is_empty() { "" } else { " " };
        format!("{}{text},{space}{tail}", self.indent)
    }

    /// Returns the event of a table as one of a list.
    fn listed(&self) -> Self {
        let comments = Source::new(&self.text).lex().filter(|token| token.kind() == TokenKind::Comment);
        let comment = |token: toml_parser::lexer::Token| {
            self.text.get(token.span().start()..token.span().end()).map(|text| text.trim_end().to_owned())
        };
        let text = value::table(self.fields.iter().map(|field| (field.name.as_str(), field.text.as_str())));
        Self { text, above: comments.filter_map(comment).collect(), indent: STEP.to_owned(), ..self.clone() }
    }

    /// Returns the event of a list as a table.
    fn as_table(&self) -> Self {
        let line = |field: &Field| format!("\n{} = {}", writer::key(&field.name), field.text);
        let lines: String = self.fields.iter().map(line).collect();
        Self { text: format!("[[commitment.history]]{lines}"), ..self.clone() }
    }
}

/// The blanks before an event.
const STEP: &str = "  ";

fn meaning<'f>(fields: &'f [Field], name: &str) -> Option<&'f str> {
    fields.iter().find(|field| field.name == name).map(|field| field.meaning.as_str())
}

fn identity(fields: &[Field], counts: impl Fn(&str) -> bool) -> String {
    let mut fields: Vec<_> = fields.iter().filter(|field| counts(&field.name)).collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    fields.into_iter().fold(String::new(), |mut all, field| {
        let _ = write!(all, "{}={};", field.name, field.meaning);
        all
    })
}

/// The events of a block as one side has them.
#[derive(Debug, Clone)]
pub struct History {
    /// How it is written.
    pub form: Form,
    /// The text of all of it.
    pub text: String,
    /// What is before the bracket of a list: its key.
    pub prefix: String,
    /// The comment behind the opening bracket.
    pub open: String,
    /// The comment behind it.
    pub tail: String,
    /// The events.
    pub events: Vec<Event>,
    /// The comments behind the last event of a list.
    pub end: Vec<String>,
}

impl History {
    /// Reads a list: the text before it, its own, and the comment after it.
    pub fn list(prefix: &str, list: &str, tail: &str) -> Self {
        let indent = prefix.strip_suffix(prefix.trim_start()).unwrap_or_default();
        let mut history = Self {
            form: Form::List,
            text: format!("{prefix}{list}{tail}"),
            prefix: prefix.to_owned(),
            open: String::new(),
            tail: tail.trim().to_owned(),
            events: Vec::new(),
            end: Vec::new(),
        };
        let mut read = ListReader {
            list,
            line: None,
            item: None,
            tail: String::new(),
            above: Vec::new(),
            is_blank: false,
        };
        let mut depth = 0_usize;
        for token in Source::new(list).lex() {
            let span = token.span().start()..token.span().end();
            if token.kind() == TokenKind::Newline && read.item.is_none() {
                read.line = Some(span.end);
            }
            match token.kind() {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                    depth = depth.saturating_add(1);
                    if depth == 1 {
                        continue;
                    }
                }
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        read.finish(&mut history, indent);
                        continue;
                    }
                }
                TokenKind::Newline if depth == 1 => {
                    if read.is_blank {
                        read.above.push(String::new());
                    }
                    read.is_blank = true;
                    continue;
                }
                TokenKind::Comment if depth == 1 => {
                    let text = list.get(span).unwrap_or_default().trim_end().to_owned();
                    read.comment(&mut history, text);
                    continue;
                }
                TokenKind::Comma if depth == 1 => {
                    read.finish(&mut history, indent);
                    continue;
                }
                TokenKind::Whitespace | TokenKind::Eof => continue,
                _ => {}
            }
            read.is_blank = false;
            let start = read.item.map_or(span.start, |(start, _)| start);
            read.item = Some((start, span.end));
        }
        history.end = read.above;
        history
    }

    /// Reads tables: the text of each with the comments above it, and the blank lines above those.
    pub fn tables(tables: Vec<(usize, String)>) -> Self {
        let events: Vec<_> = tables.into_iter().map(|(blanks, text)| Self::table(blanks, text)).collect();
        let text = tables_text(events.iter().map(|event| (event.blanks, event.text.as_str())));
        let none = String::new;
        let (prefix, end) = ("history = ".to_owned(), Vec::new());
        Self { form: Form::Tables, text, prefix, open: none(), tail: none(), events, end }
    }

    fn table(blanks: usize, text: String) -> Event {
        let fields = tree::parse(&text).ok().and_then(|table| {
            let path = ["commitment".to_owned(), "history".to_owned()];
            let toml::de::DeValue::Array(list) = value::at(&table, &path)?.get_ref() else { return None };
            let toml::de::DeValue::Table(event) = list.iter().next()?.get_ref() else { return None };
            Some(value::fields(event, &text))
        });
        Event { blanks, ..Event::in_list(fields.unwrap_or_default(), text, String::new()) }
    }

    /// Returns the text of the events that another history has too.
    pub fn agreed(&self, other: &Self) -> String {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for event in &other.events {
            let count = left.entry(&event.identity).or_default();
            *count = count.saturating_add(1);
        }
        let events = self.events.iter().filter(|event| {
            let count = left.get_mut(&*event.identity).filter(|count| **count > 0);
            count.map(|count| *count = count.saturating_sub(1)).is_some()
        });
        match self.form {
            Form::Tables => tables_text(events.map(|event| (event.blanks, event.text.as_str()))),
            Form::List => {
                let lines: String = events.map(|event| event.line(&event.text, &event.tail) + "\n").collect();
                format!("{}[\n{lines}]", self.prefix)
            }
        }
    }

    /// Returns the same history in that form.
    pub fn written(&self, form: Form) -> Self {
        let one = match form {
            _ if form == self.form => return self.clone(),
            Form::List => Event::listed,
            Form::Tables => Event::as_table,
        };
        Self { form, events: self.events.iter().map(one).collect(), ..self.clone() }
    }
}

/// Returns tables below one another; the blank lines above the first belong to what is above.
pub fn tables_text<'e>(tables: impl Iterator<Item = (usize, &'e str)>) -> String {
    let mut all = String::new();
    for (blanks, text) in tables {
        if !all.is_empty() {
            all.push_str(&"\n".repeat(blanks.saturating_add(1)));
        }
        all.push_str(text);
    }
    all
}

/// The state of reading a list.
struct ListReader<'l> {
    list: &'l str,
    /// Where the line begins on which the next item does; `None` on the line of the bracket.
    line: Option<usize>,
    /// The bytes of the item that is not finished.
    item: Option<(usize, usize)>,
    /// The comment behind it.
    tail: String,
    /// The comments above what comes next.
    above: Vec<String>,
    /// There is nothing on this line yet.
    is_blank: bool,
}

impl ListReader<'_> {
    fn comment(&mut self, history: &mut History, text: String) {
        let tail = match (std::mem::replace(&mut self.is_blank, false), self.item, history.events.last_mut())
        {
            (true, ..) => {
                self.above.push(text);
                return;
            }
            (false, Some(_), _) => &mut self.tail,
            (false, None, Some(last)) => &mut last.tail,
            (false, None, None) => &mut history.open,
        };
        if !tail.is_empty() {
            tail.push(' ');
        }
        tail.push_str(&text);
    }

    /// Adds the item that is not finished.
    fn finish(&mut self, history: &mut History, key: &str) {
        self.is_blank = false;
        let Some((start, end)) = self.item.take() else { return };
        let Some(text) = self.list.get(start..end) else { return };
        let before = self.line.and_then(|line| self.list.get(line..start));
        let indent = match before.filter(|line| line.trim().is_empty()) {
            Some(line) => line.to_owned(),
            None => format!("{key}{STEP}"),
        };
        let source = format!("x = {text}");
        let fields = tree::parse(&source).ok().and_then(|table| {
            let value = table.iter().next().map(|(_, value)| value)?;
            match value.get_ref() {
                toml::de::DeValue::Table(event) => Some(value::fields(event, &source)),
                _ => None,
            }
        });
        let event = Event::in_list(fields.unwrap_or_default(), text.to_owned(), indent);
        let (above, tail) = (std::mem::take(&mut self.above), std::mem::take(&mut self.tail));
        history.events.push(Event { above, tail, ..event });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_its_comments() {
        let list = "[ # open\n\n  # above\n  {at=2026-11-20T15:00:00-05:00, did = 'told', x = [1, {a = 2}]} # tail\n, {did=\"done\", at=2026-11-20T20:00:00Z}, # last\n # end\n]";
        let history = History::list("history = ", list, "  # behind ");
        let events: Vec<_> =
            history.events.iter().map(|event| (event.at, event.did(), &*event.tail)).collect();
        assert_eq!(events, [(1_795_204_800, "told", "# tail"), (1_795_204_800, "done", "# last")]);
        assert_eq!((&*history.open, &*history.tail), ("# open", "# behind"));
        assert_eq!(
            (&history.events[0].above, &history.end),
            (&vec![String::new(), "# above".into()], &vec!["# end".into()])
        );
    }
}
