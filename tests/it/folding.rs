//! Texts that count as the same, in every place where names and words are searched.

use crate::support::TestEnv;

/// Returns a ledger with names that are not spelled in plain letters.
fn env() -> TestEnv {
    let env = TestEnv::new();
    for (to, owner) in [
        ("Straße 12 GmbH", "Zoë"),
        ("Øresund Ferries", "Łukasz"),
        ("Æther Labs", "Đorđe"),
        ("İnci Şti", "Þór"),
    ] {
        let made =
            env.args(["promise", "a call", "--to", to, "--owner", owner, "--by", "2026-12-01 17:00", "-q"]);
        assert_eq!((made.stderr.as_str(), made.status), ("", 0), "{to}");
    }
    env
}

/// Returns how many commitments an option with this name lists.
fn found(env: &TestEnv, option: &str, name: &str) -> usize {
    env.args(["list", option, name]).stdout.matches("a call").count()
}

#[test]
fn a_name_is_found_in_capitals_without_accents_and_by_the_base_of_its_letters() {
    let env = env();
    for (to, asked) in [
        ("Straße 12 GmbH", ["strasse", "STRASSE", "Straße", "STRAẞE", "stras"]),
        ("Øresund Ferries", ["oresund", "ORESUND", "Öresund", "ØRESUND", "øre"]),
        ("Æther Labs", ["aether", "AETHER", "æther", "ÆTHER", "ae"]),
        ("İnci Şti", ["inci", "INCI", "ıncı", "İNCİ", "sti"]),
    ] {
        for words in asked {
            let shown = env.args(["show", words]);
            assert!(shown.stdout.contains(to), "{words}: {shown}");
            assert_eq!(found(&env, "--to", words), 1, "{words}");
        }
    }
    for owner in ["zoe", "LUKASZ", "dorde", "thor"] {
        assert_eq!(found(&env, "--owner", owner), 1, "{owner}");
    }
}

#[test]
fn an_accent_alone_does_not_mean_everybody() {
    let env = env();
    for nothing in ["\u{301}", "???", "\u{301} ?"] {
        assert_eq!(found(&env, "--to", nothing), 0, "{nothing:?}");
    }
}

#[test]
fn a_slip_in_such_a_name_is_asked_about() {
    let env = env();
    let asked = env.args(["list", "--to", "STRASSSE"]);
    assert!(asked.stderr.contains("did you mean \"Straße 12 GmbH\"?"), "{asked}");
    let asked = env.args(["overdue", "--owner", "lukas"]);
    assert_eq!((asked.stderr.as_str(), asked.status), ("", 0), "the beginning of a name is enough: {asked}");
    let asked = env.args(["overdue", "--owner", "lukazs"]);
    assert!(asked.stderr.contains("did you mean \"Łukasz\"?"), "{asked}");
}
