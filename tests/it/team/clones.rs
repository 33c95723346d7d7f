//! Many clones of one ledger, in each of which somebody does at random what people do. Each thing that is done has a word of its
//! own, so that what was lost, doubled or came back is counted without owed.
//!
//! `OWED_TEST_CLONES=100` plays the large sizes (`20`: a fifth of them), with and without the driver and the order by id, and prints
//! how often git stopped.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// How a simulation is played.
#[derive(Clone, Copy)]
struct Play {
    clones: usize,
    operations: usize,
    /// How many promises are open when they begin.
    open: usize,
    /// git merges with owed.
    driver: bool,
    /// New blocks go where their ids are.
    by_id: bool,
}

/// What came out.
#[derive(Default)]
struct Outcome {
    merges: usize,
    conflicts: usize,
    /// Merges that git took for clean, after which owed could not read the ledger.
    broken: usize,
    /// Words that are gone, doubled or back, each with what is wrong.
    wrong: Vec<String>,
}

/// Numbers that only look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// A word that stands for one thing that was done.
#[derive(Default)]
struct Word {
    /// It was taken back.
    undone: bool,
    /// It was in a contradiction, or in a promise that may be archived twice: what becomes of it is not ours to say.
    is_open: bool,
}

struct Office {
    clones: Vec<Clone>,
    dice: Dice,
    words: BTreeMap<String, Word>,
    /// The last word of each clone, and whether it can be taken back.
    last: Vec<Option<String>>,
    archived: bool,
    outcome: Outcome,
}

fn play(play: Play, seed: u64) -> Outcome {
    let desk = tempfile::tempdir().unwrap();
    let hub = desk.path().join("hub");
    let one = first(&desk);
    if !play.by_id {
        one.write(&one.text().replace("order = \"id\"\n", ""));
    }
    if !play.driver {
        fs::remove_file(one.folder.join(".gitattributes")).unwrap();
    }
    if !one.git("status --porcelain").is_empty() {
        one.commit("ready");
    }
    (0..play.open).for_each(|number| one.promise(&format!("old-{number}")));
    one.git(&format!("clone -q --bare . {}", hub.display()));
    let clones = (0..play.clones).map(|number| {
        let folder = desk.path().join(format!("clone{number}"));
        one.git(&format!("clone -q {} {}", hub.display(), folder.display()));
        let clone = Clone { folder, path: one.path.clone() };
        if play.driver {
            clone.owed("init --git");
        }
        clone
    });
    let clones: Vec<_> = clones.collect();
    let last = vec![None; play.clones];
    let mut office = Office {
        clones,
        dice: Dice(seed),
        words: BTreeMap::new(),
        last,
        archived: false,
        outcome: Outcome::default(),
    };
    for number in 0..play.operations {
        let who = office.dice.roll(play.clones);
        office.act(who, &format!("W{number}W"));
        if office.dice.roll(4) == 0 {
            office.share(who, play.driver);
        }
    }
    for _ in 0..2 {
        (0..play.clones).for_each(|who| office.share(who, play.driver));
    }
    if play.driver {
        office.look();
    }
    office.outcome
}

impl Office {
    /// Somebody does something.
    fn act(&mut self, who: usize, word: &str) {
        let deed = self.dice.roll(20);
        let clone = &self.clones[who];
        let is_closed = deed >= 16;
        let list = clone.owed(if is_closed { "list --all --format tsv" } else { "list --format tsv" });
        let mut rows = list.lines();
        let head: Vec<_> = rows.next().unwrap().split('\t').collect();
        let [id, state] = ["id", "state"].map(|name| head.iter().position(|one| *one == name).unwrap());
        let rows: Vec<Vec<_>> = rows.map(|row| row.split('\t').collect()).collect();
        let closed = ["kept", "late", "withdrawn", "broken", "void"];
        let of = |row: &&Vec<&str>| !is_closed || closed.contains(&row[state]);
        let ids: Vec<_> = rows.iter().filter(of).map(|row| row[id].to_owned()).collect();
        let promise =
            || format!("promise {word} --to {} --by 2026-12-24", ["Acme", "Bloom", "Initech"][deed % 3]);
        let line = match ids.get(self.dice.roll(ids.len().max(1))) {
            Some(id) if deed > 5 => match deed {
                6..=8 => format!("done {id} --note {word}"),
                9 => format!("move {id} --by 2026-12-2{} --why {word}", self.dice.roll(9)),
                10 => format!("told {id} {word}"),
                11 => format!("wait {id} --why {word}"),
                12 => format!("resume {id} --note {word}"),
                13 => format!("hand {id} --to sam --why {word}"),
                14 => format!("change {id} --tag {word}"),
                15 => format!("cancel {id} --as withdrawn --why {word}"),
                16 => format!("reopen {id} --by 2026-12-28 --why {word}"),
                17 => format!("note {id} {word}"),
                18 => "undo".to_owned(),
                _ if self.dice.roll(4) == 0 => "archive --before tomorrow".to_owned(),
                _ => promise(),
            },
            _ => promise(),
        };
        let clone = &self.clones[who];
        if !clone.command(env!("CARGO_BIN_EXE_owed"), &line).status.success() {
            // Something that does not wait cannot resume.
            return;
        }
        match line.as_str() {
            "undo" => {
                if let Some(undone) = self.last[who].take().and_then(|word| self.words.get_mut(&word)) {
                    undone.undone = true;
                }
            }
            "archive --before tomorrow" => self.archived = true,
            _ => {
                self.words.insert(word.to_owned(), Word::default());
                self.last[who] = Some(word.to_owned());
            }
        }
        if !clone.git("status --porcelain").is_empty() {
            clone.commit(word);
        }
    }

    /// Somebody fetches, merges and pushes.
    fn share(&mut self, who: usize, driver: bool) {
        let clone = &self.clones[who];
        clone.git("fetch -q origin");
        let is_behind = !clone.git("rev-list HEAD..origin/main").is_empty();
        let is_ahead = !clone.git("rev-list origin/main..HEAD").is_empty();
        if is_behind && is_ahead {
            self.outcome.merges += 1;
            // What was done before a merge is not taken back after it.
            self.last[who] = None;
            if !clone.command("git", "merge -q --no-edit origin/main").status.success() {
                self.outcome.conflicts += 1;
                self.settle(who);
            }
            let clone = &self.clones[who];
            if !clone.command(env!("CARGO_BIN_EXE_owed"), "list").status.success() {
                assert!(!driver, "{}", clone.text());
                self.outcome.broken += 1;
                clone.git("checkout -q HEAD^1 -- .");
                clone.git("commit -q --amend --no-edit");
            }
        } else if is_behind {
            clone.git("merge -q --ff-only origin/main");
            self.last[who] = None;
        }
        self.clones[who].git("push -q origin HEAD:main");
    }

    /// Keeps our part of each conflict.
    fn settle(&mut self, who: usize) {
        let clone = &self.clones[who];
        for name in clone.git("diff --name-only --diff-filter=U").lines() {
            let path = clone.folder.join(name);
            let text = fs::read_to_string(&path).unwrap();
            let (mut kept, mut inside, mut ours) = (String::new(), false, true);
            for line in text.split_inclusive('\n') {
                match line.get(..7) {
                    Some("<<<<<<<") => (inside, ours) = (true, true),
                    Some("=======") if inside => ours = false,
                    Some(">>>>>>>") if inside => (inside, ours) = (false, true),
                    _ => {
                        if ours {
                            kept.push_str(line);
                        }
                        let words = self.words.iter_mut().filter(|(word, _)| inside && line.contains(*word));
                        words.for_each(|(_, word)| word.is_open = true);
                    }
                }
            }
            fs::write(&path, kept).unwrap();
        }
        clone.git("add -A");
        clone.git("commit -q --no-edit");
    }

    /// Counts every word in what all of them share at the end.
    fn look(&mut self) {
        let clone = &self.clones[0];
        let mut files = BTreeMap::new();
        for name in clone.git("ls-files *.toml").lines() {
            files.insert(name.to_owned(), fs::read_to_string(clone.folder.join(name)).unwrap());
        }
        for other in &self.clones {
            other.git("fetch -q origin");
            other.git("merge -q --ff-only origin/main");
            assert_eq!(other.text(), clone.text());
        }
        let archived: BTreeSet<_> = files
            .iter()
            .filter(|(name, _)| *name != "ledger.toml")
            .flat_map(|(_, text)| text.split('"'))
            .collect();
        for (word, Word { undone, is_open }) in &self.words {
            let counts: Vec<_> = files.values().map(|text| text.matches(word.as_str()).count()).collect();
            let (most, all): (usize, usize) = (counts.iter().copied().max().unwrap(), counts.iter().sum());
            let wrong = match (undone, all) {
                _ if *is_open => None,
                (_, _) if most > 1 => Some("is doubled"),
                (false, 0) => Some("is lost"),
                // What was undone on one side, and archived on the other, comes back: one file is merged at a time.
                (true, 1..) if !archived.contains(word.as_str()) => {
                    Some("was taken back, and is there again")
                }
                _ => None,
            };
            let at = || {
                let lines = files.iter().flat_map(|(name, text)| text.lines().map(move |line| (name, line)));
                let lines = lines.filter(|(_, line)| line.contains(word.as_str()));
                lines.map(|(name, line)| format!("\n{name}: {line}")).collect::<String>()
            };
            self.outcome.wrong.extend(wrong.map(|wrong| format!("{word} {wrong}{}", at())));
        }
    }
}

#[test]
fn nothing_is_lost_doubled_or_back_however_many_share_a_ledger() {
    for (clones, seed) in [(2, 1), (4, 2)] {
        let outcome = play(Play { clones, operations: 60, open: 5, driver: true, by_id: true }, seed);
        assert_eq!(outcome.wrong, Vec::<String>::new(), "{clones} clones");
        assert!(outcome.merges > 3, "{} merges", outcome.merges);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
fn of_many_merges_few_conflict_and_an_order_by_id_halves_those_of_plain_git() {
    let set = std::env::vars().find(|(name, _)| name == "OWED_TEST_CLONES");
    let Some(percent) = set.and_then(|(_, percent)| percent.parse::<usize>().ok()) else { return };
    let sizes = [(2, 400), (2, 1_000), (3, 600), (4, 800), (5, 1_000)];
    let [plain, by_id, driver] = [(false, false), (false, true), (true, true)].map(|(driver, by_id)| {
        let (mut merges, mut conflicts, mut broken) = (0, 0, 0);
        for (seed, (clones, operations)) in (0..).zip(sizes) {
            let operations = operations * percent / 100;
            let outcome = play(Play { clones, operations, open: 75, driver, by_id }, seed);
            println!(
                "driver {driver}, by id {by_id}: {clones} clones, {operations} operations: {} of {} merges conflict, {} broken, wrong: {:?}",
                outcome.conflicts, outcome.merges, outcome.broken, outcome.wrong
            );
            assert_eq!(outcome.wrong, Vec::<String>::new());
            merges += outcome.merges;
            conflicts += outcome.conflicts;
            broken += outcome.broken;
        }
        println!("driver {driver}, by id {by_id}: {conflicts} of {merges} merges conflict, {broken} broken");
        f64::from(u32::try_from(conflicts).unwrap()) / f64::from(u32::try_from(merges).unwrap())
    });
    assert!(driver <= 0.05 && by_id <= plain / 2.0, "{driver} {by_id} {plain}");
}
