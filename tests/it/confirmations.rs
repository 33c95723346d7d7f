//! The confirmation of a change: one line that fits the terminal.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

const LONG: &str = "[[commitment]]\nid = \"k7qdm2xv\"\nkind = \"repair\"\nto = \"The Grand Hotel Bellevue and Sons of Lausanne\"\n\
                    what = \"repair the big espresso machine in the bar on the second floor\"\nowner = \"Bartholomew Featherstonehaugh the Third\"\n\
                    made = 2026-11-16T10:00:00-05:00\ndue = 2027-11-24T23:59:59-05:00\ntarget = \"300d\"\n";

pub fn env() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}\n[kind.repair]\ntarget = \"300d\"\n\n{LONG}"))
}

/// Lines of verbs, each typed after those before it.
const LINES: [&str; 14] = [
    "promise send the very long quote for twelve grinders and a machine --to The Grand Hotelier Academy in Bex --by 2027-11-24",
    "told k7q it will take somewhat longer than we thought because of the part that is on back order",
    "heard k7q they ask where it is and whether somebody could come and have a look at it this afternoon",
    "note k7q the part is on its way",
    "hand k7q --to Bartholomew Featherstonehaugh the Fourth --why away",
    "escalate k7q --to Bartholomew Featherstonehaugh the Fifth --why stuck --no-notify",
    "wait k7q --why they send a photo",
    "resume k7q",
    "move k7q --by 2027-12-24 --why the part is on back order",
    "move k7q --by 2027-12-31 --why the part is on back order --told",
    "done k7q --next bring the other very big espresso machine back to the bar --by 2027-11-24",
    "reopen k7q --by 2027-12-24 --why it broke again",
    "cancel k7q --as broken --why no parts",
    "reopen k7q --by 2027-12-25 --why a part was found",
];

#[test]
fn a_confirmation_fits_80_columns_on_a_terminal_and_is_whole_in_a_pipe() {
    for zone in ["America/New_York", "America/Argentina/ComodRivadavia"] {
        let (narrow, piped) = (env().env("TZ", zone), env().env("TZ", zone));
        for line in LINES {
            let (on_terminal, in_pipe) = (narrow.terminal(80, line), piped.owed(line));
            assert_eq!((on_terminal.status, in_pipe.status), (0, 0), "{line}: {on_terminal}\n{in_pipe}");
            for said in on_terminal.stdout.lines().chain(on_terminal.stderr.lines()) {
                assert!(owed::inside::width(said) <= 80, "{} columns: {said}", owed::inside::width(said));
            }
            assert!(!in_pipe.stdout.contains('…'), "{in_pipe}");
            // Texts are cut, results are not. A zone may be.
            let due =
                |said: &str| said.split_once("due ").map(|(_, due)| due.lines().next().unwrap().to_owned());
            assert!(
                zone.starts_with("America/Arg") || due(&on_terminal.stdout) == due(&in_pipe.stdout),
                "{on_terminal}\n{in_pipe}"
            );
        }
    }
}

#[test]
fn long_texts_are_cut_and_what_was_decided_is_not() {
    let env = env();
    let said: Vec<_> = LINES.iter().map(|line| env.terminal(80, line)).collect();
    // Random ids are not worth a line.
    let known = said.iter().flat_map(|said| said.stdout.lines().chain(said.stderr.lines())).map(|line| {
        line.split_once("  ")
            .filter(|(id, _)| *id != "k7q")
            .map_or(line.to_owned(), |(_, rest)| format!("NEW  {rest}"))
    });
    assert_snapshot!(known.collect::<Vec<_>>().join("\n"), @"
    NEW  send the very… → The Grand Hote…, due end of Wed 24 Nov 2027, in 369d 14h
    k7q  repair the big espre… → The Grand Hotel Bell…: told: it will take somewha…
    k7q  repair the big espre… → The Grand Hotel Bell…: heard: they ask where it is…
    k7q  repair the big espre… → The Grand Hotel Bell…: noted: the part is on its w…
    k7q  repai… → The G…: handed to Barth…, due end of Wed 24 Nov 2027, in 369d 14h
    k7q  repa… → The…: escalated to Bart…, due end of Wed 24 Nov 2027, in 369d 14h
    k7q  repair the big esp… → The Grand Hotel Be…: waiting for them, 369d 14h left
    k7q  repair the… → The Grand…: resumed, due end of Wed 24 Nov 2027, in 369d 14h
    k7q  repair the… → The Grand H…: moved, due end of Fri 24 Dec 2027, in 399d 14h
    hint: the customer was last given end of Wed 24 Nov 2027: `owed told k7q TEXT`
    k7q  repair the… → The Grand H…: moved, due end of Fri 31 Dec 2027, in 406d 14h
    k7q  repair the big espres… → The Grand Hotel Belle…: done, kept, 406d 14h early
    NEW  bring… → The Gr…, owner Bartho…, due end of Wed 24 Nov 2027, in 369d 14h
    k7q  repair th… → The Grand…: reopened, due end of Fri 24 Dec 2027, in 399d 14h
    k7q  repair the big espresso… → The Grand Hotel Bellevue…: cancelled as broken
    k7q  repair th… → The Grand…: reopened, due end of Sat 25 Dec 2027, in 400d 14h
    ");
}

#[test]
fn a_time_has_its_zone_where_the_machine_is_in_another() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("move ddd --by mon noon --why x"), @"
    ddd  send the price list → Müller GmbH: moved, due Mon 23 Nov 12:00, in 3d 2h
    --- exit 0
    ");
    let env = env.env("TZ", "Europe/Berlin");
    assert_snapshot!(env.owed("move ddd --by mon 1pm --why x"), @"
    ddd  send the price list → Müller GmbH: moved, due Mon 23 Nov 13:00 America/New_York, in 3d 3h
    --- stderr
    hint: the customer was last given Mon 23 Nov 12:00: `owed told ddd TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("promise x --to Acme --by 2026-11-30").ids(), @r#"
    NEW  x → Acme, due end of Mon 30 Nov America/New_York, in 10d 14h
    --- stderr
    warning: customer "Acme" is new; did you mean "Acme Corp"?
    hint: if that was not meant, `owed undo` takes the promise back
    --- exit 0
    "#);
    let shown = env.owed("show ddd").stdout;
    assert!(shown.contains("Mon 2026-11-23 13:00 -05:00 (America/New_York)"), "{shown}");
    assert_eq!(env.owed("show ddd --json").json()["commitments"][0]["due"], "2026-11-23T13:00:00-05:00");
}
