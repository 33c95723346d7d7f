//! The settings: flag, then `OWED_*`, then the config file, then the default.
//!
//! The environment comes in as a function; only `main` knows where it is from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{Metadata, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::process::geteuid;
use serde::Deserialize;

use crate::document::problem::Fault;
use crate::error::{Error, Problem, Result};
use crate::out::Colour;
use crate::rules::target::{Target, Unit};
use crate::text::{self, names};

mod globs;
pub mod settings;
mod zone;

pub use zone::MachineZone;

/// The largest config file that is read.
const LARGEST: u64 = 1024 * 1024;

/// Opening does not wait for the other end of a pipe.
const NO_WAITING: i32 = OFlags::NONBLOCK.bits().cast_signed();

/// Looks a variable up; an empty one counts as absent.
pub type Env<'e> = &'e dyn Fn(&str) -> Option<OsString>;

/// The config file, `owed/config.toml`: personal, and the only place that names commands to run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Your name in the ledger.
    pub me: Option<String>,
    /// The ledger file.
    pub ledger: Option<PathBuf>,
    /// The ledgers of `--all-ledgers`, as patterns of paths.
    #[serde(default)]
    pub ledgers: Vec<String>,
    /// When to use colour.
    pub color: Option<Colour>,
    /// The command that shows what does not fit the screen; empty: none.
    pub pager: Option<String>,
    /// The command that runs when a rung fires.
    #[serde(default)]
    pub notify: Notify,
    /// How the files of other systems are read, by the names for `--from`.
    #[serde(default)]
    pub import: BTreeMap<String, Mapping>,
}

/// How the files of another system are read: what `import` takes as options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mapping {
    /// The format of the file; without it CSV.
    pub from: Option<String>,
    /// The columns of each field, the best first.
    #[serde(default)]
    pub map: BTreeMap<String, OneOrMore>,
    /// What the words of a field mean.
    #[serde(default)]
    pub map_value: BTreeMap<String, BTreeMap<String, OneOrMore>>,
    /// The values that every row has.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// What stands between two cells.
    pub delimiter: Option<String>,
    /// How its letters are written.
    pub encoding: Option<String>,
    /// How its dates are written.
    pub dates: Option<String>,
    /// The zone of its times.
    pub timezone: Option<String>,
}

/// A text, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a text, or a list of texts")]
pub enum OneOrMore {
    /// A text.
    One(String),
    /// A list.
    More(Vec<String>),
}

impl OneOrMore {
    /// Returns the texts.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }
}

/// The notify command.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// The program, an absolute path or a name to find in `folders`, and its arguments.
    #[serde(default, deserialize_with = "command")]
    pub command: Vec<String>,
    /// Where the config file is, or would be.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// Where the program is looked for: the absolute folders of `PATH`.
    #[serde(skip)]
    pub folders: Vec<PathBuf>,
    /// How long it may run.
    #[serde(default)]
    pub timeout: Patience,
}

/// How long the notify command may run before it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Patience(pub Duration);

impl Default for Patience {
    fn default() -> Self {
        Self(Duration::from_secs(30))
    }
}

impl TryFrom<String> for Patience {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let length = Target::parse(&text).map_err(|bad| bad.message)?;
        let seconds = length.parts().try_fold(0_u64, |sum, part| match part.count() {
            (count, Unit::Seconds) => sum.checked_add(count.try_into().ok()?),
            _ => None,
        });
        seconds.map(|seconds| Self(Duration::from_secs(seconds))).ok_or_else(|| {
            format!(
                "invalid timeout {}; write seconds, minutes or hours, such as 30s or 2m",
                text::quote(&text)
            )
        })
    }
}

/// Reads the command. The error is a relative path, which would run a program of the current directory, such as a clone
/// of a stranger's.
fn command<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let command = Vec::<String>::deserialize(from)?;
    let is_safe =
        |program: &String| program.starts_with('/') || !(program.is_empty() || program.contains('/'));
    match command.first().filter(|program| !is_safe(program)) {
        None => Ok(command),
        Some(program) => Err(serde::de::Error::custom(format!(
            "`command` must begin with an absolute path, or with the name of a program on the PATH, not {}",
            text::quote(program)
        ))),
    }
}

/// Returns the absolute folders of `PATH`; without a `PATH`, those that a shell assumes.
fn path_folders(env: Env<'_>) -> Vec<PathBuf> {
    let path = env("PATH").unwrap_or_else(|| "/usr/bin:/bin".into());
    std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect()
}

/// Refuses a config file that anybody but its reader and root could have written or replaced: it names a command to
/// run. Checks the file, its folder, the folder above, and links on the way. A group counts as others, even if it has
/// one member today: owed cannot know its members.
fn trusted(file: &Metadata, me: u32, path: &Path) -> Result<()> {
    if !file.is_file() {
        let shown = path.to_string_lossy();
        return Err(Error::new(format!(
            "{}: the config file must be a regular file",
            text::sanitize(&shown)
        )));
    }
    closed(file, "the config file", me, path)?;
    let names = ["the config file", "the folder of the config file", "the folder of the config file"];
    for (place, what) in path.ancestors().zip(names) {
        let cannot = |error| Error::io(text::sanitize(&place.to_string_lossy()), error);
        closed(&std::fs::symlink_metadata(place).map_err(cannot)?, what, me, place)?;
        closed(&std::fs::metadata(place).map_err(cannot)?, what, me, place)?;
    }
    Ok(())
}

/// Refuses a file, folder or link that belongs to somebody else, or that others can write to.
fn closed(meta: &Metadata, what: &str, me: u32, path: &Path) -> Result<()> {
    let (shown, place) = (text::sanitize(&path.to_string_lossy()).into_owned(), text::shell(path));
    let refuse =
        |why: &str| Error::new(format!("{shown}: {why}, and a config file can name commands to run"));
    if ![0, me].contains(&meta.uid()) {
        return Err(refuse(&format!("{what} belongs to somebody else"))
            .hint(format!("if it is meant for you, run `chown -h {me} {place}`"))
            .hint(
                "with sudo, leave out -E, or set HOME and XDG_CONFIG_HOME to folders of the one it runs as",
            ));
    }
    // The mode of a link has no meaning. In a sticky folder nobody replaces somebody else's file.
    let is_safe = meta.is_symlink() || (meta.is_dir() && meta.mode() & 0o1000 != 0);
    if meta.mode() & 0o022 != 0 && !is_safe {
        return Err(refuse(&format!("others can write to {what}")).hint(format!("run `chmod go-w {place}`")));
    }
    Ok(())
}

impl Config {
    /// Reads the config file; an absent one gives the defaults.
    pub fn read(env: Env<'_>) -> Result<Self> {
        let Some(path) =
            folder(env, "XDG_CONFIG_HOME", dirs::config_dir).map(|dir| dir.join("owed/config.toml"))
        else {
            return Ok(Self::default());
        };
        let shown = text::sanitize(&path.to_string_lossy()).into_owned();
        let cannot = |error| Error::io(format_args!("{shown}: cannot read the config file"), error);
        let file = match OpenOptions::new().read(true).custom_flags(NO_WAITING).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let notify = Notify { file: Some(path), ..Notify::default() };
                return Ok(Self { notify, ..Self::default() });
            }
            Err(error) => return Err(cannot(error)),
        };
        trusted(&file.metadata().map_err(cannot)?, geteuid().as_raw(), &path)?;
        let mut bytes = Vec::new();
        file.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
        if u64::try_from(bytes.len()).is_ok_and(|size| size > LARGEST) {
            return Err(Error::new(format!("{shown}: a config file must not be larger than 1 MiB")));
        }
        let text = std::str::from_utf8(&bytes)
            .map_err(|error| Fault::not_utf8(error.valid_up_to()).locate_own(&shown, bytes.as_slice()))?;
        crate::document::tree::parse(text).map_err(|fault| fault.locate_own(&shown, bytes.as_slice()))?;
        let mut config: Self = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            Fault::new(error.span().unwrap_or(0..0), message)
                .hint("the keys are `me`, `ledger`, `ledgers`, `color`, `pager`, in `[notify]` `command` and `timeout`, and those of `[import.NAME]`")
                .locate_own(&shown, bytes.as_slice())
        })?;
        config.notify.folders = path_folders(env);
        config.notify.file = Some(path);
        Ok(config)
    }

    /// Returns the command that shows what does not fit the screen: that of the config file, `PAGER`, else `less` if there is
    /// one. `None` if there is none, or `cat`.
    pub fn pager(&self, env: Env<'_>) -> Option<String> {
        let less = || path_folders(env).iter().any(|folder| folder.join("less").is_file());
        let named =
            self.pager.clone().or_else(|| env("PAGER")?.into_string().ok().filter(|it| !it.is_empty()));
        let pager = named.or_else(|| less().then(|| "less".to_owned()))?;
        (!matches!(pager.trim(), "" | "cat")).then_some(pager)
    }

    /// Returns the paths of the ledgers that are named by options, else that of the one ledger; and whether it is the default one.
    pub fn ledgers(&self, flags: &[PathBuf], env: Env<'_>) -> Result<(Vec<PathBuf>, bool)> {
        if !flags.is_empty() {
            let all = flags.iter().map(|path| named(path.clone(), "--ledger"));
            return Ok((all.collect::<Result<_>>()?, false));
        }
        if let Some(path) = env("OWED_LEDGER").filter(|path| !path.is_empty()) {
            return Ok((vec![path.into()], false));
        }
        if let Some(path) = &self.ledger {
            return Ok((vec![at_home(path, env)?], false));
        }
        let default = folder(env, "XDG_DATA_HOME", dirs::data_dir);
        default.map(|folder| (vec![folder.join("owed/ledger.toml")], true)).ok_or_else(|| {
            Error::new("no data directory for the ledger: HOME is not an absolute path")
                .hint("name the ledger with --ledger PATH or OWED_LEDGER")
        })
    }

    /// Returns the paths of the ledgers that the config file names for all.
    ///
    /// # Errors
    /// It names none, or a pattern finds nothing.
    pub fn all_ledgers(&self, env: Env<'_>) -> Result<Vec<PathBuf>> {
        globs::files(&self.ledgers, env)
    }

    /// Returns the path of a ledger that is named on a line before a shell has expanded it.
    pub fn unexpanded(path: &str, env: Env<'_>) -> PathBuf {
        at_home(Path::new(path), env).unwrap_or_else(|_| path.into())
    }

    /// Refuses to act under a name that is longer than a name may be.
    ///
    /// # Errors
    /// More than a KiB in `OWED_ME` or `me`.
    pub fn check_me(&self, env: Env<'_>) -> Result<()> {
        let variable = env("OWED_ME").and_then(|name| name.into_string().ok());
        let named = [("OWED_ME", variable.as_deref()), ("`me` in the config file", self.me.as_deref())];
        for (place, name) in named {
            names::check_length(place, name.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Returns the name of who acts, if known: `OWED_ME`, the config file, the login name.
    pub fn me(&self, env: Env<'_>) -> Option<String> {
        let named = env("OWED_ME").and_then(|name| name.into_string().ok());
        let named = named.into_iter().chain(self.me.clone());
        let login = || whoami::username().ok();
        named.chain(std::iter::once_with(login).flatten()).find(|name| !name.trim().is_empty())
    }
}

/// Returns the editor: `VISUAL`, `EDITOR`, else `vi`.
pub fn editor(env: Env<'_>) -> String {
    let named = |name: &str| env(name)?.into_string().ok().filter(|editor| !editor.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned())
}

/// Returns the folder of the undo history.
pub fn state_folder(env: Env<'_>) -> Option<PathBuf> {
    let fallback = || dirs::state_dir().or_else(dirs::data_local_dir);
    folder(env, "XDG_STATE_HOME", fallback).map(|dir| dir.join("owed"))
}

/// Returns a folder of the user's: the XDG variable if it is absolute, else the system's choice for an absolute HOME.
fn folder(env: Env<'_>, variable: &str, system: impl Fn() -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.is_absolute();
    if let Some(path) = env(variable).map(PathBuf::from).filter(absolute) {
        return Some(path);
    }
    env("HOME").map(PathBuf::from).filter(absolute)?;
    system().filter(absolute)
}

fn named(path: PathBuf, flag: &str) -> Result<PathBuf> {
    if path.as_os_str().is_empty() { Err(Error::new(format!("{flag} is empty"))) } else { Ok(path) }
}

/// Returns the home directory, if it is known.
fn home(env: Env<'_>) -> Option<PathBuf> {
    env("HOME").map(PathBuf::from).filter(|home| home.is_absolute())
}

/// Returns a path of the config file: `~/` is the home directory; any other relative path is an error.
fn at_home(path: &Path, env: Env<'_>) -> Result<PathBuf> {
    let path = match (path.strip_prefix("~"), home(env)) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    };
    if path.is_absolute() {
        return Ok(path);
    }
    Err(Error::new("`ledger` in the config file must be an absolute path")
        .hint("start it with `/`, or with `~/` for your home directory"))
}

/// Returns the zone of the machine, by `TZ` if it is understood, else by the system.
///
/// # Errors
/// Neither is known.
pub fn machine_zone(env: Env<'_>) -> Result<MachineZone, Problem> {
    let system = || iana_time_zone::get_timezone().ok()?.parse().ok();
    zone::machine(env("TZ").as_deref(), system).ok_or_else(|| {
        Problem::new("could not determine the time zone of this machine")
            .hint("write `timezone = \"Europe/Berlin\"` at the top of the ledger, or set TZ to an IANA name")
    })
}
