//! Annotations for GitHub Actions, of what is overdue and of what `check` finds.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

/// A ledger with so many that are overdue, and one that waits for news.
fn overdue(count: usize) -> TestEnv {
    let letters = "bcdfghjkmnpqrstvwxz23456789".as_bytes();
    let mut ledger = format!("{RULES}[kind.repair]\nupdate_every = \"1d\"\n");
    let mut block = |n: usize, kind: &str, due: &str| {
        let id: String =
            [n / letters.len(), n % letters.len()].map(|at| char::from(letters[at])).iter().collect();
        write!(
            ledger,
            "\n# [[commitment]] number {n}\n[[commitment]]\nid = \"{id}222222\"\nkind = \"{kind}\"\nto = \"Acme\"\nwhat = \"send it\"\n\
            made = 2026-11-10T09:00:00-05:00\ndue = {due}\n",
        )
        .unwrap();
    };
    (0..count).for_each(|n| block(n, "promise", "2026-11-19T09:00:00-05:00"));
    block(count, "repair", "2026-11-29T09:00:00-05:00");
    TestEnv::new().ledger(ledger)
}

// GitHub drops what comes after the tenth of a level.
#[test]
fn of_each_level_ten_are_shown_and_the_tenth_counts_those_that_are_not() {
    let lines = |count: usize| {
        let said = overdue(count).owed("overdue --format github");
        assert_eq!((said.status, said.stderr.as_str()), (1, ""));
        said.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let errors = |count: usize| {
        let lines = lines(count);
        assert!(lines.last().unwrap().starts_with("::warning title=Acme%3A send it,file=ledger.toml,line="));
        lines[..lines.len() - 1].to_vec()
    };
    assert_eq!(errors(10).len(), 10);
    assert!(errors(10)[9].starts_with("::error title="));
    assert_eq!(errors(30).len(), 10);
    assert!(errors(30)[8].starts_with("::error title="));
    assert_eq!(errors(30)[9], "::error::and 21 more");
}

#[test]
fn an_annotation_is_at_the_header_of_the_commitment_however_the_ledger_is_read() {
    let env = overdue(4);
    let at = |line: &str| line.split_once(",line=").unwrap().1.split_once("::").unwrap().0.parse().unwrap();
    let whole = env.owed("overdue --format github").stdout;
    let lines: Vec<usize> = whole.lines().map(at).collect();
    let text = env.text();
    let headers =
        text.lines().enumerate().filter(|(_, line)| *line == "[[commitment]]").map(|(at, _)| at + 1);
    assert_eq!(lines, headers.collect::<Vec<_>>());
    let parts = env.in_parts(3, &|_, _| Ok(usize::MAX), &["overdue", "--format", "github"]);
    assert_eq!(parts.stdout.replace(&format!("{}/", env.folder().display()), ""), whole);
}

#[test]
fn what_check_finds_has_its_file_line_and_column() {
    let ledger = format!(
        "{RULES}\n[[commitment]]\nid = \"bbb22222\"\nto = \"Acme\"\nwhat = \"100%, or: more\"\n\
        made = 2026-11-10T09:00:00-05:00\ndue = 2026-11-29T09:00:00-05:00\nref = \"7\"\n"
    );
    let again = ledger[RULES.len()..].replace("bbb", "ccc");
    let env = TestEnv::new().ledger([ledger, again].concat());
    assert_snapshot!(env.owed("check --format github --all"), @r#"
    ::error title=ref-twice,file=ledger.toml,line=18,col=1::`ref` "7" is that of bbb22222 too, and both are open: close one, or change its `ref`
    --- exit 1
    "#);
}

#[test]
fn nothing_overdue_is_no_annotation() {
    let said = overdue(0).owed("overdue --kind promise --format github");
    assert_eq!((said.stdout.as_str(), said.status), ("", 0));
}
