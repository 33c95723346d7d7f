//! How messages quote what was typed and what a ledger contains: escaped once, backslashes left as they were typed.

use crate::support::{RULES, TestEnv};

#[test]
fn what_was_typed_is_written_out_once() {
    let env = TestEnv::sample();
    for (args, quoted) in [
        (vec!["fo\to"], r#"unknown command "fo\to""#),
        (vec!["show", "fo\to"], r#"no commitment matches "fo\to""#),
        (vec!["show", r"C:\new"], r#"no commitment matches "C:\new""#),
        (vec!["overdue", "--owner", "a\u{200b}b"], r#"--owner "a\u{200b}b" matches no owner"#),
        (vec!["overdue", "--kind", "a\tb"], r#"unknown kind "a\tb""#),
        (vec!["overdue", "--class", "a\tb"], r#"unknown class "a\tb""#),
        (vec!["overdue", "--within", "a\\b"], r#""a\b""#),
        (vec!["when", "fri\u{7}day"], r#""fri\x07day" is not a date"#),
        (vec!["between", "2026-11-20", "2026-11-21", "--calendar", "o\tf"], r#"unknown calendar "o\tf""#),
    ] {
        let said = env.args(args.iter().copied());
        assert!(said.stderr.contains(quoted), "{args:?}: {said}");
        assert!(!said.stderr.contains(r"\\"), "{args:?}: {said}");
    }
}

#[test]
fn a_name_in_a_ledger_is_written_out_once() {
    let block = |id: &str, to: &str| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"a call\"\n\
             made = 2026-11-20T09:00:00-05:00\ndue = 2026-12-01T17:00:00-05:00\n"
        )
    };
    let blocks = [
        block("kkk22222", "Acme Corporation Berlin"),
        block("kkk33333", "Acme Corporation B\u{200b}erlin"),
        block("kkk44444", "Acme Corporation B\\\\erlim"),
    ];
    let env = TestEnv::new().ledger([RULES, &blocks.concat()].concat());
    let said = env.owed("check");
    assert!(said.stdout.contains(r#""Acme Corporation B\u{200b}erlin" is "#), "{said}");
    assert!(!said.stdout.contains(r"\\"), "{said}");
}
