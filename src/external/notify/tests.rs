//! Real commands, and how they end.

use std::fs;
use std::path::Path;

use super::*;

/// Returns a command that a shell runs; the shell is the command here.
fn sh(script: &str) -> Vec<String> {
    ["sh", "-c", script].map(str::to_owned).into()
}

fn send(command: &[String], patience: Duration, notice: Notice) -> Result<(), Failure> {
    let (program, arguments) = command.split_first().unwrap();
    let folders = &["/usr/bin".into(), "/bin".into()];
    Program { program, folders, arguments, patience }.send(notice)
}

fn soon() -> Duration {
    Duration::from_secs(20)
}

fn notice(folder: &Path, input: &[u8]) -> Notice {
    Notice { variables: vec![("OWED_FOLDER", folder.into())], input: input.into() }
}

#[test]
fn a_command_is_given_variables_and_stdin_and_its_exit_code_counts() {
    let folder = tempfile::tempdir().unwrap();
    let told = notice(folder.path(), b"{\"id\":\"k7q\"}\n");
    send(&sh("cat > \"$OWED_FOLDER/got\""), soon(), told.clone()).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("got")).unwrap(), "{\"id\":\"k7q\"}\n");
    let failure = send(&sh("exit 3"), soon(), told.clone()).unwrap_err();
    assert_eq!(failure.to_string(), "the notify command failed (exit status: 3)");
    let failure = send(&sh("kill -TERM $$"), soon(), told).unwrap_err();
    assert_eq!(failure.to_string(), "the notify command failed (signal: 15 (SIGTERM))");
}

#[test]
fn a_command_need_not_read_its_stdin() {
    let folder = tempfile::tempdir().unwrap();
    // Far more than a pipe holds: left alone, closed, and read in part.
    let much = vec![b'x'; 1 << 20];
    for script in ["exit 0", "exec 0<&-; sleep 0.1", "head -c 10 >/dev/null"] {
        send(&sh(script), soon(), notice(folder.path(), &much)).unwrap();
    }
}

#[test]
fn arguments_are_given_as_they_are_and_no_shell_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let script = "printf '%s|' \"$@\" > \"$OWED_FOLDER/got\"";
    let mut command = sh(script);
    command.extend(["name", "$HOME", "a b; touch c", "*"].map(str::to_owned));
    send(&command, soon(), notice(folder.path(), b"")).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("got")).unwrap(), "$HOME|a b; touch c|*|");
}

#[test]
fn a_command_that_takes_too_long_is_ended_with_everything_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let script = "(sleep 1; touch \"$OWED_FOLDER/late\") & trap '' TERM; wait; sleep 30";
    let failure = send(&sh(script), Duration::from_millis(200), notice(folder.path(), b"")).unwrap_err();
    assert!(matches!(failure, Failure::TookTooLong(_)), "{failure}");
    thread::sleep(Duration::from_millis(1_200));
    assert!(!folder.path().join("late").exists());
}

#[test]
fn what_a_command_leaves_running_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let patience = Duration::from_secs(5);
    send(&sh("sleep 20 >/dev/null 2>&1 &"), patience, notice(folder.path(), b"")).unwrap();
}

#[test]
fn a_command_that_is_not_there_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for (command, expected) in [
        ("owed-no-such-program", "\"owed-no-such-program\" cannot be started"),
        ("", "\"\" cannot be started"),
        ("nul\0", "\"nul\\x00\" cannot be started"),
    ] {
        let failure = send(&[command.to_owned()], soon(), notice(folder.path(), b"")).unwrap_err();
        assert_eq!(failure.to_string(), expected);
        assert!(matches!(failure, Failure::NoStart(_)));
    }
}

#[test]
fn without_a_command_there_is_no_program() {
    assert!(Program::configured(&Notify::default()).is_none());
}
