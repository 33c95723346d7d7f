//! `-q`: of every command only what a script needs, and no note. JSON that is asked for is said all the same.

use crate::support::{SAMPLE, TestEnv};

/// What is left of an answer.
enum Left {
    /// Nothing: the exit code answers, or there is nothing to say.
    Nothing,
    /// These lines.
    Lines(&'static str),
    /// An id that is new.
    NewId,
    /// All of it: nothing could be left out.
    All,
}

/// Two calendars, of which none is guessed; a ladder; and a commitment that can wait.
const MORE: &str = r#"
[calendar.office]
mon = ["09:00-17:00"]
[calendar.other]
tue = ["09:00-17:00"]
[[rung]]
at = "50%"
[[commitment]]
id = "rrr88888"
to = "Ada"
what = "repair"
target = "8h"
made = 2026-11-20T08:00:00-05:00
due = 2026-11-20T16:00:00-05:00
"#;

fn env() -> TestEnv {
    let rows = "to,what,made,due\nAcme,x,2026-11-19,2026-11-27\nAcme,y,2026-11-19,\n";
    let env = TestEnv::sample().ledger([SAMPLE, MORE].concat()).file("rows.csv", rows);
    env.env("VISUAL", "echo '# edited' >>")
}

#[test]
fn quiet_leaves_of_each_answer_what_a_script_needs() {
    use Left::*;
    for (line, left) in [
        ("list", Lines("bbb22222\nccc33333\nrrr88888\nddd44444\nfff55555\n")),
        ("list --kind email --all", Lines("ddd44444\nhhh77777\n")),
        ("list zoe", Lines("")),
        ("overdue", Nothing),
        ("report --by owner", Nothing),
        ("check --all", Nothing),
        ("promise x --to Globx --by 2h", NewId),
        ("done ccc", Nothing),
        ("done ccc --next rest --by 2h", NewId),
        ("escalate ccc --to sam --why late", Nothing),
        ("escalate ccc --to sam --why late --dry-run", Nothing),
        ("escalate", Nothing),
        ("escalate --dry-run", Nothing),
        ("move ddd --by mon --why rain", Nothing),
        ("told fff hello", Nothing),
        ("told hello --kind promise --dry-run", Nothing),
        ("heard fff hello", Nothing),
        ("note ggg hello", Nothing),
        ("wait rrr --why photos", Nothing),
        ("hand ccc --to sam --why hers", Nothing),
        ("cancel ccc --as void --why twice", Nothing),
        ("reopen ggg --by mon --why again", Nothing),
        ("edit", Nothing),
        ("archive --before 2026-11-20", Nothing),
        ("init --ledger new.toml", Nothing),
        ("import rows.csv --from csv --skip-bad", Nothing),
        ("when 2h", Lines("2026-11-20T11:30:00-05:00\n")),
        ("between 2026-11-20 2026-11-24", Lines("345600\n")),
        ("between 2026-11-20 2026-11-24 --calendar office", Lines("28800\n")),
        ("show ccc", All),
        ("policy", All),
    ] {
        let aloud = env().owed(line);
        let (quiet, json) = (env().owed(&format!("{line} -q")), env().owed(&format!("{line} -q --json")));
        assert_eq!((quiet.status, json.status), (aloud.status, aloud.status), "{line}: {quiet}");
        // A rung with nobody to warn is a warning.
        let is_note = |said: &str| said.lines().any(|line| !line.starts_with("warning: "));
        assert!(!is_note(&quiet.stderr) && !is_note(&json.stderr), "{line}: {quiet} {json}");
        let is_json = serde_json::from_str::<serde_json::Value>(&json.stdout).is_ok();
        assert!(is_json, "{line}: {json}");
        match left {
            Nothing => assert_eq!(quiet.stdout, "", "{line}"),
            Lines(lines) => assert_eq!(quiet.stdout, lines, "{line}"),
            NewId => assert_eq!(quiet.ids().stdout, "NEW\n", "{line}"),
            All => assert_eq!(quiet.stdout, aloud.stdout, "{line}"),
        }
    }
}

#[test]
fn json_is_the_same_quiet_or_not() {
    for line in ["list --all", "overdue", "report --by owner", "check --all", "show ccc"] {
        let (aloud, quiet) =
            (env().owed(&format!("{line} --json")), env().owed(&format!("{line} --json -q")));
        assert_eq!((quiet.stdout, quiet.status), (aloud.stdout, aloud.status), "{line}");
    }
}

#[test]
fn what_can_be_undone_is_listed_quietly_too_and_undoing_says_nothing() {
    let env = env();
    assert_eq!(env.owed("note ccc hello -q").status, 0);
    assert_eq!(env.owed("undo --list -q").stdout, env.owed("undo --list").stdout);
    let undone = env.owed("undo -q");
    assert_eq!((undone.stdout.as_str(), undone.stderr.as_str(), undone.status), ("", "", 0));
}
