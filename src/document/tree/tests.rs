//! What no person can have written is refused before it costs time and memory; what somebody may have written is not.

use super::*;

const JUNK: usize = LARGE + 100;

fn refused(text: &str) -> String {
    parse(text).expect_err("junk").problem.message
}

#[test]
fn a_text_of_too_many_parts_is_refused_where_they_are_too_many() {
    for part in ["\n", "a\n", "a=1\n", "#\n", "[[a]]\n", "[", "{", "=", ".", "\"a\n", "a = [[", "1,"] {
        let text = part.repeat(JUNK);
        assert!(refused(&text).contains("too large to parse"), "{part:?}");
    }
    let list = format!("x-a = [{}]\n", "1,".repeat(JUNK));
    let fault = parse(&list).expect_err("a list without end");
    assert!(fault.span.start > LARGE && fault.span.end <= list.len(), "{fault:?}");
}

#[test]
fn the_densest_history_is_taken_however_long() {
    let event = "{at=2026-11-20T09:30:00Z,did=\"told\"},";
    let text = format!("[[commitment]]\nhistory = [{}]\n", event.repeat(4 * LARGE / event.len()));
    assert!(parse(&text).is_ok());
}

#[test]
fn a_control_character_in_a_large_text_is_refused_at_its_place() {
    for (junk, message) in [("\0", "NUL byte"), ("\u{1}", "control character"), ("\r", "control character")] {
        for (before, after) in
            [("# ", "\n"), ("a = \"", "\"\n"), ("a = '", "'\n"), ("a = \"\"\"", "\"\"\"\n")]
        {
            let text = format!("# öde\r\n{before}{}{after}", junk.repeat(JUNK));
            let fault = parse(&text).expect_err("junk");
            assert!(fault.problem.message.contains(message), "{fault:?}");
            assert_eq!(fault.span.start, "# öde\r\n".len() + before.len());
        }
    }
}

#[test]
fn a_name_or_a_number_without_end_is_refused() {
    for text in ["a", "_", "1_", "é"].map(|word| word.repeat(JUNK)) {
        for text in [text.clone(), format!("a = {text}\n"), format!("{text} = 1\n")] {
            assert!(refused(&text).contains("too large to parse"));
        }
    }
}

#[test]
fn of_many_wrong_escapes_the_first_is_named() {
    let text = format!("a = \"{}\"\n", "\\q".repeat(JUNK));
    let fault = parse(&text).expect_err("no escapes");
    assert!(fault.problem.message.starts_with("invalid escape"), "{fault:?}");
    assert!((5..8).contains(&fault.span.start), "{fault:?}");
}

#[test]
fn long_texts_and_comments_are_read() {
    for long in ["x", "_", "[", "é", "= ", "\\\\", "\\u001b", "\\\"", "\t"] {
        let text = format!("# {long}\na = \"{}\"\r\n# {}\n", long.repeat(JUNK), "[ ".repeat(JUNK));
        assert!(parse(&text).is_ok(), "{long:?}");
    }
    let events = "  { at = 2026-11-20T09:40:00-05:00, did = \"told\", note = 'x' },\n".repeat(10_000);
    assert!(parse(&format!("history = [\n{events}]\n")).is_ok());
}
