//! Tables of who may replace which file, and the access of the new one.

use super::*;

const DANA: u32 = 1_001;
const TEAM: u32 = 500;
const OTHER: u32 = 501;

fn of(uid: u32, gid: u32, mode: u32) -> Owned {
    Owned { uid, gid, mode }
}

/// Returns Kim, who is in her own group and that of the team.
fn kim() -> Caller {
    Caller { uid: 1_002, groups: vec![1_002, TEAM] }
}

#[test]
fn a_lock_is_for_those_who_can_write_the_ledger() {
    for (ledger, lock) in [
        (0o600, 0o600),
        (0o400, 0o600),
        (0o640, 0o600),
        (0o644, 0o600),
        (0o755, 0o600),
        (0o660, 0o660),
        (0o664, 0o660),
        (0o620, 0o660),
        (0o666, 0o666),
        (0o602, 0o606),
        (0o2664, 0o660),
    ] {
        let access = Access { uid: None, gid: Some(TEAM), mode: ledger };
        assert_eq!(access.of_lock(), Access { mode: lock, ..access }, "{ledger:o}");
    }
}

#[test]
fn a_new_ledger_is_its_owners_alone_but_in_a_folder_that_a_group_shares() {
    for (folder, ledger) in
        [(0o700, 0o600), (0o755, 0o600), (0o775, 0o600), (0o2755, 0o600), (0o2770, 0o660), (0o2775, 0o660)]
    {
        let folder = of(DANA, TEAM, folder);
        assert_eq!(
            Access::fresh(folder, &kim()),
            Access { uid: None, gid: None, mode: ledger },
            "{folder:?}"
        );
        let root = Caller { uid: 0, groups: vec![0] };
        let theirs = Access { uid: Some(DANA), gid: Some(TEAM), mode: ledger };
        assert_eq!(Access::fresh(folder, &root), theirs, "{folder:?}");
    }
}

#[test]
fn a_ledger_of_somebody_else_is_replaced_only_where_a_common_group_may_write_it() {
    let (plain, shared) = (of(DANA, DANA, 0o777), of(DANA, TEAM, 0o2775));
    for (old, folder, expected) in [
        (of(DANA, TEAM, 0o660), shared, Ok(0o660)),
        (of(DANA, TEAM, 0o664), plain, Ok(0o664)),
        (of(DANA, TEAM, 0o640), shared, Err(Denied::Owner)),
        (of(DANA, TEAM, 0o606), shared, Err(Denied::Owner)),
        (of(DANA, OTHER, 0o666), plain, Err(Denied::Owner)),
        // The folder gives it the group.
        (of(DANA, OTHER, 0o660), of(DANA, OTHER, 0o2777), Ok(0o660)),
        (of(DANA, TEAM, 0o660), of(DANA, TEAM, 0o3777), Err(Denied::Sticky)),
        (of(DANA, TEAM, 0o660), of(1_002, TEAM, 0o3777), Ok(0o660)),
    ] {
        let kept = Access::like(old, folder, &kim());
        let expected = expected.map(|mode| Access { uid: None, gid: Some(old.gid), mode });
        assert_eq!(kept, expected, "{old:?} {folder:?}");
    }
}

#[test]
fn ones_own_ledger_keeps_its_group_or_a_group_that_makes_no_difference_is_let_go() {
    let folder = of(1_002, 1_002, 0o755);
    let own = |gid, mode| Access::like(of(1_002, gid, mode), folder, &kim());
    assert_eq!(own(TEAM, 0o640), Ok(Access { uid: None, gid: Some(TEAM), mode: 0o640 }));
    for mode in [0o600, 0o644, 0o666] {
        assert_eq!(own(OTHER, mode), Ok(Access { uid: None, gid: None, mode }), "{mode:o}");
    }
    for mode in [0o640, 0o660, 0o664, 0o604] {
        assert_eq!(own(OTHER, mode), Err(Denied::Group), "{mode:o}");
    }
}

#[test]
fn root_keeps_everything() {
    let root = Caller { uid: 0, groups: vec![0] };
    for mode in [0o400, 0o600, 0o640, 0o664] {
        let kept = Access::like(of(DANA, TEAM, mode), of(DANA, DANA, 0o1777), &root);
        assert_eq!(kept, Ok(Access { uid: Some(DANA), gid: Some(TEAM), mode }));
    }
}
