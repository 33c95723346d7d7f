# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_owed_global_optspecs
    string join \n ledger= now= color= q/quiet format= output= json to= owner= k/kind= tag= class= since= until= within= all limit= as= h/help V/version
end

function __fish_owed_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_owed_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_owed_using_subcommand
    set -l cmd (__fish_owed_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c owed -n "__fish_owed_needs_command" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_needs_command" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_needs_command" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_needs_command" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_needs_command" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_needs_command" -l to -d 'Owed to this customer' -r
complete -c owed -n "__fish_owed_needs_command" -l owner -d 'Owned by this person; `me` is you' -r
complete -c owed -n "__fish_owed_needs_command" -s k -l kind -d 'Of this kind' -r
complete -c owed -n "__fish_owed_needs_command" -l tag -d 'With this tag' -r
complete -c owed -n "__fish_owed_needs_command" -l class -d 'Of this class: customer, company or self' -r
complete -c owed -n "__fish_owed_needs_command" -l since -d 'Due at or after this' -r
complete -c owed -n "__fish_owed_needs_command" -l until -d 'Due at or before this; a day is all of it' -r
complete -c owed -n "__fish_owed_needs_command" -l within -d 'Due within this time from now, or late: `4h`, `2d`' -r
complete -c owed -n "__fish_owed_needs_command" -l limit -d 'List this many at most, and count the rest' -r
complete -c owed -n "__fish_owed_needs_command" -l as -d 'What a calendar shows of each, with --format ics' -r -f -a "vtodo\t'A to-do with its due, as RFC 5545 has it'
vevent\t'An event at the due, for calendars that show no to-dos'"
complete -c owed -n "__fish_owed_needs_command" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_needs_command" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_needs_command" -l all -d 'List closed ones too'
complete -c owed -n "__fish_owed_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_needs_command" -s V -l version -d 'Print version'
complete -c owed -n "__fish_owed_needs_command" -f -a "promise" -d 'Promise something: what, to whom, by when'
complete -c owed -n "__fish_owed_needs_command" -f -a "done" -d 'Close commitments as done, and say whether each was on time'
complete -c owed -n "__fish_owed_needs_command" -f -a "overdue" -d 'List what is overdue; exit 1 if anything is'
complete -c owed -n "__fish_owed_needs_command" -f -a "escalate" -d 'Escalate a commitment to someone who can solve it, or run the escalation ladder'
complete -c owed -n "__fish_owed_needs_command" -f -a "report" -d 'Report how many promises were kept'
complete -c owed -n "__fish_owed_needs_command" -f -a "list" -d 'List commitments, most pressing first'
complete -c owed -n "__fish_owed_needs_command" -f -a "show" -d 'Show one commitment: how its due date was worked out, and its history'
complete -c owed -n "__fish_owed_needs_command" -f -a "move" -d 'Move a due date'
complete -c owed -n "__fish_owed_needs_command" -f -a "told" -d 'Record that you told the customer something; with filters, every matching customer'
complete -c owed -n "__fish_owed_needs_command" -f -a "heard" -d 'Record that the customer got in touch; if it waited for them, it goes on'
complete -c owed -n "__fish_owed_needs_command" -f -a "note" -d 'Record a note'
complete -c owed -n "__fish_owed_needs_command" -f -a "wait" -d 'Say that the customer has to act; the clock of a counted due stops'
complete -c owed -n "__fish_owed_needs_command" -f -a "resume" -d 'Say that the customer has acted; a clock that stood still goes on'
complete -c owed -n "__fish_owed_needs_command" -f -a "hand" -d 'Give a commitment to another owner'
complete -c owed -n "__fish_owed_needs_command" -f -a "change" -d 'Change the kind of a commitment, or how often it is promised again'
complete -c owed -n "__fish_owed_needs_command" -f -a "cancel" -d 'Close a commitment that will not be done'
complete -c owed -n "__fish_owed_needs_command" -f -a "reopen" -d 'Reopen a closed commitment with a new due date'
complete -c owed -n "__fish_owed_needs_command" -f -a "when" -d 'Show which date and time words mean'
complete -c owed -n "__fish_owed_needs_command" -f -a "edit" -d 'Edit the ledger with VISUAL or EDITOR; it is checked before it is saved'
complete -c owed -n "__fish_owed_needs_command" -f -a "undo" -d 'Undo the last change'
complete -c owed -n "__fish_owed_needs_command" -f -a "archive" -d 'Move old closed commitments into archive files beside the ledger'
complete -c owed -n "__fish_owed_needs_command" -f -a "between" -d 'Show the elapsed time, the working time and the business days between two instants'
complete -c owed -n "__fish_owed_needs_command" -f -a "policy" -d 'Show the service policy: targets, limits, escalation and calendars'
complete -c owed -n "__fish_owed_needs_command" -f -a "check" -d 'Find problems in the ledger; exit 1 if there are any'
complete -c owed -n "__fish_owed_needs_command" -f -a "init" -d 'Create an empty ledger'
complete -c owed -n "__fish_owed_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c owed -n "__fish_owed_needs_command" -f -a "import" -d 'Import commitments from a file'
complete -c owed -n "__fish_owed_using_subcommand promise" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand promise" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand promise" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand promise" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand promise" -l to -d 'The person or firm it is owed to' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l by -d 'When it is due: `fri 5pm`, `in 2h`, `2026-12-01` [default: the target of the kind]' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -s k -l kind -d 'Its kind: callback, email, promise, or one the ledger defines' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l owner -d 'Who has to keep it [default: you]' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l class -d 'Whose interest it is: customer, company or self' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l tag -d 'A label; may be given several times' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l contact -d 'How to reach the customer' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l asked -d 'When the customer asked, if that was before the promise' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l every -d 'How often it is promised again, each time the last is done: 1w, 1mo, 3bd, \'1st business day\', \'last fri\'' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l follows -d 'The commitment that this one carries on' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -l ref -d 'The name that another system has for it' -r
complete -c owed -n "__fish_owed_using_subcommand promise" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand promise" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand promise" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand done" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand done" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand done" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand done" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand done" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand done" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand done" -l note -d 'A note' -r
complete -c owed -n "__fish_owed_using_subcommand done" -l next -d 'Promise the rest to the same customer' -r
complete -c owed -n "__fish_owed_using_subcommand done" -l by -d 'When the rest is due [default: the target of its kind, from when the customer first asked]' -r
complete -c owed -n "__fish_owed_using_subcommand done" -s k -l kind -d 'The kind of the rest' -r
complete -c owed -n "__fish_owed_using_subcommand done" -l asked -d 'When the customer asked for the rest, if it was not with the first' -r
complete -c owed -n "__fish_owed_using_subcommand done" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand done" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand done" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand overdue" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand overdue" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand overdue" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand overdue" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand overdue" -l to -d 'Owed to this customer' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l owner -d 'Owned by this person; `me` is you' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -s k -l kind -d 'Of this kind' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l tag -d 'With this tag' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l class -d 'Of this class: customer, company or self' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l since -d 'Due at or after this' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l until -d 'Due at or before this; a day is all of it' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l limit -d 'List this many at most, and count the rest' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -l as -d 'What a calendar shows of each, with --format ics' -r -f -a "vtodo\t'A to-do with its due, as RFC 5545 has it'
vevent\t'An event at the due, for calendars that show no to-dos'"
complete -c owed -n "__fish_owed_using_subcommand overdue" -l within -d 'Also list what is due within this time: `4h`, `2d`' -r
complete -c owed -n "__fish_owed_using_subcommand overdue" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand overdue" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand overdue" -l at-risk -d 'Also list commitments at risk: a quarter or less of their time is left'
complete -c owed -n "__fish_owed_using_subcommand overdue" -l count -d 'Print only how many'
complete -c owed -n "__fish_owed_using_subcommand overdue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand escalate" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand escalate" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand escalate" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand escalate" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand escalate" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand escalate" -l to -d 'Who can solve it' -r
complete -c owed -n "__fish_owed_using_subcommand escalate" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand escalate" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand escalate" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand escalate" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand escalate" -l no-notify -d 'Do not run the notify command for these'
complete -c owed -n "__fish_owed_using_subcommand escalate" -l dry-run -d 'Show what would be done, and change nothing'
complete -c owed -n "__fish_owed_using_subcommand escalate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand report" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand report" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand report" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand report" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand report" -l to -d 'Owed to this customer' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l owner -d 'Owned by this person; `me` is you' -r
complete -c owed -n "__fish_owed_using_subcommand report" -s k -l kind -d 'Of this kind' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l tag -d 'With this tag' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l class -d 'Of this class: customer, company or self' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l since -d 'Due in the period from this on [default: 30 days ago]' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l until -d 'Due in the period up to this; a day is all of it [default: now]' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l within -d 'Due in the last so long: `4h`, `7d`' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l by -d 'Add a line for each, or for each of two: `owner,month`' -r -f -a "owner\t'Who had to keep it'
to\t'The customer'
kind\t'The kind'
tag\t'Each tag'
class\t'Whose interest comes first'
month\t'The month it was due in'
week\t'The week it was due in, from Monday on'
quarter\t'The quarter it was due in'"
complete -c owed -n "__fish_owed_using_subcommand report" -l fail-under -d 'Exit 1 if the rate is below this percentage' -r
complete -c owed -n "__fish_owed_using_subcommand report" -l gate -d 'The rate that --fail-under checks' -r -f -a "keep\t'Kept as promised, of all that was due'
honoured\t'Kept, or moved and announced in time, of all that was due'
callbacks\t'Callbacks within their limit'
notice\t'Later moves that were announced'"
complete -c owed -n "__fish_owed_using_subcommand report" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand report" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand report" -l misses -d 'List what was late or broken, and why'
complete -c owed -n "__fish_owed_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand list" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand list" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand list" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand list" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand list" -l to -d 'Owed to this customer' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l owner -d 'Owned by this person; `me` is you' -r
complete -c owed -n "__fish_owed_using_subcommand list" -s k -l kind -d 'Of this kind' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l tag -d 'With this tag' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l class -d 'Of this class: customer, company or self' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l since -d 'Due at or after this' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l until -d 'Due at or before this; a day is all of it' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l within -d 'Due within this time from now, or late: `4h`, `2d`' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l limit -d 'List this many at most, and count the rest' -r
complete -c owed -n "__fish_owed_using_subcommand list" -l as -d 'What a calendar shows of each, with --format ics' -r -f -a "vtodo\t'A to-do with its due, as RFC 5545 has it'
vevent\t'An event at the due, for calendars that show no to-dos'"
complete -c owed -n "__fish_owed_using_subcommand list" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand list" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand list" -l all -d 'List closed ones too'
complete -c owed -n "__fish_owed_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand show" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand show" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand show" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand show" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand show" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand show" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand show" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand move" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand move" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand move" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand move" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand move" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand move" -l by -d 'The new due; `due+2d` counts from the due in force' -r
complete -c owed -n "__fish_owed_using_subcommand move" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand move" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand move" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand move" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand move" -l told -d 'The customer has been told'
complete -c owed -n "__fish_owed_using_subcommand move" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand told" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand told" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand told" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand told" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand told" -l to -d 'Owed to this customer' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l owner -d 'Owned by this person; `me` is you' -r
complete -c owed -n "__fish_owed_using_subcommand told" -s k -l kind -d 'Of this kind' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l tag -d 'With this tag' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l class -d 'Of this class: customer, company or self' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l since -d 'Due at or after this' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l until -d 'Due at or before this; a day is all of it' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l within -d 'Due within this time from now, or late: `4h`, `2d`' -r
complete -c owed -n "__fish_owed_using_subcommand told" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand told" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand told" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand told" -l dry-run -d 'Show who would be told, and change nothing'
complete -c owed -n "__fish_owed_using_subcommand told" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand heard" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand heard" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand heard" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand heard" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand heard" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand heard" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand heard" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand heard" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand heard" -l still-waiting -d 'They have not done yet what it waits for'
complete -c owed -n "__fish_owed_using_subcommand heard" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand note" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand note" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand note" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand note" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand note" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand note" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand note" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand note" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand note" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand wait" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand wait" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand wait" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand wait" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand wait" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand wait" -l why -d 'What the customer has to do' -r
complete -c owed -n "__fish_owed_using_subcommand wait" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand wait" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand wait" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand wait" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand resume" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand resume" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand resume" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand resume" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand resume" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand resume" -l note -d 'A note' -r
complete -c owed -n "__fish_owed_using_subcommand resume" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand resume" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand resume" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand resume" -l told -d 'The customer has been told of the new due'
complete -c owed -n "__fish_owed_using_subcommand resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand hand" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand hand" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand hand" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand hand" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand hand" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand hand" -l to -d 'The new owner; `me` is you' -r
complete -c owed -n "__fish_owed_using_subcommand hand" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand hand" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand hand" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand hand" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand hand" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand change" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand change" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand change" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand change" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand change" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand change" -s k -l kind -d 'The new kind' -r
complete -c owed -n "__fish_owed_using_subcommand change" -l every -d 'How often it is promised again, from the next one on: 1w, 1mo, 3bd, \'1st business day\', \'last fri\'' -r
complete -c owed -n "__fish_owed_using_subcommand change" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand change" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand change" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand change" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand change" -l told -d 'The customer has been told of the new due'
complete -c owed -n "__fish_owed_using_subcommand change" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand cancel" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand cancel" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand cancel" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand cancel" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand cancel" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand cancel" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand cancel" -l as -d 'How it ended; has to be said, and is asked for on a terminal' -r -f -a "withdrawn\t'The customer no longer wants it'
broken\t'We will not keep it'
void\t'It was entered by mistake'"
complete -c owed -n "__fish_owed_using_subcommand cancel" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand cancel" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand cancel" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand cancel" -l next -d 'Promise the next one of its series; without this, the series ends'
complete -c owed -n "__fish_owed_using_subcommand cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand reopen" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand reopen" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand reopen" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand reopen" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand reopen" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand reopen" -l by -d 'When it is due now; `due+2d` counts from the due it had' -r
complete -c owed -n "__fish_owed_using_subcommand reopen" -l why -d 'Why' -r
complete -c owed -n "__fish_owed_using_subcommand reopen" -l at -d 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`' -r
complete -c owed -n "__fish_owed_using_subcommand reopen" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand reopen" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand reopen" -l told -d 'The customer has been told of the new due'
complete -c owed -n "__fish_owed_using_subcommand reopen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand when" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand when" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand when" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand when" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand when" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand when" -l from -d 'Count from here instead of now' -r
complete -c owed -n "__fish_owed_using_subcommand when" -l calendar -d 'The calendar of the ledger that says what a working day is' -r
complete -c owed -n "__fish_owed_using_subcommand when" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand when" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand when" -l past -d 'Look back, as --at does'
complete -c owed -n "__fish_owed_using_subcommand when" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand edit" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand edit" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand edit" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand edit" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand edit" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand edit" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand edit" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand undo" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand undo" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand undo" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand undo" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand undo" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand undo" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand undo" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand undo" -l list -d 'List the changes that can be undone, newest first'
complete -c owed -n "__fish_owed_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand archive" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand archive" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand archive" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand archive" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand archive" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand archive" -l before -d 'Move what was closed before this [default: 90 days ago]' -r
complete -c owed -n "__fish_owed_using_subcommand archive" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand archive" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand archive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand between" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand between" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand between" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand between" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand between" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand between" -l calendar -d 'The calendar of the ledger that says what working time is [default: its only one]' -r
complete -c owed -n "__fish_owed_using_subcommand between" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand between" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand between" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand policy" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand policy" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand policy" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand policy" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand policy" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand policy" -l calendar -d 'Show a month of that calendar day by day: when it is open, and why not [default: the only one, with --month]' -r
complete -c owed -n "__fish_owed_using_subcommand policy" -l month -d 'The month to show, such as 2026-12 [default: this one, with --calendar]' -r
complete -c owed -n "__fish_owed_using_subcommand policy" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand policy" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand check" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand check" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand check" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand check" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand check" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand check" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand check" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand check" -l all -d 'Also print notes: problems in closed commitments, and what `overdue` lists anyway'
complete -c owed -n "__fish_owed_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand init" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand init" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand init" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand init" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand init" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand init" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand init" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand completions" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand completions" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand completions" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand completions" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand completions" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand completions" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand completions" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c owed -n "__fish_owed_using_subcommand import" -l ledger -d 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]' -r -F
complete -c owed -n "__fish_owed_using_subcommand import" -l now -d 'Use this as the current time: whatever `owed when` takes, and the past' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that can, unless the environment says otherwise'
always\t'Even into a pipe'
never\t'Not at all'"
complete -c owed -n "__fish_owed_using_subcommand import" -l format -d 'Output format: `table`, `json`, or another that the help of the command names' -r -f -a "table\t'A table for people; it may change with any version'
json\t'JSON for scripts; keys are only ever added'
ndjson\t'The objects of the JSON, one a line'
csv\t'Comma-separated values for spreadsheets'
tsv\t'Tab-separated values for awk and cut'
markdown\t'A Markdown table for notes and GitHub\'s job summaries'
html\t'A page for browsers, with charts; it needs nothing else'
junit\t'JUnit XML: what is open as tests, what is listed as failures'
github\t'Annotations for a workflow of GitHub Actions'
prometheus\t'Metrics for Prometheus: how many are open and overdue, and the rates of a report'
ics\t'A calendar file with to-dos, or with events (--as vevent)'"
complete -c owed -n "__fish_owed_using_subcommand import" -l output -d 'Write the answer to this file, in one step, instead of printing it (commands that only read)' -r -F
complete -c owed -n "__fish_owed_using_subcommand import" -l from -d 'The format of the file, or an [import.NAME] of the config file; where only one fits it need not be said' -r -f -a "csv\t'Comma-separated values with a header line'
ics\t'The to-dos of a calendar (iCalendar)'
jira\t'The issues of a Jira search, as CSV'
json\t'What `owed list --all --json` prints'
ndjson\t'What `owed list --all --format ndjson` prints'
taskwarrior\t'The tasks that `task export` writes'
todotxt\t'A list in the format of todo.txt'
zendesk\t'The tickets of a Zendesk view, as CSV'"
complete -c owed -n "__fish_owed_using_subcommand import" -l map -d 'Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, status, outcome, note, class, tags, contact; due=COLUMN:date for days, :time for times' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l map-value -d 'What words mean: FIELD.VALUE=WORD,… such as status.closed=Done,Resolved' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l set -d 'A value for every row, such as to="Acme Corp"' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l events -d 'The file has one row an event: its columns, id=COLUMN,at=COLUMN,did=COLUMN, and by, note, why, to, due, told; --map has those of the row that says `made`' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l dates -d 'How dates are written: dmy, mdy, ymd, or a pattern such as %d.%m.%y' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l timezone -d 'The zone of times without an offset' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l delimiter -d 'What stands between two columns: , ; or tab' -r
complete -c owed -n "__fish_owed_using_subcommand import" -l encoding -d 'How the letters of the file are written, such as windows-1252' -r
complete -c owed -n "__fish_owed_using_subcommand import" -s q -l quiet -d 'Print only the result a script needs (each command says what that is)'
complete -c owed -n "__fish_owed_using_subcommand import" -l json -d 'The same as --format json'
complete -c owed -n "__fish_owed_using_subcommand import" -l update -d 'Record what changed there since: another due or owner, opened again, cancelled'
complete -c owed -n "__fish_owed_using_subcommand import" -l told -d 'The customers have been told of the dues that moved there'
complete -c owed -n "__fish_owed_using_subcommand import" -l skip-bad -d 'Skip rows that cannot be imported, instead of importing nothing'
complete -c owed -n "__fish_owed_using_subcommand import" -l archive-closed -d 'Put what was closed more than 90 days ago into the archives of its years'
complete -c owed -n "__fish_owed_using_subcommand import" -l dry-run -d 'Show what would be imported, and change nothing'
complete -c owed -n "__fish_owed_using_subcommand import" -l sources -d 'List the formats with their columns, and those of the config file; needs no FILE'
complete -c owed -n "__fish_owed_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
