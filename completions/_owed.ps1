
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'owed' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'owed'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'owed' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('promise', 'promise', [CompletionResultType]::ParameterValue, 'Promise something: what, to whom, by when')
            [CompletionResult]::new('done', 'done', [CompletionResultType]::ParameterValue, 'Close commitments as done, and say whether each was on time')
            [CompletionResult]::new('overdue', 'overdue', [CompletionResultType]::ParameterValue, 'List what is overdue; exit 1 if anything is')
            [CompletionResult]::new('escalate', 'escalate', [CompletionResultType]::ParameterValue, 'Escalate a commitment to someone who can solve it, or run the escalation ladder')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report how many promises were kept')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List commitments, most pressing first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one commitment: how its due date was worked out, and its history')
            [CompletionResult]::new('move', 'move', [CompletionResultType]::ParameterValue, 'Move a due date')
            [CompletionResult]::new('told', 'told', [CompletionResultType]::ParameterValue, 'Record that you told the customer something; with filters, every matching customer')
            [CompletionResult]::new('heard', 'heard', [CompletionResultType]::ParameterValue, 'Record that the customer got in touch; if it waited for them, it goes on')
            [CompletionResult]::new('note', 'note', [CompletionResultType]::ParameterValue, 'Record a note')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Say that the customer has to act; the clock of a counted due stops')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Say that the customer has acted; a clock that stood still goes on')
            [CompletionResult]::new('hand', 'hand', [CompletionResultType]::ParameterValue, 'Give a commitment to another owner')
            [CompletionResult]::new('change', 'change', [CompletionResultType]::ParameterValue, 'Change the kind of a commitment, or how often it is promised again')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Close a commitment that will not be done')
            [CompletionResult]::new('reopen', 'reopen', [CompletionResultType]::ParameterValue, 'Reopen a closed commitment with a new due date')
            [CompletionResult]::new('when', 'when', [CompletionResultType]::ParameterValue, 'Show which date and time words mean')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Edit the ledger with VISUAL or EDITOR; it is checked before it is saved')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Undo the last change')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, 'Move old closed commitments into archive files beside the ledger')
            [CompletionResult]::new('between', 'between', [CompletionResultType]::ParameterValue, 'Show the elapsed time, the working time and the business days between two instants')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Show the service policy: targets, limits, escalation and calendars')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find problems in the ledger; exit 1 if there are any')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create an empty ledger')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import commitments from a file')
            break
        }
        'owed;promise' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The person or firm it is owed to')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'When it is due: `fri 5pm`, `in 2h`, `2026-12-01` [default: the target of the kind]')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Its kind: callback, email, promise, or one the ledger defines')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Its kind: callback, email, promise, or one the ledger defines')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who has to keep it [default: you]')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Whose interest it is: customer, company or self')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A label; may be given several times')
            [CompletionResult]::new('--contact', '--contact', [CompletionResultType]::ParameterName, 'How to reach the customer')
            [CompletionResult]::new('--asked', '--asked', [CompletionResultType]::ParameterName, 'When the customer asked, if that was before the promise')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often it is promised again, each time the last is done: 1w, 1mo, 3bd, ''1st business day'', ''last fri''')
            [CompletionResult]::new('--follows', '--follows', [CompletionResultType]::ParameterName, 'The commitment that this one carries on')
            [CompletionResult]::new('--ref', '--ref', [CompletionResultType]::ParameterName, 'The name that another system has for it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;done' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A note')
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'Promise the rest to the same customer')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'When the rest is due [default: the target of its kind, from when the customer first asked]')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The kind of the rest')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'The kind of the rest')
            [CompletionResult]::new('--asked', '--asked', [CompletionResultType]::ParameterName, 'When the customer asked for the rest, if it was not with the first')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;overdue' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Owed to this customer')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by this person; `me` is you')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Of this kind')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Of this class: customer, company or self')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Due at or after this')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Due at or before this; a day is all of it')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Also list what is due within this time: `4h`, `2d`')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What a calendar shows of each, with --format ics')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--at-risk', '--at-risk', [CompletionResultType]::ParameterName, 'Also list commitments at risk: a quarter or less of their time is left')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Print only how many')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;escalate' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Who can solve it')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--no-notify', '--no-notify', [CompletionResultType]::ParameterName, 'Do not run the notify command for these')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;report' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Owed to this customer')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by this person; `me` is you')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Of this kind')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Of this class: customer, company or self')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Due at or after this')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Due at or before this; a day is all of it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Add a line for each, or for each of two: `owner,month`')
            [CompletionResult]::new('--fail-under', '--fail-under', [CompletionResultType]::ParameterName, 'Exit 1 if the rate is below this percentage')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'The rate that --fail-under checks')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--misses', '--misses', [CompletionResultType]::ParameterName, 'List what was late or broken, and why')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;list' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Owed to this customer')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by this person; `me` is you')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Of this kind')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Of this class: customer, company or self')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Due at or after this')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Due at or before this; a day is all of it')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What a calendar shows of each, with --format ics')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List closed ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;show' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;move' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'The new due; `due+2d` counts from the due in force')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--told', '--told', [CompletionResultType]::ParameterName, 'The customer has been told')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;told' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Owed to this customer')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by this person; `me` is you')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Of this kind')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Of this class: customer, company or self')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Due at or after this')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Due at or before this; a day is all of it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show who would be told, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;heard' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--still-waiting', '--still-waiting', [CompletionResultType]::ParameterName, 'They have not done yet what it waits for')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;note' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;wait' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'What the customer has to do')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;resume' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A note')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--told', '--told', [CompletionResultType]::ParameterName, 'The customer has been told of the new due')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;hand' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The new owner')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;change' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The new kind')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'The new kind')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often it is promised again, from the next one on: 1w, 1mo, 3bd, ''1st business day'', ''last fri''')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--told', '--told', [CompletionResultType]::ParameterName, 'The customer has been told of the new due')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;cancel' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'How it ended; has to be said, and is asked for on a terminal')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'Promise the next one of its series; without this, the series ends')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;reopen' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'When it is due now; `due+2d` counts from the due it had')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now: `9am`, `2h ago`, `yesterday 16:00`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--told', '--told', [CompletionResultType]::ParameterName, 'The customer has been told of the new due')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;when' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Count from here instead of now')
            [CompletionResult]::new('--calendar', '--calendar', [CompletionResultType]::ParameterName, 'The calendar of the ledger that says what a working day is')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--past', '--past', [CompletionResultType]::ParameterName, 'Look back, as --at does')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;edit' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;undo' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the changes that can be undone, newest first')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;archive' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Move what was closed before this [default: 90 days ago]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;between' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--calendar', '--calendar', [CompletionResultType]::ParameterName, 'The calendar of the ledger that says what working time is [default: its only one]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;policy' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--calendar', '--calendar', [CompletionResultType]::ParameterName, 'Show a month of that calendar day by day: when it is open, and why not [default: the only one, with --month]')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'The month to show, such as 2026-12 [default: this one, with --calendar]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;check' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also print notes: problems in closed commitments, and what `overdue` lists anyway')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;init' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;completions' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'owed;import' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger file [default: OWED_LEDGER, the config file, then owed/ledger.toml in the data directory]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Use this as the current time: whatever `owed when` takes, and the past')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format: `table`, `json`, or another that the help of the command names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to this file, in one step, instead of printing it (commands that only read)')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The format of the file, or an [import.NAME] of the config file; where only one fits it need not be said')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, status, outcome, note, class, tags, contact; due=COLUMN:date for days, :time for times')
            [CompletionResult]::new('--map-value', '--map-value', [CompletionResultType]::ParameterName, 'What words mean: FIELD.VALUE=WORD,… such as status.closed=Done,Resolved')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A value for every row, such as to="Acme Corp"')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'The file has one row an event: its columns, id=COLUMN,at=COLUMN,did=COLUMN, and by, note, why, to, due, told; --map has those of the row that says `made`')
            [CompletionResult]::new('--dates', '--dates', [CompletionResultType]::ParameterName, 'How dates are written: dmy, mdy, ymd, or a pattern such as %d.%m.%y')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The zone of times without an offset')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'What stands between two columns: , ; or tab')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'How the letters of the file are written, such as windows-1252')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the result a script needs (each command says what that is)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--update', '--update', [CompletionResultType]::ParameterName, 'Record what changed there since: another due or owner, opened again, cancelled')
            [CompletionResult]::new('--told', '--told', [CompletionResultType]::ParameterName, 'The customers have been told of the dues that moved there')
            [CompletionResult]::new('--skip-bad', '--skip-bad', [CompletionResultType]::ParameterName, 'Skip rows that cannot be imported, instead of importing nothing')
            [CompletionResult]::new('--archive-closed', '--archive-closed', [CompletionResultType]::ParameterName, 'Put what was closed more than 90 days ago into the archives of its years')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be imported, and change nothing')
            [CompletionResult]::new('--sources', '--sources', [CompletionResultType]::ParameterName, 'List the formats with their columns, and those of the config file; needs no FILE')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
