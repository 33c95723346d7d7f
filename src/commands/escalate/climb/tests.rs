//! The climb with a stand-in for the command: what is told, what is recorded, and what happens meanwhile.

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::known::Known;
use super::*;
use crate::config::Notify;
use crate::context::ledgers::Named;
use crate::error::{Diagnostic, Error};
use crate::external::notify::{Failure, Notice};
use crate::ledger::file::disk::Disk;
use crate::ledger::file::store::Store;
use crate::out::{Out, Terminal};
use crate::rules::commitment::Id;
use crate::rules::time::Instant;
use crate::views::formats::{self, Format};

const RUNGS: &str = "timezone = \"UTC\"\n[[rung]]\nat = \"50%\"\n[[rung]]\nat = \"100%\"\nto = \"sam\"\n\
                     [[rung]]\nat = \"+1h\"\nto = \"lee\"\n";

/// Returns a commitment made at midnight and due at noon of 2026-11-20.
fn block(id: &str, history: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nkind = \"promise\"\nto = \"Acme Corp\"\nwhat = \"quote {id}\"\n\
         owner = \"dana\"\nmade = 2026-11-20T00:00:00+00:00\ndue = 2026-11-20T12:00:00+00:00\n{history}"
    )
}

fn event(time: &str, rest: &str) -> String {
    format!("history = [\n  {{ at = 2026-11-20T{time}+00:00, {rest} }},\n]\n")
}

/// A ledger in a folder of its own.
struct Bench {
    folder: tempfile::TempDir,
    terminal: bool,
    format: &'static Format,
    /// How often the zone of the machine was looked up: once for each reading of the policy, if the ledger names none.
    zones: Cell<usize>,
}

/// The result of a climb.
struct Went<T = Exit> {
    /// How it ended; the lines of an error.
    outcome: Result<T, Vec<String>>,
    stdout: String,
    stderr: String,
}

impl Bench {
    fn new(blocks: &[String]) -> Self {
        let (folder, format) = (tempfile::tempdir().unwrap(), formats::chosen(None, false));
        let bench = Self { folder, terminal: false, format, zones: Cell::new(0) };
        fs::write(bench.ledger(), format!("{RUNGS}{}", blocks.concat())).unwrap();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ledger(&self) -> PathBuf {
        self.path("ledger.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.ledger()).unwrap()
    }

    /// Returns what the ladder has recorded, a line each.
    fn recorded(&self) -> Vec<String> {
        let text = self.text();
        let lines = text.lines().filter(|line| line.contains("\"escalated\""));
        lines.map(|line| line.trim().to_owned()).collect()
    }

    fn run(&self, time: &str, dry_run: bool, messenger: Option<&dyn Messenger>) -> Went {
        self.within(time, |context| run(dry_run, messenger, context))
    }

    /// Runs something with the inputs of a climb.
    fn within<T>(&self, time: &str, act: impl FnOnce(&mut Context<'_, '_>) -> anyhow::Result<T>) -> Went<T> {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let terminal = Terminal { stdout_tty: self.terminal, ..Terminal::NONE };
        let mut out = Out::new(&mut stdout, &mut stderr, terminal);
        let notify = Notify::default();
        let inputs = Inputs {
            store: Store::new(self.ledger(), Disk::real()),
            named: &Named::default(),
            others: &[],
            now: at(time),
            clock: at(time),
            disk: Disk::real(),
            spool: None,
            state: Some(self.folder.path().join("state")),
            typed: "escalate".to_owned(),
            parts: &|_| 1,
            largest: crate::LARGEST,
            me: &|| Some("cron".to_owned()),
            machine_zone: &|| {
                self.zones.update(|looks| looks.saturating_add(1));
                Ok(chrono_tz::Tz::UTC)
            },
            editor: "false".to_owned(),
            stdin: crate::context::Stdin::closed(),
            no_input: false,
            progress: &|_| {},
            written: &std::cell::Cell::new(false),
            settings: &Vec::new,
            notify: &notify,
            mappings: &std::collections::BTreeMap::new(),
            format: self.format,
            quiet: false,
        };
        let outcome = act(&mut Context { out: &mut out, inputs }).map_err(|error| {
            let Diagnostic { message, hints, .. } = Diagnostic::new(error.as_ref());
            [vec![message], hints].concat()
        });
        out.flush().unwrap();
        let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Went { outcome, stdout, stderr }
    }

    fn climb(&self, time: &str, messenger: &dyn Messenger) -> Went {
        self.run(time, false, Some(messenger))
    }
}

fn at(time: &str) -> Instant {
    let text = format!("2026-11-20T{time}Z");
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(&text).unwrap())
}

/// Notes who was told what, and does what a test wants done meanwhile.
struct StandIn<F> {
    told: RefCell<Vec<String>>,
    meanwhile: F,
}

impl<F: Fn(&str) -> Result<(), Failure>> StandIn<F> {
    fn new(meanwhile: F) -> Self {
        Self { told: RefCell::default(), meanwhile }
    }

    fn told(&self) -> Vec<String> {
        self.told.take()
    }
}

impl<F: Fn(&str) -> Result<(), Failure>> Messenger for StandIn<F> {
    fn send(&self, notice: Notice) -> Result<(), Failure> {
        let find = |name| notice.variables.iter().find(|(key, _)| *key == name).unwrap().1.to_str().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&notice.input).unwrap();
        assert_eq!(json["id"], find("OWED_ID"));
        assert_eq!(json["rung"], find("OWED_RUNG"));
        assert_eq!(json["rung_step"].to_string(), find("OWED_RUNG_STEP"));
        assert!(Path::new(find("OWED_LEDGER")).is_absolute());
        let told = format!("{} {} {}", find("OWED_ID"), find("OWED_RUNG"), find("OWED_ESCALATE_TO"));
        let outcome = (self.meanwhile)(&told);
        self.told.borrow_mut().push(told);
        outcome
    }
}

fn fine() -> StandIn<impl Fn(&str) -> Result<(), Failure>> {
    StandIn::new(|_| Ok(()))
}

fn too_long() -> Failure {
    Failure::TookTooLong(std::time::Duration::from_secs(30))
}

#[test]
fn what_has_gathered_is_one_message_a_commitment_and_is_recorded_as_a_whole() {
    let bench =
        Bench::new(&[block("bbbbbbbb", "asked = 2026-11-19T00:00:00+00:00\n"), block("cccccccc", "")]);
    let messenger = fine();
    let went = bench.climb("13:00:00", &messenger);
    assert_eq!(went.outcome, Ok(Exit::Success));
    assert_eq!(messenger.told(), ["bbbbbbbb +1h lee", "cccccccc +1h lee"]);
    // The owner changes once, and every rung is recorded.
    assert_eq!(
        bench.recorded()[..3],
        [
            "{ at = 2026-11-20T13:00:00+00:00, did = \"escalated\", rung = \"50%\", by = \"cron\" },",
            "{ at = 2026-11-20T13:00:00+00:00, did = \"escalated\", rung = \"100%\", by = \"cron\" },",
            "{ at = 2026-11-20T13:00:00+00:00, did = \"escalated\", to = \"lee\", rung = \"+1h\", by = \"cron\" },",
        ]
    );
    assert_eq!(bench.recorded().len(), 6);
    assert_eq!(went.stdout.lines().count(), 2);
    assert!(
        went.stdout.starts_with(
            "bbb  quote bbbbbbbb → Acme Corp: +1h (and 2 earlier rungs): escalated to lee, due Fri 20 Nov 12:00"
        ),
        "{}",
        went.stdout
    );
    let again = bench.climb("13:00:00", &messenger);
    assert_eq!(
        (again.outcome, again.stdout, again.stderr),
        (Ok(Exit::Success), String::new(), String::new())
    );
    assert_eq!(messenger.told(), [] as [&str; 0]);
}

#[test]
fn commitments_are_told_of_in_the_order_of_the_instants() {
    let bench =
        Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "asked = 2026-11-19T00:00:00+00:00\n")]);
    let messenger = fine();
    bench.climb("07:00:00", &messenger).outcome.unwrap();
    // Half of c's time was up at 18:00 the day before.
    assert_eq!(messenger.told(), ["cccccccc 50% ", "bbbbbbbb 50% "]);
}

#[test]
fn a_rung_is_not_spent_on_nobody() {
    let nobody = block("bbbbbbbb", "").replace("owner = \"dana\"\n", "");
    let mut bench = Bench::new(&[nobody, block("cccccccc", "")]);
    let said = "warning: bbb  quote bbbbbbbb → Acme Corp: 50%: there is no owner to warn; nothing is recorded, and \
                the next run tries again (`owed hand bbb --to WHO --why TEXT`)\n";
    // Rehearsed, with a command, again, and without one.
    let went = bench.run("07:00:00", true, None);
    let nobody = "nobody would be notified: no notify command is set up\n\
                  hint: name a program of yours in your owed/config.toml:\nhint: [notify]\n\
                  hint: command = [\"/usr/local/bin/page-someone\"]\n";
    assert_eq!(went.stderr, format!("{said}{nobody}nothing was changed (--dry-run)\n"));
    let messenger = fine();
    let went = bench.climb("07:00:00", &messenger);
    assert_eq!((went.outcome, went.stderr.as_str()), (Ok(Exit::Success), said));
    assert_eq!(messenger.told(), ["cccccccc 50% "]);
    assert_eq!(bench.recorded().len(), 1);
    let before = bench.text();
    let went = bench.climb("07:00:00", &messenger);
    assert_eq!((went.outcome, went.stdout.as_str(), went.stderr.as_str()), (Ok(Exit::Success), "", said));
    let went = bench.run("07:00:00", false, None);
    assert_eq!((went.outcome, went.stdout.as_str(), went.stderr.as_str()), (Ok(Exit::Success), "", said));
    assert_eq!(bench.text(), before);
    bench.format = formats::chosen(None, true);
    let went = bench.run("07:00:00", false, None);
    assert_eq!(
        went.stdout,
        "{\"schema\":1,\"fired\":[{\"id\":\"bbbbbbbb\",\"rung\":\"50%\",\"step\":1,\"to\":null,\"ok\":false,\"who\":null,\"notified\":false}]}\n"
    );
    // A rung that names somebody reaches them, and includes the one before it.
    bench.format = formats::chosen(None, false);
    bench.climb("12:00:00", &messenger).outcome.unwrap();
    assert_eq!(messenger.told(), ["bbbbbbbb 100% sam", "cccccccc 100% sam"]);
    assert_eq!(bench.recorded().len(), 4);
}

#[test]
fn an_owner_who_was_found_meanwhile_is_warned_by_the_next_climb() {
    let nobody = block("bbbbbbbb", "").replace("owner = \"dana\"\n", "");
    let bench = Bench::new(std::slice::from_ref(&nobody));
    let messenger = fine();
    bench.climb("07:00:00", &messenger).outcome.unwrap();
    let handed = event("07:30:00", "did = \"handed\", to = \"kim\", why = \"hers\"");
    fs::write(bench.ledger(), format!("{RUNGS}{nobody}{handed}")).unwrap();
    let went = bench.climb("08:00:00", &messenger);
    assert_eq!(messenger.told(), ["bbbbbbbb 50% "]);
    assert!(went.stdout.contains("50%: warned kim"), "{}", went.stdout);
}

#[test]
fn without_a_command_everything_is_recorded_in_one_change() {
    let with = Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "")]);
    let without = Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "")]);
    let told = with.climb("14:00:00", &fine());
    let silent = without.run("14:00:00", false, None);
    assert_eq!(silent.outcome, Ok(Exit::Success));
    // It says that nobody was notified; all else is the same.
    assert_eq!(silent.stdout.replace(", but nobody was notified", ""), told.stdout);
    assert_eq!(silent.stdout.matches(", but nobody was notified").count(), 2);
    assert!(
        silent.stderr.starts_with(
            "nobody was notified: no notify command is set up\nhint: name a program of yours in "
        ),
        "{}",
        silent.stderr
    );
    assert_eq!(told.stderr, "");
    assert_eq!(without.text(), with.text());
}

#[test]
fn a_rung_that_failed_is_tried_again_and_the_others_are_tried_all_the_same() {
    let bench = Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "")]);
    let messenger = StandIn::new(|told| if told == "bbbbbbbb 50% " { Err(too_long()) } else { Ok(()) });
    let went = bench.climb("07:00:00", &messenger);
    assert_eq!(went.outcome, Ok(Exit::Error));
    assert_eq!(
        went.stderr,
        "error: bbb  quote bbbbbbbb → Acme Corp: 50%: the notify command ran longer than 30s and was stopped; \
         the next run tries again\n"
    );
    assert_eq!(went.stdout.lines().count(), 1);
    assert_eq!(bench.recorded().len(), 1);
    let messenger = fine();
    assert_eq!(bench.climb("07:00:00", &messenger).outcome, Ok(Exit::Success));
    assert_eq!(messenger.told(), ["bbbbbbbb 50% "]);
}

#[test]
fn a_command_that_cannot_be_started_ends_the_climb() {
    let bench = Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "")]);
    let messenger = StandIn::new(|_| {
        let error = Error::io("\"mailx\" cannot be started", std::io::ErrorKind::NotFound.into());
        Err(Failure::NoStart(error.hint("name a program on the PATH")))
    });
    let went = bench.climb("07:00:00", &messenger);
    let said = went.outcome.unwrap_err();
    assert_eq!((said[0].as_str(), said.len()), ("\"mailx\" cannot be started: entity not found", 2));
    assert_eq!(messenger.told().len(), 1);
    assert_eq!(bench.recorded(), [] as [&str; 0]);
}

#[test]
fn what_is_closed_while_its_command_runs_is_not_recorded_and_fires_no_more() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    // Two seconds after the climb began, as its own clock would say.
    let close = || {
        fs::write(
            bench.ledger(),
            format!("{RUNGS}{}", block("bbbbbbbb", &event("13:00:02", "did = \"done\""))),
        )
    };
    let messenger = StandIn::new(|_| {
        close().unwrap();
        Ok(())
    });
    let went = bench.climb("13:00:00", &messenger);
    assert_eq!(went.outcome, Ok(Exit::Success));
    assert_eq!(messenger.told(), ["bbbbbbbb +1h lee"]);
    assert_eq!(bench.recorded(), [] as [&str; 0]);
    assert!(
        went.stdout.ends_with("; not recorded: it was closed or recorded meanwhile\n"),
        "{}",
        went.stdout
    );
}

#[test]
fn what_happens_meanwhile_counts_and_stays_in_order() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    let moved = event(
        "13:00:02",
        "did = \"moved\", due = 2026-11-20T11:00:00+00:00, why = \"sooner\", by = \"dana\"",
    );
    let messenger = StandIn::new(|told| {
        if told.contains("100%") {
            fs::write(bench.ledger(), format!("{RUNGS}{}", block("bbbbbbbb", &moved))).unwrap();
        }
        Ok(())
    });
    bench.climb("12:00:00", &messenger).outcome.unwrap();
    // Recorded after a later event than this climb's now; and the next climb goes by it.
    let recorded = bench.recorded();
    assert_eq!(recorded.len(), 2);
    assert!(
        recorded.iter().all(|line| line.starts_with("{ at = 2026-11-20T13:00:02+00:00, ")),
        "{recorded:?}"
    );
    assert_eq!(messenger.told(), ["bbbbbbbb 100% sam"]);
    bench.climb("13:00:02", &messenger).outcome.unwrap();
    assert_eq!(messenger.told(), ["bbbbbbbb +1h lee"]);
}

#[test]
fn what_somebody_recorded_meanwhile_is_not_recorded_twice() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    let half = event("13:00:00", "did = \"escalated\", rung = \"50%\", by = \"kim\"");
    let messenger = StandIn::new(|_| {
        fs::write(bench.ledger(), format!("{RUNGS}{}", block("bbbbbbbb", &half))).unwrap();
        Ok(())
    });
    bench.climb("12:00:00", &messenger).outcome.unwrap();
    let recorded = bench.recorded();
    let rungs: Vec<_> = recorded.iter().map(|line| line.split("rung = ").nth(1).unwrap()).collect();
    assert_eq!(rungs, ["\"50%\", by = \"kim\" },", "\"100%\", by = \"cron\" },"]);
}

#[test]
fn a_due_that_the_command_moves_shifts_the_rungs_behind() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    let later =
        event("11:00:00", "did = \"moved\", due = 2026-11-20T23:00:00+00:00, why = \"rain\", told = true");
    let messenger = StandIn::new(|_| {
        fs::write(bench.ledger(), format!("{RUNGS}{}", block("bbbbbbbb", &later))).unwrap();
        Ok(())
    });
    bench.climb("12:00:00", &messenger).outcome.unwrap();
    assert_eq!(messenger.told(), ["bbbbbbbb 100% sam"]);
    assert_eq!(bench.recorded().len(), 2);
    // Moved to 23:00 in time, so that `+1h` comes at midnight.
    bench.climb("23:59:59", &messenger).outcome.unwrap();
    assert_eq!(messenger.told(), [] as [&str; 0]);
}

#[test]
fn the_policy_is_read_once_however_many_messages_are_sent() {
    let looks = |messages: usize| {
        let ids = ["bbbbbbbb", "cccccccc", "dddddddd", "ffffffff"];
        let blocks: Vec<_> = ids.iter().take(messages).map(|id| block(id, "")).collect();
        let bench = Bench::new(&blocks);
        fs::write(bench.ledger(), bench.text().replace("timezone = \"UTC\"\n", "")).unwrap();
        let messenger = fine();
        bench.climb("07:00:00", &messenger).outcome.unwrap();
        assert_eq!((messenger.told().len(), bench.recorded().len()), (messages, messages));
        bench.zones.get()
    };
    // One more for each message: whether its times need their zone.
    assert_eq!(looks(4) - looks(1), 3);
}

#[test]
fn what_a_climb_knows_after_a_change_is_what_is_in_the_ledger() {
    let ids = ["dddddddd", "bbbbbbbb", "cccccccc", "bbbbbbbb"];
    let bench = Bench::new(&ids.map(|id| block(id, "")));
    let went = bench.within("12:00:00", |Context { inputs, .. }| {
        let mut known = Known::new(bench.text(), inputs)?;
        for history in ["", &event("11:00:00", "did = \"told\""), "history = []\n"] {
            for (place, id) in ids.into_iter().enumerate() {
                let id = Id::new(id.as_bytes()).unwrap();
                let nth = ids.iter().take(place).filter(|other| **other == id.as_str()).count();
                let (_, span) = known.of(id).nth(nth).unwrap();
                let (span, new) = (span.clone(), block(id.as_str(), history).trim_start().to_owned());
                let mut text = bench.text();
                text.replace_range(span.clone(), &new);
                fs::write(bench.ledger(), &text).unwrap();
                known.replace(span, &new);
                assert!(known.again(&text, inputs)?.is_none());
                let anew = Known::new(text, inputs)?;
                for id in ids.map(|id| Id::new(id.as_bytes()).unwrap()) {
                    assert_eq!(known.of(id).collect::<Vec<_>>(), anew.of(id).collect::<Vec<_>>());
                }
            }
        }
        let other = bench.text().replace("Acme Corp", "Beta");
        assert_eq!(
            known.again(&other, inputs)?.unwrap().of(Id::new(b"dddddddd").unwrap()).next().unwrap().0.to,
            "Beta"
        );
        Ok(())
    });
    went.outcome.unwrap();
}

#[test]
fn a_climb_that_cannot_record_ends_rather_than_tell_everyone_again_and_again() {
    let bench = Bench::new(&[block("bbbbbbbb", ""), block("cccccccc", "")]);
    let messenger = StandIn::new(|_| {
        fs::write(bench.ledger(), "timezone = \"UTC\"\n[[commitment]]\n").unwrap();
        Ok(())
    });
    let said = bench.climb("07:00:00", &messenger).outcome.unwrap_err();
    assert!(said[0].contains(": bbb  quote bbbbbbbb → Acme Corp: 50%: sent, but not recorded: "), "{said:?}");
    assert!(said[0].starts_with(&*bench.ledger().to_string_lossy()), "the place comes first: {said:?}");
    assert_eq!(said.last().unwrap(), "it will be sent again");
    assert_eq!(messenger.told().len(), 1);
}

/// Sets since when the lock of a climb has been held.
fn held_since(bench: &Bench, time: std::time::SystemTime) {
    let lock = fs::File::options().write(true).open(bench.path(".ledger.toml.escalate.lock")).unwrap();
    lock.set_modified(time).unwrap();
}

fn system_time(seconds: i64) -> std::time::SystemTime {
    let since = std::time::Duration::from_secs(seconds.unsigned_abs());
    std::time::UNIX_EPOCH.checked_add(since).unwrap()
}

#[test]
fn a_second_climb_leaves_the_work_to_the_first() {
    let mut bench = Bench::new(&[block("bbbbbbbb", "")]);
    let first = Store::new(bench.ledger(), Disk::real());
    let lock = first.lock_climb(at("13:00:00")).unwrap();
    assert!(lock.is_some());
    let messenger = fine();
    for seconds in [-30, 0, 29, 30] {
        held_since(&bench, system_time(at("13:00:00").epoch() - seconds));
        bench.format = formats::chosen(None, false);
        let went = bench.climb("13:00:00", &messenger);
        assert_eq!(
            (went.outcome, went.stdout, went.stderr),
            (Ok(Exit::Success), String::new(), String::new())
        );
        bench.format = formats::chosen(None, true);
        assert_eq!(bench.climb("13:00:00", &messenger).stdout, "{\"schema\":1,\"fired\":[]}\n");
    }
    assert_eq!(messenger.told(), [] as [&str; 0]);
    drop(lock);
    bench.climb("13:00:00", &messenger).outcome.unwrap();
    assert_eq!(messenger.told().len(), 1);
}

#[test]
fn a_lock_that_is_held_for_over_30_seconds_is_an_error_by_the_clock_whatever_now_is() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    let first = Store::new(bench.ledger(), Disk::real());
    let lock = first.lock_climb(at("13:00:00")).unwrap();
    assert!(lock.is_some());
    for seconds in [31, 3_600, -31] {
        held_since(&bench, system_time(at("13:00:00").epoch() - seconds));
        let went = bench.climb("13:00:00", &fine());
        let said = went.outcome.unwrap_err();
        assert!(said[0].contains(".ledger.toml.escalate.lock: "), "{said:?}");
        assert!(said[0].contains("has been held for over 30 seconds, so nothing was escalated"));
        assert_eq!(went.stdout, "");
    }
    drop(lock);
    bench.climb("13:00:00", &fine()).outcome.unwrap();
}

#[test]
fn whoever_climbs_says_since_when() {
    let bench = Bench::new(&[block("bbbbbbbb", "")]);
    bench.climb("13:00:00", &fine()).outcome.unwrap();
    held_since(&bench, system_time(0));
    let lock = fs::metadata(bench.path(".ledger.toml.escalate.lock")).unwrap();
    assert_eq!(lock.modified().unwrap(), system_time(0));
    let messenger = StandIn::new(|_: &str| {
        let lock = fs::metadata(bench.path(".ledger.toml.escalate.lock")).unwrap();
        assert_ne!(lock.modified().unwrap(), system_time(0));
        Ok(())
    });
    bench.climb("14:00:00", &messenger).outcome.unwrap();
}

#[test]
fn a_dry_run_says_what_would_fire_and_touches_nothing() {
    let mut bench = Bench::new(&[block("bbbbbbbb", "")]);
    let before = bench.text();
    let went = bench.run("13:00:00", true, None);
    let said: Vec<_> = went.stdout.lines().map(|line| line.split(", due").next().unwrap()).collect();
    assert_eq!(
        said,
        ["bbb  quote bbbbbbbb → Acme Corp: +1h (and 2 earlier rungs): would be escalated to lee"]
    );
    assert!(went.stderr.ends_with("\nnothing was changed (--dry-run)\n"), "{}", went.stderr);
    bench.format = formats::chosen(None, true);
    let went = bench.run("11:00:00", true, None);
    assert_eq!(
        went.stdout,
        "{\"schema\":1,\"fired\":[{\"id\":\"bbbbbbbb\",\"rung\":\"50%\",\"step\":1,\"to\":null,\"ok\":null,\"who\":\"dana\",\"notified\":false}]}\n"
    );
    assert_eq!(bench.text(), before);
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 1);
}

#[test]
fn nothing_to_do_is_said_to_a_person_only() {
    let mut bench = Bench::new(&[block("bbbbbbbb", "")]);
    assert_eq!(bench.climb("01:00:00", &fine()).stdout, "");
    bench.terminal = true;
    assert_eq!(bench.climb("01:00:00", &fine()).stdout, "nothing to escalate\n");
}

#[test]
fn an_owner_is_warned_and_one_who_was_passed_over_does_not_get_it_back() {
    let lee = event("13:00:00", "did = \"escalated\", to = \"lee\", rung = \"+1h\"");
    let bench = Bench::new(&[
        block("bbbbbbbb", &lee).replace("dana", "sam"),
        block("cccccccc", "").replace("dana", "sam"),
    ]);
    let went = bench.climb("12:00:00", &fine());
    assert!(
        went.stdout.contains("ccc  quote cccccccc → Acme Corp: 100% (and 1 earlier rung): warned sam"),
        "{}",
        went.stdout
    );
    let went = bench.climb("13:00:00", &fine());
    assert!(!went.stdout.contains("bbb"), "{}", went.stdout);
    let late = Bench::new(&[block("bbbbbbbb", &lee)]);
    let went = late.climb("14:00:00", &fine());
    assert!(went.stdout.contains("100% (and 1 earlier rung): warned lee"), "{}", went.stdout);
    assert!(late.recorded()[2].contains("did = \"escalated\", rung = \"100%\""), "{:?}", late.recorded());
}
