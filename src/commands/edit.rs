//! `owed edit`: an editor on a copy of the ledger, and the copy put in place when it is in order.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::change::{self, Planned, Told};
use super::{Desk, World, answer, lines};
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::{Change, apply, whole};
use crate::ledger::merge::{self, Clash, Pieces};
use crate::ledger::private;
use crate::rules::commitment::Id;
use crate::text;

/// Lets a person edit the ledger. Nothing is lost: not what others write meanwhile, nor an edit that is refused.
pub fn run(world: &mut World<'_, '_>) -> Result<Exit> {
    let base = world.desk.store.text()?;
    let copy = copy(&base, &world.desk)?;
    let edited = loop {
        edit(&copy, &base, &world.desk)?;
        let edited = read(&copy, &world.desk).map_err(|error| {
            let what = format!("{}: cannot read the edit", world.desk.store.shown());
            kept(&copy, Trouble::io(what, &error))
        })?;
        if edited == base {
            remove(&copy, &world.desk);
            if !world.desk.quiet {
                world.out.talk("nothing was changed");
            }
            return Ok(Exit::Fine);
        }
        match pieces(&edited, &world.desk).map_err(|trouble| in_copy(trouble, &copy)) {
            Ok(_) => break edited,
            Err(trouble) if !again(&trouble, world) => return Err(kept(&copy, trouble)),
            Err(_) => {}
        }
    };
    let plan = &mut |current: &str, desk: &Desk<'_>| plan(&base, current, &edited, desk);
    let told = change::write(world, None, plan).map_err(|trouble| kept(&copy, trouble))?;
    remove(&copy, &world.desk);
    if world.desk.json {
        answer::tell(world, &told, &|_, _| answer::Line::default())?;
    } else if !world.desk.quiet {
        let line = format!("{}: edited\n", world.desk.store.shown());
        world.out.data(&line).map_err(|error| lines::unprinted(&error))?;
    }
    Ok(Exit::Fine)
}

/// The whole edited text, with what others wrote meanwhile; and the commitments that are not as they were.
fn plan(base: &str, current: &str, edited: &str, desk: &Desk<'_>) -> Result<Planned<Told>> {
    let (mine, zone) = pieces(edited, desk)?;
    let (before, _) = pieces(base, desk)?;
    let new = if current == base {
        edited.to_owned()
    } else {
        let (now, _) = pieces(current, desk)?;
        let changes = merge::changes(&before, &now, &mine).map_err(|clash| settle(&clash))?;
        apply(edited, &changes, zone)?.0
    };
    pieces(&new, desk)?;
    let found = desk.read_text(
        &new,
        |_| Ok(()),
        |(), look| {
            let is = new.get(look.span).map(whole::bare);
            (is != before.block(look.commitment.id)).then(|| look.commitment.clone().into_owned())
        },
    )?;
    let tell = Told { house: found.scanned.house, ids: found.ids, commitments: found.kept };
    Ok(Planned { changes: vec![Change::Whole(new)], zone, tell })
}

fn settle(clash: &Clash) -> Trouble {
    let what = match clash {
        Clash::Block(id) => format!("{id} was changed by the edit and, meanwhile, by something else"),
        Clash::Rules => "the policy was changed by the edit and, meanwhile, by something else".to_owned(),
    };
    Trouble::new(what)
        .hint("nothing was changed; run `owed edit` again and copy what you want from the kept edit")
}

/// A text as pieces, if it is in order, and its zone.
fn pieces<'t>(text: &'t str, desk: &Desk<'_>) -> Result<(Pieces<'t>, chrono_tz::Tz)> {
    let found = desk.read_text(text, |_| Ok(()), |(), look| Some((look.commitment.id, look.span)))?;
    if let Some(id) = found.ids.twice().first() {
        return Err(
            Trouble::new(format!("two commitments have the id {id}")).hint("give one of them another id")
        );
    }
    let zone = found.house().zone;
    let blocks: BTreeMap<Id, _> = found.kept.into_iter().collect();
    Ok((Pieces { text, blocks }, zone))
}

/// Asks a person whether to go on editing. Without one, the answer is no.
fn again(trouble: &Trouble, world: &mut World<'_, '_>) -> bool {
    if !world.can_ask() {
        return false;
    }
    crate::run::say(trouble, world.out);
    world.out.talk("edit again? [Y/n]");
    let answer = (world.desk.stdin.line)().unwrap_or_default();
    !answer.is_empty() && !matches!(answer.trim(), "n" | "N" | "no" | "No")
}

/// A copy of the ledger that nobody else can read.
fn copy(text: &str, desk: &Desk<'_>) -> Result<PathBuf> {
    let state = desk.state.as_ref().ok_or_else(|| {
        Trouble::new("no directory for the copy to edit: HOME is not an absolute path")
            .hint("set XDG_STATE_HOME or HOME")
    })?;
    let cannot = |why: Trouble| Trouble {
        message: format!("{}: cannot make a copy to edit: {}", desk.store.shown(), why.message),
        ..why
    };
    let folder = private::make(&desk.disk, state, "edit").map_err(cannot)?;
    let failed = |error: std::io::Error| cannot(Trouble::io(text::clean(&folder.to_string_lossy()), &error));
    let name = desk
        .store
        .path
        .file_stem()
        .map_or_else(|| "ledger".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let path = folder.join(format!("{name}.{}.toml", crate::ledger::random_letters()?));
    let mut file = desk.disk.create(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(|error| {
        remove(&path, desk);
        failed(error)
    })?;
    Ok(path)
}

/// Runs the editor: what `VISUAL` or `EDITOR` say, as a shell reads it, so that `code --wait` works.
fn edit(copy: &Path, base: &str, desk: &Desk<'_>) -> Result<()> {
    let command = format!("{} \"$1\"", desk.editor);
    let mut shell = std::process::Command::new("sh");
    let status = shell.arg("-c").arg(command).arg("owed").arg(copy).status();
    let shown = text::clean(&desk.editor);
    let status = status
        .map_err(|error| kept(copy, Trouble::io(format_args!("cannot run the editor `{shown}`"), &error)))?;
    if status.success() {
        return Ok(());
    }
    let trouble = Trouble::new(format!("the editor `{shown}` failed ({status}); nothing was changed"))
        .hint("set VISUAL or EDITOR to name the editor");
    if read(copy, desk).is_ok_and(|edited| edited == base) {
        remove(copy, desk);
        return Err(trouble);
    }
    Err(kept(copy, trouble))
}

/// What is wrong stands in the copy, not in the ledger.
fn in_copy(mut trouble: Trouble, copy: &Path) -> Trouble {
    if let Some(place) = &mut trouble.place {
        place.file = text::clean(&copy.to_string_lossy()).into_owned();
    }
    trouble
}

/// An error after which the edit is still there.
fn kept(copy: &Path, trouble: Trouble) -> Trouble {
    trouble.hint(format!("the edit is kept in {}", text::clean(&copy.to_string_lossy())))
}

fn read(copy: &Path, desk: &Desk<'_>) -> std::io::Result<String> {
    let mut text = String::new();
    (&desk.disk.open(copy)?).read_to_string(&mut text)?;
    Ok(text)
}

fn remove(copy: &Path, desk: &Desk<'_>) {
    // A copy that stays behind harms nobody.
    let _ = desk.disk.remove(copy);
}
