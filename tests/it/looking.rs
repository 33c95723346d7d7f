//! The verbs that look: `owed`, `list`, `overdue`, `show`.

use insta::assert_snapshot;

use crate::shop::{RULES, Shop};

#[test]
fn what_is_open_is_listed_most_pressing_first() {
    assert_snapshot!(Shop::busy().owed(""), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   due, limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    not told
    --- exit 0
    ");
}

#[test]
fn list_all_shows_what_is_closed_last() {
    assert_snapshot!(Shop::busy().owed("list --all"), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   due, limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    not told
    ggg  kept         Tue 17 Nov 17:00  Acme Corp    send the invoice again        dana
    hhh  late         Tue 17 Nov 17:00  Globex       answer about the discount     lee
    --- exit 0
    ");
}

#[test]
fn a_list_is_narrowed_by_words_names_kinds_tags_classes_and_dates() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("list inv --all"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   due, limit
    ggg  kept         Tue 17 Nov 17:00  Acme Corp  send the invoice again        dana
    --- exit 0
    ");
    assert_snapshot!(shop.owed("list --to glo"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    at risk
    --- exit 0
    ");
    assert_snapshot!(shop.owed("list --owner LEE --until 2026-11-21"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    at risk
    --- exit 0
    ");
    assert_snapshot!(shop.owed("list --kind email --tag q4"), @"
    id   due       when              to           what                 owner  why
    ddd  in 7d 7h  Fri 27 Nov 17:00  Müller GmbH  send the price list  dana
    --- exit 0
    ");
    assert_snapshot!(shop.owed("list --class company"), @"
    id   due        when             to       what             owner  why
    fff  in 11d 7h  Tue 1 Dec 17:00  Initech  repair the pump  lee    not told
    --- exit 0
    ");
    assert_snapshot!(shop.owed("list --since 2026-11-21 --until 2026-12-02"), @"
    id   due        when              to           what                 owner  why
    ddd  in 7d 7h   Fri 27 Nov 17:00  Müller GmbH  send the price list  dana
    fff  in 11d 7h  Tue 1 Dec 17:00   Initech      repair the pump      lee    not told
    --- exit 0
    ");
}

#[test]
fn a_list_of_nothing_says_so_to_a_person_and_nothing_to_a_pipe() {
    let shop = Shop::new().ledger(RULES);
    assert_snapshot!(shop.owed(""), @"--- exit 0");
    assert_snapshot!(shop.terminal(80, ""), @"
    nothing is open
    --- exit 0
    ");
    assert_snapshot!(shop.terminal(80, "list --all"), @"
    nothing is promised
    --- exit 0
    ");
    assert_snapshot!(shop.terminal(80, "overdue"), @"
    nothing is overdue
    --- exit 0
    ");
}

#[test]
fn an_unknown_kind_or_class_is_refused() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("list --kind callbak"), @r#"
    --- stderr
    error: unknown kind "callbak"
    hint: did you mean "callback"?
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("overdue --class costumer"), @r#"
    --- stderr
    error: unknown class "costumer"
    hint: did you mean "customer"?
    --- exit 2
    "#);
}

#[test]
fn overdue_lists_the_late_and_the_untold_and_ends_with_1() {
    assert_snapshot!(Shop::busy().owed("overdue"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   due, limit
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    not told
    --- exit 1
    ");
}

#[test]
fn overdue_is_asked_more_for_with_at_risk_and_within() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("overdue --at-risk"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   due, limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex     send the signed offer         lee    at risk
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    not told
    --- exit 1
    ");
    assert_snapshot!(shop.owed("overdue --within 8d"), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   due, limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    soon
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana   soon
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    not told
    --- exit 1
    ");
    assert_snapshot!(shop.owed("overdue --to globex --within 2h30m"), @"
    id   due        when              to      what                   owner  why
    ccc  in 2h 30m  Fri 20 Nov 12:00  Globex  send the signed offer  lee    soon
    --- exit 1
    ");
    assert_snapshot!(shop.owed("overdue --to globex --within 2h29m"), @"--- exit 0");
}

#[test]
fn within_takes_a_length_of_time_only() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("overdue --within friday"), @r#"
    --- stderr
    error: invalid duration for --within: "friday"
    hint: write it like 4h or 2d; for a date, use --until
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("overdue --within lots"), @r#"
    --- stderr
    error: invalid duration for --within: "lots"
    hint: write it like 4h or 2d; for a date, use --until
    --- exit 2
    "#);
}

#[test]
fn overdue_counts_when_asked_to_and_is_silent_with_q() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("overdue --count"), @"
    2
    --- exit 1
    ");
    assert_snapshot!(shop.owed("overdue --count --owner lee"), @"
    1
    --- exit 1
    ");
    assert_snapshot!(shop.owed("overdue --count --kind email"), @"
    0
    --- exit 0
    ");
    assert_snapshot!(shop.owed("overdue -q"), @"--- exit 1");
    assert_snapshot!(shop.owed("overdue -q --kind email"), @"--- exit 0");
}

#[test]
fn a_due_is_kept_to_its_last_second_and_overdue_from_the_next() {
    let at = |now: &str| Shop::busy().at(now).owed("overdue --count --to globex").status;
    assert_eq!(at("2026-11-20T12:00:00-05:00"), 0);
    assert_eq!(at("2026-11-20T12:00:01-05:00"), 1);
}

#[test]
fn nothing_overdue_says_nothing_into_a_pipe_so_that_cron_sends_no_mail() {
    let shop = Shop::busy().at("2026-11-16T10:00:00-05:00");
    assert_snapshot!(shop.owed("overdue"), @"--- exit 0");
}

#[test]
fn what_is_promised_after_now_has_not_happened_yet() {
    let shop = Shop::busy().at("2026-11-17T17:30:00-05:00");
    assert_snapshot!(shop.owed("list --all"), @"
    id   due        when              to         what                       owner  why
    hhh  30m late   Tue 17 Nov 17:00  Globex     answer about the discount  lee    due
    fff  in 1d 23h  Thu 19 Nov 17:00  Initech    repair the pump            lee
    ggg  kept       Tue 17 Nov 17:00  Acme Corp  send the invoice again     dana
    --- exit 0
    ");
    assert_snapshot!(shop.owed("show ccc"), @r#"
    --- stderr
    error: no commitment matches "ccc"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn show_tells_the_arithmetic_and_the_history() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("show bbb"), @"
    bbb22222   call back about invoice 1182
    to         Acme Corp
    contact    +1 555 0101
    owner      dana
    kind       callback
    state      1h 30m late: past due, past limit

    how the due came about
    made       Thu 2026-11-19 08:10 -05:00 (America/New_York)
    asked      Thu 2026-11-19 08:00 -05:00 (America/New_York)
    target     24h: 24 hours
    due        Fri 2026-11-20 08:00 -05:00 (America/New_York)
    limit      Fri 2026-11-20 08:00 -05:00 (America/New_York): 24h after it was asked for
    --- exit 0
    ");
    assert_snapshot!(shop.owed("show ddd44444"), @"
    ddd44444   send the price list
    to         Müller GmbH
    owner      dana
    kind       email
    tags       prices, q4
    ref        TICKET-7
    state      open, due in 7d 7h

    how the due came about
    made       Thu 2026-11-19 15:00 -05:00 (America/New_York)
    due        Fri 2026-11-27 17:00 -05:00 (America/New_York)

    history
    Thu 19 Nov 16:00  heard from them, by dana: asked again
    --- exit 0
    ");
    assert_snapshot!(shop.owed("show fff"), @"
    fff55555   repair the pump
    to         Initech
    owner      lee
    kind       promise
    class      company
    state      open, due in 11d 7h: not told

    how the due came about
    made       Thu 2026-11-12 09:00 -05:00 (America/New_York)
    due        Thu 2026-11-19 17:00 -05:00 (America/New_York)
    now due    Tue 2026-12-01 17:00 -05:00 (America/New_York), after moving
    last given Thu 2026-11-19 17:00 -05:00 (America/New_York): the customer was told of no later date
    known due  Thu 2026-11-19 17:00 -05:00 (America/New_York): kept or late is judged by it

    history
    Wed 18 Nov 10:00  moved to Tue 2026-12-01 17:00 -05:00 (America/New_York) (part is late), by lee
    --- exit 0
    ");
    assert_snapshot!(shop.owed("show hhh"), @"
    hhh77777   answer about the discount
    to         Globex
    owner      lee
    kind       email
    state      late by 2h, closed Tue 2026-11-17 19:00 -05:00 (America/New_York)

    how the due came about
    made       Mon 2026-11-16 09:00 -05:00 (America/New_York)
    due        Tue 2026-11-17 17:00 -05:00 (America/New_York)

    history
    Tue 17 Nov 19:00  done, by lee: sent with an apology
    --- exit 0
    ");
}

#[test]
fn a_wide_terminal_shows_a_table_and_a_narrow_one_cards() {
    let shop = Shop::busy();
    assert_snapshot!(shop.terminal(100, ""), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   due, limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech      repair the pump               lee    not told
    --- exit 0
    ");
    assert_snapshot!(shop.terminal(80, ""), @"
    id   due          when              to          what          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp   call back     dana   due, limit
                                                    about
                                                    invoice 1182
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex      send the      lee    at risk
                                                    signed offer
    ddd  in 7d 7h     Fri 27 Nov 17:00  Müller      send the      dana
                                        GmbH        price list
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech     repair the    lee    not told
                                                    pump
    --- exit 0
    ");
    assert_snapshot!(shop.terminal(59, ""), @"
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov 08:00
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana
    why:   due, limit

    id:    ccc
    due:   in 2h 30m
    when:  Fri 20 Nov 12:00
    to:    Globex
    what:  send the signed offer
    owner: lee
    why:   at risk

    id:    ddd
    due:   in 7d 7h
    when:  Fri 27 Nov 17:00
    to:    Müller GmbH
    what:  send the price list
    owner: dana

    id:    fff
    due:   in 11d 7h
    when:  Tue 1 Dec 17:00
    to:    Initech
    what:  repair the pump
    owner: lee
    why:   not told
    --- exit 0
    ");
    assert_snapshot!(shop.terminal(20, "overdue"), @"
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov
           08:00
    to:    Acme Corp
    what:  call back
           about invoice
           1182
    owner: dana
    why:   due, limit

    id:    fff
    due:   in 11d 7h
    when:  Tue 1 Dec
           17:00
    to:    Initech
    what:  repair the
           pump
    owner: lee
    why:   not told
    --- exit 1
    ");
    assert_snapshot!(shop.terminal(40, "show bbb"), @"
    bbb22222   call back about invoice 1182
    to         Acme Corp
    contact    +1 555 0101
    owner      dana
    kind       callback
    state      1h 30m late: past due, past
               limit

    how the due came about
    made       Thu 2026-11-19 08:10 -05:00
               (America/New_York)
    asked      Thu 2026-11-19 08:00 -05:00
               (America/New_York)
    target     24h: 24 hours
    due        Fri 2026-11-20 08:00 -05:00
               (America/New_York)
    limit      Fri 2026-11-20 08:00 -05:00
               (America/New_York): 24h after
               it was asked for
    --- exit 0
    ");
}

#[test]
fn no_terminal_is_too_narrow() {
    let shop = Shop::busy();
    for width in 0..120 {
        for line in ["", "overdue --at-risk", "show fff", "report --by owner"] {
            let said = shop.terminal(width, line);
            assert_eq!(said.stderr, "", "{line} on {width} columns");
            assert!(!said.stdout.is_empty(), "{line} on {width} columns");
        }
    }
}

#[test]
fn a_table_fits_its_terminal() {
    let shop = Shop::busy();
    for width in 60..120 {
        for line in ["", "list --all", "overdue"] {
            let said = shop.terminal(width, line);
            let widest = said.stdout.lines().map(owed::text::width).max().unwrap();
            assert!(widest <= width, "{widest} columns of {width}\n{said}");
        }
    }
}

#[test]
fn colour_says_a_second_time_what_the_words_say() {
    let shop = Shop::busy();
    let plain = shop.owed("overdue").stdout;
    let coloured = shop.owed("overdue --color always").stdout;
    assert!(coloured.contains("\u{1b}["));
    let mut text = String::new();
    for (place, part) in coloured.split("\u{1b}[").enumerate() {
        text.push_str(if place == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(text, plain);
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let busy = || Shop::busy().env("TERM", "xterm");
    let is_coloured = |shop: &Shop, line: &str| shop.terminal(80, line).stdout.contains('\u{1b}');
    assert!(is_coloured(&busy(), "overdue"));
    assert!(!is_coloured(&busy(), "overdue --color never"));
    assert!(!is_coloured(&busy().env("NO_COLOR", "1"), "overdue"));
    assert!(is_coloured(&busy().env("NO_COLOR", "1"), "overdue --color=always"));
    assert!(!is_coloured(&busy().env("TERM", "dumb"), "overdue"));
    assert!(!is_coloured(&busy().env("CLICOLOR", "0"), "overdue"));
    assert!(!is_coloured(&busy().config("color = \"never\""), "overdue"));
    assert!(!Shop::busy().owed("overdue").stdout.contains('\u{1b}'));
}

#[test]
fn a_kind_that_is_none_is_answered_with_each_that_is_once() {
    assert_snapshot!(Shop::busy().owed("list --kind xxxxxx"), @r#"
    --- stderr
    error: unknown kind "xxxxxx"
    hint: use one of callback, email, promise; a table `[kind.NAME]` in the ledger adds another
    --- exit 2
    "#);
}

#[test]
fn a_customer_who_was_told_too_late_is_not_said_to_know_the_old_due_only() {
    let shop = Shop::busy();
    // The pump was due on Thursday at five, and its due is moved and told on Friday.
    assert_eq!(shop.owed("move fff --by 2026-11-27 --why parts --told").status, 0);
    let shown = shop.owed("show fff").to_string();
    let line = shown.lines().find(|line| line.starts_with("known due"));
    assert_snapshot!(line.unwrap_or_default(), @"known due  Thu 2026-11-19 17:00 -05:00 (America/New_York): they were told too late of another");
}
