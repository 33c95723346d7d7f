//! Two versions of which every piece merges, and which are not a ledger together.

use super::{Clone, first};

/// What both have, what is ours and what is theirs: lines of the policy, above the first block, and lines of that block.
type Case = (&'static str, [[&'static str; 2]; 3]);

const CASES: [Case; 4] = [
    (
        "[customer.\"Acme Corp\"], [customer.Acme]",
        [
            ["", ""],
            ["[customer.Acme]\nalso = [\"ACME Inc\"]\n\n", ""],
            ["[customer.\"Acme Corp\"]\nalso = [\"ACME Inc\"]\n\n", ""],
        ],
    ),
    (
        "[kind.fix]",
        [
            ["[kind.fix]\ntarget = \"1d\"\nlimit = \"5d\"\n\n", ""],
            ["[kind.fix]\ntarget = \"4d\"\nlimit = \"5d\"\n\n", ""],
            ["[kind.fix]\ntarget = \"1d\"\nlimit = \"3d\"\n\n", ""],
        ],
    ),
    (
        "[calendar.office], [kind.fix]",
        [
            ["[calendar.office]\nmon = [\"09:00-17:00\"]\n\n", ""],
            ["", ""],
            [
                "[calendar.office]\nmon = [\"09:00-17:00\"]\n\n[kind.fix]\ntarget = \"8bh\"\ncalendar = \"office\"\n\n",
                "",
            ],
        ],
    ),
    ("call", [["", ""], ["", "x-crm.id = 1\n"], ["", "\n[commitment.x-crm]\nname = \"a\"\n"]]),
];

fn commit(clone: &Clone, plain: &str, [policy, lines]: [&str; 2], message: &str) -> String {
    let text = plain.replace("[[commitment]]", &format!("{policy}[[commitment]]")) + lines;
    clone.write(&text);
    clone.git("add -A");
    clone.git(&format!("commit -q --allow-empty -m {message}"));
    text
}

#[test]
fn pieces_that_do_not_go_together_stand_between_markers_and_either_side_settles_them() {
    for (about, [base, ours, theirs]) in CASES {
        let desk = tempfile::tempdir().unwrap();
        let one = first(&desk);
        let plain = one.text();
        let about = if about == "call" {
            plain.lines().find_map(|line| line.strip_prefix("id = ")).unwrap().trim_matches('"')
        } else {
            about
        };
        commit(&one, &plain, base, "base");
        one.git("checkout -q -b side");
        let theirs = commit(&one, &plain, theirs, "theirs");
        one.git("checkout -q main");
        let ours = commit(&one, &plain, ours, "ours");
        let said = one.stops("merge side");
        assert!(said.contains(&format!("ledger.toml: {about}: merged, this is not a ledger: ")), "{said}");
        let marked = one.text();
        assert_eq!(marked.matches("<<<<<<<").count(), about.split(", ").count(), "{marked}");
        let said = one.waits("merge");
        assert!(said.contains(about), "{said}");
        for (side, want) in [("ours", &ours), ("theirs", &theirs)] {
            one.owed(&format!("merge --take {side}"));
            assert_eq!(&one.text(), want, "{about}: {side}");
            one.owed("check");
            one.owed("undo");
            assert_eq!(one.text(), marked);
        }
        one.owed("merge --take theirs");
        one.git("add ledger.toml");
        one.git("commit -q --no-edit");
    }
}

#[test]
fn a_side_that_is_taken_for_another_contradiction_is_taken_for_them_too() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let plain = one.text();
    let [_, [ours, _], [theirs, _]] = CASES[0].1;
    one.git("checkout -q -b side");
    let theirs = commit(&one, &plain.replace("\"call\"", "\"call them\""), [theirs, ""], "theirs");
    one.git("checkout -q main");
    let ours = commit(&one, &plain.replace("\"call\"", "\"call us\""), [ours, ""], "ours");
    let said = one.stops("merge side");
    assert!(said.contains("`what` has two values") && !said.contains("not a ledger"), "{said}");
    for (side, want) in [("ours", ours), ("theirs", theirs)] {
        one.owed(&format!("merge --take {side}"));
        assert_eq!(one.text(), want, "{side}");
        one.owed("undo");
    }
}
