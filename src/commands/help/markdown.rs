//! A page of the documentation as blocks, from which the terminal and the man pages get the same text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A part of a page. Texts are plain, on one line, with code in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, and how deep it is, from 1.
    Heading(usize, String),
    /// A paragraph.
    Text(String),
    /// A point of a list: how many lists it is in, its sign, and its text.
    Point(usize, String, String),
    /// Lines to be left as they are.
    Code(String),
    /// A table: its head, and its rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Returns the blocks of a page. `link` says what stands for a link, by its text and where it leads.
pub fn blocks(page: &str, link: &dyn Fn(&str, &str) -> String) -> Vec<Block> {
    let (mut blocks, mut text) = (Vec::new(), String::new());
    // Of each list the number that comes next, and the sign of a point that has no text yet.
    let (mut lists, mut sign): (Vec<Option<u64>>, _) = (Vec::new(), String::new());
    let (mut cells, mut head, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut links = Vec::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::Code(words) => text.extend(["`", &words, "`"]),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => links.push((dest_url, std::mem::take(&mut text))),
            Event::End(TagEnd::Link) => {
                let Some((to, before)) = links.pop() else { continue };
                text = before + &link(&text, &to);
            }
            Event::End(TagEnd::Heading(level)) => {
                let depth = usize::from(u8::try_from(level as u64).unwrap_or_default());
                blocks.push(Block::Heading(depth, std::mem::take(&mut text)));
            }
            Event::Start(Tag::List(first)) => {
                point(&mut text, &mut sign, lists.len(), &mut blocks);
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                let number = lists.last_mut().and_then(Option::as_mut);
                sign = number.map_or("-".to_owned(), |number| {
                    let shown = format!("{number}.");
                    *number = number.saturating_add(1);
                    shown
                });
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph) => {
                point(&mut text, &mut sign, lists.len(), &mut blocks);
            }
            Event::End(TagEnd::CodeBlock) => blocks.push(Block::Code(std::mem::take(&mut text))),
            Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut text)),
            Event::End(TagEnd::TableHead) => head = std::mem::take(&mut cells),
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
            Event::End(TagEnd::Table) => {
                blocks.push(Block::Table(std::mem::take(&mut head), std::mem::take(&mut rows)));
            }
            _ => {}
        }
    }
    blocks
}

/// Adds a text that has ended, if there is one: a paragraph, or a point of the list that it is in.
fn point(text: &mut String, sign: &mut String, depth: usize, blocks: &mut Vec<Block>) {
    if text.is_empty() {
        return;
    }
    let text = std::mem::take(text);
    blocks.push(match depth {
        0 => Block::Text(text),
        depth => Block::Point(depth, std::mem::take(sign), text),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_block_is_read() {
        let page = "# A `b`\n\none *two*\nthree [c](d.md)\n\n- x\n- y\n  1. z\n\n```sh\nls\n```\n\n| k | v |\n|---|---|\n| `a \\| b` | c |\n";
        let link = |text: &str, to: &str| format!("{text}<{to}>");
        let table = Block::Table(
            vec!["k".to_owned(), "v".to_owned()],
            vec![vec!["`a | b`".to_owned(), "c".to_owned()]],
        );
        let point = |depth, sign: &str, text: &str| Block::Point(depth, sign.to_owned(), text.to_owned());
        assert_eq!(
            blocks(page, &link),
            [
                Block::Heading(1, "A `b`".to_owned()),
                Block::Text("one two three c<d.md>".to_owned()),
                point(1, "-", "x"),
                point(1, "-", "y"),
                point(2, "1.", "z"),
                Block::Code("ls\n".to_owned()),
                table,
            ]
        );
    }
}
