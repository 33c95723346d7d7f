//! The crontab: each job by the shell of cron, in cron's environment.

use std::fs;

use super::{Desk, TEAM, check, said, text};
use crate::support::Said;
use crate::support::reader::{self, run};

/// Returns the jobs of a crontab: when, and which command. A bare percent sign ends that, an escaped one is one.
fn jobs(crontab: &str) -> Vec<(String, String)> {
    let lines = crontab.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let rest = (0..5).fold(line, |rest, _| rest.trim_start().split_once(' ').unwrap().1);
            let command = rest.replace("\\%", "\u{1}").split('%').next().unwrap().replace('\u{1}', "%");
            (line[..line.len() - rest.len()].trim_end().to_owned(), command.trim().to_owned())
        })
        .collect()
}

/// Runs a job as cron does: PATH, HOME, LOGNAME and SHELL are set, and nothing else but the time of this test.
fn job(desk: &Desk, command: &str) -> Said {
    let mut shell = desk.command("/bin/sh");
    shell.env("PATH", "/usr/bin:/bin").env("LOGNAME", "dana").env("SHELL", "/bin/sh").env_remove("LANG");
    said(shell.args(["-c", command]).current_dir(desk.env.path("~/")))
}

/// Returns a home whose ledger is where owed looks for it.
fn home(ledger: &str) -> Desk {
    let desk = Desk::new(ledger);
    desk.env.write("~/.local/share/owed/ledger.toml", ledger);
    desk
}

#[test]
fn every_job_runs_from_the_bare_environment_of_cron() {
    let crontab = text("crontab");
    let jobs = jobs(&crontab);
    let desk = home(TEAM);
    let said: Vec<_> = jobs.iter().map(|(_, command)| job(&desk, command)).collect();
    assert_eq!(
        jobs.iter().map(|(when, _)| when.as_str()).collect::<Vec<_>>(),
        ["0 8 * * 1-5", "*/10 * * * *", "45 8 * * 1-5", "0 7 * * 1"]
    );
    // What is overdue is mailed by cron.
    assert!(said[0].stdout.contains("call back about invoice 1182") && said[0].status == 1, "{}", said[0]);
    // So is what the ladder did.
    assert!(said[1].stdout.contains("Acme Corp: ") && said[1].status == 0, "{}", said[1]);
    let ledger = fs::read_to_string(desk.env.path("~/.local/share/owed/ledger.toml")).unwrap();
    assert!(ledger.contains("rung = "), "{ledger}");
    for quiet in &said[2..] {
        assert_eq!(quiet.to_string(), "--- exit 0");
    }
    let files: Vec<_> = fs::read_dir(desk.env.path("~/")).unwrap().collect();
    let files = files.into_iter().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut made: Vec<_> = files.filter(|name| name.contains('.') && !name.starts_with('.')).collect();
    made.sort();
    assert_eq!((made.len(), made[1].as_str()), (2, "standup.md"), "{made:?}");
    // The date in its name is that of the machine.
    let day = made[0].strip_prefix("owed-").unwrap().strip_suffix(".html").unwrap();
    assert!(chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok(), "{day}");
}

#[test]
fn the_jobs_of_the_pages_run_there_too() {
    for (page, count) in [(include_str!("../../../README.md"), 1), (include_str!("../../../docs/cron.md"), 2)]
    {
        let blocks = page.split("```cron\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        let all: Vec<_> = blocks.flat_map(jobs).collect();
        assert_eq!(all.len(), count);
        for (_, command) in all {
            let said = job(&home(TEAM), &command);
            assert!(said.stdout.contains("Acme Corp") && said.status < 2, "{command}: {said}");
        }
    }
}

#[test]
fn nothing_is_mailed_while_nothing_is_wrong() {
    let desk = home("timezone = \"UTC\"\n");
    for (_, command) in jobs(&text("crontab")).iter().take(2) {
        assert_eq!(job(&desk, command).to_string(), "--- exit 0", "{command}");
    }
}

#[test]
fn a_percent_sign_ends_a_command_unless_it_is_escaped() {
    assert_eq!(jobs("# x\n\n1 2 3 4 5  a \\% b % c\n"), [("1 2 3 4 5".to_owned(), "a % b".to_owned())]);
}

#[test]
fn crontab_has_nothing_to_say() {
    // It says on stderr that all is well.
    let crontab = |line: &str, text: &str| run("sh", &["-c", &format!("{{ {line}; }} 2>&1")], text);
    if !crontab("crontab -h; true", "").is_some_and(|help| help.is_ok_and(|help| help.contains("dry run"))) {
        reader::skip("a crontab that checks without installing");
        return;
    }
    let worse = [("0 8 * * 1-5", "0 25 * * 1-5"), ("*/10", "*/ten"), ("0 7 * * 1 ", "0 7 * x ")];
    check(&text("crontab"), &worse, |text| Some(crontab("crontab -n -", text)?.map(drop)));
}
