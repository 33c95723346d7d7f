//! Markdown, read by cmark-gfm and markdown-it: a table whose cells are texts and nothing else.

use serde_json::Value;

use crate::reader::{Read, python, run};
use crate::{NASTY, TEAM, calibration, check, commitments, has_asked, owed, printed, same, shown};

/// Returns what is in the cells of a ledger that come from it as they are: to, what, owner.
fn wanted(ledger: &str) -> Vec<Vec<String>> {
    let text = |value: &Value| shown(value.as_str().unwrap_or_default(), "");
    let row = |object: &Value| ["short", "to", "what", "owner"].map(|key| text(&object[key])).to_vec();
    commitments(ledger).iter().map(row).collect()
}

/// Markup that gets through, and a table that is none.
const BAD: [(&str, &str); 8] = [
    ("\\|", "|"),
    ("\\<script\\>", "<script>"),
    ("\\*bold\\*", "*bold*"),
    ("\\`code\\`", "`code`"),
    ("\\_it\\_", "_it_"),
    ("\\[link\\]", "[link]"),
    ("| --- | --- |", "| --- |"),
    ("\\\\x1b", "\\x1b\\\n"),
];

fn try_reader(read: impl Fn(&str) -> Option<Read>) {
    for ledger in [TEAM, NASTY] {
        let (good, wanted) = (printed(ledger, "list --all --format markdown"), wanted(ledger));
        let bad = BAD.map(|(from, to)| good.replace(from, to));
        let bad = if ledger == NASTY { bad.iter().map(String::as_str).collect() } else { Vec::new() };
        check(&good, &bad, |text| {
            Some(read(text)?.and_then(|rows| {
                let rows: Vec<Vec<String>> =
                    serde_json::from_str(&rows).map_err(|error| format!("{error}: {rows}"))?;
                same(
                    &rows[0],
                    &["id", "due", "when", "to", "what", "owner", "why"].map(str::to_owned).into(),
                )?;
                let cells = |row: &Vec<String>| [0, 3, 4, 5].map(|cell| row[cell].clone()).to_vec();
                same(&rows[1..].iter().map(cells).collect(), &wanted)
            }))
        });
    }
}

/// Returns the cells of the table that cmark-gfm finds at the end of these blocks.
fn cmark_gfm(text: &str, blocks: &str) -> Option<Read> {
    // Its tree as XML: a cell is a `table_cell` in which nothing but `text` is.
    let tree = match run("cmark-gfm", &["-e", "table", "-t", "xml"], text)? {
        Ok(tree) => tree,
        Err(error) => return Some(Err(error)),
    };
    let script = format!(
        "
document = xml.etree.ElementTree.fromstring(sys.stdin.read())
name = lambda element: element.tag.split('}}')[1]
assert [name(block) for block in document] == {blocks}, 'other blocks'
assert all(name(part) == 'text' for row in document[-1] for cell in row for part in cell), 'markup in a cell'
print(json.dumps([[''.join(part.text for part in cell) for cell in row] for row in document[-1]]))"
    );
    python(&["xml.etree.ElementTree"], &script, &tree)
}

#[test]
fn cmark_gfm_reads_a_table_of_texts() {
    try_reader(|text| cmark_gfm(text, "['table']"));
}

#[test]
fn markdown_it_reads_a_table_of_texts() {
    let script = "
tokens = markdown_it.MarkdownIt('commonmark').enable('table').parse(sys.stdin.read())
assert tokens[0].type == 'table_open' and tokens[-1].type == 'table_close', 'more than a table'
rows = []
for token in tokens:
    if token.type == 'tr_open':
        rows.append([])
    if token.type == 'inline':
        assert all(part.type in ('text', 'text_special') for part in token.children), 'markup in a cell'
        rows[-1].append(''.join(part.content for part in token.children))
print(json.dumps(rows))";
    try_reader(|text| python(&["markdown_it"], script, text));
}

#[test]
fn nothing_overdue_is_one_sentence() {
    let said = owed(TEAM, "overdue --owner sam --format markdown");
    assert_eq!((said.stdout.as_str(), said.status), ("nothing overdue matches; 3 are overdue\n", 0));
    let said = owed(TEAM, "overdue --now 2026-11-10T09:00:00-05:00 --format markdown");
    assert_eq!((said.stdout.as_str(), said.status), ("nothing is overdue\n", 0));
}

#[test]
fn a_report_is_sentences_and_tables() {
    let said = printed(NASTY, "report --by owner --misses --format markdown");
    let Some(tree) = run("cmark-gfm", &["-e", "table", "-t", "xml"], &said) else { return };
    let tree = tree.unwrap();
    let blocks = tree.lines().filter(|line| line.starts_with("  <") && !line.starts_with("  </"));
    let blocks: Vec<_> = blocks.filter(|line| !line.starts_with("   ")).map(str::trim).collect();
    let (sentences, tables) = blocks.split_at(blocks.iter().position(|block| *block == "<table>").unwrap());
    assert!(sentences.iter().all(|block| *block == "<paragraph>"), "{blocks:?}");
    assert!(tables.len() > 3 && tables.iter().all(|block| *block == "<table>"), "{blocks:?}");
    for markup in ["<code", "<link", "<emph", "<html", "<image"] {
        assert!(!tree.contains(markup), "{markup}: {tree}");
    }
}

#[test]
fn a_calibration_is_a_sentence_and_a_table() {
    let good = calibration("markdown").stdout;
    let bad = [good.replacen(" of 47", " of 48", 1), good.replacen("| --- | --- |", "| --- |", 1)];
    check(&good, &bad.each_ref().map(String::as_str), |text| {
        Some(cmark_gfm(text, "['paragraph', 'table']")?.and_then(|rows| {
            has_asked(&serde_json::from_str::<Vec<Vec<String>>>(&rows).map_err(|error| error.to_string())?)
        }))
    });
    assert_eq!(
        printed("format = 1\n", "report --calibration --format markdown"),
        "no forecast can be judged yet\n"
    );
}
