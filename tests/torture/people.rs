//! Two people with a common group on one host, for real: every write of either, and every failing attempt. Only root
//! can be two people; for anybody else these tests say that they were skipped.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::Said;
use crate::verbs::SAMPLE;

/// The group of both.
const TEAM: u32 = 54_500;

/// A person on the host. A user number needs no name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Person {
    uid: u32,
    is_in_team: bool,
}

const DANA: Person = Person { uid: 54_001, is_in_team: true };
const KIM: Person = Person { uid: 54_002, is_in_team: true };
const STRANGER: Person = Person { uid: 54_003, is_in_team: false };

/// A host with a program that everybody can run, and a folder for a ledger.
struct Host {
    dir: TempDir,
}

impl Host {
    /// Returns a host, if the user who runs this may be other people.
    fn new() -> Option<Self> {
        let dir = TempDir::new().unwrap();
        let mut trial = Command::new(setpriv());
        trial.args(["--reuid=54001", "--regid=54001", "--groups=54500", "true"]);
        if !trial.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            // Past the capture of the test harness: a skipped test must not look like one that passed.
            let _ = writeln!(io::stderr(), "skipped: two people on one host (that takes root, and setpriv)");
            return None;
        }
        let host = Self { dir };
        open_to(host.dir.path(), 0o755);
        // Written by a process of its own: a file that this one has open for writing cannot be run by another test's child.
        let copied =
            Command::new("cp").arg(env!("CARGO_BIN_EXE_owed")).arg(host.path("owed")).status().unwrap();
        assert!(copied.success());
        fs::set_permissions(host.path("owed"), Permissions::from_mode(0o755)).unwrap();
        for person in [DANA, KIM, STRANGER] {
            fs::create_dir(host.home(person)).unwrap();
            chown(host.home(person), Some(person.uid), Some(person.uid)).unwrap();
            open_to(&host.home(person), 0o700);
        }
        fs::create_dir(host.path("desk")).unwrap();
        Some(host)
    }

    /// Returns a host with a folder of that owner, group and mode for the ledger.
    fn with_folder(owner: Person, gid: u32, mode: u32) -> Option<Self> {
        let host = Self::new()?;
        chown(host.path("desk"), Some(owner.uid), Some(gid)).unwrap();
        open_to(&host.path("desk"), mode);
        Some(host)
    }

    /// Puts a ledger there.
    fn put(&self, owner: Person, gid: u32, mode: u32) {
        fs::write(self.ledger(), SAMPLE).unwrap();
        chown(self.ledger(), Some(owner.uid), Some(gid)).unwrap();
        open_to(&self.ledger(), mode);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn home(&self, person: Person) -> PathBuf {
        self.path(&person.uid.to_string())
    }

    fn ledger(&self) -> PathBuf {
        self.path("desk/ledger.toml")
    }

    /// Returns a command for a shell line, as one of them.
    fn shell(&self, person: Person, umask: &str, line: &str, args: &[&str]) -> Command {
        let mut command = Command::new(setpriv());
        let groups = if person.is_in_team { format!("--groups={TEAM}") } else { "--clear-groups".to_owned() };
        command.arg(format!("--reuid={}", person.uid)).arg(format!("--regid={}", person.uid)).arg(groups);
        command.args(["sh", "-c", &format!("umask {umask}; {line}"), "sh"]).args(args);
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", self.home(person));
        command.env("OWED_NOW", "2026-11-20T10:00:00-05:00").env("TZ", "America/New_York");
        command.env("OWED_LEDGER", self.ledger()).env("OWED_ME", "somebody").env("OWED", self.path("owed"));
        command
            .current_dir(self.path("desk"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn owed(&self, person: Person, umask: &str, args: &[&str]) -> Said {
        Said::from(self.shell(person, umask, "exec \"$OWED\" \"$@\"", args).output().unwrap())
    }

    /// Returns the names in the folder of the ledger.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(self.path("desk")).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Returns group and mode of a file beside the ledger.
    fn access(&self, name: &str) -> (u32, u32) {
        let meta = fs::symlink_metadata(self.path("desk").join(name)).unwrap();
        (meta.gid(), meta.mode() & 0o7777)
    }
}

/// Returns the program that runs another as somebody else, with its folder. A bare name that is searched on another
/// PATH is searched by a copy of this process, and to copy that for each of a thousand runs takes minutes.
fn setpriv() -> PathBuf {
    let places = ["/usr/bin/setpriv", "/bin/setpriv", "/usr/sbin/setpriv"].map(PathBuf::from);
    places.into_iter().find(|place| place.exists()).unwrap_or_else(|| "setpriv".into())
}

fn open_to(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Tests both orders, with every mask: who comes first, who comes second, and what they hide from others.
fn both_ways(test: impl Fn(Person, Person, &str, &str)) {
    for (first, second) in [(DANA, KIM), (KIM, DANA)] {
        for one in ["022", "002", "077"] {
            for other in ["022", "002", "077"] {
                test(first, second, one, other);
            }
        }
    }
}

const LOCKS: [&str; 2] = [".ledger.toml.lock", ".ledger.toml.escalate.lock"];
const PROMISE: &[&str] = &["promise", "send the parts", "--to", "Acme", "--by", "2026-12-01"];
const NOTE: &[&str] = &["note", "k7qdm2xv", "nobody there"];
const CLIMB: &[&str] = &["escalate"];

#[test]
fn a_ledger_made_in_a_shared_folder_is_written_by_both_whatever_their_masks() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2770) else { return };
    both_ways(|first, second, one, other| {
        let what = format!("{first:?} {one}, {second:?} {other}");
        for name in host.names() {
            fs::remove_file(host.path("desk").join(name)).unwrap();
        }
        host.owed(first, one, PROMISE).fine(&what);
        assert_eq!(host.access("ledger.toml"), (TEAM, 0o660), "{what}");
        assert_eq!(host.access(LOCKS[0]), (TEAM, 0o660), "{what}");
        for (person, umask) in [(second, other), (first, one), (second, other)] {
            host.owed(person, umask, PROMISE).fine(&what);
            assert_eq!(host.access("ledger.toml"), (TEAM, 0o660), "{what}");
        }
        // Each person's `undo` takes back what that person did.
        host.owed(second, other, &["undo"]).fine(&what);
        host.owed(second, other, &["check"]).fine(&what);
        host.owed(first, one, &["list"]).fine(&what);
        assert_eq!(host.names(), [LOCKS[0], "ledger.toml"], "{what}");
    });
}

#[test]
fn a_ledger_that_a_group_may_write_keeps_group_and_mode_whoever_writes() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2775) else { return };
    // With the bit that gives files the folder's group, and where that must be done by hand.
    for folder in [0o2775, 0o777] {
        open_to(&host.path("desk"), folder);
        both_ways(|first, second, one, other| {
            for mode in [0o660, 0o664] {
                for name in host.names() {
                    fs::remove_file(host.path("desk").join(name)).unwrap();
                }
                host.put(first, TEAM, mode);
                for (person, umask, args) in
                    [(second, other, NOTE), (second, other, CLIMB), (first, one, NOTE), (first, one, CLIMB)]
                {
                    let what = format!("{folder:o} {mode:o} {person:?} {umask} {args:?}");
                    host.owed(person, umask, args).fine(&what);
                    assert_eq!(host.access("ledger.toml"), (TEAM, mode), "{what}");
                }
                for lock in LOCKS {
                    assert_eq!(host.access(lock), (TEAM, 0o660), "{folder:o} {mode:o} {lock}");
                }
            }
        });
    }
}

#[test]
fn an_archive_is_read_by_whoever_can_read_its_ledger() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o777) else { return };
    let archive = ["archive", "--before", "2026-11-20 08:00"];
    both_ways(|first, second, one, other| {
        for mode in [0o660, 0o664] {
            let what = format!("{mode:o}: {first:?} {one}, {second:?} {other}");
            for name in host.names() {
                fs::remove_file(host.path("desk").join(name)).unwrap();
            }
            host.put(first, TEAM, mode);
            host.owed(second, other, &archive).fine(&what);
            assert_eq!(host.access("ledger.2026.toml"), (TEAM, mode), "{what}");
            host.owed(first, one, &["list", "--all"]).fine(&what);
            let said = host.owed(STRANGER, "022", &["list", "--all"]);
            assert_eq!(said.status == 0, mode == 0o664, "{what}: {said:?}");
        }
    });
}

#[test]
fn a_try_that_fails_makes_nothing_and_shuts_nobody_out() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2775) else { return };
    both_ways(|owner, colleague, one, other| {
        // Folder, and the ledger's group and mode: it is not shared, or the folder is not, or its owner would change.
        for (folder, gid, mode) in [
            (0o2775, TEAM, 0o600),
            (0o2775, TEAM, 0o640),
            (0o2775, TEAM, 0o644),
            (0o2755, TEAM, 0o660),
            (0o3775, TEAM, 0o660),
            (0o777, owner.uid, 0o666),
        ] {
            let what = format!("{folder:o} {gid} {mode:o}: {owner:?} {one}, {colleague:?} {other}");
            for name in host.names() {
                fs::remove_file(host.path("desk").join(name)).unwrap();
            }
            chown(host.path("desk"), Some(owner.uid), Some(TEAM)).unwrap();
            open_to(&host.path("desk"), folder);
            host.put(owner, gid, mode);
            for args in [NOTE, CLIMB] {
                let said = host.owed(colleague, other, args).refused(&what);
                assert!(said.stderr.contains("\nhint: "), "{what}: {said:?}");
                assert_eq!(host.names(), ["ledger.toml"], "{what}: {args:?}");
            }
            for args in [NOTE, CLIMB] {
                host.owed(owner, one, args).fine(&what);
            }
            assert_eq!(host.access("ledger.toml"), (gid, mode), "{what}");
        }
    });
}

#[test]
fn what_a_refusal_says_mends_it() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o777) else { return };
    host.put(DANA, DANA.uid, 0o666);
    let said = host.owed(KIM, "022", NOTE).refused("it would become hers");
    assert!(said.stderr.contains("it belongs to somebody else and would become yours"), "{said:?}");
    let command = said.stderr.split('`').nth(1).unwrap().replace("GROUP", &TEAM.to_string());
    let mended = host.shell(DANA, "022", &command, &[]).output().unwrap();
    assert!(mended.status.success(), "{command}: {mended:?}");
    host.owed(KIM, "022", NOTE).fine("it is shared now");
    host.owed(DANA, "077", NOTE).fine("with both");
}

#[test]
fn whoever_can_only_read_a_ledger_cannot_hold_its_locks() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2775) else { return };
    host.put(DANA, TEAM, 0o664);
    host.owed(DANA, "022", NOTE).fine("makes a lock");
    host.owed(DANA, "022", CLIMB).fine("makes the other");
    for lock in LOCKS {
        let hold = host.shell(STRANGER, "022", "exec flock -n \"$1\" true", &[lock]).output().unwrap();
        assert!(
            !hold.status.success() && String::from_utf8_lossy(&hold.stderr).contains("ermission"),
            "{hold:?}"
        );
    }
    host.owed(STRANGER, "022", &["list"]).fine("a reader");
    host.owed(STRANGER, "022", NOTE).refused("a reader that writes");
}

#[test]
fn a_file_of_somebody_in_the_place_of_a_lock_keeps_owner_and_mode() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2775) else { return };
    host.put(KIM, TEAM, 0o664);
    for (lock, args) in LOCKS.into_iter().zip([NOTE, CLIMB]) {
        for (text, mode) in [("private", 0o600), ("", 0o600), ("", 0o644)] {
            let file = host.path("desk").join(lock);
            fs::write(&file, text).unwrap();
            chown(&file, Some(KIM.uid), Some(KIM.uid)).unwrap();
            open_to(&file, mode);
            let said = host.owed(KIM, "022", args);
            assert_eq!(said.status == 0, text.is_empty(), "{said:?}");
            assert!(
                text.is_empty() || said.stderr.contains("this is not a lock file: it is not empty"),
                "{said:?}"
            );
            let meta = fs::metadata(&file).unwrap();
            assert_eq!((meta.uid(), meta.gid(), meta.mode() & 0o7777), (KIM.uid, KIM.uid, mode));
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
            fs::remove_file(file).unwrap();
        }
    }
}

#[test]
fn a_lock_that_one_cannot_open_says_how_to_get_another() {
    let Some(host) = Host::with_folder(DANA, TEAM, 0o2775) else { return };
    host.put(DANA, TEAM, 0o660);
    let lock = host.path("desk").join(LOCKS[0]);
    fs::write(&lock, "").unwrap();
    chown(&lock, Some(DANA.uid), Some(DANA.uid)).unwrap();
    open_to(&lock, 0o600);
    let said = host.owed(KIM, "022", NOTE).refused("a lock from before the ledger was shared");
    let command = said.stderr.split('`').nth(1).unwrap();
    assert!(command.starts_with("rm "), "{said:?}");
    assert!(host.shell(KIM, "022", command, &[]).output().unwrap().status.success());
    host.owed(KIM, "022", NOTE).fine("it is made anew");
    assert_eq!(host.access(LOCKS[0]), (TEAM, 0o660));
    host.owed(DANA, "022", NOTE).fine("for both");
}

#[test]
fn root_leaves_a_ledger_and_its_locks_to_their_owner() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o755) else { return };
    host.put(DANA, DANA.uid, 0o600);
    let root = Person { uid: 0, is_in_team: false };
    fs::create_dir(host.home(root)).unwrap();
    for args in [NOTE, CLIMB] {
        host.owed(root, "077", args).fine("root");
        host.owed(DANA, "022", args).fine("the owner");
    }
    for name in LOCKS.into_iter().chain(["ledger.toml"]) {
        let meta = fs::metadata(host.path("desk").join(name)).unwrap();
        assert_eq!((meta.uid(), meta.gid(), meta.mode() & 0o777), (DANA.uid, DANA.uid, 0o600), "{name}");
    }
}

#[test]
fn a_config_file_of_somebody_else_or_of_a_group_is_refused_and_one_of_root_is_not() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o755) else { return };
    host.put(DANA, DANA.uid, 0o600);
    let folder = host.home(DANA).join(".config/owed");
    fs::create_dir_all(&folder).unwrap();
    [host.home(DANA).join(".config"), folder.clone()].iter().for_each(|folder| open_to(folder, 0o755));
    let config = folder.join("config.toml");
    fs::write(&config, "me = \"dana\"\n").unwrap();
    for (uid, gid, mode, is_fine) in [
        (DANA.uid, DANA.uid, 0o600, true),
        (DANA.uid, DANA.uid, 0o644, true),
        (0, 0, 0o444, true),
        (0, 0, 0o644, true),
        (DANA.uid, DANA.uid, 0o664, false),
        (DANA.uid, TEAM, 0o660, false),
        (DANA.uid, DANA.uid, 0o646, false),
        (0, 0, 0o666, false),
        (KIM.uid, KIM.uid, 0o644, false),
    ] {
        chown(&config, Some(uid), Some(gid)).unwrap();
        open_to(&config, mode);
        let said = host.owed(DANA, "022", &["list"]);
        assert_eq!(said.status, if is_fine { 0 } else { 2 }, "{uid} {gid} {mode:o}: {said:?}");
        if uid == DANA.uid && !is_fine {
            let command = said.stderr.split('`').nth(1).unwrap();
            assert!(command.starts_with("chmod go-w "), "{said:?}");
            assert!(host.shell(DANA, "022", command, &[]).output().unwrap().status.success());
            host.owed(DANA, "022", &["list"]).fine("mended");
        }
        if uid == KIM.uid {
            assert!(said.stderr.contains("the config file belongs to somebody else"), "{said:?}");
            assert!(said.stderr.contains(&format!("`chown -h {} ", DANA.uid)), "{said:?}");
        }
    }
    // Nor does root run commands from dana's config.
    let root = Person { uid: 0, is_in_team: false };
    chown(&config, Some(DANA.uid), Some(DANA.uid)).unwrap();
    open_to(&config, 0o600);
    let mut as_root = host.shell(root, "022", "exec \"$OWED\" list", &[]);
    let said = Said::from(as_root.env("HOME", host.home(DANA)).output().unwrap());
    assert!(said.status == 2 && said.stderr.contains("belongs to somebody else"), "{said:?}");
}

/// Returns the attribute of an access control list that lets this person read and write a file whose group may do
/// nothing.
fn list_for(person: Person) -> Vec<u8> {
    let nobody = u32::MAX;
    let entries = [(1, 6, nobody), (2, 6, person.uid), (4, 0, nobody), (16, 6, nobody), (32, 0, nobody)];
    let bytes = entries.iter().flat_map(|&(tag, may, who): &(u16, u16, u32)| {
        [tag.to_le_bytes().as_slice(), &may.to_le_bytes(), &who.to_le_bytes()].concat()
    });
    2_u32.to_le_bytes().into_iter().chain(bytes).collect()
}

#[test]
fn an_access_control_list_stays_with_a_ledger_and_its_archives_and_lets_nobody_else_in() {
    const ACL: &str = "system.posix_acl_access";
    let Some(host) = Host::with_folder(DANA, TEAM, 0o775) else { return };
    let list = list_for(STRANGER);
    let set =
        |name: &str, path: &Path| rustix::fs::setxattr(path, name, &list, rustix::fs::XattrFlags::empty());
    let get = |name: &str| {
        let mut value = vec![0; 1_024];
        let length = rustix::fs::getxattr(host.path("desk").join(name), ACL, value.as_mut_slice());
        length.map(|length| value[..length].to_vec()).ok()
    };
    host.put(DANA, TEAM, 0o600);
    if set(ACL, &host.ledger()).is_err() {
        let _ = writeln!(io::stderr(), "skipped: access control lists (the file system has none)");
        return;
    }
    for args in [PROMISE, &["archive", "--before", "2026-11-20 08:00"]] {
        host.owed(DANA, "022", args).fine("dana");
        host.owed(STRANGER, "022", &["list", "--all"]).fine("who is in the list");
        // Her group may not, and the person in the list would take the ledger away from her.
        for (person, args) in [(KIM, &["list"][..]), (KIM, PROMISE), (STRANGER, PROMISE)] {
            host.owed(person, "022", args).refused(&format!("{person:?} {args:?}"));
        }
    }
    for name in ["ledger.toml", "ledger.2026.toml"] {
        assert_eq!(get(name).as_ref(), Some(&list), "{name}");
    }
    for lock in [".ledger.toml.lock", ".ledger.2026.toml.lock"] {
        assert_eq!((host.access(lock).1, get(lock)), (0o600, None), "{lock}");
    }
    // A ledger without a list gets none from its folder.
    host.put(DANA, TEAM, 0o640);
    rustix::fs::removexattr(host.ledger(), ACL).unwrap();
    open_to(&host.ledger(), 0o640);
    set("system.posix_acl_default", &host.path("desk")).unwrap();
    host.owed(DANA, "022", NOTE).fine("dana");
    assert_eq!((host.access("ledger.toml"), get("ledger.toml")), ((TEAM, 0o640), None));
    host.owed(STRANGER, "022", &["list"]).refused("who is in no list");
}

#[test]
fn a_config_file_that_others_could_put_there_is_refused() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o755) else { return };
    host.put(DANA, DANA.uid, 0o600);
    let above = host.home(DANA).join(".config");
    let folder = above.join("owed");
    fs::create_dir_all(&folder).unwrap();
    // A file of dana's own that a stranger wrote, as a clone has them.
    let (config, cloned) = (folder.join("config.toml"), host.home(DANA).join("cloned.toml"));
    for file in [&config, &cloned] {
        fs::write(file, "me = \"dana\"\n").unwrap();
        open_to(file, 0o644);
    }
    for path in [&above, &folder, &config, &cloned] {
        chown(path, Some(DANA.uid), Some(DANA.uid)).unwrap();
    }
    for place in [&above, &folder] {
        for (mode, is_fine) in [(0o755, true), (0o775, false), (0o757, false), (0o1777, true), (0o700, true)]
        {
            [&above, &folder].iter().for_each(|folder| open_to(folder, 0o755));
            open_to(place, mode);
            let said = host.owed(DANA, "022", &["list"]);
            assert_eq!(said.status, if is_fine { 0 } else { 2 }, "{place:?} {mode:o}: {said:?}");
            if !is_fine {
                let command = said.stderr.split('`').nth(1).unwrap();
                assert!(command.starts_with("chmod go-w "), "{said:?}");
                assert!(host.shell(DANA, "022", command, &[]).output().unwrap().status.success());
                host.owed(DANA, "022", &["list"]).fine("mended");
            }
        }
    }
    [&above, &folder].iter().for_each(|folder| open_to(folder, 0o755));
    chown(&folder, Some(KIM.uid), None).unwrap();
    let said = host.owed(DANA, "022", &["list"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""), "a folder of kim's");
    assert!(said.stderr.contains("the folder of the config file belongs to somebody else"), "{said:?}");
    chown(&folder, Some(DANA.uid), None).unwrap();
    // A link of her own leads where she says, and one of kim's does not.
    fs::remove_file(&config).unwrap();
    std::os::unix::fs::symlink(&cloned, &config).unwrap();
    std::os::unix::fs::lchown(&config, Some(DANA.uid), None).unwrap();
    host.owed(DANA, "022", &["list"]).fine("a link of dana's");
    std::os::unix::fs::lchown(&config, Some(KIM.uid), None).unwrap();
    let said = host.owed(DANA, "022", &["list"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""), "a link of kim's");
    assert!(said.stderr.contains("the config file belongs to somebody else"), "{said:?}");
}

#[test]
fn root_makes_no_folder_among_the_files_of_who_called_it_and_gives_them_a_ledger_it_makes() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o755) else { return };
    let root = Person { uid: 0, is_in_team: false };
    let as_root = |line: &str| {
        let mut command = host.shell(root, "022", line, &[]);
        command.env("HOME", host.home(DANA));
        Said::from(command.output().unwrap())
    };
    let of_root =
        || host.shell(root, "022", "find \"$1\" -user 0", &[host.home(DANA).to_str().unwrap()]).output();
    let promise = "exec \"$OWED\" promise x --to y --by 2026-12-01";
    for line in [&format!("unset OWED_LEDGER; {promise}"), "unset OWED_LEDGER; exec \"$OWED\" init"] {
        let said = as_root(line).refused(line);
        assert!(
            said.stderr.contains("belongs to somebody else") && said.stderr.contains("with sudo"),
            "{said:?}"
        );
        assert_eq!(of_root().unwrap().stdout, b"", "{line}");
    }
    for line in [promise, "exec \"$OWED\" init"] {
        as_root(line).fine(line);
        for name in host.names() {
            let meta = fs::metadata(host.path("desk").join(&name)).unwrap();
            assert_eq!((meta.uid(), meta.mode() & 0o777), (DANA.uid, 0o600), "{line}: {name}");
        }
        host.owed(DANA, "022", &["promise", "a", "--to", "b", "--by", "2026-12-01"]).fine("dana");
        host.names().iter().for_each(|name| fs::remove_file(host.path("desk").join(name)).unwrap());
    }
}

#[test]
fn nothing_of_root_is_left_in_the_home_of_who_called_it_and_what_is_there_is_passed_over() {
    let Some(host) = Host::with_folder(DANA, DANA.uid, 0o755) else { return };
    host.put(DANA, DANA.uid, 0o600);
    let root = Person { uid: 0, is_in_team: false };
    // As `sudo -E` runs it, before there is a state folder and after.
    for _ in 0..2 {
        let mut as_root = host.shell(root, "022", "exec \"$OWED\" note k7qdm2xv root", &[]);
        let said =
            Said::from(as_root.env("HOME", host.home(DANA)).output().unwrap()).fine("the change stands");
        assert!(
            said.stderr.contains("`owed undo` cannot undo it") && said.stderr.contains("somebody else"),
            "{said:?}"
        );
        let foreign = host.shell(root, "022", "find \"$1\" -user 0", &[host.home(DANA).to_str().unwrap()]);
        let mut foreign = foreign;
        assert_eq!(foreign.output().unwrap().stdout, b"");
        host.owed(DANA, "022", NOTE).fine("dana");
    }
    // A record that an old version of owed left there.
    let undo = host.home(DANA).join(".local/state/owed/undo");
    let journal = fs::read_dir(undo).unwrap().next().unwrap().unwrap().path();
    let (last, planted) = (journal.join("2.json"), journal.join("3.json"));
    for mode in [0o600, 0o644] {
        fs::write(&planted, fs::read_to_string(&last).unwrap().replace("nobody there", "planted")).unwrap();
        chown(&planted, Some(0), Some(0)).unwrap();
        open_to(&planted, mode);
        let before = fs::read_to_string(host.ledger()).unwrap();
        let said = host.owed(DANA, "022", &["undo", "--list"]).fine("the rest");
        assert!(said.stderr.contains("3.json is left out: it belongs to somebody else"), "{said:?}");
        assert!(!said.stdout.contains("planted") && said.stdout.contains("nobody there"), "{said:?}");
        host.owed(DANA, "022", &["undo"]).fine("the rest");
        assert!(fs::read_to_string(host.ledger()).unwrap().len() < before.len());
        host.owed(DANA, "022", NOTE).fine("another change");
        fs::remove_file(&planted).unwrap();
        // Of the records, which the undo is too, only that of the last change stays.
        let mut records: Vec<_> = fs::read_dir(&journal).unwrap().map(|file| file.unwrap().path()).collect();
        records.retain(|path| path.extension().is_some_and(|end| end == "json"));
        records.sort();
        let newest = records.pop().unwrap();
        records.iter().for_each(|path| fs::remove_file(path).unwrap());
        fs::rename(newest, &last).unwrap();
    }
}
