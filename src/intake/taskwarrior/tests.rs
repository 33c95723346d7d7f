use insta::assert_snapshot;

use super::*;
use crate::intake::shown::{shown, shown_with};
use crate::intake::{Map, guess};

const TASKS: &str = r#"[
{"id":1,"customer":"Acme Corp","description":"call back\nabout 1182","due":"20261121T091200Z","entry":"20261118T143000Z","priority":"H","project":"acme","status":"pending","uuid":"3116","annotations":[{"entry":"20261119T223800Z","description":"no answer; try again"},{"entry":"20261120T080000Z","description":"left a message"}],"tags":["phone","two words"],"urgency":20.448},
{"id":2,"description":"no due, no project","entry":"20261118T143000Z","status":"pending","uuid":"7ab7"},
{"id":3,"project":"Home.Garage","description":"typed as a day","due":"20261127T230000Z","entry":"20261117T200000Z","status":"waiting","uuid":"3428","wait":"20261126T000000Z","estimate":3,"rate":0.5,"githuburl":"https://example.org/7","room":"12"},
{"id":4,"project":"self","description":"water the plants","due":"20261123T220000Z","entry":"20261116T140000Z","recur":"weekly","status":"recurring","uuid":"5653"},
{"id":0,"project":"Hotel Bellevue","description":"done in time","due":"20261120T200000Z","end":"20261119T150000Z","entry":"20261116T140000Z","status":"completed","uuid":"e884"},
{"id":0,"project":"Gone Ltd","description":"deleted, not done","due":"20261120T200000Z","end":"20261127T223800Z","entry":"20261116T140000Z","status":"deleted","uuid":"9484"}
]
"#;

#[test]
fn a_task_is_what_task_says_it_is() {
    assert_snapshot!(shown(&SOURCE, TASKS).join("\n"), @r#"
    said due: 00:00 in Europe/Berlin is a time, and not the end of a day, in 1 row (line 4)
    said not kept: id, priority, urgency, wait, recur
    2: "call back\nabout 1182" for "acme", taskwarrior:3116, made 2026-11-18T15:30:00+01:00, due 2026-11-21T10:12:00+01:00, tags phone/two words, note 2026-11-19T23:38:00+01:00 "no answer; try again", note 2026-11-20T09:00:00+01:00 "left a message", x-customer = "Acme Corp"
    3- owed to nobody: no project, or nothing in the attribute that --map to=… names
    4: "typed as a day" for "Home.Garage", taskwarrior:3428, made 2026-11-17T21:00:00+01:00, due 2026-11-28T00:00:00+01:00, contact https://example.org/7, x-estimate = 3, x-rate = 0.5, x-githuburl = "https://example.org/7", x-room = "12"
    5- the template of a recurring task, whose instances come in
    6: "done in time" for "Hotel Bellevue", taskwarrior:e884, made 2026-11-16T15:00:00+01:00, due 2026-11-20T21:00:00+01:00, done 2026-11-19T16:00:00+01:00
    7: "deleted, not done" for "Gone Ltd", taskwarrior:9484, made 2026-11-16T15:00:00+01:00, due 2026-11-20T21:00:00+01:00, deleted at taskwarrior
    "#);
}

#[test]
fn an_attribute_that_is_mapped_is_not_kept_twice() {
    let map = Map::parse(&["to=customer,owner=room,due=wait".to_owned()], &[], &[]).unwrap();
    let shown = shown_with(&SOURCE, TASKS, Options { map, ..Options::default() });
    assert_snapshot!(shown.join("\n"), @r#"
    said not kept: id, priority, urgency, recur
    2: "call back\nabout 1182" for "Acme Corp", taskwarrior:3116, made 2026-11-18T15:30:00+01:00, tags phone/two words, note 2026-11-19T23:38:00+01:00 "no answer; try again", note 2026-11-20T09:00:00+01:00 "left a message"
    3- owed to nobody: no project, or nothing in the attribute that --map to=… names
    4- owed to nobody: no project, or nothing in the attribute that --map to=… names
    5- the template of a recurring task, whose instances come in
    6- owed to nobody: no project, or nothing in the attribute that --map to=… names
    7- owed to nobody: no project, or nothing in the attribute that --map to=… names
    "#);
}

#[test]
fn one_object_a_line_is_the_same_as_a_list() {
    let lines: Vec<_> = TASKS.lines().filter(|line| line.starts_with('{')).collect();
    let but_lines = |text: &str| {
        let shown = shown(&SOURCE, text);
        let rest = |line: &String| line.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        let mut shown: Vec<_> = shown.iter().map(rest).filter(|said| !said.contains("(line ")).collect();
        shown.sort();
        shown
    };
    let bare: Vec<_> = lines.iter().map(|line| line.trim_end_matches(',')).collect();
    // The lines of 2.5 end in commas; a list of one has none.
    for text in [bare.join("\n"), lines.join("\r\n"), format!("[{}]", bare.join(","))] {
        assert_eq!(but_lines(&text), but_lines(TASKS));
    }
}

#[test]
fn an_attribute_that_holds_others_is_kept_as_text() {
    let task = r#"{"uuid":"a","entry":"20261116T140000Z","description":"d","project":"p","status":"pending","due":"20261120T200000Z","odd":{"to":["x",1]},"none":null}"#;
    let shown = shown(&SOURCE, task);
    assert!(shown[0].ends_with(r#"x-odd = "{\"to\":[\"x\",1]}""#), "{shown:?}");
}

#[test]
fn a_file_of_tasks_is_known_by_its_first_task() {
    let name = |text: &str| {
        guess(text, &Options::default(), &[]).map(|source| source.name).map_err(|error| error.message)
    };
    assert_eq!(name(TASKS), Ok("taskwarrior"));
    assert_eq!(name("[\n]\n"), Err("the format of the file is not known".to_owned()));
    assert_eq!(shown(&SOURCE, "[\n]\n"), [""; 0]);
}

#[test]
fn a_file_of_countless_attributes_is_refused() {
    let many = |count: usize| (0..count).map(|n| format!("\"a{n}\":1")).collect::<Vec<_>>().join(",");
    let shown = shown(&SOURCE, &format!("[\n{{{}}},\n{{{}}}]", many(900), many(1_100)));
    assert_eq!(shown, ["! line 3: more than 1000 attributes; this is not an export of Taskwarrior"]);
}
