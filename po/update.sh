#!/bin/sh
# po/update.sh          brings po/zh_CN.po up to the sources: new texts are added untranslated
# po/update.sh --check  changes nothing; names what is missing, in doubt or wrong, and ends with 1 then
#
# What is marked: _("…"), N_("…"), ngettext_("…", "…", n), and the texts of remarks on lessons.
set -eu
cd "$(dirname "$0")/.."
for tool in xgettext msgmerge msgattrib msgfmt; do
    command -v $tool >/dev/null || { echo "po: $tool is missing (package gettext)" >&2; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find src -name '*.c' -o -name '*.h' -o -name '*.def' | LC_ALL=C sort >"$work/files"
xgettext --from-code=UTF-8 --language=C --files-from="$work/files" --output="$work/conch.pot" \
    --keyword --keyword=_ --keyword=N_ --keyword=ngettext_:1,2 --keyword=notes_add:6 \
    --keyword=place_note:4 --keyword=link_error:3 --keyword=lint_note:4 --keyword=claim_fault:2 --keyword=read_rest:5 --keyword=ERROR:4 --keyword=SYNC_OP:7 \
    --add-location=file --sort-by-file --no-wrap --package-name=conch 2>"$work/warnings"
# the date would make every update a change
sed -i '/^"POT-Creation-Date:/d' "$work/conch.pot"

msgmerge --quiet --no-fuzzy-matching --sort-by-file --add-location=file --no-wrap \
    po/zh_CN.po "$work/conch.pot" --output-file="$work/zh_CN.po"
sed -i '/^"POT-Creation-Date:/d' "$work/zh_CN.po"

if [ "${1:-}" != --check ]; then
    msgattrib --no-obsolete --no-wrap "$work/zh_CN.po" --output-file=po/zh_CN.po
    echo "po: $(LC_ALL=C msgfmt --statistics -o /dev/null po/zh_CN.po 2>&1)"
    exit 0
fi

bad=0
complain() { # TITLE, names of messages on standard input
    sed -n 's/^msgid "\(.*\)"$/\1/p; s/^"\(.*\)"$/    \1/p' | grep -v '^$' >"$work/names" || return 0
    bad=1
    echo "po: $1:"
    sed 's/^/    /' "$work/names"
}
msgattrib --untranslated --no-obsolete --no-wrap "$work/zh_CN.po" | sed '1,/^$/d' | complain "not translated (./dev po adds them to po/zh_CN.po)"
msgattrib --only-fuzzy --no-obsolete --no-wrap po/zh_CN.po | sed '1,/^$/d' | complain "in doubt (fuzzy)"
msgfmt --check-format --output-file=/dev/null po/zh_CN.po || bad=1
exit $bad
