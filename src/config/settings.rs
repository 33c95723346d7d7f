//! What is in force, and where each of it comes from, for `owed config`: one row a setting.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Config, Env, editor, machine_zone, state_folder};
use crate::out::Colour;
use crate::text;

/// What the options say of settings.
#[derive(Debug, Clone, Copy)]
pub struct Flags<'f> {
    /// `--ledger`
    pub ledger: &'f [PathBuf],
    /// `--now`
    pub now: Option<&'f str>,
    /// `--color`
    pub color: Option<Colour>,
    /// `--no-pager`
    pub no_pager: bool,
}

/// A setting that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name: in the config file, if it can stand there.
    pub key: String,
    /// What is in force, `None` if nothing is.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// This option.
    Option(&'static str),
    /// This variable.
    Variable(&'static str),
    /// The config file.
    File,
    /// What owed does by itself, or finds.
    Default,
}

use Source::{Default as Standard, File, Option as Typed, Variable};

/// Returns every setting, those that are looked at first before those that are seldom changed.
pub fn settings(flags: Flags<'_>, config: &Config, env: Env<'_>) -> Vec<Setting> {
    let has = |name: &str| env(name).is_some_and(|value| !value.to_string_lossy().trim().is_empty());
    let first = |names: &[&'static str]| names.iter().find(|name| has(name)).map(|name| Variable(name));
    let mut all = Vec::new();
    let mut add = |key: &str, value: Option<String>, source: Source| {
        all.push(Setting { key: key.to_owned(), value, source });
    };
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    let file = config.notify.file.as_deref();
    add("config", file.map(shown), first(&["XDG_CONFIG_HOME"]).unwrap_or(Standard));

    let option = (!flags.ledger.is_empty()).then_some(Typed("--ledger"));
    let source = option.or_else(|| first(&["OWED_LEDGER"])).or_else(|| config.ledger.as_ref().map(|_| File));
    let ledger = config.ledgers(flags.ledger, env).ok().and_then(|(paths, _)| Some(shown(paths.first()?)));
    add("ledger", ledger, source.or_else(|| first(&["XDG_DATA_HOME"])).unwrap_or(Standard));

    if !config.ledgers.is_empty() {
        add("ledgers", Some(config.ledgers.join(", ")), File);
    }

    let named = config.me.as_deref().is_some_and(|name| !name.trim().is_empty());
    let source = first(&["OWED_ME"]).or_else(|| named.then_some(File));
    add("me", config.me(env), source.unwrap_or(Standard));

    let option = flags.now.map(|now| (now.to_owned(), Typed("--now")));
    let variable = || Some((lossy(env("OWED_NOW").filter(|_| has("OWED_NOW"))?), Variable("OWED_NOW")));
    let now = option.or_else(variable).unwrap_or_else(|| ("the clock".to_owned(), Standard));
    add("now", Some(now.0), now.1);

    let zone = machine_zone(env).ok();
    let is_said = zone.as_ref().is_some_and(|zone| zone.ignored.is_none());
    let source = first(&["TZ"]).filter(|_| is_said).unwrap_or(Standard);
    add("timezone", zone.map(|zone| zone.zone.name().to_owned()), source);

    let option = flags.color.map(|colour| (colour, Typed("--color")));
    let chosen = option.or_else(|| config.color.map(|colour| (colour, File)));
    let by = || first(&["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"]).unwrap_or(Standard);
    let (colour, source) = chosen.unwrap_or_else(|| (Colour::Auto, by()));
    add("color", Some(colour.name().to_owned()), source);

    let source = config.pager.as_ref().map(|_| File).or_else(|| first(&["PAGER"])).unwrap_or(Standard);
    let (pager, source) =
        if flags.no_pager { (None, Typed("--no-pager")) } else { (config.pager(env), source) };
    add("pager", pager, source);
    add("editor", Some(editor(env)), first(&["VISUAL", "EDITOR"]).unwrap_or(Standard));
    add("history", state_folder(env).as_deref().map(shown), first(&["XDG_STATE_HOME"]).unwrap_or(Standard));

    let words: Vec<_> = config.notify.command.iter().map(|word| text::shell_word(word)).collect();
    let source = if words.is_empty() { Standard } else { File };
    add("notify.command", Some(words.join(" ")).filter(|_| !words.is_empty()), source);
    let timeout = config.notify.timeout;
    let source = if timeout == super::Patience::default() { Standard } else { File };
    add("notify.timeout", Some(format!("{}s", timeout.0.as_secs())), source);
    for (name, mapping) in &config.import {
        let from = mapping.from.as_deref().unwrap_or("csv");
        add(&format!("import.{name}"), Some(format!("reads {from}")), File);
    }
    all
}

fn lossy(text: OsString) -> String {
    text.to_string_lossy().into_owned()
}
