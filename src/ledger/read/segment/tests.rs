//! Where pieces begin and end, in every style of TOML.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use super::*;

/// Returns the pieces of a text, with those of the policy in brackets.
fn pieces(text: &str) -> Vec<String> {
    let (mut rest, mut pieces) = (text, Vec::new());
    while !rest.is_empty() {
        let segment = first(rest, true).expect("a piece");
        assert!(segment.end > 0, "no end to {rest:?}");
        let (piece, after) = rest.split_at(segment.end);
        pieces.push(match segment.piece {
            Piece::Block => piece.to_owned(),
            Piece::Rules => format!("<{piece}>"),
        });
        rest = after;
    }
    pieces
}

#[test]
fn a_ledger_falls_into_rules_and_blocks() {
    // The pieces are between the bars; those of the policy are in angle brackets.
    let cases = [
        "",
        "<\n>",
        "<# nothing but a comment>",
        "<# one\n\n# two\n>",
        "<format = 1\n>|[[commitment]]\na = 1\n",
        "[[commitment]]\na = 1",
        "[[commitment]]\n|[[commitment]]\n",
        "[[commitment]]\r\n\r\n|# about\r\n[[commitment]]\r\n",
        "<\n>|[[commitment]]\n",
        "<# a ledger\n\n>|# about this\n  # and more\n[[commitment]]\n",
        "[[commitment]]\na = 1 # beside\n\n# far above\n\n|# above\n[[commitment]]\n",
        "[[commitment]]\n|  [[ commitment ]] # note\na = 1\n|\t[[\tcommitment\t]]\n",
        "[[commitment]]\n[commitment.x]\na = 1\n[[commitment.history]]\n[ commitment . y ]\n|[[commitment]]\n",
        "[[commitment]]\n|<[kind.x]\na = 1\n[[rung]]\n# about\n[calendar.y]\n>|[[commitment]]\n|<# late\n[x]\n>",
        // What only looks like a header.
        "[[commitment]]\na = \"\"\"\n[[commitment]]\n# \"\n[x]\n\"\"\"\n|[[commitment]]\n",
        "[[commitment]]\na = '''\n[[commitment]]\n'''\n|[[commitment]]\n",
        "[[commitment]]\na = \"\"\"\\\"\"\"\n[[commitment]]\n\\\\\"\"\"\"\"\n|[[commitment]]\n",
        "[[commitment]]\na = [\n  [1, 2],\n[3],\n  [\"[[commitment]]\"], # [\n]\n|[[commitment]]\n",
        "[[commitment]]\na = { b = [\n[x]\n] }\nc = 'it'\n|<[kind.x]\n>",
        "[[commitment]]\n# [[commitment]]\na = 1 # [[commitment]]\nb = \"[[commitment]]\"\n",
        "<[commitments]\n[[commitment_x]]\n[commitmentx]\n>|[[commitment]]\n",
        // Broken: the next header still counts, and the error stays in its own block.
        "[[commitment]]\na = [1,\n|[[commitment]]\n|[[commitment]]\n",
        "[[commitment]]\na = \"open\n|[[commitment]]\n",
        "[[commitment]]\na = 'open\n|[[commitment]]\n",
        "[[commitment]]\na = \"\"\"open\n[[commitment]]\nb = 1\n",
        "[[commitment]]\n]]]}}}\n|[[commitment]]\n",
        "[[commitment]]\n|<[commitment]\n[[commitment]\n[\n>|[[commitment]]\n",
        "<[[commitment.history]]\na = 1\n>|[[commitment]]\n",
    ];
    for case in cases {
        let wanted: Vec<_> = case.split('|').filter(|piece| !piece.is_empty()).collect();
        let text: String =
            wanted.iter().map(|piece| piece.trim_start_matches('<').trim_end_matches('>')).collect();
        assert_eq!(pieces(&text), wanted, "{text:?}");
    }
}

#[test]
fn a_piece_ends_only_where_it_is_known_to() {
    assert_eq!(first("[[commitment]]\na = 1\n", false), None);
    assert_eq!(first("[[commitment]]\na = 1\n# about\n", false), None);
    assert_eq!(first("", false), None);
    assert_eq!(first("", true), Some(Segment { piece: Piece::Rules, end: 0 }));
    let known = Some(Segment { piece: Piece::Block, end: 15 });
    assert_eq!(first("[[commitment]]\n[[commitment]]\n", false), known);
}

#[test]
fn brackets_without_end_are_not_followed_down() {
    for text in ["[", "{", "[\n", "a = [", "[[commitment]]\na = [", "[[commitment]]\na = [{ b = "] {
        let deep = text.repeat(100_000);
        let mut rest = deep.as_str();
        for _ in 0..3 {
            rest = &rest[first(rest, true).expect("a piece").end..];
        }
    }
}
