use super::*;
use crate::intake::Events;

fn parse(items: &[&str]) -> Result<Map> {
    Map::parse(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>(), &[], &[])
}

fn columns(items: &[&str], header: &[&str]) -> Result<Columns> {
    parse(items)?
        .over(Map::by_name())
        .columns(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), true)
}

/// Returns the error and its hints, a line each.
fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
    let error = result.unwrap_err();
    [vec![error.message], error.hints].concat().join("\n")
}

#[test]
fn a_field_is_in_the_column_that_is_mapped_else_in_that_of_its_name() {
    let header = ["id", "To", "what", "made", "due date", "kind", "due"];
    let cases: [(&[&str], Field, Option<usize>); 10] = [
        (&[], Field::Reference, None),
        (&["ref=id"], Field::Reference, Some(0)),
        (&[" ref = id "], Field::Reference, Some(0)),
        (&[], Field::To, Some(1)),
        (&[], Field::Due, Some(6)),
        (&["due=due date"], Field::Due, Some(4)),
        (&["due=DUE"], Field::Due, Some(6)),
        (&["owner=kind"], Field::Owner, Some(5)),
        (&["owner=kind"], Field::Kind, Some(5)),
        (&["kind="], Field::Kind, None),
    ];
    for (items, field, expected) in cases {
        assert_eq!(
            columns(items, &header).unwrap().places(field).first().copied(),
            expected,
            "{items:?} {field:?}"
        );
    }
}

#[test]
fn the_column_of_exactly_that_name_goes_before_one_in_other_capitals() {
    let found = columns(&["due=Due"], &["to", "what", "made", "due", "Due"]).unwrap();
    assert_eq!(found.places(Field::Due), [4]);
}

#[test]
fn a_wrong_map_is_refused_and_says_what_to_write() {
    let fields = "the fields are ref, to, what, kind, owner, class, tags, contact, made, asked, due, done, status, \
        outcome, note";
    let cases: [(&[&str], String); 7] = [
        (&["duw=Due"], format!("--map: unknown field \"duw\"\ndid you mean \"due\"?\n{fields}")),
        (&["Due=Due"], format!("--map: unknown field \"Due\"\ndid you mean \"due\"?\n{fields}")),
        (&["priority=p"], format!("--map: unknown field \"priority\"\n{fields}")),
        (&["=x"], format!("--map: unknown field \"\"\n{fields}")),
        (
            &["due"],
            "--map \"due\": missing `=`\n\
             write FIELD=COLUMN, such as due=Deadline; a name with a comma stands in double quotes"
                .to_owned(),
        ),
        (
            &["due=a", "made=b", "due=c"],
            "--map: two columns for due\none of them is \"a\"; leave one out".to_owned(),
        ),
        (&["to="], "--map: missing field to, which every commitment needs\nwrite to=COLUMN".to_owned()),
    ];
    for (items, expected) in cases {
        assert_eq!(said(parse(items)), expected);
    }
}

#[test]
fn a_column_that_is_not_there_is_refused_with_those_that_are_there() {
    let header = ["id", "customer", "what", "made", "dued", ""];
    assert_eq!(
        said(columns(&["due=deud"], &header)),
        "the file has no column \"deud\"; no column for to\ndid you mean \"dued\"?\n\
         add --map to=COLUMN, or --set FIELD=VALUE for what every row shares\n\
         the columns are id, customer, what, made, dued"
    );
    assert_eq!(
        said(columns(&[], &header)),
        "no column for to\nadd --map to=COLUMN, or --set FIELD=VALUE for what every row shares\n\
         the columns are id, customer, what, made, dued"
    );
    assert_eq!(
        said(columns(&["to=x"], &["", ""])),
        "the file has no column \"x\"; no column for what, made\n\
         add --map what=COLUMN,made=COLUMN, or --set FIELD=VALUE for what every row shares\n\
         the first line of the file must name the columns"
    );
    let many: Vec<String> = (100..130).map(|number| format!("column {number}")).collect();
    let said = said(Map::by_name().columns(&many, true));
    assert!(said.ends_with("column 119 and 10 more"), "{said}");
}

#[test]
fn a_column_that_is_there_twice_is_refused_only_where_it_is_needed() {
    let header = ["to", "what", "made", "due", "due", "note", "note"];
    assert_eq!(
        said(columns(&[], &header)),
        "the file has more than one column \"due\"\nrename them in the first line of the file"
    );
    assert_eq!(columns(&["due="], &header).unwrap().places(Field::Due), [0_usize; 0]);
}

#[test]
fn names_with_commas_stand_in_quotes_and_a_due_can_be_said_to_be_a_day() {
    let found =
        columns(&["to=\"Name, full\",what=W", "due=Due, by:date"], &["Name, full", "W", "made", "due"]);
    assert_eq!(
        said(found),
        "--map \" by:date\": missing `=`\nwrite FIELD=COLUMN, such as due=Deadline; a name with a comma stands in double quotes"
    );
    let map = parse(&["to=\"Name, full\",what=W", "due=\"Due, by\":date"]).unwrap();
    assert_eq!(map.forced(), Some(Forced::Date));
    let headings = ["Name, full", "W", "made", "Due, by"].map(str::to_owned);
    let found = map.over(Map::by_name()).columns(&headings, true).unwrap();
    assert_eq!([Field::To, Field::What, Field::Due].map(|field| found.places(field)), [&[0], &[1], &[3]]);
}

#[test]
fn what_words_mean_is_found_without_case_and_accents() {
    let words = ["status.closed=Done,\"Erledigt, bezahlt\"", "status.open=Offen", "kind.callback=Rückruf"]
        .map(str::to_owned);
    let map = Map::parse(&[], &words, &[]).unwrap();
    let meant = |field, word| map.meant(field, word);
    assert_eq!(meant(Field::Status, " DONE"), Some("closed"));
    assert_eq!(meant(Field::Status, "erledigt, bezahlt"), Some("closed"));
    assert_eq!(meant(Field::Kind, "rückruf"), Some("callback"));
    assert_eq!(meant(Field::Owner, "Done"), None);
    let several = "status.closed=Done,Fixed,status.cancelled=No,\"status.open=x\", kind.visit=V".to_owned();
    let map = Map::parse(&[], &[several], &[]).unwrap();
    let meant = |field, word| map.meant(field, word);
    assert_eq!(meant(Field::Status, "fixed"), Some("closed"));
    assert_eq!(["no", "status.open=x"].map(|word| meant(Field::Status, word)), [Some("cancelled"); 2]);
    assert_eq!(meant(Field::Kind, "v"), Some("visit"));
    let refused = |word: &str| said(Map::parse(&[], &[word.to_owned()], &[]));
    assert_eq!(refused("status.close=x").lines().next(), Some("--map-value: status has no value \"close\""));
    assert_eq!(refused("due.closed=x").lines().next(), Some("--map-value: due has no words"));
    assert_eq!(refused("status=x").lines().next(), Some("--map-value \"status=x\": missing value"));
}

#[test]
fn one_value_is_set_at_a_time() {
    let set = |item: &str| Map::parse(&[], &[], &[item.to_owned()]);
    assert_eq!(set("to=Acme, Inc.").unwrap().value(Field::To), Some("Acme, Inc."));
    assert_eq!(set("to=\"a, kind=b\"").unwrap().value(Field::To), Some("a, kind=b"));
    assert_eq!(set("note=a, b=c").unwrap().value(Field::Note), Some("a, b=c"));
    assert_eq!(
        said(set("to=Acme, kind=call")),
        "--set \"to=Acme, kind=call\": two values\n\
         write --set kind=call; a value with a comma before such a word stands in double quotes"
    );
}

#[test]
fn what_is_said_later_goes_over_what_was_said_before() {
    let parsed = |columns: &str, words: &str, set: &str| {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        Map::parse(&list(columns), &list(words), &list(set)).unwrap()
    };
    let above = parsed("due=B", "status.open=x", "owner=dana");
    let map = above.over(parsed("due=A to=C status=S", "status.closed=x,y", "owner=lee kind=callback"));
    assert_eq!((map.value(Field::Owner), map.value(Field::Kind)), (Some("dana"), Some("callback")));
    assert_eq!(
        (map.meant(Field::Status, "x"), map.meant(Field::Status, "y")),
        (Some("open"), Some("closed"))
    );
    let headings = ["A", "B", "C", "S", "what", "made"].map(str::to_owned);
    let found = map.over(Map::by_name()).columns(&headings, true).unwrap();
    assert_eq!([Field::Due, Field::To].map(|field| found.places(field)), [&[1], &[2]]);
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let said = said(columns(&["due=Due", "owner=Agent"], &["id", "Customer", "Subject", "Created"]));
    assert!(
        said.starts_with("the file has no columns \"Agent\", \"Due\"; no column for to, what, made\n"),
        "{said}"
    );
}

#[test]
fn columns_that_are_missing_are_named_in_the_order_of_those_that_may_be_meant() {
    let headings = ["Ticket", "When", "Event", "Customer", "Subject", "Owner"].map(str::to_owned);
    let events = Events::parse(&["id=Tiket,at=When,did=Evnt,by=Ownr,why=Grund".to_owned()]).unwrap();
    let map = Map::parse(&["to=Custmer,what=Subject".to_owned()], &[], &[]).unwrap();
    let error = events.over(map.over(Map::by_name())).columns(&headings, false).unwrap_err();
    assert_eq!(
        error.message,
        "the file has no columns \"Tiket\", \"Evnt\", \"Custmer\", \"Ownr\", \"Grund\""
    );
    assert_eq!(
        error.hints[0],
        "\"Tiket\": did you mean \"Ticket\"? \"Evnt\": did you mean \"Event\"? \"Custmer\": did you mean \"Customer\"? \
         \"Ownr\": did you mean \"Owner\"?"
    );
}
