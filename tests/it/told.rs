//! `owed told`: what customers were told, one by one or everyone at once.

use insta::assert_snapshot;

use crate::support::{SAMPLE, TestEnv, new_lines};

#[test]
fn what_is_said_is_written_down() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("told fff it comes on 1 December"), @"
    fff  repair the pump → Initech: told: it comes on 1 December
    --- exit 0
    ");
    assert_snapshot!(env.owed("heard 'acme invoice' where is it? --at 9am"), @"
    bbb  call back about invoice 1182 → Acme Corp: heard: where is it?
    --- exit 0
    ");
    assert_snapshot!(env.owed("note ddd tried to call, nobody there"), @"
    ddd  send the price list → Müller GmbH: noted: tried to call, nobody there
    --- exit 0
    ");
    assert_snapshot!(new_lines(&env), @r#"
    { at = 2026-11-20T09:00:00-05:00, did = "heard", by = "dana", note = "where is it?", logged = 2026-11-20T09:30:00-05:00 },
    { at = 2026-11-20T09:30:00-05:00, did = "noted", by = "dana", note = "tried to call, nobody there" },
    { at = 2026-11-20T09:30:00-05:00, did = "told", by = "dana", note = "it comes on 1 December" },
    "#);
}

#[test]
fn told_needs_a_commitment_and_a_text() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("told"), @"
    --- stderr
    error: which commitment, and what was said? add an id, and the text
    hint: `owed help told` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("told fff"), @r#"
    --- stderr
    error: what was said? "fff" is read as the commitment
    hint: give the commitment first (an id, or words in quotes), then the text
    --- exit 2
    "#);
    assert_snapshot!(env.owed("heard fff ' '"), @"
    --- stderr
    error: the text is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("note the pump needs a part"), @r#"
    --- stderr
    error: "the" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: fff  repair the pump → Initech, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn a_quiet_rehearsal_of_telling_says_nothing() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("told soon --to Globex --dry-run -q"), @"--- exit 0");
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn everyone_a_filter_names_is_told_in_one_change() {
    let env = TestEnv::sample();
    let before = env.text();
    assert_snapshot!(env.owed("told the lines are down --owner dana --dry-run"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: the lines are down
    ddd  send the price list → Müller GmbH: told: the lines are down
    --- stderr
    nothing was changed (--dry-run)
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("told the lines are down --owner dana"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: the lines are down
    ddd  send the price list → Müller GmbH: told: the lines are down
    --- exit 0
    ");
    assert_eq!(env.text().matches("note = \"the lines are down\"").count(), 2);
    assert_snapshot!(env.owed("told nobody --tag no-such-tag"), @r#"
    --- stderr
    warning: --tag "no-such-tag" is on no commitment in the ledger or its archives
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(env.owed("told ddd hello --dry-run"), @"
    --- stderr
    error: --dry-run needs a filter, such as --tag outage
    --- exit 2
    ");
}

#[test]
fn a_word_alone_means_a_customer_before_what_is_owed() {
    let env = TestEnv::sample();
    for line in
        ["told back by noon", "heard back by noon", "note back by noon", "note discount they were happy"]
    {
        assert_eq!(env.owed(line).status, 2, "{line}");
    }
    assert_snapshot!(env.owed("told back by noon"), @r#"
    --- stderr
    error: "back" is a word of what is owed, not of the customer: call back about invoice 1182 → Acme Corp
    hint: if that is meant, write bbb in place of back
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("told acme by noon"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: by noon
    --- exit 0
    ");
    assert_snapshot!(env.owed("told 'call back' by noon"), @"
    bbb  call back about invoice 1182 → Acme Corp: told: by noon
    --- exit 0
    ");
    // The word is in what is owed to somebody else too.
    assert_eq!(env.owed("promise call initech --to Globex --by 2h").status, 0);
    assert_snapshot!(env.owed("told initech by noon"), @"
    fff  repair the pump → Initech: told: by noon
    --- exit 0
    ");
}

#[test]
fn a_person_is_asked_about_a_word_that_fits_only_what_is_owed() {
    for answer in [Some("n"), Some(""), None] {
        let env = TestEnv::sample();
        assert_eq!(env.answering(answer, "told back by noon").status, 2);
        assert_eq!(env.text(), SAMPLE);
    }
    let env = TestEnv::sample();
    assert_snapshot!(env.answering(Some("y"), "told back by noon"), @r#"
    bbb  call back about invoice 1182 → Acme Corp: told: by noon
    --- stderr
    "back" is a word of what is owed, not of the customer: call back about invoice 1182 → Acme Corp. Record "by noon" there? [y/N]
    --- exit 0
    "#);
}

#[test]
fn a_word_that_fits_no_customer_is_said_to_be_what_it_is() {
    let env = TestEnv::sample();
    let line =
        "promise send the parts --to Umbrella --by 2h --tag crane --contact 'Mrs Quill' --ref JIRA:QQ-7";
    assert_eq!(env.owed(line).status, 0);
    for (word, of) in
        [("parts", "what is owed"), ("crane", "a tag"), ("quill", "the contact"), ("qq", "the `ref`")]
    {
        let said = env.owed(&format!("told {word} on its way"));
        let wanted =
            format!("error: \"{word}\" is a word of {of}, not of the customer: send the parts → Umbrella\n");
        assert!(said.stderr.starts_with(&wanted), "{said}");
    }
}
