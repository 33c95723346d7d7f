//! `--calendar` of `when` and `between`: the policy and the calendar they count by.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::rules::calendar::Calendar;
use crate::rules::policy::Policy;
use crate::text;

/// Returns the ledger's policy, or that of an empty ledger if there is none; with `calendar` there must be a ledger.
pub fn policy(calendar: Option<&str>, context: &Context<'_, '_>) -> Result<Policy> {
    if calendar.is_some() || context.inputs.store.exists()? {
        return context.inputs.policy();
    }
    Ok(Policy::new((context.inputs.machine_zone)()?))
}

/// Returns the calendar of that name.
pub fn named<'h>(name: &str, policy: &'h Policy) -> Result<&'h Calendar> {
    policy.calendars.get(name).ok_or_else(|| unknown(name, policy))
}

fn unknown(name: &str, policy: &Policy) -> Error {
    let names: Vec<_> = policy.calendars.keys().map(String::as_str).collect();
    let hint = match names.as_slice() {
        [] => "the ledger has none; a table `[calendar.NAME]` adds one".to_owned(),
        names => format!("the ledger has {}", text::list(names.iter().copied())),
    };
    Error::new(format!("unknown calendar {}", text::quote(name))).hint(hint)
}
