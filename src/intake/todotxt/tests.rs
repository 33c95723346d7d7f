use insta::assert_snapshot;

use super::*;
use crate::intake::Map;
use crate::intake::shown::{shown, shown_with};

#[test]
fn a_line_is_what_the_format_says() {
    let file = "\
(A) 2026-11-18 call back about invoice 1182 @Acme_Corp +phone +urgent +phone due:2026-11-21
(B) 2026-11-17 repair the boiler valve @Ada_Okafor due:2026-11-20 pri:B rec:1w t:2026-11-19
x 2026-11-19 2026-11-16 ring back @Hotel_Bellevue due:2026-11-20\r
x 2026-11-19 done on a day @Bo due:2026-11-20
x (C) 2026-11-19 2026-11-16 priority after x @Bo due:2026-11-20
x call without any date @Nobody
2026-11-18 write to bob@example.org about 3+4 + more @ once @Bob due:2026-11-25

(C) due in prose: tomorrow @Dora
xylophone, see http://example.org:80 @Eve id:T-7 due:2026-11-25
2026-11-18 2026-11-19 two dates @Eve due:2026-11-25
2026-11-18 nobody due:2026-11-25
2026-11-18 call @Bo about @Eve due:2026-11-25
x
";
    assert_snapshot!(shown(&SOURCE, file).join("\n"), @r#"
    said times without an offset are in Europe/Berlin
    said created, completed: a column of days, for no time is written: the time of day is not known
    said due: a column of days, for no time is written: due at the end of each
    said not kept: priority, rec, t
    1: "call back about invoice 1182" for "Acme Corp", todotxt:d70de6c8ddf4e6af, made 2026-11-18T00:00:00+01:00, due 2026-11-21T23:59:59+01:00, tags phone/urgent
    2: "repair the boiler valve" for "Ada Okafor", todotxt:d000883afe70f526, made 2026-11-17T00:00:00+01:00, due 2026-11-20T23:59:59+01:00
    3: "ring back" for "Hotel Bellevue", todotxt:7fec78697021e207, made 2026-11-16T00:00:00+01:00, due 2026-11-20T23:59:59+01:00, done 2026-11-19T00:00:00+01:00
    4: "done on a day" for "Bo", todotxt:f17618471c438493, made 2026-11-19T00:00:00+01:00, due 2026-11-20T23:59:59+01:00, done 2026-11-19T00:00:00+01:00
    5: "priority after x" for "Bo", todotxt:093cf9809c9a1d19, made 2026-11-16T00:00:00+01:00, due 2026-11-20T23:59:59+01:00, done 2026-11-19T00:00:00+01:00
    6- closed, but without a closing time
    7: "write to bob@example.org about 3+4 + more @ once" for "Bob", todotxt:5cd8df206322426a, made 2026-11-18T00:00:00+01:00, due 2026-11-25T23:59:59+01:00
    9: "due in prose: tomorrow" for "Dora", todotxt:882675253eeae07b, made 2026-11-20T13:00:00+01:00
    10: "xylophone, see http://example.org:80" for "Eve", todotxt:T-7, made 2026-11-20T13:00:00+01:00, due 2026-11-25T23:59:59+01:00
    11: "2026-11-19 two dates" for "Eve", todotxt:4cfecf8d42e1e261, made 2026-11-18T00:00:00+01:00, due 2026-11-25T23:59:59+01:00
    12- owed to nobody: no @context, or several, and no --set to=…
    13- owed to nobody: no @context, or several, and no --set to=…
    14- owed to nobody: no @context, or several, and no --set to=…
    "#);
}

#[test]
fn what_cannot_be_a_date_is_bad() {
    let file = "\
2026-11-18 a @Eve due:\"3\"
2026-11-18 a @Eve due:tomorrow
2026-11-18 a @Eve due:2026-15-09
2026-11-18 a @Eve due:2026-11-25 due:2026-11-26
X (A) 2023-10-09 2023-15-09 capital @Eve
x 2023-10-09 2023-15-09 month 15 @Eve
";
    assert_snapshot!(shown(&SOURCE, file).join("\n"), @r#"
    said times without an offset are in Europe/Berlin
    said created, completed: a column of days, for no time is written: the time of day is not known
    1! due is not a date: write due:2026-11-21: "\"3\""
    2! due is not a date: write due:2026-11-21: "tomorrow"
    3! due is not a real date: "2026-15-09"
    4! two dues: "due:2026-11-26"
    5! a capital X: a line that is done begins with a small one: "X (A) 2023-10-09 2023-15-09 capital @Eve"
    6! made is not a real date: "2023-15-09"
    "#);
}

#[test]
fn the_name_of_a_line_stays_when_it_is_done_or_moved() {
    let name = |line: &str| row(line, "").unwrap().texts[0].clone();
    let wanted = name("(A) 2026-11-18 call back @Acme_Corp +phone due:2026-11-21");
    // It is written down in ledgers: it must be the same in every version.
    assert_eq!(wanted, "d6cf67dbbfb165cd");
    for same in [
        "2026-11-18 call back @Acme_Corp +phone due:2026-11-21",
        "call  back @Acme_Corp +phone",
        "x 2026-11-19 2026-11-18 call back @Acme_Corp +phone due:2026-11-21 pri:A",
        "x 2026-11-19 call back @Acme_Corp +phone t:2026-11-20 due:2026-12-24 h:1",
    ] {
        assert_eq!(name(same), wanted, "{same}");
    }
    assert_ne!(name("call back @Acme_Corp +mail"), wanted);
    assert_ne!(name("a b @B rec:1w due:2026-11-21"), name("a b @B rec:1w due:2026-11-28"));
    assert_eq!(
        name("a @B rec:1w due:2026-11-21"),
        name("x 2026-11-21 2026-11-20 a @B due:2026-11-21 rec:1w")
    );
}

#[test]
fn with_a_customer_for_all_lines_contexts_are_words() {
    let map = Map::parse(&[], &[], &["to=Acme Corp".to_owned()]).unwrap();
    let options = || Options { map: map.clone(), ..Options::default() };
    let file = "2026-11-18 call @Bo about @Eve due:2026-11-25\n2026-11-18 alone due:2026-11-25\n";
    assert_snapshot!(shown_with(&SOURCE, file, options()).join("\n"), @r#"
    said times without an offset are in Europe/Berlin
    said created: a column of days, for no time is written: the time of day is not known
    said due: a column of days, for no time is written: due at the end of each
    1: "call @Bo about @Eve" for "Acme Corp", todotxt:3df897a849928948, made 2026-11-18T00:00:00+01:00, due 2026-11-25T23:59:59+01:00
    2: "alone" for "Acme Corp", todotxt:e7649eb7514cd4f5, made 2026-11-18T00:00:00+01:00, due 2026-11-25T23:59:59+01:00
    "#);
}
