//! `owed report --calibration`: figures worked out by hand.

use serde_json::Value;

use crate::support::TestEnv;

/// Something promised in March at nine: its id, kind, owner and day, and the day and the hour at which it was done.
type Promise<'p> = (&'p str, &'p str, &'p str, u32, (u32, &'p str));

/// How many were kept, of how many.
type Rate = (u64, u64);

/// A ledger with these rules and promises.
fn ledger(rules: &str, all: &[Promise<'_>]) -> String {
    let block = |(id, kind, owner, made, (day, hour)): &Promise<'_>| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"Acme\"\nwhat = \"x\"\nowner = \"{owner}\"\n\
             made = 2026-03-{made:02}T09:00:00+01:00\ndue = 2026-04-30T09:00:00+02:00\n\
             history = [\n  {{ at = 2026-03-{day:02}T{hour}:00+01:00, did = \"done\" }},\n]\n"
        )
    };
    format!("format = 1\ntimezone = \"Europe/Berlin\"\n{rules}{}", all.iter().map(block).collect::<String>())
}

/// Repairs and offers, counted by the wall's clock.
///
/// | | asked at 50 % | because of | took | |
/// |---|---|---|---|---|
/// | repair of dana, 5th | 2d | one of 2d: 1/2 are left then | 1d | kept |
/// | repair of dana, 10th | 2d | of 1d and 2d: 2/3, 1/3 are left | 4d | not |
/// | repair of kim, 20th | 2d | of 1d, 2d and 4d: 3/4, 2/4, 1/4 are left | 10d | not, nor within 4d, asked at 75 % |
/// | offer of dana, 8th | 1d | one of 1d | 12h | kept |
fn shop() -> TestEnv {
    let all = [
        ("bbbbbbb2", "repair", "dana", 1, (3, "09:00")),
        ("bbbbbbb3", "offer", "dana", 2, (3, "09:00")),
        ("bbbbbbb4", "repair", "dana", 5, (6, "09:00")),
        ("bbbbbbb5", "offer", "dana", 8, (8, "21:00")),
        ("bbbbbbb6", "repair", "dana", 10, (14, "09:00")),
        ("bbbbbbb7", "repair", "kim", 20, (30, "09:00")),
    ];
    TestEnv::new().ledger(ledger("", &all)).at("2026-04-30T09:00:00+02:00")
}

/// Returns the kinds, and all together last, each with how many were kept of how many asked for at 50 and 75 %.
fn counts(env: &TestEnv, more: &str) -> Vec<(String, [Rate; 2])> {
    let said = env.owed(&format!("report --calibration --json {more}")).stdout;
    let said: Value = serde_json::from_str(&said).unwrap();
    let pair = |table: &Value| {
        let all: Vec<_> = table.as_array().unwrap().iter().collect();
        assert!(all[2]["asked"] == 0 && all[3]["asked"] == 0, "{said}");
        [0, 1].map(|place| (all[place]["kept"].as_u64().unwrap(), all[place]["asked"].as_u64().unwrap()))
    };
    let kinds = said["kinds"].as_array().unwrap().iter();
    let kinds = kinds.map(|one| (one["kind"].as_str().unwrap().to_owned(), pair(&one["table"])));
    kinds.chain([("all".to_owned(), pair(&said["total"]))]).collect()
}

fn wanted(all: &[(&str, Rate, Rate)]) -> Vec<(String, [Rate; 2])> {
    all.iter().map(|(kind, half, more)| ((*kind).to_owned(), [*half, *more])).collect()
}

#[test]
fn each_kind_is_judged_by_its_own_past() {
    let all = [("offer", (1, 1), (0, 0)), ("repair", (1, 3), (0, 1)), ("all", (2, 4), (0, 1))];
    assert_eq!(counts(&shop(), ""), wanted(&all));
    assert_eq!(
        counts(&shop(), "--kind repair"),
        wanted(&[("repair", (1, 3), (0, 1)), ("all", (1, 3), (0, 1))])
    );
    assert_eq!(
        counts(&shop(), "--kind offer"),
        wanted(&[("offer", (1, 1), (0, 0)), ("all", (1, 1), (0, 0))])
    );
}

#[test]
fn an_owner_is_judged_by_what_they_promised() {
    let dana = [("offer", (1, 1), (0, 0)), ("repair", (1, 2), (0, 0)), ("all", (2, 3), (0, 0))];
    assert_eq!(counts(&shop(), "--owner dana"), wanted(&dana));
    // Nothing of kim's was known when they promised.
    assert_eq!(counts(&shop(), "--owner kim"), wanted(&[("all", (0, 0), (0, 0))]));
    assert_eq!(
        counts(&shop(), "--owner dana --kind repair"),
        wanted(&[("repair", (1, 2), (0, 0)), ("all", (1, 2), (0, 0))])
    );
}

/// The shop, and another ledger that counts visits by its own hours; Friday the 6th until Monday at ten are nine of them.
///
/// | | asked at 50 % | because of | took | |
/// |---|---|---|---|---|
/// | visit, 16th | 9bh | one of 9bh | 16bh 30bm | not; by the wall it took less than the first |
/// | repair, 12th | 2d | of 1d and 2d, and one open for 2d: 3/4, 2/4 are left | 1d | kept |
/// | repair of kim, 20th | 2d | of 1d twice, 2d and 4d: 3/5, 2/5, 1/5 are left | 10d | not, nor within 4d, asked at 75 % |
fn with_visits(rules: &str) -> TestEnv {
    let rules = format!(
        "[kind.visit]\ntarget = \"3bd\"\n{rules}[calendar.office]\nmon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\n\
         wed = [\"09:00-17:00\"]\nthu = [\"09:00-17:00\"]\nfri = [\"09:00-17:00\"]\n"
    );
    let all = [
        ("ccccccc2", "visit", "dana", 6, (9, "10:00")),
        ("ccccccc3", "repair", "dana", 12, (13, "09:00")),
        ("ccccccc4", "visit", "kim", 16, (18, "09:30")),
    ];
    shop().file("other.toml", ledger(&rules, &all))
}

const BOTH: &str = "--ledger ledger.toml --ledger other.toml";

#[test]
fn of_several_ledgers_each_is_judged_by_its_own_policy_and_a_kind_by_all() {
    let offer = ("offer", (1, 1), (0, 0));
    let all = [offer, ("repair", (2, 4), (0, 1)), ("visit", (0, 1), (0, 0)), ("all", (3, 6), (0, 1))];
    assert_eq!(counts(&with_visits(""), BOTH), wanted(&all));
    let back = "--ledger other.toml --ledger ledger.toml";
    assert_eq!(counts(&with_visits(""), back), wanted(&all));
    // Of dana: nobody's visit was known.
    let dana = [offer, ("repair", (2, 3), (0, 0)), ("all", (3, 4), (0, 0))];
    assert_eq!(counts(&with_visits(""), &format!("{BOTH} --owner dana")), wanted(&dana));
}

#[test]
fn a_kind_that_ledgers_count_by_different_hours_is_left_out_and_said() {
    let env = with_visits("[kind.repair]\ntarget = \"2bd\"\n");
    let all = [("offer", (1, 1), (0, 0)), ("visit", (0, 1), (0, 0)), ("all", (1, 2), (0, 0))];
    let line = format!("report --calibration --json {BOTH}");
    assert_eq!(counts(&env, BOTH), wanted(&all));
    assert_eq!(
        env.owed(&line).stderr,
        "\"repair\" is left out: the ledgers do not count it by the same hours\n"
    );
    let said = env.owed(&format!("{line} --kind repair"));
    assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
    assert!(said.stderr.contains("do not count \"repair\" by the same hours"), "{said}");
}
