//! Tables, cards and colour, on a terminal of any width and in a pipe.

use insta::assert_snapshot;

use crate::support::TestEnv;

#[test]
fn a_wide_terminal_shows_a_table_and_a_narrow_one_cards() {
    let env = TestEnv::sample();
    assert_snapshot!(env.terminal(100, ""), @"
    id   due               to           what                          owner  why
    bbb  1h 30m late       Acme Corp    call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m         Globex       send the signed offer         lee    at risk
    ddd  Fri 27 Nov 17:00  Müller GmbH  send the price list           dana
    fff  Tue 1 Dec 17:00   Initech      repair the pump               lee    customer not told of the
                                                                             new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, ""), @"
    id   due               to           what                   owner  why
    bbb  1h 30m late       Acme Corp    call back about        dana   over its 24h
                                        invoice 1182                  limit
    ccc  in 2h 30m         Globex       send the signed offer  lee    at risk
    ddd  Fri 27 Nov 17:00  Müller GmbH  send the price list    dana
    fff  Tue 1 Dec 17:00   Initech      repair the pump        lee    customer not
                                                                      told of the
                                                                      new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(59, ""), @"
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov 08:00
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana
    why:   over its 24h limit

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
    why:   customer not told of the new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(20, "overdue"), @"
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov
           08:00
    to:    Acme Corp
    what:  call back
           about invoice
           1182
    owner: dana
    why:   over its 24h
           limit

    id:    fff
    due:   in 11d 7h
    when:  Tue 1 Dec
           17:00
    to:    Initech
    what:  repair the
           pump
    owner: lee
    why:   customer not
           told of the
           new date
    --- exit 1
    ");
    assert_snapshot!(env.terminal(40, "show bbb"), @"
    bbb22222   call back about invoice 1182
    to         Acme Corp
    contact    +1 555 0101
    owner      dana
    kind       callback
    state      1h 30m late: over its 24h
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
    let env = TestEnv::sample();
    for width in 0..120 {
        for line in ["", "overdue --at-risk", "show fff", "report --by owner"] {
            let said = env.terminal(width, line);
            assert_eq!(said.stderr, "", "{line} on {width} columns");
            assert!(!said.stdout.is_empty(), "{line} on {width} columns");
        }
    }
}

#[test]
fn a_table_fits_its_terminal() {
    let env = TestEnv::sample();
    for width in 60..120 {
        for line in ["", "list --all", "overdue"] {
            let said = env.terminal(width, line);
            let widest = said.stdout.lines().map(owed::inside::width).max().unwrap();
            assert!(widest <= width, "{widest} columns of {width}\n{said}");
        }
    }
}

#[test]
fn colour_says_a_second_time_what_the_words_say() {
    let env = TestEnv::sample();
    let plain = env.owed("overdue").stdout;
    let coloured = env.owed("overdue --color always").stdout;
    assert!(coloured.contains("\u{1b}["));
    let mut text = String::new();
    for (place, part) in coloured.split("\u{1b}[").enumerate() {
        text.push_str(if place == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(text, plain);
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let busy = || TestEnv::sample().env("TERM", "xterm");
    let is_coloured = |env: &TestEnv, line: &str| env.terminal(80, line).stdout.contains('\u{1b}');
    assert!(is_coloured(&busy(), "overdue"));
    assert!(!is_coloured(&busy(), "overdue --color never"));
    assert!(!is_coloured(&busy().env("NO_COLOR", "1"), "overdue"));
    assert!(is_coloured(&busy().env("NO_COLOR", "1"), "overdue --color=always"));
    assert!(!is_coloured(&busy().env("TERM", "dumb"), "overdue"));
    assert!(!is_coloured(&busy().env("CLICOLOR", "0"), "overdue"));
    assert!(!is_coloured(&busy().config("color = \"never\""), "overdue"));
    assert!(!TestEnv::sample().owed("overdue").stdout.contains('\u{1b}'));
}

#[test]
fn a_pipe_shows_whole_words_and_one_line_a_row() {
    let what = "word ".repeat(60);
    let env = TestEnv::new();
    env.owed(&format!("promise {what} --to Acme --by 2h"));
    let said = env.owed("");
    assert_eq!(said.stdout.lines().count(), 2);
    assert!(said.stdout.contains(what.trim()));
}

/// A ledger of 75 open promises, as three people have them.
fn busy() -> TestEnv {
    let to = [
        "Acme Corp",
        "Hotel Bellevue",
        "Müller & Söhne",
        "Ada Okafor",
        "Schmidt-Hohenberg Immobilien",
        "東京電力",
    ];
    let what = [
        "call back about invoice 1182",
        "send the quote for twelve grinders",
        "repair the boiler valve",
        "explain the delay of the delivery from last week",
        "fix the 🔧",
    ];
    let letters = ["b", "c", "d", "f", "g", "h", "j", "k", "m"];
    let mut ids = letters.iter().flat_map(|one| letters.iter().map(move |two| format!("{one}{two}xxxxxx")));
    let block = |number: usize| {
        let (to, what) = (to[number % to.len()], what[number % what.len()]);
        let (day, hour) = (19 + number / 12, 9 + number % 9);
        format!(
            "\n[[commitment]]\nid = \"{}\"\nkind = \"promise\"\nto = \"{to}\"\nwhat = \"{what}\"\nowner = \"{}\"\n\
             made = 2026-11-16T09:00:00-05:00\ndue = 2026-11-{day}T{hour:02}:30:00-05:00\n",
            ids.next().unwrap(),
            ["dana", "kim", "sam"][number % 3]
        )
    };
    let blocks: String = (0..75).map(block).collect();
    TestEnv::new().ledger(format!("format = 1\ntimezone = \"America/New_York\"\n{blocks}"))
}

#[test]
fn a_row_stays_a_row_where_it_can() {
    let env = busy();
    let lines = |width: usize, line: &str| env.terminal(width, line).stdout.lines().count();
    // The heads, and a line for each promise.
    assert_eq!(lines(200, ""), 76);
    assert_eq!(lines(120, ""), 76);

    let first = |width: usize, line: &str| {
        let said = env.terminal(width, line).stdout;
        said.lines().take(12).map(|line| format!("{line}\n")).collect::<String>()
    };
    assert_snapshot!(first(200, ""), @"
    id   due       when              to                            what                                              owner  why
    bbx  1d late   Thu 19 Nov 09:30  Acme Corp                     call back about invoice 1182                      dana
    cbx  1d late   Thu 19 Nov 09:30  Ada Okafor                    fix the 🔧                                        dana
    bcx  23h late  Thu 19 Nov 10:30  Hotel Bellevue                send the quote for twelve grinders                kim
    ccx  23h late  Thu 19 Nov 10:30  Schmidt-Hohenberg Immobilien  call back about invoice 1182                      kim
    bdx  22h late  Thu 19 Nov 11:30  Müller & Söhne                repair the boiler valve                           sam
    cdx  22h late  Thu 19 Nov 11:30  東京電力                      send the quote for twelve grinders                sam
    bfx  21h late  Thu 19 Nov 12:30  Ada Okafor                    explain the delay of the delivery from last week  dana
    bgx  20h late  Thu 19 Nov 13:30  Schmidt-Hohenberg Immobilien  fix the 🔧                                        kim
    bhx  19h late  Thu 19 Nov 14:30  東京電力                      call back about invoice 1182                      sam
    bjx  18h late  Thu 19 Nov 15:30  Acme Corp                     send the quote for twelve grinders                dana
    bkx  17h late  Thu 19 Nov 16:30  Hotel Bellevue                repair the boiler valve                           kim
    ");
    assert_snapshot!(first(80, ""), @"
    id   due               to              what                       owner  why
    bbx  1d late           Acme Corp       call back about invoice    dana
                                           1182
    cbx  1d late           Ada Okafor      fix the 🔧                 dana
    bcx  23h late          Hotel Bellevue  send the quote for twelve  kim
                                           grinders
    ccx  23h late          Schmidt-        call back about invoice    kim
                           Hohenberg       1182
                           Immobilien
    bdx  22h late          Müller & Söhne  repair the boiler valve    sam
    cdx  22h late          東京電力        send the quote for twelve  sam
                                           grinders
    ");
    assert_snapshot!(first(80, "--owner dana"), @"
    all dana's
    id   due               to          what                                  why
    bbx  1d late           Acme Corp   call back about invoice 1182
    cbx  1d late           Ada Okafor  fix the 🔧
    bfx  21h late          Ada Okafor  explain the delay of the delivery
                                       from last week
    bjx  18h late          Acme Corp   send the quote for twelve grinders
    dbx  now               Acme Corp   explain the delay of the delivery     at risk
                                       from last week
    cfx  in 3h             Acme Corp   repair the boiler valve               at risk
    dfx  in 3h             Ada Okafor  send the quote for twelve grinders    at risk
    cjx  in 6h             Ada Okafor  call back about invoice 1182          at risk
    ");
    assert_snapshot!(first(60, ""), @"
    id:    bbx
    due:   1d late
    when:  Thu 19 Nov 09:30
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana

    id:    cbx
    due:   1d late
    when:  Thu 19 Nov 09:30
    to:    Ada Okafor
    what:  fix the 🔧
    ");
    assert_snapshot!(first(40, ""), @"
    id:    bbx
    due:   1d late
    when:  Thu 19 Nov 09:30
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana

    id:    cbx
    due:   1d late
    when:  Thu 19 Nov 09:30
    to:    Ada Okafor
    what:  fix the 🔧
    ");
}
