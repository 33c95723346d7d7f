//! A kind that was wrong, or is another by now.

use super::*;

/// Returns the kinds of these tests: a callback, a repair of 30 hours, an errand of 10 of at most 12, and one of 4 working hours.
fn policy() -> Policy {
    let mut policy = super::policy();
    let length = |text: &str| Target::parse(text).ok();
    let kind = |target: &str, limit: &str, calendar: Option<&str>| crate::rules::policy::Kind {
        target: length(target),
        limit: length(limit),
        calendar: calendar.map(str::to_owned),
        ..Default::default()
    };
    policy.kinds.insert("repair".to_owned(), kind("30h", "", None));
    policy.kinds.insert("errand".to_owned(), kind("10h", "12h", None));
    policy.kinds.insert("visit".to_owned(), kind("4bh", "", Some("office")));
    policy
}

/// Returns the change to a kind at an hour, with what `change` writes of it.
fn changed(before: &Commitment<'static>, at: i64, kind: &'static str, told: bool) -> Deed<'static> {
    let policy = policy();
    let cycle = cycles(before, &policy, h(at)).unwrap().current;
    let of = policy.kind(kind).unwrap().clone();
    let calendar = policy.counted_in(kind, [of.target, of.limit]);
    let basis =
        Basis { kind, target: of.target.as_ref(), limit: of.limit.as_ref(), calendar: calendar.as_deref() };
    let due = cycle.counted_due(basis, &policy).unwrap().filter(|due| *due != cycle.due);
    Deed::Changed {
        kind: kind.into(),
        due,
        target: of.target.map(Box::new),
        limit: of.limit.map(Box::new),
        calendar: calendar.map(Into::into),
        why: "it leaks".into(),
        told,
    }
}

trait Changes {
    fn becomes(self, at: i64, kind: &'static str, told: bool) -> Self;
    fn now(&self, at: i64) -> Cycle<'_>;
}

impl Changes for Commitment<'static> {
    fn becomes(self, at: i64, kind: &'static str, told: bool) -> Self {
        let deed = changed(&self, at, kind, told);
        self.then(at, deed)
    }

    fn now(&self, at: i64) -> Cycle<'_> {
        cycles(self, &policy(), h(at)).unwrap().current
    }
}

fn callback() -> Commitment<'static> {
    let limit = Target::parse("24h").ok();
    Commitment { kind: "callback".into(), limit, ..promise(24).target("24h") }
}

#[test]
fn a_new_due_is_a_move_for_the_customer() {
    let later = promise(20).becomes(2, "repair", false);
    let cycle = later.now(3);
    assert_eq!((cycle.basis.kind, cycle.original_due, cycle.due), ("repair", h(20), h(30)));
    assert_eq!((cycle.known_due, cycle.given_due, cycle.is_untold()), (h(20), h(20), true));
    assert_eq!((cycle.moves, cycle.moves_later(), &cycle.move_reasons[..]), (1, 1, &["it leaks"][..]));
    let told = promise(20).becomes(2, "repair", true);
    let cycle = told.now(3);
    assert_eq!((cycle.known_due, cycle.is_untold(), cycle.last_told), (h(30), false, Some(h(2))));
    assert_eq!((cycle.moves_later(), cycle.moves_announced), (1, 1));
    let late = promise(20).becomes(22, "repair", true);
    assert_eq!((late.now(23).known_due, late.now(23).is_untold()), (h(20), false), "late notice");
    let earlier = promise(40).becomes(2, "repair", false);
    let cycle = earlier.now(3);
    assert_eq!(
        (cycle.due, cycle.known_due, cycle.is_untold(), cycle.moves_later()),
        (h(30), h(30), false, 0)
    );
}

#[test]
fn without_another_due_nothing_was_moved() {
    let same = promise(30).becomes(2, "repair", false);
    let cycle = same.now(3);
    assert_eq!((cycle.basis.kind, cycle.due, cycle.moves), ("repair", h(30), 0));
    assert_eq!((&cycle.move_reasons[..], &cycle.other_reasons[..]), (&[""; 0][..], &["it leaks"][..]));
    let without_target = callback().becomes(2, "promise", false);
    assert_eq!((without_target.now(3).due, without_target.now(3).moves), (h(24), 0));
}

#[test]
fn its_clock_is_that_of_the_new_kind() {
    // Counted from a target without a limit, it stands still while they have to act; before, it did not.
    let waits_now = promise(20).becomes(2, "repair", true).then(4, waits()).then(9, resumed());
    assert!(waits_now.now(5).is_stopped());
    assert_eq!((waits_now.now(10).due, waits_now.now(10).known_due), (h(35), h(35)));
    // Monday is closed in these tests before 09:00, and after 17:00.
    let visit = promise(20).becomes(2, "visit", true);
    assert_eq!(visit.now(3).due, h(13));
    let paused = visit.then(10, waits()).then(35, resumed());
    assert_eq!(paused.now(36).due, h(24 + 13 + 1), "seven working hours on Monday, two on Tuesday");
    let back = promise(30).target("30h").becomes(2, "promise", false).then(4, waits());
    assert!(!back.now(5).is_stopped(), "no target, so the date stands");
}

#[test]
fn the_waits_that_put_off_the_due_put_off_the_new_one_too() {
    let fix = Commitment { kind: "fix".into(), ..promise(20).target("20h") };
    let waited = fix.then(2, waits()).then(7, resumed()).becomes(8, "repair", true);
    assert_eq!((waited.now(9).due, waited.now(9).known_due), (h(35), h(35)));
}

#[test]
fn a_limit_that_it_had_stays_and_the_earlier_counts() {
    let repair = callback().becomes(2, "repair", true);
    let cycle = repair.now(3);
    assert_eq!((cycle.limit_at, cycle.limited_by.map(|by| by.kind)), (Some(h(24)), Some("callback")));
    assert!(cycle.is_callback, "and it goes on counting among callbacks");
    assert!(!repair.clone().then(4, waits()).now(5).is_stopped(), "a limit goes on");
    let errand = callback().becomes(2, "errand", true);
    assert_eq!(errand.now(3).limit_at, Some(h(12)));
    assert_eq!(errand.becomes(4, "promise", false).now(5).limit_at, Some(h(12)), "of all that it had");
    let back = promise(20).becomes(2, "callback", true);
    assert_eq!((back.now(3).limit_at, back.now(3).is_callback), (Some(h(24)), true));
    let never = promise(20).becomes(2, "errand", true);
    assert_eq!((never.now(3).limit_at, never.now(3).is_callback), (Some(h(12)), false));
}

#[test]
fn what_is_reopened_is_of_the_kind_it_closed_with_and_has_its_limit_alone() {
    let again = callback().becomes(2, "repair", true).then(3, Deed::Done).then(50, reopened(90));
    let all = cycles(&again, &policy(), h(60)).unwrap();
    assert_eq!(all.earlier[0].basis.kind, "repair");
    assert_eq!((all.current.basis.kind, all.current.asked), ("repair", h(50)));
    assert_eq!((all.current.limit_at, all.current.is_callback), (None, false));
    // The target counts from the reopening, which asked for it anew.
    let changed = again.becomes(60, "errand", true);
    assert_eq!((changed.now(61).due, changed.now(61).limit_at), (h(60), Some(h(62))));
    let all = cycles(&changed, &policy(), h(61)).unwrap();
    assert_eq!(all.earlier[0].basis.kind, "repair", "a cycle keeps the kind it closed with");
    // What goes on after a slip is what it was.
    let slip =
        callback().becomes(2, "promise", false).then(3, cancelled(CancelAs::Void)).then(4, reopened(20));
    let cycle = slip.now(5);
    assert_eq!((cycle.basis.kind, cycle.limit_at, cycle.is_callback), ("promise", Some(h(24)), true));
}

#[test]
fn a_change_fits_only_what_is_open_and_runs() {
    let deed = || changed(&promise(20), 1, "repair", false);
    let why = |commitment: Commitment<'static>| commitment.now(50).misfit(&deed());
    assert_eq!(why(promise(20)), None);
    assert_eq!(why(promise(20).then(2, waits())), None, "a date that stands can change");
    assert_eq!(why(promise(20).then(2, Deed::Done)), Some("it is already closed"));
    let stopped = promise(20).target("20h").then(2, waits());
    assert_eq!(why(stopped), Some("it is waiting, so no target can be counted: resume it first"));
}

#[test]
fn it_is_judged_by_the_kind_it_has() {
    let policy = {
        let mut policy = policy();
        let silent = Target::parse("2h").ok();
        policy.kinds.get_mut("repair").unwrap().update_every = silent;
        policy
    };
    let repair = promise(20).becomes(2, "repair", true);
    let judged = |at| crate::rules::standing::standing(&repair, &policy, h(at)).unwrap();
    assert!(judged(1).reasons.is_empty());
    assert!(judged(4).reasons.is_empty());
    assert!(judged(5).reasons.has(crate::rules::standing::Reason::Silence));
    assert!(!judged(22).is_overdue() && judged(31).is_overdue());
}
