//! What a person is asked, in which order, and what becomes of each answer: with a person who answers at once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind};

use insta::assert_snapshot;
use owed::{Complete, Prompts};

use crate::support::{RULES, Said, TestEnv};

/// Two that are open for Acme; a customer who has only a table; a kind with a target.
pub const TWO_FOR_ACME: &str = r#"
[kind.repair]
target = "2d"

[customer."Zeta Works"]
called = "Mr Zeta"

[[commitment]]
id = "bbb22222"
to = "Acme"
what = "send the quote"
made = 2026-11-19T09:00:00-05:00
due = 2026-11-24T12:00:00-05:00

[[commitment]]
id = "ccc22222"
to = "Acme"
what = "fix the pump"
made = 2026-11-19T09:00:00-05:00
due = 2026-11-25T12:00:00-05:00
"#;

fn env() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{TWO_FOR_ACME}"))
}

/// A person who gives these answers, one after the other, and then leaves. A TAB at the end of one is pressed.
struct Person<'p> {
    answers: RefCell<VecDeque<&'p str>>,
    asked: RefCell<Vec<String>>,
    /// What happens while they think.
    meanwhile: &'p dyn Fn(),
}

impl<'p> Person<'p> {
    fn of(answers: &[&'p str]) -> Self {
        let answers = RefCell::new(answers.iter().copied().collect());
        Self { answers, asked: RefCell::default(), meanwhile: &|| () }
    }

    fn answer(&self, question: &str) -> io::Result<&'p str> {
        self.asked.borrow_mut().push(question.to_owned());
        (self.meanwhile)();
        let answer = self.answers.borrow_mut().pop_front();
        answer.ok_or_else(|| io::Error::new(ErrorKind::Interrupted, "left"))
    }

    fn hears(&self, env: &TestEnv, line: &str) -> Said {
        env.asking(self, line).ids()
    }

    /// Returns the questions, after all answers were given.
    fn asked(&self) -> Vec<String> {
        assert_eq!(self.answers.borrow().len(), 0, "not all was asked");
        self.asked.take()
    }
}

impl Prompts for Person<'_> {
    fn line(&self, question: &str, complete: Complete<'_>) -> io::Result<String> {
        let answer = self.answer(question)?;
        Ok(match answer.strip_suffix('\t') {
            Some(typed) => complete(typed).unwrap_or_else(|| typed.to_owned()),
            None => answer.to_owned(),
        })
    }

    fn one_of(&self, question: &str, lines: &[&str]) -> io::Result<usize> {
        let all = [question].into_iter().chain(lines.iter().copied());
        Ok(self.answer(&all.collect::<Vec<_>>().join("\n"))?.parse().unwrap())
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[test]
fn a_promise_asks_for_what_is_missing_in_this_order() {
    for (line, answers, asked) in [
        ("promise", &["call back", "Acme", "tue 5pm"][..], &["What?", "To whom?", "By when?"][..]),
        ("promise --to Acme", &["call back", "tue 5pm"], &["What?", "By when?"]),
        ("promise call back", &["Acme", "tue 5pm"], &["To whom?", "By when?"]),
        ("promise --by tue 5pm", &["call back", "Acme"], &["What?", "To whom?"]),
        ("promise call back --to Acme", &["tue 5pm"], &["By when?"]),
        ("promise call back --to Acme --by tue 5pm", &[], &[]),
    ] {
        let (env, person) = (env(), Person::of(answers));
        let said = person.hears(&env, line);
        assert_eq!((person.asked(), said.status), (strings(asked), 0), "{line}: {said}");
        assert_eq!(said.stdout, "NEW  call back → Acme, due Tue 24 Nov 17:00, in 4d 7h\n", "{line}");
    }
}

#[test]
fn a_target_is_offered_and_a_date_may_be_said_instead() {
    for (answer, due) in [("", "Sun 22 Nov 09:30, in 2d"), ("tue 5pm", "Tue 24 Nov 17:00, in 4d 7h")] {
        let (env, person) = (env(), Person::of(&["mend it", "Acme", answer]));
        let said = person.hears(&env, "promise -k repair");
        assert_eq!(person.asked(), ["What?", "To whom?", "By when? [2d]"]);
        assert_eq!(said.stdout, format!("NEW  mend it → Acme, due {due}\n"), "{said}");
    }
}

#[test]
fn each_answer_is_asked_for_again_until_it_holds() {
    let env = env();
    let person = Person::of(&[
        "",
        "  ",
        "call by fri 5pm",
        "call back",
        "",
        "Zeta Works by friday",
        "zet\t",
        "",
        "soon",
        "yesterday",
        "tue 5pm",
    ]);
    let said = person.hears(&env, "promise");
    let asked = [["What?"; 4].as_slice(), &["To whom?"; 3], &["By when?"; 4]].concat();
    assert_eq!(person.asked(), asked);
    assert_snapshot!(said, @r#"
    NEW  call back → Zeta Works, due Tue 24 Nov 17:00, in 4d 7h
    --- stderr
    error: what is owed is empty
    error: what is owed is empty
    error: the promise ends in a date: "by fri 5pm"
    hint: say "call" alone; the date has its own question
    error: the name is empty
    error: the name ends in a date: "by friday"
    hint: say "Zeta Works" alone; the date has its own question
    error: when is it due? kind "promise" has no target
    hint: add a date, such as --by tomorrow 5pm or --by 2h
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    error: "yesterday" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    due Tue 2026-11-24 17:00 -05:00 (America/New_York)
    --- exit 0
    "#);
}

#[test]
fn an_answer_with_an_escape_sequence_is_taken_as_if_it_had_been_typed_and_never_shown() {
    for (answers, asked) in [
        (&["call \u{1b}[31mback", "Acme", "tue"][..], ["What?", "To whom?", "By when?"].as_slice()),
        (&["call\nback", "Acme", "tue"], &["What?", "To whom?", "By when?"]),
        (&["call", "Ac\u{1b}]0;x\u{7}me", "Acme", "tue"], &["What?", "To whom?", "To whom?", "By when?"]),
        (&["call", "Acme", "tue \u{1b}[2J", "tue"], &["What?", "To whom?", "By when?", "By when?"]),
    ] {
        let (env, person) = (env(), Person::of(answers));
        let said = person.hears(&env, "promise");
        assert_eq!((person.asked(), said.status), (strings(asked), 0), "{said}");
        for text in [&said.stdout, &said.stderr, &env.text(), &env.owed("undo --list").stdout] {
            assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
        }
        assert_eq!(env.text().matches("[[commitment]]").count(), 3, "{}", env.text());
    }
}

#[test]
fn tab_completes_the_names_that_are_known() {
    let env = env();
    for (typed, to) in
        [("ac\t", "Acme"), ("ZETA\t", "Zeta Works"), ("Globex\t", "Globex"), ("Acme\t", "Acme")]
    {
        let person = Person::of(&["call back", typed, "tue"]);
        let said = person.hears(&env, "promise");
        assert!(said.stdout.contains(&format!("call back → {to}, due")), "{typed}: {said}");
    }
}

#[test]
fn whoever_leaves_has_changed_nothing() {
    let env = env();
    let before = env.text();
    for answers in [&[][..], &["call back"], &["call back", "Acme"], &["call back", "Acme", "soon"]] {
        let said = Person::of(answers).hears(&env, "promise");
        assert!(said.stderr.contains("error: the terminal cannot be used"), "{said}");
        assert_eq!((said.status, env.text()), (2, before.clone()));
    }
    let said = Person::of(&[]).hears(&env, "done acme");
    assert!(said.stderr.contains("error: the terminal cannot be used"), "{said}");
    assert_eq!((said.status, env.text()), (2, before));
}

#[test]
fn what_cannot_be_mended_by_an_answer_is_said_before_any_question() {
    let env = env();
    for line in [
        "promise -k nope",
        "promise --class nope",
        "promise --every nope",
        "promise --tag ''",
        "promise --ref ''",
        "promise --at 'next week'",
        "promise --asked tomorrow",
    ] {
        let person = Person::of(&[]);
        let said = person.hears(&env, line);
        assert_eq!((person.asked(), said.status), (Vec::new(), 2), "{line}: {said}");
    }
}

#[test]
fn one_of_several_is_picked_by_its_place() {
    let shown = "\"acme\" matches several commitments: which one?\n\
                 bbb  send the quote → Acme, due Tue 2026-11-24 12:00 -05:00 (America/New_York)\n\
                 ccc  fix the pump → Acme, due Wed 2026-11-25 12:00 -05:00 (America/New_York)";
    for (answer, what) in [("0", "send the quote"), ("1", "fix the pump")] {
        let (env, person) = (env(), Person::of(&[answer]));
        let said = person.hears(&env, "done acme");
        assert_eq!(person.asked(), [shown]);
        assert!(said.stdout.contains(&format!("{what} → Acme: done")), "{said}");
    }
    // One that there is not is none of them.
    let (env, person) = (env(), Person::of(&["2"]));
    let said = person.hears(&env, "done acme");
    assert!(said.stderr.starts_with("error: \"acme\" matches several commitments\nhint: bbb "), "{said}");
    assert_eq!((said.status, env.text()), (2, self::env().text()));
    // Where one alone is meant nothing is asked.
    let person = Person::of(&[]);
    assert_eq!((person.hears(&env, "done pump").status, person.asked()), (0, Vec::new()));
}

#[test]
fn what_was_picked_is_looked_for_again_when_it_was_answered() {
    let env = env();
    let meanwhile = || assert_eq!(env.owed("done ccc").status, 0);
    let person = Person { meanwhile: &meanwhile, ..Person::of(&["1"]) };
    let said = person.hears(&env, "done acme");
    assert_eq!(said.status, 2, "{said}");
    assert_eq!(env.text().matches("did = \"done\"").count(), 1, "{said}");
}

#[test]
fn nobody_is_asked_with_no_input() {
    let (env, person) = (env(), Person::of(&[]));
    for line in ["promise --no-input", "done acme --no-input", "promise call --to Acme --no-input"] {
        assert_eq!(person.hears(&env, line).status, 2, "{line}");
    }
    assert_eq!((person.asked(), env.text()), (Vec::new(), self::env().text()));
}
