//! A ledger that one side of a merge deleted.

use super::{Clone, first};

/// Returns a clone that has stopped at a ledger that one side deleted, which is ours or not.
fn stopped(desk: &tempfile::TempDir, is_ours: bool) -> Clone {
    let one = first(desk);
    let delete = || {
        one.git("rm -q ledger.toml");
        one.git("commit -q -m deleted");
    };
    one.git("checkout -q -b side");
    if is_ours {
        one.promise("offer")
    } else {
        delete()
    }
    one.git("checkout -q main");
    if is_ours {
        delete()
    } else {
        one.promise("offer")
    }
    one.stops("merge -q side");
    one
}

#[test]
fn what_one_side_deleted_is_said_with_what_to_type() {
    for (is_ours, status, what, side) in [
        (true, "DU", "our side deleted it, and their side changed it", "theirs"),
        (false, "UD", "their side deleted it, and our side changed it", "ours"),
    ] {
        for keeps in [true, false] {
            let desk = tempfile::tempdir().unwrap();
            let one = stopped(&desk, is_ours);
            let before = one.text();
            for line in ["merge", "merge --take ours"] {
                let output = one.command(env!("CARGO_BIN_EXE_owed"), line);
                assert_eq!(output.status.code(), Some(2), "{status}");
                assert_eq!(
                    String::from_utf8_lossy(&output.stderr),
                    format!(
                        "error: ledger.toml: {what}\n\
                         hint: nothing was changed; to keep it: `git checkout --{side} ledger.toml` and `git add ledger.toml`\n\
                         hint: to do without it: `git rm ledger.toml`\n"
                    )
                );
            }
            assert_eq!(one.text(), before);
            assert!(one.git("status --short").contains(status));
            if keeps {
                one.git(&format!("checkout -q --{side} ledger.toml"));
                one.git("add ledger.toml");
            } else {
                one.git("rm -q ledger.toml");
            }
            one.git("commit -q --no-edit");
            assert_eq!(one.folder.join("ledger.toml").exists(), keeps);
            if keeps {
                one.has(&["offer"]);
            }
        }
    }
}
