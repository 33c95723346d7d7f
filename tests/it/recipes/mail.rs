//! The notify commands for mail and for the desktop, run by `owed escalate`: nothing that a ledger says is a header, an option, markup or
//! an escape.

use super::{Desk, check, example, said};
use crate::support::Said;
use crate::support::reader::python;

/// Returns a ledger that warns the owner, once, of a promise with these texts.
fn ledger(owner: &str, to: &str, what: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let [owner, to, what] = [owner, to, what].map(quoted);
    format!(
        "timezone = \"America/New_York\"\n[[rung]]\nat = \"50%\"\n[[commitment]]\nid = \"bcdfghjk\"\nto = {to}\nwhat = {what}\n\
         owner = {owner}\nmade = 2026-11-18T12:00:00-05:00\ndue = 2026-11-21T12:00:00-05:00\n"
    )
}

/// Has the ladder of a ledger run a recipe as its notify command.
fn escalate(desk: &Desk, command: &[&str]) -> Said {
    desk.env.write_config(format!("[notify]\ncommand = {command:?}\n"));
    said(desk.command(desk.env.path("~/.cargo/bin/owed")).args(["escalate", "--ledger", "team.toml"]))
}

fn mailed(ledger: &str) -> (Said, Desk) {
    let desk = Desk::new(ledger);
    let path = example("notify/notify-mail").display().to_string();
    (escalate(&desk, &[&path, "example.com"]), desk)
}

/// Texts that mean harm, as the variables of owed have them.
const NASTY: [(&str, &str); 7] = [
    ("Acme Corp", "Acme Corp"),
    (
        "Müller & Söhne 日本語のとても長い名前の会社 株式会社 👩‍👩‍👧",
        "Müller & Söhne 日本語のとても長い名前の会社 株式会社 👩‍👩‍👧",
    ),
    ("x\r\nBcc: all@example.com\r\n\r\nbody", "x\\r\\nBcc: all@example.com\\r\\n\\r\\nbody"),
    ("--help", "--help"),
    ("<b>bold</b> &amp; <a href=\"x\">", "<b>bold</b> &amp; <a href=\"x\">"),
    ("=?UTF-8?B?QmNj?= $(touch x) `touch x` %s \\n", "=?UTF-8?B?QmNj?= $(touch x) `touch x` %s \\n"),
    (".\nFrom ", ".\\nFrom "),
];

/// Reads a mail as Python does: its headers, and what they and the body say.
const SCRIPT: &str = "
from email.parser import BytesParser
text = sys.stdin.buffer.read()
mail = BytesParser(policy=email.policy.default).parsebytes(text)
# Each encoded word is of whole characters (RFC 2047, 5).
for word in re.findall(rb'=[?]UTF-8[?]B[?](.*?)[?]=', text):
    base64.b64decode(word).decode('utf-8')
assert not mail.defects and not any(mail[name].defects for name in mail.keys()), mail.defects
print(json.dumps([mail.keys(), mail['To'], mail['Subject'], mail.get_content()]))
";

fn read(mail: &str) -> Option<Result<serde_json::Value, String>> {
    let read = python(&["base64", "email", "email.policy", "re"], SCRIPT, mail)?;
    Some(read.and_then(|read| serde_json::from_str(&read).map_err(|error| error.to_string())))
}

const HEADERS: [&str; 6] =
    ["To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

#[test]
fn a_mail_says_what_the_ledger_says_and_has_no_header_of_it() {
    for (text, shown) in NASTY {
        let (said, desk) = mailed(&ledger("dana", text, "send it"));
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
        assert_eq!(desk.called("sendmail"), [["-i", "--", "dana@example.com"]]);
        let mail = desk.told("sendmail");
        assert!(mail.is_ascii() && mail.lines().all(|line| line.len() <= 78), "{mail}");
        check(&mail, &[("Auto-Submitted", "Bcc: all@example.com\nAuto-Submitted")], |mail| {
            Some(read(mail)?.and_then(|read| {
                let subject = format!("owed: {shown}: send it");
                let is = read[0] == serde_json::json!(HEADERS)
                    && read[1] == "dana@example.com"
                    && read[2] == subject.as_str()
                    && read[3].as_str().unwrap().contains(&format!("To:      {shown}\nWhat:    send it\n"));
                if is { Ok(()) } else { Err(format!("{read:#}\n{subject}")) }
            }))
        });
    }
}

#[test]
fn an_owner_who_is_no_address_gets_no_mail_and_owed_says_so_and_tries_again() {
    for owner in ["-f evil", "-oQ/x", "a@b,c", "a b", "a\nBcc: x@y", "$(touch x)", "a;b", "é", "x|y"] {
        let (said, desk) = mailed(&ledger(owner, "Acme", "send it"));
        assert_eq!((said.status, desk.called("sendmail").len()), (2, 0), "{owner}: {said}");
        assert!(
            said.stderr.contains("notify-mail: no address for") && said.stderr.contains("tries again"),
            "{said}"
        );
    }
}

#[test]
fn a_mail_that_is_not_sent_is_a_failure() {
    let desk = Desk::new(&ledger("dana", "Acme", "send it"));
    std::fs::remove_file(desk.env.path("~/stand-ins/sendmail")).unwrap();
    let said = escalate(&desk, &[&example("notify/notify-mail").display().to_string(), "example.com"]);
    assert_eq!(said.status, 2, "{said}");
    let said = escalate(&desk, &[&example("notify/notify-mail").display().to_string()]);
    assert!(said.status == 2 && said.stderr.contains("whose domain?"), "{said}");
}

// It must not depend on owed that a header is one line.
#[test]
fn control_characters_in_a_variable_are_no_header_either() {
    let desk = Desk::new("");
    let mut command = desk.command(example("notify/notify-mail"));
    command.arg("example.com").env("OWED_WHO", "dana").env("OWED_TO", "x\r\nBcc: all@example.com");
    for name in ["WHAT", "DUE", "OWNER", "CONTACT", "RUNG", "WHY", "ID", "LEDGER"] {
        command.env(format!("OWED_{name}"), "a\nb: c\n\nd");
    }
    assert_eq!(said(&mut command).to_string(), "--- exit 0");
    let mail = desk.told("sendmail");
    let Some(read) = read(&mail) else { return };
    let read = read.unwrap();
    assert_eq!(read[0], serde_json::json!(HEADERS), "{mail}");
    assert_eq!(read[2], "owed: x  Bcc: all@example.com: a b: c  d", "{mail}");
}

#[test]
fn the_desktop_shows_what_the_ledger_says() {
    let path = example("notify/notify-desktop").display().to_string();
    for (text, shown) in NASTY {
        let desk = Desk::new(&ledger("dana", text, text));
        let said = escalate(&desk, &[&path]);
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
        let called = desk.called("notify-send");
        assert_eq!(
            (called.len(), &called[0][..2]),
            (1, ["--app-name=owed".to_owned(), "--".to_owned()].as_slice())
        );
        assert_eq!(called[0][2], format!("dana: {shown}"));
        // As notify-send and the desktop take it apart: escapes first, then markup.
        let body = &called[0][3];
        let script = r"
from xml.etree import ElementTree
body = re.sub(r'\\(.)', lambda found: found[1] if found[1] == '\\' else '?', sys.stdin.read())
print(ElementTree.fromstring('<body>' + body + '</body>').text, end='')";
        check(body, &[], |body| {
            let read = python(&["re"], script, body)?;
            let wanted = format!("{shown}\ndue 2026-11-21T12:00:00-05:00, 50%");
            Some(read.and_then(|read| if read == wanted { Ok(()) } else { Err(read) }))
        });
    }
}
