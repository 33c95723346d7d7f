# bash completion for owed, from `owed completions bash`. Needs bash 4 or later.
#
# bash inserts a candidate as it is, so each comes from owed in quotes.

_owed() {
    local owed=$1
    if [[ $owed == '~/'* ]]; then
        owed=$HOME/${owed:2}
    fi
    if ! type -P -- "$owed" >/dev/null; then
        owed=owed
    fi
    mapfile -t COMPREPLY < <(
        "$owed" completions bash -- "$COMP_TYPE" "$2" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null
    )
    if [[ ${COMPREPLY[0]-} == $'\t'files ]]; then
        COMPREPLY=()
        compopt -o default
    fi
}

if ((BASH_VERSINFO[0] >= 4)); then
    complete -o nosort -F _owed owed 2>/dev/null || complete -F _owed owed
fi
