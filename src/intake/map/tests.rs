use super::*;

fn parse(items: &[&str]) -> Result<Map> {
    Map::parse(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>())
}

fn columns(items: &[&str], header: &[&str]) -> Result<Columns> {
    parse(items)?.columns(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
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
        assert_eq!(columns(items, &header).unwrap().place(field), expected, "{items:?} {field:?}");
    }
}

#[test]
fn the_column_of_exactly_that_name_goes_before_one_in_other_capitals() {
    let found = columns(&["due=Due"], &["to", "what", "made", "due", "Due"]).unwrap();
    assert_eq!(found.place(Field::Due), Some(4));
}

#[test]
fn a_wrong_map_is_refused_and_says_what_to_write() {
    let fields = "the fields are ref, to, what, kind, owner, class, tags, contact, made, asked, due, done";
    let cases: [(&[&str], String); 7] = [
        (&["duw=Due"], format!("--map: unknown field \"duw\"\ndid you mean \"due\"?\n{fields}")),
        (&["Due=Due"], format!("--map: unknown field \"Due\"\ndid you mean \"due\"?\n{fields}")),
        (&["priority=p"], format!("--map: unknown field \"priority\"\n{fields}")),
        (&["=x"], format!("--map: unknown field \"\"\n{fields}")),
        (
            &["due"],
            "--map \"due\": missing column\n\
             write FIELD=COLUMN, such as due=Deadline; a column name cannot contain a comma"
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
fn a_column_that_is_not_there_is_refused_with_those_that_are_nearest_first() {
    let header = ["id", "customer", "what", "made", "dued", ""];
    assert_eq!(
        said(columns(&["due=deud"], &header)),
        "the file has no column \"deud\"\ndid you mean \"dued\"?\nthe columns are dued, id, what, made, customer"
    );
    assert_eq!(
        said(columns(&[], &header)),
        "no column for \"to\"\nadd --map to=COLUMN; the columns are id, what, made, dued, customer"
    );
    assert_eq!(
        said(columns(&["to=x"], &["", ""])),
        "the file has no column \"x\"\nthe first line of the file must name the columns"
    );
    let many: Vec<String> = (100..130).map(|number| format!("column {number}")).collect();
    let said = said(Map::default().columns(&many));
    assert!(said.ends_with("column 119 and 10 more"), "{said}");
}

#[test]
fn a_column_that_is_there_twice_is_refused_only_where_it_is_needed() {
    let header = ["to", "what", "made", "due", "due", "note", "note"];
    assert_eq!(
        said(columns(&[], &header)),
        "the file has more than one column \"due\"\nrename them in the first line of the file"
    );
    assert_eq!(columns(&["due="], &header).unwrap().place(Field::Due), None);
}
