# bash completion for conch; what there is to complete comes from conch itself.
_conch()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    case $prev in
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
    --lang) COMPREPLY=($(compgen -W 'en zh' -- "$cur")); return ;;
    --work-dir | --lessons) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    play | present | check | lint | promote)
        COMPREPLY=($(compgen -W "$(printf 'lessons\n' | command conch 2>/dev/null | sed -n 's/^ *\([0-9][0-9]*\) .*/\1/p')" -- "$cur")
                   $(compgen -f -X '!*.md' -- "$cur"))
        return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$(command conch --help 2>/dev/null | sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p')" -- "$cur"))
        return
    fi
    local verbs=
    [ "$COMP_CWORD" = 1 ] && verbs=$(command conch --help 2>/dev/null | sed -n 's/^  conch \([a-z][a-z]*\) .*/\1/p')
    COMPREPLY=($(compgen -W "$verbs" -- "$cur") $(compgen -d -- "$cur") $(compgen -f -X '!*.py' -- "$cur") $(compgen -f -X '!*.conch' -- "$cur"))
}
complete -o filenames -F _conch conch
