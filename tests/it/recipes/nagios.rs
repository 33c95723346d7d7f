//! `check_owed`: its line, its exit code, and that both say what owed says.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;

use super::{Desk, NASTY, NOON, TEAM, check, example, said, text};
use crate::agree;
use crate::support::reader::{self, run};
use crate::support::{Said, words};

/// Runs the plug-in with the words of a line, as a daemon would: nothing is set but a PATH.
fn checked(desk: &Desk, line: &str) -> Said {
    said(desk.command(example("nagios/check_owed")).args(words(line)))
}

const LINE: &str = "--ledger team.toml";

/// Returns the number that performance data have under a name, and the code of the state that its thresholds make of it, by the
/// rule of the plug-in guidelines: outside of 0 to the threshold is outside.
fn datum(said: &Said, name: &str) -> (u64, i32) {
    let data = said.stdout.trim_end().split_once(" | ").unwrap().1;
    let datum = data.split(' ').find_map(|datum| datum.strip_prefix(&format!("{name}="))).unwrap();
    let fields: Vec<_> = datum.split(';').collect();
    let value: u64 = fields[0].trim_end_matches('s').parse().unwrap();
    let is_outside = |field: &str| field.parse::<u64>().is_ok_and(|most| value > most);
    let code = if is_outside(fields[2]) { 2 } else { i32::from(is_outside(fields[1])) };
    (value, code)
}

const NAMES: [&str; 8] =
    ["overdue", "at_risk", "untold", "silence", "waiting", "open", "longest_overdue", "unanswered"];

/// Returns the code of the worst state that the numbers make one by one.
fn worst(said: &Said) -> i32 {
    NAMES.iter().map(|name| datum(said, name).1).max().unwrap()
}

#[test]
fn the_line_is_this() {
    for (ledger, line) in [
        (
            TEAM,
            "OWED CRITICAL: 1 overdue, 1 at risk, 1 not told, 1 silent, 1 waiting long; worst Acme Corp, 1d 2h late | \
             overdue=1;;0;0 at_risk=1;0;;0 untold=1;0;;0 silence=1;0;;0 waiting=1;0;;0 open=5;;;0 \
             longest_overdue=96480s;;0;0 unanswered=0;0;;0",
        ),
        (
            NASTY,
            "OWED CRITICAL: 2 overdue; worst =HYPERLINK(\"http://evil.example/\",\"x\"), 1d 2h late | \
             overdue=2;;0;0 at_risk=0;0;;0 untold=0;0;;0 silence=0;0;;0 waiting=0;0;;0 open=3;;;0 \
             longest_overdue=95400s;;0;0 unanswered=0;0;;0",
        ),
    ] {
        assert_eq!(checked(&Desk::new(ledger), LINE).to_string(), format!("{line}\n--- exit 2"));
    }
}

#[test]
fn the_state_is_that_of_the_worst_flag_and_filters_are_those_of_owed() {
    let desk = Desk::new(TEAM);
    for (filter, begins, code) in [
        ("--owner sam", "OWED OK: nothing overdue, 1 open | overdue=0;;0;0 ", 0),
        ("--kind quote", "OWED WARNING: 1 at risk | ", 1),
        ("--kind repair", "OWED WARNING: 1 not told, 1 silent, 1 waiting long | ", 1),
        ("--class customer --tag workshop", "OWED WARNING: 1 not told, ", 1),
        ("--kind callback", "OWED CRITICAL: 1 overdue; worst Acme Corp, ", 2),
        ("acme", "OWED CRITICAL: 1 overdue; worst Acme Corp, ", 2),
    ] {
        let said = checked(&desk, &format!("{LINE} {filter}"));
        assert!(said.stdout.starts_with(begins) && said.status == code, "{filter}: {said}");
        assert_eq!((worst(&said), said.stderr.as_str()), (code, ""), "{said}");
    }
    let unanswered = TEAM.replace(
        "did = \"moved\", due = 2026-11-24T17:00:00-05:00, why = \"part on back order\"",
        "did = \"heard\"",
    );
    let unanswered = unanswered.replace("update_every = \"2bd\"", "answer_within = \"2h\"");
    let said = checked(&Desk::new(&unanswered), &format!("{LINE} --kind repair --owner kim"));
    assert!(said.stdout.contains(": 1 overdue, 1 unanswered; worst Müller & Söhne, 1d 2h late | "), "{said}");
}

#[test]
fn whatever_is_wrong_is_unknown() {
    let desk = Desk::new(TEAM);
    desk.env.write("broken.toml", TEAM.replace("to = \"Acme Corp\"", "to = \"a|b"));
    for (line, why) in [
        ("--ledger gone.toml", "gone.toml"),
        ("--ledger broken.toml", "broken.toml:47:10: this string is not closed"),
        ("--ledger ''", "--ledger"),
        ("--ledger", "--ledger"),
        ("--ledger team.toml --owner dnaa", "--owner \"dnaa\" matches no owner"),
        ("--ledger team.toml --all", "--all"),
        ("--ledger team.toml --count", "--count"),
        ("--ledger team.toml --within 2d", "cannot read"),
        ("--ledger team.toml --format json", "--format"),
        ("--ledger team.toml --json", "--json"),
        ("--ledger team.toml --output answer", "cannot read"),
        ("--ledger team.toml -w 5", "-w"),
        ("--ledger team.toml -- --all", ""),
        ("--help", "usage: check_owed --ledger FILE"),
    ] {
        let said = checked(&desk, line);
        assert!(said.stdout.starts_with("OWED UNKNOWN: ") && said.stdout.contains(why), "{line}: {said}");
        assert!(!said.stdout.contains('|') && said.stdout.len() <= 256, "{line}: {said}");
        assert_eq!(
            (said.status, said.stdout.lines().count(), said.stderr.as_str()),
            (3, 1, ""),
            "{line}: {said}"
        );
    }
    let absent =
        said(desk.command(example("nagios/check_owed")).args(words(LINE)).env("PATH", "/usr/bin:/bin"));
    assert_eq!(absent.to_string(), "OWED UNKNOWN: owed is not on the PATH\n--- exit 3");
    // Another owed: one that is killed, says something else, or knows a reason that the plug-in does not.
    for (script, why) in [
        ("kill -9 $$", "owed failed"),
        ("exit 2", "owed failed"),
        ("echo no list", "cannot read"),
        ("true", "cannot read"),
        ("\"$HOME/.cargo/bin/owed\" \"$@\" | sed s/due,limit/likely_late/", "cannot read"),
        ("[ \"$1\" = list ] && exec \"$HOME/.cargo/bin/owed\" \"$@\"", "cannot read"),
    ] {
        let other = format!("f() {{ {script}\n}}\n");
        desk.env.write("~/other/owed", format!("#!/bin/sh\n{other}f \"$@\"\n"));
        assert!(
            Command::new("chmod").arg("+x").arg(desk.env.path("~/other/owed")).status().unwrap().success()
        );
        let path = format!("{}:/usr/bin:/bin", desk.env.path("~/other").display());
        let said = said(desk.command(example("nagios/check_owed")).args(words(LINE)).env("PATH", path));
        assert!(said.stdout.starts_with("OWED UNKNOWN: ") && said.stdout.contains(why), "{script}: {said}");
        assert_eq!((said.status, said.stdout.lines().count()), (3, 1), "{script}: {said}");
    }
}

/// Names that are too long, in letters of one to four bytes, with bars.
fn long_names() -> Vec<String> {
    let names = ["|", "x", "é", "語", "👩", "a\u{301}|é\u{200d}"];
    let names = names
        .iter()
        .flat_map(|letter| (0..4).map(move |ahead| "-".repeat(ahead) + &letter.repeat(400 / letter.len())));
    names.map(|name| TEAM.replacen("Acme Corp", &name, 1)).collect()
}

#[test]
fn a_long_name_is_cut_between_letters_and_has_no_bar() {
    for ledger in long_names() {
        let said = checked(&Desk::new(&ledger), LINE);
        let (text, data) = said.stdout.split_once(" | ").unwrap();
        assert!((250..=255).contains(&text.len()) && text.ends_with("..., 1d 2h late"), "{said}");
        assert!(!text.contains('|') && !data.contains('|') && said.stdout.lines().count() == 1, "{said}");
    }
    // Nor does the text of an error have one, and it is cut too.
    let said = checked(&Desk::new(TEAM), &format!("{LINE} --owner '{}'", "a|é".repeat(200)));
    assert!(said.stdout.len() <= 256 && !said.stdout.contains('|') && said.status == 3, "{said}");
}

#[test]
fn every_shell_and_every_awk_says_the_same() {
    let desks: Vec<_> = long_names().iter().map(String::as_str).chain([TEAM, NASTY]).map(Desk::new).collect();
    let desks = &desks[desks.len() - 8..];
    let wanted: Vec<_> = desks.iter().map(|desk| checked(desk, LINE)).collect();
    for (shell, awk) in [
        ("dash", "mawk"),
        ("bash", "gawk"),
        ("busybox", "busybox"),
        ("dash", "original-awk"),
        ("zsh", "mawk"),
    ] {
        let (Some(shell), Some(awk)) = (reader::installed(shell), reader::installed(awk)) else { continue };
        for (desk, wanted) in desks.iter().zip(&wanted) {
            fs::create_dir(desk.env.path("~/awk")).unwrap_or_default();
            let link = desk.env.path("~/awk/awk");
            fs::remove_file(&link).unwrap_or_default();
            symlink(&awk, &link).unwrap();
            let mut command = desk.command(&shell);
            let path =
                format!("{}:{}", desk.env.path("~/awk").display(), desk.env.path("~/.cargo/bin").display());
            command.env("PATH", path + ":/usr/bin:/bin");
            // busybox is whichever of its programs it is called as.
            command.args(shell.ends_with("busybox").then_some("sh")).arg(example("nagios/check_owed"));
            assert_eq!(&said(command.args(words(LINE))), wanted, "{shell:?} with {awk:?}");
        }
    }
}

#[test]
fn nagios_runs_it_by_the_definition_of_its_command() {
    let settings = text("nagios/owed.cfg");
    let of = |key: &str| {
        let line = settings.lines().find_map(|line| line.trim().strip_prefix(key));
        line.unwrap().trim().to_owned()
    };
    let call = of("check_command");
    let (name, ledger) = call.split_once('!').unwrap();
    assert_eq!((name, ledger), (of("command_name").as_str(), "/srv/owed/team.toml"));
    let desk = Desk::new(TEAM);
    desk.env.write("a b;c.toml", TEAM);
    for ledger in ["team.toml", "a b;c.toml"] {
        let plugins = example("nagios").display().to_string();
        let line = of("command_line").replace("$USER1$", &plugins).replace("$ARG1$", ledger);
        let said = said(desk.command("/bin/sh").args(["-c", &line]));
        assert_eq!(said, checked(&desk, LINE));
    }
}

/// Reads the performance data of a line after its exit code, by the module of Nagios' plug-ins, and what state each makes.
const SCRIPT: &str = r#"
use strict; use warnings FATAL => 'all';
use Monitoring::Plugin; use Monitoring::Plugin::Performance;
my ($code, $line) = split / /, do { local $/; <STDIN> }, 2;
my ($text, $data) = split / \| /, $line, 2;
my $worst = 0;
for my $datum (Monitoring::Plugin::Performance->parse_perfstring($data)) {
    my $state = $datum->threshold->get_status($datum->value);
    $worst = $state if $state > $worst;
    printf "%s %s%s %s: %s\n", $datum->label, $datum->value, $datum->uom // '', $datum->min, $state;
}
die "the numbers say $worst\n" if $worst != $code;
"#;

#[test]
fn monitoring_plugin_reads_the_numbers_and_comes_to_the_same_state() {
    let wanted = "overdue 1 0: 2\nat_risk 1 0: 1\nuntold 1 0: 1\nsilence 1 0: 1\nwaiting 1 0: 1\nopen 5 0: 0\nlongest_overdue 96480s 0: 2\nunanswered 0 0: 0\n";
    let is_there = |args: &[&str]| run("perl", args, "").is_some_and(|said| said.is_ok());
    if !is_there(&["-MMonitoring::Plugin", "-e", "1"]) {
        reader::skip("Monitoring::Plugin for perl");
        return;
    }
    let read = |text: &str| run("perl", &["-e", SCRIPT], text);
    let line = |filter: &str| {
        let said = checked(&Desk::new(TEAM), &format!("{LINE} {filter}"));
        format!("{} {}", said.status, said.stdout)
    };
    let worse = [
        ("2 OWED", "1 OWED"),
        ("overdue=1;;0", "overdue=1;;1"),
        ("longest_overdue=96480s", "longest_overdue=96480"),
        ("untold=1", "untold=2"),
        (" | ", " "),
    ];
    check(&line(""), &worse, |text| {
        let said = read(text)?;
        Some(said.and_then(|said| if said == wanted { Ok(()) } else { Err(said) }))
    });
    for filter in ["--owner sam", "--kind quote", "--kind repair"] {
        let good = line(filter);
        check(&good, &[(&good[..6], "2 OWED")], |text| Some(read(text)?.map(drop)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_numbers_are_those_of_overdue_of_the_report_and_of_the_metrics(ledger in agree::ledger(), hours in 1..280_i64) {
        let desk = Desk::new(&ledger);
        let now = agree::at(hours);
        let said = said(desk.command(example("nagios/check_owed")).args(words(LINE)).env("OWED_NOW", &now));
        let owed = |line: &str| desk.env.within(&format!("{line} --ledger {} --now {now}", desk.env.path("team.toml").display()));
        let json = |line: &str| -> Value { serde_json::from_str(&owed(&format!("{line} --json")).stdout).unwrap() };
        let number = |name: &str| datum(&said, name).0;

        let report = json("report")["total"].clone();
        for name in ["overdue", "at_risk", "open"] {
            prop_assert_eq!(Some(number(name)), report[name].as_u64(), "{}: {}", name, &said);
        }
        let rows = json("overdue --at-risk")["commitments"].as_array().unwrap().clone();
        let has = |row: &Value, reason: &str| row["reasons"].as_array().unwrap().iter().any(|one| one == reason);
        let longest = rows.iter().filter_map(|row| row["overdue_by_s"].as_u64()).max().unwrap_or_default();
        prop_assert_eq!(number("longest_overdue"), longest);
        prop_assert_eq!(number("overdue"), rows.iter().filter(|row| row["overdue"] == true).count() as u64);
        let metrics = owed("overdue --format prometheus").stdout;
        for (name, metric) in [
            ("overdue", "overdue"),
            ("at_risk", "at_risk"),
            ("untold", "untold"),
            ("silence", "silent"),
            ("unanswered", "unanswered"),
            ("waiting", "waiting_long"),
        ] {
            let samples = metrics.lines().filter(|line| line.starts_with(&format!("owed_commitments_{metric}{{")));
            let sum: u64 = samples.map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap()).sum();
            prop_assert_eq!(number(name), sum, "{}: {}", name, &said);
            if name != "overdue" {
                prop_assert_eq!(number(name), rows.iter().filter(|row| has(row, name)).count() as u64, "{}", name);
            }
        }
        let flagged = report["flagged"].as_u64().unwrap();
        let wanted = if number("overdue") > 0 { 2 } else { i32::from(flagged + number("at_risk") > 0) };
        prop_assert_eq!((said.status, worst(&said)), (wanted, wanted), "{}", &said);
        if longest > 0 {
            // The words are those of the list too.
            let row = rows.iter().find(|row| row["overdue_by_s"] == longest).unwrap();
            let worst = format!("; worst {}, ", row["to"].as_str().unwrap());
            prop_assert!(said.stdout.contains(&worst), "{}", said);
        }
    }
}

#[test]
fn a_length_is_said_as_owed_says_it() {
    let due = |seconds: i64| {
        let due = owed::Instant::from_epoch(1_795_194_000 - seconds).rfc3339(chrono_tz::UTC);
        format!(
            "timezone = \"UTC\"\n[[commitment]]\nid = \"bcdfghjk\"\nto = \"Acme\"\nwhat = \"send it\"\nmade = 1999-01-01T00:00:00Z\ndue = {due}\n"
        )
    };
    for seconds in [1, 59, 60, 61, 3_599, 3_600, 3_659, 3_660, 86_399, 86_400, 90_000, 500_000_000] {
        let desk = Desk::new(&due(seconds));
        let said = checked(&desk, LINE);
        let table = desk.env.owed(&format!("overdue --ledger team.toml --now {NOON} --format markdown"));
        let late = table.stdout.lines().nth(2).unwrap().split(" | ").nth(1).unwrap().to_owned();
        assert!(
            late.ends_with(" late") && said.stdout.contains(&format!("worst Acme, {late} | ")),
            "{said}{table}"
        );
    }
}
