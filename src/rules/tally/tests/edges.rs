//! What counts as what, at the edges.

use super::*;

/// Returns only the outcomes, in the order kept, renegotiated, late, broken, and done ahead.
fn outcomes(commitment: Commitment<'_>) -> [u64; 5] {
    let Figures { due, kept, renegotiated, late, broken, pending, ahead, .. } = figures_of(commitment);
    assert_eq!((due, pending), (kept + renegotiated + late + broken, 0));
    [kept, renegotiated, late, broken, ahead]
}

const KEPT: [u64; 5] = [1, 0, 0, 0, 0];
const RENEGOTIATED: [u64; 5] = [0, 1, 0, 0, 0];
const LATE: [u64; 5] = [0, 0, 1, 0, 0];
const BROKEN: [u64; 5] = [0, 0, 0, 1, 0];
const AHEAD: [u64; 5] = [0, 0, 0, 0, 1];
const NOT_COUNTED: [u64; 5] = [0; 5];

#[test]
fn every_history_has_its_outcome() {
    let target = |due| Commitment { target: Target::parse("10h").ok(), ..due };
    let why = "no parts";
    let withdrawn = |hour| due(10).cancelled(hour, CancelAs::Withdrawn, why);
    for (case, commitment, expected) in [
        ("done on the second", due(10).done(10), KEPT),
        ("done after it", due(10).done(11), LATE),
        ("open at its due", due(100), NOT_COUNTED),
        ("open after it", due(99), LATE),
        ("done before it was due", due(100).done(99), AHEAD),
        ("done a year before it was due", due(9_000).done(99), AHEAD),
        ("done as it is due now", due(100).done(100), AHEAD),
        ("told with the move", due(10).moved(5, 20, true, why).done(20), RENEGOTIATED),
        (
            "told after the move, at the known due",
            due(10).moved(5, 20, false, why).told(10).done(20),
            RENEGOTIATED,
        ),
        ("told before the move", due(10).told(4).moved(5, 20, false, why).done(20), LATE),
        ("late notice", due(10).moved(5, 20, false, why).told(11).done(20), LATE),
        ("moved in silence", due(10).moved(5, 20, false, why).done(20), LATE),
        ("moved in silence, done by the original due", due(10).moved(5, 20, false, why).done(10), KEPT),
        ("moved with notice, done by the original due", due(10).moved(5, 20, true, why).done(10), KEPT),
        ("announced, open, not due yet", due(10).moved(5, 120, true, why), NOT_COUNTED),
        ("announced, open, due now", due(10).moved(5, 100, true, why), NOT_COUNTED),
        ("announced, open, past it", due(10).moved(5, 99, true, why), LATE),
        ("silent, open, not due yet", due(10).moved(5, 120, false, why), LATE),
        ("moved earlier, done between", due(20).moved(5, 10, false, why).done(15), LATE),
        ("moved earlier, done by then", due(20).moved(5, 10, false, why).done(10), KEPT),
        ("waiting since before its due", target(due(10)).wait(10), NOT_COUNTED),
        ("waiting since after it", target(due(10)).wait(11), LATE),
        ("done while waiting", target(due(10)).wait(5).done(90), KEPT),
        ("withdrawn by its due", withdrawn(10), NOT_COUNTED),
        ("withdrawn after it", withdrawn(11), BROKEN),
        ("broken before its due", due(10).cancelled(5, CancelAs::Broken, why), BROKEN),
        ("broken, and its due still to come", due(100).cancelled(5, CancelAs::Broken, why), NOT_COUNTED),
        ("void after its due", due(10).cancelled(20, CancelAs::Void, why), NOT_COUNTED),
        ("due after the period, closed in it", due(102).done(5), AHEAD),
        ("due when the period begins", due(0).done(0), KEPT),
        ("moved into the period", due(120).moved(5, 50, true, why).done(40), KEPT),
        ("moved out of the period", due(50).moved(5, 120, true, why).done(60), AHEAD),
        ("made after now", Commitment { made: h(101), ..due(10) }, NOT_COUNTED),
        ("done after now", due(10).done(101), LATE),
    ] {
        assert_eq!(outcomes(commitment), expected, "{case}");
    }
}

#[test]
fn every_cycle_counts_with_its_own_verdict_and_its_own_due() {
    let again = due(10).done(9).reopened(20, 30).done(31).reopened(40, 50);
    assert_eq!(outcomes(again), [1, 0, 2, 0, 0]);
    let not_yet = due(10).done(11).reopened(20, 200);
    assert_eq!(outcomes(not_yet), LATE);
    // A void promise that was reopened has one cycle, with the due it had.
    let taken_back = due(10).cancelled(5, CancelAs::Void, "twice").reopened(20, 30).done(25);
    assert_eq!(outcomes(taken_back), LATE);
    let told = due(10).cancelled(5, CancelAs::Void, "twice").reopened(8, 30).told(9).done(25);
    assert_eq!(outcomes(told), RENEGOTIATED);
}

#[test]
fn what_is_late_is_as_late_as_the_known_due_says() {
    let lateness = |commitment| figures_of(commitment).lateness.map(|spread| spread.max / HOUR);
    assert_eq!(lateness(due(10).done(10)), None);
    assert_eq!(lateness(due(10).done(13)), Some(3));
    assert_eq!(lateness(due(10)), Some(90));
    assert_eq!(lateness(due(10).moved(5, 20, true, "rain")), Some(80));
    assert_eq!(lateness(due(10).moved(5, 20, false, "rain")), Some(90));
    assert_eq!(lateness(due(10).cancelled(20, CancelAs::Broken, "rain")), None);
}

#[test]
fn lateness_on_the_own_clock_is_working_time_where_the_target_is() {
    // Hour 0 is a Sunday; without a calendar, working time is Monday to Friday.
    let working = |hour: i64| Commitment { target: Target::parse("4bh").ok(), ..due(hour) };
    let own = |all: &[Commitment<'_>]| {
        let total = report_on(all, None, (0, 200), h(300)).total;
        total.lateness_own.map(|spread| (spread.p50 / HOUR, spread.p90 / HOUR))
    };
    // Friday 16:00 to Monday 10:00: eight hours of Friday and ten of Monday.
    assert_eq!(own(&[working(136).done(202)]), Some((18, 18)));
    assert_eq!(own(&[working(144).done(190)]), Some((0, 0)), "a weekend");
    assert_eq!(own(&[working(136).done(136)]), None);
    assert_eq!(own(&[due(136).done(202)]), Some((66, 66)));
    assert_eq!(own(&[due(10).done(13), working(136).done(202), due(10).done(15)]), Some((5, 18)));
    // The calendar that it was counted in is gone: no other says how late it is.
    let lost = Commitment { calendar: Some("office".into()), ..working(136) }.done(202);
    assert_eq!(own(std::slice::from_ref(&lost)), None);
    assert_eq!(own(&[lost, due(10).done(13)]), Some((3, 3)));
}

#[test]
fn answers_are_those_that_were_given_or_are_past_their_time() {
    let mut policy = policy();
    policy.kinds.get_mut("promise").unwrap().answer_within = Target::parse("6h").ok();
    let figures = |all: &[Commitment<'_>]| {
        let mut tally = Tally::new(Period { since: h(0), until: h(60) }, Vec::new());
        for one in all {
            tally.add(one, &standing(one, &policy, h(100)).unwrap(), &|_, _| true, &policy, h(100));
        }
        let Figures { answers, answers_in_time, answered, .. } = tally.finish(&policy, h(100)).unwrap().total;
        (answers, answers_in_time, answered.map(|spread| (spread.p50 / HOUR, spread.p90 / HOUR)))
    };
    for (case, one, expected) in [
        ("nobody got in touch", due(50).told(5).done(40), (0, 0, None)),
        ("told in time, to the second", due(50).heard(10).told(16).done(40), (1, 1, Some((6, 6)))),
        ("told late", due(50).heard(10).told(17).done(40), (1, 0, Some((7, 7)))),
        ("twice", due(50).heard(10).heard(12).told(14).heard(20).told(30).done(40), (2, 1, Some((4, 10)))),
        ("by closing", due(50).heard(38).done(40), (1, 1, Some((2, 2)))),
        ("by closing, late", due(50).heard(10).done(40), (1, 0, Some((30, 30)))),
        ("by nothing", due(50).heard(10), (1, 0, Some((90, 90)))),
        ("its time is running", due(50).heard(95), (0, 0, None)),
        ("after closing", due(50).done(40).heard(41), (0, 0, None)),
        (
            "each cycle has its own",
            due(20).heard(10).done(12).reopened(30, 40).heard(31).told(39),
            (2, 1, Some((2, 8))),
        ),
        ("not due in the period", due(70).heard(10).told(11).done(65), (0, 0, None)),
        ("withdrawn", due(50).heard(10).told(11).cancelled(30, CancelAs::Withdrawn, "no"), (0, 0, None)),
        ("another kind", callback(10).heard(11).told(30).done(31), (0, 0, None)),
    ] {
        assert_eq!(figures(&[one]), expected, "{case}");
    }
}

#[test]
fn a_callback_is_decided_when_it_is_done_or_can_no_longer_be_in_its_limit() {
    let decided = |commitment| {
        let figures = figures_of(commitment);
        (figures.callbacks, figures.callbacks_in_limit)
    };
    let sooner = |asked| Commitment { due: h(asked + 4), target: None, ..callback(asked) };
    assert_eq!(decided(callback(10).done(34)), (1, 1));
    assert_eq!(decided(callback(10).done(35)), (1, 0));
    assert_eq!(decided(callback(10)), (1, 0));
    // Late already, but still within its limit: nothing is decided yet.
    assert_eq!(decided(sooner(76)), (0, 0));
    assert_eq!(decided(sooner(75)), (1, 0));
    assert_eq!(decided(sooner(76).done(99)), (1, 1));
    // Asked for before it was entered: the limit counts from there.
    assert_eq!(decided(Commitment { asked: Some(h(2)), ..callback(10) }.done(27)), (1, 0));
    assert_eq!(decided(Commitment { limit: None, ..callback(10) }.done(12)), (0, 0));
    assert_eq!(decided(Commitment { kind: "email".into(), ..callback(10) }.done(12)), (0, 0));
    assert_eq!(decided(callback(10).cancelled(12, CancelAs::Withdrawn, "called us")), (0, 0));
    assert_eq!(decided(callback(10).cancelled(12, CancelAs::Broken, "no number")), (1, 0));
    // The limit of a cycle counts from its reopening.
    assert_eq!(decided(callback(10).done(12).reopened(40, 60).done(64)), (2, 2));
}

#[test]
fn one_touch_is_done_by_one_owner_without_the_customer_asking_while_it_was_our_turn() {
    let touched = |commitment| {
        let figures = figures_of(commitment);
        (figures.one_touch, figures.done, figures.hops)
    };
    let target = |due| Commitment { target: Target::parse("10h").ok(), ..due };
    assert_eq!(touched(due(10).done(20)), (1, 1, 0));
    assert_eq!(touched(due(10).heard(5).done(6)), (0, 1, 0));
    assert_eq!(touched(due(10).done(6).heard(7)), (1, 1, 0));
    assert_eq!(touched(target(due(10)).wait(4).heard(5).done(6)), (1, 1, 0));
    assert_eq!(touched(due(10).handed(2, "lee", "leave").handed(3, "dana", "back").done(6)), (0, 1, 2));
    assert_eq!(touched(due(10).handed(2, "dana", "it is hers").done(6)), (1, 1, 0));
    assert_eq!(touched(due(10)), (0, 0, 0));
}

#[test]
fn how_things_stand_now_is_of_all_that_is_asked_for_whatever_the_period() {
    let now = |commitment| {
        let Stand { open, waiting, overdue, at_risk, flagged } = figures_of(commitment).now.unwrap();
        [open, waiting, overdue, at_risk, flagged]
    };
    let target = |due| Commitment { target: Target::parse("10h").ok(), ..due };
    assert_eq!(now(due(10)), [1, 0, 1, 0, 1]);
    assert_eq!(now(due(10).moved(5, 200, false, "rain")), [1, 0, 0, 0, 1]);
    assert_eq!(now(due(10).moved(5, 120, true, "rain")), [1, 0, 0, 1, 0]);
    assert_eq!(now(target(due(10)).wait(5)), [1, 1, 0, 0, 0]);
    assert_eq!(now(target(due(10)).wait(11)), [1, 1, 1, 0, 1]);
    assert_eq!(now(due(10).done(9)), [0; 5]);
    assert_eq!(now(due(10).done(9).reopened(20, 30)), [1, 0, 1, 0, 1]);
    assert_eq!(now(due(101)), [1, 0, 0, 1, 0]);
    assert_eq!(now(due(9_000)), [1, 0, 0, 0, 0]);
    // It is whose it is now, and of no span of time.
    let handed = [due(10).handed(50, "lee", "leave")];
    let of = |by| report_on(&handed, Some(by), (0, 101), h(100)).groups;
    let owners: Vec<_> = of(GroupKey::Owner)
        .into_iter()
        .map(|group| (group.keys[0].clone().unwrap(), group.figures.due, group.figures.now.unwrap().open))
        .collect();
    assert_eq!(owners, [("dana".to_owned(), 1, 0), ("lee".to_owned(), 0, 1)]);
    assert_eq!(of(GroupKey::Month)[0].figures.now, None);
}

#[test]
fn while_it_waits_it_is_the_miss_of_whoever_has_it_now() {
    let target = |due| Commitment { target: Target::parse("10h").ok(), ..due };
    let late = target(due(10)).wait(11).handed(50, "lee", "leave");
    let owner = |commitment: Commitment<'static>| {
        report_on(&[commitment], Some(GroupKey::Owner), (0, 101), h(100)).groups[0].keys[0].clone()
    };
    assert_eq!(owner(late.clone()).as_deref(), Some("lee"));
    assert_eq!(owner(late.did(60, Deed::Resumed { due: None, told: false })).as_deref(), Some("dana"));
}

#[test]
fn both_ends_belong_to_the_period() {
    let counted = |hours| report_on(&[due(10).done(9)], None, hours, h(100)).total.due;
    assert_eq!([(10, 10), (0, 10), (10, 20), (0, 9), (11, 20)].map(counted), [1, 1, 1, 0, 0]);
    let ahead = |hours| report_on(&[due(200).done(9)], None, hours, h(100)).total.ahead;
    assert_eq!([(9, 9), (0, 9), (9, 300), (0, 8), (10, 300)].map(ahead), [1, 1, 1, 0, 0]);
}

#[test]
fn moves_between_two_tellings_are_one() {
    let moves = |commitment: Commitment<'static>| {
        let figures = figures_of(commitment);
        (figures.moves_later, figures.moves_announced)
    };
    let silent = |commitment: Commitment<'static>, hour, due| commitment.moved(hour, due, false, "rain");
    let told = |commitment: Commitment<'static>, hour, due| commitment.moved(hour, due, true, "rain");
    assert_eq!(moves(silent(silent(due(10), 4, 20), 5, 30).told(6).done(30)), (1, 1));
    assert_eq!(moves(silent(told(due(10), 4, 20), 5, 30).told(6).done(30)), (2, 2));
    // Told too late is one all the same; what nobody was told of yet is one, too.
    assert_eq!(moves(silent(silent(due(10), 4, 20), 5, 30).told(16).done(30)), (1, 0));
    assert_eq!(moves(silent(silent(due(10), 4, 20), 5, 30).done(30)), (1, 0));
    // Taken back before anybody was told is nobody's business, told or not.
    assert_eq!(moves(silent(silent(due(10), 4, 20), 5, 10).done(9)), (0, 0));
    assert_eq!(moves(silent(silent(due(10), 4, 20), 5, 8).told(6).done(7)), (0, 0));
    assert_eq!(moves(silent(silent(due(10), 4, 30), 5, 20).told(6).done(20)), (1, 1));
}

#[test]
fn a_cycle_is_recorded_late_if_what_its_verdict_depends_on_was_written_down_more_than_a_day_later() {
    let late = |commitment| figures_of(commitment).recorded_late;
    let target = |due| Commitment { target: Target::parse("10h").ok(), ..due };
    assert_eq!(late(due(10).done(9).logged_after(24)), 1);
    // A day is not more than a day, and an event without `logged`, as an import makes, is not late.
    let mut to_the_second = due(10).done(9);
    to_the_second.history[0].logged = Some(h(33));
    assert_eq!(late(to_the_second), 0);
    assert_eq!(late(due(10).done(9)), 0);
    assert_eq!(late(due(10).moved(5, 20, true, "rain").logged_after(30).done(9)), 1);
    assert_eq!(late(due(10).told(5).logged_after(30).done(9)), 1);
    assert_eq!(
        late(
            target(due(10)).wait(4).did(6, Deed::Resumed { due: None, told: false }).logged_after(30).done(9)
        ),
        1
    );
    assert_eq!(late(due(10).cancelled(5, CancelAs::Broken, "strike").logged_after(30)), 1);
    // No verdict depends on these.
    assert_eq!(late(due(10).heard(5).logged_after(30).did(6, Deed::Noted).logged_after(30).done(9)), 0);
    assert_eq!(late(due(10).handed(5, "lee", "leave").logged_after(30).done(9)), 0);
    assert_eq!(late(target(due(10)).wait(4).logged_after(30).done(9)), 0);
    // After the closing nothing changes any more.
    assert_eq!(late(due(10).done(9).told(12).logged_after(30)), 0);
    // Once a cycle, and each by itself.
    assert_eq!(late(due(10).told(5).logged_after(30).done(9).logged_after(30)), 1);
    assert_eq!(late(due(10).done(9).logged_after(30).reopened(20, 30).done(25)), 1);
    // After a reopening, the cancelling is as if it had never been; the new date is a move.
    let again = |cancelled: Commitment<'static>| cancelled.reopened(6, 20).done(9);
    let withdrawn = due(10).cancelled(5, CancelAs::Withdrawn, "no more");
    assert_eq!(late(again(withdrawn.clone().logged_after(30))), 0);
    assert_eq!(late(withdrawn.clone().reopened(6, 20).logged_after(30).done(9)), 1);
    assert_eq!(late(again(withdrawn.told(6).logged_after(30))), 1);
    // Only cycles that count.
    assert_eq!(late(due(10).cancelled(5, CancelAs::Withdrawn, "no more").logged_after(30)), 0);
    assert_eq!(late(due(200).told(5).logged_after(30)), 0);
}

#[test]
fn what_was_kept_and_reopened_within_a_week_is_counted() {
    let again = |hour: i64| due(10).done(9).reopened(hour, hour + 30);
    let reopened = |commitment| report_on(&[commitment], None, (0, 20), h(400)).total.kept_reopened;
    assert_eq!(reopened(again(9)), 1);
    assert_eq!(reopened(again(9 + 7 * 24)), 1);
    assert_eq!(reopened(again(10 + 7 * 24)), 0);
    assert_eq!(reopened(due(10).done(11).reopened(20, 30)), 0);
    assert_eq!(reopened(due(10).moved(5, 15, true, "rain").done(11).reopened(20, 30)), 0);
    assert_eq!(reopened(due(10).done(9)), 0);
    // Not before it happened.
    assert_eq!(report_on(&[again(20)], None, (0, 20), h(19)).total.kept_reopened, 0);
}

#[test]
fn what_was_withdrawn_or_void_is_of_the_period_and_the_owner_of_its_closing() {
    let gone = |hour, way| due(90).handed(30, "lee", "leave").cancelled(hour, way, "twice");
    let counts = |commitment, hours| {
        let figures = report_on(&[commitment], None, hours, h(100)).total;
        (figures.withdrawn, figures.void, figures.due)
    };
    assert_eq!(counts(gone(40, CancelAs::Withdrawn), (40, 40)), (1, 0, 0));
    assert_eq!(counts(gone(40, CancelAs::Withdrawn), (41, 101)), (0, 0, 0));
    assert_eq!(counts(gone(95, CancelAs::Void), (95, 96)), (0, 1, 0));
    // Withdrawn after the known due is broken.
    assert_eq!(counts(gone(95, CancelAs::Withdrawn), (0, 101)), (0, 0, 1));
    let groups = |by| report_on(&[gone(40, CancelAs::Void)], Some(by), (0, 101), h(100)).groups;
    let group = groups(GroupKey::Owner).remove(0);
    assert_eq!((group.keys[0].as_deref(), group.figures.void, group.figures.due), (Some("lee"), 1, 0));
    // A span of time begins and ends with what was due or done ahead.
    assert_eq!(groups(GroupKey::Month), []);
    // Whoever asks about lee is told, and whoever asks about dana is not.
    let asked = |owner: &str| {
        let commitment = gone(40, CancelAs::Withdrawn);
        let mut tally = Tally::new(Period { since: h(0), until: h(101) }, Vec::new());
        let standing = standing(&commitment, &policy(), h(100)).unwrap();
        tally.add(&commitment, &standing, &|one, _| one == Some(owner), &policy(), h(100));
        tally.finish(&policy(), h(100)).unwrap().total.withdrawn
    };
    assert_eq!((asked("lee"), asked("dana")), (1, 0));
}

#[test]
fn causes_are_of_what_was_moved_or_went_wrong_and_are_counted_without_regard_to_case() {
    let causes = |commitments: &[Commitment<'_>]| -> Vec<_> {
        let causes = report_on(commitments, None, (0, 101), h(100)).causes.into_iter();
        causes.map(|cause| (cause.why, cause.count)).collect()
    };
    let twice = |commitment: Commitment<'static>| [commitment.clone(), commitment];
    let said = |why: &str, count| (why.to_owned(), count);
    assert_eq!(causes(&twice(due(10).moved(5, 20, true, "Rain").done(8))), [said("Rain", 2)]);
    assert_eq!(causes(&twice(due(10).handed(5, "lee", "leave").done(8))), []);
    assert_eq!(causes(&twice(due(10).handed(5, "lee", "leave").done(18))), [said("leave", 2)]);
    assert_eq!(causes(&twice(due(10).cancelled(5, CancelAs::Broken, "strike"))), [said("strike", 2)]);
    assert_eq!(causes(&twice(due(10).cancelled(5, CancelAs::Withdrawn, "strike"))), []);
    let straße = [
        due(10).moved(5, 20, true, " STRASSE  ZU").moved(6, 30, true, "b").done(8),
        due(10).moved(5, 20, true, "strasse zu").moved(6, 30, true, "B").moved(7, 40, true, "b").done(8),
        due(10).moved(5, 20, true, "once").moved(6, 30, true, " ").moved(7, 30, true, "").done(8),
    ];
    assert_eq!(causes(&straße), [said("b", 3), said("STRASSE  ZU", 2)]);
    // Spacing between words is one blank, not none.
    let site = ["on site", "onsite"].map(|why| due(10).moved(5, 20, true, why).done(8));
    assert_eq!(causes(&site), []);
}
