//! The options that other programs have, and that people therefore try, with what to type here. clap would guess the one that
//! looks most alike: `--since` for `--mine`.

use clap::{Arg, Command};

use crate::text;

/// What people try, without its hyphens, and what to type: of the answers the first whose option the verb has.
struct Row(&'static [&'static str], &'static [(Needs, &'static str)]);

// `done` and `cancel` have `--next`: there `--by` is about the one that comes next.

/// What a verb must have for an answer: an option, with the name of its value if there are several of that name.
enum Needs {
    Nothing,
    Option(&'static str),
    Value(&'static str, &'static str),
    /// What happened, and not what is due.
    LooksBack,
}

use Needs::{LooksBack, Nothing, Option as Has, Value};

const ROWS: &[Row] = &[
    Row(
        &["mine", "me", "my", "my-own"],
        &[
            (Has("owner"), "`--owner me`"),
            (Value("by", "WHO"), "`--by me`"),
            (Nothing, "`owed list --owner me` for the ids"),
        ],
    ),
    Row(
        &["customer", "client", "company", "for", "recipient", "person", "whom", "with", "account"],
        &[(Has("to"), "`--to NAME`"), (Nothing, "the customer is named by words, without an option")],
    ),
    Row(
        &["assignee", "assign", "assigned", "assigned-to", "user", "responsible", "who"],
        &[
            (Value("to", "WHO"), "`--to WHO`"),
            (Value("by", "WHO"), "`--by WHO` for who did it, `--owner WHO` for whose it is"),
            (Has("owner"), "`--owner WHO`"),
            (Nothing, "`owed hand ID --to WHO`"),
        ],
    ),
    Row(
        &["all-owners", "everyone", "everybody", "anyone", "team"],
        &[(Has("owner"), "leave `--owner` out: then it is about everybody")],
    ),
    Row(
        &["due", "deadline", "due-date", "due-by"],
        &[
            (Has("next"), "`owed move ID --by WHEN --why TEXT` for another due"),
            (Value("by", "WHEN"), "`--by WHEN`"),
            (Has("within"), "`--within 2d`, or `--since WHEN` and `--until WHEN`"),
            (Nothing, "`owed move ID --by WHEN --why TEXT`"),
        ],
    ),
    Row(
        &["before", "till", "up-to", "to-date", "end", "until"],
        &[(Has("until"), "`--until WHEN`"), (Value("by", "WHEN"), "`--by WHEN`")],
    ),
    Row(
        &["after", "from", "start", "starting", "begin"],
        &[(Has("since"), "`--since WHEN`"), (Has("at"), "`--at WHEN`")],
    ),
    Row(
        &["date", "when", "on", "time", "day"],
        &[
            (Has("next"), "`--at WHEN`"),
            (Value("by", "WHEN"), "`--by WHEN`"),
            (Has("at"), "`--at WHEN`"),
            (Has("since"), "`--since WHEN` and `--until WHEN`"),
        ],
    ),
    Row(
        &["closed", "done", "finished", "completed", "archived", "history"],
        &[
            (Has("all"), "`--all`"),
            (Nothing, "`owed list --all` for closed ones too, `owed log` for what happened"),
        ],
    ),
    Row(
        &["open", "pending", "active", "todo"],
        &[(Nothing, "`owed list`: without `--all` it lists what is open")],
    ),
    Row(&["overdue", "late", "missed"], &[(Nothing, "`owed overdue`")]),
    Row(&["today", "now-due"], &[(Nothing, "`owed today`")]),
    Row(
        &["last", "last-week", "last-month", "last-days", "past", "yesterday"],
        &[(Has("since"), "`--since WHEN`: `yesterday`, `'last mon'`, `'7 days ago'`")],
    ),
    Row(
        &["week", "this-week", "next-week"],
        &[
            (LooksBack, "`--since WHEN`, and `--until WHEN`"),
            (Has("within"), "`owed week`, or `--within 7d`"),
            (Nothing, "`owed week`"),
        ],
    ),
    Row(
        &["tomorrow", "month", "days"],
        &[
            (LooksBack, "`--since WHEN`, and `--until WHEN`"),
            (Has("within"), "`--within 30d`, or `--until WHEN`"),
            (Nothing, "`owed list --until WHEN`"),
        ],
    ),
    Row(&["reason", "because", "cause"], &[(Has("why"), "`--why TEXT`"), (Has("note"), "`--note TEXT`")]),
    Row(&["why"], &[(Has("note"), "`--note TEXT`")]),
    Row(
        &["message", "comment", "text", "m"],
        &[(Has("note"), "`--note TEXT`"), (Has("why"), "`--why TEXT`"), (Nothing, "`owed note ID TEXT`")],
    ),
    Row(
        &["what", "title", "name", "description", "summary", "subject"],
        &[(
            Value("by", "WHEN"),
            "what is owed is written without an option: `owed promise WHAT --to NAME --by WHEN`",
        )],
    ),
    Row(&["id", "ids"], &[(Nothing, "an id is written without an option")]),
    Row(
        &["search", "find", "grep", "query", "filter", "match"],
        &[(Nothing, "words are written without an option: `owed list acme`")],
    ),
    Row(&["project", "label", "tags", "category", "group"], &[(Has("tag"), "`--tag TAG`")]),
    Row(&["type", "sort-of"], &[(Has("kind"), "`--kind KIND`")]),
    Row(
        &["priority", "prio", "urgent", "important"],
        &[(Nothing, "there are no priorities: what is due first comes first")],
    ),
    Row(
        &["repeat", "recur", "recurring", "recurrence", "interval", "daily", "weekly", "monthly"],
        &[(Has("every"), "`--every 1w`"), (Nothing, "`owed promise WHAT --to NAME --by WHEN --every 1w`")],
    ),
    Row(&["max", "top", "head", "first", "lines", "n"], &[(Has("limit"), "`--limit N`")]),
    Row(
        &["sort", "order", "order-by", "sort-by", "reverse"],
        &[(Nothing, "a list is in the order of what presses most; `--format tsv` is for `sort`")],
    ),
    Row(
        &["csv", "tsv", "markdown", "md", "html", "ics", "xml", "yaml"],
        &[(Nothing, "`--format FORMAT`; the help of the command has the names")],
    ),
    Row(&["out", "o", "export", "save"], &[(Nothing, "`--output FILE`")]),
    Row(&["file", "f", "db", "database", "data"], &[(Nothing, "`--ledger PATH`")]),
    Row(&["colour", "no-color", "no-colour"], &[(Nothing, "`--color never`, or `always`")]),
    Row(&["verbose", "v", "debug", "details"], &[(Nothing, "`owed show ID`: everything about one")]),
    Row(&["silent"], &[(Nothing, "`--quiet`")]),
    Row(
        &["dry", "simulate", "preview", "what-if", "check"],
        &[(Has("dry-run"), "`--dry-run`"), (Nothing, "`owed undo` afterwards, to take it back")],
    ),
    Row(&["delete", "remove", "rm"], &[(Nothing, "`owed cancel ID --as void --why TEXT`")]),
    Row(&["config", "settings"], &[(Nothing, "`owed config`")]),
];

/// Returns the hint for an option that the verb does not have, `None` if nothing is near enough to what was typed.
pub fn option(typed: &str, verb: &Command, root: &Command) -> Option<String> {
    let name = typed.trim_start_matches('-');
    let row = ROWS.iter().find(|Row(words, _)| words.contains(&name.to_lowercase().as_str()));
    let has = |needs: &Needs| match needs {
        Nothing => true,
        LooksBack => ["log", "report"].contains(&verb.get_name()),
        Has(long) => verb.get_arguments().any(|arg| arg.get_long() == Some(long)),
        Value(long, value) => verb.get_arguments().any(|arg| {
            let is_so = |names: &[clap::builder::Str]| names.iter().any(|name| name == value);
            arg.get_long() == Some(long) && arg.get_value_names().is_some_and(is_so)
        }),
    };
    if let Some(Row(_, answers)) = row {
        let say = |say: &str| if say.starts_with('`') { format!("write {say}") } else { say.to_owned() };
        return answers.iter().find(|(needs, _)| has(needs)).map(|(_, answer)| say(answer));
    }
    // One letter is near to nothing.
    if !typed.starts_with("--") {
        return None;
    }
    let globals = root.get_arguments().filter(|arg| arg.is_global_set());
    let longs = verb.get_arguments().chain(globals).filter_map(Arg::get_long);
    text::nearest(name, longs).map(|near| format!("did you mean `--{near}`?"))
}
