# fish completion for owed, from `owed completions fish`.
#
# fish quotes what it inserts.

function __owed_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l owed $words[1]
    set -e words[1]
    if not type -q -- $owed
        set owed owed
    end
    set -l lines ($owed completions fish -- $words "$word" 2>/dev/null)
    if test "$lines[1]" = \tfiles
        set -l option (string match --regex -- '^--[^=]*=' $word)
        for path in (__fish_complete_path (string replace -- "$option" '' $word))
            echo -- "$option$path"
        end
        return
    end
    string join -- \n $lines
end

complete --command owed --no-files --keep-order --arguments '(__owed_complete)'
