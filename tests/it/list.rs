//! `owed list` and `owed` alone: what is open, the most pressing first.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn what_is_open_is_listed_most_pressing_first() {
    assert_snapshot!(TestEnv::sample().owed(""), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    customer not told of the new date
    --- exit 0
    ");
}

#[test]
fn list_all_shows_what_is_closed_last() {
    assert_snapshot!(TestEnv::sample().owed("list --all"), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    customer not told of the new date
    ggg  kept         Tue 17 Nov 17:00  Acme Corp    send the invoice again        dana
    hhh  late         Tue 17 Nov 17:00  Globex       answer about the discount     lee
    --- exit 0
    ");
}

#[test]
fn a_list_is_narrowed_by_words_names_kinds_tags_classes_and_dates() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("list inv --all"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    ggg  kept         Tue 17 Nov 17:00  Acme Corp  send the invoice again        dana
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --to glo"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    at risk
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --owner LEE --until 2026-11-21"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    at risk
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --kind email --tag q4"), @"
    id   due       when              to           what                 owner  why
    ddd  in 7d 7h  Fri 27 Nov 17:00  Müller GmbH  send the price list  dana
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --class company"), @"
    id   due        when             to       what             owner  why
    fff  in 11d 7h  Tue 1 Dec 17:00  Initech  repair the pump  lee    customer not told of the new date
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --since 2026-11-21 --until 2026-12-02"), @"
    id   due        when              to           what                 owner  why
    ddd  in 7d 7h   Fri 27 Nov 17:00  Müller GmbH  send the price list  dana
    fff  in 11d 7h  Tue 1 Dec 17:00   Initech      repair the pump      lee    customer not told of the new date
    --- exit 0
    ");
}

#[test]
fn a_list_of_nothing_says_so_to_a_person_and_nothing_to_a_pipe() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed(""), @"--- exit 0");
    assert_snapshot!(env.terminal(80, ""), @"
    nothing is open
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, "list --all"), @"
    nothing is promised
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, "overdue"), @"
    nothing is overdue
    --- exit 0
    ");
}

#[test]
fn nothing_that_matches_is_not_nothing_at_all() {
    let env = TestEnv::sample();
    let said = |line: &str| env.terminal(80, line).stdout;
    assert_eq!(said("list acme offer"), "nothing open matches; 4 are open\n");
    assert_eq!(said("list --until 2026-11-01"), "nothing open matches; 4 are open\n");
    assert_eq!(said("list --all --until 2026-11-01"), "nothing matches; 6 on record\n");
    assert_eq!(said("overdue discount"), "nothing overdue matches; 2 are overdue\n");
    for id in ["bbb", "ccc", "ddd"] {
        assert_eq!(env.owed(&format!("done {id}")).status, 0);
    }
    assert_eq!(said("list globex"), "nothing open matches; 1 is open\n");
    assert_eq!(said("overdue globex"), "nothing overdue matches; 1 is overdue\n");
}

#[test]
fn an_unknown_kind_or_class_is_refused() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("list --kind callbak"), @r#"
    --- stderr
    error: unknown kind "callbak"
    hint: did you mean "callback"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --class costumer"), @r#"
    --- stderr
    error: unknown class "costumer"
    hint: did you mean "customer"?
    --- exit 2
    "#);
}

#[test]
fn a_kind_that_is_none_is_answered_with_each_that_is_once() {
    assert_snapshot!(TestEnv::sample().owed("list --kind xxxxxx"), @r#"
    --- stderr
    error: unknown kind "xxxxxx"
    hint: use one of callback, email, promise; a table `[kind.NAME]` in the ledger adds another
    --- exit 2
    "#);
}
